//! What keys and the commands behind them are called: in the line of keys, in the help, and in
//! `docs/KEYS.md`. Which key gives which command stands in the table of commands alone.

mod also;
mod en;
mod ja;

pub use also::also_called;

use super::editing::Correcting;
use super::packeting::Packeting;
use super::tallying::Tallying;

/// How a command, or a few that belong together, is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyWords {
    /// One word, for the line of keys.
    pub short: &'static str,
    /// One line, for the help.
    pub long: &'static str,
}

/// A key without a character of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedKey {
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Tab with Shift.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// The space bar.
    Space,
    /// A function key.
    F(u8),
}

/// A row of the table of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyRow {
    /// New record by phone.
    Phone,
    /// New record of a visit.
    Visit,
    /// New record of an email.
    Email,
    /// New record by another way.
    New,
    /// New record on one line.
    OneLine,
    /// Save what stands on the line, or go into the form where something is missing.
    SaveLine,
    /// To the answers of what the line leaves open.
    Candidates,
    /// From the line into the form.
    IntoForm,
    /// Search as one types.
    Search,
    /// Period back and forward.
    Period,
    /// Half-year or year to date.
    YearToDate,
    /// Close a month or a half-year.
    ClosePeriod,
    /// The records behind a figure.
    Drill,
    /// A record in full.
    Open,
    /// A new child's file.
    NewCase,
    /// A new activity.
    NewActivity,
    /// An activity in full, and back to the list.
    OpenActivity,
    /// Correct an activity.
    EditActivity,
    /// Void an activity.
    VoidActivity,
    /// Fiscal year back and forward.
    Year,
    /// Find cases.
    FindCase,
    /// A case in full.
    OpenCase,
    /// The consultations of a case.
    OfCase,
    /// Correct a child's file.
    EditCase,
    /// Close a case, or open it again.
    CloseCase,
    /// A way of correcting what was written.
    Correct(Correcting),
    /// What is asked of a tally.
    Tally(Tallying),
    /// What can be done with the packet.
    Packet(Packeting),
    /// Narrow the list.
    Filter,
    /// Take one restriction off.
    Widen,
    /// Say how a follow-up ended.
    EndFollowUp,
    /// Move a follow-up.
    MoveFollowUp,
    /// Take back one's last change.
    Undo,
    /// Do it again.
    Redo,
    /// Go on with a kept draft.
    Resume,
    /// To the next or previous screen.
    Screens,
    /// A screen by its number.
    Numbers,
    /// By rows.
    Rows,
    /// By columns.
    Columns,
    /// By pages.
    Pages,
    /// First and last.
    Ends,
    /// End the call.
    EndCall,
    /// Park the form for another call.
    SecondCall,
    /// Park the form for one that is parked.
    TakeUp,
    /// Save the form.
    Save,
    /// Next field.
    Next,
    /// Field before.
    Previous,
    /// Take the answer and go on; a new line in a note.
    Accept,
    /// In a list: the answer above or below; in a text: the line.
    Answers,
    /// Caret left and right.
    Caret,
    /// Caret by words.
    Words,
    /// Beginning and end of the line.
    LineEnds,
    /// Delete a character.
    Erase,
    /// Delete the word before.
    EraseWord,
    /// Delete to the beginning.
    EraseLine,
    /// Take back typing.
    TextUndo,
    /// Type it again.
    TextRedo,
    /// Close the form, its draft stays.
    Close,
    /// Choose by number.
    Choose,
    /// Yes.
    Confirm,
    /// Back to where one was.
    Back,
    /// Figures to the clipboard.
    Copy,
    /// Every command by its name.
    Palette,
    /// The screen is covered.
    Lock,
    /// And uncovered.
    Unlock,
    /// The keys.
    Help,
    /// Cancels.
    Interrupt,
    /// In a form: asks what to do with it.
    Leave,
    /// To the shell.
    Suspend,
    /// The end.
    Quit,
}

/// Where keys work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first screen.
    Overview,
    /// The list of records.
    Records,
    /// A record in full.
    Record,
    /// The list of cases.
    Cases,
    /// A case in full.
    Case,
    /// The tally.
    Tally,
    /// The activities.
    Activities,
    /// The packet.
    Packet,
    /// What was changed about a record.
    History,
    /// The form.
    Form,
    /// A line to type on.
    Line,
    /// The line of a whole consultation.
    OneLine,
    /// A question.
    Question,
    /// The question before the end.
    QuitQuestion,
    /// The covered screen.
    Locked,
    /// The keys.
    Help,
}

