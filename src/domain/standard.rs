//! The standard tables: those of the prefecture's printed report, and what the first screen adds.

use chrono::{Datelike, Days, NaiveDate};

use super::axis::{Axis, Filter};
use super::follow_up::FollowUp;
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

impl Standard {
    /// The tables without the span that they are compared with ([`Table::alone`]).
    #[must_use]
    pub fn alone(&self) -> Self {
        Self {
            family: self.family.alone(&[&self.stakeholder]),
            stakeholder: self.stakeholder.alone(&[&self.family]),
            fields: self.fields.alone(&[]),
            ..self.clone()
        }
    }

    /// The three tables with what they are, in their order.
    pub fn tables(&self) -> [(Part, &Table); 3] {
        [
            (Part::Family, &self.family),
            (Part::Stakeholder, &self.stakeholder),
            (Part::Fields, &self.fields),
        ]
    }
}

/// Which of the standard tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

    /// Its code in JSON, and in what was closed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Stakeholder => "stakeholder",
            Self::Fields => "fields",
        }
    }

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

/// When a follow-up is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Before today.
    Overdue,
    /// Today.
    Today,
    /// Later in this week, Sunday included.
    Week,
}

/// Which of the open follow-ups, as they stand on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DueOn {
    /// When they are due.
    pub when: When,
    /// The day that is today.
    pub today: NaiveDate,
}

impl When {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Overdue, Self::Today, Self::Week];
}

impl DueOn {
    /// The first and the last of the days; in the wrong order where there is none, as on a Sunday,
    /// after which nothing of the week is left.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        let later = |days: u32| {
            let day = self.today.checked_add_days(Days::new(days.into()));
            day.unwrap_or(self.today)
        };
        match self.when {
            When::Overdue => (NaiveDate::MIN, self.today.pred_opt().unwrap_or(NaiveDate::MIN)),
            When::Today => (self.today, self.today),
            When::Week => (later(1), later(6 - self.today.weekday().num_days_from_monday())),
        }
    }
}

impl Due {
    /// One of the three figures.
    pub fn figure(&self, when: When) -> u64 {
        match when {
            When::Overdue => self.overdue,
            When::Today => self.today,
            When::Week => self.week,
        }
    }
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
    /// The most urgent of them, as many as were asked for.
    pub follow_ups: Vec<FollowUp>,
    /// What is closed of the period: itself, months in it, what it lies in.
    pub closed: Vec<Period>,
    /// What is closed of the half-year that is over: what one may want to close next.
    pub closed_before: Vec<Period>,
    /// Whether the whole period is closed, and one of these tables counts otherwise since.
    pub is_revised: bool,
}

impl Overview {
    /// Where the whole period is closed, and nothing less: whether it counts otherwise since.
    pub fn closed(&self) -> Option<bool> {
        self.closed
            .contains(&self.standard.period)
            .then_some(self.is_revised)
    }
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
