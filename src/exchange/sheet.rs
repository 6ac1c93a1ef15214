//! The ledger's records as a workbook of one sheet, out: the CSV's columns, with real dates and numbers.
//!
//! `rust_xlsxwriter` makes the workbook with its head; the rows are streamed into it here. Its own streaming
//! writes every record to a temporary file first, and panics where that file's disk is full.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Cursor, Read, Write};
use std::ops::ControlFlow;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::export::{columns, text};
use super::guard::is_taken_otherwise;
use super::import::ID_HEADER;
use crate::domain::consultation::Consultation;
use crate::domain::field::{Field, Shape};
use crate::domain::profile::Profile;
use crate::domain::value::Value;
use crate::error::{Error, Refusal, Result};
use crate::store::{Ledger, unwritable};

/// Records of a sheet at most: Excel's rows without the head's.
/// <https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3>
pub const MOST_RECORDS: u64 = 1_048_575;

/// Bytes of a sheet at most, before they are packed: more needs a form of zip that Excel wants to repair.
const MOST_BYTES: u64 = u32::MAX as u64;

/// The name of the sheet.
const SHEET: &str = "相談";

/// Where the workbook keeps its first sheet.
const SHEET_PATH: &str = "xl/worksheets/sheet1.xml";

/// Where the rows of a sheet end.
const ROWS_END: &str = "</sheetData>";

/// The font of Excel in Japan, in points.
const FONT: (&str, f64) = ("游ゴシック", 11.0);

/// Writes all records that count, in the order of their entry; how many. `shared` leaves out
/// whatever could tell who called or whose child it is. `today` is when the workbook says it was made.
///
/// # Errors
/// When there are more records than a sheet holds, the ledger cannot be read or the output not be written.
pub fn export(ledger: &Ledger, shared: bool, today: NaiveDate, out: &mut dyn Write) -> Result<u64> {
    let failed = RefCell::new(None);
    let out = Patient { out, failed: &failed };
    let written = whole(ledger, &columns(shared), today, out);
    match failed.into_inner() {
        Some(error) => Err(unwritable(&error)),
        None => written,
    }
}

fn whole(ledger: &Ledger, fields: &[Field], today: NaiveDate, out: Patient<'_>) -> Result<u64> {
    let failed = out.failed;
    let book = model(fields, today).map_err(|_| unmade())?;
    let mut book = ZipArchive::new(Cursor::new(book)).map_err(|_| unmade())?;
    let mut zip = ZipWriter::new_stream(out);
    for at in 0..book.len() {
        let part = book.by_index_raw(at).map_err(|_| unmade())?;
        if part.name_raw() != SHEET_PATH.as_bytes() {
            zip.raw_copy_file(part).map_err(|_| unmade())?;
        }
    }
    let mut sheet = String::new();
    let mut part = book.by_name(SHEET_PATH).map_err(|_| unmade())?;
    part.read_to_string(&mut sheet).map_err(|_| unmade())?;
    let frame = Frame::of(&sheet, fields.len()).ok_or_else(unmade)?;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .unix_permissions(0o600)
        .last_modified_time(DateTime::default());
    zip.start_file(SHEET_PATH, options).map_err(|_| unmade())?;
    let written = rows(ledger, fields, &frame, &mut zip, failed)?;
    zip.finish().map_err(|_| unmade())?;
    Ok(written)
}

