//! Calls that fail, and restores and upgrades killed at every call: a save that is not acknowledged says
//! so with its status, and what was there before is there or lies beside.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use soudan::error::{Error, Unwritable};
use soudan::store::schema::{FORMAT, STEPS, Step};
use soudan::store::{Ledger, Notice, Opening, Selection, upgrade};
use tempfile::TempDir;

use crate::faults::{lived_in, open, tool};
use crate::kill::{ADD, CALLS, acknowledged, assert_whole, has_strace, injected, killed_at, soudan};
use crate::ledgers::{CALL, add, folder, in_file, printed_half_year};

#[test]
fn a_call_that_fails_saves_all_or_nothing_and_never_says_otherwise() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    drop(in_file(&folder));
    let (ledger, log) = (folder.path().join("ledger.soudan"), folder.path().join("calls"));
    let (mut known, mut attempts, mut failed) = (Vec::new(), 0, 0);
    for call in [
        "pwrite64",
        "fsync",
        "fdatasync",
        "ftruncate",
        "fallocate",
        "pread64",
    ] {
        for error in ["EIO", "ENOSPC"] {
            for n in 1.. {
                let case = format!("{call}:error={error}:when={n}");
                let output = injected(&case, &log, &soudan(&ledger, &ADD));
                attempts += 1;
                let id = acknowledged(&output.stdout);
                let status = output.status.code();
                assert_eq!(id.is_some(), status == Some(0), "{case}: {output:?}");
                // What cannot be read is damage, or keeps the program itself from being loaded.
                let statuses: &[i32] = if call == "pread64" {
                    &[0, 1, 12, 13, 127]
                } else {
                    &[0, 13]
                };
                assert!(
                    status.is_some_and(|status| statuses.contains(&status)),
                    "{case}: {output:?}"
                );
                let is_said = String::from_utf8_lossy(&output.stderr).lines().count() == 1;
                assert!(status == Some(0) || is_said, "{case}: {output:?}");
                failed += usize::from(id.is_none());
                known.extend(id);
                assert_whole(&ledger, &known, attempts);
                if !fs::read_to_string(&log)
                    .expect("the calls")
                    .contains("(INJECTED)")
                {
                    break;
                }
            }
        }
    }
    println!("{attempts} saves, {failed} of them refused");
    assert!(failed > 5, "some calls matter");
}

/// How far apart the calls are at which it is killed. A copy writes every page: the short form leaves
/// some of those out, `SOUDAN_KILLS=500` leaves out none.
fn stride(call: &str) -> usize {
    let kills = std::env::var("SOUDAN_KILLS").ok().and_then(|n| n.parse().ok());
    if call == "pwrite64" && kills.unwrap_or(0) < 500 {
        13
    } else {
        1
    }
}

/// All records of a ledger and its profile.
fn content(ledger: &Ledger) -> String {
    let mut content = ledger.profile_toml().to_owned();
    let visit = &mut |record| {
        content += &format!("{record:?}\n");
        ControlFlow::Continue(())
    };
    ledger.list(&Selection::default(), visit).expect("a list");
    content
}

/// What stood at the ledger's path before a restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Good,
    Damaged,
    Missing,
}

struct Kept {
    folder: TempDir,
    ledger: PathBuf,
    backup: PathBuf,
    /// What the backup holds, and what stands at the path before.
    restored: String,
    before: String,
}

const DAMAGED: &[u8] = b"hello";

fn kept(before: Before) -> Kept {
    let folder = folder();
    let ledger = lived_in(folder.path());
    let mut present = open(&ledger);
    let restored = content(&present);
    let backup = present.backup(folder.path(), "kept").expect("a backup");
    add(&mut present, &CALL);
    let before_it = content(&present);
    drop(present);
    match before {
        Before::Good => {}
        Before::Damaged => fs::write(&ledger, DAMAGED).expect("a file"),
        Before::Missing => fs::remove_file(&ledger).expect("removed"),
    }
    Kept {
        folder,
        ledger,
        backup,
        restored,
        before: before_it,
    }
}

/// What a folder holds, to start from again.
fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path());
    entries
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect()
}

fn back_to(folder: &Path, files: &[(PathBuf, Vec<u8>)]) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.expect("removed");
    }
    for (path, bytes) in files {
        fs::write(path, bytes).expect("a file");
    }
}

