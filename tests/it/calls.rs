//! The ringing phone: the clock of a call, what is parked when another comes, and what is counted.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use soudan::domain::consultation::Consultation;
use soudan::domain::draft::Draft;
use soudan::domain::field::Field;
use soudan::locale::Lang;
use soudan::store::Drafts;

use crate::ledgers::{draft, in_memory, records, with_cases};
use crate::screen::{Hands, Screen, surroundings};
use crate::terminal::{ledger, soudan, started};

/// The ordinary call but for its minutes.
const WHO_AND_WHERE: &str = "<Tab>2<Tab>i<Tab>4";

struct Desk {
    screen: Screen,
    hands: Hands,
}

fn desk() -> Desk {
    let hands = Hands::default();
    let screen = Screen::open(in_memory(), Lang::Ja, (80, 24), hands.on("2022-09-30"));
    Desk { screen, hands }
}

impl Desk {
    fn press(&mut self, keys: &str) -> &mut Self {
        self.screen.press(keys);
        self
    }

    fn pass(&mut self, minutes: i64) -> &mut Self {
        self.hands.pass(minutes);
        // What was due by then is done.
        self.press("")
    }

    fn shows(&mut self, text: &str) -> &mut Self {
        assert!(
            self.screen.text().contains(text),
            "{text}:\n{}",
            self.screen.text()
        );
        self
    }

    fn title(&self) -> String {
        self.screen.line(0)
    }

    fn saved(&self) -> Consultation {
        let mut all = records(self.screen.session.ledger());
        all.pop().expect("a record")
    }

    fn minutes(&self) -> Option<u32> {
        self.saved().entry.number(Field::Minutes)
    }
}

#[test]
fn the_clock_is_not_of_a_call_that_was_on_another_day() {
    let mut desk = desk();
    desk.press("p<Tab>2")
        .pass(6)
        .press(&"<Tab>".repeat(11))
        .press("<C-u>昨日<C-s>");
    desk.shows("保存しました");
    assert_eq!(desk.saved().entry.number(Field::Minutes), None);
}

#[test]
fn the_clock_runs_in_the_title_and_is_drawn_once_a_minute() {
    let mut desk = desk();
    desk.press("p").shows("新しい相談  通話 1分");
    let before = desk.screen.text();
    let mut drawn = 0;
    for _ in 0..241 {
        desk.hands.pass_ms(500);
        desk.screen.session.on_tick();
        desk.screen.session.on_due();
        drawn += usize::from(desk.screen.session.take_needs_drawing());
    }
    assert_eq!(drawn, 2, "two minutes");
    let due = desk.screen.session.due_in().expect("a minute");
    assert!(!due.is_zero() && due <= Duration::from_millis(60_001), "{due:?}");
    desk.hands.pass_ms(60_000);
    let after = desk.press("").screen.text();
    let other: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(a, b)| a != b)
        .collect();
    assert_eq!(other.len(), 1, "{other:?}");
    desk.shows("通話 4分");
    // The search index is looked after once no key comes; then nothing is due.
    let rest = |desk: &mut Desk| {
        thread::sleep(Duration::from_millis(350));
        desk.screen.session.on_due();
    };
    desk.press("<Esc>");
    rest(&mut desk);
    assert_eq!(desk.screen.session.due_in(), None);
    for keys in ["n", "3n"] {
        desk.press(keys);
        rest(&mut desk);
        assert_eq!(desk.screen.session.due_in(), None, "{keys}");
        desk.press("<Esc>");
    }
    desk.press("v").shows("対応 1分");
    desk.press("<Esc>m").shows("対応 1分");
}

#[test]
fn a_clock_that_is_set_back_does_not_stop_the_call() {
    let mut desk = desk();
    desk.press("p退院").pass(5).pass(-60).pass(2).press("<C-t>");
    desk.shows("7分");
}

