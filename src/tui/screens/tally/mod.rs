//! 集計: any axis by any axis. This is the screen's state and what its commands do; `figures` says what
//! stands where, `layout` where that goes, `view` draws it, `asking` chooses.

pub(in crate::tui) mod asking;
mod chart;
mod figures;
mod layout;
mod said;
mod view;

use chrono::NaiveDate;

use super::super::app::{App, Effect, Overlay, Status};
use super::super::keymap::{Command, ScreenId};
use super::super::spot::{self, Direction, Spot, Target};
use super::super::update::say;
use super::{self as screens, filter, records, trend};
use crate::domain::asked::{Asked, Sort};
use crate::domain::axis::Axis;
use crate::domain::drill::{Drill, Place};
use crate::domain::period::{Period, Span};
use crate::domain::tally::{Comparison, Count, Query, Table};
use crate::error::Error;
use crate::locale::screen::Tallying;
use crate::report::View;
use crate::store::Selection;

use figures::{At, Shown};
use layout::Plan;
pub(in crate::tui) use said::{Said, of_selected};
pub(super) use view::{rows_in_sight, titled, view};

/// The state of the screen.
pub struct State {
    /// What is asked.
    pub asked: Asked,
    /// What was counted last.
    shown: Option<Shown>,
    /// The figure that is selected.
    at: At,
    /// The month of the trend that is selected instead, where bars are seen.
    month: Option<usize>,
    /// The first row in sight.
    first: usize,
    /// The first column in sight.
    left: usize,
    /// The name under which it was saved or opened.
    name: Option<String>,
}

impl State {
    /// Nothing was counted yet.
    pub fn new(period: Period) -> Self {
        Self {
            asked: Asked::new(period),
            shown: None,
            at: At::default(),
            month: None,
            first: 0,
            left: 0,
            name: None,
        }
    }

    /// Whether what is shown is not what is asked.
    fn is_counting(&self) -> bool {
        self.shown.as_ref().is_none_or(|shown| shown.asked != self.asked)
    }

    /// The period after midnight: one that was the running one stays the running one.
    pub fn on_new_day(&mut self, before: NaiveDate, today: NaiveDate) {
        let running = [
            Period::month_of,
            Period::quarter_of,
            Period::half_of,
            Period::year_of,
            Period::year_to_date,
        ];
        let running = running.into_iter().find(|of| of(before) == self.asked.period);
        if let Some(of) = running {
            self.asked.period = of(today);
        }
    }

    /// Takes up figures; the figure that was selected stays so where it is still there.
    fn show(&mut self, shown: Shown) {
        if let Some(before) = &self.shown {
            self.at = shown.find(before.key(self.at)).unwrap_or(self.at);
        }
        self.at = shown.nearest(self.at);
        self.month = self.month.filter(|_| shown.asked.is_chart);
        self.shown = Some(shown);
    }
}

/// Counts what is asked.
pub(in crate::tui) fn count(app: &App) -> Vec<Effect> {
    vec![
        Effect::Tally(Box::new(app.tally.asked.clone()), app.today),
        Effect::Draw,
    ]
}

/// What the trend below the bars asks, where it is seen.
pub(in crate::tui) fn trend_query(app: &App) -> Option<Query> {
    let shown = app.tally.shown.as_ref().filter(|shown| shown.asked.is_chart)?;
    // What is being counted comes first.
    let is_seen = !app.tally.is_counting() && Plan::new(app, shown).trend > 0;
    is_seen.then(|| shown.trend(app.today))
}

/// Counts anew where it is seen.
pub(in crate::tui) fn refresh(app: &App) -> Vec<Effect> {
    match app.screen {
        ScreenId::Tally => count(app),
        _ => Vec::new(),
    }
}

/// Takes up what was counted, unless something else is asked by now.
pub(in crate::tui) fn on_tallied(app: &mut App, asked: Asked, table: Result<Table, Error>) -> Vec<Effect> {
    if asked != app.tally.asked {
        return vec![Effect::Draw];
    }
    match table {
        Ok(table) => {
            let shown = Shown::new(app, asked, table);
            app.tally.show(shown);
        }
        Err(error) => {
            if let Some(shown) = &app.tally.shown {
                app.tally.asked = shown.asked.clone();
            }
            return say(app, Status::Failed(error));
        }
    }
    in_sight(app)
}

