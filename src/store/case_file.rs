//! Children's files: read, written, listed. A code that consultations name has a row from then on; a file
//! is what is written about it.

use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;

use super::fault::fault;
use super::items::Items;
use super::journal::{Content, Note, Stored, append, read};
use super::unnumbered::{Kind, Unnumbered};
use super::write::must_stand;
use super::{Context, Ledger, Stamp};
use crate::domain::case::{CaseFile, complete};
use crate::domain::consultation::Entry;
use crate::domain::field::Field;
use crate::domain::journal::{Act, Change, Pairs, pairs_of};
use crate::domain::profile::Profile;
use crate::domain::value::{FieldError, Problem};
use crate::error::{Error, Refusal, Result};

/// What saving a file gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCase {
    /// The file: under another id than the maker's where one that was taken back was made anew.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its revision now.
    pub rev: u32,
    /// What it was: made, changed, closed or opened again.
    pub act: Act,
}

/// Where children's files lie.
pub(super) const FILES: Kind = Kind {
    table: "case_file",
    answers: "case_answer",
    fields: || Field::of_case().collect(),
    renamed: Some((Field::Case, "code")),
    missing: Refusal::NoSuchCase,
};

/// A file as it was read, with its row.
pub(super) struct KeptCase {
    pub seq: i64,
    pub file: CaseFile,
}

impl From<Unnumbered> for CaseFile {
    fn from(record: Unnumbered) -> Self {
        Self {
            id: record.id,
            rev: record.rev,
            void: record.void,
            entry: record.entry,
        }
    }
}

/// Reads the file of a row; `None` where there is only a code.
pub(super) fn read_file(
    conn: &Connection,
    items: &Items,
    profile: &Profile,
    seq: i64,
) -> Result<Option<KeptCase>> {
    let kept = FILES.read(conn, items, profile, seq)?;
    Ok(kept.map(|kept| KeptCase {
        seq: kept.seq,
        file: kept.record.into(),
    }))
}

/// Whether a row is only a code that records name: it says nothing else. Only for a check: whatever reads
/// files reads those of a revision above 0.
pub(super) fn is_only_code(conn: &Connection, seq: i64) -> Result<bool> {
    let fields = FILES
        .columns()
        .into_iter()
        .filter(|(field, _)| *field != Field::Case);
    let empty: String = fields.map(|(_, name)| format!(" AND {name} IS NULL")).collect();
    let sql = format!(
        "SELECT 1 FROM case_file
         WHERE seq = ? AND rev = 0 AND void = 0 AND id IS NULL AND digest IS NULL{empty}"
    );
    let mut select = conn.prepare_cached(&sql).map_err(fault)?;
    select.exists([seq]).map_err(fault)
}

/// Writes a file over what its row holds.
fn write_file(tx: &Transaction<'_>, context: &Context<'_>, seq: i64, file: &Unnumbered) -> Result<()> {
    context.files.change();
    FILES.write(tx, context.items, seq, file)
}

/// The row of a code, if it was ever named.
pub(super) fn seq_of_code(conn: &Connection, code: &str) -> Result<Option<i64>> {
    conn.prepare_cached("SELECT seq FROM case_file WHERE code = ?")
        .and_then(|mut select| select.query_row([code], |row| row.get(0)).optional())
        .map_err(fault)
}

/// What a change of a file is called: one that closes the case or opens it again by that.
fn act_of(before: &CaseFile, after: &Entry) -> Act {
    match (before.is_closed(), after.get(Field::ClosedOn).is_some()) {
        (false, true) => Act::CaseClose,
        (true, false) => Act::CaseReopen,
        _ => Act::CaseEdit,
    }
}

impl Ledger {
    /// Saves a child's file: a new one under an id that the caller made, or a change of one that was read
    /// at revision `base_rev`. When it returns, the file is on the disk. The same new id again is the same
    /// file: it is not made twice. A code whose file was taken back has it made anew: it keeps its id, so
    /// that its history is one.
    ///
    /// # Errors
    /// What keeps the entry from being a file; [`Problem::CaseIsThere`] for a new file of a code that has
    /// one; [`Refusal::Changed`] when somebody was quicker, and nothing is overwritten; [`Refusal::Void`]
    /// when the file was taken back and the entry is not for a new one of its code.
    pub fn save_case(
        &mut self,
        id: Uuid,
        base_rev: Option<u32>,
        mut entry: Entry,
        stamp: &Stamp,
    ) -> Result<SavedCase> {
        self.write(|tx, context| {
            entry.must_be_known(context.profile).map_err(Error::Fields)?;
            complete(&mut entry, context.profile).map_err(Error::Fields)?;
            let row = |seq: i64| read_file(tx, context.items, context.profile, seq);
            let known = FILES.seq_of(tx, id)?.map(row).transpose()?.flatten();
            let Some(base_rev) = base_rev else {
                return make(tx, context, (id, known.map(|kept| kept.file)), entry, stamp);
            };
            let kept = known.ok_or(Refusal::NoSuchCase)?;
            must_stand(kept.file.rev, kept.file.void, base_rev)?;
            // Consultations are filed under it.
            let code = kept.file.entry.get(Field::Case);
            if entry.get(Field::Case).is_some_and(|typed| Some(typed) != code) {
                return Err(FieldError {
                    field: Field::Case,
                    problem: Problem::CodeStays,
                }
                .into());
            }
            entry.set(Field::Case, code.cloned());
            let act = act_of(&kept.file, &entry);
            put(tx, context, (kept.seq, id), Some(&kept.file), entry, stamp, act)
        })
    }

