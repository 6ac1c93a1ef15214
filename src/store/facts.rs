//! Reading the covering index: the coded facts of every record in a span, and the place that each
//! fact has on an axis. Figures and lists both come from here, so that they cannot differ.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::Datelike;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::Ledger;
use super::case::First;
use super::count::COUNTED;
use super::fault::fault;
use super::files::ByCase;
use super::record::{answer_axis, day_number, day_of};
use crate::domain::axis::{Axis, Bucket, Name, Source, buckets, month_code};
use crate::domain::case::Age;
use crate::domain::date::Birth;
use crate::domain::field::Field;
use crate::domain::list::{CONTINUING, List, NEW, Shown};
use crate::domain::period::Period;
use crate::domain::profile::AgeRule;
use crate::error::{Damage, Error, Result};

/// A column of the covering index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Col {
    Day,
    Minute,
    Kind,
    Center,
    Party,
    Relation,
    Field,
    Channel,
    Municipality,
    MainTopic,
    State,
    Newness,
    ChildAge,
    Staff,
    Case,
}

impl Col {
    pub const COUNT: usize = Self::Case as usize + 1;

    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Minute => "minute",
            Self::Newness => "newness_entered",
            Self::Staff => "staff",
            Self::Case => "case_seq",
            Self::Kind => Field::Kind.code(),
            Self::Center => Field::Center.code(),
            Self::Party => Field::Party.code(),
            Self::Relation => Field::Relation.code(),
            Self::Field => Field::Field.code(),
            Self::Channel => Field::Channel.code(),
            Self::Municipality => Field::Municipality.code(),
            Self::MainTopic => Field::MainTopic.code(),
            Self::State => Field::State.code(),
            Self::ChildAge => Field::ChildAge.code(),
        }
    }

    /// The column of a field with one answer.
    pub fn of(field: Field) -> Result<Self> {
        Ok(match field {
            Field::Kind => Self::Kind,
            Field::Center => Self::Center,
            Field::Party => Self::Party,
            Field::Relation => Self::Relation,
            Field::Field => Self::Field,
            Field::Channel => Self::Channel,
            Field::Municipality => Self::Municipality,
            Field::MainTopic => Self::MainTopic,
            Field::State => Self::State,
            _ => return Err(Error::Damaged(Damage::Schema)),
        })
    }
}

/// The facts of one record; only the columns asked for are filled. No answer is `NULL_FACT`.
pub(super) struct Fact {
    pub seq: i64,
    pub cols: [i64; Col::COUNT],
    /// How many records it stands for: 1, a stored count, or -1 where it is taken off one.
    pub n: i64,
}

/// Stands for a column without an answer.
pub(super) const NULL_FACT: i64 = i64::MIN;

/// The columns that a scan reads, and the days that it covers.
pub(super) struct Scan<'c> {
    conn: &'c Connection,
    cols: Vec<Col>,
    /// The condition that keeps other kinds from being read at all.
    kinds: String,
}

impl<'c> Scan<'c> {
    /// A scan of what the dims need; of these kinds only, if any are named.
    pub fn new(conn: &'c Connection, dims: &[&Dim], kinds: Option<&[i64]>) -> Self {
        let mut cols: Vec<Col> = Vec::new();
        for col in dims.iter().flat_map(|dim| dim.cols()) {
            if !cols.contains(&col) {
                cols.push(col);
            }
        }
        let kinds = kinds.map_or_else(String::new, |kinds| {
            let ids: Vec<_> = kinds.iter().map(ToString::to_string).collect();
            format!(" AND kind IN ({})", ids.join(", "))
        });
        Self { conn, cols, kinds }
    }

    /// Whether the stored counts of months know every column that is read.
    pub fn fits_counts(&self) -> bool {
        self.cols
            .iter()
            .all(|col| *col == Col::Day || COUNTED.iter().any(|(f, _)| Col::of(*f).ok() == Some(*col)))
    }

