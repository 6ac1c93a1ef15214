//! What becomes of a follow-up, on two rows at the bottom: what Enter does, and the line for a note or for
//! the day to which it moves.

use chrono::NaiveDate;

use super::app::{App, Effect, Overlay, Status};
use super::confirm::Confirm;
use super::form::editor::{Editor, Kind};
use super::form::view::prompt;
use super::keymap::{Command, ScreenId};
use super::paper::Paper;
use super::screens::{follow_ups, overview, records};
use super::typing;
use super::update::{changed, say};
use crate::domain::consultation::Warning;
use crate::domain::date::DateError;
use crate::domain::field::{Field, LINE_CHARS};
use crate::domain::follow_up::{FollowUp, Outcome, next_week};
use crate::domain::profile::Profile;
use crate::domain::standard::DueOn;
use crate::domain::text::{fit, width_cells};
use crate::domain::value::Problem;
use crate::domain::working::DueDay;
use crate::error::{Error, Refusal};
use crate::store::{Saved, Selection};

/// Rows that it takes above the line of keys.
pub(super) const ROWS: usize = 2;

/// Cells that are left for what is typed, or the line's head is cut short.
const NOTE_CELLS: usize = 24;

/// A follow-up of which one is asked what becomes of it.
pub(super) struct Asking {
    /// The follow-up.
    pub about: FollowUp,
    /// The day on which it was due when one last saw it.
    due: NaiveDate,
    what: What,
    editor: Editor,
    confirm: Confirm,
    /// Whether it was said that leaving throws away what is typed.
    is_leaving: bool,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// How it ended.
    End(Outcome),
    /// To which day it moves.
    Move,
}

/// Asks what becomes of the follow-up that is chosen.
pub(super) fn ask(app: &mut App, command: Command) -> Vec<Effect> {
    let about = match app.screen {
        ScreenId::Overview => overview::follow_up_to_settle(app),
        ScreenId::Records => app.records.selected().and_then(FollowUp::of),
        ScreenId::Cases | ScreenId::Tally | ScreenId::Activities | ScreenId::Packet => None,
    };
    let Some(about) = about else {
        return say(app, Status::NoFollowUp);
    };
    let what = match command {
        Command::MoveFollowUp => What::Move,
        _ => What::End(Outcome::Done),
    };
    let editor = Editor::new(Kind::Line, LINE_CHARS);
    app.overlay = Some(Overlay::FollowUp(Box::new(Asking {
        due: about.due,
        about,
        what,
        editor,
        confirm: Confirm::default(),
        is_leaving: false,
    })));
    vec![Effect::Draw]
}

/// Does what a command asks on the line.
pub(super) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let today = app.today;
    let now = follow_up_now(app);
    let Some(Overlay::FollowUp(asking)) = &mut app.overlay else {
        return Vec::new();
    };
    // What is settled is the follow-up as it is seen.
    asking.about = now.unwrap_or(asking.about.clone());
    if command != Command::Open {
        asking.confirm = Confirm::default();
    }
    if !matches!(command, Command::Back | Command::Interrupt) {
        asking.is_leaving = false;
    }
    match (command, asking.what) {
        // Nothing that a colleague wrote meanwhile is written over without a word.
        (Command::Open, _) if asking.about.due != asking.due => {
            let due = asking.about.due;
            asking.due = due;
            return say(app, Status::FollowUpChanged(due));
        }
        (Command::Open, _) => {
            let Ok((outcome, note)) = asking.outcome(&app.profile, today) else {
                // The row above says what is wrong with the day.
                return Vec::new();
            };
            // A day that is past, typed without its year, is that of the next year.
            let far = match outcome {
                Outcome::Moved(day) => match app.profile.unlikely_due(day, today) {
                    Some(Warning::DueFarOff(day)) => Some(day),
                    _ => None,
                },
                _ => None,
            };
            let is_meant = match far {
                Some(_) => asking.confirm.is_second(),
                None => asking.confirm.is_meant(&asking.editor),
            };
            if !is_meant {
                return say(app, far.map_or(Status::EnterAgain, Status::FarAhead));
            }
            return vec![Effect::Settle {
                id: asking.about.id,
                base_rev: asking.about.rev,
                outcome,
                note,
            }];
        }
        // What is typed here is no draft.
        (Command::Back | Command::Interrupt, _) if asking.has_note() && !asking.is_leaving => {
            asking.is_leaving = true;
            return say(app, Status::LeavesNote);
        }
        (Command::Back | Command::Interrupt, _) => app.overlay = None,
        (Command::Up | Command::Down, What::End(Outcome::Done)) => {
            asking.what = What::End(Outcome::Dropped);
        }
        (Command::Up | Command::Down, What::End(_)) => asking.what = What::End(Outcome::Done),
        _ => typing::edit_line(&mut asking.editor, command),
    }
    vec![Effect::Draw]
}

/// The follow-up on the line as it stands in the ledger now, where it is seen.
fn follow_up_now(app: &App) -> Option<FollowUp> {
    let Some(Overlay::FollowUp(asking)) = &app.overlay else {
        return None;
    };
    let is_it = |one: &FollowUp| one.id == asking.about.id;
    match app.screen {
        ScreenId::Overview => app
            .overview
            .shown
            .follow_ups
            .iter()
            .find(|one| is_it(one))
            .cloned(),
        ScreenId::Records => app.records.selected().and_then(FollowUp::of).filter(is_it),
        ScreenId::Cases | ScreenId::Tally | ScreenId::Activities | ScreenId::Packet => None,
    }
}

