//! The ledger's CSV, in: each row becomes an entry, all or nothing.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use chrono::NaiveDate;
use foldhash::fast::RandomState;
use uuid::Uuid;

use super::decode::{DecodeError, survey};
use super::guard::unguard;
use super::rows::{Row, RowError, Rows};
use crate::domain::consultation::Entry;
use crate::domain::field::Field;
use crate::domain::profile::Profile;
use crate::domain::value::{FieldError, Parsed, Value, Written};
use crate::error::{Error, Refusal, Result, Unimportable};
pub use crate::error::{RefusedRow, RowReason};
use crate::store::{Import, Imported, Ledger, Request, Stamp, unreadable};

/// The header of the column that holds a record's id.
pub const ID_HEADER: &str = "ID";

/// How a file is imported.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mode {
    /// Only look; keep nothing.
    pub dry_run: bool,
    /// Even if the same file was imported before.
    pub again: bool,
}

/// What an import found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records added (or that would be), and rows skipped.
    pub imported: Imported,
    /// Rows refused; if any was, nothing was imported.
    pub refused: u64,
    /// Headers that mean nothing here.
    pub unknown_columns: Vec<String>,
    /// Characters left out because a text never holds them.
    pub removed: u64,
}

/// Imports a CSV file. Every refused row is told to `on_refused`; when there is any, nothing is
/// imported.
///
/// # Errors
/// When the file cannot be read or is no such CSV, was imported before, or nothing can be written.
pub fn import(
    ledger: &mut Ledger,
    path: &Path,
    mode: Mode,
    today: NaiveDate,
    stamp: &Stamp,
    on_refused: &mut dyn FnMut(&RefusedRow),
) -> Result<Report> {
    let io = |error: std::io::Error| unreadable(path, &error);
    let mut file = File::open(path).map_err(io)?;
    let survey = survey(&mut file).map_err(|error| undecodable(path, error))?;
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut rows = Rows::new(file, survey.encoding);
    let mut report = Report::default();
    let request = Request {
        file_sha256: survey.sha256,
        again: mode.again,
        dry_run: mode.dry_run,
    };
    let imported = ledger.import(request, stamp, |import| {
        let header = rows.next().map_err(|error| unparsable(path, &error))?;
        let columns = Columns::read(header.ok_or(not_importable(Unimportable::Empty))?, &mut report)?;
        let mut reader = Reader::new(import.profile(), today);
        loop {
            match rows.next() {
                Ok(None) => break,
                Ok(Some(row)) => feed(&row, &columns, &mut reader, import, &mut report, on_refused)?,
                Err(RowError::AfterQuote { line, column }) => {
                    on_refused(&RefusedRow {
                        line,
                        column: None,
                        reason: RowReason::Quote { column },
                    });
                    report.refused += 1;
                    break;
                }
                Err(error) => return Err(unparsable(path, &error)),
            }
        }
        report.removed = reader.removed;
        Ok(report.refused == 0 && !mode.dry_run)
    })?;
    report.imported = imported;
    if report.refused > 0 {
        report.imported.added = 0;
    }
    Ok(report)
}

fn not_importable(why: Unimportable) -> Error {
    Refusal::NotImportable(why).into()
}

pub(super) fn undecodable(path: &Path, error: DecodeError) -> Error {
    not_importable(match error {
        DecodeError::Io(error) => return unreadable(path, &error),
        DecodeError::Utf16 => Unimportable::Utf16,
        DecodeError::Nul { line } => Unimportable::Nul { line },
        DecodeError::BadBytes { line, .. } => Unimportable::BadBytes { line },
    })
}

pub(super) fn unparsable(path: &Path, error: &RowError) -> Error {
    not_importable(match error {
        RowError::Io(error) => return unreadable(path, error),
        RowError::BadBytes { line } => Unimportable::BadBytes { line: *line },
        RowError::Nul { line, .. } => Unimportable::Nul { line: *line },
        RowError::TooLong { line } => Unimportable::TooLong { line: *line },
        RowError::UnclosedQuote { line, .. } | RowError::AfterQuote { line, .. } => {
            Unimportable::UnclosedQuote { line: *line }
        }
    })
}

/// What the columns of a file hold.
struct Columns {
    headers: Vec<String>,
    fields: Vec<Option<Field>>,
    id: Option<usize>,
}

impl Columns {
    fn read(header: Row<'_>, report: &mut Report) -> Result<Self> {
        let mut columns = Self {
            headers: Vec::new(),
            fields: Vec::new(),
            id: None,
        };
        for at in 0..header.len() {
            let name = header.get(at).trim();
            let field = Field::by_header(name);
            let is_id = name.eq_ignore_ascii_case(ID_HEADER);
            let twice = match field {
                Some(field) => columns.fields.contains(&Some(field)),
                None => is_id && columns.id.is_some(),
            };
            if twice {
                return Err(not_importable(Unimportable::ColumnTwice(name.to_owned())));
            }
            if is_id {
                columns.id = Some(at);
            } else if field.is_none() && !name.is_empty() {
                report.unknown_columns.push(name.to_owned());
            }
            columns.headers.push(name.to_owned());
            columns.fields.push(field);
        }
        let missing =
            Field::all().find(|field| field.spec().required && !columns.fields.contains(&Some(*field)));
        match missing {
            Some(field) => Err(not_importable(Unimportable::NoColumn(field.spec().header))),
            None => Ok(columns),
        }
    }

