//! Who tells which story, how often, and what is ticked in its record.

use crate::domain::list::CONSULTATION;
use crate::locale::demo::Story;

/// Who calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    Family,
    /// A stakeholder of that field.
    Of(&'static str),
}

/// What a story's record holds besides its texts.
pub(super) struct Plot {
    pub story: Story,
    pub kind: &'static str,
    pub caller: Caller,
    /// The child's age in full years, from and to.
    pub ages: (u32, u32),
    /// Care that the child must have.
    pub care: Option<&'static str>,
    /// The first one is the main one.
    pub topics: &'static [&'static str],
    pub outcomes: &'static [&'static str],
    pub linked: &'static [&'static str],
    /// How often it is told among those of the same kind of caller.
    pub weight: usize,
    /// Months in which it is told three times as often.
    pub season: &'static [u32],
}

const ADVISED: &[&str] = &["advised"];
const REFERRED: &[&str] = &["advised", "referred"];
const COORDINATED: &[&str] = &["coordinated"];

const FAMILY: Plot = Plot {
    story: Story::Family,
    kind: CONSULTATION,
    caller: Caller::Family,
    ages: (0, 17),
    care: None,
    topics: &["family"],
    outcomes: ADVISED,
    linked: &[],
    weight: 6,
    season: &[],
};
const MEDICAL: Plot = Plot {
    caller: Caller::Of("medical"),
    ..FAMILY
};
const WELFARE: Plot = Plot {
    caller: Caller::Of("welfare"),
    ..FAMILY
};
const CHILDCARE: Plot = Plot {
    caller: Caller::Of("childcare"),
    ages: (1, 5),
    ..FAMILY
};
const EDUCATION: Plot = Plot {
    caller: Caller::Of("education"),
    ages: (5, 17),
    ..FAMILY
};
const GOVERNMENT: Plot = Plot {
    caller: Caller::Of("government"),
    ..FAMILY
};

