//! The files of drafts, beside the ledger: `LEDGER.drafts/1f2e3d4c.draft`. Each belongs to the process
//! that holds its lock; its space is there before anything is typed, so that a draft survives a disk
//! that fills up meanwhile.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, flock};
use sha2::{Digest, Sha256};

use super::fault::unwritable;
use super::place;
use crate::domain::draft::Draft;
use crate::error::{Error, Result, Unwritable};

/// The first bytes of a slot that holds a draft.
const MAGIC: &[u8; 8] = b"soudraf1";
/// Magic, sequence, length, digest.
const HEADER_BYTES: usize = 8 + 8 + 4 + 32;
/// A slot. Two notes of 20,000 and two dozen lines of 200 characters are at most 184 kB of UTF-8; a
/// correction keeps as much again of what the record held. Half as much more is to spare for JSON.
const SLOT_BYTES: usize = 512 << 10;
/// A slot is filled in pieces of this: a part of it.
const BLANK_BYTES: usize = 64 << 10;
/// A draft is written into one slot while the other holds the one before.
const SLOTS: u64 = 2;
/// A file.
const FILE_BYTES: u64 = SLOTS * SLOT_BYTES as u64;
/// What the files' names end with.
const EXTENSION: &str = "draft";
/// And those of files that cannot be read any more.
const DAMAGED: &str = "damaged";

/// The folder of a ledger's drafts.
#[derive(Clone, Debug)]
pub struct Drafts {
    folder: PathBuf,
}

/// A draft's file, locked for as long as this lives.
#[derive(Debug)]
pub struct DraftFile {
    file: File,
    path: PathBuf,
    /// Of the newest draft in it; 0 while there is none.
    sequence: u64,
}

impl Drafts {
    /// The folder beside a ledger. It is made when something is to be kept.
    pub fn beside(ledger: &Path) -> Self {
        let mut name = ledger.file_name().map_or_else(OsString::new, OsString::from);
        name.push(".drafts");
        Self {
            folder: ledger.with_file_name(name),
        }
    }

    /// What processes that have ended left, the newest first. Empty files are removed; files that a
    /// living process holds, or that are no drafts, are left alone.
    pub fn left(&self) -> Vec<(DraftFile, Draft)> {
        let Ok(entries) = self.folder().and_then(|()| fs::read_dir(&self.folder)) else {
            return Vec::new();
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION));
        let mut left: Vec<_> = paths.filter_map(taken).collect();
        left.sort_by_key(|(_, draft)| std::cmp::Reverse(draft.at_ms));
        left
    }

    /// The files that cannot be read any more: what is to be said at every start until somebody took them away.
    pub fn damaged(&self) -> Vec<PathBuf> {
        let entries = self.folder().and_then(|()| fs::read_dir(&self.folder));
        let paths = entries.into_iter().flatten().flatten().map(|entry| entry.path());
        paths
            .filter(|path| path.extension().is_some_and(|extension| extension == DAMAGED))
            .collect()
    }

    /// A file with its space for one draft. The last of a disk is left to the ledger: a try that
    /// cannot succeed would take it away for a moment.
    ///
    /// # Errors
    /// When there is no space, or nothing can be written there.
    pub fn reserve(&self) -> Result<DraftFile> {
        if !self.folder.exists() {
            place::make_folder(&self.folder)?;
        }
        self.folder().map_err(|error| unwritable(&error))?;
        let space = rustix::fs::statvfs(&self.folder);
        if space.is_ok_and(|space| space.f_bavail.saturating_mul(space.f_frsize) < FILE_BYTES) {
            return Err(Error::CannotWrite(Unwritable::Full));
        }
        let number = getrandom::u32().map_err(|_| Error::CannotWrite(Unwritable::Io))?;
        let path = self.folder.join(format!("{number:08x}.{EXTENSION}"));
        let made = make(&path).map_err(|error| unwritable(&error))?;
        // The name is to survive a power cut as well.
        place::sync_folder(&self.folder)?;
        Ok(made)
    }

    /// Refuses a folder that is a link, or in which others could put something. One that others may only look
    /// into, as copying and backups make it, is closed to them.
    fn folder(&self) -> io::Result<()> {
        let found = fs::symlink_metadata(&self.folder)?;
        let is_ours = found.is_dir() && found.uid() == rustix::process::geteuid().as_raw();
        match found.mode() & 0o077 {
            0 if is_ours => Ok(()),
            others if is_ours && others & 0o022 == 0 => {
                fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700))
            }
            _ => Err(io::ErrorKind::PermissionDenied.into()),
        }
    }
}

/// Makes a file and fills it, so that its blocks are there whatever becomes of the disk.
fn make(path: &Path) -> io::Result<DraftFile> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    let made = DraftFile {
        file,
        path: path.to_owned(),
        sequence: 0,
    };
    match fill(&made) {
        Ok(()) => Ok(made),
        Err(error) => {
            made.remove();
            Err(error)
        }
    }
}

