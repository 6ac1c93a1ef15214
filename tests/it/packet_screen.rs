//! The packet on the screen: section by section, its settings, and its files, which are those of the command.

use std::fs;
use std::path::Path;

use soudan::domain::packet::{Section, Settings};
use soudan::domain::period::Period;
use soudan::domain::text::width_cells;
use soudan::locale::Lang;
use soudan::report::View;
use soudan::report::packet::{Layout, TextLine};
use soudan::store::{Access, Drafts, Ledger, Opening, Selection};
use soudan::tui::keeper::Keeper;

use crate::ledgers::{day, folder, half_year, in_file, printed_half_year, with_cases};
use crate::morning::{blocks, play};
use crate::screen::{Screen, on, surroundings};
use crate::transcript::Session;

/// From the first section to the third, 年度累計.
const THIRD: &str = "7<Right><Right><Right>";

fn september() -> Period {
    Period::parse("2022-09", day("2022-09-30")).expect("a period")
}

fn settings(screen: &Screen) -> Settings {
    screen.session.ledger().sections(&september()).expect("settings")
}

/// The first two rows below the bar: in which section one is, and what stands at the top.
fn top(screen: &Screen) -> [String; 2] {
    [screen.line(2), screen.line(3)]
}

#[test]
fn sections_are_stepped_through_and_the_one_at_the_top_is_named() {
    let mut screen = Screen::new(half_year());
    screen.press("7");
    assert!(
        screen.line(0).contains("資料 令和4年9月 9/1-9/30 (9月末迄)"),
        "{}",
        screen.text()
    );
    let [chips, title] = top(&screen);
    assert!(
        chips.contains("欄 1/13  センターの概要  載") && title.contains("運営会議資料"),
        "{}",
        screen.text()
    );
    // Its title first, then the next ones.
    for (at, name) in [(1, "センターの概要"), (2, "相談対応の状況"), (3, "年度累計")] {
        screen.press("<Right>");
        let [chips, title] = top(&screen);
        assert!(
            chips.contains(&format!("欄 {at}/13  {name}")) && title.trim_start().starts_with(name),
            "{}",
            screen.text()
        );
    }
    // From within a section to its title, and from there to the one before.
    screen.press("<Down><Down>ｈ");
    assert!(top(&screen)[1].contains("年度累計"), "{}", screen.text());
    screen.press("h");
    assert!(top(&screen)[1].contains("相談対応の状況"), "{}", screen.text());
    screen.press("<End>");
    assert!(
        screen.text().contains("この年度に締めた月や半期はありません。"),
        "{}",
        screen.text()
    );
    screen.press("llllllllllllll");
    assert!(
        top(&screen)[0].contains("欄 13/13  締めた数の修正"),
        "{}",
        screen.text()
    );
    screen.press("<Home>");
    assert!(top(&screen)[1].contains("運営会議資料"), "{}", screen.text());
    screen.press("<Esc>");
    assert!(screen.line(1).contains("7資料"), "{}", screen.text());
}

