//! From bytes to keys. A sequence is cut out whole by its grammar (ECMA-48), whether it is known or
//! not, and one that never ends is given up after a moment: whatever a terminal sends, the keys that
//! follow are keys again.

use std::collections::VecDeque;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Heard;
use super::sequence;

const ESC: u8 = 0x1b;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
/// How long the rest of a sequence may be on its way. A key that sends Esc alone takes so long to be
/// known as such.
const SEQUENCE_WAIT: Duration = Duration::from_millis(40);
/// How long the rest of one may be on its way that nobody can have typed. What comes of it then is none.
const SURE_SEQUENCE_WAIT: Duration = Duration::from_secs(1);
/// A sequence begins so that no key sends: Esc, a bracket and a parameter.
const SURE_BYTES: usize = 3;
/// How long after its end a paste may turn out not to have ended: the marker stood in its text.
const PASTE_WAIT: Duration = Duration::from_millis(30);
/// The same for a large one, which comes in pieces over a slow line.
const LARGE_PASTE_WAIT: Duration = Duration::from_millis(150);
/// From here on a paste is large, in bytes.
const LARGE_PASTE_BYTES: usize = 4 << 10;
/// After so long without a byte the end of a paste does not come any more: what follows are keys again.
const PASTE_SILENCE: Duration = Duration::from_secs(5);
/// Of a longer paste the rest is not kept: no field holds as much, so it is refused in any case.
const PASTE_MAX_BYTES: usize = 8 << 20;
/// No sequence that means anything is longer.
const SEQUENCE_MAX_BYTES: usize = 4 << 10;
/// Stands in a paste for what is no UTF-8: it is taken out and counted like any other control
/// character.
const INVALID: &str = "\0";

/// What has come and is not finished.
#[derive(Debug, Default)]
enum State {
    #[default]
    Nothing,
    /// The beginning of a character or of a sequence.
    Begun(Vec<u8>),
    /// Inside a paste.
    Pasting(Vec<u8>),
    /// Behind a paste, with what came since. If another end comes, the first was part of the text.
    Pasted(Vec<u8>, Vec<u8>),
}

/// Cuts the stream of bytes into what they mean.
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
    /// Whether Esc alone came last: over a slow line it may have been the beginning of what comes next.
    is_behind_esc: bool,
}

impl Parser {
    /// Takes bytes, in whatever pieces they come.
    pub fn feed(&mut self, bytes: &[u8], heard: &mut VecDeque<Heard>) {
        if std::mem::take(&mut self.is_behind_esc) && goes_on_after_esc(bytes) {
            self.state = State::Begun(vec![ESC]);
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match std::mem::take(&mut self.state) {
                State::Nothing => self.begin(rest, heard),
                State::Begun(begun) => self.go_on(begun, rest, heard),
                State::Pasting(text) => self.paste(text, rest),
                State::Pasted(text, behind) => self.behind_paste(text, behind, rest, heard),
            };
        }
    }

    /// How long to wait for the rest of what is unfinished; `None` where nothing is.
    pub fn waits(&self) -> Option<Duration> {
        match &self.state {
            State::Nothing => None,
            // The rest of a character comes, however late; what is none breaks it off.
            State::Begun(begun) if begun[0] != ESC => None,
            State::Begun(begun) if begun.len() >= SURE_BYTES => Some(SURE_SEQUENCE_WAIT),
            State::Begun(_) => Some(SEQUENCE_WAIT),
            State::Pasting(_) => Some(PASTE_SILENCE),
            State::Pasted(text, _) if text.len() > LARGE_PASTE_BYTES => Some(LARGE_PASTE_WAIT),
            State::Pasted(..) => Some(PASTE_WAIT),
        }
    }

    /// Whether a paste has ended that may turn out not to have ended.
    pub fn is_behind_paste(&self) -> bool {
        matches!(self.state, State::Pasted(..))
    }

    /// So much time has passed that nothing belongs to what came before.
    pub fn forget_esc(&mut self) {
        self.is_behind_esc = false;
    }

