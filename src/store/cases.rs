//! The cases as they are looked at: listed, found by a part of what is known, and what happened to one.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};

use super::case_file::{read_file, seq_of_code};
use super::fault::fault;
use super::items::Items;
use super::record::{answer_axis, answers, day_of};
use super::{Ledger, Past};
use crate::domain::case::{Age, CaseFile, Child};
use crate::domain::consultation::Consultation;
use crate::domain::date::Birth;
use crate::domain::field::Field;
use crate::domain::list::Code;
use crate::domain::profile::Profile;
use crate::domain::text;
use crate::domain::value::Value;
use crate::error::{Damage, Error, Result};

/// A case's place in an open ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CaseKey(i64);

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    /// Its code.
    pub code: String,
    /// Its file; `None` while consultations only name it.
    pub file: Option<CaseFile>,
    /// The records of every kind that are filed under it.
    pub contacts: u64,
    /// The day of the latest of them.
    pub latest: Option<NaiveDate>,
}

/// A case with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The case.
    pub line: CaseLine,
    /// The records filed under it, newest first.
    pub contacts: Vec<Consultation>,
    /// What was changed about its file, oldest first.
    pub changes: Vec<Past>,
}

impl CaseKey {
    pub(super) fn new(seq: i64) -> Self {
        Self(seq)
    }
}

impl Ledger {
    /// The cases in which every word of a text occurs (in the code, or in the label of the municipality
    /// or of a 医療的ケア), open ones first, each by code; all of them where nothing is typed. The child's
    /// name is not looked at.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn cases(&self, typed: &str) -> Result<Vec<CaseKey>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let words: Vec<String> = text::fold(typed).split(' ').map(str::to_owned).collect();
        let mentions = |known: &String| words.iter().all(|word| known.contains(word.as_str()));
        let cases = self.searched_cases()?;
        let found = cases.iter().filter(|(_, known)| mentions(known));
        let keys = found.map(|(key, _)| *key).collect();
        snapshot.finish().map_err(fault)?;
        Ok(keys)
    }

    /// Reads cases in the order of their keys; one that is none any more is left out.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn read_cases(&self, keys: &[CaseKey]) -> Result<Vec<(CaseKey, CaseLine)>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut lines = Vec::new();
        for key in keys {
            lines.extend(self.case_line(key.0)?.map(|line| (*key, line)));
        }
        snapshot.finish().map_err(fault)?;
        Ok(lines)
    }

    /// The first cases that [`Ledger::cases`] finds.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn find_cases(&self, typed: &str, most: usize) -> Result<Vec<CaseLine>> {
        let mut keys = self.cases(typed)?;
        keys.truncate(most);
        let lines = self.read_cases(&keys)?;
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// The codes of cases in which a text occurs, in any spelling; of a case that is called exactly so, that
    /// alone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn case_codes(&self, typed: &str, most: usize) -> Result<Vec<String>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let folded = text::fold(typed);
        let mut codes = Vec::new();
        let mut select = self
            .conn
            .prepare_cached("SELECT code FROM case_file WHERE seq = ?")
            .map_err(fault)?;
        for (key, known) in self.searched_cases()?.iter() {
            let known = known.split('\n').next().unwrap_or_default();
            // Whatever is called so is among them, however many there are.
            if known != folded && (codes.len() >= most || !known.contains(&folded)) {
                continue;
            }
            let code: String = select.query_row([key.0], |row| row.get(0)).map_err(fault)?;
            if code == typed {
                return Ok(vec![code]);
            }
            codes.push(code);
        }
        drop(select);
        snapshot.finish().map_err(fault)?;
        Ok(codes)
    }

    fn case_line(&self, seq: i64) -> Result<Option<CaseLine>> {
        let mut select = self
            .conn
            .prepare_cached("SELECT code FROM case_file WHERE seq = ?")
            .map_err(fault)?;
        let code = select
            .query_row([seq], |row| row.get(0))
            .optional()
            .map_err(fault)?;
        let Some(code) = code else { return Ok(None) };
        let sql = "SELECT count(*), max(day) FROM consultation INDEXED BY consultation_case
                   WHERE case_seq = ? AND void = 0 AND case_seq IS NOT NULL";
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let (contacts, latest): (i64, Option<i64>) = select
            .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(fault)?;
        let kept = read_file(&self.conn, &self.items, &self.head.profile, seq)?;
        let file = kept.map(|kept| kept.file).filter(|file| file.void.is_none());
        Ok(Some(CaseLine {
            code,
            file,
            contacts: contacts.unsigned_abs(),
            latest: latest.and_then(day_of),
        }))
    }

    /// A case by its code with everything that happened to it; `None` where no such case is known.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn timeline(&self, code: &str) -> Result<Option<Timeline>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let Some(seq) = seq_of_code(&self.conn, code)? else {
            return Ok(None);
        };
        let line = self.case_line(seq)?;
        let Some(line) = line.filter(|line| line.file.is_some() || line.contacts > 0) else {
            return Ok(None);
        };
        let sql = "SELECT seq FROM consultation INDEXED BY consultation_case
                   WHERE case_seq = ? AND void = 0 AND case_seq IS NOT NULL ORDER BY day DESC, minute DESC, seq DESC";
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let seqs = select.query_map([seq], |row| row.get(0));
        let seqs: Vec<i64> = seqs.and_then(Iterator::collect).map_err(fault)?;
        let mut reader = super::record::Reader::new(&self.conn, &self.items, &self.head.profile)?;
        let mut contacts = Vec::with_capacity(seqs.len());
        for seq in seqs {
            let kept = reader.read(seq)?.ok_or(Error::Damaged(Damage::Pages))?;
            contacts.push(kept.record);
        }
        drop(reader);
        drop(select);
        let changes = match &line.file {
            Some(file) => self.history(file.id)?,
            None => Vec::new(),
        };
        snapshot.finish().map_err(fault)?;
        Ok(Some(Timeline {
            line,
            contacts,
            changes,
        }))
    }
}

