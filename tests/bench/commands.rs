//! Budgets of the program as it is called: each command is a process of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::Bench;
use super::measure::{Taken, command, commands};

const PROGRAM: &str = env!("CARGO_BIN_EXE_soudan");
const COLD_RUNS: usize = 15;
const CHECK_RUNS: usize = 5;
const READ_MIB: (f64, &str) = (32.0, "MiB");
const PACKET_RUNS: usize = 5;
const PACKET_FORMATS: [&str; 4] = ["html", "xlsx", "md", "json"];
const PACKET_MIB: (f64, &str) = (64.0, "MiB");
const IMPORT_MIB: (f64, &str) = (64.0, "MiB");

/// A table that nobody could read: refused, and in no more memory than any other.
const FAR_TOO_LARGE: &str = "tally 2022-04-01..2027-03-31 --rows case --cols month";

/// Runs the program on a ledger, on the last day that the ledgers hold.
fn soudan(count: usize, ledger: &Path, arguments: &[&str]) -> Result<Taken> {
    let mut all: Vec<&OsStr> = [
        "--ledger".as_ref(),
        ledger.as_os_str(),
        "--today".as_ref(),
        "2027-03-31".as_ref(),
    ]
    .into();
    all.extend(arguments.iter().map(|argument| OsStr::new(*argument)));
    commands(count, PROGRAM.as_ref(), &all)
}

/// The same, for a command that must not be refused.
pub fn done(count: usize, ledger: &Path, arguments: &[&str]) -> Result<Taken> {
    let taken = soudan(count, ledger, arguments)?;
    ensure!(!taken.is_refused, "{arguments:?}: refused");
    Ok(taken)
}

/// Whether the program can be called at all.
pub fn is_callable() -> bool {
    let output = std::process::Command::new(PROGRAM).arg("--version").output();
    output.is_ok_and(|output| output.status.success() && output.stdout.starts_with(b"soudan"))
}

/// The standard tables from a cold start.
pub fn cold(bench: &mut Bench) -> Result<()> {
    for size in bench.sizes_from(1000) {
        let taken = done(COLD_RUNS, &bench.data.ledger(size)?, &["tally", "2024H1"])?;
        let what = "soudan tally 2024H1, whole process";
        let shown = format!("{:.1} ms CPU, {:.1} ms wall", taken.cpu_ms, taken.wall_ms);
        bench
            .table
            .at_most(what, size, shown, taken.cpu_ms, (12.0, "ms CPU"));
        bench
            .table
            .at_most(what, size, mib(taken), taken.peak_mib, READ_MIB);
    }
    Ok(())
}

/// A large import, against SQLite's own into a table without any rule, and taking it back.
pub fn import(bench: &mut Bench) -> Result<()> {
    let size = bench.largest();
    let (csv, folder) = (bench.data.csv(size)?, bench.data.scratch()?);
    let file = csv.display().to_string();
    let ledger = folder.path().join("import.soudan");
    done(1, &ledger, &["init", "--center", "east"])?;
    let taken = done(1, &ledger, &["import", &file])?;
    let shown = |taken: Taken| {
        format!(
            "{:.1} s CPU, {:.1} s wall",
            taken.cpu_ms / 1e3,
            taken.wall_ms / 1e3
        )
    };
    match bare_import(&csv, folder.path())? {
        Some(bare) => {
            let ratio = taken.cpu_ms / bare.cpu_ms;
            let shown = format!("{} = {ratio:.2} × {:.1} s", shown(taken), bare.cpu_ms / 1e3);
            bench.table.at_most(
                "import against sqlite3's .import",
                size,
                shown,
                ratio,
                (3.0, "× CPU"),
            );
        }
        None => bench
            .table
            .not_run("import against sqlite3's .import", size, "no sqlite3 on the path"),
    }
    bench
        .table
        .at_most("import, memory", size, mib(taken), taken.peak_mib, IMPORT_MIB);
    let taken = done(1, &ledger, &["undo"])?;
    bench.table.told("undo of that import", size, shown(taken));
    bench.table.at_most(
        "undo of that import, memory",
        size,
        mib(taken),
        taken.peak_mib,
        IMPORT_MIB,
    );
    Ok(())
}

