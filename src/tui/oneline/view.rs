//! The line as it is drawn: at the bottom what is typed, above it the record as it is understood, what is
//! asked with its numbered answers, and what is missing or unlikely.

use ratatui::style::Style;

use super::Line;
use crate::domain::consultation::Warning;
use crate::domain::field::Field;
use crate::domain::oneline::{Doubt, Meaning, OneLine, Question};
use crate::domain::text::{fit, width_cells, wrap};
use crate::domain::value::{Problem, clock};
use crate::tui::app::App;
use crate::tui::form::view::{candidates, label_cells, prompt, rows_of_candidates, warning};
use crate::tui::paper::Paper;

/// From this width on the fields stand in two columns.
const TWO_COLUMNS_FROM: usize = 76;
/// The rows above the line, where there are so many: always as many, or it would jump at every key.
const ROWS: usize = 12;
/// The rows of answers at most.
const ANSWER_ROWS: usize = 3;

/// Fields that always stand there, in their order; the others when the line says them.
const ALWAYS: [Field; 6] = [
    Field::Channel,
    Field::Party,
    Field::Municipality,
    Field::Topic,
    Field::Date,
    Field::Center,
];

/// A field and what stands beside its name.
struct Part {
    name: String,
    text: String,
    style: Style,
    /// What is unlikely about it.
    warning: Option<String>,
}

/// Draws the line over the lower part of the screen.
pub fn view(app: &App, line: &Line, paper: &mut Paper<'_>) {
    let typed_on = paper.height() - 2;
    let rows = ROWS.min(typed_on.saturating_sub(1));
    let first = typed_on - rows;
    paper.clear(first, rows + 1);
    // The question whether to leave takes the line's place.
    if !line.is_leaving {
        prompt(app, app.catalogue.line_prompt(), &line.editor, typed_on, paper);
    }
    above(app, line, &mut paper.below(first, rows));
}

fn above(app: &App, line: &Line, paper: &mut Paper<'_>) {
    paper.put(0, 1, app.catalogue.line_title(), app.theme.head);
    let width = paper.width().saturating_sub(2);
    let said = wrapped(said(app), width);
    if line.editor.text().trim().is_empty() {
        let hints = app.catalogue.line_hints();
        let hints = hints.map(|hint| (hint.to_owned(), app.theme.quiet)).to_vec();
        return put_lines(&[wrapped(hints, width), said].concat(), 1, paper);
    }
    let rows_of = |picker| rows_of_candidates(app, picker, paper.width()).min(ANSWER_ROWS);
    // Its answers are the only ones that have numbers then.
    let answers = line.answers.as_ref().filter(|_| !line.is_leaving);
    let answer_rows = answers.map_or(0, rows_of);
    // The fields keep half of what is left.
    let most = (paper.height().saturating_sub(1 + answer_rows) / 2).saturating_sub(said.len());
    let lines = [said, last_that_fit(remarks(app, line), width, most)].concat();
    let below = paper.height() - answer_rows;
    let first = below.saturating_sub(lines.len());
    fields(app, line, &mut paper.below(1, first.saturating_sub(1)));
    put_lines(&lines, first, paper);
    if let Some(picker) = answers {
        candidates(app, picker, &mut paper.below(below, answer_rows));
    }
}

/// What the status line would say, which this covers.
fn said(app: &App) -> Vec<(String, Style)> {
    let said = app.status.as_ref().and_then(|_| app.status_text());
    said.into_iter().map(|text| (text, app.theme.status)).collect()
}

/// Texts as lines of that width.
fn wrapped(texts: Vec<(String, Style)>, width: usize) -> Vec<(String, Style)> {
    let lines = texts.into_iter().flat_map(|(text, style)| {
        let ranges = wrap(&text, width).into_iter();
        ranges
            .map(|range| (text[range].trim_end().to_owned(), style))
            .collect::<Vec<_>>()
    });
    lines.collect()
}

