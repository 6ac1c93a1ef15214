//! The follow-ups below the figures of the first screen: the most urgent first, a row each.

use uuid::Uuid;

use super::super::app::{App, Overlay};
use super::super::keymap::Command;
use super::super::paper::Paper;
use super::super::spot::Target;
use super::overview::Figure;
use crate::domain::consultation::{Entry, Number};
use crate::domain::field::Field;
use crate::domain::follow_up::FollowUp;
use crate::domain::text::{fit, pad_left, pad_right, width_cells};
use crate::report::View;

/// From this width on it is said who the contact was with, and where the child lives.
const WHO_FROM: usize = 60;
/// The widest that a case's code or a number is shown.
const CASE_CELLS: usize = 12;
/// The widest that it is shown who the contact was with: in a narrow window, and in a wide one.
const WHO_CELLS: [usize; 2] = [16, 24];

/// The row of a follow-up that a command leads to from another one; `None` where it leads out of the
/// rows, or nowhere.
pub fn moved(at: usize, all: usize, page: usize, command: Command) -> Option<usize> {
    let last = all.checked_sub(1)?;
    match command {
        Command::Up => at.checked_sub(1),
        Command::Down => Some((at + 1).min(last)),
        Command::PageUp => Some(at.saturating_sub(page)),
        Command::PageDown => Some((at + page).min(last)),
        Command::First => Some(0),
        Command::Last => Some(last),
        Command::Left | Command::Right => Some(at),
        _ => None,
    }
}

/// Draws as many rows as there is room for, from that row of the paper on, the selected one in sight;
/// and at the right above them which these are, where there are more.
pub fn view(app: &App, selected: Option<Uuid>, row: usize, paper: &mut Paper<'_>) {
    let shown = &app.overview.shown;
    let page = paper.height().saturating_sub(row);
    let asked = match &app.overlay {
        Some(Overlay::FollowUp(asking)) => Some(asking.about.id),
        _ => None,
    };
    let marked = asked.or(selected);
    let place = marked.and_then(|id| shown.follow_ups.iter().position(|one| one.id == id));
    let first = place.map_or(0, |at| (at + 1).saturating_sub(page));
    let in_sight = || shown.follow_ups.iter().skip(first).take(page);
    let cells = paper.width().saturating_sub(2);
    let columns: Vec<_> = in_sight().map(|one| columns(app, one, cells)).collect();
    let widths: [usize; 4] = std::array::from_fn(|at| {
        let widths = columns.iter().map(|texts| width_cells(&texts[at]));
        widths.max().unwrap_or(0)
    });
    for ((at, one), texts) in in_sight().enumerate().zip(&columns) {
        let [date, state, which, who] = texts;
        let parts = [
            pad_left(date, widths[0]),
            pad_right(state, widths[1]),
            pad_right(which, widths[2]),
            pad_right(who, widths[3]),
            one.text().to_owned(),
        ];
        let said: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        let text = fit(said.join(" ").trim_end(), cells);
        let style = match one.due < app.today {
            _ if marked == Some(one.id) => app.theme.selected,
            true => app.theme.alert,
            false => app.theme.plain,
        };
        paper.put(row + at, 1, &text, style);
        let target = Target::Figure(Figure::FollowUp(one.id));
        paper.spot(row + at, 1, width_cells(&text).max(1), target);
    }
    let due = &shown.due;
    let all = (due.overdue + due.today + due.week) as usize;
    let last = first + in_sight().count();
    if last > 0 && last - first < all && row > 0 {
        let text = format!("{}-{last}/{all}", first + 1);
        let column = paper.width().saturating_sub(width_cells(&text) + 1);
        paper.put(row - 1, column, &text, app.theme.quiet);
    }
}

/// The day, what that means today, which it is, and with whom; the last only where there is room.
fn columns(app: &App, one: &FollowUp, cells: usize) -> [String; 4] {
    let who_cells = match cells {
        ..WHO_FROM => 0,
        WHO_FROM..100 => WHO_CELLS[0],
        100.. => WHO_CELLS[1],
    };
    [
        app.words.short_date(one.due),
        app.catalogue.due_in(-one.days_overdue(app.today)),
        fit(&which(app, one), CASE_CELLS),
        fit(&who(app, &one.entry), who_cells),
    ]
}

/// The case's code, or the number of a record without a case.
fn which(app: &App, one: &FollowUp) -> String {
    let number = || one.number.display(&app.profile);
    one.case().map_or_else(number, str::to_owned)
}

fn who(app: &App, entry: &Entry) -> String {
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let municipality = view.said_in(entry, Field::Municipality);
    format!("{} {municipality}", view.with_whom(entry))
        .trim_end()
        .to_owned()
}

/// A record as a question names it: its number, its case, with whom it was, and a text of it.
pub fn named(app: &App, number: &Number, entry: &Entry, text: Field) -> String {
    let number = number.display(&app.profile);
    let parts = [
        &number,
        entry.text(Field::Case),
        &who(app, entry),
        entry.text(text),
    ];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" ")
}
