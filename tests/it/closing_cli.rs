//! `soudan close` and what asks for a reason on the command line.

use insta::assert_snapshot;
use serde_json::json;

use crate::transcript::Session;

const LATE: &str = "add --date 2022-09-29 --center east --party family --channel line";

#[test]
fn a_period_is_closed_listed_revised_and_opened_again() {
    let session = Session::half_year().on("2022-10-05");
    session.run("close");
    session.run("close R4上");
    session.run("close 先月");
    session.run("close 2022H1 --changes");
    session.run(LATE);
    session.run(&format!("{LATE} --reason 記入もれ"));
    session.run("close 2022-09 --changes");
    session.run("show R4-東-0014 --history");
    session.run("undo");
    session.run_with("undo --reason -", "二重に入れた\n".as_bytes());
    session.run("close 2022-09 --reopen");
    session.run("close 2022-09 --reopen --reason 訂正のため");
    session.run("close");
    session.run("undo");
    session.run("close --lang en");
    session.run("check");
    assert_snapshot!(session.transcript());
}

#[test]
fn what_cannot_be_closed_says_why_and_what_to_do() {
    let session = Session::half_year().on("2022-10-05");
    session.run("close 2022Q1");
    session.run("close R4下");
    session.run("close 令和4年");
    session.run("close 2022-08 --changes");
    session.run("close 2022-08 --reopen --reason 訂正");
    session.run("close 2022-08");
    session.run("close 2022-08");
    session.run("close 2022-08 --reopen --reason ' '");
    session.run("close --reopen --reason 訂正");
    session.run("close --changes");
    session.run("close 2022-09 --reason 訂正");
    session.run("--read-only close 2022-09");
    assert_snapshot!(session.transcript());
}

#[test]
fn the_same_in_english() {
    let session = Session::half_year().on("2022-10-05").in_english();
    session.run("close last");
    session.run("close 2022Q1");
    session.run("close 2022H2");
    session.run("close 2022H1");
    session.run(LATE);
    session.run(&format!("{LATE} --reason 'came late'"));
    session.run("close last --changes");
    session.run("close");
    session.run("close last --reopen --reason 'typed wrong'");
    session.run("close last --changes");
    assert_snapshot!(session.transcript());
}

#[test]
fn programs_read_codes() {
    let session = Session::half_year().on("2022-10-05");
    session.run("close --format json").prints("[]\n");
    session.run("close 2022-09");
    session.run(&format!("{LATE} --reason 記入もれ"));
    let closings = session.run("close --format json").json();
    let closing = closings[0].as_object().expect("a closing");
    for (key, value) in [
        ("period", json!("2022-09")),
        ("from", json!("2022-09-01")),
        ("to", json!("2022-09-30")),
        ("label", json!("令和4年9月")),
        ("by", json!("c1")),
        ("records", json!(5)),
        ("reopened", json!(false)),
    ] {
        assert_eq!(closing[key], value, "{key}");
    }
    assert_eq!(closing["head"].as_str().map(str::len), Some(64));
    let at = closing["closed_at"].as_str().expect("a time");
    assert!(at.starts_with("2022-10-05T"), "{at}");
    let changes = session.run("close 2022-09 --changes --format json").json();
    let changes = changes.as_array().expect("changes");
    assert_eq!(closing["revised"], json!(changes.len()));
    assert_eq!(
        changes[0],
        json!({"table": "family", "row": "east", "column": "line", "before": 0, "after": 1})
    );
    assert!(changes.contains(&json!(
        {"table": "channel", "row": null, "column": null, "before": 5, "after": 6}
    )));
}

#[test]
fn what_is_closed_can_be_read_aloud() {
    let session = Session::half_year().on("2022-10-05");
    session.run("close 2022-09");
    let said = session.run("--plain close");
    assert!(
        said.out().starts_with("期間：令和4年9月\n締めた日時："),
        "{}",
        said.out()
    );
    session.run(&format!("{LATE} --reason 記入もれ"));
    let said = session.run("--plain close 2022-09 --changes");
    let first = "表：本人・家族\n行：東部\n列：LINE\n締め：0\n今日：1\n差：+1\n\n";
    assert!(said.out().starts_with(first), "{}", said.out());
}

#[test]
fn an_import_inside_a_closed_period_takes_a_reason() {
    let session = Session::half_year().on("2022-10-05");
    session.run("close 2022-09");
    let rows = "日付,センター,相談者区分,相談方法\n2022-09-29,東部,関係者等,電話\n";
    session.file("rows.csv", rows);
    let refused = "令和4年9月 は締め済みのため、変えるには理由が要ります(コマンドでは --reason 理由)。何も変えていません。";
    session.run("import rows.csv").refuses(1, refused);
    session.run("import rows.csv --dry-run").refuses(1, refused);
    session
        .run("import rows.csv --reason 届いた分")
        .prints("1件を取り込みました。\n");
    session.run("undo").refuses(1, refused);
    let history = session.run("show R4-東-0014 --history");
    assert!(history.out().contains("理由：届いた分"), "{}", history.out());
}

#[test]
fn a_reason_is_a_line_and_what_is_left_out_of_it_is_said() {
    let session = Session::half_year().on("2022-10-05");
    session.run("close 2022-09").out();
    let long = "長".repeat(201);
    let refusal = "理由：長すぎます。200字までのところ201字あります。何も変えていません。";
    for command in ["close 2022-09 --reopen", LATE, "undo"] {
        let said = session.run_with(&format!("{command} --reason -"), long.as_bytes());
        said.refuses(1, refusal);
    }
    let left_out = "理由：台帳に書けない文字(制御文字など)を2字取り除きました。\n";
    let said = session.run_with(&format!("{LATE} --reason -"), "記入\u{7}も\u{202e}れ".as_bytes());
    assert!(said.status == 0 && said.err.contains(left_out), "{}", said.err);
    let said = session.run_with(
        "close 2022-09 --reopen --reason -",
        "訂\u{7}正\u{202e}".as_bytes(),
    );
    said.notes(left_out);
    // A whole line is one.
    session.run("undo").out();
    let said = session.run_with("close 2022-09 --reopen --reason -", &long.as_bytes()[3..]);
    said.notes("");
}
