//! All answers of several codes, read on beside the records: one cursor to an axis instead of a search to
//! a record.

use rusqlite::{Connection, Rows, Statement};

use super::fault::fault;
use super::items::Items;
use super::record::{ANSWER_AXES, in_order};
use crate::domain::consultation::Entry;
use crate::domain::field::Field;
use crate::domain::list::List;
use crate::domain::profile::Profile;
use crate::domain::value::Value;
use crate::error::{Damage, Error, Result};

/// The statements that read the axes, in the order of [`ANSWER_AXES`].
pub(super) struct Axes<'c>(Vec<(Field, List, i64, Statement<'c>)>);

impl<'c> Axes<'c> {
    pub fn new(conn: &'c Connection) -> Result<Self> {
        let lists = ANSWER_AXES
            .iter()
            .filter_map(|(field, axis)| Some((*field, field.list()?, *axis)));
        let axes = lists.map(|(field, list, axis)| {
            let sql = "SELECT seq, item, axis FROM answer WHERE axis = ? ORDER BY seq, item";
            Ok((field, list, axis, conn.prepare(sql).map_err(fault)?))
        });
        axes.collect::<Result<_>>().map(Self)
    }

    /// Reads all of them from the start.
    pub fn read(&mut self) -> Result<Along<'_>> {
        let cursors = self.0.iter_mut().map(|(field, list, axis, select)| {
            let mut cursor = Cursor {
                field: *field,
                list: *list,
                axis: *axis,
                rows: select.query([*axis]).map_err(fault)?,
                next: None,
            };
            cursor.step()?;
            Ok(cursor)
        });
        let cursors = cursors.collect::<Result<_>>()?;
        Ok(Along { cursors, taken: 0 })
    }
}

/// Where each axis has been read to.
pub(super) struct Along<'s> {
    cursors: Vec<Cursor<'s>>,
    /// How many answers records have taken. Those of no record, and those under a key that is out of
    /// order and would not be found, are not among them.
    pub taken: i64,
}

struct Cursor<'s> {
    field: Field,
    list: List,
    axis: i64,
    rows: Rows<'s>,
    /// The record and the item that come next.
    next: Option<(i64, i64)>,
}

impl Along<'_> {
    /// Adds a record's answers to its entry. Records are asked for in ascending order.
    pub fn add_to(&mut self, entry: &mut Entry, seq: i64, items: &Items, profile: &Profile) -> Result<()> {
        for cursor in &mut self.cursors {
            let mut codes = Vec::new();
            while let Some((of, item)) = cursor.next.filter(|(of, _)| *of <= seq) {
                if of == seq {
                    let code = items.code(cursor.list, item);
                    codes.push(code.ok_or(Error::Damaged(Damage::Record))?.clone());
                    self.taken += 1;
                }
                cursor.step()?;
            }
            if !codes.is_empty() {
                let codes = in_order(codes, cursor.list, profile);
                entry.set(cursor.field, Some(Value::Codes(codes)));
            }
        }
        Ok(())
    }
}

impl Cursor<'_> {
    /// Reads the next key. One that does not stand behind the last is damage; so is one of another axis,
    /// which SQLite gives too where it stands among those of this one.
    fn step(&mut self) -> Result<()> {
        let last = self.next.take();
        let Some(row) = self.rows.next().map_err(fault)? else {
            return Ok(());
        };
        let key = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
        let axis: i64 = row.get(2).map_err(fault)?;
        if axis != self.axis || last.is_some_and(|last| key <= last) {
            return Err(Error::Damaged(Damage::Record));
        }
        self.next = Some(key);
        Ok(())
    }
}
