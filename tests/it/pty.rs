//! The program on a real terminal: how it enters and leaves it, whatever ends it, and what it sends.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use portable_pty::{CommandBuilder, PtyPair, native_pty_system};
use soudan::locale::Lang;
use soudan::store::Ledger;
use soudan::tui::{crash, guard};

use crate::ledgers::{CALL, add, folder};
use crate::terminal::{KEYS, SOON, SOUDAN, Terminal, ledger, size, soudan, started};

#[test]
fn it_shows_the_figures_and_quits() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    assert!(terminal.is_alternate());
    assert!(!terminal.is_as_found(), "raw");
    let text = terminal.text();
    assert!(
        text.contains(" 東部             3      0      0      0      1      4      -  4月  4 ####"),
        "{text}"
    );
    terminal.send("[");
    terminal.wait_for_text("令和3年度下半期");
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
    terminal.is_left();
    assert!(
        !terminal.text().contains("令和"),
        "nothing stays on the first screen"
    );
}

#[test]
fn signals_end_it_at_once_with_the_terminal_restored() {
    let (_folder, path) = ledger();
    for (signal, status) in [
        (Signal::SIGTERM, 143),
        (Signal::SIGINT, 130),
        (Signal::SIGHUP, 129),
        (Signal::SIGQUIT, 131),
    ] {
        let end = || {
            let mut terminal = started(&path);
            kill(terminal.pid(), signal).expect("sent");
            let (ended, took) = terminal.end();
            assert_eq!(ended, status, "{signal}");
            terminal.is_left();
            took
        };
        // Other tests keep the machine busy: one end in time shows that nothing is waited for.
        let took = end().min(end()).min(end());
        assert!(took < Duration::from_millis(500), "{signal} took {took:?}");
    }
}

#[test]
fn a_terminal_that_takes_nothing_delays_no_signal() {
    let (_folder, path) = ledger();
    let PtyPair { slave, master } = native_pty_system().openpty(size(200, 50)).expect("a pty");
    let mut child = slave.spawn_command(soudan(&path)).expect("a program");
    let mut writer = master.take_writer().expect("a writer");
    // Nobody reads: after some frames the program waits for the terminal.
    for _ in 0..200 {
        writer.write_all(b"?").expect("typed");
        thread::sleep(Duration::from_millis(5));
    }
    let begun = Instant::now();
    kill(
        Pid::from_raw(child.process_id().expect("a program") as i32),
        Signal::SIGTERM,
    )
    .expect("sent");
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(begun.elapsed() < SOON, "still running");
        thread::sleep(Duration::from_millis(2));
    };
    assert_eq!(status.exit_code(), 143);
    assert!(
        begun.elapsed() < Duration::from_millis(500),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn what_another_process_saves_shows_within_two_seconds() {
    let (_folder, path) = ledger();
    let terminal = started(&path);
    let mut other = Ledger::open(&path, &Default::default()).expect("the same ledger");
    add(&mut other, &CALL);
    let begun = Instant::now();
    terminal.wait_for_text("記録 29");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn idle_it_sends_nothing() {
    let (_folder, path) = ledger();
    let terminal = started(&path);
    thread::sleep(Duration::from_millis(200));
    let before = terminal.bytes();
    thread::sleep(Duration::from_secs(2));
    assert_eq!(terminal.bytes() - before, 0);
}

#[test]
fn a_frame_is_one_synchronized_update() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("?");
    terminal.wait_for_text("新しい相談(電話)");
    // The text may have arrived before the end of its frame.
    terminal.wait_for("the end of the frame", |terminal| {
        let output = terminal.output();
        output.matches("\x1b[?2026h").count() == output.matches("\x1b[?2026l").count()
    });
    let output = terminal.output();
    assert_eq!(output.matches("\x1b[?2026h").count(), 2, "{output:?}");
}

#[test]
fn resized_to_one_cell_and_back_it_is_as_at_first() {
    let (_folder, path) = ledger();
    let terminal = started(&path);
    let first = terminal.text();
    for (columns, rows) in [(1, 1), (500, 200), (40, 12), (2, 60), (1, 1), (120, 40)] {
        terminal.resize(columns, rows);
        thread::sleep(Duration::from_millis(20));
    }
    terminal.wait_for_text("計28");
    terminal.resize(80, 24);
    terminal.wait_for("same picture", |terminal| terminal.text() == first);
    assert_eq!(started(&path).text(), first);
}

#[test]
fn steps_leave_the_picture_of_a_fresh_frame() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    let first = terminal.text();
    // Lines of other widths over each other, wide characters over the halves of wide ones.
    for (keys, shows) in [
        ("[[y", "令和3年度累計"),
        ("?", "新しい相談(電話)"),
        ("\x1b", "縦計"),
        ("y]]", "令和4年度上半期"),
    ] {
        terminal.send(keys);
        terminal.wait_for_text(shows);
    }
    terminal.wait_for("same picture", |terminal| terminal.text() == first);
}

#[test]
fn without_colour_nothing_is_coloured() {
    let (_folder, path) = ledger();
    let coloured = |terminal: &Terminal| {
        let seen = terminal.seen();
        let cells = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
        let default = |cell: &vt100::Cell| cell.fgcolor() == vt100::Color::Default;
        cells
            .filter_map(|(row, column)| seen.parser.screen().cell(row, column))
            .any(|cell| !default(cell))
    };
    assert!(coloured(&started(&path)));
    let mut command = soudan(&path);
    command.env("NO_COLOR", "1");
    let plain = Terminal::start(command);
    plain.wait_for_text(KEYS);
    assert!(!coloured(&plain));
    assert_eq!(plain.text(), started(&path).text(), "the words are the same");
}

