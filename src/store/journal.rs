//! The journal's tables: entries chained by hash over salted digests of their payloads.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use uuid::Uuid;

use super::fault::fault;
use super::{Stamp, uuid_of};
use crate::domain::journal::{Act, Change, Pairs, Sealed, payload_digest};
use crate::domain::list::Code;
use crate::error::{Damage, Error, Result, Unwritable};

/// What an entry is about.
pub(super) struct Note {
    pub act: Act,
    pub record: Option<Uuid>,
    pub import: Option<i64>,
    pub base_rev: u32,
    pub rev: u32,
    pub undoes: Option<i64>,
}

impl Note {
    /// An entry about the ledger itself.
    pub fn of(act: Act) -> Self {
        Self {
            act,
            record: None,
            import: None,
            base_rev: 0,
            rev: 0,
            undoes: None,
        }
    }
}

/// What an entry's payload says, as JSON; for a record the pairs that changed.
pub(super) struct Content;

impl Content {
    /// A record's change.
    pub fn change(change: &Change) -> Vec<u8> {
        serde_json::to_vec(change).unwrap_or_default()
    }

    /// The ledger's beginning.
    pub fn init(profile_toml: &str, center: &Code) -> Vec<u8> {
        let after = [("profile", profile_toml), ("own_center", center.as_str())];
        Self::change(&Self::facts(&after))
    }

    /// Named facts that were not there before.
    pub fn facts(after: &[(&str, &str)]) -> Change {
        let after: Pairs = after
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect();
        Change {
            after,
            ..Change::default()
        }
    }

    /// Reads a payload back.
    pub fn read(body: &[u8]) -> Result<Change> {
        serde_json::from_slice(body).map_err(|_| Error::Damaged(Damage::Record))
    }
}

/// An entry as it stands in the journal.
pub(super) struct Stored {
    pub sealed: Sealed,
    pub hash: [u8; 32],
    /// Salt and body; `None` once they were erased.
    pub payload: Option<(Vec<u8>, Vec<u8>)>,
}

/// The place of the ledger's own last entry and its hash; before the first entry nothing and zeros.
pub(super) fn last(tx: &Connection) -> Result<(i64, [u8; 32])> {
    let last: Option<(i64, Vec<u8>)> = tx
        .prepare_cached("SELECT seq, hash FROM journal WHERE origin = 1 ORDER BY seq DESC LIMIT 1")
        .and_then(|mut select| {
            select
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .map_err(fault)?;
    match last {
        None => Ok((0, [0; 32])),
        Some((seq, hash)) => Ok((seq, digest_of(&hash)?)),
    }
}

/// The place that the next entry of the ledger's own chain will have.
pub(super) fn next_place(tx: &Transaction<'_>) -> Result<i64> {
    Ok(last(tx)?.0 + 1)
}

/// Appends an entry to the ledger's own chain; its place there.
pub(super) fn append(
    tx: &Transaction<'_>,
    origin: Uuid,
    stamp: &Stamp,
    note: &Note,
    body: &[u8],
) -> Result<i64> {
    let (before, prev) = last(tx)?;
    let seq = before + 1;
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Error::CannotWrite(Unwritable::Io))?;
    let sealed = Sealed {
        origin,
        seq,
        at_ms: stamp.at_ms,
        who: stamp.who.clone(),
        act: note.act,
        record: note.record,
        import: note.import,
        base_rev: note.base_rev,
        rev: note.rev,
        undoes: note.undoes,
        payload_digest: payload_digest(&salt, body),
        prev,
    };
    let insert = "INSERT INTO journal (origin, seq, at, who, act, record, import, base_rev, rev, undoes,
                  payload_digest, prev, hash) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let values = rusqlite::params![
        seq,
        sealed.at_ms,
        sealed.who,
        sealed.act.code(),
        sealed.record.as_ref().map(|id| id.as_bytes().as_slice()),
        sealed.import,
        sealed.base_rev,
        sealed.rev,
        sealed.undoes,
        sealed.payload_digest,
        sealed.prev,
        sealed.hash(),
    ];
    tx.prepare_cached(insert)
        .and_then(|mut insert| insert.execute(values))
        .map_err(fault)?;
    tx.prepare_cached("INSERT INTO payload (origin, seq, salt, body) VALUES (1, ?, ?, ?)")
        .and_then(|mut insert| insert.execute((seq, salt, body)))
        .map_err(fault)?;
    Ok(seq)
}

/// Reads entries, oldest first, that a condition on `j` selects.
pub(super) fn read(
    conn: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
    visit: &mut dyn FnMut(Stored) -> Result<()>,
) -> Result<()> {
    let sql = format!(
        "SELECT o.ledger, j.seq, j.at, j.who, j.act, j.record, j.import, j.base_rev, j.rev, j.undoes,
                j.payload_digest, j.prev, j.hash, p.salt, p.body
         FROM journal j JOIN origin o ON o.seq = j.origin
         LEFT JOIN payload p ON p.origin = j.origin AND p.seq = j.seq
         WHERE {condition} ORDER BY j.origin, j.seq"
    );
    let mut select = conn.prepare_cached(&sql).map_err(fault)?;
    let mut rows = select.query(values).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        visit(stored(row)?)?;
    }
    Ok(())
}

fn stored(row: &Row<'_>) -> Result<Stored> {
    let act: String = row.get(4).map_err(fault)?;
    let record: Option<Vec<u8>> = row.get(5).map_err(fault)?;
    let bytes = |at: usize| row.get::<_, Vec<u8>>(at).map_err(fault);
    let salt: Option<Vec<u8>> = row.get(13).map_err(fault)?;
    let body: Option<Vec<u8>> = row.get(14).map_err(fault)?;
    Ok(Stored {
        sealed: Sealed {
            origin: uuid_of(&bytes(0)?)?,
            seq: row.get(1).map_err(fault)?,
            at_ms: row.get(2).map_err(fault)?,
            who: row.get(3).map_err(fault)?,
            act: Act::by_code(&act).ok_or(Error::Damaged(Damage::Record))?,
            record: record.as_deref().map(uuid_of).transpose()?,
            import: row.get(6).map_err(fault)?,
            base_rev: row.get(7).map_err(fault)?,
            rev: row.get(8).map_err(fault)?,
            undoes: row.get(9).map_err(fault)?,
            payload_digest: digest_of(&bytes(10)?)?,
            prev: digest_of(&bytes(11)?)?,
        },
        hash: digest_of(&bytes(12)?)?,
        payload: salt.zip(body),
    })
}

fn digest_of(bytes: &[u8]) -> Result<[u8; 32]> {
    bytes.try_into().map_err(|_| Error::Damaged(Damage::Record))
}