/// Writes the sheet: what stands before the rows, a row to a record, and what stands behind them.
fn rows(
    ledger: &Ledger,
    fields: &[Field],
    frame: &Frame,
    out: &mut dyn Write,
    failed: &RefCell<Option<io::Error>>,
) -> Result<u64> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    let wrong = |error: io::Error| unwritable(&error);
    out.write_all(frame.before.as_bytes()).map_err(wrong)?;
    let (mut row, mut records, mut bytes) = (String::new(), 0, 0);
    let mut refused = None;
    let profile = ledger.profile();
    let seen = ledger.in_order_of_entry(&mut |record: Consultation| {
        records += 1;
        row.clear();
        write_row(&mut row, records + 1, fields, &record, profile, frame);
        bytes += row.len() as u64;
        if records > MOST_RECORDS || bytes > MOST_BYTES {
            refused = Some(Refusal::TooLargeForSheet(MOST_RECORDS).into());
        } else if let Err(error) = out.write_all(row.as_bytes()) {
            refused = Some(unwritable(&error));
        }
        match refused.is_some() || failed.borrow().is_some() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    })?;
    if let Some(error) = refused {
        return Err(error);
    }
    let end = out.write_all(frame.behind.as_bytes()).and_then(|()| out.flush());
    end.map(|()| seen).map_err(wrong)
}

/// What is written to until it fails, and then no more: the writer of zips would say on standard error that
/// it could not bring a broken one to its end.
struct Patient<'a> {
    out: &'a mut dyn Write,
    failed: &'a RefCell<Option<io::Error>>,
}

impl Patient<'_> {
    fn unless_failed<T>(
        &mut self,
        then: T,
        write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.failed.borrow().is_some() {
            return Ok(then);
        }
        match write(self.out) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                self.failed.replace(Some(error));
                Ok(then)
            }
            done => done,
        }
    }
}

impl Write for Patient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_failed(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_failed((), |out| out.flush())
    }
}

/// The workbook with its head, and a second row of empty cells that shows how each column is formatted.
fn model(fields: &[Field], today: NaiveDate) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (font, points) = FONT;
    let plain = Format::new().set_font_name(font).set_font_size(points);
    book.set_default_format(&plain, 25, 72)?;
    let year = u16::try_from(today.year()).unwrap_or(1900);
    let (month, day) = (today.month() as u8, today.day() as u8);
    let made_on = ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made_on));
    let head = plain.clone().set_bold();
    let text = plain.clone().set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?.set_freeze_panes(1, 0)?;
    for (at, field) in (0..).zip(fields) {
        let (width_cells, format) = match field.shape() {
            Shape::Day | Shape::DueDay => (12, &plain.clone().set_num_format("yyyy-mm-dd")),
            Shape::Time => (8, &plain.clone().set_num_format("hh:mm")),
            Shape::Number(_) => (8, &plain.clone().set_num_format("0")),
            Shape::Note => (40, &text),
            _ => (14, &text),
        };
        sheet.write_string_with_format(0, at, field.spec().header, &head)?;
        sheet.set_column_width(at, width_cells)?;
        sheet.write_blank(1, at, format)?;
    }
    let id = u16::try_from(fields.len()).unwrap_or(u16::MAX);
    sheet.write_string_with_format(0, id, ID_HEADER, &head)?;
    sheet.set_column_width(id, 38)?;
    sheet.write_blank(1, id, &text)?;
    sheet.write_blank(1, id + 1, &text.clone().set_quote_prefix())?;
    book.save_to_buffer()
}

/// The sheet around the rows.
struct Frame {
    before: String,
    behind: String,
    /// Name and format of each column, the id's last.
    columns: Vec<(String, String)>,
    /// The format of a text that a spreadsheet would evaluate if somebody went into its cell.
    quoted: String,
}

impl Frame {
    /// Takes the model apart; `None` where it is not built as expected.
    fn of(sheet: &str, fields: usize) -> Option<Self> {
        let (before, rest) = sheet.split_once("<row r=\"2\"")?;
        let (row, behind) = rest.split_once(ROWS_END)?;
        // How far the cells reach is not known before they are written, and need not be said.
        let (head, tail) = before.split_once("<dimension ")?;
        let (_, tail) = tail.split_once("/>")?;
        let mut columns = Vec::with_capacity(fields + 2);
        for cell in row.split("<c r=\"").skip(1) {
            let (name, rest) = cell.split_once("2\"")?;
            let format = rest.split_once("s=\"").and_then(|(_, rest)| rest.split_once('"'));
            columns.push((
                name.to_owned(),
                format.map_or("0", |(format, _)| format).to_owned(),
            ));
        }
        let (_, quoted) = columns.pop().filter(|_| columns.len() == fields + 1)?;
        Some(Self {
            before: format!("{head}{tail}"),
            behind: format!("{ROWS_END}{behind}"),
            columns,
            quoted,
        })
    }
}

