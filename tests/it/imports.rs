//! Files that are imported: what is wrong with one is named by line and reason and nothing of it stays;
//! what is exported comes back as it was.

use std::fs;
use std::path::Path;

use encoding_rs::SHIFT_JIS;
use soudan::domain::consultation::VoidReason;
use soudan::domain::date::DateError;
use soudan::domain::field::Field;
use soudan::domain::list::List;
use soudan::domain::value::{FieldError, Problem};
use soudan::error::{Error, Refusal, RefusedRow, Result, RowReason, Unimportable};
use soudan::exchange::import::{Mode, Report, import};
use soudan::store::{Imported, Ledger, Selection};

use crate::faults::{fixed_id, half_year_with_ids, open};
use crate::ledgers::{day, folder, in_file, in_memory, records, stamp};

pub const HEADER: &str = "日付,センター,相談者区分,相談方法";
pub const GOOD: &str = "2022-04-12,東部,本人・家族,電話";

pub const NORMAL: Mode = Mode {
    dry_run: false,
    again: false,
};
const AGAIN: Mode = Mode {
    dry_run: false,
    again: true,
};
const DRY_RUN: Mode = Mode {
    dry_run: true,
    again: false,
};

/// Imports bytes; every refused row with it.
fn read(ledger: &mut Ledger, bytes: &[u8], mode: Mode) -> (Result<Report>, Vec<RefusedRow>) {
    let folder = folder();
    let path = folder.path().join("rows.csv");
    fs::write(&path, bytes).expect("a file");
    let mut refused = Vec::new();
    let report = import(ledger, &path, mode, day("2022-09-30"), &stamp(), &mut |row| {
        refused.push(row.clone())
    });
    (report, refused)
}

/// Imports what must be right.
#[track_caller]
pub fn imported(ledger: &mut Ledger, bytes: &[u8], mode: Mode) -> Report {
    let (report, refused) = read(ledger, bytes, mode);
    assert_eq!(refused, []);
    report.expect("an import")
}

fn count(ledger: &Ledger) -> u64 {
    ledger.count(&Selection::default()).expect("a count")
}

