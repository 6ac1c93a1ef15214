//! What imports, exports and checks say.

use std::path::Path;

use crate::domain::profile::Profile;
use crate::error::{Finding, RefusedRow, RowReason};

use super::{Errors, echo};

/// What an import did, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    /// Records added (or that would be).
    pub added: u64,
    /// Rows whose id is in the ledger already.
    pub skipped: u64,
    /// Of those, records that are void here.
    pub skipped_void: u64,
}

/// The messages about files of records and about the ledger's own file.
pub trait Files: Errors {
    /// What an import did, or would do.
    fn imported(&self, sum: Sum, dry_run: bool) -> String;

    /// Nothing was imported, because rows were refused.
    fn nothing_imported(&self, refused: u64, dry_run: bool) -> String;

    /// A refused row, with what is wrong there.
    fn refused_line(&self, line: u64, reason: &str) -> String;

    /// The id in a row is none.
    fn bad_id(&self) -> &'static str;

    /// A row with more or fewer cells than the header.
    fn cells(&self, expected: usize, found: usize) -> String;

    /// Text after a closing quote.
    fn quote(&self, column: usize) -> String;

    /// So many refused rows more than are named.
    fn more_refused(&self, more: u64) -> String;

    /// Columns that mean nothing here.
    fn unknown_columns(&self, headers: &[String]) -> String;

    /// Characters left out of an import.
    fn removed_from_import(&self, characters: u64) -> String;

    /// How many records were written where.
    fn exported(&self, records: u64, path: &Path) -> String;

    /// How many records a list holds, and how many of them are dated after today.
    fn listed(&self, records: u64, later: u64) -> String;

    /// That notes are read from the keyboard now.
    fn type_now(&self) -> &'static str;

    /// What a check found.
    fn finding(&self, finding: &Finding, profile: &Profile) -> String;

    /// A refused row in one line.
    fn refused_row(&self, row: &RefusedRow, profile: &Profile) -> String {
        let reason = match &row.reason {
            RowReason::Field(error) => {
                let problem = self.problem(&error.problem, Some(profile));
                match &row.column {
                    Some(column) => format!("{}{}{problem}", echo(column), self.colon()),
                    None => problem,
                }
            }
            RowReason::Id => self.bad_id().to_owned(),
            RowReason::Cells { expected, found } => self.cells(*expected, *found),
            RowReason::Quote { column } => self.quote(*column),
        };
        self.refused_line(row.line, &reason)
    }
}
