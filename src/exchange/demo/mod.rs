//! The practice ledger: a year and a half of made-up records up to today, the same ones for the same
//! day and language. They enter as ordinary ones do, one change after the other, so that history,
//! undo and check have what they have in a real ledger.

mod activities;
mod chance;
mod days;
mod files;
mod office;
mod plots;

use std::collections::HashMap;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use uuid::Uuid;

use crate::domain::consultation::{Entry, VoidReason};
use crate::domain::field::Field;
use crate::domain::list::{CONSULTATION, Code, List};
use crate::domain::profile::{Profile, YAMAGUCHI};
use crate::domain::value::Value;
use crate::error::Result;
use crate::locale::Lang;
use crate::locale::demo::told;
use crate::store::{Ledger, Saved, SavedActivity, Stamp};
use chance::Chance;
use days::Calendar;
use office::{Contact, Office};

/// The center whose ledger it is.
pub const OWN_CENTER: &str = "east";
/// Who is at the keyboard: their last change can be taken back at once.
pub const OWN_STAFF: &str = "c1";
/// Whole months before today's.
const MONTHS: u32 = 18;
/// How far back the contacts lie of which something is overdue or soon due.
const RECENT_DAYS: u64 = 60;
/// Contacts of today: the morning has just begun.
const TODAYS_MINUTES: [u16; 2] = [9 * 60 + 5, 9 * 60 + 30];

/// Makes the practice ledger as of a day; it is gone with the process. `at_ms` says which moment a
/// local time is, in milliseconds since 1970 (UTC).
///
/// # Errors
/// When a record cannot be written; with the built-in profile that does not happen.
pub fn ledger(lang: Lang, today: NaiveDate, at_ms: &dyn Fn(NaiveDateTime) -> i64) -> Result<Ledger> {
    let profile = Profile::parse(YAMAGUCHI)?;
    let first = first_day(&profile, today);
    let made = Stamp {
        who: OWN_STAFF.to_owned(),
        at_ms: at_ms(first.min(today).and_time(NaiveTime::MIN) + TimeDelta::hours(8)),
    };
    let mut ledger = Ledger::in_memory(YAMAGUCHI, Some(OWN_CENTER), &made)?;
    // The day's number alone: both languages tell the same stories.
    let seed = u64::from(first.num_days_from_ce().unsigned_abs());
    let mut office = Office::new(seed, Calendar(&profile), lang);
    let mut contacts = contacts(&mut office, first, today);
    promise(&mut office, &mut contacts, today);
    let steps = steps(&mut office, &contacts, (first, today));
    let mut ids = Chance::new(!seed);
    let mut activity_ids = Chance::new(seed.rotate_left(32));
    let mut activities: HashMap<usize, SavedActivity> = HashMap::new();
    let mut saved: Vec<Option<Saved>> = Vec::new();
    for Step { at, who, act } in steps {
        let stamp = Stamp {
            who: who.to_owned(),
            at_ms: at_ms(at),
        };
        match act {
            Act::Add(record, entry) => {
                saved.resize(saved.len().max(record + 1), None);
                saved[record] = Some(ledger.add(id(at, &mut ids), entry, &stamp, None)?);
            }
            Act::Edit(record, entry) => {
                if let Some(Some(kept)) = saved.get_mut(record) {
                    *kept = ledger.edit(kept.id, kept.rev, entry, &stamp, None)?;
                }
            }
            Act::Case(entry) => {
                let file = ledger.case(entry.text(Field::Case))?;
                let rev = file.as_ref().map(|file| file.rev);
                let id = file.map_or_else(|| id(at, &mut ids), |file| file.id);
                ledger.save_case(id, rev, entry, &stamp)?;
            }
            Act::Activity(activity, entry) => {
                let known = activities.get(&activity);
                let rev = known.map(|known| known.rev);
                let id = known.map_or_else(|| id(at, &mut activity_ids), |known| known.id);
                let saved = ledger.save_activity(id, rev, entry, &stamp)?;
                activities.insert(activity, saved);
            }
            Act::Void(record, reason) => {
                if let Some(Some(kept)) = saved.get_mut(record) {
                    *kept = ledger.void(kept.id, kept.rev, reason, &stamp)?;
                }
            }
        }
    }
    Ok(ledger)
}

