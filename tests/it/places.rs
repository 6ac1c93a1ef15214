//! Where a ledger may lie and what it must be before it is opened: each refusal has its reason, what
//! the content is comes before where it lies, and what is refused stays as it was.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use soudan::domain::profile::YAMAGUCHI;
use soudan::error::{Damage, Error, Refusal, UnsafePlace, Unwritable};
use soudan::store::schema::FORMAT;
use soudan::store::{Access, Ledger, Notice, Opening, Selection, new_id, place};

use crate::faults::{done_as_nobody, files, open, tool};
use crate::ledgers::{CALL, add, by, entry, folder, in_file, printed_half_year, stamp};

const LEDGER: &str = "ledger.soudan";

/// An empty ledger that nobody has open.
fn ledger_in(folder: &tempfile::TempDir) -> PathBuf {
    drop(in_file(folder));
    folder.path().join(LEDGER)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("a file").mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("modes");
}

fn refusal(path: &Path) -> Error {
    match Ledger::open(path, &Opening::default()) {
        Err(error) => error,
        Ok(_) => panic!("{} was opened", path.display()),
    }
}

fn pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
}

type Make = fn(&Path);
type Refused = fn(PathBuf) -> Error;
type Case = (&'static str, fn(&Path, &Path), Refused);

/// What is made at `place/ledger.soudan` out of a good ledger, and how it is refused.
#[rustfmt::skip]
const UNSAFE: [Case; 8] = [
    ("a link", |good, to| symlink(good, to).expect("a link"), is_a_link),
    ("a link to nothing", |_, to| symlink("nothing", to).expect("a link"), is_a_link),
    ("a second name", |good, to| fs::hard_link(good, to).expect("a name"), |path| Error::Unsafe(UnsafePlace::HardLink(path))),
    ("a pipe", |_, to| pipe(to), is_no_file),
    ("a folder", |_, to| fs::create_dir(to).expect("a folder"), is_no_file),
    ("the group's folder", |good, to| shared(good, to, 0o770), is_in_shared_folder),
    ("everybody's folder", |good, to| shared(good, to, 0o702), is_in_shared_folder),
    ("a folder for everybody's own", |good, to| shared(good, to, 0o1777), is_in_shared_folder),
];

/// What it is comes before where it lies.
#[rustfmt::skip]
const NO_LEDGER_EITHER: [Case; 3] = [
    ("a link to something else", |good, to| {
        fs::write(good, "hello").expect("a file");
        symlink(good, to).expect("a link");
    }, |_| Error::Damaged(Damage::NotALedger)),
    ("an empty file in everybody's folder", |good, to| {
        fs::write(good, "").expect("a file");
        shared(good, to, 0o777);
    }, |_| Error::Damaged(Damage::Empty)),
    ("a newer ledger with a second name", |good, to| {
        set_format(good, FORMAT as u8 + 1);
        fs::hard_link(good, to).expect("a name");
    }, |_| Error::Newer { found: FORMAT + 1, known: FORMAT }),
];

fn is_a_link(path: PathBuf) -> Error {
    Error::Unsafe(UnsafePlace::Link(path))
}

fn is_no_file(path: PathBuf) -> Error {
    Error::Unsafe(UnsafePlace::NotAFile(path))
}

fn is_in_shared_folder(path: PathBuf) -> Error {
    Error::Unsafe(UnsafePlace::SharedFolder(place::folder_of(&path)))
}

#[test]
fn unsafe_places_are_refused() {
    for (case, make, expected) in UNSAFE.into_iter().chain(NO_LEDGER_EITHER) {
        let (home, place) = (folder(), folder());
        let good = ledger_in(&home);
        let path = place.path().join(LEDGER);
        make(&good, &path);
        let refused = refusal(&path);
        assert_eq!(format!("{refused:?}"), format!("{:?}", expected(path)), "{case}");
        set_mode(place.path(), 0o700);
    }
}

fn shared(good: &Path, to: &Path, mode: u32) {
    fs::rename(good, to).expect("moved");
    set_mode(to.parent().expect("a folder"), mode);
}

#[test]
fn somebody_elses_file_or_folder_is_refused() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: only root can give a file away");
        return;
    }
    let folder = folder();
    let path = ledger_in(&folder);
    chown(&path, Some(65_534), None).expect("given away");
    assert!(matches!(refusal(&path), Error::Unsafe(UnsafePlace::Owner(_))));
    chown(&path, Some(0), None).expect("taken back");
    chown(folder.path(), Some(65_534), None).expect("given away");
    assert!(matches!(
        refusal(&path),
        Error::Unsafe(UnsafePlace::SharedFolder(_))
    ));
}