/// The program as a shell's command.
fn in_a_shell(path: &Path) -> Terminal {
    let inner = soudan(path);
    let mut command = CommandBuilder::new("sh");
    command.args(["-i"]);
    for (name, value) in inner.iter_full_env_as_str() {
        command.env(name, value);
    }
    command.env("PS1", "ready> ");
    command.cwd(path.parent().expect("a folder"));
    let mut terminal = Terminal::start(command);
    terminal.wait_for_text("ready>");
    terminal.send(&format!(
        "{SOUDAN} --ledger {} --today 2022-09-30 --lang ja\n",
        path.display()
    ));
    terminal.wait_for_text(KEYS);
    terminal
}

/// Whether the shell waits for a command. It throws away what is typed before its prompt.
fn has_prompt(terminal: &Terminal) -> bool {
    !terminal.is_alternate() && terminal.text().trim_end().ends_with("\nready>")
}

#[test]
fn a_shell_suspends_it_and_brings_it_back() {
    let (_folder, path) = ledger();
    let mut terminal = in_a_shell(&path);
    let shown = terminal.text();
    for _ in 0..5 {
        terminal.send("\x1a");
        terminal.wait_for("shell", has_prompt);
        assert!(
            !terminal.text().contains("令和"),
            "nothing stays on the first screen"
        );
        terminal.send("fg\n");
        terminal.wait_for("same picture", |terminal| {
            terminal.is_alternate() && terminal.text() == shown
        });
    }
    terminal.send("q");
    terminal.wait_for("shell", |terminal| !terminal.is_alternate());
    terminal.send("echo status $?\n");
    terminal.wait_for_text("status 0");
}

#[test]
fn without_a_shell_it_does_not_suspend() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("\x1a");
    terminal.wait_for_text("中断できません");
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn stopped_and_continued_it_draws_everything_anew() {
    let (_folder, path) = ledger();
    let terminal = started(&path);
    let shown = terminal.text();
    kill(terminal.pid(), Signal::SIGSTOP).expect("sent");
    thread::sleep(Duration::from_millis(50));
    {
        let mut seen = terminal.seen();
        seen.parser.process(b"\x1b[2Jsomething else");
    }
    kill(terminal.pid(), Signal::SIGCONT).expect("sent");
    terminal.wait_for("same picture", |terminal| terminal.text() == shown);
}

#[test]
fn continued_in_a_form_the_caret_is_seen_again() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("p退院後");
    terminal.wait_for_text("退院後");
    let caret = |terminal: &Terminal| {
        let seen = terminal.seen();
        let screen = seen.parser.screen();
        (!screen.hide_cursor()).then(|| screen.cursor_position())
    };
    let before = caret(&terminal);
    assert!(before.is_some(), "seen at first");
    kill(terminal.pid(), Signal::SIGSTOP).expect("sent");
    thread::sleep(Duration::from_millis(50));
    terminal.seen().parser.process(b"\x1b[2J\x1b[?25l");
    kill(terminal.pid(), Signal::SIGCONT).expect("sent");
    terminal.wait_for("the caret", |terminal| caret(terminal) == before);
}

#[test]
fn in_the_background_it_can_be_ended() {
    let (_folder, path) = ledger();
    let mut terminal = in_a_shell(&path);
    terminal.send("\x1a");
    terminal.wait_for("shell", has_prompt);
    terminal.send("bg; sleep 0.3; kill %1; wait %1; echo ended $?\n");
    terminal.wait_for_text("ended 143");
    assert!(!terminal.is_alternate());
}

/// The report's folder, for the test that runs this binary again.
const STATE_DIR: &str = "SOUDAN_TEST_STATE_DIR";

/// Does nothing unless the test below runs it in a terminal of its own.
#[test]
fn a_thread_that_panics() {
    let Some(state_dir) = std::env::var_os(STATE_DIR) else {
        return;
    };
    crash::install(state_dir.into(), Lang::Ja);
    let _guard = guard::Guard::enter().expect("a terminal");
    let _ = thread::spawn(|| panic!("the text of a record")).join();
    thread::sleep(SOON);
}

#[test]
fn a_panic_restores_the_terminal_and_leaves_a_report() {
    let folder = folder();
    let state_dir = folder.path().join("state");
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
    command.args(["--exact", "pty::a_thread_that_panics", "--nocapture"]);
    command.env(STATE_DIR, &state_dir);
    let mut terminal = Terminal::start(command);
    assert_eq!(terminal.end().0, 101);
    terminal.is_left();
    terminal.wait_for_text("報告番号");
    assert!(!terminal.output().contains("the text of a record"));
    let mode = |path: &Path| std::fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
    assert_eq!(mode(&state_dir), 0o700);
    let report = std::fs::read_dir(&state_dir)
        .expect("a folder")
        .next()
        .expect("a report")
        .expect("a report")
        .path();
    assert_eq!(mode(&report), 0o600);
    let text = std::fs::read_to_string(&report).expect("text");
    assert!(text.contains("tests/it/pty.rs"), "{text}");
    assert!(!text.contains("the text of a record"), "{text}");
}
