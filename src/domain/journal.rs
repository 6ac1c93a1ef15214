//! The journal's values: what a change was, its inverse, and the digests that chain the entries.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::closing::Closing;
use super::consultation::{Consultation, Entry, VoidReason};
use super::field::Field;
use super::value::Value;

/// A record as (field code, canonical value) pairs sorted by name, unanswered fields left out, so
/// that a field added later changes no earlier digest.
pub type Pairs = BTreeMap<String, String>;

/// The key that stands among the pairs while a record is void.
pub const VOID: &str = "void";

/// The key under which a change of the profile keeps its text.
pub const PROFILE: &str = "profile";

/// Who made a change, where neither the environment nor the account says.
pub const UNKNOWN: &str = "unknown";

/// The pairs of a record.
pub fn pairs_of(entry: &Entry, void: Option<VoidReason>) -> Pairs {
    let fields = entry
        .pairs()
        .into_iter()
        .map(|(code, value)| (code.to_owned(), value.canonical().into_owned()));
    fields
        .chain(void.map(|reason| (VOID.to_owned(), reason.code().to_owned())))
        .collect()
}

/// The record that the pairs describe; pairs of fields that this program does not know are `None`.
pub fn record_of(pairs: &Pairs) -> Option<(Entry, Option<VoidReason>)> {
    let mut entry = Entry::default();
    let mut void = None;
    for (code, text) in pairs {
        if code == VOID {
            void = Some(VoidReason::by_code(text)?);
            continue;
        }
        let field = Field::by_code(code)?;
        entry.set(field, Some(Value::from_canonical(field, text)?));
    }
    Some((entry, void))
}

/// What one change did to one record: the pairs that differ, as they were and as they became.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// The differing pairs before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub before: Pairs,
    /// The differing pairs after.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub after: Pairs,
    /// Why, where a reason was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where several records were changed in one step: the place in the journal of the step's first
    /// entry. The others stand right behind it, and undo takes back all of them or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<i64>,
    /// Where a child's file that was taken back was made anew: the id that the maker had for it. The file
    /// keeps its own; by this one the same saving is known when it comes a second time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_as: Option<String>,
}

impl Change {
    /// The change that leads from one state to another.
    pub fn between(before: &Pairs, after: &Pairs) -> Self {
        let differing = |one: &Pairs, other: &Pairs| {
            one.iter()
                .filter(|(key, text)| other.get(*key) != Some(text))
                .map(|(k, t)| (k.clone(), t.clone()))
                .collect()
        };
        Self {
            before: differing(before, after),
            after: differing(after, before),
            reason: None,
            group: None,
            made_as: None,
        }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
            reason: None,
            group: None,
            made_as: None,
        }
    }

    /// Applies the change to a state.
    pub fn apply(&self, pairs: &mut Pairs) {
        pairs.retain(|key, _| !self.before.contains_key(key) || self.after.contains_key(key));
        pairs.extend(self.after.clone());
    }

    /// Whether anything differs.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// The names of the pairs that differ, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let mut keys: Vec<_> = self
            .before
            .keys()
            .chain(self.after.keys())
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
    }
}

/// What a journal entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The ledger was made.
    Init,
    /// A record was added.
    Add,
    /// A record was changed.
    Edit,
    /// A record was voided.
    Void,
    /// A file was imported.
    Import,
    /// An earlier entry was taken back.
    Undo,
    /// An undone entry was done again.
    Redo,
    /// A new profile was set.
    Profile,
    /// The ledger's content was replaced by a backup's.
    Restore,
    /// A child's file was made.
    CaseAdd,
    /// A child's file was changed.
    CaseEdit,
    /// A case was closed.
    CaseClose,
    /// A closed case was opened again.
    CaseReopen,
    /// A period was closed: what was reported for it is frozen.
    Close,
    /// A closed period was opened again.
    Reopen,
    /// An activity was added.
    ActivityAdd,
    /// An activity was changed.
    ActivityEdit,
    /// An activity was voided.
    ActivityVoid,
}

impl Act {
    const ALL: [Self; 18] = [
        Self::Init,
        Self::Add,
        Self::Edit,
        Self::Void,
        Self::Import,
        Self::Undo,
        Self::Redo,
        Self::Profile,
        Self::Restore,
        Self::CaseAdd,
        Self::CaseEdit,
        Self::CaseClose,
        Self::CaseReopen,
        Self::Close,
        Self::Reopen,
        Self::ActivityAdd,
        Self::ActivityEdit,
        Self::ActivityVoid,
    ];

