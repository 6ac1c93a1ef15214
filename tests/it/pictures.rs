//! `docs/pictures` shows the program as it is: each picture is made from the program's own screen, in
//! a terminal, after the keys that stand here. To write them anew:
//! `SOUDAN_PICTURES=write cargo test --test it pictures`

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::ledgers::folder;
use crate::svg::picture;
use crate::terminal::{SOON, SOUDAN, Terminal};

/// Writes the pictures anew where it is set.
const WRITE: &str = "SOUDAN_PICTURES";
/// A screen that has not changed for so long is whole.
const STILL: Duration = Duration::from_millis(600);
/// Bytes of a picture at most: it is loaded with the page.
const MOST_BYTES: usize = 40_000;

/// A picture, and how one comes to what it shows.
struct Shot {
    name: &'static str,
    lang: &'static str,
    size: (u16, u16),
    /// What stands there before a key is pressed, and the keys.
    keys: &'static [(&'static str, &'static str)],
    /// What stands there at the end.
    last: &'static str,
    title: &'static str,
    description: &'static str,
}

/// Back from the time to the outcome.
const BACK: &str = "\x1b[Z\x1b[Z\x1b[Z\x1b[Z\x1b[Z\x1b[Z\x1b[Z\x1b[Z";

const SHOTS: [Shot; 5] = [
    Shot {
        name: "overview.ja",
        lang: "ja",
        size: (80, 24),
        keys: &[],
        last: "q終了",
        title: "soudan の概況",
        description: "今の半期の集計表。センターと相談方法ごとの件数、前年同期、月別の棒、検算、次回対応の件数。",
    },
    Shot {
        name: "overview.en",
        lang: "en",
        size: (80, 24),
        keys: &[],
        last: "q Quit",
        title: "The overview of soudan",
        description: "The running half-year: consultations by center and channel, the year before, bars by month, \
            the proof, and follow-ups that are due.",
    },
    Shot {
        name: "form.ja",
        lang: "ja",
        size: (80, 24),
        keys: &[
            ("q終了", "p"),
            (
                "Ctrl-S保存",
                "夜間に預けられる短期入所先を知りたい。母の睡眠不足が続いている。",
            ),
            ("続いている。", "\t2\ti\t4\t30\t\t\t\t\t\t\t\t\t\x151005"),
            ("1005", BACK),
        ],
        last: "1傾聴",
        title: "soudan の入力",
        description: "電話の相談を入力しているところ。相談概要、誰から、市町、相談内容、所要分まで入り、対応結果の候補が出ている。",
    },
    Shot {
        name: "list.ja",
        lang: "ja",
        size: (120, 40),
        keys: &[("q終了", "2"), ("相談の一覧", "jj")],
        last: "BS解除",
        title: "soudan の一覧",
        description: "相談の一覧。新しい順に日付、受付番号、相談方法、誰から、市町、相談概要が並び、右に選んだ相談の全項目。",
    },
    Shot {
        name: "packet-screen.ja",
        lang: "ja",
        size: (120, 40),
        keys: &[("q終了", "7"), ("運営会議資料", "lllll")],
        last: "欄 5/14",
        title: "soudan の資料",
        description: "会議資料の画面。左に14の欄と載せるかどうか、右に月別の推移の図と表。",
    },
];

/// The program on a practice ledger, brought to what the picture shows.
fn shown(shot: &Shot, home: &Path) -> Terminal {
    let mut command = CommandBuilder::new(SOUDAN);
    command.args(["demo", "--today", "2026-09-30", "--lang", shot.lang]);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("TZ", "Asia/Tokyo");
    command.env("HOME", home);
    command.cwd(home);
    let mut terminal = Terminal::sized(command, shot.size);
    for (before, keys) in shot.keys {
        terminal.wait_for_text(before);
        terminal.send(keys);
    }
    terminal.wait_for_text(shot.last);
    terminal
}

fn drawn(shot: &Shot, terminal: &Terminal) -> String {
    picture(
        terminal.seen().parser.screen(),
        shot.lang,
        shot.title,
        shot.description,
    )
}

/// The picture of a screen on which nothing moves any more.
fn when_still(shot: &Shot, terminal: &Terminal) -> String {
    let mut bytes = terminal.bytes();
    loop {
        thread::sleep(STILL);
        let now = terminal.bytes();
        if now == bytes {
            return drawn(shot, terminal);
        }
        bytes = now;
    }
}

#[test]
fn the_pictures_show_the_program_as_it_is() {
    let home = folder();
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    for shot in &SHOTS {
        let path = pictures.join(format!("{}.svg", shot.name));
        let terminal = shown(shot, home.path());
        if std::env::var_os(WRITE).is_some() {
            fs::create_dir_all(&pictures).expect("a folder");
            fs::write(&path, when_still(shot, &terminal)).expect("written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        let begun = Instant::now();
        while drawn(shot, &terminal) != kept {
            assert!(
                begun.elapsed() < SOON,
                "{} is another now; {WRITE}=write cargo test --test it pictures writes it anew:\n{}",
                shot.name,
                terminal.text()
            );
            thread::sleep(Duration::from_millis(20));
        }
        is_sound(shot, &kept);
    }
}

/// A picture is small, says what it shows, and loads nothing from elsewhere.
fn is_sound(shot: &Shot, svg: &str) {
    assert!(svg.len() < MOST_BYTES, "{} has {} bytes", shot.name, svg.len());
    for what in ["href", "url(", "@import", "<script", "<image", "<foreignObject"] {
        assert!(!svg.contains(what), "{} {what}", shot.name);
    }
    assert_eq!(svg.matches("http").count(), 1, "the name of the format alone");
    assert!(svg.contains("<title ") && svg.contains("<desc "));
}
