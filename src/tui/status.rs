//! What is said on the status line: until the next key, or as long as it holds.

use chrono::NaiveDate;
use uuid::Uuid;

use super::app::{App, Source};
use super::closing;
use super::correcting;
use super::form::call::Ended;
use super::keymap::Context;
use super::parking;
use super::screens::{packet, tally};
use crate::domain::consultation::Number;
use crate::domain::follow_up::Outcome;
use crate::domain::journal::Act;
use crate::error::{Error, Unwritable};
use crate::store::{Notice, Undone};

/// Why a record that was saved is not to be seen on the screen that one is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Its day is not in the period shown.
    Day(NaiveDate),
    /// The list leaves it out.
    Filtered,
}

/// Something to be said on the status line until the next key.
#[derive(Debug)]
pub enum Status {
    /// Kana arrived where a command was wanted.
    ImeIsOn,
    /// Leaving the line throws away what is typed there.
    LeavesNote,
    /// What is open must be closed before a form is opened.
    LineFirst,
    /// There is no shell to return to.
    CannotSuspend,
    /// What was typed with an input method takes a second Enter.
    EnterAgain,
    /// A follow-up would be moved to a day far ahead.
    FarAhead(NaiveDate),
    /// Somebody changed the follow-up that is being settled: it is due on that day now.
    FollowUpChanged(NaiveDate),
    /// What opening the ledger found.
    Opened(Vec<Notice>),
    /// What is said besides something that is wrong all along, in words.
    Cautioned(Option<Box<Self>>, String),
    /// The ledger is for practice only.
    Practice,
    /// Something failed; what stands on the screen is still right.
    Failed(Error),
    /// Something failed while saving; the form is as it was.
    NotSaved(Error),
    /// Saved under that number; a likely twin's number; why the screen does not show it, where it does not.
    Saved(Number, Option<Number>, Option<Elsewhere>),
    /// Nothing was changed, so nothing was saved.
    Unchanged(Number),
    /// Of the tally.
    Tally(tally::Said),
    /// Of the packet.
    Packet(packet::Said),
    /// Of marks, and of what was changed or copied.
    Correcting(correcting::Said),
    /// Voided.
    Voided(Number),
    /// A child's file was made or changed, or its case closed or opened again; its code.
    CaseSaved(Act, String),
    /// An activity was saved or voided; its title.
    ActivitySaved(Act, String),
    /// The ledger is new: how to begin.
    Welcome,
    /// Figures went to the clipboard.
    Copied,
    /// The case has no file that could be corrected or closed.
    NoFile,
    /// What became of a follow-up.
    Settled(Number, Outcome),
    /// Nothing is chosen that has an open follow-up.
    NoFollowUp,
    /// Taken back, or done again.
    Undone(Undone, bool),
    /// Characters were left out of what was typed or pasted.
    Removed(usize),
    /// A text longer than the field holds was refused.
    TooLong {
        /// What the field holds, in characters.
        most: usize,
        /// What it would be.
        is: usize,
    },
    /// The form has fields that are not right; it was not saved.
    Incomplete,
    /// A line went into the form with a word that was not understood; it was not saved.
    ToBeChecked,
    /// So many lines were pasted where one is a record; none was taken.
    SeveralLines(usize),
    /// The draft of that form stays.
    DraftKept(Uuid),
    /// That form is parked.
    Parked(Uuid),
    /// A parked call is taken up: its minutes, and whether its clock goes on.
    TakenUp(u32, bool),
    /// The call (by phone: true) has ended.
    CallEnded(bool, Ended),
    /// The call goes on from those minutes.
    ClockGoesOn(u32),
    /// The form has no clock.
    NoClock,
    /// A correction that was left goes on.
    DraftGoesOn,
    /// The draft was thrown away.
    DraftGone,
    /// The draft was saved before: there is nothing left of it to write.
    DraftWasSaved(Number),
    /// There is no draft.
    NoDraft,
    /// The ledger cannot be written; why.
    ReadOnly(Unwritable),
    /// Nothing stands behind the figure.
    NothingThere,
    /// The record that was open or selected is not in the list any more.
    LeftTheList,
    /// Of closing a period, and of changes inside a closed one.
    Closing(closing::Said),
}

impl App {
    /// What stands on the status line, if anything.
    pub(super) fn status_text(&self) -> Option<String> {
        let said = self.status.as_ref().map(|status| self.said(status));
        // A question stands where this would; it is said again once it is answered.
        if self.overlay.is_some() {
            return said;
        }
        said.or_else(|| match &self.source {
            Source::Live => None,
            Source::Replaced => Some(self.words.replaced(self.form.is_some()).to_owned()),
            Source::Lost(error) => Some(self.catalogue.error(error, None)),
        })
        .or_else(|| {
            let why = self.standing.trouble.as_ref()?;
            Some(self.words.draft_trouble(why).to_owned())
        })
        .or_else(|| {
            let is_offered = !self.drafts.is_empty() && self.form.is_none();
            is_offered.then(|| self.words.drafts_kept(self.drafts.len()))
        })
        .or_else(|| {
            // For the next form; one that is open has its own say.
            let why = self.standing.no_room.as_ref().filter(|_| self.form.is_none())?;
            Some(self.words.draft_trouble(why).to_owned())
        })
        .or_else(|| {
            let is_chosen = self.beneath() == Context::Overview && self.overview.follow_up().is_some();
            is_chosen.then(|| self.catalogue.follow_up_keys().to_owned())
        })
        .or_else(|| match self.beneath() {
            Context::Tally => tally::of_selected(self),
            _ => None,
        })
    }

