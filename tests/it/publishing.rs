//! What is published outside: nothing hidden can be computed back. Each case is tried by a reader who
//! knows the rule and every mark, and looks for other ledgers that would have been published alike.

use std::ops::RangeInclusive;

use chrono::Datelike;
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::domain::axis::{Axis, Bucket, Filter, Name, month_code};
use soudan::domain::list::Shown;
use soudan::domain::period::{Period, Span};
use soudan::domain::suppress::{Hidden, Place, PlacedLine, PlacedTable, Publication, Sight};
use soudan::domain::tally::{Count, Line, Query, Row, Table};

use crate::ledgers::day;

const SMALL: u64 = 5;

/// A kind of record: a place on each axis, and on the axis of topics any number of them.
#[derive(Clone, Debug, Default)]
struct Kind {
    center: usize,
    party: usize,
    channel: usize,
    field: usize,
    month: usize,
    /// Whether it was a year earlier.
    is_earlier: bool,
    topics: Vec<usize>,
}

impl Kind {
    fn is(&self, axis: Axis, code: &str) -> bool {
        let is = |at: usize| code == format!("{}{at}", axis.code());
        match axis {
            Axis::Center => is(self.center),
            Axis::Party => is(self.party),
            Axis::Channel => is(self.channel),
            Axis::Field => is(self.field),
            Axis::Month => code == month(self.year(), self.month),
            Axis::Topic => self.topics.iter().any(|at| is(*at)),
            other => panic!("no kind has a {other:?}"),
        }
    }

    fn year(&self) -> i32 {
        if self.is_earlier { YEAR - 1 } else { YEAR }
    }

    fn answers(&self, asked: &Asked) -> bool {
        let is = |(axis, code): &(Axis, String)| self.is(*axis, code);
        self.year() == asked.year && asked.clauses.iter().all(is)
    }
}

/// The fiscal year of the tables.
const YEAR: i32 = 2022;

/// The code of a month of a first half-year.
fn month(year: i32, at: usize) -> String {
    month_code(year, at as u32 + 4)
}

/// How many records of each kind there are.
type World = Vec<(Kind, u64)>;

fn query(rows: Axis, cols: Option<Axis>, filter: Filter) -> Query {
    Query {
        period: Period::parse("2022H1", day("2022-09-30")).expect("a period"),
        filter,
        rows,
        cols,
        count: Count::Contacts,
    }
}

fn buckets(axis: Axis, places: usize) -> Vec<Bucket> {
    let bucket = |at| match axis {
        Axis::Month => Bucket::plain(month(YEAR, at), Name::Month(YEAR, at as u32 + 4), Shown::Always),
        _ => Bucket::plain(format!("{}{at}", axis.code()), Name::Code, Shown::Always),
    };
    (0..places).map(bucket).collect()
}

/// What a figure counts: all of these must hold, in that year.
#[derive(Clone, Debug)]
struct Asked {
    year: i32,
    clauses: Vec<(Axis, String)>,
}

impl Asked {
    fn with(&self, clause: Option<(Axis, String)>) -> Self {
        Self {
            year: self.year,
            clauses: self.clauses.iter().cloned().chain(clause).collect(),
        }
    }
}

fn count(world: &World, asked: &Asked) -> u64 {
    let counted = world.iter().filter(|(kind, _)| kind.answers(asked));
    counted.map(|(_, n)| n).sum()
}

/// What a line's figures count, and its total.
type AskedLine = (Vec<Asked>, Asked);

/// What a publication asks of a world: a query, how many rows and columns there are, and the span with
/// which it is compared.
type Publishing = (Query, (usize, usize), Option<Period>);

