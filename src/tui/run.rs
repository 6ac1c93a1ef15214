//! The loop: events become commands, commands change the state, effects are done, and a frame is
//! drawn when something changed. Idle, nothing is sent at all.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use crossterm::event::{self, Event};
use ratatui::Terminal;
use ratatui::layout::{Rect, Size};

use super::app::{self, App, Effect, Msg, Names};
use super::backend::Screen;
use super::guard::{self, Guard};
use super::keymap::{self, Pressed};
use super::screens;
use super::theme::Theme;
use super::watch::TERMINAL_GONE;
use crate::domain::period::Period;
use crate::error::Result;
use crate::locale::Lang;
use crate::store::Ledger;

/// How often the ledger is asked whether another process saved.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The most events that are taken before a frame.
const EVENTS_A_FRAME: usize = 64;

/// What day it is: fixed, or by the clock every time it is asked.
#[derive(Clone, Copy, Debug)]
pub enum Today {
    /// Always that day.
    Fixed(NaiveDate),
    /// As this says.
    Clock(fn() -> NaiveDate),
}

impl Today {
    /// The day now.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Fixed(day) => day,
            Self::Clock(clock) => clock(),
        }
    }
}

/// An open ledger with the state of its screens: everything but the terminal.
pub struct Session {
    app: App,
    ledger: Ledger,
    today: Today,
    needs_drawing: bool,
    wants_suspending: bool,
    is_over: bool,
}

impl Session {
    /// The first screen of a ledger, with the running half-year.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(mut ledger: Ledger, lang: Lang, theme: Theme, today: Today) -> Result<Self> {
        // What was saved before this moment is in what is counted now.
        ledger.changed()?;
        let day = today.day();
        let overview = ledger.overview(Period::half_of(day), day)?;
        let mut app = App::new(
            lang,
            theme,
            Names::of(ledger.profile(), ledger.own_center()),
            day,
            overview,
        );
        app.say_notices(ledger.notices());
        Ok(Self {
            app,
            ledger,
            today,
            needs_drawing: true,
            wants_suspending: false,
            is_over: false,
        })
    }

    /// What a terminal event asks for.
    pub fn on_event(&mut self, event: &Event) {
        let msg = match event {
            Event::Key(key) => match keymap::pressed(self.app.context(), key) {
                Pressed::Command(command) => Msg::Command(command),
                Pressed::Ime => Msg::Ime,
                Pressed::Nothing => Msg::Stray,
            },
            Event::Resize(width, height) => Msg::Resized(Size::new(*width, *height)),
            _ => return,
        };
        self.handle(msg);
    }

    /// Time has passed: the day may be another, and the ledger may have changed.
    pub fn on_tick(&mut self) {
        self.handle(Msg::Tick(self.today.day()));
    }

    /// Changes the state and does what follows from it, until nothing more follows.
    pub fn handle(&mut self, msg: Msg) {
        let mut msgs = VecDeque::from([msg]);
        while let Some(msg) = msgs.pop_front() {
            for effect in app::update(&mut self.app, msg) {
                match effect {
                    Effect::Draw => self.needs_drawing = true,
                    Effect::Load(period, today) => {
                        let overview = self.ledger.overview(period, today);
                        let names = Names::of(self.ledger.profile(), self.ledger.own_center());
                        msgs.push_back(Msg::Loaded(names, Box::new(overview)));
                    }
                    Effect::Look => msgs.push_back(Msg::Looked(self.ledger.changed())),
                    Effect::Suspend => self.wants_suspending = true,
                    Effect::Quit => self.is_over = true,
                }
            }
        }
    }

    /// Draws the state, as it is, into part of a buffer.
    pub fn view(&self, area: Rect, buffer: &mut ratatui::buffer::Buffer) {
        screens::view(&self.app, area, buffer);
    }

    /// Whether something changed since this was last asked.
    pub fn take_needs_drawing(&mut self) -> bool {
        std::mem::take(&mut self.needs_drawing)
    }

    /// Whether the person asked for the shell since this was last asked.
    pub fn take_wants_suspending(&mut self) -> bool {
        std::mem::take(&mut self.wants_suspending)
    }

    /// Whether the program is to end.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

/// Shows the screens until the person ends them; the exit status.
pub fn run(session: &mut Session) -> u8 {
    // An error of the terminal is its end: the watch may notice it a moment later, or before.
    match guarded(session) {
        Ok(()) => 0,
        Err(_) => TERMINAL_GONE,
    }
}

fn guarded(session: &mut Session) -> io::Result<()> {
    let _guard = Guard::enter()?;
    let mut terminal = Terminal::new(Screen::default())?;
    let (width, height) = guard::size()?;
    session.handle(Msg::Resized(Size::new(width, height)));
    let mut next_look = Instant::now() + LOOK_EVERY;
    while !session.is_over() {
        draw(session, &mut terminal)?;
        let mut patience = next_look.saturating_duration_since(Instant::now());
        // What has arrived together (a held key, a storm of resizes) is drawn once.
        for _ in 0..EVENTS_A_FRAME {
            if session.is_over() || !event::poll(patience)? {
                break;
            }
            session.on_event(&event::read()?);
            patience = Duration::ZERO;
        }
        if Instant::now() >= next_look {
            session.on_tick();
            next_look = Instant::now() + LOOK_EVERY;
        }
        if session.take_wants_suspending() && !guard::suspend() {
            session.handle(Msg::CannotSuspend);
        }
    }
    Ok(())
}

fn draw(session: &mut Session, terminal: &mut Terminal<Screen>) -> io::Result<()> {
    let stale = guard::take_stale();
    if stale {
        // Forgets what the terminal is believed to show.
        let (width, height) = guard::size()?;
        terminal.resize(Rect::new(0, 0, width, height))?;
    }
    if session.take_needs_drawing() || stale {
        terminal.draw(|frame| session.view(frame.area(), frame.buffer_mut()))?;
    }
    Ok(())
}
