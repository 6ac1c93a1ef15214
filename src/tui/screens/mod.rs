//! What is seen: pure functions from the state to the cells of the screen. The frame (title, bar,
//! status, keys) is drawn here, what it holds by the screen that one is on.

mod columns;
pub(super) mod help;
mod months;
pub(super) mod overview;
mod pairs;
mod sheet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, Overlay, Screen};
use super::keymap::{self, ScreenId};
use super::paper::Paper;
use crate::domain::text::width_cells;

/// The smallest window that is drawn in, in cells.
pub const LEAST_COLUMNS: usize = 40;
/// The smallest window that is drawn in, in rows.
pub const LEAST_ROWS: usize = 10;

/// Which rows of the frame there is room for, besides the title and the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Frame {
    bar: bool,
    status: bool,
}

/// Draws the whole window.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let mut paper = Paper::new(buf, area);
    if paper.width() < LEAST_COLUMNS || paper.height() < LEAST_ROWS {
        return too_small(app, &mut paper);
    }
    let height = paper.height();
    let frame = match (&app.overlay, &app.screen) {
        (Some(Overlay::Help { .. }), _) => help::frame(height),
        (None, Screen::Overview(state)) => state.frame(height),
    };
    title(app, &mut paper);
    if frame.bar {
        bar(app, &mut paper);
    }
    let top = 1 + usize::from(frame.bar);
    let rows = height - top - 1 - usize::from(frame.status);
    let body = &mut paper.below(top, rows);
    match (&app.overlay, &app.screen) {
        (Some(Overlay::Help { first }), _) => help::view(app, *first, height, body),
        (None, Screen::Overview(state)) => overview::view(app, state, height, body),
    }
    foot(app, frame, &mut paper);
}

fn too_small(app: &App, paper: &mut Paper<'_>) {
    let texts = app.words.too_small();
    let fitting = texts.iter().find(|text| width_cells(text) <= paper.width());
    paper.put(0, 0, fitting.unwrap_or(&texts[1]), app.theme.alert);
}

/// The title line, in the fullest form that fits.
fn title(app: &App, paper: &mut Paper<'_>) {
    let Screen::Overview(state) = &app.screen;
    let standard = &state.shown.standard;
    let (program, center) = (app.words.program(), app.catalogue.label(&app.names.own_center));
    let period = app.words.title_period(&standard.period);
    let days = app.words.title_days(&standard.period);
    let as_of = app.words.title_as_of(standard.as_of);
    let (today, short) = (app.catalogue.date(app.today), app.words.short_date(app.today));
    let forms = [
        (
            format!(" {program} {center}  {period} {days} ({as_of})"),
            today.as_str(),
        ),
        (format!(" {program} {center}  {period} ({as_of})"), today.as_str()),
        (format!(" {center}  {period} {days} ({as_of})"), short.as_str()),
        (format!(" {center} {period} ({as_of})"), short.as_str()),
        (format!(" {center} {period} ({as_of})"), ""),
        (format!(" {period} ({as_of})"), ""),
    ];
    let fits = |(left, right): &&(String, &str)| {
        let between = usize::from(!right.is_empty());
        width_cells(left) + between + width_cells(right) <= paper.width()
    };
    let (left, right) = forms.iter().find(fits).unwrap_or(&forms[5]);
    let column = paper.width().saturating_sub(width_cells(right));
    paper.put(0, 0, left, app.theme.title);
    paper.put(0, column, right, app.theme.title);
}

/// The numbered screens, and at the right what the screen says of its rows.
fn bar(app: &App, paper: &mut Paper<'_>) {
    let mut column = 1;
    for (number, screen) in (1..).zip(ScreenId::ALL) {
        let text = format!("{number}{}", screen.name(app.words));
        let style = if screen == app.current() {
            app.theme.current
        } else {
            app.theme.quiet
        };
        paper.put(1, column, &text, style);
        column += width_cells(&text) + 1;
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
    match (&app.overlay, &app.screen) {
        (None, Screen::Overview(state)) => state.rows_in_sight(app.words, paper.height()),
        (Some(Overlay::Help { first }), _) => help::rows_in_sight(app, *first, paper.height()),
    }
}

/// The status line and the line of keys; without a row of its own the status takes the keys' place.
fn foot(app: &App, frame: Frame, paper: &mut Paper<'_>) {
    let last = paper.height() - 1;
    let status = app.status_text();
    if let Some(text) = &status {
        let row = if frame.status { last - 1 } else { last };
        paper.put(row, 1, text, app.theme.status);
    }
    if status.is_some() && !frame.status {
        return;
    }
    let [_, short] = rows_in_sight(app, paper)
        .filter(|_| !frame.bar)
        .unwrap_or_default();
    let short_cells = width_cells(&short);
    let keys = key_line(app, paper.width().saturating_sub(2 + short_cells));
    paper.put(last, 1, &keys, app.theme.keys);
    paper.put(last, paper.width() - short_cells, &short, app.theme.quiet);
}

/// The keys that work now; the least important go first where space is short.
fn key_line(app: &App, cells: usize) -> String {
    let mut parts = keymap::key_line(app.context(), app.words);
    loop {
        let line = parts
            .iter()
            .map(|(text, _)| text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let least = parts.iter().map(|(_, weight)| *weight).min();
        match least {
            Some(least) if width_cells(&line) > cells => parts.retain(|(_, weight)| *weight != least),
            _ => return line,
        }
    }
}
