//! Sessions with the program itself: a fresh folder, a fixed environment, and each command with what
//! it says on both channels and its status, so that a test reads like what a person sees.

use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::ledgers;

/// A person at a shell, with a folder of their own (`DIR` in what is expected) and a day that is fixed.
pub struct Session {
    folder: tempfile::TempDir,
    today: String,
    lang: Option<&'static str>,
    variables: Vec<(&'static str, String)>,
    /// Every command and what it said, for snapshots.
    transcript: RefCell<String>,
}

/// What a command said.
pub struct Said {
    command: String,
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Session {
    /// In an empty folder.
    pub fn new() -> Self {
        let transcript = RefCell::default();
        let today = "2022-09-30".to_owned();
        Self {
            folder: ledgers::folder(),
            today,
            lang: None,
            variables: Vec::new(),
            transcript,
        }
    }

    /// With an empty ledger of the eastern center.
    pub fn east() -> Self {
        let session = Self::new();
        drop(ledgers::in_file(&session.folder));
        session
    }

    /// With the ledger of the printed half-year.
    pub fn half_year() -> Self {
        let session = Self::new();
        let mut ledger = ledgers::in_file(&session.folder);
        ledgers::import_file(&mut ledger, &ledgers::printed_half_year());
        session
    }

    /// On another day.
    pub fn on(mut self, today: &str) -> Self {
        today.clone_into(&mut self.today);
        self
    }

    /// In English.
    pub fn in_english(mut self) -> Self {
        self.lang = Some("en");
        self
    }

    /// With a variable of the environment.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.replace("DIR", &self.dir())));
        self
    }

    fn dir(&self) -> String {
        self.folder.path().display().to_string()
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn file(&self, name: &str, text: &str) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
        self
    }

    /// The names of what lies in the folder or one below it, sorted.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect("a folder").flatten();
        let mut names: Vec<_> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The program with its environment, before any argument.
    pub fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_soudan"));
        program
            .env_clear()
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("LANG", "C")
            .env("TZ", "Asia/Tokyo")
            .env("TERM", "xterm-256color")
            .env("SOUDAN_STAFF", "c1")
            .env("SOUDAN_LEDGER", self.path("ledger.soudan"))
            .env("SOUDAN_LANG", self.lang.unwrap_or(""));
        for (name, value) in &self.variables {
            program.env(name, value);
        }
        program.args(["--today", &self.today]);
        program
    }

    /// Runs a command line, split at spaces but within apostrophes.
    pub fn run(&self, words: &str) -> Said {
        self.run_with(words, b"")
    }

    /// The same, with something on standard input.
    pub fn run_with(&self, words: &str, stdin: &[u8]) -> Said {
        let mut program = self.program();
        program.args(split(&words.replace("DIR", &self.dir())));
        let streams = program
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = streams.spawn().expect("the program");
        // A command that reads nothing may be gone before all is written.
        let _ = child.stdin.take().expect("a pipe").write_all(stdin);
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().expect("its end");
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes)
                .expect("UTF-8")
                .replace(&self.dir(), "DIR")
        };
        let said = Said {
            command: words.to_owned(),
            status: status.code().expect("a status"),
            out: text(stdout),
            err: text(stderr),
        };
        let status = if said.status == 0 {
            String::new()
        } else {
            format!("[{}]\n", said.status)
        };
        *self.transcript.borrow_mut() += &format!("$ soudan {words}\n{}{}{status}\n", said.out, said.err);
        said
    }

    /// Everything that was said so far, with ids and times of day masked.
    pub fn transcript(&self) -> String {
        masked(&self.transcript.borrow())
    }
}

impl Said {
    /// It went well, printed this and said nothing else.
    #[track_caller]
    pub fn prints(&self, out: &str) -> &Self {
        assert_eq!(
            (self.status, &*self.err),
            (0, ""),
            "{}: {}",
            self.command,
            self.out
        );
        assert_eq!(self.out, out, "{}", self.command);
        self
    }

    /// It was refused with this one line and status, and printed nothing.
    #[track_caller]
    pub fn refuses(&self, status: i32, err: &str) -> &Self {
        assert_eq!(self.err, format!("{err}\n"), "{}", self.command);
        assert_eq!((self.status, &*self.out), (status, ""), "{}", self.command);
        self
    }

    /// It went well; what it printed, whatever it noted besides.
    #[track_caller]
    pub fn out(&self) -> &str {
        assert_eq!(self.status, 0, "{}: {}", self.command, self.err);
        &self.out
    }

    /// It went well and noted this besides.
    #[track_caller]
    pub fn notes(&self, err: &str) -> &Self {
        assert_eq!(self.status, 0, "{}: {}", self.command, self.err);
        assert_eq!(self.err, err, "{}", self.command);
        self
    }

    /// What it printed, as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.out()).expect("JSON")
    }

    /// The id that it printed, alone on its line.
    #[track_caller]
    pub fn id(&self) -> uuid::Uuid {
        let line = self.out().strip_suffix('\n').expect("a line");
        let id: uuid::Uuid = line.parse().expect("an id");
        assert_eq!(
            (line, id.get_version_num()),
            (id.hyphenated().to_string().as_str(), 7)
        );
        id
    }
}

/// Splits words at spaces; between apostrophes they stay together.
fn split(words: &str) -> Vec<String> {
    let mut split = Vec::new();
    for (at, part) in words.split('\'').enumerate() {
        match at % 2 {
            0 => split.extend(part.split_whitespace().map(str::to_owned)),
            _ => split.push(part.to_owned()),
        }
    }
    split
}

/// Text in which no run differs from another: `ID` for ids, `HH:MM` for the clock after a date.
pub fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let id = rest.get(..36).filter(|id| id.parse::<uuid::Uuid>().is_ok());
        let time = rest.get(..9).filter(|time| {
            let mut chars = time.chars();
            chars.next() == Some(')')
                && chars.next() == Some(' ')
                && chars
                    .clone()
                    .take(5)
                    .enumerate()
                    .all(|(at, c)| if at == 2 { c == ':' } else { c.is_ascii_digit() })
                && chars.skip(5).collect::<String>() == "  "
        });
        let (taken, written) = match (id, time) {
            (Some(_), _) => (36, "ID".to_owned()),
            (None, Some(_)) => (9, ") HH:MM  ".to_owned()),
            (None, None) => (c.len_utf8(), c.to_string()),
        };
        masked += &written;
        rest = &rest[taken..];
    }
    masked
}

/// Whether anything lies at a path.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
