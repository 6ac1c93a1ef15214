//! Printed tables against the ledger, in Japanese.

use super::Japanese;
use crate::domain::period::Period;
use crate::domain::printed::{Replay, Side};
use crate::error::WrongTable;
use crate::locale::{Replays, Words, echo};

impl Replays for Japanese {
    fn wrong_table(&self, why: &WrongTable) -> String {
        match why {
            WrongTable::NoName { line } => format!(
                "{line}行目1列目：どの表か分かりません。「本人・家族」や「センター/相談方法」のように書くか、--rows と --cols で指定してください。"
            ),
            WrongTable::NoRows { line } => format!("{line}行目：見出しの下に行がありません。"),
            WrongTable::NoLabel { line, column } => {
                format!("{line}行目{column}列目：行か列の名前が空です。名前を書いてください。")
            }
            WrongTable::Twice { line, column } => {
                format!("{line}行目{column}列目：同じ行か列が2つあります。1つにしてください。")
            }
            WrongTable::NotAFigure { line, column } => {
                format!(
                    "{line}行目{column}列目：数ではありません。0以上の整数か、該当なしの「－」にしてください。"
                )
            }
            WrongTable::Cells {
                line,
                expected,
                found,
            } => format!("{line}行目：列の数が見出しと違います(見出し {expected}、この行 {found})。"),
            WrongTable::Quote { line, column } => {
                format!("{line}行目{column}列目：閉じた引用符(\")の後に文字があります。")
            }
        }
    }

    fn not_begun(&self, period: &Period) -> String {
        format!(
            "{} はまだ始まっていません。始まった期間を指定してください。",
            self.period(period)
        )
    }

    fn compared_unasked(&self, with: &Period, better: Option<(&Period, usize, usize)>) -> String {
        let with = format!("期間を付けていないので、今の半期({})と比べました。", with.code());
        match better {
            None => format!("{with}ほかの期間は、2022H1 や 2022-09 のように、ファイルの後に付けてください。"),
            Some((period, agree, all)) => {
                let code = period.code();
                let how_many = match agree == all {
                    true => "一致します".to_owned(),
                    false => format!("{all}個の表のうち{agree}個が一致します"),
                };
                format!("{with}{code} とは{how_many}。ファイルの後に {code} を付けてください。")
            }
        }
    }

    fn replayed(&self, title: &str, replay: &Replay) -> String {
        let (line, figures) = (replay.line, replay.compared);
        match replay.differences.len() {
            0 if figures == 0 => format!("{title} ({line}行目から)：比べられる数がありません。"),
            0 => format!("{title} ({line}行目から)：{figures}個の数は、すべて台帳と同じです。"),
            n => format!("{title} ({line}行目から)：{figures}個の数のうち、{n}個が台帳と違います。"),
        }
    }

    fn difference_heads(&self) -> [&'static str; 4] {
        ["台帳と違う数", "紙", "台帳", "差"]
    }

    fn sum_heads(&self) -> [&'static str; 4] {
        ["紙の中で合わない計", "紙", "横の和", "縦の和"]
    }

    fn unknown_head(&self) -> &'static str {
        "台帳にない名前"
    }

    fn missing_heads(&self) -> [&'static str; 2] {
        ["紙にないもの", "台帳"]
    }

    fn spot(&self, row: &Side, col: &Side) -> String {
        format!("{}行目 {} / {}", row.at, echo(&row.label), echo(&col.label))
    }

    fn label_spot(&self, line: u64, column: u64, label: &str) -> String {
        format!("{line}行目{column}列目 {}", echo(label))
    }

    fn set_aside(&self, labels: &[String]) -> String {
        let labels: Vec<_> = labels.iter().map(|label| echo(label)).collect();
        format!("比べていない列や行：{}", labels.join(self.comma()))
    }

    fn replay_result(&self, faults: usize, agrees: bool) -> String {
        match faults {
            0 if agrees => "紙と台帳は一致しています。".to_owned(),
            0 => "比べられる数のない表があります。行と列の名前を確かめてください。".to_owned(),
            _ => format!("一致しないところが{faults}か所あります。"),
        }
    }
}
