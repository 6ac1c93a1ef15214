//! A case: a child's file under a pseudonymous code, and what follows from the date of birth.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::consultation::{Entry, VoidReason};
use super::date::Birth;
use super::era::fiscal_year;
use super::field::Field;
use super::list::Code;
use super::profile::{AgeRule, Profile};
use super::value::{FieldError, Problem, Value};

/// A child's file as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// Its id (UUID v7).
    pub id: Uuid,
    /// How often it was written, from 1.
    pub rev: u32,
    /// Why it no longer counts, if it does not.
    pub void: Option<VoidReason>,
    /// What was entered.
    pub entry: Entry,
}

impl CaseFile {
    /// The pseudonymous code; it never changes, since consultations are filed under it.
    pub fn code(&self) -> &str {
        self.entry.text(Field::Case)
    }

    /// Whether the case is closed.
    pub fn is_closed(&self) -> bool {
        self.entry.get(Field::ClosedOn).is_some()
    }
}

/// Brings the entry of a child's file into order and says everything that keeps it from being one.
///
/// # Errors
/// One per field, in the order of the fields.
pub fn complete(entry: &mut Entry, profile: &Profile) -> Result<(), Vec<FieldError>> {
    entry.order_answers(profile);
    let has = |field: Field| entry.get(field).is_some();
    let (given, withdrawn) = (
        entry.day_of(Field::ConsentOn),
        entry.day_of(Field::ConsentWithdrawn),
    );
    let is_early = given
        .zip(withdrawn)
        .is_some_and(|(given, withdrawn)| withdrawn < given);
    let wrong = [
        (!has(Field::Case), Field::Case, Problem::Missing),
        (
            has(Field::ConsentScope) && given.is_none(),
            Field::ConsentScope,
            Problem::NeedsConsent,
        ),
        (
            withdrawn.is_some() && given.is_none() || is_early,
            Field::ConsentWithdrawn,
            Problem::NeedsConsent,
        ),
        (
            has(Field::ClosedWhy) && !has(Field::ClosedOn),
            Field::ClosedWhy,
            Problem::NeedsClosing,
        ),
    ];
    let wrong = wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    let errors: Vec<_> = wrong
        .map(|(_, field, problem)| FieldError { field, problem })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// What a case's file says of the child on the day of a consultation; computed when it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Child {
    /// The age on that day.
    pub age: Option<Age>,
    /// 医療的ケア; empty where the file says nothing of it.
    pub care: Vec<Code>,
}

/// A child's age on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// In full months: a child born on the 31st completes one on the first day after a shorter month.
    pub months: u32,
    /// The school year, where it is one.
    pub grade: Grade,
    /// The day of birth is not known: it is taken for the 1st.
    pub month_only: bool,
}

impl Age {
    /// The age on a day; `None` before the birth.
    pub fn on(birth: Birth, day: NaiveDate) -> Option<Self> {
        let (from, to) = (month_number(birth.date), month_number(day));
        let months = to - from - i32::from(day.day() < birth.date.day());
        Some(Self {
            months: u32::try_from(months).ok()?,
            grade: Grade::on(birth.date, day),
            month_only: birth.month_only,
        })
    }

    /// In full years.
    pub fn years(self) -> u32 {
        self.months / 12
    }

    /// The months by which the profile's bands take it: the age itself, or the age that those of the
    /// same school year have all reached when it begins.
    pub fn band_months(self, rule: AgeRule) -> u32 {
        match rule {
            AgeRule::Age => self.months,
            AgeRule::SchoolYear => u32::try_from(self.grade.0 - 1).unwrap_or(0) * 12,
        }
    }
}

fn month_number(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0() as i32
}

/// A school year, counted from that in which a child is born (0): 7 is the first of primary school.
///
/// Source: 学校教育法 (Act No. 26 of 1947) art. 17: from the first school year after the day on which the
/// child completes the sixth year. By 年齢計算ニ関スル法律 (Act No. 50 of 1902) that is the eve of the
/// birthday, so that who is born on 1 April belongs to the year above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade(i32);

/// Where a school year stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the three years of kindergarten.
    Infant,
    /// Kindergarten's year, 1 to 3 (年少, 年中, 年長), whether or not the child goes there.
    Kindergarten(u32),
    /// 小学, 1 to 6.
    Primary(u32),
    /// 中学, 1 to 3.
    Junior(u32),
    /// 高校, 1 to 3.
    Senior(u32),
    /// Past the school years.
    Past,
}

impl Grade {
    /// The school year of a child on a day.
    pub fn on(birth: NaiveDate, day: NaiveDate) -> Self {
        let eve = birth.pred_opt().unwrap_or(birth);
        Self(fiscal_year(day) - fiscal_year(eve))
    }

    /// What it is called by.
    pub fn stage(self) -> Stage {
        let since = |first: i32| u32::try_from(self.0 - first + 1).unwrap_or(0);
        match self.0 {
            ..=3 => Stage::Infant,
            4..=6 => Stage::Kindergarten(since(4)),
            7..=12 => Stage::Primary(since(7)),
            13..=15 => Stage::Junior(since(13)),
            16..=18 => Stage::Senior(since(16)),
            _ => Stage::Past,
        }
    }
}

/// The date of birth that a file holds.
pub fn birth_of(entry: &Entry) -> Option<Birth> {
    match entry.get(Field::Birth) {
        Some(Value::Birth(birth)) => Some(*birth),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn on(birth: &str, at: &str) -> Option<Age> {
        let birth = Birth {
            date: day(birth),
            month_only: false,
        };
        Age::on(birth, day(at))
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        let years = |birth, at| on(birth, at).map(Age::years);
        assert_eq!(years("2015-09-30", "2022-09-29"), Some(6));
        assert_eq!(years("2015-09-30", "2022-09-30"), Some(7));
        assert_eq!(years("2020-02-29", "2021-02-28"), Some(0));
        assert_eq!(years("2020-02-29", "2021-03-01"), Some(1));
        assert_eq!(years("2022-09-30", "2022-09-30"), Some(0));
        assert_eq!(years("2022-10-01", "2022-09-30"), None);
    }

    #[test]
    fn who_is_born_on_the_first_of_april_belongs_to_the_year_above() {
        let stage = |birth, at| on(birth, at).map(|age| age.grade.stage());
        assert_eq!(stage("2016-04-01", "2022-04-01"), Some(Stage::Primary(1)));
        assert_eq!(stage("2016-04-02", "2022-04-01"), Some(Stage::Kindergarten(3)));
        assert_eq!(stage("2015-04-02", "2022-04-01"), Some(Stage::Primary(1)));
        assert_eq!(stage("2007-04-02", "2022-04-01"), Some(Stage::Junior(3)));
        assert_eq!(stage("2006-04-02", "2022-04-01"), Some(Stage::Senior(1)));
        assert_eq!(stage("2003-04-02", "2022-04-01"), Some(Stage::Past));
        assert_eq!(stage("2022-03-31", "2022-04-01"), Some(Stage::Infant));
    }

    #[test]
    fn by_school_year_a_whole_class_is_in_one_band() {
        let months = |birth, at| on(birth, at).map(|age| age.band_months(AgeRule::SchoolYear));
        for birth in ["2015-04-02", "2015-12-31", "2016-04-01"] {
            assert_eq!(months(birth, "2022-04-01"), Some(72));
            assert_eq!(months(birth, "2023-03-31"), Some(72));
        }
    }
}
