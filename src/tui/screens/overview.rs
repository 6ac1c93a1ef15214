//! 概況: the two tables, the stakeholders' fields, the proof, what is due, and the months.

use std::ops::Range;

use chrono::NaiveDate;
use ratatui::layout::Size;
use uuid::Uuid;

use super::super::app::{App, Effect, Status};
use super::super::keymap::Command;
use super::super::paper::Paper;
use super::super::settling;
use super::super::spot::{self, Direction, Spot, Target};
use super::super::update::say;
use super::Frame;
use super::charts::{self, Charts};
use super::follow_ups;
use super::months::{Months, MonthsPlace};
use super::sheet::Sheet;
use super::{self as screens, records, summary};
use crate::domain::axis::{Axis, Filter};
use crate::domain::drill::{Drill, Place};
use crate::domain::era::fiscal_year;
use crate::domain::follow_up::FollowUp;
use crate::domain::period::{Period, Span};
use crate::domain::standard::{DueOn, Overview, Part, Standard, When};
use crate::domain::tally::{Count, Query};
use crate::domain::text::width_cells;
use crate::domain::trend;
use crate::locale::screen::ScreenWords;
use crate::report::View;
use crate::store::Selection;

/// Rows to spare from which the sections stand apart.
const ROWS_TO_SPARE: usize = 14;

/// Rows that are taken up by other things at least before any are the follow-ups'.
const ABOVE_FOLLOW_UPS: usize = 12;
/// So many follow-ups can be stood upon at most; the others are in the list behind their figure.
const FOLLOW_UPS_AT_MOST: usize = 200;

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
    /// The figure that the arrows have chosen.
    selected: Option<Figure>,
}

/// A figure of the screen. Places in tables are those of what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Of one of the standard tables.
    Table(Part, Place),
    /// Of the months; its default place is everything that is counted.
    Months(Place),
    /// A month of the trend.
    Trend(usize),
    /// Columns of the standard tables that are one bar, by channel or by field.
    Bar(Axis, Range<usize>),
    /// Follow-ups.
    Due(When),
    /// One of the follow-ups, by its record.
    FollowUp(Uuid),
}

/// Where a figure stands: it is selected by the arrows and clicked there.
pub struct FigurePlace {
    /// Its row.
    pub row: usize,
    /// The cell behind it.
    pub end: usize,
    /// Which one it is.
    pub figure: Figure,
}

