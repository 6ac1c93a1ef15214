//! The likely duplicate: a call that looks entered twice, by one who was interrupted or by two who
//! both thought of it.
//!
//! It is said before it is saved, so a false alarm costs more than a miss: people who are warned for
//! nothing stop reading. The two must therefore agree in everything that the figures are broken down
//! by, contradict each other in nothing, and name something that tells one caller from another; that
//! a mother phoned on a day is true of most days.

use super::consultation::Entry;
use super::field::Field;
use super::text;

/// What must be the same, unanswered in both included.
const SAME: [Field; 9] = [
    Field::Date,
    Field::Kind,
    Field::Center,
    Field::Party,
    Field::Relation,
    Field::Field,
    Field::Channel,
    Field::Municipality,
    Field::Case,
];
/// What may be unanswered in either, but must not differ.
const NO_OTHER: [Field; 4] = [
    Field::Organisation,
    Field::Caller,
    Field::Callback,
    Field::ChildAge,
];
/// What tells one caller from another; both must answer one of them.
const TELLING: [Field; 5] = [
    Field::Municipality,
    Field::Case,
    Field::Organisation,
    Field::Caller,
    Field::Callback,
];
/// Of several answers one must be common to both, where both have any.
const NOT_APART: [Field; 2] = [Field::Topic, Field::Care];
/// How far apart in time one call may have been noted down, in minutes.
const APART_MINUTES: u32 = 60;

/// Whether two entries look like one call. Both must be settled ([`Entry::settle`]).
pub fn is_twin(one: &Entry, other: &Entry) -> bool {
    let both = |field: Field| Some((one.get(field)?, other.get(field)?));
    let same = SAME.iter().all(|field| one.get(*field) == other.get(*field));
    let told = TELLING.iter().any(|field| both(*field).is_some());
    let no_other = NO_OTHER
        .iter()
        .all(|field| both(*field).is_none_or(|(a, b)| spelt(&a.canonical()) == spelt(&b.canonical())));
    let times = one.number(Field::Time).zip(other.number(Field::Time));
    let near = times.is_none_or(|(a, b)| a.abs_diff(b) <= APART_MINUTES);
    let common = |field: Field| {
        one.codes(field)
            .iter()
            .any(|code| other.codes(field).contains(code))
    };
    let not_apart = NOT_APART
        .iter()
        .all(|field| both(*field).is_none() || common(*field));
    let alike = one.codes(Field::Topic).is_empty() == other.codes(Field::Topic).is_empty();
    same && told && no_other && near && not_apart && alike
}

/// Whether what was told and answered is the same in both.
pub fn says_the_same(one: &Entry, other: &Entry) -> bool {
    let notes = [Field::Content, Field::Response];
    notes
        .iter()
        .all(|field| spelt(one.text(*field)) == spelt(other.text(*field)))
}

/// A text as it is compared here: a telephone number is the same with its dashes and without.
fn spelt(text: &str) -> String {
    text::fold(text).replace(['-', ' '], "")
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::profile::{Profile, YAMAGUCHI};
    use crate::domain::value::Written;

    type Typed = &'static [(&'static str, &'static str)];

    /// A mother in Iwakuni phones about respite, with some answers typed over.
    fn call(profile: &Profile, over: Typed) -> Entry {
        let day = NaiveDate::from_ymd_opt(2022, 9, 30).unwrap();
        let ordinary = [
            ("date", "2022-04-12"),
            ("time", "10:00"),
            ("center", "east"),
            ("party", "family"),
            ("relation", "mother"),
            ("channel", "phone"),
            ("municipality", "岩国市"),
            ("topic", "respite"),
        ];
        let mut entry = Entry::default();
        for (code, typed) in ordinary.iter().chain(over) {
            let field = Field::by_code(code).unwrap();
            entry.read(field, typed, profile, day, Written::ByHand).unwrap();
        }
        entry.settle(profile);
        entry
    }

    #[test]
    fn one_call_entered_twice_is_told_from_two_calls() {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let anonymous: Typed = &[("municipality", ""), ("topic", "")];
        let nurse: Typed = &[
            ("party", "stakeholder"),
            ("relation", ""),
            ("field", "medical"),
            ("municipality", ""),
            ("organisation", "訪問看護ステーション"),
        ];
        let office: Typed = &[
            ("party", "stakeholder"),
            ("relation", ""),
            ("field", "medical"),
            ("municipality", ""),
            ("organisation", "相談支援事業所"),
        ];
        let cases: [(Typed, Typed, bool); 27] = [
            // Typed twice, word for word or not.
            (&[], &[], true),
            (&[], &[("time", "10:40")], true),
            (&[], &[("time", "")], true),
            (&[("time", "")], &[("time", "")], true),
            (&[], &[("topic", "respite,school")], true),
            (&[("topic", "")], &[("topic", "")], true),
            (&[], &[("minutes", "30"), ("content", "短期入所")], true),
            (&[("care", "suction,ventilator")], &[("care", "suction")], true),
            (&[("care", "suction")], &[], true),
            (
                &[("case", "E-012")],
                &[("case", "E-012"), ("child_age", "3")],
                true,
            ),
            (
                &[("callback", "0827-00-0000")],
                &[("callback", "０８２７ー０００ー０００")],
                true,
            ),
            (nurse, nurse, true),
            // Two calls.
            (&[], &[("time", "11:01")], false),
            (&[], &[("date", "2022-04-13")], false),
            (&[], &[("center", "west")], false),
            (&[], &[("relation", "father")], false),
            (&[], &[("channel", "visit")], false),
            (&[], &[("municipality", "柳井市")], false),
            (&[], &[("kind", "liaison")], false),
            (&[], &[("topic", "school")], false),
            (&[], &[("topic", "")], false),
            (&[], &[("case", "E-012")], false),
            (&[("case", "E-013")], &[("case", "E-012")], false),
            (&[("child_age", "3")], &[("child_age", "4")], false),
            (&[("care", "suction")], &[("care", "ventilator")], false),
            (nurse, office, false),
            // Nothing that tells one mother from another.
            (anonymous, anonymous, false),
        ];
        for (one, other, expected) in cases {
            let (a, b) = (call(&profile, one), call(&profile, other));
            assert_eq!(is_twin(&a, &b), expected, "{one:?} {other:?}");
            assert_eq!(is_twin(&b, &a), expected, "{other:?} {one:?}");
        }
    }
}
