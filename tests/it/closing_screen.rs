//! Closing by keys: which period, the mark in the title, and the line for the reason that a change inside
//! a closed period takes.

use soudan::domain::field::Field;
use soudan::domain::period::Period;
use soudan::domain::value::Value;
use soudan::error::Error;
use soudan::locale::Lang;
use soudan::store::{Ledger, Opening};
use soudan::tui::app::Msg;

use crate::ledgers::{
    CALL, add, by, day, folder, half_year, import_file, in_file, in_memory, printed_half_year, records,
};
use crate::screen::{Screen, on};

/// To the field of the minutes, with another figure in it.
const OTHER_MINUTES: &str = "<Tab><Tab><Tab><Tab><C-u>45";
/// The question for the reason.
const WHY: &str = "令和4年度 上半期 は締め済みです。変える理由：";

fn closed() -> Screen {
    let mut screen = Screen::new(half_year());
    screen.press("Z1");
    screen
}

fn closings(screen: &Screen) -> Vec<(String, bool)> {
    let closings = screen.session.ledger().closings().expect("closings");
    let told = closings
        .into_iter()
        .map(|one| (one.period.code(), one.is_reopened));
    told.collect()
}

fn last_reason(screen: &Screen, at: usize) -> Option<String> {
    let ledger = screen.session.ledger();
    let history = ledger.history(records(ledger)[at].id).expect("a history");
    history
        .last()
        .and_then(|past| past.change.as_ref()?.reason.clone())
}

#[test]
fn a_key_asks_which_period_and_the_title_says_that_it_is_closed() {
    let mut screen = Screen::new(half_year());
    screen.press("Z");
    let text = screen.text();
    assert!(
        text.contains("1 令和4年度 上半期 (28件)") && text.contains("2 令和4年9月 (5件)"),
        "{text}"
    );
    screen.press("<Esc>");
    assert_eq!(closings(&screen), []);
    screen.press("Ｚ3");
    assert_eq!(closings(&screen), [], "no such answer");
    screen.press("1");
    assert!(screen.line(0).contains("(9月末迄) 締め済"), "{}", screen.text());
    assert!(
        screen.text().contains("上半期 を締めました(相談28件)"),
        "{}",
        screen.text()
    );
    // Another half-year is not; the month of this one still can be.
    screen.press("[");
    assert!(!screen.line(0).contains("締め済"), "{}", screen.text());
    screen.press("]<C-p>1");
    assert_eq!(
        closings(&screen),
        [("2022H1".to_owned(), false), ("2022-09".to_owned(), false)]
    );
    screen.press("Z");
    assert!(
        screen.text().contains("上半期 は締め済みです。"),
        "{}",
        screen.text()
    );
    // Each is opened again for a reason.
    screen.press("u");
    assert!(
        screen.text().contains("令和4年9月 の締めを取り消します。理由："),
        "{}",
        screen.text()
    );
    screen.press("typo<Enter>utypo<Enter>");
    assert!(
        screen.text().contains("令和4年度 上半期 の締めを取り消しました"),
        "{}",
        screen.text()
    );
    assert!(!screen.line(0).contains("締め済"), "{}", screen.text());
    screen.press("U");
    assert!(screen.line(0).contains("締め済"), "{}", screen.text());
}

