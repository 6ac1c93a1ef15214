//! What a form writes: a consultation, a child's file or an activity.

use uuid::Uuid;

use super::activity::Activity;
use super::case::CaseFile;
use super::consultation::{Consultation, Entry, Number};
use super::field::Field;
use super::profile::Profile;
use super::value::FieldError;
use super::{activity, case};

/// A record as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A consultation.
    Consultation(Box<Consultation>),
    /// A child's file.
    Case(Box<CaseFile>),
    /// An activity.
    Activity(Box<Activity>),
}

/// Which kind of record is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// A consultation.
    #[default]
    Consultation,
    /// A child's file.
    Case,
    /// An activity.
    Activity,
}

impl About {
    /// The fields of such a record, in the order of the table or of its form.
    pub fn fields(self) -> Vec<Field> {
        match self {
            Self::Consultation => Field::all().collect(),
            Self::Case => Field::of_case().collect(),
            Self::Activity => Field::of_activity().collect(),
        }
    }

    /// Brings an entry into order and says everything that keeps it from being such a record.
    ///
    /// # Errors
    /// One per field.
    pub fn complete(self, entry: &mut Entry, profile: &Profile) -> Result<(), Vec<FieldError>> {
        match self {
            Self::Consultation => entry.complete(profile),
            Self::Case => case::complete(entry, profile),
            Self::Activity => activity::complete(entry, profile),
        }
    }
}

impl Record {
    /// Which kind it is.
    pub fn about(&self) -> About {
        match self {
            Self::Consultation(_) => About::Consultation,
            Self::Case(_) => About::Case,
            Self::Activity(_) => About::Activity,
        }
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Consultation(record) => record.id,
            Self::Case(file) => file.id,
            Self::Activity(activity) => activity.id,
        }
    }

    /// How often it was written, from 1.
    pub fn rev(&self) -> u32 {
        match self {
            Self::Consultation(record) => record.rev,
            Self::Case(file) => file.rev,
            Self::Activity(activity) => activity.rev,
        }
    }

    /// Whether it no longer counts.
    pub fn is_void(&self) -> bool {
        match self {
            Self::Consultation(record) => record.void.is_some(),
            Self::Case(file) => file.void.is_some(),
            Self::Activity(activity) => activity.void.is_some(),
        }
    }

    /// What was entered.
    pub fn entry(&self) -> &Entry {
        match self {
            Self::Consultation(record) => &record.entry,
            Self::Case(file) => &file.entry,
            Self::Activity(activity) => &activity.entry,
        }
    }

    /// The receipt number of a consultation.
    pub fn number(&self) -> Option<&Number> {
        match self {
            Self::Consultation(record) => Some(&record.number),
            Self::Case(_) | Self::Activity(_) => None,
        }
    }
}
