//! From bytes to text: which encoding a file is in, and its decoding as it is read.
//!
//! A file is read twice: [`survey`] judges every byte before anything is believed, then
//! [`Rows`](super::rows::Rows) reads it through a `Decoding`. Nothing is ever replaced by U+FFFD.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, SHIFT_JIS};
use sha2::{Digest, Sha256};
use simdutf8::compat::from_utf8;
use thiserror::Error;

/// How much is read at once, in bytes.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;

/// The byte order mark that Excel writes before UTF-8.
pub(super) const UTF8_BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// How many bytes are looked at for signs of UTF-16 without a byte order mark.
const UTF16_SAMPLE_BYTES: usize = 1024;

/// The encodings that files are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-31J, which Excel in Japan writes as "CSV": Shift_JIS with NEC's and IBM's additions.
    Cp932,
}

/// What one pass over a file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// SHA-256 of all bytes, by which a file that was imported before is recognised.
    pub sha256: [u8; 32],
    /// The length of the file in bytes.
    pub bytes: u64,
    /// The encoding in which every byte of the file is right; UTF-8 where both would do.
    pub encoding: Encoding,
    /// Whether the file begins with a byte order mark.
    pub has_bom: bool,
}

/// Why a file cannot be read as text. Lines are physical lines, counted from 1.
#[derive(Debug, Error)]
pub enum DecodeError {
    /// The file could not be read.
    #[error("reading failed")]
    Io(#[from] io::Error),
    /// The file is in UTF-16 (Excel's "Unicode text").
    #[error("UTF-16")]
    Utf16,
    /// A zero byte: not a text file.
    #[error("NUL on line {line}")]
    Nul {
        /// The line it stands on.
        line: u64,
    },
    /// Bytes that are wrong in UTF-8 and in CP932.
    #[error("neither UTF-8 nor CP932: line {line}, byte {byte}; likely {likely:?}")]
    BadBytes {
        /// The line of the first wrong byte in the likely encoding.
        line: u64,
        /// Where that byte stands in the file, counted from 0.
        byte: u64,
        /// The encoding that the file follows longest.
        likely: Encoding,
    },
}

/// Reads all of `reader` once, in constant memory, and judges its encoding.
///
/// # Errors
/// [`DecodeError`]; the first wrong byte ends the reading.
pub fn survey(reader: &mut impl Read) -> Result<Survey, DecodeError> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut digest = Sha256::new();
    let mut judge = Judge::new();
    loop {
        let filled = read_full(reader, &mut chunk)?;
        digest.update(&chunk[..filled]);
        judge.take(&chunk[..filled])?;
        if filled < chunk.len() {
            break;
        }
    }
    let encoding = judge.finish()?;
    Ok(Survey {
        sha256: digest.finalize().into(),
        bytes: judge.bytes,
        encoding,
        has_bom: judge.has_bom,
    })
}

/// Fills `buffer` as far as the reader goes; less than all of it means the end.
fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Where a file is wrong in one encoding.
#[derive(Clone, Copy)]
struct Place {
    line: u64,
    byte: u64,
}

/// Both encodings, followed side by side until one of them fails.
struct Judge {
    bytes: u64,
    lines: LineCount,
    has_bom: bool,
    utf8: Utf8Check,
    utf8_wrong: Option<Place>,
    cp932: Cp932Check,
    cp932_wrong: Option<Place>,
}

impl Judge {
    fn new() -> Self {
        Self {
            bytes: 0,
            lines: LineCount::default(),
            has_bom: false,
            utf8: Utf8Check::default(),
            utf8_wrong: None,
            cp932: Cp932Check::new(),
            cp932_wrong: None,
        }
    }

