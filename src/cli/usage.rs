//! The command line's help in the chosen language, and what is wrong with one, in one line.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use crate::domain::axis::Axis;
use crate::domain::field::Field;
use crate::locale::{Lang, Usage, help};

use super::args::Cli;
use super::output::{print, say as say_line};
use super::stop::USAGE;

/// The command that explains everything.
pub const HELP: &str = "soudan --help";

/// The command line, with its help in a language.
pub fn command(lang: Lang) -> Command {
    let command = localized(Cli::command(), "", lang);
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        localized(sub, &name, lang).mut_subcommands(|inner| {
            let name = format!("{name} {}", inner.get_name());
            localized(inner, &name, lang)
        })
    })
}

fn localized(command: Command, name: &str, lang: Lang) -> Command {
    let frame = help::frame(lang);
    let about = (lang == Lang::Ja).then(|| help::about_ja(name)).flatten();
    let after = match name {
        "" => frame.after.to_owned(),
        "list" | "tally" | "compare" => format!("{}\n  {}", help::axes(lang), axis_codes()),
        _ => String::new(),
    };
    // One form for -h and --help: the long one would set every option apart.
    let whole = command
        .get_long_about()
        .or_else(|| command.get_about())
        .map(ToString::to_string);
    let command = match about.map(str::to_owned).or(whole) {
        Some(about) => command.about(about).long_about(None),
        None => command,
    };
    command
        .help_template(frame.template)
        .subcommand_help_heading(frame.commands)
        .after_help(after)
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                frame.arguments
            } else {
                frame.options
            };
            let said = said_of(name, &arg, lang);
            let arg = arg.help_heading(heading);
            match said {
                Some(said) => arg.help(said),
                None => arg,
            }
        })
}

/// The help of an option, where it is not the type's own comment.
fn said_of(command: &str, arg: &Arg, lang: Lang) -> Option<String> {
    let id = arg.get_id().as_str();
    let takes_fields = matches!(command, "add" | "activity add");
    let field = Field::by_code(id).filter(|_| takes_fields);
    if let Some(field) = field {
        let hint = match field {
            Field::Center => help::center_hint(lang).to_owned(),
            _ => help::field_hint(lang, field.shape()),
        };
        return Some(format!("{} ({hint})", lang.catalogue().field(field, None)));
    }
    match (lang, command, id) {
        (Lang::Ja, ..) => help::argument_ja(command, id).map(str::to_owned),
        (Lang::En, "add", "new") => Some("New".to_owned()),
        (Lang::En, "add", "continuing") => Some("Continuing".to_owned()),
        (Lang::En, ..) => None,
    }
}

fn axis_codes() -> String {
    Axis::ALL.map(Axis::code).join(" ")
}

/// Prints the help that was asked for, or says what is wrong; the exit status.
pub fn say(error: &clap::Error, lang: Lang, command: Option<&str>) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let printed = print(&error.render().to_string());
        return printed.map_or_else(|stop| stop.end(lang.catalogue()), |()| 0);
    }
    let help = command.map_or_else(|| HELP.to_owned(), |command| format!("soudan {command} --help"));
    say_line(&lang.catalogue().usage(&usage(error), &help));
    USAGE
}

/// What clap found wrong.
fn usage(error: &clap::Error) -> Usage {
    let texts = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let first = |kind: ContextKind| texts(kind).into_iter().next();
    // `--center <CODE>` is meant by its name alone.
    let bare = |text: String| text.split([' ', '=']).next().unwrap_or_default().to_owned();
    let option = || first(ContextKind::InvalidArg).map(bare).unwrap_or_default();
    let value = || first(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if option().starts_with('-') => {
            Usage::UnknownOption(option(), first(ContextKind::SuggestedArg))
        }
        ErrorKind::UnknownArgument => Usage::TooManyWords(option()),
        ErrorKind::InvalidSubcommand => {
            let typed = first(ContextKind::InvalidSubcommand).unwrap_or_default();
            Usage::UnknownCommand(typed, first(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingRequiredArgument => Usage::Missing(texts(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue if value().is_empty() => Usage::NoValue(option()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => Usage::BadValue {
            option: option(),
            value: value(),
            possible: texts(ContextKind::ValidValue),
        },
        ErrorKind::ArgumentConflict => match first(ContextKind::PriorArg).map(bare) {
            Some(other) if other == option() => Usage::Twice(other),
            Some(other) => Usage::Conflict(option(), other),
            None => Usage::Other,
        },
        ErrorKind::InvalidUtf8 => Usage::NotUtf8,
        _ => Usage::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_has_its_help_in_both_languages() {
        let root = command(Lang::Ja);
        let own = std::iter::once(("", &root));
        for (name, command) in own.chain(root.get_subcommands().map(|sub| (sub.get_name(), sub))) {
            assert!(help::about_ja(name).is_some(), "{name}");
            for arg in command.get_arguments() {
                assert!(said_of(name, arg, Lang::Ja).is_some(), "{name} {}", arg.get_id());
            }
        }
        let root = command(Lang::En);
        let own = std::iter::once(("", &root));
        for (name, command) in own.chain(root.get_subcommands().map(|sub| (sub.get_name(), sub))) {
            assert!(command.get_about().is_some(), "{name}");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{name} {}", arg.get_id());
            }
        }
    }

    #[test]
    fn the_types_hold_together() {
        Cli::command().debug_assert();
    }
}
