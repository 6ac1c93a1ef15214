//! What the screens write on: text at a row and a column, never outside.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A rectangle of the screen; rows and columns count from its corner, in cells.
pub struct Paper<'a> {
    buf: &'a mut Buffer,
    area: Rect,
}

impl<'a> Paper<'a> {
    /// The part of the area that the buffer has.
    pub fn new(buf: &'a mut Buffer, area: Rect) -> Self {
        let area = area.intersection(buf.area);
        Self { buf, area }
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
        let (x, y) = (self.area.x + column as u16, self.area.y + row as u16);
        self.buf
            .set_stringn(x, y, text, cells.min(self.width() - column), style);
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
        Paper { buf: self.buf, area }
    }
}
