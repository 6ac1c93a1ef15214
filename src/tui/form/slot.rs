//! The fields of the form: their order, and what each of them is typed with.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use super::editor::{Editor, Kind};
use super::picker::{Choice, Picker};
use crate::domain::consultation::Entry;
use crate::domain::draft::DraftSlot;
use crate::domain::field::{Field, LINE_CHARS, NOTE_CHARS, Shape};
use crate::domain::list::{Code, FAMILY, Item, Label, List, STAKEHOLDER};
use crate::domain::profile::Profile;
use crate::domain::record::About;
use crate::domain::value::{Problem, Value, Written, clock};
use crate::domain::working::{DayOff, DueDay};
use crate::locale::{Catalogue, Lang};

/// The fields in the order of the form; one that is not named here comes behind these.
const FIRST: [Field; 27] = [
    Field::Content,
    Field::Party,
    Field::Relation,
    Field::Field,
    Field::Municipality,
    Field::Topic,
    Field::Minutes,
    Field::Outcome,
    Field::FollowUp,
    Field::FollowUpText,
    Field::Case,
    Field::Organisation,
    Field::Caller,
    Field::Callback,
    Field::Date,
    Field::Time,
    Field::Center,
    Field::Channel,
    Field::Kind,
    Field::Staff,
    Field::Care,
    Field::ChildAge,
    Field::Newness,
    Field::MainTopic,
    Field::State,
    Field::Linked,
    Field::FollowUpDone,
];

/// A field of the form. It is one of the record's, but for 誰から, which is three of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotName {
    /// 誰から: 続柄 and 分野 in one list, which sets 相談者区分.
    Who,
    /// A field of the record.
    Field(Field),
}

impl SlotName {
    /// All of them, in the order in which Tab goes through them. What was asked comes first, then who
    /// asked, what a call is told with, what is filled already, and the rest; 対応 is last, so that
    /// Shift-Tab leads from 相談概要 straight to it.
    pub fn order() -> &'static [Self] {
        static ORDER: LazyLock<Vec<SlotName>> = LazyLock::new(|| {
            let fields = Field::starting_with(&FIRST).filter(|field| *field != Field::Response);
            let mut order: Vec<_> = fields.chain([Field::Response]).map(SlotName::of).collect();
            order.dedup();
            order
        });
        &ORDER
    }

    /// Those of the form of a child's file.
    pub fn of_case() -> &'static [Self] {
        static ORDER: LazyLock<Vec<SlotName>> =
            LazyLock::new(|| Field::of_case().map(SlotName::Field).collect());
        &ORDER
    }

    /// Those of the form of an activity.
    pub fn of_activity() -> &'static [Self] {
        static ORDER: LazyLock<Vec<SlotName>> =
            LazyLock::new(|| Field::of_activity().map(SlotName::Field).collect());
        &ORDER
    }

    /// Its name in a draft.
    pub fn code(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Field(field) => field.code(),
        }
    }

    /// Which of the form's fields a field of the record belongs to.
    pub fn of(field: Field) -> Self {
        match field {
            Field::Party | Field::Relation | Field::Field => Self::Who,
            field => Self::Field(field),
        }
    }

    /// Its place in the order.
    pub fn place(self) -> usize {
        Self::order().iter().position(|slot| *slot == self).unwrap_or(0)
    }

    /// Whether it is a text of several lines.
    pub fn is_note(self) -> bool {
        matches!(self, Self::Field(field) if field.shape() == Shape::Note)
    }
}

/// What a field is typed with.
#[derive(Clone, Debug)]
pub enum Input {
    /// Text.
    Text(Editor),
    /// Items of a list.
    Pick(Picker),
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// What the record's rules say.
    Problem(Problem),
    /// Several items begin so; so many.
    Undecided(usize),
    /// No item is called so.
    Unknown,
    /// It was asked which of several is meant, and not answered.
    Open,
}

