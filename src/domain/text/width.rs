//! Width in terminal cells, measured by grapheme: the only place that asks how wide a text is.

use std::cell::Cell;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks text that [`fit`] has cut. Not `…`, which is one cell on some terminals and two on others.
const CUT: &str = "~";

/// No terminal draws one grapheme wider than this, however many characters it is made of.
const GRAPHEME_MAX_CELLS: usize = 2;

/// The voiced marks of half-width kana. Unicode holds them to be combining marks without width; every
/// terminal, and ratatui 0.30.2 with it, draws them in a cell of their own.
const HALF_WIDTH_MARKS: [char; 2] = ['ﾞ', 'ﾟ'];

/// How wide a terminal draws the characters about which terminals differ: ○, ①, →, and letters of
/// Greek and Cyrillic (East Asian Width `A`, UAX #11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One cell.
    #[default]
    Narrow,
    /// Two cells.
    Wide,
}

thread_local! {
    /// What this thread measures for; nothing while it is not known, and then it is taken for one cell. One
    /// thread draws; its terminal says so once, at the start.
    static AMBIGUOUS: Cell<Option<Ambiguous>> = const { Cell::new(None) };
}

/// From now on this thread measures so. Everything that was laid out before must be laid out anew.
pub fn set_ambiguous(width: Ambiguous) {
    AMBIGUOUS.set(Some(width));
}

/// Whether it is known that the terminal draws ambiguous characters one cell wide: only then may a picture
/// be made of them.
pub fn is_known_narrow() -> bool {
    AMBIGUOUS.get() == Some(Ambiguous::Narrow)
}

/// The graphemes of a text with their cells.
pub fn measured(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true)
        .map(|grapheme| (grapheme, grapheme_cells(grapheme)))
}

/// The number of terminal cells that `text` takes.
pub fn width_cells(text: &str) -> usize {
    let simple: Option<usize> = text.chars().map(simple_cells).sum();
    simple.unwrap_or_else(|| text.graphemes(true).map(grapheme_cells).sum())
}

/// `text` in at most `cells` cells: whole if it fits, else cut between graphemes and ended by `~`.
///
/// May come out one cell narrower, because a wide character is never halved; see [`pad_right`].
pub fn fit(text: &str, cells: usize) -> String {
    let Some(room) = cells.checked_sub(CUT.len()) else {
        return String::new();
    };
    let mut used = 0;
    let mut cut_at = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_cells(grapheme);
        if used > cells {
            return format!("{}{CUT}", &text[..cut_at]);
        }
        if used <= room {
            cut_at = at + grapheme.len();
        }
    }
    text.to_owned()
}

/// `text` followed by spaces up to `cells` cells. A wider text is left whole: [`fit`] it first.
pub fn pad_right(text: &str, cells: usize) -> String {
    format!("{text}{}", missing_spaces(text, cells))
}

/// `text` after spaces up to `cells` cells, as figures are set. A wider text is left whole.
pub fn pad_left(text: &str, cells: usize) -> String {
    format!("{}{text}", missing_spaces(text, cells))
}

fn missing_spaces(text: &str, cells: usize) -> String {
    " ".repeat(cells.saturating_sub(width_cells(text)))
}

fn grapheme_cells(grapheme: &str) -> usize {
    let marks = grapheme.chars().filter(|c| HALF_WIDTH_MARKS.contains(c)).count();
    let cells = match AMBIGUOUS.get().unwrap_or_default() {
        Ambiguous::Narrow => grapheme.width(),
        Ambiguous::Wide => grapheme.width_cjk(),
    };
    (cells + marks).min(GRAPHEME_MAX_CELLS)
}

/// The cells of a character that is a grapheme by itself, for the ordinary ones: nearly all text is made
/// of these, and is measured ten times as fast without looking for graphemes.
const fn simple_cells(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{4E00}'..='\u{9FFF}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FF}'
        | '\u{3000}'..='\u{3029}'
        | '\u{FF01}'..='\u{FF60}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_characters_are_as_wide_as_their_graphemes() {
        let simple: String = (' '..='\u{FFFF}')
            .filter(|&c| simple_cells(c).is_some())
            .collect();
        for grapheme in simple.graphemes(true) {
            let cells: Option<usize> = grapheme.chars().map(simple_cells).sum();
            assert_eq!(cells, Some(grapheme_cells(grapheme)), "{grapheme:?}");
        }
        assert_eq!(simple.graphemes(true).count(), simple.chars().count());
    }

    #[test]
    fn ambiguous_characters_are_as_wide_as_the_terminal_says() {
        let text = "①退院→在宅";
        assert_eq!(width_cells(text), 10);
        set_ambiguous(Ambiguous::Wide);
        assert_eq!(width_cells(text), 12);
        assert_eq!(fit(text, 7), "①退院~");
        let simple: String = (' '..='\u{FFFF}')
            .filter(|&c| simple_cells(c).is_some())
            .collect();
        assert!(
            measured(&simple)
                .all(|(grapheme, cells)| { grapheme.chars().next().and_then(simple_cells) == Some(cells) })
        );
        set_ambiguous(Ambiguous::Narrow);
        assert_eq!(width_cells(text), 10);
    }
}
