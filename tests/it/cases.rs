//! Children's files: kept, corrected, closed, taken back, and what they say of the consultations.

use soudan::domain::axis::{Axis, Filter};
use soudan::domain::field::Field;
use soudan::domain::journal::Act;
use soudan::domain::period::Period;
use soudan::domain::tally::{Count, Query};
use soudan::domain::value::Problem;
use soudan::error::{Error, Refusal};
use soudan::store::{Ledger, Opening, SavedCase, Selection, new_id};

use crate::ledgers::{CALL, add, by, day, entry, folder, in_file, in_memory, save_case, stamp};
use crate::transcript::Session;

/// A child's file as it is typed.
const FILE: [(&str, &str); 6] = [
    ("case", "E-012"),
    ("birth", "H27.4"),
    ("municipality", "岩国市"),
    ("care", "人工呼吸器、吸引"),
    ("consent_on", "2022-04-01"),
    ("consent_scope", "市、学校"),
];

fn correct(ledger: &mut Ledger, code: &str, typed: &[(&str, &str)]) -> Result<SavedCase, Error> {
    let file = ledger.case(code).expect("a ledger").expect("a file");
    let mut changed = file.entry.clone();
    for (code, _) in typed {
        let field = Field::by_code(code).expect("a field");
        changed.set(field, entry(ledger, typed).get(field).cloned());
    }
    ledger.save_case(file.id, Some(file.rev), changed, &stamp())
}

fn linked(ledger: &mut Ledger, date: &str, more: &[(&str, &str)]) {
    let typed: Vec<_> = CALL
        .into_iter()
        .filter(|(code, _)| *code != "date")
        .chain([("date", date), ("case", "E-012")])
        .chain(more.iter().copied())
        .collect();
    add(ledger, &typed);
}

fn codes(ledger: &Ledger, typed: &str) -> Vec<String> {
    let keys = ledger.cases(typed).expect("cases");
    let lines = ledger.read_cases(&keys).expect("lines");
    lines.into_iter().map(|(_, line)| line.code).collect()
}

