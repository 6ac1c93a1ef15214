//! A consultation: what was entered, and the rules that it must meet before it is a record.

use std::borrow::Cow;

use chrono::NaiveDate;
use uuid::Uuid;

use super::case::Child;
use super::era::{Era, fiscal_year, fiscal_year_era};
use super::field::{Field, Shape};
use super::list::{CONTINUING, Code, FAMILY, List, NEW, STAKEHOLDER};
use super::profile::Profile;
use super::text;
use super::value::{FieldError, Parsed, Problem, Value, Written};
use super::working::DayOff;

/// Minutes that few contacts last longer than: half a working day.
pub const LONG_MINUTES: u32 = 240;

/// The answers of one record, by field; a draft until [`Entry::complete`] has found nothing wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    values: [Option<Value>; Field::WHOLE],
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            values: [const { None }; Field::WHOLE],
        }
    }
}

impl Entry {
    /// The value of a field.
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.values[field as usize].as_ref()
    }

    /// Sets a field, or empties it.
    pub fn set(&mut self, field: Field, value: Option<Value>) {
        self.values[field as usize] = value;
    }

    /// Reads text into a field; the number of characters left out of it.
    ///
    /// # Errors
    /// What is wrong with the text; the field keeps its value.
    pub fn read(
        &mut self,
        field: Field,
        typed: &str,
        profile: &Profile,
        today: NaiveDate,
        written: Written,
    ) -> Result<usize, FieldError> {
        let parsed = Value::parse(field, typed, profile, today, written);
        let Parsed { value, removed } = parsed.map_err(|problem| FieldError { field, problem })?;
        self.set(field, value);
        Ok(removed)
    }

    /// The day, where one is set.
    pub fn day(&self) -> Option<NaiveDate> {
        self.day_of(Field::Date)
    }

    /// The item of a field with one answer.
    pub fn code(&self, field: Field) -> Option<&Code> {
        match self.get(field) {
            Some(Value::Code(code)) => Some(code),
            _ => None,
        }
    }

    /// The items of a field with several answers.
    pub fn codes(&self, field: Field) -> &[Code] {
        match self.get(field) {
            Some(Value::Codes(codes)) => codes,
            _ => &[],
        }
    }

    /// The text of a text field; empty where nothing stands.
    pub fn text(&self, field: Field) -> &str {
        match self.get(field) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The day of a field that holds one.
    pub fn day_of(&self, field: Field) -> Option<NaiveDate> {
        match self.get(field) {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// The number of a number field, or the minutes after midnight of a time.
    pub fn number(&self, field: Field) -> Option<u32> {
        match self.get(field) {
            Some(Value::Number(number)) => Some(*number),
            Some(Value::Minute(minute)) => Some((*minute).into()),
            _ => None,
        }
    }

    /// The fields that are answered, with their values, sorted by the fields' codes.
    pub fn pairs(&self) -> Vec<(&'static str, &Value)> {
        let pairs = Field::by_name()
            .iter()
            .filter_map(|field| Some((field.code(), self.get(*field)?)));
        pairs.collect()
    }

    /// Fills what follows from the rest: the kind, and the main topic (the first, unless said).
    pub fn settle(&mut self, profile: &Profile) {
        if self.get(Field::Kind).is_none() {
            self.set(Field::Kind, Some(Value::Code(profile.default_kind())));
        }
        match (
            self.code(Field::MainTopic).cloned(),
            self.codes(Field::Topic).first().cloned(),
        ) {
            (None, Some(first)) => self.set(Field::MainTopic, Some(Value::Code(first))),
            (Some(main), None) => self.set(Field::Topic, Some(Value::Codes(vec![main]))),
            _ => {}
        }
        self.order_answers(profile);
    }

    /// Puts the answers of each list into its order, so that equal records are equal.
    pub(super) fn order_answers(&mut self, profile: &Profile) {
        for field in Field::of_all() {
            if let (Shape::Many(list), Some(Value::Codes(codes))) =
                (field.shape(), &mut self.values[field as usize])
            {
                codes.sort_by_key(|code| profile.position(list, code));
            }
        }
    }

    /// Settles the entry and says everything that keeps it from being a record.
    ///
    /// # Errors
    /// One per field, in the order of the fields.
    pub fn complete(&mut self, profile: &Profile) -> Result<(), Vec<FieldError>> {
        self.settle(profile);
        let missing = Field::all()
            .filter(|field| field.spec().required && self.get(*field).is_none())
            .map(|field| FieldError {
                field,
                problem: Problem::Missing,
            });
        let mut errors: Vec<_> = missing.chain(self.contradictions(profile)).collect();
        errors.sort_by_key(|error| error.field);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Refuses answers that the profile does not have: what was typed may have been read by an earlier one.
    ///
    /// # Errors
    /// The fields with such answers.
    pub fn must_be_known(&self, profile: &Profile) -> Result<(), Vec<FieldError>> {
        let unknown = |field: Field| {
            let list = field.list()?;
            let mut codes = self.code(field).into_iter().chain(self.codes(field));
            let is_foreign = codes.any(|code| profile.position(list, code).is_none());
            let problem = Problem::NoSuchItem { list, nearest: None };
            is_foreign.then_some(FieldError { field, problem })
        };
        let foreign: Vec<_> = Field::of_all().filter_map(unknown).collect();
        if foreign.is_empty() { Ok(()) } else { Err(foreign) }
    }

    fn contradictions(&self, profile: &Profile) -> impl Iterator<Item = FieldError> {
        let party = self.code(Field::Party).map(Code::as_str);
        let has = |field: Field| self.get(field).is_some();
        let main = self.code(Field::MainTopic);
        let center = self
            .code(Field::Center)
            .and_then(|code| profile.item(List::Center, code));
        let closed = center
            .zip(self.day())
            .is_some_and(|(center, day)| !center.is_open_on(day));
        let due = has(Field::FollowUp);
        let topics = self.codes(Field::Topic);
        [
            (
                party == Some(STAKEHOLDER) && has(Field::Relation),
                Field::Relation,
                Problem::NeedsFamily,
            ),
            (
                party == Some(FAMILY) && has(Field::Field),
                Field::Field,
                Problem::NeedsStakeholder,
            ),
            (
                main.is_some_and(|main| !topics.contains(main)),
                Field::MainTopic,
                Problem::NotATopic,
            ),
            (closed, Field::Center, Problem::CenterNotOpen),
            (
                has(Field::FollowUpText) && !due,
                Field::FollowUpText,
                Problem::NeedsFollowUp,
            ),
            (
                has(Field::FollowUpDone) && !due,
                Field::FollowUpDone,
                Problem::NeedsFollowUp,
            ),
        ]
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, field, problem)| FieldError { field, problem })
    }

    /// What is allowed but unlikely; to be said, never to stand in the way.
    pub fn warnings(&self, profile: &Profile, today: NaiveDate) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if let Some(day) = self.day() {
            if day > today {
                warnings.push(Warning::Later(day));
            }
            if (today - day).num_days() > 31 {
                warnings.push(Warning::LongAgo(day));
            }
            warnings.extend(self.untimely(profile, day));
        }
        if let Some(due) = self.day_of(Field::FollowUp)
            && self.get(Field::FollowUpDone).is_none()
        {
            warnings.extend(profile.unlikely_due(due, today));
        }
        let minutes = self.number(Field::Minutes);
        warnings.extend(
            minutes
                .filter(|minutes| *minutes > LONG_MINUTES)
                .map(Warning::Long),
        );
        let belongs = self
            .code(Field::Municipality)
            .and_then(|code| profile.belonging(code));
        let responsible = belongs.and_then(|belonging| belonging.center.as_ref());
        if let (Some(responsible), Some(center)) = (responsible, self.code(Field::Center))
            && responsible != center
        {
            warnings.push(Warning::OtherCenter(responsible.clone()));
        }
        warnings
    }

    /// That nobody works on that day, or at that time. A profile without business hours says neither.
    fn untimely(&self, profile: &Profile, day: NaiveDate) -> Option<Warning> {
        let hours = profile.rules.business_hours.as_ref()?;
        if let Some(off) = profile.day_off(day) {
            return Some(Warning::DayOff(day, off));
        }
        let open = u32::from(hours.from_minute)..u32::from(hours.to_minute);
        let minute = self.number(Field::Time)?;
        (!open.contains(&minute)).then_some(Warning::OutsideHours)
    }
}

