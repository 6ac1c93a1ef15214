//! Errors in Japanese.

use std::io::ErrorKind;
use std::path::Path;

use super::Japanese;
use crate::domain::date::DateError;
use crate::domain::era::era_of;
use crate::domain::list::List;
use crate::domain::period::PeriodError;
use crate::domain::profile::{Profile, ProfileError, Reason, Wanted};
use crate::domain::value::Problem;
use crate::error::{Damage, Refusal, Unimportable, UnsafePlace, Unwritable};
use crate::locale::words::CHOICES;
use crate::locale::{Closings, Errors, Replays, Words, echo, packet, shown};

impl Errors for Japanese {
    fn period_error(&self, error: &PeriodError) -> String {
        match error {
            PeriodError::NotAPeriod => {
                "期間として読めません。2022H1、R4上、2022-09、2022-04-01..2022-09-30 のように指定してください。".to_owned()
            }
            PeriodError::YearOrFiscalYear { year } => format!(
                "年だけでは期間になりません。年度なら {}({year})、月なら {} のように指定してください。",
                self.fiscal_year(*year),
                self.calendar_month(*year, 4)
            ),
            PeriodError::Reversed => "期間の終わりが始まりより前です。".to_owned(),
            PeriodError::TooLong => "期間は200年までです。".to_owned(),
            PeriodError::Date(error) => self.date_error(error),
        }
    }

    fn date_error(&self, error: &DateError) -> String {
        match error {
            DateError::NotADate => {
                "日付として読めません。2022-09-30、9/30、R4.9.30、今日 のように入れてください。".to_owned()
            }
            DateError::NoSuchMonth { month } => format!("{month}月はありません。"),
            DateError::NoSuchDay {
                year,
                month,
                last_day,
            } => {
                let offered = error.right().map_or_else(String::new, |right| {
                    format!("{}のことでしょうか。", self.date(right))
                });
                format!("その日はありません。{year}年{month}月は{last_day}日までです。{offered}")
            }
            DateError::OutsideEra { era, right } => {
                let right_era = era_of(*right).map_or("", |(era, _)| era.kanji());
                let offered = self.long_date(*right);
                if right_era == era.kanji() {
                    format!("{}の範囲にない日付です。{offered}のことでしょうか。", era.kanji())
                } else {
                    format!("{}にその日はありません。{offered}のことでしょうか。", era.kanji())
                }
            }
            DateError::EraYearAmbiguous { year } => {
                format!("{year}年がどの元号か分かりません。R{year} か西暦で入れてください。")
            }
            DateError::YearNeeded => "年も入れてください。2022-09-30、R4.9.30 のような形です。".to_owned(),
            DateError::InFuture { date } => format!("{}はまだ来ていません。", self.date(*date)),
            DateError::TooOld => "1873年より前の日付は扱えません。".to_owned(),
            DateError::TooFar => "2999年より後の日付は扱えません。".to_owned(),
        }
    }