#[test]
fn ctrl_t_fills_in_the_minutes_and_typing_up_is_not_counted() {
    let mut desk = desk();
    desk.press("p退院").press(WHO_AND_WHERE).pass(11);
    desk.hands.pass_ms(30_000);
    desk.press("<C-t>").shows("通話を終えました 12分");
    desk.shows("所要分       12").shows("通話 12分 停止");
    desk.pass(20).press("<S-Tab><S-Tab><S-Tab>後の面談<C-s>");
    assert_eq!(desk.minutes(), Some(12));
}

#[test]
fn minutes_that_were_typed_win() {
    let mut desk = desk();
    desk.press("p").press(WHO_AND_WHERE).press("<Tab>30").pass(12);
    desk.press("<C-t>")
        .shows("所要分は入力済みの30分のままです(通話は12分)");
    desk.press("<C-s>");
    assert_eq!(desk.minutes(), Some(30));
    // After the clock has filled its own in, too; and what was erased stays so.
    for (keys, minutes) in [
        ("<C-t><Tab><Tab><Tab>25<C-s>", Some(25)),
        ("<C-t><Tab><Tab><Tab><BS><C-s>", None),
        ("<Tab><Tab><Tab>5<BS><C-s>", None),
        ("<Tab><Tab><Tab>5<BS><C-t><C-s>", Some(3)),
        ("<C-s>", Some(3)),
    ] {
        desk.press("p<Tab>2").pass(3).press(keys);
        assert_eq!(desk.minutes(), minutes, "{keys}");
    }
}

#[test]
fn what_the_clock_filled_in_is_taken_back_as_typing_is() {
    let mut desk = desk();
    desk.press("p<Tab>2<Tab><Tab><Tab>").pass(4).press("<C-t>");
    desk.shows("所要分       4");
    desk.press("<C-z>");
    assert!(!desk.screen.text().contains("所要分       4"));
    desk.press("<C-y>").shows("所要分       4");
    // Elsewhere it takes back what was typed there.
    desk.press("<S-Tab><S-Tab><S-Tab><S-Tab>退院<C-t><C-t><C-z>");
    assert!(!desk.screen.text().contains("退院"));
    desk.press("<C-s>");
    assert_eq!(desk.minutes(), Some(4));
}

#[test]
fn a_call_that_comes_back_is_counted_on() {
    let mut desk = desk();
    desk.press("p退院<Tab>2").pass(4).press("<C-t>").pass(30);
    desk.press("<C-t>").shows("時計を4分の続きから動かします");
    desk.pass(3).press("<C-s>");
    assert_eq!(desk.minutes(), Some(7));
}

#[test]
fn a_form_that_is_not_complete_yet_is_no_end_of_the_call() {
    let mut desk = desk();
    desk.press("p退院")
        .pass(6)
        .press("<C-s>")
        .shows("まだ保存していません")
        .shows("通話 6分")
        .shows("Ctrl-T終話");
    desk.pass(9).press("2<C-s>");
    assert_eq!(desk.minutes(), Some(15));
}

#[test]
fn a_second_call_parks_the_first_and_its_clock_stands_still() {
    let mut desk = desk();
    desk.press("p退院<Tab>2<Tab>i<Tab>").pass(5);
    desk.press("<F3>")
        .shows("前の入力を保留しました")
        .shows("通話 1分");
    desk.shows("保留 1: 電話 母 岩国市 0分前");
    desk.pass(7)
        .shows("通話 7分")
        .shows("保留 1: 電話 母 岩国市 7分前");
    desk.press("転入<Tab>3<Tab>simonoseki<Enter><F4>見学").pass(61);
    assert!(
        desk.title().contains("保留 2: 父 下関市 1時間前"),
        "{}",
        desk.title()
    );
    // The last that was parked comes first, and this one waits.
    desk.press("<C-o>").shows("時計は7分の続きから動いています");
    desk.pass(1).press("<C-s>");
    assert_eq!(desk.minutes(), Some(8));
    desk.press("<C-o>")
        .shows("見学")
        .press("<C-o>")
        .shows("退院")
        .pass(1)
        .press("<C-s>");
    assert_eq!(desk.minutes(), Some(6));
    desk.press("<C-o><C-t><Tab>2<C-s>").shows("保存しました");
    assert_eq!(desk.minutes(), Some(61));
    assert!(!desk.title().contains("保留"));
}

