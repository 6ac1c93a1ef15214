//! All records as a workbook: read back as what they are, and nothing in them is ever evaluated.

use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook};
use soudan::domain::field::Field;
use soudan::domain::value::Value;
use soudan::exchange::sheet::export;
use soudan::store::Ledger;

use crate::faults::fixed_id;
use crate::imports::{GOOD, HEADER, NORMAL, imported};
use crate::ledgers::{entry, in_memory, stamp};
use crate::transcript::Session;

fn bytes(ledger: &Ledger, shared: bool) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let today = "2022-09-30".parse().expect("a day");
    export(ledger, shared, today, &mut out).expect("an export");
    out.into_inner()
}

/// The records' sheet.
fn sheet(bytes: &[u8]) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    book.worksheet_range("相談").expect("the sheet")
}

/// One part of a workbook as it is written.
pub fn part(bytes: &[u8], name: &str) -> String {
    optional_part(bytes, name).expect("a part")
}

/// The same, of one that may not be there.
pub fn optional_part(bytes: &[u8], name: &str) -> Option<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut text = String::new();
    let mut part = zip.by_name(name).ok()?;
    part.read_to_string(&mut text).expect("XML");
    Some(text)
}

#[test]
fn records_stand_in_a_workbook_as_dates_numbers_and_texts() {
    let session = Session::half_year();
    session.run("export out.csv").out();
    session.run("export out.xlsx").out();
    session.run("export other.name --format xlsx").out();
    let read = |name: &str| std::fs::read(session.path(name)).expect(name);
    assert_eq!(read("out.xlsx"), read("other.name"), "the same twice");
    let sheet = sheet(&read("out.xlsx"));
    let csv = read("out.csv");
    let mut csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.strip_prefix("\u{feff}".as_bytes()).expect("a mark"));
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 29);
    assert_eq!(sheet.height(), rows.len());
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            let cell = sheet.get((at, column)).unwrap_or(&Data::Empty);
            let header = &rows[0][column];
            let found = match cell {
                Data::Empty => String::new(),
                Data::DateTime(_) if header == "時刻" => {
                    cell.as_time().expect("a time").format("%H:%M").to_string()
                }
                Data::DateTime(_) => cell.as_date().expect("a day").to_string(),
                Data::Float(n) => {
                    assert!(["年齢", "所要分"].contains(&header), "{header}");
                    n.to_string()
                }
                Data::String(found) => found.clone(),
                other => panic!("{other:?}"),
            };
            assert_eq!(found, text, "{header}");
            let is_day = at > 0 && ["日付", "次回対応日"].contains(&header) && !text.is_empty();
            assert_eq!(
                matches!(cell, Data::DateTime(_)),
                is_day || (header == "時刻" && at > 0 && !text.is_empty())
            );
        }
    }
}

#[test]
fn what_a_spreadsheet_would_evaluate_stays_text() {
    let texts = [
        "=1+1",
        "+81",
        "-1",
        "@a",
        "＝合計",
        "'=1",
        "_x0041_",
        "a<b>&\"",
        "1行\n2行",
        " x ",
        "0834",
        "1-2",
    ];
    let mut ledger = in_memory();
    for (n, text) in (0..).zip(texts) {
        let typed = [
            ("date", "2022-04-12"),
            ("center", "east"),
            ("party", "family"),
            ("channel", "phone"),
        ];
        let mut entry = entry(&ledger, &typed);
        entry.set(Field::Content, Some(Value::Text(text.to_owned())));
        ledger.add(fixed_id(n), entry, &stamp(), None).expect("saved");
    }
    let bytes = bytes(&ledger, false);
    let sheet = sheet(&bytes);
    let column =
        (0..sheet.width()).find(|at| sheet.get((0, *at)) == Some(&Data::String("相談概要".to_owned())));
    let column = column.expect("the notes");
    for (at, text) in texts.iter().enumerate() {
        assert_eq!(
            sheet.get((at + 1, column)),
            Some(&Data::String((*text).to_owned()))
        );
    }
    let written = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!written.contains("<f>") && !written.contains("<dimension"));
    // Going into such a cell and out again leaves a text too.
    let quoted = |text: &str| {
        let cell = written
            .split("<c ")
            .find(|cell| cell.contains(text))
            .expect("a cell");
        let format = cell.split("s=\"").nth(1).and_then(|rest| rest.split('"').next());
        let format: usize = format.expect("a format").parse().expect("a number");
        let styles = part(&bytes, "xl/styles.xml");
        let formats = styles.split("<cellXfs").nth(1).expect("formats");
        formats
            .split("<xf ")
            .nth(format + 1)
            .expect("the format")
            .contains("quotePrefix=\"1\"")
    };
    assert!(quoted(">=1+1<") && quoted(">＝合計<") && quoted(">'=1<") && !quoted(">0834<"));
}

#[test]
fn a_shared_workbook_leaves_out_what_could_tell_who_it_is() {
    let header = "所属,相談者名,連絡先,ケース,対応,次回対応内容,担当,相談概要,次回対応日";
    let secrets = "ひみつ,ひみつ,ひみつ,ひみつ,ひみつ,ひみつ,ひみつ,ひみつ,2022-10-01";
    let mut ledger = in_memory();
    imported(
        &mut ledger,
        format!("{HEADER},{header}\n{GOOD},{secrets}\n").as_bytes(),
        NORMAL,
    );
    let written = |shared| part(&bytes(&ledger, shared), "xl/worksheets/sheet1.xml");
    assert!(written(false).contains("ひみつ") && !written(true).contains("ひみつ"));
    let heads = |shared| sheet(&bytes(&ledger, shared)).width();
    assert_eq!(heads(false) - heads(true), 8);
}

#[test]
fn a_workbook_is_written_whole_or_not_at_all() {
    let session = Session::half_year();
    session.file("there.xlsx", "mine");
    assert_eq!(session.run("export there.xlsx").status, 1);
    assert_eq!(
        std::fs::read_to_string(session.path("there.xlsx")).expect("mine"),
        "mine"
    );
    session.run("export there.xlsx --force").out();
    let book: Xlsx<_> = open_workbook(session.path("there.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names(), ["相談"]);
    if Path::new("/dev/full").exists() {
        let mut out = std::io::BufWriter::new(
            std::fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .expect("/dev/full"),
        );
        let ledger = in_memory();
        let today = "2022-09-30".parse().expect("a day");
        let error = export(&ledger, false, today, &mut out)
            .and_then(|_| std::io::Write::flush(&mut out).map_err(|error| soudan::store::unwritable(&error)));
        assert_eq!(error.expect_err("a full disk").status(), 13);
    }
    assert!(session.names(".").iter().all(|name| !name.ends_with(".part")));
}