/// The last of the remarks, as they are about what is asked; none is cut for another.
fn last_that_fit(remarks: Vec<(String, Style)>, width: usize, most: usize) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    for remark in remarks.into_iter().rev() {
        let mut of_it = wrapped(vec![remark], width);
        if !lines.is_empty() && lines.len() + of_it.len() > most {
            break;
        }
        of_it.truncate(most);
        of_it.append(&mut lines);
        lines = of_it;
    }
    lines
}

fn put_lines(lines: &[(String, Style)], first: usize, paper: &mut Paper<'_>) {
    for (row, (text, style)) in (first..).zip(lines) {
        paper.put(row, 1, text, *style);
    }
}

/// What is to be said beneath the fields; the question last, next to its answers.
fn remarks(app: &App, line: &Line) -> Vec<(String, Style)> {
    let (words, read) = (app.catalogue, line.read());
    let (alert, quiet) = (app.theme.alert, app.theme.quiet);
    let mut remarks = Vec::new();
    let twin = line.twin.as_ref().map(|twin| twin.display(&line.profile));
    remarks.extend(twin.map(|twin| (app.words.looks_like(&twin), alert)));
    let wrong = read
        .errors
        .iter()
        .filter(|error| error.problem != Problem::Missing);
    remarks.extend(wrong.map(|error| (words.field_error(error, Some(&line.profile)), alert)));
    if let Some(free) = read.free.as_ref().filter(|free| free.begun_by.is_some()) {
        let text = &read.text[free.span.clone()];
        let word = text.split_whitespace().next().unwrap_or_default();
        remarks.push(match &free.doubt {
            Some(Doubt::Divider) => (words.line_doubtful(word), alert),
            Some(Doubt::Says { field, span, .. }) => {
                let name = words.field(*field, Some(&line.profile));
                (words.line_says_later(word, &read.text[span.clone()], name), alert)
            }
            None => (words.line_free_from(word), quiet),
        });
    }
    if let Some(question) = read.questions.first() {
        let asked = asked_words(read, question);
        let text = words.line_question(&asked, question.is_conflict(), line.is_asking);
        remarks.push((text, alert));
    }
    remarks
}

fn asked_words<'a>(read: &'a OneLine, question: &Question) -> Vec<&'a str> {
    let words = question.words.iter().map(|at| &read.words[*at]);
    words.map(|word| &read.text[word.named.clone()]).collect()
}

/// The fields, in as many columns as there is room for, and the free text in a row of its own.
fn fields(app: &App, line: &Line, paper: &mut Paper<'_>) {
    let parts = parts(app, line);
    let columns = if paper.width() >= TWO_COLUMNS_FROM { 2 } else { 1 };
    let cells = paper.width() / columns;
    let content = content(app, line);
    let rows = paper.height().saturating_sub(usize::from(content.is_some()));
    let shown = parts.len().min(rows * columns);
    for (at, part) in parts.iter().take(shown).enumerate() {
        put(app, part, at / columns, at % columns * cells, cells, paper);
    }
    if let Some(part) = content {
        put(app, &part, shown.div_ceil(columns), 0, paper.width(), paper);
    }
}

fn put(app: &App, part: &Part, row: usize, column: usize, cells: usize, paper: &mut Paper<'_>) {
    let name_cells = label_cells(app);
    let room = cells.saturating_sub(name_cells + 3);
    let text = fit(&part.text, room);
    let column = column + 1;
    paper.put(row, column, &fit(&part.name, name_cells), app.theme.head);
    let column = column + name_cells + 1;
    paper.put(row, column, &text, part.style);
    if let Some(warning) = &part.warning {
        let used = width_cells(&text) + 1;
        let warning = fit(warning, room.saturating_sub(used));
        paper.put(row, column + used, &warning, app.theme.alert);
    }
}

fn content(app: &App, line: &Line) -> Option<Part> {
    let text = line.read.entry.text(Field::Content);
    (!text.is_empty()).then(|| Part {
        name: name(app, line, Field::Content),
        text: text.replace('\n', " "),
        style: app.theme.plain,
        warning: None,
    })
}

