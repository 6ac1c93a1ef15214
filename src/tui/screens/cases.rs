//! ケース: the list of cases, and what is done with them. `case` draws the file that is open.

use std::collections::HashMap;

use super::super::app::{App, Effect, Overlay, Status};
use super::super::confirm::Confirm;
use super::super::form::editor::{Editor, Kind};
use super::super::keymap::{Command, ScreenId};
use super::super::paper::Paper;
use super::super::spot::Target;
use super::super::typing;
use super::super::update::{if_writable, say};
use super::{case, records};
use crate::domain::axis::{Axis, Filter};
use crate::domain::case::{Age, CaseFile, birth_of};
use crate::domain::consultation::Entry;
use crate::domain::field::{Field, LINE_CHARS};
use crate::domain::record::About;
use crate::domain::text::{fit, pad_left, pad_right, width_cells};
use crate::domain::value::Value;
use crate::error::{Error, Refusal};
use crate::report::case::CaseSheet;
use crate::store::{CaseKey, CaseLine, Selection};

/// Rows that are kept beyond those in sight.
const ROWS_KEPT: usize = 500;
/// Rows above the list: what restricts it, and the head.
const ABOVE: usize = 2;
/// The mark of the selected row, and the blank of the others.
const MARK_CELLS: usize = 2;

/// The state of the screen.
#[derive(Default)]
pub struct State {
    keys: Vec<CaseKey>,
    /// What they were found by.
    typed: String,
    /// The selected row, from the list's beginning.
    at: usize,
    /// The first row in sight.
    first: usize,
    rows: HashMap<CaseKey, CaseLine>,
    open: Option<Opened>,
}

/// The case that is open over the whole window.
struct Opened {
    code: String,
    sheet: CaseSheet,
    /// The first line in sight.
    first: usize,
}

/// What cases are to be found by, while it is typed.
pub(in crate::tui) struct Finding {
    /// The line.
    pub editor: Editor,
    /// What stood there before.
    before: String,
}

/// Why a case is to be closed, while it is typed.
pub(in crate::tui) struct Closing {
    /// The line.
    pub editor: Editor,
    /// The case's code.
    pub code: String,
    file: CaseFile,
    confirm: Confirm,
}

impl State {
    /// Whether a case is open over the whole window.
    pub fn is_reading(&self) -> bool {
        self.open.is_some()
    }

    /// The code of the case that is open.
    pub fn open_code(&self) -> Option<String> {
        self.open.as_ref().map(|open| open.code.clone())
    }

    /// The case that is open, and the first line of it in sight.
    pub fn opened(&self) -> Option<(&CaseSheet, usize)> {
        self.open.as_ref().map(|open| (&open.sheet, open.first))
    }

    /// Reads the open case from that line on.
    pub fn read_from(&mut self, line: usize) {
        if let Some(open) = &mut self.open {
            open.first = line;
        }
    }

    /// Back to the list.
    pub fn close(&mut self) {
        self.open = None;
    }

    fn row(&self, at: usize) -> Option<&CaseLine> {
        self.rows.get(self.keys.get(at)?)
    }

    /// The code and the file of the case that is open, or selected.
    fn chosen(&self) -> Option<(String, Option<CaseFile>)> {
        match &self.open {
            Some(open) => Some((open.code.clone(), open.sheet.file.clone())),
            None => self
                .row(self.at)
                .map(|line| (line.code.clone(), line.file.clone())),
        }
    }

    fn select(&mut self, at: usize, page: usize) {
        self.at = at.min(self.keys.len().saturating_sub(1));
        self.first = self.first.min(self.at).max((self.at + 1).saturating_sub(page));
        self.first = self.first.min(self.keys.len().saturating_sub(page));
    }
}

/// The rows of cases that the window shows.
fn page_rows(app: &App) -> usize {
    usize::from(app.size.height)
        .saturating_sub(super::frame_rows(app) + ABOVE)
        .max(1)
}

/// Reads the list anew.
pub(in crate::tui) fn relist(app: &App) -> Vec<Effect> {
    vec![Effect::ListCases(app.cases.typed.clone()), Effect::Draw]
}

/// Reads anew what is seen.
pub(in crate::tui) fn refresh(app: &mut App) -> Vec<Effect> {
    app.cases.rows.clear();
    if app.screen != ScreenId::Cases {
        return Vec::new();
    }
    let open = app.cases.open_code().map(Effect::OpenCase);
    relist(app).into_iter().chain(open).collect()
}

/// Shows a case over the whole window.
pub(in crate::tui) fn show(app: &mut App, code: String) -> Vec<Effect> {
    app.screen = ScreenId::Cases;
    vec![Effect::OpenCase(code)]
}

