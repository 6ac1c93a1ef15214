//! The line on which a whole consultation is typed, with the record as it is understood above it. It is
//! saved by way of the form, which opens instead where something is missing or asked.

pub mod view;

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::app::{App, Effect, Moment, Overlay, Status};
use super::form::editor::{Editor, Kind};
use super::form::picker::{Choice, Picker, Step};
use super::form::slot::{self, SlotName};
use super::form::{Done, Form, beginning};
use super::keymap::Command;
use super::keymap::on_keyboard;
use super::typing;
use super::update::say;
use crate::domain::consultation::{Entry, Number};
use crate::domain::draft::{Draft, DraftSlot};
use crate::domain::field::Field;
use crate::domain::list::{Code, Label};
use crate::domain::oneline::{KnownCases, Lexicon, OneLine, Question, Reader, count_lines, parse};
use crate::domain::profile::Profile;
use crate::domain::record::About;
use crate::domain::value::Value;
use crate::error::Error;
use crate::locale::{Catalogue, Lang};

/// The most characters of a line. What is longer is better told in the form.
const MOST_CHARS: usize = 2_000;
/// The line's place in a draft.
const LINE: &str = "line";

/// A line that is open.
pub struct Line {
    id: Uuid,
    at_ms: i64,
    /// The day on which it was opened: what is typed of days is understood from it.
    begun_on: NaiveDate,
    /// What stands in a record unless the line says otherwise.
    defaults: Entry,
    profile: Arc<Profile>,
    lexicon: Lexicon,
    cases: KnownCases,
    editor: Editor,
    read: OneLine,
    /// The answers of the first question, while there is one.
    answers: Option<Picker>,
    /// Whether keys are for the answers.
    is_asking: bool,
    /// Whether it is asked what is to be done with what was typed.
    is_leaving: bool,
    /// The line of the draft that was resumed.
    resumed: Option<String>,
    /// A record in the ledger that looks like this one.
    pub twin: Option<Number>,
    /// Whether one did before the last key: then it is looked for at once, and not at the next space.
    had_twin: bool,
}

/// What a line begins with.
struct Start {
    id: Uuid,
    at_ms: i64,
    begun_on: NaiveDate,
    defaults: Entry,
    text: String,
}

impl Line {
    fn new(start: Start, profile: &Arc<Profile>) -> Self {
        let Start {
            id,
            at_ms,
            begun_on,
            defaults,
            text,
        } = start;
        let lexicon = Lexicon::new(profile);
        let mut editor = Editor::new(Kind::Line, MOST_CHARS);
        editor.load(&text);
        let read = parse(
            &text,
            &lexicon,
            &Reader {
                profile,
                today: begun_on,
                defaults: &defaults,
                cases: &KnownCases::default(),
            },
        );
        let mut line = Self {
            id,
            at_ms,
            begun_on,
            defaults,
            profile: Arc::clone(profile),
            lexicon,
            cases: KnownCases::default(),
            editor,
            read,
            answers: None,
            is_asking: false,
            is_leaving: false,
            resumed: None,
            twin: None,
            had_twin: false,
        };
        line.ask();
        line
    }

    /// The id of the record that it becomes.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Whether it is asked what is to be done with what was typed.
    pub fn is_leaving(&self) -> bool {
        self.is_leaving
    }

