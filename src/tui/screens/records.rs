//! 相談: the list of records, newest first. This is its state; `list` draws it, `record` draws one
//! record in full.

use std::collections::HashMap;
use std::ops::Range;

use uuid::Uuid;

use super::super::app::{App, Effect, Overlay, Status};
use super::super::correcting;
use super::super::form::editor::{Editor, Kind};
use super::super::keymap::{Command, ScreenId};
use super::super::status::Elsewhere;
use super::super::update::{if_writable, say};
use super::found::{Found, Rest};
use super::marks::Marks;
use super::{bulk, filter, follow_ups, list, record};
use crate::domain::axis::Filter;
use crate::domain::consultation::Consultation;
use crate::domain::field::{Field, LINE_CHARS};
use crate::domain::period::{Period, Span};
use crate::domain::text::occurrences;
use crate::error::Error;
use crate::store::{RecordKey, Search, Selection, Sought};

/// Records that are held against words at a time: a few milliseconds' work between two keys.
pub(in crate::tui) const SLICE: usize = 400;
/// Rows that are kept beyond those in sight.
const ROWS_KEPT: usize = 500;

/// The list's state.
pub struct State {
    /// Which records; `search` is what is typed at `/`.
    pub selection: Selection,
    /// All records of the selection, without its words.
    keys: Vec<RecordKey>,
    /// Where words are given: those in which they occur, so far.
    found: Option<Found>,
    /// The selected row, from the list's beginning.
    at: usize,
    /// The first row in sight.
    first: usize,
    /// Records that were read.
    rows: HashMap<RecordKey, Option<Consultation>>,
    /// The row that the pane beside the list shows, once the selection has rested.
    rested: usize,
    /// A record in full over the whole window: the first line in sight.
    reading: Option<usize>,
    /// The selected record left the list unasked: until one chooses again, none is.
    is_unselected: bool,
    /// A record that is to be selected once it is found in the list, and whether it is to be opened too.
    wanted: Option<(RecordKey, bool)>,
    /// Which records are marked.
    pub marks: Marks,
    /// The screen to which one goes back from the list.
    pub back_to: ScreenId,
}

/// Words being typed.
pub(in crate::tui) struct Searching {
    /// The line.
    pub editor: Editor,
    /// The words before.
    before: Option<String>,
}

impl State {
    /// A list that has not been read yet.
    pub fn new(selection: Selection) -> Self {
        Self {
            selection,
            keys: Vec::new(),
            found: None,
            at: 0,
            first: 0,
            rows: HashMap::new(),
            rested: 0,
            reading: None,
            is_unselected: false,
            wanted: None,
            marks: Marks::default(),
            back_to: ScreenId::Overview,
        }
    }

    /// The records listed, as far as they are known.
    pub fn listed(&self) -> &[RecordKey] {
        match &self.found {
            Some(found) => found.shown.as_ref().unwrap_or(&found.keys),
            None => &self.keys,
        }
    }

    /// The words looked for.
    pub fn words(&self) -> Option<&str> {
        self.selection.search.as_deref()
    }

