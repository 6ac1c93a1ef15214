//! Narrowing the list: an axis is chosen, then one of its places; or a period is typed. All on one
//! line with the candidates above it.

use super::super::app::{App, Effect, Overlay, Status};
use super::super::form::editor::{Editor, Kind};
use super::super::form::picker::{Choice, Picker, Step};
use super::super::keymap::{Command, ScreenId};
use super::super::typing;
use super::super::update::say;
use super::{records, tally};
use crate::domain::axis::{Axis, Name, buckets};
use crate::domain::field::LINE_CHARS;
use crate::domain::list::Label;
use crate::domain::period::{Period, Span};
use crate::domain::text::{fold, width_cells};
use crate::error::Error;
use crate::locale::Lang;
use crate::locale::screen::{axis_reading, words};

/// The code of the period among the axes.
const PERIOD: &str = "period";

/// What is being asked.
pub(in crate::tui) enum State {
    /// By which axis, or a period.
    Axis(Picker),
    /// Which place of the axis.
    Place(Axis, Picker),
    /// A code of the axis: cases and staff are no list of the profile.
    Code(Axis, Editor),
    /// Which period.
    Period(Editor),
}

impl State {
    /// Asks for the axis.
    pub fn new(app: &App) -> Self {
        let axes = Axis::ALL.into_iter().map(|axis| axis_choice(app, axis));
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words(lang).by_period().to_owned());
        let period = choice(PERIOD, Label { ja, en: Some(en) }, vec!["kikan".to_owned()]);
        Self::Axis(Picker::single(std::iter::once(period).chain(axes).collect()))
    }

    /// The list that is chosen from, if it is one.
    pub fn picker(&self) -> Option<&Picker> {
        match self {
            Self::Axis(picker) | Self::Place(_, picker) => Some(picker),
            Self::Code(..) | Self::Period(_) => None,
        }
    }

    /// The line that is typed on, if it is one.
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Code(_, editor) | Self::Period(editor) => Some(editor),
            Self::Axis(_) | Self::Place(..) => None,
        }
    }

    /// What is asked, in words.
    pub fn question(&self, app: &App) -> String {
        match self {
            Self::Axis(_) => app.words.which_axis().to_owned(),
            Self::Place(axis, _) | Self::Code(axis, _) => {
                let name = app.catalogue.axis(*axis, &app.profile);
                format!("{name}{}", app.catalogue.colon().trim_end())
            }
            Self::Period(_) => {
                let [long, short] = app.words.which_period();
                // Half of the line is for the answer.
                let is_roomy = width_cells(long) * 2 <= app.size.width.into();
                if is_roomy { long } else { short }.to_owned()
            }
        }
    }
}

/// An axis, to be chosen by its names and its reading.
pub(super) fn axis_choice(app: &App, axis: Axis) -> Choice {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| lang.catalogue().axis(axis, &app.profile).to_owned());
    let readings = vec![axis.code().to_owned(), axis_reading(axis).to_owned()];
    choice(axis.code(), Label { ja, en: Some(en) }, readings)
}

/// Something that can be picked.
pub(super) fn choice(code: &str, label: Label, readings: Vec<String>) -> Choice {
    Choice {
        code: code.to_owned(),
        label,
        readings,
        group: 0,
        is_offered: true,
    }
}

/// The places of an axis, with `none` last.
fn places(app: &App, axis: Axis) -> Picker {
    let any = Period {
        span: Span::Free,
        ..Period::year_of(app.today)
    };
    let period = match app.screen {
        ScreenId::Tally => app.tally.asked.period,
        _ => app.records.selection.period.unwrap_or(any),
    };
    let choices = buckets(axis, &app.profile, &period).into_iter().map(|bucket| {
        let item = axis.list().and_then(|list| app.profile.find(list, &bucket.code));
        let label = match &bucket.name {
            Name::Item(label) => label.clone(),
            _ => Label {
                ja: app.catalogue.bucket(&bucket, &period),
                en: Some(app.catalogue.bucket(&bucket, &period)),
            },
        };
        let readings = item.map(|item| item.readings.clone()).unwrap_or_default();
        choice(&bucket.code, label, readings)
    });
    Picker::single(choices.collect())
}