/// The first day of the months before today's; no earlier than the centers have been open.
fn first_day(profile: &Profile, today: NaiveDate) -> NaiveDate {
    let month = today.with_day(1).unwrap_or(today);
    let first = month.checked_sub_months(Months::new(MONTHS)).unwrap_or(month);
    let open = profile
        .items(List::Center)
        .iter()
        .filter_map(|center| center.from);
    open.max().map_or(first, |open| first.max(open))
}

/// Every contact until today, in the order of its time.
fn contacts(office: &mut Office<'_>, first: NaiveDate, today: NaiveDate) -> Vec<Contact> {
    let months = (0..).map_while(|months| first.checked_add_months(Months::new(months)));
    let mut contacts = Vec::new();
    for month in months.take_while(|month| *month <= today) {
        let is_first_year = month < first + Months::new(12);
        contacts.extend(office.month(month, is_first_year));
    }
    let before = contacts.partition_point(|contact| contact.day < today);
    let begun = if office.calendar.is_open(today) {
        TODAYS_MINUTES.len()
    } else {
        0
    };
    contacts.truncate(before + begun);
    for (contact, minute) in contacts[before..].iter_mut().zip(TODAYS_MINUTES) {
        // Were they to come later in the month, they come this morning.
        (contact.day, contact.minute) = (today, minute);
        let entry = &mut contact.entry;
        entry.set(Field::Date, Some(Value::Day(today)));
        entry.set(Field::Time, Some(Value::Minute(minute)));
        entry.set(Field::Channel, Some(Value::Code(Code::from("phone"))));
        entry.set(Field::Minutes, Some(Value::Number(15)));
    }
    contacts
}

/// Promises follow-ups: now and then, and a few that are overdue or soon due.
fn promise(office: &mut Office<'_>, contacts: &mut [Contact], today: NaiveDate) {
    for contact in &mut *contacts {
        if office.chance.is(28) {
            let due = office.calendar.after(contact.day, 3 + office.chance.below(12));
            set_due(office.lang, contact, due);
        }
    }
    let overdue = [6, 3, 1].map(|days| office.calendar.before(today, days));
    let later = office.calendar.rest_of_week(today);
    let later = later.iter().cycle().take(if later.is_empty() { 0 } else { 3 });
    let wanted = overdue.into_iter().chain([today; 2]).chain(later.copied());
    for due in wanted {
        let until = due.min(today) - Days::new(2);
        let recent = today - Days::new(RECENT_DAYS);
        let can_wait = |contact: &Contact| {
            let is_free = contact.entry.get(Field::FollowUp).is_none();
            let is_consultation = contact
                .entry
                .code(Field::Kind)
                .is_some_and(|kind| kind.as_str() == CONSULTATION);
            (recent..=until).contains(&contact.day) && is_free && is_consultation
        };
        if let Some(at) = contacts.iter().rposition(can_wait) {
            set_due(office.lang, &mut contacts[at], due);
            contacts[at].is_waiting = true;
        }
    }
}

fn set_due(lang: Lang, contact: &mut Contact, due: NaiveDate) {
    let next = told(lang, contact.story).next;
    let entry = &mut contact.entry;
    entry.set(Field::FollowUp, Some(Value::Day(due)));
    entry.set(Field::FollowUpText, Some(Value::Text(next.to_owned())));
    entry.set(Field::State, Some(Value::Code(Code::from("open"))));
}

/// One change of the ledger.
struct Step {
    at: NaiveDateTime,
    who: &'static str,
    act: Act,
}

