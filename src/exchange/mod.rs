//! Files in and out: reading them safely, and the ledger's CSV.

pub mod decode;
pub mod export;
pub use crate::report::guard;
pub mod import;
pub mod rows;
