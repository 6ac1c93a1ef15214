//! One field of several records changed in one step: each with its own entry in the journal, all of
//! them or none, and taken back as one.

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::fault::fault;
use super::journal::{Content, Note, append, next_place};
use super::select::RecordKey;
use super::write::{Rewriter, complete, must_stand};
use super::{Ledger, Stamp, uuid_of};
use crate::domain::bulk;
use crate::domain::field::Field;
use crate::domain::journal::{Act, Change, pairs_of};
use crate::domain::value::Value;
use crate::error::Result;

/// A record as it is to be changed: its id, and the revision at which it was read.
pub type AtRev = (Uuid, u32);

/// What changing several records came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// So many were changed.
    pub records: usize,
    /// So many were so before.
    pub already: usize,
}

impl Ledger {
    /// Of these records those that still count, with their ids and revisions.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn still_counted(&self, keys: &[RecordKey]) -> Result<Vec<(RecordKey, AtRev)>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut select = self
            .conn
            .prepare_cached("SELECT id, rev FROM consultation WHERE seq = ? AND void = 0")
            .map_err(fault)?;
        let mut counted = Vec::new();
        for key in keys {
            let found: Option<(Vec<u8>, u32)> = select
                .query_row([key.seq()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
                .map_err(fault)?;
            if let Some((id, rev)) = found {
                counted.push((*key, (uuid_of(&id)?, rev)));
            }
        }
        drop(select);
        snapshot.finish().map_err(fault)?;
        Ok(counted)
    }

    /// Gives one field of several records, each once, another answer or none, in one step. One that is so
    /// already is left as it is.
    ///
    /// # Errors
    /// [`crate::error::Error::OneOfSeveral`] with the first record that was changed since it was read, or
    /// cannot take the answer; nothing is changed then.
    pub fn edit_all(
        &mut self,
        records: &[AtRev],
        field: Field,
        value: Option<&Value>,
        stamp: &Stamp,
    ) -> Result<Changed> {
        self.write(|tx, context| {
            let group = next_place(tx)?;
            let mut rewriter = Rewriter::new(tx, context)?;
            let mut changed = 0;
            for &(id, base_rev) in records {
                let kept = rewriter.load(id)?;
                let record = &kept.record;
                let mut entry = record.entry.clone();
                bulk::change(&mut entry, field, value);
                must_stand(record.rev, record.void, base_rev)
                    .and_then(|()| complete(&mut entry, context))
                    .map_err(|error| error.of_one(&record.number))?;
                let mut change = Change::between(&pairs_of(&record.entry, None), &pairs_of(&entry, None));
                if change.is_empty() {
                    continue;
                }
                change.group = Some(group);
                change.reason = context.reason.map(str::to_owned);
                let note = Note {
                    record: Some(id),
                    base_rev,
                    rev: rewriter.write(&kept, entry, None)?.rev,
                    ..Note::of(Act::Edit)
                };
                append(tx, context.origin, stamp, &note, &Content::change(&change))?;
                changed += 1;
            }
            rewriter.finish()?;
            Ok(Changed {
                records: changed,
                already: records.len() - changed,
            })
        })
    }
}
