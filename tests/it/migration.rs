//! From one format of the ledger to the next: a verified backup first, then all of it or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use soudan::domain::axis::Filter;
use soudan::domain::date::{FIRST_DAY, LAST_DAY};
use soudan::domain::period::Period;
use soudan::error::{Damage, Error, Result};
use soudan::store::schema::{FORMAT, STEPS, Step, compare};
use soudan::store::{Access, Ledger, Opening, Selection, restore, upgrade};
use tempfile::TempDir;

use crate::activities;
use crate::faults::{everything, files, lived_in, open, tool};
use crate::ledgers::{CALL, add, day, folder, stamp};

/// Made by the program's first version from the printed half-year, and never made again: what that
/// version wrote must be readable for as long as there are ledgers.
const FORMAT_1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/format-1.soudan");

#[test]
fn a_ledger_of_the_first_version_opens_with_its_figures() {
    let folder = folder();
    let path = folder.path().join("ledger.soudan");
    fs::copy(FORMAT_1, &path).expect("a copy");
    let mut ledger = open(&path);
    let today = day("2022-09-30");
    let period = Period::parse("2022H1", today).expect("a period");
    let standard = ledger
        .standard(period, &Filter::consultations(), today, None)
        .expect("tables");
    let totals = [&standard.family, &standard.stakeholder, &standard.fields].map(|table| {
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| row.line.total.expect("a total"))
            .collect();
        (
            rows,
            table
                .total
                .cells
                .iter()
                .map(|cell| cell.expect("a figure"))
                .collect::<Vec<_>>(),
        )
    });
    let expected = [
        (vec![4, 7], vec![6, 1, 0, 0, 4]),
        (vec![9, 8], vec![17, 0, 0, 0, 0]),
        (vec![9, 8], vec![7, 6, 1, 1, 2]),
    ];
    assert_eq!(totals, expected);
    assert!(standard.ties());
    assert_eq!(ledger.count(&Selection::default()).expect("a count"), 28);
    assert_eq!(ledger.check(true).expect("a check"), []);
    add(&mut ledger, &CALL);
    assert_eq!(ledger.find("R4-東-14").expect("the next number").rev, 1);
    assert_eq!(ledger.check(true).expect("a check"), []);
    drop(ledger);
    assert_eq!(format_of(&tool(&path)), FORMAT);
    // A program of the first version that has it open reads and writes no sums any more.
    let sums = tool(&path).prepare("SELECT n FROM month_count").map(|_| ());
    sums.expect_err("another name");
    let backup = path.with_extension("soudan.format-1");
    assert_eq!(files(folder.path()), ["ledger.soudan", "ledger.soudan.format-1"]);
    assert_eq!(format_of(&tool(&backup)), 1);
    let first = Connection::open(FORMAT_1).expect("the first version's");
    assert_eq!(digests(&tool(&backup)), digests(&first));
}

/// Every record's digest.
fn digests(conn: &Connection) -> Vec<Vec<u8>> {
    let mut select = conn
        .prepare("SELECT digest FROM consultation ORDER BY seq")
        .expect("records");
    let rows = select.query_map([], |row| row.get(0)).expect("records");
    rows.collect::<rusqlite::Result<_>>().expect("digests")
}

/// Made before there were closings: the printed half-year and one call more.
const FORMAT_4: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/format-4.soudan");

