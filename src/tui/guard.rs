//! The terminal guard: the only place that puts the terminal into another state, and back. Every
//! escape sequence but those of ratatui's own drawing stands here.
//!
//! Leaving works from any thread at any moment (an orderly end, a signal, a panic): by direct
//! writes, without the drawing's buffers, and never waiting long for anything.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use nix::unistd::{Pid, getpid, getppid, getsid};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::process::{Signal, getpgrp, kill_current_process_group};
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetpgrp, tcsetattr};

/// To the other screen, and the cursor away; pastes marked as such. The mouse's clicks and wheel are
/// reported in the form that knows no limit of columns.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// The mouse reported, where it is not left to the terminal.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Out of a frame that was cut short, all of that back, plain colours, back to the first screen, and
/// the cursor.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?1049l\x1b[?25h";
/// Writes a character of ambiguous width into the second row, asks where the cursor stands behind it,
/// and wipes it. Nobody waits for the answer. (In the first row it would look like a key, F3.)
const ASK_WIDTH: &[u8] = b"\x1b[2;1H\xe2\x97\x8b\x1b[6n\x1b[2K";
/// The row of that answer, and its column where the character took two cells.
const WIDE: (u16, u16) = (2, 3);
/// And where it stands if that is one cell wide.
const NARROW: (u16, u16) = (2, 2);
/// A frame's beginning: the terminal shows nothing before its end.
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
/// A frame's end.
const END_FRAME: &[u8] = b"\x1b[?2026l";
/// Standard output by name: opened anew where that is a terminal's (Linux), else the same once more.
const STDOUT: &str = "/dev/fd/1";
/// The most columns and rows that are drawn.
const MOST_CELLS: u16 = 1000;
/// How long leaving waits for a frame that is being written.
const FRAME_WAIT: Duration = Duration::from_millis(100);

/// The terminal as it was found.
static FOUND: Mutex<Option<Termios>> = Mutex::new(None);
/// Whether the terminal is in our state at this moment.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether it is to be, once a suspended program goes on.
static WANTED: AtomicBool = AtomicBool::new(false);
/// Whether the process is about to be stopped: then the terminal is not taken just before.
static STOPPING: AtomicBool = AtomicBool::new(false);
/// Whether the process is on its way out: then the terminal is not taken any more.
static LEAVING: AtomicBool = AtomicBool::new(false);
/// Whether what stands on the terminal is unknown, so that the next frame must be whole.
static STALE: AtomicBool = AtomicBool::new(false);
/// Whether the mouse is reported.
static USES_MOUSE: AtomicBool = AtomicBool::new(true);
/// Held while a frame is written.
static WRITING: Mutex<()> = Mutex::new(());
/// A way to the terminal that never waits, and what of a frame it has not taken yet. A terminal that takes
/// nothing must not keep keys from being read.
static PATIENT: Mutex<Patient> = Mutex::new(Patient {
    terminal: None,
    rest: Vec::new(),
});

struct Patient {
    terminal: Option<OwnedFd>,
    rest: Vec<u8>,
}

/// The terminal in our state, for as long as this lives.
pub struct Guard(());

impl Guard {
    /// Takes the terminal: raw input, the other screen, no cursor.
    ///
    /// # Errors
    /// When standard input is no terminal, or it is gone.
    pub fn enter() -> io::Result<Self> {
        let found = tcgetattr(rustix::stdio::stdin())?;
        *lock(&FOUND) = Some(found);
        WANTED.store(true, Ordering::SeqCst);
        // From here on it is given back, even if it cannot be taken wholly.
        let guard = Self(());
        take_terminal()?;
        Ok(guard)
    }

    /// Asks the terminal how wide it draws characters about which terminals differ (○, ①, →). The
    /// answer comes with the keys, or never: [`is_wide`] reads it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn ask_width(&self) -> io::Result<()> {
        let _writing = lock(&WRITING);
        write_all(ASK_WIDTH)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        WANTED.store(false, Ordering::SeqCst);
        restore();
    }
}

