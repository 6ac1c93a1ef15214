//! The lines of the print sheet before it is known where they stand: what is in them, how high they are, and
//! which belong together.

use std::ops::Range;

use crate::domain::text::{width_cells, wrap};
use crate::report::packet::{Bars, Block, Document};

use super::looks::{BODY, HEAD, Look};

/// Points of a column one character wide, at least: fonts differ, and text must fit in the narrowest.
const CHARACTER: f64 = 5.6;
/// Points that a cell keeps free around its text.
const PADDING: f64 = 6.0;
/// How much wider bold letters are.
const BOLD: f64 = 1.05;
/// Points by which a label is set in.
const INDENT: f64 = 9.0;
/// Cells that the head of a column of figures may take before it is broken.
const HEAD_CELLS: usize = 10;
/// The least and the most cells of the labels' column.
const LABEL_CELLS: (usize, usize) = (14, 26);
/// Columns of figures at least: the width in which texts are set.
const FEWEST_COLUMNS: usize = 8;
/// Columns over which a row's label stands; tables of texts use them one by one.
pub(super) const LABEL_COLUMNS: u16 = 2;

/// Lines of text in a row at most, and the height of a row at most, in points.
const MOST_LINES: usize = 24;
const MOST_HEIGHT: f64 = 400.0;

/// What is in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Text(String),
    Number(f64),
}

/// A cell, or several that are one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub from: u16,
    pub to: u16,
    pub content: Content,
    pub look: Look,
}

/// A row of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line<'a> {
    /// In points.
    pub height: f64,
    pub places: Vec<Place>,
    /// The chart that lies on it.
    pub bars: Option<&'a Bars>,
    /// Of the head of a table: the bars that stand in the rows under it, behind their figures.
    pub beside: Option<Beside<'a>>,
    /// Whether a bar stands in it.
    pub is_barred: bool,
}

/// Bars in the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Beside<'a> {
    pub bars: &'a Bars,
    /// The first column that the table leaves free.
    pub from: u16,
}

impl Line<'_> {
    pub(super) fn gap(height: f64) -> Self {
        Self {
            height,
            places: Vec::new(),
            bars: None,
            beside: None,
            is_barred: false,
        }
    }
}

/// The columns of the print sheet.
pub(super) struct Columns {
    /// In characters, as Excel counts a column's width.
    pub widths: Vec<f64>,
}

impl Columns {
    /// Columns in which all tables of a document stand under each other.
    pub(super) fn of(document: &Document) -> Self {
        let blocks = document.chapters.iter().flat_map(|chapter| &chapter.blocks);
        let (mut labels, mut heads, mut columns) = (LABEL_CELLS.0, 0, FEWEST_COLUMNS);
        for block in blocks {
            let Block::Figures(figures) = block else { continue };
            let firsts = figures
                .rows
                .iter()
                .map(|(label, _)| label)
                .chain(figures.head.first());
            labels = firsts.map(|label| width_cells(label)).fold(labels, usize::max);
            let others = figures.head.iter().skip(1);
            heads = others.map(|head| width_cells(head)).fold(heads, usize::max);
            columns = columns.max(figures.head.len().saturating_sub(1));
        }
        let labels = characters(labels.min(LABEL_CELLS.1), BODY);
        let figure = characters(heads.clamp(6, HEAD_CELLS), HEAD);
        let first = characters(9, HEAD);
        let mut widths = vec![first, labels - first];
        widths.extend(std::iter::repeat_n(figure, columns));
        Self { widths }
    }

