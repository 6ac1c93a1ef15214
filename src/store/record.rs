//! A record's rows: written from and read into a consultation, driven by the table of fields.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{
    CachedStatement, Connection, OptionalExtension, Row, Statement, Transaction, params_from_iter,
};

use super::along::Along;
use super::fault::fault;
use super::items::Items;
use super::uuid_of;
use super::{case, cases};
use crate::domain::consultation::{Consultation, Entry, Number, VoidReason};
use crate::domain::field::{Field, Shape};
use crate::domain::journal::record_digest;
use crate::domain::list::{Code, List};
use crate::domain::profile::Profile;
use crate::domain::value::Value;
use crate::error::{Damage, Error, Result};

/// The numbers that the axes of several answers have in the table of answers; never changed.
pub(super) const ANSWER_AXES: [(Field, i64); 4] = [
    (Field::Topic, 1),
    (Field::Care, 2),
    (Field::Outcome, 3),
    (Field::Linked, 4),
];

/// The number of a field's axis in the table of answers.
pub(super) fn answer_axis(field: Field) -> Option<i64> {
    ANSWER_AXES
        .iter()
        .find(|(known, _)| *known == field)
        .map(|(_, axis)| *axis)
}

/// Days since 1970-01-01.
pub(super) fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - EPOCH
}

/// The day of that number.
pub(super) fn day_of(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number.checked_add(EPOCH)?).ok()?)
}

/// 1970-01-01, in chrono's days of the common era.
const EPOCH: i64 = 719_163;

/// The bits of a packed receipt number: fiscal year, center's item, serial.
const CENTER_BITS: u32 = 16;
const SERIAL_BITS: u32 = 32;

/// A receipt number in one integer, in the order of year, center and serial.
pub(super) fn pack_number(fiscal_year: i32, center: i64, serial: u32) -> i64 {
    ((i64::from(fiscal_year) << CENTER_BITS | center) << SERIAL_BITS) | i64::from(serial)
}

pub(super) fn unpack_number(packed: i64, items: &Items) -> Result<Number> {
    let serial = packed & ((1 << SERIAL_BITS) - 1);
    let center = (packed >> SERIAL_BITS) & ((1 << CENTER_BITS) - 1);
    let year = packed >> (SERIAL_BITS + CENTER_BITS);
    let damaged = || Error::Damaged(Damage::Record);
    Ok(Number {
        fiscal_year: i32::try_from(year).map_err(|_| damaged())?,
        center: items.code(List::Center, center).ok_or_else(damaged)?.clone(),
        serial: u32::try_from(serial).map_err(|_| damaged())?,
    })
}

/// The column of the consultation's table that holds a field; `None` for answers and follow-ups.
fn column(field: Field) -> Option<&'static str> {
    match field {
        Field::Date => Some("day"),
        Field::Time => Some("minute"),
        Field::Newness => Some("newness_entered"),
        Field::Case => Some("case_seq"),
        Field::FollowUp | Field::FollowUpText | Field::FollowUpDone => None,
        _ => (!matches!(field.shape(), Shape::Many(_))).then(|| field.code()),
    }
}

fn columns() -> &'static [(Field, &'static str)] {
    static COLUMNS: OnceLock<Vec<(Field, &'static str)>> = OnceLock::new();
    COLUMNS.get_or_init(|| {
        Field::all()
            .filter_map(|field| Some((field, column(field)?)))
            .collect()
    })
}

/// What reads each of those columns from a consultation `c`; cases and staff by their codes.
pub(super) fn selected() -> impl Iterator<Item = (Field, String)> {
    columns().iter().map(|(field, name)| {
        let name = match field {
            Field::Case => "(SELECT code FROM case_file f WHERE f.seq = c.case_seq)".to_owned(),
            Field::Staff => "(SELECT code FROM staff s WHERE s.seq = c.staff)".to_owned(),
            _ => format!("c.{name}"),
        };
        (*field, name)
    })
}

/// A row's identity and state, beside what was entered.
pub(super) struct Standing {
    pub seq: i64,
    pub origin: i64,
    pub import: Option<i64>,
}

/// The statements that write one record; prepared once for many.
pub(super) struct Writer<'c> {
    insert: Statement<'c>,
    update: Statement<'c>,
    answers: Answers<'c>,
    follow_up: Statement<'c>,
    cases: case::Names<'c>,
    staff: case::Names<'c>,
    items: &'c Items,
}

