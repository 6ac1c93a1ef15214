//! `soudan compare`: tables typed from paper against the ledger.

use crate::domain::axis::{Axis, Filter};
use crate::domain::period::Period;
use crate::domain::printed::{Replay, Which, replay};
use crate::domain::standard::{Part, Standard};
use crate::domain::tally::{Count, Query, Table};
use crate::error::{Error, Refusal};
use crate::exchange::printed::{Typed, place, read};
use crate::store::Ledger;

use super::args::{CompareArgs, CompareFormat};
use super::context::Context;
use super::output::{print, say};
use super::query;
use super::stop::Stop;

/// Compares every table of a file; what does not agree ends with status 1.
pub fn run(context: &Context, args: &CompareArgs) -> Result<(), Stop> {
    let named = query::period(context, args.period.as_deref())?;
    let period = named.unwrap_or_else(|| Period::half_of(context.today));
    if period.from > context.today {
        return Err(Refusal::NotBegun(period).into());
    }
    context.read(|ledger| {
        let asked = Asked::read(args, ledger)?;
        let replays = replays(context, &asked, ledger, period)?;
        let view = context.view(ledger);
        print(&match args.format {
            CompareFormat::Table if context.plain => view.replays_said(&replays),
            CompareFormat::Table => view.replays_text(&replays),
            CompareFormat::Json => format!("{}\n", view.replays_json(&replays)),
        })?;
        if replays.iter().all(|(replay, _)| replay.agrees()) {
            return Ok(());
        }
        if named.is_none() {
            let better = better(context, &asked, ledger, agreeing(&replays));
            let better = better
                .as_ref()
                .map(|(period, agree)| (period, *agree, replays.len()));
            say(&context.words.compared_unasked(&period, better));
        }
        Err(Stop::Said {
            status: 1,
            message: String::new(),
        })
    })
}

/// The tables of a file, and which records they are held against.
struct Asked {
    tables: Vec<Typed>,
    filter: Filter,
}

impl Asked {
    fn read(args: &CompareArgs, ledger: &Ledger) -> Result<Self, Error> {
        let profile = ledger.profile();
        let filter = query::filter(&args.filters, profile)?;
        let axis = |typed: &Option<String>| typed.as_deref().map(|typed| query::axis(typed, profile));
        let (rows, cols) = (axis(&args.rows).transpose()?, axis(&args.cols).transpose()?);
        // Columns alone stand beside the centers, as in a tally.
        let axes = match (rows, cols) {
            (None, None) => None,
            (rows, cols) => Some((rows.unwrap_or(Axis::Center), cols)),
        };
        let tables = read(&args.file, profile, axes)?;
        Ok(Self { tables, filter })
    }
}

/// How many tables agree.
fn agreeing(replays: &[(Replay, Table)]) -> usize {
    replays.iter().filter(|(replay, _)| replay.agrees()).count()
}

/// The period before the running one, of those that are reported, with which most tables agree, if those are
/// more than `agree`: the half-year, the last month that is over, or this month.
fn better(context: &Context, asked: &Asked, ledger: &Ledger, agree: usize) -> Option<(Period, usize)> {
    let month = Period::month_of(context.today);
    let before = [Period::half_of(context.today).previous(), month.previous(), month];
    let agreeing = before.into_iter().filter_map(|period| {
        let replays = replays(context, asked, ledger, period).ok()?;
        Some((period, agreeing(&replays))).filter(|(_, now)| *now > agree)
    });
    // Of several the first.
    agreeing.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

fn replays(
    context: &Context,
    asked: &Asked,
    ledger: &Ledger,
    period: Period,
) -> Result<Vec<(Replay, Table)>, Error> {
    let (profile, filter) = (ledger.profile(), &asked.filter);
    let mut standard = None;
    let mut replays = Vec::new();
    for typed in &asked.tables {
        let table = match typed.which(profile, &period) {
            Which::Part(part) => {
                if standard.is_none() {
                    let filter = filter.clone().or_consultations();
                    standard = Some(ledger.standard(period, &filter, context.today, None)?);
                }
                standard.as_ref().map(|standard| table_of(standard, part).clone())
            }
            Which::Axes(rows, cols) => Some(by_axes(context, ledger, (period, filter), (rows, cols))?),
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