fn name(app: &App, line: &Line, field: Field) -> String {
    match field {
        Field::Party => app.words.who().to_owned(),
        _ => app.catalogue.field(field, Some(&line.profile)).to_owned(),
    }
}

/// The fields that always stand there, then those that the line says besides.
fn parts(app: &App, line: &Line) -> Vec<Part> {
    let read = line.read();
    let said: Vec<Field> = read
        .words
        .iter()
        .map(|word| row_of(word.meaning.field()))
        .collect();
    let topics = read.entry.codes(Field::Topic).len();
    let others = Field::all().filter(|field| {
        let is_said = said.contains(field) || (*field == Field::MainTopic && topics > 1);
        is_said && !ALWAYS.contains(field) && *field != Field::Content
    });
    let warnings = read.entry.warnings(&line.profile, app.today);
    let fields = ALWAYS.into_iter().chain(others);
    fields
        .map(|field| part(app, line, field, said.contains(&field), &warnings))
        .collect()
}

/// The field in whose row another stands.
fn row_of(field: Field) -> Field {
    match field {
        Field::Relation | Field::Field => Field::Party,
        Field::Time => Field::Date,
        field => field,
    }
}

fn part(app: &App, line: &Line, field: Field, is_said: bool, warnings: &[Warning]) -> Part {
    let read = line.read();
    let in_row = |other: Field| row_of(other) == field;
    let open = read.open();
    let open: Vec<&str> = open
        .iter()
        .filter(|(other, _)| in_row(*other))
        .map(|(_, typed)| typed.as_str())
        .collect();
    let is_missing = read
        .errors
        .iter()
        .any(|error| in_row(error.field) && error.problem == Problem::Missing);
    let value = value(app, line, field);
    let asks = read.questions.iter().any(|question| in_row(question.field));
    let (text, style) = if !open.is_empty() {
        let mark = if asks { "?" } else { "!" };
        let value = value.filter(|_| field.list().is_some_and(|_| is_several(read, field)));
        let before = value.map(|value| format!("{value} ")).unwrap_or_default();
        (format!("{before}{mark} {}", open.join(" ")), app.theme.alert)
    } else if is_missing {
        (
            format!("! {}", app.catalogue.problem(&Problem::Missing, None)),
            app.theme.alert,
        )
    } else {
        let style = if is_said { app.theme.total } else { app.theme.quiet };
        (value.unwrap_or_else(|| "-".to_owned()), style)
    };
    let fields = [field]
        .into_iter()
        .chain((field == Field::Date).then_some(Field::Time));
    Part {
        name: name(app, line, field),
        text,
        style,
        warning: fields
            .filter_map(|field| warning(field, warnings))
            .next()
            .map(|found| app.words.warning_short(found, &app.profile)),
    }
}

/// Whether the line says something of the field that stands, beside what does not.
fn is_several(read: &OneLine, field: Field) -> bool {
    read.words
        .iter()
        .any(|word| matches!(&word.meaning, Meaning::Value(said, _) if *said == field))
        && !read
            .questions
            .iter()
            .any(|question| question.field == field && question.is_conflict())
}

/// What stands in a row of the record.
fn value(app: &App, line: &Line, field: Field) -> Option<String> {
    let entry = &line.read.entry;
    let text = |field: Field| {
        let value = entry.get(field)?;
        Some(line.label(app.catalogue, field, value))
    };
    match field {
        Field::Party => text(Field::Relation)
            .or_else(|| text(Field::Field))
            .or_else(|| text(field)),
        Field::Date => {
            let day = text(Field::Date)?;
            let time = entry
                .number(Field::Time)
                .and_then(|minute| u16::try_from(minute).ok());
            Some(time.map_or_else(|| day.clone(), |minute| format!("{day} {}", clock(minute))))
        }
        field => text(field),
    }
}
