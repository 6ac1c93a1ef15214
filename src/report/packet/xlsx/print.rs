//! The sheet that is printed: A4, upright, one page wide, no table apart from its heading.

use rust_xlsxwriter::{ObjectMovement, Worksheet, XlsxError};

use crate::report::View;
use crate::report::packet::activities::{COMING, HELD, PARTICIPANTS};
use crate::report::packet::{Block, Chapter, Document, Figure, Figures, Texts};

use super::charts;
use super::data::Sheet;
use super::lines::{Columns, Content, LABEL_COLUMNS, Line, Place, column};
use super::looks::Look;
use super::{A4, write_text};

/// Points of a sheet of A4.
const PAGE: (f64, f64) = (595.3, 841.9);
/// Points of the margins: left and right, top, bottom.
const MARGINS: (f64, f64, f64) = (45.0, 45.0, 54.0);
/// Points that Excel's font makes of a column: of each character, and around them.
const CHARACTER: (f64, f64) = (6.0, 3.75);
/// The part of a page that is filled: a printer's own reckoning differs a little.
const FILLED: f64 = 0.96;
/// Points of a row of figures, at least.
const ROW: f64 = 17.0;

/// Lines that stay together.
type Unit<'a> = Vec<Line<'a>>;

impl View<'_> {
    /// Writes the print sheet.
    pub(super) fn print(
        &self,
        sheet: &mut Worksheet,
        document: &Document,
        sheets: &[Sheet],
    ) -> Result<(), XlsxError> {
        let columns = Columns::of(document);
        let room = room(&columns);
        let mut row = 0;
        let mut breaks = Vec::new();
        let mut used = 0.0;
        let opening = vec![
            columns.across(&document.title, Look::Title),
            columns.across(&document.subtitle, Look::Subtitle),
            columns.across(&document.made_on, Look::MadeOn),
        ];
        let mut opening = Some(opening);
        for chapter in &document.chapters {
            let before = opening.take().unwrap_or_default();
            for unit in self.units(&columns, chapter, before, room) {
                let height: f64 = unit.iter().map(|line| line.height).sum();
                if row > 0 && used + height > room {
                    breaks.push(row);
                    used = 0.0;
                }
                used += height;
                for line in unit {
                    self.write_line(sheet, row, &line, &columns, chapter, sheets)?;
                    row += 1;
                }
            }
        }
        for (at, width) in columns.widths.iter().enumerate() {
            sheet.set_column_width(column(at), *width)?;
        }
        sheet.set_page_breaks(&breaks)?;
        sheet.set_print_area(0, 0, row.saturating_sub(1), columns.last())?;
        set_up(sheet, document);
        Ok(())
    }

    /// The lines of a section by what stays together: its title with its first table, every table with its
    /// head, and what is said under a table with the table.
    fn units<'a>(
        &self,
        columns: &Columns,
        chapter: &'a Chapter,
        before: Vec<Line<'a>>,
        room: f64,
    ) -> Vec<Unit<'a>> {
        let mut units: Vec<Unit<'_>> = Vec::new();
        let mut waiting = before;
        waiting.push(Line::gap(12.0));
        waiting.push(columns.across(&chapter.title, Look::Chapter));
        waiting.push(Line::gap(4.0));
        for block in &chapter.blocks {
            match block {
                Block::Sentence(said) => waiting.push(columns.across(said, Look::Sentence)),
                Block::Bars(bars) => {
                    let mut line = Line::gap(charts::height(bars) + 6.0);
                    line.bars = Some(bars);
                    waiting.push(line);
                }
                Block::Figures(figures) => {
                    let (head, rows) = self.figure_lines(columns, figures);
                    units.extend(pieces(std::mem::take(&mut waiting), &head, rows, room));
                }
                Block::Texts(texts) => {
                    let (head, rows) = text_lines(columns, texts);
                    units.extend(pieces(std::mem::take(&mut waiting), &head, rows, room));
                }
                Block::Remark(said) => {
                    let said = format!("{}{}{said}", self.words.remark(), self.words.colon());
                    let lines = [Line::gap(3.0), columns.across(&said, Look::Remark)];
                    units.last_mut().unwrap_or(&mut waiting).extend(lines);
                }
                Block::Foot(said) => {
                    let lines = said.iter().map(|line| columns.across(line, Look::Foot));
                    let lines = std::iter::once(Line::gap(2.0)).chain(lines);
                    units.last_mut().unwrap_or(&mut waiting).extend(lines);
                }
            }
        }
        if !waiting.is_empty() {
            units.push(waiting);
        }
        units
    }

    fn figure_lines<'a>(&self, columns: &Columns, figures: &Figures) -> (Line<'a>, Vec<Line<'a>>) {
        let first = |text: &str, look: Look| Place {
            from: 0,
            to: LABEL_COLUMNS - 1,
            content: Content::Text(text.to_owned()),
            look,
        };
        let other = |at: u16, content: Content, look: Look| Place {
            from: at,
            to: at,
            content,
            look,
        };
        let text = |text: &str| Content::Text(text.to_owned());
        let mut heads = figures.head.iter();
        let corner = first(heads.next().map_or("", String::as_str), Look::Head);
        let heads = (LABEL_COLUMNS..).zip(heads);
        let heads = heads.map(|(at, head)| other(at, text(head), Look::Head));
        let head = columns.line(std::iter::once(corner).chain(heads).collect(), ROW);
        let row = |(at, (label, row)): (usize, &(String, Vec<Figure>))| {
            let is_foot = at + 1 == figures.rows.len();
            let label = first(label, Look::Label { is_foot });
            let figure = |(at, figure): (u16, &Figure)| {
                let is_signed = matches!(figure, Figure::Difference(_));
                let content = match *figure {
                    Figure::Number(n) => Content::Number(n as f64),
                    Figure::Difference(n) => Content::Number(n as f64),
                    Figure::NotApplicable | Figure::Small | Figure::Withheld => {
                        text(&self.figure_text(*figure))
                    }
                };
                other(at, content, Look::Figure { is_foot, is_signed })
            };
            let figures = (LABEL_COLUMNS..).zip(row).map(figure);
            columns.line(std::iter::once(label).chain(figures).collect(), ROW)
        };
        let rows = figures.rows.iter().enumerate().map(row).collect();
        (head, rows)
    }

    fn write_line(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        line: &Line<'_>,
        columns: &Columns,
        chapter: &Chapter,
        sheets: &[Sheet],
    ) -> Result<(), XlsxError> {
        sheet.set_row_height(row, line.height)?;
        for place in &line.places {
            let format = place.look.format();
            if place.from < place.to {
                sheet.merge_range(row, place.from, row, place.to, "", &format)?;
            }
            match &place.content {
                Content::Text(text) => write_text(sheet, row, place.from, text, &format)?,
                Content::Number(number) => {
                    sheet.write_number_with_format(row, place.from, *number, &format)?;
                }
            }
        }
        if let Some(mut chart) = line.bars.and_then(|bars| charts::chart(bars, chapter, sheets)) {
            // Pixels, of which an inch has 96 and a character of this font 8.
            let width = columns.widths.iter().map(|width| width * 8.0 + 5.0).sum::<f64>();
            chart.set_width(width as u32 - 4);
            chart.set_height(((line.height - 6.0) * 96.0 / 72.0) as u32);
            chart.set_object_movement(ObjectMovement::MoveAndSizeWithCells);
            sheet.insert_chart_with_offset(row, 0, &chart, 2, 4)?;
        }
        Ok(())
    }
}

