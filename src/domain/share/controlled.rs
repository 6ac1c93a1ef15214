//! Rounding a table with both its margins: everything up or down by less than one unit, and everything
//! still adds up.
//!
//! Seen with its margins turned in sign, every line of such a table is zero. Whoever has a figure that is
//! no whole number finds another one in the same row, and in the same column: so there is a ring of
//! them. Along the ring one is made larger, the next smaller by as much, until one of them is whole.

use std::collections::VecDeque;

use super::{WHOLE, apportion};

/// Of tables with more figures nobody compares the margins with those of a pocket calculator.
const MOST_TO_IMPROVE: usize = 10_000;

/// A figure on its way to a whole number of units.
#[derive(Clone, Copy)]
struct Entry {
    /// Whole units below it.
    units: u64,
    /// What it has beyond them, in parts of which `of` are a unit.
    rest: u64,
}

/// The grid with what is still to be rounded.
struct Rounding {
    entries: Vec<Entry>,
    rows: usize,
    columns: usize,
    of: u64,
    /// Of each row and then of each column, the places that may still be broken.
    open: Vec<Vec<usize>>,
}

/// Turns counts into shares of `whole`. The last row and the last column are the sums of the others.
pub(super) fn round(grid: &mut [Vec<u64>], whole: u64) {
    let (rows, columns) = (grid.len(), grid.first().map_or(0, Vec::len));
    let entry = |n: &u64| Entry {
        units: n * WHOLE / whole,
        rest: n * WHOLE % whole,
    };
    let mut rounding = Rounding {
        entries: grid.iter().flatten().map(entry).collect(),
        rows,
        columns,
        of: whole,
        open: vec![Vec::new(); rows + columns],
    };
    for at in 0..rounding.entries.len() {
        if rounding.entries[at].rest > 0 {
            rounding.open[at / columns].push(at);
            rounding.open[rows + at % columns].push(at);
        }
    }
    for line in 0..rows + columns {
        rounding.settle(line);
    }
    let mut shares: Vec<u64> = rounding.entries.iter().map(|entry| entry.units).collect();
    if shares.len() <= MOST_TO_IMPROVE {
        let counts: Vec<u64> = grid.iter().flatten().copied().collect();
        for is_turned in [false, true] {
            let margins = Margins {
                counts: &counts,
                whole,
                sizes: if is_turned {
                    (columns, rows)
                } else {
                    (rows, columns)
                },
                is_turned,
            };
            margins.improve(&mut shares);
        }
    }
    for (n, share) in grid.iter_mut().flatten().zip(shares) {
        *n = share;
    }
}

impl Rounding {
    /// Makes everything whole that can be reached from a row or a column.
    fn settle(&mut self, start: usize) {
        // The lines that were gone through, each with the entry by which it was left.
        let mut path: Vec<(usize, usize)> = Vec::new();
        let mut place = vec![usize::MAX; self.rows + self.columns];
        let mut line = start;
        loop {
            let before = path.last().map(|(_, entry)| *entry);
            let Some(entry) = self.another(line, before) else {
                // Nothing is broken here any more: back, as long as there is a way.
                match path.pop() {
                    Some((from, _)) => {
                        place[from] = usize::MAX;
                        line = from;
                        continue;
                    }
                    None => return,
                }
            };
            place[line] = path.len();
            path.push((line, entry));
            line = self.other_end(line, entry);
            if place[line] != usize::MAX {
                let ring = path.split_off(place[line]);
                ring.iter().for_each(|(from, _)| place[*from] = usize::MAX);
                let ring: Vec<usize> = ring.into_iter().map(|(_, entry)| entry).collect();
                self.shift(&ring);
                // What led to the ring may have been part of it before, and is whole now.
                while let Some((from, entry)) = path.last().copied() {
                    if self.entries[entry].rest > 0 {
                        break;
                    }
                    place[from] = usize::MAX;
                    line = from;
                    path.pop();
                }
            }
        }
    }

    /// A broken entry of a line, other than the one by which it was reached.
    fn another(&mut self, line: usize, but: Option<usize>) -> Option<usize> {
        let open = &mut self.open[line];
        for at in (0..open.len()).rev() {
            let entry = open[at];
            if self.entries[entry].rest == 0 {
                open.swap_remove(at);
            } else if Some(entry) != but {
                return Some(entry);
            }
        }
        None
    }

    fn other_end(&self, line: usize, entry: usize) -> usize {
        if line < self.rows {
            self.rows + entry % self.columns
        } else {
            entry / self.columns
        }
    }