    /// Nothing came for so long: what is unfinished stays so.
    pub fn end(&mut self, heard: &mut VecDeque<Heard>) {
        match std::mem::take(&mut self.state) {
            State::Begun(begun) => match begun[..] {
                [ESC] => {
                    heard.push_back(key(KeyCode::Esc));
                    self.is_behind_esc = true;
                }
                // No sequence after all: two keys.
                [ESC, second] => heard.extend([key(KeyCode::Esc), Heard::Event(Event::Key(plain(second)))]),
                // An answer that was cut off.
                _ => {}
            },
            State::Nothing => {}
            State::Pasting(text) => heard.push_back(pasted(&text)),
            State::Pasted(text, behind) => {
                heard.push_back(pasted(&text));
                self.feed(&behind, heard);
            }
        }
    }

    /// Takes plain bytes up to the first that begins something longer; what is left.
    fn begin<'a>(&mut self, bytes: &'a [u8], heard: &mut VecDeque<Heard>) -> &'a [u8] {
        let (first, rest) = (bytes[0], &bytes[1..]);
        match first {
            ESC | 0xc2..=0xf4 => self.state = State::Begun(vec![first]),
            // No character begins so.
            0x80.. => {}
            _ => heard.push_back(Heard::Event(Event::Key(plain(first)))),
        }
        rest
    }

    /// Goes on with a character or a sequence; what is left.
    fn go_on<'a>(&mut self, mut begun: Vec<u8>, bytes: &'a [u8], heard: &mut VecDeque<Heard>) -> &'a [u8] {
        let (next, rest) = (bytes[0], &bytes[1..]);
        let step = if begun[0] == ESC {
            sequence::step(&begun, next)
        } else {
            sequence::character_step(&begun, next)
        };
        match step {
            sequence::Step::More if begun.len() < SEQUENCE_MAX_BYTES => {
                begun.push(next);
                self.state = State::Begun(begun);
                rest
            }
            sequence::Step::End => {
                begun.push(next);
                match begun.as_slice() {
                    PASTE_BEGINS => self.state = State::Pasting(Vec::new()),
                    whole => heard.extend(sequence::meaning(whole)),
                }
                rest
            }
            // The next byte does not belong to it: a key of its own.
            sequence::Step::Broken if begun == [ESC] => {
                heard.push_back(key(KeyCode::Esc));
                bytes
            }
            sequence::Step::Broken | sequence::Step::More => bytes,
        }
    }

    fn paste<'a>(&mut self, mut text: Vec<u8>, bytes: &'a [u8]) -> &'a [u8] {
        // The marker may have begun in what came before.
        let looked_at = text.len().saturating_sub(PASTE_ENDS.len() - 1);
        let before = text.len();
        text.extend_from_slice(bytes);
        let Some(at) = find(&text[looked_at..], PASTE_ENDS) else {
            if text.len() > PASTE_MAX_BYTES {
                // Its end is still found: the marker cannot be longer than what is kept.
                text.drain(PASTE_MAX_BYTES - PASTE_ENDS.len()..text.len() - PASTE_ENDS.len());
            }
            self.state = State::Pasting(text);
            return &[];
        };
        let end = looked_at + at;
        let rest = &bytes[end + PASTE_ENDS.len() - before..];
        text.truncate(end);
        self.state = State::Pasted(text, Vec::new());
        rest
    }

    fn behind_paste<'a>(
        &mut self,
        mut text: Vec<u8>,
        mut behind: Vec<u8>,
        bytes: &'a [u8],
        heard: &mut VecDeque<Heard>,
    ) -> &'a [u8] {
        // No more than up to the first marker is looked at, which may have begun in what came before.
        let first = |bytes: &[u8]| {
            let markers = [PASTE_ENDS, PASTE_BEGINS].into_iter();
            markers.filter_map(|marker| find(bytes, marker)).min()
        };
        let (looked_at, before) = (behind.len().saturating_sub(PASTE_ENDS.len() - 1), behind.len());
        let taken = first(bytes).map_or(bytes.len(), |at| at + PASTE_ENDS.len());
        behind.extend_from_slice(&bytes[..taken]);
        let Some(at) = first(&behind[looked_at..]).map(|at| looked_at + at) else {
            if behind.len() > PASTE_MAX_BYTES {
                heard.push_back(pasted(&text));
                self.feed(&behind, heard);
            } else {
                self.state = State::Pasted(text, behind);
            }
            return &bytes[taken..];
        };
        let end = at + PASTE_ENDS.len();
        if behind[at..end] == *PASTE_ENDS {
            // The marker before was part of what was pasted. It is taken out with its control character.
            text.extend_from_slice(PASTE_ENDS);
            text.extend_from_slice(&behind[..at]);
            text.truncate(PASTE_MAX_BYTES);
            self.state = State::Pasted(text, Vec::new());
        } else {
            heard.push_back(pasted(&text));
            self.feed(&behind[..end], heard);
        }
        &bytes[end - before..]
    }
}

