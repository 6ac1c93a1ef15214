//! An open ledger with the state of its screens: events become messages, messages change the state,
//! and what follows from that is done here. Everything but the terminal.

use std::collections::VecDeque;

use chrono::NaiveDate;
use crossterm::event::Event;
use ratatui::layout::{Rect, Size};

use super::app::{self, App, Effect, Msg, Names};
use super::keymap::{self, Pressed};
use super::screens;
use super::theme::Theme;
use crate::domain::period::Period;
use crate::error::Result;
use crate::locale::Lang;
use crate::store::Ledger;

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
