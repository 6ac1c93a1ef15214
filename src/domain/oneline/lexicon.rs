//! What the words of a line may mean: the items of the profile's lists by all their names, folded once.

use chrono::NaiveDate;

use crate::domain::field::Field;
use crate::domain::list::{Code, List};
use crate::domain::names::{Fit, Names, Typed};
use crate::domain::profile::Profile;
use crate::domain::text::chars;

/// The fields whose items are found by name alone. Where a word fits several of them equally well, the
/// first decides.
pub const ORDER: [Field; 12] = [
    Field::Channel,
    Field::Relation,
    Field::Field,
    Field::Municipality,
    Field::Topic,
    Field::Care,
    Field::Outcome,
    Field::Newness,
    Field::Kind,
    Field::Center,
    Field::State,
    Field::Party,
];

/// How many of them a beginning in ASCII counts for from two letters on; behind them from three, as
/// short English words begin much.
const MAIN: usize = 5;

/// The fewest characters of a beginning, ASCII or not.
const LEAST_CHARS: usize = 2;
/// The fewest letters of an ASCII beginning behind the main fields.
const LEAST_LETTERS: usize = 3;

/// English words that are grammar and no beginning of a name: `the` would begin `tenkyo`, as readings are
/// folded.
const GRAMMAR: [&str; 56] = [
    "about", "after", "all", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from",
    "had", "has", "have", "he", "her", "his", "how", "if", "in", "is", "it", "its", "me", "my", "no", "not",
    "of", "on", "or", "our", "she", "so", "that", "the", "their", "them", "then", "they", "this", "to", "us",
    "was", "we", "what", "when", "where", "who", "will", "with", "you", "your",
];

/// An item with its names.
struct Known {
    code: Code,
    /// Its place in the list.
    at: usize,
    names: Names,
    parts: Vec<String>,
    has_words: bool,
}

/// The items of one field.
struct Section {
    field: Field,
    list: List,
    known: Vec<Known>,
}

/// The names of everything in a profile that a line can say. Made once and used for every key.
pub struct Lexicon {
    sections: Vec<Section>,
    /// The most words that one name has.
    most_words: usize,
}

/// What a word may mean: one item, or several of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The field.
    pub field: Field,
    /// Its items, in the order of the list; never none.
    pub codes: Vec<Code>,
}

impl Lexicon {
    /// The names of a profile.
    pub fn new(profile: &Profile) -> Self {
        let named = ORDER.into_iter().chain([Field::Linked, Field::MainTopic]);
        let sections: Vec<Section> = named
            .filter_map(|field| Some((field, field.list()?)))
            .map(|(field, list)| section(profile, field, list))
            .collect();
        let known = sections.iter().flat_map(|section| &section.known);
        let most_words = known.map(|known| known.names.most_words()).max();
        Self {
            sections,
            most_words: most_words.unwrap_or(1),
        }
    }

    /// The most words that one name has.
    pub fn most_words(&self) -> usize {
        self.most_words
    }

    /// What a word, or several words that are one name, mean among all lists: whole names first, then
    /// beginnings, then parts; of equals the first list in [`ORDER`].
    pub fn find(&self, typed: &str, words: usize, profile: &Profile, day: NaiveDate) -> Option<Found> {
        let typed = Typed::new(typed);
        let mut best: Option<(Fit, Found)> = None;
        for (at, section) in self.sections.iter().take(ORDER.len()).enumerate() {
            let counts = |fit| fit != Fit::Beginning || is_enough(typed.folded(), at < MAIN);
            let Some((fit, codes)) = section.find(&typed, words, profile, day, counts) else {
                continue;
            };
            if best.as_ref().is_none_or(|(known, _)| fit < *known) {
                let field = section.field;
                best = Some((fit, Found { field, codes }));
            }
            if fit == Fit::Whole {
                break;
            }
        }
        best.map(|(_, found)| found)
    }

    /// The same within the list of one field, where the line says which.
    pub fn find_in(
        &self,
        field: Field,
        typed: &str,
        words: usize,
        profile: &Profile,
        day: NaiveDate,
    ) -> Option<Found> {
        let section = self.sections.iter().find(|section| section.field == field)?;
        let typed = Typed::new(typed);
        let (_, codes) = section.find(&typed, words, profile, day, |_| true).or_else(|| {
            // Which list is meant is said: here a part of a name is enough, as in the form.
            section.inside(&typed, profile, day)
        })?;
        Some(Found { field, codes })
    }
}

impl Section {
    fn find(
        &self,
        typed: &Typed,
        words: usize,
        profile: &Profile,
        day: NaiveDate,
        counts: impl Fn(Fit) -> bool,
    ) -> Option<(Fit, Vec<Code>)> {
        let items = profile.items(self.list);
        let mut best: Option<(Fit, Vec<Code>)> = None;
        for known in &self.known {
            let Some(fit) = known.fit(typed, words).filter(|fit| counts(*fit)) else {
                continue;
            };
            let is_offered = items.get(known.at).is_some_and(|item| item.is_offered_on(day));
            match &mut best {
                _ if !is_offered => {}
                Some((as_well, codes)) if fit == *as_well => codes.push(known.code.clone()),
                Some((better, _)) if *better < fit => {}
                best => *best = Some((fit, vec![known.code.clone()])),
            }
        }
        best
    }
}

impl Section {
    /// The items in whose label it stands anywhere.
    fn inside(&self, typed: &Typed, profile: &Profile, day: NaiveDate) -> Option<(Fit, Vec<Code>)> {
        let items = profile.items(self.list);
        let is_offered = |known: &Known| items.get(known.at).is_some_and(|item| item.is_offered_on(day));
        let fitting = self
            .known
            .iter()
            .filter(|known| is_offered(known) && typed.fit(&known.names).is_some());
        let codes: Vec<Code> = fitting.map(|known| known.code.clone()).collect();
        (chars(typed.folded()) >= LEAST_CHARS && !codes.is_empty()).then_some((Fit::Inside, codes))
    }
}

impl Known {
    fn fit(&self, typed: &Typed, words: usize) -> Option<Fit> {
        let begins = match words {
            // Folded, ああ is one letter, which begins too much.
            1 => typed.begins(&self.names).filter(|fit| {
                *fit != Fit::Beginning
                    || chars(typed.reading()) >= LEAST_CHARS
                    || typed.begins_label(&self.names).is_some()
            }),
            _ if self.has_words => typed.begins_label(&self.names),
            _ => return None,
        };
        let is_part = || self.parts.iter().any(|part| part == typed.folded());
        begins.or_else(|| is_part().then_some(Fit::Inside))
    }
}

fn section(profile: &Profile, field: Field, list: List) -> Section {
    let known = profile.items(list).iter().enumerate().map(|(at, item)| {
        let names = Names::new(&item.label, item.code.as_str(), &item.readings);
        Known {
            code: item.code.clone(),
            at,
            parts: names.parts(),
            has_words: names.most_words() > 1,
            names,
        }
    });
    Section {
        field,
        list,
        known: known.collect(),
    }
}

/// Whether that much of a name's beginning says which: a kanji does (光 of 光市), a kana, a letter or a
/// word of grammar does not.
fn is_enough(folded: &str, is_main: bool) -> bool {
    let is_kanji = |c: char| matches!(c, '々' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    let least = if folded.is_ascii() && !is_main {
        LEAST_LETTERS
    } else {
        LEAST_CHARS
    };
    let is_long_enough = folded.chars().any(is_kanji) || chars(folded) >= least;
    is_long_enough && !GRAMMAR.contains(&folded)
}
