//! Figures while they are being counted.

use std::collections::HashMap;

use crate::domain::tally::{Count, Counts};

/// Counts by place on two axes. Dense where both axes are known beforehand, sparse where one grows
/// as cases or staff are met.
pub(super) struct Grid {
    width: usize,
    dense: Option<Vec<u64>>,
    sparse: HashMap<(u32, u32), u64>,
    row_totals: Vec<u64>,
    col_totals: Vec<u64>,
    records: u64,
    /// Records by another way of counting, where the figures came from stored counts that are in doubt.
    proven: Option<u64>,
    /// Row, column and case of every answer, packed; `None` when consultations are counted.
    people: Option<Vec<Answer>>,
    /// Whether an answer lay beyond the places of any table that may be made.
    is_beyond: bool,
    unlinked: u64,
}

/// An answer of a case, in the order of rows, columns, cases: 16, 16 and 32 bits.
type Answer = u64;

fn packed(row: u32, col: u32, case: u32) -> Answer {
    u64::from(row) << 48 | u64::from(col) << 32 | u64::from(case)
}

/// Row, column and case of an answer.
fn unpacked(answer: Answer) -> [u32; 3] {
    [answer >> 48, answer >> 32 & 0xffff, answer & 0xffff_ffff].map(|part| part as u32)
}

/// Most cells of a table: what nobody could read would only fill the memory.
pub(super) const CELLS: usize = 40_000;

/// Up to so many answers of cases, room doubles; then it grows by a quarter.
const ROOM: usize = 300_000;

/// No ledger has so many children's files: a higher number is damage, and room is taken by number.
pub(super) const CASES: u32 = 1 << 23;

/// Stands for "no case" among the cases.
pub(super) const NO_CASE: u32 = u32::MAX;

impl Grid {
    /// An empty grid; `None` for an axis that grows.
    pub fn new(rows: Option<usize>, width: Option<usize>, count: Count) -> Self {
        Self {
            width: width.unwrap_or(0),
            dense: rows.zip(width).map(|(rows, width)| vec![0; rows * width]),
            sparse: HashMap::new(),
            row_totals: vec![0; rows.unwrap_or(0)],
            col_totals: vec![0; width.unwrap_or(0)],
            records: 0,
            proven: None,
            people: (count == Count::People).then(Vec::new),
            is_beyond: false,
            unlinked: 0,
        }
    }

    /// Counts consultations with one answer on either axis.
    pub fn add(&mut self, row: u32, col: Option<u32>, case: u32, n: i64) {
        self.add_answers(&[row], col.as_ref().map(std::slice::from_ref), case, n);
    }

    /// Counts consultations with these answers: once in each row, each column, each cell, and the total.
    pub fn add_answers(&mut self, rows: &[u32], cols: Option<&[u32]>, case: u32, n: i64) {
        self.records = self.records.wrapping_add_signed(n);
        if self.people.is_some() {
            self.add_people(rows, cols, case, n);
            return;
        }
        for &row in rows {
            bump(&mut self.row_totals, row, n);
            for &col in cols.unwrap_or_default() {
                match &mut self.dense {
                    Some(dense) => {
                        let cell = &mut dense[row as usize * self.width + col as usize];
                        *cell = cell.wrapping_add_signed(n);
                    }
                    None => {
                        let cell = self.sparse.entry((row, col)).or_default();
                        *cell = cell.wrapping_add_signed(n);
                    }
                }
            }
        }
        for &col in cols.unwrap_or_default() {
            bump(&mut self.col_totals, col, n);
        }
    }

    fn add_people(&mut self, rows: &[u32], cols: Option<&[u32]>, case: u32, n: i64) {
        let Some(people) = &mut self.people else { return };
        if people.len() + rows.len() * cols.map_or(1, <[u32]>::len) > people.capacity() {
            // A case that comes again is known already: room is made before more is taken.
            people.sort_unstable();
            people.dedup();
            people.reserve_exact((people.len() / 4).max(people.len().min(ROOM)) + 4096);
        }
        if case == NO_CASE {
            self.unlinked = self.unlinked.wrapping_add_signed(n);
            return;
        }
        let is_beyond = |places: &[u32]| places.iter().any(|place| *place as usize >= CELLS);
        if is_beyond(rows) || cols.is_some_and(is_beyond) {
            self.is_beyond = true;
            return;
        }
        for &row in rows {
            people.extend(cols.unwrap_or(&[0]).iter().map(|&col| packed(row, col, case)));
        }
    }

