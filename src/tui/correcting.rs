//! What comes of correcting: of histories that were read, marks that were set, and several records that
//! were changed in one step.

use super::app::{App, Effect, Msg};
use super::keymap::Command;
use super::screens::{bulk, history, marks};
use super::update::if_writable;
use crate::domain::bulk::MOST;
use crate::domain::consultation::Number;
use crate::domain::field::Field;
use crate::store::{Changed, Undone};

/// Something to be said of it on the status line.
#[derive(Debug)]
pub enum Said {
    /// The new form holds what recurs of that record.
    BegunLike(Number),
    /// A field of all marked records was changed.
    ChangedAll(Field, Changed),
    /// No record is marked that could be changed.
    NothingMarked,
    /// More records than one step changes.
    TooManyMarked,
    /// The field cannot be left empty.
    NeedsAnswer(Field),
}

impl Said {
    /// The words.
    pub(super) fn text(&self, app: &App) -> String {
        let field = |field: Field| app.catalogue.field(field, Some(&app.profile));
        match self {
            Self::BegunLike(of) => app.words.begun_like(&of.display(&app.profile)),
            Self::ChangedAll(of, Changed { records, already }) => {
                app.words.changed_all(field(*of), *records, *already)
            }
            Self::NothingMarked => app.words.nothing_marked().to_owned(),
            Self::TooManyMarked => app.words.too_many_marked(MOST),
            Self::NeedsAnswer(of) => app.words.needs_answer(field(*of)),
        }
    }
}

/// What was taken back, or done again.
pub(super) fn undone_text(app: &App, undone: &Undone, again: bool) -> String {
    let Undone {
        number, case, title, ..
    } = undone;
    let number = number.as_ref().map(|number| number.display(&app.profile));
    let period = || undone.period.map(|period| app.catalogue.period(&period));
    let of = number
        .or_else(|| case.clone())
        .or_else(|| title.clone())
        .or_else(period);
    let act = app.catalogue.act(undone.act);
    app.words.turned(act, undone.records, of.as_deref(), again)
}

/// Does what a command asks of the selected record, or of the marked ones.
pub(super) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::Mark => marks::mark(app),
        Command::MarkAll => marks::mark_all(app),
        Command::Bulk => bulk::begin(app),
        Command::NewLike => begin_like(app),
        Command::History => history_of(app),
        _ => Vec::new(),
    }
}

/// Begins a new record like the selected one.
fn begin_like(app: &mut App) -> Vec<Effect> {
    let Some(of) = app.records.selected().map(|record| record.id) else {
        return Vec::new();
    };
    if_writable(app, |_| vec![Effect::BeginLike(of)])
}

fn history_of(app: &App) -> Vec<Effect> {
    let record = app.records.selected();
    let read = record.map(|record| Effect::History(record.id, record.number.display(&app.profile)));
    read.into_iter().collect()
}

/// Takes up what the ledger says to it.
pub(super) fn on_msg(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::HistoryRead(id, name, read) => history::on_read(app, id, name, read),
        Msg::Marked(keys, marked) => marks::on_marked(app, &keys, marked),
        Msg::EditedAll(field, all) => bulk::on_changed(app, field, all),
        _ => Vec::new(),
    }
}
