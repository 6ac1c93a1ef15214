//! Undo and redo: readers of the journal that write the inverse of what they find there.

use std::ops::RangeInclusive;

use rusqlite::Transaction;
use uuid::Uuid;

use super::activity::ACTIVITIES;
use super::fault::fault;
use super::journal::{Content, Note, Stored, append, next_place, read};
use super::write::{Rewriter, replace_profile};
use super::{Context, Ledger, Stamp, case_file, closing, import};
use crate::domain::consultation::{Consultation, Number, VoidReason};
use crate::domain::field::Field;
use crate::domain::journal::{Act, Change, PROFILE, Pairs, VOID};
use crate::domain::period::Period;
use crate::error::{Damage, Error, Refusal, Result};

/// What was undone, or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The act that the undone entry stood for.
    pub act: Act,
    /// How many records it touched.
    pub records: u64,
    /// The record, when it was one.
    pub id: Option<Uuid>,
    /// The record's number, when it was one.
    pub number: Option<Number>,
    /// The case's code, when it was a child's file.
    pub case: Option<String>,
    /// The title, when it was an activity.
    pub title: Option<String>,
    /// The period, when it was a closing.
    pub period: Option<Period>,
}

impl Undone {
    /// So many records, and none of them alone.
    fn of(act: Act, records: u64) -> Self {
        Self {
            act,
            records,
            id: None,
            number: None,
            case: None,
            title: None,
            period: None,
        }
    }
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Again,
}

impl Ledger {
    /// Takes back this person's last change, if nobody changed the record since. What was changed in one
    /// step is taken back in one, all of it or nothing.
    ///
    /// # Errors
    /// [`Refusal::NothingToUndo`], [`Refusal::ChangedSince`] or [`Refusal::Erased`]; of a step with
    /// several records [`Error::OneOfSeveral`] says which. [`Refusal::ClosedPeriod`] inside a closed
    /// period unless it is done [`Ledger::because`] of something, [`Refusal::TakesClosingBack`] likewise.
    pub fn undo(&mut self, stamp: &Stamp) -> Result<Undone> {
        let undone = self.write(|tx, context| turn(tx, context, stamp, Way::Back))?;
        self.refresh()?;
        Ok(undone)
    }

    /// Does again what this person undid last.
    ///
    /// # Errors
    /// [`Refusal::NothingToRedo`], else as [`Ledger::undo`].
    pub fn redo(&mut self, stamp: &Stamp) -> Result<Undone> {
        let done = self.write(|tx, context| turn(tx, context, stamp, Way::Again))?;
        self.refresh()?;
        Ok(done)
    }
}

fn turn(tx: &Transaction<'_>, context: &Context<'_>, stamp: &Stamp, way: Way) -> Result<Undone> {
    let (act, nothing) = match way {
        Way::Back => (Act::Undo, Refusal::NothingToUndo),
        Way::Again => (Act::Redo, Refusal::NothingToRedo),
    };
    let (last, first) = standing(tx, &stamp.who, way)?.ok_or(nothing)?;
    let entry = entry(tx, last)?;
    let original = if first == last {
        None
    } else {
        Some(self::entry(tx, first)?)
    };
    let original = original.as_ref().unwrap_or(&entry);
    if let Some(group) = group_of(&entry)?.filter(|group| *group < last) {
        return several(tx, context, stamp, group..=last, (act, original.sealed.act));
    }
    let note = Note {
        undoes: Some(first),
        ..Note::of(act)
    };
    match (entry.sealed.record, original.sealed.import) {
        (Some(id), _) if original.sealed.act.is_of_case() => {
            case(tx, context, stamp, (id, &entry), original.sealed.act, note)
        }
        (Some(id), _) if original.sealed.act.is_of_activity() => {
            activity(tx, context, stamp, (id, &entry), original.sealed.act, note)
        }
        (Some(_), _) => {
            let mut rewriter = Rewriter::new(tx, context)?;
            let record = record((tx, context, stamp), &mut rewriter, &entry, note, None)?;
            rewriter.finish()?;
            Ok(Undone {
                id: Some(record.id),
                number: Some(record.number),
                ..Undone::of(original.sealed.act, 1)
            })
        }
        (None, Some(import)) => {
            let records = match way {
                Way::Back => import::withdraw(tx, context, import)?,
                Way::Again => import::bring_back(tx, context, import, (&stamp.who, last))?,
            };
            let note = Note {
                import: Some(import),
                ..note
            };
            let mut change = Content::facts(&[("rows", &records.to_string())]);
            change.reason = context.reason.map(str::to_owned);
            append(tx, context.origin, stamp, &note, &Content::change(&change))?;
            Ok(Undone::of(original.sealed.act, records))
        }
        (None, None) if original.sealed.act.is_of_closing() => {
            let period = closing::invert(tx, context, stamp, &entry, &note)?;
            Ok(Undone {
                period: Some(period),
                ..Undone::of(original.sealed.act, 1)
            })
        }
        (None, None) => profile(tx, context, stamp, &entry, &note),
    }
}

