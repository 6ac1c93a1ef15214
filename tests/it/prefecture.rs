//! Another, made-up prefecture: six centers, other lists, more channels. Its profile is data, and its
//! figures are exact however many records there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use chrono::{Datelike, Days, NaiveDate};
use soudan::domain::axis::{Axis, Filter};
use soudan::domain::era::fiscal_year;
use soudan::domain::list::{CONSULTATION, List, NONE};
use soudan::domain::period::Period;
use soudan::domain::profile::Profile;
use soudan::domain::tally::{Count, Query, Table};
use soudan::store::{Ledger, Selection};

use crate::ledgers::{day, folder, import_file, stamp};

const OTHER: &str = include_str!("fixtures/other-prefecture.toml");

/// Records of the short form; `SOUDAN_RECORDS=500000` is what a prefecture gathers in decades.
const RECORDS: u32 = 20_000;

/// The same numbers in every run.
struct Draws(u64);

impl Draws {
    /// A number below a limit (a linear congruential generator, its upper bits).
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Fiscal year, kind and case.
type CaseYear = (i32, String, u64);
/// Day, hour and place in the file; without an hour it stands before the others of its day.
type Moment = (NaiveDate, Option<usize>, u32);

/// What the test itself counts: for each axis the records of a code, and the cells of the tables.
#[derive(Default)]
struct Expected {
    by_axis: BTreeMap<Axis, BTreeMap<String, u64>>,
    /// Party, center and channel or field.
    cells: BTreeMap<(Axis, [String; 3]), u64>,
    cases_by_center: BTreeMap<String, BTreeSet<u64>>,
    /// A case's first contact of a fiscal year and kind.
    firsts: BTreeMap<CaseYear, Moment>,
    /// Consultations of the span with a case: which is new shows when all are known.
    with_case: Vec<(CaseYear, Moment)>,
    records: u64,
}

impl Expected {
    fn add(&mut self, axis: Axis, code: &str) {
        *self
            .by_axis
            .entry(axis)
            .or_default()
            .entry(code.to_owned())
            .or_default() += 1;
    }
}

/// One record of the generated prefecture.
struct Made {
    day: NaiveDate,
    hour: Option<usize>,
    codes: BTreeMap<Axis, String>,
    topics: BTreeSet<String>,
    case: Option<u64>,
    age: usize,
}

const SPAN: (&str, &str) = ("2024-04-01", "2025-03-31");

fn made(draws: &mut Draws, profile: &Profile, first_day: NaiveDate) -> Made {
    let mut pick = |list: List| {
        let items = profile.items(list);
        items[draws.below(items.len())].code.to_string()
    };
    let lists = [
        (Axis::Center, List::Center),
        (Axis::Channel, List::Channel),
        (Axis::Party, List::Party),
        (Axis::Kind, List::Kind),
        (Axis::Municipality, List::Municipality),
        (Axis::State, List::State),
        (Axis::Field, List::Field),
        (Axis::Relation, List::Relation),
    ];
    let mut codes: BTreeMap<Axis, String> = lists.map(|(axis, list)| (axis, pick(list))).into();
    let topics = (0..3).map(|_| pick(List::Topic)).collect();
    codes.remove(if codes[&Axis::Party] == "family" {
        &Axis::Field
    } else {
        &Axis::Relation
    });
    // Most contacts are consultations.
    if draws.below(4) > 0 {
        codes.insert(Axis::Kind, CONSULTATION.to_owned());
    }
    let hour = draws.below(25);
    Made {
        day: first_day + Days::new(draws.below(3 * 365) as u64),
        hour: (hour < 24).then_some(hour),
        codes,
        topics,
        case: (draws.below(3) > 0).then(|| draws.below(5000) as u64),
        age: draws.below(25),
    }
}

impl Made {
    fn code(&self, axis: Axis) -> &str {
        self.codes.get(&axis).map_or("", String::as_str)
    }

    fn row(&self, to: &mut String) {
        let time = self.hour.map(|hour| format!("{hour:02}:30")).unwrap_or_default();
        let topics: Vec<&str> = self.topics.iter().map(String::as_str).collect();
        let case = self.case.map(|case| format!("K{case}")).unwrap_or_default();
        let codes = COLUMNS.map(|axis| self.code(axis)).join(",");
        let (day, topics, age) = (self.day, topics.join("、"), self.age);
        writeln!(to, "{day},{time},{codes},{topics},{case},{age}").expect("a string takes it");
    }

