//! The program in a real terminal: what is typed goes in, what stands on the screen comes out.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::unistd::Pid;
use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, SlavePty, native_pty_system};
use tempfile::TempDir;

use crate::ledgers::{folder, import_file, in_file, printed_half_year};

/// For what should happen at once, on a machine that is busy with other tests.
pub const SOON: Duration = Duration::from_secs(10);
/// The line of keys: a frame's last text.
pub const KEYS: &str = "q終了";
/// The binary that is tested.
pub const SOUDAN: &str = env!("CARGO_BIN_EXE_soudan");

/// A terminal with a program in it.
pub struct Terminal {
    pub child: Box<dyn Child + Send + Sync>,
    ends: Option<Ends>,
    seen: Arc<Mutex<Seen>>,
    reader: Option<JoinHandle<()>>,
    before: String,
}

/// What keeps the terminal there.
struct Ends {
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal's state can be asked for after the program.
    _slave: Box<dyn SlavePty + Send>,
    writer: Box<dyn Write + Send>,
}

/// What has arrived.
pub struct Seen {
    pub parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Reading ends when this stands on the screen.
    last: Option<String>,
}

impl Terminal {
    pub fn start(command: CommandBuilder) -> Self {
        Self::sized(command, (80, 24))
    }

    /// In a window of so many columns and rows.
    pub fn sized(command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let PtyPair { slave, master } = native_pty_system().openpty(size(columns, rows)).expect("a pty");
        let before = termios(&*master);
        let child = slave.spawn_command(command).expect("a program");
        let mut reader = master.try_clone_reader().expect("a reader");
        let writer = master.take_writer().expect("a writer");
        let seen = Arc::new(Mutex::new(Seen {
            parser: vt100::Parser::new(rows, columns, 0),
            bytes: Vec::new(),
            last: None,
        }));
        let into = Arc::clone(&seen);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                let mut seen = into.lock().expect("what was seen");
                seen.parser.process(&buffer[..read]);
                seen.bytes.extend(&buffer[..read]);
                let text = seen.parser.screen().contents();
                if seen.last.as_ref().is_some_and(|last| text.contains(last)) {
                    return;
                }
            }
        });
        Self {
            child,
            ends: Some(Ends {
                master,
                _slave: slave,
                writer,
            }),
            seen,
            reader: Some(reader),
            before,
        }
    }

    /// The terminal is gone as soon as what these keys show stands on it; only the program is left.
    pub fn vanish(&mut self, keys: &str, shown: &str) {
        self.seen().last = Some(shown.to_owned());
        self.send(keys);
        let reader = self.reader.take().expect("a reader");
        reader.join().expect("all was read");
        self.ends = None;
    }

    fn ends(&self) -> &Ends {
        self.ends.as_ref().expect("a terminal")
    }

    /// What has arrived until now.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("what was seen")
    }

    /// What stands on the screen, without the blanks at the ends of the lines.
    pub fn text(&self) -> String {
        let text = self
            .seen
            .lock()
            .expect("what was seen")
            .parser
            .screen()
            .contents();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    pub fn bytes(&self) -> usize {
        self.seen().bytes.len()
    }

    pub fn output(&self) -> String {
        String::from_utf8_lossy(&self.seen().bytes).into_owned()
    }

    pub fn is_alternate(&self) -> bool {
        self.seen
            .lock()
            .expect("what was seen")
            .parser
            .screen()
            .alternate_screen()
    }

    pub fn is_as_found(&self) -> bool {
        termios(&*self.ends().master) == self.before
    }

    #[track_caller]
    pub fn wait_for(&self, what: &str, is_there: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_there(self) {
            assert!(begun.elapsed() < SOON, "no {what}:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |terminal| terminal.text().contains(text));
    }

    pub fn send(&mut self, keys: &str) {
        let writer = &mut self.ends.as_mut().expect("a terminal").writer;
        writer.write_all(keys.as_bytes()).expect("typed");
        writer.flush().expect("typed");
    }

    /// What is done while nobody reads what the program draws.
    pub fn unread<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let seen = Arc::clone(&self.seen);
        let _unread = seen.lock().expect("what was seen");
        act(self)
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().expect("a running program") as i32)
    }

    /// The exit status, and how long it took.
    #[track_caller]
    pub fn end(&mut self) -> (u32, Duration) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return (status.exit_code(), begun.elapsed());
            }
            assert!(begun.elapsed() < SOON, "still running:\n{}", self.text());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// The terminal is as it was found: its settings, its screen, its cursor.
    #[track_caller]
    pub fn is_left(&self) {
        assert!(self.is_as_found(), "the terminal's settings");
        self.wait_for("first screen", |terminal| !terminal.is_alternate());
        assert!(
            !self
                .seen
                .lock()
                .expect("what was seen")
                .parser
                .screen()
                .hide_cursor(),
            "the cursor"
        );
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let mut seen = self.seen();
        seen.parser.screen_mut().set_size(rows, columns);
        self.ends().master.resize(size(columns, rows)).expect("resized");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

pub fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("the terminal's settings"))
}

/// A ledger in a file, with the printed half-year.
pub fn ledger() -> (TempDir, PathBuf) {
    let folder = folder();
    let mut ledger = in_file(&folder);
    import_file(&mut ledger, &printed_half_year());
    let path = ledger.path().expect("a path").to_owned();
    (folder, path)
}

pub fn soudan(path: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(SOUDAN);
    command.args([
        "--ledger",
        path.to_str().expect("a plain path"),
        "--today",
        "2022-09-30",
        "--lang",
        "ja",
    ]);
    command.env("TERM", "xterm-256color");
    let home = path.parent().expect("a folder");
    command.env("HOME", home);
    for name in ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(name, home);
    }
    command.env_remove("NO_COLOR");
    command.cwd(home);
    command
}

pub fn started(path: &Path) -> Terminal {
    let terminal = Terminal::start(soudan(path));
    terminal.wait_for_text(KEYS);
    terminal
}
