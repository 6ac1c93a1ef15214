//! The terms under which the search index knows a record: every character of its texts, every two that
//! stand beside each other, and the items that it names. They are made here, of folded text, so that
//! any SQLite can read the index.

/// Changes whenever the terms of the same record would: an index of other terms is made anew.
pub(super) const VERSION: u32 = 1;

/// One term: a character, two of them, or an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Term(u64);

const SECOND_BITS: u32 = 32;
const ITEM: u64 = 1 << 63;

impl Term {
    fn one(c: char) -> Self {
        Self(u64::from(u32::from(c)) << SECOND_BITS)
    }

    fn two(first: char, second: char) -> Self {
        Self(Self::one(first).0 | u64::from(u32::from(second)))
    }

    /// The term of an item, on whichever axis it stands.
    pub fn item(id: usize) -> Self {
        Self(ITEM | id as u64)
    }

    /// Appends it in letters and digits, which every tokenizer takes for one word.
    pub fn write(self, into: &mut String) {
        if self.0 & ITEM != 0 {
            into.push('i');
            return push_hex(self.0 & !ITEM, into);
        }
        push_hex(self.0 >> SECOND_BITS, into);
        let second = self.0 & u64::from(u32::MAX);
        if second > 0 {
            into.push('z');
            push_hex(second, into);
        }
    }
}

/// Appends a number in hexadecimal; a hundred of them are written with every record.
fn push_hex(number: u64, into: &mut String) {
    let digits = (u64::BITS - number.leading_zeros()).div_ceil(4).max(1);
    for place in (0..digits).rev() {
        let digit = (number >> (4 * place)) as u32 & 15;
        into.extend(char::from_digit(digit, 16));
    }
}

/// Whether a character tells anything: punctuation stands in every other record.
const fn is_telling(c: char) -> bool {
    !(c.is_ascii_punctuation() || c == ' ' || c == '\n' || matches!(c, '、' | '。' | '・' | '「' | '」'))
}

/// Whether a character stands in so many records, by itself or in their numbers, that it need not be looked
/// up: going through the newest ones finds it at once.
const fn is_everywhere(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | 'の'
            | 'を'
            | 'に'
            | 'は'
            | 'が'
            | 'で'
            | 'と'
            | 'た'
            | 'て'
            | 'し'
            | 'い'
            | 'る'
            | 'な'
            | 'か'
    )
}

/// Adds the terms of a folded text.
pub(super) fn add_text(folded: &str, terms: &mut Vec<Term>) {
    let mut before = None;
    for c in folded.chars() {
        let now = is_telling(c).then_some(c);
        if let Some(now) = now {
            terms.extend((!is_everywhere(now)).then(|| Term::one(now)));
            terms.extend(before.map(|before| Term::two(before, now)));
        }
        before = now;
    }
}

/// The terms that a record has in whose texts a folded word occurs; none where nothing in it tells.
pub(super) fn of_word(word: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for part in word.split(|c| !is_telling(c)) {
        let mut chars = part.chars();
        let Some(first) = chars.next() else { continue };
        if chars.as_str().is_empty() && !is_everywhere(first) {
            terms.push(Term::one(first));
        }
        // A character beside another tells nothing that the pair does not.
        terms.extend(
            part.chars()
                .zip(chars)
                .map(|(first, second)| Term::two(first, second)),
        );
    }
    sort(&mut terms);
    terms
}

/// Puts terms into their order, each once.
pub(super) fn sort(terms: &mut Vec<Term>) {
    terms.sort_unstable();
    terms.dedup();
}

/// What the index is asked for, with what stands between two terms.
pub(super) fn quoted(terms: impl IntoIterator<Item = Term>, between: &str) -> String {
    let mut asked = String::new();
    for term in terms {
        if !asked.is_empty() {
            asked.push_str(between);
        }
        asked.push('"');
        term.write(&mut asked);
        asked.push('"');
    }
    asked
}

/// The terms as one text, in which each is a word.
pub(super) fn joined(terms: impl IntoIterator<Item = Term>) -> String {
    let mut text = String::new();
    for term in terms {
        if !text.is_empty() {
            text.push(' ');
        }
        term.write(&mut text);
    }
    text
}
