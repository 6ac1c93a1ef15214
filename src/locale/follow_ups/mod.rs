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

    /// The head of what says when a follow-up is due.
    fn due_state(&self) -> &'static str;

    /// The head of how many days a follow-up is past its day.
    fn days_overdue(&self) -> &'static str;

    /// When a follow-up is due that is due in so many days: overdue, today, or still to come.
    fn due_in(&self, days: i64) -> String;

    /// How many follow-ups are listed, and how many of them are overdue.
    fn due_listed(&self, follow_ups: usize, overdue: usize) -> String;

    /// That no follow-up is due by the end of this week, or that none is open at all.
    fn none_due(&self, at_all: bool) -> &'static str;

    /// What Enter does with a follow-up: it is done, or dropped; and how to choose the other.
    fn enter_ends(&self, is_dropped: bool) -> &'static str;

    /// To which day Enter moves a follow-up; why it is not the day that was typed, or what is unlikely
    /// about it.
    fn enter_moves(&self, day: &str, moved_by: Option<DayOff>, unlikely: Option<&str>) -> String;

    /// The head of the line for a note: in full, and in short.
    fn note_for_end(&self) -> [&'static str; 2];

    /// The head of the line for the day to which a follow-up moves: with examples, and in short.
    fn move_to(&self) -> [&'static str; 2];

    /// That a follow-up is done, or dropped, or moved to that day; and how to take it back.
    fn settled(&self, number: &str, is_dropped: bool, moved_to: Option<&str>) -> String;

    /// That nothing is chosen that has an open follow-up.
    fn no_follow_up(&self) -> &'static str;

    /// The keys for a follow-up that is selected on the first screen.
    fn follow_up_keys(&self) -> &'static str;

    /// That the day gave way to the next working day: with the holiday's name, and in short.
    fn moved_by(&self, off: DayOff) -> [String; 2];
}
