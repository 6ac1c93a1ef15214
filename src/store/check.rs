//! Checking a ledger: everything that a screen, a list or a figure could read is computed again from
//! something else. SQLite's own quick check sees about one flipped bit in fourteen.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use foldhash::quality::FixedState;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Statement};
use uuid::Uuid;

use super::activity::ACTIVITIES;
use super::along::Axes;
use super::case_file::{FILES, is_only_code};
use super::count::{self, Counted};
use super::fault::fault;
use super::journal::{Content, read};
use super::record::{Kept, Reader, Standing, day_of};
use super::unnumbered::Kind;
use super::{Ledger, activity, closing, import, schema, unnumbered};
use crate::domain::field::Field;
use crate::domain::journal::{Act, Pairs, pairs_of, payload_digest, record_digest};
use crate::domain::list::List;
pub use crate::error::Finding;
use crate::error::{Damage, Error, Result};

/// One part of a check: it adds what it finds.
type Part = fn(&Ledger, &mut Vec<Finding>) -> Result<()>;

/// Most findings of one kind that are named.
const NAMED: usize = 20;

impl Ledger {
    /// Checks structure, digests, chain and counts; nothing found means that all is well. `full`
    /// adds SQLite's own full check of every page.
    ///
    /// # Errors
    /// When the ledger cannot be read at all.
    pub fn check(&self, full: bool) -> Result<Vec<Finding>> {
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut findings = Vec::new();
        if schema::compare(&self.conn, schema::STEPS).is_err() {
            findings.push(Finding::Schema);
        }
        if full {
            let said: String = self
                .conn
                .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
                .map_err(fault)?;
            findings.extend((said != "ok").then_some(Finding::Pages));
        }
        let parts: [Part; 11] = [
            Self::check_records,
            Self::check_cases,
            Self::check_activities,
            Self::check_indexes,
            Self::check_counts,
            Self::check_journal,
            Self::check_head,
            Self::check_sections,
            Self::check_closings,
            Self::check_views,
            if full {
                Self::check_search_index
            } else {
                Self::check_some_of_search_index
            },
        ];
        for part in parts {
            match part(self, &mut findings) {
                // What cannot be read is a finding; the other parts may still be readable.
                Err(Error::Damaged(_) | Error::Engine(_)) => findings.push(Finding::Pages),
                done => done?,
            }
        }
        let mut named = Vec::new();
        findings.retain(|finding| {
            let is_new = !named.contains(finding);
            named.extend(is_new.then(|| finding.clone()));
            is_new
        });
        snapshot.finish().map_err(fault)?;
        Ok(findings)
    }

    fn check_records(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let mut reader = Reader::new(&self.conn, &self.items, &self.head.profile)?.only_entered();
        let mut journalled = Journalled::new(&self.conn)?;
        let mut select = self
            .conn
            .prepare("SELECT seq FROM consultation NOT INDEXED ORDER BY seq")
            .map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        let imports = import::spans(&self.conn)?;
        let mut axes = Axes::new(&self.conn)?;
        let (mut answers, mut follow_ups) = (axes.read()?, 0_i64);
        while let Some(row) = rows.next().map_err(fault)? {
            if findings.len() >= NAMED {
                return Ok(());
            }
            let kept = match reader.read_along(row.get(0).map_err(fault)?, &mut answers) {
                Ok(Some(kept)) => kept,
                Ok(None) | Err(Error::Damaged(_)) => {
                    findings.push(Finding::Record { number: None });
                    continue;
                }
                Err(error) => return Err(error),
            };
            let record = &kept.record;
            let whole = record_digest(record).as_slice() == kept.digest;
            if !whole || !is_brought(&kept.standing, &imports) {
                findings.push(Finding::Record {
                    number: Some(record.number.clone()),
                });
            }
            let is_as_imported = kept.standing.import.is_some() && record.rev == 1;
            if !is_as_imported && !journalled.tells_of(&kept)? {
                findings.push(Finding::NotInJournal {
                    number: record.number.clone(),
                });
            }
            follow_ups += i64::from(record.entry.get(Field::FollowUp).is_some());
        }
        let counts = "SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM follow_up NOT INDEXED)";
        let counts: (i64, i64) = self
            .conn
            .query_row(counts, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(fault)?;
        findings.extend((counts != (answers.taken, follow_ups)).then_some(Finding::Stray));
        // A record is never removed but with its import; what the journal tells of is there.
        let no_activity = match activity::keeps(&self.conn)? {
            true => "AND NOT EXISTS (SELECT 1 FROM activity WHERE id = journal.record AND rev > 0)",
            false => "",
        };
        let gone = format!(
            "SELECT EXISTS (SELECT 1 FROM journal WHERE record IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM consultation WHERE id = journal.record)
             AND NOT EXISTS (SELECT 1 FROM case_file WHERE id = journal.record AND rev > 0) {no_activity})"
        );
        let gone: bool = self.conn.query_row(&gone, [], |row| row.get(0)).map_err(fault)?;
        findings.extend(gone.then_some(Finding::Record { number: None }));
        Ok(())
    }

