//! What the configuration sets: colours, keys, dates, the covered screen; the palette and the clipboard.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Modifier;
use soudan::config::{Borders, Config, ConfigProblem, KeysOf, REFERENCE, ThemeName};
use soudan::locale::{DateStyle, Lang};
use soudan::tui::Surroundings;
use soudan::tui::app::Msg;
use soudan::tui::bindings::{NAMES, Pressed};
use soudan::tui::keymap::{Command, Contact, Context};
use soudan::tui::settings::Settings;

use crate::ledgers::half_year;
use crate::screen::{Screen, on, surroundings};
use crate::transcript::Session;

fn set(config: &Config) -> Settings {
    let (settings, wrong) = Settings::new(config);
    assert_eq!(wrong, []);
    settings
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
    let mut screen = with(set(&bound("phone", &["z", "F11"])), Lang::Ja, (80, 24));
    assert!(screen.text().contains(" z電話"), "{}", screen.text());
    screen.press("p");
    assert!(!screen.text().contains("新しい相談"), "{}", screen.text());
    screen.press("z");
    assert!(screen.text().contains("新しい相談"), "{}", screen.text());
    // Where text is typed, a letter is no key.
    assert!(screen.text().contains("F11別の電話"), "{}", screen.text());
}

#[test]
fn wrong_keys_are_named_with_their_line() {
    let problem = |config: &Config| Settings::new(config).1.pop().expect("wrong");
    assert_eq!(
        problem(&bound("phon", &["z"])),
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
    // Enter never saves, what a terminal never sends is no key, and there is always a way out.
    for (command, key) in [("save", "Enter"), ("save", "Ctrl-M"), ("back", "Ctrl-I")] {
        assert_eq!(
            problem(&bound(command, &[key])),
            (7, ConfigProblem::KeyUnfit(key.to_owned()))
        );
    }
    for command in ["save", "back", "quit"] {
        assert_eq!(
            problem(&bound(command, &[])),
            (7, ConfigProblem::NeedsKey(command))
        );
    }
    let session = Session::east();
    session.file(
        ".config/soudan/config.toml",
        "theme = \"light\"\n[keys]\nphon = \"t\"\n",
    );
    session.run("list").notes(
        "設定ファイル DIR/.config/soudan/config.toml の3行目：「phon」という操作はありません。「phone」のことでしょうか。\
         この設定は使わずに続けます。\n",
    );
}

#[test]
fn a_wrong_configuration_is_told_of_and_the_rest_of_it_holds() {
    let session = Session::east();
    let config = "DIR/.config/soudan/config.toml";
    session.file(
        ".config/soudan/config.toml",
        "theme = \"ligth\"\nlock_minutes = 2000\nlang = \"en\"\nborders = ascii\nmouse = true\nmouse = false\n\
         staff = 1\n",
    );
    let first = format!(
        "Configuration {config}, line 1: theme takes dark, light, mono, high-contrast. Did you mean light?"
    );
    let caution = format!("{first} Going on without it. 4 more wrong: see soudan config.\n");
    session.run("check").notes(&caution);
    // The status is of the command's own work.
    let said = session.run("show 9999-9999");
    assert!(said.status != 0 && said.err.starts_with(&caution), "{}", said.err);
    let said = session.run("config");
    assert_eq!(said.out(), REFERENCE);
    let others = [
        "line 2: lock_minutes takes a number from 0 to 1440.",
        "line 4: a word needs quotes, like theme = \"light\".",
        "line 6: that is set already. Leave one of the two lines.",
        "line 7: write staff like staff = \"c1\".",
    ];
    let others = others
        .map(|other| format!("Configuration {config}, {other}\n"))
        .concat();
    said.notes(&format!(
        "The configuration is read from {config}\n{first}\n{others}"
    ));
    session.file(".config/soudan/config.toml", "lock_minutes = \"5\"\n");
    session.run("check").notes(&format!(
        "設定ファイル {config} の1行目：lock_minutes は0から1440までの数で書いてください。この設定は使わずに続けます。\n"
    ));
}

#[test]
fn a_caution_stands_on_the_status_line_until_the_next_key() {
    for (size, caution) in [((80, 24), "2行目は"), ((40, 24), "2行目は")] {
        let mut screen = with(Settings::default(), Lang::Ja, size);
        screen.session.handle(Msg::Made);
        let welcome = screen.text();
        screen.session.caution(caution.to_owned());
        screen.rested();
        let both = screen.text();
        assert!(both.contains(caution) && both != welcome, "{both}");
        screen.press("<Down>");
        assert!(!screen.text().contains(caution), "{}", screen.text());
    }
}

#[test]
fn every_line_of_the_reference_is_what_holds_anyway_alone_and_with_the_others() {
    let lines = REFERENCE.lines().filter_map(|line| line.strip_prefix("#= "));
    let lines: Vec<&str> = lines.collect();
    let at = lines.iter().position(|line| *line == "[keys]").expect("the keys");
    let read = |text: &str| {
        let (config, wrong) = Config::parse(text);
        assert_eq!(wrong, [], "{text}");
        set(&config)
    };
    // NO_COLOR may be set here.
    let anyway = set(&Config::default());
    let (plain, keys) = lines.split_at(at);
    let keys = &keys[1..];
    assert!(plain.len() == 8 && keys.len() == NAMES.len(), "{lines:?}");
    for line in plain {
        assert!(read(line) == anyway, "{line}");
    }
    for line in keys {
        assert!(read(&format!("[keys]\n{line}")) == anyway, "{line}");
    }
    assert!(read(&lines.join("\n")) == anyway);
}

#[test]
fn commands_can_trade_keys_and_keep_what_they_have_in_one_place_only() {
    let keys = |command: &str, keys: &[&str]| bound(command, keys).keys.remove(0);
    let config = Config {
        keys: vec![
            keys("phone", &["v"]),
            keys("visit", &["p"]),
            keys("open", &["O"]),
            keys("save", &["s"]),
        ],
        ..Config::default()
    };
    let bindings = set(&config).bindings;
    let pressed = |context, code| bindings.pressed(context, &KeyEvent::new(code, KeyModifiers::NONE));
    assert_eq!(
        pressed(Context::Overview, KeyCode::Char('v')),
        Pressed::Command(Command::New(Contact::Phone))
    );
    assert_eq!(
        pressed(Context::Overview, KeyCode::Char('p')),
        Pressed::Command(Command::New(Contact::Visit))
    );
    for key in ['O', 'y', 'q'] {
        assert_eq!(
            pressed(Context::QuitQuestion, KeyCode::Char(key)),
            Pressed::Command(Command::Open),
            "{key}"
        );
    }
    assert_eq!(pressed(Context::Records, KeyCode::Enter), Pressed::Nothing);
    // A character is text in the form: it could not be saved any more.
    let save = KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert_eq!(
        bindings.pressed(Context::Form, &save),
        Pressed::Command(Command::Save)
    );
    // Of two lines that want one key the later one is refused.
    let mut later = keys("visit", &["z"]);
    later.line = 9;
    let both = Config {
        keys: vec![later, keys("phone", &["z"])],
        ..Config::default()
    };
    let (_, wrong) = Settings::new(&both);
    assert_eq!(wrong, [(9, ConfigProblem::KeyTaken("z".to_owned(), "phone"))]);
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
