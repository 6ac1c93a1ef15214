//! Backup and restore: copies that are opened again and compared before they bear a name.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use super::fault::{fault, unreadable, unwritable};
use super::journal::{Content, Note, append};
use super::open::{connect_still, prepare, upgraded_copy};
use super::part::Part;
use super::{Ledger, Opening, Selection, Stamp, place, schema};
use crate::domain::journal::Act;
use crate::error::{Damage, Error, Finding, Refusal, Result, Unwritable};

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where what was there before lies now: a backup, or the damaged file itself.
    pub previous: Option<PathBuf>,
    /// Records in the ledger now that count.
    pub records: u64,
}

/// What a copy must have in common with its source: the number of records and a digest over every
/// record's digest and the journal's last entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub records: u64,
    digest: [u8; 32],
}

impl Fingerprint {
    pub fn of(conn: &Connection) -> Result<Self> {
        let mut records = 0;
        let mut digest = Sha256::new();
        let mut each = |sql: &str, count: &mut u64| -> Result<()> {
            let mut select = conn.prepare(sql).map_err(fault)?;
            let mut rows = select.query([]).map_err(fault)?;
            while let Some(row) = rows.next().map_err(fault)? {
                let value: Vec<u8> = row.get(0).map_err(fault)?;
                digest.update((value.len() as u32).to_be_bytes());
                digest.update(value);
                *count += 1;
            }
            Ok(())
        };
        each("SELECT digest FROM consultation ORDER BY seq", &mut records)?;
        each("SELECT hash FROM journal ORDER BY origin, seq", &mut 0)?;
        each("SELECT CAST(profile_toml AS BLOB) FROM ledger", &mut 0)?;
        Ok(Self {
            records,
            digest: digest.finalize().into(),
        })
    }
}

/// Copies a ledger beside `target`, syncs it, opens it again, compares it, and only then names it.
fn copy(source: &Connection, target: &Path) -> Result<()> {
    place::make_folder(&place::folder_of(target))?;
    if fs::symlink_metadata(target).is_ok() {
        return Err(Refusal::TargetExists(target.to_owned()).into());
    }
    let (part, _) = Part::beside(target)?;
    copy_into(source, part.path())?;
    part.name(target)
}

/// Copies, syncs and verifies, under the name of what is not complete yet.
fn copy_into(source: &Connection, part: &Path) -> Result<()> {
    // One state of the source for the copy and for the comparison, whoever is saving meanwhile.
    let snapshot = source.unchecked_transaction().map_err(fault)?;
    let expected = Fingerprint::of(source)?;
    {
        let mut target =
            Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fault)?;
        let step = Backup::new(source, &mut target).and_then(|backup| backup.step(-1));
        if step.map_err(fault)? != StepResult::Done {
            return Err(Error::Busy);
        }
        // A backup is one file: no log beside it.
        target
            .pragma_update(None, "journal_mode", "DELETE")
            .map_err(fault)?;
    }
    snapshot.finish().map_err(fault)?;
    fs::File::open(part)
        .and_then(|file| file.sync_all())
        .map_err(|error| unwritable(&error))?;
    let again = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(fault)?;
    prepare(&again, None)?;
    if Fingerprint::of(&again)? != expected {
        return Err(Error::NotVerified);
    }
    // Pages are copied as they are: whether they read as they were written shows only now.
    match schema::format(&again)? {
        schema::FORMAT => whole(again).map(|_| ()).map_err(|_| Error::Unsound),
        // Records of an older format may be readable only after the upgrade.
        _ => pages_are_whole(&again),
    }
}

/// A ledger at which nothing is found wrong.
fn whole(conn: Connection) -> Result<Ledger> {
    let ledger = Ledger::assemble(conn, None, Vec::new(), Some(Unwritable::AsAsked))?;
    // What searches are quick by can be made anew from what is whole.
    let findings = ledger.check(false)?;
    if findings.iter().all(|finding| *finding == Finding::Search) {
        Ok(ledger)
    } else {
        Err(Error::Damaged(Damage::Record))
    }
}

fn pages_are_whole(conn: &Connection) -> Result<()> {
    let said: String = conn
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(fault)?;
    if said == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged(Damage::Pages))
    }
}

/// The backup that stands before an upgrade: `LEDGER.format-N`, or with a further number where that is
/// the backup of something else.
pub(super) fn before_upgrade(conn: &Connection, path: &Path, format: i64) -> Result<()> {
    let expected = Fingerprint::of(conn)?;
    let is_its_backup = |target: &Path| {
        let again = Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_ONLY);
        again.is_ok_and(|again| Fingerprint::of(&again).is_ok_and(|found| found == expected))
    };
    for n in 1.. {
        let further = if n == 1 { String::new() } else { format!("-{n}") };
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".format-{format}{further}"));
        let target = Path::new(&name);
        match copy(conn, target) {
            Err(Error::Refused(_)) if is_its_backup(target) => break,
            Err(Error::Refused(_)) => {}
            done => return done,
        }
    }
    Ok(())
}

impl Ledger {
    /// Copies the ledger to a folder under a name, verified; where the copy lies.
    ///
    /// # Errors
    /// [`Refusal::TargetExists`], [`Error::NotVerified`], [`Error::Unsound`], or why it cannot be written.
    pub fn backup(&self, folder: &Path, name: &str) -> Result<PathBuf> {
        let target = folder.join(name);
        copy(&self.conn, &target)?;
        Ok(target)
    }
}