    /// The line as it was understood.
    pub fn read(&self) -> &OneLine {
        &self.read
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            profile: &self.profile,
            today: self.begun_on,
            defaults: &self.defaults,
            cases: &self.cases,
        }
    }

    /// Whether a draft is one of a line.
    pub fn is_of(draft: &Draft) -> bool {
        draft.slots.iter().any(|slot| slot.name == LINE)
    }

    /// The line and what it says, as a draft; `None` while nothing is typed.
    pub fn draft(&self) -> Option<Draft> {
        let typed = self.editor.text();
        if typed.trim().is_empty() {
            return None;
        }
        let mut draft = self.as_form();
        draft.slots.push(DraftSlot {
            name: LINE.to_owned(),
            chosen: Vec::new(),
            typed: typed.to_owned(),
        });
        LINE.clone_into(&mut draft.focus);
        draft.caret = self.editor.caret_at();
        Some(draft)
    }

    /// The form that says what the line says. A word that is not decided stands in its field as it was
    /// typed; of words that exclude each other the field is empty, and they stand in the text. The caret in the first of them, or in what is missing first.
    fn as_form(&self) -> Draft {
        let mut slots = slot::kept_of(&self.read.entry);
        for (field, typed) in self.read.open() {
            if self.is_unanswered(field) {
                // No field holds them until one is chosen; in the text they are not lost.
                let mark = if field == Field::Case { "#" } else { "" };
                add_to_text(&mut slots, &format!("{mark}{typed}"));
            } else {
                put_open(&mut slots, field, &typed);
            }
        }
        let asked = self.read.questions.iter().map(|question| question.field);
        let wrong = self.read.errors.iter().map(|error| error.field);
        let first = asked
            .chain(wrong)
            .map(SlotName::of)
            .min_by_key(|name| name.place());
        Draft {
            id: self.id,
            about: About::Consultation,
            base_rev: None,
            base: None,
            begun_on: self.begun_on,
            at_ms: self.at_ms,
            call: None,
            left_ms: None,
            slots,
            focus: first.unwrap_or(SlotName::Field(Field::Content)).code().to_owned(),
            caret: usize::MAX,
        }
    }

    /// Whether it was asked what is meant of a field, and the words are nothing that it can hold.
    fn is_unanswered(&self, field: Field) -> bool {
        let mut questions = self.read.questions.iter();
        questions.any(|question| question.field == field && (question.is_conflict() || field == Field::Case))
    }

    /// The line changed: it is read anew. A twin of what it said before is none of what it says now.
    fn changed(&mut self) {
        self.had_twin = self.twin.take().is_some();
        self.read = parse(self.editor.text(), &self.lexicon, &self.reader());
        self.ask();
    }

    /// Puts the answers of the first question up.
    fn ask(&mut self) {
        self.is_asking = false;
        let question = self.read.questions.first();
        self.answers = question.map(|question| Picker::single(self.choices(question)));
    }

    fn choices(&self, question: &Question) -> Vec<Choice> {
        let choice = |(at, (field, value)): (usize, &(Field, Value))| {
            let label = |lang: Lang| self.label(lang.catalogue(), *field, value);
            let [ja, en] = [Lang::Ja, Lang::En].map(label);
            Choice {
                code: at.to_string(),
                label: Label { ja, en: Some(en) },
                readings: Vec::new(),
                group: 0,
                is_offered: true,
            }
        };
        question.answers.iter().enumerate().map(choice).collect()
    }

    /// A value as it is called here: of a case it is said that it is new.
    fn label(&self, words: &dyn Catalogue, field: Field, value: &Value) -> String {
        match value {
            Value::Text(code) if field == Field::Case && self.cases.is_new(code) => words.new_case(code),
            _ => words.value(field, value, &self.profile),
        }
    }

    /// Looks for a twin, where one is likely to be there or to be missed.
    fn find_twin(&self, is_word_over: bool) -> Option<Effect> {
        let looks = (is_word_over || self.had_twin) && self.read.is_ready();
        looks.then(|| Effect::FindTwin(Box::new(self.read.entry.clone()), self.id))
    }

    /// What has to be found out about cases that the line names.
    fn ask_for_cases(&self) -> impl Iterator<Item = Effect> + use<> {
        let unasked = self.read.unasked_cases(&self.cases).into_iter();
        unasked.map(Effect::FindCaseCodes)
    }

    /// Takes the answer that was picked.
    fn answer(&mut self, words: &dyn Catalogue) {
        let picked = self.answers.as_ref().and_then(|picker| {
            let code = picker.chosen_codes().first()?.parse::<usize>().ok()?;
            let question = self.read.questions.first()?;
            Some((question, question.answers.get(code)?))
        });
        let Some((question, answer)) = picked else {
            return;
        };
        let (field, value) = answer;
        let spelt = words.value(*field, value, &self.profile);
        let text = self
            .read
            .answered(question, answer, &spelt, &self.lexicon, &self.reader());
        self.editor.set_text(&text);
        self.changed();
    }
}

/// Puts words that are not decided into their field: behind what is picked, and in the place of a value.
fn put_open(slots: &mut Vec<DraftSlot>, field: Field, typed: &str) {
    let name = SlotName::of(field).code();
    let is_list = field.list().is_some();
    match slots.iter_mut().find(|slot| slot.name == name) {
        Some(slot) if is_list && !slot.typed.is_empty() => slot.typed = format!("{} {typed}", slot.typed),
        Some(slot) => typed.clone_into(&mut slot.typed),
        None => slots.push(DraftSlot {
            name: name.to_owned(),
            chosen: Vec::new(),
            typed: typed.to_owned(),
        }),
    }
}

/// Puts words under the text.
fn add_to_text(slots: &mut Vec<DraftSlot>, typed: &str) {
    let name = SlotName::Field(Field::Content).code();
    match slots.iter_mut().find(|slot| slot.name == name) {
        Some(slot) => slot.typed = format!("{}\n{typed}", slot.typed),
        None => put_open(slots, Field::Content, typed),
    }
}

