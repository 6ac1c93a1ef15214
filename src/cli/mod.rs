//! The command line: its types, and a handler a command. stdout carries only the answer; everything
//! else is one line on stderr.

mod activity;
mod add;
mod args;
mod center;
mod close;
mod compare;
mod context;
mod due;
mod fields;
mod files;
mod first;
mod ledger;
mod line;
mod list;
mod output;
mod query;
mod report;
mod screen;
mod shell;
mod show;
mod stop;
mod tally;
mod undo;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use clap::FromArgMatches;
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::config::ConfigError;
use crate::tui::crash;
use args::{Cli, Command};
use context::{Context, Environment};
use stop::Stop;

/// Runs the program on the process's arguments and environment.
pub fn main() -> ExitCode {
    shelter();
    ExitCode::from(run(std::env::args_os().collect()))
}

/// Before anything is read: no core dump, which would hold what people wrote; and a file that may not
/// grow is a full disk to be told of, not a signal that ends the process.
fn shelter() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

fn run(arguments: Vec<OsString>) -> u8 {
    let environment = Environment::read();
    let lang = environment.lang(&arguments);
    let mut command = usage::command(lang);
    let parsed = command
        .try_get_matches_from_mut(&arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage::say(&error, lang, meant(&command, &arguments)),
    };
    let done = Context::new(environment, &cli, lang).and_then(|context| {
        // Without a place for its report a panic keeps to the system's own way of ending.
        if let Ok(folder) = context.state_folder() {
            crash::install(folder, lang);
        }
        // The screen says it itself, and `config` says everything.
        if let (Some(command), Some(caution)) = (&cli.command, context.caution(ConfigError::clone))
            && !matches!(command, Command::Demo | Command::Config)
        {
            output::say(&caution);
        }
        dispatch(&context, cli.command)
    });
    match done {
        Ok(status) => status,
        Err(stop) => stop.end(lang.catalogue()),
    }
}

/// The command among the arguments, as far as it can be told.
fn meant<'a>(command: &clap::Command, arguments: &'a [OsString]) -> Option<&'a str> {
    let words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    words
        .into_iter()
        .find(|word| command.find_subcommand(word).is_some())
}

fn dispatch(context: &Context, command: Option<Command>) -> Result<u8, Stop> {
    let done = match command {
        None => return screen::run(context),
        Some(Command::Init(args)) => ledger::init(context, &args),
        Some(Command::Add(args)) => add::run(context, &args),
        Some(Command::List(args)) => list::run(context, &args),
        Some(Command::Due(args)) => due::run(context, &args),
        Some(Command::Search(args)) => list::run(context, &args.into()),
        Some(Command::Show(args)) => show::run(context, &args),
        Some(Command::Tally(args)) => tally::run(context, &args),
        Some(Command::Report(args)) => report::run(context, &args),
        Some(Command::Activity(args)) => activity::run(context, &args),
        Some(Command::Compare(args)) => compare::run(context, &args),
        Some(Command::Import(args)) => files::import(context, &args),
        Some(Command::Export(args)) => files::export(context, &args),
        Some(Command::Profile(args)) => ledger::profile(context, &args),
        Some(Command::Center(args)) => center::run(context, &args),
        Some(Command::Check(args)) => ledger::check(context, &args),
        Some(Command::Backup(args)) => ledger::backup(context, &args),
        Some(Command::Restore(args)) => ledger::restore(context, &args),
        Some(Command::Close(args)) => close::run(context, &args),
        Some(Command::Undo(args)) => undo::undo(context, &args),
        Some(Command::Redo(args)) => undo::redo(context, &args),
        Some(Command::Demo) => return screen::demo(context),
        Some(Command::Config) => shell::config(context),
        Some(Command::Completions(args)) => shell::completions(context, &args),
        Some(Command::Man) => shell::man(context),
    };
    done.map(|()| 0)
}