/// Scrolls so that the selected figure is in sight.
pub(in crate::tui) fn in_sight(app: &mut App) -> Vec<Effect> {
    if let Some(shown) = &app.tally.shown {
        let plan = Plan::new(app, shown);
        let (first, left) = plan.in_sight(shown, app.tally.at, app.tally.first, app.tally.left);
        let is_trend_seen = plan.trend > 0;
        (app.tally.first, app.tally.left) = (first, left);
        app.tally.month = app.tally.month.filter(|_| is_trend_seen);
    }
    vec![Effect::Draw]
}

/// Does what a command asks on the tally.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let today = app.today;
    let asked = &mut app.tally.asked;
    match command {
        Command::PeriodBack => asked.period = stepped(&asked.period, asked.period.previous(), today),
        Command::PeriodForward => asked.period = stepped(&asked.period, asked.period.next(), today),
        Command::YearToDate => asked.period = other_span(&asked.period, today),
        Command::Widen => match asked.filter.widened() {
            Some(filter) => asked.filter = filter,
            None => return vec![Effect::Draw],
        },
        Command::Tally(what) => return on_tallying(app, what),
        Command::Filter => {
            app.overlay = Some(Overlay::Filter(Box::new(filter::State::new(app))));
            return vec![Effect::Draw];
        }
        Command::Search => {
            let mut effects = list(app, Place::default());
            effects.extend(records::on_command(app, Command::Search));
            return effects;
        }
        Command::Open => return open(app),
        Command::Copy => return copy(app),
        Command::Back | Command::Interrupt => {
            app.screen = ScreenId::Overview;
            return vec![Effect::Draw];
        }
        _ => return move_by(app, command),
    }
    count(app)
}

/// A neighbouring period; the running 年度累計 always reaches to today.
fn stepped(from: &Period, to: Period, today: NaiveDate) -> Period {
    let running = Period::year_to_date(today);
    match from.span == Span::YearToDate && to.from == running.from {
        true => running,
        false => to,
    }
}

/// From any period to 年度累計 of its fiscal year, and from there to the half-year.
fn other_span(period: &Period, today: NaiveDate) -> Period {
    if period.span == Span::YearToDate {
        return Period::half_of(period.to);
    }
    let year = Period::year_of(period.from);
    Period {
        to: today.clamp(year.from, year.to),
        span: Span::YearToDate,
        ..year
    }
}

fn on_tallying(app: &mut App, what: Tallying) -> Vec<Effect> {
    let asked = &mut app.tally.asked;
    match what {
        Tallying::Swap => asked.swap(),
        Tallying::Count => {
            asked.count = match asked.count {
                Count::Contacts => Count::People,
                Count::People => Count::Contacts,
            };
        }
        Tallying::Compare => {
            asked.compare = match asked.compare {
                None => Some(Comparison::Year),
                Some(Comparison::Year) => Some(Comparison::Previous),
                Some(Comparison::Previous) => None,
            };
            asked.is_differences &= asked.compare.is_some();
        }
        // Below zero there are no bars.
        Tallying::Differences => {
            asked.is_differences = asked.is_chart || !asked.is_differences;
            asked.is_chart = false;
            app.tally.month = None;
            // There is no difference without something to compare with.
            asked.compare = asked.compare.or(Some(Comparison::Year));
        }
        Tallying::Chart => {
            asked.is_chart = !asked.is_chart;
            app.tally.month = None;
            // The totals first.
            if let Some(shown) = app.tally.shown.as_ref().filter(|_| asked.is_chart) {
                app.tally.at.column = shown.table.columns.len();
            }
        }
        Tallying::Shares => asked.is_shares = !asked.is_shares,
        Tallying::Sort => {
            asked.sort = match asked.sort {
                Sort::Label => Sort::Size,
                Sort::Size => Sort::Label,
            };
        }
        Tallying::Open => return open(app),
        Tallying::Rows | Tallying::Columns | Tallying::Length | Tallying::Save | Tallying::Views => {
            return asking::begin(app, what);
        }
    }
    changed(app)
}

/// Shows what is asked now: counts it, or shows the figures that are there in another way.
fn changed(app: &mut App) -> Vec<Effect> {
    let is_known = |shown: &Shown| {
        shown.asked.query() == app.tally.asked.query() && shown.asked.compare == app.tally.asked.compare
    };
    match app.tally.shown.take_if(|shown| is_known(shown)) {
        Some(shown) => {
            let key = shown.key(app.tally.at);
            let shown = Shown::new(app, app.tally.asked.clone(), shown.table);
            app.tally.at = shown.nearest(shown.find(key).unwrap_or_default());
            app.tally.shown = Some(shown);
            in_sight(app)
        }
        None => count(app),
    }
}

