//! Tallies: one [`Table`] is what the screen shows, the command line prints and every export renders.

use chrono::{Datelike, NaiveDate};

use super::axis::{Axis, Bucket, Filter};
use super::list::{Item, Shown};
use super::period::Period;

/// What a figure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Count {
    /// 延べ件数: consultations.
    #[default]
    Contacts,
    /// 実人数: distinct cases.
    People,
}

impl Count {
    /// Its code on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::People => "people",
        }
    }
}

/// What a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same span one year earlier (前年同期).
    Year,
    /// The preceding span of the same kind.
    Previous,
}

impl Comparison {
    /// Its code on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Previous => "previous",
        }
    }

    /// The span compared with; a running period is compared up to the same day.
    pub fn span(self, period: &Period, today: NaiveDate) -> Period {
        match self {
            Self::Year => period.compared_year(today),
            Self::Previous => period.compared_previous(today),
        }
    }
}

/// What is to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The days.
    pub period: Period,
    /// Which consultations.
    pub filter: Filter,
    /// Down the side.
    pub rows: Axis,
    /// Across the top.
    pub cols: Option<Axis>,
    /// Consultations or cases.
    pub count: Count,
}

/// A figure; `None` is not applicable (－), never zero.
pub type Cell = Option<u64>;

/// One line of figures: the cells under the columns, and the total at their end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// One figure a column.
    pub cells: Vec<Cell>,
    /// The line's total.
    pub total: Cell,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row stands for.
    pub bucket: Bucket,
    /// Its figures.
    pub line: Line,
    /// The same figures in the span compared with.
    pub before: Option<Line>,
}

/// A tally, ready to be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The question it answers.
    pub query: Query,
    /// The last day that is counted: the earlier of the period's end and today.
    pub as_of: NaiveDate,
    /// The span compared with, if any.
    pub compared: Option<Period>,
    /// The columns shown; empty on one axis only.
    pub columns: Vec<Bucket>,
    /// The rows shown.
    pub rows: Vec<Row>,
    /// The foot.
    pub total: Line,
    /// The foot in the span compared with.
    pub total_before: Option<Line>,
    /// Consultations counted.
    pub records: u64,
    /// Consultations counted that belong to no case.
    pub unlinked: u64,
    /// Consultations dated after "as of": not counted.
    pub later: u64,
}

/// Whether a table ties: the sums down the rows and across the columns, and the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Sum of the rows' totals.
    pub rows: u64,
    /// Sum of the columns' totals; as the rows on one axis only.
    pub columns: u64,
    /// Consultations (or cases) counted on their own.
    pub records: u64,
    /// Whether the three are as the table's rule says.
    pub ties: bool,
}

/// Figures of one span before they are put under labels: every bucket of both axes has a place,
/// shown or not. Margins are counted on their own, not added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Number of columns; 0 on one axis only.
    pub width: usize,
    /// Row by row, `width` figures each.
    pub cells: Vec<u64>,
    /// Of each row.
    pub row_totals: Vec<u64>,
    /// Of each column.
    pub col_totals: Vec<u64>,
    /// Of everything: consultations, or distinct cases.
    pub total: u64,
    /// Consultations counted.
    pub records: u64,
    /// Consultations counted that belong to no case.
    pub unlinked: u64,
}

impl Counts {
    /// No figures yet, for that many rows and columns.
    pub fn empty(rows: usize, width: usize) -> Self {
        Self {
            width,
            cells: vec![0; rows * width],
            row_totals: vec![0; rows],
            col_totals: vec![0; width],
            ..Self::default()
        }
    }

    fn cell(&self, row: usize, col: usize) -> Option<&u64> {
        let at = row * self.width + col;
        self.cells.get(at).filter(|_| col < self.width)
    }
}

/// The buckets of both axes; the places in [`Counts`] are theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Down the side.
    pub rows: Vec<Bucket>,
    /// Across the top.
    pub cols: Vec<Bucket>,
}