/// A field of the form with what stands in it.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Which one.
    pub name: SlotName,
    /// What stands in it.
    pub input: Input,
    /// What is wrong with it, once it has been left or the form was to be saved.
    pub trouble: Option<Trouble>,
    /// A follow-up's day that gave way to the next working day when it was written out.
    moved: Option<DueDay>,
}

/// Marks the code of a relation among the choices of 誰から.
const RELATION: &str = "relation:";
/// Marks the code of a field.
const FIELD: &str = "field:";
/// Marks the code of a party without a relation or field.
const PARTY: &str = "party:";

impl Slot {
    /// Its list, where what is typed may be an answer without being a choice.
    pub fn open_picker(&self) -> Option<&Picker> {
        match &self.input {
            Input::Pick(picker) if picker.is_open() => Some(picker),
            _ => None,
        }
    }

    /// An empty field, with what the profile offers on that day.
    pub fn new(about: About, name: SlotName, profile: &Profile, day: NaiveDate) -> Self {
        let input = match name {
            SlotName::Who => Input::Pick(Picker::single(who_choices(profile, day))),
            SlotName::Field(field) => match field.shape() {
                Shape::Note => Input::Text(Editor::new(Kind::Note, NOTE_CHARS)),
                Shape::One(list) => Input::Pick(Picker::single(choices(profile, list, day))),
                Shape::Many(list) => Input::Pick(Picker::several(choices(profile, list, day))),
                Shape::Case if about == About::Consultation => Input::Pick(Picker::open()),
                Shape::Done => Input::Pick(Picker::single(endings().to_vec())),
                Shape::Cancelled => Input::Pick(Picker::single(vec![cancelled()])),
                _ => Input::Text(Editor::new(Kind::Line, LINE_CHARS)),
            },
        };
        Self {
            name,
            input,
            trouble: None,
            moved: None,
        }
    }

    /// Puts what a record holds into the field.
    pub fn load(&mut self, entry: &Entry) {
        self.trouble = None;
        self.moved = None;
        match (&mut self.input, self.name) {
            (Input::Pick(picker), SlotName::Who) => picker.set_chosen(&who_codes(entry)),
            (Input::Pick(picker), SlotName::Field(field)) => picker.set_chosen(&codes(entry, field)),
            (Input::Text(editor), SlotName::Field(field)) => {
                editor.load(&entry.get(field).map_or_else(String::new, typed));
            }
            (Input::Text(_), SlotName::Who) => {}
        }
    }

    /// Reads what stands in the field into a record; what was there before is replaced.
    ///
    /// # Errors
    /// What is wrong with it; the record's field is empty then.
    pub fn read(&self, entry: &mut Entry, profile: &Profile, today: NaiveDate) -> Result<(), Trouble> {
        let field = match self.name {
            SlotName::Who => {
                let Input::Pick(picker) = &self.input else {
                    return Ok(());
                };
                read_who(entry, picker.chosen_codes().first().copied());
                return undecided(picker);
            }
            SlotName::Field(field) => field,
        };
        entry.set(field, None);
        match &self.input {
            Input::Text(editor) => {
                let parsed = Value::parse(field, editor.text(), profile, today, Written::ByHand);
                entry.set(field, parsed.map_err(Trouble::Problem)?.value);
                Ok(())
            }
            Input::Pick(picker) => {
                entry.set(field, picked(field, &picker.chosen_codes()));
                undecided(picker)
            }
        }
    }

    /// The value that would be read from the field, where nothing is wrong with it.
    pub fn value(&self, profile: &Profile, today: NaiveDate) -> Option<Value> {
        let SlotName::Field(field) = self.name else {
            return None;
        };
        let mut entry = Entry::default();
        self.read(&mut entry, profile, today).ok()?;
        entry.get(field).cloned()
    }

    /// Comes to the field by a key. A value that stands in it is selected, as it is replaced more often
    /// than lengthened: another day, other minutes.
    pub fn enter(&mut self) {
        if let Input::Text(editor) = &mut self.input
            && holds_value(self.name)
        {
            editor.select();
        }
    }

