//! Reading a profile, and everything for which one is refused.

use std::collections::HashMap;
use std::ops::Range;

use chrono::{NaiveDate, Weekday};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};
use toml::value::Datetime;

use super::super::list::{ALL, CONSULTATION, Code, Item, Label, List, NONE, Shown};
use super::super::text;
use super::misshapen::{Wanted, misshapen};
use super::shape::{
    AgeFile, AgeRuleFile, CenterFile, Common, File, HoursFile, LabelFile, MunicipalityFile, NewnessFile,
    ReadingFile, RulesFile, ShownFile, commons,
};
use super::{AgeRule, Band, Belonging, BusinessHours, CenterDetail, NewnessRule, Profile, Rules};

/// Why a profile was refused, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("profile line {line}: {reason:?}")]
pub struct ProfileError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What can be wrong with a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not TOML.
    NotToml,
    /// No such key; the nearest, where one is near.
    UnknownKey(String, Option<String>),
    /// A key that must be there is not.
    MissingKey(String),
    /// A key stands twice.
    RepeatedKey(String),
    /// A value that the key does not take.
    NoSuchValue {
        /// The key.
        key: String,
        /// What stands there.
        typed: String,
        /// The nearest that it takes, where one is near.
        nearest: Option<String>,
        /// All that it takes.
        known: Vec<String>,
    },
    /// A value of another kind than the key takes.
    WrongKind(String, Wanted),
    /// Only format 1 is known.
    Format,
    /// A code has other characters than a-z, 0-9, `_` and `-`, or is a reserved word.
    BadCode(String),
    /// A code stands twice in one list.
    RepeatedCode(Code),
    /// Two items of a list read the same.
    RepeatedLabel(String),
    /// An empty label, or one with characters that cannot be shown.
    BadLabel,
    /// A municipality names a center that is not there.
    NoSuchCenter(String),
    /// A municipality names an area that is not there.
    NoSuchArea(String),
    /// A municipality of one center without an area.
    AreaMissing,
    /// Between these ages (in months) stands no band.
    AgeGap(u32, u32),
    /// Two bands hold the age (in months).
    AgeOverlap(u32),
    /// A band that ends before it begins.
    AgeReversed,
    /// The list must hold that code.
    Missing(List, &'static str),
    /// A date, a time or a day that is none.
    BadTime(String),
    /// `to` before `from`.
    Reversed,
}

/// Reads and checks a whole profile.
pub(super) fn read(toml: &str) -> Result<Profile, ProfileError> {
    let reader = Reader { toml };
    let table = DeTable::parse(toml).map_err(|error| misshapen(toml, &error))?;
    // The table goes where its values go; what is wrong with its shape is said first all the same.
    let unshowable = table.get_ref().values().find_map(unshowable);
    let file = File::deserialize(Deserializer::from(table)).map_err(|error| misshapen(toml, &error))?;
    match unshowable {
        Some(span) => reader.refuse(&span, Reason::BadLabel),
        None => reader.profile(&file),
    }
}

/// The first text with characters that cannot be shown: whatever a profile says may reach a terminal.
fn unshowable(value: &Spanned<DeValue<'_>>) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::String(text) => (text::clean(text, text::Kind::Line).removed > 0).then(|| value.span()),
        DeValue::Array(values) => values.iter().find_map(unshowable),
        DeValue::Table(table) => table.values().find_map(unshowable),
        _ => None,
    }
}

pub(super) fn line_of(toml: &str, offset: usize) -> usize {
    1 + toml.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}

struct Reader<'a> {
    toml: &'a str,
}

