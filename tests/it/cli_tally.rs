//! Tallies from the command line: the contract of their JSON, and what people read.

use serde_json::{Value, json};

use crate::transcript::Session;

/// The value without the keys that were added to the contract.
fn only(value: &Value, keys: &[&str]) -> Value {
    let object = value.as_object().expect("an object");
    assert!(keys.iter().all(|key| object.contains_key(*key)), "{object:?}");
    object
        .iter()
        .filter(|(key, _)| keys.contains(&key.as_str()))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

#[test]
fn the_standard_tables_are_those_of_the_printed_report() {
    let session = Session::half_year();
    let contract = json!(
        {"period":{"from":"2022-04-01","to":"2022-09-30","label":"令和4年度 上半期","as_of":"2022-09-30"},
         "family":{"columns":["phone","visit","email","web","home_visit"],
           "rows":[{"center":"east","cells":[3,0,0,0,1],"total":4},{"center":"west","cells":[3,1,0,0,3],"total":7}],
           "total":{"cells":[6,1,0,0,4],"total":11}},
         "stakeholder":{"columns":["phone","visit","email","web","home_visit"],
           "rows":[{"center":"east","cells":[9,0,0,0,0],"total":9},{"center":"west","cells":[8,0,0,0,0],"total":8}],
           "total":{"cells":[17,0,0,0,0],"total":17}},
         "fields":{"columns":["medical","welfare","childcare","education","government"],
           "rows":[{"center":"east","cells":[4,3,1,0,1],"total":9},{"center":"west","cells":[3,3,0,1,1],"total":8}],
           "total":{"cells":[7,6,1,1,2],"total":17}}}
    );
    for period in [
        "2022H1",
        "",
        "R4上",
        "令和4年度上半期",
        "2022-04-01..2022-09-30",
        "this",
    ] {
        let said = session.run(&format!("tally --format json {period}")).json();
        let standard = only(&said, &["period", "family", "stakeholder", "fields"]);
        if period.contains("..") {
            assert_eq!(standard["period"]["label"], "令和4年4月1日から令和4年9月30日");
            assert_eq!(standard["family"], contract["family"]);
        } else {
            assert_eq!(standard, contract, "{period}");
        }
        assert_eq!(
            only(&said, &["records", "later"]),
            json!({"records": 28, "later": 0})
        );
    }
}

#[test]
fn the_standard_tables_read_well() {
    let session = Session::half_year();
    session.run("tally");
    session.run("tally 2022H1 --compare year");
    session.run("tally --today 2022-09-15");
    session.run("tally 2022H1 --where center=west --where channel=home_visit");
    session.run("tally 2022H1 --where kind=all");
    session.run("tally 2022H1 --format md");
    session.run("--lang en tally 2022H1");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn tables_by_axes_read_well() {
    let session = Session::half_year();
    session.run("tally 2022H1 --rows month --cols center --compare previous");
    session.run("tally 2022H1 --rows topic --cols party");
    session.run("tally 2022H1 --rows kind");
    session.run("tally 2022-01-01..2022-06-30 --rows quarter --cols month");
    session.run("tally 2022H1 --rows weekday --cols hour");
    session.run("tally 2022H1 --rows relation --cols newness --where party=family --format md");
    session.run("tally 2022H1 --rows area --format csv");
    session.run("--lang en tally 2022H1 --rows topic --count people");
    session.run("--lang en tally 2022H1 --rows month --cols field --today 2022-06-15");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn a_table_by_axes_keeps_the_contract_of_its_json() {
    let session = Session::half_year();
    let said = session
        .run("tally 2022H1 --rows center --cols newness --compare year --format json")
        .json();
    let keys = [
        "period",
        "rows",
        "cols",
        "count",
        "columns",
        "table",
        "total",
        "multiple_answers",
        "records",
    ];
    assert_eq!(
        only(&said, &keys),
        json!({
            "period": {"from": "2022-04-01", "to": "2022-09-30", "label": "令和4年度 上半期", "as_of": "2022-09-30"},
            "rows": "center", "cols": "newness", "count": "contacts", "columns": ["new", "continuing"],
            "table": [
                {"code": "east", "label": "東部", "cells": said["table"][0]["cells"], "total": 13,
                 "before": {"cells": [null, null], "total": null}},
                {"code": "west", "label": "西部", "cells": said["table"][1]["cells"], "total": 15,
                 "before": {"cells": [null, null], "total": null}},
            ],
            "total": {"cells": said["total"]["cells"], "total": 28, "before": {"cells": [null, null], "total": null}},
            "multiple_answers": false, "records": 28
        })
    );
    assert_eq!(said["compared"]["label"], "令和3年度 上半期");

    let one = session
        .run("--lang en tally 2022H1 --rows topic --format json")
        .json();
    assert_eq!(
        (&one["cols"], &one["columns"], &one["multiple_answers"]),
        (&json!(null), &json!([]), &json!(true))
    );
    assert_eq!(
        one["table"][0],
        json!({"code": "discharge", "label": "Discharge home", "cells": [], "total": 6})
    );
    assert_eq!(one["total"], json!({"cells": [], "total": 28}));
    assert_eq!(
        one["proof"],
        json!({"rows": 30, "columns": 30, "records": 28, "ties": true})
    );
}

#[test]
fn codes_of_time_are_those_inside_the_span() {
    let session = Session::half_year();
    let codes = |words: &str| {
        let said = session.run(&format!("tally --format json {words}")).json();
        let rows = said["table"].as_array().expect("rows").iter();
        rows.map(|row| row["code"].as_str().expect("a code").to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        codes("2022H1 --rows month"),
        "2022-04 2022-05 2022-06 2022-07 2022-08 2022-09"
    );
    assert_eq!(codes("2022 --rows quarter"), "2022Q1 2022Q2 2022Q3 2022Q4");
    assert_eq!(codes("2022H1 --rows weekday"), "mon tue wed thu fri sat sun");
    assert_eq!(codes("2022H1 --rows hour --where hour=9"), "09");
    assert_eq!(codes("2022H1 --rows newness"), "new continuing");
}

#[test]
fn a_figure_opens_as_many_records_as_it_says() {
    let session = Session::half_year();
    for axis in [
        "relation",
        "field",
        "municipality",
        "topic",
        "care",
        "outcome",
        "staff",
        "hour",
        "case",
        "age",
    ] {
        let said = session
            .run(&format!("tally 2022H1 --rows {axis} --format json"))
            .json();
        for row in said["table"].as_array().expect("rows") {
            let code = row["code"].as_str().expect("a code");
            let list = format!("list 2022H1 --where kind=consultation --where {axis}={code} --format json");
            let listed = session.run(&list).json().as_array().expect("records").len();
            assert_eq!(Some(listed as u64), row["total"].as_u64(), "{axis}={code}");
        }
    }
}

#[test]
fn what_is_still_to_come_is_not_applicable_and_said() {
    let session = Session::half_year().on("2022-06-15");
    let said = session
        .run("tally 2022H1 --rows month --cols party --format json")
        .json();
    assert_eq!(said["period"]["as_of"], "2022-06-15");
    assert_eq!(said["table"][2]["code"], "2022-06");
    assert_eq!(
        said["table"][3],
        json!({"code": "2022-07", "label": "7月", "cells": [null, null], "total": null})
    );
    let (counted, later) = (said["records"].as_u64(), said["later"].as_u64());
    assert_eq!(
        counted.zip(later).map(|(counted, later)| counted + later),
        Some(28)
    );
}

#[test]
fn a_question_without_an_answer_is_refused() {
    let session = Session::half_year();
    let refusals = [
        (
            "--rows colour",
            "「colour」という集計軸はありません。soudan tally --help で一覧を確かめてください。",
        ),
        (
            "--rows center --cols センター",
            "行と列がどちらもセンターです。別の軸を指定してください。",
        ),
        (
            "--where phone",
            "--where は 軸=コード の形で指定してください(例：channel=phone)：phone",
        ),
        (
            "--where channel=telex",
            "相談方法に「telex」はありません。電話(phone)、来所(visit)、メール(email)、web(web)、訪問(home_visit)、\
             FAX(fax)、LINE(line)、出張相談(outreach)、その他(other) のどれかです。",
        ),
        (
            "--where channel=phon",
            "相談方法に「phon」はありません。「電話」(phone)のことでしょうか。",
        ),
        (
            "令和4年",
            "年だけでは期間になりません。年度なら 令和4年度(2022)、月なら 令和4年4月 のように指定してください。",
        ),
        (
            "xyz",
            "期間として読めません。2022H1、R4上、2022-09、2022-04-01..2022-09-30 のように指定してください。",
        ),
        ("2022-09-30..2022-04-01", "期間の終わりが始まりより前です。"),
        (
            "--today 9/31",
            "その日はありません。2022年9月は30日までです。2022-09-30(金)のことでしょうか。",
        ),
    ];
    for (words, refusal) in refusals {
        let words = format!("tally {words}");
        let said = session.run(&words);
        if words.contains("--today") {
            // The day without a year is the clock's, not ours.
            assert_eq!((said.status, &*said.out), (1, ""));
        } else {
            said.refuses(1, refusal);
        }
    }
}

/// Both centers opened in April 2022: before that there is nothing to count, and after "as of" not yet.
#[test]
fn a_center_that_is_not_open_yet_is_not_applicable() {
    let session = Session::half_year().on("2022-06-15");
    let table = |words: &str| session.run(&format!("tally --format json {words}")).json();
    let (none, n) = (Value::Null, |n: u64| Value::from(n));
    let said = table("2022-02-10..2022-07-31 --rows center --cols month");
    let cells = |row: &Value| row["cells"].as_array().expect("cells").clone();
    for row in said["table"]
        .as_array()
        .expect("rows")
        .iter()
        .chain([&said["total"]])
    {
        let cells = cells(row);
        assert_eq!([&cells[0], &cells[1], &cells[5]], [&none; 3], "{row}");
        assert!(cells[2..5].iter().all(Value::is_u64), "{row}");
    }
    assert_eq!(
        said["proof"],
        json!({"rows": 12, "columns": 12, "records": 12, "ties": true})
    );
    let quarters = table("2021-10-01..2022-09-30 --rows quarter --cols center");
    let totals = quarters["table"].as_array().expect("rows").iter();
    let totals: Vec<_> = totals.map(|row| row["total"].clone()).collect();
    assert_eq!(totals, [none.clone(), none.clone(), n(12), none.clone()]);
    // Not in the whole span: nor is the total.
    for words in [
        "2021 --rows center --cols channel",
        "2021 --rows month --cols center",
        "2021 --rows center",
        "2021 --rows month",
        "2021 --rows topic",
        "2023 --rows month",
    ] {
        let said = table(words);
        let rows = said["table"]
            .as_array()
            .expect("rows")
            .iter()
            .chain([&said["total"]]);
        for row in rows {
            assert!(row["total"].is_null(), "{words}: {row}");
            assert!(cells(row).iter().all(Value::is_null), "{words}: {row}");
        }
    }
    assert_eq!(table("2021")["family"]["total"]["total"], none);
    // A figure of zero stays one.
    let zero = table("2022-06 --rows center --cols channel --where channel=fax");
    assert_eq!(zero["total"]["total"], n(0));
    let before = table("2022H1 --rows center --cols month --compare previous");
    assert_eq!(
        before["table"][0]["before"]["cells"],
        json!([none, none, none, none, none, none])
    );
}

/// Labels hold ・ themselves.
#[test]
fn either_of_two_is_said_so_that_both_can_be_told_apart() {
    let session = Session::half_year();
    let words = "tally 2022H1 --where topic=disaster --where topic=respite";
    let said = session.run(words).out().to_owned();
    assert!(
        said.contains("相談内容 災害・電源、レスパイト・短期入所のみ"),
        "{said}"
    );
    let said = session.run(&format!("--lang en {words}")).out().to_owned();
    assert!(said.contains(" or "), "{said}");
}

#[test]
fn what_is_read_aloud_has_its_label_before_every_value() {
    let session = Session::half_year();
    session.run("tally 2022H1 --plain");
    session.run("tally 2022H1 --rows channel --plain");
    session.run("list 2022-09 --limit 2 --plain");
    session.run("--lang en tally 2022H1 --rows center --cols party --plain");
    session.run("show R4-東-1 --history --plain");
    insta::assert_snapshot!(session.transcript());
}

/// A part of a month or a quarter stands against the same part of the year before.
#[test]
fn broken_months_and_quarters_are_compared_with_those_that_are_broken_alike() {
    let session = Session::east().on("2023-12-31");
    for date in ["2022-12-05", "2022-12-06", "2023-12-05"] {
        let call = format!("add --date {date} --center east --party family --channel phone");
        session.run(&call).out();
    }
    for asked in [
        "2023-12 --rows quarter",
        "2023-12-04..2023-12-06 --rows month",
        "2023-12 --rows month",
    ] {
        let json = session
            .run(&format!("tally {asked} --compare year --format json"))
            .json();
        assert_eq!(json["table"][0]["total"], 1, "{asked}");
        assert_eq!(json["table"][0]["before"]["total"], 2, "{asked}");
    }
}

/// A column in which nothing could be counted is not applicable below a table without rows either.
#[test]
fn months_to_come_are_not_applicable_where_there_is_no_row() {
    let session = Session::east().on("2022-11-15");
    let json = session
        .run("tally 2022H2 --rows staff --cols month --format json")
        .json();
    let cells = json["total"]["cells"].as_array().expect("cells");
    let expected: Vec<Value> = [Some(0), Some(0), None, None, None, None]
        .map(Value::from)
        .to_vec();
    assert_eq!(cells, &expected);
}
