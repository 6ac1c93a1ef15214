//! The apostrophe that keeps a spreadsheet from evaluating a text cell.

use std::borrow::Cow;

const GUARD: char = '\'';

/// What a spreadsheet takes for the beginning of a formula, full-width forms included (Excel in Japanese
/// evaluates those too), and the white space that some skip before looking.
const EVALUATED: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\n', '\r'];

/// A text cell as it is written: with one `'` before it if a spreadsheet would evaluate it.
///
/// A text that already reads like a guarded one (`'=1`, `''=1`) gets one more, because reading takes
/// exactly one off: [`unguard`]`(guard(text)) == text` for every text.
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_evaluated(text.trim_start_matches(GUARD)) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What stands before a text that a spreadsheet would evaluate, where an apostrophe would be read: a word
/// joiner, which takes no room.
const UNSEEN: char = '\u{2060}';

/// A line of text on a page, from which a spreadsheet that opens or is handed it makes a cell. White space
/// before it does not last there.
pub fn guard_unseen(text: &str) -> Cow<'_, str> {
    if is_evaluated(text.trim_start()) {
        Cow::Owned(format!("{UNSEEN}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text cell as it was before [`guard`]; an apostrophe that guards nothing (`'81年`) stays.
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix(GUARD) {
        Some(rest) if is_evaluated(rest.trim_start_matches(GUARD)) => rest,
        _ => text,
    }
}

/// Whether a spreadsheet takes a text for something else when it is typed into a cell: evaluates it, or takes
/// its apostrophe off.
pub fn is_taken_otherwise(text: &str) -> bool {
    text.starts_with(GUARD) || is_evaluated(text)
}

fn is_evaluated(text: &str) -> bool {
    text.starts_with(EVALUATED)
}
