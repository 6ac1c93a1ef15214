//! Making and opening a ledger: what it is, where it lies, and the settings under which it is used.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::fault::{fault, unwritable};
use super::items::Items;
use super::journal::{Content, Note, append};
use super::part::Part;
use super::{Ledger, Stamp, backup, place, schema};
use crate::domain::journal::Act;
use crate::domain::list::{Code, List};
use crate::domain::profile::Profile;
use crate::error::{Damage, Error, Refusal, Result, Unwritable};

/// How long a lock held by another process is waited for.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How every file is opened.
const COMMON: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX.union(OpenFlags::SQLITE_OPEN_NOFOLLOW);
/// What the write-ahead log shrinks to after a large import, in bytes.
const LOG_BYTES: i64 = 16 * 1024 * 1024;

/// A raw key of a sealed ledger.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A key from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// SQLCipher's form of a raw key.
    fn pragma(&self) -> Zeroizing<String> {
        let digits: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        Zeroizing::new(format!("x'{digits}'"))
    }
}

/// What the caller means to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Read, and write if the place allows it.
    #[default]
    Write,
    /// Read only, whatever the place allows.
    ReadOnly,
}

/// How a ledger is opened.
#[derive(Default)]
pub struct Opening {
    /// The key of a sealed ledger; none for now.
    pub key: Option<Key>,
    /// Read or write.
    pub access: Access,
}

/// Something to be said once after opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Others could read the ledger; no more.
    ModesTightened,
    /// It opened for reading only.
    ReadOnly(Unwritable),
}

/// Makes a new ledger, whole or not at all: written beside, synced, then named.
pub fn create(
    path: &Path,
    profile_toml: &str,
    center: Option<&str>,
    stamp: &Stamp,
    key: Option<&Key>,
) -> Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir()) {
        return Err(Error::CannotWrite(Unwritable::IsFolder));
    }
    if fs::symlink_metadata(path).is_ok() {
        return Err(Refusal::Exists(path.to_owned()).into());
    }
    if let Some(log) = place::stale_log(path) {
        return Err(Refusal::StaleLog(log).into());
    }
    let folder = place::folder_of(path);
    place::make_folder(&folder)?;
    place::judge_folder(&folder)?;
    let (part, _) = Part::beside(path)?;
    let conn = Connection::open_with_flags(part.path(), OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fault)?;
    prepare(&conn, key)?;
    fill(conn, profile_toml, center, stamp)?
        .close()
        .map_err(|(_, error)| fault(error))?;
    part.name(path)
}

/// A ledger that is gone with the process, for tests and demonstrations.
pub fn in_memory(profile_toml: &str, center: Option<&str>, stamp: &Stamp) -> Result<Ledger> {
    let conn = Connection::open_in_memory().map_err(fault)?;
    prepare(&conn, None)?;
    let conn = fill(conn, profile_toml, center, stamp)?;
    Ledger::assemble(conn, None, Vec::new(), None)
}

/// Writes the first content of a ledger, in a file that goes over to write-ahead logging at the end.
fn fill(mut conn: Connection, profile_toml: &str, center: Option<&str>, stamp: &Stamp) -> Result<Connection> {
    let profile = Profile::parse(profile_toml)?;
    let center = own_center(&profile, center)?;
    let origin = Uuid::new_v7(super::timestamp(stamp.at_ms));
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault)?;
    tx.pragma_update(None, "application_id", schema::APPLICATION_ID)
        .map_err(fault)?;
    schema::migrate(&tx, 0, schema::STEPS)?;
    tx.execute(
        "INSERT INTO ledger (one, id, profile_rev, profile_toml, own_center) VALUES (1, ?, 1, ?, ?)",
        (origin.as_bytes(), profile_toml, center.as_str()),
    )
    .map_err(fault)?;
    tx.execute(
        "INSERT INTO origin (seq, ledger) VALUES (1, ?)",
        [origin.as_bytes()],
    )
    .map_err(fault)?;
    Items::write(&tx, &profile)?;
    append(
        &tx,
        origin,
        stamp,
        &Note::of(Act::Init),
        &Content::init(profile_toml, &center),
    )?;
    tx.commit().map_err(fault)?;
    conn.pragma_update(None, "journal_mode", "WAL").map_err(fault)?;
    Ok(conn)
}

