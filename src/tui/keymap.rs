//! The one table of commands: which keys give a command, where, and what it is called. The line of
//! keys at the bottom and the help are made from it. Screens see commands only.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::locale::screen::{KeyWords, ScreenWords};

/// The screens that exist, in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenId {
    /// 概況
    Overview,
}

impl ScreenId {
    /// All of them; the first is number 1.
    pub const ALL: [Self; 1] = [Self::Overview];

    /// The screen's name.
    pub fn name(self, words: &dyn ScreenWords) -> &'static str {
        match self {
            Self::Overview => words.overview(),
        }
    }
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// To a screen.
    Go(ScreenId),
    /// The period before.
    PeriodBack,
    /// The period after.
    PeriodForward,
    /// Half-year or 年度累計.
    YearToDate,
    /// A row up.
    Up,
    /// A row down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// The first row.
    First,
    /// The last row.
    Last,
    /// The help, or out of it.
    Help,
    /// Back to where one was.
    Back,
    /// To the shell for a while.
    Suspend,
    /// The end.
    Quit,
    /// Cancels, as people expect of Ctrl-C; it never ends the program.
    Interrupt,
}

/// Where a command works. A context whose keys are text (a form) will have its own rows only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The first screen.
    Overview,
    /// The help.
    Help,
}

/// A key, as the table names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character, folded to what stands on the keyboard.
    Char(char),
    /// A letter with Ctrl.
    Ctrl(char),
    /// Any other key.
    Code(KeyCode),
}

/// A row of the table: keys with their commands, and what they are called together.
pub struct Row {
    keys: &'static [(Key, Command)],
    contexts: &'static [Context],
    words: fn(&dyn ScreenWords) -> KeyWords,
    /// Place in the line of keys when space is short: the higher, the longer it stays; 0 is help only.
    weight: u8,
}

const EVERYWHERE: &[Context] = &[Context::Overview, Context::Help];
const OVERVIEW: &[Context] = &[Context::Overview];
const HELP: &[Context] = &[Context::Help];

/// The table, in the order of the line of keys.
const ROWS: &[Row] = &[
    Row {
        keys: &[(Key::Char('1'), Command::Go(ScreenId::Overview))],
        contexts: EVERYWHERE,
        words: |words| words.screen_keys(),
        weight: 0,
    },
    Row {
        keys: &[
            (Key::Char('['), Command::PeriodBack),
            (Key::Char(']'), Command::PeriodForward),
        ],
        contexts: OVERVIEW,
        words: |words| words.period_keys(),
        weight: 5,
    },
    Row {
        keys: &[(Key::Char('y'), Command::YearToDate)],
        contexts: OVERVIEW,
        words: |words| words.year_to_date_key(),
        weight: 4,
    },
    Row {
        keys: &[
            (Key::Code(KeyCode::Up), Command::Up),
            (Key::Code(KeyCode::Down), Command::Down),
            (Key::Char('k'), Command::Up),
            (Key::Char('j'), Command::Down),
        ],
        contexts: EVERYWHERE,
        words: |words| words.row_keys(),
        weight: 0,
    },
    Row {
        keys: &[
            (Key::Code(KeyCode::PageUp), Command::PageUp),
            (Key::Code(KeyCode::PageDown), Command::PageDown),
        ],
        contexts: EVERYWHERE,
        words: |words| words.page_keys(),
        weight: 0,
    },
    Row {
        keys: &[
            (Key::Code(KeyCode::Home), Command::First),
            (Key::Code(KeyCode::End), Command::Last),
        ],
        contexts: EVERYWHERE,
        words: |words| words.end_keys(),
        weight: 0,
    },
    Row {
        keys: &[(Key::Code(KeyCode::Esc), Command::Back)],
        contexts: HELP,
        words: |words| words.back_key(),
        weight: 7,
    },
    Row {
        keys: &[(Key::Char('?'), Command::Help)],
        contexts: OVERVIEW,
        words: |words| words.help_key(),
        weight: 8,
    },
    // The key that opened it closes it too; it need not be said there.
    Row {
        keys: &[(Key::Char('?'), Command::Back)],
        contexts: HELP,
        words: |words| words.help_key(),
        weight: 0,
    },
    Row {
        keys: &[(Key::Char('q'), Command::Quit)],
        contexts: EVERYWHERE,
        words: |words| words.quit_key(),
        weight: 9,
    },
    Row {
        keys: &[(Key::Ctrl('c'), Command::Interrupt)],
        contexts: EVERYWHERE,
        words: |words| words.interrupt_key(),
        weight: 0,
    },
    Row {
        keys: &[(Key::Ctrl('z'), Command::Suspend)],
        contexts: EVERYWHERE,
        words: |words| words.suspend_key(),
        weight: 0,
    },
];

