//! Text to be read aloud: no columns, and every value behind its label.

use chrono::NaiveDate;

use crate::domain::consultation::Consultation;
use crate::domain::standard::Standard;
use crate::domain::tally::Table;

use super::View;
use super::case::CaseSheet;
use super::grid::Grid;
use super::record::{Past, Told};

impl View<'_> {
    /// A label and its value.
    fn said(&self, label: &str, value: &str) -> String {
        format!("{label}{}{value}", self.words.colon())
    }

    /// The rows of a table, a line each: the row's label, then each column's with its figure.
    pub(super) fn said_rows(&self, grid: &Grid) -> Vec<String> {
        let corner = grid.head.first().map_or("", String::as_str);
        let mut lines = vec![corner.to_owned()];
        for row in &grid.rows {
            let figures = grid.head.iter().zip(row).skip(1);
            let figures = figures.filter(|(_, figure)| !figure.is_empty());
            let figures: Vec<String> = figures.map(|(head, figure)| format!("{head} {figure}")).collect();
            let label = row.first().map_or("", String::as_str);
            lines.push(self.said(label, &figures.join(self.words.comma())));
        }
        lines
    }

    /// A tally to be read aloud.
    pub fn table_said(&self, table: &Table) -> String {
        let mut lines = self.above(table);
        lines.extend(self.said_rows(&self.grid(table)));
        lines.extend(self.words.foot(table, self.profile));
        lines.join("\n") + "\n"
    }

    /// The standard tables to be read aloud.
    pub fn standard_said(&self, standard: &Standard) -> String {
        let mut lines = self.above(&standard.family);
        for (_, grid) in self.standard_grids(standard) {
            lines.extend(self.said_rows(&grid));
        }
        lines.extend(self.standard_foot(standard));
        lines.join("\n") + "\n"
    }

    /// Names and texts, a line each.
    pub fn pairs_said(&self, pairs: &[(String, String)]) -> String {
        let answered = pairs.iter().filter(|(_, text)| !text.is_empty() && text != "-");
        answered
            .map(|(name, text)| self.said(name, text) + "\n")
            .collect()
    }

    /// A case in full to be read aloud.
    pub fn case_said(&self, sheet: &CaseSheet, today: NaiveDate) -> String {
        let mut text = self.pairs_said(&self.case_pairs(sheet, today));
        text += &format!("\n{}\n", self.words.timeline());
        for (day, event) in sheet.events() {
            text += &(self.said(&self.words.date(day), &self.event(&event)) + "\n");
        }
        text
    }

    /// A record's history to be read aloud.
    pub fn history_said(&self, history: &[Past]) -> String {
        let mut text = String::new();
        for past in history {
            let Told { head, lines } = self.told(past);
            text += &(head + "\n");
            for (name, said) in lines {
                text += &match name.is_empty() {
                    true => said + "\n",
                    false => self.said(&name, &said) + "\n",
                };
            }
        }
        text
    }

    /// A record of a list to be read aloud: what is answered of it, and a blank line.
    pub fn record_said(&self, record: &Consultation) -> String {
        self.pairs_said(&self.record_pairs(record)) + "\n"
    }
}
