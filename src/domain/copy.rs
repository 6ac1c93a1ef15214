//! Copying a record as a new one: what usually recurs when the same people call again.

use chrono::{Datelike, NaiveDate};

use super::consultation::Entry;
use super::field::Field;
use super::list::{Code, List};
use super::profile::Profile;
use super::value::Value;

/// What is taken over: who called from where, about whom and what, and how. What was said and done, how
/// long it took and what is to follow is each call's own; so are newness and state, which the copy would
/// say of another call; day, time, center and staff are those of who writes.
const RECURRING: [Field; 14] = [
    Field::Kind,
    Field::Party,
    Field::Relation,
    Field::Field,
    Field::Organisation,
    Field::Caller,
    Field::Callback,
    Field::Channel,
    Field::Municipality,
    Field::Case,
    Field::ChildAge,
    Field::Care,
    Field::Topic,
    Field::MainTopic,
];

/// What a new record of that day begins with when it is made like another one. Answers that the profile
/// does not offer any more are left out, and so is an age that is a year old: it is another by now.
pub fn copied(of: &Entry, day: NaiveDate, profile: &Profile) -> Entry {
    let mut entry = Entry::default();
    for field in RECURRING {
        if let Some(value) = of.get(field) {
            entry.set(field, offered(field.list(), value, day, profile));
        }
    }
    if of.day().is_none_or(|before| is_a_year_ago(before, day)) {
        entry.set(Field::ChildAge, None);
    }
    entry
}

fn is_a_year_ago(before: NaiveDate, day: NaiveDate) -> bool {
    let date = |day: NaiveDate, years| (day.year() + years, day.month(), day.day());
    date(before, 1) <= date(day, 0)
}

/// As much of a value as can be chosen on a day.
fn offered(list: Option<List>, value: &Value, day: NaiveDate, profile: &Profile) -> Option<Value> {
    let is_offered = |code: &Code| {
        let item = list.and_then(|list| profile.item(list, code));
        item.is_some_and(|item| item.is_offered_on(day))
    };
    match value {
        Value::Code(code) => is_offered(code).then(|| value.clone()),
        Value::Codes(codes) => {
            let codes: Vec<Code> = codes.iter().filter(|code| is_offered(code)).cloned().collect();
            (!codes.is_empty()).then_some(Value::Codes(codes))
        }
        _ => Some(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::YAMAGUCHI;
    use crate::domain::value::Written;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(profile: &Profile) -> Entry {
        let typed = [
            ("date", "2022-04-12"),
            ("time", "10:00"),
            ("center", "west"),
            ("party", "family"),
            ("relation", "mother"),
            ("caller", "母"),
            ("channel", "line"),
            ("municipality", "岩国市"),
            ("child_age", "6"),
            ("topic", "respite、school"),
            ("main_topic", "school"),
            ("minutes", "30"),
            ("newness", "new"),
            ("state", "open"),
            ("outcome", "listened"),
            ("follow_up", "2022-04-20"),
            ("staff", "c2"),
            ("content", "概要"),
            ("response", "対応"),
        ];
        let mut entry = Entry::default();
        for (code, text) in typed {
            let field = Field::by_code(code).unwrap();
            let read = entry.read(field, text, profile, day("2022-04-30"), Written::InFile);
            assert!(read.is_ok(), "{code}");
        }
        entry.complete(profile).unwrap();
        entry
    }

    fn codes(entry: &Entry) -> Vec<&'static str> {
        entry.pairs().into_iter().map(|(code, _)| code).collect()
    }

    #[test]
    fn what_recurs_is_taken_over_and_nothing_else() {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let copy = copied(&of(&profile), day("2022-05-01"), &profile);
        let expected = [
            "caller",
            "channel",
            "child_age",
            "kind",
            "main_topic",
            "municipality",
            "party",
            "relation",
            "topic",
        ];
        assert_eq!(codes(&copy), expected);
        assert_eq!(copy.code(Field::MainTopic).map(Code::as_str), Some("school"));
    }

    #[test]
    fn an_age_lasts_a_year_and_an_answer_while_it_is_offered() {
        let toml = YAMAGUCHI.replace("code = \"line\"", "code = \"line\"\nto = 2022-12-31");
        let profile = Profile::parse(&toml).unwrap();
        let has = |on: &str, field| copied(&of(&profile), day(on), &profile).get(field).is_some();
        assert!(has("2023-04-11", Field::ChildAge) && !has("2023-04-12", Field::ChildAge));
        assert!(has("2022-12-31", Field::Channel) && !has("2023-01-01", Field::Channel));
    }
}
