//! What the configuration sets: colours, keys, dates, the covered screen; the palette and the clipboard.

use ratatui::style::Modifier;
use soudan::config::{Borders, Config, ConfigProblem, KeysOf, ThemeName};
use soudan::locale::{DateStyle, Lang};
use soudan::tui::Surroundings;
use soudan::tui::app::Msg;
use soudan::tui::settings::Settings;

use crate::ledgers::half_year;
use crate::screen::{Screen, on, surroundings};
use crate::transcript::Session;

fn set(config: &Config) -> Settings {
    Settings::new(config).expect("settings")
}

fn with(settings: Settings, lang: Lang, size: (u16, u16)) -> Screen {
    let around = Surroundings {
        settings,
        ..surroundings(lang, on("2022-09-30"))
    };
    Screen::with(half_year(), around, size)
}

fn bound(command: &str, keys: &[&str]) -> Config {
    Config {
        keys: vec![KeysOf {
            line: 7,
            command: command.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        }],
        ..Config::default()
    }
}

#[test]
fn a_command_has_the_keys_that_are_set_and_no_others() {
    let mut screen = with(set(&bound("phone", &["t", "F11"])), Lang::Ja, (80, 24));
    assert!(screen.text().contains(" t電話"), "{}", screen.text());
    screen.press("p");
    assert!(!screen.text().contains("新しい相談"), "{}", screen.text());
    screen.press("t");
    assert!(screen.text().contains("新しい相談"), "{}", screen.text());
    // Where text is typed, a letter is no key.
    assert!(screen.text().contains("F11別の電話"), "{}", screen.text());
}

#[test]
fn wrong_keys_are_named_with_their_line() {
    let problem = |config: &Config| Settings::new(config).map(|_| ()).expect_err("wrong");
    assert_eq!(
        problem(&bound("phon", &["t"])),
        (7, ConfigProblem::NoSuchCommand("phon".to_owned(), Some("phone")))
    );
    assert_eq!(
        problem(&bound("phone", &["Hyper-x"])),
        (7, ConfigProblem::NoSuchKey("Hyper-x".to_owned()))
    );
    assert_eq!(
        problem(&bound("phone", &["v"])),
        (7, ConfigProblem::KeyTaken("v".to_owned(), "visit"))
    );
    let session = Session::east();
    session.file(
        ".config/soudan/config.toml",
        "theme = \"light\"\n[keys]\nphon = \"t\"\n",
    );
    session.run("list").refuses(
        1,
        "設定ファイル DIR/.config/soudan/config.toml の3行目：「phon」という操作はありません。「phone」のことでしょうか。",
    );
}

#[test]
fn the_reference_is_printed_and_read_back() {
    let session = Session::east();
    let printed = session.run("config").out().to_owned();
    let set: String = printed
        .lines()
        .filter_map(|line| line.strip_prefix("#= "))
        .map(|line| format!("{line}\n"))
        .collect();
    session.file(".config/soudan/config.toml", &set);
    session.run("list");
    assert!(set.contains("[keys]") && set.contains("lock_minutes"), "{set}");
}

#[test]
fn dates_are_written_by_eras_where_that_is_set() {
    let settings = Settings {
        dates: DateStyle::Era,
        ..Settings::default()
    };
    let screen = with(settings.clone(), Lang::Ja, (80, 24));
    assert!(screen.line(0).contains("R4.9.30(金)"), "{}", screen.text());
    let screen = with(settings, Lang::En, (80, 24));
    assert!(screen.line(0).contains("R4.9.30(Fri)"), "{}", screen.text());
}

#[test]
fn no_theme_says_anything_by_colour_alone() {
    for theme in [
        ThemeName::Dark,
        ThemeName::Light,
        ThemeName::Mono,
        ThemeName::HighContrast,
    ] {
        let config = Config {
            theme,
            ..Config::default()
        };
        let theme = set(&config).theme;
        let marks = Modifier::BOLD | Modifier::REVERSED;
        for style in [
            theme.alert,
            theme.selected,
            theme.current,
            theme.total,
            theme.practice,
        ] {
            assert!(style.add_modifier.intersects(marks), "{config:?}");
        }
    }
}

