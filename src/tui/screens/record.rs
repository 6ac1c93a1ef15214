//! One record in full: over the whole window, or in the pane beside the list.

use std::ops::Range;

use super::super::app::App;
use super::super::keymap::Command;
use super::super::paper::Paper;
use crate::domain::consultation::Consultation;
use crate::domain::field::{Field, Shape};
use crate::domain::text::{fit, width_cells, wrap};

/// A line of the record as it is drawn.
struct Line {
    /// The field's name, on its first line.
    label: String,
    text: String,
    /// Where in it stands what is looked for.
    marks: Vec<Range<usize>>,
}

/// The fields in the order in which they are read: what was asked and done first, then who, then the rest.
const FIRST: [Field; 28] = [
    Field::Date,
    Field::Time,
    Field::Channel,
    Field::Party,
    Field::Relation,
    Field::Field,
    Field::Municipality,
    Field::Case,
    Field::Content,
    Field::Response,
    Field::Topic,
    Field::MainTopic,
    Field::Outcome,
    Field::Minutes,
    Field::FollowUp,
    Field::FollowUpText,
    Field::FollowUpDone,
    Field::Organisation,
    Field::Caller,
    Field::Callback,
    Field::Linked,
    Field::Care,
    Field::ChildAge,
    Field::Newness,
    Field::State,
    Field::Kind,
    Field::Center,
    Field::Staff,
];

/// Draws the record that is open, below the bar.
pub fn view(app: &App, paper: &mut Paper<'_>) {
    let Some(record) = app.records.selected() else {
        paper.put(0, 1, app.words.no_records(), app.theme.quiet);
        return;
    };
    let lines = lines(app, record, paper.width());
    let first = app.records.first_line().min(last_first(&lines, paper.height()));
    draw(app, &lines[first..], paper);
}

/// Draws a record beside the list, as much of it as there is room for.
pub fn pane(app: &App, record: &Consultation, paper: &mut Paper<'_>) {
    let lines = lines(app, record, paper.width());
    draw(app, &lines, paper);
}

/// Scrolls the open record; whether there was anything to scroll.
pub fn scroll(app: &mut App, command: Command) -> bool {
    let Some(record) = app.records.selected() else {
        return false;
    };
    let page = usize::from(app.size.height)
        .saturating_sub(super::frame_rows(app))
        .max(1);
    let lines = lines(app, record, app.size.width.into());
    let first = app.records.first_line().min(last_first(&lines, page));
    let to = super::scrolled(first, lines.len(), page, command);
    app.records.read_from(to);
    to != first
}

fn last_first(lines: &[Line], rows: usize) -> usize {
    lines.len().saturating_sub(rows)
}

fn draw(app: &App, lines: &[Line], paper: &mut Paper<'_>) {
    let label = label_cells(app, paper.width());
    for (row, line) in lines.iter().take(paper.height()).enumerate() {
        paper.put_within(row, 1, &line.label, label, app.theme.head);
        paper.put(row, label + 2, &line.text, app.theme.plain);
        paper.mark(row, label + 2, &line.text, &line.marks, app.theme.found);
    }
}

/// The width of the names of the fields.
fn label_cells(app: &App, width: usize) -> usize {
    let names = Field::all().map(|field| width_cells(app.catalogue.field(field, Some(&app.profile))));
    names.max().unwrap_or(0).min(width / 3)
}

fn lines(app: &App, record: &Consultation, width: usize) -> Vec<Line> {
    let label = label_cells(app, width);
    let cells = width.saturating_sub(label + 3).max(2);
    let mut lines = Vec::new();
    let mut push = |name: &str, text: &str| {
        let marks = app.records.marks(text);
        for (at, range) in wrap(text, cells).into_iter().enumerate() {
            // A word may begin on one line and end on the next.
            let within = |mark: &Range<usize>| {
                mark.start.clamp(range.start, range.end) - range.start
                    ..mark.end.clamp(range.start, range.end) - range.start
            };
            let marks = marks.iter().map(within).filter(|mark| !mark.is_empty());
            lines.push(Line {
                label: if at == 0 { fit(name, label) } else { String::new() },
                marks: marks.collect(),
                text: text[range].trim_end_matches('\n').to_owned(),
            });
        }
    };
    push(app.catalogue.number(), &record.number.display(&app.profile));
    if let Some(reason) = record.void {
        push(app.catalogue.void(), app.catalogue.void_reason(reason));
    }
    for field in Field::starting_with(&FIRST) {
        // What is not answered is left out, but for what a reader would look for.
        if let Some(text) = app.catalogue.counted(record, field, &app.profile) {
            push(app.catalogue.field(field, Some(&app.profile)), &text);
        } else if field.shape() == Shape::Note {
            push(app.catalogue.field(field, Some(&app.profile)), "-");
        }
    }
    lines
}