#[test]
fn whoever_talked_last_is_the_first_to_come_back_to() {
    let mut desk = desk();
    desk.press("p退院<F3>転入<F3>見学<F3>就園<C-o>").shows("見学");
    // Nothing was typed into it since, but it was talked on.
    desk.press("<F3>災害<C-o>").shows("見学");
    desk.press("<C-o>").shows("災害").press("<C-o>").shows("就園");
    desk.press("<C-o>").shows("転入").press("<C-o>").shows("退院");
}

#[test]
fn a_call_that_had_ended_stands_still_when_it_is_taken_up() {
    let mut desk = desk();
    desk.press("p退院<Tab>2")
        .pass(5)
        .press("<C-t>")
        .pass(1)
        .press("<F3>転入")
        .pass(9);
    desk.press("<C-o>")
        .shows("時計は5分で止まっています")
        .pass(4)
        .press("<C-s>");
    assert_eq!(desk.minutes(), Some(5));
}

#[test]
fn the_age_of_what_is_parked_is_said_in_minutes_hours_and_days() {
    let mut desk = desk();
    desk.press("p退院<Esc>").shows("保留 1 0分前");
    for (minutes, age) in [
        (59, "59分前"),
        (1, "1時間前"),
        (1379, "23時間前"),
        (1, "9/30(金)"),
    ] {
        desk.hands.pass(minutes);
        desk.press("<Up>");
        assert!(
            desk.title().contains(&format!("保留 1 {age}")),
            "{}",
            desk.title()
        );
    }
    // Only looked at, it waits on; a call that went on meanwhile waits anew.
    let mut desk = again(vec![draft("退院")], &Hands::default());
    desk.hands.pass(30);
    desk.press("<C-o><Esc>");
    assert!(!desk.title().contains("0分前"), "{}", desk.title());
    let mut desk = self::desk();
    desk.press("p<Tab>2<Esc>").pass(2);
    desk.press("<C-o>").pass(1).press("<Esc>");
    assert!(desk.title().contains("保留 1: 母 0分前"), "{}", desk.title());
}

#[test]
fn a_parked_call_is_kept_though_nothing_is_typed_and_a_form_left_so_is_none() {
    let mut desk = desk();
    desk.press("p").pass(3).press("<F3><Esc>").shows("下書きが1件");
    desk.press("<C-o>")
        .shows("時計は3分の続きから")
        .press("<Tab>2<C-s>");
    assert_eq!(desk.minutes(), Some(3));
    // Without a clock nothing is lost of an empty form.
    desk.press("n<F3><Esc>");
    assert!(!desk.screen.text().contains("下書き"), "{}", desk.screen.text());
}

#[test]
fn what_calls_in_midst_of_a_child_s_file_is_not_about_that_child() {
    let hands = Hands::default();
    let mut screen = Screen::open(with_cases(), Lang::Ja, (80, 24), hands.on("2022-09-30"));
    screen.press("3<Enter>p");
    assert!(screen.text().contains("ケース       E-012"), "{}", screen.text());
    screen.press("<F3>");
    assert!(!screen.text().contains("ケース       E-012"), "{}", screen.text());
    screen.press("<Esc><Esc>");
    // A correction and a child's file have no clock, and are parked as well.
    add_one(&mut screen);
    for keys in ["2e", "3<Enter>e"] {
        screen.press(keys).press("母から<C-t>");
        assert!(screen.text().contains("時計はありません"), "{}", screen.text());
        screen.press("<F5>");
        assert!(screen.text().contains("保留しました"), "{}", screen.text());
        screen.press("<C-o>");
        assert!(screen.text().contains("母から"), "{}", screen.text());
        screen.press("<Esc><Esc>");
    }
}

fn add_one(screen: &mut Screen) {
    screen.press("p<Tab>2<C-s>");
    assert!(screen.text().contains("保存しました"), "{}", screen.text());
}

