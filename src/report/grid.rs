//! A table as rows of texts: the step that text, CSV and Markdown share.

use crate::domain::period::{Period, Span};
use crate::domain::standard::{Part, Standard};
use crate::domain::tally::{Cell, Line, Table};

use super::View;

/// A table's texts. The first cell of each line is a label, the others are figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The heads of the columns; the first says what the rows are.
    pub head: Vec<String>,
    /// The rows, the foot last.
    pub rows: Vec<Vec<String>>,
}

impl View<'_> {
    /// A table as texts.
    pub fn grid(&self, table: &Table) -> Grid {
        let (words, query) = (self.words, &table.query);
        let rows = words.axis(query.rows, self.profile);
        let corner = match query.cols {
            Some(cols) => format!("{rows}/{}", words.axis(cols, self.profile)),
            None => rows.to_owned(),
        };
        self.grid_under(corner, table)
    }

    /// One of the standard tables as texts, under its title.
    pub fn standard_grids(&self, standard: &Standard) -> Vec<(Part, Grid)> {
        let grid = |(part, table)| (part, self.grid_under(self.words.part(part).to_owned(), table));
        standard.tables().into_iter().map(grid).collect()
    }

    fn grid_under(&self, corner: String, table: &Table) -> Grid {
        let words = self.words;
        let period = &table.query.period;
        let compared = table.compared.is_some();
        let columns = table.columns.iter().map(|bucket| words.bucket(bucket, period));
        let mut head: Vec<_> = std::iter::once(corner).chain(columns).collect();
        head.push(words.total().to_owned());
        head.extend(compared.then(|| words.before().to_owned()));
        let line = |label: String, line: &Line, before: Option<&Line>| {
            let figures = line
                .cells
                .iter()
                .chain([&line.total])
                .map(|cell| self.figure(*cell));
            let mut texts: Vec<_> = std::iter::once(label).chain(figures).collect();
            texts.extend(compared.then(|| self.figure(before.and_then(|before| before.total))));
            texts
        };
        let row_lines = table.rows.iter();
        let mut rows: Vec<_> = row_lines
            .map(|row| line(words.bucket(&row.bucket, period), &row.line, row.before.as_ref()))
            .collect();
        rows.push(line(
            words.grand_total().to_owned(),
            &table.total,
            table.total_before.as_ref(),
        ));
        Grid { head, rows }
    }

    pub(super) fn figure(&self, cell: Cell) -> String {
        cell.map_or_else(|| self.words.not_applicable().to_owned(), |n| n.to_string())
    }

    /// The lines above a table: its days, and what it is compared with.
    pub fn above(&self, table: &Table) -> Vec<String> {
        let heading = self.words.heading(&table.query.period, table.as_of);
        let span = |period: Period| match period.span {
            // Its name is its ends.
            Span::Free => self.words.period(&period),
            _ => format!("{}  {} - {}", self.words.period(&period), period.from, period.to),
        };
        let compared = table.compared.map(|period| self.words.compared(&span(period)));
        std::iter::once(heading).chain(compared).collect()
    }
}
