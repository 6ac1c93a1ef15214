//! Tables typed from paper: CSV of heads, labels and figures, several tables in one file.

mod labels;

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use super::decode::survey;
use super::guard::unguard;
use super::import::{undecodable, unparsable};
use super::rows::{Row, RowError, Rows};
use crate::domain::axis::{Axis, Bucket};
use crate::domain::period::Period;
use crate::domain::printed::{Head, Printed, Side, Which};
use crate::domain::profile::Profile;
use crate::domain::standard::Part;
use crate::domain::tally::{Cell, Table};
use crate::domain::text::fold;
use crate::error::{Refusal, Result, Unimportable, WrongTable};
use crate::locale::{Lang, axis_named};
use crate::store::unreadable;
use labels::{Labels, is_aside, totals_alone};

/// A table as it was typed, its labels not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Which table its head names.
    which: Which,
    /// The line of its head, from 1.
    line: u64,
    /// Labels of the columns, each with its number from 1.
    cols: Vec<(u64, String)>,
    /// Line, label and figures of the rows.
    rows: Vec<(u64, String, Vec<Cell>)>,
}

/// Reads every table of a file. `axes` are those of a table whose head names none.
///
/// # Errors
/// When the file cannot be read or is no CSV, or where something in it is no table; with its place.
pub fn read(path: &Path, profile: &Profile, axes: Option<(Axis, Option<Axis>)>) -> Result<Vec<Typed>> {
    let io = |error: std::io::Error| unreadable(path, &error);
    let mut file = File::open(path).map_err(io)?;
    let survey = survey(&mut file).map_err(|error| undecodable(path, error))?;
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut rows = Rows::new(file, survey.encoding);
    let mut reader = Reader {
        profile,
        default: axes.map(|(rows, cols)| Which::Axes(rows, cols)),
        named: None,
        next_line: 0,
        tables: Vec::new(),
    };
    loop {
        match rows.next() {
            Ok(Some(row)) => reader.take(&row)?,
            Ok(None) => break,
            Err(RowError::AfterQuote { line, column }) => {
                return Err(wrong(WrongTable::Quote { line, column }));
            }
            Err(error) => return Err(unparsable(path, &error)),
        }
    }
    if reader.tables.is_empty() {
        return Err(Refusal::NotImportable(Unimportable::Empty).into());
    }
    match reader.tables.iter().find(|table| table.rows.is_empty()) {
        Some(table) => Err(wrong(WrongTable::NoRows { line: table.line })),
        None => Ok(reader.tables),
    }
}

fn wrong(why: WrongTable) -> crate::error::Error {
    Refusal::NotATable(why).into()
}

/// A file of tables while it is being read.
struct Reader<'p> {
    profile: &'p Profile,
    default: Option<Which>,
    /// What a title on a line of its own named.
    named: Option<Which>,
    /// The line on which the next row stands if no empty line lies between.
    next_line: u64,
    tables: Vec<Typed>,
}

