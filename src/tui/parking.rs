//! What becomes of a call when the phone rings again: the open form is parked, its clock stands still,
//! and another one opens; the parked ones are taken up in turn.

use super::app::{App, Effect, Status};
use super::form::call::Ended;
use super::keymap::Contact;
use super::screens::packet;
use super::update::{if_writable, say};
use crate::domain::call::MINUTE_MS;
use crate::domain::draft::Draft;
use crate::domain::list::{Code, List};
use crate::domain::record::About;
use crate::locale::screen::Age;

/// Of more parked calls than these the title says only how many there are.
const NAMED: usize = 4;

/// Why a form is put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaving {
    /// It is closed.
    Closed,
    /// The phone rings: it is the first to come back to.
    Rung,
    /// Another one has its turn.
    Turned,
}

/// Opens a form for another call; the open one is parked.
pub(super) fn second_call(app: &mut App, contact: Contact) -> Vec<Effect> {
    if_writable(app, |app| {
        let mut effects = put_away(app, Leaving::Rung);
        // Whose file lies beneath is not who calls now.
        effects.push(Effect::Begin(contact, None));
        effects
    })
}

/// Takes up the draft whose turn it is; an open form is parked.
pub(super) fn resume(app: &mut App) -> Vec<Effect> {
    let Some(next) = app.drafts.pop() else {
        return say(app, Status::NoDraft);
    };
    let mut effects = put_away(app, Leaving::Turned);
    effects.push(Effect::Resume(Box::new(next)));
    effects
}

/// Closes the form; what was typed stays as a draft.
pub(super) fn put_away(app: &mut App, leaving: Leaving) -> Vec<Effect> {
    let Some(form) = app.form.take() else {
        return Vec::new();
    };
    let (id, is_looked_at) = (form.id(), form.is_as_resumed() && leaving != Leaving::Rung);
    let is_parked = leaving != Leaving::Closed;
    let Some(draft) = form.put_away(app.now_ms, is_parked) else {
        // Untouched, or typed back to what it was: nothing to keep.
        return vec![Effect::Forget(id), Effect::Draw];
    };
    put_in_turn(app, draft.clone(), is_looked_at);
    app.status = Some(match is_parked {
        true => Status::Parked(id),
        false => Status::DraftKept(id),
    });
    vec![Effect::Keep(Box::new(draft)), Effect::Flush, Effect::Draw]
}

/// Puts a draft among the others: the next to be taken up, or the last where it was only looked at.
pub(super) fn put_in_turn(app: &mut App, draft: Draft, is_looked_at: bool) {
    app.drafts.retain(|kept| kept.id != draft.id);
    if is_looked_at {
        app.drafts.insert(0, draft);
    } else {
        app.drafts.push(draft);
    }
}

/// Ends the call, or goes on with one that has ended.
pub(super) fn turn_clock(app: &mut App) {
    let now_ms = app.now_ms;
    let Some(form) = &mut app.form else {
        return;
    };
    let by_phone = form.is_by_phone();
    app.status = Some(match form.call() {
        None => Status::NoClock,
        Some(call) if !call.is_running() => {
            let minutes = call.minutes(now_ms);
            form.go_on(now_ms);
            Status::ClockGoesOn(minutes)
        }
        Some(_) => match form.end_call(now_ms) {
            Some(ended) => Status::CallEnded(by_phone, ended),
            None => return,
        },
    });
}

/// The call of a form that was taken up goes on, unless it had ended; what is to be said of it.
pub(super) fn take_up(app: &mut App) {
    let now_ms = app.now_ms;
    let Some(form) = &mut app.form else {
        return;
    };
    form.take_up(now_ms);
    if let Some(call) = form.call() {
        app.status = Some(Status::TakenUp(call.minutes(now_ms), call.is_running()));
    }
}

/// A minute of the call has passed: it is seen, and on disk.
pub(super) fn on_minute(app: &mut App) -> Vec<Effect> {
    let now_ms = app.now_ms;
    let draft = app.form.as_mut().and_then(|form| {
        form.count(now_ms);
        form.draft()
    });
    let keep = draft.map(|draft| Effect::Keep(Box::new(draft)));
    keep.into_iter().chain([Effect::Draw]).collect()
}

