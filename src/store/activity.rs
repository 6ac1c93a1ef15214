//! Activities: saved, voided, listed.

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};
use uuid::Uuid;

use super::fault::fault;
use super::journal::{Content, Note, append};
use super::record::day_number;
use super::unnumbered::{Kept, Kind, Unnumbered};
use super::write::must_stand;
use super::{Context, Ledger, Stamp, schema};
use crate::domain::activity::{Activities, Activity, coming_until, complete, counted};
use crate::domain::consultation::{Entry, VoidReason};
use crate::domain::field::Field;
use crate::domain::journal::{Act, Change, Pairs};
use crate::domain::period::{Period, Span};
use crate::error::{Damage, Error, Refusal, Result};

/// The format since which ledgers keep them.
const SINCE: i64 = 6;

/// Where activities lie.
pub(super) const ACTIVITIES: Kind = Kind {
    table: "activity",
    answers: "activity_answer",
    fields: || Field::of_activity().collect(),
    renamed: None,
    missing: Refusal::NoSuchActivity,
};

/// What saving an activity gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedActivity {
    /// The activity.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Its revision now.
    pub rev: u32,
    /// What it was: added, changed, voided.
    pub act: Act,
}

impl From<Unnumbered> for Activity {
    fn from(record: Unnumbered) -> Self {
        Self {
            id: record.id,
            rev: record.rev,
            void: record.void,
            entry: record.entry,
        }
    }
}

/// Whether the ledger's format has a place for activities; an older one may only be read.
pub(super) fn keeps(conn: &Connection) -> Result<bool> {
    Ok(schema::format(conn)? >= SINCE)
}

impl Ledger {
    /// Saves an activity: a new one under an id that the caller made, or a change of one that was read at
    /// revision `base_rev`. When it returns, the activity is on the disk. The same new id again is the same
    /// activity: it is not added twice.
    ///
    /// # Errors
    /// What keeps the entry from being an activity; [`Refusal::Changed`] when somebody was quicker, and
    /// nothing is overwritten; [`Refusal::Void`] for one that is void.
    pub fn save_activity(
        &mut self,
        id: Uuid,
        base_rev: Option<u32>,
        mut entry: Entry,
        stamp: &Stamp,
    ) -> Result<SavedActivity> {
        self.write(|tx, context| {
            entry.must_be_known(context.profile).map_err(Error::Fields)?;
            complete(&mut entry, context.profile).map_err(Error::Fields)?;
            let known = ACTIVITIES.find(tx, context.items, context.profile, id)?;
            match (known, base_rev) {
                (None, Some(_)) => Err(Refusal::NoSuchActivity.into()),
                (None, None) => add(tx, context, id, entry, stamp),
                (Some(kept), None) => Ok(saved(&kept.record, Act::ActivityAdd)),
                (Some(kept), Some(base_rev)) => {
                    must_stand(kept.record.rev, kept.record.void, base_rev)?;
                    put(tx, context, &kept, (entry, None), stamp, Act::ActivityEdit)
                }
            }
        })
    }

    /// Takes an activity out of every list, with a reason; it can be brought back.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when somebody changed it since, [`Refusal::Void`] when it is void already.
    pub fn void_activity(
        &mut self,
        id: Uuid,
        base_rev: u32,
        reason: VoidReason,
        stamp: &Stamp,
    ) -> Result<SavedActivity> {
        self.write(|tx, context| {
            let kept = ACTIVITIES.find(tx, context.items, context.profile, id)?;
            let kept = kept.ok_or(Refusal::NoSuchActivity)?;
            must_stand(kept.record.rev, kept.record.void, base_rev)?;
            let entry = kept.record.entry.clone();
            put(
                tx,
                context,
                &kept,
                (entry, Some(reason)),
                stamp,
                Act::ActivityVoid,
            )
        })
    }

