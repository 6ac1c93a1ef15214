//! Working days: the days of the week on which a center works, without public holidays and the days on
//! which it is closed every year.

use chrono::{Datelike, NaiveDate, Weekday};

use super::consultation::Warning;
use super::date::{DateError, Expect, is_after_today, parse_date};
use super::holiday::{Holiday, holiday_on};
use super::profile::{BusinessHours, Profile};

/// Why nobody works on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// A public holiday.
    Holiday(Holiday),
    /// Not one of the days of the week, or closed on that day of every year.
    Closed,
}

/// A follow-up that is due in more days than this is unlikely.
const FAR_OFF_DAYS: i64 = 183;

/// So many days in a row are looked at for a working day: a year and more. Where none is among them the
/// profile has none.
const LONGEST_CLOSURE_DAYS: usize = 400;

/// A follow-up's day as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDay {
    /// The day that it is due on.
    pub day: NaiveDate,
    /// Why the day that was meant gave way to the next working day, if it did.
    pub moved_by: Option<DayOff>,
}

impl Profile {
    /// Why nobody works on a day; `None` on a working day. A profile without business hours works from
    /// Monday to Friday, but not on public holidays.
    pub fn day_off(&self, day: NaiveDate) -> Option<DayOff> {
        let hours = self.rules.business_hours.as_ref();
        let has_holidays = hours.is_none_or(|hours| hours.closed_on_holidays);
        let holiday = || holiday_on(day).filter(|_| has_holidays);
        // Of several reasons the holiday tells the most.
        holiday().map(DayOff::Holiday).or_else(|| {
            let is_closed = match hours {
                Some(hours) => hours.is_closed(day),
                None => matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
            };
            is_closed.then_some(DayOff::Closed)
        })
    }

    /// Whether a day is a working day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.day_off(day).is_none()
    }

    /// The day itself where it is a working day, else the next one.
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        let mut days = day.iter_days().take(LONGEST_CLOSURE_DAYS);
        days.find(|day| self.is_working_day(*day)).unwrap_or(day)
    }

    /// What is unlikely about the day of a follow-up that is still open.
    pub fn unlikely_due(&self, due: NaiveDate, today: NaiveDate) -> Option<Warning> {
        match (due - today).num_days() {
            ..0 => Some(Warning::DuePast(due)),
            days if days > FAR_OFF_DAYS => Some(Warning::DueFarOff(due)),
            _ => self.day_off(due).map(|off| Warning::DueOnDayOff(due, off)),
        }
    }

    /// Reads the day of a follow-up as it was typed. A number of days from today (`+7`, 明日) that leads
    /// to no working day means the next one; a day that was named stays as it was named.
    ///
    /// # Errors
    /// As [`parse_date`].
    pub fn due_day(&self, typed: &str, today: NaiveDate) -> Result<DueDay, DateError> {
        let day = parse_date(typed, today, Expect::Coming)?;
        let moved_by = self.day_off(day).filter(|_| is_after_today(typed));
        Ok(DueDay {
            day: moved_by.map_or(day, |_| self.next_working_day(day)),
            moved_by,
        })
    }
}

impl BusinessHours {
    /// Whether a day is none of the days of the week, or closed in every year.
    fn is_closed(&self, day: NaiveDate) -> bool {
        let date = (day.month(), day.day());
        let within = |(from, to): ((u32, u32), (u32, u32))| {
            if from <= to {
                from <= date && date <= to
            } else {
                from <= date || date <= to
            }
        };
        !self.days.contains(&day.weekday()) || self.closed.iter().any(|range| within(*range))
    }
}
