//! Activities: kept, corrected, voided, taken back, checked; by command; and in the packet.

use std::fs;

use chrono::NaiveDate;
use soudan::domain::activity::Activity;
use soudan::domain::consultation::VoidReason;
use soudan::domain::date::{FIRST_DAY, LAST_DAY};
use soudan::domain::field::Field;
use soudan::domain::journal::Act;
use soudan::domain::list::List;
use soudan::domain::profile::{Profile, YAMAGUCHI};
use soudan::domain::value::Problem;
use soudan::error::{Error, Finding, Refusal};
use soudan::store::{Ledger, SavedActivity, new_id};

use crate::faults::tool;
use crate::ledgers::{by, day, entry, folder, half_year, in_file, in_memory, stamp};
use crate::packet_workbook;
use crate::transcript::Session;

/// The conference that the prefecture's report tells of.
const CONFERENCE: [(&str, &str); 8] = [
    ("held_on", "2022-06-30"),
    ("activity_kind", "圏域連携会議"),
    ("title", "圏域連携会議(宇部・小野田、長門)"),
    ("center", "west"),
    ("place", "山口大学医学部"),
    ("area", "宇部・小野田、長門"),
    ("participants", "24"),
    (
        "activity_content",
        "退院前後の円滑な在宅移行に向けた\n関係機関の連携について",
    ),
];
/// A training of two days that is still to come.
const TRAINING: [(&str, &str); 6] = [
    ("held_on", "2022-12-03"),
    ("last_day", "2022-12-04"),
    ("activity_kind", "training"),
    ("title", "支援者養成研修"),
    ("place", "健康づくりセンター"),
    ("audience", "支援に携わる人"),
];

/// Saves an activity as it is typed.
pub fn save(ledger: &mut Ledger, typed: &[(&str, &str)]) -> SavedActivity {
    let entry = entry(ledger, typed);
    ledger
        .save_activity(new_id(stamp().at_ms), None, entry, &stamp())
        .expect("saved")
}

fn correct(ledger: &mut Ledger, of: &Activity, typed: &[(&str, &str)]) -> Result<SavedActivity, Error> {
    let mut changed = of.entry.clone();
    for (code, _) in typed {
        let field = Field::by_code(code).expect("a field");
        changed.set(field, entry(ledger, typed).get(field).cloned());
    }
    ledger.save_activity(of.id, Some(of.rev), changed, &stamp())
}

fn all(ledger: &Ledger) -> Vec<Activity> {
    ledger.activities(FIRST_DAY, LAST_DAY).expect("activities")
}

fn read(ledger: &Ledger, saved: &SavedActivity) -> Activity {
    ledger.activity(saved.id).expect("a ledger").expect("an activity")
}

