//! The packet's words in English.

use chrono::{NaiveDate, Weekday};

use super::{Against, Most, Named, Packets, WHOLE, codes, days_in_a_row};
use crate::domain::packet::{NoPacket, Section};
use crate::domain::profile::BusinessHours;
use crate::domain::value::clock;
use crate::locale::Words;
use crate::locale::en::English;

impl Packets for English {
    fn packet(&self) -> &'static str {
        "Support center for children who need medical care: operations meeting"
    }

    fn made_on(&self, day: NaiveDate) -> String {
        format!("Made on {}", self.long_date(day))
    }

    fn section(&self, section: Section) -> &'static str {
        match section {
            Section::Centers => "The centers",
            Section::Running => "Consultations",
            Section::YearToDate => "Fiscal year to date",
            Section::Month => "The month",
            Section::Months => "Month by month",
            Section::Topics => "Topics",
            Section::Channels => "Channels",
            Section::Areas => "Areas",
            Section::Ages => "Ages",
            Section::Newness => "New and continuing",
            Section::Cases => "Cases for discussion",
            Section::FollowUps => "Overdue follow-ups",
            Section::Activities => "Activities",
            Section::Changes => "Changes since closing",
        }
    }

    fn against(&self, against: Against) -> &'static str {
        match against {
            Against::Year => "Year before",
            Against::LastMonth => "Month before",
            Against::SameMonth => "Year before",
        }
    }

    fn difference(&self) -> &'static str {
        "Change"
    }

    fn between_sentences(&self) -> &'static str {
        " "
    }

    fn reads_total(&self, total: u64, before: Option<u64>, against: Against) -> String {
        let against = match against {
            Against::Year => "in the same span a year earlier",
            Against::LastMonth => "in the month before",
            Against::SameMonth => "in the same month a year earlier",
        };
        match before {
            None => format!("{total} in all; nothing was recorded {against}."),
            Some(before) if before == total => format!("{total} in all, as many as {against}."),
            Some(before) if before < total => {
                format!(
                    "{total} in all, {} more than {against} ({before}).",
                    total - before
                )
            }
            Some(before) => format!(
                "{total} in all, {} fewer than {against} ({before}).",
                before - total
            ),
        }
    }

    fn reads_most(&self, most: &Most) -> String {
        let names = |named: &[Named]| {
            let names: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
            names.join(" and ")
        };
        let figure = |named: &[Named]| {
            let each = if named.len() > 1 { " each" } else { "" };
            format!("{}{each}", named.first().map_or(0, |(_, n)| *n))
        };
        if let ([(name, n)], WHOLE) = (&most.first[..], most.per_mille) {
            return format!("All {n}: {name}.");
        }
        let mut said = format!("Most frequent: {}, {}", names(&most.first), figure(&most.first));
        if let [(_, n)] = &most.first[..] {
            said += &format!(" ({}.{}%)", most.per_mille / 10, most.per_mille % 10);
            said += &match most.before {
                None => String::new(),
                Some(before) if before == *n => ", as a year earlier".to_owned(),
                Some(before) if before < *n => format!(", {} more than a year earlier", n - before),
                Some(before) => format!(", {} fewer than a year earlier", before - n),
            };
        }
        if !most.second.is_empty() {
            said += &format!("; then {}, {}", names(&most.second), figure(&most.second));
        }
        said + "."
    }

    fn reads_parties(&self, family: u64, stakeholder: u64) -> String {
        format!("{family} from families, {stakeholder} from stakeholders.")
    }

    fn remark(&self) -> &'static str {
        "Remark"
    }

    fn hours(&self, hours: &BusinessHours) -> String {
        let name = |day: &Weekday| self.weekday(day.num_days_from_monday() as u8);
        let days = match days_in_a_row(&hours.days) {
            Some((first, last)) => format!("{} to {},", name(first), name(last)),
            None => hours.days.iter().map(name).collect::<Vec<_>>().join(" "),
        };
        let closed = hours
            .closed
            .iter()
            .map(|((month, day), (to_month, to_day))| format!("{month}/{day} to {to_month}/{to_day}"));
        let holidays = hours.closed_on_holidays.then(|| "public holidays".to_owned());
        let closed: Vec<String> = holidays.into_iter().chain(closed).collect();
        let but = match closed.is_empty() {
            true => String::new(),
            false => format!(" (closed on {})", closed.join(", ")),
        };
        let (from, to) = (clock(hours.from_minute), clock(hours.to_minute));
        format!("{days} {from} to {to}{but}")
    }

    fn center_heads(&self) -> [&'static str; 5] {
        ["Name", "Municipalities", "Address", "Contact", "Operator"]
    }

    fn hours_head(&self) -> &'static str {
        "Hours"
    }

    fn case_heads(&self, municipality: &str) -> [String; 7] {
        let heads = [
            "Case",
            "Age",
            municipality,
            "Care",
            "This fiscal year",
            "Latest",
            "To discuss",
        ];
        heads.map(str::to_owned)
    }

    fn no_cases(&self) -> &'static str {
        "No case is marked for discussion."
    }

    fn cases_rule(&self) -> &'static str {
        "By pseudonymous code: open cases in which something is to be discussed and a consent holds."
    }

    fn without_consent(&self, cases: u64) -> String {
        let cases = if cases == 1 {
            "One case".to_owned()
        } else {
            format!("{cases} cases")
        };
        format!("{cases} to be discussed: not listed for want of a consent that holds.")
    }

    fn names_left_out(&self) -> &'static str {
        "What is like a name in the files is replaced by ＊＊. Look whether other names are left."
    }

    fn none_overdue(&self, day: NaiveDate) -> String {
        format!("On {} no follow-up is overdue.", self.long_date(day))
    }

    fn overdue(&self, follow_ups: u64, day: NaiveDate) -> String {
        let (are, s) = if follow_ups == 1 { ("is", "") } else { ("are", "s") };
        format!(
            "On {} {follow_ups} follow-up{s} {are} overdue.",
            self.long_date(day)
        )
    }

    fn more_overdue(&self, follow_ups: u64) -> String {
        format!("And {follow_ups} more; soudan due lists them all.")
    }

    fn overdue_heads(&self) -> [&'static str; 6] {
        ["Due", "Days overdue", "Number", "Case", "From", "Center"]
    }

    fn nothing_closed(&self) -> &'static str {
        "Nothing of this fiscal year is closed."
    }

    fn small(&self, below: u32) -> String {
        format!("<{below}")
    }

    fn small_means(&self, below: u32) -> String {
        format!("<{below} stands for 1 to {}.", below.saturating_sub(1))
    }

    fn withheld_means(&self, below: u32, is_loose: bool) -> String {
        if is_loose {
            format!(
                "X is a withheld figure: one of 1 to {}, or one from which those could be computed.",
                below.saturating_sub(1)
            )
        } else {
            format!(
                "X is a figure of {below} or more, withheld so that smaller ones cannot be computed, or a change of one."
            )
        }
    }

    fn knows_no_earlier(&self) -> &'static str {
        "What is hidden here may still follow from what was published earlier: that was not looked at."
    }

    fn no_packet(&self, why: NoPacket) -> &'static str {
        match why {
            NoPacket::Length => "A packet is made of a month or a half-year, such as 2022-09 or 2022H1.",
            NoPacket::DoesNotTie => {
                "Its figures do not tie, so it cannot be published. Nothing was written. Examine the ledger with soudan check."
            }
            NoPacket::NotBegun => "That period has not begun. Name a month or a half-year that has.",
        }
    }

    fn remark_too_long(&self, most: usize) -> String {
        format!("A remark holds {most} characters. Shorten it, or put a part of it under another section.")
    }

    fn no_section(&self, typed: &str) -> String {
        format!("The packet has no section {typed}. It has {}.", codes(", "))
    }

    fn left_out(&self, sections: &[&str]) -> String {
        format!(
            "Sections that are switched off: {}. --switch-on takes one in again.",
            sections.join(", ")
        )
    }

    fn packet_written(&self, path: &str) -> String {
        format!("Packet written: {path}")
    }
}
