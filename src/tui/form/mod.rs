//! The entry form: its fields with what was typed into them, and what becomes of it. It knows no
//! terminal, no ledger and no clock; `view` draws it.

pub mod call;
pub mod editor;
pub mod merged;
pub mod picker;
pub mod slot;
pub mod view;

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::app::Moment;
use super::keymap::Command;
use super::typing;
use crate::domain::call::Call;
use crate::domain::consultation::{Entry, Number, Warning};
use crate::domain::copy::copied;
use crate::domain::draft::{Draft, DraftSlot};
use crate::domain::field::Field;
use crate::domain::journal::{Pairs, pairs_of, record_of};
use crate::domain::list::Code;
use crate::domain::profile::Profile;
use crate::domain::record::{About, Record};
use crate::domain::value::{FieldError, Value};
use editor::{Kind, Refused};
use merged::Merged;
use picker::{Choice, Picker, Step};
use slot::{Input, Slot, SlotName, Trouble};

/// A form that is open.
pub struct Form {
    about: About,
    id: Uuid,
    profile: Arc<Profile>,
    base: Option<Base>,
    /// The day on which it was opened: what is typed of days is understood from it, after midnight and
    /// when the draft is taken up again.
    begun_on: NaiveDate,
    at_ms: i64,
    slots: Vec<Slot>,
    focus: usize,
    /// What stood in it before anything was typed; `None` where a draft was resumed.
    untouched: Option<Vec<DraftSlot>>,
    /// What stood in the draft that was resumed.
    resumed: Option<Vec<DraftSlot>>,
    /// The clock of the call, where there is one.
    call: Option<Call>,
    /// Since when the draft that was resumed had waited, in milliseconds since 1970 (UTC).
    left_ms: Option<i64>,
    /// The width in which the notes were last drawn, in cells: by it Up and Down go.
    note_cells: usize,
    /// A record in the ledger that looks like this one.
    pub twin: Option<Number>,
}

/// The record that is being corrected.
struct Base {
    rev: u32,
    /// Of a consultation.
    number: Option<Number>,
    /// As it was when it was opened.
    entry: Entry,
}

/// How a form is opened.
pub enum Opening {
    /// For a new record.
    New {
        /// Its id.
        id: Uuid,
        /// When.
        moment: Moment,
        /// How the contact came about, where a key said so.
        channel: Option<&'static str>,
        /// The ledger's own center.
        center: Code,
        /// Who is at the keyboard.
        staff: Option<String>,
        /// The case that it is about, where that is known.
        case: Option<String>,
        /// Where the child lives, as its file says.
        municipality: Option<Code>,
        /// The clock of the call, where it has one.
        call: Option<Call>,
    },
    /// For a new record like another one.
    Copy {
        /// Its id.
        id: Uuid,
        /// When.
        moment: Moment,
        /// The ledger's own center.
        center: Code,
        /// Who is at the keyboard.
        staff: Option<String>,
        /// What the other one holds.
        of: Box<Entry>,
    },
    /// For a child's file, with what is known of the child already.
    NewCase {
        /// Its id.
        id: Uuid,
        /// When.
        at_ms: i64,
        /// What stands in it from the beginning.
        entry: Box<Entry>,
    },
    /// For a new activity.
    NewActivity {
        /// Its id.
        id: Uuid,
        /// When.
        at_ms: i64,
        /// The ledger's own center.
        center: Code,
        /// Who is at the keyboard.
        staff: Option<String>,
    },
    /// To correct a record.
    Edit(Record, i64),
}

/// What came of the wish to save.
pub enum Done {
    /// Nothing is wrong.
    Right(Box<Entry>),
    /// Some fields are; the first of them has the caret.
    Wrong,
}

/// The revision of a record that was just added.
const FIRST_REV: u32 = 1;

