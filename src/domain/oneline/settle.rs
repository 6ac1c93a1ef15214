//! What the words of a line come to: the record so far, what must be asked, and what is wrong.

use super::words::{Read, value};
use super::{Meaning, Question, Reader};
use crate::domain::consultation::Entry;
use crate::domain::field::{Field, Shape};
use crate::domain::list::{FAMILY, STAKEHOLDER};
use crate::domain::value::{FieldError, Value, Written};

/// What a line comes to.
pub struct Settled {
    pub entry: Entry,
    pub questions: Vec<Question>,
    pub errors: Vec<FieldError>,
}

/// The fields of which only one can be answered: a caller has a relation or a field.
const EXCLUSIVE: [Field; 3] = [Field::Relation, Field::Field, Field::Party];

/// Puts the words together over what stands in a record anyway.
pub fn settle(read: &Read<'_>, reader: &Reader<'_>) -> Settled {
    let mut settled = Settled {
        entry: reader.defaults.clone(),
        questions: Vec::new(),
        errors: Vec::new(),
    };
    settled.take_several(read);
    settled.take_who(read);
    for field in Field::all().filter(|field| !EXCLUSIVE.contains(field)) {
        settled.take_field(field, read);
    }
    settled.take_free(read, reader);
    if Settled::says(read, Field::Date) && !Settled::says(read, Field::Time) {
        let is_another_day = settled.entry.day() != reader.defaults.day();
        if is_another_day {
            // The time that stood there is that of today.
            settled.entry.set(Field::Time, None);
        }
    }
    settled.check(reader);
    settled
}

impl Settled {
    /// Words that may mean several things.
    fn take_several(&mut self, read: &Read<'_>) {
        for (at, word) in read.words.iter().enumerate() {
            match &word.meaning {
                Meaning::Several(field, codes) => self.questions.push(Question {
                    field: *field,
                    words: vec![at],
                    answers: codes
                        .iter()
                        .map(|code| (*field, value(*field, code.clone())))
                        .collect(),
                }),
                Meaning::Wrong(field, problem) => self.errors.push(FieldError {
                    field: *field,
                    problem: problem.clone(),
                }),
                Meaning::Value(..) => {}
            }
        }
    }

    /// A caller's relation or field, and the party that follows from it.
    fn take_who(&mut self, read: &Read<'_>) {
        let said = said(read, |field| EXCLUSIVE.contains(&field));
        let agrees = |(_, field, value): &&(usize, Field, Value)| {
            let (Field::Party, Value::Code(party)) = (field, value) else {
                return false;
            };
            // A party that a relation or field implies says nothing of its own.
            said.iter()
                .any(|(_, other, _)| implied(*other) == Some(party.as_str()))
        };
        let own: Vec<_> = said.iter().filter(|word| !agrees(word)).cloned().collect();
        let Some(field) = own.first().map(|(_, field, _)| *field) else {
            return;
        };
        if let Some(question) = conflict(field, &own) {
            return self.questions.push(question);
        }
        let (_, field, value) = &own[0];
        if let Some(party) = implied(*field) {
            self.entry.set(Field::Party, Some(Value::Code(party.into())));
        }
        self.entry.set(*field, Some(value.clone()));
    }

    fn take_field(&mut self, field: Field, read: &Read<'_>) {
        let said = said(read, |other| other == field);
        if said.is_empty() {
            return;
        }
        if let Shape::Many(_) = field.shape() {
            let mut all = Vec::new();
            for (_, _, value) in said {
                let Value::Codes(codes) = value else { continue };
                let new = codes.into_iter().filter(|code| !all.contains(code));
                all.extend(new.collect::<Vec<_>>());
            }
            return self.entry.set(field, Some(Value::Codes(all)));
        }
        match conflict(field, &said) {
            Some(question) => {
                self.entry.set(field, None);
                self.questions.push(question);
            }
            None => self
                .entry
                .set(field, said.into_iter().next().map(|(_, _, value)| value)),
        }
    }

    fn take_free(&mut self, read: &Read<'_>, reader: &Reader<'_>) {
        let Some(free) = &read.free else { return };
        let typed = &read.line[free.span.clone()];
        // 相談概要=… beside a free text: both are kept.
        let typed = match self.entry.text(Field::Content) {
            "" => typed.to_owned(),
            said => format!("{said}\n{typed}"),
        };
        let Reader { profile, today, .. } = reader;
        let read = self
            .entry
            .read(Field::Content, &typed, profile, *today, Written::ByHand);
        self.errors.extend(read.err());
    }

    fn says(read: &Read<'_>, field: Field) -> bool {
        read.words.iter().any(|word| word.meaning.field() == field)
    }

    /// Fills what follows from the rest, and finds what is missing or contradictory.
    fn check(&mut self, reader: &Reader<'_>) {
        self.entry.settle(reader.profile);
        let wrong = self.entry.clone().complete(reader.profile).err();
        let asks_who = self.questions.iter().any(|q| EXCLUSIVE.contains(&q.field))
            || self.errors.iter().any(|error| EXCLUSIVE.contains(&error.field));
        let is_known = |field: Field| {
            (asks_who && EXCLUSIVE.contains(&field))
                || self.questions.iter().any(|question| question.field == field)
                || self.errors.iter().any(|error| error.field == field)
        };
        let new: Vec<_> = wrong
            .into_iter()
            .flatten()
            .filter(|error| !is_known(error.field))
            .collect();
        self.errors.extend(new);
        self.errors.sort_by_key(|error| error.field);
        self.errors.dedup_by_key(|error| error.field);
    }
}

/// The words that say something of these fields, with their places.
fn said(read: &Read<'_>, is_of: impl Fn(Field) -> bool) -> Vec<(usize, Field, Value)> {
    let words = read.words.iter().enumerate();
    words
        .filter_map(|(at, word)| match &word.meaning {
            Meaning::Value(field, value) if is_of(*field) => Some((at, *field, value.clone())),
            _ => None,
        })
        .collect()
}

/// A question where words exclude each other.
fn conflict(field: Field, said: &[(usize, Field, Value)]) -> Option<Question> {
    let mut answers: Vec<(Field, Value)> = Vec::new();
    for (_, field, value) in said {
        let answer = (*field, value.clone());
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    (answers.len() > 1).then(|| Question {
        field,
        words: said.iter().map(|(at, ..)| *at).collect(),
        answers,
    })
}

/// The party of a relation or field.
fn implied(field: Field) -> Option<&'static str> {
    match field {
        Field::Relation => Some(FAMILY),
        Field::Field => Some(STAKEHOLDER),
        _ => None,
    }
}