/// Sets the profile again that an entry replaced, if it is still the one that the entry set.
fn profile(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    stamp: &Stamp,
    entry: &Stored,
    note: &Note,
) -> Result<Undone> {
    let body = entry.payload.as_ref().ok_or(Refusal::Erased)?;
    let inverse = Content::read(&body.1)?.inverse();
    let (set, earlier) = (inverse.before.get(PROFILE), inverse.after.get(PROFILE));
    let now: String = tx
        .query_row("SELECT profile_toml FROM ledger", [], |row| row.get(0))
        .map_err(fault)?;
    let (Some(earlier), true) = (earlier, set == Some(&now)) else {
        return Err(Refusal::ChangedSince.into());
    };
    let change = replace_profile(tx, context, earlier)?;
    append(tx, context.origin, stamp, note, &Content::change(&change))?;
    Ok(Undone::of(Act::Profile, 0))
}

/// The step that an entry is part of, by its first entry's place; `None` for an entry that is a step of
/// its own.
fn group_of(entry: &Stored) -> Result<Option<i64>> {
    match &entry.payload {
        Some((_, body)) => Ok(Content::read(body)?.group),
        None => Ok(None),
    }
}

/// Writes the inverses of all entries of one step, which stand one behind the other, as a step of its own.
fn several(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    stamp: &Stamp,
    entries: RangeInclusive<i64>,
    (act, original): (Act, Act),
) -> Result<Undone> {
    let group = next_place(tx)?;
    let mut rewriter = Rewriter::new(tx, context)?;
    let mut records = 0;
    for seq in entries {
        let entry = entry(tx, seq)?;
        let note = Note {
            undoes: Some(entry.sealed.undoes.unwrap_or(seq)),
            ..Note::of(act)
        };
        record((tx, context, stamp), &mut rewriter, &entry, note, Some(group))?;
        records += 1;
    }
    rewriter.finish()?;
    Ok(Undone::of(original, records))
}

/// Writes the inverse of an entry about one record, alone or as part of a step.
fn record(
    (tx, context, stamp): (&Transaction<'_>, &Context<'_>, &Stamp),
    rewriter: &mut Rewriter<'_>,
    entry: &Stored,
    note: Note,
    group: Option<i64>,
) -> Result<Consultation> {
    let id = entry.sealed.record.ok_or(Error::Damaged(Damage::Record))?;
    let kept = rewriter.load(id)?;
    let done = inverse_of(tx, id, entry).and_then(|mut inverse| {
        inverse.group = group;
        inverse.reason = context.reason.map(str::to_owned);
        Ok((rewriter.apply(&kept, &inverse)?, inverse))
    });
    let (record, inverse) = match group {
        Some(_) => done.map_err(|error| error.of_one(&kept.record.number)),
        None => done,
    }?;
    let note = Note {
        record: Some(id),
        base_rev: kept.record.rev,
        rev: record.rev,
        ..note
    };
    append(tx, context.origin, stamp, &note, &Content::change(&inverse))?;
    Ok(record)
}

/// What takes an entry about a record back.
fn inverse_of(tx: &Transaction<'_>, id: Uuid, entry: &Stored) -> Result<Change> {
    let body = entry.payload.as_ref().ok_or(Refusal::Erased)?;
    let change = Content::read(&body.1)?;
    if is_changed_since(tx, id, entry)? {
        return Err(Refusal::ChangedSince.into());
    }
    // A record is never removed: taking back its addition voids it.
    if entry.sealed.act == Act::Add {
        let after = Pairs::from([(VOID.to_owned(), VoidReason::Undone.code().to_owned())]);
        return Ok(Change {
            after,
            ..Change::default()
        });
    }
    Ok(change.inverse())
}

