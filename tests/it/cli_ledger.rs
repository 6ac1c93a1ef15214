//! Commands about the ledger as a whole.

use std::fs;

use crate::faults::tool;
use crate::transcript::{Session, exists};

#[test]
fn a_ledger_is_made_once() {
    let session = Session::new();
    session
        .run("init")
        .refuses(1, "どのセンターの台帳かを --center で指定してください：east west");
    session.run("init --center north").refuses(
        1,
        "プロファイルにセンター「north」がありません。east west のどれかを指定してください。",
    );
    session
        .run("init --center 西部")
        .prints("台帳を作りました：DIR/ledger.soudan\n");
    session.run("init --center east").refuses(
        1,
        "DIR/ledger.soudan はすでにあります。上書きはしません。別の場所を --ledger で指定してください。",
    );
    session.run("check").prints("異常はありません。\n");
}

#[test]
fn a_search_index_that_is_wrong_is_found_and_made_anew() {
    let session = Session::half_year();
    let found = session.run("list --search 吸引").out().to_owned();
    // What a command leaves behind it: the index has come to every record.
    session.run("add --party family --channel phone").id();
    session.run("check").prints("異常はありません。\n");
    let spoil = "UPDATE search_index_data SET block = zeroblob(length(block)) WHERE id > 10";
    tool(&session.path("ledger.soudan"))
        .execute_batch(spoil)
        .expect("damage");
    let said = session.run("check");
    let expected = "検索の索引が記録と合いません。soudan check --reindex で作り直せます。\n";
    assert_eq!((said.status, said.out.as_str()), (1, expected));
    assert_eq!(session.run("list --search 吸引").out(), found);
    session.run("check --reindex --read-only").refuses(
        13,
        "保存できません：読み取り専用で開いています。--read-only を外してください。",
    );
    session
        .run("check --reindex")
        .prints("検索の索引を作り直しました。\n");
    session.run("check --full").prints("異常はありません。\n");
    assert_eq!(session.run("list --search 吸引").out(), found);
}

#[test]
fn a_ledger_is_made_in_the_accounts_own_folder() {
    let session = Session::new().with("SOUDAN_LEDGER", "").in_english();
    let ledger = "DIR/.local/share/soudan/ledger.soudan";
    session.run("tally").refuses(
        1,
        &format!("There is no ledger {ledger}. Make one with soudan init, or name one with --ledger."),
    );
    assert!(!exists(&session.path(".local")));
    session
        .run("init --center east")
        .prints(&format!("Ledger made: {ledger}\n"));
    session.run("check").prints("All is well.\n");
}

#[test]
fn reading_creates_nothing() {
    let session = Session::new();
    let refusal = "台帳がありません：DIR/ledger.soudan。soudan init で作るか、--ledger で指定してください。";
    for command in [
        "tally",
        "list",
        "show R4-東-1",
        "profile",
        "center 岩国",
        "check",
        "backup",
        "undo",
    ] {
        session.run(command).refuses(1, refusal);
    }
    session
        .run("add --party family --channel phone")
        .refuses(1, refusal);
    assert_eq!(session.names(""), Vec::<String>::new());
}

#[test]
fn what_is_no_ledger_is_refused_and_left_alone() {
    let session = Session::new();
    session.file("ledger.soudan", "hello");
    session.run("tally").refuses(
        12,
        "soudan の台帳ではないファイルです。何も変えていません。--ledger の指定を確かめてください。",
    );
    session.file("empty", "");
    session.run("tally --ledger empty").refuses(
        12,
        "空のファイルです。何も変えていません。控えがあれば soudan restore で戻してください。",
    );
    assert_eq!(
        fs::read(session.path("ledger.soudan")).expect("the file"),
        b"hello"
    );
}