/// Columns before those of the fields.
const FIXED: usize = 8;

impl<'c> Writer<'c> {
    pub fn new(conn: &'c Connection, items: &'c Items) -> Result<Self> {
        let names = || columns().iter().map(|(_, name)| *name);
        let marks = vec!["?"; FIXED + columns().len()].join(", ");
        let insert = format!(
            "INSERT INTO consultation (seq, id, rev, number, void, origin, import_seq, digest, {}) VALUES ({marks})",
            names().collect::<Vec<_>>().join(", ")
        );
        let sets: Vec<String> = names().map(|name| format!("{name} = ?")).collect();
        let update = format!(
            "UPDATE consultation SET rev = ?, void = ?, digest = ?, {} WHERE seq = ?",
            sets.join(", ")
        );
        let prepare = |sql: &str| conn.prepare(sql).map_err(fault);
        Ok(Self {
            insert: prepare(&insert)?,
            update: prepare(&update)?,
            answers: Answers::new(conn),
            follow_up: prepare(
                "INSERT INTO follow_up (seq, due_day, text, state, void) VALUES (?, ?, ?, ?, ?)",
            )?,
            cases: case::Names::new(conn, "case_file")?,
            staff: case::Names::new(conn, "staff")?,
            items,
        })
    }

    /// Writes a record that is not there yet.
    pub fn insert(&mut self, record: &Consultation, standing: &Standing) -> Result<()> {
        let center = self.items.must(List::Center, &record.number.center)?;
        let fixed: [ToSqlOutput<'_>; FIXED] = [
            standing.seq.into(),
            ToSqlOutput::Borrowed(ValueRef::Blob(record.id.as_bytes())),
            record.rev.into(),
            pack_number(record.number.fiscal_year, center, record.number.serial).into(),
            void_number(record.void).into(),
            standing.origin.into(),
            standing
                .import
                .map_or(ToSqlOutput::Borrowed(ValueRef::Null), ToSqlOutput::from),
            ToSqlOutput::from(record_digest(record).to_vec()),
        ];
        for (at, value) in (1..).zip(fixed) {
            self.insert.raw_bind_parameter(at, value).map_err(fault)?;
        }
        for (at, (field, _)) in (FIXED + 1..).zip(columns()) {
            let value = bound(
                *field,
                record.entry.get(*field),
                self.items,
                &mut self.cases,
                &mut self.staff,
            )?;
            self.insert.raw_bind_parameter(at, value).map_err(fault)?;
        }
        self.insert.raw_execute().map_err(fault)?;
        self.beside(record, standing.seq)
    }

    /// Writes a record over what was there.
    pub fn update(&mut self, record: &Consultation, seq: i64) -> Result<()> {
        self.update.raw_bind_parameter(1, record.rev).map_err(fault)?;
        self.update
            .raw_bind_parameter(2, void_number(record.void))
            .map_err(fault)?;
        self.update
            .raw_bind_parameter(3, record_digest(record))
            .map_err(fault)?;
        for (at, (field, _)) in (4..).zip(columns()) {
            let value = bound(
                *field,
                record.entry.get(*field),
                self.items,
                &mut self.cases,
                &mut self.staff,
            )?;
            self.update.raw_bind_parameter(at, value).map_err(fault)?;
        }
        self.update
            .raw_bind_parameter(4 + columns().len(), seq)
            .map_err(fault)?;
        self.update.raw_execute().map_err(fault)?;
        self.beside(record, seq)
    }

