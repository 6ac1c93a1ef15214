//! What is asked and typed for the packet, on one line above the keys: a section's remark, in which format
//! it is written, and where to. The remark is a draft until it is saved, as any text that takes thought.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::super::app::{App, Effect, Moment, Overlay, Status};
use super::super::super::form::editor::{Editor, Kind};
use super::super::super::keymap::{Command, ScreenId};
use super::super::super::typing;
use super::super::super::update::{go, say};
use super::{Request, Said, set};
use crate::domain::draft::{Draft, DraftSlot};
use crate::domain::packet::{Packet, Remark, Section, Settings};
use crate::domain::period::Period;
use crate::domain::record::About;
use crate::domain::text::{Kind as TextKind, clean, width_cells};
use crate::error::{Error, Refusal};
use crate::exchange::packet::{Format, named};

/// The most characters of a remark on one line.
const REMARK_CHARS: usize = 1_000;
/// The most characters of a path.
const PATH_CHARS: usize = 1_000;
/// The remark's place in a draft: of which period and section it is, and what is typed.
const REMARK: &str = "remark";
/// What it was before.
const BEFORE: &str = "remark_before";
/// Beside period and section in a draft, that the remark stands in the place of the sentences.
const REPLACES: &str = "replaces";

/// What is being asked.
pub(in crate::tui) enum State {
    /// A section's remark.
    Remark(Box<Remarking>),
    /// The format.
    Format,
    /// Where to write; whether it was asked again about what lies there.
    Path {
        format: Format,
        editor: Editor,
        asked_again: Option<PathBuf>,
    },
}

/// A remark that is being typed.
pub(in crate::tui) struct Remarking {
    id: Uuid,
    at_ms: i64,
    begun_on: NaiveDate,
    period: Period,
    section: Section,
    /// What stands in the ledger.
    before: String,
    replaces: bool,
    editor: Editor,
}

/// A packet that is to be written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    /// What is written.
    pub packet: Packet,
    /// Whether it is the version for publishing.
    pub is_public: bool,
    /// How.
    pub format: Format,
    /// Where to.
    pub path: PathBuf,
    /// Whether over what lies there.
    pub force: bool,
}

impl State {
    /// Whether it is typed on a line; else its answers have numbers.
    pub fn is_line(&self) -> bool {
        !matches!(self, Self::Format)
    }

    /// The line that is typed on, if it is one.
    pub fn editor(&self) -> Option<&Editor> {
        match self {
            Self::Remark(remark) => Some(&remark.editor),
            Self::Path { editor, .. } => Some(editor),
            Self::Format => None,
        }
    }

    /// What is asked, in words.
    pub fn question(&self, app: &App) -> String {
        // Half of the line is for the answer.
        let is_roomy = |long: &str| width_cells(long) * 2 <= app.size.width.into();
        match self {
            Self::Remark(remark) => {
                let [long, short] = app.words.remark_of(app.catalogue.section(remark.section));
                if is_roomy(&long) { long } else { short }
            }
            Self::Format => app
                .words
                .which_packet_format(app.packet.wanted.is_public)
                .to_owned(),
            Self::Path { .. } => {
                let [long, short] = app.words.packet_path();
                if is_roomy(long) { long } else { short }.to_owned()
            }
        }
    }

    /// The remark that is being typed.
    pub fn remark(&self) -> Option<&Remarking> {
        match self {
            Self::Remark(remark) => Some(remark),
            _ => None,
        }
    }
}

impl Remarking {
    /// The draft's id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What is typed, as it would be kept.
    fn text(&self) -> String {
        cleaned(self.editor.text())
    }

    /// What is typed, as a draft; `None` while it is nothing new.
    pub fn draft(&self) -> Option<Draft> {
        let text = self.text();
        if text.is_empty() || text == self.before {
            return None;
        }
        let replaces = self.replaces.then(|| REPLACES.to_owned());
        let of = [self.period.code(), self.section.code().to_owned()].into_iter();
        let slot = |name: &str, chosen, typed: &str| DraftSlot {
            name: name.to_owned(),
            chosen,
            typed: typed.to_owned(),
        };
        Some(Draft {
            id: self.id,
            about: About::Consultation,
            base_rev: None,
            base: None,
            begun_on: self.begun_on,
            at_ms: self.at_ms,
            slots: vec![
                slot(REMARK, of.chain(replaces).collect(), self.editor.text()),
                slot(BEFORE, Vec::new(), &self.before),
            ],
            focus: REMARK.to_owned(),
            caret: self.editor.caret_at(),
            call: None,
            left_ms: None,
        })
    }

    /// The remark of a draft, if it is one.
    fn of(draft: &Draft) -> Option<Self> {
        let slot = draft.slot(REMARK)?;
        let [period, section, rest @ ..] = &slot.chosen[..] else {
            return None;
        };
        let before = draft.slot(BEFORE).map_or("", |slot| slot.typed.as_str());
        let mut editor = Editor::new(Kind::Line, REMARK_CHARS);
        editor.load(&slot.typed);
        editor.set_caret(draft.caret);
        Some(Self {
            id: draft.id,
            at_ms: draft.at_ms,
            begun_on: draft.begun_on,
            // As the period's own code it does not depend on the day.
            period: Period::parse(period, draft.begun_on).ok()?,
            section: Section::by_code(section)?,
            before: before.to_owned(),
            replaces: rest.iter().any(|word| word == REPLACES),
            editor,
        })
    }
}

