//! Colours and marks of emphasis. Colour never carries a meaning by itself: what it says is also
//! said in words or by bold and reverse.

use ratatui::style::{Color, Modifier, Style};

use crate::config::{Borders, ThemeName};
use crate::domain::text::width_cells;

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
    /// What stands between the parts of a screen.
    pub borders: Borders,
    /// Words that were looked for, where they stand.
    pub found: Style,
}

/// Underlined for those whose terminal shows no bold.
const FOUND: Modifier = Modifier::BOLD.union(Modifier::UNDERLINED);

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
            borders: Borders::None,
            found: plain.add_modifier(FOUND),
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
            borders: Borders::None,
            found: plain.add_modifier(FOUND),
        }
    }

    /// For a light background, in the sixteen colours that every terminal has.
    pub const fn light() -> Self {
        let dark = Self::dark();
        Self {
            practice: dark.practice.fg(Color::Red),
            quiet: dark.plain.fg(Color::DarkGray),
            head: dark.plain.fg(Color::Blue),
            bar: dark.plain.fg(Color::Blue),
            alert: dark.plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            status: dark.plain.fg(Color::Magenta),
            keys: dark.plain.fg(Color::DarkGray),
            chip: dark.plain.fg(Color::Blue),
            ..dark
        }
    }

    /// Without colours, and everything that is more than plain bold or reversed.
    pub const fn high_contrast() -> Self {
        let mono = Self::mono();
        let bold = mono.plain.add_modifier(Modifier::BOLD);
        let reversed = bold.add_modifier(Modifier::REVERSED);
        Self {
            title: reversed,
            head: bold.add_modifier(Modifier::UNDERLINED),
            alert: reversed,
            status: reversed,
            keys: bold,
            chip: reversed,
            ..mono
        }
    }

    /// The colours of that name; without colours where `NO_COLOR` is set to anything (no-color.org).
    pub fn from_environment(name: ThemeName) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match name {
            ThemeName::HighContrast => Self::high_contrast(),
            _ if refused => Self::mono(),
            ThemeName::Dark => Self::dark(),
            ThemeName::Light => Self::light(),
            ThemeName::Mono => Self::mono(),
        }
    }

    /// With that between the parts of a screen.
    #[must_use]
    pub fn with_borders(self, borders: Borders) -> Self {
        Self { borders, ..self }
    }

    /// What stands between two parts beside each other, and between two above each other; lines where
    /// the terminal draws them one cell wide.
    pub fn rules(&self) -> Option<[&'static str; 2]> {
        match self.borders {
            Borders::None => None,
            Borders::Line if width_cells("\u{2502}") == 1 => Some(["\u{2502}", "\u{2500}"]),
            Borders::Line | Borders::Ascii => Some(["|", "-"]),
        }
    }
}
