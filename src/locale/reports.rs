//! What stands around figures and records: rules, proofs, remarks and heads.

use crate::domain::axis::{Axis, Filter};
use crate::domain::consultation::VoidReason;
use crate::domain::list::NONE;
use crate::domain::period::Period;
use crate::domain::profile::Profile;
use crate::domain::tally::{Count, Proof, Table};

use super::Words;

/// What is said around tables and records.
pub trait Reports: Words {
    /// What a figure counts, on which day and in which center.
    fn rule(&self, count: Count) -> &'static str;

    /// That every kind is counted.
    fn all_kinds(&self) -> String;

    /// A restriction: only these, of that axis.
    fn only(&self, axis: &str, labels: &[String]) -> String;

    /// That sums and records are the same, as that many sums say.
    fn ties(&self, sums: Sums, proof: &Proof) -> String;

    /// That sums and records differ.
    fn differs(&self, proof: &Proof) -> String;

    /// That the rows (or columns) of that axis add up to more than the consultations.
    fn several_answers(&self, axis: &str) -> String;

    /// That a person counted in several rows or columns is counted once in the total.
    fn people_once(&self) -> &'static str;

    /// How many consultations belong to no case.
    fn unlinked(&self, records: u64) -> String;

    /// How many records are dated later and not counted.
    fn later(&self, records: u64) -> String;

    /// What a table is compared with.
    fn compared(&self, period: &str) -> String;

    /// The head of an earlier line of figures.
    fn before(&self) -> &'static str;

    /// That a record is void, and why.
    fn is_void(&self, reason: &str) -> String;

    /// The head of a record's history.
    fn history(&self) -> &'static str;

    /// That a change's content was erased, or came with an import.
    fn no_content(&self) -> &'static str;

    /// Why something was changed, in the words of whoever did it.
    fn reason(&self, reason: &str) -> String;

    /// What was done to a record as one of several in one step.
    fn of_several(&self, act: &str) -> String;

    /// What a change did that took a record out of every count.
    fn taken_out(&self, reason: VoidReason) -> String;

    /// What a change did that brought such a record back.
    fn brought_back(&self) -> &'static str;

    /// Somebody of whom nothing is known.
    fn somebody(&self) -> &'static str;

    /// Nothing there.
    fn nothing(&self) -> &'static str;

    /// The head of a list's column of callers.
    fn who(&self) -> &'static str;

    /// The restrictions of a filter in words, the kinds first; that of one axis may be left out.
    fn filter(&self, filter: &Filter, profile: &Profile, left_out: Option<Axis>) -> Vec<String> {
        let clauses: Vec<_> = filter
            .clauses()
            .filter(|(axis, _)| Some(*axis) != left_out)
            .collect();
        let kinds = clauses.iter().any(|(axis, _)| *axis == Axis::Kind);
        let every_kind = (!kinds).then(|| self.all_kinds());
        let (first, rest): (Vec<_>, Vec<_>) = clauses.into_iter().partition(|(axis, _)| *axis == Axis::Kind);
        let said = first.into_iter().chain(rest).map(|(axis, codes)| {
            let labels: Vec<_> = codes.iter().map(|code| self.code(axis, code, profile)).collect();
            self.only(self.axis(axis, profile), &labels)
        });
        every_kind.into_iter().chain(said).collect()
    }

    /// A code of an axis, as people read it.
    fn code(&self, axis: Axis, code: &str, profile: &Profile) -> String {
        if code == NONE {
            return self.none(axis).to_owned();
        }
        match axis.list() {
            Some(list) => self.item(list, &code.into(), Some(profile)).to_owned(),
            None => code.to_owned(),
        }
    }

    /// The proof of a table: its sums and its records.
    fn proof(&self, table: &Table) -> String {
        let proof = table.proof();
        if !proof.ties {
            return self.differs(&proof);
        }
        let one_answer = |axis: Axis| table.query.count == Count::Contacts && !axis.has_multiple_answers();
        let sums = match (one_answer(table.query.rows), table.query.cols.map(one_answer)) {
            (true, Some(true)) => Sums::Both,
            (true, _) => Sums::Rows,
            (false, Some(true)) => Sums::Columns,
            (false, _) => Sums::Neither,
        };
        self.ties(sums, &proof)
    }

    /// Everything that stands under a table, a line each.
    fn foot(&self, table: &Table, profile: &Profile) -> Vec<String> {
        let query = &table.query;
        let mut said = vec![self.rule(query.count).to_owned(), self.proof(table)];
        said.extend(self.filter(&query.filter, profile, None));
        let mut lines = vec![said.join(" | ")];
        if query.count == Count::People {
            lines.push(self.people_once().to_owned());
        } else {
            let several = std::iter::once(query.rows)
                .chain(query.cols)
                .filter(|axis| axis.has_multiple_answers());
            lines.extend(several.map(|axis| self.several_answers(self.axis(axis, profile))));
        }
        if query.count == Count::People {
            lines.push(self.unlinked(table.unlinked));
        }
        lines.extend((table.later > 0).then(|| self.later(table.later)));
        lines
    }

    /// The line that names a table's days: the period, its ends, and the last day counted.
    fn heading(&self, period: &Period, as_of: chrono::NaiveDate) -> String {
        format!(
            "{}  {} - {} ({})",
            self.period(period),
            period.from,
            period.to,
            self.as_of(as_of)
        )
    }
}

/// Which sums of a table are the number of its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sums {
    /// Down and across.
    Both,
    /// Down only.
    Rows,
    /// Across only.
    Columns,
    /// None: consultations with several answers, or people.
    Neither,
}
