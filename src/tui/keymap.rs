//! The one table of commands: which keys give a command, and where. The line of keys at the bottom,
//! the help and `docs/KEYS.md` are made from it. Screens see commands and text, never a key.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::locale::screen::{KeyRow, KeyWords, NamedKey, Place, ScreenWords};

/// The screens that exist, in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScreenId {
    /// 概況
    Overview,
    /// 相談
    Records,
    /// ケース
    Cases,
}

impl ScreenId {
    /// All of them; the first is number 1.
    pub const ALL: [Self; 3] = [Self::Overview, Self::Records, Self::Cases];

    /// The screen's name.
    pub fn name(self, words: &dyn ScreenWords) -> &'static str {
        match self {
            Self::Overview => words.overview(),
            Self::Records => words.records(),
            Self::Cases => words.cases(),
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
}

impl Contact {
    /// The channel's code, as every profile that has it calls it.
    pub fn channel(self) -> Option<&'static str> {
        match self {
            Self::Open => None,
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
    /// Close the case, or open it again.
    CloseCase,
    /// Correct the record.
    Edit,
    /// Void the record.
    Delete,
    /// Take back one's last change.
    Undo,
    /// Do it again.
    Redo,
    /// Go on with a draft.
    Resume,
    /// Search.
    Search,
    /// Narrow.
    Filter,
    /// Take the last restriction off.
    Widen,
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
    /// The help.
    Help,
    /// The entry form: what is no command is text.
    Form,
    /// A line to type on: what is no command is text.
    Line,
    /// A question with numbered answers.
    Question,
    /// Whether to quit although a draft is kept.
    QuitQuestion,
}

impl Context {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Overview,
        Self::Records,
        Self::Record,
        Self::Cases,
        Self::Case,
        Self::Form,
        Self::Line,
        Self::Question,
        Self::QuitQuestion,
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
            Self::Help => Place::Help,
            Self::Form => Place::Form,
            Self::Line => Place::Line,
            Self::Question => Place::Question,
            Self::QuitQuestion => Place::QuitQuestion,
        }
    }

