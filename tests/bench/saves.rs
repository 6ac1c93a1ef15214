//! The budget of a durable save, in process on an open ledger file.

use anyhow::{Result, anyhow};
use soudan::domain::consultation::Entry;
use soudan::domain::field::Field;
use soudan::domain::value::Written;
use soudan::store::{Ledger, Opening, new_id};

use super::Bench;
use super::data::stamp;
use super::generate::{Cells, LAST_DAY, Office};
use super::measure::{Page, Runs, time};

const SAVES: usize = 400;

/// One record after another, each on the disk before the next begins.
pub fn save(bench: &mut Bench) -> Result<()> {
    for size in bench.sizes_from(1000) {
        let folder = bench.data.scratch()?;
        let path = bench.data.copy(size, folder.path())?;
        let mut ledger = Ledger::open(&path, &Opening::default())?;
        // As if the office went on after its last record.
        let mut office = Office::new(size + SAVES, 7)?;
        let entries: Vec<Entry> = (0..SAVES)
            .map(|at| entry(&ledger, &office.record(size + at)))
            .collect::<Result<_>>()?;
        // Saves and syncs take turns, so that both meet the same disk.
        let mut page = Page::new(bench.data.folder())?;
        let (mut saves_ms, mut syncs_ms) = (Vec::new(), Vec::new());
        for (later_ms, entry) in (0..).zip(entries) {
            let mut stamp = stamp();
            stamp.at_ms += later_ms;
            let id = new_id(stamp.at_ms);
            let saved = time(|| Ok(ledger.add(id, entry, &stamp, None).map(|_| ())?))?;
            saves_ms.push(saved.wall_ms);
            syncs_ms.push(time(|| page.append())?.wall_ms);
        }
        let (runs, sync) = (Runs::new(saves_ms), Runs::new(syncs_ms).median());
        let (p50, p99, ratio) = (runs.median(), runs.percentile(99), runs.median() / sync);
        let shown = format!("p50 {p50:.2} ms = {ratio:.2} × {sync:.2} ms");
        bench.table.at_most(
            "durable save against one sync",
            size,
            shown,
            ratio,
            (2.5, "times"),
        );
        bench.table.at_most(
            "durable save, p99",
            size,
            format!("p99 {p99:.2} ms"),
            p99,
            (60.0, "ms"),
        );
    }
    Ok(())
}

fn entry(ledger: &Ledger, cells: &Cells) -> Result<Entry> {
    let mut entry = Entry::default();
    for (field, cell) in Field::all().zip(cells) {
        entry
            .read(field, cell, ledger.profile(), LAST_DAY, Written::InFile)
            .map_err(|error| anyhow!("{error}"))?;
    }
    Ok(entry)
}
