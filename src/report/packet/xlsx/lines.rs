//! The lines of the print sheet before it is known where they stand: what is in them, how high they are, and
//! which belong together.

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
}

impl Line<'_> {
    pub(super) fn gap(height: f64) -> Self {
        Self {
            height,
            places: Vec::new(),
            bars: None,
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

    /// How many lines a text takes across some columns, the last included.
    fn lines(&self, place: &Place) -> usize {
        let Content::Text(text) = &place.content else {
            return 1;
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
        wrap(text, cells.max(2.0) as usize).len()
    }

    /// A line as high as the highest of its texts.
    pub(super) fn line<'a>(&self, places: Vec<Place>, least: f64) -> Line<'a> {
        let height = |place: &Place| self.lines(place) as f64 * (place.look.points() * 1.45) + 4.0;
        Line {
            height: places.iter().map(height).fold(least, f64::max).min(400.0),
            places,
            bars: None,
        }
    }

    /// A text across all columns.
    pub(super) fn across<'a>(&self, text: &str, look: Look) -> Line<'a> {
        let place = Place {
            from: 0,
            to: self.last(),
            content: Content::Text(text.to_owned()),
            look,
        };
        self.line(vec![place], look.points() * 1.6)
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

/// A number of columns as the workbook counts them.
pub(super) fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// How wide a column must be for so many cells of text.
fn characters(cells: usize, points: f64) -> f64 {
    (cells as f64 * points * BOLD / 2.0 + PADDING) / CHARACTER + 0.2
}