/// What is unlikely about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The day is still to come: not counted before it has.
    Later(NaiveDate),
    /// More than 31 days back.
    LongAgo(NaiveDate),
    /// Outside business hours.
    OutsideHours,
    /// On a public holiday or a closed day.
    DayOff(NaiveDate, DayOff),
    /// The follow-up is due on such a day.
    DueOnDayOff(NaiveDate, DayOff),
    /// The follow-up was due before today.
    DuePast(NaiveDate),
    /// The follow-up is due more than half a year ahead: a slip in the month leads into the next year.
    DueFarOff(NaiveDate),
    /// So many minutes, more than [`LONG_MINUTES`]: 300 is easily typed for 30.
    Long(u32),
    /// The municipality belongs to that other center.
    OtherCenter(Code),
    /// The profile's rule counts the case's record differently from what was entered.
    NewnessDiffers(Newness),
}

/// New or continuing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Newness {
    /// 新規
    New,
    /// 継続
    Continuing,
}

impl Newness {
    /// Its code in [`List::Newness`].
    pub fn code(self) -> &'static str {
        match self {
            Self::New => NEW,
            Self::Continuing => CONTINUING,
        }
    }
}

/// Why a record no longer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoidReason {
    /// 誤り
    Mistake,
    /// 重複
    Duplicate,
    /// その他
    Other,
    /// The change that made the record was undone.
    Undone,
}

