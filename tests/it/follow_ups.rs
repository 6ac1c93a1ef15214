//! Follow-ups: which are due, and what becomes of one.

use serde_json::json;
use soudan::domain::field::Field;
use soudan::domain::follow_up::Outcome;
use soudan::domain::value::Value;
use soudan::error::{Error, Refusal};
use soudan::store::{Ledger, Saved};

use crate::ledgers::{CALL, add, by, day, in_memory, stamp};
use crate::transcript::Session;

/// A call with a follow-up.
fn promised(ledger: &mut Ledger, case: &str, due: &str, text: &str) -> Saved {
    let own = [("case", case), ("follow_up", due), ("follow_up_text", text)];
    add(ledger, &[&CALL[..], &own].concat())
}

fn due(ledger: &Ledger, until: &str) -> Vec<String> {
    let due = ledger.due(Some(day(until))).expect("follow-ups");
    let line = due
        .iter()
        .map(|one| format!("{} {}", one.due, one.case().unwrap_or("-")));
    line.collect()
}

/// Three are overdue, one of them by a year; one is due today, one on Sunday, one later; one is done.
fn busy() -> Session {
    let session = Session::east();
    let add = "add --party family --relation 母 --channel phone --municipality 岩国市 --date 2022-09-01";
    for (case, due, rest) in [
        ("E-001", "2022-09-27", "--follow-up-text 訪問の日程を決める"),
        ("E-002", "2022-09-30", "--follow-up-text 折り返し電話"),
        ("E-003", "2022-10-02", "--follow-up-text '=HYPERLINK(1)'"),
        ("E-004", "2022-10-03", "--follow-up-text 来週"),
        ("E-005", "2021-09-30", ""),
        ("E-006", "2022-09-29", "--follow-up-done"),
        ("E-007", "2022-09-27", "--center west --staff w2"),
    ] {
        session
            .run(&format!("{add} --case {case} --follow-up {due} {rest}"))
            .id();
    }
    session
}

#[test]
fn due_lists_what_is_overdue_due_today_and_in_this_week() {
    let session = busy();
    session.run("due");
    session.run("due --all");
    session.run("due --format csv");
    session.run("due --lang en");
    session.run("due --format csv --lang en");
    session.run("due --today 2021-09-01");
    session.run("due --today 2021-09-01 --lang en");
    let transcript = session.transcript();
    let said = transcript.find("$ soudan due").expect("the first list");
    insta::assert_snapshot!(&transcript[said..]);
}

#[test]
fn due_says_it_in_json() {
    let session = busy();
    let listed = session.run("due --format json").json();
    let listed = listed.as_array().expect("an array");
    assert_eq!(listed.len(), 5);
    let mut first = listed[1].clone();
    first["id"].take();
    assert_eq!(
        first,
        json!({
            "number": "R4-東-0001", "id": null, "due": "2022-09-27", "days_overdue": 3,
            "text": "訪問の日程を決める", "case": "E-001", "municipality": "iwakuni", "center": "east",
            "staff": "c1"
        })
    );
    assert_eq!(listed[0]["text"], json!(null));
    let days: Vec<_> = listed.iter().map(|one| one["days_overdue"].clone()).collect();
    assert_eq!(days, [365, 3, 3, 0, -2]);
    assert_eq!(
        session.run("due --all --format json").json()[5]["days_overdue"],
        json!(-3)
    );
    Session::east().run("due --format json").prints("[]\n");
    Session::east()
        .run("due --format csv --lang en")
        .prints("\u{feff}follow_up,days_overdue,number,case,municipality,center,staff,follow_up_text,ID\r\n");
}

