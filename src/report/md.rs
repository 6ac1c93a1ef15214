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
        let cells: Vec<_> = texts.iter().map(|text| escaped(text)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = row(&grid.head);
    text += &format!("|:--|{}\n", "--:|".repeat(grid.head.len().saturating_sub(1)));
    let (body, last) = grid.rows.split_at(grid.rows.len().saturating_sub(1));
    text.extend(body.iter().map(|texts| row(texts)));
    text.extend(last.iter().map(|texts| {
        let cells: Vec<_> = texts
            .iter()
            .map(|text| format!("**{}**", escaped(text)))
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

/// Text in which nothing means anything to Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#') {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_label_cannot_break_the_table() {
        assert_eq!(escaped("a|b*c_d\ne"), "a\\|b\\*c\\_d e");
    }
}
