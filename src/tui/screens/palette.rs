//! The palette: every command that works here, chosen by its name in either language, by its reading,
//! or by its key.

use super::super::app::{App, Effect, Overlay};
use super::super::bindings::names;
use super::super::form::picker::{Choice, Picker, Step};
use super::super::keymap::Command;
use super::super::typing;
use super::super::update;
use crate::domain::list::Label;
use crate::domain::text::pad_right;
use crate::locale::Lang;
use crate::locale::screen::{key_reading, words};

/// The room for the keys before the names, in cells.
const KEY_CELLS: usize = 9;

/// The commands that can be chosen, in the order of the list.
pub(in crate::tui) struct State {
    pub picker: Picker,
    commands: Vec<Command>,
}

impl State {
    /// Every command of the form or the screen beneath.
    pub fn new(app: &App) -> Self {
        let context = app.beneath();
        let found = app.bindings.commands(context);
        let found: Vec<_> = found
            .into_iter()
            .filter(|(_, command, _)| *command != Command::Palette)
            .collect();
        let label = |lang: Lang| -> Vec<String> {
            let words = words(lang);
            let name = |(row, command, _): &(_, Command, _)| match command {
                Command::Go(screen) => screen.name(words).to_owned(),
                _ => words.key_words(*row).long.to_owned(),
            };
            let long: Vec<String> = found.iter().map(name).collect();
            let keys = found.iter().map(|(_, command, keys)| {
                let keys: Vec<_> = keys.iter().map(|key| (*key, *command)).collect();
                names(&keys, words)
            });
            // Narrow ones stand under each other; what a long one hides is seen once it is narrowed to.
            let pairs = long.iter().zip(keys);
            pairs
                .map(|(text, keys)| format!("{} {text}", pad_right(&keys, KEY_CELLS)))
                .collect()
        };
        let labels = label(Lang::Ja).into_iter().zip(label(Lang::En));
        let choices = found.iter().zip(labels).zip(0..);
        let choices = choices.map(|(((row, command, _), (ja, en)), at): (_, usize)| Choice {
            code: at.to_string(),
            label: Label { ja, en: Some(en) },
            readings: match command {
                Command::Go(screen) => vec![screen.reading().to_owned()],
                _ => vec![key_reading(*row).to_owned()],
            },
            group: 0,
            is_offered: true,
        });
        Self {
            picker: Picker::named(choices.collect()),
            commands: found.iter().map(|(_, command, _)| *command).collect(),
        }
    }
}

/// Does what a command asks while one is being chosen.
pub(in crate::tui) fn on_command(app: &mut App, mut state: State, command: Command) -> Vec<Effect> {
    match command {
        Command::Back | Command::Interrupt => return vec![Effect::Draw],
        Command::Open => {
            let step = state.picker.accept();
            return picked(app, state, step);
        }
        _ => typing::pick_by(&mut state.picker, command),
    }
    app.overlay = Some(Overlay::Palette(Box::new(state)));
    vec![Effect::Draw]
}

/// Types on the line.
pub(in crate::tui) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::Palette(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    if pasted {
        app.status = typing::said(state.picker.paste(text));
    } else {
        text.chars().for_each(|c| {
            state.picker.type_char(c);
        });
    }
    app.overlay = Some(Overlay::Palette(state));
    vec![Effect::Draw]
}

/// A click on a command.
pub(in crate::tui) fn on_click(app: &mut App, number: usize) -> Vec<Effect> {
    let Some(Overlay::Palette(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    let step = state.picker.pick(number);
    picked(app, *state, step)
}

/// Does the command that was chosen, on what lies beneath.
fn picked(app: &mut App, state: State, step: Step) -> Vec<Effect> {
    let chosen = state
        .picker
        .chosen_codes()
        .first()
        .and_then(|code| code.parse().ok());
    let command = chosen
        .filter(|_| step == Step::Picked)
        .and_then(|at: usize| state.commands.get(at).copied());
    match command {
        Some(command) => {
            let mut effects = update::on_command(app, command);
            effects.push(Effect::Draw);
            effects
        }
        None => {
            app.overlay = Some(Overlay::Palette(Box::new(state)));
            vec![Effect::Draw]
        }
    }
}
