//! What a center knows: pure values and rules. Nothing here reads a clock, the environment or a
//! file, speaks SQL, or chooses a language; today is always an argument.

pub mod activity;
pub mod asked;
pub mod axis;
pub mod bulk;
pub mod call;
pub mod case;
pub mod closing;
pub mod consultation;
pub mod copy;
pub mod date;
pub mod draft;
pub mod drill;
pub mod era;
pub mod field;
pub mod follow_up;
pub mod holiday;
pub mod journal;
pub mod list;
pub mod nameless;
pub mod names;
pub mod oneline;
pub mod packet;
pub mod period;
pub mod printed;
pub mod profile;
pub mod record;
pub mod share;
pub mod standard;
pub mod suppress;
pub mod tally;
pub mod text;
pub mod trend;
pub mod twin;
pub mod value;
pub mod working;