/// Writes the inverse of an entry about a child's file.
fn case(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    stamp: &Stamp,
    (id, entry): (Uuid, &Stored),
    act: Act,
    note: Note,
) -> Result<Undone> {
    if is_changed_since(tx, id, entry)? {
        return Err(Refusal::ChangedSince.into());
    }
    let (file, base_rev, inverse) = case_file::invert(tx, context, id, entry)?;
    let note = Note {
        record: Some(id),
        base_rev,
        rev: file.rev,
        ..note
    };
    append(tx, context.origin, stamp, &note, &Content::change(&inverse))?;
    Ok(Undone {
        id: Some(id),
        case: Some(file.code().to_owned()),
        ..Undone::of(act, 1)
    })
}

/// Writes the inverse of an entry about an activity.
fn activity(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    stamp: &Stamp,
    (id, entry): (Uuid, &Stored),
    act: Act,
    note: Note,
) -> Result<Undone> {
    if is_changed_since(tx, id, entry)? {
        return Err(Refusal::ChangedSince.into());
    }
    let (activity, base_rev, inverse) = ACTIVITIES.invert(tx, context, id, entry)?;
    let note = Note {
        record: Some(id),
        base_rev,
        rev: activity.rev,
        ..note
    };
    append(tx, context.origin, stamp, &note, &Content::change(&inverse))?;
    Ok(Undone {
        id: Some(id),
        title: Some(activity.entry.text(Field::Title).to_owned()),
        ..Undone::of(act, 1)
    })
}

/// Whether somebody else changed the record after an entry. Own later changes have all been taken
/// back by the time this entry is the last that stands.
fn is_changed_since(tx: &Transaction<'_>, id: Uuid, entry: &Stored) -> Result<bool> {
    // By its own entries: what stands behind this one is, of a step with thousands, as many again.
    let sql = "SELECT EXISTS (SELECT 1 FROM journal INDEXED BY journal_record
               WHERE record = ? AND origin = 1 AND seq > ? AND who <> ?)";
    tx.query_row(sql, (id.as_bytes(), entry.sealed.seq, &entry.sealed.who), |row| {
        row.get(0)
    })
    .map_err(fault)
}

fn entry(tx: &Transaction<'_>, seq: i64) -> Result<Stored> {
    let mut found = None;
    read(tx, "j.origin = 1 AND j.seq = ?", [seq], &mut |stored| {
        found = Some(stored);
        Ok(())
    })?;
    found.ok_or(Error::Damaged(Damage::Record))
}

/// An entry to be inverted, and the entry in which the change was first made.
type Target = (i64, i64);

/// The change of this person's that stands last (to undo), or the undo that does (to do again). Read
/// backwards: an undo cancels the change before it, a redo cancels the undo before it, and a new
/// change leaves nothing to do again.
fn standing(tx: &Transaction<'_>, who: &str, way: Way) -> Result<Option<Target>> {
    let mut select = tx
        .prepare_cached(
            "SELECT seq, act, undoes FROM journal WHERE origin = 1 AND who = ?
             AND act IN ('add', 'edit', 'void', 'import', 'profile', 'undo', 'redo', 'case-add',
             'case-edit', 'case-close', 'case-reopen', 'close', 'reopen', 'activity-add',
             'activity-edit', 'activity-void') ORDER BY seq DESC",
        )
        .map_err(fault)?;
    let mut rows = select.query([who]).map_err(fault)?;
    let mut cancelled = 0;
    while let Some(row) = rows.next().map_err(fault)? {
        let (seq, act, undoes): (i64, String, Option<i64>) = (
            row.get(0).map_err(fault)?,
            row.get(1).map_err(fault)?,
            row.get(2).map_err(fault)?,
        );
        let cancels = act == if way == Way::Back { "undo" } else { "redo" };
        let sought = way == Way::Back || act == "undo";
        match (cancels, sought, cancelled) {
            (true, ..) => cancelled += 1,
            (false, false, _) => return Ok(None),
            (false, true, 0) => return Ok(Some((seq, undoes.unwrap_or(seq)))),
            (false, true, _) => cancelled -= 1,
        }
    }
    Ok(None)
}
