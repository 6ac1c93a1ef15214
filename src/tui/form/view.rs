//! The form as it is drawn: two columns of fields between the two notes where there is room, else
//! one column that scrolls; below them what can be picked, or what is wrong.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Position;
use ratatui::style::Style;

use super::Form;
use super::editor::{Editor, Kind};
use super::picker::{Candidate, Picker};
use super::slot::{Input, Slot, SlotName, Trouble, label};
use crate::domain::case::Age;
use crate::domain::consultation::Warning;
use crate::domain::field::{Field, Shape};
use crate::domain::record::About;
use crate::domain::text::{fit, pad_right, width_cells, wrap};
use crate::domain::value::Value;
use crate::tui::app::App;
use crate::tui::paper::Paper;
use crate::tui::spot::Target;

/// From this width on there are two columns.
const TWO_COLUMNS_FROM: usize = 76;
/// The fields of the left column; the right one has the rest.
const LEFT: usize = 11;
/// The fewest rows of 相談概要, of 対応 and of the hints in two columns.
const LEAST: [usize; 3] = [3, 2, 3];
/// The width of a field's name, in cells: as wide as the widest, within these.
const LABEL_CELLS: [usize; 2] = [12, 15];
/// The least width of a candidate, its number and the blanks behind it included.
const CANDIDATE_CELLS: usize = 19;
/// The blanks before the name, and between it and the field.
const MARGIN: usize = 2;

/// Where a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    at: usize,
    row: usize,
    column: usize,
    /// Its whole width, name included.
    cells: usize,
    rows: usize,
}

/// Where everything stands.
struct Layout {
    places: Vec<Place>,
    /// The first row of the hints, and how many there are.
    hints: (usize, usize),
    /// How many rows above them many candidates may lie over.
    lent: usize,
}

/// The width of a field's name in this language and profile, in cells.
pub fn label_cells(app: &App) -> usize {
    let names = SlotName::order().iter();
    let names = names.map(|name| label(*name, app.catalogue, app.words.who(), &app.profile));
    let widest = names.map(width_cells).max().unwrap_or(0);
    widest.clamp(LABEL_CELLS[0], LABEL_CELLS[1])
}

/// The width of a note in the present window, in cells.
pub fn note_cells(app: &App) -> usize {
    usize::from(app.size.width)
        .saturating_sub(label_cells(app) + MARGIN + 1)
        .max(1)
}

/// Draws the form below the title.
pub fn view(app: &App, form: &Form, paper: &mut Paper<'_>) {
    let layout = lay_out(form, paper.width(), paper.height());
    let warnings = form.warnings(app.today);
    for place in &layout.places {
        field(app, form, place, &warnings, paper);
    }
    let (row, rows) = layout.hints;
    let wanted = candidate_rows(app, form, paper.width());
    let lent = wanted.saturating_sub(rows).min(layout.lent);
    paper.clear(row - lent, lent);
    hints(app, form, &warnings, &mut paper.below(row - lent, rows + lent));
}

/// How many rows the hints take with all candidates of the field that has the caret, none cut.
fn candidate_rows(app: &App, form: &Form, width: usize) -> usize {
    let slot = &form.slots()[form.focus()];
    let Input::Pick(picker) = &slot.input else {
        return 0;
    };
    usize::from(slot.trouble.is_some()) + rows_of_candidates(app, picker, width)
}

/// How many rows all candidates of a list take, none cut.
pub fn rows_of_candidates(app: &App, picker: &Picker, width: usize) -> usize {
    let texts = candidate_texts(app, picker);
    let (_, columns) = candidate_columns(&texts, width, usize::MAX, CANDIDATE_CELLS);
    texts.len().div_ceil(columns)
}

/// The rows of the two columns: what is no note.
fn grid_rows() -> usize {
    let short = SlotName::order().iter().filter(|name| !name.is_note()).count();
    // The left column has one more than its own: the last.
    (LEFT + 1).max(short - LEFT - 1)
}