    /// Leaves the field: what is only one item is taken, a date is written out, and what is wrong is
    /// known.
    pub fn leave(&mut self, profile: &Profile, today: NaiveDate) {
        if let Input::Pick(picker) = &mut self.input {
            picker.leave();
        }
        self.trouble = self.write_out(profile, today).err();
    }

    /// Writes a day, a time or a number out as it was understood: 昨日 is another day tomorrow.
    ///
    /// # Errors
    /// What is wrong with what stands there; it stays as it is.
    pub fn write_out(&mut self, profile: &Profile, today: NaiveDate) -> Result<(), Trouble> {
        let mut entry = Entry::default();
        self.read(&mut entry, profile, today)?;
        if let (Input::Text(editor), SlotName::Field(field)) = (&mut self.input, self.name)
            && holds_value(self.name)
            && let Some(value) = entry.get(field)
            && editor.text() != typed(value)
        {
            // Written out, +7 does not say any more why it is another day.
            self.moved = match field.shape() {
                Shape::DueDay => profile.due_day(editor.text(), today).ok(),
                _ => None,
            };
            editor.set_text(&typed(value));
        }
        Ok(())
    }

    /// Why the day that stands in the field is the next working day, if it gave way to it.
    pub fn moved_by(&self, profile: &Profile, today: NaiveDate) -> Option<DayOff> {
        let Input::Text(editor) = &self.input else {
            return None;
        };
        let typed = profile.due_day(editor.text(), today).ok()?;
        let kept = self.moved.filter(|moved| moved.day == typed.day);
        typed.moved_by.or_else(|| kept?.moved_by)
    }

    /// What stands in the field, for a draft; `None` where nothing does.
    pub fn kept(&self) -> Option<DraftSlot> {
        let (chosen, typed) = match &self.input {
            Input::Text(editor) => (Vec::new(), editor.text().to_owned()),
            Input::Pick(picker) => (
                picker.chosen_codes().into_iter().map(str::to_owned).collect(),
                picker.query().to_owned(),
            ),
        };
        let is_empty = chosen.is_empty() && typed.is_empty();
        (!is_empty).then(|| DraftSlot {
            name: self.name.code().to_owned(),
            chosen,
            typed,
        })
    }

    /// Puts what a draft kept into the field; nothing where it kept nothing.
    pub fn restore(&mut self, kept: Option<&DraftSlot>) {
        let typed = kept.map_or("", |kept| &kept.typed);
        match &mut self.input {
            Input::Text(editor) => editor.load(typed),
            Input::Pick(picker) => {
                let chosen: Vec<&str> =
                    kept.map_or_else(Vec::new, |kept| kept.chosen.iter().map(String::as_str).collect());
                picker.set_chosen(&chosen);
                picker.set_query(typed);
            }
        }
    }
}

/// What an entry holds, as a draft of the form keeps it.
pub fn kept_of(entry: &Entry) -> Vec<DraftSlot> {
    let kept = |name: &SlotName| {
        let (chosen, typed) = match name {
            SlotName::Who => (who_codes(entry), String::new()),
            SlotName::Field(field) => match field.shape() {
                Shape::One(_) | Shape::Many(_) | Shape::Done | Shape::Cancelled | Shape::Case => {
                    let codes = codes(entry, *field).into_iter();
                    (codes.map(str::to_owned).collect(), String::new())
                }
                _ => (Vec::new(), entry.get(*field).map_or_else(String::new, typed)),
            },
        };
        let is_empty = chosen.is_empty() && typed.is_empty();
        (!is_empty).then(|| DraftSlot {
            name: name.code().to_owned(),
            chosen,
            typed,
        })
    };
    SlotName::order().iter().filter_map(kept).collect()
}

fn undecided(picker: &Picker) -> Result<(), Trouble> {
    if picker.query().is_empty() {
        return Ok(());
    }
    match picker.candidates().count() {
        0 => Err(Trouble::Unknown),
        candidates => Err(Trouble::Undecided(candidates)),
    }
}

