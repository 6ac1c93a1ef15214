//! The axes by which consultations are counted, and the filters that both figures and lists carry.

use chrono::NaiveDate;

use super::date::month_end;
use super::field::Field;
use super::list::{ALL, CONSULTATION, Item, Label, List, NONE, Shown};
use super::period::Period;
use super::profile::Profile;

/// What a tally can be broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// 業務区分
    Kind,
    /// センター
    Center,
    /// 相談者区分
    Party,
    /// 続柄
    Relation,
    /// 分野
    Field,
    /// 相談方法
    Channel,
    /// 市町
    Municipality,
    /// 圏域
    Area,
    /// 相談内容, several answers.
    Topic,
    /// 主な内容
    MainTopic,
    /// 医療的ケア, several answers.
    Care,
    /// Age bands.
    Age,
    /// New or continuing, by the profile's rule.
    Newness,
    /// 対応結果, several answers.
    Outcome,
    /// 状態
    State,
    /// 連携先, several answers.
    Linked,
    /// 担当
    Staff,
    /// Calendar months.
    Month,
    /// Quarters of the fiscal year.
    Quarter,
    /// Days of the week.
    Weekday,
    /// Hours of the day.
    Hour,
    /// ケース
    Case,
}

/// Where an axis takes its answer from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A field with one answer from a list.
    One(Field, List),
    /// A field with several answers from a list.
    Many(Field, List),
    /// The municipality's area.
    Area,
    /// The age band on the day.
    Age,
    /// The profile's rule.
    Newness,
    /// The staff list.
    Staff,
    /// The cases.
    Case,
    /// The date or the time.
    Clock,
}

impl Axis {
    /// All axes, in the order in which they are offered.
    pub const ALL: [Self; 22] = [
        Self::Kind,
        Self::Center,
        Self::Party,
        Self::Relation,
        Self::Field,
        Self::Channel,
        Self::Municipality,
        Self::Area,
        Self::Topic,
        Self::MainTopic,
        Self::Care,
        Self::Age,
        Self::Newness,
        Self::Outcome,
        Self::State,
        Self::Linked,
        Self::Staff,
        Self::Month,
        Self::Quarter,
        Self::Weekday,
        Self::Hour,
        Self::Case,
    ];

    /// The axis's code on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Age => "age",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
            Self::Kind => Field::Kind.code(),
            Self::Center => Field::Center.code(),
            Self::Party => Field::Party.code(),
            Self::Relation => Field::Relation.code(),
            Self::Field => Field::Field.code(),
            Self::Channel => Field::Channel.code(),
            Self::Municipality => Field::Municipality.code(),
            Self::Topic => Field::Topic.code(),
            Self::MainTopic => Field::MainTopic.code(),
            Self::Care => Field::Care.code(),
            Self::Newness => Field::Newness.code(),
            Self::Outcome => Field::Outcome.code(),
            Self::State => Field::State.code(),
            Self::Linked => Field::Linked.code(),
            Self::Staff => Field::Staff.code(),
            Self::Case => Field::Case.code(),
        }
    }

    /// The axis of that code; `-` and `_` are the same.
    pub fn by_code(code: &str) -> Option<Self> {
        let code = code.trim().to_lowercase().replace('-', "_");
        Self::ALL.into_iter().find(|axis| axis.code() == code)
    }

    /// Where the axis takes its answer from.
    pub fn source(self) -> Source {
        match self {
            Self::Kind => Source::One(Field::Kind, List::Kind),
            Self::Center => Source::One(Field::Center, List::Center),
            Self::Party => Source::One(Field::Party, List::Party),
            Self::Relation => Source::One(Field::Relation, List::Relation),
            Self::Field => Source::One(Field::Field, List::Field),
            Self::Channel => Source::One(Field::Channel, List::Channel),
            Self::Municipality => Source::One(Field::Municipality, List::Municipality),
            Self::MainTopic => Source::One(Field::MainTopic, List::Topic),
            Self::State => Source::One(Field::State, List::State),
            Self::Topic => Source::Many(Field::Topic, List::Topic),
            Self::Care => Source::Many(Field::Care, List::Care),
            Self::Outcome => Source::Many(Field::Outcome, List::Outcome),
            Self::Linked => Source::Many(Field::Linked, List::Linked),
            Self::Area => Source::Area,
            Self::Age => Source::Age,
            Self::Newness => Source::Newness,
            Self::Staff => Source::Staff,
            Self::Case => Source::Case,
            Self::Month | Self::Quarter | Self::Weekday | Self::Hour => Source::Clock,
        }
    }

    /// The list that the axis's codes come from, if any.
    pub fn list(self) -> Option<List> {
        match self.source() {
            Source::One(_, list) | Source::Many(_, list) => Some(list),
            Source::Area => Some(List::Area),
            Source::Age => Some(List::Age),
            Source::Newness => Some(List::Newness),
            Source::Staff | Source::Case | Source::Clock => None,
        }
    }

    /// Whether one consultation may have several answers on it.
    pub fn has_multiple_answers(self) -> bool {
        matches!(self.source(), Source::Many(..))
    }
}

