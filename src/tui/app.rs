//! The state of the program. How it changes stands in `update`; nothing here draws, reads a key, asks
//! a clock or opens a file.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::{Position, Size};
use uuid::Uuid;

use crate::domain::activity::Activity;
use crate::domain::asked::Asked;
use crate::domain::call::Call;
use crate::domain::closing::Closing;
use crate::domain::consultation::{Consultation, Entry, Number, VoidReason};
use crate::domain::draft::Draft;
use crate::domain::field::Field;
use crate::domain::follow_up::Outcome;
use crate::domain::list::{Code, List};
use crate::domain::period::Period;
use crate::domain::profile::Profile;
use crate::domain::record::{About, Record};
use crate::domain::standard::Overview;
use crate::domain::tally::{Query, Table};
use crate::domain::trend::Trend;
use crate::domain::value::Value;
use crate::error::{Error, Unwritable};
use crate::locale::screen::{ScreenWords, words_with};
use crate::locale::{Catalogue, WhyAsked};
use crate::report::case::CaseSheet;
use crate::report::record::Past;
use crate::store::{
    AtRev, CaseKey, CaseLine, Changed, Cursor, Notice, RecordKey, Saved, SavedActivity, SavedCase, SavedView,
    Search, Selection, Sought, Undone,
};

use super::beginning::Beginning;
use super::bindings::Bindings;
use super::closing::Why;
use super::form::Form;
use super::form::merged::Merged;
use super::keeper::Standing;
use super::keymap::{Command, Contact, Context, ScreenId};
use super::oneline::Line;
use super::screens::{
    activities, bulk, cases, filter, history, overview, packet, palette, records, tally, trend,
};
use super::settling::Asking;
use super::spot::Target;
pub use super::status::Status;
use super::theme::Theme;

/// Everything that a screen is drawn from.
pub struct App {
    /// The messages in the chosen language.
    pub(super) catalogue: &'static dyn Catalogue,
    /// The screens' own words.
    pub(super) words: &'static dyn ScreenWords,
    pub(super) theme: Theme,
    pub(super) bindings: Bindings,
    /// After so many minutes without a key the screen is covered; 0 never does.
    pub(super) lock_minutes: u32,
    /// Whether the screen is covered until the person is back.
    pub(super) is_locked: bool,
    pub(super) profile: Arc<Profile>,
    pub(super) own_center: Code,
    /// Who is at the keyboard, where that is known.
    pub(super) staff: Option<String>,
    pub(super) today: NaiveDate,
    /// The moment of the last message or drawing, in milliseconds since 1970 (UTC).
    pub(super) now_ms: i64,
    /// The window, in cells.
    pub(super) size: Size,
    pub(super) overview: overview::State,
    pub(super) records: records::State,
    pub(super) cases: cases::State,
    pub(super) activities: activities::State,
    pub(super) tally: tally::State,
    pub(super) packet: packet::State,
    pub(super) trend: trend::State,
    /// Which of them is seen.
    pub(super) screen: ScreenId,
    /// What was changed about a record, over whichever screen.
    pub(super) history: Option<history::State>,
    /// The entry form, over whichever screen.
    pub(super) form: Option<Box<Form>>,
    pub(super) overlay: Option<Overlay>,
    pub(super) status: Option<Status>,
    pub(super) source: Source,
    /// Why nothing can be written, if so.
    pub(super) read_only: Option<Unwritable>,
    /// The record that was saved last from here.
    pub(super) last_saved: Option<Uuid>,
    /// Unsaved forms that are kept for later, the newest last.
    pub(super) drafts: Vec<Draft>,
    /// How they stand on disk.
    pub(super) standing: Standing,
    /// Whether the ledger is for practice only and gone at the end.
    pub(super) is_practice: bool,
}