impl FigurePlace {
    /// Draws over a figure that stands there already, if it is the selected one.
    pub fn view(self, app: &App, text: &str, paper: &mut Paper<'_>) {
        let cells = width_cells(text);
        let column = self.end.saturating_sub(cells);
        if app.overview.selected.as_ref() == Some(&self.figure) {
            paper.put(self.row, column, text, app.theme.selected);
        }
        paper.spot(self.row, column, cells, Target::Figure(self.figure));
    }
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
            selected: None,
        }
    }

    /// Chooses a figure.
    pub fn select(&mut self, figure: Figure) {
        self.selected = Some(figure);
    }

    /// Takes up new figures. A follow-up that is not among them any more is no longer selected.
    pub fn show(&mut self, shown: Overview) {
        self.shown = shown;
        if matches!(self.selected, Some(Figure::FollowUp(_))) && self.follow_up().is_none() {
            self.selected = None;
        }
    }

    /// The follow-up that is selected.
    pub fn follow_up(&self) -> Option<&FollowUp> {
        self.shown.follow_ups.get(self.follow_up_at()?)
    }

    fn follow_up_at(&self) -> Option<usize> {
        let Some(Figure::FollowUp(id)) = self.selected else {
            return None;
        };
        self.shown.follow_ups.iter().position(|one| one.id == id)
    }

    fn select_follow_up(&mut self, at: usize) {
        if let Some(one) = self.shown.follow_ups.get(at) {
            self.selected = Some(Figure::FollowUp(one.id));
        }
    }

    /// Goes on to the follow-up behind one that was settled, if that was selected.
    pub fn go_on_from(&mut self, settled: Uuid) {
        let Some(at) = self
            .follow_up_at()
            .filter(|_| self.selected == Some(Figure::FollowUp(settled)))
        else {
            return;
        };
        let is_last = at + 1 == self.shown.follow_ups.len();
        match is_last {
            true if at == 0 => self.selected = None,
            true => self.select_follow_up(at - 1),
            false => self.select_follow_up(at + 1),
        }
    }

    /// Chooses the follow-up of a record that was taken back, unless a figure of the table is chosen: what
    /// is done next is done with it, not with the one that had moved up. Where the record has none that
    /// is due, nothing is chosen.
    pub fn come_back_to(&mut self, record: Option<Uuid>) {
        if let (None | Some(Figure::FollowUp(_)), Some(id)) = (&self.selected, record) {
            self.selected = Some(Figure::FollowUp(id));
        }
    }

    /// Remains with the figures that are shown, as new ones could not be had.
    pub fn stay(&mut self) {
        self.period = self.shown.standard.period;
    }

    /// The period that a command asks for, if it does.
    fn asked(&mut self, command: Command, today: NaiveDate) -> Option<Period> {
        match command {
            Command::PeriodBack => Some(self.step(self.period.previous(), today)),
            Command::PeriodForward => Some(self.step(self.period.next(), today)),
            Command::YearToDate => Some(self.go(self.other_span(today))),
            _ => None,
        }
    }

    /// Brings so many centers further into sight.
    fn scroll(&mut self, command: Command, height: usize) -> bool {
        let page = self.plan(height).rows;
        let last = self.centers().saturating_sub(page);
        let first = self.first.min(last);
        self.first = match command {
            Command::Up => first.saturating_sub(1),
            Command::Down => (first + 1).min(last),
            Command::PageUp => first.saturating_sub(page),
            Command::PageDown => (first + page).min(last),
            Command::First => 0,
            Command::Last => last,
            _ => first,
        };
        self.first != first
    }

    /// The records behind a figure; `None` where it is not applicable or nothing stands behind it.
    fn behind(&self, figure: &Figure, today: NaiveDate) -> Option<Selection> {
        let Overview { standard, months, .. } = &self.shown;
        let drill = match figure {
            Figure::Table(Part::Family, place) => standard.family.drill(place),
            Figure::Table(Part::Stakeholder, place) => standard.stakeholder.drill(place),
            Figure::Table(Part::Fields, place) => standard.fields.drill(place),
            Figure::Months(place) => months.drill(place),
            Figure::Due(when) => {
                let due = Some(DueOn { when: *when, today });
                return Some(Selection {
                    due,
                    ..Selection::default()
                });
            }
            Figure::Bar(axis, columns) => self.bar_drill(*axis, columns.clone()),
            Figure::Trend(_) | Figure::FollowUp(_) => None,
        };
        drill.map(Selection::from)
    }

    /// The records of some columns of the standard tables, whatever the center.
    fn bar_drill(&self, axis: Axis, columns: Range<usize>) -> Option<Drill> {
        let standard = &self.shown.standard;
        if axis == Axis::Field {
            return standard.fields.drill(&Place {
                columns: Some(columns),
                ..Place::default()
            });
        }
        charts::counted(standard, axis, columns.clone())?;
        let codes = charts::codes(standard, axis, columns);
        Some(Drill {
            period: standard.period,
            until: (standard.as_of < standard.period.to).then_some(standard.as_of),
            filter: Filter::consultations().narrowed_to(axis, codes),
        })
    }

    /// What a figure says; `None` where it is not applicable.
    fn figure(&self, figure: &Figure) -> Option<u64> {
        let Overview {
            standard,
            months,
            due,
            ..
        } = &self.shown;
        match figure {
            Figure::Table(Part::Family, place) => standard.family.figure(place),
            Figure::Table(Part::Stakeholder, place) => standard.stakeholder.figure(place),
            Figure::Table(Part::Fields, place) => standard.fields.figure(place),
            Figure::Months(place) => months.figure(place),
            Figure::Bar(axis, columns) => charts::counted(standard, *axis, columns.clone()),
            Figure::Trend(_) | Figure::FollowUp(_) => None,
            Figure::Due(When::Overdue) => Some(due.overdue),
            Figure::Due(When::Today) => Some(due.today),
            Figure::Due(When::Week) => Some(due.week),
        }
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

    /// What there is room for below the follow-ups.
    fn charts(&self, plan: &Plan, height: usize, width: usize) -> Charts {
        let gap = usize::from(plan.airy);
        let tables = gap + 2 * (plan.rows + 2 + gap);
        let said = [plan.breakdown, plan.proof, plan.due].map(usize::from);
        let rows = height.saturating_sub(plan.frame.rows() + tables + said.iter().sum::<usize>() + gap);
        Charts::new(rows, width, charts::most_bars(&self.shown.standard))
    }

    fn trend(&self, today: NaiveDate) -> Query {
        let period = &self.shown.standard.period;
        trend::query(period, today, Filter::consultations(), Count::Contacts)
    }

    /// The month of the trend that is selected.
    pub(super) fn selected_month(&self) -> Option<usize> {
        match self.selected {
            Some(Figure::Trend(month)) => Some(month),
            _ => None,
        }
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

/// Does what a command asks on the first screen.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    if let Some(period) = app.overview.asked(command, app.today) {
        return vec![Effect::Count(period, app.today)];
    }
    if move_among_follow_ups(app, command) {
        return vec![Effect::Draw];
    }
    let direction = match command {
        Command::Up => Direction::Up,
        Command::Down => Direction::Down,
        Command::Left => Direction::Left,
        Command::Right => Direction::Right,
        Command::Open => return open(app),
        Command::Copy => return copy(app),
        Command::Back | Command::Interrupt => {
            app.overview.selected = None;
            return vec![Effect::Draw];
        }
        _ => {
            app.overview.scroll(command, app.size.height.into());
            return vec![Effect::Draw];
        }
    };
    move_to(app, direction, command);
    vec![Effect::Draw]
}

