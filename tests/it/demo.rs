//! The practice ledger: the same one every time, whole and believable on any day, and gone with the
//! program, which leaves no file behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use nix::sys::signal::{Signal, kill};
use portable_pty::CommandBuilder;
use soudan::domain::consultation::Consultation;
use soudan::domain::field::Field;
use soudan::domain::journal::Act;
use soudan::domain::list::{CONSULTATION, FAMILY, List};
use soudan::domain::period::Period;
use soudan::domain::standard::{DueOn, When};
use soudan::exchange::demo;
use soudan::locale::Lang;
use soudan::locale::screen::words;
use soudan::store::{Ledger, Past, Selection, Stamp};

use crate::ledgers::{day, folder, records};
use crate::screen::{Screen, on, surroundings};
use crate::terminal::{KEYS, SOUDAN, Terminal};
use crate::transcript::Session;

fn made(lang: Lang, today: NaiveDate) -> Ledger {
    let at_ms = |at: NaiveDateTime| at.and_utc().timestamp_millis();
    demo::ledger(lang, today, &at_ms).expect("a practice ledger")
}

/// Everything that was done to those records, in its order.
fn past(ledger: &Ledger) -> Vec<Past> {
    let history = |record: &Consultation| ledger.history(record.id).expect("a history");
    let mut past: Vec<_> = records(ledger).iter().flat_map(history).collect();
    past.sort_by_key(|past| past.seq);
    past
}

/// How many numbers were given to records that were taken out again.
fn taken_out(records: &[Consultation]) -> usize {
    let mut last = BTreeMap::new();
    for record in records {
        let number = &record.number;
        let serial = last
            .entry((number.fiscal_year, number.center.to_string()))
            .or_insert(0);
        *serial = number.serial.max(*serial);
    }
    last.values().sum::<u32>() as usize - records.len()
}

fn date(record: &Consultation) -> NaiveDate {
    record.entry.day().expect("a day")
}

fn is_counted(record: &Consultation) -> bool {
    let kind = record.entry.code(Field::Kind).expect("a kind");
    kind.as_str() == CONSULTATION
}

/// Days of all kinds: the turns of fiscal years, months and years, 29 February, every weekday.
fn days() -> Vec<NaiveDate> {
    let named = [
        "2024-02-29",
        "2028-02-29",
        "2026-03-31",
        "2025-03-31",
        "2026-04-01",
        "2025-04-01",
        "2024-04-01",
        "2025-12-31",
        "2026-01-01",
        "2026-01-04",
        "2025-05-06",
        "2026-09-30",
        "2026-10-01",
        "2026-10-31",
        "2023-10-15",
        "2031-08-11",
        "2044-02-29",
        "2099-12-31",
    ];
    let week = (0..7).map(|days| day("2026-07-01") + Days::new(days));
    let spread = (0..10).map(|at| day("2024-01-31") + Days::new(at * 97));
    named.into_iter().map(day).chain(week).chain(spread).collect()
}

#[test]
fn the_same_day_and_language_give_the_same_ledger() {
    for lang in Lang::ALL {
        let [one, other] = [(); 2].map(|()| made(lang, day("2026-09-30")));
        assert_eq!(records(&one), records(&other));
        assert_eq!(past(&one), past(&other));
    }
    let other_day = records(&made(Lang::Ja, day("2026-10-01")));
    assert_ne!(other_day, records(&made(Lang::Ja, day("2026-09-30"))));
}

#[test]
fn both_languages_tell_the_same() {
    let [ja, en] = Lang::ALL.map(|lang| records(&made(lang, day("2026-09-30"))));
    assert_eq!(ja.len(), en.len());
    let told = [
        Field::Content,
        Field::Response,
        Field::FollowUpText,
        Field::Organisation,
    ];
    for (ja, en) in ja.iter().zip(&en) {
        assert_eq!((ja.id, &ja.number, ja.rev), (en.id, &en.number, en.rev));
        for field in Field::all() {
            let (ja, en) = (ja.entry.get(field), en.entry.get(field));
            assert_eq!(ja.is_some(), en.is_some(), "{field:?}");
            assert_eq!(
                ja == en,
                !told.contains(&field) || ja.is_none(),
                "{field:?} {ja:?}"
            );
        }
    }
}

#[test]
fn it_is_whole_and_up_to_date_on_any_day() {
    for today in days() {
        let ledger = made(Lang::Ja, today);
        assert_eq!(ledger.check(false).expect("a check"), [], "{today}");
        let records = records(&ledger);
        let first = today.with_day(1).expect("a day") - Months::new(18);
        for record in &records {
            let (date, number) = (date(record), record.number.display(ledger.profile()));
            assert!((first..=today).contains(&date), "{today}: {number} on {date}");
            let is_weekend = [Weekday::Sat, Weekday::Sun].contains(&date.weekday());
            assert!(!is_weekend, "{today}: {number} on {date}");
            for field in [Field::Caller, Field::Callback] {
                assert!(record.entry.get(field).is_none(), "{field:?} of nobody");
            }
        }
        for month in 0..18 {
            let from = first + Months::new(month);
            let days = from..from + Months::new(1);
            let counted = records.iter().filter(|record| is_counted(record));
            let counted = counted.filter(|record| days.contains(&date(record))).count();
            assert!((20..=35).contains(&counted), "{today}: {counted} from {from}");
        }
        let todays = records.iter().filter(|record| date(record) == today).count();
        assert!(todays <= 2, "{today}: {todays} this morning");
        is_due(&ledger, today);
    }
}