/// What lies over the screen or the form; one at a time.
pub(super) enum Overlay {
    /// The list of keys, from that row on.
    Help { first: usize },
    /// Why a record is to be voided, which is named so.
    Void { id: Uuid, rev: u32, name: String },
    /// Why an activity is to be voided.
    VoidActivity { id: Uuid, rev: u32, title: String },
    /// What to do with the form that one wants to leave.
    Leave,
    /// Whether to quit although drafts are kept.
    Quit,
    /// Somebody else saved the record that the form corrects.
    Conflict(Box<Conflict>),
    /// Words to search for are being typed.
    Search(records::Searching),
    /// A restriction of the list is being chosen.
    Filter(Box<filter::State>),
    /// A command is being chosen by its name.
    Palette(Box<palette::State>),
    /// Something of the tally is being chosen.
    Tally(Box<tally::asking::State>),
    /// Something of the packet is being typed or chosen.
    Packet(Box<packet::asking::State>),
    /// A field of the marked records is being changed.
    Bulk(Box<bulk::State>),
    /// What cases are to be found by is being typed.
    FindCase(cases::Finding),
    /// Why a case is to be closed is being typed.
    Closing(Box<cases::Closing>),
    /// A whole consultation is being typed on one line.
    OneLine(Box<Line>),
    /// What becomes of a follow-up.
    FollowUp(Box<Asking>),
    /// Which of these periods is to be closed.
    Close(Vec<Period>),
    /// Why something inside a closed period is to be changed.
    Why(Box<Why>),
}

/// A record as somebody else saved it, while it was open in the form.
pub(super) struct Conflict {
    /// As it stands in the ledger now.
    pub theirs: Record,
    /// As the form would have it.
    pub mine: Entry,
    /// Theirs, with everything that was changed in the form.
    pub both: Merged,
}

/// Whether the ledger can still be looked at.
#[derive(Debug)]
pub(super) enum Source {
    Live,
    /// Replaced or removed: what stands here is the old one, to be read only.
    Replaced,
    /// Cannot be read any more.
    Lost(Error),
}

