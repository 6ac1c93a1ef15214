//! Words of correcting in Japanese.

use super::{Correcting, Editing};
use crate::locale::ja::Japanese;
use crate::locale::screen::keys::{KeyWords, words};

impl Editing for Japanese {
    fn correcting(&self, way: Correcting) -> KeyWords {
        match way {
            Correcting::Edit => words("編集", "相談を直す (概況では最後に保存した相談)"),
            Correcting::Delete => words("削除", "相談を削除する(理由をきく)"),
            Correcting::Mark => words("印", "印を付ける・外す (次の行へ移る)"),
            Correcting::MarkAll => words("全印", "一覧の全部に印を付ける・全部外す"),
            Correcting::Bulk => words("まとめて", "印を付けた相談の一項目をまとめて直す"),
            Correcting::NewLike => words("複写", "この相談をもとに新しい相談を書く"),
            Correcting::History => words("履歴", "いつ誰が何を何に変えたかを見る"),
        }
    }

    fn history_of(&self, name: &str) -> String {
        format!("{name} の履歴")
    }

    fn marked(&self, records: usize) -> [String; 2] {
        [format!("印 {records} (Bで直す)"), format!("印 {records}")]
    }

    fn nothing_marked(&self) -> &'static str {
        "印がありません。空白キーで印を付けてから B を押してください (A で一覧の全部)。"
    }

    fn too_many_marked(&self, most: usize) -> String {
        format!("印は{most}件までです。f や / で絞り込んでから付けてください。")
    }

    fn which_field(&self, records: usize) -> String {
        format!("印の{records}件のどの項目を直しますか：")
    }

    fn needs_answer(&self, field: &str) -> String {
        format!("{field} は空にできません。")
    }

    fn about_to_change(&self, records: usize, outside: usize, field: &str, value: Option<&str>) -> String {
        let outside = match outside {
            0 => String::new(),
            outside => format!("(今の一覧にない{outside}件を含む)"),
        };
        let what = match value {
            Some(value) => format!("{field} を {value} に変えます"),
            None => format!("{field} を空にします"),
        };
        format!("{records}件{outside}の {what}。Enter で実行、Esc で中止。")
    }

    fn changed_all(&self, field: &str, records: usize, already: usize) -> String {
        match (records, already) {
            (0, already) => format!("{already}件の {field} は前からそのとおりです。何も変えていません。"),
            (records, 0) => format!("{records}件の {field} を変えました。u で元に戻せます。"),
            (records, already) => format!(
                "{records}件の {field} を変えました(ほかの{already}件は前から同じ)。u で元に戻せます。"
            ),
        }
    }

    fn ends_answers(&self, is_several: bool, can_be_empty: bool) -> Option<&'static str> {
        match (is_several, can_be_empty) {
            (true, _) => Some("いくつでも選び、最後に Enter を押します。選ばずに Enter なら空にします。"),
            (false, true) => Some("選ばずに Enter を押すと空にします。"),
            (false, false) => None,
        }
    }

    fn begun_like(&self, number: &str) -> String {
        format!("{number} をもとにした新しい相談です。日時は今、概要と対応は空です。")
    }
}
