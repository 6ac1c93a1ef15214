//! A text with a caret: one line, or a note. The caret goes from grapheme to grapheme, what is typed
//! is cleaned as it enters, and lines are broken by the rules of Japanese.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::{self, chars, clean, width_cells, wrap};

/// How many steps back are kept.
const STEPS: usize = 500;
/// How much text they may hold together, in bytes: of a long note fewer are kept.
const STEPS_BYTES: usize = 1 << 20;

/// One line, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No newline.
    Line,
    /// With newlines.
    Note,
}

/// A text that would be longer than it may be; nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The most characters.
    pub most: usize,
    /// What it would have been.
    pub is: usize,
}

/// What a step of typing was: a run of the same kind is taken back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Typed,
    Erased,
    Other,
}

/// A text and its caret.
#[derive(Clone, Debug)]
pub struct Editor {
    kind: Kind,
    most: usize,
    text: String,
    /// Byte offset; always between two graphemes.
    caret: usize,
    /// Whether all of the text is selected: what is typed next takes its place.
    is_selected: bool,
    /// The column, in cells, that Up and Down keep.
    goal: Option<usize>,
    before: Vec<(String, usize)>,
    after: Vec<(String, usize)>,
    last: Option<Step>,
}

impl Editor {
    /// An empty text of at most so many characters.
    pub fn new(kind: Kind, most: usize) -> Self {
        Self {
            kind,
            most,
            text: String::new(),
            caret: 0,
            is_selected: false,
            goal: None,
            before: Vec::new(),
            after: Vec::new(),
            last: None,
        }
    }

    /// One line, or a note.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret's byte offset.
    pub fn caret_at(&self) -> usize {
        self.caret
    }

    /// Begins with a text: there is nothing before it to go back to.
    pub fn load(&mut self, text: &str) {
        self.set_text(text);
        self.before.clear();
        self.after.clear();
        self.last = None;
    }

    /// Puts a text in the place of the present one, the caret behind it.
    pub fn set_text(&mut self, text: &str) {
        if self.text != text {
            self.remember(Step::Other);
            self.text = clean(text, self.clean_kind()).text.into_owned();
        }
        self.caret = self.text.len();
        self.is_selected = false;
        self.goal = None;
    }

    /// Whether something was typed or erased since it began.
    pub fn is_touched(&self) -> bool {
        !self.before.is_empty()
    }

    /// Selects all of the text, the caret behind it: what is typed next takes its place, and a move
    /// leaves it as it is.
    pub fn select(&mut self) {
        self.go(self.text.len());
        self.is_selected = !self.text.is_empty();
    }

    /// Whether all of the text is selected.
    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Puts the caret at a byte offset, or before it where that is inside a grapheme.
    pub fn set_caret(&mut self, at: usize) {
        let place = self.boundaries().rfind(|place| *place <= at);
        self.caret = place.unwrap_or(0);
        self.is_selected = false;
        self.goal = None;
    }

    fn clean_kind(&self) -> text::Kind {
        match self.kind {
            Kind::Line => text::Kind::Line,
            Kind::Note => text::Kind::Note,
        }
    }

    fn boundaries(&self) -> impl DoubleEndedIterator<Item = usize> {
        let starts = self.text.grapheme_indices(true).map(|(at, _)| at);
        starts.chain([self.text.len()])
    }

    /// Types a character; how many characters had to be left out.
    ///
    /// # Errors
    /// When the text is full.
    pub fn insert(&mut self, c: char) -> Result<usize, Refused> {
        let step = if c.is_whitespace() {
            Step::Other
        } else {
            Step::Typed
        };
        self.put(c.encode_utf8(&mut [0; 4]), step)
    }

    /// Takes a text in one piece; how many characters had to be left out.
    ///
    /// # Errors
    /// When it would be too long; nothing is changed then.
    pub fn paste(&mut self, text: &str) -> Result<usize, Refused> {
        self.put(text, Step::Other)
    }

    /// Begins a new line in a note.
    ///
    /// # Errors
    /// When the text is full.
    pub fn newline(&mut self) -> Result<usize, Refused> {
        self.put("\n", Step::Other)
    }

