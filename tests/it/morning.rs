//! The first morning of the manuals, replayed: every block of keys is typed as it is printed there,
//! and what it leaves is what the manual says.

use std::fs;
use std::path::Path;

use soudan::domain::consultation::Consultation;
use soudan::domain::field::Field;
use soudan::locale::Lang;
use soudan::store::Selection;

use crate::ledgers::{in_memory, records};
use crate::screen::{Screen, on};

/// The blocks of keys of a manual that are fenced so, in their order.
pub fn blocks(lang: Lang, fence: &str) -> Vec<String> {
    let path = format!("docs/manual.{}.md", lang.code());
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a manual");
    let fence = format!("```{fence}\n");
    let blocks = text.split(&fence).skip(1);
    blocks
        .map(|block| block.split("\n```").next().expect("an end").to_owned())
        .collect()
}

/// Presses what a block says: keys by their names, texts in quotes.
pub fn play(screen: &mut Screen, block: &str) {
    let mut rest = block.trim();
    while let Some(first) = rest.chars().next() {
        let closing = match first {
            '「' => Some('」'),
            '"' => Some('"'),
            _ => None,
        };
        let (token, after) = match closing {
            Some(closing) => {
                let inner = &rest[first.len_utf8()..];
                let end = inner.find(closing).expect("a closing quote");
                for c in inner[..end].chars() {
                    screen.press(&c.to_string());
                }
                (None, &inner[end + closing.len_utf8()..])
            }
            None => {
                let (token, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                (Some(token), after)
            }
        };
        if let Some(token) = token {
            let key = match token {
                token if token.chars().count() == 1 => token.to_owned(),
                token => format!("<{}>", token.replace("Ctrl-", "C-").replace("Shift-", "S-")),
            };
            let key = if key.starts_with("<C-") {
                key.to_lowercase().replace("<c-", "<C-")
            } else {
                key
            };
            screen.press(&key);
        }
        rest = after.trim_start();
    }
}

/// What a record says, but for its texts.
pub fn told(record: &Consultation) -> String {
    let code = |field| record.entry.code(field).map_or("-", |code| code.as_str());
    let number = |field| {
        record
            .entry
            .number(field)
            .map_or("-".to_owned(), |n| n.to_string())
    };
    let codes = |field| {
        let codes = record.entry.codes(field).iter().map(|code| code.as_str());
        codes.collect::<Vec<_>>().join("+")
    };
    let who = [Field::Relation, Field::Field].map(code).join("/");
    format!(
        "{} {who} {} {} main {} minutes {} outcome {} due {}",
        code(Field::Channel),
        code(Field::Municipality),
        codes(Field::Topic),
        code(Field::MainTopic),
        number(Field::Minutes),
        codes(Field::Outcome),
        record.entry.get(Field::FollowUp).is_some(),
    )
}

/// What the eight of the morning are.
const EIGHT: [&str; 8] = [
    "phone mother/- iwakuni respite main respite minutes 30 outcome  due false",
    "phone -/education shunan school main school minutes 20 outcome  due false",
    "visit father/- kudamatsu discharge+technique main discharge minutes 60 outcome  due false",
    "email mother/- yanai money main money minutes 20 outcome advised due false",
    "phone -/medical iwakuni discharge main discharge minutes 25 outcome coordinated due true",
    "home_visit mother/- hikari technique main technique minutes 90 outcome listened due false",
    "phone mother/- hofu nursery main nursery minutes 10 outcome  due false",
    "phone -/government iwakuni money main money minutes 10 outcome  due false",
];

#[test]
fn the_first_morning_leaves_exactly_its_records() {
    for lang in Lang::ALL {
        let mut screen = Screen::open(in_memory(), lang, (80, 24), on("2022-09-30"));
        let blocks = blocks(lang, "keys");
        assert_eq!(blocks.len(), 11, "{lang:?}");
        for (at, block) in blocks[..8].iter().enumerate() {
            play(&mut screen, block);
            let saved = records(screen.session.ledger());
            assert_eq!(saved.len(), at + 1, "{block}\n{}", screen.text());
            // The first screen's figures follow each save.
            let proof = format!(" {}", at + 1);
            let line = screen.line(11);
            assert!(line.contains(&proof), "{line}\n{}", screen.text());
            let total = screen.line(5);
            let family = saved
                .iter()
                .filter(|r| r.entry.code(Field::Relation).is_some())
                .count();
            assert!(
                total
                    .split_whitespace()
                    .any(|figure| figure == family.to_string()),
                "{total}"
            );
            assert!(!saved[at].entry.text(Field::Content).is_empty());
        }
        play(&mut screen, &blocks[8]);
        let told_now: Vec<String> = records(screen.session.ledger()).iter().map(told).collect();
        assert_eq!(told_now, EIGHT, "{lang:?}");
        play(&mut screen, &blocks[9]);
        let after_undo = records(screen.session.ledger());
        assert_eq!(after_undo.iter().map(told).collect::<Vec<_>>(), EIGHT);
        let revs: Vec<u32> = after_undo.iter().map(|record| record.rev).collect();
        assert_eq!(revs, [1, 1, 1, 2, 1, 1, 1, 3], "voided and brought back");
        assert!(screen.session.drafts().is_empty());
        play(&mut screen, &blocks[10]);
        let listed = screen
            .session
            .ledger()
            .count(&Selection::default())
            .expect("a count");
        assert_eq!(listed, 8);
        let shown = screen.text();
        assert!(shown.contains("8件") || shown.contains("8 records"), "{shown}");
    }
}