impl VoidReason {
    /// All reasons; their places from 1 are what the ledger stores.
    pub const ALL: [Self; 4] = [Self::Mistake, Self::Duplicate, Self::Other, Self::Undone];

    /// Its code in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mistake => "mistake",
            Self::Duplicate => "duplicate",
            Self::Other => "other",
            Self::Undone => "undone",
        }
    }

    /// The reason of that code.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// A receipt number (受付番号): what people say on the phone, per center and fiscal year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// Fiscal year in which it was given.
    pub fiscal_year: i32,
    /// Center that gave it.
    pub center: Code,
    /// Running number from 1.
    pub serial: u32,
}

impl Number {
    /// As it is written, such as `R4-東-0012`; years before Reiwa with their own era's letter.
    pub fn display(&self, profile: &Profile) -> String {
        let (era, year) = fiscal_year_era(self.fiscal_year);
        let short = profile
            .center(&self.center)
            .map_or(self.center.as_str(), |center| &center.short);
        format!("{}{year}-{short}-{:04}", era.letter(), self.serial)
    }

    /// Reads a number as people type it, with or without leading zeros, in full-width too.
    pub fn parse(typed: &str, profile: &Profile) -> Option<Self> {
        let folded = text::fold(typed).replace(['ー', '−', '‐'], "-");
        let mut parts = folded.splitn(2, '-');
        let (year, rest) = (parts.next()?, parts.next()?);
        let (short, serial) = rest.rsplit_once('-')?;
        let letter = year.chars().next()?;
        let era = Era::ALL
            .into_iter()
            .find(|era| era.letter().eq_ignore_ascii_case(&letter))?;
        let number = Self {
            fiscal_year: era.fiscal_year(year[letter.len_utf8()..].parse().ok()?).ok()?,
            center: profile.center_by_short(short)?.code.clone(),
            serial: serial.parse().ok()?,
        };
        (number.serial > 0).then_some(number)
    }
}

/// A consultation as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// Its id (UUID v7): the same in every ledger that it is ever merged into.
    pub id: Uuid,
    /// Its receipt number in this ledger.
    pub number: Number,
    /// How often it was written, from 1.
    pub rev: u32,
    /// Why it no longer counts, if it does not.
    pub void: Option<VoidReason>,
    /// What was entered.
    pub entry: Entry,
    /// New or continuing by the profile's rule; computed when read, never stored.
    pub newness: Option<Newness>,
    /// What the case's file says of the child on that day; computed when read, never stored.
    pub child: Option<Child>,
}

impl Consultation {
    /// The value of a field as it counts: newness by the profile's rule, age and 医療的ケア as the case's
    /// file has them, and the record's own where it has not.
    pub fn counted(&self, field: Field) -> Option<Cow<'_, Value>> {
        let child = self.child.as_ref();
        let counted = match field {
            Field::Newness => self.newness.map(|newness| Value::Code(newness.code().into())),
            Field::ChildAge => {
                let age = child.and_then(|child| child.age);
                age.map(|age| Value::Number(age.years()))
            }
            Field::Care => {
                let care = child.map(|child| child.care.clone()).unwrap_or_default();
                (!care.is_empty()).then_some(Value::Codes(care))
            }
            _ => None,
        };
        match counted {
            Some(value) => Some(Cow::Owned(value)),
            None => self.entry.get(field).map(Cow::Borrowed),
        }
    }

    /// The fiscal year in which it counts.
    pub fn fiscal_year(&self) -> Option<i32> {
        self.entry.day().map(fiscal_year)
    }
}
