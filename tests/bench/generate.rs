//! Made-up consultations: the same ones every time, in the order in which an office enters them.
//! No person, telephone number or institution stands in them.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use chrono::{Datelike, Days, NaiveDate};
use soudan::domain::field::Field;
use soudan::domain::list::{FAMILY, List};
use soudan::domain::profile::{Profile, YAMAGUCHI};
use soudan::exchange::import::ID_HEADER;

use super::draw::{ACTS, NEXT, OFFICES, REMARKS, RESULTS, Random, SUBJECTS, Urn, WISHES};
use super::words;

/// Changes whenever the generated records do.
pub const VERSION: u32 = 2;
/// The first day of the five fiscal years.
pub const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2022, 4, 1).expect("a date");
/// The last day of the five fiscal years.
pub const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2027, 3, 31).expect("a date");

/// The cells of one record, by field, and its empty id.
pub type Cells = Vec<String>;

/// The lists that answers are drawn from.
struct Urns {
    kind: Urn,
    relation: Urn,
    field: Urn,
    channel: Urn,
    topic: Urn,
    care: Urn,
    newness: Urn,
    outcome: Urn,
    state: Urn,
    linked: Urn,
}

impl Urns {
    #[rustfmt::skip]
    fn new(profile: &Profile) -> Self {
        let urn = |list, weights: &[(&str, usize)]| Urn::new(profile, list, weights);
        Self {
            kind: urn(List::Kind, &[("consultation", 90), ("liaison", 7), ("information", 3)]),
            relation: urn(List::Relation, &[("mother", 30), ("father", 5)]),
            field: urn(List::Field, &[("medical", 12), ("welfare", 10), ("education", 4), ("government", 5)]),
            channel: urn(List::Channel, &[("phone", 60), ("visit", 10), ("email", 12), ("home_visit", 10)]),
            topic: urn(List::Topic, &[("discharge", 4), ("respite", 5), ("school", 3), ("medical", 3)]),
            care: urn(List::Care, &[("ventilator", 5), ("tracheostomy", 5), ("suction", 6), ("tube_feeding", 6)]),
            newness: urn(List::Newness, &[]),
            outcome: urn(List::Outcome, &[("advised", 5), ("coordinated", 3)]),
            state: urn(List::State, &[("open", 1), ("closed", 2)]),
            linked: urn(List::Linked, &[("coordinator", 4), ("hospital", 3), ("support_office", 3)]),
        }
    }
}

/// Draws records.
pub struct Office {
    random: Random,
    /// A chance of its own for what notes are about.
    words: Random,
    working_days: Vec<NaiveDate>,
    records: usize,
    urns: Urns,
    /// A center with its municipalities.
    centers: Vec<(String, Vec<String>)>,
    family: String,
    stakeholder: String,
}

impl Office {
    /// An office that enters so many records over the five years.
    pub fn new(records: usize, seed: u64) -> Result<Self> {
        let profile = Profile::parse(YAMAGUCHI)?;
        let party = |is_family: bool| {
            let mut items = profile.items(List::Party).iter();
            let found = items.find(|item| (item.code.as_str() == FAMILY) == is_family);
            found
                .map(|item| item.label.ja.clone())
                .context("a party is missing")
        };
        let centers = profile.items(List::Center).iter().map(|center| {
            let municipalities = profile.items(List::Municipality).iter();
            let own = municipalities.filter(|one| {
                let responsible = profile.belonging(&one.code).and_then(|to| to.center.as_ref());
                responsible.is_none_or(|code| *code == center.code)
            });
            (
                center.label.ja.clone(),
                own.map(|one| one.label.ja.clone()).collect(),
            )
        });
        let days = FIRST_DAY.iter_days().take_while(|day| *day <= LAST_DAY);
        Ok(Self {
            random: Random::new(seed),
            words: Random::new(!seed),
            working_days: days
                .filter(|day| day.weekday().num_days_from_monday() < 5)
                .collect(),
            records,
            urns: Urns::new(&profile),
            centers: centers.collect(),
            family: party(true)?,
            stakeholder: party(false)?,
        })
    }

