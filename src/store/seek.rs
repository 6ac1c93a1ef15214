//! Searching from the newest record backwards, a slice at a time: the search index names candidates, or
//! every record of the next days is one, and each is held against the words.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use foldhash::fast::RandomState;
use rusqlite::CachedStatement;

use super::answers::{Hit, case_of};
use super::case::First;
use super::facts::{Col, Dim, Scan};
use super::fault::fault;
use super::index::{self, day_and_seq, row_of};
use super::search::{Search, Searcher};
use super::select::{days_of, period_of};
use super::sieve::Sieve;
use super::terms::{self, Term};
use super::{Ledger, RecordKey, Selection};
use crate::domain::axis::{Filter, Source};
use crate::domain::field::Field;
use crate::error::{Error, Result};

/// Candidates that the index is asked for at a time.
const GATHERED: usize = 512;
/// So many records that the index does not know are looked at beside what it finds; where there are more,
/// the days are gone through one after another.
const FEW: i64 = 1000;
/// Records that the next days should hold, when days are gone through.
const SWEPT: std::ops::RangeInclusive<usize> = 200..=1000;
/// The highest number that a record can have in the order of entry.
const LAST_SEQ: i64 = u32::MAX as i64;

/// How far a search has come. It goes on in the ledger as it is then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The first day of all that are gone through.
    first: i64,
    /// The last of them.
    last: i64,
    /// The latest day from which no candidates were taken yet.
    day: i64,
    /// So many days are gone through together.
    days_at_once: i64,
    /// Candidates that were not looked at yet, the newest last.
    waiting: Vec<RecordKey>,
}

impl Cursor {
    /// How much of the days has been gone through, in hundredths; never all of it.
    pub fn percent(&self) -> usize {
        let (done, all) = (self.last - self.day, self.last - self.first + 1);
        usize::try_from(done * 100 / all.max(1)).unwrap_or(0).min(99)
    }

    fn is_at_end(&self) -> bool {
        self.waiting.is_empty() && self.day < self.first
    }
}

/// What a slice of a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Records in which every word occurs, newest first.
    pub keys: Vec<RecordKey>,
    /// Where it goes on; `None` at the end.
    pub rest: Option<Cursor>,
}

impl Ledger {
    /// Searches a selection from its newest record on, or from where a slice before left off: at most so
    /// many records are held against the words.
    ///
    /// # Errors
    /// When the filter names a code that is not there, or the ledger cannot be read.
    pub fn seek(
        &self,
        selection: &Selection,
        search: &Search,
        from: Option<Cursor>,
        records: usize,
    ) -> Result<Sought> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let cursor = match from {
            Some(cursor) => cursor,
            None => self.beginning(selection)?,
        };
        let sought = Seeker::new(self, selection, search)?.slice(cursor, records)?;
        snapshot.finish().map_err(fault)?;
        Ok(sought)
    }

    /// Visits every record that a search finds, newest first, some at a time; in the caller's snapshot.
    pub(super) fn find_all(
        &self,
        selection: &Selection,
        search: &Search,
        visit: &mut dyn FnMut(&[RecordKey]) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        let mut seeker = Seeker::new(self, selection, search)?;
        let mut rest = Some(self.beginning(selection)?);
        while let Some(cursor) = rest {
            let sought = seeker.slice(cursor, GATHERED)?;
            if visit(&sought.keys)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            rest = sought.rest;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Before the newest record of a selection.
    fn beginning(&self, selection: &Selection) -> Result<Cursor> {
        let (first, last) = days_of(selection)?;
        let end = |which: &str| -> Result<Option<i64>> {
            let sql = format!("SELECT {which}(day) FROM consultation");
            let mut select = self.conn.prepare_cached(&sql).map_err(fault)?;
            select.query_row([], |row| row.get(0)).map_err(fault)
        };
        let first = first.max(end("min")?.unwrap_or(first));
        let last = last.min(end("max")?.unwrap_or(first - 1));
        Ok(Cursor {
            first,
            last,
            day: last,
            days_at_once: 1,
            waiting: Vec::new(),
        })
    }
}

/// What the index does not know yet.
enum Backlog {
    /// A few records, each with its day.
    Few(Vec<(i64, i64)>),
    /// All records of a large import, say.
    Many,
}

/// What is needed for the slices of one search in one snapshot.
struct Seeker<'c> {
    ledger: &'c Ledger,
    selection: &'c Selection,
    searcher: Searcher<'c>,
    sieve: Sieve,
    first: First<'c>,
    due: Option<Vec<u32>>,
    /// What the index is asked for, where it can be.
    expression: Option<String>,
    ask: CachedStatement<'c>,
    backlog: Backlog,
    watermark: i64,
}