fn lay_out(form: &Form, width: usize, height: usize) -> Layout {
    if form.about() != About::Consultation {
        return of_case(form, width, height);
    }
    if width >= TWO_COLUMNS_FROM && height >= grid_rows() + LEAST.iter().sum::<usize>() {
        two_columns(width, height)
    } else {
        one_column(form, width, height)
    }
}

fn two_columns(width: usize, height: usize) -> Layout {
    let spare = height - grid_rows() - LEAST.iter().sum::<usize>();
    // What is asked needs the most room; then what was answered.
    let [content, response, hints] = [LEAST[0] + spare.div_ceil(2), LEAST[1] + spare / 3, LEAST[2]];
    let hints = hints + spare - spare.div_ceil(2) - spare / 3;
    // The right column has the dates, which say the most beside themselves.
    let half = width / 2 - 1;
    let moved = SlotName::of(Field::FollowUpDone).place();
    let places = SlotName::order().iter().enumerate().map(|(at, name)| {
        let wide = |row, rows| Place {
            at,
            row,
            column: 0,
            cells: width,
            rows,
        };
        let short = |row, column, cells| Place {
            at,
            row: content + row,
            column,
            cells,
            rows: 1,
        };
        match name {
            SlotName::Field(Field::Content) => wide(0, content),
            SlotName::Field(Field::Response) => wide(content + grid_rows(), response),
            // The last of the left column.
            SlotName::Field(Field::FollowUpDone) => short(LEFT, 0, half),
            _ if at <= LEFT => short(at - 1, 0, half),
            _ => short(at - 1 - LEFT - usize::from(at > moved), half, width - half),
        }
    });
    Layout {
        places: places.collect(),
        hints: (content + grid_rows() + response, hints),
        lent: response,
    }
}

/// A child's file, or an activity: all fields under each other, and the hints below them, where there is room.
fn of_case(form: &Form, width: usize, height: usize) -> Layout {
    let rows = |slot: &Slot| if slot.name.is_note() { LEAST[0] } else { 1 };
    let used: usize = form.slots().iter().map(rows).sum();
    if used + LEAST[2] > height {
        return one_column(form, width, height);
    }
    let mut row = 0;
    let places = form.slots().iter().enumerate().map(|(at, slot)| {
        let place = Place {
            at,
            row,
            column: 0,
            cells: width,
            rows: rows(slot),
        };
        row += place.rows;
        place
    });
    Layout {
        places: places.collect(),
        hints: (used, height - used),
        // The notes are the last; while candidates are looked at they can wait.
        lent: LEAST[0],
    }
}

fn one_column(form: &Form, width: usize, height: usize) -> Layout {
    let hint_rows = if height >= 8 { 2 } else { 1 }.min(height);
    let room = height - hint_rows;
    let rows = |at: usize| match form.slots()[at].name.is_note() {
        true if at == form.focus() => 3.min(room.max(1)),
        _ => 1,
    };
    let mut first = form.focus();
    let mut used = rows(first);
    while first > 0 && used + rows(first - 1) <= room {
        first -= 1;
        used += rows(first);
    }
    let mut places = Vec::new();
    let mut row = 0;
    for at in first..form.slots().len() {
        if row + rows(at) > room {
            break;
        }
        places.push(Place {
            at,
            row,
            column: 0,
            cells: width,
            rows: rows(at),
        });
        row += rows(at);
    }
    Layout {
        places,
        hints: (room, hint_rows),
        // In one column every row is the field before: it stays in sight.
        lent: 0,
    }
}

