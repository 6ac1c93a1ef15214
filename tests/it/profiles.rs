//! Profiles: each wrong one is refused with its line and its reason, and a ledger takes a new one
//! without losing what was recorded under the old.

use soudan::domain::axis::{Axis, Filter};
use soudan::domain::list::List;
use soudan::domain::period::Period;
use soudan::domain::profile::{Profile, ProfileError, Reason, Wanted, YAMAGUCHI};
use soudan::domain::tally::{Count, Query};
use soudan::error::{Error, Refusal};
use soudan::store::Ledger;

use crate::faults::{open, with_chat};
use crate::ledgers::{CALL, add, by, day, folder, half_year, in_file, in_memory, stamp};

const OTHER: &str = include_str!("fixtures/other-prefecture.toml");

/// What is replaced in the other prefecture's profile, by what, the text in whose line it is refused,
/// and why.
#[rustfmt::skip]
fn wrong() -> Vec<(&'static str, &'static str, &'static str, Reason)> {
    let text = str::to_owned;
    vec![
        ("format = 1", "format = 2", "format = 2", Reason::Format),
        ("code = \"t1\"", "code = \"t0\"", "code = \"t0\"\nja = \"預け先", Reason::RepeatedCode("t0".into())),
        ("code = \"t1\"", "code = \"none\"", "code = \"none\"", Reason::BadCode(text("none"))),
        ("code = \"t1\"", "code = \"all\"", "code = \"all\"", Reason::BadCode(text("all"))),
        ("code = \"north\"", "code = \"any\"", "code = \"any\"", Reason::BadCode(text("any"))),
        ("code = \"t1\"", "code = \"T 1\"", "code = \"T 1\"", Reason::BadCode(text("T 1"))),
        ("code = \"t1\"", "code = \"\"", "code = \"\"", Reason::BadCode(text(""))),
        ("code = \"other\"", "code = \"ほか\"", "code = \"ほか\"", Reason::BadCode(text("ほか"))),
        ("ja = \"手当\"", "ja = \"用具\"", "code = \"t5\"", Reason::RepeatedLabel(text("用具"))),
        ("ja = \"FAX\"", "ja = \"Ｐｈｏｎｅ\"", "code = \"fax\"", Reason::RepeatedLabel(text("Ｐｈｏｎｅ"))),
        ("ja = \"手当\"", "ja = \" \"", "ja = \" \"", Reason::BadLabel),
        ("ja = \"手当\"", "ja = \"手\\u001b[2J当\"", "[2J当", Reason::BadLabel),
        ("ja = \"手当\"", "ja = \"手\u{202e}当\"", "\u{202e}", Reason::BadLabel),
        ("ja = \"ほかの県\"", "ja = \"ほか\\u0007の県\"", "\\u0007", Reason::BadLabel),
        ("en = \"Another Prefecture\"", "en = \"\\u001b]0;x\"", "]0;x", Reason::BadLabel),
        ("short = \"島\"", "short = \"島\"\ntel = \"\\u009b2J\"", "\\u009b2J", Reason::BadLabel),
        ("short = \"北東\"", "short = \"北\"", "code = \"northeast\"", Reason::RepeatedLabel(text("北"))),
        ("short = \"北東\"\n", "", "code = \"northeast\"", Reason::RepeatedLabel(text("北"))),
        ("short = \"北東\"", "short = \"東-\"", "code = \"northeast\"", Reason::BadLabel),
        ("short = \"北東\"", "short = \"\"", "code = \"northeast\"", Reason::BadLabel),
        ("center = \"south\"", "center = \"centre\"", "\"centre\"", Reason::NoSuchCenter(text("centre"))),
        ("area = \"coast\"", "area = \"coats\"", "\"coats\"", Reason::NoSuchArea(text("coats"))),
        ("area = \"coast\"\n", "", "center = \"north\"\n\n[[municipalities]]\ncode = \"m20\"", Reason::AreaMissing),
        ("below_months = 72", "below_months = 70", "code = \"school\"\nja = \"6", Reason::AgeGap(70, 72)),
        ("below_months = 72", "below_months = 73", "code = \"school\"\nja = \"6", Reason::AgeOverlap(72)),
        ("below_months = 72\n", "", "code = \"school\"\nja = \"6", Reason::AgeOverlap(72)),
        ("below_months = 72", "below_months = 12", "code = \"small\"", Reason::AgeReversed),
        ("from_months = 0", "from_months = 1", "code = \"baby\"", Reason::AgeGap(0, 1)),
        ("from = 2023-10-01", "from = 2023-10-01T00:00:00", "code = \"islands\"", Reason::BadTime(text("2023-10-01T00:00:00"))),
        ("from = 2023-10-01", "from = 2023-10-01\nto = 2023-09-30", "code = \"islands\"", Reason::Reversed),
        ("code = \"consultation\"", "code = \"talk\"", "", Reason::Missing(List::Kind, "consultation")),
        ("small_number = 10\n", "small_number = 10\nbusiness_hours = { from = \"9\", to = \"16:00\", days = [] }\n", "business_hours", Reason::BadTime(text("9"))),
        ("small_number = 10\n", "small_number = 10\nbusiness_hours = { from = \"09:00\", to = \"24:01\", days = [] }\n", "business_hours", Reason::BadTime(text("24:01"))),
        ("small_number = 10\n", "small_number = 10\nbusiness_hours = { from = \"17:00\", to = \"09:00\", days = [] }\n", "business_hours", Reason::BadTime(text("09:00"))),
        ("small_number = 10\n", "small_number = 10\nbusiness_hours = { from = \"09:00\", to = \"16:00\", days = [\"moon\"] }\n", "business_hours", Reason::BadTime(text("moon"))),
        ("small_number = 10\n", "small_number = 10\nbusiness_hours = { from = \"09:00\", to = \"16:00\", days = [], closed = [\"02-30\"] }\n", "business_hours", Reason::BadTime(text("02-30"))),
    ]
}

