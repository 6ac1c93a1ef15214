//! The two offices: who calls them in a month, about whom, and what they write down.

use chrono::{Datelike, NaiveDate};

use super::chance::Chance;
use super::days::Calendar;
use super::plots::{Caller, PLOTS, Plot};
use crate::domain::consultation::Entry;
use crate::domain::field::Field;
use crate::domain::list::{CONSULTATION, CONTINUING, Code, FAMILY, NEW, STAKEHOLDER};
use crate::domain::value::Value;
use crate::locale::Lang;
use crate::locale::demo::{Story, told};

/// So many contacts later a story is not told again soon.
const SOON: usize = 10;
/// Consultations of a month, January first: the turn of the fiscal year and the end of summer are busy.
const BY_MONTH: [usize; 12] = [24, 26, 31, 33, 27, 26, 24, 21, 32, 29, 27, 22];
/// The least and the most of a month.
const LEAST: usize = 20;
const MOST: usize = 35;

/// A center as it stands in the built-in profile.
struct Site {
    code: &'static str,
    /// What its cases' codes begin with.
    letter: char,
    staff: [(&'static str, usize); 2],
    /// Municipalities, about as often as children live there.
    towns: &'static [(&'static str, usize)],
}

/// Both centers, our own first.
const SITES: [Site; 2] = [
    Site {
        code: "east",
        letter: 'E',
        staff: [(super::OWN_STAFF, 3), ("c2", 2)],
        towns: &[
            ("iwakuni", 13),
            ("shunan", 14),
            ("kudamatsu", 6),
            ("hikari", 5),
            ("yanai", 3),
            ("waki", 1),
            ("tabuse", 1),
            ("hirao", 1),
            ("suo-oshima", 1),
            ("kaminoseki", 1),
        ],
    },
    Site {
        code: "west",
        letter: 'W',
        staff: [("c3", 3), ("c4", 2)],
        towns: &[
            ("shimonoseki", 24),
            ("yamaguchi", 19),
            ("ube", 16),
            ("hofu", 11),
            ("sanyo-onoda", 6),
            ("hagi", 4),
            ("nagato", 3),
            ("mine", 2),
            ("abu", 1),
        ],
    },
];

const RELATIONS: [(&str, usize); 6] = [
    ("mother", 78),
    ("father", 11),
    ("grandparent", 6),
    ("self", 2),
    ("sibling", 1),
    ("other", 2),
];
/// As often as in the printed report of fiscal 2022.
const FIELDS: [(&str, usize); 5] = [
    ("medical", 7),
    ("welfare", 6),
    ("childcare", 1),
    ("education", 1),
    ("government", 2),
];
const FAMILY_CHANNELS: [(&str, usize); 5] = [
    ("phone", 58),
    ("visit", 14),
    ("home_visit", 16),
    ("email", 9),
    ("web", 3),
];
const STAKEHOLDER_CHANNELS: [(&str, usize); 5] = [
    ("phone", 72),
    ("visit", 8),
    ("home_visit", 2),
    ("email", 13),
    ("web", 5),
];
const CARES: [(&str, usize); 9] = [
    ("suction", 10),
    ("tube_feeding", 10),
    ("ventilator", 6),
    ("tracheostomy", 6),
    ("oxygen", 6),
    ("nebulizer", 3),
    ("catheterization", 3),
    ("seizure", 3),
    ("glucose", 2),
];
/// How old a child is when its case begins.
const AGES: [(u32, usize); 8] = [(0, 7), (1, 4), (2, 3), (4, 4), (5, 4), (7, 4), (11, 3), (16, 4)];

/// A child, as long as we know it.
pub(super) struct Case {
    pub code: String,
    pub town: &'static str,
    /// In full years, on the day of the first contact.
    pub age: u32,
    pub since: NaiveDate,
    pub cares: Vec<&'static str>,
    relation: &'static str,
}

/// A contact as the office writes it down.
#[derive(Clone)]
pub(super) struct Contact {
    pub day: NaiveDate,
    /// Minutes after midnight.
    pub minute: u16,
    pub staff: &'static str,
    pub story: Story,
    pub entry: Entry,
    /// Its follow-up is not done, though it may be overdue.
    pub is_waiting: bool,
}

/// Whom a contact is about.
struct Child {
    case: Option<String>,
    town: &'static str,
    age: u32,
    cares: Vec<&'static str>,
    relation: &'static str,
}

impl Plot {
    /// Whether it can be told of a child.
    fn fits(&self, child: &Child) -> bool {
        let (from, to) = self.ages;
        let has = |care: &str| child.cares.contains(&care);
        (from..=to).contains(&child.age) && self.care.is_none_or(has)
    }
}

/// The offices at work.
pub(super) struct Office<'a> {
    pub chance: Chance,
    pub calendar: Calendar<'a>,
    pub lang: Lang,
    cases: [Vec<Case>; 2],
    /// The stories in the order in which they were told.
    told: Vec<Story>,
}

