//! A ledger that somebody changed behind the program's back: `check` names what no longer agrees, and
//! a schema that is not ours is refused before any of it is used.

use std::fs;
use std::path::Path;

use soudan::domain::axis::{Axis, Filter};
use soudan::domain::period::Period;
use soudan::domain::tally::{Count, Query};
use soudan::error::{Damage, Error, Finding};
use soudan::store::{Ledger, Opening};

use crate::faults::{lived_in, open, tool};
use crate::ledgers::{CALL, add, day, folder, in_file, save_case};
use crate::transcript::Session;

/// Entries in the journal of a ledger that has been lived in.
const ENTRIES: i64 = 28;

/// Changes a ledger with SQL and says what `check` finds then.
fn findings(folder: &Path, pristine: &[u8], sql: &str) -> Vec<Finding> {
    let path = folder.join("ledger.soudan");
    fs::write(&path, pristine).expect("a file");
    let tool = tool(&path);
    tool.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
        .expect("a change");
    drop(tool);
    open(&path).check(true).expect("a check")
}

#[test]
fn what_was_put_in_behind_our_back_commands_no_terminal() {
    let session = Session::half_year();
    let tool = tool(&session.path("ledger.soudan"));
    tool.execute_batch(
        "UPDATE consultation SET content = char(27) || ']0;x' || char(7) || char(155) || '31m赤'
         WHERE seq = (SELECT max(seq) FROM consultation)",
    )
    .expect("a change");
    drop(tool);
    for command in [
        "list",
        "list --format csv",
        "list --format json",
        "show R4-東-0013",
    ] {
        let said = session.run(command);
        assert_eq!(said.status, 0, "{command}");
        assert!(said.out.contains("31m赤"), "{command}: {}", said.out);
        let obeyed = said.out.chars().find(|c| c.is_control() && !"\r\n".contains(*c));
        assert_eq!(obeyed, None, "{command}");
    }
}

#[test]
fn a_changed_journal_is_found_at_its_first_broken_entry() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    let swap = "CREATE TEMP TABLE t AS SELECT * FROM journal WHERE seq IN (4, 6);
        UPDATE journal SET (at, who, act, record, import, base_rev, rev, undoes, payload_digest, prev, hash) =
          (SELECT at, who, act, record, import, base_rev, rev, undoes, payload_digest, prev, hash
           FROM t WHERE t.seq = 10 - journal.seq) WHERE seq IN (4, 6);";
    let cases = [
        (
            "UPDATE payload SET body = CAST(replace(CAST(body AS TEXT), '45', '46') AS BLOB) WHERE seq = 11",
            11,
        ),
        ("UPDATE payload SET salt = zeroblob(16) WHERE seq = 3", 3),
        ("DELETE FROM payload WHERE seq = 5", 5),
        ("UPDATE journal SET who = 'c9' WHERE seq = 7", 7),
        ("UPDATE journal SET at = at - 60000 WHERE seq = 2", 2),
        ("UPDATE journal SET hash = zeroblob(32) WHERE seq = 8", 8),
        ("UPDATE journal SET act = 'edit' WHERE seq = 4", 4),
        ("UPDATE journal SET act = 'nothing' WHERE seq = 4", 4),
        ("UPDATE origin SET ledger = zeroblob(16)", 1),
        ("DELETE FROM journal WHERE seq = 6", 6),
        ("DELETE FROM journal WHERE seq = 1", 1),
        (swap, 4),
        (
            "UPDATE journal SET seq = seq + 1 WHERE seq = (SELECT max(seq) FROM journal)",
            ENTRIES,
        ),
    ];
    for (sql, seq) in cases {
        let found = findings(folder.path(), &pristine, sql);
        let first = found
            .iter()
            .find(|finding| matches!(finding, Finding::Journal { .. }));
        assert_eq!(first, Some(&Finding::Journal { seq }), "{sql}: {found:?}");
    }
}

