//! Budgets of the screens, through a terminal: from the key that is typed to the bytes that come.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use ratatui::widgets::Paragraph;
use rusqlite::{Connection, OpenFlags};

use super::Bench;
use super::measure::Runs;
use super::tty::{Came, Tty};

const PROGRAM: &str = env!("CARGO_BIN_EXE_soudan");
/// The first argument that turns this program into a bare one with a screen.
pub const BARE: &str = "--bare-screen";
const STARTS: usize = 15;
const MOVES: usize = 300;
/// Records of the practice ledger, about.
const PRACTICE: usize = 600;
/// A frame's last bytes.
pub const FRAME_END: &[u8] = b"\x1b[?2026l";
/// The one word of the bare program; a blank inside it would not be drawn.
const BARE_WORDS: &str = "ready";
const IDLE: Duration = Duration::from_secs(10);
/// How often the program looks whether somebody saved.
const WAKES_EVERY: Duration = Duration::from_millis(500);
const WINDOWS: [((u16, u16), f64); 2] = [((80, 24), 6000.0), ((120, 40), 15_000.0)];

/// A bare program with a screen: what ratatui and crossterm cost by themselves; where a ledger is named, with
/// its encrypted engine, which starts, opens it and reads what tables it has.
pub fn bare(ledger: Option<OsString>) -> Result<()> {
    if let Some(ledger) = ledger {
        let conn = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        ensure!(tables > 0, "no ledger");
    }
    let mut terminal = ratatui::init();
    terminal.draw(|frame| frame.render_widget(Paragraph::new(BARE_WORDS), frame.area()))?;
    loop {
        if let crossterm::event::Event::Key(_) = crossterm::event::read()? {
            break;
        }
    }
    ratatui::restore();
    Ok(())
}

/// Starts the program on a ledger; the first frame has come.
pub fn start(ledger: &Path, size: (u16, u16)) -> Result<(Tty, Came)> {
    let arguments: [&OsStr; 6] = [
        "--ledger".as_ref(),
        ledger.as_os_str(),
        "--today".as_ref(),
        "2027-03-31".as_ref(),
        "--lang".as_ref(),
        "ja".as_ref(),
    ];
    let home = ledger.parent().unwrap_or(ledger).as_os_str();
    let mut tty = Tty::start(
        PROGRAM.as_ref(),
        &arguments,
        &[("HOME", home), ("SOUDAN_STAFF", "c1".as_ref())],
        size,
    )?;
    let came = tty.until(FRAME_END)?;
    Ok((tty, came))
}

/// All budgets of the screens.
pub fn screen(bench: &mut Bench) -> Result<()> {
    let size = bench.largest();
    let folder = bench.data.scratch()?;
    let ledger = bench.data.copy(size, folder.path())?;
    starts(bench, size, &ledger)?;
    practice(bench, folder.path())?;
    keys(bench, size, &ledger)?;
    windows(bench, size, &ledger)?;
    idle(bench, size, &ledger)
}

fn starts(bench: &mut Bench, size: usize, ledger: &Path) -> Result<()> {
    let own = std::env::current_exe()?;
    let bare = |arguments: &[&OsStr]| -> Result<f64> {
        let mut bare = Tty::start(own.as_os_str(), arguments, &[], (80, 24))?;
        Ok(bare.until(BARE_WORDS.as_bytes())?.ms)
    };
    let (mut bare_ms, mut opening_ms, mut ours_ms, mut peak_mib) = (vec![], vec![], vec![], 0.0_f64);
    for _ in 0..STARTS {
        bare_ms.push(bare(&[BARE.as_ref()])?);
        opening_ms.push(bare(&[BARE.as_ref(), ledger.as_os_str()])?);
        let (tty, came) = start(ledger, (80, 24))?;
        ours_ms.push(came.ms);
        peak_mib = peak_mib.max(tty.peak_mib()?);
    }
    let [bare, opening, ours] = [bare_ms, opening_ms, ours_ms].map(|all_ms| Runs::new(all_ms).median());
    let ratio = ours / bare;
    let shown = format!("p50 {ours:.1} ms = {ratio:.2} × bare ratatui's {bare:.1} ms");
    let table = &mut bench.table;
    table.at_most("start to the first full screen", size, shown, ours, (60.0, "ms"));
    table.at_most(
        "start against a bare ratatui program",
        size,
        format!("{ratio:.2} times"),
        ratio,
        (1.5, "times"),
    );
    table.told(
        "start of a bare ratatui program that opens the ledger",
        size,
        format!("p50 {opening:.1} ms = {:.2} times", opening / bare),
    );
    table.at_most(
        "start, peak memory",
        size,
        format!("{peak_mib:.1} MiB"),
        peak_mib,
        (32.0, "MiB"),
    );
    Ok(())
}

/// The practice ledger is made anew at every start.
fn practice(bench: &mut Bench, home: &Path) -> Result<()> {
    let arguments = ["demo", "--today", "2026-09-30"].map(OsStr::new);
    let mut all_ms = Vec::new();
    for _ in 0..STARTS {
        let mut tty = Tty::start(
            PROGRAM.as_ref(),
            &arguments,
            &[("HOME", home.as_os_str())],
            (80, 24),
        )?;
        all_ms.push(tty.until(FRAME_END)?.ms);
    }
    let ours = Runs::new(all_ms).median();
    let shown = format!("p50 {ours:.1} ms");
    bench.table.at_most(
        "start of the practice ledger",
        PRACTICE,
        shown,
        ours,
        (300.0, "ms"),
    );
    Ok(())
}

