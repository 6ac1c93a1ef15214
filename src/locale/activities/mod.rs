//! What is said of activities: in lists, in their form, and in the packet.

mod en;
mod ja;

use chrono::{Datelike, NaiveDate};

use super::Words;
use crate::domain::journal::Act;

/// A kind of activity with how many there were.
pub type Held = (String, u64);

/// The words around activities.
pub trait ActivityWords: Words {
    /// The form of a new activity.
    fn new_activity(&self) -> &'static str;

    /// The form of one that is being corrected.
    fn editing_activity(&self) -> &'static str;

    /// A draft of one, in the list of what is parked.
    fn activity_form(&self) -> &'static str;

    /// The title of an activity that does not take place.
    fn cancelled_title(&self, title: &str) -> String;

    /// From the first day to the last, each with its weekday; the year of the last where it is another.
    fn first_to_last(&self, first: NaiveDate, last: NaiveDate) -> String {
        if first.year() != last.year() {
            return format!("{} - {}", self.date(first), self.date(last));
        }
        // Seven days: the number always fits.
        let weekday = self.weekday_mark(last.weekday().num_days_from_monday() as u8);
        format!(
            "{} - {}/{}({weekday})",
            self.date(first),
            last.month(),
            last.day()
        )
    }

    /// The head of those that are still to come.
    fn coming(&self) -> &'static str;

    /// The head of those that were held.
    fn held(&self) -> &'static str;

    /// How many are listed, each of the two.
    fn activities_listed(&self, coming: usize, held: usize) -> String;

    /// That there is none.
    fn no_activities(&self) -> &'static str;

    /// That there is none on the screen, and how to write one.
    fn no_activities_here(&self) -> &'static str;

    /// That an activity is saved or voided, and how that is taken back.
    fn activity_saved(&self, act: Act, title: &str) -> String;

    /// What was held in the month, or the half-year, of a packet; which kinds and how often.
    fn reads_held(&self, is_month: bool, held: &[Held]) -> String;

    /// What was held since April.
    fn reads_held_since_april(&self, held: &[Held]) -> String;

    /// How many are coming up to a day.
    fn reads_coming(&self, activities: u64, until: NaiveDate) -> String;

    /// So many participants.
    fn people(&self, participants: u32) -> String;

    /// What stands for a number of participants below that one in what is published.
    fn few_participants(&self, small: &str, below: u32) -> String;

    /// How activities are counted.
    fn activities_rule(&self) -> &'static str;
}