fn own_center(profile: &Profile, center: Option<&str>) -> Result<Code> {
    let centers = profile.items(List::Center);
    let codes = || centers.iter().map(|item| item.code.clone()).collect();
    match center {
        Some(typed) => match profile.find(List::Center, typed) {
            Some(item) => Ok(item.code.clone()),
            None => Err(Refusal::NoSuchCenter(typed.to_owned(), codes()).into()),
        },
        None if centers.len() == 1 => Ok(centers[0].code.clone()),
        None => Err(Refusal::WhichCenter(codes()).into()),
    }
}

/// Opens a ledger. What the content is comes first, then where it lies; nothing is written before
/// both are known, and a file that is refused is left as it was, byte for byte.
pub fn open(path: &Path, opening: &Opening) -> Result<Ledger> {
    place::judge_content(path)?;
    place::judge_place(path)?;
    let mut notices = Vec::new();
    let read_only = match opening.access {
        Access::ReadOnly => Some(Unwritable::AsAsked),
        Access::Write => why_read_only(path),
    };
    match &read_only {
        None if place::tighten(path)? => notices.push(Notice::ModesTightened),
        Some(why) if *why != Unwritable::AsAsked => notices.push(Notice::ReadOnly(why.clone())),
        _ => {}
    }
    let mut alone = None;
    let (mut conn, read_only) = match ready(connect(path, read_only.is_some())?, opening) {
        // No room for the index of a log that is empty: what there is to read stands in the file.
        Err(Error::CannotWrite(Unwritable::Full)) if !place::has_log(path) => {
            notices.push(Notice::ReadOnly(Unwritable::Full));
            alone = place::stand(path);
            let read_only = read_only.or(Some(Unwritable::Full));
            (ready(connect_alone(path)?, opening)?, read_only)
        }
        conn => (conn?, read_only),
    };
    let format = judge(&conn)?;
    if format < schema::FORMAT {
        if read_only.is_none() {
            upgrade(&mut conn, path, format, schema::STEPS)?;
        } else {
            alone = place::stand(path);
            conn = upgraded_copy(&conn)?;
        }
    }
    let mut ledger = Ledger::assemble(conn, Some(path.to_owned()), notices, read_only)?;
    ledger.alone = alone;
    hold_log_back(&ledger.conn, false)?;
    Ok(ledger)
}

/// The format of a ledger that has the schema of it: nothing else is upgraded or read.
fn judge(conn: &Connection) -> Result<i64> {
    // One state of the file for both, whoever upgrades it meanwhile.
    let snapshot = conn.unchecked_transaction().map_err(fault)?;
    let format = schema::format(conn)?;
    match format {
        // The log may say what the header does not yet.
        found if found > schema::FORMAT => {
            let known = schema::FORMAT;
            return Err(Error::Newer { found, known });
        }
        ..=0 => return Err(Error::Damaged(Damage::Schema)),
        _ => schema::compare(conn, schema::STEPS)?,
    }
    snapshot.finish().map_err(fault)?;
    Ok(format)
}

/// A connection with its settings, which has read the file for the first time.
fn ready(conn: Connection, opening: &Opening) -> Result<Connection> {
    // Until it is known for a good ledger, closing it writes nothing back from a log beside it.
    hold_log_back(&conn, true)?;
    prepare(&conn, opening.key.as_ref())?;
    Ok(conn)
}

fn hold_log_back(conn: &Connection, held: bool) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, held)
        .map(|_| ())
        .map_err(fault)
}

/// Takes an older ledger to the newest format: a verified backup first, then one transaction.
pub fn upgrade(conn: &mut Connection, path: &Path, format: i64, steps: &[schema::Step]) -> Result<()> {
    backup::before_upgrade(conn, path, format)?;
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fault)?;
    // Another process may have been quicker.
    schema::migrate(&tx, schema::format(&tx)?, steps)?;
    tx.commit().map_err(fault)
}

