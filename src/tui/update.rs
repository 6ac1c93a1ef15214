//! How the state changes: `update(&mut App, Msg) -> Vec<Effect>`. Effects say what is to be done
//! outside; what a form does with its commands stands in `typing`.

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::layout::Position;

use super::app::{App, Effect, Msg, Overlay, Source, Status};
use super::closing;
use super::correcting;
use super::form;
use super::keeper::Standing;
use super::keymap::{Command, ScreenId};
use super::oneline;
use super::parking;
use super::screens::{
    self, activities, cases, help, history, marks, overview, packet, palette, records, tally, trend,
};
use super::settling;
use super::spot::Target;
use super::typing;
use crate::domain::axis::Axis;
use crate::domain::consultation::VoidReason;
use crate::domain::profile::Profile;
use crate::domain::standard::Overview;
use crate::error::{Error, Unwritable};
use crate::store::{Saved, Undone};

/// While a call's clock runs, the screen is covered no sooner than after so many minutes.
const ON_CALL_MINUTES: u32 = 60;

/// Changes the state by what happened, and says what is to be done.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    let follow_ups = overview::follow_ups_wanted(app);
    let mut effects = react(app, msg);
    let is_counted = effects.iter().any(|effect| matches!(effect, Effect::Count(..)));
    if overview::follow_ups_wanted(app) > follow_ups && !is_counted {
        effects.push(Effect::Count(app.overview.period, app.today));
    }
    effects.extend(trend::follow(app));
    effects
}

fn react(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        // Nobody sees what a command would do now. What is typed goes on, as it is seen again.
        Msg::Command(command) if screens::is_too_small(app.size) && !is_safe_blind(app, command) => {
            Vec::new()
        }
        Msg::Command(command) => {
            app.status = None;
            on_command(app, command)
        }
        Msg::Text(c) => {
            app.status = None;
            typing::on_text(app, c.encode_utf8(&mut [0; 4]), false)
        }
        Msg::Paste(text) => on_paste(app, &text),
        Msg::Click(target, position) => {
            app.status = None;
            on_click(app, &target, position)
        }
        Msg::Forgot => {
            app.caution(app.words.keys_forgotten().to_owned());
            vec![Effect::Draw]
        }
        Msg::Ime => say(app, Status::ImeIsOn),
        Msg::CannotSuspend => say(app, Status::CannotSuspend),
        Msg::Stray => app.status.take().map_or_else(Vec::new, |_| vec![Effect::Draw]),
        Msg::Narrow => trend::on_narrow(app),
        Msg::Resized(size) => {
            app.size = size;
            on_resized(app)
        }
        Msg::Tick(today) => on_tick(app, today),
        Msg::Made => say(app, Status::Welcome),
        Msg::Idle(minutes) => on_idle(app, minutes),
        Msg::Looked(looked) => on_looked(app, looked),
        Msg::Counted(profile, counted) => on_counted(app, profile, *counted),
        Msg::Tallied(asked, table) => tally::on_tallied(app, *asked, *table),
        Msg::Trended(query, trend) => trend::on_counted(app, &query, *trend),
        Msg::Views(..) | Msg::ViewSaved(..) | Msg::ViewDeleted(..) => tally::asking::on_msg(app, msg),
        Msg::Packet(answer) => packet::on_answer(app, answer),
        Msg::Listed(listed) => records::on_listed(app, listed),
        Msg::Read(rows, error) => records::on_read(app, rows, error),
        Msg::CasesListed(listed) => cases::on_listed(app, listed),
        Msg::CasesFound(..) | Msg::CaseCodes(..) => typing::on_form(app, msg),
        Msg::CasesRead(read) => cases::on_read(app, read),
        Msg::CaseOpened(opened) => cases::on_opened(app, *opened),
        Msg::Activities(_) | Msg::BegunActivity(..) | Msg::ActivitySaved(_) => activities::on_msg(app, msg),
        Msg::HistoryRead(..) | Msg::Marked(..) | Msg::EditedAll(..) => correcting::on_msg(app, msg),
        Msg::SearchOn => records::search_on(app),
        Msg::Sought(found) => records::on_sought(app, found),
        Msg::Sifted(records, found) => records::on_sifted(app, records, found),
        Msg::Minute => parking::on_minute(app),
        Msg::Rested => {
            app.records.rest();
            vec![Effect::Draw]
        }
        Msg::Voided(voided) => on_voided(app, voided),
        Msg::Settled(settled, outcome) => settling::on_settled(app, settled, outcome),
        Msg::Found(found, opens) => records::on_found(app, found, opens),
        Msg::Undone(undone, again) => on_undone(app, undone, again),
        Msg::Drafts(standing) => on_drafts(app, standing),
        Msg::Closed(_) | Msg::AsksWhy(..) | Msg::Tried(_) => closing::on_msg(app, msg),
        Msg::Begun(..)
        | Msg::BegunLike(..)
        | Msg::Editing(..)
        | Msg::Resumed(..)
        | Msg::Twin(_)
        | Msg::Saved(..)
        | Msg::BegunCase(..)
        | Msg::CaseSaved(_)
        | Msg::Theirs(..) => typing::on_form(app, msg),
    }
}