/// How many follow-ups are to be read: as many as the window has room for; all that can be stood upon once
/// one of them is. Each is a record of its own, and 200 take longer than all the figures.
pub(in crate::tui) fn follow_ups_wanted(app: &App) -> usize {
    match app.overview.selected {
        Some(Figure::FollowUp(_)) => FOLLOW_UPS_AT_MOST,
        _ => follow_ups_in(app.size),
    }
}

/// As many follow-ups as a window of that size has room for, or more; the most urgent in any.
pub(in crate::tui) fn follow_ups_in(window: Size) -> usize {
    let rows = usize::from(window.height).saturating_sub(ABOVE_FOLLOW_UPS);
    rows.clamp(1, FOLLOW_UPS_AT_MOST)
}

/// The follow-up whose end or next day is asked for: the selected one, else the most urgent.
pub(in crate::tui) fn follow_up_to_settle(app: &App) -> Option<FollowUp> {
    let state = &app.overview;
    let one = state.follow_up().or_else(|| state.shown.follow_ups.first());
    one.cloned()
}

/// Moves from a follow-up to another; whether it was one and stays one.
fn move_among_follow_ups(app: &mut App, command: Command) -> bool {
    let Some(at) = app.overview.follow_up_at() else {
        return false;
    };
    let in_sight = screens::seen(app).spots;
    let rows = in_sight
        .iter()
        .filter(|spot| matches!(spot.target, Target::Figure(Figure::FollowUp(_))));
    let (all, page) = (app.overview.shown.follow_ups.len(), rows.count());
    match follow_ups::moved(at, all, page, command) {
        Some(to) => app.overview.select_follow_up(to),
        // Above the first stand the figures.
        None => return false,
    }
    true
}

