//! By which words a command is found in the palette besides those that are shown: what people call it, in
//! both languages, with the readings of kanji.

use super::KeyRow;
use crate::locale::screen::Correcting;

/// Further names of a row's commands; of the `nth` alone, from 0, where they are several.
#[allow(clippy::too_many_lines, reason = "one line a row of the table")]
pub fn also_called(row: KeyRow, nth: usize) -> &'static [&'static str] {
    match (row, nth) {
        (KeyRow::Phone, _) | (KeyRow::SecondCall, 0) => &["電話", "denwa", "call", "ring"],
        (KeyRow::Visit, _) | (KeyRow::SecondCall, 1) => &["来所", "raisho", "来訪", "raihou"],
        (KeyRow::Email, _) | (KeyRow::SecondCall, 2) => &["メール", "mail"],
        (KeyRow::New | KeyRow::NewCase | KeyRow::NewActivity, _) | (KeyRow::SecondCall, 3) => {
            &["新規", "shinki", "atarashii", "add"]
        }
        (KeyRow::Search | KeyRow::FindCase, _) => &["検索", "kensaku", "探す", "sagasu", "find"],
        (KeyRow::Period, 0) => &["前", "mae", "back", "period"],
        (KeyRow::Period, _) => &["次", "tsugi", "forward", "period"],
        (KeyRow::Year, 0) => &["前", "mae", "年度", "nendo", "back", "year"],
        (KeyRow::Year, _) => &["次", "tsugi", "年度", "nendo", "forward", "year"],
        (KeyRow::YearToDate, _) => &["累計", "ruikei", "年度", "nendo", "半期", "hanki", "year"],
        (KeyRow::ClosePeriod, _) => &["締め", "shimeru", "月締め", "tsukijime", "closing", "freeze"],
        (KeyRow::Filter, _) => &["絞り込み", "絞込", "shiboru", "filter"],
        (KeyRow::Widen, _) => &["解除", "戻す", "modosu", "hazusu", "widen"],
        (KeyRow::Correct(Correcting::Edit) | KeyRow::EditCase | KeyRow::EditActivity, _) => &[
            "訂正", "teisei", "修正", "shuusei", "編集", "直す", "naosu", "edit", "correct",
        ],
        (KeyRow::Correct(Correcting::Delete) | KeyRow::VoidActivity, _) => &["削除", "消す", "kesu", "void"],
        (KeyRow::Correct(Correcting::Bulk), _) => &["一括", "ikkatsu", "bulk"],
        (KeyRow::Correct(Correcting::NewLike), _) => &["複写", "コピー", "kopii", "copy"],
        (KeyRow::Correct(Correcting::History), _) => &["履歴", "変更履歴", "log"],
        (KeyRow::Tally(what), _) => what.also(),
        (KeyRow::Packet(what), _) => what.also(),
        (KeyRow::CloseCase, _) => &["終結", "再開", "saikai", "reopen"],
        (KeyRow::EndFollowUp, _) => &[
            "次回対応",
            "jikaitaiou",
            "期限",
            "kigen",
            "済",
            "済み",
            "sumi",
            "完了",
            "kanryou",
            "中止",
            "chuushi",
            "due",
            "done",
            "dropped",
            "follow-up",
        ],
        (KeyRow::MoveFollowUp, _) => &[
            "次回対応",
            "jikaitaiou",
            "期限",
            "kigen",
            "延期",
            "enki",
            "移す",
            "utsusu",
            "due",
            "postpone",
            "follow-up",
        ],
        (KeyRow::Undo | KeyRow::TextUndo, _) => &[
            "取り消し",
            "取消",
            "取り消す",
            "torikesu",
            "torikeshi",
            "戻す",
            "元に戻す",
            "modosu",
            "motonimodosu",
            "undo",
            "revert",
        ],
        (KeyRow::Redo | KeyRow::TextRedo, _) => &["やり直し", "やり直す", "yarinaosu", "redo", "again"],
        (KeyRow::Resume | KeyRow::TakeUp, _) => &[
            "下書き",
            "shitagaki",
            "再開",
            "続き",
            "tsuzuki",
            "保留",
            "horyuu",
            "draft",
            "resume",
        ],
        (KeyRow::Screens, 0) => &["次", "tsugi", "screen"],
        (KeyRow::Screens, _) => &["前", "mae", "screen"],
        (KeyRow::EndCall, _) => &["終話", "shuuwa", "通話", "tsuuwa", "hang up"],
        (KeyRow::Close | KeyRow::Back, _) => &["戻る", "modoru", "閉じる", "close", "back"],
        (KeyRow::Copy, _) => &["コピー", "クリップボード", "clipboard"],
        (KeyRow::Lock, _) => &["離席", "riseki", "隠す", "ロック", "lock"],
        (KeyRow::Help, _) => &["ヘルプ", "操作", "キー", "help", "keys"],
        (KeyRow::Quit, _) => &["終了", "終わる", "owaru", "exit", "end"],
        _ => &[],
    }
}
