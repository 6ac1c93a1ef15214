//! Follow-ups on the screens: the list below the figures, how one ends, and where one moves.

use soudan::domain::consultation::Consultation;
use soudan::domain::field::Field;
use soudan::domain::follow_up::Outcome;
use soudan::domain::value::Value;
use soudan::error::{Error, Unwritable};
use soudan::locale::Lang;
use soudan::store::{Access, Ledger, Opening, Saved};
use soudan::tui::app::Msg;

use crate::ledgers::{CALL, add, by, day, folder, in_file, in_memory};
use crate::screen::{Screen, on};

/// A call with a follow-up.
fn promised(ledger: &mut Ledger, case: &str, due: &str) -> Saved {
    let own = [("case", case), ("follow_up", due), ("follow_up_text", "電話する")];
    add(ledger, &[&CALL[..], &own].concat())
}

/// Two are overdue on Wednesday 28 September, one is due today, one on Friday, one next week.
fn five(ledger: &mut Ledger) -> Vec<Saved> {
    let dues = [
        "2022-09-26",
        "2022-09-27",
        "2022-09-28",
        "2022-09-30",
        "2022-10-03",
    ];
    let cases = ["E-001", "E-002", "E-003", "E-004", "E-005"];
    let both = cases.iter().zip(dues);
    both.map(|(case, due)| promised(ledger, case, due)).collect()
}

fn screen() -> Screen {
    let mut ledger = in_memory();
    five(&mut ledger);
    Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-28"))
}

/// The cases of the list below the figures.
fn cases(screen: &Screen) -> Vec<String> {
    let text = screen.text();
    let rows = text.lines().skip(13).take(9);
    let case = |line: &str| line.split_whitespace().nth(2).map(str::to_owned);
    rows.filter_map(case).collect()
}

fn record(screen: &Screen, case: &str) -> Consultation {
    let ledger = screen.session.ledger();
    let mut records = crate::ledgers::records(ledger);
    records.retain(|record| record.entry.text(Field::Case) == case);
    records.remove(0)
}

fn due(screen: &Screen, case: &str) -> Option<Value> {
    record(screen, case).entry.get(Field::FollowUp).cloned()
}

fn ended(screen: &Screen, case: &str) -> Option<Value> {
    record(screen, case).entry.get(Field::FollowUpDone).cloned()
}

/// The note of a record's last change.
fn note(screen: &Screen, case: &str) -> Option<String> {
    let history = screen.session.ledger().history(record(screen, case).id);
    history.expect("a history").pop()?.change?.reason
}

#[test]
fn the_rows_say_what_is_due_the_most_urgent_first() {
    let screen = screen();
    assert_eq!(screen.line(12), " 次回対応  超過 2  今日 1  今週 1");
    let rows: Vec<String> = (13..18).map(|row| screen.line(row)).collect();
    assert_eq!(
        rows,
        [
            " 9/26(月) 超過2日 E-001 母 岩国市 電話する",
            " 9/27(火) 超過1日 E-002 母 岩国市 電話する",
            " 9/28(水) 今日    E-003 母 岩国市 電話する",
            " 9/30(金) あと2日 E-004 母 岩国市 電話する",
            "",
        ]
    );
}

#[test]
fn arrows_lead_from_the_figures_to_the_rows_and_back() {
    let mut screen = screen();
    // Down from the first figure: rows of both tables, the fields, what is due, and then these.
    screen.press(&"<Down>".repeat(10));
    assert!(
        screen.selected().expect("a row").contains("E-001"),
        "{}",
        screen.text()
    );
    assert!(screen.line(22).contains("x 済・中止"), "{}", screen.text());
    screen.press("<Down><Down><Right>");
    assert!(screen.selected().expect("a row").contains("E-003"));
    screen.press("<End>");
    assert!(screen.selected().expect("a row").contains("E-004"));
    screen.press("<Down>");
    assert!(screen.selected().expect("a row").contains("E-004"));
    screen.press("<Home><Up>");
    assert!(
        screen.selected().expect("a figure").parse::<u64>().is_ok(),
        "{}",
        screen.text()
    );
    assert_eq!(screen.line(22), "");
    // From nowhere upwards is the quick way.
    screen.press("<Esc><Up>");
    assert!(screen.selected().expect("a row").contains("E-001"));
}

