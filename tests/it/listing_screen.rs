//! The list of records on the screen: what it shows, how it is narrowed, and that every figure of
//! the first screen opens exactly its records.

use soudan::domain::consultation::VoidReason;
use soudan::domain::text::width_cells;
use soudan::locale::Lang;
use soudan::store::{Access, Ledger, Opening};

use crossterm::event::{MouseButton, MouseEventKind};

use crate::faults::tool;
use crate::ledgers::{CALL, add, by, folder, half_year, import_file, in_file, printed_half_year};
use crate::screen::{Screen, on};

fn open(lang: Lang, size: (u16, u16)) -> Screen {
    Screen::open(half_year(), lang, size, on("2022-09-30"))
}

fn ja() -> Screen {
    open(Lang::Ja, (80, 24))
}

/// How many records the list says that it holds.
#[track_caller]
fn listed(screen: &Screen) -> u64 {
    let line = screen.line(2);
    let count = line.split_whitespace().last().unwrap_or_default();
    count
        .trim_end_matches('件')
        .parse()
        .unwrap_or_else(|_| panic!("no count:\n{}", screen.text()))
}

#[test]
fn enter_on_any_figure_opens_as_many_records_as_it_says() {
    // Every figure that can be reached, row by row.
    let mut seen = 0;
    for rows in 0..14 {
        for columns in 0..9 {
            let mut screen = ja();
            screen
                .press(&"<Down>".repeat(rows + 1))
                .press(&"<Right>".repeat(columns));
            let Some(figure) = screen.selected() else {
                continue;
            };
            screen.press("<Enter>");
            if figure == "-" {
                assert!(screen.line(1).contains("1概況") && screen.line(2).contains("本人・家族"));
                continue;
            }
            let Ok(said) = figure.parse::<u64>() else {
                // One of the follow-ups below: its record, in full.
                assert!(figure.contains("超過"), "{figure}");
                assert!(screen.text().contains("受付番号"), "{}", screen.text());
                continue;
            };
            seen += 1;
            assert_eq!(
                listed(&screen),
                said,
                "{rows} down, {columns} right:\n{}",
                screen.text()
            );
        }
    }
    assert!(seen > 60, "{seen} figures tried");
}

#[test]
fn the_period_and_the_filter_travel_with_the_figure() {
    let mut screen = ja();
    screen.press("<Down><Down><Enter>");
    let chips = screen.line(2);
    for chip in [
        "令和4年度上半期 4/1-9/30",
        " 相談 ",
        " 本人・家族 ",
        " 西部 ",
        " 電話 ",
    ] {
        assert!(chips.contains(chip), "{chip}: {chips}");
    }
    assert_eq!(listed(&screen), 3);
    // Each Backspace takes one restriction off, the last one first.
    let mut counts = Vec::new();
    for _ in 0..5 {
        screen.press("<BS>");
        counts.push(listed(&screen));
    }
    assert_eq!(counts, [7, 11, 28, 28, 28]);
    assert!(screen.line(2).contains("全期間"));
}

#[test]
fn the_search_follows_every_key_and_escape_takes_it_back() {
    let mut screen = ja();
    screen.press("2/").press("医療");
    let narrowed = listed(&screen);
    assert!(narrowed > 0 && narrowed < 28, "{}", screen.text());
    screen.press("<Enter>");
    assert_eq!(listed(&screen), narrowed);
    assert!(screen.line(2).contains("「医療」"), "{}", screen.line(2));
    screen.press("/").press("<C-u>存在しない言葉");
    assert_eq!(listed(&screen), 0);
    screen.press("<Esc>");
    assert_eq!(listed(&screen), narrowed);
}

#[test]
fn a_filter_is_two_choices() {
    let mut screen = ja();
    screen.press("2f").press("channel<Enter>").press("denwa<Enter>");
    assert!(screen.line(2).contains("相談方法 電話"), "{}", screen.text());
    assert_eq!(listed(&screen), 23);
    screen.press("f").press("period<Enter>").press("2022-04<Enter>");
    assert!(screen.line(2).contains("4月"), "{}", screen.text());
    let mut wrong = ja();
    wrong.press("2f").press("kikan<Enter>").press("令和4年<Enter>");
    assert!(wrong.text().contains("年度"), "the hint: {}", wrong.text());
}

#[test]
fn a_wide_window_shows_the_record_beside_the_list_once_the_selection_rests() {
    let mut screen = open(Lang::Ja, (120, 40));
    screen.press("2");
    let first = screen.text();
    screen.press("<Down>");
    let moved = screen.text();
    let pane = |text: &str| {
        text.lines()
            .map(|line| line.chars().skip(50).collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        pane(&first)[5..].join("\n"),
        pane(&moved)[5..].join("\n"),
        "not yet"
    );
    screen.rested();
    assert_ne!(screen.text(), moved);
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    use crossterm::event::MouseEventKind;
    let mut screen = ja();
    screen.click("2相談");
    assert!(screen.line(2).contains("28件"), "{}", screen.text());
    screen.mouse(MouseEventKind::ScrollDown, 10, 10);
    assert!(screen.line(5).starts_with('>'), "{}", screen.text());
    screen.click("1概況").click("関係者等の内訳");
    assert!(screen.line(2).contains("本人・家族"), "a label is no figure");
    let (column, row) = screen.find("福祉 6");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), column + 5, row);
    assert_eq!(listed(&screen), 6, "{}", screen.text());
}