    /// The file of a code, if one was made; void ones are none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn case(&self, code: &str) -> Result<Option<CaseFile>> {
        let Some(seq) = seq_of_code(&self.conn, code)? else {
            return Ok(None);
        };
        let kept = read_file(&self.conn, &self.items, &self.head.profile, seq)?;
        Ok(kept.map(|kept| kept.file).filter(|file| file.void.is_none()))
    }

    /// The file of an id, void or not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn case_of_id(&self, id: Uuid) -> Result<Option<CaseFile>> {
        let Some(seq) = FILES.seq_of(&self.conn, id)? else {
            return Ok(None);
        };
        let kept = read_file(&self.conn, &self.items, &self.head.profile, seq)?;
        Ok(kept.map(|kept| kept.file))
    }
}

/// Makes a new file under the maker's id, of which there may be a file already. A file of the code that was
/// taken back is written anew.
fn make(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    (id, known): (Uuid, Option<CaseFile>),
    entry: Entry,
    stamp: &Stamp,
) -> Result<SavedCase> {
    let code = entry.text(Field::Case);
    match known {
        Some(known) if known.void.is_none() => return Ok(saved(&known, Act::CaseAdd)),
        Some(known) if known.code() != code => return Err(Refusal::Void.into()),
        _ => {}
    }
    let insert = "INSERT INTO case_file (code) VALUES (?) RETURNING seq";
    let (seq, before) = match seq_of_code(tx, code)? {
        None => (
            tx.query_row(insert, [code], |row| row.get(0)).map_err(fault)?,
            None,
        ),
        Some(seq) => (seq, read_file(tx, context.items, context.profile, seq)?),
    };
    let before = before.map(|kept| kept.file);
    match &before {
        Some(file) if file.void.is_none() => {
            if was_made_as(tx, file.id, id)? {
                return Ok(saved(file, Act::CaseAdd));
            }
            Err(Error::Fields(vec![FieldError {
                field: Field::Case,
                problem: Problem::CaseIsThere,
            }]))
        }
        before => put(
            tx,
            context,
            (seq, id),
            before.as_ref(),
            entry,
            stamp,
            Act::CaseAdd,
        ),
    }
}

/// Whether a file was made anew by one who had another id for it.
fn was_made_as(tx: &Transaction<'_>, file: Uuid, id: Uuid) -> Result<bool> {
    let mut was = false;
    let condition = "j.record = ? AND j.origin = 1 AND j.act = 'case-add' AND j.base_rev > 0";
    read(tx, condition, [file.as_bytes()], &mut |stored| {
        if let Some((_, body)) = &stored.payload {
            was |= Content::read(body)?.made_as == Some(id.to_string());
        }
        Ok(())
    })?;
    Ok(was)
}

/// Writes a file's next revision with its journal entry.
fn put(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    (seq, id): (i64, Uuid),
    before: Option<&CaseFile>,
    entry: Entry,
    stamp: &Stamp,
    act: Act,
) -> Result<SavedCase> {
    let pairs = before.map_or_else(Pairs::new, |file| pairs_of(&file.entry, file.void));
    let mut change = Change::between(&pairs, &pairs_of(&entry, None));
    if let (Some(before), true) = (before, change.is_empty()) {
        return Ok(saved(before, act));
    }
    let base_rev = before.map_or(0, |file| file.rev);
    change.made_as = before.filter(|file| file.id != id).map(|_| id.to_string());
    let file = Unnumbered {
        id: before.map_or(id, |file| file.id),
        rev: base_rev + 1,
        void: None,
        entry,
    };
    write_file(tx, context, seq, &file)?;
    let note = Note {
        record: Some(file.id),
        base_rev,
        rev: file.rev,
        ..Note::of(act)
    };
    append(tx, context.origin, stamp, &note, &Content::change(&change))?;
    Ok(saved(&file.into(), act))
}

fn saved(file: &CaseFile, act: Act) -> SavedCase {
    SavedCase {
        id: file.id,
        code: file.code().to_owned(),
        rev: file.rev,
        act,
    }
}

/// Applies the inverse of a journal entry about a file; the file, its revision before, and what was done.
pub(super) fn invert(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    id: Uuid,
    entry: &Stored,
) -> Result<(CaseFile, u32, Change)> {
    context.files.change();
    let (file, base_rev, inverse) = FILES.invert(tx, context, id, entry)?;
    Ok((file.into(), base_rev, inverse))
}