    /// Where what is looked for stands in a text that is shown.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        match &self.found {
            Some(found) => occurrences(text, found.search.words()),
            None => Vec::new(),
        }
    }

    /// What the words ask for; nothing where there are none.
    fn search(&self) -> Option<Search> {
        let search = Search::new(self.words()?);
        (!search.is_empty()).then_some(search)
    }

    /// How much was looked through, in hundredths, while words are still being looked for.
    pub fn progress(&self) -> Option<usize> {
        self.found.as_ref()?.progress()
    }

    /// The first row in sight.
    pub fn first(&self) -> usize {
        self.first
    }

    /// The record of a row, where it was read.
    pub fn row(&self, at: usize) -> Option<&Consultation> {
        self.rows.get(self.listed().get(at)?)?.as_ref()
    }

    /// The selected record.
    pub fn selected(&self) -> Option<&Consultation> {
        self.row(self.at).filter(|_| !self.is_unselected)
    }

    /// The place of the selected record in the ledger.
    pub fn selected_key(&self) -> Option<RecordKey> {
        let key = self.listed().get(self.at).copied();
        key.filter(|_| !self.is_unselected)
    }

    /// Whether the record of a row is marked.
    pub fn is_marked(&self, at: usize) -> bool {
        self.listed().get(at).is_some_and(|key| self.marks.contains(*key))
    }

    /// Whether a row is shown as the selected one.
    pub fn is_selected(&self, at: usize) -> bool {
        at == self.at && !self.is_unselected
    }

    /// The record that the pane beside the list shows.
    pub fn beside(&self) -> Option<&Consultation> {
        self.row(self.rested)
    }

    /// Whether a record is open over the whole window.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// The first line in sight of the record that is open.
    pub fn first_line(&self) -> usize {
        self.reading.unwrap_or(0)
    }

    /// Reads the open record from that line on.
    pub fn read_from(&mut self, line: usize) {
        self.reading = Some(line);
    }

    /// Back to the list.
    pub fn close(&mut self) {
        self.reading = None;
    }

    /// The pane takes up the selected record.
    pub fn rest(&mut self) {
        self.rested = self.at;
    }

    /// Selects a row because somebody asked for it.
    fn choose(&mut self, at: usize, page: usize) {
        self.is_unselected = false;
        self.wanted = None;
        self.select(at, page);
    }

    fn select(&mut self, at: usize, page: usize) {
        self.at = at.min(self.listed().len().saturating_sub(1));
        self.first = self.first.min(self.at).max((self.at + 1).saturating_sub(page));
        self.first = self.first.min(self.listed().len().saturating_sub(page));
        if self.reading.is_some() {
            self.reading = Some(0);
        }
    }

    fn moved(&self, command: Command, page: usize) -> usize {
        match command {
            Command::Up => self.at.saturating_sub(1),
            Command::Down => self.at + 1,
            Command::PageUp => self.at.saturating_sub(page),
            Command::PageDown => self.at + page,
            Command::First => 0,
            Command::Last => usize::MAX,
            _ => self.at,
        }
    }

    /// Rows in sight that are not read yet.
    fn missing(&self, page: usize) -> Vec<RecordKey> {
        let end = (self.first + page).min(self.listed().len());
        let in_sight = self.listed().get(self.first..end).unwrap_or_default();
        let unread = in_sight.iter().filter(|key| !self.rows.contains_key(key));
        unread.copied().collect()
    }
}

/// Shows exactly the records of a selection.
pub(in crate::tui) fn show(app: &mut App, selection: Selection) -> Vec<Effect> {
    app.records = State::new(selection);
    app.screen = ScreenId::Records;
    relist(app)
}

/// Shows the records of a selection, and one of them in full.
pub(in crate::tui) fn show_record(app: &mut App, selection: Selection, id: Uuid) -> Vec<Effect> {
    let mut effects = show(app, selection);
    effects.push(Effect::Find { id, opens: true });
    effects
}

/// Selects the record that was saved, taken back or done again, where it is in the list: what is done next is
/// done with it, not with the one that stood there. A record that is open stays so.
pub(in crate::tui) fn stand_on(app: &App, record: Option<Uuid>) -> Option<Effect> {
    let is_list = app.screen == ScreenId::Records && !app.records.is_reading();
    let id = record.filter(|_| is_list)?;
    Some(Effect::Find { id, opens: false })
}

/// Selects the record that was looked for, where it is in the list, and opens it if that is wanted.
pub(in crate::tui) fn on_found(
    app: &mut App,
    found: Result<Option<RecordKey>, Error>,
    opens: bool,
) -> Vec<Effect> {
    match found {
        Ok(key) => app.records.wanted = key.map(|key| (key, opens)),
        Err(error) => return say(app, Status::Failed(error)),
    }
    look(app)
}

/// Selects the record that is wanted, at the latest when words were looked for everywhere. That one which was
/// saved just now is not in the list is said.
fn meet_wanted(app: &mut App) {
    let is_other_open = |opens: bool| app.records.is_reading() && !opens;
    let Some((key, opens)) = app.records.wanted.filter(|(_, opens)| !is_other_open(*opens)) else {
        app.records.wanted = None;
        return;
    };
    let place = app.records.listed().iter().position(|other| *other == key);
    let is_searched = app.records.progress().is_none();
    if let Some(at) = place {
        let page = list::page_rows(app);
        app.records.choose(at, page);
        app.records.rest();
        if opens {
            app.records.reading = Some(0);
        }
    } else if is_searched {
        app.records.wanted = None;
        if let Some(Status::Saved(.., elsewhere @ None)) = &mut app.status {
            *elsewhere = Some(Elsewhere::Filtered);
        }
    }
}

/// Shows the records of the first screen's period, of every kind.
pub(in crate::tui) fn show_period(app: &mut App) -> Vec<Effect> {
    let selection = Selection {
        period: Some(app.overview.period),
        ..Selection::default()
    };
    show(app, selection)
}

