//! Figures: the printed tables, and the rules of counting on generated ledgers.

use std::ops::ControlFlow;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::domain::axis::{Axis, Filter};
use soudan::domain::list::List;
use soudan::domain::period::Period;
use soudan::domain::tally::{Comparison, Count, Query, Table};
use soudan::error::Result;
use soudan::store::{Ledger, Selection};

use crate::ledgers::{add, day, half_year, in_memory};
use crate::made::{made, write};

fn period(text: &str) -> Period {
    Period::parse(text, day("2022-09-30")).expect("a period")
}

fn figures(table: &Table) -> Vec<(String, Vec<u64>, u64)> {
    let row = |row: &soudan::domain::tally::Row| {
        let cells = row
            .line
            .cells
            .iter()
            .map(|cell| cell.expect("a figure"))
            .collect();
        (row.bucket.code.clone(), cells, row.line.total.expect("a total"))
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn the_printed_tables_come_out() {
    let ledger = half_year();
    let standard = ledger
        .standard(
            period("2022H1"),
            &Filter::consultations(),
            day("2022-09-30"),
            None,
        )
        .expect("tables");
    let codes: Vec<_> = standard
        .family
        .columns
        .iter()
        .map(|bucket| bucket.code.as_str())
        .collect();
    assert_eq!(codes, ["phone", "visit", "email", "web", "home_visit"]);
    assert_eq!(
        figures(&standard.family),
        [
            ("east".into(), vec![3, 0, 0, 0, 1], 4),
            ("west".into(), vec![3, 1, 0, 0, 3], 7)
        ]
    );
    assert_eq!(standard.family.total.total, Some(11));
    assert_eq!(
        figures(&standard.stakeholder),
        [
            ("east".into(), vec![9, 0, 0, 0, 0], 9),
            ("west".into(), vec![8, 0, 0, 0, 0], 8)
        ]
    );
    assert_eq!(
        figures(&standard.fields),
        [
            ("east".into(), vec![4, 3, 1, 0, 1], 9),
            ("west".into(), vec![3, 3, 0, 1, 1], 8)
        ]
    );
    assert_eq!(standard.fields.total.cells, [7, 6, 1, 1, 2].map(Some));
    assert_eq!(standard.records, 28);
    assert!(standard.ties());
}

#[test]
fn a_channel_that_is_not_zero_in_one_table_stands_in_both() {
    let mut ledger = half_year();
    add(
        &mut ledger,
        &[
            ("date", "2022-09-01"),
            ("center", "east"),
            ("party", "family"),
            ("channel", "fax"),
        ],
    );
    let standard = ledger
        .standard(
            period("2022H1"),
            &Filter::consultations(),
            day("2022-09-30"),
            None,
        )
        .expect("tables");
    for table in [&standard.family, &standard.stakeholder] {
        let codes: Vec<_> = table.columns.iter().map(|bucket| bucket.code.as_str()).collect();
        assert_eq!(codes, ["phone", "visit", "email", "web", "home_visit", "fax"]);
    }
    assert!(standard.ties());
}

#[test]
fn only_a_span_without_any_record_cannot_be_compared_with() {
    let mut ledger = in_memory();
    add(
        &mut ledger,
        &[
            ("date", "2022-05-10"),
            ("center", "east"),
            ("party", "stakeholder"),
            ("channel", "phone"),
        ],
    );
    let before = |span: &str, today: &str| {
        let filter = Filter::consultations();
        let standard = ledger
            .standard(period(span), &filter, day(today), Some(Comparison::Year))
            .expect("tables");
        let total = |table: &Table| table.total_before.as_ref().expect("compared").total;
        (total(&standard.family), total(&standard.stakeholder))
    };
    assert_eq!(before("2022H1", "2022-09-30"), (None, None));
    assert_eq!(before("2023H1", "2023-09-30"), (Some(0), Some(1)));
    // A running period is compared up to the same day.
    assert_eq!(before("2023H1", "2023-05-10"), (Some(0), Some(1)));
    assert_eq!(before("2023H1", "2023-05-09"), (None, None));
}

#[test]
fn months_are_compared_with_months_and_never_with_what_has_none() {
    let ledger = half_year();
    let before = |span: &str, today: &str| {
        let query = Query {
            period: period(span),
            filter: Filter::consultations(),
            rows: Axis::Month,
            cols: None,
            count: Count::Contacts,
        };
        let table = ledger
            .tally(&query, day(today), Some(Comparison::Previous))
            .expect("a table");
        let rows = table.rows.iter().map(|row| {
            let before = row.before.as_ref().expect("compared").total;
            (row.bucket.code.clone(), before)
        });
        let total = table.total_before.expect("compared").total;
        (rows.collect::<Vec<_>>(), total)
    };
    let row = |code: &str, n: Option<u64>| (code.to_owned(), n);
    // 4 in April, 5 in May, June, July and September, 4 in August.
    let quarter = before("2022Q2", "2022-09-30");
    assert_eq!(
        quarter.0,
        [
            row("2022-07", Some(4)),
            row("2022-08", Some(5)),
            row("2022-09", Some(5))
        ]
    );
    assert_eq!(quarter.1, Some(14));
    // The 62 days before begin on 30 April: no month stands against a month.
    let range = before("2022-07-01..2022-08-31", "2022-10-01");
    assert_eq!(range.0, [row("2022-07", None), row("2022-08", None)]);
    assert_eq!(range.1, Some(10));
}

/// A ledger of two years with every pair of channel and field, and with families, which have no field.
fn two_years() -> Ledger {
    let mut ledger = in_memory();
    let profile = ledger.profile().clone();
    let code = |list: List, n: usize| {
        let items = profile.items(list);
        items[n % items.len()].code.to_string()
    };
    let fields = profile.items(List::Field).len();
    for n in 0..160 {
        let date = day("2022-04-01") + chrono::Days::new(n as u64 * 37 % 730);
        let mut typed = vec![
            ("date", date.to_string()),
            ("kind", code(List::Kind, usize::from(n % 5 == 0) * n / 5)),
            ("center", code(List::Center, n / 3)),
            ("channel", code(List::Channel, n)),
        ];
        if n % 4 == 3 {
            typed.push(("party", "family".to_owned()));
        } else {
            typed.push(("party", "stakeholder".to_owned()));
            typed.push(("field", code(List::Field, n / fields + n)));
        }
        let typed: Vec<_> = typed.iter().map(|(code, text)| (*code, text.as_str())).collect();
        add(&mut ledger, &typed);
    }
    ledger
}

/// Whatever the stored counts are asked for, months or half-years, and whichever of channel and field
/// an axis or a filter needs: the figures are those of the records.
#[test]
fn stored_counts_say_what_the_records_say() {
    let mut ledger = two_years();
    let code = |list: List, n: usize| ledger.profile().items(list)[n].code.to_string();
    let channel = |filter: Filter| filter.narrowed(Axis::Channel, &code(List::Channel, 1));
    let field = |filter: Filter| filter.narrowed(Axis::Field, &code(List::Field, 2));
    let none = |filter: Filter| filter.narrowed(Axis::Field, "none");
    let filters: Vec<Filter> = [Filter::everything(), Filter::consultations()]
        .into_iter()
        .flat_map(|all| {
            let both = field(channel(all.clone()));
            let of_none = channel(none(all.clone()));
            [
                all.clone(),
                channel(all.clone()),
                field(all.clone()),
                none(all),
                both,
                of_none,
            ]
        })
        .collect();
    let axes = [
        Axis::Kind,
        Axis::Center,
        Axis::Party,
        Axis::Channel,
        Axis::Field,
        Axis::Month,
    ];
    let today = day("2024-03-31");
    let spans = [
        "2022H1",
        "2022H2",
        "2023",
        "2022-04-01..2024-03-31",
        "2022-07-01..2023-06-30",
    ];
    let mut counted = 0;
    for (span, filter) in spans
        .iter()
        .flat_map(|span| filters.iter().map(move |filter| (span, filter)))
    {
        let (period, compare) = (period(span), Some(Comparison::Previous));
        for rows in axes {
            let others = axes.into_iter().filter(|cols| *cols != rows).map(Some);
            for cols in others.chain([None]) {
                let query = Query {
                    period,
                    filter: filter.clone(),
                    rows,
                    cols,
                    count: Count::Contacts,
                };
                let table = either_way(&mut ledger, |ledger| ledger.tally(&query, today, compare));
                counted += table.total.total.unwrap_or(0);
            }
        }
        either_way(&mut ledger, |ledger| {
            ledger.standard(period, filter, today, compare)
        });
        either_way(&mut ledger, |ledger| ledger.overview(period, today, 200));
    }
    assert!(counted > 20_000, "only {counted} counted");
}

/// What is read with the stored counts, and must be so without them.
#[track_caller]
pub fn either_way<T: PartialEq + std::fmt::Debug>(
    ledger: &mut Ledger,
    read: impl Fn(&Ledger) -> Result<T>,
) -> T {
    let stored = read(ledger).expect("figures");
    ledger.use_counts(false);
    let counted = read(ledger).expect("figures");
    ledger.use_counts(true);
    assert_eq!(stored, counted, "with and without the stored counts");
    stored
}

/// Opens a figure: the list behind it must be as long as the figure says.
fn opens(ledger: &Ledger, query: &Query, as_of: chrono::NaiveDate, codes: &[(Axis, &str)], figure: u64) {
    let filter = codes.iter().fold(query.filter.clone(), |filter, (axis, code)| {
        filter.narrowed(*axis, code)
    });
    let period = Period {
        to: as_of,
        ..query.period
    };
    let selection = Selection {
        period: Some(period),
        filter,
        ..Selection::default()
    };
    let mut cases = std::collections::BTreeSet::new();
    let seen = ledger
        .list(&selection, &mut |record| {
            let case = record.entry.text(soudan::domain::field::Field::Case).to_owned();
            cases.extend(Some(case).filter(|case| !case.is_empty()));
            ControlFlow::Continue(())
        })
        .expect("a list");
    let expected = if query.count == Count::Contacts {
        seen
    } else {
        cases.len() as u64
    };
    assert_eq!(expected, figure, "{codes:?} of {query:?}");
}

fn check(ledger: &mut Ledger, query: &Query, today: chrono::NaiveDate) {
    let table = either_way(ledger, |ledger| {
        ledger.tally(query, today, Some(Comparison::Year))
    });
    let proof = table.proof();
    assert!(proof.ties, "{proof:?} {query:?}");
    opens(ledger, query, table.as_of, &[], table.total.total.unwrap_or(0));
    for row in &table.rows {
        opens(
            ledger,
            query,
            table.as_of,
            &[(query.rows, &row.bucket.code)],
            row.line.total.unwrap_or(0),
        );
    }
    if let (Some(cols), Some(row)) = (query.cols, table.rows.first()) {
        for (column, cell) in table.columns.iter().zip(&row.line.cells) {
            let codes = [
                (query.rows, row.bucket.code.as_str()),
                (cols, column.code.as_str()),
            ];
            opens(ledger, query, table.as_of, &codes, cell.unwrap_or(0));
        }
        for (column, total) in table.columns.iter().zip(&table.total.cells) {
            opens(
                ledger,
                query,
                table.as_of,
                &[(cols, &column.code)],
                total.unwrap_or(0),
            );
        }
    }
}

/// For generated ledgers every table's rows, columns and records agree, with and without the stored
/// counts, and every figure is the length of the list that it opens.
#[test]
fn figures_tie_and_open_what_they_count() {
    let ledgers = std::env::var("SOUDAN_LEDGERS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1000);
    let config = Config {
        cases: ledgers,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let axes = proptest::sample::select(Axis::ALL.to_vec());
    let strategy = (
        proptest::collection::vec(made(), 0..24),
        (axes.clone(), proptest::option::weighted(0.8, axes.clone())),
        proptest::option::weighted(0.3, (axes, 0..30_usize)),
        proptest::sample::select(vec![
            "2022H1",
            "2022",
            "2022Q2",
            "2022-05",
            "2022-05-10..2022-08-20",
            "2023",
        ]),
        proptest::sample::select(vec!["2022-06-15", "2022-09-30", "2023-03-31", "2024-01-01"]),
        any::<bool>(),
    );
    runner
        .run(
            &strategy,
            |(records, (rows, cols), narrowed, span, today, people)| {
                let mut ledger = in_memory();
                records.iter().for_each(|made| write(&mut ledger, made));
                let mut filter = Filter::consultations();
                if let Some((axis, pick)) = narrowed
                    && let Some(list) = axis.list()
                {
                    let items = ledger.profile().items(list);
                    filter = filter.narrowed(axis, items[pick % items.len()].code.as_str());
                }
                let query = Query {
                    period: period(span),
                    filter,
                    rows,
                    cols: cols.filter(|cols| *cols != rows),
                    count: if people { Count::People } else { Count::Contacts },
                };
                check(&mut ledger, &query, day(today));
                let standard = ledger
                    .standard(query.period, &Filter::consultations(), day(today), None)
                    .expect("tables");
                prop_assert!(standard.ties());
                prop_assert_eq!(ledger.check(true).expect("a check"), []);
                Ok(())
            },
        )
        .expect("every ledger ties");
}