    /// Visits every record of the days, which must not be void, in the order of the days.
    pub fn days(&self, from: i64, to: i64, visit: &mut dyn FnMut(&Fact) -> Result<()>) -> Result<()> {
        let names: String = self.cols.iter().map(|col| format!(", {}", col.name())).collect();
        let sql = format!(
            "SELECT seq{names} FROM consultation INDEXED BY consultation_facts
             WHERE day BETWEEN ? AND ? AND void = 0{}",
            self.kinds
        );
        self.run(&sql, (from, to), &mut |fact| {
            visit(fact).map(ControlFlow::Continue)
        })
    }

    /// Visits the records of the days from the latest day and time backwards, until the visitor breaks
    /// off. Those of one moment come in no order.
    pub fn newest(
        &self,
        from: i64,
        to: i64,
        visit: &mut dyn FnMut(&Fact) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let names: String = self.cols.iter().map(|col| format!(", {}", col.name())).collect();
        let sql = format!(
            "SELECT seq{names} FROM consultation INDEXED BY consultation_facts
             WHERE day BETWEEN ? AND ? AND void = 0{} ORDER BY day DESC, minute DESC",
            self.kinds
        );
        self.run(&sql, (from, to), &mut |fact| visit(fact))
    }

    /// Visits those of some records that are not void, in the order given.
    pub fn each(&self, seqs: &[u32], visit: &mut dyn FnMut(&Fact) -> Result<()>) -> Result<()> {
        let names: String = self.cols.iter().map(|col| format!(", {}", col.name())).collect();
        let sql = format!("SELECT seq{names} FROM consultation WHERE seq = ? AND void = 0");
        for seq in seqs {
            self.run(&sql, [seq], &mut |fact| visit(fact).map(ControlFlow::Continue))?;
        }
        Ok(())
    }

    /// Visits the stored counts of whole months, each as so many records on the month's first day, or
    /// those of half-years by their numbers, where nothing asks for days.
    pub fn months(&self, from: i64, to: i64, visit: &mut dyn FnMut(&Fact) -> Result<()>) -> Result<()> {
        // The field 0, which is no item's, has the place of no answer.
        let name = |col: &Col| match col {
            Col::Day => ", month".to_owned(),
            col => format!(", {}", col.name()),
        };
        let names: String = self.cols.iter().map(name).collect();
        let sql = format!(
            "SELECT n{names} FROM stored_count WHERE month BETWEEN ? AND ?{}",
            self.kinds
        );
        self.run(&sql, (from, to), &mut |fact| {
            fact.n = fact.seq;
            if self.cols.contains(&Col::Day) {
                let month = fact.cols[Col::Day as usize];
                let first = chrono::NaiveDate::from_ymd_opt((month / 12) as i32, (month % 12) as u32 + 1, 1);
                fact.cols[Col::Day as usize] = first.map(day_number).ok_or(Error::Damaged(Damage::Record))?;
            }
            visit(fact).map(ControlFlow::Continue)
        })
    }