/// The figures of the span compared with; its places answer to the same places of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The span.
    pub period: Period,
    /// Its buckets: on the axes of time its own, else the table's.
    pub sides: Sides,
    /// Its figures.
    pub counts: Counts,
    /// Whether the ledger holds no record at all in it: nothing to compare with.
    pub is_blank: bool,
}

impl Earlier {
    /// For each place of the table, the place in the earlier counts that it is compared with. On the
    /// axes of months and quarters the n-th stands against the n-th, where both spans begin as far into
    /// one; what has no date stands against what has none.
    fn places(&self, query: &Query, axis: Axis, (now, then): (&[Bucket], &[Bucket])) -> Vec<Option<usize>> {
        let begins = |day: NaiveDate| match axis {
            Axis::Month => (0, day.day()),
            Axis::Quarter => (day.month0() % 3, day.day()),
            _ => (0, 0),
        };
        let is_aligned = begins(query.period.from) == begins(self.period.from);
        let (last_now, last_then) = (now.len().saturating_sub(1), then.len().saturating_sub(1));
        let is_time = matches!(axis, Axis::Month | Axis::Quarter);
        let place = |at: usize| match is_time {
            false => Some(at),
            true if at == last_now => Some(last_then),
            true => Some(at).filter(|at| is_aligned && *at < last_then),
        };
        (0..now.len()).map(place).collect()
    }
}

impl Table {
    /// The table without the span that it is compared with, and without the rows and columns that stand there
    /// for that span alone. A column stays where one of the tables that share its columns fills it.
    #[must_use]
    pub fn alone(&self, sharing: &[&Self]) -> Self {
        let fills = |bucket: &Bucket, n: Cell| bucket.shown == Shown::Always || n.is_some_and(|n| n > 0);
        let is_filled = |table: &Self, at: usize| {
            let n = table.total.cells.get(at).copied().flatten();
            table.columns.get(at).is_some_and(|column| fills(column, n))
        };
        let is_kept = |at: &usize| is_filled(self, *at) || sharing.iter().any(|table| is_filled(table, *at));
        let kept: Vec<usize> = (0..self.columns.len()).filter(is_kept).collect();
        let line = |line: &Line| Line {
            cells: kept
                .iter()
                .filter_map(|at| line.cells.get(*at).copied())
                .collect(),
            total: line.total,
        };
        let rows = self.rows.iter().filter(|row| fills(&row.bucket, row.line.total));
        Self {
            columns: kept.iter().map(|at| self.columns[*at].clone()).collect(),
            rows: rows
                .map(|row| Row {
                    bucket: row.bucket.clone(),
                    line: line(&row.line),
                    before: None,
                })
                .collect(),
            total: line(&self.total),
            total_before: None,
            compared: None,
            ..self.clone()
        }
    }
}

/// A query's figures, and those of the span that it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The question.
    pub query: Query,
    /// The buckets of both axes.
    pub sides: Sides,
    /// The figures.
    pub counts: Counts,
    /// The earlier figures.
    pub earlier: Option<Earlier>,
    /// Consultations of the period dated after "as of".
    pub later: u64,
}

impl Counted {
    /// Whether a place's margin is not zero, now or at the same place of the span compared with.
    fn has(&self, totals: fn(&Counts) -> &[u64], at: usize) -> bool {
        let now = totals(&self.counts);
        let then = self.earlier.as_ref().map(|earlier| totals(&earlier.counts));
        let then = then.filter(|then| then.len() == now.len());
        let counted = |margins: &[u64]| margins.get(at).is_some_and(|n| *n > 0);
        counted(now) || then.is_some_and(counted)
    }
}

