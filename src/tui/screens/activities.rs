//! 事業: the activities of a fiscal year, those to come before those that were held, and one in full.

use chrono::NaiveDate;

use super::super::app::{App, Effect, Msg, Overlay, Status};
use super::super::keymap::{Command, ScreenId};
use super::super::paper::Paper;
use super::super::spot::Target;
use super::super::typing;
use super::super::update::{changed, if_writable, say};
use crate::domain::activity::Activity;
use crate::domain::date::LAST_DAY;
use crate::domain::field::Field;
use crate::domain::period::Period;
use crate::domain::text::{fit, pad_left, pad_right, width_cells, wrap};
use crate::error::Error;
use crate::report::View;
use crate::store::{SavedActivity, Undone};
use uuid::Uuid;

/// Rows above the list: what it lists.
const ABOVE: usize = 1;
/// The mark of the selected row, and the blank of the others.
const MARK_CELLS: usize = 2;
/// From this width on the selected activity is shown beside the list.
const PANE_FROM: usize = 110;
/// The cells of the pane beside the list.
const PANE_CELLS: usize = 50;

/// The state of the screen.
#[derive(Default)]
pub struct State {
    /// A day of the fiscal year that is shown; without one it is the running year.
    in_year: Option<NaiveDate>,
    /// Those to come, the nearest first, then those that were held, the latest first.
    activities: Vec<Activity>,
    /// How many of them are to come.
    coming: usize,
    /// The selected one.
    at: usize,
    /// The first line of the list in sight.
    first: usize,
    /// What is to be selected once it is listed.
    wanted: Option<Uuid>,
    /// The first line in sight of the one that is open over the whole window.
    open: Option<usize>,
}

/// A line of the list.
enum Line {
    Head(String),
    Activity(usize),
}

impl State {
    /// Whether one is open over the whole window.
    pub fn is_reading(&self) -> bool {
        self.open.is_some()
    }

    /// The selected activity.
    pub fn selected(&self) -> Option<&Activity> {
        self.activities.get(self.at)
    }

    /// Back to the list.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// The fiscal year that is shown.
    pub fn year(&self, today: NaiveDate) -> Period {
        Period::year_of(self.in_year.unwrap_or(today))
    }

    fn lines(&self, app: &App) -> Vec<Line> {
        let words = app.catalogue;
        let heads = [
            (words.coming(), 0..self.coming),
            (words.held(), self.coming..self.activities.len()),
        ];
        let of = |(head, range): (&str, std::ops::Range<usize>)| {
            let listed = self.activities[range.clone()].iter();
            let counted = listed.filter(|activity| !activity.is_cancelled()).count();
            let head = (!range.is_empty()).then(|| Line::Head(format!("{head} {counted}")));
            head.into_iter().chain(range.map(Line::Activity))
        };
        heads.into_iter().flat_map(of).collect()
    }

    /// Brings the selected row into sight.
    fn follow(&mut self, page: usize) {
        self.at = self.at.min(self.activities.len().saturating_sub(1));
        let heads = usize::from(self.coming > 0) + usize::from(self.at >= self.coming && self.coming > 0);
        let line = self.at + heads.max(1);
        // A head stays in sight with the first row below it.
        let from = if self.at == 0 || self.at == self.coming {
            line.saturating_sub(1)
        } else {
            line
        };
        self.first = self.first.min(from).max((line + 1).saturating_sub(page));
    }
}

/// The lines of the list that the window shows.
fn page_rows(app: &App) -> usize {
    usize::from(app.size.height)
        .saturating_sub(super::frame_rows(app) + ABOVE)
        .max(1)
}

/// Reads the list anew. The running year's goes on to whatever is planned beyond it.
pub(in crate::tui) fn relist(app: &App) -> Vec<Effect> {
    let year = app.activities.year(app.today);
    let is_running = (year.from..=year.to).contains(&app.today);
    let to = if is_running { LAST_DAY } else { year.to };
    vec![Effect::ListActivities(year.from, to), Effect::Draw]
}

/// Reads anew what is seen.
pub(in crate::tui) fn refresh(app: &App) -> Vec<Effect> {
    match app.screen {
        ScreenId::Activities => relist(app),
        _ => Vec::new(),
    }
}

/// Takes up what the ledger says of activities.
pub(in crate::tui) fn on_msg(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Activities(listed) => on_listed(app, listed),
        msg => typing::on_form(app, msg),
    }
}

