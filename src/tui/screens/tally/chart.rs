//! The tally as bars: one column of the table, a bar a row with its figure before it, and where it is
//! compared the earlier bar below.

use super::super::super::app::App;
use super::super::super::paper::Paper;
use super::super::super::spot::Target;
use super::super::months::wide_bar_length;
use super::super::trend::{self, TrendPlace};
use super::figures::{At, Shown};
use super::layout::Plan;
use super::view::{head_of, label_of};
use crate::domain::tally::Cell;
use crate::domain::text::{fit, pad_left, pad_right, width_cells};

/// What the bars are made of: those of the span itself, and those of the one compared with.
const MARKS: [&str; 2] = ["#", "="];
/// A head or a figure takes so many cells at least.
const LEAST_FIGURE: usize = 4;
/// A head that is longer is cut.
const HEAD_CELLS: usize = 14;
/// Between the figures and the bars.
const GAP: usize = 2;

/// The bars with what they need.
pub struct Chart<'a> {
    app: &'a App,
    shown: &'a Shown,
    plan: &'a Plan,
    /// The column that stands as bars.
    column: usize,
    /// The highest figure, which takes all the room.
    most: u64,
    /// The widest label that is printed, in cells.
    label: usize,
    /// The width of the figures, and of the differences beside them.
    figure: usize,
    difference: usize,
}

impl<'a> Chart<'a> {
    /// Of what is shown.
    pub fn new(app: &'a App, shown: &'a Shown, plan: &'a Plan) -> Self {
        let column = shown.charted(app.tally.at);
        let pairs = (0..shown.foot()).map(|line| shown.sides(At { line, column }));
        let most = pairs.flat_map(|(now, then)| [now, then]).flatten().max();
        let (most, foot) = (
            most.unwrap_or(0),
            shown.sides(At {
                line: shown.foot(),
                column,
            }),
        );
        // The foot is the longest figure, unless it does not tie.
        let longest = [foot.0, foot.1, Some(most)].into_iter().flatten().max();
        let digits = match shown.shares {
            Some(_) => "100.0".len(),
            None => longest.unwrap_or(0).to_string().len(),
        };
        let cells = |head: &str| width_cells(head).clamp(digits.max(LEAST_FIGURE), HEAD_CELLS.max(digits));
        let difference = shown
            .table
            .compared
            .map(|_| 1 + cells(app.words.difference()) + 1);
        Self {
            app,
            shown,
            plan,
            column,
            most,
            label: plan
                .label
                .max(before_label(app, shown).map_or(0, |text| width_cells(&text))),
            figure: 1 + cells(&head_of(app, shown, column)),
            difference: difference.unwrap_or(0),
        }
    }

    fn head(&self, row: usize, paper: &mut Paper<'_>) {
        let (app, shown) = (self.app, self.shown);
        let corner = app.catalogue.axis(shown.asked.rows, &app.profile);
        let head = fit(&head_of(app, shown, self.column), self.figure - 1);
        let mut text = self.label(corner) + &pad_left(&head, self.figure);
        if self.difference > 0 {
            text += &pad_left(app.words.difference(), self.difference);
        }
        if let Some(comparison) = shown.asked.compare.filter(|_| shown.table.compared.is_some()) {
            text += &" ".repeat(GAP);
            text += &app.words.bars(MARKS, app.words.compared_with(comparison));
        }
        paper.put(row, 0, &text, app.theme.head);
    }

    fn label(&self, text: &str) -> String {
        pad_right(&format!(" {}", fit(text, self.label)), 1 + self.label)
    }

    /// A row, or the foot, which has no bar.
    fn line(&self, row: usize, line: usize, paper: &mut Paper<'_>) {
        let (app, shown, theme) = (self.app, self.shown, &self.app.theme);
        let at = At {
            line,
            column: self.column,
        };
        let is_foot = line == shown.foot();
        let style = if is_foot { theme.total } else { theme.plain };
        paper.put(row, 0, &self.label(&label_of(app, shown, line)), style);
        let not_applicable = app.catalogue.not_applicable();
        let (label, totals) = (1 + self.label, self.column == shown.table.columns.len());
        let end = label + self.figure;
        let put = |row: usize, end: usize, text: &str, at: At, paper: &mut Paper<'_>| {
            let start = end.saturating_sub(width_cells(text));
            let is_selected = at == app.tally.at && app.tally.month.is_none();
            paper.put(row, start, text, if is_selected { theme.selected } else { style });
            paper.spot(row, start, width_cells(text), Target::Tally(at.line, at.column));
        };
        put(row, end, &shown.plain(at).text(not_applicable), at, paper);
        let (now, then) = shown.sides(at);
        let bars = end + self.difference + GAP;
        if !is_foot {
            self.bar(row, bars, (now, MARKS[0]), paper);
        }
        let Some(name) = before_label(app, shown) else {
            return;
        };
        // What is beside the totals in the table can be chosen here too.
        let beside = |by: usize| At {
            column: self.column + by,
            ..at
        };
        let (before, difference) = if totals { (beside(1), beside(2)) } else { (at, at) };
        let text = shown.difference(at).text(not_applicable);
        put(row, end + self.difference, &text, difference, paper);
        paper.put(row + 1, 1, &name, theme.quiet);
        let text = shown.earlier(at).text(not_applicable);
        put(row + 1, end, &text, before, paper);
        if !is_foot {
            self.bar(row + 1, bars, (then, MARKS[1]), paper);
        }
    }

    fn bar(&self, row: usize, column: usize, (n, mark): (Cell, &str), paper: &mut Paper<'_>) {
        let cells = paper.width().saturating_sub(column + 1);
        let bar = mark.repeat(wide_bar_length(n.unwrap_or(0), self.most, cells));
        paper.put(row, column, &bar, self.app.theme.bar);
    }

    /// Draws the rows from the first in sight on, the foot below them, and the trend; the row behind it all.
    pub fn view(&self, row: usize, first: usize, paper: &mut Paper<'_>) -> usize {
        let lines = self.plan.lines;
        self.head(row, paper);
        let mut row = row + 1;
        for line in (first..first + self.plan.rows).chain([self.shown.foot()]) {
            self.line(row, line, paper);
            row += lines;
        }
        if self.plan.trend > 0 {
            let is_full = self.plan.trend > trend::ROWS;
            let place = TrendPlace {
                row: row + usize::from(is_full),
                rows: self.plan.trend - usize::from(is_full),
                selected: self.app.tally.month,
                target: &Target::Trend,
            };
            trend::view(self.app, &self.shown.trend(self.app.today), &place, paper);
            row += self.plan.trend;
        }
        row
    }
}

/// What stands before an earlier figure, where the tally is compared.
fn before_label(app: &App, shown: &Shown) -> Option<String> {
    let comparison = shown.asked.compare.filter(|_| shown.table.compared.is_some())?;
    Some(format!("  {}", app.words.before_head(comparison)))
}
