//! stdout for the answer, stderr for one line at a time.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use crate::error::Refusal;

use super::stop::Stop;

/// Bytes gathered before they are written.
const BUFFER_BYTES: usize = 64 * 1024;

/// The answer on its way to stdout.
pub struct Answer(BufWriter<StdoutLock<'static>>);

impl Answer {
    /// An answer that is written as it comes.
    pub fn begin() -> Self {
        Self(BufWriter::with_capacity(BUFFER_BYTES, io::stdout().lock()))
    }

    /// Adds text. No record that came in through this program holds a control character; one of a
    /// ledger that was changed by other means must not command the terminal.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        if text.contains(is_obeyed) {
            return self.0.write_all(text.replace(is_obeyed, "?").as_bytes());
        }
        self.0.write_all(text.as_bytes())
    }

    /// Writes out the rest.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a terminal would obey the character rather than show it.
fn is_obeyed(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// Writes a whole answer.
///
/// # Errors
/// When it cannot be written.
pub fn print(text: &str) -> Result<(), Stop> {
    let mut answer = Answer::begin();
    answer
        .write(text)
        .and_then(|()| answer.end())
        .map_err(Stop::print)
}

/// Writes an answer that is no text; a terminal would obey what is in it.
///
/// # Errors
/// When it goes to a terminal, or cannot be written.
pub fn print_bytes(bytes: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        return Err(Refusal::NotOnATerminal.into());
    }
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(Stop::print)
}

/// Writes the whole answer to a command that has changed something already.
///
/// # Errors
/// When it cannot be written.
pub fn print_saved(text: &str) -> Result<(), Stop> {
    print(text).map_err(|stop| match stop {
        Stop::Print { error, .. } => Stop::Print { error, saved: true },
        other => other,
    })
}

/// Says one line on stderr. When nobody can hear it, nothing more can be done.
pub fn say(message: &str) {
    let line = message.replace(['\n', '\r'], " ").replace(is_obeyed, "?");
    let _ = writeln!(io::stderr(), "{line}");
}
