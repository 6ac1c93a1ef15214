//! The program's tests, in one binary: the lower the level that can see a fault, the better.

mod catalogue;
mod cli_first;
mod cli_ledger;
mod cli_records;
mod cli_tally;
mod cli_usage;
mod csv_reading;
mod dates;
mod figures;
mod ledgers;
mod pty;
mod screen;
mod screens;
mod store;
mod terminal;
mod text;
mod tidy;
mod transcript;