/// The widest name of a command in the palette, in cells.
pub const PALETTE_CELLS: usize = 24;

/// Names of keys and commands.
pub trait KeyNames {
    /// A key, as it is written on the keyboard.
    fn named_key(&self, key: NamedKey) -> String;

    /// Where keys work.
    fn context(&self, place: Place) -> &'static str;

    /// A row of the table.
    fn key_words(&self, row: KeyRow) -> KeyWords;

    /// A command in the palette: the `nth` of the row's different commands, from 0. At most
    /// [`PALETTE_CELLS`] wide, with what tells it from the others first.
    fn palette_name(&self, row: KeyRow, nth: usize) -> &'static str;
}

pub(super) const fn words(short: &'static str, long: &'static str) -> KeyWords {
    KeyWords { short, long }
}

/// How the Japanese name of a command is typed with the input method off.
#[allow(clippy::too_many_lines, reason = "one line a row of the table")]
pub fn key_reading(row: KeyRow) -> &'static str {
    match row {
        KeyRow::Phone => "denwa",
        KeyRow::Visit => "raisho",
        KeyRow::Email => "meeru",
        KeyRow::New => "shinki",
        KeyRow::Search => "kensaku",
        KeyRow::Period => "kikan",
        KeyRow::YearToDate => "nendoruikei",
        KeyRow::ClosePeriod => "shime",
        KeyRow::Drill => "uchiwake",
        KeyRow::Open => "shousai",
        KeyRow::NewCase => "keesushinki",
        KeyRow::NewActivity => "jigyoushinki",
        KeyRow::OpenActivity => "jigyoushousai",
        KeyRow::EditActivity => "jigyouhenshuu",
        KeyRow::VoidActivity => "jigyousakujo",
        KeyRow::Year => "nendo",
        KeyRow::FindCase => "keesukensaku",
        KeyRow::OpenCase => "keesushousai",
        KeyRow::OfCase => "keesusoudan",
        KeyRow::EditCase => "keesuhenshuu",
        KeyRow::CloseCase => "shuuketsu",
        KeyRow::Correct(way) => way.reading(),
        KeyRow::Tally(what) => what.reading(),
        KeyRow::Packet(what) => what.reading(),
        KeyRow::Filter => "shiborikomi",
        KeyRow::Widen => "kaijo",
        KeyRow::Undo => "torikeshi",
        KeyRow::Redo => "yarinaoshi",
        KeyRow::Resume => "shitagaki",
        KeyRow::Screens => "gamen",
        KeyRow::Numbers => "gamen",
        KeyRow::Rows => "gyou",
        KeyRow::Columns => "retsu",
        KeyRow::Pages => "peeji",
        KeyRow::Ends => "hashi",
        KeyRow::Save => "hozon",
        KeyRow::Next => "tsugi",
        KeyRow::Previous => "mae",
        KeyRow::Accept => "kettei",
        KeyRow::Answers => "sentaku",
        KeyRow::Caret => "idou",
        KeyRow::Words => "go",
        KeyRow::LineEnds => "gyoutan",
        KeyRow::Erase => "kesu",
        KeyRow::EraseWord => "gokesu",
        KeyRow::EraseLine => "gyoukesu",
        KeyRow::TextUndo => "modosu",
        KeyRow::TextRedo => "yarinaosu",
        KeyRow::Close => "tojiru",
        KeyRow::Choose => "erabu",
        KeyRow::Confirm => "kettei",
        KeyRow::Back => "modoru",
        KeyRow::Copy => "kopii",
        KeyRow::Palette => "meirei",
        KeyRow::Lock => "kakusu",
        KeyRow::Unlock => "modoru",
        KeyRow::Help => "sousa",
        KeyRow::Interrupt => "modoru",
        KeyRow::Leave => "yameru",
        KeyRow::Suspend => "chuudan",
        KeyRow::EndFollowUp => "sumi",
        KeyRow::MoveFollowUp => "hidzuke",
        KeyRow::EndCall => "tsuuwashuuryou",
        KeyRow::SecondCall => "horyuu",
        KeyRow::TakeUp => "saikai",
        KeyRow::OneLine => "ichigyou",
        KeyRow::SaveLine => "hozon",
        KeyRow::Candidates => "kouho",
        KeyRow::IntoForm => "nyuuryoku",
        KeyRow::Quit => "shuuryou",
    }
}
