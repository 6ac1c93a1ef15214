//! What the files of cases say of all children, and the cases as a list is searched: remembered while the
//! ledger stays as it is, since each slice of a search and each key typed into a list asks for it anew.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rusqlite::Connection;

use super::cases::{CaseKey, birth};
use super::fault::fault;
use super::record::answer_axis;
use super::{Ledger, data_version};
use crate::domain::date::Birth;
use crate::domain::field::Field;
use crate::domain::text;
use crate::error::{Damage, Error, Result};

/// Something of each case that has it, by the case's row.
pub(super) type ByCase<T> = HashMap<i64, T, RandomState>;

/// What is remembered of an open ledger.
#[derive(Default)]
pub(super) struct Files {
    known: RefCell<Known>,
    /// Whether the change that is being made is one of a file.
    is_changed: Cell<bool>,
}

#[derive(Default)]
struct Known {
    /// The state of the ledger, as far as others change it: SQLite's `data_version`.
    version: i64,
    births: Option<Arc<ByCase<Birth>>>,
    care: Option<Arc<ByCase<Vec<i64>>>>,
    cases: Option<Arc<Vec<Searched>>>,
}

/// A case as a list is searched, with everything that is looked at, folded.
pub(super) type Searched = (CaseKey, String);

impl Files {
    /// Notes that a file is written in the change that is being made.
    pub fn change(&self) {
        self.is_changed.set(true);
    }

    /// Forgets what a change may have made untrue, whether it is kept or not. Which cases there are
    /// depends on the records, too; what files say does not.
    pub fn settle(&self) {
        let mut known = self.known.borrow_mut();
        known.cases = None;
        if self.is_changed.replace(false) {
            *known = Known::default();
        }
    }

    /// Forgets everything.
    pub fn forget(&self) {
        *self.known.borrow_mut() = Known::default();
    }
}

impl Ledger {
    /// The dates of birth in the files.
    pub(super) fn births(&self) -> Result<Arc<ByCase<Birth>>> {
        self.remembered(|known| &mut known.births, || births(&self.conn))
    }

    /// The items of 医療的ケア in the files.
    pub(super) fn care_of_files(&self) -> Result<Arc<ByCase<Vec<i64>>>> {
        self.remembered(|known| &mut known.care, || care(&self.conn))
    }

    /// The cases in the order of the list.
    pub(super) fn searched_cases(&self) -> Result<Arc<Vec<Searched>>> {
        self.remembered(|known| &mut known.cases, || self.read_searched())
    }

    /// What is remembered, or else read. Outside a snapshot it may be newer than it is taken for, and is
    /// read once more than it need be.
    fn remembered<T>(
        &self,
        part: impl Fn(&mut Known) -> &mut Option<Arc<T>>,
        read: impl FnOnce() -> Result<T>,
    ) -> Result<Arc<T>> {
        let version = data_version(&self.conn)?;
        let mut known = self.files.known.borrow_mut();
        if known.version != version {
            *known = Known {
                version,
                ..Known::default()
            };
        }
        let part = part(&mut known);
        match part {
            Some(kept) => Ok(Arc::clone(kept)),
            None => Ok(Arc::clone(part.insert(Arc::new(read()?)))),
        }
    }

    fn read_searched(&self) -> Result<Vec<Searched>> {
        let sql = format!(
            "SELECT f.seq, f.code, CASE WHEN {IS_FILE} THEN f.municipality END,
                    (SELECT group_concat(a.item) FROM case_answer a WHERE a.seq = f.seq AND a.axis = ? AND {IS_FILE})
             FROM case_file f WHERE {IS_FILE} OR {IS_NAMED}
             ORDER BY f.closed_on IS NOT NULL AND {IS_FILE}, f.code"
        );
        let mut select = self.conn.prepare_cached(&sql).map_err(fault)?;
        let mut rows = select.query([answer_axis(Field::Care)]).map_err(fault)?;
        let mut cases = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let (seq, code): (i64, String) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
            let municipality: Option<i64> = row.get(2).map_err(fault)?;
            let care: Option<String> = row.get(3).map_err(fault)?;
            let care = care.iter().flat_map(|items| items.split(','));
            let items = care.filter_map(|item| item.parse().ok()).chain(municipality);
            let mut known = text::fold(&code);
            for item in items {
                known.push('\n');
                known.push_str(self.items.folded(item));
            }
            cases.push((CaseKey::new(seq), known));
        }
        Ok(cases)
    }
}

/// What makes a row of `case_file` a case: a file that stands.
const IS_FILE: &str = "f.rev > 0 AND f.void = 0";
/// Or a record that counts.
const IS_NAMED: &str = "EXISTS (SELECT 1 FROM consultation INDEXED BY consultation_case
    WHERE case_seq = f.seq AND void = 0 AND case_seq IS NOT NULL)";

fn births(conn: &Connection) -> Result<ByCase<Birth>> {
    let sql = "SELECT seq, birth FROM case_file WHERE birth IS NOT NULL AND rev > 0 AND void = 0";
    let mut select = conn.prepare_cached(sql).map_err(fault)?;
    let mut rows = select.query([]).map_err(fault)?;
    let mut births = ByCase::default();
    while let Some(row) = rows.next().map_err(fault)? {
        let text: String = row.get(1).map_err(fault)?;
        births.insert(row.get(0).map_err(fault)?, birth(&text)?);
    }
    Ok(births)
}

fn care(conn: &Connection) -> Result<ByCase<Vec<i64>>> {
    let axis = answer_axis(Field::Care).ok_or(Error::Damaged(Damage::Schema))?;
    let sql = "SELECT a.seq, a.item FROM case_answer a JOIN case_file f ON f.seq = a.seq
               WHERE a.axis = ? AND f.rev > 0 AND f.void = 0";
    let mut select = conn.prepare_cached(sql).map_err(fault)?;
    let mut rows = select.query([axis]).map_err(fault)?;
    let mut items: ByCase<Vec<i64>> = ByCase::default();
    while let Some(row) = rows.next().map_err(fault)? {
        let seq = row.get(0).map_err(fault)?;
        items.entry(seq).or_default().push(row.get(1).map_err(fault)?);
    }
    Ok(items)
}