    pub(super) fn last(&self) -> u16 {
        u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// All columns together, in characters.
    pub(super) fn width(&self) -> f64 {
        self.widths.iter().sum()
    }

    /// The lines of a text across some columns, the last included, as places in it.
    fn wrapped(&self, place: &Place) -> Vec<Range<usize>> {
        let Content::Text(text) = &place.content else {
            return std::iter::once(0..0).collect();
        };
        let span = usize::from(place.from)..=usize::from(place.to);
        let indent = if matches!(place.look, Look::Label { .. }) {
            INDENT
        } else {
            0.0
        };
        let points = self.widths[span].iter().sum::<f64>() * CHARACTER - PADDING - indent;
        let is_bold = matches!(place.look, Look::Head | Look::Label { is_foot: true });
        let bold = if is_bold { BOLD } else { 1.0 };
        let cells = points / (place.look.points() * bold / 2.0);
        wrap(text, cells.max(2.0) as usize)
    }

    /// All columns from one on in pixels, of which an inch has 96 and a character of this font 8.
    pub(super) fn pixels(&self, from: u16) -> u32 {
        let widths = self.widths.iter().skip(usize::from(from));
        widths.map(|width| width * 8.0 + 5.0).sum::<f64>() as u32
    }

    /// On how many lines a label stands.
    pub(super) fn label_lines(&self, place: &Place) -> usize {
        self.wrapped(place).len()
    }

    /// A line as high as the highest of its texts, of which none is long.
    pub(super) fn line<'a>(&self, places: Vec<Place>, least: f64) -> Line<'a> {
        let height = |place: &Place| height(self.wrapped(place).len(), place.look);
        Line {
            height: places.iter().map(height).fold(least, f64::max).min(MOST_HEIGHT),
            places,
            bars: None,
            beside: None,
            is_barred: false,
        }
    }

    /// A line as high as the highest of its texts, or as many as a long one takes: Excel knows no row that is
    /// higher than 409 points.
    pub(super) fn lines<'a>(&self, places: Vec<Place>, least: f64) -> Vec<Line<'a>> {
        let parts: Vec<Vec<Place>> = places.iter().map(|place| self.parts(place)).collect();
        let rows = parts.iter().map(Vec::len).max().unwrap_or(1);
        let row = |at: usize| {
            let place = |(parts, place): (&Vec<Place>, &Place)| match parts.get(at) {
                Some(part) => part.clone(),
                None => Place {
                    content: Content::Text(String::new()),
                    ..place.clone()
                },
            };
            self.line(parts.iter().zip(&places).map(place).collect(), least)
        };
        (0..rows).map(row).collect()
    }

    /// A text in parts that fit in a row each.
    fn parts(&self, place: &Place) -> Vec<Place> {
        let wrapped = self.wrapped(place);
        let Content::Text(text) = &place.content else {
            return vec![place.clone()];
        };
        let part = |lines: &[Range<usize>]| {
            let (from, to) = (lines.first()?.start, lines.last()?.end);
            Some(Place {
                content: Content::Text(text.get(from..to)?.to_owned()),
                ..place.clone()
            })
        };
        wrapped.chunks(MOST_LINES).filter_map(part).collect()
    }

    /// A text across all columns.
    pub(super) fn across<'a>(&self, text: &str, look: Look) -> Vec<Line<'a>> {
        let place = Place {
            from: 0,
            to: self.last(),
            content: Content::Text(text.to_owned()),
            look,
        };
        self.lines(vec![place], look.points() * 1.6)
    }

    /// The first and the last column of each column of a table of texts, by how wide its texts are.
    pub(super) fn shares(&self, head: &[String], rows: &[Vec<String>]) -> Vec<(u16, u16)> {
        let wanted = |at: usize| {
            let texts = rows.iter().filter_map(|row| row.get(at));
            let widest = texts.map(|text| width_cells(text).min(44)).max().unwrap_or(0);
            widest.max(width_cells(&head[at]).min(10)).max(4) as f64
        };
        let wanted: Vec<f64> = (0..head.len()).map(wanted).collect();
        let whole: f64 = wanted.iter().sum();
        let (mut shares, mut from, mut sum) = (Vec::new(), 0, 0.0);
        for (at, cells) in wanted.iter().enumerate() {
            sum += cells;
            let target = sum / whole * self.width();
            let left = head.len() - 1 - at;
            let most = self.widths.len().saturating_sub(1 + left).max(from);
            let end = |to: usize| self.widths[..=to].iter().sum::<f64>();
            let to = (from..=most).min_by(|one, other| {
                (end(*one) - target)
                    .abs()
                    .total_cmp(&(end(*other) - target).abs())
            });
            let to = if left == 0 { most } else { to.unwrap_or(from) };
            shares.push((column(from), column(to)));
            from = (to + 1).min(self.widths.len() - 1);
        }
        shares
    }
}

/// Points of so many lines of text.
fn height(lines: usize, look: Look) -> f64 {
    lines as f64 * (look.points() * 1.45) + 4.0
}

/// A number of columns as the workbook counts them.
pub(super) fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// How wide a column must be for so many cells of text.
fn characters(cells: usize, points: f64) -> f64 {
    (cells as f64 * points * BOLD / 2.0 + PADDING) / CHARACTER + 0.2
}
