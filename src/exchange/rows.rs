//! Rows of a CSV file, one at a time, in constant memory.
//!
//! Not over `csv-core`: it reads an unclosed quote as a very long cell and text after a closing quote as
//! part of the cell, without a word, and here both are refused where they stand. Cells are not copied
//! either: a row is a slice of the buffer and the ends of its cells.

use std::io::{self, Read};
use std::ops::Range;

use simdutf8::compat::from_utf8;
use thiserror::Error;

use super::decode::{CHUNK_BYTES, Decoded, Decoding, Encoding, LineCount, UTF8_BOM};

/// The longest row that is read, in bytes of UTF-8: notes of 20,000 characters fit many times over, and
/// a quote that is never closed does not fill the memory.
pub const ROW_MAX_BYTES: usize = 1024 * 1024;

/// Bytes that end a cell without quotes, or are refused in it.
const ENDS_CELL: [bool; 256] = {
    let mut ends = [false; 256];
    ends[b',' as usize] = true;
    ends[b'\n' as usize] = true;
    ends[b'\r' as usize] = true;
    ends[0] = true;
    ends
};

/// Why reading rows ended early. Lines are physical lines and columns are cells, both counted from 1.
#[derive(Debug, Error)]
pub enum RowError {
    /// The file could not be read.
    #[error("reading failed")]
    Io(#[from] io::Error),
    /// Bytes that are wrong in the encoding (which the survey had found right: the file has changed).
    #[error("wrong bytes on line {line}")]
    BadBytes {
        /// The line they stand on.
        line: u64,
    },
    /// A zero byte.
    #[error("NUL on line {line}, column {column}")]
    Nul {
        /// The line it stands on.
        line: u64,
        /// The cell it stands in.
        column: usize,
    },
    /// A quote that is not closed before the end, or before the row is too long.
    #[error("unclosed quote on line {line}, column {column}")]
    UnclosedQuote {
        /// The line on which the quote opens.
        line: u64,
        /// The cell that it opens.
        column: usize,
    },
    /// Something other than a comma or the end of the line after a closing quote.
    #[error("text after the closing quote on line {line}, column {column}")]
    AfterQuote {
        /// The line on which the quote closes.
        line: u64,
        /// The cell that it closes.
        column: usize,
    },
    /// A row longer than [`ROW_MAX_BYTES`].
    #[error("the row on line {line} is too long")]
    TooLong {
        /// The line on which the row begins.
        line: u64,
    },
}

/// One row; its cells live until the next is read.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The physical line on which the row begins, counted from 1.
    pub line: u64,
    text: &'a str,
    cells: &'a [Range<usize>],
}

impl<'a> Row<'a> {
    /// The number of cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Never true: a row without cells is not yielded.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The cell at `index`, counted from 0, without its quotes; empty beyond the end of a short row.
    pub fn get(&self, index: usize) -> &'a str {
        self.cells.get(index).map_or("", |cell| &self.text[cell.clone()])
    }

    /// All cells in their order.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = self.text;
        self.cells.iter().map(move |cell| &text[cell.clone()])
    }
}

/// Whether a cell holds nothing but blanks, of whatever width.
fn is_blank(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(|text| text.trim().is_empty())
}

/// The rows of a CSV file: comma, double quotes, any line ends, newlines inside quotes. The header is an
/// ordinary first row, rows of different lengths are yielded as they are, and rows whose cells are all
/// empty or blank are skipped.
pub struct Rows<R> {
    decoding: Decoding<R>,
    buffer: Vec<u8>,
    /// What of the buffer is text not yet yielded.
    unread: Range<usize>,
    source: Source,
    /// The line on which `unread` begins.
    line: u64,
    scan: Scan,
}

/// What is known of the text beyond the buffer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Unopened,
    Open,
    Ended,
    Wrong,
}

impl<R: Read> Rows<R> {
    /// Reads `reader` in the encoding that [`survey`](super::decode::survey) found.
    pub fn new(reader: R, encoding: Encoding) -> Self {
        Self {
            decoding: Decoding::new(reader, encoding),
            buffer: vec![0; 2 * CHUNK_BYTES],
            unread: 0..0,
            source: Source::Unopened,
            line: 1,
            scan: Scan::default(),
        }
    }

