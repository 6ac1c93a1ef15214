//! The commands about the ledger as a whole: `init`, `profile`, `check`, `backup`, `restore`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::profile::Profile;
use crate::error::{Error, Refusal, Unwritable};
use crate::store::{self, INDEX_SLICE, Ledger, Tended, unreadable};

use super::args::{BackupArgs, CheckArgs, InitArgs, ProfileArgs, RestoreArgs};
use super::context::Context;
use super::first;
use super::output::{print, print_saved, say};
use super::stop::Stop;

/// How long the search index leaves the ledger to another process that is writing.
const WHILE_OTHERS_WRITE: Duration = Duration::from_millis(100);
/// The folder of backups beside the ledger.
const BACKUPS: &str = "backups";

/// Makes a ledger.
pub fn init(context: &Context, args: &InitArgs) -> Result<(), Stop> {
    context.may_write()?;
    let path = context.ledger_path()?;
    let toml = match Profile::built_in(&args.profile) {
        Some(toml) => toml.to_owned(),
        None => profile_file(&args.profile)?,
    };
    let center = match &args.center {
        Some(center) => Some(center.clone()),
        None => first::ask_center(context, &toml)?,
    };
    let ledger = Ledger::create(path, &toml, center.as_deref(), &context.stamp(), None)?;
    for notice in ledger.notices() {
        say(&context.notice(notice));
    }
    print_saved(&format!("{}\n", context.words.made(path)))
}

/// A profile that is named by its file. What looks like a name is refused as one.
fn profile_file(typed: &str) -> Result<String, Error> {
    let path = Path::new(typed);
    let is_name = !typed.contains(['/', '.']) && !path.exists();
    if is_name {
        Err(Refusal::NoSuchProfile(typed.to_owned()).into())
    } else {
        text_of(path)
    }
}

fn text_of(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

/// Prints the ledger's profile, or sets a new one.
pub fn profile(context: &Context, args: &ProfileArgs) -> Result<(), Stop> {
    let Some(file) = &args.set else {
        return context.read(|ledger| print(ledger.profile_toml()));
    };
    context.may_write()?;
    let toml = text_of(file)?;
    context.write(|ledger| {
        if ledger.profile_toml() == toml {
            return print(&format!("{}\n", context.words.profile_is_the_same()));
        }
        ledger.set_profile(&toml, &context.stamp())?;
        print_saved(&format!("{}\n", context.words.profile_set()))
    })
}

/// Checks the ledger; findings end with status 1.
pub fn check(context: &Context, args: &CheckArgs) -> Result<(), Stop> {
    if args.reindex {
        return reindex(context);
    }
    context.read(|ledger| {
        let findings = ledger.check(args.full)?;
        if findings.is_empty() {
            return print(&format!("{}\n", context.words.all_well()));
        }
        let lines: Vec<_> = findings
            .iter()
            .map(|finding| context.words.finding(finding, ledger.profile()))
            .collect();
        print(&(lines.join("\n") + "\n"))?;
        Err(Stop::Said {
            status: 1,
            message: String::new(),
        })
    })
}

/// Makes the search index anew, slice by slice, so that nobody who saves meanwhile waits.
fn reindex(context: &Context) -> Result<(), Stop> {
    context.may_write()?;
    context.write(|ledger| {
        ledger.renew_index()?;
        loop {
            match ledger.tend_index(INDEX_SLICE)? {
                Tended::More => {}
                Tended::Later => std::thread::sleep(WHILE_OTHERS_WRITE),
                Tended::Whole => break,
            }
        }
        print_saved(&format!("{}\n", context.words.reindexed()))
    })
}

/// Makes a backup and prints where it lies.
pub fn backup(context: &Context, args: &BackupArgs) -> Result<(), Stop> {
    let path = context.ledger_path()?;
    let folder = args.folder.clone().unwrap_or_else(|| beside(path));
    // A drive that is not plugged in must not become a folder of the disk that the ledger lies on.
    let above = store::place::folder_of(&folder);
    if args.folder.is_some() && !above.is_dir() {
        return Err(Error::CannotWrite(Unwritable::NoFolder).into());
    }
    context.read(|ledger| {
        let copy = numbered(&context.backup_name(path), |name| ledger.backup(&folder, name))?;
        print_saved(&format!("{}\n", copy.display()))
    })
}

/// Tries a name, and numbered ones while it is taken: two backups may be made within a second.
fn numbered<T>(name: &str, mut attempt: impl FnMut(&str) -> Result<T, Error>) -> Result<T, Error> {
    let stem = name.strip_suffix(".soudan").unwrap_or(name);
    for n in 2..100 {
        let name = if n == 2 {
            name.to_owned()
        } else {
            format!("{stem}-{}.soudan", n - 1)
        };
        match attempt(&name) {
            Err(Error::Refused(Refusal::TargetExists(_) | Refusal::Exists(_))) => {}
            done => return done,
        }
    }
    attempt(name)
}

/// Puts a backup in the ledger's place, after backing up what is there.
pub fn restore(context: &Context, args: &RestoreArgs) -> Result<(), Stop> {
    context.may_write()?;
    let path = context.ledger_path()?;
    let name = context.backup_name(path);
    if !args.file.exists() {
        return Err(unreadable(&args.file, &std::io::ErrorKind::NotFound.into()).into());
    }
    let restored = numbered(&name, |name| {
        store::restore(path, &args.file, &beside(path), name, &context.stamp())
    })?;
    if let Some(previous) = &restored.previous {
        say(&context.words.kept_before(previous));
    }
    print_saved(&format!("{}\n", context.words.restored(restored.records)))
}

fn beside(ledger: &Path) -> PathBuf {
    store::place::folder_of(ledger).join(BACKUPS)
}
