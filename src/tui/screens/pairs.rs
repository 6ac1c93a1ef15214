//! A head and labels with their figures on one line: the looser form that fits, then a tighter one,
//! and at last the hindmost folded into one with their sum.

use std::ops::Range;

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

/// Which pairs a figure of the line stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// One pair, or those folded together.
    Pairs(Range<usize>),
    /// The total.
    Total,
}

/// A figure in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it stands for.
    pub part: Part,
    /// The figure.
    pub text: String,
    /// The cell behind it, from the line's beginning.
    pub end: usize,
}

/// A line and where its figures stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    /// The line.
    pub text: String,
    /// Its figures.
    pub figures: Vec<Shown>,
}

impl Pairs<'_> {
    /// The line, at most so many cells wide where that is possible at all.
    pub fn line(&self, cells: usize) -> Laid {
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
        let mut line = Laid::default();
        for (kept, (head, gap, spaced)) in forms {
            line = self.form(kept, head, gap, spaced);
            if width_cells(&line.text) <= cells {
                break;
            }
        }
        line
    }

    fn form(&self, kept: usize, head: &str, gap: &str, spaced: bool) -> Laid {
        let (shown, rest) = self.pairs.split_at(kept);
        let folded = (!rest.is_empty()).then(|| Pair {
            label: self.folded,
            figure: sum(rest.iter().map(|pair| pair.figure)),
        });
        let kept_pairs = shown
            .iter()
            .enumerate()
            .map(|(at, pair)| (Part::Pairs(at..at + 1), pair));
        let parts = kept_pairs
            .chain(
                folded
                    .as_ref()
                    .map(|pair| (Part::Pairs(kept..self.pairs.len()), pair)),
            )
            .chain(self.total.as_ref().map(|pair| (Part::Total, pair)));
        let mut laid = Laid {
            text: head.to_owned(),
            figures: Vec::new(),
        };
        for (part, pair) in parts {
            // A figure right behind a Latin word or a figure would read as one with it.
            let runs_on = pair.label.ends_with(|c: char| c.is_ascii());
            let space = if spaced || runs_on { " " } else { "" };
            let figure = figure(pair.figure);
            laid.text += &format!("{gap}{}{space}{figure}", pair.label);
            laid.figures.push(Shown {
                part,
                text: figure,
                end: width_cells(&laid.text),
            });
        }
        laid
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
            assert_eq!(pairs().line(cells).text, line);
        }
    }

    #[test]
    fn every_figure_knows_where_it_stands_and_for_what() {
        let line = pairs().line(38);
        let parts: Vec<_> = line.figures.iter().map(|shown| shown.part.clone()).collect();
        let expected = [
            Part::Pairs(0..1),
            Part::Pairs(1..2),
            Part::Pairs(2..3),
            Part::Pairs(3..5),
            Part::Total,
        ];
        assert_eq!(parts, expected);
        for shown in line.figures {
            // One cell more holds the mark of the cut, where something is cut off.
            let before = crate::domain::text::fit(&line.text, shown.end + 1);
            assert!(before.trim_end_matches('~').ends_with(&shown.text), "{before}");
        }
    }
}
