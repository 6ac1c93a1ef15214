//! The one place where the program reads the clock, the environment and the time zone.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use directories::ProjectDirs;

use crate::config::{Config, ConfigError};
use crate::domain::date::{Expect, parse_date};
use crate::domain::journal::UNKNOWN;
use crate::domain::text::{self, Ambiguous};
use crate::error::{Error, Refusal};
use crate::locale::{Catalogue, Lang};
use crate::report::View;
use crate::store::{Access, INDEX_SLICE, Ledger, Notice, Opening, Stamp, Tended};
use crate::tui::app::Moment;
use crate::tui::settings::Settings;
use crate::tui::theme::Theme;
use crate::tui::{Clock, Who};

use super::args::Cli;
use super::output::say;
use super::stop::Stop;

/// Slices of the search index that a command may leave behind it: a tenth of a second's work.
const INDEX_SLICES: usize = 8;
/// The ledger's file name in the program's own folder.
const LEDGER_FILE: &str = "ledger.soudan";
/// The configuration's file name in its folder.
const CONFIG_FILE: &str = "config.toml";

/// What the process was given besides its arguments.
pub struct Environment {
    lang: Option<String>,
    locale: Option<String>,
    ledger: Option<PathBuf>,
    staff: Option<String>,
    account: Option<String>,
    is_dumb_terminal: bool,
    folders: Option<ProjectDirs>,
    config: Config,
    wrong: Vec<ConfigError>,
}

impl Environment {
    /// Reads the environment and the configuration.
    pub fn read() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let text = |name: &str| set(name).map(|value| value.to_string_lossy().into_owned());
        let folders = ProjectDirs::from("", "", "soudan");
        let read = |folders| Config::read(&config_file(folders));
        let (config, wrong) = folders.as_ref().map(read).unwrap_or_default();
        Self {
            lang: text("SOUDAN_LANG"),
            // The order of POSIX: the first that is set decides.
            locale: ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(text),
            ledger: set("SOUDAN_LEDGER").map(PathBuf::from),
            staff: text("SOUDAN_STAFF"),
            account: ["LOGNAME", "USER"].into_iter().find_map(text),
            is_dumb_terminal: set("TERM").is_none_or(|term| term == "dumb"),
            folders,
            config,
            wrong,
        }
    }

    /// The language: the flag's, the environment's, the configuration's, the locale's, else Japanese.
    /// The flag is looked for before the arguments are parsed, because help and refusals need it.
    pub fn lang(&self, arguments: &[OsString]) -> Lang {
        let flag = flagged(arguments).and_then(Lang::by_code);
        let variable = || self.lang.as_deref().and_then(Lang::by_code);
        let locale = || self.locale.as_deref().and_then(Lang::from_locale);
        flag.or_else(variable)
            .or(self.config.lang)
            .or_else(locale)
            .unwrap_or_default()
    }
}

/// Where the configuration of the account stands.
fn config_file(folders: &ProjectDirs) -> PathBuf {
    folders.config_dir().join(CONFIG_FILE)
}

/// The last value of `--lang` among the arguments.
fn flagged(arguments: &[OsString]) -> Option<&str> {
    let words = arguments
        .iter()
        .skip(1)
        .map(|word| word.to_str().unwrap_or_default());
    let words: Vec<&str> = words.take_while(|word| *word != "--").collect();
    let value = |at: usize| match words[at] {
        "--lang" => words.get(at + 1).copied(),
        word => word.strip_prefix("--lang="),
    };
    (0..words.len()).rev().find_map(value)
}

/// What every command works with.
pub struct Context {
    /// The language.
    pub lang: Lang,
    /// Its messages.
    pub words: &'static dyn Catalogue,
    /// The day that counts as today.
    pub today: NaiveDate,
    /// Whether nothing may be written.
    pub read_only: bool,
    /// Whether answers are to be read aloud.
    pub plain: bool,
    /// Who says to be at the keyboard (`SOUDAN_STAFF`).
    pub staff: Option<String>,
    time: NaiveTime,
    account: Option<String>,
    ledger: Option<PathBuf>,
    fixed_today: bool,
    state_folder: Option<PathBuf>,
    is_dumb_terminal: bool,
    /// Where the configuration stands, or would.
    pub config_file: Option<PathBuf>,
    /// What is wrong with it.
    pub wrong: Vec<ConfigError>,
    /// How the screens are set.
    settings: Settings,
    /// How wide the terminal draws characters about which terminals differ, where that is configured.
    pub ambiguous_width: Option<Ambiguous>,
}

/// A moment in milliseconds since 1970 (UTC) by the clock of where it is read.
pub fn local(at_ms: i64) -> NaiveDateTime {
    let at = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    at.with_timezone(&Local).naive_local()
}

