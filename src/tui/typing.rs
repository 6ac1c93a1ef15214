//! How what is typed reaches the form and the lines that one types on, and how a form is opened,
//! saved and left.

use chrono::NaiveDate;
use ratatui::layout::Position;
use uuid::Uuid;

use super::app::{App, Conflict, Effect, Moment, Msg, Overlay, Status};
use super::closing;
use super::correcting::Said;
use super::form::editor::{Editor, Refused};
use super::form::picker::{Choice, NEW, Picker};
use super::form::{Done, Form, Opening, view};
use super::keymap::{Command, Contact, ScreenId};
use super::oneline::{self, Line};
use super::parking;
use super::screens::{activities, bulk, cases, filter, packet, palette, records, tally};
use super::settling;
use super::spot::Target;
use super::status::Elsewhere;
use super::update::{changed, if_writable, say};
use crate::domain::call::Call;
use crate::domain::case::{Age, birth_of};
use crate::domain::consultation::{Entry, Number};
use crate::domain::draft::Draft;
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::list::{Label, List};
use crate::domain::record::{About, Record};
use crate::error::{Error, Refusal};
use crate::store::{CaseLine, Saved, SavedActivity, SavedCase};

/// A width for a line that is typed on; it is never wrapped.
const ANY_CELLS: usize = usize::MAX;

/// Text on its way to whatever has the caret.
pub(super) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    match &app.overlay {
        Some(Overlay::Search(_)) => return records::on_search_text(app, text, pasted),
        Some(Overlay::Filter(_)) => return filter::on_text(app, text, pasted),
        Some(Overlay::Palette(_)) => return palette::on_text(app, text, pasted),
        Some(Overlay::Bulk(_)) => return bulk::on_text(app, text, pasted),
        Some(Overlay::Tally(_)) => return tally::asking::on_text(app, text, pasted),
        Some(Overlay::Packet(_)) => return packet::asking::on_text(app, text, pasted),
        Some(Overlay::FindCase(_) | Overlay::Closing(_)) => return cases::on_text(app, text, pasted),
        Some(Overlay::OneLine(_)) => return oneline::on_text(app, text, pasted),
        Some(Overlay::FollowUp(_)) => return settling::on_text(app, text, pasted),
        Some(Overlay::Why(_)) => return closing::on_text(app, text, pasted),
        _ => {}
    }
    let Some(form) = &mut app.form else {
        return vec![Effect::Draw];
    };
    app.status = if pasted {
        said(form.paste(text))
    } else {
        said(
            text.chars()
                .try_fold(0, |removed, c| Ok(removed + form.type_char(c)?)),
        )
    };
    kept(app)
}

/// Puts text into a line: a character that was typed, or a paste.
pub(super) fn put_in(editor: &mut Editor, text: &str, pasted: bool) -> Option<Status> {
    if pasted {
        return said(editor.paste(text));
    }
    said(
        text.chars()
            .try_fold(0, |removed, c| Ok(removed + editor.insert(c)?)),
    )
}

/// What is to be said of typing: characters left out, or a text that did not fit.
pub(super) fn said(typed: Result<usize, Refused>) -> Option<Status> {
    match typed {
        Ok(0) => None,
        Ok(removed) => Some(Status::Removed(removed)),
        Err(Refused { most, is }) => Some(Status::TooLong { most, is }),
    }
}

/// Moves or erases on one line.
pub(super) fn edit_line(editor: &mut Editor, command: Command) {
    edit_text(editor, command, ANY_CELLS);
}

/// Moves or erases in a text that is drawn in that width.
pub(super) fn edit_text(editor: &mut Editor, command: Command, cells: usize) {
    match command {
        Command::Left => editor.left(),
        Command::Right => editor.right(),
        Command::WordLeft => editor.word_left(),
        Command::WordRight => editor.word_right(),
        Command::First => editor.home(cells),
        Command::Last => editor.end(cells),
        Command::Backspace => editor.backspace(),
        Command::Erase => editor.delete(),
        Command::EraseWord => editor.erase_word(),
        Command::EraseLine => editor.erase_to_start(cells),
        Command::TextUndo => editor.undo(),
        Command::TextRedo => editor.redo(),
        _ => {}
    }
}

/// Moves or erases in a list field.
pub(super) fn pick_by(picker: &mut Picker, command: Command) {
    match command {
        Command::Up => picker.up(),
        Command::Down => picker.down(),
        Command::Backspace => picker.backspace(),
        Command::Erase | Command::EraseWord | Command::EraseLine => picker.clear(),
        Command::TextUndo => picker.undo(),
        Command::TextRedo => picker.redo(),
        _ => {}
    }
}

