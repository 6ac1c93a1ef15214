//! What the labels of a printed table stand for.

use crate::domain::axis::{Axis, Bucket, buckets};
use crate::domain::period::Period;
use crate::domain::printed::Head;
use crate::domain::profile::Profile;
use crate::domain::text::fold;
use crate::locale::Lang;
use crate::locale::packet::Against;

/// What a total is called at its end, folded; the longest first.
const TOTALS: [&str; 7] = ["合計", "総計", "累計", "総数", "計", "(total)", "total"];
/// What ends so and is none, or one of a part only.
const NO_TOTALS: [&str; 8] = [
    "小計",
    "家計",
    "会計",
    "統計",
    "集計",
    "設計",
    "subtotal",
    "sub-total",
];
/// What councils call the columns that stand beside a table's own, but for the packet's words.
const ASIDE: [&str; 20] = [
    "前年",
    "前年度",
    "前月",
    "昨年",
    "昨年度",
    "昨年同期",
    "前年比",
    "前年同期比",
    "先月",
    "前月比",
    "対前年比",
    "増減数",
    "増減率",
    "構成比",
    "割合",
    "比率",
    "difference",
    "last month",
    "previous month",
    "share",
];

/// The labels that an axis may have.
pub(super) struct Labels<'a> {
    axis: Axis,
    known: Vec<Bucket>,
    period: &'a Period,
    profile: &'a Profile,
}

impl<'a> Labels<'a> {
    /// Those of the buckets that are shown, and all that the axis can have.
    pub(super) fn new(
        axis: Axis,
        shown: impl Iterator<Item = Bucket>,
        period: &'a Period,
        profile: &'a Profile,
    ) -> Self {
        Self {
            axis,
            known: shown.chain(buckets(axis, profile, period)).collect(),
            period,
            profile,
        }
    }

    /// What the labels of one side stand for. A label such as 東西センター計 is the total where no other
    /// is; 東部計 is 東部 where that does not stand there itself.
    pub(super) fn heads(&self, labels: &[&str]) -> Vec<Head> {
        let mut heads: Vec<Head> = labels.iter().map(|label| self.head(label)).collect();
        for (at, label) in labels.iter().enumerate() {
            let part = total_of(label).and_then(|part| self.code(&part));
            if let Some(part) = part.filter(|part| heads[at] == Head::Unknown && !heads.contains(part)) {
                heads[at] = part;
            }
        }
        settle_total(&mut heads, labels);
        heads
    }

    /// How many labels of a side are known on this axis.
    pub(super) fn known(&self, labels: &[&str]) -> usize {
        let heads = labels.iter().map(|label| self.head(label));
        heads.filter(|head| matches!(head, Head::Code(_))).count()
    }

    /// What a label stands for: a row or column as either language calls it, first as it is spelled, then
    /// in any spelling; a total; a code or label of the list.
    fn head(&self, label: &str) -> Head {
        let exact = || {
            let known = self.known.iter();
            let mut exact = known.filter(|bucket| self.names(bucket).any(|name| name == label));
            Some(Head::Code(exact.next()?.code.clone()))
        };
        exact()
            .or_else(|| plain(label))
            .or_else(|| self.code(label))
            .unwrap_or(Head::Unknown)
    }

    /// A row or column in any spelling, or a code or label of the list.
    fn code(&self, label: &str) -> Option<Head> {
        let folded = fold(label);
        let is_it = |bucket: &&Bucket| self.names(bucket).any(|name| fold(&name) == folded);
        let alike = self.known.iter().find(is_it).map(|bucket| bucket.code.clone());
        let listed = || Some(self.profile.find(self.axis.list()?, label)?.code.to_string());
        alike.or_else(listed).map(Head::Code)
    }

    /// What a row or column is called: in either language, and by its code.
    fn names(&self, bucket: &Bucket) -> impl Iterator<Item = String> + use<> {
        let names = Lang::ALL.map(|lang| lang.catalogue().bucket(bucket, self.period));
        names.into_iter().chain([bucket.code.clone()])
    }
}

