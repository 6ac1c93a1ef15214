//! What is chosen for the tally on one line above the keys: its axes, the length of its period, a name to
//! keep it under, one that was kept, and of a difference the list that is wanted.

use super::super::super::app::{App, Effect, Msg, Overlay, Status};
use super::super::super::form::editor::{Editor, Kind};
use super::super::super::form::picker::{Choice, Picker, Step};
use super::super::super::keymap::Command;
use super::super::super::typing;
use super::super::super::update::{if_writable, say};
use super::super::filter::{axis_choice, choice};
use super::said::Said;
use super::{count, list};
use crate::domain::asked::Asked;
use crate::domain::axis::Axis;
use crate::domain::drill::Place;
use crate::domain::field::LINE_CHARS;
use crate::domain::list::Label;
use crate::domain::period::{Period, Span};
use crate::domain::text::{Kind as TextKind, clean, width_cells};
use crate::error::{Error, Refusal};
use crate::locale::Lang;
use crate::locale::screen::{Tallying, words};
use crate::store::SavedView;

/// A name that is longer is not read in a list.
const NAME_CHARS: usize = 40;
/// The code of no columns.
const NO_COLUMNS: &str = "-";
/// The lengths of periods, in the order of their numbers.
const LENGTHS: [(Span, &str, &str); 5] = [
    (Span::Month, "month", "tsuki"),
    (Span::Quarter, "quarter", "shihanki"),
    (Span::Half, "half", "hanki"),
    (Span::Year, "year", "nendo"),
    (Span::Free, "free", "nini"),
];

/// What is being asked.
pub(in crate::tui) enum State {
    /// What stands down the side.
    Rows(Picker),
    /// What stands across the top.
    Columns(Picker),
    /// How long the period is.
    Length(Picker),
    /// From when to when.
    Period(Editor),
    /// Under which name it is kept; what is there already, and what has been asked again.
    Name {
        editor: Editor,
        known: Vec<String>,
        asked_again: Option<String>,
    },
    /// Which of those that were kept is shown; which is about to be deleted.
    Views {
        picker: Picker,
        views: Vec<SavedView>,
        deleting: Option<String>,
    },
    /// Of a difference, which of the two lists: places with their figures.
    Side([(Place, u64); 2]),
}

impl State {
    /// The list that is chosen from, if it is one.
    pub fn picker(&self) -> Option<&Picker> {
        match self {
            Self::Rows(picker) | Self::Columns(picker) | Self::Length(picker) => Some(picker),
            Self::Views { picker, .. } => Some(picker),
            Self::Period(_) | Self::Name { .. } | Self::Side(_) => None,
        }
    }

    /// Whether it is chosen or typed on a line; else its answers have numbers.
    pub fn is_line(&self) -> bool {
        !matches!(self, Self::Side(_))
    }

    fn picker_mut(&mut self) -> Option<&mut Picker> {
        match self {
            Self::Rows(picker) | Self::Columns(picker) | Self::Length(picker) => Some(picker),
            Self::Views { picker, .. } => Some(picker),
            Self::Period(_) | Self::Name { .. } | Self::Side(_) => None,
        }
    }

    /// The line that is typed on, if it is one.
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Period(editor) | Self::Name { editor, .. } => Some(editor),
            _ => None,
        }
    }

    /// What is asked, in words.
    pub fn question(&self, app: &App) -> String {
        let fitting = |[long, short]: [&'static str; 2]| {
            // Half of the line is for the answer.
            let is_roomy = width_cells(long) * 2 <= app.size.width.into();
            if is_roomy { long } else { short }.to_owned()
        };
        let words = app.words;
        match self {
            Self::Rows(_) => words.which_rows().to_owned(),
            Self::Columns(_) => words.which_columns().to_owned(),
            Self::Length(_) => words.which_length().to_owned(),
            Self::Period(_) => fitting(words.which_period()),
            Self::Name { .. } => fitting(words.view_name()),
            Self::Views { .. } => fitting(words.which_view()),
            Self::Side([(now, _), (before, _)]) => {
                let shown = app.tally.shown.as_ref();
                let n = shown.map(|shown| {
                    let [now, before] = [now, before].map(|place| shown.table.figure(place));
                    let n = crate::domain::share::difference(now, before);
                    super::figures::Figure::Difference(n).text(app.catalogue.not_applicable())
                });
                words.which_side(&n.unwrap_or_default())
            }
        }
    }

    /// The numbered answers of a question.
    pub fn answers(&self, app: &App) -> Vec<String> {
        let Self::Side([(_, now), (_, before)]) = self else {
            return Vec::new();
        };
        let compared = app.tally.asked.compare;
        let before_name = compared.map_or("", |comparison| app.words.compared_with(comparison));
        vec![
            app.words.side(app.words.this_span(), *now),
            app.words.side(before_name, *before),
        ]
    }
}