/// The form changed: its draft is kept, and it is drawn. What was typed and erased again is no draft.
pub(super) fn kept(app: &mut App) -> Vec<Effect> {
    let now_ms = app.now_ms;
    let keep = app.form.as_mut().map(|form| {
        form.count(now_ms);
        match form.draft() {
            Some(draft) => Effect::Keep(Box::new(draft)),
            None => Effect::Forget(form.id()),
        }
    });
    keep.into_iter()
        .chain(find_cases(app))
        .chain([Effect::Draw])
        .collect()
}

/// Looks for cases where one is asked for.
fn find_cases(app: &App) -> Option<Effect> {
    let typed = app.form.as_ref()?.asks_for_cases()?;
    Some(Effect::FindCases(typed.to_owned()))
}

/// Offers the cases in which what is typed occurs, and what is typed as a new one.
fn on_cases_found(app: &mut App, typed: &str, found: Result<Vec<CaseLine>, Error>) -> Vec<Effect> {
    let lines = match found {
        Ok(lines) => lines,
        Err(error) => return say(app, Status::Failed(error)),
    };
    let (catalogue, today) = (app.catalogue, app.today);
    let choice = |code: &str, label: String, group| Choice {
        code: code.to_owned(),
        label: Label { ja: label, en: None },
        readings: Vec::new(),
        group,
        is_offered: true,
    };
    let typed = typed.trim();
    let is_known = lines.iter().any(|line| line.code == typed);
    let known = lines.iter().map(|line| {
        let entry = line.file.as_ref().map(|file| &file.entry);
        let municipality = entry.and_then(|entry| entry.code(Field::Municipality));
        let municipality = municipality.map(|code| {
            catalogue
                .item(List::Municipality, code, Some(&app.profile))
                .to_owned()
        });
        let age = entry.and_then(birth_of).and_then(|birth| Age::on(birth, today));
        let parts = [
            Some(line.code.clone()),
            municipality,
            age.map(|age| catalogue.years(age)),
        ];
        let label = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        choice(&line.code, label, 0)
    });
    let new = (!typed.is_empty() && !is_known).then(|| choice(typed, catalogue.new_case(typed), NEW));
    let choices = known.chain(new).collect();
    match (&mut app.overlay, &mut app.form) {
        (Some(Overlay::Bulk(state)), _) => state.offer(choices),
        (_, Some(form)) => form.offer(choices),
        _ => {}
    }
    vec![Effect::Draw]
}

/// Does what a command asks in the form.
pub(super) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let Some(form) = &mut app.form else {
        return Vec::new();
    };
    match command {
        Command::Save => return save(app),
        Command::Back => return close(app),
        Command::Interrupt => return leave(app),
        Command::New(contact) => return parking::second_call(app, contact),
        Command::Resume => return parking::resume(app),
        Command::EndCall => parking::turn_clock(app),
        Command::NextField | Command::PreviousField => form.step(command == Command::NextField),
        Command::Open => form.accept(),
        _ => form.edit(command),
    }
    let mut effects = kept(app);
    if matches!(
        command,
        Command::NextField | Command::PreviousField | Command::Open
    ) {
        effects.extend(find_twin(app));
    }
    effects
}

/// A click into a field, or on a candidate.
pub(super) fn on_click(app: &mut App, target: &Target, position: Position) -> Vec<Effect> {
    if matches!(app.overlay, Some(Overlay::Palette(_))) {
        return match target {
            Target::Candidate(number) => palette::on_click(app, *number),
            _ => Vec::new(),
        };
    }
    match (&app.overlay, target) {
        (Some(Overlay::Filter(_)), Target::Candidate(number)) => return filter::on_click(app, *number),
        (Some(Overlay::Bulk(_)), Target::Candidate(number)) => return bulk::on_click(app, *number),
        (Some(Overlay::Tally(_)), Target::Candidate(number)) => {
            return tally::asking::on_click(app, *number);
        }
        (Some(Overlay::Filter(_) | Overlay::Bulk(_) | Overlay::Tally(_)), _) => return Vec::new(),
        _ => {}
    }
    if matches!(app.overlay, Some(Overlay::OneLine(_))) {
        return match target {
            Target::Candidate(number) => oneline::on_click(app, *number),
            _ => Vec::new(),
        };
    }
    let column = view::column_inside(app, position);
    let Some(form) = app.form.as_mut().filter(|_| app.overlay.is_none()) else {
        return Vec::new();
    };
    match target {
        Target::Field(at, line) => form.click(*at, *line, column),
        Target::Candidate(number) => form.pick(*number),
        _ => {}
    }
    kept(app)
}

