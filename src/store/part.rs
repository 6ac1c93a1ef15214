//! A file that is not complete yet: written beside its place under a name of its own, and named only
//! when it is whole. What is not named is removed, and nothing else ever is.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

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
        let mut random = [0; 4];
        getrandom::fill(&mut random).map_err(|_| Error::CannotWrite(Unwritable::Io))?;
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{:08x}.part", u32::from_be_bytes(random)));
        let path = PathBuf::from(name);
        let file = place::make_file(&path)?;
        Ok((Self { path }, file))
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
        let exists = || Error::from(Refusal::Exists(target.to_owned()));
        use rustix::io::Errno;
        let renamed = match renameat_with(CWD, &self.path, CWD, target, RenameFlags::NOREPLACE) {
            Err(Errno::EXIST) => return Err(exists()),
            // A file system that cannot refuse for us.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                if fs::symlink_metadata(target).is_ok() {
                    return Err(exists());
                }
                fs::rename(&self.path, target)
            }
            renamed => renamed.map_err(std::io::Error::from),
        };
        renamed.map_err(|error| unwritable(&error))?;
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
