//! `soudan show`: one record in full, or a case with its timeline.

use crate::error::{Error, Refusal};
use crate::report::case::CaseSheet;
use crate::report::record::Past;
use crate::store::{self, Timeline};

use super::args::ShowArgs;
use super::context::Context;
use super::output::print;
use super::stop::Stop;

/// Shows a record or a case, and its history where asked for.
pub fn run(context: &Context, args: &ShowArgs) -> Result<(), Stop> {
    context.read(|ledger| {
        let view = context.view(ledger);
        let (mut text, history) = match ledger.find(&args.record) {
            Ok(record) if context.plain => (view.record_said(&record), ledger.history(record.id)?),
            Ok(record) => (view.record_text(&record), ledger.history(record.id)?),
            // What is no receipt number and no id may be a case's code.
            Err(error @ Error::Refused(Refusal::NoSuchRecord)) => {
                let timeline = ledger.timeline(args.record.trim())?.ok_or(error)?;
                let history = timeline.changes.clone();
                let (sheet, today) = (sheet(context, timeline), context.today);
                let text = match context.plain {
                    true => view.case_said(&sheet, today),
                    false => view.case_text(&sheet, today),
                };
                (text, history)
            }
            Err(error) => return Err(error.into()),
        };
        if args.history {
            let history = local(context, history);
            text += "\n";
            text += &match context.plain {
                true => view.history_said(&history),
                false => view.history_text(&history),
            };
        }
        print(&text)
    })
}

fn sheet(context: &Context, timeline: Timeline) -> CaseSheet {
    CaseSheet {
        code: timeline.line.code,
        file: timeline.line.file,
        contacts: timeline.contacts,
        changes: local(context, timeline.changes),
    }
}

/// The changes at local time.
fn local(context: &Context, history: Vec<store::Past>) -> Vec<Past> {
    let local = history.into_iter().map(|past| Past {
        at: context.local(past.at_ms),
        who: past.who,
        act: past.act,
        rev: past.rev,
        change: past.change,
    });
    local.collect()
}
