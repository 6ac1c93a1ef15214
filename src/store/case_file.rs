//! Children's files: read, written, listed. A code that consultations name has a row from then on; a file
//! is what is written about it.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use uuid::Uuid;

use super::fault::fault;
use super::items::Items;
use super::journal::{Content, Note, Stored, append, read};
use super::record::{answer_axis, answers, day_number, read_value, void_number, void_of};
use super::{Context, Ledger, Stamp, uuid_of};
use crate::domain::case::{CaseFile, complete};
use crate::domain::consultation::{Entry, VoidReason};
use crate::domain::field::{Field, Shape};
use crate::domain::journal::{Act, Change, Pairs, VOID, case_digest, pairs_of, record_of};
use crate::domain::profile::Profile;
use crate::domain::value::{FieldError, Problem, Value};
use crate::error::{Damage, Error, Refusal, Result};

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

/// The columns that hold a file's fields, in the order of [`Field::of_case`].
fn columns() -> impl Iterator<Item = (Field, &'static str)> {
    Field::of_case().filter_map(|field| match field {
        Field::Case => Some((field, "code")),
        _ => (!matches!(field.shape(), Shape::Many(_))).then(|| (field, field.code())),
    })
}

/// The fields of a file that have several answers.
fn several() -> impl Iterator<Item = (Field, i64)> {
    Field::of_case().filter_map(|field| Some((field, answer_axis(field)?)))
}

/// Columns before those of the fields.
const FIXED: usize = 5;

/// A file as it was read, with its digest.
pub(super) struct KeptCase {
    pub seq: i64,
    pub file: CaseFile,
    pub digest: Vec<u8>,
}

/// Reads the file of a row; `None` where there is only a code.
pub(super) fn read_file(
    conn: &Connection,
    items: &Items,
    profile: &Profile,
    seq: i64,
) -> Result<Option<KeptCase>> {
    let names: Vec<&str> = columns().map(|(_, name)| name).collect();
    let sql = format!(
        "SELECT seq, id, rev, void, digest, {} FROM case_file WHERE seq = ? AND rev > 0",
        names.join(", ")
    );
    let mut select = conn.prepare_cached(&sql).map_err(fault)?;
    let kept = select
        .query_row([seq], |row| Ok(kept(row, items)))
        .optional()
        .map_err(fault)?;
    let Some(mut kept) = kept.transpose()? else {
        return Ok(None);
    };
    let mut select = conn
        .prepare_cached("SELECT item FROM case_answer WHERE axis = ? AND seq = ?")
        .map_err(fault)?;
    for (field, axis) in several() {
        let codes = answers(&mut select, axis, seq, field, items, profile)?;
        let value = (!codes.is_empty()).then_some(Value::Codes(codes));
        kept.file.entry.set(field, value);
    }
    Ok(Some(kept))
}

/// Whether a row is only a code that records name: it says nothing else. Only for a check: whatever reads
/// files reads those of a revision above 0.
pub(super) fn is_only_code(conn: &Connection, seq: i64) -> Result<bool> {
    let fields = columns().filter(|(field, _)| *field != Field::Case);
    let empty: String = fields.map(|(_, name)| format!(" AND {name} IS NULL")).collect();
    let sql = format!(
        "SELECT 1 FROM case_file
         WHERE seq = ? AND rev = 0 AND void = 0 AND id IS NULL AND digest IS NULL{empty}"
    );
    let mut select = conn.prepare_cached(&sql).map_err(fault)?;
    select.exists([seq]).map_err(fault)
}

fn kept(row: &Row<'_>, items: &Items) -> Result<KeptCase> {
    let id: Vec<u8> = row.get(1).map_err(fault)?;
    let mut entry = Entry::default();
    for (at, (field, _)) in (FIXED..).zip(columns()) {
        entry.set(field, read_value(field, row.get_ref(at).map_err(fault)?, items)?);
    }
    Ok(KeptCase {
        seq: row.get(0).map_err(fault)?,
        file: CaseFile {
            id: uuid_of(&id)?,
            rev: row.get(2).map_err(fault)?,
            void: void_of(row.get(3).map_err(fault)?)?,
            entry,
        },
        digest: row.get(4).map_err(fault)?,
    })
}

