//! How the screens are set: what the configuration and the environment say of them.

use std::time::Duration;

use super::bindings::Bindings;
use super::theme::Theme;
use crate::config::{Config, ConfigProblem};
use crate::locale::DateStyle;

/// After so many minutes without a key the screen is covered, unless set.
const LOCK_MINUTES: u32 = 15;

/// What takes longer than this lets a key wait.
const AT_ONCE: Duration = Duration::from_millis(50);

/// The settings of the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The colours, and what stands between the parts.
    pub theme: Theme,
    /// How dates are written.
    pub dates: DateStyle,
    /// The keys.
    pub bindings: Bindings,
    /// After so many minutes without a key the screen is covered; 0 never does.
    pub lock_minutes: u32,
    /// Whether the mouse is left to the terminal.
    pub no_mouse: bool,
    /// Where counting took longer than this, the next is not waited for: it is drawn first that it is done.
    pub at_once: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::dark(),
            dates: DateStyle::default(),
            bindings: Bindings::default(),
            lock_minutes: LOCK_MINUTES,
            no_mouse: false,
            at_once: AT_ONCE,
        }
    }
}

impl Settings {
    /// What a configuration sets, and what is wrong with its keys, by their lines: those stay as they are.
    pub fn new(config: &Config) -> (Self, Vec<(usize, ConfigProblem)>) {
        let (bindings, wrong) = Bindings::of(&config.keys);
        let settings = Self {
            theme: Theme::from_environment(config.theme).with_borders(config.borders),
            dates: config.dates,
            bindings,
            lock_minutes: config.lock_minutes.unwrap_or(LOCK_MINUTES),
            no_mouse: config.no_mouse,
            at_once: AT_ONCE,
        };
        (settings, wrong)
    }
}
