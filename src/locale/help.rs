//! The help of the command line in Japanese, and of what both languages make from tables. The English
//! of the rest stands at the command line's types.

use crate::domain::field::{LINE_CHARS, NOTE_CHARS, Shape};

use super::Lang;

/// What stands around the help of every command.
pub struct Frame {
    /// The whole help, in clap's template.
    pub template: &'static str,
    /// Above the options.
    pub options: &'static str,
    /// Above the commands.
    pub commands: &'static str,
    /// Above the words that go without a name.
    pub arguments: &'static str,
    /// Below: the exit statuses and the axes.
    pub after: &'static str,
}

/// What stands around the help in a language.
pub fn frame(lang: Lang) -> Frame {
    match lang {
        Lang::Ja => Frame {
            template: "{about}\n\n使い方：{usage}\n\n{all-args}{after-help}\n",
            options: "指定",
            commands: "コマンド",
            arguments: "引数",
            after: "終了ステータス:
  0 完了    1 受け付けられない、または check で異常あり    2 指定の誤り
  10 台帳を使用中    11 台帳がこの版より新しい    12 台帳が壊れている、または台帳でない
  13 書き込めない(空きなし・読み取り専用・権限なし)    14 許可なし、またはパスフレーズ違い
  15 控え・復元の照合が合わない    16 安全でない場所    101 プログラムの異常    128+n シグナルn",
        },
        Lang::En => Frame {
            template: "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}\n",
            options: "Options",
            commands: "Commands",
            arguments: "Arguments",
            after: "Exit status:
  0 done    1 refused, or check found something    2 usage
  10 ledger busy    11 ledger newer than the program    12 ledger damaged, or not a ledger
  13 cannot write (full, read-only, permission)    14 not allowed, or wrong passphrase
  15 backup or restore not verified    16 unsafe place    101 panic    128+n signal n",
        },
    }
}

/// The axes, above their codes.
pub fn axes(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "集計軸 (--rows --cols --where):",
        Lang::En => "Axes (--rows --cols --where):",
    }
}

/// What an option that takes a field's value says besides the field's name.
pub fn field_hint(lang: Lang, shape: Shape) -> String {
    match (lang, shape) {
        (Lang::Ja, Shape::Day) => "2022-09-30、9/30、R4.9.30、今日、-1 など。省くと今日".to_owned(),
        (Lang::Ja, Shape::DueDay) => "2022-10-14、10/14、+7、月 など。+7 が休みなら翌営業日".to_owned(),
        (Lang::Ja, Shape::AnyDay) => "2022-10-12、10/12、R4.10.12、+7 など。年を省くと近いほう".to_owned(),
        (Lang::Ja, Shape::Cancelled) => "中止のとき".to_owned(),
        (Lang::Ja, Shape::Time) => "9:05、0905 など".to_owned(),
        (Lang::Ja, Shape::One(_)) => "コードか名称".to_owned(),
        (Lang::Ja, Shape::Many(_)) => "コードか名称。複数可".to_owned(),
        (Lang::Ja, Shape::Line | Shape::Case | Shape::Staff) => format!("{LINE_CHARS}字まで。- で標準入力"),
        (Lang::Ja, Shape::Note) => format!("{NOTE_CHARS}字まで。- で標準入力"),
        (Lang::Ja, Shape::Number(most)) => format!("0から{most}まで"),
        (Lang::Ja, Shape::Birth) => "2019-04-12、H31.4.12 など。年月だけでもよい".to_owned(),
        (Lang::Ja, Shape::Done) => "済みのとき".to_owned(),
        (Lang::En, Shape::Day) => "2022-09-30, 9/30, R4.9.30, today, -1; today if left out".to_owned(),
        (Lang::En, Shape::DueDay) => "2022-10-14, 10/14, mon, +7 (never a day off)".to_owned(),
        (Lang::En, Shape::AnyDay) => "2022-10-12, 10/12, R4.10.12, +7; the nearest without a year".to_owned(),
        (Lang::En, Shape::Cancelled) => "when it is cancelled".to_owned(),
        (Lang::En, Shape::Time) => "9:05, 0905".to_owned(),
        (Lang::En, Shape::One(_)) => "code or label".to_owned(),
        (Lang::En, Shape::Many(_)) => "code or label; several".to_owned(),
        (Lang::En, Shape::Line | Shape::Case | Shape::Staff) => {
            format!("{LINE_CHARS} characters; - reads standard input")
        }
        (Lang::En, Shape::Note) => format!("{NOTE_CHARS} characters; - reads standard input"),
        (Lang::En, Shape::Number(most)) => format!("0 to {most}"),
        (Lang::En, Shape::Birth) => "2019-04-12, H31.4.12; year and month will do".to_owned(),
        (Lang::En, Shape::Done) => "when it is done".to_owned(),
    }
}