/// Reads the list anew, from its beginning.
pub(in crate::tui) fn relist(app: &mut App) -> Vec<Effect> {
    app.records.is_unselected = false;
    vec![Effect::List(app.records.selection.clone()), Effect::Draw]
}

/// Reads the list anew where it is seen; the selected record stays selected.
pub(in crate::tui) fn refresh(app: &mut App) -> Vec<Effect> {
    app.records.rows.clear();
    match app.screen {
        ScreenId::Records => vec![Effect::List(app.records.selection.clone()), Effect::Draw],
        ScreenId::Overview | ScreenId::Cases | ScreenId::Tally | ScreenId::Activities | ScreenId::Packet => {
            Vec::new()
        }
    }
}

/// Reads what came into sight.
pub(in crate::tui) fn in_sight(app: &mut App) -> Vec<Effect> {
    let page = list::page_rows(app);
    let at = app.records.at;
    app.records.select(at, page);
    let missing = app.records.missing(page);
    if missing.is_empty() {
        vec![Effect::Draw]
    } else {
        vec![Effect::Draw, Effect::Read(missing)]
    }
}

/// Takes up a new list.
pub(in crate::tui) fn on_listed(app: &mut App, listed: Result<Vec<RecordKey>, Error>) -> Vec<Effect> {
    let keys = match listed {
        Ok(keys) => keys,
        Err(error) => return say(app, Status::Failed(error)),
    };
    let state = &mut app.records;
    let selected = state.listed().get(state.at).copied();
    let before = state.found.take();
    state.keys = keys;
    state.found = state.search().map(|search| {
        // The same words again, because the ledger changed: what was found stands until it is found anew.
        let shown = before.filter(|before| before.search == search);
        Found {
            shown: shown.map(|before| before.shown.unwrap_or(before.keys)),
            ..Found::new(search, &state.keys)
        }
    });
    stay(app, selected);
    look(app)
}

/// Shows what is known of the list, and goes on looking for words.
fn look(app: &mut App) -> Vec<Effect> {
    meet_wanted(app);
    let mut effects = in_sight(app);
    if app.records.progress().is_some() {
        effects.push(Effect::Soon);
    }
    effects
}

/// The record that was selected stays so in a list that was made anew. One that is open and not in it
/// any more is closed: another one must not take its place unseen.
fn stay(app: &mut App, selected: Option<RecordKey>) {
    let state = &mut app.records;
    let place = selected.and_then(|key| state.listed().iter().position(|other| *other == key));
    let is_lost = selected.is_some() && place.is_none();
    if let Some(place) = place {
        state.at = place;
    } else if is_lost && state.reading.take().is_some() {
        state.is_unselected = true;
        // What was done from here has been said already.
        app.status.get_or_insert(Status::LeftTheList);
    }
    let state = &mut app.records;
    state.at = state.at.min(state.listed().len().saturating_sub(1));
    state.rested = state.at;
}

/// Looks for the words in the next few records.
pub(in crate::tui) fn search_on(app: &mut App) -> Vec<Effect> {
    let Some(found) = &app.records.found else {
        return Vec::new();
    };
    let slice = found.among.iter().skip(found.sifted).take(SLICE);
    let slice: Vec<RecordKey> = slice.copied().collect();
    if !slice.is_empty() {
        return vec![Effect::Sift(slice, found.search.clone())];
    }
    let from = match &found.rest {
        Rest::All => None,
        Rest::From(cursor) => Some(cursor.clone()),
        Rest::Nothing => return Vec::new(),
    };
    let selection = app.records.selection.clone();
    vec![Effect::Seek(Box::new((selection, found.search.clone(), from)))]
}

/// Takes up what was found.
pub(in crate::tui) fn on_sifted(
    app: &mut App,
    records: usize,
    sifted: Result<Vec<RecordKey>, Error>,
) -> Vec<Effect> {
    let Some(found) = &mut app.records.found else {
        return Vec::new();
    };
    match sifted {
        Ok(keys) => found.keys.extend(keys),
        // What was found stays, and the line above goes on to say how far the search has come.
        Err(error) => return say(app, Status::Failed(error)),
    }
    found.sifted += records;
    went_on(app)
}

