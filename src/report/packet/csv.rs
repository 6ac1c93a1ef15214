//! The packet's tables as CSV, a file each.

use crate::domain::packet::{Packet, Section};
use crate::domain::standard::Part;
use crate::report::View;
use crate::report::csv::{MARK, line, lines};
use crate::report::guard::guard;

use super::activities::{COMING, HELD};
use super::{Block, Document};

/// What the file of the notes is called, as a table would be.
const NOTES: &str = "notes";

/// One table as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Its name: place in the packet and name of the table, such as `02-running_family.csv`.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// Whether a file of a folder is one that a packet writes there: two digits and the name of a table or of the
/// notes, whatever stands in it.
pub fn is_table_file(name: &str) -> bool {
    let digits = name.as_bytes().first_chunk::<2>();
    let is_numbered = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
    let table = name.get(2..).filter(|_| is_numbered);
    let table = table.and_then(|rest| rest.strip_prefix('-')?.strip_suffix(".csv"));
    table.is_some_and(|table| {
        let is_of = |section: &Section| match section {
            Section::Running | Section::YearToDate | Section::Month => {
                Part::ALL.iter().any(|part| table == section.table(Some(*part)))
            }
            Section::Changes => is_of_changes(table),
            Section::Activities => [HELD, COMING].contains(&table),
            _ => table == section.table(None),
        };
        table == NOTES || Section::ALL.iter().any(is_of)
    })
}

/// `changes_` and a month or a half-year, as the packet writes them: `changes_2022_09`, `changes_2022H1`.
fn is_of_changes(table: &str) -> bool {
    let period = table.strip_prefix("changes_").unwrap_or_default();
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|c| c.is_ascii_digit());
    let (year, rest) = period.split_at_checked(4).unwrap_or_default();
    digits(year, 4)
        && (["H1", "H2"].contains(&rest) || rest.strip_prefix('_').is_some_and(|month| digits(month, 2)))
}

impl View<'_> {
    /// The packet's tables in their order.
    pub fn packet_csv(&self, document: &Document) -> Vec<TableFile> {
        let blocks = document.chapters.iter().flat_map(|chapter| &chapter.blocks);
        let table = |block: &Block| match block {
            Block::Figures(figures) => Some((figures.name.clone(), lines(&self.texts_of(figures)))),
            Block::Texts(texts) => {
                // The mark of nothing is for readers: in a table of texts nothing is an empty cell.
                let said = |text: &'_ String| if text == "-" { "" } else { text.as_str() }.to_owned();
                let row = |cells: &Vec<String>| {
                    let cells: Vec<String> = cells.iter().map(said).collect();
                    line(cells.iter().map(|text| guard(text)))
                };
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

    /// What is said around the tables, for the folder in which they lie: what the packet is, what each file
    /// holds, and what stands in each section.
    pub fn packet_notes_csv(&self, packet: &Packet, document: &Document) -> String {
        let mut text = MARK.to_owned();
        let mut add = |cells: &[&str]| text += &line(cells.iter().map(|cell| guard(cell)));
        for said in [&document.title, &document.subtitle, &document.made_on] {
            add(&[said]);
        }
        let mut heads = self.words.contents_heads();
        heads[0] = self.words.file_head();
        add(&heads);
        let files = self.packet_csv(document).into_iter();
        for (file, notes) in files.zip(self.table_notes(packet, document)) {
            let cells: Vec<&str> = std::iter::once(&file.name)
                .chain(&notes)
                .map(String::as_str)
                .collect();
            add(&cells);
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