#[test]
fn nothing_is_made_in_an_unsafe_place_or_over_something() {
    let cases: [(&str, Make); 5] = [
        ("everybody's folder", |path| {
            set_mode(path.parent().expect("a folder"), 0o777)
        }),
        ("a file", |path| fs::write(path, "").expect("a file")),
        ("a folder", |path| fs::create_dir(path).expect("a folder")),
        ("a link to nothing", |path| {
            symlink("nothing", path).expect("a link")
        }),
        ("a pipe", pipe),
    ];
    for (case, make) in cases {
        let folder = folder();
        let path = folder.path().join(LEDGER);
        make(&path);
        let before = files(folder.path());
        let made = Ledger::create(&path, YAMAGUCHI, Some("east"), &stamp(), None);
        let refused = matches!(
            made,
            Err(Error::Refused(Refusal::Exists(_))
                | Error::Unsafe(UnsafePlace::SharedFolder(_))
                | Error::CannotWrite(Unwritable::IsFolder))
        );
        assert!(refused, "{case}");
        assert_eq!(files(folder.path()), before, "{case}");
    }
}

/// Only the last component of a path must not be a link: home folders are links in many places.
#[test]
fn a_folder_may_be_reached_by_a_link() {
    let (home, place) = (folder(), folder());
    ledger_in(&home);
    let link = place.path().join("home");
    symlink(home.path(), &link).expect("a link");
    let mut ledger = open(&link.join(LEDGER));
    add(&mut ledger, &CALL);
    assert!(!ledger.changed().expect("still there"));
}

#[test]
fn wide_modes_are_tightened_and_said_once() {
    let folder = folder();
    let path = ledger_in(&folder);
    set_mode(&path, 0o664);
    assert_eq!(open(&path).notices(), [Notice::ModesTightened]);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(open(&path).notices(), []);
    // Whether it is a ledger at all is judged first; and who only looks changes nothing.
    set_mode(&path, 0o644);
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    assert_eq!(Ledger::open(&path, &opening).expect("a ledger").notices(), []);
    assert_eq!(mode(&path), 0o644);
    fs::write(&path, "hello").expect("a file");
    refusal(&path);
    assert_eq!(mode(&path), 0o644);
}

/// Sets the format in a file's header, where SQLite keeps `user_version`.
fn set_format(path: &Path, format: u8) {
    let mut bytes = fs::read(path).expect("the file");
    bytes[63] = format;
    fs::write(path, bytes).expect("a file");
}

#[test]
fn what_is_no_ledger_is_left_as_it_is() {
    let folder = folder();
    let path = ledger_in(&folder);
    let whole = fs::read(&path).expect("the file");
    let other = folder.path().join("other");
    tool(&other)
        .execute_batch("CREATE TABLE t (x)")
        .expect("another database");
    let mut never = whole.clone();
    never[63] = 0;
    let mut cases = vec![
        (Vec::new(), Damage::Empty),
        (b"hello".to_vec(), Damage::NotALedger),
        (vec![0; 8192], Damage::NotALedger),
        (fs::read(&other).expect("the file"), Damage::NotALedger),
        (never, Damage::Schema),
    ];
    let ends = [1, 15, 16, 17, 99, 100, 101, 4095, 4096, 4097];
    let lengths = ends
        .into_iter()
        .chain((5000..whole.len()).step_by(3001))
        .chain([whole.len() - 1]);
    cases.extend(lengths.map(|length| (whole[..length].to_vec(), Damage::Truncated)));
    for (bytes, damage) in cases {
        fs::write(&path, &bytes).expect("a file");
        set_mode(&path, 0o644);
        match refusal(&path) {
            Error::Damaged(found) => assert_eq!(found, damage, "{} bytes", bytes.len()),
            error => panic!("{error:?} for {} bytes", bytes.len()),
        }
        assert!(
            fs::read(&path).expect("the file") == bytes,
            "{} bytes were changed",
            bytes.len()
        );
        assert_eq!(
            (mode(&path), files(folder.path())),
            (0o644, vec![LEDGER.into(), "other".into()])
        );
    }
}

