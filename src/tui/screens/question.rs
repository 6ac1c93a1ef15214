//! Questions: one line at the bottom, over whatever stands there; and the two versions of a record
//! that two people changed at once.

use super::super::app::{App, Conflict, Overlay};
use super::super::closing;
use super::super::form::editor::Editor;
use super::super::form::picker::Picker;
use super::super::form::slot::{SlotName, label};
use super::super::form::view::{after_cells, candidates, numbered_answer, prompt};
use super::super::oneline;
use super::super::paper::Paper;
use super::super::settling;
use super::super::spot::Target;
use super::bulk;
use crate::domain::consultation::{Entry, VoidReason};
use crate::domain::field::Field;
use crate::domain::text::{fit, pad_right, width_cells, wrap};

/// The reasons for which a record is voided, in the order of the question.
pub const VOID_REASONS: [VoidReason; 3] = [VoidReason::Mistake, VoidReason::Duplicate, VoidReason::Other];

/// Cells that a record's name needs at least.
const NAME_CELLS: usize = 14;
/// Rows of commands above the line on which one is chosen.
const PALETTE_ROWS: usize = 14;
/// Rows of candidates above the line on which a restriction is chosen.
const CANDIDATE_ROWS: usize = 5;
/// From this height on a hint stands above them.
const ROOMY_ROWS: usize = 20;

/// Draws the question that is open, if one is.
pub fn view(app: &App, paper: &mut Paper<'_>) {
    match &app.overlay {
        None | Some(Overlay::Help { .. }) => {}
        Some(Overlay::Void { name, .. } | Overlay::VoidActivity { title: name, .. }) => {
            void(app, name, paper);
        }
        Some(Overlay::Leave) => leave(app, paper),
        Some(Overlay::Quit) => quit(app, paper),
        Some(Overlay::Conflict(conflict)) => {
            let name = |field: &Field| label(SlotName::Field(*field), app.catalogue, "", &app.profile);
            let replaced: Vec<&str> = conflict.both.replaced.iter().map(name).collect();
            let answers = app.words.conflicting(&replaced);
            ask(app, app.words.saved_elsewhere(), &answers, paper);
        }
        Some(Overlay::Search(searching)) => line(app, app.words.search_for(), &searching.editor, paper),
        Some(Overlay::Palette(state)) => {
            let rows = PALETTE_ROWS.min((paper.height() - 1).saturating_sub(3));
            picking(app, (app.words.which_command(), None), &state.picker, rows, paper);
        }
        Some(Overlay::Filter(state)) => {
            let question = state.question(app);
            choosing(app, (&question, None), state.picker(), state.editor(), paper);
        }
        Some(Overlay::Bulk(state)) => bulk::view(app, state, paper),
        Some(Overlay::Tally(state)) if state.is_line() => {
            let question = state.question(app);
            choosing(app, (&question, None), state.picker(), state.editor(), paper);
        }
        Some(Overlay::Tally(state)) => ask(app, &state.question(app), &state.answers(app), paper),
        Some(Overlay::Packet(state)) => match state.editor() {
            Some(editor) => line(app, &state.question(app), editor, paper),
            None => {
                let formats = app.words.packet_formats().map(str::to_owned);
                ask(app, &state.question(app), &formats, paper);
            }
        },
        Some(Overlay::FindCase(finding)) => line(app, app.words.find_case(), &finding.editor, paper),
        Some(Overlay::Closing(closing)) => {
            line(app, &app.words.why_closed(&closing.code), &closing.editor, paper);
        }
        Some(Overlay::OneLine(line)) => {
            oneline::view::view(app, line, paper);
            if line.is_leaving() {
                leave(app, paper);
            }
        }
        Some(Overlay::FollowUp(asking)) => settling::view(app, asking, paper),
        Some(Overlay::Close(periods)) => {
            let (question, answers) = closing::question(app, periods);
            ask(app, &question, &answers, paper);
        }
        Some(Overlay::Why(why)) => line(app, &why.question(app, paper.width()), &why.editor, paper),
    }
}

