//! The program's tests, in one binary: the lower the level that can see a fault, the better.

mod csv_reading;
mod dates;
mod figures;
mod ledgers;
mod store;
mod text;
