//! English, plain.

mod cases;
mod errors;
mod files;
mod messages;
mod replays;
mod reports;
mod words;

use crate::locale::DateStyle;

/// The English catalogue.
pub struct English {
    /// How it writes dates.
    pub dates: DateStyle,
}

/// A number and its noun.
pub(super) fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
