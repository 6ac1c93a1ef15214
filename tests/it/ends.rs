//! Whatever ends the program, right behind the last key that stood on the screen: no key of any form is
//! lost, and the terminal is given back. The kill that nothing can answer is `kill_session`.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use portable_pty::CommandBuilder;
use soudan::domain::draft::Draft;
use soudan::locale::Lang;
use soudan::store::{Drafts, Ledger, Opening};
use soudan::tui::settings::Settings;
use soudan::tui::{Options, Who};

use crate::screen::{in_utc, on};
use crate::terminal::{KEYS, SOON, Terminal, ledger, soudan, started};

/// Something that ends the program.
#[derive(Clone, Copy, Debug)]
enum End {
    Signal(Signal),
    /// The terminal goes; with SIGHUP where it is the controlling one.
    Gone {
        controlling: bool,
    },
    Panic(Thread),
}

#[derive(Clone, Copy, Debug)]
enum Thread {
    Drawing,
    Other,
}

/// A form, by the keys that lead there, each with what it shows, and what its draft holds then.
struct Place {
    name: &'static str,
    keys: &'static [(&'static str, &'static str)],
    holds: &'static [(&'static str, &'static str)],
}

const PLACES: [Place; 8] = [
    Place {
        name: "a note",
        keys: &[("p", "新しい相談"), ("書きかけの文", "書きかけの文")],
        holds: &[("content", "書きかけの文"), ("channel", "phone")],
    },
    Place {
        name: "half a choice",
        keys: &[("v", "新しい相談"), ("聞いた\tso", "聞いた"), ("b", "sob")],
        holds: &[("content", "聞いた"), ("who", "sob"), ("channel", "visit")],
    },
    Place {
        name: "a line behind others",
        keys: &[("p", "新しい相談"), ("\t2\ti\t4\t", "分で書きます"), ("45", "45")],
        holds: &[
            ("who", "relation:mother"),
            ("municipality", "iwakuni"),
            ("minutes", "45"),
        ],
    },
    Place {
        name: "a correction",
        keys: &[("2", "28件"), ("e", "を直す"), ("追って書く", "追って書く")],
        holds: &[("content", "追って書く")],
    },
    Place {
        name: "a draft taken up again",
        keys: &[
            ("p", "新しい相談"),
            ("はじめ", "はじめ"),
            ("\x1b", "下書きを残しました"),
            ("\x0f", "はじめ"),
            ("とつづき", "はじめとつづき"),
        ],
        holds: &[("content", "はじめとつづき")],
    },
    Place {
        name: "a question over the form",
        keys: &[
            ("p", "新しい相談"),
            ("途中", "途中"),
            ("\x03", "入力をやめますか"),
        ],
        holds: &[("content", "途中")],
    },
    Place {
        name: "the help over the form",
        keys: &[("p", "新しい相談"), ("途中", "途中"), ("\x1bOP", "Ctrl-S")],
        holds: &[("content", "途中")],
    },
    Place {
        name: "a form that was left",
        keys: &[
            ("p", "新しい相談"),
            ("途中", "途中"),
            ("\x1b", "下書きを残しました"),
        ],
        holds: &[("content", "途中")],
    },
];

/// Where the program, run by this binary, finds its ledger and its order to panic.
const HOME: &str = "SOUDAN_TEST_PANIC_HOME";

/// Does nothing unless the tests below run it in a terminal of its own.
#[test]
fn a_session_that_panics() {
    let Some(home) = std::env::var_os(HOME) else {
        return;
    };
    let home = Path::new(&home);
    let is_ordered = |thread: Thread| home.join(format!("{thread:?}")).exists();
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_ordered(Thread::Other) {
                thread::sleep(Duration::from_millis(1));
            }
            panic!("in another thread");
        });
        let (order, now) = (home.join(format!("{:?}", Thread::Drawing)), on("2022-09-30"));
        let options = Options {
            ledger: Ledger::open(&home.join("ledger.soudan"), &Opening::default()).expect("a ledger"),
            lang: Lang::Ja,
            // The drawing thread asks it twice a second.
            clock: Box::new(move || {
                assert!(!order.exists(), "in the drawing thread");
                now()
            }),
            local: in_utc(),
            who: Who {
                staff: None,
                account: "account".to_owned(),
            },
            state_dir: home.join("state"),
            is_new: false,
            settings: Settings::default(),
            caution: None,
            ambiguous: None,
            is_practice: false,
        };
        soudan::tui::run(options).expect("a screen");
    });
}

