//! Why a command stopped short, and what it leaves behind: a line on stderr and a status.

use std::io;

use crate::domain::profile::Profile;
use crate::error::Error;
use crate::locale::Catalogue;
use crate::store::unwritable;

/// The status of a command line that is wrong.
pub const USAGE: u8 = 2;

/// Why a command stopped short.
#[derive(Debug)]
pub enum Stop {
    /// The program refused or failed.
    Error(Error),
    /// The answer could not be written.
    Print {
        /// What the system said.
        error: io::Error,
        /// Whether a change had been saved before.
        saved: bool,
    },
    /// Something already in words.
    Said {
        /// The exit status.
        status: u8,
        /// One line; empty when everything has been said.
        message: String,
    },
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl Stop {
    /// The answer could not be written; nothing had been saved.
    pub fn print(error: io::Error) -> Self {
        Self::Print { error, saved: false }
    }

    /// In words, while the profile that has the labels is at hand.
    #[must_use]
    pub fn said(self, words: &dyn Catalogue, profile: &Profile) -> Self {
        match self {
            Self::Error(error) => Self::Said {
                status: error.status(),
                message: words.error(&error, Some(profile)),
            },
            other => other,
        }
    }

    /// Says it on stderr; the exit status.
    pub fn end(self, words: &dyn Catalogue) -> u8 {
        let (status, message) = match self {
            Self::Error(error) => (error.status(), words.error(&error, None)),
            // Whoever read the answer has seen enough.
            Self::Print { error, .. } if error.kind() == io::ErrorKind::BrokenPipe => return 0,
            Self::Print { error, saved } => {
                (unwritable(&error).status(), words.cannot_print(saved).to_owned())
            }
            Self::Said { status, message } => (status, message),
        };
        if !message.is_empty() {
            super::output::say(&message);
        }
        status
    }
}
