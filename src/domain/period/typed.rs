//! Reading a period as it was typed.

use chrono::{Datelike, NaiveDate};

use super::{Period, PeriodError, Span, date_in_year, whole};
use crate::domain::date::{self, DateError, Expect, FIRST_DAY, LAST_DAY};
use crate::domain::era::Era;

/// The longest period that is read, in characters as typed.
const LONGEST_CHARS: usize = 80;

/// The longest range that is counted, in years.
const LONGEST_YEARS: i32 = 200;

/// What [`Period::parse`] does.
pub(super) fn read(text: &str, today: NaiveDate) -> Result<Period, PeriodError> {
    let text = date::fold(text, LONGEST_CHARS, None).ok_or(PeriodError::NotAPeriod)?;
    // 平成元年度 as nobody means it: a half-year whose year was left out.
    if ["H1", "H2"].iter().any(|half| text.eq_ignore_ascii_case(half)) {
        return Err(PeriodError::NotAPeriod);
    }
    if let Some(period) = read_word(&text, today) {
        return Ok(period);
    }
    match split_range(&text) {
        Some((from, to)) => read_range(from, to, today),
        None => read_unit(&text, today),
    }
}

fn read_word(text: &str, today: NaiveDate) -> Option<Period> {
    let half = Period::half_of(today);
    let year = Period::year_of(today);
    Some(match text {
        "this" => half,
        "last" => half.previous(),
        "上半期" | "上期" => Period::half_of(year.from),
        "下半期" | "下期" => Period::half_of(year.to),
        "今月" => Period::month_of(today),
        "先月" => Period::month_of(today).previous(),
        "今年度" => year,
        "昨年度" => year.previous(),
        "年度累計" | "ytd" => Period::year_to_date(today),
        _ => return None,
    })
}

/// The two ends of a range. An IME writes the dots as 。。 or …, and the wave in two code points.
fn split_range(text: &str) -> Option<(&str, &str)> {
    ["...", "..", "~"]
        .into_iter()
        .find_map(|mark| text.split_once(mark))
}

fn read_range(from: &str, to: &str, today: NaiveDate) -> Result<Period, PeriodError> {
    if from.is_empty() || to.is_empty() {
        return Err(PeriodError::NotAPeriod);
    }
    let from = date::parse_date(from, today, Expect::Full)?;
    let to = date::parse_date(to, today, Expect::Full)?;
    if to < from {
        return Err(PeriodError::Reversed);
    }
    if to >= date_in_year(from, from.year() + LONGEST_YEARS) {
        return Err(PeriodError::TooLong);
    }
    Ok(Period {
        from,
        to,
        span: Span::Free,
    })
}

/// A year as typed, with or without its era.
struct TypedYear {
    era: Option<Era>,
    number: u32,
}

impl TypedYear {
    /// Takes the year off the beginning: an era and its number, or four digits.
    fn strip(text: &str) -> Option<(TypedYear, &str)> {
        let Some((era, rest)) = Era::strip(text) else {
            let digits = text
                .get(..4)
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
            return Some((
                TypedYear {
                    era: None,
                    number: digits.parse().ok()?,
                },
                &text[4..],
            ));
        };
        if let Some(rest) = rest.strip_prefix('元') {
            return Some((
                TypedYear {
                    era: Some(era),
                    number: 1,
                },
                rest,
            ));
        }
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let digits = rest.get(..length).filter(|_| (1..=3).contains(&length))?;
        Some((
            TypedYear {
                era: Some(era),
                number: digits.parse().ok()?,
            },
            &rest[length..],
        ))
    }

    fn calendar(&self) -> Result<i32, PeriodError> {
        let year = match self.era {
            Some(era) => era.western_year(self.number),
            None => i32::try_from(self.number).ok(),
        };
        year.ok_or(PeriodError::NotAPeriod)
    }

    fn fiscal(&self) -> Result<i32, PeriodError> {
        self.era
            .map_or_else(|| self.calendar(), |era| Ok(era.fiscal_year(self.number)?))
    }

    fn month(&self, month: u32) -> Result<Period, PeriodError> {
        let (year, month) = match self.era {
            Some(era) => era.month(self.number, month)?,
            None => (self.calendar()?, month),
        };
        Ok(Period::month(year, month)?)
    }
}

/// What follows a fiscal year: nothing, a half, a quarter or 累計. The number is the unit's first
/// month after March.
fn read_part(text: &str) -> Option<(Span, i32)> {
    Some(match text {
        "" => (Span::Year, 0),
        "h1" | "上" | "上期" | "上半期" => (Span::Half, 0),
        "h2" | "下" | "下期" | "下半期" => (Span::Half, 6),
        "q1" | "第1四半期" => (Span::Quarter, 0),
        "q2" | "第2四半期" => (Span::Quarter, 3),
        "q3" | "第3四半期" => (Span::Quarter, 6),
        "q4" | "第4四半期" => (Span::Quarter, 9),
        "ytd" | "累計" => (Span::YearToDate, 0),
        _ => return None,
    })
}

fn read_unit(text: &str, today: NaiveDate) -> Result<Period, PeriodError> {
    let (year, rest) = TypedYear::strip(text).ok_or(PeriodError::NotAPeriod)?;
    // There is no year 0 of an era.
    year.calendar()?;
    if let Some((span, offset)) = read_part(rest.strip_prefix("年度").unwrap_or(rest)) {
        return fiscal_part(year.fiscal()?, span, offset, today);
    }
    // 令和4年 and 令和4年上半期: of the calendar or of the fiscal year?
    if rest
        .strip_prefix('年')
        .is_some_and(|part| read_part(part).is_some())
    {
        return Err(PeriodError::YearOrFiscalYear {
            year: year.calendar()?,
        });
    }
    let month = match rest.strip_prefix('年') {
        Some(month) => month.strip_suffix('月'),
        None => rest.strip_prefix(['-', '/', '.']),
    };
    // 2022 09 arrives without its space.
    let spaceless = (year.era.is_none() && rest.len() == 2).then_some(rest);
    let digits = month.or(spaceless).ok_or(PeriodError::NotAPeriod)?;
    if !(1..=2).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PeriodError::NotAPeriod);
    }
    year.month(digits.parse().map_err(|_| PeriodError::NotAPeriod)?)
}

/// A fiscal year, or the part of it that begins `offset` months after April.
fn fiscal_part(year: i32, span: Span, offset: i32, today: NaiveDate) -> Result<Period, PeriodError> {
    let start = year * 12 + 3 + offset;
    let part = whole(start, span, span.months().unwrap_or(12));
    if part.to < FIRST_DAY {
        return Err(DateError::TooOld.into());
    }
    if part.from > LAST_DAY {
        return Err(DateError::TooFar.into());
    }
    if span != Span::YearToDate {
        return Ok(part);
    }
    Ok(Period {
        to: today.clamp(part.from, part.to),
        ..part
    })
}
