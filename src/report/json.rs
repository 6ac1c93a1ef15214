//! JSON: the contract of the command line. Keys may be added, never changed.

use serde_json::{Map, Value as Json, json};

use crate::domain::consultation::Consultation;
use crate::domain::field::{Field, JSON_ORDER, Shape};
use crate::domain::period::Period;
use crate::domain::standard::Standard;
use crate::domain::tally::{Line, Proof, Table};
use crate::domain::value::Value;

use super::View;

impl View<'_> {
    /// A tally by axes.
    pub fn table_json(&self, table: &Table) -> Json {
        let query = &table.query;
        let rows = table.rows.iter().map(|row| {
            let mut object = Map::new();
            object.insert("code".to_owned(), row.bucket.code.as_str().into());
            object.insert(
                "label".to_owned(),
                self.words.bucket(&row.bucket, &query.period).into(),
            );
            figures(&mut object, &row.line, row.before.as_ref());
            Json::Object(object)
        });
        let mut object = Map::new();
        object.insert("period".to_owned(), self.period(table));
        object.insert("rows".to_owned(), query.rows.code().into());
        object.insert("cols".to_owned(), query.cols.map(|cols| cols.code()).into());
        object.insert("count".to_owned(), query.count.code().into());
        object.insert("columns".to_owned(), columns(table));
        object.insert("table".to_owned(), rows.collect());
        object.insert("total".to_owned(), total(table));
        object.insert("multiple_answers".to_owned(), table.has_multiple_answers().into());
        object.insert("records".to_owned(), table.records.into());
        object.insert("unlinked".to_owned(), table.unlinked.into());
        object.insert("later".to_owned(), table.later.into());
        object.insert("compared".to_owned(), self.compared(table));
        object.insert("proof".to_owned(), proof(&table.proof()));
        Json::Object(object)
    }

    /// The standard tables.
    pub fn standard_json(&self, standard: &Standard) -> Json {
        let mut object = Map::new();
        object.insert("period".to_owned(), self.period(&standard.family));
        for (part, table) in standard.tables() {
            object.insert(part.code().to_owned(), standard_table(table));
        }
        object.insert("records".to_owned(), standard.records.into());
        object.insert("later".to_owned(), standard.later.into());
        object.insert("compared".to_owned(), self.compared(&standard.family));
        object.insert("proof".to_owned(), proof(&super::proof(standard)));
        Json::Object(object)
    }

    pub(super) fn period(&self, table: &Table) -> Json {
        let period = &table.query.period;
        json!({
            "from": period.from.to_string(),
            "to": period.to.to_string(),
            "label": self.words.period(period),
            "as_of": table.as_of.to_string(),
        })
    }

    fn compared(&self, table: &Table) -> Json {
        let span = |period: Period| {
            json!({
                "from": period.from.to_string(),
                "to": period.to.to_string(),
                "label": self.words.period(&period),
            })
        };
        table.compared.map_or(Json::Null, span)
    }

    /// A record of a list.
    pub fn record_json(&self, consultation: &Consultation) -> Json {
        let mut object = Map::new();
        object.insert("id".to_owned(), consultation.id.to_string().into());
        object.insert(
            "number".to_owned(),
            consultation.number.display(self.profile).into(),
        );
        for field in JSON_ORDER {
            let Some(key) = field.spec().json else { continue };
            object.insert(key.to_owned(), answer(consultation, field));
        }
        // Behind those of the contract, whose order stays.
        object.insert(
            "follow_up_dropped".to_owned(),
            ended(consultation, Value::Dropped),
        );
        Json::Object(object)
    }
}

/// A field's value; null or `[]` where nothing stands.
fn answer(consultation: &Consultation, field: Field) -> Json {
    match (field.shape(), consultation.counted(field).as_deref()) {
        (_, Some(Value::Codes(codes))) => codes.iter().map(|code| Json::from(code.as_str())).collect(),
        (Shape::Many(_), _) => Json::Array(Vec::new()),
        (Shape::Done, _) => ended(consultation, Value::Done),
        (_, None) => Json::Null,
        (_, Some(Value::Number(number))) => (*number).into(),
        (_, Some(value)) => value.canonical().into(),
    }
}

/// Whether a follow-up ended so. Without one there is nothing that could be done or not.
fn ended(consultation: &Consultation, so: Value) -> Json {
    let entry = &consultation.entry;
    let is_so = || entry.get(Field::FollowUpDone) == Some(&so);
    entry.get(Field::FollowUp).map(|_| is_so()).into()
}

fn standard_table(table: &Table) -> Json {
    let rows = table.rows.iter().map(|row| {
        let mut object = Map::new();
        object.insert("center".to_owned(), row.bucket.code.as_str().into());
        figures(&mut object, &row.line, row.before.as_ref());
        Json::Object(object)
    });
    json!({ "columns": columns(table), "rows": rows.collect::<Json>(), "total": total(table) })
}

fn columns(table: &Table) -> Json {
    table
        .columns
        .iter()
        .map(|bucket| Json::from(bucket.code.as_str()))
        .collect()
}

fn total(table: &Table) -> Json {
    let mut object = Map::new();
    figures(&mut object, &table.total, table.total_before.as_ref());
    Json::Object(object)
}

/// A line's figures; what is not applicable is null, never zero.
fn figures(object: &mut Map<String, Json>, line: &Line, before: Option<&Line>) {
    object.insert("cells".to_owned(), line.cells.iter().copied().collect());
    object.insert("total".to_owned(), line.total.into());
    if let Some(before) = before {
        let mut earlier = Map::new();
        figures(&mut earlier, before, None);
        object.insert("before".to_owned(), Json::Object(earlier));
    }
}

fn proof(proof: &Proof) -> Json {
    json!({ "rows": proof.rows, "columns": proof.columns, "records": proof.records, "ties": proof.ties })
}