/// A table after what waits for it; a long one in pieces that fit on a page, each under the head.
fn pieces<'a>(waiting: Vec<Line<'a>>, head: &Line<'a>, rows: Vec<Line<'a>>, room: f64) -> Vec<Unit<'a>> {
    let mut unit = waiting;
    if unit.is_empty() {
        unit.push(Line::gap(8.0));
    }
    unit.push(head.clone());
    let mut used: f64 = unit.iter().map(|line| line.height).sum();
    let mut units = Vec::new();
    // The foot does not stand alone, and has room for what is said under it.
    let last = rows.len().saturating_sub(1);
    for (at, line) in rows.into_iter().enumerate() {
        let kept = if at + 1 >= last { 60.0 } else { 0.0 };
        if used + line.height + kept > room && at != last {
            used = head.height;
            units.push(std::mem::replace(&mut unit, vec![head.clone()]));
        }
        used += line.height;
        unit.push(line);
    }
    units.push(unit);
    units
}

fn text_lines<'a>(columns: &Columns, texts: &Texts) -> (Line<'a>, Vec<Line<'a>>) {
    let shares = columns.shares(&texts.head, &texts.rows);
    let line = |row: &[String], look: Look| {
        let places = row
            .iter()
            .zip(&shares)
            .enumerate()
            .map(|(at, (text, (from, to)))| {
                let count = (look == Look::Cell && counted(&texts.name) == Some(at))
                    .then(|| text.parse::<u32>().ok())
                    .flatten();
                let (content, look) = match count {
                    Some(n) => (Content::Number(n.into()), Look::Count),
                    None => (Content::Text(text.clone()), look),
                };
                Place {
                    from: *from,
                    to: *to,
                    content,
                    look,
                }
            });
        columns.line(places.collect(), ROW)
    };
    let rows = texts.rows.iter().map(|row| line(row, Look::Cell)).collect();
    (line(&texts.head, Look::Head), rows)
}

/// The column of a table of texts that holds numbers: days overdue, consultations of a case. A code of figures
/// is no number.
fn counted(table: &str) -> Option<usize> {
    match table {
        "follow_ups" => Some(1),
        "cases" => Some(4),
        HELD | COMING => Some(PARTICIPANTS),
        _ => None,
    }
}

/// Points that a page has for lines, where the sheet is made so small that its columns fit on one.
fn room(columns: &Columns) -> f64 {
    let across = PAGE.0 - 2.0 * MARGINS.0;
    let width = columns.width() * CHARACTER.0 + columns.widths.len() as f64 * CHARACTER.1;
    let scale = (across / width).min(1.0);
    (PAGE.1 - MARGINS.1 - MARGINS.2) / scale * FILLED
}

fn set_up(sheet: &mut Worksheet, document: &Document) {
    let inches = |points: f64| points / 72.0;
    let plain = |text: &str| text.replace('&', "&&");
    sheet
        .set_paper_size(A4)
        .set_portrait()
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_screen_gridlines(false)
        .set_margins(
            inches(MARGINS.0),
            inches(MARGINS.0),
            inches(MARGINS.1),
            inches(MARGINS.2),
            inches(20.0),
            inches(26.0),
        );
    // A blank parts the size from a text that begins with a digit.
    sheet.set_footer(format!(
        "&L&8 {}&C&9&P / &N&R&8 {}",
        plain(&document.subtitle),
        plain(&document.made_on)
    ));
}
