//! The coded values: their ids inside the ledger, and their codes outside it.

use rusqlite::{Connection, Transaction};

use super::fault::fault;
use crate::domain::list::{Code, Label, List};
use crate::domain::profile::Profile;
use crate::domain::text;
use crate::error::{Damage, Error, Result};

/// Both directions between ids and codes, for one profile.
#[derive(Debug)]
pub struct Items {
    by_id: Vec<Option<(List, Code)>>,
    /// Their labels in both languages as searches see them; empty where the profile has none.
    folded: Vec<String>,
    /// By list; short enough to look through, and quick where the code is the profile's own.
    by_list: Vec<Vec<(Code, i64)>>,
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

    /// Reads them from the ledger; the codes are those of the profile, where it has them.
    pub fn read(conn: &Connection, profile: &Profile) -> Result<Self> {
        let mut items = Self {
            by_id: Vec::new(),
            folded: Vec::new(),
            by_list: vec![Vec::new(); List::ALL.len()],
        };
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
            // In a damaged file they may come out of order.
            items.by_id.resize(items.by_id.len().max(place + 1), None);
            let code = Code::from(code.as_str());
            let item = profile.item(list, &code);
            items.folded.resize(items.by_id.len(), String::new());
            items.folded[place] = item.map_or_else(String::new, |item| folded(&item.label));
            let code = item.map_or(code, |item| item.code.clone());
            items.by_id[place] = Some((list, code.clone()));
            items.by_list[list as usize].push((code, id));
        }
        Ok(items)
    }

    /// The id of a code.
    pub fn id(&self, list: List, code: &Code) -> Option<i64> {
        let items = &self.by_list[list as usize];
        let same = items.iter().find(|(known, _)| known.is_same(code));
        let found = same.or_else(|| items.iter().find(|(known, _)| known == code));
        found.map(|(_, id)| *id)
    }

    /// The code of an id, if it is one of that list.
    pub fn code(&self, list: List, id: i64) -> Option<&Code> {
        let (of, code) = self.by_id.get(usize::try_from(id).ok()?)?.as_ref()?;
        (*of == list).then_some(code)
    }

    /// The ids whose labels mention a folded word, with their lists.
    pub fn mentioning<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (usize, List)> + 'a {
        let items = self.by_id.iter().zip(&self.folded).enumerate();
        items.filter_map(move |(id, (item, label))| {
            let (list, _) = item.as_ref()?;
            label.contains(word).then_some((id, *list))
        })
    }

    /// The folded label of an item in both languages; empty where the profile has none.
    pub fn folded(&self, id: i64) -> &str {
        let place = usize::try_from(id).ok();
        place
            .and_then(|place| self.folded.get(place))
            .map_or("", String::as_str)
    }

    /// One past the highest id.
    pub fn bound(&self) -> usize {
        self.by_id.len()
    }

    /// The id that must be there, because the profile in the ledger has the code.
    pub fn must(&self, list: List, code: &Code) -> Result<i64> {
        self.id(list, code).ok_or(Error::Damaged(Damage::Record))
    }
}

/// A label in both languages, folded.
fn folded(label: &Label) -> String {
    text::fold(&[label.ja.as_str(), label.en.as_deref().unwrap_or_default()].join("\n"))
}