/// What a change does to which record.
enum Act {
    Add(usize, Entry),
    Edit(usize, Entry),
    Void(usize, VoidReason),
    /// Writes a child's file.
    Case(Entry),
    /// Writes an activity.
    Activity(usize, Entry),
}

/// Everything that was done to the ledger, in the order of its time.
fn steps(office: &mut Office<'_>, contacts: &[Contact], (first, today): (NaiveDate, NaiveDate)) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut records = contacts.len();
    for (record, contact) in contacts.iter().enumerate() {
        write_down(office, record, contact, today, &mut steps);
        if office.chance.is(1) {
            twice(
                records,
                contact,
                VoidReason::Mistake,
                written_at(contact),
                &mut steps,
            );
            records += 1;
        }
    }
    steps.extend(files::steps(office.lang, office.own_cases(), contacts, today));
    steps.extend(activities::steps(office.lang, first, today));
    steps.sort_by_key(|step| step.at);
    let own = contacts.iter().rev().find(|contact| contact.staff == OWN_STAFF);
    // The last thing that the person at the keyboard did is there to be taken back.
    if let (Some(contact), Some(last)) = (own, steps.last().map(|step| step.at)) {
        twice(records, contact, VoidReason::Duplicate, last, &mut steps);
    }
    steps
}

/// A record's own life: entered after the contact, completed or corrected soon after, and its
/// follow-up done on its day.
fn write_down(
    office: &mut Office<'_>,
    record: usize,
    contact: &Contact,
    today: NaiveDate,
    steps: &mut Vec<Step>,
) {
    let at = written_at(contact);
    let mut step = |at, act| {
        steps.push(Step {
            at,
            who: contact.staff,
            act,
        })
    };
    let mut entry = contact.entry.clone();
    let correction = Some(Field::Municipality).filter(|_| office.chance.is(2));
    let correction = correction.or_else(|| Some(Field::Minutes).filter(|_| office.chance.is(2)));
    if let Some(field) = correction {
        let mut first = entry.clone();
        first.set(field, Some(Value::Number(5)).filter(|_| field == Field::Minutes));
        step(at, Act::Add(record, first));
        step(at + TimeDelta::minutes(20), Act::Edit(record, entry.clone()));
    } else {
        step(at, Act::Add(record, entry.clone()));
    }
    let Some(Value::Day(due)) = contact.entry.get(Field::FollowUp) else {
        return;
    };
    if contact.is_waiting || *due >= today {
        return;
    }
    entry.set(Field::FollowUpDone, Some(Value::Done));
    if office.chance.is(60) {
        entry.set(Field::State, Some(Value::Code(Code::from("closed"))));
    }
    let minute = 9 * 60 + office.chance.below(7 * 60) as i64;
    let done = due.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
    step(done, Act::Edit(record, entry));
}

/// A contact that was entered once more, and the second record taken out again.
fn twice(record: usize, contact: &Contact, reason: VoidReason, from: NaiveDateTime, steps: &mut Vec<Step>) {
    let mut step = |minutes, act| {
        let at = from + TimeDelta::minutes(minutes);
        steps.push(Step {
            at,
            who: contact.staff,
            act,
        });
    };
    step(4, Act::Add(record, contact.entry.clone()));
    step(6, Act::Void(record, reason));
}

/// When a contact's record is saved: when it is over.
fn written_at(contact: &Contact) -> NaiveDateTime {
    let minutes = contact.entry.number(Field::Minutes).unwrap_or(0);
    let minutes = i64::from(contact.minute) + i64::from(minutes) + 2;
    contact.day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes)
}

/// An id (UUID v7) that is the same every time.
fn id(at: NaiveDateTime, chance: &mut Chance) -> Uuid {
    let millis = at.and_utc().timestamp_millis().unsigned_abs();
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&chance.next().to_le_bytes());
    bytes[8..].copy_from_slice(&chance.next().to_le_bytes()[..2]);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}
