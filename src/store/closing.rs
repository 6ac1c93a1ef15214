//! Closing (締め): a period's figures are frozen in a row with its entry in the journal; what is changed
//! inside it afterwards asks for a reason, and is found by counting again.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use sha2::{Digest, Sha256};

use super::fault::fault;
use super::journal::{Content, Note, Stored, append, last, read};
use super::record::day_number;
use super::{Context, Ledger, Stamp, schema};
use crate::domain::axis::Axis;
use crate::domain::closing::{Closing, Figures, Reported, Revision, TABLES, is_over, unit};
use crate::domain::consultation::Entry;
use crate::domain::journal::{Act, Change, Pairs, closing_digest};
use crate::domain::period::Period;
use crate::domain::standard::Part;
use crate::domain::tally::Table;
use crate::error::{Damage, Error, Refusal, Result, Unclosable};

/// The first format that has closings.
const SINCE_FORMAT: i64 = 5;

/// So often figures are counted anew when somebody saves while they are counted.
const TRIES: usize = 8;

const COLUMNS: &str = "seq, period, from_day, to_day, at, who, head, figures, reopened, digest";

/// The closed periods, against which every change of a record is held; none where a reason is given.
pub(super) struct Closed {
    periods: Vec<Period>,
}

impl Closed {
    pub fn read(conn: &Connection, context: &Context<'_>) -> Result<Self> {
        let is_asked = context.reason.is_none() && has_closings(conn)?;
        let periods = match is_asked {
            true => in_force_where(conn, "true", [])?,
            false => Vec::new(),
        };
        Ok(Self { periods })
    }

    /// Refuses a record that is, or would be, inside a closed period.
    pub fn permits(&self, entry: &Entry) -> Result<()> {
        let day = entry.day();
        let closed = |period: &&Period| day.is_some_and(|day| period.contains(day));
        match self.periods.iter().find(closed) {
            Some(period) => Err(Refusal::ClosedPeriod(*period).into()),
            None => Ok(()),
        }
    }
}

/// An older ledger that may only be read has none.
fn has_closings(conn: &Connection) -> Result<bool> {
    Ok(schema::format(conn)? >= SINCE_FORMAT)
}

fn period_of(code: &str) -> Result<Period> {
    // No form of a month or a half-year asks for today.
    let period = Period::parse(code, NaiveDate::MIN).ok().as_ref().and_then(unit);
    period
        .filter(|period| period.code() == code)
        .ok_or(Error::Damaged(Damage::Record))
}