    fn take(&mut self, chunk: &[u8]) -> Result<(), DecodeError> {
        if self.bytes == 0 {
            self.has_bom = chunk.starts_with(&UTF8_BOM);
            if looks_utf16(chunk) {
                return Err(DecodeError::Utf16);
            }
        }
        if chunk.contains(&0) {
            let at = chunk.iter().take_while(|&&byte| byte != 0).count();
            return Err(DecodeError::Nul {
                line: self.place(chunk, at).line,
            });
        }
        if self.utf8_wrong.is_none() {
            self.utf8_wrong = self.utf8.feed(chunk).map(|at| self.place(chunk, at));
        }
        if self.cp932_wrong.is_none() && !self.has_bom {
            self.cp932_wrong = self.cp932.feed(chunk, false).map(|at| self.place(chunk, at));
        }
        self.lines.add(chunk);
        self.bytes += chunk.len() as u64;
        self.verdict().map(drop)
    }

    fn finish(&mut self) -> Result<Encoding, DecodeError> {
        let end = self.place(&[], 0);
        if self.utf8_wrong.is_none() && self.utf8.is_midway() {
            self.utf8_wrong = Some(end);
        }
        if self.cp932_wrong.is_none() {
            self.cp932_wrong = self.cp932.feed(&[], true).map(|_| end);
        }
        self.verdict()
    }

    fn verdict(&self) -> Result<Encoding, DecodeError> {
        let Some(utf8) = self.utf8_wrong else {
            return Ok(Encoding::Utf8);
        };
        let (wrong, likely) = match self.cp932_wrong {
            _ if self.has_bom => (utf8, Encoding::Utf8),
            None => return Ok(Encoding::Cp932),
            Some(cp932) if cp932.byte > utf8.byte => (cp932, Encoding::Cp932),
            Some(_) => (utf8, Encoding::Utf8),
        };
        Err(DecodeError::BadBytes {
            line: wrong.line,
            byte: wrong.byte,
            likely,
        })
    }

    /// The place of the byte at `at` in the chunk that has not been counted yet.
    fn place(&self, chunk: &[u8], at: usize) -> Place {
        let mut lines = self.lines;
        lines.add(&chunk[..at]);
        Place {
            line: lines.line(),
            byte: self.bytes + at as u64,
        }
    }
}

/// A byte order mark of UTF-16, or its zero bytes, all on one side of the letters and spaces.
fn looks_utf16(start: &[u8]) -> bool {
    let sample = &start[..start.len().min(UTF16_SAMPLE_BYTES)];
    let zeros = |side: usize| {
        sample
            .iter()
            .skip(side)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    start.starts_with(&[0xFF, 0xFE])
        || start.starts_with(&[0xFE, 0xFF])
        || even.max(odd) > 3 && even.min(odd) == 0
}

/// Follows UTF-8 over chunks that may end inside a character.
#[derive(Default)]
struct Utf8Check {
    begun: Vec<u8>,
}

impl Utf8Check {
    /// Returns where in `chunk` it is wrong.
    fn feed(&mut self, chunk: &[u8]) -> Option<usize> {
        let mut rest = chunk;
        while !self.begun.is_empty() {
            let (&next, after) = rest.split_first()?;
            self.begun.push(next);
            rest = after;
            match from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return Some(0),
            }
        }
        let error = from_utf8(rest).err()?;
        if error.error_len().is_some() {
            return Some(chunk.len() - rest.len() + error.valid_up_to());
        }
        self.begun.extend_from_slice(&rest[error.valid_up_to()..]);
        None
    }

    fn is_midway(&self) -> bool {
        !self.begun.is_empty()
    }
}

/// Follows CP932 by decoding it and throwing the text away.
struct Cp932Check {
    decoder: Decoder,
    scratch: Vec<u8>,
    begun: bool,
}

impl Cp932Check {
    fn new() -> Self {
        Self {
            decoder: new_cp932_decoder(),
            scratch: vec![0; CHUNK_BYTES],
            begun: false,
        }
    }

