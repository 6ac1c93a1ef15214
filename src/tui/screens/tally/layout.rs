//! Where everything goes: so many rows and so many columns are in sight, the totals at the end of the
//! lines and below the rows always, and under the table what is said of it.

use super::super::super::app::App;
use super::super::{frame_rows, trend};
use super::figures::{At, Shown};
use super::view::{head_of, label_of, remarks};
use crate::domain::text::{fit, width_cells, wrap};

/// Rows above the table's own: what is asked, and the head.
const ABOVE: usize = 2;
/// Of bars so many rows are in sight before the trend takes a line, and before it takes all of its rows.
const BARS_FIRST: [usize; 2] = [4, 8];
/// Of a small window the remarks take no more than leaves so many rows in sight.
const LEAST_ROWS: usize = 2;
/// The width of a column where there is room, in cells.
const ROOMY: usize = 7;
/// A head that is longer is cut.
const HEAD_CELLS: usize = 14;
/// What columns get beyond their need in a wide window.
const EXTRA: usize = 3;

/// What goes where in the present window.
pub struct Plan {
    /// Rows of the table in sight.
    pub rows: usize,
    /// Whether a blank row stands before the remarks.
    pub is_airy: bool,
    /// Lines that a row takes: two, where its earlier bar stands below it.
    pub lines: usize,
    /// Rows of the trend below the bars; 0 where there is no room.
    pub trend: usize,
    /// What is said under the table, line by line; the first so many of them are the proof.
    pub remarks: Vec<String>,
    /// How many of the remarks' lines say whether it ties.
    pub proof_lines: usize,
    /// The widest label that is printed, in cells.
    pub label: usize,
    /// Of every column, its width with the space before it.
    pub widths: Vec<usize>,
    /// Cells for the columns that scroll.
    room: usize,
    /// How many scroll.
    cells: usize,
}

impl Plan {
    /// For the table in the present window.
    pub fn new(app: &App, shown: &Shown) -> Self {
        let width = usize::from(app.size.width);
        let height = usize::from(app.size.height).saturating_sub(frame_rows(app));
        let room = height.saturating_sub(ABOVE + 1);
        let said = remarks(app, shown);
        let least = LEAST_ROWS.min(shown.foot() * shown.lines()) + shown.lines() - 1;
        let most = room.saturating_sub(least);
        let lines = |text: &String| -> Vec<String> {
            let ranges = wrap(text, width.saturating_sub(2).max(2));
            ranges
                .into_iter()
                .map(|range| text[range].trim_end().to_owned())
                .collect()
        };
        let mut wrapped = said.iter().map(lines);
        let mut remarks = wrapped.next().unwrap_or_default();
        let proof_lines = remarks.len().min(most);
        remarks.extend(wrapped.flatten());
        if remarks.len() > most {
            remarks.truncate(most);
            if let Some(last) = remarks.last_mut() {
                *last = fit(&format!("{last} ~"), width.saturating_sub(2))
                    .trim_end()
                    .to_owned();
            }
        }
        let (lines, left) = (shown.lines(), room + 1 - remarks.len());
        let trend = trend_rows(shown, left / lines);
        // The foot is no row, and has as many lines.
        let left = left.saturating_sub(trend + lines);
        let rows = (left / lines).min(shown.foot());
        let plan = Self {
            rows,
            is_airy: left > rows * lines,
            lines,
            trend,
            remarks,
            proof_lines,
            label: shown.sizes.label.min((width / 4).clamp(10, 28)),
            widths: Vec::new(),
            room: 0,
            cells: shown.table.columns.len(),
        };
        plan.with_widths(&shown.sizes.columns, shown.sizes.label, width)
    }

    /// The columns as wide as they like where all fit, else as narrow as they can be; what they leave is the
    /// labels', as far as those need it.
    fn with_widths(mut self, needs: &[usize], label_need: usize, width: usize) -> Self {
        let label = 1 + self.label;
        let fits = |widths: &[usize]| label + widths.iter().sum::<usize>() <= width;
        let roomy =
            |extra: usize| -> Vec<usize> { needs.iter().map(|need| (need + 1).max(ROOMY) + extra).collect() };
        let tight = || needs.iter().map(|need| need + 1).collect();
        let generous = (0..=EXTRA).rev().map(roomy).find(|widths| fits(widths));
        self.widths = generous.unwrap_or_else(tight);
        let left = width.saturating_sub(label + self.widths.iter().sum::<usize>());
        self.label = label_need.min(self.label + left);
        let ends: usize = self.widths[self.cells..].iter().sum();
        self.room = width.saturating_sub(1 + self.label + ends);
        self
    }

    /// How many of the scrolling columns are in sight from one on; at least one.
    pub fn columns_from(&self, left: usize) -> usize {
        let mut room = self.room;
        let fits = |width: &&usize| {
            let is_in = **width <= room;
            room = room.saturating_sub(**width);
            is_in
        };
        let scrolling = self.widths.get(left..self.cells).unwrap_or_default();
        let seen = scrolling.iter().take_while(fits).count();
        seen.max(1).min(scrolling.len())
    }

    /// The first row and the first column in sight, when that figure must be.
    pub fn in_sight(&self, shown: &Shown, at: At, first: usize, left: usize) -> (usize, usize) {
        let mut first = first;
        if at.line < shown.foot() {
            first = first.min(at.line).max((at.line + 1).saturating_sub(self.rows));
        }
        let first = first.min(shown.foot().saturating_sub(self.rows));
        let mut left = left.min(self.cells.saturating_sub(1));
        if at.column < self.cells {
            left = left.min(at.column);
            while at.column >= left + self.columns_from(left) {
                left += 1;
            }
        }
        // No room is left empty where columns have gone out of sight.
        while left > 0 && left - 1 + self.columns_from(left - 1) >= self.cells {
            left -= 1;
        }
        (first, left)
    }
}

/// The lines of the trend in a window that holds so many rows of bars: with a blank one above it where it is
/// there with all figures.
fn trend_rows(shown: &Shown, held: usize) -> usize {
    let wanted = shown.foot() + 1;
    let leaves = |rows: usize, least: usize| held >= rows.div_ceil(shown.lines()) + wanted.min(least);
    let [line, all] = BARS_FIRST;
    match shown.asked.is_chart {
        true if leaves(trend::ROWS + 1, all) => trend::ROWS + 1,
        true if leaves(1, line) => 1,
        _ => 0,
    }
}

/// What labels and figures need, in cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The widest label of a line.
    label: usize,
    /// The widest head or figure of each column.
    columns: Vec<usize>,
}

impl Sizes {
    /// Of a table as it is shown.
    pub fn of(app: &App, shown: &Shown) -> Self {
        let labels = (0..=shown.foot()).map(|line| width_cells(&label_of(app, shown, line)));
        let corner = width_cells(app.catalogue.axis(shown.asked.rows, &app.profile));
        Self {
            label: labels.max().unwrap_or(0).max(corner),
            columns: (0..shown.columns().len())
                .map(|at| need(app, shown, at))
                .collect(),
        }
    }
}

/// The widest of a column's head and its figures.
fn need(app: &App, shown: &Shown, at: usize) -> usize {
    let head = width_cells(&head_of(app, shown, at)).min(HEAD_CELLS);
    let text = |line: usize| {
        let figure = shown.figure(At { line, column: at });
        width_cells(&figure.text(app.catalogue.not_applicable()))
    };
    (0..=shown.foot()).map(text).chain([head]).max().unwrap_or(0)
}
