//! Rules, proofs and remarks in English.

use super::{English, counted};
use crate::domain::consultation::VoidReason;
use crate::domain::tally::{Count, Proof};
use crate::locale::{Reports, Sums, Words};

impl Reports for English {
    fn rule(&self, count: Count) -> &'static str {
        match count {
            Count::Contacts => "Contacts by day received and center that took them",
            Count::People => "People (distinct cases) by day received and center that took them",
        }
    }

    fn all_kinds(&self) -> String {
        "all kinds".to_owned()
    }

    fn only(&self, axis: &str, labels: &[String]) -> String {
        format!("{axis}: {} only", labels.join(" or "))
    }

    fn ties(&self, sums: Sums, proof: &Proof) -> String {
        let Proof {
            rows,
            columns,
            records,
            ..
        } = proof;
        match sums {
            Sums::Both => format!("rows = columns = records {records}"),
            Sums::Rows => format!("rows = records {records}"),
            Sums::Columns => format!("columns = records {records} (rows {rows})"),
            Sums::Neither if rows == columns => format!("total {records} (rows add up to {rows})"),
            Sums::Neither => format!("total {records} (rows add up to {rows}, columns to {columns})"),
        }
    }

    fn differs(&self, proof: &Proof) -> String {
        let Proof {
            rows,
            columns,
            records,
            ..
        } = proof;
        format!(
            "DOES NOT TIE: rows {rows}, columns {columns}, records {records} (examine the ledger with soudan check)"
        )
    }

    fn several_answers(&self, axis: &str) -> String {
        format!("{axis}: several answers are possible, so its figures can add up to more than the records.")
    }

    fn people_once(&self) -> &'static str {
        "A person may stand in several places, so the figures can add up to more than the total."
    }

    fn unlinked(&self, records: u64) -> String {
        let records = counted(records, "consultation", "consultations");
        format!("{records} without a case, not among the people.")
    }

    fn later(&self, records: u64) -> String {
        let (number, verb) = (
            counted(records, "record", "records"),
            if records == 1 { "is" } else { "are" },
        );
        format!("{number} dated later {verb} not counted.")
    }

    fn compared(&self, period: &str) -> String {
        format!("before = {period}")
    }

    fn before(&self) -> &'static str {
        "before"
    }

    fn is_void(&self, reason: &str) -> String {
        format!("deleted ({reason})")
    }

    fn history(&self) -> &'static str {
        "History"
    }

    fn no_content(&self) -> &'static str {
        "(no content: the record was imported, or it was erased after the retention period)"
    }

    fn reason(&self, reason: &str) -> String {
        format!("Reason: {reason}")
    }

    fn of_several(&self, act: &str) -> String {
        format!("{act} (one of several)")
    }

    fn taken_out(&self, reason: VoidReason) -> String {
        match reason {
            VoidReason::Undone => "The entry was taken back. The record counts nowhere.".to_owned(),
            reason => format!(
                "The record was deleted ({}). It counts nowhere.",
                self.void_reason(reason)
            ),
        }
    }

    fn brought_back(&self) -> &'static str {
        "The record was brought back. It counts again."
    }

    fn somebody(&self) -> &'static str {
        "unknown"
    }

    fn nothing(&self) -> &'static str {
        "(nothing)"
    }

    fn who(&self) -> &'static str {
        "From"
    }
}