/// What is cut off the end leaves a good chain: it is what the entries were about that tells.
#[test]
fn a_journal_cut_short_is_found_by_what_it_no_longer_tells() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    for entries in 1..ENTRIES {
        let sql = format!(
            "DELETE FROM payload WHERE seq > {ENTRIES} - {entries};
             DELETE FROM journal WHERE seq > {ENTRIES} - {entries}"
        );
        let found = findings(folder.path(), &pristine, &sql);
        assert_ne!(found, [], "{entries} entries cut off");
    }
}

type Expected = fn(&Finding) -> bool;

fn record(finding: &Finding) -> bool {
    matches!(finding, Finding::Record { .. })
}

fn journal(finding: &Finding) -> bool {
    matches!(finding, Finding::NotInJournal { .. })
}

fn count(finding: &Finding) -> bool {
    matches!(finding, Finding::Count { .. })
}

fn stray(finding: &Finding) -> bool {
    matches!(finding, Finding::Stray)
}

fn head(finding: &Finding) -> bool {
    matches!(
        finding,
        Finding::Profile | Finding::Items | Finding::Import { .. }
    )
}

/// The second closing, whose period the journal knows whatever became of its row.
fn closing(finding: &Finding) -> bool {
    matches!(finding, Finding::Closing { period, .. } if period.as_deref() == Some("2022-08"))
}

/// Seals a closing anew as somebody would who knows that a digest stands beside it, but not the journal.
const FIGURES: &str =
    "UPDATE closing SET figures = replace(figures, '\"total\":4', '\"total\":3') WHERE seq = 2";

#[rustfmt::skip]
const CHANGES: [(&str, Expected); 36] = [
    ("UPDATE consultation SET minutes = minutes + 1 WHERE seq = 2", record),
    ("UPDATE consultation SET content = '' WHERE seq = 30", record),
    ("UPDATE consultation SET day = day + 1 WHERE seq = 9", record),
    ("UPDATE consultation SET void = 1 WHERE seq = 9", record),
    ("UPDATE consultation SET import_seq = NULL WHERE seq = 9", journal),
    ("UPDATE consultation SET import_seq = 2 WHERE seq = 3", record),
    ("UPDATE consultation SET rev = 7 WHERE seq = 30", record),
    ("UPDATE consultation SET number = number + 100 WHERE seq = 30", record),
    ("DELETE FROM consultation WHERE seq = 9", count),
    ("DELETE FROM answer WHERE axis = 1 AND seq = 2", record),
    ("UPDATE answer SET item = item + 1 WHERE axis = 1 AND seq = 2", record),
    ("INSERT INTO answer SELECT 1, 999, item FROM answer LIMIT 1", stray),
    ("UPDATE follow_up SET due_day = due_day + 7", record),
    ("INSERT INTO follow_up SELECT 999, due_day, text, state, void FROM follow_up LIMIT 1", stray),
    ("UPDATE case_file SET code = 'E-777' WHERE seq = 1", record),
    ("UPDATE stored_count SET n = n + 1 WHERE month = (SELECT min(month) FROM stored_count)", count),
    ("DELETE FROM stored_count WHERE month = (SELECT min(month) FROM stored_count)", count),
    ("UPDATE stored_count SET n = n - 1 WHERE month = (SELECT max(month) FROM stored_count WHERE month < 0)", count),
    ("INSERT INTO stored_count SELECT month + 60, kind, center, party, channel, field, 1 FROM stored_count LIMIT 1", count),
    ("UPDATE ledger SET own_center = 'west'", head),
    ("UPDATE ledger SET profile_toml = replace(profile_toml, 'チャット', 'ちゃっと')", head),
    ("DELETE FROM item WHERE code = 'chat'", head),
    ("UPDATE import SET file_sha256 = zeroblob(32) WHERE seq = 1", head),
    ("UPDATE import SET undone = 1 - undone WHERE seq = 2", head),
    (FIGURES, closing),
    ("UPDATE closing SET figures = '{}' WHERE seq = 2", closing),
    ("UPDATE closing SET period = '2022-06' WHERE seq = 2", closing),
    ("UPDATE closing SET period = 'x' WHERE seq = 2", closing),
    ("UPDATE closing SET from_day = from_day + 1 WHERE seq = 2", closing),
    ("UPDATE closing SET to_day = to_day - 1 WHERE seq = 2", closing),
    ("UPDATE closing SET at = at + 1 WHERE seq = 2", closing),
    ("UPDATE closing SET who = 'c9' WHERE seq = 2", closing),
    ("UPDATE closing SET head = zeroblob(32) WHERE seq = 2", closing),
    ("UPDATE closing SET reopened = 1 - reopened", closing),
    ("UPDATE closing SET seq = 3 WHERE seq = 2", closing),
    ("DELETE FROM closing WHERE seq = 2", closing),
];