fn field(app: &App, form: &Form, place: &Place, warnings: &[Warning], paper: &mut Paper<'_>) {
    let slot = &form.slots()[place.at];
    let has_caret = place.at == form.focus() && app.overlay.is_none();
    let name = label(slot.name, app.catalogue, app.words.who(), &app.profile);
    let style = if place.at == form.focus() {
        app.theme.current
    } else {
        app.theme.head
    };
    let label_cells = label_cells(app);
    paper.put(place.row, place.column + 1, &fit(name, label_cells), style);
    let column = place.column + 1 + label_cells + 1;
    let cells = place.cells.saturating_sub(label_cells + MARGIN + 1);
    let first = match &slot.input {
        Input::Text(editor) if slot.name.is_note() => note(
            app,
            editor,
            has_caret,
            (place.row, column),
            (place.rows, cells),
            paper,
        ),
        _ => 0,
    };
    for row in 0..place.rows {
        let target = Target::Field(place.at, first + row);
        paper.spot(place.row + row, place.column, place.cells, target);
    }
    if slot.name.is_note() {
        return;
    }
    let used = match &slot.input {
        Input::Text(editor) => line(app, editor, has_caret, (place.row, column), cells, paper),
        Input::Pick(picker) => picked(app, picker, has_caret, (place.row, column), cells, paper),
    };
    if let Some((text, style)) = beside(app, form, slot, warnings, cells.saturating_sub(used)) {
        let from = used + usize::from(!text.starts_with('('));
        let text = fit(&text, cells.saturating_sub(from));
        paper.put(place.row, column + from, &text, style);
    }
}

/// The part of a note that is in sight, and the caret; the first line of it.
fn note(
    app: &App,
    editor: &Editor,
    has_caret: bool,
    (row, column): (usize, usize),
    (rows, cells): (usize, usize),
    paper: &mut Paper<'_>,
) -> usize {
    let lines = editor.lines(cells.max(1));
    let (caret_row, caret_column) = editor.caret(cells.max(1));
    // Without the caret a note shows its beginning.
    let first = if has_caret {
        (caret_row + 1).saturating_sub(rows)
    } else {
        0
    };
    for (at, range) in lines.iter().enumerate().skip(first).take(rows) {
        let text = editor.text()[range.clone()].trim_end_matches('\n');
        let goes_on = !has_caret && at + 1 == first + rows && at + 1 < lines.len();
        let text = if goes_on {
            // As much as fits, with the mark of what is cut off.
            fit(&editor.text()[range.start..].replace('\n', " "), cells)
        } else {
            text.to_owned()
        };
        paper.put_within(row + at - first, column, &text, cells, app.theme.plain);
    }
    if has_caret {
        paper.caret(
            row + caret_row - first,
            column + caret_column.min(cells.saturating_sub(1)),
        );
    }
    first
}

/// A line of text: the part around the caret; the cells it takes.
fn line(
    app: &App,
    editor: &Editor,
    has_caret: bool,
    (row, column): (usize, usize),
    cells: usize,
    paper: &mut Paper<'_>,
) -> usize {
    let (_, caret) = editor.caret(usize::MAX);
    let text = editor.text();
    let skipped = if has_caret {
        caret.saturating_sub(cells.saturating_sub(1))
    } else {
        0
    };
    let (text, from) = after_cells(text, skipped);
    let shown = if has_caret {
        text.to_owned()
    } else {
        fit(text, cells)
    };
    let style = match has_caret && editor.is_selected() {
        true => app.theme.selected,
        false => app.theme.plain,
    };
    paper.put_within(row, column, &shown, cells, style);
    if has_caret {
        paper.caret(row, column + caret.saturating_sub(from));
    }
    width_cells(&shown).min(cells)
}

/// What follows the first so many cells of a text, and how many cells were left out: one more where
/// a wide character would be cut.
pub fn after_cells(text: &str, cells: usize) -> (&str, usize) {
    use unicode_segmentation::UnicodeSegmentation;
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if used >= cells {
            return (&text[at..], used);
        }
        used += width_cells(grapheme);
    }
    (&text[text.len()..], used)
}