/// Reads what came into sight.
pub(in crate::tui) fn in_sight(app: &mut App) -> Vec<Effect> {
    let page = page_rows(app);
    let state = &mut app.cases;
    state.select(state.at, page);
    let end = (state.first + page).min(state.keys.len());
    let missing: Vec<CaseKey> = state.keys[state.first..end]
        .iter()
        .filter(|key| !state.rows.contains_key(key))
        .copied()
        .collect();
    let read = (!missing.is_empty()).then_some(Effect::ReadCases(missing));
    [Effect::Draw].into_iter().chain(read).collect()
}

/// Takes up a new list; the selected case stays selected.
pub(in crate::tui) fn on_listed(app: &mut App, listed: Result<Vec<CaseKey>, Error>) -> Vec<Effect> {
    let keys = match listed {
        Ok(keys) => keys,
        Err(error) => return say(app, Status::Failed(error)),
    };
    let state = &mut app.cases;
    let selected = state.keys.get(state.at).copied();
    state.at = keys
        .iter()
        .position(|key| Some(*key) == selected)
        .unwrap_or(state.at);
    state.keys = keys;
    in_sight(app)
}

/// Takes up cases that were read.
pub(in crate::tui) fn on_read(app: &mut App, read: Result<Vec<(CaseKey, CaseLine)>, Error>) -> Vec<Effect> {
    match read {
        Ok(lines) => {
            if app.cases.rows.len() > ROWS_KEPT {
                app.cases.rows.clear();
            }
            app.cases.rows.extend(lines);
            vec![Effect::Draw]
        }
        Err(error) => say(app, Status::Failed(error)),
    }
}

/// Shows a case that was read; one that is none any more closes.
pub(in crate::tui) fn on_opened(app: &mut App, opened: Result<Option<CaseSheet>, Error>) -> Vec<Effect> {
    match opened {
        Ok(Some(sheet)) => {
            renew_closing(app, &sheet);
            let before = app.cases.open.take().filter(|open| open.code == sheet.code);
            app.cases.open = Some(Opened {
                code: sheet.code.clone(),
                sheet,
                first: before.map_or(0, |open| open.first),
            });
            vec![Effect::Draw]
        }
        Ok(None) => {
            app.cases.close();
            relist(app)
        }
        Err(error) => say(app, Status::Failed(error)),
    }
}

/// Does what a command asks on the list, or on the case that is open.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::Search => {
            let mut editor = Editor::new(Kind::Line, LINE_CHARS);
            editor.set_text(&app.cases.typed);
            let before = app.cases.typed.clone();
            app.cases.close();
            app.overlay = Some(Overlay::FindCase(Finding { editor, before }));
        }
        Command::Widen => {
            app.cases.typed.clear();
            return relist(app);
        }
        Command::NewCase => return if_writable(app, |_| vec![Effect::BeginCase(Box::default())]),
        Command::Edit => return edit(app),
        Command::CloseCase => return close_or_open(app),
        Command::History => return history(app),
        Command::Open => return open(app),
        Command::Back if app.cases.is_reading() => app.cases.close(),
        Command::Back | Command::Interrupt => {
            app.cases.close();
            app.screen = ScreenId::Overview;
        }
        Command::Up
        | Command::Down
        | Command::PageUp
        | Command::PageDown
        | Command::First
        | Command::Last => {
            return move_by(app, command);
        }
        _ => {}
    }
    vec![Effect::Draw]
}

/// From the list into the case, and from there to its consultations.
fn open(app: &mut App) -> Vec<Effect> {
    if let Some(code) = app.cases.open_code() {
        let mut filter = Filter::default();
        filter.allow(Axis::Case, &code);
        let selection = Selection {
            filter,
            ..Selection::default()
        };
        return records::show(app, selection);
    }
    match app.cases.chosen() {
        Some((code, _)) => vec![Effect::OpenCase(code)],
        None => vec![Effect::Draw],
    }
}

/// Corrects the file; where only the code is known, begins one.
fn edit(app: &mut App) -> Vec<Effect> {
    let Some((code, file)) = app.cases.chosen() else {
        return Vec::new();
    };
    if_writable(app, |_| match file {
        Some(file) => vec![Effect::EditCase(file.id)],
        None => {
            let mut entry = Entry::default();
            entry.set(Field::Case, Some(Value::Text(code)));
            vec![Effect::BeginCase(Box::new(entry))]
        }
    })
}

/// Shows what was changed about the file.
fn history(app: &mut App) -> Vec<Effect> {
    match app.cases.chosen() {
        Some((code, Some(file))) => vec![Effect::History(file.id, code)],
        Some((_, None)) => say(app, Status::NoFile),
        None => Vec::new(),
    }
}