#[test]
fn changed_records_and_counts_are_found() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    for (sql, expected) in CHANGES {
        let found = findings(folder.path(), &pristine, sql);
        assert!(found.iter().any(expected), "{sql}: {found:?}");
    }
}

/// What can be changed in children's files. Of E-013 there is only the code: no digest covers it, and
/// what is written beside it must not count either.
const OF_FILES: [&str; 21] = [
    "UPDATE case_file SET rev = 0 WHERE code = 'E-012'",
    "UPDATE case_file SET rev = -1 WHERE code = 'E-012'",
    "UPDATE case_file SET rev = 0 WHERE code = 'E-014'",
    "UPDATE case_file SET rev = 0, id = NULL, digest = NULL, name = NULL, birth = NULL, municipality = NULL
     WHERE code = 'E-012'",
    "UPDATE case_file SET void = 1 WHERE code = 'E-012'",
    "UPDATE case_file SET id = NULL WHERE code = 'E-012'",
    "UPDATE case_file SET digest = NULL WHERE code = 'E-012'",
    "UPDATE case_file SET code = 'E-015' WHERE code = 'E-012'",
    "DELETE FROM case_file WHERE code = 'E-012'",
    "UPDATE case_file SET birth = '2019-04' WHERE code = 'E-013'",
    "UPDATE case_file SET birth = 'x' WHERE code = 'E-013'",
    "UPDATE case_file SET municipality = (SELECT min(id) FROM item WHERE list = 'municipality') WHERE code = 'E-013'",
    "UPDATE case_file SET name = '氏名' WHERE code = 'E-013'",
    "UPDATE case_file SET closed_on = 3 WHERE code = 'E-013'",
    "UPDATE case_file SET case_notes = '' WHERE code = 'E-013'",
    "UPDATE case_file SET void = 3 WHERE code = 'E-013'",
    "UPDATE case_file SET rev = -1 WHERE code = 'E-013'",
    "UPDATE case_file SET id = zeroblob(16) WHERE code = 'E-013'",
    "UPDATE case_file SET digest = zeroblob(32) WHERE code = 'E-013'",
    "INSERT INTO case_answer SELECT a.axis, f.seq, a.item FROM case_answer a, case_file f WHERE f.code = 'E-013'",
    "DELETE FROM case_answer",
];

#[test]
fn changed_files_of_children_are_found() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let one = [
        ("case", "E-012"),
        ("name", "氏名"),
        ("birth", "H27.4"),
        ("municipality", "岩国市"),
    ];
    save_case(&mut ledger, &one);
    save_case(
        &mut ledger,
        &[("case", "E-014"), ("birth", "H27.4"), ("care", "吸引")],
    );
    for code in ["E-013", "E-012"] {
        add(&mut ledger, &[&CALL[..], &[("case", code)]].concat());
    }
    assert_eq!(ledger.check(true).expect("a check"), []);
    drop(ledger);
    let pristine = fs::read(folder.path().join("ledger.soudan")).expect("the file");
    for sql in OF_FILES {
        assert_ne!(findings(folder.path(), &pristine, sql), [], "{sql}");
    }
}

