//! The types of the command line. The comments here are its help in English; the Japanese stands in
//! `locale::help`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::domain::tally;

use super::fields::{ActivityFields, Fields};

/// The consultation ledger of a support center for children who need medical care at home.
///
/// Without a command the screen opens.
#[derive(Debug, Parser)]
#[command(
    name = "soudan",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(disable_help_subcommand = true, color = clap::ColorChoice::Never, max_term_width = 100)]
pub struct Cli {
    /// The ledger's file (else SOUDAN_LEDGER, else the account's own)
    #[arg(long, global = true, display_order = 900, value_name = "PATH")]
    pub ledger: Option<PathBuf>,
    /// Language: ja or en (else SOUDAN_LANG, the configuration, the locale)
    #[arg(long, global = true, display_order = 900, value_name = "ja|en", value_parser = PossibleValuesParser::new(["ja", "en"]))]
    #[arg(hide_possible_values = true)]
    pub lang: Option<String>,
    /// The day that counts as today
    #[arg(
        long,
        global = true,
        display_order = 900,
        value_name = "DATE",
        allow_negative_numbers = true
    )]
    pub today: Option<String>,
    /// To be read aloud: no columns, no borders, every value behind its label
    #[arg(long, global = true, display_order = 900)]
    pub plain: bool,
    /// Change nothing
    #[arg(long, global = true, display_order = 900)]
    pub read_only: bool,
    /// Help
    #[arg(short, long, global = true, display_order = 900, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// Version
    #[arg(short = 'V', long, display_order = 900, action = ArgAction::Version)]
    pub version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a ledger
    Init(InitArgs),
    /// Add a consultation and print its id
    Add(AddArgs),
    /// List records, newest first
    List(ListArgs),
    /// List follow-ups: overdue, due today and in this week
    Due(DueArgs),
    /// List the records in which words stand, newest first
    Search(SearchArgs),
    /// Show one record
    Show(ShowArgs),
    /// Count: the standard tables, or by axes
    Tally(TallyArgs),
    /// Write the packet of the operations meeting
    Report(ReportArgs),
    /// List activities: trainings, meetings, conferences; or add one
    Activity(ActivityArgs),
    /// Compare tables typed from paper with the ledger
    Compare(CompareArgs),
    /// Read records from a CSV file
    Import(ImportArgs),
    /// Write all records to a CSV file
    Export(ExportArgs),
    /// Print the ledger's profile, or set a new one
    Profile(ProfileArgs),
    /// Which center is responsible for a municipality, and its telephone
    Center(CenterArgs),
    /// Check that the ledger is whole
    Check(CheckArgs),
    /// Make a verified backup and print where it lies
    Backup(BackupArgs),
    /// Put a backup in the ledger's place
    Restore(RestoreArgs),
    /// Close a month or a half-year, or list what is closed
    Close(CloseArgs),
    /// Take back your last change
    Undo(UndoArgs),
    /// Do again what was taken back
    Redo(UndoArgs),
    /// Practise on made-up records: nothing is kept, your ledger is not touched
    Demo,
    /// Print the reference of the configuration file
    Config,
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// A profile's name, or its TOML file
    #[arg(
        long,
        value_name = "NAME|FILE.toml",
        default_value = "yamaguchi",
        hide_default_value = true
    )]
    pub profile: String,
    /// The center whose ledger it is, by code or label
    #[arg(long, value_name = "CODE")]
    pub center: Option<String>,
}

/// Arguments of `add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// A consultation on one line, such as "phone mother iwakuni 30m"; - reads standard input
    #[arg(value_name = "LINE")]
    pub line: Option<String>,
    /// The record's fields.
    #[command(flatten)]
    pub fields: Fields,
    /// Why it is entered so, for the journal: a date inside a closed period takes one
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned text.
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// A period, such as 2022H1, R4, 2022-09 or this (else everything)
    #[arg(value_name = "PERIOD")]
    pub period: Option<String>,
    /// Only these, such as channel=phone; twice on one axis: either, on two axes: both
    #[arg(long = "where", value_name = "AXIS=CODE")]
    pub filters: Vec<String>,
    /// Only records in which all these words stand; - reads standard input
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// table, csv or json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: ListFormat,
}

