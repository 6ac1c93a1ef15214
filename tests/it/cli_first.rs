//! The first start on a terminal: one question where the profile has several centers, then the screen.

use portable_pty::CommandBuilder;

use crate::ledgers::folder;
use crate::terminal::{KEYS, Terminal, soudan};

const PROFILE: &str = "どの都道府県の設定を使いますか。Enter で山口県、ほかはプロファイル(TOML)の場所 >";
const NAME: &str = "Enter で省略";
const QUESTION: &str = "どのセンターの台帳ですか。番号を入れてください：1 東部  2 西部 >";

#[test]
fn the_first_start_asks_whose_ledger_it_is_and_opens_the_screen() {
    let folder = folder();
    let path = folder.path().join("new.soudan");
    let mut terminal = Terminal::start(soudan(&path));
    terminal.wait_for_text(PROFILE);
    terminal.send("none.toml\r");
    terminal.wait_for_text("none.toml");
    terminal.send("山口県\r");
    terminal.wait_for_text(QUESTION);
    assert!(!path.exists(), "nothing is made before the answer");
    terminal.send("9\r");
    terminal.wait_for_text("センター「9」");
    terminal.send("2\r");
    terminal.wait_for_text(NAME);
    terminal.send("c7\r");
    terminal.wait_for_text(KEYS);
    assert!(terminal.text().contains("相談台帳 西部"), "{}", terminal.text());
    assert!(
        terminal.text().contains("電話が鳴ったら p"),
        "{}",
        terminal.text()
    );
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);

    let mut terminal = Terminal::start(soudan(&path));
    terminal.wait_for_text(KEYS);
    assert!(!terminal.text().contains(QUESTION), "asked once");
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn init_asks_the_same_and_no_answer_is_refused() {
    let folder = folder();
    let path = folder.path().join("new.soudan");
    let init = |path| {
        let mut command: CommandBuilder = soudan(path);
        command.arg("init");
        command
    };
    let mut terminal = Terminal::start(init(&path));
    terminal.wait_for_text(QUESTION);
    terminal.send("\u{4}");
    terminal.wait_for_text("--center で指定してください");
    assert_eq!(terminal.end().0, 1);
    assert!(!path.exists());

    let mut terminal = Terminal::start(init(&path));
    terminal.wait_for_text(QUESTION);
    terminal.send("東部\r");
    terminal.wait_for_text("台帳を作りました");
    assert_eq!(terminal.end().0, 0);
    assert!(path.exists());
}

/// The first start up to the screen, with a name given.
fn named(path: &std::path::Path) {
    let mut terminal = Terminal::start(soudan(path));
    for (question, typed) in [(PROFILE, "\r"), (QUESTION, "1\r"), (NAME, "c7\r")] {
        terminal.wait_for_text(question);
        terminal.send(typed);
    }
    terminal.wait_for_text(KEYS);
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn the_name_is_kept_where_the_configuration_really_lies_and_before_all_it_says() {
    let folder = folder();
    let configs = folder.path().join("soudan");
    std::fs::create_dir(&configs).expect("a folder");
    let real = folder.path().join("dotfile");
    std::fs::write(&real, "\u{feff}theme = \"light\"\n[keys]\nphone = \"F11\"\n").expect("written");
    let file = configs.join("config.toml");
    std::os::unix::fs::symlink(&real, &file).expect("a link");
    // What lies in the way of the new file is no way to another one.
    let other = folder.path().join("other");
    std::fs::write(&other, "untouched").expect("written");
    std::os::unix::fs::symlink(&other, folder.path().join("dotfile.toml.part")).expect("a link");
    named(&folder.path().join("new.soudan"));
    assert!(file.is_symlink());
    let now = std::fs::read_to_string(&real).expect("read");
    assert_eq!(
        now,
        "staff = \"c7\"\ntheme = \"light\"\n[keys]\nphone = \"F11\"\n"
    );
    assert_eq!(std::fs::read_to_string(&other).expect("read"), "untouched");
}

#[test]
fn a_name_that_cannot_be_kept_keeps_nobody_from_the_ledger() {
    let folder = folder();
    let configs = folder.path().join("soudan");
    std::fs::create_dir_all(configs.join("config.toml.part")).expect("a folder in its place");
    let path = folder.path().join("new.soudan");
    named(&path);
    assert!(path.exists() && !configs.join("config.toml").exists());
}