    /// Writes the answers and the follow-up, which have rows of their own.
    fn beside(&mut self, record: &Consultation, seq: i64) -> Result<()> {
        for (field, axis) in ANSWER_AXES {
            let Shape::Many(list) = field.shape() else {
                continue;
            };
            for code in record.entry.codes(field) {
                self.answers.rows.push((axis, seq, self.items.must(list, code)?));
            }
        }
        self.answers.write()?;
        if let Some(Value::Day(due)) = record.entry.get(Field::FollowUp) {
            let text = Some(record.entry.text(Field::FollowUpText)).filter(|text| !text.is_empty());
            let state = follow_up_state(record.entry.get(Field::FollowUpDone));
            self.follow_up
                .execute((seq, day_number(*due), text, state, record.void.is_some()))
                .map_err(fault)?;
        }
        Ok(())
    }
}

/// Writes all answers of a record by one statement, for which SQLite sets out once: with a million records
/// that is a good part of the time.
struct Answers<'c> {
    conn: &'c Connection,
    rows: Vec<(i64, i64, i64)>,
    /// The statements that write one row, two rows and so on.
    inserts: Vec<Statement<'c>>,
}

impl<'c> Answers<'c> {
    /// Most rows that one statement writes.
    const AT_ONCE: usize = 8;

    fn new(conn: &'c Connection) -> Self {
        Self {
            conn,
            rows: Vec::new(),
            inserts: Vec::new(),
        }
    }

    /// Writes the rows that were pushed.
    fn write(&mut self) -> Result<()> {
        for rows in self.rows.chunks(Self::AT_ONCE) {
            while self.inserts.len() < rows.len() {
                let marks = vec!["(?, ?, ?)"; self.inserts.len() + 1].join(", ");
                // OR FAIL keeps no journal of the statement, which costs more than the rows: where one
                // cannot be written, the whole transaction is given up.
                let sql = format!("INSERT OR FAIL INTO answer (axis, seq, item) VALUES {marks}");
                self.inserts.push(self.conn.prepare(&sql).map_err(fault)?);
            }
            let insert = &mut self.inserts[rows.len() - 1];
            let values = rows.iter().flat_map(|(axis, seq, item)| [axis, seq, item]);
            insert.execute(params_from_iter(values)).map_err(fault)?;
        }
        self.rows.clear();
        Ok(())
    }
}

/// How a follow-up stands: 0 open, 1 done, 2 dropped.
fn follow_up_state(ended: Option<&Value>) -> i64 {
    match ended {
        None => 0,
        Some(Value::Dropped) => 2,
        Some(_) => 1,
    }
}

/// Removes the rows beside a record, before it is written anew.
pub(super) fn clear_beside(tx: &Transaction<'_>, seq: i64) -> Result<()> {
    for (_, axis) in ANSWER_AXES {
        tx.prepare_cached("DELETE FROM answer WHERE axis = ? AND seq = ?")
            .and_then(|mut delete| delete.execute((axis, seq)))
            .map_err(fault)?;
    }
    tx.prepare_cached("DELETE FROM follow_up WHERE seq = ?")
        .and_then(|mut delete| delete.execute([seq]))
        .map_err(fault)?;
    Ok(())
}

fn bound<'v>(
    field: Field,
    value: Option<&'v Value>,
    items: &Items,
    cases: &mut case::Names<'_>,
    staff: &mut case::Names<'_>,
) -> Result<ToSqlOutput<'v>> {
    Ok(match (value, field.shape()) {
        (None, _) => ToSqlOutput::Borrowed(ValueRef::Null),
        (Some(Value::Day(day)), _) => day_number(*day).into(),
        (Some(Value::Minute(minute)), _) => (*minute).into(),
        (Some(Value::Code(code)), Shape::One(list)) => items.must(list, code)?.into(),
        (Some(Value::Text(code)), Shape::Case) => cases.seq(code)?.into(),
        (Some(Value::Text(code)), Shape::Staff) => staff.seq(code)?.into(),
        (Some(Value::Text(text)), _) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        (Some(Value::Number(number)), _) => (*number).into(),
        (Some(value @ Value::Birth(_)), _) => value.canonical().into_owned().into(),
        (Some(Value::Code(_) | Value::Codes(_) | Value::Done | Value::Dropped), _) => {
            return Err(Error::Damaged(Damage::Record));
        }
    })
}

