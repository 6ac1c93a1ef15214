//! Everything that people read, in Japanese and in English. One typed catalogue: a trait with a
//! method per message and its arguments, so that the compiler proves both languages complete.
//!
//! No text here has a character whose width differs between terminals.

pub mod activities;
mod cases;
mod closings;
pub mod demo;
mod en;
mod errors;
pub mod files;
mod follow_ups;
pub mod help;
mod ja;
mod messages;
mod oneline;
pub mod packet;
pub mod paper;
mod replays;
mod reports;
pub mod screen;
mod words;
mod workbook;

use crate::domain::axis::Axis;
use crate::domain::profile::Profile;
use crate::domain::text::fold;

pub use activities::ActivityWords;
pub use cases::Cases;
pub use closings::{Closings, WhyAsked};
pub use errors::Errors;
pub use files::Files;
pub use follow_ups::FollowUps;
pub use messages::{Messages, Syntax, Usage};
pub use oneline::OneLineWords;
pub use packet::Packets;
pub use paper::Paper;
pub use replays::Replays;
pub use reports::{Reports, Sums};
pub use words::{DateStyle, Words};
pub use workbook::Workbooks;

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 日本語
    #[default]
    Ja,
    /// English
    En,
}

/// All messages of one language.
pub trait Catalogue:
    Words
    + Reports
    + Cases
    + ActivityWords
    + Paper
    + Packets
    + Closings
    + Messages
    + Errors
    + Files
    + FollowUps
    + OneLineWords
    + Replays
    + Workbooks
    + Sync
{
}

impl Catalogue for ja::Japanese {}
impl Catalogue for en::English {}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// Its code on the command line and in the configuration.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The language of that code.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code.trim())
    }

    /// The language that a POSIX locale (`ja_JP.UTF-8`) names; `C` and `POSIX` say nothing.
    pub fn from_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|lang| lang.code().eq_ignore_ascii_case(language))
    }

    /// Its messages, with dates by the calendar.
    pub fn catalogue(self) -> &'static dyn Catalogue {
        self.catalogue_with(DateStyle::Western)
    }

    /// Its messages, with dates in that style.
    pub fn catalogue_with(self, dates: DateStyle) -> &'static dyn Catalogue {
        match (self, dates) {
            (Self::Ja, DateStyle::Western) => &JAPANESE[0],
            (Self::Ja, DateStyle::Era) => &JAPANESE[1],
            (Self::En, DateStyle::Western) => &ENGLISH[0],
            (Self::En, DateStyle::Era) => &ENGLISH[1],
        }
    }
}

/// Each language with its styles of dates: western, by eras.
static JAPANESE: [ja::Japanese; 2] = [
    ja::Japanese {
        dates: DateStyle::Western,
    },
    ja::Japanese {
        dates: DateStyle::Era,
    },
];
static ENGLISH: [en::English; 2] = [
    en::English {
        dates: DateStyle::Western,
    },
    en::English {
        dates: DateStyle::Era,
    },
];

/// An axis by its code, or by its name in either language.
pub fn axis_named(typed: &str, profile: &Profile) -> Option<Axis> {
    let named = || {
        let folded = fold(typed);
        let is = |axis: &Axis| {
            Lang::ALL
                .iter()
                .any(|lang| fold(lang.catalogue().axis(*axis, profile)) == folded)
        };
        Axis::ALL.into_iter().find(is)
    };
    Axis::by_code(typed).or_else(named)
}

/// The longest echo of what somebody typed, in cells.
const ECHO_CELLS: usize = 40;

/// What somebody typed, fit to stand in a message of one line.
fn echo(typed: &str) -> String {
    let cleaned = crate::domain::text::clean(typed, crate::domain::text::Kind::Line);
    crate::domain::text::fit(cleaned.text.trim(), ECHO_CELLS)
}

/// A path, fit to stand in a message of one line.
fn shown(path: &std::path::Path) -> String {
    path.display().to_string().replace(char::is_control, "?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_language_or_says_nothing() {
        let cases = [
            ("ja_JP.UTF-8", Some(Lang::Ja)),
            ("ja", Some(Lang::Ja)),
            ("en_US.UTF-8", Some(Lang::En)),
            ("EN_GB", Some(Lang::En)),
            ("en", Some(Lang::En)),
            ("C", None),
            ("C.UTF-8", None),
            ("POSIX", None),
            ("", None),
            ("fr_FR.UTF-8", None),
            ("jam", None),
        ];
        for (locale, lang) in cases {
            assert_eq!(Lang::from_locale(locale), lang, "{locale}");
        }
    }

    #[test]
    fn an_echo_is_one_short_line_without_controls() {
        assert_eq!(echo("a\u{1b}[31m\nb"), "a[31m b");
        assert_eq!(crate::domain::text::width_cells(&echo(&"長".repeat(100))), 39);
    }
}