/// Asks why the case is to be closed; one that is closed is opened again.
fn close_or_open(app: &mut App) -> Vec<Effect> {
    let Some((code, file)) = app.cases.chosen() else {
        return Vec::new();
    };
    let Some(file) = file else {
        return say(app, Status::NoFile);
    };
    if_writable(app, |app| {
        if file.is_closed() {
            return vec![save(&file, None)];
        }
        let editor = Editor::new(Kind::Line, LINE_CHARS);
        app.overlay = Some(Overlay::Closing(Box::new(Closing {
            editor,
            code,
            file,
            confirm: Confirm::default(),
        })));
        vec![Effect::Draw]
    })
}

/// Saves a file as closed on a day for a reason, or as open.
fn save(file: &CaseFile, closed: Option<(chrono::NaiveDate, &str)>) -> Effect {
    let mut entry = file.entry.clone();
    let why = closed.map(|(_, why)| why.trim()).filter(|why| !why.is_empty());
    entry.set(Field::ClosedOn, closed.map(|(day, _)| Value::Day(day)));
    entry.set(Field::ClosedWhy, why.map(|why| Value::Text(why.to_owned())));
    Effect::Save {
        about: About::Case,
        id: file.id,
        base_rev: Some(file.rev),
        entry: Box::new(entry),
    }
}

fn move_by(app: &mut App, command: Command) -> Vec<Effect> {
    if app.cases.is_reading() {
        case::scroll(app, command);
        return vec![Effect::Draw];
    }
    let page = page_rows(app);
    let at = app.cases.at;
    let to = match command {
        Command::Up => at.saturating_sub(1),
        Command::Down => at + 1,
        Command::PageUp => at.saturating_sub(page),
        Command::PageDown => at + page,
        Command::First => 0,
        _ => usize::MAX,
    };
    app.cases.select(to, page);
    in_sight(app)
}

/// A click selects a row; on the selected one it opens the case.
pub(in crate::tui) fn on_click(app: &mut App, row: usize) -> Vec<Effect> {
    if app.cases.at == row {
        return open(app);
    }
    let page = page_rows(app);
    app.cases.select(row, page);
    in_sight(app)
}

/// Does what a command asks on a line of this screen.
pub(in crate::tui) fn on_line_command(app: &mut App, command: Command) -> Vec<Effect> {
    match app.overlay.take() {
        Some(Overlay::FindCase(finding)) => on_finding(app, finding, command),
        Some(Overlay::Closing(closing)) => on_closing(app, *closing, command),
        other => {
            app.overlay = other;
            Vec::new()
        }
    }
}

fn on_finding(app: &mut App, mut finding: Finding, command: Command) -> Vec<Effect> {
    match command {
        Command::Open => return vec![Effect::Draw],
        Command::Back | Command::Interrupt => {
            app.cases.typed = finding.before;
            return relist(app);
        }
        // The list moves beneath the words.
        Command::Up | Command::Down => {
            app.overlay = Some(Overlay::FindCase(finding));
            return move_by(app, command);
        }
        _ => typing::edit_line(&mut finding.editor, command),
    }
    find(app, finding)
}

fn find(app: &mut App, finding: Finding) -> Vec<Effect> {
    app.cases.typed = finding.editor.text().trim().to_owned();
    app.overlay = Some(Overlay::FindCase(finding));
    relist(app)
}

fn on_closing(app: &mut App, mut closing: Closing, command: Command) -> Vec<Effect> {
    let mut effects = vec![Effect::Draw];
    match command {
        Command::Open if closing.confirm.is_meant(&closing.editor) => {
            let closed = Some((app.today, closing.editor.text()));
            effects.push(save(&closing.file, closed));
        }
        Command::Open => app.status = Some(Status::EnterAgain),
        Command::Back | Command::Interrupt => return effects,
        _ => {
            closing.confirm = Confirm::default();
            typing::edit_line(&mut closing.editor, command);
        }
    }
    // The reason stays until the case is closed.
    app.overlay = Some(Overlay::Closing(Box::new(closing)));
    effects
}

/// A case could not be closed or opened again. Its reason stays on the line; where somebody else changed
/// the file, it is shown as it stands now.
pub(in crate::tui) fn not_closed(app: &mut App, error: Error) -> Vec<Effect> {
    let is_changed = matches!(error, Error::Refused(Refusal::Changed { .. }));
    let mut effects = say(app, Status::NotSaved(error));
    if let (true, Some(Overlay::Closing(closing))) = (is_changed, &app.overlay) {
        effects.push(Effect::OpenCase(closing.code.clone()));
    }
    effects
}

/// What is closed is the file as it is seen.
fn renew_closing(app: &mut App, sheet: &CaseSheet) {
    if let (Some(Overlay::Closing(closing)), Some(file)) = (&mut app.overlay, &sheet.file)
        && closing.code == sheet.code
    {
        closing.file = file.clone();
    }
}

