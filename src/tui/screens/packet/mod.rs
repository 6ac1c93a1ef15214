//! 資料: the packet of the meeting as it will be written, section by section. This is the screen's state and
//! what its commands do; `layout` says what stands where, `view` draws it, `asking` is for what is typed.

pub(in crate::tui) mod asking;
mod layout;
mod said;
mod view;

use std::path::PathBuf;

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::app::{App, Effect, Moment, Status};
use super::super::keymap::{Command, ScreenId};
use super::super::update::{if_writable, say};
use crate::domain::packet::{Packet, Remark, Section, Setting, accept, usual_period};
use crate::domain::period::{Period, Span};
use crate::error::{Error, Refusal};
use crate::locale::screen::Packeting;
use crate::report::packet::Document;

use asking::Writing;
use layout::{Shown, page_rows};
pub(in crate::tui) use said::Said;
pub(super) use view::{titled, view};

/// Which packet is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The month or half-year.
    pub period: Period,
    /// Whether it is the version for publishing.
    pub is_public: bool,
}

/// A packet with the document that is written of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The packet.
    pub packet: Packet,
    /// What is written of it.
    pub document: Document,
}

/// What is to be done outside for the packet.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Read it, as of that day.
    Read(Wanted, NaiveDate),
    /// Leave a section out of every packet (true), or take it in.
    Switch(Section, bool),
    /// Make the id and take the time of a remark that is to be typed.
    BeginRemark(Period, Section),
    /// Keep a remark, or take it away; with the draft that it is.
    SetRemark(Period, Section, Option<Remark>, Option<Uuid>),
    /// Write it to a file.
    Write(Box<Writing>),
}

/// What came of it.
#[derive(Debug)]
pub enum Answer {
    /// A packet as it was wanted.
    Read(Wanted, Box<Result<Read, Error>>),
    /// A section is left out from now on (true) or taken in, or that failed.
    Switched(Section, bool, Result<(), Error>),
    /// A remark on a section may be typed.
    RemarkBegun(Uuid, Moment, (Period, Section)),
    /// A remark was kept or taken away, or not; with the draft that it was.
    RemarkSet(Section, Option<Remark>, Option<Uuid>, Result<(), Error>),
    /// A packet was to be written to that path, and lies there, or why not.
    Written(PathBuf, Result<PathBuf, Error>),
}

/// The state of the screen.
pub struct State {
    /// What is wanted.
    wanted: Wanted,
    /// What was read last.
    shown: Option<Shown>,
    /// The first line in sight.
    first: usize,
    /// The section that is to be in sight once it is read.
    goes_to: Option<Section>,
}

impl State {
    /// Nothing was read yet.
    pub fn new(today: NaiveDate) -> Self {
        Self {
            wanted: Wanted {
                period: usual_period(today),
                is_public: false,
            },
            shown: None,
            first: 0,
            goes_to: None,
        }
    }

    /// Whether what is shown is not what is wanted.
    fn is_reading(&self) -> bool {
        self.shown
            .as_ref()
            .is_none_or(|shown| shown.wanted != self.wanted)
    }

    /// What is shown, if it is what is wanted.
    fn ready(&self) -> Option<&Shown> {
        self.shown.as_ref().filter(|shown| shown.wanted == self.wanted)
    }

    /// The packet that is shown.
    pub fn packet(&self) -> Option<&Packet> {
        self.ready().map(|shown| &shown.read.packet)
    }

    /// The period that is wanted.
    pub fn period(&self) -> Period {
        self.wanted.period
    }

    /// Shows the packet of another period.
    fn turn_to(&mut self, period: Period) {
        self.wanted.period = period;
    }
}

/// Reads what is wanted.
pub(in crate::tui) fn read(app: &App) -> Vec<Effect> {
    vec![
        Effect::Packet(Request::Read(app.packet.wanted, app.today)),
        Effect::Draw,
    ]
}

/// Reads it anew where it is seen.
pub(in crate::tui) fn refresh(app: &App) -> Vec<Effect> {
    match app.screen {
        ScreenId::Packet => read(app),
        _ => Vec::new(),
    }
}

/// Takes up what came of what was asked for.
pub(in crate::tui) fn on_answer(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Read(wanted, read) => on_read(app, wanted, *read),
        Answer::Switched(section, is_off, Ok(())) => set(app, Said::Switched(section, is_off)),
        Answer::Switched(_, _, Err(error)) => say(app, Status::Failed(error)),
        Answer::RemarkBegun(id, moment, of) => asking::on_begun(app, id, moment, of),
        Answer::RemarkSet(section, remark, draft, kept) => asking::on_set(app, section, remark, draft, kept),
        Answer::Written(path, written) => asking::on_written(app, path, written),
    }
}

/// A setting was changed: says so, and reads the packet anew.
fn set(app: &mut App, said: Said) -> Vec<Effect> {
    app.status = Some(Status::Packet(said));
    refresh(app)
}

