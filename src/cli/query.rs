//! Periods, axes and filters as they are typed.

use crate::domain::axis::{Axis, Filter, WEEKDAYS};
use crate::domain::list::{ALL, NONE};
use crate::domain::period::Period;
use crate::domain::profile::Profile;
use crate::domain::text::fold;
use crate::error::{Error, Refusal, Result};
use crate::locale::{Lang, axis_named};

use super::context::Context;

/// A period as typed, if one was.
///
/// # Errors
/// When it is none.
pub fn period(context: &Context, typed: Option<&str>) -> Result<Option<Period>> {
    typed
        .map(|typed| Period::parse(typed, context.today))
        .transpose()
        .map_err(Error::from)
}

/// An axis by its code, or by its name in either language.
///
/// # Errors
/// When there is none.
pub fn axis(typed: &str, profile: &Profile) -> Result<Axis> {
    axis_named(typed, profile).ok_or_else(|| Refusal::NoSuchAxis(typed.to_owned()).into())
}

/// A filter from its clauses, each AXIS=CODE, with codes or labels.
///
/// # Errors
/// When a clause is no such thing, or names an axis or a code that is not there.
pub fn filter(clauses: &[String], profile: &Profile) -> Result<Filter> {
    let mut filter = Filter::everything();
    for clause in clauses {
        let parts = clause.split_once('=').or_else(|| clause.split_once('＝'));
        let (name, typed) = parts.ok_or_else(|| Refusal::NotAFilter(clause.clone()))?;
        let axis = axis(name, profile)?;
        filter.allow(axis, &code(axis, typed.trim(), profile)?);
    }
    Ok(filter)
}

/// The code that a person means on an axis.
fn code(axis: Axis, typed: &str, profile: &Profile) -> Result<String> {
    let words = || Lang::ALL.iter().map(|lang| lang.catalogue());
    if [NONE, ALL].contains(&typed) || typed.is_empty() {
        let unknown = || Refusal::NoSuchCode(axis, typed.to_owned());
        return if typed.is_empty() {
            Err(unknown().into())
        } else {
            Ok(typed.to_owned())
        };
    }
    if words().any(|words| words.none(axis) == typed) {
        return Ok(NONE.to_owned());
    }
    let found = match (axis.list(), axis) {
        (Some(list), _) => profile.find(list, typed).map(|item| item.code.to_string()),
        (None, Axis::Hour) => hour(typed),
        (None, Axis::Weekday) => weekday(typed),
        (None, Axis::Quarter) => Some(typed.to_uppercase()),
        (None, _) => Some(typed.to_owned()),
    };
    found.ok_or_else(|| Refusal::NoSuchCode(axis, typed.to_owned()).into())
}

fn hour(typed: &str) -> Option<String> {
    let folded = fold(typed);
    let hour: u8 = folded
        .trim_end_matches('時')
        .trim_end_matches(":00")
        .parse()
        .ok()?;
    (hour < 24).then(|| format!("{hour:02}"))
}

fn weekday(typed: &str) -> Option<String> {
    let folded = fold(typed);
    let is = |(day, code): &(u8, &str)| {
        let marks = Lang::ALL.map(|lang| lang.catalogue().weekday_mark(*day).to_lowercase());
        *code == folded
            || marks
                .iter()
                .any(|mark| *mark == folded.trim_end_matches("曜日").trim_end_matches('曜'))
    };
    (0..).zip(WEEKDAYS).find(is).map(|(_, code)| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::YAMAGUCHI;

    #[test]
    fn clauses_take_codes_and_labels() {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let clause = |text: &str| {
            let filter = filter(&[text.to_owned()], &profile);
            filter.map(|filter| {
                filter
                    .clauses()
                    .map(|(axis, codes)| (axis, codes.to_vec()))
                    .collect::<Vec<_>>()
            })
        };
        let cases = [
            ("channel=phone", Axis::Channel, "phone"),
            ("channel=電話", Axis::Channel, "phone"),
            ("相談方法＝電話", Axis::Channel, "phone"),
            ("main-topic=none", Axis::MainTopic, "none"),
            ("市町=未入力", Axis::Municipality, "none"),
            ("case=C-1", Axis::Case, "C-1"),
            ("month=2022-04", Axis::Month, "2022-04"),
            ("quarter=2022q1", Axis::Quarter, "2022Q1"),
            ("weekday=月曜日", Axis::Weekday, "mon"),
            ("weekday=Mon", Axis::Weekday, "mon"),
            ("hour=9時", Axis::Hour, "09"),
            ("hour=9", Axis::Hour, "09"),
        ];
        for (text, axis, code) in cases {
            assert_eq!(
                clause(text).unwrap(),
                vec![(axis, vec![code.to_owned()])],
                "{text}"
            );
        }
        for text in [
            "channel",
            "colour=red",
            "channel=telepathy",
            "channel=",
            "hour=24",
            "weekday=x",
        ] {
            assert!(clause(text).is_err(), "{text}");
        }
    }
}
