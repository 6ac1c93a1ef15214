//! Reading CSV files: encodings, line ends, quotes, and what is refused where.

use std::io::{self, Cursor, Read};

use encoding_rs::SHIFT_JIS;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use soudan::exchange::decode::{DecodeError, Encoding, Survey, survey};
use soudan::exchange::guard::{guard, unguard};
use soudan::exchange::rows::{ROW_MAX_BYTES, RowError, Rows};

fn survey_of(bytes: &[u8]) -> Result<Survey, DecodeError> {
    survey(&mut Cursor::new(bytes))
}

/// A row as its line and cells, in a table of cases.
type Written = (u64, &'static [&'static str]);

/// Rows as their line and cells.
type Lines = Vec<(u64, Vec<String>)>;

fn rows_of(bytes: impl Read, encoding: Encoding) -> Result<Lines, RowError> {
    let mut rows = Rows::new(bytes, encoding);
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push((row.line, row.iter().map(str::to_owned).collect()));
    }
    Ok(read)
}

fn utf8(text: &str) -> Result<Lines, RowError> {
    rows_of(text.as_bytes(), Encoding::Utf8)
}

fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, has_errors) = SHIFT_JIS.encode(text);
    assert!(!has_errors, "{text} is not in CP932");
    bytes.into_owned()
}

/// A reader that gives its bytes in pieces of an odd size, and is interrupted between them.
struct Trickle<'a> {
    rest: &'a [u8],
    is_interrupted: bool,
}

impl<'a> Trickle<'a> {
    fn new(rest: &'a [u8]) -> Self {
        Self {
            rest,
            is_interrupted: false,
        }
    }
}

impl Read for Trickle<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let given = into.len().min(self.rest.len()).min(7);
        into[..given].copy_from_slice(&self.rest[..given]);
        self.rest = &self.rest[given..];
        Ok(given)
    }
}

#[test]
fn the_encoding_is_found() {
    let header = "日付,センター,﨑髙①㈱～－\r\n";
    let cases = [
        ("nothing at all", Vec::new(), Encoding::Utf8, false),
        ("ASCII", b"a,b\n".to_vec(), Encoding::Utf8, false),
        ("UTF-8", header.as_bytes().to_vec(), Encoding::Utf8, false),
        (
            "UTF-8 with BOM",
            [b"\xEF\xBB\xBF", header.as_bytes()].concat(),
            Encoding::Utf8,
            true,
        ),
        ("only a BOM", b"\xEF\xBB\xBF".to_vec(), Encoding::Utf8, true),
        ("CP932", cp932(header), Encoding::Cp932, false),
        (
            "half-width kana in CP932",
            cp932("ｶﾞｯｺｳ\n"),
            Encoding::Cp932,
            false,
        ),
        (
            "CP932 after much ASCII",
            [vec![b'a'; 200_000], cp932("電話")].concat(),
            Encoding::Cp932,
            false,
        ),
    ];
    for (what, bytes, encoding, has_bom) in cases {
        let found = survey_of(&bytes).expect(what);
        assert_eq!(
            (found.encoding, found.has_bom, found.bytes),
            (encoding, has_bom, bytes.len() as u64),
            "{what}"
        );
        assert_eq!(found.sha256, <[u8; 32]>::from(Sha256::digest(&bytes)), "{what}");
        let trickled = survey(&mut Trickle::new(&bytes)).expect(what);
        assert_eq!(trickled, found, "{what}, in pieces");
    }
}

#[test]
fn what_is_no_text_is_refused_with_its_line() {
    let utf16 =
        |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let sheet = "日付,センター,相談者区分,相談方法\r\n2022-04-01,東部";
    let cases = [
        (
            "UTF-16 LE with BOM",
            utf16("\u{FEFF}日付", u16::to_le_bytes),
            "UTF-16",
        ),
        (
            "UTF-16 BE with BOM",
            utf16("\u{FEFF}日付", u16::to_be_bytes),
            "UTF-16",
        ),
        ("UTF-16 LE", utf16(sheet, u16::to_le_bytes), "UTF-16"),
        ("UTF-16 BE", utf16(sheet, u16::to_be_bytes), "UTF-16"),
        ("NUL", b"a,b\r\nc,d\r\n\0".to_vec(), "NUL on line 3"),
        ("NUL among lone CRs", b"a\rb\rc\0".to_vec(), "NUL on line 3"),
        (
            "bad UTF-8 after good",
            "日付\n電話、相談\n".bytes().chain(*b"a\xFF,").collect(),
            "neither UTF-8 nor CP932: line 3, byte 24; likely Utf8",
        ),
        (
            "bad UTF-8 with a BOM",
            b"\xEF\xBB\xBFa\n\x93\xFA\n".to_vec(),
            "neither UTF-8 nor CP932: line 2, byte 5; likely Utf8",
        ),
        (
            "bad CP932 after good",
            [cp932("日付\n電話\n"), b"\xFF".to_vec()].concat(),
            "neither UTF-8 nor CP932: line 3, byte 10; likely Cp932",
        ),
        (
            "cut inside a character",
            "日付,電話".as_bytes()[..12].to_vec(),
            "neither UTF-8 nor CP932: line 1, byte 12; likely Utf8",
        ),
    ];
    for (what, bytes, refusal) in cases {
        assert_eq!(survey_of(&bytes).expect_err(what).to_string(), refusal, "{what}");
    }
}

