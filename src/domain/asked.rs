//! A tally as it is asked for on the screen: the query, what it is compared with, and how its figures
//! stand there. It is kept as the options of `soudan tally` that ask the same.

use chrono::NaiveDate;

use super::axis::{Axis, Filter};
use super::list::ALL;
use super::period::Period;
use super::tally::{Comparison, Count, Query, Table};

/// Words for periods that move on with the day, as [`Period::parse`] reads them.
const MOVING: [&str; 7] = ["this", "last", "今月", "先月", "今年度", "昨年度", "ytd"];

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the profile or the calendar has them.
    #[default]
    Label,
    /// The largest total first; what has no answer stays last.
    Size,
}

/// What is asked for, and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The days.
    pub period: Period,
    /// What the person restricts it to; that only consultations count without it goes without saying.
    pub filter: Filter,
    /// Down the side.
    pub rows: Axis,
    /// Across the top.
    pub cols: Option<Axis>,
    /// Consultations or cases.
    pub count: Count,
    /// What it is compared with.
    pub compare: Option<Comparison>,
    /// Whether the cells are differences, where it is compared.
    pub is_differences: bool,
    /// Whether figures are shares of the total.
    pub is_shares: bool,
    /// The order of the rows.
    pub sort: Sort,
    /// Whether one column of it stands as bars, instead of the whole table.
    pub is_chart: bool,
}

impl Asked {
    /// Center by channel, as the report has it.
    pub fn new(period: Period) -> Self {
        Self {
            period,
            filter: Filter::everything(),
            rows: Axis::Center,
            cols: Some(Axis::Channel),
            count: Count::default(),
            compare: None,
            is_differences: false,
            is_shares: false,
            sort: Sort::default(),
            is_chart: false,
        }
    }

    /// What is to be counted.
    pub fn query(&self) -> Query {
        Query {
            period: self.period,
            filter: self.filter.clone().of_tally(self.rows, self.cols),
            rows: self.rows,
            cols: self.cols,
            count: self.count,
        }
    }

    /// Rows and columns change places; on one axis only there is nothing to change.
    pub fn swap(&mut self) {
        if let Some(cols) = &mut self.cols {
            std::mem::swap(cols, &mut self.rows);
        }
    }

    /// The rows of a table in the order that is asked for.
    pub fn order(&self, table: &Table) -> Vec<usize> {
        let mut order: Vec<usize> = (0..table.rows.len()).collect();
        if self.sort == Sort::Size {
            let size = |at: &usize| {
                let row = &table.rows[*at];
                let is_none = row.bucket.code == super::list::NONE;
                (is_none, std::cmp::Reverse(row.line.total.unwrap_or(0)))
            };
            order.sort_by_key(size);
        }
        order
    }

    /// The options of `soudan tally` that ask for it, and after them how it is shown. A period that is the
    /// running one or the last moves on with the day.
    pub fn spec(&self, today: NaiveDate) -> String {
        let mut words = vec![period_word(&self.period, today)];
        words.push(format!("--rows {}", self.rows.code()));
        words.extend(self.cols.map(|cols| format!("--cols {}", cols.code())));
        let has_kinds = self.filter.clauses().any(|(axis, _)| axis == Axis::Kind);
        if self.filter.names(Axis::Kind) && !has_kinds {
            words.push(format!("--where {}={ALL}", Axis::Kind.code()));
        }
        for (axis, codes) in self.filter.clauses() {
            let clause = |code: &String| format!("--where {}", quoted(&format!("{}={code}", axis.code())));
            words.extend(codes.iter().map(clause));
        }
        words.push(format!("--count {}", self.count.code()));
        words.extend(
            self.compare
                .map(|compare| format!("--compare {}", compare.code())),
        );
        words.extend(self.is_differences.then(|| "--differences".to_owned()));
        words.extend(self.is_shares.then(|| "--shares".to_owned()));
        words.extend((self.sort == Sort::Size).then(|| "--sort size".to_owned()));
        words.extend(self.is_chart.then(|| "--chart".to_owned()));
        words.join(" ")
    }

    /// Reads what [`Asked::spec`] wrote; `None` where it is no such thing.
    pub fn read(spec: &str, today: NaiveDate) -> Option<Self> {
        let mut words = words(spec)?.into_iter();
        let mut asked = Self {
            cols: None,
            ..Self::new(Period::parse(&words.next()?, today).ok()?)
        };
        while let Some(option) = words.next() {
            match option.as_str() {
                "--differences" => asked.is_differences = true,
                "--shares" => asked.is_shares = true,
                "--chart" => asked.is_chart = true,
                "--rows" => asked.rows = Axis::by_code(&words.next()?)?,
                "--cols" => asked.cols = Some(Axis::by_code(&words.next()?)?),
                "--where" => {
                    let clause = words.next()?;
                    let (axis, code) = clause.split_once('=')?;
                    asked.filter.allow(Axis::by_code(axis)?, code);
                }
                "--count" => {
                    let count = words.next()?;
                    let counts = [Count::Contacts, Count::People];
                    asked.count = counts.into_iter().find(|known| known.code() == count)?;
                }
                "--compare" => {
                    let compare = words.next()?;
                    let all = [Comparison::Year, Comparison::Previous];
                    asked.compare = Some(all.into_iter().find(|known| known.code() == compare)?);
                }
                "--sort" => asked.sort = (words.next()? == "size").then_some(Sort::Size)?,
                _ => return None,
            }
        }
        (asked.cols != Some(asked.rows)).then_some(asked)
    }
}