/// The moment, as the program's clock sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: NaiveDate,
    /// Minutes after midnight.
    pub minute: u16,
    /// Milliseconds since 1970 (UTC).
    pub at_ms: i64,
}

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key that is a command here.
    Command(Command),
    /// A character of a text.
    Text(char),
    /// A text in one piece.
    Paste(String),
    /// Kana or kanji where a command was wanted.
    Ime,
    /// A key without a meaning here.
    Stray,
    /// A click on something.
    Click(Target, Position),
    /// The terminal draws ambiguous characters one cell wide.
    Narrow,
    /// The window has that size.
    Resized(Size),
    /// What was typed while something took long was not used.
    Forgot,
    /// Time has passed; today by the clock.
    Tick(NaiveDate),
    /// The ledger was made just now.
    Made,
    /// So many minutes have passed since the last key.
    Idle(u32),
    /// Whether the ledger changed.
    Looked(Result<bool, Error>),
    /// The figures of a period, and what the profile calls things now.
    Counted(Arc<Profile>, Box<Result<Overview, Error>>),
    /// A tally as it was asked for.
    Tallied(Box<Asked>, Box<Result<Table, Error>>),
    /// The months of a trend, as they were asked for.
    Trended(Box<Query>, Box<Result<Trend, Error>>),
    /// The tallies that were saved, to save another (true) or to open one.
    Views(bool, Result<Vec<SavedView>, Error>),
    /// A tally was saved under that name, or not.
    ViewSaved(String, Result<(), Error>),
    /// The saved tally of that name was deleted, or not.
    ViewDeleted(String, Result<(), Error>),
    /// What the packet's screen asked for, or why not.
    Packet(packet::Answer),
    /// The records of a selection, newest first.
    Listed(Result<Vec<RecordKey>, Error>),
    /// Records in full; `None` where one is gone since it was listed, or cannot be read; and why not.
    Read(Vec<(RecordKey, Option<Consultation>)>, Option<Error>),
    /// Search on.
    SearchOn,
    /// Of the next so many records, those in which the words occur.
    Sifted(usize, Result<Vec<RecordKey>, Error>),
    /// What words were found in, in the next slice of the ledger.
    Sought(Result<Sought, Error>),
    /// The selection has rested for a while.
    Rested,
    /// A minute of the call has passed.
    Minute,
    /// A new form may open.
    Begun(Contact, Option<String>, Uuid, Moment),
    /// A new form may open with what recurs of that record.
    BegunLike(Result<Option<Record>, Error>, Uuid, Moment),
    /// A record to be corrected, from the ledger.
    Editing(Result<Option<Record>, Error>, Moment),
    /// A new child's file may open, with what stands in it from the beginning.
    BegunCase(Uuid, Moment, Box<Entry>),
    /// A draft to be resumed, with the record of its id, if the ledger has one.
    Resumed(Box<Draft>, Result<Option<Record>, Error>),
    /// A record that looks like the form's.
    Twin(Result<Option<Number>, Error>),
    /// The form was saved, or not.
    Saved(Result<Saved, Error>, Option<Number>),
    /// A child's file was saved, or not.
    CaseSaved(Result<SavedCase, Error>),
    /// A new activity may open.
    BegunActivity(Uuid, Moment),
    /// An activity was saved or voided, or not.
    ActivitySaved(Result<SavedActivity, Error>),
    /// Activities, by day.
    Activities(Result<Vec<Activity>, Error>),
    /// The record that somebody else saved first.
    Theirs(Box<Entry>, Result<Option<Record>, Error>),
    /// The cases in which what is typed occurs.
    CasesListed(Result<Vec<CaseKey>, Error>),
    /// Cases to be offered for what was typed in the form.
    CasesFound(String, Result<Vec<CaseLine>, Error>),
    /// The cases that may be meant by a code on the line.
    CaseCodes(String, Result<Vec<String>, Error>),
    /// Cases with what a list shows of them.
    CasesRead(Result<Vec<(CaseKey, CaseLine)>, Error>),
    /// A case with everything that happened to it.
    CaseOpened(Box<Result<Option<CaseSheet>, Error>>),
    /// What was changed about the record that is called so, oldest first, at local time.
    HistoryRead(Uuid, String, Result<Vec<Past>, Error>),
    /// Of these records, those that still count.
    Marked(Vec<RecordKey>, Result<Vec<(RecordKey, AtRev)>, Error>),
    /// A field of several records was changed, or not.
    EditedAll(Field, Result<Changed, Error>),
    /// A record was voided, or not.
    Voided(Result<Saved, Error>),
    /// It was written what became of a follow-up, or not.
    Settled(Result<Saved, Error>, Outcome),
    /// Where in lists a record is that is to be selected, and whether it is to be opened too.
    Found(Result<Option<RecordKey>, Error>, bool),
    /// A change was taken back (or done again: true), or not.
    Undone(Result<Undone, Error>, bool),
    /// There is no shell to return to.
    CannotSuspend,
    /// How the drafts stand on disk.
    Drafts(Standing),
    /// A period was closed, or not.
    Closed(Result<Closing, Error>),
    /// A change inside a closed period was not made for want of a reason.
    AsksWhy(Period, WhyAsked, Box<Effect>),
    /// What came of a change for a reason.
    Tried(Box<Self>),
}