/// Writes a file over what its row holds.
fn write_file(tx: &Transaction<'_>, context: &Context<'_>, seq: i64, file: &CaseFile) -> Result<()> {
    context.files.change();
    let items = context.items;
    let sets: Vec<String> = columns().map(|(_, name)| format!("{name} = ?")).collect();
    let sql = format!(
        "UPDATE case_file SET id = ?, rev = ?, void = ?, digest = ?, {} WHERE seq = ?",
        sets.join(", ")
    );
    let mut update = tx.prepare_cached(&sql).map_err(fault)?;
    let mut at = 0;
    let mut bind = |value: rusqlite::types::Value| {
        at += 1;
        update.raw_bind_parameter(at, value).map_err(fault)
    };
    bind(file.id.as_bytes().to_vec().into())?;
    bind(i64::from(file.rev).into())?;
    bind(void_number(file.void).into())?;
    bind(case_digest(file).to_vec().into())?;
    for (field, _) in columns() {
        bind(bound(field, file.entry.get(field), items)?)?;
    }
    bind(seq.into())?;
    update.raw_execute().map_err(fault)?;
    tx.execute("DELETE FROM case_answer WHERE seq = ?", [seq])
        .map_err(fault)?;
    for (field, axis) in several() {
        let Some(list) = field.list() else { continue };
        for code in file.entry.codes(field) {
            let values = (axis, seq, items.must(list, code)?);
            tx.execute(
                "INSERT INTO case_answer (axis, seq, item) VALUES (?, ?, ?)",
                values,
            )
            .map_err(fault)?;
        }
    }
    Ok(())
}

fn bound(field: Field, value: Option<&Value>, items: &Items) -> Result<rusqlite::types::Value> {
    Ok(match (value, field.shape()) {
        (None, _) => rusqlite::types::Value::Null,
        (Some(Value::Day(day)), _) => day_number(*day).into(),
        (Some(Value::Code(code)), Shape::One(list)) => items.must(list, code)?.into(),
        (Some(value @ (Value::Text(_) | Value::Birth(_))), _) => value.canonical().into_owned().into(),
        _ => return Err(Error::Damaged(Damage::Record)),
    })
}

/// The row of a code, if it was ever named.
pub(super) fn seq_of_code(conn: &Connection, code: &str) -> Result<Option<i64>> {
    conn.prepare_cached("SELECT seq FROM case_file WHERE code = ?")
        .and_then(|mut select| select.query_row([code], |row| row.get(0)).optional())
        .map_err(fault)
}

fn seq_of_id(conn: &Connection, id: Uuid) -> Result<Option<i64>> {
    conn.prepare_cached("SELECT seq FROM case_file WHERE id = ?")
        .and_then(|mut select| select.query_row([id.as_bytes()], |row| row.get(0)).optional())
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
            let foreign = entry.foreign(context.profile);
            if !foreign.is_empty() {
                return Err(Error::Fields(foreign));
            }
            complete(&mut entry, context.profile).map_err(Error::Fields)?;
            let row = |seq: i64| read_file(tx, context.items, context.profile, seq);
            let known = seq_of_id(tx, id)?.map(row).transpose()?.flatten();
            let Some(base_rev) = base_rev else {
                return make(tx, context, (id, known.map(|kept| kept.file)), entry, stamp);
            };
            let kept = known.ok_or(Refusal::NoSuchCase)?;
            let rev = kept.file.rev;
            if rev != base_rev {
                return Err(Refusal::Changed { base_rev, rev }.into());
            }
            if kept.file.void.is_some() {
                return Err(Refusal::Void.into());
            }
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
        let Some(seq) = seq_of_id(&self.conn, id)? else {
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
    let file = CaseFile {
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
    Ok(saved(&file, act))
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
    let body = entry.payload.as_ref().ok_or(Refusal::Erased)?;
    let seq = seq_of_id(tx, id)?.ok_or(Refusal::NoSuchCase)?;
    let kept = read_file(tx, context.items, context.profile, seq)?.ok_or(Refusal::NoSuchCase)?;
    // A file is never removed: taking back that it was made voids it.
    let inverse = if entry.sealed.act == Act::CaseAdd {
        let after = Pairs::from([(VOID.to_owned(), VoidReason::Undone.code().to_owned())]);
        Change {
            after,
            ..Change::default()
        }
    } else {
        Content::read(&body.1)?.inverse()
    };
    let mut pairs = pairs_of(&kept.file.entry, kept.file.void);
    inverse.apply(&mut pairs);
    let (entry, void) = record_of(&pairs).ok_or(Error::Damaged(Damage::Record))?;
    let foreign = entry.foreign(context.profile);
    if !foreign.is_empty() {
        return Err(Error::Fields(foreign));
    }
    let file = CaseFile {
        id,
        rev: kept.file.rev + 1,
        void,
        entry,
    };
    write_file(tx, context, seq, &file)?;
    Ok((file, kept.file.rev, inverse))
}
