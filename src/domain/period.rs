//! Periods: what people type for one, its neighbours, what it is compared with, and the months
//! inside it.
//!
//! Both ends are inclusive. A period made here lies within [`FIRST_DAY`] to [`LAST_DAY`]; a fiscal
//! year, half or quarter that begins or ends outside is cut there (of fiscal 1872, only January to
//! March is known).

mod typed;

use chrono::{Datelike, NaiveDate, TimeDelta};
use thiserror::Error;

use super::date::{self, DateError, FIRST_DAY, LAST_DAY, month_end};
use super::era::fiscal_year;

/// The kind of a period: what "the previous one" means, and how it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// A calendar month.
    Month,
    /// A quarter of the fiscal year; Q1 is April to June.
    Quarter,
    /// A half of the fiscal year; H1 上半期 is April to September.
    Half,
    /// A fiscal year.
    Year,
    /// 年度累計: from 1 April to some day of the same fiscal year.
    YearToDate,
    /// From a day to a day.
    Free,
}

/// Days from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The kind; every kind but the last two is a whole calendar unit.
    pub span: Span,
}

/// A period as stored counts serve it: whole months, and the days of the broken ones at its ends. A
/// period inside one month has only a head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    /// The first and last day of the broken month at the beginning.
    pub head: Option<(NaiveDate, NaiveDate)>,
    /// Year and month of the whole months, in order.
    pub months: Vec<(i32, u32)>,
    /// The first and last day of the broken month at the end.
    pub tail: Option<(NaiveDate, NaiveDate)>,
}

/// Why a text is not a period. `Display` is for developers; people get theirs from the locale, made
/// of this data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum PeriodError {
    /// None of the forms, or longer than 80 characters.
    #[error("not a period")]
    NotAPeriod,
    /// 令和4年 or 2022年 alone: a calendar year is no period here; 年度 or a month is missing.
    #[error("year or fiscal year {year}")]
    YearOrFiscalYear {
        /// The calendar year that was typed, which is also the fiscal year to offer.
        year: i32,
    },
    /// The range ends before it begins.
    #[error("ends before it begins")]
    Reversed,
    /// The range is longer than 200 years.
    #[error("longer than 200 years")]
    TooLong,
    /// An end of the range, a month or an era year is wrong.
    #[error(transparent)]
    Date(#[from] DateError),
}

impl Span {
    /// Length in months; `None` for what is no calendar unit.
    fn months(self) -> Option<i32> {
        match self {
            Span::Month => Some(1),
            Span::Quarter => Some(3),
            Span::Half => Some(6),
            Span::Year => Some(12),
            Span::YearToDate | Span::Free => None,
        }
    }
}