/// Whether a command does no harm where nothing can be seen: it leaves what is open, or the program; or it
/// belongs to what is being typed in a form, which would run together without it.
fn is_safe_blind(app: &App, command: Command) -> bool {
    let is_typing = app.form.is_some() && app.overlay.is_none();
    match command {
        Command::Back | Command::Interrupt | Command::Quit | Command::Suspend | Command::Lock => true,
        Command::Open
        | Command::NextField
        | Command::PreviousField
        | Command::Backspace
        | Command::Erase
        | Command::EraseWord
        | Command::EraseLine
        | Command::Left
        | Command::Right
        | Command::Up
        | Command::Down
        | Command::First
        | Command::Last => is_typing,
        _ => false,
    }
}

fn on_resized(app: &mut App) -> Vec<Effect> {
    let note_cells = form::view::note_cells(app);
    if let Some(form) = &mut app.form {
        form.lay_out(note_cells);
    }
    match app.screen {
        ScreenId::Cases => cases::in_sight(app),
        ScreenId::Tally => tally::in_sight(app),
        ScreenId::Packet => packet::in_sight(app),
        _ => records::in_sight(app),
    }
}

/// After so many minutes without a key the screen is covered; nobody types while listening.
fn lock_after(app: &App) -> u32 {
    let is_on_call = app.form.as_ref().is_some_and(|form| form.is_on_call());
    match app.lock_minutes {
        0 => 0,
        minutes if is_on_call => minutes.max(ON_CALL_MINUTES),
        minutes => minutes,
    }
}

fn on_idle(app: &mut App, minutes: u32) -> Vec<Effect> {
    match lock_after(app) {
        0 => Vec::new(),
        most if minutes < most || app.is_locked => Vec::new(),
        _ => lock(app),
    }
}

/// Covers the screen. What is typed is on disk first, as nobody knows when the person is back.
fn lock(app: &mut App) -> Vec<Effect> {
    app.is_locked = true;
    vec![Effect::Draw, Effect::Flush]
}

/// Says something on the status line.
pub(super) fn say(app: &mut App, status: Status) -> Vec<Effect> {
    app.status = Some(status);
    vec![Effect::Draw]
}

/// The ledger was changed from here: the screens show it at once.
pub(super) fn changed(app: &mut App, status: Status) -> Vec<Effect> {
    let mut came_back = None;
    if let Status::Undone(undone, _) = &status {
        // What came back by it is what is looked at.
        activities::come_back_to(&mut app.activities, undone);
        came_back = records::stand_on(app, undone.id);
    }
    app.status = Some(status);
    let mut effects = vec![Effect::Draw];
    effects.extend(read_anew(app));
    effects.extend(came_back);
    effects
}

/// Reads everything anew that a change may have made another: the figures, and what each screen shows.
fn read_anew(app: &mut App) -> Vec<Effect> {
    app.trend.forget();
    let mut effects = vec![Effect::Count(app.overview.period, app.today)];
    effects.extend(records::refresh(app));
    effects.extend(cases::refresh(app));
    effects.extend(activities::refresh(app));
    effects.extend(tally::refresh(app));
    effects.extend(packet::refresh(app));
    effects.extend(history::refresh(app));
    effects.extend(marks::refresh(app));
    effects
}

