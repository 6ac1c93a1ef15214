//! A table typed from paper, held cell by cell against the ledger's.

use super::axis::{Axis, Bucket};
use super::standard::Part;
use super::tally::{Cell, Count, Line, Table};

/// Which of the ledger's tables a printed one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One of the standard tables.
    Part(Part),
    /// The table of these rows and columns; without columns, of totals alone.
    Axes(Axis, Option<Axis>),
}

/// What the label of a row or column stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// A code of the axis.
    Code(String),
    /// 計, 合計
    Total,
    /// What stands beside the figures and is not compared: those of an earlier span, differences, shares.
    Aside,
    /// Nothing that the ledger knows.
    Unknown,
}

/// A row or column of a printed table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// As it was typed.
    pub label: String,
    /// What it stands for.
    pub head: Head,
    /// Where it stands: a column's number in its row, a row's line in the file, both from 1.
    pub at: u64,
}

impl Side {
    /// Whether it stands for one of the rows or columns, be it one that the ledger does not know.
    fn is_counted(&self) -> bool {
        matches!(self.head, Head::Code(_) | Head::Unknown)
    }
}

/// A table as it was typed, its labels understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Which table it is.
    pub which: Which,
    /// The line of its head, from 1.
    pub line: u64,
    /// Its columns.
    pub cols: Vec<Side>,
    /// Its rows, each with a figure for every column.
    pub rows: Vec<(Side, Vec<Cell>)>,
}

/// A figure that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its row.
    pub row: Side,
    /// Its column.
    pub col: Side,
    /// As printed.
    pub printed: Cell,
    /// As the ledger counts.
    pub ledger: Cell,
}

impl Difference {
    /// By how much the printed figure is larger; `None` where one of them is not applicable.
    pub fn by(&self) -> Option<i64> {
        let (printed, ledger) = self.printed.zip(self.ledger)?;
        Some(printed.cast_signed().wrapping_sub(ledger.cast_signed()))
    }
}

/// A printed total that is not the sum of the figures printed beside it, or above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongSum {
    /// The total's row.
    pub row: Side,
    /// Its column.
    pub col: Side,
    /// As printed.
    pub printed: Cell,
    /// What the figures of its row add up to, where that is something else.
    pub across: Option<u64>,
    /// What the figures of its column add up to, where that is something else.
    pub down: Option<u64>,
}

/// A row or column of the ledger's table that the printed one lacks, and that is not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its axis.
    pub axis: Axis,
    /// What it is.
    pub bucket: Bucket,
    /// Its total in the ledger.
    pub ledger: u64,
}

/// What comparing a printed table with the ledger came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Which table it is.
    pub which: Which,
    /// The line of its head, from 1.
    pub line: u64,
    /// How many figures were compared.
    pub compared: u64,
    /// The figures that differ.
    pub differences: Vec<Difference>,
    /// The printed totals that do not add up.
    pub sums: Vec<WrongSum>,
    /// Rows that the ledger does not know.
    pub unknown_rows: Vec<Side>,
    /// Columns that the ledger does not know.
    pub unknown_cols: Vec<Side>,
    /// What the printed table lacks.
    pub missing: Vec<Missing>,
    /// Columns and rows that were not compared: earlier figures and the like.
    pub aside: Vec<String>,
}

impl Replay {
    /// Whether paper and ledger say the same, and the paper agrees with itself. Where nothing could be
    /// compared they do not.
    pub fn agrees(&self) -> bool {
        self.faults() == 0 && self.compared > 0
    }

    /// How many places do not agree: each figure once, whatever is wrong with it.
    pub fn faults(&self) -> usize {
        let unknown = self.unknown_rows.len() + self.unknown_cols.len();
        self.differences.len() + self.sums_alone().count() + self.missing.len() + unknown
    }

    /// What is wrong on paper itself with a figure that differs from the ledger's.
    pub fn sum_of(&self, difference: &Difference) -> Option<&WrongSum> {
        let place = (difference.row.at, difference.col.at);
        self.sums.iter().find(|sum| (sum.row.at, sum.col.at) == place)
    }

    /// The totals that do not add up though the ledger has the same, or none.
    pub fn sums_alone(&self) -> impl Iterator<Item = &WrongSum> {
        let is_told = |sum: &&WrongSum| self.differences.iter().any(|one| self.sum_of(one) == Some(*sum));
        self.sums.iter().filter(move |sum| !is_told(sum))
    }
}

/// Holds a printed table against the ledger's. What is not applicable is so on both sides; a row or
/// column that the ledger's table does not show because it is zero may be printed as zero or as that.
/// Where records have several answers a total is no sum, and is not added up.
pub fn replay(printed: &Printed, table: &Table) -> Replay {
    let unknown = |sides: &mut dyn Iterator<Item = &Side>| -> Vec<Side> {
        sides.filter(|side| side.head == Head::Unknown).cloned().collect()
    };
    let mut replay = Replay {
        which: printed.which,
        line: printed.line,
        compared: 0,
        differences: Vec::new(),
        sums: sums(printed, table),
        unknown_rows: unknown(&mut printed.rows.iter().map(|(row, _)| row)),
        unknown_cols: unknown(&mut printed.cols.iter()),
        missing: missing(printed, table),
        aside: Vec::new(),
    };
    let sides = printed.cols.iter().chain(printed.rows.iter().map(|(row, _)| row));
    let aside = sides.filter(|side| side.head == Head::Aside);
    replay.aside = aside.map(|side| side.label.clone()).collect();
    for (row, cells) in &printed.rows {
        for (col, cell) in printed.cols.iter().zip(cells) {
            let Some(known) = figure(table, &row.head, &col.head) else {
                continue;
            };
            replay.compared += 1;
            let agrees = match known {
                Known::Figure(figure) => figure == *cell,
                Known::NotShown => cell.is_none_or(|n| n == 0),
            };
            if !agrees {
                replay.differences.push(Difference {
                    row: row.clone(),
                    col: col.clone(),
                    printed: *cell,
                    ledger: match known {
                        Known::Figure(figure) => figure,
                        Known::NotShown => Some(0),
                    },
                });
            }
        }
    }
    replay
}