impl Reader<'_> {
    fn refuse<T>(&self, at: &Range<usize>, reason: Reason) -> Result<T, ProfileError> {
        Err(ProfileError {
            line: line_of(self.toml, at.start),
            reason,
        })
    }

    fn profile(&self, file: &File) -> Result<Profile, ProfileError> {
        if *file.format.get_ref() != 1 {
            return self.refuse(&file.format.span(), Reason::Format);
        }
        let mut profile = Profile {
            code: self.code(&file.code)?,
            name: label(&file.name),
            municipality_word: file
                .words
                .as_ref()
                .and_then(|words| words.municipality.as_ref())
                .map_or_else(|| Label::new("市町村", "Municipality"), label),
            rules: self.rules(&file.rules)?,
            lists: List::ALL.iter().map(|list| list.built_in()).collect(),
            centers: file.centers.iter().map(center_detail).collect(),
            belongings: Vec::new(),
            bands: file.lists.age.iter().map(band).collect(),
            by_code: HashMap::new(),
            by_label: HashMap::new(),
        };
        for list in List::ALL {
            let commons = commons(file, list);
            if !commons.is_empty() {
                // What the program brings stands in for a list that the profile does not have.
                profile.lists[list as usize].clear();
            }
            for common in &commons {
                profile.lists[list as usize].push(self.item(common)?);
            }
            self.index(&mut profile, list, &commons)?;
        }
        self.required(&profile)?;
        self.shorts(&profile, &file.centers)?;
        for municipality in &file.municipalities {
            profile.belongings.push(self.belonging(&profile, municipality)?);
        }
        self.bands(&file.lists.age)?;
        Ok(profile)
    }

    fn code(&self, code: &Spanned<String>) -> Result<Code, ProfileError> {
        let text = code.get_ref().as_str();
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
        if text.is_empty() || !text.bytes().all(allowed) || [NONE, ALL, "any"].contains(&text) {
            return self.refuse(&code.span(), Reason::BadCode(text.to_owned()));
        }
        Ok(text.into())
    }

    fn item(&self, common: &Common<'_>) -> Result<Item, ProfileError> {
        let readings = match common.reading {
            None => Vec::new(),
            Some(ReadingFile::One(reading)) => vec![reading.clone()],
            Some(ReadingFile::Several(readings)) => readings.clone(),
        };
        let is_empty = |label: &str| label.trim().is_empty();
        if is_empty(common.ja.get_ref()) || common.en.is_some_and(is_empty) {
            return self.refuse(&common.ja.span(), Reason::BadLabel);
        }
        let (from, to) = (self.day(common, common.from)?, self.day(common, common.to)?);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return self.refuse(&common.code.span(), Reason::Reversed);
        }
        Ok(Item {
            code: self.code(common.code)?,
            label: Label {
                ja: common.ja.get_ref().clone(),
                en: common.en.map(str::to_owned),
            },
            readings,
            shown: match common.shown {
                None | Some(ShownFile::Always) => Shown::Always,
                Some(ShownFile::Nonzero) => Shown::Nonzero,
                Some(ShownFile::Off) => Shown::Off,
            },
            from,
            to,
        })
    }

    fn day(&self, common: &Common<'_>, day: Option<Datetime>) -> Result<Option<NaiveDate>, ProfileError> {
        let Some(day) = day else { return Ok(None) };
        let date = day.date.filter(|_| day.time.is_none() && day.offset.is_none());
        let date = date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()));
        match date {
            Some(date) => Ok(Some(date)),
            None => self.refuse(&common.code.span(), Reason::BadTime(day.to_string())),
        }
    }

    /// Makes a list's items findable; whatever could mean two of them is refused.
    fn index(&self, profile: &mut Profile, list: List, commons: &[Common<'_>]) -> Result<(), ProfileError> {
        for (at, item) in profile.lists[list as usize].iter().enumerate() {
            let span = || commons.get(at).map_or(0..0, |common| common.code.span());
            if profile.by_code.insert((list, item.code.clone()), at).is_some() {
                return self.refuse(&span(), Reason::RepeatedCode(item.code.clone()));
            }
            let spellings = [
                Some(item.code.as_str()),
                Some(&item.label.ja),
                item.label.en.as_deref(),
            ];
            for spelling in spellings.into_iter().flatten() {
                let known = profile.by_label.insert((list, text::fold(spelling)), at);
                if known.is_some_and(|other| other != at) {
                    return self.refuse(&span(), Reason::RepeatedLabel(spelling.to_owned()));
                }
            }
        }
        Ok(())
    }

    /// What the program's own rules name must be there.
    fn required(&self, profile: &Profile) -> Result<(), ProfileError> {
        let found = |list: List, code: &str| profile.position(list, &code.into()).is_some();
        let whole = 0..0;
        if !found(List::Kind, CONSULTATION) {
            return self.refuse(&whole, Reason::Missing(List::Kind, CONSULTATION));
        }
        for list in [List::Center, List::Channel, List::Municipality] {
            if profile.items(list).is_empty() {
                return self.refuse(&whole, Reason::Missing(list, "…"));
            }
        }
        Ok(())
    }

    /// Receipt numbers tell the centers apart by these, however they are typed.
    fn shorts(&self, profile: &Profile, files: &[CenterFile]) -> Result<(), ProfileError> {
        let mut known = Vec::new();
        for (center, file) in profile.centers.iter().zip(files) {
            let folded = text::fold(&center.short);
            if folded.is_empty() || folded.contains(['-', ' ']) {
                return self.refuse(&file.code.span(), Reason::BadLabel);
            }
            if known.contains(&folded) {
                return self.refuse(&file.code.span(), Reason::RepeatedLabel(center.short.clone()));
            }
            known.push(folded);
        }
        Ok(())
    }

    fn belonging(&self, profile: &Profile, file: &MunicipalityFile) -> Result<Belonging, ProfileError> {
        let center = file.center.get_ref().as_str();
        if center == "any" {
            return Ok(Belonging::default());
        }
        if profile.position(List::Center, &center.into()).is_none() {
            return self.refuse(&file.center.span(), Reason::NoSuchCenter(center.to_owned()));
        }
        let Some(area) = &file.area else {
            return self.refuse(&file.center.span(), Reason::AreaMissing);
        };
        let code = Code::from(area.get_ref().as_str());
        if profile.position(List::Area, &code).is_none() {
            return self.refuse(&area.span(), Reason::NoSuchArea(area.get_ref().clone()));
        }
        Ok(Belonging {
            center: Some(center.into()),
            area: Some(code),
        })
    }

    /// Bands stand in order of age and meet without gap or overlap.
    fn bands(&self, ages: &[AgeFile]) -> Result<(), ProfileError> {
        let mut next = ages.first().map_or(0, |age| age.from_months);
        for (at, age) in ages.iter().enumerate() {
            let span = age.code.span();
            if age.from_months > next {
                return self.refuse(&span, Reason::AgeGap(next, age.from_months));
            }
            if age.from_months < next {
                return self.refuse(&span, Reason::AgeOverlap(age.from_months));
            }
            match age.below_months {
                Some(below) if below <= age.from_months => return self.refuse(&span, Reason::AgeReversed),
                Some(below) => next = below,
                None if at + 1 < ages.len() => {
                    return self.refuse(
                        &ages[at + 1].code.span(),
                        Reason::AgeOverlap(ages[at + 1].from_months),
                    );
                }
                None => {}
            }
        }
        match ages.first() {
            Some(age) if age.from_months > 0 => {
                self.refuse(&age.code.span(), Reason::AgeGap(0, age.from_months))
            }
            _ => Ok(()),
        }
    }

    fn rules(&self, file: &RulesFile) -> Result<Rules, ProfileError> {
        let business_hours = match &file.business_hours {
            None => None,
            Some(hours) => match hours_of(hours.get_ref()) {
                Ok(hours) => Some(hours),
                Err(bad) => return self.refuse(&hours.span(), Reason::BadTime(bad)),
            },
        };
        Ok(Rules {
            newness: match file.newness {
                NewnessFile::CaseEver => NewnessRule::CaseEver,
                NewnessFile::CaseFiscalYear => NewnessRule::CaseFiscalYear,
                NewnessFile::AsEntered => NewnessRule::AsEntered,
            },
            age: match file.age {
                AgeRuleFile::Age => AgeRule::Age,
                AgeRuleFile::SchoolYear => AgeRule::SchoolYear,
            },
            retention_years: file.retention_years,
            small_number: file.small_number,
            board_small_number: file.board_small_number,
            business_hours,
        })
    }
}