impl Reader<'_> {
    fn take(&mut self, row: &Row<'_>) -> Result<()> {
        let is_after_gap = std::mem::replace(&mut self.next_line, row.line + lines(row)) != row.line;
        let named = which(&title(row.get(0)), self.profile);
        let has_words = row.iter().skip(1).any(|cell| !is_number(cell));
        let is_alone = row.iter().skip(1).all(|cell| cell.trim().is_empty());
        let is_head = match self.tables.last() {
            None => true,
            Some(_) => self.named.is_some() || has_words && (named.is_some() || is_after_gap),
        };
        if named.is_some() && is_alone && (is_head || is_after_gap) {
            // A title above its table.
            self.named = named;
            return Ok(());
        }
        if !is_head {
            return self.row(row);
        }
        // The corner may say only what the rows are, under a title or where the axes were given.
        let given = self.default.filter(|default| match (named, *default) {
            (Some(Which::Axes(rows, None)), Which::Axes(axis, _)) => rows == axis,
            (named, _) => named.is_none(),
        });
        let which = self.named.take().or(given).or(named);
        let which = which.ok_or_else(|| wrong(WrongTable::NoName { line: row.line }))?;
        let cols = (2..).zip(row.iter().skip(1).map(label));
        self.tables.push(Typed {
            which,
            line: row.line,
            cols: cols.collect(),
            rows: Vec::new(),
        });
        Ok(())
    }

    fn row(&mut self, row: &Row<'_>) -> Result<()> {
        let Some(table) = self.tables.last_mut() else {
            return Ok(());
        };
        let line = row.line;
        let surplus = (table.cols.len() + 1..row.len()).find(|at| !row.get(*at).trim().is_empty());
        if surplus.is_some() || row.len() <= table.cols.len() {
            return Err(wrong(WrongTable::Cells {
                line,
                expected: table.cols.len() + 1,
                found: row.len(),
            }));
        }
        let name = label(row.get(0));
        if name.is_empty() {
            return Err(wrong(WrongTable::NoLabel { line, column: 1 }));
        }
        let mut cells = Vec::new();
        for (at, (column, head)) in table.cols.iter().enumerate() {
            let column = *column;
            let cell = row.get(at + 1);
            // Beside the figures anything may stand: differences, shares.
            let figure = figure(cell).or_else(|| is_aside(head).then_some(None));
            let figure = figure.ok_or_else(|| wrong(WrongTable::NotAFigure { line, column }))?;
            if head.is_empty() && !cell.trim().is_empty() {
                return Err(wrong(WrongTable::NoLabel {
                    line: table.line,
                    column,
                }));
            }
            cells.push(figure);
        }
        table.rows.push((line, name, cells));
        Ok(())
    }
}

/// How many physical lines a row takes.
fn lines(row: &Row<'_>) -> u64 {
    1 + row
        .iter()
        .map(|cell| cell.matches('\n').count() as u64)
        .sum::<u64>()
}

/// A label as it was before a spreadsheet guarded it.
fn label(cell: &str) -> String {
    unguard(cell.trim()).trim().to_owned()
}

/// A label without what a printed page puts around a title.
fn title(cell: &str) -> String {
    let around = |c: char| c.is_whitespace() || "○〇◯・()（）【】[]".contains(c);
    label(cell).trim_matches(around).to_owned()
}

/// A figure: digits of any width, with or without a comma before every three; nothing or a dash is not
/// applicable. `None` when it is something else.
fn figure(cell: &str) -> Option<Cell> {
    let typed = fold(unguard(cell.trim()));
    if typed.chars().all(|c| c == '-') {
        return Some(None);
    }
    let mut groups = typed.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let digits = first.to_owned() + &rest.concat();
    let is_figure =
        !first.is_empty() && digits.len() <= FIGURE_DIGITS && digits.bytes().all(|c| c.is_ascii_digit());
    (is_grouped && is_figure).then(|| digits.parse().ok())
}

/// Whether a cell is a figure, or a number that may stand beside figures: a difference, a share.
fn is_number(cell: &str) -> bool {
    let typed = fold(unguard(cell.trim()));
    let number = typed
        .trim_start_matches(['+', '-', '±', '△', '▲'])
        .trim_end_matches('%');
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    figure(cell).is_some() || (!number.is_empty() && number.chars().all(is_part))
}

/// Digits of a figure at most: far more than any ledger counts.
const FIGURE_DIGITS: usize = 12;

/// The table that a head names: a standard one by its title or code, or `rows/cols` or rows alone by
/// the axes' names or codes.
fn which(title: &str, profile: &Profile) -> Option<Which> {
    let folded = fold(title);
    let codes = ["family", "stakeholder", "fields"];
    let is_part = |(part, code): &(Part, &str)| {
        let titles = Lang::ALL.map(|lang| fold(lang.catalogue().part(*part)));
        *code == folded || titles.contains(&folded)
    };
    if let Some((part, _)) = Part::ALL.into_iter().zip(codes).find(is_part) {
        return Some(Which::Part(part));
    }
    // 新規/継続 is one axis.
    let slashes = title.char_indices().filter(|(_, c)| ['/', '／'].contains(c));
    let split = |(at, slash): (usize, char)| {
        let (rows, cols) = (&title[..at], &title[at + slash.len_utf8()..]);
        let axes = (axis_named(rows, profile)?, axis_named(cols, profile)?);
        Some(Which::Axes(axes.0, Some(axes.1)))
    };
    let whole = axis_named(title, profile).map(|rows| Which::Axes(rows, None));
    whole.or_else(|| slashes.into_iter().find_map(split))
}