impl Table {
    /// Puts figures under their labels. Tables that stand together and have the same axes show the
    /// same columns: one that is not zero in any of them is shown in all. Before any of the `centers` is
    /// open there is nothing to count, whatever the axes.
    pub fn build_all(counted: &[Counted], today: NaiveDate, centers: &[Item]) -> Vec<Self> {
        let opening = centers
            .iter()
            .map(|center| center.from.unwrap_or(NaiveDate::MIN))
            .min();
        let build = |one: &Counted| {
            let together =
                |other: &&Counted| (other.query.rows, other.query.cols) == (one.query.rows, one.query.cols);
            let cols: Vec<usize> = (0..one.sides.cols.len())
                .filter(|&at| {
                    one.sides.cols[at].shown == Shown::Always
                        || counted
                            .iter()
                            .filter(together)
                            .any(|other| other.has(|counts| &counts.col_totals, at))
                })
                .collect();
            Self::build(one, today, &cols, opening.unwrap_or(NaiveDate::MIN))
        };
        counted.iter().map(build).collect()
    }

    /// What is shown only when it is not zero goes where it is zero now and before, and what cannot
    /// be known yet is not applicable.
    fn build(counted: &Counted, today: NaiveDate, cols: &[usize], opening: NaiveDate) -> Self {
        let Counted {
            query,
            sides,
            counts,
            earlier,
            later,
        } = counted;
        let as_of = query.period.as_of(today);
        let shown = |at: &usize| {
            sides.rows[*at].shown == Shown::Always || counted.has(|counts| &counts.row_totals, *at)
        };
        let shown: Vec<usize> = (0..sides.rows.len()).filter(shown).collect();
        let now = Picture {
            rows: (0..sides.rows.len()).map(Some).collect(),
            places: (0..sides.cols.len()).map(Some).collect(),
            sides,
            counts,
            shown: &shown,
            cols,
            days: (query.period.from.max(opening), as_of),
            is_blank: false,
        };
        let then = earlier.as_ref().map(|earlier| Picture {
            rows: earlier.places(query, query.rows, (&sides.rows, &earlier.sides.rows)),
            places: query.cols.map_or_else(Vec::new, |axis| {
                earlier.places(query, axis, (&sides.cols, &earlier.sides.cols))
            }),
            sides: &earlier.sides,
            counts: &earlier.counts,
            shown: &shown,
            cols,
            days: (earlier.period.from.max(opening), earlier.period.to),
            is_blank: earlier.is_blank,
        });
        let row = |at: usize| Row {
            bucket: sides.rows[at].clone(),
            line: now.row(at),
            before: then.as_ref().map(|then| then.row(at)),
        };
        Self {
            as_of,
            columns: cols.iter().map(|&at| sides.cols[at].clone()).collect(),
            rows: shown.iter().map(|&at| row(at)).collect(),
            total: now.foot(),
            total_before: then.as_ref().map(|then| then.foot()),
            records: counts.records,
            unlinked: counts.unlinked,
            later: *later,
            compared: earlier.as_ref().map(|earlier| earlier.period),
            query: query.clone(),
        }
    }

    /// Whether rows or columns add up to more than the consultations.
    pub fn has_multiple_answers(&self) -> bool {
        self.query.rows.has_multiple_answers() || self.query.cols.is_some_and(Axis::has_multiple_answers)
    }

    /// Adds the table up again. Of consultations with one answer, rows = columns = records; with
    /// several answers, or of cases, the margins add up to the total or more, and never less.
    pub fn proof(&self) -> Proof {
        let sum = |cells: &mut dyn Iterator<Item = Cell>| cells.flatten().sum::<u64>();
        let rows = sum(&mut self.rows.iter().map(|row| row.line.total));
        let columns = if self.query.cols.is_some() {
            sum(&mut self.total.cells.iter().copied())
        } else {
            rows
        };
        let total = self.total.total.unwrap_or(0);
        let records = if self.query.count == Count::Contacts {
            self.records
        } else {
            total
        };
        let one_answer = |axis: Option<Axis>| {
            self.query.count == Count::Contacts && !axis.is_some_and(Axis::has_multiple_answers)
        };
        let ties = |sum: u64, axis: Option<Axis>| {
            if one_answer(axis) {
                sum == records
            } else {
                sum >= records
            }
        };
        let cols = self.query.cols.or(Some(self.query.rows));
        Proof {
            rows,
            columns,
            records,
            ties: total == records
                && ties(rows, Some(self.query.rows))
                && ties(columns, cols)
                && self.cells_tie(),
        }
    }