impl Form {
    /// Opens a form with what is known already.
    pub fn new(opening: Opening, profile: &Arc<Profile>, today: NaiveDate) -> Self {
        let mut clock = None;
        let (about, id, base, at_ms, entry) = match opening {
            Opening::New {
                id,
                moment,
                channel,
                center,
                staff,
                case,
                municipality,
                call,
            } => {
                clock = call;
                let mut entry = beginning(moment, channel, center, staff, profile);
                entry.set(Field::Case, case.map(Value::Text));
                entry.set(Field::Municipality, municipality.map(Value::Code));
                (About::Consultation, id, None, moment.at_ms, entry)
            }
            Opening::Copy {
                id,
                moment,
                center,
                staff,
                of,
            } => {
                let mut entry = copied(&of, moment.day, profile);
                begin(&mut entry, moment, center, staff);
                (About::Consultation, id, None, moment.at_ms, entry)
            }
            Opening::NewCase { id, at_ms, entry } => (About::Case, id, None, at_ms, *entry),
            Opening::NewActivity {
                id,
                at_ms,
                center,
                staff,
            } => {
                let mut entry = Entry::default();
                entry.set(Field::Center, Some(Value::Code(center)));
                entry.set(Field::Staff, staff.map(Value::Text));
                (About::Activity, id, None, at_ms, entry)
            }
            Opening::Edit(record, at_ms) => {
                let base = Base {
                    rev: record.rev(),
                    number: record.number().cloned(),
                    entry: record.entry().clone(),
                };
                let entry = record.entry().clone();
                (record.about(), record.id(), Some(base), at_ms, entry)
            }
        };
        let mut form = Self {
            about,
            id,
            profile: Arc::clone(profile),
            base,
            begun_on: today,
            at_ms,
            slots: slot::empty(about, profile, entry.day().unwrap_or(today)),
            focus: 0,
            untouched: None,
            resumed: None,
            call: clock,
            left_ms: None,
            note_cells: 0,
            twin: None,
        };
        form.load(&entry);
        form.untouched = Some(form.kept());
        form
    }

    /// Opens a form as a draft left it. The record is the one of the draft's id, if the ledger has it.
    pub fn of_draft(draft: &Draft, record: Option<&Record>, profile: &Arc<Profile>) -> Self {
        let base = record.map(|record| {
            let opened = draft.base.as_ref().and_then(record_of);
            Base {
                // A new record that was saved after all: as this form knew it, before anybody corrected it.
                rev: draft.base_rev.unwrap_or(FIRST_REV),
                number: record.number().cloned(),
                entry: opened.map_or_else(|| record.entry().clone(), |(entry, _)| entry),
            }
        });
        let mut form = Self {
            about: draft.about,
            id: draft.id,
            profile: Arc::clone(profile),
            base,
            begun_on: draft.begun_on,
            at_ms: draft.at_ms,
            slots: slot::empty(draft.about, profile, draft.begun_on),
            focus: 0,
            untouched: None,
            resumed: None,
            call: draft.call.clone(),
            left_ms: Some(draft.waits_since_ms()),
            note_cells: 0,
            twin: None,
        };
        for slot in &mut form.slots {
            let code = slot.name.code();
            slot.restore(draft.slots.iter().find(|kept| kept.name == code));
            // What is wrong stays as it was typed, and is said when the field is left.
            let _ = slot.write_out(profile, draft.begun_on);
        }
        let focus = form.slots.iter().position(|slot| slot.name.code() == draft.focus);
        form.focus = focus.unwrap_or(0);
        if let Input::Text(editor) = &mut form.slots[form.focus].input {
            editor.set_caret(draft.caret);
        }
        form.resumed = Some(form.kept());
        form
    }

    fn load(&mut self, entry: &Entry) {
        for slot in &mut self.slots {
            slot.load(entry);
        }
    }

    /// The day on which it was opened.
    pub fn begun_on(&self) -> NaiveDate {
        self.begun_on
    }

    /// The record's id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The revision that is being corrected; `None` for a new record.
    pub fn base_rev(&self) -> Option<u32> {
        self.base.as_ref().map(|base| base.rev)
    }

    /// The number of the consultation that is being corrected.
    pub fn number(&self) -> Option<&Number> {
        self.base.as_ref()?.number.as_ref()
    }

