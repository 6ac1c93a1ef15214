//! What the tests of faults share: a ledger that has been lived in, everything that can be read from
//! one, and ways to break a file or to be somebody else.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use soudan::domain::axis::{Axis, Filter};
use soudan::domain::consultation::VoidReason;
use soudan::domain::date::{FIRST_DAY, LAST_DAY};
use soudan::domain::field::Field;
use soudan::domain::period::Period;
use soudan::domain::profile::YAMAGUCHI;
use soudan::domain::tally::{Comparison, Count, Query};
use soudan::domain::value::Value;
use soudan::error::Result;
use soudan::store::{Ledger, Opening, Selection};
use uuid::Uuid;

use crate::ledgers::{CALL, by, day, entry, import_file, printed_half_year, stamp};

/// A profile with one more way of calling than the built-in one.
pub fn with_chat() -> String {
    let chat = "[[lists.channel]]\ncode = \"chat\"\nja = \"チャット\"\nen = \"Chat\"\nshown = \"nonzero\"\n";
    YAMAGUCHI.replacen("[[lists.channel]]", &format!("{chat}[[lists.channel]]"), 1)
}

/// An id that is the same in every run.
pub fn fixed_id(n: u128) -> Uuid {
    Uuid::from_u128(0x0183_8c1b_5500_7000_8000_0000_0000_0000 | n)
}

/// The printed half-year's CSV with an id in every row.
pub fn half_year_with_ids() -> String {
    let text = fs::read_to_string(printed_half_year()).expect("the printed half-year");
    let mut lines = text.lines();
    let header = lines.next().expect("a header").to_owned();
    let rows = (1..).zip(lines).map(|(n, row)| format!("{row}{}", fixed_id(n)));
    [header].into_iter().chain(rows).collect::<Vec<_>>().join("\r\n")
}

/// A ledger in which everything has happened that can: an import, calls with cases, staff, follow-ups
/// and long notes, changes, a void, an undo, an import taken back, another profile, a closed month and
/// one that was opened again. One file, no log.
pub fn lived_in(folder: &Path) -> PathBuf {
    let path = folder.join("ledger.soudan");
    let csv = folder.join("rows.csv");
    let mut ledger = Ledger::create(&path, YAMAGUCHI, Some("east"), &stamp(), None).expect("a ledger");
    fs::write(&csv, half_year_with_ids()).expect("a file");
    import_file(&mut ledger, &csv);
    let long = "夜間の預け先について。".repeat(300);
    for n in 0..8 {
        let (case, minute, age) = (format!("E-{:03}", n % 5), format!("09:{n:02}"), n.to_string());
        let mut typed = CALL.to_vec();
        typed.extend([("time", minute.as_str()), ("content", "レスパイト")]);
        typed.extend(
            [("case", case.as_str()), ("staff", "c2")]
                .iter()
                .filter(|_| n % 4 != 3),
        );
        typed.extend([("child_age", age.as_str())].iter().filter(|_| n % 2 == 0));
        typed.extend(
            [("response", long.as_str()), ("care", "ventilator")]
                .iter()
                .filter(|_| n == 2),
        );
        typed.extend(
            [("follow_up", "2022-10-03"), ("follow_up_text", "空き状況")]
                .iter()
                .filter(|_| n < 3),
        );
        let entry = entry(&ledger, &typed);
        ledger
            .add(fixed_id(100 + n), entry, &stamp(), None)
            .expect("saved");
    }
    changes(&mut ledger);
    let second = "日付,センター,相談者区分,相談方法,ケース,ID\r\n2022-05-02,東部,家族,電話,E-009,";
    let second = second.replace("家族", "本人・家族");
    fs::write(&csv, format!("{second}{}\r\n", fixed_id(200))).expect("a file");
    import_file(&mut ledger, &csv);
    ledger.undo(&stamp()).expect("undone");
    ledger.set_profile(&with_chat(), &stamp()).expect("set");
    for month in [7, 8] {
        let month = Period::month(2022, month).expect("a month");
        ledger.close(&month, day("2022-10-05"), &stamp()).expect("closed");
    }
    let july = Period::month(2022, 7).expect("a month");
    ledger.reopen(&july, "数え直し", &by("c2")).expect("opened again");
    for (name, spec) in [
        ("圏域別", "this --rows area"),
        ("月別", "昨年度 --rows month --compare year"),
    ] {
        ledger.save_view(name, spec).expect("saved");
    }
    activities(&mut ledger);
    drop(ledger);
    fs::remove_file(csv).expect("removed");
    assert_eq!(files(folder), ["ledger.soudan"]);
    path
}

/// Activities: one that was corrected, one that is void, and one to come.
fn activities(ledger: &mut Ledger) {
    for (n, date, area) in [
        (300, "2022-06-30", "nagato"),
        (301, "2022-09-25", "hagi"),
        (302, "2022-12-03", "shunan"),
    ] {
        let typed = [
            ("held_on", date),
            ("activity_kind", "regional"),
            ("title", "圏域連携会議"),
            ("area", area),
            ("activity_content", "在宅移行について"),
        ];
        let entry = entry(ledger, &typed);
        ledger
            .save_activity(fixed_id(n), None, entry, &stamp())
            .expect("saved");
    }
    let activity = ledger
        .activity(fixed_id(300))
        .expect("a ledger")
        .expect("an activity");
    let mut entry = activity.entry;
    entry.set(Field::Participants, Some(Value::Number(24)));
    ledger
        .save_activity(fixed_id(300), Some(1), entry, &by("c2"))
        .expect("saved");
    ledger
        .void_activity(fixed_id(301), 1, VoidReason::Other, &by("c2"))
        .expect("void");
}