/// What is to be done outside; each comes back as a message, if at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Draw the screen anew.
    Draw,
    /// Count a period, as of that day.
    Count(Period, NaiveDate),
    /// Count a tally, up to that day.
    Tally(Box<Asked>, NaiveDate),
    /// Count the months of a trend, up to that day.
    Trend(Box<Query>, NaiveDate),
    /// Read which tallies were saved, to save another (true) or to open one.
    Views(bool),
    /// Keep a tally under a name.
    SaveView(String, String),
    /// Delete the saved tally of that name.
    DeleteView(String),
    /// What the packet's screen asks for.
    Packet(packet::Request),
    /// List the records of a selection.
    List(Selection),
    /// Read records in full.
    Read(Vec<RecordKey>),
    /// Search on as soon as no key waits.
    Soon,
    /// Look for words in these records.
    Sift(Vec<RecordKey>, Search),
    /// Look for words in the ledger, from where a slice before left off.
    Seek(Box<(Selection, Search, Option<Cursor>)>),
    /// Say so when the selection has rested.
    Rest,
    /// Make the id and take the time of a new record, about that case where it is known.
    Begin(Contact, Option<String>),
    /// Make the id and take the time of a new record that is to be like this one.
    BeginLike(Uuid),
    /// Read the record that is to be corrected.
    Edit(Uuid),
    /// Make the id and take the time of a new child's file.
    BeginCase(Box<Entry>),
    /// Read the child's file that is to be corrected.
    EditCase(Uuid),
    /// Make the id and take the time of a new activity.
    BeginActivity,
    /// Read the activity that is to be corrected.
    EditActivity(Uuid),
    /// Void an activity that was read at that revision.
    VoidActivity(Uuid, u32, VoidReason),
    /// List the activities that begin between two days.
    ListActivities(NaiveDate, NaiveDate),
    /// List the cases in which that occurs.
    ListCases(String),
    /// Find a few cases for what is typed in the form.
    FindCases(String),
    /// Find the codes of cases that may be meant by one on the line.
    FindCaseCodes(String),
    /// Read cases for a list.
    ReadCases(Vec<CaseKey>),
    /// Read a case with everything that happened to it.
    OpenCase(String),
    /// Look whether the record of a draft is in the ledger.
    Resume(Box<Draft>),
    /// Look for a record like this one.
    FindTwin(Box<Entry>, Uuid),
    /// Save a record: a new one, or a correction of that revision.
    Save {
        /// Which kind of record it is.
        about: About,
        /// Its id.
        id: Uuid,
        /// The revision that was opened; `None` adds it.
        base_rev: Option<u32>,
        /// What it holds.
        entry: Box<Entry>,
    },
    /// Read what somebody else saved while this was typed.
    ReadTheirs(About, Uuid, Box<Entry>),
    /// Read what was changed about a record or a child's file, which is called so.
    History(Uuid, String),
    /// Look which of these records still count, to mark them.
    Mark(Vec<RecordKey>),
    /// Give a field of several records that answer, or none.
    EditAll(Vec<AtRev>, Field, Option<Value>),
    /// Void a record that was read at that revision.
    Void(Uuid, u32, VoidReason),
    /// Write what became of the follow-up of a record that was read at that revision.
    Settle {
        /// The record.
        id: Uuid,
        /// The revision.
        base_rev: u32,
        /// What became of it.
        outcome: Outcome,
        /// A note for the history.
        note: Option<String>,
    },
    /// Look where in lists a record is that is to be selected.
    Find {
        /// Which.
        id: Uuid,
        /// Whether it is to be opened too.
        opens: bool,
    },
    /// Take back the last change.
    Undo,
    /// Do it again.
    Redo,
    /// Close a period.
    Close(Period),
    /// Change something for a reason.
    Because(Box<Self>, String),
    /// Keep a draft on disk.
    Keep(Box<Draft>),
    /// Have the drafts on disk before anything else.
    Flush,
    /// Remove a draft.
    Forget(Uuid),
    /// Ask whether the ledger changed.
    Look,
    /// Put figures on the clipboard.
    Copy(String),
    /// Return to the shell for a while.
    Suspend,
    /// End the program.
    Quit,
}

impl App {
    /// The first screen with its figures.
    pub fn new(beginning: Beginning) -> Self {
        let Beginning {
            size,
            lang,
            settings,
            profile,
            own_center,
            staff,
            read_only,
            today,
            now_ms,
            overview,
            is_practice,
        } = beginning;
        let period = overview.standard.period;
        Self {
            catalogue: lang.catalogue_with(settings.dates),
            words: words_with(lang, settings.dates),
            theme: settings.theme,
            bindings: settings.bindings,
            lock_minutes: settings.lock_minutes,
            is_locked: false,
            profile,
            own_center,
            staff,
            today,
            now_ms,
            size,
            overview: overview::State::new(overview),
            records: records::State::new(Selection {
                period: Some(period),
                ..Selection::default()
            }),
            cases: cases::State::default(),
            activities: activities::State::default(),
            tally: tally::State::new(period),
            packet: packet::State::new(today),
            trend: trend::State::default(),
            screen: ScreenId::Overview,
            history: None,
            form: None,
            overlay: None,
            // As asked or not: who cannot save should know before trying.
            status: is_practice
                .then_some(Status::Practice)
                .or_else(|| read_only.clone().map(Status::ReadOnly)),
            source: Source::Live,
            read_only,
            last_saved: None,
            drafts: Vec::new(),
            standing: Standing::default(),
            is_practice,
        }
    }

