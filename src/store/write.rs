//! Saving one record: added, changed, voided; each with its journal entry in the same transaction.

use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;

use super::closing::Closed;
use super::count::Counted;
use super::fault::fault;
use super::journal::{Content, Note, append};
use super::record::{Kept, Reader, Standing, Writer, clear_beside, pack_number};
use super::{Context, Ledger, Saved, Stamp, index};
use crate::domain::consultation::{Consultation, Entry, Number, VoidReason};
use crate::domain::era::fiscal_year;
use crate::domain::field::Field;
use crate::domain::journal::{Act, Change, PROFILE, Pairs, pairs_of, record_of};
use crate::domain::list::{Code, List};
use crate::domain::profile::Profile;
use crate::error::{Damage, Error, Refusal, Result};

impl Ledger {
    /// Adds a record under an id that the caller made. When it returns, the record is on the disk.
    /// The same id again is the same record: it is not added twice.
    ///
    /// # Errors
    /// What keeps the entry from being a record, or why it could not be written;
    /// [`Refusal::ClosedPeriod`] inside a closed period without a reason.
    pub fn add(&mut self, id: Uuid, mut entry: Entry, stamp: &Stamp, reason: Option<&str>) -> Result<Saved> {
        let add = |tx: &Transaction<'_>, context: &Context<'_>| {
            complete(&mut entry, context)?;
            if let Some(seq) = seq_of(tx, id)? {
                let kept = load(tx, context, seq)?;
                return Ok(saved(&kept.record));
            }
            Closed::read(tx, context)?.permits(&entry)?;
            let number = next_number(tx, context, &entry)?;
            let record = Consultation {
                id,
                number,
                rev: 1,
                void: None,
                entry,
                newness: None,
                child: None,
            };
            let standing = Standing {
                seq: next_seq(tx)?,
                origin: 1,
                import: None,
            };
            Writer::new(tx, context.items)?.insert(&record, &standing)?;
            index::added(tx, context, standing.seq)?;
            let mut counted = Counted::default();
            counted.add(&record, context.items, 1)?;
            counted.write(tx)?;
            let mut change = Change::between(&Pairs::new(), &pairs_of(&record.entry, None));
            change.reason = context.reason.map(str::to_owned);
            let note = Note {
                record: Some(id),
                rev: 1,
                ..Note::of(Act::Add)
            };
            append(tx, context.origin, stamp, &note, &Content::change(&change))?;
            Ok(saved(&record))
        };
        self.because(reason, |ledger| ledger.write(add))
    }

    /// Changes a record that was read at revision `base_rev`.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when somebody was quicker, and nothing is overwritten;
    /// [`Refusal::ClosedPeriod`] inside a closed period, or into or out of one, without a reason.
    pub fn edit(
        &mut self,
        id: Uuid,
        base_rev: u32,
        mut entry: Entry,
        stamp: &Stamp,
        reason: Option<&str>,
    ) -> Result<Saved> {
        self.because(reason, |ledger| {
            ledger.change(id, base_rev, stamp, Act::Edit, |_, context| {
                complete(&mut entry, context)?;
                Ok((entry, None))
            })
        })
    }

    /// Takes a record out of every count, with a reason; it can be brought back.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when somebody changed it since, [`Refusal::Void`] when it is void already,
    /// [`Refusal::ClosedPeriod`] inside a closed period unless it is done [`Ledger::because`] of something.
    pub fn void(&mut self, id: Uuid, base_rev: u32, reason: VoidReason, stamp: &Stamp) -> Result<Saved> {
        self.change(id, base_rev, stamp, Act::Void, |entry, _| {
            Ok((entry, Some(reason)))
        })
    }

