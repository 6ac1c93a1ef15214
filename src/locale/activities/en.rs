//! Activities in English.

use chrono::NaiveDate;

use super::{ActivityWords, Held};
use crate::domain::journal::Act;
use crate::locale::Words;
use crate::locale::en::English;

fn listed(held: &[Held]) -> String {
    let each: Vec<String> = held.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    each.join(", ")
}

impl ActivityWords for English {
    fn new_activity(&self) -> &'static str {
        "New activity"
    }

    fn editing_activity(&self) -> &'static str {
        "Correct the activity"
    }

    fn activity_form(&self) -> &'static str {
        "Activity"
    }

    fn cancelled_title(&self, title: &str) -> String {
        format!("[Cancelled] {title}")
    }

    fn coming(&self) -> &'static str {
        "Coming"
    }

    fn held(&self) -> &'static str {
        "Held"
    }

    fn activities_listed(&self, coming: usize, held: usize) -> String {
        format!("{coming} coming, {held} held")
    }

    fn no_activities(&self) -> &'static str {
        "No activity is entered."
    }

    fn no_activities_here(&self) -> &'static str {
        "No activity is entered for this fiscal year. n enters one."
    }

    fn activity_saved(&self, act: Act, title: &str) -> String {
        match act {
            Act::ActivityVoid => format!("Deleted {title}. u takes it back."),
            _ => format!("Saved {title}"),
        }
    }

    fn reads_held(&self, is_month: bool, held: &[Held]) -> String {
        let span = if is_month { "month" } else { "half-year" };
        match held {
            [] => format!("No activity was held in the {span}."),
            held => format!("Held in the {span}: {}.", listed(held)),
        }
    }

    fn reads_held_since_april(&self, held: &[Held]) -> String {
        match held {
            [] => "None was held since April.".to_owned(),
            held => format!("Since April: {}.", listed(held)),
        }
    }

    fn reads_coming(&self, activities: u64, until: NaiveDate) -> String {
        let until = self.bare_date(until);
        match activities {
            0 => format!("None is coming up to {until}."),
            1 => format!("1 is coming up to {until}."),
            n => format!("{n} are coming up to {until}."),
        }
    }

    fn people(&self, participants: u32) -> String {
        format!("{participants} people")
    }

    fn few_participants(&self, small: &str, below: u32) -> String {
        format!("{small} stands for 1 to {} people.", below.saturating_sub(1))
    }

    fn activities_rule(&self) -> &'static str {
        "Counted by the day, of several by the first; cancelled ones are not counted."
    }
}
