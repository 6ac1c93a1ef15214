//! The packet as it is published, from the command line: nothing small is seen in any format, and every figure
//! stands under its column.

use serde_json::Value;

use crate::packet::from_md;
use crate::publishing;
use crate::transcript::Session;

/// What is published has the keys of what is not, and no number that is small or tells one.
#[test]
fn outside_json_has_the_same_shape() {
    let session = Session::half_year();
    let of = |options: &str| {
        session
            .run(&format!("report 2022H1 --format json -o - {options}"))
            .json()
    };
    let (inside, outside) = (of(""), of("--public"));
    for key in inside.as_object().expect("an object").keys() {
        assert!(outside.get(key).is_some(), "{key}");
    }
    assert_eq!(outside["centers"], inside["centers"]);
    assert_eq!(outside["running"]["family"]["columns"][0], "phone");
    assert_eq!(outside["running"]["family"]["rows"][0]["center"], "east");
    assert_eq!(
        outside["topics"]["table"][0]["code"],
        inside["topics"]["table"][0]["code"]
    );
    assert!(outside["cases"].is_null() && outside["follow_ups"].is_null());
    assert!(outside["running"].get("proof").is_none() && outside["running"].get("records").is_none());
    let mut found = (0, 0);
    figures_are_hidden(&outside, &mut found);
    assert!(found.0 > 50 && found.1 > 50, "{found:?}");
}

/// Holds every number of a value against what may be published; counts numbers and marks.
fn figures_are_hidden(value: &Value, found: &mut (usize, usize)) {
    match value {
        Value::Number(n) => {
            found.0 += 1;
            let n = n.as_i64().expect("a whole number");
            assert!(n == 0 || n.abs() >= 5, "{n}");
        }
        Value::String(text) => found.1 += usize::from(text == "<5" || text == "X"),
        Value::Array(values) => values.iter().for_each(|value| figures_are_hidden(value, found)),
        Value::Object(values) => values.values().for_each(|value| figures_are_hidden(value, found)),
        _ => {}
    }
}

/// A column that only one of the two earlier spans fills stands under its own name in both.
#[test]
fn outside_json_has_every_figure_under_its_column() {
    let session = Session::east().on("2023-04-05");
    for (date, channel) in [("2023-02-05", "fax"), ("2023-03-05", "line")] {
        let call = format!("add --date {date} --center east --party family --channel {channel}");
        session.run(&call).out();
    }
    for period in ["2023-03", "2022H2"] {
        let json = session
            .run(&format!("report {period} --public --format json -o -"))
            .json();
        for earlier in ["previous", "year"] {
            let family = &json["month"][earlier]["family"];
            let columns: Vec<&str> = family["columns"]
                .as_array()
                .expect("columns")
                .iter()
                .map(|code| code.as_str().expect("a code"))
                .collect();
            // A month's packet shows no column for the sake of another month.
            assert_eq!(
                columns.contains(&"fax"),
                period == "2022H2",
                "{period} {columns:?}"
            );
            let cells = family["total"]["cells"].as_array().expect("cells");
            assert_eq!(cells.len(), columns.len(), "{period} {earlier}");
            for (column, cell) in columns.iter().zip(cells) {
                assert_eq!(
                    *column == "line",
                    *cell != 0,
                    "{period} {earlier} {column} {cell}"
                );
            }
        }
    }
}

/// What goes outside holds no figure from 1 to 4, no sentence made of any, and nothing of a single child.
#[test]
fn outside_no_small_figure_is_seen_in_any_format() {
    let session = Session::half_year();
    session
        .run("report 2022H1 --format text -o - --remark month=ひみつ")
        .out();
    let is_small = |text: &str| ["1", "2", "3", "4", "+1", "-1"].contains(&text);
    let mut hidden = 0;
    for (corner, rows) in from_md(session.run("report 2022H1 --public --format md -o -").out()) {
        for row in rows.iter().filter(|_| corner != "名称") {
            assert!(!row.iter().any(|text| is_small(text)), "{corner}: {row:?}");
            hidden += row.iter().filter(|text| *text == "＜5" || *text == "X").count();
        }
    }
    assert!(hidden > 20, "{hidden}");
    for format in ["html", "text", "json", "csv"] {
        let said = session.run(&format!("report 2022H1 --public --format {format} -o -"));
        let said = said.out();
        for word in ["最も多く", "検討するケース", "期限を過ぎた", "ひみつ", "R4-東-"] {
            assert!(!said.contains(word), "{format}: {word}");
        }
        // Where the marks themselves would tell too much, small figures are withheld as others are.
        let marks = ["＜5", ">X<", ",X", "  X  ", "\"X\""];
        assert!(marks.iter().any(|mark| said.contains(mark)), "{format}");
    }
    let json = session.run("report 2022H1 --public --format json -o -").json();
    assert_eq!(json["public"], true);
    // A rule without a small number hides nothing.
    session.run("report 2022H1 --public --format md").out();
    assert!(session.names("").contains(&"packet-2022H1-public.md".to_owned()));
}

/// What stands hidden in a table of the packet has more than one possible value, for a reader who knows that
/// zeros are shown.
#[test]
fn no_hidden_figure_of_the_packet_follows_from_its_table() {
    let session = Session::half_year();
    let mut hidden = 0;
    for period in ["2022H1", "2022-09", "2022-06"] {
        let report = format!("report {period} --public --format md -o -");
        let others = ["前月", "前年", "月別の推移", "年度累計"];
        let said = session.run(&report).out().to_owned();
        assert!(
            period == "2022H1" || !others.iter().any(|other| said.contains(other)),
            "{said}"
        );
        for (corner, rows) in from_md(session.run(&report).out()) {
            let standard = ["本人・家族", "関係者等", "関係者等の内訳"];
            if standard.contains(&corner.as_str()) {
                // Behind the total stand two more columns, but in a month's packet: that tells of no other.
                let behind = if period == "2022H1" { 2 } else { 0 };
                let lines: Vec<&[String]> = rows.iter().map(|row| &row[1..row.len() - behind]).collect();
                hidden += is_untold(&lines).unwrap_or_else(|told| panic!("{period}, {corner}: {told}"));
            }
        }
    }
    assert!(hidden > 40, "{hidden}");
}

/// How many figures of a table are hidden, none of which can be told; the last of its lines and of its
/// columns are the margins.
fn is_untold(lines: &[&[String]]) -> Result<usize, String> {
    let (rows, cols) = (lines.len() - 1, lines[0].len() - 1);
    let mut bounds = Vec::new();
    let mut hidden = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        for (col, text) in line.iter().enumerate() {
            let is_summed =
                |at: usize| (row == rows || at / cols == row) && (col == cols || at % cols == col);
            let (least, most) = match text.as_str() {
                "＜5" => (1, 4),
                "X" => (1, publishing::FAR),
                figure => figure.parse().map(|n| (n, n)).map_err(|_| text.clone())?,
            };
            if least != most {
                hidden.push((row, col, bounds.len()));
            }
            bounds.push(publishing::Bound {
                kinds: (0..rows * cols).filter(|at| is_summed(*at)).collect(),
                least,
                most,
            });
        }
    }
    let told = hidden
        .iter()
        .find(|(.., at)| publishing::is_told(&bounds, rows * cols, *at));
    match told {
        Some((row, col, _)) => Err(format!("row {row}, column {col} of {lines:?}")),
        None => Ok(hidden.len()),
    }
}
