//! Backup and restore: a copy is whole or not there, what stood there before is kept, and whoever has
//! the ledger open sees the restored one or is told.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use soudan::domain::profile::YAMAGUCHI;
use soudan::error::{Error, Refusal, Result, Unwritable};
use soudan::store::schema::FORMAT;
use soudan::store::{Ledger, Restored, Selection, restore};
use tempfile::TempDir;

use crate::faults::{done_as_nobody, everything, files, lived_in, open, tool, with_chat};
use crate::ledgers::{CALL, add, by, folder, in_file, stamp};

const LEDGER: &str = "ledger.soudan";
const BACKUPS: &str = "backups";

/// Changes what was written without changing what stands beside it.
const DAMAGE: &str = "UPDATE consultation SET minutes = 99 WHERE seq = 2";

/// A ledger that has been lived in, and a backup of it.
struct Kept {
    folder: TempDir,
    ledger: PathBuf,
    backup: PathBuf,
    content: String,
}

fn kept() -> Kept {
    let folder = folder();
    let path = lived_in(folder.path());
    let ledger = open(&path);
    let backup = ledger
        .backup(&folder.path().join(BACKUPS), "first")
        .expect("a backup");
    let content = everything(&ledger).expect("a ledger");
    Kept {
        folder,
        ledger: path,
        backup,
        content,
    }
}

impl Kept {
    fn restore(&self, from: &Path) -> Result<Restored> {
        let folder = self.folder.path().join(BACKUPS);
        restore(&self.ledger, from, &folder, "second", &by("c2"))
    }

    /// The names in the ledger's folder and in that of the backups.
    fn names(&self) -> Vec<String> {
        [
            files(self.folder.path()),
            files(&self.folder.path().join(BACKUPS)),
        ]
        .concat()
    }
}

fn records(path: &Path) -> u64 {
    open(path).count(&Selection::default()).expect("a count")
}

#[test]
fn a_backup_is_one_verified_file() {
    let kept = kept();
    assert_eq!(kept.names(), [BACKUPS, LEDGER, "first"]);
    assert_eq!(
        fs::metadata(&kept.backup).expect("the backup").mode() & 0o777,
        0o600
    );
    let bytes = fs::read(&kept.backup).expect("the backup");
    let backup = open(&kept.backup);
    assert_eq!(everything(&backup).expect("a ledger"), kept.content);
    assert_eq!(backup.check(true).expect("a check"), []);
    drop(backup);
    assert!(
        fs::read(&kept.backup).expect("the backup") == bytes,
        "looking changed the backup"
    );
    let ledger = open(&kept.ledger);
    let again = ledger.backup(&kept.folder.path().join(BACKUPS), "first");
    assert!(matches!(again, Err(Error::Refused(Refusal::TargetExists(_)))));
    assert!(fs::read(&kept.backup).expect("the backup") == bytes);
}

/// What was saved meanwhile by somebody else is in the backup, though it stands in the log alone.
#[test]
fn a_backup_holds_what_stands_in_the_log() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let path = folder.path().join(LEDGER);
    let other = open(&path);
    add(&mut ledger, &CALL);
    let backup = other.backup(folder.path(), "backup").expect("a backup");
    assert_eq!(records(&backup), 1);
}

type Damage = fn(&Path);

fn change_a_bit(path: &Path) {
    let mut bytes = fs::read(path).expect("the file");
    let text = "空き状況を確認".as_bytes();
    // It may stand in a page's unused space too, where nothing reads it.
    let at: Vec<_> = (0..bytes.len() - text.len())
        .filter(|at| bytes[*at..].starts_with(text))
        .collect();
    at.iter().for_each(|at| bytes[at + 5] ^= 1);
    fs::write(path, bytes).expect("a file");
}

fn empty_a_page(path: &Path) {
    let mut bytes = fs::read(path).expect("the file");
    bytes[11 * 4096..12 * 4096].fill(0);
    fs::write(path, bytes).expect("a file");
}

fn change_a_record(path: &Path) {
    tool(path).execute_batch(DAMAGE).expect("a change");
}

#[test]
fn a_damaged_ledger_gives_no_backup_and_takes_none_away() {
    let cases: [(&str, Damage); 3] = [
        ("a bit", change_a_bit),
        ("a page", empty_a_page),
        ("a record", change_a_record),
    ];
    for (case, damage) in cases {
        let kept = kept();
        let first = fs::read(&kept.backup).expect("the backup");
        damage(&kept.ledger);
        let ledger = open(&kept.ledger);
        let error = ledger
            .backup(&kept.folder.path().join(BACKUPS), "second")
            .expect_err(case);
        assert!(
            matches!(error, Error::Unsound | Error::Damaged(_)),
            "{case}: {error:?}"
        );
        drop(ledger);
        assert_eq!(kept.names(), [BACKUPS, LEDGER, "first"], "{case}");
        assert!(fs::read(&kept.backup).expect("the backup") == first, "{case}");
        // That is when a backup is needed: it goes in, and what was there is kept as it was.
        let damaged = fs::read(&kept.ledger).expect("the file");
        let restored = kept.restore(&kept.backup).expect("restored");
        let aside = restored.previous.expect("set aside");
        assert!(fs::read(&aside).expect("what was there") == damaged, "{case}");
        assert_eq!(
            everything(&open(&kept.ledger)).expect("a ledger"),
            kept.content,
            "{case}"
        );
    }
}