/// What the center's option says besides: it has a default.
pub fn center_hint(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "コードか名称。省くと台帳のセンター",
        Lang::En => "code or label; the ledger's own if left out",
    }
}

/// A command's one line in Japanese; the program's own under an empty name.
pub fn about_ja(command: &str) -> Option<&'static str> {
    Some(match command {
        "" => "医療的ケア児支援センターの相談台帳\n\nコマンドを付けなければ画面を開きます。",
        "init" => "台帳を作る",
        "add" => "相談を1件登録し、ID を出力する",
        "list" => "記録の一覧 (新しい順)",
        "due" => "次回対応の一覧 (超過・今日・今週)",
        "search" => "語を含む記録の一覧 (新しい順)",
        "show" => "記録を1件表示する",
        "tally" => "集計する (標準の表、または軸を指定した表)",
        "report" => "運営会議の資料を作る",
        "activity" => "事業(研修・会議など)の一覧、または登録",
        "activity add" => "事業を1件登録し、ID を出力する",
        "compare" => "紙の表を打ち込んだ CSV を台帳と照らし合わせる",
        "import" => "CSV ファイルから記録を取り込む",
        "export" => "すべての記録を CSV か Excel のファイルに書き出す",
        "profile" => "台帳のプロファイルを出力する、または新しく設定する",
        "center" => "市町を担当するセンターと電話番号を調べる",
        "check" => "台帳に異常がないか点検する",
        "backup" => "照合済みの控えを取り、その場所を出力する",
        "restore" => "控えから台帳を復元する",
        "close" => "月か半期を締める、または締めた期間を一覧する",
        "undo" => "自分の直前の操作を取り消す",
        "redo" => "取り消した操作をやり直す",
        "demo" => "架空の記録で練習する (何も残らず、自分の台帳には触れない)",
        "completions" => "シェルの補完スクリプトを出力する",
        "config" => "設定ファイルの見本を出力する",
        "man" => "マニュアルページを出力する",
        _ => return None,
    })
}

