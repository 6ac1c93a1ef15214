//! The help: every key that works on the screen beneath, from the one table of commands.

use ratatui::layout::Size;

use super::super::app::App;
use super::super::keymap::Command;
use super::super::paper::Paper;
use super::Frame;
use crate::domain::text::{fit, width_cells, wrap};

/// The frame that the help leaves around itself.
pub(super) fn frame(height: usize) -> Frame {
    Frame {
        bar: height >= 14,
        status: height >= 14,
    }
}

/// The rows of keys that a window of that height shows, below their head.
fn page_rows(height: usize) -> usize {
    let Frame { bar, status } = frame(height);
    height
        .saturating_sub(3 + usize::from(bar) + usize::from(status))
        .max(1)
}

/// The first row in sight after a command, of so many.
pub fn scrolled(first: usize, rows: usize, command: Command, size: Size) -> usize {
    super::scrolled(first, rows, page_rows(size.height.into()), command)
}

/// A line of the help as it is drawn: the keys on the first of a row.
struct Line {
    keys: String,
    words: &'static str,
}

/// How many lines there are in the present window.
pub fn all_rows(app: &App) -> usize {
    lines(app, app.size.width.into()).1.len()
}

/// The width of the keys, and the lines; what a key does is never cut off.
fn lines(app: &App, width: usize) -> (usize, Vec<Line>) {
    let rows = app.bindings.help(app.beneath(), app.words);
    let widest = rows.iter().map(|row| width_cells(&row.keys)).max().unwrap_or(0);
    // In a narrow window the first keys of a row are enough.
    let widest = widest.min((width / 2).saturating_sub(6));
    let cells = width.saturating_sub(3 + widest + 2 + 1).max(2);
    let mut lines = Vec::new();
    for row in rows {
        for (at, range) in wrap(row.words.long, cells).into_iter().enumerate() {
            let keys = if at == 0 {
                fit(&row.keys, widest)
            } else {
                String::new()
            };
            let words = row.words.long[range].trim_end();
            lines.push(Line { keys, words });
        }
    }
    (widest, lines)
}

/// Which keys are in sight, if there are others.
pub(super) fn rows_in_sight(app: &App, first: usize, height: usize) -> Option<[String; 2]> {
    let (rows, page) = (all_rows(app), page_rows(height));
    let first = first.min(rows.saturating_sub(page));
    let text = format!("{}-{}/{rows}", first + 1, first + page);
    (page < rows).then(|| [text.clone(), text])
}

/// Draws the help; `height` is the window's.
pub fn view(app: &App, first: usize, height: usize, paper: &mut Paper<'_>) {
    let (widest, lines) = lines(app, paper.width());
    let page = page_rows(height);
    let first = first.min(lines.len().saturating_sub(page));
    paper.put(0, 1, app.words.help_title(), app.theme.head);
    for (at, line) in lines.iter().skip(first).take(page).enumerate() {
        paper.put(at + 1, 3, &line.keys, app.theme.total);
        paper.put(at + 1, 3 + widest + 2, line.words, app.theme.plain);
    }
}