/// Why a record is deleted; on one line, as long as its number at least can stand there.
fn void(app: &App, name: &str, paper: &mut Paper<'_>) {
    let reasons = VOID_REASONS.map(|reason| app.catalogue.void_reason(reason).to_owned());
    let answers: usize = (1..)
        .zip(&reasons)
        .map(|(number, reason)| 2 + width_cells(&numbered_answer(number, reason)))
        .sum();
    let cells = paper
        .width()
        .saturating_sub(width_cells(&app.words.why_void("")) + 2);
    let beside_answers = cells.saturating_sub(answers);
    let cells = match beside_answers {
        ..NAME_CELLS => cells,
        NAME_CELLS.. => beside_answers,
    };
    ask(app, &app.words.why_void(&fit(name, cells)), &reasons, paper);
}

/// Whether to quit although a draft is kept, or is lost with it.
fn quit(app: &App, paper: &mut Paper<'_>) {
    let lost = app.drafts.iter().filter(|draft| app.standing.loses(draft.id));
    let question = match lost.count() {
        0 => app.words.quit_with_drafts(app.drafts.len(), true),
        lost => app.words.quit_with_drafts(lost, false),
    };
    ask(app, &question, &[], paper);
}

/// What is to be done with what was typed.
fn leave(app: &App, paper: &mut Paper<'_>) {
    let answers = app.words.leaving().map(str::to_owned);
    ask(app, app.words.leave_form(), &answers, paper);
}

/// A line to type on, above that of the keys.
fn line(app: &App, question: &str, editor: &Editor, paper: &mut Paper<'_>) {
    let row = paper.height() - 2;
    paper.clear(row, 1);
    prompt(app, question, editor, row, paper);
}

/// A question with its numbered answers, in as few rows at the bottom as it needs.
fn ask(app: &App, question: &str, answers: &[String], paper: &mut Paper<'_>) {
    let numbered: Vec<String> = answers
        .iter()
        .zip(1_usize..)
        .map(|(answer, number)| numbered_answer(number, answer))
        .collect();
    let width = paper.width().saturating_sub(2);
    let one_line = format!("{question}  {}", numbered.join("  "));
    let bottom = paper.height() - 1;
    if width_cells(&one_line) <= width {
        paper.clear(bottom - 1, 1);
        paper.put(bottom - 1, 1, question, app.theme.alert);
        let mut column = 1 + width_cells(question) + 2;
        for (text, number) in numbered.iter().zip(1..) {
            answer(app, text, number, (bottom - 1, column), paper);
            column += width_cells(text) + 2;
        }
        return;
    }
    let lines = wrap(question, width);
    let first = bottom.saturating_sub(lines.len() + numbered.len()).max(1);
    paper.clear(first, bottom - first);
    for (at, range) in lines.iter().enumerate() {
        paper.put(first + at, 1, &question[range.clone()], app.theme.alert);
    }
    for ((at, text), number) in numbered.iter().enumerate().zip(1..) {
        answer(
            app,
            &fit(text, width),
            number,
            (first + lines.len() + at, 1),
            paper,
        );
    }
}

fn answer(app: &App, text: &str, number: u8, (row, column): (usize, usize), paper: &mut Paper<'_>) {
    paper.put(row, column, text, app.theme.total);
    paper.spot(row, column, width_cells(text), Target::Answer(number));
}

/// The line on which something is typed, or chosen with its candidates above.
pub(super) fn choosing(
    app: &App,
    (question, hint): (&str, Option<&str>),
    picker: Option<&Picker>,
    editor: Option<&Editor>,
    paper: &mut Paper<'_>,
) {
    let bottom = paper.height() - 1;
    if let Some(editor) = editor {
        return line(app, question, editor, paper);
    }
    let Some(picker) = picker else {
        return;
    };
    // In a small window the candidates need every row.
    let hint = hint.filter(|hint| width_cells(hint) < paper.width());
    let hint = hint.filter(|_| app.status.is_none() && paper.height() >= ROOMY_ROWS);
    let rows = CANDIDATE_ROWS.min(bottom.saturating_sub(3)) + usize::from(hint.is_some());
    picking(app, (question, hint), picker, rows, paper);
}