    /// Its code in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Void => "void",
            Self::Import => "import",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Profile => "profile",
            Self::Restore => "restore",
            Self::CaseAdd => "case-add",
            Self::CaseEdit => "case-edit",
            Self::CaseClose => "case-close",
            Self::CaseReopen => "case-reopen",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::ActivityAdd => "activity-add",
            Self::ActivityEdit => "activity-edit",
            Self::ActivityVoid => "activity-void",
        }
    }

    /// Whether it is about a child's file.
    pub fn is_of_case(self) -> bool {
        matches!(
            self,
            Self::CaseAdd | Self::CaseEdit | Self::CaseClose | Self::CaseReopen
        )
    }

    /// Whether it is about an activity.
    pub fn is_of_activity(self) -> bool {
        matches!(self, Self::ActivityAdd | Self::ActivityEdit | Self::ActivityVoid)
    }

    /// Whether the record that it is about was not there, or did not count, before.
    pub fn is_addition(self) -> bool {
        matches!(self, Self::Add | Self::CaseAdd | Self::ActivityAdd)
    }

    /// Whether it is about a closed period.
    pub fn is_of_closing(self) -> bool {
        matches!(self, Self::Close | Self::Reopen)
    }

    /// The act of that code.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// Everything of a journal entry that its hash covers, but the hash itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The ledger in which the entry was made.
    pub origin: Uuid,
    /// Its place in that ledger's chain, from 1.
    pub seq: i64,
    /// When, in milliseconds since 1970 (UTC); the order is `seq`, not this.
    pub at_ms: i64,
    /// Who: a staff code.
    pub who: String,
    /// What.
    pub act: Act,
    /// The record it is about; `None` for the ledger itself or an import.
    pub record: Option<Uuid>,
    /// The import it is about.
    pub import: Option<i64>,
    /// The record's revision before; 0 when it was not there.
    pub base_rev: u32,
    /// The record's revision after.
    pub rev: u32,
    /// The entry that this one undoes or does again.
    pub undoes: Option<i64>,
    /// Salted digest of what was written.
    pub payload_digest: [u8; 32],
    /// Hash of the entry before; zeros before the first.
    pub prev: [u8; 32],
}

impl Sealed {
    /// The entry's hash: each part with its length before it, so that no two entries run together.
    pub fn hash(&self) -> [u8; 32] {
        let mut parts = Parts::new();
        parts.add(self.origin.as_bytes());
        for number in [self.seq, self.at_ms, self.base_rev.into(), self.rev.into()] {
            parts.add(&number.to_be_bytes());
        }
        parts.add(self.who.as_bytes());
        parts.add(self.act.code().as_bytes());
        parts.add(self.record.as_ref().map_or(&[][..], |id| id.as_bytes()));
        for number in [self.import, self.undoes] {
            parts.add(&number.map_or_else(Vec::new, |n| n.to_be_bytes().to_vec()));
        }
        parts.add(&self.payload_digest);
        parts.add(&self.prev);
        parts.finish()
    }
}

/// The salted digest of a payload: what the chain keeps when content and salt have been erased.
pub fn payload_digest(salt: &[u8], body: &[u8]) -> [u8; 32] {
    let mut parts = Parts::new();
    parts.add(salt);
    parts.add(body);
    parts.finish()
}

/// The digest that stands beside a record (the first 16 bytes of SHA-256): whatever is read back
/// differently from what was written no longer matches it.
pub fn record_digest(consultation: &Consultation) -> [u8; 16] {
    let mut parts = Parts::new();
    parts.add(consultation.id.as_bytes());
    parts.add(&consultation.rev.to_be_bytes());
    parts.add(consultation.void.map_or("", VoidReason::code).as_bytes());
    let number = &consultation.number;
    parts.add(&number.fiscal_year.to_be_bytes());
    parts.add(number.center.as_str().as_bytes());
    parts.add(&number.serial.to_be_bytes());
    parts.add_entry(&consultation.entry);
    parts.short()
}

/// The digest that stands beside a record without a receipt number (a child's file, an activity), as
/// [`record_digest`].
pub fn unnumbered_digest(id: Uuid, rev: u32, void: Option<VoidReason>, entry: &Entry) -> [u8; 16] {
    let mut parts = Parts::new();
    parts.add(id.as_bytes());
    parts.add(&rev.to_be_bytes());
    parts.add(void.map_or("", VoidReason::code).as_bytes());
    parts.add_entry(entry);
    parts.short()
}

/// The digest that stands beside a closing, whose figures are written as that text, as [`record_digest`].
pub fn closing_digest(closing: &Closing, figures: &str) -> [u8; 16] {
    let mut parts = Parts::new();
    parts.add(closing.period.code().as_bytes());
    parts.add(&closing.at_ms.to_be_bytes());
    parts.add(closing.who.as_bytes());
    parts.add(&closing.head);
    parts.add(figures.as_bytes());
    parts.add(&[closing.is_reopened.into()]);
    parts.short()
}

/// What is digested, gathered first: a record is many short parts, and the digest takes them quickest at once.
struct Parts(Vec<u8>);

impl Parts {
    fn new() -> Self {
        Self(Vec::with_capacity(512))
    }

    fn add(&mut self, part: &[u8]) {
        // A part is a field's text at most: far below 4 GiB.
        self.0.extend((part.len() as u32).to_be_bytes());
        self.0.extend(part);
    }

    fn add_entry(&mut self, entry: &Entry) {
        for (code, value) in entry.pairs() {
            self.add(code.as_bytes());
            self.add(value.canonical().as_bytes());
        }
    }

    /// The first 16 bytes.
    fn short(self) -> [u8; 16] {
        let whole = self.finish();
        let mut short = [0; 16];
        short.copy_from_slice(&whole[..16]);
        short
    }

    fn finish(self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}
