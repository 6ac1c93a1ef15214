//! Marks, and one field of all marked records changed in one step, by keys.

use soudan::domain::bulk;
use soudan::domain::consultation::VoidReason;
use soudan::domain::field::Field;
use soudan::domain::value::Value;
use soudan::locale::Lang;
use soudan::store::{Ledger, Opening, Saved};

use crate::imports::{GOOD, HEADER, NORMAL, imported};
use crate::ledgers::{CALL, add, by, folder, half_year, in_file, in_memory, records};
use crate::screen::{Screen, on};

/// Three calls of one day, the last one entered first in the list.
fn three() -> (Ledger, [Saved; 3]) {
    let mut ledger = in_memory();
    let saved = [(); 3].map(|()| add(&mut ledger, &CALL));
    (ledger, saved)
}

fn marked_rows(screen: &Screen) -> Vec<bool> {
    let text = screen.text();
    let rows = text.lines().filter(|line| line.contains("4/12("));
    rows.map(|line| line.chars().nth(1) == Some('*')).collect()
}

fn answers(ledger: &Ledger, field: Field) -> Vec<String> {
    let answer =
        |value: Option<&Value>| value.map_or_else(String::new, |value| value.canonical().into_owned());
    records(ledger)
        .iter()
        .map(|record| answer(record.entry.get(field)))
        .collect()
}

#[test]
fn a_mark_is_seen_and_stays_while_one_moves_searches_and_narrows() {
    let (ledger, _) = three();
    let mut screen = Screen::new(ledger);
    screen.press("2 　");
    assert_eq!(marked_rows(&screen), [true, true, false], "{}", screen.text());
    assert!(screen.text().contains("印 2 (Bで直す)  3件"), "{}", screen.text());
    // It stands on the third now; a second press takes a mark off.
    screen.press("<Up> ");
    assert_eq!(marked_rows(&screen), [true, false, false], "{}", screen.text());
    screen.press("<Home><C-t> <Up><Up> ");
    assert_eq!(marked_rows(&screen), [true, true, false], "{}", screen.text());
    screen.press("/みつからない<Enter>");
    assert!(screen.text().contains("印 2"), "{}", screen.text());
    screen.press("<BS>fchannel<Enter>denwa<Enter><Enter><Esc>]");
    assert!(screen.text().contains("印 2"), "{}", screen.text());
    screen.press("[");
    assert_eq!(marked_rows(&screen), [true, true, false], "{}", screen.text());
    // Elsewhere and back: they are gone with the screen.
    screen.press("12");
    assert_eq!(marked_rows(&screen), [false; 3], "{}", screen.text());
}

#[test]
fn all_are_marked_or_none() {
    let mut screen = Screen::new(half_year());
    screen.press("2A");
    assert!(screen.text().contains("印 28"), "{}", screen.text());
    screen.press("Ａ");
    assert!(!screen.text().contains("印"), "{}", screen.text());
    screen.press("  <C-a>");
    assert!(screen.text().contains("印 28"), "{}", screen.text());
    screen.resize(40, 12);
    assert!(screen.text().contains("印 28  28件"), "{}", screen.text());
}

#[test]
fn a_mark_goes_with_its_record() {
    let (ledger, _) = three();
    let mut screen = Screen::new(ledger);
    screen.press("2A<Home>d1");
    assert!(screen.text().contains("印 2"), "{}", screen.text());
    screen.press("u");
    assert_eq!(marked_rows(&screen), [false, true, true], "{}", screen.text());
}

