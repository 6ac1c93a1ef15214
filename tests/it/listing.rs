//! Lists: every figure opens exactly what it counts, in the order that people expect, and a search
//! finds what reading would.

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::domain::axis::{Axis, Filter};
use soudan::domain::consultation::{Consultation, VoidReason};
use soudan::domain::drill::Place;
use soudan::domain::field::{Field, Shape};
use soudan::domain::list::NONE;
use soudan::domain::period::Period;
use soudan::domain::profile::Profile;
use soudan::domain::standard::{DueOn, When};
use soudan::domain::tally::{Comparison, Count, Query, Table};
use soudan::domain::text::fold;
use soudan::domain::value::Value;
use soudan::store::{Ledger, RecordKey, Search, Selection};

use crate::ledgers::{CALL, add, day, entry, half_year, in_memory, stamp};
use crate::made::{Made, made, write};

fn period(text: &str) -> Period {
    Period::parse(text, day("2022-09-30")).expect("a period")
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn ledger_of(records: &[Made]) -> Ledger {
    let mut ledger = in_memory();
    records.iter().for_each(|made| write(&mut ledger, made));
    ledger
}

fn spans() -> impl Strategy<Value = (&'static str, &'static str)> {
    (
        proptest::sample::select(vec![
            "2022H1",
            "2022",
            "2022Q2",
            "2022-05",
            "2022-05-10..2022-08-20",
            "2022-04-01..2022-09-10",
            "2023",
        ]),
        proptest::sample::select(vec![
            "2022-03-01",
            "2022-06-15",
            "2022-09-30",
            "2022-10-02",
            "2023-03-31",
            "2023-05-20",
            "2024-01-01",
        ]),
    )
}

/// The length of the list that a selection is.
fn length(ledger: &Ledger, selection: &Selection) -> u64 {
    ledger.keys(selection).expect("keys").len() as u64
}

/// Every place of a table: each row, several together, and the foot, by each column, several together
/// and the total, now and before.
fn places(table: &Table) -> Vec<Place> {
    let ranges = |count: usize| {
        let some = (0..count).flat_map(move |from| (from + 1..=count).map(move |to| Some(from..to)));
        some.chain([None]).collect::<Vec<_>>()
    };
    let mut places = Vec::new();
    for rows in ranges(table.rows.len()) {
        for columns in ranges(table.columns.len()) {
            for is_before in [false, true] {
                places.push(Place {
                    rows: rows.clone(),
                    columns: columns.clone(),
                    is_before,
                });
            }
        }
    }
    places
}

/// Opens every figure of a table; how many there were to open.
fn open_all(ledger: &Ledger, table: &Table) -> usize {
    let mut opened = 0;
    for place in places(table) {
        let drill = table.drill(&place);
        let Some(figure) = table.figure(&place) else {
            assert_eq!(drill, None, "{place:?}");
            continue;
        };
        let folds = |axis: Option<Axis>, at: &Option<std::ops::Range<usize>>| {
            axis.is_some_and(Axis::has_multiple_answers) && at.as_ref().is_some_and(|at| at.len() > 1)
        };
        if table.query.count == Count::People
            || folds(Some(table.query.rows), &place.rows)
            || folds(table.query.cols, &place.columns)
        {
            assert_eq!(drill, None, "{place:?}");
            continue;
        }
        let selection = Selection::from(drill.expect("an applicable figure opens a list"));
        assert_eq!(
            length(ledger, &selection),
            figure,
            "{place:?} of {:?} opens {selection:?}",
            table.query
        );
        opened += 1;
    }
    opened
}

/// For generated ledgers every figure of the first screen is the length of the list that it opens.
#[test]
fn every_figure_of_the_first_screen_opens_what_it_counts() {
    let strategy = (proptest::collection::vec(made(), 0..24), spans());
    let run = runner(40).run(&strategy, |(records, (span, today))| {
        let (ledger, today) = (ledger_of(&records), day(today));
        let overview = ledger.overview(period(span), today, 200).expect("figures");
        let standard = &overview.standard;
        for table in [
            &standard.family,
            &standard.stakeholder,
            &standard.fields,
            &overview.months,
        ] {
            open_all(&ledger, table);
        }
        for when in When::ALL {
            let due = Selection::from(DueOn { when, today });
            prop_assert_eq!(length(&ledger, &due), overview.due.figure(when));
        }
        Ok(())
    });
    run.expect("every figure opens what it counts");
}

/// The same for tables of any two axes, compared either way.
#[test]
fn every_figure_of_any_table_opens_what_it_counts() {
    let axes = proptest::sample::select(Axis::ALL.to_vec());
    let strategy = (
        proptest::collection::vec(made(), 0..16),
        spans(),
        (axes.clone(), axes, any::<bool>()),
        proptest::sample::select(vec![None, Some(("channel", "phone")), Some(("topic", NONE))]),
    );
    let run = runner(60).run(
        &strategy,
        |(records, (span, today), (rows, cols, is_year), narrowed)| {
            let ledger = ledger_of(&records);
            let filter = narrowed.map_or(Filter::consultations(), |(axis, code)| {
                Filter::consultations().narrowed(Axis::by_code(axis).expect("an axis"), code)
            });
            let query = Query {
                period: period(span),
                filter,
                rows,
                // Hours and municipalities have too many folds to open them all.
                cols: Some(cols).filter(|cols| *cols != rows && !is_long(*cols) && !is_long(rows)),
                count: Count::Contacts,
            };
            let compare = if is_year {
                Comparison::Year
            } else {
                Comparison::Previous
            };
            let table = ledger.tally(&query, day(today), Some(compare)).expect("a table");
            open_all(&ledger, &table);
            Ok(())
        },
    );
    run.expect("every figure opens what it counts");
}

fn is_long(axis: Axis) -> bool {
    [
        Axis::Municipality,
        Axis::Hour,
        Axis::Topic,
        Axis::MainTopic,
        Axis::Care,
    ]
    .contains(&axis)
}

#[test]
fn the_printed_half_year_opens_so_many_figures() {
    let ledger = half_year();
    let overview = ledger
        .overview(period("2022H1"), day("2022-09-30"), 200)
        .expect("figures");
    // Two rows and a foot make 4 places, five columns and the total 16, all with a figure now.
    assert_eq!(open_all(&ledger, &overview.standard.family), 4 * 16);
    assert_eq!(open_all(&ledger, &overview.standard.fields), 4 * 16);
    // Six months, one by one and folded, and the foot.
    assert_eq!(open_all(&ledger, &overview.months), 22);
    let people = Query {
        count: Count::People,
        ..overview.standard.family.query.clone()
    };
    let table = ledger.tally(&people, day("2022-09-30"), None).expect("a table");
    assert_eq!(open_all(&ledger, &table), 0);
}

#[test]
fn a_month_opens_as_that_month_cut_to_its_table() {
    let ledger = half_year();
    let drill = |span: &str, today: &str, row: usize, is_before: bool| {
        let query = Query {
            period: period(span),
            filter: Filter::consultations(),
            rows: Axis::Month,
            cols: None,
            count: Count::Contacts,
        };
        let table = ledger.tally(&query, day(today), Some(Comparison::Previous));
        let rows = Some(row..row + 1);
        let place = Place {
            rows,
            columns: None,
            is_before,
        };
        table.expect("a table").drill(&place)
    };
    let days = |span: &str, today: &str, row: usize, is_before: bool| {
        let drill = drill(span, today, row, is_before)?;
        assert_eq!(drill.filter, Filter::consultations());
        Some((drill.period.code(), drill.until.map(|until| until.to_string())))
    };
    let month = |code: &str, until: Option<&str>| Some((code.to_owned(), until.map(str::to_owned)));
    assert_eq!(days("2022H1", "2022-09-30", 4, false), month("2022-08", None));
    assert_eq!(
        days("2022H1", "2022-08-10", 4, false),
        month("2022-08", Some("2022-08-10"))
    );
    assert_eq!(days("2022H1", "2022-08-10", 3, false), month("2022-07", None));
    // September has not begun.
    assert_eq!(days("2022H1", "2022-08-10", 5, false), None);
    assert_eq!(
        days("2022-04-20..2022-08-20", "2022-09-30", 0, false),
        month("2022-04-20..2022-04-30", None)
    );
    assert_eq!(days("2022Q2", "2022-09-30", 0, true), month("2022-04", None));
    assert_eq!(
        days("2022Q2", "2022-08-10", 1, true),
        month("2022-05-01..2022-05-10", None)
    );
    // No month stands against a month there.
    assert_eq!(days("2022-07-01..2022-08-31", "2022-10-01", 0, true), None);
    assert_eq!(days("2022H1", "2022-09-30", 99, false), None);
}

/// What a search finds, said the long way: everything that can be read of a record, folded at once.
fn mentions(record: &Consultation, profile: &Profile, typed: &str) -> bool {
    let mut all = record.number.display(profile);
    for field in Field::all() {
        let (text, one) = (record.entry.text(field), record.entry.code(field));
        let labels = one.into_iter().chain(record.entry.codes(field));
        let labels = labels.filter_map(|code| profile.item(field.list()?, code));
        for item in labels {
            all += &format!(
                "\n{}\n{}",
                item.label.ja,
                item.label.en.as_deref().unwrap_or_default()
            );
        }
        if field.shape().is_text() && !matches!(field.shape(), Shape::One(_)) {
            all += &format!("\n{text}");
        }
    }
    let all = fold(&all);
    fold(typed).split(' ').all(|word| all.contains(word))
}

#[rustfmt::skip]
const SEARCHES: [&str; 20] = [
    "レスパイト", "ﾚｽﾊﾟｲﾄ 停電", "abc-12", "ＡＢＣ", "がっこう", "高い", "髙い　R4", "r4-東", "12", "-0003",
    "East", "電話", "電話 岩国", "吸引", "e-001", "s1", "ー", "", "　", "停電\n電源",
];

/// Lists come in the order of day, time and entry, hold what a reading one by one would pick, and a
/// search finds what looking through the records would.
#[test]
fn lists_are_what_reading_one_by_one_gives() {
    let filters = vec![
        Filter::everything(),
        Filter::consultations(),
        Filter::everything().narrowed(Axis::Topic, NONE),
        Filter::everything()
            .narrowed(Axis::Center, "east")
            .narrowed(Axis::Outcome, "advised"),
    ];
    let strategy = (
        proptest::collection::vec(made(), 0..40),
        (proptest::option::weighted(0.8, Just(())), spans()),
        proptest::sample::select(filters),
        proptest::sample::select(SEARCHES.to_vec()),
        proptest::option::of(0..12_usize),
        any::<bool>(),
    );
    let run = runner(300).run(
        &strategy,
        |(records, (is_within, (span, today)), filter, typed, limit, is_due)| {
            let ledger = ledger_of(&records);
            let today = day(today);
            let overdue = DueOn {
                when: When::Overdue,
                today,
            };
            let selection = Selection {
                period: is_within.map(|()| period(span)),
                until: Some(today),
                filter,
                due: is_due.then_some(overdue),
                search: None,
                limit: None,
            };
            let all = one_by_one(&ledger, &selection, today);
            prop_assert_eq!(&read(&ledger, &ledger.keys(&selection).expect("keys")), &all);
            check(&ledger, &selection, &all, typed, limit);
            Ok(())
        },
    );
    run.expect("lists are what they should be");
}

/// Whether searching and limiting a selection of those records gives what looking through them does.
fn check(ledger: &Ledger, selection: &Selection, all: &[Consultation], typed: &str, limit: Option<usize>) {
    let profile = ledger.profile();
    let found = all.iter().filter(|record| mentions(record, profile, typed));
    let found: Vec<_> = found.cloned().collect();
    let keys = ledger.keys(selection).expect("keys");
    let sifted = ledger.sift(&keys, &Search::new(typed)).expect("a search");
    assert_eq!(&read(ledger, &sifted), &found, "{typed}");
    for search in [None, Some(typed.to_owned())] {
        let expected = if search.is_some() { &found[..] } else { all };
        let most = limit.unwrap_or(expected.len()).min(expected.len());
        let length = if search.is_some() { all.len() } else { most };
        let limited = Selection {
            search,
            limit,
            ..selection.clone()
        };
        assert_eq!(ledger.count(&limited).expect("a count"), most as u64);
        assert_eq!(ledger.keys(&limited).expect("keys").len(), length);
        let mut listed = Vec::new();
        let visit = &mut |record| {
            listed.push(record);
            std::ops::ControlFlow::Continue(())
        };
        assert_eq!(ledger.list(&limited, visit).expect("a list"), most as u64);
        assert_eq!(&listed[..], &expected[..most]);
    }
}

fn read(ledger: &Ledger, keys: &[RecordKey]) -> Vec<Consultation> {
    let records = ledger.read(keys).expect("records").into_iter();
    records
        .map(|record| record.expect("a record that counts"))
        .collect()
}

/// The records of a selection, newest first, picked from all of them in the order of their entry.
fn one_by_one(ledger: &Ledger, selection: &Selection, today: NaiveDate) -> Vec<Consultation> {
    let mut records = Vec::new();
    ledger
        .in_order_of_entry(&mut |record| {
            records.push(record);
            std::ops::ControlFlow::Continue(())
        })
        .expect("all records");
    let holds = |record: &Consultation, axis: Axis, codes: &[String]| {
        let field = Field::by_code(axis.code()).expect("a field");
        let one = record.entry.code(field).into_iter();
        let answers: Vec<&str> = one
            .chain(record.entry.codes(field))
            .map(|code| code.as_str())
            .collect();
        codes
            .iter()
            .any(|code| answers.contains(&code.as_str()) || (answers.is_empty() && code == NONE))
    };
    records.retain(|record| {
        let date = record.entry.day().expect("a day");
        let is_due = match (
            record.entry.get(Field::FollowUp),
            record.entry.get(Field::FollowUpDone),
        ) {
            (Some(Value::Day(due)), None) => *due < today,
            _ => false,
        };
        selection.period.is_none_or(|period| period.contains(date))
            && selection.until.is_none_or(|until| date <= until)
            && selection
                .filter
                .clauses()
                .all(|(axis, codes)| holds(record, axis, codes))
            && (selection.due.is_none() || is_due)
    });
    let time = |record: &Consultation| (record.entry.day(), record.entry.number(Field::Time));
    // A stable sort keeps the order of entry, and what is last comes first.
    records.sort_by_key(time);
    records.reverse();
    records
}

#[test]
fn what_is_due_is_told_by_the_day() {
    let mut ledger = in_memory();
    // 2022-09-30 is a Friday.
    for due in [
        "2022-09-01",
        "2022-09-29",
        "2022-09-30",
        "2022-10-01",
        "2022-10-02",
        "2022-10-03",
    ] {
        add(&mut ledger, &[&CALL[..], &[("follow_up", due)]].concat());
        add(
            &mut ledger,
            &[&CALL[..], &[("follow_up", due), ("follow_up_done", "済")]].concat(),
        );
    }
    add(&mut ledger, &CALL);
    let due = |today: &str| {
        let today = day(today);
        When::ALL.map(|when| length(&ledger, &Selection::from(DueOn { when, today })))
    };
    assert_eq!(due("2022-09-30"), [2, 1, 2]);
    assert_eq!(due("2022-10-02"), [4, 1, 0]);
    assert_eq!(due("2022-10-03"), [5, 1, 0]);
    assert_eq!(due("2022-09-26"), [1, 0, 4]);
}

#[test]
fn a_record_that_no_longer_counts_keeps_its_place_in_sight() {
    let mut ledger = in_memory();
    let saved = [10, 11, 12].map(|hour| {
        let time = format!("{hour}:00");
        add(
            &mut ledger,
            &[&CALL[..], &[("time", time.as_str()), ("content", "停電")]].concat(),
        )
    });
    let keys = ledger.keys(&Selection::default()).expect("keys");
    assert_eq!(keys.len(), 3);
    assert_eq!(ledger.key_of(saved[1].id).expect("a key"), Some(keys[1]));
    ledger
        .void(saved[1].id, 1, VoidReason::Mistake, &stamp())
        .expect("void");
    let seen: Vec<_> = ledger
        .read(&keys)
        .expect("records")
        .into_iter()
        .map(|record| record.map(|r| r.id))
        .collect();
    assert_eq!(seen, [Some(saved[2].id), None, Some(saved[0].id)]);
    let found = ledger.sift(&keys, &Search::new("停電")).expect("a search");
    assert_eq!(found, [keys[0], keys[2]]);
    assert_eq!(ledger.keys(&Selection::default()).expect("keys"), found);
    // It is still there for those who ask for it by name.
    assert_eq!(ledger.key_of(saved[1].id).expect("a key"), Some(keys[1]));
    let record = ledger.record(saved[1].id).expect("a reading").expect("a record");
    assert_eq!((record.void, record.rev), (Some(VoidReason::Mistake), 2));
    let nobody = soudan::store::new_id(0);
    assert_eq!(ledger.record(nobody).expect("a reading"), None);
    assert_eq!(ledger.key_of(nobody).expect("a reading"), None);
}

#[test]
fn a_longer_word_narrows_a_search() {
    let narrows = |now: &str, earlier: &str| Search::new(now).narrows(&Search::new(earlier));
    assert!(narrows("停電", "停"));
    assert!(narrows("停電 電源", "停 電"));
    assert!(narrows("停電", "") && narrows("ﾃｲﾃﾞﾝ", "テイ"));
    assert!(!narrows("停", "停電"));
    assert!(!narrows("停電", "停電 電源"));
    assert!(!narrows("", "停"));
    assert_eq!(Search::new("停電 電 停電"), Search::new("停電"));
    assert!(Search::new(" 　\n").is_empty());
}

#[test]
fn no_word_is_found_across_two_texts() {
    let mut ledger = in_memory();
    add(
        &mut ledger,
        &[&CALL[..], &[("content", "停電"), ("response", "電源")]].concat(),
    );
    let found = |typed: &str| {
        let search = Some(typed.to_owned());
        let selection = Selection {
            search,
            ..Selection::default()
        };
        ledger.count(&selection).expect("a count")
    };
    assert_eq!(
        (found("停電 電源"), found("電源停電"), found("停電電源")),
        (1, 0, 0)
    );
}

#[test]
fn the_twin_of_an_entry_is_found_among_the_records() {
    let mut ledger = in_memory();
    let timed = [&CALL[..], &[("time", "10:00")]].concat();
    let twin = |ledger: &Ledger, typed: &[(&str, &str)], but| {
        let found = ledger.twin(&entry(ledger, typed), but, None).expect("a look");
        found.map(|number| number.serial)
    };
    assert_eq!(twin(&ledger, &timed, None), None);
    let first = add(&mut ledger, &timed);
    assert_eq!(twin(&ledger, &timed, None), Some(1));
    assert_eq!(twin(&ledger, &timed, Some(first.id)), None);
    let second = add(&mut ledger, &[&timed[..], &[("time", "10:20")]].concat());
    assert_eq!(twin(&ledger, &timed, None), Some(2), "the last entered");
    ledger
        .void(second.id, 1, VoidReason::Duplicate, &stamp())
        .expect("void");
    assert_eq!(
        twin(&ledger, &timed, None),
        Some(1),
        "a void record is nobody's twin"
    );
    // What no record names yet, and what is no record yet.
    assert_eq!(
        twin(&ledger, &[&timed[..], &[("case", "E-012")]].concat(), None),
        None
    );
    assert_eq!(twin(&ledger, &timed[1..], None), None);
    assert_eq!(twin(&ledger, &[], None), None);
    let case = [&timed[..], &[("case", "E-012")]].concat();
    add(&mut ledger, &case);
    assert_eq!(twin(&ledger, &case, None), Some(3));
    assert_eq!(
        twin(&ledger, &[&case[..], &[("time", "15:00")]].concat(), None),
        None
    );
}

#[test]
fn a_period_that_has_not_begun_opens_an_empty_list() {
    let ledger = half_year();
    let selection = |until: &str| Selection {
        period: Some(period("2022H1")),
        until: Some(day(until)),
        ..Selection::default()
    };
    assert_eq!(length(&ledger, &selection("2022-03-31")), 0);
    assert_eq!(length(&ledger, &selection("2022-04-30")), 4);
    assert_eq!(length(&ledger, &selection("2023-04-30")), 28);
    let wrong = Selection {
        filter: Filter::everything().narrowed(Axis::Channel, "telepathy"),
        ..selection("2022-03-31")
    };
    assert!(ledger.keys(&wrong).is_err());
}
