//! Text: how wide it is, what may be stored, and by which spellings it is found.
//!
//! Three promises, each kept in one place: every text is cleaned once, where it enters ([`clean`]);
//! width is measured by grapheme, in terminal cells ([`width_cells`]); text is compared only after
//! both sides went through the same fold ([`fold`] for Japanese, [`fold_reading`] for ASCII readings).

mod clean;
mod fold;
mod kana;
mod near;
mod occur;
mod reading;
mod width;
mod wrap;

pub use clean::{Cleaned, Kind, clean};
pub use fold::{fold, fold_onto};
pub use near::{letters_apart, nearest};
pub use occur::occurrences;
pub use reading::{fold_reading, is_drawn_out, kana_reading};
pub use width::{Ambiguous, fit, is_known_narrow, measured, pad_left, pad_right, set_ambiguous, width_cells};
pub use wrap::wrap;

/// The length that limits are stated in (20,000 for notes, 200 for other texts): Unicode scalar values.
///
/// Not graphemes, because a limit must be the same for every program that reads the ledger or its CSV,
/// and what counts as one grapheme changes with each version of Unicode.
pub fn chars(text: &str) -> usize {
    text.chars().count()
}
