//! The packet's tables as data: a sheet each, by the national rules for machine-readable tables
//! (総務省「統計表における機械判読可能なデータの表記方法の統一ルール」, 2020): the head in the first row, one value a
//! cell, numbers without units, western dates, nothing merged, no characters that a platform may lack,
//! no remarks. What is not applicable is an empty cell.
//! <https://www.soumu.go.jp/menu_news/s-news/01toukatsu01_02000186.html>

use std::collections::BTreeSet;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::domain::field::Field;
use crate::domain::list::{Code, List};
use crate::domain::packet::{Packet, Section};
use crate::domain::tally::Table;
use crate::report::View;
use crate::report::packet::activities::{COMING, HELD, PARTICIPANTS, of_table};
use crate::report::packet::{Block, Chapter, Document, Figure, Figures, Texts};

/// Characters of a sheet's name at most, as Excel counts them (UTF-16).
const NAME_UNITS: usize = 31;

/// A value in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Datum {
    /// Nothing, or not applicable.
    Empty,
    /// A number.
    Number(i64),
    /// A day.
    Day(NaiveDate),
    /// Text.
    Text(String),
}

/// A table as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The table's name in the document.
    pub table: String,
    /// The sheet's name.
    pub name: String,
    /// What the table is.
    pub title: String,
    /// The first and the last day that are counted.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// What its figures count.
    pub unit: Option<&'static str>,
    /// Rule, proof and remarks of its section.
    pub notes: String,
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows; of figures the foot is the last.
    pub rows: Vec<Vec<Datum>>,
}

