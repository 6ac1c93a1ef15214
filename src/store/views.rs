//! Tallies under a name. They are no records: no journal tells of them, and each row's digest says
//! whether it is as it was written.

use sha2::{Digest, Sha256};

use super::Ledger;
use super::fault::fault;
use super::schema;
use crate::error::{Finding, Result};

/// The format since which ledgers keep them.
const SINCE: i64 = 5;

/// A tally under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its name.
    pub name: String,
    /// What it asks, as [`crate::domain::asked::Asked::spec`] writes it; `None` where the row is damaged.
    pub spec: Option<String>,
}

impl Ledger {
    /// All tallies that were saved, by their names.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn views(&self) -> Result<Vec<SavedView>> {
        if !self.keeps_views()? {
            return Ok(Vec::new());
        }
        let sql = "SELECT CAST(name AS BLOB), CAST(spec AS BLOB), digest FROM saved_view ORDER BY name";
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        let mut views = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let bytes = |at: usize| row.get::<_, Vec<u8>>(at).map_err(fault);
            let (name, spec) = (bytes(0)?, bytes(1)?);
            let is_whole = digest(&name, &spec).as_slice() == bytes(2)?;
            views.push(SavedView {
                name: String::from_utf8_lossy(&name).into_owned(),
                spec: String::from_utf8(spec).ok().filter(|_| is_whole),
            });
        }
        Ok(views)
    }

    /// Whether the ledger's format has a place for them; an older one may only be read.
    fn keeps_views(&self) -> Result<bool> {
        Ok(schema::format(&self.conn)? >= SINCE)
    }

    /// Keeps a tally under a name, in the place of one that is called so.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn save_view(&mut self, name: &str, spec: &str) -> Result<()> {
        self.write(|tx, _| {
            let sql = "INSERT INTO saved_view (name, spec, digest) VALUES (?, ?, ?)
                       ON CONFLICT (name) DO UPDATE SET spec = excluded.spec, digest = excluded.digest";
            let digest = digest(name.as_bytes(), spec.as_bytes());
            tx.execute(sql, (name, spec, digest.as_slice())).map_err(fault)?;
            Ok(())
        })
    }

    /// Forgets the tally of that name.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn delete_view(&mut self, name: &str) -> Result<()> {
        self.write(|tx, _| {
            tx.execute("DELETE FROM saved_view WHERE name = ?", [name])
                .map_err(fault)?;
            Ok(())
        })
    }

    /// The saved tallies against their digests.
    pub(super) fn check_views(&self, findings: &mut Vec<Finding>) -> Result<()> {
        if !self.keeps_views()? {
            return Ok(());
        }
        let views = self.views()?;
        // A row of which the page says nothing any more has no digest that could differ.
        let pages = "PRAGMA quick_check(saved_view)";
        let said: String = self.conn.query_row(pages, [], |row| row.get(0)).map_err(fault)?;
        findings.extend((said != "ok").then_some(Finding::Pages));
        let damaged = (1_usize..).zip(views).filter(|(_, view)| view.spec.is_none());
        findings.extend(damaged.map(|(nth, _)| Finding::View { nth }));
        Ok(())
    }
}

/// What a row's digest covers: its name and its spec, each with its length.
fn digest(name: &[u8], spec: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new_with_prefix(b"soudan view\0");
    for bytes in [name, spec] {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().into()
}
