//! Files that commands and screens write: beside their place first, 0600, then under their name, and never over
//! another one unless that was asked for.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Refusal, Unwritable};
use crate::store::part::Part;
use crate::store::part_folder::{PartFolder, only_ours};
use crate::store::{place, unwritable};

/// The longest name of a file without its ending, in bytes: room is left for that and for what stands
/// behind it while it is written.
const NAME_BYTES: usize = 200;

/// Refuses a target that is taken, before anything else is done for it.
///
/// # Errors
/// [`Refusal::TargetExists`] without `force`.
pub fn expect_free(target: &Path, force: bool) -> Result<(), Error> {
    if !force && fs::symlink_metadata(target).is_ok() {
        return Err(Refusal::TargetExists(target.to_owned()).into());
    }
    Ok(())
}

/// Writes a whole file, or none.
///
/// # Errors
/// [`Refusal::TargetExists`] without `force`, [`Refusal::IsALedger`] even with it, or why it cannot be
/// written.
pub fn write_to<T>(
    target: &Path,
    force: bool,
    work: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
) -> Result<T, Error> {
    if target.is_dir() {
        return Err(Error::CannotWrite(Unwritable::IsFolder));
    }
    // Neither a pipe nor a device is a file that could be written anew; a link's own place is taken.
    if fs::metadata(target).is_ok_and(|meta| !meta.is_file()) {
        return Err(Refusal::NotReplaceable(target.to_owned()).into());
    }
    expect_free(target, force)?;
    if place::is_precious(target) {
        return Err(Refusal::IsALedger(target.to_owned()).into());
    }
    let (part, file) = Part::locked_beside(target)?;
    let mut out = BufWriter::new(file);
    let done = work(&mut out)?;
    let file = out.into_inner().map_err(|error| unwritable(error.error()))?;
    file.sync_all().map_err(|error| unwritable(&error))?;
    if force {
        part.replace(target)?;
    } else {
        part.name(target)?;
    }
    Ok(done)
}

/// The same of a text.
///
/// # Errors
/// As [`write_to`].
pub fn write_text(target: &Path, force: bool, text: &str) -> Result<(), Error> {
    write_to(target, force, |out| {
        out.write_all(text.as_bytes()).map_err(|error| unwritable(&error))
    })
}

/// Writes a folder of files (name and text), 0700: whole, or not at all. With `force` it takes the place of
/// one in which nothing lies but files of names that `is_ours` knows.
///
/// # Errors
/// When something else lies there, or it cannot be written.
pub fn folder(
    path: &Path,
    force: bool,
    files: &[(String, String)],
    is_ours: fn(&str) -> bool,
) -> Result<(), Error> {
    // Without a stroke at its end: what is being written stands beside it.
    let path = path.components().as_path();
    let found = fs::symlink_metadata(path);
    match &found {
        Err(_) => {}
        Ok(_) if !force => return Err(Refusal::TargetExists(path.to_owned()).into()),
        Ok(found) if found.is_dir() && path.file_name().is_some() => only_ours(path, is_ours)?,
        Ok(_) => return Err(Refusal::NotReplaceable(path.to_owned()).into()),
    }
    let part = PartFolder::beside(path, is_ours)?;
    for (name, text) in files {
        part.write(name, text)?;
    }
    match found {
        Ok(_) => part.replace(path),
        Err(_) => part.name(path),
    }
}

/// A path as a person types it where no shell reads it: a `~` at its beginning is the account's own folder.
pub fn typed(path: &Path) -> PathBuf {
    at_home(path, std::env::home_dir())
}

fn at_home(path: &Path, home: Option<PathBuf>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// A file in this folder that is named after a number or a code: of that only what can stand in a name
/// everywhere, and means nothing to a shell.
pub fn named_after(code: &str, ending: &str) -> PathBuf {
    let mut name = String::new();
    for c in code.trim().chars() {
        let c = if c.is_alphanumeric() || matches!(c, '-' | '_') {
            c
        } else {
            '_'
        };
        if name.len() + c.len_utf8() > NAME_BYTES {
            break;
        }
        name.push(c);
    }
    // A name that begins so would be taken for an option.
    if name.starts_with('-') || name.is_empty() {
        name.insert(0, '_');
    }
    PathBuf::from(format!("{name}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_at_the_beginning_is_the_accounts_own_folder() {
        let home = || Some(PathBuf::from("/home/c1"));
        let at = |path: &str| at_home(Path::new(path), home());
        assert_eq!(at("~/9月.html"), Path::new("/home/c1/9月.html"));
        assert_eq!(at("~"), Path::new("/home/c1/"));
        for other in ["packet.html", "/tmp/~/packet.html", "~c1/packet.html", "a~"] {
            assert_eq!(at(other), Path::new(other));
        }
        assert_eq!(at_home(Path::new("~/a"), None), Path::new("~/a"));
    }

    #[test]
    fn a_folder_of_files_needs_the_folder_that_it_is_to_lie_in_as_a_file_does() {
        let within = tempfile::tempdir().expect("a folder");
        let files = [("00.csv".to_owned(), "a\n".to_owned())];
        let path = within.path().join("typo").join("packet-csv");
        for refused in [
            folder(&path, false, &files, |_| true),
            write_text(&path, false, "a"),
        ] {
            let no_folder = matches!(refused, Err(Error::CannotWrite(Unwritable::NoFolder)));
            assert!(no_folder, "{refused:?}");
        }
        assert!(!within.path().join("typo").exists());
    }

    #[test]
    fn a_file_is_named_after_what_may_stand_in_a_name() {
        let cases = [
            ("R4-東-0012", "R4-東-0012.html"),
            ("ケース E-012", "ケース_E-012.html"),
            ("../../etc/passwd", "______etc_passwd.html"),
            ("-rf", "_-rf.html"),
            ("", "_.html"),
            ("$(x)\n", "__x_.html"),
        ];
        for (code, name) in cases {
            assert_eq!(named_after(code, "html"), Path::new(name), "{code:?}");
        }
        let long = named_after(&"長".repeat(200), "html");
        assert!(long.as_os_str().len() <= NAME_BYTES + ".html".len());
    }
}
