//! The case record (経過記録): what a child's file says, and everything that happened, the first day first,
//! as the pages of a binder are read.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::history::history;
use super::record::{center_name, is_wide};
use super::{Heading, Page, Pair, Seals, block, document, heading, note, one_line, pairs, text};
use crate::domain::case::{Age, CaseFile, birth_of};
use crate::domain::consultation::Consultation;
use crate::domain::field::{Field, Shape};
use crate::locale::paper::Block;
use crate::report::View;
use crate::report::case::{CaseSheet, Event};

/// A row with more text than this, in characters, may go on on the next page.
const LONG_CHARS: usize = 500;
/// A row with more lines than this, as well.
const LONG_LINES: usize = 12;
/// The fields of a child's file in the order of the paper, where two short ones stand beside each other.
const FILE: [Field; 14] = [
    Field::Name,
    Field::Birth,
    Field::Municipality,
    Field::Hospital,
    Field::Care,
    Field::Linked,
    Field::Guardian,
    Field::GuardianContact,
    Field::ConsentOn,
    Field::ConsentWithdrawn,
    Field::ConsentScope,
    Field::ClosedOn,
    Field::ClosedWhy,
    Field::Discuss,
];
/// Of these a file has no box where they say nothing: a name is not asked for on paper, and the others
/// happen to some children only.
const RARE: [Field; 4] = [Field::Name, Field::ClosedOn, Field::ClosedWhy, Field::Discuss];
/// Of these each has a line of its own.
const LONG: [Field; 3] = [Field::Name, Field::ConsentScope, Field::Discuss];

/// What is said about something: a name, and a text.
type Said = (String, String);

/// A row of the timeline.
#[derive(Default)]
struct Row {
    day: String,
    kind: Vec<String>,
    /// In few words, what it was about.
    topic: String,
    /// Notes, each under its name.
    notes: Vec<Said>,
    /// Short answers, on one line.
    answers: Vec<Said>,
}

impl<'a> View<'a> {
    /// A case as a document for paper, with the history of its file where that is asked for.
    pub fn case_html(&self, sheet: &CaseSheet, with_history: bool, today: NaiveDate) -> String {
        let words = self.words;
        let caution = Some(words.handle_with_care());
        let printed = words.printed_on(today);
        let (name, boxes) = words.seals();
        let owner = self.owner(sheet);
        let case = words.field(Field::Case, Some(self.profile));
        let under = [
            format!("{case}{}{}", words.colon(), sheet.code),
            owner.to_owned(),
            printed.clone(),
        ];
        let page = Page {
            lang: words.lang(),
            title: &format!("{} {}", words.case_record(), sheet.code),
            caution,
            owner,
            printed: &printed,
        };
        let head = Heading {
            title: words.case_record(),
            caution,
            under: &under,
            seals: Some(Seals { name, boxes }),
        };
        let notes = sheet
            .file
            .as_ref()
            .map_or("", |file| file.entry.text(Field::CaseNotes));
        let body = html! {
            (heading(&head))
            (block(words.block(Block::Child), &pairs(&self.child(sheet, today))))
            @if !notes.is_empty() {
                (note(words.field(Field::CaseNotes, Some(self.profile)), notes, 1))
            }
            (self.timeline_html(sheet))
            @if with_history && !sheet.changes.is_empty() { (history(self, &sheet.changes)) }
        };
        document(&page, &body)
    }