fn again(drafts: Vec<Draft>, hands: &Hands) -> Desk {
    let mut around = surroundings(Lang::Ja, hands.on("2022-09-30"));
    around.drafts = drafts;
    Desk {
        screen: Screen::with(in_memory(), around, (80, 24)),
        hands: hands.clone(),
    }
}

#[test]
fn after_a_crash_the_clock_stands_where_it_was_last_kept() {
    let mut desk = desk();
    desk.press("p退院<Tab>2").pass(3).press("<F3>転入<Tab>3").pass(6);
    // As they lie on disk: through JSON.
    let kept: Vec<Draft> = desk.screen.session.drafts();
    let kept = kept
        .iter()
        .map(|draft| Draft::from_json(&draft.to_json()).expect("a draft"));
    let kept: Vec<Draft> = kept.collect();
    desk.hands.pass(12 * 60);
    let mut desk = again(kept, &desk.hands);
    desk.press("<C-o>")
        .shows("転入")
        .shows("時計は6分で止まっています");
    desk.pass(10).press("<C-s>");
    assert_eq!(
        desk.minutes(),
        Some(6),
        "the night is not counted, nor what came after"
    );
    desk.press("<C-o><C-t>")
        .shows("時計を3分の続きから動かします")
        .pass(2)
        .press("<C-s>");
    assert_eq!(desk.minutes(), Some(5));
}

#[test]
fn an_older_draft_reads_as_before() {
    let written = draft("退院");
    let json = String::from_utf8(written.to_json()).expect("text");
    let older = json.replace(",\"call\":null,\"left_ms\":null", "");
    assert_ne!(older, json);
    assert_eq!(Draft::from_json(older.as_bytes()), Some(written));
}

/// F3, F4 and F5 as a terminal sends them.
const RING: [&str; 3] = ["\x1bOR", "\x1bOS", "\x1b[15~"];

fn content(draft: &Draft) -> String {
    draft
        .slot("content")
        .map(|slot| slot.typed.clone())
        .unwrap_or_default()
}

#[test]
fn every_parked_call_survives_a_kill_and_none_is_doubled() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("p");
    for (at, key) in RING.iter().enumerate() {
        terminal.wait_for_text("新しい相談");
        terminal.send(["一", "二", "三"][at]);
        terminal.send(key);
        // At once, without a second's grace: it is parked when that is said.
        terminal.wait_for_text(&format!("保留 {}", at + 1));
    }
    terminal.send("四");
    thread::sleep(Duration::from_millis(1200));
    nix::sys::signal::kill(terminal.pid(), nix::sys::signal::Signal::SIGKILL).expect("killed");
    terminal.end();
    let mut left: Vec<_> = Drafts::beside(&path)
        .left()
        .iter()
        .map(|(_, draft)| content(draft))
        .collect();
    left.sort_by_key(|text| ["一", "二", "三", "四"].iter().position(|known| known == text));
    assert_eq!(left, ["一", "二", "三", "四"]);
    let mut terminal = crate::terminal::Terminal::start(soudan(&path));
    terminal.wait_for_text("下書きが4件");
    terminal.send("\x0f");
    terminal.wait_for_text("止まっています");
    terminal.send("\x1bOR");
    terminal.wait_for_text("保留 4");
}

#[test]
fn with_a_running_clock_nothing_is_sent_within_the_minute_and_with_none_nothing_at_all() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("p");
    terminal.wait_for_text("通話 1分");
    // What is said of the drafts once is drawn.
    thread::sleep(Duration::from_secs(1));
    let before = terminal.bytes();
    thread::sleep(Duration::from_secs(2));
    assert_eq!(terminal.bytes() - before, 0);
    terminal.send("一\x1bOR\x14");
    terminal.wait_for_text("通話 1分 停止");
    thread::sleep(Duration::from_secs(1));
    let before = terminal.bytes();
    thread::sleep(Duration::from_secs(2));
    assert_eq!(terminal.bytes() - before, 0);
}

