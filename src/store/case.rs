//! Cases and staff by their codes, and which consultation of a case is its first.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Statement};

use super::fault::fault;
use super::items::Items;
use super::record::day_number;
use crate::domain::consultation::{Entry, Newness};
use crate::domain::era::fiscal_year;
use crate::domain::field::Field;
use crate::domain::list::{Code, List, NEW};
use crate::domain::profile::NewnessRule;
use crate::error::Result;

/// How many codes are remembered while many records are written.
const REMEMBERED: usize = 4096;

/// A table of codes that grows as they are first named: cases, staff.
pub(super) struct Names<'c> {
    select: Statement<'c>,
    insert: Statement<'c>,
    known: HashMap<String, i64>,
}

impl<'c> Names<'c> {
    pub fn new(conn: &'c Connection, table: &str) -> Result<Self> {
        Ok(Self {
            select: conn
                .prepare(&format!("SELECT seq FROM {table} WHERE code = ?"))
                .map_err(fault)?,
            insert: conn
                .prepare(&format!("INSERT INTO {table} (code) VALUES (?) RETURNING seq"))
                .map_err(fault)?,
            known: HashMap::new(),
        })
    }

    /// The row of a code; a code named for the first time gets one.
    pub fn seq(&mut self, code: &str) -> Result<i64> {
        if let Some(seq) = self.known.get(code) {
            return Ok(*seq);
        }
        let found = self
            .select
            .query_row([code], |row| row.get(0))
            .optional()
            .map_err(fault)?;
        let seq = match found {
            Some(seq) => seq,
            None => self.insert.query_row([code], |row| row.get(0)).map_err(fault)?,
        };
        if self.known.len() == REMEMBERED {
            self.known.clear();
        }
        self.known.insert(code.to_owned(), seq);
        Ok(seq)
    }
}

/// Finds which consultation of a case is its first: by date, time and order of entry, among those
/// of its own kind (a call to a third party does not make the family's first call a later one).
pub(super) struct First<'c> {
    select: CachedStatement<'c>,
    rule: NewnessRule,
}

impl<'c> First<'c> {
    pub fn new(conn: &'c Connection, rule: NewnessRule) -> Result<Self> {
        let select = "SELECT seq FROM consultation INDEXED BY consultation_case
                      WHERE case_seq = ? AND kind = ? AND day >= ? AND void = 0 AND case_seq IS NOT NULL
                      ORDER BY day, minute, seq LIMIT 1";
        Ok(Self {
            select: conn.prepare_cached(select).map_err(fault)?,
            rule,
        })
    }

    /// The case's first record of a kind on or after a day, by row.
    pub fn seq(&mut self, case: i64, kind: i64, from_day: i64) -> Result<Option<i64>> {
        self.select
            .query_row((case, kind, from_day), |row| row.get(0))
            .optional()
            .map_err(fault)
    }

    /// The day from which a record counts as the first, given its own day.
    pub fn first_day_for(&self, day: i64) -> i64 {
        match self.rule {
            NewnessRule::CaseEver | NewnessRule::AsEntered => i64::MIN,
            NewnessRule::CaseFiscalYear => super::record::day_of(day)
                .and_then(|date| chrono::NaiveDate::from_ymd_opt(fiscal_year(date), 4, 1))
                .map_or(i64::MIN, day_number),
        }
    }

    /// Whether the rule asks for the case at all.
    pub fn by_case(&self) -> bool {
        self.rule != NewnessRule::AsEntered
    }

    /// New or continuing, by the rule where there is a case, else as entered.
    pub fn of(
        &mut self,
        entry: &Entry,
        case: Option<i64>,
        seq: i64,
        items: &Items,
    ) -> Result<Option<Newness>> {
        let entered = || {
            let code = entry.code(Field::Newness).map(Code::as_str);
            code.map(|code| {
                if code == NEW {
                    Newness::New
                } else {
                    Newness::Continuing
                }
            })
        };
        let kind = entry
            .code(Field::Kind)
            .and_then(|code| items.id(List::Kind, code));
        let (Some(case), Some(kind), Some(day)) = (case.filter(|_| self.by_case()), kind, entry.day()) else {
            return Ok(entered());
        };
        let first = self.seq(case, kind, self.first_day_for(day_number(day)))?;
        Ok(Some(if first == Some(seq) {
            Newness::New
        } else {
            Newness::Continuing
        }))
    }
}