/// What is shown as closed is what was closed, or says that it is not.
#[test]
fn the_title_says_that_a_closed_period_counts_otherwise_since() {
    let mut screen = Screen::new(half_year());
    screen.press("Z1");
    assert!(screen.line(0).contains("締め済 "), "{}", screen.text());
    screen.press("p<Tab>2<C-s>late<Enter>");
    assert!(screen.line(0).contains("締め済・修正あり"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("の中を元に戻します"), "{}", screen.text());
    screen.press("back<Enter>");
    assert!(!screen.line(0).contains("修正"), "{}", screen.text());
}

#[test]
fn while_a_period_runs_its_last_whole_month_is_offered_and_before_that_the_one_before() {
    let mut screen = Screen::on(half_year(), day("2022-08-10"));
    screen.press("Z");
    assert!(screen.text().contains("1 令和4年7月 (5件)"), "{}", screen.text());
    screen.press("1");
    assert_eq!(closings(&screen), [("2022-07".to_owned(), false)]);
    assert!(!screen.line(0).contains("締め済"), "the half-year is not closed");
    let mut screen = Screen::on(in_memory(), day("2022-04-10"));
    screen.press("Z");
    for last in ["1 令和3年度 下半期", "2 令和4年3月"] {
        assert!(screen.text().contains(last), "{}", screen.text());
    }
}

#[test]
fn a_form_asks_for_the_reason_when_it_is_saved_and_keeps_what_is_typed() {
    let mut screen = closed();
    screen.press(&format!("2e{OTHER_MINUTES}<C-s>"));
    assert!(screen.text().contains(WHY), "{}", screen.text());
    assert!(screen.text().contains("所要分       45"), "{}", screen.text());
    screen.press("<Enter>");
    assert!(screen.text().contains("理由を入れて Enter"), "{}", screen.text());
    // Left alone it is as it was: the form, and nothing saved.
    screen.press("<Esc>");
    assert!(screen.text().contains("何も変えていません"), "{}", screen.text());
    assert!(screen.text().contains("所要分       45"), "{}", screen.text());
    assert_eq!(last_reason(&screen, 27), None);
    screen.press("<C-s>聞き直した<Enter>");
    assert!(
        screen.text().contains("Enter"),
        "an input method may have meant it: {}",
        screen.text()
    );
    screen.press("<Enter>");
    assert!(screen.text().contains("保存しました"), "{}", screen.text());
    assert_eq!(last_reason(&screen, 27).as_deref(), Some("聞き直した"));
    screen.press("H");
    assert!(screen.text().contains("理由：聞き直した"), "{}", screen.text());
}

#[test]
fn a_new_record_of_a_day_inside_asks_and_one_outside_does_not() {
    let mut screen = closed();
    screen.press("p預け先<Tab>2<C-s>");
    assert!(screen.text().contains(WHY), "{}", screen.text());
    screen.press("late<Enter>");
    assert!(screen.text().contains("保存しました"), "{}", screen.text());
    assert_eq!(last_reason(&screen, 28).as_deref(), Some("late"));
    // The figures that were frozen stay; those of today are shown.
    let half = Period::parse("2022H1", day("2022-09-30")).expect("a period");
    let ledger = screen.session.ledger();
    let revisions = ledger.revisions(&half, day("2022-09-30")).expect("a comparison");
    assert!(!revisions.is_empty());
    let mut ledger = half_year();
    let closed = ledger.close(&half, day("2022-10-05"), &by("c2"));
    closed.expect("closed");
    let mut screen = Screen::on(ledger, day("2022-10-05"));
    screen.press("p預け先<Tab>2<C-s>");
    assert!(screen.text().contains("保存しました"), "{}", screen.text());
}

#[test]
fn deleting_taking_back_changing_several_and_settling_ask_as_well() {
    let mut ledger = half_year();
    let due = [("follow_up", "2022-09-28"), ("follow_up_text", "折り返し")];
    add(&mut ledger, &[&CALL[..], &due].concat());
    let half = Period::parse("2022H1", day("2022-09-30")).expect("a period");
    ledger.close(&half, day("2022-09-30"), &by("c2")).expect("closed");
    let mut screen = Screen::new(ledger);
    for (keys, said) in [
        ("2d1", "削除しました"),
        ("u", "取り消しました"),
        ("U", "やり直しました"),
        ("u", "取り消しました"),
        ("2ABjoutai<Enter>2<Enter>", "状態 を変えました"),
        ("1x<Enter>", "済"),
    ] {
        screen.press(keys);
        let asked = match keys {
            "u" | "U" => "締め済みの 令和4年度 上半期 の中を元に戻します。理由：",
            _ => WHY,
        };
        assert!(screen.text().contains(asked), "{keys}: {}", screen.text());
        screen.press("why<Enter>");
        assert!(!screen.text().contains("理由："), "{keys}: {}", screen.text());
        assert!(screen.text().contains(said), "{keys}: {}", screen.text());
    }
    assert_eq!(screen.session.ledger().check(true).expect("a check"), []);
}

#[test]
fn a_note_to_a_follow_up_is_its_reason() {
    let mut ledger = half_year();
    let due = [("follow_up", "2022-09-28"), ("follow_up_text", "折り返し")];
    add(&mut ledger, &[&CALL[..], &due].concat());
    let half = Period::parse("2022H1", day("2022-09-30")).expect("a period");
    ledger.close(&half, day("2022-09-30"), &by("c2")).expect("closed");
    let mut screen = Screen::new(ledger);
    screen.press("<Up>xtold them<Enter>");
    assert!(!screen.text().contains(WHY), "{}", screen.text());
    let told = (0..29).filter_map(|at| last_reason(&screen, at));
    assert_eq!(told.collect::<Vec<_>>(), ["told them"]);
}

/// Closed by somebody else while the form is open: nothing is lost, and the question comes.
#[test]
fn what_another_process_closes_meanwhile_is_asked_for() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    add(&mut ledger, &CALL);
    let other = Ledger::open(&folder.path().join("ledger.soudan"), &Opening::default());
    let mut other = other.expect("a ledger");
    let mut screen = Screen::new(ledger);
    screen.press(&format!("2e{OTHER_MINUTES}"));
    let april = Period::month(2022, 4).expect("a month");
    other.close(&april, day("2022-09-30"), &by("c2")).expect("closed");
    screen.press("<C-s>");
    assert!(
        screen.text().contains("令和4年4月 は締め済みです。変える理由："),
        "{}",
        screen.text()
    );
    screen.press("ok<Enter>");
    let minutes = records(&other)[0].entry.get(Field::Minutes).cloned();
    assert_eq!(minutes, Some(Value::Number(45)));
    // What it changed too is shown side by side, as ever, and the reason is asked for again.
    let record = records(&other)[0].clone();
    screen.press("e<Tab><Tab><Tab><Tab><C-u>50");
    let mut entry = record.entry;
    entry.set(Field::Municipality, Some(Value::Code("hikari".into())));
    other
        .edit(record.id, record.rev, entry, &by("c2"), Some("転居"))
        .expect("saved");
    screen.press("<C-s>ok<Enter>");
    assert!(screen.text().contains("光市"), "{}", screen.text());
    screen.press("1again<Enter>");
    let kept = records(&other)[0].entry.clone();
    assert_eq!(kept.get(Field::Minutes), Some(&Value::Number(50)));
    assert_eq!(kept.get(Field::Municipality), Some(&Value::Code("hikari".into())));
}

