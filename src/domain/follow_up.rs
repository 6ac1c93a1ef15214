//! A follow-up (次回対応): what a record promises for a day, until it is done or dropped.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::consultation::{Consultation, Entry, Number};
use super::field::Field;
use super::list::Code;
use super::profile::Profile;
use super::standard::{DueOn, When};
use super::value::{Problem, Value};

/// An open follow-up, with what is needed to take it up without opening its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Its record.
    pub id: Uuid,
    /// The record's revision.
    pub rev: u32,
    /// The record's receipt number.
    pub number: Number,
    /// The day.
    pub due: NaiveDate,
    /// The record's answers, the follow-up's own among them.
    pub entry: Entry,
}

/// What became of a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It is not needed any more.
    Dropped,
    /// It is due on another day.
    Moved(NaiveDate),
}

impl FollowUp {
    /// The open follow-up of a record that counts, if it has one.
    pub fn of(record: &Consultation) -> Option<Self> {
        let is_open = record.void.is_none() && record.entry.get(Field::FollowUpDone).is_none();
        match record.entry.get(Field::FollowUp) {
            Some(Value::Day(due)) if is_open => Some(Self {
                id: record.id,
                rev: record.rev,
                number: record.number.clone(),
                due: *due,
                entry: record.entry.clone(),
            }),
            _ => None,
        }
    }

    /// What is to be done; empty where that is not said.
    pub fn text(&self) -> &str {
        self.entry.text(Field::FollowUpText)
    }

    /// The case's code.
    pub fn case(&self) -> Option<&str> {
        Some(self.entry.text(Field::Case)).filter(|case| !case.is_empty())
    }

    /// The item of a field with one answer.
    pub fn code(&self, field: Field) -> Option<&Code> {
        self.entry.code(field)
    }

    /// Days that it is past its day; negative before.
    pub fn days_overdue(&self, today: NaiveDate) -> i64 {
        (today - self.due).num_days()
    }

    /// When it is due; `None` after this week.
    pub fn when(&self, today: NaiveDate) -> Option<When> {
        When::ALL.into_iter().find(|when| {
            let (from, to) = DueOn { when: *when, today }.days();
            (from..=to).contains(&self.due)
        })
    }
}

/// The last day of which follow-ups are called due: this week's Sunday.
pub fn due_until(today: NaiveDate) -> NaiveDate {
    let (_, to) = DueOn {
        when: When::Week,
        today,
    }
    .days();
    to.max(today)
}

/// Where a follow-up goes that is moved without saying to when: a week on from its day, or from today
/// where that is later, to a working day.
pub fn next_week(due: NaiveDate, profile: &Profile, today: NaiveDate) -> NaiveDate {
    let from = due.max(today);
    profile.next_working_day(from.checked_add_days(Days::new(7)).unwrap_or(from))
}

impl Outcome {
    /// Applies it to a record's answers.
    ///
    /// # Errors
    /// When there is no follow-up.
    pub fn apply(self, entry: &mut Entry) -> Result<(), Problem> {
        entry.get(Field::FollowUp).ok_or(Problem::NeedsFollowUp)?;
        match self {
            Self::Done => entry.set(Field::FollowUpDone, Some(Value::Done)),
            Self::Dropped => entry.set(Field::FollowUpDone, Some(Value::Dropped)),
            Self::Moved(day) => entry.set(Field::FollowUp, Some(Value::Day(day))),
        }
        Ok(())
    }
}
