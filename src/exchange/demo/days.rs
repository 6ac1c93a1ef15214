//! On which days an office is open.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::date::month_end;
use crate::domain::profile::Profile;

/// The days of a profile's offices.
pub(super) struct Calendar<'a>(pub &'a Profile);

impl Calendar<'_> {
    /// Whether the offices are open.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.0.is_working_day(day)
    }

    /// The open days of a day's month, from that day on.
    pub fn rest_of_month(&self, day: NaiveDate) -> Vec<NaiveDate> {
        let end = month_end(day);
        let days = day.iter_days().take_while(|day| *day <= end);
        days.filter(|day| self.is_open(*day)).collect()
    }

    /// The open day that comes so many open days after another, or the last day there is.
    pub fn after(&self, day: NaiveDate, open_days: usize) -> NaiveDate {
        let mut later = day.iter_days().skip(1).filter(|day| self.is_open(*day));
        later.nth(open_days.saturating_sub(1)).unwrap_or(NaiveDate::MAX)
    }

    /// The open day that comes so many open days before another.
    pub fn before(&self, day: NaiveDate, open_days: usize) -> NaiveDate {
        let mut earlier = (1..).map_while(|days| day.checked_sub_days(Days::new(days)));
        let mut open = earlier.by_ref().filter(|day| self.is_open(*day));
        open.nth(open_days.saturating_sub(1)).unwrap_or(NaiveDate::MIN)
    }

    /// The days on which something can be due later in a day's week; on a Friday that is Saturday,
    /// and on a Sunday there is none.
    pub fn rest_of_week(&self, day: NaiveDate) -> Vec<NaiveDate> {
        let left = 6 - day.weekday().num_days_from_monday() as usize;
        let days: Vec<_> = day.iter_days().skip(1).take(left).collect();
        let open: Vec<_> = days.iter().copied().filter(|day| self.is_open(*day)).collect();
        if open.is_empty() {
            days.into_iter().take(1).collect()
        } else {
            open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::YAMAGUCHI;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn offices_are_open_on_working_days() {
        let profile = Profile::parse(YAMAGUCHI).expect("a profile");
        let calendar = Calendar(&profile);
        // 2026: 5/3 is a Sunday, so that 5/6 is off; 9/22 stands between two days off.
        let closed = [
            "2026-01-01",
            "2026-01-03",
            "2026-01-12",
            "2026-02-11",
            "2026-02-23",
            "2026-03-20",
            "2026-05-04",
            "2026-05-06",
            "2026-09-20",
            "2026-09-21",
            "2026-09-22",
            "2026-09-23",
            "2026-11-23",
            "2026-12-29",
            "2025-02-24",
        ];
        for text in closed {
            assert!(!calendar.is_open(day(text)), "{text}");
        }
        for text in [
            "2026-01-05",
            "2026-05-07",
            "2026-09-24",
            "2026-09-30",
            "2025-05-07",
        ] {
            assert!(calendar.is_open(day(text)), "{text}");
        }
        assert_eq!(calendar.after(day("2026-05-01"), 1), day("2026-05-07"));
        assert_eq!(calendar.before(day("2026-05-07"), 1), day("2026-05-01"));
        assert_eq!(calendar.rest_of_week(day("2026-09-25")), [day("2026-09-26")]);
        assert_eq!(calendar.rest_of_week(day("2026-09-26")), [day("2026-09-27")]);
        assert_eq!(calendar.rest_of_week(day("2026-09-27")), []);
    }
}
