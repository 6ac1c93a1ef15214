//! A draft: a form that was not saved, as it is kept on disk until it is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::call::Call;
use super::journal::Pairs;
use super::record::About;

/// A form that was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The id of the new record, or of the one that is being corrected.
    pub id: Uuid,
    /// Which kind of record it is.
    pub about: About,
    /// The revision that is being corrected; `None` for a new record.
    pub base_rev: Option<u32>,
    /// What the record held when it was opened.
    pub base: Option<Pairs>,
    /// The day on which the form was opened.
    pub begun_on: NaiveDate,
    /// When the form was opened, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// What stands in the fields of the form, those with anything in them.
    pub slots: Vec<DraftSlot>,
    /// The field that has the caret.
    pub focus: String,
    /// The caret's byte offset in that field.
    pub caret: usize,
    /// The clock of the call, where the form has one.
    pub call: Option<Call>,
    /// When the form was parked or left, in milliseconds since 1970 (UTC); `None` while it is open.
    pub left_ms: Option<i64>,
}

/// What stands in a field of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSlot {
    /// The field's name.
    pub name: String,
    /// The codes that are picked, in the order of picking.
    #[serde(default)]
    pub chosen: Vec<String>,
    /// What is typed.
    #[serde(default)]
    pub typed: String,
}

/// A draft as JSON. What a later version adds is skipped by this one.
#[derive(Serialize, Deserialize)]
struct Stored {
    id: String,
    #[serde(default)]
    is_case: bool,
    #[serde(default)]
    is_activity: bool,
    #[serde(default)]
    base_rev: Option<u32>,
    #[serde(default)]
    base: Option<Pairs>,
    begun_on: String,
    at_ms: i64,
    slots: Vec<DraftSlot>,
    #[serde(default)]
    focus: String,
    #[serde(default)]
    caret: usize,
    #[serde(default)]
    call: Option<Call>,
    #[serde(default)]
    left_ms: Option<i64>,
}

impl Draft {
    /// Since when it waits, in milliseconds since 1970 (UTC); where that is not known, when its form
    /// was opened.
    pub fn waits_since_ms(&self) -> i64 {
        self.left_ms.unwrap_or(self.at_ms)
    }

    /// What stands in a field of the form, if anything.
    pub fn slot(&self, name: &str) -> Option<&DraftSlot> {
        self.slots.iter().find(|slot| slot.name == name)
    }

    /// The draft as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        let stored = Stored {
            id: self.id.to_string(),
            is_case: self.about == About::Case,
            is_activity: self.about == About::Activity,
            base_rev: self.base_rev,
            base: self.base.clone(),
            begun_on: self.begun_on.to_string(),
            at_ms: self.at_ms,
            slots: self.slots.clone(),
            focus: self.focus.clone(),
            caret: self.caret,
            call: self.call.clone(),
            left_ms: self.left_ms,
        };
        // Texts and numbers always have a form in JSON.
        serde_json::to_vec(&stored).unwrap_or_default()
    }

    /// The draft that JSON holds, if it does.
    pub fn from_json(json: &[u8]) -> Option<Self> {
        let stored: Stored = serde_json::from_slice(json).ok()?;
        Some(Self {
            id: Uuid::parse_str(&stored.id).ok()?,
            about: match (stored.is_case, stored.is_activity) {
                (true, _) => About::Case,
                (false, true) => About::Activity,
                (false, false) => About::Consultation,
            },
            base_rev: stored.base_rev,
            base: stored.base,
            begun_on: stored.begun_on.parse().ok()?,
            at_ms: stored.at_ms,
            slots: stored.slots,
            focus: stored.focus,
            caret: stored.caret,
            call: stored.call,
            left_ms: stored.left_ms,
        })
    }
}
