//! What is seen: pure functions from the state to the cells of the screen. The frame (title, bar,
//! status, keys) is drawn here, what it holds by the screen that one is on.

pub(super) mod activities;
pub(super) mod bulk;
mod case;
pub(super) mod cases;
mod charts;
mod columns;
pub(super) mod filter;
pub(super) mod follow_ups;
mod found;
pub(super) mod help;
pub(super) mod history;
mod list;
pub(super) mod marks;
mod months;
pub(super) mod overview;
pub(super) mod packet;
mod pairs;
pub(super) mod palette;
mod question;
mod record;
pub(super) mod records;
mod sheet;
mod summary;
pub(super) mod tally;
pub(super) mod trend;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::app::{App, Overlay};
use super::bindings::KeyPart;
use super::form;
use super::keymap::{Command, Context, ScreenId};
use super::paper::Paper;
use super::parking::{self, ParkedTexts};
use super::settling;
use super::spot::{Seen, Target};
use crate::domain::period::Period;
use crate::domain::record::About;
use crate::domain::text::{width_cells, wrap};

pub(super) use question::VOID_REASONS;

/// The smallest window that is drawn in, in cells.
pub const LEAST_COLUMNS: usize = 40;
/// The smallest window that is drawn in, in rows.
pub const LEAST_ROWS: usize = 10;

/// So many forms of the title still say what the figures are of.
const FULL_FORMS: usize = 3;

/// Which rows of the frame there is room for, besides the title and the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Frame {
    bar: bool,
    status: bool,
}

impl Frame {
    /// The rows that the frame takes.
    fn rows(self) -> usize {
        2 + usize::from(self.bar) + usize::from(self.status)
    }
}

/// The frame around what is seen now.
fn frame(app: &App) -> Frame {
    let height: usize = app.size.height.into();
    let plain = Frame {
        bar: height >= 14,
        status: true,
    };
    match (&app.overlay, app.screen) {
        (Some(Overlay::Help { .. }), _) => help::frame(height),
        _ if app.form.is_some() || app.history.is_some() => plain,
        (_, ScreenId::Overview) => app.overview.frame(height),
        (
            _,
            ScreenId::Records | ScreenId::Cases | ScreenId::Tally | ScreenId::Activities | ScreenId::Packet,
        ) => plain,
    }
}

/// The rows that the frame takes.
fn frame_rows(app: &App) -> usize {
    frame(app).rows()
}

/// What would be seen in the present window, without the cells.
pub fn seen(app: &App) -> Seen {
    let area = Rect::new(0, 0, app.size.width, app.size.height);
    view(app, area, &mut Buffer::empty(area))
}

/// Draws the whole window.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) -> Seen {
    let mut seen = Seen::default();
    let mut paper = Paper::new(buf, &mut seen, area);
    if app.is_locked {
        locked(app, &mut paper);
        return seen;
    }
    if is_too_small(area.as_size()) {
        too_small(app, &mut paper);
        return seen;
    }
    let frame = frame(app);
    title(app, &mut paper);
    if frame.bar {
        bar(app, &mut paper);
    }
    let top = 1 + usize::from(frame.bar);
    let rows = paper.height() - frame.rows();
    body(app, &mut paper.below(top, rows));
    foot(app, frame, &mut paper);
    question::view(app, &mut paper);
    seen
}

fn body(app: &App, paper: &mut Paper<'_>) {
    let height: usize = app.size.height.into();
    match (&app.overlay, &app.form, app.screen) {
        (Some(Overlay::Help { first }), ..) => help::view(app, *first, height, paper),
        (Some(Overlay::Conflict(conflict)), ..) => question::versions(app, conflict, paper),
        (_, Some(form), _) => form::view::view(app, form, paper),
        _ if app.history.is_some() => history::view(app, paper),
        (_, None, ScreenId::Overview) => overview::view(app, &app.overview, height, paper),
        (_, None, ScreenId::Records) if app.records.is_reading() => record::view(app, paper),
        (_, None, ScreenId::Records) => list::view(app, paper),
        (_, None, ScreenId::Cases) if app.cases.is_reading() => case::view(app, paper),
        (_, None, ScreenId::Cases) => cases::view(app, paper),
        (_, None, ScreenId::Tally) => tally::view(app, paper),
        (_, None, ScreenId::Activities) => activities::view(app, paper),
        (_, None, ScreenId::Packet) => packet::view(app, paper),
    }
}

