//! Taking the line apart: which words say what, and where the free text begins.

use std::ops::Range;

use chrono::NaiveDate;

use super::lexicon::{Found, Lexicon};
use super::{Doubt, Free, Meaning, Reader, Word, sure};
use crate::domain::field::{Field, Shape};
use crate::domain::list::Code;
use crate::domain::text::chars;
use crate::domain::value::{Problem, Value, Written};

/// The most words that minutes are written in: 1 hour 30 minutes.
const MOST_MINUTE_WORDS: usize = 4;

/// The words of a line and its free text.
pub struct Read<'a> {
    pub line: &'a str,
    pub words: Vec<Word>,
    pub divider: Option<Range<usize>>,
    pub free: Option<Free>,
}

/// What the next words say: how many of them, and which part names the value.
struct Taken {
    count: usize,
    named: Range<usize>,
    meaning: Meaning,
}

/// A line that is being taken apart.
struct Line<'a> {
    text: &'a str,
    tokens: Vec<Range<usize>>,
    lexicon: &'a Lexicon,
    reader: &'a Reader<'a>,
    day: NaiveDate,
}

/// Reads the words of a line; `day` decides what the lists offer.
pub fn read<'a>(text: &'a str, lexicon: &Lexicon, reader: &Reader<'_>, day: NaiveDate) -> Read<'a> {
    let line = Line {
        text,
        tokens: tokens(text),
        lexicon,
        reader,
        day,
    };
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(token) = line.tokens.get(at) {
        if let Some(dashes) = divider(&text[token.clone()]) {
            let divider = token.start..token.start + dashes;
            return Read {
                line: text,
                words,
                free: line.free(divider.end, None),
                divider: Some(divider),
            };
        }
        let Some(taken) = line.take(at) else {
            return Read {
                line: text,
                words,
                free: line.free(token.start, Some(at)),
                divider: None,
            };
        };
        words.push(Word {
            span: token.start..line.tokens[at + taken.count - 1].end,
            named: taken.named,
            meaning: taken.meaning,
        });
        at += taken.count;
    }
    Read {
        line: text,
        words,
        divider: None,
        free: None,
    }
}

fn tokens(text: &str) -> Vec<Range<usize>> {
    let words = text.split_whitespace();
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    words.map(|word| start(word)..start(word) + word.len()).collect()
}

/// The bytes of the dashes that a word begins with, where they divide: `--`, what an IME makes of it, or
/// one long dash by itself, as some systems write for two.
fn divider(word: &str) -> Option<usize> {
    let is_dash = |c: &char| {
        matches!(
            c,
            '-' | 'ー' | 'ｰ' | '－' | '−' | '─' | '━' | '\u{2010}'..='\u{2015}'
        )
    };
    let dashes: String = word.chars().take_while(is_dash).collect();
    let is_long = matches!(word, "\u{2014}" | "\u{2015}");
    (chars(&dashes) > 1 || is_long).then_some(dashes.len())
}

