//! Budgets of counting, in process on an open ledger.

use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use soudan::domain::axis::{Axis, Filter};
use soudan::domain::period::Period;
use soudan::domain::tally::{Count, Query};
use soudan::error::{Error, Refusal};
use soudan::store::Ledger;

use super::Bench;
use super::generate::LAST_DAY;
use super::measure::{Time, time, times};

const STANDARD_RUNS: usize = 201;
/// How many of the slowest are measured again: one run can be slow by chance.
const CANDIDATES: usize = 8;
/// How often they are.
const CANDIDATE_RUNS: usize = 5;
/// How many are named beside the slowest.
const NAMED: usize = 4;

/// The standard tables of a half-year that is over, and of one that is running.
pub fn standard(bench: &mut Bench) -> Result<()> {
    let [least, most] = of_one_day(bench, "half-year's standard tables", LAST_DAY, 1.0)?;
    let what = "half-year's standard tables: CPU, largest against 10 k";
    let over = most / least;
    let shown = format!("{over:.2} ({:.3} ms more)", most - least);
    bench.table.at_most(what, 0, shown, over, (1.5, "times"));
    let mid_month = NaiveDate::from_ymd_opt(2024, 8, 15).ok_or_else(|| anyhow!("no such day"))?;
    let [least, most] = of_one_day(bench, "running half-year's standard tables", mid_month, 4.0)?;
    // The days of the broken month are read one by one, so this one grows with the month.
    bench.table.told(
        "running half-year's: CPU, largest against 10 k",
        0,
        format!("{:.2} times", most / least),
    );
    Ok(())
}

/// The standard tables as they stand on a day; what they take at the smallest size and at the largest,
/// in milliseconds of processor time.
fn of_one_day(bench: &mut Bench, what: &str, today: NaiveDate, limit_ms: f64) -> Result<[f64; 2]> {
    let (period, filter) = (period("2024H1")?, Filter::consultations());
    let mut medians_ms = Vec::new();
    for size in bench.sizes_from(10_000) {
        let ledger = bench.data.open(size)?;
        let standard = || Ok(ledger.standard(period, &filter, today, None).map(|_| ())?);
        let (wall, cpu) = times(STANDARD_RUNS, standard)?;
        let (p50, p99) = (wall.median(), wall.percentile(99));
        let shown = format!("p50 {p50:.3}, p99 {p99:.3} ms ({:.3} CPU)", cpu.median());
        bench.table.at_most(what, size, shown, p50, (limit_ms, "ms"));
        medians_ms.push(cpu.median());
    }
    let at = |ms: Option<&f64>| ms.copied().unwrap_or(0.0);
    Ok([at(medians_ms.first()), at(medians_ms.last())])
}

/// Two axes, what counting them took, and whether the table was refused.
#[derive(Clone, Copy)]
struct Pair {
    rows: Axis,
    cols: Axis,
    took: Time,
    is_refused: bool,
}

impl Pair {
    fn names(&self) -> String {
        format!("{} × {}", self.rows.code(), self.cols.code())
    }
}

/// Every two axes over a half-year and over all five years; a few by people.
pub fn pairs(bench: &mut Bench) -> Result<()> {
    let size = bench.largest();
    let ledger = bench.data.open(size)?;
    let spans = [
        ("half-year", period("2024H1")?),
        ("five years", period("2022-04-01..2027-03-31")?),
    ];
    for (count, suffix) in [(Count::Contacts, ""), (Count::People, ", people")] {
        for (name, period) in spans {
            let several = |pair: &&Pair| [pair.rows, pair.cols].into_iter().any(Axis::has_multiple_answers);
            let pairs = all_pairs(&ledger, period, count)?;
            let (many, one): (Vec<Pair>, Vec<Pair>) = pairs.iter().partition(several);
            let classes = if name == "half-year" {
                vec![("single-answer", one, 50.0), ("several-answer", many, 100.0)]
            } else {
                vec![("any", pairs, 400.0)]
            };
            for (class, pairs, limit_ms) in classes {
                let refused = pairs.iter().filter(|pair| pair.is_refused).count();
                let slowest = slowest(&ledger, period, count, pairs)?;
                let Some((first, others)) = slowest.split_first() else {
                    continue;
                };
                let what = format!("slowest {class} two axes of {name}{suffix}");
                let Time { wall_ms, cpu_ms } = first.took;
                let shown = format!("{wall_ms:.0} ms ({cpu_ms:.0} CPU): {}", first.names());
                bench.table.at_most(what, size, shown, wall_ms, (limit_ms, "ms"));
                let others = others.iter().take(NAMED);
                let others = others.map(|pair| format!("{} {:.0}", pair.names(), pair.took.cpu_ms));
                let others = others.collect::<Vec<_>>().join(", ");
                eprintln!("  then {others} ms CPU; {refused} refused as too large");
            }
        }
    }
    Ok(())
}

/// Every two axes once; people are counted on axes of each kind.
fn all_pairs(ledger: &Ledger, period: Period, count: Count) -> Result<Vec<Pair>> {
    let few = [
        Axis::Center,
        Axis::Municipality,
        Axis::Month,
        Axis::Topic,
        Axis::Care,
        Axis::Case,
    ];
    let axes: &[Axis] = if count == Count::People { &few } else { &Axis::ALL };
    let mut pairs = Vec::new();
    for &rows in axes {
        for &cols in axes.iter().filter(|cols| **cols != rows) {
            let mut is_refused = false;
            let took = time(|| {
                is_refused = !tally(ledger, period, count, rows, cols)?;
                Ok(())
            })?;
            pairs.push(Pair {
                rows,
                cols,
                took,
                is_refused,
            });
        }
    }
    Ok(pairs)
}

/// The slowest, by the median of several more runs.
fn slowest(ledger: &Ledger, period: Period, count: Count, mut pairs: Vec<Pair>) -> Result<Vec<Pair>> {
    let slowest_first = |pairs: &mut Vec<Pair>| pairs.sort_by(|a, b| b.took.cpu_ms.total_cmp(&a.took.cpu_ms));
    slowest_first(&mut pairs);
    pairs.truncate(CANDIDATES);
    for pair in &mut pairs {
        let count_once = || tally(ledger, period, count, pair.rows, pair.cols).map(|_| ());
        let (wall, cpu) = times(CANDIDATE_RUNS, count_once)?;
        pair.took = Time {
            wall_ms: wall.median(),
            cpu_ms: cpu.median(),
        };
    }
    slowest_first(&mut pairs);
    Ok(pairs)
}

/// Counts once; whether there was a table at the end, or one that nobody could read was refused.
fn tally(ledger: &Ledger, period: Period, count: Count, rows: Axis, cols: Axis) -> Result<bool> {
    let of_kind = rows == Axis::Kind || cols == Axis::Kind;
    let filter = if of_kind {
        Filter::everything()
    } else {
        Filter::consultations()
    };
    let query = Query {
        period,
        filter,
        rows,
        cols: Some(cols),
        count,
    };
    match ledger.tally(&query, LAST_DAY, None) {
        Err(Error::Refused(Refusal::TooManyCells)) => Ok(false),
        counted => Ok(counted.map(|_| true)?),
    }
}

fn period(text: &str) -> Result<Period> {
    Period::parse(text, LAST_DAY).map_err(|error| anyhow!("{text}: {error:?}"))
}