    /// The children's files against their digests and the journal.
    fn check_cases(&self, findings: &mut Vec<Finding>) -> Result<()> {
        // Consultations name codes of which there is no file.
        let is_bare = |seq| is_only_code(&self.conn, seq);
        self.check_unnumbered(&FILES, &is_bare, |seq| Finding::Case { seq }, findings)
    }

    /// The activities against their digests and the journal.
    fn check_activities(&self, findings: &mut Vec<Finding>) -> Result<()> {
        if !activity::keeps(&self.conn)? {
            return Ok(());
        }
        // Unlike a file, an activity is never only a row.
        let is_bare = |_| Ok(false);
        self.check_unnumbered(&ACTIVITIES, &is_bare, |seq| Finding::Activity { seq }, findings)?;
        let by_pages = sum_of(&self.conn, "SELECT seq, id FROM activity NOT INDEXED")?;
        let differs = by_pages != by_autoindex(&self.conn, "activity", "seq, id")?;
        findings.extend(differs.then_some(Finding::Index("sqlite_autoindex_activity_1")));
        Ok(())
    }

    /// The records of a kind without numbers against their digests and the journal; of a row that holds none,
    /// whether it may be there.
    fn check_unnumbered(
        &self,
        kind: &Kind,
        is_bare: &dyn Fn(i64) -> Result<bool>,
        finding: fn(i64) -> Finding,
        findings: &mut Vec<Finding>,
    ) -> Result<()> {
        let mut journalled = Journalled::new(&self.conn)?;
        let sql = format!("SELECT seq FROM {} NOT INDEXED ORDER BY seq", kind.table);
        let mut select = self.conn.prepare(&sql).map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        let mut answers = (0, 0);
        while let Some(row) = rows.next().map_err(fault)? {
            if findings.len() >= NAMED {
                return Ok(());
            }
            let seq = row.get(0).map_err(fault)?;
            let whole = match kind.read(&self.conn, &self.items, &self.head.profile, seq) {
                Ok(None) => is_bare(seq)?,
                Ok(Some(kept)) => self.is_whole(kind, &kept, &mut journalled, &mut answers)?,
                Err(Error::Damaged(_)) => false,
                Err(error) => return Err(error),
            };
            findings.extend((!whole).then(|| finding(seq)));
        }
        let by_key = sum_of(
            &self.conn,
            &format!("SELECT axis, seq, item FROM {}", kind.answers),
        )?;
        findings.extend((by_key != answers).then_some(Finding::Stray));
        Ok(())
    }

    /// Whether a record without a number is as its digest and the journal say; its answers are added up as
    /// [`sum_of`] does those of the table.
    fn is_whole(
        &self,
        kind: &Kind,
        kept: &unnumbered::Kept,
        journalled: &mut Journalled<'_>,
        (sum, count): &mut (u64, u64),
    ) -> Result<bool> {
        let record = &kept.record;
        for (row, axis, item) in kind.answer_rows(&self.items, kept.seq, &record.entry)? {
            let mut hasher = FixedState::default().build_hasher();
            for n in [axis, row, item] {
                add_value(&mut hasher, ValueRef::Integer(n));
            }
            *sum = sum.wrapping_add(hasher.finish());
            *count += 1;
        }
        let is_told = journalled.tells(record.id, 1, &record.pairs(), record.rev, true)?;
        Ok(is_told && record.digest().as_slice() == kept.digest)
    }

