//! The ledger: one SQLite file behind one type, a method a use case, one transaction each.
//!
//! All SQL of the program is in this module. Ids of items and row numbers never leave it.

mod activity;
mod along;
mod answers;
mod backup;
mod bulk;
mod case;
mod case_file;
mod cases;
pub mod check;
mod closing;
mod count;
mod drafts;
mod due;
mod facts;
mod fault;
mod files;
mod find;
mod grid;
mod history;
mod import;
mod index;
mod index_check;
mod items;
mod journal;
mod open;
mod packet;
pub mod part;
pub mod part_folder;
pub mod place;
mod record;
pub mod schema;
mod search;
mod seek;
mod select;
mod sieve;
mod tally;
mod terms;
mod trend;
mod twin;
mod undo;
mod unnumbered;
mod views;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::domain::consultation::Number;
use crate::domain::list::Code;
use crate::domain::profile::Profile;
use crate::error::{Damage, Error, Result, Unwritable};
pub use activity::SavedActivity;
pub use backup::{Restored, restore};
pub use bulk::{AtRev, Changed};
pub use case_file::SavedCase;
pub use cases::{CaseKey, CaseLine, Timeline};

pub use drafts::{DraftFile, Drafts};
pub use fault::{unreadable, unwritable};
pub use history::Past;
pub use import::{Import, Imported, Request};
pub use index::{INDEX_SLICE, Tended};
use items::Items;
pub use open::{Access, Key, Notice, Opening, upgrade};
pub use search::Search;
pub use seek::{Cursor, Sought};
pub use select::{RecordKey, Selection};
pub use undo::Undone;
pub use views::SavedView;

/// Who makes a change, and when by their clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Staff code, or the account's name.
    pub who: String,
    /// Milliseconds since 1970 (UTC).
    pub at_ms: i64,
}

/// What saving a record gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The record.
    pub id: Uuid,
    /// Its receipt number.
    pub number: Number,
    /// Its revision now.
    pub rev: u32,
    /// The day of the contact.
    pub day: Option<NaiveDate>,
}

/// An open ledger.
pub struct Ledger {
    conn: Connection,
    /// `None` in memory.
    path: Option<PathBuf>,
    identity: Option<place::Identity>,
    notices: Vec<Notice>,
    read_only: Option<Unwritable>,
    head: Head,
    items: Items,
    files: files::Files,
    data_version: i64,
    /// Where SQLite looks at neither lock nor log: what the file was when it was opened so.
    alone: Option<place::Stand>,
    /// Whether tallies may use the stored counts; off to prove them, and where an older format's stand.
    use_counts: bool,
    /// Whether parts of the search index may wait to be put together.
    has_loose_parts: bool,
    /// Why what is changed just now is changed ([`Ledger::because`]).
    reason: Option<String>,
}

impl Ledger {
    /// Makes a new ledger at a path and opens it.
    ///
    /// # Errors
    /// When something lies there already, the place is unsafe, or the profile or the center is wrong.
    pub fn create(
        path: &Path,
        profile_toml: &str,
        center: Option<&str>,
        stamp: &Stamp,
        key: Option<&Key>,
    ) -> Result<Self> {
        open::create(path, profile_toml, center, stamp, key)?;
        Self::open(path, &Opening::default())
    }

    /// Makes a ledger that is gone with the process.
    ///
    /// # Errors
    /// When the profile or the center is wrong.
    pub fn in_memory(profile_toml: &str, center: Option<&str>, stamp: &Stamp) -> Result<Self> {
        open::in_memory(profile_toml, center, stamp)
    }

    /// Opens the ledger at a path.
    ///
    /// # Errors
    /// What the file is (damaged, newer) before where it lies (unsafe).
    pub fn open(path: &Path, opening: &Opening) -> Result<Self> {
        open::open(path, opening)
    }

    fn assemble(
        conn: Connection,
        path: Option<PathBuf>,
        notices: Vec<Notice>,
        read_only: Option<Unwritable>,
    ) -> Result<Self> {
        let identity = path.as_deref().and_then(place::identity);
        let head = Head::read(&conn)?;
        let items = Items::read(&conn, &head.profile)?;
        let data_version = data_version(&conn)?;
        Ok(Self {
            conn,
            path,
            identity,
            notices,
            read_only,
            head,
            items,
            files: files::Files::default(),
            data_version,
            alone: None,
            use_counts: true,
            has_loose_parts: true,
            reason: None,
        })
    }