/// A table of a world, and what each of its figures counts: line by line and the foot last, then the lines
/// of the span compared with in the same way.
fn table(world: &World, (query, sizes, compared): Publishing) -> (Table, Vec<AskedLine>) {
    let columns = query.cols.map_or_else(Vec::new, |axis| buckets(axis, sizes.1));
    let rows = buckets(query.rows, sizes.0);
    let lines = |span: &Period| -> Vec<AskedLine> {
        let year = span.from.year();
        let clauses = query.filter.clauses();
        let clauses = clauses.map(|(axis, codes)| (axis, codes[0].clone()));
        let days = (span.span == Span::Month).then(|| month_code(year, span.from.month()));
        let all = Asked {
            year,
            clauses: clauses.chain(days.map(|code| (Axis::Month, code))).collect(),
        };
        // Months stand beside those of the other year.
        let code = |axis: Axis, at: usize, bucket: &Bucket| match axis {
            Axis::Month => month(year, at),
            _ => bucket.code.clone(),
        };
        let row = |(at, bucket): (usize, &Bucket)| Some((query.rows, code(query.rows, at, bucket)));
        let rows = rows.iter().enumerate().map(row).chain([None]);
        rows.map(|row| {
            let total = all.with(row);
            let cell = |column: &Bucket| {
                let axis = query.cols.expect("columns");
                total.with(Some((axis, column.code.clone())))
            };
            (columns.iter().map(cell).collect(), total)
        })
        .collect()
    };
    let figures = |(cells, total): &AskedLine| Line {
        cells: cells.iter().map(|asked| Some(count(world, asked))).collect(),
        total: Some(count(world, total)),
    };
    let mut asked = lines(&query.period);
    let before = compared.as_ref().map(lines);
    let foot = figures(&asked[rows.len()]);
    let table = Table {
        as_of: query.period.to,
        compared,
        columns: columns.clone(),
        rows: (0..rows.len())
            .map(|at| Row {
                bucket: rows[at].clone(),
                line: figures(&asked[at]),
                before: before.as_ref().map(|before| figures(&before[at])),
            })
            .collect(),
        records: foot.total.unwrap_or(0),
        total: foot,
        total_before: before.as_ref().map(|before| figures(&before[rows.len()])),
        unlinked: 0,
        later: 0,
        query,
    };
    asked.extend(before.into_iter().flatten());
    (table, asked)
}

/// A figure as it was published.
struct Published {
    asked: Asked,
    place: Option<Place>,
}

fn published(placed: &PlacedTable, asked: Vec<AskedLine>) -> Vec<Published> {
    let lines = placed.rows.iter().chain([&placed.total]);
    let lines = lines.chain(&placed.before).chain(&placed.total_before);
    let all = lines.zip(asked).flat_map(|(line, (cells, total))| {
        let PlacedLine {
            cells: places,
            total: end,
        } = line.clone();
        let cells = cells.into_iter().zip(places);
        cells.chain([(total, end)]).collect::<Vec<_>>()
    });
    all.map(|(asked, place)| Published { asked, place }).collect()
}

/// What the reader knows of one sum of kinds: its least and its greatest.
pub struct Bound {
    pub kinds: Vec<usize>,
    pub least: i64,
    pub most: i64,
}

/// Beyond every figure of these tests.
pub const FAR: i64 = 400;

/// The least or the greatest that a sum of kinds can be within all bounds, by integer programming. The
/// numbers found are held against the bounds exactly.
fn end(bounds: &[Bound], kinds: usize, of: &Bound, direction: OptimizationDirection) -> i64 {
    let mut problem = Problem::new(direction);
    let weight = |kind: usize| f64::from(u8::from(of.kinds.contains(&kind)));
    let far = i32::try_from(FAR).expect("a number");
    let numbers: Vec<_> = (0..kinds)
        .map(|kind| problem.add_integer_var(weight(kind), (0, far)))
        .collect();
    for bound in bounds {
        let sum: Vec<_> = bound.kinds.iter().map(|&kind| (numbers[kind], 1.0)).collect();
        problem.add_constraint(sum.as_slice(), ComparisonOp::Ge, bound.least as f64);
        problem.add_constraint(sum.as_slice(), ComparisonOp::Le, bound.most as f64);
    }
    let outcome = problem.solve().expect("the truth is within them");
    let solution = outcome.into_solution().expect("without a limit of time");
    let found: Vec<i64> = numbers
        .iter()
        .map(|number| solution.var_value(*number).round() as i64)
        .collect();
    let sum = |bound: &Bound| bound.kinds.iter().map(|&kind| found[kind]).sum::<i64>();
    assert!(found.iter().all(|n| *n >= 0));
    assert!(
        bounds
            .iter()
            .all(|bound| (bound.least..=bound.most).contains(&sum(bound)))
    );
    sum(of)
}

/// Whether only one number is left for a sum of kinds.
pub fn is_told(bounds: &[Bound], kinds: usize, at: usize) -> bool {
    let find = |direction| end(bounds, kinds, &bounds[at], direction);
    find(OptimizationDirection::Maximize) == find(OptimizationDirection::Minimize)
}

