//! まとめて直す: one field of all marked records is given another answer. On one line above the keys it is
//! asked which field, then which answer, then once more what is about to be done.

use super::super::app::{App, Effect, Overlay, Status};
use super::super::correcting::Said;
use super::super::form::picker::{Choice, Picker, Step};
use super::super::form::slot::{Input, Slot, SlotName, Trouble};
use super::super::keymap::Command;
use super::super::paper::Paper;
use super::super::typing;
use super::super::update::{changed, if_writable, say};
use super::{question, records};
use crate::domain::bulk;
use crate::domain::consultation::Entry;
use crate::domain::field::Field;
use crate::domain::list::Label;
use crate::domain::record::About;
use crate::domain::text::wrap;
use crate::domain::value::{FieldError, Value};
use crate::error::Error;
use crate::locale::Lang;
use crate::locale::screen::field_reading;
use crate::store::{AtRev, Changed};

/// What is being asked.
pub(in crate::tui) struct State {
    /// The records, as they were last seen.
    records: Vec<AtRev>,
    /// So many of them are not in the list as it is narrowed now.
    outside: usize,
    asked: Asked,
}

/// Which of the three questions.
enum Asked {
    /// Which field.
    Field(Picker),
    /// Which answer.
    Answer(Field, Box<Slot>),
    /// Whether that is meant.
    Sure(Field, Option<Value>),
}

impl State {
    /// The list that is chosen from, if it is one.
    fn picker(&self) -> Option<&Picker> {
        match &self.asked {
            Asked::Field(picker) => Some(picker),
            Asked::Answer(_, slot) => match &slot.input {
                Input::Pick(picker) => Some(picker),
                Input::Text(_) => None,
            },
            Asked::Sure(..) => None,
        }
    }

    fn picker_mut(&mut self) -> Option<&mut Picker> {
        match &mut self.asked {
            Asked::Field(picker) => Some(picker),
            Asked::Answer(_, slot) => match &mut slot.input {
                Input::Pick(picker) => Some(picker),
                Input::Text(_) => None,
            },
            Asked::Sure(..) => None,
        }
    }

    /// Offers cases for what is typed.
    pub fn offer(&mut self, found: Vec<Choice>) {
        if let Some(picker) = self.picker_mut().filter(|picker| picker.is_open()) {
            picker.offer(found);
        }
    }

    /// What is typed where a case is asked for.
    fn asks_for_cases(&self) -> Option<&str> {
        self.picker().filter(|picker| picker.is_open()).map(Picker::query)
    }

    /// What is asked, in words.
    fn question(&self, app: &App) -> String {
        let name = |field: &Field| app.catalogue.field(*field, Some(&app.profile));
        match &self.asked {
            Asked::Field(_) => app.words.which_field(self.records.len()),
            Asked::Answer(field, _) => {
                let chosen = self.picker().map(|picker| {
                    let labels = picker.chosen().map(|choice| app.catalogue.label(&choice.label));
                    labels.map(|label| format!("{label} ")).collect::<String>()
                });
                let (colon, chosen) = (app.catalogue.colon(), chosen.unwrap_or_default());
                format!("{}{colon}{chosen}", name(field)).trim_end().to_owned()
            }
            Asked::Sure(field, value) => {
                let value = value.as_ref();
                let value = value.map(|value| app.catalogue.value(*field, value, &app.profile));
                app.words
                    .about_to_change(self.records.len(), self.outside, name(field), value.as_deref())
            }
        }
    }
}

/// Asks which field of the marked records is to be changed.
pub(in crate::tui) fn begin(app: &mut App) -> Vec<Effect> {
    if app.records.marks.is_empty() {
        return say(app, Status::Correcting(Said::NothingMarked));
    }
    if_writable(app, |app| {
        let choices = Field::all()
            .filter(|field| bulk::can_change(*field))
            .map(|field| {
                let [ja, en] = [Lang::Ja, Lang::En]
                    .map(|lang| lang.catalogue().field(field, Some(&app.profile)).to_owned());
                Choice {
                    code: field.code().to_owned(),
                    label: Label { ja, en: Some(en) },
                    readings: vec![field.code().to_owned(), field_reading(field).to_owned()],
                    group: 0,
                    is_offered: true,
                }
            });
        let state = State {
            records: app.records.marks.records(),
            outside: app.records.marks.outside(app.records.listed()),
            asked: Asked::Field(Picker::single(choices.collect())),
        };
        show(app, state)
    })
}

/// Shows the question, and looks for cases where one is asked for.
fn show(app: &mut App, state: State) -> Vec<Effect> {
    let find = state.asks_for_cases().map(str::to_owned);
    app.overlay = Some(Overlay::Bulk(Box::new(state)));
    find.map(Effect::FindCases)
        .into_iter()
        .chain([Effect::Draw])
        .collect()
}

