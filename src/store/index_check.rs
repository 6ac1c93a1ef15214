//! The search index held against the records. What it finds too much is harmless, as every candidate is
//! read; what it lacks would never be found.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::fault::fault;
use super::index::{EVERY, Readings, last_seq, watermark};
use super::terms;
use super::{Ledger, check::Finding};
use crate::error::{Error, Result};

/// Up to so many records, an ordinary check looks at all that the index holds.
const ALL_UP_TO: i64 = 10_000;
/// Of more, it looks up the terms of so many.
const SOME: i64 = 5;

/// How many terms there are in how many records, and a number that differs when any of them does.
type Sum = (u64, u64);

fn add(sum: &mut Sum, row: i64, term: &[u8]) {
    let mut hasher = DefaultHasher::new();
    (row, term).hash(&mut hasher);
    *sum = (sum.0.wrapping_add(hasher.finish()), sum.1 + 1);
}

impl Ledger {
    /// The whole index, or some of it where that would take long.
    pub(super) fn check_some_of_search_index(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let (done, last) = (watermark(&self.conn, &self.head.profile)?, last_seq(&self.conn)?);
        if last <= ALL_UP_TO || (done > last && done != EVERY) {
            return self.check_search_index(findings);
        }
        let is_wrong = self
            .is_index_as_set()
            .and_then(|is_as_set| Ok(!is_as_set || self.lacks_some_terms(done.min(last))?));
        found(is_wrong, findings)
    }

    /// Whether the index is set as the ledger's format sets it: otherwise words that are taken out of a
    /// record would stay in it. Its version is FTS5's own affair.
    fn is_index_as_set(&self) -> Result<bool> {
        let sql = "SELECT k, v FROM search_index_config WHERE k <> 'version' ORDER BY k";
        let mut select = self.conn.prepare(sql).map_err(fault)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let set: Vec<(String, i64)> = rows.and_then(Iterator::collect).map_err(fault)?;
        let set = set.iter().map(|(key, value)| (key.as_str(), *value));
        Ok(set.eq([("automerge", 0), ("secure-delete", 1)]))
    }

    /// The whole index: exactly the terms of the records that it has come to.
    pub(super) fn check_search_index(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let done = watermark(&self.conn, &self.head.profile)?;
        // One that is to be made anew is not asked, and is set anew then.
        if done == 0 {
            return Ok(());
        }
        let is_as_set = self.is_index_as_set();
        if !matches!(is_as_set, Ok(true)) {
            return found(is_as_set.map(|is_as_set| !is_as_set), findings);
        }
        let last = last_seq(&self.conn)?;
        if done > last && done != EVERY {
            return found(Ok(true), findings);
        }
        // FTS5's own check: what the index is looked up by leads to what it holds.
        let said = self
            .conn
            .query_row("PRAGMA quick_check(search_index)", [], |row| {
                row.get::<_, String>(0)
            });
        if said.map_err(fault).is_ok_and(|said| said != "ok") {
            return found(Ok(true), findings);
        }
        let by_records = self.terms_of_records(done.min(last))?;
        found(self.terms_of_index().map(|sum| sum != by_records), findings)
    }

    fn terms_of_records(&self, done: i64) -> Result<Sum> {
        let mut readings = Readings::new(&self.conn, &self.items, &self.head.profile)?;
        let (mut sum, mut text) = ((0, 0), String::new());
        for seq in 1..=done {
            let Some(indexed) = readings.read(seq)? else {
                continue;
            };
            for term in indexed.terms {
                text.clear();
                term.write(&mut text);
                add(&mut sum, indexed.row, text.as_bytes());
            }
        }
        Ok(sum)
    }

    /// What the index finds under each of its terms, in the way in which a search asks it.
    fn terms_of_index(&self) -> Result<Sum> {
        self.conn
            .execute_batch(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms
                 USING fts5vocab (main, search_index, row)",
            )
            .map_err(fault)?;
        let prepare = |sql: &str| self.conn.prepare(sql).map_err(fault);
        let mut select = prepare("SELECT term FROM temp.search_terms")?;
        let mut ask =
            prepare("SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC")?;
        let mut all = select.query([]).map_err(fault)?;
        let mut sum = (0, 0);
        while let Some(row) = all.next().map_err(fault)? {
            let term: String = row.get(0).map_err(fault)?;
            let mut rows = ask.query([format!("\"{term}\"")]).map_err(fault)?;
            while let Some(row) = rows.next().map_err(fault)? {
                add(&mut sum, row.get(0).map_err(fault)?, term.as_bytes());
            }
        }
        Ok(sum)
    }

    /// Whether a term is not found of some records from all over the ledger.
    fn lacks_some_terms(&self, done: i64) -> Result<bool> {
        let mut readings = Readings::new(&self.conn, &self.items, &self.head.profile)?;
        let mut ask = self
            .conn
            .prepare("SELECT 1 FROM search_index WHERE search_index MATCH ? AND rowid = ?")
            .map_err(fault)?;
        for at in 1..=SOME {
            let Some(indexed) = readings.read(done * at / SOME)? else {
                continue;
            };
            let all = terms::quoted(indexed.terms, " AND ");
            if !ask.exists((all, indexed.row)).map_err(fault)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// An index that cannot even be read does not agree with the records either.
fn found(is_wrong: Result<bool>, findings: &mut Vec<Finding>) -> Result<()> {
    let is_wrong = match is_wrong {
        Err(Error::Damaged(_) | Error::Engine(_)) => true,
        is_wrong => is_wrong?,
    };
    findings.extend(is_wrong.then_some(Finding::Search));
    Ok(())
}
