//! Imports, exports and checks in Japanese.

use std::path::Path;

use super::Japanese;
use crate::domain::axis::quarter_of_month;
use crate::domain::profile::Profile;
use crate::error::Finding;
use crate::locale::files::Sum;
use crate::locale::{Files, Words, echo, shown};

impl Files for Japanese {
    fn imported(&self, sum: Sum, dry_run: bool) -> String {
        let mut said = if dry_run {
            format!("試行：{}件を取り込めます。台帳は変わっていません。", sum.added)
        } else {
            format!("{}件を取り込みました。", sum.added)
        };
        if sum.skipped > 0 {
            said += &format!("すでに台帳にある{}件は飛ばしました", sum.skipped);
            if sum.skipped_void > 0 {
                said += &format!("(うち{}件はこの台帳では取消済み)", sum.skipped_void);
            }
            said += "。";
        }
        said
    }

    fn nothing_imported(&self, refused: u64, dry_run: bool) -> String {
        let done = if dry_run {
            "試行："
        } else {
            "1件も取り込んでいません。"
        };
        format!("{done}読み取れない行が{refused}行あります。上の行を直して、もう一度取り込んでください。")
    }

    fn refused_line(&self, line: u64, reason: &str) -> String {
        format!("{line}行目：{reason}")
    }

    fn bad_id(&self) -> &'static str {
        "ID：記録のIDではありません。空にすると新しいIDが付きます。"
    }

    fn cells(&self, expected: usize, found: usize) -> String {
        format!("列の数が見出しと違います(見出し {expected}、この行 {found})。")
    }

    fn quote(&self, column: usize) -> String {
        format!("{column}列目：閉じた引用符(\")の後に文字があります。この行より後は読んでいません。")
    }

    fn more_refused(&self, more: u64) -> String {
        format!("ほかに{more}行あります。--dry-run を付けるとすべて表示します。")
    }

    fn unknown_columns(&self, headers: &[String]) -> String {
        let headers: Vec<_> = headers.iter().map(|header| echo(header)).collect();
        format!("使わない列がありました：{}", headers.join("、"))
    }

    fn removed_from_import(&self, characters: u64) -> String {
        format!("台帳に書けない文字(制御文字など)を{characters}字取り除きました。")
    }

    fn exported(&self, records: u64, path: &Path) -> String {
        format!("{records}件を {} に書き出しました。", shown(path))
    }

    fn listed(&self, records: u64, later: u64) -> String {
        match later {
            0 => format!("{records}件"),
            _ => format!("{records}件 (うち{later}件は先の日付のため、集計には入っていません)"),
        }
    }

    fn type_now(&self) -> &'static str {
        "内容を入力してください。終わったら、行の初めで Ctrl-D を押します。"
    }

    fn finding(&self, finding: &Finding, profile: &Profile) -> String {
        match finding {
            Finding::Schema => "台帳の表の形が違います。".to_owned(),
            Finding::Pages => {
                "台帳のファイルに読めない部分があります。控えから soudan restore で戻してください。"
                    .to_owned()
            }
            Finding::Record { number: Some(number) } => {
                format!("{}：保存したときと内容が違います。", number.display(profile))
            }
            Finding::Record { number: None } => "読めない記録があります。".to_owned(),
            Finding::NotInJournal { number } => {
                format!("{}：最後の変更が履歴にありません。", number.display(profile))
            }
            Finding::Index(name) => format!("索引 {name} が記録と合いません。"),
            Finding::Case { seq } => format!("ケースの記録票({seq}行目)が書き込んだときと違っています。"),
            Finding::Activity { seq } => format!("事業({seq}行目)が書き込んだときと違っています。"),
            Finding::Sections => "会議資料の設定か備考が、書き込んだときと違っています。".to_owned(),
            Finding::Search => {
                "検索の索引が記録と合いません。soudan check --reindex で作り直せます。".to_owned()
            }
            Finding::View { nth } => {
                format!(
                    "保存した集計(名前の順で{nth}番目)が書き込んだときと違っています。削除して保存し直してください。"
                )
            }
            Finding::Stray => "どの記録のものでもない回答か次回対応があります。".to_owned(),
            Finding::Count {
                year,
                month,
                is_half,
                of,
                stored,
                counted,
            } => {
                let period = match is_half {
                    true => self.half(quarter_of_month(*year, *month).0, if *month == 4 { 1 } else { 2 }),
                    false => self.calendar_month(*year, *month),
                };
                let labels: Vec<_> = of
                    .iter()
                    .map(|(list, code)| self.item(*list, code, Some(profile)))
                    .collect();
                let of = labels.join(self.comma());
                format!("{period}の件数が合いません：{of}(保存 {stored}、数え直し {counted})。")
            }
            Finding::Journal { seq } => {
                format!("履歴の{seq}番目に、書き換え・欠落・入れ替えの跡があります。")
            }
            Finding::Profile => "プロファイルが履歴と違います。".to_owned(),
            Finding::Items => "区分の一覧が足りません。".to_owned(),
            Finding::Import { seq } => format!("{seq}番目の取り込みが履歴と違います。"),
            Finding::Closing { seq, period } => {
                let of = period
                    .as_ref()
                    .map_or(String::new(), |period| format!(" ({period})"));
                format!("{seq}番目の締め{of}が、締めたときと違います。")
            }
        }
    }
}
