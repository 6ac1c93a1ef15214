//! What the screens write on: text at a row and a column, never outside. It also notes where the
//! caret stands and what can be clicked.

use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::spot::{Seen, Spot, Target};
use crate::domain::text::measured;

/// How ratatui is to take a cell: as wide as it thinks itself, unless the terminal says otherwise.
fn drawn_as(cell: &Cell, cells: u16) -> CellDiffOption {
    let forced = NonZeroU16::new(cells).filter(|_| cell.symbol().cell_width() != cells);
    forced.map_or(CellDiffOption::None, CellDiffOption::ForcedWidth)
}

/// A rectangle of the screen; rows and columns count from its corner, in cells.
pub struct Paper<'a> {
    buf: &'a mut Buffer,
    seen: &'a mut Seen,
    area: Rect,
}

impl<'a> Paper<'a> {
    /// The part of the area that the buffer has.
    pub fn new(buf: &'a mut Buffer, seen: &'a mut Seen, area: Rect) -> Self {
        let area = area.intersection(buf.area);
        Self { buf, seen, area }
    }

    /// Its width in cells.
    pub fn width(&self) -> usize {
        self.area.width.into()
    }

    /// Its height in rows.
    pub fn height(&self) -> usize {
        self.area.height.into()
    }

    /// Writes text; what does not fit is cut between graphemes.
    pub fn put(&mut self, row: usize, column: usize, text: &str, style: Style) {
        self.put_within(row, column, text, usize::MAX, style);
    }

    /// Writes text into at most that many cells.
    pub fn put_within(&mut self, row: usize, column: usize, text: &str, cells: usize, style: Style) {
        if row >= self.height() || column >= self.width() {
            return;
        }
        // Both are below a u16 of the area, so the sums stay inside it.
        let (mut x, y) = (self.area.x + column as u16, self.area.y + row as u16);
        let mut room = cells.min(self.width() - column) as u16;
        for (grapheme, cells) in measured(text) {
            // What is drawn goes to the terminal as it is: a control character would be obeyed.
            if cells == 0 || grapheme.contains(char::is_control) {
                continue;
            }
            let cells = cells as u16;
            let Some(left) = room.checked_sub(cells) else {
                return;
            };
            room = left;
            let cell = &mut self.buf[(x, y)];
            cell.set_symbol(grapheme).set_style(style);
            cell.set_diff_option(drawn_as(cell, cells));
            x += 1;
            for _ in 1..cells {
                // Hidden behind the wide character.
                self.buf[(x, y)].reset();
                x += 1;
            }
        }
    }

    /// Marks parts of a text that was written there, by their bytes.
    pub fn mark(&mut self, row: usize, column: usize, text: &str, parts: &[Range<usize>], style: Style) {
        if row >= self.height() || parts.is_empty() {
            return;
        }
        let (mut at, mut column) = (0, column);
        for (grapheme, cells) in measured(text) {
            // As when it was written.
            let is_written = cells > 0 && !grapheme.contains(char::is_control);
            if is_written && column + cells > self.width() {
                return;
            }
            if is_written && parts.iter().any(|part| part.contains(&at)) {
                let (x, y) = (self.area.x + column as u16, self.area.y + row as u16);
                self.buf[(x, y)].set_style(style);
            }
            at += grapheme.len();
            column += if is_written { cells } else { 0 };
        }
    }

    /// Empties rows from that one on, for what lies over others.
    pub fn clear(&mut self, row: usize, rows: usize) {
        let blank = " ".repeat(self.width());
        for row in row..row.saturating_add(rows).min(self.height()) {
            // Twice the blanks would be cut; once is the whole row.
            self.put(row, 0, &blank, Style::reset());
        }
    }

    /// Notes that a click on these cells means something.
    pub fn spot(&mut self, row: usize, column: usize, cells: usize, target: Target) {
        let area = self.cells(row, column, cells);
        if !area.is_empty() {
            self.seen.spots.push(Spot { area, target });
        }
    }

    /// Puts the terminal's cursor there.
    pub fn caret(&mut self, row: usize, column: usize) {
        let area = self.cells(row, column, 1);
        if !area.is_empty() {
            self.seen.cursor = Some(Position::new(area.x, area.y));
        }
    }

    /// No cursor, and nothing to click: what is drawn from here on lies over everything before.
    pub fn cover(&mut self) {
        *self.seen = Seen::default();
    }

    fn cells(&self, row: usize, column: usize, cells: usize) -> Rect {
        if row >= self.height() || column >= self.width() {
            return Rect::ZERO;
        }
        Rect {
            x: self.area.x + column as u16,
            y: self.area.y + row as u16,
            width: cells.min(self.width() - column) as u16,
            height: 1,
        }
    }

    /// The rows below the first few, as a sheet of their own.
    pub fn below(&mut self, row: usize, rows: usize) -> Paper<'_> {
        let row = row.min(self.height());
        let rows = rows.min(self.height() - row);
        let area = Rect {
            y: self.area.y + row as u16,
            height: rows as u16,
            ..self.area
        };
        Paper {
            buf: self.buf,
            seen: self.seen,
            area,
        }
    }

    /// The columns from one on, at most so many, as a sheet of their own.
    pub fn beside(&mut self, column: usize, columns: usize) -> Paper<'_> {
        let column = column.min(self.width());
        let columns = columns.min(self.width() - column);
        let area = Rect {
            x: self.area.x + column as u16,
            width: columns as u16,
            ..self.area
        };
        Paper {
            buf: self.buf,
            seen: self.seen,
            area,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::{Ambiguous, set_ambiguous};

    fn drawn(text: &str) -> Vec<(u16, String)> {
        let (mut buffer, mut seen) = (Buffer::empty(Rect::new(0, 0, 12, 1)), Seen::default());
        let area = buffer.area;
        Paper::new(&mut buffer, &mut seen, area).put(0, 0, text, Style::new());
        let blank = Buffer::empty(area);
        let cells = blank.diff(&buffer).into_iter();
        cells.map(|(x, _, cell)| (x, cell.symbol().to_owned())).collect()
    }

    #[test]
    fn nothing_that_a_terminal_would_obey_is_drawn() {
        let text: String = drawn("a\x1b]0;x\x07\u{9b}2J\u{202e}b")
            .into_iter()
            .map(|(_, symbol)| symbol)
            .collect();
        assert_eq!(text, "a]0;x2Jb");
    }

    #[test]
    fn a_character_stands_behind_one_that_the_terminal_draws_wide() {
        let at = |text: &str| drawn(text).into_iter().map(|(x, _)| x).collect::<Vec<_>>();
        assert_eq!(at("①退x"), [0, 1, 3]);
        set_ambiguous(Ambiguous::Wide);
        assert_eq!(at("①退x"), [0, 2, 4]);
        // None is halved by the edge.
        assert_eq!(at("xxxxxxxxxxx①"), (0..11).collect::<Vec<_>>());
        set_ambiguous(Ambiguous::Narrow);
    }
}
