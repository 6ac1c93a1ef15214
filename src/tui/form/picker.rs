//! A list field: what is typed narrows the list, by number, reading, kana or label.

use super::editor::Refused;
use crate::domain::field::LINE_CHARS;
use crate::domain::list::Label;
use crate::domain::names::{Fit, Names, Typed};
use crate::domain::text::{chars, clean, fold};

/// The group of what an open field would take as a new answer.
pub const NEW: usize = 1;

/// Something that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub label: Label,
    /// ASCII readings, as the profile spells them.
    pub readings: Vec<String>,
    /// Choices of one group are drawn alike.
    pub group: usize,
    /// Whether it may be picked now; what is recorded already stays, whether or not.
    pub is_offered: bool,
}

impl Choice {
    /// Of an open field: whether taking it makes something new.
    fn is_new(&self) -> bool {
        self.group == NEW
    }

    fn is_same(&self, other: &Self) -> bool {
        self.code == other.code && self.group == other.group
    }
}

/// A choice that what is typed leaves.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its number, from 1: its place in the whole list.
    pub number: usize,
    /// The choice.
    pub choice: &'a Choice,
    /// Whether Enter would take it.
    pub is_highlighted: bool,
    /// Whether it is picked already.
    pub is_chosen: bool,
}

/// What came of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Something was picked, or taken off again.
    Picked,
    /// What was typed leaves several.
    Stay,
    /// Nothing stood there to be picked.
    Nothing,
}

/// A list field's state.
#[derive(Clone, Debug)]
pub struct Picker {
    choices: Vec<Choice>,
    /// The names of each choice, in the same order; folded once, not at every key.
    names: Vec<Names>,
    is_several: bool,
    /// Whether what is typed and is no choice is an answer too. Then others say what is offered, and
    /// digits are text.
    is_open: bool,
    is_unnumbered: bool,
    /// Places in `choices`, in the order of picking.
    chosen: Vec<usize>,
    query: String,
    /// Of an open field: the places of what is offered.
    order: Vec<usize>,
    /// What that is offered for.
    looked_up: String,
    /// The candidate that Up and Down moved to.
    at: Option<usize>,
    /// What was picked and typed before each change, the last one last; and what was taken back.
    before: Vec<Held>,
    after: Vec<Held>,
}

/// What is picked, and what is typed behind it.
type Held = (Vec<usize>, String);

/// How many changes back are kept.
const STEPS: usize = 100;