/// Arguments of `due`.
#[derive(Debug, Args)]
pub struct DueArgs {
    /// Those of later weeks too
    #[arg(long)]
    pub all: bool,
    /// table, csv or json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: ListFormat,
}

/// Arguments of `activity`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ActivityArgs {
    /// What to do instead of listing.
    #[command(subcommand)]
    pub command: Option<ActivityCommand>,
    /// A period, such as 2022H1, R4, 2022-09 or this (else everything)
    #[arg(value_name = "PERIOD")]
    pub period: Option<String>,
    /// table, csv or json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: ListFormat,
}

/// What else `activity` does.
#[derive(Debug, Subcommand)]
pub enum ActivityCommand {
    /// Add an activity and print its id
    Add(ActivityAddArgs),
}

/// Arguments of `activity add`.
#[derive(Debug, Args)]
pub struct ActivityAddArgs {
    /// The activity's fields.
    #[command(flatten)]
    pub fields: ActivityFields,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// All of these must stand in a record; - reads standard input
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// A period, such as 2022H1, R4, 2022-09 or this (else everything)
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// Only these, such as channel=phone; twice on one axis: either, on two axes: both
    #[arg(long = "where", value_name = "AXIS=CODE")]
    pub filters: Vec<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// table, csv or json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: ListFormat,
}

impl From<SearchArgs> for ListArgs {
    fn from(args: SearchArgs) -> Self {
        Self {
            period: args.period,
            filters: args.filters,
            search: Some(args.words.join(" ")),
            limit: args.limit,
            format: args.format,
        }
    }
}

/// How a record or a case is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// Names and values.
    Text,
    /// A form for paper.
    Html,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A number such as R4-東-0012, an id or the beginning of one (an activity's too), or a case's code
    #[arg(value_name = "ID|NUMBER|CASE")]
    pub record: String,
    /// With every change to it
    #[arg(long)]
    pub history: bool,
    /// text, or html: a form for A4, in a file named after the number or the case
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: ShowFormat,
    /// The file to write
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(long)]
    pub force: bool,
}

/// How a tally is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TallyFormat {
    /// Aligned text.
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// Markdown.
    Md,
}

/// What a tally counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Count {
    /// 延べ件数
    Contacts,
    /// 実人数
    People,
}

impl From<Count> for tally::Count {
    fn from(count: Count) -> Self {
        match count {
            Count::Contacts => Self::Contacts,
            Count::People => Self::People,
        }
    }
}

/// What a tally is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Comparison {
    /// 前年同期
    Year,
    /// 前期
    Previous,
}

impl From<Comparison> for tally::Comparison {
    fn from(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Year => Self::Year,
            Comparison::Previous => Self::Previous,
        }
    }
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// A month or a half-year, such as 2022-09 or 2022H1 (else the last month that is over)
    #[arg(value_name = "PERIOD")]
    pub period: Option<String>,
    /// html (for paper), xlsx, md, csv (a folder, a file to a table), json or text
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "html",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: PacketFormat,
    /// The file or folder to write; - is standard output (else one named after the period, here)
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write over what is there
    #[arg(long)]
    pub force: bool,
    /// Leave a section out this time, such as months or follow-ups
    #[arg(long, value_name = "SECTION")]
    pub without: Vec<String>,
    /// Leave a section out of this and every later packet
    #[arg(long, value_name = "SECTION")]
    pub switch_off: Vec<String>,
    /// Take a section in again that was switched off
    #[arg(long, value_name = "SECTION")]
    pub switch_on: Vec<String>,
    /// Write a remark under a section and keep it; SECTION=- reads standard input, SECTION= takes it away
    #[arg(long, value_name = "SECTION=TEXT")]
    pub remark: Vec<String>,
    /// For publishing: small figures are hidden, cases, follow-ups and remarks left out
    #[arg(long, conflicts_with = "remark")]
    pub public: bool,
    /// The remarks stand in the place of the sentences made from the figures
    #[arg(long, requires = "remark")]
    pub instead: bool,
}

/// How a packet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PacketFormat {
    /// For paper and for a browser.
    Html,
    /// Markdown.
    Md,
    /// For spreadsheets, a file to a table.
    Csv,
    /// For programs.
    Json,
    /// Aligned text.
    Text,
    /// A workbook for Excel: a sheet to print, and data.
    Xlsx,
}

