//! The columns of the two tables in the width that there is: the months go first, then the year
//! before, and columns that still do not fit fold into one with their sum. The total never goes.

use std::ops::Range;

use crate::domain::tally::{Cell, Line};

/// The width of a column where there is room, in cells.
const ROOMY: usize = 7;
/// What a column may get beyond that in a wide window.
const EXTRA: usize = 3;
/// The months' width where there is room.
const MONTHS: usize = 17;
/// Between the tables and the months.
const GAP: usize = 2;

/// What the parts need at least, in cells and without the space before each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The widest label of a row.
    pub label: usize,
    /// Of each column.
    pub columns: Vec<usize>,
    /// Of what columns fold into.
    pub folded: usize,
    /// Of the total.
    pub total: usize,
    /// Of the year before.
    pub before: usize,
    /// Of the months.
    pub months: usize,
}

/// Columns of the table that share a place on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which columns: one, or those folded together.
    pub columns: Range<usize>,
    /// Its width, the space before it included.
    pub width: usize,
    /// Whether it stands for what did not fit.
    pub folded: bool,
}

/// Where everything goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Cells before the first column.
    pub label: usize,
    /// The columns.
    pub slots: Vec<Slot>,
    /// The total's width.
    pub total: usize,
    /// The width of the year before, if it fits.
    pub before: Option<usize>,
    /// The months' first cell and width, if they fit.
    pub months: Option<(usize, usize)>,
}

/// How generous a layout is.
#[derive(Clone, Copy)]
struct Manner {
    roomy: bool,
    before: bool,
    months: bool,
}

impl Needs {
    /// The most generous layout that fits.
    pub fn fit(&self, width: usize) -> Columns {
        let manner = |roomy, before, months| Manner {
            roomy,
            before,
            months,
        };
        let manners = [
            manner(true, true, true),
            manner(false, true, true),
            manner(true, true, false),
            manner(false, true, false),
            manner(true, false, false),
            manner(false, false, false),
        ];
        let all = self.columns.len();
        let fitting = manners
            .into_iter()
            .find(|manner| self.width(*manner, all, 0) <= width);
        match fitting {
            Some(manner) => self.lay_out(manner, all, width),
            None => {
                let tight = manner(false, false, false);
                let kept = (0..all.saturating_sub(1))
                    .rev()
                    .find(|kept| self.width(tight, *kept, 0) <= width);
                self.lay_out(tight, kept.unwrap_or(0), width)
            }
        }
    }

    fn label_width(&self, manner: Manner) -> usize {
        1 + self.label + usize::from(manner.roomy)
    }

    fn column(&self, manner: Manner, need: usize) -> usize {
        if manner.roomy {
            (need + 1).max(ROOMY)
        } else {
            need + 1
        }
    }

    /// The width of everything when so many columns are kept and each gets something extra.
    fn width(&self, manner: Manner, kept: usize, extra: usize) -> usize {
        let rest = (kept < self.columns.len()).then_some(self.folded);
        let before = manner.before.then_some(self.before);
        let needs = self.columns[..kept]
            .iter()
            .copied()
            .chain(rest)
            .chain([self.total])
            .chain(before);
        let columns: usize = needs.map(|need| self.column(manner, need) + extra).sum();
        let months = if manner.months { GAP + self.months } else { 0 };
        self.label_width(manner) + columns + months
    }

    fn lay_out(&self, manner: Manner, kept: usize, width: usize) -> Columns {
        // The months keep the width that they like before the columns get more than they need.
        let liked = if manner.months {
            MONTHS.saturating_sub(self.months)
        } else {
            0
        };
        let fits = |extra: &usize| self.width(manner, kept, *extra) + liked <= width;
        let extra = (0..=EXTRA).rev().find(fits).unwrap_or(0);
        let column = |need: usize| self.column(manner, need) + extra;
        let all = self.columns.len();
        let mut slots: Vec<Slot> = (0..kept)
            .map(|at| Slot {
                columns: at..at + 1,
                width: column(self.columns[at]),
                folded: false,
            })
            .collect();
        if kept < all {
            slots.push(Slot {
                columns: kept..all,
                width: column(self.folded),
                folded: true,
            });
        }
        let (label, total) = (self.label_width(manner), column(self.total));
        let before = manner.before.then(|| column(self.before));
        let used =
            label + slots.iter().map(|slot| slot.width).sum::<usize>() + total + before.unwrap_or(0) + GAP;
        let months = manner.months.then(|| (used, width.saturating_sub(used)));
        Columns {
            label,
            slots,
            total,
            before,
            months,
        }
    }
}

impl Slot {
    /// The slot's figure in a line of the table.
    pub fn figure(&self, line: &Line) -> Cell {
        sum(line
            .cells
            .get(self.columns.clone())
            .unwrap_or_default()
            .iter()
            .copied())
    }
}

/// The sum of figures; not applicable only where every one of them is.
pub fn sum(cells: impl Iterator<Item = Cell>) -> Cell {
    cells.flatten().reduce(|sum, figure| sum + figure)
}

/// A figure as it stands on the screens: `-` where it is not applicable.
pub fn figure(cell: Cell) -> String {
    cell.map_or_else(|| "-".to_owned(), |n| n.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(columns: &[usize]) -> Needs {
        Needs {
            label: 10,
            columns: columns.to_vec(),
            folded: 2,
            total: 2,
            before: 4,
            months: 10,
        }
    }

    #[test]
    fn nothing_is_wider_than_the_window_and_no_column_is_lost() {
        for count in 1..14 {
            for width in 40..200 {
                let columns = needs(&vec![6; count]).fit(width);
                let slots: usize = columns.slots.iter().map(|slot| slot.width).sum();
                let tables = columns.label + slots + columns.total + columns.before.unwrap_or(0);
                let used = columns.months.map_or(tables, |(at, cells)| at + cells);
                assert!(
                    tables <= used && used <= width,
                    "{count} columns in {width}: {columns:?}"
                );
                let covered: Vec<usize> = columns
                    .slots
                    .iter()
                    .flat_map(|slot| slot.columns.clone())
                    .collect();
                assert_eq!(covered, (0..count).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn months_go_before_the_year_before_and_that_before_any_column() {
        let at = |width| needs(&[4, 4, 6, 3, 4]).fit(width);
        assert!(at(80).months.is_some() && at(80).before.is_some());
        assert!(at(50).months.is_none() && at(50).before.is_some());
        assert!(at(41).before.is_none() && at(41).slots.iter().all(|slot| !slot.folded));
        assert!(
            at(39)
                .slots
                .last()
                .is_some_and(|slot| slot.folded && slot.columns.len() > 1)
        );
    }
}
