//! Sequences that a terminal sends: where they end, and what they mean.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::Heard;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;

/// What a byte is for what has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Part of it, and not the last.
    More,
    /// Its last.
    End,
    /// Not part of it: what has begun is broken off.
    Broken,
}

/// What the next byte is for a sequence that begins with Esc.
pub fn step(begun: &[u8], next: u8) -> Step {
    match begun.get(1) {
        None => match next {
            b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X' => Step::More,
            // Alt with the key that turns an input method on, where a terminal passes it on.
            b'`' => Step::End,
            // Esc, and a key right behind it. Alt with that key looks the same; no key here wants Alt, and
            // what was typed fast, or held up on a slow line, must not get lost.
            _ => Step::Broken,
        },
        // The old form of a mouse report: three bytes of any kind.
        Some(b'[') if begun.get(2) == Some(&b'M') => match begun.len() {
            5 => Step::End,
            _ => Step::More,
        },
        Some(b'[') => match next {
            b'M' if begun.len() == 2 => Step::More,
            // The Linux console's function keys: one more letter.
            b'[' if begun.len() == 2 => Step::More,
            0x20..=0x3f => Step::More,
            0x40..=0x7e => Step::End,
            _ => Step::Broken,
        },
        Some(b'O') => match next {
            b'0'..=b'9' | b';' => Step::More,
            b'@'..=b'~' => Step::End,
            _ => Step::Broken,
        },
        // A string: an answer that nobody asked for here.
        Some(_) => match next {
            BEL => Step::End,
            b'\\' if begun.last() == Some(&ESC) => Step::End,
            ESC | 0x20.. => Step::More,
            _ => Step::Broken,
        },
    }
}

/// What the next byte is for a character of several.
pub fn character_step(begun: &[u8], next: u8) -> Step {
    let bytes = match begun[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    match next {
        0x80..=0xbf if begun.len() + 1 == bytes => Step::End,
        0x80..=0xbf => Step::More,
        _ => Step::Broken,
    }
}

/// What a whole character or sequence means; nothing where it is none that is known.
pub fn meaning(whole: &[u8]) -> Option<Heard> {
    let (last, before) = whole.split_last()?;
    match before {
        [ESC] => None,
        [ESC, b'[', b'['] => key(
            KeyCode::F(last.checked_sub(b'A')?.checked_add(1)?),
            KeyModifiers::NONE,
        ),
        [ESC, b'[', b'M', button, column] => {
            let from_32 = |byte: u8| u32::from(byte.saturating_sub(32));
            mouse(&[*button, *column, *last].map(from_32), b'M')
        }
        [ESC, b'[', b'<', rest @ ..] => mouse(&numbers(rest)?, *last),
        [ESC, b'[', rest @ ..] => control(&numbers(rest)?, *last),
        [ESC, b'O', rest @ ..] => {
            let held = modifiers(numbers(rest)?.last().copied());
            keypad_key(*last, held).or_else(|| letter_key(*last, held))
        }
        [ESC, ..] => None,
        _ => {
            let c = std::str::from_utf8(whole).ok()?.chars().next()?;
            key(KeyCode::Char(c), KeyModifiers::NONE)
        }
    }
}

/// The numbers between semicolons; what follows a colon is detail. `None` where something else stands
/// between them: an answer.
fn numbers(bytes: &[u8]) -> Option<Vec<u32>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let number = |part: &str| match part.split(':').next()? {
        "" => Some(0),
        digits => digits.parse().ok(),
    };
    text.split(';').map(number).collect()
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Heard> {
    Some(Heard::Event(Event::Key(KeyEvent::new(code, modifiers))))
}

/// The modifiers as xterm numbers them: one more than the sum of their bits.
fn modifiers(number: Option<u32>) -> KeyModifiers {
    let bits = number.unwrap_or(1).saturating_sub(1);
    let known = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
    ];
    let set = known.into_iter().filter(|(bit, _)| bits & bit != 0);
    set.fold(KeyModifiers::NONE, |all, (_, modifier)| all | modifier)
}

