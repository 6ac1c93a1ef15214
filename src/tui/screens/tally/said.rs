//! What the status line says of the tally.

use super::super::super::app::App;
use super::super::trend;
use super::figures::{At, Column};
use super::view::{head_of, label_of};
use crate::domain::drill::Place;
use crate::domain::text::width_cells;

/// Something that is said of a tally until the next key.
#[derive(Debug)]
pub enum Said {
    /// People cannot be listed.
    PeopleAreNoList,
    /// A tally of that name is there already.
    Exists(String),
    /// It is kept under that name, and opens with that period.
    Saved(String, String),
    /// The saved one is shown.
    Opened(String),
    /// It is deleted.
    Deleted(String),
    /// There is none.
    NoViews,
    /// It cannot be read.
    Damaged(String),
    /// It is deleted with another key.
    AboutToDelete(String),
}

impl Said {
    /// In words.
    pub(in crate::tui) fn text(&self, app: &App) -> String {
        let words = app.words;
        match self {
            Self::PeopleAreNoList => words.people_are_no_list().to_owned(),
            Self::Exists(name) => words.view_exists(name),
            Self::Saved(name, period) => words.view_saved(name, period),
            Self::Opened(name) => words.view_opened(name),
            Self::Deleted(name) => words.view_deleted(name),
            Self::NoViews => words.no_views().to_owned(),
            Self::Damaged(name) => words.view_damaged(name),
            Self::AboutToDelete(name) => words.delete_view(name),
        }
    }
}

/// The selected figure in words, as far as it fits on one line: of which row and column, how many there
/// are, which share that is, and how many there were before.
pub fn of_selected(app: &App) -> Option<String> {
    let shown = app.tally.shown.as_ref()?;
    let at = app.tally.at;
    let not_applicable = app.catalogue.not_applicable();
    if let Some(month) = app.tally.month {
        let (name, n) = trend::said(app, &shown.trend(app.today), month)?;
        let n = n.map_or_else(|| not_applicable.to_owned(), |n| n.to_string());
        let n = app.words.so_many(shown.asked.count, &n);
        return Some(format!("{name}{}{n}", app.catalogue.colon()));
    }
    let count = |place: &Place| {
        let n = shown.table.figure(place);
        let n = n.map_or_else(|| not_applicable.to_owned(), |n| n.to_string());
        app.words.so_many(shown.asked.count, &n)
    };
    let mut place = shown.place(at);
    let column = match shown.column(at.column) {
        Column::Cell(_) => head_of(app, shown, at.column),
        _ => app.catalogue.total().to_owned(),
    };
    let label = label_of(app, shown, at.line);
    let is_one_axis = shown.table.columns.is_empty();
    let label = if is_one_axis {
        label
    } else {
        format!("{label} {column}")
    };
    place.is_before = false;
    let mut parts = vec![format!("{label}{}{}", app.catalogue.colon(), count(&place))];
    if shown.shares.is_some() {
        let now = match shown.column(at.column) {
            Column::Cell(_) => at,
            _ => At {
                column: shown.table.columns.len(),
                ..at
            },
        };
        let share = shown.plain(now).text(not_applicable);
        parts.push(format!("{share}%"));
    }
    if let Some(comparison) = shown.asked.compare.filter(|_| shown.table.compared.is_some()) {
        place.is_before = true;
        parts.push(format!(
            "{} {}",
            app.words.compared_with(comparison),
            count(&place)
        ));
        let difference = shown.difference(at).text(not_applicable);
        parts.push(format!("{} {difference}", app.words.difference()));
    }
    // What is seen in the table anyway goes first.
    while parts.len() > 1 && width_cells(&parts.join("  ")) > usize::from(app.size.width).saturating_sub(2) {
        parts.pop();
    }
    Some(parts.join("  "))
}
