//! A file that is not complete yet: written beside its place under a name of its own, and named only
//! when it is whole. What is not named is removed, and nothing else ever is.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FlockOperation, OFlags, RenameFlags, flock, renameat_with};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::fault::unwritable;
use super::place;
use crate::error::{Error, Refusal, Result, Unwritable};

/// A new file beside a target, ours alone, `TARGET.RANDOM.part`; gone with the value unless named.
pub struct Part {
    path: PathBuf,
}

impl Part {
    /// Makes the empty file, 0600.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn beside(target: &Path) -> Result<(Self, File)> {
        let path = name_beside(target)?;
        let file = place::make_file(&path)?;
        Ok((Self { path }, file))
    }

    /// The same for what is written through the file itself and nothing else: it is locked while it is open.
    /// What earlier writers of the same target left when they were killed is removed.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn locked_beside(target: &Path) -> Result<(Self, File)> {
        for left in left_beside(target) {
            if let Some(_lock) = taken(&left).filter(|file| file.metadata().is_ok_and(|meta| meta.is_file()))
            {
                let _ = fs::remove_file(&left);
            }
        }
        for _ in 0..TRIES {
            let (part, file) = Self::beside(target)?;
            if is_held(&file, &part.path) {
                return Ok((part, file));
            }
        }
        Err(Error::CannotWrite(Unwritable::Io))
    }

    /// Where it is being written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the complete file its name and makes that durable; never over another file.
    ///
    /// # Errors
    /// [`Refusal::Exists`], or why it cannot be named.
    pub fn name(self, target: &Path) -> Result<()> {
        rename_new(&self.path, target)?;
        place::sync_folder(&place::folder_of(target))
    }

    /// The same in the place of whatever has the name, as somebody asked for.
    ///
    /// # Errors
    /// Why it cannot be named.
    pub fn replace(self, target: &Path) -> Result<()> {
        fs::rename(&self.path, target).map_err(|error| unwritable(&error))?;
        place::sync_folder(&place::folder_of(target))
    }
}

/// How often another name is tried where somebody took a new file for one that was left.
const TRIES: usize = 4;

/// A name for what is to become a target.
pub(super) fn name_beside(target: &Path) -> Result<PathBuf> {
    let mut random = [0; 4];
    getrandom::fill(&mut random).map_err(|_| Error::CannotWrite(Unwritable::Io))?;
    let mut name = target.as_os_str().to_owned();
    name.push(format!(".{:08x}.part", u32::from_be_bytes(random)));
    Ok(PathBuf::from(name))
}

/// Renames to a name that nothing has yet.
pub(super) fn rename_new(from: &Path, target: &Path) -> Result<()> {
    let exists = || Error::from(Refusal::Exists(target.to_owned()));
    let renamed = match renameat_with(CWD, from, CWD, target, RenameFlags::NOREPLACE) {
        Err(Errno::EXIST) => return Err(exists()),
        // A file system that cannot refuse for us.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            if fs::symlink_metadata(target).is_ok() {
                return Err(exists());
            }
            fs::rename(from, target)
        }
        renamed => renamed.map_err(std::io::Error::from),
    };
    renamed.map_err(|error| unwritable(&error))
}

/// Everything beside a target that is called as what is to become it.
pub(super) fn left_beside(target: &Path) -> Vec<PathBuf> {
    let Some(name) = target.file_name() else {
        return Vec::new();
    };
    let listed = fs::read_dir(place::folder_of(target))
        .into_iter()
        .flatten()
        .flatten();
    let left = listed.filter(|entry| is_part_of(&entry.file_name(), name));
    left.map(|entry| entry.path()).collect()
}

/// Whether a name is that of a target, eight digits and `part`.
fn is_part_of(name: &OsStr, target: &OsStr) -> bool {
    let random = name.as_bytes().strip_prefix(target.as_bytes());
    let random = random.and_then(|rest| rest.strip_prefix(b".")?.strip_suffix(b".part"));
    random.is_some_and(|random| random.len() == 8 && random.iter().all(u8::is_ascii_hexdigit))
}

/// Locks what was left, if it is ours and nobody holds it.
pub(super) fn taken(path: &Path) -> Option<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = flags.bits() as i32;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)
        .ok()?;
    let found = file.metadata().ok()?;
    let is_ours = found.uid() == geteuid().as_raw();
    (is_ours && flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()).then_some(file)
}

/// Locks what was just made; false where somebody took it for left meanwhile. Where there are no locks
/// nobody takes anything.
pub(super) fn is_held(made: &File, path: &Path) -> bool {
    let locked = flock(made, FlockOperation::NonBlockingLockExclusive);
    let is_there = || {
        let (made, there) = (made.metadata().ok()?, fs::symlink_metadata(path).ok()?);
        Some((made.dev(), made.ino()) == (there.dev(), there.ino()))
    };
    locked != Err(Errno::WOULDBLOCK) && is_there().unwrap_or(false)
}

impl Drop for Part {
    fn drop(&mut self) {
        let mut journal = self.path.as_os_str().to_owned();
        journal.push("-journal");
        let [log, index] = place::companions(&self.path);
        for path in [&self.path, Path::new(&journal), &log, &index] {
            // Named or never made: then there is nothing to remove.
            let _ = fs::remove_file(path);
        }
    }
}