    /// Shifts what a ring of entries has beyond whole units, by as little as makes one of them whole.
    fn shift(&mut self, ring: &[usize]) {
        // Of the ring's entries every second one moves the other way; margins stand with the other sign.
        let is_up = |(nth, at): (usize, &usize)| {
            let is_margin = (at / self.columns + 1 == self.rows) != (at % self.columns + 1 == self.columns);
            (nth % 2 == 0) != is_margin
        };
        let ups: Vec<bool> = ring.iter().enumerate().map(is_up).collect();
        let room = |turned: bool| {
            let room = ring.iter().zip(&ups).map(|(at, is_up)| match *is_up != turned {
                true => self.of - self.entries[*at].rest,
                false => self.entries[*at].rest,
            });
            room.min().unwrap_or(0)
        };
        let (straight, turned) = (room(false), room(true));
        let (is_turned, by) = match turned < straight {
            true => (true, turned),
            false => (false, straight),
        };
        for (at, is_up) in ring.iter().zip(&ups) {
            let entry = &mut self.entries[*at];
            if *is_up == is_turned {
                entry.rest -= by;
                continue;
            }
            entry.rest += by;
            if entry.rest == self.of {
                *entry = Entry {
                    units: entry.units + 1,
                    rest: 0,
                };
            }
        }
    }
}

/// One margin of a rounded table, which is to be what the largest remainders make of it by itself. That
/// is what somebody gets who works it out from the totals alone.
struct Margins<'a> {
    counts: &'a [u64],
    whole: u64,
    /// Lines, and the places in each; the last of either is the margin.
    sizes: (usize, usize),
    /// Whether the lines are columns.
    is_turned: bool,
}

impl Margins<'_> {
    fn place(&self, line: usize, at: usize) -> usize {
        match self.is_turned {
            false => line * self.sizes.1 + at,
            true => at * self.sizes.0 + line,
        }
    }

    /// What is left of a share when it is rounded down, and whether anything is.
    fn floor(&self, place: usize) -> (u64, bool) {
        let exact = self.counts[place] * WHOLE;
        (exact / self.whole, !exact.is_multiple_of(self.whole))
    }

    /// Moves a unit from each line that has one too many to one that lacks one, where there is a way.
    fn improve(&self, shares: &mut [u64]) {
        let (lines, last) = (self.sizes.0 - 1, self.sizes.1 - 1);
        let totals: Vec<u64> = (0..lines)
            .map(|line| self.counts[self.place(line, last)])
            .collect();
        let wanted = apportion(&totals, WHOLE);
        for line in 0..lines {
            if shares[self.place(line, last)] <= wanted[line] {
                continue;
            }
            let lacks = |other: usize, shares: &[u64]| shares[self.place(other, last)] < wanted[other];
            if let Some((to, way)) = self.way(line, shares, lacks) {
                way.into_iter().for_each(|(down, up)| {
                    shares[down] -= 1;
                    shares[up] += 1;
                });
                shares[self.place(line, last)] -= 1;
                shares[self.place(to, last)] += 1;
            }
        }
    }

    /// The shortest way by which a line can give a unit to one that lacks it: at each step a figure that
    /// was rounded up goes down, and one beside it that was rounded down goes up.
    fn way(
        &self,
        from: usize,
        shares: &[u64],
        lacks: impl Fn(usize, &[u64]) -> bool,
    ) -> Option<(usize, Vec<(usize, usize)>)> {
        let (lines, last) = (self.sizes.0 - 1, self.sizes.1 - 1);
        // By which figures each line was reached, and from which line.
        let mut reached: Vec<Option<(usize, usize, usize)>> = vec![None; lines];
        let mut waiting = VecDeque::from([from]);
        while let Some(line) = waiting.pop_front() {
            for at in 0..last {
                let down = self.place(line, at);
                if shares[down] == self.floor(down).0 {
                    continue;
                }
                for next in 0..lines {
                    let up = self.place(next, at);
                    let can_rise = self.floor(up) == (shares[up], true);
                    if next == from || reached[next].is_some() || !can_rise {
                        continue;
                    }
                    reached[next] = Some((line, down, up));
                    if lacks(next, shares) {
                        let mut way = Vec::new();
                        let mut back = next;
                        while let Some((line, down, up)) = reached[back].filter(|_| back != from) {
                            way.push((down, up));
                            back = line;
                        }
                        return Some((next, way));
                    }
                    waiting.push_back(next);
                }
            }
        }
        None
    }
}
