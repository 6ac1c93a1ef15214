//! What stands in a packet's workbook besides the packet itself.

use super::Words;
use super::en::English;
use super::ja::Japanese;

/// The words of a workbook.
pub trait Workbooks: Words {
    /// The sheet that is printed.
    fn print_sheet(&self) -> &'static str;

    /// The sheet that lists the others.
    fn contents_sheet(&self) -> &'static str;

    /// The heads of that list: sheet, table, first day, last day counted, unit, remarks.
    fn contents_heads(&self) -> [&'static str; 6];

    /// What a figure counts.
    fn unit(&self) -> &'static str;

    /// The head of a column that says which month, with its year.
    fn year_and_month(&self) -> &'static str;

    /// The heads of the ways to reach a center: telephone, fax, mail.
    fn reached_by(&self) -> [&'static str; 3];

    /// The title of a section that goes on on a further page.
    fn continued(&self, title: &str) -> String;

    /// The head of the column of files, in the list of a packet's tables.
    fn file_head(&self) -> &'static str;

    /// A packet that a workbook cannot hold, and what to do.
    fn no_workbook(&self) -> &'static str;

    /// A workbook is no text.
    fn not_on_a_terminal(&self) -> &'static str;

    /// More records than a sheet holds.
    fn too_large_for_sheet(&self, most: u64) -> String;
}

impl Workbooks for Japanese {
    fn print_sheet(&self) -> &'static str {
        "印刷用"
    }

    fn contents_sheet(&self) -> &'static str {
        "データ一覧"
    }

    fn contents_heads(&self) -> [&'static str; 6] {
        ["シート", "表", "初日", "末日", "単位", "注"]
    }

    fn unit(&self) -> &'static str {
        "件"
    }

    fn year_and_month(&self) -> &'static str {
        "年月"
    }

    fn reached_by(&self) -> [&'static str; 3] {
        ["電話", "FAX", "メール"]
    }

    fn continued(&self, title: &str) -> String {
        format!("{title}(続き)")
    }

    fn file_head(&self) -> &'static str {
        "ファイル"
    }

    fn no_workbook(&self) -> &'static str {
        "この会議資料は Excel のブックに入りません。--format html か csv で作ってください。"
    }

    fn not_on_a_terminal(&self) -> &'static str {
        "Excel のブックは端末に出力できません。-o でファイル名を指定してください。"
    }

    fn too_large_for_sheet(&self, most: u64) -> String {
        format!("記録が Excel の1枚のシート({most}件まで)に入りません。CSV で書き出してください。")
    }
}

impl Workbooks for English {
    fn print_sheet(&self) -> &'static str {
        "Print"
    }

    fn contents_sheet(&self) -> &'static str {
        "Contents"
    }

    fn contents_heads(&self) -> [&'static str; 6] {
        ["Sheet", "Table", "First day", "Last day", "Unit", "Remarks"]
    }

    fn unit(&self) -> &'static str {
        "consultations"
    }

    fn year_and_month(&self) -> &'static str {
        "Year and month"
    }

    fn reached_by(&self) -> [&'static str; 3] {
        ["Telephone", "Fax", "Mail"]
    }

    fn continued(&self, title: &str) -> String {
        format!("{title} (continued)")
    }

    fn file_head(&self) -> &'static str {
        "File"
    }

    fn no_workbook(&self) -> &'static str {
        "A workbook cannot hold this packet. Make it with --format html or csv."
    }

    fn not_on_a_terminal(&self) -> &'static str {
        "An Excel workbook cannot be shown on a terminal. Name a file with -o."
    }

    fn too_large_for_sheet(&self, most: u64) -> String {
        format!("The records do not fit on a sheet of Excel ({most} at most). Export them as CSV.")
    }
}
