//! The one table of commands: which keys give a command, and where. The line of keys at the bottom,
//! the help, the palette, `docs/KEYS.md` and the configuration's keys are made from it (`bindings`).
//! Screens see commands and text, never a key.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::locale::screen::{Correcting, KeyRow, NamedKey, Place, ScreenWords, Tallying};

/// The screens that exist, in the order of their numbers.
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
}

impl ScreenId {
    /// All of them; the first is number 1.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Records, Self::Cases, Self::Tally];

    /// The screen's name.
    pub fn name(self, words: &dyn ScreenWords) -> &'static str {
        match self {
            Self::Overview => words.overview(),
            Self::Records => words.records(),
            Self::Cases => words.cases(),
            Self::Tally => words.tally(),
        }
    }

    /// How its Japanese name is typed with the input method off.
    pub fn reading(self) -> &'static str {
        match self {
            Self::Overview => "gaikyou",
            Self::Records => "soudan",
            Self::Cases => "keesu",
            Self::Tally => "shuukei",
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
    pub const ALL: [Self; 14] = [
        Self::Overview,
        Self::Records,
        Self::Record,
        Self::Cases,
        Self::Case,
        Self::Tally,
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

const SCREENS: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Cases,
    Context::Case,
    Context::Tally,
];
const PERIODS: &[Context] = &[Context::Overview, Context::Records, Context::Tally];
const BUT_TALLY: &[Context] = &[Context::Overview, Context::Records];
const CASES: &[Context] = &[Context::Cases, Context::Case];
const LISTS: &[Context] = &[Context::Records, Context::Record];
const CORRECTABLE: &[Context] = &[Context::Overview, Context::Records, Context::Record];
const ALL_BUT_TEXT: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Record,
    Context::Cases,
    Context::Case,
    Context::Tally,
    Context::History,
    Context::Help,
];
const ALL_BUT_HELP: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Record,
    Context::Cases,
    Context::Case,
    Context::Tally,
    Context::History,
];
const OVERVIEW: &[Context] = &[Context::Overview];
const FIGURES: &[Context] = &[Context::Overview, Context::Tally];
const RECORDS: &[Context] = &[Context::Records];
const RECORD: &[Context] = &[Context::Record];
const TALLY: &[Context] = &[Context::Tally];
const FORM: &[Context] = &[Context::Form];
const LINE: &[Context] = &[Context::Line];
const ONE_LINE: &[Context] = &[Context::OneLine];
const TEXTS: &[Context] = &[Context::Form, Context::Line, Context::OneLine];
const TEXTS_UNDONE: &[Context] = &[Context::Form, Context::OneLine];
const QUESTIONS: &[Context] = &[Context::Question, Context::QuitQuestion];

const NEW: &[(Key, Command)] = &[
    (Key::Char('n'), Command::New(Contact::Open)),
    (Key::Code(KeyCode::F(2)), Command::New(Contact::Open)),
];
const PERIOD: &[(Key, Command)] = &[
    (Key::Char('['), Command::PeriodBack),
    (Key::Char(']'), Command::PeriodForward),
    (Key::CtrlCode(KeyCode::Left), Command::PeriodBack),
    (Key::CtrlCode(KeyCode::Right), Command::PeriodForward),
];
const END_FOLLOW_UP: &[(Key, Command)] = &[
    (Key::Char('x'), Command::EndFollowUp),
    (Key::Ctrl('x'), Command::EndFollowUp),
];
const MOVE_FOLLOW_UP: &[(Key, Command)] = &[
    (Key::Char('>'), Command::MoveFollowUp),
    (Key::Code(KeyCode::F(12)), Command::MoveFollowUp),
];
const NEW_LIKE: &[(Key, Command)] = &[
    (Key::Char('C'), Command::NewLike),
    (Key::Ctrl('d'), Command::NewLike),
];
const HISTORY: &[(Key, Command)] = &[
    (Key::Char('H'), Command::History),
    (Key::Ctrl('g'), Command::History),
];