/// What is picked, and what is being typed behind it; the cells both take.
fn picked(
    app: &App,
    picker: &Picker,
    has_caret: bool,
    (row, column): (usize, usize),
    cells: usize,
    paper: &mut Paper<'_>,
) -> usize {
    let names: Vec<&str> = picker
        .chosen()
        .map(|choice| app.catalogue.label(&choice.label))
        .collect();
    let names = names.join(app.catalogue.comma());
    let query = picker.query();
    // What is typed must be seen; what is picked gives way.
    let room = cells.saturating_sub(width_cells(query) + usize::from(!query.is_empty()) + 1);
    let names = fit(&names, if has_caret { room } else { cells });
    paper.put(row, column, &names, app.theme.plain);
    let gap = usize::from(!names.is_empty());
    let at = width_cells(&names) + gap;
    if !query.is_empty() {
        paper.put_within(
            row,
            column + at,
            query,
            cells.saturating_sub(at),
            app.theme.status,
        );
    }
    let end = at + width_cells(query);
    if has_caret {
        let caret = if query.is_empty() && names.is_empty() {
            0
        } else {
            end
        };
        paper.caret(row, column + caret.min(cells.saturating_sub(1)));
    }
    if query.is_empty() {
        at - gap
    } else {
        end.min(cells)
    }
}

/// What stands beside a field: what is wrong, else what was understood, else what is unlikely.
fn beside(app: &App, form: &Form, slot: &Slot, warnings: &[Warning], room: usize) -> Option<(String, Style)> {
    if let Some(trouble) = &slot.trouble {
        return Some((format!("! {}", trouble_text(app, trouble)), app.theme.alert));
    }
    let SlotName::Field(field) = slot.name else {
        return None;
    };
    let understood = matches!(field.shape(), Shape::Day | Shape::DueDay | Shape::AnyDay)
        .then(|| slot.value(&app.profile, form.begun_on()))
        .flatten();
    if let Some(Value::Day(day)) = understood {
        let warned = warning(field, warnings);
        let is_warned = warned.is_some();
        let moved = (field.shape() == Shape::DueDay)
            .then(|| slot.moved_by(&app.profile, form.begun_on()))
            .flatten();
        let behind = match (warned, moved) {
            (Some(Warning::DayOff(_, off) | Warning::DueOnDayOff(_, off)), _) => {
                app.catalogue.day_off(*off).to_vec()
            }
            (Some(warned), _) => vec![app.words.warning_short(warned, &app.profile)],
            (None, Some(off)) => app.catalogue.moved_by(off).to_vec(),
            (None, None) => vec![String::new()],
        };
        let text = day_beside(app, slot, day, &behind, room);
        let style = if is_warned {
            app.theme.alert
        } else {
            app.theme.quiet
        };
        return Some((text, style));
    }
    if let Some(Value::Birth(birth)) = slot
        .value(&app.profile, form.begun_on())
        .filter(|_| field.shape() == Shape::Birth)
    {
        let age = Age::on(birth, app.today)?;
        return Some((format!("= {}", app.catalogue.age(age)), app.theme.quiet));
    }
    if field == Field::MainTopic
        && matches!(&slot.input, Input::Pick(picker) if picker.chosen().next().is_none())
    {
        return first_topic(app, form).map(|text| (text, app.theme.quiet));
    }
    let found = warning(field, warnings)?;
    Some((app.words.warning_short(found, &app.profile), app.theme.alert))
}

/// A day as it was understood, in the fullest form that fits with what is to be said of it (in full,
/// then in short); its weekday in any case.
fn day_beside(app: &App, slot: &Slot, day: NaiveDate, behind: &[String], room: usize) -> String {
    let typed_out = day.to_string();
    let long = app.catalogue.date(day);
    let weekday = long.trim_start_matches(&typed_out).trim_start().to_owned();
    let is_typed_out = matches!(&slot.input, Input::Text(editor) if editor.text() == typed_out);
    let forms = match is_typed_out {
        true => vec![weekday],
        // Another year is said in any case.
        false if day.year() != app.today.year() => {
            vec![format!("= {long}"), format!("= {}", app.catalogue.bare_date(day))]
        }
        false => vec![
            format!("= {long}"),
            format!("= {}", app.words.short_date(day)),
            weekday,
        ],
    };
    let whole = |form: &String, behind: &String| match behind.is_empty() {
        true => form.clone(),
        false => format!("{form} {behind}"),
    };
    // A day that is not typed out is worth more than why it is another one.
    let alone = String::new();
    let behind: Vec<&String> = behind.iter().chain((!is_typed_out).then_some(&alone)).collect();
    let texts = forms
        .iter()
        .flat_map(|form| behind.iter().map(|behind| whole(form, behind)));
    let texts: Vec<String> = texts.collect();
    let fitting = texts.iter().find(|text| width_cells(text) < room);
    fitting.or(texts.last()).cloned().unwrap_or_default()
}