/// The moment that a local time is; one that a change of the clocks leaves out is taken as if they had
/// not been changed.
fn moment(local: NaiveDateTime) -> Moment {
    let at = Local
        .from_local_datetime(&local)
        .earliest()
        .map_or(local.and_utc(), |at| at.to_utc());
    Moment {
        day: local.date(),
        // Less than a day of minutes always fits.
        minute: (local.hour() * 60 + local.minute()) as u16,
        at_ms: at.timestamp_millis(),
    }
}

impl Context {
    /// Settles what the environment and the global options say.
    ///
    /// # Errors
    /// A language that is none, or a `--today` that is no date.
    pub fn new(environment: Environment, cli: &Cli, lang: Lang) -> Result<Self, Stop> {
        let config = environment.config;
        let file = environment.folders.as_ref().map(config_file);
        let (settings, wrong_keys) = Settings::new(&config);
        let wrong_keys = wrong_keys.into_iter().map(|(line, problem)| ConfigError {
            file: file.clone().unwrap_or_default(),
            line,
            problem,
        });
        let mut wrong = environment.wrong;
        wrong.extend(wrong_keys);
        wrong.sort_by_key(|error| error.line);
        let words = lang.catalogue_with(config.dates);
        if let (None, Some(code)) = (&cli.lang, &environment.lang)
            && Lang::by_code(code).is_none()
        {
            return Err(Refusal::NoSuchLanguage(code.clone()).into());
        }
        let now = Local::now().naive_local();
        let today = match &cli.today {
            Some(typed) => parse_date(typed, now.date(), Expect::Past)?,
            None => now.date(),
        };
        let own = environment
            .folders
            .as_ref()
            .map(|folders| folders.data_dir().join(LEDGER_FILE));
        Ok(Self {
            lang,
            words,
            today,
            read_only: cli.read_only,
            plain: cli.plain,
            time: now.time(),
            staff: environment.staff.or(config.staff).as_deref().and_then(clean_name),
            config_file: file,
            wrong,
            settings,
            account: environment.account.as_deref().and_then(clean_name),
            ledger: cli.ledger.clone().or(environment.ledger).or(own),
            fixed_today: cli.today.is_some(),
            state_folder: environment.folders.as_ref().map(state_folder),
            is_dumb_terminal: environment.is_dumb_terminal,
            ambiguous_width: config.ambiguous_width,
        })
    }

    /// The clock of the screens: the day is fixed where the command line fixed it, the time goes on.
    pub fn clock(&self) -> Clock {
        let fixed = self.fixed_today.then_some(self.today);
        Box::new(move || {
            let now = Local::now().naive_local();
            moment(NaiveDateTime::new(fixed.unwrap_or(now.date()), now.time()))
        })
    }

    /// What is wrong first with the configuration, as `shown`, and that it goes on without it.
    pub fn caution(&self, shown: impl Fn(&ConfigError) -> ConfigError) -> Option<String> {
        let first = shown(self.wrong.first()?).said(self.words);
        Some(self.words.config_passed_over(&first, self.wrong.len() - 1))
    }

    /// How the screens are set; to be read aloud they have neither colours nor borders.
    pub fn screen_settings(&self) -> Settings {
        let settings = self.settings.clone();
        match self.plain {
            true => Settings {
                theme: Theme::mono(),
                ..settings
            },
            false => settings,
        }
    }

    /// Who is at the keyboard.
    pub fn who(&self) -> Who {
        Who {
            staff: self.staff.clone(),
            account: self.account.clone().unwrap_or_else(|| UNKNOWN.to_owned()),
        }
    }

    /// Where reports of failures go: the account's folder of states, else the ledger's.
    ///
    /// # Errors
    /// When neither is known.
    pub fn state_folder(&self) -> Result<PathBuf, Stop> {
        match &self.state_folder {
            Some(folder) => Ok(folder.clone()),
            None => Ok(crate::store::place::folder_of(self.ledger_path()?)),
        }
    }

    /// Whether the terminal can only write line after line.
    pub fn is_dumb_terminal(&self) -> bool {
        self.is_dumb_terminal
    }

    /// Where the ledger lies.
    ///
    /// # Errors
    /// When neither an option nor the account's home says so.
    pub fn ledger_path(&self) -> Result<&Path, Stop> {
        let no_home = || Stop::Said {
            status: 1,
            message: self.words.no_home().to_owned(),
        };
        self.ledger.as_deref().ok_or_else(no_home)
    }

    /// Who makes a change, and when: today's date at the clock's time.
    pub fn stamp(&self) -> Stamp {
        let Who { staff, account } = self.who();
        Stamp {
            who: staff.unwrap_or(account),
            at_ms: self.at_ms(NaiveDateTime::new(self.today, self.time)),
        }
    }

    /// The moment that a local time is, in milliseconds since 1970 (UTC).
    pub fn at_ms(&self, local: NaiveDateTime) -> i64 {
        moment(local).at_ms
    }

