//! Where a ledger may lie: an ordinary file of ours with one name, in a folder that only we write
//! to, on a local disk. Judged after what the content is, and before anything is opened.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::statfs;
use rustix::process::geteuid;

use super::fault::{unreadable, unwritable};
use super::schema::{APPLICATION_ID, FORMAT};
use crate::error::{Damage, Error, Refusal, Result, UnsafePlace, Unwritable};

/// The first bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What identifies an open file: a replaced one has the same path and another identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
}

/// The identity of what lies at a path now.
pub fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|meta| Identity {
        device: meta.dev(),
        inode: meta.ino(),
    })
}

/// What changes about a ledger when somebody writes to it: its modification, and content in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    modified: (i64, i64),
    logged: bool,
}

/// How a ledger stands now.
pub fn stand(path: &Path) -> Option<Stand> {
    fs::metadata(path).ok().map(|meta| Stand {
        modified: (meta.mtime(), meta.mtime_nsec()),
        logged: has_log(path),
    })
}

/// Judges by its first bytes whether a file is a ledger, without SQLite touching it.
///
/// # Errors
/// Missing, unreadable, damaged, or of a newer format.
pub fn judge_content(path: &Path) -> Result<()> {
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(Refusal::NoLedger(path.to_owned()).into());
        }
        Err(error) => return Err(closed(path, &error)),
    };
    // Nothing to read behind a link that leads nowhere, or in a folder, a pipe or a device.
    if !fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
        let place = if meta.is_symlink() {
            UnsafePlace::Link
        } else {
            UnsafePlace::NotAFile
        };
        return Err(Error::Unsafe(place(path.to_owned())));
    }
    let mut header = [0; 100];
    let mut file = File::open(path).map_err(|error| closed(path, &error))?;
    let mut read = 0;
    while read < header.len() {
        match file.read(&mut header[read..]) {
            Ok(0) => break,
            Ok(n) => read += n,
            Err(error) => return Err(unreadable(path, &error)),
        }
    }
    let length = file.metadata().map_err(|error| unreadable(path, &error))?.len();
    let logged = companions(path).iter().any(|file| has_content(file));
    judge_header(&header[..read], length, logged)
}

/// A ledger that cannot be read, mostly because it is not ours to read.
fn closed(path: &Path, error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::PermissionDenied => Error::Closed(path.to_owned()),
        _ => unreadable(path, error),
    }
}

fn has_content(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|meta| meta.len() > 0)
}

/// Whether a log beside a ledger may hold what the ledger does not.
pub fn has_log(ledger: &Path) -> bool {
    let [log, _] = companions(ledger);
    has_content(&log)
}

/// Offsets are those of SQLite's file format: 16 page size, 28 pages, 60 user version, 68 application
/// id. While a log is `logged` beside the file, the number of pages may be an older one.
fn judge_header(header: &[u8], length: u64, logged: bool) -> Result<()> {
    let damaged = |damage| Err(Error::Damaged(damage));
    let number = |at: usize| {
        i64::from(u32::from_be_bytes([
            header[at],
            header[at + 1],
            header[at + 2],
            header[at + 3],
        ]))
    };
    if header.is_empty() {
        return damaged(Damage::Empty);
    }
    if header.len() < 100 || &header[..16] != MAGIC {
        return damaged(if MAGIC.starts_with(&header[..header.len().min(16)]) {
            Damage::Truncated
        } else {
            Damage::NotALedger
        });
    }
    if number(68) != APPLICATION_ID {
        return damaged(Damage::NotALedger);
    }
    if number(60) > FORMAT {
        return Err(Error::Newer {
            found: number(60),
            known: FORMAT,
        });
    }
    if number(60) < 1 {
        return damaged(Damage::Schema);
    }
    let page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        bytes => u64::from(bytes),
    };
    let pages = u64::try_from(number(28)).unwrap_or(0);
    if length < page_bytes || (!logged && length < pages * page_bytes) {
        return damaged(Damage::Truncated);
    }
    Ok(())
}

/// Refuses a place where others could change, replace or hold back the file.
pub fn judge_place(path: &Path) -> Result<()> {
    let refuse = |place: fn(PathBuf) -> UnsafePlace| Err(Error::Unsafe(place(path.to_owned())));
    let meta = fs::symlink_metadata(path).map_err(|error| unreadable(path, &error))?;
    if meta.is_symlink() {
        return refuse(UnsafePlace::Link);
    }
    if !meta.is_file() {
        return refuse(UnsafePlace::NotAFile);
    }
    if meta.nlink() > 1 {
        return refuse(UnsafePlace::HardLink);
    }
    if meta.uid() != geteuid().as_raw() {
        return refuse(UnsafePlace::Owner);
    }
    judge_folder(&folder_of(path))
}

