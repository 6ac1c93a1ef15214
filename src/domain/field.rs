//! The table of a record's fields. Form, list, CSV, JSON, digest and history are all driven by it:
//! a new field is a variant and a row here, its label in both languages, and a column in the schema.
//! A child's file and an activity are records of the same kind: they share some fields with consultations,
//! and have some of their own.

use std::sync::OnceLock;

use super::list::List;
use super::text;

/// A field of a record: those of a consultation in the order of the ledger's CSV, then those that only a
/// child's file has, then those that only an activity has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Day on which it was received.
    Date,
    /// Time of day.
    Time,
    /// 業務区分
    Kind,
    /// The office that took it.
    Center,
    /// Family or stakeholder.
    Party,
    /// 続柄, of a family caller.
    Relation,
    /// 分野, of a stakeholder.
    Field,
    /// 所属
    Organisation,
    /// 相談者名
    Caller,
    /// 連絡先
    Callback,
    /// 相談方法
    Channel,
    /// Where the child lives.
    Municipality,
    /// The child's file, by its pseudonymous code.
    Case,
    /// Age of a child without a file, in full years.
    ChildAge,
    /// 医療的ケア, several.
    Care,
    /// New or continuing, as entered.
    Newness,
    /// 相談内容, several.
    Topic,
    /// 主な内容, one of the topics.
    MainTopic,
    /// 対応: what was answered.
    Response,
    /// 対応結果, several.
    Outcome,
    /// 状態
    State,
    /// 連携先, several.
    Linked,
    /// 所要分
    Minutes,
    /// 次回対応日
    FollowUp,
    /// 次回対応内容
    FollowUpText,
    /// 次回対応済
    FollowUpDone,
    /// 担当, by staff code.
    Staff,
    /// 相談概要: what was asked.
    Content,
    /// 氏名: the child's, shown on the file itself only.
    Name,
    /// 生年月日, or year and month alone.
    Birth,
    /// 主な病院
    Hospital,
    /// 保護者
    Guardian,
    /// 保護者の連絡先
    GuardianContact,
    /// 同意日
    ConsentOn,
    /// 同意の範囲
    ConsentScope,
    /// 同意撤回日
    ConsentWithdrawn,
    /// 終結日: a file with it is closed.
    ClosedOn,
    /// 終結理由
    ClosedWhy,
    /// 検討事項: what the operations meeting is to talk about; without it the case is not on its list.
    Discuss,
    /// 備考
    CaseNotes,
    /// 開催日, or the first of several days.
    HeldOn,
    /// 終了日: the last day, where it takes several.
    LastDay,
    /// 事業の種類
    ActivityKind,
    /// 名称
    Title,
    /// 会場
    Place,
    /// 圏域, several.
    Area,
    /// 対象: who it is for.
    Audience,
    /// 参加者数
    Participants,
    /// 内容: what it is about, or was.
    ActivityContent,
    /// 中止: whether it does not take place.
    Cancelled,
}

/// What kind of value a field holds, and its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A day in the past, as people type it.
    Day,
    /// A day to come.
    DueDay,
    /// A day before or after today: without its year the nearest, either way.
    AnyDay,
    /// A time of day, to the minute.
    Time,
    /// One item of a list.
    One(List),
    /// Several items of a list.
    Many(List),
    /// One line of text, at most 200 characters.
    Line,
    /// Text with newlines, at most 20,000 characters.
    Note,
    /// A whole number from 0 to this.
    Number(u32),
    /// How a follow-up ended: done, dropped, or nothing while it is open.
    Done,
    /// Whether it is cancelled, or nothing.
    Cancelled,
    /// A case's code: text that names a file.
    Case,
    /// A staff member's code.
    Staff,
    /// A date of birth, or its year and month.
    Birth,
}

impl Shape {
    /// Whether it holds text that people wrote: never in logs or errors, and guarded in a CSV.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Line | Self::Note | Self::Case | Self::Staff)
    }
}