#[test]
fn that_nothing_can_be_saved_is_said_at_the_start_when_it_was_asked_for_too() {
    let folder = folder();
    let path = in_file(&folder).path().expect("a path").to_owned();
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    let mut screen = Screen::new(Ledger::open(&path, &opening).expect("opened"));
    assert!(
        screen
            .line(22)
            .contains("指定により、台帳を読み取り専用で開きました。"),
        "{}",
        screen.text()
    );
    assert_eq!(screen.press("z").line(22), "");
}

#[test]
fn what_lies_beneath_a_question_answers_it_not() {
    let mut screen = ja();
    screen.press("p退院後<Esc>q");
    let figures = screen.find("電話");
    screen.mouse(
        MouseEventKind::Down(MouseButton::Left),
        figures.0 + 2,
        figures.1 + 1,
    );
    assert!(!screen.session.is_over(), "{}", screen.text());
    screen.press("<Esc>2d");
    let before = screen.text();
    screen.click("R4-東-0012");
    assert_eq!(screen.text(), before);
}

#[test]
fn a_paste_into_the_filter_is_a_text_like_any_other() {
    let mut screen = ja();
    screen.press("2f").paste(&"あ".repeat(1 << 20));
    assert!(
        screen.text().contains("200"),
        "refused, with the limit:\n{}",
        screen.text()
    );
    screen.paste("センター").press("<Enter>");
    assert!(screen.text().contains("東部"), "{}", screen.text());
}

#[test]
fn what_is_read_stays_when_the_ledger_changes_under_a_search() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    import_file(&mut ledger, &printed_half_year());
    let path = ledger.path().expect("a path").to_owned();
    let mut screen = Screen::new(ledger);
    screen.press("2/退院<Enter><Down><Down>");
    let number = screen.line(6)[2..]
        .split_whitespace()
        .nth(1)
        .expect("a number")
        .to_owned();
    screen.press("<Enter>");
    assert!(screen.line(2).contains(&number), "{}", screen.text());
    // Somebody saves another one that is found as well, before all others.
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    let call: Vec<_> = CALL.into_iter().chain([("content", "退院の相談")]).collect();
    add(&mut other, &call);
    screen.tick();
    assert!(screen.line(2).contains(&number), "{}", screen.text());
    screen.press("<Esc>").rested();
    assert_eq!(listed(&screen), 7);
    let selected = screen
        .text()
        .lines()
        .find(|line| line.starts_with('>'))
        .map(str::to_owned);
    assert!(
        selected.is_some_and(|line| line.contains(&number)),
        "{}",
        screen.text()
    );
}

/// Keys that come while words are still being looked for.
#[test]
fn a_key_does_not_wait_for_a_search() {
    let mut ledger = half_year();
    for at in 0..1500 {
        let content = format!("{}の相談", if at % 3 == 0 { "吸引" } else { "通学" });
        let call: Vec<_> = CALL.into_iter().chain([("content", content.as_str())]).collect();
        add(&mut ledger, &call);
    }
    let mut screen = Screen::new(ledger);
    screen.press("2/").press_amid_work("吸引");
    assert!(screen.is_busy(), "still looking");
    screen.press_amid_work("<Down><Enter>");
    assert!(screen.is_busy(), "still looking");
    screen.press("");
    let whole = screen.text();
    let mut patient = Screen::new(screen.session.into_ledger());
    patient.press("2/吸引<Down><Enter>");
    assert_eq!(whole, patient.text());
    // Other words, and words that say more, while the first are not through.
    patient
        .press("/")
        .press_amid_work("<C-u>相")
        .press_amid_work("談<Esc>");
    patient.press("");
    assert_eq!(patient.line(2), whole.lines().nth(2).unwrap_or_default());
}

#[test]
fn every_day_can_be_asked_for() {
    for (lang, typed) in [
        (Lang::Ja, "全期間"),
        (Lang::Ja, "すべて"),
        (Lang::En, "all"),
        (Lang::Ja, ""),
    ] {
        let mut screen = open(lang, (80, 24));
        screen.press("2[");
        let line = screen.line(2);
        screen.press("f1<Enter>").press(typed).press("<Enter>");
        assert_ne!(screen.line(2), line);
        assert!(screen.line(2).contains("28"), "{typed}: {}", screen.text());
    }
}