    fn profile_error(&self, error: &ProfileError) -> String {
        let months = |months: &u32| format!("{}歳{}か月", months / 12, months % 12);
        let reason = match &error.reason {
            Reason::NotToml => "TOML として読めません。引用符・括弧・日付を確かめてください。".to_owned(),
            Reason::UnknownKey(key, nearest) => {
                format!(
                    "「{}」という項目はありません。{}",
                    echo(key),
                    meant(nearest.as_deref())
                )
            }
            Reason::MissingKey(key) => format!("「{key}」の項目が必要です。"),
            Reason::RepeatedKey(key) => format!("項目「{}」が2つあります。1つにしてください。", echo(key)),
            Reason::NoSuchValue {
                key,
                typed,
                nearest,
                known,
            } => format!(
                "{key} に「{}」は使えません。{}{} のどれかです。",
                echo(typed),
                meant(nearest.as_deref()),
                known.join(" ")
            ),
            Reason::WrongKind(key, wanted) => format!("{} は{}", echo(key), wanted_kind(*wanted)),
            Reason::Format => "format は 1 だけが使えます。".to_owned(),
            Reason::BadCode(code) => {
                format!(
                    "コード「{}」は使えません。英小文字・数字・_・- で書き、none all any は避けてください。",
                    echo(code)
                )
            }
            Reason::RepeatedCode(code) => format!("コード「{code}」が同じリストに2つあります。"),
            Reason::RepeatedLabel(label) => {
                format!("「{}」と読めるものが同じリストに2つあります。", echo(label))
            }
            Reason::BadLabel => "名称が空か、表示できない文字を含みます。".to_owned(),
            Reason::NoSuchCenter(code) => format!("センター「{}」がありません。", echo(code)),
            Reason::NoSuchArea(code) => format!("圏域「{}」がありません。", echo(code)),
            Reason::AreaMissing => "area がありません。".to_owned(),
            Reason::AgeGap(from, to) => format!(
                "年齢区分に {} から {} までの隙間があります。",
                months(from),
                months(to)
            ),
            Reason::AgeOverlap(at) => format!("年齢区分が {} で重なっています。", months(at)),
            Reason::AgeReversed => "年齢区分の上限が下限以下です。".to_owned(),
            Reason::Missing(list, code) => format!("{}に「{code}」が必要です。", self.list_name(*list)),
            Reason::BadTime(text) => format!("日付・時刻・曜日として読めません({})。", echo(text)),
            Reason::Reversed => "to が from より前です。".to_owned(),
        };
        format!("プロファイルの{}行目：{reason}", error.line)
    }

    fn problem(&self, problem: &Problem, profile: Option<&Profile>) -> String {
        match problem {
            Problem::Missing => "入力が必要です。".to_owned(),
            Problem::Date(error) => self.date_error(error),
            Problem::NotATime => {
                "時刻として読めません。9:05、0905、9時5分 のように入れてください。".to_owned()
            }
            Problem::NotANumber { most } => format!("0から{most}までの整数を入れてください。"),
            Problem::NoSuchItem {
                list,
                nearest: Some(code),
            } => {
                let (list_name, item) = (self.list(*list, profile), self.item(*list, code, profile));
                format!("{list_name}の一覧にありません。「{item}」({code})のことでしょうか。")
            }
            Problem::NoSuchItem { list, nearest: None } => {
                format!(
                    "{}の一覧にありません。{}",
                    self.list(*list, profile),
                    self.offered(Some(*list), profile)
                )
            }
            Problem::TooLong { most, is } => format!("長すぎます。{most}字までのところ{is}字あります。"),
            Problem::NotDone => "「済」「中止」か空欄にしてください。".to_owned(),
            Problem::NotCancelled => "「中止」か空欄にしてください。".to_owned(),
            Problem::EndsBefore => "開催日より前です。".to_owned(),
            Problem::NeedsFamily => "続柄は、相談者区分が本人・家族のときだけ入力できます。".to_owned(),
            Problem::NeedsStakeholder => "分野は、相談者区分が関係者等のときだけ入力できます。".to_owned(),
            Problem::NotATopic => "相談内容に選んだものの中から選んでください。".to_owned(),
            Problem::CenterNotOpen => "その日にはまだ開設されていないか、閉じているセンターです。".to_owned(),
            Problem::NeedsFollowUp => "次回対応日も入力してください。".to_owned(),
            Problem::NeedsConsent => "同意日（この日以前）も入力してください。".to_owned(),
            Problem::NeedsClosing => "終結日も入力してください。".to_owned(),
            Problem::CodeStays => "コードは変えられません。元のコードに戻してください(Ctrl-Z)。".to_owned(),
            Problem::CaseIsThere => {
                "このケースの記録票はすでにあります。一覧から開いて修正してください。".to_owned()
            }
        }
    }

