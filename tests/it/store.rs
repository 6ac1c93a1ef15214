//! The store's contract, in memory and in a file alike.

use soudan::domain::consultation::VoidReason;
use soudan::domain::field::Field;
use soudan::domain::journal::Act;
use soudan::domain::value::Value;
use soudan::error::{Error, Refusal};
use soudan::exchange::import::{Mode, import};
use soudan::store::{Ledger, Selection, new_id};

use crate::ledgers::{
    CALL, add, by, day, entry, folder, import_file, in_file, in_memory, printed_half_year, stamp,
};

/// Runs a contract on a ledger in memory and on one in a file.
fn on_both(contract: impl Fn(&mut Ledger)) {
    contract(&mut in_memory());
    let folder = folder();
    contract(&mut in_file(&folder));
}

fn count(ledger: &Ledger) -> u64 {
    ledger.count(&Selection::default()).expect("a count")
}

#[test]
fn what_is_added_is_read_back() {
    on_both(|ledger| {
        let saved = add(ledger, &CALL);
        assert_eq!(saved.number.display(ledger.profile()), "R4-東-0001");
        let record = ledger.find("r4-東-1").expect("by number");
        assert_eq!((record.id, record.rev, record.void), (saved.id, 1, None));
        assert_eq!(record.entry.number(Field::Minutes), Some(30));
        assert_eq!(
            record.entry.code(Field::MainTopic).map(|code| code.as_str()),
            Some("respite")
        );
        assert_eq!(ledger.find(&saved.id.to_string()).expect("by id"), record);
        assert_eq!(
            ledger.find(&saved.id.to_string()[..18]).expect("by beginning"),
            record
        );
        assert!(matches!(
            ledger.find("R4-西-0001"),
            Err(Error::Refused(Refusal::NoSuchRecord))
        ));
        assert_eq!(ledger.check(true).expect("a check"), []);
    });
}

#[test]
fn the_same_id_is_the_same_record() {
    on_both(|ledger| {
        let id = new_id(stamp().at_ms);
        let first = ledger
            .add(id, entry(ledger, &CALL), &stamp(), None)
            .expect("saved");
        let second = ledger
            .add(id, entry(ledger, &CALL), &stamp(), None)
            .expect("known");
        assert_eq!(first, second);
        assert_eq!(count(ledger), 1);
    });
}

#[test]
fn nobody_overwrites_silently() {
    on_both(|ledger| {
        let saved = add(ledger, &CALL);
        let mut changed = entry(ledger, &CALL);
        changed.set(Field::Minutes, Some(Value::Number(45)));
        ledger
            .edit(saved.id, 1, changed.clone(), &by("c2"), None)
            .expect("saved");
        let late = ledger.edit(saved.id, 1, entry(ledger, &CALL), &stamp(), None);
        assert!(matches!(
            late,
            Err(Error::Refused(Refusal::Changed { base_rev: 1, rev: 2 }))
        ));
        assert_eq!(
            ledger
                .find("R4-東-1")
                .expect("a record")
                .entry
                .number(Field::Minutes),
            Some(45)
        );
        let past = ledger.history(saved.id).expect("a history");
        assert_eq!(
            past.iter()
                .map(|past| (past.act, past.rev, past.who.as_str()))
                .collect::<Vec<_>>(),
            [(Act::Add, 1, "c1"), (Act::Edit, 2, "c2")]
        );
        let change = past[1].change.as_ref().expect("a change");
        assert_eq!(
            (
                change.before["minutes"].as_str(),
                change.after["minutes"].as_str()
            ),
            ("30", "45")
        );
        assert_eq!(change.keys().collect::<Vec<_>>(), ["minutes"]);
        assert_eq!(ledger.check(true).expect("a check"), []);
    });
}

#[test]
fn undo_tells_which_record_it_changed() {
    let mut ledger = in_memory();
    let saved = add(&mut ledger, &CALL);
    let mut changed = entry(&ledger, &CALL);
    changed.set(Field::Minutes, Some(Value::Number(45)));
    ledger.edit(saved.id, 1, changed, &stamp(), None).expect("saved");
    add(&mut ledger, &[&CALL[..], &[("date", "2022-04-13")]].concat());
    let told =
        |undone: soudan::store::Undone| (undone.act, undone.id, undone.number.map(|number| number.serial));
    let mut undo = || told(ledger.undo(&stamp()).expect("undone"));
    assert_eq!(
        (undo().0, undo()),
        (Act::Add, (Act::Edit, Some(saved.id), Some(1)))
    );
    let again = told(ledger.redo(&stamp()).expect("done again"));
    assert_eq!(again, (Act::Edit, Some(saved.id), Some(1)));
    assert!(ledger.undo(&by("c2")).is_err());
}

