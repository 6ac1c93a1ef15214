//! The tally as it is drawn: what is asked, the table, and what is said of it.

use super::super::super::app::App;
use super::super::super::paper::Paper;
use super::super::super::spot::Target;
use super::super::list::code_name;
use super::chart::Chart;
use super::figures::{At, Column, Shown};
use super::layout::Plan;
use crate::domain::asked::Sort;
use crate::domain::period::{Period, Span};
use crate::domain::tally::{Count, Table};
use crate::domain::text::{fit, pad_left, pad_right, width_cells};

/// The period and the last day that is counted, for the title.
pub fn titled(app: &App) -> (Period, chrono::NaiveDate) {
    let period = app.tally.asked.period;
    (period, period.as_of(app.today))
}

/// Which rows and columns are in sight, if there are others.
pub fn rows_in_sight(app: &App) -> Option<[String; 2]> {
    let shown = app.tally.shown.as_ref()?;
    let plan = Plan::new(app, shown);
    let state = &app.tally;
    let (first, left) = plan.in_sight(shown, state.at, state.first, state.left);
    let columns = shown.table.columns.len();
    let seen = plan.columns_from(left);
    let rows = (plan.rows < shown.foot()).then(|| [first + 1, first + plan.rows, shown.foot()]);
    // Bars are one column.
    let across = (seen < columns && !shown.asked.is_chart).then(|| [left + 1, left + seen, columns]);
    let text = app.words.tally_in_sight(rows, across);
    (!text.is_empty()).then(|| [text.clone(), text])
}

/// Draws the screen below the bar.
pub fn view(app: &App, paper: &mut Paper<'_>) {
    chips(app, paper);
    let Some(shown) = &app.tally.shown else {
        return;
    };
    let plan = Plan::new(app, shown);
    let state = &app.tally;
    let (first, left) = plan.in_sight(shown, state.at, state.first, state.left);
    let mut row = if shown.asked.is_chart {
        Chart::new(app, shown, &plan).view(1, first, paper)
    } else {
        let seen = left..left + plan.columns_from(left);
        let plan = &plan;
        Sheet {
            app,
            shown,
            plan,
            seen,
        }
        .view(1, first, paper)
    };
    row += usize::from(plan.is_airy);
    let ties = shown.table.proof().ties;
    for (at, text) in plan.remarks.iter().enumerate() {
        let is_wrong = at < plan.proof_lines && !ties;
        let style = if is_wrong {
            app.theme.alert
        } else {
            app.theme.quiet
        };
        paper.put(row + at, 1, text, style);
    }
}

/// What is asked, and how many records there are.
fn chips(app: &App, paper: &mut Paper<'_>) {
    let (words, asked) = (app.words, &app.tally.asked);
    let axis = |axis| app.catalogue.axis(axis, &app.profile);
    let mut chips = vec![
        words.down(axis(asked.rows)),
        words.across(asked.cols.map(axis)),
        app.catalogue.count(asked.count).to_owned(),
    ];
    // What the figures are comes first: that they are compared, the table and its foot say too.
    chips.extend(asked.is_chart.then(|| words.as_chart().to_owned()));
    let are_differences = asked.is_differences && !asked.is_chart;
    chips.extend(are_differences.then(|| words.as_differences().to_owned()));
    chips.extend(asked.is_shares.then(|| words.as_shares().to_owned()));
    chips.extend((asked.sort == Sort::Size).then(|| words.by_size().to_owned()));
    chips.extend(asked.compare.map(|comparison| words.comparing(comparison)));
    for (axis, codes) in asked.filter.clauses() {
        let names: Vec<String> = codes.iter().map(|code| code_name(app, axis, code)).collect();
        chips.push(names.join(words.either()));
    }
    let right = match &app.tally.shown {
        Some(shown) if !app.tally.is_counting() => words.records_listed(shown.table.records as usize),
        _ => words.counting().to_owned(),
    };
    let end = paper.width().saturating_sub(width_cells(&right) + 1);
    let mut column = 1;
    for chip in chips {
        let room = end.saturating_sub(column + 1);
        if room < 4 {
            break;
        }
        let text = fit(&chip, room);
        paper.put(0, column, &text, app.theme.chip);
        column += width_cells(&text) + 2;
    }
    paper.put(0, end, &right, app.theme.total);
}