    fn change(
        &mut self,
        id: Uuid,
        base_rev: u32,
        stamp: &Stamp,
        act: Act,
        to: impl FnOnce(Entry, &Context<'_>) -> Result<(Entry, Option<VoidReason>)>,
    ) -> Result<Saved> {
        self.write(|tx, context| {
            let mut rewriter = Rewriter::new(tx, context)?;
            let kept = rewriter.load(id)?;
            must_stand(kept.record.rev, kept.record.void, base_rev)?;
            let (entry, void) = to(kept.record.entry.clone(), context)?;
            let mut change = Change::between(
                &pairs_of(&kept.record.entry, kept.record.void),
                &pairs_of(&entry, void),
            );
            if change.is_empty() {
                return Ok(saved(&kept.record));
            }
            change.reason = context.reason.map(str::to_owned);
            let record = rewriter.write(&kept, entry, void)?;
            rewriter.finish()?;
            let note = Note {
                record: Some(id),
                base_rev,
                rev: record.rev,
                ..Note::of(act)
            };
            append(tx, context.origin, stamp, &note, &Content::change(&change))?;
            Ok(saved(&record))
        })
    }
}

/// Refuses to change a record that was changed since it was read, or is void.
pub(super) fn must_stand(rev: u32, void: Option<VoidReason>, base_rev: u32) -> Result<()> {
    if rev != base_rev {
        return Err(Refusal::Changed { base_rev, rev }.into());
    }
    match void {
        Some(_) => Err(Refusal::Void.into()),
        None => Ok(()),
    }
}

/// Completes an entry by the profile that is in force now that nobody else can set another.
pub(super) fn complete(entry: &mut Entry, context: &Context<'_>) -> Result<()> {
    entry.must_be_known(context.profile).map_err(Error::Fields)?;
    entry.complete(context.profile).map_err(Error::Fields)
}

/// Writes the next revisions of records that are there; its statements are prepared once for many.
pub(super) struct Rewriter<'c> {
    tx: &'c Transaction<'c>,
    context: &'c Context<'c>,
    reader: Reader<'c>,
    writer: Writer<'c>,
    counted: Counted,
    closed: Closed,
}

impl<'c> Rewriter<'c> {
    pub fn new(tx: &'c Transaction<'c>, context: &'c Context<'c>) -> Result<Self> {
        Ok(Self {
            tx,
            context,
            reader: Reader::new(tx, context.items, context.profile)?.only_entered(),
            writer: Writer::new(tx, context.items)?,
            counted: Counted::default(),
            closed: Closed::read(tx, context)?,
        })
    }

    /// A record as it stands now.
    pub fn load(&mut self, id: Uuid) -> Result<Kept> {
        let seq = seq_of(self.tx, id)?.ok_or(Refusal::NoSuchRecord)?;
        self.reader.read(seq)?.ok_or(Error::Damaged(Damage::Record))
    }

    /// Writes a record's next revision.
    pub fn write(&mut self, kept: &Kept, entry: Entry, void: Option<VoidReason>) -> Result<Consultation> {
        let before = &kept.record;
        self.closed.permits(&before.entry)?;
        self.closed.permits(&entry)?;
        let record = Consultation {
            id: before.id,
            number: before.number.clone(),
            rev: before.rev + 1,
            void,
            entry,
            newness: None,
            child: None,
        };
        let seq = kept.standing.seq;
        let indexed = index::before(self.tx, self.context, seq)?;
        clear_beside(self.tx, seq)?;
        self.writer.update(&record, seq)?;
        index::changed(self.tx, self.context, seq, indexed)?;
        self.counted.add(before, self.context.items, -1)?;
        self.counted.add(&record, self.context.items, 1)?;
        Ok(record)
    }

    /// Applies a change from the journal to a record, whatever its pairs are.
    pub fn apply(&mut self, kept: &Kept, change: &Change) -> Result<Consultation> {
        let mut pairs = pairs_of(&kept.record.entry, kept.record.void);
        change.apply(&mut pairs);
        let (entry, void) = record_of(&pairs).ok_or(Error::Damaged(Damage::Record))?;
        entry.must_be_known(self.context.profile).map_err(Error::Fields)?;
        self.write(kept, entry, void)
    }

    /// Writes what the counts become by it: the end of every change.
    pub fn finish(self) -> Result<()> {
        self.counted.write(self.tx)
    }
}

