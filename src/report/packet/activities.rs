//! The packet's section of activities: what was held, and what is coming.

use serde_json::{Value as Json, json};

use crate::domain::activity::{Activities, Activity, counted};
use crate::domain::field::Field;
use crate::domain::list::{Code, List};
use crate::domain::packet::Packet;
use crate::domain::period::Span;
use crate::locale::activities::Held;
use crate::report::View;

use super::{Block, Figure, Texts};

/// The names of its two tables.
pub(super) const HELD: &str = "activities_held";
pub(super) const COMING: &str = "activities_coming";
/// The column of participants in both.
pub(super) const PARTICIPANTS: usize = 5;

/// For whom the section is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// For the meeting.
    Meeting,
    /// For publishing: what everybody may know, and no small figure of people.
    Outside,
}

/// The activities of one of the two tables.
pub(super) fn of_table<'p>(packet: &'p Packet, name: &str) -> &'p [Activity] {
    match name {
        HELD => &packet.activities.held,
        COMING => &packet.activities.coming,
        _ => &[],
    }
}

impl View<'_> {
    /// The section's blocks, and whether a figure in them is hidden.
    pub(super) fn activity_blocks(&self, packet: &Packet, sight: Sight) -> (Vec<Block>, bool) {
        let (words, activities) = (self.words, &packet.activities);
        let mut said = Vec::new();
        if activities.is_empty() {
            said.push(words.no_activities().to_owned());
        } else {
            let is_month = packet.period.span == Span::Month;
            let held = counted(&activities.held, self.profile);
            said.push(words.reads_held(is_month, &self.held(&held)));
            // In April, and in the first half-year, that would say the same again.
            if held != activities.since_april {
                said.push(words.reads_held_since_april(&self.held(&activities.since_april)));
            }
            let coming = counted(&activities.coming, self.profile);
            let coming = coming.iter().map(|(_, n)| n).sum();
            said.push(words.reads_coming(coming, activities.coming_until));
        }
        let mut blocks = vec![Block::Sentence(said.join(words.between_sentences()))];
        let mut is_any_hidden = false;
        for name in [HELD, COMING] {
            let table = self.activity_table(packet, name, sight);
            if table.rows.is_empty() {
                continue;
            }
            let small = self.figure_text(Figure::Small);
            is_any_hidden |= table.rows.iter().any(|row| row[PARTICIPANTS] == small);
            blocks.push(Block::Texts(table));
        }
        if !activities.is_empty() {
            blocks.push(Block::Foot(vec![words.activities_rule().to_owned()]));
        }
        (blocks, is_any_hidden)
    }

    /// Kinds by their labels.
    fn held(&self, counts: &[(Code, u64)]) -> Vec<Held> {
        let label = |kind| {
            self.words
                .item(List::Activity, kind, Some(self.profile))
                .to_owned()
        };
        counts.iter().map(|(kind, n)| (label(kind), *n)).collect()
    }

    fn activity_table(&self, packet: &Packet, name: &str, sight: Sight) -> Texts {
        let words = self.words;
        let activities = of_table(packet, name);
        let title = |field| words.field(field, Some(self.profile)).to_owned();
        let mut head = vec![
            match name {
                HELD => words.held().to_owned(),
                _ => words.coming().to_owned(),
            },
            title(Field::ActivityKind),
            title(Field::Title),
            title(Field::Center),
            title(Field::Place),
            title(Field::Participants),
        ];
        // What nobody wrote needs no column; outside nobody has looked whether it may be read there.
        let has_content = |activity: &Activity| activity.entry.get(Field::ActivityContent).is_some();
        let with_content = sight == Sight::Meeting && activities.iter().any(has_content);
        head.extend(with_content.then(|| title(Field::ActivityContent)));
        let row = |activity: &Activity| {
            let text = |field| or_none(self.activity_field(activity, field));
            let mut row = vec![
                self.activity_days(activity),
                text(Field::ActivityKind),
                self.activity_title(activity),
                text(Field::Center),
                text(Field::Place),
                self.participants(activity, sight),
            ];
            row.extend(with_content.then(|| text(Field::ActivityContent).replace('\n', " ")));
            row
        };
        Texts {
            name: name.to_owned(),
            rows: activities.iter().map(row).collect(),
            head,
        }
    }

    fn participants(&self, activity: &Activity, sight: Sight) -> String {
        let small = self.profile.rules.small_number;
        match activity.entry.number(Field::Participants) {
            None => "-".to_owned(),
            Some(n) if sight == Sight::Outside && (1..small).contains(&n) => self.figure_text(Figure::Small),
            Some(n) => n.to_string(),
        }
    }

    /// The section for programs.
    pub(super) fn packet_activities_json(&self, activities: &Activities) -> Json {
        let since_april: serde_json::Map<String, Json> = activities
            .since_april
            .iter()
            .map(|(kind, n)| (kind.as_str().to_owned(), Json::from(*n)))
            .collect();
        json!({
            "held": self.activities_json(&activities.held),
            "since_april": since_april,
            "coming": self.activities_json(&activities.coming),
            "coming_until": activities.coming_until.to_string(),
        })
    }
}

fn or_none(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}
