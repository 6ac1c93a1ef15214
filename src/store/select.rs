//! Finding and listing records. A list goes through the same scan and the same sieve as a figure,
//! so that the list behind a figure is exactly as long as the figure says.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::Ledger;
use super::answers::Hit;
use super::case::First;
use super::facts::{Col, Dim, NULL_FACT, Scan};
use super::fault::fault;
use super::record::{Reader, day_number, pack_number};
use super::sieve::Sieve;
use crate::domain::axis::Filter;
use crate::domain::consultation::{Consultation, Number};
use crate::domain::field::{Field, Shape};
use crate::domain::list::List;
use crate::domain::period::{Period, Span};
use crate::domain::text;
use crate::error::{Damage, Error, Refusal, Result};

/// Which records are listed, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The days; all of them when there is none.
    pub period: Option<Period>,
    /// What they must hold.
    pub filter: Filter,
    /// Words that all must occur in a record's texts, codes or labels.
    pub search: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// The earliest and the latest day that a ledger can hold.
const EVER: (Option<NaiveDate>, Option<NaiveDate>) = (
    NaiveDate::from_ymd_opt(1873, 1, 1),
    NaiveDate::from_ymd_opt(2999, 12, 31),
);

impl Ledger {
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
        let hits = self.hits(selection)?;
        let words: Vec<String> = selection
            .search
            .as_deref()
            .map(text::fold)
            .unwrap_or_default()
            .split(' ')
            .map(str::to_owned)
            .collect();
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?;
        let (mut seen, limit) = (0, selection.limit.unwrap_or(usize::MAX) as u64);
        for hit in hits {
            if seen >= limit {
                break;
            }
            let kept = reader
                .read(hit.seq.into())?
                .ok_or(Error::Damaged(Damage::Pages))?;
            if selection.search.is_some() && !self.mentions(&kept.record, &words) {
                continue;
            }
            seen += 1;
            if visit(kept.record).is_break() {
                break;
            }
        }
        snapshot.finish().map_err(fault)?;
        Ok(seen)
    }

    /// The rows of a selection, newest first: by day, time and order of entry.
    fn hits(&self, selection: &Selection) -> Result<Vec<Hit>> {
        let (Some(first_day), Some(last_day)) = EVER else {
            return Err(Error::Damaged(Damage::Schema));
        };
        let period = match selection.period {
            Some(period) => period,
            None => Period {
                from: first_day,
                to: last_day,
                span: Span::Free,
            },
        };
        let mut first = First::new(&self.conn, self.head.profile.rules.newness)?;
        let mut sieve = Sieve::new(
            &self.conn,
            &selection.filter,
            &self.head.profile,
            &self.items,
            &period,
        )?;
        let moment = Dim::Moment;
        let dims: Vec<&Dim> = sieve.dims().chain([&moment]).collect();
        let scan = Scan::new(&self.conn, &dims, None);
        let mut hits: Vec<Hit> = Vec::new();
        let number = |n: i64| u32::try_from(n).map_err(|_| Error::Damaged(Damage::Record));
        let origin = day_number(first_day);
        scan.days(day_number(period.from), day_number(period.to), &mut |fact| {
            if sieve.passes(fact, &mut first)? {
                let minute = fact.cols[Col::Minute as usize];
                hits.push(Hit {
                    seq: number(fact.seq)?,
                    row: number(fact.cols[Col::Day as usize].wrapping_sub(origin))?,
                    // A record without a time stands before the others of its day.
                    col: if minute == NULL_FACT {
                        0
                    } else {
                        number(minute.wrapping_add(1))?
                    },
                    case: 0,
                });
            }
            Ok(())
        })?;
        if sieve.needs_answers() {
            hits.sort_unstable_by_key(|hit| hit.seq);
            sieve.retain(&self.conn, &mut hits)?;
        }
        hits.sort_unstable_by_key(|hit| std::cmp::Reverse((hit.row, hit.col, hit.seq)));
        Ok(hits)
    }

    /// How many records a selection holds, without reading them.
    ///
    /// # Errors
    /// As [`Ledger::list`].
    pub fn count(&self, selection: &Selection) -> Result<u64> {
        match selection.search {
            Some(_) => self.list(selection, &mut |_| ControlFlow::Continue(())),
            None => Ok(self
                .hits(selection)?
                .len()
                .min(selection.limit.unwrap_or(usize::MAX)) as u64),
        }
    }

    /// Whether every word occurs somewhere in the record: its texts, and the labels of its items.
    fn mentions(&self, record: &Consultation, words: &[String]) -> bool {
        let mut all = record.number.display(&self.head.profile);
        for field in Field::all() {
            all.push('\n');
            match field.shape() {
                Shape::Line | Shape::Note | Shape::Case | Shape::Staff => {
                    all.push_str(record.entry.text(field))
                }
                Shape::One(list) | Shape::Many(list) => {
                    let one = record.entry.code(field).into_iter();
                    for item in one
                        .chain(record.entry.codes(field))
                        .filter_map(|code| self.head.profile.item(list, code))
                    {
                        all.extend([
                            item.label.ja.as_str(),
                            " ",
                            item.label.en.as_deref().unwrap_or(""),
                            " ",
                        ]);
                    }
                }
                _ => {}
            }
        }
        let all = text::fold(&all);
        words.iter().all(|word| all.contains(word.as_str()))
    }

    /// The record that a person means by a receipt number, an id or the unique beginning of one.
    /// A void record is found too.
    ///
    /// # Errors
    /// [`Refusal::NoSuchRecord`], [`Refusal::Ambiguous`].
    pub fn find(&self, typed: &str) -> Result<Consultation> {
        let seq = match Number::parse(typed, &self.head.profile) {
            Some(number) => self.seq_of_number(&number)?,
            None => self.seq_of_id(typed)?,
        };
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?;
        let kept = reader.read(seq.ok_or(Refusal::NoSuchRecord)?)?;
        kept.map(|kept| kept.record).ok_or(Error::Damaged(Damage::Pages))
    }

    fn seq_of_number(&self, number: &Number) -> Result<Option<i64>> {
        let center = self.items.must(List::Center, &number.center)?;
        let packed = pack_number(number.fiscal_year, center, number.serial);
        self.conn
            .query_row("SELECT seq FROM consultation WHERE number = ?", [packed], |row| {
                row.get(0)
            })
            .optional()
            .map_err(fault)
    }

    fn seq_of_id(&self, typed: &str) -> Result<Option<i64>> {
        let digits: String = text::fold(typed).chars().filter(|c| *c != '-').collect();
        // Four digits are not yet a beginning of an id that anybody would know by heart.
        if !(4..=32).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let end = |fill: &str| -> Result<Uuid> {
            let whole: String = digits.chars().chain(fill.repeat(32).chars()).take(32).collect();
            Uuid::parse_str(&whole).map_err(|_| Refusal::NoSuchRecord.into())
        };
        let mut select = self
            .conn
            .prepare_cached("SELECT seq FROM consultation WHERE id BETWEEN ? AND ? LIMIT 2")
            .map_err(fault)?;
        let found = select.query_map((end("0")?.as_bytes(), end("f")?.as_bytes()), |row| row.get(0));
        let found: Vec<i64> = found.and_then(Iterator::collect).map_err(fault)?;
        if found.len() > 1 {
            Err(Refusal::Ambiguous.into())
        } else {
            Ok(found.first().copied())
        }
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