    /// Returns where in `chunk` it is wrong.
    fn feed(&mut self, chunk: &[u8], last: bool) -> Option<usize> {
        // Until the first byte beyond ASCII the decoder has nothing to remember.
        if !self.begun && chunk.is_ascii() {
            return None;
        }
        self.begun = true;
        let mut at = 0;
        loop {
            let (result, read, _) =
                self.decoder
                    .decode_to_utf8_without_replacement(&chunk[at..], &mut self.scratch, last);
            at += read;
            match result {
                DecoderResult::InputEmpty => return None,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(wrong, after) => {
                    return Some(at.saturating_sub(usize::from(wrong + after)));
                }
            }
        }
    }
}

fn new_cp932_decoder() -> Decoder {
    SHIFT_JIS.new_decoder_without_bom_handling()
}

/// The text of a reader, decoded as it is read; a byte order mark is left in.
pub(super) struct Decoding<R> {
    reader: R,
    /// `None` for UTF-8, which is read as it is and validated by the record.
    cp932: Option<Decoder>,
    raw: Vec<u8>,
    used: usize,
    filled: usize,
    has_ended: bool,
}

/// What one step of decoding came to.
pub(super) enum Decoded {
    /// So many bytes of text were written; there may be more.
    Text(usize),
    /// So many bytes of text were written, the last.
    End(usize),
    /// So many bytes of text were written, and after them come bytes that are wrong.
    Wrong(usize),
}

impl<R: Read> Decoding<R> {
    pub(super) fn new(reader: R, encoding: Encoding) -> Self {
        let (cp932, raw) = match encoding {
            Encoding::Utf8 => (None, Vec::new()),
            Encoding::Cp932 => (Some(new_cp932_decoder()), vec![0; CHUNK_BYTES]),
        };
        Self {
            reader,
            cp932,
            raw,
            used: 0,
            filled: 0,
            has_ended: false,
        }
    }

    /// Writes the next text into `into`, which must have room for at least one character.
    pub(super) fn step(&mut self, into: &mut [u8]) -> io::Result<Decoded> {
        let Some(decoder) = &mut self.cp932 else {
            let written = read_full(&mut self.reader, into)?;
            return Ok(if written < into.len() {
                Decoded::End(written)
            } else {
                Decoded::Text(written)
            });
        };
        if self.used == self.filled && !self.has_ended {
            self.filled = read_full(&mut self.reader, &mut self.raw)?;
            self.used = 0;
            self.has_ended = self.filled < self.raw.len();
        }
        let bytes = &self.raw[self.used..self.filled];
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(bytes, into, self.has_ended);
        self.used += read;
        Ok(match result {
            DecoderResult::Malformed(..) => Decoded::Wrong(written),
            DecoderResult::InputEmpty if self.has_ended => Decoded::End(written),
            _ => Decoded::Text(written),
        })
    }
}

/// Counts physical lines over chunks: each ended by LF, CRLF or a lone CR.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineCount {
    ended: u64,
    after_cr: bool,
}

impl LineCount {
    pub(super) fn add(&mut self, chunk: &[u8]) {
        let Some((&first, rest)) = chunk.split_first() else {
            return;
        };
        // A line ends at every CR, and at every LF that does not follow one.
        let returns = count(chunk, chunk, |byte, _| byte == b'\r');
        let feeds = count(chunk, rest, |before, byte| (byte == b'\n') & (before != b'\r'));
        self.ended += returns + feeds + u64::from(first == b'\n' && !self.after_cr);
        self.after_cr = chunk.ends_with(b"\r");
    }

    /// The line that the next byte stands on, counted from 1.
    pub(super) fn line(self) -> u64 {
        self.ended + 1
    }
}

/// Counts the pairs of bytes that are so. In blocks that a byte can count, because the compiler turns
/// those into vector code, eight times as fast as counting in a `usize`.
fn count(left: &[u8], right: &[u8], is_so: impl Fn(u8, u8) -> bool) -> u64 {
    let block = usize::from(u8::MAX);
    let blocks = left.chunks(block).zip(right.chunks(block));
    blocks
        .map(|(l, r)| u64::from(l.iter().zip(r).map(|(&l, &r)| u8::from(is_so(l, r))).sum::<u8>()))
        .sum()
}