fn fill(made: &DraftFile) -> io::Result<()> {
    flock(&made.file, FlockOperation::NonBlockingLockExclusive)?;
    if !made.is_there() {
        // Another start found it before it was locked, and took it for a left one.
        return Err(io::ErrorKind::NotFound.into());
    }
    let blank = [0; BLANK_BYTES];
    for _ in 0..SLOT_BYTES / BLANK_BYTES * SLOTS as usize {
        (&made.file).write_all(&blank)?;
    }
    made.file.sync_all()
}

/// Opens a file that nobody holds; an empty one is removed.
fn taken(path: PathBuf) -> Option<(DraftFile, Draft)> {
    let flags = OFlags::NOFOLLOW.bits() as i32;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags)
        .open(&path)
        .ok()?;
    flock(&file, FlockOperation::NonBlockingLockExclusive).ok()?;
    let found = file.metadata().ok()?;
    // Its owner may have removed it between our look and our lock.
    if !found.is_file() || found.nlink() != 1 || found.len() > FILE_BYTES {
        return None;
    }
    if found.mode() & 0o077 != 0 {
        // Read-only or another's, it is left as it is.
        let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
    }
    let mut draft_file = DraftFile {
        file,
        path,
        sequence: 0,
    };
    match draft_file.newest() {
        Newest::Draft(sequence, draft) => {
            draft_file.sequence = sequence;
            Some((draft_file, draft))
        }
        Newest::Empty => {
            draft_file.remove();
            None
        }
        Newest::Damaged => {
            // Somebody may read something in it still; and it must not be taken for a draft again.
            let _ = fs::rename(&draft_file.path, draft_file.path.with_extension(DAMAGED));
            None
        }
        Newest::Unreadable => None,
    }
}

/// What a file holds.
enum Newest {
    Draft(u64, Draft),
    /// Never written.
    Empty,
    /// Something was written, and none of it is whole.
    Damaged,
    /// A whole draft that this version cannot read.
    Unreadable,
}

impl DraftFile {
    /// Writes a draft in the place of the one before the last. Killed at any moment, the last one or
    /// this one is there.
    ///
    /// # Errors
    /// When it cannot be written; the last one is still there.
    pub fn write(&mut self, draft: &Draft) -> Result<()> {
        let body = draft.to_json();
        if body.len() > SLOT_BYTES - HEADER_BYTES {
            return Err(Error::CannotWrite(Unwritable::Full));
        }
        let sequence = self.sequence + 1;
        let mut slot = Vec::with_capacity(HEADER_BYTES + body.len());
        slot.extend(MAGIC);
        slot.extend(sequence.to_le_bytes());
        // Less than a slot always fits.
        slot.extend((body.len() as u32).to_le_bytes());
        slot.extend(digest(sequence, &body));
        slot.extend(body);
        let at = (sequence % SLOTS) * SLOT_BYTES as u64;
        let written = self.file.write_all_at(&slot, at);
        written
            .and_then(|()| self.file.sync_data())
            .map_err(|error| unwritable(&error))?;
        self.sequence = sequence;
        Ok(())
    }

    /// Whether it still has a name. What is written into a file without one is gone with the process.
    pub fn is_there(&self) -> bool {
        self.file.metadata().is_ok_and(|found| found.nlink() > 0)
    }

    /// Removes the file.
    pub fn remove(self) {
        // A file that cannot be removed is offered once more, and recognised then.
        let _ = fs::remove_file(&self.path);
    }

    fn newest(&self) -> Newest {
        let slots = (0..SLOTS).filter_map(|slot| self.slot(slot));
        match slots.max_by_key(|(sequence, _)| *sequence) {
            None if (0..SLOTS).all(|slot| self.is_blank(slot)) => Newest::Empty,
            None => Newest::Damaged,
            Some((sequence, body)) => match Draft::from_json(&body) {
                Some(draft) => Newest::Draft(sequence, draft),
                None => Newest::Unreadable,
            },
        }
    }

    /// Whether nothing was written into a slot, or nothing can be read there.
    fn is_blank(&self, slot: u64) -> bool {
        let mut header = [0; HEADER_BYTES];
        let read = self.file.read_exact_at(&mut header, slot * SLOT_BYTES as u64);
        read.is_err() || header == [0; HEADER_BYTES]
    }

    /// The sequence and the body of a slot, where it is whole.
    fn slot(&self, slot: u64) -> Option<(u64, Vec<u8>)> {
        let at = slot * SLOT_BYTES as u64;
        let mut header = [0; HEADER_BYTES];
        self.file.read_exact_at(&mut header, at).ok()?;
        let (magic, rest) = header.split_at(8);
        let (sequence, rest) = rest.split_at(8);
        let (length, expected) = rest.split_at(4);
        let sequence = u64::from_le_bytes(sequence.try_into().ok()?);
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        if magic != MAGIC || length > SLOT_BYTES - HEADER_BYTES {
            return None;
        }
        let mut body = vec![0; length];
        self.file
            .read_exact_at(&mut body, at + HEADER_BYTES as u64)
            .ok()?;
        (digest(sequence, &body) == expected).then_some((sequence, body))
    }
}

fn digest(sequence: u64, body: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(sequence.to_le_bytes());
    hasher.update((body.len() as u64).to_le_bytes());
    hasher.update(body);
    hasher.finalize().into()
}
