//! The budgets of time and memory, measured on generated ledgers: `cargo bench` prints them all.
//! `cargo bench -- save` runs only the groups whose names hold that word, and with
//! `SOUDAN_BENCH_SMALL=1` the largest ledger has 100,000 records instead of a million.

mod commands;
mod data;
mod draw;
mod generate;
mod measure;
mod saves;
mod screen;
mod search;
mod table;
mod tallies;
mod tally_screen;
mod tty;
mod words;
mod workbook;

use anyhow::Result;

use data::Data;
use table::Table;

/// What every group of budgets works with.
pub struct Bench {
    data: Data,
    table: Table,
    is_small: bool,
}

impl Bench {
    /// The sizes measured, in records, from one on.
    fn sizes_from(&self, least: usize) -> Vec<usize> {
        let most = self.largest();
        let sizes = [1000, 10_000, 100_000, 1_000_000].into_iter();
        sizes.filter(|size| (least..=most).contains(size)).collect()
    }

    fn largest(&self) -> usize {
        if self.is_small { 100_000 } else { 1_000_000 }
    }
}

/// A group of budgets: its name, whether it calls the program, and what measures it.
type Group = (&'static str, bool, fn(&mut Bench) -> Result<()>);

const GROUPS: [Group; 13] = [
    ("standard", false, tallies::standard),
    ("pairs", false, tallies::pairs),
    ("cold", true, commands::cold),
    ("save", false, saves::save),
    ("import", true, commands::import),
    ("check", true, commands::check),
    ("packet", true, commands::packet),
    ("memory", true, commands::memory),
    ("xlsx", true, workbook::xlsx),
    ("screen", true, screen::screen),
    ("tally_screen", true, tally_screen::tally_screen),
    ("search", true, search::search),
    ("files", false, search::among_files),
];

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == measure::METER) {
        return measure::meter(arguments.skip(1));
    }
    if arguments.peek().is_some_and(|first| first == screen::BARE) {
        return screen::bare(arguments.nth(1));
    }
    // Cargo adds a flag of its own.
    let words: Vec<String> = arguments
        .map(|word| word.to_string_lossy().into_owned())
        .filter(|word| !word.starts_with("--"))
        .collect();
    let mut bench = Bench {
        data: Data::new()?,
        table: Table::begin(),
        is_small: std::env::var_os("SOUDAN_BENCH_SMALL").is_some_and(|value| !value.is_empty()),
    };
    let is_callable = commands::is_callable();
    for (name, calls_program, measure) in GROUPS {
        if !words.is_empty() && !words.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        if calls_program && !is_callable {
            bench
                .table
                .not_run(name, 0, "the program does not answer --version");
            continue;
        }
        measure(&mut bench)?;
    }
    bench.table.end();
    Ok(())
}
