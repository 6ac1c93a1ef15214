//! A head and labels with their figures on one line: the looser form that fits, then a tighter one,
//! and at last the hindmost folded into one with their sum.

use crate::domain::tally::Cell;
use crate::domain::text::width_cells;

use super::columns::{figure, sum};

/// A label and its figure.
pub struct Pair<'a> {
    /// What it is called.
    pub label: &'a str,
    /// Its figure.
    pub figure: Cell,
}

/// What makes up a line.
pub struct Pairs<'a> {
    /// The head in full, and in short.
    pub heads: [&'a str; 2],
    /// In their order; the hindmost fold first.
    pub pairs: Vec<Pair<'a>>,
    /// The total at the end, never folded.
    pub total: Option<Pair<'a>>,
    /// What the folded are called.
    pub folded: &'a str,
}

impl Pairs<'_> {
    /// The line, at most so many cells wide where that is possible at all.
    pub fn line(&self, cells: usize) -> String {
        let [long, short] = self.heads;
        let all = self.pairs.len();
        let whole = [
            (long, "  ", true),
            (short, "  ", true),
            (short, " ", true),
            (short, " ", false),
        ];
        let folded = (0..all.saturating_sub(1))
            .rev()
            .map(|kept| (kept, (short, " ", false)));
        let forms = whole.into_iter().map(|form| (all, form)).chain(folded);
        let mut line = String::new();
        for (kept, (head, gap, spaced)) in forms {
            line = self.form(kept, head, gap, spaced);
            if width_cells(&line) <= cells {
                break;
            }
        }
        line
    }

    fn form(&self, kept: usize, head: &str, gap: &str, spaced: bool) -> String {
        let (shown, rest) = self.pairs.split_at(kept);
        let rest = (!rest.is_empty()).then(|| Pair {
            label: self.folded,
            figure: sum(rest.iter().map(|pair| pair.figure)),
        });
        let parts = shown.iter().chain(rest.as_ref()).chain(self.total.as_ref());
        let parts = parts.map(|pair| {
            // A figure right behind a Latin word or a figure would read as one with it.
            let runs_on = pair.label.ends_with(|c: char| c.is_ascii());
            let space = if spaced || runs_on { " " } else { "" };
            format!("{gap}{}{space}{}", pair.label, figure(pair.figure))
        });
        format!("{head}{}", parts.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> Pairs<'static> {
        let pair = |label, figure| Pair {
            label,
            figure: Some(figure),
        };
        Pairs {
            heads: ["関係者等の内訳", "内訳"],
            pairs: vec![
                pair("医療", 7),
                pair("福祉", 6),
                pair("保育", 1),
                pair("教育", 1),
                pair("行政", 2),
            ],
            total: Some(pair("計", 17)),
            folded: "他",
        }
    }

    #[test]
    fn the_line_tightens_and_then_folds_with_its_sum() {
        let cases = [
            (
                80,
                "関係者等の内訳  医療 7  福祉 6  保育 1  教育 1  行政 2  計 17",
            ),
            (50, "内訳 医療 7 福祉 6 保育 1 教育 1 行政 2 計 17"),
            (40, "内訳 医療7 福祉6 保育1 教育1 行政2 計17"),
            (38, "内訳 医療7 福祉6 保育1 他3 計17"),
            (20, "内訳 医療7 他10 計17"),
        ];
        for (cells, line) in cases {
            assert_eq!(pairs().line(cells), line);
        }
    }
}
