//! Listing records. A list goes through the same scan and the same sieve as a figure, so that the list
//! behind a figure is exactly as long as the figure says.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::Ledger;
use super::answers::{Hit, case_of};
use super::case::First;
use super::facts::{Col, Dim, Scan};
use super::fault::fault;
use super::record::{Reader, day_number};
use super::search::Search;
use super::sieve::Sieve;
use crate::domain::axis::Filter;
use crate::domain::consultation::Consultation;
use crate::domain::drill::Drill;
use crate::domain::period::{Period, Span};
use crate::domain::standard::DueOn;
use crate::error::{Damage, Error, Result};

/// Which records are listed, newest first; the default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The days; all of them when there is none.
    pub period: Option<Period>,
    /// The last day that counts: of a running period, what is dated later is left out.
    pub until: Option<NaiveDate>,
    /// What they must hold.
    pub filter: Filter,
    /// Only those with an open follow-up that is due then.
    pub due: Option<DueOn>,
    /// Words that all must occur in a record's texts, its number or its labels.
    pub search: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl From<Drill> for Selection {
    fn from(drill: Drill) -> Self {
        Self {
            period: Some(drill.period),
            until: drill.until,
            filter: drill.filter,
            ..Self::default()
        }
    }
}

impl From<DueOn> for Selection {
    fn from(due: DueOn) -> Self {
        Self {
            due: Some(due),
            ..Self::default()
        }
    }
}

/// A record's place in an open ledger, cheap to hold by the million. It means nothing in another
/// ledger, and nothing any more when a backup was restored into this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordKey(u32);

impl RecordKey {
    pub(super) fn new(seq: i64) -> Result<Self> {
        u32::try_from(seq)
            .map(Self)
            .map_err(|_| Error::Damaged(Damage::Record))
    }

    pub(super) fn seq(self) -> i64 {
        self.0.into()
    }
}

/// The earliest and the latest day that a ledger can hold.
const EVER: (Option<NaiveDate>, Option<NaiveDate>) = (
    NaiveDate::from_ymd_opt(1873, 1, 1),
    NaiveDate::from_ymd_opt(2999, 12, 31),
);

/// The period of a selection: all days where it has none.
pub(super) fn period_of(selection: &Selection) -> Result<Period> {
    let (Some(from), Some(to)) = EVER else {
        return Err(Error::Damaged(Damage::Schema));
    };
    Ok(selection.period.unwrap_or(Period {
        from,
        to,
        span: Span::Free,
    }))
}

/// The first and the last day of a selection.
pub(super) fn days_of(selection: &Selection) -> Result<(i64, i64)> {
    let period = period_of(selection)?;
    let last = selection.until.map_or(period.to, |until| until.min(period.to));
    Ok((day_number(period.from), day_number(last)))
}

/// So many records wait at most for the pass over their answers.
const BATCH: usize = 200_000;

/// The records of a selection while they are found, newest first.
struct Found {
    keys: Vec<RecordKey>,
    /// Those that wait for the pass over their answers, in order, each with its case.
    waiting: Vec<(RecordKey, u32)>,
    /// Those of the moment that is being read.
    run: Vec<(RecordKey, u32)>,
    moment: Option<(i64, i64)>,
    needs_answers: bool,
}

impl Found {
    /// Takes up a record of a day and minute; whether all before it are in order now.
    fn push(&mut self, key: RecordKey, case: u32, moment: (i64, i64)) -> bool {
        let is_next = self.moment.replace(moment) != Some(moment);
        if is_next {
            self.order();
        }
        self.run.push((key, case));
        is_next
    }

    /// Puts the records of one moment into the order of their entry, the last first.
    fn order(&mut self) {
        self.run.sort_unstable_by_key(|(key, _)| std::cmp::Reverse(key.0));
        if self.needs_answers {
            self.waiting.append(&mut self.run);
        } else {
            self.keys.extend(self.run.drain(..).map(|(key, _)| key));
        }
    }

    /// Keeps those that pass the clauses of several answers, of what is in order.
    fn pass(&mut self, ledger: &Ledger, sieve: &Sieve) -> Result<()> {
        let hit = |((key, case), place): ((RecordKey, u32), u32)| Hit {
            seq: key.0,
            row: place,
            col: 0,
            case,
        };
        let mut hits: Vec<Hit> = self.waiting.drain(..).zip(0..).map(hit).collect();
        hits.sort_unstable_by_key(|hit| hit.seq);
        sieve.retain(&ledger.conn, &mut hits)?;
        hits.sort_unstable_by_key(|hit| hit.row);
        self.keys.extend(hits.iter().map(|hit| RecordKey(hit.seq)));
        Ok(())
    }
}