    /// The record that is entered after `at` others.
    pub fn record(&mut self, at: usize) -> Cells {
        let mut cells = vec![String::new(); Field::COUNT + 1];
        let (random, urns) = (&mut self.random, &self.urns);
        let place = at * self.working_days.len() / self.records;
        // A note from last week is typed in late now and then.
        let late = if random.is(15) { 1 + random.below(5) } else { 0 };
        let day = self.working_days[place.saturating_sub(late)];
        let mut set = |field: Field, text: String| cells[field as usize] = text;
        set(Field::Date, day.to_string());
        if !random.is(3) {
            set(
                Field::Time,
                format!("{:02}:{:02}", 9 + random.below(7), random.below(12) * 5),
            );
        }
        set(Field::Kind, urns.kind.draw(random).to_owned());
        let (center, municipalities) = &self.centers[random.below(self.centers.len())];
        set(Field::Center, center.clone());
        if random.is(60) {
            set(Field::Party, self.stakeholder.clone());
            if !random.is(2) {
                set(Field::Field, urns.field.draw(random).to_owned());
            }
            set(Field::Organisation, random.of(&OFFICES).to_owned());
        } else {
            set(Field::Party, self.family.clone());
            set(Field::Relation, urns.relation.draw(random).to_owned());
        }
        set(Field::Channel, urns.channel.draw(random).to_owned());
        if !random.is(4) {
            set(
                Field::Municipality,
                municipalities[random.below(municipalities.len())].clone(),
            );
        }
        if random.is(33) {
            set(Field::Case, case_code(random, at, self.records));
        } else {
            if random.is(40) {
                set(Field::ChildAge, random.below(20).to_string());
            }
            if random.is(60) {
                set(Field::Newness, urns.newness.draw(random).to_owned());
            }
        }
        let (care, topics, linked) = (random.below(3), 1 + random.below(2), random.below(3));
        set(Field::Care, urns.care.draw_several(random, care));
        set(Field::Topic, urns.topic.draw_several(random, topics));
        set(Field::Outcome, urns.outcome.draw(random).to_owned());
        set(Field::Linked, urns.linked.draw_several(random, linked));
        set(Field::State, urns.state.draw(random).to_owned());
        set(Field::Minutes, (5 * (1 + random.below(18))).to_string());
        set(Field::Staff, format!("c{}", 1 + random.below(6)));
        let note = [random.of(&SUBJECTS), random.of(&WISHES), random.of(&REMARKS)].concat();
        set(
            Field::Content,
            note + &words::draw(&mut self.words, at, self.records),
        );
        set(Field::Response, [random.of(&ACTS), random.of(&RESULTS)].concat());
        if random.is(10) {
            let due = day + Days::new(7 + random.below(24) as u64);
            set(Field::FollowUp, due.to_string());
            set(Field::FollowUpText, random.of(&NEXT).to_owned());
            if random.is(70) {
                set(Field::FollowUpDone, "済".to_owned());
            }
        }
        cells
    }
}

/// One case to twenty records; each is in touch for a quarter of the whole time.
fn case_code(random: &mut Random, at: usize, records: usize) -> String {
    let cases = (records / 20).max(4);
    let newest = at * cases / records;
    let back = random.below(newest.min(cases / 4) + 1);
    format!("K{:06}", newest - back)
}

/// Writes so many records as the ledger's CSV, whole or not at all.
pub fn write_csv(path: &Path, records: usize) -> Result<()> {
    let part = path.with_extension("part");
    let mut csv = csv::Writer::from_writer(BufWriter::new(File::create(&part)?));
    csv.write_record(Field::all().map(|field| field.spec().header).chain([ID_HEADER]))?;
    let mut office = Office::new(records, records as u64)?;
    for at in 0..records {
        csv.write_record(office.record(at))?;
    }
    let mut file = csv.into_inner().map_err(|error| error.into_error())?;
    file.flush()?;
    file.into_inner()
        .map_err(|error| error.into_error())?
        .sync_all()?;
    Ok(fs::rename(part, path)?)
}