/// Does what a command asks while a restriction is being chosen.
pub(in crate::tui) fn on_command(app: &mut App, mut state: State, command: Command) -> Vec<Effect> {
    match (&mut state, command) {
        (_, Command::Back | Command::Interrupt) => return vec![Effect::Draw],
        (State::Axis(picker) | State::Place(_, picker), Command::Open) => {
            let step = picker.accept();
            return picked(app, state, step);
        }
        (State::Axis(picker) | State::Place(_, picker), _) => typing::pick_by(picker, command),
        (State::Code(axis, editor), Command::Open) => {
            let (axis, code) = (*axis, editor.text().trim().to_owned());
            return narrowed(app, axis, &code);
        }
        (State::Period(editor), Command::Open) => {
            let is_tally = app.screen == ScreenId::Tally;
            if !is_tally && is_every_day(editor.text()) {
                return records::show_span(app, None);
            }
            return match Period::parse(editor.text(), app.today) {
                Ok(period) if is_tally => tally::show_span(app, period),
                Ok(period) => records::show_span(app, Some(period)),
                Err(error) => {
                    app.overlay = Some(Overlay::Filter(Box::new(state)));
                    say(app, Status::Failed(Error::Period(error)))
                }
            };
        }
        (State::Code(_, editor) | State::Period(editor), _) => typing::edit_line(editor, command),
    }
    app.overlay = Some(Overlay::Filter(Box::new(state)));
    vec![Effect::Draw]
}

/// Whether every day is asked for, in either language; nothing restricts nothing.
fn is_every_day(typed: &str) -> bool {
    let typed = fold(typed.trim());
    if typed.is_empty() {
        return true;
    }
    Lang::ALL.iter().any(|lang| {
        words(*lang)
            .every_day_typed()
            .iter()
            .any(|word| fold(word) == typed)
    })
}

/// Types on the line.
pub(in crate::tui) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::Filter(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    match &mut *state {
        State::Axis(picker) | State::Place(_, picker) => {
            if pasted {
                app.status = typing::said(picker.paste(text));
                return picked(app, *state, Step::Stay);
            }
            let step = text.chars().map(|c| picker.type_char(c)).last();
            return picked(app, *state, step.unwrap_or(Step::Stay));
        }
        State::Code(_, editor) | State::Period(editor) => {
            let said = typing::put_in(editor, text, pasted);
            app.status = said;
        }
    }
    app.overlay = Some(Overlay::Filter(state));
    vec![Effect::Draw]
}

/// A click on a candidate.
pub(in crate::tui) fn on_click(app: &mut App, number: usize) -> Vec<Effect> {
    let Some(Overlay::Filter(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    let step = match &mut *state {
        State::Axis(picker) | State::Place(_, picker) => picker.pick(number),
        State::Code(..) | State::Period(_) => Step::Stay,
    };
    picked(app, *state, step)
}

/// Goes on when something was picked.
fn picked(app: &mut App, state: State, step: Step) -> Vec<Effect> {
    let code = state
        .picker()
        .filter(|_| step == Step::Picked)
        .and_then(|picker| picker.chosen_codes().first().map(|code| (*code).to_owned()));
    match (state, code) {
        (State::Axis(_), Some(code)) => {
            let next = match Axis::by_code(&code) {
                None => State::Period(Editor::new(Kind::Line, LINE_CHARS)),
                Some(axis @ (Axis::Case | Axis::Staff)) => {
                    State::Code(axis, Editor::new(Kind::Line, LINE_CHARS))
                }
                Some(axis) => State::Place(axis, places(app, axis)),
            };
            app.overlay = Some(Overlay::Filter(Box::new(next)));
            vec![Effect::Draw]
        }
        (State::Place(axis, _), Some(code)) => narrowed(app, axis, &code),
        (state, _) => {
            app.overlay = Some(Overlay::Filter(Box::new(state)));
            vec![Effect::Draw]
        }
    }
}

fn narrowed(app: &mut App, axis: Axis, code: &str) -> Vec<Effect> {
    if code.is_empty() {
        return vec![Effect::Draw];
    }
    if app.screen == ScreenId::Tally {
        return tally::narrow(app, axis, code);
    }
    let mut filter = app.records.selection.filter.clone();
    filter.allow(axis, code);
    records::narrow(app, filter)
}
