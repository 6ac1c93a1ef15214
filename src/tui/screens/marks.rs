//! 印: the records of the list that are marked, to be changed together.

use std::collections::HashMap;

use super::super::app::{App, Effect, Status};
use super::super::correcting::Said;
use super::super::keymap::Command;
use super::super::update::say;
use super::records;
use crate::domain::bulk;
use crate::error::Error;
use crate::store::{AtRev, RecordKey};

/// The records that are marked, with their ids and the revisions at which they were last seen. They stay
/// marked while one searches and narrows; those that count no longer fall away.
#[derive(Default)]
pub struct Marks(HashMap<RecordKey, AtRev>);

impl Marks {
    /// How many records are marked.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether that record is.
    pub fn contains(&self, key: RecordKey) -> bool {
        self.0.contains_key(&key)
    }

    /// The records, as they were last seen.
    pub fn records(&self) -> Vec<AtRev> {
        let mut records: Vec<AtRev> = self.0.values().copied().collect();
        // The one that is named when several cannot be changed is the one that was entered first.
        records.sort_unstable();
        records
    }

    /// How many of them are not among these.
    pub fn outside(&self, listed: &[RecordKey]) -> usize {
        self.len() - listed.iter().filter(|key| self.contains(**key)).count()
    }

    /// Marks none.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// Marks the selected record, or takes its mark off, and goes down.
pub(in crate::tui) fn mark(app: &mut App) -> Vec<Effect> {
    let mut effects = match app.records.selected_key() {
        Some(key) if app.records.marks.0.remove(&key).is_none() => mark_these(app, vec![key]),
        _ => Vec::new(),
    };
    effects.extend(records::on_command(app, Command::Down));
    effects
}

/// Marks every record of the list; where all are, takes every mark off.
pub(in crate::tui) fn mark_all(app: &mut App) -> Vec<Effect> {
    let unmarked = app.records.listed().iter().copied();
    let unmarked: Vec<RecordKey> = unmarked.filter(|key| !app.records.marks.contains(*key)).collect();
    if unmarked.is_empty() {
        app.records.marks.clear();
        return vec![Effect::Draw];
    }
    mark_these(app, unmarked)
}

fn mark_these(app: &mut App, keys: Vec<RecordKey>) -> Vec<Effect> {
    if app.records.marks.len() + keys.len() > bulk::MOST {
        return say(app, Status::Correcting(Said::TooManyMarked));
    }
    vec![Effect::Mark(keys)]
}

/// Looks at what is marked anew.
pub(in crate::tui) fn refresh(app: &App) -> Option<Effect> {
    let keys: Vec<RecordKey> = app.records.marks.0.keys().copied().collect();
    (!keys.is_empty()).then_some(Effect::Mark(keys))
}

/// Takes up which of the records that were looked at still count. A mark goes to no other record: after
/// a restore the same place in the ledger may hold one.
pub(in crate::tui) fn on_marked(
    app: &mut App,
    keys: &[RecordKey],
    marked: Result<Vec<(RecordKey, AtRev)>, Error>,
) -> Vec<Effect> {
    let marked = match marked {
        Ok(marked) => marked,
        Err(error) => return say(app, Status::Failed(error)),
    };
    let marks = &mut app.records.marks.0;
    let before: HashMap<RecordKey, AtRev> = keys
        .iter()
        .filter_map(|key| Some((*key, marks.remove(key)?)))
        .collect();
    let is_same = |(key, (id, _)): &(RecordKey, AtRev)| before.get(key).is_none_or(|(was, _)| was == id);
    marks.extend(marked.into_iter().filter(is_same));
    vec![Effect::Draw]
}
