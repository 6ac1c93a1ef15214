//! 推移: the 24 months that end with the last one counted, as one line of levels with its figures, and
//! where there is room as two rows of twelve. It is counted on its own, when it is seen.

use chrono::NaiveDate;
use ratatui::style::Style;

use super::super::app::{App, Effect, Status};
use super::super::keymap::ScreenId;
use super::super::paper::Paper;
use super::super::spot::Target;
use super::super::update::say;
use super::columns::figure;
use super::{overview, tally};
use crate::domain::axis::Name;
use crate::domain::drill::{Drill, Place};
use crate::domain::tally::{Cell, Count, Query};
use crate::domain::text::{is_known_narrow, pad_left, pad_right, width_cells};
use crate::domain::trend::Trend;
use crate::error::Error;

/// The rows of the trend with every month's figure.
pub const ROWS: usize = 4;
/// So many months stand beside each other.
const BESIDE: usize = 12;
/// Levels of a terminal that draws them one cell wide (their width is ambiguous), the lowest first.
const BLOCKS: [&str; 8] = [
    "\u{2581}", "\u{2582}", "\u{2583}", "\u{2584}", "\u{2585}", "\u{2586}", "\u{2587}", "\u{2588}",
];
/// Levels of every other terminal, the lightest first.
const MARKS: [&str; 5] = [".", ":", "+", "*", "#"];
/// A month with none, and one in which nothing could be counted.
const ZERO: &str = "_";
const NOT_APPLICABLE: &str = "-";
/// Behind the figure of a closed month.
const CLOSED: &str = "*";

/// What was asked for last, and what came of it.
#[derive(Default)]
pub struct State {
    asked: Option<(Query, NaiveDate)>,
    shown: Option<Trend>,
}

impl State {
    /// The ledger has changed: what is seen is counted anew.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// The trend that answers a query, if it is there.
    fn of(&self, query: &Query) -> Option<&Trend> {
        self.shown.as_ref().filter(|trend| trend.table.query == *query)
    }
}

/// Asks for the trend that is seen, where it is another than was asked for last.
pub(in crate::tui) fn follow(app: &mut App) -> Vec<Effect> {
    let Some(query) = wanted(app) else {
        return Vec::new();
    };
    let asked = Some((query, app.today));
    if app.trend.asked == asked {
        return Vec::new();
    }
    app.trend.asked.clone_from(&asked);
    let effect = asked.map(|(query, today)| Effect::Trend(Box::new(query), today));
    effect.into_iter().collect()
}

/// It is known now that its levels can be blocks.
pub(in crate::tui) fn on_narrow(app: &App) -> Vec<Effect> {
    wanted(app).map(|_| Effect::Draw).into_iter().collect()
}

/// The question of the trend that is seen, if one is.
fn wanted(app: &App) -> Option<Query> {
    match app.screen {
        _ if app.form.is_some() || app.history.is_some() => None,
        ScreenId::Overview => overview::trend_query(app),
        ScreenId::Tally => tally::trend_query(app),
        ScreenId::Records | ScreenId::Cases | ScreenId::Activities | ScreenId::Packet => None,
    }
}

/// Takes up what was counted, unless something else is asked by now.
pub(in crate::tui) fn on_counted(app: &mut App, query: &Query, trend: Result<Trend, Error>) -> Vec<Effect> {
    let is_asked = app.trend.asked.as_ref().is_some_and(|(asked, _)| asked == query);
    match trend {
        _ if !is_asked => Vec::new(),
        Ok(trend) => {
            app.trend.shown = Some(trend);
            vec![Effect::Draw]
        }
        Err(error) => say(app, Status::Failed(error)),
    }
}

/// The records behind a month of the trend that answers a query; `None` where nothing could be counted.
pub fn drill(app: &App, query: &Query, month: usize) -> Option<Drill> {
    app.trend.of(query)?.table.drill(&place(month))
}

/// A month of it in words: its name, and its figure.
pub fn said(app: &App, query: &Query, month: usize) -> Option<(String, Cell)> {
    let table = &app.trend.of(query)?.table;
    let row = table.rows.get(month)?;
    Some((app.catalogue.bucket(&row.bucket, &query.period), row.line.total))
}

