//! What the tally screen says besides what stands under every table.

mod en;
mod ja;

use super::KeyWords;
use crate::domain::period::Span;
use crate::domain::tally::{Comparison, Count};

/// What can be asked of a tally, as a row of the table of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tallying {
    /// The records behind a figure.
    Open,
    /// What stands down the side.
    Rows,
    /// What stands across the top.
    Columns,
    /// Rows and columns change places.
    Swap,
    /// Consultations or people.
    Count,
    /// How long the period is.
    Length,
    /// With what it is compared.
    Compare,
    /// Differences or figures in the cells.
    Differences,
    /// Shares or figures.
    Shares,
    /// The order of the rows.
    Sort,
    /// Bars or the table.
    Chart,
    /// Keep it under a name.
    Save,
    /// What was kept.
    Views,
}

impl Tallying {
    /// How its Japanese name is typed with the input method off.
    pub fn reading(self) -> &'static str {
        match self {
            Self::Open => "ichiran",
            Self::Rows => "gyou",
            Self::Columns => "retsu",
            Self::Swap => "irekae",
            Self::Count => "ninzuu",
            Self::Length => "nagasa",
            Self::Compare => "hikaku",
            Self::Differences => "sa",
            Self::Shares => "wariai",
            Self::Sort => "narabi",
            Self::Chart => "zu",
            Self::Save => "hozon",
            Self::Views => "yobidashi",
        }
    }

    /// What people call it besides.
    pub fn also(self) -> &'static [&'static str] {
        match self {
            Self::Open => &["内訳", "uchiwake", "drill", "list"],
            Self::Rows => &["縦", "tate", "項目", "koumoku", "axis"],
            Self::Columns => &["横", "yoko", "項目", "koumoku", "axis"],
            Self::Swap => &["転置", "tenchi", "縦横", "tateyoko", "transpose"],
            Self::Count => &["実人数", "jitsuninzuu", "延べ", "nobe", "people", "contacts"],
            Self::Length => &[
                "期間",
                "kikan",
                "月",
                "tsuki",
                "四半期",
                "年度",
                "month",
                "quarter",
                "year",
            ],
            Self::Compare => &["前年", "zennen", "前期", "zenki", "compare"],
            Self::Differences => &["増減", "zougen", "difference", "change"],
            Self::Shares => &["構成比", "kouseihi", "パーセント", "paasento", "percent"],
            Self::Sort => &["並べ替え", "narabekae", "順", "jun", "order"],
            Self::Chart => &["グラフ", "gurafu", "棒", "bou", "推移", "suii", "bars", "trend"],
            Self::Save => &["名前", "namae", "登録", "touroku", "keep"],
            Self::Views => &["保存した集計", "hozon", "削除", "sakujo", "saved", "delete"],
        }
    }
}

/// Words of the tally screen.
pub trait TallyWords {
    /// The screen's name.
    fn tally(&self) -> &'static str;

    /// A command, for the line of keys and the help.
    fn tallying(&self, what: Tallying) -> KeyWords;

    /// The same in the palette.
    fn tallying_name(&self, what: Tallying) -> &'static str;

    /// What stands down the side.
    fn down(&self, axis: &str) -> String;

    /// What stands across the top, if anything.
    fn across(&self, axis: Option<&str>) -> String;

    /// No columns, among what can stand there.
    fn no_columns(&self) -> &'static str;

    /// Which axis goes down the side.
    fn which_rows(&self) -> &'static str;

    /// Which axis goes across the top.
    fn which_columns(&self) -> &'static str;

    /// How long the period is to be.
    fn which_length(&self) -> &'static str;

    /// A length of periods.
    fn length(&self, span: Span) -> &'static str;

    /// What it is compared with.
    fn compared_with(&self, comparison: Comparison) -> &'static str;

    /// The same as the head of a column.
    fn before_head(&self, comparison: Comparison) -> &'static str;

    /// That it is compared with that, in a chip.
    fn comparing(&self, comparison: Comparison) -> String;

    /// That the rows stand by size.
    fn by_size(&self) -> &'static str;

    /// That figures are shares.
    fn as_shares(&self) -> &'static str;

    /// That cells are differences.
    fn as_differences(&self) -> &'static str;

    /// The head of the column of differences.
    fn difference(&self) -> &'static str;

    /// That a column stands as bars.
    fn as_chart(&self) -> &'static str;

    /// That figures are being counted.
    fn counting(&self) -> &'static str;

    /// Which rows and columns are in sight, from and to and of how many, where there are others.
    fn tally_in_sight(&self, rows: Option<[usize; 3]>, columns: Option<[usize; 3]>) -> String;

    /// So many of what is counted.
    fn so_many(&self, count: Count, n: &str) -> String;

    /// Of what shares are, and whether they add up to 100.0.
    fn shares_rule(&self, count: Count, adds_up: bool) -> &'static str;

    /// That people cannot be listed, and what can.
    fn people_are_no_list(&self) -> &'static str;

    /// That the two sides of a difference are two lists; which one is wanted.
    fn which_side(&self, difference: &str) -> String;

    /// The list of a span: its name, and how many records.
    fn side(&self, name: &str, records: u64) -> String;

    /// The span itself, as against the one compared with.
    fn this_span(&self) -> &'static str;

    /// The head of the line for a name: in full, and in short.
    fn view_name(&self) -> [&'static str; 2];

    /// That a tally of that name is there, and how to put this one in its place.
    fn view_exists(&self, name: &str) -> String;

    /// That it is kept, with which period it opens, and how to open it.
    fn view_saved(&self, name: &str, period: &str) -> String;

    /// That a saved tally is shown.
    fn view_opened(&self, name: &str) -> String;

    /// That it is deleted.
    fn view_deleted(&self, name: &str) -> String;

    /// Which saved tally is to be opened, and how one is deleted: in full, and in short.
    fn which_view(&self) -> [&'static str; 2];

    /// Whether that one is to be deleted; which key does.
    fn delete_view(&self, name: &str) -> String;

    /// That nothing is saved yet, and how that is done.
    fn no_views(&self) -> &'static str;

    /// That a saved tally is damaged, and what to do.
    fn view_damaged(&self, name: &str) -> String;

    /// Mark of a saved tally that cannot be read.
    fn unreadable_view(&self) -> &'static str;
}