/// One row a story. Summer asks for days and electricity, autumn for next year's nursery and school,
/// the turn of the fiscal year for moves and allowances.
#[rustfmt::skip]
pub(super) const PLOTS: [Plot; Story::COUNT] = [
    Plot { story: Story::NightRespite, topics: &["respite"], linked: &["short_stay"], weight: 12, ..FAMILY },
    Plot { story: Story::ParentInHospital, topics: &["respite", "family"], outcomes: REFERRED, linked: &["short_stay", "municipal_welfare"], weight: 4, ..FAMILY },
    Plot { story: Story::ComingHome, ages: (0, 1), topics: &["discharge", "medical"], outcomes: REFERRED, linked: &["hospital", "coordinator"], weight: 14, ..FAMILY },
    Plot { story: Story::HomeNursing, topics: &["medical"], linked: &["home_nursing"], weight: 8, ..FAMILY },
    Plot { story: Story::Suction, care: Some("suction"), topics: &["technique"], linked: &["equipment"], weight: 6, ..FAMILY },
    Plot { story: Story::TubeFeeding, care: Some("tube_feeding"), topics: &["technique"], linked: &["home_nursing"], weight: 6, ..FAMILY },
    Plot { story: Story::Devices, ages: (1, 17), topics: &["technique", "money"], linked: &["equipment"], weight: 6, ..FAMILY },
    Plot { story: Story::NurseryPlace, ages: (1, 4), topics: &["nursery"], outcomes: COORDINATED, linked: &["municipal_welfare", "nursery"], weight: 14, season: &[9, 10, 11], ..FAMILY },
    Plot { story: Story::SchoolChoice, ages: (4, 6), topics: &["school"], linked: &["school"], weight: 14, season: &[6, 9, 10], ..FAMILY },
    Plot { story: Story::SchoolCommute, ages: (6, 17), topics: &["school"], outcomes: COORDINATED, linked: &["school"], weight: 8, season: &[4, 9], ..FAMILY },
    Plot { story: Story::AfterSchool, ages: (6, 17), topics: &["day_service"], outcomes: REFERRED, linked: &["day_service", "support_office"], weight: 8, season: &[3, 7], ..FAMILY },
    Plot { story: Story::DayPlace, ages: (0, 5), topics: &["day_service"], outcomes: REFERRED, linked: &["day_service", "support_office"], weight: 8, ..FAMILY },
    Plot { story: Story::AfterGraduation, ages: (15, 19), topics: &["transition"], linked: &["support_office", "school"], weight: 20, season: &[1, 2, 7], ..FAMILY },
    Plot { story: Story::Family, outcomes: &["listened", "advised"], linked: &["peer"], weight: 8, ..FAMILY },
    Plot { story: Story::Allowance, topics: &["money"], linked: &["municipal_welfare"], weight: 6, season: &[4, 8], ..FAMILY },
    Plot { story: Story::PowerCut, care: Some("ventilator"), topics: &["disaster"], linked: &["municipal_welfare"], weight: 6, season: &[6, 7, 8, 9], ..FAMILY },
    Plot { story: Story::MovingIn, topics: &["moving", "medical"], outcomes: REFERRED, linked: &["municipal_health", "home_nursing"], weight: 2, season: &[2, 3, 4], ..FAMILY },
    Plot { story: Story::WardDischarge, ages: (0, 2), topics: &["discharge"], outcomes: &["coordinated", "referred"], linked: &["coordinator", "municipal_health"], weight: 14, ..MEDICAL },
    Plot { story: Story::AdultClinic, ages: (14, 19), topics: &["transition"], linked: &["hospital"], weight: 6, season: &[2, 3], ..MEDICAL },
    Plot { story: Story::NursingStation, care: Some("ventilator"), topics: &["medical"], linked: &["home_nursing"], weight: 8, ..MEDICAL },
    Plot { story: Story::Clinic, topics: &["respite", "medical"], linked: &["short_stay"], weight: 6, ..MEDICAL },
    Plot { story: Story::ShortStayVacancy, topics: &["respite"], linked: &["short_stay"], weight: 12, season: &[8, 12], ..WELFARE },
    Plot { story: Story::PlanSpecialist, topics: &["introduction"], outcomes: REFERRED, linked: &["support_office", "coordinator"], weight: 8, season: &[4], ..WELFARE },
    Plot { story: Story::StaffTraining, ages: (6, 17), topics: &["technique"], weight: 6, season: &[5, 6], ..WELFARE },
    Plot { story: Story::Transport, ages: (1, 6), topics: &["day_service", "technique"], linked: &["day_service"], weight: 6, ..WELFARE },
    Plot { story: Story::NurseryStaff, care: Some("tube_feeding"), topics: &["nursery"], linked: &["nursery"], season: &[2, 3, 10], ..CHILDCARE },
    Plot { story: Story::SchoolCare, ages: (6, 17), topics: &["school"], linked: &["school"], season: &[4, 9], ..EDUCATION },
    Plot { story: Story::SchoolBoard, ages: (5, 12), topics: &["school"], outcomes: COORDINATED, linked: &["school"], season: &[10, 11], ..EDUCATION },
    Plot { story: Story::Benefits, topics: &["money"], linked: &["municipal_welfare"], ..GOVERNMENT },
    Plot { story: Story::EvacuationPlan, care: Some("ventilator"), topics: &["disaster"], linked: &["municipal_welfare", "health_center"], season: &[6, 9], ..GOVERNMENT },
    Plot { story: Story::Region, topics: &["regional"], linked: &["municipal_welfare"], season: &[5], ..GOVERNMENT },
    Plot { story: Story::Conference, kind: "liaison", ages: (0, 3), topics: &["discharge"], outcomes: COORDINATED, linked: &["hospital", "home_nursing"], weight: 9, ..MEDICAL },
    Plot { story: Story::StayArranged, kind: "liaison", topics: &["respite"], outcomes: COORDINATED, linked: &["short_stay"], weight: 8, ..WELFARE },
    Plot { story: Story::SchoolArranged, kind: "liaison", ages: (5, 12), topics: &["school"], outcomes: COORDINATED, linked: &["school", "nursery"], weight: 5, season: &[3, 4], ..EDUCATION },
    Plot { story: Story::OfficeList, kind: "information", topics: &["regional"], linked: &["support_office"], weight: 4, season: &[4], ..WELFARE },
    Plot { story: Story::TrainingDates, kind: "information", topics: &["regional"], linked: &["home_nursing"], weight: 3, season: &[6, 10], ..MEDICAL },
];