fn take_terminal() -> io::Result<()> {
    let Some(mut raw) = lock(&FOUND).clone() else {
        return Ok(());
    };
    raw.make_raw();
    // A frame from the drawing thread comes after the other screen, or it would be wiped.
    let _writing = lock(&WRITING);
    if LEAVING.load(Ordering::SeqCst) {
        return Ok(());
    }
    // Said before it is done: whoever leaves meanwhile gives it back.
    ENTERED.store(true, Ordering::SeqCst);
    tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &raw)?;
    write_all(ENTER)?;
    if USES_MOUSE.load(Ordering::SeqCst) {
        write_all(MOUSE)?;
    }
    *lock(&PATIENT) = Patient::open();
    STALE.store(true, Ordering::SeqCst);
    Ok(())
}

/// Gives the terminal back as it was found. Does nothing where it is given back already.
pub fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let found = lock(&FOUND).clone();
    if let Some(found) = found {
        // Nothing can be done about a terminal that is gone. What was typed ahead was meant for us: the
        // shell would run it, and keep it in its history.
        let _ = tcflush(rustix::stdio::stdin(), QueueSelector::IFlush);
        let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &found);
    }
    let _writing = wait_for_frame();
    if let Ok(mut patient) = PATIENT.try_lock() {
        patient.rest.clear();
    }
    let _ = write_all(&[erased().as_bytes(), LEAVE].concat());
}

/// The same for good: it is not taken again, also by a thread that is about to.
pub fn leave() {
    LEAVING.store(true, Ordering::SeqCst);
    restore();
}

/// Erases the window, row by row: a terminal that has no other screen would go on showing it above the
/// prompt, and one that is told to erase everything at once may keep it in its scrollback.
fn erased() -> String {
    let rows = size().map_or(0, |(_, height)| height);
    let row = |row| format!("\x1b[{row};1H\x1b[2K");
    format!("\x1b[0m{}\x1b[1;1H", (1..=rows).map(row).collect::<String>())
}

/// Whether the process is about to be stopped. It is not any more when it goes on.
pub fn stop(is_about: bool) {
    STOPPING.store(is_about, Ordering::SeqCst);
}

/// Takes the terminal again where it was given back for a stop that is over: a shell may bring a program to
/// the front without a word.
pub fn come_back() {
    if is_given_back() && !STOPPING.load(Ordering::SeqCst) {
        resume();
    }
}

/// Whether the terminal is given back although it is wanted: after a stop, until it is taken again.
pub fn is_given_back() -> bool {
    WANTED.load(Ordering::SeqCst) && !ENTERED.load(Ordering::SeqCst)
}

/// Takes the terminal again after the program was stopped, if it is wanted and in the foreground: from
/// the background it may not be touched, and asking for it would stop the program again.
pub fn resume() {
    // Where nobody can say, there is no shell that would mind.
    let is_in_front = tcgetpgrp(rustix::stdio::stdin()).map_or(true, |group| group == getpgrp());
    if WANTED.load(Ordering::SeqCst) && is_in_front {
        // A terminal that is gone is the watch's business.
        let _ = take_terminal();
    }
}

/// Whether a terminal whose cursor stands there, after [`Guard::ask_width`], draws ambiguous characters
/// two cells wide.
pub fn is_wide(row: u16, column: u16) -> bool {
    (row, column) == WIDE
}

/// Whether such a terminal draws them one cell wide.
pub fn is_narrow(row: u16, column: u16) -> bool {
    (row, column) == NARROW
}

/// The next frame is whole: the terminal shows something else than was believed.
pub fn forget_shown() {
    STALE.store(true, Ordering::SeqCst);
}

/// Whether the next frame must be whole, as nobody knows what stands on the terminal; once.
pub fn take_stale() -> bool {
    STALE.swap(false, Ordering::SeqCst)
}

/// Writes a frame in one piece, shown by the terminal at once. Nothing while the terminal is given back.
///
/// # Errors
/// When the terminal is gone.
pub fn show(frame: &[u8]) -> io::Result<()> {
    if frame.is_empty() {
        return Ok(());
    }
    let _writing = lock(&WRITING);
    if !ENTERED.load(Ordering::SeqCst) {
        STALE.store(true, Ordering::SeqCst);
        return Ok(());
    }
    let mut patient = lock(&PATIENT);
    if !patient.go_on()? {
        // Whole, once the terminal takes something again.
        STALE.store(true, Ordering::SeqCst);
        return Ok(());
    }
    patient.rest = [BEGIN_FRAME, frame, END_FRAME].concat();
    patient.go_on()?;
    Ok(())
}

