//! The activities of the practice ledger: entered two months ahead, and completed on the day after.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::{Act, OWN_STAFF, Step};
use crate::domain::consultation::Entry;
use crate::domain::era::fiscal_year;
use crate::domain::field::Field;
use crate::domain::list::Code;
use crate::domain::value::Value;
use crate::locale::Lang;
use crate::locale::demo::activities::{PLANNED, Planned};

/// So many days ahead an activity is entered.
const AHEAD_DAYS: u64 = 60;
/// When it is written down: before the office closes.
const MINUTE: i64 = 16 * 60 + 40;

/// The steps that enter and complete activities from the ledger's first day to the eve of today.
pub(super) fn steps(lang: Lang, first: NaiveDate, today: NaiveDate) -> Vec<Step> {
    let years = fiscal_year(first)..=fiscal_year(today) + 1;
    let planned = years.flat_map(|year| PLANNED.iter().map(move |planned| (year, planned)));
    let mut steps = Vec::new();
    for (activity, (year, planned)) in planned.enumerate() {
        let Some(day) = day_of(planned, year).filter(|day| *day >= first) else {
            continue;
        };
        let entered = (day - Days::new(AHEAD_DAYS)).max(first);
        let after = day + Days::new(planned.days);
        let mut entry = written(lang, planned, day);
        let mut step = |day: NaiveDate, entry: Entry| {
            if day < today {
                steps.push(Step {
                    at: day.and_time(NaiveTime::MIN) + TimeDelta::minutes(MINUTE),
                    who: OWN_STAFF,
                    act: Act::Activity(activity, entry),
                });
            }
        };
        step(entered, entry.clone());
        if planned.is_cancelled {
            entry.set(Field::Cancelled, Some(Value::Dropped));
        } else {
            // Not as many every year.
            let participants = planned.participants + (activity as u32 * 7) % 5;
            entry.set(Field::Participants, Some(Value::Number(participants)));
        }
        step(after, entry);
    }
    steps
}

/// The day on which an activity is held in a fiscal year.
fn day_of(planned: &Planned, year: i32) -> Option<NaiveDate> {
    let year = if planned.month < 4 { year + 1 } else { year };
    let weekday = Weekday::try_from(u8::try_from(planned.weekday).ok()?).ok()?;
    let nth = u8::try_from(planned.nth).ok()?;
    NaiveDate::from_weekday_of_month_opt(year, planned.month, weekday, nth)
}

fn written(lang: Lang, planned: &Planned, day: NaiveDate) -> Entry {
    let mut entry = Entry::default();
    let mut set = |field, value| entry.set(field, Some(value));
    let code = |code: &str| Value::Code(Code::from(code));
    let text = |text: &str| Value::Text(text.to_owned());
    let [title, place, audience, content] = planned.texts(lang);
    set(Field::HeldOn, Value::Day(day));
    if planned.days > 1 {
        set(Field::LastDay, Value::Day(day + Days::new(planned.days - 1)));
    }
    set(Field::ActivityKind, code(planned.kind));
    set(Field::Title, text(title));
    // The centers take turns.
    let center = if day.month().is_multiple_of(2) {
        "west"
    } else {
        "east"
    };
    set(Field::Center, code(center));
    set(Field::Place, text(place));
    if !planned.area.is_empty() {
        set(Field::Area, Value::Codes(vec![Code::from(planned.area)]));
    }
    set(Field::Audience, text(audience));
    set(Field::Staff, text(OWN_STAFF));
    set(Field::ActivityContent, text(content));
    entry
}
