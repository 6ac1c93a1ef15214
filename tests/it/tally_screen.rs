//! 集計 by key scripts: every key, every figure opened, tallies kept under names, and what another
//! process saves meanwhile.

use crossterm::event::{MouseButton, MouseEventKind};
use soudan::domain::asked::Asked;
use soudan::domain::period::Period;
use soudan::locale::Lang;
use soudan::store::{Ledger, Opening};
use soudan::tui::app::Msg;
use soudan::tui::spot::Target;

use crate::ledgers::{CALL, add, day, folder, half_year, in_file, in_memory, with_cases};
use crate::screen::{Screen, on};

fn tally(keys: &str) -> Screen {
    let mut screen = Screen::open(half_year(), Lang::Ja, (120, 40), on("2022-09-30"));
    screen.press("4").press(keys);
    screen
}

/// The line that says what is asked, without the blanks.
fn asked(screen: &Screen) -> String {
    screen.line(2).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title(screen: &Screen) -> String {
    screen.line(0).trim_start().to_owned()
}

/// The line above that of the keys.
fn status(screen: &Screen) -> String {
    let text = screen.text();
    text.lines().rev().nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn every_key_asks_what_it_says() {
    let center = "行 センター 列 相談方法 延べ件数";
    for (keys, says) in [
        ("", format!("{center} 28件")),
        ("r12", "行 年齢 列 相談方法 延べ件数 28件".to_owned()),
        ("rarea<Enter>", "行 圏域 列 相談方法 延べ件数 28件".to_owned()),
        ("rけんいき<Enter>", "行 圏域 列 相談方法 延べ件数 28件".to_owned()),
        ("<F6>圏域<Enter>", "行 圏域 列 相談方法 延べ件数 28件".to_owned()),
        // What stands across goes down, and the other way round.
        ("r6", "行 相談方法 列 センター 延べ件数 28件".to_owned()),
        ("a2<Enter>", "行 相談方法 列 センター 延べ件数 28件".to_owned()),
        ("t", "行 相談方法 列 センター 延べ件数 28件".to_owned()),
        ("tt", format!("{center} 28件")),
        ("a7", "行 センター 列 市町 延べ件数 28件".to_owned()),
        ("anasi<Enter>", "行 センター 列 なし 延べ件数 28件".to_owned()),
        ("a23", "行 センター 列 なし 延べ件数 28件".to_owned()),
        ("i", "行 センター 列 相談方法 実人数 28件".to_owned()),
        ("ii", format!("{center} 28件")),
        ("c", format!("{center} 前年同期と比較 28件")),
        ("cc", format!("{center} 前期と比較 28件")),
        ("ccc", format!("{center} 28件")),
        ("+", format!("{center} 各欄は差 前年同期と比較 28件")),
        ("++", format!("{center} 前年同期と比較 28件")),
        ("%", format!("{center} 割合% 28件")),
        ("％", format!("{center} 割合% 28件")),
        ("s", format!("{center} 多い順 28件")),
        ("g", format!("{center} 図 28件")),
        ("gg", format!("{center} 28件")),
        ("ss", format!("{center} 28件")),
        ("fchannel<Enter>denwa<Enter>", format!("{center} 電話 23件")),
        ("fchannel<Enter>denwa<Enter><BS>", format!("{center} 28件")),
        ("fkind<Enter>2", format!("{center} 関係機関連絡調整 0件")),
        ("w1", format!("{center} 5件")),
        ("[", format!("{center} 0件")),
    ] {
        assert_eq!(asked(&tally(keys)), says, "{keys}");
    }
}

#[test]
fn the_period_steps_by_its_length() {
    for (keys, says) in [
        ("", "集計 令和4年度上半期 4/1-9/30"),
        ("[", "集計 令和3年度下半期 10/1-3/31"),
        ("[]", "集計 令和4年度上半期 4/1-9/30"),
        ("w1", "集計 令和4年9月 9/1-9/30"),
        ("w1[", "集計 令和4年8月 8/1-8/31"),
        ("w2", "集計 令和4年度第2四半期 7/1-9/30"),
        ("w4", "集計 令和4年度 4/1-3/31"),
        ("w4[", "集計 令和3年度 4/1-3/31"),
        ("w1[w3", "集計 令和4年度上半期 4/1-9/30"),
        ("wnendo<Enter>", "集計 令和4年度 4/1-3/31"),
        ("w5R4.5<Enter>", "集計 令和4年5月 5/1-5/31"),
        ("w52022-04-01..2022-04-10<Enter>]", "4/11-4/20"),
        ("y", "集計 令和4年度累計 4/1-9/30"),
        ("yy", "集計 令和4年度上半期 4/1-9/30"),
        ("y[", "集計 令和3年度累計 4/1-9/30"),
        ("<C-Left>", "集計 令和3年度下半期 10/1-3/31"),
        ("fkikan<Enter>令和4年5月<Enter>", "集計 令和4年5月 5/1-5/31"),
    ] {
        let screen = tally(keys);
        assert!(title(&screen).contains(says), "{keys}: {}", title(&screen));
    }
    // A running 年度累計 that was left comes back to today.
    let mut screen = Screen::open(in_memory(), Lang::Ja, (120, 40), on("2023-02-28"));
    screen.press("4y[]");
    assert!(title(&screen).contains("4/1-2/28"), "{}", title(&screen));
    // Nothing typed is lost, and what is wrong is said.
    let mut screen = tally("w5令和4年<Enter>");
    assert!(screen.text().contains("令和4年度"), "{}", screen.text());
    screen.press("度<Enter>");
    assert!(
        title(&screen).contains("集計 令和4年度 4/1-3/31"),
        "{}",
        screen.text()
    );
}

#[test]
fn arrows_move_by_figures_and_the_status_line_reads_them() {
    for (keys, says) in [
        ("", "東部 電話：12件"),
        ("<Right>", "東部 来所：0件"),
        ("l", "東部 来所：0件"),
        ("<Down>", "西部 電話：11件"),
        ("<Down><Down>", "合計 電話：23件"),
        ("<Down><Down><Down><Down>", "合計 電話：23件"),
        ("<End>", "合計 電話：23件"),
        ("<PgDn>", "合計 電話：23件"),
        ("<PgDn><Home>", "東部 電話：12件"),
        ("<Right><Right><Right><Right><Right>", "東部 計：13件"),
        ("<Right><Right><Right><Right><Right><Right>", "東部 計：13件"),
        ("%", "東部 電話：12件  42.9%"),
        ("w1cc", "東部 電話：1件  前期 2件  差 -1"),
        ("w1cc%", "東部 電話：1件  20.0%  前期 2件  差 -30.0"),
        ("c", "東部 電話：12件  前年同期 －件  差 －"),
        ("g", "東部 計：13件"),
        ("g<Left>", "東部 訪問：1件"),
        ("gg", "東部 計：13件"),
        ("i", "東部 電話：0人"),
    ] {
        assert_eq!(status(&tally(keys)), says, "{keys}");
    }
}

/// Opens every figure that stands on the screen by a click: the list is as long as the figure says.
fn open_all(screen: &mut Screen) -> usize {
    let before = screen.text();
    let mut opened = 0;
    for spot in screen.seen.spots.clone() {
        let Target::Tally(..) = spot.target else { continue };
        let row = screen.line(spot.area.y.into());
        let from = row
            .char_indices()
            .map(|(at, _)| at)
            .find(|at| soudan::domain::text::width_cells(&row[..*at]) == usize::from(spot.area.x));
        let figure = row[from.expect("a place")..]
            .split_whitespace()
            .next()
            .expect("a figure");
        let figure = figure.to_owned();
        screen.mouse(MouseEventKind::Down(MouseButton::Left), spot.area.x, spot.area.y);
        if figure == "－" {
            assert!(
                screen.text().contains("その数に当たる相談はありません"),
                "{}",
                screen.text()
            );
            continue;
        }
        let is_asked = screen.text().contains("どちらの一覧");
        let sides: Vec<Option<&str>> = if is_asked {
            vec![Some("1"), Some("2")]
        } else {
            vec![None]
        };
        let mut counted = Vec::new();
        for side in sides {
            if side == Some("2") {
                screen.mouse(MouseEventKind::Down(MouseButton::Left), spot.area.x, spot.area.y);
            }
            side.map(|key| screen.press(key));
            let chips = screen.line(2);
            let count = chips.split_whitespace().last().expect("a count");
            let count: i64 = count.trim_end_matches('件').parse().expect("a count");
            assert!(screen.text().contains("相談の一覧"), "{}", screen.text());
            counted.push(count);
            screen.press("<Esc>");
            assert!(screen.text().contains("集計"), "back where one was");
        }
        let expected: i64 = figure.trim_start_matches('+').parse().expect("a figure");
        let is = match counted[..] {
            [now, before] => now - before,
            [now] => now,
            _ => panic!("nothing was opened"),
        };
        assert_eq!(is, expected, "{spot:?}: {row}");
        opened += 1;
    }
    let after = screen.press("<Up>").text();
    assert_eq!(before.lines().count(), after.lines().count());
    opened
}

#[test]
fn every_figure_opens_the_records_that_it_counts() {
    for (keys, least) in [
        ("", 18),
        ("rtopic<Enter>", 24),
        ("r18anasi<Enter>", 7),
        ("r1<Enter>", 6),
        ("w1cc", 24),
        ("w1cc+", 24),
        ("w1ccr18", 14),
        ("rage<Enter>acare<Enter>s", 4),
        ("y", 18),
    ] {
        let opened = open_all(&mut tally(keys));
        assert!(opened >= least, "{keys}: {opened}");
    }
    // A running period: what is dated later is not counted, and not listed.
    let mut ledger = half_year();
    let rest = CALL.into_iter().filter(|(code, _)| *code != "date");
    add(
        &mut ledger,
        &rest.chain([("date", "2022-09-29")]).collect::<Vec<_>>(),
    );
    let mut screen = Screen::open(ledger, Lang::Ja, (120, 40), on("2022-08-10"));
    screen.press("4cc");
    assert!(screen.text().contains("8月10日現在"), "{}", screen.text());
    assert!(open_all(&mut screen) >= 18);
}

#[test]
fn people_are_counted_and_say_why_they_are_no_list() {
    let mut screen = Screen::open(with_cases(), Lang::Ja, (80, 24), on("2022-09-30"));
    screen.press("4ir22anasi<Enter>");
    let text = screen.text();
    assert!(
        text.contains("E-012") && text.contains("ケースのない相談"),
        "{text}"
    );
    screen.press("<Enter>");
    assert!(status(&screen).contains("i で延べ件数"), "{}", screen.text());
    screen.press("i<Enter>");
    assert!(screen.text().contains("相談の一覧"), "{}", screen.text());
}

#[test]
fn a_search_goes_through_what_is_counted() {
    let mut screen = tally("fchannel<Enter>denwa<Enter>/");
    screen.press("医療<Enter>");
    let text = screen.text();
    assert!(
        text.contains("相談の一覧") && text.contains("相談方法 電話"),
        "{text}"
    );
    assert!(screen.press("<Esc>").text().contains("行 センター"));
}

#[test]
fn rows_and_columns_scroll_and_the_totals_stay() {
    let mut screen = Screen::open(half_year(), Lang::Ja, (80, 12), on("2022-09-30"));
    screen.press("4r7a18");
    assert!(screen.text().contains("合計"), "{}", screen.text());
    let before = screen.text();
    screen.press("<PgDn><PgDn>");
    assert_ne!(screen.text(), before);
    screen.press("<End>");
    assert_eq!(screen.selected().as_deref(), Some("4"), "{}", screen.text());
    screen.mouse(MouseEventKind::ScrollUp, 3, 5);
    assert_ne!(screen.selected().as_deref(), Some("4"), "{}", screen.text());
    // Columns: the one that is selected is always in sight, with the totals.
    let mut screen = Screen::open(half_year(), Lang::Ja, (80, 24), on("2022-09-30"));
    screen.press("4a7");
    for _ in 0..30 {
        screen.press("<Right>");
        assert!(screen.selected().is_some(), "{}", screen.text());
        assert!(screen.line(3).trim_end().ends_with('計'), "{}", screen.text());
    }
}

#[test]
fn by_size_the_largest_stands_first_and_no_answer_last() {
    let screen = tally("r8anasi<Enter>s");
    let totals: Vec<(String, u64)> = (4..20)
        .map(|row| screen.line(row))
        .take_while(|line| !line.contains("合計"))
        .map(|line| {
            let mut parts = line.split_whitespace();
            let label = parts.next().expect("a label").to_owned();
            (label, parts.next().expect("a figure").parse().expect("a figure"))
        })
        .collect();
    let answered: Vec<u64> = totals
        .iter()
        .filter(|(label, _)| label != "未入力")
        .map(|(_, n)| *n)
        .collect();
    assert!(
        answered.len() > 3 && answered.is_sorted_by(|a, b| a >= b),
        "{totals:?}"
    );
    let none = totals.iter().position(|(label, _)| label == "未入力");
    assert!(none.is_none_or(|at| at + 1 == totals.len()), "{totals:?}");
}

#[test]
fn a_tally_is_kept_opened_replaced_and_deleted() {
    let mut screen = tally("rarea<Enter>w1c%sg");
    let kept = screen.text();
    screen.press("S月例 圏域別<Enter>");
    assert!(status(&screen).contains("月例 圏域別") && status(&screen).contains("令和4年9月"));
    assert!(status(&tally("o")).contains("S で今の集計"));
    // From elsewhere, by its number.
    screen.press("tw3%g1").press("4o1");
    assert_eq!(status(&screen), "「月例 圏域別」を開きました。");
    assert_eq!(screen.press("z").text(), kept);
    // Under its own name it is put in its place at once; under another's only when that is meant.
    screen.press("c<C-s><Enter>");
    assert!(status(&screen).contains("保存しました"), "{}", screen.text());
    screen.press("S<C-u>別の名前<Enter>S<C-u>月例 圏域別<Enter>");
    assert!(screen.text().contains("もう一度 Enter"), "{}", screen.text());
    screen.press("<Enter>");
    assert!(status(&screen).contains("保存しました"), "{}", screen.text());
    // One is deleted by its key, pressed twice; another key in between keeps it.
    screen.press("o<Down><Del>");
    assert!(screen.text().contains("もう一度 Del"), "{}", screen.text());
    screen.press("<Down><Up><Del><Esc>");
    assert_eq!(screen.session.ledger().views().expect("views").len(), 2);
    screen.press("o<Down><Down><Del><Del>");
    assert!(status(&screen).contains("削除しました"), "{}", screen.text());
    assert_eq!(screen.session.ledger().views().expect("views").len(), 1);
    // The only one that is left is meant by Enter alone.
    screen.press("o<Enter>");
    assert!(status(&screen).contains("を開きました"), "{}", screen.text());
    // No name, no tally.
    screen.press("S<C-u> <Enter>");
    assert_eq!(screen.session.ledger().views().expect("views").len(), 1);
}

#[test]
fn a_damaged_tally_says_so_and_a_ledger_that_is_read_keeps_none() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    add(&mut ledger, &CALL);
    ledger.save_view("壊れ", "no such thing").expect("saved");
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-30"));
    screen.press("4o1");
    assert!(status(&screen).contains("壊れていて"), "{}", screen.text());
    drop(screen);
    let path = folder.path().join("ledger.soudan");
    let mut ledger = Ledger::open(&path, &Opening::default()).expect("the ledger");
    ledger.keep_as_it_is();
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-30"));
    screen.press("4S");
    assert!(screen.text().contains("読み取り"), "{}", screen.text());
    screen.press("o<Down><Del><Del>");
    assert!(screen.text().contains("読み取り"), "{}", screen.text());
    assert_eq!(screen.session.ledger().views().expect("views").len(), 1);
}

#[test]
fn what_another_process_saves_is_counted_without_a_key_and_the_figure_stays_selected() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    add(&mut ledger, &CALL);
    let mut screen = Screen::open(ledger, Lang::Ja, (80, 24), on("2022-09-30"));
    screen.press("4rarea<Enter><Right>");
    assert_eq!(status(&screen), "岩国 来所：0件");
    let path = folder.path().join("ledger.soudan");
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    let visit = CALL.map(|(code, text)| match code {
        "channel" => (code, "来所"),
        _ => (code, text),
    });
    add(&mut other, &visit);
    screen.tick();
    assert_eq!(status(&screen), "岩国 来所：1件");
    assert!(asked(&screen).ends_with("2件"), "{}", screen.text());
}