/// Whether bytes that came together are the rest of a sequence whose Esc came before them: a paste, the mouse,
/// an answer about the cursor, an arrow. Nobody types these at once.
fn goes_on_after_esc(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"[") else {
        return false;
    };
    let is_parameter = |byte: &u8| matches!(byte, b'0'..=b'9' | b';' | b'<');
    let parameters = rest.iter().take_while(|byte| is_parameter(byte)).count();
    match rest.get(parameters) {
        Some(b'A'..=b'D') => parameters == 0 || rest[0] == b'1',
        Some(b'~' | b'R' | b'M' | b'm') => parameters > 0,
        _ => false,
    }
}

fn find(bytes: &[u8], marker: &[u8]) -> Option<usize> {
    bytes.windows(marker.len()).position(|window| window == marker)
}

fn key(code: KeyCode) -> Heard {
    Heard::Event(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

/// A byte of ASCII as the key that sends it.
fn plain(byte: u8) -> KeyEvent {
    let ctrl = |letter: u8| KeyEvent::new(KeyCode::Char(letter.into()), KeyModifiers::CONTROL);
    let code = match byte {
        b'\r' | b'\n' => KeyCode::Enter,
        b'\t' => KeyCode::Tab,
        0x7f => KeyCode::Backspace,
        0 => return ctrl(b' '),
        0x01..=0x1a => return ctrl(byte - 1 + b'a'),
        0x1c..=0x1f => return ctrl(byte - 0x1c + b'4'),
        _ => KeyCode::Char(byte.into()),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn pasted(bytes: &[u8]) -> Heard {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text += chunk.valid();
        if !chunk.invalid().is_empty() {
            text += INVALID;
        }
    }
    Heard::Event(Event::Paste(text))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

    use super::*;

    /// What is heard when the bytes come in pieces of that size, and then nothing for a while.
    fn heard(bytes: &[u8], piece: usize) -> Vec<Heard> {
        let mut parser = Parser::default();
        let mut heard = VecDeque::new();
        for piece in bytes.chunks(piece) {
            parser.feed(piece, &mut heard);
        }
        while parser.waits().is_some() {
            parser.end(&mut heard);
        }
        heard.into()
    }

    fn char_key(c: char) -> Heard {
        key(KeyCode::Char(c))
    }

    fn ctrl(code: KeyCode) -> Heard {
        Heard::Event(Event::Key(KeyEvent::new(code, KeyModifiers::CONTROL)))
    }

    fn paste_of(text: &str) -> Heard {
        Heard::Event(Event::Paste(text.to_owned()))
    }

    fn click(column: u16, row: u16) -> Heard {
        Heard::Event(Event::Mouse(MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }))
    }

    /// A pause inside a character, as a slow line makes it, loses nothing.
    #[test]
    fn half_a_character_waits_for_its_other_half() {
        let mut parser = Parser::default();
        let mut heard = VecDeque::new();
        parser.feed(&"退".as_bytes()[..1], &mut heard);
        assert_eq!(parser.waits(), None);
        parser.feed(&"退".as_bytes()[1..], &mut heard);
        assert_eq!(heard, [char_key('退')]);
    }

    /// In whatever pieces the bytes come.
    fn assert_means(cases: Vec<(&[u8], Vec<Heard>)>) {
        for (bytes, expected) in cases {
            for piece in [1, 2, 3, 5, 7, bytes.len()] {
                let shown = String::from_utf8_lossy(bytes);
                assert_eq!(heard(bytes, piece), expected, "{shown:?} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn keys_are_keys() {
        let cases: Vec<(&[u8], Vec<Heard>)> = vec![
            (
                b"p\t\r\x7f",
                vec![
                    char_key('p'),
                    key(KeyCode::Tab),
                    key(KeyCode::Enter),
                    key(KeyCode::Backspace),
                ],
            ),
            ("電𠮷ｶﾞ".as_bytes(), "電𠮷ｶﾞ".chars().map(char_key).collect()),
            (
                b"\x13\x1a",
                vec![ctrl(KeyCode::Char('s')), ctrl(KeyCode::Char('z'))],
            ),
            (b"\x1b", vec![key(KeyCode::Esc)]),
            (b"\x1bq", vec![key(KeyCode::Esc), char_key('q')]),
            (b"\x1b[", vec![key(KeyCode::Esc), char_key('[')]),
            (b"\x1b`x", vec![char_key('x')]),
            (b"\x1b\x1b[A", vec![key(KeyCode::Esc), key(KeyCode::Up)]),
            (
                b"\x1b[A\x1bOB\x1b[1;5C",
                vec![key(KeyCode::Up), key(KeyCode::Down), ctrl(KeyCode::Right)],
            ),
            (b"\x1bOR\x1b[13~\x1b[[C\x1b[R", vec![key(KeyCode::F(3)); 4]),
            (
                b"\x1b[Z",
                vec![Heard::Event(Event::Key(KeyEvent::new(
                    KeyCode::BackTab,
                    KeyModifiers::SHIFT,
                )))],
            ),
            (
                b"\x1b[5~\x1b[4~\x1b[3~",
                vec![key(KeyCode::PageUp), key(KeyCode::End), key(KeyCode::Delete)],
            ),
            (b"\x1b[115;5u", vec![ctrl(KeyCode::Char('s'))]),
            (b"\x1b[27;5;115~", vec![ctrl(KeyCode::Char('s'))]),
        ];
        assert_means(cases);
    }

    #[test]
    fn an_answer_is_no_key_and_a_paste_is_one_text() {
        let cases: Vec<(&[u8], Vec<Heard>)> = vec![
            // An answer is never typing, in time or late; only one about the cursor is asked for.
            (b"\x1b[2;3R", vec![Heard::CursorAt(2, 3)]),
            (b"\x1b[>1;95;0c\x1b[?64;1;2cx", vec![char_key('x')]),
            (
                b"\x1b[0n\x1b[1;1x\x1b[32;1;1MzOp",
                "zOp".chars().map(char_key).collect(),
            ),
            (b"\x1bOp\x1bOM", vec![char_key('0'), key(KeyCode::Enter)]),
            (b"\x1b]11;rgb:0000/0000/0000\x07y", vec![char_key('y')]),
            (b"\x1bP1$r0m\x1b\\z", vec![char_key('z')]),
            (b"\x1b[I\x1b[O\x1b[=5X\x1b[!pa", vec![char_key('a')]),
            // What is broken off ends where something else begins.
            (b"\x1b[12\rq", vec![key(KeyCode::Enter), char_key('q')]),
            (b"\xe9\x9b\xff\x80a", vec![char_key('a')]),
            // A mouse of the old form, whose bytes are no letters.
            (b"\x1b[M \x64\x31d", vec![click(67, 16), char_key('d')]),
            (b"\x1b[M#\x64\x31d", vec![char_key('d')]),
            ("\x1b[1;\u{3042}".as_bytes(), vec![char_key('あ')]),
            // Pastes.
            (
                b"\x1b[200~d1\x13\n\x1b[201~x",
                vec![paste_of("d1\x13\n"), char_key('x')],
            ),
            ("\x1b[200~預け先\x1b[201~".as_bytes(), vec![paste_of("預け先")]),
            (b"\x1b[200~a\xffb\x1b[201~", vec![paste_of("a\0b")]),
            (
                b"\x1b[200~a\x1b[201~\x13q\x1b[201~b",
                vec![paste_of("a\x1b[201~\x13q"), char_key('b')],
            ),
            (
                b"\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~",
                vec![paste_of("a"), paste_of("b")],
            ),
            (b"\x1b[201~x", vec![char_key('x')]),
        ];
        assert_means(cases);
    }

    /// Whatever a slow line puts between the pieces: none of it becomes keys but an Esc that came alone.
    #[test]
    fn a_sequence_that_a_slow_line_tears_is_no_keys() {
        let esc = || key(KeyCode::Esc);
        let cases: Vec<([&[u8]; 2], Vec<Heard>)> = vec![
            ([b"\x1b", b"[200~d1\x1b[201~"], vec![esc(), paste_of("d1")]),
            ([b"\x1b", b"[2;2R"], vec![esc(), Heard::CursorAt(2, 2)]),
            ([b"\x1b", b"[B"], vec![esc(), key(KeyCode::Down)]),
            ([b"\x1b", b"[<0;68;17M"], vec![esc(), click(67, 16)]),
            // What a person may type behind Esc is typed.
            ([b"\x1b", b"["], vec![esc(), char_key('[')]),
            ([b"\x1b", b"[d"], vec![esc(), char_key('['), char_key('d')]),
            ([b"\x1b", b"[1"], vec![esc(), char_key('['), char_key('1')]),
            ([b"\x1b", b"d1"], vec![esc(), char_key('d'), char_key('1')]),
        ];
        for ([first, second], expected) in cases {
            let mut parser = Parser::default();
            let mut heard = VecDeque::new();
            parser.feed(first, &mut heard);
            parser.end(&mut heard);
            parser.feed(second, &mut heard);
            while parser.waits().is_some() {
                parser.end(&mut heard);
            }
            assert_eq!(heard, expected, "{:?}", String::from_utf8_lossy(second));
        }
        // A beginning that is no key is waited for longer than one that may be.
        for begun in [&b"\x1b[2"[..], b"\x1b[20", b"\x1b[<65;1"] {
            let mut parser = Parser::default();
            parser.feed(begun, &mut VecDeque::new());
            assert_eq!(parser.waits(), Some(SURE_SEQUENCE_WAIT));
        }
    }

    #[test]
    fn a_sequence_without_an_end_holds_up_nothing() {
        let beginnings: [&[u8]; 6] = [b"\x1b[", b"\x1b]", b"\x1bP", b"\x1b[1;", b"\x1bO", b"\x1b[200~ab"];
        for begun in beginnings {
            let mut parser = Parser::default();
            let mut heard = VecDeque::new();
            parser.feed(begun, &mut heard);
            assert!(parser.waits().is_some(), "{begun:?}");
            parser.end(&mut heard);
            heard.clear();
            parser.feed("退".as_bytes(), &mut heard);
            assert_eq!(heard, [char_key('退')], "{begun:?}");
        }
    }

    #[test]
    fn a_paste_longer_than_any_field_is_cut_and_ends() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.resize(PASTE_MAX_BYTES + (3 << 20), b'a');
        bytes.extend(PASTE_ENDS);
        bytes.push(b'x');
        let heard = heard(&bytes, CHUNK);
        let Heard::Event(Event::Paste(text)) = &heard[0] else {
            panic!("no paste");
        };
        assert!(text.len() <= PASTE_MAX_BYTES, "{}", text.len());
        assert!(text.bytes().all(|byte| byte == b'a'));
        assert_eq!(heard[1..], [char_key('x')]);
    }

    const CHUNK: usize = 16 << 10;

    #[test]
    fn no_bytes_make_it_panic_and_letters_come_through() {
        let mut seed = 7_u64;
        let mut random = move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize
        };
        let alphabet = b"\x1b[]OP?;:0129~RMmuAZ<>\x07\\\r\x13a\xe9\x9b\xbb\xff\x80 ";
        for _ in 0..20_000 {
            let mut bytes: Vec<u8> = (0..random() % 24)
                .map(|_| alphabet[random() % alphabet.len()])
                .collect();
            let mut parser = Parser::default();
            let mut heard = VecDeque::new();
            parser.feed(&bytes, &mut heard);
            while parser.waits().is_some() {
                parser.end(&mut heard);
            }
            bytes = "退院".into();
            heard.clear();
            parser.feed(&bytes, &mut heard);
            assert_eq!(heard, ['退', '院'].map(char_key));
        }
    }
}
