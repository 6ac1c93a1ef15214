//! Keys as they are bound: those of the table of commands, or those that the configuration gives in
//! their place.

use crossterm::event::{KeyCode, KeyEvent};

use super::keymap::{Command, Contact, Context, Key, ROWS, Row, ScreenId, key_of};
use crate::config::{ConfigProblem, KeysOf};
use crate::domain::text::nearest;
use crate::locale::screen::{KeyRow, KeyWords, Packeting, ScreenWords, Tallying};

/// The table of commands with the keys that hold here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bindings {
    rows: Vec<Bound>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Bound {
    row: &'static Row,
    keys: Vec<(Key, Command)>,
}

impl Bound {
    /// Its keys that do not only write a letter in a context.
    fn keys_in(&self, context: Context) -> Vec<(Key, Command)> {
        let writes = |key: Key| context.takes_text() && matches!(key, Key::Char(_));
        let keys = self.keys.iter().filter(|(key, _)| !writes(*key));
        keys.copied().collect()
    }
}

/// The commands whose keys can be chosen, with the names that they have in the configuration.
pub const NAMES: &[(&str, Command)] = &[
    ("phone", Command::New(Contact::Phone)),
    ("visit", Command::New(Contact::Visit)),
    ("email", Command::New(Contact::Email)),
    ("new", Command::New(Contact::Open)),
    ("new-case", Command::NewCase),
    ("search", Command::Search),
    ("filter", Command::Filter),
    ("widen", Command::Widen),
    ("rows", Command::Tally(Tallying::Rows)),
    ("columns", Command::Tally(Tallying::Columns)),
    ("swap", Command::Tally(Tallying::Swap)),
    ("people", Command::Tally(Tallying::Count)),
    ("length", Command::Tally(Tallying::Length)),
    ("compare", Command::Tally(Tallying::Compare)),
    ("differences", Command::Tally(Tallying::Differences)),
    ("shares", Command::Tally(Tallying::Shares)),
    ("sort", Command::Tally(Tallying::Sort)),
    ("chart", Command::Tally(Tallying::Chart)),
    ("save-tally", Command::Tally(Tallying::Save)),
    ("saved-tallies", Command::Tally(Tallying::Views)),
    ("write-packet", Command::Packet(Packeting::Write)),
    ("switch-section", Command::Packet(Packeting::Switch)),
    ("remark", Command::Packet(Packeting::Remark)),
    ("remark-instead", Command::Packet(Packeting::Replace)),
    ("packet-length", Command::Packet(Packeting::Length)),
    ("for-publishing", Command::Packet(Packeting::Public)),
    ("period-back", Command::PeriodBack),
    ("period-forward", Command::PeriodForward),
    ("year-to-date", Command::YearToDate),
    ("close-period", Command::ClosePeriod),
    ("open", Command::Open),
    ("edit", Command::Edit),
    ("delete", Command::Delete),
    ("mark", Command::Mark),
    ("mark-all", Command::MarkAll),
    ("change-marked", Command::Bulk),
    ("new-like", Command::NewLike),
    ("history", Command::History),
    ("close-case", Command::CloseCase),
    ("end-follow-up", Command::EndFollowUp),
    ("move-follow-up", Command::MoveFollowUp),
    ("one-line", Command::New(Contact::OneLine)),
    ("undo", Command::Undo),
    ("redo", Command::Redo),
    ("resume", Command::Resume),
    ("overview", Command::Go(ScreenId::Overview)),
    ("records", Command::Go(ScreenId::Records)),
    ("cases", Command::Go(ScreenId::Cases)),
    ("tally", Command::Go(ScreenId::Tally)),
    ("packet", Command::Go(ScreenId::Packet)),
    ("next-screen", Command::Step(true)),
    ("previous-screen", Command::Step(false)),
    ("palette", Command::Palette),
    ("copy", Command::Copy),
    ("lock", Command::Lock),
    ("help", Command::Help),
    ("back", Command::Back),
    ("suspend", Command::Suspend),
    ("quit", Command::Quit),
    ("end-call", Command::EndCall),
    ("save", Command::Save),
    ("next-field", Command::NextField),
    ("previous-field", Command::PreviousField),
    ("text-undo", Command::TextUndo),
    ("text-redo", Command::TextRedo),
];

impl Default for Bindings {
    fn default() -> Self {
        let rows = ROWS.iter().map(|row| Bound {
            row,
            keys: row.keys.to_vec(),
        });
        Self { rows: rows.collect() }
    }
}

