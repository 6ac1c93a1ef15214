//! What can go wrong, as data: the kind decides the exit status, the catalogue of messages
//! (`locale`) says what happened, what is safe and what to do. No error holds personal text.

use std::path::PathBuf;

use crate::domain::axis::Axis;
use crate::domain::consultation::Number;
use crate::domain::date::DateError;
use crate::domain::list::{Code, List};
use crate::domain::packet::NoPacket;
use crate::domain::period::{Period, PeriodError};
use crate::domain::profile::ProfileError;
use crate::domain::value::FieldError;

/// A result with the program's own error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that the program refuses or fails at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A typed period.
    #[error("period: {0:?}")]
    Period(#[from] PeriodError),
    /// A typed date outside a record.
    #[error("date: {0:?}")]
    Date(#[from] DateError),
    /// A profile file.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Fields of a record.
    #[error("fields: {0:?}")]
    Fields(Vec<FieldError>),
    /// Something else was refused.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Several records were to be changed in one step, and this one stood in the way: none was.
    #[error("{number:?}: {error}")]
    OneOfSeveral {
        /// The record.
        number: Number,
        /// What is wrong with it.
        error: Box<Self>,
    },
    /// Another process holds the ledger's lock.
    #[error("the ledger is busy")]
    Busy,
    /// The ledger was written by a newer program.
    #[error("ledger format {found}, known {known}")]
    Newer {
        /// Its format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// Damaged, or no ledger at all.
    #[error("damaged: {0:?}")]
    Damaged(Damage),
    /// Cannot write.
    #[error("cannot write: {0:?}")]
    CannotWrite(Unwritable),
    /// A backup differs from its source.
    #[error("backup not verified")]
    NotVerified,
    /// Something in the ledger is not as it was written: no backup of it is made.
    #[error("the source is not sound")]
    Unsound,
    /// A backup that is to be restored is damaged, or none at all.
    #[error("damaged backup: {0:?}")]
    DamagedBackup(Damage),
    /// The ledger may not even be read by this account.
    #[error("not readable: {0}")]
    Closed(PathBuf),
    /// The place is not safe.
    #[error("unsafe place: {0:?}")]
    Unsafe(UnsafePlace),
    /// A file cannot be read.
    #[error("cannot read {path}: {kind}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        kind: std::io::ErrorKind,
    },
    /// SQLite reported something that none of the above stands for; its code, without any text.
    #[error("sqlite {0}")]
    Engine(i32),
}

/// Why something was refused that nothing is broken about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is a ledger (or another file) already.
    Exists(PathBuf),
    /// There is no ledger there.
    NoLedger(PathBuf),
    /// No profile of that name comes with the program, and there is no such file.
    NoSuchProfile(String),
    /// The profile has no such center, but these.
    NoSuchCenter(String, Vec<Code>),
    /// Several centers: which one is ours must be said.
    WhichCenter(Vec<Code>),
    /// No record with that id or number.
    NoSuchRecord,
    /// Several records begin so.
    Ambiguous,
    /// The record was changed since it was opened.
    Changed {
        /// The revision that the change was based on.
        base_rev: u32,
        /// The revision now.
        rev: u32,
    },
    /// The record is void.
    Void,
    /// There is no child's file of that code.
    NoSuchCase,
    /// There is no form for paper of an activity.
    NoForm,
    /// There is no such activity.
    NoSuchActivity,
    /// There is nothing of this person's to undo.
    NothingToUndo,
    /// There is nothing of this person's to do again.
    NothingToRedo,
    /// What should be undone was changed since.
    ChangedSince,
    /// What should be undone was erased after the retention period.
    Erased,
    /// Not an axis.
    NoSuchAxis(String),
    /// Rows and columns are the same axis.
    SameAxis(Axis),
    /// A filter that is not AXIS=CODE.
    NotAFilter(String),
    /// No such code on that axis.
    NoSuchCode(Axis, String),
    /// Too many cells to print.
    TooManyCells,
    /// A code in use is missing from the new profile.
    CodeInUse(List, Code),
    /// The same file was imported before.
    ImportedBefore,
    /// No such municipality.
    NoSuchMunicipality(String),
    /// No language of that name.
    NoSuchLanguage(String),
    /// Not a file that can be imported.
    NotImportable(Unimportable),
    /// Not a table that can be compared.
    NotATable(WrongTable),
    /// The command line asked for something that cannot be read from standard input twice.
    StdinTwice,
    /// A file that is a ledger or the log of one: never overwritten.
    IsALedger(PathBuf),
    /// The log of a ledger that is gone lies where a new one is to be.
    StaleLog(PathBuf),
    /// A target file that is there already.
    TargetExists(PathBuf),
    /// A target that is there and is nothing that could be written anew: a pipe, a device, a file for a folder.
    NotReplaceable(PathBuf),
    /// A file, in a folder that should be written anew, that the program did not write.
    ForeignFile(PathBuf),
    /// No such section of the packet.
    NoSuchSection(String),
    /// There is no packet of that period.
    NoPacket(NoPacket),
    /// The period cannot be closed, or opened again.
    Unclosable(Period, Unclosable),
    /// Nothing can be compared with a period that has not begun.
    NotBegun(Period),
    /// A record inside a closed period is changed, and no reason is given.
    ClosedPeriod(Period),
    /// A closing is to be taken back, and no reason is given.
    TakesClosingBack(Period),
    /// A reason is longer than a line.
    LongReason {
        /// Characters at most.
        most: usize,
        /// How many there are.
        is: usize,
    },
    /// What is no text is not shown on a terminal.
    NotOnATerminal,
    /// A packet that no workbook can hold.
    NoWorkbook,
    /// A remark of the packet of more characters than are kept.
    RemarkTooLong,
    /// More records than a sheet of a workbook holds, which is this many.
    TooLargeForSheet(u64),
}

