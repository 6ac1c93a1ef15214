//! The rules of the code itself: who may use whom, what may stand where, and how long it may be.

use std::fs;
use std::path::{Path, PathBuf};

/// Lines of a file at most, tests included.
const FILE_LINES: usize = 700;

/// For each part of the crate, the parts that it may use. `error` speaks of `domain` alone.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("error", &["domain"]),
    ("store", &["domain", "error"]),
    ("locale", &["domain", "error"]),
    ("report", &["domain", "error", "locale"]),
    ("exchange", &["domain", "error", "store", "report", "locale"]),
    ("config", &["domain", "error", "locale"]),
    (
        "cli",
        &[
            "domain", "error", "store", "report", "locale", "exchange", "config", "tui",
        ],
    ),
    (
        "tui",
        &[
            "domain", "error", "store", "report", "locale", "exchange", "config",
        ],
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source");
                found.push((
                    path.strip_prefix(root()).expect("below the root").to_owned(),
                    text,
                ));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// The part of the crate that a file belongs to.
fn part(path: &Path) -> String {
    let second = path.components().nth(1).expect("below src");
    second
        .as_os_str()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

/// A source without its tests and without what is only said in comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    let lines = (1..).zip(text[..end].lines());
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn dependencies_run_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let part = part(&path);
        if ["main", "lib"].contains(&part.as_str()) {
            continue;
        }
        let (_, may_use) = MAY_USE
            .iter()
            .find(|(known, _)| *known == part)
            .expect("a part with a rule");
        for (number, line) in code(&text) {
            for used in line.split("crate::").skip(1) {
                let used: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let is_part = MAY_USE.iter().any(|(known, _)| *known == used);
                if is_part && used != part && !may_use.contains(&used.as_str()) {
                    wrong.push(format!("{}:{number} {part} uses {used}", path.display()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_belongs_to_one_place_stands_only_there() {
    // What, and the beginnings of the paths where it may stand.
    let places: [(&str, &[&str]); 7] = [
        ("rusqlite", &["src/store/"]),
        ("SELECT ", &["src/store/"]),
        ("\\x1b", &["src/tui/"]),
        ("Local::now", &["src/cli/context.rs"]),
        ("Utc::now", &["src/cli/context.rs"]),
        ("SystemTime::now", &["src/cli/context.rs"]),
        (
            "env::var",
            &["src/cli/context.rs", "src/main.rs", "src/tui/theme.rs"],
        ),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        for (number, line) in code(&text) {
            for (what, allowed) in places {
                let here = path.to_string_lossy();
                if line.contains(what) && !allowed.iter().any(|beginning| here.starts_with(beginning)) {
                    wrong.push(format!("{here}:{number} {what}"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_domain_is_pure() {
    let foreign = [
        "std::fs",
        "std::env",
        "std::time",
        "std::io",
        "std::process",
        "std::net",
        "crossterm",
    ];
    for (path, text) in sources("src/domain") {
        for (number, line) in code(&text) {
            for what in foreign {
                assert!(!line.contains(what), "{}:{number} {what}", path.display());
            }
        }
    }
}

#[test]
fn no_socket_is_ever_opened() {
    for (path, text) in sources("src") {
        assert!(
            !text.contains("std::net") && !text.contains("UnixStream"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn files_are_short() {
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= FILE_LINES, "{} has {lines} lines", path.display());
        }
    }
}
