//! An open ledger with the state of its screens: events become messages, messages change the state,
//! and what follows from that is done here. Everything but the terminal.

mod packet;

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use uuid::Uuid;

use super::app::{App, Effect, Moment, Msg, Overlay};
use super::beginning::Beginning;
use super::bindings::Pressed;
use super::closing;
use super::counting::Counting;
use super::keeper::{Keeper, Standing};
use super::keymap::{Command, Context};
use super::screens;
use super::screens::overview;
use super::screens::records::SLICE;
use super::settings::Settings;
use super::spot::Seen;
use super::update::update;
use crate::domain::call::MINUTE_MS;
use crate::domain::consultation::{Entry, Number};
use crate::domain::draft::Draft;
use crate::domain::field::Field;
use crate::domain::period::Period;
use crate::domain::record::{About, Record};
use crate::error::{Error, Refusal, Result};
use crate::locale::Lang;
use crate::report::case::CaseSheet;
use crate::report::record::Past;
use crate::store::{self, INDEX_SLICE, Ledger, RecordKey, Stamp, Tended, new_id};

/// How long a selection rests before the pane beside the list follows it.
const REST: Duration = Duration::from_millis(80);

/// So many cases are offered in the form at most.
const CASES_OFFERED: usize = 24;
/// How many cases are offered for a code on the line: with the new one, as many as have a digit.
const CODES_OFFERED: usize = 8;
/// How long no key must have come before the search index is brought on.
const PAUSE: Duration = Duration::from_millis(300);
/// How long the search index leaves the ledger to another process that is writing.
const WHILE_OTHERS_WRITE: Duration = Duration::from_secs(1);

/// The clock: the day may be fixed, the time goes on.
pub type Clock = Box<dyn Fn() -> Moment>;

/// The local time of a moment in milliseconds since 1970 (UTC).
pub type LocalTime = Box<dyn Fn(i64) -> NaiveDateTime>;

/// Who is at the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Their staff code, where it is known.
    pub staff: Option<String>,
    /// The account's name: it stands in the journal as long as no code is known.
    pub account: String,
}

/// An open ledger with the state of its screens: everything but the terminal.
pub struct Session {
    app: App,
    ledger: Ledger,
    lang: Lang,
    clock: Clock,
    local: LocalTime,
    account: String,
    keeper: Keeper,
    /// New records that were begun like another one, with that.
    copies: HashMap<Uuid, Uuid>,
    needs_drawing: bool,
    wants_suspending: bool,
    is_over: bool,
    /// When a key was pressed last, in milliseconds since 1970 (UTC): by the clock that goes on while a
    /// machine sleeps.
    touched_ms: i64,
    /// What is to go to the clipboard.
    copied: Option<String>,
    /// Work that waits until no key does.
    is_searching: bool,
    /// What is counted beside the first screen's figures, and what of it waits.
    counting: Counting,
    /// What takes longer than this lets the next wait.
    at_once: Duration,
    packet: packet::Waiting,
    /// What is to be said once the selection has rested until then.
    rests_at: Option<Instant>,
    /// When the minutes of the call that are seen are others, in milliseconds since 1970 (UTC).
    minute_at_ms: Option<i64>,
    /// When the search index is brought on, unless a key comes before.
    tends_at: Option<Instant>,
    /// The journal's last entry when a change was tried for which a reason may be asked.
    asked_at: Option<i64>,
}

/// What a session needs besides its ledger.
pub struct Surroundings {
    /// The window.
    pub size: Size,
    /// The language.
    pub lang: Lang,
    /// How the screens are set.
    pub settings: Settings,
    /// The clock.
    pub clock: Clock,
    /// The time zone.
    pub local: LocalTime,
    /// Who is at the keyboard.
    pub who: Who,
    /// Where drafts are kept.
    pub keeper: Keeper,
    /// Drafts that an earlier run left, oldest first.
    pub drafts: Vec<Draft>,
    /// Whether the ledger is for practice only and gone at the end.
    pub is_practice: bool,
}

