//! The stored counts of whole months and half-years, kept in the record's own transaction.

use std::collections::BTreeMap;

use chrono::Datelike;
use rusqlite::{Connection, Transaction};

use super::fault::fault;
use super::items::Items;
use crate::domain::consultation::{Consultation, Entry};
use crate::domain::field::Field;
use crate::domain::list::{Code, List};
use crate::error::{Damage, Error, Result};

/// The fields that the stored counts know, in the order of the table's columns after the month.
pub(super) const COUNTED: [(Field, List); 5] = [
    (Field::Kind, List::Kind),
    (Field::Center, List::Center),
    (Field::Party, List::Party),
    (Field::Channel, List::Channel),
    (Field::Field, List::Field),
];

/// A month (year × 12 + month − 1), or a half-year's number in one of the [`Sums`], and the items of
/// [`COUNTED`]; 0 where there is no answer, or where the sums leave the field out.
pub(super) type Key = [i64; 6];

/// The sums of half-years. No table of the printed report asks for both the channel and the field, so
/// each of the two leaves one of them out: combined they would be more rows the larger a ledger is,
/// and so they are as many for a million records as for ten thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sums {
    /// By channel, without the field.
    Channels = 1,
    /// By field, without the channel.
    Fields,
}

impl Sums {
    pub const ALL: [Self; 2] = [Self::Channels, Self::Fields];
    /// What lies between the numbers that a half-year has in the two: more than there are half-years.
    const APART: i64 = 1_000_000;

    /// The field that is left out: 0 in its column says nothing.
    pub fn without(self) -> Field {
        match self {
            Self::Channels => Field::Field,
            Self::Fields => Field::Channel,
        }
    }

    /// The number of a month's half-year: below zero, so that no span of months ever meets it.
    pub fn number(self, month: i64) -> i64 {
        (month - APRIL).div_euclid(HALF_YEAR_MONTHS) - Self::APART * self as i64
    }

    fn key(self, mut key: Key) -> Key {
        key[0] = self.number(key[0]);
        for (item, (field, _)) in key[1..].iter_mut().zip(COUNTED) {
            if field == self.without() {
                *item = 0;
            }
        }
        key
    }
}

const HALF_YEAR_MONTHS: i64 = 6;
/// The number of the month in which the first half-year begins.
const APRIL: i64 = 3;

/// Changes of the counts, gathered over one transaction.
#[derive(Debug, Default)]
pub struct Counted(BTreeMap<Key, i64>);

impl Counted {
    /// Counts a record in (+1) or out (-1); one that is void counts nowhere.
    pub(super) fn add(&mut self, record: &Consultation, items: &Items, n: i64) -> Result<()> {
        if record.void.is_none() {
            *self.0.entry(key(&record.entry, items)?).or_default() += n;
        }
        Ok(())
    }

    /// Counts one row of the covering index in.
    pub(super) fn add_key(&mut self, key: Key) {
        *self.0.entry(key).or_default() += 1;
    }

    /// What was gathered, by month and in the sums of half-years, without what came to nothing.
    pub(super) fn into_map(self) -> BTreeMap<Key, i64> {
        let mut counts = BTreeMap::new();
        for (key, n) in self.0 {
            for key in [key].into_iter().chain(Sums::ALL.map(|sums| sums.key(key))) {
                *counts.entry(key).or_default() += n;
            }
        }
        counts.retain(|_, n| *n != 0);
        counts
    }

    /// Writes the changes.
    pub(super) fn write(self, tx: &Transaction<'_>) -> Result<()> {
        let mut change = tx
            .prepare_cached(
                "INSERT INTO stored_count (month, kind, center, party, channel, field, n) VALUES (?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET n = n + excluded.n",
            )
            .map_err(fault)?;
        let mut out = false;
        for ([month, kind, center, party, channel, field], n) in self.into_map() {
            change
                .execute((month, kind, center, party, channel, field, n))
                .map_err(fault)?;
            out |= n < 0;
        }
        if out {
            tx.execute("DELETE FROM stored_count WHERE n = 0", [])
                .map_err(fault)?;
        }
        Ok(())
    }
}

fn key(entry: &Entry, items: &Items) -> Result<Key> {
    let day = entry.day().ok_or(Error::Damaged(Damage::Record))?;
    let mut key = [month_number(day.year(), day.month()), 0, 0, 0, 0, 0];
    for (place, (field, list)) in key[1..].iter_mut().zip(COUNTED) {
        *place = entry
            .code(field)
            .map(|code: &Code| items.must(list, code))
            .transpose()?
            .unwrap_or(0);
    }
    Ok(key)
}

/// A calendar month in one number.
pub(super) fn month_number(year: i32, month: u32) -> i64 {
    i64::from(year) * 12 + i64::from(month) - 1
}

/// Whether the months from the first to the last are whole half-years.
pub(super) fn are_half_years(first: i64, last: i64) -> bool {
    let place = |month: i64| (month - APRIL).rem_euclid(HALF_YEAR_MONTHS);
    place(first) == 0 && place(last) == HALF_YEAR_MONTHS - 1
}

/// Whether the stored counts of some months say as many records as those kept beside them, of the same
/// transactions: whole half-years by one of their sums against the other, months against the sum of their
/// half-years.
pub(super) fn tie(conn: &Connection, first: i64, last: i64) -> Result<bool> {
    let sum = "SELECT coalesce(sum(n), 0) FROM stored_count WHERE month BETWEEN ? AND ?";
    let mut select = conn.prepare_cached(sum).map_err(fault)?;
    let mut total = |ends: (i64, i64)| select.query_row(ends, |row| row.get::<_, i64>(0)).map_err(fault);
    let mut of = |sums: Sums| total((sums.number(first), sums.number(last)));
    let by_channel = of(Sums::Channels)?;
    if are_half_years(first, last) {
        return Ok(by_channel == of(Sums::Fields)?);
    }
    let begin = |month: i64| month - (month - APRIL).rem_euclid(HALF_YEAR_MONTHS);
    Ok(by_channel == total((begin(first), begin(last) + HALF_YEAR_MONTHS - 1))?)
}

/// The month that a key counts, or the first of its half-year.
pub(super) fn first_month(key: &Key) -> i64 {
    match key[0] {
        half if half < 0 => half.rem_euclid(Sums::APART) * HALF_YEAR_MONTHS + APRIL,
        month => month,
    }
}

/// All stored counts.
pub(super) fn read_all(conn: &Connection) -> Result<BTreeMap<Key, i64>> {
    let mut select = conn
        .prepare("SELECT month, kind, center, party, channel, field, n FROM stored_count")
        .map_err(fault)?;
    let rows = select.query_map([], |row| {
        Ok((
            [
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ],
            row.get(6)?,
        ))
    });
    rows.and_then(Iterator::collect).map_err(fault)
}
