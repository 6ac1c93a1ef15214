//! The configuration file (`config.toml` in the XDG folder): what holds for every start. Its keys are
//! few, and one that does not exist is told of, so that no setting is silently without effect. What cannot
//! be read is as if it were not set: a phone rings, and the ledger must open.
//! `docs/config.toml` names them all, each with what holds where it is not set.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::text::{Ambiguous, nearest};
use crate::locale::{Catalogue, DateStyle, Lang, Syntax};

/// The reference: every key, commented, with what holds where it is not set.
pub const REFERENCE: &str = include_str!("../docs/config.toml");

/// Every key, in the order of the reference.
const KEYS: [&str; 9] = [
    "lang",
    "dates",
    "staff",
    "theme",
    "borders",
    "ambiguous_width",
    "mouse",
    "lock_minutes",
    "keys",
];

/// Those whose values stand without quotes.
const NO_TEXTS: [&str; 3] = ["ambiguous_width", "mouse", "lock_minutes"];

/// The most minutes after which the screen is covered: a day.
const LONGEST_MINUTES: u32 = 24 * 60;

/// The settings of a configuration file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The language, where the command line and the environment name none.
    pub lang: Option<Lang>,
    /// How dates are written.
    pub dates: DateStyle,
    /// Who is at the keyboard, where the environment does not say.
    pub staff: Option<String>,
    /// The colours.
    pub theme: ThemeName,
    /// What stands between the parts of a screen.
    pub borders: Borders,
    /// How wide the terminal draws ○, ① and the like; it is asked where nothing is set.
    pub ambiguous_width: Option<Ambiguous>,
    /// Whether the mouse is left to the terminal.
    pub no_mouse: bool,
    /// After so many minutes without a key the screen is covered; 0 never does.
    pub lock_minutes: Option<u32>,
    /// Keys in the place of the table's.
    pub keys: Vec<KeysOf>,
}

/// The keys of a command, as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysOf {
    /// The line, from 1.
    pub line: usize,
    /// The command's name.
    pub command: String,
    /// The keys' names.
    pub keys: Vec<String>,
}

/// Colours for a background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light one.
    Light,
    /// Without colours.
    Mono,
    /// Bold and reversed, for eyes that need it.
    HighContrast,
}

/// What stands between the parts of a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Borders {
    /// Blanks.
    #[default]
    None,
    /// `-` and `|`.
    Ascii,
    /// Lines, where the terminal draws them one cell wide.
    Line,
}

const THEMES: [(&str, ThemeName); 4] = [
    ("dark", ThemeName::Dark),
    ("light", ThemeName::Light),
    ("mono", ThemeName::Mono),
    ("high-contrast", ThemeName::HighContrast),
];
const BORDERS: [(&str, Borders); 3] = [
    ("none", Borders::None),
    ("ascii", Borders::Ascii),
    ("line", Borders::Line),
];
const DATES: [(&str, DateStyle); 2] = [("western", DateStyle::Western), ("japanese", DateStyle::Era)];
const LANGS: [(&str, Lang); 2] = [("ja", Lang::Ja), ("en", Lang::En)];
const WIDTHS: [(&str, Ambiguous); 2] = [("1", Ambiguous::Narrow), ("2", Ambiguous::Wide)];
const MOUSE: [(&str, bool); 2] = [("true", false), ("false", true)];

/// What is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 when the file cannot be read at all.
    pub line: usize,
    /// What is wrong there.
    pub problem: ConfigProblem,
}

