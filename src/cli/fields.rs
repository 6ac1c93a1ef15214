//! The options of a record, made from the table of fields: a new field needs nothing here.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::domain::field::{Field, Shape};
use crate::domain::list::{CONTINUING, List, NEW};

/// What was typed for each field, in the order of the fields; several answers as one text.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub Vec<(Field, String)>);

/// The argument that may say any field.
const LINE: &str = "line";

/// What a field's option takes: its own name, or for newness the two answers themselves.
fn is_newness(field: Field) -> bool {
    field.shape() == Shape::One(List::Newness)
}

/// A field's option on the command line: its code, but for an activity's day, which is a date as well.
pub fn option_of(field: Field) -> String {
    match field {
        Field::HeldOn => "date".to_owned(),
        field => field.code().replace('_', "-"),
    }
}

/// What was typed for each field of an activity, in the order of its form.
#[derive(Clone, Debug, Default)]
pub struct ActivityFields(pub Vec<(Field, String)>);

/// Whether a record cannot do without it and nothing stands in for it: the date is today's and the
/// center the ledger's own.
fn is_required(field: Field) -> bool {
    field.spec().required && !matches!(field, Field::Date | Field::Center)
}

/// The option of a consultation's field.
fn argument(field: Field) -> Arg {
    let arg = option(field);
    match is_required(field) {
        // A line may say it.
        true => arg.required_unless_present(LINE),
        false => arg,
    }
}

fn option(field: Field) -> Arg {
    let arg = Arg::new(field.code()).long(option_of(field));
    match field.shape() {
        Shape::Done | Shape::Cancelled => arg.action(ArgAction::SetTrue),
        Shape::Many(_) => arg.action(ArgAction::Append).value_name("CODE"),
        Shape::One(_) => arg.value_name("CODE"),
        // Yesterday is -1.
        Shape::Day | Shape::DueDay | Shape::AnyDay => arg.value_name("DATE").allow_negative_numbers(true),
        Shape::Time => arg.value_name("TIME"),
        Shape::Number(_) => arg.value_name("N"),
        Shape::Line | Shape::Note | Shape::Case | Shape::Staff | Shape::Birth => arg.value_name("TEXT"),
    }
}

impl Args for Fields {
    fn augment_args(command: Command) -> Command {
        let own = Field::all().filter(|field| !is_newness(*field)).map(argument);
        let flag = |code: &'static str| Arg::new(code).long(code).action(ArgAction::SetTrue);
        command
            .args(own)
            .arg(flag(NEW))
            .arg(flag(CONTINUING).conflicts_with(NEW))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Fields {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut typed = Vec::new();
        for field in Field::all() {
            let flag = |code: &'static str| matches.get_flag(code).then(|| code.to_owned());
            let text = match field.shape() {
                _ if is_newness(field) => flag(NEW).or_else(|| flag(CONTINUING)),
                _ => typed_for(matches, field),
            };
            typed.extend(text.map(|text| (field, text)));
        }
        Ok(Self(typed))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What was typed for a field; several answers as one text.
fn typed_for(matches: &ArgMatches, field: Field) -> Option<String> {
    match field.shape() {
        Shape::Done | Shape::Cancelled => matches.get_flag(field.code()).then(|| "1".to_owned()),
        Shape::Many(_) => {
            let several = matches.get_many::<String>(field.code());
            several.map(|texts| texts.map(String::as_str).collect::<Vec<_>>().join("、"))
        }
        _ => matches.get_one::<String>(field.code()).cloned(),
    }
}

impl Args for ActivityFields {
    fn augment_args(command: Command) -> Command {
        let argument = |field: Field| {
            let is_required = field.spec().required && field != Field::Center;
            option(field).required(is_required)
        };
        command.args(Field::of_activity().map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ActivityFields {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let typed = Field::of_activity().filter_map(|field| Some((field, typed_for(matches, field)?)));
        Ok(Self(typed.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
