//! The search and its index: words of one, two and four characters that are common, rare and nowhere,
//! until the first answer and to the end; what the index takes of the disk, and how it comes to be.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use soudan::domain::axis::{Axis, Filter};
use soudan::store::{INDEX_SLICE, Ledger, Opening, Search, Selection, Tended};

use super::Bench;
use super::measure::{Runs, time, times};
use super::words::{ONCE, RARE};

/// Records that the screen holds against words between two keys.
const SLICE: usize = 400;
/// How often each search is measured.
const RUNS: usize = 9;
const FIRST_MS: f64 = 50.0;

/// What is looked for, and how often it is met.
#[rustfmt::skip]
const WORDS: [(&str, &str); 12] = [
    ("common", "の"), ("common", "支援"), ("common", "在宅での"), ("common label", "電話"),
    ("rare", "瘍"), ("rare", "潰瘍"), ("rare", RARE[1].1), ("once", ONCE), ("label", "阿武町"),
    ("absent", "龠"), ("absent", "院宅"), ("absent", "支援電源"),
];

/// All of it.
pub fn search(bench: &mut Bench) -> Result<()> {
    let size = bench.largest();
    let ledger = bench.data.open(size)?;
    for (name, word) in WORDS {
        one(
            bench,
            &ledger,
            size,
            &format!("{name} {word}"),
            &Selection::default(),
            word,
        )?;
    }
    let by_fax = Selection {
        filter: Filter::everything().narrowed(Axis::Channel, "fax"),
        ..Selection::default()
    };
    one(
        bench,
        &ledger,
        size,
        "common 支援 among those by fax",
        &by_fax,
        "支援",
    )?;
    drop(ledger);

    from_nothing(bench, size)
}

/// One search as the screen does it: slice by slice.
fn one(
    bench: &mut Bench,
    ledger: &Ledger,
    size: usize,
    what: &str,
    of: &Selection,
    word: &str,
) -> Result<()> {
    let search = Search::new(word);
    let (mut found, mut slices_ms, mut slices_cpu_ms) = (0, Vec::new(), Vec::new());
    let (first, first_cpu) = times(RUNS, || {
        let mut cursor = None;
        loop {
            let sought = ledger.seek(of, &search, cursor, SLICE)?;
            cursor = sought.rest;
            if !sought.keys.is_empty() || cursor.is_none() {
                return Ok(());
            }
            // Of a word that is nowhere the first slice is the first answer.
            if what.starts_with("absent") {
                return Ok(());
            }
        }
    })?;
    let all = time(|| {
        let mut cursor = None;
        loop {
            let slice = time(|| {
                let sought = ledger.seek(of, &search, cursor.take(), SLICE)?;
                found += sought.keys.len();
                cursor = sought.rest;
                Ok(())
            })?;
            slices_ms.push(slice.wall_ms);
            slices_cpu_ms.push(slice.cpu_ms);
            if cursor.is_none() {
                return Ok(());
            }
        }
    })?;
    ensure!(
        what.starts_with("absent") == (found == 0),
        "{what}: {found} found"
    );
    let (slices, longest) = (Runs::new(slices_ms), Runs::new(slices_cpu_ms).percentile(100));
    let table = &mut bench.table;
    let p50 = first.median();
    let shown = format!(
        "p50 {p50:.2}, p99 {:.2} ms ({:.2} CPU)",
        first.percentile(99),
        first_cpu.median()
    );
    table.at_most(
        format!("search {what}: first answer"),
        size,
        shown,
        p50,
        (FIRST_MS, "ms"),
    );
    let shown = format!(
        "{found} in {:.0} ms, slice p99 {:.1} ms (longest {longest:.1} CPU)",
        all.wall_ms,
        slices.percentile(99)
    );
    table.at_most(
        format!("search {what}: to the end, longest slice"),
        size,
        shown,
        longest,
        (FIRST_MS, "ms CPU"),
    );
    Ok(())
}

