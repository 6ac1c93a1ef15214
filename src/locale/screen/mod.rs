//! What only the screens say: heads, keys, and the status line. What tables and the command line
//! say too stands in the rest of the catalogue.

mod en;
mod ja;

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::{Lang, Words, en as english, ja as japanese};
use crate::domain::period::Period;

/// How a command is shown: in the line of keys at the bottom, and in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyWords {
    /// The keys, as they stand on the keyboard.
    pub keys: &'static str,
    /// One word, for the line of keys.
    pub short: &'static str,
    /// One line, for the help.
    pub long: &'static str,
}

/// The screens' own words.
pub trait ScreenWords: Words + Sync {
    /// The program's name in the title.
    fn program(&self) -> &'static str;

    /// The name of the first screen.
    fn overview(&self) -> &'static str;

    /// A period's name in the title: no space inside where the language needs none.
    fn title_period(&self, period: &Period) -> String;

    /// The last day counted, as short as it can be said.
    fn title_as_of(&self, day: NaiveDate) -> String;

    /// The head of the column of the year before.
    fn year_before(&self) -> &'static str;

    /// The head of the months, with their total.
    fn by_month(&self, total: &str) -> String;

    /// The row of the months for which there is no room.
    fn earlier_months(&self) -> &'static str;

    /// What columns without room are folded into.
    fn folded(&self) -> &'static str;

    /// The head of the stakeholders' fields where space is short.
    fn fields_short(&self) -> &'static str;

    /// The head of the follow-ups.
    fn follow_ups(&self) -> &'static str;

    /// Follow-ups past their day.
    fn overdue(&self) -> &'static str;

    /// Follow-ups due today.
    fn due_today(&self) -> &'static str;

    /// Follow-ups due later in this week.
    fn due_this_week(&self) -> &'static str;

    /// What a figure counts, on which day and in which center, as short as it can be said.
    fn short_rule(&self) -> &'static str;

    /// That only that kind is counted, as short as it can be said.
    fn only_kind(&self, kind: &str) -> String;

    /// How many records are dated later and not counted, in a few words.
    fn not_yet_counted(&self, records: u64) -> String;

    /// Which rows of centers are in sight, and that there are more: in full, and in figures.
    fn centers_in_sight(&self, first: usize, last: usize, of: usize) -> [String; 2];

    /// That the window is too small: in full, and for the narrowest.
    fn too_small(&self) -> [&'static str; 2];

    /// The head of the help.
    fn help_title(&self) -> &'static str;

    /// That letters do not arrive because the input method is on.
    fn ime_is_on(&self) -> &'static str;

    /// That there is no shell to return to from a suspended program.
    fn cannot_suspend(&self) -> &'static str;

    /// That the ledger was replaced or removed, that what stands here is old, and what to do.
    fn replaced(&self) -> &'static str;

    /// That the program ended by its own fault: the one line after the terminal is restored.
    /// Without a path the report could not be written.
    fn crashed(&self, number: &str, report: Option<&Path>) -> String;

    /// The numbers of the screens.
    fn screen_keys(&self) -> KeyWords;

    /// Period back and forward.
    fn period_keys(&self) -> KeyWords;

    /// Half-year or year to date.
    fn year_to_date_key(&self) -> KeyWords;

    /// Rows up and down.
    fn row_keys(&self) -> KeyWords;

    /// Pages up and down.
    fn page_keys(&self) -> KeyWords;

    /// The first and the last row.
    fn end_keys(&self) -> KeyWords;

    /// The help.
    fn help_key(&self) -> KeyWords;

    /// Back to where one was.
    fn back_key(&self) -> KeyWords;

    /// To the shell for a while.
    fn suspend_key(&self) -> KeyWords;

    /// The end.
    fn quit_key(&self) -> KeyWords;

    /// Cancels, as people expect of Ctrl-C; it never ends the program.
    fn interrupt_key(&self) -> KeyWords;

    /// The days of a period in the title, such as 4/1-9/30.
    fn title_days(&self, period: &Period) -> String {
        let day = |day: NaiveDate| format!("{}/{}", day.month(), day.day());
        format!("{}-{}", day(period.from), day(period.to))
    }

    /// A day with its weekday where space is short, such as 9/30(金).
    fn short_date(&self, day: NaiveDate) -> String {
        // Seven days: the number always fits.
        let mark = self.weekday_mark(day.weekday().num_days_from_monday() as u8);
        format!("{}/{}({mark})", day.month(), day.day())
    }
}

/// The screens' words in that language.
pub fn words(lang: Lang) -> &'static dyn ScreenWords {
    match lang {
        Lang::Ja => &japanese::Japanese,
        Lang::En => &english::English,
    }
}
