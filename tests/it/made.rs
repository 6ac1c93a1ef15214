//! Generated ledgers: records drawn from what the profile offers.

use proptest::prelude::*;
use soudan::domain::consultation::VoidReason;
use soudan::domain::list::List;
use soudan::store::Ledger;

use crate::ledgers::{add, day, stamp};

/// Notes in the spellings that one thing has.
pub const CONTENTS: [&str; 6] = [
    "短期入所（レスパイト）の空き",
    "れすぱいと 停電時の電源",
    "ﾚｽﾊﾟｲﾄ\nを希望。ABC-12",
    "ＡＢＣー１２に電話",
    "髙い か゛っこう",
    "高い学校 R4",
];

/// A record of a generated ledger, as choices among what the profile offers.
#[derive(Clone, Debug)]
pub struct Made {
    day: u32,
    minute: Option<u32>,
    picks: Vec<Option<usize>>,
    several: Vec<Vec<usize>>,
    case: Option<u32>,
    age: Option<u32>,
    stakeholder: bool,
    /// Days until the follow-up is due, and whether it is done.
    follow_up: Option<(u32, bool)>,
    content: Option<usize>,
    is_void: bool,
}

const ONE: [(&str, List); 6] = [
    ("kind", List::Kind),
    ("center", List::Center),
    ("channel", List::Channel),
    ("municipality", List::Municipality),
    ("state", List::State),
    ("newness", List::Newness),
];
const SEVERAL: [(&str, List); 4] = [
    ("topic", List::Topic),
    ("care", List::Care),
    ("outcome", List::Outcome),
    ("linked", List::Linked),
];

pub fn made() -> impl Strategy<Value = Made> {
    let pick = || proptest::option::weighted(0.8, 0..40_usize);
    (
        0..400_u32,
        // A few times only, so that some records share one.
        proptest::option::of((0..48_u32).prop_map(|half_hour| half_hour * 30)),
        proptest::collection::vec(pick(), 8),
        proptest::collection::vec(proptest::collection::vec(0..40_usize, 0..3), 4),
        proptest::option::of(0..5_u32),
        proptest::option::of(0..20_u32),
        (
            any::<bool>(),
            proptest::option::weighted(0.4, (0..200_u32, proptest::bool::weighted(0.3))),
            proptest::option::weighted(0.5, 0..CONTENTS.len()),
            proptest::bool::weighted(0.1),
        ),
    )
        .prop_map(|(day, minute, picks, several, case, age, rest)| {
            let (stakeholder, follow_up, content, is_void) = rest;
            Made {
                day,
                minute,
                picks,
                several,
                case,
                age,
                stakeholder,
                follow_up,
                content,
                is_void,
            }
        })
}

pub fn write(ledger: &mut Ledger, made: &Made) {
    let profile = ledger.profile().clone();
    let item = |list: List, pick: usize| {
        let items = profile.items(list);
        items[pick % items.len()].code.to_string()
    };
    let date = day("2022-04-01") + chrono::Days::new(made.day.into());
    let mut typed = vec![("date", date.to_string())];
    if let Some(minute) = made.minute {
        typed.push(("time", format!("{:02}:{:02}", minute / 60, minute % 60)));
    }
    for ((code, list), pick) in ONE.into_iter().zip(&made.picks) {
        let required = ["center", "channel"].contains(&code).then_some(0);
        if let Some(pick) = pick.or(required) {
            typed.push((code, item(list, pick)));
        }
    }
    let (party, code, list) = match made.stakeholder {
        true => ("stakeholder", "field", List::Field),
        false => ("family", "relation", List::Relation),
    };
    typed.push(("party", party.to_owned()));
    if let Some(pick) = made.picks[6] {
        typed.push((code, item(list, pick)));
    }
    for ((code, list), picks) in SEVERAL.into_iter().zip(&made.several) {
        let codes: Vec<_> = picks.iter().map(|pick| item(list, *pick)).collect();
        typed.push((code, codes.join(",")));
    }
    typed.extend(made.case.map(|case| ("case", format!("E-{case:03}"))));
    typed.extend(made.age.map(|age| ("child_age", age.to_string())));
    typed.extend(made.picks[7].map(|staff| ("staff", format!("s{}", staff % 3))));
    if let Some((days, is_done)) = made.follow_up {
        let due = date + chrono::Days::new(days.into());
        typed.push(("follow_up", due.to_string()));
        typed.push((
            "follow_up_text",
            CONTENTS[days as usize % CONTENTS.len()].to_owned(),
        ));
        typed.extend(is_done.then(|| ("follow_up_done", "済".to_owned())));
    }
    typed.extend(made.content.map(|at| ("content", CONTENTS[at].to_owned())));
    let typed: Vec<_> = typed.iter().map(|(code, text)| (*code, text.as_str())).collect();
    let saved = add(ledger, &typed);
    if made.is_void {
        ledger
            .void(saved.id, saved.rev, VoidReason::Duplicate, &stamp())
            .expect("void");
    }
}