#[test]
fn a_restore_keeps_what_was_there() {
    let kept = kept();
    let mut ledger = open(&kept.ledger);
    add(&mut ledger, &CALL);
    let before = ledger.count(&Selection::default()).expect("a count");
    drop(ledger);
    let restored = kept.restore(&kept.backup).expect("restored");
    assert_eq!(kept.names(), [BACKUPS, LEDGER, "first", "second"]);
    assert_eq!(records(&restored.previous.expect("a backup")), before);
    let ledger = open(&kept.ledger);
    assert_eq!(everything(&ledger).expect("a ledger"), kept.content);
    assert_eq!(ledger.check(true).expect("a check"), []);
    // Nothing is written over, not even by the same restore once more.
    drop(ledger);
    let bytes = fs::read(&kept.ledger).expect("the file");
    assert!(matches!(
        kept.restore(&kept.backup),
        Err(Error::Refused(Refusal::TargetExists(_)))
    ));
    assert!(fs::read(&kept.ledger).expect("the file") == bytes);
}

/// Somebody copied the ledger itself, or points at it: nothing is left beside what is read.
#[test]
fn a_restore_reads_any_good_ledger_and_leaves_nothing_beside_it() {
    let kept = kept();
    let copy = kept.folder.path().join("copy");
    fs::copy(&kept.ledger, &copy).expect("a copy");
    kept.restore(&copy).expect("restored");
    assert_eq!(kept.names(), [BACKUPS, "copy", LEDGER, "first", "second"]);
    let link = kept.folder.path().join("link");
    std::os::unix::fs::symlink(&kept.ledger, &link).expect("a link");
    fs::remove_file(kept.folder.path().join(BACKUPS).join("second")).expect("removed");
    kept.restore(&link).expect("restored from itself");
    assert_eq!(everything(&open(&kept.ledger)).expect("a ledger"), kept.content);
    assert_eq!(open(&kept.ledger).check(true).expect("a check"), []);
}

