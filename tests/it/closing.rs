//! Closing: what was reported is frozen, what changes inside it asks for a reason, and what differs today
//! is found cell by cell.

use proptest::prelude::*;
use soudan::domain::axis::Axis;
use soudan::domain::closing::{Closing, Figures, Reported, Revision, TABLES};
use soudan::domain::consultation::VoidReason;
use soudan::domain::field::Field;
use soudan::domain::follow_up::Outcome;
use soudan::domain::journal::Act;
use soudan::domain::period::Period;
use soudan::domain::standard::Part;
use soudan::domain::value::Value;
use soudan::error::{Error, Refusal, Result, Unclosable};
use soudan::store::{Ledger, Opening, new_id};

use crate::faults::tool;
use crate::kill::{has_strace, killed_at, soudan};
use crate::ledgers::{CALL, add, by, day, entry, folder, half_year, import_file, in_file, printed_half_year};
use crate::ledgers::{records, save_case, stamp};
use crate::made::{made, write};

const AFTER: &str = "2022-10-05";

fn period(typed: &str) -> Period {
    Period::parse(typed, day(AFTER)).expect("a period")
}

fn close(ledger: &mut Ledger, typed: &str) -> Closing {
    ledger
        .close(&period(typed), day(AFTER), &stamp())
        .expect("closed")
}

fn closed_half_year() -> Ledger {
    let mut ledger = half_year();
    close(&mut ledger, "2022H1");
    ledger
}