#[test]
fn each_change_of_a_follow_up_is_one_change_of_its_record_with_a_note() {
    let mut ledger = in_memory();
    let done = promised(&mut ledger, "E-001", "2022-09-27", "電話する");
    let dropped = promised(&mut ledger, "E-002", "2022-09-28", "");
    let moved = promised(&mut ledger, "E-003", "2022-09-29", "");
    assert_eq!(
        due(&ledger, "2022-09-30"),
        ["2022-09-27 E-001", "2022-09-28 E-002", "2022-09-29 E-003"]
    );
    let mut settle = |saved: &Saved, outcome, note| {
        ledger
            .settle(saved.id, saved.rev, outcome, note, &stamp())
            .expect("settled")
    };
    settle(&done, Outcome::Done, None);
    settle(&dropped, Outcome::Dropped, Some("転居"));
    settle(&moved, Outcome::Moved(day("2022-10-14")), Some("不在"));
    assert_eq!(due(&ledger, "2022-09-30"), Vec::<String>::new());
    assert_eq!(due(&ledger, "2022-10-14"), ["2022-10-14 E-003"]);
    let ended = |saved: &Saved| {
        let record = ledger.record(saved.id).expect("read").expect("a record");
        record.entry.get(Field::FollowUpDone).cloned()
    };
    assert_eq!(
        [&done, &dropped, &moved].map(ended),
        [Some(Value::Done), Some(Value::Dropped), None]
    );
    let notes = [&done, &dropped, &moved].map(|saved| {
        let history = ledger.history(saved.id).expect("a history");
        let last = history.into_iter().next_back().expect("a change").change;
        let change = last.expect("its content");
        (change.keys().collect::<Vec<_>>().join(" "), change.reason.clone())
    });
    assert_eq!(
        notes,
        [
            ("follow_up_done".to_owned(), None),
            ("follow_up_done".to_owned(), Some("転居".to_owned())),
            ("follow_up".to_owned(), Some("不在".to_owned())),
        ]
    );
    for _ in 0..3 {
        ledger.undo(&stamp()).expect("undone");
    }
    assert_eq!(due(&ledger, "2022-09-30").len(), 3);
    assert_eq!(
        ledger.check(false).expect("checked"),
        Vec::new(),
        "nothing is wrong"
    );
}

#[test]
fn a_follow_up_that_somebody_else_settled_is_not_settled_again() {
    let mut ledger = in_memory();
    let saved = promised(&mut ledger, "E-001", "2022-09-27", "");
    let mut settle = |who: &str| ledger.settle(saved.id, saved.rev, Outcome::Done, None, &by(who));
    settle("c2").expect("settled");
    let again = settle("c1");
    assert!(
        matches!(again, Err(Error::Refused(Refusal::Changed { .. }))),
        "{again:?}"
    );
    let none = add(&mut ledger, &CALL);
    let without = ledger.settle(none.id, none.rev, Outcome::Done, None, &stamp());
    assert!(matches!(without, Err(Error::Fields(_))), "{without:?}");
}

#[test]
fn a_dropped_follow_up_travels_through_every_file() {
    let session = Session::east();
    let head = "日付,センター,相談者区分,相談方法,次回対応日,次回対応済";
    let rows = "2022-09-01,東部,family,電話,2022-09-20,中止\n2022-09-02,東部,family,電話,2022-09-21,済\n\
                2022-09-03,東部,family,電話,2022-09-22,\n";
    session.file("in.csv", &format!("{head}\n{rows}"));
    session.run("import in.csv").out();
    let listed = session.run("list --format json").json();
    let ends: Vec<_> = [0, 1, 2]
        .map(|at| {
            (
                listed[at]["follow_up_done"].clone(),
                listed[at]["follow_up_dropped"].clone(),
            )
        })
        .to_vec();
    assert_eq!(
        ends,
        [
            (json!(false), json!(false)),
            (json!(true), json!(false)),
            (json!(false), json!(true))
        ]
    );
    session.run("export out.csv").out();
    let written = std::fs::read_to_string(session.path("out.csv")).expect("a file");
    assert!(written.contains("2022-09-20,,中止,"), "{written}");
    let other = Session::east();
    other.file("out.csv", &written);
    other.run("import out.csv").out();
    other.run("export again.csv").out();
    let again = std::fs::read_to_string(other.path("again.csv")).expect("a file");
    assert_eq!(again, written);
    session.run("due --today 2022-09-30").out();
    assert_eq!(
        session.run("due --format json").json().as_array().map(Vec::len),
        Some(1)
    );
    session.file(
        "wrong.csv",
        &format!("{head}\n2022-09-01,東部,family,電話,2022-09-20,たぶん\n"),
    );
    let refused = session.run("import wrong.csv");
    assert!(refused.err.contains("「済」「中止」か空欄"), "{}", refused.err);
}
