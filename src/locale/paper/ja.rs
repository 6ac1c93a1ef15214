//! Printed forms in Japanese.

use std::path::Path;

use chrono::NaiveDate;

use super::{Block, Paper};
use crate::locale::ja::Japanese;
use crate::locale::{Lang, shown};

impl Paper for Japanese {
    fn lang(&self) -> Lang {
        Lang::Ja
    }

    fn intake_sheet(&self) -> &'static str {
        "相談受付票"
    }

    fn case_record(&self) -> &'static str {
        "経過記録"
    }

    fn handle_with_care(&self) -> &'static str {
        "取扱注意"
    }

    fn seals(&self) -> (&'static str, [&'static str; 3]) {
        ("検印", ["担当", "係長", "センター長"])
    }

    fn printed_on(&self, day: NaiveDate) -> String {
        format!("印刷日：{}", self.day(day))
    }

    fn block(&self, block: Block) -> &'static str {
        match block {
            Block::Received => "受付",
            Block::Caller => "相談者",
            Block::Child => "対象児",
            Block::Asked => "相談",
            Block::Answered => "対応結果",
            Block::Next => "次回対応",
        }
    }

    fn received_at(&self) -> &'static str {
        "受付日時"
    }

    fn age_when_printed(&self) -> &'static str {
        "年齢(印刷日)"
    }

    fn in_minutes(&self, minutes: u32) -> String {
        format!("{minutes}分")
    }

    fn timeline_heads(&self) -> [&'static str; 3] {
        ["年月日", "区分", "内容"]
    }

    fn no_events(&self) -> &'static str {
        "まだ記録はありません。"
    }

    fn written(&self, path: &Path) -> String {
        format!("{} に書き出しました。", shown(path))
    }

    fn form_written(&self, path: &Path) -> String {
        format!(
            "{}ブラウザーで開き、A4 縦で印刷してください。",
            self.written(path)
        )
    }
}
