//! The meeting's packet (会議資料): what the operations meeting gets for a month or a half-year, as values.
//! Every format is written from one [`Packet`]; its order is that of Yamaguchi prefecture's report.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::activity::Activities;
use super::axis::Axis;
use super::case::Age;
use super::closing::{Revision, unit};
use super::follow_up::FollowUp;
use super::list::Code;
use super::nameless::Names;
use super::period::{Period, Span};
use super::standard::{Part, Standard};
use super::tally::Table;

/// A part of the packet that can be left out and can carry a remark, in the order of the packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The centers, their hours and how to reach them.
    Centers,
    /// The half-year's running tables, as the prefecture prints them.
    Running,
    /// 年度累計: the same tables since April.
    YearToDate,
    /// The month, beside the month before it and the same month a year earlier.
    Month,
    /// Consultations by month of the fiscal year, beside the year before.
    Months,
    /// What was asked.
    Topics,
    /// How the consultations came in.
    Channels,
    /// Where the children live.
    Areas,
    /// How old the children are.
    Ages,
    /// New and continuing.
    Newness,
    /// Cases that the meeting is to discuss.
    Cases,
    /// Follow-ups past their day.
    FollowUps,
    /// Activities held and coming.
    Activities,
    /// What is counted otherwise than it was closed.
    Changes,
}

impl Section {
    /// All of them, in their order.
    pub const ALL: [Self; 14] = [
        Self::Centers,
        Self::Running,
        Self::YearToDate,
        Self::Month,
        Self::Months,
        Self::Topics,
        Self::Channels,
        Self::Areas,
        Self::Ages,
        Self::Newness,
        Self::Cases,
        Self::FollowUps,
        Self::Activities,
        Self::Changes,
    ];

    /// Its code on the command line, in JSON and in the ledger.
    pub fn code(self) -> &'static str {
        match self {
            Self::Centers => "centers",
            Self::Running => "running",
            Self::YearToDate => "year_to_date",
            Self::Month => "month",
            Self::Months => "months",
            Self::Topics => "topics",
            Self::Channels => "channels",
            Self::Areas => "areas",
            Self::Ages => "ages",
            Self::Newness => "newness",
            Self::Cases => "cases",
            Self::FollowUps => "follow_ups",
            Self::Activities => "activities",
            Self::Changes => "changes",
        }
    }

    /// The name of one of its tables of figures in every format.
    pub fn table(self, part: Option<Part>) -> String {
        match part {
            Some(part) => format!("{}_{}", self.code(), part.code()),
            None => self.code().to_owned(),
        }
    }

    /// The section of that code; `-` does for `_`, as in options.
    pub fn by_code(code: &str) -> Option<Self> {
        let code = code.trim().replace('-', "_");
        Self::ALL.into_iter().find(|section| section.code() == code)
    }

    /// The axis down the side of a breakdown; `None` of the sections that are none.
    pub fn axis(self) -> Option<Axis> {
        match self {
            Self::Topics => Some(Axis::Topic),
            Self::Channels => Some(Axis::Channel),
            Self::Areas => Some(Axis::Area),
            Self::Ages => Some(Axis::Age),
            Self::Newness => Some(Axis::Newness),
            _ => None,
        }
    }
}

/// What somebody wrote under a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it says.
    pub text: String,
    /// Whether it stands in the place of the sentences that are made from the figures.
    pub replaces: bool,
}

/// What somebody set for one section of a packet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// Whether it is left out: of this packet and of every other one.
    pub is_off: bool,
    /// A remark under it, such as 欠員のため減少.
    pub remark: Option<String>,
    /// Whether the remark stands in the place of the sentences that are made from the figures.
    pub replaces: bool,
}

/// What is set for the sections of one packet; a section that is not there is as it comes.
pub type Settings = BTreeMap<Section, Setting>;

/// A case that the meeting is to discuss: marked for it (検討事項), with a consent that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discussed {
    /// The pseudonymous code.
    pub code: String,
    /// What is to be discussed, without the names that stand in the file.
    pub subject: String,
    /// Whether such a name was left out of it.
    pub has_name: bool,
    /// The age on the packet's day, where the date of birth is known.
    pub age: Option<Age>,
    /// Where the child lives.
    pub municipality: Option<Code>,
    /// 医療的ケア
    pub care: Vec<Code>,
    /// Consultations of every kind since the fiscal year began.
    pub contacts: u64,
    /// The day of the latest of them at all.
    pub latest: Option<NaiveDate>,
}

/// One month against two others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthTables {
    /// Its tables, beside the month before it.
    pub beside_previous: Standard,
    /// The same tables, beside the same month a year earlier.
    pub beside_year: Standard,
}