fn on_drafts(app: &mut App, standing: Standing) -> Vec<Effect> {
    if let Some(Status::DraftKept(id) | Status::Parked(id)) = app.status
        && (standing.trouble.is_some() || standing.loses(id))
    {
        app.status = None;
    } else if app.standing == standing {
        return Vec::new();
    }
    app.standing = standing;
    vec![Effect::Draw]
}

/// Does what a command asks, wherever one is.
pub(super) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    match (app.is_locked, command) {
        (true, Command::Back) => {
            app.is_locked = false;
            return vec![Effect::Draw];
        }
        (true, _) => return Vec::new(),
        (false, Command::Lock) => return lock(app),
        _ => {}
    }
    if app.overlay.is_some() {
        return on_overlay_command(app, command);
    }
    match command {
        Command::Suspend => return vec![Effect::Suspend],
        Command::Help => app.overlay = Some(Overlay::Help { first: 0 }),
        Command::Palette => app.overlay = Some(Overlay::Palette(Box::new(palette::State::new(app)))),
        _ if app.form.is_some() => return typing::on_command(app, command),
        // Of practice nothing is kept, and the first line said so.
        Command::Quit if app.drafts.is_empty() || app.is_practice => return vec![Effect::Quit],
        Command::Quit => {
            app.overlay = Some(Overlay::Quit);
            // The question says whether they are on disk.
            return vec![Effect::Flush, Effect::Draw];
        }
        Command::Go(screen) => return go(app, screen),
        Command::Step(forward) => return go(app, app.screen.step(forward)),
        Command::New(contact) => {
            let case = case_talked_about(app);
            return if_writable(app, |_| vec![Effect::Begin(contact, case)]);
        }
        Command::EndFollowUp | Command::MoveFollowUp => {
            return if_writable(app, |app| settling::ask(app, command));
        }
        Command::ClosePeriod => return if_writable(app, closing::ask),
        // What is set there is no record, and nothing else is to be taken back for it.
        Command::Undo | Command::Redo if app.screen == ScreenId::Packet => {
            return say(app, Status::Packet(packet::Said::NotUndone));
        }
        Command::Undo => return if_writable(app, |_| vec![Effect::Undo]),
        Command::Redo => return if_writable(app, |_| vec![Effect::Redo]),
        Command::Resume => return parking::resume(app),
        Command::Edit if app.screen == ScreenId::Overview => return correct_last(app),
        Command::Search | Command::Filter if app.screen == ScreenId::Overview => {
            let mut effects = records::show_period(app);
            effects.extend(records::on_command(app, command));
            return effects;
        }
        _ => return on_screen_command(app, command),
    }
    vec![Effect::Draw]
}

/// Whose file is open is who is talked about, also from the list of its consultations.
fn case_talked_about(app: &App) -> Option<String> {
    let is_here = |code: &String| match app.screen {
        ScreenId::Cases => true,
        ScreenId::Records => {
            let mut clauses = app.records.selection.filter.clauses();
            let is_theirs = |(axis, codes)| axis == Axis::Case && codes == std::slice::from_ref(code);
            clauses.any(is_theirs)
        }
        _ => false,
    };
    app.cases.open_code().filter(is_here)
}

/// Does what writes, or says why nothing can be written.
pub(super) fn if_writable(app: &mut App, then: impl FnOnce(&mut App) -> Vec<Effect>) -> Vec<Effect> {
    match (&app.read_only, &app.source) {
        (Some(why), _) => {
            let why = why.clone();
            say(app, Status::ReadOnly(why))
        }
        (None, Source::Live) => then(app),
        // The status line says it already.
        (None, _) => vec![Effect::Draw],
    }
}

/// Corrects the record whose follow-up is chosen, else the one that was saved last from here; without one,
/// the list is where to choose.
fn correct_last(app: &mut App) -> Vec<Effect> {
    let chosen = app.overview.follow_up().map(|one| one.id);
    match chosen.or(app.last_saved) {
        Some(id) => if_writable(app, |_| vec![Effect::Edit(id)]),
        None => records::show_period(app),
    }
}

