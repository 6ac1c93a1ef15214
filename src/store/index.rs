//! The index of the words in records, for searches: written in the transaction of the record itself, or
//! behind a watermark where many records came in at once. Which terms a record has, `terms` says.
//!
//! It holds every record up to the watermark, void ones too, by day and order of entry: newest first is
//! then simply backwards. What it finds is a candidate, held against the record itself by `search`.

use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::{CachedStatement, Connection, Transaction};
use sha2::{Digest, Sha256};

use super::fault::fault;
use super::items::Items;
use super::open::{BUSY_TIMEOUT, is_still};
use super::record::{ANSWER_AXES, selected, unpack_number};
use super::terms::{self, Term};
use super::{Context, Ledger};
use crate::domain::field::Shape;
use crate::domain::list::List;
use crate::domain::profile::Profile;
use crate::domain::text;
use crate::error::{Damage, Error, Result};

/// The bits of a row number that say which record it is; those above say its day.
const SEQ_BITS: u32 = 32;

/// A record's row in the index: in the order of the days, then of entry.
pub(super) fn row_of(day: i64, seq: i64) -> i64 {
    day << SEQ_BITS | seq
}

/// The day and the record of a row in the index.
pub(super) fn day_and_seq(row: i64) -> (i64, i64) {
    (row >> SEQ_BITS, row & ((1 << SEQ_BITS) - 1))
}

/// What makes the terms of a record what they are, besides the record.
pub(super) fn stamp(profile: &Profile) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(terms::VERSION.to_be_bytes());
    // They stand in every receipt number.
    for center in profile.items(List::Center) {
        let short = profile.center(&center.code).map_or("", |detail| &detail.short);
        for text in [center.code.as_str(), short] {
            digest.update((text.len() as u32).to_be_bytes());
            digest.update(text);
        }
    }
    digest.finalize().into()
}

/// The watermark of an index that holds every record: it need not be written with each of them.
pub(super) const EVERY: i64 = i64::MAX;

/// The last record up to which the index holds all, or [`EVERY`]; 0 where it is to be made anew.
pub(super) fn watermark(conn: &Connection, profile: &Profile) -> Result<i64> {
    let mut select = conn
        .prepare_cached("SELECT stamp, done FROM search_state")
        .map_err(fault)?;
    let (of, done): (Vec<u8>, i64) = select
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(fault)?;
    Ok(if of == stamp(profile) { done } else { 0 })
}

fn set_watermark(conn: &Connection, stamp: &[u8], done: i64) -> Result<()> {
    let mut update = conn
        .prepare_cached("UPDATE search_state SET stamp = ?, done = ?")
        .map_err(fault)?;
    update.execute((stamp, done)).map(|_| ()).map_err(fault)
}

/// What the index says of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Indexed {
    pub row: i64,
    pub terms: Vec<Term>,
}

/// The statements that read what is to be found of records; prepared once for many.
pub(super) struct Readings<'c> {
    select: CachedStatement<'c>,
    answers: CachedStatement<'c>,
    texts: usize,
    columns: usize,
    items: &'c Items,
    profile: &'c Profile,
    folded: String,
}

/// What [`Readings`] asks: the same for every record.
struct Asked {
    record: String,
    answers: String,
    texts: usize,
    columns: usize,
}

impl Asked {
    fn new() -> Self {
        let of = |is_wanted: fn(Shape) -> bool| {
            selected()
                .filter(move |(field, _)| is_wanted(field.shape()))
                .map(|(_, name)| name)
        };
        let mut columns: Vec<String> = of(|shape| shape.is_text()).collect();
        columns.push("f.text".to_owned());
        let texts = columns.len();
        columns.extend(of(|shape| matches!(shape, Shape::One(_))));
        let record = format!(
            "SELECT c.day, c.number, {} FROM consultation c LEFT JOIN follow_up f ON f.seq = c.seq
             WHERE c.seq = ?",
            columns.join(", ")
        );
        let axes = ANSWER_AXES.map(|(_, axis)| axis.to_string()).join(", ");
        Self {
            record,
            answers: format!("SELECT item FROM answer WHERE axis IN ({axes}) AND seq = ?"),
            texts,
            columns: columns.len(),
        }
    }
}

/// Columns before those of the texts.
const FIXED: usize = 2;

impl<'c> Readings<'c> {
    pub fn new(conn: &'c Connection, items: &'c Items, profile: &'c Profile) -> Result<Self> {
        static ASKED: OnceLock<Asked> = OnceLock::new();
        let asked = ASKED.get_or_init(Asked::new);
        Ok(Self {
            select: conn.prepare_cached(&asked.record).map_err(fault)?,
            answers: conn.prepare_cached(&asked.answers).map_err(fault)?,
            texts: asked.texts,
            columns: asked.columns,
            items,
            profile,
            folded: String::new(),
        })
    }

