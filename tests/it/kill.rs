//! Killed anywhere: what was acknowledged is there, and nothing is there half or twice.
//!
//! The short form runs with the suite. The long one: `SOUDAN_KILLS=1000 cargo test --test it kill::`.
//! Killing at every system call needs strace (Linux); without it those tests say so and end.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use soudan::domain::field::Field;
use soudan::store::{Ledger, Opening, Selection};

use crate::ledgers::{folder, in_file};

const SOUDAN: &str = env!("CARGO_BIN_EXE_soudan");

/// What a new record or a new file is written with.
pub const CALLS: [&str; 10] = [
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "rename",
    "renameat2",
    "ftruncate",
    "unlink",
    "fallocate",
    "openat",
];

/// The program on a ledger.
pub fn soudan(ledger: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(SOUDAN);
    command
        .arg("--ledger")
        .arg(ledger)
        .args(["--today", "2022-09-30", "--lang", "en"])
        .args(arguments);
    command
        .env("SOUDAN_STAFF", "c1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The command under strace, killed as it enters the n-th of its calls of one kind.
pub fn killed_at(call: &str, n: usize, command: &Command) -> Output {
    injected(
        &format!("{call}:signal=KILL:when={n}"),
        Path::new("/dev/null"),
        command,
    )
}

/// The command under strace, which does something to one of its calls and logs all calls of that kind.
pub fn injected(what: &str, log: &Path, command: &Command) -> Output {
    let call = what.split(':').next().unwrap_or_default();
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(log);
    strace.args(["-e", &format!("trace={call}"), "-e", &format!("inject={what}")]);
    strace.arg(command.get_program()).args(command.get_args());
    strace.envs(
        command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    strace.stdin(Stdio::null()).output().expect("strace")
}

/// Whether calls can be reached at all; says so where not.
pub fn has_strace() -> bool {
    let there = Command::new("strace")
        .arg("-V")
        .output()
        .is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: strace is not on the PATH");
    }
    there
}

/// A record that is added.
pub const ADD: [&str; 13] = [
    "add",
    "--date",
    "2022-09-30",
    "--center",
    "east",
    "--party",
    "family",
    "--channel",
    "phone",
    "--topic",
    "respite",
    "--minutes",
    "30",
];

/// The ids printed so far must all be there; what else is there was being added when it was killed.
pub fn assert_whole(ledger: &Path, acknowledged: &[String], attempts: usize) {
    let ledger = Ledger::open(ledger, &Opening::default()).expect("it opens");
    assert_eq!(ledger.check(false).expect("a check"), []);
    for id in acknowledged {
        let record = ledger.find(id).expect("acknowledged, so it is there");
        assert_eq!(record.entry.number(Field::Minutes), Some(30));
        assert_eq!(record.entry.codes(Field::Topic).len(), 1);
    }
    let there = ledger.count(&Selection::default()).expect("a count") as usize;
    assert!(
        (acknowledged.len()..=attempts).contains(&there),
        "{there} of {attempts}"
    );
}

/// The id on a whole line; half a line acknowledges nothing.
pub fn acknowledged(stdout: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stdout);
    text.split_once('\n').map(|(id, _)| id.to_owned())
}

#[test]
fn at_random_instants_no_acknowledged_record_is_lost() {
    let kills: usize = std::env::var("SOUDAN_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(40);
    let folder = folder();
    drop(in_file(&folder));
    let ledger = folder.path().join("ledger.soudan");
    let begun = Instant::now();
    let whole = soudan(&ledger, &ADD).output().expect("a run");
    let (mut known, span) = (vec![acknowledged(&whole.stdout).expect("an id")], begun.elapsed());
    for kill in 0..kills {
        let mut child = soudan(&ledger, &ADD).spawn().expect("a process");
        // Spread evenly over the time that a whole run takes, and a little longer.
        let instant = span.mul_f64(1.2 * (kill as f64 * 0.618_033_988_7).fract());
        thread::sleep(instant.max(Duration::from_micros(100)));
        child.kill().expect("killed");
        let mut stdout = Vec::new();
        child
            .stdout
            .take()
            .expect("a pipe")
            .read_to_end(&mut stdout)
            .expect("read");
        child.wait().expect("reaped");
        known.extend(acknowledged(&stdout));
        if kill % 10 == 9 || kill + 1 == kills {
            assert_whole(&ledger, &known, kill + 2);
        }
    }
    println!("{kills} kills, {} acknowledged", known.len() - 1);
    assert!(known.len() > 1, "some were quick enough");
}

#[test]
fn at_every_call_of_a_save_the_record_is_there_or_not() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    drop(in_file(&folder));
    let ledger = folder.path().join("ledger.soudan");
    let (mut known, mut attempts) = (Vec::new(), 0);
    for call in CALLS {
        for n in 1.. {
            let output = killed_at(call, n, &soudan(&ledger, &ADD));
            attempts += 1;
            known.extend(acknowledged(&output.stdout));
            assert_whole(&ledger, &known, attempts);
            if output.status.success() {
                break;
            }
        }
    }
    println!("{attempts} saves, {} acknowledged", known.len());
    assert!(attempts > CALLS.len() + 5, "it was killed at several calls");
}

#[test]
fn the_id_is_printed_after_the_last_sync() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    drop(in_file(&folder));
    let ledger = folder.path().join("ledger.soudan");
    let log = folder.path().join("calls");
    let add = soudan(&ledger, &ADD);
    let mut strace = Command::new("strace");
    strace
        .args([
            "-f",
            "-y",
            "-s",
            "100",
            "-e",
            "trace=write,pwrite64,fsync,fdatasync",
            "-o",
        ])
        .arg(&log);
    let output = strace
        .arg(add.get_program())
        .args(add.get_args())
        .output()
        .expect("strace");
    let id = acknowledged(&output.stdout).expect("an id");
    let calls = fs::read_to_string(&log).expect("the calls");
    let calls: Vec<&str> = calls.lines().collect();
    let printed = calls
        .iter()
        .position(|line| line.contains("write(1<") && line.contains(&id))
        .expect("printed");
    let of_log = |line: &&str| line.contains("ledger.soudan-wal>");
    let is_sync = |line: &&str| line.contains("fsync(") || line.contains("fdatasync(");
    let written = calls
        .iter()
        .rposition(|line| of_log(line) && line.contains("pwrite64("))
        .expect("written");
    // Closing folds the log into the ledger, with syncs of its own: those come later.
    let synced = calls[..printed]
        .iter()
        .rposition(|line| of_log(line) && is_sync(line));
    let synced = synced.expect("synced before it was printed");
    assert!(
        written < synced,
        "written {written}, synced {synced}, printed {printed}"
    );
}

