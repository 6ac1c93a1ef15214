//! Words of correcting in English.

use super::{Correcting, Editing};
use crate::locale::en::English;
use crate::locale::screen::keys::{KeyWords, words};

impl Editing for English {
    fn correcting(&self, way: Correcting) -> KeyWords {
        match way {
            Correcting::Edit => words("Edit", "Correct the record (overview: the last one saved)"),
            Correcting::Delete => words("Delete", "Delete the record (asks why)"),
            Correcting::Mark => words("Mark", "Mark the row, or unmark it (and go down)"),
            Correcting::MarkAll => words("All", "Mark every row of the list, or none"),
            Correcting::Bulk => words("Several", "Change one field of all marked records"),
            Correcting::NewLike => words("Like", "New consultation like this one"),
            Correcting::History => words("History", "Who changed what to what, and when"),
        }
    }

    fn history_of(&self, name: &str) -> String {
        format!("History of {name}")
    }

    fn marked(&self, records: usize) -> [String; 2] {
        [
            format!("{records} marked (B changes)"),
            format!("{records} marked"),
        ]
    }

    fn nothing_marked(&self) -> &'static str {
        "Nothing is marked. Mark records with Space (all with A), then press B."
    }

    fn too_many_marked(&self, most: usize) -> String {
        format!("No more than {most} records can be marked. Narrow the list with f or / first.")
    }

    fn which_field(&self, records: usize) -> String {
        let plural = if records == 1 { "" } else { "s" };
        format!("Which field of {records} record{plural}:")
    }

    fn needs_answer(&self, field: &str) -> String {
        format!("{field} cannot be left empty.")
    }

    fn about_to_change(&self, records: usize, outside: usize, field: &str, value: Option<&str>) -> String {
        let plural = if records == 1 { "" } else { "s" };
        let outside = match outside {
            0 => String::new(),
            outside => format!(" ({outside} not in this list)"),
        };
        let what = match value {
            Some(value) => format!("becomes {value}"),
            None => "is emptied".to_owned(),
        };
        format!("{field} of {records} record{plural}{outside} {what}. Enter does it, Esc cancels.")
    }

    fn changed_all(&self, field: &str, records: usize, already: usize) -> String {
        let were = if already == 1 { "was" } else { "were" };
        match (records, already) {
            (0, _) => format!("{already} {were} so already ({field}). Nothing was changed."),
            (_, 0) => format!("{field} changed in {records}. u takes it back."),
            _ => format!("{field} changed in {records}, {already} {were} so already. u takes it back."),
        }
    }

    fn ends_answers(&self, is_several: bool, can_be_empty: bool) -> Option<&'static str> {
        match (is_several, can_be_empty) {
            (true, _) => Some("Pick any number, then press Enter. None at all empties the field."),
            (false, true) => Some("Enter without an answer empties the field."),
            (false, false) => None,
        }
    }

    fn begun_like(&self, number: &str) -> String {
        format!("A new consultation like {number}: today's date, no notes yet.")
    }
}