/// The first line in sight after a command, of so many lines in a page of so many rows.
fn scrolled(first: usize, lines: usize, page: usize, command: Command) -> usize {
    let last = lines.saturating_sub(page);
    let to = match command {
        Command::Up => first.saturating_sub(1),
        Command::Down => first + 1,
        Command::PageUp => first.saturating_sub(page),
        Command::PageDown => first + page,
        Command::First => 0,
        Command::Last => last,
        _ => first,
    };
    to.min(last)
}

/// Whether a window shows nothing but that it is too small.
pub(super) fn is_too_small(window: Size) -> bool {
    usize::from(window.width) < LEAST_COLUMNS || usize::from(window.height) < LEAST_ROWS
}

fn too_small(app: &App, paper: &mut Paper<'_>) {
    let texts = app.words.too_small();
    let fitting = texts.iter().find(|text| width_cells(text) <= paper.width());
    paper.put(0, 0, fitting.unwrap_or(&texts[1]), app.theme.alert);
}

/// Nothing but how to come back.
fn locked(app: &App, paper: &mut Paper<'_>) {
    let row = paper.height() / 2;
    for (at, range) in wrap(app.words.locked(), paper.width().saturating_sub(2).max(2))
        .into_iter()
        .enumerate()
    {
        paper.put(
            row + at,
            1,
            app.words.locked()[range].trim_end(),
            app.theme.status,
        );
    }
    keys(app, 0, paper);
}

/// The title line, in the fullest form that fits.
fn title(app: &App, paper: &mut Paper<'_>) {
    let forms = titles(app);
    let start = practice_mark(app, paper);
    let parked = parking::parked_texts(app);
    let Some(((left, right), parked)) = beside(&forms, &parked, paper.width() - start) else {
        return;
    };
    let column = paper.width().saturating_sub(width_cells(right));
    paper.put(0, start, left, app.theme.title);
    paper.put(0, column, right, app.theme.title);
    let cells = width_cells(parked);
    if cells > 0 {
        let least = start + width_cells(left) + 1;
        let at = column.saturating_sub(cells + 2).max(least);
        paper.put(0, at, parked, app.theme.status);
        paper.spot(0, at, cells, Target::Command(Command::Resume));
    }
}

/// What the title says at its two ends, in its forms from the fullest to the shortest.
fn titles(app: &App) -> Vec<(String, String)> {
    let (today, short) = (app.catalogue.date(app.today), app.words.short_date(app.today));
    let (program, center) = (app.words.program(), app.own_center_name());
    match (&app.form, app.screen) {
        (Some(form), _) => {
            let what = match (form.about(), form.number()) {
                (About::Case, _) => app.words.case_form().to_owned(),
                (About::Activity, _) if form.base_rev().is_some() => {
                    app.catalogue.editing_activity().to_owned()
                }
                (About::Activity, _) => app.catalogue.new_activity().to_owned(),
                (_, Some(number)) => app.words.editing(&number.display(&app.profile)),
                (_, None) => app.words.new_record().to_owned(),
            };
            let clock = parking::clock_text(app).map(|clock| format!("  {clock}"));
            let what = what + &clock.unwrap_or_default();
            plain_titles(program, &center, &what, &today, &short)
        }
        (None, _) if app.history.is_some() => {
            let name = app.history.as_ref().map_or("", history::State::name);
            plain_titles(program, &center, &app.words.history_of(name), &today, &short)
        }
        (None, ScreenId::Overview) => {
            let standard = &app.overview.shown.standard;
            let span = (standard.period, standard.as_of, app.overview.shown.closed());
            period_titles(app, (program, &center, None), span, [&today, &short])
        }
        (None, ScreenId::Tally) => {
            let name = Some(app.words.tally());
            let (period, as_of) = tally::titled(app);
            period_titles(
                app,
                (program, &center, name),
                (period, as_of, None),
                [&today, &short],
            )
        }
        (None, ScreenId::Packet) => {
            let name = Some(app.words.packet_screen());
            period_titles(
                app,
                (program, &center, name),
                packet::titled(app),
                [&today, &short],
            )
        }
        (None, ScreenId::Records) => {
            let number = app.records.selected().filter(|_| app.records.is_reading());
            let what = number.map(|record| record.number.display(&app.profile));
            let what = what.unwrap_or_else(|| app.words.list_title().to_owned());
            plain_titles(program, &center, &what, &today, &short)
        }
        (None, ScreenId::Activities) => {
            let open = app.activities.selected().filter(|_| app.activities.is_reading());
            let what = open.map_or(app.words.activities(), |activity| activity.title());
            plain_titles(program, &center, what, &today, &short)
        }
        (None, ScreenId::Cases) => {
            let what = app.cases.open_code();
            let what = what.unwrap_or_else(|| app.words.cases_title().to_owned());
            plain_titles(program, &center, &what, &today, &short)
        }
    }
}

