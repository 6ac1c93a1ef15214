//! Reading a date as it was typed, without knowing today.

use chrono::{Datelike, NaiveDate, Weekday};
use unicode_normalization::UnicodeNormalization;

use super::{DateError, day};
use crate::domain::era::Era;

/// The longest date that is read, in characters as typed.
const LONGEST_CHARS: usize = 40;

/// A date as written, before today completes it.
pub(super) enum Typed {
    Day(NaiveDate),
    Month(i32, u32),
    MonthDay(u32, u32),
    DayOfMonth(u32),
    Weekday(Weekday),
    FromToday(i64),
}

/// One spelling for what a keyboard and an IME make of the same keys: NFKC (full width, ㋿, ㍻),
/// lower case, one hyphen, one full stop, one wave. Spaces go; between two digits they become
/// `gap`. `None` if the text as typed is longer than `longest_chars`.
pub(in crate::domain) fn fold(text: &str, longest_chars: usize, gap: Option<char>) -> Option<String> {
    if text.chars().nth(longest_chars).is_some() {
        return None;
    }
    let mut folded = String::with_capacity(text.len());
    let mut spaced = false;
    for typed in text.nfkc() {
        if typed.is_whitespace() {
            spaced = true;
            continue;
        }
        if spaced && typed.is_ascii_digit() && folded.ends_with(|before: char| before.is_ascii_digit()) {
            folded.extend(gap);
        }
        spaced = false;
        folded.push(match typed {
            // The keys - . / with the IME on, and the dashes that documents are pasted with.
            'ー' | '‐' | '‑' | '–' | '—' | '―' | '−' => '-',
            '。' | '・' => '.',
            '〜' => '~',
            other => other.to_ascii_lowercase(),
        });
    }
    Some(folded)
}

/// Reads any form; what needs no today is checked here.
pub(super) fn read(text: &str) -> Result<Typed, DateError> {
    let text = fold(text, LONGEST_CHARS, Some('/')).ok_or(DateError::NotADate)?;
    match read_word(&text).or_else(|| read_days_from_today(&text)) {
        Some(typed) => Ok(typed),
        None => read_numbers(&text),
    }
}

fn read_word(text: &str) -> Option<Typed> {
    match text {
        "今日" | "today" => return Some(Typed::FromToday(0)),
        "昨日" | "yesterday" => return Some(Typed::FromToday(-1)),
        "明日" | "tomorrow" => return Some(Typed::FromToday(1)),
        _ => {}
    }
    // A bare 日 is Sunday; 30日 never comes here as one kanji.
    let name = text
        .strip_suffix("曜日")
        .or_else(|| text.strip_suffix('曜'))
        .unwrap_or(text);
    let weekday = match name {
        "月" => Weekday::Mon,
        "火" => Weekday::Tue,
        "水" => Weekday::Wed,
        "木" => Weekday::Thu,
        "金" => Weekday::Fri,
        "土" => Weekday::Sat,
        "日" => Weekday::Sun,
        // mon and monday: the English screen's weekdays, and the codes of the weekday axis.
        _ => text.parse().ok().filter(|_| text.is_ascii())?,
    };
    Some(Typed::Weekday(weekday))
}

fn read_days_from_today(text: &str) -> Option<Typed> {
    let digits = text.strip_prefix(['+', '-'])?;
    let plain = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let days = if plain {
        digits.parse::<i64>().ok()?
    } else {
        return None;
    };
    Some(Typed::FromToday(if text.starts_with('-') { -days } else { days }))
}

/// A number as typed; its length tells a year from a month.
struct Number {
    value: u32,
    digits: usize,
}

/// Splits `r4.9.30` into its numbers and what stands behind each of them, every plain mark written
/// as `/`.
fn split_numbers(mut text: &str, era: Option<Era>) -> Option<(Vec<Number>, String)> {
    let (mut numbers, mut shape) = (Vec::new(), String::new());
    while !text.is_empty() && numbers.len() < 3 {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let first_year = era.filter(|_| numbers.is_empty() && digits == 0);
        text = match first_year.and_then(|_| text.strip_prefix('元')) {
            Some(rest) => {
                numbers.push(Number { value: 1, digits: 1 });
                rest
            }
            None if (1..=8).contains(&digits) => {
                numbers.push(Number {
                    value: text[..digits].parse().ok()?,
                    digits,
                });
                &text[digits..]
            }
            None => return None,
        };
        let mut rest = text.chars();
        shape.extend(
            rest.next()
                .map(|mark| if matches!(mark, '.' | '-') { '/' } else { mark }),
        );
        text = rest.as_str();
    }
    text.is_empty().then_some((numbers, shape))
}

fn read_numbers(text: &str) -> Result<Typed, DateError> {
    let (era, text) = Era::strip(text).map_or((None, text), |(era, rest)| (Some(era), rest));
    let (numbers, shape) = split_numbers(text, era).ok_or(DateError::NotADate)?;
    match (numbers.as_slice(), shape.as_str(), era) {
        ([year, month, date], "//" | "年月日" | "年月", _) => {
            let (month, date) = (short(month)?, short(date)?);
            let date = match era {
                Some(era) => era.date(era_year(year)?, month, date)?,
                None => day(western_year(year)?, month, date)?,
            };
            Ok(Typed::Day(date))
        }
        ([year, month], "年月", _) | ([year, month], "/", Some(_)) => read_month(year, month, era),
        ([year, month], "/", None) if year.digits == 4 => read_month(year, month, None),
        ([month, date], "/" | "月日" | "月", None) => Ok(Typed::MonthDay(short(month)?, short(date)?)),
        ([date], "" | "日", None) if date.digits <= 2 => Ok(Typed::DayOfMonth(date.value)),
        ([both], "", None) if both.digits == 4 => Ok(Typed::MonthDay(both.value / 100, both.value % 100)),
        ([all], "", None) if all.digits == 8 => {
            let year = i32::try_from(all.value / 10_000).map_err(|_| DateError::NotADate)?;
            Ok(Typed::Day(day(year, all.value / 100 % 100, all.value % 100)?))
        }
        _ => Err(DateError::NotADate),
    }
}

fn read_month(year: &Number, month: &Number, era: Option<Era>) -> Result<Typed, DateError> {
    let month = short(month)?;
    let (year, month) = match era {
        Some(era) => era.month(era_year(year)?, month)?,
        None => (day(western_year(year)?, month, 1)?.year(), month),
    };
    Ok(Typed::Month(year, month))
}

fn short(number: &Number) -> Result<u32, DateError> {
    if number.digits <= 2 {
        Ok(number.value)
    } else {
        Err(DateError::NotADate)
    }
}

fn era_year(number: &Number) -> Result<u32, DateError> {
    if number.digits <= 3 {
        Ok(number.value)
    } else {
        Err(DateError::NotADate)
    }
}

fn western_year(number: &Number) -> Result<i32, DateError> {
    match number.digits {
        4 => i32::try_from(number.value).map_err(|_| DateError::NotADate),
        1..=3 => Err(DateError::EraYearAmbiguous { year: number.value }),
        _ => Err(DateError::NotADate),
    }
}