#[test]
fn a_field_of_all_marked_records_is_changed_and_taken_back_with_one_key() {
    let (ledger, _) = three();
    let mut screen = Screen::new(ledger);
    screen.press("2  B");
    assert!(
        screen.text().contains("印の2件のどの項目を直しますか"),
        "{}",
        screen.text()
    );
    screen.press("shichou<Enter>hikari<Enter>");
    let text = screen.text();
    assert!(
        text.contains("2件の 市町 を 光市 に変えます。Enter で実行、Esc で中止。"),
        "{text}"
    );
    assert_eq!(
        answers(screen.session.ledger(), Field::Municipality),
        ["iwakuni"; 3]
    );
    screen.press("かx<Enter>");
    let text = screen.text();
    assert!(
        text.contains("2件の 市町 を変えました。u で元に戻せます。"),
        "{text}"
    );
    assert_eq!(marked_rows(&screen), [false; 3], "{text}");
    let changed = ["iwakuni", "hikari", "hikari"];
    assert_eq!(answers(screen.session.ledger(), Field::Municipality), changed);
    screen.press("<Home>H");
    assert!(screen.text().contains("変更 (まとめて)"), "{}", screen.text());
    screen.press("<Esc>u");
    assert!(
        screen.text().contains("変更(2件)を取り消しました"),
        "{}",
        screen.text()
    );
    assert_eq!(
        answers(screen.session.ledger(), Field::Municipality),
        ["iwakuni"; 3]
    );
    screen.press("U");
    assert!(
        screen.text().contains("変更(2件)をやり直しました"),
        "{}",
        screen.text()
    );
    assert_eq!(answers(screen.session.ledger(), Field::Municipality), changed);
    // Those that are so already are only counted.
    screen.press("A<C-b>shichou<Enter>hikari<Enter><Enter>");
    let text = screen.text();
    assert!(
        text.contains("1件の 市町 を変えました(ほかの2件は前から同じ)"),
        "{text}"
    );
    screen.press("ABshichou<Enter>hikari<Enter><Enter>");
    assert!(
        screen.text().contains("3件の 市町 は前からそのとおり"),
        "{}",
        screen.text()
    );
    assert_eq!(screen.session.ledger().check(true).expect("a check"), []);
}

/// Marks all, changes a field by keys, and says what the first record holds then.
fn change(screen: &mut Screen, keys: &str, field: Field) -> String {
    screen.press("A").press(keys).press("<Enter>");
    let text = screen.text();
    assert!(text.contains("u で元に戻せます"), "{keys}: {text}");
    answers(screen.session.ledger(), field)[0].clone()
}

#[test]
fn fields_of_every_shape_are_asked_for_and_emptied() {
    let (ledger, _) = three();
    let mut screen = Screen::new(ledger);
    screen.press("2");
    // Several answers: Enter on an empty line ends them.
    assert_eq!(
        change(&mut screen, "Bkekka<Enter>14<Enter>", Field::Outcome),
        "coordinated,listened"
    );
    assert_eq!(
        change(&mut screen, "Bnaiyou<Enter>school<Enter><Enter>", Field::Topic),
        "school"
    );
    assert_eq!(
        change(&mut screen, "Bnenrei<Enter>６歳<Enter>", Field::ChildAge),
        "6"
    );
    assert_eq!(change(&mut screen, "Btantou<Enter>c7<Enter>", Field::Staff), "c7");
    assert_eq!(
        change(&mut screen, "Bkeesu<Enter>E-012<Enter>", Field::Case),
        "E-012"
    );
    // The case that is offered now is picked from its list.
    screen.press("ABkeesu<Enter>012");
    assert!(screen.text().contains("E-012"), "{}", screen.text());
    screen.press("<Esc>A");
    assert_eq!(change(&mut screen, "Bkekka<Enter><Enter>", Field::Outcome), "");
    assert_eq!(change(&mut screen, "Bkeesu<Enter><Enter>", Field::Case), "");
    assert_eq!(answers(screen.session.ledger(), Field::MainTopic), ["school"; 3]);
    screen.press("A");
    // What must be answered stays so, and what is wrong is said.
    screen.press("Bhouhou<Enter><Enter>");
    assert!(
        screen.text().contains("相談方法 は空にできません。"),
        "{}",
        screen.text()
    );
    screen.press("<Esc>Bnenrei<Enter>121<Enter>");
    assert!(screen.text().contains("年齢：0から120"), "{}", screen.text());
    screen.press("<C-u>7<Enter>");
    assert!(screen.text().contains("3件の 年齢 を 7"), "{}", screen.text());
    screen.press("<Esc>");
    assert_eq!(answers(screen.session.ledger(), Field::ChildAge), ["6"; 3]);
}