pub(super) fn go(app: &mut App, screen: ScreenId) -> Vec<Effect> {
    app.records.close();
    app.cases.close();
    app.activities.close();
    app.history = None;
    if screen != ScreenId::Records {
        app.records.marks.clear();
    }
    app.records.back_to = ScreenId::Overview;
    app.screen = screen;
    match screen {
        ScreenId::Overview => vec![Effect::Draw],
        ScreenId::Records => records::relist(app),
        ScreenId::Cases => cases::relist(app),
        ScreenId::Tally => tally::count(app),
        ScreenId::Activities => activities::relist(app),
        ScreenId::Packet => packet::read(app),
    }
}

/// The phone rings while something lies over the screen: a line is left as a draft, and a question is not
/// answered. What is typed on other lines would be lost, so they are to be closed first.
fn interrupted(app: &mut App, command: Command) -> Vec<Effect> {
    let mut effects = match app.overlay {
        Some(Overlay::OneLine(_)) => oneline::close(app),
        Some(
            Overlay::Search(_)
            | Overlay::Palette(_)
            | Overlay::Help { .. }
            | Overlay::Void { .. }
            | Overlay::VoidActivity { .. },
        ) => {
            app.overlay = None;
            Vec::new()
        }
        _ => return say(app, Status::LineFirst),
    };
    effects.extend(on_command(app, command));
    effects
}

fn on_overlay_command(app: &mut App, command: Command) -> Vec<Effect> {
    if matches!(command, Command::New(_)) {
        return interrupted(app, command);
    }
    match (&mut app.overlay, command) {
        (Some(Overlay::Palette(_)), _) => {
            return match app.overlay.take() {
                Some(Overlay::Palette(state)) => palette::on_command(app, *state, command),
                _ => Vec::new(),
            };
        }
        (Some(Overlay::Search(_) | Overlay::Filter(_) | Overlay::Bulk(_)), _) => {
            return records::on_line_command(app, command);
        }
        (Some(Overlay::Tally(_)), _) => {
            return match app.overlay.take() {
                Some(Overlay::Tally(state)) => tally::asking::on_command(app, *state, command),
                _ => Vec::new(),
            };
        }
        (Some(Overlay::Packet(_)), _) => return packet::asking::on_command(app, command),
        (Some(Overlay::FindCase(_) | Overlay::Closing(_)), _) => return cases::on_line_command(app, command),
        (Some(Overlay::OneLine(_)), _) => return oneline::on_command(app, command),
        (Some(Overlay::FollowUp(_)), _) => return settling::on_command(app, command),
        (Some(Overlay::Why(_)), _) => return closing::on_command(app, command),
        (_, Command::Suspend) => return vec![Effect::Suspend],
        (Some(Overlay::Quit), Command::Open) => return vec![Effect::Quit],
        (Some(Overlay::Void { id, rev, .. }), Command::Choose(number)) => {
            let Some(reason) = chosen_reason(number) else {
                return Vec::new();
            };
            let effect = Effect::Void(*id, *rev, reason);
            app.overlay = None;
            return vec![effect, Effect::Draw];
        }
        (Some(Overlay::VoidActivity { id, rev, .. }), Command::Choose(number)) => {
            let Some(reason) = chosen_reason(number) else {
                return Vec::new();
            };
            let effect = Effect::VoidActivity(*id, *rev, reason);
            app.overlay = None;
            return vec![effect, Effect::Draw];
        }
        (Some(Overlay::Close(_)), _) => return closing::on_answer(app, command),
        (Some(Overlay::Leave | Overlay::Conflict(_)), _) => return typing::on_question(app, command),
        (Some(Overlay::Help { .. }), Command::Quit) => {
            app.overlay = None;
            return on_command(app, command);
        }
        (Some(Overlay::Help { .. }), Command::Go(screen)) => {
            app.overlay = None;
            return if app.form.is_some() {
                vec![Effect::Draw]
            } else {
                go(app, screen)
            };
        }
        (_, Command::Back | Command::Interrupt) => app.overlay = None,
        (Some(Overlay::Help { first }), _) => {
            let first = help::scrolled(*first, help::all_rows(app), command, app.size);
            app.overlay = Some(Overlay::Help { first });
        }
        _ => return Vec::new(),
    }
    vec![Effect::Draw]
}

/// The reason of that number, in the order of the question.
fn chosen_reason(number: u8) -> Option<VoidReason> {
    screens::VOID_REASONS
        .get(usize::from(number).checked_sub(1)?)
        .copied()
}