/// Takes up what a slice of the ledger gave.
pub(in crate::tui) fn on_sought(app: &mut App, sought: Result<Sought, Error>) -> Vec<Effect> {
    let Some(found) = &mut app.records.found else {
        return Vec::new();
    };
    match sought {
        Ok(Sought { keys, rest }) => {
            found.keys.extend(keys);
            found.rest = rest.map_or(Rest::Nothing, Rest::From);
        }
        Err(error) => return say(app, Status::Failed(error)),
    }
    went_on(app)
}

/// Shows what has been found, at the latest when there is nothing more to look at.
fn went_on(app: &mut App) -> Vec<Effect> {
    if app.records.progress().is_none() {
        let selected = app.records.listed().get(app.records.at).copied();
        let shown = app.records.found.as_mut().and_then(|found| found.shown.take());
        if shown.is_some() {
            stay(app, selected);
        }
    }
    look(app)
}

/// Takes up records that were read, and says why others could not be.
pub(in crate::tui) fn on_read(
    app: &mut App,
    rows: Vec<(RecordKey, Option<Consultation>)>,
    error: Option<Error>,
) -> Vec<Effect> {
    if let Some(error) = error {
        app.status = Some(Status::Failed(error));
    }
    let is_full = app.records.rows.len() > ROWS_KEPT;
    if is_full {
        app.records.rows.clear();
    }
    app.records.rows.extend(rows);
    // What was in sight and thrown away is read again, once.
    let missing = match is_full {
        true => app.records.missing(list::page_rows(app)),
        false => Vec::new(),
    };
    let read = (!missing.is_empty()).then_some(Effect::Read(missing));
    read.into_iter().chain([Effect::Draw]).collect()
}

/// Does what a command asks on the list, or on the record that is open.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::PeriodBack => return step(app, Period::previous),
        Command::PeriodForward => return step(app, Period::next),
        Command::YearToDate => return year_to_date(app),
        Command::Search => {
            let mut editor = Editor::new(Kind::Line, LINE_CHARS);
            editor.set_text(app.records.words().unwrap_or_default());
            let before = app.records.selection.search.clone();
            app.overlay = Some(Overlay::Search(Searching { editor, before }));
        }
        Command::Filter => app.overlay = Some(Overlay::Filter(Box::new(filter::State::new(app)))),
        Command::Widen => return widen(app),
        Command::Edit => return edit(app),
        Command::Delete => return ask_why(app),
        Command::NewLike | Command::History | Command::Mark | Command::MarkAll | Command::Bulk => {
            return correcting::on_command(app, command);
        }
        Command::Open if app.records.selected().is_some() => app.records.reading = Some(0),
        Command::Back if app.records.is_reading() => app.records.close(),
        Command::Back | Command::Interrupt => {
            app.records.close();
            app.records.marks.clear();
            return super::super::update::go(app, app.records.back_to);
        }
        Command::Up | Command::Down if app.records.is_reading() => return read_on(app, command),
        _ if app.records.is_reading() => {
            record::scroll(app, command);
        }
        _ => return move_by(app, command),
    }
    vec![Effect::Draw]
}

fn move_by(app: &mut App, command: Command) -> Vec<Effect> {
    let page = list::page_rows(app);
    // The first move marks the row again on which one stands.
    let to = match app.records.is_unselected {
        true => app.records.at,
        false => app.records.moved(command, page),
    };
    app.records.choose(to, page);
    let mut effects = in_sight(app);
    effects.push(Effect::Rest);
    effects
}

/// Scrolls the open record, and at its end goes to the next one.
fn read_on(app: &mut App, command: Command) -> Vec<Effect> {
    if record::scroll(app, command) {
        return vec![Effect::Draw];
    }
    move_by(app, command)
}

fn step(app: &mut App, to: fn(&Period) -> Period) -> Vec<Effect> {
    let selection = &mut app.records.selection;
    if let Some(period) = &selection.period {
        selection.period = Some(to(period));
        selection.until = None;
    }
    relist(app)
}

/// From any period to 年度累計 of its fiscal year, and from there to the half-year.
fn year_to_date(app: &mut App) -> Vec<Effect> {
    let today = app.today;
    let selection = &mut app.records.selection;
    let next = match &selection.period {
        Some(period) if period.span == Span::YearToDate => Period::half_of(period.to),
        Some(period) => {
            let year = Period::year_of(period.from);
            Period {
                to: today.clamp(year.from, year.to),
                span: Span::YearToDate,
                ..year
            }
        }
        None => Period::half_of(today),
    };
    selection.period = Some(next);
    selection.until = None;
    relist(app)
}

