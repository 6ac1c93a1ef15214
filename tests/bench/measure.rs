//! Clocks and meters: this process's own, and those of a command that runs as a process of its own.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// The first argument that turns this program into the meter of one command.
pub const METER: &str = "--meter";

/// Several measurements of one thing.
pub struct Runs(Vec<f64>);

impl Runs {
    /// Takes measurements together, in whatever order.
    pub fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The value below which so many of a hundred lie.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.0.len() * percent).div_ceil(100);
        self.0[at.saturating_sub(1)]
    }

    /// The value in the middle.
    pub fn median(&self) -> f64 {
        self.percentile(50)
    }
}

/// What something in this process took.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// By the clock.
    pub wall_ms: f64,
    /// Of the processor: nearly the same by itself, less while other programs want it too.
    pub cpu_ms: f64,
}

/// How long something takes once.
pub fn time(run: impl FnOnce() -> Result<()>) -> Result<Time> {
    let (begun, cpu_before_ms) = (Instant::now(), cpu_ms(UsageWho::RUSAGE_SELF)?);
    run()?;
    let wall_ms = begun.elapsed().as_secs_f64() * 1000.0;
    let cpu_ms = cpu_ms(UsageWho::RUSAGE_SELF)? - cpu_before_ms;
    Ok(Time { wall_ms, cpu_ms })
}

/// Times something so many times, after one run that does not count: by the clock, and of the processor.
pub fn times(count: usize, mut run: impl FnMut() -> Result<()>) -> Result<(Runs, Runs)> {
    run()?;
    let all: Vec<Time> = (0..count).map(|_| time(&mut run)).collect::<Result<_>>()?;
    let of = |what: fn(&Time) -> f64| Runs::new(all.iter().map(what).collect());
    Ok((of(|time| time.wall_ms), of(|time| time.cpu_ms)))
}

fn cpu_ms(who: UsageWho) -> Result<f64> {
    let usage = getrusage(who)?;
    let micros = |time: TimeVal| (time.tv_sec() * 1_000_000 + time.tv_usec()) as f64;
    Ok((micros(usage.user_time()) + micros(usage.system_time())) / 1000.0)
}

/// A file that grows by a page at a time: the least that anything durable costs.
pub struct Page(File);

impl Page {
    /// An empty file without a name in a folder.
    pub fn new(folder: &Path) -> Result<Self> {
        Ok(Self(tempfile::tempfile_in(folder)?))
    }

    /// Appends 4 KiB; they are on the disk when it returns.
    pub fn append(&mut self) -> Result<()> {
        self.0.write_all(&[0x5a; 4096])?;
        Ok(self.0.sync_data()?)
    }
}

/// What a command took.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub wall_ms: f64,
    pub cpu_ms: f64,
    pub peak_mib: f64,
    /// Whether the program refused, which it says with status 1.
    pub is_refused: bool,
}

/// Runs a command to its end, its output thrown away. It is started by a small process that does
/// nothing else: what a process inherits from a large one would count as its own memory.
pub fn command(program: &OsStr, arguments: &[&OsStr]) -> Result<Taken> {
    let output = Command::new(std::env::current_exe()?)
        .arg(METER)
        .arg(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(
        output.status.success(),
        "{} {arguments:?} failed",
        program.display()
    );
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = text
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let [wall_ms, cpu_ms, peak_mib, status] = numbers[..] else {
        anyhow::bail!("the meter said {text:?}");
    };
    Ok(Taken {
        wall_ms,
        cpu_ms,
        peak_mib,
        is_refused: status != 0.0,
    })
}

/// The same command so many times: the median of each measure, and the highest peak.
pub fn commands(count: usize, program: &OsStr, arguments: &[&OsStr]) -> Result<Taken> {
    let runs: Vec<Taken> = (0..count)
        .map(|_| command(program, arguments))
        .collect::<Result<_>>()?;
    let of = |what: fn(&Taken) -> f64| Runs::new(runs.iter().map(what).collect());
    Ok(Taken {
        wall_ms: of(|run| run.wall_ms).median(),
        cpu_ms: of(|run| run.cpu_ms).median(),
        peak_mib: of(|run| run.peak_mib).percentile(100),
        is_refused: runs.iter().any(|run| run.is_refused),
    })
}

/// The meter itself: runs the command that its arguments say, and prints what it took.
pub fn meter(mut arguments: impl Iterator<Item = OsString>) -> Result<()> {
    let program = arguments.next().context("no command")?;
    let begun = Instant::now();
    let output = Command::new(&program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .env("SOUDAN_STAFF", "c1")
        .env("SOUDAN_LANG", "en")
        .output()?;
    let wall_ms = begun.elapsed().as_secs_f64() * 1000.0;
    let said = String::from_utf8_lossy(&output.stderr);
    let status = output.status.code().filter(|code| [0, 1].contains(code));
    let status = status.with_context(|| format!("{}: {} {said}", program.display(), output.status))?;
    let cpu_ms = cpu_ms(UsageWho::RUSAGE_CHILDREN)?;
    // Linux counts it in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    let peak_mib = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss() as f64 * unit / 1_048_576.0;
    println!("{wall_ms} {cpu_ms} {peak_mib} {status}");
    Ok(())
}