/// Arguments of `tally`.
#[derive(Debug, Args)]
pub struct TallyArgs {
    /// A period, such as 2022H1, R4, 2022-09 or last (else the running half-year)
    #[arg(value_name = "PERIOD")]
    pub period: Option<String>,
    /// The axis down the side (else the standard tables)
    #[arg(long, value_name = "AXIS")]
    pub rows: Option<String>,
    /// The axis across the top
    #[arg(long, value_name = "AXIS")]
    pub cols: Option<String>,
    /// Only these, such as center=east; twice on one axis: either, on two axes: both
    #[arg(long = "where", value_name = "AXIS=CODE")]
    pub filters: Vec<String>,
    /// contacts (consultations) or people (cases)
    #[arg(
        long,
        value_name = "COUNT",
        default_value = "contacts",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub count: Count,
    /// year (the same span a year earlier) or previous (the span before)
    #[arg(long, value_name = "WITH", hide_possible_values = true)]
    pub compare: Option<Comparison>,
    /// table, csv, json or md
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: TallyFormat,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// Text.
    Table,
    /// For programs.
    Json,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The CSV file: heads and rows with their figures, one table or several
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// A period, such as 2022H1, R4, 2022-09 or last (else the running half-year)
    #[arg(value_name = "PERIOD")]
    pub period: Option<String>,
    /// Only these, such as center=east; twice on one axis: either, on two axes: both
    #[arg(long = "where", value_name = "AXIS=CODE")]
    pub filters: Vec<String>,
    /// The axis down the side, where the table's head names none
    #[arg(long, value_name = "AXIS")]
    pub rows: Option<String>,
    /// The axis across the top
    #[arg(long, value_name = "AXIS")]
    pub cols: Option<String>,
    /// table or json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: CompareFormat,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The CSV file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only say what would be done
    #[arg(long)]
    pub dry_run: bool,
    /// Also a file that was imported before
    #[arg(long)]
    pub again: bool,
    /// Why, for the journal: rows inside a closed period take one; - reads standard input
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// How closings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CloseFormat {
    /// Aligned text.
    Table,
    /// For programs.
    Json,
}

/// Arguments of `close`.
#[derive(Debug, Args)]
pub struct CloseArgs {
    /// A month or a half-year, such as 2022-09, R4.9, 2022H1 or last (else list what is closed)
    #[arg(value_name = "PERIOD")]
    pub period: Option<String>,
    /// Open it again
    #[arg(long, requires = "period", requires = "reason", conflicts_with = "changes")]
    pub reopen: bool,
    /// Why it is opened again; - reads standard input
    #[arg(long, value_name = "TEXT", requires = "reopen")]
    pub reason: Option<String>,
    /// Print which figures are others today than they were closed
    #[arg(long, requires = "period")]
    pub changes: bool,
    /// table or json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        hide_default_value = true
    )]
    #[arg(hide_possible_values = true)]
    pub format: CloseFormat,
}

/// Arguments of `undo` and `redo`.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// Why, for the journal: inside a closed period it takes one; - reads standard input
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// How records are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// What `import` reads back.
    Csv,
    /// A workbook for Excel.
    Xlsx,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The CSV file (or Excel workbook) to write
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// csv or xlsx (else by the file's ending; what ends in none of them is CSV)
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<ExportFormat>,
    /// Without case, organisation, caller, callback, staff and free text
    #[arg(long)]
    pub shared: bool,
    /// Overwrite a file that is there
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `profile`.
#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// Set this profile
    #[arg(long, value_name = "FILE")]
    pub set: Option<PathBuf>,
}

/// Arguments of `center`.
#[derive(Debug, Args)]
pub struct CenterArgs {
    /// A municipality: its name or a part of it, its code, or its reading
    #[arg(value_name = "TEXT")]
    pub text: String,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Every page too: slower
    #[arg(long)]
    pub full: bool,
    /// Make the search index anew from the records
    #[arg(long, conflicts_with = "full")]
    pub reindex: bool,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The folder (else backups beside the ledger)
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    pub shell: Shell,
}
