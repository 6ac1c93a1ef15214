//! The children's files of the practice ledger: made soon after the first contact, and closed when
//! nobody has been in touch for long.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::office::{Case, Contact};
use super::{Act, Step};
use crate::domain::consultation::Entry;
use crate::domain::date::Birth;
use crate::domain::field::Field;
use crate::domain::list::Code;
use crate::domain::value::Value;
use crate::locale::Lang;
use crate::locale::demo::file;

/// A case is closed when nobody was in touch for so many days.
const QUIET_DAYS: u64 = 150;
/// When files are written: at the end of the day.
const MINUTE: i64 = 16 * 60 + 20;

/// The steps that make and close the files of cases.
pub(super) fn steps(lang: Lang, cases: &[Case], contacts: &[Contact], today: NaiveDate) -> Vec<Step> {
    let mut steps = Vec::new();
    let of_before = cases.iter().zip(0..).filter(|(case, _)| case.since < today);
    for (case, at) in of_before {
        let entry = written(lang, case, at);
        let own = contacts
            .iter()
            .filter(|contact| contact.entry.text(Field::Case) == case.code);
        let Some(staff) = own.clone().next().map(|contact| contact.staff) else {
            continue;
        };
        let mut step = |day: NaiveDate, entry: Entry| {
            steps.push(Step {
                at: evening(day),
                who: staff,
                act: Act::Case(entry),
            });
        };
        step(case.since, entry.clone());
        let last = own.map(|contact| contact.day).max().unwrap_or(case.since);
        let closed = last + Days::new(QUIET_DAYS);
        if closed < today && at % 2 == 0 {
            let mut closing = entry;
            closing.set(Field::ClosedOn, Some(Value::Day(closed)));
            let why = file(lang).closed_why[usize::from(at % 4 == 0)];
            closing.set(Field::ClosedWhy, Some(Value::Text(why.to_owned())));
            step(closed, closing);
        }
    }
    steps
}

fn evening(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::minutes(MINUTE)
}

/// What is written down of a child. Of every third the day of birth is not known.
fn written(lang: Lang, case: &Case, at: u32) -> Entry {
    let mut entry = Entry::default();
    let mut set = |field, value| entry.set(field, Some(value));
    let text = |text: &str| Value::Text(text.to_owned());
    set(Field::Case, Value::Text(case.code.clone()));
    let months = case.age * 12 + (at * 5) % 12;
    let birth = case
        .since
        .checked_sub_months(Months::new(months))
        .unwrap_or(case.since);
    let month_only = at % 3 == 2;
    let date = if month_only {
        birth.with_day(1).unwrap_or(birth)
    } else {
        birth
    };
    set(Field::Birth, Value::Birth(Birth { date, month_only }));
    set(Field::Municipality, Value::Code(Code::from(case.town)));
    let care = case
        .cares
        .iter()
        .map(|care| Code::from(*care))
        .collect::<Vec<_>>();
    if !care.is_empty() {
        set(Field::Care, Value::Codes(care));
    }
    set(Field::Hospital, text(file(lang).hospital));
    // Of every fourth the paper is still to come.
    if at % 4 != 3 {
        set(Field::ConsentOn, Value::Day(case.since));
        set(Field::ConsentScope, text(file(lang).consent_scope));
    }
    entry
}