fn why<T: std::fmt::Debug>(refused: Result<T>) -> (String, Unclosable) {
    match refused {
        Err(Error::Refused(Refusal::Unclosable(period, why))) => (period.code(), why),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn asks<T: std::fmt::Debug>(refused: Result<T>, closed: &str) {
    let error = refused.expect_err("a question");
    let asked = error.closed_period().map(|period| period.code());
    assert_eq!(asked.as_deref(), Some(closed), "{error:?}");
    assert_eq!(error.status(), 1);
}

/// The ordinary call on another day.
fn call(date: &str) -> Vec<(&'static str, &str)> {
    let rest = CALL.into_iter().filter(|(code, _)| *code != "date");
    rest.chain([("date", date)]).collect()
}

fn revisions(ledger: &Ledger, typed: &str) -> Vec<Revision> {
    ledger
        .revisions(&period(typed), day(AFTER))
        .expect("a comparison")
}

#[test]
fn the_printed_tables_are_frozen_with_who_when_and_what_was_known() {
    let mut ledger = half_year();
    let closing = close(&mut ledger, "R4上");
    let [listed] = &ledger.closings().expect("closings")[..] else {
        panic!("one closing");
    };
    assert_eq!(listed, &closing);
    assert_eq!(
        (closing.period.code(), closing.who.as_str()),
        ("2022H1".to_owned(), "c1")
    );
    assert_eq!(closing.figures.records(), 28);
    let figure = |table, row, column| closing.figures.figure(table, row, column);
    let family = Reported::Standard(Part::Family);
    assert_eq!(figure(family, Some("east"), Some("phone")), 3);
    assert_eq!(figure(family, None, Some("visit")), 1);
    assert_eq!(figure(family, Some("west"), None), 7);
    assert_eq!(figure(Reported::By(Axis::Month), Some("2022-09"), None), 5);
    assert_eq!(figure(Reported::Standard(Part::Fields), None, None), 17);
    assert_eq!(closing.figures.tables().collect::<Vec<_>>(), TABLES);
    let json = closing.figures.to_json();
    assert_eq!(Figures::from_json(&json).as_ref(), Some(&closing.figures));
    assert!(
        json.starts_with(r#"{"version":1,"tables":[{"table":"family","columns":["phone","#),
        "{json}"
    );
    assert_eq!(
        Figures::from_json(&json.replacen("\"version\":1", "\"version\":2", 1)),
        None
    );
    assert_eq!(revisions(&ledger, "2022H1"), []);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn only_a_month_or_a_half_year_that_is_over_and_ties_is_closed_once() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    import_file(&mut ledger, &printed_half_year());
    let mut close = |typed: &str, today: &str| {
        let today = day(today);
        ledger.close(&Period::parse(typed, today).expect("a period"), today, &stamp())
    };
    assert_eq!(
        why(close("2022Q1", AFTER)),
        ("2022Q1".to_owned(), Unclosable::NotAUnit)
    );
    assert_eq!(why(close("2022ytd", AFTER)).1, Unclosable::NotAUnit);
    assert_eq!(
        why(close("2022-10", AFTER)),
        ("2022-10".to_owned(), Unclosable::NotOver)
    );
    assert_eq!(why(close("2022H1", "2022-09-29")).1, Unclosable::NotOver);
    // On its last day its figures are those of its end.
    close("2022H1", "2022-09-30").expect("closed");
    assert_eq!(why(close("2022H1", AFTER)).1, Unclosable::Already);
    close("2022-09", AFTER).expect("a month of it all the same");
    let reopen =
        |ledger: &mut Ledger, typed: &str, reason: &str| ledger.reopen(&period(typed), reason, &stamp());
    assert_eq!(
        why(reopen(&mut ledger, "2022-08", "訂正")).1,
        Unclosable::NotClosed
    );
    assert_eq!(why(reopen(&mut ledger, "2022-09", " ")).1, Unclosable::NoReason);
    assert_eq!(
        why(ledger.revisions(&period("2022-08"), day(AFTER))).1,
        Unclosable::NotClosed
    );
    // A stored count that is not what the records say is reported, never frozen.
    tool(&folder.path().join("ledger.soudan"))
        .execute_batch("UPDATE stored_count SET n = n + 1 WHERE month = 2022 * 12 + 7")
        .expect("a change");
    let refused = ledger.close(&period("2022-08"), day(AFTER), &stamp());
    assert_eq!(why(refused), ("2022-08".to_owned(), Unclosable::DoesNotTie));
    assert_eq!(ledger.closings().expect("closings").len(), 2);
}

#[test]
fn every_change_of_a_record_inside_asks_for_a_reason_which_its_history_tells() {
    let mut ledger = closed_half_year();
    let inside = |ledger: &Ledger| entry(ledger, &call("2022-09-29"));
    let (id, new) = (new_id(stamp().at_ms), inside(&ledger));
    asks(ledger.add(id, new.clone(), &stamp(), None), "2022H1");
    asks(ledger.add(id, new.clone(), &stamp(), Some(" ")), "2022H1");
    assert_eq!(records(&ledger).len(), 28);
    let saved = ledger
        .add(id, new.clone(), &stamp(), Some("記入もれ"))
        .expect("saved");
    // The same saving a second time is no change.
    ledger.add(id, new, &stamp(), None).expect("the same record");
    let mut edited = inside(&ledger);
    edited.set(Field::Minutes, Some(Value::Number(45)));
    asks(ledger.edit(id, 1, edited.clone(), &stamp(), None), "2022H1");
    ledger
        .edit(id, 1, edited, &stamp(), Some("聞き直し"))
        .expect("saved");
    let state = Value::Code("closed".into());
    let all = |ledger: &mut Ledger| ledger.edit_all(&[(id, 2)], Field::State, Some(&state), &stamp());
    asks(all(&mut ledger), "2022H1");
    ledger.because(Some("終結"), all).expect("changed");
    let void = |ledger: &mut Ledger| ledger.void(id, 3, VoidReason::Duplicate, &stamp());
    asks(void(&mut ledger), "2022H1");
    ledger.because(Some("二重"), void).expect("void");
    asks(ledger.undo(&stamp()), "2022H1");
    ledger
        .because(Some("別の相談"), |ledger| ledger.undo(&stamp()))
        .expect("undone");
    asks(ledger.redo(&stamp()), "2022H1");
    ledger
        .because(Some("やはり二重"), |ledger| ledger.redo(&stamp()))
        .expect("done again");
    let told: Vec<_> = ledger
        .history(saved.id)
        .expect("a history")
        .into_iter()
        .map(|past| past.change.and_then(|change| change.reason))
        .collect();
    let reasons = ["記入もれ", "聞き直し", "終結", "二重", "別の相談", "やはり二重"];
    assert_eq!(told, reasons.map(|reason| Some(reason.to_owned())));
    // Outside nothing is asked.
    add(&mut ledger, &call("2022-10-01"));
    ledger.undo(&stamp()).expect("undone");
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn what_becomes_of_a_follow_up_inside_takes_its_note_for_the_reason() {
    let mut ledger = half_year();
    let due = [("follow_up", "2022-10-03"), ("follow_up_text", "折り返し")];
    let saved = add(&mut ledger, &[call("2022-09-29"), due.to_vec()].concat());
    close(&mut ledger, "2022-09");
    let settle = |ledger: &mut Ledger, note| ledger.settle(saved.id, 1, Outcome::Done, note, &stamp());
    asks(settle(&mut ledger, None), "2022-09");
    settle(&mut ledger, Some("施設に伝えた")).expect("settled");
}

#[test]
fn a_record_that_moves_into_or_out_of_a_closed_period_asks_too() {
    let mut ledger = half_year();
    let outside = add(&mut ledger, &call("2022-10-02"));
    let inside = add(&mut ledger, &call("2022-09-29"));
    close(&mut ledger, "2022-09");
    let moved = |ledger: &mut Ledger, id, date, reason| {
        let entry = entry(ledger, &call(date));
        ledger.edit(id, 1, entry, &stamp(), reason)
    };
    asks(moved(&mut ledger, outside.id, "2022-09-30", None), "2022-09");
    asks(moved(&mut ledger, inside.id, "2022-10-01", None), "2022-09");
    moved(&mut ledger, outside.id, "2022-10-01", None).expect("it was never inside");
    moved(&mut ledger, inside.id, "2022-10-01", Some("日付の誤り")).expect("saved");
    let channel = Reported::By(Axis::Channel);
    let found = revisions(&ledger, "2022-09");
    let phone = found
        .iter()
        .find(|one| (one.table, one.row.as_deref()) == (channel, Some("phone")));
    let phone = phone.expect("one call less");
    assert_eq!(phone.after + 1, phone.before);
}

#[test]
fn an_import_into_a_closed_period_asks_once_and_so_does_its_undo() {
    let mut ledger = half_year();
    close(&mut ledger, "2022-09");
    let folder = folder();
    let csv = folder.path().join("rows.csv");
    let rows =
        "日付,センター,相談者区分,相談方法\n2022-10-01,東部,関係者等,電話\n2022-09-29,東部,関係者等,電話\n";
    std::fs::write(&csv, rows).expect("a file");
    let import = |ledger: &mut Ledger, dry_run| {
        let mode = soudan::exchange::import::Mode {
            dry_run,
            ..Default::default()
        };
        soudan::exchange::import::import(ledger, &csv, mode, day(AFTER), &stamp(), &mut |_| {})
    };
    asks(import(&mut ledger, true), "2022-09");
    asks(import(&mut ledger, false), "2022-09");
    assert_eq!(records(&ledger).len(), 28);
    ledger
        .because(Some("西部から届いた分"), |ledger| import(ledger, false))
        .expect("imported");
    let id = records(&ledger)[29].id;
    let told = &ledger.history(id).expect("a history")[0];
    let reason = told.change.as_ref().and_then(|change| change.reason.as_deref());
    assert_eq!((told.act, reason), (Act::Import, Some("西部から届いた分")));
    asks(ledger.undo(&stamp()), "2022-09");
    ledger
        .because(Some("二重の取り込み"), |ledger| ledger.undo(&stamp()))
        .expect("undone");
    asks(ledger.redo(&stamp()), "2022-09");
    assert_eq!(revisions(&ledger, "2022-09"), []);
    // A row that is there already changes nothing, and asks nothing.
    let again = soudan::exchange::import::Mode {
        again: true,
        ..Default::default()
    };
    let known = records(&ledger)[27].id;
    let row = format!("日付,センター,相談者区分,相談方法,ID\n2022-09-29,東部,関係者等,電話,{known}\n");
    std::fs::write(&csv, row).expect("a file");
    let report =
        soudan::exchange::import::import(&mut ledger, &csv, again, day(AFTER), &stamp(), &mut |_| {});
    assert_eq!(report.expect("an import").imported.skipped, 1);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn what_differs_is_named_by_table_cell_and_figures_with_its_margins() {
    let mut ledger = closed_half_year();
    let line = [
        ("date", "2022-09-29"),
        ("center", "west"),
        ("party", "family"),
        ("channel", "line"),
        ("topic", "respite,money"),
    ];
    let entry = entry(&ledger, &line);
    ledger
        .add(new_id(stamp().at_ms), entry, &stamp(), Some("記入もれ"))
        .expect("saved");
    let told: Vec<String> = revisions(&ledger, "2022H1")
        .into_iter()
        .map(|one| {
            let (row, column) = (
                one.row.as_deref().unwrap_or("*"),
                one.column.as_deref().unwrap_or("*"),
            );
            format!("{} {row} {column} {}-{}", one.table.code(), one.before, one.after)
        })
        .collect();
    // The column came with the record: nothing stood there.
    let expected = [
        "family west line 0-1",
        "family west * 7-8",
        "family * line 0-1",
        "family * * 11-12",
        "month 2022-09 * 5-6",
        "month * * 28-29",
        "topic respite * 5-6",
        "topic money * 1-2",
        "topic * * 28-29",
        "channel line * 0-1",
        "channel * * 28-29",
        "area none * 0-1",
        "area * * 28-29",
        "age none * ",
        "age * * 28-29",
    ];
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told} for {expected}: {told:?}");
    }
    assert!(told.iter().all(|told| !told.starts_with("fields")), "{told:?}");
}

/// A child's file is no figure; what it says of age and care counts in the consultations all the same.
#[test]
fn a_childs_file_asks_for_no_reason_and_what_it_changes_appears() {
    let mut ledger = half_year();
    add(
        &mut ledger,
        &[call("2022-09-29"), vec![("case", "E-012")]].concat(),
    );
    close(&mut ledger, "2022-09");
    save_case(&mut ledger, &[("case", "E-012"), ("birth", "2015-08-20")]);
    let found = revisions(&ledger, "2022-09");
    assert!(
        found.iter().all(|one| one.table == Reported::By(Axis::Age)),
        "{found:?}"
    );
    assert_eq!(found.len(), 2, "from unknown to its band: {found:?}");
}

#[test]
fn taking_back_a_closing_opens_it_again_and_doing_it_again_closes_it_as_it_was() {
    let mut ledger = half_year();
    let first = close(&mut ledger, "2022-09");
    // One key must not open what was reported: that is asked for a reason, as reopening is.
    asks(ledger.undo(&stamp()), "2022-09");
    let undone = ledger.because(Some("誤り"), |ledger| ledger.undo(&stamp()));
    let undone = undone.expect("undone");
    assert_eq!((undone.act, undone.period), (Act::Close, Some(period("2022-09"))));
    assert_eq!(ledger.closing(&period("2022-09")).expect("a look"), None);
    let done = ledger.redo(&stamp()).expect("done again");
    assert_eq!(done.act, Act::Close);
    assert_eq!(
        ledger.closing(&period("2022-09")).expect("a look"),
        Some(first.clone())
    );
    // Opened again for a reason, and that taken back.
    ledger
        .reopen(&period("2022-09"), "訂正", &by("c2"))
        .expect("opened again");
    add(&mut ledger, &call("2022-09-29"));
    ledger.undo(&by("c2")).expect("undone");
    assert_eq!(ledger.closing(&period("2022-09")).expect("a look"), Some(first));
    assert_ne!(revisions(&ledger, "2022-09"), []);
    // Where somebody closed it anew, what was opened stays so.
    ledger
        .reopen(&period("2022-09"), "訂正", &by("c2"))
        .expect("opened again");
    close(&mut ledger, "2022-09");
    assert_eq!(revisions(&ledger, "2022-09"), []);
    let refused = ledger.undo(&by("c2"));
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::ChangedSince))),
        "{refused:?}"
    );
    let all = ledger.closings().expect("closings");
    assert_eq!(
        all.iter().map(|one| one.is_reopened).collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn a_second_process_that_has_the_ledger_open_is_asked_as_well() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    import_file(&mut ledger, &printed_half_year());
    let other = Ledger::open(&folder.path().join("ledger.soudan"), &Opening::default());
    let mut other = other.expect("a ledger");
    let before = entry(&other, &call("2022-09-29"));
    close(&mut ledger, "2022-09");
    asks(
        other.add(new_id(stamp().at_ms), before, &by("c2"), None),
        "2022-09",
    );
    assert_eq!(
        other.closed_in(&period("2022H1")).expect("a look"),
        [period("2022-09")]
    );
    assert_eq!(
        why(other.close(&period("2022-09"), day(AFTER), &by("c2"))).1,
        Unclosable::Already
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_frozen_with_every_revision_is_what_is_counted_today(
        before in proptest::collection::vec(made(), 0..20),
        after in proptest::collection::vec(made(), 1..8),
    ) {
        let mut ledger = crate::ledgers::in_memory();
        before.iter().for_each(|made| write(&mut ledger, made));
        let frozen = close(&mut ledger, "2022H1").figures;
        let changed: Result<()> = ledger.because(Some("後から"), |ledger| {
            after.iter().for_each(|made| write(ledger, made));
            let first = records(ledger).into_iter().find(|record| record.void.is_none());
            if let Some(record) = first {
                ledger.void(record.id, record.rev, VoidReason::Mistake, &stamp())?;
            }
            Ok(())
        });
        changed.expect("changed");
        let revisions = revisions(&ledger, "2022H1");
        let tables = ledger.reported(&period("2022H1"), day(AFTER)).expect("tables");
        let today = Figures::of(&tables);
        // Cell by cell, over what stands in either.
        for (table, now) in &tables {
            let rows = now.rows.iter().map(|row| Some(row.bucket.code.as_str())).chain([None]);
            for row in rows {
                let columns = now.columns.iter().map(|column| Some(column.code.as_str())).chain([None]);
                for column in columns {
                    let revised = revisions.iter().find(|one| {
                        (one.table, one.row.as_deref(), one.column.as_deref()) == (*table, row, column)
                    });
                    let figure = |figures: &Figures| figures.figure(*table, row, column);
                    let expected = revised.map_or_else(|| figure(&frozen), |one| one.after);
                    prop_assert_eq!(figure(&today), expected);
                    prop_assert_eq!(revised.map(|one| one.before), revised.map(|_| figure(&frozen)));
                }
            }
        }
        for one in &revisions {
            let figure = today.figure(one.table, one.row.as_deref(), one.column.as_deref());
            prop_assert_eq!(figure, one.after);
            prop_assert_ne!(one.before, one.after);
        }
        let totals = |figures: &Figures| figures.records();
        let channels = Reported::By(Axis::Channel);
        let total = revisions.iter().find(|one| one.table == channels && one.row.is_none());
        prop_assert_eq!(totals(&today), total.map_or(totals(&frozen), |one| one.after));
        prop_assert_eq!(ledger.check(true).expect("a check"), []);
    }
}

#[test]
fn killed_anywhere_a_period_is_closed_wholly_or_not_at_all() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    let mut ledger = in_file(&folder);
    import_file(&mut ledger, &printed_half_year());
    let path = ledger.path().expect("a path").to_owned();
    drop(ledger);
    let command = soudan(&path, &["close", "2022-08"]);
    let mut kills = 0;
    for call in ["pwrite64", "fdatasync", "fsync", "ftruncate"] {
        for n in 1.. {
            let output = killed_at(call, n, &command);
            let mut ledger = Ledger::open(&path, &Opening::default()).expect("it opens");
            assert_eq!(ledger.check(false).expect("a check"), [], "{call} {n}");
            if ledger.closing(&period("2022-08")).expect("a look").is_some() {
                assert_eq!(revisions(&ledger, "2022-08"), []);
                let opened = ledger.because(Some("誤り"), |ledger| ledger.undo(&stamp()));
                opened.expect("opened again");
            }
            if output.status.success() {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills > 5, "it was killed at several calls");
}