/// Asks what a command is about.
pub(super) fn begin(app: &mut App, what: Tallying) -> Vec<Effect> {
    let state = match what {
        Tallying::Rows => State::Rows(Picker::single(axes(app))),
        Tallying::Columns => {
            let all = axes(app).into_iter().chain([no_columns()]);
            State::Columns(Picker::single(all.collect()))
        }
        Tallying::Length => State::Length(lengths()),
        // What is there already is asked of the ledger first.
        Tallying::Save => return if_writable(app, |_| vec![Effect::Views(true)]),
        _ => return vec![Effect::Views(false)],
    };
    ask(app, state)
}

fn ask(app: &mut App, state: State) -> Vec<Effect> {
    app.overlay = Some(Overlay::Tally(Box::new(state)));
    vec![Effect::Draw]
}

/// Asks which of the two lists of a difference is wanted.
pub(super) fn which_side(app: &mut App, sides: [(Place, u64); 2]) -> Vec<Effect> {
    ask(app, State::Side(sides))
}

/// All axes; each has the same number for rows and for columns.
fn axes(app: &App) -> Vec<Choice> {
    Axis::ALL.into_iter().map(|axis| axis_choice(app, axis)).collect()
}

fn no_columns() -> Choice {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words(lang).no_columns().to_owned());
    choice(NO_COLUMNS, Label { ja, en: Some(en) }, vec!["nashi".to_owned()])
}

fn lengths() -> Picker {
    let length = |(span, code, reading): (Span, &str, &str)| {
        let [ja, en] = [Lang::Ja, Lang::En].map(|lang| words(lang).length(span).to_owned());
        choice(code, Label { ja, en: Some(en) }, vec![reading.to_owned()])
    };
    Picker::single(LENGTHS.into_iter().map(length).collect())
}

/// The period of that length in which one is: of one that is over its last days, else today.
fn of_length(span: Span, period: &Period, today: chrono::NaiveDate) -> Period {
    let day = period.as_of(today).max(period.from);
    match span {
        Span::Month => Period::month_of(day),
        Span::Quarter => Period::quarter_of(day),
        Span::Half => Period::half_of(day),
        _ => Period::year_of(day),
    }
}

/// What came of looking for kept tallies, keeping one or deleting one.
pub(in crate::tui) fn on_msg(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Views(to_save, views) => on_views(app, to_save, views),
        Msg::ViewSaved(name, saved) => on_saved(app, name, saved),
        Msg::ViewDeleted(name, deleted) => on_deleted(app, name, deleted),
        _ => Vec::new(),
    }
}

/// The tallies that were kept are known: asks for a name, or which of them is wanted.
fn on_views(app: &mut App, to_save: bool, views: Result<Vec<SavedView>, Error>) -> Vec<Effect> {
    let views = match views {
        Ok(views) => views,
        Err(error) => return say(app, Status::Failed(error)),
    };
    if to_save {
        let mut editor = Editor::new(Kind::Line, NAME_CHARS);
        editor.set_text(app.tally.name.as_deref().unwrap_or_default());
        let state = State::Name {
            editor,
            known: views.into_iter().map(|view| view.name).collect(),
            asked_again: None,
        };
        return ask(app, state);
    }
    if views.is_empty() {
        return say(app, Status::Tally(Said::NoViews));
    }
    let picker = Picker::single(views.iter().map(|view| view_choice(app, view)).collect());
    ask(
        app,
        State::Views {
            picker,
            views,
            deleting: None,
        },
    )
}