pub(super) fn saved(record: &Consultation) -> Saved {
    Saved {
        id: record.id,
        number: record.number.clone(),
        rev: record.rev,
        day: record.entry.day(),
    }
}

pub(super) fn seq_of(conn: &Connection, id: Uuid) -> Result<Option<i64>> {
    conn.prepare_cached("SELECT seq FROM consultation WHERE id = ?")
        .and_then(|mut select| select.query_row([id.as_bytes()], |row| row.get(0)).optional())
        .map_err(fault)
}

pub(super) fn load(tx: &Transaction<'_>, context: &Context<'_>, seq: i64) -> Result<Kept> {
    let mut reader = Reader::new(tx, context.items, context.profile)?;
    reader.read(seq)?.ok_or(Error::Damaged(Damage::Record))
}

pub(super) fn next_seq(tx: &Transaction<'_>) -> Result<i64> {
    tx.query_row("SELECT coalesce(max(seq), 0) + 1 FROM consultation", [], |row| {
        row.get(0)
    })
    .map_err(fault)
}

/// The next receipt number of the entry's center in its fiscal year.
fn next_number(tx: &Transaction<'_>, context: &Context<'_>, entry: &Entry) -> Result<Number> {
    let (Some(day), Some(center)) = (entry.day(), entry.code(Field::Center)) else {
        return Err(Error::Damaged(Damage::Record));
    };
    let fiscal_year = fiscal_year(day);
    let item = context.items.must(List::Center, center)?;
    let serial = last_serial(tx, fiscal_year, item)? + 1;
    Ok(Number {
        fiscal_year,
        center: center.clone(),
        serial,
    })
}

/// The highest serial given so far; 0 when none was.
pub(super) fn last_serial(conn: &Connection, fiscal_year: i32, center: i64) -> Result<u32> {
    let (low, high) = (
        pack_number(fiscal_year, center, 0),
        pack_number(fiscal_year, center, u32::MAX),
    );
    let last: Option<i64> = conn
        .prepare_cached("SELECT max(number) FROM consultation WHERE number BETWEEN ? AND ?")
        .and_then(|mut select| select.query_row([low, high], |row| row.get(0)))
        .map_err(fault)?;
    u32::try_from(last.map_or(0, |number| number - low)).map_err(|_| Error::Damaged(Damage::Record))
}

/// Writes a profile in the place of the present one; what changed.
pub(super) fn replace_profile(tx: &Transaction<'_>, context: &Context<'_>, toml: &str) -> Result<Change> {
    let next = Profile::parse(toml)?;
    let (before, center): (String, String) = tx
        .query_row("SELECT profile_toml, own_center FROM ledger", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(fault)?;
    let center = Code::from(center.as_str());
    if next.position(List::Center, &center).is_none() {
        return Err(Refusal::CodeInUse(List::Center, center).into());
    }
    for (list, code) in context.profile.lost_in(&next) {
        let item = context.items.must(list, code)?;
        if super::facts::is_used(tx, list, item)? {
            return Err(Refusal::CodeInUse(list, code.clone()).into());
        }
    }
    super::items::Items::write(tx, &next)?;
    index::under(tx, &next)?;
    tx.execute(
        "UPDATE ledger SET profile_toml = ?, profile_rev = profile_rev + 1",
        [toml],
    )
    .map_err(fault)?;
    let pairs = |toml: &str| Pairs::from([(PROFILE.to_owned(), toml.to_owned())]);
    Ok(Change::between(&pairs(&before), &pairs(toml)))
}

impl Ledger {
    /// Sets a new profile; the change stands in the journal.
    ///
    /// # Errors
    /// When the profile is wrong, lacks a code in use, or has no longer this ledger's own center.
    pub fn set_profile(&mut self, toml: &str, stamp: &Stamp) -> Result<()> {
        self.write(|tx, context| {
            let change = replace_profile(tx, context, toml)?;
            if change.is_empty() {
                return Ok(0);
            }
            let body = Content::change(&change);
            append(tx, context.origin, stamp, &Note::of(Act::Profile), &body)
        })?;
        self.refresh()
    }
}