#[test]
fn a_ledger_replaced_or_removed_while_open_is_not_written_to() {
    let cases: [(&str, Make); 3] = [
        ("replaced", |path| {
            let other = folder();
            let other_path = ledger_in(&other);
            fs::copy(other_path, path.with_extension("new")).expect("a copy");
            fs::rename(path.with_extension("new"), path).expect("replaced");
        }),
        ("removed", |path| fs::remove_file(path).expect("removed")),
        ("moved", |path| {
            fs::rename(path, path.with_extension("old")).expect("moved")
        }),
    ];
    for (case, away) in cases {
        let folder = folder();
        let mut ledger = in_file(&folder);
        add(&mut ledger, &CALL);
        let path = folder.path().join(LEDGER);
        away(&path);
        let there = fs::read(&path).ok();
        let call = entry(&ledger, &CALL);
        let saved = ledger.add(new_id(0), call, &stamp(), None);
        assert!(
            matches!(saved, Err(Error::CannotWrite(Unwritable::Replaced))),
            "{case}"
        );
        assert!(
            matches!(ledger.changed(), Err(Error::CannotWrite(Unwritable::Replaced))),
            "{case}"
        );
        drop(ledger);
        assert!(
            fs::read(&path).ok() == there,
            "{case}: what lies there now was written to"
        );
    }
}

#[test]
fn a_lock_that_is_held_on_to_refuses_the_save_and_nothing_else() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    add(&mut ledger, &CALL);
    let other = tool(&folder.path().join(LEDGER));
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let (id, call) = (new_id(0), entry(&ledger, &CALL));
    let begun = Instant::now();
    let refused = ledger.add(id, call.clone(), &stamp(), None).expect_err("busy");
    assert!(
        matches!(refused, Error::Busy) && refused.status() == 10,
        "{refused:?}"
    );
    let waited = begun.elapsed();
    assert!(
        (Duration::from_secs(5)..Duration::from_secs(8)).contains(&waited),
        "{waited:?}"
    );
    assert_eq!(ledger.count(&Selection::default()).expect("reading goes on"), 1);
    other.execute_batch("ROLLBACK").expect("released");
    ledger.add(id, call, &stamp(), None).expect("saved");
    assert_eq!(ledger.count(&Selection::default()).expect("a count"), 2);
}

/// What can be read opens for reading and says why; a save is refused.
fn reads_but_does_not_save(path: &Path) {
    let bytes = fs::read(path).expect("the file");
    let mut ledger = open(path);
    assert_eq!(ledger.notices(), [Notice::ReadOnly(Unwritable::Permission)]);
    assert_eq!(ledger.count(&Selection::default()).expect("a count"), 1);
    let call = entry(&ledger, &CALL);
    let refused = ledger.add(new_id(0), call, &by("c2"), None).expect_err("no save");
    assert!(matches!(refused, Error::CannotWrite(Unwritable::Permission)) && refused.status() == 13);
    assert_eq!(ledger.check(true).expect("a check"), []);
    drop(ledger);
    assert!(fs::read(path).expect("the file") == bytes);
}

