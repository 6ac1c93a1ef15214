//! Activities in Japanese.

use chrono::{Datelike, NaiveDate};

use super::{ActivityWords, Held};
use crate::domain::journal::Act;
use crate::locale::ja::Japanese;

fn listed(held: &[Held]) -> String {
    let each: Vec<String> = held.iter().map(|(kind, n)| format!("{kind}{n}回")).collect();
    each.join("、")
}

impl ActivityWords for Japanese {
    fn new_activity(&self) -> &'static str {
        "新しい事業"
    }

    fn editing_activity(&self) -> &'static str {
        "事業を直す"
    }

    fn activity_form(&self) -> &'static str {
        "事業"
    }

    fn cancelled_title(&self, title: &str) -> String {
        format!("【中止】{title}")
    }

    fn coming(&self) -> &'static str {
        "これからの予定"
    }

    fn held(&self) -> &'static str {
        "開催済み"
    }

    fn activities_listed(&self, coming: usize, held: usize) -> String {
        format!("予定{coming}件 開催済み{held}件")
    }

    fn no_activities(&self) -> &'static str {
        "登録された事業はありません。"
    }

    fn no_activities_here(&self) -> &'static str {
        "この年度に登録された事業はありません。n で入力します。"
    }

    fn activity_saved(&self, act: Act, title: &str) -> String {
        match act {
            Act::ActivityVoid => format!("削除しました {title}。u で元に戻せます。"),
            _ => format!("保存しました {title}"),
        }
    }

    fn reads_held(&self, is_month: bool, held: &[Held]) -> String {
        let span = if is_month { "当月" } else { "当半期" };
        match held {
            [] => format!("{span}に開催した事業はありません。"),
            held => format!("{span}は{}を開催しました。", listed(held)),
        }
    }

    fn reads_held_since_april(&self, held: &[Held]) -> String {
        match held {
            [] => "4月からの開催はありません。".to_owned(),
            held => format!("4月からの累計は{}です。", listed(held)),
        }
    }

    fn reads_coming(&self, activities: u64, until: NaiveDate) -> String {
        match activities {
            0 => format!("{}月末までの予定はありません。", until.month()),
            n => format!("{}月末までに{n}件を予定しています。", until.month()),
        }
    }

    fn people(&self, participants: u32) -> String {
        format!("{participants}人")
    }

    fn few_participants(&self, small: &str, below: u32) -> String {
        format!("{small} は1から{}人です。", below.saturating_sub(1))
    }

    fn activities_rule(&self) -> &'static str {
        "開催日(複数日のときは初日)で数えます。中止したものは数えません。"
    }
}
