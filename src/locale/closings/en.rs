//! Closing in English.

use crate::domain::period::Period;
use crate::error::Unclosable;
use crate::locale::WhyAsked;
use crate::locale::en::English;
use crate::locale::{Closings, Words};

impl Closings for English {
    fn closed_mark(&self, is_revised: bool) -> &'static str {
        if is_revised {
            "closed, revised since"
        } else {
            "closed"
        }
    }

    fn reopened_mark(&self) -> &'static str {
        "reopened"
    }

    fn closed_now(&self, period: &Period, records: u64) -> String {
        let plural = if records == 1 { "" } else { "s" };
        format!(
            "Closed {} ({records} consultation{plural}). Later changes take a reason.",
            self.period(period)
        )
    }

    fn reopened_now(&self, period: &Period) -> String {
        format!("Opened {} again.", self.period(period))
    }

    fn none_closed(&self) -> &'static str {
        "No period is closed."
    }

    fn closing_heads(&self) -> [&'static str; 6] {
        ["Period", "Closed at", "By", "Records", "State", "Revised cells"]
    }

    fn revised(&self, period: &Period) -> String {
        format!("{} revised (as it was closed, and today)", self.period(period))
    }

    fn revision_heads(&self) -> [&'static str; 6] {
        ["Table", "Row", "Column", "Closed", "Today", "Difference"]
    }

    fn nothing_revised(&self, period: &Period) -> String {
        format!("The tables of {} are as they were closed.", self.period(period))
    }

    fn damaged_closing(&self, period: &Period) -> String {
        format!(
            "What was closed of {} is not as it was written, and cannot be compared. Examine the ledger with soudan check.",
            self.period(period)
        )
    }

    fn unclosable(&self, period: &Period, why: Unclosable) -> String {
        let name = self.period(period);
        match why {
            Unclosable::NotAUnit => {
                format!(
                    "{name} cannot be closed: only a month or a half-year can, such as 2022-09 or 2022H1."
                )
            }
            Unclosable::NotOver => format!("{name} is not over. It can be closed from its last day on."),
            Unclosable::Already => format!(
                "{name} is closed already. To open it again: soudan close {} --reopen --reason TEXT.",
                period.code()
            ),
            Unclosable::DoesNotTie => {
                format!("{name} cannot be closed: its figures do not tie with the records. Run soudan check.")
            }
            Unclosable::NotClosed => format!("{name} is not closed."),
            Unclosable::NoReason => format!("Opening {name} again takes a reason."),
        }
    }

    fn closed_period(&self, period: &Period) -> String {
        format!(
            "{} is closed: changing it takes a reason (--reason TEXT in a command). Nothing was changed.",
            self.period(period)
        )
    }

    fn takes_closing_back(&self, period: &Period) -> String {
        format!(
            "The last change closed {}: taking that back takes a reason (--reason TEXT in a command). Nothing was changed.",
            self.period(period)
        )
    }

    fn reason_word(&self) -> &'static str {
        "Reason"
    }

    fn long_reason(&self, most: usize, is: usize) -> String {
        format!("Reason: too long: {is} characters, {most} at most. Nothing was changed.")
    }

    fn ask_close(&self, tables: usize) -> String {
        format!("Close which period? Its {tables} tables are kept; later changes take a reason.")
    }

    fn can_close(&self, period: &Period, records: Option<u64>) -> String {
        let records = records.map_or_else(String::new, |records| format!(" ({records})"));
        format!("{}{records}", self.period(period))
    }

    fn why_in_closed(&self, period: &Period, asked: WhyAsked) -> [String; 2] {
        let period = self.period(period);
        let (long, short) = match asked {
            WhyAsked::Change => (format!("{period} is closed. Why the change:"), "Closed. Why:"),
            WhyAsked::Undo => (
                format!("This takes back a change inside {period}, which is closed. Why:"),
                "Undo, closed. Why:",
            ),
            WhyAsked::Closing => (format!("This opens {period} again. Why:"), "Opened again. Why:"),
        };
        [long, short.to_owned()]
    }

    fn reason_needed(&self, left: Option<&Period>) -> String {
        match left {
            None => "Type a reason and press Enter. Esc cancels.".to_owned(),
            Some(period) => format!(
                "{} is closed. Without a reason nothing was changed.",
                self.period(period)
            ),
        }
    }
}