    fn count(&self, n: u32, profile: &Profile, expected: &mut Expected) {
        let case = self
            .case
            .map(|case| (fiscal_year(self.day), self.code(Axis::Kind).to_owned(), case));
        let moment = (self.day, self.hour, n);
        if let Some(case) = &case {
            let first = expected.firsts.entry(case.clone()).or_insert(moment);
            *first = (*first).min(moment);
        }
        let is_counted =
            self.code(Axis::Kind) == CONSULTATION && (day(SPAN.0)..=day(SPAN.1)).contains(&self.day);
        if !is_counted {
            return;
        }
        expected.records += 1;
        for axis in COLUMNS {
            let code = self.code(axis);
            expected.add(axis, if code.is_empty() { NONE } else { code });
        }
        let municipality = self.code(Axis::Municipality).into();
        let area = profile.belonging(&municipality).and_then(|of| of.area.clone());
        expected.add(Axis::Area, area.as_ref().map_or(NONE, |area| area.as_str()));
        self.topics
            .iter()
            .for_each(|topic| expected.add(Axis::Topic, topic));
        expected.add(Axis::Month, &self.day.format("%Y-%m").to_string());
        expected.add(Axis::Weekday, &self.day.weekday().to_string().to_lowercase());
        expected.add(
            Axis::Hour,
            &self.hour.map_or(NONE.to_owned(), |hour| format!("{hour:02}")),
        );
        let band = ["baby", "small", "school", "grown"];
        expected.add(
            Axis::Age,
            band[[1, 6, 18].iter().filter(|from| self.age >= **from).count()],
        );
        let text = |axis| self.code(axis).to_owned();
        for column in [Axis::Channel, Axis::Field] {
            let cell = (column, [text(Axis::Party), text(Axis::Center), text(column)]);
            *expected.cells.entry(cell).or_default() += 1;
        }
        if let Some(case) = case {
            expected
                .cases_by_center
                .entry(text(Axis::Center))
                .or_default()
                .insert(case.2);
            expected.with_case.push((case, moment));
        } else {
            expected.add(Axis::Newness, NONE);
        }
    }
}

/// The columns of coded values.
const COLUMNS: [Axis; 8] = [
    Axis::Center,
    Axis::Party,
    Axis::Kind,
    Axis::Channel,
    Axis::Municipality,
    Axis::State,
    Axis::Field,
    Axis::Relation,
];

fn query(rows: Axis, count: Count) -> Query {
    let period = Period::parse("2024", day("2025-03-31")).expect("a period");
    Query {
        period,
        filter: Filter::consultations(),
        rows,
        cols: None,
        count,
    }
}

/// A table's rows that are not zero, by code.
fn totals(table: &Table) -> BTreeMap<String, u64> {
    let rows = table
        .rows
        .iter()
        .map(|row| (row.bucket.code.clone(), row.line.total.unwrap_or(0)));
    rows.filter(|(_, n)| *n > 0).collect()
}

fn assert_standard(ledger: &Ledger, expected: &Expected) {
    let period = Period::parse("2024", day("2025-03-31")).expect("a period");
    let standard = ledger
        .standard(period, &Filter::consultations(), day("2025-03-31"), None)
        .expect("tables");
    assert!(standard.ties());
    assert_eq!(standard.records, expected.records);
    let tables = [
        ("family", Axis::Channel, &standard.family),
        ("stakeholder", Axis::Channel, &standard.stakeholder),
        ("stakeholder", Axis::Field, &standard.fields),
    ];
    for (party, axis, table) in tables {
        assert!(table.columns.len() >= 5, "the columns of {party}");
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.line.cells) {
                let key = (
                    axis,
                    [party.to_owned(), row.bucket.code.clone(), column.code.clone()],
                );
                let n = expected.cells.get(&key).copied().unwrap_or(0);
                assert_eq!(cell.unwrap_or(0), n, "{key:?}");
            }
        }
        let centers: u64 = table.rows.iter().filter_map(|row| row.line.total).sum();
        assert_eq!(table.total.total, Some(centers));
    }
}

#[test]
fn another_prefectures_records_are_counted_exactly() {
    let records = std::env::var("SOUDAN_RECORDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(RECORDS);
    let folder = folder();
    let path = folder.path().join("ledger.soudan");
    let mut ledger = Ledger::create(&path, OTHER, Some("islands"), &stamp(), None).expect("a ledger");
    let (mut draws, mut expected) = (Draws(2024), Expected::default());
    let mut csv =
        "date,time,center,party,kind,channel,municipality,state,field,relation,topic,case,child_age\n"
            .to_owned();
    for n in 0..records {
        // The islands' center opened last, and takes nothing before.
        let made = made(&mut draws, ledger.profile(), day("2023-10-01"));
        made.row(&mut csv);
        made.count(n, ledger.profile(), &mut expected);
    }
    let file = folder.path().join("rows.csv");
    fs::write(&file, csv).expect("a file");
    let begun = Instant::now();
    assert_eq!(import_file(&mut ledger, &file).imported.added, u64::from(records));
    println!("{records} records imported in {:?}", begun.elapsed());
    for (case, place) in std::mem::take(&mut expected.with_case) {
        let is_new = expected.firsts[&case] == place;
        expected.add(Axis::Newness, if is_new { "new" } else { "continuing" });
    }
    assert_standard(&ledger, &expected);
    for (axis, counts) in &expected.by_axis {
        let table = ledger
            .tally(&query(*axis, Count::Contacts), day("2025-03-31"), None)
            .expect("a table");
        assert_eq!(totals(&table), *counts, "{axis:?}");
        assert_eq!(table.total.total, Some(expected.records), "{axis:?}");
        assert!(table.proof().ties);
    }
    let people = ledger
        .tally(&query(Axis::Center, Count::People), day("2025-03-31"), None)
        .expect("a table");
    let cases = expected
        .cases_by_center
        .iter()
        .map(|(center, cases)| (center.clone(), cases.len() as u64));
    assert_eq!(totals(&people), cases.collect());
    let all: BTreeSet<_> = expected.cases_by_center.values().flatten().collect();
    assert_eq!(people.total.total, Some(all.len() as u64));
    assert_eq!(
        ledger.count(&Selection::default()).expect("a count"),
        u64::from(records)
    );
    println!("tallied after {:?}", begun.elapsed());
    assert_eq!(ledger.check(false).expect("a check"), []);
    println!("checked after {:?}", begun.elapsed());
}
