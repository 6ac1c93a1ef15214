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
    terminal.send("\r");
    terminal.wait_for_text(QUESTION);
    assert!(!path.exists(), "nothing is made before the answer");
    terminal.send("9\r");
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
