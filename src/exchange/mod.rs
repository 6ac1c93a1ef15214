//! Files in and out: reading them safely, and the ledger's CSV. And the practice ledger, which is made
//! instead of read.

pub mod decode;
pub mod demo;
pub mod export;
pub use crate::report::guard;
pub mod import;
pub mod packet;
pub mod printed;
pub mod rows;
pub mod sheet;
pub mod target;
