//! Consultations by month beside the tables: the figure always, a bar where there is room for it.

use super::super::app::App;
use super::super::paper::Paper;
use super::columns::{figure, sum};
use super::overview::{Figure, FigurePlace};
use crate::domain::drill::Place;
use crate::domain::tally::{Cell, Table};
use crate::domain::text::{pad_left, pad_right, width_cells};

/// The least width of the bars that is worth a column, in cells.
const LEAST_BAR: usize = 3;
/// So many cells stand for one consultation at most.
const MOST_EACH: u64 = 4;
/// The least width of a figure, in cells.
const LEAST_FIGURE: usize = 2;

/// The months with what they are called.
pub struct Months {
    head: String,
    total: String,
    entries: Vec<(String, Cell)>,
    /// How many rows of the table the first entry stands for.
    folded: usize,
    label: usize,
    figure: usize,
}

/// Where the months stand.
pub struct MonthsPlace {
    /// The row of their head.
    pub row: usize,
    /// Rows below the head.
    pub rows: usize,
    /// The first cell.
    pub column: usize,
    /// Their width.
    pub cells: usize,
}

impl Months {
    /// The months of a table.
    pub fn new(app: &App, table: &Table) -> Self {
        let name = |row: &crate::domain::tally::Row| app.catalogue.bucket(&row.bucket, &table.query.period);
        let entries = table.rows.iter().map(|row| (name(row), row.line.total)).collect();
        let total = figure(table.total.total);
        Self::of(app.words.by_month(&total), total, entries, 1)
    }

    fn of(head: String, total: String, entries: Vec<(String, Cell)>, folded: usize) -> Self {
        let label = entries
            .iter()
            .map(|(name, _)| width_cells(name))
            .max()
            .unwrap_or(0);
        let figures = entries
            .iter()
            .map(|(_, cell)| figure(*cell).len())
            .max()
            .unwrap_or(0);
        Self {
            head,
            total,
            entries,
            folded,
            label,
            figure: figures.max(LEAST_FIGURE),
        }
    }

    /// The least width with bars, in cells.
    pub fn least_cells(&self) -> usize {
        (self.entry_cells() + 1 + LEAST_BAR).max(width_cells(&self.head))
    }

    /// The width of a month's name and figure.
    fn entry_cells(&self) -> usize {
        self.label + 1 + self.figure
    }

    /// The months that the place holds, the earlier ones folded into one where it is too small.
    fn fitted(self, app: &App, place: &MonthsPlace) -> Self {
        let columns = ((place.cells + 1) / (self.entry_cells() + 1)).max(1);
        let room = columns * place.rows;
        if self.entries.len() <= room || room == 0 {
            return self;
        }
        let folded = self.entries.len() - room + 1;
        let earlier = sum(self.entries[..folded].iter().map(|(_, cell)| *cell));
        let mut entries = vec![(app.words.earlier_months().to_owned(), earlier)];
        entries.extend(self.entries.into_iter().skip(folded));
        Self::of(self.head, self.total, entries, folded)
    }

    /// Draws them.
    pub fn view(self, app: &App, place: &MonthsPlace, paper: &mut Paper<'_>) {
        paper.put_within(place.row, place.column, &self.head, place.cells, app.theme.head);
        let head = FigurePlace {
            row: place.row,
            end: place.column + width_cells(&self.head),
            figure: Figure::Months(Place::default()),
        };
        head.view(app, &self.total, paper);
        let months = self.fitted(app, place);
        if place.rows == 0 || months.entries.is_empty() {
            return;
        }
        let columns = months.entries.len().div_ceil(place.rows);
        let gap = if columns > 1 && place.cells > columns * (months.entry_cells() + 2) {
            2
        } else {
            1
        };
        let cells = (place.cells + gap) / columns - gap;
        let most = months
            .entries
            .iter()
            .filter_map(|(_, cell)| *cell)
            .max()
            .unwrap_or(0);
        let bar_cells = cells.saturating_sub(months.entry_cells() + 1);
        for (at, (name, cell)) in months.entries.iter().enumerate() {
            let (row, column) = (
                place.row + 1 + at % place.rows,
                place.column + at / place.rows * (cells + gap),
            );
            let figure = figure(*cell);
            let text = format!(
                "{} {}",
                pad_right(name, months.label),
                pad_left(&figure, months.figure)
            );
            paper.put_within(row, column, &text, cells, app.theme.plain);
            let rows = match at {
                0 => 0..months.folded,
                at => at + months.folded - 1..at + months.folded,
            };
            let place = FigurePlace {
                row,
                end: column + months.entry_cells(),
                figure: Figure::Months(Place {
                    rows: Some(rows),
                    ..Place::default()
                }),
            };
            place.view(app, &figure, paper);
            let bar = "#".repeat(bar_length(cell.unwrap_or(0), most, bar_cells));
            paper.put(row, column + months.entry_cells() + 1, &bar, app.theme.bar);
        }
    }
}

/// The length of a bar that may take all of its room: several cells a consultation where the longest fits
/// so, else as [`bar_length`].
pub fn wide_bar_length(n: u64, most: u64, cells: usize) -> usize {
    let each = (cells as u64).checked_div(most).unwrap_or(0).clamp(1, MOST_EACH);
    bar_length(n.saturating_mul(each), most.saturating_mul(each), cells)
}

/// The length of a bar: a cell a consultation where the longest fits, else in proportion; what is
/// not zero has one cell at least.
pub fn bar_length(n: u64, most: u64, cells: usize) -> usize {
    let room = cells as u64;
    let length = match most {
        _ if n == 0 || room == 0 => 0,
        most if most <= room => n,
        most => ((u128::from(n) * u128::from(room) + u128::from(most / 2)) / u128::from(most)).max(1) as u64,
    };
    // Never beyond the room, which came from a usize.
    length.min(room) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_bars_stay_in_proportion() {
        let cases = [
            (13, 15, 62, 52),
            (15, 15, 62, 60),
            (1, 2, 62, 4),
            (0, 2, 62, 0),
            (1, 1000, 62, 1),
            (1000, 1000, 62, 62),
            (0, 0, 62, 0),
            (u64::MAX, u64::MAX, 62, 62),
        ];
        for (n, most, cells, length) in cases {
            assert_eq!(
                wide_bar_length(n, most, cells),
                length,
                "{n} of {most} in {cells}"
            );
        }
    }

    #[test]
    fn bars_are_in_proportion_and_never_longer_than_their_room() {
        let cases = [
            (4, 5, 10, 4),
            (5, 5, 10, 5),
            (0, 5, 10, 0),
            (100, 100, 10, 10),
            (1, 1_000_000, 10, 1),
            (u64::MAX, u64::MAX, 10, 10),
            (5, 5, 0, 0),
        ];
        for (n, most, cells, length) in cases {
            assert_eq!(bar_length(n, most, cells), length, "{n} of {most} in {cells}");
        }
    }
}
