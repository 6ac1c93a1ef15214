//! Where folded words stand in a text as it was written: for marking what was found.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::fold::{fold, fold_onto};
use super::kana::is_spacing_mark;

/// A text that is folded grapheme by grapheme, so that every place in it leads back.
struct Traced {
    folded: String,
    /// Where each unit begins: in the folded text, and in the text itself.
    units: Vec<(usize, usize)>,
}

/// Stands before a grapheme while it is folded, and does nothing to it.
const BEFORE: &str = "。";

impl Traced {
    fn of(text: &str) -> Self {
        let mut traced = Self {
            folded: String::with_capacity(text.len()),
            units: Vec::new(),
        };
        let (mut own, mut with_before) = (String::new(), String::new());
        for (at, grapheme) in text.grapheme_indices(true) {
            if grapheme.starts_with(is_spacing_mark) && traced.join_mark(text, at + grapheme.len()) {
                continue;
            }
            // Not at the beginning of a text: there a blank would go.
            with_before.clear();
            with_before.extend([BEFORE, grapheme]);
            own.clear();
            fold_onto(&with_before, &mut own);
            own.drain(..BEFORE.len());
            let is_after_digit = traced.folded.ends_with(|c: char| c.is_ascii_digit());
            let is_blank = own.is_empty() && grapheme.contains(char::is_whitespace);
            traced.units.push((traced.folded.len(), at));
            match own.as_str() {
                "ー" if is_after_digit => traced.folded.push('-'),
                _ if is_blank && (traced.folded.is_empty() || traced.folded.ends_with(' ')) => {}
                _ if is_blank => traced.folded.push(' '),
                own if traced.folded.is_empty() || traced.folded.ends_with(' ') => {
                    traced.folded.push_str(own.trim_start_matches(' '));
                }
                own => traced.folded.push_str(own),
            }
        }
        traced
    }

    /// A spacing mark belongs to the kana before it, where that takes it.
    fn join_mark(&mut self, text: &str, end: usize) -> bool {
        let Some((folded_at, at)) = self.units.last().copied() else {
            return false;
        };
        let joined = fold(&text[at..end]);
        let kana = &self.folded[folded_at..];
        let is_joined = !kana.trim_end().is_empty() && joined.chars().count() <= kana.chars().count();
        if is_joined {
            self.folded.truncate(folded_at);
            self.folded.push_str(&joined);
        }
        is_joined
    }

    /// The unit in which a place of the folded text lies, by where it begins in the text.
    fn back(&self, folded_at: usize) -> usize {
        let after = self.units.partition_point(|(begins, _)| *begins <= folded_at);
        after.checked_sub(1).map_or(0, |unit| self.units[unit].1)
    }
}

/// Where any of some folded words stands in a text: ranges of bytes between graphemes, in order, none
/// touching the next. In a text whose folding cannot be traced, such as one with accents on kana marks, none.
pub fn occurrences<'w>(text: &str, words: impl IntoIterator<Item = &'w str>) -> Vec<Range<usize>> {
    let mut traced: Option<Traced> = None;
    let mut found: Vec<Range<usize>> = Vec::new();
    let folded = fold(text);
    for word in words {
        if word.is_empty() || !folded.contains(word) {
            continue;
        }
        let traced = traced.get_or_insert_with(|| Traced::of(text));
        if traced.folded.trim_end() != folded {
            return Vec::new();
        }
        for (at, word) in traced.folded.match_indices(word) {
            let last = at + word.len();
            // The unit after the one in which the word ends.
            let next = traced.units.partition_point(|(begins, _)| *begins < last);
            let end = traced.units.get(next).map_or(text.len(), |(_, at)| *at);
            found.push(traced.back(at)..end);
        }
    }
    merged(found)
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, typed: &str) -> String {
        let folded = fold(typed);
        let mut marked = text.to_owned();
        for range in occurrences(text, folded.split(' ')).into_iter().rev() {
            marked.insert(range.end, ']');
            marked.insert(range.start, '[');
        }
        marked
    }

    #[test]
    fn what_is_found_in_any_spelling_is_marked_as_it_was_written() {
        let cases = [
            ("退院後の支援", "退院", "[退院]後の支援"),
            ("ﾚｽﾊﾟｲﾄを希望", "れすぱいと", "[ﾚｽﾊﾟｲﾄ]を希望"),
            ("レスパイト", "ぱい", "レス[パイ]ト"),
            ("髙橋さんと高橋さん", "高橋", "[髙橋]さんと[高橋]さん"),
            ("山﨑", "山崎", "[山﨑]"),
            ("ＡＢＣー１２に電話", "12", "ＡＢＣー[１２]に電話"),
            ("0827ー12", "827-1", "0[827ー1]2"),
            ("か゛っこう", "がっ", "[か゛っ]こう"),
            ("か\u{3099}っこう", "が", "[か\u{3099}]っこう"),
            ("㈱山口", "株", "[㈱]山口"),
            ("㍻", "平", "[㍻]"),
            ("吸引　吸引", "吸引", "[吸引]　[吸引]"),
            ("吸引器の吸引", "引器 器の", "吸[引器の]吸引"),
            ("  前", "前", "  [前]"),
            ("どこにも", "ない", "どこにも"),
            ("゛か", "か", "゛[か]"),
        ];
        for (text, typed, expected) in cases {
            assert_eq!(marked(text, typed), expected, "{typed}");
        }
    }

    #[test]
    fn folding_piece_by_piece_is_folding() {
        let pieces = [
            "ア", "ﾊﾟ", "゛", "か", "ー", "1", "１", " ", "　", "\n", "髙", "①", "e\u{301}", "が", "ｰ", "-",
        ];
        for at in 0..pieces.len().pow(3) {
            let text: String = (0..3)
                .map(|place| pieces[at / pieces.len().pow(place) % pieces.len()])
                .collect();
            let (traced, whole) = (Traced::of(&text), fold(&text));
            assert_eq!(traced.folded.trim_end(), whole, "{text:?}");
        }
    }
}
