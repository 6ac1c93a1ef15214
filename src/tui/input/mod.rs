//! What comes from the terminal: keys, pastes, the mouse, a new size, an answer. The drawing thread
//! reads standard input itself, so that it never waits longer than it wants to, and nothing that is
//! typed gets stuck behind a sequence without an end.

mod parser;
mod sequence;

use std::collections::VecDeque;
use std::io::{self, PipeReader, Read};
use std::time::{Duration, Instant};

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGWINCH;
use signal_hook::low_level;

use super::guard;
use parser::Parser;

/// After so long, what is typed has nothing to do with an Esc before it.
const BEHIND_ESC: Duration = Duration::from_millis(500);
/// A paste is not held back longer than so, however fast one types behind it.
const BEHIND_PASTE: Duration = Duration::from_millis(300);
/// So much is read at once.
const CHUNK_BYTES: usize = 16 << 10;

/// Something from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key, a paste, the mouse, a new size.
    Event(Event),
    /// The terminal says where its cursor stands: row and column, from 1.
    CursorAt(u16, u16),
}

/// The terminal's side that is listened to.
pub struct Input {
    resized: PipeReader,
    parser: Parser,
    heard: VecDeque<Heard>,
    /// When something was last typed.
    typed_at: Instant,
    /// When a paste ended that is not certain to have ended.
    pasted_at: Option<Instant>,
    buffer: Box<[u8]>,
}

impl Input {
    /// Listens from now on, also for changes of the window's size.
    ///
    /// # Errors
    /// When the system has no pipe or signal handler to give.
    pub fn start() -> io::Result<Self> {
        let (resized, write) = io::pipe()?;
        low_level::pipe::register(SIGWINCH, write)?;
        Ok(Self {
            resized,
            parser: Parser::default(),
            heard: VecDeque::new(),
            typed_at: Instant::now(),
            pasted_at: None,
            buffer: vec![0; CHUNK_BYTES].into(),
        })
    }

    /// The next of what has come, or comes before the patience ends.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn next(&mut self, patience: Duration) -> io::Result<Option<Heard>> {
        let until = Instant::now() + patience;
        loop {
            if let Some(heard) = self.heard.pop_front() {
                return Ok(Some(heard));
            }
            let unfinished = self.parser.waits().map(|wait| self.typed_at + wait);
            let at_most = self.pasted_at.map(|at| at + BEHIND_PASTE);
            let unfinished = unfinished.map(|at| at_most.map_or(at, |at_most| at.min(at_most)));
            let wake = unfinished.map_or(until, |unfinished| unfinished.min(until));
            if self.listen(wake.saturating_duration_since(Instant::now()))? {
                continue;
            }
            // Nothing came. What is unfinished has had its time, or goes on at the next call.
            match unfinished {
                Some(unfinished) if unfinished <= Instant::now() => {
                    self.parser.end(&mut self.heard);
                    self.pasted_at = None;
                }
                _ => return Ok(None),
            }
        }
    }

    /// Throws away the keys and pastes that have come by now; whether there were any.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn forget(&mut self) -> io::Result<bool> {
        let (mut kept, mut forgot) = (VecDeque::new(), false);
        while let Some(heard) = self.next(Duration::ZERO)? {
            match heard {
                Heard::Event(Event::Key(_) | Event::Paste(_) | Event::Mouse(_)) => forgot = true,
                heard => kept.push_back(heard),
            }
        }
        self.heard = kept;
        Ok(forgot)
    }

    /// Reads what is there, or comes in that time; whether anything did.
    fn listen(&mut self, wait: Duration) -> io::Result<bool> {
        let stdin = rustix::stdio::stdin();
        // After a stop the terminal is the shell's: reading from it in the background would stop us again.
        let awaited = match guard::is_given_back() {
            true => PollFlags::empty(),
            false => PollFlags::IN,
        };
        let mut fds = [
            PollFd::new(&stdin, awaited),
            PollFd::new(&self.resized, PollFlags::IN),
        ];
        let wait = Timespec::try_from(wait).unwrap_or_default();
        match poll(&mut fds, Some(&wait)) {
            Ok(0) => return Ok(false),
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(true),
            Err(error) => return Err(error.into()),
        }
        let [typed, resized] = fds.map(|fd| !fd.revents().is_empty());
        if resized {
            // One size counts, the present one, however many changes led to it.
            let _ = self.resized.read(&mut [0; 256])?;
            let (width, height) = guard::size()?;
            self.heard.push_back(Heard::Event(Event::Resize(width, height)));
        }
        if typed {
            match rustix::io::read(stdin, &mut *self.buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    let now = Instant::now();
                    if now - self.typed_at > BEHIND_ESC {
                        self.parser.forget_esc();
                    }
                    self.typed_at = now;
                    self.parser.feed(&self.buffer[..read], &mut self.heard);
                    self.pasted_at = match self.parser.is_behind_paste() {
                        true => self.pasted_at.or(Some(now)),
                        false => None,
                    };
                }
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }
}