/// What is said when a call has ended.
pub(super) fn ended_text(app: &App, by_phone: bool, ended: Ended) -> String {
    let Ended {
        minutes,
        is_filled,
        typed,
    } = ended;
    if is_filled {
        return app.words.call_ended(by_phone, minutes);
    }
    app.words.typed_minutes_stay(by_phone, minutes, typed)
}

/// The clock of the open form, for the title.
pub(super) fn clock_text(app: &App) -> Option<String> {
    let form = app.form.as_ref()?;
    let call = form.call()?;
    let minutes = call.minutes(app.now_ms);
    Some(
        app.words
            .call_clock(form.is_by_phone(), minutes, call.is_running()),
    )
}

/// What the title may say of the parked forms, each from the fullest to the shortest.
#[derive(Default)]
pub(super) struct ParkedTexts {
    /// The last ones by how, who, from where and how long ago.
    pub named: Vec<String>,
    /// The last one by who it is: what is needed to know which call waits.
    pub brief: Vec<String>,
    /// How many there are.
    pub counted: Vec<String>,
}

/// What the title says of the parked forms; nothing where there is none.
pub(super) fn parked_texts(app: &App) -> ParkedTexts {
    let all = app.drafts.len();
    let Some(last) = app.drafts.last() else {
        return ParkedTexts::default();
    };
    let count = app.words.parked(all);
    let of_last = parts(app, last);
    let age = app.words.age(age(app, last));
    let named = app.drafts.iter().rev().take(NAMED);
    let named: Vec<String> = named
        .map(|draft| {
            format!(
                "{} {}",
                parts(app, draft).join(" "),
                app.words.age(self::age(app, draft))
            )
        })
        .collect();
    let whole = (1..=named.len()).rev().map(|shown| {
        let others = (shown < all).then(|| app.words.others_parked(all - shown));
        let said: Vec<String> = named[..shown].iter().cloned().chain(others).collect();
        format!("{count}: {}", said.join(" | "))
    });
    // How one speaks tells calls apart least, and where they come from next; alone it tells nothing.
    let who = of_last.get(1..).filter(|who| !who.is_empty());
    let brief = who.map(|who| [who, &who[..1]].map(|said| format!("{count}: {} {age}", said.join(" "))));
    ParkedTexts {
        named: whole.collect(),
        brief: brief.into_iter().flatten().collect(),
        counted: vec![format!("{count} {age}"), count.clone()],
    }
}

/// How long a draft has waited; of one of an earlier day, which day that was.
fn age(app: &App, draft: &Draft) -> Age {
    const HOUR: i64 = 60;
    let minutes = app.now_ms.saturating_sub(draft.waits_since_ms()).max(0) / MINUTE_MS;
    match minutes {
        _ if minutes >= 24 * HOUR => Age::Day(draft.begun_on),
        _ if minutes >= HOUR => Age::Hours(minutes / HOUR),
        _ => Age::Minutes(minutes),
    }
}

/// A draft in a few words: how, who and from where. Never who by name, and never nothing.
fn parts(app: &App, draft: &Draft) -> Vec<String> {
    let catalogue = app.catalogue;
    let label = |list, code: &str| {
        catalogue
            .item(list, &Code::from(code), Some(&app.profile))
            .to_owned()
    };
    let chosen = |name| draft.slot(name)?.chosen.first().map(String::as_str);
    let kind = match draft.about {
        About::Case => Some(app.words.case_form().to_owned()),
        About::Consultation if packet::asking::is_of(draft) => Some(catalogue.remark().to_owned()),
        About::Activity => Some(app.catalogue.activity_form().to_owned()),
        About::Consultation => chosen("channel").map(|code| label(List::Channel, code)),
    };
    let who = chosen("who").and_then(super::form::slot::who_code);
    let parts = [
        kind,
        who.map(|(list, code)| label(list, code)),
        chosen("municipality").map(|code| label(List::Municipality, code)),
    ];
    let mut parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        parts.push(app.words.new_record().to_owned());
    }
    parts
}
