//! The value of one field: read from what people type, written in its canonical form.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::date::{Birth, DateError, Expect, LAST_DAY, parse_birth, parse_date};
use super::field::{Field, LINE_CHARS, NOTE_CHARS, Shape};
use super::list::{Code, List};
use super::profile::Profile;
use super::text;

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A day.
    Day(NaiveDate),
    /// A time of day, in minutes after midnight.
    Minute(u16),
    /// An item of a list.
    Code(Code),
    /// Items of a list, without repetition; in the order of the list once they are in a record.
    Codes(Vec<Code>),
    /// Clean text.
    Text(String),
    /// A number.
    Number(u32),
    /// A follow-up that is done.
    Done,
    /// A date of birth.
    Birth(Birth),
    /// A follow-up that is not needed any more, an activity that is cancelled.
    Dropped,
}

/// What is wrong with what was typed into one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It must be answered.
    Missing,
    /// The date.
    Date(DateError),
    /// Not a time of day.
    NotATime,
    /// Not a whole number from 0 to the limit.
    NotANumber {
        /// The highest allowed.
        most: u32,
    },
    /// No such item in the list; the nearest, where one is near.
    NoSuchItem {
        /// The list.
        list: List,
        /// The item that may have been meant.
        nearest: Option<Code>,
    },
    /// More characters than the field holds.
    TooLong {
        /// The most it holds, in characters.
        most: usize,
        /// What it would be, in characters.
        is: usize,
    },
    /// The answer must be 済 (or yes), 中止, or empty.
    NotDone,
    /// The answer must be 中止 (or yes), or empty.
    NotCancelled,
    /// The last day before the first.
    EndsBefore,
    /// Only a family caller has a relation.
    NeedsFamily,
    /// Only a stakeholder has a field.
    NeedsStakeholder,
    /// The main topic is not among the topics.
    NotATopic,
    /// The center does not exist on that day.
    CenterNotOpen,
    /// A follow-up's text or mark without its date.
    NeedsFollowUp,
    /// What is said of a consent without the day on which it was given, or a withdrawal before it.
    NeedsConsent,
    /// A reason for closing without its day.
    NeedsClosing,
    /// A file of that code is there already.
    CaseIsThere,
    /// The code of a file that is there: consultations are filed under it.
    CodeStays,
}

/// A field and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field:?}: {problem:?}")]
pub struct FieldError {
    /// Where.
    pub field: Field,
    /// What.
    pub problem: Problem,
}

/// Who wrote the text: a person, or a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Typed: a date may go without its year.
    ByHand,
    /// In a file: a date needs its year.
    InFile,
}

/// What reading a text gave: the value, and how many characters had to be left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The value; `None` when nothing was there.
    pub value: Option<Value>,
    /// Characters removed because a text never holds them.
    pub removed: usize,
}

impl Value {
    /// Reads what stands in a field. Empty text is no value.
    ///
    /// # Errors
    /// What is wrong with it; never the text itself.
    pub fn parse(
        field: Field,
        typed: &str,
        profile: &Profile,
        today: NaiveDate,
        written: Written,
    ) -> Result<Parsed, Problem> {
        let kind = if field.shape() == Shape::Note {
            text::Kind::Note
        } else {
            text::Kind::Line
        };
        let cleaned = text::clean(typed, kind);
        let (removed, text) = (cleaned.removed, cleaned.text.trim());
        if text.is_empty() {
            return Ok(Parsed { value: None, removed });
        }
        let value = match field.shape() {
            Shape::Day => Self::day(text, today, written, Expect::Past)?,
            Shape::DueDay if written == Written::ByHand => {
                Self::Day(profile.due_day(text, today).map_err(Problem::Date)?.day)
            }
            Shape::DueDay => Self::day(text, today, written, Expect::Full)?,
            Shape::AnyDay => Self::day(text, today, written, Expect::Nearest)?,
            Shape::Time => Self::Minute(parse_time(text).ok_or(Problem::NotATime)?),
            Shape::Birth => Self::Birth(parse_birth(text, today).map_err(Problem::Date)?),
            Shape::One(list) => Self::Code(item(profile, list, text)?),
            Shape::Many(list) => match several(profile, list, text)? {
                codes if codes.is_empty() => return Ok(Parsed { value: None, removed }),
                codes => Self::Codes(codes),
            },
            Shape::Line | Shape::Case | Shape::Staff => Self::text(text, LINE_CHARS)?,
            Shape::Note => Self::text(text, NOTE_CHARS)?,
            Shape::Number(most) => Self::Number(parse_number(text, most)?),
            Shape::Done => match text::fold(text).as_str() {
                "済" | "済み" | "yes" | "true" | "1" | "done" => Self::Done,
                "中止" | "2" | "dropped" => Self::Dropped,
                "未" | "no" | "false" | "0" => return Ok(Parsed { value: None, removed }),
                _ => return Err(Problem::NotDone),
            },
            Shape::Cancelled => match text::fold(text).as_str() {
                "中止" | "yes" | "true" | "1" | "2" | "cancelled" => Self::Dropped,
                "no" | "false" | "0" => return Ok(Parsed { value: None, removed }),
                _ => return Err(Problem::NotCancelled),
            },
        };
        Ok(Parsed {
            value: Some(value),
            removed,
        })
    }