/// Takes the last restriction off: the words, then the filter's last clause, what is due, the period.
fn widen(app: &mut App) -> Vec<Effect> {
    let selection = &mut app.records.selection;
    if selection.search.take().is_none() {
        if let Some(filter) = selection.filter.widened() {
            selection.filter = filter;
        } else if selection.due.take().is_none() {
            selection.period = None;
            selection.until = None;
        }
    }
    relist(app)
}

fn edit(app: &mut App) -> Vec<Effect> {
    let Some(record) = app.records.selected() else {
        return Vec::new();
    };
    let id = record.id;
    if_writable(app, |_| vec![Effect::Edit(id)])
}

fn ask_why(app: &mut App) -> Vec<Effect> {
    let Some(record) = app.records.selected() else {
        return Vec::new();
    };
    let mut name = follow_ups::named(app, &record.number, &record.entry, Field::Content);
    if !app.records.marks.is_empty() && !app.records.is_marked(app.records.at) {
        // Marking goes down: what is chosen is easily taken for what is marked.
        let number = record.number.display(&app.profile);
        name.insert_str(number.len(), &app.words.not_the_marked(app.records.marks.len()));
    }
    let question = Overlay::Void {
        id: record.id,
        rev: record.rev,
        name,
    };
    if_writable(app, |app| {
        app.overlay = Some(question);
        vec![Effect::Draw]
    })
}

/// Whether the list can be moved in: nothing lies over it but words or a restriction being typed.
pub(in crate::tui) fn moves_beneath(app: &App) -> bool {
    matches!(
        app.overlay,
        None | Some(Overlay::Search(_) | Overlay::Filter(_) | Overlay::FindCase(_))
    )
}

/// A click selects a row; on the selected one it opens the record.
pub(in crate::tui) fn on_click(app: &mut App, row: usize) -> Vec<Effect> {
    if app.records.is_selected(row) {
        return on_command(app, Command::Open);
    }
    let page = list::page_rows(app);
    app.records.choose(row, page);
    app.records.rest();
    in_sight(app)
}

/// Does what a command asks on the line of words or of a restriction.
pub(in crate::tui) fn on_line_command(app: &mut App, command: Command) -> Vec<Effect> {
    match app.overlay.take() {
        Some(Overlay::Search(searching)) => on_search_command(app, searching, command),
        Some(Overlay::Filter(state)) => filter::on_command(app, *state, command),
        Some(Overlay::Bulk(state)) => bulk::on_command(app, *state, command),
        other => {
            app.overlay = other;
            Vec::new()
        }
    }
}

fn on_search_command(app: &mut App, mut searching: Searching, command: Command) -> Vec<Effect> {
    match command {
        Command::Open => return vec![Effect::Draw],
        Command::Back | Command::Interrupt => {
            app.records.selection.search = searching.before;
            return relist(app);
        }
        // The list moves beneath the words.
        Command::Up | Command::Down => {
            app.overlay = Some(Overlay::Search(searching));
            return move_by(app, command);
        }
        _ => super::super::typing::edit_line(&mut searching.editor, command),
    }
    search_for(app, searching)
}

/// Types on the line of words: the list follows.
pub(in crate::tui) fn on_search_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::Search(mut searching)) = app.overlay.take() else {
        return Vec::new();
    };
    let said = super::super::typing::put_in(&mut searching.editor, text, pasted);
    app.status = said;
    search_for(app, searching)
}

fn search_for(app: &mut App, searching: Searching) -> Vec<Effect> {
    let words = searching.editor.text().trim().to_owned();
    app.overlay = Some(Overlay::Search(searching));
    let words = (!words.is_empty()).then_some(words);
    if app.records.selection.search == words {
        return vec![Effect::Draw];
    }
    let state = &mut app.records;
    state.selection.search = words;
    // Only the words changed: the records of the selection are the same.
    state.found = state.search().map(|search| {
        let narrowed = state
            .found
            .as_ref()
            .and_then(|found| found.narrowed(search.clone()));
        narrowed.unwrap_or_else(|| Found::new(search, &state.keys))
    });
    state.at = 0;
    state.first = 0;
    state.rested = 0;
    look(app)
}

/// Puts another filter in the place of the present one.
pub(in crate::tui) fn narrow(app: &mut App, filter: Filter) -> Vec<Effect> {
    app.records.selection.filter = filter;
    relist(app)
}

/// Shows another period, or every day.
pub(in crate::tui) fn show_span(app: &mut App, period: Option<Period>) -> Vec<Effect> {
    app.records.selection.period = period;
    app.records.selection.until = None;
    relist(app)
}
