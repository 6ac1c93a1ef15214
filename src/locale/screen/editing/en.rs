//! Words of correcting in English.

use super::Editing;
use crate::locale::en::English;

impl Editing for English {
    fn history_of(&self, name: &str) -> String {
        format!("History of {name}")
    }

    fn begun_like(&self, number: &str) -> String {
        format!("A new consultation like {number}: today's date, no notes yet.")
    }
}