/// The help of an option or argument in Japanese, but for the fields of a record.
pub fn argument_ja(command: &str, argument: &str) -> Option<&'static str> {
    Some(match (command, argument) {
        (_, "ledger") => "台帳のファイル (なければ SOUDAN_LEDGER、次に自分の台帳)",
        (_, "lang") => "言語：ja か en (なければ SOUDAN_LANG、設定ファイル、ロケールの順)",
        (_, "today") => "今日とみなす日",
        (_, "plain") => "読み上げ向け：桁や罫線をそろえず、項目名のあとに値を書く",
        (_, "read_only") => "何も変更しない",
        (_, "help") => "この説明",
        (_, "version") => "版",
        ("init", "profile") => "プロファイルの名前か TOML ファイル",
        ("init", "center") => "台帳のセンター (コードか名称)",
        ("add", "line") => "相談を一行で (例 \"電話 母 岩国 30分\")。- で標準入力 (相談の内容も書くとき)",
        ("add", "new") => "新規",
        ("add", "continuing") => "継続",
        ("add", "reason") => "理由 (履歴に残る。締めた期間の日付なら要る)",
        ("list", "period") => "期間：2022H1、R4、2022-09、今月 など (なければすべて)",
        ("tally", "period") => "期間：2022H1、R4、2022-09、last など (なければ今の半期)",
        ("search", "words") => "すべて記録に含まれる語。- で標準入力",
        ("search", "period") => "期間：2022H1、R4、2022-09、今月 など (なければすべて)",
        ("list" | "search" | "tally" | "compare", "filters") => {
            "絞り込み：channel=phone など。同じ軸に2つなら「どちらか」、別の軸なら「両方」"
        }
        ("list", "search") => "すべての語を含む記録だけ。- で標準入力",
        ("list" | "search", "limit") => "件数の上限",
        ("due", "all") => "来週以降のものも",
        ("list" | "due" | "search" | "activity", "format") => "出力の形：table csv json",
        ("tally", "format") => "出力の形：table csv json md",
        ("activity", "period") => "期間：2022H1、R4、2022-09、今月 など (なければすべて)",
        ("show", "record") => "受付番号 (R4-東-0012 など)、ID かその先頭 (事業も)、またはケースのコード",
        ("show", "history") => "変更の履歴も表示する",
        ("show", "format") => {
            "出力の形：text、html (A4 の様式。受付番号かケースのコードを名前にしたファイルに書く)"
        }
        ("show", "file") => "書き出すファイル",
        ("tally", "rows") => "行の軸 (なければ標準の表)",
        ("tally", "cols") => "列の軸",
        ("tally", "count") => "数え方：contacts 延べ件数、people 実人数",
        ("tally", "compare") => "比較：year 前年同期、previous 直前の期間",
        ("import", "file") => "CSV ファイル",
        ("import", "dry_run") => "取り込まずに結果だけ示す",
        ("import", "again") => "以前に取り込んだファイルでも取り込む",
        ("import", "reason") => "理由 (締めた期間の記録を取り込むときに要る)。- で標準入力",
        ("undo" | "redo", "reason") => "理由 (締めた期間の記録のときに要る)。- で標準入力",
        ("export", "file") => "書き出す CSV か Excel のファイル",
        ("export", "format") => "csv か xlsx(なければ拡張子のとおり。どちらでもなければ CSV)",
        ("export", "shared") => "ケース・所属・相談者名・連絡先・担当・自由記述を除く",
        ("show" | "export", "force") => "すでにあるファイルを上書きする",
        ("profile", "set") => "このプロファイルを設定する",
        ("center", "text") => "市町の名称かその一部、コード、または読み",
        ("check", "full") => "すべてのページも調べる (時間がかかる)",
        ("check", "reindex") => "検索の索引を記録から作り直す",
        ("backup", "folder") => "控えを置くフォルダー (なければ台帳の隣の backups)",
        ("restore", "file") => "控えのファイル",
        ("completions", "shell") => "bash zsh fish elvish powershell",
        _ => return meeting_ja(command, argument),
    })
}

/// The same of the commands for the meeting: its packet, closing, and comparing with what was printed.
fn meeting_ja(command: &str, argument: &str) -> Option<&'static str> {
    Some(match (command, argument) {
        ("report", "period") => "月か半期：2022-09、2022H1 など (なければ終わった最近の月)",
        ("report", "format") => {
            "出力の形：html(印刷用、初期値) xlsx md csv(表ごとのファイルを入れたフォルダー) json text"
        }
        ("report", "output") => "書き出すファイルかフォルダー。- で標準出力 (なければ期間の名前でここに作る)",
        ("report", "force") => "すでにあるものを上書きする",
        ("report", "without") => "今回は載せない欄：months、follow-ups など",
        ("report", "switch_off") => "この欄を今回と今後のすべての資料に載せない",
        ("report", "switch_on") => "載せない設定の欄をまた載せる",
        ("report", "public") => "公表用：小さい数を伏せ、ケース・次回対応・備考を載せない",
        ("report", "remark") => "欄の下に書いて残す備考：欄=文。欄=- で標準入力、欄= で消す",
        ("report", "instead") => "数字から作る文の代わりに備考を載せる",
        ("compare", "file") => "CSV ファイル (見出し・行の名前・数。表はいくつでも)",
        ("compare", "period") => "期間：2022H1、R4、2022-09、last など (なければ今の半期)",
        ("compare", "rows") => "行の軸 (表の見出しに書いていないとき)",
        ("compare", "cols") => "列の軸",
        ("compare", "format") => "出力の形：table json",
        ("close", "period") => "月か半期：2022-09、R4.9、2022H1、last など (なければ締めた期間の一覧)",
        ("close", "reopen") => "締めを解除する",
        ("close", "reason") => "解除する理由。- で標準入力",
        ("close", "changes") => "修正後の違い (締めたときと今日とで違う数) を出力する",
        ("close", "format") => "出力の形：table json",
        _ => return None,
    })
}
