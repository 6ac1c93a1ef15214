//! Display lines: where a text is broken in a given width, by the rules of Japanese composition
//! (kinsoku, JIS X 4051): no line begins with a closing mark or a small kana, none ends with an
//! opening one, Latin words and figures stay whole where they fit.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::width::width_cells;

/// Marks that no line begins with.
const NOT_AT_START: &str = "、。，．,.)）]］}｝」』】〕〉》・：；:;？！?!ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ〜～…‥％%‰゛゜";
/// Marks that no line ends with.
const NOT_AT_END: &str = "（([［{｛「『【〔〈《￥$＄";
/// The most graphemes that are carried over to keep the rules.
const CARRIED: usize = 8;

/// The display lines of a text, as byte ranges without the newlines between them; together with those
/// they cover the text. A line is at most so many cells wide, but for a single wider grapheme and for
/// blanks, which hang. An empty text is one empty line.
pub fn wrap(text: &str, cells: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, cells.max(1), &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

/// A grapheme with where it begins and how wide it is.
struct Piece<'a> {
    at: usize,
    text: &'a str,
    cells: usize,
}

fn wrap_paragraph(paragraph: &str, offset: usize, cells: usize, lines: &mut Vec<Range<usize>>) {
    if paragraph.len() <= cells && paragraph.is_ascii() {
        lines.push(offset..offset + paragraph.len());
        return;
    }
    let pieces: Vec<Piece<'_>> = paragraph
        .grapheme_indices(true)
        .map(|(at, text)| Piece {
            at,
            text,
            cells: width_cells(text),
        })
        .collect();
    let byte = |place: usize| pieces.get(place).map_or(paragraph.len(), |piece| piece.at);
    let mut start = 0;
    loop {
        let end = line_end(&pieces, start, cells);
        lines.push(offset + byte(start)..offset + byte(end));
        if end >= pieces.len() {
            return;
        }
        start = end;
    }
}

/// Where the line that begins at a piece ends: behind its last piece.
fn line_end(pieces: &[Piece<'_>], start: usize, cells: usize) -> usize {
    let mut used = 0;
    let mut end = start;
    while let Some(piece) = pieces.get(end) {
        used += piece.cells;
        // A blank at the end of a line is not seen there.
        if used > cells && piece.text != " " && piece.text != "　" {
            break;
        }
        end += 1;
    }
    if end >= pieces.len() {
        return pieces.len();
    }
    let end = end.max(start + 1);
    let least = (start + 1).max(end.saturating_sub(CARRIED));
    let allowed = (least..=end).rev().find(|place| may_break(pieces, *place));
    // A word longer than the line is broken where the line is full.
    allowed.or_else(|| word_start(pieces, start, end)).unwrap_or(end)
}

/// The beginning of the word that reaches over the line's end, if it began in this line.
fn word_start(pieces: &[Piece<'_>], start: usize, end: usize) -> Option<usize> {
    (start + 1..=end).rev().find(|place| may_break(pieces, *place))
}

/// Whether a line may end before that piece.
fn may_break(pieces: &[Piece<'_>], place: usize) -> bool {
    let (Some(before), Some(after)) = (
        place.checked_sub(1).and_then(|at| pieces.get(at)),
        pieces.get(place),
    ) else {
        return true;
    };
    let holds = |marks: &str, piece: &Piece<'_>| piece.text.chars().next().is_some_and(|c| marks.contains(c));
    let is_word = |piece: &Piece<'_>| {
        piece
            .text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_'/@".contains(c))
    };
    !(holds(NOT_AT_START, after) || holds(NOT_AT_END, before) || (is_word(before) && is_word(after)))
}
