//! Charts on the screens: bars and the trend with their figures, every one of which opens what it counts.

use std::time::Duration;

use crossterm::event::{MouseButton, MouseEventKind};
use insta::assert_snapshot;
use soudan::domain::text::{Ambiguous, set_ambiguous};
use soudan::locale::Lang;
use soudan::store::Ledger;
use soudan::tui::spot::Target;
use soudan::tui::theme::Theme;

use crate::ledgers::{CALL, add, half_year, in_memory, with_cases};
use crate::screen::{Screen, keys_of, on, surroundings};

fn open(ledger: Ledger, size: (u16, u16), today: &str, keys: &str) -> Screen {
    let mut screen = Screen::open(ledger, Lang::Ja, size, on(today));
    screen.press(keys);
    screen
}

fn chart(keys: &str) -> Screen {
    open(half_year(), (120, 40), "2022-09-30", &format!("4{keys}"))
}

/// How many records the list says that it holds.
#[track_caller]
fn listed(screen: &Screen) -> String {
    let text = screen.text();
    assert!(text.contains("相談の一覧"), "{text}");
    let count = screen.line(2).split_whitespace().last().map(str::to_owned);
    count.expect("a count").trim_end_matches('件').to_owned()
}

/// The half-year, with calls in the year before, of which one month has none.
fn two_years() -> Ledger {
    let mut ledger = half_year();
    for date in ["2022-10-03", "2022-10-04", "2022-12-05", "2023-01-10"] {
        let rest = CALL.into_iter().filter(|(code, _)| *code != "date");
        add(&mut ledger, &rest.chain([("date", date)]).collect::<Vec<_>>());
    }
    ledger
}

#[test]
fn a_key_makes_bars_of_the_table_and_a_table_of_the_bars() {
    let table = chart("").text();
    for keys in ["g", "<C-f>", "ｇ"] {
        let text = chart(keys).text();
        assert!(
            text.contains("図") && text.contains("東部       13  ####"),
            "{text}"
        );
        assert!(!text.contains("訪問"), "only the totals:\n{text}");
        assert_eq!(
            chart(&format!("{keys}{keys}<Home><Left><Left><Left><Left><Left>")).text(),
            table
        );
    }
    // Another column is chosen as in the table.
    let text = chart("g<Left>").text();
    assert!(text.contains("センター 訪問"), "{text}");
    assert!(text.contains("西部        3  ####"), "{text}");
    assert!(text.contains("東部 訪問：1件"), "{text}");
    // Below zero there are no bars: the differences stand in the table.
    let text = chart("gc+").text();
    assert!(text.contains("各欄は差") && text.contains("来所"), "{text}");
}

/// Equal shares have bars of one length, whatever they are shares of.
#[test]
fn bars_of_shares_are_as_long_as_the_shares_say() {
    let mut ledger = in_memory();
    let dates = [
        "2022-04-05",
        "2023-04-05",
        "2023-04-06",
        "2023-04-07",
        "2023-04-10",
    ];
    for date in dates {
        let rest = CALL.into_iter().filter(|(code, _)| *code != "date");
        add(&mut ledger, &rest.chain([("date", date)]).collect::<Vec<_>>());
    }
    let screen = open(ledger, (120, 40), "2023-09-30", "4c%g");
    let text = screen.text();
    let bar = |mark: char| {
        let marks = text
            .lines()
            .map(|line| line.chars().filter(|c| *c == mark).count());
        marks.max().expect("a line")
    };
    assert!(bar('#') > 20 && bar('#') == bar('='), "{text}");
}

/// Every figure of bars and of the trend, by a click: the list is as long as the figure says.
#[test]
fn every_figure_of_a_chart_opens_what_it_counts() {
    let mut opened = 0;
    for keys in [
        "g",
        "g<Left>",
        "w1ccr7g",
        "rtuki<Enter>g",
        "rtopic<Enter>g",
        "yr18g",
    ] {
        let mut screen = chart(keys);
        for spot in screen.seen.spots.clone() {
            if !matches!(spot.target, Target::Tally(..) | Target::Trend(_)) {
                continue;
            }
            let figure = text_at(&screen, spot.area.x, spot.area.y);
            if !figure.chars().all(|c| c.is_ascii_digit()) {
                continue;
            }
            screen.mouse(MouseEventKind::Down(MouseButton::Left), spot.area.x, spot.area.y);
            if screen.text().contains("どちらの一覧") {
                screen.press("<Esc>");
                continue;
            }
            assert_eq!(listed(&screen), figure, "{keys} {spot:?}");
            screen.press("<Esc>");
            opened += 1;
        }
    }
    assert!(opened > 70, "{opened}");
}

