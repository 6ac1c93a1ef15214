//! The loop: events are handed to the session, and a frame is drawn when something changed. Idle,
//! nothing is sent at all.

use std::io;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::layout::{Rect, Size};

use super::app::Msg;
use super::backend::Screen;
use super::guard::{self, Guard};
use super::input::{Heard, Input};
use super::session::Session;
use super::watch::TERMINAL_GONE;
use crate::domain::text::{self, Ambiguous};

/// How often the ledger is asked whether another process saved.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// What is typed for longer than so while a form is being closed is not for what comes after it.
const LONG: Duration = Duration::from_millis(250);

/// How often a terminal that takes nothing is tried again.
const BEHIND: Duration = Duration::from_millis(50);

/// The most events that are taken before a frame.
const EVENTS_A_FRAME: usize = 64;

/// Shows the screens until the person ends them; the exit status. Where it is not known how wide the
/// terminal draws ambiguous characters, it is asked.
pub fn run(session: &mut Session, ambiguous: Option<Ambiguous>) -> u8 {
    // An error of the terminal is its end: the watch may notice it a moment later, or before.
    match guarded(session, ambiguous) {
        Ok(()) => 0,
        Err(_) => TERMINAL_GONE,
    }
}

fn guarded(session: &mut Session, ambiguous: Option<Ambiguous>) -> io::Result<()> {
    let mut input = Input::start()?;
    let guard = Guard::enter()?;
    match ambiguous {
        Some(known) => text::set_ambiguous(known),
        // In one row the answer would look like a key.
        None if guard::size()?.1 >= 2 => guard.ask_width()?,
        None => {}
    }
    let mut terminal = Terminal::new(Screen::default())?;
    let (width, height) = guard::size()?;
    session.handle(Msg::Resized(Size::new(width, height)));
    let mut next_look = Instant::now() + LOOK_EVERY;
    while !session.is_over() {
        draw(session, &mut terminal)?;
        let until_look = next_look.saturating_duration_since(Instant::now());
        let mut patience = session.due_in().map_or(until_look, |due| due.min(until_look));
        if guard::is_behind()? {
            patience = patience.min(BEHIND);
        }
        // What has arrived together (a held key, a storm of resizes) is drawn once.
        for _ in 0..EVENTS_A_FRAME {
            let Some(heard) = input.next(patience)? else {
                break;
            };
            take(session, &mut input, &heard)?;
            if session.is_over() {
                break;
            }
            patience = Duration::ZERO;
        }
        if Instant::now() >= next_look {
            guard::come_back();
            session.on_tick();
            next_look = Instant::now() + LOOK_EVERY;
        }
        session.on_due();
        if let Some(text) = session.take_copied() {
            guard::copy(&text)?;
        }
        if session.take_wants_suspending() && !guard::suspend() {
            session.handle(Msg::CannotSuspend);
        }
    }
    Ok(())
}

/// Does what was heard. What is typed while a form is saved that takes long is text of that form: as keys of
/// the screen behind it, it would delete records.
fn take(session: &mut Session, input: &mut Input, heard: &Heard) -> io::Result<()> {
    let (takes_text, begun) = (session.takes_text(), Instant::now());
    on_heard(session, heard)?;
    let is_closed = takes_text && !session.takes_text();
    if is_closed && begun.elapsed() > LONG && input.forget()? {
        session.handle(Msg::Forgot);
    }
    Ok(())
}

fn on_heard(session: &mut Session, heard: &Heard) -> io::Result<()> {
    match heard {
        Heard::Event(event) => session.on_event(event),
        Heard::CursorAt(row, column) if guard::is_wide(*row, *column) => {
            text::set_ambiguous(Ambiguous::Wide);
            // Everything is laid out anew, and drawn anew where it stood for narrower characters.
            guard::forget_shown();
            let (width, height) = guard::size()?;
            session.handle(Msg::Resized(Size::new(width, height)));
        }
        Heard::CursorAt(row, column) if guard::is_narrow(*row, *column) => {
            text::set_ambiguous(Ambiguous::Narrow);
            session.handle(Msg::Narrow);
        }
        Heard::CursorAt(..) => {}
    }
    Ok(())
}

fn draw(session: &mut Session, terminal: &mut Terminal<Screen>) -> io::Result<()> {
    let stale = guard::take_stale();
    if stale {
        // Forgets what the terminal is believed to show.
        terminal.backend_mut().forget();
        let (width, height) = guard::size()?;
        terminal.resize(Rect::new(0, 0, width, height))?;
    }
    if session.take_needs_drawing() || stale {
        terminal.draw(|frame| {
            let seen = session.view(frame.area(), frame.buffer_mut());
            if let Some(caret) = seen.cursor {
                frame.set_cursor_position(caret);
            }
        })?;
    }
    Ok(())
}
