//! A ledger's screens without a terminal: keys in, what stands on the screen out. The update loop
//! and the drawing are the program's own.

use std::cell::Cell;
use std::rc::Rc;

use chrono::NaiveDate;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Modifier;
use soudan::domain::text::width_cells;
use soudan::locale::Lang;
use soudan::store::Ledger;
use soudan::tui::app::{Moment, Msg};
use soudan::tui::keeper::Keeper;
use soudan::tui::settings::Settings;
use soudan::tui::spot::Seen;
use soudan::tui::{Clock, LocalTime, Session, Surroundings, Who};

use crate::ledgers::day;

/// The screens of a ledger, in a window.
pub struct Screen {
    pub session: Session,
    shown: Buffer,
    pub seen: Seen,
}

/// A clock that stands at five past ten on that day.
pub fn on(today: &str) -> Clock {
    let day = day(today);
    Box::new(move || Moment {
        day,
        minute: 10 * 60 + 5,
        at_ms: day
            .and_hms_opt(1, 5, 0)
            .expect("a time")
            .and_utc()
            .timestamp_millis(),
    })
}

/// The hands of a clock that is moved by the test.
#[derive(Clone, Default)]
pub struct Hands(Rc<Cell<i64>>);

impl Hands {
    /// The clock: it begins at five past ten on that day.
    pub fn on(&self, today: &str) -> Clock {
        let (begun, moved) = (on(today)(), Rc::clone(&self.0));
        Box::new(move || Moment {
            minute: (i64::from(begun.minute) + moved.get() / 60_000).rem_euclid(24 * 60) as u16,
            at_ms: begun.at_ms + moved.get(),
            ..begun
        })
    }

    pub fn pass_ms(&self, ms: i64) {
        self.0.set(self.0.get() + ms);
    }

    pub fn pass(&self, minutes: i64) {
        self.pass_ms(minutes * 60_000);
    }
}

/// The time zone of the tests.
pub fn in_utc() -> LocalTime {
    Box::new(|at_ms| {
        let at = chrono::DateTime::from_timestamp_millis(at_ms);
        at.expect("a moment").naive_utc()
    })
}

/// What surrounds a session in a test: c1 is at the keyboard, and drafts are kept nowhere.
pub fn surroundings(lang: Lang, clock: Clock) -> Surroundings {
    Surroundings {
        size: Size::new(80, 24),
        lang,
        // The clocks of tests jump: nobody is away meanwhile.
        settings: Settings {
            lock_minutes: 0,
            ..Settings::default()
        },
        clock,
        local: in_utc(),
        who: Who {
            staff: Some("c1".to_owned()),
            account: "account".to_owned(),
        },
        keeper: Keeper::none(),
        drafts: Vec::new(),
        is_practice: false,
    }
}

impl Screen {
    /// In Japanese, 80×24, on 30 September 2022.
    pub fn new(ledger: Ledger) -> Self {
        Self::open(ledger, Lang::Ja, (80, 24), on("2022-09-30"))
    }

    pub fn open(ledger: Ledger, lang: Lang, size: (u16, u16), clock: Clock) -> Self {
        Self::with(ledger, surroundings(lang, clock), size)
    }

    pub fn with(ledger: Ledger, surroundings: Surroundings, (width, height): (u16, u16)) -> Self {
        let session = Session::new(ledger, surroundings).expect("a first screen");
        let mut screen = Self {
            session,
            shown: Buffer::default(),
            seen: Seen::default(),
        };
        screen.resize(width, height);
        screen
    }

    /// One step out of a dialog; where a note would be lost by it, that is said, and it takes another.
    pub fn step_out(&mut self) {
        let text = self.press("<Esc>").rested().text();
        if ["もう一度 Esc", "Esc once more"]
            .iter()
            .any(|said| text.contains(said))
        {
            self.press("<Esc>").rested();
        }
    }

    pub fn on(ledger: Ledger, today: NaiveDate) -> Self {
        Self::open(ledger, Lang::Ja, (80, 24), on(&today.to_string()))
    }

