//! Cleaning: what of a typed, pasted or imported text may be stored.
//!
//! The order of the steps is what makes cleaning idempotent: first what is judged by itself (controls,
//! half-width kana), then composition, then what is judged by its neighbours (joiners, selectors), and
//! composition again where something between two characters has gone.

use std::borrow::Cow;
use std::iter::once;

use unicode_normalization::char::{canonical_combining_class, is_public_assigned};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

use super::kana;

/// The combining class of the virama, which joins the letters of Indian scripts.
const VIRAMA: u8 = 9;
const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';
/// Text that is still changing after so many rounds is not writing; its joiners and selectors all go.
const JOINER_ROUNDS: usize = 4;

/// What kind of field a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line: a newline becomes a space.
    Line,
    /// Notes: newlines stay.
    Note,
}

/// A text that may be stored, and how much had to go for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned<'a> {
    /// What may be stored; borrowed when nothing had to change.
    pub text: Cow<'a, str>,
    /// Characters (Unicode scalar values) left out. What was only replaced is not among them: a tab or
    /// a newline by a space, CRLF by a newline, kana by its full-width or composed form.
    pub removed: usize,
}

/// Cleans a text where it enters (key, paste, import); whatever this returns may be stored.
///
/// Removed: controls but the newline of notes, bidi controls, tag and other invisible characters,
/// unassigned and noncharacters, and joiners and variation selectors outside a grapheme that uses them.
/// A tab is a space; CRLF, CR, U+2028 and U+2029 are newlines, and in a [`Kind::Line`] spaces.
/// Half-width kana and kana beside a voiced mark are stored as the one full-width letter; the rest as
/// typed, in NFC. NFC would also replace letters that are "the same" to Unicode and not to the people
/// who carry them (神 U+FA19 by 神 U+795E): those singletons are stored as typed, and so are private-use
/// characters, where Japanese systems keep their gaiji.
///
/// Idempotent; the result has at most three times the bytes of `text`, as NFC promises.
pub fn clean(text: &str, kind: Kind) -> Cleaned<'_> {
    if text
        .chars()
        .all(|c| is_plain(c) || (c == '\n' && kind == Kind::Note))
    {
        return Cleaned {
            text: Cow::Borrowed(text),
            removed: 0,
        };
    }
    let (stored, removed) = clean_thoroughly(text, kind);
    Cleaned {
        text: if stored == text {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(stored)
        },
        removed,
    }
}

fn clean_thoroughly(text: &str, kind: Kind) -> (String, usize) {
    let (admitted, mut removed) = admit(text, kind);
    let mut stored = composed(admitted);
    for round in 0.. {
        if !stored.contains(depends_on_neighbours) {
            break;
        }
        let (settled, gone) = if round < JOINER_ROUNDS {
            settle(&stored)
        } else {
            strip(&stored)
        };
        if gone == 0 {
            break;
        }
        removed += gone;
        stored = composed(settled);
    }
    (stored, removed)
}

/// Characters that are clean wherever they stand, and change nothing beside them. This list is what
/// makes ordinary Japanese cost a nanosecond a byte; leaving a character out only costs time.
const fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FF}'
        | '\u{3000}'..='\u{3029}'
        | '\u{FF01}'..='\u{FF60}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}'
        | '\u{A0}'..='\u{AC}'
        | '\u{AE}'..='\u{FF}'
        | '\u{2190}'..='\u{21FF}'
        | '\u{2460}'..='\u{26FF}'
        | '\u{3220}'..='\u{33FF}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{2A6DF}')
}

/// The first step: characters judged by themselves.
fn admit(text: &str, kind: Kind) -> (String, usize) {
    let newline = if kind == Kind::Note { '\n' } else { ' ' };
    let mut admitted = String::with_capacity(text.len());
    let mut removed = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                admitted.push(newline);
            }
            '\n' | '\u{2028}' | '\u{2029}' => admitted.push(newline),
            '\t' => admitted.push(' '),
            _ if is_unwanted(c) => removed += 1,
            _ => admitted.push(kana::full_width(c)),
        }
    }
    (admitted, removed)
}

fn is_unwanted(c: char) -> bool {
    !is_plain(c) && (c.is_control() || is_invisible(c) || !(is_public_assigned(c) || is_private_use(c)))
}

/// Characters that show nothing and do nothing for Japanese: bidi controls, zero-width marks, blank
/// letters of Hangul and Khmer, and the tags, which can carry a whole hidden text.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFC}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

const fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// The second step: kana joined with its marks, then NFC but for the singletons.
fn composed(text: String) -> String {
    let text = if text.contains(kana::is_spacing_mark) {
        kana::join_marks(&text)
    } else {
        text
    };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    let mut composed = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_singleton) {
        let last = piece.chars().next_back().filter(|&c| is_singleton(c));
        let body = &piece[..piece.len() - last.map_or(0, char::len_utf8)];
        composed.extend(body.nfc());
        composed.extend(last);
    }
    composed
}

/// Whether NFC would put one other character in the place of `c` (U+FA19 神, the Ångström sign).
fn is_singleton(c: char) -> bool {
    if is_plain(c) {
        return false;
    }
    let mut normal = once(c).nfc();
    normal.next() != Some(c) && normal.next().is_none()
}

fn depends_on_neighbours(c: char) -> bool {
    matches!(c, NON_JOINER | JOINER) || is_selector(c)
}

const fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{180F}')
}

/// The third step: joiners and selectors stay only where the characters beside them use them.
fn settle(text: &str) -> (String, usize) {
    let mut settled = String::with_capacity(text.len());
    let mut removed = 0;
    let mut base = None;
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let stays = match c {
            NON_JOINER => is_virama(before),
            JOINER => is_virama(before) || joins_emoji(base, rest.peek().copied()),
            _ => !is_selector(c) || before.is_some_and(|b| takes_selector(b, c)),
        };
        if !stays {
            removed += 1;
            continue;
        }
        settled.push(c);
        before = Some(c);
        if !extends(c) {
            base = before;
        }
    }
    (settled, removed)
}

fn strip(text: &str) -> (String, usize) {
    let stripped: String = text.chars().filter(|&c| !depends_on_neighbours(c)).collect();
    let removed = super::chars(text) - super::chars(&stripped);
    (stripped, removed)
}

fn is_virama(c: Option<char>) -> bool {
    c.is_some_and(|c| canonical_combining_class(c) == VIRAMA)
}

/// Whether a joiner makes one grapheme of the two: the rule for emoji (UAX 29, GB11), asked of the
/// segmentation itself so that no table of emoji has to be kept here.
fn joins_emoji(base: Option<char>, next: Option<char>) -> bool {
    let (Some(base), Some(next)) = (base, next) else {
        return false;
    };
    !extends(next) && is_one_grapheme(&[base, JOINER, next])
}

/// Whether `c` is drawn onto the character before it.
fn extends(c: char) -> bool {
    !is_plain(c) && is_one_grapheme(&['a', c])
}

fn is_one_grapheme(chars: &[char]) -> bool {
    chars.iter().collect::<String>().graphemes(true).nth(1).is_none()
}

/// Whether a selector may follow `base`: one of kanji, of an emoji or symbol, of Mongolian. Letters,
/// kana and spaces have no variants, so a selector after them is stray.
fn takes_selector(base: char, selector: char) -> bool {
    match selector {
        '\u{180B}'..='\u{180F}' => matches!(base, '\u{1807}'..='\u{18AA}'),
        '\u{E0100}'..='\u{E01EF}' => is_kanji(base),
        _ => is_kanji(base) || is_keycap(base) || is_lettered_symbol(base) || is_symbol(base),
    }
}

const fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

const fn is_keycap(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*')
}

/// Emoji that Unicode counts among letters: ℹ Ⓜ 🅰.
const fn is_lettered_symbol(c: char) -> bool {
    matches!(c, '\u{2139}' | '\u{24B6}'..='\u{24E9}' | '\u{1F100}'..='\u{1F2FF}')
}

fn is_symbol(c: char) -> bool {
    !(c.is_ascii() || c.is_alphanumeric() || c.is_whitespace() || kana::is_kana(c) || extends(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fast path may not let anything through that the thorough one would change.
    #[test]
    fn plain_characters_are_clean_alone_and_beside_each_other() {
        let plain: Vec<char> = (0..=0x2A6DF)
            .filter_map(char::from_u32)
            .filter(|&c| is_plain(c))
            .collect();
        let text: String = plain.iter().collect();
        assert_eq!(clean_thoroughly(&text, Kind::Line), (text.clone(), 0));
        for c in plain {
            assert!(!is_one_grapheme(&['a', c]), "{c:?} extends what is before it");
            assert!(is_public_assigned(c), "{c:?} is not assigned");
        }
    }
}