    fn put(&mut self, typed: &str, step: Step) -> Result<usize, Refused> {
        // What cannot fit however it is cleaned is refused before a megabyte is worked on.
        let roomy = 4 * self.most + 64;
        let typed_chars = chars(typed);
        if typed_chars > roomy {
            return Err(self.refused(typed_chars));
        }
        let (text, caret) = match self.is_selected {
            true => ("", 0),
            false => (self.text.as_str(), self.caret),
        };
        // The paragraph around the caret is cleaned as a whole, so that a mark typed after its kana
        // joins it.
        let from = text[..caret].rfind('\n').map_or(0, |at| at + 1);
        let to = text[caret..].find('\n').map_or(text.len(), |at| caret + at);
        let head = clean_owned(&format!("{}{typed}", &text[from..caret]), self.clean_kind());
        let whole = clean_owned(&format!("{}{}", head.0, &text[caret..to]), self.clean_kind());
        let next = format!("{}{}{}", &text[..from], whole.0, &text[to..]);
        let is = chars(&next);
        if is > self.most && is > chars(&self.text) {
            return Err(self.refused(is));
        }
        if next != self.text {
            self.remember(step);
            self.text = next;
            self.set_caret(from + head.0.len());
        } else if self.is_selected {
            // What was typed is what stood there: it is typed all the same, and gone on with.
            self.set_caret(from + head.0.len());
        }
        self.goal = None;
        Ok(head.1 + whole.1)
    }

    fn refused(&self, is: usize) -> Refused {
        Refused { most: self.most, is }
    }

    fn remember(&mut self, step: Step) {
        let goes_on = self.last == Some(step) && step != Step::Other;
        if !goes_on {
            self.before.push((self.text.clone(), self.caret));
            let mut bytes: usize = self.before.iter().map(|(text, _)| text.len()).sum();
            while self.before.len() > STEPS || (bytes > STEPS_BYTES && self.before.len() > 1) {
                bytes -= self.before.remove(0).0.len();
            }
        }
        self.after.clear();
        self.last = Some(step);
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        if let Some((text, caret)) = self.before.pop() {
            self.after
                .push((std::mem::replace(&mut self.text, text), self.caret));
            self.caret = caret;
        }
        self.moved();
    }

    /// Does it again.
    pub fn redo(&mut self) {
        if let Some((text, caret)) = self.after.pop() {
            self.before
                .push((std::mem::replace(&mut self.text, text), self.caret));
            self.caret = caret;
        }
        self.moved();
    }

    /// The caret was moved: the next step is one of its own.
    fn moved(&mut self) {
        self.is_selected = false;
        self.goal = None;
        self.last = None;
    }

    fn go(&mut self, to: usize) {
        self.caret = to;
        self.moved();
    }

    /// A character to the left.
    pub fn left(&mut self) {
        let to = self.previous();
        self.go(to);
    }

    /// A character to the right.
    pub fn right(&mut self) {
        let to = self.next();
        self.go(to);
    }

    fn previous(&self) -> usize {
        self.boundaries().rfind(|at| *at < self.caret).unwrap_or(0)
    }

    fn next(&self) -> usize {
        self.boundaries()
            .find(|at| *at > self.caret)
            .unwrap_or(self.text.len())
    }

    /// To the beginning of the word, or of the one before.
    pub fn word_left(&mut self) {
        let to = self.word_start();
        self.go(to);
    }

    fn word_start(&self) -> usize {
        let words = self.text.split_word_bound_indices();
        let starts = words
            .filter(|(_, word)| !word.trim().is_empty())
            .map(|(at, _)| at);
        starts.take_while(|at| *at < self.caret).last().unwrap_or(0)
    }

    /// To the beginning of the next word.
    pub fn word_right(&mut self) {
        let mut words = self.text.split_word_bound_indices();
        let to = words.find(|(at, word)| *at > self.caret && !word.trim().is_empty());
        self.go(to.map_or(self.text.len(), |(at, _)| at));
    }

    /// To the beginning of the display line.
    pub fn home(&mut self, cells: usize) {
        let line = self.line(cells);
        self.go(line.start);
    }

