//! The words in Japanese.

use chrono::{Datelike, NaiveDate};

use super::Japanese;
use crate::domain::axis::Axis;
use crate::domain::consultation::VoidReason;
use crate::domain::era::{era_of, fiscal_year_era};
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::list::{Label, List};
use crate::domain::standard::Part;
use crate::domain::tally::Count;
use crate::locale::{DateStyle, Words};

/// A year of an era: the first is 元年.
fn year_of_era(year: u32) -> String {
    if year == 1 {
        "元".to_owned()
    } else {
        year.to_string()
    }
}

/// A day's year by its era; by the calendar before there was one.
fn era_year(day: Option<NaiveDate>, year: i32) -> String {
    match day.and_then(era_of) {
        Some((era, year)) => format!("{}{}年", era.kanji(), year_of_era(year)),
        None => format!("{year}年"),
    }
}

/// A fiscal year in short, such as R4.
fn short_year(fiscal_year: i32) -> String {
    let (era, year) = fiscal_year_era(fiscal_year);
    format!("{}{year}", era.letter())
}

impl Words for Japanese {
    fn date_style(&self) -> DateStyle {
        self.dates
    }

    fn label<'a>(&self, label: &'a Label) -> &'a str {
        &label.ja
    }

    fn field_name(&self, field: Field) -> &'static str {
        match field {
            Field::Newness => "新規/継続",
            Field::Municipality => "市町村",
            _ => field.spec().header,
        }
    }

    fn axis_name(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Area => "圏域",
            Axis::Age => "年齢",
            Axis::Month => "月",
            Axis::Quarter => "四半期",
            Axis::Weekday => "曜日",
            Axis::Hour => "時間帯",
            _ => Field::by_code(axis.code()).map_or(axis.code(), |field| self.field_name(field)),
        }
    }

    fn none(&self, axis: Axis) -> &'static str {
        match axis {
            Axis::Case => "ケースなし",
            Axis::Age => "不明",
            _ => "未入力",
        }
    }

    fn list_name(&self, list: List) -> &'static str {
        match list {
            List::Kind => "業務区分",
            List::Center => "センター",
            List::Party => "相談者区分",
            List::Relation => "続柄",
            List::Field => "分野",
            List::Channel => "相談方法",
            List::Municipality => "市町村",
            List::Area => "圏域",
            List::Topic => "相談内容",
            List::Care => "医療的ケア",
            List::Outcome => "対応結果",
            List::State => "状態",
            List::Linked => "連携先",
            List::Newness => "新規/継続",
            List::Age => "年齢区分",
            List::Activity => "事業の種類",
        }
    }

    fn part(&self, part: Part) -> &'static str {
        match part {
            Part::Family => "本人・家族",
            Part::Stakeholder => "関係者等",
            Part::Fields => "関係者等の内訳",
        }
    }

    fn total(&self) -> &'static str {
        "計"
    }

    fn grand_total(&self) -> &'static str {
        "合計"
    }

    fn not_applicable(&self) -> &'static str {
        "－"
    }

    fn count(&self, count: Count) -> &'static str {
        match count {
            Count::Contacts => "延べ件数",
            Count::People => "実人数",
        }
    }

    fn month(&self, year: i32, month: u32, with_year: bool) -> String {
        match NaiveDate::from_ymd_opt(year, month, 1)
            .and_then(era_of)
            .filter(|_| with_year)
        {
            Some((era, year)) => format!("{}{year}年{month}月", era.letter()),
            None => format!("{month}月"),
        }
    }

    fn quarter(&self, fiscal_year: i32, quarter: u32, with_year: bool) -> String {
        let year = if with_year {
            format!("{}年度", short_year(fiscal_year))
        } else {
            String::new()
        };
        format!("{year}第{quarter}四半期")
    }

    fn weekday(&self, weekday: u8) -> &'static str {
        const DAYS: [&str; 7] = ["月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜"];
        DAYS[usize::from(weekday) % 7]
    }

    fn weekday_mark(&self, weekday: u8) -> &'static str {
        const DAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
        DAYS[usize::from(weekday) % 7]
    }

    fn hour(&self, hour: u8) -> String {
        format!("{hour}時")
    }

    fn long_date(&self, day: NaiveDate) -> String {
        let weekday = self.weekday_mark(day.weekday().num_days_from_monday() as u8);
        format!(
            "{}{}月{}日({weekday})",
            era_year(Some(day), day.year()),
            day.month(),
            day.day()
        )
    }

    fn fiscal_year(&self, year: i32) -> String {
        let (era, year) = fiscal_year_era(year);
        format!("{}{}年度", era.kanji(), year_of_era(year))
    }

    fn calendar_month(&self, year: i32, month: u32) -> String {
        // The month in which eras change is named by its last day's.
        let last = NaiveDate::from_ymd_opt(year, month, 28);
        format!("{}{month}月", era_year(last, year))
    }

    fn half(&self, fiscal_year: i32, half: u32) -> String {
        format!(
            "{} {}",
            self.fiscal_year(fiscal_year),
            if half == 1 { "上半期" } else { "下半期" }
        )
    }

    fn whole_quarter(&self, fiscal_year: i32, quarter: u32) -> String {
        format!("{} 第{quarter}四半期", self.fiscal_year(fiscal_year))
    }

    fn year_to_date(&self, fiscal_year: i32) -> String {
        format!("{} 年度累計", self.fiscal_year(fiscal_year))
    }

    fn range(&self, from: NaiveDate, to: NaiveDate) -> String {
        let day = |day: NaiveDate| {
            format!(
                "{}{}月{}日",
                era_year(Some(day), day.year()),
                day.month(),
                day.day()
            )
        };
        if from == to {
            day(from)
        } else {
            format!("{}から{}", day(from), day(to))
        }
    }

    fn to_month_end(&self, day: NaiveDate) -> String {
        format!("{}月末迄", day.month())
    }

    fn as_of_day(&self, day: NaiveDate) -> String {
        format!("{}月{}日現在", day.month(), day.day())
    }

    fn void_reason(&self, reason: VoidReason) -> &'static str {
        match reason {
            VoidReason::Mistake => "誤り",
            VoidReason::Duplicate => "重複",
            VoidReason::Other => "その他",
            VoidReason::Undone => "取り消し",
        }
    }

    fn act(&self, act: Act) -> &'static str {
        match act {
            Act::Init => "台帳作成",
            Act::Add => "登録",
            Act::Edit => "変更",
            Act::Void => "削除",
            Act::Import => "取り込み",
            Act::Undo => "元に戻す",
            Act::Redo => "やり直し",
            Act::Profile => "プロファイル変更",
            Act::Restore => "復元",
            Act::CaseAdd => "ケース登録",
            Act::CaseEdit => "ケース変更",
            Act::CaseClose => "ケース終結",
            Act::CaseReopen => "ケース再開",
            Act::Close => "締め",
            Act::Reopen => "締めの解除",
            Act::ActivityAdd => "事業登録",
            Act::ActivityEdit => "事業変更",
            Act::ActivityVoid => "事業削除",
        }
    }

    fn done(&self) -> &'static str {
        "済"
    }

    fn dropped(&self) -> &'static str {
        "中止"
    }

    fn cancelled(&self) -> &'static str {
        "中止"
    }

    fn comma(&self) -> &'static str {
        "、"
    }

    fn colon(&self) -> &'static str {
        "："
    }

    fn number(&self) -> &'static str {
        "受付番号"
    }

    fn void(&self) -> &'static str {
        "削除"
    }
}