#[test]
fn a_wrong_profile_is_refused_with_its_line_and_reason() {
    Profile::parse(OTHER).expect("a profile");
    let mut wrongly = Vec::new();
    for (from, to, place, reason) in wrong() {
        let toml = OTHER.replacen(from, to, 1);
        assert_ne!(toml, OTHER, "{from}");
        let line = toml[..toml.find(place).expect("the place")].matches('\n').count() + 1;
        let found = Profile::parse(&toml).err();
        if found != Some(ProfileError { line, reason }) {
            wrongly.push((to, line, found));
        }
    }
    assert!(wrongly.is_empty(), "{wrongly:#?}");
}

/// A short name may be a letter or kana, which people type as they like.
#[test]
fn a_receipt_number_is_found_by_any_spelling_of_its_center() {
    for (short, typed) in [
        ("Ｅ", "r5-e-1"),
        ("e", "R5-E-0001"),
        ("ア", "R5-ｱ-1"),
        ("ガ", "Ｒ５－が－０００１"),
    ] {
        let toml = OTHER.replacen("short = \"北東\"", &format!("short = \"{short}\""), 1);
        let mut ledger = Ledger::in_memory(&toml, Some("east"), &stamp()).expect("a ledger");
        let typed_in = [
            ("date", "2023-04-12"),
            ("center", "北東部"),
            ("party", "family"),
            ("channel", "phone"),
        ];
        let saved = add(&mut ledger, &typed_in);
        assert_eq!(ledger.find(typed).expect("a record").id, saved.id, "{short}");
        let printed = saved.number.display(ledger.profile());
        assert_eq!(ledger.find(&printed).expect("a record").id, saved.id, "{printed}");
    }
}