#[test]
fn in_a_wide_window_the_sections_stand_beside_the_document_and_can_be_clicked() {
    let mut screen = Screen::open(half_year(), Lang::Ja, (120, 40), on("2022-09-30"));
    screen.press("7");
    screen.click("載 月別の推移");
    assert!(
        top(&screen)[0].contains("欄 5/13  月別の推移"),
        "{}",
        screen.text()
    );
    screen.press("e増えた<Enter> ");
    assert!(
        screen
            .text()
            .lines()
            .any(|line| line.contains("外 月別の推移") && line.contains("備考")),
        "{}",
        screen.text()
    );
    // In a window of another width what was read stays where it was.
    screen.resize(80, 24);
    assert!(
        top(&screen)[1].contains("(載せない欄) 月別の推移"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_section_is_switched_off_for_good_and_on_again() {
    let mut screen = Screen::new(half_year());
    screen.press(&format!("{THIRD} "));
    assert!(
        screen.text().contains("「年度累計」を今後の資料に載せません。")
            && top(&screen)[1].contains("(載せない欄) 年度累計  空白で載せる"),
        "{}",
        screen.text()
    );
    assert!(settings(&screen)[&Section::YearToDate].is_off);
    // The packet of the month before is without it too.
    screen.press("[");
    assert!(screen.line(0).contains("令和4年8月"), "{}", screen.text());
    assert!(
        top(&screen)[1].contains("(載せない欄) 年度累計"),
        "{}",
        screen.text()
    );
    screen.press("]<C-t>");
    assert!(
        screen.text().contains("「年度累計」を資料に載せます。")
            && top(&screen)[1].contains("年度累計  令和4年度"),
        "{}",
        screen.text()
    );
    assert!(settings(&screen).is_empty());
}

#[test]
fn a_remark_is_written_put_in_the_place_of_the_sentences_and_taken_away() {
    let mut screen = Screen::new(half_year());
    screen.press(&format!("{THIRD}r"));
    assert!(
        screen.text().contains("まだ備考がありません。先に e で"),
        "{}",
        screen.text()
    );
    screen.press("e欠員のため減少");
    // The input method composes where the caret stands.
    let question = " 「年度累計」の備考： 欠員のため減少";
    assert_eq!(screen.line(22), question);
    assert_eq!(screen.cursor(), Some((width_cells(question) as u16, 22)));
    screen.press("<Enter>");
    assert!(
        screen.text().contains("「年度累計」の備考を保存しました。"),
        "{}",
        screen.text()
    );
    assert!(
        top(&screen)[0].contains("年度累計  載  備考"),
        "{}",
        screen.text()
    );
    let kept = &settings(&screen)[&Section::YearToDate];
    assert_eq!(kept.remark.as_deref(), Some("欠員のため減少"));
    let sentence = "計28件。前年同期の記録はありません。";
    assert!(screen.text().contains(sentence), "{}", screen.text());
    screen.press("r");
    assert!(
        !screen.text().contains(sentence) && top(&screen)[0].contains("備考のみ"),
        "{}",
        screen.text()
    );
    // A correction leaves that as it is; nothing typed changes nothing.
    screen.press("e。<Enter>e<Enter>");
    let kept = &settings(&screen)[&Section::YearToDate];
    assert_eq!(
        (kept.remark.as_deref(), kept.replaces),
        (Some("欠員のため減少。"), true)
    );
    screen.press("<C-x>");
    assert!(!settings(&screen)[&Section::YearToDate].replaces);
    screen.press("<F6><C-u><Enter>");
    assert!(
        screen.text().contains("「年度累計」の備考を消しました。"),
        "{}",
        screen.text()
    );
    assert!(settings(&screen).is_empty());
    // It is a remark on that period alone.
    screen.press("e九月だけ<Enter>[");
    assert!(!top(&screen)[0].contains("備考"), "{}", screen.text());
}

#[test]
fn what_is_typed_of_a_remark_is_a_draft_until_it_is_saved() {
    let mut screen = Screen::new(half_year());
    screen.press(&format!("{THIRD}e欠員"));
    let drafts = screen.session.drafts();
    assert_eq!(drafts.len(), 1, "killed now, this is on disk");
    // Left, it goes on where it was: by its key, or from anywhere.
    screen.press("<Esc>");
    assert!(
        screen.text().contains("書きかけの備考を残しました。"),
        "{}",
        screen.text()
    );
    assert!(settings(&screen).is_empty());
    screen.press("eのため<C-c>1<C-o>");
    assert_eq!(screen.line(22), " 「年度累計」の備考： 欠員のため");
    screen.press("<Enter>");
    assert_eq!(screen.session.drafts(), []);
    assert_eq!(
        settings(&screen)[&Section::YearToDate].remark.as_deref(),
        Some("欠員のため")
    );

    // The next run offers what an earlier one left.
    let mut left = surroundings(Lang::Ja, on("2022-10-03"));
    left.drafts.clone_from(&drafts);
    let mut screen = Screen::with(half_year(), left, (80, 24));
    assert!(screen.text().contains("下書きが1件あります"), "{}", screen.text());
    screen.press("<C-o>");
    assert!(screen.line(0).contains("令和4年9月"), "{}", screen.text());
    assert_eq!(screen.line(22), " 「年度累計」の備考： 欠員");
    assert!(top(&screen)[1].contains("年度累計"), "{}", screen.text());
    screen.press("<Enter>");
    assert_eq!(
        settings(&screen)[&Section::YearToDate].remark.as_deref(),
        Some("欠員")
    );
    // What was saved right before the end is known to be.
    let mut left = surroundings(Lang::Ja, on("2022-10-03"));
    left.drafts = drafts;
    let screen = Screen::with(screen.session.into_ledger(), left, (80, 24));
    assert_eq!(screen.session.drafts(), []);
}

#[test]
fn a_remark_that_is_being_typed_is_on_disk() {
    let home = folder();
    let drafts = Drafts::beside(&home.path().join("ledger.soudan"));
    let (keeper, _) = Keeper::start(drafts).expect("a thread");
    let mut with = surroundings(Lang::Ja, on("2022-09-30"));
    with.keeper = keeper.clone();
    let mut screen = Screen::with(half_year(), with, (80, 24));
    let on_disk = || {
        keeper.flush();
        keeper.standing(None).on_disk.expect("a disk").len()
    };
    screen.press(&format!("{THIRD}e欠員"));
    assert_eq!(on_disk(), 1);
    screen.press("<BS><BS>");
    assert_eq!(on_disk(), 0, "nothing is typed");
    screen.press("欠員<Esc>");
    assert_eq!(on_disk(), 1, "it was left");
    screen.press("e<Enter>");
    assert_eq!(on_disk(), 0, "it is saved");
}

#[test]
fn periods_are_stepped_through_as_months_or_half_years_that_have_begun() {
    let mut screen = Screen::on(half_year(), day("2022-10-05"));
    screen.press("7");
    assert!(screen.line(0).contains("令和4年9月"), "{}", screen.text());
    screen.press("]");
    assert!(screen.line(0).contains("令和4年10月"), "{}", screen.text());
    screen.press("]");
    assert!(
        screen.line(0).contains("令和4年10月") && screen.text().contains("まだ始まっていない期間です。"),
        "{}",
        screen.text()
    );
    screen.press("[w");
    assert!(screen.line(0).contains("令和4年度上半期"), "{}", screen.text());
    screen.press("[");
    assert!(screen.line(0).contains("令和3年度下半期"), "{}", screen.text());
    screen.press("]<C-w>");
    assert!(screen.line(0).contains("令和4年9月"), "{}", screen.text());
    // Of several that are wanted while others are read, the last is shown.
    screen.press_amid_work("[[[w");
    screen.press("<Right>");
    assert!(
        screen.line(0).contains("令和4年度上半期") && !screen.text().contains("計算中"),
        "{}",
        screen.text()
    );
}

/// What is set for a packet is no record: `u` there takes nothing back, least of all something else.
#[test]
fn taking_back_touches_nothing_on_the_packets_screen() {
    let mut screen = Screen::new(half_year());
    screen.press("p<Tab>2<C-s>7 e").press("remark<Enter>");
    let counted = |screen: &Screen| {
        let keys = screen.session.ledger().keys(&Selection::default());
        keys.expect("records").len()
    };
    let records = counted(&screen);
    for keys in ["u", "U", "<C-u>"] {
        screen.press(keys);
        assert!(
            screen.text().contains("u で戻せません"),
            "{keys}: {}",
            screen.text()
        );
    }
    assert_eq!(counted(&screen), records);
    assert_eq!(settings(&screen).len(), 1, "{}", screen.text());
    // For a month that runs no other is offered for closing.
    let mut screen = Screen::on(half_year(), day("2022-10-05"));
    screen.press("7]Z");
    assert!(
        screen.text().contains("令和4年10月 はまだ終わっていません"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_version_for_publishing_is_shown_as_it_is_written() {
    let mut screen = Screen::new(with_cases());
    screen.press("7P");
    assert!(
        top(&screen)[0].contains("外部公表用  欄 1/14"),
        "{}",
        screen.text()
    );
    screen.press("<Right><Right><Right><Right>");
    assert!(
        screen.text().contains("   X     0") && !screen.text().contains("最も多く"),
        "{}",
        screen.text()
    );
    screen.press("eｒ");
    assert!(
        screen.text().contains("外部には公表しません。"),
        "{}",
        screen.text()
    );
    for _ in 0..7 {
        screen.press("<Right>");
    }
    assert!(
        top(&screen)[1].contains("(公表しない欄) 検討するケース"),
        "{}",
        screen.text()
    );
    screen.press(" ");
    assert!(settings(&screen).is_empty(), "{}", screen.text());
    assert!(
        screen.text().contains("外部には公表しません。"),
        "{}",
        screen.text()
    );
    screen.press("P<C-t>");
    assert!(settings(&screen)[&Section::Cases].is_off, "{}", screen.text());
}

/// A ledger in a file with the command beside it.
fn beside_the_command() -> (Session, Screen) {
    let session = Session::half_year();
    let ledger = Ledger::open(&session.path("ledger.soudan"), &Opening::default()).expect("a ledger");
    let screen = Screen::new(ledger);
    (session, screen)
}

fn bytes(path: &Path) -> Vec<(String, Vec<u8>)> {
    if !path.is_dir() {
        return vec![(String::new(), fs::read(path).expect("a file"))];
    }
    let files = fs::read_dir(path).expect("a folder").flatten();
    let mut files: Vec<_> = files
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_file_is_byte_for_byte_that_of_the_command() {
    let (session, mut screen) = beside_the_command();
    screen.press(&format!("{THIRD}e欠員のため減少<Enter><Right> "));
    let formats = ["html", "xlsx", "md", "csv", "json", "text"];
    for (version, option) in [("", ""), ("P", "--public")] {
        screen.press(version);
        for (number, format) in (1..).zip(formats) {
            let [seen, said] = ["screen", "command"].map(|by| format!("{by}{version}.{format}"));
            let path = session.path(&seen);
            screen.press(&format!("o{number}<C-u>"));
            screen.paste(&path.display().to_string()).press("<Enter>");
            let text = screen.text().replace(['\n', ' '], "");
            assert!(
                text.contains("会議資料を作りました：") && text.contains(&seen),
                "{}",
                screen.text()
            );
            session
                .run(&format!("report 2022-09 --format {format} {option} -o {said}"))
                .out();
            let written = bytes(&path);
            assert!(!written.is_empty());
            assert!(written == bytes(&session.path(&said)), "{seen}");
        }
    }
    // The command proposes the same name.
    screen.press("o4");
    assert_eq!(
        screen.line(22),
        " 書き出す所(Enter で書く)： packet-2022-09-public-csv"
    );
    screen.press("<Esc>P<C-s>1");
    assert!(
        screen.line(22).ends_with(" packet-2022-09.html"),
        "{}",
        screen.text()
    );
}

#[test]
fn what_lies_there_is_overwritten_only_by_a_second_enter() {
    let (session, mut screen) = beside_the_command();
    let path = session.path("there.md");
    fs::write(&path, "old").expect("a file");
    screen.press("7o3<C-u>");
    screen.paste(&path.display().to_string()).press("<Enter>");
    assert!(screen.text().contains("はすでにあります"), "{}", screen.text());
    assert_eq!(fs::read_to_string(&path).expect("a file"), "old");
    // Another name is another question.
    screen.press("x<BS><Enter>");
    assert!(screen.text().contains("はすでにあります"), "{}", screen.text());
    assert_eq!(fs::read_to_string(&path).expect("a file"), "old");
    screen.press("<Enter>");
    assert!(
        screen.text().contains("会議資料を作りました："),
        "{}",
        screen.text()
    );
    assert!(
        fs::read_to_string(&path)
            .expect("a file")
            .contains("運営会議資料")
    );
    // A ledger is never overwritten.
    screen.press("o3<C-u>");
    let ledger = session.path("ledger.soudan");
    screen
        .paste(&ledger.display().to_string())
        .press("<Enter><Enter><Enter>");
    assert!(
        !screen.text().contains("会議資料を作りました："),
        "{}",
        screen.text()
    );
    session.run("check").out();
    // A file in the place of a folder is in the way.
    screen.press("<Esc>o4<C-u>");
    screen.paste(&path.display().to_string()).press("<Enter><Enter>");
    assert!(
        screen.text().contains("上書きできるものではありません"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_path_that_cannot_be_written_is_told_and_stays_on_the_line() {
    let mut screen = Screen::new(half_year());
    screen.press("7o2<C-u>");
    screen.paste("/nowhere/packet.xlsx").press("<Enter>");
    assert!(
        screen
            .text()
            .contains("保存先のフォルダーがありません。何も書いていません。"),
        "{}",
        screen.text()
    );
    assert!(
        screen.line(22).ends_with("/nowhere/packet.xlsx"),
        "{}",
        screen.text()
    );
    let folder = folder();
    screen.press("<C-u>");
    screen
        .paste(&folder.path().display().to_string())
        .press("<Enter>");
    assert!(screen.text().contains("フォルダーです。"), "{}", screen.text());
    screen.press("<C-u><Enter>");
    assert!(screen.line(22).contains("書き出す所"), "{}", screen.text());
}

#[test]
fn a_ledger_that_can_only_be_read_gives_files_but_takes_no_settings() {
    let folder = folder();
    let mut ledger = in_file(&folder);
    crate::ledgers::import_file(&mut ledger, &printed_half_year());
    let path = ledger.path().expect("a path").to_owned();
    drop(ledger);
    let opening = Opening {
        access: Access::ReadOnly,
        ..Opening::default()
    };
    let mut screen = Screen::new(Ledger::open(&path, &opening).expect("a ledger"));
    screen.press(THIRD);
    for keys in [" ", "e", "r", "Z"] {
        screen.press(keys);
        assert!(
            screen.text().contains("読み取り専用"),
            "{keys}: {}",
            screen.text()
        );
    }
    assert!(settings(&screen).is_empty());
    screen.press("o5<C-u>");
    let file = folder.path().join("packet.json");
    screen.paste(&file.display().to_string()).press("<Enter>");
    assert!(file.is_file(), "{}", screen.text());
}

#[test]
fn the_packets_period_is_closed_where_it_is_shown() {
    let mut screen = Screen::new(half_year());
    screen.press("7Z");
    assert!(screen.text().contains("1 令和4年9月 (5件)"), "{}", screen.text());
    screen.press("1");
    assert!(
        screen.text().contains("令和4年9月 を締めました(相談5件)") && screen.line(0).contains("締め済"),
        "{}",
        screen.text()
    );
    screen.press("w<C-p>");
    assert!(
        screen.text().contains("1 令和4年度 上半期 (28件)"),
        "{}",
        screen.text()
    );
    // The first screen's letter is the tally's for saving now.
    let mut screen = Screen::new(half_year());
    screen.press("S");
    assert!(!screen.text().contains("締め"), "{}", screen.text());
}

#[test]
fn no_line_is_wider_than_its_window_and_nothing_is_lost() {
    let ledger = with_cases();
    let packet = ledger.packet(september(), day("2022-09-30")).expect("a packet");
    for lang in Lang::ALL {
        let view = View {
            words: lang.catalogue(),
            profile: ledger.profile(),
        };
        let document = view.document(&packet);
        let lines = |layout: Layout| -> Vec<TextLine> {
            let chapters = document.chapters.iter();
            chapters
                .flat_map(|chapter| view.chapter_lines(chapter, layout))
                .collect()
        };
        let figures = |lines: &[TextLine]| -> Vec<String> {
            let texts = lines.iter().map(|line| line.text.replace('#', ""));
            let mut figures: Vec<String> = texts
                .flat_map(|text| {
                    let parts = text.split(|c: char| !c.is_ascii_digit());
                    parts.map(str::to_owned).collect::<Vec<_>>()
                })
                .filter(|figure| !figure.is_empty())
                .collect();
            figures.sort();
            figures
        };
        let whole = figures(&lines(Layout::Aligned));
        for cells in [24, 38, 60, 78, 90, 160] {
            let set = lines(Layout::Within(cells));
            for line in &set {
                assert!(width_cells(&line.text) <= cells, "{cells}: {}", line.text);
            }
            // Broken in the middle of a long number two may stand for one.
            if cells >= 78 {
                assert_eq!(figures(&set), whole, "{cells} {}", lang.code());
            }
        }
    }
}

#[test]
fn the_last_working_day_of_the_manuals_leaves_what_they_say() {
    for lang in Lang::ALL {
        let mut screen = Screen::open(half_year(), lang, (80, 24), on("2022-09-30"));
        let blocks = blocks(lang, "packet");
        assert_eq!(blocks.len(), 6, "{lang:?}");
        for block in &blocks[..4] {
            play(&mut screen, block);
        }
        let kept = settings(&screen);
        assert!(kept[&Section::Month].remark.is_some(), "{}", screen.text());
        assert!(kept[&Section::Ages].is_off, "{}", screen.text());
        assert_eq!(kept.len(), 2);
        let closed = screen.session.ledger().closings().expect("closings");
        let closed: Vec<String> = closed.into_iter().map(|one| one.period.code()).collect();
        assert_eq!(closed, ["2022-09"], "{}", screen.text());
        play(&mut screen, &blocks[4]);
        assert!(
            screen.line(22).ends_with("packet-2022-09.html"),
            "{}",
            screen.text()
        );
        // Nothing is written here: Enter would.
        screen.press("<Esc>");
        play(&mut screen, &blocks[5]);
        assert!(
            screen.line(22).ends_with("packet-2022-09-public.xlsx"),
            "{}",
            screen.text()
        );
    }
}
