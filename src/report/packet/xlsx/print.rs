//! The sheet that is printed: A4, upright, one page wide, no table apart from its heading.

use rust_xlsxwriter::{ObjectMovement, Worksheet, XlsxError};

use crate::report::View;
use crate::report::packet::activities::{COMING, HELD, PARTICIPANTS};
use crate::report::packet::{Bars, Block, Chapter, Document, Figure, Figures, Texts};

use super::charts;
use super::data::Sheet;
use super::lines::{Beside, Columns, Content, LABEL_COLUMNS, Line, Place, column};
use super::looks::Look;
use super::pages::{self, Group, Pages, Unit};
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
/// Columns in which bars have room.
const BAR_COLUMNS: usize = 2;

impl View<'_> {
    /// Writes the print sheet.
    pub(super) fn print(
        &self,
        sheet: &mut Worksheet,
        document: &Document,
        sheets: &[Sheet],
    ) -> Result<(), XlsxError> {
        let columns = Columns::of(document);
        let mut pages = Pages::new(room(&columns));
        let mut row = 0;
        let mut opening = columns.across(&document.title, Look::Title);
        opening.extend(columns.across(&document.subtitle, Look::Subtitle));
        opening.extend(columns.across(&document.made_on, Look::MadeOn));
        for chapter in &document.chapters {
            let before = std::mem::take(&mut opening);
            let again = columns.across(&self.words.continued(&chapter.title), Look::Chapter);
            let again = [again, vec![Line::gap(4.0)]].concat();
            let lines = pages.place(self.units(&columns, chapter, before), &again);
            for line in &lines {
                self.write_line(sheet, row, line)?;
                row += 1;
            }
            let first = row.saturating_sub(lines.len() as u32);
            insert_charts(sheet, first, &lines, &columns, chapter, sheets)?;
        }
        for (at, width) in columns.widths.iter().enumerate() {
            sheet.set_column_width(column(at), *width)?;
        }
        sheet.set_page_breaks(&pages.breaks)?;
        sheet.set_print_area(0, 0, row.saturating_sub(1), columns.last())?;
        set_up(sheet, document);
        Ok(())
    }

    /// The lines of a section by what stays together: its title with its first table, bars with their table,
    /// every table with its head, and what is said under a table with its last rows.
    fn units<'a>(&self, columns: &Columns, chapter: &'a Chapter, before: Vec<Line<'a>>) -> Vec<Unit<'a>> {
        let mut units: Vec<Unit<'_>> = Vec::new();
        let mut waiting = before;
        waiting.push(Line::gap(12.0));
        waiting.extend(columns.across(&chapter.title, Look::Chapter));
        waiting.push(Line::gap(4.0));
        let mut bars_wait = None;
        for block in &chapter.blocks {
            match block {
                Block::Sentence(said) => waiting.extend(columns.across(said, Look::Sentence)),
                Block::Bars(bars) => bars_wait = Some(bars),
                Block::Figures(figures) => {
                    let (mut head, mut rows) = self.figure_lines(columns, figures);
                    match bars_wait.take() {
                        Some(bars) if is_beside(columns, bars, figures, &rows) => {
                            put_beside(bars, figures, &mut head, &mut rows);
                        }
                        Some(bars) => {
                            let mut line = Line::gap(charts::height(bars) + 6.0);
                            line.bars = Some(bars);
                            waiting.push(line);
                        }
                        None => {}
                    }
                    units.push(pages::table(std::mem::take(&mut waiting), &head, rows));
                }
                Block::Texts(texts) => {
                    let (head, rows) = text_lines(columns, texts);
                    units.push(pages::table(std::mem::take(&mut waiting), &head, rows));
                }
                Block::Remark(said) => {
                    let said = format!("{}{}{said}", self.words.remark(), self.words.colon());
                    under(&mut units, &mut waiting, 3.0, columns.across(&said, Look::Remark));
                }
                Block::Foot(said) => {
                    let lines = said.iter().flat_map(|line| columns.across(line, Look::Foot));
                    under(&mut units, &mut waiting, 2.0, lines.collect());
                }
            }
        }
        if !waiting.is_empty() {
            units.push(vec![Group {
                lines: waiting,
                head: None,
            }]);
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

    fn write_line(&self, sheet: &mut Worksheet, row: u32, line: &Line<'_>) -> Result<(), XlsxError> {
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
        Ok(())
    }
}

/// Puts the charts on the lines of a section: over a table, or in its rows, a chart to each page.
fn insert_charts(
    sheet: &mut Worksheet,
    first: u32,
    lines: &[Line<'_>],
    columns: &Columns,
    chapter: &Chapter,
    sheets: &[Sheet],
) -> Result<(), XlsxError> {
    let pixels = |points: f64| (points * 96.0 / 72.0) as u32;
    let mut done = 0;
    for (row, (at, line)) in (first..).zip(lines.iter().enumerate()) {
        if let Some(bars) = line.bars {
            let all = 0..bars.labels.len();
            if let Some(mut chart) = charts::chart(bars, all, chapter, sheets) {
                chart.set_width(columns.pixels(0) - 4);
                chart.set_height(pixels(line.height - 6.0));
                chart.set_object_movement(ObjectMovement::MoveAndSizeWithCells);
                sheet.insert_chart_with_offset(row, 0, &chart, 2, 4)?;
            }
        }
        if let Some(Beside { bars, from }) = line.beside {
            let barred = lines[at + 1..].iter().take_while(|line| line.is_barred);
            let (count, height) = barred.fold((0, 0.0), |(count, sum), line| (count + 1, sum + line.height));
            if let Some(mut chart) = charts::chart(bars, done..done + count, chapter, sheets) {
                charts::put_beside(&mut chart, bars, line.height, height);
                chart.set_width(columns.pixels(from) - 4);
                chart.set_height(pixels(line.height + height));
                chart.set_object_movement(ObjectMovement::MoveAndSizeWithCells);
                sheet.insert_chart_with_offset(row, from, &chart, 2, 0)?;
            }
            done += count;
        }
    }
    Ok(())
}

/// Whether bars have their rows in a table and room behind its figures.
fn is_beside(columns: &Columns, bars: &Bars, figures: &Figures, rows: &[Line<'_>]) -> bool {
    let labels = figures.rows.iter().map(|(label, _)| label);
    let foot = figures.rows.len().saturating_sub(1);
    let lines = rows.iter().filter_map(|line| line.places.first());
    let is_short = lines.into_iter().all(|label| columns.label_lines(label) <= 2);
    let taken = usize::from(LABEL_COLUMNS) + figures.head.len().saturating_sub(1);
    is_short && taken + BAR_COLUMNS <= columns.widths.len() && labels.take(foot).eq(&bars.labels)
}

/// Makes rows of one height of a table's, with a bar in each but the foot.
fn put_beside<'a>(bars: &'a Bars, figures: &Figures, head: &mut Line<'a>, rows: &mut [Line<'a>]) {
    let from = usize::from(LABEL_COLUMNS) + figures.head.len().saturating_sub(1);
    head.beside = Some(Beside {
        bars,
        from: column(from),
    });
    let foot = rows.len().saturating_sub(1);
    for row in &mut rows[..foot] {
        if let Some(label) = row.places.first_mut().filter(|_| row.height > ROW) {
            label.look = Look::Cramped;
        }
        row.height = ROW;
        row.is_barred = true;
    }
}

/// Puts what is said under a table with its end, and what is long as far as it goes; without a table it waits
/// for one.
fn under<'a>(units: &mut [Unit<'a>], waiting: &mut Vec<Line<'a>>, gap: f64, said: Vec<Line<'a>>) {
    let Some(unit) = units.last_mut() else {
        waiting.push(Line::gap(gap));
        waiting.extend(said);
        return;
    };
    let mut said = said.into_iter();
    if let Some(last) = unit.last_mut() {
        last.lines.push(Line::gap(gap));
        last.lines.extend(said.next());
    }
    unit.extend(said.map(|line| Group {
        lines: vec![line],
        head: None,
    }));
}

fn text_lines<'a>(columns: &Columns, texts: &Texts) -> (Line<'a>, Vec<Line<'a>>) {
    let shares = columns.shares(&texts.head, &texts.rows);
    let line = |row: &[String], look: Look| {
        let places = row
            .iter()
            .zip(&shares)
            .enumerate()
            .map(|(at, (text, (from, to)))| {
                let count = (look == Look::Cell && number_column(&texts.name) == Some(at))
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
        columns.lines(places.collect(), ROW)
    };
    let rows = texts.rows.iter().flat_map(|row| line(row, Look::Cell));
    let head = line(&texts.head, Look::Head).into_iter().next();
    (head.unwrap_or_else(|| Line::gap(ROW)), rows.collect())
}

/// The column of a table of texts that holds numbers: days overdue, consultations of a case. A code of figures
/// is no number.
fn number_column(table: &str) -> Option<usize> {
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
