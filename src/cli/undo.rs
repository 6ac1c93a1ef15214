//! `soudan undo` and `soudan redo`: this person's last change.

use crate::store::Undone;

use super::context::Context;
use super::output::print_saved;
use super::stop::Stop;

/// Takes back this person's last change.
pub fn undo(context: &Context) -> Result<(), Stop> {
    context.may_write()?;
    context.write(|ledger| {
        let Undone {
            act, records, number, ..
        } = ledger.undo(&context.stamp())?;
        let number = number.map(|number| number.display(ledger.profile()));
        print_saved(&format!(
            "{}\n",
            context.words.undone(act, records, number.as_deref())
        ))
    })
}

/// Does again what this person took back.
pub fn redo(context: &Context) -> Result<(), Stop> {
    context.may_write()?;
    context.write(|ledger| {
        let Undone {
            act, records, number, ..
        } = ledger.redo(&context.stamp())?;
        let number = number.map(|number| number.display(ledger.profile()));
        print_saved(&format!(
            "{}\n",
            context.words.redone(act, records, number.as_deref())
        ))
    })
}