#[test]
fn a_file_is_kept_corrected_closed_and_opened_again() {
    let folder = folder();
    for ledger in [&mut in_memory(), &mut in_file(&folder)] {
        let made = save_case(ledger, &FILE);
        assert_eq!(
            (made.code.as_str(), made.rev, made.act),
            ("E-012", 1, Act::CaseAdd)
        );
        let file = ledger.case("E-012").expect("a ledger").expect("a file");
        assert_eq!(
            file.entry
                .get(Field::Birth)
                .map(|value| value.canonical().into_owned()),
            Some("2015-04".to_owned())
        );
        assert_eq!(file.entry.codes(Field::Care).len(), 2);

        let closed = correct(
            ledger,
            "E-012",
            &[("closed_on", "2022-09-30"), ("closed_why", "転出")],
        );
        assert_eq!(closed.expect("closed").act, Act::CaseClose);
        assert!(
            ledger
                .case("E-012")
                .expect("a ledger")
                .expect("a file")
                .is_closed()
        );
        let undone = ledger.undo(&stamp()).expect("undone");
        assert_eq!(
            (undone.act, undone.case.as_deref()),
            (Act::CaseClose, Some("E-012"))
        );
        assert!(
            !ledger
                .case("E-012")
                .expect("a ledger")
                .expect("a file")
                .is_closed()
        );
        ledger.redo(&stamp()).expect("done again");
        assert!(
            ledger
                .case("E-012")
                .expect("a ledger")
                .expect("a file")
                .is_closed()
        );

        let open = correct(ledger, "E-012", &[("closed_on", ""), ("closed_why", "")]);
        assert_eq!(open.expect("reopened").act, Act::CaseReopen);
        assert_eq!(ledger.history(made.id).expect("a history").len(), 5);
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
}

#[test]
fn what_makes_no_sense_is_refused_beside_its_field() {
    type Wrong<'a> = (&'a [(&'a str, &'a str)], Field, Problem);
    let ledger = &mut in_memory();
    save_case(ledger, &FILE);
    let cases: [Wrong<'_>; 5] = [
        (&[("name", "氏名")], Field::Case, Problem::Missing),
        (&[("case", "E-012")], Field::Case, Problem::CaseIsThere),
        (
            &[("case", "E-1"), ("consent_scope", "市")],
            Field::ConsentScope,
            Problem::NeedsConsent,
        ),
        (
            &[
                ("case", "E-1"),
                ("consent_on", "2022-09-02"),
                ("consent_withdrawn", "2022-09-01"),
            ],
            Field::ConsentWithdrawn,
            Problem::NeedsConsent,
        ),
        (
            &[("case", "E-1"), ("closed_why", "転出")],
            Field::ClosedWhy,
            Problem::NeedsClosing,
        ),
    ];
    for (typed, field, problem) in cases {
        let wrong = entry(ledger, typed);
        match ledger.save_case(new_id(stamp().at_ms), None, wrong, &stamp()) {
            Err(Error::Fields(errors)) => {
                assert_eq!((errors[0].field, &errors[0].problem), (field, &problem));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_is_made_twice() {
    let ledger = &mut in_memory();
    let id = new_id(stamp().at_ms);
    let file = entry(ledger, &FILE);
    let one = ledger.save_case(id, None, file.clone(), &stamp()).expect("saved");
    let again = ledger.save_case(id, None, file.clone(), &stamp()).expect("known");
    assert_eq!(one, again);
    correct(ledger, "E-012", &[("hospital", "市立病院")]).expect("changed");
    let stale = ledger.save_case(id, Some(1), file, &by("c2"));
    assert!(matches!(
        stale,
        Err(Error::Refused(Refusal::Changed { base_rev: 1, rev: 2 }))
    ));
    // Somebody else's change stands between me and my undo.
    let file = ledger.case("E-012").expect("a ledger").expect("a file");
    let mut theirs = file.entry.clone();
    theirs.set(Field::Hospital, None);
    ledger.save_case(id, Some(2), theirs, &by("c2")).expect("changed");
    assert!(matches!(
        ledger.undo(&stamp()),
        Err(Error::Refused(Refusal::ChangedSince))
    ));
}

#[test]
fn a_file_that_was_taken_back_can_be_made_again() {
    let ledger = &mut in_memory();
    save_case(ledger, &FILE);
    ledger.undo(&stamp()).expect("undone");
    assert_eq!(ledger.case("E-012").expect("a ledger"), None);
    assert_eq!(codes(ledger, ""), [""; 0]);
    save_case(ledger, &FILE);
    assert_eq!(codes(ledger, ""), ["E-012"]);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

/// The file keeps its id, so that its history is one; whoever makes it may try a second time with theirs.
#[test]
fn a_file_made_again_is_made_once_however_often_it_is_tried() {
    let ledger = &mut in_memory();
    let file = entry(ledger, &FILE);
    let add = |ledger: &mut Ledger, id| ledger.save_case(id, None, file.clone(), &stamp());
    let (own, other, third) = (new_id(1), new_id(2), new_id(3));
    add(ledger, own).expect("made");
    ledger.undo(&stamp()).expect("undone");
    let anew = add(ledger, other).expect("made anew");
    assert_eq!((anew.id, anew.rev, anew.act), (own, 3, Act::CaseAdd));
    assert_eq!(add(ledger, other).expect("known"), anew);
    assert_eq!(add(ledger, own).expect("known"), anew);
    assert!(matches!(add(ledger, third), Err(Error::Fields(_))));
    // A change since does not make it another file.
    let changed = correct(ledger, "E-012", &[("hospital", "市立病院")]).expect("changed");
    assert_eq!(add(ledger, other).expect("known").rev, changed.rev);
    assert_eq!(ledger.history(own).expect("a history").len(), 4);
    assert_eq!(ledger.check(true).expect("a check"), []);
    // Taken back, it is there no more: then the same id makes it anew too.
    for id in [other, own] {
        while ledger.case("E-012").expect("a ledger").is_some() {
            ledger.undo(&stamp()).expect("undone");
        }
        add(ledger, id).expect("made anew");
        assert!(ledger.case("E-012").expect("a ledger").is_some());
        ledger.undo(&stamp()).expect("undone");
        assert_eq!(ledger.case("E-012").expect("a ledger"), None);
        ledger.redo(&stamp()).expect("done again");
        assert!(ledger.case("E-012").expect("a ledger").is_some());
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
    // Under the id of a file that was taken back no other is made.
    ledger.undo(&stamp()).expect("undone");
    let elsewhere = entry(ledger, &[("case", "E-900")]);
    let refused = ledger.save_case(own, None, elsewhere, &stamp());
    assert!(matches!(refused, Err(Error::Refused(Refusal::Void))));
}

#[test]
fn the_list_finds_by_code_municipality_and_care_and_never_by_name() {
    let ledger = &mut in_memory();
    save_case(ledger, &FILE);
    correct(ledger, "E-012", &[("name", "氏名")]).expect("changed");
    linked(ledger, "2022-05-01", &[]);
    let typed: Vec<_> = CALL.into_iter().chain([("case", "E-900")]).collect();
    add(ledger, &typed);
    assert_eq!(codes(ledger, ""), ["E-012", "E-900"]);
    for (typed, found) in [
        ("ｅ-０１", true),
        ("岩国", true),
        ("吸引", true),
        ("iwakuni 012", true),
        ("氏名", false),
        ("柳井", false),
    ] {
        assert_eq!(
            codes(ledger, typed).contains(&"E-012".to_owned()),
            found,
            "{typed}"
        );
    }
    correct(ledger, "E-012", &[("closed_on", "2022-06-01")]).expect("closed");
    assert_eq!(codes(ledger, ""), ["E-900", "E-012"]);
    let keys = ledger.cases("012").expect("cases");
    let (_, line) = ledger.read_cases(&keys).expect("lines").remove(0);
    assert_eq!((line.contacts, line.latest), (1, Some(day("2022-05-01"))));
}

/// Counts one axis of the half-year, and holds every figure against the list that it opens.
fn tallied(ledger: &Ledger, axis: Axis) -> Vec<(String, u64)> {
    let today = day("2022-09-30");
    let period = Period::parse("2022H1", today).expect("a period");
    let query = Query {
        period,
        filter: Filter::consultations(),
        rows: axis,
        cols: None,
        count: Count::Contacts,
    };
    let table = ledger.tally(&query, today, None).expect("a table");
    let mut figures = Vec::new();
    for row in &table.rows {
        let mut filter = Filter::consultations();
        filter.allow(axis, &row.bucket.code);
        let selection = Selection {
            period: Some(period),
            filter,
            ..Selection::default()
        };
        let listed = ledger.keys(&selection).expect("a list").len() as u64;
        assert_eq!(row.line.total, Some(listed), "{axis:?} {}", row.bucket.code);
        figures.extend((listed > 0).then(|| (row.bucket.code.clone(), listed)));
    }
    figures
}

#[test]
fn age_and_care_are_the_childs_own_on_the_day_of_the_call() {
    let ledger = &mut in_memory();
    // Entered while there was no file; that of a child without a case stays as it is.
    linked(ledger, "2022-04-12", &[("child_age", "1"), ("care", "oxygen")]);
    linked(ledger, "2022-09-12", &[]);
    let alone: Vec<_> = CALL
        .into_iter()
        .chain([("child_age", "15"), ("care", "oxygen")])
        .collect();
    add(ledger, &alone);
    let entered = tallied(ledger, Axis::Age);
    assert_eq!(
        entered.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(),
        ["toddler", "senior", "none"]
    );
    save_case(
        ledger,
        &[
            ("case", "E-012"),
            ("birth", "2016-08-20"),
            ("care", "人工呼吸器、吸引"),
        ],
    );
    assert_eq!(
        tallied(ledger, Axis::Age),
        [
            ("preschool".to_owned(), 1),
            ("primary".to_owned(), 1),
            ("senior".to_owned(), 1)
        ]
    );
    assert_eq!(
        tallied(ledger, Axis::Care)
            .into_iter()
            .map(|(_, n)| n)
            .collect::<Vec<_>>(),
        [2, 1, 2]
    );
    let record = ledger.find("R4-東-1").expect("a record");
    let value = |field| record.counted(field).map(|value| value.canonical().into_owned());
    assert_eq!(value(Field::ChildAge), Some("5".to_owned()));
    assert_eq!(value(Field::Care), Some("suction,ventilator".to_owned()));
    assert_eq!(record.entry.number(Field::ChildAge), Some(1));
}

#[test]
fn on_the_command_line_another_spelling_of_a_code_is_the_same_child() {
    let session = Session::east();
    let call = "add --date 2022-09-12 --party family --relation 母 --channel 電話 --topic respite --case";
    for code in ["E-012", "e-012", "ｅ－０１２", "E-01"] {
        session.run(&format!("{call} {code}"));
    }
    let ledger = Ledger::open(&session.path("ledger.soudan"), &Opening::default()).expect("a ledger");
    let found = ledger.find_cases("", 9).expect("cases");
    let found: Vec<_> = found
        .iter()
        .map(|line| (line.code.as_str(), line.contacts))
        .collect();
    assert_eq!(found, [("E-01", 1), ("E-012", 3)]);
    assert!(
        session
            .transcript()
            .contains("ケース：E-012 として受け付けました")
    );
}

#[test]
fn a_case_is_shown_with_what_happened_to_it() {
    let session = Session::east();
    session.run("add --date 2022-04-12 --party family --relation 母 --channel 電話 --topic respite --case E-012 --follow-up 2022-04-20 --follow-up-text 折り返し --content 夜間に預けたい");
    session.run("add --date 2022-09-12 --kind 関係機関連絡調整 --party stakeholder --field 医療 --channel 電話 --case E-012");
    session.run("show E-012");
    let mut ledger = Ledger::open(&session.path("ledger.soudan"), &Opening::default()).expect("a ledger");
    save_case(&mut ledger, &FILE);
    correct(
        &mut ledger,
        "E-012",
        &[("closed_on", "2022-09-20"), ("closed_why", "転出")],
    )
    .expect("closed");
    drop(ledger);
    session.run("show E-012 --history");
    session.run("--lang en show E-012");
    session.run("show E-012 --plain");
    session.run("show E-013").refuses(
        1,
        "その番号の記録はありません。soudan list で受付番号か ID を確かめてください。",
    );
    insta::assert_snapshot!(session.transcript());
}

/// What is remembered of the files, as it shows.
fn seen(ledger: &Ledger) -> String {
    let list = ["", "e-01", "岩国", "吸引"].map(|typed| codes(ledger, typed));
    let search = Selection {
        filter: Filter::everything().narrowed(Axis::Care, "suction"),
        search: Some("電話".to_owned()),
        ..Selection::default()
    };
    let found = ledger.count(&search).expect("a count");
    let (ages, cares) = (tallied(ledger, Axis::Age), tallied(ledger, Axis::Care));
    format!("{list:?} {found} {ages:?} {cares:?}")
}

/// Whatever is done, here or by another process, a ledger that is open shows what one opened now does.
#[test]
fn what_is_remembered_of_the_files_is_what_they_say() {
    type Done = fn(&mut Ledger);
    let steps: [Done; 14] = [
        |ledger| linked(ledger, "2022-05-01", &[("child_age", "1"), ("care", "oxygen")]),
        |ledger| drop(save_case(ledger, &FILE)),
        |ledger| drop(correct(ledger, "E-012", &[("birth", "2019-05")]).expect("changed")),
        |ledger| drop(ledger.undo(&stamp()).expect("undone")),
        |ledger| drop(ledger.redo(&stamp()).expect("done again")),
        |ledger| drop(correct(ledger, "E-012", &[("care", "吸引")]).expect("changed")),
        |ledger| drop(correct(ledger, "E-012", &[("closed_on", "2022-09-30")]).expect("changed")),
        |ledger| {
            let wrong = &[("birth", "2010-05"), ("closed_on", ""), ("closed_why", "転出")];
            let wrong = correct(ledger, "E-012", wrong);
            wrong.expect_err("no day for it");
        },
        |ledger| drop(save_case(ledger, &[("case", "E-010"), ("care", "吸引")])),
        |ledger| drop(add(ledger, &[&CALL[..], &[("case", "E-011")]].concat())),
        |ledger| {
            ledger.undo(&stamp()).expect("undone");
            ledger.undo(&stamp()).expect("undone");
        },
        |ledger| {
            let toml = ledger.profile_toml().replace("岩国市", "錦市");
            ledger.set_profile(&toml, &stamp()).expect("a profile");
        },
        |ledger| {
            for _ in 0..5 {
                ledger.undo(&stamp()).expect("undone");
            }
        },
        |ledger| drop(save_case(ledger, &FILE)),
    ];
    let folder = folder();
    let (mut own, path) = (in_file(&folder), folder.path().join("ledger.soudan"));
    let open = || Ledger::open(&path, &Opening::default()).expect("a ledger");
    let mut other = open();
    let (mut before, mut changes) = (String::new(), 0);
    for (at, step) in steps.iter().enumerate() {
        step(if at % 3 == 2 { &mut other } else { &mut own });
        let now = seen(&open());
        for ledger in [&mut own, &mut other] {
            // What is seen before the profile is read again is of the old one.
            seen(ledger);
            ledger.changed().expect("a ledger");
            assert_eq!(seen(ledger), now, "step {at}");
        }
        changes += usize::from(std::mem::replace(&mut before, now.clone()) != now);
    }
    assert!(changes >= steps.len() - 2, "{changes}");
}