/// One place on an axis: a row or a column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its code: an item's, `none`, or that of a time (`2024-04`, `2024Q1`, `mon`, `09`).
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// Whether it stands in the table when it is zero.
    pub shown: Shown,
    /// First day on which it can hold anything.
    pub from: Option<NaiveDate>,
    /// Last day on which it can hold anything.
    pub to: Option<NaiveDate>,
}

/// What a bucket is called, before a language is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// An item's label.
    Item(Label),
    /// No answer on that axis.
    None(Axis),
    /// A calendar month.
    Month(i32, u32),
    /// A quarter of a fiscal year.
    Quarter(i32, u32),
    /// A day of the week, 0 = Monday.
    Weekday(u8),
    /// An hour of the day.
    Hour(u8),
    /// A case's or staff member's code.
    Code,
}

impl Bucket {
    /// The bucket of a list's item.
    pub fn of_item(item: &Item) -> Self {
        // What is offered nowhere any more is still counted where it was recorded.
        let shown = if item.shown == Shown::Always {
            Shown::Always
        } else {
            Shown::Nonzero
        };
        Self {
            code: item.code.to_string(),
            name: Name::Item(item.label.clone()),
            shown,
            from: item.from,
            to: item.to,
        }
    }

    /// A bucket that has a code and a name only.
    pub fn plain(code: String, name: Name, shown: Shown) -> Self {
        Self {
            code,
            name,
            shown,
            from: None,
            to: None,
        }
    }

    /// The same, holding the days of so many calendar months from one of them on, within a year.
    fn of_months(self, year: i32, month: u32, months: u32) -> Self {
        let first = |month| NaiveDate::from_ymd_opt(year, month, 1);
        Self {
            from: first(month),
            to: first(month + months - 1).map(month_end),
            ..self
        }
    }

    /// The bucket of what has no answer.
    pub fn none(axis: Axis) -> Self {
        Self::plain(NONE.to_owned(), Name::None(axis), Shown::Nonzero)
    }
}

/// Days of the week, Monday first, as codes.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The code of a calendar month.
pub fn month_code(year: i32, month: u32) -> String {
    format!("{year:04}-{month:02}")
}

/// The quarter of the fiscal year that a calendar month falls into: (fiscal year, 1 to 4).
pub fn quarter_of_month(year: i32, month: u32) -> (i32, u32) {
    if month < 4 {
        (year - 1, 4)
    } else {
        (year, (month - 4) / 3 + 1)
    }
}

