//! The meeting's packet as a document: titles, sentences, tables and bars in their order. It is made once
//! from a [`Packet`]; every format but JSON writes what stands here.

mod activities;
mod chapters;
mod csv;
mod json;
mod md;
mod outside;
mod text;
mod xlsx;

pub use csv::{TableFile, is_table_file};
pub use text::{Layout, Part, TextLine};

use crate::domain::list::{Item, List};
use crate::domain::packet::{Packet, Section};
use crate::domain::tally::{Cell, Line, Table};

use super::View;
use super::grid::Grid;

/// A packet, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub title: String,
    /// Its period, and the day up to which it counts.
    pub subtitle: String,
    /// On which day it was made.
    pub made_on: String,
    /// Its sections.
    pub chapters: Vec<Chapter>,
}

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Which.
    pub section: Section,
    /// Its title, with its days.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A sentence that is made from the figures.
    Sentence(String),
    /// What somebody wrote under the section.
    Remark(String),
    /// A table of figures.
    Figures(Figures),
    /// A picture of figures, which stand in a table beside it.
    Bars(Bars),
    /// A table of texts.
    Texts(Texts),
    /// Rules, proofs and remarks in small print, a line each.
    Foot(Vec<String>),
}

/// What stands in one place of a table of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// So many.
    Number(u64),
    /// So many more, or fewer.
    Difference(i64),
    /// Not applicable (－), which is not zero.
    NotApplicable,
    /// Too small to be published (＜5).
    Small,
    /// Not published, so that no other can be computed back.
    Withheld,
}

impl From<Cell> for Figure {
    fn from(cell: Cell) -> Self {
        cell.map_or(Self::NotApplicable, Self::Number)
    }
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Its name in files and sheets: ASCII, unique in the document.
    pub name: String,
    /// The heads of the columns; the first says what the rows are.
    pub head: Vec<String>,
    /// Label and figures of each row; the foot is the last.
    pub rows: Vec<(String, Vec<Figure>)>,
}

/// Bars beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// Its name, as that of [`Figures`].
    pub name: String,
    /// What it shows.
    pub title: String,
    /// What each group of bars stands for.
    pub labels: Vec<String>,
    /// Name and figures of each kind of bar, a figure to a label.
    pub series: Vec<(String, Vec<Cell>)>,
}

/// A table of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// Its name, as that of [`Figures`].
    pub name: String,
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Bars {
    /// What they show, in words: for who cannot see them.
    pub fn said(&self, not_applicable: &str) -> String {
        let figure = |n: &Cell| n.map_or_else(|| not_applicable.to_owned(), |n| n.to_string());
        let series = self.series.iter().map(|(name, figures)| {
            let pairs = self.labels.iter().zip(figures);
            let pairs: Vec<String> = pairs.map(|(label, n)| format!("{label} {}", figure(n))).collect();
            format!("{name}: {}", pairs.join(", "))
        });
        series.collect::<Vec<_>>().join("; ")
    }
}

/// An earlier line of figures beside a table's own.
struct Beside<'a> {
    head: &'a str,
    table: &'a Table,
}

impl View<'_> {
    /// A packet as a document.
    pub fn document(&self, packet: &Packet) -> Document {
        let words = self.words;
        let subtitle = format!("{} ({})", words.period(&packet.period), words.as_of(packet.as_of));
        Document {
            title: words.packet().to_owned(),
            subtitle,
            made_on: words.made_on(packet.made_on),
            chapters: Section::ALL
                .into_iter()
                .filter(|section| packet.shows(*section))
                .filter_map(|section| self.chapter(packet, section))
                .collect(),
        }
    }

    /// The centers that a packet is of, in the order of its table.
    fn open_centers(&self, packet: &Packet) -> impl Iterator<Item = &Item> {
        let as_of = packet.as_of;
        let centers = self.profile.items(List::Center).iter();
        centers.filter(move |center| center.is_open_on(as_of))
    }

    /// A figure as people read it.
    pub fn figure_text(&self, figure: Figure) -> String {
        match figure {
            Figure::Number(n) => n.to_string(),
            Figure::Difference(0) => "0".to_owned(),
            Figure::Difference(n) => format!("{n:+}"),
            Figure::Small => self.words.small(self.profile.rules.small_number),
            Figure::Withheld => self.words.withheld().to_owned(),
            Figure::NotApplicable => self.words.not_applicable().to_owned(),
        }
    }

    /// A table of figures as texts.
    pub fn texts_of(&self, figures: &Figures) -> Grid {
        let row = |(label, row): &(String, Vec<Figure>)| {
            let figures = row.iter().map(|figure| self.figure_text(*figure));
            std::iter::once(label.clone()).chain(figures).collect()
        };
        Grid {
            head: figures.head.clone(),
            rows: figures.rows.iter().map(row).collect(),
        }
    }

    /// The figures of a table under a name and a corner, with columns of earlier totals where there are any, and how
    /// far the total is from the first of those.
    fn figures(&self, name: &str, corner: &str, table: &Table, beside: &[Beside<'_>]) -> Figures {
        let (words, period) = (self.words, &table.query.period);
        let is_compared = |beside: &&Beside<'_>| beside.table.compared.is_some();
        let beside: Vec<_> = beside.iter().filter(is_compared).collect();
        let columns = table.columns.iter().map(|bucket| words.bucket(bucket, period));
        let mut head: Vec<String> = std::iter::once(corner.to_owned()).chain(columns).collect();
        head.push(words.total().to_owned());
        head.extend(beside.iter().map(|beside| beside.head.to_owned()));
        head.extend((beside.len() == 1).then(|| words.difference().to_owned()));
        let line = |label: String, line: &Line, before: Vec<Cell>| {
            let mut figures: Vec<Figure> = line.cells.iter().map(|cell| Figure::from(*cell)).collect();
            figures.push(line.total.into());
            figures.extend(before.iter().map(|cell| Figure::from(*cell)));
            if let [before] = before[..] {
                figures.push(difference(line.total, before));
            }
            (label, figures)
        };
        let mut rows: Vec<_> = (table.rows.iter().enumerate())
            .map(|(at, row)| {
                let before = |beside: &&Beside<'_>| {
                    let row = beside.table.rows.get(at);
                    row.and_then(|row| row.before.as_ref())
                        .and_then(|line| line.total)
                };
                line(
                    words.bucket(&row.bucket, period),
                    &row.line,
                    beside.iter().map(before).collect(),
                )
            })
            .collect();
        let before = |beside: &&Beside<'_>| beside.table.total_before.as_ref().and_then(|line| line.total);
        rows.push(line(
            words.grand_total().to_owned(),
            &table.total,
            beside.iter().map(before).collect(),
        ));
        Figures {
            name: name.to_owned(),
            head,
            rows,
        }
    }
}

fn difference(now: Cell, before: Cell) -> Figure {
    let signed = |n: u64| i64::try_from(n).ok();
    let differ = |now: u64, before: u64| signed(now)?.checked_sub(signed(before)?);
    let difference = now.zip(before).and_then(|(now, before)| differ(now, before));
    difference.map_or(Figure::NotApplicable, Figure::Difference)
}