/// A kept tally in the list: its name, and what it asks.
fn view_choice(app: &App, view: &SavedView) -> Choice {
    let asked = view.spec.as_deref().and_then(|spec| Asked::read(spec, app.today));
    let about = match asked {
        None => app.words.unreadable_view().to_owned(),
        Some(asked) => {
            let axis = |axis| app.catalogue.axis(axis, &app.profile);
            let cols = asked.cols.map(|cols| format!("/{}", axis(cols)));
            let period = app.words.title_period(&asked.period);
            format!("{}{} {period}", axis(asked.rows), cols.unwrap_or_default())
        }
    };
    let label = Label {
        ja: format!("{} {about}", view.name),
        en: None,
    };
    choice(&view.name, label, vec![view.name.clone()])
}

/// Does what a command asks while something is being chosen.
pub(in crate::tui) fn on_command(app: &mut App, mut state: State, command: Command) -> Vec<Effect> {
    match (&mut state, command) {
        (_, Command::Back | Command::Interrupt) => return vec![Effect::Draw],
        (State::Side(sides), Command::Choose(number)) => {
            let side = usize::from(number).checked_sub(1).and_then(|at| sides.get(at));
            return match side.cloned() {
                Some((place, _)) => list(app, place),
                None => ask(app, state),
            };
        }
        (State::Period(editor), Command::Open) => {
            return match Period::parse(editor.text(), app.today) {
                Ok(period) => super::show_span(app, period),
                Err(error) => {
                    app.overlay = Some(Overlay::Tally(Box::new(state)));
                    say(app, Status::Failed(Error::Period(error)))
                }
            };
        }
        (State::Name { .. }, Command::Open) => return save(app, state),
        (State::Views { .. }, Command::Erase) => return delete(app, state),
        (_, Command::Open) => {
            let mut step = state.picker_mut().map_or(Step::Nothing, Picker::accept);
            // Where only one is kept, it is meant.
            if let (State::Views { views, picker, .. }, Step::Nothing) = (&mut state, &step)
                && views.len() == 1
            {
                step = picker.pick(1);
            }
            return picked(app, state, step);
        }
        (State::Period(editor) | State::Name { editor, .. }, _) => typing::edit_line(editor, command),
        (_, _) => {
            if let Some(picker) = state.picker_mut() {
                typing::pick_by(picker, command);
            }
        }
    }
    forget_second_thoughts(&mut state);
    ask(app, state)
}

/// Something else was typed or chosen than what was about to be replaced or deleted.
fn forget_second_thoughts(state: &mut State) {
    match state {
        State::Name { asked_again, .. } => *asked_again = None,
        State::Views { deleting, .. } => *deleting = None,
        _ => {}
    }
}

/// Keeps the tally under the name that is typed; where one is called so, when that is meant.
fn save(app: &mut App, mut state: State) -> Vec<Effect> {
    let State::Name {
        editor,
        known,
        asked_again,
    } = &mut state
    else {
        return Vec::new();
    };
    let name = clean(editor.text(), TextKind::Line).text.trim().to_owned();
    if name.is_empty() {
        return vec![Effect::Draw];
    }
    let is_other = known.contains(&name) && app.tally.name.as_ref() != Some(&name);
    if is_other && asked_again.as_ref() != Some(&name) {
        *asked_again = Some(name.clone());
        app.overlay = Some(Overlay::Tally(Box::new(state)));
        return say(app, Status::Tally(Said::Exists(name)));
    }
    let spec = app.tally.asked.spec(app.today);
    if_writable(app, |_| vec![Effect::SaveView(name, spec)])
}

/// It is kept, or not.
fn on_saved(app: &mut App, name: String, saved: Result<(), Error>) -> Vec<Effect> {
    match saved {
        Ok(()) => {
            app.tally.name = Some(name.clone());
            let period = app.words.title_period(&app.tally.asked.period);
            say(app, Status::Tally(Said::Saved(name, period)))
        }
        Err(error) => say(app, Status::Failed(error)),
    }
}

