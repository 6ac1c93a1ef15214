//! 概況: the two tables, the stakeholders' fields, the proof, what is due, and the months.

use chrono::NaiveDate;
use ratatui::layout::Size;

use super::super::app::App;
use super::super::keymap::Command;
use super::super::paper::Paper;
use super::Frame;
use super::months::{Months, Place};
use super::pairs::{Pair, Pairs};
use super::sheet::Sheet;
use crate::domain::axis::Axis;
use crate::domain::era::fiscal_year;
use crate::domain::period::{Period, Span};
use crate::domain::standard::{Overview, Part, Standard};
use crate::domain::tally::{Count, Proof, Table};
use crate::domain::text::width_cells;
use crate::locale::Sums;
use crate::locale::screen::ScreenWords;

/// Rows to spare from which the sections stand apart.
const ROWS_TO_SPARE: usize = 14;

/// The first screen's state.
pub struct State {
    /// The period asked for.
    pub period: Period,
    /// The half-year that one returns to from 年度累計.
    half: Period,
    /// What was counted last.
    pub shown: Overview,
    /// The first row of centers in sight.
    first: usize,
}

/// The rows of the window, given out in the order in which they matter.
struct Plan {
    frame: Frame,
    /// Rows of centers in sight in each table.
    rows: usize,
    breakdown: bool,
    proof: bool,
    due: bool,
    /// Whether the sections stand apart.
    airy: bool,
}

impl Plan {
    fn new(height: usize, centers: usize) -> Self {
        // Title and keys; head and total of two tables.
        let fixed = 2 + 4;
        let centers = centers.max(1);
        let least = centers.min(2) * 2;
        let mut spare = height.saturating_sub(fixed + least);
        let mut take = || {
            let fits = spare > 0;
            spare = spare.saturating_sub(1);
            fits
        };
        let (breakdown, proof, due, bar) = (take(), take(), take(), take());
        let rows = ((least + spare) / 2).min(centers);
        let left = least + spare - rows * 2;
        let frame = Frame {
            bar,
            status: left > 0,
        };
        Self {
            frame,
            rows,
            breakdown,
            proof,
            due,
            airy: left >= ROWS_TO_SPARE,
        }
    }
}

impl State {
    /// The screen of a period's figures.
    pub fn new(shown: Overview) -> Self {
        let period = shown.standard.period;
        Self {
            period,
            half: period,
            shown,
            first: 0,
        }
    }

    /// Takes up new figures.
    pub fn show(&mut self, shown: Overview) {
        self.shown = shown;
    }

    /// Remains with the figures that are shown, as new ones could not be had.
    pub fn stay(&mut self) {
        self.period = self.shown.standard.period;
    }

    /// Does what a command asks; the period to be counted, if there is one.
    pub fn on_command(&mut self, command: Command, size: Size, today: NaiveDate) -> Option<Period> {
        let page = self.plan(size.height.into()).rows;
        let last = self.centers().saturating_sub(page);
        let first = self.first.min(last);
        match command {
            Command::PeriodBack => return Some(self.step(self.period.previous(), today)),
            Command::PeriodForward => return Some(self.step(self.period.next(), today)),
            Command::YearToDate => return Some(self.go(self.other_span(today))),
            Command::Up => self.first = first.saturating_sub(1),
            Command::Down => self.first = (first + 1).min(last),
            Command::PageUp => self.first = first.saturating_sub(page),
            Command::PageDown => self.first = (first + page).min(last),
            Command::First => self.first = 0,
            Command::Last => self.first = last,
            _ => {}
        }
        None
    }

    /// The period after midnight: one that was the running one stays the running one.
    pub fn on_new_day(&mut self, before: NaiveDate, today: NaiveDate) -> Period {
        let running = [Period::half_of, Period::year_to_date]
            .into_iter()
            .find(|of| of(before) == self.period);
        match running {
            Some(of) => self.go(of(today)),
            None => self.period,
        }
    }

    /// To a neighbouring period; the running 年度累計 always reaches to today.
    fn step(&mut self, period: Period, today: NaiveDate) -> Period {
        let running = Period::year_to_date(today);
        let is_running = period.span == Span::YearToDate && period.from == running.from;
        self.go(if is_running { running } else { period })
    }

    fn go(&mut self, period: Period) -> Period {
        if period.span == Span::Half {
            self.half = period;
        }
        self.period = period;
        period
    }

    /// From a half-year to 年度累計 of its fiscal year, and back to where one was in that year.
    fn other_span(&self, today: NaiveDate) -> Period {
        if self.period.span != Span::YearToDate {
            let year = Period::year_of(self.period.from);
            return Period {
                to: today.clamp(year.from, year.to),
                span: Span::YearToDate,
                ..year
            };
        }
        let same_year = fiscal_year(self.half.from) == fiscal_year(self.period.from);
        if same_year {
            self.half
        } else {
            Period::half_of(self.period.to)
        }
    }

    fn centers(&self) -> usize {
        let Standard {
            family, stakeholder, ..
        } = &self.shown.standard;
        family.rows.len().max(stakeholder.rows.len())
    }

    fn plan(&self, height: usize) -> Plan {
        Plan::new(height, self.centers())
    }

    /// The frame that a window of that height leaves.
    pub(super) fn frame(&self, height: usize) -> Frame {
        self.plan(height).frame
    }

