//! The search index: whatever is done to a ledger, and however far the index has come, a search finds
//! exactly what reading record after record does, newest first; and `check` sees what is wrong with it.

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::domain::axis::{Axis, Filter};
use soudan::domain::consultation::VoidReason;
use soudan::domain::field::Field;
use soudan::domain::period::Period;
use soudan::domain::profile::YAMAGUCHI;
use soudan::domain::value::Written;
use soudan::error::{Error, Finding, Refusal};
use soudan::store::{INDEX_SLICE, Ledger, Opening, RecordKey, Search, Selection, Tended, new_id};

use crate::faults::{lived_in, open, tool};
use crate::imports::{NORMAL, imported};
use crate::ledgers::{CALL, add, day, entry, folder, in_file, in_memory, printed_half_year, records, stamp};
use crate::made::{CONTENTS, Made, made, write};

/// What can be done to a ledger.
#[derive(Clone, Debug)]
enum Step {
    Add(Made),
    /// Another day, another note and another way of one of the records.
    Edit(usize, u32, usize),
    Void(usize),
    Undo,
    Redo,
    /// The file of a case, made or changed: what it says of the 医療的ケア.
    File(u32, usize),
    Import(Vec<(u32, usize)>),
    /// The index is brought on until so many terms are met.
    Tend(usize),
    Renew,
    /// The first center is called otherwise in receipt numbers.
    Rename(&'static str),
}

fn step() -> impl Strategy<Value = Step> {
    let at = || 0..60_usize;
    prop_oneof![
        4 => made().prop_map(Step::Add),
        3 => (at(), 0..400_u32, 0..CONTENTS.len()).prop_map(|(at, day, note)| Step::Edit(at, day, note)),
        1 => at().prop_map(Step::Void),
        1 => Just(Step::Undo),
        1 => Just(Step::Redo),
        2 => (0..5_u32, 0..CARE.len()).prop_map(|(case, care)| Step::File(case, care)),
        2 => proptest::collection::vec((0..400_u32, 0..CONTENTS.len()), 1..9).prop_map(Step::Import),
        2 => proptest::sample::select(vec![1, 40, 100, INDEX_SLICE]).prop_map(Step::Tend),
        1 => Just(Step::Renew),
        1 => proptest::sample::select(vec!["東", "本"]).prop_map(Step::Rename),
    ]
}

fn date_of(days: u32) -> String {
    (day("2022-04-01") + chrono::Days::new(days.into())).to_string()
}

fn edit(ledger: &mut Ledger, at: usize, days: u32, note: usize) {
    let all = records(ledger);
    let Some(record) = all.get(at % all.len().max(1)) else {
        return;
    };
    let mut entry = record.entry.clone();
    let channel = ["電話", "FAX"][at % 2];
    let typed = [
        (Field::Date, date_of(days)),
        (Field::Content, CONTENTS[note].to_owned()),
        (Field::Channel, channel.to_owned()),
    ];
    for (field, text) in typed {
        entry
            .read(field, &text, ledger.profile(), day("2024-09-30"), Written::ByHand)
            .expect("a value");
    }
    ledger
        .edit(record.id, record.rev, entry, &stamp(), None)
        .expect("an edit");
}

/// What a file says of the 医療的ケア.
const CARE: [&str; 3] = ["吸引", "人工呼吸器、酸素療法", ""];

fn file(ledger: &mut Ledger, code: &str, care: &str) {
    let now = ledger.case(code).expect("a ledger");
    let typed = entry(ledger, &[("case", code), ("birth", "H27.4"), ("care", care)]);
    let (id, rev) = now.map_or((new_id(stamp().at_ms), None), |file| (file.id, Some(file.rev)));
    ledger.save_case(id, rev, typed, &stamp()).expect("a file");
}

fn run(ledger: &mut Ledger, step: &Step, imports: &mut usize) {
    match step {
        Step::Add(made) => write(ledger, made),
        Step::Edit(at, days, note) => edit(ledger, *at, *days, *note),
        Step::Void(at) => {
            let all = records(ledger);
            if let Some(record) = all.get(at % all.len().max(1)) {
                let void = ledger.void(record.id, record.rev, VoidReason::Mistake, &stamp());
                void.expect("a void record");
            }
        }
        Step::Undo => nothing_or_done(ledger.undo(&stamp()).map(|_| ())),
        Step::Redo => nothing_or_done(ledger.redo(&stamp()).map(|_| ())),
        Step::File(case, care) => file(ledger, &format!("E-{case:03}"), CARE[*care]),
        Step::Import(rows) => {
            *imports += 1;
            let mut csv = "日付,センター,相談者区分,相談方法,相談概要\n".to_owned();
            for (days, note) in rows {
                let (date, note) = (date_of(*days), CONTENTS[*note].replace('\n', " "));
                csv += &format!("{date},東部,本人・家族,メール,{note} {imports}\n");
            }
            imported(ledger, csv.as_bytes(), NORMAL);
        }
        Step::Tend(terms) => {
            let _ = ledger.tend_index(*terms).expect("a slice");
        }
        Step::Renew => ledger.renew_index().expect("an index to be made anew"),
        Step::Rename(short) => {
            let toml = YAMAGUCHI.replacen("short = \"東\"", &format!("short = \"{short}\""), 1);
            assert!(*short == "東" || toml != YAMAGUCHI);
            ledger.set_profile(&toml, &stamp()).expect("a profile");
        }
    }
}

fn nothing_or_done(done: Result<(), Error>) {
    let is_no_fault = matches!(
        done,
        Ok(())
            | Err(Error::Refused(
                Refusal::NothingToUndo | Refusal::NothingToRedo | Refusal::ChangedSince
            ))
    );
    assert!(is_no_fault, "{done:?}");
}

/// Everything that a search finds, a few records at a time.
fn sought(ledger: &Ledger, selection: &Selection, search: &Search) -> Vec<RecordKey> {
    let (mut keys, mut cursor) = (Vec::new(), None);
    loop {
        let found = ledger.seek(selection, search, cursor, 3).expect("a slice");
        keys.extend(found.keys);
        cursor = found.rest;
        if cursor.is_none() {
            return keys;
        }
    }
}

/// Whether a search of a selection finds what reading its records one after another does.
fn compare(ledger: &Ledger, selection: &Selection, typed: &str) {
    let search = Search::new(typed);
    let all = ledger.keys(selection).expect("keys");
    let expected = ledger.sift(&all, &search).expect("a reading");
    assert_eq!(
        sought(ledger, selection, &search),
        expected,
        "{typed} in {selection:?}"
    );
    let limited = Selection {
        search: Some(typed.to_owned()),
        limit: Some(4),
        ..selection.clone()
    };
    let count = ledger.count(&limited).expect("a count");
    assert_eq!(count, expected.len().min(4) as u64, "{typed}");
}

#[rustfmt::skip]
const WORDS: [&str; 18] = [
    "退院", "吸引", "レスパイト", "れすぱい", "停電時の電源", "電話", "FAX", "東部", "高", "校", "r4-東", "本-0",
    "0003", "、", "電 メール", "e-00", "め", "どこにもない",
];

fn care(code: &str) -> Selection {
    Selection {
        filter: Filter::everything().narrowed(Axis::Care, code),
        ..Selection::default()
    }
}

/// The index holds what a record itself says of the 医療的ケア; what the child's file says counts.
#[test]
fn a_search_within_a_care_goes_by_the_childs_file() {
    let mut ledger = in_memory();
    file(&mut ledger, "E-012", "人工呼吸器");
    let noted = |more: &[(&'static str, &'static str)]| [&CALL, &[("content", "預け先")][..], more].concat();
    add(&mut ledger, &noted(&[("case", "E-012")]));
    add(&mut ledger, &noted(&[("case", "E-012"), ("care", "oxygen")]));
    add(&mut ledger, &noted(&[("care", "oxygen")]));
    for (code, expected) in [("ventilator", 2), ("oxygen", 1), ("none", 0)] {
        let found = sought(&ledger, &care(code), &Search::new("預け先"));
        assert_eq!(found.len(), expected, "{code}");
        compare(&ledger, &care(code), "預け先");
    }
}

#[test]
fn a_search_finds_what_reading_does_whatever_was_done() {
    let selections = vec![
        Selection::default(),
        Selection {
            period: Period::parse("2022H1", day("2022-09-30")).ok(),
            until: Some(day("2022-08-10")),
            ..Selection::default()
        },
        Selection {
            filter: Filter::everything()
                .narrowed(Axis::Channel, "fax")
                .narrowed(Axis::Topic, "none"),
            ..Selection::default()
        },
        Selection {
            filter: Filter::everything().narrowed(Axis::Outcome, "advised"),
            ..Selection::default()
        },
        care("suction"),
        care("ventilator"),
        care("none"),
    ];
    let config = Config {
        cases: 60,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome =
        TestRunner::new_with_rng(config, rng).run(&proptest::collection::vec(step(), 1..30), |steps| {
            let (mut ledger, mut imports) = (in_memory(), 0);
            for step in &steps {
                run(&mut ledger, step, &mut imports);
            }
            assert_eq!(ledger.check(true).expect("a check"), []);
            for selection in &selections {
                WORDS.iter().for_each(|typed| compare(&ledger, selection, typed));
            }
            Ok(())
        });
    outcome.expect("searches find what is there");
}

/// Brings the index on to its end.
fn tend(ledger: &mut Ledger) {
    while ledger.tend_index(INDEX_SLICE).expect("a slice") != Tended::Whole {}
}

fn search(ledger: &Ledger, typed: &str) -> usize {
    sought(ledger, &Selection::default(), &Search::new(typed)).len()
}

/// More records than the index may be behind and still be asked.
fn large_import(ledger: &mut Ledger) {
    let mut csv = "日付,時刻,センター,相談者区分,相談方法,相談概要\n".to_owned();
    for at in 0..1500 {
        let (date, note) = (
            date_of(at % 37),
            CONTENTS[at as usize % CONTENTS.len()].replace('\n', " "),
        );
        let time = format!("{:02}:{:02}", at % 24, at % 60);
        csv += &format!("{date},{time},東部,本人・家族,電話,{note} その{at}\n");
    }
    imported(ledger, csv.as_bytes(), NORMAL);
}

#[test]
fn a_large_import_is_searched_while_the_index_comes_to_it() {
    let mut ledger = in_memory();
    add(&mut ledger, &CALL);
    large_import(&mut ledger);
    assert_eq!(ledger.index_lag().expect("a lag"), 1500);
    add(&mut ledger, &CALL);
    let selections = [
        Selection::default(),
        Selection {
            filter: Filter::everything().narrowed(Axis::Channel, "phone"),
            period: Period::parse("2022-04", day("2022-09-30")).ok(),
            ..Selection::default()
        },
    ];
    let mut lags = Vec::new();
    loop {
        if lags.len() % 5 < 2 {
            for (selection, typed) in selections.iter().flat_map(|selection| {
                ["れすぱいと", "その149", "、", "どこにもない"].map(|typed| (selection, typed))
            }) {
                compare(&ledger, selection, typed);
            }
        }
        lags.push(ledger.index_lag().expect("a lag"));
        if ledger.tend_index(5000).expect("a slice") == Tended::Whole {
            break;
        }
    }
    assert_eq!((lags.first(), lags.last()), (Some(&1501), Some(&0)));
    assert!(
        lags.windows(2).filter(|pair| pair[1] < pair[0]).count() > 5,
        "{lags:?}"
    );
    assert_eq!(ledger.check(true).expect("a check"), []);
    // From now on each record is indexed as it is saved.
    add(&mut ledger, &CALL);
    assert_eq!(ledger.index_lag().expect("a lag"), 0);
}

/// How often some bytes stand in the index, and anywhere in the ledger's file.
fn traces(ledger: &std::path::Path, term: &str) -> i64 {
    let count = "SELECT count(*) FROM search_index_data WHERE instr(block, CAST(? AS BLOB)) > 0";
    let count = tool(ledger).query_row(count, [term], |row| row.get(0));
    count.expect("a count")
}

#[test]
fn words_that_were_taken_out_of_a_record_leave_the_index() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let path = folder.path().join("ledger.soudan");
    for note in ["鬼怒川へ行った", "川沿いの道", "鬼が出る"] {
        add(&mut ledger, &[&CALL[..], &[("content", note)]].concat());
    }
    tend(&mut ledger);
    assert!(traces(&path, "9b3c") > 0, "鬼 stands in the index");
    edit(&mut ledger, 0, 3, 0);
    edit(&mut ledger, 2, 4, 1);
    assert_eq!(search(&ledger, "鬼怒"), 0);
    assert_eq!(traces(&path, "9b3c"), 0, "and nothing of it is left");
    assert_eq!(search(&ledger, "川沿い"), 1);
    assert_eq!(ledger.check(true).expect("a check"), []);
    drop(ledger);
    // What any program with FTS5 finds in the file.
    let rows = "SELECT count(*) FROM search_index WHERE search_index MATCH '\"5dddz6cbf\"'";
    let rows: i64 = tool(&path)
        .query_row(rows, [], |row| row.get(0))
        .expect("a count");
    assert_eq!(rows, 1);
}

/// Spoils what the index is made of.
const DAMAGES: [&str; 7] = [
    "UPDATE search_index_data SET block = zeroblob(length(block)) WHERE id > 10",
    "DELETE FROM search_index_data WHERE id > 10",
    "UPDATE search_index_data SET block = x'00' WHERE id = 10",
    "DELETE FROM search_index_idx",
    "UPDATE search_state SET done = 1000000",
    "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 0)",
    "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 8)",
];

#[test]
fn a_damaged_index_loses_nothing_and_can_be_made_anew() {
    for damage in DAMAGES {
        let folder = folder();
        let path = lived_in(folder.path());
        let mut ledger = open(&path);
        let notes = (0..400)
            .map(|at| char::from_u32(0x4E00 + at * 7))
            .collect::<Option<String>>();
        let note = notes.expect("characters");
        add(&mut ledger, &[&CALL[..], &[("content", &note)]].concat());
        tend(&mut ledger);
        let whole = search(&ledger, "電話");
        assert!(whole > 3, "{whole}");
        drop(ledger);
        tool(&path).execute_batch(damage).expect("damage");
        let mut ledger = open(&path);
        assert_eq!(
            ledger.check(false).expect("a check"),
            [Finding::Search],
            "{damage}"
        );
        let backup = ledger.backup(folder.path(), "backup.soudan");
        backup.expect("what the index lacks keeps nobody from a backup");
        add(&mut ledger, &CALL);
        edit(&mut ledger, 1, 5, 1);
        ledger.renew_index().expect("an index to be made anew");
        assert!(search(&ledger, "電話") >= whole, "{damage}");
        tend(&mut ledger);
        assert!(search(&ledger, "電話") >= whole, "{damage}");
        assert_eq!(ledger.check(true).expect("a check"), [], "{damage}");
    }
}

#[test]
fn one_who_only_reads_searches_without_an_index() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    crate::ledgers::import_file(&mut ledger, &printed_half_year());
    let path = folder.path().join("ledger.soudan");
    drop(ledger);
    let before = fs::read(&path).expect("the file");
    let mut reader = Ledger::open(&path, &Opening::default()).expect("a ledger");
    reader.keep_as_it_is();
    assert_eq!(
        reader.tend_index(INDEX_SLICE).expect("nothing to do"),
        Tended::Whole
    );
    assert_eq!(
        (search(&reader, "電話"), reader.index_lag().expect("a lag")),
        (23, 28)
    );
    drop(reader);
    assert!(fs::read(&path).expect("the file") == before);
}

#[test]
fn a_backup_that_is_looked_into_stays_as_it_is() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    crate::ledgers::import_file(&mut ledger, &printed_half_year());
    let backup = ledger.backup(folder.path(), "backup.soudan").expect("a backup");
    let before = fs::read(&backup).expect("the file");
    let mut looked_into = open(&backup);
    assert_eq!(
        looked_into.tend_index(INDEX_SLICE).expect("nothing to do"),
        Tended::Whole
    );
    assert_eq!(search(&looked_into, "電話"), 23);
    drop(looked_into);
    assert!(fs::read(&backup).expect("the file") == before);
}

#[test]
fn the_index_waits_for_nobody() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    large_import(&mut ledger);
    let other = tool(&folder.path().join("ledger.soudan"));
    other.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    assert_eq!(ledger.tend_index(INDEX_SLICE).expect("later"), Tended::Later);
    other.execute_batch("ROLLBACK").expect("no lock");
    tend(&mut ledger);
    assert_eq!(ledger.index_lag().expect("a lag"), 0);
}