    /// The activity of an id, void or not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn activity(&self, id: Uuid) -> Result<Option<Activity>> {
        if !keeps(&self.conn)? {
            return Ok(None);
        }
        let kept = ACTIVITIES.find(&self.conn, &self.items, &self.head.profile, id)?;
        Ok(kept.map(|kept| kept.record.into()))
    }

    /// The activity that a person means by an id or the unique beginning of one, void or not.
    ///
    /// # Errors
    /// [`Refusal::Ambiguous`], or when the ledger cannot be read.
    pub fn find_activity(&self, typed: &str) -> Result<Option<Activity>> {
        if !keeps(&self.conn)? {
            return Ok(None);
        }
        let Some(seq) = self.seq_beginning(ACTIVITIES.table, typed)? else {
            return Ok(None);
        };
        let kept = ACTIVITIES.read(&self.conn, &self.items, &self.head.profile, seq)?;
        Ok(kept.map(|kept| kept.record.into()))
    }

    /// The activities that begin between two days, those included, by day and order of entry; void ones are
    /// left out, cancelled ones are not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn activities(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Activity>> {
        if !keeps(&self.conn)? {
            return Ok(Vec::new());
        }
        let sql = "SELECT seq FROM activity WHERE void = 0 AND held_on BETWEEN ? AND ? ORDER BY held_on, seq";
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let seqs = select.query_map([day_number(from), day_number(to)], |row| row.get(0));
        let seqs: Vec<i64> = seqs.and_then(Iterator::collect).map_err(fault)?;
        let mut activities = Vec::with_capacity(seqs.len());
        for seq in seqs {
            let kept = ACTIVITIES.read(&self.conn, &self.items, &self.head.profile, seq)?;
            let kept = kept.ok_or(Error::Damaged(Damage::Record))?;
            activities.push(kept.record.into());
        }
        Ok(activities)
    }

    /// What the packet of a period tells of activities: of a month those of that month, else those of the
    /// half-year; the counts since April, and what is coming.
    pub(super) fn packet_activities(&self, period: &Period, as_of: NaiveDate) -> Result<Activities> {
        let from = match period.span {
            Span::Month => period.from,
            _ => Period::half_of(as_of).from,
        };
        let april = Period::year_to_date(as_of).from;
        let until = coming_until(as_of);
        let this_year = self.activities(april, as_of)?;
        let coming = match as_of.succ_opt() {
            Some(next) => self.activities(next, until)?,
            None => Vec::new(),
        };
        let since_april = counted(&this_year, &self.head.profile);
        let mut held = this_year;
        held.retain(|activity| activity.day().is_some_and(|day| day >= from));
        Ok(Activities {
            held,
            since_april,
            coming,
            coming_until: until,
        })
    }
}

/// Adds an activity under the maker's id, with its journal entry.
fn add(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    id: Uuid,
    entry: Entry,
    stamp: &Stamp,
) -> Result<SavedActivity> {
    let insert = "INSERT INTO activity (id) VALUES (?) RETURNING seq";
    let seq = tx
        .query_row(insert, [id.as_bytes()], |row| row.get(0))
        .map_err(fault)?;
    let record = Unnumbered {
        id,
        rev: 1,
        void: None,
        entry,
    };
    ACTIVITIES.write(tx, context.items, seq, &record)?;
    let change = Change::between(&Pairs::new(), &record.pairs());
    tell(tx, context, stamp, Act::ActivityAdd, (&record, 0), change)?;
    Ok(saved(&record, Act::ActivityAdd))
}

/// Writes an activity's next revision with its journal entry; where nothing differs, nothing.
fn put(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    kept: &Kept,
    (entry, void): (Entry, Option<VoidReason>),
    stamp: &Stamp,
    act: Act,
) -> Result<SavedActivity> {
    let record = Unnumbered {
        id: kept.record.id,
        rev: kept.record.rev + 1,
        void,
        entry,
    };
    let change = Change::between(&kept.record.pairs(), &record.pairs());
    if change.is_empty() {
        return Ok(saved(&kept.record, act));
    }
    ACTIVITIES.write(tx, context.items, kept.seq, &record)?;
    tell(tx, context, stamp, act, (&record, kept.record.rev), change)?;
    Ok(saved(&record, act))
}

/// Writes a change of an activity into the journal.
fn tell(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    stamp: &Stamp,
    act: Act,
    (record, base_rev): (&Unnumbered, u32),
    mut change: Change,
) -> Result<()> {
    change.reason = context.reason.map(str::to_owned);
    let note = Note {
        record: Some(record.id),
        base_rev,
        rev: record.rev,
        ..Note::of(act)
    };
    append(tx, context.origin, stamp, &note, &Content::change(&change))?;
    Ok(())
}

fn saved(record: &Unnumbered, act: Act) -> SavedActivity {
    SavedActivity {
        id: record.id,
        title: record.entry.text(Field::Title).to_owned(),
        rev: record.rev,
        act,
    }
}