    /// What should be said once after opening.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Where the ledger lies; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The ledger's profile.
    pub fn profile(&self) -> &Profile {
        &self.head.profile
    }

    /// The ledger's profile, to be kept beside the ledger.
    pub fn profile_shared(&self) -> Arc<Profile> {
        Arc::clone(&self.head.profile)
    }

    /// The profile as it was set.
    pub fn profile_toml(&self) -> &str {
        &self.head.profile_toml
    }

    /// The center whose ledger this is.
    pub fn own_center(&self) -> &Code {
        &self.head.own_center
    }

    /// The ledger's own id.
    pub fn origin(&self) -> Uuid {
        self.head.origin
    }

    /// Why nothing can be written, if so.
    pub fn read_only(&self) -> Option<&Unwritable> {
        self.read_only.as_ref()
    }

    /// Lets nothing be written from now on, as was asked.
    pub fn keep_as_it_is(&mut self) {
        self.read_only = Some(Unwritable::AsAsked);
    }

    /// Whether tallies use the stored counts (the default) or count every record.
    pub fn use_counts(&mut self, use_counts: bool) {
        self.use_counts = use_counts;
    }

    /// The place of the journal's last entry, by which one sees whether anything was changed since.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_change(&self) -> Result<i64> {
        Ok(journal::last(&self.conn)?.0)
    }

    /// Whether anything was saved since the last call, here or by another process.
    ///
    /// # Errors
    /// When the file was replaced or removed, or can no longer be read.
    pub fn changed(&mut self) -> Result<bool> {
        self.still_there()?;
        if let (Some(path), Some(alone)) = (&self.path, &self.alone)
            && place::stand(path) != Some(*alone)
        {
            // There was room for somebody else to write.
            let access = match self.read_only {
                Some(Unwritable::AsAsked) => Access::ReadOnly,
                _ => Access::Write,
            };
            let opening = Opening {
                access,
                ..Opening::default()
            };
            *self = Self::open(&path.clone(), &opening)?;
            return Ok(true);
        }
        let version = data_version(&self.conn)?;
        let changed = std::mem::replace(&mut self.data_version, version) != version;
        if changed {
            self.refresh()?;
        }
        Ok(changed)
    }

    /// One state of the ledger for all that is read until it is [finished](finish), whoever is saving
    /// meanwhile; `None` where it is being read in one already.
    fn snapshot(&self) -> Result<Option<Transaction<'_>>> {
        if !self.conn.is_autocommit() {
            return Ok(None);
        }
        self.conn.unchecked_transaction().map(Some).map_err(fault::fault)
    }

    /// A file that was replaced is noticed by what it is, not by what SQLite says of the old one.
    fn still_there(&self) -> Result<()> {
        match &self.path {
            Some(path) if place::identity(path) != self.identity => {
                Err(Error::CannotWrite(Unwritable::Replaced))
            }
            _ => Ok(()),
        }
    }

    /// Takes up what another process set or restored.
    fn refresh(&mut self) -> Result<()> {
        if profile_rev(&self.conn)? != self.head.profile_rev {
            let head = Head::read(&self.conn)?;
            self.items = Items::read(&self.conn, &head.profile)?;
            self.head = head;
            // It knows the labels, too.
            self.files.forget();
        }
        Ok(())
    }

    fn context(&self) -> Context<'_> {
        Context {
            origin: self.head.origin,
            profile: &self.head.profile,
            items: &self.items,
            files: &self.files,
            reason: self.reason.as_deref(),
        }
    }

    /// Runs a change for a reason, which stands in the journal with it: inside a closed period nothing is
    /// changed without one. An empty one is none.
    ///
    /// # Errors
    /// Those of the change.
    pub fn because<T>(
        &mut self,
        reason: Option<&str>,
        change: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        let before = self.reason.clone();
        self.reason = reason.map(str::to_owned).or(before.clone());
        let done = change(self);
        self.reason = before;
        done
    }

    /// Runs one change in one transaction; durable when it returns, or not there at all.
    fn write<T>(&mut self, change: impl FnOnce(&Transaction<'_>, &Context<'_>) -> Result<T>) -> Result<T> {
        self.write_unless(|tx, context| Ok((change(tx, context)?, true)))
    }

    /// Runs one change in one transaction, kept only if the change says so.
    fn write_unless<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>, &Context<'_>) -> Result<(T, bool)>,
    ) -> Result<T> {
        if let Some(why) = &self.read_only {
            return Err(Error::CannotWrite(why.clone()));
        }
        self.still_there()?;
        open::keep_log(&self.conn)?;
        let done = self.transact(change);
        self.has_loose_parts = true;
        if let Err(Error::CannotWrite(Unwritable::Io)) = &done {
            // After a failed sync nobody knows what is on the disk: no further try from here.
            self.read_only = Some(Unwritable::Io);
        }
        done
    }

    fn transact<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>, &Context<'_>) -> Result<(T, bool)>,
    ) -> Result<T> {
        loop {
            self.refresh()?;
            let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)
                .map_err(fault::fault)?;
            let found = schema::format(&tx)?;
            if found != schema::FORMAT {
                // A newer program has upgraded it meanwhile.
                let known = schema::FORMAT;
                return Err(Error::Newer { found, known });
            }
            if profile_rev(&tx)? != self.head.profile_rev {
                // Set by another process between our look and our lock.
                continue;
            }
            let context = self.context();
            let changed = change(&tx, &context);
            self.files.settle();
            let (done, keep) = changed?;
            if keep { tx.commit() } else { tx.rollback() }.map_err(fault::fault)?;
            return Ok(done);
        }
    }
}

