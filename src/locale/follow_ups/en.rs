//! Holidays and follow-ups in English.

use chrono::NaiveDate;

use super::FollowUps;
use crate::domain::holiday::Holiday;
use crate::domain::working::DayOff;
use crate::locale::Words;
use crate::locale::en::{English, counted};

impl FollowUps for English {
    fn holiday(&self, holiday: Holiday) -> &'static str {
        match holiday {
            Holiday::NewYear => "New Year's Day",
            Holiday::ComingOfAge => "Coming of Age Day",
            Holiday::Foundation => "National Foundation Day",
            Holiday::EmperorsBirthday => "Emperor's Birthday",
            Holiday::VernalEquinox => "Vernal Equinox Day",
            Holiday::Showa => "Showa Day",
            Holiday::Constitution => "Constitution Memorial Day",
            Holiday::Greenery => "Greenery Day",
            Holiday::Children => "Children's Day",
            Holiday::Marine => "Marine Day",
            Holiday::Mountain => "Mountain Day",
            Holiday::RespectForTheAged => "Respect for the Aged Day",
            Holiday::AutumnalEquinox => "Autumnal Equinox Day",
            Holiday::HealthAndSports => "Health and Sports Day",
            Holiday::Sports => "Sports Day",
            Holiday::Culture => "Culture Day",
            Holiday::LaborThanksgiving => "Labor Thanksgiving Day",
            Holiday::Substitute => "substitute holiday",
            Holiday::Between => "citizens' holiday",
            Holiday::ImperialWedding => "Imperial Wedding",
            Holiday::ImperialFuneral => "Imperial Funeral",
            Holiday::Enthronement => "Enthronement Ceremony",
            Holiday::Accession => "Accession Day",
        }
    }

    fn day_off(&self, off: DayOff) -> [String; 2] {
        match off {
            DayOff::Holiday(holiday) => [
                format!("holiday: {}", self.holiday(holiday)),
                "holiday".to_owned(),
            ],
            DayOff::Closed => ["closed", "closed"].map(str::to_owned),
        }
    }

    fn is_day_off(&self, day: NaiveDate, off: DayOff) -> String {
        match off {
            DayOff::Holiday(holiday) => {
                format!(
                    "{} is a public holiday ({}).",
                    self.date(day),
                    self.holiday(holiday)
                )
            }
            DayOff::Closed => format!("{} is no working day.", self.date(day)),
        }
    }

    fn is_due_on_day_off(&self, day: NaiveDate, off: DayOff) -> String {
        format!("Follow-up: {}", self.is_day_off(day, off))
    }

    fn due_state(&self) -> &'static str {
        "When"
    }

    fn days_overdue(&self) -> &'static str {
        "Days overdue"
    }

    fn due_in(&self, days: i64) -> String {
        match days {
            -1 => "1 day over".to_owned(),
            ..0 => format!("{} days over", -days),
            0 => "today".to_owned(),
            1 => "in 1 day".to_owned(),
            2.. => format!("in {days} days"),
        }
    }

    fn due_listed(&self, follow_ups: usize, overdue: usize) -> String {
        let follow_ups = counted(follow_ups as u64, "follow-up", "follow-ups");
        match overdue {
            0 => follow_ups,
            overdue => format!("{follow_ups}, {overdue} overdue"),
        }
    }

    fn none_due(&self, at_all: bool) -> &'static str {
        if at_all {
            "No follow-up is open."
        } else {
            "No follow-up is due by the end of this week."
        }
    }

    fn enter_ends(&self, is_dropped: bool) -> &'static str {
        if is_dropped {
            "Enter: dropped (Up/Down: done)"
        } else {
            "Enter: done (Up/Down: dropped)"
        }
    }

    fn enter_moves(&self, day: &str, moved_by: Option<DayOff>, unlikely: Option<&str>) -> String {
        let why = match (moved_by, unlikely) {
            (Some(off), _) => {
                let [why, _] = self.moved_by(off);
                format!(" {why}")
            }
            (None, Some(unlikely)) => format!(" ({unlikely})"),
            (None, None) => String::new(),
        };
        format!("Enter moves it to {day}{why}")
    }

    fn note_for_end(&self) -> [&'static str; 2] {
        ["Note (optional, kept in the history):", "Note:"]
    }

    fn move_to(&self) -> [&'static str; 2] {
        ["Move to (+7 10/14 fri; a note after a space):", "Move to:"]
    }

    fn settled(&self, number: &str, is_dropped: bool, moved_to: Option<&str>) -> String {
        match (moved_to, is_dropped) {
            (Some(day), _) => format!("Follow-up of {number} moved to {day}. u takes it back."),
            (None, true) => format!("Follow-up of {number} dropped. u takes it back."),
            (None, false) => format!("Follow-up of {number} done. u takes it back."),
        }
    }

    fn no_follow_up(&self) -> &'static str {
        "Nothing here has an open follow-up."
    }

    fn follow_up_keys(&self) -> &'static str {
        "x done or dropped  > move  Enter opens the record"
    }

    fn moved_by(&self, off: DayOff) -> [String; 2] {
        let [_, short] = self.day_off(off);
        let long = match off {
            DayOff::Holiday(holiday) => self.holiday(holiday),
            DayOff::Closed => "closed",
        };
        [long, &short].map(|why| format!("({why}: next working day)"))
    }
}
