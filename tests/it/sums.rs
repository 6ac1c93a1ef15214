//! Figures that can be trusted: on generated ledgers every table of the packet and every standard table adds
//! up, opens what it counts, and says the same with and without the stored counts.
//!
//! The short form runs with the suite. The long one: `SOUDAN_LEDGERS=1000 cargo test --test it sums::`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::domain::axis::Filter;
use soudan::domain::drill::Place;
use soudan::domain::packet::{MonthTables, Packet};
use soudan::domain::period::Period;
use soudan::domain::standard::{Part, Standard};
use soudan::domain::tally::{Comparison, Count, Table};
use soudan::domain::trend;
use soudan::store::{Ledger, Selection};

use crate::figures::either_way;
use crate::ledgers::{day, in_memory};
use crate::made::{made, write};

/// Ledgers of the short form.
const LEDGERS: u32 = 48;
/// The first day of the fiscal year in which most records lie.
const YEAR: &str = "2022-04-01";

/// The three tables, with their names.
fn parts(standard: &Standard) -> [(Part, &Table); 3] {
    [
        (Part::Family, &standard.family),
        (Part::Stakeholder, &standard.stakeholder),
        (Part::Fields, &standard.fields),
    ]
}

/// The standard tables of a packet.
fn standards(packet: &Packet) -> [&Standard; 4] {
    let MonthTables {
        beside_previous,
        beside_year,
    } = &packet.month;
    [
        &packet.running,
        &packet.year_to_date,
        beside_previous,
        beside_year,
    ]
}

/// Every place of a table that shows a figure: cells and margins, now and before.
fn places(table: &Table) -> Vec<Place> {
    let rows = (0..table.rows.len()).map(|at| Some(at..at + 1)).chain([None]);
    let columns = || (0..table.columns.len()).map(|at| Some(at..at + 1)).chain([None]);
    let all = rows.flat_map(|rows| columns().map(move |columns| (rows.clone(), columns)));
    let sides: &[bool] = match table.compared {
        Some(_) => &[false, true],
        None => &[false],
    };
    let place = |(rows, columns): (Option<std::ops::Range<usize>>, _), is_before: bool| Place {
        rows,
        columns,
        is_before,
    };
    all.flat_map(|at| sides.iter().map(move |side| place(at.clone(), *side)))
        .collect()
}

/// Opens every figure: the list is as long as it says. How many there were.
fn opens_all(ledger: &Ledger, table: &Table) -> Result<usize, TestCaseError> {
    let mut opened = 0;
    for place in places(table) {
        let figure = table.figure(&place);
        let drill = table.drill(&place);
        prop_assert_eq!(
            figure.is_some(),
            drill.is_some(),
            "{:?} of {:?}",
            place,
            table.query
        );
        let (Some(figure), Some(drill)) = (figure, drill) else {
            continue;
        };
        let keys = ledger.keys(&Selection::from(drill)).expect("a list");
        prop_assert_eq!(keys.len() as u64, figure, "{:?} of {:?}", place, table.query);
        opened += 1;
    }
    Ok(opened)
}

/// A table ties, and where it may, adds up: the rows to the foot, column by column, and the cells to the
/// end of their line.
fn adds_up(table: &Table) -> Result<(), TestCaseError> {
    prop_assert!(table.proof().ties, "{:?} of {:?}", table.proof(), table.query);
    if table.has_multiple_answers() {
        return Ok(());
    }
    for is_before in [false, true]
        .into_iter()
        .filter(|before| !before || table.compared.is_some())
    {
        let at = |rows: Option<usize>, columns: Option<usize>| {
            let place = Place {
                rows: rows.map(|at| at..at + 1),
                columns: columns.map(|at| at..at + 1),
                is_before,
            };
            table.figure(&place).unwrap_or(0)
        };
        for column in (0..table.columns.len()).map(Some).chain([None]) {
            let sum: u64 = (0..table.rows.len()).map(|row| at(Some(row), column)).sum();
            prop_assert_eq!(sum, at(None, column), "down {:?} of {:?}", column, table.query);
        }
        for row in (0..table.rows.len()).map(Some).chain([None]) {
            let sum: u64 = (0..table.columns.len()).map(|column| at(row, Some(column))).sum();
            let is_table = !table.columns.is_empty();
            prop_assert!(
                !is_table || sum == at(row, None),
                "across {:?} of {:?}",
                row,
                table.query
            );
        }
    }
    Ok(())
}

/// Every figure of some standard tables, by part, center and column; empty is a margin.
fn figures(standard: &Standard) -> BTreeMap<(&'static str, String, String), u64> {
    let mut figures = BTreeMap::new();
    for (part, table) in parts(standard) {
        for place in places(table).into_iter().filter(|place| !place.is_before) {
            let code = |at: &Option<std::ops::Range<usize>>, codes: Vec<&String>| {
                at.as_ref().map_or_else(String::new, |at| codes[at.start].clone())
            };
            let rows = table.rows.iter().map(|row| &row.bucket.code).collect();
            let columns = table.columns.iter().map(|bucket| &bucket.code).collect();
            let key = (
                part.code(),
                code(&place.rows, rows),
                code(&place.columns, columns),
            );
            let figure = table.figure(&place).unwrap_or(0);
            // What is shown only where it is not zero may be missing in one of the tables.
            if figure > 0 {
                figures.insert(key, figure);
            }
        }
    }
    figures
}