pub(super) fn void_number(void: Option<VoidReason>) -> i64 {
    // Places from 1; the list holds every reason.
    void.and_then(|reason| VoidReason::ALL.iter().position(|known| *known == reason))
        .map_or(0, |at| at as i64 + 1)
}

pub(super) fn void_of(number: i64) -> Result<Option<VoidReason>> {
    match number {
        0 => Ok(None),
        n => {
            let reason = usize::try_from(n - 1).ok().and_then(|at| VoidReason::ALL.get(at));
            reason.copied().map(Some).ok_or(Error::Damaged(Damage::Record))
        }
    }
}

/// A record as it was read, with what the store keeps beside it.
pub(super) struct Kept {
    pub standing: Standing,
    pub record: Consultation,
    pub digest: Vec<u8>,
}

/// The statements that read records; prepared once for many.
pub(super) struct Reader<'c> {
    select: CachedStatement<'c>,
    answers: CachedStatement<'c>,
    /// What is computed when it is read; `None` where nobody asks for it.
    computed: Option<(case::First<'c>, cases::Children<'c>)>,
    items: &'c Items,
    profile: &'c Profile,
}

impl<'c> Reader<'c> {
    pub fn new(conn: &'c Connection, items: &'c Items, profile: &'c Profile) -> Result<Self> {
        let names: Vec<String> = selected().map(|(_, name)| name).collect();
        let sql = format!(
            "SELECT c.seq, c.id, c.rev, c.number, c.void, c.origin, c.import_seq, c.digest, {},
                    f.due_day, f.text, f.state, c.case_seq, f.void
             FROM consultation c LEFT JOIN follow_up f ON f.seq = c.seq WHERE c.seq = ?",
            names.join(", ")
        );
        Ok(Self {
            select: conn.prepare_cached(&sql).map_err(fault)?,
            answers: conn
                .prepare_cached("SELECT item FROM answer WHERE axis = ? AND seq = ?")
                .map_err(fault)?,
            computed: Some((
                case::First::new(conn, profile.rules.newness)?,
                cases::Children::new(conn, items, profile),
            )),
            items,
            profile,
        })
    }

    /// Leaves out what is computed when read.
    pub fn only_entered(self) -> Self {
        Self {
            computed: None,
            ..self
        }
    }

    /// Reads one record; `None` when there is none with that number.
    pub fn read(&mut self, seq: i64) -> Result<Option<Kept>> {
        let items = self.items;
        let Some((mut kept, case)) = self.read_row(seq)? else {
            return Ok(None);
        };
        for (field, axis) in ANSWER_AXES {
            let codes = answers(&mut self.answers, axis, seq, field, items, self.profile)?;
            if !codes.is_empty() {
                kept.record.entry.set(field, Some(Value::Codes(codes)));
            }
        }
        if let Some((newness, children)) = &mut self.computed {
            if kept.record.void.is_none() {
                kept.record.newness = newness.of(&kept.record.entry, case, seq, items)?;
            }
            if let (Some(case), Some(day)) = (case, kept.record.entry.day()) {
                kept.record.child = children.on(case, day)?;
            }
        }
        Ok(Some(kept))
    }

    /// Reads one record without its answers of several codes and what is computed, and its case.
    fn read_row(&mut self, seq: i64) -> Result<Option<(Kept, Option<i64>)>> {
        let items = self.items;
        let found = self
            .select
            .query_row([seq], |row| Ok(kept(row, items)))
            .optional()
            .map_err(fault)?;
        found.transpose()
    }

    /// Reads one record as it was entered, its answers from `answers`, which reads on from record to record.
    pub fn read_along(&mut self, seq: i64, answers: &mut Along<'_>) -> Result<Option<Kept>> {
        let Some((mut kept, _)) = self.read_row(seq)? else {
            return Ok(None);
        };
        answers.add_to(&mut kept.record.entry, seq, self.items, self.profile)?;
        Ok(Some(kept))
    }
}