    /// Every index against its table: the same rows, whatever their order.
    fn check_indexes(&self, findings: &mut Vec<Finding>) -> Result<()> {
        const FACTS: &str = "seq, day, minute, kind, center, party, relation, field, channel, municipality,
            main_topic, state, newness_entered, child_age, staff, case_seq, void";
        // Table, index, columns and condition.
        let indexes = [
            ("consultation", "consultation_facts", FACTS, "1"),
            ("consultation", "sqlite_autoindex_consultation_1", "seq, id", "1"),
            (
                "consultation",
                "sqlite_autoindex_consultation_2",
                "seq, number",
                "1",
            ),
            (
                "consultation",
                "consultation_case",
                "seq, case_seq, kind, day, minute",
                "case_seq IS NOT NULL AND void = 0",
            ),
            (
                "follow_up",
                "follow_up_open",
                "seq, due_day",
                "state = 0 AND void = 0",
            ),
            (
                "journal",
                "journal_record",
                "record, origin, seq",
                "record IS NOT NULL",
            ),
            ("case_file", "sqlite_autoindex_case_file_1", "seq, code", "1"),
            ("case_file", "case_file_id", "seq, id", "id IS NOT NULL"),
            ("staff", "sqlite_autoindex_staff_1", "seq, code", "1"),
            ("item", "sqlite_autoindex_item_1", "id, list, code", "1"),
        ];
        for (table, index, columns, condition) in indexes {
            let sum = |how: &str| sum_of(&self.conn, &format!("SELECT {columns} FROM {table} {how}"));
            let by_index = if index.starts_with("sqlite_") {
                by_autoindex(&self.conn, table, columns)
            } else {
                sum(&format!("INDEXED BY {index} WHERE {condition}"))
            };
            // A table without row numbers is read by an index in spite of NOT INDEXED, unless the
            // condition hides that the index would do.
            if sum(&format!("NOT INDEXED WHERE ({condition}) IS TRUE"))? != by_index? {
                findings.push(Finding::Index(index));
            }
        }
        Ok(())
    }

    /// The stored counts against the records.
    fn check_counts(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let sql = "SELECT day, kind, center, party, channel, coalesce(field, 0)
                   FROM consultation NOT INDEXED WHERE void = 0";
        let mut select = self.conn.prepare(sql).map_err(fault)?;
        let mut rows = select.query([]).map_err(fault)?;
        let mut counted = Counted::default();
        while let Some(row) = rows.next().map_err(fault)? {
            let at = |at: usize| row.get::<_, i64>(at).map_err(fault);
            let day = day_of(at(0)?).ok_or(Error::Damaged(Damage::Record))?;
            let month = count::month_number(chrono::Datelike::year(&day), chrono::Datelike::month(&day));
            counted.add_key([month, at(1)?, at(2)?, at(3)?, at(4)?, at(5)?]);
        }
        let (counted, stored) = (counted.into_map(), count::read_all(&self.conn)?);
        let differs = |key: &&count::Key| counted.get(*key) != stored.get(*key);
        // Months say more than the half-years that they are in.
        let place = |key: &&count::Key| (count::first_month(key), key[0] < 0, **key);
        let differing = counted.keys().chain(stored.keys()).filter(differs);
        if let Some(key) = differing.min_by_key(place) {
            let n =
                |counts: &std::collections::BTreeMap<count::Key, i64>| counts.get(key).copied().unwrap_or(0);
            let month = count::first_month(key);
            let of = count::COUNTED.iter().zip(&key[1..]);
            let of = of.filter_map(|((_, list), id)| Some((*list, self.items.code(*list, *id)?.clone())));
            let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
            findings.push(Finding::Count {
                year: i32::try_from(year).unwrap_or(0),
                month: u32::try_from(month).unwrap_or(0),
                is_half: key[0] < 0,
                of: of.collect(),
                stored: n(&stored),
                counted: n(&counted),
            });
        }
        Ok(())
    }

