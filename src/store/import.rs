//! Bulk entry: many records in one transaction and one journal entry, undone in one step.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension, Statement, Transaction, TransactionBehavior};
use uuid::Uuid;

use super::closing::Closed;
use super::count::Counted;
use super::fault::fault;
use super::journal::{Content, Note, append};
use super::record::{Kept, Reader, Standing, Writer};
use super::write::{last_serial, next_seq};
use super::{Context, Ledger, Stamp, index, timestamp};
use crate::domain::consultation::{Consultation, Entry, Number, VoidReason};
use crate::domain::era::fiscal_year;
use crate::domain::field::Field;
use crate::domain::journal::{Act, Change, record_digest};
use crate::domain::list::{Code, List};
use crate::domain::profile::Profile;
use crate::error::{Damage, Error, Refusal, Result};

/// From so many rows on, the log is emptied into the ledger at once.
const LARGE: u64 = 10_000;
/// Pages kept in memory while importing, in KiB: an index is written in many places at once.
const CACHE_KIB: i64 = 24 * 1024;
/// What SQLite keeps otherwise.
const DEFAULT_CACHE_KIB: i64 = 2000;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Records added.
    pub added: u64,
    /// Rows whose id is in the ledger already.
    pub skipped: u64,
    /// Of those, records that are void here.
    pub skipped_void: u64,
}

/// An import under way.
pub struct Import<'c> {
    profile: &'c Profile,
    items: &'c super::Items,
    conn: &'c Connection,
    writer: Writer<'c>,
    reader: Reader<'c>,
    known: Statement<'c>,
    /// Ids of rows seen while nothing is written.
    seen: HashSet<Uuid, RandomState>,
    ids: Ids,
    /// The last serial given, by fiscal year and center: a handful.
    serials: Vec<(i32, Code, u32)>,
    counted: Counted,
    import: i64,
    first_seq: i64,
    next_seq: i64,
    only_checking: bool,
    closed: Closed,
    done: Imported,
}

impl<'c> Import<'c> {
    /// The profile by which the rows are read.
    pub fn profile(&self) -> &'c Profile {
        self.profile
    }

    /// Writes nothing from now on, and looks at the remaining rows all the same.
    pub fn only_check(&mut self) {
        self.only_checking = true;
    }

    /// Adds one record, unless its id is in the ledger already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, id: Option<Uuid>, entry: Entry) -> Result<()> {
        if let Some(id) = id
            && self.is_settled(id, &entry)?
        {
            return Ok(());
        }
        self.closed.permits(&entry)?;
        self.done.added += 1;
        if self.only_checking {
            return Ok(());
        }
        let number = self.number(&entry)?;
        let id = id.unwrap_or_else(|| self.ids.next());
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
            seq: self.next_seq,
            origin: 1,
            import: Some(self.import),
        };
        self.writer.insert(&record, &standing)?;
        self.counted.add(&record, self.items, 1)?;
        self.next_seq += 1;
        Ok(())
    }

    /// Whether a row needs no record of its own: its id is in the ledger. A record that was withdrawn
    /// with its import, and is the same, comes back under its number; nothing else is touched.
    fn is_settled(&mut self, id: Uuid, entry: &Entry) -> Result<bool> {
        if self.only_checking && !self.seen.insert(id) {
            // While nothing is written, an earlier row of the same file is known from here alone.
            self.done.skipped += 1;
            return Ok(true);
        }
        let find = [id.as_bytes()];
        let seq: Option<i64> = self
            .known
            .query_row(find, |row| row.get(0))
            .optional()
            .map_err(fault)?;
        let Some(seq) = seq else {
            return Ok(false);
        };
        let kept = self.reader.read(seq)?.ok_or(Error::Damaged(Damage::Pages))?;
        let Kept { record, standing, .. } = kept;
        let is_withdrawn = standing.import.is_some() && record.void == Some(VoidReason::Undone);
        if !is_withdrawn || record.rev != 1 || record.entry != *entry {
            self.done.skipped += 1;
            self.done.skipped_void += u64::from(record.void.is_some());
            return Ok(true);
        }
        self.closed.permits(entry)?;
        self.done.added += 1;
        if !self.only_checking {
            self.take_over(seq, Consultation { void: None, ..record })?;
        }
        Ok(true)
    }

    /// Makes a withdrawn record one of this import's.
    fn take_over(&mut self, seq: i64, record: Consultation) -> Result<()> {
        let update = "UPDATE consultation SET void = 0, import_seq = ?, digest = ? WHERE seq = ?";
        self.conn
            .execute(update, (self.import, record_digest(&record), seq))
            .map_err(fault)?;
        self.conn
            .execute("UPDATE follow_up SET void = 0 WHERE seq = ?", [seq])
            .map_err(fault)?;
        self.first_seq = self.first_seq.min(seq);
        self.counted.add(&record, self.items, 1)
    }

    /// The next receipt number of the entry's center in its fiscal year.
    fn number(&mut self, entry: &Entry) -> Result<Number> {
        let (Some(day), Some(center)) = (entry.day(), entry.code(Field::Center)) else {
            return Err(Error::Damaged(Damage::Record));
        };
        let year = fiscal_year(day);
        let known = self
            .serials
            .iter()
            .position(|(y, c, _)| *y == year && c == center);
        let at = match known {
            Some(at) => at,
            None => {
                let last = last_serial(self.conn, year, self.items.must(List::Center, center)?)?;
                self.serials.push((year, center.clone(), last));
                self.serials.len() - 1
            }
        };
        let (_, _, serial) = &mut self.serials[at];
        *serial += 1;
        Ok(Number {
            fiscal_year: year,
            center: center.clone(),
            serial: *serial,
        })
    }
}

