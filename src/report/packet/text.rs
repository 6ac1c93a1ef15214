//! The packet as plain text, measured in cells: as a file, to be read aloud, and as the lines of a screen.

use crate::domain::text::{fit, pad_left, pad_right, width_cells, wrap};
use crate::report::View;
use crate::report::grid::Grid;
use crate::report::text::{aligned, folded};

use super::{Bars, Block, Chapter, Document, Texts};

/// Most cells of a bar.
const BAR_CELLS: usize = 40;
/// Fewest cells of a bar that still shows a difference.
const LEAST_BAR_CELLS: usize = 4;
/// Columns of texts are not made narrower than this: a date stays whole.
const LEAST_COLUMN_CELLS: usize = 12;
/// Cells between two columns of texts.
const GAP_CELLS: usize = 2;

/// How the text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Columns under each other, lines as long as they get.
    Aligned,
    /// The same in that many cells: sentences are broken, wide tables folded.
    Within(usize),
    /// To be read aloud: no columns and no bars.
    Said,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The packet's own title, and what stands under it.
    Title,
    /// A section's title.
    Chapter,
    /// A sentence made from the figures.
    Sentence,
    /// What somebody wrote.
    Remark,
    /// The heads of a table.
    Head,
    /// A row of a table.
    Row,
    /// A bar with its figure.
    Bar,
    /// Small print.
    Foot,
    /// Nothing.
    Blank,
}

/// A line of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLine {
    /// What it is.
    pub part: Part,
    /// What it says.
    pub text: String,
}

impl TextLine {
    fn blank() -> Self {
        Self {
            part: Part::Blank,
            text: String::new(),
        }
    }
}

impl View<'_> {
    /// The packet as plain text.
    pub fn packet_text(&self, document: &Document) -> String {
        self.joined(document, Layout::Aligned)
    }

    /// The packet to be read aloud: no columns and no bars.
    pub fn packet_said(&self, document: &Document) -> String {
        self.joined(document, Layout::Said)
    }

    fn joined(&self, document: &Document, layout: Layout) -> String {
        let mut lines = document.title_lines(layout);
        for chapter in &document.chapters {
            lines.push(TextLine::blank());
            lines.extend(self.chapter_lines(chapter, layout));
        }
        lines.iter().map(|line| format!("{}\n", line.text)).collect()
    }

    /// A section, its title first.
    pub fn chapter_lines(&self, chapter: &Chapter, layout: Layout) -> Vec<TextLine> {
        let title = match layout {
            // A text has nothing else to make it stand out with.
            Layout::Aligned => format!("== {}", chapter.title),
            Layout::Within(_) | Layout::Said => chapter.title.clone(),
        };
        let mut lines = set(Part::Chapter, &title, layout);
        for block in &chapter.blocks {
            let block_lines = self.block_lines(block, layout);
            let stands_apart = layout != Layout::Said && !matches!(block, Block::Foot(_));
            if stands_apart {
                lines.push(TextLine::blank());
            }
            lines.extend(block_lines);
        }
        lines
    }

    fn block_lines(&self, block: &Block, layout: Layout) -> Vec<TextLine> {
        match (block, layout) {
            (Block::Sentence(said), _) => set(Part::Sentence, said, layout),
            (Block::Remark(said), _) => {
                let said = format!("{}{}{said}", self.words.remark(), self.words.colon());
                set(Part::Remark, &said, layout)
            }
            (Block::Figures(figures), Layout::Said) => {
                all(Part::Row, self.said_rows(&self.texts_of(figures)))
            }
            (Block::Figures(figures), Layout::Aligned) => table(aligned(&self.texts_of(figures))),
            (Block::Figures(figures), Layout::Within(cells)) => {
                let parts = folded(&self.texts_of(figures), cells).into_iter().map(table);
                let parts: Vec<Vec<TextLine>> = parts.collect();
                parts.join(&TextLine::blank())
            }
            (Block::Texts(texts), Layout::Said) => {
                let grid = Grid {
                    head: texts.head.clone(),
                    rows: texts.rows.clone(),
                };
                all(Part::Row, self.said_rows(&grid))
            }
            (Block::Texts(texts), Layout::Aligned) => table(columns(texts, &natural_widths(texts))),
            (Block::Texts(texts), Layout::Within(cells)) => texts_within(texts, cells),
            (Block::Bars(_), Layout::Said) => Vec::new(),
            (Block::Bars(bars), _) => all(Part::Bar, self.bar_lines(bars, layout)),
            (Block::Foot(said), _) => said
                .iter()
                .flat_map(|line| set(Part::Foot, line, layout))
                .collect(),
        }
    }

    /// Bars of the first series, each with its figure.
    fn bar_lines(&self, bars: &Bars, layout: Layout) -> Vec<String> {
        let Some((_, figures)) = bars.series.first() else {
            return Vec::new();
        };
        let labels = bars.labels.iter().map(|label| width_cells(label));
        let label_cells = labels.max().unwrap_or(0);
        let label_cells = match layout {
            Layout::Within(cells) => label_cells.min(cells / 2),
            Layout::Aligned | Layout::Said => label_cells,
        };
        let highest = figures.iter().flatten().max().copied().unwrap_or(0).max(1);
        let figure =
            |n: &Option<u64>| n.map_or_else(|| self.words.not_applicable().to_owned(), |n| n.to_string());
        let digits = figures.iter().map(|n| width_cells(&figure(n))).max().unwrap_or(0);
        let bar_cells = match layout {
            Layout::Within(cells) => {
                let left = cells.saturating_sub(label_cells + digits + 2);
                left.clamp(LEAST_BAR_CELLS, BAR_CELLS)
            }
            Layout::Aligned | Layout::Said => BAR_CELLS,
        };
        let line = |(label, n): (&String, &Option<u64>)| {
            let length = n.map_or(0, |n| (n * bar_cells as u64).div_ceil(highest));
            let bar = "#".repeat(usize::try_from(length).unwrap_or(0));
            let figure = pad_left(&figure(n), digits);
            format!(
                "{} {figure} {bar}",
                pad_right(&fit(label, label_cells), label_cells)
            )
            .trim_end()
            .to_owned()
        };
        bars.labels.iter().zip(figures).map(line).collect()
    }
}