/// What the ledger says of a place.
enum Known {
    Figure(Cell),
    /// Its row or column is not in the table, as it is zero.
    NotShown,
}

/// The ledger's figure under those heads; `None` where it has none to compare with.
fn figure(table: &Table, row: &Head, col: &Head) -> Option<Known> {
    let in_line = |line: &Line| match col {
        Head::Total => Some(Known::Figure(line.total)),
        Head::Code(code) => {
            table.query.cols?;
            let at = table.columns.iter().position(|column| column.code == *code);
            Some(at.map_or(Known::NotShown, |at| Known::Figure(line.cells[at])))
        }
        Head::Aside | Head::Unknown => None,
    };
    match row {
        Head::Total => in_line(&table.total),
        Head::Code(code) => match table.rows.iter().find(|row| row.bucket.code == *code) {
            Some(row) => in_line(&row.line),
            None => in_line(&table.total).map(|_| Known::NotShown),
        },
        Head::Aside | Head::Unknown => None,
    }
}

/// The printed totals that are not the sums of what is printed.
fn sums(printed: &Printed, table: &Table) -> Vec<WrongSum> {
    let adds_up = |axis: Axis| table.query.count == Count::Contacts && !axis.has_multiple_answers();
    let is_summed_across = table.query.cols.is_some_and(adds_up);
    let is_summed_down = adds_up(table.query.rows);
    let across = |cells: &[Cell]| {
        let parts = printed.cols.iter().zip(cells);
        Parts::of(parts.map(|(col, cell)| (&col.head, *cell)))
    };
    let down = |at: usize| {
        let parts = printed.rows.iter();
        Parts::of(parts.map(|(row, cells)| (&row.head, cells[at])))
    };
    let mut wrong = Vec::new();
    for (row, cells) in &printed.rows {
        for (at, col) in printed.cols.iter().enumerate() {
            let is_end = is_summed_across && col.head == Head::Total;
            let is_foot = is_summed_down && row.head == Head::Total && col.head != Head::Aside;
            // A column that the ledger does not know may be anything; a row is mostly one more of its kind.
            let across = is_end
                .then(|| across(cells))
                .filter(|parts| !parts.make(cells[at]));
            let down = is_foot.then(|| down(at)).filter(|parts| !parts.make(cells[at]));
            if across.is_some() || down.is_some() {
                wrong.push(WrongSum {
                    row: row.clone(),
                    col: col.clone(),
                    printed: cells[at],
                    across: across.map(|parts| parts.known),
                    down: down.map(|parts| parts.known + parts.unknown),
                });
            }
        }
    }
    wrong
}

/// What stands in a line of a printed table, but for its totals: what is known, and what is not.
struct Parts {
    known: u64,
    unknown: u64,
    has_known: bool,
    is_empty: bool,
}

impl Parts {
    fn of<'a>(line: impl Iterator<Item = (&'a Head, Cell)>) -> Self {
        let mut parts = Self {
            known: 0,
            unknown: 0,
            has_known: false,
            is_empty: true,
        };
        for (head, cell) in line {
            let figure = cell.unwrap_or(0);
            match head {
                Head::Code(_) => parts.known += figure,
                Head::Unknown => parts.unknown += figure,
                Head::Total | Head::Aside => continue,
            }
            parts.has_known |= matches!(head, Head::Code(_));
            parts.is_empty = false;
        }
        parts
    }

    /// Whether a printed total is theirs, with what is unknown or without it; no parts make any total.
    fn make(&self, total: Cell) -> bool {
        let total = total.unwrap_or(0);
        self.is_empty || total == self.known + self.unknown || (self.has_known && total == self.known)
    }
}

/// What the printed table has no row or column for, though the ledger counts something there. A table
/// of totals alone lacks nothing.
fn missing(printed: &Printed, table: &Table) -> Vec<Missing> {
    let lacks = |sides: &[&Side], bucket: &Bucket| {
        let is_it = |side: &&Side| side.head == Head::Code(bucket.code.clone());
        sides.iter().any(|side| side.is_counted()) && !sides.iter().any(is_it)
    };
    let rows: Vec<&Side> = printed.rows.iter().map(|(row, _)| row).collect();
    let cols: Vec<&Side> = printed.cols.iter().collect();
    let of_rows = table
        .rows
        .iter()
        .map(|row| (table.query.rows, &row.bucket, row.line.total));
    let of_cols = table.columns.iter().zip(&table.total.cells);
    let of_cols = table
        .query
        .cols
        .into_iter()
        .flat_map(|axis| of_cols.clone().map(move |(bucket, total)| (axis, bucket, *total)));
    let lacking = of_rows
        .filter(|(_, bucket, _)| lacks(&rows, bucket))
        .chain(of_cols.filter(|(_, bucket, _)| lacks(&cols, bucket)));
    let missing = lacking.filter_map(|(axis, bucket, total)| {
        Some(Missing {
            axis,
            bucket: bucket.clone(),
            ledger: total.filter(|n| *n > 0)?,
        })
    });
    missing.collect()
}