#[test]
fn what_is_no_profile_is_refused_with_its_line() {
    let own = str::to_owned;
    let unknown = |key: &str, near: Option<&str>| Reason::UnknownKey(own(key), near.map(own));
    let no_such = |key: &str, typed: &str, near: Option<&str>, known: &[&str]| Reason::NoSuchValue {
        key: own(key),
        typed: own(typed),
        nearest: near.map(own),
        known: known.iter().map(|known| own(known)).collect(),
    };
    let wrong = |key: &str, wanted| Reason::WrongKind(own(key), wanted);
    let newness = ["case-ever", "case-fiscal-year", "as-entered"];
    let (shown, ja) = (["always", "nonzero", "off"], "ja = \"手当\"");
    #[rustfmt::skip]
    let cases = [
        ("[rules]", "[rules]\nsmal_number = 5", "smal_number", unknown("smal_number", Some("small_number"))),
        ("[rules]", "[rules]\nq = 5", "q = 5", unknown("q", None)),
        ("[rules]", "[rule]", "[rule]", unknown("rule", Some("rules"))),
        (ja, "name = \"手当\"", "name = \"手当\"", unknown("name", None)),
        ("retention_years = 10\n", "", "[rules]", Reason::MissingKey(own("retention_years"))),
        ("small_number = 10", "small_number = 10\nsmall_number = 10", "small_number = 10\nsmall", Reason::RepeatedKey(own("small_number"))),
        ("newness = \"case-fiscal-year\"", "newness = \"case-fiscal\"", "newness", no_such("newness", "case-fiscal", Some("case-fiscal-year"), &newness)),
        ("shown = \"off\"", "shown = \"never\"", "\"never\"", no_such("shown", "never", None, &shown)),
        ("small_number = 10", "small_number = \"ten\"", "small_number", wrong("small_number", Wanted::Number)),
        ("small_number = 10", "small_number = -1", "small_number", wrong("small_number", Wanted::Number)),
        (ja, "ja = 1", "ja = 1", wrong("ja", Wanted::Text)),
        ("from = 2023-10-01", "from = \"2023-10-01\"", "from = \"2023", wrong("from", Wanted::Date)),
        ("code = \"islands\"", "code = \"islands\"\nreading = 5", "reading = 5", wrong("reading", Wanted::Other)),
        ("code = \"islands\"", "code = \"islands\"\nname = 5", "name = 5", wrong("name", Wanted::Table)),
        ("[rules]", "[rules]\nbusiness_hours = { from = \"9:00\", to = \"10:00\", days = 1 }", "business_hours", wrong("days", Wanted::Several)),
        ("from = 2023-10-01", "from = 2023-02-30", "2023-02-30", Reason::NotToml),
        (ja, "ja = \"手当", "ja = \"手当", Reason::NotToml),
    ];
    let mut wrongly = Vec::new();
    for (from, to, place, reason) in cases {
        let toml = OTHER.replacen(from, to, 1);
        assert_ne!(toml, OTHER, "{from}");
        let line = 1 + toml[..toml.find(place).expect("the place")].matches('\n').count();
        let found = Profile::parse(&toml).expect_err(to);
        if found.reason != reason || found.line.abs_diff(line) > 1 {
            wrongly.push((to, line, found));
        }
    }
    assert!(wrongly.is_empty(), "{wrongly:#?}");
    for toml in ["", "hello", "format = 1", "\0", "[[centers]]\n"] {
        assert!(Profile::parse(toml).is_err(), "{toml:?}");
    }
    // What editors on Windows add is no fault.
    Profile::parse(&format!("\u{feff}{}", OTHER.replace('\n', "\r\n"))).expect("a profile");
}

/// A profile without one item of a list.
fn without(toml: &str, list: &str, code: &str) -> String {
    let head = format!("[[{list}]]\ncode = \"{code}\"\n");
    let from = toml.find(&head).expect("the item");
    let to = toml[from + 2..].find("[[").map_or(toml.len(), |at| from + 2 + at);
    format!("{}{}", &toml[..from], &toml[to..])
}