/// The form of the title, and what it says of parked forms between its two ends. For all their names the
/// date is shortened; a little more is left out to say who waits, and anything to say how many there are.
fn beside<'a>(
    forms: &'a [(String, String)],
    parked: &'a ParkedTexts,
    room: usize,
) -> Option<(&'a (String, String), &'a str)> {
    let fits = |(left, right): &(String, String), parked: &str, gap: usize| {
        let ends = [parked, right].into_iter().filter(|text| !text.is_empty());
        let ends: usize = ends.map(|text| gap + width_cells(text)).sum();
        width_cells(left) + ends <= room
    };
    let whole = forms.iter().find(|form| fits(form, "", 1)).or(forms.last())?;
    let alike = |form: &&(String, String)| form.0 == whole.0;
    let named = parked.named.iter();
    let named = named.flat_map(|text| forms.iter().filter(alike).map(move |form| (form, text, 2)));
    let brief = parked.brief.iter();
    let brief = brief.flat_map(|text| forms.iter().take(FULL_FORMS).map(move |form| (form, text, 2)));
    let counted = parked.counted.iter();
    let counted = counted.flat_map(|text| forms.iter().map(move |form| (form, text, 1)));
    let found = named
        .chain(brief)
        .chain(counted)
        .find(|(form, text, gap)| fits(form, text, *gap));
    Some(found.map_or((whole, ""), |(form, text, _)| (form, text.as_str())))
}

/// Says first of all that the ledger is for practice only, where it is; the cells that this takes.
fn practice_mark(app: &App, paper: &mut Paper<'_>) -> usize {
    if !app.is_practice {
        return 0;
    }
    let mark = format!(" {} ", app.words.practice_mark());
    paper.put(0, 1, &mark, app.theme.practice);
    1 + width_cells(&mark)
}

fn plain_titles(program: &str, center: &str, what: &str, today: &str, short: &str) -> Vec<(String, String)> {
    vec![
        (format!(" {program} {center}  {what}"), today.to_owned()),
        (format!(" {program} {center}  {what}"), short.to_owned()),
        (format!(" {center}  {what}"), short.to_owned()),
        (format!(" {what}"), String::new()),
    ]
}

/// The titles of a screen of figures, which may have a name: with their period and the last day counted.
fn period_titles(
    app: &App,
    (program, center, name): (&str, &str, Option<&str>),
    (period, as_of, closed): (Period, NaiveDate, Option<bool>),
    [today, short]: [&str; 2],
) -> Vec<(String, String)> {
    let days = app.words.title_days(&period);
    let period = app.words.title_period(&period);
    let as_of = match closed {
        Some(is_revised) => format!(
            "({}) {}",
            app.words.title_as_of(as_of),
            app.catalogue.closed_mark(is_revised)
        ),
        None => format!("({})", app.words.title_as_of(as_of)),
    };
    let period = match name {
        Some(name) => format!("{name} {period}"),
        None => period,
    };
    let (today, short) = (today.to_owned(), short.to_owned());
    vec![
        (
            format!(" {program} {center}  {period} {days} {as_of}"),
            today.clone(),
        ),
        (format!(" {program} {center}  {period} {as_of}"), today),
        (format!(" {center}  {period} {days} {as_of}"), short.clone()),
        (format!(" {center} {period} {as_of}"), short),
        (format!(" {center} {period} {as_of}"), String::new()),
        (format!(" {period} {as_of}"), String::new()),
    ]
}

