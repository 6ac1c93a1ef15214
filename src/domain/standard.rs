//! The standard tables: those of the prefecture's printed report, and what the first screen adds.

use chrono::NaiveDate;

use super::axis::{Axis, Filter};
use super::list::{FAMILY, STAKEHOLDER};
use super::period::Period;
use super::tally::{Count, Query, Table};

/// The two tables of center by channel and the stakeholders' fields by center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// The days.
    pub period: Period,
    /// The last day that is counted.
    pub as_of: NaiveDate,
    /// 本人・家族: center by channel.
    pub family: Table,
    /// 関係者等: center by channel, with the same columns.
    pub stakeholder: Table,
    /// 関係者等の内訳: center by field; adds up to the stakeholders' total.
    pub fields: Table,
    /// Consultations in the two tables.
    pub records: u64,
    /// Consultations dated after "as of": not counted.
    pub later: u64,
}

/// Which of the standard tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 本人・家族
    Family,
    /// 関係者等
    Stakeholder,
    /// 関係者等の内訳
    Fields,
}

impl Part {
    /// The three tables, in their order.
    pub const ALL: [Self; 3] = [Self::Family, Self::Stakeholder, Self::Fields];

    /// The question that the table answers.
    pub fn query(self, period: Period, filter: &Filter) -> Query {
        let (party, cols) = match self {
            Self::Family => (FAMILY, Axis::Channel),
            Self::Stakeholder => (STAKEHOLDER, Axis::Channel),
            Self::Fields => (STAKEHOLDER, Axis::Field),
        };
        Query {
            period,
            filter: filter.narrowed(Axis::Party, party),
            rows: Axis::Center,
            cols: Some(cols),
            count: Count::Contacts,
        }
    }
}

/// What is due, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Open and past their day.
    pub overdue: u64,
    /// Open and due today.
    pub today: u64,
    /// Open and due later in this week, Sunday included.
    pub week: u64,
}

/// What the first screen shows of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The tables, compared with the same span a year earlier.
    pub standard: Standard,
    /// Consultations by month.
    pub months: Table,
    /// Follow-ups.
    pub due: Due,
}

impl Standard {
    /// Whether every table ties, and the fields with the stakeholders.
    pub fn ties(&self) -> bool {
        let tables = [&self.family, &self.stakeholder, &self.fields];
        tables.iter().all(|table| table.proof().ties)
            && self.fields.total.total == self.stakeholder.total.total
            && self.family.records + self.stakeholder.records == self.records
    }
}
