//! Correcting with confidence, by key scripts: the history of a record, and a copy of one.

use soudan::domain::field::Field;
use soudan::domain::value::Value;
use soudan::locale::Lang;
use soudan::store::{Ledger, Opening};

use crate::ledgers::{CALL, add, by, entry, folder, half_year, in_file, in_memory, records, with_cases};
use crate::screen::{Screen, on, surroundings};

/// A call that c2 corrected, with a reason.
fn corrected() -> Ledger {
    let mut ledger = in_memory();
    let saved = add(&mut ledger, &CALL);
    let mut changed = entry(&ledger, &CALL);
    changed.set(Field::Minutes, Some(Value::Number(45)));
    changed.set(Field::Municipality, Some(Value::Code("hikari".into())));
    ledger
        .edit(saved.id, 1, changed, &by("c2"), Some("聞き直した"))
        .expect("saved");
    ledger
}

fn row_of(screen: &Screen, text: &str) -> u16 {
    screen.find(text).1
}

#[test]
fn the_history_says_when_who_and_what_became_what_the_latest_first() {
    let mut screen = Screen::new(corrected());
    screen.press("2H");
    let text = screen.text();
    assert!(text.contains("R4-東-0001 の履歴"), "{text}");
    assert!(text.contains("c2  変更") && text.contains("c1  登録"), "{text}");
    assert!(
        text.contains("岩国市 -> 光市") && text.contains("30 -> 45"),
        "{text}"
    );
    assert!(text.contains("理由：聞き直した"), "{text}");
    assert!(
        row_of(&screen, "c2  変更") < row_of(&screen, "c1  登録"),
        "{text}"
    );
    // Back where one was: the list, and the open record.
    screen.press("<Esc>");
    assert!(screen.text().contains("相談の一覧"));
    screen.press("<Enter><C-g>");
    assert!(screen.text().contains("R4-東-0001 の履歴"));
    screen.press("<Esc>");
    assert!(screen.text().contains("e編集"), "{}", screen.text());
}

#[test]
fn a_long_history_scrolls_and_help_lies_over_it() {
    let mut screen = Screen::open(corrected(), Lang::Ja, (40, 12), on("2022-09-30"));
    screen.press("2Ｈ");
    assert!(screen.text().contains("c2  変更") && !screen.text().contains("レスパイト"));
    screen.press("<End>");
    let end = screen.text();
    assert!(end.contains("レスパイト") && !end.contains("c2  変更"), "{end}");
    screen.press("?");
    assert!(screen.text().contains("操作"));
    screen.press("<Esc>");
    assert_eq!(screen.text(), end);
    screen.press("<Home>");
    assert!(screen.text().contains("c2  変更"));
    screen.press("1");
    assert!(screen.text().contains("p電話"), "{}", screen.text());
}

