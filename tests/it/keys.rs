//! `docs/KEYS.md` is the table of commands, printed.

use std::fs;
use std::path::Path;

use soudan::locale::Lang;
use soudan::locale::screen::words;
use soudan::tui::bindings::{Bindings, NAMES};
use soudan::tui::keymap::Context;

/// Writes the page anew where it is set.
const WRITE: &str = "SOUDAN_KEYS";

fn page() -> String {
    let [ja, en] = [Lang::Ja, Lang::En].map(words);
    let mut page = "# キー / Keys\n\n\
        <!-- SOUDAN_KEYS=write cargo test --test it keys でつくり直します。 -->\n\n\
        全角の文字や記号(ｎ 「 」 ・ ？)も同じキーとして働きます。マウスでは、画面名・数・行・欄・候補・下のキーを\n\
        クリックでき、ホイールで上下に動きます。\n\n\
        Full-width letters and marks act as their keys. The mouse clicks screens, figures, rows, fields, candidates\n\
        and the keys at the bottom; the wheel moves up and down.\n"
        .to_owned();
    for context in Context::ALL {
        page += &format!(
            "\n## {} / {}\n\n| キー | | Keys | |\n|---|---|---|---|\n",
            ja.context(context.name()),
            en.context(context.name())
        );
        let bindings = Bindings::default();
        for (ja, en) in bindings.help(context, ja).iter().zip(bindings.help(context, en)) {
            let row = [&ja.keys, ja.words.long, &en.keys, en.words.long].map(|text| text.replace('|', "\\|"));
            page += &format!("| {} |\n", row.join(" | "));
        }
    }
    page
}

/// The lines of the reference configuration that name the keys of each command.
fn keys_section() -> String {
    let bindings = Bindings::default();
    let [ja, en] = [Lang::Ja, Lang::En].map(words);
    let mut lines = String::new();
    for (name, command) in NAMES {
        let keys = bindings.keys_of(*command);
        let keys: Vec<String> = keys.iter().map(|key| format!("\"{}\"", key.name(en))).collect();
        let row = Context::ALL.iter().find_map(|context| {
            let commands = bindings.commands(*context);
            commands.into_iter().find(|known| known.command == *command)
        });
        let row = row.expect("a row");
        let [ja, en] = [ja, en].map(|words| row.name(words));
        lines += &format!("#= {name} = [{}]  # {ja} / {en}\n", keys.join(", "));
    }
    lines
}

#[test]
fn the_reference_of_the_configuration_names_the_keys_of_the_table() {
    const HEAD: &str = "#= [keys]\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/config.toml");
    let written = fs::read_to_string(&path).expect("the reference");
    let (head, _) = written.split_once(HEAD).expect("the keys");
    let whole = format!("{head}{HEAD}{}", keys_section());
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &whole).expect("written");
    } else {
        assert_eq!(
            written, whole,
            "{WRITE}=write cargo test --test it keys writes it anew"
        );
    }
}

#[test]
fn the_page_of_keys_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/KEYS.md");
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, page()).expect("written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written,
        page(),
        "{WRITE}=write cargo test --test it keys writes it anew"
    );
}