/// A line on which something is picked, with its candidates in so many rows above.
fn picking(
    app: &App,
    (question, hint): (&str, Option<&str>),
    picker: &Picker,
    rows: usize,
    paper: &mut Paper<'_>,
) {
    let bottom = paper.height() - 1;
    let first = bottom - 1 - rows;
    paper.clear(first, rows + 1);
    let said = app.status.as_ref().and_then(|_| app.status_text());
    if let Some(said) = &said {
        paper.put(first, 1, said, app.theme.status);
    } else if let Some(hint) = hint {
        paper.put(first, 1, hint, app.theme.quiet);
    }
    let taken = usize::from(said.is_some() || hint.is_some());
    candidates(app, picker, &mut paper.below(first + taken, rows - taken));
    // Of a long text the end is seen, where one types.
    let text = format!("{question} {}", picker.query());
    let room = paper.width().saturating_sub(2);
    let (text, _) = after_cells(&text, width_cells(&text).saturating_sub(room));
    paper.put(bottom - 1, 1, text, app.theme.status);
    paper.caret(bottom - 1, 1 + width_cells(text));
}

/// The fields in which two versions differ, side by side: as it stands in the ledger, as it was typed
/// here, and as both changes together would make it.
pub fn versions(app: &App, conflict: &Conflict, paper: &mut Paper<'_>) {
    let Conflict { theirs, mine, both } = conflict;
    let widest = Field::all().map(|field| width_cells(app.catalogue.field(field, Some(&app.profile))));
    let name_cells = widest.max().unwrap_or(0).min(paper.width() / 5);
    let cells = (paper.width().saturating_sub(name_cells + 4)) / 3;
    let column = |at: usize| 1 + name_cells + 1 + at * (cells + 1);
    let [long, short] = app.words.versions();
    let heads = if long.iter().all(|head| width_cells(head) <= cells) {
        long
    } else {
        short
    };
    for (at, head) in heads.iter().enumerate() {
        paper.put_within(0, column(at), head, cells, app.theme.head);
    }
    let text = |entry: &Entry, field: Field| {
        let value = entry.get(field);
        let text = value.map_or_else(
            || "-".to_owned(),
            |value| app.catalogue.value(field, value, &app.profile),
        );
        text.replace('\n', " ")
    };
    let theirs = theirs.entry();
    let differing = Field::by_name().iter().copied();
    let mut differing: Vec<Field> = differing
        .filter(|field| theirs.get(*field) != mine.get(*field))
        .collect();
    differing.sort_unstable();
    // A note may be long: its first lines tell enough where there is no room for all. The question
    // takes four rows, and the heads one.
    let most = (paper.height().saturating_sub(4) / differing.len().max(1)).max(3);
    let mut row = 1;
    for field in differing {
        let name = label(SlotName::Field(field), app.catalogue, "", &app.profile);
        let texts = [theirs, mine, &both.entry].map(|entry| text(entry, field));
        let wrapped = texts.each_ref().map(|text| wrap(text, cells.max(2)));
        let rows = wrapped.iter().map(Vec::len).max().unwrap_or(1).min(most);
        paper.put(
            row,
            1,
            &pad_right(&fit(name, name_cells), name_cells),
            app.theme.total,
        );
        for (at, (text, ranges)) in texts.iter().zip(&wrapped).enumerate() {
            for (line, range) in ranges.iter().take(rows).enumerate() {
                paper.put_within(
                    row + line,
                    column(at),
                    &text[range.clone()],
                    cells,
                    app.theme.plain,
                );
            }
        }
        row += rows;
    }
}
