//! 変更の履歴: what was changed about a record or a child's file, the latest first, over the whole window.

use ratatui::style::Style;
use uuid::Uuid;

use super::super::app::{App, Effect, Status};
use super::super::keymap::Command;
use super::super::paper::Paper;
use super::super::update::say;
use crate::domain::text::{fit, width_cells, wrap};
use crate::error::Error;
use crate::report::View;
use crate::report::record::{Past, Told};

/// The blanks before what a change did, below its head.
const INDENT: usize = 3;

/// A history that is open.
pub struct State {
    of: Uuid,
    /// The record's number, or the case's code.
    name: String,
    /// Oldest first, at local time.
    past: Vec<Past>,
    /// The first line in sight.
    first: usize,
}

impl State {
    /// What it is the history of.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A line as it is drawn.
struct Line {
    /// A field's name, on its first line.
    label: String,
    text: String,
    /// Where the text begins, in cells.
    column: usize,
    style: Style,
}

/// Takes up a history that was read; one that is open already stays where it is.
pub(in crate::tui) fn on_read(
    app: &mut App,
    of: Uuid,
    name: String,
    read: Result<Vec<Past>, Error>,
) -> Vec<Effect> {
    let past = match read {
        Ok(past) => past,
        Err(error) => return say(app, Status::Failed(error)),
    };
    let open = app.history.take().filter(|open| open.of == of);
    let first = open.map_or(0, |open| open.first);
    app.history = Some(State {
        of,
        name,
        past,
        first,
    });
    vec![Effect::Draw]
}

/// Reads the history anew, where one is open.
pub(in crate::tui) fn refresh(app: &App) -> Option<Effect> {
    let open = app.history.as_ref()?;
    Some(Effect::History(open.of, open.name.clone()))
}

/// Does what a command asks.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    if let Command::Back | Command::Interrupt = command {
        app.history = None;
        return vec![Effect::Draw];
    }
    let page = usize::from(app.size.height)
        .saturating_sub(super::frame_rows(app))
        .max(1);
    let Some(open) = &app.history else {
        return Vec::new();
    };
    let lines = lines(app, open, app.size.width.into()).len();
    let first = super::scrolled(open.first, lines, page, command);
    app.history = app.history.take().map(|open| State { first, ..open });
    vec![Effect::Draw]
}

/// Draws the history below the bar.
pub(super) fn view(app: &App, paper: &mut Paper<'_>) {
    let Some(open) = &app.history else {
        return;
    };
    let lines = lines(app, open, paper.width());
    let first = open.first.min(lines.len().saturating_sub(paper.height()));
    for (row, line) in lines.iter().skip(first).take(paper.height()).enumerate() {
        let label_cells = line.column.saturating_sub(INDENT + 1);
        paper.put_within(row, INDENT, &line.label, label_cells, app.theme.head);
        paper.put(row, line.column, &line.text, line.style);
    }
}

fn lines(app: &App, open: &State, width: usize) -> Vec<Line> {
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let told: Vec<Told> = open.past.iter().rev().map(|past| view.told(past)).collect();
    let names = told.iter().flat_map(|told| &told.lines).map(|(name, _)| name);
    let label = names.map(|name| width_cells(name)).max().unwrap_or(0);
    let label = label.min(width / 3);
    let mut lines = Vec::new();
    let mut push = |label: String, text: &str, column: usize, style: Style| {
        let cells = width.saturating_sub(column + 1).max(2);
        let mut label = Some(label);
        for range in wrap(text, cells) {
            lines.push(Line {
                label: label.take().unwrap_or_default(),
                text: text[range].trim_end().to_owned(),
                column,
                style,
            });
        }
    };
    for (at, Told { head, lines }) in told.iter().enumerate() {
        if at > 0 {
            push(String::new(), " ", 1, app.theme.plain);
        }
        push(String::new(), head, 1, app.theme.total);
        for (name, text) in lines {
            match name.as_str() {
                "" => push(String::new(), text, INDENT, app.theme.plain),
                name => push(fit(name, label), text, INDENT + label + 1, app.theme.plain),
            }
        }
    }
    lines
}