    /// The journal's chain: each entry's place, its hash, the hash before it, and its payload.
    fn check_journal(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let own = "SELECT ledger FROM origin WHERE seq = 1";
        let own: Vec<u8> = self.conn.query_row(own, [], |row| row.get(0)).map_err(fault)?;
        // The chain must be this ledger's own.
        let mut broken = (own != self.head.origin.as_bytes()).then_some(1);
        let (mut origin, mut seq, mut prev) = (Uuid::nil(), 0, [0; 32]);
        let visited = read(&self.conn, "1", [], &mut |stored| {
            if stored.sealed.origin != origin {
                (origin, seq, prev) = (stored.sealed.origin, 0, [0; 32]);
            }
            seq += 1;
            let payload = stored.payload.as_ref();
            let whole = payload
                .is_some_and(|(salt, body)| payload_digest(salt, body) == stored.sealed.payload_digest);
            if broken.is_none()
                && (stored.sealed.seq != seq
                    || stored.sealed.prev != prev
                    || stored.sealed.hash() != stored.hash
                    || !whole)
            {
                broken = Some(seq);
            }
            prev = stored.hash;
            seq = stored.sealed.seq;
            Ok(())
        });
        if visited.is_err() && broken.is_none() {
            broken = Some(seq + 1);
        }
        findings.extend(broken.map(|seq| Finding::Journal { seq }));
        Ok(())
    }

    /// Profile, lists of codes and imports against what the journal says of them.
    fn check_head(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let mut profile = None;
        let mut center = None;
        let mut imports = Vec::new();
        read(
            &self.conn,
            "j.origin = 1 AND (j.act IN ('init', 'profile', 'import') OR (j.record IS NULL AND j.act IN ('undo', 'redo')))",
            [],
            &mut |stored| {
                let Some((_, body)) = stored.payload else {
                    return Ok(());
                };
                if stored.sealed.act == Act::Import {
                    imports.push((stored.sealed.import, body));
                    return Ok(());
                }
                let change = Content::read(&body)?;
                profile = change.after.get("profile").cloned().or(profile.take());
                center = change.after.get("own_center").cloned().or(center.take());
                Ok(())
            },
        )?;
        if profile.as_deref() != Some(self.head.profile_toml.as_str())
            || center.as_deref() != Some(self.head.own_center.as_str())
        {
            findings.push(Finding::Profile);
        }
        // The kinds of activities got their ids with the format that keeps activities.
        let knows_activities = activity::keeps(&self.conn)?;
        let lists = List::ALL.into_iter();
        let lists = lists.filter(|list| knows_activities || *list != List::Activity);
        let mut codes = lists.flat_map(|list| {
            self.head
                .profile
                .items(list)
                .iter()
                .map(move |item| (list, &item.code))
        });
        if codes.any(|(list, code)| self.items.id(list, code).is_none()) {
            findings.push(Finding::Items);
        }
        for (seq, body) in imports {
            let Some(seq) = seq else { continue };
            let whole = self.import_is(seq, &body)?;
            findings.extend((!whole).then_some(Finding::Import { seq }));
        }
        Ok(())
    }

    fn check_sections(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let whole = self.sections_are_whole()?;
        findings.extend((!whole).then_some(Finding::Sections));
        Ok(())
    }

    /// The closings against their digests and the journal.
    fn check_closings(&self, findings: &mut Vec<Finding>) -> Result<()> {
        let wrong = closing::wrong(&self.conn)?;
        let finding = |(seq, period)| Finding::Closing { seq, period };
        findings.extend(wrong.into_iter().map(finding));
        Ok(())
    }

    fn import_is(&self, seq: i64, journalled: &[u8]) -> Result<bool> {
        let sql = "SELECT file_sha256, rows, undone FROM import WHERE seq = ?";
        let row: Option<(Vec<u8>, i64, bool)> = self
            .conn
            .query_row(sql, [seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()
            .map_err(fault)?;
        let Some((sha256, rows, undone)) = row else {
            return Ok(false);
        };
        let Ok(sha256) = <[u8; 32]>::try_from(sha256) else {
            return Ok(false);
        };
        let last =
            "SELECT act = 'undo' FROM journal WHERE import = ? AND origin = 1 ORDER BY seq DESC LIMIT 1";
        let last_undone: bool = self
            .conn
            .query_row(last, [seq], |row| row.get(0))
            .map_err(fault)?;
        // One that was taken back makes room for the same rows again.
        let there = "SELECT count(*) FROM consultation c JOIN import i ON i.seq = c.import_seq
                     WHERE i.seq = ? AND c.seq BETWEEN i.first_seq AND i.last_seq";
        let there: i64 = self
            .conn
            .query_row(there, [seq], |row| row.get(0))
            .map_err(fault)?;
        Ok(
            import::content(&sha256, rows.unsigned_abs()).after == Content::read(journalled)?.after
                && undone == last_undone
                && (undone || there == rows),
        )
    }
}

/// Whether a record stands among those of the import that it names: its digest does not cover that.
fn is_brought(standing: &Standing, imports: &HashMap<i64, RangeInclusive<i64>>) -> bool {
    standing.import.is_none_or(|import| {
        let rows = imports.get(&import);
        standing.origin == 1 && rows.is_some_and(|rows| rows.contains(&standing.seq))
    })
}

/// Reads what the journal says of one record, to hold it against the record.
struct Journalled<'c>(Statement<'c>);

impl<'c> Journalled<'c> {
    fn new(conn: &'c Connection) -> Result<Self> {
        let sql = "SELECT j.rev, p.body FROM journal j INDEXED BY journal_record
                   LEFT JOIN payload p ON p.origin = j.origin AND p.seq = j.seq
                   WHERE j.record = ? AND j.origin = ? ORDER BY j.seq";
        conn.prepare(sql).map(Self).map_err(fault)
    }

