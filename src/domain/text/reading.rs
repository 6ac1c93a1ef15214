//! Readings: one ASCII form for Hepburn, Kunrei and what people type in between.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::clean::{Kind, clean};
use super::kana;

/// Hiragana from ぁ (U+3041) to ゖ (U+3096) in ASCII. Small vowels are marked `*`: they take the place of
/// the vowel before them.
const ROMAN: [&str; 86] = [
    "*a", "a", "*i", "i", "*u", "u", "*e", "e", "*o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge",
    "ko", "go", "sa", "za", "si", "zi", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "ti", "zi", "", "tu",
    "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "hu",
    "bu", "pu", "he", "be", "pe", "ho", "bo", "po", "ma", "mi", "mu", "me", "mo", "*ya", "ya", "*yu", "yu",
    "*yo", "yo", "ra", "ri", "ru", "re", "ro", "*wa", "wa", "i", "e", "o", "n", "bu", "ka", "ke",
];

/// The one form of an ASCII reading, so that Hepburn, Kunrei and the IME's own spellings are the same
/// text: `shi`/`si`, `chi`/`ti`, `tsu`/`tu`, `fu`/`hu`, `ji`/`zi`/`di`, `sha`/`sya`, `cha`/`tya`/`cya`,
/// `ja`/`zya`/`jya`, `v`/`b`. A doubled consonant counts once (`shucchou`/`syuttyou`, `honnin`/`honin`),
/// a long vowel too (`ou`, `oo`, `ô`, `o-` are `o`; likewise `aa`, `ii`, `uu`, `ee`), and hyphens,
/// apostrophes and spaces not at all. `ei` stays, because nobody leaves its `i` out.
///
/// The fold of any beginning of a reading is a beginning of the reading's fold, so a list narrows with
/// every key. For that no letter may depend on those after it: `c` is always `t`, and a `d`, which may
/// yet become `di` = `zi`, is held back at the end of a text unless it is all there is.
pub fn fold_reading(text: &str) -> String {
    let mut reading = Reading::default();
    for c in text.nfkc().filter_map(latin) {
        reading.take(c);
    }
    if reading.held_d && reading.folded.is_empty() {
        reading.folded.push('d');
    }
    reading.folded
}

/// The reading of hiragana or katakana in the form of [`fold_reading`] (でん and デン → `den`). What is
/// not kana stays as it is, so kanji match no ASCII.
pub fn kana_reading(text: &str) -> String {
    fold_reading(&spelled(text))
}

/// Whether a vowel is drawn out beyond what is long (あああ, `ooo`). Folded it would be one short vowel,
/// as no real spelling is meant; おおおか is one, which a reading has to have itself.
pub fn is_drawn_out(text: &str) -> bool {
    let (mut vowel, mut length) = (None, 0);
    for c in spelled(text).nfkc().flat_map(char::to_lowercase) {
        let goes_on = vowel.is_some() && (c == '-' || vowel == Some(c));
        if !goes_on {
            vowel = is_vowel(c).then_some(c);
            length = 0;
        }
        length += usize::from(vowel.is_some());
        if length > 2 {
            return true;
        }
    }
    false
}

/// Hiragana and katakana as one types them in ASCII.
fn spelled(text: &str) -> String {
    let cleaned = clean(text, Kind::Line);
    let hiragana: String = cleaned.text.chars().map(kana::hiragana).collect();
    let mut roman = String::with_capacity(hiragana.len());
    for c in kana::expand_iteration(&hiragana).chars() {
        push_roman(c, &mut roman);
    }
    roman
}

fn push_roman(c: char, roman: &mut String) {
    let spelled = match c {
        '\u{3041}'..='\u{3096}' => ROMAN[c as usize - 0x3041],
        'ー' => "-",
        'ヷ' => "ba",
        'ヸ' => "bi",
        'ヹ' => "be",
        'ヺ' => "bo",
        _ => return roman.push(c),
    };
    match spelled.strip_prefix('*') {
        Some(small) => push_small(small, roman),
        None => roman.push_str(spelled),
    }
}

/// A small kana after the kana it colours: きゃ `kya`, しぇ `sye`, ふぁ `ha`, てぃ `ti`, うぃ `wi`.
fn push_small(small: &str, roman: &mut String) {
    let Some(vowel) = roman.pop() else {
        return roman.push_str(small);
    };
    let consonant = roman.chars().next_back();
    let has_consonant = consonant.is_some_and(|c| c.is_ascii_alphabetic() && !is_vowel(c));
    match vowel {
        'i' | 'u' | 'e' | 'o' if has_consonant => {
            let glides = vowel == 'i' && matches!(small, "a" | "u" | "e" | "o");
            roman.push_str(if glides { "y" } else { "" });
        }
        'u' => roman.push('w'),
        'i' if small == "e" => roman.push('y'),
        _ => roman.push(vowel),
    }
    roman.push_str(small);
}

/// A letter as a reading holds it, in lower case and without a length mark; `None` for what is skipped.
fn latin(c: char) -> Option<char> {
    let bare = if c.is_ascii() || kana::is_kana(c) {
        c
    } else {
        std::iter::once(c).nfd().next().unwrap_or(c)
    };
    let skipped = matches!(
        bare,
        '-' | '\'' | '.' | '’' | '\u{2010}'..='\u{2015}' | 'ー' | '−'
    ) || bare.is_whitespace()
        || is_combining_mark(bare);
    (!skipped).then(|| bare.to_lowercase().next().unwrap_or(bare))
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'i' | 'u' | 'e' | 'o')
}

/// A reading being folded, letter by letter.
#[derive(Default)]
struct Reading {
    folded: String,
    /// The letter before, as typed.
    before: Option<char>,
    /// After `sh`, `ch` and `j`: the next vowel but `i` brings its own `y`.
    palatal: bool,
    /// A `d` that is not written yet: `di` and `du` are `zi` and `zu`.
    held_d: bool,
}

impl Reading {
    fn take(&mut self, c: char) {
        if self.held_d && c != 'd' {
            self.held_d = false;
            self.push_once(if matches!(c, 'i' | 'u' | 'y' | 'h' | 'z' | 'j') {
                'z'
            } else {
                'd'
            });
        }
        match c {
            'd' => self.held_d = true,
            'c' => self.push_consonant('t'),
            'h' if matches!(self.before, Some('s' | 'c')) => self.palatal = true,
            'h' if matches!(self.before, Some('t' | 'd')) => {}
            's' if self.before == Some('t') => {}
            'f' => self.push_consonant('h'),
            'v' => self.push_consonant('b'),
            'j' => {
                self.push_consonant('z');
                self.palatal = true;
            }
            _ if is_vowel(c) => self.push_vowel(c),
            'a'..='z' => self.push_consonant(c),
            _ => self.folded.push(c),
        }
        self.before = Some(c);
    }

    fn push_consonant(&mut self, c: char) {
        self.palatal = false;
        self.push_once(c);
    }

    fn push_vowel(&mut self, c: char) {
        if self.palatal && c != 'i' {
            self.folded.push('y');
        }
        self.palatal = false;
        if !(c == 'u' && self.folded.ends_with('o')) {
            self.push_once(c);
        }
    }

    fn push_once(&mut self, c: char) {
        if !self.folded.ends_with(c) {
            self.folded.push(c);
        }
    }
}
