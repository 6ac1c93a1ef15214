//! The words in English.

use chrono::{Datelike, NaiveDate};

use super::English;
use crate::domain::axis::Axis;
use crate::domain::consultation::VoidReason;
use crate::domain::era::fiscal_year_era;
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::list::{Label, List};
use crate::domain::standard::Part;
use crate::domain::tally::Count;
use crate::locale::{DateStyle, Words};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(month: u32) -> &'static str {
    // A month is 1 to 12; anything else would show as December rather than stop a table.
    MONTHS[(month.max(1) as usize - 1).min(11)]
}

/// The fiscal year's short Japanese name, such as R4.
fn short_era(fiscal_year: i32) -> String {
    let (era, year) = fiscal_year_era(fiscal_year);
    format!("{}{year}", era.letter())
}

impl Words for English {
    fn date_style(&self) -> DateStyle {
        self.dates
    }

    fn label<'a>(&self, label: &'a Label) -> &'a str {
        label.en.as_deref().unwrap_or(&label.ja)
    }

    fn field_name(&self, field: Field) -> &'static str {
        match field {
            Field::Date => "Date",
            Field::Time => "Time",
            Field::Kind => "Kind",
            Field::Center => "Center",
            Field::Party => "Party",
            Field::Relation => "Relation",
            Field::Field => "Field",
            Field::Organisation => "Organisation",
            Field::Caller => "Caller",
            Field::Callback => "Callback",
            Field::Channel => "Channel",
            Field::Municipality => "Municipality",
            Field::Case => "Case",
            Field::ChildAge => "Age",
            Field::Care => "Medical care",
            Field::Newness => "New/continuing",
            Field::Topic => "Topics",
            Field::MainTopic => "Main topic",
            Field::Response => "Response",
            Field::Outcome => "Outcome",
            Field::State => "State",
            Field::Linked => "Linked agencies",
            Field::Minutes => "Minutes",
            Field::FollowUp => "Follow-up",
            Field::FollowUpText => "Follow-up text",
            Field::FollowUpDone => "Follow-up done",
            Field::Staff => "Staff",
            Field::Content => "Content",
            Field::Name => "Name",
            Field::Birth => "Born",
            Field::Hospital => "Main hospital",
            Field::Guardian => "Guardian",
            Field::GuardianContact => "Contact",
            Field::ConsentOn => "Consent on",
            Field::ConsentScope => "Consent covers",
            Field::ConsentWithdrawn => "Withdrawn on",
            Field::ClosedOn => "Closed on",
            Field::ClosedWhy => "Closed because",
            Field::Discuss => "To discuss",
            Field::CaseNotes => "Notes",
            Field::HeldOn => "Day",
            Field::LastDay => "Last day",
            Field::ActivityKind => "Kind",
            Field::Title => "Title",
            Field::Place => "Place",
            Field::Area => "Areas",
            Field::Audience => "For whom",
            Field::Participants => "Participants",
            Field::ActivityContent => "Content",
            Field::Cancelled => "Cancelled",
        }
    }

    fn axis_name(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Area => "Area",
            Axis::Age => "Age",
            Axis::Topic => "Topic",
            Axis::Linked => "Linked agency",
            Axis::Month => "Month",
            Axis::Quarter => "Quarter",
            Axis::Weekday => "Weekday",
            Axis::Hour => "Hour",
            _ => Field::by_code(axis.code()).map_or(axis.code(), |field| self.field_name(field)),
        }
    }

    fn none(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Case => "No case",
            Axis::Age => "Unknown",
            _ => "Not entered",
        }
    }

    fn list_name(&self, list: List) -> &'static str {
        match list {
            List::Kind => "kinds",
            List::Center => "centers",
            List::Party => "parties",
            List::Relation => "relations",
            List::Field => "fields",
            List::Channel => "channels",
            List::Municipality => "municipalities",
            List::Area => "areas",
            List::Topic => "topics",
            List::Care => "kinds of medical care",
            List::Outcome => "outcomes",
            List::State => "states",
            List::Linked => "linked agencies",
            List::Newness => "new/continuing",
            List::Age => "age bands",
            List::Activity => "kinds of activities",
        }
    }

    fn part(&self, part: Part) -> &'static str {
        match part {
            Part::Family => "Family",
            Part::Stakeholder => "Stakeholders",
            Part::Fields => "Stakeholders by field",
        }
    }

    fn total(&self) -> &'static str {
        "Total"
    }

    fn grand_total(&self) -> &'static str {
        "Total"
    }

    fn not_applicable(&self) -> &'static str {
        "-"
    }

    fn count(&self, count: Count) -> &'static str {
        match count {
            Count::Contacts => "Contacts",
            Count::People => "People",
        }
    }

    fn month(&self, year: i32, month: u32, with_year: bool) -> String {
        let name = &month_name(month)[..3];
        if with_year {
            format!("{name} {year}")
        } else {
            name.to_owned()
        }
    }

    fn quarter(&self, fiscal_year: i32, quarter: u32, with_year: bool) -> String {
        if with_year {
            format!("FY{fiscal_year} Q{quarter}")
        } else {
            format!("Q{quarter}")
        }
    }

    fn weekday(&self, weekday: u8) -> &'static str {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        DAYS[usize::from(weekday) % 7]
    }

    fn weekday_mark(&self, weekday: u8) -> &'static str {
        self.weekday(weekday)
    }

    fn hour(&self, hour: u8) -> String {
        format!("{hour:02}:00")
    }

    fn long_date(&self, day: NaiveDate) -> String {
        let weekday = self.weekday(day.weekday().num_days_from_monday() as u8);
        format!(
            "{weekday} {} {} {}",
            day.day(),
            month_name(day.month()),
            day.year()
        )
    }

    fn fiscal_year(&self, year: i32) -> String {
        format!("FY{year} ({})", short_era(year))
    }

    fn calendar_month(&self, year: i32, month: u32) -> String {
        format!("{} {year}", month_name(month))
    }

    fn half(&self, fiscal_year: i32, half: u32) -> String {
        let half = if half == 1 { "first" } else { "second" };
        format!("FY{fiscal_year} {half} half ({})", short_era(fiscal_year))
    }

    fn whole_quarter(&self, fiscal_year: i32, quarter: u32) -> String {
        format!("FY{fiscal_year} Q{quarter} ({})", short_era(fiscal_year))
    }

    fn year_to_date(&self, fiscal_year: i32) -> String {
        format!("FY{fiscal_year} to date ({})", short_era(fiscal_year))
    }

    fn range(&self, from: NaiveDate, to: NaiveDate) -> String {
        let day = |day: NaiveDate| format!("{} {} {}", day.day(), month_name(day.month()), day.year());
        if from == to {
            day(from)
        } else {
            format!("{} to {}", day(from), day(to))
        }
    }

    fn to_month_end(&self, day: NaiveDate) -> String {
        format!("to the end of {}", month_name(day.month()))
    }

    fn as_of_day(&self, day: NaiveDate) -> String {
        format!("as of {} {}", day.day(), month_name(day.month()))
    }

    fn void_reason(&self, reason: VoidReason) -> &'static str {
        match reason {
            VoidReason::Mistake => "mistake",
            VoidReason::Duplicate => "duplicate",
            VoidReason::Other => "other",
            VoidReason::Undone => "undone",
        }
    }

    fn act(&self, act: Act) -> &'static str {
        match act {
            Act::Init => "made",
            Act::Add => "added",
            Act::Edit => "changed",
            Act::Void => "deleted",
            Act::Import => "imported",
            Act::Undo => "undone",
            Act::Redo => "done again",
            Act::Profile => "profile set",
            Act::Restore => "restored",
            Act::CaseAdd => "case file made",
            Act::CaseEdit => "case file changed",
            Act::CaseClose => "case closed",
            Act::CaseReopen => "case reopened",
            Act::Close => "closed",
            Act::Reopen => "opened again",
            Act::ActivityAdd => "activity added",
            Act::ActivityEdit => "activity changed",
            Act::ActivityVoid => "activity deleted",
        }
    }

    fn done(&self) -> &'static str {
        "done"
    }

    fn dropped(&self) -> &'static str {
        "dropped"
    }

    fn cancelled(&self) -> &'static str {
        "cancelled"
    }

    fn comma(&self) -> &'static str {
        // The labels themselves hold commas.
        "; "
    }

    fn colon(&self) -> &'static str {
        ": "
    }

    fn number(&self) -> &'static str {
        "Number"
    }

    fn void(&self) -> &'static str {
        "Deleted"
    }
}