/// What pressing a key means in a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// A command.
    Command(Command),
    /// A character of a text, as it was typed.
    Text(char),
    /// Kana or kanji where a command is wanted: the input method is on.
    Ime,
    /// Nothing that has a meaning here.
    Nothing,
}

impl Bindings {
    /// The table with the keys of a configuration, and what is wrong with these, by their lines: the keys
    /// of such a line stay as they are.
    pub fn of(config: &[KeysOf]) -> (Self, Vec<(usize, ConfigProblem)>) {
        let mut wrong = Vec::new();
        let mut wanted = Vec::new();
        for keys in config {
            match understood(keys) {
                Ok((command, parsed)) => wanted.push((keys, command, parsed)),
                Err(problem) => wrong.push((keys.line, problem)),
            }
        }
        wanted.sort_by_key(|(keys, ..)| keys.line);
        loop {
            let mut bindings = Self::default();
            for (_, command, parsed) in &wanted {
                bindings.rebind(*command, parsed);
            }
            // Two lines may trade their keys, so all are bound before one is refused: the last.
            let taken = wanted
                .iter()
                .enumerate()
                .rev()
                .find_map(|(at, (keys, command, parsed))| {
                    Some((at, keys.line, bindings.taken(parsed, *command, &keys.keys)?))
                });
            let Some((at, line, problem)) = taken else {
                return (bindings, wrong);
            };
            wanted.remove(at);
            wrong.push((line, problem));
        }
    }

    /// Gives a command these keys in the place of its own. What it has in one place besides those, as y has
    /// it in the question before quitting, stays; and so does everything where text is typed, if these are
    /// characters only.
    fn rebind(&mut self, command: Command, keys: &[Key]) {
        let own = Self::default().keys_of(command);
        // How the screen is uncovered is said there, and stays.
        let rows = self.rows.iter_mut();
        for bound in rows.filter(|bound| !bound.row.contexts.contains(&Context::Locked)) {
            let is_own = |(key, known): &(Key, Command)| *known == command && own.contains(key);
            let Some(last) = bound.keys.iter().rposition(is_own) else {
                continue;
            };
            let is_text = bound.row.contexts.iter().any(|context| context.takes_text());
            let new: Vec<(Key, Command)> = keys
                .iter()
                .filter(|key| !is_text || !matches!(key, Key::Char(_)))
                .map(|key| (*key, command))
                .collect();
            if new.is_empty() && !keys.is_empty() {
                continue;
            }
            // Each stands where one stood, as the two that go back and forward stand side by side.
            let mut left = new.iter().copied();
            let mut keys: Vec<(Key, Command)> = Vec::new();
            for (at, known) in bound.keys.iter().enumerate() {
                match is_own(known) {
                    true => keys.extend(left.next()),
                    false if !new.contains(known) => keys.push(*known),
                    false => {}
                }
                if at == last {
                    keys.extend(left.by_ref());
                }
            }
            bound.keys = keys;
        }
    }

    /// The first of these keys that another command has in a context of this one.
    fn taken(&self, keys: &[Key], command: Command, written: &[String]) -> Option<ConfigProblem> {
        for (key, written) in keys.iter().zip(written) {
            for context in Context::ALL {
                let all: Vec<Command> = self
                    .rows(context)
                    .flat_map(|bound| &bound.keys)
                    .filter(|(known, _)| known == key)
                    .map(|(_, command)| *command)
                    .collect();
                let other = all.iter().find(|other| **other != command);
                if let (true, Some(other)) = (all.contains(&command), other) {
                    let name = NAMES.iter().find(|(_, known)| known == other);
                    let by = name.map_or("", |(name, _)| name);
                    return Some(ConfigProblem::KeyTaken(written.clone(), by));
                }
            }
        }
        None
    }

    fn rows(&self, context: Context) -> impl Iterator<Item = &Bound> {
        self.rows
            .iter()
            .filter(move |bound| bound.row.contexts.contains(&context))
    }

    /// The keys of a command that the configuration replaces: those of its first row in the table.
    pub fn keys_of(&self, command: Command) -> Vec<Key> {
        let keys = |bound: &Bound| -> Vec<Key> {
            let own = bound.keys.iter().filter(|(_, known)| *known == command);
            own.map(|(key, _)| *key).collect()
        };
        let mut rows = self.rows.iter().map(keys);
        rows.find(|keys| !keys.is_empty()).unwrap_or_default()
    }