/// The first hidden figure that a reader can tell, if there is one.
fn told(world: &World, all: &[Published], sight: &dyn Fn(&Published) -> Sight) -> Option<String> {
    let small = SMALL as i64;
    let value = |one: &Published| count(world, &one.asked) as i64;
    // Where a small figure is marked as withheld, that mark says nothing of the size.
    let is_loose = all
        .iter()
        .any(|one| sight(one) == Sight::Withheld && value(one) < small);
    let bound = |one: &Published| {
        let kinds = (0..world.len())
            .filter(|&at| world[at].0.answers(&one.asked))
            .collect();
        let (least, most) = match sight(one) {
            Sight::Plain => (value(one), value(one)),
            Sight::Small => (1, small - 1),
            // A zero is never hidden, and the reader knows it.
            Sight::Withheld if is_loose => (1, FAR),
            Sight::Withheld => (small, FAR),
        };
        Bound { kinds, least, most }
    };
    let bounds: Vec<Bound> = all.iter().map(bound).collect();
    let is_told = |at: &usize| sight(&all[*at]) != Sight::Plain && is_told(&bounds, world.len(), *at);
    let at = (0..all.len()).find(is_told)?;
    Some(format!("{:?} = {}", all[at].asked, value(&all[at])))
}

/// Every figure that must be hidden is, and no zero.
fn is_kept(world: &World, all: &[Published], hidden: &Hidden) -> bool {
    all.iter().all(|one| match count(world, &one.asked) {
        0 => hidden.sight(one.place) == Sight::Plain,
        n => n >= SMALL || hidden.sight(one.place) != Sight::Plain,
    })
}

/// A world of centers and channels from its figures.
fn plain(figures: &[&[u64]]) -> World {
    let kinds = figures.iter().enumerate().flat_map(|(center, row)| {
        row.iter().enumerate().map(move |(channel, n)| {
            let kind = Kind {
                center,
                channel,
                ..Kind::default()
            };
            (kind, *n)
        })
    });
    kinds.collect()
}

fn publish(world: &World, queries: &[Publishing]) -> (Vec<Published>, Hidden) {
    let mut publication = Publication::new(SMALL as u32);
    let mut all = Vec::new();
    for asked in queries {
        let (table, asked) = table(world, asked.clone());
        all.extend(published(&publication.add(&table), asked));
    }
    (all, publication.hide())
}

fn centers(figures: &[&[u64]]) -> (World, Vec<Published>, Hidden) {
    let query = query(Axis::Center, Some(Axis::Channel), Filter::everything());
    let world = plain(figures);
    let (all, hidden) = publish(&world, &[(query, (figures.len(), figures[0].len()), None)]);
    (world, all, hidden)
}

/// The table as it is printed: line by line, the foot last.
fn printed(width: usize, world: &World, all: &[Published], hidden: &Hidden) -> String {
    let texts: Vec<String> = all
        .iter()
        .map(|one| match hidden.sight(one.place) {
            Sight::Plain => count(world, &one.asked).to_string(),
            Sight::Small => "<5".to_owned(),
            Sight::Withheld => "x".to_owned(),
        })
        .collect();
    let lines: Vec<String> = texts.chunks(width + 1).map(|line| line.join(" ")).collect();
    lines.join(" / ")
}

#[test]
fn tables_made_by_hand_hide_what_they_must_and_little_more() {
    let cases: [(&str, &[&[u64]]); 14] = [
        ("nothing small, and zeros", &[&[5, 0], &[0, 9]]),
        ("one small figure", &[&[3, 10, 20], &[30, 40, 50], &[11, 12, 13]]),
        (
            "the printed table of families",
            &[&[3, 0, 0, 0, 1], &[3, 1, 0, 0, 3]],
        ),
        (
            "the printed table of stakeholders",
            &[&[9, 0, 0, 0, 0], &[8, 0, 0, 0, 0]],
        ),
        (
            "the printed table of fields",
            &[&[4, 3, 1, 0, 1], &[3, 3, 0, 1, 1]],
        ),
        (
            "those that are hidden anyway protect each other",
            &[&[2, 3], &[3, 2]],
        ),
        ("as large as they can be", &[&[4, 4], &[4, 4]]),
        ("a single figure", &[&[3]]),
        ("a single figure among zeros", &[&[0, 0], &[0, 2]]),
        ("a small grand total", &[&[1, 1], &[1, 0]]),
        (
            "ones under a small total: the marks alone would tell",
            &[&[1], &[1], &[1], &[1]],
        ),
        ("the same as a row", &[&[1, 1, 1, 1]]),
        ("a row", &[&[3, 12, 7, 0]]),
        ("nothing beside it but zeros", &[&[0, 7], &[3, 0]]),
    ];
    let mut said = String::new();
    for (what, figures) in cases {
        let (world, all, hidden) = centers(figures);
        let text = printed(figures[0].len(), &world, &all, &hidden);
        assert_eq!(told(&world, &all, &|one| hidden.sight(one.place)), None, "{text}");
        assert!(is_kept(&world, &all, &hidden), "{text}");
        said += &format!("{what}: {figures:?}\n  {}\n", text.replace(" / ", "\n  "));
    }
    insta::assert_snapshot!(said);
}

