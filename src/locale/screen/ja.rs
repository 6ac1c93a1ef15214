//! The screens' words in Japanese.

use std::path::Path;

use chrono::NaiveDate;

use super::{KeyWords, ScreenWords};
use crate::domain::era::fiscal_year;
use crate::domain::period::{Period, Span};
use crate::locale::Words;
use crate::locale::ja::Japanese;

const fn keys(keys: &'static str, short: &'static str, long: &'static str) -> KeyWords {
    KeyWords { keys, short, long }
}

impl ScreenWords for Japanese {
    fn program(&self) -> &'static str {
        "相談台帳"
    }

    fn overview(&self) -> &'static str {
        "概況"
    }

    fn title_period(&self, period: &Period) -> String {
        match period.span {
            // 令和4年度年度累計 would say it twice.
            Span::YearToDate => format!("{}累計", self.fiscal_year(fiscal_year(period.from))),
            _ => self.period(period).replace(' ', ""),
        }
    }

    fn title_as_of(&self, day: NaiveDate) -> String {
        self.as_of(day)
    }

    fn year_before(&self) -> &'static str {
        "前年"
    }

    fn by_month(&self, total: &str) -> String {
        format!("月別 計{total}")
    }

    fn earlier_months(&self) -> &'static str {
        "以前"
    }

    fn folded(&self) -> &'static str {
        "他"
    }

    fn fields_short(&self) -> &'static str {
        "内訳"
    }

    fn follow_ups(&self) -> &'static str {
        "次回対応"
    }

    fn overdue(&self) -> &'static str {
        "超過"
    }

    fn due_today(&self) -> &'static str {
        "今日"
    }

    fn due_this_week(&self) -> &'static str {
        "今週"
    }

    fn short_rule(&self) -> &'static str {
        "延べ・受付日・受けた所"
    }

    fn only_kind(&self, kind: &str) -> String {
        format!("{kind}のみ")
    }

    fn not_yet_counted(&self, records: u64) -> String {
        format!("以後の日付 {records}件は数えず")
    }

    fn centers_in_sight(&self, first: usize, last: usize, of: usize) -> [String; 2] {
        [
            format!("センター {first}-{last}/{of} 上下で送る"),
            format!("{first}-{last}/{of}"),
        ]
    }

    fn too_small(&self) -> [&'static str; 2] {
        ["画面を40x10以上に広げてください", "40x10以上に"]
    }

    fn help_title(&self) -> &'static str {
        "操作"
    }

    fn ime_is_on(&self) -> &'static str {
        "日本語入力がオンです。半角/全角キーでオフにしてから、もう一度押してください。"
    }

    fn cannot_suspend(&self) -> &'static str {
        "戻る先のシェルがないので、中断できません。q で終了します。"
    }

    fn replaced(&self) -> &'static str {
        "台帳が差し替えられました。表示は以前の台帳です。q で終え、開き直してください。"
    }

    fn crashed(&self, number: &str, report: Option<&Path>) -> String {
        let kept = "プログラムの誤りで終了しました。保存した記録は台帳に残っています。";
        match report {
            Some(path) => format!(
                "{kept}報告番号 {number} を開発元へお知らせください: {}",
                path.display()
            ),
            None => format!("{kept}報告番号 {number} (報告は書き出せませんでした)"),
        }
    }

    fn screen_keys(&self) -> KeyWords {
        keys("1", "画面", "画面を番号で選ぶ")
    }

    fn period_keys(&self) -> KeyWords {
        keys("[ ]", "期間", "前の期間・次の期間")
    }

    fn year_to_date_key(&self) -> KeyWords {
        keys("y", "年度累計", "半期と年度累計を切り替える")
    }

    fn row_keys(&self) -> KeyWords {
        keys("上下 k j", "行", "一行ずつ送る")
    }

    fn page_keys(&self) -> KeyWords {
        keys("PgUp PgDn", "頁", "一画面ずつ送る")
    }

    fn end_keys(&self) -> KeyWords {
        keys("Home End", "端", "先頭・末尾へ")
    }

    fn help_key(&self) -> KeyWords {
        keys("?", "操作", "この一覧")
    }

    fn back_key(&self) -> KeyWords {
        keys("Esc", "戻る", "戻る")
    }

    fn suspend_key(&self) -> KeyWords {
        keys("Ctrl-Z", "中断", "中断してシェルへ (fg で戻る)")
    }

    fn quit_key(&self) -> KeyWords {
        keys("q", "終了", "終了")
    }

    fn interrupt_key(&self) -> KeyWords {
        keys("Ctrl-C", "戻る", "取り消す・戻る")
    }
}