#[test]
fn borders_are_drawn_where_they_are_set() {
    for (borders, upright) in [
        (Borders::None, None),
        (Borders::Ascii, Some('|')),
        (Borders::Line, Some('│')),
    ] {
        let config = Config {
            borders,
            ..Config::default()
        };
        let mut screen = with(set(&config), Lang::Ja, (120, 40));
        screen.press("2").rested();
        for mark in ['|', '│'] {
            let is_there = screen.line(20).contains(mark);
            assert_eq!(is_there, upright == Some(mark), "{borders:?}: {}", screen.text());
        }
    }
}

#[test]
fn the_screen_is_covered_by_a_key_or_after_a_while_and_nothing_is_lost() {
    let mut screen = with(Settings::default(), Lang::Ja, (80, 24));
    screen.press("p退院後").press("<C-l>");
    let text = screen.text();
    assert!(
        text.contains("画面を隠しています") && !text.contains("退院後") && !text.contains("相談台帳"),
        "{text}"
    );
    screen.press("q").press("x");
    assert!(screen.text().contains("画面を隠しています"), "{}", screen.text());
    screen.press("<Enter>");
    assert!(screen.text().contains("退院後"), "{}", screen.text());
    screen.session.handle(Msg::Idle(14));
    screen.rested();
    assert!(screen.text().contains("退院後"), "{}", screen.text());
    // Who listens does not type.
    screen.session.handle(Msg::Idle(15));
    screen.rested();
    assert!(screen.text().contains("退院後"), "{}", screen.text());
    screen.press("<C-t>");
    screen.session.handle(Msg::Idle(15));
    screen.rested();
    assert!(!screen.text().contains("退院後"), "{}", screen.text());
    let never = Settings {
        lock_minutes: 0,
        ..Settings::default()
    };
    let mut screen = with(never, Lang::Ja, (80, 24));
    screen.session.handle(Msg::Idle(10_000));
    screen.rested();
    assert!(screen.text().contains("相談台帳"), "{}", screen.text());
}

#[test]
fn the_palette_does_what_is_named_in_either_language_or_by_its_reading() {
    for typed in ["denwa", "電話", "でんわ", "by phone"] {
        let mut screen = Screen::new(half_year());
        screen.press(":").press(typed).press("<Enter>");
        assert!(screen.text().contains("新しい相談"), "{typed}: {}", screen.text());
    }
    let mut screen = Screen::new(half_year());
    screen.press("<F9>keesu<Enter>");
    assert!(
        screen.text().contains("ケースの一覧") || screen.text().contains("件"),
        "{}",
        screen.text()
    );
    // In the form, and out of it without a choice.
    screen.press("<Esc>1p途中<F9>");
    assert!(screen.text().contains("操作："), "{}", screen.text());
    screen.press("<Esc>");
    assert!(
        screen.text().contains("途中") && !screen.text().contains("操作："),
        "{}",
        screen.text()
    );
    screen.press("<F9>みつからない<Enter>");
    assert!(screen.text().contains("みつからない"), "{}", screen.text());
}

#[test]
fn the_clipboard_gets_figures_and_nothing_else() {
    let mut screen = Screen::new(half_year());
    screen.press("<C-k>");
    let tables = screen.session.take_copied().expect("tables");
    assert!(tables.contains("東部\t3\t0\t0\t0\t1\t4\t"), "{tables}");
    screen.press("<Down><C-k>");
    assert_eq!(screen.session.take_copied().as_deref(), Some("3"));
    screen.press("2<C-k>");
    assert_eq!(screen.session.take_copied(), None);
}