/// The file that was damaged, wherever it lies now.
fn damaged_is_somewhere(folder: &Path) -> bool {
    let beside = snapshot(folder).into_iter().chain(
        folder
            .join("backups")
            .is_dir()
            .then(|| snapshot(&folder.join("backups")))
            .into_iter()
            .flatten(),
    );
    beside.into_iter().any(|(_, bytes)| bytes == DAMAGED)
}

#[test]
fn a_restore_killed_anywhere_loses_neither_ledger() {
    if !has_strace() {
        return;
    }
    for before in [Before::Good, Before::Damaged, Before::Missing] {
        let kept = kept(before);
        let files = snapshot(kept.folder.path());
        let backup = kept.backup.to_str().expect("a path");
        let mut kills = 0;
        for call in CALLS.into_iter().filter(|call| *call != "openat") {
            for n in (1..).step_by(stride(call)) {
                back_to(kept.folder.path(), &files);
                let output = killed_at(call, n, &soudan(&kept.ledger, &["restore", backup]));
                let case = format!("{before:?}, {call} {n}");
                after_restore(&kept, before, output.status.success(), &case);
                if output.status.success() {
                    break;
                }
                kills += 1;
                let again = soudan(&kept.ledger, &["restore", backup])
                    .output()
                    .expect("a run");
                assert!(again.status.success(), "{case}: {again:?}");
                after_restore(&kept, before, true, &case);
            }
        }
        println!("{before:?}: killed at {kills} calls");
        assert!(kills > 5, "{before:?}");
    }
}

/// The old content or the restored one, whole; the damaged file is never gone.
fn after_restore(kept: &Kept, before: Before, done: bool, case: &str) {
    if before == Before::Damaged {
        assert!(
            damaged_is_somewhere(kept.folder.path()),
            "{case}: what was damaged is gone"
        );
    }
    match Ledger::open(&kept.ledger, &Opening::default()) {
        Ok(ledger) => {
            let content = content(&ledger);
            let is_old = before == Before::Good && !done && content == kept.before;
            assert!(
                is_old || content == kept.restored,
                "{case}: neither the one nor the other"
            );
            assert_eq!(ledger.check(false).expect("a check"), [], "{case}");
        }
        Err(error) => assert!(before != Before::Good && !done, "{case}: {error:?}"),
    }
}

const NEXT: Step = Step {
    to: FORMAT + 1,
    sql: "CREATE TABLE room (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
          INSERT INTO room SELECT code FROM staff; DELETE FROM stored_count;",
};

/// Where the test that follows finds a ledger to upgrade, in a process that is killed.
const TO_UPGRADE: &str = "SOUDAN_TO_UPGRADE";

#[test]
fn somebody_elses_upgrade() {
    let Some(path) = std::env::var_os(TO_UPGRADE).map(PathBuf::from) else {
        return;
    };
    let steps: Vec<Step> = STEPS
        .iter()
        .map(|step| Step {
            to: step.to,
            sql: step.sql,
        })
        .chain([NEXT])
        .collect();
    upgrade(&mut tool(&path), &path, FORMAT, &steps).expect("upgraded");
}

#[test]
fn an_upgrade_killed_anywhere_leaves_the_old_format_or_the_new() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    let path = lived_in(folder.path());
    let content = content(&open(&path));
    let files = snapshot(folder.path());
    let mut upgrade = Command::new(std::env::current_exe().expect("this binary"));
    upgrade
        .args(["--exact", "failures::somebody_elses_upgrade"])
        .env(TO_UPGRADE, &path);
    let (mut kills, mut old) = (0, 0);
    for call in [
        "pwrite64",
        "fsync",
        "fdatasync",
        "renameat2",
        "ftruncate",
        "unlink",
    ] {
        for n in (1..).step_by(stride(call)) {
            back_to(folder.path(), &files);
            let done = killed_at(call, n, &upgrade).status.success();
            if is_old(&path, &content, &format!("{call} {n}")) {
                assert!(!done);
                old += 1;
                assert!(
                    upgrade.output().expect("a run").status.success(),
                    "{call} {n}: tried again"
                );
                assert!(!is_old(&path, &content, "after another try"));
            }
            if done {
                break;
            }
            kills += 1;
        }
    }
    println!("killed at {kills} calls, {old} times before the step was taken");
    assert!(kills > 10 && old > 5);
}

