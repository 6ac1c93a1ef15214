//! Aligned text for a terminal or a file: measured in cells, without colour, and without a character
//! whose width differs between terminals.

use crate::domain::standard::Standard;
use crate::domain::tally::Table;
use crate::domain::text::{fit, pad_left, pad_right, width_cells};

use super::View;
use super::grid::Grid;

/// Cells between two columns.
const GAP: &str = "  ";

impl View<'_> {
    /// A tally.
    pub fn table_text(&self, table: &Table) -> String {
        let mut lines = self.above(table);
        lines.push(String::new());
        lines.extend(aligned(&self.grid(table)));
        lines.push(String::new());
        lines.extend(self.words.foot(table, self.profile));
        lines.join("\n") + "\n"
    }

    /// A tally, figures between tabs, for a spreadsheet's cells.
    pub fn table_tabs(&self, table: &Table) -> String {
        tabs(&self.grid(table))
    }

    /// The standard tables, figures between tabs, for a spreadsheet's cells.
    pub fn standard_tabs(&self, standard: &Standard) -> String {
        let grids = self.standard_grids(standard);
        grids.iter().map(|(_, grid)| tabs(grid)).collect()
    }

    /// The standard tables.
    pub fn standard_text(&self, standard: &Standard) -> String {
        let mut lines = self.above(&standard.family);
        let grids = self.standard_grids(standard);
        // The two tables of channels stand under each other, figure under figure.
        let widths = grids
            .iter()
            .map(|(_, grid)| widths(grid))
            .reduce(widest)
            .unwrap_or_default();
        for (_, grid) in &grids {
            lines.push(String::new());
            lines.extend(aligned_to(grid, &widths));
        }
        lines.push(String::new());
        lines.extend(self.standard_foot(standard));
        lines.join("\n") + "\n"
    }
}

fn tabs(grid: &Grid) -> String {
    let lines = std::iter::once(&grid.head).chain(&grid.rows);
    lines.map(|line| line.join("\t") + "\n").collect()
}

/// The width of each column, in cells.
fn widths(grid: &Grid) -> Vec<usize> {
    let lines = std::iter::once(&grid.head).chain(&grid.rows);
    lines
        .map(|line| line.iter().map(|text| width_cells(text)).collect())
        .reduce(widest)
        .unwrap_or_default()
}

fn widest(one: Vec<usize>, other: Vec<usize>) -> Vec<usize> {
    let length = one.len().max(other.len());
    let at = |widths: &[usize], at: usize| widths.get(at).copied().unwrap_or(0);
    (0..length)
        .map(|place| at(&one, place).max(at(&other, place)))
        .collect()
}

/// The lines of a table: labels to the left, figures to the right.
pub fn aligned(grid: &Grid) -> Vec<String> {
    aligned_to(grid, &widths(grid))
}

/// The same in that many cells: where the columns do not fit beside each other, further ones stand in
/// tables below, each with the labels again.
pub fn folded(grid: &Grid, cells: usize) -> Vec<Vec<String>> {
    let widths = widths(grid);
    let label = widths.first().copied().unwrap_or(0);
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut used = cells;
    for (at, width) in widths.iter().enumerate().skip(1) {
        if used + GAP.len() + width > cells || parts.is_empty() {
            parts.push(vec![0]);
            used = label;
        }
        used += GAP.len() + width;
        parts.last_mut().into_iter().for_each(|part| part.push(at));
    }
    let part = |columns: &Vec<usize>| {
        let of = |line: &Vec<String>| columns.iter().map(|at| line[*at].clone()).collect();
        let part = Grid {
            head: of(&grid.head),
            rows: grid.rows.iter().map(of).collect(),
        };
        let lines = aligned(&part).into_iter();
        lines.map(|line| fit(&line, cells)).collect()
    };
    parts.iter().map(part).collect()
}

fn aligned_to(grid: &Grid, widths: &[usize]) -> Vec<String> {
    let line = |texts: &Vec<String>| {
        let cells = texts.iter().zip(widths).enumerate();
        let padded = cells.map(|(at, (text, width))| match at {
            0 => pad_right(text, *width),
            _ => pad_left(text, *width),
        });
        padded.collect::<Vec<_>>().join(GAP)
    };
    std::iter::once(&grid.head).chain(&grid.rows).map(line).collect()
}

/// Lines of a name and a text each, the texts under each other.
pub fn named(pairs: &[(String, String)]) -> Vec<String> {
    let width = pairs.iter().map(|(name, _)| width_cells(name)).max().unwrap_or(0);
    let indent = " ".repeat(width + GAP.len());
    let line = |(name, text): &(String, String)| {
        let text = text.replace('\n', &format!("\n{indent}"));
        format!("{}{GAP}{text}", pad_right(name, width))
            .trim_end()
            .to_owned()
    };
    pairs.iter().map(line).collect()
}