fn control(numbers: &[u32], last: u8) -> Option<Heard> {
    let held = modifiers(numbers.get(1).copied());
    match (last, numbers) {
        // With a first number of 1 it is F3 with a modifier; nobody asks in the first row.
        (b'R', [row, column]) if *row > 1 => Some(Heard::CursorAt(
            u16::try_from(*row).ok()?,
            u16::try_from(*column).ok()?,
        )),
        (b'~', [27, held, code]) => coded_key(*code, modifiers(Some(*held))),
        (b'~', [number, ..]) => key(numbered_key(*number)?, held),
        (b'u', [code, ..]) => coded_key(*code, held),
        _ => letter_key(last, held),
    }
}

fn letter_key(letter: u8, held: KeyModifiers) -> Option<Heard> {
    let code = match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        b'Z' => return key(KeyCode::BackTab, held | KeyModifiers::SHIFT),
        _ => return None,
    };
    key(code, held)
}

/// The keypad of a terminal in application mode. Behind `ESC [` these letters are answers.
fn keypad_key(letter: u8, held: KeyModifiers) -> Option<Heard> {
    match letter {
        b'M' => key(KeyCode::Enter, held),
        b'j'..=b'y' => key(KeyCode::Char((letter - 0x40).into()), held),
        _ => None,
    }
}

fn numbered_key(number: u32) -> Option<KeyCode> {
    let function = |gap: u32| KeyCode::F((number - gap) as u8);
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => function(10),
        17..=21 => function(11),
        23..=26 => function(12),
        28 | 29 => function(15),
        31..=34 => function(17),
        _ => return None,
    })
}

/// A key by its character's number, as newer terminals send keys with modifiers.
fn coded_key(code: u32, held: KeyModifiers) -> Option<Heard> {
    let code = match char::from_u32(code)? {
        '\r' => KeyCode::Enter,
        '\t' if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        '\t' => KeyCode::Tab,
        '\x1b' => KeyCode::Esc,
        '\x7f' => KeyCode::Backspace,
        c if c.is_control() => return None,
        c => KeyCode::Char(c),
    };
    key(code, held)
}

/// A report of the mouse in the form that knows no limit of columns (SGR).
fn mouse(numbers: &[u32], last: u8) -> Option<Heard> {
    let [button, column, row] = numbers else {
        return None;
    };
    let kind = match (button & 0b1110_0011, last) {
        (0, b'M') => MouseEventKind::Down(MouseButton::Left),
        (64, b'M') => MouseEventKind::ScrollUp,
        (65, b'M') => MouseEventKind::ScrollDown,
        _ => return None,
    };
    let from_zero = |number: &u32| u16::try_from(number.checked_sub(1)?).ok();
    Some(Heard::Event(Event::Mouse(MouseEvent {
        kind,
        column: from_zero(column)?,
        row: from_zero(row)?,
        modifiers: KeyModifiers::NONE,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mouse_clicks_and_turns_its_wheel() {
        let event = |kind, column, row| {
            Some(Heard::Event(Event::Mouse(MouseEvent {
                kind,
                column,
                row,
                modifiers: KeyModifiers::NONE,
            })))
        };
        let left = MouseEventKind::Down(MouseButton::Left);
        assert_eq!(meaning(b"\x1b[<0;300;2M"), event(left, 299, 1));
        assert_eq!(meaning(b"\x1b[<64;1;1M"), event(MouseEventKind::ScrollUp, 0, 0));
        assert_eq!(meaning(b"\x1b[<65;1;1M"), event(MouseEventKind::ScrollDown, 0, 0));
        // Letting go, other buttons, moves, and what no mouse sends.
        for other in ["0;3;2m", "2;3;2M", "35;3;2M", "0;0;0M", "0;99999;1M", "0;1M"] {
            assert_eq!(meaning(format!("\x1b[<{other}").as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_cursor_in_the_first_row_is_a_key() {
        assert_eq!(meaning(b"\x1b[1;2R"), key(KeyCode::F(3), KeyModifiers::SHIFT));
        assert_eq!(meaning(b"\x1b[2;2R"), Some(Heard::CursorAt(2, 2)));
    }
}
