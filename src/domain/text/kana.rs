//! Kana: half-width forms, voiced marks, and the two syllabaries.

use unicode_normalization::char::compose;

/// What U+FF61 to U+FF9F stand for, in their order. The two marks at the end become spacing marks;
/// [`join_marks`] then puts them onto the kana before them.
const FULL_WIDTH: [char; 63] = [
    '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア',
    'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ',
    'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ',
    'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン', '゛', '゜',
];

/// The combining voiced mark; が is か and this one.
const VOICED: char = '\u{3099}';
/// The combining semi-voiced mark; ぱ is は and this one.
const SEMI_VOICED: char = '\u{309A}';

/// The full-width form of half-width kana and of its punctuation; everything else unchanged.
pub(super) fn full_width(c: char) -> char {
    match c {
        '\u{FF61}'..='\u{FF9F}' => FULL_WIDTH[c as usize - 0xFF61],
        _ => c,
    }
}

/// Whether `c` is one of the two spacing marks ゛ ゜, which NFC leaves beside their kana.
pub(super) const fn is_spacing_mark(c: char) -> bool {
    matches!(c, '゛' | '゜')
}

/// Joins each spacing mark with the kana before it where that kana takes it (か゛ → が); others stay.
pub(super) fn join_marks(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for c in text.chars() {
        let whole = if is_spacing_mark(c) {
            joined.chars().next_back().and_then(|kana| with_mark(kana, c))
        } else {
            None
        };
        if whole.is_some() {
            joined.pop();
        }
        joined.push(whole.unwrap_or(c));
    }
    joined
}

fn with_mark(kana: char, mark: char) -> Option<char> {
    compose(kana, if mark == '゛' { VOICED } else { SEMI_VOICED })
}

/// Katakana as hiragana; everything else, `ー` and the letters without a hiragana form, unchanged.
pub(super) fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Writes out the iteration marks of hiragana (いすゞ → いすず).
pub(super) fn expand_iteration(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    for c in text.chars() {
        let before = expanded.chars().next_back();
        expanded.push(match (c, before) {
            ('ゝ', Some(kana)) => kana,
            ('ゞ', Some(kana)) => with_mark(kana, '゛').unwrap_or(kana),
            _ => c,
        });
    }
    expanded
}

/// Whether `c` lies in the kana blocks, marks included.
pub(super) const fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{1AFF0}'..='\u{1B16F}')
}
