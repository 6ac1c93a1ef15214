//! `soudan` without a command: the screen, after the questions of a ledger's first start (`first`).
//! `soudan demo`: the same screen on a ledger that is gone afterwards.

use std::io::{self, IsTerminal};

use crate::config::ConfigError;
use crate::error::{Error, Refusal};
use crate::exchange::demo;
use crate::locale::Usage;
use crate::store::{Ledger, Stamp};
use crate::tui::{self, Who};

use super::context::{Context, local};
use super::first;
use super::stop::{Stop, USAGE};
use super::usage::HELP;

/// Opens the screen on the ledger, which is made on the first start; the exit status.
pub fn run(context: &Context) -> Result<u8, Stop> {
    needs_terminal(context)?;
    let (ledger, first) = opened(context)?;
    let who = context.who();
    let options = tui::Options {
        ledger,
        is_new: first.is_some(),
        is_practice: false,
        lang: context.lang,
        clock: context.clock(),
        local: Box::new(local),
        who: Who {
            staff: first.flatten().or(who.staff),
            account: who.account,
        },
        state_dir: context.state_folder()?,
        settings: context.screen_settings(),
        caution: context.caution(ConfigError::in_short),
        ambiguous: context.ambiguous_width,
    };
    Ok(tui::run(options)?)
}

/// Opens the screen on a practice ledger, which lies in memory alone: the account's own is neither
/// opened nor made, whatever the command line and the environment say of it.
pub fn demo(context: &Context) -> Result<u8, Stop> {
    needs_terminal(context)?;
    let mut ledger = demo::ledger(context.lang, context.today, &|local| context.at_ms(local))?;
    if context.read_only {
        ledger.keep_as_it_is();
    }
    let options = tui::Options {
        ledger,
        is_new: false,
        is_practice: true,
        lang: context.lang,
        clock: context.clock(),
        local: Box::new(local),
        who: Who {
            staff: Some(demo::OWN_STAFF.to_owned()),
            ..context.who()
        },
        state_dir: context.state_folder()?,
        settings: context.screen_settings(),
        caution: context.caution(ConfigError::in_short),
        ambiguous: context.ambiguous_width,
    };
    Ok(tui::run(options)?)
}

/// Refuses where no screen can be drawn.
fn needs_terminal(context: &Context) -> Result<(), Stop> {
    let is_drawable = io::stdout().is_terminal() && io::stdin().is_terminal() && !context.is_dumb_terminal();
    if is_drawable {
        return Ok(());
    }
    Err(Stop::Said {
        status: USAGE,
        message: context.words.usage(&Usage::NoTerminal, HELP),
    })
}

/// The ledger; and where it was just made, under which name, if any was given.
fn opened(context: &Context) -> Result<(Ledger, Option<Option<String>>), Stop> {
    match context.ledger() {
        Err(Stop::Error(Error::Refused(Refusal::NoLedger(path)))) if !context.read_only => {
            let answers = first::ask(context)?;
            let stamp = Stamp {
                who: answers.staff.clone().unwrap_or(context.stamp().who),
                ..context.stamp()
            };
            let center = answers.center.as_deref();
            let ledger = Ledger::create(&path, &answers.profile_toml, center, &stamp, None)?;
            if let Some(staff) = &answers.staff {
                first::keep_name(context, staff);
            }
            Ok((ledger, Some(answers.staff)))
        }
        opened => opened.map(|ledger| (ledger, None)),
    }
}