/// Which file is imported, and how.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// SHA-256 of the file.
    pub file_sha256: [u8; 32],
    /// Even if it was imported before.
    pub again: bool,
    /// Only look: nothing is locked or written.
    pub dry_run: bool,
}

impl Ledger {
    /// Imports what `feed` adds, all or nothing: nothing is kept when it fails or returns false.
    ///
    /// # Errors
    /// [`Refusal::ClosedPeriod`] for a row inside a closed period, unless it is done [`Ledger::because`] of
    /// something; [`Refusal::ImportedBefore`] for a file that was imported before, unless `again`; else what
    /// `feed` returned, or why nothing can be written.
    pub fn import(
        &mut self,
        request: Request,
        stamp: &Stamp,
        feed: impl FnOnce(&mut Import<'_>) -> Result<bool>,
    ) -> Result<Imported> {
        if request.dry_run {
            let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred).map_err(fault)?;
            let mut import = begin(&tx, &self.context(), &request, stamp)?;
            feed(&mut import)?;
            return Ok(import.done);
        }
        self.tune(CACHE_KIB, false)?;
        let imported = self.write_unless(|tx, context| {
            let mut import = begin(tx, context, &request, stamp)?;
            let keep = feed(&mut import)?;
            let done = import.done;
            if !keep || done.added == 0 {
                return Ok((done, false));
            }
            end(tx, context, import, &request, stamp)?;
            Ok((done, true))
        });
        self.tune(DEFAULT_CACHE_KIB, true)?;
        let imported = imported?;
        if imported.added >= LARGE {
            // Readers may hold it back; then it happens at the next one's turn.
            let _ = self
                .conn
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        Ok(imported)
    }

    /// Sets the page cache, and whether SQLite looks up the parent of every row: while importing,
    /// the parents are rows that this very code has just written.
    fn tune(&self, cache_kib: i64, foreign_keys: bool) -> Result<()> {
        let settings = format!("PRAGMA cache_size = -{cache_kib}; PRAGMA foreign_keys = {foreign_keys};");
        self.conn.execute_batch(&settings).map_err(fault)
    }
}

/// What the journal says of an import.
pub(super) fn content(file_sha256: &[u8; 32], rows: u64) -> Change {
    let digits: String = file_sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    Content::facts(&[("file_sha256", &digits), ("rows", &rows.to_string())])
}

fn is_imported(tx: &Transaction<'_>, file_sha256: &[u8; 32]) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM import WHERE file_sha256 = ? AND undone = 0)";
    tx.query_row(sql, [file_sha256], |row| row.get(0)).map_err(fault)
}

fn begin<'c>(
    tx: &'c Transaction<'_>,
    context: &Context<'c>,
    request: &Request,
    stamp: &Stamp,
) -> Result<Import<'c>> {
    if !request.again && is_imported(tx, &request.file_sha256)? {
        return Err(Refusal::ImportedBefore.into());
    }
    let seq = next_seq(tx)?;
    // The records name it from the first one on; what it held is known at the end.
    let insert =
        "INSERT INTO import (file_sha256, rows, first_seq, last_seq) VALUES (?, 0, 0, 0) RETURNING seq";
    let import = if request.dry_run {
        0
    } else {
        index::leave_rest(tx, context)?;
        tx.query_row(insert, [request.file_sha256], |row| row.get(0))
            .map_err(fault)?
    };
    Ok(Import {
        profile: context.profile,
        items: context.items,
        conn: tx,
        writer: Writer::new(tx, context.items)?,
        reader: Reader::new(tx, context.items, context.profile)?.only_entered(),
        known: tx
            .prepare("SELECT seq FROM consultation WHERE id = ?")
            .map_err(fault)?,
        seen: HashSet::default(),
        ids: Ids::new(stamp),
        serials: Vec::new(),
        counted: Counted::default(),
        import,
        first_seq: seq,
        next_seq: seq,
        only_checking: request.dry_run,
        closed: Closed::read(tx, context)?,
        done: Imported::default(),
    })
}

