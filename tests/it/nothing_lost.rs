//! What was typed on the screens of cases and follow-ups stays until it is saved, and a call is filed under
//! no child that nobody named.

use crossterm::event::MouseEventKind;
use soudan::domain::field::Field;
use soudan::domain::value::Value;
use soudan::error::{Error, Unwritable};
use soudan::locale::Lang;
use soudan::store::{Drafts, Ledger, Opening};
use soudan::tui::Surroundings;
use soudan::tui::app::Msg;
use soudan::tui::keeper::Keeper;

use crate::ledgers::{CALL, add, by, day, entry, folder, in_file, in_memory, records, save_case};
use crate::screen::{Screen, on, surroundings};

/// Up to the field ケース of a call.
const TO_CASE: &str = "p退院後<Tab>2<Tab>i<Tab>4<Tab>30<Tab><Tab><Tab><Tab>";

/// A screen whose drafts lie on disk.
fn keeping(home: &tempfile::TempDir) -> (Screen, Drafts) {
    let drafts = Drafts::beside(&home.path().join("ledger.soudan"));
    let (keeper, left) = Keeper::start(drafts.clone()).expect("a keeper");
    let around = Surroundings {
        keeper,
        drafts: left,
        ..surroundings(Lang::Ja, on("2022-09-30"))
    };
    (Screen::with(in_file(home), around, (80, 24)), drafts)
}

/// The bytes of all drafts on disk hold that text.
fn is_on_disk(home: &tempfile::TempDir, text: &str) -> bool {
    let folder = home.path().join("ledger.soudan.drafts");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let contents = files.map(|file| std::fs::read(file.path()).unwrap_or_default());
    let holds = |bytes: Vec<u8>| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    contents.into_iter().any(holds)
}

/// The cases of all records, in their order.
fn cases(screen: &Screen) -> Vec<String> {
    let records = records(screen.session.ledger());
    records
        .iter()
        .map(|record| record.entry.text(Field::Case).to_owned())
        .collect()
}

#[test]
fn closing_a_case_leaves_the_draft_of_its_file() {
    let home = folder();
    let (mut screen, _drafts) = keeping(&home);
    screen.press("3nE-012<Tab>氏名<Tab>H27.4<C-s><Esc>");
    screen.press("e<Tab><Tab><Tab><Tab><Tab>追記<Esc>");
    assert!(is_on_disk(&home, "追記"));
    screen.press("x転出<Enter><Enter>");
    assert!(screen.text().contains("終結しました"), "{}", screen.text());
    assert!(is_on_disk(&home, "追記"));
    screen.press("<C-o>");
    assert!(screen.text().contains("追記"), "{}", screen.text());
}

#[test]
fn a_file_that_is_made_again_leaves_no_draft() {
    let home = folder();
    let (mut screen, _drafts) = keeping(&home);
    screen.press("3nE-012<Tab>氏名壱<C-s>u<Esc>");
    screen.press("3nE-012<Tab>氏名弐<C-s>");
    assert!(screen.text().contains("保存しました"), "{}", screen.text());
    assert!(!is_on_disk(&home, "氏名弐"));
}

#[test]
fn the_beginning_of_a_code_or_a_place_is_no_code() {
    for (typed, end, filed) in [
        ("012", "<C-s>", Some("E-012")),
        ("e-012", "<Tab><C-s>", Some("E-012")),
        ("ｅ－０１２", "<C-s>", Some("E-012")),
        // E-01 may be another child: it is asked.
        ("E-01", "<C-s>", None),
        ("E-01", "<Tab><C-s>", None),
        ("E-01", "<Down><Enter><C-s>", Some("E-01")),
        ("E-01", "<Enter><C-s>", Some("E-012")),
        ("光", "<C-s>", None),
        ("E-777", "<C-s>", Some("E-777")),
    ] {
        let mut ledger = in_memory();
        save_case(&mut ledger, &[("case", "E-012"), ("municipality", "光市")]);
        let mut screen = Screen::with(ledger, surroundings(Lang::Ja, on("2022-09-30")), (80, 24));
        screen.press(TO_CASE).paste(typed).press(end);
        let filed: Vec<&str> = filed.into_iter().collect();
        assert_eq!(cases(&screen), filed, "{typed}{end}\n{}", screen.text());
    }
}

