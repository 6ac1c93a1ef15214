//! Rules, proofs and remarks in Japanese.

use super::Japanese;
use crate::domain::consultation::VoidReason;
use crate::domain::tally::{Count, Proof};
use crate::locale::{Reports, Sums, Words};

impl Reports for Japanese {
    fn rule(&self, count: Count) -> &'static str {
        match count {
            Count::Contacts => "延べ件数・受付日・受けたセンター",
            Count::People => "実人数(ケース数)・受付日・受けたセンター",
        }
    }

    fn all_kinds(&self) -> String {
        "業務区分 すべて".to_owned()
    }

    fn only(&self, axis: &str, labels: &[String]) -> String {
        format!("{axis} {}のみ", labels.join("、"))
    }

    fn ties(&self, sums: Sums, proof: &Proof) -> String {
        let Proof {
            rows,
            columns,
            records,
            ..
        } = proof;
        match sums {
            Sums::Both => format!("縦計=横計=記録 {records}"),
            Sums::Rows => format!("縦計=記録 {records}"),
            Sums::Columns => format!("横計=記録 {records} (縦計 {rows})"),
            Sums::Neither if rows == columns => format!("総計 {records} (内訳の計 {rows})"),
            Sums::Neither => format!("総計 {records} (縦計 {rows}・横計 {columns})"),
        }
    }

    fn differs(&self, proof: &Proof) -> String {
        let Proof {
            rows,
            columns,
            records,
            ..
        } = proof;
        format!(
            "合いません：縦計 {rows}・横計 {columns}・記録 {records} (soudan check で台帳を点検してください)"
        )
    }

    fn several_answers(&self, axis: &str) -> String {
        format!("{axis}は複数回答のため、内訳の計は記録の数より多くなることがあります。")
    }

    fn people_once(&self) -> &'static str {
        "同じ方が複数の欄に入ることがあるため、内訳の計は総計より多くなることがあります。"
    }

    fn unlinked(&self, records: u64) -> String {
        format!("ケースのない相談 {records}件は、実人数に含みません。")
    }

    fn later(&self, records: u64) -> String {
        format!("この日より後の日付の記録 {records}件は、数えていません。")
    }

    fn compared(&self, period: &str) -> String {
        format!("前 = {period}")
    }

    fn before(&self) -> &'static str {
        "前"
    }

    fn is_void(&self, reason: &str) -> String {
        format!("削除済み ({reason})")
    }

    fn history(&self) -> &'static str {
        "変更の履歴"
    }

    fn no_content(&self) -> &'static str {
        "(内容はありません：取り込んだ記録か、保存期間を過ぎて消去されたものです)"
    }

    fn reason(&self, reason: &str) -> String {
        format!("理由：{reason}")
    }

    fn of_several(&self, act: &str) -> String {
        format!("{act} (まとめて)")
    }

    fn taken_out(&self, reason: VoidReason) -> String {
        match reason {
            VoidReason::Undone => "この登録を取り消しました。どの集計にも入りません。".to_owned(),
            reason => format!(
                "この記録を削除しました({})。どの集計にも入りません。",
                self.void_reason(reason)
            ),
        }
    }

    fn brought_back(&self) -> &'static str {
        "この記録を元に戻しました。また集計に入ります。"
    }

    fn somebody(&self) -> &'static str {
        "不明"
    }

    fn nothing(&self) -> &'static str {
        "(なし)"
    }

    fn who(&self) -> &'static str {
        "誰から"
    }
}
