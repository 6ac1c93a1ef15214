//! Japanese eras and the fiscal year: five rows of facts, and the arithmetic on them.
//!
//! Nothing here knows a language: the letter and the kanji are what people type and what documents
//! print.

use chrono::{Datelike, NaiveDate};

use super::date::{self, DateError};

/// An era (元号) since Japan took the Gregorian calendar. They are ordered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868-10-23: 明治改元の詔 of 慶応4年9月8日. Typed dates begin with its year 6, see
    /// [`date::FIRST_DAY`].
    Meiji,
    /// 大正, from 1912-07-30: 改元の詔書 of that day,
    /// "明治四十五年七月三十日以後ヲ改メテ大正元年ト為ス".
    Taisho,
    /// 昭和, from 1926-12-25: 改元の詔書 of that day,
    /// "大正十五年十二月二十五日以後ヲ改メテ昭和元年ト為ス".
    Showa,
    /// 平成, from 1989-01-08: 元号を改める政令 (昭和64年政令第1号) under 元号法
    /// (昭和54年法律第43号).
    Heisei,
    /// 令和, from 2019-05-01: 元号を改める政令 (平成31年政令第143号).
    Reiwa,
}

struct Row {
    first_day: NaiveDate,
    letter: char,
    kanji: &'static str,
}

/// One row an era, in the order of [`Era`]. The sources stand at its variants. The day of a change
/// belongs to the new era alone, as in JIS X 0301, although 明治45年7月30日 and 大正15年12月25日
/// were both lived through.
static ROWS: [Row; 5] = [
    Row {
        first_day: date::fixed(1868, 10, 23),
        letter: 'M',
        kanji: "明治",
    },
    Row {
        first_day: date::fixed(1912, 7, 30),
        letter: 'T',
        kanji: "大正",
    },
    Row {
        first_day: date::fixed(1926, 12, 25),
        letter: 'S',
        kanji: "昭和",
    },
    Row {
        first_day: date::fixed(1989, 1, 8),
        letter: 'H',
        kanji: "平成",
    },
    Row {
        first_day: date::fixed(2019, 5, 1),
        letter: 'R',
        kanji: "令和",
    },
];

impl Era {
    /// Every era, the oldest first.
    pub const ALL: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The day on which the era began.
    pub fn first_day(self) -> NaiveDate {
        self.row().first_day
    }

    /// The last day of the era, the eve of the next one; `None` for the era that is still running.
    pub fn last_day(self) -> Option<NaiveDate> {
        ROWS.get(self as usize + 1)?.first_day.pred_opt()
    }

    /// The capital Latin letter that stands for the era (R4.9.30).
    pub fn letter(self) -> char {
        self.row().letter
    }

    /// The two kanji of the era's name.
    pub fn kanji(self) -> &'static str {
        self.row().kanji
    }

    /// The calendar year in which the era's `year` falls (1 is 元年), whether the era lasted that
    /// long or not. `None` for year 0 and for years that no date has.
    pub fn western_year(self, year: u32) -> Option<i32> {
        let elapsed = i32::try_from(year.checked_sub(1)?).ok()?;
        self.first_day().year().checked_add(elapsed)
    }

    /// The day that is written so in this era.
    ///
    /// # Errors
    /// [`DateError::OutsideEra`] with the day itself when it belongs to another era (昭和64年1月8日
    /// is 平成元年1月8日), and the errors of [`date::day`].
    pub fn date(self, year: u32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
        let western = self.western_year(year).ok_or(DateError::NotADate)?;
        let right = date::day(western, month, day)?;
        self.require(right, right)?;
        Ok(right)
    }

    /// The calendar year and month written so in this era. The month in which eras change belongs
    /// to both (昭和64年1月 and 平成元年1月 are the same month).
    ///
    /// # Errors
    /// [`DateError::OutsideEra`] with the month's first day, and the errors of [`date::day`].
    pub fn month(self, year: u32, month: u32) -> Result<(i32, u32), DateError> {
        let western = self.western_year(year).ok_or(DateError::NotADate)?;
        let first = date::day(western, month, 1)?;
        self.require(first, date::month_end(first))?;
        Ok((western, month))
    }

    /// The fiscal year (named by the calendar year of its April) that 平成31年度 or 令和元年度
    /// means: both are 2019.
    ///
    /// # Errors
    /// [`DateError::OutsideEra`] with the 1 April when no day of that fiscal year was in this era
    /// (昭和64年度, 平成32年度), and the errors of [`date::day`].
    pub fn fiscal_year(self, year: u32) -> Result<i32, DateError> {
        let western = self.western_year(year).ok_or(DateError::NotADate)?;
        let first = date::day(western, 4, 1)?;
        let last = NaiveDate::from_ymd_opt(western + 1, 3, 31).unwrap_or(first);
        self.require(first, last)?;
        Ok(western)
    }

    /// Refuses a span of days that has none in this era, and offers its first day.
    fn require(self, first: NaiveDate, last: NaiveDate) -> Result<(), DateError> {
        let ended = self.last_day().is_some_and(|end| end < first);
        if ended || last < self.first_day() {
            return Err(DateError::OutsideEra {
                era: self,
                right: first,
            });
        }
        Ok(())
    }

    /// Takes an era's letter (lower case) or kanji off the beginning of folded text.
    pub(super) fn strip(text: &str) -> Option<(Era, &str)> {
        Era::ALL.into_iter().find_map(|era| {
            let rest = text
                .strip_prefix(era.kanji())
                .or_else(|| text.strip_prefix(era.letter().to_ascii_lowercase()))?;
            Some((era, rest))
        })
    }
}

/// The era of a day and the year within it, counted from 1. `None` before 1873-01-01
/// ([`date::FIRST_DAY`]): until then years were counted by the lunisolar calendar, and a day's
/// number in it is not the Gregorian one.
pub fn era_of(day: NaiveDate) -> Option<(Era, u32)> {
    if day < date::FIRST_DAY {
        return None;
    }
    let era = Era::ALL.into_iter().rev().find(|era| era.first_day() <= day)?;
    let year = u32::try_from(day.year() - era.first_day().year() + 1).ok()?;
    Some((era, year))
}

/// The fiscal year of a day, named by the calendar year in which it began: 1 April to 31 March,
/// 地方自治法第208条第1項 (for the state 財政法第11条). The rule is applied to every day, also
/// before it became law in 明治19年.
pub fn fiscal_year(day: NaiveDate) -> i32 {
    if day.month() < 4 {
        day.year() - 1
    } else {
        day.year()
    }
}

/// The era and number under which a fiscal year is shown: those of 31 December in its first
/// calendar year. So 2019 is 令和元年度, 1989 平成元年度, 1988 昭和63年度 and 1926 昭和元年度.
/// Years before 1868 are no fiscal year of any ledger; they are answered with 明治1.
pub fn fiscal_year_era(fiscal_year: i32) -> (Era, u32) {
    let era = Era::ALL
        .into_iter()
        .rev()
        .find(|era| era.first_day().year() <= fiscal_year)
        .unwrap_or(Era::Meiji);
    let number = fiscal_year
        .saturating_sub(era.first_day().year())
        .saturating_add(1);
    (era, u32::try_from(number.max(1)).unwrap_or(1))
}