#[test]
fn x_and_enter_end_a_follow_up_and_the_next_one_is_chosen() {
    let mut screen = screen();
    screen.press("<Up><Down>x");
    assert!(screen.line(21).contains("Enter で済にする"), "{}", screen.text());
    assert!(screen.line(21).contains("E-002"), "{}", screen.text());
    screen.press("<Enter>");
    assert_eq!(ended(&screen, "E-002"), Some(Value::Done));
    assert_eq!(note(&screen, "E-002"), None);
    assert_eq!(cases(&screen), ["E-001", "E-003", "E-004"]);
    assert_eq!(screen.line(12), " 次回対応  超過 1  今日 1  今週 1");
    assert!(
        screen.line(22).contains("R4-東-0002 の次回対応を済にしました"),
        "{}",
        screen.text()
    );
    assert!(screen.selected().expect("a row").contains("E-003"));
    screen.press("u");
    assert_eq!(ended(&screen, "E-002"), None);
    assert_eq!(cases(&screen), ["E-001", "E-002", "E-003", "E-004"]);
    // What came back is what the next key is about.
    assert!(screen.selected().expect("a row").contains("E-002"));
}

#[test]
fn a_day_of_another_year_is_said_with_its_year_and_what_is_unlikely_about_it() {
    let mut screen = screen();
    for (typed, said) in [
        ("9/2", "Enter で 2023-09-02(土) に移す  注意：半年より先"),
        ("-3", "Enter で 9/25(日) に移す  注意：過ぎた日"),
        ("10/1", "Enter で 10/1(土) に移す  注意：休業日"),
    ] {
        screen.press(">").press(typed);
        assert!(screen.line(21).contains(said), "{}", screen.text());
        screen.press("<Esc>");
    }
    // So far ahead nothing is moved by one Enter.
    screen.press(">9/2<Enter>");
    let said = "2023-09-02(土) は339日先です。よければ、もう一度 Enter";
    assert!(screen.line(20).contains(said), "{}", screen.text());
    screen.press("<Enter>");
    assert!(
        screen.line(22).contains("2023-09-02(土) に移しました"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_form_says_what_is_unlikely_about_the_day_of_a_follow_up() {
    for (typed, beside, below) in [
        (
            "9/2",
            "= 2023-09-02",
            "次回対応日の2023-09-02(土)は半年より先です。",
        ),
        ("昨日", "過ぎた日", "次回対応日の2022-09-27(火)は過ぎた日です。"),
    ] {
        let mut screen = screen();
        screen.press("p<Tab>2<Tab><Tab><Tab><Tab><Tab>").paste(typed);
        let text = screen.text();
        assert!(text.contains(beside) && text.contains(below), "{text}");
    }
}

#[test]
fn without_a_choice_the_most_urgent_is_meant_and_named() {
    let mut screen = screen();
    screen.press("x");
    assert!(screen.line(21).contains("E-001"), "{}", screen.text());
    screen.press("<Esc>");
    assert_eq!(ended(&screen, "E-001"), None);
    screen.press("x<Down>").paste("転居").press("<Enter><Enter>");
    assert_eq!(ended(&screen, "E-001"), Some(Value::Dropped));
    assert_eq!(note(&screen, "E-001").as_deref(), Some("転居"));
    assert!(screen.line(22).contains("中止にしました"), "{}", screen.text());
    screen.press("x<Up><Up><Enter>");
    assert_eq!(ended(&screen, "E-002"), Some(Value::Done));
}

#[test]
fn a_follow_up_moves_to_the_day_that_is_said_before_enter() {
    for (keys, said, moved, noted) in [
        // A week on from today, as it is overdue.
        (">", "Enter で 10/5(水) に移す", "2022-10-05", None),
        (">+1", "Enter で 9/29(木) に移す", "2022-09-29", None),
        (
            ">+12",
            "10/11(火) に移す (祝日(スポーツの日)のため翌営業日)",
            "2022-10-11",
            None,
        ),
        (
            ">10/10",
            "10/10(月) に移す  注意：祝日(スポーツの日)",
            "2022-10-10",
            None,
        ),
        (
            ">金 不在 また",
            "9/30(金) に移す",
            "2022-09-30",
            Some("不在 また"),
        ),
        (">１０／７　不在", "10/7(金) に移す", "2022-10-07", Some("不在")),
        // As much as is a day is the day.
        (">10 7 不在", "10/7(金) に移す", "2022-10-07", Some("不在")),
    ] {
        let mut screen = screen();
        screen.press(keys);
        assert!(screen.line(21).contains(said), "{keys}\n{}", screen.text());
        screen.press("<Enter>");
        // The first Enter behind what an input method wrote may have been meant for that.
        let is_plain = keys.is_ascii();
        assert_eq!(
            due(&screen, "E-001") == Some(Value::Day(day(moved))),
            is_plain,
            "{keys}"
        );
        if !is_plain {
            assert!(screen.text().contains("もう一度 Enter"), "{}", screen.text());
            screen.press("<Enter>");
        }
        assert_eq!(due(&screen, "E-001"), Some(Value::Day(day(moved))), "{keys}");
        assert_eq!(note(&screen, "E-001").as_deref(), noted, "{keys}");
        assert_eq!(ended(&screen, "E-001"), None);
        assert!(screen.line(22).contains("に移しました"), "{}", screen.text());
    }
    // One that is due later moves from its own day.
    let mut screen = screen();
    screen.press("<Up><End>><Enter>");
    assert_eq!(due(&screen, "E-004"), Some(Value::Day(day("2022-10-07"))));
    // What is no day moves nothing, and says so.
    let mut screen = self::screen();
    screen.press(">いつか<Enter>");
    assert!(screen.line(21).contains("日付"), "{}", screen.text());
    assert_eq!(due(&screen, "E-001"), Some(Value::Day(day("2022-09-26"))));
    screen.press("<C-u>明日<Enter><Enter>");
    assert_eq!(due(&screen, "E-001"), Some(Value::Day(day("2022-09-29"))));
}

#[test]
fn both_work_whatever_the_input_method_makes_of_their_keys() {
    for (keys, said) in [
        ("x", "済にする"),
        ("ｘ", "済にする"),
        ("<C-x>", "済にする"),
        (">", "に移す"),
        ("＞", "に移す"),
        ("<F12>", "に移す"),
    ] {
        let mut screen = screen();
        screen.press(keys);
        assert!(screen.line(21).contains(said), "{keys}\n{}", screen.text());
    }
}

#[test]
fn enter_opens_the_record_among_those_of_its_figure() {
    let mut screen = screen();
    screen.press("<Up><Down><Enter>");
    assert!(
        screen.text().contains("受付番号     R4-東-0002"),
        "{}",
        screen.text()
    );
    // The record that is open has its follow-up too.
    screen.press("><Esc><Esc>");
    assert!(
        screen.line(2).contains("超過") && screen.line(2).contains("2件"),
        "{}",
        screen.text()
    );
    screen.press("<Esc>");
    assert!(
        screen.selected().expect("a row").contains("E-002"),
        "{}",
        screen.text()
    );
    // A click does the same.
    screen.click("E-003");
    assert!(
        screen.text().contains("受付番号     R4-東-0003"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_list_and_an_open_record_end_and_move_a_follow_up() {
    let mut screen = screen();
    screen.press("2");
    let of = |screen: &Screen| {
        let ledger = screen.session.ledger();
        ledger.due(None).expect("follow-ups").len()
    };
    assert_eq!(of(&screen), 5);
    // Nothing is listed that counts before today in this period but these; the newest entry is first.
    screen.press("fkikan<Enter>全期間<Enter>x<Enter>");
    assert_eq!(ended(&screen, "E-005"), Some(Value::Done));
    screen.press("x");
    assert!(
        screen.text().contains("ここには、残っている次回対応がありません"),
        "{}",
        screen.text()
    );
    screen.press("<Down><Enter>>+2 不在<Enter><Enter>");
    assert_eq!(due(&screen, "E-004"), Some(Value::Day(day("2022-09-30"))));
    screen.press(">+1 不在<Enter><Enter>");
    assert_eq!(due(&screen, "E-004"), Some(Value::Day(day("2022-09-29"))));
    assert_eq!(note(&screen, "E-004").as_deref(), Some("不在"));
    assert!(screen.text().contains("2022-09-29(木)"), "{}", screen.text());
}

#[test]
fn what_somebody_else_settled_is_not_settled_again() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let saved = five(&mut ledger);
    let path = ledger.path().expect("a path").to_owned();
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-28"));
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    screen.press("x");
    other
        .settle(saved[0].id, 1, Outcome::Dropped, None, &by("c2"))
        .expect("settled");
    screen.press("<Enter>");
    assert_eq!(ended(&screen, "E-001"), Some(Value::Dropped));
    assert!(
        screen.text().contains("ほかでこの記録が変更されました"),
        "{}",
        screen.text()
    );
    assert_eq!(cases(&screen), ["E-002", "E-003", "E-004"]);
    // A row that goes by itself gives its choice to no other.
    screen.press("<Up>");
    other
        .settle(saved[1].id, 1, Outcome::Done, None, &by("c2"))
        .expect("settled");
    screen.tick();
    assert_eq!(cases(&screen), ["E-003", "E-004"]);
    assert_eq!(screen.selected(), None, "{}", screen.text());
}

#[test]
fn what_somebody_else_moved_is_not_moved_on_without_a_word() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let saved = five(&mut ledger);
    let path = ledger.path().expect("a path").to_owned();
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-28"));
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    screen.press(">");
    other
        .settle(saved[0].id, 1, Outcome::Moved(day("2022-09-30")), None, &by("c2"))
        .expect("moved");
    screen.tick();
    screen.press("10/7<Enter>");
    assert_eq!(due(&screen, "E-001"), Some(Value::Day(day("2022-09-30"))));
    assert!(
        screen.text().contains("9/30(金) に変わりました"),
        "{}",
        screen.text()
    );
    // Who means it all the same says so.
    screen.press("<Enter>");
    assert_eq!(due(&screen, "E-001"), Some(Value::Day(day("2022-10-07"))));
}

#[test]
fn what_cannot_be_written_stays_on_the_line() {
    let mut screen = screen();
    screen.press("x").paste("転居");
    let full = Err(Error::CannotWrite(Unwritable::Full));
    screen.session.handle(Msg::Settled(full, Outcome::Done));
    screen.rested();
    assert!(screen.text().contains("空きがありません"), "{}", screen.text());
    assert!(screen.line(21).contains("Enter で済にする"), "{}", screen.text());
    assert!(screen.line(22).contains("転居"), "{}", screen.text());
    screen.press("<Enter><Enter>");
    assert_eq!(note(&screen, "E-001").as_deref(), Some("転居"));
    // Neither a control character nor a text that is too long enters a note.
    screen.press("x").paste("a\u{1b}b");
    assert!(screen.line(22).contains("ab"), "{}", screen.text());
    screen.paste(&"長".repeat(201));
    assert!(screen.text().contains("長すぎる"), "{}", screen.text());
}

#[test]
fn where_nothing_can_be_written_nothing_is_asked() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    five(&mut ledger);
    let path = ledger.path().expect("a path").to_owned();
    drop(ledger);
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    let ledger = Ledger::open(&path, &opening).expect("opened");
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-28"));
    for key in ["z", "x", ">"] {
        screen.press(key);
        assert!(!screen.text().contains("Enter で"), "{}", screen.text());
    }
    assert!(screen.line(22).contains("読み取り専用"), "{}", screen.text());
}

#[test]
fn the_rows_are_as_many_as_the_figures_say() {
    let mut ledger = in_memory();
    for at in 0..40 {
        promised(
            &mut ledger,
            &format!("E-{at:03}"),
            if at < 30 { "2022-09-01" } else { "2022-09-28" },
        );
    }
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-28"));
    assert!(screen.line(12).ends_with("1-9/40"), "{}", screen.text());
    screen.press("<Up><End>");
    assert!(screen.line(12).ends_with("32-40/40"), "{}", screen.text());
    screen.press("<PgUp>");
    assert!(
        screen.selected().expect("a row").contains("E-030"),
        "{}",
        screen.text()
    );
    // The figures open their records, all of them.
    screen.press("<Home><Up><Enter>");
    assert!(screen.line(2).contains("件"), "{}", screen.text());
    let undone = screen.session.ledger().due(None).expect("follow-ups").len();
    assert_eq!(undone, 40);
}

#[test]
fn a_window_of_any_height_is_filled_with_rows() {
    let mut ledger = in_memory();
    for at in 0..90 {
        promised(&mut ledger, &format!("E-{at:03}"), "2022-09-01");
    }
    let rows = |screen: &Screen| {
        let text = screen.text();
        text.lines().filter(|line| line.contains("電話する")).count()
    };
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-28"));
    for (width, height) in [(60, 16), (80, 24), (80, 30), (120, 40), (80, 60), (200, 90)] {
        screen.resize(width, height);
        let before = rows(&screen);
        assert!(before > 0, "{}", screen.text());
        // With one of them chosen, all are read.
        screen.press("<Up>");
        assert_eq!(rows(&screen), before, "{}", screen.text());
        screen.press("<Esc>");
    }
}
