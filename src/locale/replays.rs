//! What is said when a table typed from paper is held against the ledger.

use crate::domain::period::Period;
use crate::domain::printed::{Replay, Side};
use crate::error::WrongTable;

use super::Words;

/// The words around printed tables.
pub trait Replays: Words {
    /// Why a file is no table that can be compared.
    fn wrong_table(&self, why: &WrongTable) -> String;

    /// Why nothing is compared with a period that has not begun.
    fn not_begun(&self, period: &Period) -> String;

    /// That no period was named, with which one the tables were compared for that, and how another is named;
    /// where more of them agree with another: which, and how many of how many.
    fn compared_unasked(&self, with: &Period, better: Option<(&Period, usize, usize)>) -> String;

    /// A table, and how much of it agrees.
    fn replayed(&self, title: &str, replay: &Replay) -> String;

    /// The heads of the figures that differ: what, printed, ledger, difference.
    fn difference_heads(&self) -> [&'static str; 4];

    /// The heads of the printed totals that do not add up: which, printed, sum across, sum down.
    fn sum_heads(&self) -> [&'static str; 4];

    /// The head of the labels that the ledger does not know.
    fn unknown_head(&self) -> &'static str;

    /// The heads of what the paper lacks: what, ledger.
    fn missing_heads(&self) -> [&'static str; 2];

    /// A figure of the paper: its line, row and column.
    fn spot(&self, row: &Side, col: &Side) -> String;

    /// A label of the paper with its place.
    fn label_spot(&self, line: u64, column: u64, label: &str) -> String;

    /// Columns and rows that were not compared.
    fn set_aside(&self, labels: &[String]) -> String;

    /// The last line: whether all agrees, in how many places it does not, or that nothing could be compared.
    fn replay_result(&self, faults: usize, agrees: bool) -> String;
}