#[test]
fn a_wrong_byte_is_found_on_its_line_wherever_the_chunks_end() {
    let line = "相談,電話\r\n";
    for count in [4_369, 4_370, 4_371, 40_000] {
        let mut bytes = line.repeat(count).into_bytes();
        bytes.extend(b"\xFF");
        match survey_of(&bytes) {
            Err(DecodeError::BadBytes {
                line: found,
                byte,
                likely: Encoding::Utf8,
            }) => {
                assert_eq!((found, byte), (count as u64 + 1, (count * line.len()) as u64));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn rows_of_blanks_are_skipped_and_counted() {
    let text = "a\n , \n\u{3000},\"\u{3000} \"\n  \nb,\u{3000}\n";
    let rows = [
        (1, vec!["a".to_owned()]),
        (5, vec!["b".to_owned(), "\u{3000}".to_owned()]),
    ];
    assert_eq!(utf8(text).expect("rows"), rows);
}

#[test]
fn rows_are_read_with_the_line_they_begin_on() {
    let cases: [(&str, &str, &[Written]); 14] = [
        ("nothing", "", &[]),
        ("only a BOM", "\u{FEFF}", &[]),
        ("only line ends", "\r\n\n\r", &[]),
        (
            "a header and no row",
            "日付,センター\r\n",
            &[(1, &["日付", "センター"])],
        ),
        (
            "BOM",
            "\u{FEFF}日付,x\n1,2",
            &[(1, &["日付", "x"]), (2, &["1", "2"])],
        ),
        (
            "mixed line ends",
            "a\nb\r\nc\rd",
            &[(1, &["a"]), (2, &["b"]), (3, &["c"]), (4, &["d"])],
        ),
        ("a lone CR at the end", "a\r", &[(1, &["a"])]),
        (
            "ragged rows",
            "a,b\nc\nd,e,f\n",
            &[(1, &["a", "b"]), (2, &["c"]), (3, &["d", "e", "f"])],
        ),
        (
            "empty rows are skipped and counted",
            "a\n\n,,\n\"\",\"\"\nb,\n",
            &[(1, &["a"]), (5, &["b", ""])],
        ),
        (
            "newlines in quotes",
            "a,\"1\r\n2\n3\r4\"\nb",
            &[(1, &["a", "1\r\n2\n3\r4"]), (5, &["b"])],
        ),
        (
            "commas and quotes in quotes",
            "\"a,\"\"b\"\"\",c",
            &[(1, &["a,\"b\"", "c"])],
        ),
        (
            "only a quote in quotes",
            "\"\"\"\",\"\"\"\"\"\"",
            &[(1, &["\"", "\"\""])],
        ),
        ("a quote in the middle", "5\",a\"b", &[(1, &["5\"", "a\"b"])]),
        (
            "Japanese beside doubled quotes",
            "\"「\"\"電話\"\"」\",訪問",
            &[(1, &["「\"電話\"」", "訪問"])],
        ),
    ];
    for (what, text, rows) in cases {
        let expected: Lines = rows
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|&c| c.to_owned()).collect()))
            .collect();
        assert_eq!(utf8(text).expect(what), expected, "{what}");
        assert_eq!(
            rows_of(Trickle::new(text.as_bytes()), Encoding::Utf8).expect(what),
            expected,
            "{what}, in pieces"
        );
        let text = text.trim_start_matches('\u{FEFF}');
        assert_eq!(
            rows_of(&cp932(text)[..], Encoding::Cp932).expect(what),
            expected,
            "{what}, in CP932"
        );
    }
}

#[test]
fn what_is_no_csv_is_refused_with_its_line_and_column() {
    let cases = [
        (
            "an unclosed quote",
            "a,b\n1,\"2\n3,4\n",
            "unclosed quote on line 2, column 2",
        ),
        (
            "a quote opened after a quoted newline",
            "\"a\nb\",\"c",
            "unclosed quote on line 2, column 2",
        ),
        ("only a quote", "\"", "unclosed quote on line 1, column 1"),
        (
            "an escaped quote at the end",
            "a\n\"b\"\"",
            "unclosed quote on line 2, column 1",
        ),
        (
            "text after a closing quote",
            "a,b\n\"1\n2\"x,3\n",
            "text after the closing quote on line 3, column 1",
        ),
        ("NUL", "a\nb,\0\n", "NUL on line 2, column 2"),
        ("NUL in quotes", "a\nb,\"\n\0\"\n", "NUL on line 3, column 2"),
        ("NUL after a closing quote", "\"a\"\0", "NUL on line 1, column 1"),
    ];
    for (what, text, refusal) in cases {
        let mut rows = Rows::new(text.as_bytes(), Encoding::Utf8);
        let error = loop {
            match rows.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("{what} was read"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.to_string(), refusal, "{what}");
        assert!(
            rows.next().expect(what).is_none(),
            "{what}: nothing is read after it"
        );
    }
}

#[test]
fn wrong_bytes_are_refused_even_if_the_file_changed_after_the_survey() {
    let cases: [(&[u8], Encoding, &str); 5] = [
        (b"a\n\"b\nc\xFF\"\n", Encoding::Utf8, "wrong bytes on line 3"),
        (b"a\n\"b\"\"\nc\xFF\"\n", Encoding::Utf8, "wrong bytes on line 3"),
        (b"a\nb\n\xFF,c\n", Encoding::Cp932, "wrong bytes on line 3"),
        (b"a\nb\n\"x\n\xFF\",c\n", Encoding::Cp932, "wrong bytes on line 4"),
        (b"a\nb\n\x93", Encoding::Cp932, "wrong bytes on line 3"),
    ];
    for (bytes, encoding, refusal) in cases {
        assert_eq!(rows_of(bytes, encoding).expect_err(refusal).to_string(), refusal);
    }
}

#[test]
fn a_quote_that_is_never_closed_does_not_fill_the_memory() {
    let cases = [
        (
            b"a\n\"".to_vec(),
            &b"x\n"[..],
            "unclosed quote on line 2, column 1",
        ),
        (b"a\n".to_vec(), &b"x,"[..], "the row on line 2 is too long"),
    ];
    for (mut start, filler, refusal) in cases {
        start.resize(start.len() + filler.len(), b' ');
        let endless = Cursor::new(start).chain(Repeat { filler, given: 0 });
        assert_eq!(
            rows_of(endless, Encoding::Utf8).expect_err(refusal).to_string(),
            refusal
        );
    }
    let longest = "あ".repeat(ROW_MAX_BYTES / 3);
    assert_eq!(utf8(&longest).expect("just short enough")[0].1[0], longest);
    let closed = format!("\"{}\"\n", "x".repeat(ROW_MAX_BYTES));
    assert_eq!(
        utf8(&closed).expect_err("too long").to_string(),
        "the row on line 1 is too long"
    );
}

/// The same bytes for ever, well past any limit.
struct Repeat {
    filler: &'static [u8],
    given: usize,
}

impl Read for Repeat {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        assert!(self.given < 16 * ROW_MAX_BYTES, "read on without end");
        for byte in into.iter_mut() {
            *byte = self.filler[self.given % self.filler.len()];
            self.given += 1;
        }
        Ok(into.len())
    }
}

#[test]
fn a_short_row_has_empty_cells_beyond_its_end() {
    let mut rows = Rows::new(&b"a,b"[..], Encoding::Utf8);
    let row = rows.next().expect("read").expect("a row");
    assert_eq!(
        (row.len(), row.get(1), row.get(2), row.is_empty()),
        (2, "b", "", false)
    );
}

#[test]
fn a_guard_stands_before_what_a_spreadsheet_would_evaluate() {
    let cases = [
        ("=1+1", "'=1+1"),
        ("+81", "'+81"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠a", "'＠a"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("'81年", "'81年"),
        ("'", "'"),
        ("''", "''"),
        ("a=1", "a=1"),
        ("", ""),
    ];
    for (text, written) in cases {
        assert_eq!(guard(text), written);
        assert_eq!(unguard(written), text);
    }
}

/// Writes as a spreadsheet does: quotes where they are needed, or everywhere.
fn quoted(cell: &str, always: bool) -> String {
    if always || cell.contains([',', '"', '\r', '\n']) || cell.is_empty() {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_guard_is_taken_off_exactly(text in "['=+＝a\t\n]{0,6}") {
        let written = guard(&text);
        prop_assert_eq!(unguard(&written), &*text);
    }

    #[test]
    fn what_was_written_is_read(
        table in proptest::collection::vec(proptest::collection::vec("[a電話,\"\r\n' ]{0,6}", 1..5), 0..20),
        always: bool,
        line_end in proptest::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let write = |row: &Vec<String>| row.iter().map(|c| quoted(c, always)).collect::<Vec<_>>().join(",") + line_end;
        let text: String = table.iter().map(write).collect();
        let expected: Vec<Vec<String>> = table.into_iter().filter(|row| row.iter().any(|c| !c.trim().is_empty())).collect();
        for (bytes, encoding) in [(text.clone().into_bytes(), Encoding::Utf8), (cp932(&text), Encoding::Cp932)] {
            let read = rows_of(Trickle::new(&bytes), encoding).expect("read");
            prop_assert_eq!(read.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>(), expected.clone());
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = survey_of(&bytes);
        let _ = rows_of(&bytes[..], Encoding::Utf8);
        let _ = rows_of(&bytes[..], Encoding::Cp932);
    }
}