/// With the input method off an axis is chosen by how its name reads.
#[test]
fn an_axis_is_found_by_its_reading() {
    for (typed, label) in [("houhou", "相談方法"), ("zokugara", "続柄"), ("nenrei", "年齢")] {
        let mut screen = ja();
        screen.press("2f").press(typed).press("<Enter>");
        assert!(screen.line(22).contains(label), "{typed}: {}", screen.text());
    }
}

#[test]
fn a_record_that_cannot_be_read_hides_no_other() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    import_file(&mut ledger, &printed_half_year());
    let path = ledger.path().expect("a path").to_owned();
    drop(ledger);
    tool(&path)
        .execute_batch("UPDATE consultation SET content = CAST(x'ff' AS TEXT) WHERE seq = 27")
        .expect("a change");
    let mut screen = Screen::new(Ledger::open(&path, &Opening::default()).expect("a ledger"));
    screen.press("2");
    let rows = |screen: &Screen| screen.text().lines().filter(|line| line.contains(" R4-")).count();
    assert!(rows(&screen) >= 16, "{}", screen.text());
    assert!(screen.text().contains("soudan check"), "{}", screen.text());
    // A search that meets it finds no more, and says so; it does not list what was not looked at.
    screen.press("/訪問");
    assert!(listed_so_far(&screen) < 28, "{}", screen.text());
}

/// How many records the list says that it has found so far.
fn listed_so_far(screen: &Screen) -> u64 {
    let line = screen.line(2);
    let count = line.split_whitespace().find_map(|word| word.strip_suffix('件'));
    count.and_then(|count| count.parse().ok()).expect("a count")
}

#[test]
fn the_pane_shows_the_record_that_takes_a_deleted_ones_place() {
    let mut screen = open(Lang::Ja, (120, 40));
    screen.press("2<End>").rested();
    screen.press("d1").rested();
    let selected = screen
        .text()
        .lines()
        .find(|line| line.starts_with('>'))
        .map(str::to_owned);
    let number = selected.and_then(|line| line[2..].split_whitespace().nth(1).map(str::to_owned));
    let number = number.expect("a number");
    assert_eq!(screen.text().matches(&number).count(), 2, "{}", screen.text());
}

#[test]
fn a_record_that_comes_back_is_the_one_that_is_chosen() {
    let mut screen = open(Lang::Ja, (80, 24));
    screen.press("2<Down><Down>");
    let number = chosen(&screen);
    screen.press("d1");
    assert_ne!(chosen(&screen), number, "{}", screen.text());
    screen.press("u");
    assert_eq!(chosen(&screen), number, "{}", screen.text());
    // From elsewhere in the list too.
    screen.press("U<End>u");
    assert_eq!(chosen(&screen), number, "{}", screen.text());
}

/// The number in the row that is chosen.
fn chosen(screen: &Screen) -> String {
    let text = screen.text();
    let row = text.lines().find(|line| line.starts_with('>')).expect("a row");
    row[1..].split_whitespace().nth(1).expect("a number").to_owned()
}

#[test]
fn a_record_that_goes_while_it_is_open_gives_its_keys_to_no_other() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    import_file(&mut ledger, &printed_half_year());
    let path = ledger.path().expect("a path").to_owned();
    let mut screen = Screen::new(ledger);
    screen.press("2<Enter>");
    let number = screen
        .line(2)
        .split_whitespace()
        .last()
        .expect("a number")
        .to_owned();
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    let record = other.find(&number).expect("the record");
    other
        .void(record.id, record.rev, VoidReason::Mistake, &by("c2"))
        .expect("deleted");
    screen.tick();
    assert!(
        screen.text().contains("見ていた相談は削除されたか"),
        "{}",
        screen.text()
    );
    let before = screen.text();
    for key in ["e", "d"] {
        screen.press(key);
        assert_eq!(screen.line(4), before.lines().nth(4).unwrap_or_default(), "{key}");
        assert!(!screen.text().contains("を直す"), "{key}: {}", screen.text());
    }
    // An arrow or Enter marks the row on which one stands, and does no more.
    screen.press("<Enter>");
    assert!(screen.line(4).starts_with('>'), "{}", screen.text());
    screen.press("e");
    assert!(screen.text().contains("を直す"), "{}", screen.text());
}

#[test]
fn beside_the_pane_twelve_characters_of_what_was_said_are_seen() {
    for (lang, width) in [(Lang::Ja, 120), (Lang::Ja, 132), (Lang::En, 120), (Lang::En, 160)] {
        let mut screen = open(lang, (width, 40));
        screen.press("2").rested();
        let pane = usize::from(width) * 59 / 100;
        let text = screen.text();
        let row = text
            .lines()
            .find(|line| line.contains("R4-西-0015"))
            .expect("a row");
        let (before, _) = row
            .split_once("退院予定の児について、地")
            .unwrap_or_else(|| panic!("{text}"));
        assert!(width_cells(before) + 24 < pane, "{text}");
    }
}
