//! The screens: what they show at each size in each language, and what no key and no size may do.

use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicI32, Ordering};

use chrono::NaiveDate;
use crossterm::event::Event;
use insta::assert_snapshot;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use soudan::domain::profile::YAMAGUCHI;
use soudan::locale::Lang;
use soudan::store::{Ledger, Opening};
use soudan::tui::app::Moment;

use crate::ledgers::{add, day, folder, half_year, in_file, stamp};
use crate::screen::{Screen, keys_of, on};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

fn overview(lang: Lang, size: (u16, u16)) -> Screen {
    Screen::open(half_year(), lang, size, on("2022-09-30"))
}

/// Six centers, the last of them with a long name, and a record in every channel.
fn six_centers() -> Ledger {
    let mut toml = YAMAGUCHI.to_owned();
    for (code, short, ja, en) in [
        ("north", "北", "北部", "North"),
        ("south", "南", "南部", "South"),
        ("central", "中", "中央", "Central"),
        (
            "islands",
            "島",
            "島しょ部(離島地域を含む)",
            "Islands and remote places",
        ),
    ] {
        toml +=
            &format!("\n[[centers]]\ncode = \"{code}\"\nshort = \"{short}\"\nja = \"{ja}\"\nen = \"{en}\"\n");
    }
    let mut ledger = Ledger::in_memory(&toml, Some("north"), &stamp()).expect("a ledger");
    let channels = [
        "phone",
        "visit",
        "email",
        "web",
        "home_visit",
        "fax",
        "line",
        "outreach",
        "other",
    ];
    let centers = ["east", "west", "north", "south", "central", "islands"];
    for (at, center) in centers.iter().enumerate() {
        for channel in &channels[..channels.len() - at] {
            for party in ["family", "stakeholder"] {
                let fields = [
                    ("date", "2022-06-01"),
                    ("center", *center),
                    ("party", party),
                    ("channel", *channel),
                ];
                add(&mut ledger, &fields);
            }
        }
    }
    ledger
}

#[test]
fn the_first_screen_is_the_drawing() {
    let text = overview(Lang::Ja, (80, 24)).text();
    let lines: Vec<&str> = text.lines().collect();
    let drawing = [
        " 相談台帳 東部  令和4年度上半期 4/1-9/30 (9月末迄)                2022-09-30(金)",
        " 1概況 2相談 3ケース 4集計 6事業 7資料",
        " 本人・家族    電話   来所 メール    web   訪問     計   前年  月別 計28",
        " 東部             3      0      0      0      1      4      -  4月  4 ####",
        " 西部             3      1      0      0      3      7      -  5月  5 #####",
        " 合計             6      1      0      0      4     11      -  6月  5 #####",
        " 関係者等      電話   来所 メール    web   訪問     計   前年  7月  5 #####",
        " 東部             9      0      0      0      0      9      -  8月  4 ####",
        " 西部             8      0      0      0      0      8      -  9月  5 #####",
        " 合計            17      0      0      0      0     17      -",
        " 関係者等の内訳  医療 7  福祉 6  保育 1  教育 1  行政 2  計 17",
        " 延べ件数・受付日・受けたセンター | 縦計=横計=記録 28 | 業務区分 相談のみ",
    ];
    assert_eq!(lines[..drawing.len()], drawing);
    // Two follow-ups of the records are past their day.
    assert_eq!(lines[12], " 次回対応  超過 2  今日 0  今週 0");
    assert_eq!(lines[13], " 4/26(火) 超過157日 R4-東-0001 母 岩国市");
    assert_eq!(lines[14], " 6/30(木) 超過92日  R4-西-0007 母 山陽小野田市");
    assert_eq!(lines[15..23], [""; 8]);
    assert_eq!(
        lines[23],
        " p電話 v来所 m メール n新規 /検索 [ ]期間 Enter内訳 e編集 ?操作 q終了"
    );
}