/// Everything that the meeting gets. All figures are those of its `as_of`, and of the kind consultation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// The month or half-year that it is about.
    pub period: Period,
    /// The last day that is counted.
    pub as_of: NaiveDate,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// The half-year up to `as_of`, beside the same span a year earlier.
    pub running: Standard,
    /// The fiscal year up to `as_of`, beside the same span a year earlier.
    pub year_to_date: Standard,
    /// The month of `as_of`.
    pub month: MonthTables,
    /// The months of the fiscal year, beside those of the year before.
    pub months: Table,
    /// By what the period is broken down: each axis by center, beside the same span a year earlier.
    pub breakdowns: Vec<(Section, Table)>,
    /// Cases for discussion, by code.
    pub cases: Vec<Discussed>,
    /// Open cases that are marked for discussion, and not listed for want of a consent that holds.
    pub without_consent: u64,
    /// Open follow-ups past their day on `made_on`, the oldest first, [`LISTED`] at most.
    pub overdue: Vec<FollowUp>,
    /// How many there are.
    pub overdue_count: u64,
    /// Activities held and coming.
    pub activities: Activities,
    /// Every period of this fiscal year that is closed, by its end, with what is counted otherwise since
    /// (修正後); of the year before those that are counted otherwise.
    pub changes: Vec<Changes>,
    /// What is set for its sections.
    pub settings: Settings,
    /// The names that are hidden in its texts; its own cases and activities are without them already.
    pub names: Names,
}

/// A table of figures where it stands in a packet.
#[derive(Clone, Copy, Debug)]
pub struct PacketTable<'a> {
    /// Its section.
    pub section: Section,
    /// Which of the section's standard tables; `None` where it has one table.
    pub part: Option<Part>,
    /// The table.
    pub table: &'a Table,
    /// The same table beside the second of two earlier spans, where the section shows two.
    pub second: Option<&'a Table>,
}

impl PacketTable<'_> {
    /// Its name in every format.
    pub fn name(&self) -> String {
        self.section.table(self.part)
    }
}

/// A closed period with what is counted otherwise since; `None` where what was frozen is not as it was
/// written, and nothing can be compared with it.
pub type Changes = (Period, Option<Vec<Revision>>);

/// So many overdue follow-ups are listed at most; the rest are counted.
pub const LISTED: usize = 50;

/// Why there is no packet of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPacket {
    /// It is neither a month nor a half-year.
    Length,
    /// It has not begun.
    NotBegun,
    /// A table of it does not tie, and it is to be published.
    DoesNotTie,
}

/// The month whose packet is made where none is named: the one that ends today, else the last that is over.
pub fn usual_period(today: NaiveDate) -> Period {
    let month = Period::month_of(today);
    if month.to == today {
        month
    } else {
        month.previous()
    }
}

/// The month or half-year that a packet of a period is about, however it was typed.
///
/// # Errors
/// Why there is none.
pub fn accept(period: &Period, today: NaiveDate) -> Result<Period, NoPacket> {
    match unit(period) {
        Some(unit) if unit.from <= today => Ok(unit),
        Some(_) => Err(NoPacket::NotBegun),
        None => Err(NoPacket::Length),
    }
}

impl Packet {
    /// Whether a section is shown.
    pub fn shows(&self, section: Section) -> bool {
        !self.settings.get(&section).is_some_and(|setting| setting.is_off)
    }

    /// Whether a section goes outside at all: what is about single children or about corrections does not,
    /// nor in a month's packet any month but its own; of activities a remark alone would leave nothing.
    pub fn publishes(&self, section: Section) -> bool {
        match section {
            Section::Cases | Section::FollowUps | Section::Changes => false,
            Section::Running | Section::YearToDate | Section::Months => !self.is_of_month(),
            Section::Activities => !self.activities.is_empty(),
            _ => true,
        }
    }

    /// The packet of which the version for outside is made: that of a month holds no other month, not even by a
    /// row or a column that only another month fills.
    pub fn outside(&self) -> Cow<'_, Self> {
        if !self.is_of_month() {
            return Cow::Borrowed(self);
        }
        let month = self.month.beside_previous.alone();
        let breakdowns = self.breakdowns.iter();
        Cow::Owned(Self {
            month: MonthTables {
                beside_previous: month.clone(),
                beside_year: month,
            },
            breakdowns: breakdowns
                .map(|(section, table)| (*section, table.alone(&[])))
                .collect(),
            ..self.clone()
        })
    }

    /// Whether it is a month's. What of one goes outside holds that month alone: beside the packets of other
    /// months, sums and earlier figures would tell what was hidden there.
    pub fn is_of_month(&self) -> bool {
        self.period.span == Span::Month
    }

    /// Whether every table of figures ties: what does not must not go outside, as nobody knows what it tells.
    pub fn ties(&self) -> bool {
        let mut all = self
            .tables()
            .flat_map(|one| [one.table].into_iter().chain(one.second));
        all.all(|table| table.proof().ties)
    }

    /// Every table of figures, in the order of the packet.
    pub fn tables(&self) -> impl Iterator<Item = PacketTable<'_>> {
        let month = &self.month;
        let standards = [
            (Section::Running, &self.running, None),
            (Section::YearToDate, &self.year_to_date, None),
            (Section::Month, &month.beside_previous, Some(&month.beside_year)),
        ];
        let standard = standards.into_iter().flat_map(|(section, standard, second)| {
            let second = second.map(Standard::tables);
            standard
                .tables()
                .into_iter()
                .enumerate()
                .map(move |(at, (part, table))| PacketTable {
                    section,
                    part: Some(part),
                    table,
                    second: second.map(|tables| tables[at].1),
                })
        });
        let single = |(section, table)| PacketTable {
            section,
            part: None,
            table,
            second: None,
        };
        let breakdowns = self.breakdowns.iter().map(|(section, table)| (*section, table));
        let singles = std::iter::once((Section::Months, &self.months)).chain(breakdowns);
        standard.chain(singles.map(single))
    }

    /// The breakdown of a section.
    pub fn breakdown(&self, section: Section) -> Option<&Table> {
        let found = self.breakdowns.iter().find(|(of, _)| *of == section);
        found.map(|(_, table)| table)
    }
}

