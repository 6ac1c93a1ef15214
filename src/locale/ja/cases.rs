//! Cases in Japanese.

use super::Japanese;
use crate::domain::case::{Age, Stage};
use crate::locale::Cases;

impl Cases for Japanese {
    fn new_case(&self, code: &str) -> String {
        format!("{code} (新しいケース)")
    }

    fn stage(&self, stage: Stage) -> String {
        match stage {
            Stage::Infant => "未就園".to_owned(),
            Stage::Kindergarten(1) => "年少".to_owned(),
            Stage::Kindergarten(2) => "年中".to_owned(),
            Stage::Kindergarten(_) => "年長".to_owned(),
            Stage::Primary(year) => format!("小{year}"),
            Stage::Junior(year) => format!("中{year}"),
            Stage::Senior(year) => format!("高{year}"),
            Stage::Past => "学齢後".to_owned(),
        }
    }

    fn years(&self, age: Age) -> String {
        if age.months < 12 {
            format!("{}か月", age.months)
        } else {
            format!("{}歳", age.years())
        }
    }

    fn month_only(&self) -> &'static str {
        "(1日生まれとして)"
    }

    fn case_open(&self) -> &'static str {
        "継続中"
    }

    fn case_closed(&self) -> &'static str {
        "終結"
    }

    fn case_state(&self) -> &'static str {
        "状態"
    }

    fn no_file(&self) -> &'static str {
        "記録票なし"
    }

    fn timeline(&self) -> &'static str {
        "経過"
    }

    fn age_now(&self) -> &'static str {
        "年齢(今日)"
    }

    fn still_due(&self) -> &'static str {
        "未"
    }

    fn reopened(&self) -> &'static str {
        "再開"
    }
}