#[test]
fn a_saved_tally_that_was_changed_is_named_by_its_place() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    for (sql, nth) in [
        (
            "UPDATE saved_view SET spec = 'last --rows area' WHERE name = '圏域別'",
            1,
        ),
        ("UPDATE saved_view SET name = '週別' WHERE name = '月別'", 2),
        ("UPDATE saved_view SET digest = x'00' WHERE name = '月別'", 2),
    ] {
        assert_eq!(
            findings(folder.path(), &pristine, sql),
            [Finding::View { nth }],
            "{sql}"
        );
        let views = open(&folder.path().join("ledger.soudan")).views().expect("views");
        let damaged: Vec<bool> = views.iter().map(|view| view.spec.is_none()).collect();
        assert_eq!(damaged, [nth == 1, nth == 2], "{sql}");
    }
}

/// A row of a code alone counts as one, whatever stands in it.
#[test]
fn what_was_written_beside_a_code_is_no_file() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    add(
        &mut ledger,
        &[&CALL[..], &[("case", "E-013"), ("child_age", "9")]].concat(),
    );
    drop(ledger);
    let path = folder.path().join("ledger.soudan");
    let read = || {
        let ledger = open(&path);
        let ages = Query {
            period: Period::parse("2022H1", day("2022-09-30")).expect("a period"),
            filter: Filter::consultations(),
            rows: Axis::Age,
            cols: None,
            count: Count::Contacts,
        };
        let cares = Query {
            rows: Axis::Care,
            ..ages.clone()
        };
        let tallied = |query| ledger.tally(query, day("2022-09-30"), None).expect("a tally");
        (
            tallied(&ages),
            tallied(&cares),
            ledger.cases("岩国").expect("cases"),
        )
    };
    let before = read();
    let sql = "UPDATE case_file SET birth = '2019-04', closed_on = 3,
            municipality = (SELECT id FROM item WHERE list = 'municipality' AND code = 'iwakuni');
        INSERT INTO case_answer SELECT 2, f.seq, i.id FROM case_file f, item i WHERE i.code = 'ventilator'";
    tool(&path).execute_batch(sql).expect("a change");
    assert!(read() == before);
}

/// The first row of the stored counts of which something holds.
pub fn first_count(of_which: &str) -> String {
    let key = "month, kind, center, party, channel, field";
    format!("({key}) = (SELECT {key} FROM stored_count WHERE {of_which} ORDER BY {key} LIMIT 1)")
}

/// A table that was read from a wrong stored count says that it does not tie, of a month and of a half-year;
/// the others still do.
#[test]
fn a_table_of_a_wrong_stored_count_says_that_it_does_not_tie() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    let ties = |sql: &str, period: &str| {
        let path = folder.path().join("ledger.soudan");
        fs::write(&path, &pristine).expect("a file");
        tool(&path).execute_batch(sql).expect("a change");
        let ledger = open(&path);
        let period = Period::parse(period, day("2022-10-05")).expect("a period");
        let standard = ledger.standard(period, &Filter::consultations(), day("2022-10-05"), None);
        let standard = standard.expect("tables");
        let tables = [&standard.family, &standard.stakeholder, &standard.fields];
        tables.iter().all(|table| table.proof().ties)
    };
    let kind = "kind = (SELECT id FROM item WHERE list = 'kind' AND code = 'consultation')";
    let of_month = &format!("{kind} AND month = (SELECT min(month) FROM stored_count WHERE month >= 0)");
    let of_half = &format!("{kind} AND month = (SELECT max(month) FROM stored_count WHERE month < 0)");
    for (which, wrong, right) in [(of_month, "2022-04", "2022-05"), (of_half, "2022H1", "2022-05")] {
        let sql = format!("UPDATE stored_count SET n = n + 5 WHERE {}", first_count(which));
        assert!(ties("", wrong) && !ties(&sql, wrong), "{which}");
        assert!(ties(&sql, right), "{which}");
    }
}