    /// The first row in sight, wherever scrolling stood before the window or the centers changed.
    fn first_in_sight(&self, rows: usize) -> usize {
        self.first.min(self.centers().saturating_sub(rows))
    }

    /// Which rows of centers are in sight, if there are others.
    pub(super) fn rows_in_sight(&self, words: &dyn ScreenWords, height: usize) -> Option<[String; 2]> {
        let rows = self.plan(height).rows;
        let (first, all) = (self.first_in_sight(rows), self.centers());
        (rows < all).then(|| words.centers_in_sight(first + 1, first + rows, all))
    }
}

/// Draws the screen below the bar; `height` is the window's.
pub(super) fn view(app: &App, state: &State, height: usize, paper: &mut Paper<'_>) {
    let plan = state.plan(height);
    let gap = usize::from(plan.airy);
    let months = Months::new(app, &state.shown.months);
    let first = state.first_in_sight(plan.rows);
    let sheet = Sheet::new(
        app,
        &state.shown.standard,
        &months,
        paper.width(),
        first,
        plan.rows,
    );
    let Standard {
        family, stakeholder, ..
    } = &state.shown.standard;
    sheet.table(gap, Part::Family, family, paper);
    let second = gap + plan.rows + 2 + gap;
    sheet.table(second, Part::Stakeholder, stakeholder, paper);
    let mut row = second + plan.rows + 2;
    if let Some((column, cells)) = sheet.columns.months {
        let place = Place {
            row: gap,
            rows: row - gap - 1,
            column,
            cells,
        };
        months.view(app, &place, paper);
    }
    let cells = paper.width().saturating_sub(1);
    row += gap;
    if plan.breakdown {
        paper.put(
            row,
            1,
            &breakdown(app, &state.shown.standard.fields, cells),
            app.theme.plain,
        );
        row += 1;
    }
    if plan.proof {
        let (text, ties) = proof(app, &state.shown, cells);
        paper.put(
            row,
            1,
            &text,
            if ties { app.theme.quiet } else { app.theme.alert },
        );
        row += 1;
    }
    if plan.due {
        let style = if state.shown.due.overdue > 0 {
            app.theme.alert
        } else {
            app.theme.plain
        };
        paper.put(row + gap, 1, &due(app, state, cells), style);
    }
}

/// The stakeholders' fields, all centers together.
fn breakdown(app: &App, fields: &Table, cells: usize) -> String {
    let labels: Vec<String> = fields
        .columns
        .iter()
        .map(|bucket| app.catalogue.bucket(bucket, &fields.query.period))
        .collect();
    let pairs = labels
        .iter()
        .zip(&fields.total.cells)
        .map(|(label, cell)| Pair { label, figure: *cell });
    let line = Pairs {
        heads: [app.catalogue.part(Part::Fields), app.words.fields_short()],
        pairs: pairs.collect(),
        total: Some(Pair {
            label: app.catalogue.total(),
            figure: fields.total.total,
        }),
        folded: app.words.folded(),
    };
    line.line(cells)
}

/// The rule of counting and the proof, and whether everything ties. Where space is short the proof
/// remains, with the records that are not counted yet.
fn proof(app: &App, shown: &Overview, cells: usize) -> (String, bool) {
    let Standard {
        family,
        stakeholder,
        records,
        later,
        ..
    } = &shown.standard;
    let (one, other) = (family.proof(), stakeholder.proof());
    let months = shown.months.proof();
    let whole = Proof {
        rows: one.rows + other.rows,
        columns: one.columns + other.columns,
        records: *records,
        ties: shown.standard.ties() && months.ties && months.records == *records,
    };
    if !whole.ties {
        return (app.catalogue.differs(&whole), false);
    }
    let ties = app.catalogue.ties(Sums::Both, &whole);
    let later = (*later > 0).then(|| app.words.not_yet_counted(*later));
    let rules = [
        Some(app.catalogue.rule(Count::Contacts)),
        Some(app.words.short_rule()),
        None,
    ];
    let kind = app.catalogue.label(&app.names.kind);
    let only = app
        .catalogue
        .only(app.catalogue.axis_name(Axis::Kind), &[kind.to_owned()]);
    let kinds = [Some(only), Some(app.words.only_kind(kind)), None];
    // Each in full or short or not at all; the kind gives way first.
    let forms = rules
        .iter()
        .flat_map(|rule| kinds.iter().map(move |kind| (rule, kind)));
    let lines = forms.map(|(rule, kind)| {
        let parts = [*rule, Some(ties.as_str()), later.as_deref(), kind.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
    });
    let mut line = ties.clone();
    for form in lines {
        line = form;
        if width_cells(&line) <= cells {
            break;
        }
    }
    (line, true)
}

/// How many follow-ups are due.
fn due(app: &App, state: &State, cells: usize) -> String {
    let due = &state.shown.due;
    let pair = |label, figure| Pair {
        label,
        figure: Some(figure),
    };
    let pairs = vec![
        pair(app.words.overdue(), due.overdue),
        pair(app.words.due_today(), due.today),
        pair(app.words.due_this_week(), due.week),
    ];
    let heads = [app.words.follow_ups(); 2];
    Pairs {
        heads,
        pairs,
        total: None,
        folded: app.words.folded(),
    }
    .line(cells)
}