/// What pressing a key means in a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// A command.
    Command(Command),
    /// Kana or kanji where a command is wanted: the input method is on.
    Ime,
    /// Nothing that has a meaning here.
    Nothing,
}

/// The meaning of a key where commands are wanted.
pub fn pressed(context: Context, event: &KeyEvent) -> Pressed {
    let Some(key) = key_of(event) else {
        return Pressed::Nothing;
    };
    let rows = ROWS.iter().filter(|row| row.contexts.contains(&context));
    let command = rows
        .flat_map(|row| row.keys)
        .find(|(known, _)| *known == key)
        .map(|(_, command)| *command);
    match (command, key) {
        (Some(command), _) => Pressed::Command(command),
        (None, Key::Char(c)) if !c.is_ascii() => Pressed::Ime,
        _ => Pressed::Nothing,
    }
}

fn key_of(event: &KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let others = event.modifiers - KeyModifiers::CONTROL - KeyModifiers::SHIFT;
    match event.code {
        _ if !others.is_empty() => None,
        KeyCode::Char(c) if ctrl => Some(Key::Ctrl(c.to_ascii_lowercase())),
        KeyCode::Char(c) => Some(Key::Char(on_keyboard(c))),
        code if event.modifiers.is_empty() => Some(Key::Code(code)),
        _ => None,
    }
}

/// The character of the key that an input method turned into a full-width letter or mark.
fn on_keyboard(c: char) -> char {
    match c {
        '「' | '｢' => '[',
        '」' | '｣' => ']',
        '・' | '･' => '/',
        '。' | '｡' => '.',
        '、' | '､' => ',',
        '　' => ' ',
        '￥' => '\\',
        // The full-width forms stand in the order of ASCII.
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The rows that the help lists for a context, in their order.
pub fn help(context: Context, words: &dyn ScreenWords) -> Vec<KeyWords> {
    ROWS.iter()
        .filter(|row| row.contexts.contains(&context))
        .map(|row| (row.words)(words))
        .collect()
}

/// The parts of the line of keys in a context, with the weight by which they stay.
pub fn key_line(context: Context, words: &dyn ScreenWords) -> Vec<(String, u8)> {
    let shown = ROWS
        .iter()
        .filter(|row| row.weight > 0 && row.contexts.contains(&context));
    shown
        .map(|row| (key_and_word((row.words)(words)), row.weight))
        .collect()
}

/// A key and its word stand together, but for words that would run into it: ASCII and katakana.
fn key_and_word(words: KeyWords) -> String {
    let runs_on = |c: char| c.is_ascii() || matches!(c, 'ァ'..='ヿ');
    let space = if words.short.starts_with(runs_on) { " " } else { "" };
    format!("{}{space}{}", words.keys, words.short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(context: Context, c: char) -> Pressed {
        pressed(context, &KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
    }

    #[test]
    fn what_an_input_method_makes_of_a_key_is_that_key() {
        for (typed, key) in [
            ('？', '?'),
            ('「', '['),
            ('」', ']'),
            ('［', '['),
            ('ｙ', 'y'),
            ('ｑ', 'q'),
            ('１', '1'),
        ] {
            assert_eq!(
                press(Context::Overview, typed),
                press(Context::Overview, key),
                "{typed}"
            );
            assert_ne!(press(Context::Overview, typed), Pressed::Nothing, "{typed}");
        }
        for (typed, key) in [
            ('ｎ', 'n'),
            ('：', ':'),
            ('；', ';'),
            ('・', '/'),
            ('％', '%'),
            ('＞', '>'),
            ('　', ' '),
        ] {
            assert_eq!(on_keyboard(typed), key, "{typed}");
        }
    }

    #[test]
    fn kana_and_kanji_say_that_the_input_method_is_on() {
        for typed in ['か', 'ン', '電', 'ｱ'] {
            assert_eq!(press(Context::Overview, typed), Pressed::Ime, "{typed}");
        }
        assert_eq!(press(Context::Overview, 'ｚ'), Pressed::Nothing);
    }

    #[test]
    fn no_key_has_two_meanings_in_one_context() {
        for context in [Context::Overview, Context::Help] {
            let rows = ROWS.iter().filter(|row| row.contexts.contains(&context));
            let keys: Vec<Key> = rows.flat_map(|row| row.keys).map(|(key, _)| *key).collect();
            for (at, key) in keys.iter().enumerate() {
                assert!(!keys[..at].contains(key), "{key:?} twice in {context:?}");
            }
        }
    }
}