/// What a table says in one sentence: what is most frequent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Consultations counted.
    pub total: u64,
    /// The rows with the highest figures, the highest first, each with its figure: those that share the
    /// first place, then those of the second. What has no answer is not among them.
    pub top: Vec<(usize, u64)>,
}

/// How many rows a sentence names at most.
const NAMED: usize = 3;

impl Reading {
    /// Reads a table by its rows.
    pub fn of(table: &Table) -> Self {
        let none = table
            .rows
            .iter()
            .filter(|row| row.bucket.code == super::list::NONE);
        let none = none.filter_map(|row| row.line.total).max().unwrap_or(0);
        let figures = table.rows.iter().map(|row| row.line.total);
        let answered = table.rows.iter().map(|row| row.bucket.code != super::list::NONE);
        let answered = figures.zip(answered).map(|(n, is)| n.filter(|_| is));
        let read = Self::new(answered, table.total.total);
        // Where more have no answer than the most frequent one has, nobody knows which is.
        match read.top.first() {
            Some((_, highest)) if none > *highest => Self {
                top: Vec::new(),
                ..read
            },
            _ => read,
        }
    }

    /// Reads figures and their total.
    pub fn new(figures: impl Iterator<Item = Option<u64>>, total: Option<u64>) -> Self {
        let counted = figures.enumerate().filter_map(|(at, n)| Some((at, n?)));
        let mut top: Vec<(usize, u64)> = counted.filter(|(_, n)| *n > 0).collect();
        top.sort_by_key(|(at, n)| (std::cmp::Reverse(*n), *at));
        // A place shared by more than are named would single out some of them.
        let mut places: Vec<u64> = top.iter().map(|(_, n)| *n).collect();
        places.dedup();
        let share = |n: u64| top.iter().filter(|(_, other)| *other == n).count();
        let mut named = 0;
        for n in places.into_iter().take(2) {
            if named + share(n) > NAMED {
                break;
            }
            named += share(n);
        }
        top.truncate(named);
        Self {
            total: total.unwrap_or(0),
            top,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_usual_packet_is_that_of_the_month_that_is_over() {
        let code = |today| usual_period(day(today)).code();
        assert_eq!(code("2022-09-29"), "2022-08");
        assert_eq!(code("2022-09-30"), "2022-09");
        assert_eq!(code("2022-10-01"), "2022-09");
        assert_eq!(code("2023-01-15"), "2022-12");
    }

    #[test]
    fn there_are_packets_of_months_and_half_years_that_have_begun() {
        let accepted = |text: &str| {
            let unit = accept(
                &Period::parse(text, day("2022-09-15")).unwrap(),
                day("2022-09-15"),
            );
            unit.map(|unit| unit.code())
        };
        assert_eq!(accepted("2022-09"), Ok("2022-09".to_owned()));
        assert_eq!(accepted("2022H1"), Ok("2022H1".to_owned()));
        assert_eq!(accepted("2022-04-01..2022-04-30"), Ok("2022-04".to_owned()));
        assert_eq!(accepted("2022-04-01..2022-09-30"), Ok("2022H1".to_owned()));
        assert_eq!(accepted("2022-04-01..2022-04-29"), Err(NoPacket::Length));
        assert_eq!(accepted("2022Q1"), Err(NoPacket::Length));
        assert_eq!(accepted("2022"), Err(NoPacket::Length));
        assert_eq!(accepted("2022H2"), Err(NoPacket::NotBegun));
        assert_eq!(accepted("2022-10"), Err(NoPacket::NotBegun));
    }

    #[test]
    fn a_reading_names_the_first_two_places_unless_too_many_share_them() {
        let top = |figures: &[u64]| {
            let figures = figures.iter().map(|n| Some(*n));
            Reading::new(figures, None).top
        };
        assert_eq!(top(&[1, 5, 3]), [(1, 5), (2, 3)]);
        assert_eq!(top(&[5, 5, 3, 0]), [(0, 5), (1, 5), (2, 3)]);
        assert_eq!(top(&[5, 3, 3, 3]), [(0, 5)]);
        assert_eq!(top(&[2, 2, 2, 2]), []);
        assert_eq!(top(&[0, 0]), []);
        assert_eq!(top(&[7]), [(0, 7)]);
    }

    #[test]
    fn every_section_is_found_by_its_code() {
        for section in Section::ALL {
            assert_eq!(Section::by_code(section.code()), Some(section));
        }
        assert_eq!(Section::by_code("year-to-date"), Some(Section::YearToDate));
    }
}