#[test]
fn a_file_has_its_history_and_a_case_without_one_says_so() {
    let mut ledger = with_cases();
    add(
        &mut ledger,
        &[("case", "E-099")].into_iter().chain(CALL).collect::<Vec<_>>(),
    );
    let mut screen = Screen::new(ledger);
    screen.press("3/E-001<Enter><Enter>H");
    let text = screen.text();
    assert!(
        text.contains("E-001 の履歴") && text.contains("ケース登録"),
        "{text}"
    );
    screen.press("<Esc><Esc>");
    screen.press("/<C-u>E-099<Enter>H");
    assert!(
        screen.text().contains("記録票がまだありません"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_history_that_is_open_follows_what_somebody_else_saves() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let saved = add(&mut ledger, &CALL);
    let path = ledger.path().expect("a path").to_owned();
    let mut screen = Screen::new(ledger);
    screen.press("2H");
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    let mut changed = entry(&other, &CALL);
    changed.set(Field::Minutes, Some(Value::Number(50)));
    other.edit(saved.id, 1, changed, &by("c2"), None).expect("saved");
    screen.tick();
    assert!(screen.text().contains("30 -> 50"), "{}", screen.text());
}

#[test]
fn a_copy_begins_with_what_recurs_and_is_a_record_of_its_own() {
    let mut ledger = in_memory();
    let typed = [("content", "夜間の預け先"), ("caller", "母"), ("state", "closed")];
    add(&mut ledger, &typed.into_iter().chain(CALL).collect::<Vec<_>>());
    let mut screen = Screen::new(ledger);
    screen.press("2C");
    let text = screen.text();
    assert!(
        text.contains("新しい相談") && text.contains("R4-東-0001 をもとにした"),
        "{text}"
    );
    assert!(
        text.contains("母") && text.contains("岩国市") && !text.contains("夜間"),
        "{text}"
    );
    // Nothing was typed: no draft.
    screen.press("<Esc>");
    assert!(!screen.text().contains("下書き"), "{}", screen.text());
    screen.press("<Enter><C-d>きょうの話<C-s>");
    assert!(
        screen.text().contains("保存しました R4-東-0002"),
        "{}",
        screen.text()
    );
    let all = records(screen.session.ledger());
    let [before, copy] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_ne!(before.id, copy.id);
    let get = |field: Field| copy.entry.get(field).map(|value| value.canonical().into_owned());
    assert_eq!(get(Field::Date).as_deref(), Some("2022-09-30"));
    assert_eq!(get(Field::Time).as_deref(), Some("10:05"));
    assert_eq!(get(Field::Staff).as_deref(), Some("c1"));
    assert_eq!(get(Field::Caller).as_deref(), Some("母"));
    assert_eq!(get(Field::MainTopic).as_deref(), Some("respite"));
    assert_eq!(get(Field::Content).as_deref(), Some("きょうの話"));
    assert_eq!((get(Field::Minutes), get(Field::State)), (None, None));
}

#[test]
fn a_copy_is_warned_about_only_when_it_says_the_same() {
    let call = "p先ほどの話<Tab>2<Tab>i<Tab>4<C-s>2";
    let mut screen = Screen::new(in_memory());
    screen.press(call);
    screen.press("C<Tab><Tab><Tab><Tab>");
    assert!(!screen.text().contains("同じ相談"), "{}", screen.text());
    screen.press("<S-Tab><S-Tab><S-Tab><S-Tab>別の話<Tab><Tab><Tab><Tab>");
    assert!(!screen.text().contains("同じ相談"), "{}", screen.text());
    // Also when it was put aside as a draft.
    screen.press("<Esc><C-o>20<Tab><S-Tab>");
    assert!(!screen.text().contains("同じ相談"), "{}", screen.text());
    screen.press("<C-c>2");
    screen.press("C先ほどの話<Tab><Tab><Tab><Tab>");
    assert!(
        screen.text().contains("R4-東-0001 と同じ相談かもしれません"),
        "{}",
        screen.text()
    );
    screen.press("<C-c>2");
    // A third one like the copy is a twin of the copy.
    screen.press("C<C-s>");
    assert!(!screen.text().contains("同じ相談"), "{}", screen.text());
    screen.press("<Home>C<Tab><Tab><Tab><Tab>");
    let text = screen.text();
    assert!(text.contains("R4-東-0002 と同じ相談かもしれません"), "{text}");
}

#[test]
fn where_nothing_can_be_written_nothing_is_copied() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    add(&mut ledger, &CALL);
    ledger.keep_as_it_is();
    let mut screen = Screen::new(ledger);
    screen.press("2C");
    assert!(screen.text().contains("読み取り専用"), "{}", screen.text());
    screen.press("H");
    assert!(screen.text().contains("R4-東-0001 の履歴"), "{}", screen.text());
}

#[test]
fn the_palette_finds_them_by_their_readings() {
    for (reading, shown) in [
        ("rireki", "R4-東-0001 の履歴"),
        ("fukusha", "R4-東-0001 をもとにした"),
        ("shirushi", "印 1"),
        ("zenshirushi", "印 1"),
        ("matomete", "印がありません"),
    ] {
        let mut screen = Screen::new(corrected());
        screen.press(&format!("2:{reading}<Enter>"));
        assert!(screen.text().contains(shown), "{reading}: {}", screen.text());
    }
}

/// Who made the changes of a case's record, oldest first.
fn writers(screen: &Screen, number: &str) -> Vec<String> {
    let ledger = screen.session.ledger();
    let id = ledger.find(number).expect("a record").id;
    let past = ledger.history(id).expect("a history");
    past.into_iter().map(|past| past.who).collect()
}

#[test]
fn who_corrects_a_colleagues_record_stays_who_they_are() {
    let mut ledger = in_memory();
    add(
        &mut ledger,
        &[&CALL[..], &[("date", "2022-09-29"), ("staff", "k1")]].concat(),
    );
    let mut screen = Screen::new(ledger);
    screen.press("2e").press(&"<Tab>".repeat(4)).press("<C-u>20<C-s>");
    assert_eq!(writers(&screen, "R4-東-0001")[1], "c1", "{}", screen.text());
    // Nor does a call that is taken for somebody else make one that.
    screen.press(";電話 母 担当=k9 -- 伝言<C-s>");
    screen.press("p<Tab>2<C-s>");
    assert_eq!(writers(&screen, "R4-東-0002"), ["c1"], "{}", screen.text());
    assert_eq!(writers(&screen, "R4-東-0003"), ["c1"], "{}", screen.text());
    let newest = screen.session.ledger().find("R4-東-0003").expect("a record");
    assert_eq!(newest.entry.text(Field::Staff), "c1");
}

#[test]
fn who_is_at_the_keyboard_is_learnt_from_the_first_new_record_alone() {
    let mut ledger = in_memory();
    add(
        &mut ledger,
        &[&CALL[..], &[("date", "2022-09-29"), ("staff", "k1")]].concat(),
    );
    let mut around = surroundings(Lang::Ja, on("2022-09-30"));
    around.who.staff = None;
    let mut screen = Screen::with(ledger, around, (80, 24));
    screen.press("2e").press(&"<Tab>".repeat(4)).press("<C-u>20<C-s>");
    assert_eq!(writers(&screen, "R4-東-0001")[1], "account", "{}", screen.text());
    screen.press(";電話 母 担当=k9 -- 伝言<C-s>");
    assert_eq!(writers(&screen, "R4-東-0002"), ["k9"], "{}", screen.text());
    screen.press("p<Tab>2<C-s>");
    assert_eq!(writers(&screen, "R4-東-0003"), ["k9"], "{}", screen.text());
}

#[test]
fn a_save_that_changes_nothing_says_so() {
    let mut screen = Screen::new(half_year());
    screen.press("2e<C-s>");
    let said = screen.line(22);
    assert!(said.contains("変わったところはありません"), "{}", screen.text());
    screen.press("e").press(&"<Tab>".repeat(4)).press("<C-u>77<C-s>");
    assert!(screen.line(22).contains("保存しました"), "{}", screen.text());
}

#[test]
fn what_is_corrected_is_what_is_chosen_or_was_saved_last() {
    let mut ledger = in_memory();
    let own = [("follow_up", "2022-09-01"), ("follow_up_text", "電話する")];
    add(&mut ledger, &[&CALL[..], &own].concat());
    let mut screen = Screen::new(ledger);
    screen.press("p<Tab>2<C-s>e");
    assert!(screen.line(0).contains("R4-東-0002"), "{}", screen.text());
    // A follow-up that is chosen is what one looks at.
    screen.press("<Esc><Up>e");
    assert!(screen.line(0).contains("R4-東-0001"), "{}", screen.text());
    // In the list the record that was saved is the one that is chosen then.
    screen.press("<Esc>2<End>p<Tab>3<C-s>e");
    assert!(screen.line(0).contains("R4-東-0003"), "{}", screen.text());
}

#[test]
fn a_save_that_the_list_leaves_out_says_why_it_is_not_seen() {
    let mut screen = Screen::new(half_year());
    screen.press("2/電源<Enter>p<Tab>2<C-s>");
    let said = screen.line(22);
    assert!(
        said.contains("この一覧の絞り込みには当てはまりません"),
        "{}",
        screen.text()
    );
    screen.press("<BS>p<Tab>2<C-s>");
    let said = screen.line(22);
    assert!(
        said.contains("保存しました") && !said.contains("一覧"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_question_before_a_record_goes_says_which_and_that_it_is_not_the_marked_ones() {
    let mut screen = Screen::open(half_year(), Lang::En, (80, 24), on("2022-09-30"));
    screen.press("2  ");
    let row = chosen_row(&screen);
    screen.press("d");
    let asked = screen.line(22);
    let number = row.split_whitespace().nth(1).expect("a number");
    assert!(
        asked.contains(&format!("{number} (not the 2 *)")),
        "{}",
        screen.text()
    );
    let mut screen = Screen::new(half_year());
    screen.press("2  ");
    let row = chosen_row(&screen);
    let words: Vec<&str> = row.split_whitespace().collect();
    screen.press("d");
    let asked = screen.line(22);
    assert!(asked.contains("(印の2件ではない)"), "{}", screen.text());
    assert!(
        asked.contains(words[1]) && asked.contains("1誤り"),
        "{}",
        screen.text()
    );
    // Of one that is marked, or without marks, its person and place are said too.
    screen.press("<Esc><Up>d");
    assert!(!screen.line(22).contains("印の"), "{}", screen.text());
    screen.press("<Esc><C-a><C-a>d");
    let asked = screen.line(22);
    let row = chosen_row(&screen);
    let words: Vec<&str> = row.split_whitespace().collect();
    assert!(
        words[1..].iter().filter(|word| asked.contains(**word)).count() >= 3,
        "{}",
        screen.text()
    );
}

fn chosen_row(screen: &Screen) -> String {
    let text = screen.text();
    let row = text.lines().find(|line| line.starts_with('>')).expect("a row");
    row.trim_start_matches(['>', '*']).to_owned()
}

#[test]
fn the_phone_may_ring_on_a_line_in_a_question_or_over_an_open_record() {
    // The title of a form that is open, and what is done before.
    for before in [";電話 母 岩国", "2/電源", "2d", "?", "2<Enter>", "2<Enter>H", ":"] {
        let mut screen = Screen::new(half_year());
        screen.press(before).press("<F3>");
        assert!(
            screen.line(0).contains("新しい相談"),
            "{before}: {}",
            screen.text()
        );
        screen.press("呼び出し<Tab>2<C-s>");
        assert!(
            screen.line(22).contains("保存しました"),
            "{before}: {}",
            screen.text()
        );
    }
    // The line that was left is taken up again.
    let mut screen = Screen::new(half_year());
    screen.press(";電話 母 岩国<F3><Tab>2<C-s><C-o>");
    assert!(screen.text().contains("電話 母 岩国"), "{}", screen.text());
    // What is typed on a line that has no draft is not thrown away for it.
    let mut screen = Screen::new(half_year());
    screen.press("x連絡済み<F3>");
    assert!(
        screen.text().contains("連絡済み") && screen.text().contains("先に Esc"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_change_is_taken_back_where_the_record_is_open() {
    let mut screen = Screen::new(half_year());
    screen
        .press("2<Enter>e")
        .press(&"<Tab>".repeat(4))
        .press("<C-u>77<C-s>");
    assert!(screen.text().contains("77"), "{}", screen.text());
    screen.press("u");
    assert!(screen.line(22).contains("取り消しました"), "{}", screen.text());
    assert!(!screen.text().contains("77"), "{}", screen.text());
    // A record that was new is in no list then: nothing takes its place unseen.
    screen.press("<Esc>p<Tab>2<C-s><Enter>u");
    assert!(screen.line(2).contains("28件"), "{}", screen.text());
}
