//! soudan (相談): the consultation ledger of a support center for children who need medical care at
//! home. `docs/ARCHITECTURE.md` says what lies where and what holds everywhere.

pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod locale;
pub mod report;
pub mod store;
pub mod tui;