    /// The meaning of a key in a context.
    pub fn pressed(&self, context: Context, event: &KeyEvent) -> Pressed {
        let Some(key) = key_of(event) else {
            return Pressed::Nothing;
        };
        if let (true, Key::Char(_), KeyCode::Char(typed)) = (context.takes_text(), key, event.code) {
            return Pressed::Text(typed);
        }
        let command = self
            .rows(context)
            .flat_map(|bound| &bound.keys)
            .find(|(known, _)| *known == key)
            .map(|(_, command)| *command);
        match (command, key) {
            (Some(command), _) => Pressed::Command(command),
            (None, Key::Char(c)) if !c.is_ascii() => Pressed::Ime,
            _ => Pressed::Nothing,
        }
    }

    /// The rows that the help lists for a context, in their order.
    pub fn help(&self, context: Context, words: &dyn ScreenWords) -> Vec<HelpLine> {
        let line = |bound: &Bound| {
            let keys = bound.keys_in(context);
            (!keys.is_empty()).then(|| HelpLine {
                keys: names(&keys, words),
                words: words.key_words(bound.row.name),
            })
        };
        self.rows(context).filter_map(line).collect()
    }

    /// The parts of the line of keys in a context.
    pub fn key_line(&self, context: Context, words: &dyn ScreenWords) -> Vec<KeyPart> {
        let shown = self.rows(context).filter(|bound| bound.row.weight > 0);
        let part = |bound: &Bound| {
            let keys = bound.keys_in(context);
            let (_, command) = *keys.first()?;
            let keys = names(&keys[..bound.row.shown.min(keys.len())], words);
            Some(KeyPart {
                text: key_and_word(&keys, words.key_words(bound.row.name).short),
                weight: bound.row.weight,
                command,
            })
        };
        shown.filter_map(part).collect()
    }

    /// Every command of a context that can be chosen by its name, with its row, its place among the
    /// different commands of that, and its keys.
    pub fn commands(&self, context: Context) -> Vec<Named> {
        let mut commands: Vec<Named> = Vec::new();
        for bound in self.rows(context) {
            for (key, command) in &bound.keys {
                match commands.iter_mut().find(|known| known.command == *command) {
                    Some(known) => known.keys.push(*key),
                    None => commands.push(Named {
                        row: bound.row.name,
                        nth: bound.row.nth(*command),
                        command: *command,
                        keys: vec![*key],
                    }),
                }
            }
        }
        commands.retain(|known| NAMES.iter().any(|(_, named)| *named == known.command));
        commands
    }
}

/// A command that can be chosen by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its row in the table.
    pub row: KeyRow,
    /// Its place among the different commands of the row, from 0.
    pub nth: usize,
    /// The command.
    pub command: Command,
    /// Its keys.
    pub keys: Vec<Key>,
}

impl Named {
    /// What it is called in the palette.
    pub fn name(&self, words: &dyn ScreenWords) -> &'static str {
        match self.command {
            Command::Go(screen) => screen.name(words),
            _ => words.palette_name(self.row, self.nth),
        }
    }
}

/// The command and the keys that a line of the configuration names.
fn understood(keys: &KeysOf) -> Result<(Command, Vec<Key>), ConfigProblem> {
    let known = NAMES.iter().find(|(known, _)| *known == keys.command);
    let Some((_, command)) = known else {
        let names = NAMES.iter().map(|(known, _)| *known);
        let nearest = nearest(&keys.command, names);
        return Err(ConfigProblem::NoSuchCommand(keys.command.clone(), nearest));
    };
    let parse = |key: &String| Key::parse(key).ok_or_else(|| ConfigProblem::NoSuchKey(key.clone()));
    let parsed: Vec<Key> = keys.keys.iter().map(parse).collect::<Result<_, _>>()?;
    let written = parsed.iter().zip(&keys.keys);
    if let Some((_, unfit)) = written.clone().find(|(key, _)| !is_fit(**key, *command)) {
        return Err(ConfigProblem::KeyUnfit(unfit.clone()));
    }
    match NEEDED.iter().find(|(needed, _)| needed == command) {
        Some((_, name)) if parsed.is_empty() => Err(ConfigProblem::NeedsKey(name)),
        _ => Ok((*command, parsed)),
    }
}

/// What must have a key: without them nothing is saved, or nobody gets out.
const NEEDED: [(Command, &str); 3] = [
    (Command::Save, "save"),
    (Command::Back, "back"),
    (Command::Quit, "quit"),
];

