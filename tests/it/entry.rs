//! The entry form through its keys: what is typed is what is recorded, and nothing typed is lost.

use chrono::NaiveDate;
use soudan::domain::consultation::Consultation;
use soudan::domain::field::Field;
use soudan::domain::profile::YAMAGUCHI;
use soudan::domain::text::width_cells;
use soudan::domain::value::Value;
use soudan::locale::Lang;
use soudan::store::{Ledger, Selection};
use soudan::tui::Surroundings;
use std::ops::ControlFlow;

use crate::ledgers::{CALL, add, by, day, entry, half_year, in_memory, stamp};
use crate::screen::{Screen, keys_of, on, surroundings};

/// The ordinary call: a mother in Iwakuni phones about respite, 30 minutes.
const ORDINARY: &str = "p<Tab>2<Tab>i<Tab>4<Tab>30<C-s>";

fn empty() -> Screen {
    Screen::new(in_memory())
}

/// All records of a ledger, newest first.
fn records(ledger: &Ledger) -> Vec<Consultation> {
    let mut records = Vec::new();
    ledger
        .list(&Selection::default(), &mut |record| {
            records.push(record);
            ControlFlow::Continue(())
        })
        .expect("a list");
    records
}

/// The one record that was saved.
#[track_caller]
fn saved(screen: &Screen) -> Consultation {
    let mut records = records(screen.session.ledger());
    assert_eq!(records.len(), 1, "{}", screen.text());
    records.remove(0)
}

fn code(record: &Consultation, field: Field) -> Option<&str> {
    record.entry.code(field).map(|code| code.as_str())
}

