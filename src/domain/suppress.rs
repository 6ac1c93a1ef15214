//! The small-number guard: what is hidden in figures that are published outside, so that no child can
//! be recognised by a figure of 1 to 4.
//!
//! This is cell suppression as official statistics know it: small figures are hidden first, then
//! others, because margins are published too and a single hidden figure could be subtracted out of them
//! (I. P. Fellegi, "On the question of statistical confidentiality", JASA 67 (1972), 7-18; A. Hundepool
//! and others, "Statistical Disclosure Control", Wiley 2012, chapter 4).
//!
//! **What holds** ([`Publication::hide`]): whoever knows this rule, every figure and mark that is
//! published, and every sum that can be made of them, still finds at least two whole numbers for every
//! hidden figure. For each there is another set of figures in which it differs, every sum is as it was,
//! every shown figure is the same, every ＜5 is 1 to 4, and every withheld figure is at least 5, or at
//! least 1 where small ones are among them. Such a
//! set is searched for and found, not argued: where none is found, more is hidden.
//!
//! Decided: a zero is never hidden. It could not pass for anything else beside an open rule, and says
//! nothing of any child. Totals are dearer than the figures that they add up, large figures a little
//! dearer than small ones.
//!
//! Not known here: what an earlier publication said, and that people are never more than their contacts
//! where one publication counts both. What is made of figures (shares, differences, bars,
//! sentences) must be left out wherever one of them is hidden.

mod hide;
mod search;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Datelike, Months, NaiveDate};

use self::hide::Hiding;
use self::search::{MOST_CHANGED, Net, Relation};
use super::axis::{Axis, Bucket, Name};
use super::date::month_end;
use super::tally::{Cell, Count, Line, Table};

/// How a figure may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// As it is.
    #[default]
    Plain,
    /// As ＜5: it is 1 to 4 (or below whatever the profile's `small_number` is).
    Small,
    /// As withheld, so that others cannot be computed. It is not a small one, but where the marks
    /// themselves would tell too much (see [`Publication::hide`]).
    Withheld,
}

/// A figure of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(usize);

/// The places of a line's figures; `None` where one is not applicable, which hides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacedLine {
    /// Under the columns.
    pub cells: Vec<Option<Place>>,
    /// At the end.
    pub total: Option<Place>,
}

/// The places of a table's figures, line by line as the table has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedTable {
    /// The rows.
    pub rows: Vec<PlacedLine>,
    /// The foot.
    pub total: PlacedLine,
    /// The rows in the span compared with; empty without one.
    pub before: Vec<PlacedLine>,
    /// The foot in the span compared with.
    pub total_before: Option<PlacedLine>,
}

/// What of a publication is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    sights: Vec<Sight>,
    is_loose: bool,
}

impl Hidden {
    /// How the figure at a place may be shown.
    pub fn sight(&self, place: Option<Place>) -> Sight {
        place
            .and_then(|Place(at)| self.sights.get(at).copied())
            .unwrap_or_default()
    }

    /// Whether anything is hidden at all.
    pub fn is_any(&self) -> bool {
        self.sights.iter().any(|sight| *sight != Sight::Plain)
    }

    /// Whether small figures are among those that are withheld, so that "withheld" says nothing of the size.
    pub fn is_loose(&self) -> bool {
        self.is_loose
    }
}

/// What a figure counts: two figures of one meaning are one, in whatever tables they stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Meaning {
    people: bool,
    from: NaiveDate,
    to: NaiveDate,
    clauses: Clauses,
}

type Clauses = BTreeSet<(Axis, Vec<String>)>;

/// How dear it is to hide a figure, by where it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Cell,
    Margin,
    Grand,
}

impl Rank {
    /// What hiding costs: mostly by rank, then by size.
    fn cost(self, value: i64) -> u64 {
        const LARGEST: i64 = 999;
        let rank = match self {
            Self::Cell => 1_000,
            Self::Margin => 4_000,
            Self::Grand => 12_000,
        };
        rank + value.clamp(0, LARGEST).unsigned_abs()
    }
}

/// Every figure that goes outside together, and what ties them to one another.
#[derive(Debug)]
pub struct Publication {
    net: Net,
    meanings: BTreeMap<Meaning, usize>,
    known: HashSet<Relation>,
}

impl Publication {
    /// With nothing in it. Figures from 1 up to below `small_number` will be hidden; none where it is 0.
    pub fn new(small_number: u32) -> Self {
        Self {
            net: Net {
                least: small_number.into(),
                ..Net::default()
            },
            meanings: BTreeMap::new(),
            known: HashSet::new(),
        }
    }