#[test]
fn a_code_that_was_half_typed_is_looked_up_when_its_draft_comes_back() {
    for keys in [
        "012<Esc><C-o><C-s>",
        "012<Esc><C-o><Tab><C-s>",
        "012<F3><C-o><C-s>",
        "e-012<F3><C-o><C-s>",
    ] {
        let home = folder();
        let (mut screen, _drafts) = keeping(&home);
        screen.press("3nE-012<Tab>氏名<C-s><Esc>1");
        screen.press(TO_CASE).press(keys);
        assert_eq!(cases(&screen), ["E-012"], "{keys}\n{}", screen.text());
    }
}

#[test]
fn the_reason_of_a_closing_stays_until_the_case_is_closed() {
    let home = folder();
    let mut ledger = in_file(&home);
    let case = save_case(&mut ledger, &[("case", "E-012")]);
    let mut screen = Screen::with(ledger, surroundings(Lang::Ja, on("2022-09-30")), (80, 24));
    screen.press("3x市へ引き継いだ");
    let path = home.path().join("ledger.soudan");
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    let theirs = entry(&other, &[("case", "E-012"), ("hospital", "病院")]);
    other
        .save_case(case.id, Some(1), theirs, &by("c2"))
        .expect("saved");
    screen.press("<Enter><Enter>");
    // What they saved is seen, and the reason is still there.
    let text = screen.text();
    assert!(text.contains("変更されました") && text.contains("病院"), "{text}");
    assert!(text.contains("市へ引き継いだ"), "{text}");
    screen.press("<Enter>");
    let found = other.timeline("E-012").expect("a case").expect("a case");
    let file = found.line.file.expect("a file");
    assert!(file.is_closed(), "{}", screen.text());
    assert_eq!(file.entry.text(Field::ClosedWhy), "市へ引き継いだ");
    assert_eq!(file.entry.text(Field::Hospital), "病院");
}

#[test]
fn a_code_under_which_calls_are_filed_is_not_changed_and_not_ignored() {
    let mut ledger = in_memory();
    save_case(&mut ledger, &[("case", "E-012")]);
    let mut screen = Screen::with(ledger, surroundings(Lang::Ja, on("2022-09-30")), (80, 24));
    screen.press("3e<C-u>E-999<C-s>");
    let text = screen.text();
    assert!(
        text.contains("! コードは変えられません") && text.contains("E-999"),
        "{text}"
    );
    screen.press("<C-z><C-z><C-s>");
    assert!(screen.text().contains("保存しました E-012"), "{}", screen.text());
}

#[test]
fn a_call_from_an_open_file_is_about_that_child_and_where_it_lives() {
    let mut ledger = in_memory();
    save_case(&mut ledger, &[("case", "E-012"), ("municipality", "光市")]);
    let mut screen = Screen::with(ledger, surroundings(Lang::Ja, on("2022-09-30")), (80, 24));
    screen.press("3<Enter>p退院<Tab>2<C-s>");
    let record = records(screen.session.ledger()).remove(0);
    assert_eq!(record.entry.text(Field::Case), "E-012");
    // So is one from the list of its consultations, and none from elsewhere.
    screen.press("3<Enter>p転院<Tab>2<C-s>1p別件<Tab>2<C-s>");
    assert_eq!(cases(&screen), ["E-012", "E-012", ""]);
    assert!(
        record
            .entry
            .code(Field::Municipality)
            .is_some_and(|code| code.as_str() == "hikari")
    );
}

