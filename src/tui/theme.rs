//! Colours and marks of emphasis. Colour never carries a meaning by itself: what it says is also
//! said in words or by bold and reverse.

use ratatui::style::{Color, Modifier, Style};

/// How the parts of a screen look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The title line.
    pub title: Style,
    /// In the title, that the ledger is for practice only.
    pub practice: Style,
    /// The screen that one is on, in the bar.
    pub current: Style,
    /// The other screens, and remarks.
    pub quiet: Style,
    /// Heads of tables.
    pub head: Style,
    /// Figures and labels.
    pub plain: Style,
    /// Totals.
    pub total: Style,
    /// Bars.
    pub bar: Style,
    /// What wants attention.
    pub alert: Style,
    /// The status line.
    pub status: Style,
    /// The line of keys.
    pub keys: Style,
    /// What the arrows have chosen.
    pub selected: Style,
    /// What restricts a list.
    pub chip: Style,
}

impl Theme {
    /// For a dark background, in the sixteen colours that every terminal has.
    pub const fn dark() -> Self {
        let plain = Style::new();
        Self {
            title: plain.add_modifier(Modifier::BOLD),
            practice: plain
                .fg(Color::Yellow)
                .add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
            current: plain.add_modifier(Modifier::REVERSED),
            quiet: plain.fg(Color::Gray),
            head: plain.fg(Color::Cyan),
            plain,
            total: plain.add_modifier(Modifier::BOLD),
            bar: plain.fg(Color::Green),
            alert: plain.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            status: plain.fg(Color::Yellow),
            keys: plain.fg(Color::Gray),
            selected: plain.add_modifier(Modifier::REVERSED),
            chip: plain.fg(Color::Cyan),
        }
    }

    /// Without colours.
    pub const fn mono() -> Self {
        let plain = Style::new();
        Self {
            title: plain.add_modifier(Modifier::BOLD),
            practice: plain.add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
            current: plain.add_modifier(Modifier::REVERSED),
            quiet: plain,
            head: plain,
            plain,
            total: plain.add_modifier(Modifier::BOLD),
            bar: plain,
            alert: plain.add_modifier(Modifier::BOLD),
            status: plain,
            keys: plain,
            selected: plain.add_modifier(Modifier::REVERSED),
            chip: plain,
        }
    }

    /// Without colours where `NO_COLOR` is set to anything (no-color.org).
    pub fn from_environment() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if refused { Self::mono() } else { Self::dark() }
    }
}