fn write_row(
    out: &mut String,
    number: u64,
    fields: &[Field],
    record: &Consultation,
    profile: &Profile,
    frame: &Frame,
) {
    // Writing to a string cannot fail.
    let _ = write!(out, "<row r=\"{number}\">");
    for (field, (column, format)) in fields.iter().zip(&frame.columns) {
        let Some(value) = record.entry.get(*field) else {
            continue;
        };
        let figure = match value {
            Value::Day(day) => serial(*day).map(f64::from),
            Value::Minute(minute) => Some(f64::from(*minute) / f64::from(24 * 60)),
            Value::Number(number) => Some(f64::from(*number)),
            _ => None,
        };
        match figure {
            Some(figure) => {
                let _ = write!(
                    out,
                    "<c r=\"{column}{number}\" s=\"{format}\"><v>{figure}</v></c>"
                );
            }
            None => {
                let text = text(*field, record, profile);
                let format = if is_taken_otherwise(&text) {
                    &frame.quoted
                } else {
                    format
                };
                write_text(out, column, number, format, &text);
            }
        }
    }
    if let Some((column, format)) = frame.columns.last() {
        write_text(out, column, number, format, &record.id.to_string());
    }
    out.push_str("</row>");
}

fn write_text(out: &mut String, column: &str, number: u64, format: &str, text: &str) {
    let _ = write!(
        out,
        "<c r=\"{column}{number}\" s=\"{format}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
    );
    escape(out, text);
    out.push_str("</t></is></c>");
}

/// Text as XML says it, and as a workbook does: there `_x0041_` means a character.
fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '_', '\r', '\u{fffe}', '\u{ffff}']) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().unwrap_or_default();
        rest = &rest[at + c.len_utf8()..];
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if is_escaped(rest) => out.push_str("_x005F_"),
            '_' => out.push('_'),
            _ => out.push(' '),
        }
    }
    out.push_str(rest);
}

/// Whether what follows a low line would make it the beginning of an escaped character.
fn is_escaped(rest: &str) -> bool {
    let digits = rest.strip_prefix('x').and_then(|rest| rest.split_once('_'));
    digits.is_some_and(|(digits, _)| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A day as a spreadsheet counts it; `None` before March 1900, where spreadsheets disagree.
fn serial(day: NaiveDate) -> Option<i32> {
    const DAY_ZERO: i32 = 693_594;
    Some(day.num_days_from_ce() - DAY_ZERO).filter(|serial| *serial > 60)
}

/// What only a change of the crates could bring about.
fn unmade() -> Error {
    unwritable(&io::ErrorKind::Other.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_workbooks_read_it() {
        let escaped = |text: &str| {
            let mut out = String::new();
            escape(&mut out, text);
            out
        };
        assert_eq!(escaped("a<b>&\"c\""), "a&lt;b&gt;&amp;\"c\"");
        assert_eq!(escaped("_x0041_ _x41_ a_b"), "_x005F_x0041_ _x41_ a_b");
        assert_eq!(escaped("岩国市\n東"), "岩国市\n東");
    }

    #[test]
    fn days_count_from_1900() {
        let day = |text: &str| serial(text.parse().unwrap());
        assert_eq!(day("2022-04-01"), Some(44_652));
        assert_eq!(day("1900-03-01"), Some(61));
        assert_eq!(day("1900-02-28"), None);
    }
}