    /// The header of the column in which something is wrong; the contract's where the file has none.
    fn header_of(&self, reason: &RowReason) -> Option<String> {
        let at = match reason {
            RowReason::Field(error) => self.fields.iter().position(|known| *known == Some(error.field)),
            RowReason::Id => self.id,
            RowReason::Cells { .. } | RowReason::Quote { .. } => None,
        };
        let own = at.and_then(|at| self.headers.get(at)).cloned();
        own.or_else(|| match reason {
            RowReason::Field(error) => Some(error.field.spec().header.to_owned()),
            _ => None,
        })
    }
}

fn feed(
    row: &Row<'_>,
    columns: &Columns,
    reader: &mut Reader<'_>,
    import: &mut Import<'_>,
    report: &mut Report,
    on_refused: &mut dyn FnMut(&RefusedRow),
) -> Result<()> {
    let refused = match reader.entry(row, columns) {
        Ok((id, entry)) => return import.add(id, entry),
        Err(refused) => refused,
    };
    report.refused += 1;
    // Nothing will be kept: from here on the rest is only looked at.
    import.only_check();
    for reason in refused {
        on_refused(&RefusedRow {
            line: row.line,
            column: columns.header_of(&reason),
            reason,
        });
    }
    Ok(())
}

/// How many different cells of a column are remembered with what they mean.
const REMEMBERED: usize = 4096;

/// Turns rows into entries. Cells of lists, dates and numbers repeat: each is understood once.
struct Reader<'p> {
    profile: &'p Profile,
    today: NaiveDate,
    known: Vec<HashMap<String, Option<Value>, RandomState>>,
    removed: u64,
}

impl<'p> Reader<'p> {
    fn new(profile: &'p Profile, today: NaiveDate) -> Self {
        Self {
            profile,
            today,
            known: vec![HashMap::default(); Field::COUNT],
            removed: 0,
        }
    }

    fn entry(&mut self, row: &Row<'_>, columns: &Columns) -> Result<(Option<Uuid>, Entry), Vec<RowReason>> {
        let expected = columns.fields.len();
        let surplus = (expected..row.len()).any(|at| !row.get(at).trim().is_empty());
        if row.len() < expected || surplus {
            return Err(vec![RowReason::Cells {
                expected,
                found: row.len(),
            }]);
        }
        let mut entry = Entry::default();
        let mut reasons = Vec::new();
        for (at, field) in columns.fields.iter().enumerate() {
            let Some(field) = field else { continue };
            match self.value(*field, row.get(at)) {
                Ok(value) => entry.set(*field, value),
                Err(error) => reasons.push(RowReason::Field(error)),
            }
        }
        let id = match columns
            .id
            .map(|at| row.get(at).trim())
            .filter(|text| !text.is_empty())
        {
            None => None,
            Some(text) => match Uuid::parse_str(text) {
                Ok(id) => Some(id),
                Err(_) => {
                    reasons.push(RowReason::Id);
                    None
                }
            },
        };
        if let Err(errors) = entry.complete(self.profile) {
            // A field that could not be read is not missing as well.
            let named = |error: &FieldError| {
                reasons
                    .iter()
                    .any(|reason| matches!(reason, RowReason::Field(known) if known.field == error.field))
            };
            let further: Vec<_> = errors
                .into_iter()
                .filter(|error| !named(error))
                .map(RowReason::Field)
                .collect();
            reasons.extend(further);
        }
        if reasons.is_empty() {
            Ok((id, entry))
        } else {
            Err(reasons)
        }
    }

    fn value(&mut self, field: Field, cell: &str) -> Result<Option<Value>, FieldError> {
        if cell.is_empty() {
            return Ok(None);
        }
        let cell = unguard(cell);
        if field.shape().is_text() {
            return self.parse(field, cell);
        }
        if let Some(value) = self.known[field as usize].get(cell) {
            return Ok(value.clone());
        }
        let value = self.parse(field, cell)?;
        let known = &mut self.known[field as usize];
        if known.len() == REMEMBERED {
            known.clear();
        }
        known.insert(cell.to_owned(), value.clone());
        Ok(value)
    }

    fn parse(&mut self, field: Field, text: &str) -> Result<Option<Value>, FieldError> {
        let parsed = Value::parse(field, text, self.profile, self.today, Written::InFile);
        let Parsed { value, removed } = parsed.map_err(|problem| FieldError { field, problem })?;
        self.removed += removed as u64;
        Ok(value)
    }
}
