//! The meeting's packet from the command line: its figures are the printed ones in every format, and nothing
//! personal stands in it.

use std::fs;

use serde_json::Value;
use soudan::store::{Ledger, Opening};

use crate::faults;
use crate::ledgers;
use crate::packet_workbook;
use crate::transcript::Session;

/// The printed tables of the half-year: label, then figures, of each row.
const PRINTED: [(&str, &[&str]); 3] = [
    (
        "本人・家族",
        &["東部 3 0 0 0 1 4", "西部 3 1 0 0 3 7", "合計 6 1 0 0 4 11"],
    ),
    (
        "関係者等",
        &["東部 9 0 0 0 0 9", "西部 8 0 0 0 0 8", "合計 17 0 0 0 0 17"],
    ),
    (
        "関係者等の内訳",
        &["東部 4 3 1 0 1 9", "西部 3 3 0 1 1 8", "合計 7 6 1 1 2 17"],
    ),
];

/// Tables read back from a packet: the corner of each, and its rows.
pub type Tables = Vec<(String, Vec<Vec<String>>)>;

/// Holds the running tables of a packet against the printed ones; the columns behind the total are those
/// of the year before.
fn is_as_printed(format: &str, tables: &Tables) {
    for (title, rows) in PRINTED {
        let (_, found) = tables.iter().find(|(corner, _)| corner == title).expect(title);
        for (expected, row) in rows.iter().zip(found) {
            let expected: Vec<&str> = expected.split(' ').collect();
            assert_eq!(row[..expected.len()], expected, "{format}: {title}");
        }
        assert_eq!(found.len(), rows.len(), "{format}: {title}");
    }
}

pub fn from_md(text: &str) -> Tables {
    let mut tables = Tables::new();
    let mut is_inside = false;
    for line in text.lines() {
        let Some(line) = line.strip_prefix("| ") else {
            is_inside = is_inside && line.starts_with("|:");
            continue;
        };
        let line = line.trim_end_matches(" |").replace("**", "");
        let cells: Vec<String> = line.split(" | ").map(str::to_owned).collect();
        match (is_inside, tables.last_mut()) {
            (true, Some((_, rows))) => rows.push(cells),
            _ => tables.push((cells[0].clone(), Vec::new())),
        }
        is_inside = true;
    }
    tables
}

/// The tables of figures of a page: cells between tags.
fn from_html(page: &str) -> Tables {
    let cells = |row: &str| -> Vec<String> {
        let cells = row.split("<t").skip(1).filter_map(|cell| cell.split_once('>'));
        cells
            .map(|(_, text)| text.split('<').next().unwrap_or_default().to_owned())
            .collect()
    };
    let tables = page.split("<table class=\"figures\">").skip(1);
    let table = |table: &str| {
        let table = table.split("</table>").next().unwrap_or_default();
        let mut rows: Vec<Vec<String>> = table.split("<tr>").skip(1).map(cells).collect();
        let head = rows.remove(0);
        // A tag of a part of the table that begins behind a row is no cell.
        rows.iter_mut()
            .for_each(|row| row.retain(|text| !text.is_empty()));
        (head[0].clone(), rows)
    };
    tables.map(table).collect()
}

fn from_csv(text: &str) -> (String, Vec<Vec<String>>) {
    let text = text.strip_prefix('\u{feff}').expect("a mark");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    let head = rows.remove(0);
    (head[0].clone(), rows)
}

fn from_json(packet: &Value) -> Tables {
    let labels = [
        ("family", "本人・家族"),
        ("stakeholder", "関係者等"),
        ("fields", "関係者等の内訳"),
    ];
    let center = |code: &str| match code {
        "east" => "東部".to_owned(),
        "west" => "西部".to_owned(),
        other => panic!("{other}"),
    };
    let figures = |line: &Value| {
        let cells = line["cells"].as_array().expect("cells").iter();
        let mut figures: Vec<String> = cells.map(Value::to_string).collect();
        figures.push(line["total"].to_string());
        figures
    };
    let table = |(key, title): (&str, &str)| {
        let table = &packet["running"][key];
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in table["rows"].as_array().expect("rows") {
            let label = center(row["center"].as_str().expect("a center"));
            rows.push(std::iter::once(label).chain(figures(row)).collect());
        }
        rows.push(
            std::iter::once("合計".to_owned())
                .chain(figures(&table["total"]))
                .collect(),
        );
        (title.to_owned(), rows)
    };
    labels.into_iter().map(table).collect()
}