fn find_twin(app: &App) -> Option<Effect> {
    let form = app
        .form
        .as_ref()
        .filter(|form| form.about() == About::Consultation)?;
    let entry = form.entry_so_far();
    Some(Effect::FindTwin(Box::new(entry), form.id()))
}

pub(super) fn save(app: &mut App) -> Vec<Effect> {
    let Some(form) = &mut app.form else {
        return Vec::new();
    };
    // A call ends with its save: while something is missing, somebody may still be talking.
    if let Done::Wrong = form.finish() {
        return say(app, Status::Incomplete);
    }
    form.end_call_to_save(app.now_ms);
    match form.finish() {
        Done::Wrong => say(app, Status::Incomplete),
        Done::Right(entry) => {
            let (about, id, base_rev) = (form.about(), form.id(), form.base_rev());
            // Killed right behind the save, the next start finds on disk exactly what was saved, and
            // so knows that it was.
            let draft = form.draft().map(|draft| Effect::Keep(Box::new(draft)));
            let save = Effect::Save {
                about,
                id,
                base_rev,
                entry,
            };
            if_writable(app, |_| draft.into_iter().chain([Effect::Flush, save]).collect())
        }
    }
}

/// Closes the form; what was typed stays as a draft.
fn close(app: &mut App) -> Vec<Effect> {
    parking::put_away(app, parking::Leaving::Closed)
}

/// Keeps what was typed for later. What was only looked at goes behind the other drafts.
pub(super) fn put_aside(app: &mut App, draft: Draft, is_as_resumed: bool) -> Vec<Effect> {
    let draft = Draft {
        left_ms: Some(app.now_ms),
        ..draft
    };
    parking::put_in_turn(app, draft.clone(), is_as_resumed);
    app.status = Some(Status::DraftKept(draft.id));
    vec![Effect::Keep(Box::new(draft)), Effect::Flush, Effect::Draw]
}

/// Asks what to do with a form in which something was typed.
fn leave(app: &mut App) -> Vec<Effect> {
    if app.form.as_ref().is_some_and(|form| form.draft().is_some()) {
        app.overlay = Some(Overlay::Leave);
        vec![Effect::Draw]
    } else {
        close(app)
    }
}

/// Does what was answered to a question of the form.
pub(super) fn on_question(app: &mut App, command: Command) -> Vec<Effect> {
    match (app.overlay.take(), command) {
        (Some(Overlay::Leave), Command::Choose(1)) => close(app),
        (Some(Overlay::Leave), Command::Choose(2)) => {
            let id = app.form.take().map(|form| form.id());
            app.status = Some(Status::DraftGone);
            let forget = id.map(Effect::Forget);
            forget.into_iter().chain([Effect::Flush, Effect::Draw]).collect()
        }
        (Some(Overlay::Conflict(conflict)), Command::Choose(1)) => save_both(app, *conflict),
        // Theirs stays; what was typed here stays as a draft.
        (Some(Overlay::Conflict(_)), Command::Choose(2)) => close(app),
        (_, Command::Back | Command::Interrupt) => vec![Effect::Draw],
        (overlay, _) => {
            app.overlay = overlay;
            Vec::new()
        }
    }
}

fn save_both(app: &mut App, conflict: Conflict) -> Vec<Effect> {
    let Conflict { theirs, both, .. } = conflict;
    if let Some(form) = &mut app.form {
        form.rebase(&theirs, &both.entry);
    }
    let mut effects = kept(app);
    effects.extend(save(app));
    effects
}

