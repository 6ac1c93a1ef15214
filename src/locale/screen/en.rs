//! The screens' words in English.

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::{KeyWords, ScreenWords};
use crate::domain::era::fiscal_year;
use crate::domain::period::{Period, Span};
use crate::locale::Words;
use crate::locale::en::English;

const fn keys(keys: &'static str, short: &'static str, long: &'static str) -> KeyWords {
    KeyWords { keys, short, long }
}

impl ScreenWords for English {
    fn program(&self) -> &'static str {
        "Consultations"
    }

    fn overview(&self) -> &'static str {
        "Overview"
    }

    fn title_period(&self, period: &Period) -> String {
        let year = fiscal_year(period.from);
        match period.span {
            Span::Half => format!("FY{year} H{}", if period.from.month() == 4 { 1 } else { 2 }),
            Span::YearToDate => format!("FY{year} to date"),
            _ => self.period(period),
        }
    }

    fn title_as_of(&self, day: NaiveDate) -> String {
        day.format("to %-d %b").to_string()
    }

    fn year_before(&self) -> &'static str {
        "Prior"
    }

    fn by_month(&self, total: &str) -> String {
        format!("Months {total}")
    }

    fn earlier_months(&self) -> &'static str {
        "Till"
    }

    fn folded(&self) -> &'static str {
        "Rest"
    }

    fn fields_short(&self) -> &'static str {
        "Fields"
    }

    fn follow_ups(&self) -> &'static str {
        "Follow-ups"
    }

    fn overdue(&self) -> &'static str {
        "Overdue"
    }

    fn due_today(&self) -> &'static str {
        "Today"
    }

    fn due_this_week(&self) -> &'static str {
        "This week"
    }

    fn short_rule(&self) -> &'static str {
        "Contacts by day, center"
    }

    fn only_kind(&self, kind: &str) -> String {
        format!("{kind} only")
    }

    fn not_yet_counted(&self, records: u64) -> String {
        format!("{records} dated later, not counted")
    }

    fn centers_in_sight(&self, first: usize, last: usize, of: usize) -> [String; 2] {
        [
            format!("Centers {first}-{last}/{of}, Up/Down"),
            format!("{first}-{last}/{of}"),
        ]
    }

    fn too_small(&self) -> [&'static str; 2] {
        ["Please enlarge to 40x10 or more", "Enlarge"]
    }

    fn help_title(&self) -> &'static str {
        "Keys"
    }

    fn ime_is_on(&self) -> &'static str {
        "The input method is on. Switch it off and press the key again."
    }

    fn cannot_suspend(&self) -> &'static str {
        "There is no shell to return to. q quits."
    }

    fn replaced(&self) -> &'static str {
        "The ledger was replaced; this is the old one. Quit with q and open it again."
    }

    fn crashed(&self, number: &str, report: Option<&Path>) -> String {
        let kept = "The program failed and ended. Saved records are safe in the ledger.";
        match report {
            Some(path) => format!(
                "{kept} Please send report {number} to the developers: {}",
                path.display()
            ),
            None => format!("{kept} Report {number} (it could not be written)"),
        }
    }

    fn screen_keys(&self) -> KeyWords {
        keys("1", "Screen", "Screens by number")
    }

    fn period_keys(&self) -> KeyWords {
        keys("[ ]", "Period", "Period back, forward")
    }

    fn year_to_date_key(&self) -> KeyWords {
        keys("y", "Year", "Half-year or year to date")
    }

    fn row_keys(&self) -> KeyWords {
        keys("Up Dn k j", "Rows", "Row by row")
    }

    fn page_keys(&self) -> KeyWords {
        keys("PgUp PgDn", "Pages", "Page by page")
    }

    fn end_keys(&self) -> KeyWords {
        keys("Home End", "Ends", "First row, last row")
    }

    fn help_key(&self) -> KeyWords {
        keys("?", "Keys", "This list")
    }

    fn back_key(&self) -> KeyWords {
        keys("Esc", "Back", "Back")
    }

    fn suspend_key(&self) -> KeyWords {
        keys("Ctrl-Z", "Shell", "To the shell (fg comes back)")
    }

    fn quit_key(&self) -> KeyWords {
        keys("q", "Quit", "Quit")
    }

    fn interrupt_key(&self) -> KeyWords {
        keys("Ctrl-C", "Back", "Cancel, go back")
    }
}
