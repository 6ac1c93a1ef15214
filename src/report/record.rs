//! Records as text: a line in a list, one in full, and its history.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use crate::domain::consultation::{Consultation, Entry, VoidReason};
use crate::domain::field::Field;
use crate::domain::journal::{Act, Change, Pairs, UNKNOWN, VOID};
use crate::domain::list::List;
use crate::domain::text::{fit, pad_right, width_cells};
use crate::domain::value::{Value, clock};

use super::View;
use super::text::named;

/// One change to a record, at local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// When, by the clock of where it is read.
    pub at: NaiveDateTime,
    /// Who.
    pub who: String,
    /// What.
    pub act: Act,
    /// The record's revision after it.
    pub rev: u32,
    /// What changed; `None` where nothing is kept of it.
    pub change: Option<Change>,
}

/// A change as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number, when, who, and what was done.
    pub head: String,
    /// What changed: a field's name, and from what to what; or without a name what is to be said else.
    pub lines: Vec<(String, String)>,
}

/// The width of each column of a list, in cells: taken from the labels, so that a list of any length
/// is written as it is read.
pub struct Columns {
    number: usize,
    date: usize,
    center: usize,
    who: usize,
    channel: usize,
    municipality: usize,
    topic: usize,
}

/// The widest that a column of labels grows, in cells.
const LABEL_CELLS: usize = 24;
/// How much of the note a list shows, in cells.
const CONTENT_CELLS: usize = 40;
/// A day that takes as many cells as any in either style: 2030-12-31, R12.12.31.
const WIDE_DAY: NaiveDate = NaiveDate::from_ymd_opt(2030, 12, 31).expect("a day");
/// A time of day, in cells.
const TIME_CELLS: usize = 5;