/// Why a period cannot be closed, or opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclosable {
    /// Neither a calendar month nor a half-year.
    NotAUnit,
    /// It is not over.
    NotOver,
    /// It is closed already.
    Already,
    /// Its figures do not tie.
    DoesNotTie,
    /// It is not closed.
    NotClosed,
    /// No reason for opening it again is given.
    NoReason,
}

/// Why a file cannot be imported at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unimportable {
    /// UTF-16.
    Utf16,
    /// A NUL byte.
    Nul {
        /// Line, from 1.
        line: u64,
    },
    /// Neither UTF-8 nor CP932.
    BadBytes {
        /// Line, from 1.
        line: u64,
    },
    /// A quote that is never closed, or not within a mebibyte.
    UnclosedQuote {
        /// Line in which the record begins, from 1.
        line: u64,
    },
    /// A record of more than a mebibyte.
    TooLong {
        /// Line in which it begins, from 1.
        line: u64,
    },
    /// No header and no rows.
    Empty,
    /// A column that must be there is not.
    NoColumn(&'static str),
    /// A column stands twice.
    ColumnTwice(String),
    /// Rows were refused; nothing was imported.
    Rows {
        /// How many.
        refused: u64,
    },
}

/// Why a table typed from paper cannot be compared. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongTable {
    /// The head names no table and no axes.
    NoName {
        /// Line.
        line: u64,
    },
    /// A head without rows.
    NoRows {
        /// Line.
        line: u64,
    },
    /// A row or column without a label.
    NoLabel {
        /// Line.
        line: u64,
        /// Column.
        column: u64,
    },
    /// A row or column that stands twice: the second.
    Twice {
        /// Line.
        line: u64,
        /// Column.
        column: u64,
    },
    /// Something else where a figure is expected.
    NotAFigure {
        /// Line.
        line: u64,
        /// Column.
        column: u64,
    },
    /// More or fewer cells than the head has.
    Cells {
        /// Line.
        line: u64,
        /// In the head.
        expected: usize,
        /// In the row.
        found: usize,
    },
    /// Text after a closing quote.
    Quote {
        /// Line.
        line: u64,
        /// Column.
        column: usize,
    },
}

/// What is broken about a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Not a ledger: another kind of file.
    NotALedger,
    /// An empty file.
    Empty,
    /// Shorter than it says.
    Truncated,
    /// Its tables are not those of its format.
    Schema,
    /// A page cannot be read.
    Pages,
    /// A record reads differently from what was written.
    Record,
    /// The profile in it cannot be read.
    Profile,
}

/// Why nothing can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// No space left.
    Full,
    /// A read-only file, folder or file system.
    ReadOnly,
    /// No permission.
    Permission,
    /// The disk reported an error; not tried again.
    Io,
    /// The ledger was replaced or removed while it was open.
    Replaced,
    /// Opened for reading only, as asked.
    AsAsked,
    /// The folder of the target is not there, or is no folder.
    NoFolder,
    /// The target is a folder.
    IsFolder,
}