/// Opens an empty line.
pub(super) fn begin(app: &mut App, id: Uuid, moment: Moment) -> Vec<Effect> {
    let defaults = beginning(
        moment,
        None,
        app.own_center.clone(),
        app.staff.clone(),
        &app.profile,
    );
    let start = Start {
        id,
        at_ms: moment.at_ms,
        begun_on: moment.day,
        defaults,
        text: String::new(),
    };
    app.overlay = Some(Overlay::OneLine(Box::new(Line::new(start, &app.profile))));
    vec![Effect::Draw]
}

/// Goes on with the line of a draft. What stood in the record besides is known by the draft's other fields.
pub(super) fn resume(app: &mut App, draft: &Draft) -> Vec<Effect> {
    let kept = |name: &str| draft.slots.iter().find(|slot| slot.name == name);
    let text = kept(LINE).map_or_else(String::new, |slot| slot.typed.clone());
    let form = Form::of_draft(draft, None, &app.profile);
    let all = form.entry_so_far();
    let said = {
        let lexicon = Lexicon::new(&app.profile);
        let defaults = Entry::default();
        let reader = Reader {
            profile: &app.profile,
            today: draft.begun_on,
            defaults: &defaults,
            cases: &KnownCases::default(),
        };
        parse(&text, &lexicon, &reader).said()
    };
    let mut defaults = Entry::default();
    for field in [Field::Date, Field::Time, Field::Center, Field::Kind, Field::Staff] {
        if !said.contains(&field) {
            defaults.set(field, all.get(field).cloned());
        }
    }
    fill(&mut defaults, draft.begun_on, &app.own_center, app.staff.clone());
    let start = Start {
        id: draft.id,
        at_ms: draft.at_ms,
        begun_on: draft.begun_on,
        defaults,
        text: text.clone(),
    };
    let mut line = Line::new(start, &app.profile);
    line.editor.set_caret(draft.caret);
    line.resumed = Some(text);
    let effects = line.ask_for_cases().chain([Effect::Draw]).collect();
    app.overlay = Some(Overlay::OneLine(Box::new(line)));
    effects
}

/// What a line itself replaced, as it would stand there without it.
fn fill(defaults: &mut Entry, day: NaiveDate, center: &Code, staff: Option<String>) {
    let values = [
        (Field::Date, Some(Value::Day(day))),
        (Field::Center, Some(Value::Code(center.clone()))),
        (Field::Staff, staff.map(Value::Text)),
    ];
    for (field, value) in values {
        if defaults.get(field).is_none() {
            defaults.set(field, value);
        }
    }
}

/// The line that is open.
fn open(app: &mut App) -> Option<&mut Line> {
    match &mut app.overlay {
        Some(Overlay::OneLine(line)) => Some(line),
        _ => None,
    }
}

/// The line changed: its draft is kept. A likely twin is looked for when a word is finished.
fn kept(app: &mut App, is_word_over: bool) -> Vec<Effect> {
    let Some(line) = open(app) else {
        return Vec::new();
    };
    let keep = match line.draft() {
        Some(draft) => Effect::Keep(Box::new(draft)),
        None => Effect::Forget(line.id),
    };
    let twin = line.find_twin(is_word_over);
    let cases = line.ask_for_cases();
    [keep, Effect::Draw]
        .into_iter()
        .chain(twin)
        .chain(cases)
        .collect()
}

/// The ledger says which cases may be meant by a code. What it cannot say is asked again with the next key.
pub(super) fn on_case_codes(app: &mut App, typed: &str, codes: Result<Vec<String>, Error>) -> Vec<Effect> {
    let codes = match codes {
        Ok(codes) => codes,
        Err(error) => return say(app, Status::Failed(error)),
    };
    let Some(line) = open(app) else {
        return Vec::new();
    };
    line.cases.take(typed, codes);
    line.changed();
    line.find_twin(false).into_iter().chain([Effect::Draw]).collect()
}

/// Text on its way to the line. Digits are for the answers while these are chosen from.
pub(super) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let words = app.catalogue;
    if pasted && count_lines(text) > 1 {
        // Joined, they would be one record of two.
        return say(app, Status::SeveralLines(count_lines(text)));
    }
    let Some(line) = open(app) else {
        return Vec::new();
    };
    let is_digit = text.chars().all(|c| on_keyboard(c).is_ascii_digit());
    if let (true, false, true, Some(picker)) = (line.is_asking, pasted, is_digit, &mut line.answers) {
        let step = text.chars().map(|c| picker.type_char(c)).last();
        if step == Some(Step::Picked) {
            line.answer(words);
        }
        return kept(app, true);
    }
    let said = typing::put_in(&mut line.editor, text, pasted);
    line.changed();
    app.status = said;
    let is_word_over = pasted || text.chars().any(char::is_whitespace);
    kept(app, is_word_over)
}