/// Takes up a new list; the selected activity stays selected.
fn on_listed(app: &mut App, listed: Result<Vec<Activity>, Error>) -> Vec<Effect> {
    let activities = match listed {
        Ok(activities) => activities,
        Err(error) => return say(app, Status::Failed(error)),
    };
    let (page, today) = (page_rows(app), app.today);
    let state = &mut app.activities;
    let before = state
        .wanted
        .take()
        .or(state.selected().map(|activity| activity.id));
    let (coming, mut held): (Vec<_>, Vec<_>) = activities
        .into_iter()
        .partition(|activity| activity.is_coming(today));
    held.reverse();
    state.coming = coming.len();
    state.activities = coming;
    state.activities.extend(held);
    let place = state
        .activities
        .iter()
        .position(|activity| Some(activity.id) == before);
    if place.is_none() {
        // What was open is not there any more.
        state.close();
    }
    state.at = place.unwrap_or(state.at);
    state.follow(page);
    vec![Effect::Draw]
}

/// An activity was saved or voided: it is shown as it stands now.
pub(in crate::tui) fn on_saved(app: &mut App, saved: SavedActivity) -> Vec<Effect> {
    app.screen = ScreenId::Activities;
    app.activities.wanted = Some(saved.id);
    changed(app, Status::ActivitySaved(saved.act, saved.title))
}

/// An activity that was taken back, or done again, is selected.
pub(in crate::tui) fn come_back_to(state: &mut State, undone: &Undone) {
    if let (Some(_), Some(id)) = (&undone.title, undone.id) {
        state.wanted = Some(id);
    }
}

/// Does what a command asks on the list, or on the activity that is open.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::NewActivity => return if_writable(app, |_| vec![Effect::BeginActivity]),
        Command::Edit => return edit(app),
        Command::Delete => return delete(app),
        Command::History => {
            let selected = app.activities.selected();
            return selected.map_or_else(Vec::new, |activity| {
                vec![Effect::History(activity.id, activity.title().to_owned())]
            });
        }
        Command::PeriodBack | Command::PeriodForward => return turn(app, command),
        Command::Open if app.activities.is_reading() => app.activities.close(),
        Command::Open if app.activities.selected().is_some() => app.activities.open = Some(0),
        Command::Back if app.activities.is_reading() => app.activities.close(),
        Command::Back | Command::Interrupt => {
            app.activities.close();
            app.screen = ScreenId::Overview;
        }
        Command::Up
        | Command::Down
        | Command::PageUp
        | Command::PageDown
        | Command::First
        | Command::Last => move_by(app, command),
        _ => {}
    }
    vec![Effect::Draw]
}

/// To the fiscal year before, or after.
fn turn(app: &mut App, command: Command) -> Vec<Effect> {
    let year = app.activities.year(app.today);
    let year = match command {
        Command::PeriodBack => year.previous(),
        _ => year.next(),
    };
    app.activities.in_year = Some(year.from);
    app.activities.close();
    (app.activities.at, app.activities.first) = (0, 0);
    relist(app)
}

fn edit(app: &mut App) -> Vec<Effect> {
    let id = app.activities.selected().map(|activity| activity.id);
    match id {
        Some(id) => if_writable(app, |_| vec![Effect::EditActivity(id)]),
        None => Vec::new(),
    }
}

/// Asks why the activity is to be voided.
fn delete(app: &mut App) -> Vec<Effect> {
    let Some(activity) = app.activities.selected() else {
        return Vec::new();
    };
    let question = Overlay::VoidActivity {
        id: activity.id,
        rev: activity.rev,
        title: activity.title().to_owned(),
    };
    if_writable(app, |app| {
        app.overlay = Some(question);
        vec![Effect::Draw]
    })
}

fn move_by(app: &mut App, command: Command) {
    let page = page_rows(app);
    if let Some(first) = app.activities.open {
        let lines = full(app, app.size.width.into()).1.len();
        let page = page + ABOVE;
        app.activities.open = Some(super::scrolled(first, lines, page, command));
        return;
    }
    let state = &mut app.activities;
    state.at = match command {
        Command::Up => state.at.saturating_sub(1),
        Command::Down => state.at + 1,
        Command::PageUp => state.at.saturating_sub(page),
        Command::PageDown => state.at + page,
        Command::First => 0,
        _ => usize::MAX,
    };
    state.follow(page);
}

/// A click selects a row; on the selected one it opens it.
pub(in crate::tui) fn on_click(app: &mut App, row: usize) -> Vec<Effect> {
    if app.activities.at == row {
        return on_command(app, Command::Open);
    }
    let page = page_rows(app);
    app.activities.at = row;
    app.activities.follow(page);
    vec![Effect::Draw]
}

/// Draws the list below the bar, or the activity that is open.
pub(super) fn view(app: &App, paper: &mut Paper<'_>) {
    if let Some(first) = app.activities.open {
        return in_full(app, first, 0, paper);
    }
    let whole = paper.width();
    let pane = whole >= PANE_FROM && app.activities.selected().is_some();
    let cells = if pane { whole - PANE_CELLS - 2 } else { whole };
    list(app, cells, paper);
    if pane {
        in_full(app, 0, whole - PANE_CELLS, paper);
    }
}

