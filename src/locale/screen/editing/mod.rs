//! What the screens say of a record's history, of copies, and of changing several records at once.

mod en;
mod ja;

use super::KeyWords;
use crate::domain::field::Field;

/// A way of correcting what was written, as a row of the table of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Correcting {
    /// Correct a record.
    Edit,
    /// Void a record.
    Delete,
    /// Mark a row.
    Mark,
    /// Mark all rows, or none.
    MarkAll,
    /// Change a field of all that are marked.
    Bulk,
    /// A new record like this one.
    NewLike,
    /// What was changed about a record or a case's file.
    History,
}

impl Correcting {
    /// How its Japanese name is typed with the input method off.
    pub fn reading(self) -> &'static str {
        match self {
            Self::Edit => "henshuu",
            Self::Delete => "sakujo",
            Self::Mark => "shirushi",
            Self::MarkAll => "zenshirushi",
            Self::Bulk => "matomete",
            Self::NewLike => "fukusha",
            Self::History => "rireki",
        }
    }
}

/// How the Japanese name of a field that several records can be given is typed with the input method off.
pub fn field_reading(field: Field) -> &'static str {
    match field {
        Field::Kind => "gyoumu",
        Field::Party => "soudansha",
        Field::Relation => "zokugara",
        Field::Field => "bunya",
        Field::Channel => "houhou",
        Field::Municipality => "shichou",
        Field::Case => "keesu",
        Field::ChildAge => "nenrei",
        Field::Care => "kea",
        Field::Newness => "shinki",
        Field::Topic => "naiyou",
        Field::MainTopic => "omona",
        Field::Outcome => "kekka",
        Field::State => "joutai",
        Field::Linked => "renkei",
        Field::Staff => "tantou",
        other => other.code(),
    }
}

/// Words of correcting what was written.
pub trait Editing {
    /// A way of correcting: a word, and a line.
    fn correcting(&self, way: Correcting) -> KeyWords;

    /// The history of a record or of a case's file in the title.
    fn history_of(&self, name: &str) -> String;

    /// How many records are marked: with the key that changes them, and in short.
    fn marked(&self, records: usize) -> [String; 2];

    /// That no record is marked, and how to mark one.
    fn nothing_marked(&self) -> &'static str;

    /// That so many records are the most that are changed in one step.
    fn too_many_marked(&self, most: usize) -> String;

    /// Which field of the marked records is to be changed.
    fn which_field(&self, records: usize) -> String;

    /// That a field cannot be left empty.
    fn needs_answer(&self, field: &str) -> String;

    /// What is about to be done: a field of so many records, of which some are not in the list as it is
    /// narrowed, is given an answer or none; which key does it.
    fn about_to_change(&self, records: usize, outside: usize, field: &str, value: Option<&str>) -> String;

    /// How to come to an end of several answers, and how to empty a field; `None` where one answer must be
    /// picked.
    fn ends_answers(&self, is_several: bool, can_be_empty: bool) -> Option<&'static str>;

    /// That a field of so many records was changed, how many were so already, and how to take it back.
    fn changed_all(&self, field: &str, records: usize, already: usize) -> String;

    /// That a new form holds what recurs of that record.
    fn begun_like(&self, number: &str) -> String;
}