#[test]
fn midnight_moves_a_running_period_on() {
    let mut screen = Screen::open(half_year(), Lang::Ja, (80, 24), on("2022-09-30"));
    screen.press("4w1");
    screen.session.handle(Msg::Tick(day("2022-10-01")));
    screen.press("");
    assert!(title(&screen).contains("令和4年10月"), "{}", screen.text());
    screen.press("[[");
    screen.session.handle(Msg::Tick(day("2022-10-02")));
    screen.press("");
    assert!(title(&screen).contains("令和4年8月"), "{}", screen.text());
}

#[test]
fn a_figure_that_does_not_tie_is_shown_as_such_and_never_adjusted() {
    let today = day("2022-09-30");
    let asked = Asked::new(Period::half_of(today));
    let mut screen = Screen::new(half_year());
    screen.press("4");
    let ledger = screen.session.ledger();
    let mut table = ledger.tally(&asked.query(), today, None).expect("a tally");
    table.rows[0].line.total = Some(14);
    screen
        .session
        .handle(Msg::Tallied(Box::new(asked), Box::new(Ok(table))));
    let text = screen.press("").text();
    assert!(text.contains("合いません：縦計 29・横計 28・記録 28"), "{text}");
    let text = screen.press("%").text();
    assert!(text.contains("50.0") && text.contains("足しても100.0"), "{text}");
}

#[test]
fn tables_go_to_the_clipboard_as_figures() {
    let mut screen = tally("<C-k>");
    assert!(status(&screen).contains("クリップボード"), "{}", screen.text());
    let copied = screen.session.take_copied().expect("something");
    assert!(copied.starts_with("センター/相談方法\t電話\t"), "{copied}");
    assert!(copied.contains("\n合計\t23\t"), "{copied}");
}