    /// Says something that is wrong all along, besides what is said already.
    pub fn caution(&mut self, caution: String) {
        let besides = self.status.take().map(Box::new);
        self.status = Some(Status::Cautioned(besides, caution));
    }

    /// Says on the status line what opening the ledger found.
    pub fn say_notices(&mut self, notices: &[Notice]) {
        if !notices.is_empty() {
            self.status = Some(Status::Opened(notices.to_vec()));
        }
    }

    /// Takes up drafts that were left by an earlier run, oldest first. Their clocks stand where they
    /// were last kept: nobody knows when those calls ended.
    pub fn offer(&mut self, mut drafts: Vec<Draft>) {
        for draft in &mut drafts {
            draft.call = draft.call.as_ref().map(Call::cut_off);
        }
        self.drafts = drafts;
    }

    /// Where a key is pressed now; decides what it means.
    pub fn context(&self) -> Context {
        match &self.overlay {
            _ if self.is_locked => Context::Locked,
            Some(Overlay::Help { .. }) => Context::Help,
            Some(Overlay::Quit) => Context::QuitQuestion,
            Some(
                Overlay::Void { .. }
                | Overlay::VoidActivity { .. }
                | Overlay::Leave
                | Overlay::Conflict(_)
                | Overlay::Close(_),
            ) => Context::Question,
            Some(Overlay::Tally(asking)) if !asking.is_line() => Context::Question,
            Some(Overlay::Packet(asking)) if !asking.is_line() => Context::Question,
            Some(
                Overlay::Search(_)
                | Overlay::Tally(_)
                | Overlay::Packet(_)
                | Overlay::Filter(_)
                | Overlay::Palette(_)
                | Overlay::FindCase(_)
                | Overlay::Closing(_)
                | Overlay::FollowUp(_)
                | Overlay::Why(_)
                | Overlay::Bulk(_),
            ) => Context::Line,
            Some(Overlay::OneLine(line)) if line.is_leaving() => Context::Question,
            Some(Overlay::OneLine(_)) => Context::OneLine,
            None => self.beneath(),
        }
    }

    /// The context of the form or the screen itself, whatever lies over it.
    pub(super) fn beneath(&self) -> Context {
        match self.screen {
            _ if self.form.is_some() => Context::Form,
            _ if self.history.is_some() => Context::History,
            ScreenId::Overview => Context::Overview,
            ScreenId::Records if self.records.is_reading() => Context::Record,
            ScreenId::Records => Context::Records,
            ScreenId::Cases if self.cases.is_reading() => Context::Case,
            ScreenId::Cases => Context::Cases,
            ScreenId::Tally => Context::Tally,
            ScreenId::Activities => Context::Activities,
            ScreenId::Packet => Context::Packet,
        }
    }

    /// The id of what is being typed, in the form or on one line.
    pub(super) fn open_id(&self) -> Option<Uuid> {
        match &self.overlay {
            Some(Overlay::OneLine(line)) => Some(line.id()),
            Some(Overlay::Packet(asking)) => asking.remark().map(|remark| remark.id()),
            _ => self.form.as_ref().map(|form| form.id()),
        }
    }

    /// What is being typed, as a draft.
    pub(super) fn open_draft(&self) -> Option<Draft> {
        match &self.overlay {
            Some(Overlay::OneLine(line)) => line.draft(),
            Some(Overlay::Packet(asking)) => asking.remark().and_then(|remark| remark.draft()),
            _ => self.form.as_ref().and_then(|form| form.draft()),
        }
    }

    /// Who is at the keyboard, where that is known.
    pub(super) fn staff(&self) -> Option<&str> {
        self.staff.as_deref()
    }

    /// Whether a record holds exactly what a draft says.
    pub(super) fn is_saved(&self, draft: &Draft, record: &Record) -> bool {
        Form::of_draft(draft, Some(record), &self.profile).says_the_same(record)
    }

    /// What the ledger's own center is called; its code where it has no name.
    pub(super) fn own_center_name(&self) -> String {
        self.catalogue
            .item(List::Center, &self.own_center, Some(&self.profile))
            .to_owned()
    }
}