/// The periods of the closings in force that a condition selects, in their order.
fn in_force_where(conn: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Period>> {
    let sql = format!("SELECT period FROM closing WHERE {condition} AND reopened = 0 ORDER BY seq");
    let mut select = conn.prepare_cached(&sql).map_err(fault)?;
    let codes = select.query_map(values, |row| row.get::<_, String>(0));
    let codes: Vec<String> = codes.and_then(Iterator::collect).map_err(fault)?;
    codes.iter().map(|code| period_of(code)).collect()
}

fn unclosable(period: &Period, why: Unclosable) -> Error {
    Refusal::Unclosable(*period, why).into()
}

impl Ledger {
    /// Every closing, the oldest first; those that were opened again too.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closings(&self) -> Result<Vec<Closing>> {
        if !has_closings(&self.conn)? {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT {COLUMNS} FROM closing ORDER BY seq");
        let mut select = self.conn.prepare_cached(&sql).map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        let mut closings = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            closings.push(kept(row)?.sound()?.closing);
        }
        Ok(closings)
    }

    /// The closing of a period that is in force; `None` where it is not closed, or was opened again.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closing(&self, period: &Period) -> Result<Option<Closing>> {
        if !has_closings(&self.conn)? {
            return Ok(None);
        }
        let found = in_force(&self.conn, period)?;
        Ok(found.map(|kept| kept.closing))
    }

    /// What is closed of a period: the closings in force that lie in it, and those in which it lies.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_in(&self, period: &Period) -> Result<Vec<Period>> {
        if !has_closings(&self.conn)? {
            return Ok(Vec::new());
        }
        let ends = (day_number(period.to), day_number(period.from));
        in_force_where(&self.conn, "from_day <= ? AND to_day >= ?", ends)
    }

    /// Closes a calendar month or a half-year: its tables are frozen as they are now.
    ///
    /// # Errors
    /// [`Refusal::Unclosable`] where it is another span, is not over today, is closed already or does not
    /// tie; [`Error::Busy`] when others save all the while.
    pub fn close(&mut self, period: &Period, today: NaiveDate, stamp: &Stamp) -> Result<Closing> {
        let period = unit(period).ok_or_else(|| unclosable(period, Unclosable::NotAUnit))?;
        if !is_over(&period, today) {
            return Err(unclosable(&period, Unclosable::NotOver));
        }
        for _ in 0..TRIES {
            // Whatever is saved while they are counted has an entry of its own: then they are counted anew.
            let (_, head) = last(&self.conn)?;
            self.refresh()?;
            if self.closing(&period)?.is_some() {
                return Err(unclosable(&period, Unclosable::Already));
            }
            let closing = Closing {
                period,
                at_ms: stamp.at_ms,
                who: stamp.who.clone(),
                head,
                figures: self.proven(&period, today)?,
                is_reopened: false,
            };
            let is_written = self.write_unless(|tx, context| {
                let is_as_counted = last(tx)?.1 == head;
                if is_as_counted {
                    write(tx, context, stamp, &closing)?;
                }
                Ok((is_as_counted, is_as_counted))
            })?;
            if is_written {
                return Ok(closing);
            }
        }
        Err(Error::Busy)
    }

    /// Opens a closed period again, for a reason. What was frozen is kept, and no longer in force.
    ///
    /// # Errors
    /// [`Refusal::Unclosable`] where it is not closed, or the reason is empty.
    pub fn reopen(&mut self, period: &Period, reason: &str, stamp: &Stamp) -> Result<Closing> {
        let period = unit(period).ok_or_else(|| unclosable(period, Unclosable::NotAUnit))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(unclosable(&period, Unclosable::NoReason));
        }
        self.write(|tx, context| {
            let kept = in_force(tx, &period)?;
            let kept = kept.ok_or_else(|| unclosable(&period, Unclosable::NotClosed))?;
            let mut change = turned(&kept, true);
            change.reason = Some(reason.to_owned());
            let closing = turn(tx, kept, true)?;
            let note = Note::of(Act::Reopen);
            append(tx, context.origin, stamp, &note, &Content::change(&change))?;
            Ok(closing)
        })
    }

    /// What is counted otherwise today than it was closed (修正後): in the order of the tables, cell by cell.
    ///
    /// # Errors
    /// [`Refusal::Unclosable`] where the period is not closed; [`Damage::Record`] where what was frozen is not
    /// as it was written.
    pub fn revisions(&self, period: &Period, today: NaiveDate) -> Result<Vec<Revision>> {
        let period = unit(period).unwrap_or(*period);
        let closing = self.closing(&period)?;
        let closing = closing.ok_or_else(|| unclosable(&period, Unclosable::NotClosed))?;
        // A day before its end, as `--today` may give, would cut off what was closed.
        let now = self.reported(&period, today.max(period.to))?;
        Ok(closing.figures.revisions(&Figures::of(&now)))
    }

    /// Whether some tables of a closed period are not what was frozen. What is damaged is not what was.
    pub(super) fn is_revised(&self, period: &Period, tables: &[(Reported, Table)]) -> Result<bool> {
        match self.closing(period) {
            Ok(closing) => {
                let now = Figures::of(tables);
                Ok(closing.is_some_and(|closing| !closing.figures.revisions(&now).is_empty()))
            }
            Err(Error::Damaged(Damage::Record)) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// The tables that a closing of a period freezes, as they are today.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reported(&self, period: &Period, today: NaiveDate) -> Result<Vec<(Reported, Table)>> {
        // What the stored counts know is asked apart from what is read from the records.
        let is_stored = |table: &Reported| {
            matches!(
                table,
                Reported::Standard(_) | Reported::By(Axis::Month | Axis::Channel)
            )
        };
        let (stored, read): (Vec<_>, Vec<_>) = TABLES.into_iter().partition(is_stored);
        let mut counted = Vec::new();
        for part in [stored, read] {
            let queries: Vec<_> = part.iter().map(|table| table.query(*period)).collect();
            let tables = self.tables(&queries, today, None)?;
            counted.extend(part.into_iter().zip(tables));
        }
        counted.sort_by_key(|(table, _)| TABLES.iter().position(|known| known == table));
        Ok(counted)
    }

    /// The figures of a period, if they tie, and by the stored counts are what they are by the records.
    fn proven(&mut self, period: &Period, today: NaiveDate) -> Result<Figures> {
        let use_counts = std::mem::replace(&mut self.use_counts, false);
        let counted = self.reported(period, today);
        self.use_counts = use_counts;
        let (counted, stored) = (counted?, self.reported(period, today)?);
        let figures = Figures::of(&counted);
        let records = |parts: fn(&Reported) -> bool| {
            let tables = counted.iter().filter(|(table, _)| parts(table));
            tables.map(|(_, table)| table.records).collect::<Vec<_>>()
        };
        let parties: u64 = records(|table| *table != FIELDS && matches!(table, Reported::Standard(_)))
            .into_iter()
            .sum();
        let by_axes = records(|table| matches!(table, Reported::By(_)));
        let ties = counted.iter().all(|(_, table)| table.proof().ties)
            && by_axes.iter().all(|records| *records == parties)
            && figures.figure(FIELDS, None, None) == figures.figure(STAKEHOLDERS, None, None)
            && figures == Figures::of(&stored);
        if ties {
            Ok(figures)
        } else {
            Err(unclosable(period, Unclosable::DoesNotTie))
        }
    }
}