    fn refusal(&self, refusal: &Refusal, profile: Option<&Profile>) -> String {
        match refusal {
            Refusal::Exists(path) => {
                format!(
                    "{} はすでにあります。上書きはしません。別の場所を --ledger で指定してください。",
                    shown(path)
                )
            }
            Refusal::NoLedger(path) => {
                format!(
                    "台帳がありません：{}。soudan init で作るか、--ledger で指定してください。",
                    shown(path)
                )
            }
            Refusal::NoSuchProfile(name) => {
                format!(
                    "プロファイル「{}」がありません。yamaguchi か、TOML ファイルの場所を指定してください。",
                    echo(name)
                )
            }
            Refusal::WhichCenter(codes) => {
                let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
                format!(
                    "どのセンターの台帳かを --center で指定してください：{}",
                    codes.join(" ")
                )
            }
            Refusal::NoSuchRecord
            | Refusal::NoSuchCase
            | Refusal::NoSuchActivity
            | Refusal::NoForm
            | Refusal::Ambiguous
            | Refusal::Changed { .. }
            | Refusal::Void
            | Refusal::NothingToUndo
            | Refusal::NothingToRedo
            | Refusal::ChangedSince
            | Refusal::Erased => self.of_record(refusal).to_owned(),
            Refusal::StdinTwice => "標準入力(-)を使えるのは1つの項目だけです。".to_owned(),
            Refusal::NoSuchSection(_)
            | Refusal::NoPacket(_)
            | Refusal::NotOnATerminal
            | Refusal::NoWorkbook
            | Refusal::RemarkTooLong
            | Refusal::TooLargeForSheet(_) => packet::refused(self, refusal),
            Refusal::IsALedger(path) => target_is_a_ledger(path),
            Refusal::StaleLog(path) => stale_log(path),
            Refusal::TargetExists(path) => target_exists(path),
            Refusal::NotReplaceable(path) => not_replaceable(path),
            Refusal::ForeignFile(path) => foreign_file(path),
            Refusal::NotImportable(why) => self.unimportable(why),
            Refusal::Unclosable(period, why) => self.unclosable(period, *why),
            Refusal::ClosedPeriod(period) => self.closed_period(period),
            Refusal::TakesClosingBack(period) => self.takes_closing_back(period),
            Refusal::LongReason { most, is } => self.long_reason(*most, *is),
            Refusal::NotATable(why) => self.wrong_table(why),
            Refusal::NotBegun(period) => self.not_begun(period),
            Refusal::ImportedBefore => {
                "同じ内容のファイルを以前に取り込んでいます。もう一度取り込むなら --again を付けてください。"
                    .to_owned()
            }
            Refusal::NoSuchCenter(..)
            | Refusal::NoSuchAxis(_)
            | Refusal::SameAxis(_)
            | Refusal::NotAFilter(_)
            | Refusal::NoSuchCode(..)
            | Refusal::TooManyCells
            | Refusal::CodeInUse(..)
            | Refusal::NoSuchMunicipality(_)
            | Refusal::NoSuchLanguage(_) => self.choice(refusal, profile),
        }
    }

    fn one_of_several(&self, number: Option<&str>, why: &str) -> String {
        let number = number.map_or_else(String::new, |number| format!("{number} が変えられません。"));
        format!("{number}{why}1件も変えていません。")
    }

    fn unimportable(&self, why: &Unimportable) -> String {
        match why {
            Unimportable::Utf16 => {
                "UTF-16 か Excel のブックのようです。CSV(UTF-8 か Shift_JIS)で保存し直してください。"
                    .to_owned()
            }
            Unimportable::Nul { line } => {
                format!("{line}行目に NUL があります。Excel のブックなら、CSV で保存し直してください。")
            }
            Unimportable::BadBytes { line } => {
                format!(
                    "{line}行目に UTF-8 でも CP932 でもない文字があります。UTF-8 で保存し直してください。"
                )
            }
            Unimportable::UnclosedQuote { line } => {
                format!("{line}行目から始まる引用符「\"」が閉じられていません。")
            }
            Unimportable::TooLong { line } => {
                format!("{line}行目から始まる行が長すぎます(1行は1MBまで)。セルの中身を確かめてください。")
            }
            Unimportable::Empty => "見出しも行もない、空のファイルです。".to_owned(),
            Unimportable::NoColumn(header) => {
                format!("「{header}」の列がありません。見出しは1行目に、区切りはコンマにしてください。")
            }
            Unimportable::ColumnTwice(header) => {
                format!("「{}」の列が2つあります。1つにしてください。", echo(header))
            }
            Unimportable::Rows { refused } => {
                format!(
                    "{refused}行に誤りがあるため、何も取り込んでいません。直してからもう一度お試しください。"
                )
            }
        }
    }

