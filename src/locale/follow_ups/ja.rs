//! Holidays and follow-ups in Japanese.

use chrono::NaiveDate;

use super::FollowUps;
use crate::domain::holiday::Holiday;
use crate::domain::working::DayOff;
use crate::locale::Words;
use crate::locale::ja::Japanese;

impl FollowUps for Japanese {
    fn holiday(&self, holiday: Holiday) -> &'static str {
        match holiday {
            Holiday::NewYear => "元日",
            Holiday::ComingOfAge => "成人の日",
            Holiday::Foundation => "建国記念の日",
            Holiday::EmperorsBirthday => "天皇誕生日",
            Holiday::VernalEquinox => "春分の日",
            Holiday::Showa => "昭和の日",
            Holiday::Constitution => "憲法記念日",
            Holiday::Greenery => "みどりの日",
            Holiday::Children => "こどもの日",
            Holiday::Marine => "海の日",
            Holiday::Mountain => "山の日",
            Holiday::RespectForTheAged => "敬老の日",
            Holiday::AutumnalEquinox => "秋分の日",
            Holiday::HealthAndSports => "体育の日",
            Holiday::Sports => "スポーツの日",
            Holiday::Culture => "文化の日",
            Holiday::LaborThanksgiving => "勤労感謝の日",
            Holiday::Substitute => "振替休日",
            Holiday::Between => "国民の休日",
            Holiday::ImperialWedding => "結婚の儀",
            Holiday::ImperialFuneral => "大喪の礼",
            Holiday::Enthronement => "即位礼正殿の儀",
            Holiday::Accession => "天皇の即位の日",
        }
    }

    fn day_off(&self, off: DayOff) -> [String; 2] {
        match off {
            DayOff::Holiday(holiday) => [format!("祝日({})", self.holiday(holiday)), "祝日".to_owned()],
            DayOff::Closed => ["休業日", "休業日"].map(str::to_owned),
        }
    }

    fn is_day_off(&self, day: NaiveDate, off: DayOff) -> String {
        let [off, _] = self.day_off(off);
        format!("{}は{off}です。", self.date(day))
    }

    fn is_due_on_day_off(&self, day: NaiveDate, off: DayOff) -> String {
        format!("次回対応日の{}", self.is_day_off(day, off))
    }

    fn due_state(&self) -> &'static str {
        "状況"
    }

    fn days_overdue(&self) -> &'static str {
        "超過日数"
    }

    fn due_in(&self, days: i64) -> String {
        match days {
            ..0 => format!("超過{}日", -days),
            0 => "今日".to_owned(),
            1.. => format!("あと{days}日"),
        }
    }

    fn due_listed(&self, follow_ups: usize, overdue: usize) -> String {
        match overdue {
            0 => format!("{follow_ups}件"),
            overdue => format!("{follow_ups}件 (うち超過{overdue}件)"),
        }
    }

    fn none_due(&self, at_all: bool) -> &'static str {
        if at_all {
            "残っている次回対応はありません。"
        } else {
            "今週までの次回対応はありません。"
        }
    }

    fn enter_ends(&self, is_dropped: bool) -> &'static str {
        if is_dropped {
            "Enter で中止にする (上下で済)"
        } else {
            "Enter で済にする (上下で中止)"
        }
    }

    fn enter_moves(&self, day: &str, moved_by: Option<DayOff>, unlikely: Option<&str>) -> String {
        let why = match (moved_by, unlikely) {
            (Some(off), _) => {
                let [why, _] = self.moved_by(off);
                format!(" ({why})")
            }
            (None, Some(unlikely)) => format!("  注意：{unlikely}"),
            (None, None) => String::new(),
        };
        format!("Enter で {day} に移す{why}")
    }

    fn note_for_end(&self) -> [&'static str; 2] {
        ["メモ (なくてもよい。履歴に残ります)：", "メモ："]
    }

    fn move_to(&self) -> [&'static str; 2] {
        ["移す日 (+7 10/14 金 など。空白のあとはメモ)：", "移す日："]
    }

    fn settled(&self, number: &str, is_dropped: bool, moved_to: Option<&str>) -> String {
        match (moved_to, is_dropped) {
            (Some(day), _) => format!("{number} の次回対応を {day} に移しました。u で元に戻せます。"),
            (None, true) => format!("{number} の次回対応を中止にしました。u で元に戻せます。"),
            (None, false) => format!("{number} の次回対応を済にしました。u で元に戻せます。"),
        }
    }

    fn no_follow_up(&self) -> &'static str {
        "ここには、残っている次回対応がありません。"
    }

    fn follow_up_keys(&self) -> &'static str {
        "x 済・中止  > 別の日に移す  Enter 相談を開く"
    }

    fn moved_by(&self, off: DayOff) -> [String; 2] {
        self.day_off(off).map(|why| format!("{why}のため翌営業日"))
    }
}