    fn day(text: &str, today: NaiveDate, written: Written, by_hand: Expect) -> Result<Self, Problem> {
        let expect = if written == Written::ByHand {
            by_hand
        } else {
            Expect::Full
        };
        parse_date(text, today, expect)
            .map(Self::Day)
            .map_err(Problem::Date)
    }

    fn text(text: &str, most: usize) -> Result<Self, Problem> {
        // Fewer bytes than the limit are fewer characters: most texts need no counting.
        let is = if text.len() <= most {
            0
        } else {
            text.chars().count()
        };
        if is > most {
            Err(Problem::TooLong { most, is })
        } else {
            Ok(Self::Text(text.to_owned()))
        }
    }

    /// The form in which the value enters digests, payloads and machine-readable exports.
    pub fn canonical(&self) -> Cow<'_, str> {
        match self {
            Self::Day(day) => day.to_string().into(),
            Self::Minute(minute) => clock(*minute).into(),
            Self::Code(code) => code.as_str().into(),
            Self::Codes(codes) => {
                // By code: a profile that brings its list into another order changes no digest.
                let mut codes: Vec<_> = codes.iter().map(Code::as_str).collect();
                codes.sort_unstable();
                codes.join(",").into()
            }
            Self::Text(text) => text.into(),
            Self::Number(number) => number.to_string().into(),
            Self::Done => "1".into(),
            Self::Birth(birth) if birth.month_only => birth.date.format("%Y-%m").to_string().into(),
            Self::Birth(birth) => birth.date.to_string().into(),
            Self::Dropped => "2".into(),
        }
    }

    /// Reads the canonical form back; `None` when it is not one of that field's.
    pub fn from_canonical(field: Field, text: &str) -> Option<Self> {
        Some(match field.shape() {
            Shape::Day | Shape::DueDay | Shape::AnyDay => Self::Day(text.parse().ok()?),
            Shape::Time => Self::Minute(parse_time(text)?),
            Shape::One(_) => Self::Code(text.into()),
            Shape::Many(_) => Self::Codes(text.split(',').map(Code::from).collect()),
            Shape::Line | Shape::Note | Shape::Case | Shape::Staff => Self::Text(text.to_owned()),
            Shape::Number(_) => Self::Number(text.parse().ok()?),
            // Whatever was written was no day to come then.
            Shape::Birth => Self::Birth(parse_birth(text, LAST_DAY).ok()?),
            Shape::Done => match text {
                "1" => Self::Done,
                "2" => Self::Dropped,
                _ => return None,
            },
            Shape::Cancelled => match text {
                "2" => Self::Dropped,
                _ => return None,
            },
        })
    }
}

/// A minute of the day as `HH:MM`.
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn item(profile: &Profile, list: List, text: &str) -> Result<Code, Problem> {
    profile
        .find(list, text)
        .map(|item| item.code.clone())
        .ok_or_else(|| Problem::NoSuchItem {
            list,
            nearest: profile.nearest(list, text).map(|item| item.code.clone()),
        })
}

/// What stands between several answers in one cell.
const SEPARATORS: [char; 2] = ['、', ','];
/// Most separators that are looked for within one label.
const SEPARATORS_IN_LABEL: usize = 3;

/// The items that a text names. A label may hold a separator itself: the longest known one counts.
fn several(profile: &Profile, list: List, text: &str) -> Result<Vec<Code>, Problem> {
    let mut codes = Vec::new();
    let between = |c: char| c.is_whitespace() || SEPARATORS.contains(&c);
    let mut rest = text.trim_matches(between);
    while !rest.is_empty() {
        let ends = rest.match_indices(SEPARATORS).map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.take(SEPARATORS_IN_LABEL + 1).collect();
        if ends.len() <= SEPARATORS_IN_LABEL {
            ends.push(rest.len());
        }
        let longest = ends
            .iter()
            .rev()
            .find_map(|&end| Some((profile.find(list, &rest[..end])?, end)));
        let (code, end) = match longest {
            Some((item, end)) => (item.code.clone(), end),
            None => (item(profile, list, rest[..ends[0]].trim())?, ends[0]),
        };
        if !codes.contains(&code) {
            codes.push(code);
        }
        rest = rest[end..].trim_start_matches(between);
    }
    Ok(codes)
}

fn parse_number(text: &str, most: u32) -> Result<u32, Problem> {
    let folded = text::fold(text);
    let digits = folded.trim_end_matches(['分', '歳', '才', '人', '名']);
    let number = digits
        .parse()
        .ok()
        .filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
    number
        .filter(|number| *number <= most)
        .ok_or(Problem::NotANumber { most })
}

/// Reads `9:05`, `0905`, `9時5分` and `9時`, in full-width too; minutes after midnight.
pub fn parse_time(text: &str) -> Option<u16> {
    let folded = text::fold(text).replace('時', ":").replace('分', "");
    let (hour, minute) = match folded.split_once(':') {
        Some((hour, "")) => (hour, "0"),
        Some(parts) => parts,
        None if folded.is_ascii() && (3..=4).contains(&folded.len()) => folded.split_at(folded.len() - 2),
        None => return None,
    };
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse::<u16>().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
