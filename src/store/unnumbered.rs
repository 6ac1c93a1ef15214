//! Records without a receipt number: children's files and activities. Each kind has a table whose columns
//! are named by its fields, and one for what has several answers; reading, writing and taking back are the
//! same for both.

use rusqlite::types::Value as Bound;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use uuid::Uuid;

use super::fault::fault;
use super::items::Items;
use super::journal::{Content, Stored};
use super::record::{answers, day_number, read_value, void_number, void_of};
use super::{Context, uuid_of};
use crate::domain::consultation::{Entry, VoidReason};
use crate::domain::field::{Field, Shape};
use crate::domain::journal::{Change, Pairs, VOID, pairs_of, record_of, unnumbered_digest};
use crate::domain::list::Code;
use crate::domain::profile::Profile;
use crate::domain::value::Value;
use crate::error::{Damage, Error, Refusal, Result};

/// Where the records of a kind lie.
pub(super) struct Kind {
    /// Their table.
    pub table: &'static str,
    /// The table of what has several answers: axis, row, item.
    pub answers: &'static str,
    /// Their fields, in the order of the columns.
    pub fields: fn() -> Vec<Field>,
    /// The field whose column has another name than its code, and that name.
    pub renamed: Option<(Field, &'static str)>,
    /// What a record that is not there is refused with.
    pub missing: Refusal,
}

/// A record without a receipt number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unnumbered {
    pub id: Uuid,
    pub rev: u32,
    pub void: Option<VoidReason>,
    pub entry: Entry,
}

impl Unnumbered {
    /// The digest that stands beside it.
    pub fn digest(&self) -> [u8; 16] {
        unnumbered_digest(self.id, self.rev, self.void, &self.entry)
    }

    /// What it is made of, as pairs.
    pub fn pairs(&self) -> Pairs {
        pairs_of(&self.entry, self.void)
    }
}

/// A record as it was read, with its digest.
pub(super) struct Kept {
    pub seq: i64,
    pub record: Unnumbered,
    pub digest: Vec<u8>,
}

/// Columns before those of the fields.
const FIXED: usize = 5;

/// The number of the axis of areas in the table of answers; those of the others are `ANSWER_AXES`.
const AREA_AXIS: i64 = 5;

/// The number of a field's axis in a table of answers; never changed.
fn axis_of(field: Field) -> Option<i64> {
    match field {
        Field::Area => Some(AREA_AXIS),
        field => super::record::answer_axis(field),
    }
}

impl Kind {
    /// The columns that hold fields with one answer.
    pub fn columns(&self) -> Vec<(Field, &'static str)> {
        let fields = (self.fields)().into_iter();
        let one = fields.filter(|field| !matches!(field.shape(), Shape::Many(_)));
        one.map(|field| match self.renamed {
            Some((renamed, name)) if renamed == field => (field, name),
            _ => (field, field.code()),
        })
        .collect()
    }

    /// The fields with several answers, with the numbers of their axes.
    pub fn several(&self) -> Vec<(Field, i64)> {
        let fields = (self.fields)().into_iter();
        fields
            .filter_map(|field| Some((field, axis_of(field)?)))
            .collect()
    }

    /// Reads the record of a row; `None` where nothing was written there.
    pub fn read(
        &self,
        conn: &Connection,
        items: &Items,
        profile: &Profile,
        seq: i64,
    ) -> Result<Option<Kept>> {
        let columns = self.columns();
        let names: Vec<&str> = columns.iter().map(|(_, name)| *name).collect();
        let sql = format!(
            "SELECT seq, id, rev, void, digest, {} FROM {} WHERE seq = ? AND rev > 0",
            names.join(", "),
            self.table
        );
        let mut select = conn.prepare_cached(&sql).map_err(fault)?;
        let kept = select
            .query_row([seq], |row| Ok(kept(row, &columns, items)))
            .optional()
            .map_err(fault)?;
        let Some(mut kept) = kept.transpose()? else {
            return Ok(None);
        };
        let sql = format!("SELECT item FROM {} WHERE axis = ? AND seq = ?", self.answers);
        let mut select = conn.prepare_cached(&sql).map_err(fault)?;
        for (field, axis) in self.several() {
            let codes = answers(&mut select, axis, seq, field, items, profile)?;
            let value = (!codes.is_empty()).then_some(Value::Codes(codes));
            kept.record.entry.set(field, value);
        }
        Ok(Some(kept))
    }