/// Most characters (Unicode scalar values) of a line.
pub const LINE_CHARS: usize = 200;
/// Most characters (Unicode scalar values) of a note.
pub const NOTE_CHARS: usize = 20_000;

/// What the program knows of a field.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The field itself.
    pub field: Field,
    /// Its code: option on the command line, English CSV header, name in digests and history.
    pub code: &'static str,
    /// Japanese CSV header.
    pub header: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Its key in JSON; `None` keeps it out.
    pub json: Option<&'static str>,
    /// Whether it stays in an export made to be shared.
    pub shared: bool,
    /// Whether a consultation or an activity must have it; an activity may do without a center.
    pub required: bool,
}

const fn row(
    field: Field,
    code: &'static str,
    header: &'static str,
    shape: Shape,
    json: Option<&'static str>,
    shared: bool,
) -> Spec {
    let required = matches!(
        field,
        Field::Date
            | Field::Center
            | Field::Party
            | Field::Channel
            | Field::HeldOn
            | Field::ActivityKind
            | Field::Title
    );
    Spec {
        field,
        code,
        header,
        shape,
        json,
        shared,
        required,
    }
}

const SHARED: bool = true;
const KEPT: bool = false;

/// One row a field, in the order of the enum.
#[rustfmt::skip]
const SPECS: [Spec; Field::WHOLE] = {
    use Shape::{AnyDay, Birth, Cancelled, Case, Day, Done, DueDay, Line, Many, Note, Number, One, Staff, Time};
    [
        row(Field::Date,         "date",           "日付",         Day,                      Some("date"),           SHARED),
        row(Field::Time,         "time",           "時刻",         Time,                     Some("time"),           SHARED),
        row(Field::Kind,         "kind",           "業務区分",     One(List::Kind),          Some("kind"),           SHARED),
        row(Field::Center,       "center",         "センター",     One(List::Center),        Some("center"),         SHARED),
        row(Field::Party,        "party",          "相談者区分",   One(List::Party),         Some("party"),          SHARED),
        row(Field::Relation,     "relation",       "続柄",         One(List::Relation),      Some("relation"),       SHARED),
        row(Field::Field,        "field",          "分野",         One(List::Field),         Some("field"),          SHARED),
        row(Field::Organisation, "organisation",   "所属",         Line,                     Some("organisation"),   KEPT),
        row(Field::Caller,       "caller",         "相談者名",     Line,                     None,                   KEPT),
        row(Field::Callback,     "callback",       "連絡先",       Line,                     None,                   KEPT),
        row(Field::Channel,      "channel",        "相談方法",     One(List::Channel),       Some("channel"),        SHARED),
        row(Field::Municipality, "municipality",   "市町",         One(List::Municipality),  Some("municipality"),   SHARED),
        row(Field::Case,         "case",           "ケース",       Case,                     Some("case"),           KEPT),
        row(Field::ChildAge,     "child_age",      "年齢",         Number(120),              Some("child_age"),      SHARED),
        row(Field::Care,         "care",           "医療的ケア",   Many(List::Care),         Some("care"),           SHARED),
        row(Field::Newness,      "newness",        "新規継続",     One(List::Newness),       Some("newness"),        SHARED),
        row(Field::Topic,        "topic",          "相談内容",     Many(List::Topic),        Some("topics"),         SHARED),
        row(Field::MainTopic,    "main_topic",     "主な内容",     One(List::Topic),         Some("main_topic"),     SHARED),
        row(Field::Response,     "response",       "対応",         Note,                     Some("response"),       KEPT),
        row(Field::Outcome,      "outcome",        "対応結果",     Many(List::Outcome),      Some("outcome"),        SHARED),
        row(Field::State,        "state",          "状態",         One(List::State),         Some("state"),          SHARED),
        row(Field::Linked,       "linked",         "連携先",       Many(List::Linked),       Some("linked"),         SHARED),
        row(Field::Minutes,      "minutes",        "所要分",       Number(9999),             Some("minutes"),        SHARED),
        row(Field::FollowUp,     "follow_up",      "次回対応日",   DueDay,                   Some("follow_up"),      SHARED),
        row(Field::FollowUpText, "follow_up_text", "次回対応内容", Line,                     Some("follow_up_text"), KEPT),
        row(Field::FollowUpDone, "follow_up_done", "次回対応済",   Done,                     Some("follow_up_done"), SHARED),
        row(Field::Staff,        "staff",          "担当",         Staff,                    Some("staff"),          KEPT),
        row(Field::Content,      "content",        "相談概要",     Note,                     Some("content"),        KEPT),
        row(Field::Name,             "name",              "氏名",         Line,  None, KEPT),
        row(Field::Birth,            "birth",             "生年月日",     Birth, None, KEPT),
        row(Field::Hospital,         "hospital",          "主な病院",     Line,  None, KEPT),
        row(Field::Guardian,         "guardian",          "保護者",       Line,  None, KEPT),
        row(Field::GuardianContact,  "guardian_contact",  "保護者連絡先", Line,  None, KEPT),
        row(Field::ConsentOn,        "consent_on",        "同意日",       Day,   None, KEPT),
        row(Field::ConsentScope,     "consent_scope",     "同意の範囲",   Line,  None, KEPT),
        row(Field::ConsentWithdrawn, "consent_withdrawn", "同意撤回日",   Day,   None, KEPT),
        row(Field::ClosedOn,         "closed_on",         "終結日",       Day,   None, KEPT),
        row(Field::ClosedWhy,        "closed_why",        "終結理由",     Line,  None, KEPT),
        row(Field::Discuss,          "discuss",           "検討事項",     Line,  None, KEPT),
        row(Field::CaseNotes,        "case_notes",        "備考",         Note,  None, KEPT),
        row(Field::HeldOn,           "held_on",           "開催日",       AnyDay,                  Some("date"),         KEPT),
        row(Field::LastDay,          "last_day",          "終了日",       AnyDay,                  Some("last_day"),     KEPT),
        row(Field::ActivityKind,     "activity_kind",     "事業の種類",   One(List::Activity),     Some("kind"),         KEPT),
        row(Field::Title,            "title",             "名称",         Line,                    Some("title"),        KEPT),
        row(Field::Place,            "place",             "会場",         Line,                    Some("place"),        KEPT),
        row(Field::Area,             "area",              "圏域",         Many(List::Area),        Some("areas"),        KEPT),
        row(Field::Audience,         "audience",          "対象",         Line,                    Some("audience"),     KEPT),
        row(Field::Participants,     "participants",      "参加者数",     Number(99_999),          Some("participants"), KEPT),
        row(Field::ActivityContent,  "activity_content",  "内容",         Note,                    Some("content"),      KEPT),
        row(Field::Cancelled,        "cancelled",         "中止",         Cancelled,               Some("cancelled"),    KEPT),
    ]
};