/// Runs a command that makes a file, killed at each of its calls: the file is absent or whole.
fn absent_or_whole(ledger: &Path, arguments: &[&str], made: &Path) {
    for call in CALLS {
        for n in 1.. {
            let _ = fs::remove_file(made);
            let output = killed_at(call, n, &soudan(ledger, arguments));
            if made.exists() {
                let whole = Ledger::open(made, &Opening::default()).expect("what bears the name is whole");
                assert_eq!(whole.check(false).expect("a check"), []);
            }
            if output.status.success() {
                assert!(made.exists());
                break;
            }
        }
    }
}

#[test]
fn a_new_ledger_is_there_or_not() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    let ledger = folder.path().join("ledger.soudan");
    absent_or_whole(&ledger, &["init", "--center", "east"], &ledger);
}

#[test]
fn a_backup_is_there_or_not_and_the_one_before_stays() {
    if !has_strace() {
        return;
    }
    let folder = folder();
    drop(in_file(&folder));
    let ledger = folder.path().join("ledger.soudan");
    let copies = folder.path().join("copies");
    let arguments = ["backup", copies.to_str().expect("a path")];
    assert!(
        soudan(&ledger, &arguments)
            .output()
            .expect("a run")
            .status
            .success()
    );
    let first: Vec<_> = fs::read_dir(&copies)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    let bytes = fs::read(&first[0]).expect("the first");
    for call in CALLS {
        for n in 1.. {
            let output = killed_at(call, n, &soudan(&ledger, &arguments));
            assert_eq!(fs::read(&first[0]).expect("the first"), bytes);
            for entry in fs::read_dir(&copies).expect("a folder").flatten() {
                let path = entry.path();
                if path == first[0] || path.extension().is_some_and(|extension| extension == "part") {
                    continue;
                }
                if path.extension().is_some_and(|extension| extension == "soudan") {
                    let whole =
                        Ledger::open(&path, &Opening::default()).expect("what bears the name is whole");
                    assert_eq!(whole.check(false).expect("a check"), []);
                }
                fs::remove_file(path).expect("removed");
            }
            // A name is taken for a second: a run that only met it was not killed.
            if output.status.code().is_some() {
                break;
            }
        }
    }
}

#[test]
fn a_disk_without_room_saves_nothing_and_says_so() {
    let folder = folder();
    drop(in_file(&folder));
    let ledger = folder.path().join("ledger.soudan");
    // Files may not grow beyond a few KiB: what a full disk does to the log.
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -f 8; exec \"$@\"", "sh", SOUDAN, "--ledger"])
        .arg(&ledger);
    command.args(["--today", "2022-09-30", "--lang", "en"]).args(ADD);
    let output = command.output().expect("a run");
    assert_eq!(
        output.status.code(),
        Some(13),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.stdout.is_empty());
    assert_whole(&ledger, &[], 0);
    assert!(
        soudan(&ledger, &ADD).output().expect("a run").status.success(),
        "it saves again when there is room"
    );
}