    /// Who keeps a case: the center that its municipality belongs to, else the one that was called last.
    fn owner(&self, sheet: &'a CaseSheet) -> &'a str {
        let file = sheet.file.as_ref();
        let municipality = file.and_then(|file| file.entry.code(Field::Municipality));
        let belonging = municipality.and_then(|code| self.profile.belonging(code));
        let center = belonging.and_then(|belonging| belonging.center.as_ref());
        let last = || sheet.contacts.first()?.entry.code(Field::Center);
        match center.or_else(last) {
            Some(center) => center_name(self.words, self.profile, center),
            None => self.words.label(&self.profile.name),
        }
    }

    /// What a child's file says, the notes apart.
    fn child(&self, sheet: &CaseSheet, today: NaiveDate) -> Vec<Pair> {
        let words = self.words;
        let pair = |name: &str, text: String, wide| Pair {
            name: name.to_owned(),
            text,
            wide,
        };
        let name = |field| words.field(field, Some(self.profile));
        let Some(file) = &sheet.file else {
            return vec![
                pair(name(Field::Case), sheet.code.clone(), false),
                pair(words.case_state(), words.no_file().to_owned(), false),
            ];
        };
        let mut found = vec![pair(name(Field::Case), sheet.code.clone(), false)];
        let state = if file.is_closed() {
            words.case_closed()
        } else {
            words.case_open()
        };
        found.push(pair(words.case_state(), state.to_owned(), false));
        for field in on_paper() {
            let said = self.file_text(file, field);
            if RARE.contains(&field) && said.is_empty() {
                continue;
            }
            found.push(pair(name(field), said, LONG.contains(&field) || is_wide(field)));
            if field == Field::Birth {
                let age = birth_of(&file.entry).and_then(|birth| Age::on(birth, today));
                let age = age.map_or_else(String::new, |age| words.age(age));
                found.push(pair(words.age_when_printed(), age, false));
            }
        }
        found
    }

    fn file_text(&self, file: &CaseFile, field: Field) -> String {
        let value = file.entry.get(field);
        value.map_or_else(String::new, |value| {
            self.words.on_paper(field, value, self.profile)
        })
    }

    fn timeline_html(&self, sheet: &CaseSheet) -> Markup {
        let words = self.words;
        let rows: Vec<_> = in_order(sheet)
            .iter()
            .map(|(day, event)| self.row(*day, event))
            .collect();
        html! {
            section .rows {
                h2 { (words.timeline()) }
                @if rows.is_empty() { p { (words.no_events()) } } @else {
                    table .timeline {
                        colgroup { col .day; col .kind; col; }
                        thead { tr { @for head in words.timeline_heads() { th scope="col" { (head) } } } }
                        tbody { @for row in &rows { (self.row_html(row)) } }
                    }
                }
            }
        }
    }

    fn row(&self, day: NaiveDate, event: &Event<'_>) -> Row {
        let words = self.words;
        let mut row = Row {
            day: words.long_date(day),
            ..Row::default()
        };
        match event {
            Event::Contact(record) => {
                row.day = self.paper_text(record, Field::Date);
                row.kind = self.contact(record);
                row.topic = self.paper_text(record, Field::MainTopic);
                row.notes = self.answers(record, &[Field::Content, Field::Response]);
                row.answers = self.answers(
                    record,
                    &[Field::Outcome, Field::Linked, Field::State, Field::Staff],
                );
            }
            Event::FollowUp(record) => {
                let done = self.paper_text(record, Field::FollowUpDone);
                let head = format!("{} ({done})", words.block(Block::Next));
                row.kind = vec![head, record.number.display(self.profile)];
                row.topic = self.paper_text(record, Field::FollowUpText);
            }
            Event::Closed(why) => {
                row.kind = vec![words.case_closed().to_owned()];
                (*why).clone_into(&mut row.topic);
            }
            Event::Reopened => row.kind = vec![words.reopened().to_owned()],
        }
        row
    }

    /// What a record says in these fields, where it says something.
    fn answers(&self, record: &Consultation, fields: &[Field]) -> Vec<Said> {
        let said = fields.iter().map(|field| {
            let name = self.words.field(*field, Some(self.profile)).to_owned();
            (name, self.paper_text(record, *field))
        });
        said.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// What kind of contact it was, its number, how, and with whom; the caller's name is not among it.
    fn contact(&self, record: &Consultation) -> Vec<String> {
        let text = |field| self.paper_text(record, field);
        let who = [Field::Relation, Field::Field, Field::Party]
            .into_iter()
            .map(text)
            .find(|text| !text.is_empty());
        let how = [text(Field::Channel), who.unwrap_or_default()];
        let parts = [
            text(Field::Kind),
            record.number.display(self.profile),
            how.join(" "),
            text(Field::Organisation),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    }

    fn row_html(&self, row: &Row) -> Markup {
        let texts = || std::iter::once(&row.topic).chain(row.notes.iter().map(|(_, said)| said));
        let chars: usize = texts().map(|said| said.chars().count()).sum();
        let lines: usize = texts().map(|said| said.split('\n').count()).sum();
        let is_long = chars > LONG_CHARS || lines > LONG_LINES;
        let colon = self.words.colon();
        html! {
            tr class=[is_long.then_some("long")] {
                th scope="row" { (one_line(&row.day)) }
                td { @for part in &row.kind { p { (one_line(part)) } } }
                td {
                    (text(&row.topic))
                    @for (name, said) in &row.notes { b { (one_line(name)) } (text(said)) }
                    @if !row.answers.is_empty() {
                        p .tail {
                            @for (name, said) in &row.answers {
                                span { b { (one_line(name)) (colon) } (one_line(said)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The fields that a child's file has on paper beside its code; notes have a box of their own.
fn on_paper() -> impl Iterator<Item = Field> {
    let is_elsewhere =
        |field: &Field| *field == Field::Case || field.shape() == Shape::Note || FILE.contains(field);
    FILE.into_iter()
        .chain(Field::of_case().filter(move |field| !is_elsewhere(field)))
}

/// The events, the first first. Of one day records come before follow-ups, and these before a closing.
fn in_order(sheet: &CaseSheet) -> Vec<(NaiveDate, Event<'_>)> {
    let mut events = sheet.events();
    events.reverse();
    events.sort_by_key(|(day, event)| {
        let place = match event {
            Event::Contact(_) => 0,
            Event::FollowUp(_) => 1,
            Event::Closed(_) | Event::Reopened => 2,
        };
        (*day, place)
    });
    events
}