pub fn entries(ledger: &Ledger) -> Vec<String> {
    records(ledger)
        .iter()
        .map(|record| format!("{:?}", record.entry))
        .collect()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

/// What a file is, its bytes, and why it cannot be imported at all.
#[rustfmt::skip]
fn no_such_csv() -> Vec<(&'static str, Vec<u8>, Unimportable)> {
    let (line, text) = (format!("{HEADER}\n{GOOD}\n"), format!("{HEADER},相談概要\n{GOOD},"));
    let with = |bytes: &[u8]| [text.as_bytes(), bytes, b"\n"].concat();
    vec![
        ("UTF-16, little end first", utf16(&format!("\u{feff}{line}"), u16::to_le_bytes), Unimportable::Utf16),
        ("UTF-16, big end first", utf16(&format!("\u{feff}{line}"), u16::to_be_bytes), Unimportable::Utf16),
        ("UTF-16 without a mark", utf16(&line, u16::to_le_bytes), Unimportable::Utf16),
        ("a zero byte", with(b"a\0b"), Unimportable::Nul { line: 2 }),
        ("half a character", with(&[0xE3, 0x81]), Unimportable::BadBytes { line: 2 }),
        ("a surrogate", with(&[0xED, 0xA0, 0x80]), Unimportable::BadBytes { line: 2 }),
        ("bytes of no encoding", with(&[0xFF, 0xFE, 0x80]), Unimportable::BadBytes { line: 2 }),
        ("an open quote", with("\"次回\n\n".as_bytes()), Unimportable::UnclosedQuote { line: 2 }),
        ("a row without end", with("あ".repeat(400_000).as_bytes()), Unimportable::TooLong { line: 2 }),
        ("nothing", Vec::new(), Unimportable::Empty),
        ("a mark alone", "\u{feff}".into(), Unimportable::Empty),
        ("empty lines", "\n\r\n,,,\n".into(), Unimportable::Empty),
        ("no center", "日付,相談者区分,相談方法\n".into(), Unimportable::NoColumn("センター")),
        ("no header", format!("{GOOD}\n").into(), Unimportable::NoColumn("日付")),
        ("a column twice", format!("{HEADER},日付\n").into(), Unimportable::ColumnTwice("日付".into())),
        ("twice in other words", format!("{HEADER},市町,市町村\n").into(), Unimportable::ColumnTwice("市町村".into())),
        ("the id twice", format!("{HEADER},ID,id\n").into(), Unimportable::ColumnTwice("id".into())),
    ]
}

#[test]
fn a_file_that_is_no_such_csv_is_refused() {
    for (case, bytes, why) in no_such_csv() {
        let mut ledger = in_memory();
        let (report, refused) = read(&mut ledger, &bytes, NORMAL);
        match report {
            Err(Error::Refused(Refusal::NotImportable(found))) => assert_eq!(found, why, "{case}"),
            other => panic!("{case}: {other:?}"),
        }
        assert_eq!((refused, count(&ledger)), (vec![], 0), "{case}");
    }
}

#[test]
fn the_same_rows_in_any_dress_are_the_same_records() {
    let rows = "日付,時刻,センター,相談者区分,続柄,相談方法,市町,所要分,相談内容,相談概要\r\n\
        2022-04-12,10:20,東部,本人・家族,母,電話,岩国市,35,レスパイト・短期入所,\"夜間の\r\n預け先、\"\"急ぎ\"\"\"\r\n\
        2022-05-09,,西部,関係者等,,来所,,,,\r\n";
    let english = "date,time,center,party,relation,channel,municipality,minutes,topic,content\n\
        令和4年4月12日,10時20分,east,family,mother,phone,iwakuni,３５分,respite,\"夜間の\n預け先、\"\"急ぎ\"\"\"\n\
        2022/5/9,,WEST,Stakeholders,,Visit,,,,\n";
    let reordered = "相談概要,市町村,相談方法,続柄,相談者区分,センター,日付,時刻,所要分,相談内容\r\n\
        \"夜間の\r\n預け先、\"\"急ぎ\"\"\",岩国市,電話,母,本人・家族,東部,2022-04-12,10:20,35,レスパイト・短期入所\r\n\
        ,,来所,,関係者等,西部,2022-05-09,,,\r\n";
    let mixed = rows
        .replacen("\r\n2022-05-09", "\r2022-05-09", 1)
        .replacen("相談概要\r\n", "相談概要\n", 1);
    let cases: [(&str, Vec<u8>); 8] = [
        ("UTF-8", rows.into()),
        ("with its mark", format!("\u{feff}{rows}").into()),
        ("CP932", SHIFT_JIS.encode(rows).0.into_owned()),
        ("newlines", rows.replace("\r\n", "\n").into()),
        ("mixed line ends", mixed.into()),
        ("reordered", reordered.into()),
        ("English", english.into()),
        ("no last line end", rows.trim_end().into()),
    ];
    let mut expected = Vec::new();
    for (case, bytes) in cases {
        let mut ledger = in_memory();
        let report = imported(&mut ledger, &bytes, NORMAL);
        assert_eq!(
            (report.imported.added, &report.unknown_columns),
            (2, &vec![]),
            "{case}"
        );
        if expected.is_empty() {
            expected = entries(&ledger);
            assert_eq!(
                records(&ledger)[0].entry.text(Field::Content),
                "夜間の\n預け先、\"急ぎ\""
            );
        }
        assert_eq!(entries(&ledger), expected, "{case}");
        assert_eq!(ledger.check(true).expect("a check"), [], "{case}");
    }
    let mut ledger = in_memory();
    let more = format!("{HEADER},備考,市区町村,曜日\n{GOOD},x,岩国市,火\n{GOOD},,,\n\n{GOOD},,,,,\n");
    let report = imported(&mut ledger, more.as_bytes(), NORMAL);
    assert_eq!(
        (report.imported.added, report.unknown_columns),
        (3, vec!["備考".to_owned(), "曜日".to_owned()])
    );
    let none = imported(&mut ledger, HEADER.as_bytes(), NORMAL);
    assert_eq!((none.imported, count(&ledger)), (Imported::default(), 3));
}

/// A further column, what stands in it, and what is wrong with that.
#[rustfmt::skip]
fn wrong_cells() -> Vec<(Field, String, Problem)> {
    let nearest = |list, code: Option<&str>| Problem::NoSuchItem { list, nearest: code.map(Into::into) };
    vec![
        (Field::Time, "25:00".into(), Problem::NotATime),
        (Field::Minutes, "10000".into(), Problem::NotANumber { most: 9999 }),
        (Field::Minutes, "-5".into(), Problem::NotANumber { most: 9999 }),
        (Field::ChildAge, "121".into(), Problem::NotANumber { most: 120 }),
        (Field::Municipality, "岩国".into(), nearest(List::Municipality, Some("iwakuni"))),
        (Field::Topic, "レスパイト".into(), nearest(List::Topic, Some("respite"))),
        (Field::Topic, "レスパイト・短期入所、ない".into(), nearest(List::Topic, None)),
        (Field::Kind, "雑用".into(), nearest(List::Kind, None)),
        (Field::Field, "医療".into(), Problem::NeedsStakeholder),
        (Field::Organisation, "あ".repeat(201), Problem::TooLong { most: 200, is: 201 }),
        (Field::Content, "あ".repeat(20_001), Problem::TooLong { most: 20_000, is: 20_001 }),
        (Field::FollowUp, "9/30".into(), Problem::Date(DateError::YearNeeded)),
        (Field::FollowUpText, "折返し".into(), Problem::NeedsFollowUp),
        (Field::FollowUpDone, "たぶん".into(), Problem::NotDone),
    ]
}

#[test]
fn a_wrong_cell_is_named_and_nothing_is_imported() {
    for (field, cell, problem) in wrong_cells() {
        let header = field.spec().header;
        let file = format!("{HEADER},{header}\n{GOOD},\n{GOOD},{cell}\n{GOOD},\n");
        let mut ledger = in_memory();
        let (report, refused) = read(&mut ledger, file.as_bytes(), NORMAL);
        let reason = RowReason::Field(FieldError { field, problem });
        let column = Some(header.to_owned());
        assert_eq!(
            refused,
            [RefusedRow {
                line: 3,
                column,
                reason
            }]
        );
        assert_eq!(
            (report.expect("a report").refused, count(&ledger)),
            (1, 0),
            "{header}"
        );
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
    // The limits themselves are allowed.
    let notes = "あ".repeat(20_000);
    let file = format!(
        "{HEADER},所要分,年齢,所属,相談概要\n{GOOD},9999,120,{},{notes}\n",
        "い".repeat(200)
    );
    let mut ledger = in_memory();
    assert_eq!(imported(&mut ledger, file.as_bytes(), NORMAL).imported.added, 1);
    assert_eq!(records(&ledger)[0].entry.text(Field::Content), notes);
}

/// A row of five columns, the last of them the id, and what is wrong with it.
#[rustfmt::skip]
fn wrong_rows() -> Vec<(String, Vec<RowReason>)> {
    let field = |field, problem| RowReason::Field(FieldError { field, problem });
    let date = |error| field(Field::Date, Problem::Date(error));
    let missing = |at| field(at, Problem::Missing);
    let february = |year, last_day| date(DateError::NoSuchDay { year, month: 2, last_day });
    let cells = |found| RowReason::Cells { expected: 5, found };
    let rest = "東部,本人・家族,電話,";
    vec![
        (format!("2026-02-30,{rest}"), vec![february(2026, 28)]),
        (format!("令和6年2月30日,{rest}"), vec![february(2024, 29)]),
        (format!("9/30,{rest}"), vec![date(DateError::YearNeeded)]),
        (format!("きのうの朝,{rest}"), vec![date(DateError::NotADate)]),
        (format!(",{rest}"), vec![missing(Field::Date)]),
        // The center was not open yet.
        (format!("2022-03-31,{rest}"), vec![field(Field::Center, Problem::CenterNotOpen)]),
        ("2022-04-12,,,,".to_owned(), [Field::Center, Field::Party, Field::Channel].map(missing).to_vec()),
        ("2022-04-12,東部,本人・家族,電話".to_owned(), vec![cells(4)]),
        (format!("2022-04-12,{rest},,余り"), vec![cells(7)]),
        (format!("2022-04-12,{rest}x"), vec![RowReason::Id]),
        (format!("2022-04-12,{rest}\"a\"b"), vec![RowReason::Quote { column: 5 }]),
    ]
}

#[test]
fn a_wrong_row_is_named_and_nothing_is_imported() {
    for (row, reasons) in wrong_rows() {
        let mut ledger = in_memory();
        let file = format!("{HEADER},ID\r\n{GOOD},\r\n\r\n{row}\r\n");
        let (report, refused) = read(&mut ledger, file.as_bytes(), NORMAL);
        assert_eq!(
            refused.iter().map(|row| row.reason.clone()).collect::<Vec<_>>(),
            reasons,
            "{row}"
        );
        assert!(refused.iter().all(|row| row.line == 4), "{row}: {refused:?}");
        let report = report.expect("a report");
        assert_eq!(
            (report.refused, report.imported.added, count(&ledger)),
            (1, 0, 0),
            "{row}"
        );
    }
}

#[test]
fn a_dry_run_names_everything_and_keeps_nothing() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let path = folder.path().join("ledger.soudan");
    let bad = format!("{HEADER}\n{}", "2022-02-30,東部,本人・家族,電話\n".repeat(300));
    let (report, refused) = read(&mut ledger, bad.as_bytes(), DRY_RUN);
    assert_eq!((refused.len(), report.expect("a report").refused), (300, 300));
    let report = imported(&mut ledger, half_year_with_ids().as_bytes(), DRY_RUN);
    assert_eq!((report.imported.added, count(&ledger)), (28, 0));
    drop(ledger);
    let untouched = fs::read(&path).expect("the file");
    let mut ledger = open(&path);
    imported(&mut ledger, half_year_with_ids().as_bytes(), DRY_RUN);
    drop(ledger);
    assert!(fs::read(&path).expect("the file") == untouched);
    // It is no import: the same file may follow.
    assert_eq!(
        imported(&mut open(&path), half_year_with_ids().as_bytes(), NORMAL)
            .imported
            .added,
        28
    );
}

#[test]
fn a_dry_run_counts_what_the_import_will() {
    let id = "018390c6-4ef1-760b-87c2-315618e58189";
    let file = format!("{HEADER},ID\n{GOOD},{id}\n{GOOD},{id}\n{GOOD},\n");
    let mut ledger = in_memory();
    // New; and again when the records stand there withdrawn.
    for _ in 0..2 {
        let looked = imported(&mut ledger, file.as_bytes(), DRY_RUN).imported;
        let done = imported(&mut ledger, file.as_bytes(), NORMAL).imported;
        assert_eq!((looked.added, looked.skipped), (2, 1));
        assert_eq!((done.added, done.skipped), (2, 1));
        assert_eq!(count(&ledger), 2);
        ledger.undo(&stamp()).expect("undone");
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
}

#[test]
fn the_same_file_and_the_same_ids_are_recognised() {
    let file = half_year_with_ids();
    let mut ledger = in_memory();
    imported(&mut ledger, file.as_bytes(), NORMAL);
    let (again, _) = read(&mut ledger, file.as_bytes(), NORMAL);
    assert!(matches!(again, Err(Error::Refused(Refusal::ImportedBefore))));
    let skipped = |skipped, skipped_void| Imported {
        added: 0,
        skipped,
        skipped_void,
    };
    assert_eq!(
        imported(&mut ledger, file.as_bytes(), AGAIN).imported,
        skipped(28, 0)
    );
    // A record that is void here stays so.
    ledger
        .void(fixed_id(3), 1, VoidReason::Mistake, &stamp())
        .expect("void");
    assert_eq!(
        imported(&mut ledger, file.as_bytes(), AGAIN).imported,
        skipped(28, 1)
    );
    // One row more: other bytes, and only that row is new. An id stands for one record in a file too.
    let row = format!("2022-09-05,,,東部,本人・家族,,,,,,電話{}", ",".repeat(18));
    let more = format!("{file}\r\n{row}{}\r\n{row}{}\r\n", fixed_id(29), fixed_id(29));
    let report = imported(&mut ledger, more.as_bytes(), NORMAL).imported;
    assert_eq!(
        report,
        Imported {
            added: 1,
            skipped: 29,
            skipped_void: 1
        }
    );
    assert_eq!(count(&ledger), 28);
    // Rows without an id are never compared with anything.
    let plain = format!("{HEADER}\n{GOOD}\n{GOOD}\n");
    assert_eq!(imported(&mut ledger, plain.as_bytes(), NORMAL).imported.added, 2);
    assert_eq!(imported(&mut ledger, plain.as_bytes(), AGAIN).imported.added, 2);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn what_no_text_holds_is_left_out_and_counted() {
    let file = format!("{HEADER},所属,相談概要\n{GOOD},岩国\u{7}病院\u{202e},\"一行\t目\u{200b}\n二行目\"\n");
    let mut ledger = in_memory();
    let report = imported(&mut ledger, file.as_bytes(), NORMAL);
    assert_eq!(report.removed, 3);
    let record = &records(&ledger)[0];
    assert_eq!(record.entry.text(Field::Organisation), "岩国病院");
    assert_eq!(record.entry.text(Field::Content), "一行 目\n二行目");
    assert!(matches!(
        import(
            &mut ledger,
            Path::new("/nothing/here.csv"),
            NORMAL,
            day("2022-09-30"),
            &stamp(),
            &mut |_| {}
        ),
        Err(Error::Unreadable { .. })
    ));
}

#[test]
fn separators_alone_are_no_answer() {
    let file = format!("{HEADER},相談内容,医療的ケア\n{GOOD},、,\",\"\n");
    let mut ledger = in_memory();
    imported(&mut ledger, file.as_bytes(), NORMAL);
    assert_eq!(records(&ledger)[0].entry.get(Field::Topic), None);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

/// Excel on an older PC writes half-width kana; a refused cell is named as the file names its column.
#[test]
fn headers_are_understood_in_any_width_and_named_as_they_stand() {
    let mut ledger = in_memory();
    let file = "日付,ｾﾝﾀｰ,相談者区分,相談方法,ｹｰｽ,市区町村\n2022-04-12,東部,本人・家族,電話,A-1,岩国市\n ,\u{3000},,,,\n";
    assert_eq!(imported(&mut ledger, file.as_bytes(), NORMAL).imported.added, 1);
    let entry = &records(&ledger)[0].entry;
    assert_eq!(entry.text(Field::Case), "A-1");
    assert!(entry.code(Field::Municipality).is_some());

    let said = |file: &str| {
        let (_, refused) = read(&mut in_memory(), file.as_bytes(), NORMAL);
        let words = soudan::locale::Lang::Ja.catalogue();
        let lines = refused.iter().map(|row| words.refused_row(row, ledger.profile()));
        lines.collect::<Vec<_>>().join("\n")
    };
    let own = said(&format!("{HEADER},新規継続,市区町村\n{GOOD},たぶん,東京\n"));
    assert!(own.contains("新規継続：") && own.contains("市区町村："), "{own}");
    let english = said("date,center,party,channel\n,east,family,phone\n");
    assert!(english.contains("date：入力が必要です。"), "{english}");
}
