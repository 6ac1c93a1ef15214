//! The screens. `key → Command → update(&mut App, Msg) → Effect → store → Msg`; a view only reads.
//!
//! Two threads: this one draws, and a guard thread owns the signals and the watch on the terminal.

pub mod app;
mod backend;
pub mod crash;
pub mod guard;
pub mod keymap;
mod paper;
mod run;
mod screens;
mod session;
pub mod theme;
pub mod watch;

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::error::{Error, Result};
use crate::locale::Lang;
use crate::store::Ledger;

pub use screens::{LEAST_COLUMNS, LEAST_ROWS};
pub use session::{Session, Today};

/// What the screens need.
pub struct Options {
    /// The open ledger.
    pub ledger: Ledger,
    /// The language.
    pub lang: Lang,
    /// The day that everything depends on, where it is fixed (`--today`).
    pub today: Option<NaiveDate>,
    /// The clock, asked for the day where it is not fixed.
    pub clock: fn() -> NaiveDate,
    /// Where a report of a failure is written; made when it is needed.
    pub state_dir: PathBuf,
}

/// Shows the screens until the person ends them; the exit status. A signal ends the process from
/// within, with 128+n.
///
/// # Errors
/// When the ledger cannot be read; the terminal has not been touched then.
pub fn run(options: Options) -> Result<u8> {
    let Options {
        ledger,
        lang,
        today,
        clock,
        state_dir,
    } = options;
    let today = today.map_or(Today::Clock(clock), Today::Fixed);
    let mut session = Session::new(ledger, lang, theme::Theme::from_environment(), today)?;
    watch::start().map_err(|error| Error::Unreadable {
        path: PathBuf::from("/dev/tty"),
        kind: error.kind(),
    })?;
    crash::install(state_dir, lang);
    Ok(run::run(&mut session))
}
