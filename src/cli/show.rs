//! `soudan show`: one record in full.

use crate::report::record::Past;

use super::args::ShowArgs;
use super::context::Context;
use super::output::print;
use super::stop::Stop;

/// Shows a record, and its history where asked for.
pub fn run(context: &Context, args: &ShowArgs) -> Result<(), Stop> {
    context.read(|ledger| {
        let consultation = ledger.find(&args.record)?;
        let view = context.view(ledger);
        let mut text = view.record_text(&consultation);
        if args.history {
            let history = ledger.history(consultation.id)?.into_iter().map(|past| Past {
                at: context.local(past.at_ms),
                who: past.who,
                act: past.act,
                rev: past.rev,
                change: past.change,
            });
            text += "\n";
            text += &view.history_text(&history.collect::<Vec<_>>());
        }
        print(&text)
    })
}
