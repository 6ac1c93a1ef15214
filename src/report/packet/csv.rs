//! The packet's tables as CSV, a file each.

use crate::report::View;
use crate::report::csv::{MARK, line, lines};
use crate::report::guard::guard;

use super::{Block, Document};

/// One table as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Its name: place in the packet and name of the table, such as `02-running_family.csv`.
    pub name: String,
    /// What it holds.
    pub text: String,
}

impl View<'_> {
    /// The packet's tables in their order.
    pub fn packet_csv(&self, document: &Document) -> Vec<TableFile> {
        let blocks = document.chapters.iter().flat_map(|chapter| &chapter.blocks);
        let table = |block: &Block| match block {
            Block::Figures(figures) => Some((figures.name.clone(), lines(&self.texts_of(figures)))),
            Block::Texts(texts) => {
                let row = |cells: &Vec<String>| line(cells.iter().map(|text| guard(text)));
                let rows: String = std::iter::once(&texts.head).chain(&texts.rows).map(row).collect();
                Some((texts.name.clone(), rows))
            }
            _ => None,
        };
        let file = |(at, (name, text)): (usize, (String, String))| TableFile {
            name: format!("{at:02}-{name}.csv"),
            text: format!("{MARK}{text}"),
        };
        (1..).zip(blocks.filter_map(table)).map(file).collect()
    }

    /// What is said around the tables, for the folder in which they lie: one line a cell.
    pub fn packet_notes_csv(&self, document: &Document) -> String {
        let mut text = MARK.to_owned();
        let mut add = |cells: &[&str]| text += &line(cells.iter().map(|cell| guard(cell)));
        for said in [&document.title, &document.subtitle, &document.made_on] {
            add(&[said]);
        }
        for chapter in &document.chapters {
            for block in &chapter.blocks {
                match block {
                    Block::Sentence(said) => add(&[&chapter.title, said]),
                    Block::Remark(said) => add(&[&chapter.title, self.words.remark(), said]),
                    Block::Foot(lines) => lines.iter().for_each(|said| add(&[&chapter.title, said])),
                    Block::Figures(_) | Block::Bars(_) | Block::Texts(_) => {}
                }
            }
        }
        text
    }
}