impl<'a> Office<'a> {
    pub fn new(seed: u64, calendar: Calendar<'a>, lang: Lang) -> Self {
        Self {
            chance: Chance::new(seed),
            calendar,
            lang,
            cases: [Vec::new(), Vec::new()],
            told: Vec::new(),
        }
    }

    /// The cases of the ledger's own center.
    pub fn own_cases(&self) -> &[Case] {
        &self.cases[0]
    }

    /// A month's contacts in the order of their time. In the first year the offices are less known.
    pub fn month(&mut self, month: NaiveDate, is_first_year: bool) -> Vec<Contact> {
        let days = self.calendar.rest_of_month(month);
        let usual = BY_MONTH[month.month0() as usize] + self.chance.below(5) - 2;
        let known = if is_first_year { usual * 9 / 10 } else { usual };
        let mut times = Vec::new();
        for _ in 0..known.clamp(LEAST, MOST) {
            times.push((self.time(&days, month), CONSULTATION));
        }
        for _ in 0..3 + self.chance.below(4) {
            times.push((self.time(&days, month), "liaison"));
        }
        for _ in 0..1 + self.chance.below(2) {
            times.push((self.time(&days, month), "information"));
        }
        times.sort_unstable();
        let contacts = times
            .into_iter()
            .filter_map(|((day, minute), kind)| self.contact(day, minute, kind));
        contacts.collect()
    }

    /// An open day, and a time in office hours or, now and then, soon after.
    fn time(&mut self, days: &[NaiveDate], month: NaiveDate) -> (NaiveDate, u16) {
        let day = days.get(self.chance.below(days.len())).copied().unwrap_or(month);
        let (first, steps) = if self.chance.is(4) { (965, 16) } else { (545, 82) };
        // Less than a day of minutes always fits.
        (day, first + 5 * self.chance.below(steps) as u16)
    }

    fn contact(&mut self, day: NaiveDate, minute: u16, kind: &'static str) -> Option<Contact> {
        let at = usize::from(self.chance.is(54));
        let site = &SITES[at];
        let caller = if kind == CONSULTATION && self.chance.is(44) {
            Caller::Family
        } else {
            Caller::Of(self.chance.code(&FIELDS))
        };
        let has_case = kind != "information" && self.chance.is(55);
        let child = has_case.then(|| self.case(at, day));
        let known = child.and_then(|child| {
            let plot = self.plot(day, kind, |plot| plot.caller == caller && plot.fits(&child))?;
            Some((plot, child))
        });
        let (plot, child) = match known {
            Some(known) => known,
            // Such a caller has nothing to tell of that child.
            None => {
                let plot = self.plot(day, kind, |plot| plot.caller == caller);
                let plot = plot.or_else(|| self.plot(day, kind, |_| true))?;
                (plot, self.anonymous(site, plot))
            }
        };
        let mut entry = Entry::default();
        let mut set = |field, value| entry.set(field, Some(value));
        set(Field::Date, Value::Day(day));
        set(Field::Time, Value::Minute(minute));
        set(Field::Kind, code(kind));
        set(Field::Center, code(site.code));
        let staff = self.chance.code(&site.staff);
        set(Field::Staff, Value::Text(staff.to_owned()));
        self.write_caller(&mut entry, plot, &child);
        self.write_child(&mut entry, plot, child);
        self.write_answer(&mut entry, plot);
        Some(Contact {
            day,
            minute,
            staff,
            story: plot.story,
            entry,
            is_waiting: false,
        })
    }

    /// A child whose case runs, or whose case begins with this contact.
    fn case(&mut self, at: usize, day: NaiveDate) -> Child {
        let (chance, cases) = (&mut self.chance, &mut self.cases[at]);
        if cases.is_empty() || chance.is(17) {
            let age = chance
                .weighted(&AGES, |(_, weight)| *weight)
                .map_or(0, |(age, _)| *age);
            cases.push(Case {
                code: format!("{}-{:03}", SITES[at].letter, cases.len() + 1),
                town: chance.code(SITES[at].towns),
                age,
                since: day,
                cares: cares(chance, None),
                relation: chance.code(&RELATIONS),
            });
        }
        // A family is in touch for a while; then others are.
        let back = chance.below(9).min(chance.below(9)).min(cases.len() - 1);
        let case = &cases[cases.len() - 1 - back];
        Child {
            case: Some(case.code.clone()),
            town: case.town,
            age: case.age + day.years_since(case.since).unwrap_or(0),
            cares: case.cares.clone(),
            relation: if chance.is(80) { case.relation } else { "mother" },
        }
    }

    fn anonymous(&mut self, site: &Site, plot: &Plot) -> Child {
        let chance = &mut self.chance;
        Child {
            case: None,
            town: chance.code(site.towns),
            age: chance.within(plot.ages),
            cares: cares(chance, plot.care),
            relation: chance.code(&RELATIONS),
        }
    }

