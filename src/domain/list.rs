//! The lists of a profile and their items: codes, labels, readings and when an item is shown.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

/// A stable code, unique within its list, as it stands in profiles, exports and the ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both are one and the same text in memory; equal codes need not be.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name in Japanese and, where the profile gives one, in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Japanese, always there.
    pub ja: String,
    /// English; the Japanese stands in for it where it is missing.
    pub en: Option<String>,
}

impl Label {
    /// A label in both languages.
    pub fn new(ja: &str, en: &str) -> Self {
        Self {
            ja: ja.to_owned(),
            en: Some(en.to_owned()),
        }
    }
}

/// When a figure's column or row is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Always, zero as `0`.
    #[default]
    Always,
    /// Only when it is not zero.
    Nonzero,
    /// Offered nowhere; what is already recorded under it is still counted and shown.
    Off,
}

/// One value of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Stable code.
    pub code: Code,
    /// What people read.
    pub label: Label,
    /// ASCII readings for picking with the IME off, as the profile spells them.
    pub readings: Vec<String>,
    /// When its figures are printed.
    pub shown: Shown,
    /// First day on which it is offered.
    pub from: Option<NaiveDate>,
    /// Last day on which it is offered.
    pub to: Option<NaiveDate>,
}

impl Item {
    /// An item that the program itself brings.
    fn built_in(code: &str, ja: &str, en: &str, reading: &str) -> Self {
        Self {
            code: code.into(),
            label: Label::new(ja, en),
            readings: vec![reading.to_owned()],
            shown: Shown::Always,
            from: None,
            to: None,
        }
    }

    /// Whether the item is offered on that day to who fills in a form.
    pub fn is_offered_on(&self, day: NaiveDate) -> bool {
        self.shown != Shown::Off && self.is_open_on(day)
    }

    /// Whether the item exists on that day.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Every list of coded values. Those of the profile are data; party and newness come with the
/// rules of counting and are the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum List {
    /// 業務区分
    Kind,
    /// センター
    Center,
    /// 相談者区分
    Party,
    /// 続柄
    Relation,
    /// 分野
    Field,
    /// 相談方法
    Channel,
    /// 市町
    Municipality,
    /// 圏域
    Area,
    /// 相談内容
    Topic,
    /// 医療的ケア
    Care,
    /// 対応結果
    Outcome,
    /// 状態
    State,
    /// 連携先
    Linked,
    /// 新規/継続
    Newness,
    /// Age bands.
    Age,
    /// 事業の種類: the profile's, or where it has none the five that the program brings.
    Activity,
}

impl List {
    /// All lists, in the order of their declaration.
    pub const ALL: [Self; 16] = [
        Self::Kind,
        Self::Center,
        Self::Party,
        Self::Relation,
        Self::Field,
        Self::Channel,
        Self::Municipality,
        Self::Area,
        Self::Topic,
        Self::Care,
        Self::Outcome,
        Self::State,
        Self::Linked,
        Self::Newness,
        Self::Age,
        Self::Activity,
    ];

    /// The list's name in profiles and in the ledger.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Center => "center",
            Self::Party => "party",
            Self::Relation => "relation",
            Self::Field => "field",
            Self::Channel => "channel",
            Self::Municipality => "municipality",
            Self::Area => "area",
            Self::Topic => "topic",
            Self::Care => "care",
            Self::Outcome => "outcome",
            Self::State => "state",
            Self::Linked => "linked",
            Self::Newness => "newness",
            Self::Age => "age",
            Self::Activity => "activity",
        }
    }

    /// The items that are the same under every profile, and those of the kinds of activities where the
    /// profile has none; empty for the profile's own lists.
    pub(super) fn built_in(self) -> Vec<Item> {
        match self {
            Self::Party => vec![
                Item::built_in(FAMILY, "本人・家族", "Family", "kazoku"),
                Item::built_in(STAKEHOLDER, "関係者等", "Stakeholders", "kankeisha"),
            ],
            Self::Newness => vec![
                Item::built_in(NEW, "新規", "New", "shinki"),
                Item::built_in(CONTINUING, "継続", "Continuing", "keizoku"),
            ],
            Self::Activity => vec![
                Item::built_in("training", "研修", "Training", "kenshuu"),
                Item::built_in("meeting", "会議", "Meeting", "kaigi"),
                Item::built_in(
                    "regional",
                    "圏域連携会議",
                    "Regional conference",
                    "kenikirenkeikaigi",
                ),
                Item::built_in("peer", "ピアサポート", "Peer support", "piasapooto"),
                Item::built_in("outreach", "出張相談会", "Outreach", "shucchousoudankai"),
            ],
            _ => Vec::new(),
        }
    }
}

/// The kind that every tally counts unless told otherwise.
pub const CONSULTATION: &str = "consultation";
/// Party: the child or the family.
pub const FAMILY: &str = "family";
/// Party: anybody else who asks.
pub const STAKEHOLDER: &str = "stakeholder";
/// Newness: the first consultation.
pub const NEW: &str = "new";
/// Newness: a later one.
pub const CONTINUING: &str = "continuing";
/// The code under which an axis counts what has no answer; never the code of an item.
pub const NONE: &str = "none";
/// In a filter: no restriction; never the code of an item.
pub const ALL: &str = "all";
