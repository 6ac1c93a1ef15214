//! Words of correcting in Japanese.

use super::Editing;
use crate::locale::ja::Japanese;

impl Editing for Japanese {
    fn history_of(&self, name: &str) -> String {
        format!("{name} の履歴")
    }

    fn begun_like(&self, number: &str) -> String {
        format!("{number} をもとにした新しい相談です。日時は今、概要と対応は空です。")
    }
}