    /// Pastes a text in one piece.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.session.on_event(&Event::Paste(text.to_owned()));
        self.rest();
        self
    }

    /// Clicks on the first cell of a text that stands on the screen.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let (column, row) = self.find(text);
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.session.on_event(&Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }));
        self.rest();
        self
    }

    /// Where a text stands: column and row of its first cell.
    #[track_caller]
    pub fn find(&self, text: &str) -> (u16, u16) {
        let found = self.text().lines().zip(0..).find_map(|(line, row)| {
            let at = line.find(text)?;
            Some((width_cells(&line[..at]) as u16, row))
        });
        found.unwrap_or_else(|| panic!("no {text}:\n{}", self.text()))
    }

    /// The figure that is drawn reversed, without the bar's current screen.
    pub fn selected(&self) -> Option<String> {
        let area = self.shown.area;
        let cells = area.rows().skip(2).flat_map(|row| row.columns());
        let reversed = cells.filter_map(|cell| {
            let cell = &self.shown[(cell.x, cell.y)];
            cell.modifier.contains(Modifier::REVERSED).then(|| cell.symbol())
        });
        let text: String = reversed.collect();
        (!text.is_empty()).then_some(text)
    }

    /// What is underlined, run by run.
    pub fn underlined(&self) -> Vec<String> {
        let mut runs = vec![String::new()];
        for row in self.shown.area.rows() {
            let mut cells = row.columns().map(|at| &self.shown[(at.x, at.y)]);
            while let Some(cell) = cells.next() {
                if cell.modifier.contains(Modifier::UNDERLINED) {
                    let run = runs.last_mut().expect("a run");
                    run.push_str(cell.symbol());
                    for _ in 1..width_cells(cell.symbol()) {
                        cells.next();
                    }
                } else {
                    runs.push(String::new());
                }
            }
            runs.push(String::new());
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    /// Whether there is something to do without a key, now.
    pub fn is_busy(&self) -> bool {
        self.session.due_in().is_some_and(|due| due.is_zero())
    }

    /// The column and row of the terminal's cursor.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.seen.cursor.map(|at| (at.x, at.y))
    }

    /// What is searched is found, and the selection has rested.
    fn rest(&mut self) {
        while self.session.due_in().is_some_and(|due| due.is_zero()) {
            self.session.on_due();
        }
        self.draw();
    }

    /// The selection rests.
    pub fn rested(&mut self) -> &mut Self {
        self.session.handle(Msg::Rested);
        self.draw();
        self
    }

    /// Presses keys: characters as they are, others by name (`<Esc>`, `<Down>`, `<C-c>`).
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys_of(keys) {
            self.session.on_event(&Event::Key(key));
            self.rest();
        }
        self.rest();
        self
    }

    /// Presses keys that come one right after the other: of work that waits one piece is done between
    /// two of them.
    pub fn press_amid_work(&mut self, keys: &str) -> &mut Self {
        for key in keys_of(keys) {
            self.session.on_event(&Event::Key(key));
            self.session.on_due();
            self.draw();
        }
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.shown = Buffer::empty(Rect::new(0, 0, width, height));
        self.session.on_event(&Event::Resize(width, height));
        self.rest();
        self
    }

    /// Half a second passes.
    pub fn tick(&mut self) -> &mut Self {
        self.session.on_tick();
        self.draw();
        self
    }

    /// Draws as the loop does: only when something changed.
    pub fn draw(&mut self) {
        if self.session.take_needs_drawing() {
            self.shown.reset();
            self.seen = self.session.view(self.shown.area, &mut self.shown);
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
        "S-Tab" => KeyCode::BackTab,
        "BS" => KeyCode::Backspace,
        "Space" => KeyCode::Char(' '),
        "Del" => KeyCode::Delete,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        _ if name.starts_with('F') => KeyCode::F(name[1..].parse().expect("a function key")),
        "C-Left" => return (KeyCode::Left, KeyModifiers::CONTROL),
        "C-Right" => return (KeyCode::Right, KeyModifiers::CONTROL),
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
