//! The coded values: their ids inside the ledger, and their codes outside it.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction};

use super::fault::fault;
use crate::domain::list::{Code, List};
use crate::domain::profile::Profile;
use crate::error::{Damage, Error, Result};

/// Both directions between ids and codes, for one profile.
#[derive(Debug, Default)]
pub struct Items {
    by_id: Vec<Option<(List, Code)>>,
    by_code: HashMap<List, HashMap<Code, i64>>,
}

impl Items {
    /// Gives an id to every item of the profile that has none yet. Ids are never given again.
    pub fn write(tx: &Transaction<'_>, profile: &Profile) -> Result<()> {
        let mut insert = tx
            .prepare("INSERT INTO item (list, code) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .map_err(fault)?;
        for list in List::ALL {
            for item in profile.items(list) {
                insert.execute((list.code(), item.code.as_str())).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// Reads them from the ledger.
    pub fn read(conn: &Connection) -> Result<Self> {
        let mut items = Self::default();
        let mut select = conn
            .prepare("SELECT id, list, code FROM item ORDER BY id")
            .map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let (id, list, code): (i64, String, String) = (
                row.get(0).map_err(fault)?,
                row.get(1).map_err(fault)?,
                row.get(2).map_err(fault)?,
            );
            let list = List::ALL.into_iter().find(|known| known.code() == list);
            // Ids are given one after the other, so a far one is damage, not a reason to reserve room.
            let (Some(list), Ok(place @ 0..65_536)) = (list, usize::try_from(id)) else {
                return Err(Error::Damaged(Damage::Record));
            };
            items.by_id.resize(place + 1, None);
            items.by_id[place] = Some((list, code.as_str().into()));
            items
                .by_code
                .entry(list)
                .or_default()
                .insert(code.as_str().into(), id);
        }
        Ok(items)
    }

    /// The id of a code.
    pub fn id(&self, list: List, code: &str) -> Option<i64> {
        self.by_code.get(&list)?.get(code).copied()
    }

    /// The code of an id, if it is one of that list.
    pub fn code(&self, list: List, id: i64) -> Option<&Code> {
        let (of, code) = self.by_id.get(usize::try_from(id).ok()?)?.as_ref()?;
        (*of == list).then_some(code)
    }

    /// One past the highest id.
    pub fn bound(&self) -> usize {
        self.by_id.len()
    }

    /// The id that must be there, because the profile in the ledger has the code.
    pub fn must(&self, list: List, code: &Code) -> Result<i64> {
        self.id(list, code.as_str()).ok_or(Error::Damaged(Damage::Record))
    }
}
