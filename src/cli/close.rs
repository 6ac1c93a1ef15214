//! `soudan close`: closes a period, opens it again, lists what is closed and what differs since.

use crate::error::Error;
use crate::report::closing::ClosingLine;
use crate::store::Ledger;

use super::add::Stdin;
use super::args::{CloseArgs, CloseFormat};
use super::context::Context;
use super::output::{print, print_saved};
use super::query;
use super::stop::Stop;

/// Does what the options ask; without a period it lists what is closed.
pub fn run(context: &Context, args: &CloseArgs) -> Result<(), Stop> {
    let Some(period) = query::period(context, args.period.as_deref())? else {
        return context.read(|ledger| print(&listed(context, ledger, args.format)?));
    };
    if args.changes {
        return context.read(|ledger| {
            let revisions = ledger.revisions(&period, context.today)?;
            let view = context.view(ledger);
            print(&match args.format {
                CloseFormat::Json => format!("{:#}\n", view.revisions_json(&revisions)),
                CloseFormat::Table if context.plain => view.revisions_said(&period, &revisions),
                CloseFormat::Table => view.revisions_text(&period, &revisions),
            })
        });
    }
    context.may_write()?;
    context.write(|ledger| {
        let said = if args.reopen {
            let reason = Stdin::default().reason(context, args.reason.as_deref())?;
            let closing = ledger.reopen(&period, reason.as_deref().unwrap_or_default(), &context.stamp())?;
            context.words.reopened_now(&closing.period)
        } else {
            let closing = ledger.close(&period, context.today, &context.stamp())?;
            context
                .words
                .closed_now(&closing.period, closing.figures.records())
        };
        print_saved(&format!("{said}\n"))
    })
}

/// What is closed, and how much of it is counted otherwise today.
fn listed(context: &Context, ledger: &Ledger, format: CloseFormat) -> Result<String, Error> {
    let mut lines = Vec::new();
    for closing in ledger.closings()? {
        let revised = match closing.is_reopened {
            true => None,
            false => Some(ledger.revisions(&closing.period, context.today)?.len()),
        };
        lines.push(ClosingLine {
            at: context.local(closing.at_ms),
            closing,
            revised,
        });
    }
    let view = context.view(ledger);
    Ok(match format {
        CloseFormat::Json => format!("{:#}\n", view.closings_json(&lines)),
        CloseFormat::Table if context.plain => view.closings_said(&lines),
        CloseFormat::Table => view.closings_text(&lines),
    })
}
