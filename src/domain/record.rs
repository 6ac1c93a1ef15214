//! What a form writes: a consultation or a child's file.

use uuid::Uuid;

use super::case::CaseFile;
use super::consultation::{Consultation, Entry, Number};

/// A record as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A consultation.
    Consultation(Box<Consultation>),
    /// A child's file.
    Case(Box<CaseFile>),
}

/// Which kind of record is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// A consultation.
    #[default]
    Consultation,
    /// A child's file.
    Case,
}

impl Record {
    /// Which kind it is.
    pub fn about(&self) -> About {
        match self {
            Self::Consultation(_) => About::Consultation,
            Self::Case(_) => About::Case,
        }
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Consultation(record) => record.id,
            Self::Case(file) => file.id,
        }
    }

    /// How often it was written, from 1.
    pub fn rev(&self) -> u32 {
        match self {
            Self::Consultation(record) => record.rev,
            Self::Case(file) => file.rev,
        }
    }

    /// Whether it no longer counts.
    pub fn is_void(&self) -> bool {
        match self {
            Self::Consultation(record) => record.void.is_some(),
            Self::Case(file) => file.void.is_some(),
        }
    }

    /// What was entered.
    pub fn entry(&self) -> &Entry {
        match self {
            Self::Consultation(record) => &record.entry,
            Self::Case(file) => &file.entry,
        }
    }

    /// The receipt number of a consultation.
    pub fn number(&self) -> Option<&Number> {
        match self {
            Self::Consultation(record) => Some(&record.number),
            Self::Case(_) => None,
        }
    }
}
