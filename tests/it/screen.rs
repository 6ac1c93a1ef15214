//! A ledger's screens without a terminal: keys in, what stands on the screen out. The update loop
//! and the drawing are the program's own.

use chrono::NaiveDate;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use soudan::domain::text::width_cells;
use soudan::locale::Lang;
use soudan::store::Ledger;
use soudan::tui::theme::Theme;
use soudan::tui::{Session, Today};

use crate::ledgers::day;

/// The screens of a ledger, in a window.
pub struct Screen {
    pub session: Session,
    shown: Buffer,
}

impl Screen {
    /// In Japanese, 80×24, on 30 September 2022.
    pub fn new(ledger: Ledger) -> Self {
        Self::open(ledger, Lang::Ja, (80, 24), Today::Fixed(day("2022-09-30")))
    }

    pub fn open(ledger: Ledger, lang: Lang, (width, height): (u16, u16), today: Today) -> Self {
        let session = Session::new(ledger, lang, Theme::dark(), today).expect("a first screen");
        let mut screen = Self {
            session,
            shown: Buffer::default(),
        };
        screen.resize(width, height);
        screen
    }

    pub fn on(ledger: Ledger, today: NaiveDate) -> Self {
        Self::open(ledger, Lang::Ja, (80, 24), Today::Fixed(today))
    }

    /// Presses keys: characters as they are, others by name (`<Esc>`, `<Down>`, `<C-c>`).
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys_of(keys) {
            self.session.on_event(&Event::Key(key));
            self.draw();
        }
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.shown = Buffer::empty(Rect::new(0, 0, width, height));
        self.session.on_event(&Event::Resize(width, height));
        self.draw();
        self
    }

    /// Half a second passes.
    pub fn tick(&mut self) -> &mut Self {
        self.session.on_tick();
        self.draw();
        self
    }

    /// Draws as the loop does: only when something changed.
    fn draw(&mut self) {
        if self.session.take_needs_drawing() {
            self.shown.reset();
            self.session.view(self.shown.area, &mut self.shown);
        }
    }

    /// What stands on the screen, without the blanks at the ends of the lines.
    pub fn text(&self) -> String {
        text_of(&self.shown)
    }

    /// One line of it.
    pub fn line(&self, row: usize) -> String {
        self.text().lines().nth(row).unwrap_or_default().to_owned()
    }
}

/// The graphemes of a buffer: the second cell of a wide one is hidden behind it.
pub fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            line += symbol;
            x += width_cells(symbol).max(1) as u16;
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Reads a script of keys.
pub fn keys_of(script: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        let (code, modifiers) = match named {
            Some((name, after)) => {
                rest = after;
                named_key(name)
            }
            None => {
                rest = &rest[first.len_utf8()..];
                (KeyCode::Char(first), KeyModifiers::NONE)
            }
        };
        keys.push(KeyEvent::new(code, modifiers));
    }
    keys
}

fn named_key(name: &str) -> (KeyCode, KeyModifiers) {
    let code = match name {
        "Esc" => KeyCode::Esc,
        "Enter" => KeyCode::Enter,
        "Tab" => KeyCode::Tab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        _ => {
            let letter = name.strip_prefix("C-").and_then(|letter| letter.chars().next());
            return (
                KeyCode::Char(letter.expect("a key's name")),
                KeyModifiers::CONTROL,
            );
        }
    };
    (code, KeyModifiers::NONE)
}