impl Period {
    /// Reads a period in any form of product.md. Spaces do not count, full-width forms are the
    /// same.
    ///
    /// `H1` alone is 平成元年度, as `R4` is 令和4年度: a half follows its year. `2022ytd` ends
    /// today in the running fiscal year, on 31 March in a past one, and is the 1 April alone in one
    /// that has not begun.
    ///
    /// # Errors
    /// Every variant of [`PeriodError`]; never panics, whatever the text and whatever day is today.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Period, PeriodError> {
        typed::read(text, today)
    }

    /// A calendar month, `month` 1 to 12.
    ///
    /// # Errors
    /// [`DateError::NoSuchMonth`], [`DateError::TooOld`], [`DateError::TooFar`].
    pub fn month(year: i32, month: u32) -> Result<Period, DateError> {
        Ok(Period::month_of(date::day(year, month, 1)?))
    }

    /// The month of a day. Like its three sisters, it takes a day outside the supported range for
    /// the nearest inside.
    pub fn month_of(day: NaiveDate) -> Period {
        whole(month_index(day), Span::Month, 1)
    }

    /// The quarter of the fiscal year in which a day lies.
    pub fn quarter_of(day: NaiveDate) -> Period {
        whole(unit_start(day, 3), Span::Quarter, 3)
    }

    /// The half of the fiscal year in which a day lies.
    pub fn half_of(day: NaiveDate) -> Period {
        whole(unit_start(day, 6), Span::Half, 6)
    }

    /// The fiscal year of a day.
    pub fn year_of(day: NaiveDate) -> Period {
        whole(unit_start(day, 12), Span::Year, 12)
    }

    /// 年度累計: from the 1 April of today's fiscal year to today.
    pub fn year_to_date(today: NaiveDate) -> Period {
        let to = today.clamp(FIRST_DAY, LAST_DAY);
        Period {
            to,
            span: Span::YearToDate,
            ..Period::year_of(to)
        }
    }

    /// The form in which the period is typed: `2022-09` `2022Q1` `2022H1` `2022` `2022ytd`
    /// `2022-04-01..2022-09-30`. [`Period::parse`] reads it back to the same period; `2022ytd`,
    /// which does not say its last day, only to what it is on the day of reading.
    pub fn code(&self) -> String {
        let year = fiscal_year(self.from);
        let quarter = (self.from.month0() + 9) % 12 / 3 + 1;
        match self.span {
            Span::Month => self.from.format("%Y-%m").to_string(),
            Span::Quarter => format!("{year}Q{quarter}"),
            Span::Half => format!("{year}H{}", quarter.div_ceil(2)),
            Span::Year => year.to_string(),
            Span::YearToDate => format!("{year}ytd"),
            Span::Free => format!("{}..{}", self.from, self.to),
        }
    }

    /// The preceding period of the same kind: a range moves by its own length in days, 年度累計
    /// goes to the same month and day of the fiscal year before. At the first supported day it
    /// stays.
    pub fn previous(&self) -> Period {
        self.neighbour(-1)
    }

    /// The following period of the same kind, as [`Period::previous`].
    pub fn next(&self) -> Period {
        self.neighbour(1)
    }

    fn neighbour(&self, direction: i32) -> Period {
        match (self.span, self.span.months()) {
            (_, Some(months)) => self.moved_by_months(direction * months),
            (Span::YearToDate, None) => self.moved_by_years(direction),
            _ => {
                let shift = TimeDelta::days(self.days() * i64::from(direction));
                let moved = |day: NaiveDate| day.checked_add_signed(shift);
                moved(self.from)
                    .zip(moved(self.to))
                    .map_or(*self, |(from, to)| self.with_ends(from, to))
            }
        }
    }

    /// The same span one year earlier (前年同期). Whole units stay whole; so does a range of whole
    /// months, 年度累計 among them, that ends with February. Otherwise 29 February becomes the 28th. At the first
    /// supported day it stays.
    pub fn year_earlier(&self) -> Period {
        if self.span.months().is_some() {
            return self.moved_by_months(-12);
        }
        self.moved_by_years(-1)
    }

    fn moved_by_years(&self, years: i32) -> Period {
        let moved = |day: NaiveDate| date_in_year(day, day.year() + years);
        let (from, to) = (moved(self.from), moved(self.to));
        let whole_months = self.from.day() == 1 && self.to == month_end(self.to);
        self.with_ends(from, if whole_months { month_end(to) } else { to })
    }

    fn moved_by_months(&self, months: i32) -> Period {
        let length = self.span.months().unwrap_or(1);
        let moved = whole(unit_start(self.from, length) + months, self.span, length);
        // Beyond the supported range nothing is left of a unit.
        if moved.from > moved.to { *self } else { moved }
    }

    /// The same kind of period with these ends, cut to the supported range; itself if nothing is
    /// left of it.
    fn with_ends(&self, from: NaiveDate, to: NaiveDate) -> Period {
        let (from, to) = (from.max(FIRST_DAY), to.min(LAST_DAY));
        if from > to {
            *self
        } else {
            Period {
                from,
                to,
                span: self.span,
            }
        }
    }

    /// The day up to which the figures are known (rule 8): the earlier of its end and today.
    pub fn as_of(&self, today: NaiveDate) -> NaiveDate {
        self.to.min(today)
    }

    /// Whether it has begun and does not end today or earlier.
    pub fn is_running(&self, today: NaiveDate) -> bool {
        self.from <= today && today < self.to
    }

    /// The part up to [`Period::as_of`]: itself when it is over, a [`Span::Free`] range while it
    /// runs (年度累計 remains one). `None` if it has not begun.
    pub fn cut(&self, today: NaiveDate) -> Option<Period> {
        (self.from <= today).then(|| self.cut_after(self.as_of(today)))
    }

    fn cut_after(&self, last: NaiveDate) -> Period {
        if last >= self.to {
            return *self;
        }
        let span = if self.span == Span::YearToDate {
            self.span
        } else {
            Span::Free
        };
        Period {
            from: self.from,
            to: last.max(self.from),
            span,
        }
    }

    /// What 前年同期 compares with (rule 9): the period one year earlier, and of a running one the
    /// part up to the same month and day as today's (29 February: the 28th). What goes to the end of
    /// February is compared with what goes to its end, as months are.
    pub fn compared_year(&self, today: NaiveDate) -> Period {
        let earlier = self.year_earlier();
        if !self.is_running(today) {
            return earlier;
        }
        let same_day = date_in_year(today, today.year() - 1);
        earlier.cut_after(if today == month_end(today) {
            month_end(same_day)
        } else {
            same_day
        })
    }

    /// What `previous` compares with (rule 9): the preceding period, and of a running one the part
    /// up to the same day of the month that lies as many months after its beginning, a month's end to
    /// its end (30 November in 下半期: 31 May in 上半期). A range is cut after the same number of days.
    pub fn compared_previous(&self, today: NaiveDate) -> Period {
        let earlier = self.previous();
        if !self.is_running(today) {
            return earlier;
        }
        let last = match self.span {
            Span::Free => earlier
                .from
                .checked_add_signed(today - self.from)
                .unwrap_or(earlier.to),
            _ => {
                let offset = month_index(today) - month_index(self.from);
                let first = first_of_month(month_index(earlier.from) + offset);
                let same_day = first.with_day(today.day());
                let is_inside = today != month_end(today);
                same_day.filter(|_| is_inside).unwrap_or(month_end(first))
            }
        };
        earlier.cut_after(last)
    }

    /// Year and month of every month it touches, in order.
    pub fn months(&self) -> Vec<(i32, u32)> {
        (month_index(self.from)..=month_index(self.to))
            .map(year_and_month)
            .collect()
    }

    /// The number of its days.
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Whether the day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Splits it into whole months and the days of broken ones; every day is in exactly one of the
    /// parts.
    pub fn whole_months(&self) -> Split {
        let mut split = Split::default();
        let (first, last) = (month_index(self.from), month_index(self.to));
        for index in first..=last {
            let begins = first_of_month(index).max(self.from);
            let ends = month_end(begins).min(self.to);
            if begins.day() == 1 && ends == month_end(begins) {
                split.months.push(year_and_month(index));
            } else if index == first {
                split.head = Some((begins, ends));
            } else {
                split.tail = Some((begins, ends));
            }
        }
        split
    }
}