#[test]
fn codes_in_use_cannot_vanish() {
    let mut ledger = half_year();
    let saved = add(
        &mut ledger,
        &[CALL.as_slice(), &[("care", "ventilator"), ("linked", "school")]].concat(),
    );
    let voided = add(
        &mut ledger,
        &[
            ("date", "2022-04-12"),
            ("center", "west"),
            ("party", "family"),
            ("channel", "fax"),
        ],
    );
    ledger
        .void(
            voided.id,
            1,
            soudan::domain::consultation::VoidReason::Mistake,
            &stamp(),
        )
        .expect("void");
    let in_use = [
        ("lists.channel", List::Channel, "phone"),
        ("lists.channel", List::Channel, "fax"),
        ("centers", List::Center, "east"),
        ("lists.relation", List::Relation, "mother"),
        ("lists.topic", List::Topic, "respite"),
        ("lists.care", List::Care, "ventilator"),
        ("lists.linked", List::Linked, "school"),
        ("lists.field", List::Field, "medical"),
        ("municipalities", List::Municipality, "iwakuni"),
    ];
    for (list, of, code) in in_use {
        let toml = without(YAMAGUCHI, list, code);
        let refused = ledger.set_profile(&toml, &stamp()).expect_err(code);
        let found = match refused {
            Error::Refused(Refusal::CodeInUse(list, code)) => (list, code.to_string()),
            // A center with municipalities is missed sooner.
            Error::Profile(ProfileError {
                reason: Reason::NoSuchCenter(code),
                ..
            }) => (List::Center, code),
            error => panic!("{code}: {error:?}"),
        };
        assert_eq!(found, (of, code.to_owned()));
    }
    assert_eq!(ledger.profile_toml(), YAMAGUCHI);
    // What nobody used may go, and come back as it was.
    let unused = without(YAMAGUCHI, "lists.channel", "line");
    ledger.set_profile(&unused, &stamp()).expect("set");
    ledger.set_profile(YAMAGUCHI, &stamp()).expect("set");
    assert_eq!(ledger.find(&saved.id.to_string()).expect("a record").rev, 1);
    assert_eq!(ledger.check(true).expect("a check"), []);
}

#[test]
fn a_center_that_gave_a_number_stays_though_no_record_is_its_own() {
    let west = without(YAMAGUCHI, "centers", "west").replace("center = \"west\"", "center = \"east\"");
    let mut ledger = in_memory();
    let typed = [
        ("date", "2022-04-12"),
        ("center", "west"),
        ("party", "family"),
        ("channel", "fax"),
    ];
    let saved = add(&mut ledger, &typed);
    let moved = crate::ledgers::entry(&ledger, &CALL);
    ledger.edit(saved.id, 1, moved, &stamp(), None).expect("saved");
    let refused = ledger.set_profile(&west, &stamp());
    assert!(matches!(
        refused,
        Err(Error::Refused(Refusal::CodeInUse(List::Center, _)))
    ));
    let mut fresh = in_memory();
    fresh.set_profile(&west, &stamp()).expect("nobody used it");
    let own = without(YAMAGUCHI, "centers", "east").replace("center = \"east\"", "center = \"west\"");
    assert!(matches!(
        in_memory().set_profile(&own, &stamp()),
        Err(Error::Refused(Refusal::CodeInUse(..)))
    ));
}

#[test]
fn a_new_code_works_at_once_and_for_everybody() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let mut other = open(&folder.path().join("ledger.soudan"));
    ledger.set_profile(&with_chat(), &by("c2")).expect("set");
    let call = [
        ("date", "2022-04-12"),
        ("center", "east"),
        ("party", "family"),
        ("channel", "チャット"),
    ];
    add(&mut ledger, &call);
    assert!(other.changed().expect("a look"));
    add(&mut other, &call);
    let today = day("2022-09-30");
    let period = Period::parse("2022H1", today).expect("a period");
    let query = Query {
        period,
        filter: Filter::consultations(),
        rows: Axis::Channel,
        cols: None,
        count: Count::Contacts,
    };
    for ledger in [&ledger, &other] {
        let table = ledger.tally(&query, today, None).expect("a table");
        let chat = table
            .rows
            .iter()
            .find(|row| row.bucket.code == "chat")
            .expect("its row");
        assert_eq!(chat.line.total, Some(2));
        assert_eq!(ledger.check(true).expect("a check"), []);
    }
    // A wrong profile, or one that cannot be journalled, changes nothing.
    assert!(matches!(
        ledger.set_profile("format = 1", &stamp()),
        Err(Error::Profile(_))
    ));
    assert_eq!(Ledger::profile_toml(&ledger), with_chat());
    drop((ledger, other));
    assert_eq!(
        open(&folder.path().join("ledger.soudan")).profile_toml(),
        with_chat()
    );
}