impl Picker {
    /// A field with one answer.
    pub fn single(choices: Vec<Choice>) -> Self {
        let names = choices.iter();
        let names = names.map(|choice| Names::new(&choice.label, &choice.code, &choice.readings));
        Self {
            names: names.collect(),
            choices,
            is_several: false,
            is_open: false,
            is_unnumbered: false,
            chosen: Vec::new(),
            query: String::new(),
            order: Vec::new(),
            looked_up: String::new(),
            at: None,
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    /// Makes a change that can be taken back.
    fn change<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> T {
        let was = (self.chosen.clone(), self.query.clone());
        let came = change(self);
        if was.0 != self.chosen || was.1 != self.query {
            self.before.push(was);
            if self.before.len() > STEPS {
                self.before.remove(0);
            }
            self.after.clear();
        }
        came
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        if let Some(held) = self.before.pop() {
            let now = self.hold(held);
            self.after.push(now);
        }
    }

    /// Makes it again.
    pub fn redo(&mut self) {
        if let Some(held) = self.after.pop() {
            let now = self.hold(held);
            self.before.push(now);
        }
    }

    fn hold(&mut self, (chosen, query): Held) -> Held {
        self.at = None;
        (
            std::mem::replace(&mut self.chosen, chosen),
            std::mem::replace(&mut self.query, query),
        )
    }

    /// A field with several answers.
    pub fn several(choices: Vec<Choice>) -> Self {
        Self {
            is_several: true,
            ..Self::single(choices)
        }
    }

    /// A list whose items are chosen by what they are called, never by a number.
    pub fn named(choices: Vec<Choice>) -> Self {
        Self {
            is_unnumbered: true,
            ..Self::single(choices)
        }
    }

    /// Whether what is offered is chosen by what it is called.
    pub fn is_named(&self) -> bool {
        self.is_unnumbered
    }

    /// Whether what is offered has numbers by which it is picked.
    pub fn is_numbered(&self) -> bool {
        !self.is_open && !self.is_unnumbered
    }

    /// A field with one answer, which may be new: what is offered comes with every key.
    pub fn open() -> Self {
        Self {
            is_open: true,
            ..Self::single(Vec::new())
        }
    }

    /// Whether what is typed may be an answer without being a choice.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Offers these from now on, in their order. Choices keep their places, as what was picked is known
    /// by them.
    pub fn offer(&mut self, found: Vec<Choice>) {
        for choice in &mut self.choices {
            choice.is_offered = false;
        }
        self.order.clear();
        self.looked_up = self.query.clone();
        for choice in found {
            let place = self.choices.iter().position(|known| known.is_same(&choice));
            let place = place.unwrap_or(self.choices.len());
            match self.choices.get_mut(place) {
                Some(known) => *known = choice,
                None => self.choices.push(choice),
            }
            self.order.push(place);
        }
    }

    /// Whether what is offered is offered for what is typed now.
    pub fn is_looked_up(&self) -> bool {
        self.looked_up == self.query
    }

    /// Whether it has several answers.
    pub fn is_several(&self) -> bool {
        self.is_several
    }

    /// What is typed and not picked yet.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Puts what is typed there, as a draft kept it.
    pub fn set_query(&mut self, query: &str) {
        self.query = clean(query, crate::domain::text::Kind::Line).text.into_owned();
        self.at = None;
    }

    fn clear_query(&mut self) {
        self.query.clear();
        self.at = None;
    }

    /// Takes away what is typed; where nothing is, all that is picked.
    pub fn clear(&mut self) {
        self.change(|picker| {
            if picker.query.is_empty() {
                picker.chosen.clear();
            }
            picker.clear_query();
        });
    }

    /// What is picked, in the order of picking.
    pub fn chosen(&self) -> impl Iterator<Item = &Choice> {
        self.chosen.iter().map(|place| &self.choices[*place])
    }

    /// The codes of what is picked.
    pub fn chosen_codes(&self) -> Vec<&str> {
        self.chosen().map(|choice| choice.code.as_str()).collect()
    }

    /// Picks exactly these; a code that the list lacks is left out.
    pub fn set_chosen<T: AsRef<str>>(&mut self, codes: &[T]) {
        if self.is_open {
            self.chosen = codes.iter().map(|code| self.place_of(code.as_ref())).collect();
            return self.clear_query();
        }
        let place = |code: &T| {
            self.choices
                .iter()
                .position(|choice| choice.code == code.as_ref())
        };
        self.chosen = codes.iter().filter_map(place).collect();
        self.clear_query();
    }

    /// The place of an answer of an open field, which may be no choice yet.
    fn place_of(&mut self, code: &str) -> usize {
        let known = self
            .choices
            .iter()
            .position(|choice| choice.code == code && !choice.is_new());
        known.unwrap_or_else(|| {
            self.choices.push(Choice {
                code: code.to_owned(),
                label: Label {
                    ja: code.to_owned(),
                    en: None,
                },
                readings: Vec::new(),
                group: 0,
                is_offered: false,
            });
            self.choices.len() - 1
        })
    }

    /// Places and numbers of what is offered. What is offered no longer has no number.
    fn offered(&self) -> impl Iterator<Item = (usize, usize)> {
        let places = self
            .choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| choice.is_offered);
        places.map(|(place, _)| place).zip(1..)
    }

    /// What is typed leaves these, in their order.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate<'_>> {
        let matching = self.matching();
        let highlighted = self.highlighted(&matching);
        matching.into_iter().map(move |(place, number)| Candidate {
            number,
            choice: &self.choices[place],
            is_highlighted: Some(place) == highlighted,
            is_chosen: self.chosen.contains(&place),
        })
    }

