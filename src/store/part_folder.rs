//! A folder that is not complete yet: written beside its place under a name of its own, and named only when
//! it is whole. Nothing is ever removed but files that the program's own names are given to.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::fault::unwritable;
use super::part::{is_held, left_beside, name_beside, rename_new, taken};
use super::place;
use crate::error::{Error, Refusal, Result, Unwritable};

/// A new folder beside a target, ours alone, `TARGET.RANDOM.part`; gone with the value unless named.
pub struct PartFolder {
    path: PathBuf,
    /// Locked while it is written.
    _folder: File,
    is_ours: fn(&str) -> bool,
}

impl PartFolder {
    /// Makes the empty folder, 0700. What earlier writers of the same target left when they were killed is
    /// removed, as far as `is_ours` knows the names in it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn beside(target: &Path, is_ours: fn(&str) -> bool) -> Result<Self> {
        for left in left_beside(target) {
            if let Some(_lock) = taken(&left).filter(|file| file.metadata().is_ok_and(|meta| meta.is_dir())) {
                let _ = remove(&left, is_ours);
            }
        }
        let path = name_beside(target)?;
        let made = fs::DirBuilder::new().mode(0o700).create(&path);
        made.map_err(|error| unwritable(&error))?;
        let folder = File::open(&path).map_err(|error| unwritable(&error))?;
        if !is_held(&folder, &path) {
            return Err(Error::CannotWrite(Unwritable::Io));
        }
        Ok(Self {
            path,
            _folder: folder,
            is_ours,
        })
    }

    /// Writes a file into it, 0600.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<()> {
        let mut file = place::make_file(&self.path.join(name))?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        written.map_err(|error| unwritable(&error))
    }

    /// Gives the complete folder its name and makes that durable; never over anything.
    ///
    /// # Errors
    /// [`Refusal::Exists`], or why it cannot be named.
    pub fn name(self, target: &Path) -> Result<()> {
        place::sync_folder(&self.path)?;
        rename_new(&self.path, target)?;
        place::sync_folder(&place::folder_of(target))
    }

    /// The same in the place of a folder that holds nothing but files of ours: the two change places, and the
    /// old one is removed.
    ///
    /// # Errors
    /// [`Refusal::ForeignFile`] of what is not ours, or why it cannot be named, or why the old one stays.
    pub fn replace(mut self, target: &Path) -> Result<()> {
        only_ours(target, self.is_ours)?;
        place::sync_folder(&self.path)?;
        match renameat_with(CWD, &self.path, CWD, target, RenameFlags::EXCHANGE) {
            // A file system where nothing can change places.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => self.take_place_of(target)?,
            changed => changed.map_err(|error| unwritable(&error.into()))?,
        }
        place::sync_folder(&place::folder_of(target))?;
        remove(&self.path, self.is_ours).map_err(|error| unwritable(&error))
    }

    /// Moves the old folder aside, and back where the new one cannot be named.
    fn take_place_of(&mut self, target: &Path) -> Result<()> {
        let aside = name_beside(target)?;
        rename_new(target, &aside)?;
        if let Err(error) = rename_new(&self.path, target) {
            rename_new(&aside, target)?;
            return Err(error);
        }
        self.path = aside;
        Ok(())
    }
}

impl Drop for PartFolder {
    fn drop(&mut self) {
        // Named or removed already: then there is nothing.
        let _ = remove(&self.path, self.is_ours);
    }
}

/// Refuses a folder in which anything lies that is not a file of one of our names.
///
/// # Errors
/// [`Refusal::ForeignFile`], or why it cannot be read.
pub fn only_ours(folder: &Path, is_ours: fn(&str) -> bool) -> Result<()> {
    let listed = fs::read_dir(folder).map_err(|error| unwritable(&error))?;
    for entry in listed {
        let entry = entry.map_err(|error| unwritable(&error))?;
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !(is_file && entry.file_name().to_str().is_some_and(is_ours)) {
            return Err(Refusal::ForeignFile(entry.path()).into());
        }
    }
    Ok(())
}

/// Removes the files of our names, and the folder if nothing else lies in it.
fn remove(folder: &Path, is_ours: fn(&str) -> bool) -> std::io::Result<()> {
    // An old one may have been set to be read only.
    fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(folder)?.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_ours) {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_dir(folder)
}
