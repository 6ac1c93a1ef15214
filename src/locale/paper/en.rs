//! Printed forms in English.

use std::path::Path;

use chrono::NaiveDate;

use super::{Block, Paper};
use crate::locale::en::English;
use crate::locale::{Lang, shown};

impl Paper for English {
    fn lang(&self) -> Lang {
        Lang::En
    }

    fn intake_sheet(&self) -> &'static str {
        "Intake sheet"
    }

    fn case_record(&self) -> &'static str {
        "Case record"
    }

    fn handle_with_care(&self) -> &'static str {
        "CONFIDENTIAL"
    }

    fn seals(&self) -> (&'static str, [&'static str; 3]) {
        ("Seals", ["Staff", "Section chief", "Director"])
    }

    fn printed_on(&self, day: NaiveDate) -> String {
        format!("Printed: {}", self.day(day))
    }

    fn block(&self, block: Block) -> &'static str {
        match block {
            Block::Received => "Received",
            Block::Caller => "Caller",
            Block::Child => "Child",
            Block::Asked => "Asked",
            Block::Answered => "Outcome",
            Block::Next => "Follow-up",
        }
    }

    fn received_at(&self) -> &'static str {
        "Day and time"
    }

    fn age_when_printed(&self) -> &'static str {
        "Age when printed"
    }

    fn in_minutes(&self, minutes: u32) -> String {
        format!("{minutes} min")
    }

    fn timeline_heads(&self) -> [&'static str; 3] {
        ["Day", "What", "Notes"]
    }

    fn no_events(&self) -> &'static str {
        "Nothing has been recorded yet."
    }

    fn written(&self, path: &Path) -> String {
        format!("Wrote {}.", shown(path))
    }

    fn form_written(&self, path: &Path) -> String {
        format!("{} Open it in a browser and print it on A4.", self.written(path))
    }
}
