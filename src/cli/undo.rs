//! `soudan undo` and `soudan redo`: this person's last change.

use crate::store::{Ledger, Stamp, Undone};

use super::add::Stdin;
use super::args::UndoArgs;
use super::context::Context;
use super::output::print_saved;
use super::stop::Stop;

/// Takes back this person's last change.
pub fn undo(context: &Context, args: &UndoArgs) -> Result<(), Stop> {
    turn(context, args, Ledger::undo, |undone, of| {
        context.words.undone(undone.act, undone.records, of)
    })
}

/// Does again what this person took back.
pub fn redo(context: &Context, args: &UndoArgs) -> Result<(), Stop> {
    turn(context, args, Ledger::redo, |undone, of| {
        context.words.redone(undone.act, undone.records, of)
    })
}

fn turn(
    context: &Context,
    args: &UndoArgs,
    turn: fn(&mut Ledger, &Stamp) -> crate::error::Result<Undone>,
    said: impl FnOnce(&Undone, Option<&str>) -> String,
) -> Result<(), Stop> {
    context.may_write()?;
    context.write(|ledger| {
        let reason = Stdin::default().reason(context, args.reason.as_deref())?;
        let undone = ledger.because(reason.as_deref(), |ledger| turn(ledger, &context.stamp()))?;
        let number = undone.number.as_ref();
        let number = number.map(|number| number.display(ledger.profile()));
        let of = number.or_else(|| undone.period.map(|period| context.words.period(&period)));
        print_saved(&format!("{}\n", said(&undone, of.as_deref())))
    })
}