/// Something is overdue, due today, and due later in the week where anything of it is left.
fn is_due(ledger: &Ledger, today: NaiveDate) {
    let due = ledger
        .overview(Period::half_of(today), today, 200)
        .expect("an overview")
        .due;
    assert!((2..=5).contains(&due.overdue), "{today}: {due:?}");
    assert!((2..=6).contains(&due.today), "{today}: {due:?}");
    let is_left = today.weekday() != Weekday::Sun;
    assert_eq!(due.week > 0, is_left, "{today}: {due:?}");
    for when in When::ALL {
        let due = Some(DueOn { when, today });
        let selection = Selection {
            due,
            ..Selection::default()
        };
        let keys = ledger.keys(&selection).expect("keys");
        for record in ledger.read(&keys).expect("records").into_iter().flatten() {
            let entry = &record.entry;
            assert!(!entry.text(Field::FollowUpText).is_empty() && !entry.text(Field::Content).is_empty());
            assert_eq!(entry.code(Field::State).expect("a state").as_str(), "open");
        }
    }
}

#[test]
fn it_is_believable() {
    let ledger = made(Lang::Ja, day("2026-09-30"));
    let records = records(&ledger);
    let counted: Vec<_> = records.iter().filter(|record| is_counted(record)).collect();
    let count = |field: Field, code: &str| {
        let has = |record: &&&Consultation| record.entry.code(field).is_some_and(|is| is.as_str() == code);
        counted.iter().filter(has).count()
    };
    let in_month = |month: u32| {
        counted
            .iter()
            .filter(|record| date(record).month() == month)
            .count()
    };
    assert!(in_month(4) > in_month(8) && in_month(9) > in_month(8));
    let most = |field: Field, codes: &[&str]| {
        let counts: Vec<_> = codes.iter().map(|code| count(field, code)).collect();
        assert!(
            counts.is_sorted_by(|one, other| one > other),
            "{codes:?} {counts:?}"
        );
    };
    most(Field::Relation, &["mother", "father"]);
    most(Field::Channel, &["phone", "visit"]);
    most(Field::Channel, &["phone", "home_visit", "web"]);
    most(Field::Field, &["medical", "welfare", "government"]);
    most(Field::Party, &["stakeholder", FAMILY]);
    for (list, field) in [(List::Center, Field::Center), (List::Topic, Field::MainTopic)] {
        for item in ledger.profile().items(list) {
            let is_there = count(field, item.code.as_str()) > 0;
            assert_eq!(is_there, item.code.as_str() != "other", "{}", item.code);
        }
    }
    let mut cases: Vec<_> = counted
        .iter()
        .map(|record| record.entry.text(Field::Case))
        .collect();
    let anonymous = cases.iter().filter(|case| case.is_empty()).count();
    assert!(
        (counted.len() / 4..counted.len() * 3 / 4).contains(&anonymous),
        "{anonymous}"
    );
    cases.sort_unstable();
    cases.dedup();
    assert!((24..=80).contains(&cases.len()) && cases.contains(&"E-001") && cases.contains(&"W-001"));
    assert!(records.len() > counted.len() + 50, "liaison and information too");
    let corrected = records.iter().filter(|record| record.rev > 1).count();
    assert!(corrected > 50, "{corrected}");
    let void = taken_out(&records);
    assert!((2..=15).contains(&void), "{void}");
}