/// Months since the year 0, so that spans of months are plain sums. Days outside the supported
/// range count as its ends.
fn month_index(day: NaiveDate) -> i32 {
    let day = day.clamp(FIRST_DAY, LAST_DAY);
    day.year() * 12 + day.month0() as i32
}

fn year_and_month(index: i32) -> (i32, u32) {
    (index.div_euclid(12), index.rem_euclid(12) as u32 + 1)
}

fn first_of_month(index: i32) -> NaiveDate {
    let (year, month) = year_and_month(index);
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(FIRST_DAY)
}

/// The month in which the unit of so many months begins; units are counted from April.
fn unit_start(day: NaiveDate, months: i32) -> i32 {
    (month_index(day) - 3).div_euclid(months) * months + 3
}

/// A unit of whole months, cut to the supported range; its ends are in the wrong order if it lies
/// outside.
fn whole(start: i32, span: Span, months: i32) -> Period {
    let last = month_end(first_of_month(start + months - 1));
    Period {
        from: first_of_month(start).max(FIRST_DAY),
        to: last.min(LAST_DAY),
        span,
    }
}

/// The same month and day in another year; the 28th for a 29 February that it lacks.
fn date_in_year(day: NaiveDate, year: i32) -> NaiveDate {
    day.with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
        .unwrap_or(day)
}
