//! Any keys at any size: nothing panics, nothing is drawn outside, and nothing typed is lost.

use std::fmt::Write;
use std::ops::ControlFlow;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::locale::Lang;
use soudan::store::Selection;

use crate::ledgers::{half_year, in_memory};
use crate::screen::{Screen, on};

const SIZES: [(u16, u16); 12] = [
    (1, 1),
    (2, 40),
    (40, 1),
    (39, 9),
    (40, 10),
    (40, 12),
    (60, 16),
    (76, 23),
    (80, 24),
    (81, 40),
    (110, 12),
    (120, 40),
];

/// Keys that throw nothing away by what they mean: no erasing, no voiding, no undo, and no Ctrl-C,
/// whose question offers to throw a draft away.
const KEYS: [&str; 65] = [
    "<Tab>",
    "<S-Tab>",
    "<Enter>",
    "<Esc>",
    "<Up>",
    "<Down>",
    "<Left>",
    "<Right>",
    "<Home>",
    "<End>",
    "<PgUp>",
    "<PgDn>",
    "<C-s>",
    "<C-o>",
    "<C-e>",
    "<F6>",
    ";",
    "来所 ",
    "<C-t>",
    "<F1>",
    "<F2>",
    "<F3>",
    "<F4>",
    "<F5>",
    "<F7>",
    "<F8>",
    "<C-Left>",
    "<C-Right>",
    "1",
    "2",
    "3",
    "p",
    "v",
    "m",
    "n",
    "/",
    "f",
    "e",
    "y",
    "[",
    "]",
    "?",
    "q",
    "j",
    "k",
    "i",
    "w",
    "4",
    "6",
    "7",
    "g",
    "r",
    "a",
    "c",
    "%",
    "s",
    "h",
    "l",
    "P",
    "S",
    "Z",
    "母",
    "か",
    "、",
    "\u{200d}",
];

#[derive(Clone, Debug, PartialEq)]
enum Act {
    Press(usize),
    Resize(usize),
    /// Goes home, opens a form and types something that occurs nowhere else.
    Write,
    /// The same on the line of a whole consultation.
    WriteLine,
    Paste(String),
    Tick,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        12 => (0..KEYS.len()).prop_map(Act::Press),
        2 => (0..SIZES.len()).prop_map(Act::Resize),
        1 => Just(Act::Write),
        1 => Just(Act::WriteLine),
        1 => any::<String>().prop_map(Act::Paste),
        1 => Just(Act::Tick),
    ];
    prop::collection::vec(act, 1..60)
}

/// Everything that is in the ledger or kept as a draft.
fn everything(screen: &Screen) -> String {
    let mut text = String::new();
    let all = Selection::default();
    screen
        .session
        .ledger()
        .list(&all, &mut |record| {
            write!(text, "{:?}", record.entry).expect("a text");
            ControlFlow::Continue(())
        })
        .expect("a list");
    write!(text, "{:?}", screen.session.drafts()).expect("a text");
    text
}

fn play(acts: &[Act], lang: Lang) -> Result<(), TestCaseError> {
    let mut screen = Screen::open(in_memory(), lang, (80, 24), on("2022-09-30"));
    let (mut written, mut size) = (Vec::new(), (80, 24));
    for act in acts {
        match act {
            Act::Press(key) => screen.press(KEYS[*key]),
            Act::Resize(to) => {
                size = SIZES[*to];
                screen.resize(size.0, size.1)
            }
            Act::Write | Act::WriteLine => {
                // One kanji: other keys may come between two of them, but not into one.
                let text = char::from_u32(0x9F00 + written.len() as u32)
                    .expect("a kanji")
                    .to_string();
                let opens = if *act == Act::Write { "p" } else { ";電話 下 " };
                // Where nothing can be seen nothing is opened, but what is typed goes on.
                screen.resize(80, 24);
                screen.press("<Esc><Esc><Esc><Esc>1").press(opens);
                screen.resize(size.0, size.1).press(&text);
                written.push(text);
                &mut screen
            }
            Act::Paste(text) => screen.paste(text),
            Act::Tick => screen.tick(),
        };
        if screen.session.is_over() {
            break;
        }
    }
    let everything = everything(&screen);
    for text in written {
        prop_assert!(everything.contains(&text), "{text} is lost:\n{}", screen.text());
    }
    Ok(())
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

#[test]
fn no_keys_lose_what_was_typed_at_any_size() {
    let cases = std::env::var("SOUDAN_KEYSTROKES")
        .ok()
        .and_then(|n| n.parse().ok());
    let ran = runner(cases.unwrap_or(150)).run(&acts(), |acts| play(&acts, Lang::Ja));
    assert_eq!(ran, Ok(()));
}

/// Nobody sees the question, so no key answers it; it is still asked when there is room again.
#[test]
fn a_window_that_is_too_small_changes_nothing() {
    for (width, height) in SIZES
        .into_iter()
        .filter(|(width, height)| *width < 40 || *height < 10)
    {
        let mut screen = Screen::open(half_year(), Lang::Ja, (80, 24), on("2022-09-30"));
        let before = everything(&screen);
        screen.press("2<Home>d");
        let asked = screen.text();
        screen.resize(width, height).press("1<Enter>du");
        screen.resize(80, 24);
        assert_eq!(screen.text(), asked, "{width}x{height}");
        screen
            .press("<Esc>")
            .resize(width, height)
            .press("p")
            .press("か<Tab>2<C-s>");
        assert_eq!(everything(&screen), before, "{width}x{height}");
    }
}

/// The list below a line's field is drawn where there is no room for it either.
#[test]
fn a_list_stays_open_in_a_window_that_has_no_room_for_it() {
    let press = |key: &str| Act::Press(KEYS.iter().position(|known| *known == key).expect("a key"));
    for size in 0..SIZES.len() {
        let acts = [Act::WriteLine, press("<C-e>"), press("<Tab>"), Act::Resize(size)];
        play(&acts, Lang::Ja).expect("what was typed");
    }
}

#[test]
fn after_a_storm_of_sizes_the_picture_is_that_of_a_fresh_start() {
    let scripts = [
        "",
        "2",
        "2<Enter>",
        "p",
        "2f",
        "2d",
        "?",
        "2/",
        "<Down><Right>",
        "p<Tab>2<Tab>",
        ";電話 下 母 ほげ<Tab>",
        "4",
        "4g",
        "4r",
        "6",
        "6n",
        "7",
        "7e",
    ];
    for script in scripts {
        for (at, size) in SIZES.iter().enumerate() {
            let mut fresh = Screen::open(half_year(), Lang::Ja, *size, on("2022-09-30"));
            fresh.press(script).rested();
            let mut stormed = Screen::open(half_year(), Lang::Ja, *size, on("2022-09-30"));
            stormed.press(script);
            for step in 1..=SIZES.len() {
                let (width, height) = SIZES[(at + step * 5) % SIZES.len()];
                stormed.resize(width, height);
            }
            stormed.resize(size.0, size.1).rested();
            assert_eq!(stormed.text(), fresh.text(), "{script} at {size:?}");
            assert_eq!(stormed.cursor(), fresh.cursor(), "{script} at {size:?}");
        }
    }
}