const STAKEHOLDERS: Reported = Reported::Standard(Part::Stakeholder);
const FIELDS: Reported = Reported::Standard(Part::Fields);

/// A closing as it stands in its row.
struct Kept {
    seq: i64,
    closing: Closing,
    /// Its figures as they are written.
    figures: String,
    is_whole: bool,
}

impl Kept {
    /// Refuses a row that is not as it was written: its figures would be taken for what was reported.
    fn sound(self) -> Result<Self> {
        match self.is_whole {
            true => Ok(self),
            false => Err(Error::Damaged(Damage::Record)),
        }
    }
}

fn kept(row: &Row<'_>) -> Result<Kept> {
    let damaged = || Error::Damaged(Damage::Record);
    let code: String = row.get(1).map_err(fault)?;
    let period = period_of(&code)?;
    let ends: (i64, i64) = (row.get(2).map_err(fault)?, row.get(3).map_err(fault)?);
    let head: Vec<u8> = row.get(6).map_err(fault)?;
    let figures: String = row.get(7).map_err(fault)?;
    let reopened: i64 = row.get(8).map_err(fault)?;
    let digest: Vec<u8> = row.get(9).map_err(fault)?;
    let closing = Closing {
        period,
        at_ms: row.get(4).map_err(fault)?,
        who: row.get(5).map_err(fault)?,
        head: head.try_into().map_err(|_| damaged())?,
        figures: Figures::from_json(&figures).ok_or_else(damaged)?,
        is_reopened: reopened != 0,
    };
    let is_whole = closing_digest(&closing, &figures).as_slice() == digest
        && ends == (day_number(period.from), day_number(period.to))
        && [0, 1].contains(&reopened);
    Ok(Kept {
        seq: row.get(0).map_err(fault)?,
        closing,
        figures,
        is_whole,
    })
}