/// The numbered screens, and at the right what the screen says of its rows.
fn bar(app: &App, paper: &mut Paper<'_>) {
    let mut column = 1;
    for screen in ScreenId::ALL {
        let text = format!("{}{}", screen.number(), screen.name(app.words));
        let style = if screen == app.screen && app.form.is_none() {
            app.theme.current
        } else {
            app.theme.quiet
        };
        let cells = width_cells(&text);
        paper.put(1, column, &text, style);
        paper.spot(1, column, cells, Target::Screen(screen));
        column += cells + 1;
    }
    if let Some([text, _]) = rows_in_sight(app, paper) {
        let at = paper.width().saturating_sub(width_cells(&text) + 1);
        if at > column {
            paper.put(1, at, &text, app.theme.quiet);
        }
    }
}

/// Which rows are in sight, where there are others.
fn rows_in_sight(app: &App, paper: &Paper<'_>) -> Option<[String; 2]> {
    match (&app.overlay, app.screen) {
        (Some(Overlay::Help { first }), _) => help::rows_in_sight(app, *first, paper.height()),
        _ if app.form.is_some() || app.history.is_some() => None,
        (_, ScreenId::Overview) => app.overview.rows_in_sight(app.words, paper.height()),
        (_, ScreenId::Tally) => tally::rows_in_sight(app),
        (_, ScreenId::Records | ScreenId::Cases | ScreenId::Activities | ScreenId::Packet) => None,
    }
}

/// The status line and the line of keys. The keys are always there: without a row of its own the status
/// lies over what stands above them.
fn foot(app: &App, frame: Frame, paper: &mut Paper<'_>) {
    let last = paper.height() - 1;
    if let Some(text) = app.status_text() {
        // What does not fit on its line takes those above: an error is never cut off. Above a line that
        // is typed on it must not be covered by that.
        let typed_on = match app.overlay {
            Some(Overlay::FollowUp(_)) => settling::ROWS,
            _ => usize::from(matches!(app.context(), Context::Line | Context::OneLine)),
        };
        let end = last - typed_on;
        let lines = wrap(&text, paper.width().saturating_sub(2));
        let first = end.saturating_sub(lines.len()).max(1);
        paper.clear(first, end - first);
        for (at, range) in lines.into_iter().enumerate() {
            paper.put(first + at, 1, text[range].trim_end(), app.theme.status);
        }
    }
    let [_, short] = rows_in_sight(app, paper)
        .filter(|_| !frame.bar)
        .unwrap_or_default();
    let short_cells = width_cells(&short);
    keys(app, short_cells, paper);
    paper.put(last, paper.width() - short_cells, &short, app.theme.quiet);
}

/// The keys that work now, on the last line, but for so many cells at its end.
fn keys(app: &App, but_cells: usize, paper: &mut Paper<'_>) {
    let last = paper.height().saturating_sub(1);
    let mut column = 1;
    for part in key_line(app, paper.width().saturating_sub(2 + but_cells)) {
        let cells = width_cells(&part.text);
        paper.put(last, column, &part.text, app.theme.keys);
        paper.spot(last, column, cells, Target::Command(part.command));
        column += cells + 1;
    }
}

/// The keys that work now; the least important go first where space is short.
fn key_line(app: &App, cells: usize) -> Vec<KeyPart> {
    let mut parts = app.bindings.key_line(app.context(), app.words);
    let is_on_call = app.form.as_ref().is_some_and(|form| form.is_on_call());
    parts.retain(|part| is_on_call || part.command != Command::EndCall);
    loop {
        let widths = parts.iter().map(|part| width_cells(&part.text) + 1);
        let width = widths.sum::<usize>().saturating_sub(1);
        let least = parts.iter().map(|part| part.weight).min();
        match least {
            Some(least) if width > cells => parts.retain(|part| part.weight != least),
            _ => return parts,
        }
    }
}
