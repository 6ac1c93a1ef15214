//! The packet as plain text, measured in cells.

use crate::domain::text::{pad_right, width_cells};
use crate::report::View;
use crate::report::grid::Grid;
use crate::report::text::aligned;

use super::{Bars, Block, Document, Texts};

/// Most cells of a bar.
const BAR_CELLS: u64 = 40;

impl View<'_> {
    /// The packet as plain text.
    pub fn packet_text(&self, document: &Document) -> String {
        let mut lines = vec![
            document.title.clone(),
            document.subtitle.clone(),
            document.made_on.clone(),
        ];
        for chapter in &document.chapters {
            lines.extend([String::new(), format!("== {}", chapter.title)]);
            for block in &chapter.blocks {
                if !matches!(block, Block::Foot(_)) {
                    lines.push(String::new());
                }
                match block {
                    Block::Sentence(said) => lines.push(said.clone()),
                    Block::Remark(said) => {
                        lines.push(format!("{}{}{said}", self.words.remark(), self.words.colon()));
                    }
                    Block::Figures(figures) => lines.extend(aligned(&self.texts_of(figures))),
                    Block::Texts(texts) => lines.extend(columns(texts)),
                    Block::Bars(bars) => lines.extend(self.bar_lines(bars)),
                    Block::Foot(said) => lines.extend(said.iter().cloned()),
                }
            }
        }
        lines.join("\n") + "\n"
    }

    /// The packet to be read aloud: no columns and no bars.
    pub fn packet_said(&self, document: &Document) -> String {
        let mut lines = vec![
            document.title.clone(),
            document.subtitle.clone(),
            document.made_on.clone(),
        ];
        for chapter in &document.chapters {
            lines.extend([String::new(), chapter.title.clone()]);
            for block in &chapter.blocks {
                match block {
                    Block::Sentence(said) => lines.push(said.clone()),
                    Block::Remark(said) => {
                        lines.push(format!("{}{}{said}", self.words.remark(), self.words.colon()));
                    }
                    Block::Figures(figures) => lines.extend(self.said_rows(&self.texts_of(figures))),
                    Block::Texts(texts) => {
                        let grid = Grid {
                            head: texts.head.clone(),
                            rows: texts.rows.clone(),
                        };
                        lines.extend(self.said_rows(&grid));
                    }
                    Block::Bars(_) => {}
                    Block::Foot(said) => lines.extend(said.iter().cloned()),
                }
            }
        }
        lines.join("\n") + "\n"
    }

    /// Bars of the first series, each with its figure.
    fn bar_lines(&self, bars: &Bars) -> Vec<String> {
        let Some((_, figures)) = bars.series.first() else {
            return Vec::new();
        };
        let label_cells = bars
            .labels
            .iter()
            .map(|label| width_cells(label))
            .max()
            .unwrap_or(0);
        let highest = figures.iter().flatten().max().copied().unwrap_or(0).max(1);
        let figure =
            |n: &Option<u64>| n.map_or_else(|| self.words.not_applicable().to_owned(), |n| n.to_string());
        let digits = figures.iter().map(|n| width_cells(&figure(n))).max().unwrap_or(0);
        let line = |(label, n): (&String, &Option<u64>)| {
            let length = n.map_or(0, |n| (n * BAR_CELLS).div_ceil(highest));
            let bar = "#".repeat(usize::try_from(length).unwrap_or(0));
            let figure = crate::domain::text::pad_left(&figure(n), digits);
            format!("{} {figure} {bar}", pad_right(label, label_cells))
                .trim_end()
                .to_owned()
        };
        bars.labels.iter().zip(figures).map(line).collect()
    }
}

/// Texts under each other, the columns two cells apart.
fn columns(texts: &Texts) -> Vec<String> {
    let rows = || std::iter::once(&texts.head).chain(&texts.rows);
    let widths: Vec<usize> = (0..texts.head.len())
        .map(|at| rows().map(|row| width_cells(&row[at])).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<_> = row
            .iter()
            .zip(&widths)
            .map(|(text, width)| pad_right(text, *width))
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows().map(line).collect()
}