#[test]
fn without_permission_to_write_it_opens_for_reading() {
    if done_as_nobody("places::without_permission_to_write_it_opens_for_reading") {
        return;
    }
    let folder = folder();
    let mut ledger = in_file(&folder);
    add(&mut ledger, &CALL);
    drop(ledger);
    let path = folder.path().join(LEDGER);
    set_mode(&path, 0o400);
    reads_but_does_not_save(&path);
    set_mode(folder.path(), 0o500);
    reads_but_does_not_save(&path);
    set_mode(&path, 0o600);
    reads_but_does_not_save(&path);
    // Nothing that was left behind stands in the way once it may be written to again.
    set_mode(folder.path(), 0o700);
    let mut ledger = open(&path);
    assert_eq!(ledger.notices(), []);
    add(&mut ledger, &CALL);
    // A log that somebody's crash left in a folder that has become read-only since.
    let (log, bytes) = (
        path.with_extension("soudan-wal"),
        fs::read(&path).expect("the file"),
    );
    let logged = fs::read(&log).expect("the log");
    drop(ledger);
    fs::write(&path, bytes).expect("a file");
    fs::write(&log, logged).expect("a log");
    set_mode(folder.path(), 0o500);
    let opened = Ledger::open(&path, &Opening::default()).map(|ledger| ledger.count(&Selection::default()));
    // Its records cannot be read, and to show fewer than there are would be wrong.
    assert!(matches!(opened, Err(Error::CannotWrite(Unwritable::Permission))) || matches!(opened, Ok(Ok(2))));
    set_mode(folder.path(), 0o700);
    assert_eq!(open(&path).count(&Selection::default()).expect("a count"), 2);
    set_mode(&path, 0o000);
    let refused = refusal(&path);
    assert!(
        matches!(refused, Error::Closed(_)) && refused.status() == 13,
        "{refused:?}"
    );
}

/// Every file and folder below one, with its modes.
fn modes_below(folder: &Path) -> Vec<(PathBuf, u32)> {
    let mut below = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        below.push((path.clone(), mode(&path)));
        if path.is_dir() {
            below.extend(modes_below(&path));
        }
    }
    below
}

#[test]
fn whatever_the_umask_only_we_may_read_what_is_written() {
    let place = folder();
    let home = place.path().join("home");
    let csv = printed_half_year().display().to_string();
    let (copies, out) = (
        home.join("copies").display().to_string(),
        home.join("out.csv").display().to_string(),
    );
    let page = home.join("out.html").display().to_string();
    let date = [
        "--date",
        "2022-09-30",
        "--center",
        "east",
        "--party",
        "family",
        "--channel",
        "phone",
    ];
    let form = ["show", "R4-東-0001", "--format", "html", "-o"];
    let commands: [&[&str]; 7] = [
        &["init", "--center", "east"],
        &[["add"].as_slice(), &date].concat(),
        &[form.as_slice(), &[&page]].concat(),
        &["import", &csv],
        &["export", &out],
        &["backup"],
        &["backup", &copies],
    ];
    for command in commands {
        let mut shell = Command::new("sh");
        shell.args([
            "-c",
            "umask 0000; exec \"$@\"",
            "sh",
            env!("CARGO_BIN_EXE_soudan"),
            "--ledger",
        ]);
        shell
            .arg(home.join(LEDGER))
            .args(["--today", "2022-09-30"])
            .args(command);
        let output = shell.env("SOUDAN_STAFF", "c1").output().expect("a run");
        assert!(output.status.success(), "{command:?}: {output:?}");
    }
    let below = modes_below(place.path());
    assert!(below.len() >= 6, "{below:?}");
    for (path, mode) in below {
        assert_eq!(
            mode,
            if path.is_dir() { 0o700 } else { 0o600 },
            "{}",
            path.display()
        );
    }
}

#[test]
fn two_who_save_at_once_both_get_their_numbers() {
    let folder = folder();
    drop(in_file(&folder));
    let path = folder.path().join(LEDGER);
    let saves = |who: &'static str| {
        let mut ledger = open(&path);
        let call = entry(&ledger, &CALL);
        let saved = (0..25).map(|n| {
            ledger
                .add(new_id(n), call.clone(), &by(who), None)
                .expect("saved")
        });
        saved.map(|saved| saved.number.serial).collect::<Vec<_>>()
    };
    let mut serials = std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| saves("c1")), scope.spawn(|| saves("c2")));
        [one.join().expect("saved"), other.join().expect("saved")].concat()
    });
    serials.sort_unstable();
    assert_eq!(serials, (1..=50).collect::<Vec<u32>>());
    assert_eq!(open(&path).check(true).expect("a check"), []);
}
