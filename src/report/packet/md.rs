//! The packet in Markdown, for minutes and mails.

use crate::report::View;
use crate::report::md::{escaped, in_cell, lines};

use super::{Block, Document, Texts};

impl View<'_> {
    /// The packet in Markdown. What the bars show stands in the table behind them.
    pub fn packet_md(&self, document: &Document) -> String {
        let mut text = format!(
            "# {}\n\n{}\n\n{}\n",
            escaped(&document.title),
            escaped(&document.subtitle),
            escaped(&document.made_on)
        );
        for chapter in &document.chapters {
            text += &format!("\n## {}\n", escaped(&chapter.title));
            for block in &chapter.blocks {
                text += &match block {
                    Block::Sentence(said) => format!("\n{}\n", escaped(said)),
                    Block::Remark(said) => {
                        let (head, colon) = (self.words.remark(), self.words.colon());
                        format!("\n**{head}**{colon}{}\n", escaped(said))
                    }
                    Block::Figures(figures) => format!("\n{}", lines(&self.texts_of(figures))),
                    Block::Texts(texts) => format!("\n{}", texts_md(texts)),
                    Block::Bars(_) => String::new(),
                    Block::Foot(said) => said.iter().map(|line| format!("\n{}\n", escaped(line))).collect(),
                };
            }
        }
        text
    }
}

fn texts_md(texts: &Texts) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<_> = cells.iter().map(|text| in_cell(text)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = row(&texts.head);
    text += &format!("|{}\n", ":--|".repeat(texts.head.len()));
    text.extend(texts.rows.iter().map(|cells| row(cells)));
    text
}