/// Searches and lists where what files of cases say counts, and the list of cases between two keys.
pub fn among_files(bench: &mut Bench) -> Result<()> {
    let size = bench.largest();
    let ledger = Ledger::open(&bench.data.ledger_with_files(size)?, &Opening::default())?;
    for (axis, code) in [
        (Axis::Care, "ventilator"),
        (Axis::Care, "none"),
        (Axis::Age, "primary"),
    ] {
        let of = Selection {
            filter: Filter::everything().narrowed(axis, code),
            ..Selection::default()
        };
        let what = format!("common 支援 among {} {code}, with files", axis.code());
        one(bench, &ledger, size, &what, &of, "支援")?;
        let (listed, _) = times(3, || ledger.keys(&of).map(|_| ()).map_err(Into::into))?;
        let shown = format!("p50 {:.0} ms", listed.median());
        let what = format!("list of all years, {} {code}, with files", axis.code());
        bench.table.told(what, size, shown);
    }
    let (typed, _) = times(RUNS, || {
        ledger.find_cases("e-01", 9).map(|_| ()).map_err(Into::into)
    })?;
    let p50 = typed.median();
    let shown = format!("p50 {p50:.1}, p99 {:.1} ms", typed.percentile(99));
    let what = "the cases of what is typed, with files";
    bench.table.at_most(what, size, shown, p50, (20.0, "ms"));
    Ok(())
}

/// The index made anew, slice by slice, and its share of the file.
fn from_nothing(bench: &mut Bench, size: usize) -> Result<()> {
    let folder = bench.data.scratch()?;
    let path = bench.data.copy(size, folder.path())?;
    let mut ledger = Ledger::open(&path, &Opening::default())?;
    ledger.renew_index()?;
    let emptied = time(|| ledger.tend_index(INDEX_SLICE).map(|_| ()).map_err(Into::into))?;
    let emptied =
        emptied.wall_ms + time(|| ledger.tend_index(INDEX_SLICE).map(|_| ()).map_err(Into::into))?.wall_ms;
    let (mut walls_ms, mut cpus_ms) = (Vec::new(), Vec::new());
    loop {
        let mut tended = Tended::Whole;
        let slice = time(|| {
            tended = ledger.tend_index(INDEX_SLICE)?;
            Ok(())
        })?;
        if tended == Tended::Whole {
            break;
        }
        walls_ms.push(slice.wall_ms);
        cpus_ms.push(slice.cpu_ms);
    }
    let (all_s, count) = (walls_ms.iter().sum::<f64>() / 1e3, walls_ms.len());
    let all_cpu_s = cpus_ms.iter().sum::<f64>() / 1e3;
    let (walls, cpus) = (Runs::new(walls_ms), Runs::new(cpus_ms));
    let table = &mut bench.table;
    table.told(
        "the index dropped and begun anew",
        size,
        format!("{emptied:.0} ms"),
    );
    table.told(
        "the index made from nothing",
        size,
        format!("{all_s:.1} s ({all_cpu_s:.1} CPU) in {count} slices"),
    );
    let shown = format!(
        "p50 {:.1}, p99 {:.1}, most {:.1} ms ({:.1} CPU)",
        walls.median(),
        walls.percentile(99),
        walls.percentile(100),
        cpus.percentile(99)
    );
    table.at_most(
        "a slice of the index, p99",
        size,
        shown,
        walls.percentile(99),
        (20.0, "ms"),
    );
    drop(ledger);
    let (with, without) = with_and_without(&bench.data.ledger(size)?, folder.path())?;
    let share = (with - without) as f64 / without as f64 * 100.0;
    let mb = |bytes: i64| bytes / 1_000_000;
    let shown = format!(
        "{share:.1} %: {} MB beside {} MB",
        mb(with - without),
        mb(without)
    );
    bench.table.at_most(
        "the index against the rest of the ledger",
        size,
        shown,
        share,
        (40.0, "%"),
    );
    Ok(())
}

/// The bytes that a ledger holds with its index, and without it.
fn with_and_without(path: &Path, folder: &Path) -> Result<(i64, i64)> {
    let copy = folder.join("share.db");
    fs::copy(path, &copy)?;
    let conn = rusqlite::Connection::open(&copy)?;
    let bytes = || -> Result<i64> {
        let sql = "SELECT (page_count - freelist_count) * page_size
                   FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        Ok(conn.query_row(sql, [], |row| row.get(0))?)
    };
    let with = bytes()?;
    conn.execute_batch("DROP TABLE search_index")?;
    Ok((with, bytes()?))
}