impl<'a> Line<'a> {
    fn word(&self, at: usize) -> Option<&'a str> {
        self.tokens.get(at).map(|token| &self.text[token.clone()])
    }

    /// The words from one on, `count` of them, without what stands before `from`.
    fn run(&self, at: usize, count: usize, from: usize) -> Range<usize> {
        from..self.tokens[at + count - 1].end
    }

    /// The free text from there on; with the place of the word that begins it, where no divider does.
    fn free(&self, from: usize, begun_by: Option<usize>) -> Option<Free> {
        let rest = &self.text[from..];
        let start = from + rest.len() - rest.trim_start().len();
        let end = from + rest.trim_end().len();
        (start < end).then(|| Free {
            span: start..end,
            begun_by: begun_by.map(|at| at + 1),
            doubt: begun_by.and_then(|at| self.doubt(at)),
        })
    }

    /// What stands in a text that begins with that word and would not stand in one.
    fn doubt(&self, begun_by: usize) -> Option<Doubt> {
        (begun_by..self.tokens.len()).find_map(|at| {
            if divider(self.word(at)?).is_some() {
                return Some(Doubt::Divider);
            }
            let taken = self.take(at)?;
            Some(Doubt::Says {
                field: taken.meaning.field(),
                span: self.tokens[at].start..self.tokens[at + taken.count - 1].end,
                word: at + 1,
            })
        })
    }

    fn take(&self, at: usize) -> Option<Taken> {
        self.marked(at)
            .or_else(|| self.follow_up(at))
            .or_else(|| self.named(at))
            .or_else(|| self.spaced_minutes(at))
            .or_else(|| self.sure(at))
            .or_else(|| self.item(at))
    }

    /// `@訪問看護` and `#E-012`.
    fn marked(&self, at: usize) -> Option<Taken> {
        let word = self.word(at)?;
        let (mark, behind) = split_mark(word)?;
        let from = self.tokens[at].end - behind.len();
        match mark {
            '@' if !behind.is_empty() => Some(self.item_of(Field::Linked, at, from)),
            '#' if !behind.is_empty() => Some(self.case(at, from)),
            _ => None,
        }
    }

    /// The case of that code; where others have it as a part of theirs, one of them or a new one. `case=`
    /// takes it as it stands.
    fn case(&self, at: usize, from: usize) -> Taken {
        let mut taken = self.text_of(Field::Case, at, from);
        if let Meaning::Value(_, Value::Text(code)) = &taken.meaning {
            let like = self.reader.cases.like(code);
            if !like.is_empty() {
                let codes = like.iter().chain([code]).map(|code| Code::from(code.as_str()));
                taken.meaning = Meaning::Several(Field::Case, codes.collect());
            }
        }
        taken
    }

    /// `>10/7`, `次回 10/7`, `next +7`.
    fn follow_up(&self, at: usize) -> Option<Taken> {
        let word = self.word(at)?;
        let is_marked = matches!(split_mark(word), Some(('>', _)));
        let behind = match split_mark(word) {
            Some(('>', behind)) => behind,
            _ => ["次回", "next", "Next"]
                .iter()
                .find_map(|name| word.strip_prefix(name))?,
        };
        let (count, named) = match behind {
            "" => (2, self.tokens.get(at + 1)?.clone()),
            _ => (1, self.tokens[at].end - behind.len()..self.tokens[at].end),
        };
        // Behind its mark every form of a day is one.
        let Reader { profile, today, .. } = self.reader;
        let day = profile.due_day(&self.text[named.clone()], *today);
        let meaning = match day {
            Ok(due) => Meaning::Value(Field::FollowUp, Value::Day(due.day)),
            Err(error) if is_marked && count == 1 => Meaning::Wrong(Field::FollowUp, Problem::Date(error)),
            Err(_) => return None,
        };
        Some(Taken {
            count,
            named,
            meaning,
        })
    }

    /// `相談内容=その他`, `staff=c1`: any field by its own name.
    fn named(&self, at: usize) -> Option<Taken> {
        let word = self.word(at)?;
        let (name, behind) = word.split_once(['=', '＝'])?;
        let field = Field::by_header(&name.replace('-', "_"))?;
        let from = self.tokens[at].end - behind.len();
        if behind.is_empty() {
            return None;
        }
        match field.shape() {
            Shape::One(_) | Shape::Many(_) => Some(self.item_of(field, at, from)),
            _ => Some(self.text_of(field, at, from)),
        }
    }

    /// `30 min`, `1 hour 30 minutes`, `30 分`: minutes with spaces in them. A bare number at the end is none.
    fn spaced_minutes(&self, at: usize) -> Option<Taken> {
        let most = MOST_MINUTE_WORDS.min(self.tokens.len() - at);
        (2..=most).rev().find_map(|count| {
            let joined: String = (at..at + count).filter_map(|at| self.word(at)).collect();
            let (field, value) = sure::minutes_alone(&joined)?;
            let is_bare = |word: &str| word.chars().all(char::is_numeric);
            (!is_bare(self.word(at + count - 1)?)).then(|| Taken {
                count,
                named: self.run(at, count, self.tokens[at].start),
                meaning: said((field, value)),
            })
        })
    }

    fn sure(&self, at: usize) -> Option<Taken> {
        let read = sure::read(self.word(at)?, self.reader.today)?;
        Some(Taken {
            count: 1,
            named: self.tokens[at].clone(),
            meaning: said(read),
        })
    }

    /// An item of any list: as many words as are one name, the longest first.
    fn item(&self, at: usize) -> Option<Taken> {
        let most = self.lexicon.most_words().min(self.tokens.len() - at);
        (1..=most).rev().find_map(|count| {
            let named = self.run(at, count, self.tokens[at].start);
            let typed = &self.text[named.clone()];
            let found = self.lexicon.find(typed, count, self.reader.profile, self.day)?;
            Some(Taken {
                count,
                named,
                meaning: meaning(found),
            })
        })
    }

    /// An item of one field's list; where it has no such item, that is said.
    fn item_of(&self, field: Field, at: usize, from: usize) -> Taken {
        let most = self.lexicon.most_words().min(self.tokens.len() - at);
        let found = (1..=most).rev().find_map(|count| {
            let named = self.run(at, count, from);
            let typed = &self.text[named.clone()];
            let found = self
                .lexicon
                .find_in(field, typed, count, self.reader.profile, self.day)?;
            Some(Taken {
                count,
                named,
                meaning: meaning(found),
            })
        });
        found.unwrap_or_else(|| self.text_of(field, at, from))
    }

    /// What one word says in a field, by the field's own rules.
    fn text_of(&self, field: Field, at: usize, from: usize) -> Taken {
        let named = self.run(at, 1, from);
        let Reader { profile, today, .. } = self.reader;
        let typed = &self.text[named.clone()];
        let meaning = match Value::parse(field, typed, profile, *today, Written::ByHand) {
            Ok(parsed) => match parsed.value {
                Some(value) => Meaning::Value(field, value),
                None => Meaning::Wrong(field, Problem::Missing),
            },
            Err(problem) => Meaning::Wrong(field, problem),
        };
        Taken {
            count: 1,
            named,
            meaning,
        }
    }
}

/// The mark before a word, as the keyboard has it, and what stands behind it.
fn split_mark(word: &str) -> Option<(char, &str)> {
    let mut rest = word.chars();
    let mark = match rest.next()? {
        '@' | '＠' => '@',
        '#' | '＃' => '#',
        '>' | '＞' => '>',
        _ => return None,
    };
    Some((mark, rest.as_str()))
}

/// What is said by a word's form.
fn said((field, value): sure::Sure) -> Meaning {
    match value {
        Ok(value) => Meaning::Value(field, value),
        Err(problem) => Meaning::Wrong(field, problem),
    }
}

fn meaning(found: Found) -> Meaning {
    let Found { field, mut codes } = found;
    match codes.len() {
        1 => Meaning::Value(field, value(field, codes.remove(0))),
        _ => Meaning::Several(field, codes),
    }
}

/// One item as the field holds it.
pub fn value(field: Field, code: Code) -> Value {
    match field.shape() {
        Shape::Many(_) => Value::Codes(vec![code]),
        Shape::Case => Value::Text(code.as_str().to_owned()),
        _ => Value::Code(code),
    }
}
