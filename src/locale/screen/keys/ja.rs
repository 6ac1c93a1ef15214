//! Keys and commands in Japanese.

use super::{KeyNames, KeyRow, KeyWords, NamedKey, Place, words};
use crate::locale::ja::Japanese;
use crate::locale::screen::Editing;

impl KeyNames for Japanese {
    fn named_key(&self, key: NamedKey) -> String {
        let name = match key {
            NamedKey::Up => "上",
            NamedKey::Down => "下",
            NamedKey::Left => "左",
            NamedKey::Right => "右",
            NamedKey::Space => "空白",
            NamedKey::F(number) => return format!("F{number}"),
            NamedKey::Home => "Home",
            NamedKey::End => "End",
            NamedKey::PageUp => "PgUp",
            NamedKey::PageDown => "PgDn",
            NamedKey::Enter => "Enter",
            NamedKey::Esc => "Esc",
            NamedKey::Tab => "Tab",
            NamedKey::BackTab => "Shift-Tab",
            NamedKey::Backspace => "BS",
            NamedKey::Delete => "Del",
        };
        name.to_owned()
    }

    fn context(&self, place: Place) -> &'static str {
        match place {
            Place::Overview => "概況",
            Place::Records => "相談の一覧",
            Place::Record => "相談の詳細",
            Place::Cases => "ケースの一覧",
            Place::Case => "ケースの詳細",
            Place::History => "変更の履歴",
            Place::Form => "入力",
            Place::Line => "検索・絞り込み・次回対応の行",
            Place::OneLine => "一行で入れる行",
            Place::Question => "質問",
            Place::Locked => "隠した画面",
            Place::QuitQuestion => "終了の確認",
            Place::Help => "操作の一覧",
        }
    }

    #[allow(clippy::too_many_lines, reason = "one line a row of the table")]
    fn key_words(&self, row: KeyRow) -> KeyWords {
        match row {
            KeyRow::Phone => words("電話", "新しい相談(電話)"),
            KeyRow::Visit => words("来所", "新しい相談(来所)"),
            KeyRow::Email => words("メール", "新しい相談(メール)"),
            KeyRow::New => words("新規", "新しい相談(方法はあとで選ぶ)"),
            KeyRow::OneLine => words("一行", "新しい相談を一行で入れる"),
            KeyRow::SaveLine => words("保存", "保存する (足りないものがあれば入力の画面へ)"),
            KeyRow::Candidates => words("候補", "「どれですか」の候補へ (番号で選ぶ)"),
            KeyRow::IntoForm => words("入力画面", "入力の画面に移して続ける"),
            KeyRow::Search => words("検索", "内容と項目名から検索する"),
            KeyRow::Period => words("期間", "前の期間・次の期間"),
            KeyRow::YearToDate => words("年度累計", "半期と年度累計を切り替える"),
            KeyRow::Drill => words("内訳", "選んだ数の相談を一覧に、選んだ次回対応の相談を開く"),
            KeyRow::Open => words("詳細", "相談の全項目を開く"),
            KeyRow::NewCase => words("新規", "新しいケースの記録票"),
            KeyRow::FindCase => words("検索", "コード・市町・医療的ケアからケースを探す"),
            KeyRow::OpenCase => words("詳細", "ケースの記録票と経過を開く"),
            KeyRow::OfCase => words("相談", "このケースの相談を一覧にする"),
            KeyRow::EditCase => words("編集", "ケースの記録票を直す (なければ作る)"),
            KeyRow::CloseCase => words("終結", "ケースを終結する(理由をきく)・再開する"),
            KeyRow::Correct(way) => self.correcting(way),
            KeyRow::Filter => words("絞込", "項目か期間で絞り込む"),
            KeyRow::Widen => words("解除", "最後の絞り込みを一つ外す"),
            KeyRow::EndFollowUp => words(
                "済",
                "次回対応を済か中止にする (概況では選んだもの、なければ先頭)",
            ),
            KeyRow::MoveFollowUp => words("移す", "次回対応を別の日に移す"),
            KeyRow::Undo => words("取消", "自分の最後の変更を元に戻す"),
            KeyRow::Redo => words("やり直し", "戻した変更をもう一度行う"),
            KeyRow::Resume => words("下書き", "下書きの続きを書く"),
            KeyRow::Screens => words("画面", "次の画面・前の画面"),
            KeyRow::Numbers => words("画面", "画面を番号で選ぶ"),
            KeyRow::Rows => words("行", "上下に移る"),
            KeyRow::Columns => words("列", "左右に移る"),
            KeyRow::Pages => words("頁", "一画面ずつ送る"),
            KeyRow::Ends => words("端", "先頭・末尾へ"),
            KeyRow::EndCall => words("終話", "通話を終え、所要分を入れる (もう一度で続きから)"),
            KeyRow::SecondCall => words("別の電話", "保留して別の相談へ (電話・来所・メール・あとで選ぶ)"),
            KeyRow::TakeUp => words("保留", "保留や下書きの続きへ (開いている入力は保留になる)"),
            KeyRow::Save => words("保存", "どの欄からでも保存する"),
            KeyRow::Next => words("次へ", "次の欄"),
            KeyRow::Previous => words("前へ", "前の欄"),
            KeyRow::Accept => words("決定", "決めて次の欄へ (文章の欄では改行)"),
            KeyRow::Answers => words("選択", "候補を選ぶ・行を移る"),
            KeyRow::Caret => words("移動", "カーソルを左右に動かす"),
            KeyRow::Words => words("語", "語ごとに動かす"),
            KeyRow::LineEnds => words("行端", "行の先頭・末尾へ"),
            KeyRow::Erase => words("消す", "前の字・次の字を消す"),
            KeyRow::EraseWord => words("語を消す", "前の語を消す"),
            KeyRow::EraseLine => words("行を消す", "カーソルの前を行頭まで消す"),
            KeyRow::TextUndo => words("戻す", "入力を戻す"),
            KeyRow::TextRedo => words("やり直す", "戻した入力をやり直す"),
            KeyRow::Close => words("閉じる", "閉じる (下書きは残る)"),
            KeyRow::Choose => words("選ぶ", "番号で選ぶ"),
            KeyRow::Confirm => words("決定", "決める"),
            KeyRow::Back => words("戻る", "戻る"),
            KeyRow::Copy => words("コピー", "表か選んだ数をクリップボードへ"),
            KeyRow::Palette => words("命令", "すべての操作を名前で選ぶ"),
            KeyRow::Lock => words("隠す", "画面を隠す (離席するとき)"),
            KeyRow::Unlock => words("戻る", "画面に戻る"),
            KeyRow::Help => words("操作", "この一覧"),
            KeyRow::Interrupt => words("戻る", "取り消す・戻る"),
            KeyRow::Leave => words("やめる", "下書きを残すか破棄するかをきく"),
            KeyRow::Suspend => words("中断", "中断してシェルへ (fg で戻る)"),
            KeyRow::Quit => words("終了", "終了"),
        }
    }
}