#[test]
fn undo_and_redo_walk_one_persons_changes() {
    on_both(|ledger| {
        let saved = add(ledger, &CALL);
        let mut changed = entry(ledger, &CALL);
        changed.set(Field::Minutes, Some(Value::Number(45)));
        ledger.edit(saved.id, 1, changed, &stamp(), None).expect("saved");
        ledger
            .void(saved.id, 2, VoidReason::Duplicate, &stamp())
            .expect("void");
        let minutes = |ledger: &Ledger| {
            let record = ledger.find("R4-東-1").expect("a record");
            (record.entry.number(Field::Minutes), record.void)
        };
        assert_eq!(
            (count(ledger), minutes(ledger)),
            (0, (Some(45), Some(VoidReason::Duplicate)))
        );
        let walk = [
            (true, 1, (Some(45), None)),
            (true, 1, (Some(30), None)),
            (true, 0, (Some(30), Some(VoidReason::Undone))),
            (false, 1, (Some(30), None)),
            (false, 1, (Some(45), None)),
            (true, 1, (Some(30), None)),
            (false, 1, (Some(45), None)),
            (false, 0, (Some(45), Some(VoidReason::Duplicate))),
        ];
        for (back, records, state) in walk {
            let turned = if back {
                ledger.undo(&stamp())
            } else {
                ledger.redo(&stamp())
            };
            turned.expect("turned");
            assert_eq!((count(ledger), minutes(ledger)), (records, state));
            assert_eq!(ledger.check(true).expect("a check"), []);
        }
        assert!(matches!(
            ledger.redo(&stamp()),
            Err(Error::Refused(Refusal::NothingToRedo))
        ));
        assert!(matches!(
            ledger.undo(&by("c2")),
            Err(Error::Refused(Refusal::NothingToUndo))
        ));
    });
}

#[test]
fn undo_stops_at_what_somebody_else_changed_since() {
    on_both(|ledger| {
        let saved = add(ledger, &CALL);
        let mut changed = entry(ledger, &CALL);
        changed.set(Field::Minutes, Some(Value::Number(45)));
        ledger.edit(saved.id, 1, changed, &by("c2"), None).expect("saved");
        assert!(matches!(
            ledger.undo(&stamp()),
            Err(Error::Refused(Refusal::ChangedSince))
        ));
    });
}

#[test]
fn an_import_is_undone_and_done_again_in_one_step() {
    on_both(|ledger| {
        add(ledger, &CALL);
        let report = import_file(ledger, &printed_half_year());
        assert_eq!((report.imported.added, count(ledger)), (28, 29));
        let undone = ledger.undo(&stamp()).expect("undone");
        assert_eq!((undone.act, undone.records, count(ledger)), (Act::Import, 28, 1));
        assert_eq!(ledger.check(true).expect("a check"), []);
        assert_eq!(ledger.redo(&stamp()).expect("done again").records, 28);
        assert_eq!(count(ledger), 29);
        assert_eq!(ledger.check(true).expect("a check"), []);
        ledger.undo(&stamp()).expect("undone");
        import_file(ledger, &printed_half_year());
        assert_eq!(count(ledger), 29);
        assert_eq!(ledger.check(true).expect("a check"), []);
    });
}

#[test]
fn an_import_with_a_changed_record_is_not_undone() {
    on_both(|ledger| {
        import_file(ledger, &printed_half_year());
        let record = ledger.find("R4-西-1").expect("a record");
        ledger
            .void(record.id, 1, VoidReason::Mistake, &by("c2"))
            .expect("void");
        assert!(matches!(
            ledger.undo(&stamp()),
            Err(Error::Refused(Refusal::ChangedSince))
        ));
        assert_eq!(count(ledger), 27);
    });
}

#[test]
fn a_profile_is_undone_while_nobody_set_another() {
    on_both(|ledger| {
        let before = ledger.profile_toml().to_owned();
        let after = before.replace("ja = \"訪問\"", "ja = \"家庭訪問\"");
        ledger.set_profile(&after, &stamp()).expect("set");
        assert_eq!(ledger.undo(&stamp()).expect("undone").act, Act::Profile);
        assert_eq!(ledger.profile_toml(), before);
        assert_eq!(ledger.redo(&stamp()).expect("done again").act, Act::Profile);
        assert_eq!(ledger.profile_toml(), after);
        assert_eq!(ledger.check(true).expect("a check"), []);
        ledger.set_profile(&before, &by("c2")).expect("set by another");
        assert!(matches!(
            ledger.undo(&stamp()),
            Err(Error::Refused(Refusal::ChangedSince))
        ));
    });
}

