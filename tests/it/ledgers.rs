//! Ledgers for tests: empty ones, the printed half-year, and generated ones.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use soudan::domain::consultation::{Consultation, Entry};
use soudan::domain::draft::{Draft, DraftSlot};
use soudan::domain::field::Field;
use soudan::domain::profile::YAMAGUCHI;
use soudan::domain::record::About;
use soudan::domain::value::Written;
use soudan::exchange::import::{Mode, Report, import};
use soudan::store::{Ledger, Saved, SavedCase, Stamp, new_id};

/// The 28 records that reproduce the prefecture's printed tables.
pub fn printed_half_year() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/r4-first-half.csv")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn stamp() -> Stamp {
    by("c1")
}

pub fn by(who: &str) -> Stamp {
    Stamp {
        who: who.to_owned(),
        at_ms: 1_664_500_000_000,
    }
}

pub fn in_memory() -> Ledger {
    Ledger::in_memory(YAMAGUCHI, Some("east"), &stamp()).expect("a ledger in memory")
}

/// A folder that only we may enter, gone with the value.
pub fn folder() -> tempfile::TempDir {
    tempfile::Builder::new()
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .tempdir()
        .expect("a folder")
}

pub fn in_file(folder: &tempfile::TempDir) -> Ledger {
    Ledger::create(
        &folder.path().join("ledger.soudan"),
        YAMAGUCHI,
        Some("east"),
        &stamp(),
        None,
    )
    .expect("a ledger")
}

pub fn import_file(ledger: &mut Ledger, path: &Path) -> Report {
    let mut refused = Vec::new();
    let report = import(
        ledger,
        path,
        Mode::default(),
        day("2022-09-30"),
        &stamp(),
        &mut |row| refused.push(row.clone()),
    );
    assert_eq!(refused, []);
    report.expect("an import")
}

/// The printed half-year, in memory.
pub fn half_year() -> Ledger {
    let mut ledger = in_memory();
    import_file(&mut ledger, &printed_half_year());
    ledger
}

/// Makes a child's file of what is typed.
pub fn save_case(ledger: &mut Ledger, typed: &[(&str, &str)]) -> SavedCase {
    let entry = entry(ledger, typed);
    ledger
        .save_case(new_id(stamp().at_ms), None, entry, &stamp())
        .expect("saved")
}

/// The printed half-year with the files of three children: one with everything, one that is closed, and
/// one of whom little is known.
pub fn with_cases() -> Ledger {
    let mut ledger = half_year();
    let one = [
        ("case", "E-012"),
        ("name", "氏名"),
        ("birth", "2015-08-20"),
        ("municipality", "岩国市"),
        ("care", "人工呼吸器、吸引"),
        ("hospital", "市立病院"),
        ("linked", "hospital"),
        ("guardian", "母"),
        ("consent_on", "2022-04-12"),
        ("consent_scope", "市、学校、訪問看護"),
        ("case_notes", "連絡は午前に。"),
    ];
    save_case(&mut ledger, &one);
    save_case(&mut ledger, &[("case", "E-013"), ("birth", "R1.5")]);
    let closed = [
        ("case", "E-001"),
        ("municipality", "光市"),
        ("closed_on", "2022-06-30"),
        ("closed_why", "転出"),
    ];
    save_case(&mut ledger, &closed);
    let call = |date| {
        let rest = CALL.into_iter().filter(|(code, _)| *code != "date");
        rest.chain([
            ("date", date),
            ("case", "E-012"),
            ("content", "夜間の預け先について"),
        ])
        .collect::<Vec<_>>()
    };
    add(&mut ledger, &call("2022-04-12"));
    let due = [("follow_up", "2022-09-28"), ("follow_up_text", "施設に折り返し")];
    let last: Vec<_> = call("2022-09-20").into_iter().chain(due).collect();
    add(&mut ledger, &last);
    ledger
}

/// An entry from field codes and what is typed into them.
pub fn entry(ledger: &Ledger, typed: &[(&str, &str)]) -> Entry {
    let mut entry = Entry::default();
    for (code, text) in typed {
        let field = Field::by_code(code).expect("a field");
        entry
            .read(field, text, ledger.profile(), day("2022-09-30"), Written::ByHand)
            .expect("a value");
    }
    entry
}

/// The ordinary call.
pub const CALL: [(&str, &str); 8] = [
    ("date", "2022-04-12"),
    ("center", "east"),
    ("party", "family"),
    ("relation", "母"),
    ("channel", "電話"),
    ("municipality", "岩国市"),
    ("topic", "respite"),
    ("minutes", "30"),
];

pub fn add(ledger: &mut Ledger, typed: &[(&str, &str)]) -> Saved {
    let entry = entry(ledger, typed);
    ledger
        .add(new_id(stamp().at_ms), entry, &stamp(), None)
        .expect("saved")
}

/// Every record that was not taken out again, in the order of entry.
pub fn records(ledger: &Ledger) -> Vec<Consultation> {
    let mut records = Vec::new();
    ledger
        .in_order_of_entry(&mut |record| {
            records.push(record);
            ControlFlow::Continue(())
        })
        .expect("records");
    records
}

/// A form in which that was written, and nothing else.
pub fn draft(text: &str) -> Draft {
    Draft {
        id: new_id(1_664_500_000_000),
        about: About::Consultation,
        base_rev: None,
        base: None,
        begun_on: day("2022-09-30"),
        at_ms: 1_664_500_000_000,
        slots: vec![DraftSlot {
            name: "content".to_owned(),
            chosen: Vec::new(),
            typed: text.to_owned(),
        }],
        focus: "content".to_owned(),
        caret: text.len(),
        call: None,
        left_ms: None,
    }
}