/// What is asked of the index: rows between two, newest first, so many at most.
const ASK: &str = "SELECT rowid FROM search_index WHERE search_index MATCH ?
                   AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?";

impl<'c> Seeker<'c> {
    fn new(ledger: &'c Ledger, selection: &'c Selection, search: &'c Search) -> Result<Self> {
        let profile = &ledger.head.profile;
        let period = period_of(selection)?;
        let searcher = Searcher::new(ledger, search)?;
        let watermark = index::watermark(&ledger.conn, profile)?;
        let words = searcher.expression();
        let filter = filter_expression(ledger, &selection.filter);
        let both = |words: String| {
            std::iter::once(words)
                .chain(filter)
                .collect::<Vec<_>>()
                .join(" AND ")
        };
        Ok(Self {
            ledger,
            selection,
            searcher,
            sieve: Sieve::new(ledger, &selection.filter, &period)?,
            first: First::new(&ledger.conn, profile.rules.newness)?,
            due: selection.due.map(|due| ledger.follow_ups(due)).transpose()?,
            expression: words.map(both),
            ask: ledger.conn.prepare_cached(ASK).map_err(fault)?,
            backlog: backlog(ledger, watermark)?,
            watermark,
        })
    }

    /// Holds the next candidates against the words.
    fn slice(&mut self, mut cursor: Cursor, records: usize) -> Result<Sought> {
        if cursor.waiting.is_empty() && cursor.day >= cursor.first {
            self.gather(&mut cursor)?;
        }
        let mut keys = Vec::new();
        let kept = cursor.waiting.len().saturating_sub(records);
        for key in cursor.waiting.drain(kept..).rev() {
            // One that is gone since it was gathered is not found.
            if self.searcher.finds(key)? == Some(true) {
                keys.push(key);
            }
        }
        let rest = (!cursor.is_at_end()).then_some(cursor);
        Ok(Sought { keys, rest })
    }

    /// Takes the candidates of the next days.
    fn gather(&mut self, cursor: &mut Cursor) -> Result<()> {
        if let (Some(_), Backlog::Few(_)) = (&self.expression, &self.backlog) {
            match self.jump(cursor) {
                // A damaged index finds nothing; the records themselves may be whole.
                Err(Error::Damaged(_) | Error::Engine(_)) => self.watermark = 0,
                done => return done,
            }
        }
        self.sweep(cursor)
    }

    /// Takes what the index finds next, and what it does not know of the same days.
    fn jump(&mut self, cursor: &mut Cursor) -> Result<()> {
        let rows = self.ask(cursor.first, cursor.day, Some(GATHERED))?;
        let mut found: Vec<(i64, i64)> = rows.into_iter().map(day_and_seq).collect();
        let mut from = cursor.first;
        if found.len() >= GATHERED
            && let (Some((newest, _)), Some((oldest, _))) = (found.first().copied(), found.last().copied())
        {
            // The oldest day may have more; where it is the only one, they all come at once.
            from = (oldest + 1).min(newest);
            if oldest == newest {
                found = self
                    .ask(newest, newest, None)?
                    .into_iter()
                    .map(day_and_seq)
                    .collect();
            }
        }
        if let Backlog::Few(few) = &self.backlog {
            let unknown = few
                .iter()
                .filter(|(day, seq)| *day <= cursor.day && *seq > self.watermark);
            found.extend(unknown);
        }
        found.retain(|(day, _)| *day >= from);
        cursor.waiting = self.selected(&found)?;
        cursor.day = from - 1;
        Ok(())
    }

    /// Takes the records of the next days one after another, until there are enough for a slice; those that
    /// the index knows only where it finds them.
    fn sweep(&mut self, cursor: &mut Cursor) -> Result<()> {
        let mut all = Vec::new();
        while cursor.day >= cursor.first && all.len() < *SWEPT.start() {
            let from = (cursor.day - cursor.days_at_once + 1).max(cursor.first);
            let days = (from, cursor.day);
            let mut keys = self.ledger.newest_of_days(self.selection, days, usize::MAX)?;
            match keys.len() {
                few if few < *SWEPT.start() => cursor.days_at_once *= 2,
                many if many > *SWEPT.end() => cursor.days_at_once = (cursor.days_at_once / 2).max(1),
                _ => {}
            }
            cursor.day = from - 1;
            if self.expression.is_some() {
                let found = self.found_in(days)?;
                keys.retain(|key| key.seq() > self.watermark || found.contains(&key.seq()));
            }
            all.append(&mut keys);
        }
        all.reverse();
        cursor.waiting = all;
        Ok(())
    }

