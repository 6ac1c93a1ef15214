//! The second pass of a count or a list: axes on which one consultation has several answers.

use rusqlite::Connection;

use super::facts::{Col, Dim, Fact, NULL_FACT};
use super::fault::fault;
use super::files::ByCase;
use super::grid::{CASES, NO_CASE};
use crate::error::{Damage, Error, Result};

/// A record that passed the first pass, with its places on the axes of one answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub seq: u32,
    pub row: u32,
    pub col: u32,
    pub case: u32,
}

/// The case of a record as a hit holds it; the fact must have been read with what its dims need.
pub(super) fn case_of(fact: &Fact) -> Result<u32> {
    match fact.cols[Col::Case as usize] {
        NULL_FACT => Ok(NO_CASE),
        case => u32::try_from(case)
            .ok()
            .filter(|case| *case < CASES)
            .ok_or(Error::Damaged(Damage::Record)),
    }
}

/// The answers of every hit on one axis, in the order of the hits.
pub(super) struct Lists {
    /// Where each hit's places begin; one more than there are hits.
    starts: Vec<u32>,
    places: Vec<u16>,
}

impl Lists {
    /// The places of a hit: those of its answers, or that of having none.
    pub fn of(&self, hit: usize, into: &mut Vec<u32>) {
        into.clear();
        let range = self.starts[hit] as usize..self.starts[hit + 1] as usize;
        into.extend(self.places[range].iter().map(|place| u32::from(*place)));
    }
}

/// More rows than this for each hit, and looking each hit up is cheaper than reading them all.
const SPARSE: usize = 24;

/// Reads the answers of hits, which must be sorted by `seq`.
pub(super) fn read(conn: &Connection, dim: &Dim, hits: &[Hit]) -> Result<Lists> {
    let Dim::Answers {
        axis,
        places,
        none,
        of_case,
    } = dim
    else {
        return Err(Error::Damaged(Damage::Schema));
    };
    let mut lists = Lists {
        starts: Vec::with_capacity(hits.len() + 1),
        places: Vec::with_capacity(hits.len()),
    };
    lists.starts.push(0);
    let mut answers = Answers {
        lists: &mut lists,
        places,
        none: *none,
        of_case,
    };
    let (Some(first), Some(last)) = (hits.first(), hits.last()) else {
        return Ok(lists);
    };
    if (last.seq - first.seq) as usize / hits.len() > SPARSE {
        look_up(conn, *axis, hits, &mut answers)?;
    } else {
        merge(conn, *axis, hits, &mut answers)?;
    }
    Ok(lists)
}

struct Answers<'a> {
    lists: &'a mut Lists,
    places: &'a [u32],
    none: u32,
    /// What the files of cases answer: that counts in the place of the record's own.
    of_case: &'a ByCase<Vec<i64>>,
}

impl Answers<'_> {
    fn add(&mut self, item: i64) {
        let place = usize::try_from(item)
            .ok()
            .and_then(|item| self.places.get(item))
            .copied()
            .unwrap_or(self.none);
        // A list holds far fewer items than a u16.
        self.lists.places.push(place as u16);
    }

    fn end(&mut self, hit: &Hit) {
        let begun = self.lists.starts.last().copied().unwrap_or(0) as usize;
        if let Some(items) = self.of_case.get(&hit.case.into()) {
            self.lists.places.truncate(begun);
            items.iter().for_each(|item| self.add(*item));
        }
        if self.lists.places.len() == begun {
            self.lists.places.push(self.none as u16);
        }
        self.lists.starts.push(self.lists.places.len() as u32);
    }
}

fn look_up(conn: &Connection, axis: i64, hits: &[Hit], answers: &mut Answers<'_>) -> Result<()> {
    let mut select = conn
        .prepare_cached("SELECT item FROM answer WHERE axis = ? AND seq = ?")
        .map_err(fault)?;
    for hit in hits {
        let mut rows = select.query((axis, hit.seq)).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            answers.add(row.get(0).map_err(fault)?);
        }
        answers.end(hit);
    }
    Ok(())
}

fn merge(conn: &Connection, axis: i64, hits: &[Hit], answers: &mut Answers<'_>) -> Result<()> {
    let mut select = conn
        .prepare_cached("SELECT seq, item FROM answer WHERE axis = ? AND seq BETWEEN ? AND ?")
        .map_err(fault)?;
    let ends = (axis, hits[0].seq, hits[hits.len() - 1].seq);
    let mut rows = select.query(ends).map_err(fault)?;
    let mut at = 0;
    while let Some(row) = rows.next().map_err(fault)? {
        let seq: i64 = row.get(0).map_err(fault)?;
        while at < hits.len() && i64::from(hits[at].seq) < seq {
            answers.end(&hits[at]);
            at += 1;
        }
        if at < hits.len() && i64::from(hits[at].seq) == seq {
            answers.add(row.get(1).map_err(fault)?);
        }
    }
    for hit in &hits[at..] {
        answers.end(hit);
    }
    Ok(())
}
