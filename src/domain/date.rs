//! The dates that people type: on the command line, in the form, in a CSV cell, with the IME on or
//! off.
//!
//! The text is folded once (`fold`), read into a `Typed` value that knows no clock, and only then
//! completed from today by what the field expects.

mod typed;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use thiserror::Error;

use super::era::Era;
pub(super) use typed::fold;
use typed::{Typed, read};

/// The first day the ledger knows: Japan took the Gregorian calendar on it
/// (明治5年太政官布告第337号: 3 December of 明治5年 became 1 January of 明治6年).
pub const FIRST_DAY: NaiveDate = fixed(1873, 1, 1);

/// The last day the ledger knows. A limit of ours, far beyond any use.
pub const LAST_DAY: NaiveDate = fixed(2999, 12, 31);

/// How far back or ahead a 29 February can lie, in years: 1896 to 1904.
const LEAP_GAP_YEARS: i32 = 8;

/// What the field wants, which decides what a date without its year or month means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expect {
    /// A consultation's date: the most recent such day, today included. A full date may lie ahead
    /// (that is a warning, and not this module's).
    Past,
    /// A follow-up's date: the nearest coming such day, today included. A full date may lie behind.
    Coming,
    /// An activity's date: the nearest such day before or after today; of two that are as near, the coming
    /// one.
    Nearest,
    /// A date of birth: needs its year, not after today.
    Birth,
    /// A date in a file, read without knowing today: needs its year, any day.
    Full,
}

/// Why a text is not a date. `Display` is for developers; people get theirs from the locale, made
/// of this data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum DateError {
    /// None of the forms, or longer than 40 characters.
    #[error("not a date")]
    NotADate,
    /// The month is not 1 to 12.
    #[error("no month {month}")]
    NoSuchMonth {
        /// The number typed as month.
        month: u32,
    },
    /// The month has no such day. Without a typed year it is the year the text would have meant.
    #[error("{year}-{month:02} has {last_day} days")]
    NoSuchDay {
        /// Calendar year.
        year: i32,
        /// 1 to 12.
        month: u32,
        /// The number of days in that month.
        last_day: u32,
    },
    /// The day is not in the era it was written in.
    #[error("not in {era:?}: {right}")]
    OutsideEra {
        /// The era that was typed.
        era: Era,
        /// The day that was meant; of a month or a fiscal year, its first day.
        right: NaiveDate,
    },
    /// A year of one to three digits without its era: 4年9月30日 could be any of five.
    #[error("which era's year {year}")]
    EraYearAmbiguous {
        /// The number typed as year.
        year: u32,
    },
    /// The field needs a date with its year.
    #[error("the year is needed")]
    YearNeeded,
    /// A birth after today.
    #[error("{date} is in the future")]
    InFuture {
        /// The day as understood.
        date: NaiveDate,
    },
    /// Before [`FIRST_DAY`].
    #[error("before 1873")]
    TooOld,
    /// After [`LAST_DAY`].
    #[error("after 2999")]
    TooFar,
}

impl DateError {
    /// The date to offer instead, where there is one: the day under its own era, or the last day of
    /// the month.
    pub fn right(&self) -> Option<NaiveDate> {
        match *self {
            DateError::OutsideEra { right, .. } => Some(right),
            DateError::NoSuchDay {
                year,
                month,
                last_day,
            } => day(year, month, last_day).ok(),
            _ => None,
        }
    }
}

/// A date of birth as typed: product.md's rule 12 lets the day be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Birth {
    /// The day, the 1st where only the month is known.
    pub date: NaiveDate,
    /// Only year and month were typed; it must be said wherever an age is shown.
    pub month_only: bool,
}

/// Reads a date in any form of product.md, also as an IME leaves it (`９・３０`, `ー１`,
/// `Ｒ４。９。３０`).
///
/// Spaces do not count, but between two digits one separates (`9 30` is 9/30).
///
/// # Errors
/// Every variant of [`DateError`]; never panics, whatever the text and whatever day is today.
pub fn parse_date(text: &str, today: NaiveDate, expect: Expect) -> Result<NaiveDate, DateError> {
    if expect == Expect::Nearest {
        return nearest(text, today);
    }
    let typed = read(text)?;
    let date = match typed {
        Typed::Day(date) => date,
        Typed::Month(..) => return Err(DateError::NotADate),
        _ if matches!(expect, Expect::Birth | Expect::Full) => return Err(DateError::YearNeeded),
        Typed::MonthDay(month, day) => nearest_month_day(month, day, today, expect)?,
        Typed::DayOfMonth(day) => nearest_day_of_month(day, today, expect)?,
        Typed::Weekday(weekday) => shifted(today, days_to(weekday, today.weekday(), expect))?,
        Typed::FromToday(days) => shifted(today, days)?,
    };
    let date = within_range(date)?;
    match expect {
        Expect::Birth if date > today => Err(DateError::InFuture { date }),
        _ => Ok(date),
    }
}