pub(super) fn answers(
    select: &mut Statement<'_>,
    axis: i64,
    seq: i64,
    field: Field,
    items: &Items,
    profile: &Profile,
) -> Result<Vec<Code>> {
    let Shape::Many(list) = field.shape() else {
        return Ok(Vec::new());
    };
    let mut codes = Vec::new();
    let mut rows = select.query((axis, seq)).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let item = row.get(0).map_err(fault)?;
        codes.push(
            items
                .code(list, item)
                .ok_or(Error::Damaged(Damage::Record))?
                .clone(),
        );
    }
    Ok(in_order(codes, list, profile))
}

/// Several codes in the order of their list.
pub(super) fn in_order(mut codes: Vec<Code>, list: List, profile: &Profile) -> Vec<Code> {
    codes.sort_by_key(|code| profile.position(list, code));
    codes
}

fn kept(row: &Row<'_>, items: &Items) -> Result<(Kept, Option<i64>)> {
    let id: Vec<u8> = row.get(1).map_err(fault)?;
    let mut entry = Entry::default();
    for (at, (field, _)) in (FIXED..).zip(columns()) {
        let value = row.get_ref(at).map_err(fault)?;
        entry.set(*field, read_value(*field, value, items)?);
    }
    let at = FIXED + columns().len();
    if let Some(due) = row.get::<_, Option<i64>>(at).map_err(fault)? {
        entry.set(
            Field::FollowUp,
            Some(Value::Day(day_of(due).ok_or(Error::Damaged(Damage::Record))?)),
        );
        let text: Option<String> = row.get(at + 1).map_err(fault)?;
        entry.set(Field::FollowUpText, text.map(Value::Text));
        let state: i64 = row.get(at + 2).map_err(fault)?;
        let ended = match state {
            0 => None,
            1 => Some(Value::Done),
            2 => Some(Value::Dropped),
            _ => return Err(Error::Damaged(Damage::Record)),
        };
        entry.set(Field::FollowUpDone, ended);
    }
    let case = row.get(at + 3).map_err(fault)?;
    let kept = Kept {
        standing: Standing {
            seq: row.get(0).map_err(fault)?,
            origin: row.get(5).map_err(fault)?,
            import: row.get(6).map_err(fault)?,
        },
        record: Consultation {
            id: uuid_of(&id)?,
            rev: row.get(2).map_err(fault)?,
            number: unpack_number(row.get(3).map_err(fault)?, items)?,
            void: void_of(row.get(4).map_err(fault)?)?,
            entry,
            newness: None,
            child: None,
        },
        digest: row.get(7).map_err(fault)?,
    };
    let follow_up_void: Option<bool> = row.get(at + 4).map_err(fault)?;
    if follow_up_void.is_some_and(|void| void != kept.record.void.is_some()) {
        return Err(Error::Damaged(Damage::Record));
    }
    Ok((kept, case))
}

pub(super) fn read_value(field: Field, value: ValueRef<'_>, items: &Items) -> Result<Option<Value>> {
    let damaged = || Error::Damaged(Damage::Record);
    Ok(match (value, field.shape()) {
        (ValueRef::Null, _) => None,
        (ValueRef::Integer(1), Shape::Cancelled) => Some(Value::Dropped),
        (ValueRef::Integer(day), Shape::Day | Shape::DueDay | Shape::AnyDay) => {
            Some(Value::Day(day_of(day).ok_or_else(damaged)?))
        }
        (ValueRef::Integer(minute), Shape::Time) => {
            Some(Value::Minute(u16::try_from(minute).map_err(|_| damaged())?))
        }
        (ValueRef::Integer(id), Shape::One(list)) => {
            Some(Value::Code(items.code(list, id).ok_or_else(damaged)?.clone()))
        }
        (ValueRef::Integer(number), Shape::Number(_)) => {
            Some(Value::Number(u32::try_from(number).map_err(|_| damaged())?))
        }
        (ValueRef::Text(text), Shape::Line | Shape::Note | Shape::Case | Shape::Staff) => Some(Value::Text(
            std::str::from_utf8(text).map_err(|_| damaged())?.to_owned(),
        )),
        (ValueRef::Text(text), Shape::Birth) => {
            let text = std::str::from_utf8(text).map_err(|_| damaged())?;
            Some(Value::from_canonical(field, text).ok_or_else(damaged)?)
        }
        _ => return Err(damaged()),
    })
}
