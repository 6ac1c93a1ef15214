//! The packet's words in Japanese.

use chrono::{NaiveDate, Weekday};

use super::{Against, Most, Named, Packets, WHOLE, codes, days_in_a_row};
use crate::domain::packet::{NoPacket, Section};
use crate::domain::profile::BusinessHours;
use crate::locale::Words;
use crate::locale::ja::Japanese;

impl Packets for Japanese {
    fn packet(&self) -> &'static str {
        "医療的ケア児支援センター 運営会議資料"
    }

    fn made_on(&self, day: NaiveDate) -> String {
        format!("作成 {}", self.long_date(day))
    }

    fn section(&self, section: Section) -> &'static str {
        match section {
            Section::Centers => "センターの概要",
            Section::Running => "相談対応の状況",
            Section::YearToDate => "年度累計",
            Section::Month => "当月の状況",
            Section::Months => "月別の推移",
            Section::Topics => "相談内容",
            Section::Channels => "相談方法",
            Section::Areas => "圏域",
            Section::Ages => "年齢",
            Section::Newness => "新規・継続",
            Section::Cases => "検討するケース",
            Section::FollowUps => "期限を過ぎた次回対応",
            Section::Activities => "事業の実施状況と予定",
            Section::Changes => "締めた数の修正",
        }
    }

    fn against(&self, against: Against) -> &'static str {
        match against {
            Against::Year => "前年同期",
            Against::LastMonth => "前月",
            Against::SameMonth => "前年同月",
        }
    }

    fn difference(&self) -> &'static str {
        "増減"
    }

    fn between_sentences(&self) -> &'static str {
        ""
    }

    fn reads_total(&self, total: u64, before: Option<u64>, against: Against) -> String {
        let against = self.against(against);
        match before {
            None => format!("計{total}件。{against}の記録はありません。"),
            Some(before) if before == total => format!("計{total}件で、{against}と同数。"),
            Some(before) if before < total => {
                format!("計{total}件で、{against}({before}件)より{}件増。", total - before)
            }
            Some(before) => format!("計{total}件で、{against}({before}件)より{}件減。", before - total),
        }
    }

    fn reads_most(&self, most: &Most) -> String {
        let names = |named: &[Named]| {
            let names: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
            names.join("と")
        };
        let figure = |named: &[Named]| {
            let each = if named.len() > 1 { "各" } else { "" };
            format!("{each}{}件", named.first().map_or(0, |(_, n)| *n))
        };
        if let ([(name, n)], WHOLE) = (&most.first[..], most.per_mille) {
            return format!("{n}件すべてが{name}。");
        }
        let mut said = format!("{}が最も多く{}", names(&most.first), figure(&most.first));
        if let [(_, n)] = &most.first[..] {
            said += &format!("({}.{}%)", most.per_mille / 10, most.per_mille % 10);
            said += &match most.before {
                None => String::new(),
                Some(before) if before == *n => "で前年同期と同数".to_owned(),
                Some(before) if before < *n => format!("、前年同期より{}件増", n - before),
                Some(before) => format!("、前年同期より{}件減", before - n),
            };
        }
        if !most.second.is_empty() {
            said += &format!("。次いで{}が{}", names(&most.second), figure(&most.second));
        }
        said + "。"
    }

    fn reads_parties(&self, family: u64, stakeholder: u64) -> String {
        format!("本人・家族{family}件、関係者等{stakeholder}件。")
    }

    fn remark(&self) -> &'static str {
        "備考"
    }

    fn hours(&self, hours: &BusinessHours) -> String {
        let time = |minute: u16| match minute % 60 {
            0 => format!("{}時", minute / 60),
            rest => format!("{}時{rest}分", minute / 60),
        };
        let mark = |day: &Weekday| self.weekday_mark(day.num_days_from_monday() as u8);
        let days = match days_in_a_row(&hours.days) {
            Some((first, last)) => format!("{}曜から{}曜", mark(first), mark(last)),
            None => hours.days.iter().map(mark).collect(),
        };
        let closed = hours
            .closed
            .iter()
            .map(|((month, day), (to_month, to_day))| format!("{month}月{day}日から{to_month}月{to_day}日"));
        let holidays = hours.closed_on_holidays.then(|| "祝日".to_owned());
        let closed: Vec<String> = holidays.into_iter().chain(closed).collect();
        let but = match closed.is_empty() {
            true => String::new(),
            false => format!("({}を除く)", closed.join("、")),
        };
        format!(
            "{days} {}から{}{but}",
            time(hours.from_minute),
            time(hours.to_minute)
        )
    }

    fn center_heads(&self) -> [&'static str; 5] {
        ["名称", "担当地域", "所在地", "連絡先", "運営"]
    }

    fn hours_head(&self) -> &'static str {
        "業務時間"
    }

    fn case_heads(&self, municipality: &str) -> [String; 7] {
        let heads = [
            "ケース",
            "年齢",
            municipality,
            "医療的ケア",
            "今年度の相談",
            "最近の相談",
            "検討事項",
        ];
        heads.map(str::to_owned)
    }

    fn no_cases(&self) -> &'static str {
        "検討するケースはありません。"
    }

    fn cases_rule(&self) -> &'static str {
        "仮名のコードで示します。検討事項が記入され、同意が有効で、終結していないケースです。"
    }

    fn without_consent(&self, cases: u64) -> String {
        format!("検討事項のある{cases}件は、有効な同意がないため載せていません。")
    }

    fn names_left_out(&self) -> &'static str {
        "記録票の氏名と同じところは ＊＊ に替えました。ほかに名前がないか確かめてください。"
    }

    fn none_overdue(&self, day: NaiveDate) -> String {
        format!("{}現在、期限を過ぎた次回対応はありません。", self.long_date(day))
    }

    fn overdue(&self, follow_ups: u64, day: NaiveDate) -> String {
        format!(
            "{}現在、{follow_ups}件が期限を過ぎています。",
            self.long_date(day)
        )
    }

    fn more_overdue(&self, follow_ups: u64) -> String {
        format!("ほか{follow_ups}件。soudan due ですべて表示します。")
    }

    fn overdue_heads(&self) -> [&'static str; 6] {
        ["期限", "超過日数", "受付番号", "ケース", "続柄・分野", "センター"]
    }

    fn nothing_closed(&self) -> &'static str {
        "この年度に締めた月や半期はありません。"
    }

    fn small(&self, below: u32) -> String {
        format!("＜{below}")
    }

    fn small_means(&self, below: u32) -> String {
        format!("＜{below} は1から{}件です。", below.saturating_sub(1))
    }

    fn withheld_means(&self, below: u32, is_loose: bool) -> String {
        if is_loose {
            format!(
                "X は伏せた数です。1から{}件の数と、そこから逆算できる数を伏せています。",
                below.saturating_sub(1)
            )
        } else {
            format!("X は、それらを逆算できないように伏せた{below}件以上の数です(その増減も伏せます)。")
        }
    }

    fn knows_no_earlier(&self) -> &'static str {
        "伏せた数が、以前に公表した資料との突き合わせで分かることまでは防いでいません。"
    }

    fn no_packet(&self, why: NoPacket) -> &'static str {
        match why {
            NoPacket::Length => "会議資料は、月か半期について作ります。例：2022-09、2022H1",
            NoPacket::DoesNotTie => {
                "合わない数があるため、公表用には作れません。何も書いていません。soudan check で台帳を点検してください。"
            }
            NoPacket::NotBegun => "まだ始まっていない期間です。始まった月か半期を指定してください。",
        }
    }

    fn remark_too_long(&self, most: usize) -> String {
        format!("備考は{most}字までです。短くするか、分けてほかの欄に書いてください。")
    }

    fn no_section(&self, typed: &str) -> String {
        format!(
            "会議資料に「{typed}」という欄はありません。次のどれかです：{}",
            codes("、")
        )
    }

    fn left_out(&self, sections: &[&str]) -> String {
        format!(
            "載せない設定の欄：{}。戻すには --switch-on を使います。",
            sections.join("、")
        )
    }

    fn packet_written(&self, path: &str) -> String {
        format!("会議資料を作りました：{path}")
    }
}