/// Whether a key may be a command's. Enter saves nothing, since an input method is told by it what was
/// meant; and a terminal sends Ctrl-H, Ctrl-I, Ctrl-J and Ctrl-M as Backspace, Tab and Enter.
fn is_fit(key: Key, command: Command) -> bool {
    match key {
        Key::Code(KeyCode::Enter) => command != Command::Save,
        Key::Ctrl(c) => !['h', 'i', 'j', 'm'].contains(&c.to_ascii_lowercase()),
        _ => true,
    }
}

/// A line of the help: the keys, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// All keys, between spaces.
    pub keys: String,
    /// What they do.
    pub words: KeyWords,
}

/// The names of keys, between spaces.
pub(super) fn names(keys: &[(Key, Command)], words: &dyn ScreenWords) -> String {
    let mut names = String::new();
    let mut before = String::new();
    for name in keys.iter().map(|(key, _)| key.name(words)) {
        // Single kanji stand together, as in 上下.
        let is_kanji = |name: &str| name.chars().count() == 1 && !name.is_ascii();
        let stands_alone = before.is_empty() || (is_kanji(&before) && is_kanji(&name));
        if !stands_alone {
            names.push(' ');
        }
        names += &name;
        before = name;
    }
    names
}

/// A part of the line of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// The key and its word.
    pub text: String,
    /// The higher, the longer it stays when space is short.
    pub weight: u8,
    /// What a click on it does.
    pub command: Command,
}

/// A key and its word stand together, but for words that would run into it: ASCII and katakana.
fn key_and_word(keys: &str, word: &str) -> String {
    let runs_on = |c: char| c.is_ascii() || matches!(c, 'ァ'..='ヿ');
    let space = if word.starts_with(runs_on) { " " } else { "" };
    format!("{keys}{space}{word}")
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::super::keymap::on_keyboard;
    use super::*;

    fn press(context: Context, c: char) -> Pressed {
        Bindings::default().pressed(context, &KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
    }

    #[test]
    fn what_an_input_method_makes_of_a_key_is_that_key() {
        for (typed, key) in [
            ('？', '?'),
            ('「', '['),
            ('」', ']'),
            ('［', '['),
            ('ｙ', 'y'),
            ('ｑ', 'q'),
            ('１', '1'),
            ('ｎ', 'n'),
            ('・', '/'),
        ] {
            assert_eq!(
                press(Context::Overview, typed),
                press(Context::Overview, key),
                "{typed}"
            );
            assert_ne!(press(Context::Overview, typed), Pressed::Nothing, "{typed}");
        }
        for (typed, key) in [('：', ':'), ('；', ';'), ('％', '%'), ('＞', '>'), ('　', ' ')] {
            assert_eq!(on_keyboard(typed), key, "{typed}");
        }
    }

    #[test]
    fn kana_and_kanji_say_that_the_input_method_is_on() {
        for typed in ['か', 'ン', '電', 'ｱ'] {
            assert_eq!(press(Context::Overview, typed), Pressed::Ime, "{typed}");
        }
        assert_eq!(press(Context::Overview, 'ｚ'), Pressed::Nothing);
    }

    #[test]
    fn where_text_is_wanted_every_character_is_text_as_typed() {
        for context in [Context::Form, Context::Line] {
            for typed in ['q', '？', 'か', '1', ' ', '　', '/'] {
                assert_eq!(press(context, typed), Pressed::Text(typed));
            }
        }
    }

    #[test]
    fn no_key_has_two_meanings_in_one_context() {
        for context in Context::ALL {
            let bindings = Bindings::default();
            let keys: Vec<Key> = bindings
                .rows(context)
                .flat_map(|row| &row.keys)
                .map(|(key, _)| *key)
                .collect();
            for (at, key) in keys.iter().enumerate() {
                assert!(!keys[..at].contains(key), "{key:?} twice in {context:?}");
            }
        }
    }

    #[test]
    fn every_letter_has_a_key_that_no_input_method_changes() {
        for context in Context::ALL {
            let bindings = Bindings::default();
            for row in bindings.rows(context) {
                for (_, command) in &row.keys {
                    // Numbered answers and screens are reached by Tab, or chosen as any answer.
                    let by_number = matches!(command, Command::Choose(_) | Command::Go(_));
                    let safe = bindings
                        .rows(context)
                        .flat_map(|row| &row.keys)
                        .any(|(key, other)| other == command && !matches!(key, Key::Char(_)));
                    assert!(safe || by_number, "{command:?} in {context:?}");
                }
            }
        }
    }
}
