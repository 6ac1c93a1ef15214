//! Files that a command makes: whole or not at all, 0600, and never over another without being asked.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::{Error, Refusal, Result, Unwritable};
use crate::store::part::Part;
use crate::store::{place, unwritable};

/// Writes a file: beside its place first, then under its name. With `force` in the place of what is there,
/// but for a ledger.
///
/// # Errors
/// When something lies there already, or it cannot be written.
pub fn file(path: &Path, force: bool, write: impl FnOnce(&mut fs::File) -> Result<()>) -> Result<()> {
    if path.is_dir() {
        return Err(Error::CannotWrite(Unwritable::IsFolder));
    }
    if !force && fs::symlink_metadata(path).is_ok() {
        return Err(Refusal::TargetExists(path.to_owned()).into());
    }
    if place::is_precious(path) {
        return Err(Refusal::IsALedger(path.to_owned()).into());
    }
    let (part, mut file) = Part::beside(path)?;
    write(&mut file)?;
    file.sync_all().map_err(|error| unwritable(&error))?;
    if force {
        part.replace(path)
    } else {
        part.name(path)
    }
}

/// The same of bytes.
///
/// # Errors
/// As [`file`].
pub fn bytes(path: &Path, force: bool, bytes: &[u8]) -> Result<()> {
    file(path, force, |file| {
        file.write_all(bytes).map_err(|error| unwritable(&error))
    })
}

/// Writes a folder of files (name and text), 0700. With `force`, files of other names that end alike
/// (`.csv`) go: they are an earlier packet's.
///
/// # Errors
/// When something lies there already, or it cannot be written.
pub fn folder(path: &Path, force: bool, files: &[(String, String)]) -> Result<()> {
    match fs::symlink_metadata(path) {
        Err(_) => place::make_folder(path)?,
        Ok(found) if force && found.is_dir() => {}
        Ok(_) => return Err(Refusal::TargetExists(path.to_owned()).into()),
    }
    for (name, text) in files {
        bytes(&path.join(name), force, text.as_bytes())?;
    }
    if force {
        let listed = fs::read_dir(path).map_err(|error| unwritable(&error))?;
        let stale = listed
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| is_stale(path, files));
        let stale: Vec<PathBuf> = stale.collect();
        for path in stale {
            fs::remove_file(&path).map_err(|error| unwritable(&error))?;
        }
    }
    Ok(())
}

/// Whether a file is a table of an earlier packet: two digits, a line and a name, `.csv`, and not written now.
fn is_stale(path: &Path, files: &[(String, String)]) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let begins =
        name.len() > 3 && name.as_bytes()[..2].iter().all(u8::is_ascii_digit) && name[2..].starts_with('-');
    begins && name.ends_with(".csv") && files.iter().all(|(known, _)| known != name)
}
