//! Errors in English.

use std::io::ErrorKind;
use std::path::Path;

use super::{English, counted};
use crate::domain::date::DateError;
use crate::domain::list::List;
use crate::domain::period::PeriodError;
use crate::domain::profile::{Profile, ProfileError, Reason, Wanted};
use crate::domain::value::Problem;
use crate::error::{Damage, Refusal, Unimportable, UnsafePlace, Unwritable};
use crate::locale::words::CHOICES;
use crate::locale::{Closings, Errors, Replays, Words, echo, packet, shown};

impl Errors for English {
    fn period_error(&self, error: &PeriodError) -> String {
        match error {
            PeriodError::NotAPeriod => {
                "Not a period. Write it like 2022H1, 2022Q1, 2022-09 or 2022-04-01..2022-09-30.".to_owned()
            }
            PeriodError::YearOrFiscalYear { year } => {
                format!("A year alone is no period. For the fiscal year write {year}, for a month {year}-04.",)
            }
            PeriodError::Reversed => "The period ends before it begins.".to_owned(),
            PeriodError::TooLong => "A period is 200 years at most.".to_owned(),
            PeriodError::Date(error) => self.date_error(error),
        }
    }

    fn date_error(&self, error: &DateError) -> String {
        match error {
            DateError::NotADate => "Not a date. Write it like 2022-09-30, 9/30, R4.9.30 or today.".to_owned(),
            DateError::NoSuchMonth { month } => format!("There is no month {month}."),
            DateError::NoSuchDay {
                year,
                month,
                last_day,
            } => {
                let offered = error.right().map_or_else(String::new, |right| {
                    format!(" Did you mean {}?", self.date(right))
                });
                format!(
                    "There is no such day: {} has {last_day} days.{offered}",
                    self.calendar_month(*year, *month)
                )
            }
            DateError::OutsideEra { era, right } => {
                format!(
                    "Not in the era {}. Did you mean {}?",
                    era.letter(),
                    self.long_date(*right)
                )
            }
            DateError::EraYearAmbiguous { year } => {
                format!("The year {year} of which era? Write R{year}, or all four digits.")
            }
            DateError::YearNeeded => "The year is needed: write it like 2022-09-30 or R4.9.30.".to_owned(),
            DateError::InFuture { date } => format!("{} is still to come.", self.date(*date)),
            DateError::TooOld => "Dates before 1873 are not known here.".to_owned(),
            DateError::TooFar => "Dates after 2999 are not known here.".to_owned(),
        }
    }

    fn profile_error(&self, error: &ProfileError) -> String {
        let age = |months: &u32| format!("{} y {} m", months / 12, months % 12);
        let reason = match &error.reason {
            Reason::NotToml => {
                "this is not TOML. Look for a missing quote or bracket, or a day that does not exist."
                    .to_owned()
            }
            Reason::UnknownKey(key, nearest) => {
                format!("there is no key {}.{}", echo(key), meant(nearest.as_deref()))
            }
            Reason::MissingKey(key) => format!("the key {key} is missing."),
            Reason::RepeatedKey(key) => format!("the key {} stands twice. Leave one of them.", echo(key)),
            Reason::NoSuchValue {
                key,
                typed,
                nearest,
                known,
            } => format!(
                "{key} cannot be {}.{} It takes {}.",
                echo(typed),
                meant(nearest.as_deref()),
                known.join(", ")
            ),
            Reason::WrongKind(key, wanted) => format!("{} must be {}.", echo(key), wanted_kind(*wanted)),
            Reason::Format => "the only format is 1.".to_owned(),
            Reason::BadCode(code) => {
                format!(
                    "{} is no code. Use a-z, 0-9, _ and -, and not none, all or any.",
                    echo(code)
                )
            }
            Reason::RepeatedCode(code) => format!("the code {code} stands twice in one list."),
            Reason::RepeatedLabel(label) => format!("two items of one list read {}.", echo(label)),
            Reason::BadLabel => "a label is empty or cannot be shown.".to_owned(),
            Reason::NoSuchCenter(code) => format!("there is no center {}.", echo(code)),
            Reason::NoSuchArea(code) => format!("there is no area {}.", echo(code)),
            Reason::AreaMissing => "area is missing.".to_owned(),
            Reason::AgeGap(from, to) => format!("no age band from {} to {}.", age(from), age(to)),
            Reason::AgeOverlap(at) => format!("two age bands hold {}.", age(at)),
            Reason::AgeReversed => "an age band ends before it begins.".to_owned(),
            Reason::Missing(list, code) => format!("the {} need {code}.", self.list_name(*list)),
            Reason::BadTime(text) => format!("no date, time or weekday ({}).", echo(text)),
            Reason::Reversed => "to lies before from.".to_owned(),
        };
        format!("Profile, line {}: {reason}", error.line)
    }

