//! Budgets of the tally screen, through a terminal: from a key to its frame, and to the answer where that
//! comes in a frame of its own, as it does when counting is slow.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::Bench;
use super::measure::Runs;
use super::screen::{FRAME_END, start};
use super::tty::Tty;

/// Nothing more comes of a key after so long a pause.
const QUIET: Duration = Duration::from_millis(120);
/// How often each script is typed.
const ROUNDS: usize = 10;

/// A script of keys that ends where it began, and what its answers may take with a million records: the
/// limits of the tallies that it asks for.
struct Script {
    name: &'static str,
    keys: &'static [&'static str],
    most_ms: f64,
}

const SCRIPTS: [Script; 5] = [
    Script {
        name: "axes with one answer, periods, shares, order, bars",
        keys: &[
            "r", "1", "2", "a", "7", "[", "]", "w", "1", "w", "3", "%", "s", "j", "l", "g", "j", "g", "%",
            "s", "r", "2", "a", "6",
        ],
        most_ms: 50.0,
    },
    Script {
        name: "axes with several answers",
        keys: &[
            "r", "9", "a", "1", "1", "%", "s", "g", "g", "s", "%", "r", "2", "a", "6",
        ],
        most_ms: 100.0,
    },
    Script {
        name: "people",
        keys: &["i", "r", "7", "%", "[", "]", "%", "r", "2", "i"],
        most_ms: 50.0,
    },
    // Of people the trend reads the records of two years, in a frame of its own.
    Script {
        name: "bars of people and their trend",
        keys: &["i", "g", "[", "]", "g", "i"],
        most_ms: 400.0,
    },
    // Two spans are counted.
    Script {
        name: "compared",
        keys: &["r", "1", "2", "c", "c", "g", "[", "]", "g", "c", "r", "2"],
        most_ms: 100.0,
    },
];

/// A frame of a screen.
const FRAME_MS: f64 = 16.0;

/// All budgets of the tally screen.
pub fn tally_screen(bench: &mut Bench) -> Result<()> {
    for size in bench.sizes_from(100_000) {
        let folder = bench.data.scratch()?;
        let ledger = bench.data.copy(size, folder.path())?;
        for script in &SCRIPTS {
            measure(bench, size, &ledger, script)?;
        }
    }
    Ok(())
}

fn measure(bench: &mut Bench, size: usize, ledger: &Path, script: &Script) -> Result<()> {
    let (mut tty, _) = start(ledger, (80, 24))?;
    // Past the first look whether something changed.
    tty.rest(Duration::from_millis(1200));
    answer(&mut tty, "4")?;
    let (mut frames_ms, mut answers_ms) = (Vec::new(), Vec::new());
    let mut slowest = ("", 0.0);
    for key in (0..ROUNDS).flat_map(|_| script.keys) {
        let (frame_ms, answer_ms) = answer(&mut tty, key)?;
        frames_ms.push(frame_ms);
        answers_ms.push(answer_ms);
        if answer_ms > slowest.1 {
            slowest = (*key, answer_ms);
        }
    }
    let (frames, answers) = (Runs::new(frames_ms), Runs::new(answers_ms));
    let shown = |runs: &Runs| format!("p50 {:.1}, p99 {:.1} ms", runs.median(), runs.percentile(99));
    let table = &mut bench.table;
    let [to_frame, to_answer] =
        ["frame", "answer"].map(|what| format!("tally screen, {}: key to {what}", script.name));
    let longest = format!("{} (longest {:.0}: {})", shown(&answers), slowest.1, slowest.0);
    // Nothing is slow enough to be put off but the trend, which is no answer to the key.
    if size <= 100_000 {
        let p99 = frames.percentile(99);
        table.at_most(
            format!("{to_frame}, p99"),
            size,
            shown(&frames),
            p99,
            (FRAME_MS, "ms"),
        );
        table.told(to_answer, size, longest);
    } else {
        let p99 = answers.percentile(99);
        table.at_most(
            format!("{to_answer}, p99"),
            size,
            longest,
            p99,
            (script.most_ms, "ms"),
        );
        table.told(to_frame, size, shown(&frames));
    }
    Ok(())
}

/// Types a key: how long until its first frame, and until the last that comes of it.
fn answer(tty: &mut Tty, key: &str) -> Result<(f64, f64)> {
    tty.send(key)?;
    let first = tty.until(FRAME_END)?;
    Ok((first.ms, tty.last_within(QUIET).unwrap_or(first.ms)))
}