impl Ledger {
    /// The records of a selection, newest first: by day, time and order of entry. What it searches for
    /// is not looked at, see [`Ledger::sift`]; nor is its limit then.
    ///
    /// # Errors
    /// When the filter names a code that is not there, or the ledger cannot be read.
    pub fn keys(&self, selection: &Selection) -> Result<Vec<RecordKey>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let most = match selection.search {
            Some(_) => usize::MAX,
            None => selection.limit.unwrap_or(usize::MAX),
        };
        let keys = self.newest(selection, most)?;
        snapshot.finish().map_err(fault)?;
        Ok(keys)
    }

    /// Reads records in the order of their keys. In the place of one that no longer counts stands
    /// `None`, so that rows in sight stay where they are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn read(&self, keys: &[RecordKey]) -> Result<Vec<Option<Consultation>>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?;
        let mut records = Vec::with_capacity(keys.len());
        for key in keys {
            let kept = reader.read(key.seq())?.map(|kept| kept.record);
            records.push(kept.filter(|record| record.void.is_none()));
        }
        drop(reader);
        snapshot.finish().map_err(fault)?;
        Ok(records)
    }

    /// Visits the selected records, newest first, until the visitor breaks off; how many it saw.
    ///
    /// # Errors
    /// When the filter names a code that is not there, or the ledger cannot be read.
    pub fn list(
        &self,
        selection: &Selection,
        visit: &mut dyn FnMut(Consultation) -> ControlFlow<()>,
    ) -> Result<u64> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?;
        let seen = self.matching(selection, &mut |key| {
            let kept = reader.read(key.seq())?.ok_or(Error::Damaged(Damage::Pages))?;
            Ok(visit(kept.record))
        })?;
        drop(reader);
        snapshot.finish().map_err(fault)?;
        Ok(seen)
    }

    /// How many records a selection holds.
    ///
    /// # Errors
    /// As [`Ledger::list`].
    pub fn count(&self, selection: &Selection) -> Result<u64> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let seen = self.matching(selection, &mut |_| Ok(ControlFlow::Continue(())))?;
        snapshot.finish().map_err(fault)?;
        Ok(seen)
    }

    /// Visits the keys of a selection, search and limit included; how many it saw.
    fn matching(
        &self,
        selection: &Selection,
        visit: &mut dyn FnMut(RecordKey) -> Result<ControlFlow<()>>,
    ) -> Result<u64> {
        let limit = selection.limit.unwrap_or(usize::MAX);
        let search = Search::new(selection.search.as_deref().unwrap_or_default());
        let mut seen = 0;
        let mut visit_all = |keys: &[RecordKey]| -> Result<ControlFlow<()>> {
            for key in keys {
                if seen == limit {
                    return Ok(ControlFlow::Break(()));
                }
                seen += 1;
                if visit(*key)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        };
        if search.is_empty() {
            let _ = visit_all(&self.newest(selection, limit)?)?;
        } else {
            let _ = self.find_all(selection, &search, &mut visit_all)?;
        }
        Ok(seen as u64)
    }

    /// The first `most` records of a selection, without looking at what it searches for.
    fn newest(&self, selection: &Selection, most: usize) -> Result<Vec<RecordKey>> {
        let (from, to) = days_of(selection)?;
        self.newest_of_days(selection, (from, to), most)
    }

    /// The same, of some of the selection's days.
    pub(super) fn newest_of_days(
        &self,
        selection: &Selection,
        (from, to): (i64, i64),
        most: usize,
    ) -> Result<Vec<RecordKey>> {
        let period = period_of(selection)?;
        let profile = &self.head.profile;
        let mut first = First::new(&self.conn, profile.rules.newness)?;
        let mut sieve = Sieve::new(self, &selection.filter, &period)?;
        let due = selection.due.map(|due| self.follow_ups(due)).transpose()?;
        let moment = Dim::Moment;
        let dims: Vec<&Dim> = sieve.dims().chain([&moment]).collect();
        let scan = Scan::new(&self.conn, &dims, None);
        let mut found = Found {
            keys: Vec::new(),
            waiting: Vec::new(),
            run: Vec::new(),
            moment: None,
            needs_answers: sieve.needs_answers(),
        };
        scan.newest(from, to, &mut |fact| {
            let key = RecordKey::new(fact.seq)?;
            if due.as_ref().is_some_and(|due| due.binary_search(&key.0).is_err())
                || !sieve.passes(fact, &mut first)?
            {
                return Ok(ControlFlow::Continue(()));
            }
            let moment = (fact.cols[Col::Day as usize], fact.cols[Col::Minute as usize]);
            if found.push(key, case_of(fact)?, moment) {
                if found.waiting.len() >= BATCH.min(most) {
                    found.pass(self, &sieve)?;
                }
                if found.keys.len() >= most {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        found.order();
        found.pass(self, &sieve)?;
        found.keys.truncate(most);
        Ok(found.keys)
    }

    /// The records with an open follow-up that is due then, in the order of entry.
    pub(super) fn follow_ups(&self, due: DueOn) -> Result<Vec<u32>> {
        let sql = "SELECT seq FROM follow_up INDEXED BY follow_up_open
                   WHERE state = 0 AND void = 0 AND due_day BETWEEN ? AND ?";
        let (from, to) = due.days();
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let mut rows = select.query((day_number(from), day_number(to))).map_err(fault)?;
        let mut seqs = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            seqs.push(RecordKey::new(row.get(0).map_err(fault)?)?.0);
        }
        seqs.sort_unstable();
        Ok(seqs)
    }
}

impl Ledger {
    /// Visits every record that counts, in the order of its entry, until the visitor breaks off.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn in_order_of_entry(&self, visit: &mut dyn FnMut(Consultation) -> ControlFlow<()>) -> Result<u64> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?;
        let mut select = self
            .conn
            .prepare("SELECT seq FROM consultation NOT INDEXED WHERE void = 0 ORDER BY seq")
            .map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        let mut seen = 0;
        while let Some(row) = rows.next().map_err(fault)? {
            let kept = reader
                .read(row.get(0).map_err(fault)?)?
                .ok_or(Error::Damaged(Damage::Pages))?;
            seen += 1;
            if visit(kept.record).is_break() {
                break;
            }
        }
        drop(rows);
        drop(select);
        snapshot.finish().map_err(fault)?;
        Ok(seen)
    }
}