/// Types on the line.
pub(super) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::FollowUp(asking)) = &mut app.overlay else {
        return Vec::new();
    };
    asking.confirm = Confirm::default();
    asking.is_leaving = false;
    app.status = typing::put_in(&mut asking.editor, text, pasted);
    vec![Effect::Draw]
}

/// Takes up what came of it. What is typed stays where another try may help.
pub(super) fn on_settled(app: &mut App, settled: Result<Saved, Error>, outcome: Outcome) -> Vec<Effect> {
    match settled {
        Ok(saved) => {
            app.overlay = None;
            app.overview.go_on_from(saved.id);
            changed(app, Status::Settled(saved.number, outcome))
        }
        Err(error) => {
            // A note stays on the line: what changed is shown, and whether the note still holds is for the
            // person to say.
            let is_other = matches!(error, Error::Refused(Refusal::Changed { .. } | Refusal::Void));
            if let (true, Some(Overlay::FollowUp(asking))) = (is_other, &app.overlay)
                && asking.editor.text().is_empty()
            {
                app.overlay = None;
            }
            changed(app, Status::Failed(error))
        }
    }
}

impl Asking {
    /// Whether more is typed than a day.
    fn has_note(&self) -> bool {
        let text = self.editor.text().trim();
        match self.what {
            What::End(_) => !text.is_empty(),
            What::Move => text.contains(char::is_whitespace),
        }
    }

    /// What Enter would do, with the note.
    fn outcome(&self, profile: &Profile, today: NaiveDate) -> Result<(Outcome, Option<String>), DateError> {
        let note = |text: &str| Some(text.trim().to_owned()).filter(|note| !note.is_empty());
        match self.what {
            What::End(outcome) => Ok((outcome, note(self.editor.text()))),
            What::Move => {
                let (due, rest) = self.day(profile, today)?;
                Ok((Outcome::Moved(due.day), note(rest)))
            }
        }
    }

    /// The day to which it moves, and the note behind it: as much of the text as is a day is the day.
    fn day(&self, profile: &Profile, today: NaiveDate) -> Result<(DueDay, &str), DateError> {
        let text = self.editor.text().trim();
        if text.is_empty() {
            let day = next_week(self.about.due, profile, today);
            return Ok((DueDay { day, moved_by: None }, ""));
        }
        let gaps = text.char_indices().filter(|(_, c)| c.is_whitespace());
        let mut ends: Vec<usize> = gaps.map(|(at, _)| at).collect();
        ends.push(text.len());
        let longest = ends
            .iter()
            .rev()
            .find_map(|&end| Some((profile.due_day(&text[..end], today).ok()?, &text[end..])));
        match longest {
            Some(found) => Ok(found),
            None => Err(profile
                .due_day(&text[..ends[0]], today)
                .err()
                .unwrap_or(DateError::NotADate)),
        }
    }
}

/// Draws the two rows.
pub(super) fn view(app: &App, asking: &Asking, paper: &mut Paper<'_>) {
    let words = app.catalogue;
    let row = paper.height().saturating_sub(1 + ROWS);
    paper.clear(row, ROWS);
    let (does, is_wrong) = match asking.what {
        What::End(outcome) => (words.enter_ends(outcome == Outcome::Dropped).to_owned(), false),
        What::Move => match asking.day(&app.profile, app.today) {
            Ok((due, _)) => {
                let unlikely = app.profile.unlikely_due(due.day, app.today);
                let unlikely = unlikely.map(|warning| app.words.warning_short(&warning, &app.profile));
                let day = app.words.short_date_seen(due.day, app.today);
                (words.enter_moves(&day, due.moved_by, unlikely.as_deref()), false)
            }
            Err(error) => (words.problem(&Problem::Date(error), Some(&app.profile)), true),
        },
    };
    let style = if is_wrong {
        app.theme.alert
    } else {
        app.theme.total
    };
    let cells = paper.width().saturating_sub(2);
    let does = fit(&does, cells);
    paper.put(row, 1, &does, style);
    let from = 1 + width_cells(&does) + 2;
    let now = follow_up_now(app);
    let about = now.as_ref().unwrap_or(&asking.about);
    let about = follow_ups::named(app, &about.number, &about.entry, Field::FollowUpText);
    paper.put(
        row,
        from,
        &fit(&about, paper.width().saturating_sub(from + 1)),
        app.theme.plain,
    );
    let [long, short] = match asking.what {
        What::End(_) => words.note_for_end(),
        What::Move => words.move_to(),
    };
    let question = if width_cells(long) + NOTE_CELLS <= cells {
        long
    } else {
        short
    };
    prompt(app, question, &asking.editor, row + 1, paper);
}

/// Shows a follow-up's record in full.
pub(super) fn open(app: &mut App, follow_up: &FollowUp) -> Vec<Effect> {
    let today = app.today;
    let selection = Selection {
        due: follow_up.when(today).map(|when| DueOn { when, today }),
        ..Selection::default()
    };
    records::show_record(app, selection, follow_up.id)
}