    /// Puts a table in, with the span that it is compared with. A figure that counts the same as one of
    /// another table is the same; what adds up within the table or across tables is known to add up. A
    /// table that does not tie must not be published: sums that do not hold are no protection and no danger.
    pub fn add(&mut self, table: &Table) -> PlacedTable {
        let rows: Vec<&Line> = table.rows.iter().map(|row| &row.line).collect();
        let span = Days {
            from: table.query.period.from,
            to: table.as_of,
            months_back: Some(0),
        };
        let (rows, total) = self.add_lines(table, span, (&rows, &table.total));
        let (mut before, mut total_before) = (Vec::new(), None);
        if let (Some(period), Some(total)) = (table.compared, &table.total_before) {
            let empty = Line::default();
            let lines: Vec<&Line> = table
                .rows
                .iter()
                .map(|row| row.before.as_ref().unwrap_or(&empty))
                .collect();
            let begun = table.query.period.from;
            let month = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
            let months_back = month(begun).abs_diff(month(period.from));
            let is_exact = begun.checked_sub_months(Months::new(months_back)) == Some(period.from);
            let span = Days {
                from: period.from,
                to: period.to,
                months_back: is_exact.then_some(months_back),
            };
            let (lines, total) = self.add_lines(table, span, (&lines, total));
            (before, total_before) = (lines, Some(total));
        }
        PlacedTable {
            rows,
            total,
            before,
            total_before,
        }
    }

    /// Puts a figure in that stands in no table.
    pub fn figure(&mut self, value: u64) -> Place {
        Place(self.push(value, Rank::Margin))
    }

    /// Says that parts add up to a whole, as every reader knows.
    pub fn sum(&mut self, whole: Place, parts: &[Place]) {
        let parts: Vec<usize> = parts.iter().map(|part| part.0).collect();
        self.tie(whole.0, &parts, Parting::Whole);
    }

    /// Decides what is hidden: figures from 1 up to below the small number, and what protects them (see
    /// the module). The marks of both are different, and the reader is taken to know that a withheld
    /// figure is none of the small ones. Only where the marks themselves would tell a figure, as of four
    /// that are 1 to 4 and add up to 1 to 4, some or all small figures tied to it are marked as withheld
    /// as well; in such a publication "withheld" says nothing of the size.
    pub fn hide(mut self) -> Hidden {
        self.tie_tables();
        Hiding::new(self.net).run()
    }

    fn add_lines(
        &mut self,
        table: &Table,
        span: Days,
        (rows, total): (&[&Line], &Line),
    ) -> (Vec<PlacedLine>, PlacedLine) {
        let query = &table.query;
        let whole = Meaning {
            people: query.count == Count::People,
            from: span.from,
            to: span.to,
            clauses: query
                .filter
                .clauses()
                .map(|(axis, codes)| {
                    let mut codes = codes.to_vec();
                    codes.sort();
                    codes.dedup();
                    (axis, codes)
                })
                .collect(),
        };
        let has_cols = query.cols.is_some();
        let of_rows = if has_cols { Rank::Margin } else { Rank::Cell };
        let mut place = |line: &Line, row: Option<&Bucket>, (inner, end): (Rank, Rank)| {
            let of_row = narrowed(Some(&whole), row.map(|row| (query.rows, row)), span.months_back);
            let cells = line.cells.iter().zip(&table.columns).map(|(cell, column)| {
                let by = query.cols.map(|axis| (axis, column));
                let meaning = narrowed(of_row.as_ref(), by, span.months_back);
                self.place(*cell, meaning, inner)
            });
            PlacedLine {
                cells: cells.collect(),
                total: self.place(line.total, of_row.clone(), end),
            }
        };
        let placed: Vec<PlacedLine> = rows
            .iter()
            .zip(&table.rows)
            .map(|(line, row)| place(line, Some(&row.bucket), (Rank::Cell, of_rows)))
            .collect();
        let foot = place(total, None, (Rank::Margin, Rank::Grand));
        self.tie_lines(table, &placed, &foot);
        (placed, foot)
    }

