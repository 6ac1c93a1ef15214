//! Imports, exports and checks in English.

use std::path::Path;

use super::English;
use crate::domain::axis::quarter_of_month;
use crate::domain::profile::Profile;
use crate::error::Finding;
use crate::locale::files::Sum;
use crate::locale::{Files, Words, echo, shown};

/// A number with its noun.
fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

impl Files for English {
    fn imported(&self, sum: Sum, dry_run: bool) -> String {
        let records = counted(sum.added, "record", "records");
        let mut said = if dry_run {
            format!("Dry run: {records} can be imported. The ledger is unchanged.")
        } else {
            format!("Imported {records}.")
        };
        if sum.skipped > 0 {
            said += &format!(
                " Skipped {} already in the ledger",
                counted(sum.skipped, "row", "rows")
            );
            if sum.skipped_void > 0 {
                said += &format!(" ({} void here)", sum.skipped_void);
            }
            said += ".";
        }
        said
    }

    fn nothing_imported(&self, refused: u64, dry_run: bool) -> String {
        let rows = counted(refused, "row", "rows");
        let done = if dry_run {
            "Dry run:"
        } else {
            "Nothing was imported:"
        };
        format!("{done} {rows} cannot be read. Correct the lines above and import the file again.")
    }

    fn refused_line(&self, line: u64, reason: &str) -> String {
        format!("Line {line}: {reason}")
    }

    fn bad_id(&self) -> &'static str {
        "ID: not the id of a record. Leave it empty and the record gets a new one."
    }

    fn cells(&self, expected: usize, found: usize) -> String {
        format!("the header has {expected} columns, this row has {found}.")
    }

    fn quote(&self, column: usize) -> String {
        format!("column {column}: text after a closing quote (\"). Nothing after this row was read.")
    }

    fn more_refused(&self, more: u64) -> String {
        format!("{more} more rows. With --dry-run all are named.")
    }

    fn unknown_columns(&self, headers: &[String]) -> String {
        let headers: Vec<_> = headers.iter().map(|header| echo(header)).collect();
        format!("Columns that are not used: {}", headers.join(", "))
    }

    fn removed_from_import(&self, characters: u64) -> String {
        let characters = counted(characters, "character", "characters");
        format!("Left out {characters} that a ledger never holds (controls and the like).")
    }

    fn exported(&self, records: u64, path: &Path) -> String {
        format!(
            "Wrote {} to {}.",
            counted(records, "record", "records"),
            shown(path)
        )
    }

    fn listed(&self, records: u64, later: u64) -> String {
        let records = counted(records, "record", "records");
        match later {
            0 => records,
            _ => format!("{records} ({later} dated later, in no tally yet)"),
        }
    }

    fn type_now(&self) -> &'static str {
        "Type the text now; end with Ctrl-D at the beginning of a line."
    }

    fn finding(&self, finding: &Finding, profile: &Profile) -> String {
        match finding {
            Finding::Schema => "The ledger's tables are not those of its format.".to_owned(),
            Finding::Pages => {
                "Parts of the ledger's file cannot be read. Restore a backup with soudan restore.".to_owned()
            }
            Finding::Record { number: Some(number) } => {
                format!(
                    "{}: reads differently from what was saved.",
                    number.display(profile)
                )
            }
            Finding::Record { number: None } => "A record cannot be read.".to_owned(),
            Finding::NotInJournal { number } => {
                format!(
                    "{}: its last change is not in the journal.",
                    number.display(profile)
                )
            }
            Finding::Index(name) => format!("The index {name} disagrees with the records."),
            Finding::Case { seq } => format!("A case file (row {seq}) is not what was written."),
            Finding::Activity { seq } => format!("An activity (row {seq}) is not what was written."),
            Finding::Sections => "A setting or remark of a packet is not what was written.".to_owned(),
            Finding::Search => {
                "The search index disagrees with the records: soudan check --reindex makes it anew."
                    .to_owned()
            }
            Finding::View { nth } => {
                format!("Saved tally {nth} (by name) is not what was written: delete it and save it again.")
            }
            Finding::Stray => "There are answers or follow-ups of no record.".to_owned(),
            Finding::Count {
                year,
                month,
                is_half,
                of,
                stored,
                counted,
            } => {
                let period = match is_half {
                    true => self.half(quarter_of_month(*year, *month).0, if *month == 4 { 1 } else { 2 }),
                    false => self.calendar_month(*year, *month),
                };
                let labels: Vec<_> = of
                    .iter()
                    .map(|(list, code)| self.item(*list, code, Some(profile)))
                    .collect();
                let of = labels.join(self.comma());
                format!("The count of {period} differs: {of} (stored {stored}, counted {counted}).")
            }
            Finding::Journal { seq } => format!("Entry {seq} of the journal was changed, removed or moved."),
            Finding::Profile => "The profile is not the one in the journal.".to_owned(),
            Finding::Items => "The lists of codes are incomplete.".to_owned(),
            Finding::Import { seq } => format!("Import {seq} is not as the journal says."),
            Finding::Closing { seq, period } => {
                let of = period
                    .as_ref()
                    .map_or(String::new(), |period| format!(", of {period},"));
                format!("Closing no. {seq}{of} is not as it was closed.")
            }
        }
    }
}