/// Looks up what the files of cases say of the children; each file once.
pub(super) struct Children<'c> {
    conn: &'c Connection,
    items: &'c Items,
    profile: &'c Profile,
    known: HashMap<i64, Option<Known>>,
}

/// The date of birth and the 医療的ケア of a file, where it has either.
type Known = (Option<Birth>, Vec<Code>);

/// So many files are remembered at most.
const REMEMBERED: usize = 4096;

impl<'c> Children<'c> {
    pub fn new(conn: &'c Connection, items: &'c Items, profile: &'c Profile) -> Self {
        Self {
            conn,
            items,
            profile,
            known: HashMap::new(),
        }
    }

    /// What the file of a case says of the child on a day; `None` where it says nothing.
    pub fn on(&mut self, case: i64, day: NaiveDate) -> Result<Option<Child>> {
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        let known = match self.known.get(&case) {
            Some(known) => known,
            None => {
                let read = self.read(case)?;
                self.known.entry(case).or_insert(read)
            }
        };
        Ok(known.as_ref().map(|(birth, care)| Child {
            age: birth.and_then(|birth| Age::on(birth, day)),
            care: care.clone(),
        }))
    }

    fn read(&self, case: i64) -> Result<Option<Known>> {
        let birth = self
            .conn
            .prepare_cached("SELECT birth FROM case_file WHERE seq = ? AND rev > 0 AND void = 0")
            .and_then(|mut select| {
                select
                    .query_row([case], |row| row.get::<_, Option<String>>(0))
                    .optional()
            })
            .map_err(fault)?;
        let Some(birth) = birth else { return Ok(None) };
        let birth = birth.map(|text| self::birth(&text)).transpose()?;
        let mut select = self
            .conn
            .prepare_cached("SELECT item FROM case_answer WHERE axis = ? AND seq = ?")
            .map_err(fault)?;
        let axis = answer_axis(Field::Care).ok_or(Error::Damaged(Damage::Schema))?;
        let care = answers(&mut select, axis, case, Field::Care, self.items, self.profile)?;
        Ok((birth.is_some() || !care.is_empty()).then_some((birth, care)))
    }
}

pub(super) fn birth(text: &str) -> Result<Birth> {
    match Value::from_canonical(Field::Birth, text) {
        Some(Value::Birth(birth)) => Ok(birth),
        _ => Err(Error::Damaged(Damage::Record)),
    }
}