    /// The same of a record, which an import may have brought.
    fn tells_of(&mut self, kept: &Kept) -> Result<bool> {
        let (record, standing) = (&kept.record, &kept.standing);
        let held = pairs_of(&record.entry, record.void);
        let is_whole = standing.import.is_none();
        self.tells(record.id, standing.origin, &held, record.rev, is_whole)
    }

    /// Whether the record's last revision is there, and all changes together lead to what it holds.
    /// What an import brought, or what was erased, is not in the journal: then only what changed is.
    fn tells(
        &mut self,
        id: Uuid,
        origin: i64,
        held: &Pairs,
        last_rev: u32,
        mut is_whole: bool,
    ) -> Result<bool> {
        let find = (id.as_bytes(), origin);
        let mut rows = self.0.query(find).map_err(fault)?;
        let (mut told, mut changed, mut rev) = (Pairs::new(), BTreeSet::new(), 0_u32);
        while let Some(row) = rows.next().map_err(fault)? {
            rev = row.get(0).map_err(fault)?;
            let body: Option<Vec<u8>> = row.get(1).map_err(fault)?;
            match body.map(|body| Content::read(&body)) {
                Some(Ok(change)) => {
                    changed.extend(change.keys().map(str::to_owned));
                    change.apply(&mut told);
                }
                Some(Err(_)) => return Ok(false),
                None => {
                    (is_whole, told, changed) = (false, Pairs::new(), BTreeSet::new());
                }
            }
        }
        let mut held = held.clone();
        if !is_whole {
            held.retain(|key, _| changed.contains(key));
        }
        Ok(rev == last_rev && held == told)
    }
}

/// A number that is the same for the same rows in any order, and differs when any value does.
fn sum_of(conn: &Connection, sql: &str) -> Result<(u64, u64)> {
    let mut select = conn.prepare(sql).map_err(fault)?;
    let columns = select.column_count();
    let mut rows = select.query([]).map_err(fault)?;
    let (mut sum, mut count) = (0_u64, 0);
    while let Some(row) = rows.next().map_err(fault)? {
        let mut hasher = FixedState::default().build_hasher();
        for at in 0..columns {
            add_value(&mut hasher, row.get_ref(at).map_err(fault)?);
        }
        sum = sum.wrapping_add(hasher.finish());
        count += 1;
    }
    Ok((sum, count))
}

/// Adds a value with its kind: an empty blob is not zero.
fn add_value(hasher: &mut impl Hasher, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => 0_u8.hash(hasher),
        ValueRef::Integer(n) => (1_u8, n).hash(hasher),
        ValueRef::Text(bytes) => (2_u8, bytes).hash(hasher),
        ValueRef::Blob(bytes) => (3_u8, bytes).hash(hasher),
        ValueRef::Real(n) => (4_u8, n.to_bits()).hash(hasher),
    }
}

/// Reads a table by the index of a UNIQUE constraint, which has no name that SQL could ask for: an
/// order by its columns makes SQLite read it, since it covers them.
fn by_autoindex(conn: &Connection, table: &str, columns: &str) -> Result<(u64, u64)> {
    let order: Vec<&str> = columns.split(", ").skip(1).collect();
    sum_of(
        conn,
        &format!("SELECT {columns} FROM {table} ORDER BY {}", order.join(", ")),
    )
}
