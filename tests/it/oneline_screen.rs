//! The one-line entry through its keys: saved as the form would, asked where something is open, and
//! nothing typed is ever lost.

use soudan::domain::consultation::Consultation;
use soudan::domain::field::Field;
use soudan::locale::Lang;
use soudan::store::{Access, Ledger, Opening, Selection};

use crate::ledgers::{folder, in_file, in_memory, records};
use crate::screen::{Screen, on, surroundings};

const LINE: &str = ";電話 母 岩国 レスパイト 30分 -- 退院後の預け先";

fn empty() -> Screen {
    Screen::new(in_memory())
}

/// What a record says, as `field=value`.
fn said(record: &Consultation) -> String {
    let pairs = record.entry.pairs().into_iter();
    let pairs: Vec<_> = pairs
        .map(|(field, value)| format!("{field}={}", value.canonical()))
        .collect();
    pairs.join(" ")
}

#[track_caller]
fn saved(screen: &Screen) -> String {
    let records = records(screen.session.ledger());
    assert_eq!(records.len(), 1, "{}", screen.text());
    said(&records[0])
}

const WHOLE: &str = "center=east channel=phone content=退院後の預け先 date=2022-09-30 kind=consultation main_topic=respite \
                     minutes=30 municipality=iwakuni party=family relation=mother staff=c1 time=10:05 topic=respite";

#[test]
fn a_whole_line_is_saved_at_once_and_never_by_enter() {
    for opens in [";", "；", "<C-e>"] {
        let mut screen = empty();
        screen.press(&LINE.replacen(';', opens, 1)).press("<Enter>");
        assert!(screen.text().contains("新しい相談"), "{}", screen.text());
        let kept = screen.session.ledger().keys(&Selection::default()).expect("keys");
        assert_eq!(kept.len(), 0, "{}", screen.text());
        screen.press("<C-s>");
        assert_eq!(saved(&screen), WHOLE);
        let mut screen = empty();
        screen.press(&LINE.replacen(';', opens, 1)).press("<C-s>");
        assert_eq!(saved(&screen), WHOLE);
        assert!(
            screen.text().contains("保存しました R4-東-0001"),
            "{}",
            screen.text()
        );
        assert!(screen.session.drafts().is_empty());
        // Opened again it is empty, and the number goes on.
        screen.press(LINE).press("<C-s>");
        assert!(
            screen.text().contains("保存しました R4-東-0002"),
            "{}",
            screen.text()
        );
        assert!(
            screen.text().contains("R4-東-0001 と同じ相談"),
            "{}",
            screen.text()
        );
    }
}

#[test]
fn a_likely_twin_and_another_centers_municipality_are_said_before_one_saves() {
    let mut screen = empty();
    screen.press(LINE).press("<C-s>").press(";電話 母 下関");
    assert!(screen.text().contains("下関市 西部の担当"), "{}", screen.text());
    screen.press("<C-u>").press(&LINE[1..]);
    screen.press(" ");
    assert!(
        screen.text().contains("R4-東-0001 と同じ相談"),
        "{}",
        screen.text()
    );
    // It is of the line as it stands now, whatever was done to it.
    screen.press("退院");
    assert!(screen.text().contains("と同じ相談"), "{}", screen.text());
    screen.press("<C-u>");
    assert!(!screen.text().contains("と同じ相談"), "{}", screen.text());
    screen.press("あああ");
    assert!(!screen.text().contains("と同じ相談"), "{}", screen.text());
    let mut screen = empty();
    screen.press(LINE).press("<C-s>").press(LINE).press(" ");
    assert!(screen.text().contains("と同じ相談"), "{}", screen.text());
    screen.press("<Home>昨日 ");
    assert!(!screen.text().contains("と同じ相談"), "{}", screen.text());
    screen.press("<C-u>");
    assert!(screen.text().contains("と同じ相談"), "{}", screen.text());
    // What the ledger says of a case comes behind it.
    screen.press("<C-s>;電話 母 #E-012<C-s>;電話 母 #E-012 ");
    assert!(screen.text().contains("と同じ相談"), "{}", screen.text());
    screen.press("<BS>");
    assert!(screen.text().contains("と同じ相談"), "{}", screen.text());
}

