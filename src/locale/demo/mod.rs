//! What the records of the practice ledger say. The stories are made up: no person, no institution
//! and no telephone number stands in them.

pub mod activities;
mod en;
mod ja;

use super::Lang;

/// What a made-up contact is about; how often and by whom it is told stands with what makes the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// A family looks for a place for the night.
    NightRespite,
    /// A parent goes to hospital.
    ParentInHospital,
    /// A child comes home from hospital.
    ComingHome,
    /// A family looks for visiting nurses or a doctor nearby.
    HomeNursing,
    /// Suction at home.
    Suction,
    /// Tube feeding at home.
    TubeFeeding,
    /// Wheelchairs, bath chairs.
    Devices,
    /// A family looks for a nursery.
    NurseryPlace,
    /// Which school.
    SchoolChoice,
    /// Who goes along to school.
    SchoolCommute,
    /// Where to be after school.
    AfterSchool,
    /// A day service for a small child.
    DayPlace,
    /// What comes after school.
    AfterGraduation,
    /// Siblings, and a tired family.
    Family,
    /// Allowances and benefits.
    Allowance,
    /// Electricity for devices in a disaster.
    PowerCut,
    /// A family moves here.
    MovingIn,
    /// A ward prepares a discharge.
    WardDischarge,
    /// A hospital hands a grown patient over.
    AdultClinic,
    /// A nursing station asks.
    NursingStation,
    /// A clinic asks.
    Clinic,
    /// A planning office looks for a short stay.
    ShortStayVacancy,
    /// A planning office needs a specialist.
    PlanSpecialist,
    /// A day service trains its staff.
    StaffTraining,
    /// A day service carries children.
    Transport,
    /// A nursery takes a child in.
    NurseryStaff,
    /// A school gives care.
    SchoolCare,
    /// A board of education plans.
    SchoolBoard,
    /// A municipality decides on benefits.
    Benefits,
    /// A municipality plans for disasters.
    EvacuationPlan,
    /// A municipality looks at its region.
    Region,
    /// A conference is arranged.
    Conference,
    /// A stay is arranged.
    StayArranged,
    /// Care at school is arranged.
    SchoolArranged,
    /// A list of offices is handed on.
    OfficeList,
    /// Dates of trainings are handed on.
    TrainingDates,
}

impl Story {
    /// How many there are.
    pub const COUNT: usize = Self::TrainingDates as usize + 1;
}

/// What is said of a story. What was asked and what was answered belong together by their place.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Of what.
    pub story: Story,
    /// Where a stakeholder calls from; empty for a family.
    pub office: &'static str,
    /// 相談概要
    pub asked: [&'static str; 2],
    /// 対応
    pub answered: [&'static str; 2],
    /// 次回対応内容
    pub next: &'static str,
}

/// What is said of a story in a language.
pub fn told(lang: Lang, story: Story) -> &'static Told {
    let all: &[Told; Story::COUNT] = match lang {
        Lang::Ja => &ja::TOLD,
        Lang::En => &en::TOLD,
    };
    &all[story as usize]
}

/// A row of a table of stories.
const fn row(
    story: Story,
    office: &'static str,
    [first, second]: [[&'static str; 2]; 2],
    next: &'static str,
) -> Told {
    Told {
        story,
        office,
        asked: [first[0], second[0]],
        answered: [first[1], second[1]],
        next,
    }
}

/// What the children's files say.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// 主な病院
    pub hospital: &'static str,
    /// 同意の範囲
    pub consent_scope: &'static str,
    /// 終結理由
    pub closed_why: [&'static str; 2],
}

/// What the children's files say in a language.
pub fn file(lang: Lang) -> File {
    match lang {
        Lang::Ja => File {
            hospital: "市内の総合病院",
            consent_scope: "市町・学校・訪問看護",
            closed_why: ["支援が落ち着いたため", "県外へ転出"],
        },
        Lang::En => File {
            hospital: "the general hospital in town",
            consent_scope: "municipality, school, visiting nurses",
            closed_why: ["no more support needed", "moved out of the prefecture"],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::LINE_CHARS;
    use crate::domain::text::{Kind, clean};

    #[test]
    fn every_story_is_told_in_both_languages_and_at_its_place() {
        for lang in Lang::ALL {
            let all = match lang {
                Lang::Ja => &ja::TOLD,
                Lang::En => &en::TOLD,
            };
            for (at, told) in all.iter().enumerate() {
                assert_eq!(told.story as usize, at, "{lang:?}");
                let texts = told.asked.into_iter().chain(told.answered).chain([told.next]);
                for text in texts.chain((!told.office.is_empty()).then_some(told.office)) {
                    let cleaned = clean(text, Kind::Line);
                    assert_eq!((&*cleaned.text, cleaned.removed), (text, 0));
                    assert!(!text.is_empty() && text.chars().count() <= LINE_CHARS, "{text}");
                    assert_eq!(lang == Lang::En, text.is_ascii(), "{text}");
                    let digits = text.chars().filter(char::is_ascii_digit).count();
                    assert!(digits <= 2, "nothing that looks like a number to call: {text}");
                }
            }
            assert!(
                Lang::ALL
                    .iter()
                    .all(|lang| told(*lang, Story::Family).office.is_empty())
            );
        }
    }
}