/// What a month of it says.
pub fn figure_of(app: &App, query: &Query, month: usize) -> Cell {
    app.trend.of(query)?.table.figure(&place(month))
}

fn place(month: usize) -> Place {
    Place {
        rows: Some(month..month + 1),
        ..Place::default()
    }
}

/// Where a trend stands, and what is selected of it.
pub struct TrendPlace<'a> {
    /// Its first row.
    pub row: usize,
    /// Its rows: [`ROWS`] with every month's figure, else its line alone.
    pub rows: usize,
    /// The month that is selected.
    pub selected: Option<usize>,
    /// What a click on a month's figure hits.
    pub target: &'a dyn Fn(usize) -> Target,
}

/// Draws the trend that answers a query, or that it is being counted.
pub fn view(app: &App, query: &Query, place: &TrendPlace<'_>, paper: &mut Paper<'_>) {
    let Some(trend) = app.trend.of(query) else {
        paper.put(place.row, 1, app.words.counting(), app.theme.quiet);
        return;
    };
    let sheet = Sheet { app, trend, place };
    let is_full = place.rows >= ROWS && sheet.fits(paper.width());
    sheet.line(!is_full, paper);
    if is_full {
        sheet.months(paper);
    }
}

/// A word of the line, and the month of which it says the figure.
struct Part {
    text: String,
    month: Option<usize>,
    style: Style,
}

impl Part {
    fn said(text: String, style: Style) -> Self {
        Self {
            text,
            month: None,
            style,
        }
    }
}

/// A trend being drawn.
struct Sheet<'a> {
    app: &'a App,
    trend: &'a Trend,
    place: &'a TrendPlace<'a>,
}

