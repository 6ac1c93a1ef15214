//! The two tables of the first screen, which share their columns and scroll together.

use ratatui::style::Style;

use super::super::app::App;
use super::super::paper::Paper;
use super::columns::{Columns, Needs, figure};
use super::months::Months;
use super::overview::{Figure, FigurePlace};
use crate::domain::drill::Place;
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
        let total = (app.catalogue.total(), app.words.year_before());
        let head = self.line(app.catalogue.part(part), &heads, total);
        paper.put(row, 0, &head, app.theme.head);
        for (at, center) in table.rows.iter().enumerate().skip(self.first).take(self.rows) {
            let label = app.catalogue.bucket(&center.bucket, &table.query.period);
            let line = TableLine {
                part,
                row: Some(at),
                now: &center.line,
                before: center.before.as_ref(),
            };
            self.figures(row + 1 + at - self.first, &label, &line, app.theme.plain, paper);
        }
        let foot = TableLine {
            part,
            row: None,
            now: &table.total,
            before: table.total_before.as_ref(),
        };
        let label = app.catalogue.grand_total();
        self.figures(row + 1 + self.rows, label, &foot, app.theme.total, paper);
    }

    /// A line of figures, each of which can be selected and opened.
    fn figures(&self, row: usize, label: &str, line: &TableLine<'_>, style: Style, paper: &mut Paper<'_>) {
        let Columns {
            label: label_cells,
            slots,
            total,
            before,
            ..
        } = &self.columns;
        let cells: Vec<String> = slots.iter().map(|slot| figure(slot.figure(line.now))).collect();
        let sums = (
            figure(line.now.total),
            figure(line.before.and_then(|before| before.total)),
        );
        let text = self.line(label, &cells, (&sums.0, &sums.1));
        paper.put(row, 0, &text, style);
        let across = slots
            .iter()
            .zip(&cells)
            .map(|(slot, text)| ((Some(slot.columns.clone()), false), slot.width, text));
        let total = [((None, false), *total, &sums.0)];
        let before = before.map(|cells| ((None, true), cells, &sums.1));
        let mut end = *label_cells;
        for ((columns, is_before), cells, text) in across.chain(total).chain(before) {
            end += cells;
            let figure = Place {
                rows: line.row.map(|row| row..row + 1),
                columns,
                is_before,
            };
            let place = FigurePlace {
                row,
                end,
                figure: Figure::Table(line.part, figure),
            };
            place.view(self.app, text, paper);
        }
    }

    fn line(&self, label: &str, cells: &[String], (total, before): (&str, &str)) -> String {
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

/// A line of one of the two tables.
struct TableLine<'a> {
    part: Part,
    /// The table's row; `None` is the total.
    row: Option<usize>,
    now: &'a Line,
    before: Option<&'a Line>,
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