    /// Which kind of record it is.
    pub fn about(&self) -> About {
        self.about
    }

    /// The day of the contact, where it can be read.
    pub fn day(&self) -> Option<NaiveDate> {
        match self.slot(Field::Date)?.value(&self.profile, self.begun_on)? {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The case's code, as far as it is typed.
    pub fn case(&self) -> Option<String> {
        match self.slot(Field::Case)?.value(&self.profile, self.begun_on)? {
            Value::Text(code) => Some(code),
            _ => None,
        }
    }

    /// The fields, in their order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The place of the field that has the caret.
    pub fn focus(&self) -> usize {
        self.focus
    }

    fn focused(&mut self) -> &mut Slot {
        &mut self.slots[self.focus]
    }

    /// The form's field for a field of the record.
    fn slot(&self, field: Field) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == SlotName::of(field))
    }

    /// The channel that is chosen, for the title.
    pub fn channel(&self) -> Option<Code> {
        match self.slot(Field::Channel)?.value(&self.profile, self.begun_on)? {
            Value::Code(code) => Some(code),
            _ => None,
        }
    }

    /// Who took it, where that was said.
    pub fn staff(&self) -> Option<String> {
        match self.slot(Field::Staff)?.value(&self.profile, self.begun_on)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn kept(&self) -> Vec<DraftSlot> {
        self.slots.iter().filter_map(Slot::kept).collect()
    }

    /// The form as a draft; `None` while nothing differs from how it was opened.
    pub fn draft(&self) -> Option<Draft> {
        let is_untouched = self.untouched.as_ref() == Some(&self.kept());
        (!is_untouched).then(|| self.as_draft())
    }

    fn as_draft(&self) -> Draft {
        let focused = &self.slots[self.focus];
        let base: Option<Pairs> = self.base.as_ref().map(|base| pairs_of(&base.entry, None));
        Draft {
            id: self.id,
            about: self.about,
            base_rev: self.base_rev(),
            base,
            begun_on: self.begun_on,
            at_ms: self.at_ms,
            slots: self.kept(),
            focus: focused.name.code().to_owned(),
            caret: match &focused.input {
                Input::Text(editor) => editor.caret_at(),
                Input::Pick(_) => 0,
            },
            call: self.call.clone(),
            left_ms: None,
        }
    }

    /// Whether it says what the draft said from which it was opened.
    pub fn is_as_resumed(&self) -> bool {
        self.resumed.as_ref() == Some(&self.kept())
    }

    /// Types a character; how many had to be left out.
    ///
    /// # Errors
    /// When the field holds no more.
    pub fn type_char(&mut self, c: char) -> Result<usize, Refused> {
        let slot = self.focused();
        slot.trouble = None;
        match &mut slot.input {
            Input::Text(editor) => editor.insert(c),
            Input::Pick(picker) => {
                picker.type_char(c);
                Ok(0)
            }
        }
    }

    /// Takes a text in one piece; how many characters had to be left out.
    ///
    /// # Errors
    /// When it is longer than the field holds; nothing is changed then.
    pub fn paste(&mut self, text: &str) -> Result<usize, Refused> {
        let slot = self.focused();
        slot.trouble = None;
        match &mut slot.input {
            Input::Text(editor) => editor.paste(text),
            Input::Pick(picker) => picker.paste(text),
        }
    }

    /// Goes to the next field, or the one before; from the last to the first.
    pub fn step(&mut self, forward: bool) {
        let all = self.slots.len();
        let to = (self.focus + if forward { 1 } else { all - 1 }) % all;
        self.go(to);
    }

    fn go(&mut self, to: usize) {
        let profile = Arc::clone(&self.profile);
        let today = self.begun_on;
        self.focused().leave(&profile, today);
        self.forget_time();
        self.focus = to;
        self.focused().enter();
    }

    /// The time that stood in a new record from the beginning is that of its own day: of a call on another
    /// one, entered late, nobody has said when it came.
    fn forget_time(&mut self) {
        let stood = |name: SlotName| {
            let slots = self.untouched.iter().flatten();
            slots.into_iter().find(|kept| kept.name == name.code())
        };
        let now = |field| self.slot(field).and_then(Slot::kept);
        let (date, time) = (SlotName::of(Field::Date), SlotName::of(Field::Time));
        let is_a_day = self.slot(Field::Date).is_some_and(|slot| slot.trouble.is_none());
        let is_other_day = is_a_day && now(Field::Date).as_ref() != stood(date);
        let is_as_it_stood = now(Field::Time).as_ref() == stood(time);
        if self.base.is_none() && self.untouched.is_some() && is_other_day && is_as_it_stood {
            let slot = self.slots.iter_mut().find(|slot| slot.name == time);
            slot.into_iter().for_each(|slot| slot.restore(None));
        }
    }

    /// Enter: a new line in a note; else what is chosen is taken, and the next field comes.
    pub fn accept(&mut self) {
        match &mut self.focused().input {
            Input::Text(editor) if editor.kind() == Kind::Note => {
                // A note that is full says so when a character is typed.
                let _ = editor.newline();
            }
            Input::Pick(picker) => match picker.accept() {
                Step::Picked if picker.is_several() => {}
                Step::Picked | Step::Nothing => self.step(true),
                _ => {}
            },
            Input::Text(_) => self.step(true),
        }
    }

    /// Moves the caret, chooses among candidates, erases.
    pub fn edit(&mut self, command: Command) {
        let cells = self.note_cells.max(1);
        let slot = &mut self.slots[self.focus];
        slot.trouble = None;
        match (&mut slot.input, command) {
            (Input::Pick(picker), _) => typing::pick_by(picker, command),
            (Input::Text(editor), Command::Up) => editor.up(cells),
            (Input::Text(editor), Command::Down) => editor.down(cells),
            (Input::Text(editor), Command::PageUp) => editor.start(),
            (Input::Text(editor), Command::PageDown) => editor.finish(),
            (Input::Text(editor), _) => typing::edit_text(editor, command, cells),
        }
    }

    /// Puts the caret where a click hit a line of a field, in cells from the line's beginning.
    pub fn click(&mut self, at: usize, line: usize, column: usize) {
        if at >= self.slots.len() {
            return;
        }
        if at != self.focus {
            self.go(at);
        }
        let cells = self.note_cells.max(1);
        if let Input::Text(editor) = &mut self.focused().input {
            let cells = if editor.kind() == Kind::Note {
                cells
            } else {
                usize::MAX
            };
            editor.click(cells, line, column);
        }
    }

    /// Picks a candidate by its number.
    pub fn pick(&mut self, number: usize) {
        if let Input::Pick(picker) = &mut self.focused().input {
            picker.pick(number);
        }
    }

    /// What is typed into the field of the case, while that has the caret.
    pub fn asks_for_cases(&self) -> Option<&str> {
        let focused = self.slots[self.focus].open_picker();
        // What a draft brought into a field that nobody has gone to yet.
        let mut pickers = self.slots.iter().filter_map(Slot::open_picker);
        let waiting = || pickers.find(|picker| !picker.is_looked_up());
        focused.or_else(waiting).map(Picker::query)
    }

    /// Offers cases for what is typed into that field.
    pub fn offer(&mut self, found: Vec<Choice>) {
        for slot in &mut self.slots {
            if let Input::Pick(picker) = &mut slot.input
                && picker.is_open()
            {
                return picker.offer(found);
            }
        }
    }

    /// Notes how wide the notes are drawn.
    pub fn lay_out(&mut self, note_cells: usize) {
        self.note_cells = note_cells;
    }

    /// The record as far as it can be read now.
    pub fn entry_so_far(&self) -> Entry {
        let mut entry = Entry::default();
        for slot in &self.slots {
            // What is wrong is left out here, and said when the form is saved.
            let _ = slot.read(&mut entry, &self.profile, self.begun_on);
        }
        if self.about == About::Consultation {
            entry.settle(&self.profile);
        }
        entry
    }

    /// Leaves every field and reads the record.
    pub fn finish(&mut self) -> Done {
        let today = self.begun_on;
        let profile = Arc::clone(&self.profile);
        let mut entry = Entry::default();
        for slot in &mut self.slots {
            slot.leave(&profile, today);
        }
        self.forget_time();
        for slot in &mut self.slots {
            // Its trouble is kept by the field itself.
            let _ = slot.read(&mut entry, &profile, today);
        }
        let done = self.about.complete(&mut entry, &profile);
        let errors = done.err().unwrap_or_default();
        self.mark(errors);
        if self.slots.iter().any(|slot| slot.trouble.is_some()) {
            Done::Wrong
        } else {
            Done::Right(Box::new(entry))
        }
    }

    /// The same, with fields of which it was asked what is meant, and not answered.
    pub fn finish_with_open(&mut self, unanswered: &[Field]) -> Done {
        let done = self.finish();
        if unanswered.is_empty() {
            return done;
        }
        for field in unanswered {
            let name = SlotName::of(*field);
            if let Some(slot) = self.slots.iter_mut().find(|slot| slot.name == name) {
                slot.trouble = Some(Trouble::Open);
            }
        }
        self.mark(Vec::new());
        Done::Wrong
    }

    /// Marks fields that are wrong, and puts the caret into the first.
    pub fn mark(&mut self, errors: Vec<FieldError>) {
        for FieldError { field, problem } in errors {
            let name = SlotName::of(field);
            if let Some(slot) = self.slots.iter_mut().find(|slot| slot.name == name) {
                slot.trouble.get_or_insert(Trouble::Problem(problem));
            }
        }
        if let Some(first) = self.slots.iter().position(|slot| slot.trouble.is_some()) {
            self.focus = first;
            self.focused().enter();
        }
    }

    /// What is unlikely about the record as far as it can be read.
    pub fn warnings(&self, today: NaiveDate) -> Vec<Warning> {
        if self.about != About::Consultation {
            return Vec::new();
        }
        self.entry_so_far().warnings(&self.profile, today)
    }

    /// Whether a record holds exactly what the form says.
    pub fn says_the_same(&self, record: &Record) -> bool {
        let mut entry = self.entry_so_far();
        if self.about != About::Consultation {
            // What is wrong with it, if anything, is not what the record says either.
            let _ = self.about.complete(&mut entry, &self.profile);
        }
        entry == *record.entry()
    }

    /// What somebody else saved, with everything that was changed here.
    pub fn merged(&self, mine: &Entry, theirs: &Entry) -> Merged {
        let base = self.base.as_ref().map_or(theirs, |base| &base.entry);
        Merged::new(&self.about.fields(), base, mine, theirs)
    }

    /// Goes on from what somebody else saved, with both people's changes in the fields.
    pub fn rebase(&mut self, theirs: &Record, both: &Entry) {
        if let Some(base) = &mut self.base {
            base.rev = theirs.rev();
            base.entry = theirs.entry().clone();
        }
        self.untouched = None;
        self.load(both);
    }
}

/// What stands in a new record from the beginning.
pub fn beginning(
    moment: Moment,
    channel: Option<&'static str>,
    center: Code,
    staff: Option<String>,
    profile: &Profile,
) -> Entry {
    let mut entry = Entry::default();
    let channel = channel.map(Code::from);
    let channel = channel.filter(|code| {
        profile
            .position(crate::domain::list::List::Channel, code)
            .is_some()
    });
    begin(&mut entry, moment, center, staff);
    entry.set(Field::Channel, channel.map(Value::Code));
    entry.set(Field::Kind, Some(Value::Code(profile.default_kind())));
    entry
}

/// Says when and by whom it is written.
fn begin(entry: &mut Entry, moment: Moment, center: Code, staff: Option<String>) {
    entry.set(Field::Date, Some(Value::Day(moment.day)));
    entry.set(Field::Time, Some(Value::Minute(moment.minute)));
    entry.set(Field::Center, Some(Value::Code(center)));
    entry.set(Field::Staff, staff.map(Value::Text));
}