    fn busy(&self) -> &'static str {
        "台帳をほかで使用中です。何も書いていません。少し待ってからもう一度お試しください。"
    }

    fn newer(&self, found: i64, known: i64) -> String {
        format!(
            "この台帳は新しい版の soudan で作られています(形式{found}、この版は{known}まで)。台帳は変わっていません。soudan を更新してください。"
        )
    }

    fn damaged(&self, damage: &Damage) -> &'static str {
        match damage {
            Damage::NotALedger => {
                "soudan の台帳ではないファイルです。何も変えていません。--ledger の指定を確かめてください。"
            }
            Damage::Empty => {
                "空のファイルです。何も変えていません。控えがあれば soudan restore で戻してください。"
            }
            Damage::Truncated => {
                "台帳が途中で切れています。何も変えていません。控えから soudan restore で戻してください。"
            }
            Damage::Schema => {
                "台帳の表の形が正しくありません。何も変えていません。控えから soudan restore で戻してください。"
            }
            Damage::Pages => {
                "台帳が壊れていて読めない所があります。何も変えていません。控えから soudan restore で戻してください。"
            }
            Damage::Record => {
                "台帳の記録が書いた時と違っています。何も変えていません。soudan check で確かめ、控えから戻してください。"
            }
            Damage::Profile => {
                "台帳の中のプロファイルが読めません。何も変えていません。控えから soudan restore で戻してください。"
            }
        }
    }

    fn cannot_write(&self, why: &Unwritable) -> &'static str {
        match why {
            Unwritable::Full => {
                "保存できません：ディスクの空きがありません。台帳は変わっていません。空きを作ってからお試しください。"
            }
            Unwritable::ReadOnly => {
                "保存できません：ファイルかフォルダーが読み取り専用です。台帳は変わっていません。設定を確かめてください。"
            }
            Unwritable::Permission => {
                "保存できません：書き込みの権限がありません。台帳は変わっていません。管理者に確かめてください。"
            }
            Unwritable::Io => {
                "保存できません：ディスクの書き込みで異常が起きました。控えを取り、ディスクを点検してください。"
            }
            Unwritable::Replaced => {
                "保存できません：開いている間に台帳が差し替えられたか消されました。何も書いていません。開き直してください。"
            }
            Unwritable::AsAsked => {
                "保存できません：読み取り専用で開いています。--read-only を外してください。"
            }
            Unwritable::NoFolder => {
                "保存できません：保存先のフォルダーがありません。何も書いていません。場所を確かめるか、フォルダーを作ってからお試しください。"
            }
            Unwritable::IsFolder => {
                "保存できません：指定した所はフォルダーです。何も書いていません。ファイルの名前まで指定してください。"
            }
        }
    }

    fn not_verified(&self) -> &'static str {
        "控えが元の台帳と一致しません。元のものはそのままです。ディスクを点検し、別の場所でお試しください。"
    }

    fn unsound(&self) -> &'static str {
        "台帳に書いた時と違う所があるため、控えを作りませんでした。台帳は変わっていません。soudan check で確かめてください。"
    }

    fn damaged_backup(&self, damage: &Damage) -> String {
        let what = match damage {
            Damage::NotALedger => "この控えは soudan の台帳ではありません。",
            Damage::Empty => "この控えは空のファイルです。",
            Damage::Truncated => "この控えは途中で切れています。",
            Damage::Schema | Damage::Pages | Damage::Record | Damage::Profile => "この控えは壊れています。",
        };
        format!("{what}台帳は変わっていません。別の控えでお試しください。")
    }

    fn closed(&self, path: &Path) -> String {
        format!(
            "台帳 {} を読む権限がありません。何も変えていません。台帳の持ち主のアカウントで使うか、管理者に権限を確かめてください。",
            shown(path)
        )
    }

    fn unsafe_place(&self, place: &UnsafePlace) -> String {
        match place {
            UnsafePlace::Link(path) => {
                format!(
                    "{} はリンクです。リンク先のファイルを直接指定してください。",
                    shown(path)
                )
            }
            UnsafePlace::HardLink(path) => {
                format!(
                    "{} には別の名前(ハードリンク)もあります。もう一方の名前を消してください。",
                    shown(path)
                )
            }
            UnsafePlace::Owner(path) => {
                format!(
                    "{} はほかの利用者のものです。自分の台帳を指定してください。",
                    shown(path)
                )
            }
            UnsafePlace::SharedFolder(path) => {
                format!(
                    "{} にはほかの利用者も書き込めます。chmod go-w で権限を狭めるか、別の場所に置いてください。",
                    shown(path)
                )
            }
            UnsafePlace::Network(path) => {
                format!(
                    "{} はネットワーク上にあります。台帳はこの機械のディスクに置いてください。",
                    shown(path)
                )
            }
            UnsafePlace::NotAFile(path) => {
                format!(
                    "{} は普通のファイルではありません。台帳のファイルを指定してください。",
                    shown(path)
                )
            }
        }
    }

    fn unreadable(&self, path: &Path, kind: ErrorKind) -> String {
        let name = if path == Path::new("-") {
            "標準入力".to_owned()
        } else {
            shown(path)
        };
        let why = match kind {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                "ファイルがありません。場所を確かめてください。"
            }
            ErrorKind::PermissionDenied => "読み取りの権限がありません。",
            ErrorKind::IsADirectory => "フォルダーです。ファイルを指定してください。",
            ErrorKind::InvalidData => "UTF-8 ではありません。UTF-8 で保存し直してください。",
            _ => "読み取りで異常が起きました。もう一度お試しください。",
        };
        format!("{name} を読めません：{why}")
    }

    fn engine(&self, code: i32) -> String {
        format!(
            "台帳の読み書きで予期しない異常が起きました(番号{code})。soudan check で台帳を点検してください。"
        )
    }
}

