//! 締め: closing a period that is over, and the reason that every change inside a closed one takes. The
//! question for it stands over whatever asked for the change, and what is typed there stays.

use super::app::{App, Effect, Msg, Overlay, Status};
use super::confirm::Confirm;
use super::form::editor::{Editor, Kind};
use super::keymap::{Command, ScreenId};
use super::screens::packet;
use super::typing;
use super::update::{changed, say, update};
use crate::domain::axis::month_code;
use crate::domain::closing::{Closing, TABLES, closable, last_over};
use crate::domain::field::LINE_CHARS;
use crate::domain::period::{Period, Span};
use crate::domain::standard::Standard;
use crate::domain::tally::Table;
use crate::domain::text::width_cells;
use crate::error::{Error, Refusal, Unclosable};
use crate::locale::WhyAsked;

/// Cells that are left for what is typed, or the line's head is cut short.
const REASON_CELLS: usize = 24;

/// Something to be said of it on the status line.
#[derive(Debug)]
pub enum Said {
    /// The period was closed, with so many consultations.
    Closed(Period, u64),
    /// A reason must stand on the line.
    ReasonNeeded,
    /// Without one nothing was changed in the closed period.
    NotChanged(Period),
}

impl Said {
    /// The words.
    pub(super) fn text(&self, app: &App) -> String {
        match self {
            Self::Closed(period, records) => app.catalogue.closed_now(period, *records),
            Self::ReasonNeeded => app.catalogue.reason_needed(None),
            Self::NotChanged(period) => app.catalogue.reason_needed(Some(period)),
        }
    }
}

/// The line on which a reason is typed.
pub(super) struct Why {
    /// The closed period.
    period: Period,
    asked: WhyAsked,
    /// What is to be done for the reason.
    change: Effect,
    pub editor: Editor,
    confirm: Confirm,
}

impl Why {
    /// What is asked, as it fits.
    pub fn question(&self, app: &App, cells: usize) -> String {
        let [long, short] = app.catalogue.why_in_closed(&self.period, self.asked);
        match width_cells(&long) + REASON_CELLS <= cells {
            true => long,
            false => short,
        }
    }
}

/// Asks which of the periods that are over and shown is to be closed.
pub(super) fn ask(app: &mut App) -> Vec<Effect> {
    let Some(showing) = Showing::on(app) else {
        return say(app, Status::Packet(packet::Said::StillReading));
    };
    let Showing {
        period: shown,
        closed,
        ..
    } = showing;
    let mut over = closable(&shown, app.today);
    // The first screen has turned to a new half-year, and the last one may be still to be closed.
    if over.is_empty() && app.screen == ScreenId::Overview {
        over = last_over(app.today);
    }
    let open: Vec<_> = over
        .iter()
        .filter(|period| !closed.contains(period))
        .copied()
        .collect();
    if open.is_empty() {
        let why = match over.first() {
            Some(period) => Refusal::Unclosable(*period, Unclosable::Already),
            None => Refusal::Unclosable(shown, Unclosable::NotOver),
        };
        return say(app, Status::Failed(why.into()));
    }
    app.overlay = Some(Overlay::Close(open));
    vec![Effect::Draw]
}

/// What is shown of the units that could be closed.
struct Showing<'a> {
    period: Period,
    closed: Vec<Period>,
    months: &'a Table,
    half: &'a Standard,
}

impl<'a> Showing<'a> {
    /// On the screen that one is on; `None` while that is being read.
    fn on(app: &'a App) -> Option<Self> {
        if app.screen != ScreenId::Packet {
            let shown = &app.overview.shown;
            return Some(Self {
                period: app.overview.period,
                closed: [&shown.closed[..], &shown.closed_before].concat(),
                months: &shown.months,
                half: &shown.standard,
            });
        }
        let packet = app.packet.packet()?;
        Some(Self {
            period: packet.period,
            closed: packet.changes.iter().map(|(closed, _)| *closed).collect(),
            months: &packet.months,
            half: &packet.running,
        })
    }

    /// The consultations of one of them, where they are shown.
    fn records(&self, period: &Period) -> Option<u64> {
        if period.span != Span::Month {
            return (self.half.period.from == period.from).then_some(self.half.records);
        }
        let (year, month) = period.months()[0];
        let code = month_code(year, month);
        let row = self.months.rows.iter().find(|row| row.bucket.code == code);
        row.and_then(|row| row.line.total)
    }
}