    fn said(&self, status: &Status) -> String {
        let number = |number: &Number| number.display(&self.profile);
        let words = self.words;
        match status {
            Status::ImeIsOn => words.ime_is_on().to_owned(),
            Status::EnterAgain => words.enter_again().to_owned(),
            Status::FarAhead(day) => {
                let said = words.short_date_seen(*day, self.today);
                words.far_ahead(&said, (*day - self.today).num_days())
            }
            Status::FollowUpChanged(due) => words.follow_up_changed(&words.short_date_seen(*due, self.today)),
            Status::LeavesNote => words.leaves_note().to_owned(),
            Status::LineFirst => words.line_first().to_owned(),
            Status::CannotSuspend => words.cannot_suspend().to_owned(),
            Status::Opened(notices) => {
                let said: Vec<_> = notices.iter().map(|notice| self.notice_text(notice)).collect();
                said.join(" ")
            }
            Status::Cautioned(besides, caution) => {
                let besides = besides.as_ref().map(|status| self.said(status) + " ");
                besides.unwrap_or_default() + caution
            }
            Status::Practice => words.practice().to_owned(),
            Status::Failed(error) => self.catalogue.error(error, Some(&self.profile)),
            Status::NotSaved(error) => words.not_saved(&self.catalogue.error(error, Some(&self.profile))),
            Status::Saved(saved, twin, elsewhere) => {
                let twin = twin.as_ref().map(number);
                self.saved_text(&number(saved), twin.as_deref(), *elsewhere)
            }
            Status::Unchanged(unchanged) => words.unchanged(&number(unchanged)),
            Status::CaseSaved(act, code) => words.case_saved(*act, code),
            Status::ActivitySaved(act, title) => self.catalogue.activity_saved(*act, title),
            Status::Welcome => words.welcome().to_owned(),
            Status::Copied => words.copied().to_owned(),
            Status::NoFile => words.no_case_file().to_owned(),
            Status::Correcting(said) => said.text(self),
            Status::Tally(said) => said.text(self),
            Status::Packet(said) => said.text(self),
            Status::Voided(voided) => words.voided(&number(voided)),
            Status::Settled(settled, outcome) => {
                let moved = match outcome {
                    Outcome::Moved(day) => Some(words.short_date_seen(*day, self.today)),
                    Outcome::Done | Outcome::Dropped => None,
                };
                let is_dropped = *outcome == Outcome::Dropped;
                self.catalogue
                    .settled(&number(settled), is_dropped, moved.as_deref())
            }
            Status::NoFollowUp => self.catalogue.no_follow_up().to_owned(),
            Status::Undone(undone, again) => correcting::undone_text(self, undone, *again),
            Status::Removed(characters) => words.removed_here(*characters),
            Status::TooLong { most, is } => words.too_long(*most, *is),
            Status::Incomplete => words.incomplete().to_owned(),
            Status::ToBeChecked => self.catalogue.line_to_be_checked().to_owned(),
            Status::SeveralLines(lines) => self.catalogue.line_is_several(*lines),
            Status::DraftKept(_) => words.draft_kept().to_owned(),
            Status::Parked(_) => words.form_parked().to_owned(),
            Status::TakenUp(minutes, is_running) => words.taken_up(*minutes, *is_running),
            Status::CallEnded(by_phone, ended) => parking::ended_text(self, *by_phone, *ended),
            Status::ClockGoesOn(minutes) => words.clock_goes_on(*minutes),
            Status::NoClock => words.no_clock().to_owned(),
            Status::DraftGoesOn => words.draft_goes_on().to_owned(),
            Status::DraftGone => words.draft_gone().to_owned(),
            Status::DraftWasSaved(saved) => words.draft_was_saved(&number(saved)),
            Status::NoDraft => words.no_draft().to_owned(),
            Status::ReadOnly(why) => self.catalogue.opened_read_only(why),
            Status::NothingThere => words.nothing_there().to_owned(),
            Status::LeftTheList => words.left_the_list().to_owned(),
            Status::Closing(said) => said.text(self),
        }
    }

    /// That a record is saved, and what there is to know of it.
    fn saved_text(&self, number: &str, twin: Option<&str>, elsewhere: Option<Elsewhere>) -> String {
        let words = self.words;
        let elsewhere = elsewhere.map(|why| match why {
            Elsewhere::Day(day) => words.outside_period(&words.short_date_seen(day, self.today)),
            Elsewhere::Filtered => words.outside_list().to_owned(),
        });
        let mut text = words.saved(number, twin, elsewhere.as_deref());
        if twin.is_none() && elsewhere.is_none() && self.staff.is_none() {
            text += words.staff_is_kept();
        }
        text
    }

    fn notice_text(&self, notice: &Notice) -> String {
        match notice {
            Notice::ModesTightened => self.catalogue.modes_tightened().to_owned(),
            Notice::ReadOnly(why) => self.catalogue.opened_read_only(why),
        }
    }
}