/// Every kind of stored count, and every way in which one can be wrong: the first that differs is named
/// with what it is of, the month before the half-year.
#[test]
fn a_stored_count_that_is_wrong_is_named() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    let kinds = [
        (
            "month = (SELECT min(month) FROM stored_count WHERE month >= 0)",
            false,
        ),
        (
            "month = (SELECT max(month) FROM stored_count WHERE month < 0)",
            true,
        ),
        (
            "month = (SELECT min(month) FROM stored_count WHERE month < 0)",
            true,
        ),
    ];
    for (which, expected) in kinds {
        let one = first_count(which);
        let changes = [
            (format!("UPDATE stored_count SET n = n + 1 WHERE {one}"), 1),
            (format!("UPDATE stored_count SET n = -n WHERE {one}"), -2),
            (format!("DELETE FROM stored_count WHERE {one}"), -1),
            (format!("UPDATE stored_count SET n = 0 WHERE {one}"), -1),
        ];
        for (sql, times) in changes {
            let found = findings(folder.path(), &pristine, &sql);
            let [
                Finding::Count {
                    year: 2022,
                    month: 4,
                    is_half,
                    of,
                    stored,
                    counted,
                },
            ] = &found[..]
            else {
                panic!("{sql}: {found:?}");
            };
            assert_eq!(*is_half, expected, "{sql}");
            assert!(of.len() >= 3, "{sql}: {of:?}");
            assert!(*counted > 0, "{sql}");
            match times {
                1 => assert_eq!(*stored, counted + 1, "{sql}"),
                n => assert_eq!(*stored, counted + n * counted, "{sql}"),
            }
        }
        // One that nothing was counted into.
        let sql = format!(
            "INSERT INTO stored_count SELECT month, (SELECT id FROM item WHERE list = 'kind' AND code = 'information'),
               center, party, channel, field, 3 FROM stored_count WHERE {one}"
        );
        let found = findings(folder.path(), &pristine, &sql);
        assert!(
            matches!(&found[..], [Finding::Count { stored: 3, counted: 0, is_half, .. }] if *is_half == expected),
            "{sql}: {found:?}"
        );
    }
    // A month and its half-year: the month is named.
    let both = "UPDATE stored_count SET n = n + 1 WHERE kind = (SELECT min(kind) FROM stored_count)";
    let found = findings(folder.path(), &pristine, both);
    assert!(
        matches!(&found[..], [Finding::Count { is_half: false, .. }]),
        "{found:?}"
    );
}

/// A count that was tampered with is shown for what it is: no figure is adjusted. A half-year is
/// answered from its two sums; where only one of them is wrong, the tables disagree with each other.
#[test]
fn a_tally_of_damaged_counts_does_not_tie() {
    let session = Session::half_year();
    let path = session.path("ledger.soudan");
    let pristine = fs::read(&path).expect("the file");
    let stakeholders = "(SELECT id FROM item WHERE list = 'party' AND code = 'stakeholder')";
    for sums in ["BETWEEN -1000000 AND -1", "< -1000000"] {
        fs::write(&path, &pristine).expect("a file");
        let sql = format!(
            "UPDATE stored_count SET n = n + 1 WHERE {}",
            first_count(&format!("month {sums} AND party = {stakeholders}"))
        );
        tool(&path).execute_batch(&sql).expect("a change");
        session.run("tally 2022H1");
        session.run("--lang en tally 2022H1 --plain");
        let said = session.run("tally 2022H1 --format json").json();
        assert_eq!(said["proof"]["ties"], false);
        session.run("check");
        session.run("--lang en check");
    }
    insta::assert_snapshot!(session.transcript());
}