/// The reader of these tests can tell, where only the small figures are hidden.
#[test]
fn hiding_small_figures_alone_tells_them() {
    let by_size = |world: &World, one: &Published| match count(world, &one.asked) {
        1..SMALL => Sight::Small,
        _ => Sight::Plain,
    };
    let figures: [&[&[u64]]; 3] = [
        &[&[3, 10], &[20, 30]],
        &[&[4, 4], &[9, 9]],
        &[&[1], &[1], &[1], &[1]],
    ];
    for figures in figures {
        let (world, all, _) = centers(figures);
        assert_ne!(
            told(&world, &all, &|one| by_size(&world, one)),
            None,
            "{figures:?}"
        );
    }
}

/// Tries so many generated publications.
fn try_all(cases: u32, worlds: impl Strategy<Value = (World, Vec<Publishing>)>) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tried = runner.run(&worlds, |(world, queries)| {
        let (all, hidden) = publish(&world, &queries);
        prop_assert!(is_kept(&world, &all, &hidden));
        prop_assert_eq!(told(&world, &all, &|one| hidden.sight(one.place)), None);
        let is_small = all
            .iter()
            .any(|one| (1..SMALL).contains(&count(&world, &one.asked)));
        prop_assert_eq!(hidden.is_any(), is_small);
        Ok(())
    });
    tried.expect("nothing can be told");
}

/// Tries generated numbers of some kinds of records, with some of the queries published together.
fn try_some(kinds: impl Iterator<Item = Kind>, queries: &[Publishing], together: RangeInclusive<usize>) {
    let kinds: Vec<Kind> = kinds.collect();
    let chosen = proptest::sample::subsequence(queries.to_vec(), together);
    let worlds = (proptest::collection::vec(number(), kinds.len()), chosen)
        .prop_map(move |(numbers, queries)| (kinds.iter().cloned().zip(numbers).collect(), queries));
    try_all(600, worlds);
}

/// Numbers as small tables have them: zeros, small ones, and others.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![3 => Just(0), 4 => 1..SMALL, 2 => SMALL..9, 1 => 9..30_u64]
}

#[test]
fn nothing_hidden_in_one_table_can_be_computed_back() {
    let query = query(Axis::Center, Some(Axis::Channel), Filter::everything());
    let world = (1..5_usize, 1..6_usize).prop_flat_map(move |(rows, cols)| {
        let query = query.clone();
        proptest::collection::vec(proptest::collection::vec(number(), cols), rows).prop_map(move |figures| {
            let figures: Vec<&[u64]> = figures.iter().map(Vec::as_slice).collect();
            (plain(&figures), vec![(query.clone(), (rows, cols), None)])
        })
    });
    try_all(1_500, world);
}

#[test]
fn nothing_hidden_in_tables_that_share_figures_can_be_computed_back() {
    let family = Filter::everything().narrowed(Axis::Party, "party0");
    let others = Filter::everything().narrowed(Axis::Party, "party1");
    let all = Filter::everything;
    let queries = [
        (query(Axis::Center, Some(Axis::Channel), family), (2, 2), None),
        (
            query(Axis::Center, Some(Axis::Channel), others.clone()),
            (2, 2),
            None,
        ),
        (query(Axis::Center, Some(Axis::Field), others), (2, 2), None),
        (query(Axis::Channel, None, all()), (2, 0), None),
        (query(Axis::Center, Some(Axis::Party), all()), (2, 2), None),
    ];
    let kinds = (0..16_usize).filter(|at| at & 5 != 1).map(|at| Kind {
        // A family has no field.
        field: at & 1,
        channel: at >> 1 & 1,
        party: at >> 2 & 1,
        center: at >> 3 & 1,
        ..Kind::default()
    });
    try_some(kinds, &queries, 2..=5);
}