    /// The next row, or `None` after the last.
    ///
    /// # Errors
    /// [`RowError`]; nothing after it can be trusted, so the caller stops there.
    #[expect(
        clippy::should_implement_trait,
        reason = "an Iterator's items cannot borrow from it"
    )]
    pub fn next(&mut self) -> Result<Option<Row<'_>>, RowError> {
        let read = self.read_row();
        if read.is_err() {
            self.unread = 0..0;
            self.source = Source::Ended;
        }
        let Some((line, bytes)) = read? else {
            return Ok(None);
        };
        let bytes = &self.buffer[bytes];
        let text = from_utf8(bytes).map_err(|error| bad_bytes(line, bytes, error.valid_up_to()))?;
        Ok(Some(Row {
            line,
            text,
            cells: &self.scan.cells,
        }))
    }

    /// Finds the next row that is not empty: its line and where its bytes stand in the buffer.
    fn read_row(&mut self) -> Result<Option<(u64, Range<usize>)>, RowError> {
        if self.source == Source::Unopened {
            self.open()?;
        }
        loop {
            if !self.scan_row()? {
                return Ok(None);
            }
            let (line, start) = (self.line, self.unread.start);
            let bytes = start..start + self.scan.length;
            self.unread.start = bytes.end;
            self.line += self.scan.lines;
            let row = &self.buffer[bytes.clone()];
            if self.scan.cells.iter().any(|cell| !is_blank(&row[cell.clone()])) {
                if self.scan.has_escapes() {
                    self.unescape(line, bytes.clone())?;
                }
                return Ok(Some((line, bytes)));
            }
        }
    }

    /// Scans the row at the start of `unread`, reading on until all of it is there; false at the end.
    fn scan_row(&mut self) -> Result<bool, RowError> {
        loop {
            let ended = self.source == Source::Ended;
            if self.unread.is_empty() && ended {
                return Ok(false);
            }
            let bytes = &self.buffer[self.unread.clone()];
            let outcome = self.scan.run(bytes, ended, self.line);
            let too_long = bytes.len() > ROW_MAX_BYTES;
            match outcome {
                Ok(()) if self.scan.length <= ROW_MAX_BYTES => return Ok(true),
                Ok(()) => return Err(RowError::TooLong { line: self.line }),
                Err(Stop::Refused(error)) => return Err(error),
                Err(_) if self.source == Source::Wrong => {
                    return Err(bad_bytes(self.line, bytes, bytes.len()));
                }
                Err(Stop::InQuotes { line, column }) if ended || too_long => {
                    return Err(RowError::UnclosedQuote { line, column });
                }
                Err(_) if too_long => return Err(RowError::TooLong { line: self.line }),
                Err(_) => self.read_on()?,
            }
        }
    }

    fn open(&mut self) -> io::Result<()> {
        self.source = Source::Open;
        self.read_on()?;
        if self.buffer[self.unread.clone()].starts_with(&UTF8_BOM) {
            self.unread.start += UTF8_BOM.len();
        }
        Ok(())
    }

    /// Moves what is unread to the front of the buffer and fills the rest.
    fn read_on(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.unread.clone(), 0);
        self.unread = 0..self.unread.len();
        if self.unread.end + CHUNK_BYTES > self.buffer.len() {
            // Doubling keeps the scanning of a long row, which starts over each time, in proportion.
            self.buffer.resize(2 * self.buffer.len(), 0);
        }
        let (written, source) = match self.decoding.step(&mut self.buffer[self.unread.end..])? {
            Decoded::Text(written) => (written, Source::Open),
            Decoded::End(written) => (written, Source::Ended),
            Decoded::Wrong(written) => (written, Source::Wrong),
        };
        self.unread.end += written;
        self.source = source;
        Ok(())
    }

    /// Validates before bytes move, so that a wrong one is reported on its own line.
    fn unescape(&mut self, line: u64, bytes: Range<usize>) -> Result<(), RowError> {
        let row = &mut self.buffer[bytes];
        from_utf8(row).map_err(|error| bad_bytes(line, row, error.valid_up_to()))?;
        self.scan.unescape(row);
        Ok(())
    }
}

