//! Drafts on disk: whole or the one before, whatever happens; offered once, by one process.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use soudan::domain::draft::DraftSlot;
use soudan::error::Unwritable;
use soudan::locale::Lang;
use soudan::store::Drafts;
use soudan::tui::Surroundings;
use soudan::tui::keeper::Keeper;

use crate::ledgers::{draft, folder, in_memory};
use crate::screen::{Screen, on, surroundings};
use crate::terminal::{KEYS, Terminal, ledger, soudan, started};

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn beside(folder: &tempfile::TempDir) -> (Drafts, PathBuf) {
    let ledger = folder.path().join("ledger.soudan");
    (
        Drafts::beside(&ledger),
        folder.path().join("ledger.soudan.drafts"),
    )
}

#[test]
fn a_draft_is_read_back_as_it_was_and_an_unused_file_goes() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let mut one = drafts.reserve().expect("a file");
    let spare = drafts.reserve().expect("a file");
    let mut written = draft("退院後の預け先。\n\"引用\"");
    written.base_rev = Some(3);
    written.base = Some([("content".to_owned(), "前の内容".to_owned())].into());
    one.write(&draft("はじめ")).expect("written");
    one.write(&written).expect("written");
    assert_eq!(fs::metadata(&path).expect("a folder").mode() & 0o777, 0o700);
    for file in files(&path) {
        assert_eq!(fs::metadata(file).expect("a file").mode() & 0o777, 0o600);
    }
    assert!(drafts.left().is_empty(), "both are held by a living process");
    drop((one, spare));
    let left = drafts.left();
    assert_eq!(
        left.iter().map(|(_, draft)| draft.clone()).collect::<Vec<_>>(),
        [written]
    );
    assert_eq!(files(&path).len(), 1, "the unused file is gone");
}

#[test]
fn cut_off_at_any_byte_the_last_whole_draft_is_there() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let mut file = drafts.reserve().expect("a file");
    file.write(&draft("一")).expect("written");
    let before = fs::read(&files(&path)[0]).expect("bytes");
    file.write(&draft("二")).expect("written");
    let after = fs::read(&files(&path)[0]).expect("bytes");
    drop(file);
    let changed: Vec<usize> = (0..after.len()).filter(|at| before[*at] != after[*at]).collect();
    let path = files(&path).remove(0);
    for cut in 0..=changed.len() {
        let mut torn = before.clone();
        for at in &changed[..cut] {
            torn[*at] = after[*at];
        }
        fs::write(&path, &torn).expect("written");
        let (_, read) = drafts.left().remove(0);
        let expected = if cut == changed.len() { "二" } else { "一" };
        assert_eq!(read.slots[0].typed, expected, "{cut} of {} bytes", changed.len());
    }
}

#[test]
fn of_two_drafts_of_one_record_neither_is_lost() {
    let home = folder();
    let (drafts, _) = beside(&home);
    let record = draft("").id;
    for (at_ms, text) in [(1, "はじめの人"), (2, "次の人")] {
        let mut written = draft(text);
        written.id = record;
        written.at_ms = at_ms;
        drafts
            .reserve()
            .expect("a file")
            .write(&written)
            .expect("written");
    }
    // The newer one is offered, and done with.
    let (keeper, left) = Keeper::start(drafts.clone()).expect("a keeper");
    let texts: Vec<_> = left.iter().map(|draft| draft.slots[0].typed.as_str()).collect();
    assert_eq!(texts, ["次の人"]);
    keeper.forget(left[0].id);
    keeper.end();
    // The other is there for the next start.
    let left = drafts.left();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].1.slots[0].typed, "はじめの人");
}

/// The file of a draft that a process left.
fn one_left(drafts: &Drafts, path: &Path) -> PathBuf {
    let mut file = drafts.reserve().expect("a file");
    file.write(&draft("退院後の預け先")).expect("written");
    files(path).remove(0)
}