#[test]
fn nothing_hidden_in_months_and_their_sums_can_be_computed_back() {
    let all = Filter::everything;
    let in_month = |at: u32, query: Query| Query {
        period: Period::parse(&month_code(2022, at + 4), day("2022-09-30")).expect("a month"),
        ..query
    };
    let channels = || query(Axis::Center, Some(Axis::Channel), all());
    let queries = [
        (channels(), (2, 2), None),
        (in_month(0, channels()), (2, 2), None),
        (in_month(1, channels()), (2, 2), None),
        (query(Axis::Month, None, all()), (6, 0), None),
        (query(Axis::Month, Some(Axis::Center), all()), (6, 2), None),
    ];
    let kinds = (0..12_usize).map(|at| Kind {
        channel: at & 1,
        center: at >> 1 & 1,
        month: at >> 2,
        ..Kind::default()
    });
    try_some(kinds, &queries, 2..=5);
}

/// As the packet has them: a month beside the month before and the same one a year earlier, and the months
/// of both years beside each other.
#[test]
fn nothing_hidden_beside_earlier_figures_can_be_computed_back() {
    let all = Filter::everything;
    let period = |code: &str| Period::parse(code, day("2022-09-30")).expect("a period");
    let in_month = |code: &str, query: Query| Query {
        period: period(code),
        ..query
    };
    let channels = || query(Axis::Center, Some(Axis::Channel), all());
    let queries = [
        (channels(), (2, 2), Some(period("2021H1"))),
        (in_month("2022-05", channels()), (2, 2), Some(period("2022-04"))),
        (in_month("2022-05", channels()), (2, 2), Some(period("2021-05"))),
        (in_month("2022-04", channels()), (2, 2), Some(period("2021-04"))),
        (query(Axis::Month, None, all()), (6, 0), Some(period("2021H1"))),
        (query(Axis::Channel, None, all()), (2, 0), Some(period("2021H1"))),
    ];
    let kinds = (0..16_usize).map(|at| Kind {
        channel: at & 1,
        center: at >> 1 & 1,
        month: at >> 2 & 1,
        is_earlier: at >> 3 == 1,
        ..Kind::default()
    });
    try_some(kinds, &queries, 2..=6);
}

#[test]
fn nothing_hidden_where_there_are_several_answers_can_be_computed_back() {
    let all = Filter::everything;
    let queries = [
        (query(Axis::Topic, None, all()), (3, 0), None),
        (query(Axis::Topic, Some(Axis::Center), all()), (3, 2), None),
        (query(Axis::Center, Some(Axis::Topic), all()), (2, 3), None),
        (query(Axis::Center, None, all()), (2, 0), None),
    ];
    // Every set of topics but the empty one: without an answer a record counts under none.
    let kinds = (0..2_usize).flat_map(|center| {
        (1..8_usize).map(move |set| Kind {
            center,
            topics: (0..3).filter(|topic| set >> topic & 1 == 1).collect(),
            ..Kind::default()
        })
    });
    try_some(kinds, &queries, 1..=4);
}

/// Twenty columns in forty rows, many of them small: hidden in hundredths of a second when optimised,
/// here within what a slow machine takes of an unoptimised program.
#[test]
fn a_large_table_is_hidden_at_once() {
    let figures: Vec<Vec<u64>> = (0..40_u64)
        .map(|row| {
            let figure = |col: u64| (row * 37 + col * 53 + row * col * 11) % 97 % 23 % (3 + row);
            (0..20).map(figure).collect()
        })
        .collect();
    let figures: Vec<&[u64]> = figures.iter().map(Vec::as_slice).collect();
    let world = plain(&figures);
    let query = query(Axis::Center, Some(Axis::Channel), Filter::everything());
    let (table, asked) = table(&world, (query, (40, 20), None));
    let begun = std::time::Instant::now();
    let mut publication = Publication::new(SMALL as u32);
    let all = published(&publication.add(&table), asked);
    let hidden = publication.hide();
    let took = begun.elapsed();
    assert!(took.as_secs() < 3, "{took:?}");
    assert!(is_kept(&world, &all, &hidden));
    let of = |sight| all.iter().filter(|one| hidden.sight(one.place) == sight).count();
    assert!(of(Sight::Small) > 200 && of(Sight::Withheld) < 20, "{hidden:?}");
}
