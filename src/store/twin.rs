//! The likely duplicate of an entry among the records.

use uuid::Uuid;

use super::Ledger;
use super::case_file::seq_of_code;
use super::fault::fault;
use super::record::{Reader, day_number};
use crate::domain::consultation::{Entry, Number};
use crate::domain::field::Field;
use crate::domain::twin::{is_twin, says_the_same};
use crate::error::{Damage, Error, Result};

/// So many of the latest records are compared at most: a day that holds more alike is a bulk import.
const COMPARED: i64 = 32;

impl Ledger {
    /// The record that looks like the same call as an entry ([`is_twin`]), the last entered if there
    /// are several; never `but` itself. An entry that is not yet a record's has none. The record that it
    /// was copied from is like it in all that a copy takes over: only the same notes make it a twin.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn twin(
        &self,
        entry: &Entry,
        but: Option<Uuid>,
        copied_from: Option<Uuid>,
    ) -> Result<Option<Number>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut entry = entry.clone();
        entry.settle(&self.head.profile);
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?.only_entered();
        let mut twin = None;
        for seq in self.alike(&entry)? {
            let record = reader.read(seq)?.ok_or(Error::Damaged(Damage::Pages))?.record;
            let is_other = Some(record.id) != copied_from || says_the_same(&entry, &record.entry);
            if Some(record.id) != but && is_other && is_twin(&entry, &record.entry) {
                twin = Some(record.number);
                break;
            }
        }
        drop(reader);
        snapshot.finish().map_err(fault)?;
        Ok(twin)
    }

    /// The records of the entry's day that have the same codes and case, the last entered first.
    fn alike(&self, entry: &Entry) -> Result<Vec<i64>> {
        let Some(day) = entry.day() else {
            return Ok(Vec::new());
        };
        // What no record has yet, no record shares: -1 is no row's number.
        let id = |field: Field| {
            let list = field.list()?;
            let code = entry.code(field)?;
            Some(self.items.id(list, code).unwrap_or(-1))
        };
        let case = match entry.text(Field::Case) {
            "" => None,
            code => Some(seq_of_code(&self.conn, code)?.unwrap_or(-1)),
        };
        let sql = "SELECT seq FROM consultation INDEXED BY consultation_facts
                   WHERE day = ? AND kind IS ? AND center IS ? AND party IS ? AND relation IS ? AND field IS ?
                   AND channel IS ? AND municipality IS ? AND case_seq IS ? AND void = 0
                   ORDER BY seq DESC LIMIT ?";
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let values = (
            day_number(day),
            id(Field::Kind),
            id(Field::Center),
            id(Field::Party),
            id(Field::Relation),
            id(Field::Field),
            id(Field::Channel),
            id(Field::Municipality),
            case,
            COMPARED,
        );
        let seqs = select.query_map(values, |row| row.get(0));
        seqs.and_then(Iterator::collect).map_err(fault)
    }
}