/// Puts a backup in the place of a ledger. What is there is backed up first (as `name` in
/// `folder`); a damaged file is set aside under that name, never deleted.
///
/// # Errors
/// When the backup is none, or what stands there afterwards differs from it.
pub fn restore(ledger: &Path, from: &Path, folder: &Path, name: &str, stamp: &Stamp) -> Result<Restored> {
    let source = sound(from).map_err(|error| match error {
        Error::Damaged(damage) => Error::DamagedBackup(damage),
        Error::Engine(_) => Error::DamagedBackup(Damage::Pages),
        // Not the ledger is closed, but the file that was named.
        Error::Closed(path) => unreadable(&path, &std::io::ErrorKind::PermissionDenied.into()),
        other => other,
    })?;
    let expected = Fingerprint::of(&source)?;
    let mut present_rev = 0;
    let damaged = || as_new(&source, ledger, || set_aside(ledger, folder, name).map(Some));
    let previous = match Ledger::open(ledger, &Opening::default()) {
        Ok(mut present) => match present.backup(folder, name) {
            Ok(previous) => {
                present_rev = present.head.profile_rev;
                into_present(&source, &mut present)?;
                Some(previous)
            }
            // It opens, but there is no copying it: damaged all the same.
            Err(Error::NotVerified | Error::Unsound | Error::Damaged(_)) => {
                drop(present);
                damaged()?
            }
            Err(error) => return Err(error),
        },
        Err(Error::Refused(Refusal::NoLedger(_))) => match place::stale_log(ledger) {
            None => as_new(&source, ledger, || Ok(None))?,
            // The log of the one that is gone: SQLite would read it into the restored one.
            Some(_) => damaged()?,
        },
        Err(Error::Damaged(_) | Error::Engine(_)) => damaged()?,
        Err(error) => return Err(error),
    };
    let mut restored = Ledger::open(ledger, &Opening::default())?;
    if Fingerprint::of(&restored.conn)? != expected {
        return Err(Error::NotVerified);
    }
    restored.write(|tx, context| {
        // Whoever has the ledger open reads its profile again, whichever it is now.
        tx.execute(
            "UPDATE ledger SET profile_rev = max(profile_rev, ?) + 1",
            [present_rev],
        )
        .map_err(fault)?;
        let digest: String = expected.digest.iter().map(|byte| format!("{byte:02x}")).collect();
        append(
            tx,
            context.origin,
            stamp,
            &Note::of(Act::Restore),
            &Content::change(&Content::facts(&[("fingerprint", &digest)])),
        )
    })?;
    let records = restored.count(&Selection::default())?;
    Ok(Restored { previous, records })
}

/// A backup at which nothing is found wrong.
fn sound(backup: &Path) -> Result<Connection> {
    place::judge_content(backup)?;
    let path = fs::canonicalize(backup).map_err(|error| unreadable(backup, &error))?;
    let source = connect_still(&path)?;
    prepare(&source, None)?;
    schema::compare(&source, schema::STEPS)?;
    pages_are_whole(&source)?;
    // What is put into the ledger is of the newest format, whatever the backup is of.
    let source = match schema::format(&source)? {
        schema::FORMAT => source,
        _ => upgraded_copy(&source)?,
    };
    Ok(whole(source)?.conn)
}

/// Copies over an open ledger in one transaction: whoever has it open sees the old or the new.
fn into_present(source: &Connection, present: &mut Ledger) -> Result<()> {
    if let Some(why) = &present.read_only {
        return Err(Error::CannotWrite(why.clone()));
    }
    let backup = Backup::new(source, &mut present.conn).map_err(fault)?;
    match backup.step(-1).map_err(fault)? {
        StepResult::Done => Ok(()),
        _ => Err(Error::Busy),
    }
}

/// Copies to where no ledger is, or none that is any good: what is there is put out of the way when
/// the copy is complete, so that a copy that fails changes nothing.
fn as_new(
    source: &Connection,
    ledger: &Path,
    clear: impl FnOnce() -> Result<Option<PathBuf>>,
) -> Result<Option<PathBuf>> {
    let folder = place::folder_of(ledger);
    place::make_folder(&folder)?;
    place::judge_folder(&folder)?;
    let (part, _) = Part::beside(ledger)?;
    copy_into(source, part.path())?;
    let previous = clear()?;
    part.name(ledger)?;
    Ok(previous)
}

/// Puts a damaged ledger and its log under a name in a folder; beside the ledger where the folder lies
/// on another file system, because nothing of it is copied.
fn set_aside(ledger: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    place::make_folder(folder)?;
    let own = place::folder_of(ledger);
    let device = |folder: &Path| fs::metadata(folder).map(|meta| meta.dev()).ok();
    let folder = if device(folder) == device(&own) {
        folder
    } else {
        &own
    };
    let aside = folder.join(format!("{name}.damaged"));
    if fs::symlink_metadata(&aside).is_ok() {
        return Err(Refusal::TargetExists(aside).into());
    }
    for (from, to) in place::companions(ledger)
        .into_iter()
        .zip(place::companions(&aside))
    {
        if fs::symlink_metadata(&from).is_ok() {
            fs::rename(&from, &to).map_err(|error| unwritable(&error))?;
        }
    }
    if fs::symlink_metadata(ledger).is_ok() {
        fs::rename(ledger, &aside).map_err(|error| unwritable(&error))?;
    }
    place::sync_folder(folder)?;
    Ok(aside)
}
