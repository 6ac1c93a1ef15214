//! The packet as a workbook: its data sheets hold every figure as a number, add up, and are the printed tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook};

use soudan::store::{Ledger, Opening};

use crate::imports::{NORMAL, imported};
use crate::ledgers;
use crate::sheets::{optional_part, part};
use crate::transcript::Session;

type Book = Xlsx<std::io::BufReader<fs::File>>;

fn book(session: &Session, name: &str) -> Book {
    open_workbook(session.path(name)).expect("a workbook")
}

/// A data sheet as texts, row by row.
fn rows(range: &Range<Data>) -> Vec<Vec<String>> {
    let text = |cell: &Data| match cell {
        Data::DateTime(_) => cell.as_date().expect("a day").to_string(),
        cell => cell.to_string(),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// A data sheet as texts, by its name.
pub fn sheet(session: &Session, name: &str, sheet: &str) -> Vec<Vec<String>> {
    let mut book = book(session, name);
    rows(&book.worksheet_range(sheet).expect(sheet))
}

/// The data sheets of the packet: corner, and rows without the head.
pub fn tables(session: &Session, name: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book = book(session, name);
    let names = book.sheet_names();
    let mut found = Vec::new();
    for name in names.iter().skip(2) {
        let mut rows = rows(&book.worksheet_range(name).expect("a sheet"));
        let head = rows.remove(0);
        found.push((head[0].clone(), rows));
    }
    found
}

/// Sheets whose rows are counted, by name: the figures of each, by row and column.
fn figures(book: &mut Book) -> BTreeMap<String, Vec<Vec<Option<f64>>>> {
    let contents = book.worksheet_range("データ一覧").expect("the list");
    let counted = rows(&contents)
        .into_iter()
        .skip(1)
        .filter(|row| !row[4].is_empty());
    let names: Vec<String> = counted.map(|row| row[0].clone()).collect();
    let mut sheets = BTreeMap::new();
    for name in names {
        let range = book.worksheet_range(&name).expect("a sheet");
        let figure = |cell: &Data| match cell {
            Data::Empty => None,
            Data::Float(n) => Some(*n),
            other => panic!("{name}: {other:?} is no number"),
        };
        let rows = range
            .rows()
            .skip(1)
            .map(|row| row[1..].iter().map(figure).collect());
        sheets.insert(name.clone(), rows.collect());
    }
    sheets
}

#[test]
fn every_figure_is_a_number_and_the_columns_add_up() {
    let session = Session::half_year();
    session.run("report 2022H1 --format xlsx").out();
    session.run("report 2022H1 --format csv").out();
    let mut book = book(&session, "packet-2022H1.xlsx");
    let sheets = figures(&mut book);
    assert_eq!(sheets.len(), 15);
    for (name, rows) in &sheets {
        let (foot, rows) = rows.split_last().expect("a foot");
        for (at, whole) in foot.iter().enumerate() {
            let sum = rows.iter().filter_map(|row| row[at]).sum::<f64>();
            // Several answers: the sheet's remarks say so.
            let is_it = whole.is_none_or(|whole| sum == whole || (name == "相談内容" && sum >= whole));
            assert!(is_it, "{name}: {sum} is not {whole:?}");
        }
    }
    // The same figures as the CSV's, in their order, sign and all.
    let read =
        |name: &str| fs::read_to_string(session.path(&format!("packet-2022H1-csv/{name}"))).expect(name);
    let csv: Vec<f64> = session
        .names("packet-2022H1-csv")
        .iter()
        .filter(|name| !name.contains("notes") && !name.contains("centers") && !name.contains("follow_ups"))
        .flat_map(|name| {
            let text = read(name);
            let cells = text
                .lines()
                .skip(1)
                .flat_map(|line| line.split(',').skip(1))
                .map(str::to_owned);
            cells.collect::<Vec<_>>()
        })
        .filter_map(|cell| cell.parse().ok())
        .collect();
    let mut found: Vec<f64> = sheets.values().flatten().flatten().flatten().copied().collect();
    let mut csv = csv;
    found.sort_by(f64::total_cmp);
    csv.sort_by(f64::total_cmp);
    assert_eq!(found, csv);
}

#[test]
fn data_sheets_keep_the_rules_for_machines() {
    let session = Session::half_year();
    session.run("report 2022H1 --format xlsx").out();
    let bytes = fs::read(session.path("packet-2022H1.xlsx")).expect("a workbook");
    let mut book = book(&session, "packet-2022H1.xlsx");
    let names = book.sheet_names();
    assert_eq!(names[..2], ["印刷用", "データ一覧"]);
    for (at, name) in names.iter().enumerate() {
        assert!(name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']));
        let written = part(&bytes, &format!("xl/worksheets/sheet{}.xml", at + 1));
        assert!(!written.contains("<f>"), "{name}: a formula");
        assert_eq!(written.contains("<mergeCell "), at == 0, "{name}");
        let range = book.worksheet_range(name).expect("a sheet");
        if at > 0 {
            assert_eq!(range.start(), Some((0, 0)));
            let heads = range.rows().next().expect("a head");
            assert!(
                heads.iter().all(|head| matches!(head, Data::String(_))),
                "{name}: {heads:?}"
            );
        }
    }
    let months = rows(&book.worksheet_range("月別の推移").expect("months"));
    assert_eq!(months[0], ["年月", "計", "前年同期", "増減"]);
    assert_eq!(months[1], ["2022-04", "4", "", ""]);
    assert_eq!(months[7], ["2022-10", "", "", ""]);
    let contents = rows(&book.worksheet_range("データ一覧").expect("the list"));
    let running = contents
        .iter()
        .find(|row| row[0].starts_with("相談対応の状況"))
        .expect("a row");
    assert_eq!(running[2..5], ["2022-04-01", "2022-09-30", "件"]);
}

#[test]
fn the_print_sheet_is_set_up_for_paper_and_its_charts_stand_on_the_data() {
    let session = Session::half_year().on("2023-09-30");
    // Something to compare with: the months have a second series.
    session
        .run("add --date 2023-05-10 --center east --party family --channel phone")
        .out();
    session.run("report 2023H1 --format xlsx").out();
    let bytes = fs::read(session.path("packet-2023H1.xlsx")).expect("a workbook");
    let print = part(&bytes, "xl/worksheets/sheet1.xml");
    for set in [
        "paperSize=\"9\"",
        "orientation=\"portrait\"",
        "fitToHeight=\"0\"",
        "fitToPage=\"1\"",
        "<rowBreaks",
        "&amp;P / &amp;N",
    ] {
        assert!(print.contains(set), "{set}");
    }
    // A table over two pages has a chart on each; together they are of all its rows.
    let charts: Vec<String> = (1..)
        .map_while(|n| optional_part(&bytes, &format!("xl/charts/chart{n}.xml")))
        .collect();
    assert!(charts.len() >= 6, "{}", charts.len());
    for chart in &charts {
        assert!(chart.contains("<c:f>") && !chart.contains("印刷用"), "{chart}");
    }
    let months: Vec<&String> = charts
        .iter()
        .filter(|chart| chart.contains("月別の推移!"))
        .collect();
    assert!(months.iter().all(|chart| chart.matches("<c:ser>").count() == 2));
    for column in ["B", "C"] {
        let rows = |chart: &&String| -> Vec<u32> {
            let (_, rest) = chart
                .split_once(&format!("月別の推移!${column}$"))
                .expect("a range");
            let range = rest.split('<').next().expect("an end");
            let (first, last) = range.split_once(&format!(":${column}$")).expect("two ends");
            (first.parse().expect("a row")..=last.parse().expect("a row")).collect()
        };
        let rows: Vec<u32> = months.iter().flat_map(rows).collect();
        assert_eq!(rows, (2..=13).collect::<Vec<_>>());
    }
}

/// The rows of the print sheet before which a page begins, the first apart, counted from zero.
fn breaks(print: &str) -> Vec<usize> {
    let ids = print.split("<brk id=\"").skip(1);
    ids.filter_map(|id| id.split('"').next()?.parse().ok()).collect()
}

/// The heights of the rows of a sheet by their number from zero, in points, as far as they are set.
fn heights(sheet: &str) -> BTreeMap<usize, f64> {
    let value = |row: &str, key: &str| -> Option<f64> {
        let (_, rest) = row.split_once(&format!("{key}=\""))?;
        rest.split('"').next()?.parse().ok()
    };
    let rows = sheet.split("<row ").skip(1);
    let rows = rows.filter_map(|row| row.split('>').next());
    rows.filter_map(|row| Some((value(row, "r")? as usize - 1, value(row, " ht")?)))
        .collect()
}

#[test]
fn every_page_of_the_print_sheet_begins_with_a_title() {
    let session = Session::half_year();
    for period in ["2022H1", "2022-09", "2022-04"] {
        session
            .run(&format!("report {period} --format xlsx -o {period}.xlsx"))
            .out();
        let name = format!("{period}.xlsx");
        let bytes = fs::read(session.path(&name)).expect("a workbook");
        let pages = breaks(&part(&bytes, "xl/worksheets/sheet1.xml"));
        assert!((2..6).contains(&pages.len()), "{pages:?}");
        let print = book(&session, &name)
            .worksheet_range("印刷用")
            .expect("the print sheet");
        let md = session.run(&format!("report {period} --format md -o -"));
        let titles: Vec<&str> = md
            .out()
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        for row in pages {
            // A new section begins behind a gap.
            let texts = [row, row + 1].map(|row| print.get((row, 0)).map(ToString::to_string));
            let is_title = |text: &String| titles.contains(&text.trim_end_matches("(続き)"));
            assert!(texts.iter().flatten().any(is_title), "{row}: {texts:?}");
        }
    }
}

/// A long remark goes over as many rows as it takes, and nothing of it is lost.
#[test]
fn a_remark_of_many_lines_is_printed_whole() {
    let session = Session::half_year();
    let remark: String = (0..400).map(|n| format!("{n}行目\n")).collect();
    session
        .run_with("report 2022-09 --format xlsx --remark month=-", remark.as_bytes())
        .out();
    let bytes = fs::read(session.path("packet-2022-09.xlsx")).expect("a workbook");
    let heights = heights(&part(&bytes, "xl/worksheets/sheet1.xml"));
    assert!(heights.values().all(|height| *height <= 400.0), "{heights:?}");
    let print = book(&session, "packet-2022-09.xlsx")
        .worksheet_range("印刷用")
        .expect("the print sheet");
    let texts: Vec<String> = print.rows().map(|row| row[0].to_string()).collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    assert!((1..400).all(|n| lines.contains(&format!("{n}行目").as_str())));
    // A line of it takes so much at least.
    let parts = texts.iter().enumerate().filter(|(_, text)| text.contains("行目"));
    for (row, text) in parts {
        let height = heights[&row];
        assert!(text.lines().count() as f64 * 13.0 <= height, "{height}: {text}");
    }
}

/// What is longer than its column is wrapped, in a row that is as high.
#[test]
fn rows_of_data_are_as_high_as_their_texts() {
    let session = Session::half_year();
    session.run("report 2022H1 --format xlsx").out();
    let bytes = fs::read(session.path("packet-2022H1.xlsx")).expect("a workbook");
    let contents = part(&bytes, "xl/worksheets/sheet2.xml");
    let high = heights(&contents)
        .values()
        .filter(|height| **height > 30.0)
        .count();
    assert!(high >= 10, "{high}");
}

#[test]
fn what_looks_like_a_formula_is_text_in_the_packet_too() {
    let session = Session::half_year();
    session
        .run("report 2022-09 --format xlsx --remark month==1+1")
        .out();
    let bytes = fs::read(session.path("packet-2022-09.xlsx")).expect("a workbook");
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("備考：=1+1"));
    session.run("report 2022-09 --format xlsx -o again.xlsx").out();
    assert_eq!(fs::read(session.path("again.xlsx")).expect("the same"), bytes);
}

/// A long list goes over several pages, its head on each; a code of figures stays a text.
#[test]
fn cases_and_follow_ups_are_days_and_numbers() {
    let session = Session::east();
    let mut ledger = Ledger::open(&session.path("ledger.soudan"), &Opening::default()).expect("a ledger");
    for code in ["012", "E-012"] {
        ledgers::save_case(
            &mut ledger,
            &[
                ("case", code),
                (
                    "discuss",
                    "学校での吸引を、だれがどこまで担うか。通学の付き添いも。",
                ),
                ("consent_on", "2022-04-01"),
                ("birth", "2016-05-10"),
                ("municipality", "岩国市"),
                ("care", "人工呼吸器、吸引"),
            ],
        );
    }
    let rows: String = (0..90)
        .map(|n| {
            format!(
                "2022-08-01,東部,本人・家族,電話,012,2022-08-{:02},返事\n",
                2 + n % 28
            )
        })
        .collect();
    let head = "日付,センター,相談者区分,相談方法,ケース,次回対応日,次回対応内容";
    imported(&mut ledger, format!("{head}\n{rows}").as_bytes(), NORMAL);
    drop(ledger);
    session.run("report 2022-08 --format xlsx").out();
    let mut book = book(&session, "packet-2022-08.xlsx");
    let cases = book.worksheet_range("検討するケース").expect("cases");
    let heads: Vec<String> = rows_of(&cases, 0);
    assert_eq!(heads[3..5], ["医療的ケア1", "医療的ケア2"]);
    assert_eq!(cases.get((1, 0)), Some(&Data::String("012".to_owned())));
    assert_eq!(cases.get((1, 1)), Some(&Data::Float(6.0)));
    assert_eq!(cases.get((1, 5)), Some(&Data::Float(90.0)));
    assert!(matches!(cases.get((1, 6)), Some(Data::DateTime(_))));
    let overdue = book.worksheet_range("期限を過ぎた次回対応").expect("follow-ups");
    // The oldest 50 under their head; the packet counts the rest.
    assert_eq!(overdue.height(), 51);
    assert!(matches!(overdue.get((1, 0)), Some(Data::DateTime(_))));
    assert_eq!(overdue.get((1, 1)), Some(&Data::Float(59.0)));
    let print = book.worksheet_range("印刷用").expect("the print sheet");
    let heads = print
        .rows()
        .filter(|row| row[0] == Data::String("期限".to_owned()));
    assert!(heads.count() >= 2);
}

fn rows_of(range: &Range<Data>, at: usize) -> Vec<String> {
    rows(range).swap_remove(at)
}

/// What is hidden outside stands in no cell of the workbook, and no chart is made of it.
#[test]
fn outside_no_cell_of_the_workbook_is_a_small_figure() {
    let session = Session::half_year();
    session.run("report 2022H1 --public --format xlsx").out();
    let mut book = book(&session, "packet-2022H1-public.xlsx");
    let (mut figures, mut hidden) = (0, 0);
    for name in book.sheet_names() {
        for cell in book.worksheet_range(&name).expect("a sheet").cells() {
            match cell.2 {
                Data::Float(n) => {
                    figures += 1;
                    assert!(*n == 0.0 || n.abs() >= 5.0, "{name}: {cell:?}");
                }
                Data::String(text) => hidden += usize::from(text == "X" || text == "＜5"),
                _ => {}
            }
        }
    }
    assert!(figures > 100 && hidden > 40, "{figures} {hidden}");
}

#[test]
fn libreoffice_reads_it_and_adds_the_same() {
    let session = Session::half_year();
    session.run("report 2022H1 --format xlsx").out();
    let out = session.path("office");
    let office = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            session.path("profile").display()
        ))
        .args(["--headless", "--convert-to"])
        // Every sheet a file: comma, quotes, UTF-8, as in the cells.
        .arg("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
        .arg("--outdir")
        .arg(&out)
        .arg(session.path("packet-2022H1.xlsx"))
        .output();
    let Ok(office) = office else {
        eprintln!("not run: there is no soffice on the path");
        return;
    };
    assert!(office.status.success(), "{office:?}");
    let read = |name: &str| {
        let path = out.join(format!("packet-2022H1-{name}.csv"));
        added(&path)
    };
    assert_eq!(read("相談対応の状況_本人・家族"), [6.0, 1.0, 0.0, 0.0, 4.0, 11.0]);
    assert_eq!(read("相談対応の状況_関係者等"), [17.0, 0.0, 0.0, 0.0, 0.0, 17.0]);
    assert_eq!(
        read("相談対応の状況_関係者等の内訳"),
        [7.0, 6.0, 1.0, 1.0, 2.0, 17.0]
    );
}

/// The sums of a table's columns, each found to be what its foot says.
fn added(path: &Path) -> Vec<f64> {
    let mut reader = csv::ReaderBuilder::new().from_path(path).expect("a table");
    let rows: Vec<Vec<f64>> = reader
        .records()
        .map(|row| {
            row.expect("a row")
                .iter()
                .skip(1)
                .filter_map(|cell| cell.parse().ok())
                .collect()
        })
        .collect();
    let (foot, rows) = rows.split_last().expect("a foot");
    let sums: Vec<f64> = (0..foot.len())
        .map(|at| rows.iter().map(|row| row[at]).sum())
        .collect();
    assert_eq!(&sums, foot, "{}", path.display());
    sums
}
