//! The stored counts of whole months, kept in the record's own transaction.

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

/// A month (year × 12 + month − 1), or a half-year below zero, and the items of [`COUNTED`]; 0 where there is no answer.
pub(super) type Key = [i64; 6];

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

    /// What was gathered, by month and by half-year, without what came to nothing.
    pub(super) fn into_map(self) -> BTreeMap<Key, i64> {
        let mut counts = BTreeMap::new();
        for (key, n) in self.0 {
            let mut half = key;
            half[0] = half_number(key[0]);
            *counts.entry(key).or_default() += n;
            *counts.entry(half).or_default() += n;
        }
        counts.retain(|_, n| *n != 0);
        counts
    }

    /// Writes the changes.
    pub(super) fn write(self, tx: &Transaction<'_>) -> Result<()> {
        let mut change = tx
            .prepare_cached(
                "INSERT INTO month_count (month, kind, center, party, channel, field, n) VALUES (?, ?, ?, ?, ?, ?, ?)
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
            tx.execute("DELETE FROM month_count WHERE n = 0", [])
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

/// The half-year of a month, under the number that its sums bear in the table of counts: below zero,
/// so that no span of months ever meets it. The half-years of the printed report are read from their
/// sums, which are as many for a million records as for ten thousand.
pub(super) fn half_number(month: i64) -> i64 {
    -((month - 3).div_euclid(6))
}

/// The first month of a half-year's number.
pub(super) fn first_month_of(half: i64) -> i64 {
    -half * 6 + 3
}

/// All stored counts.
pub(super) fn read_all(conn: &Connection) -> Result<BTreeMap<Key, i64>> {
    let mut select = conn
        .prepare("SELECT month, kind, center, party, channel, field, n FROM month_count")
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
