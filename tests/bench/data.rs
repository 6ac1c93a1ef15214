//! The files that are measured: generated once, and used again while nothing that made them changed.

use std::fs::{self, DirBuilder};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use soudan::domain::profile::YAMAGUCHI;
use soudan::exchange::import::{Mode, import};
use soudan::store::{INDEX_SLICE, Ledger, Opening, Stamp, Tended, place, schema};
use tempfile::TempDir;

use super::generate::{self, LAST_DAY};

/// The folder of the measured files.
pub struct Data {
    folder: PathBuf,
}

impl Data {
    /// Makes the folder below the build's own.
    pub fn new() -> Result<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-data");
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        Ok(Self { folder })
    }

    /// The folder itself: everything that is measured lies on one file system.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A folder beside the files, gone with the value.
    pub fn scratch(&self) -> Result<TempDir> {
        Ok(tempfile::Builder::new()
            .prefix("scratch-")
            .tempdir_in(&self.folder)?)
    }

    /// A CSV file of so many consultations.
    pub fn csv(&self, records: usize) -> Result<PathBuf> {
        let path = self
            .folder
            .join(format!("consultations-{}-{records}.csv", generate::VERSION));
        if !path.exists() {
            eprintln!("writing {records} consultations");
            generate::write_csv(&path, records)?;
        }
        Ok(path)
    }

    /// A ledger into which that file was imported. Nothing may be written to it.
    pub fn ledger(&self, records: usize) -> Result<PathBuf> {
        let path = self
            .folder
            .join(format!("ledger-{:016x}-{records}.soudan", stamp_of_version()));
        if path.exists() {
            return Ok(path);
        }
        let csv = self.csv(records)?;
        eprintln!("importing {records} consultations");
        let part = path.with_extension("part");
        for leftover in place::companions(&part).iter().chain([&part]) {
            let _ = fs::remove_file(leftover);
        }
        let mut ledger = Ledger::create(&part, YAMAGUCHI, Some("east"), &stamp(), None)?;
        let mut refused = None;
        let report = import(
            &mut ledger,
            &csv,
            Mode::default(),
            LAST_DAY,
            &stamp(),
            &mut |row| {
                refused.get_or_insert_with(|| row.clone());
            },
        )?;
        ensure!(refused.is_none(), "refused: {refused:?}");
        ensure!(report.imported.added == records as u64, "{report:?}");
        // As it is after some minutes in use.
        while ledger.tend_index(INDEX_SLICE)? != Tended::Whole {}
        drop(ledger);
        fs::rename(part, &path)?;
        Ok(path)
    }

    /// The same ledger with a child's file for every case, half of them with a 医療的ケア. The journal knows
    /// nothing of them: it is for reading only.
    pub fn ledger_with_files(&self, records: usize) -> Result<PathBuf> {
        let from = self.ledger(records)?;
        let path = from.with_extension("files.soudan");
        if !path.exists() {
            let part = from.with_extension("part");
            fs::copy(&from, &part)?;
            rusqlite::Connection::open(&part)?.execute_batch(FILES)?;
            fs::rename(part, &path)?;
        }
        Ok(path)
    }

    /// Opens the ledger of so many consultations.
    pub fn open(&self, records: usize) -> Result<Ledger> {
        Ok(Ledger::open(&self.ledger(records)?, &Opening::default())?)
    }

    /// A copy of a ledger that may be written to, on the disk.
    pub fn copy(&self, records: usize, into: &Path) -> Result<PathBuf> {
        let to = into.join(format!("copy-{records}.soudan"));
        fs::copy(self.ledger(records)?, &to).context("copying a ledger")?;
        fs::File::open(&to)?.sync_all()?;
        Ok(to)
    }
}

/// A file for each case.
const FILES: &str = "
    UPDATE case_file SET rev = 1, id = randomblob(16), digest = zeroblob(16),
      birth = (2005 + seq % 19) || '-' || substr('0' || (1 + seq % 12), -2) || '-15',
      municipality = (SELECT min(id) + case_file.seq % 19 FROM item WHERE list = 'municipality');
    INSERT INTO case_answer
      SELECT 2, f.seq, i.id FROM case_file f JOIN item i ON i.list = 'care' AND i.id % 7 = f.seq % 14;
    PRAGMA journal_mode = DELETE;";

/// What decides what an imported ledger looks like.
fn stamp_of_version() -> u64 {
    let mut hasher = DefaultHasher::new();
    (generate::VERSION, env!("CARGO_PKG_VERSION"), YAMAGUCHI).hash(&mut hasher);
    for step in schema::STEPS {
        (step.to, step.sql).hash(&mut hasher);
    }
    hasher.finish()
}

/// Who made the ledgers: at noon of their last day.
pub fn stamp() -> Stamp {
    Stamp {
        who: "c1".to_owned(),
        at_ms: 1_806_462_000_000,
    }
}