#[test]
fn the_journal_runs_with_the_days_and_its_last_change_can_be_taken_back() {
    for today in ["2026-09-30", "2026-04-01", "2026-10-04"].map(day) {
        let mut ledger = made(Lang::Ja, today);
        let past = past(&ledger);
        assert!(past.is_sorted_by_key(|past| past.at_ms), "{today}");
        let ended = (today + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
        assert!(past.iter().all(|past| past.at_ms < ended.timestamp_millis()));
        let before = records(&ledger).len();
        let stamp = Stamp {
            who: demo::OWN_STAFF.to_owned(),
            at_ms: ended.timestamp_millis(),
        };
        let undone = ledger.undo(&stamp).expect("taken back");
        assert_eq!((undone.act, undone.records), (Act::Void, 1), "{today}");
        assert_eq!(records(&ledger).len(), before + 1);
        ledger.redo(&stamp).expect("done again");
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
}

#[test]
fn before_the_centers_opened_there_is_nothing_to_tell() {
    for today in ["2022-03-31", "1990-01-01", "2022-04-01", "2022-04-20"].map(day) {
        let ledger = made(Lang::Ja, today);
        assert_eq!(ledger.check(true).expect("a check"), []);
        let records = records(&ledger);
        assert!(records.iter().all(|record| date(record) >= day("2022-04-01")));
        assert!(today < day("2022-04-02") || records.len() > 10);
    }
}

#[test]
fn the_title_says_practice_wherever_one_is_and_nothing_typed_holds_up_the_end() {
    for lang in Lang::ALL {
        let mark = words(lang).practice_mark();
        for size in [(40, 10), (40, 12), (60, 20), (80, 24), (120, 40)] {
            let today = day("2026-09-30");
            let mut surroundings = surroundings(lang, on("2026-09-30"));
            surroundings.is_practice = true;
            let mut screen = Screen::with(made(lang, today), surroundings, size);
            if size.0 >= 80 {
                assert!(
                    screen.text().contains(words(lang).practice()),
                    "{}",
                    screen.text()
                );
            }
            let steps = [
                "", "?", "<Esc>", "2", "<Enter>", "<Esc>", "/", "<Esc>", "p", "x", "<C-c>", "<Esc>", "1",
                "[", "y",
            ];
            for keys in steps {
                screen.press(keys);
                let (title, drawn) = (screen.line(0), screen.text());
                assert!(
                    title.starts_with(&format!("  {mark} ")),
                    "{keys} {size:?}\n{drawn}"
                );
            }
            // The form's text became a draft on its way out.
            screen.press("<Esc>").press("<Esc>").press("q");
            assert!(screen.session.is_over(), "{size:?}\n{}", screen.text());
        }
    }
}

/// Everything that lies in a folder, however deep.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        found.push(path.display().to_string());
        if path.is_dir() {
            found.extend(files(&path));
        }
    }
    found
}

/// The program on a practice ledger, with a folder of its own and a ledger that is never made.
fn practising(home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(SOUDAN);
    command.args(["demo", "--today", "2026-09-30", "--lang", "ja"]);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home);
    command.env("SOUDAN_LEDGER", home.join("real.soudan"));
    command.cwd(home);
    command
}

#[test]
fn it_needs_no_file_and_leaves_none() {
    let home = folder();
    let mut terminal = Terminal::start(practising(home.path()));
    terminal.wait_for_text(KEYS);
    assert!(
        terminal
            .text()
            .contains("練習用の台帳です。入力したものは終了すると消えます。")
    );
    terminal.send("p退院の相談\x1b");
    terminal.wait_for_text("下書き");
    terminal.send("p訪問の相談\t2\ti\t4\t30\x13");
    terminal.wait_for_text("保存しました R8-東-");
    assert_eq!(files(home.path()), Vec::<String>::new(), "while it runs");
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
    terminal.is_left();
    assert_eq!(files(home.path()), Vec::<String>::new());
}

#[test]
fn what_ends_it_leaves_no_file_either() {
    let home = folder();
    let mut terminal = Terminal::start(practising(home.path()));
    terminal.wait_for_text(KEYS);
    terminal.send("p書きかけ");
    terminal.wait_for_text("書きかけ");
    kill(terminal.pid(), Signal::SIGTERM).expect("sent");
    assert_eq!(terminal.end().0, 143);
    terminal.is_left();
    assert_eq!(files(home.path()), Vec::<String>::new());
}

#[test]
fn a_wrong_configuration_does_not_keep_the_screen_from_opening() {
    let home = folder();
    let config = home.path().join(".config/soudan");
    fs::create_dir_all(&config).expect("folders");
    fs::write(
        config.join("config.toml"),
        "theme = \"ligth\"\n[keys]\nphone = \"v\"\nvisit = \"z\"\nemail = \"z\"\n",
    )
    .expect("a file");
    let mut terminal = Terminal::start(practising(home.path()));
    terminal.wait_for_text(KEYS);
    let text = terminal.text().replace(['\n', ' '], "");
    for said in [
        "練習用の台帳です",
        "設定ファイルconfig.tomlの1行目：theme",
        "「light」のことでしょうか。",
        "ほかにも1か所あります(soudanconfigで出ます)。",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // The keys that are right hold.
    terminal.send("v");
    terminal.wait_for_text("新しい相談");
    terminal.send("\x1bq");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn nothing_is_written_where_nothing_may_be() {
    let home = folder();
    let mut command = practising(home.path());
    command.arg("--read-only");
    let mut terminal = Terminal::start(command);
    terminal.wait_for_text(KEYS);
    terminal.send("u");
    terminal.wait_for_text("読み取り専用");
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn without_a_terminal_it_is_refused_as_the_screen_is() {
    let session = Session::new();
    session.run("demo").refuses(
        2,
        "画面は、描画できる端末(TERM=dumb 以外)でのみ使えます。ほかではコマンドをお使いください：soudan --help",
    );
    session
        .run("demo x")
        .refuses(2, "「x」が余分です。使い方：soudan demo --help");
    Session::new().in_english().run("demo").refuses(
        2,
        "The screen needs a terminal that can draw (not TERM=dumb); elsewhere use the commands: soudan --help",
    );
    assert_eq!(session.names(""), Vec::<String>::new());
    assert!(session.run("man").out().contains("soudan demo"));
}
