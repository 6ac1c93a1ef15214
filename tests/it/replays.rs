//! Tables typed from paper against the ledger.

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::domain::axis::{Axis, Filter};
use soudan::domain::period::Period;
use soudan::domain::printed::replay;
use soudan::domain::tally::{Count, Query};
use soudan::exchange::printed::{place, read};
use soudan::locale::Lang;
use soudan::report::View;

use crate::ledgers::{day, folder, in_memory};
use crate::made::{made, write};
use crate::transcript::{Said, Session};

/// The three tables of the prefecture's report, as it prints them. Of the fields it prints the totals
/// of both centers.
const REPORT: &str = "本人・家族,電話,来所,メール,ｗｅｂ,訪問,計
東部,3,0,0,0,1,4
西部,3,1,0,0,3,7
合計,6,1,0,0,4,11

関係者等,電話,来所,メール,ｗｅｂ,訪問,計
東部,9,0,0,0,0,9
西部,8,0,0,0,0,8
合計,17,0,0,0,0,17

（関係者等の内訳）,医療,福祉,保育,教育,行政
合計,７,６,１,１,２
";

#[test]
fn the_printed_report_agrees_with_its_records() {
    let session = Session::half_year();
    session.file("r4.csv", REPORT);
    session.run("compare r4.csv 2022H1");
    session.run("compare r4.csv 2022H1 --plain");
    session.run("--lang en compare r4.csv 2022H1");
    let said = session.run("compare r4.csv --format json").json();
    assert_eq!(
        (&said["agrees"], &said["tables"][2]["compared"]),
        (&true.into(), &5.into())
    );
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn three_errors_are_found_and_named() {
    let session = Session::half_year();
    let wrong = REPORT
        .replace("東部,3,0,0,0,1,4", "東部,3,0,0,0,2,4")
        .replace("西部,8,0,0,0,0,8", "西部,8,0,0,0,0,9")
        .replace("医療,福祉", "医療,福利");
    session.file("r4.csv", &wrong);
    session.run("compare r4.csv 2022H1");
    session.run("compare r4.csv 2022H1 --plain");
    session.run("--lang en compare r4.csv 2022H1");
    session.run("compare r4.csv 2022H1 --format json");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn a_table_says_what_it_is_and_may_lack_some_of_it() {
    let session = Session::half_year();
    let agrees = [
        // By axes, in codes and labels, with what a spreadsheet leaves: commas, a title above, an empty line.
        "center/channel,phone,visit,email,web,home_visit,計\n東部,12,0,0,0,1,13\nwest,11,1,0,0,3,15\n",
        "〇本人・家族,,,,\n\nセンター,電話,来所,訪問,計\r\n合計,6,1,4,11\r\n",
        "相談方法,計\n電話,23\n来所,1\n訪問,4\n合計,28\n",
        "月,計\n4月,4\n5月,5\n2022-06,5\n7月,5\n8月,4\n9月,5\n合計,28\n",
        "Family,Phone,visit,home_visit,Total\n\nEast,3,0,1,\"4\"\nWest,3,1,3,7\n",
        // A party is called as a table is.
        "相談者区分/相談方法,電話,来所,訪問\n本人・家族,6,1,4\n関係者等,17,0,0\n",
        // What is not in the ledger's table is zero there.
        "本人・家族,電話,ＦＡＸ,来所,訪問,計\n東部,3,0,0,1,4\n西部,3,－,1,3,7\n",
    ];
    for (at, text) in agrees.iter().enumerate() {
        // With a mark, and as Excel in Japan writes it.
        let (cp932, _, is_lossy) = encoding_rs::SHIFT_JIS.encode(text);
        assert!(!is_lossy || text.contains('〇'));
        for (way, bytes) in [
            text.as_bytes(),
            &[b"\xef\xbb\xbf", text.as_bytes()].concat(),
            &cp932,
        ]
        .iter()
        .enumerate()
        {
            fs::write(session.path("t.csv"), bytes).expect("a file");
            let said = session.run("compare t.csv 2022H1 --format json");
            assert_eq!(said.status, 0, "{at}.{way}: {} {}", said.out, said.err);
        }
    }
    let bare = ",電話,訪問\n東部,12,1\n西部,11,3\n";
    session.file("t.csv", bare);
    session.run("compare t.csv 2022H1 --rows center --cols channel");
    session.file("t.csv", &bare.replacen(',', "センター,", 1));
    session.run("compare t.csv 2022H1 --rows center --cols channel");
    session.file("t.csv", "センター/相談方法,電話\n東部,－\n南部,5\n合計,23\n");
    session.run("compare t.csv 2022H1");
    // Another span, and a filter.
    session.file("t.csv", "本人・家族,電話,訪問,計\n東部,\"1,003\",1,4\n");
    session.run("compare t.csv 2022H1 --where center=east");
    session.run("compare t.csv 2021H1");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn what_is_no_table_is_refused_with_its_place() {
    let session = Session::half_year();
    let long = format!("本人・家族,電話\n{},3\n", "長".repeat(400_000));
    let cases: [(&[u8], &str); 11] = [
        (
            long.as_bytes(),
            "2行目から始まる行が長すぎます(1行は1MBまで)。セルの中身を確かめてください。",
        ),
        (
            "日付,センター\n2022-04-12,東部\n".as_bytes(),
            "1行目1列目：どの表か分かりません。「本人・家族」や「センター/相談方法」のように書くか、--rows と --cols で指定してください。",
        ),
        (
            "本人・家族,電話\n東部,3件\n".as_bytes(),
            "2行目2列目：数ではありません。0以上の整数か、該当なしの「－」にしてください。",
        ),
        (
            "本人・家族,電話\n東部,\"1,2\"\n".as_bytes(),
            "2行目2列目：数ではありません。0以上の整数か、該当なしの「－」にしてください。",
        ),
        (
            "本人・家族,電話,計\n東部,3\n".as_bytes(),
            "2行目：列の数が見出しと違います(見出し 3、この行 2)。",
        ),
        (
            "本人・家族,電話\n東部,3\n西部,3\n\n東部,3\n".as_bytes(),
            "5行目1列目：同じ行か列が2つあります。1つにしてください。",
        ),
        (
            "本人・家族,電話,電話\n東部,3,3\n".as_bytes(),
            "1行目3列目：同じ行か列が2つあります。1つにしてください。",
        ),
        (
            "本人・家族,電話,\n東部,3,3\n".as_bytes(),
            "1行目3列目：行か列の名前が空です。名前を書いてください。",
        ),
        (
            "本人・家族,電話\n\n関係者等,電話\n東部,9\n".as_bytes(),
            "1行目：見出しの下に行がありません。",
        ),
        (b"", "見出しも行もない、空のファイルです。"),
        (
            b"\xff\xfea\0",
            "UTF-16 か Excel のブックのようです。CSV(UTF-8 か Shift_JIS)で保存し直してください。",
        ),
    ];
    for (bytes, refusal) in cases {
        fs::write(session.path("t.csv"), bytes).expect("a file");
        session.run("compare t.csv 2022H1").refuses(1, refusal);
    }
}

/// Every table of figures of a packet agrees with the ledger that it was written from.
#[test]
fn what_a_packet_wrote_agrees_with_its_ledger() {
    for (period, today, month, half) in [
        ("2023H1", "2023-09-30", "2023-09", "2023H1"),
        ("2023-08", "2023-08-31", "2023-08", "2023H1"),
    ] {
        let session = Session::half_year().on(today);
        for day in ["2023-05-10", "2023-08-10"] {
            let add = "--center east --party family --channel phone";
            session.run(&format!("add --date {day} {add}")).out();
        }
        for lang in ["ja", "en"] {
            let folder = format!("packet-{lang}");
            session.run(&format!("--lang {lang} report {period} --format csv -o {folder}"));
            let names = session.names(&folder);
            let tables: Vec<&String> = names.iter().filter(|name| is_of_figures(name)).collect();
            assert_eq!(tables.len(), 15, "{names:?}");
            for name in tables {
                let span = match &name[3..] {
                    name if name.starts_with("running") => half,
                    name if name.starts_with("year_to_date") => "2023ytd",
                    name if name.starts_with("month_") => month,
                    "months.csv" => "2023",
                    _ => period,
                };
                let said = session.run(&format!("compare {folder}/{name} {span} --format json"));
                let shown = session.run(&format!("compare {folder}/{name} {span}"));
                assert_eq!(said.status, 0, "{name}: {} {}", shown.out, shown.err);
                let table = &said.json()["tables"][0];
                assert_eq!(table["unknown"], serde_json::json!([]), "{name}");
                assert!(
                    table["not_compared"].as_array().expect("labels").len() >= 2,
                    "{name}"
                );
                let is_wide = !name.contains("months");
                assert_eq!(
                    table["table"].is_null() && is_wide,
                    table["cols"] == "center",
                    "{name}"
                );
            }
        }
    }
}

fn is_of_figures(name: &str) -> bool {
    !["notes", "centers", "cases", "follow_ups", "changes"]
        .iter()
        .any(|texts| name.contains(texts))
}

/// What a comparison that found something printed as JSON.
fn parsed(said: &Said) -> serde_json::Value {
    assert_eq!(said.status, 1, "{}", said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

#[test]
fn totals_are_known_by_their_ends_and_unknown_columns_are_in_no_sum() {
    let session = Session::half_year();
    let agrees = [
        "本人・家族,電話,来所,訪問,計\n東部,3,0,1,4\n西部,3,1,3,7\n東西センター計,6,1,4,11\n",
        "本人・家族,電話,来所,訪問,全方法計\n東部,3,0,1,4\n西部,3,1,3,7\n東西計,6,1,4,11\n",
        // What stands beside the figures is any number.
        "本人・家族,電話,来所,訪問,計,前年同期,増減,構成比\n東部,3,0,1,4,6,△2,36.4%\n西部,3,1,3,7,1,+6,63.6%\n合計,6,1,4,11,7,+4,100.0%\n",
    ];
    for text in agrees {
        session.file("t.csv", text);
        let said = session.run("compare t.csv 2022H1 --format json");
        assert_eq!(said.status, 0, "{text}: {} {}", said.out, said.err);
    }
    session.file(
        "t.csv",
        "本人・家族,電話,来所,訪問,計,去年\n東部,3,0,1,4,6\n西部,3,1,3,7,6\n合計,6,1,4,11,12\n",
    );
    let said = parsed(&session.run("compare t.csv 2022H1 --format json"));
    let table = &said["tables"][0];
    assert_eq!(table["wrong_totals"], serde_json::json!([]));
    assert_eq!(
        table["unknown"],
        serde_json::json!([{ "line": 1, "position": 6, "label": "去年" }])
    );
}

#[test]
fn a_wrong_figure_is_told_once() {
    let session = Session::half_year();
    session.file(
        "r4.csv",
        &REPORT.replace("合計,17,0,0,0,0,17", "合計,17,0,0,0,0,18"),
    );
    session.run("compare r4.csv 2022H1");
    session.run("compare r4.csv 2022H1 --plain");
    session.run("--lang en compare r4.csv 2022H1");
    let said = parsed(&session.run("compare r4.csv 2022H1 --format json"));
    let along = |at: usize| said["tables"][1]["wrong_totals"][at]["along"].clone();
    assert_eq!((along(0), along(1)), ("row".into(), "column".into()));
    // Wrong across only, and wrong on paper though the ledger has the same.
    session.file("r4.csv", &REPORT.replace("西部,3,1,0,0,3,7", "西部,3,0,0,0,3,8"));
    session.run("compare r4.csv 2022H1");
    // Nothing on it is known.
    session.file("t.csv", "本人・家族,第1,第2\nあちら,3,0\nこちら,1,2\n");
    session.run("compare t.csv 2021H1");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn without_a_period_it_says_with_which_one_it_compared() {
    let session = Session::half_year().on("2022-10-05");
    session.file("r4.csv", REPORT);
    session.run("compare r4.csv");
    session.run("--lang en compare r4.csv");
    session.run("compare r4.csv 2022H1");
    session.file("r4.csv", &REPORT.replace("東部,3,0,0,0,1,4", "東部,3,0,0,0,2,4"));
    session.run("compare r4.csv");
    session.run("--lang en compare r4.csv");
    session.file("r4.csv", "本人・家族,電話\n東部,100\n");
    session.run("compare r4.csv");
    session.run("--lang en compare r4.csv");
    session.file("r4.csv", "相談方法,計\n電話,5\n");
    session.run("compare r4.csv");
    session.run("compare r4.csv 2022-10");
    session.run("compare r4.csv 2022-11");
    session.run("compare r4.csv 2023H1");
    insta::assert_snapshot!(session.transcript());
}

/// What a tally writes as CSV agrees with the ledger that it was written from, whatever its axes.
#[test]
fn what_a_tally_wrote_agrees_with_its_ledger() {
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let axes = proptest::sample::select(Axis::ALL.to_vec());
    let strategy = (
        proptest::collection::vec(made(), 0..24),
        (axes.clone(), proptest::option::weighted(0.8, axes)),
        proptest::sample::select(vec![
            "2022H1",
            "2022",
            "2022-05-10..2022-08-20",
            "2022-04-01..2023-06-30",
        ]),
        proptest::sample::select(vec!["2022-06-15", "2024-01-01"]),
        proptest::sample::select(Lang::ALL.to_vec()),
    );
    let folder = folder();
    let tried = runner.run(&strategy, |(records, (rows, cols), span, today, lang)| {
        let mut ledger = in_memory();
        records.iter().for_each(|made| write(&mut ledger, made));
        let query = Query {
            period: Period::parse(span, day("2022-09-30")).expect("a period"),
            filter: Filter::consultations(),
            rows,
            cols: cols.filter(|cols| *cols != rows),
            count: Count::Contacts,
        };
        let table = ledger.tally(&query, day(today), None).expect("a table");
        let standard = ledger
            .standard(query.period, &query.filter, day(today), None)
            .expect("tables");
        let profile = ledger.profile();
        let view = View {
            words: lang.catalogue(),
            profile,
        };
        let path = folder.path().join("t.csv");
        let text = format!(
            "{}\r\n{}",
            view.standard_csv(&standard),
            &view.table_csv(&table)[3..]
        );
        fs::write(&path, text).expect("a file");
        let typed = read(&path, profile, None).expect("tables");
        let tables = [&standard.family, &standard.stakeholder, &standard.fields, &table];
        prop_assert_eq!(typed.len(), tables.len());
        for (typed, table) in typed.iter().zip(tables) {
            let found = replay(&place(typed, table, profile).expect("labels"), table);
            prop_assert!(found.agrees(), "{:?}", found);
            let width = table.columns.len() + 1;
            prop_assert_eq!(found.compared, ((table.rows.len() + 1) * width) as u64);
        }
        Ok(())
    });
    tried.expect("all agree");
}
