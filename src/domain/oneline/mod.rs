//! A consultation on one line: `電話 母 岩国 レスパイト 30分 -- 退院後の預け先`. Each word is read against
//! the profile, in any order; what follows ` -- `, or begins with the first word that is nobody's name, is
//! the free text; where a word that means something stands in a text that begins so, it is asked whether
//! that is right. What may mean several things is a question; nothing is guessed and nothing left out.

mod known;
mod lexicon;
mod settle;
mod sure;
mod words;

use std::ops::Range;

use chrono::NaiveDate;

use super::consultation::Entry;
use super::field::Field;
use super::list::Code;
use super::profile::Profile;
use super::text::{self, clean};
use super::value::{FieldError, Problem, Value};
pub use known::KnownCases;
pub use lexicon::{Found, Lexicon, ORDER};

/// What a word of the line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A field's value; of a field with several answers, one of them.
    Value(Field, Value),
    /// One of several items of the field's list.
    Several(Field, Vec<Code>),
    /// Something of that field, but nothing that it holds.
    Wrong(Field, Problem),
}

impl Meaning {
    /// The field that it is about.
    pub fn field(&self) -> Field {
        match self {
            Self::Value(field, _) | Self::Several(field, _) | Self::Wrong(field, _) => *field,
        }
    }
}

/// A word of the line, or several that say one thing, as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes of the line.
    pub span: Range<usize>,
    /// The part of it that names the value, without a mark such as `@`.
    pub named: Range<usize>,
    /// What it says.
    pub meaning: Meaning,
}

/// Where the free text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    /// Its bytes in the line, white space at its ends left out.
    pub span: Range<usize>,
    /// The word that begins it, counted from 1, where no ` -- ` does.
    pub begun_by: Option<usize>,
    /// What follows later that would not stand in a text: then the word that begins it may have been
    /// meant as something else.
    pub doubt: Option<Doubt>,
}

/// Why it is not sure that a text begins where it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A ` -- ` follows.
    Divider,
    /// A word follows that would say something of a field if it stood before the text.
    Says {
        /// The field.
        field: Field,
        /// Where the word stands, in bytes of the line.
        span: Range<usize>,
        /// Which word of the line it is, counted from 1.
        word: usize,
    },
}

/// Something that must be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The field that it is about; of a relation and a field, which exclude each other, the first.
    pub field: Field,
    /// The words that it is about: one that may mean several things, or several that exclude each other.
    pub words: Vec<usize>,
    /// What may be meant.
    pub answers: Vec<(Field, Value)>,
}

impl Question {
    /// Whether words exclude each other.
    pub fn is_conflict(&self) -> bool {
        self.words.len() > 1
    }
}

/// A line as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneLine {
    /// The line, cleaned.
    pub text: String,
    /// How many characters were left out of it.
    pub removed: usize,
    /// The words before the free text.
    pub words: Vec<Word>,
    /// Where ` -- ` stands.
    pub divider: Option<Range<usize>>,
    /// The free text, where there is any.
    pub free: Option<Free>,
    /// The record so far: what the line says, and what stands in it unless it is said.
    pub entry: Entry,
    /// What must be asked.
    pub questions: Vec<Question>,
    /// What is wrong, and what is missing without being asked; one a field.
    pub errors: Vec<FieldError>,
}

impl OneLine {
    /// Whether the record can be saved as it is.
    pub fn is_ready(&self) -> bool {
        let is_doubtful = self.free.as_ref().is_some_and(|free| free.doubt.is_some());
        self.questions.is_empty() && self.errors.is_empty() && !is_doubtful
    }

    /// The codes of cases of which it is not known whether they are new.
    pub fn unasked_cases(&self, known: &KnownCases) -> Vec<String> {
        let codes = self.words.iter().filter_map(|word| match &word.meaning {
            Meaning::Value(Field::Case, Value::Text(code)) if !known.is_asked(code) => Some(code.clone()),
            _ => None,
        });
        codes.collect()
    }

    /// The fields that the line itself says, without repetition, in its order.
    pub fn said(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for word in &self.words {
            if let Meaning::Value(field, _) = word.meaning
                && self.entry.get(field).is_some()
                && !fields.contains(&field)
            {
                fields.push(field);
            }
        }
        let has_text = self.free.is_some() && self.entry.get(Field::Content).is_some();
        fields.extend(has_text.then_some(Field::Content));
        fields
    }

