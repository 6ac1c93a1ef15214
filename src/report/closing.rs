//! Closed periods, and what is counted otherwise since: as aligned text and JSON.

use chrono::{NaiveDateTime, Timelike};
use serde_json::{Value as Json, json};

use crate::domain::axis::{Axis, Bucket, buckets};
use crate::domain::closing::{Closing, Reported, Revision};
use crate::domain::period::Period;
use crate::domain::text::{pad_left, pad_right, width_cells};
use crate::domain::value::clock;

use super::View;

/// Cells between two columns.
const GAP: &str = "  ";

/// A closing as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosingLine {
    /// The closing.
    pub closing: Closing,
    /// When it was made, by the clock of where it is read.
    pub at: NaiveDateTime,
    /// How many cells are others today; `None` where it was opened again.
    pub revised: Option<usize>,
}

/// A cell that is another today, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionText {
    /// The table's title.
    pub table: String,
    /// The row's label; of the foot the name of the total.
    pub row: String,
    /// The column's label, or the name of the total; empty in a table by one axis.
    pub column: String,
}

impl View<'_> {
    /// The title of a table that is frozen.
    pub fn reported(&self, table: Reported) -> &str {
        match table {
            Reported::Standard(part) => self.words.part(part),
            Reported::By(axis) => self.words.axis(axis, self.profile),
        }
    }

    /// A revised cell of a closed period in words.
    pub fn revision(&self, revision: &Revision, period: &Period) -> RevisionText {
        let query = revision.table.query(*period);
        let label = |axis: Axis, code: &str| {
            let known: Option<Bucket> = buckets(axis, self.profile, period)
                .into_iter()
                .find(|bucket| bucket.code == code);
            // What the profile no longer knows has its code.
            known.map_or_else(|| code.to_owned(), |bucket| self.words.bucket(&bucket, period))
        };
        let row = revision.row.as_deref().map(|code| label(query.rows, code));
        let column = query.cols.map(|axis| match revision.column.as_deref() {
            Some(code) => label(axis, code),
            None => self.words.total().to_owned(),
        });
        RevisionText {
            table: self.reported(revision.table).to_owned(),
            row: row.unwrap_or_else(|| self.words.grand_total().to_owned()),
            column: column.unwrap_or_default(),
        }
    }

    /// What is counted otherwise today than it was closed, a line a cell.
    pub fn revisions_text(&self, period: &Period, revisions: &[Revision]) -> String {
        if revisions.is_empty() {
            return format!("{}\n", self.words.nothing_revised(period));
        }
        let (head, rows) = self.revision_rows(period, revisions);
        let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
        format!("{}\n\n{}", self.words.revised(period), aligned(&rows, 3))
    }

    /// The same to be read aloud.
    pub fn revisions_said(&self, period: &Period, revisions: &[Revision]) -> String {
        if revisions.is_empty() {
            return format!("{}\n", self.words.nothing_revised(period));
        }
        let (head, rows) = self.revision_rows(period, revisions);
        let said = rows.iter().map(|row| self.row_said(&head, row));
        said.collect()
    }

    /// What is counted otherwise: the heads, and a row a cell.
    pub fn revision_rows(&self, period: &Period, revisions: &[Revision]) -> ([String; 6], Vec<[String; 6]>) {
        let row = |revision: &Revision| {
            let RevisionText { table, row, column } = self.revision(revision, period);
            let Revision { before, after, .. } = revision;
            let difference = i128::from(*after) - i128::from(*before);
            [
                table,
                row,
                column,
                before.to_string(),
                after.to_string(),
                format!("{difference:+}"),
            ]
        };
        let head = self.words.revision_heads().map(str::to_owned);
        (head, revisions.iter().map(row).collect())
    }

    /// What is counted otherwise, for a program: codes; null for a total.
    pub fn revisions_json(&self, revisions: &[Revision]) -> Json {
        let row = |revision: &Revision| {
            json!({
                "table": revision.table.code(),
                "row": revision.row,
                "column": revision.column,
                "before": revision.before,
                "after": revision.after,
            })
        };
        revisions.iter().map(row).collect()
    }

    /// The closed periods, a line each.
    pub fn closings_text(&self, lines: &[ClosingLine]) -> String {
        if lines.is_empty() {
            return format!("{}\n", self.words.none_closed());
        }
        let (head, rows) = self.closing_rows(lines);
        let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
        aligned(&rows, 6)
    }

    /// The same to be read aloud.
    pub fn closings_said(&self, lines: &[ClosingLine]) -> String {
        if lines.is_empty() {
            return format!("{}\n", self.words.none_closed());
        }
        let (head, rows) = self.closing_rows(lines);
        rows.iter().map(|row| self.row_said(&head, row)).collect()
    }

    fn closing_rows(&self, lines: &[ClosingLine]) -> ([String; 6], Vec<[String; 6]>) {
        let row = |line: &ClosingLine| {
            let ClosingLine { closing, at, revised } = line;
            let minute = at.hour() * 60 + at.minute();
            let state = match closing.is_reopened {
                true => self.words.reopened_mark(),
                false => self.words.closed_mark(false),
            };
            [
                self.words.period(&closing.period),
                // A day has less than 1440 minutes.
                format!("{} {}", self.words.date(at.date()), clock(minute as u16)),
                closing.who.clone(),
                closing.figures.records().to_string(),
                state.to_owned(),
                revised.map_or_else(|| "-".to_owned(), |cells| cells.to_string()),
            ]
        };
        let head = self.words.closing_heads().map(str::to_owned);
        (head, lines.iter().map(row).collect())
    }

    /// The closed periods for a program. `head` is the hash of the journal's last entry before.
    pub fn closings_json(&self, lines: &[ClosingLine]) -> Json {
        let row = |line: &ClosingLine| {
            let closing = &line.closing;
            let head: String = closing.head.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({
                "period": closing.period.code(),
                "label": self.words.period(&closing.period),
                "from": closing.period.from.to_string(),
                "to": closing.period.to.to_string(),
                "closed_at": line.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
                "by": closing.who,
                "records": closing.figures.records(),
                "head": head,
                "reopened": closing.is_reopened,
                "revised": line.revised,
            })
        };
        lines.iter().map(row).collect()
    }

    fn row_said(&self, head: &[String; 6], row: &[String; 6]) -> String {
        let pairs: Vec<_> = head.iter().cloned().zip(row.iter().cloned()).collect();
        self.pairs_said(&pairs) + "\n"
    }
}

/// Lines whose columns stand under each other, figures from that column on to the right.
fn aligned(rows: &[[String; 6]], figures_from: usize) -> String {
    let width = |at: usize| rows.iter().map(|row| width_cells(&row[at])).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(widths).enumerate();
        let cells = cells.map(|(at, (text, width))| match at >= figures_from {
            true => pad_left(text, width),
            false => pad_right(text, width),
        });
        format!("{}\n", cells.collect::<Vec<_>>().join(GAP).trim_end())
    };
    rows.iter().map(line).collect()
}