/// Whether the field is typed into and holds no text of its own, but a day, a time or a number.
fn holds_value(name: SlotName) -> bool {
    matches!(name, SlotName::Field(field) if !field.shape().is_text())
}

/// A value as it would be typed.
fn typed(value: &Value) -> String {
    match value {
        Value::Day(day) => day.to_string(),
        Value::Minute(minute) => clock(*minute),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Birth(_) => value.canonical().into_owned(),
        Value::Code(_) | Value::Codes(_) | Value::Done | Value::Dropped => String::new(),
    }
}

fn picked(field: Field, codes: &[&str]) -> Option<Value> {
    let first = codes.first()?;
    Some(match field.shape() {
        Shape::Many(_) => Value::Codes(codes.iter().map(|code| Code::from(*code)).collect()),
        Shape::Cancelled => Value::Dropped,
        Shape::Done if *first == DROPPED => Value::Dropped,
        Shape::Done => Value::Done,
        Shape::Case => Value::Text((*first).to_owned()),
        _ => Value::Code(Code::from(*first)),
    })
}

/// The codes that stand for a field's answer. The main topic goes first among the topics: the first
/// is the main one unless the field of its own says otherwise.
fn codes(entry: &Entry, field: Field) -> Vec<&str> {
    match entry.get(field) {
        Some(Value::Done) => vec![DONE],
        Some(Value::Text(code)) => vec![code.as_str()],
        Some(Value::Dropped) => vec![DROPPED],
        // Said by the order of the topics already.
        Some(Value::Code(_)) if field == Field::MainTopic => Vec::new(),
        Some(Value::Code(code)) => vec![code.as_str()],
        Some(Value::Codes(codes)) => {
            let mut codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
            if let (Field::Topic, Some(main)) = (field, entry.code(Field::MainTopic)) {
                codes.sort_by_key(|code| *code != main.as_str());
            }
            codes
        }
        _ => Vec::new(),
    }
}

/// What a list offers on a day; what is chosen already is added by the picker itself.
fn choices(profile: &Profile, list: List, day: NaiveDate) -> Vec<Choice> {
    let items = profile.items(list).iter();
    items.map(|item| choice(item, "", 0, day)).collect()
}

fn choice(item: &Item, mark: &str, group: usize, day: NaiveDate) -> Choice {
    Choice {
        code: format!("{mark}{}", item.code),
        label: item.label.clone(),
        readings: item.readings.clone(),
        group,
        is_offered: item.is_offered_on(day),
    }
}

/// The code of a follow-up that is done.
const DONE: &str = "done";

/// The code of one that is not needed any more, and of an activity that is cancelled.
const DROPPED: &str = "dropped";

/// How a follow-up may end.
fn endings() -> [Choice; 2] {
    [
        word(DONE, |words| words.done(), &["sumi", "zumi"]),
        word(DROPPED, |words| words.dropped(), &["chuushi"]),
    ]
}

/// That an activity does not take place.
fn cancelled() -> Choice {
    word(DROPPED, |words| words.cancelled(), &["chuushi"])
}

/// A choice that is a word of the program's own.
fn word(code: &str, word: fn(&dyn Catalogue) -> &'static str, readings: &[&str]) -> Choice {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| word(lang.catalogue()).to_owned());
    Choice {
        code: code.to_owned(),
        label: Label { ja, en: Some(en) },
        readings: readings.iter().map(|reading| (*reading).to_owned()).collect(),
        group: 0,
        is_offered: true,
    }
}

/// Relations, then fields, then each party without either.
fn who_choices(profile: &Profile, day: NaiveDate) -> Vec<Choice> {
    let of = |list, mark, group| {
        let items = profile.items(list).iter();
        items.map(move |item| choice(item, mark, group, day))
    };
    of(List::Relation, RELATION, 0)
        .chain(of(List::Field, FIELD, 1))
        .chain(of(List::Party, PARTY, 2))
        .collect()
}