#[test]
fn a_draft_that_is_damaged_is_kept_and_told_of() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let on_disk = one_left(&drafts, &path);
    let mut bytes = fs::read(&on_disk).expect("read");
    let text = "退院後".as_bytes();
    let at = bytes
        .windows(text.len())
        .position(|part| part == text)
        .expect("the text");
    bytes[at] ^= 1;
    fs::write(&on_disk, &bytes).expect("damaged");
    assert!(drafts.left().is_empty());
    let damaged = drafts.damaged();
    assert_eq!(damaged, files(&path));
    assert_eq!(fs::read(&damaged[0]).expect("read"), bytes);
    // It stays, however often one starts.
    assert!(drafts.left().is_empty());
    assert_eq!(drafts.damaged().len(), 1);
}

#[test]
fn the_largest_form_fits() {
    let home = folder();
    let (drafts, _) = beside(&home);
    let mut file = drafts.reserve().expect("a file");
    let mut largest = draft(&"\"".repeat(20_000));
    for at in 0..26 {
        let typed = if at == 0 {
            "𠮷".repeat(20_000)
        } else {
            "𠮷".repeat(200)
        };
        largest.slots.push(DraftSlot {
            name: format!("slot{at}"),
            chosen: Vec::new(),
            typed,
        });
    }
    let base = largest
        .slots
        .iter()
        .map(|slot| (slot.name.clone(), slot.typed.clone()));
    largest.base = Some(base.collect());
    file.write(&largest).expect("written");
    drop(file);
    assert_eq!(drafts.left().remove(0).1, largest);
}

#[test]
fn a_folder_that_is_a_link_or_open_to_others_is_not_used() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let elsewhere = home.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    symlink(&elsewhere, &path).expect("a link");
    assert!(drafts.reserve().is_err());
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).expect("modes");
    assert!(drafts.reserve().is_err());
    assert!(files(&elsewhere).is_empty() && files(&path).is_empty());
}

#[test]
fn drafts_that_a_backup_left_open_to_be_read_are_closed_and_offered() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let on_disk = one_left(&drafts, &path);
    fs::set_permissions(&on_disk, fs::Permissions::from_mode(0o644)).expect("modes");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("modes");
    assert_eq!(drafts.left().len(), 1);
    let mode = |path: &Path| fs::metadata(path).expect("a file").mode() & 0o777;
    assert_eq!((mode(&path), mode(&on_disk)), (0o700, 0o600));
}

#[test]
fn who_may_only_read_changes_nothing_about_drafts() {
    let (_folder, path) = ledger();
    let folder = path.with_file_name("ledger.soudan.drafts");
    let on_disk = one_left(&Drafts::beside(&path), &folder);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("modes");
    let mut command = soudan(&path);
    command.arg("--read-only");
    let mut terminal = Terminal::start(command);
    terminal.wait_for_text(KEYS);
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(fs::metadata(&folder).expect("a folder").mode() & 0o777, 0o755);
    assert!(on_disk.exists());
}

/// Waits for what another thread does.
#[track_caller]
fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Everything is on disk.
#[track_caller]
fn flushed(keeper: &Keeper) {
    keeper.flush();
    assert_eq!(keeper.standing(None).trouble, None);
}

#[test]
fn a_form_that_has_its_space_is_not_called_unkept() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let (keeper, left) = Keeper::start(drafts).expect("a keeper");
    assert!(left.is_empty());
    let [first, second, third] = ["一", "二", "三"].map(draft);
    keeper.keep(first);
    flushed(&keeper);
    until("space for the next", || files(&path).len() == 2);
    // From here on there is no place for another file.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).expect("modes");
    keeper.keep(second.clone());
    flushed(&keeper);
    until("no space for the next", || {
        keeper.standing(None).no_room == Some(Unwritable::Permission)
    });
    assert_eq!(keeper.standing(Some(second.id)).trouble, None);
    assert!(!keeper.standing(None).loses(second.id));
    keeper.keep(third.clone());
    keeper.flush();
    let standing = keeper.standing(Some(third.id));
    assert_eq!(standing.trouble, Some(Unwritable::Permission));
    assert!(standing.loses(third.id) && !standing.loses(second.id));
    // With a place again it is written without another key.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("modes");
    until("written after all", || !keeper.standing(None).loses(third.id));
    keeper.end();
    until("no unused file", || files(&path).len() == 3);
}

