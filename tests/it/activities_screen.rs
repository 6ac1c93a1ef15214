//! The screen of activities and their form, by keys.

use soudan::domain::date::{FIRST_DAY, LAST_DAY};
use soudan::domain::field::Field;
use soudan::locale::Lang;
use soudan::store::Ledger;

use crate::activities::save;
use crate::faults::open;
use crate::ledgers::{by, folder, in_file, in_memory};
use crate::screen::{Screen, on};

/// Activities of two fiscal years around today.
pub fn with_some() -> Ledger {
    let mut ledger = in_memory();
    fill(&mut ledger);
    ledger
}

fn fill(ledger: &mut Ledger) {
    for (day, kind, title, more) in [
        ("2022-03-09", "meeting", "前年度の協議会", None),
        (
            "2022-06-30",
            "regional",
            "圏域連携会議(宇部・小野田)",
            Some(("participants", "24")),
        ),
        ("2022-09-14", "training", "基礎研修", Some(("cancelled", "中止"))),
        ("2022-09-25", "peer", "家族交流会", Some(("participants", "12"))),
        (
            "2022-10-12",
            "training",
            "小児在宅医療研修会",
            Some(("place", "WEB")),
        ),
        (
            "2022-12-03",
            "training",
            "コーディネーター養成研修",
            Some(("last_day", "2022-12-04")),
        ),
        (
            "2023-05-17",
            "meeting",
            "来年度の協議会",
            Some(("activity_content", "計画について\n役割の分担")),
        ),
    ] {
        let typed = [("held_on", day), ("activity_kind", kind), ("title", title)];
        // In the year before there was no center yet.
        let center = (day > "2022-04-01").then_some(("center", "east"));
        let typed: Vec<_> = typed.into_iter().chain(center).chain(more).collect();
        save(ledger, &typed);
    }
}

fn titles(screen: &Screen) -> Vec<String> {
    let ledger = screen.session.ledger();
    let all = ledger.activities(FIRST_DAY, LAST_DAY).expect("activities");
    all.iter().map(|activity| activity.title().to_owned()).collect()
}

#[test]
fn the_list_and_the_form_are_the_drawings() {
    for lang in Lang::ALL {
        for size in [(80, 24), (120, 40)] {
            let mut screen = Screen::open(with_some(), lang, size, on("2022-09-30"));
            screen.press("6");
            let name = |what: &str| format!("activities_{what}_{}_{}x{}", lang.code(), size.0, size.1);
            insta::assert_snapshot!(name("list"), screen.text());
            screen.press("<Down><Down><Enter>");
            insta::assert_snapshot!(name("open"), screen.text());
            screen.press("<Esc>n");
            insta::assert_snapshot!(name("form"), screen.text());
        }
    }
}

#[test]
fn an_activity_is_typed_corrected_cancelled_deleted_and_taken_back() {
    for lang in Lang::ALL {
        let mut screen = Screen::open(in_memory(), lang, (80, 24), on("2022-09-30"));
        screen.press("6n10/12<Tab><Tab>1<Tab>Study day<Tab><Tab>WEB<Tab>nagato<Tab><Tab>65<C-s>");
        assert_eq!(titles(&screen), ["Study day"], "{}", screen.text());
        let ledger = screen.session.ledger();
        let saved = &ledger.activities(FIRST_DAY, LAST_DAY).expect("activities")[0];
        assert_eq!(
            saved.day().map(|day| day.to_string()).as_deref(),
            Some("2022-10-12")
        );
        assert_eq!(saved.entry.codes(Field::Area).len(), 1);
        assert_eq!(saved.entry.number(Field::Participants), Some(65));
        assert_eq!(saved.entry.text(Field::Staff), "c1");
        // Cancelled is the last but one, so two back from the first.
        screen.press("e<S-Tab><S-Tab>1<C-s>");
        let ledger = screen.session.ledger();
        let saved = &ledger.activities(FIRST_DAY, LAST_DAY).expect("activities")[0];
        assert!(saved.is_cancelled(), "{}", screen.text());
        screen.press("H");
        assert!(screen.text().contains("Study day"), "{}", screen.text());
        screen.press("<Esc>d1");
        assert_eq!(titles(&screen), [""; 0], "{}", screen.text());
        screen.press("u");
        assert_eq!(titles(&screen), ["Study day"]);
        assert!(screen.text().contains("Study day"), "{}", screen.text());
        screen.press("uu");
        assert_eq!(titles(&screen), [""; 0]);
        screen.press("U");
        assert_eq!(titles(&screen), ["Study day"]);
        assert_eq!(screen.session.ledger().check(true).expect("a check"), []);
    }
}

