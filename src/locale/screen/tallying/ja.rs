//! Words of the tally screen in Japanese.

use super::{TallyWords, Tallying};
use crate::domain::period::Span;
use crate::domain::tally::{Comparison, Count};
use crate::locale::ja::Japanese;
use crate::locale::screen::keys::{KeyWords, words};

impl TallyWords for Japanese {
    fn tally(&self) -> &'static str {
        "集計"
    }

    fn tallying(&self, what: Tallying) -> KeyWords {
        match what {
            Tallying::Open => words("一覧", "選んだ数の相談を一覧にする"),
            Tallying::Rows => words("行", "行にする項目を選ぶ"),
            Tallying::Columns => words("列", "列にする項目を選ぶ (なしにもできる)"),
            Tallying::Swap => words("入替", "行と列を入れ替える"),
            Tallying::Count => words("人数", "延べ件数と実人数を切り替える"),
            Tallying::Length => words("長さ", "期間の長さを選ぶ (月・四半期・半期・年度・任意)"),
            Tallying::Compare => words("比較", "前年同期と比べる・前期と比べる・比べない"),
            Tallying::Differences => words("差", "各欄を差で見る・数で見る"),
            Tallying::Shares => words("割合", "割合(%)で見る・件数で見る"),
            Tallying::Sort => words("並び", "多い順・決まった順に並べる"),
            Tallying::Chart => words("図", "棒の図で見る・表で見る (図の列は左右で選ぶ)"),
            Tallying::Save => words("保存", "この集計に名前を付けて保存する"),
            Tallying::Views => words("呼出", "保存した集計を開く・削除する"),
        }
    }

    fn tallying_name(&self, what: Tallying) -> &'static str {
        match what {
            Tallying::Open => "選んだ数の相談を一覧に",
            Tallying::Rows => "行の項目を選ぶ",
            Tallying::Columns => "列の項目を選ぶ",
            Tallying::Swap => "行と列を入れ替える",
            Tallying::Count => "延べ件数・実人数",
            Tallying::Length => "期間の長さを選ぶ",
            Tallying::Compare => "前年同期・前期と比べる",
            Tallying::Differences => "差で見る・数で見る",
            Tallying::Shares => "割合で見る・件数で見る",
            Tallying::Sort => "多い順・決まった順",
            Tallying::Chart => "図で見る・表で見る",
            Tallying::Save => "集計に名前を付けて保存",
            Tallying::Views => "保存した集計を開く",
        }
    }

    fn down(&self, axis: &str) -> String {
        format!("行 {axis}")
    }

    fn across(&self, axis: Option<&str>) -> String {
        format!("列 {}", axis.unwrap_or("なし"))
    }

    fn no_columns(&self) -> &'static str {
        "なし"
    }

    fn which_rows(&self) -> &'static str {
        "行にする項目："
    }

    fn which_columns(&self) -> &'static str {
        "列にする項目："
    }

    fn which_length(&self) -> &'static str {
        "期間の長さ："
    }

    fn length(&self, span: Span) -> &'static str {
        match span {
            Span::Month => "月",
            Span::Quarter => "四半期",
            Span::Half => "半期",
            Span::Year => "年度",
            Span::YearToDate => "年度累計",
            Span::Free => "任意(入力する)",
        }
    }

    fn compared_with(&self, comparison: Comparison) -> &'static str {
        match comparison {
            Comparison::Year => "前年同期",
            Comparison::Previous => "前期",
        }
    }

    fn before_head(&self, comparison: Comparison) -> &'static str {
        self.compared_with(comparison)
    }

    fn comparing(&self, comparison: Comparison) -> String {
        format!("{}と比較", self.compared_with(comparison))
    }

    fn by_size(&self) -> &'static str {
        "多い順"
    }

    fn as_shares(&self) -> &'static str {
        "割合%"
    }

    fn as_differences(&self) -> &'static str {
        "各欄は差"
    }

    fn difference(&self) -> &'static str {
        "差"
    }

    fn as_chart(&self) -> &'static str {
        "図"
    }

    fn counting(&self) -> &'static str {
        "計算中"
    }

    fn tally_in_sight(&self, rows: Option<[usize; 3]>, columns: Option<[usize; 3]>) -> String {
        let part = |name: &str, [first, last, of]: [usize; 3]| format!("{name} {first}-{last}/{of}");
        let parts = [
            rows.map(|part_of| part("行", part_of)),
            columns.map(|part_of| part("列", part_of)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn so_many(&self, count: Count, n: &str) -> String {
        match count {
            Count::Contacts => format!("{n}件"),
            Count::People => format!("{n}人"),
        }
    }

    fn shares_rule(&self, count: Count, adds_up: bool) -> &'static str {
        match (count, adds_up) {
            (_, true) => "割合は総計に対する%(合計100.0)。縦・横とも合うように端数をそろえています。",
            (Count::Contacts, false) => "割合は相談の総数に対する%。内訳を足しても100.0にはなりません。",
            (Count::People, false) => "割合は実人数の総数に対する%。内訳を足しても100.0にはなりません。",
        }
    }

    fn people_are_no_list(&self) -> &'static str {
        "実人数は相談の一覧にできません。i で延べ件数にすると開けます。"
    }

    fn which_side(&self, difference: &str) -> String {
        format!("差 {difference}：どちらの一覧を開きますか")
    }

    fn side(&self, name: &str, records: u64) -> String {
        format!("{name} {records}件")
    }

    fn this_span(&self) -> &'static str {
        "今期"
    }

    fn view_name(&self) -> [&'static str; 2] {
        ["この集計の名前 (例 月例 圏域別)：", "集計の名前："]
    }

    fn view_exists(&self, name: &str) -> String {
        format!("「{name}」はすでにあります。置き換えるなら、もう一度 Enter を押してください。")
    }

    fn view_saved(&self, name: &str, period: &str) -> String {
        format!("「{name}」を保存しました(期間は{period})。o で開けます。")
    }

    fn view_opened(&self, name: &str) -> String {
        format!("「{name}」を開きました。")
    }

    fn view_deleted(&self, name: &str) -> String {
        format!("「{name}」を削除しました。")
    }

    fn which_view(&self) -> [&'static str; 2] {
        [
            "開く集計 (上下で選んで Enter、削除は Del)：",
            "開く集計(Delで削除)：",
        ]
    }

    fn delete_view(&self, name: &str) -> String {
        format!("「{name}」を削除するなら、もう一度 Del を押してください。")
    }

    fn no_views(&self) -> &'static str {
        "保存した集計はまだありません。S で今の集計に名前を付けて保存できます。"
    }

    fn view_damaged(&self, name: &str) -> String {
        format!("「{name}」は壊れていて読めません。Del で削除して、保存し直してください。")
    }

    fn unreadable_view(&self) -> &'static str {
        "(読めません)"
    }
}