fn cleaned(text: &str) -> String {
    clean(text, TextKind::Note).text.trim().to_owned()
}

/// Whether a draft is one of a remark.
pub(in crate::tui) fn is_of(draft: &Draft) -> bool {
    Remarking::of(draft).is_some()
}

/// The period of a draft of a remark.
pub(in crate::tui) fn period_of(draft: &Draft) -> Option<Period> {
    Remarking::of(draft).map(|remark| remark.period)
}

/// Whether the ledger has what a draft of a remark says.
pub(in crate::tui) fn is_kept(draft: &Draft, settings: &Settings) -> bool {
    let Some(remark) = Remarking::of(draft) else {
        return false;
    };
    let kept = settings.get(&remark.section);
    kept.and_then(|setting| setting.remark.as_deref()) == Some(remark.text().as_str())
}

/// Opens the line for a section's remark; one that was left goes on.
pub(super) fn begin_remark(app: &mut App, section: Section) -> Vec<Effect> {
    let period = app.packet.wanted.period;
    let left = app.drafts.iter().position(|draft| {
        let left = Remarking::of(draft);
        left.is_some_and(|left| left.period == period && left.section == section)
    });
    match left {
        Some(at) => {
            let draft = app.drafts.remove(at);
            open(app, Remarking::of(&draft))
        }
        None => vec![Effect::Packet(Request::BeginRemark(period, section))],
    }
}

fn open(app: &mut App, remark: Option<Remarking>) -> Vec<Effect> {
    let state = remark.map(|remark| State::Remark(Box::new(remark)));
    app.overlay = state.map(|state| Overlay::Packet(Box::new(state)));
    vec![Effect::Draw]
}

/// Opens the line for a remark with what stands there.
pub(super) fn on_begun(
    app: &mut App,
    id: Uuid,
    moment: Moment,
    (period, section): (Period, Section),
) -> Vec<Effect> {
    let setting = app.packet.ready().map(|shown| shown.setting(section));
    let setting = setting.unwrap_or_default();
    let before = setting.remark.unwrap_or_default();
    let mut editor = Editor::new(Kind::Line, REMARK_CHARS);
    editor.load(&before);
    let remark = Remarking {
        id,
        at_ms: moment.at_ms,
        begun_on: moment.day,
        period,
        section,
        // On one line, as it stands there now: left alone it is as it was.
        before: cleaned(editor.text()),
        replaces: setting.replaces,
        editor,
    };
    open(app, Some(remark))
}

/// Goes on with a remark that was left, where it belongs.
pub(in crate::tui) fn resume(app: &mut App, draft: &Draft) -> Vec<Effect> {
    let Some(remark) = Remarking::of(draft) else {
        return Vec::new();
    };
    app.packet.turn_to(remark.period);
    app.packet.wanted.is_public = false;
    app.packet.goes_to = Some(remark.section);
    let mut effects = go(app, ScreenId::Packet);
    effects.extend(open(app, Some(remark)));
    effects
}

/// Asks in which format the packet is to be written.
pub(super) fn which_format(app: &mut App) -> Vec<Effect> {
    if app.packet.is_reading() {
        return say(app, Status::Packet(Said::StillReading));
    }
    app.overlay = Some(Overlay::Packet(Box::new(State::Format)));
    vec![Effect::Draw]
}

/// Takes up that a remark was kept or taken away, or why not.
pub(super) fn on_set(
    app: &mut App,
    section: Section,
    remark: Option<Remark>,
    draft: Option<Uuid>,
    kept: Result<(), Error>,
) -> Vec<Effect> {
    if let Err(error) = kept {
        return say(app, Status::NotSaved(error));
    }
    let Some(id) = draft else {
        return set(
            app,
            Said::Replaces(section, remark.is_some_and(|remark| remark.replaces)),
        );
    };
    app.overlay = None;
    let mut effects = vec![Effect::Forget(id), Effect::Flush];
    effects.extend(set(app, Said::Remark(section, remark.is_some())));
    effects
}

/// Takes up that a file was written, or why not.
pub(super) fn on_written(app: &mut App, path: PathBuf, written: Result<PathBuf, Error>) -> Vec<Effect> {
    let error = match written {
        Ok(path) => {
            app.overlay = None;
            return say(app, Status::Packet(Said::Written(path)));
        }
        Err(error) => error,
    };
    let Some(Overlay::Packet(state)) = &mut app.overlay else {
        return say(app, Status::Failed(error));
    };
    let said = match (&mut **state, error) {
        (State::Path { asked_again, .. }, Error::Refused(Refusal::TargetExists(_) | Refusal::Exists(_))) => {
            *asked_again = Some(path.clone());
            Said::Exists(path)
        }
        (_, error) => return say(app, Status::Failed(error)),
    };
    say(app, Status::Packet(said))
}

