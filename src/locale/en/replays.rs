//! Printed tables against the ledger, in English.

use super::{English, counted};
use crate::domain::period::Period;
use crate::domain::printed::{Replay, Side};
use crate::error::WrongTable;
use crate::locale::{Replays, Words, echo};

impl Replays for English {
    fn wrong_table(&self, why: &WrongTable) -> String {
        match why {
            WrongTable::NoName { line } => format!(
                "Line {line}, column 1: which table is this? Write Family or Center/Channel there, or use --rows and --cols."
            ),
            WrongTable::NoRows { line } => format!("Line {line}: there are no rows under this head."),
            WrongTable::NoLabel { line, column } => {
                format!("Line {line}, column {column}: a row or column has no label. Write one.")
            }
            WrongTable::Twice { line, column } => {
                format!("Line {line}, column {column}: this row or column stands twice. Keep one.")
            }
            WrongTable::NotAFigure { line, column } => format!(
                "Line {line}, column {column}: this is no figure. Write a whole number from 0 up, or - where none applies."
            ),
            WrongTable::Cells {
                line,
                expected,
                found,
            } => format!("Line {line}: the head has {expected} columns, this row has {found}."),
            WrongTable::Quote { line, column } => {
                format!("Line {line}, column {column}: text after a closing quote (\").")
            }
        }
    }

    fn not_begun(&self, period: &Period) -> String {
        format!("{} has not begun. Name a period that has.", self.period(period))
    }

    fn compared_unasked(&self, with: &Period, better: Option<(&Period, usize, usize)>) -> String {
        let with = format!(
            "No period was named: compared with the running half-year ({}).",
            with.code()
        );
        match better {
            None => format!("{with} Name another behind the file, such as 2022H1 or 2022-09."),
            Some((period, agree, all)) => {
                let code = period.code();
                let how_many = match agree == all {
                    true => format!("It agrees with {code}."),
                    false => format!("{agree} of the {all} tables agree with {code}."),
                };
                format!("{with} {how_many} Name {code} behind the file.")
            }
        }
    }

    fn replayed(&self, title: &str, replay: &Replay) -> String {
        let (line, figures) = (replay.line, counted(replay.compared, "figure", "figures"));
        match replay.differences.len() {
            0 if replay.compared == 0 => format!("{title} (from line {line}): no figure to compare."),
            0 => format!("{title} (from line {line}): {figures}, all as in the ledger."),
            n => format!("{title} (from line {line}): {figures}, {n} not as in the ledger."),
        }
    }

    fn difference_heads(&self) -> [&'static str; 4] {
        ["Figures that differ", "Paper", "Ledger", "Difference"]
    }

    fn sum_heads(&self) -> [&'static str; 4] {
        [
            "Printed totals that do not add up",
            "Paper",
            "Sum across",
            "Sum down",
        ]
    }

    fn unknown_head(&self) -> &'static str {
        "Labels that the ledger does not know"
    }

    fn missing_heads(&self) -> [&'static str; 2] {
        ["Not on paper", "Ledger"]
    }

    fn spot(&self, row: &Side, col: &Side) -> String {
        format!("line {}: {} / {}", row.at, echo(&row.label), echo(&col.label))
    }

    fn label_spot(&self, line: u64, column: u64, label: &str) -> String {
        format!("line {line}, column {column}: {}", echo(label))
    }

    fn set_aside(&self, labels: &[String]) -> String {
        let labels: Vec<_> = labels.iter().map(|label| echo(label)).collect();
        format!("Columns and rows not compared: {}", labels.join(self.comma()))
    }

    fn replay_result(&self, faults: usize, agrees: bool) -> String {
        match faults {
            0 if agrees => "Paper and ledger agree.".to_owned(),
            0 => "Some table has no figure to compare. Check the labels of its rows and columns.".to_owned(),
            1 => "They disagree in 1 place.".to_owned(),
            _ => format!("They disagree in {faults} places."),
        }
    }
}