/// Deletes the one that is chosen, when that is meant.
fn delete(app: &mut App, mut state: State) -> Vec<Effect> {
    let State::Views { picker, deleting, .. } = &mut state else {
        return Vec::new();
    };
    let chosen = picker.candidates().find(|candidate| candidate.is_highlighted);
    let Some(name) = chosen.map(|candidate| candidate.choice.code.clone()) else {
        return ask(app, state);
    };
    if deleting.as_ref() == Some(&name) {
        return if_writable(app, |_| vec![Effect::DeleteView(name)]);
    }
    *deleting = Some(name.clone());
    app.overlay = Some(Overlay::Tally(Box::new(state)));
    say(app, Status::Tally(Said::AboutToDelete(name)))
}

/// It is deleted, or not.
fn on_deleted(app: &mut App, name: String, deleted: Result<(), Error>) -> Vec<Effect> {
    match deleted {
        Ok(()) => {
            if app.tally.name.as_ref() == Some(&name) {
                app.tally.name = None;
            }
            say(app, Status::Tally(Said::Deleted(name)))
        }
        Err(error) => say(app, Status::Failed(error)),
    }
}

/// Types on the line.
pub(in crate::tui) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::Tally(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    forget_second_thoughts(&mut state);
    if let State::Period(editor) | State::Name { editor, .. } = &mut *state {
        app.status = typing::put_in(editor, text, pasted);
        return ask(app, *state);
    }
    let mut step = Step::Stay;
    if let Some(picker) = state.picker_mut() {
        if pasted {
            app.status = typing::said(picker.paste(text));
        } else {
            step = text.chars().map(|c| picker.type_char(c)).last().unwrap_or(step);
        }
    }
    picked(app, *state, step)
}

/// A click on a candidate.
pub(in crate::tui) fn on_click(app: &mut App, number: usize) -> Vec<Effect> {
    let Some(Overlay::Tally(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    let step = state
        .picker_mut()
        .map_or(Step::Stay, |picker| picker.pick(number));
    picked(app, *state, step)
}

/// Goes on when something was picked.
fn picked(app: &mut App, state: State, step: Step) -> Vec<Effect> {
    let chosen = state.picker().filter(|_| step == Step::Picked);
    let code = chosen.and_then(|picker| picker.chosen_codes().first().map(|code| (*code).to_owned()));
    let Some(code) = code else {
        return ask(app, state);
    };
    let asked = &mut app.tally.asked;
    match state {
        State::Rows(_) => {
            let rows = Axis::by_code(&code).unwrap_or(asked.rows);
            // What stood across goes where the rows were.
            if asked.cols == Some(rows) {
                asked.swap();
            }
            asked.rows = rows;
        }
        State::Columns(_) => match (Axis::by_code(&code), asked.cols) {
            (Some(cols), None) if cols == asked.rows => {
                return say(app, Status::Failed(Refusal::SameAxis(cols).into()));
            }
            (Some(cols), _) if cols == asked.rows => asked.swap(),
            (cols, _) => asked.cols = cols,
        },
        State::Length(_) => {
            let length = LENGTHS.into_iter().find(|(_, known, _)| *known == code);
            match length {
                Some((Span::Free, ..)) | None => {
                    return ask(app, State::Period(Editor::new(Kind::Line, LINE_CHARS)));
                }
                Some((span, ..)) => asked.period = of_length(span, &asked.period, app.today),
            }
        }
        State::Views { views, .. } => return open(app, &views, code),
        State::Period(_) | State::Name { .. } | State::Side(_) => {}
    }
    count(app)
}

/// Shows a tally that was kept.
fn open(app: &mut App, views: &[SavedView], name: String) -> Vec<Effect> {
    let view = views.iter().find(|view| view.name == name);
    let spec = view.and_then(|view| view.spec.as_deref());
    let Some(asked) = spec.and_then(|spec| Asked::read(spec, app.today)) else {
        return say(app, Status::Tally(Said::Damaged(name)));
    };
    app.tally.asked = asked;
    app.tally.name = Some(name.clone());
    app.status = Some(Status::Tally(Said::Opened(name)));
    count(app)
}