    /// The records that the index finds in some days; where it is damaged, it knows none from now on.
    fn found_in(&mut self, (from, to): (i64, i64)) -> Result<HashSet<i64, RandomState>> {
        match self.ask(from, to, None) {
            Ok(rows) => Ok(rows.into_iter().map(|row| day_and_seq(row).1).collect()),
            Err(Error::Damaged(_) | Error::Engine(_)) => {
                self.watermark = 0;
                Ok(HashSet::default())
            }
            Err(error) => Err(error),
        }
    }

    /// The rows that the index finds in some days, newest first.
    fn ask(&mut self, from: i64, to: i64, most: Option<usize>) -> Result<Vec<i64>> {
        if self.watermark == 0 {
            return Ok(Vec::new());
        }
        let most = most.and_then(|most| i64::try_from(most).ok()).unwrap_or(-1);
        let between = (&self.expression, row_of(from, 0), row_of(to, LAST_SEQ), most);
        let rows = self.ask.query_map(between, |row| row.get(0));
        rows.and_then(Iterator::collect).map_err(fault)
    }

    /// Those of some records that belong to the selection, the newest last.
    fn selected(&mut self, found: &[(i64, i64)]) -> Result<Vec<RecordKey>> {
        let mut days = HashMap::with_capacity_and_hasher(found.len(), RandomState::default());
        for (day, seq) in found {
            let seq = RecordKey::new(*seq)?.seq() as u32;
            let is_due = |due: &Vec<u32>| due.binary_search(&seq).is_ok();
            if self.due.as_ref().is_none_or(is_due) {
                days.insert(seq, *day);
            }
        }
        let mut seqs: Vec<u32> = days.keys().copied().collect();
        seqs.sort_unstable();
        let moment = Dim::Moment;
        let dims: Vec<&Dim> = self.sieve.dims().chain([&moment]).collect();
        let scan = Scan::new(&self.ledger.conn, &dims, None);
        let mut moments = Vec::with_capacity(seqs.len());
        let mut hits = Vec::with_capacity(seqs.len());
        let (sieve, first) = (&mut self.sieve, &mut self.first);
        scan.each(&seqs, &mut |fact| {
            let seq = fact.seq as u32;
            let day = fact.cols[Col::Day as usize];
            // The record itself says on which day it is found.
            if days.get(&seq) == Some(&day) && sieve.passes(fact, first)? {
                hits.push(Hit {
                    seq,
                    row: moments.len() as u32,
                    col: 0,
                    case: case_of(fact)?,
                });
                moments.push((day, fact.cols[Col::Minute as usize]));
            }
            Ok(())
        })?;
        sieve.retain(&self.ledger.conn, &mut hits)?;
        hits.sort_unstable_by_key(|hit| (moments[hit.row as usize], hit.seq));
        hits.iter().map(|hit| RecordKey::new(hit.seq.into())).collect()
    }
}

/// The records that the index does not know yet.
fn backlog(ledger: &Ledger, watermark: i64) -> Result<Backlog> {
    if ledger.index_lag()? > FEW.unsigned_abs() {
        return Ok(Backlog::Many);
    }
    let mut select = ledger
        .conn
        .prepare_cached("SELECT day, seq FROM consultation NOT INDEXED WHERE seq > ?")
        .map_err(fault)?;
    let few = select.query_map([watermark], |row| Ok((row.get(0)?, row.get(1)?)));
    few.and_then(Iterator::collect).map(Backlog::Few).map_err(fault)
}

/// What the index knows of a filter: the clauses whose codes are items. Not the 医療的ケア: it knows what a
/// record itself says, and what the case's file says counts before that.
fn filter_expression(ledger: &Ledger, filter: &Filter) -> Vec<String> {
    let clauses = filter.clauses().filter_map(|(axis, codes)| {
        let list = match axis.source() {
            Source::Many(Field::Care, _) => return None,
            Source::One(_, list) | Source::Many(_, list) => list,
            _ => return None,
        };
        let item = |code: &String| {
            let id = ledger.items.id(list, &code.as_str().into())?;
            usize::try_from(id).ok().map(Term::item)
        };
        let items: Vec<Term> = codes.iter().map(item).collect::<Option<_>>()?;
        (!items.is_empty()).then(|| format!("({})", terms::quoted(items, " OR ")))
    });
    clauses.collect()
}
