//! The one table of commands: which keys give a command, and where. The line of keys at the bottom,
//! the help, the palette, `docs/KEYS.md` and the configuration's keys are made from it (`bindings`).
//! Screens see commands and text, never a key.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::locale::screen::{KeyRow, NamedKey, Packeting, Place, ScreenWords, Tallying};

mod rows;

pub(super) use rows::ROWS;

/// The screens that exist, in the order of their numbers. A number that no screen has yet is left free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScreenId {
    /// 概況
    Overview,
    /// 相談
    Records,
    /// ケース
    Cases,
    /// 集計
    Tally,
    /// 事業
    Activities,
    /// 資料
    Packet,
}

impl ScreenId {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Overview,
        Self::Records,
        Self::Cases,
        Self::Tally,
        Self::Activities,
        Self::Packet,
    ];

    /// The number of its key.
    pub fn number(self) -> u8 {
        match self {
            Self::Overview => 1,
            Self::Records => 2,
            Self::Cases => 3,
            Self::Tally => 4,
            Self::Activities => 6,
            Self::Packet => 7,
        }
    }

    /// The screen's name.
    pub fn name(self, words: &dyn ScreenWords) -> &'static str {
        match self {
            Self::Overview => words.overview(),
            Self::Records => words.records(),
            Self::Cases => words.cases(),
            Self::Tally => words.tally(),
            Self::Activities => words.activities(),
            Self::Packet => words.packet_screen(),
        }
    }

    /// How its Japanese name is typed with the input method off.
    pub fn reading(self) -> &'static str {
        match self {
            Self::Overview => "gaikyou",
            Self::Records => "soudan",
            Self::Cases => "keesu",
            Self::Tally => "shuukei",
            Self::Activities => "jigyou",
            Self::Packet => "shiryou",
        }
    }

    /// The screen so many places further, round and round.
    pub fn step(self, forward: bool) -> Self {
        let at = Self::ALL.iter().position(|screen| *screen == self).unwrap_or(0);
        let by = if forward { 1 } else { Self::ALL.len() - 1 };
        Self::ALL[(at + by) % Self::ALL.len()]
    }
}

/// How a new record's contact came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// To be chosen in the form.
    Open,
    /// By phone.
    Phone,
    /// A visit.
    Visit,
    /// By email.
    Email,
    /// As it is typed on one line.
    OneLine,
}

impl Contact {
    /// The channel's code, as every profile that has it calls it.
    pub fn channel(self) -> Option<&'static str> {
        match self {
            Self::Open | Self::OneLine => None,
            Self::Phone => Some("phone"),
            Self::Visit => Some("visit"),
            Self::Email => Some("email"),
        }
    }
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// To a screen.
    Go(ScreenId),
    /// To the next screen, or the one before.
    Step(bool),
    /// The period before.
    PeriodBack,
    /// The period after.
    PeriodForward,
    /// Half-year or 年度累計.
    YearToDate,
    /// Close a period.
    ClosePeriod,
    /// Up: a row, a line, an answer.
    Up,
    /// Down.
    Down,
    /// Left: a figure, a character.
    Left,
    /// Right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// The first row; in a form the beginning of the line.
    First,
    /// The last row; in a form the end of the line.
    Last,
    /// What is selected: the records behind a figure, a record, an answer.
    Open,
    /// A new record.
    New(Contact),
    /// A new child's file.
    NewCase,
    /// A new activity.
    NewActivity,
    /// Close the case, or open it again.
    CloseCase,
    /// Correct the record.
    Edit,
    /// Mark the row, or take its mark off.
    Mark,
    /// Mark all rows, or none.
    MarkAll,
    /// Change a field of all that are marked.
    Bulk,
    /// A new record like this one.
    NewLike,
    /// Void the record.
    Delete,
    /// Say how the follow-up ended.
    EndFollowUp,
    /// Move the follow-up to another day.
    MoveFollowUp,
    /// What was changed about it.
    History,
    /// Take back one's last change.
    Undo,
    /// Do it again.
    Redo,
    /// Go on with a draft.
    Resume,
    /// End the call, or go on with it.
    EndCall,
    /// Search.
    Search,
    /// Narrow.
    Filter,
    /// Take the last restriction off.
    Widen,
    /// What is asked of a tally.
    Tally(Tallying),
    /// What can be done with the packet.
    Packet(Packeting),
    /// The next field.
    NextField,
    /// The field before.
    PreviousField,
    /// Save the form.
    Save,
    /// Caret a word to the left.
    WordLeft,
    /// Caret a word to the right.
    WordRight,
    /// Erase the character before the caret.
    Backspace,
    /// Erase the character behind the caret.
    Erase,
    /// Erase the word before the caret.
    EraseWord,
    /// Erase to the beginning of the line.
    EraseLine,
    /// Take back typing.
    TextUndo,
    /// Type it again.
    TextRedo,
    /// An answer by its number, from 1.
    Choose(u8),
    /// Every command by its name.
    Palette,
    /// The figures to the clipboard.
    Copy,
    /// The screen is covered until one is back.
    Lock,
    /// The help, or out of it.
    Help,
    /// Back to where one was.
    Back,
    /// To the shell for a while.
    Suspend,
    /// The end.
    Quit,
    /// Cancels, as people expect of Ctrl-C; in a form it asks. It never ends the program.
    Interrupt,
}