#[test]
fn a_file_that_was_meant_twice_is_brought_back_twice() {
    on_both(|ledger| {
        import_file(ledger, &printed_half_year());
        let (path, today) = (printed_half_year(), day("2022-09-30"));
        let mode = Mode {
            again: true,
            ..Mode::default()
        };
        import(ledger, &path, mode, today, &stamp(), &mut |_| {}).expect("imported");
        for left in [28, 0] {
            ledger.undo(&stamp()).expect("undone");
            assert_eq!(count(ledger), left);
        }
        for there in [28, 56] {
            ledger.redo(&stamp()).expect("done again");
            assert_eq!(count(ledger), there);
        }
        assert_eq!(ledger.check(true).expect("a check"), []);
    });
}

#[test]
fn an_import_that_somebody_else_did_again_is_not_brought_back_twice() {
    on_both(|ledger| {
        import_file(ledger, &printed_half_year());
        ledger.undo(&stamp()).expect("undone");
        let (path, today) = (printed_half_year(), day("2022-09-30"));
        import(ledger, &path, Mode::default(), today, &by("c2"), &mut |_| {}).expect("imported");
        let again = ledger.redo(&stamp());
        assert!(matches!(again, Err(Error::Refused(Refusal::ImportedBefore))));
        assert_eq!(count(ledger), 28);
    });
}

#[test]
fn a_record_is_judged_by_the_profile_in_force_when_it_is_saved() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let typed = entry(
        &ledger,
        &[
            ("date", "2022-04-12"),
            ("center", "east"),
            ("party", "family"),
            ("channel", "fax"),
        ],
    );
    let mut other =
        Ledger::open(&folder.path().join("ledger.soudan"), &Default::default()).expect("a ledger");
    let fax = other
        .profile_toml()
        .find("[[lists.channel]]\ncode = \"fax\"")
        .expect("fax");
    let line = other
        .profile_toml()
        .find("[[lists.channel]]\ncode = \"line\"")
        .expect("line");
    let without = format!(
        "{}{}",
        &other.profile_toml()[..fax],
        &other.profile_toml()[line..]
    );
    other.set_profile(&without, &by("c2")).expect("set");
    let refused = ledger.add(new_id(stamp().at_ms), typed, &stamp(), None);
    assert!(matches!(refused, Err(Error::Fields(_))), "{refused:?}");
    assert_eq!(count(&ledger), 0);
}

#[test]
fn the_log_of_a_ledger_that_is_gone_is_never_read_into_a_new_one() {
    let folder = folder();
    let path = folder.path().join("ledger.soudan");
    std::fs::write(folder.path().join("ledger.soudan-wal"), b"the log of another").expect("a log");
    let made = Ledger::create(
        &path,
        soudan::domain::profile::YAMAGUCHI,
        Some("east"),
        &stamp(),
        None,
    );
    assert!(matches!(made, Err(Error::Refused(Refusal::StaleLog(_)))));
    assert!(!path.exists());
}

#[test]
fn a_tally_is_kept_under_its_name_until_it_is_deleted() {
    on_both(|ledger| {
        assert_eq!(ledger.views().expect("views"), []);
        let of_areas = "this --rows area --cols 'age'";
        ledger.save_view("月例 圏域", "this --rows month").expect("saved");
        ledger.save_view("A'B", of_areas).expect("saved");
        ledger.save_view("月例 圏域", of_areas).expect("saved again");
        let names = |ledger: &Ledger| {
            let views = ledger.views().expect("views").into_iter();
            views.map(|view| (view.name, view.spec)).collect::<Vec<_>>()
        };
        let whole = |name: &str| (name.to_owned(), Some(of_areas.to_owned()));
        assert_eq!(names(ledger), [whole("A'B"), whole("月例 圏域")]);
        ledger.delete_view("A'B").expect("deleted");
        ledger.delete_view("none is called so").expect("nothing to do");
        assert_eq!(names(ledger), [whole("月例 圏域")]);
        assert_eq!(ledger.check(true).expect("a check"), []);
        ledger.keep_as_it_is();
        assert!(matches!(
            ledger.save_view("x", of_areas),
            Err(Error::CannotWrite(_))
        ));
        assert!(matches!(
            ledger.delete_view("月例 圏域"),
            Err(Error::CannotWrite(_))
        ));
    });
}
