//! What stands in the meeting's packet: its titles, and the sentences that are made from its figures.

mod en;
mod ja;

use chrono::{NaiveDate, Weekday};

use super::{Words, Workbooks, echo};
use crate::domain::field::NOTE_CHARS;
use crate::domain::packet::{NoPacket, Section};
use crate::domain::period::{Period, Span};
use crate::domain::profile::BusinessHours;
use crate::error::Refusal;

/// What a figure of the packet is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// 前年同期
    Year,
    /// 先月
    LastMonth,
    /// 前年同月
    SameMonth,
}

/// A name with its figure.
pub type Named = (String, u64);

/// What is most frequent in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Most {
    /// What shares the first place.
    pub first: Vec<Named>,
    /// What shares the second.
    pub second: Vec<Named>,
    /// How much of the total the first is, where it stands there alone, in per mille.
    pub per_mille: u64,
    /// The figure of the first in the same span a year earlier, where it stands there alone.
    pub before: Option<u64>,
}

/// The packet's words.
pub trait Packets: Words {
    /// What the packet is called.
    fn packet(&self) -> &'static str;

    /// On which day it was made.
    fn made_on(&self, day: NaiveDate) -> String;

    /// A section's title.
    fn section(&self, section: Section) -> &'static str;

    /// The head of a column of earlier figures.
    fn against(&self, against: Against) -> &'static str;

    /// The span that a column of earlier figures stands for.
    fn compared_with(&self, head: &str, span: &Period) -> String {
        let name = self.period(span);
        match span.span {
            Span::Free => format!("{head} = {name}"),
            _ => format!("{head} = {name} ({} - {})", span.from, span.to),
        }
    }

    /// The head of a column of differences.
    fn difference(&self) -> &'static str;

    /// What stands between two sentences.
    fn between_sentences(&self) -> &'static str;

    /// A total, and how it stands against an earlier one; `None` where nothing was recorded then.
    fn reads_total(&self, total: u64, before: Option<u64>, against: Against) -> String;

    /// What is most frequent.
    fn reads_most(&self, most: &Most) -> String;

    /// How the consultations fall into the two parties.
    fn reads_parties(&self, family: u64, stakeholder: u64) -> String;

    /// The head of a remark.
    fn remark(&self) -> &'static str;

    /// When a center is open.
    fn hours(&self, hours: &BusinessHours) -> String;

    /// The heads of the centers' table: name, address, telephone and mail, who runs it.
    fn center_heads(&self) -> [&'static str; 5];

    /// The name of the opening hours.
    fn hours_head(&self) -> &'static str;

    /// The heads of the cases for discussion: case, age, municipality, care, consultations of the fiscal year,
    /// the latest, what is to be discussed.
    fn case_heads(&self, municipality: &str) -> [String; 7];

    /// That no case is to be discussed, and which ones are.
    fn no_cases(&self) -> &'static str;

    /// That only pseudonyms stand there, of which cases.
    fn cases_rule(&self) -> &'static str;

    /// That no follow-up is past its day on that day.
    fn none_overdue(&self, day: NaiveDate) -> String;

    /// How many follow-ups are past their day on that day.
    fn overdue(&self, follow_ups: u64, day: NaiveDate) -> String;

    /// That so many more are overdue than are listed.
    fn more_overdue(&self, follow_ups: u64) -> String;

    /// The heads of the overdue follow-ups: due day, days past it, number, case, whom it was with, center.
    /// What is to be done is free text, which may name somebody, and stays in the ledger.
    fn overdue_heads(&self) -> [&'static str; 6];

    /// That nothing of this fiscal year is closed.
    fn nothing_closed(&self) -> &'static str;

    /// What stands for a figure below that one, which is too small to be published.
    fn small(&self, below: u32) -> String;

    /// What stands for a figure that is not published to protect others.
    fn withheld(&self) -> &'static str {
        "X"
    }

    /// What the mark of a small figure means.
    fn small_means(&self, below: u32) -> String;

    /// What the mark of a withheld figure means; `is_loose` where small ones are marked so too.
    fn withheld_means(&self, below: u32, is_loose: bool) -> String;

    /// That so many more cases are not listed for want of a consent.
    fn without_consent(&self, cases: u64) -> String;

    /// That names were left out of what is to be discussed.
    fn names_left_out(&self) -> &'static str;

    /// That hiding takes no account of what was published before.
    fn knows_no_earlier(&self) -> &'static str;

    /// Why there is no packet of a period.
    fn no_packet(&self, why: NoPacket) -> &'static str;

    /// That a remark is longer than is kept.
    fn remark_too_long(&self, most: usize) -> String;

    /// That the packet has no such section, and which ones it has.
    fn no_section(&self, typed: &str) -> String;

    /// Which sections are switched off, and how one is taken in again.
    fn left_out(&self, sections: &[&str]) -> String;

    /// Where the packet was written.
    fn packet_written(&self, path: &str) -> String;
}

/// The per mille of everything.
const WHOLE: u64 = 1000;

/// The first and the last of three weekdays or more that follow one another without a gap.
fn days_in_a_row(days: &[Weekday]) -> Option<(&Weekday, &Weekday)> {
    let follows = |pair: &[Weekday]| pair[0].succ() == pair[1];
    (days.len() > 2 && days.windows(2).all(follows)).then(|| days.first().zip(days.last()))?
}

/// The codes of all sections.
fn codes(between: &str) -> String {
    Section::ALL.map(Section::code).join(between)
}

/// Why a packet or a workbook was refused.
pub(super) fn refused(words: &(impl Packets + Workbooks), refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoSuchSection(typed) => words.no_section(&echo(typed)),
        Refusal::NoPacket(why) => words.no_packet(*why).to_owned(),
        Refusal::NoWorkbook => words.no_workbook().to_owned(),
        Refusal::RemarkTooLong => words.remark_too_long(NOTE_CHARS),
        Refusal::TooLargeForSheet(most) => words.too_large_for_sheet(*most),
        _ => words.not_on_a_terminal().to_owned(),
    }
}