/// A click on an answer.
pub(super) fn on_click(app: &mut App, number: usize) -> Vec<Effect> {
    let words = app.catalogue;
    if let Some(line) = open(app)
        && !line.is_leaving
        && let Some(picker) = &mut line.answers
        && picker.pick(number) == Step::Picked
    {
        line.answer(words);
    }
    kept(app, true)
}

/// Does what a command asks on the line.
pub(super) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let Some(line) = open(app) else {
        return Vec::new();
    };
    if line.is_leaving {
        return leaving(app, command);
    }
    if line.is_asking {
        return answering(app, command);
    }
    let is_empty = line.draft().is_none();
    match (command, &mut line.answers) {
        (Command::Save, _) => return save(app),
        (Command::Open | Command::Edit, _) => return go_on(app),
        (Command::Interrupt, _) if !is_empty => line.is_leaving = true,
        (Command::Back | Command::Interrupt, _) => return close(app),
        (Command::NextField | Command::Down, Some(picker)) => {
            picker.down();
            line.is_asking = true;
        }
        (Command::PreviousField | Command::Up, Some(picker)) => {
            picker.up();
            line.is_asking = true;
        }
        _ => {
            typing::edit_line(&mut line.editor, command);
            line.changed();
            let is_leap = matches!(
                command,
                Command::EraseWord | Command::EraseLine | Command::TextUndo | Command::TextRedo
            );
            return kept(app, is_leap);
        }
    }
    vec![Effect::Draw]
}

/// Does what a command asks among the answers.
fn answering(app: &mut App, command: Command) -> Vec<Effect> {
    let words = app.catalogue;
    let Some(line) = open(app) else {
        return Vec::new();
    };
    let Some(picker) = &mut line.answers else {
        line.is_asking = false;
        return Vec::new();
    };
    match command {
        Command::NextField | Command::Down => picker.down(),
        Command::PreviousField | Command::Up => picker.up(),
        Command::Open => {
            if picker.accept() == Step::Picked {
                line.answer(words);
            }
            return kept(app, true);
        }
        Command::Back | Command::Interrupt => line.ask(),
        _ => {
            line.ask();
            return on_command(app, command);
        }
    }
    vec![Effect::Draw]
}

/// Does what was answered to whether the line is to be left, as in the form.
fn leaving(app: &mut App, command: Command) -> Vec<Effect> {
    let Some(line) = open(app) else {
        return Vec::new();
    };
    match command {
        Command::Choose(1) => return close(app),
        Command::Choose(2) => {
            let id = line.id;
            app.overlay = None;
            app.status = Some(Status::DraftGone);
            return vec![Effect::Forget(id), Effect::Flush, Effect::Draw];
        }
        Command::Back | Command::Interrupt => line.is_leaving = false,
        _ => return Vec::new(),
    }
    vec![Effect::Draw]
}

/// Closes the line; what was typed stays as a draft.
pub(super) fn close(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::OneLine(line)) = app.overlay.take() else {
        return Vec::new();
    };
    match line.draft() {
        Some(draft) => {
            let is_as_resumed = line.resumed.as_deref() == Some(line.editor.text());
            typing::put_aside(app, draft, is_as_resumed)
        }
        None => vec![Effect::Forget(line.id), Effect::Draw],
    }
}

/// Goes on in the form, with everything that the line says.
fn into_form(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::OneLine(line)) = app.overlay.take() else {
        return Vec::new();
    };
    let form = Form::of_draft(&line.as_form(), None, &app.profile);
    let mut effects = typing::show(app, form);
    effects.extend(typing::kept(app));
    effects
}

/// Saves what the line says as the form would. Where something is missing, asked or doubtful, the form is
/// open with it instead.
fn save(app: &mut App) -> Vec<Effect> {
    match open(app) {
        Some(line) if line.read.is_ready() && !line.editor.text().trim().is_empty() => {
            let mut effects = into_form(app);
            effects.extend(typing::save(app));
            effects
        }
        _ => go_on(app),
    }
}

/// Goes on in the form, and says what is still to be done there. Enter does so too: an input method is
/// told by Enter what was meant, and must save nothing by that.
fn go_on(app: &mut App) -> Vec<Effect> {
    let Some(line) = open(app) else {
        return Vec::new();
    };
    if line.editor.text().trim().is_empty() {
        return vec![Effect::Draw];
    }
    let is_ready = line.read.is_ready();
    let asked = line.read.questions.iter().map(|question| question.field);
    let unanswered: Vec<Field> = asked.filter(|field| line.is_unanswered(*field)).collect();
    let mut effects = into_form(app);
    if is_ready {
        return effects;
    }
    let done = app.form.as_mut().map(|form| form.finish_with_open(&unanswered));
    let status = match done {
        Some(Done::Wrong) => Status::Incomplete,
        _ => Status::ToBeChecked,
    };
    effects.extend(say(app, status));
    effects
}
