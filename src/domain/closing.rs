//! Closing (締め): what was reported for a month or a half-year is frozen, and compared with what is
//! counted today (修正後).

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::axis::{Axis, Filter};
use super::period::Period;
use super::standard::Part;
use super::tally::{Count, Line, Query, Table};

/// A table that is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reported {
    /// One of the standard tables.
    Standard(Part),
    /// The consultations by one axis.
    By(Axis),
}

/// The tables that are frozen, in their order: those of the packet.
pub const TABLES: [Reported; 9] = [
    Reported::Standard(Part::Family),
    Reported::Standard(Part::Stakeholder),
    Reported::Standard(Part::Fields),
    Reported::By(Axis::Month),
    Reported::By(Axis::Topic),
    Reported::By(Axis::Channel),
    Reported::By(Axis::Area),
    Reported::By(Axis::Age),
    Reported::By(Axis::Newness),
];

impl Reported {
    /// Its code: a standard table's, else the axis's.
    pub fn code(self) -> &'static str {
        match self {
            Self::Standard(part) => part.code(),
            Self::By(axis) => axis.code(),
        }
    }

    /// The table of that code.
    pub fn by_code(code: &str) -> Option<Self> {
        TABLES.into_iter().find(|table| table.code() == code)
    }

    /// The question that the table answers: contacts, of the kind consultation.
    pub fn query(self, period: Period) -> Query {
        let filter = Filter::consultations();
        match self {
            Self::Standard(part) => part.query(period, &filter),
            Self::By(rows) => Query {
                period,
                filter,
                rows,
                cols: None,
                count: Count::Contacts,
            },
        }
    }
}

/// A period that was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// A calendar month or a half-year.
    pub period: Period,
    /// When, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Who: a staff code.
    pub who: String,
    /// The hash of the journal's last entry before it: what was known then.
    pub head: [u8; 32],
    /// What was reported.
    pub figures: Figures,
    /// Whether it was opened again.
    pub is_reopened: bool,
}

/// The calendar month or half-year that a period is, however it was typed; `None` for any other, which
/// cannot be closed.
pub fn unit(period: &Period) -> Option<Period> {
    let same = |unit: &Period| (unit.from, unit.to) == (period.from, period.to);
    let units = [Period::month_of(period.from), Period::half_of(period.from)];
    units.into_iter().find(same)
}

/// Whether nothing of a period is still to come: from its last day on, when its figures are said to be
/// those of its end (rule 8).
pub fn is_over(period: &Period, today: NaiveDate) -> bool {
    period.as_of(today) == period.to
}

/// The half-year and the month before today's: those that were over last.
pub fn last_over(today: NaiveDate) -> Vec<Period> {
    let units = [Period::half_of(today), Period::month_of(today)];
    units.map(|unit| unit.previous()).to_vec()
}

/// The units that one may want to close while a period is shown: itself, and the last month of it that
/// is over.
pub fn closable(period: &Period, today: NaiveDate) -> Vec<Period> {
    let whole = unit(period).filter(|unit| is_over(unit, today));
    let months = period.months();
    let month = months.iter().rev().find_map(|&(year, month)| {
        let month = Period::month(year, month).ok()?;
        is_over(&month, today).then_some(month)
    });
    let month = month.filter(|month| Some(*month) != whole);
    whole.into_iter().chain(month).collect()
}

/// The form in which figures are written. Another one reads this one still.
const VERSION: u32 = 1;

/// Tables as codes and numbers: neither labels nor what follows from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    version: u32,
    tables: Vec<Frozen>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Frozen {
    table: String,
    columns: Vec<String>,
    rows: Vec<FrozenRow>,
    total: FrozenLine,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FrozenRow {
    row: String,
    #[serde(flatten)]
    line: FrozenLine,
}

/// A line of figures; null is not applicable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FrozenLine {
    cells: Vec<Option<u64>>,
    total: Option<u64>,
}

impl From<&Line> for FrozenLine {
    fn from(line: &Line) -> Self {
        Self {
            cells: line.cells.clone(),
            total: line.total,
        }
    }
}

/// A cell that is another today: of which table, in which row and column, from what to what. Without a
/// row it is of the foot, without a column a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The table.
    pub table: Reported,
    /// The row's code.
    pub row: Option<String>,
    /// The column's code.
    pub column: Option<String>,
    /// As it was closed; 0 where nothing stood.
    pub before: u64,
    /// As it is counted today; 0 where nothing stands.
    pub after: u64,
}

impl Figures {
    /// The figures of tables.
    pub fn of(tables: &[(Reported, Table)]) -> Self {
        let tables = tables.iter().map(|(reported, table)| Frozen {
            table: reported.code().to_owned(),
            columns: table.columns.iter().map(|bucket| bucket.code.clone()).collect(),
            rows: table
                .rows
                .iter()
                .map(|row| FrozenRow {
                    row: row.bucket.code.clone(),
                    line: (&row.line).into(),
                })
                .collect(),
            total: (&table.total).into(),
        });
        Self {
            version: VERSION,
            tables: tables.collect(),
        }
    }