/// Takes up what the ledger says to a form.
pub(super) fn on_form(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Begun(contact, case, id, moment) => begin(app, contact, case, id, moment),
        Msg::BegunLike(record, id, moment) => match record {
            Ok(Some(record)) if !record.is_void() => copy(app, &record, id, moment),
            Ok(Some(_)) => say(app, Status::Failed(Refusal::Void.into())),
            Ok(None) => say(app, Status::Failed(Refusal::NoSuchRecord.into())),
            Err(error) => say(app, Status::Failed(error)),
        },
        Msg::Editing(record, moment) => match record {
            Ok(Some(record)) if !record.is_void() => correct(app, record, moment),
            Ok(Some(_)) => say(app, Status::Failed(Refusal::Void.into())),
            Ok(None) => say(app, Status::Failed(Refusal::NoSuchRecord.into())),
            Err(error) => say(app, Status::Failed(error)),
        },
        Msg::Resumed(draft, record) => on_resumed(app, *draft, record),
        Msg::Twin(Ok(twin)) => {
            if let Some(Overlay::OneLine(line)) = &mut app.overlay {
                line.twin = twin;
            } else if let Some(form) = &mut app.form {
                form.twin = twin;
            }
            vec![Effect::Draw]
        }
        Msg::CasesFound(typed, found) => on_cases_found(app, &typed, found),
        Msg::CaseCodes(typed, codes) => oneline::on_case_codes(app, &typed, codes),
        Msg::BegunCase(id, moment, entry) => {
            let at_ms = moment.at_ms;
            open(app, Opening::NewCase { id, at_ms, entry })
        }
        Msg::BegunActivity(id, moment) => {
            let opening = Opening::NewActivity {
                id,
                at_ms: moment.at_ms,
                center: app.own_center.clone(),
                staff: app.staff.clone(),
            };
            open(app, opening)
        }
        Msg::ActivitySaved(saved) => on_activity_saved(app, saved),
        Msg::Saved(saved, twin) => on_saved(app, saved, twin),
        Msg::CaseSaved(saved) => on_case_saved(app, saved),
        Msg::Theirs(mine, theirs) => on_theirs(app, *mine, theirs),
        // What looks like a twin is a hint; that it could not be looked for is no news.
        _ => Vec::new(),
    }
}

pub(super) fn show(app: &mut App, mut form: Form) -> Vec<Effect> {
    form.lay_out(view::note_cells(app));
    app.form = Some(Box::new(form));
    vec![Effect::Draw]
}

fn open(app: &mut App, opening: Opening) -> Vec<Effect> {
    show(app, Form::new(opening, &app.profile, app.today))
}

/// Opens a record to be corrected. A correction of it that was left goes on: beside a second one its
/// draft would be lost.
fn correct(app: &mut App, record: Record, moment: Moment) -> Vec<Effect> {
    let left = app.drafts.iter().position(|draft| draft.id == record.id());
    let Some(left) = left else {
        return open(app, Opening::Edit(record, moment.at_ms));
    };
    let draft = app.drafts.remove(left);
    let effects = on_resumed(app, draft, Ok(Some(record)));
    if app.form.is_some() {
        app.status = Some(Status::DraftGoesOn);
    }
    effects
}

fn begin(app: &mut App, contact: Contact, case: Option<String>, id: Uuid, moment: Moment) -> Vec<Effect> {
    if contact == Contact::OneLine {
        return oneline::begin(app, id, moment);
    }
    let child = case.as_ref().and_then(|_| app.cases.opened()?.0.file.as_ref());
    let municipality = child.and_then(|file| file.entry.code(Field::Municipality).cloned());
    let opening = Opening::New {
        id,
        moment,
        channel: contact.channel(),
        center: app.own_center.clone(),
        staff: app.staff.clone(),
        case,
        municipality,
        // What is to be chosen in the form may be anything, and long past.
        call: contact.channel().map(|_| Call::begun(moment.at_ms)),
    };
    open(app, opening)
}

fn copy(app: &mut App, record: &Record, id: Uuid, moment: Moment) -> Vec<Effect> {
    let opening = Opening::Copy {
        id,
        moment,
        center: app.own_center.clone(),
        staff: app.staff.clone(),
        of: Box::new(record.entry().clone()),
    };
    if let Some(number) = record.number() {
        app.status = Some(Status::Correcting(Said::BegunLike(number.clone())));
    }
    open(app, opening)
}

/// Opens a draft again, unless its record was saved before the program ended.
fn on_resumed(app: &mut App, draft: Draft, record: Result<Option<Record>, Error>) -> Vec<Effect> {
    let record = match record {
        Ok(record) => record,
        Err(error) => {
            app.drafts.push(draft);
            return say(app, Status::Failed(error));
        }
    };
    let is_saved = record.as_ref().filter(|record| app.is_saved(&draft, record));
    if let Some(record) = is_saved {
        app.status = Some(match record {
            Record::Consultation(record) => Status::DraftWasSaved(record.number.clone()),
            Record::Case(file) => Status::CaseSaved(Act::CaseAdd, file.code().to_owned()),
            Record::Activity(activity) => {
                Status::ActivitySaved(Act::ActivityAdd, activity.title().to_owned())
            }
        });
        return vec![Effect::Forget(draft.id), Effect::Draw];
    }
    if record.is_none() && Line::is_of(&draft) {
        return oneline::resume(app, &draft);
    }
    if record.is_none() && packet::asking::is_of(&draft) {
        return packet::asking::resume(app, &draft);
    }
    let mut effects = show(app, Form::of_draft(&draft, record.as_ref(), &app.profile));
    parking::take_up(app);
    effects.extend(find_cases(app));
    effects
}