/// The keys of a record in JSON after `id` and `number`, in their order.
pub const JSON_ORDER: [Field; 26] = [
    Field::Date,
    Field::Time,
    Field::Kind,
    Field::Center,
    Field::Party,
    Field::Relation,
    Field::Field,
    Field::Organisation,
    Field::Channel,
    Field::Municipality,
    Field::Case,
    Field::ChildAge,
    Field::Care,
    Field::Newness,
    Field::Topic,
    Field::MainTopic,
    Field::Content,
    Field::Response,
    Field::Outcome,
    Field::State,
    Field::Linked,
    Field::Minutes,
    Field::FollowUp,
    Field::FollowUpText,
    Field::FollowUpDone,
    Field::Staff,
];

/// The fields of a child's file, in the order of its form.
const OF_CASE: [Field; 16] = [
    Field::Case,
    Field::Name,
    Field::Birth,
    Field::Municipality,
    Field::Care,
    Field::Hospital,
    Field::Linked,
    Field::Guardian,
    Field::GuardianContact,
    Field::ConsentOn,
    Field::ConsentScope,
    Field::ConsentWithdrawn,
    Field::ClosedOn,
    Field::ClosedWhy,
    Field::Discuss,
    Field::CaseNotes,
];

/// The fields of an activity, in the order of its form, its JSON and its CSV.
const OF_ACTIVITY: [Field; 12] = [
    Field::HeldOn,
    Field::LastDay,
    Field::ActivityKind,
    Field::Title,
    Field::Center,
    Field::Place,
    Field::Area,
    Field::Audience,
    Field::Participants,
    Field::Staff,
    Field::Cancelled,
    Field::ActivityContent,
];

