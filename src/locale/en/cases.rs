//! Cases in English.

use super::English;
use crate::domain::case::{Age, Stage};
use crate::locale::Cases;

impl Cases for English {
    fn new_case(&self, code: &str) -> String {
        format!("{code} (new case)")
    }

    fn stage(&self, stage: Stage) -> String {
        match stage {
            Stage::Infant => "pre-K".to_owned(),
            Stage::Kindergarten(year) => format!("K{year}"),
            Stage::Primary(year) => format!("primary {year}"),
            Stage::Junior(year) => format!("junior high {year}"),
            Stage::Senior(year) => format!("senior high {year}"),
            Stage::Past => "past school age".to_owned(),
        }
    }

    fn years(&self, age: Age) -> String {
        if age.months < 12 {
            format!("{} mo", age.months)
        } else {
            format!("{} y", age.years())
        }
    }

    fn month_only(&self) -> &'static str {
        "(taken for the 1st)"
    }

    fn case_open(&self) -> &'static str {
        "open"
    }

    fn case_closed(&self) -> &'static str {
        "closed"
    }

    fn case_state(&self) -> &'static str {
        "State"
    }

    fn no_file(&self) -> &'static str {
        "no file"
    }

    fn timeline(&self) -> &'static str {
        "Timeline"
    }

    fn age_now(&self) -> &'static str {
        "Age today"
    }

    fn still_due(&self) -> &'static str {
        "due"
    }

    fn reopened(&self) -> &'static str {
        "reopened"
    }
}