#[test]
fn a_ledger_from_before_closings_is_read_without_any_and_upgraded_can_be_closed() {
    let folder = folder();
    let path = folder.path().join("ledger.soudan");
    fs::copy(FORMAT_4, &path).expect("a copy");
    let (bytes, today) = (fs::read(&path).expect("the file"), day("2022-10-05"));
    let half = Period::parse("2022H1", today).expect("a period");
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    let ledger = Ledger::open(&path, &opening).expect("a ledger to read");
    assert_eq!(ledger.closings().expect("closings"), []);
    assert_eq!(ledger.closing(&half).expect("a look"), None);
    assert_eq!(ledger.overview(half, today, 200).expect("figures").closed, []);
    assert_eq!(ledger.check(true).expect("a check"), []);
    drop(ledger);
    assert!(fs::read(&path).expect("the file") == bytes);
    let mut ledger = open(&path);
    let backup = path.with_extension("soudan.format-4");
    assert_eq!(format_of(&tool(&backup)), 4);
    let closing = ledger.close(&half, today, &stamp()).expect("closed");
    assert_eq!(closing.figures.records(), 29);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

/// Made before there were activities: the printed half-year, closed, and one call more.
const FORMAT_5: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/format-5.soudan");

#[test]
fn a_ledger_from_before_activities_is_read_without_any_and_upgraded_takes_them() {
    let folder = folder();
    let path = folder.path().join("ledger.soudan");
    fs::copy(FORMAT_5, &path).expect("a copy");
    let (bytes, today) = (fs::read(&path).expect("the file"), day("2022-10-05"));
    let september = Period::parse("2022-09", today).expect("a period");
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    let ledger = Ledger::open(&path, &opening).expect("a ledger to read");
    assert_eq!(ledger.activities(FIRST_DAY, LAST_DAY).expect("activities"), []);
    assert_eq!(ledger.find_activity("0183a834").expect("a look"), None);
    let before = ledger.packet(september, today).expect("a packet");
    assert_eq!(before.activities.held, []);
    assert_eq!(ledger.check(true).expect("a check"), []);
    drop(ledger);
    assert!(fs::read(&path).expect("the file") == bytes);
    let mut ledger = open(&path);
    let backup = path.with_extension("soudan.format-5");
    assert_eq!(format_of(&tool(&backup)), 5);
    assert_eq!(ledger.packet(september, today).expect("a packet"), before);
    let saved = activities::save(
        &mut ledger,
        &[
            ("held_on", "2022-09-25"),
            ("activity_kind", "peer"),
            ("title", "家族交流会"),
        ],
    );
    assert_eq!(saved.rev, 1);
    assert_eq!(
        ledger.activities(FIRST_DAY, LAST_DAY).expect("activities").len(),
        1
    );
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn a_ledger_of_the_first_version_is_read_as_it_is_and_comes_back_from_a_backup() {
    let folder = folder();
    let (path, old) = (folder.path().join("ledger.soudan"), folder.path().join("old"));
    for copy in [&path, &old] {
        fs::copy(FORMAT_1, copy).expect("a copy");
    }
    let upgraded = open(&path);
    let today = day("2022-09-30");
    let printed = |ledger: &Ledger| {
        let period = Period::parse("2022H1", today).expect("a period");
        let standard = ledger.standard(period, &Filter::consultations(), today, None);
        format!("{:?}", standard.expect("tables"))
    };
    let (bytes, expected) = (fs::read(&old).expect("the file"), printed(&upgraded));
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    let ledger = Ledger::open(&old, &opening).expect("a ledger to read");
    assert_eq!(printed(&ledger), expected);
    assert_eq!(ledger.check(true).expect("a check"), []);
    drop(ledger);
    assert!(fs::read(&old).expect("the file") == bytes);
    // Whether it comes where a ledger is or where none is.
    for there in [true, false] {
        let to = folder
            .path()
            .join(if there { "ledger.soudan" } else { "new.soudan" });
        restore(&to, &old, folder.path(), "before", &stamp()).expect("restored");
        let restored = open(&to);
        assert_eq!(printed(&restored), expected);
        assert_eq!(restored.check(true).expect("a check"), []);
        assert_eq!(format_of(&tool(&to)), FORMAT);
    }
    assert!(fs::read(&old).expect("the file") == bytes);
}

#[test]
fn what_only_claims_to_be_of_the_first_version_is_refused_and_left_as_it_is() {
    let folder = folder();
    let path = folder.path().join("ledger.soudan");
    fs::copy(FORMAT_1, &path).expect("a copy");
    tool(&path)
        .execute_batch("CREATE TRIGGER t AFTER DELETE ON month_count BEGIN DELETE FROM consultation; END")
        .expect("a change");
    let bytes = fs::read(&path).expect("the file");
    let refused = Ledger::open(&path, &Opening::default());
    assert!(matches!(refused, Err(Error::Damaged(Damage::Schema))));
    assert!(fs::read(&path).expect("the file") == bytes);
    assert!(!path.with_extension("soudan.format-1").exists());
}

/// A step that no ledger has taken yet, in several statements.
const NEXT: Step = Step {
    to: FORMAT + 1,
    sql: "ALTER TABLE staff ADD COLUMN room TEXT;
          CREATE TABLE room (code TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
          INSERT INTO room (code, name) SELECT DISTINCT code, code FROM staff;",
};
const AFTER_NEXT: Step = Step {
    to: FORMAT + 2,
    sql: "UPDATE room SET name = name || '室'",
};
/// Fails when half of it is done.
const BROKEN: Step = Step {
    to: FORMAT + 1,
    sql: "DELETE FROM consultation; CREATE TABLE room (x TEXT) STRICT; CREATE TABLE room (y TEXT) STRICT;",
};

fn with(further: impl IntoIterator<Item = Step>) -> Vec<Step> {
    let known = STEPS.iter().map(|step| Step {
        to: step.to,
        sql: step.sql,
    });
    known.chain(further).collect()
}

/// An older ledger, as the program of the next version sees it.
struct Older {
    folder: TempDir,
    path: PathBuf,
    content: String,
}

fn older() -> Older {
    let folder = folder();
    let path = lived_in(folder.path());
    let content = everything(&open(&path)).expect("a ledger");
    Older {
        folder,
        path,
        content,
    }
}

impl Older {
    fn upgrade(&self, steps: &[Step]) -> Result<()> {
        upgrade(&mut tool(&self.path), &self.path, FORMAT, steps)
    }

    fn names(&self) -> Vec<String> {
        files(self.folder.path())
    }

    #[track_caller]
    fn is_as_before(&self, path: &Path) {
        let ledger = open(path);
        assert_eq!(everything(&ledger).expect("a ledger"), self.content);
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
}

fn format_of(conn: &Connection) -> i64 {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a format")
}

fn backup_name(further: &str) -> String {
    format!("ledger.soudan.format-{FORMAT}{further}")
}

#[test]
fn an_upgrade_backs_up_and_takes_every_step_once() {
    let older = older();
    let steps = with([NEXT, AFTER_NEXT]);
    older.upgrade(&steps).expect("upgraded");
    assert_eq!(older.names(), ["ledger.soudan".to_owned(), backup_name("")]);
    older.is_as_before(&older.folder.path().join(backup_name("")));
    let upgraded = tool(&older.path);
    assert_eq!(format_of(&upgraded), FORMAT + 2);
    let name: String = upgraded
        .query_row("SELECT name FROM room WHERE code = 'c2'", [], |row| row.get(0))
        .expect("a row");
    assert_eq!(name, "c2室");
    // An upgraded ledger has exactly the schema of a new one.
    compare(&upgraded, &steps).expect("the same schema");
    drop(upgraded);
    // This version refuses it and leaves it alone.
    let bytes = fs::read(&older.path).expect("the file");
    let refused = Ledger::open(&older.path, &Opening::default());
    assert!(matches!(refused, Err(Error::Newer { found, known: FORMAT }) if found == FORMAT + 2));
    assert!(fs::read(&older.path).expect("the file") == bytes);
    // Somebody else was quicker: nothing is done twice.
    older.upgrade(&steps).expect("nothing to do");
    older.upgrade(&with([NEXT])).expect("nothing to do");
    assert_eq!(format_of(&tool(&older.path)), FORMAT + 2);
}

#[test]
fn an_upgrade_that_fails_changes_nothing_and_can_be_tried_again() {
    let older = older();
    older.upgrade(&with([BROKEN])).expect_err("a failure");
    older.is_as_before(&older.path);
    assert_eq!(older.names(), ["ledger.soudan".to_owned(), backup_name("")]);
    let backup = fs::read(older.folder.path().join(backup_name(""))).expect("the backup");
    older.upgrade(&with([NEXT])).expect("upgraded");
    assert_eq!(format_of(&tool(&older.path)), FORMAT + 1);
    // The backup of the first try is this one's too.
    assert_eq!(older.names(), ["ledger.soudan".to_owned(), backup_name("")]);
    assert!(fs::read(older.folder.path().join(backup_name(""))).expect("the backup") == backup);
}

#[test]
fn the_backup_of_something_else_is_not_taken_for_this_one() {
    let older = older();
    let taken = older.folder.path().join(backup_name(""));
    fs::write(&taken, "notes").expect("a file");
    let mut ledger = open(&older.path);
    ledger
        .backup(older.folder.path(), &backup_name("-2"))
        .expect("an earlier backup");
    add(&mut ledger, &CALL);
    let content = everything(&ledger).expect("a ledger");
    drop(ledger);
    older.upgrade(&with([NEXT])).expect("upgraded");
    let third = open(&older.folder.path().join(backup_name("-3")));
    assert_eq!(everything(&third).expect("a ledger"), content);
    assert_eq!(fs::read(&taken).expect("the notes"), b"notes");
}

#[test]
fn what_cannot_be_backed_up_is_not_upgraded() {
    let older = older();
    tool(&older.path)
        .execute_batch("UPDATE consultation SET minutes = 99 WHERE seq = 2")
        .expect("a change");
    let bytes = fs::read(&older.path).expect("the file");
    assert!(matches!(
        older.upgrade(&with([NEXT])),
        Err(Error::NotVerified | Error::Unsound)
    ));
    assert!(fs::read(&older.path).expect("the file") == bytes);
    assert_eq!(older.names(), ["ledger.soudan"]);
}
