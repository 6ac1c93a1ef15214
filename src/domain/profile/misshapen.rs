//! What is wrong with the shape of a profile's TOML, as data: which key, what belongs there, and which
//! word may have been meant.
//!
//! serde has words for it, in English, and no data; the few sentences that it has are read here, and a
//! test holds every one of them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::text::nearest;
use super::file::{ProfileError, Reason, line_of};

/// What belongs to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A text in quotes.
    Text,
    /// A whole number that is not below zero.
    Number,
    /// A date, without quotes.
    Date,
    /// Several values in square brackets.
    Several,
    /// Keys of its own.
    Table,
    /// Something else than what stands there.
    Other,
}

/// The error of a profile whose keys and values are not those of the format.
pub(super) fn misshapen(toml: &str, error: &toml::de::Error) -> ProfileError {
    let span = error.span().unwrap_or(0..0);
    let text = toml.get(span.clone()).unwrap_or_default();
    let reason = match error.message() {
        message if message.starts_with("duplicate key") => Reason::RepeatedKey(text.to_owned()),
        message => reason(toml, message, span.start).unwrap_or(Reason::NotToml),
    };
    ProfileError {
        line: line_of(toml, span.start),
        reason,
    }
}

fn reason(toml: &str, message: &str, at: usize) -> Option<Reason> {
    let table = DeTable::parse(toml).ok()?;
    let key = key_at(table.get_ref(), at).unwrap_or_default();
    if let Some((typed, known)) = quoted(message, "unknown field ") {
        let nearest = nearest(&typed, known.iter().map(String::as_str)).map(str::to_owned);
        return Some(Reason::UnknownKey(typed, nearest));
    }
    if let Some((key, _)) = quoted(message, "missing field ") {
        return Some(Reason::MissingKey(key));
    }
    if let Some((typed, known)) = quoted(message, "unknown variant ") {
        let nearest = nearest(&typed, known.iter().map(String::as_str)).map(str::to_owned);
        return Some(Reason::NoSuchValue {
            key,
            typed,
            nearest,
            known,
        });
    }
    let expected = message
        .split_once("expected ")
        .map_or("", |(_, expected)| expected);
    Some(Reason::WrongKind(key, wanted(expected)))
}

/// The word in backquotes after a beginning, and those that follow it.
fn quoted(message: &str, beginning: &str) -> Option<(String, Vec<String>)> {
    let mut parts = message.strip_prefix(beginning)?.split('`').skip(1).step_by(2);
    let first = parts.next()?.to_owned();
    Some((first, parts.map(str::to_owned).collect()))
}

fn wanted(expected: &str) -> Wanted {
    match expected {
        _ if expected.starts_with("a string") => Wanted::Text,
        "u32" | "i64" => Wanted::Number,
        _ if expected.contains("datetime") => Wanted::Date,
        _ if expected.starts_with("a sequence") => Wanted::Several,
        _ if expected.starts_with("struct") || expected.starts_with("a map") => Wanted::Table,
        _ => Wanted::Other,
    }
}

/// The innermost key whose value, or whose own name, stands at a place.
fn key_at(table: &DeTable<'_>, at: usize) -> Option<String> {
    let holds = |span: Range<usize>| span.contains(&at);
    table.iter().find_map(|(key, value)| {
        let within = within(value, at);
        let is_here = holds(key.span()) || holds(value.span());
        within.or_else(|| is_here.then(|| key.get_ref().to_string()))
    })
}

fn within(value: &Spanned<DeValue<'_>>, at: usize) -> Option<String> {
    match value.get_ref() {
        DeValue::Table(table) => key_at(table, at),
        DeValue::Array(values) => values.iter().find_map(|value| within(value, at)),
        _ => None,
    }
}
