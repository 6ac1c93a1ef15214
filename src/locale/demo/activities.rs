//! The activities of the practice ledger: what a center holds in a year. They are made up.

use crate::locale::Lang;

/// An activity of every year.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// Month of the year, 1 to 12.
    pub month: u32,
    /// Day of the week, 0 = Monday.
    pub weekday: u32,
    /// Which such day of the month, from 1.
    pub nth: u32,
    /// How many days it takes.
    pub days: u64,
    /// Its kind's code.
    pub kind: &'static str,
    /// The code of its area; empty for the whole prefecture.
    pub area: &'static str,
    /// How many come.
    pub participants: u32,
    /// Whether it is called off.
    pub is_cancelled: bool,
    /// 名称, 会場, 対象 and 内容: in Japanese, in English.
    texts: [[&'static str; 4]; 2],
}

impl Planned {
    /// Title, place, audience and content in a language.
    pub fn texts(&self, lang: Lang) -> [&'static str; 4] {
        match lang {
            Lang::Ja => self.texts[0],
            Lang::En => self.texts[1],
        }
    }
}

const fn row(
    (month, weekday, nth, days): (u32, u32, u32, u64),
    (kind, area, participants): (&'static str, &'static str, u32),
    texts: [[&'static str; 4]; 2],
) -> Planned {
    Planned {
        month,
        weekday,
        nth,
        days,
        kind,
        area,
        participants,
        is_cancelled: false,
        texts,
    }
}

/// The activities of a year, from April on.
#[rustfmt::skip]
pub const PLANNED: [Planned; 9] = [
    row((5, 2, 3, 1), ("meeting", "", 18), [
        ["医療的ケア児支援協議会(前期)", "県庁共用会議室", "関係機関・市町", "前年度の相談の状況と今年度の計画について"],
        ["Council on medical care at home (spring)", "Prefectural office", "Agencies, municipalities", "Last year's consultations and this year's plan"],
    ]),
    row((6, 3, 4, 1), ("regional", "iwakuni", 15), [
        ["圏域連携会議(岩国圏域)", "市民会館", "圏域の関係機関", "退院前後の在宅移行の連携について"],
        ["Regional conference (Iwakuni)", "Civic hall", "Agencies of the area", "From hospital to home: who does what"],
    ]),
    row((7, 2, 2, 1), ("training", "", 42), [
        ["医療的ケア児等支援者養成研修", "健康づくりセンター", "支援に携わる人", "講義：医療的ケアの基礎と家族支援"],
        ["Training for those who support", "Health center", "All who support", "Lectures: basics of care, families"],
    ]),
    row((8, 3, 4, 1), ("outreach", "shunan", 6), [
        ["出張相談会", "総合福祉センター", "家族・関係者", "就学と放課後の過ごし方の相談が多かった"],
        ["Outreach consultations", "Welfare center", "Families, stakeholders", "Many asked about school and what comes after it"],
    ]),
    row((9, 6, 4, 1), ("peer", "", 12), [
        ["医療的ケア児の家族交流会", "県立図書館 会議室", "医療的ケア児と家族", "先輩家族の話と座談会(対面とオンライン)"],
        ["Families meet", "Prefectural library", "Children and their families", "A family tells; talk (on site and online)"],
    ]),
    row((10, 2, 2, 1), ("training", "", 65), [
        ["小児在宅医療研修会", "WEB", "医師・看護師・教育・行政", "テーマ：医療的ケア児の家族支援"],
        ["Home care for children", "Online", "Doctors, nurses, schools, offices", "Support of families"],
    ]),
    row((12, 5, 1, 2), ("training", "", 20), [
        ["医療的ケア児等コーディネーター養成研修", "セミナーパーク", "相談支援専門員・保健師等", "演習：支援計画の作成"],
        ["Training of coordinators", "Seminar park", "Planners, health nurses", "Exercises: making a plan"],
    ]),
    Planned {
        is_cancelled: true,
        ..row((1, 3, 4, 1), ("outreach", "hagi", 0), [
            ["出張相談会", "保健センター", "家族・関係者", "大雪のおそれがあるため中止"],
            ["Outreach consultations", "Health office", "Families, stakeholders", "Called off because of snow"],
        ])
    },
    row((2, 2, 3, 1), ("meeting", "", 17), [
        ["医療的ケア児支援協議会(後期)", "県庁共用会議室", "関係機関・市町", "今年度の実績と来年度に向けた課題について"],
        ["Council on medical care at home (autumn)", "Prefectural office", "Agencies, municipalities", "This year's work and what is next"],
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::LINE_CHARS;
    use crate::domain::list::List;
    use crate::domain::profile::{Profile, YAMAGUCHI};
    use crate::domain::text::{Kind, clean};

    #[test]
    fn what_is_planned_can_be_entered_in_both_languages() {
        let profile = Profile::parse(YAMAGUCHI).expect("a profile");
        for planned in &PLANNED {
            assert!(
                profile.find(List::Activity, planned.kind).is_some(),
                "{}",
                planned.kind
            );
            let has_area = profile.find(List::Area, planned.area).is_some();
            assert!(planned.area.is_empty() || has_area, "{}", planned.area);
            for lang in Lang::ALL {
                for text in planned.texts(lang) {
                    let cleaned = clean(text, Kind::Line);
                    assert_eq!((&*cleaned.text, cleaned.removed), (text, 0));
                    assert!(text.chars().count() <= LINE_CHARS, "{text}");
                    assert!(lang == Lang::Ja || text.is_ascii(), "{text}");
                }
            }
        }
    }
}