/// Restricts it further.
pub(in crate::tui) fn narrow(app: &mut App, axis: Axis, code: &str) -> Vec<Effect> {
    app.tally.asked.filter.allow(axis, code);
    count(app)
}

/// Counts another period.
pub(in crate::tui) fn show_span(app: &mut App, period: Period) -> Vec<Effect> {
    app.tally.asked.period = period;
    count(app)
}

fn move_by(app: &mut App, command: Command) -> Vec<Effect> {
    if move_in_trend(app, command) {
        return vec![Effect::Draw];
    }
    if let Some(shown) = &app.tally.shown {
        let page = Plan::new(app, shown).rows;
        app.tally.at = shown.moved(app.tally.at, command, page);
    }
    in_sight(app)
}

/// Moves from a month of the trend to another, or below the totals into it; whether it did.
fn move_in_trend(app: &mut App, command: Command) -> bool {
    let seen = screens::seen(app);
    let months: Vec<(usize, &Spot)> = seen
        .spots
        .iter()
        .filter_map(|spot| match spot.target {
            Target::Trend(month) => Some((month, spot)),
            _ => None,
        })
        .collect();
    let selected = app.tally.month.take();
    let Some((_, spot)) = months.iter().find(|(month, _)| Some(*month) == selected) else {
        let shown = app.tally.shown.as_ref();
        let is_below = shown.is_some_and(|shown| app.tally.at.line == shown.foot());
        // The latest first.
        let latest = months.iter().map(|(month, _)| *month).max();
        app.tally.month = latest.filter(|_| is_below && command == Command::Down);
        return app.tally.month.is_some();
    };
    let direction = match command {
        Command::Up => Direction::Up,
        Command::Down => Direction::Down,
        Command::Left => Direction::Left,
        Command::Right => Direction::Right,
        _ => return false,
    };
    let spots: Vec<&Spot> = months.iter().map(|(_, spot)| *spot).collect();
    app.tally.month = match spot::next(&spots, spot.area, direction).map(|spot| &spot.target) {
        Some(Target::Trend(month)) => Some(*month),
        // Above it stand the totals.
        _ => selected.filter(|_| direction != Direction::Up),
    };
    true
}

/// A click on a month of the trend selects and opens it.
pub(in crate::tui) fn open_month(app: &mut App, month: usize) -> Vec<Effect> {
    app.tally.month = Some(month);
    open(app)
}

/// A click selects a figure and opens it.
pub(in crate::tui) fn on_click(app: &mut App, line: usize, column: usize) -> Vec<Effect> {
    (app.tally.at, app.tally.month) = (At { line, column }, None);
    open(app)
}

/// Opens the records behind the selected figure; of a difference it is asked which of the two lists.
fn open(app: &mut App) -> Vec<Effect> {
    let Some(shown) = &app.tally.shown else {
        return vec![Effect::Draw];
    };
    if shown.asked.count == Count::People {
        return say(app, Status::Tally(Said::PeopleAreNoList));
    }
    if let Some(month) = app.tally.month {
        let drill = trend::drill(app, &shown.trend(app.today), month);
        return list_of(app, drill);
    }
    let place = shown.place(app.tally.at);
    if !shown.is_difference(app.tally.at) {
        return list(app, place);
    }
    let before = Place {
        is_before: true,
        ..place.clone()
    };
    match (shown.table.figure(&place), shown.table.figure(&before)) {
        (Some(now), Some(then)) => asking::which_side(app, [(place, now), (before, then)]),
        _ => say(app, Status::NothingThere),
    }
}

/// Lists the records behind a figure, from where one comes back here.
pub(super) fn list(app: &mut App, place: Place) -> Vec<Effect> {
    let shown = app.tally.shown.as_ref();
    let drill = shown.and_then(|shown| match place == Place::default() {
        // Of people too: the search goes through the records, not through the figures.
        true => Some(shown.everything()),
        false => shown.table.drill(&place),
    });
    list_of(app, drill)
}

fn list_of(app: &mut App, drill: Option<Drill>) -> Vec<Effect> {
    match drill {
        Some(drill) => {
            let effects = records::show(app, Selection::from(drill));
            app.records.back_to = ScreenId::Tally;
            effects
        }
        None => say(app, Status::NothingThere),
    }
}

/// Puts the table on the clipboard: figures only.
fn copy(app: &mut App) -> Vec<Effect> {
    let Some(shown) = &app.tally.shown else {
        return Vec::new();
    };
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let text = view.table_tabs(&shown.table);
    app.status = Some(Status::Copied);
    vec![Effect::Copy(text), Effect::Draw]
}
