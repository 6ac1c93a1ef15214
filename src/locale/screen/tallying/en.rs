//! Words of the tally screen in English.

use super::{TallyWords, Tallying};
use crate::domain::period::Span;
use crate::domain::tally::{Comparison, Count};
use crate::locale::en::English;
use crate::locale::screen::keys::{KeyWords, words};

impl TallyWords for English {
    fn tally(&self) -> &'static str {
        "Tally"
    }

    fn tallying(&self, what: Tallying) -> KeyWords {
        match what {
            Tallying::Open => words("list", "List the records behind the selected figure"),
            Tallying::Rows => words("rows", "Choose what the rows are"),
            Tallying::Columns => words("cols", "Choose what the columns are, or none"),
            Tallying::Swap => words("swap", "Swap rows and columns"),
            Tallying::Count => words("people", "Contacts or distinct people"),
            Tallying::Length => words(
                "span",
                "Choose how long the period is (month, quarter, half, year, free)",
            ),
            Tallying::Compare => words("vs", "Compare with a year before, with the period before, or not"),
            Tallying::Differences => words("change", "Differences or figures in the cells"),
            Tallying::Shares => words("share", "Shares in per cent, or figures"),
            Tallying::Sort => words("sort", "Rows by size, or in their own order"),
            Tallying::Chart => words(
                "bars",
                "Bars or the table (of bars, Left and Right choose the column)",
            ),
            Tallying::Save => words("save", "Save this tally under a name"),
            Tallying::Views => words("saved", "Open or delete a saved tally"),
        }
    }

    fn tallying_name(&self, what: Tallying) -> &'static str {
        match what {
            Tallying::Open => "List what is counted",
            Tallying::Rows => "Choose the rows",
            Tallying::Columns => "Choose the columns",
            Tallying::Swap => "Swap rows and columns",
            Tallying::Count => "Contacts or people",
            Tallying::Length => "Length of the period",
            Tallying::Compare => "Compare with before",
            Tallying::Differences => "Differences or figures",
            Tallying::Shares => "Shares or figures",
            Tallying::Sort => "Order of the rows",
            Tallying::Chart => "Bars or the table",
            Tallying::Save => "Save tally under a name",
            Tallying::Views => "Open a saved tally",
        }
    }

    fn down(&self, axis: &str) -> String {
        format!("rows: {axis}")
    }

    fn across(&self, axis: Option<&str>) -> String {
        format!("columns: {}", axis.unwrap_or("none"))
    }

    fn no_columns(&self) -> &'static str {
        "none"
    }

    fn which_rows(&self) -> &'static str {
        "What are the rows?"
    }

    fn which_columns(&self) -> &'static str {
        "What are the columns?"
    }

    fn which_length(&self) -> &'static str {
        "How long is the period?"
    }

    fn length(&self, span: Span) -> &'static str {
        match span {
            Span::Month => "month",
            Span::Quarter => "quarter",
            Span::Half => "half-year",
            Span::Year => "fiscal year",
            Span::YearToDate => "year to date",
            Span::Free => "free (typed)",
        }
    }

    fn compared_with(&self, comparison: Comparison) -> &'static str {
        match comparison {
            Comparison::Year => "year before",
            Comparison::Previous => "period before",
        }
    }

    fn before_head(&self, comparison: Comparison) -> &'static str {
        match comparison {
            Comparison::Year => "year ago",
            Comparison::Previous => "before",
        }
    }

    fn comparing(&self, comparison: Comparison) -> String {
        format!("against the {}", self.compared_with(comparison))
    }

    fn by_size(&self) -> &'static str {
        "by size"
    }

    fn as_shares(&self) -> &'static str {
        "in %"
    }

    fn as_differences(&self) -> &'static str {
        "cells: differences"
    }

    fn difference(&self) -> &'static str {
        "diff."
    }

    fn as_chart(&self) -> &'static str {
        "bars"
    }

    fn counting(&self) -> &'static str {
        "counting"
    }

    fn tally_in_sight(&self, rows: Option<[usize; 3]>, columns: Option<[usize; 3]>) -> String {
        let part = |name: &str, [first, last, of]: [usize; 3]| format!("{name} {first}-{last}/{of}");
        let parts = [
            rows.map(|part_of| part("rows", part_of)),
            columns.map(|part_of| part("columns", part_of)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn so_many(&self, count: Count, n: &str) -> String {
        match (count, n) {
            (Count::Contacts, "1") => "1 record".to_owned(),
            (Count::Contacts, _) => format!("{n} records"),
            (Count::People, "1") => "1 person".to_owned(),
            (Count::People, _) => format!("{n} people"),
        }
    }

    fn shares_rule(&self, count: Count, adds_up: bool) -> &'static str {
        match (count, adds_up) {
            (_, true) => {
                "Shares are per cent of the grand total (100.0), rounded so that they add up down and across."
            }
            (Count::Contacts, false) => {
                "Shares are per cent of all consultations; the parts do not add up to 100.0."
            }
            (Count::People, false) => "Shares are per cent of all people; the parts do not add up to 100.0.",
        }
    }

    fn people_are_no_list(&self) -> &'static str {
        "People are no list of records. Press i for contacts: those can be opened."
    }

    fn which_side(&self, difference: &str) -> String {
        format!("Difference {difference}: which list?")
    }

    fn side(&self, name: &str, records: u64) -> String {
        format!("{name} {records}")
    }

    fn this_span(&self) -> &'static str {
        "this period"
    }

    fn view_name(&self) -> [&'static str; 2] {
        ["Name of this tally (such as Monthly areas):", "Name:"]
    }

    fn view_exists(&self, name: &str) -> String {
        format!("\"{name}\" is there already. Press Enter again to put this one in its place.")
    }

    fn view_saved(&self, name: &str, period: &str) -> String {
        format!("Saved \"{name}\" (period: {period}). Press o to open it.")
    }

    fn view_opened(&self, name: &str) -> String {
        format!("Opened \"{name}\".")
    }

    fn view_deleted(&self, name: &str) -> String {
        format!("Deleted \"{name}\".")
    }

    fn which_view(&self) -> [&'static str; 2] {
        [
            "Open which tally? (Up, Down, Enter; Del deletes)",
            "Open (Del deletes):",
        ]
    }

    fn delete_view(&self, name: &str) -> String {
        format!("Press Del again to delete \"{name}\".")
    }

    fn no_views(&self) -> &'static str {
        "No tally is saved yet. Press S to save this one under a name."
    }

    fn view_damaged(&self, name: &str) -> String {
        format!("\"{name}\" is damaged and cannot be read. Delete it with Del and save it again.")
    }

    fn unreadable_view(&self) -> &'static str {
        "(unreadable)"
    }
}