/// Moves to the next figure. At the edge of the centers in sight they scroll first.
fn move_to(app: &mut App, direction: Direction, command: Command) {
    let seen = screens::seen(app);
    let figures: Vec<&Spot> = seen
        .spots
        .iter()
        .filter(|spot| matches!(spot.target, Target::Figure(_)))
        .collect();
    let is_selected = |spot: &&&Spot| {
        let Target::Figure(figure) = &spot.target else {
            return false;
        };
        app.overview.selected.as_ref() == Some(figure)
    };
    let Some(current) = figures.iter().find(is_selected) else {
        // From nowhere upwards is from below: to the follow-ups.
        let is_follow_up = |spot: &&&Spot| matches!(spot.target, Target::Figure(Figure::FollowUp(_)));
        let below = figures
            .iter()
            .find(is_follow_up)
            .filter(|_| direction == Direction::Up);
        let Some(Target::Figure(figure)) = below.or(figures.first()).map(|spot| &spot.target) else {
            return;
        };
        app.overview.select(figure.clone());
        return;
    };
    let next = spot::next(&figures, current.area, direction);
    let center = |figure: Option<&Figure>| match figure {
        Some(Figure::Table(_, Place { rows: Some(rows), .. })) => Some(rows.start),
        _ => None,
    };
    let next = match next.map(|spot| &spot.target) {
        Some(Target::Figure(figure)) => Some(figure.clone()),
        _ => None,
    };
    let from = center(app.overview.selected.as_ref());
    let is_neighbour = from
        .zip(center(next.as_ref()))
        .is_some_and(|(from, to)| from.abs_diff(to) == 1);
    let is_vertical = matches!(direction, Direction::Up | Direction::Down);
    if from.is_some() && is_vertical && !is_neighbour && app.overview.scroll(command, app.size.height.into())
    {
        // The same place in the table's next center, which has come into sight.
        if let Some(Figure::Table(_, Place { rows: Some(rows), .. })) = &mut app.overview.selected {
            let row = if direction == Direction::Up {
                rows.start - 1
            } else {
                rows.end
            };
            *rows = row..row + 1;
        }
        return;
    }
    if let Some(figure) = next {
        app.overview.select(figure);
    }
}

/// Puts the chosen figure, or else the tables, on the clipboard: figures only.
fn copy(app: &mut App) -> Vec<Effect> {
    let chosen = app.overview.selected.as_ref();
    let chosen = chosen.and_then(|figure| match figure {
        Figure::Trend(month) => super::trend::figure_of(app, &app.overview.trend(app.today), *month),
        _ => app.overview.figure(figure),
    });
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let text = match chosen {
        Some(figure) => figure.to_string(),
        None => view.standard_tabs(&app.overview.shown.standard),
    };
    app.status = Some(Status::Copied);
    vec![Effect::Copy(text), Effect::Draw]
}

/// Opens the records behind the selected figure; behind all of them where none is selected.
fn open(app: &mut App) -> Vec<Effect> {
    let figure = app
        .overview
        .selected
        .clone()
        .unwrap_or(Figure::Months(Place::default()));
    if let Some(one) = app.overview.follow_up().cloned() {
        return settling::open(app, &one);
    }
    let behind = match figure {
        Figure::Trend(month) => {
            let query = app.overview.trend(app.today);
            super::trend::drill(app, &query, month).map(Selection::from)
        }
        _ => app.overview.behind(&figure, app.today),
    };
    match behind {
        Some(selection) => records::show(app, selection),
        None => say(app, Status::NothingThere),
    }
}

/// What the trend asks, where there is room for it.
pub(super) fn trend_query(app: &App) -> Option<Query> {
    let (height, width) = (app.size.height.into(), app.size.width.into());
    let charts = app.overview.charts(&app.overview.plan(height), height, width);
    (charts.trend > 0).then(|| app.overview.trend(app.today))
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
        let place = MonthsPlace {
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
        summary::breakdown(app, &state.shown.standard.fields, cells, row, paper);
        row += 1;
    }
    if plan.proof {
        let (text, ties) = summary::proof(app, &state.shown, cells);
        paper.put(
            row,
            1,
            &text,
            if ties { app.theme.quiet } else { app.theme.alert },
        );
        row += 1;
    }
    if plan.due {
        summary::due(app, &state.shown.due, cells, row + gap, paper);
        let selected = state.follow_up().map(|one| one.id);
        let row = row + gap + 1;
        let charts = state.charts(&plan, height, paper.width());
        let end = paper.height().saturating_sub(charts.rows());
        follow_ups::view(app, selected, row, &mut paper.below(0, end));
        charts.view(app, &state.trend(app.today), end, paper);
    }
}