/// Does what a command asks while something is asked.
pub(in crate::tui) fn on_command(app: &mut App, command: Command) -> Vec<Effect> {
    let Some(Overlay::Packet(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    match (&mut *state, command) {
        (State::Remark(remark), Command::Back | Command::Interrupt) => return leave(app, remark),
        (_, Command::Back | Command::Interrupt) => return vec![Effect::Draw],
        (State::Remark(_), Command::Open) => return save(app, state),
        (State::Format, Command::Choose(number)) => {
            let at = usize::from(number).checked_sub(1);
            if let Some(format) = at.and_then(|at| Format::ALL.get(at)) {
                return which_path(app, *format);
            }
        }
        (State::Path { .. }, Command::Open) => return write(app, state),
        (
            State::Path {
                editor, asked_again, ..
            },
            _,
        ) => {
            typing::edit_line(editor, command);
            forget_second_thoughts(editor, asked_again);
        }
        (State::Remark(remark), _) => typing::edit_line(&mut remark.editor, command),
        (State::Format, _) => {}
    }
    keep(app, state)
}

/// Another path was typed than the one about which it was asked again.
fn forget_second_thoughts(editor: &Editor, asked_again: &mut Option<PathBuf>) {
    asked_again.take_if(|path| **path != *Path::new(editor.text().trim()));
}

/// Leaves what is asked open; of a remark the draft is kept.
fn keep(app: &mut App, state: Box<State>) -> Vec<Effect> {
    let effect = state.remark().map(|remark| match remark.draft() {
        Some(draft) => Effect::Keep(Box::new(draft)),
        None => Effect::Forget(remark.id),
    });
    app.overlay = Some(Overlay::Packet(state));
    effect.into_iter().chain([Effect::Draw]).collect()
}

/// Types on the line.
pub(in crate::tui) fn on_text(app: &mut App, text: &str, pasted: bool) -> Vec<Effect> {
    let Some(Overlay::Packet(mut state)) = app.overlay.take() else {
        return Vec::new();
    };
    match &mut *state {
        State::Remark(remark) => app.status = typing::put_in(&mut remark.editor, text, pasted),
        State::Path {
            editor, asked_again, ..
        } => {
            app.status = typing::put_in(editor, text, pasted);
            forget_second_thoughts(editor, asked_again);
        }
        State::Format => {}
    }
    keep(app, state)
}

/// Closes the line of a remark; what was typed stays as a draft.
fn leave(app: &mut App, remark: &Remarking) -> Vec<Effect> {
    let Some(draft) = remark.draft() else {
        return vec![Effect::Forget(remark.id), Effect::Draw];
    };
    let effects = typing::put_aside(app, draft, false);
    app.status = Some(Status::Packet(Said::DraftKept));
    effects
}

/// Saves the remark. Where nothing was changed nothing is written.
fn save(app: &mut App, state: Box<State>) -> Vec<Effect> {
    let Some(remark) = state.remark() else {
        return Vec::new();
    };
    let text = remark.text();
    if text == remark.before {
        return vec![Effect::Forget(remark.id), Effect::Draw];
    }
    let kept = (!text.is_empty()).then_some(Remark {
        text,
        replaces: remark.replaces,
    });
    let set = Request::SetRemark(remark.period, remark.section, kept, Some(remark.id));
    // Killed right behind it, the next start finds on disk what was saved.
    let draft = remark.draft().map(|draft| Effect::Keep(Box::new(draft)));
    app.overlay = Some(Overlay::Packet(state));
    draft
        .into_iter()
        .chain([Effect::Flush, Effect::Packet(set)])
        .collect()
}

/// Asks where to write, and proposes what the command would take.
fn which_path(app: &mut App, format: Format) -> Vec<Effect> {
    let wanted = app.packet.wanted;
    let mut editor = Editor::new(Kind::Line, PATH_CHARS);
    let proposed = named(&wanted.period, format, wanted.is_public);
    editor.load(&proposed.display().to_string());
    let state = State::Path {
        format,
        editor,
        asked_again: None,
    };
    app.overlay = Some(Overlay::Packet(Box::new(state)));
    vec![Effect::Draw]
}

/// Writes what is shown.
fn write(app: &mut App, state: Box<State>) -> Vec<Effect> {
    let State::Path {
        format,
        editor,
        asked_again,
    } = &*state
    else {
        return Vec::new();
    };
    let path = PathBuf::from(editor.text().trim());
    let is_empty = path.as_os_str().is_empty();
    let (format, force) = (*format, asked_again.as_ref() == Some(&path));
    app.overlay = Some(Overlay::Packet(state));
    let Some(packet) = app.packet.packet().filter(|_| !is_empty) else {
        return vec![Effect::Draw];
    };
    let writing = Writing {
        packet: packet.clone(),
        is_public: app.packet.wanted.is_public,
        format,
        path,
        force,
    };
    vec![Effect::Packet(Request::Write(Box::new(writing))), Effect::Draw]
}