#[test]
fn the_half_years_tables_are_the_printed_ones_in_every_format() {
    let session = Session::half_year();
    for format in ["html", "md", "json", "text", "csv", "xlsx"] {
        session.run(&format!("report 2022H1 --format {format}")).out();
    }
    let read = |name: &str| fs::read_to_string(session.path(name)).expect(name);
    is_as_printed("html", &from_html(&read("packet-2022H1.html")));
    is_as_printed("md", &from_md(&read("packet-2022H1.md")));
    let json: Value = serde_json::from_str(&read("packet-2022H1.json")).expect("JSON");
    is_as_printed("json", &from_json(&json));
    let csv = ["02-running_family", "03-running_stakeholder", "04-running_fields"];
    let csv = csv.map(|name| from_csv(&read(&format!("packet-2022H1-csv/{name}.csv"))));
    is_as_printed("csv", &csv.to_vec());
    is_as_printed("xlsx", &packet_workbook::tables(&session, "packet-2022H1.xlsx"));
}

#[test]
fn a_packet_reads_well() {
    let session = Session::half_year();
    session.run("report 2022H1 --format text -o -");
    session.run("report 2022-08 --format text -o - --without centers --without topics --without areas");
    session
        .run("--plain report 2022-09 --format text -o - --without centers --without topics --without areas");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn a_packet_reads_well_in_english() {
    let session = Session::half_year().in_english();
    session.run("report 2022H1 --format md -o -");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn a_month_stands_beside_the_month_before_and_that_of_the_year_before() {
    let session = Session::half_year();
    let packet = session.run("report 2022-08 --format json -o -").json();
    assert_eq!(packet["period"]["as_of"], "2022-08-31");
    let month = &packet["month"];
    assert_eq!(month["previous"]["period"]["from"], "2022-08-01");
    assert_eq!(month["previous"]["compared"]["from"], "2022-07-01");
    assert_eq!(month["year"]["compared"]["from"], "2021-08-01");
    // The half-year runs up to the packet's day, and what came later is neither counted nor remarked on.
    assert_eq!(packet["running"]["period"]["label"], "令和4年度 上半期");
    assert_eq!(packet["running"]["records"], 23);
    assert_eq!(packet["running"]["later"], 0);
    assert_eq!(packet["year_to_date"]["records"], 23);
    assert_eq!(packet["topics"]["records"], 4);
    let months = packet["months"]["table"].as_array().expect("months");
    let figures: Vec<Option<u64>> = months.iter().map(|month| month["total"].as_u64()).collect();
    assert_eq!(figures[..6], [Some(4), Some(5), Some(5), Some(5), Some(4), None]);
}

#[test]
fn without_a_period_it_is_that_of_the_last_month_that_is_over() {
    for (today, month) in [
        ("2022-09-29", "2022-08"),
        ("2022-09-30", "2022-09"),
        ("2022-10-05", "2022-09"),
    ] {
        let session = Session::half_year().on(today);
        let packet = session.run("report --format json -o -").json();
        assert_eq!(packet["period"]["code"], month);
    }
}

#[test]
fn the_same_packet_is_the_same_bytes() {
    let session = Session::half_year();
    for format in ["html", "md", "json", "text", "csv"] {
        let said = || {
            session
                .run(&format!("report 2022-09 --format {format} -o -"))
                .out()
                .to_owned()
        };
        assert_eq!(said(), said());
    }
}

#[test]
fn what_is_refused_leaves_what_is_there() {
    let session = Session::half_year();
    session
        .run("report 2022Q1 --format md")
        .refuses(1, "会議資料は、月か半期について作ります。例：2022-09、2022H1");
    session.run("report 2022H2 --format md").refuses(
        1,
        "まだ始まっていない期間です。始まった月か半期を指定してください。",
    );
    let said = session.run("report 2022H1 --format md --without weather");
    assert_eq!(said.status, 1);
    assert!(
        said.err.contains("weather") && said.err.contains("months"),
        "{}",
        said.err
    );
    session.file("packet-2022-09.md", "mine");
    let said = session.run("report 2022-09 --format md");
    assert_eq!(said.status, 1);
    assert_eq!(
        fs::read_to_string(session.path("packet-2022-09.md")).unwrap(),
        "mine"
    );
    session.run("report 2022-09 --format md --force").out();
    assert_ne!(
        fs::read_to_string(session.path("packet-2022-09.md")).unwrap(),
        "mine"
    );
    assert_eq!(session.run("report 2022-09 --format csv").status, 0);
    assert_eq!(session.run("report 2022-09 --format csv").status, 1);
    session.run("report 2022-09 --format csv --force").out();
}

#[test]
fn a_month_is_one_however_it_is_typed() {
    let session = Session::half_year();
    session
        .run("report 2022-04-01..2022-04-30 --format md -o days.md --remark month=欠員")
        .out();
    session.run("report 2022-04 --format md -o month.md").out();
    let text = |name: &str| fs::read_to_string(session.path(name)).unwrap();
    assert_eq!(text("days.md"), text("month.md"));
    assert!(text("month.md").contains("欠員"));
    assert_eq!(session.run("report 2022-04-01..2022-04-29 --format md").status, 1);
}

#[test]
fn files_are_for_the_account_alone() {
    use std::os::unix::fs::PermissionsExt;
    let session = Session::half_year();
    session.run("report 2022-09 --format csv").out();
    session.run("report 2022-09 --format md").out();
    let mode = |name: &str| fs::metadata(session.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("packet-2022-09.md"), 0o600);
    assert_eq!(mode("packet-2022-09-csv"), 0o700);
    assert_eq!(mode("packet-2022-09-csv/02-running_family.csv"), 0o600);
}

#[test]
fn a_remark_is_kept_until_it_is_taken_away() {
    let session = Session::half_year();
    let text = |options: &str| {
        session
            .run(&format!("report 2022-09 --format text -o - {options}"))
            .out()
            .to_owned()
    };
    let sentence = "電話が最も多く3件";
    let said = text("--remark month=欠員のため減少");
    assert!(
        said.contains("備考：欠員のため減少") && said.contains(sentence),
        "{said}"
    );
    assert!(text("").contains("備考：欠員のため減少"));
    let said = session.run_with(
        "report 2022-09 --format text -o - --remark month=- --instead",
        "台風のため".as_bytes(),
    );
    // In the place of the sentences, not under the tables.
    let replaced = "当月の状況  令和4年9月 (9月末迄)\n\n台風のため\n";
    assert!(said.out().contains(replaced), "{}", said.out());
    let month = |said: &str| {
        said.split("== ")
            .find(|part| part.starts_with("当月"))
            .unwrap()
            .to_owned()
    };
    assert!(!month(&text("")).contains("最も多く"));
    // Another period's packet has its own.
    assert!(
        !session
            .run("report 2022-08 --format text -o -")
            .out()
            .contains("備考")
    );
    assert!(!text("--remark month=").contains("備考"));
    assert!(month(&text("")).contains("最も多く"));
    session.run("check").out();
}

/// Only cases that are marked, open, and with a consent that holds; and of every record figures alone.
#[test]
fn cases_stand_in_it_only_with_a_consent_that_holds() {
    let session = Session::east();
    let mut ledger = Ledger::open(&session.path("ledger.soudan"), &Opening::default()).expect("a ledger");
    let mut file = |code: &str, rest: &[(&str, &str)]| {
        let mut typed = vec![("case", code), ("discuss", "学校での吸引")];
        typed.extend_from_slice(rest);
        ledgers::save_case(&mut ledger, &typed);
    };
    let consent = ("consent_on", "2022-04-01");
    file("E-001", &[consent, ("birth", "2016-05-10"), ("name", "ひみつ")]);
    let named = ("discuss", "ひみつ いろはさん、いろはの母が疲れている");
    file("E-006", &[("name", "しらゆき"), ("guardian", "ほしぞら 母")]);
    file("E-005", &[consent, ("name", "ひみつ　いろは"), named]);
    file("E-002", &[]);
    file("E-003", &[consent, ("consent_withdrawn", "2022-05-01")]);
    file("E-004", &[consent, ("closed_on", "2022-06-01")]);
    drop(ledger);
    session
        .run("activity add --date 2022-09-20 --activity-kind meeting --title しらゆきさんの会議")
        .out();
    session
        .run("report 2022-09 --format text -o - --remark month=ほしぞら母から")
        .out();
    session
        .run("add --date 2022-09-01 --center east --party family --channel phone --case E-001 --caller ひみつ --content ひみつ --follow-up 2022-09-02 --follow-up-text ひみつ")
        .out();
    for format in ["html", "text", "md", "json", "csv"] {
        let said = session.run(&format!("report 2022-09 --format {format} -o -"));
        let said = said.out();
        assert!(
            said.contains("E-001") && said.contains("学校での吸引"),
            "{format}"
        );
        for code in [
            "しらゆき",
            "ほしぞら",
            "E-002",
            "E-003",
            "E-004",
            "ひみつ",
            "いろは",
        ] {
            assert!(!said.contains(code), "{format}: {code}");
        }
        assert!(
            said.contains("＊＊さん、＊＊の母が疲れている"),
            "{format}: {said}"
        );
    }
}

/// What is not listed is counted: nobody is to believe that there is nothing to discuss.
#[test]
fn a_case_without_consent_is_counted_beside_those_that_are_listed() {
    let session = Session::east();
    let mut ledger = Ledger::open(&session.path("ledger.soudan"), &Opening::default()).expect("a ledger");
    ledgers::save_case(&mut ledger, &[("case", "E-002"), ("discuss", "学校での吸引")]);
    drop(ledger);
    let said = session.run("report 2022-09 --format text -o -").out().to_owned();
    assert!(
        said.contains("検討事項のある1件は、有効な同意がないため載せていません。"),
        "{said}"
    );
}

#[test]
fn the_page_needs_nothing_from_elsewhere_and_says_its_charts_in_words() {
    let session = Session::half_year();
    let page = session.run("report 2022H1 -o -").out().to_owned();
    for word in ["http:", "https:", "<script", "<img", "url("] {
        assert!(!page.contains(word), "{word}");
    }
    let drawings: Vec<&str> = page.split("<svg").skip(1).collect();
    assert!(drawings.len() > 30, "{}", drawings.len());
    for drawing in drawings {
        let tag = drawing.split('>').next().unwrap_or_default();
        assert!(
            tag.contains("role=\"img\"") && tag.contains("aria-label=\""),
            "{tag}"
        );
    }
    assert!(page.contains("aria-label=\"電話 23\""));
    assert!(page.contains("令和4年度: 4月 4, 5月 5, 6月 5, 7月 5, 8月 4, 9月 5, 10月 －"));
    // A remark is text, whatever it says.
    let said = session.run_with("report 2022H1 -o - --remark month=-", b"<b>=1+1</b>");
    assert!(said.out().contains("&lt;b&gt;=1+1&lt;/b&gt;"), "{}", said.out());
}

/// On paper a table of several says which it is, and a chart is in one piece with its table.
#[test]
fn no_table_stands_without_its_name_on_a_page_of_its_own() {
    let session = Session::half_year();
    let page = session.run("report 2022H1 -o -").out().to_owned();
    for name in [
        "相談対応の状況：関係者等",
        "年度累計：関係者等の内訳",
        "当月の状況：本人・家族",
    ] {
        assert!(page.contains(&format!("<caption>{name}</caption>")), "{name}");
    }
    let months = page.split("<section").find(|part| part.contains("id=\"months\""));
    let months = months.and_then(|part| part.split("class=\"together\"").nth(1));
    let (chart, table) = months
        .and_then(|part| part.split_once("</figure>"))
        .expect("a chart");
    assert!(chart.contains("<svg") && table.starts_with("<table"), "{table}");
    // The styles of which this is made.
    for rule in [
        ".together { break-inside: avoid }",
        "h1, h2 { margin: 0; break-after: avoid",
    ] {
        assert!(page.contains(rule), "{rule}");
    }
}

#[test]
fn in_csv_nothing_is_an_empty_cell_and_the_notes_name_every_file() {
    let session = Session::half_year();
    session.run("report 2022H1 --format csv").out();
    let read =
        |name: &str| fs::read_to_string(session.path(&format!("packet-2022H1-csv/{name}"))).expect(name);
    let names = session.names("packet-2022H1-csv");
    let follow_ups = names
        .iter()
        .find(|name| name.ends_with("follow_ups.csv"))
        .expect("follow-ups");
    let follow_ups = read(follow_ups);
    assert!(
        follow_ups.contains(",R4-東-0001,,") && !follow_ups.contains("'-"),
        "{follow_ups}"
    );
    let notes = read("00-notes.csv");
    for name in names.iter().filter(|name| *name != "00-notes.csv") {
        assert!(notes.contains(&format!("\r\n{name},")), "{name}: {notes}");
    }
    let family = "02-running_family.csv,相談対応の状況";
    let line = notes
        .lines()
        .find(|line| line.starts_with(family))
        .expect("a line");
    assert!(
        line.contains("2022-04-01,2022-09-30,件,") && line.contains("受付日"),
        "{line}"
    );
}

#[test]
fn a_remark_is_as_long_as_a_note() {
    let session = Session::half_year();
    let with = |remark: &str| {
        let text = "report 2022-09 --format text -o - --remark month=-";
        session.run_with(text, remark.as_bytes())
    };
    with(&"あ".repeat(20_000)).out();
    with(&"い".repeat(20_001)).refuses(
        1,
        "備考は20000字までです。短くするか、分けてほかの欄に書いてください。",
    );
    assert!(
        session
            .run("report 2022-09 --format text -o -")
            .out()
            .contains("ああ")
    );
}

#[test]
fn what_was_changed_after_the_closing_stands_in_the_next_packet() {
    let session = Session::half_year().on("2022-10-05");
    let changes =
        |period: &str| session.run(&format!("report {period} --format json -o -")).json()["changes"].clone();
    assert_eq!(changes("2022-09"), serde_json::json!([]));
    session.run("close 2022-09").out();
    assert_eq!(
        changes("2022-09"),
        serde_json::json!([{"period": "2022-09", "revisions": []}])
    );
    session
        .run("add --date 2022-09-12 --center east --party family --channel line --reason 記入もれ")
        .out();
    let changed = changes("2022-09");
    let revisions = changed[0]["revisions"].as_array().expect("revisions");
    let total = revisions.iter().find(|revision| {
        revision["table"] == "family" && revision["row"].is_null() && revision["column"].is_null()
    });
    let total = total.expect("the total of the family's table");
    assert_eq!((&total["before"], &total["after"]), (&2.into(), &3.into()));
    let text = session.run("report 2022-09 --format text -o -");
    let text = text
        .out()
        .split("== 締めた数の修正")
        .nth(1)
        .expect("a section")
        .to_owned();
    assert!(text.contains("修正後") && text.contains("LINE"), "{text}");
}

/// In April something may still come in of March: then the packets of the new year tell of it.
#[test]
fn what_came_late_of_the_year_before_stands_in_the_packets_of_the_new_one() {
    let session = Session::half_year().on("2023-05-02");
    let text = || session.run("report 2023-04 --format text -o -").out().to_owned();
    session.run("close 2022-09").out();
    session.run("close 2023-03").out();
    assert!(
        text().contains("この年度に締めた月や半期はありません。"),
        "{}",
        text()
    );
    session
        .run("add --date 2023-03-15 --center east --party family --channel phone --reason 記入もれ")
        .out();
    let said = text();
    let told = said.split("== 締めた数の修正").nth(1).expect("a section");
    assert!(
        told.contains("令和5年3月 修正後") && !told.contains("令和4年9月"),
        "{told}"
    );
}

/// What was frozen is told only as it was written.
#[test]
fn a_closing_that_somebody_altered_is_not_compared() {
    let session = Session::half_year().on("2022-10-05");
    session.run("close 2022-09").out();
    let altered = "UPDATE closing SET figures = replace(figures, '\"total\":5', '\"total\":9')";
    faults::tool(&session.path("ledger.soudan"))
        .execute_batch(altered)
        .expect("a change");
    let said = session.run("report 2022-09 --format text -o -").out().to_owned();
    let damaged = "令和4年9月 の締めの記録は、書かれたときのままではないため、比べられません。";
    assert!(said.contains(damaged), "{said}");
    for command in [
        "close 2022-09 --changes",
        "close",
        "close 2022-09 --reopen --reason 誤り",
        "undo",
    ] {
        assert_eq!(session.run(command).status, 12, "{command}");
    }
}
