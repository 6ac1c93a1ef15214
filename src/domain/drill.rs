//! What stands behind a figure: the days and the filter of exactly the records that it counts.

use std::ops::Range;

use chrono::NaiveDate;

use super::axis::{Axis, Bucket, Filter};
use super::period::{Period, Span};
use super::tally::{Cell, Count, Line, Table};

/// A figure's place in a table; the default is the grand total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The rows that it stands for: one, or several folded together; `None` is the foot.
    pub rows: Option<Range<usize>>,
    /// The columns, likewise; `None` is the total at the end of the line.
    pub columns: Option<Range<usize>>,
    /// Whether it is the figure of the span compared with.
    pub is_before: bool,
}

/// Which records a figure counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    /// The days: the table's, of a month's row that month's.
    pub period: Period,
    /// The last day counted, where the period runs on beyond it.
    pub until: Option<NaiveDate>,
    /// What they must hold.
    pub filter: Filter,
}

impl Table {
    /// The figure at a place, folded ones summed; `None` where it is not applicable or not there.
    pub fn figure(&self, place: &Place) -> Cell {
        let lines: Vec<&Line> = match &place.rows {
            Some(rows) => {
                let rows = self.rows.get(rows.clone())?.iter();
                let before = rows.clone().filter_map(|row| row.before.as_ref());
                if place.is_before {
                    before.collect()
                } else {
                    rows.map(|row| &row.line).collect()
                }
            }
            None if place.is_before => vec![self.total_before.as_ref()?],
            None => vec![&self.total],
        };
        let cells = lines.into_iter().flat_map(|line| match &place.columns {
            Some(columns) => line.cells.get(columns.clone()).unwrap_or_default(),
            None => std::slice::from_ref(&line.total),
        });
        cells.flatten().copied().reduce(|sum, figure| sum + figure)
    }

    /// The records behind the figure at a place: as many as it says. `None` where it is not applicable,
    /// and where no list can be as long as it: of cases, and of folded answers on an axis with several,
    /// which count a record more than once.
    pub fn drill(&self, place: &Place) -> Option<Drill> {
        self.figure(place)?;
        if self.query.count == Count::People {
            return None;
        }
        let (span, last) = match self.compared {
            Some(compared) if place.is_before => (compared, compared.to),
            _ => (self.query.period, self.as_of),
        };
        let mut drill = Drill {
            period: span,
            until: None,
            filter: self.query.filter.clone(),
        };
        let rows = self.rows.iter().map(|row| &row.bucket).collect();
        drill.narrow(Some(self.query.rows), &place.rows, rows, &span)?;
        drill.narrow(
            self.query.cols,
            &place.columns,
            self.columns.iter().collect(),
            &span,
        )?;
        drill.until = (last < drill.period.to).then_some(last);
        Some(drill)
    }
}

impl Drill {
    /// Narrows it to some buckets of an axis; `None` where they may share records.
    fn narrow(
        &mut self,
        axis: Option<Axis>,
        at: &Option<Range<usize>>,
        buckets: Vec<&Bucket>,
        span: &Period,
    ) -> Option<()> {
        let (Some(axis), Some(at)) = (axis, at.clone()) else {
            return Some(());
        };
        if axis.has_multiple_answers() && at.len() > 1 {
            return None;
        }
        // A time has a place of its own in each of the two spans: the n-th stands against the n-th.
        // What has no time stands after the last one, and no record is without.
        let units = units(axis, span);
        match units.get(at.start..at.end.min(units.len())) {
            Some([first, others @ ..]) if self.period == *span => {
                self.period = joined(first, others.last().unwrap_or(first), span);
            }
            Some(units @ [_, ..]) => {
                self.filter = self.filter.narrowed_to(axis, units.iter().map(Period::code));
            }
            _ => {
                let codes = buckets.get(at)?.iter().map(|bucket| bucket.code.clone());
                self.filter = self.filter.narrowed_to(axis, codes);
            }
        }
        Some(())
    }
}

/// The months or quarters that a span touches; none of any other axis.
fn units(axis: Axis, span: &Period) -> Vec<Period> {
    let of = match axis {
        Axis::Month => Period::month_of,
        Axis::Quarter => Period::quarter_of,
        _ => return Vec::new(),
    };
    let days = span
        .months()
        .into_iter()
        .filter_map(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
    let mut units: Vec<Period> = days.map(of).collect();
    units.dedup();
    units
}

/// From the first of some units to the last, cut to the span; whole ones stay what they are.
fn joined(first: &Period, last: &Period, span: &Period) -> Period {
    if first == last && span.from <= first.from && last.to <= span.to {
        return *first;
    }
    Period {
        from: first.from.max(span.from),
        to: last.to.min(span.to),
        span: Span::Free,
    }
}
