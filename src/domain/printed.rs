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
    /// Figures of an earlier span, which are not compared.
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
    /// Whether its figures are among those that the printed totals are made of.
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

/// A printed total that is not the sum of the figures printed beside or above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongSum {
    /// The total's row.
    pub row: Side,
    /// Its column.
    pub col: Side,
    /// Whether it is the end of a row; else the foot of a column.
    pub is_of_row: bool,
    /// As printed.
    pub printed: Cell,
    /// What the figures add up to.
    pub sum: u64,
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
    /// Columns that were not compared: earlier figures.
    pub aside: Vec<String>,
}

impl Replay {
    /// Whether paper and ledger say the same, and the paper agrees with itself.
    pub fn agrees(&self) -> bool {
        self.faults() == 0
    }

    /// How many places do not agree.
    pub fn faults(&self) -> usize {
        let unknown = self.unknown_rows.len() + self.unknown_cols.len();
        self.differences.len() + self.sums.len() + self.missing.len() + unknown
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
    let aside = printed.cols.iter().filter(|col| col.head == Head::Aside);
    replay.aside = aside.map(|col| col.label.clone()).collect();
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
    let mut wrong = Vec::new();
    let mut check = |(row, col): (&Side, &Side), is_of_row: bool, cell: Cell, parts: Vec<Cell>| {
        let sum = parts.iter().flatten().sum();
        if !parts.is_empty() && cell.unwrap_or(0) != sum {
            wrong.push(WrongSum {
                row: row.clone(),
                col: col.clone(),
                is_of_row,
                printed: cell,
                sum,
            });
        }
    };
    let totals = |at: usize| printed.cols[at].head == Head::Total;
    for (row, cells) in &printed.rows {
        let parts = printed.cols.iter().zip(cells).filter(|(col, _)| col.is_counted());
        let parts: Vec<Cell> = parts.map(|(_, cell)| *cell).collect();
        for at in (0..cells.len()).filter(|at| totals(*at) && table.query.cols.is_some_and(adds_up)) {
            check((row, &printed.cols[at]), true, cells[at], parts.clone());
        }
    }
    let feet = printed.rows.iter().filter(|(row, _)| row.head == Head::Total);
    for (row, cells) in feet.filter(|_| adds_up(table.query.rows)) {
        for (at, col) in printed
            .cols
            .iter()
            .enumerate()
            .filter(|(_, col)| col.head != Head::Aside)
        {
            let above = printed.rows.iter().filter(|(row, _)| row.is_counted());
            check(
                (row, col),
                false,
                cells[at],
                above.map(|(_, cells)| cells[at]).collect(),
            );
        }
    }
    wrong
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