/// Does what a command asks while it is asked.
pub(in crate::tui) fn on_command(app: &mut App, mut state: State, command: Command) -> Vec<Effect> {
    match (&mut state.asked, command) {
        (_, Command::Back | Command::Interrupt) => return vec![Effect::Draw],
        (Asked::Sure(field, value), Command::Open) => {
            return vec![
                Effect::EditAll(state.records, *field, value.clone()),
                Effect::Draw,
            ];
        }
        (Asked::Sure(..), _) => {}
        (_, Command::Open) => {
            let step = state.picker_mut().map(Picker::accept);
            // Nothing was typed or chosen, or a line was: what stands there is the answer.
            return match step {
                None | Some(Step::Nothing) => answered(app, state),
                Some(step) => picked(app, state, step),
            };
        }
        (Asked::Field(picker), _) => typing::pick_by(picker, command),
        (Asked::Answer(_, slot), _) => match &mut slot.input {
            Input::Pick(picker) => typing::pick_by(picker, command),
            Input::Text(editor) => typing::edit_line(editor, command),
        },
    }
    show(app, state)
}

/// Types on the line.
pub(in crate::tui) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::Bulk(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    if let Some(picker) = state.picker_mut() {
        if pasted {
            app.status = typing::said(picker.paste(text));
            return show(app, *state);
        }
        let step = text.chars().map(|c| picker.type_char(c)).last();
        return picked(app, *state, step.unwrap_or(Step::Stay));
    }
    if let Asked::Answer(_, slot) = &mut state.asked
        && let Input::Text(editor) = &mut slot.input
    {
        app.status = typing::put_in(editor, text, pasted);
    }
    show(app, *state)
}

/// A click on a candidate.
pub(in crate::tui) fn on_click(app: &mut App, number: usize) -> Vec<Effect> {
    let Some(Overlay::Bulk(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    let step = state.picker_mut().map(|picker| picker.pick(number));
    picked(app, *state, step.unwrap_or(Step::Stay))
}

/// Goes on when something was picked; of several answers more may follow.
fn picked(app: &mut App, state: State, step: Step) -> Vec<Effect> {
    let is_done = state.picker().is_some_and(|picker| !picker.is_several());
    match step {
        Step::Picked if is_done => answered(app, state),
        _ => show(app, state),
    }
}

/// Takes up the answer to a question, and asks the next one.
fn answered(app: &mut App, state: State) -> Vec<Effect> {
    let State {
        records,
        outside,
        asked,
    } = state;
    let asked = match asked {
        Asked::Field(picker) => {
            let chosen = picker.chosen_codes();
            match chosen.first().and_then(|code| Field::by_code(code)) {
                Some(field) => {
                    let name = SlotName::Field(field);
                    let slot = Slot::new(About::Consultation, name, &app.profile, app.today);
                    Asked::Answer(field, Box::new(slot))
                }
                None => Asked::Field(picker),
            }
        }
        Asked::Answer(field, slot) => {
            let mut entry = Entry::default();
            match slot.read(&mut entry, &app.profile, app.today) {
                Ok(()) if entry.get(field).is_none() && !bulk::can_be_empty(field) => {
                    app.status = Some(Status::Correcting(Said::NeedsAnswer(field)));
                    Asked::Answer(field, slot)
                }
                Ok(()) => Asked::Sure(field, entry.get(field).cloned()),
                Err(Trouble::Problem(problem)) => {
                    let error = Error::from(FieldError { field, problem });
                    app.status = Some(Status::Failed(error));
                    Asked::Answer(field, slot)
                }
                // The candidates say it.
                Err(_) => Asked::Answer(field, slot),
            }
        }
        sure @ Asked::Sure(..) => sure,
    };
    let state = State {
        records,
        outside,
        asked,
    };
    show(app, state)
}

/// Says what was changed; the marks have done their work.
pub(in crate::tui) fn on_changed(app: &mut App, field: Field, all: Result<Changed, Error>) -> Vec<Effect> {
    match all {
        Ok(all) => {
            app.records.marks.clear();
            changed(app, Status::Correcting(Said::ChangedAll(field, all)))
        }
        Err(error) => {
            app.status = Some(Status::Failed(error));
            // What stands here may be old.
            let mut effects = vec![Effect::Draw];
            effects.extend(records::refresh(app));
            effects
        }
    }
}

/// Draws the question.
pub(super) fn view(app: &App, state: &State, paper: &mut Paper<'_>) {
    let question = state.question(app);
    if let Asked::Sure(..) = state.asked {
        let bottom = paper.height() - 1;
        let lines = wrap(&question, paper.width().saturating_sub(2));
        let first = bottom.saturating_sub(lines.len()).max(1);
        paper.clear(first, bottom - first);
        for (at, range) in lines.into_iter().enumerate() {
            paper.put(first + at, 1, question[range].trim_end(), app.theme.alert);
        }
        return;
    }
    let editor = match &state.asked {
        Asked::Answer(_, slot) => match &slot.input {
            Input::Text(editor) => Some(editor),
            Input::Pick(_) => None,
        },
        _ => None,
    };
    let hint = match &state.asked {
        Asked::Answer(field, _) => {
            let is_several = state.picker().is_some_and(Picker::is_several);
            app.words.ends_answers(is_several, bulk::can_be_empty(*field))
        }
        _ => None,
    };
    question::choosing(app, (&question, hint), state.picker(), editor, paper);
}