    fn problem(&self, problem: &Problem, profile: Option<&Profile>) -> String {
        match problem {
            Problem::Missing => "must be answered.".to_owned(),
            Problem::Date(error) => self.date_error(error),
            Problem::NotATime => "not a time. Write it like 9:05 or 0905.".to_owned(),
            Problem::NotANumber { most } => format!("must be a whole number from 0 to {most}."),
            Problem::NoSuchItem {
                list,
                nearest: Some(code),
            } => {
                let item = self.item(*list, code, profile);
                format!(
                    "not among the {}. Did you mean {item} ({code})?",
                    self.list_name(*list)
                )
            }
            Problem::NoSuchItem { list, nearest: None } => {
                let name = self.list_name(*list);
                format!("not among the {name}. {}", self.offered(Some(*list), profile))
            }
            Problem::TooLong { most, is } => format!("too long: {is} characters, {most} at most."),
            Problem::NotDone => "must be \"done\", \"dropped\" or empty.".to_owned(),
            Problem::NotCancelled => "must be \"cancelled\" or empty.".to_owned(),
            Problem::EndsBefore => "is before the first day.".to_owned(),
            Problem::NeedsFamily => "only for a family caller.".to_owned(),
            Problem::NeedsStakeholder => "only for a stakeholder.".to_owned(),
            Problem::NotATopic => "must be one of the topics.".to_owned(),
            Problem::CenterNotOpen => "that center is not open on that day.".to_owned(),
            Problem::NeedsFollowUp => "needs a follow-up date.".to_owned(),
            Problem::NeedsConsent => "needs the day of the consent, no later than this.".to_owned(),
            Problem::NeedsClosing => "needs the day of closing.".to_owned(),
            Problem::CodeStays => "a code stays as it is: put the old one back (Ctrl-Z).".to_owned(),
            Problem::CaseIsThere => {
                "this case has a file already. Open it in the list and correct it.".to_owned()
            }
        }
    }

    fn refusal(&self, refusal: &Refusal, profile: Option<&Profile>) -> String {
        match refusal {
            Refusal::Exists(path) => {
                format!(
                    "{} exists and is not overwritten. Name another place with --ledger.",
                    shown(path)
                )
            }
            Refusal::NoLedger(path) => {
                format!(
                    "There is no ledger {}. Make one with soudan init, or name one with --ledger.",
                    shown(path)
                )
            }
            Refusal::NoSuchProfile(name) => {
                let name = echo(name);
                format!("There is no profile {name}. Name yamaguchi, or a TOML file.")
            }
            Refusal::WhichCenter(codes) => {
                let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
                format!("Say whose ledger it is with --center: {}", codes.join(", "))
            }
            Refusal::NoSuchRecord
            | Refusal::NoSuchCase
            | Refusal::NoSuchActivity
            | Refusal::NoForm
            | Refusal::Ambiguous
            | Refusal::Changed { .. }
            | Refusal::Void
            | Refusal::NothingToUndo
            | Refusal::NothingToRedo
            | Refusal::ChangedSince
            | Refusal::Erased => self.of_record(refusal).to_owned(),
            Refusal::StdinTwice => "Only one option can read standard input (-).".to_owned(),
            Refusal::NoSuchSection(_)
            | Refusal::NoPacket(_)
            | Refusal::NotOnATerminal
            | Refusal::NoWorkbook
            | Refusal::RemarkTooLong
            | Refusal::TooLargeForSheet(_) => packet::refused(self, refusal),
            Refusal::IsALedger(path)
            | Refusal::StaleLog(path)
            | Refusal::TargetExists(path)
            | Refusal::NotReplaceable(path)
            | Refusal::ForeignFile(path) => of_target(refusal, path),
            Refusal::NotImportable(why) => self.unimportable(why),
            Refusal::Unclosable(period, why) => self.unclosable(period, *why),
            Refusal::ClosedPeriod(period) => self.closed_period(period),
            Refusal::TakesClosingBack(period) => self.takes_closing_back(period),
            Refusal::LongReason { most, is } => self.long_reason(*most, *is),
            Refusal::NotATable(why) => self.wrong_table(why),
            Refusal::NotBegun(period) => self.not_begun(period),
            Refusal::ImportedBefore => {
                "A file with the same content was imported before. To import it again, add --again."
                    .to_owned()
            }
            Refusal::NoSuchCenter(..)
            | Refusal::NoSuchAxis(_)
            | Refusal::SameAxis(_)
            | Refusal::NotAFilter(_)
            | Refusal::NoSuchCode(..)
            | Refusal::TooManyCells
            | Refusal::CodeInUse(..)
            | Refusal::NoSuchMunicipality(_)
            | Refusal::NoSuchLanguage(_) => self.choice(refusal, profile),
        }
    }

