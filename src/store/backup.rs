//! Backup and restore: copies that are opened again and compared before they bear a name.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use super::fault::{fault, unwritable};
use super::journal::{Content, Note, append};
use super::open::prepare;
use super::{Ledger, Opening, Stamp, place};
use crate::domain::journal::Act;
use crate::error::{Damage, Error, Refusal, Result};

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where what was there before lies now: a backup, or the damaged file itself.
    pub previous: Option<PathBuf>,
    /// Records in the ledger now.
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

/// The name under which a file is written before it is complete.
pub(super) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Copies a ledger beside `target`, syncs it, opens it again, compares it, and only then names it.
fn copy(source: &Connection, target: &Path) -> Result<Fingerprint> {
    let folder = place::folder_of(target);
    place::make_folder(&folder)?;
    if fs::symlink_metadata(target).is_ok() {
        return Err(Refusal::TargetExists(target.to_owned()).into());
    }
    let part = part_of(target);
    // What a killed backup left behind was never a backup.
    let _ = fs::remove_file(&part);
    place::make_file(&part)?;
    let copied = copy_into(source, &part).and_then(|fingerprint| {
        place::name_new(&part, target)?;
        Ok(fingerprint)
    });
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    copied
}

fn copy_into(source: &Connection, part: &Path) -> Result<Fingerprint> {
    // One state of the source for the copy and for the comparison, whoever is saving meanwhile.
    let snapshot = source.unchecked_transaction().map_err(fault)?;
    let expected = Fingerprint::of(source)?;
    {
        let mut target =
            Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fault)?;
        Backup::new(source, &mut target)
            .and_then(|backup| backup.step(-1))
            .map_err(fault)?;
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
    if Fingerprint::of(&again)? == expected {
        Ok(expected)
    } else {
        Err(Error::NotVerified)
    }
}

/// The backup that stands before an upgrade: `LEDGER.format-N`.
pub(super) fn before_upgrade(conn: &Connection, path: &Path, format: i64) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".format-{format}"));
    match copy(conn, Path::new(&name)) {
        // A killed upgrade left its backup, which is whole.
        Err(Error::Refused(Refusal::TargetExists(_))) => Ok(()),
        done => done.map(|_| ()),
    }
}

impl Ledger {
    /// Copies the ledger to a folder under a name, verified; where the copy lies.
    ///
    /// # Errors
    /// [`Refusal::TargetExists`], [`Error::NotVerified`], or why it cannot be written.
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
    place::judge_content(from)?;
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(fault)?;
    prepare(&source, None)?;
    super::schema::compare(&source)?;
    let whole: String = source
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(fault)?;
    if whole != "ok" {
        return Err(Error::Damaged(Damage::Pages));
    }
    let expected = Fingerprint::of(&source)?;
    let mut present_rev = 0;
    let previous = match Ledger::open(ledger, &Opening::default()) {
        Ok(mut present) => {
            present_rev = present.profile_rev;
            let previous = present.backup(folder, name)?;
            into_present(&source, &mut present)?;
            Some(previous)
        }
        Err(Error::Refused(Refusal::NoLedger(_))) => {
            as_new(&source, ledger)?;
            None
        }
        Err(Error::Damaged(_)) => {
            let aside = set_aside(ledger, folder, name)?;
            as_new(&source, ledger)?;
            Some(aside)
        }
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
            &Content::facts(&[("fingerprint", &digest)]),
        )
    })?;
    Ok(Restored {
        previous,
        records: expected.records,
    })
}

/// Copies over an open ledger in one transaction: whoever has it open sees the old or the new.
fn into_present(source: &Connection, present: &mut Ledger) -> Result<()> {
    if let Some(why) = &present.read_only {
        return Err(Error::CannotWrite(why.clone()));
    }
    let backup = Backup::new(source, &mut present.conn).map_err(fault)?;
    match backup.step(-1).map_err(fault)? {
        rusqlite::backup::StepResult::Done => Ok(()),
        _ => Err(Error::Busy),
    }
}

fn as_new(source: &Connection, ledger: &Path) -> Result<()> {
    let folder = place::folder_of(ledger);
    place::make_folder(&folder)?;
    place::judge_folder(&folder)?;
    copy(source, ledger)?;
    Ok(())
}

fn set_aside(ledger: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    place::make_folder(folder)?;
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
    fs::rename(ledger, &aside).map_err(|error| unwritable(&error))?;
    place::sync_folder(folder)?;
    Ok(aside)
}