/// Why a place is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnsafePlace {
    /// A link.
    Link(PathBuf),
    /// A second name for the same file.
    HardLink(PathBuf),
    /// The file belongs to somebody else.
    Owner(PathBuf),
    /// Others may write to the folder.
    SharedFolder(PathBuf),
    /// A network file system.
    Network(PathBuf),
    /// Not an ordinary file.
    NotAFile(PathBuf),
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Line of the file in which the row begins, from 1.
    pub line: u64,
    /// The column, as the file's own header has it; `None` where no one column is wrong.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: RowReason,
}

/// Why a row was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowReason {
    /// A field.
    Field(FieldError),
    /// The id is none.
    Id,
    /// More or fewer cells than the header has.
    Cells {
        /// In the header.
        expected: usize,
        /// In the row.
        found: usize,
    },
    /// Text after a closing quote.
    Quote {
        /// Column, from 1.
        column: usize,
    },
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A child's file is not what was written; its row's number.
    Case {
        /// The row's number: its code may be what is damaged.
        seq: i64,
    },
    /// An activity is not what was written; its row's number.
    Activity {
        /// The row's number: its title may be what is damaged.
        seq: i64,
    },
    /// What is set for the sections of a packet is not what was written.
    Sections,
    /// The search index does not say what the records do.
    Search,
    /// The tables are not those of the format.
    Schema,
    /// SQLite's own check reports damaged pages.
    Pages,
    /// A record reads differently from what was written.
    Record {
        /// Its number, where that can still be read.
        number: Option<Number>,
    },
    /// A record whose last change is not in the journal.
    NotInJournal {
        /// The record.
        number: Number,
    },
    /// An index disagrees with its table.
    Index(&'static str),
    /// Answers or follow-ups that belong to no record.
    Stray,
    /// A stored count differs from the records: the first that does.
    Count {
        /// Year of the month.
        year: i32,
        /// Month, from 1; of a half-year's sum its first.
        month: u32,
        /// Whether it is the sum of a half-year.
        is_half: bool,
        /// What is counted: the answers that it is of.
        of: Vec<(List, Code)>,
        /// As stored.
        stored: i64,
        /// As counted.
        counted: i64,
    },
    /// The journal's chain is broken at this entry: the first one.
    Journal {
        /// Its place, from 1.
        seq: i64,
    },
    /// The profile is not the one that the journal says was set last.
    Profile,
    /// The lists of codes are incomplete.
    Items,
    /// A tally that was saved under a name is not what was written.
    View {
        /// Its place among them in the order of their names, from 1: the name may be what is damaged.
        nth: usize,
    },
    /// An import is not as the journal says.
    Import {
        /// Its number.
        seq: i64,
    },
    /// A closing is not as the journal says.
    Closing {
        /// Its number.
        seq: i64,
        /// The code of its period, where the journal knows it.
        period: Option<String>,
    },
}

impl Error {
    /// Says which of several records it is about, where it is about a record at all: a full disk is not.
    #[must_use]
    pub fn of_one(self, number: &Number) -> Self {
        match self {
            Self::Fields(_) | Self::Refused(_) => Self::OneOfSeveral {
                number: number.clone(),
                error: Box::new(self),
            },
            _ => self,
        }
    }

    /// The closed period inside which a change asks for a reason, if it is that.
    pub fn closed_period(&self) -> Option<Period> {
        match self {
            Self::Refused(Refusal::ClosedPeriod(period) | Refusal::TakesClosingBack(period)) => Some(*period),
            Self::OneOfSeveral { error, .. } => error.closed_period(),
            _ => None,
        }
    }

    /// The exit status that the contract gives to this kind of failure.
    pub fn status(&self) -> u8 {
        match self {
            Self::Period(_) | Self::Date(_) | Self::Profile(_) | Self::Fields(_) | Self::Refused(_) => 1,
            Self::Unreadable { .. } => 1,
            Self::OneOfSeveral { error, .. } => error.status(),
            Self::Busy => 10,
            Self::Newer { .. } => 11,
            Self::Damaged(_) | Self::DamagedBackup(_) | Self::Engine(_) => 12,
            Self::CannotWrite(_) | Self::Closed(_) => 13,
            Self::NotVerified | Self::Unsound => 15,
            Self::Unsafe(_) => 16,
        }
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Fields(vec![error])
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