#[test]
fn what_one_was_asked_about_is_what_is_taken_back() {
    let home = folder();
    let mut ledger = in_file(&home);
    import_file(&mut ledger, &printed_half_year());
    let path = ledger.path().expect("a path").to_owned();
    let half = Period::half_of(day("2022-09-30"));
    ledger.close(&half, day("2022-09-30"), &by("c1")).expect("closed");
    let mut screen = Screen::new(ledger);
    screen.press("2d1mistake<Enter>");
    assert!(screen.text().contains("27件"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("の中を元に戻します"), "{}", screen.text());
    // The same person saves something in another window.
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    add(&mut other, &[&CALL[..], &[("date", "2022-10-01")]].concat());
    screen.press("by mistake<Enter>");
    assert!(
        screen.text().contains("その後にほかの変更があった"),
        "{}",
        screen.text()
    );
    assert_eq!(records(&other).len(), 28, "nothing was taken back");
}

#[test]
fn the_reason_stays_while_the_ledger_is_busy() {
    let mut screen = closed();
    screen.press(&format!("2e{OTHER_MINUTES}<C-s>聞き直した"));
    let busy = Msg::Saved(Err(Error::Busy), None);
    screen.session.handle(Msg::Tried(Box::new(busy)));
    screen.press("<Left>");
    assert!(
        screen.text().contains(&format!("{WHY} 聞き直した")),
        "{}",
        screen.text()
    );
    screen.press("<Enter><Enter>");
    assert_eq!(last_reason(&screen, 27).as_deref(), Some("聞き直した"));
}

#[test]
fn in_english_and_in_a_small_window_it_is_understood() {
    let mut screen = Screen::open(half_year(), Lang::En, (80, 24), on("2022-09-30"));
    screen.press("Z");
    let text = screen.text();
    assert!(
        text.contains("Close which period?") && text.contains("(28)"),
        "{text}"
    );
    screen.press("1");
    assert!(screen.line(0).contains("closed"), "{}", screen.text());
    screen.press("2d1");
    assert!(
        screen.text().contains("is closed. Why the change:"),
        "{}",
        screen.text()
    );
    screen.resize(40, 12);
    assert!(screen.text().contains("Closed. Why:"), "{}", screen.text());
}

#[test]
fn who_may_only_read_closes_nothing() {
    let folder = folder();
    drop(in_file(&folder));
    let mut ledger =
        Ledger::open(&folder.path().join("ledger.soudan"), &Opening::default()).expect("a ledger");
    ledger.keep_as_it_is();
    let mut screen = Screen::new(ledger);
    screen.press("Z1");
    assert_eq!(closings(&screen), []);
    assert!(!screen.text().contains("どの期間"), "{}", screen.text());
}

/// In October both September and the half-year may be still to be closed; one that is closed is not offered.
#[test]
fn what_is_closed_of_the_half_year_before_is_not_offered_again() {
    let mut screen = Screen::open(half_year(), Lang::Ja, (80, 24), on("2022-10-03"));
    screen.press("Z");
    assert!(screen.text().contains("2 令和4年9月"), "{}", screen.text());
    screen.press("2").press("Z");
    let text = screen.text();
    assert!(
        text.contains("1 令和4年度 上半期") && !text.contains("2 令和4年9月"),
        "{text}"
    );
}
