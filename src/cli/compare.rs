//! `soudan compare`: tables typed from paper against the ledger.

use crate::domain::axis::{Axis, Filter};
use crate::domain::period::Period;
use crate::domain::printed::{Replay, Which, replay};
use crate::domain::standard::{Part, Standard};
use crate::domain::tally::{Count, Query, Table};
use crate::error::{Error, Refusal};
use crate::exchange::printed::{place, read};
use crate::store::Ledger;

use super::args::{CompareArgs, CompareFormat};
use super::context::Context;
use super::output::print;
use super::query;
use super::stop::Stop;

/// Compares every table of a file; what does not agree ends with status 1.
pub fn run(context: &Context, args: &CompareArgs) -> Result<(), Stop> {
    let period = query::period(context, args.period.as_deref())?;
    let period = period.unwrap_or_else(|| Period::half_of(context.today));
    context.read(|ledger| {
        let replays = replays(context, args, ledger, period)?;
        let view = context.view(ledger);
        print(&match args.format {
            CompareFormat::Table if context.plain => view.replays_said(&replays),
            CompareFormat::Table => view.replays_text(&replays),
            CompareFormat::Json => format!("{}\n", view.replays_json(&replays)),
        })?;
        if replays.iter().all(|(replay, _)| replay.agrees()) {
            return Ok(());
        }
        Err(Stop::Said {
            status: 1,
            message: String::new(),
        })
    })
}

fn replays(
    context: &Context,
    args: &CompareArgs,
    ledger: &Ledger,
    period: Period,
) -> Result<Vec<(Replay, Table)>, Error> {
    let profile = ledger.profile();
    let filter = query::filter(&args.filters, profile)?;
    let axis = |typed: &Option<String>| typed.as_deref().map(|typed| query::axis(typed, profile));
    let (rows, cols) = (axis(&args.rows).transpose()?, axis(&args.cols).transpose()?);
    // Columns alone stand beside the centers, as in a tally.
    let axes = match (rows, cols) {
        (None, None) => None,
        (rows, cols) => Some((rows.unwrap_or(Axis::Center), cols)),
    };
    let mut standard = None;
    let mut replays = Vec::new();
    for typed in read(&args.file, profile, axes)? {
        let table = match typed.which(profile, &period) {
            Which::Part(part) => {
                if standard.is_none() {
                    let filter = filter.clone().or_consultations();
                    standard = Some(ledger.standard(period, &filter, context.today, None)?);
                }
                standard.as_ref().map(|standard| table_of(standard, part).clone())
            }
            Which::Axes(rows, cols) => Some(by_axes(context, ledger, (period, &filter), (rows, cols))?),
        };
        let Some(table) = table else { continue };
        let printed = place(typed, &table, profile)?;
        replays.push((replay(&printed, &table), table));
    }
    Ok(replays)
}

fn table_of(standard: &Standard, part: Part) -> &Table {
    match part {
        Part::Family => &standard.family,
        Part::Stakeholder => &standard.stakeholder,
        Part::Fields => &standard.fields,
    }
}

fn by_axes(
    context: &Context,
    ledger: &Ledger,
    (period, filter): (Period, &Filter),
    (rows, cols): (Axis, Option<Axis>),
) -> Result<Table, Error> {
    if cols == Some(rows) {
        return Err(Refusal::SameAxis(rows).into());
    }
    let query = Query {
        period,
        filter: filter.clone().of_tally(rows, cols),
        rows,
        cols,
        count: Count::Contacts,
    };
    ledger.tally(&query, context.today, None)
}