/// The word that may have been meant, as a question.
fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |word| format!("「{word}」のことでしょうか。"))
}

/// How a value of a profile is written.
fn wanted_kind(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Text => "引用符「\"」で囲んで書いてください。",
        Wanted::Number => "0以上の整数で、引用符を付けずに書いてください。",
        Wanted::Date => "2022-04-01 の形の日付で、引用符を付けずに書いてください。",
        Wanted::Several => "[ ] で囲んで並べてください。",
        Wanted::Table => "{ } で囲んだ項目か、[ ] の見出しの下の項目で書いてください。",
        Wanted::Other => "ここに使えない値です。soudan profile で書き方を確かめてください。",
    }
}

impl Japanese {
    /// What a list has to choose from, or where it can be read.
    fn offered(&self, list: Option<List>, profile: Option<&Profile>) -> String {
        match list.and_then(|list| self.choices(list, profile)) {
            Some(choices) => format!("{choices} のどれかです。"),
            None => "soudan profile で一覧を確かめてください。".to_owned(),
        }
    }

    /// Refusals about one record or one change.
    fn of_record(&self, refusal: &Refusal) -> &'static str {
        match refusal {
            Refusal::NoSuchRecord => {
                "その番号の記録はありません。soudan list で受付番号か ID を確かめてください。"
            }
            Refusal::NoForm => "事業には紙の様式がありません。相談とケースを html にできます。",
            Refusal::NoSuchActivity => "その事業はありません。soudan activity で ID が分かります。",
            Refusal::NoSuchCase => "そのケースはありません。",
            Refusal::Ambiguous => "その文字で始まる ID が複数あります。もう少し長く指定してください。",
            Refusal::Changed { .. } => {
                "開いている間に、ほかでこの記録が変更されました。何も上書きしていません。開き直してください。"
            }
            Refusal::Void => "この記録は削除されています。",
            Refusal::NothingToUndo => "取り消せる操作がありません。取り消せるのはご自分の操作だけです。",
            Refusal::NothingToRedo => {
                "やり直せる操作がありません。やり直せるのは、直前に取り消したご自分の操作だけです。"
            }
            Refusal::ChangedSince => {
                "その後にほかの変更があったため、取り消せません。台帳は変わっていません。"
            }
            Refusal::Erased => "保存期間を過ぎて消去された内容のため、取り消せません。",
            _ => "受け付けられませんでした。",
        }
    }

    /// Refusals of a choice: an axis, a code, a place.
    fn choice(&self, refusal: &Refusal, profile: Option<&Profile>) -> String {
        match refusal {
            Refusal::NoSuchCenter(typed, centers) => {
                let codes: Vec<_> = centers.iter().map(ToString::to_string).collect();
                let offered = if codes.len() > CHOICES {
                    "センターのコードか名称を指定してください。".to_owned()
                } else {
                    format!("{} のどれかを指定してください。", codes.join(" "))
                };
                format!("プロファイルにセンター「{}」がありません。{offered}", echo(typed))
            }
            Refusal::NoSuchAxis(typed) => {
                format!(
                    "「{}」という集計軸はありません。soudan tally --help で一覧を確かめてください。",
                    echo(typed)
                )
            }
            Refusal::SameAxis(axis) => format!(
                "行と列がどちらも{}です。別の軸を指定してください。",
                self.axis_name(*axis)
            ),
            Refusal::NotAFilter(typed) => {
                format!(
                    "--where は 軸=コード の形で指定してください(例：channel=phone)：{}",
                    echo(typed)
                )
            }
            Refusal::NoSuchCode(axis, typed) => {
                let name = profile.map_or_else(|| self.axis_name(*axis), |profile| self.axis(*axis, profile));
                let (list, typed) = (axis.list(), echo(typed));
                let near = profile
                    .zip(list)
                    .and_then(|(profile, list)| profile.nearest(list, &typed));
                let offered = near.map_or_else(
                    || self.offered(list, profile),
                    |item| format!("「{}」({})のことでしょうか。", self.label(&item.label), item.code),
                );
                format!("{name}に「{typed}」はありません。{offered}")
            }
            Refusal::TooManyCells => {
                "表が大きすぎます。期間を短くするか、別の軸を選んでください。".to_owned()
            }
            Refusal::CodeInUse(list, code) => format!(
                "{}の「{}」({code})は記録で使われているため、新しいプロファイルからなくせません。何も変えていません。",
                self.list(*list, profile),
                self.item(*list, code, profile)
            ),
            Refusal::NoSuchMunicipality(typed) => {
                let word = profile.map_or("市町村", |profile| &profile.municipality_word.ja);
                format!("「{}」に当たる{word}がありません。", echo(typed))
            }
            Refusal::NoSuchLanguage(typed) => format!("言語「{}」はありません。ja か en です。", echo(typed)),
            _ => "受け付けられませんでした。".to_owned(),
        }
    }
}

fn target_is_a_ledger(path: &Path) -> String {
    format!(
        "{} は台帳です。--force を付けても上書きしません。別の名前を指定してください。",
        shown(path)
    )
}

fn stale_log(path: &Path) -> String {
    format!(
        "なくなった台帳の記録が {} に残っています。控えから soudan restore で戻すか、別の場所へ移してください。",
        shown(path)
    )
}

fn target_exists(path: &Path) -> String {
    format!(
        "{} はすでにあります。上書きするなら --force を付けるか、別の名前を指定してください。",
        shown(path)
    )
}

fn not_replaceable(path: &Path) -> String {
    format!(
        "{} は上書きできるものではありません。何も書いていません。別の名前を指定してください。",
        shown(path)
    )
}

fn foreign_file(path: &Path) -> String {
    format!(
        "{} は会議資料のファイルではないので、このフォルダーには上書きしません。それを移すか、別の名前を指定してください。",
        shown(path)
    )
}
