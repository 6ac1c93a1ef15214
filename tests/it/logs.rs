//! A log beside the ledger: cut or damaged it gives whole records or none, and the log of a ledger that
//! is refused is not written back.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use soudan::error::{Damage, Error};
use soudan::store::schema::FORMAT;
use soudan::store::{Ledger, Opening, Selection};

use crate::faults::{fixed_id, open, tool};
use crate::ledgers::{CALL, entry, folder, in_file, stamp};

/// How many records stand in the log.
const LOGGED: u64 = 6;

fn log_of(path: &Path) -> PathBuf {
    path.with_extension("soudan-wal")
}

/// The bytes of a ledger and of its log, as a power cut leaves them behind.
struct Left {
    ledger: Vec<u8>,
    log: Vec<u8>,
}

impl Left {
    /// Takes both from beside an open connection.
    fn by(path: &Path) -> Self {
        let read = |path: &Path| fs::read(path).expect("a file");
        Self {
            ledger: read(path),
            log: read(&log_of(path)),
        }
    }

    /// Lays both down somewhere else.
    fn lay(&self, folder: &Path) -> PathBuf {
        let path = folder.join("ledger.soudan");
        fs::write(&path, &self.ledger).expect("a file");
        fs::write(log_of(&path), &self.log).expect("a log");
        let _ = fs::remove_file(path.with_extension("soudan-shm"));
        path
    }
}

/// A ledger whose records stand in its log.
fn logged() -> Left {
    let folder = folder();
    let mut ledger = in_file(&folder);
    for n in 0..u128::from(LOGGED) {
        let call = entry(&ledger, &CALL);
        ledger.add(fixed_id(n), call, &stamp(), None).expect("saved");
    }
    Left::by(&folder.path().join("ledger.soudan"))
}

/// Opens what was left behind: the first records of those logged, whole, and nothing else.
fn whole_records(left: &Left, folder: &Path, case: &str) -> u64 {
    let ledger = open(&left.lay(folder));
    let mut ids = Vec::new();
    let visit = &mut |record: soudan::domain::consultation::Consultation| {
        ids.push(record.id);
        ControlFlow::Continue(())
    };
    let seen = ledger.list(&Selection::default(), visit).expect("a list");
    ids.sort();
    let first: Vec<_> = (0..u128::from(seen)).map(fixed_id).collect();
    assert_eq!(ids, first, "{case}");
    assert_eq!(ledger.check(true).expect("a check"), [], "{case}");
    seen
}

#[test]
fn a_log_cut_anywhere_gives_whole_records() {
    let (folder, whole) = (folder(), logged());
    assert_eq!(whole_records(&whole, folder.path(), "whole"), LOGGED);
    let mut before = 0;
    let frame = 24 + 4096;
    let frames = (32..whole.log.len())
        .step_by(frame)
        .flat_map(|at| [at - 1, at, at + 100]);
    for length in [0, 1, 31].into_iter().chain(frames) {
        let log = whole.log[..length.min(whole.log.len())].to_vec();
        let cut = Left {
            ledger: whole.ledger.clone(),
            log,
        };
        let seen = whole_records(&cut, folder.path(), &format!("{length} bytes"));
        assert!(seen >= before, "a longer log holds no fewer records");
        before = seen;
    }
    assert!(before > 2 && before <= LOGGED);
}

#[test]
fn a_damaged_log_gives_whole_records() {
    let (folder, whole) = (folder(), logged());
    let bits = whole.log.len() * 8;
    let mut fewer = 0;
    for bit in (0..60).map(|n| (n * 7_919 * 13) % bits).chain(0..32 * 8) {
        let mut log = whole.log.clone();
        log[bit / 8] ^= 1 << (bit % 8);
        let damaged = Left {
            ledger: whole.ledger.clone(),
            log,
        };
        let path = damaged.lay(folder.path());
        // What cannot be opened is told; what can holds the records before the damage.
        if Ledger::open(&path, &Opening::default()).is_ok() {
            let seen = whole_records(&damaged, folder.path(), &format!("bit {bit}"));
            fewer += u64::from(seen < LOGGED);
        } else {
            fewer += 1;
        }
    }
    assert!(fewer > 40, "only {fewer} flips did any damage");
}

#[test]
fn the_log_of_a_refused_ledger_is_not_written_back() {
    type Expected = fn(&Error) -> bool;
    let damaged: Expected = |error| matches!(error, Error::Damaged(Damage::Schema));
    let newer: Expected =
        |error| matches!(error, Error::Newer { found, known: FORMAT } if *found == FORMAT + 1);
    let (format, next) = (FORMAT as u8, FORMAT as u8 + 1);
    let set_next = format!("PRAGMA user_version = {next}");
    let cases: [(&str, &str, u8, Expected); 5] = [
        ("newer in the log", &set_next, format, newer),
        (
            "newer in the header",
            "UPDATE ledger SET own_center = 'west'",
            next,
            newer,
        ),
        ("no format in the log", "PRAGMA user_version = 0", format, damaged),
        ("a view in the log", "CREATE VIEW v AS SELECT 1", format, damaged),
        (
            "a profile that is none",
            "UPDATE ledger SET profile_toml = ''",
            format,
            |error| matches!(error, Error::Damaged(Damage::Profile)),
        ),
    ];
    for (case, sql, header, expected) in cases {
        let (home, place) = (folder(), folder());
        let path = home.path().join("ledger.soudan");
        drop(in_file(&home));
        let tool = tool(&path);
        tool.execute_batch(sql).expect("a change");
        let mut left = Left::by(&path);
        drop(tool);
        left.ledger[63] = header;
        let path = left.lay(place.path());
        let error = Ledger::open(&path, &Opening::default()).err().expect("a refusal");
        assert!(expected(&error), "{case}: {error:?}");
        assert!(
            fs::read(&path).expect("the file") == left.ledger,
            "{case}: the ledger was changed"
        );
        assert!(
            fs::read(log_of(&path)).expect("the log") == left.log,
            "{case}: the log was changed"
        );
    }
}
