//! 日本語. Municipal Japanese: polite, short, without a full stop in labels.

mod cases;
mod errors;
mod files;
mod messages;
mod replays;
mod reports;
mod words;

use crate::locale::DateStyle;

/// The Japanese catalogue.
pub struct Japanese {
    /// How it writes dates.
    pub dates: DateStyle,
}
