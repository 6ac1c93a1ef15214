//! One field of several records changed in one step: it is what the single changes would be, all of them
//! or none, and it is taken back as one.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use proptest::prelude::*;
use soudan::domain::bulk;
use soudan::domain::consultation::{Consultation, VoidReason};
use soudan::domain::field::Field;
use soudan::domain::journal::Act;
use soudan::domain::list::Code;
use soudan::domain::value::{Problem, Value};
use soudan::error::{Error, Refusal};
use soudan::store::{AtRev, Changed, Ledger, Opening};

use crate::kill::{has_strace, killed_at};
use crate::ledgers::{CALL, add, by, folder, half_year, in_file, in_memory, records, stamp};
use crate::made::{Made, made, write};

fn code(code: &str) -> Value {
    Value::Code(code.into())
}

fn at_rev(records: &[Consultation]) -> Vec<AtRev> {
    records.iter().map(|record| (record.id, record.rev)).collect()
}

/// What was entered, without the revisions.
fn entered(ledger: &Ledger) -> Vec<String> {
    let entered = records(ledger)
        .into_iter()
        .map(|record| format!("{:?} {:?} {:?}", record.number, record.void, record.entry));
    entered.collect()
}

#[test]
fn all_of_them_are_changed_each_with_its_own_history_and_taken_back_as_one() {
    let mut ledger = half_year();
    let before = entered(&ledger);
    let some = at_rev(&records(&ledger)[..5]);
    let iwakuni = code("iwakuni");
    let there = records(&ledger)[..5]
        .iter()
        .filter(|record| record.entry.get(Field::Municipality) == Some(&iwakuni))
        .count();
    let changed = ledger
        .edit_all(&some, Field::Municipality, Some(&iwakuni), &stamp())
        .expect("changed");
    let expected = Changed {
        records: 5 - there,
        already: there,
    };
    assert_eq!(changed, expected);
    for record in &records(&ledger)[..5] {
        assert_eq!(record.entry.get(Field::Municipality), Some(&iwakuni));
        let history = ledger.history(record.id).expect("a history");
        let last = history.last().expect("a change");
        let own: Vec<&str> = last.change.iter().flat_map(|change| change.keys()).collect();
        match last.act {
            Act::Import => assert_eq!(own, [""; 0]),
            act => assert_eq!((act, own), (Act::Edit, vec!["municipality"])),
        }
    }
    assert_eq!(ledger.check(true).expect("a check"), []);
    let undone = ledger.undo(&stamp()).expect("undone");
    assert_eq!((undone.act, undone.records), (Act::Edit, changed.records as u64));
    assert_eq!(entered(&ledger), before);
    let done = ledger.redo(&stamp()).expect("done again");
    assert_eq!(done.records, changed.records as u64);
    assert!(ledger.redo(&stamp()).is_err(), "once");
    assert_ne!(entered(&ledger), before);
    ledger.undo(&stamp()).expect("undone again");
    assert_eq!(entered(&ledger), before);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn what_was_done_before_and_after_is_taken_back_in_its_order() {
    let mut ledger = in_memory();
    let one = add(&mut ledger, &CALL);
    let two = add(&mut ledger, &CALL);
    let all = at_rev(&records(&ledger));
    ledger
        .edit_all(&all, Field::State, Some(&code("closed")), &stamp())
        .expect("changed");
    ledger
        .void(two.id, 2, VoidReason::Mistake, &stamp())
        .expect("void");
    let acts = [(Act::Void, 1), (Act::Edit, 2), (Act::Add, 1), (Act::Add, 1)];
    for (act, records) in acts {
        let undone = ledger.undo(&stamp()).expect("undone");
        assert_eq!((undone.act, undone.records), (act, records));
    }
    for (act, records) in acts.into_iter().rev() {
        let done = ledger.redo(&stamp()).expect("done again");
        assert_eq!((done.act, done.records), (act, records));
    }
    let record = ledger.record(one.id).expect("read").expect("a record");
    assert_eq!(record.entry.get(Field::State), Some(&code("closed")));
    assert_eq!(ledger.check(true).expect("a check"), []);
}

/// Which record stood in the way, and of what kind the trouble is.
fn stood_in_the_way(ledger: &Ledger, refused: Result<Changed, Error>) -> (String, Error) {
    match refused {
        Err(Error::OneOfSeveral { number, error }) => (number.display(ledger.profile()), *error),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_that_cannot_take_it_keeps_all_as_they_are_and_is_named() {
    let mut ledger = in_memory();
    add(&mut ledger, &CALL);
    let doctor = [
        ("date", "2022-04-13"),
        ("center", "east"),
        ("party", "stakeholder"),
        ("field", "medical"),
        ("channel", "phone"),
    ];
    let doctor = add(&mut ledger, &doctor);
    let all = at_rev(&records(&ledger));
    let before = entered(&ledger);
    let father = ledger.edit_all(&all, Field::Relation, Some(&code("father")), &stamp());
    let (number, why) = stood_in_the_way(&ledger, father);
    assert_eq!(number, "R4-東-0002");
    assert!(
        matches!(&why, Error::Fields(errors) if errors[0].problem == Problem::NeedsFamily),
        "{why:?}"
    );
    let nowhere = ledger.edit_all(&all, Field::Channel, Some(&code("pigeon")), &stamp());
    assert_eq!(stood_in_the_way(&ledger, nowhere).0, "R4-東-0001");
    let none = ledger.edit_all(&all, Field::Channel, None, &stamp());
    let (_, why) = stood_in_the_way(&ledger, none);
    assert!(matches!(&why, Error::Fields(errors) if errors[0].problem == Problem::Missing));
    assert_eq!(entered(&ledger), before);
    // Somebody else was quicker with one of them, or it is gone.
    let mut entry = ledger.record(doctor.id).expect("read").expect("a record").entry;
    entry.set(Field::Minutes, Some(Value::Number(5)));
    ledger.edit(doctor.id, 1, entry, &by("c2"), None).expect("saved");
    let before = entered(&ledger);
    let state = |ledger: &mut Ledger| ledger.edit_all(&all, Field::State, Some(&code("closed")), &stamp());
    let refused = state(&mut ledger);
    let (number, why) = stood_in_the_way(&ledger, refused);
    assert_eq!(number, "R4-東-0002");
    assert!(matches!(
        why,
        Error::Refused(Refusal::Changed { base_rev: 1, rev: 2 })
    ));
    assert_eq!(entered(&ledger), before);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn what_somebody_else_changed_since_is_not_taken_back_nor_is_the_rest() {
    let mut ledger = in_memory();
    add(&mut ledger, &CALL);
    let two = add(&mut ledger, &CALL);
    add(&mut ledger, &CALL);
    let all = at_rev(&records(&ledger));
    ledger
        .edit_all(&all, Field::State, Some(&code("closed")), &stamp())
        .expect("changed");
    ledger
        .void(two.id, 2, VoidReason::Duplicate, &by("c2"))
        .expect("void");
    let before = entered(&ledger);
    let refused = ledger.undo(&stamp());
    match refused {
        Err(Error::OneOfSeveral { number, error }) => {
            assert_eq!(number.display(ledger.profile()), "R4-東-0002");
            assert!(matches!(*error, Error::Refused(Refusal::ChangedSince)));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(entered(&ledger), before);
    // Theirs is taken back by them: then mine can be.
    ledger.undo(&by("c2")).expect("undone");
    assert!(
        ledger.undo(&stamp()).is_err(),
        "it was changed since all the same"
    );
}

#[test]
fn records_that_count_no_longer_fall_out_of_those_that_were_chosen() {
    let mut ledger = in_memory();
    let one = add(&mut ledger, &CALL);
    add(&mut ledger, &CALL);
    let keys = ledger.keys(&soudan::store::Selection::default()).expect("a list");
    assert_eq!(ledger.still_counted(&keys).expect("a look").len(), 2);
    ledger
        .void(one.id, 1, VoidReason::Mistake, &stamp())
        .expect("void");
    let counted = ledger.still_counted(&keys).expect("a look");
    assert_eq!(counted.len(), 1);
    assert_ne!(counted[0].1.0, one.id);
}

/// A field that can be changed with an answer that the profile has, or none.
fn answer(ledger: &Ledger, field: usize, pick: usize) -> (Field, Option<Value>) {
    let fields: Vec<Field> = Field::all().filter(|field| bulk::can_change(*field)).collect();
    let field = fields[field % fields.len()];
    if pick.is_multiple_of(5) && bulk::can_be_empty(field) {
        return (field, None);
    }
    let code = |pick: usize| {
        let items = ledger.profile().items(field.list().expect("a list"));
        items[pick % items.len()].code.clone()
    };
    let value = match field.shape() {
        soudan::domain::field::Shape::One(_) => Value::Code(code(pick)),
        soudan::domain::field::Shape::Many(_) => {
            let mut codes: Vec<Code> = vec![code(pick), code(pick + 3)];
            codes.dedup();
            Value::Codes(codes)
        }
        soudan::domain::field::Shape::Number(_) => Value::Number(pick as u32),
        _ => Value::Text(format!("E-{pick:03}")),
    };
    (field, Some(value))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn it_is_the_single_changes_or_nothing_and_undo_restores_exactly(
        all in proptest::collection::vec(made(), 1..12),
        chosen in any::<u16>(),
        steps in proptest::collection::vec((0..40_usize, 0..40_usize), 1..4),
    ) {
        let write_all = |all: &[Made]| {
            let mut ledger = in_memory();
            for made in all {
                write(&mut ledger, made);
            }
            ledger
        };
        // The second one's ids are its own: records are compared by their numbers.
        let (mut bulk_wise, mut singly) = (write_all(&all), write_all(&all));
        let mut states = vec![entered(&bulk_wise)];
        for (field, pick) in steps {
            let (field, value) = answer(&bulk_wise, field, pick);
            let choose = |ledger: &Ledger| {
                let standing = records(ledger).into_iter().enumerate();
                let standing = standing.filter(|(at, record)| chosen >> at & 1 == 1 && record.void.is_none());
                standing.map(|(_, record)| record).collect::<Vec<_>>()
            };
            let some = at_rev(&choose(&bulk_wise));
            let done = bulk_wise.edit_all(&some, field, value.as_ref(), &stamp());
            if let Ok(changed) = &done {
                prop_assert_eq!(changed.records + changed.already, some.len());
                for record in choose(&singly) {
                    let mut entry = record.entry.clone();
                    bulk::change(&mut entry, field, value.as_ref());
                    singly.edit(record.id, record.rev, entry, &stamp(), None).expect("as the other");
                }
                if changed.records > 0 {
                    states.push(entered(&bulk_wise));
                }
            } else {
                let refused = choose(&singly).into_iter().any(|record| {
                    let mut entry = record.entry.clone();
                    bulk::change(&mut entry, field, value.as_ref());
                    entry.complete(singly.profile()).is_err()
                });
                prop_assert!(refused, "{:?}", done);
            }
            prop_assert_eq!(entered(&bulk_wise), entered(&singly));
        }
        prop_assert_eq!(bulk_wise.check(true).expect("a check"), []);
        let last = states.pop().expect("a state");
        for state in states.iter().rev() {
            bulk_wise.undo(&stamp()).expect("undone");
            prop_assert_eq!(&entered(&bulk_wise), state);
        }
        prop_assert_eq!(bulk_wise.check(true).expect("a check"), []);
        for _ in &states {
            bulk_wise.redo(&stamp()).expect("done again");
        }
        prop_assert_eq!(entered(&bulk_wise), last);
        prop_assert_eq!(bulk_wise.check(true).expect("a check"), []);
    }
}

/// Names the ledger that the test below changes in a process of its own.
const CHANGES: &str = "SOUDAN_BULK_CHANGES";

/// What a process that is killed was doing.
#[test]
fn a_process_that_changes_every_record() {
    let Some(path) = std::env::var_os(CHANGES) else {
        return;
    };
    let mut ledger = Ledger::open(Path::new(&path), &Opening::default()).expect("a ledger");
    let all = at_rev(&records(&ledger));
    ledger
        .edit_all(&all, Field::State, Some(&code("closed")), &stamp())
        .expect("changed");
}

#[test]
fn killed_anywhere_all_are_changed_or_none() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    let mut ledger = in_file(&folder);
    let path = ledger.path().expect("a path").to_owned();
    for _ in 0..5 {
        add(&mut ledger, &CALL);
    }
    drop(ledger);
    let mut change = Command::new(std::env::current_exe().expect("this binary"));
    change
        .args(["--exact", "bulk::a_process_that_changes_every_record"])
        .env(CHANGES, &path);
    let mut kills = 0;
    for call in ["pwrite64", "fdatasync", "fsync", "ftruncate"] {
        for n in 1.. {
            let output = killed_at(call, n, &change);
            let mut ledger = Ledger::open(&path, &Opening::default()).expect("it opens");
            let closed = Some(code("closed"));
            let records = records(&ledger);
            let changed = records
                .iter()
                .filter(|record| record.entry.get(Field::State) == closed.as_ref())
                .count();
            assert!([0, records.len()].contains(&changed), "{call} {n}: {changed}");
            assert_eq!(ledger.check(false).expect("a check"), [], "{call} {n}");
            if changed > 0 {
                assert_eq!(ledger.undo(&stamp()).expect("undone").records, 5);
            }
            if output.status.success() {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills > 5, "it was killed at several calls");
}

/// Many records in one step. The long form: `SOUDAN_MARKED=10000 cargo test --release --test it bulk::many --
/// --nocapture`, as many as one step takes.
#[test]
fn many_are_changed_in_one_step_and_taken_back_and_done_again() {
    let asked = std::env::var("SOUDAN_MARKED").ok().and_then(|n| n.parse().ok());
    let count: usize = asked.unwrap_or(200);
    let folder = folder();
    let mut ledger = in_file(&folder);
    for _ in 0..count {
        add(&mut ledger, &CALL);
    }
    let all = at_rev(&records(&ledger));
    let closed = |ledger: &Ledger| {
        let is_closed = |record: &&Consultation| record.entry.get(Field::State) == Some(&code("closed"));
        records(ledger).iter().filter(is_closed).count()
    };
    let begun = Instant::now();
    let changed = ledger
        .edit_all(&all, Field::State, Some(&code("closed")), &stamp())
        .expect("changed");
    println!("{count} changed in {:?}", begun.elapsed());
    assert_eq!((changed.records, closed(&ledger)), (count, count));
    let begun = Instant::now();
    let undone = ledger.undo(&stamp()).expect("undone");
    println!("undone in {:?}", begun.elapsed());
    assert_eq!((undone.records, closed(&ledger)), (count as u64, 0));
    let begun = Instant::now();
    let redone = ledger.redo(&stamp()).expect("done again");
    println!("done again in {:?}", begun.elapsed());
    assert_eq!((redone.records, closed(&ledger)), (count as u64, count));
    assert_eq!(ledger.check(true).expect("a check"), []);
}