#[test]
fn the_help_is_left_as_it_was_entered() {
    let before = overview(Lang::Ja, (80, 24)).text();
    for back in ["<Esc>", "?", "1", "？"] {
        assert_eq!(
            overview(Lang::Ja, (80, 24)).press("?").press(back).text(),
            before,
            "{back}"
        );
    }
}

#[test]
fn a_window_that_is_too_small_says_so() {
    for (width, height, says) in [
        (39, 24, "画面を40x10以上に広げてください"),
        (80, 9, "画面を40x10以上に広げてください"),
        (20, 10, "40x10以上に"),
        (4, 1, "40x1"),
        (1, 1, "4"),
    ] {
        assert_eq!(overview(Lang::Ja, (width, height)).text().trim_end(), says);
    }
    assert_eq!(
        overview(Lang::En, (31, 5)).text().trim_end(),
        "Please enlarge to 40x10 or more"
    );
    assert_snapshot!("least", overview(Lang::Ja, (40, 10)).text());
}

#[test]
fn periods_step_back_and_forward_and_to_the_year() {
    let title = |keys: &str| overview(Lang::Ja, (80, 24)).press(keys).line(0);
    let left = |keys: &str| title(keys).split("   ").next().unwrap_or_default().to_owned();
    assert_eq!(left("["), " 相談台帳 東部  令和3年度下半期 10/1-3/31 (3月末迄)");
    assert_eq!(left("[]"), " 相談台帳 東部  令和4年度上半期 4/1-9/30 (9月末迄)");
    assert_eq!(left("y"), " 相談台帳 東部  令和4年度累計 4/1-9/30 (9月末迄)");
    assert_eq!(left("yy"), left(""));
    assert_eq!(left("[[y"), " 相談台帳 東部  令和3年度累計 4/1-3/31 (3月末迄)");
    assert_eq!(left("[[yy"), left("[["));
    assert_eq!(left("]]y["), left("y"), "back from a year that has not begun");
    assert_eq!(left("「」ｙ"), left("y"), "an input method left on");
    assert_snapshot!("period-forward", overview(Lang::Ja, (80, 24)).press("]").text());
    assert_snapshot!(
        "period-past-year",
        overview(Lang::Ja, (80, 24)).press("[[y").text()
    );
    assert_snapshot!(
        "period-past-year-en-120x40",
        overview(Lang::En, (120, 40)).press("[[y").text()
    );
}

#[test]
fn the_year_before_stands_behind_the_total() {
    let mut screen = Screen::on(half_year(), day("2023-09-30"));
    let line = |screen: &Screen, row| {
        screen
            .line(row)
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        line(&screen, 5)[..8],
        ["合計", "0", "0", "0", "0", "0", "0", "11"]
    );
    assert_eq!(
        line(screen.press("[["), 5)[..8],
        ["合計", "6", "1", "0", "0", "4", "11", "-"]
    );
}

#[test]
fn many_columns_fold_and_many_centers_scroll() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut screen = Screen::open(six_centers(), lang, size, on("2022-09-30"));
            let name = format!("six-centers-{}-{}x{}", lang.code(), size.0, size.1);
            assert_snapshot!(name.clone(), screen.text());
            if size.1 == 12 {
                assert_snapshot!(format!("{name}-last"), screen.press("<End>").text());
                assert_eq!(
                    screen.press("<Down><PgDn>").text(),
                    screen.press("j").text(),
                    "the end is the end"
                );
                screen.press("<PgUp><Up>k<Home>");
                assert_eq!(
                    screen.line(2).split_whitespace().next(),
                    Some(["東部", "East"][usize::from(lang == Lang::En)])
                );
            }
        }
    }
}

/// The label, the figures under their heads, and the total: of every center's row in both tables.
fn rows_of_tables(text: &str) -> Vec<Vec<u64>> {
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let mut rows = Vec::new();
    let mut columns = 0;
    for line in lines {
        if let Some(total) = line
            .iter()
            .position(|word| *word == "計")
            .filter(|_| !line[0].contains("内訳"))
        {
            columns = total;
        } else if columns > 0 && line.len() > columns {
            let figures: Vec<u64> = line[1..=columns]
                .iter()
                .filter_map(|word| word.parse().ok())
                .collect();
            if figures.len() == columns {
                rows.push(figures);
            }
        }
    }
    rows
}

