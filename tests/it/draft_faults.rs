//! Drafts of the running program under faults: a full disk, a lock, a ledger that is exchanged, a failed
//! sync, a kill between the record and its draft, and two people at one ledger.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use portable_pty::CommandBuilder;
use soudan::domain::consultation::Consultation;
use soudan::domain::field::Field;
use soudan::store::{Drafts, Ledger, Opening, Selection};

use crate::faults::tool;
use crate::kill::has_strace;
use crate::terminal::{KEYS, SOON, SOUDAN, Terminal, ledger, soudan, started};

/// The texts of the drafts that lie beside a ledger whose programs have ended, the newest first.
fn left(ledger: &Path) -> Vec<String> {
    let left = Drafts::beside(ledger).left();
    let texts = left.iter().filter_map(|(_, draft)| draft.slots.first());
    texts.map(|slot| slot.typed.clone()).collect()
}

/// The records with that text, whole or as its end.
fn with_text(ledger: &Path, text: &str) -> Vec<Consultation> {
    let ledger = Ledger::open(ledger, &Opening::default()).expect("a ledger");
    assert_eq!(ledger.check(false).expect("a check"), []);
    let mut found = Vec::new();
    ledger
        .list(&Selection::default(), &mut |record| {
            if record.entry.text(Field::Content).ends_with(text) {
                found.push(record);
            }
            ControlFlow::Continue(())
        })
        .expect("a list");
    found
}

/// A form with that text in it.
fn typing(path: &Path, text: &str) -> Terminal {
    let mut terminal = started(path);
    type_new(&mut terminal, text);
    terminal
}

fn type_new(terminal: &mut Terminal, text: &str) {
    terminal.send("p");
    terminal.wait_for_text("新しい相談");
    terminal.send(text);
    terminal.wait_for_text(text);
}

/// The program, with some words before it on the command line.
fn under(words: &[&str], path: &Path) -> CommandBuilder {
    let mut command = soudan(path);
    let words: Vec<_> = words.iter().map(Into::into).collect();
    command.get_argv_mut().splice(0..0, words);
    command
}

/// A file system of four megabytes that only these programs see: three sessions, one after another, the
/// last with hardly a place left.
const SMALL_DISK: &str = "mount -t tmpfs -o size=4m,mode=700 none \"$0\" && cp \"$1\" \"$0/ledger.soudan\" \
    && chmod 600 \"$0/ledger.soudan\" && for session in 1 2 3; do \
    if [ $session = 3 ]; then cat /dev/zero >\"$0/filler\" 2>/dev/null; truncate -s -300K \"$0/filler\"; fi; \
    \"$2\" --ledger \"$0/ledger.soudan\" --today 2022-09-30 --lang ja; done";

/// The small disk, as it is seen from outside.
struct Disk(PathBuf);

impl Disk {
    fn fill(&self) {
        let mut filler = fs::File::create(self.0.join("filler")).expect("a file");
        for block in [65536, 4096, 1] {
            while filler.write_all(&vec![0; block]).is_ok() {}
        }
    }

    /// Waits for so many files with their whole space.
    fn wait_for_drafts(&self, expected: usize) {
        let begun = Instant::now();
        let folder = self.0.join("ledger.soudan.drafts");
        let whole = || {
            let files = fs::read_dir(&folder).into_iter().flatten().flatten();
            let sizes = files.filter_map(|file| Some(file.metadata().ok()?.len()));
            sizes.filter(|size| *size == 1 << 20).count()
        };
        while whole() != expected {
            assert!(begun.elapsed() < SOON, "{} of {expected}", whole());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("filler")).expect("removed");
    }
}

/// The small disk with a program on it; nothing where this system lets nobody have one.
fn on_a_small_disk(home: &Path, path: &Path) -> Option<(Disk, Terminal)> {
    let may = std::process::Command::new("unshare")
        .args(["-Urm", "true"])
        .status();
    if !may.is_ok_and(|status| status.success()) {
        eprintln!("not tried: this system lets nobody have a file system of their own");
        return None;
    }
    let disk = home.join("disk");
    fs::create_dir(&disk).expect("a folder");
    let mut command = soudan(path);
    *command.get_argv_mut() = ["unshare", "-Urm", "sh", "-c", SMALL_DISK]
        .iter()
        .map(Into::into)
        .chain([disk.clone().into(), path.into(), SOUDAN.into()])
        .collect();
    let terminal = Terminal::start(command);
    terminal.wait_for_text(KEYS);
    // Seen through the process, which alone has it mounted.
    let inside = format!("/proc/{}/root{}", terminal.pid(), disk.display());
    Some((Disk(PathBuf::from(inside)), terminal))
}