impl View<'_> {
    /// The tables of a packet as sheets, in their order.
    pub(super) fn data_sheets(&self, packet: &Packet, document: &Document) -> Vec<Sheet> {
        let mut taken: BTreeSet<String> = [self.words.print_sheet(), self.words.contents_sheet()]
            .map(str::to_lowercase)
            .into();
        let mut sheets = Vec::new();
        for chapter in &document.chapters {
            for block in &chapter.blocks {
                let (table, corner, (head, rows)) = match block {
                    Block::Figures(figures) => (
                        &figures.name,
                        figures.head.first(),
                        self.figure_rows(packet, figures),
                    ),
                    Block::Texts(texts) => (&texts.name, None, self.text_rows(packet, texts)),
                    _ => continue,
                };
                let counted = counted(packet, table);
                let section = self.words.section(chapter.section);
                // A breakdown's corner says what its section does.
                let corner = corner.filter(|corner| {
                    counted.is_some() && chapter.section.axis().is_none() && *corner != section
                });
                let corner = corner.filter(|_| chapter.section != Section::Months);
                // Of two tables in one section each says which it is.
                let corner = match block {
                    Block::Texts(texts) if [HELD, COMING].contains(&texts.name.as_str()) => {
                        texts.head.first()
                    }
                    _ => corner,
                };
                let name = corner.map_or_else(|| section.to_owned(), |corner| format!("{section}_{corner}"));
                sheets.push(Sheet {
                    table: table.clone(),
                    name: sheet_name(&name, &mut taken),
                    title: portable(&match corner {
                        Some(corner) => format!("{} {corner}", chapter.title),
                        None => chapter.title.clone(),
                    }),
                    days: counted.map(|table| (table.query.period.from, table.as_of)),
                    unit: counted.map(|_| self.words.unit()),
                    notes: portable(&notes(chapter)),
                    head: head.iter().map(|text| portable(text)).collect(),
                    rows,
                });
            }
        }
        sheets
    }

    fn figure_rows(&self, packet: &Packet, figures: &Figures) -> (Vec<String>, Vec<Vec<Datum>>) {
        let mut head = figures.head.clone();
        let months = (figures.name == Section::Months.code()).then_some(&packet.months.rows);
        if let (Some(corner), Some(_)) = (head.first_mut(), months) {
            self.words.year_and_month().clone_into(corner);
        }
        let row = |(at, (label, figures)): (usize, &(String, Vec<Figure>))| {
            // 4月 alone says no year.
            let month = months
                .and_then(|rows| rows.get(at))
                .map(|row| row.bucket.code.as_str());
            let label = Datum::text(month.unwrap_or(label));
            let figures = figures.iter().map(|figure| match *figure {
                Figure::Number(n) => Datum::count(n),
                Figure::Difference(n) => Datum::Number(n),
                Figure::NotApplicable => Datum::Empty,
                Figure::Small | Figure::Withheld => Datum::text(&self.figure_text(*figure)),
            });
            std::iter::once(label).chain(figures).collect()
        };
        let rows = figures.rows.iter().enumerate().map(row).collect();
        (head, rows)
    }

    /// A table of texts, with the values that its texts stand for where they are more than texts.
    fn text_rows(&self, packet: &Packet, texts: &Texts) -> (Vec<String>, Vec<Vec<Datum>>) {
        let mut head = texts.head.clone();
        let mut rows: Vec<Vec<Datum>> = texts
            .rows
            .iter()
            .map(|row| row.iter().map(|text| Datum::text(text)).collect())
            .collect();
        match texts.name.as_str() {
            "centers" => self.split_contacts(packet, &mut head, &mut rows),
            "cases" => self.split_cases(packet, &mut head, &mut rows),
            "follow_ups" => {
                for (row, follow_up) in rows.iter_mut().zip(&packet.overdue) {
                    if let [due, days, ..] = &mut row[..] {
                        *due = Datum::Day(follow_up.due);
                        *days = Datum::Number(follow_up.days_overdue(packet.made_on));
                    }
                }
            }
            HELD | COMING => self.split_activities(packet, &texts.name, &mut head, &mut rows),
            _ => {}
        }
        (head, rows)
    }

    /// Telephone, fax and mail in columns of their own, without the municipalities, which are many in a cell.
    fn split_contacts(&self, packet: &Packet, head: &mut Vec<String>, rows: &mut [Vec<Datum>]) {
        const MUNICIPALITIES: usize = 1;
        const AT: usize = 2;
        head.remove(MUNICIPALITIES);
        for row in &mut *rows {
            row.remove(MUNICIPALITIES);
        }
        head.splice(AT..=AT, self.words.reached_by().map(str::to_owned));
        for (row, center) in rows.iter_mut().zip(self.open_centers(packet)) {
            let detail = self.profile.center(&center.code);
            let ways = detail.map_or([None, None, None], |detail| {
                [detail.tel.as_ref(), detail.fax.as_ref(), detail.email.as_ref()]
            });
            row.splice(
                AT..=AT,
                ways.map(|way| way.map_or(Datum::Empty, |way| Datum::text(way))),
            );
        }
    }

    /// The first and the last day in columns of their own, and participants as numbers.
    fn split_activities(
        &self,
        packet: &Packet,
        table: &str,
        head: &mut Vec<String>,
        rows: &mut [Vec<Datum>],
    ) {
        let days = [Field::HeldOn, Field::LastDay];
        head.splice(
            0..=0,
            days.map(|field| self.words.field(field, Some(self.profile)).to_owned()),
        );
        for (row, activity) in rows.iter_mut().zip(of_table(packet, table)) {
            if let Some(Datum::Text(participants)) = row.get(PARTICIPANTS)
                && let Ok(number) = participants.parse()
            {
                row[PARTICIPANTS] = Datum::Number(number);
            }
            let days = [activity.day(), activity.last_day()];
            row.splice(0..=0, days.map(|day| day.map_or(Datum::Empty, Datum::Day)));
        }
    }

    /// The care in as many columns as it takes, and numbers and days as such.
    fn split_cases(&self, packet: &Packet, head: &mut Vec<String>, rows: &mut [Vec<Datum>]) {
        const CARE: usize = 3;
        let most = packet.cases.iter().map(|case| case.care.len()).max();
        let most = most.unwrap_or(0).max(1);
        let care_head = self.words.field(Field::Care, Some(self.profile)).to_owned();
        head.splice(CARE..=CARE, (1..=most).map(|n| format!("{care_head}{n}")));
        let label = |code: &Code| Datum::text(self.words.item(List::Care, code, Some(self.profile)));
        for (row, case) in rows.iter_mut().zip(&packet.cases) {
            if let [_, age, _, _, contacts, latest, ..] = &mut row[..] {
                *age = case
                    .age
                    .map_or(Datum::Empty, |age| Datum::Number(age.years().into()));
                *contacts = Datum::count(case.contacts);
                *latest = case.latest.map_or(Datum::Empty, Datum::Day);
            }
            let care = case.care.iter().map(label);
            let care = care.chain(std::iter::repeat(Datum::Empty)).take(most);
            row.splice(CARE..=CARE, care.collect::<Vec<_>>());
        }
    }
}

