//! A program in a terminal of its own: keys go in, bytes come out, each with its time.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// What has come since something began.
pub struct Came {
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// How many bytes it were.
    pub bytes: usize,
}

/// A program in a terminal.
pub struct Tty {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    begun: Instant,
}

impl Tty {
    /// Starts a program in a window of that size.
    pub fn start(
        program: &OsStr,
        arguments: &[&OsStr],
        env: &[(&str, &OsStr)],
        (columns, rows): (u16, u16),
    ) -> Result<Self> {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        for (name, value) in env {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader()?;
        let (sender, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer()?;
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        Ok(Self {
            child,
            _master: pair.master,
            writer,
            chunks,
            begun,
        })
    }

    /// Waits until these bytes have come; since the last key, or the start.
    pub fn until(&mut self, end: &[u8]) -> Result<Came> {
        let (begun, mut came) = (self.begun, Vec::new());
        loop {
            match self.chunks.recv_timeout(PATIENCE) {
                Ok((at, chunk)) => {
                    came.extend(chunk);
                    if came.windows(end.len()).any(|window| window == end) {
                        return Ok(Came {
                            ms: (at - begun).as_secs_f64() * 1000.0,
                            bytes: came.len(),
                        });
                    }
                }
                Err(RecvTimeoutError::Timeout) => bail!("nothing came"),
                Err(RecvTimeoutError::Disconnected) => bail!("the program ended"),
            }
        }
    }

    /// Types keys; the next wait counts from here.
    ///
    /// # Errors
    /// When something has come since the last wait: it would be taken for what comes of these keys.
    pub fn send(&mut self, keys: &str) -> Result<()> {
        ensure!(
            self.chunks.try_iter().count() == 0,
            "a frame that nobody waited for"
        );
        self.begun = Instant::now();
        self.writer.write_all(keys.as_bytes())?;
        Ok(self.writer.flush()?)
    }

    /// When the last bytes came, in milliseconds since the last key, if any do before nothing comes for so
    /// long.
    pub fn last_within(&mut self, quiet: Duration) -> Option<f64> {
        let mut last = None;
        while let Ok((at, _)) = self.chunks.recv_timeout(quiet) {
            last = Some((at - self.begun).as_secs_f64() * 1000.0);
        }
        last
    }

    /// The bytes that come while nothing is typed.
    pub fn rest(&mut self, time: Duration) -> usize {
        let until = Instant::now() + time;
        let mut bytes = 0;
        while let Ok((_, chunk)) = self
            .chunks
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            bytes += chunk.len();
        }
        bytes
    }

    /// The most memory that the program has had, in MiB.
    pub fn peak_mib(&self) -> Result<f64> {
        let status = std::fs::read_to_string(self.proc("status")?)?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kib = line
            .and_then(|line| line.split_whitespace().nth(1))
            .context("VmHWM")?;
        Ok(kib.parse::<f64>()? / 1024.0)
    }

    /// The processor time of all its threads, in milliseconds.
    pub fn cpu_ms(&self) -> Result<f64> {
        let mut ns = 0.0;
        for task in std::fs::read_dir(self.proc("task")?)? {
            let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
            ns += text
                .split_whitespace()
                .next()
                .context("schedstat")?
                .parse::<f64>()?;
        }
        Ok(ns / 1e6)
    }

    /// How often it has called the system to write.
    pub fn writes(&self) -> Result<u64> {
        let io = std::fs::read_to_string(self.proc("io")?)?;
        let line = io.lines().find_map(|line| line.strip_prefix("syscw: "));
        Ok(line.context("syscw")?.parse()?)
    }

    fn proc(&self, name: &str) -> Result<PathBuf> {
        let pid = self.child.process_id().context("a running program")?;
        Ok(PathBuf::from(format!("/proc/{pid}/{name}")))
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
