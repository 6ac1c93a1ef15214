//! Files and folders that commands write: whole or not at all, over nothing that is not theirs, and nothing
//! half written stays.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use rustix::fs::{FlockOperation, flock};

use crate::kill::{has_strace, injected, killed_at};
use crate::transcript::Session;

/// Name and content of every file in a folder.
type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let listed = fs::read_dir(folder).into_iter().flatten().flatten();
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).expect("a file"))
    };
    listed.map(read).collect()
}

fn report(session: &Session, options: &[&str]) -> Command {
    let mut program = session.program();
    program.args(["report", "2022-09", "--format", "csv", "-o"]);
    program.arg(session.path("out")).args(options);
    program
}

/// What is half written lies nowhere.
#[track_caller]
fn no_part(session: &Session) {
    let names = session.names(".");
    assert!(names.iter().all(|name| !name.contains(".part")), "{names:?}");
}

#[test]
fn a_folder_is_written_whole_or_not_at_all_on_a_full_disk() {
    if !has_strace() {
        return;
    }
    let session = Session::half_year();
    let full = |n: usize, options: &[&str]| {
        let what = format!("fsync:error=ENOSPC:when={n}+");
        injected(&what, Path::new("/dev/null"), &report(&session, options))
    };
    let output = full(5, &[]);
    assert_eq!(output.status.code(), Some(13), "{output:?}");
    assert!(!session.path("out").exists());
    no_part(&session);
    // The next try finds nothing in its way.
    session.run("report 2022-09 --format csv -o out").out();
    let internal = files(&session.path("out"));
    let output = full(5, &["--force", "--public"]);
    assert_eq!(output.status.code(), Some(13), "{output:?}");
    assert_eq!(files(&session.path("out")), internal);
    no_part(&session);
}

#[test]
fn a_folder_is_the_old_one_or_the_new_one_wherever_its_writer_is_killed() {
    if !has_strace() {
        return;
    }
    let session = Session::half_year();
    session
        .run("report 2022-09 --format csv -o public --public")
        .out();
    session.run("report 2022-09 --format csv -o out").out();
    let (internal, public) = (files(&session.path("out")), files(&session.path("public")));
    assert_ne!(internal, public);
    let mut kills = 0;
    for call in ["mkdir", "write", "fsync", "flock", "renameat2", "unlink", "rmdir"] {
        for n in (1..).step_by(if call == "write" { 9 } else { 3 }) {
            let output = killed_at(call, n, &report(&session, &["--force", "--public"]));
            let found = files(&session.path("out"));
            let is_done = output.status.success();
            assert!(
                found == public || (!is_done && found == internal),
                "{call} {n}: {:?}",
                found.keys()
            );
            session.run("report 2022-09 --format csv -o out --force").out();
            assert_eq!(files(&session.path("out")), internal, "{call} {n}");
            no_part(&session);
            if is_done {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills > 10, "{kills}");
}

#[test]
fn a_folder_with_other_files_in_it_is_not_written_over() {
    let session = Session::half_year();
    session.run("report 2022-09 --format csv -o out").out();
    for foreign in [
        "mine.csv",
        "30-old.csv",
        "02-running_family.CSV",
        ".DS_Store",
        "x-months.csv",
    ] {
        let path = format!("out/{foreign}");
        session.file(&path, "mine");
        session.run("report 2022-09 --format csv -o out --force").refuses(
            1,
            &format!("{path} は会議資料のファイルではないので、このフォルダーには上書きしません。それを移すか、別の名前を指定してください。"),
        );
        assert_eq!(fs::read_to_string(session.path(&path)).expect("a file"), "mine");
        fs::remove_file(session.path(&path)).expect("removed");
    }
    // An earlier packet's tables go, also those that this one does not have.
    session
        .file("out/31-changes_2022_04.csv", "x")
        .file("out/17-cases.csv", "x");
    session.run("report 2022-09 --format csv -o out/ --force").out();
    let names = session.names("out");
    assert!(
        names.iter().all(|name| !name.contains("changes_2022_04")),
        "{names:?}"
    );
    let mode = |name: &str| {
        fs::metadata(session.path(name))
            .expect("a file")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!((mode("out"), mode("out/00-notes.csv")), (0o700, 0o600));
    session.file("file", "mine");
    for target in ["file", "."] {
        let said = session.run(&format!("report 2022-09 --format csv -o {target} --force"));
        assert_eq!(said.status, 1, "{}", said.err);
    }
    no_part(&session);
}

#[test]
fn a_pipe_or_a_device_is_not_written_over() {
    let session = Session::half_year();
    let made = |program: &str, words: &[&str]| {
        let mut command = Command::new(program);
        let output = command.args(words).current_dir(session.path(".")).output();
        output.expect(program).status.success()
    };
    assert!(made("mkfifo", &["pipe"]));
    std::os::unix::fs::symlink("pipe", session.path("link")).expect("a link");
    let mut targets = vec!["pipe", "link"];
    // Only root makes devices; this one is that of /dev/null.
    if made("mknod", &["null", "c", "1", "3"]) {
        targets.push("null");
    }
    for target in targets {
        for command in [
            "report 2022-09 --format md -o",
            "report 2022-09 --format csv -o",
            "export",
            "show R4-東-0001 -o",
        ] {
            session.run(&format!("{command} {target} --force")).refuses(
                1,
                &format!("{target} は上書きできるものではありません。何も書いていません。別の名前を指定してください。"),
            );
        }
    }
}

#[test]
fn what_a_killed_writer_left_goes_with_the_next_one_unless_somebody_holds_it() {
    let session = Session::half_year();
    let (left, held) = ("out.csv.0a1b2c3d.part", "out.csv.4e5f6a7b.part");
    let others = [
        "out.csv.part",
        "out.csv.0a1b2c3.part",
        "out2.csv.0a1b2c3d.part",
        "out.csv.0a1b2c3d.part.csv",
    ];
    for name in others.iter().chain(&[left, held]) {
        session.file(name, "母");
    }
    fs::create_dir(session.path("out.csv.00000000.part")).expect("a folder");
    let holder = File::open(session.path(held)).expect("a file");
    flock(&holder, FlockOperation::LockExclusive).expect("a lock");
    session.run("export out.csv").out();
    let names = session.names(".");
    let is_there = |name: &str| names.iter().any(|there| there == name);
    assert!(!is_there(left), "{names:?}");
    assert!(is_there(held) && is_there("out.csv.00000000.part"), "{names:?}");
    assert!(others.into_iter().all(is_there), "{names:?}");
    drop(holder);
    session.run("export out.csv --force").out();
    assert!(!session.path(held).exists());
}