/// The topic that is the main one while nothing else is said.
fn first_topic(app: &App, form: &Form) -> Option<String> {
    let topics = &form.slots()[SlotName::Field(Field::Topic).place()].input;
    let Input::Pick(picker) = topics else {
        return None;
    };
    let first = picker.chosen().next()?;
    Some(format!("({})", app.catalogue.label(&first.label)))
}

/// The warning that belongs to a field.
pub fn warning(field: Field, warnings: &[Warning]) -> Option<&Warning> {
    let of = |warning: &Warning| match warning {
        Warning::Later(_) | Warning::LongAgo(_) | Warning::DayOff(..) => Field::Date,
        Warning::DueOnDayOff(..) | Warning::DuePast(_) | Warning::DueFarOff(_) => Field::FollowUp,
        Warning::OutsideHours => Field::Time,
        Warning::Long(_) => Field::Minutes,
        Warning::OtherCenter(_) => Field::Municipality,
        Warning::NewnessDiffers(_) => Field::Newness,
    };
    warnings.iter().find(|warning| of(warning) == field)
}

fn trouble_text(app: &App, trouble: &Trouble) -> String {
    match trouble {
        Trouble::Problem(problem) => app.catalogue.problem(problem, Some(&app.profile)),
        Trouble::Undecided(candidates) => app.words.undecided(*candidates),
        Trouble::Unknown => app.words.unknown().to_owned(),
        Trouble::Open => app.words.left_open().to_owned(),
    }
}

/// Below the fields: what is wrong; the candidates of a list field; else what is unlikely, in full, and
/// how to type there while there is room.
fn hints(app: &App, form: &Form, warnings: &[Warning], paper: &mut Paper<'_>) {
    let slot = &form.slots()[form.focus()];
    let mut row = 0;
    let mut say = |text: &str, style: Style, paper: &mut Paper<'_>| {
        for range in wrap(text, paper.width().saturating_sub(2)) {
            paper.put(row, 1, text[range].trim_end(), style);
            row += 1;
        }
        row
    };
    let mut said = 0;
    if let Some(trouble) = &slot.trouble {
        let name = label(slot.name, app.catalogue, app.words.who(), &app.profile);
        let text = format!("{name}{}{}", app.catalogue.colon(), trouble_text(app, trouble));
        said = say(&text, app.theme.alert, paper);
    }
    if let Input::Pick(picker) = &slot.input {
        let rows = paper.height().saturating_sub(said);
        return candidates(app, picker, &mut paper.below(said, rows));
    }
    let twin = form
        .twin
        .as_ref()
        .map(|twin| app.words.looks_like(&twin.display(&app.profile)));
    let unlikely = warnings
        .iter()
        .map(|warning| app.catalogue.warning(warning, &app.profile));
    for text in twin.into_iter().chain(unlikely) {
        say(&text, app.theme.alert, paper);
    }
    if slot.trouble.is_none()
        && let Some(hint) = app.words.typing_hint(slot_field(slot))
    {
        say(hint, app.theme.quiet, paper);
    }
}

fn slot_field(slot: &Slot) -> Option<Field> {
    match slot.name {
        SlotName::Who => None,
        SlotName::Field(field) => Some(field),
    }
}

/// How words begin that would be read together with a number before them: 1月, 2四半期, 1令和4年.
const COUNTED: [&str; 7] = ["月", "四", "今期", "前", "令和", "平成", "昭和"];

/// An answer behind its number; words that would run into it stand apart.
pub fn numbered_answer(number: usize, answer: &str) -> String {
    let runs_in =
        answer.starts_with(|c: char| c.is_ascii()) || COUNTED.iter().any(|begin| answer.starts_with(begin));
    let space = if runs_in { " " } else { "" };
    format!("{number}{space}{answer}")
}

