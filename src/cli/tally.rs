//! `soudan tally`: the standard tables, or a table by axes.

use crate::domain::axis::{Axis, Filter};
use crate::domain::period::Period;
use crate::domain::tally::{Comparison, Query};
use crate::error::Refusal;
use crate::store::Ledger;

use super::args::{TallyArgs, TallyFormat};
use super::context::Context;
use super::output::print;
use super::query;
use super::stop::Stop;

/// Counts.
pub fn run(context: &Context, args: &TallyArgs) -> Result<(), Stop> {
    let period = query::period(context, args.period.as_deref())?;
    let period = period.unwrap_or_else(|| Period::half_of(context.today));
    context.read(|ledger| {
        let profile = ledger.profile();
        let filter = query::filter(&args.filters, profile)?;
        let axes = (args.rows.as_deref(), args.cols.as_deref());
        let text = match (axes, args.count) {
            ((None, None), super::args::Count::Contacts) => standard(context, args, ledger, period, filter)?,
            ((rows, cols), _) => {
                // Columns alone, or people without an axis, are counted by center down the side.
                let rows = rows.map_or(Ok(Axis::Center), |typed| query::axis(typed, profile))?;
                let cols = cols.map(|typed| query::axis(typed, profile)).transpose()?;
                by_axes(context, args, ledger, (period, filter), (rows, cols))?
            }
        };
        print(&text)
    })
}

fn standard(
    context: &Context,
    args: &TallyArgs,
    ledger: &Ledger,
    period: Period,
    filter: Filter,
) -> Result<String, Stop> {
    let standard = ledger.standard(
        period,
        &filter.or_consultations(),
        context.today,
        comparison(args),
    )?;
    let view = context.view(ledger);
    Ok(match args.format {
        TallyFormat::Table if context.plain => view.standard_said(&standard),
        TallyFormat::Table => view.standard_text(&standard),
        TallyFormat::Csv => view.standard_csv(&standard),
        TallyFormat::Json => format!("{}\n", view.standard_json(&standard)),
        TallyFormat::Md => view.standard_md(&standard),
    })
}

fn by_axes(
    context: &Context,
    args: &TallyArgs,
    ledger: &Ledger,
    (period, filter): (Period, Filter),
    (rows, cols): (Axis, Option<Axis>),
) -> Result<String, Stop> {
    if cols == Some(rows) {
        return Err(Refusal::SameAxis(rows).into());
    }
    let query = Query {
        period,
        filter: filter.of_tally(rows, cols),
        rows,
        cols,
        count: args.count.into(),
    };
    let table = ledger.tally(&query, context.today, comparison(args))?;
    let view = context.view(ledger);
    Ok(match args.format {
        TallyFormat::Table if context.plain => view.table_said(&table),
        TallyFormat::Table => view.table_text(&table),
        TallyFormat::Csv => view.table_csv(&table),
        TallyFormat::Json => format!("{}\n", view.table_json(&table)),
        TallyFormat::Md => view.table_md(&table),
    })
}

fn comparison(args: &TallyArgs) -> Option<Comparison> {
    args.compare.map(Comparison::from)
}