fn command(end: End, path: &Path) -> CommandBuilder {
    let mut plain = soudan(path);
    match end {
        End::Signal(_) => plain,
        End::Gone { controlling } => {
            plain.set_controlling_tty(controlling);
            plain
        }
        End::Panic(_) => {
            let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
            command.args(["--exact", "ends::a_session_that_panics", "--nocapture"]);
            command.env(HOME, path.parent().expect("a folder"));
            command.env("TERM", "xterm-256color");
            command
        }
    }
}

/// Within which time it is to end; a report with a backtrace takes its own.
fn within(end: End) -> Duration {
    match end {
        End::Signal(_) => Duration::from_millis(500),
        End::Gone { .. } => Duration::from_secs(2),
        End::Panic(_) => SOON,
    }
}

/// Ends it behind the last of the keys; the exit status that is due.
fn bring_about(end: End, path: &Path, terminal: &mut Terminal, keys: &str, shown: &str) -> u32 {
    if let End::Gone { .. } = end {
        terminal.vanish(keys, shown);
        return 129;
    }
    terminal.send(keys);
    terminal.wait_for_text(shown);
    match end {
        End::Signal(signal) => {
            kill(terminal.pid(), signal).expect("sent");
            128 + signal as u32
        }
        End::Panic(thread) => {
            fs::write(path.with_file_name(format!("{thread:?}")), "").expect("ordered");
            101
        }
        End::Gone { .. } => unreachable!("above"),
    }
}

/// The drafts that the next start will find, and nothing else is beside them.
#[track_caller]
fn only_draft(path: &Path, case: &str) -> Draft {
    let mut left = Drafts::beside(path).left();
    assert_eq!(left.len(), 1, "{case}");
    left.remove(0).1
}

/// How long it took.
fn assert_nothing_is_lost(end: End, place: &Place) -> Duration {
    let case = format!("{end:?} in {}", place.name);
    let (_folder, path) = ledger();
    let mut terminal = Terminal::start(command(end, &path));
    terminal.wait_for_text(KEYS);
    let (last, before) = place.keys.split_last().expect("keys");
    for (keys, shown) in before {
        terminal.send(keys);
        terminal.wait_for_text(shown);
    }
    let status = bring_about(end, &path, &mut terminal, last.0, last.1);
    let (ended, took) = terminal.end();
    assert_eq!(ended, status, "{case}");
    if !matches!(end, End::Gone { .. }) {
        terminal.is_left();
        assert!(
            !terminal.text().contains(place.holds[0].1),
            "{case}: it stays on the screen"
        );
    }
    let draft = only_draft(&path, &case);
    for (name, text) in place.holds {
        let slot = draft.slots.iter().find(|slot| slot.name == *name);
        let slot = slot.unwrap_or_else(|| panic!("{case}: no {name} in {draft:?}"));
        // The library says goodbye to the terminal with Enter.
        let typed = slot.typed.trim_end_matches('\n');
        let is_correction = draft.base.is_some() && typed.ends_with(text);
        let is_there = typed == *text || slot.chosen.join(",") == *text || is_correction;
        assert!(is_there, "{case}: {draft:?}");
    }
    took
}

fn assert_nothing_is_lost_anywhere(end: End) {
    let times = PLACES.iter().map(|place| assert_nothing_is_lost(end, place));
    // Other tests keep the disk busy: one end in time shows that nothing is waited for.
    let took = times.min().expect("places");
    assert!(took < within(end), "{end:?} took {took:?}");
}

#[test]
fn signals_lose_no_key() {
    thread::scope(|scope| {
        for signal in [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP, Signal::SIGQUIT] {
            scope.spawn(move || assert_nothing_is_lost_anywhere(End::Signal(signal)));
        }
    });
}

#[test]
fn a_terminal_that_goes_takes_no_key_along() {
    for controlling in [true, false] {
        assert_nothing_is_lost_anywhere(End::Gone { controlling });
    }
}

#[test]
fn a_panic_loses_no_key() {
    for thread in [Thread::Drawing, Thread::Other] {
        assert_nothing_is_lost_anywhere(End::Panic(thread));
    }
}

