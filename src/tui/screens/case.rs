//! A case in full: its file, and what happened to it.

use ratatui::style::Style;

use super::super::app::App;
use super::super::keymap::Command;
use super::super::paper::Paper;
use crate::domain::text::{fit, width_cells, wrap};
use crate::report::View;
use crate::report::case::CaseSheet;

/// A line as it is drawn.
struct Line {
    /// A field's name or a day, on its first line.
    label: String,
    text: String,
    style: Style,
}

/// Draws the case that is open, below the bar.
pub fn view(app: &App, paper: &mut Paper<'_>) {
    let Some((sheet, first)) = app.cases.opened() else {
        return;
    };
    let (label, lines) = lines(app, sheet, paper.width());
    let first = first.min(lines.len().saturating_sub(paper.height()));
    for (row, line) in lines.iter().skip(first).take(paper.height()).enumerate() {
        paper.put_within(row, 1, &line.label, label, app.theme.head);
        paper.put(row, label + 2, &line.text, line.style);
    }
}

/// Scrolls the open case.
pub fn scroll(app: &mut App, command: Command) {
    let Some((sheet, first)) = app.cases.opened() else {
        return;
    };
    let page = usize::from(app.size.height)
        .saturating_sub(super::frame_rows(app))
        .max(1);
    let (_, lines) = lines(app, sheet, app.size.width.into());
    let to = super::scrolled(first, lines.len(), page, command);
    app.cases.read_from(to);
}

/// The width of the labels, and the lines.
fn lines(app: &App, sheet: &CaseSheet, width: usize) -> (usize, Vec<Line>) {
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let pairs = view.case_pairs(sheet, app.today);
    let events: Vec<(String, String)> = sheet
        .events()
        .into_iter()
        .map(|(day, event)| (app.catalogue.date(day), view.event(&event)))
        .collect();
    let widest = pairs.iter().chain(&events).map(|(name, _)| width_cells(name));
    let label = widest.max().unwrap_or(0).min(width / 3);
    let cells = width.saturating_sub(label + 3).max(2);
    let mut lines = Vec::new();
    let mut push = |name: &str, text: &str, style: Style| {
        for (at, range) in wrap(text, cells).into_iter().enumerate() {
            lines.push(Line {
                label: if at == 0 { fit(name, label) } else { String::new() },
                text: text[range].trim_end_matches('\n').to_owned(),
                style,
            });
        }
    };
    for (name, text) in &pairs {
        push(name, text, app.theme.plain);
    }
    push("", " ", app.theme.plain);
    let head = format!("{} {}", app.catalogue.timeline(), events.len());
    push("", &head, app.theme.total);
    for (day, text) in &events {
        push(day, text, app.theme.plain);
    }
    (label, lines)
}