    /// Whether what is no command is text.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Form | Self::Line)
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
pub struct Row {
    name: KeyRow,
    keys: &'static [(Key, Command)],
    contexts: &'static [Context],
    /// How many of the keys the line of keys shows.
    shown: usize,
    /// Place in the line of keys when space is short: the higher, the longer it stays; 0 is help only.
    weight: u8,
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

const SCREENS: &[Context] = &[Context::Overview, Context::Records, Context::Cases, Context::Case];
const PERIODS: &[Context] = &[Context::Overview, Context::Records];
const CASES: &[Context] = &[Context::Cases, Context::Case];
const LISTS: &[Context] = &[Context::Records, Context::Record];
const CORRECTABLE: &[Context] = &[Context::Overview, Context::Records, Context::Record];
const ALL_BUT_TEXT: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Record,
    Context::Cases,
    Context::Case,
    Context::Help,
];
const OVERVIEW: &[Context] = &[Context::Overview];
const RECORDS: &[Context] = &[Context::Records];
const FORM: &[Context] = &[Context::Form];
const LINE: &[Context] = &[Context::Line];
const TEXTS: &[Context] = &[Context::Form, Context::Line];
const QUESTIONS: &[Context] = &[Context::Question, Context::QuitQuestion];

/// The table, in the order of the line of keys.
#[rustfmt::skip]
const ROWS: &[Row] = {
    use Command as C;
    use Key::{Char, Code, Ctrl, CtrlCode};
    use KeyCode as K;
    &[
        row(KeyRow::Phone, SCREENS, 6, &[(Char('p'), C::New(Contact::Phone)), (Code(K::F(3)), C::New(Contact::Phone))]),
        row(KeyRow::Visit, SCREENS, 4, &[(Char('v'), C::New(Contact::Visit)), (Code(K::F(4)), C::New(Contact::Visit))]),
        row(KeyRow::Email, SCREENS, 4, &[(Char('m'), C::New(Contact::Email)), (Code(K::F(5)), C::New(Contact::Email))]),
        row(KeyRow::New, PERIODS, 5, &[(Char('n'), C::New(Contact::Open)), (Code(K::F(2)), C::New(Contact::Open))]),
        row(KeyRow::NewCase, CASES, 5, &[(Char('n'), C::NewCase), (Code(K::F(2)), C::NewCase)]),
        row(KeyRow::FindCase, CASES, 4, &[(Char('/'), C::Search), (Code(K::F(7)), C::Search)]),
        row(KeyRow::Search, PERIODS, 4, &[(Char('/'), C::Search), (Code(K::F(7)), C::Search)]),
        Row { shown: 2, ..row(KeyRow::Period, PERIODS, 3, &[
            (Char('['), C::PeriodBack), (Char(']'), C::PeriodForward),
            (CtrlCode(K::Left), C::PeriodBack), (CtrlCode(K::Right), C::PeriodForward),
        ]) },
        row(KeyRow::YearToDate, PERIODS, 0, &[(Char('y'), C::YearToDate), (Ctrl('y'), C::YearToDate)]),
        row(KeyRow::Filter, RECORDS, 3, &[(Char('f'), C::Filter), (Code(K::F(8)), C::Filter)]),
        row(KeyRow::Widen, &[Context::Records, Context::Cases], 1, &[(Code(K::Backspace), C::Widen)]),
        row(KeyRow::Drill, OVERVIEW, 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::Open, RECORDS, 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::OpenCase, &[Context::Cases], 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::OfCase, &[Context::Case], 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::EditCase, CASES, 5, &[(Char('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::CloseCase, CASES, 2, &[(Char('x'), C::CloseCase), (Ctrl('x'), C::CloseCase)]),
        row(KeyRow::Edit, CORRECTABLE, 5, &[(Char('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::Delete, LISTS, 2, &[(Char('d'), C::Delete), (Code(K::Delete), C::Delete)]),
        row(KeyRow::Undo, SCREENS, 0, &[(Char('u'), C::Undo), (Ctrl('u'), C::Undo)]),
        row(KeyRow::Redo, SCREENS, 0, &[(Char('U'), C::Redo), (Ctrl('r'), C::Redo)]),
        row(KeyRow::Resume, SCREENS, 0, &[(Ctrl('o'), C::Resume)]),
        row(KeyRow::Numbers, ALL_BUT_TEXT, 0, &[
            (Char('1'), C::Go(ScreenId::Overview)), (Char('2'), C::Go(ScreenId::Records)),
            (Char('3'), C::Go(ScreenId::Cases)),
        ]),
        row(KeyRow::Screens, SCREENS, 0, &[(Code(K::Tab), C::Step(true)), (Code(K::BackTab), C::Step(false))]),
        row(KeyRow::Rows, ALL_BUT_TEXT, 0, &[
            (Code(K::Up), C::Up), (Code(K::Down), C::Down), (Char('k'), C::Up), (Char('j'), C::Down),
        ]),
        row(KeyRow::Columns, OVERVIEW, 0, &[
            (Code(K::Left), C::Left), (Code(K::Right), C::Right), (Char('h'), C::Left), (Char('l'), C::Right),
        ]),
        row(KeyRow::Pages, ALL_BUT_TEXT, 0, &[(Code(K::PageUp), C::PageUp), (Code(K::PageDown), C::PageDown)]),
        row(KeyRow::Ends, ALL_BUT_TEXT, 0, &[(Code(K::Home), C::First), (Code(K::End), C::Last)]),
        row(KeyRow::Save, FORM, 9, &[(Ctrl('s'), C::Save)]),
        row(KeyRow::Next, FORM, 7, &[(Code(K::Tab), C::NextField)]),
        row(KeyRow::Previous, FORM, 3, &[(Code(K::BackTab), C::PreviousField)]),
        row(KeyRow::Accept, FORM, 4, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::Confirm, LINE, 5, &[(Code(K::Enter), C::Open)]),
        Row { shown: 2, ..row(KeyRow::Answers, TEXTS, 2, &[(Code(K::Up), C::Up), (Code(K::Down), C::Down)]) },
        row(KeyRow::Caret, TEXTS, 0, &[(Code(K::Left), C::Left), (Code(K::Right), C::Right)]),
        row(KeyRow::Words, TEXTS, 0, &[(CtrlCode(K::Left), C::WordLeft), (CtrlCode(K::Right), C::WordRight)]),
        row(KeyRow::LineEnds, TEXTS, 0, &[(Code(K::Home), C::First), (Code(K::End), C::Last)]),
        row(KeyRow::Pages, FORM, 0, &[(Code(K::PageUp), C::PageUp), (Code(K::PageDown), C::PageDown)]),
        row(KeyRow::Erase, TEXTS, 0, &[
            (Code(K::Backspace), C::Backspace), (Ctrl('h'), C::Backspace), (Code(K::Delete), C::Erase),
        ]),
        row(KeyRow::EraseWord, TEXTS, 0, &[(Ctrl('w'), C::EraseWord)]),
        row(KeyRow::EraseLine, TEXTS, 0, &[(Ctrl('u'), C::EraseLine)]),
        row(KeyRow::TextUndo, FORM, 1, &[(Ctrl('z'), C::TextUndo)]),
        row(KeyRow::TextRedo, FORM, 0, &[(Ctrl('y'), C::TextRedo)]),
        // The answers stand there with their numbers; a click on the line of keys must give none of them.
        row(KeyRow::Choose, &[Context::Question], 0, &[
            (Char('1'), C::Choose(1)), (Char('2'), C::Choose(2)), (Char('3'), C::Choose(3)),
        ]),
        row(KeyRow::Quit, &[Context::QuitQuestion], 9, &[
            (Char('q'), C::Open), (Code(K::Enter), C::Open), (Char('y'), C::Open), (Code(K::F(10)), C::Open),
        ]),
        row(KeyRow::Back, &[Context::Question, Context::QuitQuestion, Context::Line], 7, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Back, &[Context::Record], 7, &[(Code(K::Esc), C::Back), (Code(K::Enter), C::Back)]),
        row(KeyRow::Back, &[Context::Help], 7, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Back, SCREENS, 0, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Close, FORM, 8, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Help, SCREENS, 8, &[(Char('?'), C::Help), (Code(K::F(1)), C::Help)]),
        row(KeyRow::Help, &[Context::Record], 8, &[(Char('?'), C::Help), (Code(K::F(1)), C::Help)]),
        row(KeyRow::Help, FORM, 6, &[(Code(K::F(1)), C::Help)]),
        // The keys that opened it close it too; they need not be said there.
        row(KeyRow::Help, &[Context::Help], 0, &[(Char('?'), C::Back), (Code(K::F(1)), C::Back)]),
        row(KeyRow::Leave, FORM, 1, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, ALL_BUT_TEXT, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, LINE, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, QUESTIONS, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Suspend, ALL_BUT_TEXT, 0, &[(Ctrl('z'), C::Suspend)]),
        row(KeyRow::Quit, ALL_BUT_TEXT, 9, &[(Char('q'), C::Quit), (Code(K::F(10)), C::Quit)]),
    ]
};

/// What pressing a key means in a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// A command.
    Command(Command),
    /// A character of a text, as it was typed.
    Text(char),
    /// Kana or kanji where a command is wanted: the input method is on.
    Ime,
    /// Nothing that has a meaning here.
    Nothing,
}

fn rows(context: Context) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.contexts.contains(&context))
}

/// The meaning of a key in a context.
pub fn pressed(context: Context, event: &KeyEvent) -> Pressed {
    let Some(key) = key_of(event) else {
        return Pressed::Nothing;
    };
    if let (true, Key::Char(_), KeyCode::Char(typed)) = (context.takes_text(), key, event.code) {
        return Pressed::Text(typed);
    }
    let command = rows(context)
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

/// A line of the help: the keys, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// All keys, between spaces.
    pub keys: String,
    /// What they do.
    pub words: KeyWords,
}

/// The rows that the help lists for a context, in their order.
pub fn help(context: Context, words: &dyn ScreenWords) -> Vec<HelpLine> {
    let line = |row: &Row| HelpLine {
        keys: names(row.keys, words),
        words: words.key_words(row.name),
    };
    rows(context).map(line).collect()
}

fn names(keys: &[(Key, Command)], words: &dyn ScreenWords) -> String {
    let mut names = String::new();
    let mut before = String::new();
    for name in keys.iter().map(|(key, _)| key.name(words)) {
        // Single kanji stand together, as in 上下.
        let is_kanji = |name: &str| name.chars().count() == 1 && !name.is_ascii();
        let stands_alone = before.is_empty() || (is_kanji(&before) && is_kanji(&name));
        if !stands_alone {
            names.push(' ');
        }
        names += &name;
        before = name;
    }
    names
}

/// A part of the line of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// The key and its word.
    pub text: String,
    /// The higher, the longer it stays when space is short.
    pub weight: u8,
    /// What a click on it does.
    pub command: Command,
}

/// The parts of the line of keys in a context.
pub fn key_line(context: Context, words: &dyn ScreenWords) -> Vec<KeyPart> {
    let shown = rows(context).filter(|row| row.weight > 0);
    let part = |row: &Row| {
        let (_, command) = *row.keys.first()?;
        let keys = names(&row.keys[..row.shown.min(row.keys.len())], words);
        Some(KeyPart {
            text: key_and_word(&keys, words.key_words(row.name).short),
            weight: row.weight,
            command,
        })
    };
    shown.filter_map(part).collect()
}

/// A key and its word stand together, but for words that would run into it: ASCII and katakana.
fn key_and_word(keys: &str, word: &str) -> String {
    let runs_on = |c: char| c.is_ascii() || matches!(c, 'ァ'..='ヿ');
    let space = if word.starts_with(runs_on) { " " } else { "" };
    format!("{keys}{space}{word}")
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
            ('ｎ', 'n'),
            ('・', '/'),
        ] {
            assert_eq!(
                press(Context::Overview, typed),
                press(Context::Overview, key),
                "{typed}"
            );
            assert_ne!(press(Context::Overview, typed), Pressed::Nothing, "{typed}");
        }
        for (typed, key) in [('：', ':'), ('；', ';'), ('％', '%'), ('＞', '>'), ('　', ' ')] {
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
    fn where_text_is_wanted_every_character_is_text_as_typed() {
        for context in [Context::Form, Context::Line] {
            for typed in ['q', '？', 'か', '1', ' ', '　', '/'] {
                assert_eq!(press(context, typed), Pressed::Text(typed));
            }
        }
    }

    #[test]
    fn no_key_has_two_meanings_in_one_context() {
        for context in Context::ALL {
            let keys: Vec<Key> = rows(context)
                .flat_map(|row| row.keys)
                .map(|(key, _)| *key)
                .collect();
            for (at, key) in keys.iter().enumerate() {
                assert!(!keys[..at].contains(key), "{key:?} twice in {context:?}");
            }
        }
    }

    #[test]
    fn every_letter_has_a_key_that_no_input_method_changes() {
        for context in Context::ALL {
            for row in rows(context) {
                for (_, command) in row.keys {
                    // Numbered answers and screens are reached by Tab, or chosen as any answer.
                    let by_number = matches!(command, Command::Choose(_) | Command::Go(_));
                    let safe = rows(context)
                        .flat_map(|row| row.keys)
                        .any(|(key, other)| other == command && !matches!(key, Key::Char(_)));
                    assert!(safe || by_number, "{command:?} in {context:?}");
                }
            }
        }
    }
}