/// Takes up a packet, unless another one is wanted by now. What was in sight stays there.
fn on_read(app: &mut App, wanted: Wanted, read: Result<Read, Error>) -> Vec<Effect> {
    if wanted != app.packet.wanted {
        return vec![Effect::Draw];
    }
    match read {
        Ok(read) => {
            let place = app
                .packet
                .shown
                .as_ref()
                .map(|shown| shown.place(app.packet.first));
            let shown = Shown::new(app, wanted, read);
            app.packet.first = match (app.packet.goes_to.take(), place) {
                (Some(section), _) => shown.title_line(section),
                (None, Some(place)) => shown.find(place),
                (None, None) => 0,
            };
            app.packet.shown = Some(shown);
            in_sight(app)
        }
        Err(error) => {
            if let Some(shown) = &app.packet.shown {
                app.packet.wanted = shown.wanted;
            }
            say(app, Status::Failed(error))
        }
    }
}

/// Sets the lines anew where the window has another width, and keeps what was in sight there.
pub(in crate::tui) fn in_sight(app: &mut App) -> Vec<Effect> {
    if let Some(shown) = app.packet.shown.take() {
        let place = shown.place(app.packet.first);
        let shown = shown.set_anew(app);
        app.packet.first = shown.find(place).min(shown.last(page_rows(app)));
        app.packet.shown = Some(shown);
    }
    vec![Effect::Draw]
}

/// Does what a command asks on the packet.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let period = app.packet.wanted.period;
    match command {
        Command::PeriodBack => show_span(app, period.previous()),
        Command::PeriodForward => show_span(app, period.next()),
        Command::Packet(what) => on_packeting(app, what),
        Command::Back | Command::Interrupt => {
            app.screen = ScreenId::Overview;
            vec![Effect::Draw]
        }
        _ => move_by(app, command),
    }
}

fn on_packeting(app: &mut App, what: Packeting) -> Vec<Effect> {
    let Wanted { period, is_public } = app.packet.wanted;
    match what {
        Packeting::Length => show_span(app, other_length(&period, app.today)),
        Packeting::Public => {
            app.packet.wanted.is_public = !is_public;
            read(app)
        }
        Packeting::Switch | Packeting::Remark | Packeting::Replace => {
            if_writable(app, |app| with_section(app, what))
        }
        Packeting::Write => asking::which_format(app),
        // It has no command of its own.
        Packeting::Step => Vec::new(),
    }
}

/// From a month to its half-year, and from there to its last month that has begun.
fn other_length(period: &Period, today: NaiveDate) -> Period {
    match period.span {
        Span::Half => Period::month_of(period.as_of(today)),
        _ => Period::half_of(period.from),
    }
}

fn show_span(app: &mut App, period: Period) -> Vec<Effect> {
    match accept(&period, app.today) {
        Ok(period) => {
            app.packet.turn_to(period);
            read(app)
        }
        Err(why) => say(app, Status::Failed(Refusal::NoPacket(why).into())),
    }
}

/// Does something with the section that one is in.
fn with_section(app: &mut App, what: Packeting) -> Vec<Effect> {
    let Some(shown) = app.packet.ready() else {
        return say(app, Status::Packet(Said::StillReading));
    };
    let section = shown.section(app.packet.first);
    let setting = shown.setting(section);
    let is_remark = what != Packeting::Switch;
    let is_published = shown.publishes(section);
    match what {
        _ if app.packet.wanted.is_public && (is_remark || !is_published) => {
            say(app, Status::Packet(Said::NotInPublic(is_remark)))
        }
        Packeting::Switch => vec![Effect::Packet(Request::Switch(section, !setting.is_off))],
        Packeting::Replace => replace(app, section, setting),
        _ => asking::begin_remark(app, section),
    }
}

fn replace(app: &mut App, section: Section, setting: Setting) -> Vec<Effect> {
    let Some(text) = setting.remark else {
        return say(app, Status::Packet(Said::NoRemark(section)));
    };
    let remark = Remark {
        text,
        replaces: !setting.replaces,
    };
    let period = app.packet.wanted.period;
    vec![Effect::Packet(Request::SetRemark(
        period,
        section,
        Some(remark),
        None,
    ))]
}

fn move_by(app: &mut App, command: Command) -> Vec<Effect> {
    let page = page_rows(app);
    if let Some(shown) = &app.packet.shown {
        app.packet.first = shown.moved(app.packet.first, page, command);
    }
    vec![Effect::Draw]
}

/// A click on a section in the list goes there.
pub(in crate::tui) fn on_click(app: &mut App, section: Section) -> Vec<Effect> {
    let page = page_rows(app);
    if let Some(shown) = &app.packet.shown {
        app.packet.first = shown.title_line(section).min(shown.last(page));
    }
    vec![Effect::Draw]
}