    fn one_of_several(&self, number: Option<&str>, why: &str) -> String {
        let number = number.map_or_else(String::new, |number| format!("{number} stands in the way. "));
        format!("{number}{why} None was changed.")
    }

    fn unimportable(&self, why: &Unimportable) -> String {
        match why {
            Unimportable::Utf16 => {
                "The file is UTF-16 or an Excel workbook. Save it as CSV in UTF-8 or CP932.".to_owned()
            }
            Unimportable::Nul { line } => {
                format!("Line {line} holds a NUL. If it is an Excel workbook, save it as CSV.")
            }
            Unimportable::BadBytes { line } => {
                format!("Line {line} is neither UTF-8 nor CP932. Save the file as UTF-8.")
            }
            Unimportable::UnclosedQuote { line } => {
                format!("The quote in the record from line {line} is never closed.")
            }
            Unimportable::TooLong { line } => {
                format!(
                    "The record from line {line} is too long (1 MB at most). Look at what its cells hold."
                )
            }
            Unimportable::Empty => "The file is empty.".to_owned(),
            Unimportable::NoColumn(header) => {
                format!("The column {header} is missing. The header is the first line, with commas between.")
            }
            Unimportable::ColumnTwice(header) => {
                format!("The column {} stands twice. Keep one.", echo(header))
            }
            Unimportable::Rows { refused } => {
                let rows = counted(*refused, "row is", "rows are");
                format!("{rows} wrong, so nothing was imported. Mend the file and try again.")
            }
        }
    }

