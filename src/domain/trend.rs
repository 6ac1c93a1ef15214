//! 推移: the 24 months that end with the last one counted, as what a supervisor sees at a glance.

use chrono::NaiveDate;

use super::axis::{Axis, Filter};
use super::period::{Period, Span};
use super::tally::{Cell, Count, Query, Table};

/// How many months it has.
pub const MONTHS: usize = 24;

/// The months with their figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// By month, in their order; 24 of them, but at the very beginning of the calendar.
    pub table: Table,
    /// Of each month, whether it is closed (締め).
    pub closed: Vec<bool>,
}

/// What a trend asks: the whole months up to the one in which the period's last counted day lies.
pub fn query(period: &Period, today: NaiveDate, filter: Filter, count: Count) -> Query {
    let last = Period::month_of(period.as_of(today));
    let first = (1..MONTHS).fold(last, |month, _| month.previous());
    Query {
        period: Period {
            from: first.from,
            to: last.to,
            span: Span::Free,
        },
        filter,
        rows: Axis::Month,
        cols: None,
        count,
    }
}

impl Trend {
    /// With the closed periods among which its months may be.
    pub fn new(table: Table, closed: &[Period]) -> Self {
        let is_closed = |(year, month): (i32, u32)| {
            Period::month(year, month).is_ok_and(|month| {
                let holds = |closed: &Period| closed.from <= month.from && month.to <= closed.to;
                closed.iter().any(holds)
            })
        };
        let months = table.query.period.months();
        Self {
            closed: months.into_iter().map(is_closed).collect(),
            table,
        }
    }

    /// The figures of the months; `None` where nothing could be counted.
    pub fn figures(&self) -> impl DoubleEndedIterator<Item = Cell> {
        // What has no month stands after the last, and no record is without.
        let rows = self.table.rows.iter().take(self.closed.len());
        rows.map(|row| row.line.total)
    }

    /// The place and the figure of the month with the fewest; the latest of several.
    pub fn least(&self) -> Option<(usize, u64)> {
        self.counted().rev().min_by_key(|(_, n)| *n)
    }

    /// The place and the figure of the month with the most; the latest of several.
    pub fn most(&self) -> Option<(usize, u64)> {
        self.counted().max_by_key(|(_, n)| *n)
    }

    /// The place and the figure of the last month that is counted.
    pub fn last(&self) -> Option<(usize, u64)> {
        self.counted().next_back()
    }

    /// How many each of so many levels stands for, so that the highest figure needs no more of them.
    pub fn step(&self, levels: usize) -> u64 {
        let most = self.most().map_or(0, |(_, n)| n);
        most.div_ceil(levels.max(1) as u64).max(1)
    }

    fn counted(&self) -> impl DoubleEndedIterator<Item = (usize, u64)> {
        let figures: Vec<Cell> = self.figures().collect();
        figures
            .into_iter()
            .enumerate()
            .filter_map(|(at, n)| Some((at, n?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn it_ends_with_the_last_month_that_is_counted() {
        for (period, today, from, to) in [
            ("2022H1", "2022-09-30", "2020-10-01", "2022-09-30"),
            ("2022H1", "2022-08-10", "2020-09-01", "2022-08-31"),
            ("2022H1", "2024-01-01", "2020-10-01", "2022-09-30"),
            ("2022-04-01..2022-05-15", "2022-09-30", "2020-06-01", "2022-05-31"),
        ] {
            let period = Period::parse(period, day(today)).expect("a period");
            let asked = query(&period, day(today), Filter::everything(), Count::Contacts).period;
            assert_eq!((asked.from, asked.to), (day(from), day(to)), "{period:?} {today}");
            assert_eq!(asked.months().len(), MONTHS);
        }
        let first = Period::month_of(crate::domain::date::FIRST_DAY);
        let asked = query(&first, day("2022-09-30"), Filter::everything(), Count::Contacts);
        assert!(asked.period.from <= asked.period.to);
    }
}
