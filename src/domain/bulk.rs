//! Changing one field of several records at once: which fields can be, and what goes with them.

use super::consultation::Entry;
use super::field::{Field, Shape};
use super::list::Code;
use super::value::Value;

/// So many records are changed in one step at most: what a person can mean to change, and a few seconds' work.
pub const MOST: usize = 10_000;

/// Whether a field can be changed in several records at once: what is chosen from a list, the case, the
/// age and the staff. A day, a center or a text is each record's own.
pub fn can_change(field: Field) -> bool {
    match field.shape() {
        Shape::One(_) => field != Field::Center,
        Shape::Many(_) | Shape::Case | Shape::Staff => true,
        Shape::Number(_) => field == Field::ChildAge,
        _ => false,
    }
}

/// Whether such a field may be left without an answer. The kind and the main topic follow from the rest
/// where they are not said ([`Entry::settle`]), so they are never empty either.
pub fn can_be_empty(field: Field) -> bool {
    !field.spec().required && !matches!(field, Field::Kind | Field::MainTopic)
}

/// Gives a field of an entry another answer, or none. A main topic that is no topic any more gives way
/// to the first of the new ones.
pub fn change(entry: &mut Entry, field: Field, value: Option<&Value>) {
    entry.set(field, value.cloned());
    let is_topic = |main: &Code| entry.codes(Field::Topic).contains(main);
    if field == Field::Topic && !entry.code(Field::MainTopic).is_some_and(is_topic) {
        entry.set(Field::MainTopic, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::{Profile, YAMAGUCHI};

    #[test]
    fn days_centers_and_texts_are_each_records_own() {
        for field in [
            Field::Date,
            Field::Time,
            Field::Center,
            Field::Minutes,
            Field::Content,
        ] {
            assert!(!can_change(field), "{field:?}");
        }
        for field in [
            Field::Party,
            Field::Municipality,
            Field::Topic,
            Field::Case,
            Field::Staff,
        ] {
            assert!(can_change(field), "{field:?}");
        }
        let required = Field::all().filter(|field| field.spec().required);
        assert!(required.into_iter().all(|field| !can_be_empty(field)));
    }

    #[test]
    fn other_topics_bring_their_own_main_one() {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let topics = |codes: &[&str]| Value::Codes(codes.iter().map(|code| Code::from(*code)).collect());
        let main = |code: &str| Some(Code::from(code));
        let mut entry = Entry::default();
        change(&mut entry, Field::Topic, Some(&topics(&["respite", "school"])));
        entry.settle(&profile);
        assert_eq!(entry.code(Field::MainTopic).cloned(), main("respite"));
        // Still one of them: it stays.
        change(&mut entry, Field::Topic, Some(&topics(&["school", "respite"])));
        entry.settle(&profile);
        assert_eq!(entry.code(Field::MainTopic).cloned(), main("respite"));
        change(&mut entry, Field::Topic, Some(&topics(&["school"])));
        entry.settle(&profile);
        assert_eq!(entry.code(Field::MainTopic).cloned(), main("school"));
        change(&mut entry, Field::Topic, None);
        entry.settle(&profile);
        assert_eq!(
            (entry.codes(Field::Topic), entry.code(Field::MainTopic)),
            (&[][..], None)
        );
    }
}
