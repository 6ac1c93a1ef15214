//! What stands in the table: rows in the order that is asked for, the foot below them, and at the end of
//! each line its total, the earlier total and the difference.

use chrono::NaiveDate;

use super::super::super::app::App;
use super::super::super::keymap::Command;
use super::layout::Sizes;
use crate::domain::asked::Asked;
use crate::domain::drill::{Drill, Place};
use crate::domain::share::{ShareLine, Shares, difference};
use crate::domain::tally::{Cell, Line, Query, Table};
use crate::domain::trend;

/// A figure's place: its line, which is the foot behind the last row, and its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// From the first row as it is shown.
    pub line: usize,
    /// From the first column.
    pub column: usize,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A place of the axis across.
    Cell(usize),
    /// The lines' totals.
    Total,
    /// The totals of the span compared with.
    Before,
    /// The differences of the totals.
    Difference,
}

/// What a figure is known by when the table is another: the codes of its row and its column.
pub struct Key {
    row: Option<String>,
    column: KeyColumn,
}

enum KeyColumn {
    Cell(String),
    Other(Column),
}

/// A figure as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A number.
    Count(Cell),
    /// A difference of numbers.
    Difference(Option<i64>),
    /// Tenths of a percent.
    Share(Cell),
    /// A difference of such.
    ShareDifference(Option<i64>),
}

/// What was counted, and for what question.
pub struct Shown {
    pub asked: Asked,
    pub table: Table,
    /// The rows of the table, in the order in which they stand.
    pub order: Vec<usize>,
    /// Now and before, where shares are asked for.
    pub shares: Option<(Shares, Option<Shares>)>,
    /// How wide it is; measured once, as there may be as many rows as children.
    pub sizes: Sizes,
}

impl Shown {
    /// A table as it is asked for.
    pub fn new(app: &App, asked: Asked, table: Table) -> Self {
        let shown = Self {
            order: asked.order(&table),
            shares: asked
                .is_shares
                .then(|| (Shares::of(&table), Shares::of_before(&table))),
            asked,
            table,
            sizes: Sizes::default(),
        };
        Self {
            sizes: Sizes::of(app, &shown),
            ..shown
        }
    }

    /// The columns, from the left.
    pub fn columns(&self) -> Vec<Column> {
        let cells = (0..self.table.columns.len()).map(Column::Cell);
        let compared = self.table.compared.map(|_| [Column::Before, Column::Difference]);
        let ends = std::iter::once(Column::Total).chain(compared.into_iter().flatten());
        cells.chain(ends).collect()
    }

    /// What a column holds; the last where there are not so many.
    pub fn column(&self, at: usize) -> Column {
        let cells = self.table.columns.len();
        match (at.checked_sub(cells), self.table.compared) {
            (None, _) => Column::Cell(at),
            (Some(0), _) | (_, None) => Column::Total,
            (Some(1), _) => Column::Before,
            _ => Column::Difference,
        }
    }

    fn last_column(&self) -> usize {
        self.table.columns.len() + if self.table.compared.is_some() { 2 } else { 0 }
    }

    /// Lines that a row takes on the screen: two, where its earlier bar stands below it.
    pub fn lines(&self) -> usize {
        1 + usize::from(self.asked.is_chart && self.table.compared.is_some())
    }

    /// The line of the foot.
    pub fn foot(&self) -> usize {
        self.order.len()
    }

    /// The nearest place that there is.
    pub fn nearest(&self, at: At) -> At {
        At {
            line: at.line.min(self.foot()),
            column: at.column.min(self.last_column()),
        }
    }

    /// Whether a place shows a difference.
    pub fn is_difference(&self, at: At) -> bool {
        match self.column(at.column) {
            Column::Cell(_) => self.asked.is_differences && self.table.compared.is_some(),
            Column::Difference => true,
            Column::Total | Column::Before => false,
        }
    }

    /// The place in the table of what stands somewhere; of a difference, that of its own span.
    pub fn place(&self, at: At) -> Place {
        let column = self.column(at.column);
        Place {
            rows: self.order.get(at.line).map(|row| *row..*row + 1),
            columns: match column {
                Column::Cell(cell) => Some(cell..cell + 1),
                _ => None,
            },
            is_before: column == Column::Before,
        }
    }

    /// The days and the filter of everything that is counted.
    pub fn everything(&self) -> Drill {
        let query = self.asked.query();
        Drill {
            until: (self.table.as_of < query.period.to).then_some(self.table.as_of),
            period: query.period,
            filter: query.filter,
        }
    }

    /// The figure that stands at a place.
    pub fn figure(&self, at: At) -> Figure {
        self.figure_of(at, self.is_difference(at))
    }

    /// The figure itself at a place, where a difference may stand.
    pub fn plain(&self, at: At) -> Figure {
        self.figure_of(at, false)
    }

    /// The difference at a place, whatever stands there.
    pub fn difference(&self, at: At) -> Figure {
        self.figure_of(at, true)
    }

    /// The figure of the span compared with at a place.
    pub fn earlier(&self, at: At) -> Figure {
        self.written(self.sides(at).1)
    }

    fn figure_of(&self, at: At, is_difference: bool) -> Figure {
        let (now, then) = self.sides(at);
        match (is_difference, &self.shares) {
            (true, Some(_)) => Figure::ShareDifference(difference(now, then)),
            (true, None) => Figure::Difference(difference(now, then)),
            (false, _) if self.column(at.column) == Column::Before => self.written(then),
            (false, _) => self.written(now),
        }
    }