    /// To the end of the display line.
    pub fn end(&mut self, cells: usize) {
        let lines = self.lines(cells);
        let row = self.row(&lines);
        let is_soft = lines
            .get(row + 1)
            .is_some_and(|next| next.start == lines[row].end);
        self.go(lines[row].end);
        if is_soft {
            // Behind the line's last character is the next line's beginning.
            self.left();
        }
    }

    /// To the beginning of the text.
    pub fn start(&mut self) {
        self.go(0);
    }

    /// To the end of the text.
    pub fn finish(&mut self) {
        let to = self.text.len();
        self.go(to);
    }

    /// To the display line above.
    pub fn up(&mut self, cells: usize) {
        self.go_line(cells, |row| row.checked_sub(1));
    }

    /// To the display line below.
    pub fn down(&mut self, cells: usize) {
        self.go_line(cells, |row| Some(row + 1));
    }

    fn go_line(&mut self, cells: usize, to: impl Fn(usize) -> Option<usize>) {
        let lines = self.lines(cells);
        let (row, column) = self.caret(cells);
        let goal = self.goal.unwrap_or(column);
        if let Some(line) = to(row).and_then(|row| lines.get(row)) {
            let place = self.place(line, goal);
            self.go(place);
        }
        self.goal = Some(goal);
    }

    /// The place in a line nearest to a column, not beyond it.
    fn place(&self, line: &Range<usize>, column: usize) -> usize {
        let mut used = 0;
        for (at, grapheme) in self.text[line.clone()].grapheme_indices(true) {
            used += width_cells(grapheme);
            if used > column {
                return line.start + at;
            }
        }
        line.end
    }

    /// Puts the caret where that display line and column are.
    pub fn click(&mut self, cells: usize, row: usize, column: usize) {
        let lines = self.lines(cells);
        let line = lines.get(row).or(lines.last()).cloned().unwrap_or(0..0);
        let place = self.place(&line, column);
        self.go(place);
    }

    /// Erases the character before the caret.
    pub fn backspace(&mut self) {
        self.erase(self.previous()..self.caret, Step::Erased);
    }

    /// Erases the character behind the caret.
    pub fn delete(&mut self) {
        self.erase(self.caret..self.next(), Step::Erased);
    }

    /// Erases the word before the caret.
    pub fn erase_word(&mut self) {
        let start = self.word_start();
        self.erase(start..self.caret, Step::Other);
    }

    /// Erases to the beginning of the display line.
    pub fn erase_to_start(&mut self, cells: usize) {
        let start = self.line(cells).start;
        self.erase(start..self.caret, Step::Other);
    }

    fn erase(&mut self, range: Range<usize>, step: Step) {
        let range = if self.is_selected {
            0..self.text.len()
        } else {
            range
        };
        if range.is_empty() {
            return;
        }
        self.remember(step);
        let start = range.start;
        self.text.replace_range(range, "");
        // What has come together may be one grapheme, or unclean, now.
        let cleaned = clean(&self.text, self.clean_kind());
        if cleaned.text != self.text {
            self.text = cleaned.text.into_owned();
        }
        self.set_caret(start.min(self.text.len()));
    }

    /// The display lines, as byte ranges.
    pub fn lines(&self, cells: usize) -> Vec<Range<usize>> {
        match self.kind {
            Kind::Note => wrap(&self.text, cells),
            Kind::Line => std::iter::once(0..self.text.len()).collect(),
        }
    }

    fn row(&self, lines: &[Range<usize>]) -> usize {
        lines
            .iter()
            .rposition(|line| line.start <= self.caret)
            .unwrap_or(0)
    }

    fn line(&self, cells: usize) -> Range<usize> {
        let lines = self.lines(cells);
        lines[self.row(&lines)].clone()
    }

    /// The display line of the caret, and its column in cells.
    pub fn caret(&self, cells: usize) -> (usize, usize) {
        let lines = self.lines(cells);
        let row = self.row(&lines);
        (row, width_cells(&self.text[lines[row].start..self.caret]))
    }
}

fn clean_owned(text: &str, kind: text::Kind) -> (String, usize) {
    let cleaned = clean(text, kind);
    (cleaned.text.into_owned(), cleaned.removed)
}