#[test]
fn a_draft_whose_file_was_removed_gets_another() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let (keeper, _) = Keeper::start(drafts.clone()).expect("a keeper");
    let mut typed = draft("一");
    keeper.keep(typed.clone());
    flushed(&keeper);
    until("space for the next", || files(&path).len() == 2);
    fs::remove_dir_all(&path).expect("removed");
    typed.slots[0].typed = "一二".to_owned();
    keeper.keep(typed);
    flushed(&keeper);
    let bytes: Vec<u8> = files(&path)
        .into_iter()
        .flat_map(|file| fs::read(file).unwrap_or_default())
        .collect();
    let text = "一二".as_bytes();
    assert!(bytes.windows(text.len()).any(|window| window == text));
}

/// Nobody is told that something is kept which is not.
#[test]
fn what_cannot_be_kept_is_said_before_one_quits() {
    let home = folder();
    let (drafts, path) = beside(&home);
    fs::create_dir(&path).expect("a folder");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).expect("modes");
    let (keeper, _) = Keeper::start(drafts).expect("a keeper");
    let surroundings = Surroundings {
        keeper,
        ..surroundings(Lang::Ja, on("2022-09-30"))
    };
    let mut screen = Screen::with(in_memory(), surroundings, (80, 24));
    screen.press("p退院後<Esc>");
    let text = screen.text();
    assert!(
        text.contains("下書きを残せません") && !text.contains("残しました"),
        "{text}"
    );
    screen.press("q");
    let text = screen.text();
    assert!(text.contains("終了すると失われます"), "{text}");
    screen.press("<Esc><C-o>");
    assert!(screen.text().contains("退院後"), "{}", screen.text());
}

#[test]
fn a_key_is_on_disk_within_a_second() {
    for (opens, shows) in [("p", "新しい相談"), (";", "一行で入れる")] {
        a_key_is_kept(opens, shows);
    }
}

fn a_key_is_kept(opens: &str, shows: &str) {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send(opens);
    terminal.wait_for_text(shows);
    terminal.send("一");
    let begun = Instant::now();
    let is_there = || {
        let folder = path.with_file_name("ledger.soudan.drafts");
        let bytes = files(&folder)
            .into_iter()
            .flat_map(|file| fs::read(file).unwrap_or_default());
        let bytes: Vec<u8> = bytes.collect();
        bytes.windows(3).any(|window| window == "一".as_bytes())
    };
    while !is_there() {
        assert!(begun.elapsed() < Duration::from_secs(1), "not on disk");
        std::thread::sleep(Duration::from_millis(10));
    }
    // Erasing is a key too: a form in which nothing stands any more is no draft.
    terminal.send("\x7f");
    let begun = Instant::now();
    while is_there() {
        assert!(begun.elapsed() < Duration::from_secs(1), "still on disk");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Each draft is told of by itself: the one that has its space, and the one that has none.
#[test]
fn of_two_drafts_the_one_that_is_kept_is_not_called_lost() {
    let home = folder();
    let (drafts, path) = beside(&home);
    let (keeper, _) = Keeper::start(drafts).expect("a keeper");
    until("space for the first", || files(&path).len() == 1);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).expect("modes");
    let surroundings = Surroundings {
        keeper: keeper.clone(),
        ..surroundings(Lang::Ja, on("2022-09-30"))
    };
    let mut screen = Screen::with(in_memory(), surroundings, (80, 24));
    screen.press("p壱<Esc>");
    assert!(screen.text().contains("残しました"), "{}", screen.text());
    until("no space for the next", || {
        keeper.standing(None).no_room.is_some()
    });
    screen.press("<Up>").tick();
    assert!(screen.text().contains("下書きが1件"), "{}", screen.text());
    screen.press("p弐<Esc>");
    let text = screen.text();
    assert!(
        text.contains("下書きを残せません") && !text.contains("残しました"),
        "{text}"
    );
    screen.press("q");
    assert!(
        screen.text().contains("下書き1件をディスクに残せません"),
        "{}",
        screen.text()
    );
    // With a place again both are kept, and the question says so.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("modes");
    screen.press("<Esc>q");
    assert!(screen.text().contains("下書きが2件"), "{}", screen.text());
}