impl Sheet<'_> {
    fn name(&self, month: usize, with_year: bool) -> String {
        let row = self.trend.table.rows.get(month);
        match row.map(|row| &row.bucket.name) {
            Some(Name::Month(year, month)) => self.app.catalogue.month(*year, *month, with_year),
            _ => String::new(),
        }
    }

    /// The levels, one a month.
    fn levels(&self) -> (String, u64) {
        let levels: &[&str] = if is_known_narrow() { &BLOCKS } else { &MARKS };
        let step = self.trend.step(levels.len());
        let level = |n: Cell| match n {
            None => NOT_APPLICABLE,
            Some(0) => ZERO,
            // As many levels as there are at most, by the step.
            Some(n) => levels[(n.div_ceil(step) as usize).clamp(1, levels.len()) - 1],
        };
        (self.trend.figures().map(level).collect(), step)
    }

    /// The line, so full of words: with the months at its ends and of the extremes, or without.
    fn parts(&self, ends: bool, extremes: bool) -> Vec<Part> {
        let (words, theme, months) = (self.app.words, &self.app.theme, self.trend.closed.len());
        let (levels, step) = self.levels();
        let end = |month: usize| ends.then(|| Part::said(self.name(month, true), theme.quiet));
        let mut parts = vec![Part::said(words.trend(months), theme.head)];
        parts.extend(end(0));
        parts.push(Part::said(levels, theme.bar));
        parts.extend(self.trend.last().map(|(month, _)| month).and_then(end));
        parts.extend(self.trend.last().map(|(month, n)| Part {
            text: n.to_string(),
            month: Some(month),
            style: theme.plain,
        }));
        let said = |(month, n): (usize, u64), text: fn(&App, u64, Option<&str>) -> String| {
            let name = extremes.then(|| self.name(month, true));
            Part {
                text: format!(" {}", text(self.app, n, name.as_deref())),
                month: Some(month),
                style: theme.plain,
            }
        };
        let least = |app: &App, n: u64, month: Option<&str>| app.words.least(n, month);
        let most = |app: &App, n: u64, month: Option<&str>| app.words.most(n, month);
        parts.extend(self.trend.least().map(|at| said(at, least)));
        parts.extend(self.trend.most().map(|at| said(at, most)));
        let count: Count = self.trend.table.query.count;
        parts.push(Part::said(
            format!(" {}", words.a_level(count, step)),
            theme.quiet,
        ));
        parts
    }

    /// Draws the line in the fullest form that fits. Where the months have no figures of their own, those
    /// that it says can be opened.
    fn line(&self, opens: bool, paper: &mut Paper<'_>) {
        let cells = paper.width().saturating_sub(2);
        let width = |parts: &[Part]| {
            parts
                .iter()
                .map(|part| width_cells(&part.text) + 1)
                .sum::<usize>()
        };
        let forms = [(true, true), (true, false), (false, false)];
        let mut forms = forms
            .map(|(ends, extremes)| self.parts(ends, extremes))
            .into_iter();
        let mut parts = forms.next().unwrap_or_default();
        for form in forms {
            if width(&parts) > cells + 1 {
                parts = form;
            }
        }
        while parts.len() > 1 && width(&parts) > cells + 1 {
            parts.pop();
        }
        let mut column = 1;
        for part in &parts {
            let is_selected = opens && part.month.is_some() && part.month == self.place.selected;
            let style = if is_selected {
                self.app.theme.selected
            } else {
                part.style
            };
            let text = part.text.trim_start();
            let start = column + part.text.len() - text.len();
            paper.put(self.place.row, start, text, style);
            if let Some(month) = part.month.filter(|_| opens) {
                paper.spot(
                    self.place.row,
                    start,
                    width_cells(text),
                    (self.place.target)(month),
                );
            }
            column += width_cells(&part.text) + 1;
        }
    }

    /// The width of the names of the rows, and of a month.
    fn widths(&self) -> (usize, usize) {
        let months = self.trend.closed.len();
        let names = (0..months).step_by(BESIDE).map(|month| self.name(month, true));
        let label = names.chain([self.legend()]).map(|text| width_cells(&text)).max();
        let heads = (0..months).map(|month| width_cells(&self.name(month, false)));
        let figures = self.trend.figures().map(|n| figure(n).len());
        let is_marked = self.trend.closed.contains(&true);
        let figure = heads.chain(figures).max().unwrap_or(0);
        (1 + label.unwrap_or(0), figure + 1 + usize::from(is_marked))
    }

    /// What the mark of a closed month means, where one is.
    fn legend(&self) -> String {
        let is_marked = self.trend.closed.contains(&true);
        let legend = is_marked.then(|| self.app.words.closed_month(CLOSED));
        legend.unwrap_or_default()
    }

    fn fits(&self, width: usize) -> bool {
        let (label, cells) = self.widths();
        self.trend.closed.len() == 2 * BESIDE && label + BESIDE * cells < width
    }

    /// The figures of all months, in two rows that begin with the same month.
    fn months(&self, paper: &mut Paper<'_>) {
        let (label, cells) = self.widths();
        let theme = &self.app.theme;
        let row = self.place.row + 1;
        let is_marked = self.trend.closed.contains(&true);
        let end = |month: usize| label + (month % BESIDE + 1) * cells - usize::from(is_marked);
        paper.put(row, 1, &self.legend(), theme.quiet);
        for month in 0..BESIDE {
            let name = self.name(month, false);
            paper.put(row, end(month) - width_cells(&name), &name, theme.head);
        }
        for (month, n) in self.trend.figures().enumerate() {
            let row = row + 1 + month / BESIDE;
            if month % BESIDE == 0 {
                paper.put(
                    row,
                    1,
                    &pad_right(&self.name(month, true), label - 1),
                    theme.plain,
                );
            }
            let text = figure(n);
            let start = end(month) - text.len();
            let is_selected = self.place.selected == Some(month);
            let style = if is_selected { theme.selected } else { theme.plain };
            paper.put(row, start, &text, style);
            paper.spot(row, start, text.len(), (self.place.target)(month));
            if self.trend.closed.get(month) == Some(&true) {
                paper.put(row, end(month), &pad_left(CLOSED, 1), theme.quiet);
            }
        }
    }
}
