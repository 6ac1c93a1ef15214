//! The intake sheet (相談受付票): one consultation on a page of A4, its boxes empty where nothing is known.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::history::history;
use super::{Heading, Page, Pair, Seals, block, document, heading, note, pairs};
use crate::domain::consultation::Consultation;
use crate::domain::field::{Field, Shape};
use crate::domain::list::{Code, FAMILY, List};
use crate::domain::profile::Profile;
use crate::locale::Catalogue;
use crate::locale::paper::Block;
use crate::report::View;
use crate::report::record::Past;

/// What stands together, in the order of the sheet. Notes have boxes of their own, and what a block does
/// not name stands in the last one.
const BLOCKS: [(Block, &[Field]); 5] = [
    (
        Block::Received,
        &[
            Field::Date,
            Field::Staff,
            Field::Center,
            Field::Channel,
            Field::Kind,
            Field::Minutes,
        ],
    ),
    (
        Block::Caller,
        &[
            Field::Party,
            Field::Relation,
            Field::Field,
            Field::Organisation,
            Field::Caller,
            Field::Callback,
        ],
    ),
    (
        Block::Child,
        &[
            Field::Case,
            Field::Municipality,
            Field::ChildAge,
            Field::Newness,
            Field::Care,
        ],
    ),
    (Block::Asked, &[Field::MainTopic, Field::Topic]),
    (Block::Answered, &[Field::Outcome, Field::State, Field::Linked]),
];
/// Lines of a note for which there is room on the page with everything else.
const NOTE_LINES: u32 = 6;
/// The last block.
const NEXT: [Field; 3] = [Field::FollowUp, Field::FollowUpDone, Field::FollowUpText];
/// Fields that stand beside another one of their block.
const WITH_ANOTHER: [Field; 1] = [Field::Time];

/// A center's full name, as far as the profile has one.
pub fn center_name<'a>(words: &dyn Catalogue, profile: &'a Profile, center: &'a Code) -> &'a str {
    let full = profile.center(center).and_then(|center| center.name.as_ref());
    match full {
        Some(name) => words.label(name),
        None => words.item(List::Center, center, Some(profile)),
    }
}

impl View<'_> {
    /// A record as a document for paper, with its history where one is given.
    pub fn record_html(&self, record: &Consultation, past: Option<&[Past]>, today: NaiveDate) -> String {
        let words = self.words;
        let number = record.number.display(self.profile);
        let caution = Some(words.handle_with_care());
        let printed = words.printed_on(today);
        let (name, boxes) = words.seals();
        let center = record.entry.code(Field::Center).unwrap_or(&record.number.center);
        let owner = center_name(words, self.profile, center);
        let under = [
            format!("{}{}{number}", words.number(), words.colon()),
            owner.to_owned(),
            printed.clone(),
        ];
        let page = Page {
            lang: words.lang(),
            title: &format!("{} {number}", words.intake_sheet()),
            caution,
            owner,
            printed: &printed,
        };
        let head = Heading {
            title: words.intake_sheet(),
            caution,
            under: &under,
            seals: Some(Seals { name, boxes }),
        };
        let void = record.void.map(|reason| words.is_void(words.void_reason(reason)));
        let body = html! {
            (heading(&head))
            @if let Some(void) = void { p .void { (void) } }
            @for (of, fields) in BLOCKS {
                (block(words.block(of), &pairs(&self.record_fields(record, fields))))
                @if of == Block::Asked {
                    (self.record_note(record, Field::Content))
                    (self.record_note(record, Field::Response))
                }
            }
            (block(words.block(Block::Next), &pairs(&self.record_fields(record, &last()))))
            @if let Some(past) = past { (history(self, past)) }
        };
        document(&page, &body)
    }

    fn record_fields(&self, record: &Consultation, fields: &[Field]) -> Vec<Pair> {
        let is_family = record.entry.code(Field::Party).map(Code::as_str) == Some(FAMILY);
        // A caller has a relation or a field, and no box is left for the other.
        let left_out = if is_family { Field::Field } else { Field::Relation };
        let fields = fields.iter().filter(|field| **field != left_out);
        let pair = |field: &Field| Pair {
            name: self.paper_name(*field),
            text: self.paper_text(record, *field),
            wide: is_wide(*field),
        };
        fields.map(pair).collect()
    }

    fn record_note(&self, record: &Consultation, field: Field) -> Markup {
        note(
            &self.paper_name(field),
            &self.paper_text(record, field),
            NOTE_LINES,
        )
    }

    fn paper_name(&self, field: Field) -> String {
        match field {
            Field::Date => self.words.received_at().to_owned(),
            field => self.words.field(field, Some(self.profile)).to_owned(),
        }
    }

    /// What a record says in a field, as it counts; empty where it says nothing.
    pub(super) fn paper_text(&self, record: &Consultation, field: Field) -> String {
        let said = |field: Field| match (field, record.counted(field)) {
            // With the school year, where the child's file knows it.
            (Field::ChildAge, _) => self.words.counted(record, field, self.profile),
            (Field::FollowUpDone, None) => {
                let due = record.entry.get(Field::FollowUp);
                due.map(|_| self.words.still_due().to_owned())
            }
            (field, value) => value.map(|value| self.words.on_paper(field, &value, self.profile)),
        };
        let time = (field == Field::Date).then(|| said(Field::Time)).flatten();
        let parts = [said(field), time].into_iter().flatten();
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// Whether a field has a line of its own: a text that may be long, or several answers.
pub fn is_wide(field: Field) -> bool {
    matches!(field.shape(), Shape::Note | Shape::Many(_)) && field != Field::Outcome
        || matches!(field, Field::Organisation | Field::FollowUpText)
}

/// The last block: what it names, and every field that no other place has.
fn last() -> Vec<Field> {
    let elsewhere = |field: &Field| {
        let named = BLOCKS.iter().any(|(_, fields)| fields.contains(field));
        let is_note = matches!(field.shape(), Shape::Note);
        named || is_note || NEXT.contains(field) || WITH_ANOTHER.contains(field)
    };
    let rest = Field::all().filter(|field| !elsewhere(field));
    NEXT.into_iter().chain(rest).collect()
}