fn on_screen_command(app: &mut App, command: Command) -> Vec<Effect> {
    match app.screen {
        _ if app.history.is_some() => history::on_command(app, command),
        ScreenId::Overview => overview::on_command(app, command),
        ScreenId::Records => records::on_command(app, command),
        ScreenId::Cases => cases::on_command(app, command),
        ScreenId::Tally => tally::on_command(app, command),
        ScreenId::Activities => activities::on_command(app, command),
        ScreenId::Packet => packet::on_command(app, command),
    }
}

fn on_paste(app: &mut App, text: &str) -> Vec<Effect> {
    app.status = None;
    if app.context().takes_text() {
        typing::on_text(app, text, true)
    } else {
        vec![Effect::Draw]
    }
}

fn on_click(app: &mut App, target: &Target, position: Position) -> Vec<Effect> {
    match target {
        // Nothing lies there to be hit.
        _ if app.is_locked => Vec::new(),
        Target::Screen(screen) if app.form.is_none() && app.overlay.is_none() => go(app, *screen),
        Target::Screen(_) => Vec::new(),
        Target::Command(command) => on_command(app, *command),
        Target::Answer(number) => on_command(app, Command::Choose(*number)),
        // Figures and rows that lie beneath a question answer none.
        Target::Figure(_) | Target::Tally(..) | Target::Trend(_) | Target::Section(_)
            if app.overlay.is_some() =>
        {
            Vec::new()
        }
        Target::Tally(line, column) => tally::on_click(app, *line, *column),
        Target::Trend(month) => tally::open_month(app, *month),
        Target::Section(section) => packet::on_click(app, *section),
        Target::Row(_) if !records::moves_beneath(app) => Vec::new(),
        Target::Row(row) if app.screen == ScreenId::Activities => activities::on_click(app, *row),
        Target::Row(row) if app.screen == ScreenId::Cases => cases::on_click(app, *row),
        Target::Figure(figure) => {
            app.overview.select(figure.clone());
            on_command(app, Command::Open)
        }
        Target::Row(row) => records::on_click(app, *row),
        Target::Field(..) | Target::Candidate(_) => typing::on_click(app, target, position),
    }
}

fn on_tick(app: &mut App, today: NaiveDate) -> Vec<Effect> {
    if today != app.today {
        let before = std::mem::replace(&mut app.today, today);
        let mut effects = vec![Effect::Count(app.overview.on_new_day(before, today), today)];
        app.tally.on_new_day(before, today);
        effects.extend(tally::refresh(app));
        effects.extend(activities::refresh(app));
        effects.extend(packet::refresh(app));
        return effects;
    }
    match app.source {
        Source::Live => vec![Effect::Look],
        Source::Replaced | Source::Lost(_) => Vec::new(),
    }
}

fn on_looked(app: &mut App, looked: Result<bool, Error>) -> Vec<Effect> {
    match looked {
        Ok(false) | Err(Error::Busy) => Vec::new(),
        Ok(true) => read_anew(app),
        Err(error) => {
            app.source = match error {
                Error::CannotWrite(Unwritable::Replaced) => Source::Replaced,
                error => Source::Lost(error),
            };
            vec![Effect::Draw]
        }
    }
}

fn on_counted(app: &mut App, profile: Arc<Profile>, counted: Result<Overview, Error>) -> Vec<Effect> {
    match counted {
        Ok(overview) => {
            app.profile = profile;
            app.overview.show(overview);
        }
        Err(error) => {
            app.overview.stay();
            app.status = Some(Status::Failed(error));
        }
    }
    vec![Effect::Draw]
}

fn on_undone(app: &mut App, undone: Result<Undone, Error>, again: bool) -> Vec<Effect> {
    match undone {
        Ok(undone) => {
            app.overview.come_back_to(undone.id);
            changed(app, Status::Undone(undone, again))
        }
        Err(error) => say(app, Status::Failed(error)),
    }
}

fn on_voided(app: &mut App, voided: Result<Saved, Error>) -> Vec<Effect> {
    match voided {
        Ok(saved) => changed(app, Status::Voided(saved.number)),
        Err(error) => {
            app.status = Some(Status::Failed(error));
            // What stands here may be old.
            let mut effects = vec![Effect::Draw];
            effects.extend(records::refresh(app));
            effects
        }
    }
}