    /// Where both axes have one answer, every row's cells add up to its total.
    fn cells_tie(&self) -> bool {
        if self.query.cols.is_none_or(Axis::has_multiple_answers) || self.query.count == Count::People {
            return true;
        }
        self.rows
            .iter()
            .all(|row| row.line.cells.iter().flatten().sum::<u64>() == row.line.total.unwrap_or(0))
    }
}

/// One span's counts seen through the columns shown.
struct Picture<'a> {
    /// For each row of the table, its place in these counts; `None` where they have no such place.
    rows: Vec<Option<usize>>,
    /// The same for the columns.
    places: Vec<Option<usize>>,
    sides: &'a Sides,
    counts: &'a Counts,
    /// The rows and the columns shown.
    shown: &'a [usize],
    cols: &'a [usize],
    /// First and last day on which anything could be counted.
    days: (NaiveDate, NaiveDate),
    /// Whether nothing in it is applicable.
    is_blank: bool,
}

impl Picture<'_> {
    /// Whether buckets can hold anything together: all of them exist on one of the days counted.
    fn applies(&self, buckets: &[Option<&Bucket>]) -> bool {
        let (mut first, mut last) = self.days;
        for bucket in buckets {
            let Some(bucket) = bucket else { return false };
            first = bucket.from.map_or(first, |from| first.max(from));
            last = bucket.to.map_or(last, |to| last.min(to));
        }
        !self.is_blank && first <= last
    }

    fn row_bucket(&self, at: usize) -> Option<&Bucket> {
        self.rows[at].and_then(|row| self.sides.rows.get(row))
    }

    fn col_bucket(&self, at: usize) -> Option<&Bucket> {
        self.places[at].and_then(|col| self.sides.cols.get(col))
    }

    fn row(&self, at: usize) -> Line {
        let (place, bucket) = (self.rows[at], self.row_bucket(at));
        let cell = |&col: &usize| {
            let n = place
                .zip(self.places[col])
                .and_then(|(row, col)| self.counts.cell(row, col));
            figure(n, self.applies(&[bucket, self.col_bucket(col)]))
        };
        let total = place.and_then(|row| self.counts.row_totals.get(row));
        Line::new(self.cols.iter().map(cell).collect(), total, || {
            self.applies(&[bucket])
        })
    }

    /// The foot stands for the rows above it: where none of them is applicable, it is not either.
    fn foot(&self) -> Line {
        let is_above = |col: &[Option<&Bucket>]| {
            let mut rows = self.shown.iter().map(|&at| self.row_bucket(at));
            let applies = |row| self.applies(&[col, &[row]].concat());
            rows.any(applies) || (self.shown.is_empty() && self.applies(col))
        };
        let cell = |&col: &usize| {
            let n = self.places[col].and_then(|col| self.counts.col_totals.get(col));
            figure(n, is_above(&[self.col_bucket(col)]))
        };
        let total = Some(&self.counts.total);
        Line::new(self.cols.iter().map(cell).collect(), total, || is_above(&[]))
    }
}

impl Line {
    /// A line whose total is applicable where any of its cells is; without cells, where it says itself.
    fn new(cells: Vec<Cell>, total: Option<&u64>, applies: impl FnOnce() -> bool) -> Self {
        let is_applicable = if cells.is_empty() {
            applies()
        } else {
            cells.iter().any(Option::is_some)
        };
        Self {
            total: figure(total, is_applicable),
            cells,
        }
    }
}

/// A figure, unless it is zero because nothing could be counted.
fn figure(n: Option<&u64>, applies: bool) -> Cell {
    n.copied().filter(|n| *n > 0 || applies)
}
