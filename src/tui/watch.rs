//! The guard thread: it owns the signals and watches the terminal. The drawing thread may be busy or
//! stuck, and the disk may be slow; this one never is.

use std::io::{PipeReader, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::{io, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::low_level;

use super::guard;
use super::keeper::{Keeper, keep_what_is_unsaved};

/// Signals that end the program, or stop it for a while.
const SIGNALS: [i32; 6] = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT];
/// After this the process ends, whatever a write to the terminal or the disk is waiting for.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long a terminal that takes nothing is waited for.
const TERMINAL_WAIT: Duration = Duration::from_millis(200);
/// The exit status when the terminal is gone: as on a hangup.
pub const TERMINAL_GONE: u8 = 128 + SIGHUP as u8;

/// Starts the guard thread; it lives as long as the process. Only the first call does anything.
///
/// # Errors
/// When the system has no thread, pipe or signal handler to give.
pub fn start(keeper: Keeper) -> io::Result<()> {
    static STARTED: AtomicBool = AtomicBool::new(false);
    if STARTED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    let signals = SIGNALS.into_iter().map(listen).collect::<io::Result<Vec<_>>>()?;
    thread::Builder::new()
        .name("guard".to_owned())
        .spawn(move || watch(&signals, &keeper))?;
    Ok(())
}

/// A pipe that can be read when the signal has arrived.
fn listen(signal: i32) -> io::Result<(i32, PipeReader)> {
    let (read, write) = io::pipe()?;
    low_level::pipe::register(signal, write)?;
    Ok((signal, read))
}

fn watch(signals: &[(i32, PipeReader)], keeper: &Keeper) {
    let mut terminal = true;
    loop {
        let input = rustix::stdio::stdin();
        let mut fds: Vec<_> = signals
            .iter()
            .map(|(_, read)| PollFd::new(read, PollFlags::IN))
            .collect();
        if terminal {
            // Asking for nothing still reports that the other end is gone.
            fds.push(PollFd::new(&input, PollFlags::empty()));
        }
        match poll(&mut fds, None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => return,
        }
        // Signals first: a hangup says the same as a terminal that is gone, with more right.
        for ((signal, mut read), fd) in signals.iter().map(|(signal, read)| (*signal, read)).zip(&fds) {
            if fd.revents().contains(PollFlags::IN) && read.read(&mut [0; 64]).is_ok() {
                on_signal(signal, signals, keeper);
            }
        }
        if !terminal {
            continue;
        }
        let seen = fds.last().map_or(PollFlags::empty(), PollFd::revents);
        if seen.intersects(PollFlags::HUP | PollFlags::ERR) {
            end(TERMINAL_GONE.into());
        }
        // A kind of terminal that cannot be polled (macOS has some): its signals must do.
        terminal = !seen.contains(PollFlags::NVAL);
    }
}

fn on_signal(signal: i32, signals: &[(i32, PipeReader)], keeper: &Keeper) {
    match signal {
        SIGTSTP => {
            keeper.flush_soon();
            guard::stop(true);
            wait_for(begin(guard::restore));
            // What came meanwhile goes before: who was told to go on would stop for ever, and who was told
            // to end does not stop before.
            let goes_before = |signal: i32| signal != SIGTSTP && has_come(signals, signal);
            if !SIGNALS.into_iter().any(goes_before) {
                // Goes on from here when somebody sends SIGCONT, which then arrives as well.
                let _ = low_level::raise(Signal::STOP.as_raw());
            }
            guard::stop(false);
        }
        SIGCONT => {
            // A terminal that takes nothing may hold this up.
            let _ = begin(|| {
                guard::resume();
                // Wakes the drawing thread, which finds the screen stale and draws all of it.
                let _ = kill_process(getpid(), Signal::WINCH);
            });
        }
        _ => end(128 + signal),
    }
}

/// Whether a signal has come that nobody has taken up yet.
fn has_come(signals: &[(i32, PipeReader)], signal: i32) -> bool {
    let pipe = signals.iter().find(|(other, _)| *other == signal);
    pipe.is_some_and(|(_, read)| {
        let now = Timespec::default();
        poll(&mut [PollFd::new(read, PollFlags::IN)], Some(&now)).is_ok_and(|ready| ready > 0)
    })
}

/// Begins what may have to wait for the terminal; where the system has no thread left, at once.
fn begin(writing: fn()) -> Option<JoinHandle<()>> {
    let begun = thread::Builder::new().spawn(writing);
    if begun.is_err() {
        writing();
    }
    begun.ok()
}

/// Waits for what is written to the terminal, as long as a terminal that takes nothing is waited for.
fn wait_for(writing: Option<JoinHandle<()>>) {
    let begun = Instant::now();
    while writing.as_ref().is_some_and(|writing| !writing.is_finished()) && begun.elapsed() < TERMINAL_WAIT {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Gives the terminal back for good, or goes on without where it takes nothing.
pub fn leave_soon() {
    wait_for(begin(guard::leave));
}

/// Ends the process with that status after a while, whatever it is waiting for then.
pub fn end_at_last(status: i32) {
    let _ = thread::Builder::new().spawn(move || {
        thread::sleep(PATIENCE);
        low_level::exit(status);
    });
}

/// Ends the process with that status: what must not be lost is written, and the terminal given back
/// meanwhile, as either may have to wait for something slow. The drawing thread is not asked; it may
/// never answer.
fn end(status: i32) -> ! {
    end_at_last(status);
    let leaving = begin(guard::leave);
    keep_what_is_unsaved();
    wait_for(leaving);
    // Once more, for a thread that was taking the terminal just then.
    leave_soon();
    // Without the exit handlers: they would run while the drawing thread still reads the ledger.
    low_level::exit(status);
}
