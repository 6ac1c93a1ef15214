//! `soudan show`: one record in full, or a case with its timeline; as text, or as a form for paper.

use std::path::PathBuf;

use crate::domain::activity::Activity;
use crate::domain::consultation::Consultation;
use crate::error::{Error, Refusal};
use crate::exchange::target::{named_after, write_text};
use crate::report::View;
use crate::report::case::CaseSheet;
use crate::report::record::Past;
use crate::store::{self, Ledger, Timeline};

use super::args::{ShowArgs, ShowFormat};
use super::context::Context;
use super::output::{print, say};
use super::stop::Stop;

/// What is shown.
enum Shown {
    /// A record, and what was changed about it.
    Record(Box<Consultation>, Vec<Past>),
    /// A case; what was changed about its file is in it.
    Case(Box<CaseSheet>),
    /// An activity, and what was changed about it.
    Activity(Box<Activity>, Vec<Past>),
}

/// Shows a record or a case, and its history where asked for.
pub fn run(context: &Context, args: &ShowArgs) -> Result<(), Stop> {
    context.read(|ledger| {
        let view = context.view(ledger);
        let shown = find(context, ledger, &args.record)?;
        match args.format {
            ShowFormat::Text => {
                let text = text(context, view, &shown, args.history);
                match &args.file {
                    Some(file) => {
                        write_text(file, args.force, &text)?;
                        say(&context.words.written(file));
                        Ok(())
                    }
                    None => print(&text),
                }
            }
            ShowFormat::Html => {
                let form = form(context, view, &shown, args.history)?;
                let file = args.file.clone().unwrap_or_else(|| form_name(view, &shown));
                write_text(&file, args.force, &form)?;
                say(&context.words.form_written(&file));
                Ok(())
            }
        }
    })
}

fn find(context: &Context, ledger: &Ledger, typed: &str) -> Result<Shown, Stop> {
    match ledger.find(typed) {
        Ok(record) => {
            let history = ledger.history(record.id)?;
            Ok(Shown::Record(Box::new(record), local(context, history)))
        }
        // What is no receipt number and no id may be a case's code.
        Err(error @ Error::Refused(Refusal::NoSuchRecord)) => {
            if let Some(timeline) = ledger.timeline(typed.trim())? {
                return Ok(Shown::Case(Box::new(sheet(context, timeline))));
            }
            let activity = ledger.find_activity(typed)?.ok_or(error)?;
            let history = ledger.history(activity.id)?;
            Ok(Shown::Activity(Box::new(activity), local(context, history)))
        }
        Err(error) => Err(error.into()),
    }
}

fn text(context: &Context, view: View<'_>, shown: &Shown, with_history: bool) -> String {
    let (mut text, history) = match shown {
        Shown::Record(record, history) if context.plain => (view.record_said(record), history),
        Shown::Record(record, history) => (view.record_text(record), history),
        Shown::Case(sheet) if context.plain => (view.case_said(sheet, context.today), &sheet.changes),
        Shown::Case(sheet) => (view.case_text(sheet, context.today), &sheet.changes),
        Shown::Activity(activity, history) if context.plain => (view.activity_said(activity), history),
        Shown::Activity(activity, history) => (view.activity_text(activity), history),
    };
    if with_history {
        text += "\n";
        text += &match context.plain {
            true => view.history_said(history),
            false => view.history_text(history),
        };
    }
    text
}

fn form(context: &Context, view: View<'_>, shown: &Shown, with_history: bool) -> Result<String, Error> {
    Ok(match shown {
        Shown::Record(record, history) => {
            let history = with_history.then_some(history.as_slice());
            view.record_html(record, history, context.today)
        }
        Shown::Case(sheet) => view.case_html(sheet, with_history, context.today),
        Shown::Activity(..) => return Err(Refusal::NoForm.into()),
    })
}

/// A form's file: it tells the number or the code, and nothing of what is in it.
fn form_name(view: View<'_>, shown: &Shown) -> PathBuf {
    match shown {
        Shown::Record(record, _) => named_after(&record.number.display(view.profile), "html"),
        Shown::Case(sheet) => named_after(&sheet.code, "html"),
        Shown::Activity(activity, _) => named_after(&activity.id.to_string(), "html"),
    }
}

fn sheet(context: &Context, timeline: Timeline) -> CaseSheet {
    CaseSheet {
        code: timeline.line.code,
        file: timeline.line.file,
        contacts: timeline.contacts,
        changes: local(context, timeline.changes),
    }
}

/// The changes at local time.
fn local(context: &Context, history: Vec<store::Past>) -> Vec<Past> {
    let local = history.into_iter().map(|past| Past {
        at: context.local(past.at_ms),
        who: past.who,
        act: past.act,
        rev: past.rev,
        change: past.change,
    });
    local.collect()
}