/// The word that begins at a cell.
fn text_at(screen: &Screen, column: u16, row: u16) -> String {
    let line = screen.line(row.into());
    let cells = |text: &str| soudan::domain::text::width_cells(text);
    let mut places = line.char_indices().map(|(at, _)| at);
    let at = places.find(|at| cells(&line[..*at]) == usize::from(column));
    let word = line[at.expect("a place")..].split_whitespace().next();
    word.unwrap_or_default().trim_end_matches('*').to_owned()
}

#[test]
fn the_keys_lead_into_the_trend_and_back() {
    let mut screen = chart("g<End><Down>");
    assert!(screen.text().contains(" R4年9月：5件"), "{}", screen.text());
    assert_eq!(screen.selected().as_deref(), Some("5"), "nothing else is marked");
    screen.press("<Left>");
    assert!(screen.text().contains(" R4年8月：4件"), "{}", screen.text());
    screen.press("<Enter>");
    assert_eq!(listed(&screen), "4");
    screen.press("<Esc><Up>");
    assert!(
        screen.text().contains(" R2年") || screen.text().contains(" R3年8月"),
        "{}",
        screen.text()
    );
    screen.press("<Enter>");
    assert!(
        screen.text().contains("当たる相談はありません"),
        "{}",
        screen.text()
    );
    screen.press("<Up>");
    assert!(screen.text().contains("合計 計：28件"), "{}", screen.text());
    // Where the trend has no room any more, none of it stays selected.
    screen.press("<Down>").resize(40, 10).resize(120, 40);
    assert!(screen.text().contains("合計 計：28件"), "{}", screen.text());
    // Of people there is no list.
    let mut screen = open(with_cases(), (120, 40), "2022-09-30", "4ig<End><Down><Enter>");
    assert!(screen.text().contains("i で延べ件数"), "{}", screen.text());
    screen.press("g");
    assert!(!screen.text().contains("24か月"), "{}", screen.text());
}

/// A month without any call, one that is not over or not begun, one before the centers opened, and one
/// that is closed.
#[test]
fn months_that_are_not_zero_are_told_apart_from_zero() {
    let screen = open(two_years(), (120, 40), "2023-01-15", "Z14g");
    let text = screen.text();
    let line = |begin: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(begin));
        let line = line.unwrap_or_else(|| panic!("no {begin}:\n{text}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("R3年2月"), "R3年2月 - - - - - - - - - - - -");
    assert_eq!(line("R4年2月"), "R4年2月 - - 4 5 5 5 4 5 2 0 1* 1");
    assert!(line("*締め済").starts_with("*締め済 2月 3月"), "{text}");
    assert!(
        line("24か月").contains("--------------*###*#:_.. R5年1月 1"),
        "{text}"
    );
    // By months the ones to come stand as bars too, and there is none.
    let text = open(two_years(), (120, 40), "2023-01-15", "4rtuki<Enter>g").text();
    let bars = |month: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(month));
        line.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(bars("11月").as_deref(), Some("11月 0"), "{text}");
    assert_eq!(bars("2月").as_deref(), Some("2月 －"), "{text}");
}

/// A picture is made of blocks only where the terminal is known to draw them one cell wide.
#[test]
fn levels_are_blocks_only_where_they_are_known_to_be_one_cell() {
    let levels = |known: Option<Ambiguous>| {
        let drawn = std::thread::spawn(move || {
            if let Some(known) = known {
                set_ambiguous(known);
            }
            let screen = open(two_years(), (80, 24), "2023-01-15", "4g");
            let line = screen
                .text()
                .lines()
                .find(|line| line.contains("24か月"))
                .map(str::to_owned);
            line.expect("a trend")
        });
        drawn.join().expect("drawn")
    };
    let plain = levels(None);
    assert!(plain.is_ascii() || !plain.contains('\u{2581}'), "{plain}");
    assert_eq!(levels(Some(Ambiguous::Wide)), plain);
    let blocks = levels(Some(Ambiguous::Narrow));
    assert!(
        blocks.contains('\u{2585}') && blocks.contains('\u{2584}'),
        "{blocks}"
    );
    assert!(blocks.contains('_') && blocks.contains("1段=1件"), "{blocks}");
}

