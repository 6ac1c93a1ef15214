//! What is said of closing a period, and of what is counted otherwise since.

mod en;
mod ja;

use super::Words;
use crate::domain::period::Period;
use crate::error::Unclosable;

/// For what a reason is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyAsked {
    /// For a change inside a closed period.
    Change,
    /// For taking back, or doing again, a change inside a closed period.
    Undo,
    /// For taking back that the period was closed.
    Closing,
}

/// Closed periods, in words.
pub trait Closings: Words {
    /// That a period is closed, as a mark behind its name; where it counts otherwise since, that too.
    fn closed_mark(&self, is_revised: bool) -> &'static str;

    /// That a closing was opened again, as a mark.
    fn reopened_mark(&self) -> &'static str;

    /// That a period with so many consultations was closed, and what that means.
    fn closed_now(&self, period: &Period, records: u64) -> String;

    /// That a closed period was opened again.
    fn reopened_now(&self, period: &Period) -> String;

    /// That no period is closed.
    fn none_closed(&self) -> &'static str;

    /// The heads of the list of closings: period, when, who, consultations, how it stands, cells that
    /// are others today.
    fn closing_heads(&self) -> [&'static str; 6];

    /// The head of what is counted otherwise today.
    fn revised(&self, period: &Period) -> String;

    /// The heads of that list: table, row, column, as it was closed, as it is today, the difference.
    fn revision_heads(&self) -> [&'static str; 6];

    /// That nothing is counted otherwise than it was closed.
    fn nothing_revised(&self, period: &Period) -> String;

    /// That what was frozen is not as it was written, so that nothing can be compared with it.
    fn damaged_closing(&self, period: &Period) -> String;

    /// Why a period cannot be closed, or opened again.
    fn unclosable(&self, period: &Period, why: Unclosable) -> String;

    /// That a change inside a closed period takes a reason, and how it is given.
    fn closed_period(&self, period: &Period) -> String;

    /// That taking a closing back takes a reason, and how it is given.
    fn takes_closing_back(&self, period: &Period) -> String;

    /// What the reason of a change is called.
    fn reason_word(&self) -> &'static str;

    /// That a reason has more characters than it may have.
    fn long_reason(&self, most: usize, is: usize) -> String;

    /// The question before a period is closed: what it does.
    fn ask_close(&self, tables: usize) -> String;

    /// A period that can be closed, as an answer, with its consultations.
    fn can_close(&self, period: &Period, records: Option<u64>) -> String;

    /// The head of the line for the reason of a change inside a closed period: in full, and short.
    fn why_in_closed(&self, period: &Period, asked: WhyAsked) -> [String; 2];

    /// That a reason must stand on the line; or, where that line was left, that nothing was changed in the
    /// closed period.
    fn reason_needed(&self, left: Option<&Period>) -> String;
}