impl Session {
    /// The first screen of a ledger, with the running half-year.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(mut ledger: Ledger, surroundings: Surroundings) -> Result<Self> {
        let Surroundings {
            size,
            lang,
            settings,
            clock,
            local,
            who,
            keeper,
            drafts,
            is_practice,
        } = surroundings;
        // What was saved before this moment is in what is counted now.
        ledger.changed()?;
        let Moment { day, at_ms, .. } = clock();
        let overview = ledger.overview(Period::half_of(day), day, overview::follow_ups_in(size))?;
        let at_once = settings.at_once;
        let mut app = App::new(Beginning {
            size,
            lang,
            settings,
            profile: ledger.profile_shared(),
            own_center: ledger.own_center().clone(),
            staff: who.staff,
            read_only: ledger.read_only().cloned(),
            today: day,
            now_ms: at_ms,
            overview,
            is_practice,
        });
        app.say_notices(ledger.notices());
        let mut session = Self {
            app,
            ledger,
            lang,
            clock,
            local,
            account: who.account,
            keeper,
            copies: HashMap::new(),
            needs_drawing: true,
            wants_suspending: false,
            is_over: false,
            touched_ms: at_ms,
            copied: None,
            is_searching: false,
            counting: Counting::new(at_once),
            at_once,
            packet: packet::Waiting::default(),
            rests_at: None,
            minute_at_ms: None,
            tends_at: Some(Instant::now() + PAUSE),
            asked_at: None,
        };
        let left = drafts.into_iter().filter(|draft| !session.forget_if_saved(draft));
        let left = left.collect();
        session.app.offer(left);
        Ok(session)
    }

    /// Says something that is wrong all along, until the next key.
    pub fn caution(&mut self, caution: String) {
        self.app.caution(caution);
        self.needs_drawing = true;
    }

    /// Whether a draft's record is in the ledger as the draft says; then the draft goes.
    fn forget_if_saved(&self, draft: &Draft) -> bool {
        let is_saved = match self.record(draft.about, draft.id) {
            Ok(Some(record)) => self.app.is_saved(draft, &record),
            _ => self.has_remark(draft),
        };
        if is_saved {
            self.keeper.forget(draft.id);
        }
        is_saved
    }

    /// What a terminal event asks for.
    pub fn on_event(&mut self, event: &Event) {
        if !matches!(event, Event::Resize(..) | Event::FocusGained | Event::FocusLost) {
            self.touched_ms = (self.clock)().at_ms;
        }
        // Whatever it is, more may follow, and something may be saved.
        self.tends_at = Some(Instant::now() + PAUSE);
        let msg = match event {
            Event::Key(key) => match self.app.bindings.pressed(self.app.context(), key) {
                Pressed::Command(command) => Msg::Command(command),
                Pressed::Text(c) => Msg::Text(c),
                Pressed::Ime => Msg::Ime,
                Pressed::Nothing => Msg::Stray,
            },
            Event::Resize(width, height) => Msg::Resized(Size::new(*width, *height)),
            Event::Paste(text) => Msg::Paste(text.clone()),
            Event::Mouse(mouse) => match self.clicked(mouse) {
                Some(msg) => msg,
                None => return,
            },
            Event::FocusGained | Event::FocusLost => return,
        };
        self.handle(msg);
    }

    fn clicked(&self, mouse: &MouseEvent) -> Option<Msg> {
        let position = Position::new(mouse.column, mouse.row);
        // What becomes of a follow-up is chosen by up and down: a wheel that is brushed must not drop it.
        let scrolls = !matches!(self.app.overlay, Some(Overlay::FollowUp(_)));
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let seen = screens::seen(&self.app);
                let spot = seen.at(position)?;
                let inside = Position::new(position.x - spot.area.x, position.y - spot.area.y);
                Some(Msg::Click(spot.target.clone(), inside))
            }
            MouseEventKind::ScrollUp if scrolls => Some(Msg::Command(Command::Up)),
            MouseEventKind::ScrollDown if scrolls => Some(Msg::Command(Command::Down)),
            _ => None,
        }
    }

    /// Half a second has passed: the day may be another, and the ledger may have changed.
    pub fn on_tick(&mut self) {
        let now = (self.clock)();
        self.handle(Msg::Tick(now.day));
        let idle_minutes = now.at_ms.saturating_sub(self.touched_ms) / 60_000;
        self.handle(Msg::Idle(u32::try_from(idle_minutes).unwrap_or(0)));
        let standing = self.standing();
        self.handle(Msg::Drafts(standing));
    }

    fn standing(&self) -> Standing {
        self.keeper.standing(self.app.open_id())
    }

    /// When there is something to do without a key, counted from now; `None` while there is nothing.
    pub fn due_in(&self) -> Option<Duration> {
        if self.is_searching || self.counting.is_waiting() || self.packet.waits() {
            return Some(Duration::ZERO);
        }
        let at = self.rests_at.into_iter().chain(self.tends_at).min();
        let left = at.map(|at| at.saturating_duration_since(Instant::now()));
        left.into_iter().chain(self.minute_in()).min()
    }

    /// When the minutes of the call are others than those that are seen, counted from now.
    fn minute_in(&self) -> Option<Duration> {
        let left_ms = self.minute_at_ms? - (self.clock)().at_ms;
        // Further off than a minute it was set before the clock was.
        let left_ms = if left_ms > MINUTE_MS + 1 { 0 } else { left_ms };
        Some(Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)))
    }

    /// Does what has waited: one piece of work, and what is due by now.
    pub fn on_due(&mut self) {
        if std::mem::take(&mut self.is_searching) {
            self.handle(Msg::SearchOn);
        }
        if let Some(msg) = self.counting.on_due(&self.ledger) {
            self.handle(msg);
        }
        if let Some(answer) = self.packet_due() {
            self.handle(Msg::Packet(answer));
        }
        if self.rests_at.is_some_and(|at| at <= Instant::now()) {
            self.rests_at = None;
            self.handle(Msg::Rested);
        }
        if self.minute_in().is_some_and(|left| left.is_zero()) {
            self.minute_at_ms = None;
            self.handle(Msg::Minute);
        }
        if !self.is_searching && self.tends_at.is_some_and(|at| at <= Instant::now()) {
            self.tend_index();
        }
    }

    /// Brings the search index on by one slice. What keeps it from that is told by a search or by `check`,
    /// and nothing is shown of it.
    fn tend_index(&mut self) {
        self.tends_at = match self.ledger.tend_index(INDEX_SLICE) {
            Ok(Tended::More) => Some(Instant::now()),
            Ok(Tended::Later) => Some(Instant::now() + WHILE_OTHERS_WRITE),
            Ok(Tended::Whole) | Err(_) => None,
        };
    }

    /// Changes the state and does what follows from it, until nothing more follows.
    pub fn handle(&mut self, msg: Msg) {
        self.app.now_ms = (self.clock)().at_ms;
        let mut msgs = VecDeque::from([msg]);
        while let Some(msg) = msgs.pop_front() {
            for effect in update(&mut self.app, msg) {
                msgs.extend(self.perform(effect));
            }
        }
    }

    /// Does what an effect says; the message that comes of it.
    fn perform(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Draw => self.needs_drawing = true,
            Effect::Count(period, today) => {
                let overview = self
                    .ledger
                    .overview(period, today, overview::follow_ups_wanted(&self.app));
                return Some(Msg::Counted(self.ledger.profile_shared(), Box::new(overview)));
            }
            Effect::Tally(..)
            | Effect::Trend(..)
            | Effect::Views(_)
            | Effect::SaveView(..)
            | Effect::DeleteView(_) => {
                return self.perform_tally(effect);
            }
            Effect::Packet(request) => return self.perform_packet(request).map(Msg::Packet),
            Effect::List(selection) => return Some(Msg::Listed(self.ledger.keys(&selection))),
            Effect::Read(keys) => return Some(self.read(keys)),
            Effect::Soon => self.is_searching = true,
            Effect::Sift(keys, search) => {
                return Some(Msg::Sifted(keys.len(), self.ledger.sift(&keys, &search)));
            }
            Effect::Seek(sought) => {
                let (selection, search, from) = *sought;
                return Some(Msg::Sought(self.ledger.seek(&selection, &search, from, SLICE)));
            }
            Effect::ListCases(_)
            | Effect::FindCases(_)
            | Effect::FindCaseCodes(_)
            | Effect::ReadCases(_)
            | Effect::OpenCase(_) => return self.perform_cases(effect),
            Effect::ListActivities(from, to) => {
                return Some(Msg::Activities(self.ledger.activities(from, to)));
            }
            Effect::History(id, name) => {
                let history = self.ledger.history(id);
                return Some(Msg::HistoryRead(
                    id,
                    name,
                    history.map(|past| self.at_local_time(past)),
                ));
            }
            Effect::Mark(keys) => {
                let marked = self.ledger.still_counted(&keys);
                return Some(Msg::Marked(keys, marked));
            }
            Effect::Rest => self.rests_at = Some(Instant::now() + REST),
            Effect::Copy(text) => self.copied = Some(text),
            Effect::Look => {
                let changed = self.ledger.changed();
                if let Ok(true) = changed {
                    // Another process may have left something to the index.
                    self.tends_at = Some(Instant::now() + PAUSE);
                }
                return Some(Msg::Looked(changed));
            }
            Effect::Suspend => self.wants_suspending = true,
            Effect::Quit => self.is_over = true,
            Effect::Keep(draft) => self.keeper.keep(*draft),
            Effect::Flush => {
                self.keeper.flush();
                return Some(Msg::Drafts(self.standing()));
            }
            Effect::Forget(id) => self.keeper.forget(id),
            Effect::Because(change, reason) => {
                let tried = self.write_because(*change, &reason)?;
                return Some(Msg::Tried(Box::new(tried)));
            }
            effect => return self.write_or_ask(effect),
        }
        None
    }

    /// Reads what is asked of cases.
    fn perform_cases(&self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::ListCases(typed) => Msg::CasesListed(self.ledger.cases(&typed)),
            Effect::FindCases(typed) => {
                let found = self.ledger.find_cases(&typed, CASES_OFFERED);
                Msg::CasesFound(typed, found)
            }
            Effect::FindCaseCodes(typed) => {
                let codes = self.ledger.case_codes(&typed, CODES_OFFERED);
                Msg::CaseCodes(typed, codes)
            }
            Effect::ReadCases(keys) => Msg::CasesRead(self.ledger.read_cases(&keys)),
            Effect::OpenCase(code) => Msg::CaseOpened(Box::new(self.sheet(&code))),
            _ => return None,
        })
    }

    /// Does what an effect of the tally says.
    fn perform_tally(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Tally(asked, today) => self.counting.tally(&self.ledger, asked, today),
            Effect::Trend(query, today) => self.counting.trend(&self.ledger, query, today),
            Effect::Views(to_save) => Some(Msg::Views(to_save, self.ledger.views())),
            Effect::SaveView(name, spec) => {
                let saved = self.ledger.save_view(&name, &spec);
                Some(Msg::ViewSaved(name, saved))
            }
            Effect::DeleteView(name) => {
                let deleted = self.ledger.delete_view(&name);
                Some(Msg::ViewDeleted(name, deleted))
            }
            _ => None,
        }
    }

    /// Writes, or asks for the reason that a change inside a closed period takes.
    fn write_or_ask(&mut self, effect: Effect) -> Option<Msg> {
        let change = effect.clone();
        self.asked_at = self.ledger.last_change().ok();
        let done = self.write(effect, None)?;
        let refused = closing::refused(&done);
        let asks =
            refused.and_then(|error| Some((error.closed_period()?, closing::asked_for(error, &change))));
        Some(match asks {
            Some((period, asked)) => Msg::AsksWhy(period, asked, Box::new(change)),
            None => done,
        })
    }

    /// Does what a reason was asked for. What is taken back, or done again, is what one was asked about; or
    /// nothing is.
    fn write_because(&mut self, change: Effect, reason: &str) -> Option<Msg> {
        let is_as_asked = || self.asked_at == self.ledger.last_change().ok();
        match change {
            Effect::Undo | Effect::Redo if !is_as_asked() => {
                let again = matches!(change, Effect::Redo);
                Some(Msg::Undone(Err(Refusal::ChangedSince.into()), again))
            }
            change => self.write(change, Some(reason)),
        }
    }

    /// Records in full. Where one is damaged, the others are read all the same.
    fn read(&self, keys: Vec<RecordKey>) -> Msg {
        match self.ledger.read(&keys) {
            Ok(records) => Msg::Read(keys.into_iter().zip(records).collect(), None),
            Err(error @ Error::Damaged(_)) => {
                let one = |key: RecordKey| {
                    let read = self.ledger.read(&[key]).unwrap_or_default();
                    (key, read.into_iter().next().flatten())
                };
                Msg::Read(keys.into_iter().map(one).collect(), Some(error))
            }
            Err(error) => Msg::Read(Vec::new(), Some(error)),
        }
    }

    /// The record of an id, void or not.
    fn record(&self, about: About, id: Uuid) -> Result<Option<Record>> {
        Ok(match about {
            About::Consultation => self
                .ledger
                .record(id)?
                .map(|record| Record::Consultation(Box::new(record))),
            About::Case => self
                .ledger
                .case_of_id(id)?
                .map(|file| Record::Case(Box::new(file))),
            About::Activity => self
                .ledger
                .activity(id)?
                .map(|activity| Record::Activity(Box::new(activity))),
        })
    }

    /// A case with everything that happened to it, at local time.
    fn sheet(&self, code: &str) -> Result<Option<CaseSheet>> {
        let sheet = self.ledger.timeline(code)?.map(|timeline| CaseSheet {
            code: timeline.line.code,
            file: timeline.line.file,
            contacts: timeline.contacts,
            changes: self.at_local_time(timeline.changes),
        });
        Ok(sheet)
    }

    fn at_local_time(&self, history: Vec<store::Past>) -> Vec<Past> {
        let local = history.into_iter().map(|past| Past {
            at: (self.local)(past.at_ms),
            who: past.who,
            act: past.act,
            rev: past.rev,
            change: past.change,
        });
        local.collect()
    }

    /// Effects that concern one record, or several; for a reason, where one was given.
    fn write(&mut self, effect: Effect, reason: Option<&str>) -> Option<Msg> {
        let (moment, stamp) = ((self.clock)(), self.stamp());
        Some(match effect {
            Effect::Begin(contact, case) => Msg::Begun(contact, case, new_id(moment.at_ms), moment),
            Effect::BeginLike(of) => {
                let id = new_id(moment.at_ms);
                self.copies.insert(id, of);
                Msg::BegunLike(self.record(About::Consultation, of), id, moment)
            }
            Effect::Edit(id) => Msg::Editing(self.record(About::Consultation, id), moment),
            Effect::EditCase(id) => Msg::Editing(self.record(About::Case, id), moment),
            Effect::EditActivity(id) => Msg::Editing(self.record(About::Activity, id), moment),
            Effect::BeginActivity => Msg::BegunActivity(new_id(moment.at_ms), moment),
            Effect::BeginCase(entry) => Msg::BegunCase(new_id(moment.at_ms), moment, entry),
            Effect::Resume(draft) => {
                let record = self.record(draft.about, draft.id);
                Msg::Resumed(draft, record)
            }
            Effect::FindTwin(entry, but) => Msg::Twin(self.twin(&entry, but)),
            Effect::Save {
                about: About::Consultation,
                id,
                base_rev,
                entry,
            } => self.save(id, base_rev, *entry, reason),
            Effect::Save {
                about: About::Case,
                id,
                base_rev,
                entry,
            } => Msg::CaseSaved(self.ledger.save_case(id, base_rev, *entry, &stamp)),
            Effect::Save {
                about: About::Activity,
                id,
                base_rev,
                entry,
            } => {
                let stamp = self.stamp_of(&entry, base_rev);
                Msg::ActivitySaved(self.ledger.save_activity(id, base_rev, *entry, &stamp))
            }
            Effect::VoidActivity(id, rev, why) => {
                Msg::ActivitySaved(self.ledger.void_activity(id, rev, why, &stamp))
            }
            Effect::ReadTheirs(about, id, mine) => Msg::Theirs(mine, self.record(about, id)),
            Effect::EditAll(records, field, value) => {
                let all = self.ledger.because(reason, |ledger| {
                    ledger.edit_all(&records, field, value.as_ref(), &stamp)
                });
                Msg::EditedAll(field, all)
            }
            Effect::Void(id, rev, why) => {
                let void = |ledger: &mut Ledger| ledger.void(id, rev, why, &stamp);
                Msg::Voided(self.ledger.because(reason, void))
            }
            Effect::Close(period) => Msg::Closed(self.ledger.close(&period, moment.day, &stamp)),
            Effect::Settle {
                id,
                base_rev,
                outcome,
                note,
            } => {
                let settled = self.ledger.because(reason, |ledger| {
                    ledger.settle(id, base_rev, outcome, note.as_deref(), &stamp)
                });
                Msg::Settled(settled, outcome)
            }
            Effect::Find { id, opens } => Msg::Found(self.ledger.key_of(id), opens),
            Effect::Undo => Msg::Undone(self.ledger.because(reason, |ledger| ledger.undo(&stamp)), false),
            Effect::Redo => Msg::Undone(self.ledger.because(reason, |ledger| ledger.redo(&stamp)), true),
            _ => return None,
        })
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            who: self.app.staff().unwrap_or(&self.account).to_owned(),
            at_ms: (self.clock)().at_ms,
        }
    }

    fn save(&mut self, id: Uuid, base_rev: Option<u32>, entry: Entry, reason: Option<&str>) -> Msg {
        // Looked for before, or the record itself would be found; a hint that fails is left out.
        let twin = self.twin(&entry, id).ok().flatten();
        let stamp = self.stamp_of(&entry, base_rev);
        let saved = match base_rev {
            None => self.ledger.add(id, entry, &stamp, reason),
            Some(rev) => self.ledger.edit(id, rev, entry, &stamp, reason),
        };
        Msg::Saved(saved, twin)
    }

    /// A record that looks like the one of that id.
    fn twin(&self, entry: &Entry, id: Uuid) -> Result<Option<Number>> {
        let copied_from = self.copies.get(&id).copied();
        self.ledger.twin(entry, Some(id), copied_from)
    }

    /// A record's first writing says who it was, where nothing else did.
    fn stamp_of(&self, entry: &Entry, base_rev: Option<u32>) -> Stamp {
        let mut stamp = self.stamp();
        let staff = entry.text(Field::Staff);
        if base_rev.is_none() && self.app.staff().is_none() && !staff.is_empty() {
            stamp.who = staff.to_owned();
        }
        stamp
    }

    /// Draws the state, as it is, into part of a buffer; where the caret stands, and what can be clicked.
    pub fn view(&self, area: Rect, buffer: &mut Buffer) -> Seen {
        screens::view(&self.app, area, buffer)
    }

    /// Whether something changed since this was last asked; it is drawn as of now then.
    pub fn take_needs_drawing(&mut self) -> bool {
        let is_needed = std::mem::take(&mut self.needs_drawing);
        if is_needed {
            let now_ms = (self.clock)().at_ms;
            self.app.now_ms = now_ms;
            let call = self.app.form.as_ref().and_then(|form| form.call());
            self.minute_at_ms = call
                .and_then(|call| call.next_minute_in(now_ms))
                .map(|next_ms| now_ms + next_ms);
        }
        is_needed
    }

    /// Whether what is typed is text.
    pub fn takes_text(&self) -> bool {
        matches!(
            self.app.context(),
            Context::Form | Context::Line | Context::OneLine
        )
    }

    /// Whether the person asked for the shell since this was last asked.
    pub fn take_wants_suspending(&mut self) -> bool {
        std::mem::take(&mut self.wants_suspending)
    }

    /// What is to go to the clipboard since this was last asked: figures, never a record.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Whether the program is to end.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// What is typed and not saved: forms and lines that were left, the newest last, and what is open.
    pub fn drafts(&self) -> Vec<Draft> {
        let open = self.app.open_draft();
        self.app.drafts.iter().cloned().chain(open).collect()
    }

    /// The ledger, when the screens are no longer wanted.
    pub fn into_ledger(self) -> Ledger {
        self.ledger
    }

    /// The ledger, to look into.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}
