//! What the program says by itself: notices, warnings, what a command did, and usage.

use std::path::Path;

use crate::domain::consultation::Warning;
use crate::domain::journal::Act;
use crate::domain::profile::Profile;
use crate::error::Unwritable;

use super::Words;

/// Why something is not TOML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// A word without its quotes.
    Unquoted,
    /// A key that is there twice.
    Twice,
    /// In another encoding than UTF-8.
    NotUtf8,
    /// Something else.
    Other,
}

/// What is wrong with a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// No such option, with one that may have been meant.
    UnknownOption(String, Option<String>),
    /// No such command, with one that may have been meant.
    UnknownCommand(String, Option<String>),
    /// More words than the command takes.
    TooManyWords(String),
    /// These are missing.
    Missing(Vec<String>),
    /// An option without its value.
    NoValue(String),
    /// A value that the option does not take, and those that it does.
    BadValue {
        /// The option.
        option: String,
        /// What was typed.
        value: String,
        /// What it takes.
        possible: Vec<String>,
    },
    /// An option that stands twice.
    Twice(String),
    /// Two options that exclude each other.
    Conflict(String, String),
    /// Text that is not UTF-8.
    NotUtf8,
    /// The screen was asked for without a terminal.
    NoTerminal,
    /// Anything else.
    Other,
}

/// What the program says by itself.
pub trait Messages: Words {
    /// Others could read the ledger; no more.
    fn modes_tightened(&self) -> &'static str;

    /// The ledger opened for reading only.
    fn opened_read_only(&self, why: &Unwritable) -> String;

    /// Characters were left out of a field.
    fn removed(&self, field: &str, characters: usize) -> String;

    /// How a date was understood.
    fn understood(&self, field: &str, date: &str) -> String;

    /// A length of time in hours and minutes.
    fn long_time(&self, minutes: u32) -> String;

    /// What is unlikely about an entry.
    fn warning(&self, warning: &Warning, profile: &Profile) -> String;

    /// What was undone: the act, on a record of that number or on so many.
    fn undone(&self, act: Act, records: u64, number: Option<&str>) -> String;

    /// What was done again.
    fn redone(&self, act: Act, records: u64, number: Option<&str>) -> String;

    /// A ledger was made.
    fn made(&self, ledger: &Path) -> String;

    /// Which of these centers a new ledger belongs to.
    fn which_center(&self, numbered: &str) -> String;

    /// The profile that was to be set is the present one.
    fn profile_is_the_same(&self) -> &'static str;

    /// A new profile was set.
    fn profile_set(&self) -> &'static str;

    /// Nothing is wrong with the ledger.
    fn all_well(&self) -> &'static str;
    /// The search index was made anew.
    fn reindexed(&self) -> &'static str;

    /// A ledger was restored.
    fn restored(&self, records: u64) -> String;

    /// Where what was there before lies.
    fn kept_before(&self, path: &Path) -> String;

    /// Any center takes calls from there.
    fn any_center(&self) -> &'static str;

    /// What is wrong with the command line; `help` is the command that explains it.
    fn usage(&self, usage: &Usage, help: &str) -> String;

    /// The answer could not be written; whether a change had been saved before.
    fn cannot_print(&self, saved: bool) -> &'static str;

    /// A configuration file has a key that does not exist, and the one nearest to it.
    fn config_unknown_key(&self, file: &Path, line: usize, key: &str, nearest: Option<&str>) -> String;

    /// A configuration file's key has a value that it does not take.
    fn config_bad_value(
        &self,
        file: &Path,
        line: usize,
        key: &str,
        possible: &[&str],
        nearest: Option<&str>,
    ) -> String;

    /// A configuration file's key takes a whole number from 0 to `most`.
    fn config_bad_number(&self, file: &Path, line: usize, key: &str, most: u32) -> String;

    /// A configuration file's key is written otherwise, like `form`.
    fn config_bad_form(&self, file: &Path, line: usize, key: &str, form: &str) -> String;

    /// What is wrong with a configuration file, that it is passed over, and how much else is wrong.
    fn config_passed_over(&self, said: &str, others: usize) -> String;

    /// Where the configuration file is read from.
    fn config_lies_there(&self, file: &Path) -> String;

    /// Which profile a new ledger is to have: the built-in one's name, or a file.
    fn which_profile(&self, built_in: &str) -> String;

    /// Under which name one's changes are to stand in the journal.
    fn which_name(&self) -> &'static str;

    /// That the name could not be kept in the configuration, what holds now, and what to do.
    fn name_not_kept(&self, file: &Path) -> String;

    /// In a configuration file, what stands behind a command is no key.
    fn config_not_keys(&self, file: &Path, line: usize) -> String;

    /// A configuration file gives keys to a command that does not exist.
    fn config_no_such_command(&self, file: &Path, line: usize, name: &str, nearest: Option<&str>) -> String;

    /// A configuration file names a key that no keyboard has.
    fn config_no_such_key(&self, file: &Path, line: usize, key: &str) -> String;

    /// A configuration file gives a key to a command where another has it.
    fn config_key_taken(&self, file: &Path, line: usize, key: &str, by: &str) -> String;

    /// A configuration file gives a command a key that must not be its own, or that never arrives.
    fn config_key_unfit(&self, file: &Path, line: usize, key: &str) -> String;

    /// A configuration file leaves a command without a key that must have one.
    fn config_needs_key(&self, file: &Path, line: usize, command: &str) -> String;

    /// A configuration file is not TOML.
    fn config_syntax(&self, file: &Path, line: usize, kind: Syntax) -> String;

    /// A configuration file cannot be read.
    fn config_unreadable(&self, file: &Path) -> String;

    /// No place is known for the ledger.
    fn no_home(&self) -> &'static str;

    /// What stands before a warning.
    fn warning_mark(&self) -> &'static str;
}
