//! Tables typed from paper: CSV of heads, labels and figures, several tables in one file.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use super::decode::survey;
use super::guard::unguard;
use super::import::{undecodable, unparsable};
use super::rows::{Row, RowError, Rows};
use crate::domain::axis::{Axis, Bucket, buckets};
use crate::domain::printed::{Head, Printed, Side, Which};
use crate::domain::profile::Profile;
use crate::domain::standard::Part;
use crate::domain::tally::{Cell, Table};
use crate::domain::text::fold;
use crate::error::{Refusal, Result, Unimportable, WrongTable};
use crate::locale::{Lang, axis_named};
use crate::store::unreadable;

/// A table as it was typed, its labels not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Which table its head names.
    pub which: Which,
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
        let has_words = row.iter().skip(1).any(|cell| figure(cell).is_none());
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
            let figure = figure(cell).ok_or_else(|| wrong(WrongTable::NotAFigure { line, column }))?;
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

/// Understands the labels of a typed table against the ledger's.
///
/// # Errors
/// When two rows or two columns are the same.
pub fn place(typed: Typed, table: &Table, profile: &Profile) -> Result<Printed> {
    let query = &table.query;
    let known = |axis: Axis, shown: Vec<Bucket>| Labels {
        axis,
        known: shown
            .into_iter()
            .chain(buckets(axis, profile, &query.period))
            .collect(),
        table,
        profile,
    };
    let of_rows = known(
        query.rows,
        table.rows.iter().map(|row| row.bucket.clone()).collect(),
    );
    let of_cols = query.cols.map(|axis| known(axis, table.columns.clone()));
    let col = |(at, label): &(u64, String)| {
        let head = match &of_cols {
            Some(labels) => labels.head(label),
            None => of_rows.total(label).unwrap_or(Head::Unknown),
        };
        let label = label.clone();
        Side { label, head, at: *at }
    };
    // A column without a head is empty: `Reader::row` has refused anything else.
    let is_headed: Vec<bool> = typed.cols.iter().map(|(_, label)| !label.is_empty()).collect();
    let cols = typed.cols.iter().filter(|(_, label)| !label.is_empty()).map(col);
    let rows = typed.rows.into_iter().map(|(at, label, cells)| {
        let head = of_rows.head(&label);
        let cells = cells
            .into_iter()
            .zip(&is_headed)
            .filter(|(_, is_headed)| **is_headed);
        (Side { label, head, at }, cells.map(|(cell, _)| cell).collect())
    });
    let printed = Printed {
        which: typed.which,
        line: typed.line,
        cols: cols.collect(),
        rows: rows.collect(),
    };
    let is_known = |side: &&Side| side.head != Head::Unknown && side.head != Head::Aside;
    let twice = |sides: Vec<&Side>| {
        let known: Vec<&Side> = sides.into_iter().filter(is_known).collect();
        let again = (0..known.len()).find(|at| known[..*at].iter().any(|side| side.head == known[*at].head));
        again.map(|at| known[at].at)
    };
    let rows: Vec<&Side> = printed.rows.iter().map(|(row, _)| row).collect();
    if let Some(line) = twice(rows) {
        return Err(wrong(WrongTable::Twice { line, column: 1 }));
    }
    if let Some(column) = twice(printed.cols.iter().collect()) {
        let line = printed.line;
        return Err(wrong(WrongTable::Twice { line, column }));
    }
    Ok(printed)
}

/// The labels that an axis may have.
struct Labels<'a> {
    axis: Axis,
    known: Vec<Bucket>,
    table: &'a Table,
    profile: &'a Profile,
}

impl Labels<'_> {
    /// What a label stands for: a row or column as either language calls it, first as it is spelled, then
    /// in any spelling; a total; a code or label of the list.
    fn head(&self, label: &str) -> Head {
        let names = |bucket: &Bucket| {
            let period = &self.table.query.period;
            let names = Lang::ALL.map(|lang| lang.catalogue().bucket(bucket, period));
            names.into_iter().chain([bucket.code.clone()])
        };
        let folded = fold(label);
        let exact = || {
            self.known
                .iter()
                .find(|bucket| names(bucket).any(|name| name == label))
        };
        let alike = || {
            let is_it = |bucket: &&Bucket| names(bucket).any(|name| fold(&name) == folded);
            self.known.iter().find(is_it)
        };
        let code = |bucket: &Bucket| Head::Code(bucket.code.clone());
        exact()
            .map(code)
            .or_else(|| self.total(label))
            .or_else(|| alike().map(code))
            .or_else(|| {
                let item = self.profile.find(self.axis.list()?, label)?;
                Some(Head::Code(item.code.to_string()))
            })
            .unwrap_or(Head::Unknown)
    }

    /// Whether a label is that of a total, or of earlier figures.
    fn total(&self, label: &str) -> Option<Head> {
        let folded = fold(label);
        let is = |name: &str| fold(name) == folded;
        let words = || Lang::ALL.map(|lang| lang.catalogue());
        if words()
            .iter()
            .any(|words| is(words.total()) || is(words.grand_total()))
            || is("総計")
        {
            return Some(Head::Total);
        }
        let is_aside = words().iter().any(|words| is(words.before())) || is("前年");
        is_aside.then_some(Head::Aside)
    }
}
