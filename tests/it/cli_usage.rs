//! Help, usage errors, languages, and what the program does where it stands.

use std::io::Read;
use std::process::Stdio;

use crate::transcript::Session;

#[test]
fn help_is_there_in_both_languages() {
    let session = Session::new();
    for command in ["", "init ", "add ", "list ", "tally ", "import "] {
        session.run(&format!("{command}--help"));
    }
    session.run("-h --lang en");
    session.run("add -h --lang en");
    session.run("tally -h --lang en");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn a_wrong_command_line_is_one_line_and_status_2() {
    let session = Session::east();
    let refusals = [
        (
            "tally --foo",
            "「--foo」という指定はありません。使い方：soudan tally --help",
        ),
        (
            "tally --row x",
            "「--row」という指定はありません。「--rows」のことでしょうか。使い方：soudan tally --help",
        ),
        (
            "tally --rows",
            "--rows に値がありません。使い方：soudan tally --help",
        ),
        ("tally a b", "「b」が余分です。使い方：soudan tally --help"),
        (
            "tally --rows a --rows b",
            "--rows は一度だけ指定できます。使い方：soudan tally --help",
        ),
        (
            "tally --format xml",
            "--format に「xml」は使えません。table csv json md のどれかです。使い方：soudan tally --help",
        ),
        (
            "list --limit many",
            "--limit の値が正しくありません。使い方：soudan list --help",
        ),
        (
            "shwo",
            "「shwo」というコマンドはありません。「show」のことでしょうか。使い方：soudan --help",
        ),
        ("show", "<ID|NUMBER|CASE> が必要です。使い方：soudan show --help"),
        (
            "--lang fr tally",
            "--lang に「fr」は使えません。ja en のどれかです。使い方：soudan tally --help",
        ),
        (
            "",
            "画面は、描画できる端末(TERM=dumb 以外)でのみ使えます。ほかではコマンドをお使いください：soudan --help",
        ),
    ];
    for (words, refusal) in refusals {
        session.run(words).refuses(2, refusal);
    }
}

#[test]
fn a_wrong_command_line_is_said_in_english_too() {
    let english = Session::east().in_english();
    let refusals = [
        ("tally --foo", "There is no option --foo. See soudan tally --help"),
        (
            "shwo",
            "There is no command shwo. Did you mean show? See soudan --help",
        ),
        (
            "tally --format xml",
            "--format does not take xml; it takes table, csv, json, md. See soudan tally --help",
        ),
        (
            "",
            "The screen needs a terminal that can draw (not TERM=dumb); elsewhere use the commands: soudan --help",
        ),
    ];
    for (words, refusal) in refusals {
        english.run(words).refuses(2, refusal);
    }
}

#[test]
fn the_language_is_the_flags_then_the_environments_then_the_configurations_then_the_locales() {
    let told = |session: &Session, flag: &str| session.run(&format!("{flag} check")).out().to_owned();
    let (ja, en) = ("異常はありません。\n", "All is well.\n");
    let cases = [
        // Locale, configuration, SOUDAN_LANG, flag, answer.
        ("C", "", "", "", ja),
        ("POSIX", "", "", "", ja),
        ("fr_FR.UTF-8", "", "", "", ja),
        ("ja_JP.UTF-8", "", "", "", ja),
        ("en_US.UTF-8", "", "", "", en),
        ("en_US.UTF-8", "lang = \"ja\"", "", "", ja),
        ("C", "lang = \"en\"", "", "", en),
        ("C", "lang = \"en\"", "ja", "", ja),
        ("C", "", "en", "", en),
        ("C", "lang = \"ja\"", "ja", "--lang en", en),
        ("en_US.UTF-8", "lang = \"en\"", "en", "--lang=ja", ja),
    ];
    for (locale, config, variable, flag, answer) in cases {
        let session = Session::east().with("LANG", locale).with("SOUDAN_LANG", variable);
        if !config.is_empty() {
            session.file(".config/soudan/config.toml", config);
        }
        assert_eq!(
            told(&session, flag),
            answer,
            "{locale} {config} {variable} {flag}"
        );
    }
    let session = Session::east()
        .with("LANG", "ja_JP.UTF-8")
        .with("LC_ALL", "en_GB.UTF-8");
    assert_eq!(told(&session, ""), en);
    let session = Session::east().with("SOUDAN_LANG", "fr");
    session
        .run("check")
        .refuses(1, "言語「fr」はありません。ja か en です。");
}

#[test]
fn a_wrong_configuration_names_its_line_and_everything_still_works() {
    let session = Session::east();
    for (text, problem) in [
        (
            "# ours\nlamg = \"en\"\n",
            "の2行目：「lamg」という項目はありません。「lang」のことでしょうか。",
        ),
        ("lang = \"fr\"\n", "の1行目：lang は ja en のどれかです。"),
        (
            "lang = \n",
            "の1行目：TOML として読めません。行を直してください。",
        ),
        (
            "theme = light\n",
            "の1行目：言葉は \"light\" のように \" で囲んでください。",
        ),
        (
            "mouse = true\nmouse = true\n",
            "の2行目：同じ項目が二つあります。どちらかの行を消してください。",
        ),
    ] {
        session.file(".config/soudan/config.toml", text);
        session.run("check").notes(&format!(
            "設定ファイル DIR/.config/soudan/config.toml {problem}この設定は使わずに続けます。\n"
        ));
    }
    assert!(
        session
            .run("--help")
            .out()
            .starts_with("医療的ケア児支援センターの相談台帳\n")
    );
}

#[test]
fn whoever_reads_only_the_beginning_ends_it_quietly() {
    let session = Session::half_year();
    for words in [&["list"][..], &["list", "--format", "json"], &["tally"]] {
        let mut program = session.program();
        let streams = program.args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = streams.spawn().expect("the program");
        // The pipe is closed before anything was read from it.
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .expect("a pipe")
            .read_to_string(&mut said)
            .expect("what it said");
        assert_eq!(
            (child.wait().expect("its end").code(), &*said),
            (Some(0), ""),
            "{words:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_said() {
    let session = Session::half_year();
    let said = |words: &[&str]| {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("a full device");
        let output = session
            .program()
            .args(words)
            .stdout(full)
            .output()
            .expect("the program");
        (
            output.status.code(),
            String::from_utf8(output.stderr).expect("UTF-8"),
        )
    };
    let unchanged = "結果を最後まで出力できませんでした。台帳は変わっていません。出力先の空きと権限を確かめてください。\n";
    let saved = "結果を出力できませんでしたが、保存は済んでいます。出力先の空きと権限を確かめてください。\n";
    assert_eq!(said(&["tally"]), (Some(13), unchanged.to_owned()));
    assert_eq!(said(&["list"]), (Some(13), unchanged.to_owned()));
    assert_eq!(
        said(&["add", "--party", "family", "--channel", "phone"]),
        (Some(13), saved.to_owned())
    );
    assert!(session.run("tally").out().contains("記録 29"));
}

#[test]
fn completions_and_the_manual_come_from_the_same_types() {
    let session = Session::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = session.run(&format!("completions {shell}")).out().to_owned();
        assert!(
            ["tally", "demo", "main-topic"]
                .iter()
                .all(|word| script.contains(word)),
            "{shell}"
        );
    }
    let manual = session.run("man").out().to_owned();
    assert!(
        manual.starts_with(".ie") && manual.contains(".SH \"soudan tally\""),
        "{manual}"
    );
    assert!(
        session
            .run("--lang en man")
            .out()
            .contains("Count: the standard tables")
    );
    assert!(session.run("--version").out().starts_with("soudan "));
}