impl Document {
    /// What stands above the sections.
    pub fn title_lines(&self, layout: Layout) -> Vec<TextLine> {
        let lines = [&self.title, &self.subtitle, &self.made_on].into_iter();
        lines.flat_map(|line| set(Part::Title, line, layout)).collect()
    }
}

/// A text as lines.
fn set(part: Part, text: &str, layout: Layout) -> Vec<TextLine> {
    match layout {
        Layout::Within(cells) => all(part, broken(text, cells)),
        Layout::Aligned | Layout::Said => all(part, vec![text.to_owned()]),
    }
}

fn broken(text: &str, cells: usize) -> Vec<String> {
    let lines = wrap(text, cells).into_iter();
    lines.map(|range| text[range].trim_end().to_owned()).collect()
}

fn all(part: Part, texts: Vec<String>) -> Vec<TextLine> {
    texts.into_iter().map(|text| TextLine { part, text }).collect()
}

/// The lines of a table, the first of which is its head.
fn table(texts: Vec<String>) -> Vec<TextLine> {
    let parts = std::iter::once(Part::Head).chain(std::iter::repeat(Part::Row));
    let lines = parts.zip(texts);
    lines.map(|(part, text)| TextLine { part, text }).collect()
}

fn rows(texts: &Texts) -> impl Iterator<Item = &Vec<String>> {
    std::iter::once(&texts.head).chain(&texts.rows)
}

fn natural_widths(texts: &Texts) -> Vec<usize> {
    (0..texts.head.len())
        .map(|at| rows(texts).map(|row| width_cells(&row[at])).max().unwrap_or(0))
        .collect()
}

/// Texts under each other, the columns two cells apart.
fn columns(texts: &Texts, widths: &[usize]) -> Vec<String> {
    rows(texts).map(|row| beside(row, widths)).collect()
}

fn beside<T: AsRef<str>>(row: &[T], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths);
    let cells: Vec<String> = cells
        .map(|(text, width)| pad_right(text.as_ref(), *width))
        .collect();
    cells.join(&" ".repeat(GAP_CELLS)).trim_end().to_owned()
}

/// Texts in that many cells: the widest columns are broken into lines; where that does not do, each text
/// stands behind its head.
fn texts_within(texts: &Texts, cells: usize) -> Vec<TextLine> {
    let Some(widths) = narrowed(natural_widths(texts), cells) else {
        return pairs_within(texts, cells);
    };
    let lines = rows(texts).enumerate().flat_map(|(at, row)| {
        let part = if at == 0 { Part::Head } else { Part::Row };
        let broken: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(text, width)| broken(text, *width))
            .collect();
        let most = broken.iter().map(Vec::len).max().unwrap_or(0);
        let line = |line: usize| -> String {
            let row: Vec<&str> = broken
                .iter()
                .map(|cell| cell.get(line).map_or("", String::as_str))
                .collect();
            beside(&row, &widths)
        };
        all(part, (0..most).map(line).collect())
    });
    lines.collect()
}

/// Widths of columns that fit together, the widest made narrower; `None` where they do not.
fn narrowed(mut widths: Vec<usize>, cells: usize) -> Option<Vec<usize>> {
    let gaps = GAP_CELLS * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > cells {
        let widest = widths.iter_mut().max()?;
        if *widest <= LEAST_COLUMN_CELLS {
            return None;
        }
        *widest -= 1;
    }
    Some(widths)
}

fn pairs_within(texts: &Texts, cells: usize) -> Vec<TextLine> {
    let widest = texts.head.iter().map(|head| width_cells(head)).max().unwrap_or(0);
    let widest = widest.min(cells / 2);
    let widths = [widest, cells.saturating_sub(widest + GAP_CELLS).max(1)];
    let mut lines = Vec::new();
    for row in &texts.rows {
        if !lines.is_empty() {
            lines.push(TextLine::blank());
        }
        for (head, text) in texts.head.iter().zip(row) {
            let head = fit(head, widest);
            for (at, text) in broken(text, widths[1]).iter().enumerate() {
                let head = if at == 0 { head.as_str() } else { "" };
                let text = beside(&[head, text.as_str()], &widths);
                lines.push(TextLine {
                    part: Part::Row,
                    text,
                });
            }
        }
    }
    lines
}