    /// Words that are not in the record yet, by the field that they are about: those of questions, and
    /// those that are wrong, with whatever else the line says of a field that is no list.
    pub fn open(&self) -> Vec<(Field, String)> {
        let mut open: Vec<(Field, Vec<usize>)> = Vec::new();
        let mut add = |field: Field, at: usize| match open.iter_mut().find(|(known, _)| *known == field) {
            Some((_, words)) if words.contains(&at) => {}
            Some((_, words)) => words.push(at),
            None => open.push((field, vec![at])),
        };
        for question in &self.questions {
            question.words.iter().for_each(|at| add(question.field, *at));
        }
        for word in &self.words {
            let Meaning::Wrong(field, _) = word.meaning else {
                continue;
            };
            for (at, other) in self.words.iter().enumerate() {
                let is_wrong = matches!(other.meaning, Meaning::Wrong(..));
                if other.meaning.field() == field && (is_wrong || field.list().is_none()) {
                    add(field, at);
                }
            }
        }
        let typed = |at: usize| &self.text[self.words[at].named.clone()];
        let written = |words: Vec<usize>| words.into_iter().map(typed).collect::<Vec<_>>().join(" ");
        open.into_iter()
            .map(|(field, words)| (field, written(words)))
            .collect()
    }

    /// The line once a question has that answer: the words that say otherwise are gone, and a word that
    /// meant several things is spelt out. `spelt` is what the answer is called, to be tried first.
    pub fn answered(
        &self,
        question: &Question,
        answer: &(Field, Value),
        spelt: &str,
        lexicon: &Lexicon,
        reader: &Reader<'_>,
    ) -> String {
        if question.is_conflict() {
            return self.without_others(question, answer);
        }
        let word = &self.words[question.words[0]];
        let (field, value) = answer;
        let code = value.canonical();
        let mark = match field {
            Field::Linked => "@",
            Field::Case => "#",
            _ => "",
        };
        let spellings = [
            format!("{mark}{spelt}"),
            format!("{mark}{code}"),
            format!("{}={code}", field.code()),
        ];
        let said = Meaning::Value(*field, value.clone());
        let written = |spelling: &String| {
            let (before, after) = (&self.text[..word.span.start], &self.text[word.span.end..]);
            format!("{before}{spelling}{after}")
        };
        let means_it = |spelling: &&String| {
            let again = parse(&written(spelling), lexicon, reader);
            again.words.iter().any(|again| {
                again.span == (word.span.start..word.span.start + spelling.len()) && again.meaning == said
            })
        };
        let chosen = spellings.iter().find(means_it).unwrap_or(&spellings[2]);
        written(chosen)
    }

    fn without_others(&self, question: &Question, answer: &(Field, Value)) -> String {
        let mut text = self.text.clone();
        for at in question.words.iter().rev() {
            let word = &self.words[*at];
            let says_it = matches!(&word.meaning, Meaning::Value(field, value) if (*field, value) == (answer.0, &answer.1));
            if !says_it {
                let behind = text[word.span.end..].chars().next();
                let gap = behind.filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
                text.replace_range(word.span.start..word.span.end + gap, "");
            }
        }
        text
    }
}

/// What a line is read against.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// Today.
    pub today: NaiveDate,
    /// What stands in a record unless the line says otherwise.
    pub defaults: &'a Entry,
    /// What the ledger said of cases that the line names.
    pub cases: &'a KnownCases,
}

/// How many lines that are not empty a text has: each is a record of its own.
pub fn count_lines(text: &str) -> usize {
    let cleaned = clean(text, text::Kind::Note);
    cleaned
        .text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .count()
}

/// Reads a line.
pub fn parse(line: &str, lexicon: &Lexicon, reader: &Reader<'_>) -> OneLine {
    let cleaned = clean(line, text::Kind::Note);
    let day = reader.defaults.day().unwrap_or(reader.today);
    let first = words::read(&cleaned.text, lexicon, reader, day);
    let said = settle::settle(&first, reader).entry.day();
    // What is offered depends on the day, which may stand anywhere in the line.
    let read = match said {
        Some(said) if said != day => words::read(&cleaned.text, lexicon, reader, said),
        _ => first,
    };
    let settle::Settled {
        entry,
        questions,
        errors,
    } = settle::settle(&read, reader);
    OneLine {
        removed: cleaned.removed,
        words: read.words,
        divider: read.divider,
        free: read.free,
        text: cleaned.text.into_owned(),
        entry,
        questions,
        errors,
    }
}
