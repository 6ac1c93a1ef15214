//! The loop: events are handed to the session, and a frame is drawn when something changed. Idle,
//! nothing is sent at all.

use std::io;
use std::time::{Duration, Instant};

use crossterm::event;
use ratatui::Terminal;
use ratatui::layout::{Rect, Size};

use super::app::Msg;
use super::backend::Screen;
use super::guard::{self, Guard};
use super::session::Session;
use super::watch::TERMINAL_GONE;

/// How often the ledger is asked whether another process saved.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The most events that are taken before a frame.
const EVENTS_A_FRAME: usize = 64;

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
        let until_look = next_look.saturating_duration_since(Instant::now());
        let mut patience = session.due_in().map_or(until_look, |due| due.min(until_look));
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
        session.on_due();
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
        terminal.draw(|frame| {
            let seen = session.view(frame.area(), frame.buffer_mut());
            if let Some(caret) = seen.cursor {
                frame.set_cursor_position(caret);
            }
        })?;
    }
    Ok(())
}