#[test]
fn every_row_adds_up_to_its_total_at_any_width() {
    let mut screen = Screen::new(six_centers());
    for width in 40..=160 {
        screen.resize(width, 24);
        for keys in ["", "<Down>"] {
            let rows = rows_of_tables(&screen.press(keys).text());
            assert_eq!(
                rows.len(),
                14,
                "six centers and the total, twice, {width} cells wide\n{}",
                screen.text()
            );
            for row in rows {
                let (total, figures) = row.split_last().expect("figures");
                assert_eq!(figures.iter().sum::<u64>(), *total, "{width} cells wide");
            }
        }
    }
}

#[test]
fn kana_in_place_of_a_key_says_that_the_input_method_is_on() {
    let mut screen = overview(Lang::Ja, (80, 24));
    let before = screen.text();
    assert!(
        screen.press("か").line(22).contains("日本語入力がオン"),
        "{}",
        screen.text()
    );
    assert_eq!(screen.press("z").text(), before, "the next key takes it away");
    let mut small = overview(Lang::Ja, (40, 12));
    assert!(
        small.press("漢").text().contains("日本語入力がオン"),
        "{}",
        small.text()
    );
}

#[test]
fn quitting_is_one_key() {
    for keys in ["q", "ｑ", "?q"] {
        let mut screen = overview(Lang::Ja, (80, 24));
        assert!(!screen.session.is_over());
        assert!(screen.press(keys).session.is_over(), "{keys}");
    }
    let mut screen = overview(Lang::Ja, (80, 24));
    assert!(
        !screen
            .press("nedu/:%xQ<C-c><C-l><Enter><Tab><Esc>?<C-c>")
            .session
            .is_over()
    );
}

#[test]
fn what_another_process_saves_appears_without_a_key() {
    let folder = folder();
    let ours = in_file(&folder);
    let path = ours.path().expect("a path").to_owned();
    let mut screen = Screen::new(ours);
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    add(&mut other, &crate::ledgers::CALL);
    assert!(screen.line(11).contains("記録 0"), "{}", screen.text());
    assert!(screen.tick().line(11).contains("記録 1"), "{}", screen.text());
    assert!(!screen.session.take_needs_drawing());
    screen.session.on_tick();
    assert!(
        !screen.session.take_needs_drawing(),
        "nothing changed, nothing is drawn"
    );
}

#[test]
fn a_replaced_ledger_stays_to_be_read() {
    let folder = folder();
    let ours = in_file(&folder);
    let path = ours.path().expect("a path").to_owned();
    let mut screen = Screen::new(ours);
    std::fs::rename(&path, folder.path().join("away.soudan")).expect("moved away");
    assert!(
        screen.tick().line(22).contains("差し替えられました"),
        "{}",
        screen.text()
    );
    assert!(
        screen.press("[").line(0).contains("令和3年度下半期"),
        "still to be read"
    );
    assert!(
        screen.press("か").line(22).contains("日本語入力"),
        "and says other things in between"
    );
    assert!(screen.press("]").line(22).contains("差し替えられました"));
}

#[test]
fn what_opening_found_is_said_until_the_next_key() {
    let folder = folder();
    let path = in_file(&folder).path().expect("a path").to_owned();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).expect("permissions");
    let ledger = Ledger::open(&path, &Opening::default()).expect("opened");
    let mut screen = Screen::new(ledger);
    assert!(
        screen.line(22).contains("本人だけが読めるように"),
        "{}",
        screen.text()
    );
    assert_eq!(screen.press("z").line(22), "");
}

static DAYS: AtomicI32 = AtomicI32::new(0);

