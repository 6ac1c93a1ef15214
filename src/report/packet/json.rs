//! The packet for programs.

use serde_json::{Map, Value as Json, json};

use crate::domain::follow_up::FollowUp;
use crate::domain::list::Code;
use crate::domain::packet::{Changes, Discussed, Packet, Section};
use crate::report::View;

use super::{Block, Chapter, Document, Figure};

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
            Some((section.code().to_owned(), setting.remark.clone()?.into()))
        });
        object.insert("remarks".to_owned(), Json::Object(remarks.collect()));
        Json::Object(object)
    }

    /// A packet as it may be published: its tables as they are printed, what is hidden as its mark.
    pub fn document_json(&self, packet: &Packet, document: &Document) -> Json {
        let figure = |figure: &Figure| match figure {
            Figure::Number(n) => Json::from(*n),
            Figure::Difference(n) => Json::from(*n),
            Figure::NotApplicable => Json::Null,
            Figure::Small | Figure::Withheld => self.figure_text(*figure).into(),
        };
        let row = |(label, figures): &(String, Vec<Figure>)| json!({ "label": label, "figures": figures.iter().map(figure).collect::<Json>() });
        let table = |chapter: &Chapter, block: &Block| match block {
            Block::Figures(figures) => Some(json!({
                "table": figures.name,
                "head": figures.head,
                "rows": figures.rows.iter().map(row).collect::<Json>(),
            })),
            Block::Texts(texts) if chapter.section == Section::Activities => Some(json!({
                "table": texts.name,
                "head": texts.head,
                "rows": texts.rows,
            })),
            Block::Foot(lines) => Some(json!({ "remarks": lines })),
            _ => None,
        };
        let chapters = document.chapters.iter().map(|chapter| {
            json!({
                "section": chapter.section.code(),
                "title": chapter.title,
                "blocks": chapter.blocks.iter().filter_map(|block| table(chapter, block)).collect::<Json>(),
            })
        });
        json!({
            "public": true,
            "period": packet.period.code(),
            "as_of": packet.as_of.to_string(),
            "made_on": packet.made_on.to_string(),
            "sections": chapters.collect::<Json>(),
        })
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
        let centers = self.profile.items(crate::domain::list::List::Center).iter();
        let open = centers.filter(|center| center.is_open_on(packet.as_of));
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
        open.map(center).collect()
    }

    fn overdue_json(&self, packet: &Packet, follow_up: &FollowUp) -> Json {
        let code = |field| follow_up.code(field).map(Code::as_str);
        json!({
            "due": follow_up.due.to_string(),
            "days_overdue": follow_up.days_overdue(packet.made_on),
            "number": follow_up.number.display(self.profile),
            "case": follow_up.case(),
            "center": code(crate::domain::field::Field::Center),
        })
    }
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