#[test]
fn a_profile_is_printed_and_set() {
    let session = Session::east();
    let toml = session.run("profile").out().to_owned();
    assert_eq!(toml, soudan::domain::profile::YAMAGUCHI);
    session.file("new.toml", &toml.replace("ja = \"東部\"", "ja = \"東\""));
    session
        .run("profile --set new.toml")
        .prints("プロファイルを更新しました。\n");
    assert!(session.run("tally").out().contains("\n東  "));

    session.run("add --party family --channel fax").id();
    let without_fax = toml.replace("code = \"fax\"", "code = \"facsimile\"");
    session.file("new.toml", &without_fax);
    session.run("profile --set new.toml").refuses(
        1,
        "相談方法の「FAX」(fax)は記録で使われているため、新しいプロファイルからなくせません。何も変えていません。",
    );
    session.file("new.toml", &toml.replace("format = 1", "format = 2"));
    let line = 1 + toml
        .lines()
        .position(|line| line.starts_with("format"))
        .expect("its format");
    session.run("profile --set new.toml").refuses(
        1,
        &format!("プロファイルの{line}行目：format は 1 だけが使えます。"),
    );
    session.run("profile --set none.toml").refuses(
        1,
        "none.toml を読めません：ファイルがありません。場所を確かめてください。",
    );
    session.run("init --ledger other --profile tokyo").refuses(
        1,
        "プロファイル「tokyo」がありません。yamaguchi か、TOML ファイルの場所を指定してください。",
    );
}

#[test]
fn a_profile_comes_from_a_file() {
    let session = Session::new();
    let toml = soudan::domain::profile::YAMAGUCHI;
    session.file("own.toml", toml);
    session
        .run("init --profile own.toml --center east")
        .prints("台帳を作りました：DIR/ledger.soudan\n");
    session.run("profile").prints(toml);
}

#[test]
fn the_center_of_a_municipality_is_found() {
    let session = Session::east();
    let east = "東部  山口県東部医療的ケア児支援センター  0834-34-6330";
    for typed in ["岩国市", "岩国", "iwakuni", "いわくに", "Iwakuni"] {
        session
            .run(&format!("center {typed}"))
            .prints(&format!("岩国市  {east}\n"));
    }
    session.run("center ya").prints(&format!(
        "柳井市  {east}\n山口市  西部  山口県西部医療的ケア児支援センター  083-252-6041\n"
    ));
    session
        .run("center 県外・不明")
        .prints("県外・不明  どのセンターでも\n");
    session
        .run("center 京都")
        .refuses(1, "「京都」に当たる市町がありません。");
}

#[test]
fn a_backup_is_made_and_restored() {
    let session = Session::half_year();
    let made = session.run("backup copies");
    let name = session.names("copies").concat();
    assert_eq!(made.out(), format!("copies/{name}\n"));
    assert!(
        name.starts_with("ledger-20220930-") && name.ends_with(".soudan"),
        "{name}"
    );

    session.run("add --party family --channel phone").id();
    assert!(session.run("tally").out().contains("記録 29"));
    let restored = session.run(&format!("restore copies/{name}"));
    assert_eq!(restored.out(), "台帳を復元しました。記録 28件\n");
    let kept = session.names("backups").concat();
    restored.notes(&format!("復元前の台帳の控え：DIR/backups/{kept}\n"));
    assert!(session.run("tally").out().contains("記録 28"));
    assert!(
        session
            .run(&format!("tally --ledger backups/{kept}"))
            .out()
            .contains("記録 29")
    );
    session.run("restore nothing").refuses(
        1,
        "nothing を読めません：ファイルがありません。場所を確かめてください。",
    );
}

#[test]
fn the_last_change_is_undone_and_done_again() {
    let session = Session::east();
    let nothing = "取り消せる操作がありません。取り消せるのはご自分の操作だけです。";
    session.run("undo").refuses(1, nothing);
    let nothing_again = "やり直せる操作がありません。やり直せるのは、直前に取り消したご自分の操作だけです。";
    session.run("add --party family --channel phone").id();
    session
        .run("undo")
        .prints("R4-東-0001 の登録を取り消しました。soudan redo でやり直せます。\n");
    assert!(session.run("tally").out().contains("記録 0"));
    session
        .run("redo")
        .prints("R4-東-0001 の登録をやり直しました。\n");
    assert!(session.run("tally").out().contains("記録 1"));
    session.run("redo").refuses(1, nothing_again);

    let other = session.with("SOUDAN_STAFF", "c2");
    other.run("undo").refuses(1, nothing);
}