#[test]
fn years_are_turned_and_what_is_planned_beyond_this_one_is_seen_in_it() {
    let mut screen = Screen::new(with_some());
    screen.press("6");
    let text = screen.text();
    assert!(
        text.contains("来年度の協議会") && !text.contains("前年度の協議会"),
        "{text}"
    );
    screen.press("[");
    let text = screen.text();
    assert!(
        text.contains("前年度の協議会") && !text.contains("家族交流会"),
        "{text}"
    );
    screen.press("]]");
    let text = screen.text();
    assert!(
        text.contains("令和5年度") && text.contains("来年度の協議会"),
        "{text}"
    );
    screen.press("]");
    assert!(
        screen.text().contains("この年度に登録された事業はありません"),
        "{}",
        screen.text()
    );
}

#[test]
fn what_was_taken_back_is_selected() {
    let mut screen = Screen::new(with_some());
    screen.press("6<Down>d1");
    assert!(
        !screen.text().contains("コーディネーター養成研修  "),
        "{}",
        screen.text()
    );
    screen.press("<Home>u");
    let text = screen.text();
    let selected = text.lines().find(|line| line.starts_with('>'));
    assert!(
        selected.is_some_and(|line| line.contains("コーディネーター養成研修")),
        "{text}"
    );
}

#[test]
fn what_is_missing_is_said_and_a_form_left_is_a_draft() {
    let mut screen = Screen::new(in_memory());
    screen.press("6n<C-s>");
    assert!(screen.text().contains("開催日"), "{}", screen.text());
    assert_eq!(titles(&screen), [""; 0]);
    screen.press("12/3<Tab>12/1<Tab>2<Tab>会議<C-s>");
    assert!(screen.text().contains("開催日より前です"), "{}", screen.text());
    screen.press("<Esc>");
    assert!(screen.text().contains("下書き"), "{}", screen.text());
    screen.press("<C-o>");
    assert!(screen.text().contains("新しい事業"), "{}", screen.text());
    screen.press("<C-u>12/4<C-s>");
    assert_eq!(titles(&screen), ["会議"], "{}", screen.text());
}

#[test]
fn who_was_quicker_is_shown_and_both_changes_can_be_kept() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    fill(&mut ledger);
    let mut screen = Screen::new(ledger);
    screen.press("6e");
    let id = {
        let ledger = screen.session.ledger();
        let all = ledger.activities(FIRST_DAY, LAST_DAY).expect("activities");
        let next = all.iter().find(|one| one.title() == "小児在宅医療研修会");
        next.expect("the next one").id
    };
    screen.press("<Tab><Tab><Tab><Tab><Tab><Tab><Tab>doctors");
    let mut other = open(&folder.path().join("ledger.soudan"));
    let theirs = other.activity(id).expect("a ledger").expect("an activity");
    let mut entry = theirs.entry;
    entry.set(Field::Place, None);
    other.save_activity(id, Some(1), entry, &by("c2")).expect("saved");
    screen.press("<C-s>1");
    let kept = screen
        .session
        .ledger()
        .activity(id)
        .expect("a ledger")
        .expect("an activity");
    assert_eq!(kept.entry.text(Field::Audience), "doctors", "{}", screen.text());
    assert_eq!(kept.entry.get(Field::Place), None);
    assert_eq!(kept.rev, 3);
}