/// The table, in the order of the line of keys.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = {
    use Command as C;
    use Key::{Char, Code, Ctrl, CtrlCode};
    use KeyCode as K;
    use Tallying as T;
    &[
        row(KeyRow::Phone, SCREENS, 6, &[(Char('p'), C::New(Contact::Phone)), (Code(K::F(3)), C::New(Contact::Phone))]),
        row(KeyRow::Visit, SCREENS, 4, &[(Char('v'), C::New(Contact::Visit)), (Code(K::F(4)), C::New(Contact::Visit))]),
        row(KeyRow::Email, SCREENS, 4, &[(Char('m'), C::New(Contact::Email)), (Code(K::F(5)), C::New(Contact::Email))]),
        row(KeyRow::New, BUT_TALLY, 5, NEW),
        row(KeyRow::New, TALLY, 4, NEW),
        row(KeyRow::NewCase, CASES, 5, &[(Char('n'), C::NewCase), (Code(K::F(2)), C::NewCase)]),
        row(KeyRow::OneLine, SCREENS, 0, &[(Char(';'), C::New(Contact::OneLine)), (Ctrl('e'), C::New(Contact::OneLine))]),
        row(KeyRow::FindCase, CASES, 4, &[(Char('/'), C::Search), (Code(K::F(7)), C::Search)]),
        row(KeyRow::Search, PERIODS, 4, &[(Char('/'), C::Search), (Code(K::F(7)), C::Search)]),
        Row { shown: 2, ..row(KeyRow::Period, BUT_TALLY, 3, PERIOD) },
        row(KeyRow::YearToDate, PERIODS, 0, &[(Char('y'), C::YearToDate), (Ctrl('y'), C::YearToDate)]),
        row(KeyRow::ClosePeriod, OVERVIEW, 0, &[(Char('S'), C::ClosePeriod), (Ctrl('p'), C::ClosePeriod)]),
        row(KeyRow::Filter, &[Context::Records, Context::Tally], 3, &[(Char('f'), C::Filter), (Code(K::F(8)), C::Filter)]),
        row(KeyRow::Widen, &[Context::Records, Context::Cases, Context::Tally], 1, &[(Code(K::Backspace), C::Widen)]),
        row(KeyRow::Tally(T::Rows), TALLY, 6, &[(Char('r'), C::Tally(T::Rows)), (Code(K::F(6)), C::Tally(T::Rows))]),
        row(KeyRow::Tally(T::Columns), TALLY, 6, &[(Char('a'), C::Tally(T::Columns)), (Ctrl('a'), C::Tally(T::Columns))]),
        Row { shown: 2, ..row(KeyRow::Period, TALLY, 5, PERIOD) },
        row(KeyRow::Tally(T::Length), TALLY, 5, &[(Char('w'), C::Tally(T::Length)), (Ctrl('w'), C::Tally(T::Length))]),
        row(KeyRow::Tally(T::Compare), TALLY, 5, &[(Char('c'), C::Tally(T::Compare)), (Ctrl('x'), C::Tally(T::Compare))]),
        row(KeyRow::Tally(T::Shares), TALLY, 5, &[(Char('%'), C::Tally(T::Shares)), (Ctrl('p'), C::Tally(T::Shares))]),
        row(KeyRow::Tally(T::Count), TALLY, 3, &[(Char('i'), C::Tally(T::Count)), (Ctrl('n'), C::Tally(T::Count))]),
        row(KeyRow::Tally(T::Swap), TALLY, 0, &[(Char('t'), C::Tally(T::Swap)), (Ctrl('t'), C::Tally(T::Swap))]),
        row(KeyRow::Tally(T::Differences), TALLY, 0, &[
            (Char('+'), C::Tally(T::Differences)), (Ctrl('d'), C::Tally(T::Differences)),
        ]),
        row(KeyRow::Tally(T::Sort), TALLY, 0, &[(Char('s'), C::Tally(T::Sort)), (Ctrl('b'), C::Tally(T::Sort))]),
        row(KeyRow::Tally(T::Save), TALLY, 0, &[(Char('S'), C::Tally(T::Save)), (Ctrl('s'), C::Tally(T::Save))]),
        row(KeyRow::Tally(T::Views), TALLY, 0, &[(Char('o'), C::Tally(T::Views)), (Ctrl('g'), C::Tally(T::Views))]),
        row(KeyRow::Tally(T::Open), TALLY, 6, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::Drill, OVERVIEW, 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::Open, RECORDS, 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::OpenCase, &[Context::Cases], 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::OfCase, &[Context::Case], 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::EditCase, CASES, 5, &[(Char('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::CloseCase, CASES, 2, &[(Char('x'), C::CloseCase), (Ctrl('x'), C::CloseCase)]),
        row(KeyRow::Correct(Correcting::Edit), CORRECTABLE, 5, &[(Char('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::Correct(Correcting::Delete), LISTS, 2, &[(Char('d'), C::Delete), (Code(K::Delete), C::Delete)]),
        // On the first screen they are said where a follow-up is chosen.
        row(KeyRow::EndFollowUp, BUT_TALLY, 0, END_FOLLOW_UP),
        row(KeyRow::MoveFollowUp, BUT_TALLY, 0, MOVE_FOLLOW_UP),
        row(KeyRow::EndFollowUp, RECORD, 1, END_FOLLOW_UP),
        row(KeyRow::MoveFollowUp, RECORD, 1, MOVE_FOLLOW_UP),
        row(KeyRow::Correct(Correcting::Mark), RECORDS, 0, &[(Char(' '), C::Mark), (Ctrl('t'), C::Mark)]),
        row(KeyRow::Correct(Correcting::MarkAll), RECORDS, 0, &[(Char('A'), C::MarkAll), (Ctrl('a'), C::MarkAll)]),
        row(KeyRow::Correct(Correcting::Bulk), RECORDS, 0, &[(Char('B'), C::Bulk), (Ctrl('b'), C::Bulk)]),
        // Lists have no room left for them in the line of keys; what is open has.
        row(KeyRow::Correct(Correcting::NewLike), RECORDS, 0, NEW_LIKE),
        row(KeyRow::Correct(Correcting::NewLike), RECORD, 1, NEW_LIKE),
        row(KeyRow::Correct(Correcting::History), &[Context::Records, Context::Cases], 0, HISTORY),
        row(KeyRow::Correct(Correcting::History), &[Context::Record, Context::Case], 1, HISTORY),
        row(KeyRow::Undo, SCREENS, 0, &[(Char('u'), C::Undo), (Ctrl('u'), C::Undo)]),
        row(KeyRow::Redo, SCREENS, 0, &[(Char('U'), C::Redo), (Ctrl('r'), C::Redo)]),
        row(KeyRow::Resume, SCREENS, 0, &[(Ctrl('o'), C::Resume)]),
        row(KeyRow::Numbers, ALL_BUT_TEXT, 0, &[
            (Char('1'), C::Go(ScreenId::Overview)), (Char('2'), C::Go(ScreenId::Records)),
            (Char('3'), C::Go(ScreenId::Cases)), (Char('4'), C::Go(ScreenId::Tally)),
        ]),
        row(KeyRow::Screens, SCREENS, 0, &[(Code(K::Tab), C::Step(true)), (Code(K::BackTab), C::Step(false))]),
        row(KeyRow::Rows, ALL_BUT_TEXT, 0, &[
            (Code(K::Up), C::Up), (Code(K::Down), C::Down), (Char('k'), C::Up), (Char('j'), C::Down),
        ]),
        row(KeyRow::Columns, FIGURES, 0, &[
            (Code(K::Left), C::Left), (Code(K::Right), C::Right), (Char('h'), C::Left), (Char('l'), C::Right),
        ]),
        row(KeyRow::Pages, ALL_BUT_TEXT, 0, &[(Code(K::PageUp), C::PageUp), (Code(K::PageDown), C::PageDown)]),
        row(KeyRow::Ends, ALL_BUT_TEXT, 0, &[(Code(K::Home), C::First), (Code(K::End), C::Last)]),
        row(KeyRow::Save, FORM, 9, &[(Ctrl('s'), C::Save)]),
        row(KeyRow::SaveLine, ONE_LINE, 9, &[(Ctrl('s'), C::Save)]),
        row(KeyRow::Candidates, ONE_LINE, 6, &[(Code(K::Tab), C::NextField), (Code(K::BackTab), C::PreviousField)]),
        row(KeyRow::IntoForm, ONE_LINE, 5, &[(Code(K::Enter), C::Open), (Ctrl('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::EndCall, FORM, 5, &[(Ctrl('t'), C::EndCall)]),
        row(KeyRow::SecondCall, FORM, 4, &[
            (Code(K::F(3)), C::New(Contact::Phone)), (Code(K::F(4)), C::New(Contact::Visit)),
            (Code(K::F(5)), C::New(Contact::Email)), (Code(K::F(2)), C::New(Contact::Open)),
        ]),
        row(KeyRow::TakeUp, FORM, 0, &[(Ctrl('o'), C::Resume)]),
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
        row(KeyRow::TextUndo, TEXTS_UNDONE, 1, &[(Ctrl('z'), C::TextUndo)]),
        row(KeyRow::TextRedo, TEXTS_UNDONE, 0, &[(Ctrl('y'), C::TextRedo)]),
        // The answers stand there with their numbers; a click on the line of keys must give none of them.
        row(KeyRow::Choose, &[Context::Question], 0, &[
            (Char('1'), C::Choose(1)), (Char('2'), C::Choose(2)), (Char('3'), C::Choose(3)),
        ]),
        row(KeyRow::Quit, &[Context::QuitQuestion], 9, &[
            (Char('q'), C::Open), (Code(K::Enter), C::Open), (Char('y'), C::Open), (Code(K::F(10)), C::Open),
        ]),
        row(KeyRow::Back, &[Context::Question, Context::QuitQuestion, Context::Line], 7, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Back, &[Context::Record], 7, &[(Code(K::Esc), C::Back), (Code(K::Enter), C::Back)]),
        row(KeyRow::Back, &[Context::History, Context::Help], 7, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Back, SCREENS, 0, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Close, &[Context::Form, Context::OneLine], 8, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Copy, FIGURES, 0, &[(Ctrl('k'), C::Copy)]),
        row(KeyRow::Palette, ALL_BUT_HELP, 0, &[(Char(':'), C::Palette), (Code(K::F(9)), C::Palette)]),
        row(KeyRow::Palette, FORM, 0, &[(Code(K::F(9)), C::Palette)]),
        row(KeyRow::Lock, ALL_BUT_TEXT, 0, &[(Ctrl('l'), C::Lock)]),
        row(KeyRow::Lock, TEXTS, 0, &[(Ctrl('l'), C::Lock)]),
        row(KeyRow::Lock, QUESTIONS, 0, &[(Ctrl('l'), C::Lock)]),
        row(KeyRow::Unlock, &[Context::Locked], 9, &[(Code(K::Enter), C::Back), (Code(K::Esc), C::Back)]),
        row(KeyRow::Help, SCREENS, 8, &[(Char('?'), C::Help), (Code(K::F(1)), C::Help)]),
        row(KeyRow::Help, &[Context::Record, Context::History], 8, &[(Char('?'), C::Help), (Code(K::F(1)), C::Help)]),
        row(KeyRow::Help, FORM, 6, &[(Code(K::F(1)), C::Help)]),
        // The keys that opened it close it too; they need not be said there.
        row(KeyRow::Help, &[Context::Help], 0, &[(Char('?'), C::Back), (Code(K::F(1)), C::Back)]),
        row(KeyRow::Leave, &[Context::Form, Context::OneLine], 1, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, ALL_BUT_TEXT, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, LINE, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, QUESTIONS, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Suspend, ALL_BUT_TEXT, 0, &[(Ctrl('z'), C::Suspend)]),
        row(KeyRow::Quit, ALL_BUT_TEXT, 9, &[(Char('q'), C::Quit), (Code(K::F(10)), C::Quit)]),
    ]
};

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