/// Counts the months anew, as somebody would who knows that they are compared.
const RECOUNT: &str = "DELETE FROM stored_count; INSERT INTO stored_count
    SELECT strftime('%Y', day * 86400, 'unixepoch') * 12 + strftime('%m', day * 86400, 'unixepoch') - 1,
    kind, center, party, channel, coalesce(field, 0), count(*) FROM consultation WHERE void = 0
    GROUP BY 1, 2, 3, 4, 5, 6;
    INSERT INTO stored_count SELECT (month - 3) / 6 - 1000000, kind, center, party, channel, 0, sum(n)
    FROM stored_count WHERE month >= 0 GROUP BY 1, 2, 3, 4, 5;
    INSERT INTO stored_count SELECT (month - 3) / 6 - 2000000, kind, center, party, 0, field, sum(n)
    FROM stored_count WHERE month >= 0 GROUP BY 1, 2, 3, 4, 6;";

#[test]
fn a_record_that_is_gone_without_a_trace_is_missed() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    assert_eq!(findings(folder.path(), &pristine, RECOUNT), []);
    let cases: [(i64, Expected); 3] = [(9, head), (3, head), (30, record)];
    for (seq, expected) in cases {
        let sql = format!(
            "DELETE FROM answer WHERE seq = {seq}; DELETE FROM follow_up WHERE seq = {seq};
             DELETE FROM consultation WHERE seq = {seq}; {RECOUNT}"
        );
        let found = findings(folder.path(), &pristine, &sql);
        assert!(found.iter().any(expected), "{seq}: {found:?}");
    }
}

#[test]
fn an_index_that_lacks_a_row_is_found() {
    let folder = folder();
    let pristine = fs::read(lived_in(folder.path())).expect("the file");
    // Made as a partial one, then given back its text.
    let short = "DROP INDEX consultation_facts; CREATE INDEX consultation_facts ON consultation (
        day, minute, kind, center, party, relation, field, channel, municipality,
        main_topic, state, newness_entered, child_age, staff, case_seq, void) WHERE seq <> 9;
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, ' WHERE seq <> 9', '') WHERE name = 'consultation_facts';";
    let text = "SELECT sql FROM sqlite_schema WHERE name = 'consultation_facts'";
    let path = folder.path().join("ledger.soudan");
    fs::write(&path, &pristine).expect("a file");
    let plain: String = tool(&path)
        .query_row(text, [], |row| row.get(0))
        .expect("its text");
    let as_written = format!("UPDATE sqlite_schema SET sql = '{plain}' WHERE name = 'consultation_facts'");
    let found = findings(folder.path(), &pristine, &format!("{short} {as_written}"));
    assert!(found.contains(&Finding::Index("consultation_facts")), "{found:?}");
}

#[test]
fn a_hostile_schema_is_refused_before_use() {
    let cases = [
        "CREATE TRIGGER t AFTER INSERT ON consultation BEGIN DELETE FROM journal; END",
        "CREATE VIEW v AS SELECT * FROM consultation",
        "ALTER TABLE staff ADD COLUMN secret TEXT",
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON consultation (content)",
        "DROP INDEX consultation_case",
        "DROP TABLE follow_up",
        "DROP TABLE consultation; CREATE VIEW consultation AS SELECT 1 AS seq",
        "ALTER TABLE case_file RENAME COLUMN code TO kode",
    ];
    for sql in cases {
        let folder = folder();
        drop(in_file(&folder));
        let path = folder.path().join("ledger.soudan");
        tool(&path)
            .execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
            .expect("a change");
        let bytes = fs::read(&path).expect("the file");
        let opened = Ledger::open(&path, &Opening::default());
        assert!(matches!(opened, Err(Error::Damaged(Damage::Schema))), "{sql}");
        assert!(
            fs::read(&path).expect("the file") == bytes,
            "{sql}: the file was changed"
        );
    }
    // What SQLite itself may have noted about the tables is no reason.
    let folder = folder();
    drop(in_file(&folder));
    let path = folder.path().join("ledger.soudan");
    tool(&path).execute_batch("ANALYZE").expect("statistics");
    assert_eq!(open(&path).check(true).expect("a check"), []);
}
