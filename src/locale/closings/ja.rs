//! Closing in Japanese.

use crate::domain::period::Period;
use crate::error::Unclosable;
use crate::locale::WhyAsked;
use crate::locale::ja::Japanese;
use crate::locale::{Closings, Words};

impl Closings for Japanese {
    fn closed_mark(&self, is_revised: bool) -> &'static str {
        if is_revised {
            "締め済・修正あり"
        } else {
            "締め済"
        }
    }

    fn reopened_mark(&self) -> &'static str {
        "解除"
    }

    fn closed_now(&self, period: &Period, records: u64) -> String {
        format!(
            "{} を締めました(相談{records}件)。以後の変更には理由が要ります。",
            self.period(period)
        )
    }

    fn reopened_now(&self, period: &Period) -> String {
        format!("{} の締めを解除しました。", self.period(period))
    }

    fn none_closed(&self) -> &'static str {
        "締めた期間はありません。"
    }

    fn closing_heads(&self) -> [&'static str; 6] {
        ["期間", "締めた日時", "担当", "件数", "状態", "修正後の違い"]
    }

    fn revised(&self, period: &Period) -> String {
        format!("{} 修正後 (締めたときから今日までの違い)", self.period(period))
    }

    fn revision_heads(&self) -> [&'static str; 6] {
        ["表", "行", "列", "締め", "今日", "差"]
    }

    fn nothing_revised(&self, period: &Period) -> String {
        format!("{} の表は、締めたときのままです。", self.period(period))
    }

    fn damaged_closing(&self, period: &Period) -> String {
        format!(
            "{} の締めの記録は、書かれたときのままではないため、比べられません。soudan check で台帳を点検してください。",
            self.period(period)
        )
    }

    fn unclosable(&self, period: &Period, why: Unclosable) -> String {
        let name = self.period(period);
        match why {
            Unclosable::NotAUnit => {
                format!("{name} は締められません。締めるのは月か半期です(2022-09、2022H1 など)。")
            }
            Unclosable::NotOver => format!("{name} はまだ終わっていません。最後の日から締められます。"),
            Unclosable::Already => format!(
                "{name} は締め済みです。解除するには soudan close {} --reopen --reason 理由。",
                period.code()
            ),
            Unclosable::DoesNotTie => {
                format!("{name} の集計が記録と合わないため締められません。soudan check で点検してください。")
            }
            Unclosable::NotClosed => format!("{name} は締めてありません。"),
            Unclosable::NoReason => format!("{name} の締めを解除する理由を入れてください。"),
        }
    }

    fn closed_period(&self, period: &Period) -> String {
        format!(
            "{} は締め済みのため、変えるには理由が要ります(コマンドでは --reason 理由)。何も変えていません。",
            self.period(period)
        )
    }

    fn takes_closing_back(&self, period: &Period) -> String {
        format!(
            "最後の操作は {} の締めです。取り消すには理由が要ります(コマンドでは --reason 理由)。何も変えていません。",
            self.period(period)
        )
    }

    fn reason_word(&self) -> &'static str {
        "理由"
    }

    fn long_reason(&self, most: usize, is: usize) -> String {
        format!("理由：長すぎます。{most}字までのところ{is}字あります。何も変えていません。")
    }

    fn ask_close(&self, tables: usize) -> String {
        format!("どの期間を締めますか。今の{tables}つの表を残し、以後の変更には理由が要ります。")
    }

    fn can_close(&self, period: &Period, records: Option<u64>) -> String {
        let records = records.map_or_else(String::new, |records| format!(" ({records}件)"));
        format!("{}{records}", self.period(period))
    }

    fn why_in_closed(&self, period: &Period, asked: WhyAsked) -> [String; 2] {
        let period = self.period(period);
        let (long, short) = match asked {
            WhyAsked::Change => (format!("{period} は締め済みです。変える理由："), "締め済。理由："),
            WhyAsked::Undo => (
                format!("締め済みの {period} の中を元に戻します。理由："),
                "元に戻す理由：",
            ),
            WhyAsked::Closing => (
                format!("{period} の締めを取り消します。理由："),
                "締めを取り消す理由：",
            ),
        };
        [long, short.to_owned()]
    }

    fn reason_needed(&self, left: Option<&Period>) -> String {
        match left {
            None => "理由を入れて Enter を押してください。Esc で中止します。".to_owned(),
            Some(period) => format!(
                "{} は締め済みです。理由がないため、何も変えていません。",
                self.period(period)
            ),
        }
    }
}