    fn written(&self, cell: Cell) -> Figure {
        match self.shares {
            Some(_) => Figure::Share(cell),
            None => Figure::Count(cell),
        }
    }

    /// What stands at a place in the table's own span and in the one compared with: shares, where they are
    /// asked for.
    pub fn sides(&self, at: At) -> (Cell, Cell) {
        let row = self.order.get(at.line).copied();
        let column = self.column(at.column);
        if let Some((now, before)) = &self.shares {
            let pick = |shares: &Shares| {
                let line = row.map_or(Some(&shares.total), |row| shares.rows.get(row));
                line.and_then(|line| of_share(line, column))
            };
            return (pick(now), before.as_ref().and_then(pick));
        }
        let (now, before) = match row.and_then(|row| self.table.rows.get(row)) {
            Some(row) => (Some(&row.line), row.before.as_ref()),
            None => (Some(&self.table.total), self.table.total_before.as_ref()),
        };
        let pick = |line: Option<&Line>| line.and_then(|line| of_line(line, column));
        (pick(now), pick(before))
    }

    /// What the trend below the bars asks: the same consultations or people, by month.
    pub fn trend(&self, today: NaiveDate) -> Query {
        let Query {
            period,
            filter,
            count,
            ..
        } = self.asked.query();
        trend::query(&period, today, filter, count)
    }

    /// The column that stands as bars: the one that is selected, of the totals and what belongs to them
    /// that of the totals.
    pub fn charted(&self, at: At) -> usize {
        at.column.min(self.table.columns.len())
    }

    /// What a place is known by in another table.
    pub fn key(&self, at: At) -> Key {
        let row = self
            .order
            .get(at.line)
            .map(|row| self.table.rows[*row].bucket.code.clone());
        let column = match self.column(at.column) {
            Column::Cell(cell) => self
                .table
                .columns
                .get(cell)
                .map_or(KeyColumn::Other(Column::Total), |bucket| {
                    KeyColumn::Cell(bucket.code.clone())
                }),
            other => KeyColumn::Other(other),
        };
        Key { row, column }
    }

    /// Where that is now, if it is still there.
    pub fn find(&self, key: Key) -> Option<At> {
        let line = match key.row {
            None => self.foot(),
            Some(code) => self
                .order
                .iter()
                .position(|row| self.table.rows[*row].bucket.code == code)?,
        };
        let column = match key.column {
            KeyColumn::Cell(code) => self.table.columns.iter().position(|bucket| bucket.code == code)?,
            KeyColumn::Other(other) => self.columns().iter().position(|column| *column == other)?,
        };
        Some(At { line, column })
    }

    /// Where a command leads from a place, with so many rows in sight.
    pub fn moved(&self, at: At, command: Command, page: usize) -> At {
        let (line, column) = (at.line, at.column);
        let to = match command {
            Command::Up => At {
                line: line.saturating_sub(1),
                column,
            },
            Command::Down => At {
                line: line + 1,
                column,
            },
            Command::PageUp => At {
                line: line.saturating_sub(page.max(1)),
                column,
            },
            Command::PageDown => At {
                line: line + page.max(1),
                column,
            },
            Command::First => At { line: 0, column },
            Command::Last => At {
                line: self.foot(),
                column,
            },
            Command::Left => At {
                line,
                column: column.saturating_sub(1),
            },
            Command::Right => At {
                line,
                column: column + 1,
            },
            _ => at,
        };
        self.nearest(to)
    }
}

fn of_line(line: &Line, column: Column) -> Cell {
    match column {
        Column::Cell(cell) => line.cells.get(cell).copied().flatten(),
        _ => line.total,
    }
}

fn of_share(line: &ShareLine, column: Column) -> Cell {
    match column {
        Column::Cell(cell) => line.cells.get(cell).copied().flatten(),
        _ => line.total,
    }
}

impl Figure {
    /// As it is written, where that says that it is not applicable: `3`, `+2`, `12.5`, `-0.4`.
    pub fn text(self, not_applicable: &str) -> String {
        let text = match self {
            Self::Count(n) => n.map(|n| n.to_string()),
            Self::Share(tenths) => tenths.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
            Self::Difference(n) => n.map(|n| if n > 0 { format!("+{n}") } else { n.to_string() }),
            Self::ShareDifference(tenths) => tenths.map(|tenths| {
                let sign = match tenths {
                    0 => "",
                    tenths if tenths > 0 => "+",
                    _ => "-",
                };
                let tenths = tenths.unsigned_abs();
                format!("{sign}{}.{}", tenths / 10, tenths % 10)
            }),
        };
        text.unwrap_or_else(|| not_applicable.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_their_sign_and_nothing_is_no_zero() {
        let text = |figure: Figure| figure.text("-");
        assert_eq!(text(Figure::Difference(Some(3))), "+3");
        assert_eq!(text(Figure::Difference(Some(-3))), "-3");
        assert_eq!(text(Figure::Difference(Some(0))), "0");
        assert_eq!(text(Figure::Difference(None)), "-");
        assert_eq!(text(Figure::Share(Some(1000))), "100.0");
        assert_eq!(text(Figure::Share(Some(7))), "0.7");
        assert_eq!(text(Figure::ShareDifference(Some(-4))), "-0.4");
        assert_eq!(text(Figure::ShareDifference(Some(0))), "0.0");
        assert_eq!(text(Figure::ShareDifference(Some(123))), "+12.3");
    }
}