    /// The terms of a record as it stands in the ledger; `None` when there is none.
    pub fn read(&mut self, seq: i64) -> Result<Option<Indexed>> {
        let mut rows = self.select.query([seq]).map_err(fault)?;
        let Some(row) = rows.next().map_err(fault)? else {
            return Ok(None);
        };
        let day = row.get(0).map_err(fault)?;
        let mut terms = Vec::with_capacity(256);
        let number = unpack_number(row.get(1).map_err(fault)?, self.items)?;
        terms::add_text(&text::fold(&number.display(self.profile)), &mut terms);
        for at in FIXED..FIXED + self.texts {
            let value = row.get_ref(at).map_err(fault)?;
            let text = value
                .as_str_or_null()
                .map_err(|_| Error::Damaged(Damage::Record))?;
            self.folded.clear();
            text::fold_onto(text.unwrap_or_default(), &mut self.folded);
            terms::add_text(&self.folded, &mut terms);
        }
        let mut add_item = |item: Option<i64>| {
            let item = item.and_then(|item| usize::try_from(item).ok());
            terms.extend(item.map(Term::item));
        };
        for at in FIXED + self.texts..FIXED + self.columns {
            add_item(row.get(at).map_err(fault)?);
        }
        drop(rows);
        let mut answers = self.answers.query([seq]).map_err(fault)?;
        while let Some(row) = answers.next().map_err(fault)? {
            add_item(row.get(0).map_err(fault)?);
        }
        terms::sort(&mut terms);
        Ok(Some(Indexed {
            row: row_of(day, seq),
            terms,
        }))
    }
}

fn put(conn: &Connection, row: i64, terms: impl IntoIterator<Item = Term>) -> Result<()> {
    let mut insert = conn
        .prepare_cached("INSERT INTO search_index (rowid, terms) VALUES (?, ?)")
        .map_err(fault)?;
    insert
        .execute((row, terms::joined(terms)))
        .map(|_| ())
        .map_err(fault)
}

fn take_out(conn: &Connection, row: i64, terms: impl IntoIterator<Item = Term>) -> Result<()> {
    let mut delete = conn
        .prepare_cached("INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', ?, ?)")
        .map_err(fault)?;
    delete
        .execute((row, terms::joined(terms)))
        .map(|_| ())
        .map_err(fault)
}

/// Indexes a record that was just added, unless others before it are not indexed yet.
pub(super) fn added(tx: &Transaction<'_>, context: &Context<'_>, seq: i64) -> Result<()> {
    let done = watermark(tx, context.profile)?;
    if done != EVERY && done != seq - 1 {
        return Ok(());
    }
    or_made_anew(tx, || {
        let mut readings = Readings::new(tx, context.items, context.profile)?;
        let indexed = readings.read(seq)?.ok_or(Error::Damaged(Damage::Record))?;
        put(tx, indexed.row, indexed.terms)?;
        match done {
            EVERY => Ok(()),
            _ => set_watermark(tx, &stamp(context.profile), EVERY),
        }
    })
}

/// Lets the index be made anew where a profile makes other terms: what is changed meanwhile, it does not take
/// up, and so it must not come back with an earlier profile either.
pub(super) fn under(tx: &Transaction<'_>, profile: &Profile) -> Result<()> {
    match watermark(tx, profile)? {
        0 => set_watermark(tx, &[], 0),
        _ => Ok(()),
    }
}

/// Leaves what is added from now on to [`Ledger::tend_index`].
pub(super) fn leave_rest(tx: &Transaction<'_>, context: &Context<'_>) -> Result<()> {
    match watermark(tx, context.profile)? {
        EVERY => set_watermark(tx, &stamp(context.profile), last_seq(tx)?),
        _ => Ok(()),
    }
}

/// What the index holds of a record that is about to be changed; `None` while it holds nothing of it.
pub(super) fn before(tx: &Transaction<'_>, context: &Context<'_>, seq: i64) -> Result<Option<Indexed>> {
    if watermark(tx, context.profile)? < seq {
        return Ok(None);
    }
    Readings::new(tx, context.items, context.profile)?.read(seq)
}

/// Takes up what a change made of a record.
pub(super) fn changed(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    seq: i64,
    before: Option<Indexed>,
) -> Result<()> {
    let Some(before) = before else { return Ok(()) };
    let now = Readings::new(tx, context.items, context.profile)?
        .read(seq)?
        .ok_or(Error::Damaged(Damage::Record))?;
    if now == before {
        return Ok(());
    }
    or_made_anew(tx, || {
        if now.row != before.row {
            take_out(tx, before.row, before.terms)?;
            return put(tx, now.row, now.terms);
        }
        let without = |of: &[Term], other: &[Term]| -> Vec<Term> {
            let lacks = |term: &&Term| other.binary_search(term).is_err();
            of.iter().filter(lacks).copied().collect()
        };
        take_out(tx, now.row, without(&before.terms, &now.terms))?;
        put(tx, now.row, without(&now.terms, &before.terms))
    })
}

