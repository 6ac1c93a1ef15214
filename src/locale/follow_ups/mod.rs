//! What is said of days on which nobody works, and of follow-ups.

mod en;
mod ja;

use chrono::NaiveDate;

use super::Words;
use crate::domain::holiday::Holiday;
use crate::domain::working::DayOff;

/// Public holidays and follow-ups, in words.
pub trait FollowUps: Words {
    /// A public holiday's name.
    fn holiday(&self, holiday: Holiday) -> &'static str;

    /// That nobody works on a day, in a word or two, such as 祝日(海の日); and in short.
    fn day_off(&self, off: DayOff) -> [String; 2];

    /// That a day is one on which nobody works, as a sentence.
    fn is_day_off(&self, day: NaiveDate, off: DayOff) -> String;

    /// That a follow-up is due on such a day, as a sentence.
    fn is_due_on_day_off(&self, day: NaiveDate, off: DayOff) -> String;

    /// That the day gave way to the next working day: with the holiday's name, and in short.
    fn moved_by(&self, off: DayOff) -> [String; 2];
}
