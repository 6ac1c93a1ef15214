//! The packet for programs.

use serde_json::{Map, Value as Json, json};

use crate::domain::field::Field;
use crate::domain::follow_up::FollowUp;
use crate::domain::list::Code;
use crate::domain::packet::{Changes, Discussed, Packet, Section};
use crate::domain::standard::Part;
use crate::report::View;

use super::{Block, Chapter, Document, Figure, Figures};

/// What of an activity everybody may know.
const PUBLIC_OF_ACTIVITY: [Field; 8] = [
    Field::HeldOn,
    Field::LastDay,
    Field::ActivityKind,
    Field::Title,
    Field::Center,
    Field::Place,
    Field::Participants,
    Field::Cancelled,
];

impl View<'_> {
    /// The packet. Its tables are those of `soudan tally`; a section that is switched off is null.
    pub fn packet_json(&self, packet: &Packet) -> Json {
        let mut object = Map::new();
        object.insert(
            "period".to_owned(),
            json!({
                "code": packet.period.code(),
                "from": packet.period.from.to_string(),
                "to": packet.period.to.to_string(),
                "label": self.words.period(&packet.period),
                "as_of": packet.as_of.to_string(),
            }),
        );
        object.insert("made_on".to_owned(), packet.made_on.to_string().into());
        for section in Section::ALL {
            let shown = packet.shows(section).then(|| self.section_json(packet, section));
            object.insert(section.code().to_owned(), shown.unwrap_or(Json::Null));
        }
        object.insert("overdue".to_owned(), packet.overdue_count.into());
        let remarks = packet.settings.iter().filter_map(|(section, setting)| {
            let remark = setting.remark.as_ref()?;
            let remark = packet.names.hide(remark).unwrap_or_else(|| remark.clone());
            Some((section.code().to_owned(), remark.into()))
        });
        object.insert("remarks".to_owned(), Json::Object(remarks.collect()));
        Json::Object(object)
    }

    /// A packet as it may be published, in the same shape: a figure that is hidden is its mark, a text
    /// (`"<5"`, `"X"`); sections that are not published are null, and so is what could tell a hidden figure
    /// (counts of records, proofs, the cells of earlier spans).
    pub fn document_json(&self, packet: &Packet, document: &Document) -> Json {
        let whole = self.packet_json(packet);
        let mut object = Map::new();
        object.insert("public".to_owned(), true.into());
        for key in ["period", "made_on"] {
            object.insert(key.to_owned(), whole[key].clone());
        }
        let mut notes = Map::new();
        for section in Section::ALL {
            let chapter = document
                .chapters
                .iter()
                .find(|chapter| chapter.section == section);
            let outside = chapter.map(|chapter| self.outside_json(chapter, &whole[section.code()]));
            object.insert(section.code().to_owned(), outside.unwrap_or(Json::Null));
            let lines = chapter.into_iter().flat_map(|chapter| &chapter.blocks);
            let lines = lines.filter_map(|block| match block {
                Block::Foot(lines) => Some(lines),
                _ => None,
            });
            let lines: Vec<_> = lines.flatten().map(|line| Json::from(line.as_str())).collect();
            if !lines.is_empty() {
                notes.insert(section.code().to_owned(), lines.into());
            }
        }
        object.insert("overdue".to_owned(), Json::Null);
        object.insert("remarks".to_owned(), Json::Object(Map::new()));
        object.insert("notes".to_owned(), Json::Object(notes));
        Json::Object(object)
    }

    /// What of a section is published.
    fn outside_json(&self, chapter: &Chapter, whole: &Json) -> Json {
        let section = chapter.section;
        let table = |name: &str, whole: &Json, earlier: usize| {
            let tables = chapter.blocks.iter().filter_map(|block| match block {
                Block::Figures(figures) => Some(figures),
                _ => None,
            });
            let figures = tables.into_iter().find(|figures| figures.name == name);
            figures.map_or(Json::Null, |figures| self.outside_table(figures, whole, earlier))
        };
        // The tables of a section have one set of columns, however many earlier spans stand beside them.
        let standard = |whole: &Json, tables: &Json, earlier: usize| {
            let mut object = kept(whole, &["period", "compared"]);
            for part in Part::ALL {
                let figures = table(&section.table(Some(part)), &tables[part.code()], earlier);
                object.insert(part.code().to_owned(), figures);
            }
            Json::Object(object)
        };
        match section {
            Section::Centers => whole.clone(),
            Section::Running | Section::YearToDate => standard(whole, whole, 0),
            Section::Month => json!({
                "previous": standard(&whole["previous"], &whole["previous"], 0),
                "year": standard(&whole["year"], &whole["previous"], 1),
            }),
            Section::Months
            | Section::Topics
            | Section::Channels
            | Section::Areas
            | Section::Ages
            | Section::Newness => table(&section.table(None), whole, 0),
            Section::Activities => self.outside_activities(whole),
            Section::Cases | Section::FollowUps | Section::Changes => Json::Null,
        }
    }

    /// Activities without what somebody wrote about them, and without a small figure of people.
    fn outside_activities(&self, whole: &Json) -> Json {
        let keys = PUBLIC_OF_ACTIVITY.map(|field| field.spec().json.unwrap_or_default());
        let participants = Field::Participants.spec().json.unwrap_or_default();
        let activity = |whole: &Json| {
            let mut object = kept(whole, &keys);
            let number = whole[participants].as_u64();
            if number.is_some_and(|n| (1..u64::from(self.profile.rules.small_number)).contains(&n)) {
                object.insert(participants.to_owned(), self.outside_figure(Figure::Small));
            }
            Json::Object(object)
        };
        let list = |key: &str| -> Json {
            let activities = whole[key].as_array().into_iter().flatten();
            activities.map(activity).collect()
        };
        json!({
            "held": list("held"),
            "since_april": whole["since_april"],
            "coming": list("coming"),
            "coming_until": whole["coming_until"],
        })
    }

    /// A table as it is printed outside; `earlier` is which of its columns of earlier totals goes with it.
    fn outside_table(&self, figures: &Figures, whole: &Json, earlier: usize) -> Json {
        let mut object = kept(
            whole,
            &[
                "period",
                "cols",
                "count",
                "columns",
                "multiple_answers",
                "compared",
            ],
        );
        let columns = whole["columns"].as_array().map_or(0, Vec::len);
        let line = |line: &Json, row: &[Figure]| {
            let figure = |at: usize| {
                row.get(at)
                    .map_or(Json::Null, |figure| self.outside_figure(*figure))
            };
            let mut object = kept(line, &["code", "label", "center"]);
            object.insert("cells".to_owned(), (0..columns).map(figure).collect());
            object.insert("total".to_owned(), figure(columns));
            if line.get("before").is_some() {
                let before = json!({ "cells": null, "total": figure(columns + 1 + earlier) });
                object.insert("before".to_owned(), before);
            }
            Json::Object(object)
        };
        // Rows of a standard table, or the axis down the side of another.
        let key = if whole["rows"].is_array() { "rows" } else { "table" };
        if key == "table" {
            object.insert("rows".to_owned(), whole["rows"].clone());
        }
        let rows = whole[key].as_array().into_iter().flatten();
        let rows = rows.zip(&figures.rows).map(|(whole, (_, row))| line(whole, row));
        object.insert(key.to_owned(), rows.collect());
        let foot = figures.rows.last().map_or(&[][..], |(_, row)| row);
        object.insert("total".to_owned(), line(&whole["total"], foot));
        Json::Object(object)
    }

    /// A figure, or the mark that stands for it, the same in every language.
    fn outside_figure(&self, figure: Figure) -> Json {
        match figure {
            Figure::Number(n) => n.into(),
            Figure::Difference(n) => n.into(),
            Figure::NotApplicable => Json::Null,
            Figure::Small => format!("<{}", self.profile.rules.small_number).into(),
            Figure::Withheld => self.words.withheld().into(),
        }
    }

    fn section_json(&self, packet: &Packet, section: Section) -> Json {
        match section {
            Section::Centers => self.centers_json(packet),
            Section::Running => self.standard_json(&packet.running),
            Section::YearToDate => self.standard_json(&packet.year_to_date),
            Section::Month => json!({
                "previous": self.standard_json(&packet.month.beside_previous),
                "year": self.standard_json(&packet.month.beside_year),
            }),
            Section::Months => self.table_json(&packet.months),
            Section::Topics | Section::Channels | Section::Areas | Section::Ages | Section::Newness => packet
                .breakdown(section)
                .map_or(Json::Null, |table| self.table_json(table)),
            Section::Cases => packet.cases.iter().map(case).collect(),
            Section::Activities => self.packet_activities_json(&packet.activities),
            Section::Changes => {
                let change = |(period, revisions): &Changes| {
                    let revisions = revisions.as_ref().map(|revisions| self.revisions_json(revisions));
                    json!({ "period": period.code(), "revisions": revisions })
                };
                packet.changes.iter().map(change).collect()
            }
            Section::FollowUps => packet
                .overdue
                .iter()
                .map(|follow_up| self.overdue_json(packet, follow_up))
                .collect(),
        }
    }

    fn centers_json(&self, packet: &Packet) -> Json {
        let center = |center: &crate::domain::list::Item| {
            let detail = self.profile.center(&center.code);
            let text = |text: Option<&String>| text.cloned();
            json!({
                "center": center.code.as_str(),
                "name": detail.and_then(|detail| detail.name.as_ref()).map(|name| self.words.label(name)),
                "address": text(detail.and_then(|detail| detail.address.as_ref())),
                "tel": text(detail.and_then(|detail| detail.tel.as_ref())),
                "fax": text(detail.and_then(|detail| detail.fax.as_ref())),
                "email": text(detail.and_then(|detail| detail.email.as_ref())),
                "operator": text(detail.and_then(|detail| detail.operator.as_ref())),
            })
        };
        self.open_centers(packet).map(center).collect()
    }

    fn overdue_json(&self, packet: &Packet, follow_up: &FollowUp) -> Json {
        let code = |field| follow_up.code(field).map(Code::as_str);
        json!({
            "due": follow_up.due.to_string(),
            "days_overdue": follow_up.days_overdue(packet.made_on),
            "number": follow_up.number.display(self.profile),
            "case": follow_up.case(),
            "center": code(Field::Center),
        })
    }
}

/// Those of an object's values that stand under these keys.
fn kept(whole: &Json, keys: &[&str]) -> Map<String, Json> {
    let value = |key: &&str| Some(((*key).to_owned(), whole.get(*key)?.clone()));
    keys.iter().filter_map(value).collect()
}

fn case(case: &Discussed) -> Json {
    json!({
        "case": case.code,
        "age": case.age.map(|age| age.years()),
        "municipality": case.municipality.as_ref().map(Code::as_str),
        "care": case.care.iter().map(Code::as_str).collect::<Vec<_>>(),
        "contacts": case.contacts,
        "latest": case.latest.map(|day| day.to_string()),
        "discuss": case.subject,
    })
}