fn clock() -> Moment {
    let day = NaiveDate::from_num_days_from_ce_opt(DAYS.load(Ordering::SeqCst)).expect("a day");
    on(&day.to_string())()
}

#[test]
fn midnight_moves_today_and_the_running_half_year() {
    let set = |text: &str| DAYS.store(chrono::Datelike::num_days_from_ce(&day(text)), Ordering::SeqCst);
    set("2022-09-29");
    let mut screen = Screen::open(half_year(), Lang::Ja, (80, 24), Box::new(clock));
    assert!(
        screen.line(0).contains("上半期 4/1-9/30 (9月29日現在)"),
        "{}",
        screen.line(0)
    );
    assert!(screen.line(11).contains("記録 27"), "{}", screen.text());
    assert!(
        screen.line(11).contains("以後の日付 1件は数えず"),
        "{}",
        screen.text()
    );
    set("2022-09-30");
    assert!(screen.tick().line(0).contains("(9月末迄)"), "{}", screen.line(0));
    assert!(screen.line(11).contains("記録 28"), "{}", screen.text());
    set("2022-10-01");
    assert!(
        screen
            .tick()
            .line(0)
            .contains("令和4年度下半期 10/1-3/31 (10月1日現在)"),
        "{}",
        screen.line(0)
    );
    screen.press("[");
    set("2022-10-02");
    assert!(
        screen.tick().line(0).contains("上半期"),
        "a period that one went to stays"
    );
}

const KEYS: [&str; 24] = [
    "[", "]", "y", "?", "<Esc>", "<Up>", "<Down>", "<PgUp>", "<PgDn>", "<Home>", "<End>", "j", "k", "1",
    "か", "「", "」", "？", "ｙ", "<Enter>", "<Tab>", "x", "<C-l>", "<C-z>",
];
const WINDOWS: [(u16, u16); 13] = [
    (1, 1),
    (2, 50),
    (39, 9),
    (40, 10),
    (41, 11),
    (40, 12),
    (200, 10),
    (60, 15),
    (80, 24),
    (79, 23),
    (100, 30),
    (120, 40),
    (1, 200),
];

#[derive(Clone, Debug)]
enum Step {
    Key(&'static str),
    Window((u16, u16)),
    Tick,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::sample::select(&KEYS[..]).prop_map(Step::Key),
        2 => prop::sample::select(&WINDOWS[..]).prop_map(Step::Window),
        1 => Just(Step::Tick),
    ]
}

/// Draws into the middle of a larger buffer, which must stay untouched around it.
fn drawn_inside(screen: &Screen, (width, height): (u16, u16)) {
    let outside = Rect::new(0, 0, width + 5, height + 4);
    let inside = Rect::new(3, 2, width, height);
    let mut buffer = Buffer::filled(outside, Cell::new("X"));
    screen.session.view(inside, &mut buffer);
    for position in outside.positions().filter(|position| !inside.contains(*position)) {
        assert_eq!(buffer[position].symbol(), "X", "{position} of {inside}");
    }
}

#[test]
fn no_keys_at_any_size_panic_or_draw_outside() {
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let scripts = (
        prop::collection::vec(step(), 0..40),
        prop::bool::ANY,
        prop::bool::ANY,
    );
    let ran = runner.run(&scripts, |(steps, many, english)| {
        let ledger = if many { six_centers() } else { half_year() };
        let lang = if english { Lang::En } else { Lang::Ja };
        let mut screen = Screen::open(ledger, lang, (80, 24), on("2022-09-30"));
        let mut size = (80, 24);
        for step in steps {
            match step {
                Step::Key(key) => keys_of(key)
                    .into_iter()
                    .for_each(|key| screen.session.on_event(&Event::Key(key))),
                Step::Window(window) => size = window,
                Step::Tick => screen.session.on_tick(),
            }
            screen.resize(size.0, size.1);
            drawn_inside(&screen, size);
        }
        Ok(())
    });
    ran.expect("no panic");
}