    /// Ties each line to its total and each column to its foot.
    fn tie_lines(&mut self, table: &Table, rows: &[PlacedLine], foot: &PlacedLine) {
        let parting = |axis: Axis| match table.query.count {
            Count::Contacts if !axis.has_multiple_answers() => Parting::Whole,
            _ => Parting::Covering,
        };
        let mut tie = |whole: Option<Place>, parts: Vec<Option<Place>>, axis: Axis| {
            let parts: Vec<usize> = parts.into_iter().flatten().map(|part| part.0).collect();
            if let Some(whole) = whole {
                self.tie(whole.0, &parts, parting(axis));
            }
        };
        if let Some(cols) = table.query.cols {
            for line in rows.iter().chain([foot]) {
                tie(line.total, line.cells.clone(), cols);
            }
        }
        for (at, whole) in foot.cells.iter().enumerate() {
            let parts = rows
                .iter()
                .map(|row| row.cells.get(at).copied().flatten())
                .collect();
            tie(*whole, parts, table.query.rows);
        }
        let ends = rows.iter().map(|row| row.total).collect();
        tie(foot.total, ends, table.query.rows);
    }

    fn place(&mut self, cell: Cell, meaning: Option<Meaning>, rank: Rank) -> Option<Place> {
        let value = cell?;
        let known = meaning.as_ref().and_then(|meaning| self.meanings.get(meaning));
        if let Some(&at) = known
            && self.net.values[at] == i64::try_from(value).unwrap_or(i64::MAX)
        {
            self.net.costs[at] = self.net.costs[at].max(rank.cost(self.net.values[at]));
            return Some(Place(at));
        }
        let at = self.push(value, rank);
        if let Some(meaning) = meaning {
            self.meanings.entry(meaning).or_insert(at);
        }
        Some(Place(at))
    }

    fn push(&mut self, value: u64, rank: Rank) -> usize {
        // No ledger counts so far; sums of the largest must not wrap either.
        let value = i64::try_from(value).unwrap_or(i64::MAX).min(1 << 48);
        self.net.values.push(value);
        self.net.costs.push(rank.cost(value));
        self.net.sights.push(Sight::Plain);
        self.net.loose.push(false);
        self.net.of.push(Vec::new());
        self.net.values.len() - 1
    }

    /// Ties parts to their whole in the way that a reader knows of.
    fn tie(&mut self, whole: usize, parts: &[usize], parting: Parting) {
        let values = &self.net.values;
        if parts.is_empty() || parts.contains(&whole) {
            return;
        }
        let above = parts.iter().map(|&part| values[part]).sum::<i64>() - values[whole];
        let terms = |parts: &[usize], sign: i64| {
            let parts = parts.iter().map(|&part| (part, sign));
            parts.chain([(whole, -sign)]).collect::<Vec<_>>()
        };
        let below: Vec<(usize, i64)> = match parting {
            Parting::Whole if above == 0 => return self.relate(terms(parts, 1), None),
            Parting::Whole => return,
            Parting::Apart if above == 0 => return self.relate(terms(parts, 1), None),
            Parting::Apart if above < 0 => return self.relate(terms(parts, -1), Some(-above)),
            Parting::Apart => return,
            Parting::Covering | Parting::Within => parts
                .iter()
                .map(|&part| (part, values[whole] - values[part]))
                .collect(),
        };
        if parting == Parting::Covering && above >= 0 {
            self.relate(terms(parts, 1), Some(above));
        }
        for (part, below) in below.into_iter().filter(|(_, below)| *below >= 0) {
            self.relate(terms(&[part], -1), Some(below));
        }
    }

    fn relate(&mut self, mut terms: Vec<(usize, i64)>, slack: Option<i64>) {
        // Figures of zero are shown, and known to every reader.
        terms.retain(|(figure, _)| self.net.values[*figure] != 0);
        terms.sort_unstable();
        let most = i64::try_from(terms.len())
            .unwrap_or(i64::MAX)
            .saturating_mul(MOST_CHANGED);
        // With so much to spare no change can break it.
        let is_loose = slack.is_some_and(|slack| slack >= most);
        let relation = Relation { terms, slack };
        if relation.terms.is_empty() || is_loose || !self.known.insert(relation.clone()) {
            return;
        }
        for (figure, sign) in &relation.terms {
            self.net.of[*figure].push((self.net.relations.len(), *sign));
        }
        self.net.relations.push(relation);
    }

