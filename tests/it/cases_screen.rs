//! The screen of cases and the form of a child's file, by keys.

use soudan::domain::field::Field;
use soudan::domain::value::Value;
use soudan::locale::Lang;
use soudan::store::Selection;

use crate::ledgers::{CALL, add, half_year, in_memory, with_cases};
use crate::screen::{Screen, on};

/// A file as it is typed, up to where it is saved.
const TYPED: &str = "3nE-012<Tab>氏名<Tab>H27.4<Tab>iwa<Tab>jinkou<Tab>";

fn case_of(screen: &Screen, number: &str) -> Option<String> {
    let record = screen.session.ledger().find(number).expect("a record");
    match record.entry.get(Field::Case) {
        Some(Value::Text(code)) => Some(code.clone()),
        _ => None,
    }
}

#[test]
fn a_file_is_typed_shown_corrected_closed_and_opened_again() {
    let mut screen = Screen::new(in_memory());
    screen.press("3");
    assert!(
        screen.text().contains("ケースはまだありません"),
        "{}",
        screen.text()
    );
    screen.press(TYPED).press("<C-s>");
    let text = screen.text();
    for part in [
        "保存しました E-012",
        "氏名",
        "2015-04",
        "7歳 小2",
        "岩国市",
        "継続中",
        "経過",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The name is on the file alone.
    screen.press("<Esc>");
    assert!(
        screen.text().contains("E-012") && !screen.text().contains("氏名"),
        "{}",
        screen.text()
    );
    screen.press("x転出<Enter>");
    assert!(screen.text().contains("もう一度 Enter"), "{}", screen.text());
    screen.press("<Enter>");
    let text = screen.text();
    assert!(
        text.contains("終結しました E-012") && text.contains("転出"),
        "{text}"
    );
    screen.press("u");
    // What was taken back did not happen to the child.
    let text = screen.text();
    assert!(
        text.contains("継続中") && text.contains("E-012") && !text.contains("転出"),
        "{text}"
    );
    screen.press("U");
    assert!(screen.text().contains("転出"), "{}", screen.text());
    screen.press("x");
    assert!(screen.text().contains("再開しました E-012"), "{}", screen.text());
    screen.press("u");
    assert!(
        screen.text().contains("転出") && !screen.text().contains("(金) 再開"),
        "{}",
        screen.text()
    );
    screen.press("U");
    assert!(screen.text().contains("(金) 再開"), "{}", screen.text());
    screen.press("e<Tab><Tab><C-u>R1.5<C-s>");
    assert!(screen.text().contains("2019-05"), "{}", screen.text());
    assert_eq!(screen.session.ledger().check(true).expect("a check"), []);
}

#[test]
fn a_wrong_file_is_not_saved_and_nothing_typed_is_lost() {
    let mut screen = Screen::new(in_memory());
    screen.press("3n<Tab>氏名<Tab>2030-01-01<C-s>");
    let text = screen.text();
    assert!(
        text.contains("入力が必要です") && text.contains("2030-01-01"),
        "{text}"
    );
    screen.press("<Esc>");
    assert!(screen.text().contains("下書き"), "{}", screen.text());
    screen.press("<C-o>E-1<Tab><Tab><C-u>H31.4.12<C-s>");
    assert!(screen.text().contains("2019-04-12"), "{}", screen.text());
}

#[test]
fn a_consultation_links_to_a_case_by_a_part_of_its_code_or_to_a_new_one() {
    let mut screen = Screen::new(in_memory());
    screen.press(TYPED).press("<C-s>").press("nE-013<C-s>").press("1");
    let to_case = "p退院後<Tab>2<Tab>i<Tab>4<Tab>30<Tab><Tab><Tab><Tab>";
    screen.press(to_case);
    assert!(screen.text().contains("E-012 岩国市 7歳"), "{}", screen.text());
    screen.press("01");
    assert!(
        screen.text().contains("E-013") && screen.text().contains("01 (新しいケース)"),
        "{}",
        screen.text()
    );
    screen.press("2<C-s>");
    assert_eq!(
        case_of(&screen, "R4-東-1").as_deref(),
        Some("E-012"),
        "{}",
        screen.text()
    );
    // Several: said beside the field, and not saved.
    screen.press(to_case).press("E-0<C-s>");
    assert!(
        screen.text().contains("直していません") || screen.text().contains("!"),
        "{}",
        screen.text()
    );
    screen.press("<Down><C-s>");
    assert_eq!(
        case_of(&screen, "R4-東-2").as_deref(),
        Some("E-013"),
        "{}",
        screen.text()
    );
    // One that nobody knows is new; to none at all.
    screen.press(to_case).press("E-900<C-s>");
    assert_eq!(
        case_of(&screen, "R4-東-3").as_deref(),
        Some("E-900"),
        "{}",
        screen.text()
    );
    screen.press(to_case).press("<C-s>");
    assert_eq!(case_of(&screen, "R4-東-4"), None, "{}", screen.text());
}

#[test]
fn from_the_open_case_a_call_is_about_it_and_its_consultations_are_listed() {
    let mut ledger = half_year();
    let call: Vec<_> = CALL.into_iter().chain([("case", "E-012")]).collect();
    add(&mut ledger, &call);
    let mut screen = Screen::new(ledger);
    screen.press("3/E-012<Enter><Enter>");
    assert!(screen.text().contains("記録票なし"), "{}", screen.text());
    screen.press("p今日も<Tab>2<C-s>");
    let case: Vec<_> = screen.session.ledger().keys(&Selection::default()).expect("keys");
    assert_eq!(case.len(), 30);
    screen.press("3<Enter><Enter>");
    let text = screen.text();
    assert!(text.contains("ケース E-012") && text.contains("2件"), "{text}");
}

#[test]
fn what_a_row_has_no_room_for_is_seen_to_be_cut() {
    for lang in [Lang::Ja, Lang::En] {
        for size in [(40, 24), (80, 24)] {
            let mut screen = Screen::open(with_cases(), lang, size, on("2022-09-30"));
            screen.press("3");
            let text = screen.text();
            let row = text.lines().find(|line| line.contains("E-012")).expect("a row");
            assert!(row.trim_end().ends_with('~'), "{lang:?} {size:?}: {text}");
        }
    }
    let mut narrow = Screen::open(with_cases(), Lang::Ja, (40, 12), on("2022-09-30"));
    narrow.press("3");
    assert!(narrow.text().contains("医療的~"), "{}", narrow.text());
}
