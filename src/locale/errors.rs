//! What every error says: what happened, what is safe, what to do. One line each.

use crate::domain::date::DateError;
use crate::domain::period::PeriodError;
use crate::domain::profile::{Profile, ProfileError};
use crate::domain::value::{FieldError, Problem};
use crate::error::{Damage, Error, Refusal, Unimportable, UnsafePlace, Unwritable};

use super::Words;

/// The messages of errors. None of them names SQL, and none repeats personal text.
pub trait Errors: Words {
    /// A typed period.
    fn period_error(&self, error: &PeriodError) -> String;

    /// A typed date.
    fn date_error(&self, error: &DateError) -> String;

    /// A profile file.
    fn profile_error(&self, error: &ProfileError) -> String;

    /// What is wrong with a field's text, without the field's name.
    fn problem(&self, problem: &Problem, profile: Option<&Profile>) -> String;

    /// A refusal.
    fn refusal(&self, refusal: &Refusal, profile: Option<&Profile>) -> String;

    /// One of several records to be changed in one step and what is wrong there; that none was changed.
    fn one_of_several(&self, number: Option<&str>, why: &str) -> String;

    /// A file that cannot be imported.
    fn unimportable(&self, why: &Unimportable) -> String;

    /// Another process holds the lock.
    fn busy(&self) -> &'static str;

    /// A newer ledger.
    fn newer(&self, found: i64, known: i64) -> String;

    /// A damaged ledger, or none.
    fn damaged(&self, damage: &Damage) -> &'static str;

    /// Nothing can be written.
    fn cannot_write(&self, why: &Unwritable) -> &'static str;

    /// A backup differs from its source.
    fn not_verified(&self) -> &'static str;

    /// A ledger that is not as it was written, of which no backup is made.
    fn unsound(&self) -> &'static str;

    /// A backup that is damaged, or none at all.
    fn damaged_backup(&self, damage: &Damage) -> String;

    /// A ledger that this account may not read.
    fn closed(&self, path: &std::path::Path) -> String;

    /// An unsafe place.
    fn unsafe_place(&self, place: &UnsafePlace) -> String;

    /// A file that cannot be read.
    fn unreadable(&self, path: &std::path::Path, kind: std::io::ErrorKind) -> String;

    /// Something else that SQLite reported.
    fn engine(&self, code: i32) -> String;

    /// A field and what is wrong there.
    fn field_error(&self, error: &FieldError, profile: Option<&Profile>) -> String {
        let (field, problem) = (
            self.field(error.field, profile),
            self.problem(&error.problem, profile),
        );
        format!("{field}{}{problem}", self.colon())
    }

    /// Any error, in one line.
    fn error(&self, error: &Error, profile: Option<&Profile>) -> String {
        match error {
            Error::Period(error) => self.period_error(error),
            Error::Date(error) => self.date_error(error),
            Error::Profile(error) => self.profile_error(error),
            Error::Fields(errors) => {
                let said: Vec<_> = errors
                    .iter()
                    .map(|error| self.field_error(error, profile))
                    .collect();
                said.join(" / ")
            }
            Error::Refused(refusal) => self.refusal(refusal, profile),
            Error::OneOfSeveral { number, error } => {
                let number = profile.map(|profile| number.display(profile));
                self.one_of_several(number.as_deref(), &self.error(error, profile))
            }
            Error::Busy => self.busy().to_owned(),
            Error::Newer { found, known } => self.newer(*found, *known),
            Error::Damaged(damage) => self.damaged(damage).to_owned(),
            Error::CannotWrite(why) => self.cannot_write(why).to_owned(),
            Error::NotVerified => self.not_verified().to_owned(),
            Error::Unsound => self.unsound().to_owned(),
            Error::DamagedBackup(damage) => self.damaged_backup(damage),
            Error::Closed(path) => self.closed(path),
            Error::Unsafe(place) => self.unsafe_place(place),
            Error::Unreadable { path, kind } => self.unreadable(path, *kind),
            Error::Engine(code) => self.engine(*code),
        }
    }
}
