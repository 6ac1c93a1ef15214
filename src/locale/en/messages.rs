//! Notices, warnings and usage in English.

use std::path::Path;

use super::{English, counted};
use crate::domain::consultation::Warning;
use crate::domain::journal::Act;
use crate::domain::list::List;
use crate::domain::profile::Profile;
use crate::error::Unwritable;
use crate::locale::{FollowUps, Messages, Syntax, Usage, Words, echo, shown};

/// What an act was done to: a record by its number, or so many.
fn records(records: u64, number: Option<&str>) -> String {
    match number {
        Some(number) => format!(" {number}"),
        None if records > 0 => format!(" {}", counted(records, "record", "records")),
        None => String::new(),
    }
}

impl Messages for English {
    fn modes_tightened(&self) -> &'static str {
        "Other accounts could read the ledger; now only yours can."
    }

    fn opened_read_only(&self, why_not: &Unwritable) -> String {
        let why = match why_not {
            Unwritable::Full => "the disk is full",
            Unwritable::ReadOnly => "the file or its folder is read-only",
            Unwritable::Permission => "you have no permission to write there",
            Unwritable::Io => "the disk reported an error",
            Unwritable::Replaced => "the ledger was replaced",
            Unwritable::AsAsked => "you asked for it",
            Unwritable::NoFolder | Unwritable::IsFolder => "there is nowhere to write to",
        };
        let remedy = match why_not {
            Unwritable::Full => " Make room and open it again.",
            _ => "",
        };
        format!("The ledger is open for reading only: {why}.{remedy}")
    }

    fn removed(&self, field: &str, characters: usize) -> String {
        let characters = counted(characters as u64, "character", "characters");
        format!("{field}: {characters} left out that a ledger cannot hold (control characters and the like).")
    }

    fn understood(&self, field: &str, date: &str) -> String {
        format!("{field}: taken as {date}.")
    }

    fn long_time(&self, minutes: u32) -> String {
        match (minutes / 60, minutes % 60) {
            (hours, 0) => format!("{hours} h"),
            (hours, minutes) => format!("{hours} h {minutes} min"),
        }
    }

    fn warning(&self, warning: &Warning, profile: &Profile) -> String {
        match warning {
            Warning::Later(day) => {
                format!(
                    "{} is still to come; it is not counted before that day.",
                    self.date(*day)
                )
            }
            Warning::LongAgo(day) => format!("{} is more than 31 days back.", self.date(*day)),
            Warning::Long(minutes) => format!("That is long: {}.", self.long_time(*minutes)),
            Warning::OutsideHours => "Outside business hours.".to_owned(),
            Warning::DayOff(day, off) => self.is_day_off(*day, *off),
            Warning::DueOnDayOff(day, off) => self.is_due_on_day_off(*day, *off),
            Warning::DuePast(day) => format!("The follow-up's day, {}, is past.", self.date(*day)),
            Warning::DueFarOff(day) => {
                format!(
                    "The follow-up's day, {}, is more than half a year ahead.",
                    self.date(*day)
                )
            }
            Warning::OtherCenter(center) => {
                let center = self.item(List::Center, center, Some(profile));
                format!("That municipality belongs to the {center} center.")
            }
            Warning::NewnessDiffers(newness) => {
                let code = newness.code().into();
                let label = self.item(List::Newness, &code, Some(profile));
                format!("Not as entered: by the case's records it counts as \"{label}\".")
            }
        }
    }

    fn undone(&self, act: Act, count: u64, number: Option<&str>) -> String {
        format!(
            "Undone:{} ({}). soudan redo does it again.",
            records(count, number),
            self.act(act)
        )
    }

    fn redone(&self, act: Act, count: u64, number: Option<&str>) -> String {
        format!("Done again:{} ({}).", records(count, number), self.act(act))
    }

    fn made(&self, ledger: &Path) -> String {
        format!("Ledger made: {}", shown(ledger))
    }

    fn which_center(&self, numbered: &str) -> String {
        format!("Whose ledger is it? Type the number: {numbered} >")
    }

    fn profile_is_the_same(&self) -> &'static str {
        "That is the present profile. Nothing was changed."
    }

    fn profile_set(&self) -> &'static str {
        "The new profile is set."
    }

    fn reindexed(&self) -> &'static str {
        "The search index was made anew."
    }

    fn all_well(&self) -> &'static str {
        "All is well."
    }

    fn restored(&self, records: u64) -> String {
        format!("Ledger restored: {}", counted(records, "record", "records"))
    }

    fn kept_before(&self, path: &Path) -> String {
        format!("Backup of what was there before: {}", shown(path))
    }

    fn any_center(&self) -> &'static str {
        "any center"
    }

    fn usage(&self, usage: &Usage, help: &str) -> String {
        let meant = |word: &Option<String>| match word {
            Some(word) => format!(" Did you mean {word}?"),
            None => String::new(),
        };
        let what = match usage {
            Usage::UnknownOption(option, near) => {
                format!("There is no option {}.{}", echo(option), meant(near))
            }
            Usage::UnknownCommand(command, near) => {
                format!("There is no command {}.{}", echo(command), meant(near))
            }
            Usage::TooManyWords(word) => format!("One word too many: {}.", echo(word)),
            Usage::Missing(names) => format!("Missing: {}.", names.join(" ")),
            Usage::NoValue(option) => format!("{option} needs a value."),
            Usage::BadValue { option, possible, .. } if possible.is_empty() => {
                format!("{option} does not take that value.")
            }
            Usage::BadValue {
                option,
                value,
                possible,
            } => {
                format!(
                    "{option} does not take {}; it takes {}.",
                    echo(value),
                    possible.join(", ")
                )
            }
            Usage::Twice(option) => format!("{option} may stand only once."),
            Usage::Conflict(one, other) => format!("{one} and {other} exclude each other."),
            Usage::NotUtf8 => "Some text is not UTF-8.".to_owned(),
            Usage::NoTerminal => {
                return format!(
                    "The screen needs a terminal that can draw (not TERM=dumb); elsewhere use the commands: {help}"
                );
            }
            Usage::Other => "The command line is not right.".to_owned(),
        };
        format!("{what} See {help}")
    }

    fn cannot_print(&self, saved: bool) -> &'static str {
        if saved {
            "The answer could not be written, but the change is saved. Look at the output's space and permission."
        } else {
            "The answer could not be written to its end. The ledger is unchanged. Look at the output's space and permission."
        }
    }

    fn config_unknown_key(&self, file: &Path, line: usize, key: &str, nearest: Option<&str>) -> String {
        let nearest = nearest.map_or_else(String::new, |word| format!(" Did you mean {word}?"));
        format!(
            "Configuration {}, line {line}: there is no key {}.{nearest}",
            shown(file),
            echo(key)
        )
    }

    fn config_bad_value(
        &self,
        file: &Path,
        line: usize,
        key: &str,
        possible: &[&str],
        nearest: Option<&str>,
    ) -> String {
        let nearest = nearest.map_or_else(String::new, |word| format!(" Did you mean {word}?"));
        format!(
            "Configuration {}, line {line}: {key} takes {}.{nearest}",
            shown(file),
            possible.join(", ")
        )
    }

    fn config_bad_number(&self, file: &Path, line: usize, key: &str, most: u32) -> String {
        format!(
            "Configuration {}, line {line}: {key} takes a number from 0 to {most}.",
            shown(file)
        )
    }

    fn config_bad_form(&self, file: &Path, line: usize, key: &str, form: &str) -> String {
        format!(
            "Configuration {}, line {line}: write {key} like {form}.",
            shown(file)
        )
    }

    fn config_passed_over(&self, said: &str, others: usize) -> String {
        let others = match others {
            0 => String::new(),
            others => format!(" {others} more wrong: see soudan config."),
        };
        format!("{said} Going on without it.{others}")
    }

    fn config_lies_there(&self, file: &Path) -> String {
        format!("The configuration is read from {}", shown(file))
    }

    fn which_profile(&self, built_in: &str) -> String {
        format!("Which prefecture's profile? Enter for {built_in}, else the place of a profile (TOML) >")
    }

    fn which_name(&self) -> &'static str {
        "Your staff code for the journal (such as c1; Enter leaves it out) >"
    }

    fn name_not_kept(&self, file: &Path) -> String {
        format!(
            "Your staff code could not be written to {}. It stands in the journal this time; to have it at every start, write staff into that file (soudan config).",
            shown(file)
        )
    }

    fn config_not_keys(&self, file: &Path, line: usize) -> String {
        format!(
            "Configuration {}, line {line}: write keys like \"p\" or [\"p\", \"F3\"].",
            shown(file)
        )
    }

    fn config_no_such_command(&self, file: &Path, line: usize, name: &str, nearest: Option<&str>) -> String {
        let nearest = nearest.map_or_else(String::new, |word| format!(" Did you mean {word}?"));
        format!(
            "Configuration {}, line {line}: there is no command {}.{nearest}",
            shown(file),
            echo(name)
        )
    }

    fn config_no_such_key(&self, file: &Path, line: usize, key: &str) -> String {
        format!(
            "Configuration {}, line {line}: there is no key {}. Write p, F3, Ctrl-S or Space.",
            shown(file),
            echo(key)
        )
    }

    fn config_key_taken(&self, file: &Path, line: usize, key: &str, by: &str) -> String {
        format!(
            "Configuration {}, line {line}: {} is already the key of {by}.",
            shown(file),
            echo(key)
        )
    }

    fn config_key_unfit(&self, file: &Path, line: usize, key: &str) -> String {
        format!(
            "Configuration {}, line {line}: {} cannot be the key of this command.",
            shown(file),
            echo(key)
        )
    }

    fn config_needs_key(&self, file: &Path, line: usize, command: &str) -> String {
        format!(
            "Configuration {}, line {line}: {command} needs a key.",
            shown(file)
        )
    }

    fn config_syntax(&self, file: &Path, line: usize, kind: Syntax) -> String {
        let why = match kind {
            Syntax::Unquoted => "a word needs quotes, like theme = \"light\".",
            Syntax::Twice => "that is set already. Leave one of the two lines.",
            Syntax::NotUtf8 => "not UTF-8. Save the file as UTF-8.",
            Syntax::Other => "not TOML. Mend the line.",
        };
        format!("Configuration {}, line {line}: {why}", shown(file))
    }

    fn config_unreadable(&self, file: &Path) -> String {
        format!(
            "Configuration {} cannot be read. Look at its permission.",
            shown(file)
        )
    }

    fn no_home(&self) -> &'static str {
        "No place for the ledger is known. Name one with --ledger."
    }

    fn warning_mark(&self) -> &'static str {
        "Note: "
    }
}