/// Types on a line of this screen.
pub(in crate::tui) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    match app.overlay.take() {
        Some(Overlay::FindCase(mut finding)) => {
            app.status = typing::put_in(&mut finding.editor, text, pasted);
            find(app, finding)
        }
        Some(Overlay::Closing(mut closing)) => {
            closing.confirm = Confirm::default();
            app.status = typing::put_in(&mut closing.editor, text, pasted);
            app.overlay = Some(Overlay::Closing(closing));
            vec![Effect::Draw]
        }
        other => {
            app.overlay = other;
            Vec::new()
        }
    }
}

/// Draws the list below the bar.
pub(super) fn view(app: &App, paper: &mut Paper<'_>) {
    let state = &app.cases;
    let count = app.words.cases_listed(state.keys.len());
    let right = paper.width().saturating_sub(width_cells(&count) + 1);
    if !state.typed.is_empty() {
        let chip = fit(&app.words.searched(&state.typed), right.saturating_sub(2));
        paper.put(0, 1, &chip, app.theme.chip);
    }
    paper.put(0, right, &count, app.theme.total);
    let cells = paper.width() - MARK_CELLS;
    let columns = Columns::new(app, cells);
    paper.put(1, MARK_CELLS, &fit(&columns.head(app), cells), app.theme.head);
    if state.keys.is_empty() {
        let text = app.words.no_cases(!state.typed.is_empty());
        for (row, range) in crate::domain::text::wrap(text, cells).into_iter().enumerate() {
            paper.put(ABOVE + row, MARK_CELLS, &text[range], app.theme.quiet);
        }
    }
    let rows = paper.height().saturating_sub(ABOVE);
    for row in 0..rows {
        let at = state.first + row;
        if at >= state.keys.len() {
            break;
        }
        if at == state.at {
            paper.put(ABOVE + row, 0, ">", app.theme.selected);
        }
        if let Some(line) = state.row(at) {
            let text = fit(&columns.row(app, line), cells);
            paper.put(ABOVE + row, MARK_CELLS, &text, app.theme.plain);
        }
        paper.spot(ABOVE + row, 0, cells, Target::Row(at));
    }
}

/// The widths of the columns, in cells; the last takes what is left.
struct Columns([usize; 6]);

impl Columns {
    fn new(app: &App, cells: usize) -> Self {
        let items = app.profile.items(crate::domain::list::List::Municipality).iter();
        let municipality = items
            .map(|item| width_cells(app.catalogue.label(&item.label)))
            .max()
            .unwrap_or(0)
            .min(12);
        let state = width_cells(app.catalogue.case_open()).max(width_cells(app.catalogue.no_file()));
        let mut columns = Self([12, state, app.words.age_cells(), municipality, 5, 10]);
        // In a narrow window the least telling columns go first.
        for drop in [3, 2, 5] {
            if columns.0.iter().map(|width| width + 1).sum::<usize>() + 8 > cells {
                columns.0[drop] = 0;
            }
        }
        columns
    }

    fn line(&self, texts: [&str; 6], last: &str) -> String {
        let mut line = String::new();
        for (at, (text, width)) in texts.into_iter().zip(self.0).enumerate() {
            if width > 0 {
                let text = fit(text, width);
                // Figures stand flush right.
                line += &match at {
                    4 => pad_left(&text, width),
                    _ => pad_right(&text, width),
                };
                line.push(' ');
            }
        }
        line + last
    }

    fn head(&self, app: &App) -> String {
        let name = |field| app.catalogue.field(field, Some(&app.profile));
        let municipality = match name(Field::Municipality) {
            long if width_cells(long) > self.0[3] => app.words.municipality_short(),
            name => name,
        };
        let [contacts, latest] = app.words.case_heads();
        self.line(
            [
                name(Field::Case),
                app.catalogue.case_state(),
                app.words.age_head(),
                municipality,
                contacts,
                latest,
            ],
            name(Field::Care),
        )
    }

    fn row(&self, app: &App, line: &CaseLine) -> String {
        let words = app.catalogue;
        let entry = line.file.as_ref().map(|file| &file.entry);
        let text = |field| {
            let value = entry.and_then(|entry| entry.get(field));
            value.map_or_else(String::new, |value| words.value(field, value, &app.profile))
        };
        let state = match &line.file {
            None => words.no_file(),
            Some(file) if file.is_closed() => words.case_closed(),
            Some(_) => words.case_open(),
        };
        let age = entry
            .and_then(birth_of)
            .and_then(|birth| Age::on(birth, app.today));
        let age = age.map_or_else(String::new, |age| {
            format!("{} {}", words.years(age), words.stage(age.grade.stage()))
        });
        let latest = line.latest.map_or_else(String::new, |day| words.bare_date(day));
        self.line(
            [
                &line.code,
                state,
                &age,
                &text(Field::Municipality),
                &line.contacts.to_string(),
                &latest,
            ],
            &text(Field::Care),
        )
    }
}
