//! The palette: every command that works here, chosen by its name in either language, by its reading,
//! or by its key.

use super::super::app::{App, Effect, Overlay};
use super::super::bindings::{Named, names};
use super::super::form::picker::{Choice, Picker, Step};
use super::super::keymap::{Command, ScreenId};
use super::super::typing;
use super::super::update;
use crate::domain::list::Label;
use crate::domain::text::{kana_reading, pad_right};
use crate::locale::Lang;
use crate::locale::screen::{ScreenWords, also_called, key_reading, words};

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
        let mut found = app.bindings.commands(context);
        found.retain(|named| named.command != Command::Palette);
        Self {
            picker: Picker::named(found.iter().zip(0..).map(choice).collect()),
            commands: found.iter().map(|named| named.command).collect(),
        }
    }
}

/// The entry of a command, which is found by everything that it is called.
fn choice((named, at): (&Named, usize)) -> Choice {
    let [ja, en] = [Lang::Ja, Lang::En].map(words);
    let entry = |words: &dyn ScreenWords| {
        let keys: Vec<_> = named.keys.iter().map(|key| (*key, named.command)).collect();
        // Narrow ones stand under each other; what a long one hides is seen once it is narrowed to.
        format!(
            "{} {}",
            pad_right(&names(&keys, words), KEY_CELLS),
            named.name(words)
        )
    };
    let long = [ja, en].map(|words| match named.command {
        Command::Go(screen) => screen.name(words),
        _ => words.key_words(named.row).long,
    });
    let (reading, also): (_, &[&str]) = match named.command {
        // The first screen is the list of follow-ups as well.
        Command::Go(ScreenId::Overview) => (
            ScreenId::Overview.reading(),
            &["次回対応", "jikaitaiou", "期限", "kigen", "due", "follow-up"],
        ),
        Command::Go(screen) => (screen.reading(), &[]),
        _ => (key_reading(named.row), also_called(named.row, named.nth)),
    };
    let mut called = vec![reading];
    called.extend(also);
    called.extend([ja, en].map(|words| named.name(words)));
    if !matches!(named.command, Command::Go(_)) {
        called.extend([ja, en].map(|words| words.key_words(named.row).short));
    }
    Choice {
        // What the help says stands somewhere in it, and what is typed is looked for there too.
        code: format!("#{at} {}", long.join(" ")),
        label: Label {
            ja: entry(ja),
            en: Some(entry(en)),
        },
        readings: called.into_iter().map(kana_reading).collect(),
        group: 0,
        is_offered: true,
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

/// The place in the list that a code names.
fn place(code: &str) -> Option<usize> {
    code.strip_prefix('#')?.split(' ').next()?.parse().ok()
}

/// Does the command that was chosen, on what lies beneath.
fn picked(app: &mut App, state: State, step: Step) -> Vec<Effect> {
    let chosen = state.picker.chosen_codes();
    let chosen = chosen.first().and_then(|code| place(code));
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::super::bindings::Bindings;
    use super::super::super::keymap::{Contact, Context};
    use super::*;
    use crate::domain::text::width_cells;
    use crate::locale::screen::PALETTE_CELLS;

    fn found(context: Context) -> Vec<Named> {
        let mut found = Bindings::default().commands(context);
        let all = found.len();
        found.retain(|named| named.command != Command::Palette);
        // Elsewhere it cannot be opened.
        if found.len() == all {
            found.clear();
        }
        found
    }

    #[test]
    fn every_entry_has_a_name_of_its_own_that_is_seen_whole() {
        let mut contexts = 0;
        for context in Context::ALL {
            contexts += usize::from(!found(context).is_empty());
            for words in [Lang::Ja, Lang::En].map(words) {
                let mut names = HashSet::new();
                for named in found(context) {
                    let name = named.name(words);
                    assert!(width_cells(name) <= PALETTE_CELLS, "{name}");
                    assert!(names.insert(name), "{name} twice in {context:?}");
                }
            }
        }
        assert_eq!(contexts, 10);
    }

    #[test]
    fn a_command_is_found_by_what_people_call_it() {
        let first = |context: Context, typed: &str| {
            let found = found(context);
            let mut picker = Picker::named(found.iter().zip(0..).map(choice).collect());
            typed.chars().for_each(|c| {
                picker.type_char(c);
            });
            let first = picker
                .candidates()
                .next()
                .and_then(|candidate| place(&candidate.choice.code));
            first.map(|at| found[at].command)
        };
        for (context, typed, command) in [
            (Context::Overview, "undo", Command::Undo),
            (Context::Overview, "もどす", Command::Undo),
            (Context::Records, "取り消し", Command::Undo),
            (Context::Cases, "取消", Command::Undo),
            (Context::Records, "とりけし", Command::Undo),
            (Context::Overview, "元に戻す", Command::Undo),
            (Context::Form, "undo", Command::TextUndo),
            (Context::Form, "もどす", Command::TextUndo),
            (Context::Overview, "redo", Command::Redo),
            (Context::Overview, "due", Command::EndFollowUp),
            (Context::Record, "期限", Command::EndFollowUp),
            (Context::Records, "きげん", Command::EndFollowUp),
            (Context::Records, "延期", Command::MoveFollowUp),
            (Context::Cases, "due", Command::Go(ScreenId::Overview)),
            (Context::Overview, "denwa", Command::New(Contact::Phone)),
            (Context::Overview, "でんわ", Command::New(Contact::Phone)),
            (Context::Form, "電話", Command::New(Contact::Phone)),
            (Context::Form, "メール", Command::New(Contact::Email)),
            (Context::Form, "visit", Command::New(Contact::Visit)),
            (Context::Overview, "by phone", Command::New(Contact::Phone)),
            (Context::Overview, "次の期間", Command::PeriodForward),
            (Context::Overview, "previous period", Command::PeriodBack),
            (Context::Records, "さくじょ", Command::Delete),
            (Context::Records, "一括", Command::Bulk),
            (Context::Case, "再開", Command::CloseCase),
            (Context::Overview, "exit", Command::Quit),
            (Context::Overview, "おわる", Command::Quit),
            (Context::Records, "履歴", Command::History),
            (Context::Overview, "けーす", Command::Go(ScreenId::Cases)),
            (Context::Overview, "離席", Command::Lock),
        ] {
            assert_eq!(first(context, typed), Some(command), "{typed} in {context:?}");
        }
    }
}