/// The nearer of what a text means looking back and looking ahead.
fn nearest(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let past = parse_date(text, today, Expect::Past);
    let coming = parse_date(text, today, Expect::Coming);
    match (past, coming) {
        (Ok(past), Ok(coming)) if today - past < coming - today => Ok(past),
        (Ok(past), Err(_)) => Ok(past),
        (_, coming) => coming,
    }
}

/// Whether a text says its day as a number of days after today: `+7`, 明日.
pub fn is_after_today(text: &str) -> bool {
    matches!(read(text), Ok(Typed::FromToday(days)) if days > 0)
}

/// Reads a date of birth: a full date, or a year and month (`2015-04`, `H27.4`, `平成27年4月`).
///
/// # Errors
/// As [`parse_date`] with [`Expect::Birth`].
pub fn parse_birth(text: &str, today: NaiveDate) -> Result<Birth, DateError> {
    let Typed::Month(year, month) = read(text)? else {
        let date = parse_date(text, today, Expect::Birth)?;
        return Ok(Birth {
            date,
            month_only: false,
        });
    };
    let date = day(year, month, 1)?;
    if date > today {
        Err(DateError::InFuture { date })
    } else {
        Ok(Birth {
            date,
            month_only: true,
        })
    }
}

/// The day of these numbers.
///
/// # Errors
/// [`DateError::NoSuchMonth`], [`DateError::NoSuchDay`], and [`DateError::TooOld`] or
/// [`DateError::TooFar`] outside [`FIRST_DAY`] to [`LAST_DAY`].
pub fn day(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    if year < FIRST_DAY.year() {
        return Err(DateError::TooOld);
    }
    if year > LAST_DAY.year() {
        return Err(DateError::TooFar);
    }
    let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(DateError::NoSuchMonth { month })?;
    let last_day = month_end(first).day();
    first.with_day(day).ok_or(DateError::NoSuchDay {
        year,
        month,
        last_day,
    })
}

/// The last day of a day's month.
pub fn month_end(date: NaiveDate) -> NaiveDate {
    (28..=31).rev().find_map(|day| date.with_day(day)).unwrap_or(date)
}

/// A day known to exist, for tables of facts; evaluated by the compiler.
pub(super) const fn fixed(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such day"),
    }
}

fn within_range(date: NaiveDate) -> Result<NaiveDate, DateError> {
    if date < FIRST_DAY {
        return Err(DateError::TooOld);
    }
    if date > LAST_DAY {
        Err(DateError::TooFar)
    } else {
        Ok(date)
    }
}

fn shifted(today: NaiveDate, days: i64) -> Result<NaiveDate, DateError> {
    let beyond = if days < 0 {
        DateError::TooOld
    } else {
        DateError::TooFar
    };
    today.checked_add_signed(TimeDelta::days(days)).ok_or(beyond)
}

/// Days from today's weekday to the nearest `wanted` one on the expected side, 0 if it is today.
fn days_to(wanted: Weekday, today: Weekday, expect: Expect) -> i64 {
    match expect {
        Expect::Coming => i64::from(wanted.days_since(today)),
        _ => -i64::from(today.days_since(wanted)),
    }
}

fn is_reached(date: NaiveDate, today: NaiveDate, expect: Expect) -> bool {
    if expect == Expect::Coming {
        date >= today
    } else {
        date <= today
    }
}

/// The years to try, the nearest first.
fn years_from(today: NaiveDate, expect: Expect) -> impl Iterator<Item = i32> {
    let direction = if expect == Expect::Coming { 1 } else { -1 };
    (0..=LEAP_GAP_YEARS).map(move |years| today.year() + direction * years)
}

fn nearest_month_day(month: u32, day: u32, today: NaiveDate, expect: Expect) -> Result<NaiveDate, DateError> {
    if !(1..=12).contains(&month) {
        return Err(DateError::NoSuchMonth { month });
    }
    let found = years_from(today, expect)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|date| is_reached(*date, today, expect));
    found.ok_or_else(|| no_such_day(month, today, expect))
}

/// No year has that day: says how long the nearest such month is.
fn no_such_day(month: u32, today: NaiveDate, expect: Expect) -> DateError {
    let nearest = years_from(today, expect)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, 1))
        .map(|first| {
            if expect == Expect::Coming {
                month_end(first)
            } else {
                first
            }
        })
        .find(|edge| is_reached(*edge, today, expect))
        .unwrap_or(today);
    DateError::NoSuchDay {
        year: nearest.year(),
        month: nearest.month(),
        last_day: month_end(nearest).day(),
    }
}

/// The nearest month that has the day: 31 skips the short ones.
fn nearest_day_of_month(day: u32, today: NaiveDate, expect: Expect) -> Result<NaiveDate, DateError> {
    let this_month = today.year() * 12 + today.month0() as i32;
    let direction = if expect == Expect::Coming { 1 } else { -1 };
    (0..4)
        .map(|months| this_month + direction * months)
        .filter_map(|index| {
            NaiveDate::from_ymd_opt(index.div_euclid(12), index.rem_euclid(12) as u32 + 1, day)
        })
        .find(|date| is_reached(*date, today, expect))
        .ok_or_else(|| no_such_day(today.month(), today, expect))
}