fn standard(ledger: &Ledger, period: Period, today: NaiveDate) -> Standard {
    let filter = Filter::consultations();
    let compare = Some(Comparison::Year);
    ledger.standard(period, &filter, today, compare).expect("tables")
}

/// The fiscal year is the sum of its months, in every figure; so are its halves.
fn year_is_its_months(ledger: &Ledger, today: NaiveDate) -> Result<usize, TestCaseError> {
    let year = Period::year_of(day(YEAR));
    let whole = standard(ledger, year, today);
    let mut opened = 0;
    for (_, table) in parts(&whole) {
        adds_up(table)?;
        opened += opens_all(ledger, table)?;
    }
    let summed = |spans: Vec<Period>| {
        let mut sums = BTreeMap::new();
        // A month to come counts nothing, whatever is dated in it.
        for span in spans.into_iter().filter(|span| span.from <= today) {
            for (key, figure) in figures(&standard(ledger, span, today)) {
                *sums.entry(key).or_insert(0) += figure;
            }
        }
        sums
    };
    let months = year.months().into_iter();
    let months = months.map(|(year, month)| Period::month(year, month).expect("a month"));
    prop_assert_eq!(figures(&whole), summed(months.collect()), "months");
    let halves = [Period::half_of(year.from), Period::half_of(year.to)];
    prop_assert_eq!(figures(&whole), summed(halves.to_vec()), "halves");
    Ok(opened)
}

/// Every table of a packet; how many figures were opened.
fn packet_holds(ledger: &Ledger, packet: &Packet) -> Result<usize, TestCaseError> {
    let mut opened = 0;
    for standard in standards(packet) {
        prop_assert!(standard.ties());
        for (_, table) in parts(standard) {
            adds_up(table)?;
            opened += opens_all(ledger, table)?;
        }
    }
    adds_up(&packet.months)?;
    opened += opens_all(ledger, &packet.months)?;
    // The months go on to the year's end, as 年度累計 does not, and nothing is counted there.
    prop_assert_eq!(packet.months.records, packet.year_to_date.records);
    let of_period = standard(ledger, packet.period, packet.as_of).records;
    for (section, table) in &packet.breakdowns {
        adds_up(table)?;
        opened += opens_all(ledger, table)?;
        prop_assert_eq!(table.total.total.unwrap_or(0), of_period, "{:?}", section);
    }
    Ok(opened)
}

/// The months of the trend are those of the tables.
fn trend_is_its_months(ledger: &mut Ledger, period: Period, today: NaiveDate) -> Result<(), TestCaseError> {
    let query = trend::query(&period, today, Filter::consultations(), Count::Contacts);
    let trend = either_way(ledger, |ledger| ledger.trend(&query, today));
    prop_assert_eq!(trend.closed.len(), trend::MONTHS);
    opens_all(ledger, &trend.table)?;
    for ((year, month), figure) in query.period.months().into_iter().zip(trend.figures()) {
        let month = Period::month(year, month).expect("a month");
        let records = standard(ledger, month, today).records;
        prop_assert_eq!(figure.unwrap_or(0), records, "{:?}", month);
    }
    Ok(())
}

#[test]
fn every_table_of_the_packet_adds_up_and_opens_what_it_counts() {
    let ledgers = std::env::var("SOUDAN_LEDGERS").ok();
    let cases = ledgers.and_then(|n| n.parse().ok()).unwrap_or(LEDGERS);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let strategy = (
        proptest::collection::vec(made(), 0..24),
        proptest::sample::select(vec!["2022-04", "2022-09", "2022H1", "2022H2", "2023-04"]),
        proptest::sample::select(vec!["2022-10-15", "2023-03-31", "2023-04-20", "2024-01-01"]),
    );
    let opened = std::cell::Cell::new(0);
    runner
        .run(&strategy, |(records, span, today)| {
            let mut ledger = in_memory();
            records.iter().for_each(|made| write(&mut ledger, made));
            let (period, today) = (Period::parse(span, day(today)).expect("a period"), day(today));
            opened.set(opened.get() + year_is_its_months(&ledger, today)?);
            trend_is_its_months(&mut ledger, period, today)?;
            // A packet is made of what has begun.
            if period.from <= today {
                let packet = either_way(&mut ledger, |ledger| ledger.packet(period, today));
                opened.set(opened.get() + packet_holds(&ledger, &packet)?);
            }
            Ok(())
        })
        .expect("every ledger adds up");
    println!("{cases} ledgers, {} figures opened", opened.get());
    assert!(
        opened.get() > 100 * cases as usize,
        "only {} figures",
        opened.get()
    );
}