fn who_codes(entry: &Entry) -> Vec<String> {
    let marked = [
        (RELATION, Field::Relation),
        (FIELD, Field::Field),
        (PARTY, Field::Party),
    ];
    let first = marked
        .into_iter()
        .find_map(|(mark, field)| Some(format!("{mark}{}", entry.code(field)?)));
    first.into_iter().collect()
}

/// The list and the code in it that a choice of 誰から stands for.
pub fn who_code(choice: &str) -> Option<(List, &str)> {
    let marked = [
        (RELATION, List::Relation),
        (FIELD, List::Field),
        (PARTY, List::Party),
    ];
    marked
        .into_iter()
        .find_map(|(mark, list)| Some((list, choice.strip_prefix(mark)?)))
}

/// Sets the party with its relation or field.
fn read_who(entry: &mut Entry, code: Option<&str>) {
    let relation = code.and_then(|code| code.strip_prefix(RELATION));
    let field = code.and_then(|code| code.strip_prefix(FIELD));
    let party = match (relation, field) {
        (Some(_), _) => Some(FAMILY),
        (_, Some(_)) => Some(STAKEHOLDER),
        _ => code.and_then(|code| code.strip_prefix(PARTY)),
    };
    let value = |code: Option<&str>| code.map(|code| Value::Code(code.into()));
    entry.set(Field::Party, value(party));
    entry.set(Field::Relation, value(relation));
    entry.set(Field::Field, value(field));
}

/// All fields of the form, empty.
pub fn empty(about: About, profile: &Arc<Profile>, day: NaiveDate) -> Vec<Slot> {
    let names = match about {
        About::Consultation => SlotName::order(),
        About::Case => SlotName::of_case(),
        About::Activity => SlotName::of_activity(),
    };
    names
        .iter()
        .map(|name| Slot::new(about, *name, profile, day))
        .collect()
}

/// What a field is called.
pub fn label<'a>(name: SlotName, words: &dyn Catalogue, who: &'a str, profile: &'a Profile) -> &'a str {
    match name {
        SlotName::Who => who,
        SlotName::Field(field) => words.field(field, Some(profile)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::YAMAGUCHI;

    #[test]
    fn a_draft_keeps_an_entry_as_the_form_would() {
        let profile = Arc::new(Profile::parse(YAMAGUCHI).unwrap());
        let today = NaiveDate::from_ymd_opt(2022, 9, 30).unwrap();
        let whole = [
            ("date", "9/28"),
            ("time", "9:05"),
            ("center", "east"),
            ("party", "family"),
            ("relation", "mother"),
            ("channel", "phone"),
            ("topic", "discharge、school"),
            ("main_topic", "school"),
            ("linked", "hospital"),
            ("minutes", "30"),
            ("follow_up", "+7"),
            ("follow_up_done", "1"),
            ("case", "E-012"),
            ("content", "一行目\n二行目"),
        ];
        for count in 0..=whole.len() {
            let mut entry = Entry::default();
            for (field, text) in &whole[..count] {
                let field = Field::by_code(field).unwrap();
                entry.read(field, text, &profile, today, Written::ByHand).unwrap();
            }
            let mut slots = empty(About::Consultation, &profile, today);
            slots.iter_mut().for_each(|slot| slot.load(&entry));
            let kept: Vec<_> = slots.iter().filter_map(Slot::kept).collect();
            assert_eq!(kept_of(&entry), kept);
        }
    }

    #[test]
    fn every_field_has_its_place_in_the_form() {
        let order = SlotName::order();
        for field in Field::all() {
            let slot = SlotName::of(field);
            assert_eq!(
                order.iter().filter(|other| **other == slot).count(),
                1,
                "{field:?}"
            );
        }
        assert_eq!(order.first(), Some(&SlotName::Field(Field::Content)));
        assert_eq!(order.last(), Some(&SlotName::Field(Field::Response)));
    }
}