#[test]
fn a_restore_goes_where_no_good_ledger_is() {
    let cases: [(&str, Option<&[u8]>); 4] = [
        ("missing", None),
        ("empty", Some(b"")),
        ("something else", Some(b"hello")),
        ("cut off", Some(b"SQLite format 3\0\x10\0")),
    ];
    for (case, there) in cases {
        let kept = kept();
        match there {
            None => fs::remove_file(&kept.ledger).expect("removed"),
            Some(bytes) => fs::write(&kept.ledger, bytes).expect("a file"),
        }
        let restored = kept.restore(&kept.backup).expect(case);
        let aside = restored
            .previous
            .map(|aside| fs::read(aside).expect("what was there"));
        assert_eq!(aside.as_deref(), there, "{case}");
        let ledger = open(&kept.ledger);
        assert_eq!(everything(&ledger).expect("a ledger"), kept.content, "{case}");
        assert_eq!(ledger.check(true).expect("a check"), [], "{case}");
        assert_eq!(
            fs::metadata(&kept.ledger).expect("the ledger").mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn whoever_has_it_open_sees_the_restored_ledger() {
    let kept = kept();
    // Another center's ledger, with another profile that was set as often.
    let other = folder();
    let path = other.path().join(LEDGER);
    let mut theirs = Ledger::create(&path, YAMAGUCHI, Some("west"), &stamp(), None).expect("a ledger");
    let renamed = with_chat().replace("チャット", "文字の会話");
    theirs.set_profile(&renamed, &stamp()).expect("set");
    let backup = theirs.backup(other.path(), "backup").expect("a backup");
    let mut reader = open(&kept.ledger);
    let mut writer = open(&kept.ledger);
    kept.restore(&backup).expect("restored");
    assert!(reader.changed().expect("a look"));
    for ledger in [&mut reader, &mut writer] {
        let saved = add(ledger, &CALL);
        assert_eq!(
            (ledger.profile_toml(), ledger.origin()),
            (renamed.as_str(), theirs.origin())
        );
        assert_eq!(ledger.own_center().as_str(), "west");
        assert_eq!(
            ledger.find(&saved.id.to_string()).expect("a record").number,
            saved.number
        );
    }
    assert_eq!(reader.count(&Selection::default()).expect("a count"), 2);
    assert_eq!(open(&kept.ledger).check(true).expect("a check"), []);
}

#[test]
fn whoever_has_a_damaged_ledger_open_is_told_of_the_restored_one() {
    let kept = kept();
    tool(&kept.ledger).execute_batch(DAMAGE).expect("a change");
    let mut reader = open(&kept.ledger);
    kept.restore(&kept.backup).expect("restored");
    assert!(matches!(
        reader.changed(),
        Err(Error::CannotWrite(Unwritable::Replaced))
    ));
}

#[test]
fn a_bad_backup_is_refused_and_nothing_changes() {
    let cases: [(&str, Damage); 6] = [
        ("a changed record", change_a_record),
        ("a changed journal", |path| {
            tool(path)
                .execute_batch("UPDATE journal SET who = 'c9' WHERE seq = 3")
                .expect("a change");
        }),
        ("a trigger", |path| {
            let trigger = "CREATE TRIGGER t AFTER INSERT ON consultation BEGIN DELETE FROM journal; END";
            tool(path).execute_batch(trigger).expect("a change");
        }),
        ("cut off", |path| {
            let bytes = fs::read(path).expect("the file");
            fs::write(path, &bytes[..bytes.len() - 1]).expect("a file");
        }),
        ("no ledger", |path| fs::write(path, "hello").expect("a file")),
        ("newer", |path| {
            let mut bytes = fs::read(path).expect("the file");
            bytes[63] = FORMAT as u8 + 1;
            fs::write(path, bytes).expect("a file");
        }),
    ];
    for (case, spoil) in cases {
        let kept = kept();
        spoil(&kept.backup);
        let (bytes, names) = (fs::read(&kept.ledger).expect("the file"), kept.names());
        let error = kept.restore(&kept.backup).expect_err(case);
        assert!(
            matches!(error, Error::DamagedBackup(_) | Error::Newer { .. }),
            "{case}: {error:?}"
        );
        assert!(fs::read(&kept.ledger).expect("the file") == bytes, "{case}");
        assert_eq!(kept.names(), names, "{case}");
    }
    let kept = kept();
    let missing = kept.restore(&kept.folder.path().join("nothing"));
    assert!(matches!(missing, Err(Error::Refused(Refusal::NoLedger(_)))));
}

#[test]
fn a_newer_ledger_is_not_restored_over() {
    let kept = kept();
    let mut bytes = fs::read(&kept.ledger).expect("the file");
    bytes[63] = FORMAT as u8 + 1;
    fs::write(&kept.ledger, &bytes).expect("a file");
    assert!(matches!(kept.restore(&kept.backup), Err(Error::Newer { .. })));
    assert!(fs::read(&kept.ledger).expect("the file") == bytes);
    assert_eq!(kept.names(), [BACKUPS, LEDGER, "first"]);
}

/// Renaming does not reach another file system, and copying what is damaged could fail.
#[test]
fn a_damaged_ledger_stays_on_its_own_file_system() {
    let kept = kept();
    let memory = Path::new("/dev/shm");
    let elsewhere = fs::metadata(memory).map(|meta| meta.dev()).ok();
    if elsewhere.is_none() || elsewhere == fs::metadata(kept.folder.path()).map(|meta| meta.dev()).ok() {
        eprintln!("skipped: there is no second file system");
        return;
    }
    let backups = tempfile::tempdir_in(memory).expect("a folder");
    fs::write(&kept.ledger, "hello").expect("a file");
    let restored = restore(&kept.ledger, &kept.backup, backups.path(), "second", &stamp()).expect("restored");
    assert_eq!(restored.previous, Some(kept.folder.path().join("second.damaged")));
    assert_eq!(everything(&open(&kept.ledger)).expect("a ledger"), kept.content);
}

#[test]
fn a_backup_that_cannot_be_written_leaves_nothing() {
    if done_as_nobody("restore::a_backup_that_cannot_be_written_leaves_nothing") {
        return;
    }
    let kept = kept();
    let folder = kept.folder.path().join(BACKUPS);
    let modes = |mode| fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(mode));
    modes(0o500).expect("modes");
    let ledger = open(&kept.ledger);
    let refused = ledger.backup(&folder, "second").expect_err("no backup");
    assert!(
        matches!(refused, Error::CannotWrite(Unwritable::Permission)),
        "{refused:?}"
    );
    drop(ledger);
    // Nor is anything restored when what is there could not be backed up.
    let bytes = fs::read(&kept.ledger).expect("the file");
    assert!(matches!(
        kept.restore(&kept.backup),
        Err(Error::CannotWrite(Unwritable::Permission))
    ));
    assert!(fs::read(&kept.ledger).expect("the file") == bytes);
    assert_eq!(kept.names(), [BACKUPS, LEDGER, "first"]);
    modes(0o700).expect("modes");
    assert_eq!(records(&folder.join("first")), records(&kept.ledger));
}