/// Changes to records that were added and to records that were imported.
fn changes(ledger: &mut Ledger) {
    for (n, minutes) in [(100, 45), (101, 50), (3, 16)] {
        let record = ledger.find(&fixed_id(n).to_string()).expect("a record");
        let mut entry = record.entry;
        entry.set(Field::Minutes, Some(Value::Number(minutes)));
        ledger
            .edit(record.id, record.rev, entry, &by("c2"), Some("聞き直した"))
            .expect("saved");
    }
    for (n, reason) in [(104, VoidReason::Mistake), (5, VoidReason::Duplicate)] {
        ledger.void(fixed_id(n), 1, reason, &stamp()).expect("void");
    }
    ledger.undo(&stamp()).expect("undone");
    let record = ledger.find(&fixed_id(106).to_string()).expect("a record");
    let mut entry = record.entry;
    entry.set(Field::FollowUp, Some(Value::Day(day("2022-09-20"))));
    entry.set(Field::FollowUpDone, Some(Value::Done));
    ledger.edit(record.id, 1, entry, &stamp(), None).expect("saved");
}

/// Everything that a screen, a list or a figure can read of a [`lived_in`] ledger, as text.
///
/// # Errors
/// The first reading that fails.
pub fn everything(ledger: &Ledger) -> Result<String> {
    let today = day("2022-09-30");
    let mut all = format!(
        "{} {} {}\n",
        ledger.profile_toml(),
        ledger.own_center(),
        ledger.origin()
    );
    let mut visit = |record| {
        // Writing to a string never fails.
        let _ = writeln!(all, "{record:?}");
        ControlFlow::Continue(())
    };
    ledger.list(&Selection::default(), &mut visit)?;
    let search = Some("レスパイト 東部".to_owned());
    ledger.list(
        &Selection {
            search,
            ..Selection::default()
        },
        &mut visit,
    )?;
    ledger.in_order_of_entry(&mut visit)?;
    for n in (1..=28).chain(100..108).chain([200]) {
        let record = ledger.find(&fixed_id(n).to_string())?;
        let found = ledger.find(&record.number.display(ledger.profile()))?;
        let _ = writeln!(all, "{record:?} {found:?} {:?}", ledger.history(record.id)?);
    }
    for span in ["2022H1", "2022"] {
        let period = Period::parse(span, today).expect("a period");
        let standard = ledger.standard(period, &Filter::consultations(), today, Some(Comparison::Year))?;
        let _ = writeln!(all, "{standard:?} {:?}", ledger.overview(period, today, 200)?);
    }
    for n in 300..303 {
        let activity = ledger.activity(fixed_id(n))?;
        let _ = writeln!(all, "{activity:?} {:?}", ledger.history(fixed_id(n))?);
    }
    let _ = writeln!(all, "{:?}", ledger.activities(FIRST_DAY, LAST_DAY)?);
    let _ = writeln!(all, "{:?}", ledger.closings()?);
    for rows in Axis::ALL {
        let period = Period::parse("2022H1", today).expect("a period");
        let mut query = Query {
            period,
            filter: Filter::everything(),
            rows,
            cols: None,
            count: Count::Contacts,
        };
        let _ = writeln!(all, "{:?}", ledger.tally(&query, today, None)?);
        query.count = Count::People;
        query.filter = query.filter.narrowed(Axis::Topic, "respite");
        let _ = writeln!(all, "{:?}", ledger.tally(&query, today, None)?);
    }
    let _ = writeln!(all, "{:?}", ledger.views()?);
    Ok(all)
}

/// Opens a ledger that must be one.
pub fn open(path: &Path) -> Ledger {
    Ledger::open(path, &Opening::default()).expect("a ledger")
}

/// A plain SQLite connection, as somebody with a grudge or a bad tool would use it.
pub fn tool(path: &Path) -> Connection {
    Connection::open(path).expect("a connection")
}

/// The names in a folder, sorted.
pub fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Permissions do not bind root: runs one test of this binary again as nobody, where that is
/// possible; whether the caller is done thereby.
pub fn done_as_nobody(test: &str) -> bool {
    if !rustix::process::geteuid().is_root() {
        return false;
    }
    // The binary may lie in a folder that only root may enter.
    let folder = tempfile::tempdir().expect("a folder");
    let everybody = || std::os::unix::fs::PermissionsExt::from_mode(0o755);
    let binary = folder.path().join("it");
    fs::set_permissions(folder.path(), everybody()).expect("modes");
    fs::copy(std::env::current_exe().expect("this binary"), &binary).expect("a copy");
    fs::set_permissions(&binary, everybody()).expect("modes");
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    let again = Command::new("setpriv")
        .args(nobody)
        .arg(&binary)
        .args(["--exact", test])
        .output();
    match again {
        Err(error) => eprintln!("skipped, for want of setpriv: {error}"),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(
                output.status.success(),
                "{said}{}",
                String::from_utf8_lossy(&output.stderr)
            );
            assert!(said.contains("1 passed"), "no test {test}: {said}");
        }
    }
    true
}