    fn busy(&self) -> &'static str {
        "The ledger is in use elsewhere. Nothing was written. Try again in a moment."
    }

    fn newer(&self, found: i64, known: i64) -> String {
        format!(
            "The ledger was made by a newer soudan (format {found}; this one knows {known}). It is unchanged. Update soudan."
        )
    }

    fn damaged(&self, damage: &Damage) -> &'static str {
        match damage {
            Damage::NotALedger => {
                "The file is not a ledger of soudan. Nothing was changed. Look at --ledger."
            }
            Damage::Empty => {
                "The file is empty. Nothing was changed. Bring a backup back with soudan restore."
            }
            Damage::Truncated => {
                "The ledger is cut short. Nothing was changed. Bring a backup back with soudan restore."
            }
            Damage::Schema => {
                "The ledger's tables are not as they should be. Nothing was changed. Bring a backup back with soudan restore."
            }
            Damage::Pages => {
                "Parts of the ledger cannot be read. Nothing was changed. Bring a backup back with soudan restore."
            }
            Damage::Record => {
                "A record reads differently from what was written. Nothing was changed. Run soudan check, then restore a backup."
            }
            Damage::Profile => {
                "The profile in the ledger cannot be read. Nothing was changed. Bring a backup back with soudan restore."
            }
        }
    }

    fn cannot_write(&self, why: &Unwritable) -> &'static str {
        match why {
            Unwritable::Full => {
                "Cannot save: the disk is full. The ledger is unchanged. Make room and try again."
            }
            Unwritable::ReadOnly => {
                "Cannot save: the file or its folder is read-only. The ledger is unchanged. Look at its settings."
            }
            Unwritable::Permission => {
                "Cannot save: no permission to write there. The ledger is unchanged. Ask your administrator."
            }
            Unwritable::Io => {
                "Cannot save: the disk reported an error. Make a backup and have the disk examined."
            }
            Unwritable::Replaced => {
                "Cannot save: the ledger was replaced or removed while it was open. Nothing was written. Open it again."
            }
            Unwritable::AsAsked => "Cannot save: the ledger is open for reading only. Leave out --read-only.",
            Unwritable::NoFolder => {
                "Cannot save: there is no such folder. Nothing was written. Look at the path, or make the folder first."
            }
            Unwritable::IsFolder => "Cannot save: that is a folder. Nothing was written. Name a file in it.",
        }
    }

    fn not_verified(&self) -> &'static str {
        "The backup differs from its source. The source is untouched. Examine the disk and try another place."
    }

    fn unsound(&self) -> &'static str {
        "Something in the ledger is not as it was written, so no backup was made. The ledger is unchanged. Run soudan check."
    }

    fn damaged_backup(&self, damage: &Damage) -> String {
        let what = match damage {
            Damage::NotALedger => "This backup is not a ledger of soudan.",
            Damage::Empty => "This backup is an empty file.",
            Damage::Truncated => "This backup is cut short.",
            Damage::Schema | Damage::Pages | Damage::Record | Damage::Profile => "This backup is damaged.",
        };
        format!("{what} The ledger is unchanged. Try another backup.")
    }

    fn closed(&self, path: &Path) -> String {
        format!(
            "No permission to read the ledger {}. Nothing was changed. Use the account that owns it, or ask your administrator.",
            shown(path)
        )
    }

    fn unsafe_place(&self, place: &UnsafePlace) -> String {
        match place {
            UnsafePlace::Link(path) => format!("{} is a link. Name the file that it points to.", shown(path)),
            UnsafePlace::HardLink(path) => format!(
                "{} has a second name (hard link). Remove the other one.",
                shown(path)
            ),
            UnsafePlace::Owner(path) => format!(
                "{} belongs to another account. Name a ledger of yours.",
                shown(path)
            ),
            UnsafePlace::SharedFolder(path) => {
                format!(
                    "Other accounts may write to {}. Narrow it with chmod go-w, or choose another place.",
                    shown(path)
                )
            }
            UnsafePlace::Network(path) => {
                format!(
                    "{} is on a network file system. Keep the ledger on this machine's disk.",
                    shown(path)
                )
            }
            UnsafePlace::NotAFile(path) => {
                format!("{} is not an ordinary file. Name a ledger's file.", shown(path))
            }
        }
    }

    fn unreadable(&self, path: &Path, kind: ErrorKind) -> String {
        let name = if path == Path::new("-") {
            "standard input".to_owned()
        } else {
            shown(path)
        };
        let why = match kind {
            ErrorKind::NotFound | ErrorKind::NotADirectory => "there is no such file.",
            ErrorKind::PermissionDenied => "no permission to read it.",
            ErrorKind::IsADirectory => "it is a folder. Name a file.",
            ErrorKind::InvalidData => "it is not UTF-8. Save it as UTF-8.",
            _ => "reading failed. Try again.",
        };
        format!("Cannot read {name}: {why}")
    }

    fn engine(&self, code: i32) -> String {
        format!("The ledger reported something unexpected (number {code}). Examine it with soudan check.")
    }
}

/// The word that may have been meant, as a question.
fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |word| format!(" Did you mean {word}?"))
}

/// How a value of a profile is written.
fn wanted_kind(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Text => "a text in quotes",
        Wanted::Number => "a whole number from 0 up, without quotes",
        Wanted::Date => "a date such as 2022-04-01, without quotes",
        Wanted::Several => "values in square brackets",
        Wanted::Table => "keys of its own, in braces or under a head in brackets",
        Wanted::Other => "something else. soudan profile shows how it is written",
    }
}