/// Types a key and waits for its frame.
fn press(tty: &mut Tty, key: &str) -> Result<Came> {
    tty.send(key)?;
    tty.until(FRAME_END)
}

fn keys(bench: &mut Bench, size: usize, ledger: &Path) -> Result<()> {
    let (mut tty, _) = start(ledger, (80, 24))?;
    let opened = press(&mut tty, "2")?;
    tty.rest(Duration::from_millis(200));
    let (mut all_ms, mut moved_bytes) = (Vec::new(), 0);
    let before = tty.writes()?;
    for at in 0..MOVES {
        let came = press(&mut tty, if at / 10 % 2 == 0 { "j" } else { "k" })?;
        all_ms.push(came.ms);
        moved_bytes = moved_bytes.max(came.bytes);
    }
    let writes = (tty.writes()? - before) as f64 / MOVES as f64;
    // What follows the selection once it has rested is no answer to the next key.
    tty.rest(Duration::from_millis(200));
    press(&mut tty, "p")?;
    for at in 0..MOVES {
        all_ms.push(press(&mut tty, ["退", "院", "後", "の"][at % 4])?.ms);
    }
    for key in ["\t", "2", "\t", "i", "\t", "4", "\t", "3", "0"] {
        all_ms.push(press(&mut tty, key)?.ms);
    }
    let saved = press(&mut tty, "\x13")?;
    ensure!(saved.bytes > 0, "no frame after saving");
    let runs = Runs::new(all_ms);
    let (p50, p99) = (runs.median(), runs.percentile(99));
    let table = &mut bench.table;
    table.at_most(
        "key to frame, p50",
        size,
        format!("{p50:.2} ms"),
        p50,
        (5.0, "ms"),
    );
    table.at_most(
        "key to frame, p99",
        size,
        format!("{p99:.2} ms"),
        p99,
        (16.0, "ms"),
    );
    let shown = format!("{moved_bytes} bytes at most");
    table.at_most(
        "moving the selection",
        size,
        shown,
        moved_bytes as f64,
        (100.0, "bytes"),
    );
    table.at_most(
        "system writes a frame",
        size,
        format!("{writes:.2}"),
        writes,
        (1.0, "write"),
    );
    table.told(
        "opening the list of the running half-year",
        size,
        format!("{:.1} ms", opened.ms),
    );
    table.told(
        "saving from the form, to the frame",
        size,
        format!("{:.1} ms", saved.ms),
    );
    Ok(())
}

fn windows(bench: &mut Bench, size: usize, ledger: &Path) -> Result<()> {
    for (window, most) in WINDOWS {
        let (mut tty, first) = start(ledger, window)?;
        tty.rest(Duration::from_millis(200));
        let list = press(&mut tty, "2")?;
        let pane = tty.rest(Duration::from_millis(300));
        let form = press(&mut tty, "p")?;
        let screens = [
            ("first screen", first.bytes),
            ("list", list.bytes + pane),
            ("form", form.bytes),
        ];
        for (name, bytes) in screens {
            let what = format!("full screen {}x{}, {name}", window.0, window.1);
            bench.table.at_most(
                what,
                size,
                format!("{bytes} bytes"),
                bytes as f64,
                (most, "bytes"),
            );
        }
    }
    Ok(())
}

/// The processor time of the thread that asks, in milliseconds.
fn own_cpu_ms() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let ns = text.split_whitespace().next().context("schedstat")?;
    Ok(ns.parse::<f64>()? / 1e6)
}

fn idle(bench: &mut Bench, size: usize, ledger: &Path) -> Result<()> {
    let (mut tty, _) = start(ledger, (80, 24))?;
    tty.rest(Duration::from_secs(1));
    // What the machine takes for waking a thread as often, which does nothing: in some hours most of it.
    let waking = thread::spawn(|| -> Result<f64> {
        let before = own_cpu_ms()?;
        for _ in 0..IDLE.as_millis() / WAKES_EVERY.as_millis() {
            thread::sleep(WAKES_EVERY);
        }
        Ok(own_cpu_ms()? - before)
    });
    let percent = |cpu_ms: f64| cpu_ms / IDLE.as_secs_f64() / 10.0;
    let before = tty.cpu_ms()?;
    let bytes = tty.rest(IDLE);
    let idle = percent(tty.cpu_ms()? - before);
    let waking = waking.join().map_err(|_| anyhow!("a thread that slept"))??;
    let table = &mut bench.table;
    table.at_most(
        "idle, bytes in ten seconds",
        size,
        bytes,
        bytes as f64,
        (0.0, "bytes"),
    );
    table.at_most("idle, processor", size, format!("{idle:.3} %"), idle, (0.3, "%"));
    let waking = format!("{:.3} %", percent(waking));
    table.told(
        "idle, a thread that wakes as often and does nothing",
        size,
        waking,
    );
    Ok(())
}
