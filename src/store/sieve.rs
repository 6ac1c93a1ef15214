//! A filter made ready for one scan: what a record must hold on each restricted axis.

use rusqlite::Connection;

use super::Ledger;
use super::answers::{self, Hit};
use super::case::First;
use super::facts::{Dim, Fact, place_of_code};
use crate::domain::axis::{Axis, Filter};
use crate::domain::period::Period;
use crate::error::{Refusal, Result};

struct Clause {
    dim: Dim,
    /// By place.
    allowed: Vec<bool>,
}

impl Clause {
    fn allows(&self, place: u32) -> bool {
        self.allowed.get(place as usize).copied().unwrap_or(false)
    }
}

/// The clauses of a filter: those that one fact answers, and those that need the second pass.
pub(super) struct Sieve {
    plain: Vec<Clause>,
    several: Vec<Clause>,
}

impl Sieve {
    pub fn new(ledger: &Ledger, filter: &Filter, period: &Period) -> Result<Self> {
        let mut sieve = Self {
            plain: Vec::new(),
            several: Vec::new(),
        };
        for (axis, codes) in filter.clauses() {
            let (mut dim, buckets) = Dim::new(ledger, axis, period)?;
            let mut allowed = vec![false; buckets.len()];
            for code in codes {
                let place = place_of_code(&mut dim, &buckets, &ledger.conn, axis, code)?;
                let Some(place) = place else {
                    // A month outside the span is no mistake: nothing of it is in the span.
                    if is_time(axis) && is_time_code(axis, code) {
                        continue;
                    }
                    return Err(Refusal::NoSuchCode(axis, code.clone()).into());
                };
                let place = place as usize;
                allowed.resize(allowed.len().max(place + 1), false);
                allowed[place] = true;
            }
            let clauses = if axis.has_multiple_answers() {
                &mut sieve.several
            } else {
                &mut sieve.plain
            };
            clauses.push(Clause { dim, allowed });
        }
        Ok(sieve)
    }

    pub fn dims(&self) -> impl Iterator<Item = &Dim> {
        self.plain.iter().chain(&self.several).map(|clause| &clause.dim)
    }

    pub fn needs_answers(&self) -> bool {
        !self.several.is_empty()
    }

    /// Whether a record passes the clauses of one answer.
    pub fn passes(&mut self, fact: &Fact, first: &mut First<'_>) -> Result<bool> {
        for clause in &mut self.plain {
            let place = clause.dim.place(fact, first)?;
            if !clause.allows(place) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Keeps the hits that pass the clauses of several answers; they must be sorted by `seq`.
    pub fn retain(&self, conn: &Connection, hits: &mut Vec<Hit>) -> Result<()> {
        let mut places = Vec::new();
        for clause in &self.several {
            let lists = answers::read(conn, &clause.dim, hits)?;
            let mut at = 0;
            hits.retain(|_| {
                lists.of(at, &mut places);
                at += 1;
                places.iter().any(|place| clause.allows(*place))
            });
        }
        Ok(())
    }
}

fn is_time(axis: Axis) -> bool {
    matches!(axis, Axis::Month | Axis::Quarter)
}

fn is_time_code(axis: Axis, code: &str) -> bool {
    let separator = if axis == Axis::Month { '-' } else { 'Q' };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    code.split_once(separator)
        .is_some_and(|(year, rest)| number(year) && number(rest))
}