/// The buckets that are known before anything is counted, in their order, `none` last. The axes of
/// cases and staff have only `none` here: theirs come from the ledger.
pub fn buckets(axis: Axis, profile: &Profile, period: &Period) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = match (axis, axis.list()) {
        (_, Some(list)) => profile.items(list).iter().map(Bucket::of_item).collect(),
        (Axis::Month, _) => period
            .months()
            .into_iter()
            .map(|(y, m)| {
                Bucket::plain(month_code(y, m), Name::Month(y, m), Shown::Always).of_months(y, m, 1)
            })
            .collect(),
        (Axis::Quarter, _) => {
            let mut quarters: Vec<_> = period
                .months()
                .into_iter()
                .map(|(y, m)| quarter_of_month(y, m))
                .collect();
            quarters.dedup();
            let bucket = |(y, q): (i32, u32)| {
                let (year, month) = if q == 4 { (y + 1, 1) } else { (y, q * 3 + 1) };
                let bucket = Bucket::plain(format!("{y:04}Q{q}"), Name::Quarter(y, q), Shown::Always);
                bucket.of_months(year, month, 3)
            };
            quarters.into_iter().map(bucket).collect()
        }
        (Axis::Weekday, _) => WEEKDAYS
            .iter()
            .zip(0..)
            .map(|(code, day)| Bucket::plain((*code).to_owned(), Name::Weekday(day), Shown::Always))
            .collect(),
        (Axis::Hour, _) => (0..24)
            .map(|hour| Bucket::plain(format!("{hour:02}"), Name::Hour(hour), Shown::Nonzero))
            .collect(),
        _ => Vec::new(),
    };
    buckets.push(Bucket::none(axis));
    buckets
}

/// Which consultations count: of each clause one code must hold; no clause means all.
/// It travels from a figure to the records behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    clauses: Vec<(Axis, Vec<String>)>,
}

impl Filter {
    /// No restriction.
    pub fn everything() -> Self {
        Self::default()
    }

    /// The filter of every figure unless told otherwise: the kind consultation only.
    pub fn consultations() -> Self {
        Self::default().narrowed(Axis::Kind, CONSULTATION)
    }

    /// Allows a code on an axis: more codes on one axis mean either, several axes all of them.
    pub fn allow(&mut self, axis: Axis, code: &str) {
        match self.clauses.iter_mut().find(|(known, _)| *known == axis) {
            Some((_, codes)) if codes.iter().any(|known| known == code) => {}
            Some((_, codes)) => codes.push(code.to_owned()),
            None => self.clauses.push((axis, vec![code.to_owned()])),
        }
    }

    /// The same filter and one code more that must hold: what stands behind a figure. On an axis
    /// with several answers it adds to what the filter asks of that axis already.
    #[must_use]
    pub fn narrowed(&self, axis: Axis, code: &str) -> Self {
        self.narrowed_to(axis, [code.to_owned()])
    }

    /// The same filter, and one of several codes more that must hold: what stands behind folded figures.
    #[must_use]
    pub fn narrowed_to(&self, axis: Axis, codes: impl IntoIterator<Item = String>) -> Self {
        let mut filter = self.clone();
        filter.clauses.push((axis, codes.into_iter().collect()));
        filter
    }

    /// The same filter without its last clause; `None` where it has none.
    #[must_use]
    pub fn widened(&self) -> Option<Self> {
        let mut filter = self.clone();
        filter.clauses.pop()?;
        Some(filter)
    }

    /// The clauses that restrict anything.
    pub fn clauses(&self) -> impl Iterator<Item = (Axis, &[String])> {
        let restricting = self
            .clauses
            .iter()
            .filter(|(_, codes)| !codes.iter().any(|code| code == ALL));
        restricting.map(|(axis, codes)| (*axis, codes.as_slice()))
    }

    /// Whether the axis is named at all, be it with every code.
    pub fn names(&self, axis: Axis) -> bool {
        self.clauses.iter().any(|(known, _)| *known == axis)
    }

    /// The filter of a tally of these axes: consultations only, unless the filter says something of kinds
    /// or they are what is counted.
    #[must_use]
    pub fn of_tally(self, rows: Axis, cols: Option<Axis>) -> Self {
        if rows == Axis::Kind || cols == Some(Axis::Kind) {
            self
        } else {
            self.or_consultations()
        }
    }

    /// The kind consultation only, unless the filter says something of kinds.
    #[must_use]
    pub fn or_consultations(self) -> Self {
        if self.names(Axis::Kind) {
            self
        } else {
            self.narrowed(Axis::Kind, CONSULTATION)
        }
    }
}