fn candidate_texts(app: &App, picker: &Picker) -> Vec<String> {
    let text = |candidate: Candidate<'_>| {
        let mark = if candidate.is_chosen { "*" } else { "" };
        let name = app.catalogue.label(&candidate.choice.label);
        if !picker.is_numbered() {
            return format!("{name}{mark}");
        }
        numbered_answer(candidate.number, &format!("{name}{mark}"))
    };
    picker.candidates().map(text).collect()
}

/// The candidates with their numbers, in as many rows as there are, the highlighted one in sight.
pub fn candidates(app: &App, picker: &Picker, paper: &mut Paper<'_>) {
    let all: Vec<_> = picker.candidates().collect();
    if paper.height() == 0 || (all.is_empty() && picker.is_open()) {
        return;
    }
    if all.is_empty() {
        return paper.put(0, 1, app.words.no_candidates(), app.theme.alert);
    }
    let texts = candidate_texts(app, picker);
    // Numbers are what is looked for among answers, and names among commands, which are not cut.
    let least = if picker.is_named() {
        usize::MAX
    } else {
        CANDIDATE_CELLS
    };
    let (cells, columns) = candidate_columns(&texts, paper.width(), paper.height(), least);
    let highlighted = all
        .iter()
        .position(|candidate| candidate.is_highlighted)
        .unwrap_or(0);
    let first_row = (highlighted / columns + 1).saturating_sub(paper.height());
    let first = first_row * columns;
    let last = (first + paper.height() * columns).min(all.len());
    // Which are in sight, where others are not.
    let others = format!("{}-{last}/{}", first + 1, all.len());
    let is_whole = last - first == all.len();
    for (at, (candidate, text)) in all.iter().zip(&texts).enumerate().take(last).skip(first) {
        let (row, column) = (at / columns - first_row, 1 + at % columns * cells);
        let style = match (candidate.is_highlighted, candidate.choice.group % 2) {
            (true, _) => app.theme.current,
            (false, 0) => app.theme.plain,
            (false, _) => app.theme.head,
        };
        let is_beside_others = !is_whole && row + 1 == paper.height();
        let room = match is_beside_others {
            true => paper.width().saturating_sub(column + width_cells(&others) + 1),
            false => cells,
        };
        let text = fit(text, (cells - 1).min(room.saturating_sub(1)));
        paper.put(row, column, &text, style);
        paper.spot(
            row,
            column,
            width_cells(&text),
            Target::Candidate(candidate.number),
        );
    }
    if !is_whole {
        let column = paper.width().saturating_sub(width_cells(&others) + 1);
        paper.put(paper.height().saturating_sub(1), column, &others, app.theme.quiet);
    }
}

/// The width of a column of candidates and how many there are: of one width, as the eye finds a number
/// in the same place again. Where not all would be in sight, the longest names are cut, but not below the
/// least width.
fn candidate_columns(texts: &[String], width: usize, rows: usize, least: usize) -> (usize, usize) {
    let width = width.saturating_sub(1);
    let widest = texts.iter().map(|text| width_cells(text)).max().unwrap_or(0);
    let columns = |cells: usize| (width / cells.max(1)).max(1);
    let mut cells = (widest + 2).min(width);
    while columns(cells).saturating_mul(rows) < texts.len() && cells > least {
        cells -= 1;
    }
    (cells, columns(cells))
}

/// A line to type on, behind its question; for what is asked outside the form.
pub fn prompt(app: &App, question: &str, editor: &Editor, row: usize, paper: &mut Paper<'_>) {
    debug_assert_eq!(editor.kind(), Kind::Line);
    let question = pad_right(question, width_cells(question) + 1);
    let column = 1 + width_cells(&question);
    paper.put(row, 1, &question, app.theme.status);
    let cells = paper.width().saturating_sub(column);
    line(app, editor, true, (row, column), cells, paper);
}

/// The column of a click inside the text of a field, in cells; the position counts from the field's
/// first cell.
pub fn column_inside(app: &App, position: Position) -> usize {
    usize::from(position.x).saturating_sub(label_cells(app) + MARGIN)
}
