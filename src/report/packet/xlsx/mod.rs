//! The packet as a workbook: a sheet to print that looks like the council's tables, a list of what else is
//! there, and a sheet of data to every table. Figures are written as values, never as formulas.

mod charts;
mod data;
mod lines;
mod looks;
mod pages;
mod print;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::domain::packet::Packet;
use crate::domain::text::{width_cells, wrap};
use crate::error::{Error, Refusal, Result, Unwritable};
use crate::report::View;
use crate::report::guard::is_taken_otherwise;

use super::Document;
use data::{Datum, Sheet};
use looks::{FONT, plain};

/// A4, as Excel numbers it.
const A4: u8 = 9;

/// Characters that a column of data is wide at most; what is longer is wrapped.
const DATA_WIDTH: usize = 48;
/// Points of a line of data, and of a row at most.
const LINE: f64 = 18.75;
const MOST_HEIGHT: f64 = 400.0;
/// UTF-16 units of a cell at most.
const CELL_UNITS: usize = 32_767;

impl View<'_> {
    /// The packet as a workbook, byte for byte the same for the same packet.
    ///
    /// # Errors
    /// [`Refusal::NoWorkbook`] where it cannot be put together.
    pub fn packet_xlsx(&self, packet: &Packet, document: &Document) -> Result<Vec<u8>> {
        let made = self.workbook(packet, document);
        made.map_err(|error| match error {
            XlsxError::IoError(_) | XlsxError::ZipError(_) => Error::CannotWrite(Unwritable::Io),
            _ => Refusal::NoWorkbook.into(),
        })
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

    /// What each table of a packet is, in their order: title, first and last day counted, unit, remarks.
    pub(super) fn table_notes(&self, packet: &Packet, document: &Document) -> Vec<[String; 5]> {
        let notes = |sheet: Sheet| {
            let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
            [
                sheet.title,
                day(sheet.days.map(|(from, _)| from)),
                day(sheet.days.map(|(_, to)| to)),
                sheet.unit.unwrap_or_default().to_owned(),
                sheet.notes,
            ]
        };
        self.data_sheets(packet, document)
            .into_iter()
            .map(notes)
            .collect()
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

/// Writes a table from the first row on: the heads of figures and days over them, on the right; a row as high
/// as its longest text.
fn write_data(
    sheet: &mut Worksheet,
    head: &[String],
    rows: &[Vec<Datum>],
) -> std::result::Result<(), XlsxError> {
    let top = plain(FONT.1).set_align(FormatAlign::Top);
    let right = top.clone().set_num_format("@").set_align(FormatAlign::Right);
    // Set in, so that it does not run into a day before it.
    let text = top.clone().set_num_format("@").set_indent(1);
    let day = top.clone().set_num_format("yyyy-mm-dd");
    let counted: Vec<bool> = (0..head.len()).map(|at| is_counted(rows, at)).collect();
    let looks = |at: u16| match counted.get(usize::from(at)) {
        Some(true) => &right,
        _ => &text,
    };
    for (at, head) in (0..).zip(head) {
        write_text(sheet, 0, at, head, &looks(at).clone().set_bold())?;
    }
    for (number, row) in (1..).zip(rows) {
        let mut lines = 1;
        for (at, datum) in (0..).zip(row) {
            match datum {
                Datum::Empty => {}
                Datum::Number(n) => {
                    sheet.write_number_with_format(number, at, *n as f64, &top)?;
                }
                Datum::Day(on) => {
                    sheet.write_datetime_with_format(number, at, &date(*on)?, &day)?;
                }
                Datum::Text(said) if width_cells(said) > DATA_WIDTH => {
                    lines = wrap(said, DATA_WIDTH).len().max(lines);
                    write_text(sheet, number, at, said, &text.clone().set_text_wrap())?;
                }
                Datum::Text(said) => write_text(sheet, number, at, said, looks(at))?,
            }
        }
        if lines > 1 {
            sheet.set_row_height(number, (lines as f64 * LINE).min(MOST_HEIGHT))?;
        }
    }
    set_widths(sheet, head, rows)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 0)?;
    Ok(())
}

/// Whether a column holds figures or days; a figure that is hidden is a text among them.
fn is_counted(rows: &[Vec<Datum>], at: usize) -> bool {
    let mut column = rows.iter().filter_map(|row| row.get(at));
    column.any(|datum| matches!(datum, Datum::Number(_) | Datum::Day(_)))
}

fn set_widths(
    sheet: &mut Worksheet,
    head: &[String],
    rows: &[Vec<Datum>],
) -> std::result::Result<(), XlsxError> {
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
        // Letters of another font than Excel's own are wider.
        sheet.set_column_width(at, widest.clamp(6, DATA_WIDTH) as f64 * 1.05 + 3.0)?;
    }
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
    let text = held(text);
    match is_taken_otherwise(text) {
        true => sheet.write_string_with_format(row, column, text, &format.clone().set_quote_prefix())?,
        false => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

/// As much of a text as a cell holds.
fn held(text: &str) -> &str {
    let mut units = 0;
    let is_over = |c: char| {
        units += c.len_utf16();
        units > CELL_UNITS
    };
    let end = text.find(is_over).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_what_it_can() {
        assert_eq!(held("東部"), "東部");
        let long = "𠮷".repeat(20_000);
        assert_eq!(held(&long).chars().count(), CELL_UNITS / 2);
        assert_eq!(held(&"a".repeat(CELL_UNITS)).len(), CELL_UNITS);
        assert_eq!(held(&"a".repeat(CELL_UNITS + 1)).len(), CELL_UNITS);
    }
}
