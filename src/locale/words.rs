//! What things are called, and how dates and periods are written.

use chrono::{Datelike, NaiveDate};

use crate::domain::axis::{Axis, Bucket, Name};
use crate::domain::consultation::VoidReason;
use crate::domain::date::month_end;
use crate::domain::era::{era_of, fiscal_year};
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::list::{Code, Item, Label, List};
use crate::domain::period::{Period, Span};
use crate::domain::profile::Profile;
use crate::domain::standard::Part;
use crate::domain::tally::Count;
use crate::domain::value::{Value, clock};

/// How days are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateStyle {
    /// 2022-09-30
    #[default]
    Western,
    /// R4.9.30
    Era,
}

/// Most choices that a message lists: more would not be read.
pub const CHOICES: usize = 12;

/// The words of a language. What both languages build alike stands here once.
pub trait Words {
    /// A label of the profile.
    fn label<'a>(&self, label: &'a Label) -> &'a str;

    /// A field's name, but for the municipality's, which is the profile's word.
    fn field_name(&self, field: Field) -> &'static str;

    /// The name of an axis that is no field.
    fn axis_name(&self, axis: Axis) -> &'static str;

    /// What an axis calls the consultations without an answer.
    fn none(&self, axis: Axis) -> &'static str;

    /// A list's name, but for that of the municipalities, which is the profile's word.
    fn list_name(&self, list: List) -> &'static str;

    /// The title of a standard table.
    fn part(&self, part: Part) -> &'static str;

    /// The head of the column of totals.
    fn total(&self) -> &'static str;

    /// The head of the foot.
    fn grand_total(&self) -> &'static str;

    /// What stands where a figure is not applicable.
    fn not_applicable(&self) -> &'static str;

    /// What a table counts.
    fn count(&self, count: Count) -> &'static str;

    /// A calendar month, with its year where the table crosses fiscal years.
    fn month(&self, year: i32, month: u32, with_year: bool) -> String;

    /// A quarter of a fiscal year, with the year where the table crosses fiscal years.
    fn quarter(&self, fiscal_year: i32, quarter: u32, with_year: bool) -> String;

    /// A day of the week as a row's or column's name, 0 = Monday.
    fn weekday(&self, weekday: u8) -> &'static str;

    /// A day of the week in brackets after a date, 0 = Monday.
    fn weekday_mark(&self, weekday: u8) -> &'static str;

    /// An hour of the day.
    fn hour(&self, hour: u8) -> String;

    /// A day, in full.
    fn long_date(&self, day: NaiveDate) -> String;

    /// A fiscal year.
    fn fiscal_year(&self, year: i32) -> String;

    /// A calendar month by itself.
    fn calendar_month(&self, year: i32, month: u32) -> String;

    /// A half (1, 2) of a fiscal year.
    fn half(&self, fiscal_year: i32, half: u32) -> String;

    /// The quarter of a fiscal year by itself.
    fn whole_quarter(&self, fiscal_year: i32, quarter: u32) -> String;

    /// A fiscal year up to a day.
    fn year_to_date(&self, fiscal_year: i32) -> String;

    /// From a day to a day.
    fn range(&self, from: NaiveDate, to: NaiveDate) -> String;

    /// The last day counted, at the end of a month.
    fn to_month_end(&self, day: NaiveDate) -> String;

    /// The last day counted, within a month.
    fn as_of_day(&self, day: NaiveDate) -> String;

    /// Why a record no longer counts.
    fn void_reason(&self, reason: VoidReason) -> &'static str;

    /// What a journal entry records.
    fn act(&self, act: Act) -> &'static str;

    /// That a follow-up is done.
    fn done(&self) -> &'static str;

    /// That a follow-up is not needed any more.
    fn dropped(&self) -> &'static str;

    /// That an activity does not take place.
    fn cancelled(&self) -> &'static str;

    /// What stands between several answers.
    fn comma(&self) -> &'static str;

    /// What stands between a name and what is said of it.
    fn colon(&self) -> &'static str;

    /// The name of a receipt number.
    fn number(&self) -> &'static str;

    /// The name of whether a record still counts.
    fn void(&self) -> &'static str;

    /// A field's name.
    fn field<'a>(&self, field: Field, profile: Option<&'a Profile>) -> &'a str {
        match (field, profile) {
            (Field::Municipality, Some(profile)) => self.label(&profile.municipality_word),
            _ => self.field_name(field),
        }
    }

    /// A list's name.
    fn list<'a>(&self, list: List, profile: Option<&'a Profile>) -> &'a str {
        match (list, profile) {
            (List::Municipality, Some(profile)) => self.label(&profile.municipality_word),
            _ => self.list_name(list),
        }
    }

    /// An axis's name.
    fn axis<'a>(&self, axis: Axis, profile: &'a Profile) -> &'a str {
        match axis {
            Axis::Municipality => self.label(&profile.municipality_word),
            _ => self.axis_name(axis),
        }
    }

    /// The name of a row or column of a table over that period.
    fn bucket(&self, bucket: &Bucket, period: &Period) -> String {
        let with_year = fiscal_year(period.from) != fiscal_year(period.to);
        match &bucket.name {
            Name::Item(label) => self.label(label).to_owned(),
            Name::None(axis) => self.none(*axis).to_owned(),
            Name::Month(year, month) => self.month(*year, *month, with_year),
            Name::Quarter(year, quarter) => self.quarter(*year, *quarter, with_year),
            Name::Weekday(weekday) => self.weekday(*weekday).to_owned(),
            Name::Hour(hour) => self.hour(*hour),
            Name::Code => bucket.code.clone(),
        }
    }

    /// A code of a list, as its label where the profile knows it.
    fn item<'a>(&self, list: List, code: &'a Code, profile: Option<&'a Profile>) -> &'a str {
        match profile.and_then(|profile| profile.item(list, code)) {
            Some(item) => self.label(&item.label),
            None => code.as_str(),
        }
    }

    /// All items of a list with their codes, where there are few enough to be read.
    fn choices(&self, list: List, profile: Option<&Profile>) -> Option<String> {
        let items = profile?.items(list);
        let choice = |item: &Item| format!("{}({})", self.label(&item.label), item.code);
        let all = || items.iter().map(choice).collect::<Vec<_>>().join(self.comma());
        (1..=CHOICES).contains(&items.len()).then(all)
    }

    /// A field's value, as people read it.
    fn value(&self, field: Field, value: &Value, profile: &Profile) -> String {
        let label = |code| match field.list() {
            Some(list) => self.item(list, code, Some(profile)),
            None => code.as_str(),
        };
        match value {
            Value::Day(day) => self.date(*day),
            Value::Minute(minute) => clock(*minute),
            Value::Code(code) => label(code).to_owned(),
            Value::Codes(codes) => codes.iter().map(label).collect::<Vec<_>>().join(self.comma()),
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Done => self.done().to_owned(),
            Value::Birth(birth) if birth.month_only => birth.date.format("%Y-%m").to_string(),
            Value::Birth(birth) => self.date(birth.date),
            Value::Dropped if field == Field::Cancelled => self.cancelled().to_owned(),
            Value::Dropped => self.dropped().to_owned(),
        }
    }

    /// How days are written.
    fn date_style(&self) -> DateStyle;

    /// A day with its weekday, such as 2022-09-30(金) or R4.9.30(金).
    fn date(&self, day: NaiveDate) -> String {
        format!("{}({})", self.bare_date(day), self.weekday_mark(weekday_of(day)))
    }

    /// A day, such as 2022-09-30 or R4.9.30; before there was an era by the calendar.
    fn bare_date(&self, day: NaiveDate) -> String {
        match (self.date_style(), era_of(day)) {
            (DateStyle::Era, Some((era, year))) => {
                format!("{}{year}.{}.{}", era.letter(), day.month(), day.day())
            }
            _ => day.to_string(),
        }
    }

    /// A period's name, such as 令和4年度 上半期.
    fn period(&self, period: &Period) -> String {
        let (year, month) = (fiscal_year(period.from), period.from.month());
        let quarter = (month + 8) % 12 / 3 + 1;
        match period.span {
            Span::Month => self.calendar_month(period.from.year(), month),
            Span::Quarter => self.whole_quarter(year, quarter),
            Span::Half => self.half(year, quarter.div_ceil(2)),
            Span::Year => self.fiscal_year(year),
            Span::YearToDate => self.year_to_date(year),
            Span::Free => self.range(period.from, period.to),
        }
    }

    /// The last day that a table counts, such as 9月末迄 or 9月15日現在.
    fn as_of(&self, day: NaiveDate) -> String {
        if day == month_end(day) {
            self.to_month_end(day)
        } else {
            self.as_of_day(day)
        }
    }
}

/// The weekday's number, 0 = Monday.
fn weekday_of(day: NaiveDate) -> u8 {
    // Seven days: the number always fits.
    day.weekday().num_days_from_monday() as u8
}