#[test]
fn an_activity_is_kept_corrected_voided_and_taken_back() {
    let folder = folder();
    for ledger in [&mut in_memory(), &mut in_file(&folder)] {
        let made = save(ledger, &CONFERENCE);
        assert_eq!((made.rev, made.act), (1, Act::ActivityAdd));
        let training = save(ledger, &TRAINING);
        let first = read(ledger, &made);
        assert_eq!(first.day(), Some(day("2022-06-30")));
        assert_eq!(first.entry.codes(Field::Area).len(), 2);
        assert_eq!(first.entry.number(Field::Participants), Some(24));
        let titles: Vec<String> = all(ledger).iter().map(|one| one.title().to_owned()).collect();
        assert_eq!(titles, ["圏域連携会議(宇部・小野田、長門)", "支援者養成研修"]);

        let changed = correct(ledger, &first, &[("participants", "25"), ("area", "nagato")]);
        assert_eq!(changed.expect("changed").rev, 2);
        let second = read(ledger, &made);
        assert_eq!(second.entry.codes(Field::Area).len(), 1);

        let voided = ledger.void_activity(made.id, 2, VoidReason::Mistake, &stamp());
        assert_eq!(voided.expect("void").act, Act::ActivityVoid);
        assert_eq!(all(ledger).len(), 1);
        let undone = ledger.undo(&stamp()).expect("undone");
        assert_eq!(
            (undone.act, undone.title.as_deref()),
            (Act::ActivityVoid, Some("圏域連携会議(宇部・小野田、長門)"))
        );
        assert_eq!(all(ledger).len(), 2);
        ledger.undo(&stamp()).expect("the correction");
        assert_eq!(read(ledger, &made).entry, first.entry);
        ledger.redo(&stamp()).expect("again");
        assert_eq!(read(ledger, &made).entry, second.entry);
        for _ in 0..3 {
            ledger.undo(&stamp()).expect("back to the beginning");
        }
        assert_eq!(all(ledger), []);
        ledger.redo(&stamp()).expect("again");
        assert_eq!(all(ledger).len(), 1);
        assert_eq!(read(ledger, &training).void, Some(VoidReason::Undone));
        let history = ledger.history(made.id).expect("a history");
        assert_eq!(history.first().map(|past| past.act), Some(Act::ActivityAdd));
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
}

#[test]
fn what_was_changed_since_it_was_read_or_is_void_is_not_overwritten() {
    let mut ledger = in_memory();
    let made = save(&mut ledger, &CONFERENCE);
    let first = read(&ledger, &made);
    correct(&mut ledger, &first, &[("participants", "25")]).expect("changed");
    assert!(matches!(
        correct(&mut ledger, &first, &[("participants", "26")]),
        Err(Error::Refused(Refusal::Changed { base_rev: 1, rev: 2 }))
    ));
    // What changes nothing is no change.
    let second = read(&ledger, &made);
    assert_eq!(correct(&mut ledger, &second, &[]).expect("as it was").rev, 2);
    ledger
        .void_activity(made.id, 2, VoidReason::Mistake, &stamp())
        .expect("void");
    assert!(matches!(
        ledger.void_activity(made.id, 3, VoidReason::Other, &stamp()),
        Err(Error::Refused(Refusal::Void))
    ));
    let void = read(&ledger, &made);
    assert!(matches!(
        correct(&mut ledger, &void, &[("participants", "27")]),
        Err(Error::Refused(Refusal::Void))
    ));
}

#[test]
fn the_same_saving_twice_is_one_activity_and_others_changes_are_not_taken_back() {
    let mut ledger = in_memory();
    let id = new_id(stamp().at_ms);
    let typed = entry(&ledger, &TRAINING);
    for _ in 0..2 {
        let saved = ledger
            .save_activity(id, None, typed.clone(), &stamp())
            .expect("saved");
        assert_eq!((saved.id, saved.rev), (id, 1));
    }
    assert_eq!(all(&ledger).len(), 1);
    let mut changed = typed.clone();
    changed.set(Field::Place, None);
    ledger
        .save_activity(id, Some(1), changed, &by("c2"))
        .expect("changed");
    assert!(matches!(
        ledger.undo(&stamp()),
        Err(Error::Refused(Refusal::ChangedSince))
    ));
    let wrong = entry(&ledger, &[("held_on", "2022-12-03"), ("last_day", "2022-12-01")]);
    let Err(Error::Fields(errors)) = ledger.save_activity(new_id(1), None, wrong, &stamp()) else {
        panic!("not saved");
    };
    let errors: Vec<_> = errors
        .into_iter()
        .map(|error| (error.field, error.problem))
        .collect();
    assert_eq!(
        errors,
        [
            (Field::LastDay, Problem::EndsBefore),
            (Field::ActivityKind, Problem::Missing),
            (Field::Title, Problem::Missing),
        ]
    );
}

#[test]
fn a_day_without_its_year_is_the_nearest_before_or_after_today() {
    let ledger = in_memory();
    let read = |typed: &str| entry(&ledger, &[("held_on", typed)]).day_of(Field::HeldOn);
    for (typed, expected) in [
        ("6/30", "2022-06-30"),
        ("10/12", "2022-10-12"),
        ("1/15", "2023-01-15"),
        ("4/1", "2022-04-01"),
        ("3/25", "2023-03-25"),
        ("R4.6.30", "2022-06-30"),
        ("+7", "2022-10-07"),
        ("-1", "2022-09-29"),
        ("水", "2022-09-28"),
        ("月", "2022-10-03"),
        ("今日", "2022-09-30"),
    ] {
        assert_eq!(read(typed), Some(day(expected)), "{typed}");
    }
}

#[test]
fn whatever_is_changed_in_an_activitys_row_is_found() {
    let changes = [
        "UPDATE activity SET title = 'x'",
        "UPDATE activity SET held_on = held_on + 1",
        "UPDATE activity SET participants = 25",
        "UPDATE activity SET cancelled = 1",
        "UPDATE activity SET void = 1",
        "UPDATE activity SET rev = 2",
        "UPDATE activity SET rev = 0",
        "UPDATE activity SET digest = zeroblob(16)",
        "UPDATE activity SET activity_content = NULL",
        "DELETE FROM activity_answer WHERE rowid_of = 1",
        "DELETE FROM activity",
        "INSERT INTO activity (id) VALUES (x'00')",
    ];
    for change in changes {
        let folder = folder();
        let mut ledger = in_file(&folder);
        save(&mut ledger, &CONFERENCE);
        assert_eq!(ledger.check(true).expect("a check"), []);
        let path = folder.path().join("ledger.soudan");
        drop(ledger);
        let change = change.replace("rowid_of", "seq");
        tool(&path).execute_batch(&change).expect("a change");
        let ledger = crate::faults::open(&path);
        let findings = ledger.check(false).expect("a check");
        let is_found = findings.iter().any(|finding| {
            matches!(
                finding,
                Finding::Activity { .. } | Finding::Record { .. } | Finding::Stray
            )
        });
        assert!(is_found, "{change}: {findings:?}");
    }
}

#[test]
fn the_kinds_are_the_profiles_or_the_five_that_come_with_the_program() {
    let built_in = Profile::parse(YAMAGUCHI).expect("a profile");
    let codes = |profile: &Profile| -> Vec<String> {
        let items = profile.items(List::Activity).iter();
        items.map(|item| item.code.to_string()).collect()
    };
    assert_eq!(
        codes(&built_in),
        ["training", "meeting", "regional", "peer", "outreach"]
    );
    let own = format!("{YAMAGUCHI}\n[[lists.activity]]\ncode = \"training\"\nja = \"講習会\"\n");
    let mut ledger = in_memory();
    save(&mut ledger, &TRAINING);
    // Conferences were not held yet: their kind may go.
    ledger.set_profile(&own, &stamp()).expect("set");
    assert_eq!(codes(ledger.profile()), ["training"]);
    assert_eq!(ledger.check(true).expect("a check"), []);
    let other = format!("{YAMAGUCHI}\n[[lists.activity]]\ncode = \"lecture\"\nja = \"講演会\"\n");
    assert!(matches!(
        ledger.set_profile(&other, &stamp()),
        Err(Error::Refused(Refusal::CodeInUse(List::Activity, code))) if code.as_str() == "training"
    ));
}

#[test]
fn activities_are_added_listed_and_shown_by_command() {
    let session = Session::east().with("SOUDAN_STAFF", "c1");
    session.run("activity").out();
    session
        .run("activity add --date 6/30 --activity-kind 圏域連携会議 --title 連携会議 --center west --place 山口大学 --area 長門 --area 萩 --participants 24")
        .out();
    session
        .run_with(
            "activity add --date 12/3 --last-day 12/4 --activity-kind training --title 支援者養成研修 --activity-content -",
            "一日目は講義\n二日目は演習\n".as_bytes(),
        )
        .out();
    let cancelled = session
        .run("activity add --date 10/20 --activity-kind outreach --title 出張相談会 --cancelled")
        .id();
    session.run("activity").out();
    session.run("activity 2022H1 --format csv").out();
    session.run("activity 2022-12 --format json").out();
    session.run("--plain activity 2022-10").out();
    session.run(&format!("show {cancelled} --history")).out();
    session.run("undo").out();
    session.run("activity 2022-10").out();
    session.run("activity add --date 10/20 --title 名称だけ");
    session.run("activity add --date 2022-02-30 --activity-kind training --title x");
    session.run("activity add --date 10/20 --last-day 10/19 --activity-kind training --title x");
    session.run(&format!("show {cancelled} --format html"));
    session.run("--lang en activity").out();
    session.run("check").out();
    // The beginnings of ids that a list shows are times.
    let lines = session.transcript();
    let lines = lines.lines().map(|line| match line.rsplit_once("  ") {
        Some((rest, id)) if id.len() == 13 && id.starts_with("0183") => format!("{rest}  BEGINNING"),
        _ => line.to_owned(),
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

/// The printed half-year with activities around September: held before it, in it and after it.
fn with_activities(ledger: &mut Ledger) {
    save(ledger, &CONFERENCE);
    save(
        ledger,
        &[
            ("held_on", "2022-09-25"),
            ("activity_kind", "peer"),
            ("title", "家族交流会"),
            ("center", "east"),
            ("place", "県立図書館"),
            ("participants", "4"),
            ("activity_content", "座談会"),
        ],
    );
    save(
        ledger,
        &[
            ("held_on", "2022-09-14"),
            ("activity_kind", "training"),
            ("title", "基礎研修"),
            ("cancelled", "中止"),
        ],
    );
    save(ledger, &TRAINING);
    // Beyond the third month ahead.
    save(
        ledger,
        &[
            ("held_on", "2023-01-10"),
            ("activity_kind", "meeting"),
            ("title", "協議会"),
        ],
    );
}

fn session_with_activities() -> Session {
    let session = Session::half_year();
    let mut ledger = crate::faults::open(&session.path("ledger.soudan"));
    with_activities(&mut ledger);
    session
}

/// The part of a text from a heading to the next.
fn section(text: &str, from: &str, to: &str) -> String {
    let (_, rest) = text.split_once(from).expect(from);
    let end = rest.find(to).unwrap_or(rest.len());
    format!("{from}{}", &rest[..end])
}

#[test]
fn a_packet_tells_what_was_held_and_what_is_coming_in_every_format() {
    let session = session_with_activities();
    for format in ["html", "md", "json", "text", "csv", "xlsx"] {
        session.run(&format!("report 2022-09 --format {format}")).out();
    }
    let read = |name: &str| fs::read_to_string(session.path(name)).expect(name);
    let text = read("packet-2022-09.txt");
    insta::assert_snapshot!(
        "activities_text",
        section(&text, "== 事業の実施状況と予定", "\n==")
    );
    let md = read("packet-2022-09.md");
    insta::assert_snapshot!("activities_md", section(&md, "## 事業の実施状況と予定", "\n##"));
    let html = read("packet-2022-09.html");
    let html = section(
        &html,
        "<section class=\"chapter\" id=\"activities\"",
        "</section>",
    );
    for part in [
        "当月はピアサポート1回を開催しました。",
        "4月からの累計は圏域連携会議1回、ピアサポート1回です。",
        "12月末までに1件を予定しています。",
        "家族交流会",
        "【中止】基礎研修",
        "2022-12-03(土) - 12/4(日)",
        "座談会",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("協議会"), "{html}");
    let json: serde_json::Value = serde_json::from_str(&read("packet-2022-09.json")).expect("JSON");
    let json = &json["activities"];
    let titles = |key: &str| -> Vec<&str> {
        let all = json[key].as_array().expect(key).iter();
        all.map(|one| one["title"].as_str().expect("a title")).collect()
    };
    assert_eq!(titles("held"), ["基礎研修", "家族交流会"]);
    assert_eq!(titles("coming"), ["支援者養成研修"]);
    assert_eq!(json["since_april"], serde_json::json!({"regional": 1, "peer": 1}));
    assert_eq!(json["held"][0]["cancelled"], true);
    let csv: Vec<String> = session.names("packet-2022-09-csv");
    let held = csv
        .iter()
        .find(|name| name.ends_with("activities_held.csv"))
        .expect("a table");
    let held = read(&format!("packet-2022-09-csv/{held}"));
    assert!(
        held.contains("2022-09-25(日),ピアサポート,家族交流会,東部,県立図書館,4,座談会"),
        "{held}"
    );
    let rows = packet_workbook::sheet(
        &session,
        "packet-2022-09.xlsx",
        "事業の実施状況と予定_これからの予定",
    );
    assert_eq!(rows[0][..4], ["開催日", "終了日", "事業の種類", "名称"]);
    assert_eq!(
        rows[1][..4],
        ["2022-12-03", "2022-12-04", "研修", "支援者養成研修"]
    );
}

#[test]
fn a_half_years_packet_tells_of_the_half_year_and_in_english() {
    let session = session_with_activities().in_english();
    session.run("report 2022H1 --format text").out();
    let text = fs::read_to_string(session.path("packet-2022H1.txt")).expect("a packet");
    insta::assert_snapshot!(section(&text, "== Activities", "\n=="));
}

#[test]
fn outside_no_content_and_no_few_participants_are_told() {
    let session = session_with_activities();
    for format in ["html", "md", "json", "text", "csv"] {
        let public = session.run(&format!("report 2022-09 --public --format {format} -o -"));
        let out = public.out();
        assert!(out.contains("家族交流会") && out.contains("基礎研修"), "{format}");
        let cancelled = if format == "json" {
            "\"cancelled\": true"
        } else {
            "【中止】基礎研修"
        };
        assert!(out.contains(cancelled), "{format}");
        assert!(!out.contains("座談会"), "{format}");
        assert!(!out.contains("当月は"), "{format}");
        let mark = if format == "json" { "\"<5\"" } else { "＜5" };
        assert!(out.contains(mark), "{format}");
    }
    let text = session.run("report 2022-09 --public --format text -o -");
    let text = section(text.out(), "== 事業の実施状況と予定", "\n==");
    insta::assert_snapshot!(text);
}

#[test]
fn without_activities_a_packet_is_as_it_was() {
    let ledger = half_year();
    let packet = ledger
        .packet(
            soudan::domain::period::Period::month_of(day("2022-09-01")),
            NaiveDate::from_ymd_opt(2022, 9, 30).expect("a day"),
        )
        .expect("a packet");
    assert!(packet.activities.held.is_empty() && packet.activities.coming.is_empty());
    let session = Session::half_year();
    session.run("report 2022-09 --format text").out();
    let text = fs::read_to_string(session.path("packet-2022-09.txt")).expect("a packet");
    assert!(!text.contains("事業"), "{text}");
    // A remark of its own brings it back.
    session
        .run("report 2022-09 --format text --force --remark activities=会場の工事のため")
        .out();
    let text = fs::read_to_string(session.path("packet-2022-09.txt")).expect("a packet");
    assert!(
        text.contains("登録された事業はありません。") && text.contains("会場の工事のため"),
        "{text}"
    );
}
