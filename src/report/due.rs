//! Follow-ups that are due: as aligned text, CSV and JSON.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use crate::domain::field::Field;
use crate::domain::follow_up::FollowUp;
use crate::domain::list::Code;
use crate::domain::text::{pad_right, width_cells};
use crate::locale::Lang;

use super::View;
use super::csv::{MARK, line};
use super::guard::guard;

/// Cells between two columns.
const GAP: &str = "  ";

impl View<'_> {
    /// Follow-ups to be read aloud.
    pub fn due_said(&self, follow_ups: &[FollowUp], today: NaiveDate) -> String {
        let (head, rows) = self.due_rows(follow_ups, today);
        let block = |row: &[String; 9]| {
            let pairs: Vec<_> = head.iter().cloned().zip(row.iter().cloned()).collect();
            self.pairs_said(&pairs) + "\n"
        };
        rows.iter().map(block).collect()
    }

    /// Follow-ups as lines, under a head.
    pub fn due_text(&self, follow_ups: &[FollowUp], today: NaiveDate) -> String {
        let (head, rows) = self.due_rows(follow_ups, today);
        let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
        let width = |at: usize| rows.iter().map(|row| width_cells(&row[at])).max().unwrap_or(0);
        let widths: [usize; 9] = std::array::from_fn(width);
        let line = |row: &[String; 9]| {
            let cells: Vec<_> = row
                .iter()
                .zip(widths)
                .map(|(text, width)| pad_right(text, width))
                .collect();
            format!("{}\n", cells.join(GAP).trim_end())
        };
        rows.iter().map(line).collect()
    }

    /// The head and the rows of follow-ups.
    fn due_rows(&self, follow_ups: &[FollowUp], today: NaiveDate) -> ([String; 9], Vec<[String; 9]>) {
        let name = |field| self.words.field(field, Some(self.profile)).to_owned();
        let head = [
            name(Field::FollowUp),
            self.words.due_state().to_owned(),
            self.words.number().to_owned(),
            name(Field::Case),
            self.words.who().to_owned(),
            name(Field::Municipality),
            name(Field::Center),
            name(Field::Staff),
            name(Field::FollowUpText),
        ];
        let row = |follow_up: &FollowUp| {
            let text = |field| self.said_in(&follow_up.entry, field);
            [
                self.words.date(follow_up.due),
                self.words.due_in(-follow_up.days_overdue(today)),
                follow_up.number.display(self.profile),
                text(Field::Case),
                self.with_whom(&follow_up.entry),
                text(Field::Municipality),
                text(Field::Center),
                text(Field::Staff),
                text(Field::FollowUpText),
            ]
        };
        (head, follow_ups.iter().map(row).collect())
    }

    /// Follow-ups for a spreadsheet: days by number, codes as labels.
    pub fn due_csv(&self, follow_ups: &[FollowUp], today: NaiveDate, lang: Lang) -> String {
        let fields = [
            Field::Case,
            Field::Municipality,
            Field::Center,
            Field::Staff,
            Field::FollowUpText,
        ];
        let header = |field: Field| match lang {
            Lang::Ja => field.spec().header,
            Lang::En => field.code(),
        };
        let [overdue, number] = match lang {
            Lang::Ja => [self.words.days_overdue(), self.words.number()],
            Lang::En => ["days_overdue", "number"],
        };
        let head = [header(Field::FollowUp), overdue, number]
            .into_iter()
            .chain(fields.map(header))
            .chain(["ID"]);
        let row = |follow_up: &FollowUp| {
            let first = [
                follow_up.due.to_string(),
                follow_up.days_overdue(today).to_string(),
                guard(&follow_up.number.display(self.profile)).into_owned(),
            ];
            let rest = fields.map(|field| guard(&self.said_in(&follow_up.entry, field)).into_owned());
            let cells = first.into_iter().chain(rest).chain([follow_up.id.to_string()]);
            line(cells.map(Cow::from))
        };
        let rows: String = follow_ups.iter().map(row).collect();
        format!("{MARK}{}{rows}", line(head.map(Cow::from)))
    }

    /// Follow-ups for a program: codes, and how many days each is past its day (negative before it).
    pub fn due_json(&self, follow_ups: &[FollowUp], today: NaiveDate) -> Json {
        let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(str::to_owned);
        let row = |follow_up: &FollowUp| {
            let code = |field| follow_up.code(field).map(Code::as_str);
            json!({
                "number": follow_up.number.display(self.profile),
                "id": follow_up.id.to_string(),
                "due": follow_up.due.to_string(),
                "days_overdue": follow_up.days_overdue(today),
                "text": text(follow_up.text()),
                "case": follow_up.case(),
                "municipality": code(Field::Municipality),
                "center": code(Field::Center),
                "staff": text(follow_up.entry.text(Field::Staff)),
            })
        };
        follow_ups.iter().map(row).collect()
    }
}