fn list(app: &App, cells: usize, paper: &mut Paper<'_>) {
    let state = &app.activities;
    let year = app.catalogue.period(&state.year(app.today));
    paper.put(0, MARK_CELLS, &fit(&year, cells - MARK_CELLS), app.theme.total);
    let columns = Columns::new(app, cells - MARK_CELLS);
    if state.activities.is_empty() {
        let text = app.catalogue.no_activities_here();
        for (row, range) in wrap(text, cells - MARK_CELLS).into_iter().enumerate() {
            paper.put(ABOVE + 1 + row, MARK_CELLS, &text[range], app.theme.quiet);
        }
        return;
    }
    let rows = paper.height().saturating_sub(ABOVE);
    let lines = state.lines(app).into_iter().skip(state.first).take(rows);
    for (row, line) in (ABOVE..).zip(lines) {
        let at = match line {
            Line::Head(text) => {
                paper.put(row, MARK_CELLS, &fit(&text, cells - MARK_CELLS), app.theme.head);
                continue;
            }
            Line::Activity(at) => at,
        };
        if at == state.at {
            paper.put(row, 0, ">", app.theme.selected);
        }
        let style = match state.activities[at].is_cancelled() {
            true => app.theme.quiet,
            false => app.theme.plain,
        };
        let text = columns.row(app, &state.activities[at]);
        paper.put(row, MARK_CELLS, &fit(&text, cells - MARK_CELLS), style);
        paper.spot(row, 0, cells, Target::Row(at));
    }
}

/// Draws the selected activity from a column on.
fn in_full(app: &App, first: usize, column: usize, paper: &mut Paper<'_>) {
    let (label, lines) = full(app, paper.width() - column);
    let first = first.min(lines.len().saturating_sub(paper.height()));
    for (row, (name, text)) in lines.iter().skip(first).take(paper.height()).enumerate() {
        paper.put_within(row, column + 1, name, label, app.theme.head);
        paper.put(row, column + label + 2, text, app.theme.plain);
    }
}

/// The width of the labels, and the lines of the selected activity: a label on its first line only.
fn full(app: &App, width: usize) -> (usize, Vec<(String, String)>) {
    let Some(activity) = app.activities.selected() else {
        return (0, Vec::new());
    };
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let pairs = view.activity_pairs(activity);
    let widest = pairs.iter().map(|(name, _)| width_cells(name)).max();
    let label = widest.unwrap_or(0).min(width / 3);
    let cells = width.saturating_sub(label + 3).max(2);
    let mut lines = Vec::new();
    for (name, text) in pairs {
        for (at, range) in wrap(&text, cells).into_iter().enumerate() {
            let name = if at == 0 { fit(&name, label) } else { String::new() };
            lines.push((name, text[range].trim_end_matches('\n').to_owned()));
        }
    }
    (label, lines)
}

/// The columns of the list: day, kind, title, center, participants.
const COLUMNS: usize = 5;
/// The column that takes what the others leave.
const TITLE: usize = 2;
/// The widest that a kind or a center grows, in cells.
const LABEL_CELLS: usize = 20;

/// The widths of the columns, in cells: as wide as what stands in them.
struct Columns([usize; COLUMNS]);

impl Columns {
    fn new(app: &App, cells: usize) -> Self {
        let mut widths = [0; COLUMNS];
        for activity in &app.activities.activities {
            for (width, text) in widths.iter_mut().zip(texts(app, activity)) {
                *width = (*width).max(width_cells(&text).min(LABEL_CELLS));
            }
        }
        widths[TITLE] = 0;
        let others: usize = widths.iter().map(|width| width + 1).sum();
        widths[TITLE] = cells.saturating_sub(others).max(10);
        Self(widths)
    }

    fn row(&self, app: &App, activity: &Activity) -> String {
        let mut line = String::new();
        for (at, (text, width)) in texts(app, activity).iter().zip(self.0).enumerate() {
            let text = fit(text, width);
            line += &match at {
                // Figures stand flush right.
                at if at + 1 == COLUMNS => pad_left(&text, width),
                _ => pad_right(&text, width),
            };
            line.push(' ');
        }
        line.trim_end().to_owned()
    }
}

fn texts(app: &App, activity: &Activity) -> [String; COLUMNS] {
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let day = activity.day().map_or_else(String::new, |day| {
        let goes_on = if activity.last_day().is_some() { "-" } else { "" };
        app.words.short_date_seen(day, app.today) + goes_on
    });
    let participants = activity.entry.number(Field::Participants);
    [
        day,
        view.activity_field(activity, Field::ActivityKind),
        view.activity_title(activity),
        view.activity_field(activity, Field::Center),
        participants.map_or_else(String::new, |n| app.catalogue.people(n)),
    ]
}