#[test]
fn the_next_start_offers_it_and_it_is_saved_once() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("p書きかけの文");
    terminal.wait_for_text("書きかけの文");
    kill(terminal.pid(), Signal::SIGTERM).expect("sent");
    terminal.end();
    let mut again = started(&path);
    again.wait_for_text("下書きが1件");
    again.send("\x0f");
    again.wait_for_text("書きかけの文");
    again.send("\t2\x13");
    again.wait_for_text("保存しました");
    again.send("q");
    assert_eq!(again.end().0, 0);
    assert!(Drafts::beside(&path).left().is_empty());
    assert!(!started(&path).text().contains("下書き"));
}

/// A shell in the terminal, with the program in front of it.
fn under_a_shell(path: &Path, then: &str) -> Terminal {
    let mut command = soudan(path);
    let script = format!("\"$0\" \"$@\"; {then}");
    let shell = ["sh", "-c", &script].map(std::ffi::OsString::from);
    command.get_argv_mut().splice(0..0, shell);
    let terminal = Terminal::start(command);
    terminal.wait_for_text(KEYS);
    terminal
}

/// The program behind that shell.
fn child_of(shell: nix::unistd::Pid) -> nix::unistd::Pid {
    let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).expect("children");
    let child = children.split_whitespace().next().expect("a child");
    nix::unistd::Pid::from_raw(child.parse().expect("a number"))
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_typed_ahead_is_not_left_to_the_shell() {
    let (_folder, path) = ledger();
    let mut terminal = under_a_shell(
        &path,
        "echo over; stty raw; timeout --foreground 1 cat; stty sane; echo behind",
    );
    terminal.send("p書きかけ\t2");
    terminal.wait_for_text("書きかけ");
    // The drawing thread waits for the lock and reads no key.
    let other = crate::faults::tool(&path);
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    terminal.send("\x13");
    thread::sleep(Duration::from_millis(300));
    terminal.send("touch typed-ahead\r");
    thread::sleep(Duration::from_millis(100));
    kill(child_of(terminal.pid()), Signal::SIGTERM).expect("sent");
    terminal.wait_for_text("behind");
    let text = terminal.text();
    assert!(text.contains("over") && !text.contains("typed-ahead"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_without_another_screen_shows_nothing_afterwards() {
    let (_folder, path) = ledger();
    let mut terminal = under_a_shell(&path, "echo over; read wait");
    terminal.wait_for_text("山陽小野田市");
    terminal.send("q");
    terminal.wait_for_text("over");
    // What such a terminal makes of it: everything but the other screen.
    let mut plain = vt100::Parser::new(24, 80, 100);
    let output = terminal.output();
    let text = output.replace("\x1b[?1049h", "").replace("\x1b[?1049l", "");
    plain.process(text.as_bytes());
    plain.screen_mut().set_scrollback(100);
    let all = plain.screen().contents();
    assert!(all.contains("over") && !all.contains("山陽小野田市"), "{all}");
}

#[test]
fn a_terminal_that_takes_nothing_keeps_no_key_from_being_read_and_kept() {
    let (_folder, path) = ledger();
    let mut terminal = Terminal::sized(soudan(&path), (200, 60));
    terminal.wait_for_text(KEYS);
    let text = "あいうえお".repeat(8);
    let status = terminal.unread(|terminal| {
        // More frames than any terminal holds.
        for _ in 0..150 {
            terminal.send("12");
            thread::sleep(Duration::from_millis(4));
        }
        terminal.send("p");
        for c in text.chars() {
            terminal.send(&c.to_string());
            thread::sleep(Duration::from_millis(4));
        }
        thread::sleep(Duration::from_millis(500));
        kill(terminal.pid(), Signal::SIGTERM).expect("sent");
        terminal.end().0
    });
    assert_eq!(status, 128 + Signal::SIGTERM as u32);
    let left = Drafts::beside(&path).left();
    assert_eq!(left[0].1.slot("content").expect("a note").typed, text);
    assert!(terminal.is_as_found(), "the terminal's settings");
}

#[test]
fn what_a_terminal_takes_late_is_what_there_is_to_see() {
    let (_folder, path) = ledger();
    let mut terminal = Terminal::sized(soudan(&path), (200, 60));
    terminal.wait_for_text(KEYS);
    terminal.unread(|terminal| {
        for _ in 0..150 {
            terminal.send("12");
            thread::sleep(Duration::from_millis(4));
        }
        terminal.send("p書きかけ");
        thread::sleep(Duration::from_millis(300));
    });
    terminal.wait_for_text("書きかけ");
    terminal.wait_for_text("新しい相談");
    terminal.send("の文");
    terminal.wait_for_text("書きかけの文");
}