/// What the labels of the columns stand for where a table has no axis across: totals, or nothing known.
pub(super) fn totals_alone(labels: &[&str]) -> Vec<Head> {
    let heads = labels.iter().map(|label| plain(label).unwrap_or(Head::Unknown));
    let mut heads: Vec<Head> = heads.collect();
    settle_total(&mut heads, labels);
    heads
}

/// Whether a label is that of a total, or of figures that stand beside a table's own.
fn plain(label: &str) -> Option<Head> {
    let folded = fold(label);
    let is_total = |lang: Lang| {
        let words = lang.catalogue();
        [words.total(), words.grand_total()]
            .iter()
            .any(|word| fold(word) == folded)
    };
    if Lang::ALL.into_iter().any(is_total) || ["総計", "総数"].contains(&folded.as_str()) {
        return Some(Head::Total);
    }
    is_aside(label).then_some(Head::Aside)
}

/// Whether a column is called after what stands beside a table's own figures: those of an earlier span,
/// how far they are from each other, shares.
pub(super) fn is_aside(label: &str) -> bool {
    let folded = fold(label);
    let is = |lang: Lang| {
        let words = lang.catalogue();
        let against = [Against::Year, Against::LastMonth, Against::SameMonth];
        let against = against.map(|against| words.against(against));
        let asides = against.into_iter().chain([words.before(), words.difference()]);
        asides.into_iter().any(|word| fold(word) == folded)
    };
    ASIDE.contains(&folded.as_str()) || Lang::ALL.into_iter().any(is)
}

/// Makes the last label that ends as a total does the total, where none is called so outright.
fn settle_total(heads: &mut [Head], labels: &[&str]) {
    if heads.contains(&Head::Total) {
        return;
    }
    let is_total = |at: &usize| heads[*at] == Head::Unknown && total_of(labels[*at]).is_some();
    if let Some(at) = (0..heads.len()).rev().find(is_total) {
        heads[at] = Head::Total;
    }
}

/// What a label is the total of, folded: 東西 of 東西計. `None` where it is no total.
fn total_of(label: &str) -> Option<String> {
    let folded = fold(label);
    if NO_TOTALS.iter().any(|word| folded.ends_with(word)) {
        return None;
    }
    let part = TOTALS.iter().find_map(|total| folded.strip_suffix(total))?.trim();
    (!part.is_empty()).then(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::YAMAGUCHI;

    fn heads(axis: Axis, labels: &[&str]) -> String {
        let profile = Profile::parse(YAMAGUCHI).expect("a profile");
        let period = Period::parse("2022H1", "2022-09-30".parse().expect("a day")).expect("a period");
        let heads = Labels::new(axis, std::iter::empty(), &period, &profile).heads(labels);
        let said = heads.iter().map(|head| match head {
            Head::Code(code) => code.as_str(),
            Head::Total => "TOTAL",
            Head::Aside => "aside",
            Head::Unknown => "?",
        });
        said.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_last_label_that_ends_as_a_total_is_the_total_where_no_other_is() {
        let cases: [(&[&str], &str); 9] = [
            (&["東部", "西部", "東西センター計"], "east west TOTAL"),
            (&["東部", "西部", "東西計"], "east west TOTAL"),
            (&["東部", "西部", "県 総数"], "east west TOTAL"),
            (&["East", "West", "Both centers total"], "east west TOTAL"),
            (&["東部計", "西部計", "両センター合計"], "east west TOTAL"),
            // What is a total beside another is that of some of it, or of something else.
            (&["東部", "両方計", "西部", "東西計"], "east ? west TOTAL"),
            (&["東部", "西部", "両方計", "合計"], "east west ? TOTAL"),
            (&["東部", "東部計", "合計"], "east ? TOTAL"),
            (&["東部", "西部", "小計"], "east west ?"),
        ];
        for (labels, said) in cases {
            assert_eq!(heads(Axis::Center, labels), said, "{labels:?}");
        }
    }

    #[test]
    fn what_stands_beside_the_figures_is_not_among_them() {
        let labels = [
            "前年同期",
            "前年同月",
            "先月",
            "前月",
            "増減",
            "Year before",
            "Last month",
            "Change",
            "前年比",
        ];
        let said = ["aside"; 9].join(" ");
        assert_eq!(heads(Axis::Channel, &labels), said);
        assert_eq!(heads(Axis::Month, &labels), said);
    }
}
