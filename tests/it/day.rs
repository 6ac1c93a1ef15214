//! The busy day of the manuals, replayed: calls that interrupt calls, a case, follow-ups that move.

use soudan::domain::field::Field;
use soudan::domain::journal::Act;
use soudan::domain::value::Value;
use soudan::locale::Lang;
use soudan::store::Ledger;

use crate::ledgers::{day, in_memory, records};
use crate::morning::{blocks, play, told};
use crate::screen::{Screen, on};

/// What the four records are, in the order of their saving, and their case.
const FOUR: [(&str, Option<&str>); 4] = [
    (
        "visit father/- hikari nursery main nursery minutes 40 outcome  due false",
        None,
    ),
    (
        "phone -/medical iwakuni discharge main discharge minutes 1 outcome  due false",
        None,
    ),
    (
        "phone mother/- iwakuni respite main respite minutes 1 outcome  due true",
        Some("E-012"),
    ),
    (
        "phone mother/- iwakuni respite main respite minutes 15 outcome  due false",
        Some("E-012"),
    ),
];

fn case_of(ledger: &Ledger) -> Vec<(String, Option<String>)> {
    let case = |value: &Value| value.canonical().into_owned();
    let all = records(ledger);
    all.iter()
        .map(|record| (told(record), record.entry.get(Field::Case).map(case)))
        .collect()
}

#[test]
fn the_busy_day_leaves_exactly_what_was_said() {
    for lang in Lang::ALL {
        let mut screen = Screen::open(in_memory(), lang, (80, 24), on("2022-09-28"));
        let blocks = blocks(lang, "day");
        assert_eq!(blocks.len(), 10, "{lang:?}");
        for block in &blocks[..6] {
            play(&mut screen, block);
        }
        assert!(screen.session.drafts().is_empty(), "{}", screen.text());
        assert_eq!(records(screen.session.ledger()).len(), 3, "{}", screen.text());
        play(&mut screen, &blocks[6]);
        let due = |screen: &Screen| records(screen.session.ledger())[2].entry.day_of(Field::FollowUp);
        assert_eq!(due(&screen), Some(day("2022-09-30")), "{}", screen.text());
        play(&mut screen, &blocks[7]);
        play(&mut screen, &blocks[8]);
        let four = FOUR.map(|(told, case)| (told.to_owned(), case.map(str::to_owned)));
        assert_eq!(
            case_of(screen.session.ledger()),
            four,
            "{lang:?} {}",
            screen.text()
        );
        let promised = &records(screen.session.ledger())[2];
        assert_eq!(promised.entry.get(Field::FollowUpDone), Some(&Value::Done));
        let history = screen.session.ledger().history(promised.id).expect("a history");
        let notes: Vec<_> = history
            .iter()
            .filter_map(|past| past.change.as_ref()?.reason.clone())
            .collect();
        assert_eq!(notes.len(), 1, "the note of the move: {notes:?}");
        play(&mut screen, &blocks[9]);
        let ledger = screen.session.ledger();
        let timeline = ledger.timeline("E-012").expect("a ledger").expect("a case");
        let acts: Vec<Act> = timeline.changes.iter().map(|past| past.act).collect();
        assert_eq!(acts, [Act::CaseAdd, Act::CaseClose, Act::Undo]);
        assert!(timeline.line.file.is_some_and(|file| !file.is_closed()));
        assert_eq!(timeline.contacts.len(), 2);
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
}
