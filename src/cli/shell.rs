//! `soudan completions` and `soudan man`: made from the command line's own types; and `soudan config`.

use crate::config::REFERENCE;

use super::args::CompletionsArgs;
use super::context::Context;
use super::output::{print, say};
use super::stop::Stop;
use super::usage;

/// Prints the completions of a shell.
pub fn completions(context: &Context, args: &CompletionsArgs) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut usage::command(context.lang),
        "soudan",
        &mut script,
    );
    print(&String::from_utf8_lossy(&script))
}

/// Prints the reference of the configuration, where the file is read from, and what is wrong with that.
pub fn config(context: &Context) -> Result<(), Stop> {
    print(REFERENCE)?;
    if let Some(file) = &context.config_file {
        say(&context.words.config_lies_there(file));
    }
    for error in &context.wrong {
        say(&error.said(context.words));
    }
    Ok(())
}

/// Prints the manual page: the program, then each command under its name.
pub fn man(context: &Context) -> Result<(), Stop> {
    let mut command = usage::command(context.lang);
    command.build();
    let whole = command.get_about().map(ToString::to_string).unwrap_or_default();
    // The name's line is the first one; the description is all of it.
    let first = whole.lines().next().unwrap_or_default().to_owned();
    let command = command.about(first).long_about(whole);
    let mut page = Vec::new();
    let page_of = |command: &clap::Command| clap_mangen::Man::new(command.clone());
    page_of(&command).render(&mut page).map_err(Stop::print)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let mut section = Vec::new();
        let man = page_of(sub);
        let rendered = man
            .render_description_section(&mut section)
            .and_then(|()| man.render_synopsis_section(&mut section));
        rendered
            .and_then(|()| man.render_options_section(&mut section))
            .map_err(Stop::print)?;
        // The sections of a command stand below its own heading.
        let text = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        page.extend(format!(".SH \"soudan {}\"\n{text}", sub.get_name()).into_bytes());
    }
    // All commands are on this one page.
    let page = String::from_utf8_lossy(&page)
        .replace("soudan\\-", "soudan ")
        .replace("(1)\n", "\n");
    print(&with_statuses(&page))
}

/// The exit statuses under a heading of their own, and each of their lines a line.
fn with_statuses(page: &str) -> String {
    let Some((before, after)) = page.split_once(".SH EXTRA\n") else {
        return page.to_owned();
    };
    let (statuses, after) = after.split_once(".SH ").unwrap_or((after, ""));
    let (heading, statuses) = statuses.split_once('\n').unwrap_or((statuses, ""));
    let heading = heading.trim_end_matches([':', '：']).to_uppercase();
    format!(
        "{before}.SH \"{heading}\"\n.nf\n{}.fi\n.SH {after}",
        statuses.replace("\n  ", "\n").trim_start()
    )
}