#[test]
fn the_ordinary_call_takes_twelve_keys() {
    assert!(keys_of(ORDINARY).len() <= 12, "{}", keys_of(ORDINARY).len());
    let mut screen = empty();
    screen.press(ORDINARY);
    let record = saved(&screen);
    assert_eq!(code(&record, Field::Party), Some("family"));
    assert_eq!(code(&record, Field::Relation), Some("mother"));
    assert_eq!(code(&record, Field::Municipality), Some("iwakuni"));
    assert_eq!(code(&record, Field::MainTopic), Some("respite"));
    assert_eq!(code(&record, Field::Channel), Some("phone"));
    assert_eq!(code(&record, Field::Center), Some("east"));
    assert_eq!(record.entry.number(Field::Minutes), Some(30));
    assert_eq!(record.entry.number(Field::Time), Some(10 * 60 + 5));
    assert_eq!(record.entry.day(), Some(day("2022-09-30")));
    assert_eq!(record.entry.text(Field::Staff), "c1");
    assert!(
        screen.line(22).contains("保存しました R4-東-0001"),
        "{}",
        screen.text()
    );
    // The figures follow at once.
    assert!(
        screen.line(3).starts_with(" 東部             1"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_value_that_one_comes_to_is_replaced_by_what_is_typed() {
    let minutes = |keys: &str| {
        let mut screen = empty();
        screen.press("p<Tab>2<Tab>i<Tab>4<Tab>30<Tab><S-Tab>").press(keys);
        screen.press("<C-s>");
        saved(&screen).entry.number(Field::Minutes)
    };
    assert_eq!(minutes("45"), Some(45));
    assert_eq!(minutes("<Right>0"), Some(300));
    assert_eq!(minutes("<BS>"), None);
    assert_eq!(minutes("45<C-z>"), Some(30));
    assert_eq!(minutes("5<BS>6"), Some(6));
    // Also where it begins with what stood there.
    assert_eq!(minutes("3<Tab><S-Tab>35"), Some(35));
    assert_eq!(minutes("30"), Some(30));
    // What is wrong is replaced as well, and a text is gone on with.
    assert_eq!(minutes("x<C-s>15"), Some(15));
    let mut screen = empty();
    screen.press("p退院<Tab><S-Tab>後<Tab>2<C-s>");
    assert_eq!(saved(&screen).entry.text(Field::Content), "退院後");
}

#[test]
fn the_fields_come_in_the_order_of_the_call() {
    let mut screen = empty();
    screen.press("p");
    let order = [
        "相談概要",
        "誰から",
        "市町",
        "相談内容",
        "所要分",
        "対応結果",
        "次回対応日",
        "次回対応内容",
        "ケース",
        "所属",
        "相談者名",
        "連絡先",
        "日付",
        "時刻",
        "センター",
        "相談方法",
        "業務区分",
        "担当",
    ];
    for name in order {
        let (column, row) = screen.cursor().expect("a caret");
        // Above the form the bar has names of its own.
        let line = screen.line(row.into());
        let label = line.find(name).map(|at| width_cells(&line[..at]));
        let is_before = label.is_some_and(|label| label < column.into());
        assert!(is_before, "{name}: {}", screen.text());
        screen.press("<Tab>");
    }
    // And from the first, back over the last, to what was answered.
    let mut screen = empty();
    screen.press("p<S-Tab>");
    let (_, row) = screen.cursor().expect("a caret");
    assert_eq!(screen.line(row.into()).trim(), "対応", "{}", screen.text());
}

#[test]
fn every_way_of_picking_picks_the_same() {
    for typed in ["3", "father", "titi", "chichi", "ちち", "チチ", "父", "３"] {
        let mut screen = empty();
        screen.press("p<Tab>").press(typed).press("<Tab><C-s>");
        let record = saved(&screen);
        assert_eq!(code(&record, Field::Relation), Some("father"), "{typed}");
    }
    for (typed, channel) in [
        ("denwa", "phone"),
        ("でんわ", "phone"),
        ("raisyo", "visit"),
        ("来所", "visit"),
    ] {
        let mut screen = empty();
        screen.press("n<Tab>2");
        screen.press(&"<Tab>".repeat(14));
        screen.press(typed).press("<C-s>");
        assert_eq!(
            code(&saved(&screen), Field::Channel),
            Some(channel),
            "{typed}: {}",
            screen.text()
        );
    }
}

#[test]
fn several_topics_keep_the_first_as_the_main_one() {
    let mut screen = empty();
    screen.press("p<Tab>2<Tab>i<Tab>42<C-s>");
    let record = saved(&screen);
    assert_eq!(record.entry.codes(Field::Topic).len(), 2);
    assert_eq!(code(&record, Field::MainTopic), Some("respite"));
    // Correcting something else keeps it so.
    screen.press("2e<Tab><Tab><Tab><Tab>45<C-s>");
    let record = saved(&screen);
    assert_eq!(
        (record.rev, code(&record, Field::MainTopic)),
        (2, Some("respite"))
    );
    assert_eq!(record.entry.number(Field::Minutes), Some(45), "{}", screen.text());
}

#[test]
fn what_is_wrong_is_said_beside_its_field_and_nothing_is_saved() {
    let mut screen = empty();
    screen.press("p<Tab>2<Tab><Tab><Tab>12345<C-s>");
    assert_eq!(records(screen.session.ledger()), []);
    let (_, row) = screen.find("所要分");
    assert!(screen.line(row.into()).contains("12345"), "{}", screen.text());
    assert!(screen.line(row.into()).contains('!'), "{}", screen.text());
    assert_eq!(screen.cursor().expect("a caret").1, row, "the caret stands there");
    assert!(screen.line(22).contains("まだ保存していません"));
    screen.press("<C-u>30<C-s>");
    assert_eq!(saved(&screen).entry.number(Field::Minutes), Some(30));
}

#[test]
fn a_date_shows_what_was_understood_and_a_wrong_one_offers_the_right() {
    let mut screen = empty();
    screen.press("p<Tab>2").press(&"<Tab>".repeat(11));
    screen.press("<C-u>昨日");
    let (_, row) = screen.find("日付");
    assert!(
        screen.line(row.into()).contains("= 2022-09-29(木)"),
        "{}",
        screen.text()
    );
    screen.press("<C-u>R4.8.1<Tab>");
    assert!(
        screen.line(row.into()).contains("2022-08-01"),
        "{}",
        screen.text()
    );
    assert!(
        screen.line(row.into()).contains("31日より前"),
        "{}",
        screen.text()
    );
    screen.press("<S-Tab><C-u>2/30<C-s>");
    assert_eq!(records(screen.session.ledger()), []);
    assert!(screen.line(row.into()).contains('!'), "{}", screen.text());
}

#[test]
fn minutes_that_are_hours_are_said() {
    for (lang, typed, said) in [(Lang::Ja, "300", "5時間"), (Lang::En, "3001", "50 h 1 min")] {
        let mut screen = Screen::open(in_memory(), lang, (80, 24), on("2022-09-30"));
        screen.press("p<Tab>2<Tab>i<Tab>4<Tab>").press(typed);
        assert!(screen.text().contains(said), "{}", screen.text());
        screen.press("<C-s>");
        let typed = typed.parse().ok();
        assert_eq!(saved(&screen).entry.number(Field::Minutes), typed);
        // Half a day is nothing to be told of.
        screen.press("p<Tab>2<Tab>i<Tab>4<Tab>240");
        assert!(
            !screen.text().contains("4時間") && !screen.text().contains("4 h"),
            "{}",
            screen.text()
        );
    }
}

#[test]
fn unlikely_answers_are_said_and_do_not_stand_in_the_way() {
    let mut screen = empty();
    // 下関市 is the western center's.
    screen.press("p<Tab>2<Tab>simonoseki<Tab>");
    let (_, row) = screen.find("市町");
    assert!(
        screen.line(row.into()).contains("西部の担当"),
        "{}",
        screen.text()
    );
    screen.press("<C-s>");
    assert_eq!(code(&saved(&screen), Field::Municipality), Some("shimonoseki"));
    // The same call again looks entered twice.
    screen.press("p<Tab>2<Tab>simonoseki<Tab><C-s>");
    assert!(screen.line(22).contains("R4-東-0001 と同じ"), "{}", screen.text());
    assert_eq!(records(screen.session.ledger()).len(), 2);
}

#[test]
fn a_day_on_which_nobody_works_is_said_beside_the_date() {
    // A Sunday, and a Monday that is 海の日.
    for (day, lang, said) in [
        ("2022-10-02", Lang::Ja, "(日) 休業日"),
        ("2022-10-02", Lang::En, "(Sun) closed"),
        ("2022-07-18", Lang::Ja, "2022-07-18(月)は祝日(海の日)です。"),
        (
            "2022-07-18",
            Lang::En,
            "2022-07-18(Mon) is a public holiday (Marine Day).",
        ),
    ] {
        let mut screen = Screen::open(in_memory(), lang, (80, 24), on(day));
        screen.press("p");
        assert!(screen.text().contains(said), "{}", screen.text());
    }
}

#[test]
fn a_follow_up_ends_in_the_form_too() {
    // Behind the last field stands the first one again: two back from it.
    for (typed, ended) in [
        ("sumi", Value::Done),
        ("tyuusi", Value::Dropped),
        ("2", Value::Dropped),
    ] {
        let mut screen = empty();
        screen.press("p<Tab>2<Tab><Tab><Tab><Tab><Tab>10/7<S-Tab><S-Tab><S-Tab><S-Tab><S-Tab><S-Tab>");
        screen.press(&format!("<S-Tab><S-Tab>{typed}<Tab><C-s>"));
        let record = saved(&screen);
        assert_eq!(record.entry.get(Field::FollowUpDone), Some(&ended), "{typed}");
        // Opened again it says the same.
        screen.press("e<Tab><Tab>3<C-s>");
        assert_eq!(
            saved(&screen).entry.get(Field::FollowUpDone),
            Some(&ended),
            "{typed}"
        );
    }
}

#[test]
fn a_follow_up_in_so_many_days_is_due_on_a_working_day() {
    // 2022-10-10 is スポーツの日.
    let mut screen = Screen::open(in_memory(), Lang::Ja, (120, 40), on("2022-10-03"));
    screen.press("p<Tab><Tab><Tab><Tab><Tab><Tab>+7");
    let said = "= 2022-10-11(火) 祝日のため翌営業日";
    assert!(screen.text().contains(said), "{}", screen.text());
    screen.resize(80, 24);
    assert!(screen.text().contains("+7 = 2022-10-11(火)"), "{}", screen.text());
    screen.resize(120, 40);
    // Written out it still says why, also where there is less room; another day has nothing to say.
    screen.press("<Tab>");
    let said = "2022-10-11(火) 祝日のため翌営業日";
    assert!(screen.text().contains(said), "{}", screen.text());
    screen.resize(80, 24);
    assert!(screen.text().contains("2022-10-11(火) 祝日"), "{}", screen.text());
    screen.press("<S-Tab>10/12<Tab>");
    assert!(screen.text().contains("2022-10-12(水)"), "{}", screen.text());
    assert!(!screen.text().contains("翌営業日"), "{}", screen.text());
    // A day that was named stays, with a warning.
    screen.press("<S-Tab>10/10<Tab>");
    assert!(screen.text().contains("2022-10-10(月) 祝日"), "{}", screen.text());
}

#[test]
fn leaving_keeps_the_draft_and_an_untouched_form_is_none() {
    let mut screen = empty();
    screen.press("p<Esc>");
    assert!(!screen.text().contains("下書き"), "{}", screen.text());
    screen.press("p").paste("途中").press("<Esc>");
    assert!(screen.line(22).contains("下書き"), "{}", screen.text());
    screen.press("z");
    assert!(screen.line(22).contains("下書きが1件"), "{}", screen.text());
    screen.press("<C-o>");
    assert!(screen.text().contains("途中"), "{}", screen.text());
    screen.press("<Tab>2<C-s>");
    assert_eq!(saved(&screen).entry.text(Field::Content), "途中");
    assert!(!screen.press("z").text().contains("下書き"), "{}", screen.text());
}

#[test]
fn the_interrupt_key_asks_and_only_its_answer_throws_away() {
    let mut screen = empty();
    screen.press("p").paste("途中").press("<C-c><Esc>");
    assert!(screen.text().contains("途中"));
    screen.press("<C-c>1");
    assert!(screen.line(22).contains("下書き"));
    screen.press("<C-o><C-c>2");
    assert!(!screen.press("x").text().contains("下書き"), "{}", screen.text());
    assert!(!screen.press("<C-o>").text().contains("途中"));
}

#[test]
fn quitting_with_a_draft_asks() {
    let mut screen = empty();
    screen.press("p").paste("途中").press("<Esc>q");
    assert!(!screen.session.is_over());
    assert!(screen.line(22).contains("下書きが1件"), "{}", screen.text());
    assert!(!screen.press("<Esc>").session.is_over());
    assert!(screen.press("qq").session.is_over());
}

#[test]
fn a_save_that_moves_no_figure_in_sight_says_why() {
    for (lang, said) in [
        (Lang::Ja, "9/30(金) は表示中の期間の外です"),
        (Lang::En, "9/30(Fri) is not in the period shown"),
    ] {
        let mut screen = Screen::open(in_memory(), lang, (80, 24), on("2022-10-01"));
        screen.press("p<Tab>2").press(&"<Tab>".repeat(11));
        screen.press("<C-u>2022-09-30<C-s>");
        assert!(screen.line(22).contains(said), "{}", screen.text());
        // The figures of the half-year before do move.
        screen.press("[p<Tab>2").press(&"<Tab>".repeat(11));
        screen.press("<C-u>2022-09-30<C-s>");
        let line = screen.line(22);
        assert!(line.contains("R4-") && !line.contains(said), "{}", screen.text());
        // All days are shown where the list has no period.
        screen.press("]2<BS>");
        screen.press("p<Tab>2").press(&"<Tab>".repeat(11));
        screen.press("<C-u>2022-09-30<C-s>");
        let line = screen.line(22);
        assert!(line.contains("R4-") && !line.contains(said), "{}", screen.text());
    }
}

#[test]
fn a_record_is_corrected_voided_brought_back_and_the_figures_follow() {
    let mut screen = Screen::new(half_year());
    screen.press("2");
    let first = records(screen.session.ledger())[0].clone();
    screen.press("d1");
    assert!(screen.line(22).contains("削除しました"), "{}", screen.text());
    assert_eq!(records(screen.session.ledger()).len(), 27);
    assert!(screen.press("1").text().contains("記録 27"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("記録 28"), "{}", screen.text());
    screen.press("U");
    assert!(screen.text().contains("記録 27"), "{}", screen.text());
    screen.press("u");
    let again = records(screen.session.ledger())[0].clone();
    assert_eq!(again.id, first.id);
}

/// Somebody else's connection to the same ledger.
fn two_people() -> (tempfile::TempDir, Screen, Ledger) {
    let folder = crate::ledgers::folder();
    let mut ledger = crate::ledgers::in_file(&folder);
    add(&mut ledger, &CALL);
    let other = Ledger::open(ledger.path().expect("a path"), &soudan::store::Opening::default());
    let mut screen = Screen::new(ledger);
    screen.press("2");
    (folder, screen, other.expect("the same ledger"))
}

#[test]
fn saving_over_somebody_elses_change_shows_both_versions() {
    let (_folder, mut screen, mut other) = two_people();
    let record = records(&other).remove(0);
    screen.press("<BS>e");
    let mut changed = record.entry.clone();
    changed.set(Field::Minutes, Some(Value::Number(60)));
    changed.set(Field::Callback, Some(Value::Text("0834".to_owned())));
    other
        .edit(record.id, record.rev, changed, &by("c2"), None)
        .expect("saved");
    screen.press("<Tab><Tab><Tab><Tab><C-u>45<C-s>");
    for text in ["台帳(ほかの人)", "60", "この画面", "45"] {
        assert!(screen.text().contains(text), "{text}:\n{}", screen.text());
    }
    let theirs = records(&other).remove(0);
    assert_eq!(
        theirs.entry.number(Field::Minutes),
        Some(60),
        "nothing is overwritten"
    );
    screen.press("1");
    let both = records(&other).remove(0);
    assert_eq!(both.entry.number(Field::Minutes), Some(45), "{}", screen.text());
    assert_eq!(both.entry.text(Field::Callback), "0834", "their change stays");
}

#[test]
fn leaving_the_ledger_as_it_is_keeps_what_was_typed_as_a_draft() {
    let (_folder, mut screen, mut other) = two_people();
    let record = records(&other).remove(0);
    screen.press("<BS>e");
    let mut changed = record.entry.clone();
    changed.set(Field::Minutes, Some(Value::Number(60)));
    other
        .edit(record.id, record.rev, changed, &by("c2"), None)
        .expect("saved");
    screen.press("<Tab><Tab><Tab><Tab><C-u>45<C-s>2");
    assert_eq!(records(&other).remove(0).entry.number(Field::Minutes), Some(60));
    assert!(screen.line(22).contains("下書き"), "{}", screen.text());
    screen.press("<C-o>");
    assert!(screen.text().contains("45"), "{}", screen.text());
}

#[test]
fn a_draft_whose_record_was_saved_is_not_offered_and_never_saved_twice() {
    let mut screen = empty();
    screen.press("p").paste("途中").press("<Tab>2<Esc>");
    let draft = screen.session.drafts().last().cloned().expect("a draft");
    let mut ledger = in_memory();
    let fields = [
        ("date", "2022-09-30"),
        ("time", "10:05"),
        ("center", "east"),
        ("party", "family"),
        ("relation", "mother"),
        ("channel", "phone"),
        ("staff", "c1"),
        ("content", "途中"),
    ];
    let saved = entry(&ledger, &fields);
    ledger.add(draft.id, saved, &stamp(), None).expect("saved");
    let mut again = surroundings(Lang::Ja, on("2022-09-30"));
    again.drafts = vec![draft];
    let screen = Screen::with(ledger, again, (80, 24));
    assert!(!screen.text().contains("下書き"), "{}", screen.text());
}

#[test]
fn correcting_again_goes_on_with_the_correction_that_was_left() {
    let mut screen = empty();
    screen.press(ORDINARY);
    screen.press("e").paste("続き").press("<Esc>");
    assert_eq!(screen.session.drafts().len(), 1);
    screen.press("e");
    assert!(screen.text().contains("続き"), "{}", screen.text());
    assert!(
        screen.line(22).contains("残してあった下書き"),
        "{}",
        screen.text()
    );
    screen.press("<C-s>");
    assert_eq!(saved(&screen).entry.text(Field::Content), "続き");
    assert!(screen.session.drafts().is_empty());
}

#[test]
fn a_profile_with_other_channels_still_opens_a_form() {
    let toml = YAMAGUCHI.replace("code = \"visit\"", "code = \"counter\"");
    let ledger = Ledger::in_memory(&toml, Some("east"), &stamp()).expect("a ledger");
    let mut screen = Screen::new(ledger);
    screen.press("v<Tab>2<C-s>");
    assert!(screen.text().contains('!'), "{}", screen.text());
    assert_eq!(records(screen.session.ledger()), []);
}

#[test]
fn midnight_leaves_the_date_as_it_is_shown() {
    let days = std::sync::Arc::new(std::sync::Mutex::new("2022-09-29"));
    let clock = {
        let days = std::sync::Arc::clone(&days);
        Box::new(move || on(*days.lock().expect("a day"))())
    };
    let mut screen = Screen::open(in_memory(), Lang::Ja, (80, 24), clock);
    screen.press("p<Tab>2");
    *days.lock().expect("a day") = "2022-09-30";
    screen.tick().press("<C-s>");
    assert_eq!(saved(&screen).entry.day(), NaiveDate::from_ymd_opt(2022, 9, 29));
}

#[test]
fn what_was_picked_is_taken_back_like_what_was_typed() {
    let mut screen = empty();
    screen.press("p<Tab>2").click("誰から");
    assert!(screen.line(5).contains("母"), "{}", screen.text());
    screen.press("<C-z>");
    assert!(!screen.line(5).contains("母"), "{}", screen.text());
    screen.press("<C-y><Tab><Tab>42<C-z>5<C-u>");
    assert!(screen.line(5).contains("母"), "{}", screen.text());
    screen.press("<C-z><C-s>");
    let record = saved(&screen);
    let topics: Vec<_> = record
        .entry
        .codes(Field::Topic)
        .iter()
        .map(|code| code.as_str())
        .collect();
    assert_eq!(topics.len(), 2, "{topics:?}");
}

#[test]
fn every_draft_has_its_turn() {
    let mut screen = empty();
    screen.press("p一<Esc>p二<Esc>p三<Esc>");
    let mut seen = Vec::new();
    for _ in 0..4 {
        screen.press("<C-o>");
        let text = screen.text();
        seen.extend(["一", "二", "三"].into_iter().filter(|word| text.contains(word)));
        screen.press("<Esc>");
    }
    assert_eq!(seen, ["三", "二", "一", "三"]);
    // One that was gone on with is the next again.
    screen.press("<C-o>続<Esc><C-o>");
    assert!(screen.text().contains("二続"), "{}", screen.text());
}

#[test]
fn the_weekday_of_a_day_is_seen_however_it_was_typed() {
    for typed in [
        "2022-09-29",
        "令和4年9月29日",
        "Ｒ４。９。２９",
        "9/29",
        "-1",
        "昨日",
    ] {
        let mut screen = empty();
        screen.press("p<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>");
        screen.press("<C-u>").press(typed);
        let line = screen.line(5);
        assert!(line.ends_with("(木)"), "{typed}: {line}");
    }
}

#[test]
fn what_was_loaded_is_where_taking_back_ends() {
    let mut screen = Screen::new(half_year());
    screen.press("2<Down>e");
    let before = screen.text();
    screen.press("<C-z><C-z>");
    assert_eq!(screen.text(), before);
    screen.press("x<C-z><C-z>");
    assert_eq!(screen.text(), before);
}

/// The clock of the entry is not the time of a call that came on another day.
#[test]
fn a_call_entered_late_keeps_no_time_that_nobody_typed() {
    let late = |keys: &str| {
        let mut screen = empty();
        screen.press("p<Tab>2").press(&"<Tab>".repeat(11)).press(keys);
        saved(&screen).entry.clone()
    };
    assert_eq!(late("<C-u>昨日<C-s>").get(Field::Time), None);
    assert_eq!(late("<C-u>昨日<Tab><C-s>").get(Field::Time), None);
    let typed = late("<C-u>昨日<Tab><C-u>1015<C-s>");
    assert_eq!(typed.get(Field::Time), Some(&Value::Minute(615)));
    assert!(late("<C-u>今日<C-s>").get(Field::Time).is_some());
}

/// 昨日 is the day before the form was opened, whenever the draft is taken up again.
#[test]
fn a_day_in_a_draft_stays_the_day_that_it_was() {
    let mut screen = empty();
    screen
        .press("p<Tab>2")
        .press(&"<Tab>".repeat(11))
        .press("<C-u>昨日");
    assert!(screen.line(5).contains("2022-09-29"), "{}", screen.text());
    screen.press("<Esc>");
    let drafts = screen.session.drafts();
    let mut later = Screen::with(
        in_memory(),
        Surroundings {
            drafts,
            ..surroundings(Lang::Ja, on("2022-10-03"))
        },
        (80, 24),
    );
    later.press("<C-o><C-s>");
    assert_eq!(
        saved(&later).entry.day(),
        Some(day("2022-09-29")),
        "{}",
        later.text()
    );
}