    fn run(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        visit: &mut dyn FnMut(&mut Fact) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut select = self.conn.prepare_cached(sql).map_err(fault)?;
        let mut rows = select.query(values).map_err(fault)?;
        let mut fact = Fact {
            seq: 0,
            cols: [NULL_FACT; Col::COUNT],
            n: 1,
        };
        while let Some(row) = rows.next().map_err(fault)? {
            fact.seq = row.get(0).map_err(fault)?;
            for (at, col) in (1..).zip(&self.cols) {
                let value = row.get_ref(at).map_err(fault)?;
                fact.cols[*col as usize] = match value {
                    rusqlite::types::ValueRef::Integer(n) => n,
                    rusqlite::types::ValueRef::Null => NULL_FACT,
                    _ => return Err(Error::Damaged(Damage::Pages)),
                };
            }
            if visit(&mut fact)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// How a record finds its place on an axis.
pub(super) enum Dim {
    /// By an item of one column; places by item id.
    Lookup { col: Col, places: Vec<u32>, none: u32 },
    /// By case or staff; places in the order in which they are met, `none` first.
    Met {
        col: Col,
        places: HashMap<i64, u32>,
        seqs: Vec<i64>,
    },
    /// By month or quarter; places by the number of the month from the first.
    Months { first: i64, places: Vec<u32>, none: u32 },
    /// By day of the week.
    Weekday,
    /// By hour.
    Hour,
    /// By age band: by the date of birth in the case's file, else as entered; places by full months.
    Age {
        places: Vec<u32>,
        none: u32,
        rule: AgeRule,
        births: Arc<ByCase<Birth>>,
    },
    /// By the rule of newness, which asks for each case once.
    Newness {
        by_case: bool,
        new: i64,
        continuing: i64,
        firsts: HashMap<(i64, i64, i64), i64>,
    },
    /// Several answers: found in a second pass; places by item id. What the case's file answers comes
    /// before the record's own.
    Answers {
        axis: i64,
        places: Vec<u32>,
        none: u32,
        of_case: Arc<ByCase<Vec<i64>>>,
    },
    /// By day and minute, newest last: for lists.
    Moment,
}

/// The highest age that is entered, in months.
const OLDEST_MONTHS: u32 = 120 * 12;

/// The hours of a day, then none.
const NO_HOUR: u32 = 24;

impl Dim {
    /// The place finder of an axis, and its buckets where they are known beforehand.
    pub fn new(ledger: &Ledger, axis: Axis, period: &Period) -> Result<(Self, Vec<Bucket>)> {
        let (profile, items) = (&ledger.head.profile, &ledger.items);
        let buckets = buckets(axis, profile, period);
        // The last bucket is the one without an answer.
        let none = u32::try_from(buckets.len() - 1).unwrap_or(u32::MAX);
        let by_item = |list: List, place: &dyn Fn(usize) -> Option<usize>| -> Result<Vec<u32>> {
            let mut places = vec![none; items.bound()];
            for (at, item) in profile.items(list).iter().enumerate() {
                let id = items.must(list, &item.code)?;
                let id = usize::try_from(id).map_err(|_| Error::Damaged(Damage::Record))?;
                places[id] = place(at).map_or(none, |place| place as u32);
            }
            Ok(places)
        };
        let dim = match axis.source() {
            Source::One(field, list) => Self::Lookup {
                col: Col::of(field)?,
                places: by_item(list, &Some)?,
                none,
            },
            Source::Many(field, list) => {
                let axis = answer_axis(field).ok_or(Error::Damaged(Damage::Schema))?;
                Self::Answers {
                    axis,
                    places: by_item(list, &Some)?,
                    none,
                    // Which agencies were brought in is each consultation's own.
                    of_case: match field {
                        Field::Care => ledger.care_of_files()?,
                        _ => Arc::default(),
                    },
                }
            }
            Source::Area => {
                let area = |at: usize| {
                    let municipality = &profile.items(List::Municipality)[at].code;
                    let area = profile.belonging(municipality)?.area.as_ref()?;
                    profile.position(List::Area, area)
                };
                Self::Lookup {
                    col: Col::Municipality,
                    places: by_item(List::Municipality, &area)?,
                    none,
                }
            }
            Source::Age => {
                let band = |months: u32| profile.band_of(months).map_or(none, |at| at as u32);
                Self::Age {
                    places: (0..=OLDEST_MONTHS).map(band).collect(),
                    none,
                    rule: profile.rules.age,
                    births: ledger.births()?,
                }
            }
            Source::Newness => Self::Newness {
                by_case: profile.rules.newness != crate::domain::profile::NewnessRule::AsEntered,
                new: items.must(List::Newness, &NEW.into())?,
                continuing: items.must(List::Newness, &CONTINUING.into())?,
                firsts: HashMap::new(),
            },
            Source::Staff => Self::met(Col::Staff),
            Source::Case => Self::met(Col::Case),
            Source::Clock => Self::clock(axis, period, &buckets, none),
        };
        Ok((dim, buckets))
    }

    fn met(col: Col) -> Self {
        Self::Met {
            col,
            places: HashMap::new(),
            seqs: Vec::new(),
        }
    }

    fn clock(axis: Axis, period: &Period, buckets: &[Bucket], none: u32) -> Self {
        match axis {
            Axis::Weekday => Self::Weekday,
            Axis::Hour => Self::Hour,
            _ => {
                let months = period.months();
                let place = |(y, m): &(i32, u32)| {
                    let code = if axis == Axis::Month {
                        month_code(*y, *m)
                    } else {
                        let (y, q) = crate::domain::axis::quarter_of_month(*y, *m);
                        format!("{y:04}Q{q}")
                    };
                    buckets
                        .iter()
                        .position(|bucket| bucket.code == code)
                        .map_or(none, |at| at as u32)
                };
                let first = months
                    .first()
                    .map_or(0, |(y, m)| super::count::month_number(*y, *m));
                Self::Months {
                    first,
                    places: months.iter().map(place).collect(),
                    none,
                }
            }
        }
    }

    /// The columns that the place depends on.
    pub fn cols(&self) -> Vec<Col> {
        match self {
            Self::Lookup { col, .. } | Self::Met { col, .. } => vec![*col],
            Self::Months { .. } | Self::Weekday => vec![Col::Day],
            Self::Hour => vec![Col::Minute],
            Self::Age { births, .. } if births.is_empty() => vec![Col::ChildAge],
            Self::Age { .. } => vec![Col::ChildAge, Col::Case, Col::Day],
            Self::Newness { .. } => vec![Col::Newness, Col::Case, Col::Kind, Col::Day],
            Self::Answers { of_case, .. } if of_case.is_empty() => Vec::new(),
            Self::Answers { .. } => vec![Col::Case],
            Self::Moment => vec![Col::Day, Col::Minute],
        }
    }

    /// Whether the stored month counts can place a record: they know its month, not its day.
    pub fn by_month(&self) -> bool {
        !matches!(
            self,
            Self::Weekday | Self::Moment | Self::Answers { .. } | Self::Newness { .. }
        )
    }

    /// The place of a record; for several answers the answer comes later.
    pub fn place(&mut self, fact: &Fact, first: &mut First<'_>) -> Result<u32> {
        let at = |col: Col| fact.cols[col as usize];
        let by = |places: &[u32], at: i64, none: u32| {
            usize::try_from(at)
                .ok()
                .and_then(|at| places.get(at))
                .copied()
                .unwrap_or(none)
        };
        Ok(match self {
            Self::Lookup { col, places, none } => by(places, at(*col), *none),
            Self::Met { col, places, seqs } => match at(*col) {
                NULL_FACT => 0,
                seq => *places.entry(seq).or_insert_with(|| {
                    seqs.push(seq);
                    seqs.len() as u32
                }),
            },
            Self::Months { first, places, none } => {
                let day = day_of(at(Col::Day)).ok_or(Error::Damaged(Damage::Record))?;
                by(
                    places,
                    super::count::month_number(day.year(), day.month()) - *first,
                    *none,
                )
            }
            // 1970-01-01 was a Thursday.
            Self::Weekday => at(Col::Day).wrapping_add(3).rem_euclid(7) as u32,
            Self::Hour => u32::try_from(at(Col::Minute) / 60).map_or(NO_HOUR, |hour| hour.min(NO_HOUR)),
            Self::Age {
                places,
                none,
                rule,
                births,
            } => {
                let birth = births.get(&at(Col::Case));
                let day = birth.and_then(|_| day_of(at(Col::Day)));
                let age = birth.zip(day).and_then(|(birth, day)| Age::on(*birth, day));
                let months = match age {
                    Some(age) => age.band_months(*rule).into(),
                    None => at(Col::ChildAge).saturating_mul(12),
                };
                by(places, months, *none)
            }
            Self::Newness {
                by_case,
                new,
                continuing,
                firsts,
            } => {
                let is_new = match at(Col::Case) {
                    case if case != NULL_FACT && *by_case => {
                        let (kind, from) = (at(Col::Kind), first.first_day_for(at(Col::Day)));
                        let known = match firsts.get(&(case, kind, from)) {
                            Some(seq) => *seq,
                            None => {
                                let seq = first.seq(case, kind, from)?.unwrap_or(0);
                                firsts.insert((case, kind, from), seq);
                                seq
                            }
                        };
                        Some(known == fact.seq)
                    }
                    _ if at(Col::Newness) == *new => Some(true),
                    _ if at(Col::Newness) == *continuing => Some(false),
                    _ => None,
                };
                is_new.map_or(2, |is_new| u32::from(!is_new))
            }
            Self::Answers { .. } => 0,
            Self::Moment => 0,
        })
    }

    /// The buckets of what was met, in the order of the places; `none` last in the table.
    pub fn met_buckets(&self, conn: &Connection, axis: Axis) -> Result<Option<Vec<Bucket>>> {
        let Self::Met { col, seqs, .. } = self else {
            return Ok(None);
        };
        let table = if *col == Col::Staff { "staff" } else { "case_file" };
        let mut select = conn
            .prepare(&format!("SELECT code FROM {table} WHERE seq = ?"))
            .map_err(fault)?;
        let mut buckets = vec![Bucket::none(axis)];
        for seq in seqs {
            let code: String = select.query_row([seq], |row| row.get(0)).map_err(fault)?;
            buckets.push(Bucket::plain(code, Name::Code, Shown::Nonzero));
        }
        Ok(Some(buckets))
    }
}

/// The place of a code on an axis, for filters; `None` when the axis has no such code.
pub(super) fn place_of_code(
    dim: &mut Dim,
    buckets: &[Bucket],
    conn: &Connection,
    axis: Axis,
    code: &str,
) -> Result<Option<u32>> {
    if let Dim::Met { places, seqs, .. } = dim {
        if code == crate::domain::list::NONE {
            return Ok(Some(0));
        }
        let table = if axis == Axis::Staff { "staff" } else { "case_file" };
        let sql = format!("SELECT seq FROM {table} WHERE code = ?");
        let seq: Option<i64> = conn
            .query_row(&sql, [code], |row| row.get(0))
            .optional()
            .map_err(fault)?;
        return Ok(seq.map(|seq| {
            *places.entry(seq).or_insert_with(|| {
                seqs.push(seq);
                seqs.len() as u32
            })
        }));
    }
    Ok(buckets
        .iter()
        .position(|bucket| bucket.code == code)
        .map(|at| at as u32))
}

/// Whether a record uses an item.
pub(super) fn is_used(tx: &Transaction<'_>, list: List, item: i64) -> Result<bool> {
    let mut conditions = Vec::new();
    for field in Field::all().filter(|field| field.list() == Some(list)) {
        match answer_axis(field) {
            Some(axis) => {
                conditions.push(format!("SELECT 1 FROM answer WHERE axis = {axis} AND item = ?1"));
                conditions.push(format!(
                    "SELECT 1 FROM case_answer a JOIN case_file f ON f.seq = a.seq
                     WHERE a.axis = {axis} AND a.item = ?1 AND f.rev > 0"
                ));
            }
            None if field == Field::Newness => {}
            None => conditions.push(format!(
                "SELECT 1 FROM consultation WHERE {} = ?1",
                Col::of(field)?.name()
            )),
        }
    }
    if list == List::Municipality {
        conditions.push("SELECT 1 FROM case_file WHERE municipality = ?1 AND rev > 0".to_owned());
    }
    if list == List::Center || list == List::Activity {
        let column = if list == List::Center {
            "center"
        } else {
            "activity_kind"
        };
        conditions.push(format!("SELECT 1 FROM activity WHERE {column} = ?1"));
    }
    if list == List::Area {
        conditions.push("SELECT 1 FROM activity_answer WHERE item = ?1".to_owned());
    }
    if list == List::Center {
        // A receipt number keeps the center that gave it, whatever became of the record.
        conditions.push("SELECT 1 FROM consultation WHERE (number >> 32) & 65535 = ?1".to_owned());
    }
    if conditions.is_empty() {
        return Ok(false);
    }
    let sql = format!("SELECT EXISTS ({})", conditions.join(" UNION ALL "));
    tx.query_row(&sql, [item], |row| row.get(0)).map_err(fault)
}