fn on_saved(app: &mut App, saved: Result<Saved, Error>, twin: Option<Number>) -> Vec<Effect> {
    let error = match saved {
        Ok(saved) => {
            let before = app.form.as_ref().and_then(|form| form.base_rev());
            let mut effects = forget_form(app);
            app.last_saved = Some(saved.id);
            let status = if before == Some(saved.rev) {
                Status::Unchanged(saved.number)
            } else {
                let elsewhere = saved.day.filter(|day| !is_shown(app, *day));
                Status::Saved(saved.number, twin, elsewhere.map(Elsewhere::Day))
            };
            effects.extend(changed(app, status));
            effects.extend(records::stand_on(app, Some(saved.id)));
            return effects;
        }
        Err(error) => error,
    };
    not_saved(app, error)
}

/// Whether a day lies in the period of the screen that one is on, if that shows one.
fn is_shown(app: &App, day: NaiveDate) -> bool {
    let period = match app.screen {
        ScreenId::Overview => Some(&app.overview.period),
        ScreenId::Records => app.records.selection.period.as_ref(),
        ScreenId::Cases | ScreenId::Tally | ScreenId::Activities | ScreenId::Packet => None,
    };
    period.is_none_or(|period| period.contains(day))
}

/// A child's file was saved: it is shown as it stands now.
fn on_case_saved(app: &mut App, saved: Result<SavedCase, Error>) -> Vec<Effect> {
    match saved {
        Ok(SavedCase { code, act, .. }) => {
            let mut effects = forget_form(app);
            app.overlay = None;
            effects.extend(cases::show(app, code.clone()));
            effects.extend(changed(app, Status::CaseSaved(act, code)));
            effects
        }
        Err(error) => not_saved(app, error),
    }
}

/// An activity was saved or voided: it is shown as it stands now.
fn on_activity_saved(app: &mut App, saved: Result<SavedActivity, Error>) -> Vec<Effect> {
    match saved {
        Ok(saved) => {
            let mut effects = forget_form(app);
            app.overlay = None;
            effects.extend(activities::on_saved(app, saved));
            effects
        }
        // Without a form it was to be voided; what stands on the screen may be old.
        Err(error) if app.form.is_none() => {
            app.status = Some(Status::Failed(error));
            let mut effects = activities::refresh(app);
            effects.push(Effect::Draw);
            effects
        }
        Err(error) => not_saved(app, error),
    }
}

/// Closes the form of what was saved, and its draft with it. What is changed without a form leaves the
/// drafts of others, and of the same file, as they are.
fn forget_form(app: &mut App) -> Vec<Effect> {
    let Some(form) = app.form.take() else {
        return Vec::new();
    };
    // Who is at the keyboard is learnt once, from the first new record: one that was taken for a colleague,
    // or a colleague's that is corrected, says nothing of it.
    if app.staff.is_none() && form.base_rev().is_none() {
        app.staff = form.staff();
    }
    // Gone before it is said to be saved: a later undo of it must not leave a draft behind.
    vec![Effect::Forget(form.id()), Effect::Flush]
}

fn not_saved(app: &mut App, error: Error) -> Vec<Effect> {
    let Some(form) = &mut app.form else {
        return cases::not_closed(app, error);
    };
    match error {
        Error::Refused(Refusal::Changed { .. }) => {
            let mine = form.entry_so_far();
            vec![Effect::ReadTheirs(form.about(), form.id(), Box::new(mine))]
        }
        Error::Fields(errors) => {
            form.mark(errors);
            say(app, Status::Incomplete)
        }
        error => say(app, Status::NotSaved(error)),
    }
}

fn on_theirs(app: &mut App, mine: Entry, theirs: Result<Option<Record>, Error>) -> Vec<Effect> {
    let theirs = match theirs {
        Ok(Some(theirs)) if !theirs.is_void() => theirs,
        Ok(_) => return say(app, Status::NotSaved(Refusal::Void.into())),
        Err(error) => return say(app, Status::NotSaved(error)),
    };
    let Some(form) = &app.form else {
        return Vec::new();
    };
    let both = form.merged(&mine, theirs.entry());
    app.overlay = Some(Overlay::Conflict(Box::new(Conflict { theirs, mine, both })));
    vec![Effect::Draw]
}
