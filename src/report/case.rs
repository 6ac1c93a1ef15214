//! A case's file with its timeline, as text; the screen shows the same events.

use chrono::NaiveDate;

use crate::domain::case::{Age, CaseFile, birth_of};
use crate::domain::consultation::Consultation;
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::text::fit;

use super::View;
use super::record::Past;
use super::text::named;

/// A case with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSheet {
    /// Its code.
    pub code: String,
    /// Its file; `None` while records only name it.
    pub file: Option<CaseFile>,
    /// The records filed under it, newest first.
    pub contacts: Vec<Consultation>,
    /// What was changed about its file, oldest first.
    pub changes: Vec<Past>,
}

/// Something that happened to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A record of any kind.
    Contact(&'a Consultation),
    /// The follow-up of a record, on the day on which it is due.
    FollowUp(&'a Consultation),
    /// The case was closed, and why.
    Closed(&'a str),
    /// It was opened again.
    Reopened,
}

/// How much of a note the timeline shows, in cells.
const NOTE_CELLS: usize = 60;

impl CaseSheet {
    /// What happened, the latest day first. Of one day the records come before their follow-ups.
    pub fn events(&self) -> Vec<(NaiveDate, Event<'_>)> {
        let mut events = self.turns();
        for record in &self.contacts {
            events.extend(record.entry.day().map(|day| (day, Event::Contact(record))));
        }
        for record in &self.contacts {
            let due = record.entry.day_of(Field::FollowUp);
            events.extend(due.map(|day| (day, Event::FollowUp(record))));
        }
        events.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
        events
    }

    /// When it was closed and opened again, the latest first. What was taken back did not happen to
    /// the child: it stands in the history alone.
    fn turns(&self) -> Vec<(NaiveDate, Event<'_>)> {
        let key = Field::ClosedOn.code();
        let mut turns: Vec<(NaiveDate, Event<'_>)> = Vec::new();
        for past in &self.changes {
            let Some(change) = &past.change else { continue };
            let (before, after) = (change.before.get(key), change.after.get(key));
            // The turn that is taken back, or of which the day or the reason is corrected.
            let gone = match (before, after, past.act) {
                (None, None, _) => continue,
                (Some(_), Some(_), _) | (Some(_), None, Act::Undo) => Some(false),
                (None, Some(_), Act::Undo) => Some(true),
                _ => None,
            };
            if let Some(is_opening) = gone {
                let is_gone = |(_, event): &(_, Event<'_>)| matches!(event, Event::Reopened) == is_opening;
                let at = turns.iter().rposition(is_gone);
                at.map(|at| turns.remove(at));
            }
            let event = match after {
                Some(_) if gone == Some(true) => continue,
                None if gone.is_some() => continue,
                Some(_) => Event::Closed(
                    change
                        .after
                        .get(Field::ClosedWhy.code())
                        .map_or("", String::as_str),
                ),
                None => Event::Reopened,
            };
            let day = after.and_then(|day| day.parse().ok());
            turns.push((day.unwrap_or(past.at.date()), event));
        }
        turns.reverse();
        turns
    }
}

impl View<'_> {
    /// What is known of a case, name by value; fields without an answer are left out.
    pub fn case_pairs(&self, sheet: &CaseSheet, today: NaiveDate) -> Vec<(String, String)> {
        let words = self.words;
        let name = |field| words.field(field, Some(self.profile)).to_owned();
        let mut pairs = vec![(name(Field::Case), sheet.code.clone())];
        let Some(file) = &sheet.file else {
            pairs.push((words.case_state().to_owned(), words.no_file().to_owned()));
            return pairs;
        };
        let state = if file.is_closed() {
            words.case_closed()
        } else {
            words.case_open()
        };
        pairs.push((words.case_state().to_owned(), state.to_owned()));
        for field in Field::of_case().filter(|field| *field != Field::Case) {
            let value = file.entry.get(field);
            pairs.extend(value.map(|value| (name(field), words.value(field, value, self.profile))));
            let age = birth_of(&file.entry).filter(|_| field == Field::Birth);
            let age = age.and_then(|birth| Age::on(birth, today));
            pairs.extend(age.map(|age| (words.age_now().to_owned(), words.age(age))));
        }
        pairs
    }

    /// An event of the timeline, without its day.
    pub fn event(&self, event: &Event<'_>) -> String {
        let words = self.words;
        let said = |record: &Consultation, field| words.counted(record, field, self.profile);
        match event {
            Event::Contact(record) => {
                let who = [Field::Relation, Field::Field, Field::Party]
                    .into_iter()
                    .find_map(|field| said(record, field));
                let kind = said(record, Field::Kind);
                let is_usual = record.entry.code(Field::Kind) == Some(&self.profile.default_kind());
                let parts = [
                    Some(record.number.display(self.profile)),
                    kind.filter(|_| !is_usual),
                    said(record, Field::Channel),
                    who,
                    said(record, Field::MainTopic),
                    said(record, Field::Content).map(|text| fit(&text.replace('\n', " "), NOTE_CELLS)),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
            }
            Event::FollowUp(record) => {
                let done = said(record, Field::FollowUpDone).unwrap_or(words.still_due().to_owned());
                let parts = [
                    Some(words.field(Field::FollowUp, None).to_owned()),
                    Some(done),
                    said(record, Field::FollowUpText),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
            }
            Event::Closed("") => words.case_closed().to_owned(),
            Event::Closed(why) => format!("{}  {why}", words.case_closed()),
            Event::Reopened => words.reopened().to_owned(),
        }
    }

    /// A case in full.
    pub fn case_text(&self, sheet: &CaseSheet, today: NaiveDate) -> String {
        let mut text = named(&self.case_pairs(sheet, today)).join("\n");
        text += &format!("\n\n{}\n", self.words.timeline());
        for (day, event) in sheet.events() {
            text += &format!("   {}  {}\n", self.words.date(day), self.event(&event));
        }
        text
    }
}