/// Whether a ledger is still of its format; then it is as it was. In any case its backup is.
fn is_old(path: &Path, content: &str, case: &str) -> bool {
    let format: i64 = tool(path)
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a format");
    let backup = path.with_extension(format!("soudan.format-{FORMAT}"));
    if format == FORMAT {
        assert_eq!(self::content(&open(path)), content, "{case}");
    } else {
        let rooms: i64 = tool(path)
            .query_row("SELECT count(*) FROM room", [], |row| row.get(0))
            .expect("the new table");
        assert_eq!((format, rooms), (FORMAT + 1, 1), "{case}");
        assert!(backup.exists(), "{case}: upgraded without a backup");
    }
    if backup.exists() {
        assert_eq!(self::content(&open(&backup)), content, "{case}");
    }
    format == FORMAT
}

/// Runs a command that makes a file, and looks at the order of its calls: a power cut must find the
/// content on the disk before the name, and the name before the command says that it is done.
#[track_caller]
fn synced_before_named(command: &Command, made: &Path, log: &Path) {
    let calls = "write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat2";
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-y", "-s", "9", "-e", &format!("trace={calls}"), "-o"])
        .arg(log);
    strace.arg(command.get_program()).args(command.get_args());
    let output = strace.output().expect("strace");
    assert!(output.status.success(), "{output:?}");
    let text = fs::read_to_string(log).expect("the calls");
    let lines: Vec<&str> = text.lines().collect();
    let last = |is: &dyn Fn(&str) -> bool| lines.iter().rposition(|line| is(line));
    let (part, name) = (format!("{}.", made.display()), format!("{}\"", made.display()));
    // Such as ledger.soudan.1a2b3c4d.part
    let of_part = |line: &str| line.contains(&part) && line.contains(".part>");
    let is_sync = |line: &str| line.contains("fsync(") || line.contains("fdatasync(");
    let is_write = |line: &str| line.contains("write") || line.contains("ftruncate(");
    let written = last(&|line| is_write(line) && of_part(line)).expect("written");
    let synced = last(&|line| is_sync(line) && of_part(line)).expect("synced");
    let named = last(&|line| line.contains("rename") && line.contains(&name)).expect("named");
    let folder = format!("{}>", made.parent().expect("a folder").display());
    let kept = last(&|line| is_sync(line) && line.contains(&folder)).expect("its folder synced");
    let said = last(&|line| line.contains("write(1<")).expect("said");
    let order = [written, synced, named, kept, said];
    assert!(
        order.is_sorted(),
        "written, synced, named, kept, said: {order:?}\n{text}"
    );
}

#[test]
fn a_file_is_on_the_disk_before_it_bears_its_name() {
    if !has_strace() {
        return;
    }
    let home = folder();
    let log = home.path().join("calls");
    let ledger = home.path().join("new").join("ledger.soudan");
    synced_before_named(&soudan(&ledger, &["init", "--center", "east"]), &ledger, &log);
    for before in [Before::Damaged, Before::Missing] {
        let kept = kept(before);
        let backup = kept.backup.to_str().expect("a path");
        synced_before_named(&soudan(&kept.ledger, &["restore", backup]), &kept.ledger, &log);
    }
}