#[test]
fn a_wheel_that_is_brushed_drops_no_follow_up() {
    let mut ledger = in_memory();
    let own = [("follow_up", "2022-09-28"), ("follow_up_text", "折り返し")];
    add(&mut ledger, &[&CALL[..], &own].concat());
    let mut screen = Screen::with(ledger, surroundings(Lang::Ja, on("2022-09-30")), (80, 24));
    screen
        .press("x")
        .mouse(MouseEventKind::ScrollDown, 10, 10)
        .press("<Enter>");
    let record = records(screen.session.ledger()).remove(0);
    assert_eq!(record.entry.get(Field::FollowUpDone), Some(&Value::Done));
}

#[test]
fn what_cannot_be_written_leaves_the_reason_on_its_line() {
    let mut ledger = in_memory();
    save_case(&mut ledger, &[("case", "E-012")]);
    let mut screen = Screen::with(ledger, surroundings(Lang::Ja, on("2022-09-30")), (80, 24));
    screen.press("3x転出");
    screen
        .session
        .handle(Msg::CaseSaved(Err(Error::CannotWrite(Unwritable::Full))));
    screen.rested();
    let text = screen.text();
    assert!(
        text.contains("空きがありません") && text.contains("転出"),
        "{text}"
    );
    screen.press("<Enter><Enter>");
    assert!(screen.text().contains("終結しました"), "{}", screen.text());
}

#[test]
fn the_note_of_a_follow_up_stays_when_somebody_else_changed_the_record() {
    let home = folder();
    let mut ledger = in_file(&home);
    let own = [("follow_up", "2022-09-28"), ("follow_up_text", "折り返し")];
    let saved = add(&mut ledger, &[&CALL[..], &own].concat());
    let mut screen = Screen::with(ledger, surroundings(Lang::Ja, on("2022-09-30")), (80, 24));
    screen.press("x母と話した");
    let path = home.path().join("ledger.soudan");
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    let moved = [("follow_up", "2022-09-29"), ("follow_up_text", "折り返し")];
    let theirs = entry(&other, &[&CALL[..], &moved].concat());
    other.edit(saved.id, 1, theirs, &by("c2"), None).expect("saved");
    screen.press("<Enter><Enter>");
    let text = screen.text();
    assert!(
        text.contains("変更されました") && text.contains("母と話した"),
        "{text}"
    );
    // To which day is said before it is done all the same.
    screen.press("<Enter>");
    assert!(
        screen.text().contains("9/29(木) に変わりました"),
        "{}",
        screen.text()
    );
    screen.press("<Enter>");
    let record = records(screen.session.ledger()).remove(0);
    assert_eq!(record.entry.get(Field::FollowUpDone), Some(&Value::Done));
    assert_eq!(record.entry.day_of(Field::FollowUp), Some(day("2022-09-29")));
}

#[test]
fn a_note_to_a_follow_up_goes_only_when_that_was_said() {
    let mut ledger = in_memory();
    add(&mut ledger, &[&CALL[..], &[("follow_up", "2022-09-28")]].concat());
    let mut screen = Screen::new(ledger);
    for leave in ["<Esc>", "<C-c>"] {
        screen.press("x連絡した").press(leave);
        let text = screen.text();
        assert!(
            text.contains("連絡した") && text.contains("もう一度 Esc"),
            "{text}"
        );
        // Who goes on typing is asked again.
        screen.press("。").press(leave);
        assert!(screen.text().contains("連絡した。"), "{}", screen.text());
        screen.press(leave);
        assert!(!screen.text().contains("連絡した"), "{}", screen.text());
    }
    // Nothing typed, nothing to ask.
    screen.press("x<Esc>");
    assert!(!screen.text().contains("もう一度 Esc"), "{}", screen.text());
}

#[test]
fn a_window_that_is_too_small_lets_a_form_be_typed_as_ever() {
    let mut screen = Screen::new(in_memory());
    screen.press("p");
    screen.resize(20, 5);
    screen.press("abc<Enter>def<BS><Tab>2<C-s>");
    screen.resize(80, 24);
    let text = screen.text();
    assert!(
        text.contains("abc") && !text.contains("abcde") && text.contains("母"),
        "{text}"
    );
    assert!(
        records(screen.session.ledger()).is_empty(),
        "nothing is saved unseen"
    );
}