    /// The text in which they are kept: JSON, the same for the same figures.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads the text again; `None` where it is none, or of a form that this program does not know.
    pub fn from_json(text: &str) -> Option<Self> {
        let figures: Self = serde_json::from_str(text).ok()?;
        (figures.version == VERSION).then_some(figures)
    }

    /// Consultations counted.
    pub fn records(&self) -> u64 {
        let channel = Reported::By(Axis::Channel).code();
        let table = self.tables.iter().find(|table| table.table == channel);
        table.and_then(|table| table.total.total).unwrap_or(0)
    }

    /// The tables that stand in it.
    pub fn tables(&self) -> impl Iterator<Item = Reported> {
        self.tables
            .iter()
            .filter_map(|table| Reported::by_code(&table.table))
    }

    /// A figure; 0 where none stands. Without a row it is of the foot, without a column a total.
    pub fn figure(&self, table: Reported, row: Option<&str>, column: Option<&str>) -> u64 {
        let found = self.tables.iter().find(|frozen| frozen.table == table.code());
        found.map_or(0, |frozen| frozen.by_code().figure(row, column))
    }

    /// Every cell that is another now, in the order of the tables, each with its margins last.
    pub fn revisions(&self, now: &Self) -> Vec<Revision> {
        let mut found = Vec::new();
        for before in &self.tables {
            let after = now.tables.iter().find(|after| after.table == before.table);
            let known = Reported::by_code(&before.table);
            if let (Some(after), Some(table)) = (after, known) {
                before.revisions(after, table, &mut found);
            }
        }
        found
    }
}

/// A table's lines by the codes of rows and columns.
struct ByCode<'a> {
    rows: HashMap<&'a str, &'a FrozenLine>,
    columns: HashMap<&'a str, usize>,
    total: &'a FrozenLine,
}

impl ByCode<'_> {
    fn figure(&self, row: Option<&str>, column: Option<&str>) -> u64 {
        let line = row.map_or(Some(self.total), |row| self.rows.get(row).copied());
        let cell = line.and_then(|line| match column {
            None => line.total,
            Some(column) => line.cells.get(*self.columns.get(column)?).copied().flatten(),
        });
        cell.unwrap_or(0)
    }
}

impl Frozen {
    fn by_code(&self) -> ByCode<'_> {
        let columns = self.columns.iter().zip(0..);
        ByCode {
            rows: self
                .rows
                .iter()
                .map(|row| (row.row.as_str(), &row.line))
                .collect(),
            columns: columns.map(|(code, at)| (code.as_str(), at)).collect(),
            total: &self.total,
        }
    }

    fn revisions(&self, now: &Self, table: Reported, found: &mut Vec<Revision>) {
        let (then, today) = (self.by_code(), now.by_code());
        let rows = |frozen: &Self| frozen.rows.iter().map(|row| row.row.clone()).collect();
        let rows = both(rows(now), rows(self));
        let columns = both(now.columns.clone(), self.columns.clone());
        for row in &rows {
            for column in &columns {
                let figure = |figures: &ByCode<'_>| figures.figure(row.as_deref(), column.as_deref());
                let (before, after) = (figure(&then), figure(&today));
                if before != after {
                    found.push(Revision {
                        table,
                        row: row.clone(),
                        column: column.clone(),
                        before,
                        after,
                    });
                }
            }
        }
    }
}

/// The codes of today, those that stand there no more, and the margin.
fn both(now: Vec<String>, then: Vec<String>) -> Vec<Option<String>> {
    let gone: Vec<String> = then.into_iter().filter(|code| !now.contains(code)).collect();
    let codes = now.into_iter().chain(gone).map(Some);
    codes.chain([None]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_month_and_a_half_year_can_be_closed_however_they_are_typed() {
        let today = day("2022-10-05");
        for (typed, code) in [
            ("2022-09", Some("2022-09")),
            ("R4上", Some("2022H1")),
            ("先月", Some("2022-09")),
            ("last", Some("2022H1")),
            ("2022-04-01..2022-09-30", Some("2022H1")),
            ("2022-09-01..2022-09-30", Some("2022-09")),
            ("2022", None),
            ("2022Q1", None),
            ("2022ytd", None),
            ("2022-09-01..2022-09-29", None),
        ] {
            let period = Period::parse(typed, today).expect("a period");
            let unit = unit(&period);
            assert_eq!(unit.map(|unit| unit.code()).as_deref(), code, "{typed}");
        }
    }

    #[test]
    fn what_can_be_closed_is_over() {
        let closable = |period: &str, today: &str| {
            let today = day(today);
            let period = Period::parse(period, today).expect("a period");
            let units = closable(&period, today).into_iter();
            units.map(|unit| unit.code()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(closable("2022H1", "2022-10-01"), "2022H1 2022-09");
        assert_eq!(closable("2022H1", "2022-09-30"), "2022H1 2022-09");
        assert_eq!(closable("2022H1", "2022-09-29"), "2022-08");
        assert_eq!(closable("2022H1", "2022-04-10"), "");
        let last: Vec<_> = last_over(day("2022-10-03")).iter().map(Period::code).collect();
        assert_eq!(last, ["2022H1", "2022-09"]);
        assert_eq!(closable("2022ytd", "2022-09-29"), "2022-08");
        assert_eq!(closable("2022-08", "2022-09-29"), "2022-08");
    }
}