fn label(file: &LabelFile) -> Label {
    Label {
        ja: file.ja.clone(),
        en: file.en.clone(),
    }
}

fn band(file: &AgeFile) -> Band {
    Band {
        from_months: file.from_months,
        below_months: file.below_months,
    }
}

fn center_detail(file: &CenterFile) -> CenterDetail {
    CenterDetail {
        short: file
            .short
            .clone()
            .unwrap_or_else(|| file.ja.get_ref().chars().take(1).collect()),
        name: file.name.as_ref().map(label),
        address: file.address.clone(),
        operator: file.operator.clone(),
        tel: file.tel.clone(),
        fax: file.fax.clone(),
        email: file.email.clone(),
    }
}

/// Reads business hours; the error is the part that is no time or day.
fn hours_of(file: &HoursFile) -> Result<BusinessHours, String> {
    let bad = |text: &str| text.to_owned();
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        let is_time = hour < 24 && minute < 60 || (hour, minute) == (24, 0);
        is_time.then_some(hour * 60 + minute)
    };
    let month_day = |text: &str| {
        let (month, day) = text.split_once('-')?;
        let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
        // A leap year, so that 29 February is a day.
        NaiveDate::from_ymd_opt(2000, month, day).map(|_| (month, day))
    };
    let mut hours = BusinessHours {
        from_minute: minute(&file.from).ok_or_else(|| bad(&file.from))?,
        to_minute: minute(&file.to).ok_or_else(|| bad(&file.to))?,
        days: Vec::new(),
        closed_on_holidays: false,
        closed: Vec::new(),
    };
    if hours.to_minute <= hours.from_minute {
        return Err(bad(&file.to));
    }
    for day in &file.days {
        hours.days.push(day.parse::<Weekday>().map_err(|_| bad(day))?);
    }
    for closed in &file.closed {
        if closed == "holidays" {
            hours.closed_on_holidays = true;
            continue;
        }
        let ends = closed.split_once("..").unwrap_or((closed, closed));
        let ends = month_day(ends.0)
            .zip(month_day(ends.1))
            .ok_or_else(|| bad(closed))?;
        hours.closed.push(ends);
    }
    Ok(hours)
}
