//! Words that say by their form alone what they are: minutes, ages, times and days. A bare number is
//! none of them.

use chrono::NaiveDate;

use crate::domain::date::{self, DateError, Expect, parse_date};
use crate::domain::field::{Field, Shape};
use crate::domain::text;
use crate::domain::value::{Problem, Value, parse_time};

/// The longest word that can be one of these, in characters.
const LONGEST_CHARS: usize = 24;

/// What a word says by its form: the field and its value, or what is wrong with it.
pub type Sure = (Field, Result<Value, Problem>);

/// Reads a word that is surely a value.
pub fn read(word: &str, today: NaiveDate) -> Option<Sure> {
    if text::chars(word) > LONGEST_CHARS {
        return None;
    }
    let folded = text::fold(word);
    if let Some(minutes) = minutes(&folded) {
        return Some((Field::Minutes, number(Field::Minutes, minutes)));
    }
    if let Some(years) = age(&folded) {
        return Some((Field::ChildAge, number(Field::ChildAge, years)));
    }
    if let Some(time) = time(&folded) {
        return Some((Field::Time, time.map(Value::Minute).ok_or(Problem::NotATime)));
    }
    day(word, today).map(|day| (Field::Date, day))
}

/// Reads minutes and nothing else.
pub fn minutes_alone(word: &str) -> Option<Sure> {
    let minutes = minutes(&text::fold(word))?;
    Some((Field::Minutes, number(Field::Minutes, minutes)))
}

fn number(field: Field, number: u32) -> Result<Value, Problem> {
    match field.shape() {
        Shape::Number(most) if number > most => Err(Problem::NotANumber { most }),
        _ => Ok(Value::Number(number)),
    }
}

/// The number at the beginning, and what follows.
fn leading(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok().filter(|_| digits <= 5)?;
    Some((number, &text[digits..]))
}

/// `30分` `30m` `30min` `30minutes` `1時間` `1時間半` `1時間30分` `1h` `1h30m`.
fn minutes(folded: &str) -> Option<u32> {
    let (number, unit) = leading(folded)?;
    if matches!(unit, "分" | "分間" | "m" | "min" | "mins" | "minute" | "minutes") {
        return Some(number);
    }
    let hours = ["時間", "hours", "hour", "h"];
    let rest = hours.iter().find_map(|hour| unit.strip_prefix(hour))?;
    let more = match rest {
        "" => 0,
        "半" => 30,
        rest => {
            let (more, unit) = leading(rest)?;
            matches!(unit, "分" | "m" | "min" | "mins" | "minute" | "minutes" | "").then_some(more)?
        }
    };
    Some(number * 60 + more)
}

/// `3歳` `3才` `age3`.
fn age(folded: &str) -> Option<u32> {
    if let Some(rest) = folded.strip_prefix("age") {
        return leading(rest)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(years, _)| years);
    }
    let (years, unit) = leading(folded)?;
    matches!(unit, "歳" | "才").then_some(years)
}

/// `10:30` `10時` `10時半` `10時30分` `午後2時`; the inner `None`: it looks like a time and is none.
fn time(folded: &str) -> Option<Option<u16>> {
    let halves = [("午前", 0), ("午後", 12)];
    let half = halves
        .into_iter()
        .find_map(|(name, hours)| Some((folded.strip_prefix(name)?, hours)));
    let (clock, later) = half.unwrap_or((folded, 0));
    let (hour, rest) = leading(clock)?;
    let looks_so = match (rest.strip_prefix(':'), rest.strip_prefix('時')) {
        (Some(minutes), _) => leading(minutes).is_some_and(|(_, rest)| rest.is_empty()),
        (_, Some("" | "半")) => true,
        (_, Some(minutes)) => leading(minutes).is_some_and(|(_, rest)| matches!(rest, "" | "分")),
        _ => false,
    };
    if !looks_so {
        return None;
    }
    let clock = clock.replace('半', "30");
    let is_half_day = half.is_none() || hour <= 12;
    let minute = parse_time(&clock).filter(|_| is_half_day);
    Some(minute.map(|minute| if hour < 12 { minute + later * 60 } else { minute }))
}

/// A day, in the forms that nothing else has: what they say is wrong is said.
fn day(word: &str, today: NaiveDate) -> Option<Result<Value, Problem>> {
    let folded = date::fold(word, LONGEST_CHARS, None)?;
    if !is_surely_a_day(&folded) {
        return None;
    }
    match parse_date(word, today, Expect::Past) {
        Ok(day) => Some(Ok(Value::Day(day))),
        Err(DateError::NotADate) => None,
        Err(error) => Some(Err(Problem::Date(error))),
    }
}

fn is_surely_a_day(folded: &str) -> bool {
    let words = ["今日", "昨日", "明日", "today", "yesterday", "tomorrow"];
    let weekdays = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = |text: &str, mark: char, count: usize| {
        text.split(mark).count() == count && text.split(mark).all(digits)
    };
    let era = |text: &str| {
        let rest = text.strip_prefix(['r', 'h', 's', 't', 'm']);
        rest.is_some_and(|rest| ['.', '/', '-'].into_iter().any(|mark| numbers(rest, mark, 3)))
    };
    words.contains(&folded)
        || weekdays.contains(&folded)
        || (folded.ends_with('曜') || folded.ends_with("曜日"))
        || folded
            .strip_prefix('-')
            .is_some_and(|days| digits(days) && days.len() <= 3)
        || (numbers(folded, '/', 2) || numbers(folded, '/', 3))
        || (['-', '.'].into_iter().any(|mark| numbers(folded, mark, 3)) && leads_with_year(folded))
        || era(folded)
        || (folded.ends_with('日') && folded.contains(|c: char| c.is_ascii_digit()))
}

fn leads_with_year(folded: &str) -> bool {
    folded.bytes().take_while(u8::is_ascii_digit).count() == 4
}
