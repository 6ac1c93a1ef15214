//! The configuration file (`config.toml` in the XDG folder): what holds for every start. Its keys are
//! few, and one that does not exist is an error, so that no setting is silently without effect.
//! `docs/config.toml` names them all, each with what holds where it is not set.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::text::{Ambiguous, nearest};
use crate::locale::{Catalogue, DateStyle, Lang};

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
    /// A value that the key does not take, and those that it takes.
    BadValue(&'static str, Vec<&'static str>),
    /// Not the name of a key, or a list of them.
    NotKeys,
    /// No command of that name; the nearest, where one is near.
    NoSuchCommand(String, Option<&'static str>),
    /// Nothing on a keyboard is called so.
    NoSuchKey(String),
    /// A key that another command has.
    KeyTaken(String, &'static str),
    /// Not TOML.
    Syntax,
    /// The file is there and cannot be read.
    Unreadable,
}

impl Config {
    /// Reads a configuration file; one that is not there sets nothing.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read(file: &Path) -> Result<Self, ConfigError> {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::parse(&text).map_err(|(line, problem)| ConfigError {
                file: file.to_owned(),
                line,
                problem,
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(_) => Err(ConfigError {
                file: file.to_owned(),
                line: 0,
                problem: ConfigProblem::Unreadable,
            }),
        }
    }

    fn parse(text: &str) -> Result<Self, (usize, ConfigProblem)> {
        let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let table = DeTable::parse(text).map_err(|error| {
            (
                line(error.span().map_or(0, |span| span.start)),
                ConfigProblem::Syntax,
            )
        })?;
        let mut config = Self::default();
        for (key, value) in table.get_ref() {
            let (at, name) = (line(key.span().start), key.get_ref().as_ref());
            config
                .set(name, value.get_ref(), &line)
                .map_err(|(inside, problem)| {
                    // What is wrong inside a table has a line of its own.
                    (inside.unwrap_or(at), problem)
                })?;
        }
        Ok(config)
    }

    fn set(
        &mut self,
        name: &str,
        value: &DeValue<'_>,
        line: &dyn Fn(usize) -> usize,
    ) -> Result<(), (Option<usize>, ConfigProblem)> {
        let here = |problem| (None, problem);
        match name {
            "lang" => self.lang = Some(one_of("lang", value, &LANGS).map_err(here)?),
            "dates" => self.dates = one_of("dates", value, &DATES).map_err(here)?,
            "staff" => match value {
                DeValue::String(staff) if !staff.trim().is_empty() => {
                    self.staff = Some(staff.trim().to_owned());
                }
                _ => return Err(here(ConfigProblem::BadValue("staff", vec!["\"c1\""]))),
            },
            "theme" => self.theme = one_of("theme", value, &THEMES).map_err(here)?,
            "borders" => self.borders = one_of("borders", value, &BORDERS).map_err(here)?,
            "ambiguous_width" => {
                let width = one_of("ambiguous_width", value, &WIDTHS).map_err(here)?;
                self.ambiguous_width = Some(width);
            }
            "mouse" => self.no_mouse = one_of("mouse", value, &MOUSE).map_err(here)?,
            "lock_minutes" => {
                let minutes = match value {
                    DeValue::Integer(minutes) => minutes.as_str().parse().ok(),
                    _ => None,
                };
                let minutes = minutes.filter(|minutes| *minutes <= LONGEST_MINUTES);
                let bad = || here(ConfigProblem::BadValue("lock_minutes", vec!["0-1440"]));
                self.lock_minutes = Some(minutes.ok_or_else(bad)?);
            }
            "keys" => {
                let DeValue::Table(table) = value else {
                    return Err(here(ConfigProblem::BadValue("keys", vec!["[keys]"])));
                };
                for (command, keys) in table {
                    let at = line(command.span().start);
                    let keys = names(keys).ok_or((Some(at), ConfigProblem::NotKeys))?;
                    self.keys.push(KeysOf {
                        line: at,
                        command: command.get_ref().to_string(),
                        keys,
                    });
                }
            }
            _ => {
                let nearest = nearest(name, KEYS);
                return Err(here(ConfigProblem::UnknownKey(name.to_owned(), nearest)));
            }
        }
        Ok(())
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
    found
        .map(|(_, meant)| *meant)
        .ok_or_else(|| ConfigProblem::BadValue(key, possible.iter().map(|(word, _)| *word).collect()))
}

impl ConfigError {
    /// The error in words.
    pub fn said(&self, words: &dyn Catalogue) -> String {
        match &self.problem {
            ConfigProblem::UnknownKey(key, nearest) => {
                words.config_unknown_key(&self.file, self.line, key, *nearest)
            }
            ConfigProblem::BadValue(key, possible) => {
                words.config_bad_value(&self.file, self.line, key, possible)
            }
            ConfigProblem::NotKeys => words.config_not_keys(&self.file, self.line),
            ConfigProblem::NoSuchCommand(name, nearest) => {
                words.config_no_such_command(&self.file, self.line, name, *nearest)
            }
            ConfigProblem::NoSuchKey(key) => words.config_no_such_key(&self.file, self.line, key),
            ConfigProblem::KeyTaken(key, by) => words.config_key_taken(&self.file, self.line, key, by),
            ConfigProblem::Syntax => words.config_syntax(&self.file, self.line),
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
        let read = Config::parse(&set).expect("a configuration");
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
        assert_eq!(Config::parse(REFERENCE), Ok(Config::default()));
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
        let no_lang = ConfigProblem::BadValue("lang", vec!["ja", "en"]);
        let no_width = ConfigProblem::BadValue("ambiguous_width", vec!["1", "2"]);
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
            ("\n\nlang = ", Err((3, ConfigProblem::Syntax))),
            (
                "dates = \"japanese\"\nstaff = \"c1\"\ntheme = \"high-contrast\"\nborders = \"line\"\n\
                 mouse = false\nlock_minutes = 0\n",
                Ok(all),
            ),
            ("\n[keys]\nphone = [\"t\", \"F3\"]\n", Ok(keys(3))),
            ("[keys]\n\nphone = 1\n", Err((3, ConfigProblem::NotKeys))),
            (
                "lock_minutes = 2000",
                Err((1, ConfigProblem::BadValue("lock_minutes", vec!["0-1440"]))),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Config::parse(text), expected, "{text:?}");
        }
    }
}
