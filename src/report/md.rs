//! Markdown, for minutes and mails.

use crate::domain::standard::Standard;
use crate::domain::tally::Table;

use super::View;
use super::grid::Grid;

impl View<'_> {
    /// A tally.
    pub fn table_md(&self, table: &Table) -> String {
        let mut text = heading(&self.above(table));
        text += &lines(&self.grid(table));
        text + "\n" + &foot(&self.words.foot(table, self.profile))
    }

    /// The standard tables.
    pub fn standard_md(&self, standard: &Standard) -> String {
        let mut text = heading(&self.above(&standard.family));
        for (_, grid) in self.standard_grids(standard) {
            text += &lines(&grid);
            text.push('\n');
        }
        text + &foot(&self.standard_foot(standard))
    }
}

fn heading(above: &[String]) -> String {
    let (first, rest) = above
        .split_first()
        .map_or(("", above), |(first, rest)| (first.as_str(), rest));
    let rest: String = rest.iter().map(|line| format!("{}\n\n", escaped(line))).collect();
    format!("## {}\n\n{rest}", escaped(first))
}

/// A table: labels to the left, figures to the right, the foot in bold.
pub(super) fn lines(grid: &Grid) -> String {
    let row = |texts: &[String]| {
        let cells: Vec<_> = texts.iter().map(|text| in_cell(text)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = row(&grid.head);
    text += &format!("|:--|{}\n", "--:|".repeat(grid.head.len().saturating_sub(1)));
    let (body, last) = grid.rows.split_at(grid.rows.len().saturating_sub(1));
    text.extend(body.iter().map(|texts| row(texts)));
    text.extend(last.iter().map(|texts| {
        let cells: Vec<_> = texts
            .iter()
            .map(|text| format!("**{}**", in_cell(text)))
            .collect();
        format!("| {} |\n", cells.join(" | "))
    }));
    text
}

fn foot(lines: &[String]) -> String {
    lines
        .iter()
        .map(|line| format!("{}\n", escaped(line)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Text in which nothing means anything to Markdown, outside tables.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_mark = matches!(c, '\\' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#');
        if is_mark || c == '&' && is_reference(&text[at + 1..]) {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

/// The same in a cell of a table, which a stroke would end.
pub(super) fn in_cell(text: &str) -> String {
    escaped(text).replace('|', "\\|")
}

/// Whether an `&` before this would be read as a character's name or number, such as `&lt;`.
fn is_reference(rest: &str) -> bool {
    let name = rest.split_once(';').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'#')
}

#[cfg(test)]
mod tests {
    use super::{escaped, in_cell};

    #[test]
    fn a_label_cannot_break_the_table() {
        assert_eq!(in_cell("a|b*c_d\ne"), "a\\|b\\*c\\_d e");
    }

    #[test]
    fn a_note_reads_as_it_was_written() {
        assert_eq!(escaped("a|b Q&A"), "a|b Q&A");
        assert_eq!(
            escaped("&lt;b&gt; &copy; &#169;;"),
            "\\&lt;b\\&gt; \\&copy; \\&\\#169;;"
        );
        assert_eq!(in_cell("&amp;|"), "\\&amp;\\|");
    }
}