/// The pictures that scenes have no place for: blocks, the smallest window, and no colours.
#[test]
fn charts_in_the_smallest_window_and_in_blocks() {
    let drawn = std::thread::spawn(|| {
        set_ambiguous(Ambiguous::Narrow);
        let mut pictures = String::new();
        for (name, size, keys) in [
            ("bars 40x10", (40, 10), "4g"),
            ("bars, compared 40x10", (40, 10), "4w1ccg"),
            ("trend in blocks 80x24", (80, 24), "4yg"),
            ("first screen in blocks 120x40", (120, 40), ""),
        ] {
            let text = open(two_years(), size, "2023-01-15", keys).text();
            pictures += &format!("## {name}\n{text}\n");
            let mut mono = surroundings(Lang::Ja, on("2023-01-15"));
            mono.settings.theme = Theme::mono();
            let mut screen = Screen::with(two_years(), mono, size);
            assert_eq!(screen.press(keys).text(), text, "colour says nothing by itself");
        }
        pictures
    });
    assert_snapshot!(drawn.join().expect("drawn"));
}

#[test]
fn figures_of_the_charts_on_the_first_screen_open_what_they_count() {
    let mut screen = open(two_years(), (120, 40), "2023-01-15", "");
    let mut opened = 0;
    for spot in screen.seen.spots.clone() {
        let is_chart =
            format!("{:?}", spot.target).contains("Trend") || format!("{:?}", spot.target).contains("Bar(");
        let figure = text_at(&screen, spot.area.x, spot.area.y);
        if !is_chart || figure == "-" {
            continue;
        }
        screen.mouse(MouseEventKind::Down(MouseButton::Left), spot.area.x, spot.area.y);
        assert_eq!(listed(&screen), figure, "{spot:?}");
        screen.press("<Esc>");
        opened += 1;
    }
    assert!(opened > 15, "{opened}");
    // By keys too: below the follow-ups stands the trend.
    screen.press("<Up><Esc>");
    assert!(screen.text().contains("24か月"), "{}", screen.text());
}

/// Where counting is slow, it is said that it is done; keys do not wait for it, and the newest answer is
/// the one that is shown.
#[test]
fn a_slow_tally_says_so_and_lets_no_key_wait() {
    let mut around = surroundings(Lang::Ja, on("2022-09-30"));
    // Whatever takes any time at all is slow.
    around.settings.at_once = Duration::ZERO;
    let mut screen = Screen::with(half_year(), around, (80, 24));
    screen.press("4");
    let shown = screen.line(3);
    let press = |screen: &mut Screen, keys: &str| {
        for key in keys_of(keys) {
            screen.session.on_event(&crossterm::event::Event::Key(key));
        }
    };
    press(&mut screen, "w1");
    // Not counted yet, and said so; what stood there stays.
    assert!(screen.is_busy());
    screen.draw();
    assert!(screen.line(2).ends_with("計算中"), "{}", screen.text());
    assert_eq!(screen.line(3), shown);
    // The next keys are taken at once: the period steps on, and nothing is counted in between.
    press(&mut screen, "[[");
    screen.draw();
    assert!(screen.line(0).contains("令和4年7月"), "{}", screen.text());
    assert!(screen.line(2).ends_with("計算中"), "{}", screen.text());
    press(&mut screen, "]");
    // It is drawn before it is counted.
    screen.session.on_due();
    screen.draw();
    assert!(screen.line(2).ends_with("計算中"), "{}", screen.text());
    screen.session.on_due();
    screen.draw();
    assert!(screen.line(0).contains("令和4年8月"), "{}", screen.text());
    assert!(
        screen.line(2).ends_with("4件"),
        "the newest answer:\n{}",
        screen.text()
    );
    assert!(!screen.is_busy());
    // Another way of showing it is not counted.
    press(&mut screen, "%");
    assert!(!screen.is_busy());
}