#[test]
fn nothing_is_written_when_asked_for() {
    let session = Session::east();
    let refusal = "保存できません：読み取り専用で開いています。--read-only を外してください。";
    for command in [
        "add --party family --channel phone",
        "undo",
        "redo",
        "init",
        "restore x",
        "profile --set x",
    ] {
        session
            .run(&format!("--read-only {command}"))
            .refuses(13, refusal);
    }
    assert!(session.run("--read-only tally").out().contains("記録 0"));
}

#[test]
fn a_target_that_cannot_be_is_named_for_what_it_is() {
    let session = Session::half_year();
    fs::create_dir(session.path("folder")).expect("a folder");
    session.file("note.txt", "a note");
    let no_folder = "保存できません：保存先のフォルダーがありません。何も書いていません。場所を確かめるか、\
                     フォルダーを作ってからお試しください。";
    for words in [
        "export none/out.csv",
        "export note.txt/out.csv",
        "show R4-東-0001 --format html -o none/out.html",
        "backup none/deeper",
        "backup note.txt",
        "backup note.txt/deeper",
    ] {
        session.run(words).refuses(13, no_folder);
    }
    let is_folder = "保存できません：指定した所はフォルダーです。何も書いていません。ファイルの名前まで指定してください。";
    for words in [
        "export folder",
        "export folder --force",
        "export folder/",
        "export .",
    ] {
        session.run(words).refuses(13, is_folder);
    }
    let elsewhere = session.with("SOUDAN_LEDGER", "DIR/folder");
    elsewhere.run("init --center east").refuses(13, is_folder);
    let beneath = elsewhere
        .with("SOUDAN_LEDGER", "DIR/note.txt/ledger.soudan")
        .in_english();
    beneath.run("init --center east").refuses(
        13,
        "Cannot save: there is no such folder. Nothing was written. Look at the path, or make the folder first.",
    );
    assert_eq!(beneath.names("."), ["folder", "ledger.soudan", "note.txt"]);
}

#[test]
fn a_bad_backup_is_named_and_the_ledger_left_alone() {
    let session = Session::half_year();
    let made = session.run("backup copies").out().trim_end().to_owned();
    let good = fs::read(session.path(&made)).expect("the backup");
    let mut altered = good.clone();
    let note = "停電".as_bytes();
    for at in 0..good.len() - note.len() {
        if good[at..].starts_with(note) {
            altered[at + 2] ^= 1;
        }
    }
    let cases: [(&str, &[u8]); 4] = [
        (
            "この控えは soudan の台帳ではありません。",
            b"a note about something else",
        ),
        ("この控えは空のファイルです。", b""),
        ("この控えは途中で切れています。", &good[..good.len() / 2]),
        ("この控えは壊れています。", &altered),
    ];
    let ledger = fs::read(session.path("ledger.soudan")).expect("the ledger");
    for (what, bytes) in cases {
        fs::write(session.path("bad"), bytes).expect("a file");
        let said = format!("{what}台帳は変わっていません。別の控えでお試しください。");
        session.run("restore bad").refuses(12, &said);
    }
    assert!(ledger == fs::read(session.path("ledger.soudan")).expect("the ledger"));
    // The same in the ledger itself: a backup of it would be no better.
    fs::write(session.path("ledger.soudan"), &altered).expect("a file");
    session.run("backup copies").refuses(
        15,
        "台帳に書いた時と違う所があるため、控えを作りませんでした。台帳は変わっていません。soudan check で確かめてください。",
    );
}