/// Bytes that are wrong behind `valid` good ones, in text that begins on `line`.
fn bad_bytes(line: u64, bytes: &[u8], valid: usize) -> RowError {
    let mut lines = LineCount::default();
    lines.add(&bytes[..valid]);
    RowError::BadBytes {
        line: line + lines.line() - 1,
    }
}

/// Why a scan did not reach the end of a row.
enum Stop {
    /// The bytes end before the row does.
    Short,
    /// The same, inside the quotes opened there.
    InQuotes {
        line: u64,
        column: usize,
    },
    Refused(RowError),
}

/// The last row scanned.
#[derive(Default)]
struct Scan {
    cells: Vec<Range<usize>>,
    /// Cells with doubled quotes still in them.
    escaped: Vec<usize>,
    /// The row's bytes, its line end included.
    length: usize,
    /// Physical lines that the row takes.
    lines: u64,
}

impl Scan {
    fn has_escapes(&self) -> bool {
        !self.escaped.is_empty()
    }

    /// Scans one row from the start of `bytes`, which stand on line `first`.
    fn run(&mut self, bytes: &[u8], ended: bool, first: u64) -> Result<(), Stop> {
        self.cells.clear();
        self.escaped.clear();
        self.lines = 0;
        let mut at = 0;
        loop {
            let after = if bytes.get(at) == Some(&b'"') {
                self.quoted(bytes, at, ended, first)?
            } else {
                self.bare(bytes, at)
            };
            at = after + 1;
            match bytes.get(after) {
                Some(b',') => continue,
                Some(b'\n') => self.length = at,
                Some(b'\r') => match bytes.get(at) {
                    Some(b'\n') => self.length = at + 1,
                    None if !ended => return Err(Stop::Short),
                    _ => self.length = at,
                },
                None if ended => self.length = after,
                None => return Err(Stop::Short),
                Some(other) => {
                    let (line, column) = (first + self.lines, self.cells.len());
                    let is_nul = *other == 0;
                    return Err(Stop::Refused(if is_nul {
                        RowError::Nul { line, column }
                    } else {
                        RowError::AfterQuote { line, column }
                    }));
                }
            }
            self.lines += 1;
            return Ok(());
        }
    }

    /// A cell without quotes; returns where it ends. Quotes inside it are ordinary, as in `5"`.
    fn bare(&mut self, bytes: &[u8], start: usize) -> usize {
        let length = bytes[start..]
            .iter()
            .position(|&byte| ENDS_CELL[usize::from(byte)]);
        let end = length.map_or(bytes.len(), |length| start + length);
        self.cells.push(start..end);
        end
    }

    /// A cell in quotes, whose first stands at `open`; returns the place after the closing one.
    fn quoted(&mut self, bytes: &[u8], open: usize, ended: bool, first: u64) -> Result<usize, Stop> {
        let column = self.cells.len() + 1;
        let opened = first + self.lines;
        let mut has_escapes = false;
        let mut at = open + 1;
        loop {
            match bytes.get(at) {
                None => return Err(Stop::InQuotes { line: opened, column }),
                Some(0) => {
                    return Err(Stop::Refused(RowError::Nul {
                        line: first + self.lines,
                        column,
                    }));
                }
                Some(b'"') => match bytes.get(at + 1) {
                    Some(b'"') => {
                        has_escapes = true;
                        at += 1;
                    }
                    None if !ended => return Err(Stop::Short),
                    _ => break,
                },
                Some(b'\r') => self.lines += 1,
                Some(b'\n') if bytes[at - 1] != b'\r' => self.lines += 1,
                Some(_) => {}
            }
            at += 1;
        }
        if has_escapes {
            self.escaped.push(self.cells.len());
        }
        self.cells.push(open + 1..at);
        Ok(at + 1)
    }

    /// Makes one quote of each two, in place; the bytes left over behind the cell become quotes too,
    /// so that the row stays valid UTF-8.
    fn unescape(&mut self, row: &mut [u8]) {
        for &index in &self.escaped {
            let cell = &mut self.cells[index];
            let (mut from, mut to) = (cell.start, cell.start);
            while from < cell.end {
                row[to] = row[from];
                from += if row[from] == b'"' { 2 } else { 1 };
                to += 1;
            }
            row[to..cell.end].fill(b'"');
            cell.end = to;
        }
    }
}
