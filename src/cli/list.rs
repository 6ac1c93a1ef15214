//! `soudan list`: records, newest first, written as they are read.

use std::ops::ControlFlow;

use crate::store::Selection;

use super::add::Stdin;
use super::args::{ListArgs, ListFormat};
use super::context::Context;
use super::output::Answer;
use super::query;
use super::stop::Stop;

/// Lists records.
pub fn run(context: &Context, args: &ListArgs) -> Result<(), Stop> {
    let search = args
        .search
        .as_deref()
        .map(|words| Stdin::default().text(words))
        .transpose()?;
    let period = query::period(context, args.period.as_deref())?;
    context.read(|ledger| {
        let filter = query::filter(&args.filters, ledger.profile())?;
        let selection = Selection {
            period,
            filter,
            search,
            limit: args.limit,
            ..Selection::default()
        };
        let view = context.view(ledger);
        let columns = view.columns();
        let mut answer = Answer::begin();
        let (head, foot) = match args.format {
            ListFormat::Table if context.plain => (String::new(), ""),
            ListFormat::Table => (view.list_head(&columns) + "\n", ""),
            ListFormat::Csv => (view.list_csv_head(context.lang), ""),
            ListFormat::Json => ("[".to_owned(), "\n]\n"),
        };
        let mut written = answer.write(&head);
        let mut between = "\n";
        let mut later = 0;
        let records = ledger.list(&selection, &mut |consultation| {
            let line = match args.format {
                ListFormat::Table if context.plain => view.record_said(&consultation),
                ListFormat::Table => view.list_row(&columns, &consultation) + "\n",
                ListFormat::Csv => view.list_csv_row(&consultation),
                ListFormat::Json => format!("{between}{}", view.record_json(&consultation)),
            };
            between = ",\n";
            later += u64::from(consultation.entry.day().is_some_and(|day| day > context.today));
            written = written.as_mut().map_or_else(|_| Ok(()), |()| answer.write(&line));
            if written.is_ok() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        let foot = match args.format {
            ListFormat::Table => context.words.listed(records, later) + "\n",
            _ => foot.to_owned(),
        };
        written
            .and_then(|()| answer.write(&foot))
            .and_then(|()| answer.end())
            .map_err(Stop::print)
    })
}