/// Where a command works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The first screen.
    Overview,
    /// The list of records.
    Records,
    /// A record in full, over the whole window.
    Record,
    /// The list of cases.
    Cases,
    /// A case in full, over the whole window.
    Case,
    /// The tally.
    Tally,
    /// The list of activities, and one in full.
    Activities,
    /// The packet.
    Packet,
    /// What was changed about a record, over the whole window.
    History,
    /// The help.
    Help,
    /// The entry form: what is no command is text.
    Form,
    /// A line to type on: what is no command is text.
    Line,
    /// The line of a whole consultation: what is no command is text.
    OneLine,
    /// A question with numbered answers.
    Question,
    /// Whether to quit although a draft is kept.
    QuitQuestion,
    /// The screen is covered.
    Locked,
}

impl Context {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 16] = [
        Self::Overview,
        Self::Records,
        Self::Record,
        Self::Cases,
        Self::Case,
        Self::Tally,
        Self::Activities,
        Self::Packet,
        Self::History,
        Self::Form,
        Self::Line,
        Self::OneLine,
        Self::Question,
        Self::QuitQuestion,
        Self::Locked,
        Self::Help,
    ];

    /// What it is called.
    pub fn name(self) -> Place {
        match self {
            Self::Overview => Place::Overview,
            Self::Records => Place::Records,
            Self::Record => Place::Record,
            Self::Cases => Place::Cases,
            Self::Case => Place::Case,
            Self::Tally => Place::Tally,
            Self::Activities => Place::Activities,
            Self::Packet => Place::Packet,
            Self::History => Place::History,
            Self::Help => Place::Help,
            Self::Form => Place::Form,
            Self::Line => Place::Line,
            Self::OneLine => Place::OneLine,
            Self::Question => Place::Question,
            Self::QuitQuestion => Place::QuitQuestion,
            Self::Locked => Place::Locked,
        }
    }

    /// Whether what is no command is text.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Form | Self::Line | Self::OneLine)
    }
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
    /// Any other key with Ctrl.
    CtrlCode(KeyCode),
}