impl English {
    /// What a list has to choose from, or where it can be read.
    fn offered(&self, list: Option<List>, profile: Option<&Profile>) -> String {
        match list.and_then(|list| self.choices(list, profile)) {
            Some(choices) => format!("Choose from: {choices}."),
            None => "soudan profile shows them.".to_owned(),
        }
    }

    /// Refusals about one record or one change.
    fn of_record(&self, refusal: &Refusal) -> &'static str {
        match refusal {
            Refusal::NoSuchRecord => "There is no such record. soudan list shows numbers and ids.",
            Refusal::NoForm => "An activity has no form for paper; consultations and cases have.",
            Refusal::NoSuchActivity => "There is no such activity. soudan activity shows their ids.",
            Refusal::NoSuchCase => "There is no such case.",
            Refusal::Ambiguous => "Several ids begin so. Write more of it.",
            Refusal::Changed { .. } => {
                "The record was changed elsewhere while it was open. Nothing was overwritten. Open it again."
            }
            Refusal::Void => "The record is deleted.",
            Refusal::NothingToUndo => "There is nothing of yours to undo.",
            Refusal::NothingToRedo => "There is nothing to do again: only what you undid last can be.",
            Refusal::ChangedSince => {
                "Something else was changed since, so it cannot be undone. The ledger is unchanged."
            }
            Refusal::Erased => "Its content was erased after the retention period; it cannot be undone.",
            _ => "That was refused.",
        }
    }

    /// Refusals of a choice: an axis, a code, a place.
    fn choice(&self, refusal: &Refusal, profile: Option<&Profile>) -> String {
        match refusal {
            Refusal::NoSuchCenter(typed, centers) => {
                let codes: Vec<_> = centers.iter().map(ToString::to_string).collect();
                let offered = if codes.len() > CHOICES {
                    "Name one by its code or label.".to_owned()
                } else {
                    format!("Name one of {}.", codes.join(", "))
                };
                format!("The profile has no center {}. {offered}", echo(typed))
            }
            Refusal::NoSuchAxis(typed) => {
                format!(
                    "There is no axis {}. soudan tally --help names them.",
                    echo(typed)
                )
            }
            Refusal::SameAxis(axis) => {
                format!("Rows and columns are both {}. Choose another axis.", axis.code())
            }
            Refusal::NotAFilter(typed) => {
                format!("--where takes AXIS=CODE, such as channel=phone: {}", echo(typed))
            }
            Refusal::NoSuchCode(axis, typed) => {
                let (list, typed) = (axis.list(), echo(typed));
                let near = profile
                    .zip(list)
                    .and_then(|(profile, list)| profile.nearest(list, &typed));
                let offered = near.map_or_else(
                    || self.offered(list, profile),
                    |item| format!("Did you mean {} ({})?", self.label(&item.label), item.code),
                );
                format!("There is no {typed} on the axis {}. {offered}", axis.code())
            }
            Refusal::TooManyCells => {
                "The table is too large. Choose a shorter period or another axis.".to_owned()
            }
            Refusal::CodeInUse(list, code) => format!(
                "Records use {} ({code}) of the {}; the new profile must keep it. Nothing was changed.",
                self.item(*list, code, profile),
                self.list_name(*list)
            ),
            Refusal::NoSuchMunicipality(typed) => format!("No municipality matches {}.", echo(typed)),
            Refusal::NoSuchLanguage(typed) => {
                format!("There is no language {}. Choose ja or en.", echo(typed))
            }
            _ => "That was refused.".to_owned(),
        }
    }
}

/// Why nothing is written to a place.
fn of_target(refusal: &Refusal, path: &Path) -> String {
    let why = match refusal {
        Refusal::IsALedger(_) => {
            "is a ledger and is not overwritten, not even with --force. Choose another name."
        }
        Refusal::StaleLog(_) => {
            "holds records of a ledger that is gone. Bring a backup back with soudan restore, or move it away."
        }
        Refusal::NotReplaceable(_) => {
            "is nothing that can be overwritten. Nothing was written. Choose another name."
        }
        Refusal::ForeignFile(_) => {
            "is no file of a packet, so its folder is not overwritten. Move it away, or choose another name."
        }
        _ => "exists. To overwrite it add --force, or choose another name.",
    };
    format!("{} {why}", shown(path))
}
