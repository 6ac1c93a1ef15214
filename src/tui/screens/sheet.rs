//! The two tables of the first screen, which share their columns and scroll together.

use super::super::app::App;
use super::super::paper::Paper;
use super::columns::{Columns, Needs, figure};
use super::months::Months;
use crate::domain::standard::{Part, Standard};
use crate::domain::tally::{Line, Table};
use crate::domain::text::{fit, pad_left, pad_right, width_cells};

/// The two tables, which share their columns.
pub struct Sheet<'a> {
    app: &'a App,
    /// Where everything goes.
    pub columns: Columns,
    /// The widest label that is printed, in cells.
    label: usize,
    first: usize,
    rows: usize,
}

impl<'a> Sheet<'a> {
    /// Lays out the tables with the months beside them; `rows` are the centers in sight from the
    /// `first` on.
    pub fn new(
        app: &'a App,
        standard: &Standard,
        months: &Months,
        width: usize,
        first: usize,
        rows: usize,
    ) -> Self {
        let Standard {
            family, stakeholder, ..
        } = standard;
        let tables = [(Part::Family, family), (Part::Stakeholder, stakeholder)];
        let label = tables
            .iter()
            .map(|(part, table)| widest_label(app, *part, table))
            .max()
            .unwrap_or(0);
        // A center may be called anything; the figures need the room more.
        let label = label.min((width / 5).clamp(12, 24));
        let count = family.columns.len().max(stakeholder.columns.len());
        let widest = |needs: fn(&App, &Table, usize) -> usize, at: usize| {
            tables
                .iter()
                .map(|(_, table)| needs(app, table, at))
                .max()
                .unwrap_or(0)
        };
        let total = widest(total_cells, 0);
        let needs = Needs {
            label,
            columns: (0..count).map(|at| widest(column_cells, at)).collect(),
            folded: width_cells(app.words.folded()).max(total),
            total: total.max(width_cells(app.catalogue.total())),
            before: widest(before_cells, 0).max(width_cells(app.words.year_before())),
            months: months.least_cells(),
        };
        Self {
            app,
            columns: needs.fit(width),
            label,
            first,
            rows,
        }
    }

    /// A table from that row on: its head, the centers in sight, the total.
    pub fn table(&self, row: usize, part: Part, table: &Table, paper: &mut Paper<'_>) {
        let Self { app, columns, .. } = self;
        let heads = columns
            .slots
            .iter()
            .map(|slot| match table.columns.get(slot.columns.start) {
                _ if slot.folded => app.words.folded().to_owned(),
                Some(bucket) => app.catalogue.bucket(bucket, &table.query.period),
                None => String::new(),
            });
        let heads: Vec<String> = heads.collect();
        let head = self.line(
            app.catalogue.part(part),
            &heads,
            app.catalogue.total(),
            app.words.year_before(),
        );
        paper.put(row, 0, &head, app.theme.head);
        for (at, center) in table.rows.iter().skip(self.first).take(self.rows).enumerate() {
            let label = app.catalogue.bucket(&center.bucket, &table.query.period);
            let text = self.figures(&label, &center.line, center.before.as_ref());
            paper.put(row + 1 + at, 0, &text, app.theme.plain);
        }
        let foot = self.figures(
            app.catalogue.grand_total(),
            &table.total,
            table.total_before.as_ref(),
        );
        paper.put(row + 1 + self.rows, 0, &foot, app.theme.total);
    }

    fn figures(&self, label: &str, line: &Line, before: Option<&Line>) -> String {
        let cells: Vec<String> = self
            .columns
            .slots
            .iter()
            .map(|slot| figure(slot.figure(line)))
            .collect();
        self.line(
            label,
            &cells,
            &figure(line.total),
            &figure(before.and_then(|before| before.total)),
        )
    }

    fn line(&self, label: &str, cells: &[String], total: &str, before: &str) -> String {
        let Columns {
            label: label_cells,
            slots,
            total: total_cells,
            before: before_cells,
            ..
        } = &self.columns;
        let mut line = pad_right(&format!(" {}", fit(label, self.label)), *label_cells);
        for (slot, cell) in slots.iter().zip(cells) {
            line += &pad_left(cell, slot.width);
        }
        line += &pad_left(total, *total_cells);
        if let Some(cells) = before_cells {
            line += &pad_left(before, *cells);
        }
        line
    }
}

fn widest_label(app: &App, part: Part, table: &Table) -> usize {
    let centers = table
        .rows
        .iter()
        .map(|row| width_cells(&app.catalogue.bucket(&row.bucket, &table.query.period)));
    let fixed = [
        width_cells(app.catalogue.part(part)),
        width_cells(app.catalogue.grand_total()),
    ];
    centers.chain(fixed).max().unwrap_or(0)
}

/// The widest of a column's head and figures; the total is the largest figure of all.
fn column_cells(app: &App, table: &Table, at: usize) -> usize {
    let head = table.columns.get(at).map_or(0, |bucket| {
        width_cells(&app.catalogue.bucket(bucket, &table.query.period))
    });
    head.max(figure(table.total.cells.get(at).copied().flatten()).len())
}

fn total_cells(_: &App, table: &Table, _: usize) -> usize {
    figure(table.total.total).len()
}

fn before_cells(_: &App, table: &Table, _: usize) -> usize {
    figure(table.total_before.as_ref().and_then(|line| line.total)).len()
}
