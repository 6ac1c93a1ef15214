//! `soudan activity`: lists activities, and adds one.

use crate::domain::activity::Activity;
use crate::domain::consultation::Entry;
use crate::domain::date::{FIRST_DAY, LAST_DAY};
use crate::domain::field::Field;
use crate::domain::record::About;
use crate::domain::value::Value;
use crate::error::{Error, Refusal};
use crate::store::new_id;

use super::add::{STDIN, Stdin, read};
use super::args::{ActivityAddArgs, ActivityArgs, ActivityCommand, ListFormat};
use super::context::Context;
use super::output::{print, print_saved, say};
use super::query;
use super::stop::Stop;

/// Lists the activities of a period, or adds one.
pub fn run(context: &Context, args: &ActivityArgs) -> Result<(), Stop> {
    match &args.command {
        Some(ActivityCommand::Add(args)) => add(context, args),
        None => list(context, args),
    }
}

/// Prints activities, the latest day first.
fn list(context: &Context, args: &ActivityArgs) -> Result<(), Stop> {
    let period = query::period(context, args.period.as_deref())?;
    let (from, to) = period.map_or((FIRST_DAY, LAST_DAY), |period| (period.from, period.to));
    context.read(|ledger| {
        let mut activities = ledger.activities(from, to)?;
        activities.reverse();
        let view = context.view(ledger);
        print(&match args.format {
            ListFormat::Table if activities.is_empty() => {
                format!("{}\n", context.words.no_activities())
            }
            ListFormat::Table if context.plain => view.activities_said(&activities),
            ListFormat::Table => {
                let foot = foot(context, &activities);
                format!("{}{foot}\n", view.activities_text(&activities))
            }
            ListFormat::Csv => view.activities_csv(&activities, context.lang),
            ListFormat::Json => format!("{:#}\n", view.activities_json(&activities)),
        })
    })
}

/// How many are still to come, and how many were held; cancelled ones are neither.
fn foot(context: &Context, activities: &[Activity]) -> String {
    let stand = activities.iter().filter(|activity| !activity.is_cancelled());
    let (coming, held): (Vec<_>, Vec<_>) = stand.partition(|activity| activity.is_coming(context.today));
    context.words.activities_listed(coming.len(), held.len())
}

/// Adds an activity and prints its id once it is durable. Standard input is read last, when everything else
/// is right.
fn add(context: &Context, args: &ActivityAddArgs) -> Result<(), Stop> {
    context.may_write()?;
    let (typed, given): (Vec<_>, Vec<_>) = args.fields.0.iter().partition(|(_, text)| text == STDIN);
    if typed.len() > 1 {
        return Err(Refusal::StdinTwice.into());
    }
    context.write(|ledger| {
        let mut entry = Entry::default();
        entry.set(Field::Center, Some(Value::Code(ledger.own_center().clone())));
        entry.set(Field::Staff, context.staff.clone().map(Value::Text));
        let mut notes = read(context, ledger, &mut entry, &given)?;
        let mut stdin = Stdin::default();
        for (field, text) in typed {
            let mut others = entry.clone();
            // What is read from standard input cannot be missing yet.
            others.set(*field, Some(Value::Text(text.clone())));
            About::Activity
                .complete(&mut others, ledger.profile())
                .map_err(Error::Fields)?;
            stdin.ask(context);
            let text = stdin.text(text)?;
            notes.extend(read(context, ledger, &mut entry, &[&(*field, text)])?);
        }
        let stamp = context.stamp();
        let saved = ledger.save_activity(new_id(stamp.at_ms), None, entry, &stamp)?;
        print_saved(&format!("{}\n", saved.id))?;
        notes.iter().for_each(|note| say(note));
        Ok(())
    })
}