/// Whether part of a frame waits for the terminal; it is tried again.
///
/// # Errors
/// When the terminal is gone.
pub fn is_behind() -> io::Result<bool> {
    let _writing = lock(&WRITING);
    let is_taken = lock(&PATIENT).go_on()?;
    let is_stale = STALE.load(Ordering::SeqCst) && ENTERED.load(Ordering::SeqCst);
    Ok(!is_taken || is_stale)
}

impl Patient {
    /// The terminal once more, for us alone: standard output may be shared, and must go on waiting for those
    /// who share it. Where it cannot be opened, a frame waits.
    fn open() -> Self {
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Self {
            terminal: rustix::fs::open(STDOUT, flags, Mode::empty()).ok(),
            rest: Vec::new(),
        }
    }

    /// Hands over as much as the terminal takes; whether nothing is left.
    fn go_on(&mut self) -> io::Result<bool> {
        let Some(terminal) = &self.terminal else {
            write_all(&std::mem::take(&mut self.rest))?;
            return Ok(true);
        };
        while !self.rest.is_empty() {
            match rustix::io::write(terminal, &self.rest) {
                Ok(written) => drop(self.rest.drain(..written)),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }
}

/// Whether the mouse is to be reported from the next time on that the terminal is taken.
pub fn use_mouse(is_used: bool) {
    USES_MOUSE.store(is_used, Ordering::SeqCst);
}

/// Puts a text on the clipboard of the terminal (OSC 52), where it allows that.
///
/// # Errors
/// When the terminal is gone.
pub fn copy(text: &str) -> io::Result<()> {
    use base64::Engine;
    let coded = base64::engine::general_purpose::STANDARD.encode(text);
    let _writing = lock(&WRITING);
    if !ENTERED.load(Ordering::SeqCst) {
        return Ok(());
    }
    write_all(format!("\x1b]52;c;{coded}\x07").as_bytes())
}

/// The window's size in cells; 80×24 where the terminal does not say.
///
/// # Errors
/// When the terminal is gone.
pub fn size() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout())?;
    let known = size.ws_col > 0 && size.ws_row > 0;
    Ok(if known {
        // More than any screen has would not fit into memory.
        (size.ws_col.min(MOST_CELLS), size.ws_row.min(MOST_CELLS))
    } else {
        (80, 24)
    })
}

/// Asks for the program to be stopped, as the terminal's own Ctrl-Z would; the watch does it. False
/// where nobody is there who could let it go on: then it would hang for ever.
pub fn suspend() -> bool {
    has_shell(getpid(), getsid(None).ok(), getsid(Some(getppid())).ok())
        && kill_current_process_group(Signal::TSTP).is_ok()
}

/// Whether our parent is of our session, and we are not its leader. A session whose leader lives
/// outside a container has the number 0 in it.
fn has_shell(own: Pid, session: Option<Pid>, parent_session: Option<Pid>) -> bool {
    session.is_some() && session == parent_session && session != Some(own)
}

fn wait_for_frame() -> Option<MutexGuard<'static, ()>> {
    let begun = Instant::now();
    loop {
        match WRITING.try_lock() {
            Ok(writing) => return Some(writing),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if begun.elapsed() > FRAME_WAIT => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(2)),
        }
    }
}

fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            // Somebody who shares the terminal made it so.
            Err(Errno::AGAIN) => {
                let out = rustix::stdio::stdout();
                match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_parent_of_the_same_session_lets_a_stopped_program_go_on() {
        let pid = Pid::from_raw;
        let cases = [
            (pid(7), Some(pid(5)), Some(pid(5)), true),
            // In a container, started from outside.
            (pid(7), Some(pid(0)), Some(pid(0)), true),
            (pid(7), Some(pid(7)), Some(pid(0)), false),
            (pid(7), Some(pid(7)), Some(pid(7)), false),
            (pid(7), Some(pid(5)), Some(pid(6)), false),
            (pid(7), Some(pid(5)), None, false),
            (pid(7), None, None, false),
        ];
        for (own, session, parent_session, expected) in cases {
            assert_eq!(
                has_shell(own, session, parent_session),
                expected,
                "{own} {session:?} {parent_session:?}"
            );
        }
    }
}