/// What a line is called.
pub fn label_of(app: &App, shown: &Shown, line: usize) -> String {
    let row = shown.order.get(line).and_then(|row| shown.table.rows.get(*row));
    match row {
        Some(row) => app.catalogue.bucket(&row.bucket, &shown.table.query.period),
        None => app.catalogue.grand_total().to_owned(),
    }
}

/// What a column is called.
pub fn head_of(app: &App, shown: &Shown, at: usize) -> String {
    match shown.column(at) {
        Column::Cell(cell) => shown.table.columns.get(cell).map_or_else(String::new, |bucket| {
            app.catalogue.bucket(bucket, &shown.table.query.period)
        }),
        Column::Total => app.catalogue.total().to_owned(),
        Column::Before => match shown.asked.compare {
            Some(comparison) => app.words.before_head(comparison).to_owned(),
            None => String::new(),
        },
        Column::Difference => app.words.difference().to_owned(),
    }
}

/// What is said under the table: the proof with the rule first, then what the figures are compared with,
/// and of what the shares are.
pub fn remarks(app: &App, shown: &Shown) -> Vec<String> {
    let (words, table) = (app.catalogue, &shown.table);
    let mut lines = words.foot(table, &app.profile);
    let name = |period: &Period| match period.span {
        Span::Free => words.period(period),
        _ => format!("{} {}", words.period(period), app.words.title_days(period)),
    };
    lines.extend(table.compared.map(|period| {
        let comparison = shown
            .asked
            .compare
            .map(|comparison| app.words.compared_with(comparison));
        format!("{} = {}", comparison.unwrap_or_default(), name(&period))
    }));
    let has_total = |table: &Table| table.total.total.is_some_and(|total| total > 0);
    lines.extend(
        shown
            .shares
            .as_ref()
            .filter(|_| has_total(table))
            .map(|(shares, _)| {
                let count: Count = shown.asked.count;
                app.words.shares_rule(count, shares.adds_up).to_owned()
            }),
    );
    lines
}

/// The table, with the columns that are in sight.
struct Sheet<'a> {
    app: &'a App,
    shown: &'a Shown,
    plan: &'a Plan,
    seen: std::ops::Range<usize>,
}

impl Sheet<'_> {
    /// The columns in sight and those at the end of each line, with their widths.
    fn columns(&self) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.shown.table.columns.len()..self.plan.widths.len();
        let seen = self.seen.clone().chain(ends);
        seen.map(|at| (at, self.plan.widths[at]))
    }

    /// Draws the rows from the first in sight on, and the foot below them; the row behind it all.
    fn view(&self, row: usize, first: usize, paper: &mut Paper<'_>) -> usize {
        self.head(row, paper);
        let lines = (first..first + self.plan.rows).chain([self.shown.foot()]);
        let mut row = row + 1;
        for line in lines {
            self.line(row, line, paper);
            row += 1;
        }
        row
    }

    fn head(&self, row: usize, paper: &mut Paper<'_>) {
        let corner = self.app.catalogue.axis(self.shown.asked.rows, &self.app.profile);
        let mut text = self.label(corner);
        for (at, cells) in self.columns() {
            let head = head_of(self.app, self.shown, at);
            text += &pad_left(&fit(&head, cells - 1), cells);
        }
        paper.put(row, 0, &text, self.app.theme.head);
    }

    fn label(&self, text: &str) -> String {
        pad_right(&format!(" {}", fit(text, self.plan.label)), 1 + self.plan.label)
    }

    fn line(&self, row: usize, line: usize, paper: &mut Paper<'_>) {
        let theme = &self.app.theme;
        let style = if line == self.shown.foot() {
            theme.total
        } else {
            theme.plain
        };
        let label = self.label(&label_of(self.app, self.shown, line));
        paper.put(row, 0, &label, style);
        let mut end = 1 + self.plan.label;
        for (column, cells) in self.columns() {
            end += cells;
            let at = At { line, column };
            let text = self.shown.figure(at).text(self.app.catalogue.not_applicable());
            let start = end.saturating_sub(width_cells(&text));
            let is_selected = at == self.app.tally.at;
            paper.put(
                row,
                start,
                &text,
                if is_selected { theme.selected } else { style },
            );
            paper.spot(row, start, width_cells(&text), Target::Tally(line, column));
        }
    }
}