/// Refuses a folder that others may write to, and network file systems.
pub fn judge_folder(folder: &Path) -> Result<()> {
    let meta = fs::metadata(folder).map_err(|error| unreadable(folder, &error))?;
    let (euid, mode) = (geteuid().as_raw(), meta.mode());
    // root's folders are as safe as our own: root can do anything anyway.
    if mode & 0o022 != 0 || (meta.uid() != euid && meta.uid() != 0) {
        return Err(Error::Unsafe(UnsafePlace::SharedFolder(folder.to_owned())));
    }
    if is_network(folder) {
        return Err(Error::Unsafe(UnsafePlace::Network(folder.to_owned())));
    }
    Ok(())
}

/// File systems on which SQLite's locks or shared memory do not hold between machines, by the
/// magic numbers of statfs(2).
#[cfg(target_os = "linux")]
fn is_network(folder: &Path) -> bool {
    const NETWORK: [u32; 9] = [
        0x6969,      // nfs
        0x517b,      // smb
        0xff53_4d42, // cifs
        0xfe53_4d42, // smb2
        0x0102_1997, // 9p
        0x00c3_6400, // ceph
        0x5346_414f, // afs
        0x7375_7245, // coda
        0x0bd0_0bd0, // lustre
    ];
    statfs(folder).is_ok_and(|stat| NETWORK.contains(&(stat.f_type as u32)))
}

/// macOS names the type of a file system and marks local ones.
#[cfg(not(target_os = "linux"))]
fn is_network(folder: &Path) -> bool {
    const LOCAL: u32 = 0x1000;
    statfs(folder).is_ok_and(|stat| stat.f_flags as u32 & LOCAL == 0)
}

/// The folder that a file lies in.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The names beside a ledger that SQLite gives to its log and its index of the log.
pub fn companions(path: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    })
}

/// Tightens a ledger and its companions to 0600; whether anything was wider. A companion takes its
/// modes from the ledger: one that was made while that was read-only would keep it so.
pub fn tighten(path: &Path) -> Result<bool> {
    let mut tightened = false;
    for file in companions(path).iter().map(PathBuf::as_path).chain([path]) {
        let mode = fs::metadata(file).map_or(0o600, |meta: Metadata| meta.mode() & 0o777);
        let is_wide = mode & 0o077 != 0;
        if is_wide || (mode != 0o600 && file != path) {
            fs::set_permissions(file, Permissions::from_mode(0o600)).map_err(|error| unwritable(&error))?;
            tightened |= is_wide;
        }
    }
    Ok(tightened)
}

/// Makes a folder (and those above it) that only we may enter.
pub fn make_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| match error.kind() {
            // A file that has the folder's name.
            ErrorKind::AlreadyExists => Error::CannotWrite(Unwritable::NoFolder),
            _ => unwritable(&error),
        })
}

/// Makes an empty file of ours that was not there before, 0600 whatever the umask.
pub fn make_file(path: &Path) -> Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Refusal::Exists(path.to_owned()).into(),
            _ => unwritable(&error),
        })
}

/// Makes a rename or a new file in a folder durable.
pub fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| unwritable(&error))
}

/// Whether a file must never be overwritten, whatever is asked: a ledger, or the log of one.
pub fn is_precious(path: &Path) -> bool {
    let mut magic = [0; 16];
    // A pipe would be waited for until somebody writes into it.
    let is_file = fs::metadata(path).is_ok_and(|meta| meta.is_file());
    let read = |magic: &mut [u8]| File::open(path).and_then(|mut file| file.read_exact(magic));
    let is_database = is_file && read(&mut magic).is_ok() && magic == *MAGIC;
    let name = path.as_os_str().to_string_lossy();
    let is_log = |suffix: &str| {
        name.strip_suffix(suffix)
            .is_some_and(|ledger| Path::new(ledger).exists())
    };
    is_database || is_log("-wal") || is_log("-shm")
}

/// What lies beside a place where a new ledger is to be: the log of one that is gone. SQLite would
/// read it into the new one.
pub fn stale_log(path: &Path) -> Option<PathBuf> {
    companions(path)
        .into_iter()
        .find(|file| fs::symlink_metadata(file).is_ok())
}
