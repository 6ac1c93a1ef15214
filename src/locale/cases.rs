//! What is said of cases and of what happened to them.

use crate::domain::case::{Age, Stage};
use crate::domain::consultation::Consultation;
use crate::domain::field::Field;
use crate::domain::profile::Profile;

use super::Words;

/// The words around children's files.
pub trait Cases: Words {
    /// A case of that code, which would be a new one.
    fn new_case(&self, code: &str) -> String;

    /// A school year.
    fn stage(&self, stage: Stage) -> String;

    /// So many full years of age, or months of the first year.
    fn years(&self, age: Age) -> String;

    /// That a birth of which only the month is known is taken for the 1st.
    fn month_only(&self) -> &'static str;

    /// That a case is open.
    fn case_open(&self) -> &'static str;

    /// That a case is closed.
    fn case_closed(&self) -> &'static str;

    /// The name of whether a case is open.
    fn case_state(&self) -> &'static str;

    /// That consultations name a case of which nothing is written down yet.
    fn no_file(&self) -> &'static str;

    /// The head of what happened to a case.
    fn timeline(&self) -> &'static str;

    /// The name of the age on a day that is not a consultation's.
    fn age_now(&self) -> &'static str;

    /// A follow-up that is still to be done.
    fn still_due(&self) -> &'static str;

    /// The case was opened again.
    fn reopened(&self) -> &'static str;

    /// An age with its school year, such as 7歳 小1.
    fn age(&self, age: Age) -> String {
        let month_only = age.month_only.then(|| self.month_only());
        let parts = [Some(self.years(age)), Some(self.stage(age.grade.stage()))];
        let parts = parts.into_iter().flatten().chain(month_only.map(str::to_owned));
        parts.collect::<Vec<_>>().join(" ")
    }

    /// A field of a record as it counts, as people read it; the age by the case's file with its school
    /// year.
    fn counted(&self, record: &Consultation, field: Field, profile: &Profile) -> Option<String> {
        let age = record.child.as_ref().and_then(|child| child.age);
        match (field, age) {
            (Field::ChildAge, Some(age)) => Some(self.age(age)),
            _ => record
                .counted(field)
                .map(|value| self.value(field, &value, profile)),
        }
    }
}