/// How a period is written so that it is read back: by a word that moves on with the day, by its code,
/// or by its days.
fn period_word(period: &Period, today: NaiveDate) -> String {
    let is_read_back = |word: &str| Period::parse(word, today) == Ok(*period);
    let moving = MOVING
        .into_iter()
        .find(|word| is_read_back(word))
        .map(str::to_owned);
    let code = || Some(period.code()).filter(|code| is_read_back(code));
    moving
        .or_else(code)
        .unwrap_or_else(|| format!("{}..{}", period.from, period.to))
}

/// A word of a command line: in quotes where it holds a blank or a quote, which then stands twice.
fn quoted(word: &str) -> String {
    match word.contains([' ', '\'']) {
        true => format!("'{}'", word.replace('\'', "''")),
        false => word.to_owned(),
    }
}

/// The words of a command line; `None` where a quote is never closed.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(first) = chars.next() {
        match first {
            ' ' => {}
            '\'' => {
                let mut word = String::new();
                loop {
                    match chars.next()? {
                        '\'' if chars.next_if_eq(&'\'').is_some() => word.push('\''),
                        '\'' => break,
                        c => word.push(c),
                    }
                }
                words.push(word);
            }
            _ => {
                let mut word = String::from(first);
                while let Some(c) = chars.next_if(|c| *c != ' ') {
                    word.push(c);
                }
                words.push(word);
            }
        }
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 9, 30).unwrap()
    }

    fn asked(period: &str) -> Asked {
        Asked::new(Period::parse(period, today()).unwrap())
    }

    #[test]
    fn a_spec_is_what_one_types() {
        let mut all = asked("2021H2");
        all.filter.allow(Axis::Channel, "phone");
        all.filter.allow(Axis::Channel, "visit");
        all.filter.allow(Axis::Kind, ALL);
        all.filter.allow(Axis::Case, "E 'x'");
        all.compare = Some(Comparison::Year);
        all.is_differences = true;
        all.is_shares = true;
        all.sort = Sort::Size;
        all.is_chart = true;
        let spec = "last --rows center --cols channel --where kind=all --where channel=phone \
                    --where channel=visit --where 'case=E ''x''' --count contacts --compare year \
                    --differences --shares --sort size --chart";
        assert_eq!(all.spec(today()), spec);
        let read = Asked::read(spec, today()).unwrap();
        assert_eq!(read.spec(today()), spec);
        assert_eq!(read.query().period, all.period);
    }

    #[test]
    fn what_runs_moves_on_and_what_is_over_stays() {
        let next = NaiveDate::from_ymd_opt(2022, 10, 1).unwrap();
        for (period, then) in [
            ("2022H1", "2022H2"),
            ("2022-09", "2022-10"),
            ("2022-08", "2022-09"),
            ("2022", "2022"),
            ("2020H1", "2020H1"),
            ("2022Q2", "2022Q2"),
            ("2022-04-01..2022-04-10", "2022-04-01..2022-04-10"),
        ] {
            let spec = asked(period).spec(today());
            assert_eq!(Asked::read(&spec, today()), Some(asked(period)), "{spec}");
            assert_eq!(Asked::read(&spec, next).unwrap().period.code(), then, "{spec}");
        }
        // To the same day of the year before: no word says that.
        let mut ytd = asked("ytd");
        ytd.period = ytd.period.previous();
        let read = Asked::read(&ytd.spec(today()), today()).unwrap();
        assert_eq!(
            (read.period.from, read.period.to),
            (ytd.period.from, ytd.period.to)
        );
    }

    #[test]
    fn what_is_no_spec_is_refused() {
        for spec in [
            "",
            "gestern",
            "this --rows colour",
            "this --rows center --cols center",
            "this --where 'case=E",
            "this --sort name",
            "this --unknown",
        ] {
            assert_eq!(Asked::read(spec, today()), None, "{spec}");
        }
    }

    #[test]
    fn only_consultations_count_unless_kinds_are_asked_for() {
        let names = |asked: &Asked| asked.query().filter.names(Axis::Kind);
        let mut one = asked("this");
        assert!(names(&one));
        one.rows = Axis::Kind;
        assert!(!names(&one));
        one.swap();
        assert_eq!((one.rows, one.cols), (Axis::Channel, Some(Axis::Kind)));
        assert!(!names(&one));
    }
}