impl Typed {
    /// Which table it is: where its head names only what the rows are, its columns are of the axis that knows
    /// most of their labels.
    pub fn which(&self, profile: &Profile, period: &Period) -> Which {
        let Which::Axes(rows, None) = self.which else {
            return self.which;
        };
        let labels: Vec<&str> = self.cols.iter().map(|(_, label)| label.as_str()).collect();
        let known = |axis: Axis| Labels::new(axis, std::iter::empty(), period, profile).known(&labels);
        let axes = Axis::ALL.into_iter().filter(|axis| *axis != rows);
        let axes = axes
            .map(|axis| (known(axis), axis))
            .filter(|(known, _)| *known > 0);
        // Of several the first.
        let best = axes.rev().max_by_key(|(known, _)| *known);
        Which::Axes(rows, best.map(|(_, axis)| axis))
    }
}

/// Understands the labels of a typed table against the ledger's.
///
/// # Errors
/// When two rows or two columns are the same.
pub fn place(typed: &Typed, table: &Table, profile: &Profile) -> Result<Printed> {
    let query = &table.query;
    let which = typed.which(profile, &query.period);
    let known = |axis: Axis, shown: Vec<Bucket>| Labels::new(axis, shown.into_iter(), &query.period, profile);
    let of_rows = known(
        query.rows,
        table.rows.iter().map(|row| row.bucket.clone()).collect(),
    );
    // A column without a head is empty: `Reader::row` has refused anything else.
    let is_headed: Vec<bool> = typed.cols.iter().map(|(_, label)| !label.is_empty()).collect();
    let cols: Vec<&(u64, String)> = typed.cols.iter().filter(|(_, label)| !label.is_empty()).collect();
    let labels: Vec<&str> = cols.iter().map(|(_, label)| label.as_str()).collect();
    let heads = match query.cols {
        Some(axis) => known(axis, table.columns.clone()).heads(&labels),
        None => totals_alone(&labels),
    };
    let side = |(at, label): (u64, &String), head: Head| Side {
        label: label.clone(),
        head,
        at,
    };
    let cols = cols.into_iter().zip(heads);
    let cols = cols.map(|((at, label), head)| side((*at, label), head)).collect();
    let labels: Vec<&str> = typed.rows.iter().map(|(_, label, _)| label.as_str()).collect();
    let heads = of_rows.heads(&labels);
    let rows = typed.rows.iter().zip(heads).map(|((at, label, cells), head)| {
        let cells = cells.iter().zip(&is_headed).filter(|(_, is_headed)| **is_headed);
        (side((*at, label), head), cells.map(|(cell, _)| *cell).collect())
    });
    let printed = Printed {
        which,
        line: typed.line,
        cols,
        rows: rows.collect(),
    };
    each_once(&printed)?;
    Ok(printed)
}

/// Refuses a row or column that stands twice.
fn each_once(printed: &Printed) -> Result<()> {
    let is_known = |side: &&Side| side.head != Head::Unknown && side.head != Head::Aside;
    let twice = |sides: Vec<&Side>| {
        let known: Vec<&Side> = sides.into_iter().filter(is_known).collect();
        let again = (0..known.len()).find(|at| known[..*at].iter().any(|side| side.head == known[*at].head));
        again.map(|at| known[at].at)
    };
    if let Some(line) = twice(printed.rows.iter().map(|(row, _)| row).collect()) {
        return Err(wrong(WrongTable::Twice { line, column: 1 }));
    }
    if let Some(column) = twice(printed.cols.iter().collect()) {
        let line = printed.line;
        return Err(wrong(WrongTable::Twice { line, column }));
    }
    Ok(())
}