#[test]
fn a_full_disk_saves_nothing_and_loses_nothing() {
    let (home, path) = ledger();
    let Some((disk, mut terminal)) = on_a_small_disk(home.path(), &path) else {
        return;
    };
    type_new(&mut terminal, "書き");
    disk.wait_for_drafts(2);
    disk.fill();
    terminal.send("かけ\t2\x13");
    terminal.wait_for_text("保存できません：ディスクの空きがありません");
    terminal.wait_for_text("入力内容は画面に残っています");
    assert!(terminal.text().contains("書きかけ"));
    // It survives the end on the full disk.
    terminal.send("\x1b");
    terminal.wait_for_text("下書きを残しました");
    terminal.send("q");
    terminal.wait_for_text("下書きが1件");
    terminal.send("q");
    next_session(&terminal, 2);
    // And is offered on it.
    terminal.wait_for_text("下書きが1件");
    disk.wait_for_drafts(2);
    disk.fill();
    terminal.send("\x0f");
    terminal.wait_for_text("書きかけ");
    terminal.send("\x13");
    terminal.wait_for_text("保存できません：ディスクの空きがありません");
    disk.make_room();
    terminal.send("\x13");
    terminal.wait_for_text("保存しました");
    terminal.send("q");
    next_session(&terminal, 3);
    // No space for a draft at the start: that is said before anything is typed.
    terminal.wait_for_text("下書きを残せません");
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
}

fn next_session(terminal: &Terminal, number: usize) {
    terminal.wait_for("next session", |terminal| {
        terminal.output().matches("\x1b[?1049h").count() == number && terminal.text().contains(KEYS)
    });
}

/// Killed as it removes the draft of a record that was just saved.
fn killed_before_the_draft_goes(path: &Path, open: &str, shown: &str, keys: &str) {
    let strace = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=unlink",
        "-e",
        "inject=unlink:signal=KILL:when=1",
    ];
    let mut terminal = Terminal::start(under(&strace, path));
    terminal.wait_for_text(KEYS);
    terminal.send(open);
    terminal.wait_for_text(shown);
    // At once: the disk is written but a few times a second.
    terminal.send(keys);
    terminal.end();
    assert!(
        !Drafts::beside(path).left().is_empty(),
        "the draft is there still"
    );
    // Days later; what was typed as 昨日 is still the day that it was.
    let mut later = soudan(path);
    for word in later.get_argv_mut() {
        if word == "2022-09-30" {
            *word = "2022-10-03".into();
        }
    }
    let mut later = Terminal::start(later);
    later.wait_for_text(KEYS);
    assert!(!later.text().contains("下書き"), "{}", later.text());
    later.send("q");
    assert_eq!(later.end().0, 0);
    assert!(left(path).is_empty());
}

#[test]
fn a_draft_whose_record_was_saved_is_recognised_by_the_next_start() {
    if !has_strace() {
        return;
    }
    let (_folder, path) = ledger();
    killed_before_the_draft_goes(&path, "p", "新しい相談", "一度だけ保存される文\t2\t\t4\x13");
    assert_eq!(with_text(&path, "一度だけ保存される文").len(), 1);
    // Saved from the field 日付, eleven behind 誰から.
    let dated = format!("日付を書いた文\t2{}\x15昨日\x13", "\t".repeat(11));
    killed_before_the_draft_goes(&path, "p", "新しい相談", &dated);
    let saved = with_text(&path, "日付を書いた文").remove(0);
    assert_eq!(saved.entry.day(), Some(crate::ledgers::day("2022-09-29")));
    killed_before_the_draft_goes(&path, "2e", "を直す", "と追記した文\x13");
    let corrected = with_text(&path, "と追記した文");
    assert_eq!(corrected.iter().map(|record| record.rev).collect::<Vec<_>>(), [2]);
}

#[test]
fn nobody_is_offered_what_is_open_elsewhere() {
    let (_folder, path) = ledger();
    let first = typing(&path, "一人目の文");
    let mut second = started(&path);
    assert!(!second.text().contains("下書き"), "{}", second.text());
    type_new(&mut second, "二人目の文");
    // What is a second old is on disk, whatever comes.
    thread::sleep(Duration::from_secs(1));
    kill(first.pid(), Signal::SIGKILL).expect("killed");
    let mut first = first;
    first.end();
    // What the dead one left is offered, what the living one has is not.
    let mut third = started(&path);
    third.wait_for_text("下書きが1件");
    third.send("\x0f");
    third.wait_for_text("一人目");
    // And what is taken up is nobody else's any more.
    assert!(!started(&path).text().contains("下書き"));
    for (terminal, text) in [(&mut second, "二人目の文"), (&mut third, "一人目")] {
        kill(terminal.pid(), Signal::SIGTERM).expect("sent");
        terminal.end();
        assert!(left(&path).iter().any(|left| left.starts_with(text)), "{text}");
    }
    started(&path).wait_for_text("下書きが2件");
}

