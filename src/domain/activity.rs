//! An activity (事業): a training, a meeting, a regional conference, peer support, outreach. It is held on a
//! day, or from a day to another, and may lie ahead.

use chrono::{Datelike, Months, NaiveDate};
use uuid::Uuid;

use super::consultation::{Entry, VoidReason};
use super::date::month_end;
use super::field::Field;
use super::list::{Code, List};
use super::profile::Profile;
use super::value::{FieldError, Problem};

/// An activity as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its id (UUID v7).
    pub id: Uuid,
    /// How often it was written, from 1.
    pub rev: u32,
    /// Why it no longer counts, if it does not.
    pub void: Option<VoidReason>,
    /// What was entered.
    pub entry: Entry,
}

impl Activity {
    /// The day on which it is held; of several the first. By it an activity counts, once.
    pub fn day(&self) -> Option<NaiveDate> {
        self.entry.day_of(Field::HeldOn)
    }

    /// The last of several days.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.entry
            .day_of(Field::LastDay)
            .filter(|last| Some(*last) != self.day())
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        self.entry.text(Field::Title)
    }

    /// Whether it does not take place, or did not.
    pub fn is_cancelled(&self) -> bool {
        self.entry.get(Field::Cancelled).is_some()
    }

    /// Whether it begins after that day.
    pub fn is_coming(&self, today: NaiveDate) -> bool {
        self.day().is_some_and(|day| day > today)
    }
}

/// The activities that a packet tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activities {
    /// Those of the packet's span up to its last counted day, the earliest first; cancelled ones too.
    pub held: Vec<Activity>,
    /// How many were held since April, by kind: cancelled ones are none.
    pub since_april: Vec<(Code, u64)>,
    /// Those after the last counted day, the earliest first; cancelled ones too.
    pub coming: Vec<Activity>,
    /// The last day on which those are looked for.
    pub coming_until: NaiveDate,
}

impl Activities {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.since_april.is_empty() && self.coming.is_empty()
    }
}

/// The last day of the third month after a day's: so far ahead a packet looks.
pub fn coming_until(day: NaiveDate) -> NaiveDate {
    const MONTHS: Months = Months::new(3);
    let first = day.with_day(1).and_then(|first| first.checked_add_months(MONTHS));
    first.map_or(day, month_end)
}

/// How many activities of each kind took place, in the order of the list; kinds without any are left out.
pub fn counted<'a>(
    activities: impl IntoIterator<Item = &'a Activity>,
    profile: &Profile,
) -> Vec<(Code, u64)> {
    let mut counts = vec![0; profile.items(List::Activity).len()];
    for activity in activities.into_iter().filter(|activity| !activity.is_cancelled()) {
        let kind = activity.entry.code(Field::ActivityKind);
        let place = kind.and_then(|kind| profile.position(List::Activity, kind));
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let items = profile.items(List::Activity).iter().zip(counts);
    let counted = items.filter(|(_, count)| *count > 0);
    counted.map(|(item, count)| (item.code.clone(), count)).collect()
}

/// Brings the entry of an activity into order and says everything that keeps it from being one.
///
/// # Errors
/// One per field, in the order of the form.
pub fn complete(entry: &mut Entry, profile: &Profile) -> Result<(), Vec<FieldError>> {
    entry.order_answers(profile);
    let day = entry.day_of(Field::HeldOn);
    let center = entry
        .code(Field::Center)
        .and_then(|code| profile.item(List::Center, code));
    let is_closed = center
        .zip(day)
        .is_some_and(|(center, day)| !center.is_open_on(day));
    let last = entry.day_of(Field::LastDay);
    let ends_before = day.zip(last).is_some_and(|(day, last)| last < day);
    let wrong = |field: Field| {
        // An activity may be somebody else's than a center's.
        let is_required = field.spec().required && field != Field::Center;
        let problem = match field {
            _ if is_required && entry.get(field).is_none() => Problem::Missing,
            Field::LastDay if ends_before => Problem::EndsBefore,
            Field::Center if is_closed => Problem::CenterNotOpen,
            _ => return None,
        };
        Some(FieldError { field, problem })
    };
    let errors: Vec<FieldError> = Field::of_activity().filter_map(wrong).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::YAMAGUCHI;
    use crate::domain::value::Written;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn entry(answers: &[(Field, &str)]) -> Entry {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let mut entry = Entry::default();
        for (field, text) in answers {
            let today = day("2022-09-30");
            entry
                .read(*field, text, &profile, today, Written::ByHand)
                .unwrap();
        }
        entry
    }

    fn wrong(answers: &[(Field, &str)]) -> Vec<(Field, Problem)> {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let errors = complete(&mut entry(answers), &profile).err().unwrap_or_default();
        errors
            .into_iter()
            .map(|error| (error.field, error.problem))
            .collect()
    }

    #[test]
    fn day_kind_and_title_are_all_that_it_takes() {
        let whole = [
            (Field::HeldOn, "10/12"),
            (Field::ActivityKind, "研修"),
            (Field::Title, "第1回小児在宅医療研修会"),
        ];
        assert_eq!(wrong(&whole), []);
        for (at, (field, _)) in whole.iter().enumerate() {
            let mut some = whole.to_vec();
            some.remove(at);
            assert_eq!(wrong(&some), [(*field, Problem::Missing)]);
        }
    }

    #[test]
    fn it_does_not_end_before_it_begins() {
        let begun = |last| {
            wrong(&[
                (Field::HeldOn, "2022-12-03"),
                (Field::LastDay, last),
                (Field::ActivityKind, "training"),
                (Field::Title, "養成研修"),
            ])
        };
        assert_eq!(begun("2022-12-23"), []);
        assert_eq!(begun("2022-12-03"), []);
        assert_eq!(begun("2022-12-02"), [(Field::LastDay, Problem::EndsBefore)]);
    }

    #[test]
    fn a_packet_looks_to_the_end_of_the_third_month_ahead() {
        assert_eq!(coming_until(day("2022-09-30")), day("2022-12-31"));
        assert_eq!(coming_until(day("2022-11-15")), day("2023-02-28"));
        assert_eq!(coming_until(day("2022-12-01")), day("2023-03-31"));
    }

    #[test]
    fn cancelled_ones_are_not_counted() {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let activity = |kind, cancelled: &str| Activity {
            id: Uuid::nil(),
            rev: 1,
            void: None,
            entry: entry(&[(Field::ActivityKind, kind), (Field::Cancelled, cancelled)]),
        };
        let all = [
            activity("meeting", ""),
            activity("training", ""),
            activity("meeting", ""),
            activity("peer", "中止"),
        ];
        let counted = counted(&all, &profile);
        let counted: Vec<_> = counted.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
        assert_eq!(counted, [("training", 1), ("meeting", 2)]);
    }
}
