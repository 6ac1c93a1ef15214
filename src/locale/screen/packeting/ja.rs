//! Words of the packet's screen in Japanese.

use super::{PacketWords, Packeting};
use crate::locale::ja::Japanese;
use crate::locale::screen::keys::{KeyWords, words};

impl PacketWords for Japanese {
    fn packet_screen(&self) -> &'static str {
        "資料"
    }

    fn packeting(&self, what: Packeting) -> KeyWords {
        match what {
            Packeting::Step => words("欄", "前の欄・次の欄"),
            Packeting::Length => words("月/半期", "月の資料・半期の資料を切り替える"),
            Packeting::Switch => words("載/外", "この欄を今後の資料に載せる・載せない"),
            Packeting::Remark => words("備考", "この欄に備考を書く (空にして Enter で消える)"),
            Packeting::Replace => words("文の代わり", "備考を、数から作った文の代わりにする・しない"),
            Packeting::Write => words("書出", "ファイルに書き出す (形式と場所をきく)"),
            Packeting::Public => words("公表用", "外部公表用・会議用を切り替える"),
        }
    }

    fn packeting_name(&self, what: Packeting) -> &'static str {
        match what {
            Packeting::Step => "前の欄・次の欄",
            Packeting::Length => "月と半期を切り替える",
            Packeting::Switch => "この欄を載せる・載せない",
            Packeting::Remark => "この欄に備考を書く",
            Packeting::Replace => "備考を文の代わりにする",
            Packeting::Write => "資料をファイルに書き出す",
            Packeting::Public => "外部公表用・会議用",
        }
    }

    fn in_or_out(&self, is_in: bool) -> &'static str {
        if is_in { "載" } else { "外" }
    }

    fn has_remark(&self, replaces: bool) -> &'static str {
        if replaces { "備考のみ" } else { "備考" }
    }

    fn for_publishing(&self) -> &'static str {
        "外部公表用"
    }

    fn section_of(&self, at: usize, of: usize) -> String {
        format!("欄 {at}/{of}")
    }

    fn off_section(&self, name: &str) -> String {
        format!("(載せない欄) {name}  空白で載せる")
    }

    fn unpublished_section(&self, name: &str) -> String {
        format!("(公表しない欄) {name}")
    }

    fn remark_of(&self, section: &str) -> [String; 2] {
        [format!("「{section}」の備考："), "備考：".to_owned()]
    }

    fn which_packet_format(&self, is_public: bool) -> &'static str {
        match is_public {
            true => "外部公表用をどの形で書き出しますか。",
            false => "会議用をどの形で書き出しますか。",
        }
    }

    fn packet_formats(&self) -> [&'static str; 6] {
        [
            "印刷用(html)",
            "Excel(xlsx)",
            "Markdown(md)",
            "CSV(フォルダー)",
            "JSON",
            "テキスト",
        ]
    }

    fn packet_path(&self) -> [&'static str; 2] {
        ["書き出す所(Enter で書く)：", "書き出す所："]
    }

    fn section_switched(&self, section: &str, is_off: bool) -> String {
        match is_off {
            true => format!("「{section}」を今後の資料に載せません。もう一度 空白 で戻ります。"),
            false => format!("「{section}」を資料に載せます。"),
        }
    }

    fn remark_kept(&self, section: &str, is_there: bool) -> String {
        match is_there {
            true => format!("「{section}」の備考を保存しました。"),
            false => format!("「{section}」の備考を消しました。"),
        }
    }

    fn remark_replaces(&self, section: &str, replaces: bool) -> String {
        match replaces {
            true => format!("「{section}」は備考だけを載せます。数から作った文は載せません。"),
            false => format!("「{section}」は、数から作った文と備考を載せます。"),
        }
    }

    fn no_remark(&self, section: &str) -> String {
        format!("「{section}」にはまだ備考がありません。先に e で書いてください。")
    }

    fn not_in_public(&self, is_remark: bool) -> &'static str {
        match is_remark {
            true => "備考は外部には公表しません。P で会議用に戻すと書けます。",
            false => "この欄は外部には公表しません。P で会議用に戻すと、載せるかどうかを変えられます。",
        }
    }

    fn packet_not_undone(&self) -> &'static str {
        "備考と載せる・載せないは u で戻せません(e、空白で直す)。ほかは概況で u。"
    }

    fn remark_draft_kept(&self) -> &'static str {
        "書きかけの備考を残しました。e か Ctrl-O で続きを書けます。"
    }

    fn packet_exists(&self, path: &str) -> String {
        format!("{path} はすでにあります。上書きするなら もう一度 Enter、別の名前なら打ち直してください。")
    }

    fn still_reading(&self) -> &'static str {
        "まだ計算中です。終わってから もう一度 押してください。"
    }
}