    /// Says how many records there are by the records themselves.
    pub fn prove(&mut self, records: u64) {
        self.proven = Some(records);
    }

    /// Consultations counted so far.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Whether more places were met than a table may have.
    pub fn is_too_large(&self) -> bool {
        let most = self.sparse.len().max(self.row_totals.len());
        self.is_beyond || most.max(self.col_totals.len()) > CELLS
    }

    /// The figures, with rows and columns brought into the order of the table: `row_order[i]` is
    /// the place whose figures stand in row i.
    pub fn counts(mut self, row_order: &[u32], col_order: &[u32]) -> Counts {
        let total = self.settle_people();
        let mut counts = Counts::empty(row_order.len(), col_order.len());
        let at = |totals: &[u64], place: u32| totals.get(place as usize).copied().unwrap_or(0);
        for (row, &row_place) in row_order.iter().enumerate() {
            counts.row_totals[row] = at(&self.row_totals, row_place);
            for (col, &col_place) in col_order.iter().enumerate() {
                counts.cells[row * counts.width + col] = match &self.dense {
                    Some(dense) => at(dense, row_place * self.width as u32 + col_place),
                    None => self.sparse.get(&(row_place, col_place)).copied().unwrap_or(0),
                };
            }
        }
        for (col, &col_place) in col_order.iter().enumerate() {
            counts.col_totals[col] = at(&self.col_totals, col_place);
        }
        counts.total = total;
        counts.records = self.proven.unwrap_or(self.records);
        counts.unlinked = self.unlinked;
        counts
    }

    /// Turns the answers of cases into numbers of distinct cases; the grid's total.
    fn settle_people(&mut self) -> u64 {
        let Some(mut people) = self.people.take() else {
            return self.records;
        };
        people.sort_unstable();
        people.dedup();
        for [row, col, _] in people.iter().copied().map(unpacked) {
            match &mut self.dense {
                Some(dense) if self.width > 0 => dense[row as usize * self.width + col as usize] += 1,
                _ => *self.sparse.entry((row, col)).or_default() += 1,
            }
        }
        let by_row = people
            .iter()
            .copied()
            .map(unpacked)
            .map(|[row, _, case]| (row, case));
        let total = distinct(by_row, &mut self.row_totals);
        let by_col = in_columns(&people);
        distinct(by_col.into_iter(), &mut self.col_totals);
        total
    }
}

/// Adds the distinct cases of each place, which come one place after the other; all distinct cases.
fn distinct(answers: impl Iterator<Item = (u32, u32)>, totals: &mut Vec<u64>) -> u64 {
    let mut last_in: Vec<u32> = Vec::new();
    for (place, case) in answers {
        let case = case as usize;
        if case >= last_in.len() {
            last_in.resize(case + 1, u32::MAX);
        }
        if std::mem::replace(&mut last_in[case], place) != place {
            bump(totals, place, 1);
        }
    }
    last_in.iter().filter(|place| **place != u32::MAX).count() as u64
}

/// Columns with their cases, one column after the other: put there by counting, as the columns are few.
fn in_columns(people: &[Answer]) -> Vec<(u32, u32)> {
    let mut starts: Vec<usize> = Vec::new();
    for [_, col, _] in people.iter().copied().map(unpacked) {
        let col = col as usize;
        if col >= starts.len() {
            starts.resize(col + 1, 0);
        }
        starts[col] += 1;
    }
    let mut start = 0;
    for count in &mut starts {
        start += std::mem::replace(count, start);
    }
    let mut sorted = vec![(0, 0); people.len()];
    for [_, col, case] in people.iter().copied().map(unpacked) {
        let place = &mut starts[col as usize];
        sorted[*place] = (col, case);
        *place += 1;
    }
    sorted
}

/// What is taken off may come before what it is taken off from: in between a figure may wrap.
fn bump(totals: &mut Vec<u64>, place: u32, n: i64) {
    let place = place as usize;
    if place >= totals.len() {
        totals.resize(place + 1, 0);
    }
    totals[place] = totals[place].wrapping_add_signed(n);
}