    /// The name of a backup made now.
    pub fn backup_name(&self, ledger: &Path) -> String {
        let stem = ledger.file_stem().and_then(OsStr::to_str).unwrap_or("ledger");
        format!(
            "{stem}-{}-{}.soudan",
            self.today.format("%Y%m%d"),
            self.time.format("%H%M%S")
        )
    }

    /// A time of the journal, by the clock of where it is read.
    pub fn local(&self, at_ms: i64) -> NaiveDateTime {
        local(at_ms)
    }

    /// The words and labels in which answers are written.
    pub fn view<'a>(&self, ledger: &'a Ledger) -> View<'a> {
        View {
            words: self.words,
            profile: ledger.profile(),
        }
    }

    /// Opens the ledger for reading, and puts what goes wrong into words.
    ///
    /// # Errors
    /// Why it cannot be opened, or what the work returned.
    pub fn read<T>(&self, work: impl FnOnce(&Ledger) -> Result<T, Stop>) -> Result<T, Stop> {
        // As who may write: so that the last to close leaves one tidy file behind.
        self.trial(|ledger| work(ledger))
    }

    /// Opens the ledger for a change that is only tried, wherever it can be read.
    ///
    /// # Errors
    /// Why it cannot be opened, or what the work returned.
    pub fn trial<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T, Stop>) -> Result<T, Stop> {
        self.open(|ledger| {
            for notice in ledger.notices() {
                say(&self.notice(notice));
            }
            work(ledger)
        })
    }

    /// Opens the ledger for as long as the program runs.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn ledger(&self) -> Result<Ledger, Stop> {
        let access = if self.read_only {
            Access::ReadOnly
        } else {
            Access::Write
        };
        Ok(Ledger::open(
            self.ledger_path()?,
            &Opening {
                access,
                ..Opening::default()
            },
        )?)
    }

    /// Opens the ledger for writing, and puts what goes wrong into words.
    ///
    /// # Errors
    /// Why it cannot be opened, or what the work returned.
    pub fn write<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T, Stop>) -> Result<T, Stop> {
        self.open(|ledger| {
            // A refusal is one line, and says itself why nothing can be written.
            if let Some(why) = ledger.read_only() {
                return Err(Error::CannotWrite(why.clone()).into());
            }
            for notice in ledger.notices() {
                say(&self.notice(notice));
            }
            let done = work(ledger)?;
            bring_on_index(ledger);
            Ok(done)
        })
    }

    fn open<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T, Stop>) -> Result<T, Stop> {
        let mut ledger = self.ledger()?;
        work(&mut ledger).map_err(|stop| stop.said(self.words, ledger.profile()))
    }

    /// What is said once after opening.
    pub fn notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::ModesTightened => self.words.modes_tightened().to_owned(),
            Notice::ReadOnly(why) => self.words.opened_read_only(why),
        }
    }

    /// Refuses a change when the command line asked for none.
    ///
    /// # Errors
    /// With `--read-only`.
    pub fn may_write(&self) -> Result<(), Stop> {
        if self.read_only {
            Err(Error::CannotWrite(crate::error::Unwritable::AsAsked).into())
        } else {
            Ok(())
        }
    }
}

/// Brings the search index on a little, after what the command itself had to do. Where it cannot, searches
/// do without, and the next command tries again.
fn bring_on_index(ledger: &mut Ledger) {
    for _ in 0..INDEX_SLICES {
        match ledger.tend_index(INDEX_SLICE) {
            Ok(Tended::More) => {}
            Ok(Tended::Whole | Tended::Later) | Err(_) => break,
        }
    }
}

/// The account's folder for states; where the system has none, the data's.
fn state_folder(folders: &ProjectDirs) -> PathBuf {
    folders
        .state_dir()
        .unwrap_or_else(|| folders.data_local_dir())
        .to_owned()
}

/// A staff code or an account's name as the journal keeps it; `None` when nothing is left of it.
fn clean_name(name: &str) -> Option<String> {
    let cleaned = text::clean(name, text::Kind::Line);
    let name = cleaned.text.trim();
    (!name.is_empty()).then(|| name.chars().take(crate::domain::field::LINE_CHARS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_flag_is_found_wherever_it_stands() {
        let cases: [(&[&str], Option<&str>); 7] = [
            (&["soudan"], None),
            (&["soudan", "--lang", "en", "tally"], Some("en")),
            (&["soudan", "tally", "--lang=en"], Some("en")),
            (&["soudan", "--lang"], None),
            (&["soudan", "--", "--lang", "en"], None),
            (&["soudan", "--lang", "ja", "--lang", "en"], Some("en")),
            (&["soudan", "--language", "en"], None),
        ];
        for (words, expected) in cases {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            assert_eq!(flagged(&words), expected, "{words:?}");
        }
    }
}
