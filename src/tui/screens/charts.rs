//! What a large window has room for below the follow-ups of the first screen: the trend, and how the
//! consultations came in and from which field, as bars.

use super::super::app::App;
use super::super::paper::Paper;
use super::super::spot::Target;
use super::columns::{figure, sum};
use super::months::wide_bar_length;
use super::overview::{Figure, FigurePlace};
use super::trend::{self, TrendPlace};
use crate::domain::axis::{Axis, Bucket};
use crate::domain::standard::{Part, Standard};
use crate::domain::tally::{Cell, Query};
use crate::domain::text::{fit, pad_left, pad_right, width_cells};

/// So many follow-ups come before any chart.
const FOLLOW_UPS: usize = 8;
/// In a narrower window there is none.
const LEAST_CELLS: usize = 72;
/// So many bars of a kind are worth their head.
const LEAST_BARS: usize = 4;
/// A longer label is cut.
const LABEL_CELLS: usize = 14;

/// What there is room for, in rows; each part stands below a blank one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charts {
    /// Of the trend.
    pub trend: usize,
    /// Of the bars with their head.
    pub bars: usize,
}

impl Charts {
    /// In so many rows from the first follow-up on, for so many bars.
    pub fn new(rows: usize, width: usize, bars: usize) -> Self {
        let none = Self { trend: 0, bars: 0 };
        let spare = rows.saturating_sub(FOLLOW_UPS);
        let Some(spare) = spare
            .checked_sub(1 + trend::ROWS)
            .filter(|_| width >= LEAST_CELLS)
        else {
            return none;
        };
        let fitting = spare.saturating_sub(1).min(1 + bars);
        Self {
            trend: trend::ROWS,
            bars: if fitting > bars.min(LEAST_BARS) {
                fitting
            } else {
                0
            },
        }
    }

    /// All of them, and the blank rows.
    pub fn rows(self) -> usize {
        [self.trend, self.bars]
            .into_iter()
            .filter(|rows| *rows > 0)
            .map(|rows| rows + 1)
            .sum()
    }

    /// Draws them from that row on.
    pub fn view(self, app: &App, query: &Query, row: usize, paper: &mut Paper<'_>) {
        if self.trend == 0 {
            return;
        }
        let target = |month| Target::Figure(Figure::Trend(month));
        let place = TrendPlace {
            row: row + 1,
            rows: self.trend,
            selected: app.overview.selected_month(),
            target: &target,
        };
        trend::view(app, query, &place, paper);
        if self.bars == 0 {
            return;
        }
        let row = row + 1 + self.trend + 1;
        let standard = &app.overview.shown.standard;
        let half = paper.width() / 2;
        let heads = [
            (Axis::Channel, app.catalogue.axis(Axis::Channel, &app.profile)),
            (Axis::Field, app.catalogue.part(Part::Fields)),
        ];
        for ((axis, head), column) in heads.into_iter().zip([0, half]) {
            let bars = Bars {
                axis,
                head,
                entries: folded(app, entries(app, standard, axis), self.bars - 1),
            };
            bars.view(app, row, &mut paper.beside(column, half));
        }
    }
}

/// The columns of the bars of an axis: those of the standard tables.
fn columns(standard: &Standard, axis: Axis) -> &[Bucket] {
    match axis {
        Axis::Field => &standard.fields.columns,
        _ => &standard.family.columns,
    }
}

/// How many bars there are at most.
pub fn most_bars(standard: &Standard) -> usize {
    let bars = |axis| columns(standard, axis).len();
    bars(Axis::Channel).max(bars(Axis::Field))
}

/// The figure of some columns of an axis: by channel, that of both tables.
pub fn counted(standard: &Standard, axis: Axis, columns: std::ops::Range<usize>) -> Cell {
    let tables: &[_] = match axis {
        Axis::Field => &[&standard.fields],
        _ => &[&standard.family, &standard.stakeholder],
    };
    let cells = |line: &crate::domain::tally::Line| -> Vec<Cell> {
        line.cells.get(columns.clone()).unwrap_or_default().to_vec()
    };
    sum(tables.iter().flat_map(|table| cells(&table.total)))
}

/// What stands in some columns of an axis, by code.
pub fn codes(standard: &Standard, axis: Axis, range: std::ops::Range<usize>) -> Vec<String> {
    let columns = columns(standard, axis).get(range).unwrap_or_default();
    columns.iter().map(|bucket| bucket.code.clone()).collect()
}

/// A bar: its label, its figure and the columns that it stands for.
struct Entry {
    label: String,
    n: Cell,
    columns: std::ops::Range<usize>,
}

fn entries(app: &App, standard: &Standard, axis: Axis) -> Vec<Entry> {
    let columns = columns(standard, axis).iter().enumerate();
    let entry = |(at, bucket): (usize, &Bucket)| Entry {
        label: app.catalogue.bucket(bucket, &standard.period),
        n: counted(standard, axis, at..at + 1),
        columns: at..at + 1,
    };
    columns.map(entry).collect()
}

/// The last ones folded into one where there are more than rows.
fn folded(app: &App, mut entries: Vec<Entry>, rows: usize) -> Vec<Entry> {
    if entries.len() <= rows {
        return entries;
    }
    let rest = entries.split_off(rows.saturating_sub(1));
    let columns = rest.first().zip(rest.last());
    entries.extend(columns.map(|(first, last)| Entry {
        label: app.words.folded().to_owned(),
        n: sum(rest.iter().map(|entry| entry.n)),
        columns: first.columns.start..last.columns.end,
    }));
    entries
}

/// The bars of an axis.
struct Bars<'a> {
    axis: Axis,
    head: &'a str,
    entries: Vec<Entry>,
}

impl Bars<'_> {
    fn view(self, app: &App, row: usize, paper: &mut Paper<'_>) {
        let cells = paper.width().saturating_sub(2);
        paper.put(row, 1, &fit(self.head, cells), app.theme.head);
        let figures = self.entries.iter().map(|entry| figure(entry.n).len());
        let labels = self.entries.iter().map(|entry| width_cells(&entry.label));
        let (label, width) = (
            labels.max().unwrap_or(0).min(LABEL_CELLS),
            figures.max().unwrap_or(0),
        );
        let end = 1 + label + 1 + width;
        let most = self.entries.iter().filter_map(|entry| entry.n).max().unwrap_or(0);
        for (row, entry) in (row + 1..).zip(self.entries) {
            let figure = figure(entry.n);
            let text = pad_right(&fit(&entry.label, label), label) + " " + &pad_left(&figure, width);
            paper.put(row, 1, &text, app.theme.plain);
            let bar = "#".repeat(wide_bar_length(
                entry.n.unwrap_or(0),
                most,
                cells.saturating_sub(end),
            ));
            paper.put(row, end + 1, &bar, app.theme.bar);
            let place = FigurePlace {
                row,
                end,
                figure: Figure::Bar(self.axis, entry.columns),
            };
            place.view(app, &figure, paper);
        }
    }
}
