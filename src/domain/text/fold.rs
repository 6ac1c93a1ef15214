//! Folding: the form in which two spellings of one thing are the same text.

use unicode_normalization::UnicodeNormalization;

use super::kana;

/// The form of `text` that is compared in searches and when labels are matched: NFKC (full-width and
/// half-width, ㈱, ①), lower case, hiragana, one kanji for the variants in people's names, every dash
/// as `-`, runs of white space as one space and none at either end. Selectors and joiners are left out.
///
/// Idempotent. It is for comparing only: several names fold to one text, and nobody should read it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(text, &mut folded);
    folded
}

/// Appends what [`fold`] makes of a text, for those who fold many into one buffer.
pub fn fold_onto(text: &str, folded: &mut String) {
    let start = folded.len();
    if text.chars().all(is_simple) {
        push_folded(text.chars().map(half_width), folded);
    } else {
        let visible = text.chars().filter(|&c| !is_ignored(c));
        let visible: String = visible
            .map(kana::full_width)
            .flat_map(char::to_lowercase)
            .collect();
        push_folded(kana::join_marks(&visible).nfkc(), folded);
    }
    let end = folded[start..].trim_end().len();
    folded.truncate(start + end);
}

fn push_folded(chars: impl Iterator<Item = char>, folded: &mut String) {
    // Of the last character only this is asked: what it is, if it is a space or a digit.
    let mut last = ' ';
    for c in chars {
        match c {
            'ぁ'..='ゖ' => folded.push(c),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            '!'..='~' => folded.push(c),
            // What an IME makes of the hyphens of a phone number.
            'ー' if last.is_ascii_digit() => folded.push('-'),
            // Nothing here has a case or is a space, which would take long to find out.
            '\u{3001}'..='\u{9FFF}' => folded.push(common_form(kana::hiragana(c))),
            _ if c.is_whitespace() => {
                if last != ' ' {
                    folded.push(' ');
                }
                last = ' ';
                continue;
            }
            _ if c.is_uppercase() => folded.extend(c.to_lowercase()),
            _ => folded.push(common_form(kana::hiragana(c))),
        }
        last = c;
    }
}

/// Ordinary characters, which need not go through NFKC: it leaves them alone beside each other, or does
/// what [`half_width`] does.
const fn is_simple(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}'
        | '\u{3001}'..='\u{3029}' | '！'..='～')
}

/// Full-width ASCII as ASCII.
fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Joiners, selectors and invisible characters: not part of any spelling.
const fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The common form of the kanji that names are spelled with, and of dashes and waves.
///
/// Only variants that Japanese offices exchange for one another in names (沢/澤, 高/髙), in the shape of
/// the 2010 list of common kanji (常用漢字表) where it has one. Those that Unicode itself holds equal
/// (神 U+FA19 and 神 U+795E) are NFKC's.
const fn common_form(c: char) -> char {
    match c {
        '髙' => '高',
        '﨑' | '碕' | '嵜' => '崎',
        '𠮷' => '吉',
        '德' => '徳',
        '濱' | '濵' => '浜',
        '邊' | '邉' => '辺',
        '齋' | '齊' | '斎' => '斉',
        '澤' => '沢',
        '廣' => '広',
        '嶋' | '嶌' => '島',
        '櫻' => '桜',
        '國' => '国',
        '學' => '学',
        '眞' => '真',
        '惠' => '恵',
        '瀨' => '瀬',
        '瀧' => '滝',
        '龍' => '竜',
        '渕' => '淵',
        '冨' => '富',
        '栁' => '柳',
        '靜' => '静',
        '榮' => '栄',
        '條' => '条',
        '壽' => '寿',
        '實' => '実',
        '彌' => '弥',
        '豐' => '豊',
        '藏' => '蔵',
        '遙' => '遥',
        '槇' => '槙',
        '舘' => '館',
        '會' => '会',
        '圓' => '円',
        '萬' => '万',
        '與' => '与',
        '關' => '関',
        '檜' => '桧',
        '籔' | '藪' => '薮',
        '曾' => '曽',
        '峯' => '峰',
        '桒' => '桑',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '〜' => '~',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_one_buffer_know_nothing_of_each_other() {
        let texts = ["AB 1", "ーか", "゛ﾚｽﾄ  ", " 髙\n", "ー１ー"];
        let mut folded = String::new();
        for text in texts {
            fold_onto(text, &mut folded);
        }
        assert_eq!(folded, texts.map(fold).concat());
        assert!(
            (' '..='\u{9FFF}')
                .skip(0x2FE1)
                .all(|c| !c.is_whitespace() && !c.is_uppercase())
        );
    }

    #[test]
    fn simple_characters_need_no_nfkc() {
        let simple: String = (' '..='\u{FFFF}').filter(|&c| is_simple(c)).collect();
        assert!(simple.chars().map(half_width).eq(simple.nfkc()));
    }
}