/// An older ledger that may only be read, as the newest format has it: a copy in memory.
pub fn upgraded_copy(source: &Connection) -> Result<Connection> {
    let mut copy = Connection::open_in_memory().map_err(fault)?;
    let step = Backup::new(source, &mut copy).and_then(|backup| backup.step(-1));
    if step.map_err(fault)? != StepResult::Done {
        return Err(Error::Busy);
    }
    prepare(&copy, None)?;
    let tx = copy.transaction().map_err(fault)?;
    schema::migrate(&tx, schema::format(&tx)?, schema::STEPS)?;
    tx.commit().map_err(fault)?;
    Ok(copy)
}

/// Why nothing can be written here; `None` when it can.
fn why_read_only(path: &Path) -> Option<Unwritable> {
    let reason = |error: std::io::Error| match unwritable(&error) {
        Error::CannotWrite(why) => why,
        _ => Unwritable::Permission,
    };
    if let Err(error) = File::options().read(true).write(true).open(path) {
        return Some(reason(error));
    }
    let folder = place::folder_of(path);
    rustix::fs::access(&folder, rustix::fs::Access::WRITE_OK)
        .err()
        .map(|error| reason(error.into()))
}

/// Whether the file keeps no log: a backup that nobody has written to.
pub fn is_still(conn: &Connection) -> Result<bool> {
    let mode: String = conn
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .map_err(fault)?;
    Ok(mode == "delete")
}

/// A backup is one file; written to as a ledger it keeps a write-ahead log again. Where somebody is
/// reading it just now, that can wait.
pub fn keep_log(conn: &Connection) -> Result<()> {
    if is_still(conn)? {
        match conn.pragma_update(None, "journal_mode", "WAL").map_err(fault) {
            Err(Error::Busy) => {}
            done => return done,
        }
    }
    Ok(())
}

fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    if !read_only {
        return Connection::open_with_flags(absolute(path), COMMON | OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(fault);
    }
    if rustix::fs::access(place::folder_of(path), rustix::fs::Access::WRITE_OK).is_err() {
        // Without a log, and nowhere to make one, nobody can be writing.
        return connect_still(path);
    }
    Connection::open_with_flags(absolute(path), COMMON | OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(fault)
}

/// Opens a file that nobody is writing to, such as a backup: unless a log lies beside it, none is made.
pub fn connect_still(path: &Path) -> Result<Connection> {
    let (path, flags) = (absolute(path), COMMON | OpenFlags::SQLITE_OPEN_READ_ONLY);
    if place::companions(&path).iter().any(|file| file.exists()) {
        return Connection::open_with_flags(path, flags).map_err(fault);
    }
    connect_alone(&path)
}

/// Opens a file as if nothing could ever change it: no lock is taken, no log looked at.
fn connect_alone(path: &Path) -> Result<Connection> {
    let uri = format!("file:{}?immutable=1", percent_encoded(&absolute(path)));
    let flags = COMMON | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(uri, flags).map_err(fault)
}

/// SQLite refuses links anywhere in a path; only the last component matters to us.
fn absolute(path: &Path) -> PathBuf {
    let folder = fs::canonicalize(place::folder_of(path));
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

fn percent_encoded(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let encode = |byte: &u8| {
        if plain(byte) {
            char::from(*byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    path.as_os_str().as_bytes().iter().map(encode).collect()
}

/// The settings of every connection; the key comes first.
pub fn prepare(conn: &Connection, key: Option<&Key>) -> Result<()> {
    if let Some(key) = key {
        // SQLCipher would write its complaints over the screen.
        conn.pragma_update(None, "cipher_log_level", "NONE")
            .map_err(fault)?;
        conn.pragma_update(None, "key", key.pragma().as_str())
            .map_err(fault)?;
    }
    // Without it, SQLite plans a statement anew nearly every time that it is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(fault)?;
    conn.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
        .map_err(fault)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .map_err(fault)?;
    conn.set_prepared_statement_cache_capacity(64);
    let settings = format!(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA journal_size_limit = {LOG_BYTES};"
    );
    conn.execute_batch(&settings).map_err(|error| match fault(error) {
        // The first statement to read the file is where a wrong key or another kind of file shows.
        Error::Damaged(Damage::Pages) => Error::Damaged(Damage::Pages),
        other => other,
    })
}
