//! The state of the program and how it changes: `update(&mut App, Msg) -> Vec<Effect>`. Nothing
//! here draws, reads a key, asks a clock or opens a file; effects say what is to be done outside.

use chrono::NaiveDate;
use ratatui::layout::Size;

use crate::domain::list::{CONSULTATION, Code, Label, List};
use crate::domain::period::Period;
use crate::domain::profile::Profile;
use crate::domain::standard::Overview;
use crate::error::{Error, Unwritable};
use crate::locale::screen::{ScreenWords, words};
use crate::locale::{Catalogue, Lang};
use crate::store::Notice;

use super::keymap::{self, Command, Context, ScreenId};
use super::screens::{help, overview};
use super::theme::Theme;

/// Everything that a screen is drawn from.
pub struct App {
    /// The messages in the chosen language.
    pub(super) catalogue: &'static dyn Catalogue,
    /// The screens' own words.
    pub(super) words: &'static dyn ScreenWords,
    pub(super) theme: Theme,
    pub(super) names: Names,
    pub(super) today: NaiveDate,
    /// The window, in cells.
    pub(super) size: Size,
    pub(super) screen: Screen,
    pub(super) overlay: Option<Overlay>,
    pub(super) status: Option<Status>,
    pub(super) source: Source,
}

/// What the profile calls things that every screen names.
#[derive(Clone, Debug)]
pub struct Names {
    /// The center whose ledger this is.
    pub own_center: Label,
    /// The kind that is counted.
    pub kind: Label,
}

impl Names {
    /// The names that a ledger's profile gives; a code stands for itself where it has none.
    pub fn of(profile: &Profile, own_center: &Code) -> Self {
        let label = |list: List, code: &Code| match profile.item(list, code) {
            Some(item) => item.label.clone(),
            None => Label {
                ja: code.to_string(),
                en: None,
            },
        };
        Self {
            own_center: label(List::Center, own_center),
            kind: label(List::Kind, &CONSULTATION.into()),
        }
    }
}

/// The screen that one is on, with its state.
pub(super) enum Screen {
    Overview(overview::State),
}

/// What lies over the screen; one at a time.
pub(super) enum Overlay {
    /// The list of keys, from that row on.
    Help { first: usize },
}

/// Something to be said on the status line until the next key.
#[derive(Debug)]
pub enum Status {
    /// Kana arrived where a command was wanted.
    ImeIsOn,
    /// There is no shell to return to.
    CannotSuspend,
    /// What opening the ledger found.
    Opened(Vec<Notice>),
    /// Something failed; what stands on the screen is still right.
    Failed(Error),
}

/// Whether the ledger can still be looked at.
#[derive(Debug)]
pub(super) enum Source {
    Live,
    /// Replaced or removed: what stands here is the old one, to be read only.
    Replaced,
    /// Cannot be read any more.
    Lost(Error),
}

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key that is a command here.
    Command(Command),
    /// Kana or kanji where a command was wanted.
    Ime,
    /// A key without a meaning here.
    Stray,
    /// The window has that size.
    Resized(Size),
    /// Time has passed; today by the clock.
    Tick(NaiveDate),
    /// Whether the ledger changed.
    Looked(Result<bool, Error>),
    /// The figures of a period, and what the profile calls things now.
    Loaded(Names, Box<Result<Overview, Error>>),
    /// There is no shell to return to.
    CannotSuspend,
}

/// What is to be done outside; each comes back as a message, if at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Draw the screen anew.
    Draw,
    /// Count a period, as of that day.
    Load(Period, NaiveDate),
    /// Ask whether the ledger changed.
    Look,
    /// Return to the shell for a while.
    Suspend,
    /// End the program.
    Quit,
}

impl App {
    /// The first screen with its figures.
    pub fn new(lang: Lang, theme: Theme, names: Names, today: NaiveDate, overview: Overview) -> Self {
        Self {
            catalogue: lang.catalogue(),
            words: words(lang),
            theme,
            names,
            today,
            size: Size::new(80, 24),
            screen: Screen::Overview(overview::State::new(overview)),
            overlay: None,
            status: None,
            source: Source::Live,
        }
    }

    /// Says on the status line what opening the ledger found.
    pub fn say_notices(&mut self, notices: &[Notice]) {
        if !notices.is_empty() {
            self.status = Some(Status::Opened(notices.to_vec()));
        }
    }

    fn notice_text(&self, notice: &Notice) -> String {
        match notice {
            Notice::ModesTightened => self.catalogue.modes_tightened().to_owned(),
            Notice::ReadOnly(why) => self.catalogue.opened_read_only(why),
        }
    }

