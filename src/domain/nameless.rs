//! Texts for the meeting without the names of children and guardians that the ledger knows. Nobody can know
//! every way in which somebody is called: what is hidden here is a second net, not a promise.

use super::consultation::Entry;
use super::field::Field;
use super::text::chars;

/// What stands for a name.
pub const HIDDEN: &str = "＊＊";

/// Whole names of fewer characters could be anything (祖母).
const LEAST_CHARS: usize = 3;
/// Of a name without a space a family name and a given name are taken to have so many characters.
const PART_CHARS: usize = 2;

/// The names that stand in children's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<String>);

impl Names {
    /// Of whole names as they were typed, with or without spaces.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let whole = names.into_iter().map(|name| joined(&name));
        let mut names: Vec<String> = whole.filter(|name| chars(name) >= LEAST_CHARS).collect();
        // The longest first: what stands in a longer one is hidden with it.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        Self(names)
    }

    /// A text without them, however they are spaced there; `None` where it holds none.
    pub fn hide(&self, text: &str) -> Option<String> {
        hide(text, &self.0)
    }

    /// The same, and without the family and given names of one file.
    pub fn hide_of(&self, text: &str, file: &Entry) -> Option<String> {
        let own: Vec<String> = [Field::Name, Field::Guardian]
            .into_iter()
            .flat_map(|field| parts(file.text(field)))
            .collect();
        let whole = self.hide(text);
        let both = hide(whole.as_deref().unwrap_or(text), &own);
        both.or(whole)
    }
}

fn joined(name: &str) -> String {
    name.split_whitespace().collect()
}

/// A name's parts, where it is one: those between spaces, else its two ends.
fn parts(name: &str) -> Vec<String> {
    let spaced: Vec<&str> = name.split_whitespace().collect();
    if spaced.len() > 1 {
        let parts = spaced.iter().filter(|part| chars(part) >= PART_CHARS);
        return parts.map(|part| (*part).to_owned()).collect();
    }
    let whole: Vec<char> = joined(name).chars().collect();
    if whole.len() < LEAST_CHARS {
        return Vec::new();
    }
    let ends = [&whole[..PART_CHARS], &whole[whole.len() - PART_CHARS..]];
    // The last two of three are no given name.
    let ends = ends
        .into_iter()
        .take(if whole.len() > LEAST_CHARS { 2 } else { 1 });
    ends.map(|end| end.iter().collect()).collect()
}

fn hide(text: &str, names: &[String]) -> Option<String> {
    names.iter().fold(None::<String>, |hidden, name| {
        let text = hidden.as_deref().unwrap_or(text);
        without(text, name).or(hidden)
    })
}

/// A text with a mark wherever a name stands, also with spaces in it.
fn without(text: &str, name: &str) -> Option<String> {
    // Most names begin with nothing that is in the text: there may be many thousand of them.
    if !text.contains(name.chars().next()?) {
        return None;
    }
    let (mut out, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        match length_of(rest, name) {
            Some(length) => {
                out.push_str(HIDDEN);
                rest = &rest[length..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    (out != text).then_some(out)
}

/// How many bytes a name takes at the beginning of a text; `None` where none stands there.
fn length_of(text: &str, name: &str) -> Option<usize> {
    let mut wanted = name.chars();
    let mut next = wanted.next()?;
    for (at, c) in text.char_indices() {
        if c == next {
            match wanted.next() {
                Some(following) => next = following,
                None => return Some(at + c.len_utf8()),
            }
        } else if at == 0 || !c.is_whitespace() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::Value;

    fn file(name: &str, guardian: &str) -> Entry {
        let mut entry = Entry::default();
        entry.set(Field::Name, Some(Value::Text(name.to_owned())));
        entry.set(Field::Guardian, Some(Value::Text(guardian.to_owned())));
        entry
    }

    #[test]
    fn names_are_hidden_however_they_are_spaced() {
        let names = Names::new(["いろは にほへ".to_owned(), "祖母".to_owned()]);
        assert_eq!(names.hide("いろはにほへ の祖母").as_deref(), Some("＊＊ の祖母"));
        assert_eq!(
            names.hide("弟のいろは　にほへ、面談").as_deref(),
            Some("弟の＊＊、面談")
        );
        assert_eq!(
            names.hide("いろはの母"),
            None,
            "a part is no name of somebody else"
        );
        assert_eq!(names.hide("にほへ いろは"), None);
    }

    #[test]
    fn of_its_own_file_the_parts_are_hidden_too() {
        let hidden = |name: &str, text: &str| Names::default().hide_of(text, &file(name, "祖母"));
        let text = "いろの退院、はにの通学、祖母と";
        assert_eq!(
            hidden("いろはに", text).as_deref(),
            Some("＊＊の退院、＊＊の通学、祖母と")
        );
        assert_eq!(
            hidden("いろ　はに", text).as_deref(),
            Some("＊＊の退院、＊＊の通学、祖母と")
        );
        assert_eq!(hidden("い ろ", text), None, "one character is no name");
        assert_eq!(hidden("", text), None);
    }
}