/// The question, and its answers with the consultations that are counted.
pub(super) fn question(app: &App, periods: &[Period]) -> (String, Vec<String>) {
    let showing = Showing::on(app);
    let records = |period: &Period| showing.as_ref()?.records(period);
    let answers = periods
        .iter()
        .map(|period| app.catalogue.can_close(period, records(period)));
    (app.catalogue.ask_close(TABLES.len()), answers.collect())
}

/// Does what was answered.
pub(super) fn on_answer(app: &mut App, command: Command) -> Vec<Effect> {
    let Some(Overlay::Close(periods)) = &app.overlay else {
        return Vec::new();
    };
    let chosen = match command {
        Command::Back | Command::Interrupt => None,
        Command::Choose(number) => match usize::from(number).checked_sub(1) {
            Some(at) if at < periods.len() => Some(Effect::Close(periods[at])),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    app.overlay = None;
    chosen.into_iter().chain([Effect::Draw]).collect()
}

/// Takes up what came of closing a period, or of a change inside a closed one.
pub(super) fn on_msg(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Closed(closed) => on_closed(app, closed),
        Msg::AsksWhy(period, asked, change) => ask_why(app, (period, asked), *change),
        Msg::Tried(tried) => on_tried(app, *tried),
        _ => Vec::new(),
    }
}

/// Takes up that a period was closed, or why not.
fn on_closed(app: &mut App, closed: Result<Closing, Error>) -> Vec<Effect> {
    match closed {
        Ok(closing) => {
            let records = closing.figures.records();
            changed(app, Status::Closing(Said::Closed(closing.period, records)))
        }
        Err(error) => changed(app, Status::Failed(error)),
    }
}

/// Why a change was not made, if it was not.
pub(super) fn refused(msg: &Msg) -> Option<&Error> {
    match msg {
        Msg::Saved(Err(error), _)
        | Msg::Voided(Err(error))
        | Msg::Settled(Err(error), _)
        | Msg::EditedAll(_, Err(error))
        | Msg::Undone(Err(error), _) => Some(error),
        _ => None,
    }
}

/// For what a reason is asked.
pub(super) fn asked_for(error: &Error, change: &Effect) -> WhyAsked {
    match (error, change) {
        (Error::Refused(Refusal::TakesClosingBack(_)), _) => WhyAsked::Closing,
        (_, Effect::Undo | Effect::Redo) => WhyAsked::Undo,
        _ => WhyAsked::Change,
    }
}

/// Asks why something inside a closed period is to be changed.
fn ask_why(app: &mut App, (period, asked): (Period, WhyAsked), change: Effect) -> Vec<Effect> {
    app.overlay = Some(Overlay::Why(Box::new(Why {
        period,
        asked,
        change,
        editor: Editor::new(Kind::Line, LINE_CHARS),
        confirm: Confirm::default(),
    })));
    vec![Effect::Draw]
}

/// Does what a command asks on the line of the reason.
pub(super) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let Some(Overlay::Why(why)) = &mut app.overlay else {
        return Vec::new();
    };
    if command != Command::Open {
        why.confirm = Confirm::default();
    }
    match command {
        Command::Open => {
            let reason = why.editor.text().trim().to_owned();
            if reason.is_empty() {
                return say(app, Status::Closing(Said::ReasonNeeded));
            }
            if !why.confirm.is_meant(&why.editor) {
                return say(app, Status::EnterAgain);
            }
            return vec![Effect::Because(Box::new(why.change.clone()), reason)];
        }
        Command::Back | Command::Interrupt => {
            app.status = Some(Status::Closing(Said::NotChanged(why.period)));
            app.overlay = None;
        }
        _ => typing::edit_line(&mut why.editor, command),
    }
    vec![Effect::Draw]
}

/// Types on that line.
pub(super) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::Why(why)) = &mut app.overlay else {
        return Vec::new();
    };
    why.confirm = Confirm::default();
    app.status = typing::put_in(&mut why.editor, text, pasted);
    vec![Effect::Draw]
}

/// Takes up what came of a change for a reason. The reason stays on the line where another try may help.
fn on_tried(app: &mut App, tried: Msg) -> Vec<Effect> {
    if !matches!(refused(&tried), Some(Error::Busy | Error::CannotWrite(_))) {
        app.overlay = None;
    }
    update(app, tried)
}