/// Changes the index. Where it is damaged, the record is saved all the same, and the index is to be made
/// anew: until then nobody asks it.
fn or_made_anew(tx: &Transaction<'_>, change: impl FnOnce() -> Result<()>) -> Result<()> {
    let run = |sql: &str| {
        tx.prepare_cached(sql)
            .and_then(|mut s| s.execute([]))
            .map_err(fault)
    };
    run("SAVEPOINT search")?;
    // What waits in memory would be written, and fail, only when the whole transaction ends.
    let flush = "INSERT INTO search_index (search_index) VALUES ('flush')";
    match change().and_then(|()| run(flush)) {
        Ok(_) => {}
        Err(Error::Damaged(_) | Error::Engine(_)) => {
            run("ROLLBACK TO search")?;
            set_watermark(tx, &[], 0)?;
        }
        Err(error) => return Err(error),
    }
    run("RELEASE search").map(|_| ())
}

/// What is left to do at the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tended {
    /// Nothing.
    Whole,
    /// More of the same.
    More,
    /// More, but another process is writing just now.
    Later,
}

/// Terms that are indexed at a time, when nothing speaks for fewer: some milliseconds' work.
pub const INDEX_SLICE: usize = 16_000;
/// Pages of the index that are put together at a time.
const SLICE_PAGES: i64 = 48;
/// Pages of the log that are written back at a time while the index is brought on, and otherwise.
const LOG_PAGES: [i64; 2] = [200, 1000];

impl Ledger {
    /// Brings the search index on by one slice of some milliseconds, in a transaction of its own: records
    /// behind the watermark until so many terms are met, or parts of the index that should be put together.
    /// It waits for nobody.
    ///
    /// # Errors
    /// When the ledger cannot be written, or the index is damaged.
    pub fn tend_index(&mut self, terms: usize) -> Result<Tended> {
        // A backup that somebody looks into stays as it is.
        if self.read_only.is_some() || is_still(&self.conn)? {
            return Ok(Tended::Whole);
        }
        let is_behind = self.index_lag()? > 0;
        let is_merging = self.has_loose_parts;
        if !is_behind && !is_merging {
            return Ok(Tended::Whole);
        }
        self.conn.busy_timeout(Duration::ZERO).map_err(fault)?;
        self.tune_log(LOG_PAGES[0])?;
        let done = match is_merging {
            true => self.write(|tx, _| merge(tx)),
            false => self.write(|tx, context| index_next(tx, context, terms).map(|()| true)),
        };
        self.tune_log(LOG_PAGES[1])?;
        self.conn.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
        let is_more = match done {
            Err(Error::Busy) => return Ok(Tended::Later),
            done => done?,
        };
        // In turns, so that its parts never become many.
        self.has_loose_parts = !is_merging || (is_more && !is_behind);
        Ok(if is_behind || is_more {
            Tended::More
        } else {
            Tended::Whole
        })
    }

    /// How many records the index has not come to yet.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn index_lag(&self) -> Result<u64> {
        let done = watermark(&self.conn, &self.head.profile)?;
        match done {
            EVERY => Ok(0),
            done => Ok(u64::try_from(last_seq(&self.conn)? - done).unwrap_or(0)),
        }
    }

    /// Lets the search index be made anew, by [`Ledger::tend_index`]; until then searches do without.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn renew_index(&mut self) -> Result<()> {
        self.write(|tx, _| set_watermark(tx, &[], 0))
    }

    fn tune_log(&self, pages: i64) -> Result<()> {
        self.conn
            .pragma_update(None, "wal_autocheckpoint", pages)
            .map_err(fault)
    }
}

pub(super) fn last_seq(conn: &Connection) -> Result<i64> {
    conn.prepare_cached("SELECT coalesce(max(seq), 0) FROM consultation")
        .and_then(|mut select| select.query_row([], |row| row.get(0)))
        .map_err(fault)
}

/// Indexes the next records behind the watermark.
fn index_next(tx: &Transaction<'_>, context: &Context<'_>, most: usize) -> Result<()> {
    let mut done = watermark(tx, context.profile)?;
    if done == 0 {
        tx.execute_batch(
            "INSERT INTO search_index (search_index) VALUES ('delete-all');
             INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
             INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0);",
        )
        .map_err(fault)?;
    }
    let last = last_seq(tx)?;
    let mut readings = Readings::new(tx, context.items, context.profile)?;
    let (mut slice, mut count) = (Vec::new(), 0);
    while done < last && count < most {
        done += 1;
        if let Some(indexed) = readings.read(done)? {
            count += indexed.terms.len();
            slice.push(indexed);
        }
    }
    // In the index's own order, all of them become one part of it.
    slice.sort_unstable_by_key(|indexed| indexed.row);
    for Indexed { row, terms } in slice {
        put(tx, row, terms)?;
    }
    let done = if done < last { done } else { EVERY };
    set_watermark(tx, &stamp(context.profile), done)
}

/// Puts a few parts of the index together; whether there were any.
fn merge(tx: &Transaction<'_>) -> Result<bool> {
    let before = tx.total_changes();
    tx.execute(
        "INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)",
        [SLICE_PAGES],
    )
    .map_err(fault)?;
    // One change is the order itself (FTS5's documentation, 6.8).
    Ok(tx.total_changes() - before >= 2)
}
