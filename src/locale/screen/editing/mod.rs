//! What the screens say of a record's history, of copies, and of changing several records at once.

mod en;
mod ja;

/// Words of correcting what was written.
pub trait Editing {
    /// The history of a record or of a case's file in the title.
    fn history_of(&self, name: &str) -> String;

    /// That a new form holds what recurs of that record.
    fn begun_like(&self, number: &str) -> String;
}