#[test]
fn dates_centers_and_texts_are_not_among_the_fields() {
    let (ledger, _) = three();
    let mut screen = Screen::open(ledger, Lang::Ja, (120, 40), on("2022-09-30"));
    screen.press("2AB");
    let text = screen.text();
    let asked = text.lines().rev().take(8).collect::<Vec<_>>().join("\n");
    for field in ["業務区分", "市町", "担当", "年齢", "連携先"] {
        assert!(asked.contains(field), "{field}: {text}");
    }
    for field in ["日付", "センター", "概要", "相談者名", "次回"] {
        assert!(!asked.contains(field), "{field}: {text}");
    }
}

#[test]
fn without_marks_or_where_nothing_can_be_written_nothing_is_asked() {
    let (ledger, _) = three();
    let mut screen = Screen::new(ledger);
    screen.press("2B");
    assert!(screen.text().contains("印がありません"), "{}", screen.text());
    let (mut ledger, _) = three();
    ledger.keep_as_it_is();
    let mut screen = Screen::new(ledger);
    screen.press("2AB");
    assert!(screen.text().contains("読み取り専用"), "{}", screen.text());
    assert!(!screen.text().contains("どの項目"), "{}", screen.text());
}

#[test]
fn one_that_cannot_take_it_is_named_and_none_is_changed() {
    let mut screen = Screen::new(half_year());
    screen.press("2ABzokugara<Enter>haha<Enter><Enter>");
    let text = screen.text();
    assert!(
        text.contains("が変えられません。") && text.contains("1件も変えていません。"),
        "{text}"
    );
    // The marks stay: that one can be unmarked.
    assert!(text.contains("印 28"), "{text}");
}

#[test]
fn what_somebody_else_changed_since_it_was_asked_is_not_overwritten() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let saved = [(); 2].map(|()| add(&mut ledger, &CALL));
    let path = ledger.path().expect("a path").to_owned();
    let mut screen = Screen::new(ledger);
    screen.press("2ABjoutai<Enter>shuuketsu<Enter>");
    assert!(screen.text().contains("2件の 状態 を 終結"), "{}", screen.text());
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    other
        .void(saved[1].id, 1, VoidReason::Mistake, &by("c2"))
        .expect("void");
    screen.press("<Enter>");
    let text = screen.text();
    assert!(text.contains("R4-東-0002 が変えられません。"), "{text}");
    assert_eq!(answers(screen.session.ledger(), Field::State)[0], "");
    // The mark falls away with what is seen of it.
    screen.tick();
    assert!(screen.text().contains("印 1"), "{}", screen.text());
    screen.press("Bjoutai<Enter>shuuketsu<Enter><Enter>");
    assert_eq!(answers(screen.session.ledger(), Field::State)[0], "closed");
}

#[test]
fn marks_that_are_not_in_the_list_are_said_before_they_are_changed() {
    let mut screen = Screen::new(half_year());
    screen.press("2  fchannel<Enter>raisho<Enter> Bjoutai<Enter>shuuketsu<Enter>");
    let text = screen.text();
    assert!(text.contains("3件(今の一覧にない2件を含む)の 状態"), "{text}");
}

#[test]
fn no_more_are_marked_than_one_step_takes() {
    let mut ledger = in_memory();
    let csv = format!("{HEADER}\n{}", format!("{GOOD}\n").repeat(bulk::MOST));
    imported(&mut ledger, csv.as_bytes(), NORMAL);
    add(&mut ledger, &CALL);
    let mut screen = Screen::new(ledger);
    screen.press("2A");
    assert!(screen.text().contains("印は10000件までです"), "{}", screen.text());
    assert!(!screen.text().contains("Bで直す"), "nothing is marked");
    screen.press("d1A");
    assert!(screen.text().contains("印 10000"), "{}", screen.text());
}