    /// Ties figures of different tables: those that one clause sets apart from a figure without it, and
    /// those of shorter spans to that of a longer one.
    fn tie_tables(&mut self) {
        let mut groups: BTreeMap<(usize, Axis), Vec<usize>> = BTreeMap::new();
        let mut spans: BTreeMap<(bool, &Clauses), Vec<Spanned>> = BTreeMap::new();
        let mut ties: Vec<(usize, Vec<usize>, Parting)> = Vec::new();
        for (meaning, &at) in &self.meanings {
            spans
                .entry((meaning.people, &meaning.clauses))
                .or_default()
                .push((meaning.from, meaning.to, at));
            for clause in &meaning.clauses {
                let mut wider = meaning.clone();
                wider.clauses.remove(clause);
                let Some(&whole) = self.meanings.get(&wider) else {
                    continue;
                };
                let (axis, codes) = clause;
                if meaning.people || axis.has_multiple_answers() || codes.len() > 1 {
                    ties.push((whole, vec![at], Parting::Within));
                } else {
                    groups.entry((whole, *axis)).or_default().push(at);
                }
            }
        }
        ties.extend(
            groups
                .into_iter()
                .map(|((whole, _), parts)| (whole, parts, Parting::Apart)),
        );
        for ((people, _), spans) in spans {
            for &(from, to, whole) in &spans {
                let is_shorter = |&(first, last, at): &Spanned| at != whole && from <= first && last <= to;
                let shorter: Vec<Spanned> = spans.iter().copied().filter(is_shorter).collect();
                if people {
                    let parts = shorter.iter().map(|(.., at)| *at).collect();
                    ties.push((whole, parts, Parting::Within));
                    continue;
                }
                let mut chains = Vec::new();
                chain(&shorter, from, &mut Vec::new(), &mut chains);
                ties.extend(chains.into_iter().map(|parts| (whole, parts, Parting::Apart)));
            }
        }
        for (whole, parts, parting) in ties {
            self.tie(whole, &parts, parting);
        }
    }
}

/// How parts lie in their whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parting {
    /// They add up to it.
    Whole,
    /// No record is in two of them: they add up to it, or to less where some are not published.
    Apart,
    /// Every record is in one of them or in several (as every person is): they add up to it or more,
    /// and none is larger.
    Covering,
    /// None is larger than it.
    Within,
}

/// First day, last day and place of a figure.
type Spanned = (NaiveDate, NaiveDate, usize);

/// Most ways in which shorter spans are looked for in a longer one.
const CHAINS: usize = 24;

/// The ways in which spans follow one another from a day on, without leaving out one that would fit.
fn chain(spans: &[Spanned], from: NaiveDate, begun: &mut Vec<usize>, chains: &mut Vec<Vec<usize>>) {
    let later = || spans.iter().filter(|(first, ..)| *first >= from);
    let Some(soonest) = later().map(|(_, last, _)| *last).min() else {
        chains.push(begun.clone());
        return;
    };
    for &(_, last, at) in later().filter(|(first, ..)| *first <= soonest) {
        if chains.len() >= CHAINS {
            return;
        }
        begun.push(at);
        match last.succ_opt() {
            Some(next) => chain(spans, next, begun, chains),
            None => chains.push(begun.clone()),
        }
        begun.pop();
    }
}

/// The days that a table's lines count. Months stand beside earlier months: in the span compared with, a
/// row's month or quarter is the one so many months before the one that it is named after; `None` where that
/// span does not begin on the same day of its month.
#[derive(Clone, Copy)]
struct Days {
    from: NaiveDate,
    to: NaiveDate,
    months_back: Option<u32>,
}

/// What a figure counts in a row or column; months and quarters are days.
fn narrowed(
    meaning: Option<&Meaning>,
    by: Option<(Axis, &Bucket)>,
    months_back: Option<u32>,
) -> Option<Meaning> {
    let mut meaning = meaning?.clone();
    let Some((axis, bucket)) = by else {
        return Some(meaning);
    };
    let days = match bucket.name {
        Name::Month(year, month) => NaiveDate::from_ymd_opt(year, month, 1).map(|day| (day, month_end(day))),
        Name::Quarter(..) => bucket.from.zip(bucket.to),
        _ => {
            meaning.clauses.insert((axis, vec![bucket.code.clone()]));
            return Some(meaning);
        }
    };
    let (first, last) = days?;
    let months = Months::new(months_back?);
    let back = |day: NaiveDate| day.checked_sub_months(months);
    let (first, last) = (back(first)?, month_end(back(last)?));
    meaning.from = meaning.from.max(first);
    meaning.to = meaning.to.min(last);
    Some(meaning)
}
