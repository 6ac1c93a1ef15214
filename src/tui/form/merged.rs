//! Two people's changes of one record, put together.

use crate::domain::consultation::Entry;
use crate::domain::field::{Field, NOTE_CHARS, Shape};
use crate::domain::value::Value;

/// Fields of a record that only make sense together.
const TOGETHER: [&[Field]; 6] = [
    &[Field::Party, Field::Relation, Field::Field],
    &[Field::Topic, Field::MainTopic],
    &[Field::FollowUp, Field::FollowUpText, Field::FollowUpDone],
    &[Field::ConsentOn, Field::ConsentScope, Field::ConsentWithdrawn],
    &[Field::ClosedOn, Field::ClosedWhy],
    &[Field::HeldOn, Field::LastDay],
];

/// What somebody else saved, with everything that was changed in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Both people's changes.
    pub entry: Entry,
    /// The fields that both changed, and that hold what was typed in the form alone.
    pub replaced: Vec<Field>,
}

impl Merged {
    /// Puts them together, given what both began from. Of a note that both changed both texts are kept, theirs
    /// first; any other field holds one answer.
    pub fn new(fields: &[Field], base: &Entry, mine: &Entry, theirs: &Entry) -> Self {
        let alone = fields
            .iter()
            .filter(|field| !TOGETHER.iter().any(|group| group.contains(field)));
        let alone: Vec<[Field; 1]> = alone.map(|field| [*field]).collect();
        let groups = TOGETHER
            .into_iter()
            .chain(alone.iter().map(<[Field; 1]>::as_slice));
        let mut merged = Self {
            entry: theirs.clone(),
            replaced: Vec::new(),
        };
        for group in groups {
            if group.iter().all(|field| mine.get(*field) == base.get(*field)) {
                continue;
            }
            for field in group {
                let is_theirs = theirs.get(*field) != base.get(*field);
                let both = is_theirs.then(|| both_notes(*field, mine, theirs)).flatten();
                if is_theirs && both.is_none() && theirs.get(*field) != mine.get(*field) {
                    merged.replaced.push(*field);
                }
                merged
                    .entry
                    .set(*field, both.or_else(|| mine.get(*field).cloned()));
            }
        }
        merged
    }
}

/// Both people's texts of a note, where they differ and there is room for both.
fn both_notes(field: Field, mine: &Entry, theirs: &Entry) -> Option<Value> {
    let (mine, theirs) = (mine.text(field), theirs.text(field));
    if field.shape() != Shape::Note || mine.is_empty() || theirs.is_empty() {
        return None;
    }
    let text = match () {
        () if mine.contains(theirs) => mine.to_owned(),
        () if theirs.contains(mine) => theirs.to_owned(),
        () => format!("{theirs}\n{mine}"),
    };
    (text.chars().count() <= NOTE_CHARS).then_some(Value::Text(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(minutes: u32, content: &str, organisation: &str) -> Entry {
        let mut entry = Entry::default();
        entry.set(Field::Minutes, Some(Value::Number(minutes)));
        for (field, text) in [(Field::Content, content), (Field::Organisation, organisation)] {
            entry.set(field, (!text.is_empty()).then(|| Value::Text(text.to_owned())));
        }
        entry
    }

    fn merged(mine: &Entry, theirs: &Entry) -> Merged {
        let fields = [Field::Minutes, Field::Content, Field::Organisation];
        Merged::new(&fields, &entry(30, "電話概要", ""), mine, theirs)
    }

    #[test]
    fn changes_of_other_fields_stand_side_by_side() {
        let both = merged(&entry(45, "電話概要", ""), &entry(30, "電話概要", "岩国市立学校"));
        assert_eq!(both.entry, entry(45, "電話概要", "岩国市立学校"));
        assert_eq!(both.replaced, []);
    }

    #[test]
    fn of_a_note_that_both_changed_both_texts_are_kept() {
        let both = merged(&entry(30, "電話概要A", ""), &entry(30, "電話概要B", ""));
        assert_eq!(both.entry, entry(30, "電話概要B\n電話概要A", ""));
        assert_eq!(both.replaced, []);
        let longer = merged(&entry(30, "電話概要、続き", ""), &entry(30, "電話概要、", ""));
        assert_eq!(longer.entry, entry(30, "電話概要、続き", ""));
    }

    #[test]
    fn a_field_with_one_answer_that_both_changed_is_named() {
        let both = merged(&entry(45, "電話概要", "a"), &entry(55, "電話概要", "a"));
        assert_eq!(both.entry, entry(45, "電話概要", "a"));
        assert_eq!(both.replaced, [Field::Minutes]);
    }

    #[test]
    fn a_note_that_one_has_emptied_is_named_where_the_other_has_changed_it() {
        let both = merged(&entry(30, "", ""), &entry(30, "電話概要B", ""));
        assert_eq!(both.entry, entry(30, "", ""));
        assert_eq!(both.replaced, [Field::Content]);
    }
}