#[test]
fn drafts_are_their_owners_alone_under_any_umask() {
    let (_folder, path) = ledger();
    let umask = ["sh", "-c", "umask 0; exec \"$0\" \"$@\""];
    let mut terminal = Terminal::start(under(&umask, &path));
    terminal.wait_for_text(KEYS);
    type_new(&mut terminal, "書きかけ");
    terminal.send("\x1b");
    terminal.wait_for_text("下書きを残しました");
    let folder = path.with_file_name("ledger.soudan.drafts");
    let mode = |path: &Path| fs::metadata(path).expect("metadata").mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder).expect("a folder").flatten().collect();
    assert!(!files.is_empty());
    for file in files {
        assert_eq!(mode(&file.path()), 0o600, "{:?}", file.file_name());
    }
}

#[test]
fn a_ledger_that_is_exchanged_or_removed_takes_no_save_and_the_draft_stays() {
    for is_exchanged in [true, false] {
        let (_folder, path) = ledger();
        let mut terminal = typing(&path, "書きかけの文");
        fs::rename(&path, path.with_file_name("away.soudan")).expect("moved");
        let other = is_exchanged.then(|| {
            fs::copy(path.with_file_name("away.soudan"), &path).expect("another");
            fs::read(&path).expect("bytes")
        });
        terminal.send("\t2\x13");
        terminal.wait_for_text("入力内容は画面に残っています");
        assert!(terminal.text().contains("保存できません"), "{}", terminal.text());
        assert!(terminal.text().contains("書きかけの文"));
        // A key later it is still said, with the way out.
        terminal.send("\t");
        terminal.wait_for_text("Esc で下書きに残し");
        terminal.send("\x1b");
        terminal.wait_for_text("下書きを残しました");
        terminal.send("q");
        terminal.wait_for_text("下書きが1件");
        terminal.send("q");
        assert_eq!(terminal.end().0, 0);
        assert_eq!(fs::read(&path).ok(), other, "nothing was written there");
        assert_eq!(left(&path), ["書きかけの文"]);
        assert!(with_text(&path.with_file_name("away.soudan"), "書きかけの文").is_empty());
    }
}

#[test]
fn a_lock_that_is_held_on_to_leaves_the_form_as_it_is() {
    let (_folder, path) = ledger();
    let mut terminal = typing(&path, "書きかけの文");
    let other = tool(&path);
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    terminal.send("\t2\x13");
    let begun = Instant::now();
    terminal.wait_for_text("台帳をほかで使用中です");
    let waited = begun.elapsed();
    assert!(
        waited > Duration::from_secs(4),
        "it waited for the lock: {waited:?}"
    );
    terminal.wait_for_text("入力内容は画面に残っています");
    terminal.send("\x1b[Zに続く");
    terminal.wait_for_text("書きかけの文に続く");
    other.execute_batch("ROLLBACK").expect("released");
    terminal.send("\x13");
    terminal.wait_for_text("保存しました");
    assert_eq!(with_text(&path, "書きかけの文に続く").len(), 1);
}

#[test]
fn what_is_typed_while_a_save_waits_is_no_command_of_the_list_behind_it() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("2");
    terminal.wait_for_text("28件");
    terminal.send("p書きかけの文\t2");
    terminal.wait_for_text("書きかけの文");
    let other = tool(&path);
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    terminal.send("\x13");
    thread::sleep(Duration::from_millis(400));
    terminal.send("d1");
    thread::sleep(Duration::from_millis(400));
    other.execute_batch("ROLLBACK").expect("released");
    terminal.wait_for_text("保存しました");
    terminal.wait_for_text("待つ間");
    assert_eq!(with_text(&path, "書きかけの文").len(), 1);
    terminal.wait_for_text("29件");
    // The next keys are commands again.
    terminal.send("d");
    terminal.wait_for_text("を削除する理由");
}

#[test]
fn after_a_failed_sync_nothing_is_tried_blindly_and_the_draft_stays() {
    if !has_strace() {
        return;
    }
    let (_folder, path) = ledger();
    let log = format!("{}-wal", path.display());
    let strace = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-P",
        &log,
        "-e",
        "trace=fsync,fdatasync",
        "-e",
        "inject=fsync,fdatasync:error=EIO",
    ];
    let mut terminal = Terminal::start(under(&strace, &path));
    terminal.wait_for_text(KEYS);
    type_new(&mut terminal, "書きかけの文");
    for _ in 0..2 {
        terminal.send("\t2\x13");
        terminal.wait_for_text("保存できません：ディスクの書き込みで異常が起きました");
        terminal.wait_for_text("入力内容は画面に残っています");
        terminal.send("\x1b[Z");
        terminal.wait_for("status", |terminal| !terminal.text().contains("保存できません"));
    }
    terminal.send("\x1b");
    terminal.wait_for_text("下書きを残しました");
    terminal.send("qq");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(left(&path), ["書きかけの文"]);
}