/// What can be wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    /// No such key; the nearest, where one is near.
    UnknownKey(String, Option<&'static str>),
    /// A value that the key does not take, those that it takes, and the nearest, where one is near.
    BadValue(&'static str, Vec<&'static str>, Option<&'static str>),
    /// The key takes a whole number up to that.
    BadNumber(&'static str, u32),
    /// The key is written otherwise: like that.
    BadForm(&'static str, &'static str),
    /// Not the name of a key, or a list of them.
    NotKeys,
    /// No command of that name; the nearest, where one is near.
    NoSuchCommand(String, Option<&'static str>),
    /// Nothing on a keyboard is called so.
    NoSuchKey(String),
    /// A key that another command has.
    KeyTaken(String, &'static str),
    /// A key that must not be that command's, or never arrives.
    KeyUnfit(String),
    /// A command without which nobody gets out, or nothing is saved, has no key.
    NeedsKey(&'static str),
    /// Not TOML.
    Syntax(Syntax),
    /// The file is there and cannot be read.
    Unreadable,
}

/// The kind of a mistake, as the sentences of `toml` tell it; a test holds them.
fn kind_of(message: &str, what: &str) -> Syntax {
    match message {
        // A value that is missing is told in the same words.
        _ if what.trim().is_empty() => Syntax::Other,
        _ if message.starts_with("string values must be quoted") => Syntax::Unquoted,
        _ if message.starts_with("duplicate key") => Syntax::Twice,
        _ => Syntax::Other,
    }
}

/// What is wrong where something is no TOML: of the line, with the error's sentence and its place. A word
/// for a number or a truth is not mended by quotes.
fn no_toml(message: &str, what: &str, line: &str) -> ConfigProblem {
    let kind = kind_of(message, what);
    let key = line.split('=').next().unwrap_or_default().trim();
    let word = DeValue::String(what.into());
    match Config::default().set(key, &word) {
        Err(problem) if kind == Syntax::Unquoted && NO_TEXTS.contains(&key) => problem,
        _ => ConfigProblem::Syntax(kind),
    }
}

impl Config {
    /// Reads a configuration file, and what is wrong with it in the order of its lines; one that is not
    /// there sets nothing.
    pub fn read(file: &Path) -> (Self, Vec<ConfigError>) {
        let (config, wrong) = match std::fs::read(file) {
            Ok(bytes) => Self::parse_bytes(&bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Default::default(),
            Err(_) => (Self::default(), vec![(0, ConfigProblem::Unreadable)]),
        };
        let wrong = wrong.into_iter().map(|(line, problem)| ConfigError {
            file: file.to_owned(),
            line,
            problem,
        });
        (config, wrong.collect())
    }

    /// What the bytes of a file set: in another encoding than UTF-8 the lines that are ASCII still do.
    fn parse_bytes(bytes: &[u8]) -> (Self, Vec<(usize, ConfigProblem)>) {
        let (config, mut wrong) = Self::parse(&String::from_utf8_lossy(bytes));
        let mut lines = bytes.split(|byte| *byte == b'\n').zip(1..);
        if let Some((_, line)) = lines.find(|(line, _)| std::str::from_utf8(line).is_err()) {
            wrong.retain(|(at, _)| *at != line);
            wrong.push((line, ConfigProblem::Syntax(Syntax::NotUtf8)));
            wrong.sort_by_key(|(line, _)| *line);
        }
        (config, wrong)
    }

    /// What a text sets, and what is wrong with it, by its lines from 1; those set nothing.
    pub fn parse(text: &str) -> (Self, Vec<(usize, ConfigProblem)>) {
        let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut read = Reading {
            line: &line,
            config: Self::default(),
            broken: Vec::new(),
            wrong: Vec::new(),
        };
        for error in errors {
            let span = error.span().unwrap_or_default();
            let at = line(span.start);
            // One mistake is one, whatever follows from it on its line.
            if !read.broken.contains(&at) {
                let what = text.get(span).unwrap_or_default();
                let before = text.lines().nth(at - 1).unwrap_or_default();
                let problem = no_toml(error.message(), what, before);
                read.wrong.push((at, problem));
                read.broken.push(at);
            }
        }
        for (key, value) in table.get_ref() {
            match value.get_ref() {
                DeValue::Table(keys) if key.get_ref() == "keys" => read.keys(keys),
                value_of if !read.is_broken(key.span().start, value.span().end) => {
                    let name = key.get_ref().as_ref();
                    if let Err(problem) = read.config.set(name, value_of) {
                        read.wrong.push((line(key.span().start), problem));
                    }
                }
                _ => {}
            }
        }
        read.wrong.sort_by_key(|(line, _)| *line);
        (read.config, read.wrong)
    }

    fn set(&mut self, name: &str, value: &DeValue<'_>) -> Result<(), ConfigProblem> {
        match name {
            "lang" => self.lang = Some(one_of("lang", value, &LANGS)?),
            "dates" => self.dates = one_of("dates", value, &DATES)?,
            "staff" => match value {
                DeValue::String(staff) if !staff.trim().is_empty() => {
                    self.staff = Some(staff.trim().to_owned());
                }
                _ => return Err(ConfigProblem::BadForm("staff", "staff = \"c1\"")),
            },
            "theme" => self.theme = one_of("theme", value, &THEMES)?,
            "borders" => self.borders = one_of("borders", value, &BORDERS)?,
            "ambiguous_width" => {
                self.ambiguous_width = Some(one_of("ambiguous_width", value, &WIDTHS)?);
            }
            "mouse" => self.no_mouse = one_of("mouse", value, &MOUSE)?,
            "lock_minutes" => {
                let minutes = match value {
                    DeValue::Integer(minutes) => minutes.as_str().parse().ok(),
                    _ => None,
                };
                let minutes = minutes.filter(|minutes| *minutes <= LONGEST_MINUTES);
                let bad = ConfigProblem::BadNumber("lock_minutes", LONGEST_MINUTES);
                self.lock_minutes = Some(minutes.ok_or(bad)?);
            }
            "keys" => return Err(ConfigProblem::BadForm("keys", "[keys]")),
            _ => return Err(ConfigProblem::UnknownKey(name.to_owned(), nearest(name, KEYS))),
        }
        Ok(())
    }
}

/// A configuration while it is read.
struct Reading<'a> {
    /// The line of a byte, from 1.
    line: &'a dyn Fn(usize) -> usize,
    config: Config,
    /// The lines that are no TOML.
    broken: Vec<usize>,
    wrong: Vec<(usize, ConfigProblem)>,
}

impl Reading<'_> {
    fn keys(&mut self, table: &DeTable<'_>) {
        for (command, keys) in table {
            let line = (self.line)(command.span().start);
            if self.is_broken(command.span().start, keys.span().end) {
                continue;
            }
            match names(keys) {
                Some(keys) => self.config.keys.push(KeysOf {
                    line,
                    command: command.get_ref().to_string(),
                    keys,
                }),
                None => self.wrong.push((line, ConfigProblem::NotKeys)),
            }
        }
    }

    /// Whether something between two bytes is no TOML: then what was made of it means nothing.
    fn is_broken(&self, start: usize, end: usize) -> bool {
        let lines = (self.line)(start)..=(self.line)(end);
        self.broken.iter().any(|line| lines.contains(line))
    }
}

/// The names of keys: one, or several in a list.
fn names(value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    match value.get_ref() {
        DeValue::String(name) => Some(vec![name.to_string()]),
        DeValue::Array(names) => names
            .iter()
            .map(|name| match name.get_ref() {
                DeValue::String(name) => Some(name.to_string()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

/// The value that a word stands for; numbers and truths are compared as they are written.
fn one_of<T: Copy>(
    key: &'static str,
    value: &DeValue<'_>,
    possible: &[(&'static str, T)],
) -> Result<T, ConfigProblem> {
    let is_text = |word: &str| word.parse::<u8>().is_err() && word.parse::<bool>().is_err();
    let written = match value {
        DeValue::String(word) => Some(word.to_string()).filter(|word| is_text(word)),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    };
    let found = possible
        .iter()
        .find(|(word, _)| Some(*word) == written.as_deref());
    found.map(|(_, meant)| *meant).ok_or_else(|| {
        let possible: Vec<&'static str> = possible.iter().map(|(word, _)| *word).collect();
        let near = written.and_then(|written| nearest(&written, possible.iter().copied()));
        ConfigProblem::BadValue(key, possible, near)
    })
}

impl ConfigError {
    /// The error with the bare name of its file, for where there is little room.
    #[must_use]
    pub fn in_short(&self) -> Self {
        let name = self.file.file_name().map(PathBuf::from);
        Self {
            file: name.unwrap_or_else(|| self.file.clone()),
            ..self.clone()
        }
    }

    /// The error in words.
    pub fn said(&self, words: &dyn Catalogue) -> String {
        match &self.problem {
            ConfigProblem::UnknownKey(key, nearest) => {
                words.config_unknown_key(&self.file, self.line, key, *nearest)
            }
            ConfigProblem::BadValue(key, possible, nearest) => {
                words.config_bad_value(&self.file, self.line, key, possible, *nearest)
            }
            ConfigProblem::BadNumber(key, most) => words.config_bad_number(&self.file, self.line, key, *most),
            ConfigProblem::BadForm(key, form) => words.config_bad_form(&self.file, self.line, key, form),
            ConfigProblem::NotKeys => words.config_not_keys(&self.file, self.line),
            ConfigProblem::NoSuchCommand(name, nearest) => {
                words.config_no_such_command(&self.file, self.line, name, *nearest)
            }
            ConfigProblem::NoSuchKey(key) => words.config_no_such_key(&self.file, self.line, key),
            ConfigProblem::KeyTaken(key, by) => words.config_key_taken(&self.file, self.line, key, by),
            ConfigProblem::KeyUnfit(key) => words.config_key_unfit(&self.file, self.line, key),
            ConfigProblem::NeedsKey(command) => words.config_needs_key(&self.file, self.line, command),
            ConfigProblem::Syntax(kind) => words.config_syntax(&self.file, self.line, *kind),
            ConfigProblem::Unreadable => words.config_unreadable(&self.file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_names_every_key_with_what_holds_anyway() {
        let set: String = REFERENCE
            .lines()
            .filter_map(|line| line.strip_prefix("#="))
            .map(|line| format!("{line}\n"))
            .collect();
        let (read, wrong) = Config::parse(&set);
        assert_eq!(wrong, []);
        let named = KEYS.iter().filter(|key| **key != "keys");
        assert!(
            named
                .clone()
                .all(|key| set.contains(&format!("\n {key} = ")) || set.contains(&format!(" {key} = ")))
        );
        let defaults = Config {
            lang: read.lang,
            staff: read.staff.clone(),
            ambiguous_width: read.ambiguous_width,
            lock_minutes: read.lock_minutes,
            keys: read.keys.clone(),
            ..Config::default()
        };
        assert_eq!(read, defaults);
        assert_eq!(Config::parse(REFERENCE), (Config::default(), Vec::new()));
    }

    #[test]
    fn a_configuration_is_read_or_its_line_is_named() {
        let english = Config {
            lang: Some(Lang::En),
            ..Config::default()
        };
        let wide = Config {
            ambiguous_width: Some(Ambiguous::Wide),
            ..Config::default()
        };
        let no_lang = ConfigProblem::BadValue("lang", vec!["ja", "en"], None);
        let no_width = ConfigProblem::BadValue("ambiguous_width", vec!["1", "2"], None);
        let keys = |line| Config {
            keys: vec![KeysOf {
                line,
                command: "phone".to_owned(),
                keys: vec!["t".to_owned(), "F3".to_owned()],
            }],
            ..Config::default()
        };
        let all = Config {
            dates: DateStyle::Era,
            staff: Some("c1".to_owned()),
            theme: ThemeName::HighContrast,
            borders: Borders::Line,
            no_mouse: true,
            lock_minutes: Some(0),
            ..Config::default()
        };
        let cases = [
            ("", Ok(Config::default())),
            ("# nothing\n", Ok(Config::default())),
            ("lang = \"en\"\n", Ok(english)),
            (
                "\nlan = \"en\"\n",
                Err((2, ConfigProblem::UnknownKey("lan".into(), Some("lang")))),
            ),
            (
                "language = \"en\"\n",
                Err((1, ConfigProblem::UnknownKey("language".into(), Some("lang")))),
            ),
            ("ambiguous_width = 2\n", Ok(wide)),
            (
                "ambiguous_with = 2",
                Err((
                    1,
                    ConfigProblem::UnknownKey("ambiguous_with".into(), Some("ambiguous_width")),
                )),
            ),
            ("lang = \"fr\"", Err((1, no_lang.clone()))),
            ("lang = 1", Err((1, no_lang))),
            ("\nambiguous_width = 3", Err((2, no_width.clone()))),
            ("ambiguous_width = \"2\"", Err((1, no_width))),
            ("\n\nlang = ", Err((3, ConfigProblem::Syntax(Syntax::Other)))),
            (
                "dates = \"japanese\"\nstaff = \"c1\"\ntheme = \"high-contrast\"\nborders = \"line\"\n\
                 mouse = false\nlock_minutes = 0\n",
                Ok(all),
            ),
            ("\n[keys]\nphone = [\"t\", \"F3\"]\n", Ok(keys(3))),
            ("[keys]\n\nphone = 1\n", Err((3, ConfigProblem::NotKeys))),
            (
                "lock_minutes = 2000",
                Err((1, ConfigProblem::BadNumber("lock_minutes", 1440))),
            ),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|config| (config, vec![]));
            let expected = expected.unwrap_or_else(|wrong| (Config::default(), vec![wrong]));
            assert_eq!(Config::parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_kind_of_a_mistake_is_told_by_the_sentences_of_toml() {
        let cases = [
            ("theme = light\n", Syntax::Unquoted),
            ("\"lang\" = ja", Syntax::Unquoted),
            ("theme = \"light", Syntax::Other),
            ("theme \"light\"", Syntax::Other),
        ];
        for (text, kind) in cases {
            let wrong = vec![(1, ConfigProblem::Syntax(kind))];
            assert_eq!(Config::parse(text), (Config::default(), wrong), "{text:?}");
        }
        let truths = ConfigProblem::BadValue("mouse", vec!["true", "false"], None);
        let minutes = ConfigProblem::BadNumber("lock_minutes", 1440);
        for (text, problem) in [("mouse = yes", truths), ("lock_minutes = off", minutes)] {
            assert_eq!(
                Config::parse(text),
                (Config::default(), vec![(1, problem)]),
                "{text:?}"
            );
        }
        for text in [
            "lock_minutes = 0\nlock_minutes = 5",
            "lock_minutes = 0\n\"lock_minutes\" = 7",
        ] {
            let (config, wrong) = Config::parse(text);
            assert_eq!(wrong, [(2, ConfigProblem::Syntax(Syntax::Twice))], "{text:?}");
            assert_eq!(config.lock_minutes, Some(0), "{text:?}");
        }
        for text in [
            "[keys]\nphone = \"t\"\nphone = \"x\"",
            "lang = \"en\"\n[keys]\n[keys]\n",
        ] {
            let (_, wrong) = Config::parse(text);
            assert_eq!(wrong, [(3, ConfigProblem::Syntax(Syntax::Twice))], "{text:?}");
        }
    }

    #[test]
    fn in_another_encoding_the_lines_of_ascii_are_read() {
        // 設定 in Shift_JIS.
        let bytes = b"lang = \"en\"\n# \x90\xdd\x92\xe8\nlock_minutes = 0\n";
        let expected = Config {
            lang: Some(Lang::En),
            lock_minutes: Some(0),
            ..Config::default()
        };
        let wrong = vec![(2, ConfigProblem::Syntax(Syntax::NotUtf8))];
        assert_eq!(Config::parse_bytes(bytes), (expected, wrong));
    }

    #[test]
    fn what_is_wrong_leaves_the_rest_as_it_is_set() {
        let text = "theme = \"ligth\"\nlang = \"en\"\nborders = ascii\nstaff = \"c1\"\n\
            [keys]\nphone = 3\nvisit = \"w\"\nnew = [\"n\"\n";
        let (config, wrong) = Config::parse(text);
        let themes = vec!["dark", "light", "mono", "high-contrast"];
        assert_eq!(
            wrong,
            [
                (1, ConfigProblem::BadValue("theme", themes, Some("light"))),
                (3, ConfigProblem::Syntax(Syntax::Unquoted)),
                (6, ConfigProblem::NotKeys),
                (8, ConfigProblem::Syntax(Syntax::Other)),
            ]
        );
        let visit = KeysOf {
            line: 7,
            command: "visit".to_owned(),
            keys: vec!["w".to_owned()],
        };
        let expected = Config {
            lang: Some(Lang::En),
            staff: Some("c1".to_owned()),
            keys: vec![visit],
            ..Config::default()
        };
        assert_eq!(config, expected);
    }
}
