//! `soudan` without a command: the screen, and the one question before a ledger's first start.
//! `soudan demo`: the same screen on a ledger that is gone afterwards.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::domain::list::List;
use crate::domain::profile::{Profile, YAMAGUCHI};
use crate::error::{Error, Refusal};
use crate::exchange::demo;
use crate::locale::Usage;
use crate::store::Ledger;
use crate::tui::{self, Who};

use super::context::{Context, local};
use super::stop::{Stop, USAGE};
use super::usage::HELP;

/// How often the question is asked.
const TRIES: usize = 3;

/// Opens the screen on the ledger, which is made on the first start; the exit status.
pub fn run(context: &Context) -> Result<u8, Stop> {
    needs_terminal(context)?;
    let options = tui::Options {
        ledger: opened(context)?,
        is_practice: false,
        lang: context.lang,
        clock: context.clock(),
        local: Box::new(local),
        who: context.who(),
        state_dir: context.state_folder()?,
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
        is_practice: true,
        lang: context.lang,
        clock: context.clock(),
        local: Box::new(local),
        who: Who {
            staff: Some(demo::OWN_STAFF.to_owned()),
            ..context.who()
        },
        state_dir: context.state_folder()?,
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

fn opened(context: &Context) -> Result<Ledger, Stop> {
    match context.ledger() {
        Err(Stop::Error(Error::Refused(Refusal::NoLedger(path)))) if !context.read_only => {
            let center = ask_center(context, YAMAGUCHI)?;
            Ok(Ledger::create(
                &path,
                YAMAGUCHI,
                center.as_deref(),
                &context.stamp(),
                None,
            )?)
        }
        opened => opened,
    }
}

/// Asks whose ledger it is to be, on a terminal and where the profile has several centers. Without an
/// answer it stays open, and the ledger's own refusal says how to give it.
///
/// # Errors
/// When the profile cannot be read.
pub fn ask_center(context: &Context, profile_toml: &str) -> Result<Option<String>, Stop> {
    let profile = Profile::parse(profile_toml).map_err(Error::from)?;
    let centers = profile.items(List::Center);
    if centers.len() < 2 || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(None);
    }
    let numbered = centers
        .iter()
        .zip(1..)
        .map(|(item, number)| format!("{number} {}", context.words.label(&item.label)));
    let question = context
        .words
        .which_center(&numbered.collect::<Vec<_>>().join("  "));
    for _ in 0..TRIES {
        // Nobody to hear the question: nobody to answer it either.
        let _ = write!(io::stderr(), "{question} ");
        let mut line = String::new();
        if io::stdin()
            .lock()
            .read_line(&mut line)
            .is_ok_and(|read| read == 0)
        {
            break;
        }
        let typed = crate::domain::text::fold(&line);
        let by_number = typed
            .parse::<usize>()
            .ok()
            .and_then(|number| centers.get(number.checked_sub(1)?));
        if let Some(item) = by_number.or_else(|| profile.find(List::Center, &typed)) {
            return Ok(Some(item.code.to_string()));
        }
    }
    Ok(None)
}
