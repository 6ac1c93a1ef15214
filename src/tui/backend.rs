//! ratatui's crossterm backend with a drawing of our own: a frame is collected and sent in one
//! piece, and the cursor is not moved after every wide character.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::guard;
use crate::domain::text::width_cells;

/// The screen; what is drawn leaves with [`Backend::flush`].
#[derive(Debug, Default)]
pub struct Screen {
    frame: Vec<u8>,
    /// Whether the cursor is shown; nobody knows at first.
    cursor: Option<bool>,
}

impl Screen {
    /// The terminal was somebody else's meanwhile.
    pub fn forget(&mut self) {
        self.cursor = None;
    }

    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut run = Run::default();
        for (x, y, cell) in content {
            if !run.takes(x, y) {
                self.crossterm().draw(run.cells.drain(..))?;
                run.last = None;
            }
            run.push(x, y, cell);
        }
        if run.cells.is_empty() {
            Ok(())
        } else {
            self.crossterm().draw(run.cells.into_iter())
        }
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.replace(false) == Some(false) {
            return Ok(());
        }
        self.crossterm().hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor.replace(true) == Some(true) {
            return Ok(());
        }
        self.crossterm().show_cursor()
    }

    /// The terminal is never asked: its answer could be taken for typing.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.crossterm().set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.crossterm().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.crossterm().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = guard::size()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut self.frame);
        guard::show(&frame)
    }
}

/// Cells that crossterm's backend can draw in one go. It moves the cursor wherever x is not one more
/// than before; behind a wide character the terminal's cursor stands right all the same, so there
/// the cells are handed over as if they were neighbours.
#[derive(Default)]
struct Run<'a> {
    cells: Vec<(u16, u16, &'a Cell)>,
    last: Option<Last>,
}

/// The last cell of a run.
#[derive(Clone, Copy)]
struct Last {
    /// Where crossterm's backend believes it to be.
    told: Position,
    /// Where the terminal's cursor stands behind it; `None` where terminals differ about its width.
    next: Option<Position>,
}

impl<'a> Run<'a> {
    /// Whether the cell may be added: it follows, or crossterm's backend will see that it does not.
    fn takes(&self, x: u16, y: u16) -> bool {
        let at = Position { x, y };
        self.last
            .is_none_or(|last| last.next == Some(at) || !follows(last.told, at))
    }

    fn push(&mut self, x: u16, y: u16, cell: &'a Cell) {
        let at = Position { x, y };
        let told = match self.last {
            Some(Last {
                told,
                next: Some(next),
            }) if next == at => Position { x: told.x + 1, y },
            _ => at,
        };
        self.last = Some(Last {
            told,
            next: cells_everywhere(cell.symbol()).map(|cells| Position { x: x + cells, y }),
        });
        self.cells.push((told.x, told.y, cell));
    }
}

fn follows(told: Position, at: Position) -> bool {
    told.y == at.y && told.x + 1 == at.x
}

/// The width of a grapheme about which no two terminals differ: plain ASCII, kana and kanji.
fn cells_everywhere(symbol: &str) -> Option<u16> {
    let mut chars = symbol.chars();
    let plain = match (chars.next()?, chars.next()) {
        (' '..='~', None) => 1,
        ('\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}', None) => 2,
        _ => return None,
    };
    debug_assert_eq!(usize::from(plain), width_cells(symbol));
    Some(plain)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    /// The bytes of a first drawing of these lines.
    fn drawn(lines: &[&str]) -> String {
        let area = Rect::new(0, 0, 40, lines.len() as u16);
        let mut buffer = Buffer::empty(area);
        for (line, y) in lines.iter().zip(0..) {
            buffer.set_string(0, y, line, Style::new());
        }
        let mut screen = Screen::default();
        screen
            .draw(Buffer::empty(area).diff(&buffer).into_iter())
            .unwrap();
        String::from_utf8(screen.frame).unwrap()
    }

    fn moves(bytes: &str) -> usize {
        bytes.matches('H').count()
    }

    #[test]
    fn a_line_of_japanese_is_addressed_once() {
        let bytes = drawn(&["本人・家族の相談12件"]);
        assert_eq!(moves(&bytes), 1, "{bytes:?}");
    }

    #[test]
    fn what_follows_an_ambiguous_character_is_addressed_anew() {
        let bytes = drawn(&["あ①い"]);
        assert_eq!(moves(&bytes), 2, "{bytes:?}");
    }

    #[test]
    fn a_gap_is_never_taken_for_a_neighbour() {
        // As if behind 電 (two cells) one plain cell had been skipped and the next one drawn.
        let mut cells = vec![Cell::new("電"), Cell::new("x")];
        let right = cells.pop().unwrap();
        let wide = cells.pop().unwrap();
        let mut screen = Screen::default();
        screen.draw([(0, 0, &wide), (1, 0, &right)].into_iter()).unwrap();
        let bytes = String::from_utf8(screen.frame).unwrap();
        assert_eq!(moves(&bytes), 2, "{bytes:?}");
    }

    #[test]
    fn the_terminal_sees_what_the_test_backend_sees() {
        let lines = [" 相談台帳 東部  令和4年度", " a①b ｶﾞ 𠮷 合計 12", "", " 西部   0"];
        let mut parser = vt100::Parser::new(4, 40, 0);
        parser.process(drawn(&lines).as_bytes());
        let mut terminal = Terminal::new(TestBackend::new(40, 4)).unwrap();
        terminal
            .draw(|frame| {
                for (line, y) in lines.iter().zip(0..) {
                    frame.buffer_mut().set_string(0, y, line, Style::new());
                }
            })
            .unwrap();
        for (y, line) in [(0u16, lines[0]), (3, lines[3])] {
            assert_eq!(
                parser.screen().contents_between(y, 0, y, 40).trim_end(),
                line.trim_end()
            );
        }
    }
}