/// The closing of exactly that period that is in force.
fn in_force(conn: &Connection, period: &Period) -> Result<Option<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM closing WHERE period = ? AND reopened = 0");
    find(conn, &sql, [period.code()])
}

fn find(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Option<Kept>> {
    let mut select = conn.prepare_cached(sql).map_err(fault)?;
    let found = select.query_row(values, |row| Ok(kept(row))).optional();
    found.map_err(fault)?.transpose()?.map(Kept::sound).transpose()
}

/// Writes a closing and its entry.
fn write(tx: &Transaction<'_>, context: &Context<'_>, stamp: &Stamp, closing: &Closing) -> Result<()> {
    let figures = closing.figures.to_json();
    let insert = "INSERT INTO closing (period, from_day, to_day, at, who, head, figures, digest)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq";
    let period = &closing.period;
    let values = (
        period.code(),
        day_number(period.from),
        day_number(period.to),
        closing.at_ms,
        &closing.who,
        closing.head,
        &figures,
        closing_digest(closing, &figures),
    );
    let seq: i64 = tx.query_row(insert, values, |row| row.get(0)).map_err(fault)?;
    let change = Content::facts(&[
        (CLOSING, &seq.to_string()),
        (PERIOD, &period.code()),
        (FIGURES, &sha256(&figures)),
        (STATE, CLOSED),
    ]);
    let note = Note::of(Act::Close);
    append(tx, context.origin, stamp, &note, &Content::change(&change)).map(|_| ())
}

/// What the journal calls a closing's parts: its number, its period, the SHA-256 of its figures, and
/// whether it is in force.
const CLOSING: &str = "closing";
const PERIOD: &str = "period";
const FIGURES: &str = "figures_sha256";
const STATE: &str = "state";
const CLOSED: &str = "closed";
const REOPENED: &str = "reopened";

fn state(is_reopened: bool) -> &'static str {
    if is_reopened { REOPENED } else { CLOSED }
}

