//! What stands on printed forms: the intake sheet (相談受付票) and the case record (経過記録).

mod en;
mod ja;

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::{Cases, Lang};
use crate::domain::field::Field;
use crate::domain::profile::Profile;
use crate::domain::value::Value;

/// A part of a printed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// When, where and by whom it was received.
    Received,
    /// Who asked.
    Caller,
    /// Whom it is about.
    Child,
    /// What was asked.
    Asked,
    /// What was done.
    Answered,
    /// What is still to be done.
    Next,
}

/// The words of printed forms.
pub trait Paper: Cases {
    /// The language itself.
    fn lang(&self) -> Lang;

    /// The title of one consultation's form.
    fn intake_sheet(&self) -> &'static str;

    /// The title of a child's.
    fn case_record(&self) -> &'static str;

    /// How it is to be kept.
    fn handle_with_care(&self) -> &'static str;

    /// What the boxes for seals are, and whose each is.
    fn seals(&self) -> (&'static str, [&'static str; 3]);

    /// When it was printed.
    fn printed_on(&self, day: NaiveDate) -> String;

    /// The name of a part.
    fn block(&self, block: Block) -> &'static str;

    /// The name of day and time together.
    fn received_at(&self) -> &'static str;

    /// The name of the age on the day of printing.
    fn age_when_printed(&self) -> &'static str;

    /// How long something took.
    fn in_minutes(&self, minutes: u32) -> String;

    /// The heads of a timeline: when, what, and what was said of it.
    fn timeline_heads(&self) -> [&'static str; 3];

    /// That nothing has happened to a case yet.
    fn no_events(&self) -> &'static str;

    /// Where something was written.
    fn written(&self, path: &Path) -> String;

    /// Where a form was written, and what to do with it.
    fn form_written(&self, path: &Path) -> String;

    /// A day as forms write it, without its weekday.
    fn day(&self, day: NaiveDate) -> String {
        self.range(day, day)
    }

    /// A field's value as forms write it: days in full.
    fn on_paper(&self, field: Field, value: &Value, profile: &Profile) -> String {
        match value {
            Value::Day(day) => self.long_date(*day),
            Value::Birth(birth) if birth.month_only => {
                self.calendar_month(birth.date.year(), birth.date.month())
            }
            Value::Birth(birth) => self.day(birth.date),
            Value::Number(minutes) if field == Field::Minutes => self.in_minutes(*minutes),
            value => self.value(field, value, profile),
        }
    }
}
