//! What stands beside charts: their heads, their scale, and the figures that are said of them.

use crate::domain::tally::Count;
use crate::locale::en::English;
use crate::locale::ja::Japanese;

/// The words of charts.
pub trait ChartWords {
    /// The head of the trend of so many months.
    fn trend(&self, months: usize) -> String;

    /// The month with the fewest, which it is being said where there is room.
    fn least(&self, n: u64, month: Option<&str>) -> String;

    /// The month with the most.
    fn most(&self, n: u64, month: Option<&str>) -> String;

    /// How many a level of the trend stands for.
    fn a_level(&self, count: Count, n: u64) -> String;

    /// What the mark of a closed month means.
    fn closed_month(&self, mark: &str) -> String;

    /// What the two kinds of bars stand for: the span itself, and the one that it is compared with.
    fn bars(&self, marks: [&str; 2], before: &str) -> String;
}

impl ChartWords for Japanese {
    fn trend(&self, months: usize) -> String {
        format!("{months}か月")
    }

    fn least(&self, n: u64, month: Option<&str>) -> String {
        month.map_or_else(|| format!("最少 {n}"), |month| format!("最少 {n}({month})"))
    }

    fn most(&self, n: u64, month: Option<&str>) -> String {
        month.map_or_else(|| format!("最多 {n}"), |month| format!("最多 {n}({month})"))
    }

    fn a_level(&self, count: Count, n: u64) -> String {
        match count {
            Count::Contacts => format!("1段={n}件"),
            Count::People => format!("1段={n}人"),
        }
    }

    fn closed_month(&self, mark: &str) -> String {
        format!("{mark}締め済")
    }

    fn bars(&self, marks: [&str; 2], before: &str) -> String {
        format!("{} 今期  {} {before}", marks[0], marks[1])
    }
}

impl ChartWords for English {
    fn trend(&self, months: usize) -> String {
        format!("{months} months")
    }

    fn least(&self, n: u64, month: Option<&str>) -> String {
        month.map_or_else(|| format!("least {n}"), |month| format!("least {n} ({month})"))
    }

    fn most(&self, n: u64, month: Option<&str>) -> String {
        month.map_or_else(|| format!("most {n}"), |month| format!("most {n} ({month})"))
    }

    fn a_level(&self, _: Count, n: u64) -> String {
        format!("level={n}")
    }

    fn closed_month(&self, mark: &str) -> String {
        format!("{mark} closed")
    }

    fn bars(&self, marks: [&str; 2], before: &str) -> String {
        format!("{} this period  {} {before}", marks[0], marks[1])
    }
}
