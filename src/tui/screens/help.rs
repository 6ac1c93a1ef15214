//! The help: every key that works on the screen beneath, from the one table of commands.

use ratatui::layout::Size;

use super::super::app::App;
use super::super::keymap::{self, Command};
use super::super::paper::Paper;
use super::Frame;
use crate::domain::text::{fit, width_cells};

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
    let page = page_rows(size.height.into());
    let last = rows.saturating_sub(page);
    let moved = match command {
        Command::Up => first.saturating_sub(1),
        Command::Down => first + 1,
        Command::PageUp => first.saturating_sub(page),
        Command::PageDown => first + page,
        Command::First => 0,
        Command::Last => last,
        _ => first,
    };
    moved.min(last)
}

/// Which keys are in sight, if there are others.
pub(super) fn rows_in_sight(app: &App, first: usize, height: usize) -> Option<[String; 2]> {
    let (rows, page) = (keymap::help(app.beneath(), app.words).len(), page_rows(height));
    let first = first.min(rows.saturating_sub(page));
    let text = format!("{}-{}/{rows}", first + 1, first + page);
    (page < rows).then(|| [text.clone(), text])
}

/// Draws the help; `height` is the window's.
pub fn view(app: &App, first: usize, height: usize, paper: &mut Paper<'_>) {
    let rows = keymap::help(app.beneath(), app.words);
    let page = page_rows(height);
    let first = first.min(rows.len().saturating_sub(page));
    let widest = rows.iter().map(|row| width_cells(&row.keys)).max().unwrap_or(0);
    // In a narrow window the first keys of a row are enough; what they do is not left out.
    let widest = widest.min(paper.width() / 2 - 6);
    paper.put(0, 1, app.words.help_title(), app.theme.head);
    for (at, row) in rows.iter().skip(first).take(page).enumerate() {
        paper.put(at + 1, 3, &fit(&row.keys, widest), app.theme.total);
        paper.put(at + 1, 3 + widest + 2, row.words.long, app.theme.plain);
    }
}