    /// One of the stories of a kind that may be told: in its season more often, and seldom again soon.
    fn plot(&mut self, day: NaiveDate, kind: &str, may_be: impl Fn(&Plot) -> bool) -> Option<&'static Plot> {
        let last = &self.told[self.told.len().saturating_sub(SOON)..];
        self.chance.weighted(&PLOTS, |plot| {
            let is_season = plot.season.contains(&day.month());
            let often = match (is_season, last.contains(&plot.story)) {
                (true, false) => 15,
                (false, false) => 5,
                (_, true) => 1,
            };
            plot.weight * often * usize::from(plot.kind == kind && may_be(plot))
        })
    }

    fn write_caller(&mut self, entry: &mut Entry, plot: &Plot, child: &Child) {
        let mut set = |field, value| entry.set(field, Some(value));
        let channels = match plot.caller {
            Caller::Family => {
                set(Field::Party, code(FAMILY));
                // A small child does not call itself.
                let is_too_young = child.relation == "self" && child.age < 12;
                let relation = if is_too_young { "mother" } else { child.relation };
                set(Field::Relation, code(relation));
                &FAMILY_CHANNELS
            }
            Caller::Of(field) => {
                set(Field::Party, code(STAKEHOLDER));
                set(Field::Field, code(field));
                set(Field::Organisation, text(told(self.lang, plot.story).office));
                &STAKEHOLDER_CHANNELS
            }
        };
        let channel = self.chance.code(channels);
        set(Field::Channel, code(channel));
        let (first, step, steps) = match channel {
            "visit" => (40, 10, 5),
            "home_visit" => (60, 15, 5),
            "web" => (30, 10, 4),
            "email" => (10, 5, 4),
            _ => (10, 5, 7),
        };
        set(
            Field::Minutes,
            Value::Number(first + step * self.chance.within((0, steps - 1))),
        );
    }

    fn write_child(&mut self, entry: &mut Entry, plot: &Plot, child: Child) {
        let is_about_nobody = plot.kind == "information" || plot.topics == ["regional"];
        if is_about_nobody {
            return;
        }
        let mut set = |field, value| entry.set(field, Some(value));
        let town = if plot.story == Story::MovingIn && self.chance.is(60) {
            "outside"
        } else {
            child.town
        };
        let is_known = child.case.is_some();
        if is_known || self.chance.is(94) {
            set(Field::Municipality, code(town));
        }
        let says_care = is_known || plot.care.is_some() || self.chance.is(35);
        if says_care {
            set(Field::Care, codes(&child.cares));
        }
        if let Some(case) = child.case {
            set(Field::Case, Value::Text(case));
            return;
        }
        let is_family = plot.caller == Caller::Family;
        if self.chance.is(if is_family { 70 } else { 30 }) {
            set(Field::ChildAge, Value::Number(child.age));
        }
        if self.chance.is(90) {
            let is_new = self.chance.is(if is_family { 75 } else { 45 });
            set(Field::Newness, code(if is_new { NEW } else { CONTINUING }));
        }
    }

    fn write_answer(&mut self, entry: &mut Entry, plot: &Plot) {
        let mut set = |field, value| entry.set(field, Some(value));
        let told = told(self.lang, plot.story);
        let before = self.told.iter().filter(|story| **story == plot.story).count();
        self.told.push(plot.story);
        let which = before % told.asked.len();
        set(Field::Content, text(told.asked[which]));
        set(Field::Response, text(told.answered[which]));
        let topics = if self.chance.is(60) {
            plot.topics
        } else {
            &plot.topics[..1]
        };
        set(Field::Topic, codes(topics));
        set(Field::MainTopic, code(plot.topics[0]));
        let mut outcomes = plot.outcomes.to_vec();
        if plot.caller == Caller::Family && !outcomes.contains(&"listened") && self.chance.is(35) {
            outcomes.insert(0, "listened");
        }
        set(Field::Outcome, codes(&outcomes));
        if !plot.linked.is_empty() && self.chance.is(70) {
            let linked = 1 + self.chance.below(plot.linked.len());
            set(Field::Linked, codes(&plot.linked[..linked]));
        }
        set(
            Field::State,
            code(if self.chance.is(85) { "closed" } else { "open" }),
        );
    }
}

/// One to four kinds of care, the needed one among them.
fn cares(chance: &mut Chance, needed: Option<&'static str>) -> Vec<&'static str> {
    let mut cares: Vec<_> = needed.into_iter().collect();
    for _ in 0..1 + chance.below(3) {
        let care = chance.code(&CARES);
        if !cares.contains(&care) {
            cares.push(care);
        }
    }
    cares
}

fn code(code: &str) -> Value {
    Value::Code(Code::from(code))
}

fn codes(codes: &[&str]) -> Value {
    Value::Codes(codes.iter().map(|code| Code::from(*code)).collect())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
