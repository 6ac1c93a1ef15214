//! The configuration file (`config.toml` in the XDG folder): what holds for every start. Its keys are
//! few, and one that does not exist is an error, so that no setting is silently without effect.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::domain::text::{Ambiguous, nearest};
use crate::locale::{Catalogue, Lang};

/// Every key, in the order of the manual.
const KEYS: [&str; 2] = ["lang", "ambiguous_width"];

/// The languages, as they are written there.
const LANGS: [&str; 2] = [Lang::ALL[0].code(), Lang::ALL[1].code()];

/// The settings of a configuration file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The language, where the command line and the environment name none.
    pub lang: Option<Lang>,
    /// How wide the terminal draws ○, ① and the like; it is asked where nothing is set.
    pub ambiguous_width: Option<Ambiguous>,
}

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
    BadValue(&'static str, &'static [&'static str]),
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
            match name {
                "lang" => config.lang = Some(lang(value.get_ref()).map_err(|problem| (at, problem))?),
                "ambiguous_width" => {
                    config.ambiguous_width = Some(width(value.get_ref()).map_err(|problem| (at, problem))?);
                }
                _ => {
                    return Err((
                        at,
                        ConfigProblem::UnknownKey(name.to_owned(), nearest(name, KEYS)),
                    ));
                }
            }
        }
        Ok(config)
    }
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
            ConfigProblem::Syntax => words.config_syntax(&self.file, self.line),
            ConfigProblem::Unreadable => words.config_unreadable(&self.file),
        }
    }
}

fn lang(value: &DeValue<'_>) -> Result<Lang, ConfigProblem> {
    let code = match value {
        DeValue::String(code) => Lang::by_code(code),
        _ => None,
    };
    code.ok_or(ConfigProblem::BadValue("lang", &LANGS))
}

fn width(value: &DeValue<'_>) -> Result<Ambiguous, ConfigProblem> {
    let cells = match value {
        DeValue::Integer(cells) => cells.as_str(),
        _ => "",
    };
    match cells {
        "1" => Ok(Ambiguous::Narrow),
        "2" => Ok(Ambiguous::Wide),
        _ => Err(ConfigProblem::BadValue("ambiguous_width", &["1", "2"])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let no_lang = ConfigProblem::BadValue("lang", &LANGS);
        let no_width = ConfigProblem::BadValue("ambiguous_width", &["1", "2"]);
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
        ];
        for (text, expected) in cases {
            assert_eq!(Config::parse(text), expected, "{text:?}");
        }
    }
}
