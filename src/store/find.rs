//! Finding one record: by what a person types, or by its id.

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::fault::fault;
use super::record::{Reader, pack_number};
use super::write::seq_of;
use super::{Ledger, RecordKey};
use crate::domain::consultation::{Consultation, Number};
use crate::domain::list::List;
use crate::domain::text;
use crate::error::{Damage, Error, Refusal, Result};

impl Ledger {
    /// The record of an id, void or not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: Uuid) -> Result<Option<Consultation>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let Some(seq) = seq_of(&snapshot, id)? else {
            return Ok(None);
        };
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?;
        let kept = reader.read(seq)?.ok_or(Error::Damaged(Damage::Pages))?;
        drop(reader);
        snapshot.finish().map_err(fault)?;
        Ok(Some(kept.record))
    }

    /// The place of a record in lists, void or not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn key_of(&self, id: Uuid) -> Result<Option<RecordKey>> {
        seq_of(&self.conn, id)?.map(RecordKey::new).transpose()
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
        self.seq_beginning("consultation", typed)
    }

    /// The row of the only id in a table that begins as it was typed.
    pub(super) fn seq_beginning(&self, table: &str, typed: &str) -> Result<Option<i64>> {
        let digits: String = text::fold(typed).chars().filter(|c| *c != '-').collect();
        if !(1..=32).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let end = |fill: &str| -> Result<Uuid> {
            let whole: String = digits.chars().chain(fill.repeat(32).chars()).take(32).collect();
            Uuid::parse_str(&whole).map_err(|_| Refusal::NoSuchRecord.into())
        };
        let mut select = self
            .conn
            .prepare_cached(&format!(
                "SELECT seq FROM {table} WHERE id BETWEEN ? AND ? LIMIT 2"
            ))
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
