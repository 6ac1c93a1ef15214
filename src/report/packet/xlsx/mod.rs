//! The packet as a workbook: a sheet to print that looks like the council's tables, a list of what else is
//! there, and a sheet of data to every table. Figures are written as values, never as formulas.

mod charts;
mod data;
mod lines;
mod looks;
mod print;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::domain::packet::Packet;
use crate::domain::text::width_cells;
use crate::error::{Error, Result, Unwritable};
use crate::report::View;
use crate::report::guard::is_taken_otherwise;

use super::Document;
use data::{Datum, Sheet};
use looks::{FONT, plain};

/// A4, as Excel numbers it.
const A4: u8 = 9;

/// Characters that a column of data is wide at most.
const DATA_WIDTH: usize = 60;

impl View<'_> {
    /// The packet as a workbook, byte for byte the same for the same packet.
    ///
    /// # Errors
    /// When it cannot be put together.
    pub fn packet_xlsx(&self, packet: &Packet, document: &Document) -> Result<Vec<u8>> {
        let made = self.workbook(packet, document);
        made.map_err(|_| Error::CannotWrite(Unwritable::Io))
    }

    fn workbook(&self, packet: &Packet, document: &Document) -> std::result::Result<Vec<u8>, XlsxError> {
        let sheets = self.data_sheets(packet, document);
        let mut book = Workbook::new();
        // Pixels of a row and a column of Excel in Japan, from which a column's width is reckoned.
        book.set_default_format(&plain(FONT.1), 25, 72)?;
        let properties = DocProperties::new().set_title(format!("{} {}", document.title, document.subtitle));
        book.set_properties(&properties.set_creation_datetime(&date(packet.made_on)?));
        let print = book.add_worksheet();
        print.set_name(self.words.print_sheet())?;
        self.print(print, document, &sheets)?;
        let contents = book.add_worksheet();
        contents.set_name(self.words.contents_sheet())?;
        let (head, rows) = self.contents(&sheets);
        write_data(contents, &head, &rows)?;
        for sheet in &sheets {
            let data = book.add_worksheet();
            data.set_name(&sheet.name)?;
            write_data(data, &sheet.head, &sheet.rows)?;
        }
        book.save_to_buffer()
    }

    /// The list of the data sheets.
    fn contents(&self, sheets: &[Sheet]) -> (Vec<String>, Vec<Vec<Datum>>) {
        let text = |text: &str| match text {
            "" => Datum::Empty,
            text => Datum::Text(text.to_owned()),
        };
        let row = |sheet: &Sheet| {
            vec![
                text(&sheet.name),
                text(&sheet.title),
                sheet.days.map_or(Datum::Empty, |(from, _)| Datum::Day(from)),
                sheet.days.map_or(Datum::Empty, |(_, to)| Datum::Day(to)),
                text(sheet.unit.unwrap_or_default()),
                text(&sheet.notes),
            ]
        };
        let head = self.words.contents_heads().map(str::to_owned).to_vec();
        (head, sheets.iter().map(row).collect())
    }
}

fn date(day: NaiveDate) -> std::result::Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)
}

/// Writes a table from the first row on.
fn write_data(
    sheet: &mut Worksheet,
    head: &[String],
    rows: &[Vec<Datum>],
) -> std::result::Result<(), XlsxError> {
    let text = plain(FONT.1).set_num_format("@");
    let day = plain(FONT.1).set_num_format("yyyy-mm-dd");
    for (at, head) in (0..).zip(head) {
        write_text(sheet, 0, at, head, &text.clone().set_bold())?;
    }
    for (number, row) in (1..).zip(rows) {
        for (at, datum) in (0..).zip(row) {
            match datum {
                Datum::Empty => {}
                Datum::Number(n) => {
                    sheet.write_number(number, at, *n as f64)?;
                }
                Datum::Day(on) => {
                    sheet.write_datetime_with_format(number, at, &date(*on)?, &day)?;
                }
                Datum::Text(said) if width_cells(said) > DATA_WIDTH => {
                    write_text(sheet, number, at, said, &text.clone().set_text_wrap())?;
                }
                Datum::Text(said) => write_text(sheet, number, at, said, &text)?,
            }
        }
    }
    for (at, text) in head.iter().enumerate() {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(|datum| match datum {
                Datum::Empty => 0,
                Datum::Number(n) => width_cells(&n.to_string()),
                Datum::Day(_) => 10,
                Datum::Text(said) => width_cells(said),
            });
        let widest = cells.chain([width_cells(text)]).max().unwrap_or(0);
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        sheet.set_column_width(at, widest.clamp(6, DATA_WIDTH) as f64 + 2.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Writes a text as such: also when somebody goes into its cell and comes out again.
fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    match is_taken_otherwise(text) {
        true => sheet.write_string_with_format(row, column, text, &format.clone().set_quote_prefix())?,
        false => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}
