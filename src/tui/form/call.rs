//! The clock of the call in its form, and the minutes that it fills in. What is typed there wins.

use super::editor::Editor;
use super::slot::{Input, SlotName};
use super::{Draft, Form};
use crate::domain::call::Call;
use crate::domain::field::Field;

/// A call whose clock was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The minutes that it took.
    pub minutes: u32,
    /// Whether they stand in 所要分 now.
    pub is_filled: bool,
    /// The minutes that stood there and stay, where they are a number.
    pub typed: Option<u32>,
}

impl Form {
    /// The clock of the call, where the form has one.
    pub fn call(&self) -> Option<&Call> {
        self.call.as_ref()
    }

    /// Whether a call's clock is running.
    pub fn is_on_call(&self) -> bool {
        self.call.as_ref().is_some_and(Call::is_running)
    }

    /// Whether it is a phone call: as it was begun, or as it was chosen since.
    pub fn is_by_phone(&self) -> bool {
        self.channel().is_some_and(|code| code.as_str() == "phone")
    }

    /// Counts the call up to now, so that what is kept of it is right.
    pub fn count(&mut self, now_ms: i64) {
        self.call = self.call.as_ref().map(|call| call.counted(now_ms));
    }

    /// Goes on with a call that was parked.
    pub fn take_up(&mut self, now_ms: i64) {
        self.call = self.call.as_ref().map(|call| call.taken_up(now_ms));
    }

    /// Goes on counting from where the clock stands.
    pub fn go_on(&mut self, now_ms: i64) {
        self.call = self.call.as_ref().map(|call| call.going_on(now_ms));
    }

    /// Ends the call and fills its minutes in, unless others were typed.
    pub fn end_call(&mut self, now_ms: i64) -> Option<Ended> {
        self.end_call_if(now_ms, |_| true)
    }

    /// The same; a field that is empty is filled only where that holds for it.
    fn end_call_if(&mut self, now_ms: i64, fills: impl Fn(&Editor) -> bool) -> Option<Ended> {
        let call = self.call.take()?.ended(now_ms);
        let minutes = call.minutes(now_ms);
        let filled = call.filled().map(|filled| filled.to_string());
        self.call = Some(call);
        let name = SlotName::Field(Field::Minutes);
        let slot = self.slots.iter_mut().find(|slot| slot.name == name)?;
        let Input::Text(editor) = &mut slot.input else {
            return None;
        };
        let typed = editor.text().trim();
        let is_filled = match typed.is_empty() {
            true => fills(editor),
            false => filled.as_deref() == Some(typed),
        };
        let typed = typed.parse().ok().filter(|_| !is_filled);
        if is_filled {
            editor.set_text(&minutes.to_string());
            slot.trouble = None;
            if let Some(call) = &mut self.call {
                call.fill(minutes);
            }
        }
        Some(Ended {
            minutes,
            is_filled,
            typed,
        })
    }

    /// Who saves has ended the call, unless its clock was stopped before.
    pub fn end_call_to_save(&mut self, now_ms: i64) {
        if self.call.as_ref().is_some_and(Call::is_to_be_ended) {
            // Minutes that were erased were not forgotten; and a call of another day was over before the form
            // was opened.
            let is_of_today = self.day() == Some(self.begun_on);
            self.end_call_if(now_ms, |editor| is_of_today && !editor.is_touched());
        }
    }

    /// The draft that stays of a form that is closed, its clock standing still; `None` where there is
    /// nothing to keep. Of a call that is parked its beginning is kept though nothing is typed yet.
    pub fn put_away(mut self, now_ms: i64, is_parked: bool) -> Option<Draft> {
        let is_as_before = self.is_as_resumed() && !self.is_on_call();
        let left_ms = self.left_ms.filter(|_| is_as_before).unwrap_or(now_ms);
        self.call = self.call.as_ref().map(|call| call.parked(now_ms));
        let call = self.call.is_some() && is_parked;
        let draft = self.draft().or_else(|| call.then(|| self.as_draft()))?;
        Some(Draft {
            left_ms: Some(left_ms),
            ..draft
        })
    }
}
