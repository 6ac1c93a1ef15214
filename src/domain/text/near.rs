//! Which word may have been meant by one that is not there.

/// The letters by which two words differ; `None` where fewer than half of them agree, or where the
/// typed one is a single letter, which agrees with too many.
pub fn letters_apart(typed: &str, word: &str) -> Option<usize> {
    let longer = typed.chars().count().max(word.chars().count());
    let apart = distance(typed, word);
    (typed.chars().nth(1).is_some() && apart * 2 <= longer).then_some(apart)
}

/// The word that may have been meant, the first of several that are as near.
pub fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = words
        .into_iter()
        .filter_map(|word| Some((letters_apart(typed, word)?, word)));
    near.min_by_key(|(apart, _)| *apart).map(|(_, word)| word)
}

/// The number of letters to insert, leave out or replace (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, o) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(c != *o);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_meant_only_where_half_of_its_letters_agree() {
        let words = ["lang", "ambiguous_width", "岩国市"];
        let cases = [
            ("lan", Some("lang")),
            ("language", Some("lang")),
            ("ambiguous-width", Some("ambiguous_width")),
            ("岩国", Some("岩国市")),
            ("l", None),
            ("", None),
            ("width", None),
            ("市", None),
        ];
        for (typed, meant) in cases {
            assert_eq!(nearest(typed, words), meant, "{typed}");
        }
    }
}