/// What a change needs besides its transaction.
struct Context<'a> {
    origin: Uuid,
    profile: &'a Profile,
    items: &'a Items,
    files: &'a files::Files,
    /// Why what is changed is changed.
    reason: Option<&'a str>,
}

/// The one row that says whose ledger it is.
struct Head {
    origin: Uuid,
    profile: Arc<Profile>,
    profile_toml: String,
    profile_rev: i64,
    own_center: Code,
}

impl Head {
    fn read(conn: &Connection) -> Result<Self> {
        let sql = "SELECT id, profile_toml, profile_rev, own_center FROM ledger";
        let (id, profile_toml, profile_rev, center): (Vec<u8>, String, i64, String) = conn
            .query_row(sql, [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .map_err(fault::fault)?;
        Ok(Self {
            origin: uuid_of(&id)?,
            profile: Arc::new(Profile::parse(&profile_toml).map_err(|_| Error::Damaged(Damage::Profile))?),
            profile_toml,
            profile_rev,
            own_center: center.as_str().into(),
        })
    }
}

fn data_version(conn: &Connection) -> Result<i64> {
    conn.pragma_query_value(None, "data_version", |row| row.get(0))
        .map_err(fault::fault)
}

fn profile_rev(conn: &Connection) -> Result<i64> {
    let mut select = conn
        .prepare_cached("SELECT profile_rev FROM ledger")
        .map_err(fault::fault)?;
    select.query_row([], |row| row.get(0)).map_err(fault::fault)
}

fn uuid_of(bytes: &[u8]) -> Result<Uuid> {
    Uuid::from_slice(bytes).map_err(|_| Error::Damaged(Damage::Record))
}

fn timestamp(at_ms: i64) -> uuid::Timestamp {
    let ms = u64::try_from(at_ms).unwrap_or(0);
    // Less than a second of nanoseconds always fits.
    uuid::Timestamp::from_unix(uuid::NoContext, ms / 1000, (ms % 1000) as u32 * 1_000_000)
}

/// A new record's id (UUID v7), for something that happens at that time.
pub fn new_id(at_ms: i64) -> Uuid {
    Uuid::new_v7(timestamp(at_ms))
}

/// Ends a [`Ledger::snapshot`].
fn finish(snapshot: Option<Transaction<'_>>) -> Result<()> {
    snapshot.map_or(Ok(()), |snapshot| snapshot.finish().map_err(fault::fault))
}