/// Every write fails as on a disk without a free byte: what there is can still be read, and every
/// command says the one thing that is wrong.
#[test]
fn a_full_disk_stops_no_reading_and_is_named() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    let ledger = lived_in(folder.path());
    let log = folder.path().join("calls");
    let full = |arguments: &[&str]| {
        let run = soudan(&ledger, arguments);
        let output = injected("pwrite64:error=ENOSPC", &log, &run);
        (
            output.status.code().expect("a status"),
            String::from_utf8(output.stdout).expect("UTF-8"),
            String::from_utf8(output.stderr).expect("UTF-8"),
        )
    };
    let reading: [&[&str]; 5] = [
        &["tally"],
        &["--read-only", "tally"],
        &["list"],
        &["show", "R4-東-0001"],
        &["check"],
    ];
    for arguments in reading {
        let run = soudan(&ledger, arguments).output().expect("a run");
        let expected = String::from_utf8(run.stdout).expect("UTF-8");
        let notice = "The ledger is open for reading only: the disk is full. Make room and open it again.\n"
            .to_owned();
        assert_eq!(full(arguments), (0, expected, notice), "{arguments:?}");
    }
    let target = folder.path().join("copies").display().to_string();
    let import = printed_half_year().display().to_string();
    let writing: [&[&str]; 4] = [
        &ADD,
        &["import", &import, "--again"],
        &["undo"],
        &["backup", &target],
    ];
    for arguments in writing {
        let (status, out, err) = full(arguments);
        assert_eq!((status, &*out), (13, ""), "{arguments:?}: {err}");
        let said = "Cannot save: the disk is full. The ledger is unchanged. Make room and try again.\n";
        assert!(err.ends_with(said), "{arguments:?}: {err}");
    }
    let export = folder.path().join("out.csv").display().to_string();
    let files: [&[&str]; 2] = [
        &["export", &export],
        &["show", "R4-東-0001", "--format", "html", "-o", &export],
    ];
    for arguments in files {
        let output = injected("write:error=ENOSPC:when=1", &log, &soudan(&ledger, arguments));
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(
            output.status.code() == Some(13) && err.contains("the disk is full"),
            "{err}"
        );
    }
}

/// A log with content is part of the ledger: without it fewer records would be shown than there are.
#[test]
fn a_full_disk_hides_no_record_that_is_only_in_the_log() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    let mut writing = in_file(&folder);
    add(&mut writing, &CALL);
    let (ledger, place) = (folder.path().join("ledger.soudan"), folder.path().join("crashed"));
    fs::create_dir(&place).expect("a folder");
    let crashed = place.join("ledger.soudan");
    fs::copy(&ledger, &crashed).expect("a copy");
    fs::copy(
        ledger.with_extension("soudan-wal"),
        crashed.with_extension("soudan-wal"),
    )
    .expect("a copy");
    let output = injected(
        "pwrite64:error=ENOSPC",
        &folder.path().join("calls"),
        &soudan(&crashed, &["list"]),
    );
    assert_eq!(output.status.code(), Some(13), "{output:?}");
    assert!(output.stdout.is_empty());
    assert_eq!(open(&crashed).count(&Selection::default()).expect("a count"), 1);
}

/// Opened on a full disk, a ledger takes no lock: what others write once there is room shows all the same.
#[test]
fn what_is_read_on_a_full_disk_follows_once_there_is_room() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: only root can mount a disk of its own");
        return;
    }
    let folder = folder();
    let good = lived_in(folder.path());
    let Some(disk) = Disk::mounted(&folder.path().join("disk")) else {
        eprintln!("skipped: no disk could be mounted");
        return;
    };
    let ledger = disk.0.join("ledger.soudan");
    fs::copy(good, &ledger).expect("a copy");
    let filler = disk.0.join("filler");
    // Until nothing more fits.
    let _ = fs::write(&filler, vec![0; 8 << 20]);
    let mut reading = open(&ledger);
    assert_eq!(reading.notices(), [Notice::ReadOnly(Unwritable::Full)]);
    let before = reading.count(&Selection::default()).expect("a count");
    let call = crate::ledgers::entry(&reading, &CALL);
    let refused = reading.add(soudan::store::new_id(0), call, &crate::ledgers::stamp(), None);
    assert!(matches!(refused, Err(Error::CannotWrite(Unwritable::Full))));
    assert!(!reading.changed().expect("nothing yet"));
    fs::remove_file(&filler).expect("removed");
    let mut writing = open(&ledger);
    add(&mut writing, &CALL);
    assert!(reading.changed().expect("something"));
    assert_eq!(reading.count(&Selection::default()).expect("a count"), before + 1);
    assert_eq!(reading.read_only(), None);
}

/// A small disk of memory, gone with the value.
struct Disk(PathBuf);

impl Disk {
    fn mounted(place: &Path) -> Option<Self> {
        fs::create_dir(place).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs"]);
        let is_mounted = mount.arg(place).status().is_ok_and(|status| status.success());
        is_mounted.then(|| Self(place.to_owned()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
