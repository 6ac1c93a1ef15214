//! Words that are looked for on the screen: where they stand is seen, whatever their spelling, and the index
//! is brought on while nobody types.

use std::thread::sleep;
use std::time::{Duration, Instant};

use soudan::locale::Lang;
use soudan::store::Ledger;

use crate::ledgers::{CALL, add, half_year, in_memory};
use crate::screen::{Screen, on};

/// A note whose words come late, and one with another spelling of them.
const LATE: &str =
    "在宅での生活のこと。通所先の見学の日程を決めた。\n夜間に髙橋さんが吸引器を使うことが多い。";
const OTHER: &str = "高橋さんのレスパイト先";

fn noted() -> Ledger {
    let mut ledger = in_memory();
    for note in [LATE, OTHER] {
        add(&mut ledger, &[&CALL[..], &[("content", note)]].concat());
    }
    ledger
}

fn open(ledger: Ledger, lang: Lang, size: (u16, u16)) -> Screen {
    Screen::open(ledger, lang, size, on("2022-09-30"))
}

#[test]
fn words_are_marked_as_they_were_written() {
    for lang in Lang::ALL {
        let mut screen = open(noted(), lang, (80, 24));
        screen.press("2/").press("高橋");
        assert_eq!(screen.underlined(), ["高橋", "髙橋"], "{}", screen.text());
        // The note is shown from where the word stands.
        assert!(screen.text().contains("~"), "{}", screen.text());
        screen.press("<C-u>").press("ﾚｽﾊﾟ");
        // The label of a topic too, where it is Japanese.
        let labels = if lang == Lang::Ja { 2 } else { 0 };
        assert_eq!(
            screen.underlined(),
            vec!["レスパ"; 1 + labels],
            "{}",
            screen.text()
        );
        screen.press("<C-u>").press("吸引 見学<Enter>");
        assert_eq!(screen.underlined(), ["見学"], "{}", screen.text());
        // In the open record all of them are.
        screen.press("<Enter>");
        assert_eq!(screen.underlined(), ["見学", "吸引"], "{}", screen.text());
        screen.press("<Esc><BS>");
        assert_eq!(screen.underlined(), Vec::<String>::new(), "{}", screen.text());
    }
}

#[test]
fn the_pane_marks_what_the_list_does_and_a_word_over_two_lines() {
    let mut screen = open(noted(), Lang::Ja, (120, 40));
    screen
        .press("2/")
        .press("髙橋さんが吸引器を使うことが多い<Enter>")
        .rested();
    let marked = screen.underlined().concat();
    assert_eq!(marked.matches("髙橋さん").count(), 2, "{marked}");
    assert!(marked.ends_with("多い"), "{marked}");
}

#[test]
fn labels_are_marked_where_they_stand() {
    let mut screen = open(half_year(), Lang::Ja, (80, 24));
    screen.press("2/").press("岩国");
    let marked = screen.underlined();
    assert!(
        !marked.is_empty() && marked.iter().all(|word| word == "岩国"),
        "{marked:?}"
    );
}

#[test]
fn the_index_is_brought_on_while_nobody_types() {
    let ledger = half_year();
    assert_eq!(ledger.index_lag().expect("a lag"), 28);
    let mut screen = Screen::new(ledger);
    assert!(!screen.is_busy(), "a key may come");
    let begun = Instant::now();
    while screen.session.due_in().is_some() && begun.elapsed() < Duration::from_secs(20) {
        sleep(screen.session.due_in().unwrap_or_default());
        screen.session.on_due();
    }
    assert_eq!(screen.session.ledger().index_lag().expect("a lag"), 0);
    assert_eq!(screen.session.due_in(), None, "then there is nothing to do");
    assert!(!screen.session.take_needs_drawing(), "and nothing to see");
}