    fn highlighted(&self, matching: &[(usize, usize)]) -> Option<usize> {
        let moved = self.at.filter(|at| matching.iter().any(|(place, _)| place == at));
        let first = (!self.query.is_empty()).then(|| matching.first().map(|(place, _)| *place));
        moved.or(first.flatten())
    }

    fn matching(&self) -> Vec<(usize, usize)> {
        if self.is_open {
            return self.order.iter().copied().zip(1..).collect();
        }
        if self.query.trim().is_empty() {
            return self.offered().collect();
        }
        if let Some(digits) = self.digits() {
            let is_beginning = |(_, number): &(usize, usize)| number.to_string().starts_with(&digits);
            return self.offered().filter(is_beginning).collect();
        }
        let typed = Typed::new(&self.query);
        let fits: Vec<_> = self
            .offered()
            .filter_map(|(place, number)| Some((typed.fit(&self.names[place])?, (place, number))))
            .collect();
        let best = fits.iter().map(|(fit, _)| *fit).min();
        let fitting = fits.into_iter().filter(|(fit, _)| Some(*fit) == best);
        fitting.map(|(_, found)| found).collect()
    }

    /// The digits that are typed, where nothing else is.
    fn digits(&self) -> Option<String> {
        if !self.is_numbered() {
            return None;
        }
        let folded = fold(&self.query);
        let is_number = !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit());
        is_number.then_some(folded)
    }

    /// Types a character: a number picks as soon as no longer one is possible.
    pub fn type_char(&mut self, c: char) -> Step {
        self.change(|picker| picker.type_in(c))
    }

    fn type_in(&mut self, c: char) -> Step {
        // No item is called so long; without a limit a held key would make it slower and slower.
        if chars(&self.query) >= LINE_CHARS {
            return Step::Stay;
        }
        self.query.push(c);
        let cleaned = clean(&self.query, crate::domain::text::Kind::Line)
            .text
            .into_owned();
        self.query = cleaned;
        self.at = None;
        if self.query.trim().is_empty() {
            self.query.clear();
            return Step::Nothing;
        }
        let matching = self.matching();
        match (self.digits(), matching.as_slice()) {
            (Some(digits), [(place, number)]) if number.to_string() == digits => self.take(*place),
            _ => Step::Stay,
        }
    }

    /// Takes a text in one piece; how many characters had to be left out.
    ///
    /// # Errors
    /// When no item can be called so, it is that long; nothing is changed then.
    pub fn paste(&mut self, text: &str) -> Result<usize, Refused> {
        let is = chars(&self.query) + chars(text);
        if is > LINE_CHARS {
            return Err(Refused { most: LINE_CHARS, is });
        }
        let cleaned = clean(text, crate::domain::text::Kind::Line);
        self.change(|picker| picker.query.push_str(cleaned.text.trim()));
        self.at = None;
        Ok(cleaned.removed)
    }

    /// Erases what was typed last, or what was picked last.
    pub fn backspace(&mut self) {
        self.change(|picker| {
            if picker.query.pop().is_none() {
                picker.chosen.pop();
            }
        });
        self.at = None;
    }

    /// To the candidate above.
    pub fn up(&mut self) {
        self.step(|at, last| if at == 0 { last } else { at - 1 }, true);
    }

    /// To the candidate below.
    pub fn down(&mut self) {
        self.step(|at, last| if at == last { 0 } else { at + 1 }, false);
    }

    fn step(&mut self, to: impl Fn(usize, usize) -> usize, back: bool) {
        let matching = self.matching();
        let Some(last) = matching.len().checked_sub(1) else {
            return;
        };
        let at = self.highlighted(&matching);
        let at = at.and_then(|at| matching.iter().position(|(place, _)| *place == at));
        let next = at.map_or(if back { last } else { 0 }, |at| to(at, last));
        self.at = Some(matching[next].0);
    }

    /// Enter: takes the highlighted candidate.
    pub fn accept(&mut self) -> Step {
        self.change(Self::accept_it)
    }

    fn accept_it(&mut self) -> Step {
        match (self.exact(), self.highlighted(&self.matching())) {
            (Some(place), _) if self.at.is_none() => self.take(place),
            (_, Some(place)) => self.take(place),
            (_, None) if self.query.is_empty() => Step::Nothing,
            (_, None) if self.is_open => self.take_typed(),
            (_, None) => Step::Stay,
        }
    }

    /// Tab: takes the only candidate, the one that is called exactly so, or the one that was moved to.
    /// Else what was typed stays. In an open field the only candidate is taken if its code ends so, and
    /// what is typed is a new answer where nothing like it is known.
    pub fn leave(&mut self) -> Step {
        self.change(Self::leave_it)
    }

    fn leave_it(&mut self) -> Step {
        let matching = self.matching();
        if let Some(at) = self.at.filter(|at| matching.iter().any(|(place, _)| place == at)) {
            // Moved to what is picked already: it stays so.
            if self.query.is_empty() && self.chosen.contains(&at) {
                self.at = None;
                return Step::Nothing;
            }
            return self.take(at);
        }
        if self.query.is_empty() {
            return Step::Nothing;
        }
        let is_known = |place: usize| !(self.is_open && self.choices[place].is_new());
        let known = matching.iter().filter(|(place, _)| is_known(*place));
        let known: Vec<usize> = known.map(|(place, _)| *place).collect();
        match (self.exact(), known.as_slice()) {
            (Some(place), _) => self.take_in(place),
            (None, []) if self.is_open && self.is_looked_up() => self.take_typed(),
            (None, &[place]) if !self.is_open || self.ends(place) => self.take_in(place),
            _ => Step::Stay,
        }
    }

    /// Whether a code ends as typed: `012` is E-012. Its beginning may be the whole of a new code, and what
    /// else is known of a child is no code: these are chosen, never guessed.
    fn ends(&self, place: usize) -> bool {
        let typed = fold(&self.query);
        self.is_looked_up() && fold(&self.choices[place].code).ends_with(typed.trim())
    }

    /// Takes what is typed as a new answer.
    fn take_typed(&mut self) -> Step {
        let code = self.query.trim().to_owned();
        let place = self.place_of(&code);
        self.take_in(place)
    }

    /// What is called exactly as typed, if only one is.
    fn exact(&self) -> Option<usize> {
        if let Some(digits) = self.digits() {
            let number = self.offered().find(|(_, number)| number.to_string() == digits);
            return number.map(|(place, _)| place);
        }
        if self.query.trim().is_empty() {
            return None;
        }
        if self.is_open {
            let typed = fold(&self.query);
            let is_it = |choice: &Choice| !choice.is_new() && fold(&choice.code) == typed;
            let mut places = self.order.iter().copied();
            return places.find(|place| is_it(&self.choices[*place]));
        }
        let typed = Typed::new(&self.query);
        let whole = self
            .offered()
            .filter(|(place, _)| typed.fit(&self.names[*place]) == Some(Fit::Whole));
        let whole: Vec<usize> = whole.map(|(place, _)| place).collect();
        match whole.as_slice() {
            [place] => Some(*place),
            _ => None,
        }
    }

    /// Picks by number.
    pub fn pick(&mut self, number: usize) -> Step {
        self.change(|picker| picker.pick_it(number))
    }

    fn pick_it(&mut self, number: usize) -> Step {
        let place = self.offered().find(|(_, known)| *known == number);
        match place {
            Some((place, _)) => self.take(place),
            None => Step::Nothing,
        }
    }

    /// Picks, or takes off what is picked where several may be.
    fn take(&mut self, place: usize) -> Step {
        if self.is_several && self.chosen.contains(&place) {
            self.chosen.retain(|chosen| *chosen != place);
            self.clear_query();
            return Step::Picked;
        }
        self.take_in(place)
    }

    fn take_in(&mut self, place: usize) -> Step {
        if !self.is_several {
            self.chosen.clear();
        }
        if !self.chosen.contains(&place) {
            self.chosen.push(place);
        }
        self.clear_query();
        Step::Picked
    }
}