#[test]
fn nothing_is_typed_for_a_ledger_that_cannot_be_written() {
    let home = folder();
    let path = in_file(&home).path().expect("a path").to_owned();
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    let ledger = Ledger::open(&path, &opening).expect("the ledger");
    let mut screen = Screen::new(ledger);
    screen.press(";");
    assert!(!screen.text().contains("一行で入れる"), "{}", screen.text());
    assert!(
        screen.text().contains("読み取り専用") || screen.text().contains("見るだけ"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_same_line_in_english_and_in_ascii_is_the_same_record() {
    for line in [
        ";phone mother iwakuni respite 30m -- 退院後の預け先",
        ";denwa haha iwakuni resupaito 30min -- 退院後の預け先",
    ] {
        let mut screen = Screen::open(in_memory(), Lang::En, (80, 24), on("2022-09-30"));
        screen.press(line).press("<C-s>");
        assert_eq!(saved(&screen), WHOLE);
    }
}

#[test]
fn a_question_is_answered_by_its_number_and_the_line_says_so() {
    for answer in ["<Tab>2", "<Down>２", "<Tab><Tab><Enter>", "<S-Tab><Enter>"] {
        let mut screen = empty();
        screen.press(";電話 下 母").press(answer);
        assert!(
            screen.text().contains("一行： 電話 下関市 母"),
            "{answer}\n{}",
            screen.text()
        );
        screen.press("<C-s>");
        assert!(saved(&screen).contains("municipality=shimonoseki"));
    }
    // The mouse, too.
    let mut screen = empty();
    screen.press(";電話 下 母").click("2下関市");
    assert!(
        screen.text().contains("一行： 電話 下関市 母"),
        "{}",
        screen.text()
    );
    // Out of the question one goes on with the line, by Esc or by typing.
    let mut screen = empty();
    screen.press(";電話 下<Tab><Esc>松<Tab>2 母");
    assert!(
        screen.text().contains("一行： 電話 下松2 母"),
        "{}",
        screen.text()
    );
    let mut screen = empty();
    screen.press(";電話 来所 母<Tab>2<C-z>");
    assert!(screen.text().contains("一行： 電話 来所 母"), "{}", screen.text());
}

#[test]
fn what_is_missing_or_asked_opens_the_form_with_everything_in_it() {
    let mut screen = empty();
    screen.press(";電話 下 レスパイト @ほげ 30分 -- 預け先<Enter>");
    assert!(records(screen.session.ledger()).is_empty());
    let text = screen.text();
    assert!(text.contains("まだ保存していません"), "{text}");
    for kept in ["電話", "下", "レスパイト・短期入所", "ほげ", "30", "預け先"] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    // The caret is in 誰から; then the municipality, whose two answers stand there.
    screen.press("2<Tab>");
    assert!(
        screen.text().contains("下松市") && screen.text().contains("下関市"),
        "{}",
        screen.text()
    );
    screen.press("<Down><Enter>");
    let draft = screen.session.drafts().pop().expect("a draft");
    let linked = draft
        .slots
        .iter()
        .find(|slot| slot.name == "linked")
        .expect("kept");
    assert_eq!(linked.typed, "ほげ");
}

#[test]
fn words_that_exclude_each_other_stand_in_the_text_and_their_field_is_open() {
    let mut screen = empty();
    screen.press(";電話 来所 母 30分 20分 9/28 9/29<C-s>");
    assert!(records(screen.session.ledger()).is_empty());
    let draft = screen.session.drafts().pop().expect("a draft");
    let typed = |name: &str| {
        let slot = draft.slots.iter().find(|slot| slot.name == name);
        slot.map_or("", |slot| &slot.typed)
    };
    for empty in ["channel", "minutes", "date"] {
        assert_eq!(typed(empty), "", "{empty}");
    }
    assert_eq!(typed("content"), "9/28 9/29\n電話 来所\n30分 20分");
    assert!(
        screen.text().contains("まだ決まっていません"),
        "{}",
        screen.text()
    );
}

#[test]
fn what_was_asked_and_not_answered_is_open_in_the_form_and_not_wrong() {
    let mut screen = empty();
    screen.press(";電話 ちち きょうだい 岩国 光 -- 預け先<C-s>");
    let text = screen.text();
    assert!(text.contains("まだ決まっていません"), "{text}");
    assert!(!text.contains("一覧にありません"), "{text}");
    assert!(
        text.contains("ちち きょうだい") && text.contains("岩国 光"),
        "{text}"
    );
    // What may stay empty can be saved so, once that was seen; the words are in the text.
    screen.press("2<C-s>");
    let record = saved(&screen);
    assert!(record.contains("content=預け先\n"), "{record}");
    assert!(
        record.contains("岩国 光") && !record.contains("municipality="),
        "{record}"
    );
}

#[test]
fn a_part_of_a_cases_code_is_asked_and_a_code_of_none_is_a_new_case() {
    let mut screen = empty();
    screen.press(";電話 母 #E-012<C-s>;電話 父 #E-112 ");
    assert!(
        screen.text().contains("E-112 (新しいケース)"),
        "{}",
        screen.text()
    );
    screen.press("<C-s>;電話 祖父母 #12 -- 預け先<C-s>");
    // Asked, it is not saved: the form has it open.
    assert_eq!(records(screen.session.ledger()).len(), 2, "{}", screen.text());
    let text = screen.text();
    assert!(
        text.contains("まだ決まっていません") && text.contains("#12"),
        "{text}"
    );
    for (answer, line, case) in [
        ("1", "一行： 電話 母 #E-012", "E-012"),
        ("3", "一行： 電話 母 case=12", "12"),
    ] {
        let mut screen = empty();
        screen.press(";電話 母 #E-012<C-s>;電話 父 #E-112<C-s>;電話 母 #12");
        let text = screen.text();
        assert!(
            text.contains("「12」はどれですか") && text.contains("12 (新しいケース)"),
            "{text}"
        );
        screen.press("<Tab>").press(answer);
        assert!(screen.text().contains(line), "{}", screen.text());
        screen.press("<C-s>");
        let case = format!("case={case} ");
        assert!(
            records(screen.session.ledger())
                .iter()
                .any(|record| said(record).contains(&case))
        );
        assert_eq!(records(screen.session.ledger()).len(), 3);
    }
}

#[test]
fn a_word_before_the_dashes_that_is_not_understood_is_not_saved_unseen() {
    let mut screen = empty();
    screen.press(";電話 母 いわくし -- 預け先<Enter>");
    assert!(records(screen.session.ledger()).is_empty());
    assert!(
        screen.text().contains("読み取れない語があります"),
        "{}",
        screen.text()
    );
    screen.press("<C-s>");
    assert!(saved(&screen).contains("content=いわくし -- 預け先"));
    // So is a text in which something stands that would have been read before it.
    let mut screen = empty();
    screen.press(";電話 母 岩国 めちゃくちゃ 30分");
    assert!(
        screen.text().contains("「30分」(所要分)も含めて"),
        "{}",
        screen.text()
    );
    screen.press("<C-s>");
    assert!(records(screen.session.ledger()).is_empty());
    assert!(
        screen.text().contains("読み取れない語があります"),
        "{}",
        screen.text()
    );
}

#[test]
fn into_the_form_goes_everything_that_the_line_says() {
    for key in ["<C-e>", "<F6>"] {
        let mut screen = empty();
        screen.press(LINE).press(key).press("<C-s>");
        assert_eq!(saved(&screen), WHOLE, "{key}");
    }
}

#[test]
fn what_was_typed_on_a_line_that_is_left_is_a_draft_of_that_line() {
    for leaves in ["<Esc>", "<C-c>1"] {
        let mut screen = empty();
        screen.press(";昨日 9:30 電話 下 ほげ").press(leaves);
        assert!(screen.text().contains("下書きを残しました"), "{}", screen.text());
        screen.press("<C-o>");
        assert!(
            screen.text().contains("一行： 昨日 9:30 電話 下 ほげ"),
            "{}",
            screen.text()
        );
        // Only looked at, it is still there; and goes on as it was.
        screen.press("<Esc><C-o>").press("<Tab>1<Home>母 <C-s>");
        let record = saved(&screen);
        assert!(
            record.contains("date=2022-09-29") && record.contains("time=09:30"),
            "{record}"
        );
        assert!(
            record.contains("municipality=kudamatsu") && record.contains("content=ほげ"),
            "{record}"
        );
    }
    // It is thrown away as a form is: at once, or when it was taken up again.
    for leaves in ["<C-c>2", "<Esc><C-o><C-c>2", "<C-c><Esc><C-c>2"] {
        let mut screen = empty();
        screen.press(";電話 下 ほげ").press(leaves);
        assert!(screen.text().contains("入力を破棄しました"), "{}", screen.text());
        assert!(screen.session.drafts().is_empty(), "{leaves}");
    }
    let mut screen = empty();
    screen.press(";電話 ほげ<C-c>");
    assert!(screen.text().contains("2破棄して閉じる"), "{}", screen.text());
    screen.press("<C-c> ふが");
    assert!(
        screen.text().contains("一行： 電話 ほげ ふが"),
        "{}",
        screen.text()
    );
    // An empty line leaves nothing.
    let mut screen = empty();
    let before = screen.text();
    screen.press(";<Esc>");
    assert_eq!(screen.text(), before);
    screen.press(";電<BS><Esc>");
    assert_eq!(screen.text(), before);
    screen.press(";<C-c>");
    assert_eq!(screen.text(), before);
}

#[test]
fn a_line_that_an_earlier_run_left_goes_on_the_next_day_as_it_was_meant() {
    let mut screen = empty();
    screen.press(";昨日 電話 母");
    let drafts = screen.session.drafts();
    assert_eq!(drafts.len(), 1);
    let mut around = surroundings(Lang::Ja, on("2022-10-01"));
    around.drafts = drafts;
    let mut screen = Screen::with(in_memory(), around, (80, 24));
    screen.press("<C-o><C-s>");
    assert!(saved(&screen).contains("date=2022-09-29"), "{}", saved(&screen));
}

#[test]
fn a_line_whose_record_was_saved_is_not_offered_again() {
    let mut screen = empty();
    screen.press(LINE);
    let drafts = screen.session.drafts();
    screen.press("<C-s>");
    let mut around = surroundings(Lang::Ja, on("2022-09-30"));
    around.drafts = drafts;
    let Screen { session, .. } = screen;
    let screen = Screen::with(session.into_ledger(), around, (80, 24));
    assert!(screen.session.drafts().is_empty());
}

#[test]
fn a_paste_is_text_whatever_is_in_it() {
    let mut screen = empty();
    screen
        .press(";")
        .paste("電話 母\n")
        .paste("岩国\x1b[31m -- 預け\tけ先\u{7}");
    let draft = screen.session.drafts().pop().expect("a draft");
    assert_eq!(
        draft.slots.last().map(|slot| slot.typed.as_str()),
        Some("電話 母 岩国[31m -- 預け け先")
    );
    // Two lines would be one record.
    screen.paste("電話 父\r\n\n来所 母");
    assert!(screen.text().contains("2行あります"), "{}", screen.text());
    let draft = screen.session.drafts().pop().expect("a draft");
    assert_eq!(
        draft.slots.last().map(|slot| slot.typed.as_str()),
        Some("電話 母 岩国[31m -- 預け け先")
    );
    screen.paste(&"長".repeat(3_000));
    assert!(screen.text().contains("長すぎる"), "{}", screen.text());
}

#[test]
fn the_other_field_of_a_wrong_word_is_kept() {
    let mut screen = empty();
    screen.press(";電話 母 30分 99999分 2/30<Enter>");
    let draft = screen.session.drafts().pop().expect("a draft");
    let typed = |field: Field| {
        let slot = draft.slots.iter().find(|slot| slot.name == field.code());
        slot.map_or("", |slot| &slot.typed)
    };
    assert_eq!(typed(Field::Minutes), "30分 99999分");
    assert_eq!(typed(Field::Date), "2/30");
}
