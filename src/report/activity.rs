//! Activities: as aligned text, CSV and JSON, and one in full.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::domain::activity::Activity;
use crate::domain::field::{Field, Shape};
use crate::domain::text::{pad_right, width_cells};
use crate::domain::value::Value;
use crate::locale::Lang;

use super::View;
use super::csv::{MARK, line};
use super::guard::guard;
use super::text::named;

/// Cells between two columns.
const GAP: &str = "  ";
/// Characters of an id that a list shows: its time to the millisecond, which tells activities apart.
const ID_CHARS: usize = 13;

impl View<'_> {
    /// What an activity says in a field; empty where it says nothing.
    pub fn activity_field(&self, activity: &Activity, field: Field) -> String {
        let value = activity.entry.get(field);
        value.map_or_else(String::new, |value| self.words.value(field, value, self.profile))
    }

    /// The day of an activity with its weekday, or the first and the last.
    pub fn activity_days(&self, activity: &Activity) -> String {
        match (activity.day(), activity.last_day()) {
            (Some(first), Some(last)) => self.words.first_to_last(first, last),
            (Some(day), None) => self.words.date(day),
            (None, _) => String::new(),
        }
    }

    /// What an activity is called; of a cancelled one that it is.
    pub fn activity_title(&self, activity: &Activity) -> String {
        match activity.is_cancelled() {
            true => self.words.cancelled_title(activity.title()),
            false => activity.title().to_owned(),
        }
    }

    /// An activity in full, name by value; fields without an answer are left out.
    pub fn activity_pairs(&self, activity: &Activity) -> Vec<(String, String)> {
        let name = |field| self.words.field(field, Some(self.profile)).to_owned();
        let answered = Field::of_activity().filter(|field| activity.entry.get(*field).is_some());
        let pairs = answered.map(|field| (name(field), self.activity_field(activity, field)));
        let void = activity.void.map(|reason| {
            let said = self.words.is_void(self.words.void_reason(reason));
            (self.words.void().to_owned(), said)
        });
        pairs.chain(void).collect()
    }

    /// An activity in full, with its id.
    pub fn activity_text(&self, activity: &Activity) -> String {
        named(&self.activity_pairs_with_id(activity)).join("\n") + "\n"
    }

    /// An activity in full to be read aloud.
    pub fn activity_said(&self, activity: &Activity) -> String {
        self.pairs_said(&self.activity_pairs_with_id(activity))
    }

    fn activity_pairs_with_id(&self, activity: &Activity) -> Vec<(String, String)> {
        let id = ("ID".to_owned(), activity.id.to_string());
        std::iter::once(id).chain(self.activity_pairs(activity)).collect()
    }

    /// Activities to be read aloud.
    pub fn activities_said(&self, activities: &[Activity]) -> String {
        let said = activities
            .iter()
            .map(|activity| self.activity_said(activity) + "\n");
        said.collect()
    }

    /// Activities as lines, under a head.
    pub fn activities_text(&self, activities: &[Activity]) -> String {
        const COLUMNS: [Field; 4] = [
            Field::ActivityKind,
            Field::Center,
            Field::Place,
            Field::Participants,
        ];
        let name = |field| self.words.field(field, Some(self.profile)).to_owned();
        let [kind, center, place, participants] = COLUMNS.map(name);
        let head = [
            name(Field::HeldOn),
            kind,
            name(Field::Title),
            center,
            place,
            participants,
            "ID".to_owned(),
        ];
        let row = |activity: &Activity| {
            let [kind, center, place, participants] =
                COLUMNS.map(|field| self.activity_field(activity, field));
            let id: String = activity.id.to_string().chars().take(ID_CHARS).collect();
            [
                self.activity_days(activity),
                kind,
                self.activity_title(activity),
                center,
                place,
                participants,
                id,
            ]
        };
        let rows: Vec<_> = std::iter::once(head).chain(activities.iter().map(row)).collect();
        let widths: [usize; 7] =
            std::array::from_fn(|at| rows.iter().map(|row| width_cells(&row[at])).max().unwrap_or(0));
        let line = |row: &[String; 7]| {
            let cells = row.iter().zip(widths);
            let cells: Vec<_> = cells.map(|(text, width)| pad_right(text, width)).collect();
            format!("{}\n", cells.join(GAP).trim_end())
        };
        rows.iter().map(line).collect()
    }

    /// Activities for a spreadsheet: days by number, codes as labels.
    pub fn activities_csv(&self, activities: &[Activity], lang: Lang) -> String {
        let header = |field: Field| match lang {
            Lang::Ja => field.spec().header,
            Lang::En => field.code(),
        };
        let head = Field::of_activity().map(header).chain(["ID"]);
        let cell = |activity: &Activity, field: Field| match activity.entry.get(field) {
            None => String::new(),
            Some(Value::Day(day)) => day.to_string(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => guard(&self.activity_field(activity, field)).into_owned(),
        };
        let row = |activity: &Activity| {
            let cells = Field::of_activity().map(|field| cell(activity, field));
            line(cells.chain([activity.id.to_string()]).map(Cow::from))
        };
        let rows: String = activities.iter().map(row).collect();
        format!("{MARK}{}{rows}", line(head.map(Cow::from)))
    }

    /// Activities for a program: codes; null or `[]` where nothing stands.
    pub fn activities_json(&self, activities: &[Activity]) -> Json {
        activities.iter().map(activity_json).collect()
    }
}

fn activity_json(activity: &Activity) -> Json {
    let mut object = Map::new();
    object.insert("id".to_owned(), activity.id.to_string().into());
    for field in Field::of_activity() {
        let Some(key) = field.spec().json else { continue };
        let value = match (field.shape(), activity.entry.get(field)) {
            (_, Some(Value::Codes(codes))) => codes.iter().map(|code| Json::from(code.as_str())).collect(),
            (Shape::Many(_), _) => Json::Array(Vec::new()),
            (Shape::Cancelled, value) => value.is_some().into(),
            (_, None) => Json::Null,
            (_, Some(Value::Number(number))) => (*number).into(),
            (_, Some(value)) => value.canonical().into(),
        };
        object.insert(key.to_owned(), value);
    }
    Json::Object(object)
}