    /// Where a key is pressed now; decides what it means.
    pub fn context(&self) -> Context {
        match (&self.overlay, &self.screen) {
            (Some(Overlay::Help { .. }), _) => Context::Help,
            (None, Screen::Overview(_)) => self.beneath(),
        }
    }

    /// The context of the screen itself, whatever lies over it.
    pub(super) fn beneath(&self) -> Context {
        match &self.screen {
            Screen::Overview(_) => Context::Overview,
        }
    }

    /// The number of the screen that one is on.
    pub(super) fn current(&self) -> ScreenId {
        match &self.screen {
            Screen::Overview(_) => ScreenId::Overview,
        }
    }

    /// What stands on the status line, if anything.
    pub(super) fn status_text(&self) -> Option<String> {
        let said = self.status.as_ref().map(|status| match status {
            Status::ImeIsOn => self.words.ime_is_on().to_owned(),
            Status::CannotSuspend => self.words.cannot_suspend().to_owned(),
            Status::Opened(notices) => {
                let said: Vec<_> = notices.iter().map(|notice| self.notice_text(notice)).collect();
                said.join(" ")
            }
            Status::Failed(error) => self.catalogue.error(error, None),
        });
        said.or_else(|| match &self.source {
            Source::Live => None,
            Source::Replaced => Some(self.words.replaced().to_owned()),
            Source::Lost(error) => Some(self.catalogue.error(error, None)),
        })
    }
}

/// Changes the state by what happened, and says what is to be done.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Command(command) => {
            app.status = None;
            on_command(app, command)
        }
        Msg::Ime => say(app, Status::ImeIsOn),
        Msg::CannotSuspend => say(app, Status::CannotSuspend),
        Msg::Stray => app.status.take().map_or_else(Vec::new, |_| vec![Effect::Draw]),
        Msg::Resized(size) => {
            app.size = size;
            vec![Effect::Draw]
        }
        Msg::Tick(today) => on_tick(app, today),
        Msg::Looked(looked) => on_looked(app, looked),
        Msg::Loaded(names, loaded) => on_loaded(app, names, *loaded),
    }
}

fn say(app: &mut App, status: Status) -> Vec<Effect> {
    app.status = Some(status);
    vec![Effect::Draw]
}

fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let keys = keymap::help(app.beneath(), app.words).len();
    match command {
        // No form yet: there is never anything to lose.
        Command::Quit => return vec![Effect::Quit],
        Command::Suspend => return vec![Effect::Suspend],
        Command::Go(ScreenId::Overview) | Command::Back | Command::Interrupt => app.overlay = None,
        Command::Help => app.overlay = Some(Overlay::Help { first: 0 }),
        _ => match &mut app.overlay {
            Some(Overlay::Help { first }) => *first = help::scrolled(*first, keys, command, app.size),
            None => return on_screen_command(app, command),
        },
    }
    vec![Effect::Draw]
}

fn on_screen_command(app: &mut App, command: Command) -> Vec<Effect> {
    match &mut app.screen {
        Screen::Overview(state) => match state.on_command(command, app.size, app.today) {
            Some(period) => vec![Effect::Load(period, app.today)],
            None => vec![Effect::Draw],
        },
    }
}

fn on_tick(app: &mut App, today: NaiveDate) -> Vec<Effect> {
    if today != app.today {
        let before = std::mem::replace(&mut app.today, today);
        let Screen::Overview(state) = &mut app.screen;
        return vec![Effect::Load(state.on_new_day(before, today), today)];
    }
    match app.source {
        Source::Live => vec![Effect::Look],
        Source::Replaced | Source::Lost(_) => Vec::new(),
    }
}

fn on_looked(app: &mut App, looked: Result<bool, Error>) -> Vec<Effect> {
    match looked {
        Ok(false) | Err(Error::Busy) => Vec::new(),
        Ok(true) => {
            let Screen::Overview(state) = &app.screen;
            vec![Effect::Load(state.period, app.today)]
        }
        Err(error) => {
            app.source = match error {
                Error::CannotWrite(Unwritable::Replaced) => Source::Replaced,
                error => Source::Lost(error),
            };
            vec![Effect::Draw]
        }
    }
}

fn on_loaded(app: &mut App, names: Names, loaded: Result<Overview, Error>) -> Vec<Effect> {
    let Screen::Overview(state) = &mut app.screen;
    match loaded {
        Ok(overview) => {
            app.names = names;
            state.show(overview);
        }
        Err(error) => {
            state.stay();
            app.status = Some(Status::Failed(error));
        }
    }
    vec![Effect::Draw]
}