    /// Writes a record over what its row holds.
    pub fn write(&self, tx: &Transaction<'_>, items: &Items, seq: i64, record: &Unnumbered) -> Result<()> {
        let columns = self.columns();
        let sets: Vec<String> = columns.iter().map(|(_, name)| format!("{name} = ?")).collect();
        let sql = format!(
            "UPDATE {} SET id = ?, rev = ?, void = ?, digest = ?, {} WHERE seq = ?",
            self.table,
            sets.join(", ")
        );
        let mut update = tx.prepare_cached(&sql).map_err(fault)?;
        let mut values: Vec<Bound> = vec![
            record.id.as_bytes().to_vec().into(),
            i64::from(record.rev).into(),
            void_number(record.void).into(),
            record.digest().to_vec().into(),
        ];
        for (field, _) in columns {
            values.push(bound(field, record.entry.get(field), items)?);
        }
        values.push(seq.into());
        update
            .execute(rusqlite::params_from_iter(values))
            .map_err(fault)?;
        let delete = format!("DELETE FROM {} WHERE seq = ?", self.answers);
        tx.execute(&delete, [seq]).map_err(fault)?;
        let insert = format!("INSERT INTO {} (axis, seq, item) VALUES (?, ?, ?)", self.answers);
        for (row, axis, item) in self.answer_rows(items, seq, &record.entry)? {
            tx.execute(&insert, (axis, row, item)).map_err(fault)?;
        }
        Ok(())
    }

    /// The rows that an entry has in the table of answers: row, axis, item.
    pub fn answer_rows(&self, items: &Items, seq: i64, entry: &Entry) -> Result<Vec<(i64, i64, i64)>> {
        let mut rows = Vec::new();
        for (field, axis) in self.several() {
            let Some(list) = field.list() else { continue };
            let item = |code: &Code| Ok((seq, axis, items.must(list, code)?));
            let of_field: Result<Vec<_>> = entry.codes(field).iter().map(item).collect();
            rows.extend(of_field?);
        }
        Ok(rows)
    }

    /// The row of an id.
    pub fn seq_of(&self, conn: &Connection, id: Uuid) -> Result<Option<i64>> {
        let sql = format!("SELECT seq FROM {} WHERE id = ?", self.table);
        conn.prepare_cached(&sql)
            .and_then(|mut select| select.query_row([id.as_bytes()], |row| row.get(0)).optional())
            .map_err(fault)
    }

    /// The record of an id, void or not.
    pub fn find(
        &self,
        conn: &Connection,
        items: &Items,
        profile: &Profile,
        id: Uuid,
    ) -> Result<Option<Kept>> {
        match self.seq_of(conn, id)? {
            Some(seq) => self.read(conn, items, profile, seq),
            None => Ok(None),
        }
    }

    /// Applies the inverse of a journal entry about a record; the record, its revision before, and what was
    /// done. A record is never removed: taking back that it was added voids it.
    pub fn invert(
        &self,
        tx: &Transaction<'_>,
        context: &Context<'_>,
        id: Uuid,
        entry: &Stored,
    ) -> Result<(Unnumbered, u32, Change)> {
        let body = entry.payload.as_ref().ok_or(Refusal::Erased)?;
        let kept = self
            .find(tx, context.items, context.profile, id)?
            .ok_or_else(|| self.missing.clone())?;
        let mut inverse = if entry.sealed.act.is_addition() {
            let after = Pairs::from([(VOID.to_owned(), VoidReason::Undone.code().to_owned())]);
            Change {
                after,
                ..Change::default()
            }
        } else {
            Content::read(&body.1)?.inverse()
        };
        inverse.reason = context.reason.map(str::to_owned);
        let mut pairs = kept.record.pairs();
        inverse.apply(&mut pairs);
        let (entry, void) = record_of(&pairs).ok_or(Error::Damaged(Damage::Record))?;
        entry.must_be_known(context.profile).map_err(Error::Fields)?;
        let record = Unnumbered {
            id,
            rev: kept.record.rev + 1,
            void,
            entry,
        };
        self.write(tx, context.items, kept.seq, &record)?;
        Ok((record, kept.record.rev, inverse))
    }
}

fn kept(row: &Row<'_>, columns: &[(Field, &'static str)], items: &Items) -> Result<Kept> {
    let id: Vec<u8> = row.get(1).map_err(fault)?;
    let mut entry = Entry::default();
    for (at, (field, _)) in (FIXED..).zip(columns) {
        entry.set(
            *field,
            read_value(*field, row.get_ref(at).map_err(fault)?, items)?,
        );
    }
    Ok(Kept {
        seq: row.get(0).map_err(fault)?,
        record: Unnumbered {
            id: uuid_of(&id)?,
            rev: row.get(2).map_err(fault)?,
            void: void_of(row.get(3).map_err(fault)?)?,
            entry,
        },
        digest: row.get(4).map_err(fault)?,
    })
}

fn bound(field: Field, value: Option<&Value>, items: &Items) -> Result<Bound> {
    Ok(match (value, field.shape()) {
        (None, _) => Bound::Null,
        (Some(Value::Day(day)), _) => day_number(*day).into(),
        (Some(Value::Code(code)), Shape::One(list)) => items.must(list, code)?.into(),
        (Some(Value::Number(number)), _) => i64::from(*number).into(),
        (Some(Value::Dropped), Shape::Cancelled) => 1_i64.into(),
        (Some(value @ (Value::Text(_) | Value::Birth(_))), _) => value.canonical().into_owned().into(),
        _ => return Err(Error::Damaged(Damage::Record)),
    })
}
