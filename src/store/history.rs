//! A record's history: the journal's entries about it.

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::Ledger;
use super::fault::fault;
use super::journal::{Content, read};
use crate::domain::journal::{Act, Change};
use crate::error::Result;

/// One change to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its place in the journal.
    pub seq: i64,
    /// When, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Who.
    pub who: String,
    /// What.
    pub act: Act,
    /// The record's revision after it.
    pub rev: u32,
    /// What changed; `None` where it was erased, or the record came with an import for which no reason
    /// was given.
    pub change: Option<Change>,
}

impl Ledger {
    /// Every change to a record, oldest first; the import that brought it is the first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn history(&self, id: Uuid) -> Result<Vec<Past>> {
        let import: Option<i64> = self
            .conn
            .query_row(
                "SELECT import_seq FROM consultation WHERE id = ?",
                [id.as_bytes()],
                |row| row.get(0),
            )
            .optional()
            .map_err(fault)?
            .flatten();
        let mut past = Vec::new();
        let mut visit = |stored: super::journal::Stored| {
            let of_record = stored.sealed.record.is_some();
            let body = stored.payload.map(|(_, body)| Content::read(&body)).transpose()?;
            // What an import says is not about the record, but why it was done.
            let change = body.and_then(|change| match of_record {
                true => Some(change),
                false => change.reason.map(|reason| Change {
                    reason: Some(reason),
                    ..Change::default()
                }),
            });
            past.push(Past {
                seq: stored.sealed.seq,
                at_ms: stored.sealed.at_ms,
                who: stored.sealed.who,
                act: stored.sealed.act,
                rev: if of_record { stored.sealed.rev } else { 1 },
                change,
            });
            Ok(())
        };
        if let Some(import) = import {
            read(&self.conn, "j.origin = 1 AND j.import = ?", [import], &mut visit)?;
        }
        read(&self.conn, "j.record = ?", [id.as_bytes()], &mut visit)?;
        past.sort_by_key(|past| past.seq);
        Ok(past)
    }
}