/// What somebody does at a ringing phone.
#[derive(Clone, Debug, PartialEq)]
enum Act {
    /// Another call: F3, F4 or F5, from wherever one is.
    Ring(usize),
    Resume,
    Leave,
    Clock,
    Save,
    Pass(i64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0..3_usize).prop_map(Act::Ring),
        3 => Just(Act::Resume),
        1 => Just(Act::Leave),
        3 => Just(Act::Clock),
        2 => Just(Act::Save),
        6 => (1..200_000_i64).prop_map(Act::Pass),
    ];
    prop::collection::vec(act, 1..40)
}

/// A call as it ought to be.
#[derive(Clone, Debug, Default)]
struct Model {
    ran_ms: i64,
    is_running: bool,
    filled: Option<u32>,
}

impl Model {
    fn minutes(&self) -> u32 {
        u32::try_from((self.ran_ms + 59_999) / 60_000)
            .expect("minutes")
            .max(1)
    }
}

/// The calls by what was typed into them, and which of them is open; none twice, none lost.
#[derive(Default)]
struct Models {
    calls: BTreeMap<String, Model>,
    open: Option<String>,
    begun: u32,
}

impl Models {
    fn open(&mut self) -> Option<&mut Model> {
        self.calls.get_mut(self.open.as_ref()?)
    }
}

fn open_text(screen: &Screen) -> Option<String> {
    let line = screen.text().lines().nth(2)?.trim().to_owned();
    line.strip_prefix("相談概要").map(|text| text.trim().to_owned())
}

fn play(acts: &[Act]) -> Result<(), TestCaseError> {
    let Desk { mut screen, hands } = desk();
    let mut models = Models::default();
    for act in acts {
        match act {
            Act::Ring(key) => {
                let text = char::from_u32(0x9F00 + models.begun).expect("a kanji");
                screen.press(["<F3>", "<F4>", "<F5>"][*key]);
                screen.press(&text.to_string()).press("<Tab>2<Tab>");
                let call = Model {
                    is_running: true,
                    ..Model::default()
                };
                models.begun += 1;
                models.calls.insert(text.to_string(), call);
                models.open = Some(text.to_string());
            }
            Act::Resume => {
                screen.press("<C-o>");
                // Whichever it is, it is one of those that wait, unless none does.
                models.open = open_text(&screen);
            }
            Act::Leave => {
                screen.press("<Esc>");
                models.open = None;
            }
            Act::Clock if models.open.is_some() => {
                screen.press("<C-t>");
                if let Some(call) = models.open() {
                    call.is_running = !call.is_running;
                    if !call.is_running {
                        call.filled = Some(call.minutes());
                    }
                }
            }
            Act::Save if models.open.is_some() => {
                screen.press("<C-s>");
                prop_assert!(screen.text().contains("保存しました"), "{}", screen.text());
                let call = models.open().expect("a call");
                let minutes = if call.is_running {
                    call.minutes()
                } else {
                    call.filled.expect("filled")
                };
                let text = models.open.take().expect("open");
                models.calls.remove(&text);
                let mut all = records(screen.session.ledger());
                let saved = all.pop().expect("a record").entry;
                prop_assert_eq!(saved.text(Field::Content), text);
                prop_assert_eq!(saved.number(Field::Minutes), Some(minutes));
            }
            Act::Clock | Act::Save => {}
            Act::Pass(ms) => {
                hands.pass_ms(*ms);
                screen.press("");
                if let Some(call) = models.open().filter(|call| call.is_running) {
                    call.ran_ms += ms;
                }
            }
        }
        let mut kept: Vec<_> = screen.session.drafts().iter().map(content).collect();
        kept.sort();
        let known: Vec<_> = models.calls.keys().cloned().collect();
        prop_assert_eq!(kept, known, "after {:?}\n{}", act, screen.text());
    }
    Ok(())
}

#[test]
fn every_call_is_saved_or_kept_and_no_parked_minute_is_counted() {
    let config = Config {
        cases: 60,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]));
    assert_eq!(runner.run(&acts(), |acts| play(&acts)), Ok(()));
}