/// Writes what the import came to: the counts, its own row, and its one entry in the journal.
fn end(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    import: Import<'_>,
    request: &Request,
    stamp: &Stamp,
) -> Result<()> {
    let Import {
        done,
        counted,
        import,
        first_seq,
        next_seq,
        ..
    } = import;
    counted.write(tx)?;
    let rows = i64::try_from(done.added).unwrap_or(i64::MAX);
    tx.execute(
        "UPDATE import SET rows = ?, first_seq = ?, last_seq = ? WHERE seq = ?",
        (rows, first_seq, next_seq - 1, import),
    )
    .map_err(fault)?;
    let note = Note {
        import: Some(import),
        ..Note::of(Act::Import)
    };
    let mut change = content(&request.file_sha256, done.added);
    change.reason = context.reason.map(str::to_owned);
    append(tx, context.origin, stamp, &note, &Content::change(&change)).map(|_| ())
}

/// The rows in which each import's records stand.
pub(super) fn spans(conn: &Connection) -> Result<HashMap<i64, RangeInclusive<i64>>> {
    let mut select = conn
        .prepare("SELECT seq, first_seq, last_seq FROM import")
        .map_err(fault)?;
    let spans = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?..=row.get(2)?)));
    spans.and_then(Iterator::collect).map_err(fault)
}

/// Ids (UUID v7) of one moment, in ascending order, so that their index grows at its end.
struct Ids(u128);

/// The bits of an id that say version and variant.
const FIXED_BITS: u128 = 0x0000_0000_0000_f000_c000_0000_0000_0000;

impl Ids {
    fn new(stamp: &Stamp) -> Self {
        // The top half of the random bits stays free to count up into.
        Self(Uuid::new_v7(timestamp(stamp.at_ms)).as_u128() & !(1 << 61))
    }

    fn next(&mut self) -> Uuid {
        debug_assert_eq!(self.0 & FIXED_BITS, 0x7000_8000_0000_0000_0000);
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// Takes an import back: every record that it brought is void, and can be brought back.
pub(super) fn withdraw(tx: &Transaction<'_>, context: &Context<'_>, import: i64) -> Result<u64> {
    turn(tx, context, import, None, Some(VoidReason::Undone))
}

/// Brings back an import that a person withdrew in that entry of the journal, unless somebody else brought
/// in the same file since: its records would be there twice. What stood beside it then was meant to.
pub(super) fn bring_back(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    import: i64,
    (who, withdrawn_in): (&str, i64),
) -> Result<u64> {
    let sql = "SELECT EXISTS (SELECT 1 FROM journal j JOIN import other ON other.seq = j.import
               JOIN import this ON this.file_sha256 = other.file_sha256
               WHERE j.origin = 1 AND j.seq > ? AND j.who <> ? AND j.act IN ('import', 'redo')
               AND this.seq = ? AND other.undone = 0)";
    let is_there: bool = tx
        .query_row(sql, (withdrawn_in, who, import), |row| row.get(0))
        .map_err(fault)?;
    if is_there {
        return Err(Refusal::ImportedBefore.into());
    }
    turn(tx, context, import, Some(VoidReason::Undone), None)
}

fn turn(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    import: i64,
    from: Option<VoidReason>,
    to: Option<VoidReason>,
) -> Result<u64> {
    let sql = "SELECT rows, first_seq, last_seq FROM import WHERE seq = ?";
    let (rows, first, last): (i64, i64, i64) = tx
        .query_row(sql, [import], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(fault)?;
    let mut reader = Reader::new(tx, context.items, context.profile)?;
    let mut update = tx
        .prepare("UPDATE consultation SET void = ?, digest = ? WHERE seq = ?")
        .map_err(fault)?;
    let mut follow_up = tx
        .prepare("UPDATE follow_up SET void = ? WHERE seq = ?")
        .map_err(fault)?;
    let mut counted = Counted::default();
    let closed = Closed::read(tx, context)?;
    let mut turned = 0;
    for seq in first..=last {
        let Some(Kept {
            mut record, standing, ..
        }) = reader.read(seq)?
        else {
            continue;
        };
        if standing.import != Some(import) {
            continue;
        }
        if record.rev != 1 || record.void != from {
            return Err(Refusal::ChangedSince.into());
        }
        closed.permits(&record.entry)?;
        counted.add(&record, context.items, -1)?;
        record.void = to;
        counted.add(&record, context.items, 1)?;
        let void = super::record::void_number(to);
        update
            .execute((void, record_digest(&record), seq))
            .map_err(fault)?;
        if record.entry.get(Field::FollowUp).is_some() {
            follow_up.execute((to.is_some(), seq)).map_err(fault)?;
        }
        turned += 1;
    }
    if turned != rows {
        return Err(Refusal::ChangedSince.into());
    }
    counted.write(tx)?;
    tx.execute(
        "UPDATE import SET undone = ? WHERE seq = ?",
        (to.is_some(), import),
    )
    .map_err(fault)?;
    Ok(turned as u64)
}
