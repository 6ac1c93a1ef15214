//! The screens' words in English.

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::ScreenWords;
use crate::domain::consultation::Warning;
use crate::domain::era::fiscal_year;
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::list::List;
use crate::domain::period::{Period, Span};
use crate::domain::profile::Profile;
use crate::error::Unwritable;
use crate::locale::en::English;
use crate::locale::{FollowUps, Messages, Words, shown};

impl ScreenWords for English {
    fn program(&self) -> &'static str {
        "Consultations"
    }

    fn practice_mark(&self) -> &'static str {
        "PRACTICE"
    }

    fn practice(&self) -> &'static str {
        "This ledger is for practice. What you enter is gone when you quit."
    }

    fn overview(&self) -> &'static str {
        "Overview"
    }

    fn title_period(&self, period: &Period) -> String {
        let year = fiscal_year(period.from);
        match period.span {
            Span::Half => format!("FY{year} H{}", if period.from.month() == 4 { 1 } else { 2 }),
            Span::YearToDate => format!("FY{year} to date"),
            _ => self.period(period),
        }
    }

    fn title_as_of(&self, day: NaiveDate) -> String {
        day.format("to %-d %b").to_string()
    }

    fn year_before(&self) -> &'static str {
        "Prior"
    }

    fn by_month(&self, total: &str) -> String {
        format!("Months {total}")
    }

    fn earlier_months(&self) -> &'static str {
        "Till"
    }

    fn folded(&self) -> &'static str {
        "Rest"
    }

    fn fields_short(&self) -> &'static str {
        "Fields"
    }

    fn follow_ups(&self) -> &'static str {
        "Follow-ups"
    }

    fn overdue(&self) -> &'static str {
        "Overdue"
    }

    fn due_today(&self) -> &'static str {
        "Today"
    }

    fn due_this_week(&self) -> &'static str {
        "This week"
    }

    fn short_rule(&self) -> &'static str {
        "Contacts by day, center"
    }

    fn only_kind(&self, kind: &str) -> String {
        format!("{kind} only")
    }

    fn not_yet_counted(&self, records: u64) -> String {
        format!("{records} dated later, not counted")
    }

    fn centers_in_sight(&self, first: usize, last: usize, of: usize) -> [String; 2] {
        [
            format!("Centers {first}-{last}/{of}, Up/Down"),
            format!("{first}-{last}/{of}"),
        ]
    }

    fn too_small(&self) -> [&'static str; 2] {
        ["Please enlarge to 40x10 or more", "Enlarge"]
    }

    fn help_title(&self) -> &'static str {
        "Keys"
    }

    fn ime_is_on(&self) -> &'static str {
        "The input method is on. Switch it off and press the key again."
    }

    fn enter_again(&self) -> &'static str {
        "Enter once more to do it."
    }

    fn far_ahead(&self, day: &str, days: i64) -> String {
        format!("{day} is {days} days ahead. {}", self.enter_again())
    }

    fn cannot_suspend(&self) -> &'static str {
        "There is no shell to return to. q quits."
    }

    fn replaced(&self, in_form: bool) -> &'static str {
        if in_form {
            return "The ledger was replaced. Esc keeps your draft, q quits; then open it again.";
        }
        "The ledger was replaced; this is the old one. Quit with q and open it again."
    }

    fn crashed(&self, number: &str, report: Option<&Path>) -> String {
        let kept = "The program failed and ended. Saved records are safe in the ledger.";
        match report {
            Some(path) => format!(
                "{kept} Please send report {number} to the developers: {}",
                path.display()
            ),
            None => format!("{kept} Report {number} (it could not be written)"),
        }
    }

    fn records(&self) -> &'static str {
        "Records"
    }

    fn which_command(&self) -> &'static str {
        "Command:"
    }

    fn locked(&self) -> &'static str {
        "The screen is hidden. What you typed is kept. Enter comes back."
    }

    fn welcome(&self) -> &'static str {
        "The ledger is made. p when the phone rings, v for a visit, m for an email; ? lists the keys."
    }

    fn copied(&self) -> &'static str {
        "Figures sent to the clipboard (where the terminal allows it)."
    }

    fn activities(&self) -> &'static str {
        "Activities"
    }

    fn cases(&self) -> &'static str {
        "Cases"
    }

    fn cases_title(&self) -> &'static str {
        "cases"
    }

    fn case_form(&self) -> &'static str {
        "case file"
    }

    fn cases_listed(&self, cases: usize) -> String {
        match cases {
            1 => "1 case".to_owned(),
            cases => format!("{cases} cases"),
        }
    }

    fn no_cases(&self, is_searched: bool) -> &'static str {
        if is_searched {
            "No case is so."
        } else {
            "There is no case yet. n makes a file; a case that a consultation names is listed too."
        }
    }

    fn case_heads(&self) -> [&'static str; 2] {
        ["calls", "last"]
    }

    fn age_head(&self) -> &'static str {
        "Age"
    }

    fn age_cells(&self) -> usize {
        18
    }

    fn find_case(&self) -> &'static str {
        "Find case:"
    }

    fn why_closed(&self, code: &str) -> String {
        format!("Close {code} as of today. Reason (may be empty):")
    }

    fn case_saved(&self, act: Act, code: &str) -> String {
        match act {
            Act::CaseClose => format!("Closed {code}. u takes it back."),
            Act::CaseReopen => format!("Reopened {code}. u takes it back."),
            _ => format!("Saved {code}"),
        }
    }

    fn no_case_file(&self) -> &'static str {
        "The case has no file yet. e makes one."
    }

    fn list_title(&self) -> &'static str {
        "Records"
    }

    fn new_record(&self) -> &'static str {
        "New consultation"
    }

    fn editing(&self, number: &str) -> String {
        format!("Correcting {number}")
    }

    fn who(&self) -> &'static str {
        "Who"
    }

    fn municipality_short(&self) -> &'static str {
        "Town"
    }

    fn every_day(&self) -> &'static str {
        "All days"
    }

    fn searched(&self, words: &str) -> String {
        format!("\"{words}\"")
    }

    fn either(&self) -> &'static str {
        " or "
    }

    fn records_listed(&self, records: usize) -> String {
        match records {
            1 => "1 record".to_owned(),
            _ => format!("{records} records"),
        }
    }

    fn found_so_far(&self, records: usize, percent: usize) -> String {
        format!("{records} found, {percent}% searched")
    }

    fn searching(&self) -> &'static str {
        "Searching"
    }

    fn no_records(&self) -> &'static str {
        "No such record. Backspace takes a restriction off; all periods: f 1 Enter Enter."
    }

    fn no_candidates(&self) -> &'static str {
        "No such answer. Backspace to type again."
    }

    fn which_axis(&self) -> &'static str {
        "Narrow by:"
    }

    fn left_the_list(&self) -> &'static str {
        "That record was deleted or no longer fits the list. Choose again with the arrows."
    }

    fn every_day_typed(&self) -> &'static [&'static str] {
        &["all"]
    }

    fn by_period(&self) -> &'static str {
        "Period"
    }

    fn which_period(&self) -> [&'static str; 2] {
        ["Period (2022H1, 2022-09, this, all):", "Period:"]
    }

    fn search_for(&self) -> &'static str {
        "Search:"
    }

    fn typing_hint(&self, field: Option<Field>) -> Option<&'static str> {
        match field? {
            Field::Content => Some("What was asked. Tab goes on, Ctrl-S saves from any field."),
            Field::Response => Some("What was answered or done."),
            Field::Minutes => Some("In minutes."),
            Field::Date => Some("9/30, R4.9.30, yesterday, -1, mon."),
            Field::FollowUp => Some("10/7, +7 (never a day off), mon."),
            Field::FollowUpText => Some("What is to be done on that day."),
            Field::Time => Some("9:05 or 0905."),
            Field::Case => Some("The case's code, such as E-012; never a name."),
            Field::Name => Some("May be left empty; shown on this file alone."),
            Field::Birth => Some("2019-04-12, H31.4.12, 2019-04: a month alone counts as its 1st."),
            Field::ConsentOn | Field::ConsentWithdrawn | Field::ClosedOn => {
                Some("9/30, R4.9.30, yesterday, -1, mon.")
            }
            Field::HeldOn | Field::LastDay => {
                Some("Such as 10/12, R4.10.12, +7, wed; without a year the nearest such day.")
            }
            Field::Title => Some("Stands in the packet as it is. Name nobody."),
            Field::Participants => Some("How many people; households go into the content."),
            Field::ActivityContent => {
                Some("What it was about. It stands in the packet, but not in one for publishing.")
            }
            Field::Discuss => Some("Stands in the packet, with a consent on file. Write no names."),
            Field::ConsentScope => Some("Who may be told what."),
            Field::Staff => Some("Your staff code; kept for the next record."),
            Field::Caller | Field::Callback | Field::Organisation => {
                Some("To call back; left out of packets and shared exports.")
            }
            _ => None,
        }
    }

    fn undecided(&self, candidates: usize) -> String {
        format!("{candidates} answers begin so")
    }

    fn unknown(&self) -> &'static str {
        "not in the list"
    }

    fn left_open(&self) -> &'static str {
        "not decided yet"
    }

    fn warning_short(&self, warning: &Warning, profile: &Profile) -> String {
        match warning {
            Warning::Later(_) => "to come".to_owned(),
            Warning::LongAgo(_) => "over 31 days".to_owned(),
            Warning::Long(minutes) => self.long_time(*minutes),
            Warning::OutsideHours => "outside hours".to_owned(),
            Warning::DayOff(_, off) | Warning::DueOnDayOff(_, off) => {
                let [off, _] = self.day_off(*off);
                off
            }
            Warning::DuePast(_) => "past".to_owned(),
            Warning::DueFarOff(_) => "over half a year".to_owned(),
            Warning::OtherCenter(center) => {
                format!("for {}", self.item(List::Center, center, Some(profile)))
            }
            Warning::NewnessDiffers(_) => "not as the case says".to_owned(),
        }
    }

    fn looks_like(&self, number: &str) -> String {
        format!("Careful: {number} may be the same call.")
    }

    fn saved(&self, number: &str, twin: Option<&str>, elsewhere: Option<&str>) -> String {
        let mut text = format!("Saved {number}");
        if let Some(twin) = twin {
            text += &format!("  Careful: {twin} may be the same call");
        }
        if let Some(why) = elsewhere {
            text += &format!("  {why}");
        }
        text
    }

    fn outside_period(&self, day: &str) -> String {
        format!("{day} is not in the period shown")
    }

    fn outside_list(&self) -> &'static str {
        "not in this list as it is narrowed"
    }

    fn unchanged(&self, number: &str) -> String {
        format!("Nothing was changed: {number} is as it was.")
    }

    fn follow_up_changed(&self, due: &str) -> String {
        format!("Changed elsewhere: it is due {due} now. Enter again does it all the same.")
    }

    fn damaged_drafts(&self, files: usize, first: &Path) -> String {
        format!(
            "Damaged drafts that cannot be read: {files}. They are kept: {}",
            shown(first)
        )
    }

    fn keys_forgotten(&self) -> &'static str {
        "Keys that were pressed meanwhile did nothing."
    }

    fn leaves_note(&self) -> &'static str {
        "Esc once more throws away what is typed here."
    }

    fn line_first(&self) -> &'static str {
        "Close this with Esc first, then press it again."
    }

    fn staff_is_kept(&self) -> &'static str {
        "  (fill in Staff once and it is kept)"
    }

    fn not_saved(&self, why: &str) -> String {
        format!("{why} What you typed is still on the screen.")
    }

    fn incomplete(&self) -> &'static str {
        "Not saved yet. Correct the fields marked with ! and press Ctrl-S again."
    }

    fn voided(&self, number: &str) -> String {
        format!("{number} is deleted. u brings it back.")
    }

    fn turned(&self, act: &str, records: u64, number: Option<&str>, again: bool) -> String {
        let what = match number {
            Some(number) => format!("{number}, {act}"),
            None => format!("{records} records, {act}"),
        };
        if again {
            format!("Done again: {what}. u takes it back.")
        } else {
            format!("Undone: {what}. U does it again.")
        }
    }

    fn removed_here(&self, characters: usize) -> String {
        match characters {
            1 => "1 character that cannot be kept was left out.".to_owned(),
            _ => format!("{characters} characters that cannot be kept were left out."),
        }
    }

    fn too_long(&self, most: usize, is: usize) -> String {
        format!("Too long, not taken: {is} characters, at most {most}.")
    }

    fn draft_kept(&self) -> &'static str {
        "The draft is kept. Ctrl-O goes on with it (then Ctrl-C 2 throws it away)."
    }

    fn draft_goes_on(&self) -> &'static str {
        "This goes on with the draft that was kept."
    }

    fn draft_gone(&self) -> &'static str {
        "Thrown away."
    }

    fn draft_was_saved(&self, number: &str) -> String {
        format!("That draft was saved already, as {number}.")
    }

    fn no_draft(&self) -> &'static str {
        "There is no draft."
    }

    fn drafts_kept(&self, drafts: usize) -> String {
        match drafts {
            1 => "1 draft kept (Ctrl-O goes on with it)".to_owned(),
            _ => format!("{drafts} drafts kept (Ctrl-O: the newest)"),
        }
    }

    fn draft_trouble(&self, why: &Unwritable) -> &'static str {
        match why {
            Unwritable::Full => "Drafts cannot be kept: the disk is full. Make room.",
            Unwritable::ReadOnly => "Drafts cannot be kept: the folder is read-only. Save soon with Ctrl-S.",
            Unwritable::Permission => {
                "Drafts cannot be kept: no permission to write there. Save soon with Ctrl-S."
            }
            _ => "Drafts cannot be kept: the disk reported an error. Have it examined.",
        }
    }

    fn nothing_there(&self) -> &'static str {
        "No record stands behind that figure."
    }

    fn not_the_marked(&self, marked: usize) -> String {
        format!(" (not the {marked} *)")
    }

    fn why_void(&self, name: &str) -> String {
        format!("Delete {name}, because:")
    }

    fn leave_form(&self) -> &'static str {
        "Leave without saving?"
    }

    fn leaving(&self) -> [&'static str; 2] {
        ["Close, keep the draft", "Throw it away"]
    }

    fn quit_with_drafts(&self, drafts: usize, is_kept: bool) -> String {
        match (drafts, is_kept) {
            (1, true) => "A draft is kept for the next start. Quit?".to_owned(),
            (_, true) => format!("{drafts} drafts are kept for the next start. Quit?"),
            (1, false) => "A draft cannot be kept on disk and will be lost. Quit all the same?".to_owned(),
            (_, false) => {
                format!("{drafts} drafts cannot be kept on disk and will be lost. Quit all the same?")
            }
        }
    }

    fn saved_elsewhere(&self) -> &'static str {
        "Somebody else saved this record meanwhile."
    }

    fn conflicting(&self, replaced: &[&str]) -> [String; 2] {
        let together = match replaced {
            [] => "Save both changes together".to_owned(),
            fields => format!("Save together (yours replaces theirs: {})", fields.join(", ")),
        };
        [together, "Leave it (yours stays a draft)".to_owned()]
    }

    fn versions(&self) -> [[&'static str; 3]; 2] {
        [
            ["In the ledger", "Typed here", "Together"],
            ["Ledger", "Here", "Both"],
        ]
    }
}