/// SQLite's shell reading the same file; `None` where there is no such program.
fn bare_import(csv: &Path, folder: &Path) -> Result<Option<Taken>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join("sqlite3"))
        .find(|file| file.is_file());
    let Some(sqlite3) = found else { return Ok(None) };
    let (bare, order) = (
        folder.join("bare.db"),
        format!(".import '{}' bare", csv.display()),
    );
    let arguments = [bare.as_os_str(), ".mode csv".as_ref(), order.as_ref()];
    command(sqlite3.as_os_str(), &arguments).map(Some)
}

/// Checking a ledger of ordinary size for everything.
pub fn check(bench: &mut Bench) -> Result<()> {
    let size = 100_000;
    let taken = done(CHECK_RUNS, &bench.data.ledger(size)?, &["check"])?;
    for (name, ms) in [("wall", taken.wall_ms), ("CPU", taken.cpu_ms)] {
        let what = format!("soudan check, {name}");
        bench
            .table
            .at_most(what, size, format!("{ms:.0} ms"), ms, (1000.0, "ms"));
    }
    Ok(())
}

/// The packet of a half-year, in every format that is one file.
pub fn packet(bench: &mut Bench) -> Result<()> {
    let size = bench.largest();
    let (ledger, folder) = (bench.data.ledger(size)?, bench.data.scratch()?);
    for format in PACKET_FORMATS {
        let to = folder.path().join(format).display().to_string();
        let arguments = ["report", "2024H1", "--force", "--format", format, "-o", &to];
        let taken = done(PACKET_RUNS, &ledger, &arguments)?;
        let what = format!("the packet of a half-year, {format}");
        let shown = format!("{:.0} ms wall, {:.0} ms CPU", taken.wall_ms, taken.cpu_ms);
        bench
            .table
            .at_most(&what, size, shown, taken.wall_ms, (1000.0, "ms"));
        bench
            .table
            .at_most(&what, size, mib(taken), taken.peak_mib, PACKET_MIB);
    }
    Ok(())
}

/// The peak memory of every command that only reads.
pub fn memory(bench: &mut Bench) -> Result<()> {
    let size = bench.largest();
    let (ledger, folder) = (bench.data.ledger(size)?, bench.data.scratch()?);
    let to = |name: &str| -> PathBuf { folder.path().join(name) };
    let (csv, shared, backups) = (to("export.csv"), to("shared.csv"), to("backups"));
    let text = |path: &Path| path.display().to_string();
    let calls = [
        "tally 2024H1".to_owned(),
        "tally 2024H1 --compare year".to_owned(),
        "tally 2024H1 --rows topic --cols care".to_owned(),
        "tally 2024H1 --rows municipality --cols month --count people".to_owned(),
        "tally 2022-04-01..2027-03-31 --rows topic --cols care".to_owned(),
        "tally 2022-04-01..2027-03-31 --rows topic --cols care --count people".to_owned(),
        "tally 2024H1 --rows case".to_owned(),
        FAR_TOO_LARGE.to_owned(),
        "tally 2022-04-01..2027-03-31 --rows newness --cols center".to_owned(),
        "list".to_owned(),
        "list --limit 50".to_owned(),
        "list --search 退院 --limit 50".to_owned(),
        "list --search 退院".to_owned(),
        "list --format json".to_owned(),
        "show R6-東-0012".to_owned(),
        format!("export {}", text(&csv)),
        format!("export --shared {}", text(&shared)),
        format!("backup {}", text(&backups)),
        "check".to_owned(),
        "profile".to_owned(),
    ];
    for call in calls {
        let arguments: Vec<&str> = call.split(' ').collect();
        let taken = soudan(1, &ledger, &arguments)?;
        ensure!(!taken.is_refused || call == FAR_TOO_LARGE, "{call}: refused");
        let name = call
            .split(' ')
            .map(|word| if word.starts_with('/') { "PATH" } else { word });
        let what = name.collect::<Vec<_>>().join(" ");
        let refused = if taken.is_refused { ", refused" } else { "" };
        let shown = format!("{}, {:.0} ms CPU{refused}", mib(taken), taken.cpu_ms);
        bench.table.at_most(what, size, shown, taken.peak_mib, READ_MIB);
    }
    Ok(())
}

/// Its peak memory as the table shows it.
pub fn mib(taken: Taken) -> String {
    format!("{:.1} MiB", taken.peak_mib)
}
