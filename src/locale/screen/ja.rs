//! The screens' words in Japanese.

use std::path::Path;

use chrono::NaiveDate;

use super::ScreenWords;
use crate::domain::consultation::Warning;
use crate::domain::era::fiscal_year;
use crate::domain::field::Field;
use crate::domain::journal::Act;
use crate::domain::list::List;
use crate::domain::period::{Period, Span};
use crate::domain::profile::Profile;
use crate::error::Unwritable;
use crate::locale::ja::Japanese;
use crate::locale::{FollowUps, Messages, Words, shown};

impl ScreenWords for Japanese {
    fn program(&self) -> &'static str {
        "相談台帳"
    }

    fn practice_mark(&self) -> &'static str {
        "練習"
    }

    fn practice(&self) -> &'static str {
        "練習用の台帳です。入力したものは終了すると消えます。"
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

    fn enter_again(&self) -> &'static str {
        "よければ、もう一度 Enter を押してください。"
    }

    fn far_ahead(&self, day: &str, days: i64) -> String {
        format!("{day} は{days}日先です。{}", self.enter_again())
    }

    fn cannot_suspend(&self) -> &'static str {
        "戻る先のシェルがないので、中断できません。q で終了します。"
    }

    fn replaced(&self, in_form: bool) -> &'static str {
        if in_form {
            return "台帳が差し替えられました。Esc で下書きに残し、q で終えて開き直してください。";
        }
        "台帳が差し替えられました。表示は以前の台帳です。q で終え、開き直してください。"
    }

    fn crashed(&self, number: &str, report: Option<&Path>) -> String {
        let kept = "プログラムの誤りで終了しました。保存した記録は台帳に残っています。";
        match report {
            Some(path) => format!(
                "{kept}報告番号 {number} を開発元へお知らせください：{}",
                path.display()
            ),
            None => format!("{kept}報告番号 {number} (報告は書き出せませんでした)"),
        }
    }

    fn records(&self) -> &'static str {
        "相談"
    }

    fn which_command(&self) -> &'static str {
        "操作："
    }

    fn locked(&self) -> &'static str {
        "画面を隠しています。入力中の内容は残っています。Enter で戻ります。"
    }

    fn welcome(&self) -> &'static str {
        "台帳ができました。電話が鳴ったら p、来所は v、メールは m。? で操作の一覧、練習は soudan demo。"
    }

    fn copied(&self) -> &'static str {
        "数をクリップボードへ送りました(端末が対応していれば貼り付けられます)。"
    }

    fn activities(&self) -> &'static str {
        "事業"
    }

    fn cases(&self) -> &'static str {
        "ケース"
    }

    fn cases_title(&self) -> &'static str {
        "ケースの一覧"
    }

    fn case_form(&self) -> &'static str {
        "ケース記録票"
    }

    fn cases_listed(&self, cases: usize) -> String {
        format!("{cases}件")
    }

    fn no_cases(&self, is_searched: bool) -> &'static str {
        if is_searched {
            "あてはまるケースはありません。"
        } else {
            "ケースはまだありません。n で記録票を作れます。相談にケースのコードを入れても一覧に出ます。"
        }
    }

    fn case_heads(&self) -> [&'static str; 2] {
        ["相談", "最終"]
    }

    fn age_head(&self) -> &'static str {
        "年齢"
    }

    fn age_cells(&self) -> usize {
        13
    }

    fn find_case(&self) -> &'static str {
        "ケース検索："
    }

    fn why_closed(&self, code: &str) -> String {
        format!("{code} を今日付けで終結します。理由(空でも可)：")
    }

    fn case_saved(&self, act: Act, code: &str) -> String {
        match act {
            Act::CaseClose => format!("終結しました {code}。u で元に戻せます。"),
            Act::CaseReopen => format!("再開しました {code}。u で元に戻せます。"),
            _ => format!("保存しました {code}"),
        }
    }

    fn no_case_file(&self) -> &'static str {
        "記録票がまだありません。e で作れます。"
    }

    fn list_title(&self) -> &'static str {
        "相談の一覧"
    }

    fn new_record(&self) -> &'static str {
        "新しい相談"
    }

    fn editing(&self, number: &str) -> String {
        format!("{number} を直す")
    }

    fn who(&self) -> &'static str {
        "誰から"
    }

    fn municipality_short(&self) -> &'static str {
        "市町"
    }

    fn every_day(&self) -> &'static str {
        "全期間"
    }

    fn searched(&self, words: &str) -> String {
        format!("「{words}」")
    }

    fn either(&self) -> &'static str {
        "か"
    }

    fn records_listed(&self, records: usize) -> String {
        format!("{records}件")
    }

    fn found_so_far(&self, records: usize, percent: usize) -> String {
        format!("{records}件 検索中{percent}%")
    }

    fn searching(&self) -> &'static str {
        "検索しています"
    }

    fn no_records(&self) -> &'static str {
        "当てはまる相談はありません。BSで絞り込みを外せます。全期間で探すには f 1 Enter Enter。"
    }

    fn no_candidates(&self) -> &'static str {
        "候補がありません。BSで打ち直せます。"
    }

    fn which_axis(&self) -> &'static str {
        "何で絞り込みますか："
    }

    fn left_the_list(&self) -> &'static str {
        "見ていた相談は削除されたか、一覧の条件から外れました。上下で選び直してください。"
    }

    fn every_day_typed(&self) -> &'static [&'static str] {
        &["全期間", "すべて", "全部"]
    }

    fn by_period(&self) -> &'static str {
        "期間"
    }

    fn which_period(&self) -> [&'static str; 2] {
        ["期間 (R4上 2022-09 今月 全期間 など)：", "期間："]
    }

    fn search_for(&self) -> &'static str {
        "検索："
    }

    fn typing_hint(&self, field: Option<Field>) -> Option<&'static str> {
        match field? {
            Field::Content => Some("聞いたことを書きます。Tab で次の欄へ、どの欄からでも Ctrl-S で保存。"),
            Field::Response => Some("答えたこと、したことを書きます。"),
            Field::Minutes => Some("分で書きます。"),
            Field::Date => Some("9/30 R4.9.30 昨日 -1 月 などと書けます。"),
            Field::FollowUp => Some("10/7 +7 月 などと書けます。+7 が休みなら翌営業日。"),
            Field::FollowUpText => Some("その日に何をするか。"),
            Field::Time => Some("9:05 や 0905 と書けます。"),
            Field::Case => Some("ケースの記号(E-012 など)。名前は書きません。"),
            Field::Name => Some("書かなくてもかまいません。この記録票にだけ出ます。"),
            Field::Birth => {
                Some("2019-04-12 H31.4.12 2019-04 などと書けます。年月だけなら1日生まれとして数えます。")
            }
            Field::ConsentOn | Field::ConsentWithdrawn | Field::ClosedOn => {
                Some("9/30 R4.9.30 昨日 -1 月 などと書けます。")
            }
            Field::HeldOn | Field::LastDay => {
                Some("10/12 R4.10.12 +7 水 などと書けます。年を省くと今日に近いほうの日。")
            }
            Field::Title => Some("会議資料にそのまま出ます。人の名前は書きません。"),
            Field::Participants => Some("人数。世帯で数えたときは内容に書きます。"),
            Field::ActivityContent => Some("テーマや話し合ったこと。会議資料に出ます(公表用には出ません)。"),
            Field::Discuss => Some("会議資料に載ります(同意のあるときだけ)。氏名は書きません。"),
            Field::ConsentScope => Some("誰に何を伝えてよいか。"),
            Field::Staff => Some("担当者のコード。次の相談からは自動で入ります。"),
            Field::Caller | Field::Callback | Field::Organisation => {
                Some("折り返すために。会議資料や共有の書き出しには出ません。")
            }
            _ => None,
        }
    }

    fn undecided(&self, candidates: usize) -> String {
        format!("候補が{candidates}つあります")
    }

    fn unknown(&self) -> &'static str {
        "一覧にありません"
    }

    fn left_open(&self) -> &'static str {
        "まだ決まっていません"
    }

    fn warning_short(&self, warning: &Warning, profile: &Profile) -> String {
        match warning {
            Warning::Later(_) => "先の日付".to_owned(),
            Warning::LongAgo(_) => "31日より前".to_owned(),
            Warning::Long(minutes) => self.long_time(*minutes),
            Warning::OutsideHours => "業務時間外".to_owned(),
            Warning::DayOff(_, off) | Warning::DueOnDayOff(_, off) => {
                let [off, _] = self.day_off(*off);
                off
            }
            Warning::DuePast(_) => "過ぎた日".to_owned(),
            Warning::DueFarOff(_) => "半年より先".to_owned(),
            Warning::OtherCenter(center) => {
                format!("{}の担当", self.item(List::Center, center, Some(profile)))
            }
            Warning::NewnessDiffers(_) => "ケースの履歴と違う".to_owned(),
        }
    }

    fn looks_like(&self, number: &str) -> String {
        format!("注意：{number} と同じ相談かもしれません。")
    }

    fn saved(&self, number: &str, twin: Option<&str>, elsewhere: Option<&str>) -> String {
        let mut text = format!("保存しました {number}");
        if let Some(twin) = twin {
            text += &format!("  注意：{twin} と同じ相談かもしれません");
        }
        if let Some(why) = elsewhere {
            text += &format!("  {why}");
        }
        text
    }

    fn outside_period(&self, day: &str) -> String {
        format!("{day} は表示中の期間の外です")
    }

    fn outside_list(&self) -> &'static str {
        "この一覧の絞り込みには当てはまりません"
    }

    fn unchanged(&self, number: &str) -> String {
        format!("変わったところはありません。{number} は元のままです。")
    }

    fn follow_up_changed(&self, due: &str) -> String {
        format!("ほかでこの次回対応が {due} に変わりました。それでもよければ、もう一度 Enter。")
    }

    fn damaged_drafts(&self, files: usize, first: &Path) -> String {
        format!(
            "下書き{files}件が壊れていて読めません。消さずに残してあります：{}",
            shown(first)
        )
    }

    fn keys_forgotten(&self) -> &'static str {
        "待つ間のキーは無視しました。"
    }

    fn leaves_note(&self) -> &'static str {
        "もう一度 Esc で、ここに打ったものを捨てます。"
    }

    fn line_first(&self) -> &'static str {
        "先に Esc でこの欄を閉じてから、もう一度押してください。"
    }

    fn staff_is_kept(&self) -> &'static str {
        "  (担当の欄を入れると、次から自動で入ります)"
    }

    fn not_saved(&self, why: &str) -> String {
        if why.ends_with("入力内容は画面に残っています。") {
            return why.to_owned();
        }
        format!("{why}入力内容は画面に残っています。")
    }

    fn incomplete(&self) -> &'static str {
        "まだ保存していません。! の付いた欄を直して、もう一度 Ctrl-S を押してください。"
    }

    fn voided(&self, number: &str) -> String {
        format!("{number} を削除しました。u で元に戻せます。")
    }

    fn turned(&self, act: &str, records: u64, number: Option<&str>, again: bool) -> String {
        let what = match number {
            Some(number) => format!("{number} の{act}"),
            None => format!("{act}({records}件)"),
        };
        if again {
            format!("{what}をやり直しました。u で取り消せます。")
        } else {
            format!("{what}を取り消しました。U でやり直せます。")
        }
    }

    fn removed_here(&self, characters: usize) -> String {
        format!("使えない文字を{characters}字除きました。")
    }

    fn too_long(&self, most: usize, is: usize) -> String {
        format!("長すぎるので入れませんでした ({is}字、{most}字まで)。")
    }

    fn draft_kept(&self) -> &'static str {
        "下書きを残しました。Ctrl-O で続きを書けます(そのあと Ctrl-C 2 で破棄)。"
    }

    fn draft_goes_on(&self) -> &'static str {
        "残してあった下書きの続きです。"
    }

    fn draft_gone(&self) -> &'static str {
        "入力を破棄しました。"
    }

    fn draft_was_saved(&self, number: &str) -> String {
        format!("その下書きは {number} として保存済みです。")
    }

    fn no_draft(&self) -> &'static str {
        "下書きはありません。"
    }

    fn drafts_kept(&self, drafts: usize) -> String {
        format!("下書きが{drafts}件あります (Ctrl-O で続き)")
    }

    fn draft_trouble(&self, why: &Unwritable) -> &'static str {
        match why {
            Unwritable::Full => "下書きを残せません：ディスクの空きがありません。空きを作ってください。",
            Unwritable::ReadOnly => {
                "下書きを残せません：フォルダーが読み取り専用です。早めに保存してください。"
            }
            Unwritable::Permission => {
                "下書きを残せません：書き込みの権限がありません。早めに保存してください。"
            }
            _ => "下書きを残せません：ディスクの書き込みで異常が起きました。点検してください。",
        }
    }

    fn nothing_there(&self) -> &'static str {
        "その数に当たる相談はありません。"
    }

    fn not_the_marked(&self, marked: usize) -> String {
        format!(" (印の{marked}件ではない)")
    }

    fn why_void(&self, name: &str) -> String {
        format!("{name} を削除する理由：")
    }

    fn leave_form(&self) -> &'static str {
        "入力をやめますか。"
    }

    fn leaving(&self) -> [&'static str; 2] {
        ["下書きを残して閉じる", "破棄して閉じる"]
    }

    fn quit_with_drafts(&self, drafts: usize, is_kept: bool) -> String {
        if !is_kept {
            return format!(
                "下書き{drafts}件をディスクに残せません。終了すると失われます。それでも終了しますか"
            );
        }
        format!("下書きが{drafts}件あります。残したまま終了しますか (次に開いたとき続けられます)")
    }

    fn saved_elsewhere(&self) -> &'static str {
        "開いている間に、ほかの人がこの記録を保存しました。"
    }

    fn conflicting(&self, replaced: &[&str]) -> [String; 2] {
        let together = match replaced {
            [] => "両方の変更を合わせて保存".to_owned(),
            fields => format!("合わせて保存(この画面のものになる欄：{})", fields.join("、")),
        };
        [together, "台帳のままにする(入力は下書きに残す)".to_owned()]
    }

    fn versions(&self) -> [[&'static str; 3]; 2] {
        [
            ["台帳(ほかの人)", "この画面", "合わせると"],
            ["台帳", "画面", "合わせて"],
        ]
    }
}
