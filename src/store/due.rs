//! Follow-ups: which are due, and what became of one.

use chrono::NaiveDate;
use uuid::Uuid;

use super::fault::fault;
use super::record::{Reader, day_number};
use super::{Ledger, Saved, Stamp};
use crate::domain::field::Field;
use crate::domain::follow_up::{FollowUp, Outcome, due_until};
use crate::domain::value::FieldError;
use crate::error::{Damage, Error, Refusal, Result};

impl Ledger {
    /// The open follow-ups that are due by a day, or all of them: the oldest day first, then the order
    /// of entry.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn due(&self, until: Option<NaiveDate>) -> Result<Vec<FollowUp>> {
        self.read_due(until, None, &mut Err)
    }

    /// The first so many that are due by this week's end, for the first screen: of one whose record is
    /// damaged only the figure tells.
    pub(super) fn most_urgent(&self, today: NaiveDate, most: usize) -> Result<Vec<FollowUp>> {
        self.read_due(Some(due_until(today)), Some(most), &mut |error| match error {
            Error::Damaged(_) => Ok(()),
            error => Err(error),
        })
    }

    /// The first so many that are due by a day.
    pub(super) fn oldest_due(&self, until: Option<NaiveDate>, most: usize) -> Result<Vec<FollowUp>> {
        self.read_due(until, Some(most), &mut Err)
    }

    fn read_due(
        &self,
        until: Option<NaiveDate>,
        most: Option<usize>,
        on_error: &mut dyn FnMut(Error) -> Result<()>,
    ) -> Result<Vec<FollowUp>> {
        let sql = "SELECT seq FROM follow_up INDEXED BY follow_up_open
                   WHERE state = 0 AND void = 0 AND due_day <= ? ORDER BY due_day, seq LIMIT ?";
        let until = until.map_or(i64::MAX, day_number);
        let most = most.and_then(|most| i64::try_from(most).ok()).unwrap_or(-1);
        let snapshot = self.snapshot()?;
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?.only_entered();
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let mut rows = select.query((until, most)).map_err(fault)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let damaged = || Error::Damaged(Damage::Record);
            let kept = reader.read(row.get(0).map_err(fault)?);
            let record = kept.and_then(|kept| kept.ok_or_else(damaged));
            match record.and_then(|kept| FollowUp::of(&kept.record).ok_or_else(damaged)) {
                Ok(follow_up) => found.push(follow_up),
                Err(error) => on_error(error)?,
            }
        }
        drop(rows);
        drop(select);
        drop(reader);
        super::finish(snapshot)?;
        Ok(found)
    }

    /// Writes what became of a record's open follow-up, with a note; one change of the record that was
    /// read at revision `base_rev`.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when somebody was quicker; what keeps the record from being one.
    pub fn settle(
        &mut self,
        id: Uuid,
        base_rev: u32,
        outcome: Outcome,
        note: Option<&str>,
        stamp: &Stamp,
    ) -> Result<Saved> {
        let record = self.record(id)?.ok_or(Refusal::NoSuchRecord)?;
        let mut entry = record.entry;
        let wrong = |problem| {
            let field = Field::FollowUp;
            Error::Fields(vec![FieldError { field, problem }])
        };
        outcome.apply(&mut entry).map_err(wrong)?;
        // Read before the change's own transaction: the revision says whether it is still so.
        self.edit(id, base_rev, entry, stamp, note)
    }
}