impl Field {
    /// How many fields a consultation has.
    pub const COUNT: usize = Self::Content as usize + 1;
    /// How many fields there are.
    pub const WHOLE: usize = Self::Cancelled as usize + 1;

    /// All fields of a consultation, in the order of the CSV.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + Clone {
        SPECS[..Self::COUNT].iter().map(|spec| spec.field)
    }

    /// All fields of a child's file, in the order of its form.
    pub fn of_case() -> impl DoubleEndedIterator<Item = Self> + Clone {
        OF_CASE.into_iter()
    }

    /// All fields of an activity, in the order of its form.
    pub fn of_activity() -> impl DoubleEndedIterator<Item = Self> + Clone {
        OF_ACTIVITY.into_iter()
    }

    /// All fields of every record, in the order of the table.
    pub fn of_all() -> impl DoubleEndedIterator<Item = Self> + Clone {
        SPECS.iter().map(|spec| spec.field)
    }

    /// These fields, then all others: where an order is made by hand, a new field still has its place.
    pub fn starting_with(first: &[Self]) -> impl Iterator<Item = Self> {
        let others = Self::all().filter(|field| !first.contains(field));
        first.iter().copied().chain(others)
    }

    /// All fields of every record, sorted by their codes.
    pub fn by_name() -> &'static [Self] {
        static BY_NAME: OnceLock<Vec<Field>> = OnceLock::new();
        BY_NAME.get_or_init(|| {
            let mut fields: Vec<_> = SPECS.iter().map(|spec| spec.field).collect();
            fields.sort_unstable_by_key(|field| field.code());
            fields
        })
    }

    /// The field's row in the table.
    pub fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// The field's code.
    pub fn code(self) -> &'static str {
        self.spec().code
    }

    /// What the field holds.
    pub fn shape(self) -> Shape {
        self.spec().shape
    }

    /// The field of that code.
    pub fn by_code(code: &str) -> Option<Self> {
        let spec = SPECS.iter().find(|spec| spec.code == code);
        spec.map(|spec| spec.field)
    }

    /// The field of a CSV column, by its header in either language, in whatever width it was written.
    /// The word for a municipality differs between prefectures and is always understood.
    pub fn by_header(header: &str) -> Option<Self> {
        let folded = text::fold(header);
        if ["市町村", "市区町村"].contains(&folded.as_str()) {
            return Some(Self::Municipality);
        }
        Self::all().find(|field| text::fold(field.spec().header) == folded || field.code() == folded)
    }

    /// The list that the field's values come from, if any.
    pub fn list(self) -> Option<List> {
        match self.shape() {
            Shape::One(list) | Shape::Many(list) => Some(list),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_at_its_fields_place() {
        for (at, spec) in SPECS.iter().enumerate() {
            assert_eq!(at, spec.field as usize);
            assert_eq!(Field::by_code(spec.code), Some(spec.field));
            let header = Field::by_header(spec.header);
            assert_eq!(header, (at < Field::COUNT).then_some(spec.field));
        }
        let own = SPECS[Field::COUNT..].iter().map(|spec| spec.field);
        assert!(
            own.clone()
                .all(|field| OF_CASE.contains(&field) || OF_ACTIVITY.contains(&field))
        );
    }

    #[test]
    fn json_order_holds_exactly_the_fields_with_a_key() {
        let keyed = Field::all().filter(|field| field.spec().json.is_some()).count();
        assert_eq!(keyed, JSON_ORDER.len());
        assert!(JSON_ORDER.iter().all(|field| field.spec().json.is_some()));
    }
}