impl Key {
    /// The key of a name as the configuration writes it: `p`, `F3`, `Ctrl-S`, `Ctrl-Left`, `Space`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return (!c.is_control()).then(|| Self::Char(on_keyboard(c)));
        }
        if let Some(rest) = name.strip_prefix("Ctrl-") {
            return match Self::parse(rest)? {
                Self::Char(c) if c.is_ascii_alphabetic() => Some(Self::Ctrl(c.to_ascii_lowercase())),
                Self::Code(code) => Some(Self::CtrlCode(code)),
                _ => None,
            };
        }
        let numbered = name.strip_prefix('F').and_then(|number| number.parse().ok());
        if let Some(number @ 1..=12) = numbered {
            return Some(Self::Code(KeyCode::F(number)));
        }
        Some(match name {
            "Space" => Self::Char(' '),
            "Up" => Self::Code(KeyCode::Up),
            "Down" => Self::Code(KeyCode::Down),
            "Left" => Self::Code(KeyCode::Left),
            "Right" => Self::Code(KeyCode::Right),
            "Home" => Self::Code(KeyCode::Home),
            "End" => Self::Code(KeyCode::End),
            "PgUp" => Self::Code(KeyCode::PageUp),
            "PgDn" => Self::Code(KeyCode::PageDown),
            "Enter" => Self::Code(KeyCode::Enter),
            "Esc" => Self::Code(KeyCode::Esc),
            "Tab" => Self::Code(KeyCode::Tab),
            "Shift-Tab" => Self::Code(KeyCode::BackTab),
            "BkSp" => Self::Code(KeyCode::Backspace),
            "Del" => Self::Code(KeyCode::Delete),
            _ => return None,
        })
    }

    /// The key as it is written on the keyboard.
    pub fn name(self, words: &dyn ScreenWords) -> String {
        match self {
            Self::Char(' ') => words.named_key(NamedKey::Space),
            Self::Char(c) => c.to_string(),
            Self::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
            Self::Code(code) => named(code).map_or_else(String::new, |key| words.named_key(key)),
            Self::CtrlCode(code) => format!("Ctrl-{}", Self::Code(code).name(words)),
        }
    }
}

fn named(code: KeyCode) -> Option<NamedKey> {
    Some(match code {
        KeyCode::Up => NamedKey::Up,
        KeyCode::Down => NamedKey::Down,
        KeyCode::Left => NamedKey::Left,
        KeyCode::Right => NamedKey::Right,
        KeyCode::Home => NamedKey::Home,
        KeyCode::End => NamedKey::End,
        KeyCode::PageUp => NamedKey::PageUp,
        KeyCode::PageDown => NamedKey::PageDown,
        KeyCode::Enter => NamedKey::Enter,
        KeyCode::Esc => NamedKey::Esc,
        KeyCode::Tab => NamedKey::Tab,
        KeyCode::BackTab => NamedKey::BackTab,
        KeyCode::Backspace => NamedKey::Backspace,
        KeyCode::Delete => NamedKey::Delete,
        KeyCode::F(number) => NamedKey::F(number),
        _ => return None,
    })
}

/// A row of the table: keys with their commands, and what they are called together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub name: KeyRow,
    pub keys: &'static [(Key, Command)],
    pub contexts: &'static [Context],
    /// How many of the keys the line of keys shows.
    pub shown: usize,
    /// Place in the line of keys when space is short: the higher, the longer it stays; 0 is help only.
    pub weight: u8,
}

impl Row {
    /// The place of a command among the different ones of the row, from 0.
    pub fn nth(&self, command: Command) -> usize {
        let mut before: Vec<Command> = Vec::new();
        for (_, known) in self.keys.iter().take_while(|(_, known)| *known != command) {
            if !before.contains(known) {
                before.push(*known);
            }
        }
        before.len()
    }
}

const fn row(name: KeyRow, contexts: &'static [Context], weight: u8, keys: &'static [(Key, Command)]) -> Row {
    Row {
        name,
        keys,
        contexts,
        shown: 1,
        weight,
    }
}

/// The key of an event; none where it was let go or is held with another key that has no meaning here.
pub(super) fn key_of(event: &KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let others = event.modifiers - KeyModifiers::CONTROL - KeyModifiers::SHIFT;
    match event.code {
        _ if !others.is_empty() => None,
        KeyCode::Char(c) if ctrl => Some(Key::Ctrl(c.to_ascii_lowercase())),
        KeyCode::Char(c) => Some(Key::Char(on_keyboard(c))),
        code if ctrl => Some(Key::CtrlCode(code)),
        code => Some(Key::Code(code)),
    }
}

/// The character of the key that an input method turned into a full-width letter or mark.
pub fn on_keyboard(c: char) -> char {
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
