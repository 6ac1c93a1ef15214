//! Notices, warnings and usage in Japanese.

use std::path::Path;

use super::Japanese;
use crate::domain::consultation::Warning;
use crate::domain::journal::Act;
use crate::domain::list::List;
use crate::domain::profile::Profile;
use crate::error::Unwritable;
use crate::locale::{FollowUps, Messages, Syntax, Usage, Words, echo, shown};

/// What an act was done to: a record by its number, or so many.
fn records(records: u64, number: Option<&str>) -> String {
    match number {
        Some(number) => format!("{number} の"),
        None if records > 0 => format!("{records}件の"),
        None => String::new(),
    }
}

impl Messages for Japanese {
    fn modes_tightened(&self) -> &'static str {
        "台帳が他の利用者から読める状態だったため、本人だけが読めるように直しました。"
    }

    fn opened_read_only(&self, why_not: &Unwritable) -> String {
        let why = match why_not {
            Unwritable::Full => "ディスクの空きがないため",
            Unwritable::ReadOnly => "ファイルかフォルダーが読み取り専用のため",
            Unwritable::Permission => "書き込みの権限がないため",
            Unwritable::Io => "ディスクの書き込みで異常が起きたため",
            Unwritable::Replaced => "台帳が差し替えられたため",
            Unwritable::AsAsked => "指定により",
            Unwritable::NoFolder | Unwritable::IsFolder => "保存先がないため",
        };
        let remedy = match why_not {
            Unwritable::Full => "空きを作ってから開き直してください。",
            _ => "",
        };
        format!("{why}、台帳を読み取り専用で開きました。{remedy}")
    }

    fn removed(&self, field: &str, characters: usize) -> String {
        format!("{field}：台帳に書けない文字(制御文字など)を{characters}字取り除きました。")
    }

    fn understood(&self, field: &str, date: &str) -> String {
        format!("{field}：{date} として受け付けました。")
    }

    fn long_time(&self, minutes: u32) -> String {
        match (minutes / 60, minutes % 60) {
            (hours, 0) => format!("{hours}時間"),
            (hours, minutes) => format!("{hours}時間{minutes}分"),
        }
    }

    fn warning(&self, warning: &Warning, profile: &Profile) -> String {
        match warning {
            Warning::Later(day) => {
                format!(
                    "{}は先の日付です。その日が来るまで集計には入りません。",
                    self.date(*day)
                )
            }
            Warning::LongAgo(day) => format!("{}は今日から31日を超えて前の日付です。", self.date(*day)),
            Warning::Long(minutes) => format!("所要分が長めです({})。", self.long_time(*minutes)),
            Warning::OutsideHours => "業務時間外の相談です。".to_owned(),
            Warning::DayOff(day, off) => self.is_day_off(*day, *off),
            Warning::DueOnDayOff(day, off) => self.is_due_on_day_off(*day, *off),
            Warning::DuePast(day) => format!("次回対応日の{}は過ぎた日です。", self.date(*day)),
            Warning::DueFarOff(day) => format!("次回対応日の{}は半年より先です。", self.date(*day)),
            Warning::OtherCenter(center) => {
                let center = self.item(List::Center, center, Some(profile));
                format!(
                    "この{}の担当は「{center}」です。",
                    self.label(&profile.municipality_word)
                )
            }
            Warning::NewnessDiffers(counted) => {
                let counted = counted.code().into();
                let label = self.item(List::Newness, &counted, Some(profile));
                format!("入力と異なりますが、このケースの記録では「{label}」として数えます。")
            }
        }
    }

    fn undone(&self, act: Act, count: u64, number: Option<&str>) -> String {
        format!(
            "{}{}を取り消しました。soudan redo でやり直せます。",
            records(count, number),
            self.act(act)
        )
    }

    fn redone(&self, act: Act, count: u64, number: Option<&str>) -> String {
        format!("{}{}をやり直しました。", records(count, number), self.act(act))
    }

    fn made(&self, ledger: &Path) -> String {
        format!("台帳を作りました：{}", shown(ledger))
    }

    fn which_center(&self, numbered: &str) -> String {
        format!("どのセンターの台帳ですか。番号を入れてください：{numbered} >")
    }

    fn profile_is_the_same(&self) -> &'static str {
        "今のプロファイルと同じです。何も変えていません。"
    }

    fn profile_set(&self) -> &'static str {
        "プロファイルを更新しました。"
    }

    fn reindexed(&self) -> &'static str {
        "検索の索引を作り直しました。"
    }

    fn all_well(&self) -> &'static str {
        "異常はありません。"
    }

    fn restored(&self, records: u64) -> String {
        format!("台帳を復元しました。記録 {records}件")
    }

    fn kept_before(&self, path: &Path) -> String {
        format!("復元前の台帳の控え：{}", shown(path))
    }

    fn any_center(&self) -> &'static str {
        "どのセンターでも"
    }

    fn usage(&self, usage: &Usage, help: &str) -> String {
        let meant = |word: &Option<String>| match word {
            Some(word) => format!("「{word}」のことでしょうか。"),
            None => String::new(),
        };
        let what = match usage {
            Usage::UnknownOption(option, near) => {
                format!("「{}」という指定はありません。{}", echo(option), meant(near))
            }
            Usage::UnknownCommand(command, near) => {
                format!("「{}」というコマンドはありません。{}", echo(command), meant(near))
            }
            Usage::TooManyWords(word) => format!("「{}」が余分です。", echo(word)),
            Usage::Missing(names) => format!("{} が必要です。", names.join(" ")),
            Usage::NoValue(option) => format!("{option} に値がありません。"),
            Usage::BadValue { option, possible, .. } if possible.is_empty() => {
                format!("{option} の値が正しくありません。")
            }
            Usage::BadValue {
                option,
                value,
                possible,
            } => {
                format!(
                    "{option} に「{}」は使えません。{} のどれかです。",
                    echo(value),
                    possible.join(" ")
                )
            }
            Usage::Twice(option) => format!("{option} は一度だけ指定できます。"),
            Usage::Conflict(one, other) => format!("{one} と {other} は同時に指定できません。"),
            Usage::NotUtf8 => "UTF-8 でない文字があります。".to_owned(),
            Usage::NoTerminal => {
                return format!(
                    "画面は、描画できる端末(TERM=dumb 以外)でのみ使えます。ほかではコマンドをお使いください：{help}"
                );
            }
            Usage::Other => "指定が正しくありません。".to_owned(),
        };
        format!("{what}使い方：{help}")
    }

    fn cannot_print(&self, saved: bool) -> &'static str {
        if saved {
            "結果を出力できませんでしたが、保存は済んでいます。出力先の空きと権限を確かめてください。"
        } else {
            "結果を最後まで出力できませんでした。台帳は変わっていません。出力先の空きと権限を確かめてください。"
        }
    }

    fn config_unknown_key(&self, file: &Path, line: usize, key: &str, nearest: Option<&str>) -> String {
        let nearest = nearest.map_or_else(String::new, |word| format!("「{word}」のことでしょうか。"));
        format!(
            "設定ファイル {} の{line}行目：「{}」という項目はありません。{nearest}",
            shown(file),
            echo(key)
        )
    }

    fn config_bad_value(
        &self,
        file: &Path,
        line: usize,
        key: &str,
        possible: &[&str],
        nearest: Option<&str>,
    ) -> String {
        let nearest = nearest.map_or_else(String::new, |word| format!("「{word}」のことでしょうか。"));
        format!(
            "設定ファイル {} の{line}行目：{key} は {} のどれかです。{nearest}",
            shown(file),
            possible.join(" ")
        )
    }

    fn config_bad_number(&self, file: &Path, line: usize, key: &str, most: u32) -> String {
        format!(
            "設定ファイル {} の{line}行目：{key} は0から{most}までの数で書いてください。",
            shown(file)
        )
    }

    fn config_bad_form(&self, file: &Path, line: usize, key: &str, form: &str) -> String {
        format!(
            "設定ファイル {} の{line}行目：{key} は {form} のように書いてください。",
            shown(file)
        )
    }

    fn config_passed_over(&self, said: &str, others: usize) -> String {
        let others = match others {
            0 => String::new(),
            others => format!("ほかにも{others}か所あります(soudan config で出ます)。"),
        };
        format!("{said}この設定は使わずに続けます。{others}")
    }

    fn config_lies_there(&self, file: &Path) -> String {
        format!("設定ファイルの場所：{}", shown(file))
    }

    fn which_profile(&self, built_in: &str) -> String {
        format!("どの都道府県の設定を使いますか。Enter で{built_in}、ほかはプロファイル(TOML)の場所 >")
    }

    fn which_name(&self) -> &'static str {
        "変更の履歴に残す担当者コード(c1 など。Enter で省略) >"
    }

    fn name_not_kept(&self, file: &Path) -> String {
        format!(
            "担当者コードを設定ファイル {} に書けませんでした。今回はそのコードで履歴に残ります。次回からも使うには、設定ファイルに staff を書いてください(soudan config)。",
            shown(file)
        )
    }

    fn config_not_keys(&self, file: &Path, line: usize) -> String {
        format!(
            "設定ファイル {} の{line}行目：キーの名前を \"p\" か [\"p\", \"F3\"] のように書いてください。",
            shown(file)
        )
    }

    fn config_no_such_command(&self, file: &Path, line: usize, name: &str, nearest: Option<&str>) -> String {
        let nearest = nearest.map_or_else(String::new, |word| format!("「{word}」のことでしょうか。"));
        format!(
            "設定ファイル {} の{line}行目：「{}」という操作はありません。{nearest}",
            shown(file),
            echo(name)
        )
    }

    fn config_no_such_key(&self, file: &Path, line: usize, key: &str) -> String {
        format!(
            "設定ファイル {} の{line}行目：「{}」というキーはありません。p、F3、Ctrl-S、Space のように書いてください。",
            shown(file),
            echo(key)
        )
    }

    fn config_key_taken(&self, file: &Path, line: usize, key: &str, by: &str) -> String {
        format!(
            "設定ファイル {} の{line}行目：キー「{}」はすでに {by} が使っています。",
            shown(file),
            echo(key)
        )
    }

    fn config_key_unfit(&self, file: &Path, line: usize, key: &str) -> String {
        format!(
            "設定ファイル {} の{line}行目：キー「{}」は、この操作には使えません。",
            shown(file),
            echo(key)
        )
    }

    fn config_needs_key(&self, file: &Path, line: usize, command: &str) -> String {
        format!(
            "設定ファイル {} の{line}行目：{command} には、キーが1つは必要です。",
            shown(file)
        )
    }

    fn config_syntax(&self, file: &Path, line: usize, kind: Syntax) -> String {
        let why = match kind {
            Syntax::Unquoted => "言葉は \"light\" のように \" で囲んでください。",
            Syntax::Twice => "同じ項目が二つあります。どちらかの行を消してください。",
            Syntax::NotUtf8 => "文字コードが違います。UTF-8 で保存し直してください。",
            Syntax::Other => "TOML として読めません。行を直してください。",
        };
        format!("設定ファイル {} の{line}行目：{why}", shown(file))
    }

    fn config_unreadable(&self, file: &Path) -> String {
        format!(
            "設定ファイル {} を読めません。権限を確かめてください。",
            shown(file)
        )
    }

    fn no_home(&self) -> &'static str {
        "台帳の置き場所が分かりません。--ledger で指定してください。"
    }

    fn warning_mark(&self) -> &'static str {
        "注意："
    }
}
