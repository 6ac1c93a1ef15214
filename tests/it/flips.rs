//! One bit flipped anywhere in a ledger: whatever is then read differently is found by opening or by
//! `check`, nothing panics, and the damaged file stays as it is.
//!
//! The short form runs with the suite. The long one: `SOUDAN_FLIPS=40000 cargo test --test it flips`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use soudan::error::Error;
use soudan::store::{Ledger, Opening};

use crate::faults::{everything, lived_in, open, tool};
use crate::ledgers::folder;

const PAGE_BYTES: usize = 4096;

/// What became of one flip.
#[derive(Debug, PartialEq, Eq)]
enum Flip {
    /// Refused at opening, or found by `check`.
    Found,
    /// Not found, and nothing is read differently.
    Harmless,
    /// Not found, and something is.
    Escaped,
    /// The program panicked.
    Panicked,
    /// Opening, reading and checking changed the file.
    Written,
}

/// The bits to flip: all over the file, and densely where structure stands (the file's header and the
/// beginning of every page), because a plain sample would mostly hit text.
fn bits(length: usize, count: usize) -> Vec<usize> {
    let header = (0..100).map(|byte| byte * 8 + byte % 8);
    let pages = (1..length / PAGE_BYTES).flat_map(|page| (0..12).map(move |at| (page, at)));
    let heads = pages.map(|(page, at)| (page * PAGE_BYTES + at) * 8 + (page + at * 3) % 8);
    // A stride without a common factor visits every byte before it comes round.
    let anywhere = (0..count).map(|n| (n * 7_919 % length) * 8 + (n + n / length) % 8);
    let structure: Vec<usize> = header.chain(heads).collect();
    let step = (structure.len() / count).max(1);
    structure.into_iter().step_by(step).chain(anywhere).collect()
}

/// A bit in the key of every row of a table that fits one page: a row under a damaged key may still be
/// found by looking it up and not by reading on from its neighbours, or be added where it is taken off.
fn keys_of(table: &str, path: &Path, bytes: &[u8]) -> Vec<usize> {
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
    let root: u32 = tool(path)
        .query_row(root, [table], |row| row.get(0))
        .expect("a page");
    let page = (root as usize - 1) * PAGE_BYTES;
    let number = |at: usize| usize::from(u16::from_be_bytes([bytes[page + at], bytes[page + at + 1]]));
    let cells: Vec<usize> = (0..number(3)).map(|cell| page + number(8 + 2 * cell)).collect();
    assert!(cells.len() > 20, "{table} fills less than a page");
    // Behind the cell's length and the types of its columns, which begin with their own length.
    cells
        .iter()
        .map(|cell| (cell + 1 + usize::from(bytes[cell + 1])) * 8)
        .collect()
}

fn try_flip(path: &Path, pristine: &[u8], bit: usize, whole: &str) -> Flip {
    let mut damaged = pristine.to_vec();
    damaged[bit / 8] ^= 1 << (bit % 8);
    fs::write(path, &damaged).expect("a file");
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let Ok(ledger) = Ledger::open(path, &Opening::default()) else {
            return Flip::Found;
        };
        let read = everything(&ledger);
        match ledger.check(false) {
            Ok(findings) if findings.is_empty() => {}
            _ => return Flip::Found,
        }
        match read {
            Ok(read) if read == whole => Flip::Harmless,
            // That there is no such record is an answer too, and a wrong one.
            Ok(_) | Err(Error::Refused(_)) => Flip::Escaped,
            Err(_) => Flip::Harmless,
        }
    }));
    let written = fs::read(path).expect("the file") != damaged;
    for beside in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(beside);
        let _ = fs::remove_file(name);
    }
    match outcome {
        Err(_) => Flip::Panicked,
        Ok(_) if written => Flip::Written,
        Ok(flip) => flip,
    }
}

#[test]
fn no_flipped_bit_is_read_unnoticed() {
    let folder = folder();
    let path = lived_in(folder.path());
    let ledger = open(&path);
    assert_eq!(ledger.check(true).expect("a check"), []);
    let whole = everything(&ledger).expect("a whole ledger");
    drop(ledger);
    let pristine = fs::read(&path).expect("the file");
    let count = std::env::var("SOUDAN_FLIPS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(160);
    let mut found = 0;
    let mut wrong = Vec::new();
    let keys = ["answer", "stored_count"].map(|table| keys_of(table, &path, &pristine));
    for bit in bits(pristine.len(), count).into_iter().chain(keys.concat()) {
        match try_flip(&path, &pristine, bit, &whole) {
            Flip::Found => found += 1,
            Flip::Harmless => {}
            flip => wrong.push((bit / 8 / PAGE_BYTES + 1, bit / 8 % PAGE_BYTES, bit % 8, flip)),
        }
    }
    assert!(wrong.is_empty(), "page, byte, bit: {wrong:?}");
    // A test that damages nothing proves nothing. About half of a small ledger is the empty space of its pages.
    assert!(found > count / 3, "only {found} flips did any damage");
}
