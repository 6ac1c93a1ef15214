//! English, plain.

mod cases;
mod errors;
mod files;
mod messages;
mod reports;
mod words;

/// The English catalogue.
pub struct English;

/// A number and its noun.
fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