impl View<'_> {
    /// The columns of a list.
    pub fn columns(&self) -> Columns {
        let label = |list: List, name: &str| {
            let items = self
                .profile
                .items(list)
                .iter()
                .map(|item| width_cells(self.words.label(&item.label)));
            items
                .chain([width_cells(name)])
                .max()
                .unwrap_or(0)
                .min(LABEL_CELLS)
        };
        let of = |field: Field, list: List| label(list, self.words.field(field, Some(self.profile)));
        let shorts = self
            .profile
            .items(List::Center)
            .iter()
            .filter_map(|item| self.profile.center(&item.code));
        let short = shorts.map(|center| width_cells(&center.short)).max().unwrap_or(0);
        Columns {
            // Such as R12-東-0123.
            number: width_cells("R12--0123") + short,
            date: width_cells(&self.words.date(WIDE_DAY)),
            center: of(Field::Center, List::Center),
            who: label(List::Relation, self.words.who())
                .max(label(List::Field, ""))
                .max(label(List::Party, "")),
            channel: of(Field::Channel, List::Channel),
            municipality: of(Field::Municipality, List::Municipality),
            topic: of(Field::MainTopic, List::Topic),
        }
    }

    /// The head of a list.
    pub fn list_head(&self, columns: &Columns) -> String {
        let name = |field| self.words.field(field, Some(self.profile));
        let texts = [
            self.words.number(),
            name(Field::Date),
            name(Field::Time),
            name(Field::Center),
            self.words.who(),
            name(Field::Channel),
            name(Field::Municipality),
            name(Field::MainTopic),
            name(Field::Content),
        ];
        columns.line(&texts.map(str::to_owned))
    }

    /// What a record says in a field; empty where it says nothing.
    pub fn said_in(&self, entry: &Entry, field: Field) -> String {
        let value = entry.get(field);
        value.map_or_else(String::new, |value| self.words.value(field, value, self.profile))
    }

    /// Whom a record was with: relation or field, else the party.
    pub fn with_whom(&self, entry: &Entry) -> String {
        let said = [Field::Relation, Field::Field, Field::Party]
            .into_iter()
            .find(|field| entry.get(*field).is_some());
        said.map_or_else(String::new, |field| self.said_in(entry, field))
    }

    /// A record's line in a list.
    pub fn list_row(&self, columns: &Columns, consultation: &Consultation) -> String {
        let entry = &consultation.entry;
        let text = |field| self.said_in(entry, field);
        columns.line(&[
            consultation.number.display(self.profile),
            text(Field::Date),
            text(Field::Time),
            text(Field::Center),
            self.with_whom(entry),
            text(Field::Channel),
            text(Field::Municipality),
            text(Field::MainTopic),
            fit(&text(Field::Content).replace('\n', " "), CONTENT_CELLS),
        ])
    }

    /// A record in full: every field, answered or not.
    pub fn record_text(&self, consultation: &Consultation) -> String {
        named(&self.record_pairs(consultation)).join("\n") + "\n"
    }

    /// A record in full, name by value; `-` where nothing is answered.
    pub fn record_pairs(&self, consultation: &Consultation) -> Vec<(String, String)> {
        let words = self.words;
        let mut pairs = vec![
            (
                words.number().to_owned(),
                consultation.number.display(self.profile),
            ),
            ("ID".to_owned(), consultation.id.to_string()),
        ];
        let reason = consultation
            .void
            .map(|reason| words.is_void(words.void_reason(reason)));
        pairs.extend(reason.map(|reason| (words.void().to_owned(), reason)));
        pairs.extend(Field::all().map(|field| {
            let text = words.counted(consultation, field, self.profile);
            let text = text.unwrap_or_else(|| "-".to_owned());
            (words.field(field, Some(self.profile)).to_owned(), text)
        }));
        pairs
    }

    /// What was changed about a record, oldest first.
    pub fn history_text(&self, history: &[Past]) -> String {
        let mut text = format!("{}\n", self.words.history());
        for past in history {
            let Told { head, lines } = self.told(past);
            text += &format!("{head}\n");
            let named_lines: Vec<_> = lines
                .iter()
                .filter(|(name, _)| !name.is_empty())
                .cloned()
                .collect();
            let mut under_each_other = named(&named_lines).into_iter();
            for (name, said) in lines {
                let line = if name.is_empty() {
                    Some(said)
                } else {
                    under_each_other.next()
                };
                text.extend(line.map(|line| format!("   {line}\n")));
            }
        }
        text
    }

    /// A change as it is read: when, who and what was done; then what changed from what to what, and why.
    pub fn told(&self, past: &Past) -> Told {
        let at = past.at;
        let time = clock((at.hour() * 60 + at.minute()) as u16);
        let date = self.words.date(at.date());
        let who = match past.who.as_str() {
            UNKNOWN => self.words.somebody(),
            who => who,
        };
        let group = past.change.as_ref().and_then(|change| change.group);
        let act = match group {
            Some(_) => self.words.of_several(self.words.act(past.act)),
            None => self.words.act(past.act).to_owned(),
        };
        let said = |text: String| (String::new(), text);
        let lines = match &past.change {
            None => vec![said(self.words.no_content().to_owned())],
            Some(change) => {
                let standing = self.standing(change).map(said);
                let reason = change.reason.as_ref();
                let reason = reason.map(|reason| said(self.words.reason(reason)));
                standing
                    .into_iter()
                    .chain(self.changes(change, past.act.is_addition()))
                    .chain(reason)
                    .collect()
            }
        };
        Told {
            head: format!("{}. {date} {time}  {who}  {act}", past.rev),
            lines,
        }
    }

    /// The name of each field that changed, and from what to what; of a new record only what it holds.
    fn changes(&self, change: &Change, is_new: bool) -> Vec<(String, String)> {
        let mut keys: Vec<_> = change.keys().filter(|key| *key != VOID).collect();
        keys.sort_by_key(|key| Field::by_code(key));
        let one = |key: &str, pairs: &Pairs| {
            pairs.get(key).map_or_else(
                || self.words.nothing().to_owned(),
                |text| self.pair(key, text, pairs).replace('\n', " / "),
            )
        };
        let changed = |key: &str| {
            let name = Field::by_code(key).map_or(key, |field| self.words.field(field, Some(self.profile)));
            let after = one(key, &change.after);
            let text = match is_new {
                true => after,
                false => format!("{} -> {after}", one(key, &change.before)),
            };
            (name.to_owned(), text)
        };
        keys.into_iter().map(changed).collect()
    }

    /// Whether the record counts since a change, where the change is about that.
    fn standing(&self, change: &Change) -> Option<String> {
        let reason = change
            .after
            .get(VOID)
            .and_then(|reason| VoidReason::by_code(reason));
        let is_back = reason.is_none() && change.before.contains_key(VOID);
        let back = is_back.then(|| self.words.brought_back().to_owned());
        reason.map(|reason| self.words.taken_out(reason)).or(back)
    }

    /// A pair's value, as people read it. Several answers stand in the list's order, the main topic first.
    fn pair(&self, key: &str, text: &str, pairs: &Pairs) -> String {
        let value = Field::by_code(key).and_then(|field| Some((field, Value::from_canonical(field, text)?)));
        let Some((field, mut value)) = value else {
            return text.to_owned();
        };
        if let (Value::Codes(codes), Some(list)) = (&mut value, field.list()) {
            let main = pairs
                .get(Field::MainTopic.code())
                .filter(|_| field == Field::Topic);
            codes.sort_by_key(|code| {
                (
                    main.is_none_or(|main| main != code.as_str()),
                    self.profile.position(list, code).unwrap_or(usize::MAX),
                )
            });
        }
        self.words.value(field, &value, self.profile)
    }
}

impl Columns {
    fn line(&self, texts: &[String; 9]) -> String {
        let widths = [
            self.number,
            self.date,
            TIME_CELLS,
            self.center,
            self.who,
            self.channel,
            self.municipality,
            self.topic,
            0,
        ];
        let cells = texts.iter().zip(widths).map(|(text, width)| match width {
            0 => text.clone(),
            _ => pad_right(&fit(text, width), width),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
}
