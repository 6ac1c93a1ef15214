//! `soudan due`: follow-ups that are overdue, due today or in this week.

use crate::domain::follow_up::due_until;

use super::args::{DueArgs, ListFormat};
use super::context::Context;
use super::output::print;
use super::stop::Stop;

/// Prints open follow-ups, the oldest day first.
pub fn run(context: &Context, args: &DueArgs) -> Result<(), Stop> {
    context.read(|ledger| {
        let today = context.today;
        let until = (!args.all).then(|| due_until(today));
        let due = ledger.due(until)?;
        let view = context.view(ledger);
        print(&match args.format {
            ListFormat::Table if due.is_empty() => format!("{}\n", context.words.none_due(args.all)),
            ListFormat::Table if context.plain => view.due_said(&due, today),
            ListFormat::Table => {
                let overdue = due.iter().filter(|one| one.due < today).count();
                let foot = context.words.due_listed(due.len(), overdue);
                format!("{}{foot}\n", view.due_text(&due, today))
            }
            ListFormat::Csv => view.due_csv(&due, today, context.lang),
            ListFormat::Json => format!("{:#}\n", view.due_json(&due, today)),
        })
    })
}
