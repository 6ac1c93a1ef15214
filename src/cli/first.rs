//! The questions before a ledger's first start: which prefecture's profile, whose ledger, and under
//! which name one's changes stand in the journal. They are plain lines, before there is any screen.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::domain::list::List;
use crate::domain::profile::{Profile, YAMAGUCHI};
use crate::domain::text::{Kind, clean, fold};
use crate::error::{Error, Refusal};
use crate::store::unreadable;

use super::context::Context;
use super::output::say;
use super::stop::Stop;

/// How often a question is asked.
const TRIES: usize = 3;

/// What was answered.
pub struct Answers {
    /// The profile's text.
    pub profile_toml: String,
    /// The center's code; `None` where nobody said.
    pub center: Option<String>,
    /// The name in the journal, where one was given.
    pub staff: Option<String>,
}

/// Asks what a new ledger needs.
///
/// # Errors
/// When a profile cannot be read.
pub fn ask(context: &Context) -> Result<Answers, Stop> {
    let profile_toml = ask_profile(context)?;
    let center = ask_center(context, &profile_toml)?;
    let staff = match &context.staff {
        Some(_) => None,
        None => ask_name(context),
    };
    Ok(Answers {
        profile_toml,
        center,
        staff,
    })
}

/// Asks for the profile: the built-in one, or a file's.
fn ask_profile(context: &Context) -> Result<String, Stop> {
    let built_in = Profile::parse(YAMAGUCHI).map_err(Error::from)?;
    let question = context.words.which_profile(context.words.label(&built_in.name));
    for _ in 0..TRIES {
        let Some(typed) = answer(&question) else { break };
        if typed.is_empty() || is_named(&built_in, &typed) {
            break;
        }
        let path = Path::new(&typed);
        let read = fs::read_to_string(path).map_err(|error| unreadable(path, &error));
        match read.and_then(|toml| Profile::parse(&toml).map(|_| toml).map_err(Error::from)) {
            Ok(toml) => return Ok(toml),
            Err(error) => say(&context.words.error(&error, None)),
        }
    }
    Ok(YAMAGUCHI.to_owned())
}

/// Whether a profile is called so: by its code, or by its name in either language.
fn is_named(profile: &Profile, typed: &str) -> bool {
    let names = [
        Some(profile.code.as_str()),
        Some(&profile.name.ja),
        profile.name.en.as_deref(),
    ];
    names.into_iter().flatten().any(|name| fold(name) == fold(typed))
}

fn ask_name(context: &Context) -> Option<String> {
    let typed = answer(context.words.which_name())?;
    let cleaned = clean(&typed, Kind::Line);
    let name = cleaned.text.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Keeps the name in the configuration, for the next starts as well. Where it cannot be kept that is
/// said, and the ledger opens all the same.
pub fn keep_name(context: &Context, staff: &str) {
    if let Some(file) = &context.config_file
        && write_name(file, staff).is_err()
    {
        say(&context.words.name_not_kept(file));
    }
}

/// Writes the name before everything else that the file says: behind a table it would be part of that.
fn write_name(file: &Path, staff: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    // A link stays one: what it leads to is written.
    let (file, before, mode) = match fs::canonicalize(file) {
        Ok(file) => {
            let mode = fs::metadata(&file)?.permissions().mode();
            let before = fs::read_to_string(&file)?;
            (file, before, mode)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (file.to_owned(), String::new(), 0o600),
        Err(error) => return Err(error),
    };
    let name = format!("staff = {}\n", toml::Value::from(staff));
    let text = name + before.trim_start_matches('\u{feff}');
    // Whatever stood there is not made worse.
    if text.parse::<toml::Table>().is_err() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let part = file.with_extension("toml.part");
    // What an earlier start left; a link goes, and not what it leads to.
    let _ = fs::remove_file(&part);
    let mut written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode & 0o777)
        .open(&part)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    fs::rename(&part, &file)?;
    let folder = file.parent().map(fs::File::open).transpose()?;
    folder.map_or(Ok(()), |folder| folder.sync_all())
}

/// A line typed to a question; `None` where nobody is there to be asked.
fn answer(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    // Nobody to hear the question: nobody to answer it either.
    let _ = write!(io::stderr(), "{question} ");
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim().to_owned()),
    }
}

/// Asks whose ledger it is to be, on a terminal and where the profile has several centers. Without an
/// answer it stays open, and the ledger's own refusal says how to give it.
///
/// # Errors
/// When the profile cannot be read.
pub fn ask_center(context: &Context, profile_toml: &str) -> Result<Option<String>, Stop> {
    let profile = Profile::parse(profile_toml).map_err(Error::from)?;
    let centers = profile.items(List::Center);
    if centers.len() < 2 {
        return Ok(None);
    }
    let numbered = centers
        .iter()
        .zip(1..)
        .map(|(item, number)| format!("{number} {}", context.words.label(&item.label)));
    let question = context
        .words
        .which_center(&numbered.collect::<Vec<_>>().join("  "));
    for _ in 0..TRIES {
        let Some(line) = answer(&question) else { break };
        let typed = fold(&line);
        let by_number = typed
            .parse::<usize>()
            .ok()
            .and_then(|number| centers.get(number.checked_sub(1)?));
        if let Some(item) = by_number.or_else(|| profile.find(List::Center, &typed)) {
            return Ok(Some(item.code.to_string()));
        }
        if !typed.is_empty() {
            let codes = centers.iter().map(|item| item.code.clone()).collect();
            let refusal = Refusal::NoSuchCenter(line, codes);
            say(&context.words.error(&refusal.into(), None));
        }
    }
    Ok(None)
}
