//! `soudan add LINE`: a consultation on one line, before the options are read over it.

use super::context::Context;
use super::stop::Stop;
use crate::domain::consultation::Entry;
use crate::domain::field::{Field, Shape};
use crate::domain::list::{Code, FAMILY, STAKEHOLDER};
use crate::domain::oneline::{Doubt, KnownCases, Lexicon, OneLine, Question, Reader, count_lines, parse};
use crate::domain::profile::Profile;
use crate::domain::text::chars;
use crate::domain::value::{Problem, Value};
use crate::error::Error;
use crate::store::Ledger;

/// A line as it was understood.
pub struct Line {
    read: OneLine,
    cases: KnownCases,
}

/// How many cases are named that may be meant by a code.
const CASES_NAMED: usize = 8;

impl Line {
    /// Reads a line over what stands in a record anyway. What is not clear is refused, unless an option
    /// names its field.
    ///
    /// # Errors
    /// What is wrong, not understood, or may mean several things: the first of it.
    pub fn read(
        text: &str,
        context: &Context,
        ledger: &Ledger,
        defaults: &Entry,
        options: &[(Field, String)],
    ) -> Result<Self, Stop> {
        let profile = ledger.profile();
        let lexicon = Lexicon::new(profile);
        let read = |cases: &KnownCases| {
            let reader = Reader {
                profile,
                today: context.today,
                defaults,
                cases,
            };
            parse(text, &lexicon, &reader)
        };
        let mut cases = KnownCases::default();
        for code in read(&cases).unasked_cases(&cases) {
            let codes = ledger.case_codes(&code, CASES_NAMED)?;
            cases.take(&code, codes);
        }
        let read = read(&cases);
        let lines = count_lines(&read.text);
        if lines > 1 {
            return Err(refused(context.words.line_is_several(lines)));
        }
        let wrong = read
            .errors
            .iter()
            .filter(|error| error.problem != Problem::Missing);
        let wrong: Vec<_> = wrong.cloned().collect();
        if !wrong.is_empty() {
            return Err(Error::Fields(wrong).into());
        }
        if let Some(message) = doubt(context, profile, &read) {
            return Err(refused(message));
        }
        let is_answered = |question: &Question| {
            let names = |(field, _): &(Field, String)| *field == question.field;
            !question.is_conflict() && options.iter().any(names)
        };
        let open = read.questions.iter().find(|question| !is_answered(question));
        if let Some(question) = open {
            return Err(unclear(context, profile, (&read, &cases), question));
        }
        Ok(Self { read, cases })
    }

    /// The record so far.
    pub fn entry(&self) -> &Entry {
        &self.read.entry
    }

    /// Refuses a field of which an option says something else.
    ///
    /// # Errors
    /// The first such field.
    pub fn agrees(
        &self,
        entry: &Entry,
        field: Field,
        context: &Context,
        profile: &Profile,
    ) -> Result<(), Stop> {
        let said = self
            .read
            .entry
            .get(field)
            .filter(|_| self.read.said().contains(&field));
        let differs = said.is_some_and(|said| {
            entry
                .get(field)
                .is_none_or(|own| own.canonical() != said.canonical())
        });
        if differs {
            let name = context.words.field(field, Some(profile));
            return Err(refused(context.words.line_said_twice(name)));
        }
        Ok(())
    }

    /// What is to be said of it once it is saved: what it was understood as, without what people wrote.
    pub fn notes(&self, context: &Context, profile: &Profile) -> Vec<String> {
        let words = context.words;
        let said = self.read.said().into_iter().filter_map(|field| {
            let value = self.read.entry.get(field)?;
            let value = match value {
                Value::Text(text) if matches!(field.shape(), Shape::Line | Shape::Note) => {
                    words.line_text_chars(chars(text))
                }
                Value::Text(code) if field == Field::Case && self.cases.is_new(code) => words.new_case(code),
                value => words.value(field, value, profile),
            };
            Some(format!("{} {value}", words.field(field, Some(profile))))
        });
        let mut notes = vec![words.line_understood(&said.collect::<Vec<_>>())];
        if self.read.removed > 0 {
            notes.push(words.removed(words.line_title(), self.read.removed));
        }
        notes
    }
}

/// The party follows from a relation or field, as in the form.
pub fn follow_party(entry: &mut Entry) {
    let party = match (entry.get(Field::Relation), entry.get(Field::Field)) {
        (Some(_), None) => FAMILY,
        (None, Some(_)) => STAKEHOLDER,
        _ => return,
    };
    if entry.get(Field::Party).is_none() {
        entry.set(Field::Party, Some(Value::Code(Code::from(party))));
    }
}

/// Why it is not sure where the free text begins, if it is not.
fn doubt(context: &Context, profile: &Profile, read: &OneLine) -> Option<String> {
    let free = read.free.as_ref()?;
    let begun_by = free.begun_by?;
    let words = context.words;
    Some(match free.doubt.as_ref()? {
        Doubt::Divider => words.line_not_understood(begun_by),
        Doubt::Says { field, word, .. } => {
            words.line_text_or_field(begun_by, *word, words.field(*field, Some(profile)))
        }
    })
}

fn unclear(
    context: &Context,
    profile: &Profile,
    (read, cases): (&OneLine, &KnownCases),
    question: &Question,
) -> Stop {
    let words = context.words;
    let asked = question.words.iter().map(|at| &read.words[*at]);
    let asked: Vec<&str> = asked.map(|word| &read.text[word.named.clone()]).collect();
    let choice = |(field, value): &(Field, Value)| {
        let label = words.value(*field, value, profile);
        match value {
            // As one writes which is meant.
            Value::Text(code) if *field == Field::Case && cases.is_new(code) => {
                format!("case={}", words.new_case(code))
            }
            Value::Text(code) if *field == Field::Case => format!("#{code}"),
            Value::Code(_) | Value::Codes(_) => format!("{label}({})", value.canonical()),
            _ => label,
        }
    };
    let choices: Vec<_> = question.answers.iter().map(choice).collect();
    refused(words.line_unclear(
        words.field(question.field, Some(profile)),
        &asked,
        &choices.join(words.comma()),
        question.is_conflict(),
    ))
}

fn refused(message: String) -> Stop {
    Stop::Said { status: 1, message }
}
