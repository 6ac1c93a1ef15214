//! The screens. `key → Command → update(&mut App, Msg) → Effect → store → Msg`; a view only reads.
//!
//! Three threads: this one draws, a guard thread owns the signals and the watch on the terminal, and
//! one writes the drafts.

pub mod app;
mod backend;
mod beginning;
pub mod bindings;
mod closing;
mod confirm;
mod correcting;
mod counting;
pub mod crash;
pub mod form;
pub mod guard;
mod input;
pub mod keeper;
pub mod keymap;
pub mod oneline;
mod paper;
mod parking;
mod run;
mod screens;
mod session;
pub mod settings;
mod settling;
pub mod spot;
mod status;
pub mod theme;
mod typing;
mod update;
pub mod watch;

use std::path::PathBuf;

use ratatui::layout::Size;

use crate::domain::text::Ambiguous;
use crate::error::{Error, Result};
use crate::locale::Lang;
use crate::locale::screen::words;
use crate::store::{Drafts, Ledger};
use keeper::Keeper;
use settings::Settings;

pub use screens::{LEAST_COLUMNS, LEAST_ROWS};
pub use session::{Clock, LocalTime, Session, Surroundings, Who};

/// What the screens need.
pub struct Options {
    /// The open ledger.
    pub ledger: Ledger,
    /// Whether it was made just now: then the first line says how to begin.
    pub is_new: bool,
    /// Whether it is for practice only and gone at the end, which the title says all the time.
    pub is_practice: bool,
    /// The language.
    pub lang: Lang,
    /// The clock; its day is fixed by `--today`.
    pub clock: Clock,
    /// The time zone.
    pub local: LocalTime,
    /// Who is at the keyboard.
    pub who: Who,
    /// Where a report of a failure is written; made when it is needed.
    pub state_dir: PathBuf,
    /// How the screens are set.
    pub settings: Settings,
    /// What is wrong with the configuration that they are set by, in words.
    pub caution: Option<String>,
    /// How wide the terminal draws characters about which terminals differ; it is asked where that is
    /// not said.
    pub ambiguous: Option<Ambiguous>,
}

/// Shows the screens until the person ends them; the exit status. A signal ends the process from
/// within, with 128+n.
///
/// # Errors
/// When the ledger cannot be read; the terminal has not been touched then.
pub fn run(options: Options) -> Result<u8> {
    let Options {
        ledger,
        is_new,
        is_practice,
        lang,
        clock,
        local,
        who,
        state_dir,
        settings,
        caution,
        ambiguous,
    } = options;
    let no_pipe = |error: std::io::Error| Error::Unreadable {
        path: PathBuf::from("/dev/tty"),
        kind: error.kind(),
    };
    let kept_in = drafts_of(&ledger);
    let (keeper, drafts) = match &kept_in {
        Some(folder) => Keeper::start(folder.clone()).map_err(no_pipe)?,
        None => (Keeper::none(), Vec::new()),
    };
    let damaged = kept_in.map(|folder| folder.damaged()).unwrap_or_default();
    let (width, height) = guard::size().map_err(no_pipe)?;
    let surroundings = Surroundings {
        size: Size::new(width, height),
        lang,
        settings,
        clock,
        local,
        who,
        keeper: keeper.clone(),
        drafts,
        is_practice,
    };
    guard::use_mouse(!surroundings.settings.no_mouse);
    let mut session = Session::new(ledger, surroundings)?;
    if is_new {
        session.handle(app::Msg::Made);
    }
    let damaged = damaged
        .first()
        .map(|first| words(lang).damaged_drafts(damaged.len(), first));
    for caution in damaged.into_iter().chain(caution) {
        session.caution(caution);
    }
    watch::start(keeper.clone()).map_err(no_pipe)?;
    crash::install(state_dir, lang);
    let status = run::run(&mut session, ambiguous);
    keeper.end();
    Ok(status)
}

/// Where the drafts of a ledger are kept. Beside one that cannot be written there are none.
fn drafts_of(ledger: &Ledger) -> Option<Drafts> {
    let path = ledger.path().filter(|_| ledger.read_only().is_none())?;
    Some(Drafts::beside(path))
}
