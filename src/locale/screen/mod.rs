//! What only the screens say: heads, keys, and the status line. What tables and the command line
//! say too stands in the rest of the catalogue.

mod call;
mod charting;
mod editing;
mod en;
mod ja;
mod keys;
mod packeting;
mod tallying;

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::{DateStyle, ENGLISH, JAPANESE, Lang, Words};
use crate::domain::axis::Axis;
use crate::domain::consultation::Warning;
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::period::Period;
use crate::domain::profile::Profile;
use crate::domain::standard::When;
use crate::error::Unwritable;

pub use call::{Age, CallWords};
pub use charting::ChartWords;
pub use editing::{Correcting, Editing, field_reading};
pub use keys::{KeyNames, KeyRow, KeyWords, NamedKey, PALETTE_CELLS, Place, also_called, key_reading};
pub use packeting::{PacketWords, Packeting};
pub use tallying::{TallyWords, Tallying};

/// The screens' own words.
pub trait ScreenWords:
    Words + KeyNames + CallWords + ChartWords + Editing + TallyWords + PacketWords + Sync
{
    /// The program's name in the title.
    fn program(&self) -> &'static str;

    /// In the title, that the ledger is for practice only.
    fn practice_mark(&self) -> &'static str;

    /// That the ledger is for practice only, and what becomes of what is entered.
    fn practice(&self) -> &'static str;

    /// The name of the first screen.
    fn overview(&self) -> &'static str;

    /// A period's name in the title: no space inside where the language needs none.
    fn title_period(&self, period: &Period) -> String;

    /// The last day counted, as short as it can be said.
    fn title_as_of(&self, day: NaiveDate) -> String;

    /// The head of the column of the year before.
    fn year_before(&self) -> &'static str;

    /// The head of the months, with their total.
    fn by_month(&self, total: &str) -> String;

    /// The row of the months for which there is no room.
    fn earlier_months(&self) -> &'static str;

    /// What columns without room are folded into.
    fn folded(&self) -> &'static str;

    /// The head of the stakeholders' fields where space is short.
    fn fields_short(&self) -> &'static str;

    /// The head of the follow-ups.
    fn follow_ups(&self) -> &'static str;

    /// Follow-ups past their day.
    fn overdue(&self) -> &'static str;

    /// Follow-ups due today.
    fn due_today(&self) -> &'static str;

    /// Follow-ups due later in this week.
    fn due_this_week(&self) -> &'static str;

    /// What a figure counts, on which day and in which center, as short as it can be said.
    fn short_rule(&self) -> &'static str;

    /// That only that kind is counted, as short as it can be said.
    fn only_kind(&self, kind: &str) -> String;

    /// How many records are dated later and not counted, in a few words.
    fn not_yet_counted(&self, records: u64) -> String;

    /// Which rows of centers are in sight, and that there are more: in full, and in figures.
    fn centers_in_sight(&self, first: usize, last: usize, of: usize) -> [String; 2];

    /// That the window is too small: in full, and for the narrowest.
    fn too_small(&self) -> [&'static str; 2];

    /// The head of the help.
    fn help_title(&self) -> &'static str;

    /// That letters do not arrive because the input method is on.
    fn ime_is_on(&self) -> &'static str;

    /// That a second Enter does what the line says.
    fn enter_again(&self) -> &'static str;

    /// That a day is so many days ahead, and that Enter once more takes it.
    fn far_ahead(&self, day: &str, days: i64) -> String;

    /// That there is no shell to return to from a suspended program.
    fn cannot_suspend(&self) -> &'static str;

    /// That the ledger was replaced or removed, that what stands here is old, and what to do; from
    /// within a form first out of it.
    fn replaced(&self, in_form: bool) -> &'static str;

    /// That the program ended by its own fault: the one line after the terminal is restored.
    /// Without a path the report could not be written.
    fn crashed(&self, number: &str, report: Option<&Path>) -> String;

    /// The name of the list of records.
    fn records(&self) -> &'static str;

    /// The head of the line on which a command is chosen.
    fn which_command(&self) -> &'static str;

    /// That the screen is covered, and how to come back.
    fn locked(&self) -> &'static str;

    /// That the ledger is made, and which keys begin.
    fn welcome(&self) -> &'static str;

    /// That figures went to the clipboard.
    fn copied(&self) -> &'static str;

    /// The name of the screen of cases.
    fn cases(&self) -> &'static str;

    /// The name of the screen of activities.
    fn activities(&self) -> &'static str;

    /// The list of cases in the title.
    fn cases_title(&self) -> &'static str;

    /// A child's file in the form's title.
    fn case_form(&self) -> &'static str;

    /// How many cases are listed.
    fn cases_listed(&self, cases: usize) -> String;

    /// That no case is so, or that there is none yet and which key makes one.
    fn no_cases(&self, is_searched: bool) -> &'static str;

    /// The heads of the columns of contacts and of the day of the latest.
    fn case_heads(&self) -> [&'static str; 2];

    /// The head of the column of ages.
    fn age_head(&self) -> &'static str;

    /// The width of that column, in cells.
    fn age_cells(&self) -> usize;

    /// The head of the line on which cases are found.
    fn find_case(&self) -> &'static str;

    /// The head of the line on which the reason for closing is typed.
    fn why_closed(&self, code: &str) -> String;

    /// What was done to a child's file.
    fn case_saved(&self, act: Act, code: &str) -> String;

    /// That the case has no file yet, and how to make one.
    fn no_case_file(&self) -> &'static str;

    /// The list in the title.
    fn list_title(&self) -> &'static str;

    /// A new record in the title.
    fn new_record(&self) -> &'static str;

    /// A record that is being corrected, in the title.
    fn editing(&self, number: &str) -> String;

    /// Who the contact was with.
    fn who(&self) -> &'static str;

    /// The head of the column of municipalities, where their own name is too long.
    fn municipality_short(&self) -> &'static str;

    /// Every day: no period restricts the list.
    fn every_day(&self) -> &'static str;

    /// Words that restrict the list.
    fn searched(&self, words: &str) -> String;

    /// Between two codes of which either may hold.
    fn either(&self) -> &'static str;

    /// How many records are listed.
    fn records_listed(&self, records: usize) -> String;

    /// How many were found so far, and how far the search is, in per cent.
    fn found_so_far(&self, records: usize, percent: usize) -> String;

    /// That nothing was found yet.
    fn searching(&self) -> &'static str;

    /// That no record is so.
    fn no_records(&self) -> &'static str;

    /// That no answer begins so.
    fn no_candidates(&self) -> &'static str;

    /// Which axis the list is to be narrowed by.
    fn which_axis(&self) -> &'static str;

    /// That the record one had before one was deleted, or no longer fits what the list is narrowed to.
    fn left_the_list(&self) -> &'static str;

    /// What one types to list every day.
    fn every_day_typed(&self) -> &'static [&'static str];

    /// The period, among what a list can be narrowed by.
    fn by_period(&self) -> &'static str;

    /// Which period is to be listed: with examples, and in short.
    fn which_period(&self) -> [&'static str; 2];

    /// The head of the line of words to search for.
    fn search_for(&self) -> &'static str;

    /// How a field may be typed, where that is not plain; `None` for the field of several.
    fn typing_hint(&self, field: Option<Field>) -> Option<&'static str>;

    /// That several answers begin with what was typed.
    fn undecided(&self, candidates: usize) -> String;

    /// That no answer begins with what was typed.
    fn unknown(&self) -> &'static str;

    /// That it was asked which of several is meant, and not answered.
    fn left_open(&self) -> &'static str;

    /// What is unlikely, in a word or two.
    fn warning_short(&self, warning: &Warning, profile: &Profile) -> String;

    /// That another record looks like this one.
    fn looks_like(&self, number: &str) -> String;

    /// That the record is saved; a record that looks like it; why it is not to be seen, where it is not.
    fn saved(&self, number: &str, twin: Option<&str>, elsewhere: Option<&str>) -> String;

    /// Behind that: its day is not in the period shown.
    fn outside_period(&self, day: &str) -> String;

    /// Behind that: the list's filter or words leave it out.
    fn outside_list(&self) -> &'static str;

    /// That nothing was changed, so nothing was saved.
    fn unchanged(&self, number: &str) -> String;

    /// That somebody changed the follow-up to another day, and that a second Enter settles it all the same.
    fn follow_up_changed(&self, due: &str) -> String;

    /// That so many drafts could not be read, and where the first of them lies.
    fn damaged_drafts(&self, files: usize, first: &Path) -> String;

    /// That the keys that were pressed while something took long did nothing.
    fn keys_forgotten(&self) -> &'static str;

    /// That what is typed on the line is thrown away by leaving it once more.
    fn leaves_note(&self) -> &'static str;

    /// That what is open is to be closed first.
    fn line_first(&self) -> &'static str;

    /// Behind what is saved: who is at the keyboard need be said only once.
    fn staff_is_kept(&self) -> &'static str;

    /// That it is not saved and why, and that what was typed is safe.
    fn not_saved(&self, why: &str) -> String;

    /// That fields are wrong and nothing is saved.
    fn incomplete(&self) -> &'static str;

    /// That a record is voided, and how to bring it back.
    fn voided(&self, number: &str) -> String;

    /// That a change was taken back, or done again.
    fn turned(&self, act: &str, records: u64, number: Option<&str>, again: bool) -> String;

    /// That characters were left out of what was typed or pasted.
    fn removed_here(&self, characters: usize) -> String;

    /// That a text is too long and was not taken.
    fn too_long(&self, most: usize, is: usize) -> String;

    /// That the draft is kept.
    fn draft_kept(&self) -> &'static str;

    /// That the form goes on with a draft of the same record.
    fn draft_goes_on(&self) -> &'static str;

    /// That the draft was thrown away.
    fn draft_gone(&self) -> &'static str;

    /// That the draft's record was saved already.
    fn draft_was_saved(&self, number: &str) -> String;

    /// That there is no draft.
    fn no_draft(&self) -> &'static str;

    /// That so many drafts are kept, and how to go on with one.
    fn drafts_kept(&self, drafts: usize) -> String;

    /// That drafts cannot be kept on disk, and why.
    fn draft_trouble(&self, why: &Unwritable) -> &'static str;

    /// That nothing stands behind a figure.
    fn nothing_there(&self) -> &'static str;

    /// Why a record is to be voided.
    fn why_void(&self, name: &str) -> String;

    /// Behind its number: this one is asked about, and not those that are marked.
    fn not_the_marked(&self, marked: usize) -> String;

    /// What to do with a form.
    fn leave_form(&self) -> &'static str;

    /// The answers: keep the draft and close; throw it away.
    fn leaving(&self) -> [&'static str; 2];

    /// Whether to quit although there are so many drafts, which are kept on disk or would be lost; which
    /// key does.
    fn quit_with_drafts(&self, drafts: usize, is_kept: bool) -> String;

    /// That somebody else saved the record meanwhile.
    fn saved_elsewhere(&self) -> &'static str;

    /// The answers: both changes together, in which these fields hold mine alone; leave the ledger as it is
    /// and keep mine as a draft.
    fn conflicting(&self, replaced: &[&str]) -> [String; 2];

    /// The heads of the versions: in the ledger; typed here; both together. In full, and in short.
    fn versions(&self) -> [[&'static str; 3]; 2];

    /// Which follow-ups.
    fn due(&self, when: When) -> &'static str {
        match when {
            When::Overdue => self.overdue(),
            When::Today => self.due_today(),
            When::Week => self.due_this_week(),
        }
    }

    /// The days of a period in the title, such as 4/1-9/30.
    fn title_days(&self, period: &Period) -> String {
        let day = |day: NaiveDate| format!("{}/{}", day.month(), day.day());
        format!("{}-{}", day(period.from), day(period.to))
    }

    /// A day with its weekday where space is short, such as 9/30(金).
    fn short_date(&self, day: NaiveDate) -> String {
        // Seven days: the number always fits.
        let mark = self.weekday_mark(day.weekday().num_days_from_monday() as u8);
        format!("{}/{}({mark})", day.month(), day.day())
    }

    /// The same, but with its year where that is not this one.
    fn short_date_seen(&self, day: NaiveDate, today: NaiveDate) -> String {
        match day.year() == today.year() {
            true => self.short_date(day),
            false => self.date(day),
        }
    }
}

/// The screens' words in that language, with dates by the calendar.
pub fn words(lang: Lang) -> &'static dyn ScreenWords {
    words_with(lang, DateStyle::Western)
}

/// The screens' words in that language, with dates in that style.
pub fn words_with(lang: Lang, dates: DateStyle) -> &'static dyn ScreenWords {
    match (lang, dates) {
        (Lang::Ja, DateStyle::Western) => &JAPANESE[0],
        (Lang::Ja, DateStyle::Era) => &JAPANESE[1],
        (Lang::En, DateStyle::Western) => &ENGLISH[0],
        (Lang::En, DateStyle::Era) => &ENGLISH[1],
    }
}

/// How the Japanese name of an axis is typed with the input method off.
pub fn axis_reading(axis: Axis) -> &'static str {
    match axis {
        Axis::Kind => "gyoumu",
        Axis::Center => "sentaa",
        Axis::Party => "soudansha",
        Axis::Relation => "zokugara",
        Axis::Field => "bunya",
        Axis::Channel => "houhou",
        Axis::Municipality => "shichou",
        Axis::Area => "keniki",
        Axis::Topic => "naiyou",
        Axis::MainTopic => "omona",
        Axis::Care => "kea",
        Axis::Age => "nenrei",
        Axis::Newness => "shinki",
        Axis::Outcome => "kekka",
        Axis::State => "joutai",
        Axis::Linked => "renkei",
        Axis::Staff => "tantou",
        Axis::Month => "tsuki",
        Axis::Quarter => "shihanki",
        Axis::Weekday => "youbi",
        Axis::Hour => "jikan",
        Axis::Case => "keesu",
    }
}