fn sha256(figures: &str) -> String {
    let bytes = Sha256::digest(figures);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the journal says when a closing is opened again, or put in force again.
fn turned(kept: &Kept, is_reopened: bool) -> Change {
    let change = Content::facts(&[
        (CLOSING, &kept.seq.to_string()),
        (PERIOD, &kept.closing.period.code()),
        (STATE, state(is_reopened)),
    ]);
    Change {
        before: Pairs::from([(STATE.to_owned(), state(!is_reopened).to_owned())]),
        ..change
    }
}

/// Writes whether a closing is in force.
fn turn(tx: &Transaction<'_>, kept: Kept, is_reopened: bool) -> Result<Closing> {
    let closing = Closing {
        is_reopened,
        ..kept.closing
    };
    let digest = closing_digest(&closing, &kept.figures);
    tx.execute(
        "UPDATE closing SET reopened = ?, digest = ? WHERE seq = ?",
        (is_reopened, digest, kept.seq),
    )
    .map_err(fault)?;
    Ok(closing)
}

/// Takes back what an entry did to a closing: to take back that a period was closed opens it again, for a
/// reason as [`Ledger::reopen`] does, and
/// to take back that it was opened puts the figures in force again that were frozen first.
pub(super) fn invert(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    stamp: &Stamp,
    entry: &Stored,
    note: &Note,
) -> Result<Period> {
    let body = entry.payload.as_ref().ok_or(Refusal::Erased)?;
    let told = Told::of(&Content::read(&body.1)?)?;
    let sql = format!("SELECT {COLUMNS} FROM closing WHERE seq = ?");
    let kept = find(tx, &sql, [told.seq])?.ok_or(Error::Damaged(Damage::Record))?;
    let period = kept.closing.period;
    if !told.is_reopened && context.reason.is_none() {
        return Err(Refusal::TakesClosingBack(period).into());
    }
    let is_another_in_force = told.is_reopened && in_force(tx, &period)?.is_some();
    if kept.closing.is_reopened != told.is_reopened || is_another_in_force {
        return Err(Refusal::ChangedSince.into());
    }
    let mut change = turned(&kept, !told.is_reopened);
    change.reason = context.reason.map(str::to_owned);
    turn(tx, kept, !told.is_reopened)?;
    append(tx, context.origin, stamp, note, &Content::change(&change))?;
    Ok(period)
}

/// What an entry of the journal says of a closing.
struct Told {
    seq: i64,
    period: String,
    is_reopened: bool,
    /// Of the entry that closed it.
    figures: Option<String>,
}

impl Told {
    fn of(change: &Change) -> Result<Self> {
        let told = |key: &str| change.after.get(key).cloned();
        let seq = told(CLOSING).and_then(|seq| seq.parse().ok());
        let (Some(seq), Some(period), Some(state)) = (seq, told(PERIOD), told(STATE)) else {
            return Err(Error::Damaged(Damage::Record));
        };
        Ok(Self {
            seq,
            period,
            is_reopened: state == REOPENED,
            figures: told(FIGURES),
        })
    }
}

/// A closing as the journal tells of it.
struct Journalled {
    at_ms: i64,
    who: String,
    head: [u8; 32],
    told: Told,
}

/// The closings that are not what was written, or not what the journal tells of them: their numbers, and
/// their periods where the journal knows them.
pub(super) fn wrong(conn: &Connection) -> Result<Vec<(i64, Option<String>)>> {
    if !has_closings(conn)? {
        return Ok(Vec::new());
    }
    let mut journalled = journalled(conn)?;
    let sql = format!("SELECT {COLUMNS} FROM closing ORDER BY seq");
    let mut select = conn.prepare(&sql).map_err(fault)?;
    let mut rows = select.query([]).map_err(fault)?;
    let mut wrong = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        let seq: i64 = row.get(0).map_err(fault)?;
        let told = journalled.remove(&seq);
        let is_right = match (kept(row), &told) {
            (Ok(kept), Some(told)) => kept.is_whole && is_told(&kept, told),
            (Err(Error::Damaged(_)), _) | (Ok(_), None) => false,
            (Err(error), _) => return Err(error),
        };
        wrong.extend((!is_right).then(|| (seq, told.map(|told| told.told.period))));
    }
    // What the journal tells of is there.
    wrong.extend(
        journalled
            .into_iter()
            .map(|(seq, told)| (seq, Some(told.told.period))),
    );
    Ok(wrong)
}

fn is_told(kept: &Kept, journalled: &Journalled) -> bool {
    let Closing {
        period,
        at_ms,
        who,
        head,
        is_reopened,
        ..
    } = &kept.closing;
    let told = &journalled.told;
    (*at_ms, who, head) == (journalled.at_ms, &journalled.who, &journalled.head)
        && (period.code(), *is_reopened) == (told.period.clone(), told.is_reopened)
        && told.figures.as_deref() == Some(&sha256(&kept.figures))
}

/// The closings that the journal tells of, by their numbers.
fn journalled(conn: &Connection) -> Result<BTreeMap<i64, Journalled>> {
    let mut found: BTreeMap<i64, Journalled> = BTreeMap::new();
    let condition = "j.origin = 1 AND j.record IS NULL AND j.import IS NULL
                     AND j.act IN ('close', 'reopen', 'undo', 'redo')";
    read(conn, condition, [], &mut |stored| {
        let Some((_, body)) = &stored.payload else {
            return Ok(());
        };
        let change = Content::read(body)?;
        if !change.after.contains_key(CLOSING) {
            return Ok(());
        }
        let told = Told::of(&change)?;
        match found.get_mut(&told.seq) {
            Some(known) => known.told.is_reopened = told.is_reopened,
            None => {
                let sealed = stored.sealed;
                let journalled = Journalled {
                    at_ms: sealed.at_ms,
                    who: sealed.who,
                    head: sealed.prev,
                    told,
                };
                found.insert(journalled.told.seq, journalled);
            }
        }
        Ok(())
    })?;
    Ok(found)
}
