//! What the screens are opened with.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Size;

use super::settings::Settings;
use crate::domain::list::Code;
use crate::domain::profile::Profile;
use crate::domain::standard::Overview;
use crate::error::Unwritable;
use crate::locale::Lang;

/// What the screens are opened with.
pub struct Beginning {
    /// The window.
    pub size: Size,
    /// The language.
    pub lang: Lang,
    /// How the screens are set.
    pub settings: Settings,
    /// What the ledger's profile calls things.
    pub profile: Arc<Profile>,
    /// The center whose ledger it is.
    pub own_center: Code,
    /// Who is at the keyboard, where that is known.
    pub staff: Option<String>,
    /// Why nothing can be written, if so.
    pub read_only: Option<Unwritable>,
    /// The day.
    pub today: NaiveDate,
    /// The moment, in milliseconds since 1970 (UTC).
    pub now_ms: i64,
    /// The running half-year.
    pub overview: Overview,
    /// Whether the ledger is for practice only and gone at the end.
    pub is_practice: bool,
}
