//! The tables of the ledger, and the ordered steps that lead from one format to the next.

use rusqlite::{Connection, Transaction};
use sha2::{Digest, Sha256};

use super::fault::fault;
use crate::error::{Damage, Error, Result};

/// Marks a file as a ledger: `soud` in SQLite's application id.
pub const APPLICATION_ID: i64 = 0x736f_7564;

/// One step between two formats.
pub struct Step {
    /// The format that it leads to.
    pub to: i64,
    /// What it does, in SQL.
    pub sql: &'static str,
}

/// All steps, in order. A step is never changed once a ledger has taken it.
pub const STEPS: &[Step] = &[
    Step { to: 1, sql: FORMAT_1 },
    Step { to: 2, sql: FORMAT_2 },
    Step { to: 3, sql: FORMAT_3 },
    Step { to: 4, sql: FORMAT_4 },
    Step { to: 5, sql: FORMAT_5 },
    Step { to: 6, sql: FORMAT_6 },
];

/// The newest format.
pub const FORMAT: i64 = STEPS[STEPS.len() - 1].to;

/// Format 1.
///
/// `day` counts from 1970-01-01, `minute` from midnight, `month` is year × 12 + month − 1 (below zero
/// stand the sums of half-years), `number` packs fiscal year, center and serial, and coded columns hold
/// ids of `item`, which never leave the store. `answer` begins with its axis, so that counting one axis
/// reads nothing of the others.
const FORMAT_1: &str = "
CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL,
  profile_rev INTEGER NOT NULL,
  profile_toml TEXT NOT NULL,
  own_center TEXT NOT NULL
) STRICT;
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  UNIQUE (list, code)
) STRICT;
CREATE TABLE staff (
  seq INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT,
  reading TEXT,
  from_day INTEGER,
  to_day INTEGER
) STRICT;
CREATE TABLE case_file (
  seq INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE origin (
  seq INTEGER PRIMARY KEY,
  ledger BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE import (
  seq INTEGER PRIMARY KEY,
  file_sha256 BLOB NOT NULL,
  rows INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE consultation (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  rev INTEGER NOT NULL,
  number INTEGER NOT NULL UNIQUE,
  void INTEGER NOT NULL DEFAULT 0,
  origin INTEGER NOT NULL REFERENCES origin (seq),
  import_seq INTEGER REFERENCES import (seq),
  digest BLOB NOT NULL,
  day INTEGER NOT NULL,
  minute INTEGER,
  kind INTEGER NOT NULL,
  center INTEGER NOT NULL,
  party INTEGER NOT NULL,
  relation INTEGER,
  field INTEGER,
  channel INTEGER NOT NULL,
  municipality INTEGER,
  main_topic INTEGER,
  state INTEGER,
  newness_entered INTEGER,
  child_age INTEGER,
  minutes INTEGER,
  staff INTEGER REFERENCES staff (seq),
  case_seq INTEGER REFERENCES case_file (seq),
  organisation TEXT,
  caller TEXT,
  callback TEXT,
  content TEXT,
  response TEXT
) STRICT;
CREATE INDEX consultation_facts ON consultation (
  day, minute, kind, center, party, relation, field, channel, municipality,
  main_topic, state, newness_entered, child_age, staff, case_seq, void
);
CREATE INDEX consultation_case ON consultation (case_seq, kind, day, minute)
  WHERE case_seq IS NOT NULL AND void = 0;
CREATE TABLE answer (
  axis INTEGER NOT NULL,
  seq INTEGER NOT NULL REFERENCES consultation (seq) ON DELETE CASCADE,
  item INTEGER NOT NULL,
  PRIMARY KEY (axis, seq, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE follow_up (
  seq INTEGER PRIMARY KEY REFERENCES consultation (seq) ON DELETE CASCADE,
  due_day INTEGER NOT NULL,
  text TEXT,
  state INTEGER NOT NULL DEFAULT 0,
  void INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX follow_up_open ON follow_up (due_day) WHERE state = 0 AND void = 0;
CREATE TABLE month_count (
  month INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  center INTEGER NOT NULL,
  party INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  field INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (month, kind, center, party, channel, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
  origin INTEGER NOT NULL REFERENCES origin (seq),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  record BLOB,
  import INTEGER,
  base_rev INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  undoes INTEGER,
  payload_digest BLOB NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (origin, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_record ON journal (record, origin, seq) WHERE record IS NOT NULL;
CREATE TABLE payload (
  origin INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  salt BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (origin, seq)
) STRICT, WITHOUT ROWID;
";

/// Format 2: the sums of half-years leave out the field or the channel (see `count`).
///
/// The table has another name so that a program of format 1 that has the ledger open fails, instead of
/// reading and writing sums that mean something else to it.
const FORMAT_2: &str = "
ALTER TABLE month_count RENAME TO stored_count;
DELETE FROM stored_count WHERE month < 0;
INSERT INTO stored_count SELECT (month - 3) / 6 - 1000000, kind, center, party, channel, 0, sum(n)
  FROM stored_count WHERE month >= 0 GROUP BY 1, 2, 3, 4, 5;
INSERT INTO stored_count SELECT (month - 3) / 6 - 2000000, kind, center, party, 0, field, sum(n)
  FROM stored_count WHERE month >= 0 GROUP BY 1, 2, 3, 4, 6;
";

/// Format 3: a child's file beside the code under which consultations are filed. While `rev` is 0 there
/// is only the code. `birth` is a day (2019-04-12) or a month (2019-04); `case_answer` is to a file what
/// `answer` is to a consultation.
const FORMAT_3: &str = "
ALTER TABLE case_file ADD COLUMN id BLOB;
ALTER TABLE case_file ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_file ADD COLUMN void INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_file ADD COLUMN digest BLOB;
ALTER TABLE case_file ADD COLUMN name TEXT;
ALTER TABLE case_file ADD COLUMN birth TEXT;
ALTER TABLE case_file ADD COLUMN municipality INTEGER;
ALTER TABLE case_file ADD COLUMN hospital TEXT;
ALTER TABLE case_file ADD COLUMN guardian TEXT;
ALTER TABLE case_file ADD COLUMN guardian_contact TEXT;
ALTER TABLE case_file ADD COLUMN consent_on INTEGER;
ALTER TABLE case_file ADD COLUMN consent_scope TEXT;
ALTER TABLE case_file ADD COLUMN consent_withdrawn INTEGER;
ALTER TABLE case_file ADD COLUMN closed_on INTEGER;
ALTER TABLE case_file ADD COLUMN closed_why TEXT;
ALTER TABLE case_file ADD COLUMN case_notes TEXT;
CREATE UNIQUE INDEX case_file_id ON case_file (id) WHERE id IS NOT NULL;
CREATE TABLE case_answer (
  axis INTEGER NOT NULL,
  seq INTEGER NOT NULL REFERENCES case_file (seq) ON DELETE CASCADE,
  item INTEGER NOT NULL,
  PRIMARY KEY (axis, seq, item)
) STRICT, WITHOUT ROWID;
";

/// Format 4: the index of words, empty, and how far it has come (see `index`). Its rows hold a record's terms by
/// day and order of entry; what is taken out of it leaves its pages at once (`secure-delete`), and its
/// parts are put together between saves, not while one waits (`automerge`).
const FORMAT_4: &str = "
CREATE VIRTUAL TABLE search_index USING fts5 (
  terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
);
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0);
CREATE TABLE search_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  stamp BLOB NOT NULL,
  done INTEGER NOT NULL
) STRICT;
INSERT INTO search_state (one, stamp, done) VALUES (1, x'', 0);
";

/// Format 5: what was reported and must not change, and what belongs to the meeting.
///
/// `closing` freezes a month or a half-year: `figures` are its tables by codes (JSON), `head` the hash of
/// the journal's last entry before the closing's own. `packet_section` is what somebody set for one section
/// of one period's packet, or under `every` of all packets, `saved_view` a tally under a name. `digest` covers
/// the rest of its row. `discuss` is what the meeting is to talk about in a case.
const FORMAT_5: &str = "
ALTER TABLE case_file ADD COLUMN discuss TEXT;
CREATE TABLE closing (
  seq INTEGER PRIMARY KEY,
  period TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  head BLOB NOT NULL,
  figures TEXT NOT NULL,
  reopened INTEGER NOT NULL DEFAULT 0,
  digest BLOB NOT NULL
) STRICT;
CREATE TABLE packet_section (
  period TEXT NOT NULL,
  section TEXT NOT NULL,
  is_off INTEGER NOT NULL DEFAULT 0,
  remark TEXT,
  replaces INTEGER NOT NULL DEFAULT 0,
  digest BLOB NOT NULL,
  PRIMARY KEY (period, section)
) STRICT, WITHOUT ROWID;
CREATE TABLE saved_view (
  name TEXT PRIMARY KEY,
  spec TEXT NOT NULL,
  digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Format 6: activities, and the kinds that the program brings where the profile has none. `held_on` and
/// `last_day` are days, `cancelled` is 1 or nothing; `activity_answer` is to an activity what `answer` is to
/// a consultation.
const FORMAT_6: &str = "
CREATE TABLE activity (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  rev INTEGER NOT NULL DEFAULT 0,
  void INTEGER NOT NULL DEFAULT 0,
  digest BLOB,
  held_on INTEGER,
  last_day INTEGER,
  activity_kind INTEGER,
  title TEXT,
  center INTEGER,
  place TEXT,
  audience TEXT,
  participants INTEGER,
  staff TEXT,
  cancelled INTEGER,
  activity_content TEXT
) STRICT;
CREATE TABLE activity_answer (
  axis INTEGER NOT NULL,
  seq INTEGER NOT NULL REFERENCES activity (seq) ON DELETE CASCADE,
  item INTEGER NOT NULL,
  PRIMARY KEY (axis, seq, item)
) STRICT, WITHOUT ROWID;
INSERT INTO item (list, code) VALUES ('activity', 'training'), ('activity', 'meeting'),
  ('activity', 'regional'), ('activity', 'peer'), ('activity', 'outreach');
";

/// The format of a ledger.
pub fn format(conn: &Connection) -> Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(fault)
}

/// Takes a ledger of format `from` through the remaining steps, in the caller's transaction.
pub fn migrate(tx: &Transaction<'_>, from: i64, steps: &[Step]) -> Result<()> {
    for step in steps.iter().filter(|step| step.to > from) {
        tx.execute_batch(step.sql).map_err(fault)?;
        tx.pragma_update(None, "user_version", step.to).map_err(fault)?;
    }
    Ok(())
}

/// Every table and index with the text that made it. Indexes of constraints have none: their
/// table's text says what they are. Statistics that SQLite itself may keep are no part of it.
fn written(conn: &Connection) -> rusqlite::Result<String> {
    let mut statement = conn.prepare(
        "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))
         ORDER BY type, name",
    )?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    Ok(lines.join("\n"))
}

/// Refuses a file whose schema is not exactly that of its format: a hostile ledger could bring triggers
/// or views that run when it is read.
pub fn compare(conn: &Connection, steps: &[Step]) -> Result<()> {
    let format = format(conn)?;
    let steps = &steps[..steps.partition_point(|step| step.to <= format)];
    let written = written(conn).map_err(fault)?;
    let is_newest = steps.len() == STEPS.len() && digest(&written) == NEWEST;
    if is_newest || written == expected(steps)? {
        Ok(())
    } else {
        Err(Error::Damaged(Damage::Schema))
    }
}

/// The digest of [`expected`] for [`STEPS`]: with it an ordinary start need not make a ledger to
/// compare with. Another digest proves nothing; then the steps decide.
const NEWEST: &str = "75eaa759d82e6221770f3e50744541e098306ff23cc318d439d1f66a8a1e9c97";

fn digest(written: &str) -> String {
    let bytes = Sha256::digest(written);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What [`written`] gives for a new ledger: the steps themselves say it, whatever they alter.
fn expected(steps: &[Step]) -> Result<String> {
    let mut conn = Connection::open_in_memory().map_err(fault)?;
    let tx = conn.transaction().map_err(fault)?;
    migrate(&tx, 0, steps)?;
    written(&tx).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_schema_has_the_digest_that_stands_here() {
        let expected = expected(STEPS).expect("a new ledger");
        assert_eq!(digest(&expected), NEWEST);
    }
}