/// The tally behind a table of figures.
fn counted<'p>(packet: &'p Packet, name: &str) -> Option<&'p Table> {
    packet
        .tables()
        .find(|one| one.name() == name)
        .map(|one| one.table)
}

impl Datum {
    fn text(text: &str) -> Self {
        match text {
            "" | "-" => Self::Empty,
            text => Self::Text(portable(text)),
        }
    }

    fn count(n: u64) -> Self {
        i64::try_from(n).map_or(Self::Empty, Self::Number)
    }
}

/// Rules, proofs and remarks of a section.
fn notes(chapter: &Chapter) -> String {
    let lines = chapter.blocks.iter().flat_map(|block| match block {
        Block::Foot(lines) => lines.as_slice(),
        Block::Remark(line) => std::slice::from_ref(line),
        _ => &[],
    });
    lines.map(String::as_str).collect::<Vec<_>>().join(" | ")
}

/// A text on one line and without 機種依存文字: what JIS X 0208 lacks and other platforms put elsewhere (①, Ⅲ,
/// ㈱, ㎡, ℡) is spelt out. Kanji stay: no other would be the same name.
fn portable(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => spelt.push(' '),
            '\u{2100}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{33ff}' => {
                spelt.extend(c.nfkc())
            }
            c => spelt.push(c),
        }
    }
    spelt
}

/// A name that Excel takes for a sheet, unlike all that are taken: no `[]:*?/\`, 31 characters at most.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let wanted: String = portable(wanted)
        .chars()
        .map(|c| if "[]:*?/\\'".contains(c) { '-' } else { c })
        .collect();
    for n in 1_u32.. {
        let end = if n == 1 { String::new() } else { format!("-{n}") };
        let mut name = String::new();
        for c in wanted.chars() {
            let units = name.encode_utf16().count() + c.len_utf16() + end.len();
            if units > NAME_UNITS {
                break;
            }
            name.push(c);
        }
        name += &end;
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_a_name_of_its_own_that_excel_takes() {
        let mut taken = BTreeSet::new();
        let mut name = |wanted: &str| sheet_name(wanted, &mut taken);
        assert_eq!(name("相談内容"), "相談内容");
        assert_eq!(name("相談内容"), "相談内容-2");
        assert_eq!(name("a/b[1]:*?\\'"), "a-b-1------");
        let long = "長".repeat(40);
        assert_eq!(name(&long), "長".repeat(31));
        assert_eq!(name(&long), "長".repeat(29) + "-2");
        assert_eq!(name("ABC"), "ABC");
        assert_eq!(name("abc"), "abc-2");
    }

    #[test]
    fn characters_that_a_platform_may_lack_are_spelt_out() {
        assert_eq!(portable("①Ⅲ㈱㎡℡№髙𠮷～〜－"), "1III(株)m2TELNo髙𠮷～〜－");
        assert_eq!(portable("a\nb"), "a b");
    }
}
