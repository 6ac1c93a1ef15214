//! The search for another set of figures that would look the same from outside.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use foldhash::fast::FixedState;

use super::Sight;

/// So many half-made changes are looked at before a figure counts as not protected: more is hidden then.
const LOOKED_AT: usize = 4_000;
/// The same where nothing may be hidden for it.
const LOOKED_AT_FREE: usize = 500;
/// By so much a figure changes at most in such a change.
pub(super) const MOST_CHANGED: i64 = 4;
/// About what it costs to mend a relation that is broken.
const MENDING: u64 = 1_000;
/// A relation of so few figures leaves hardly a choice.
const NARROW: usize = 3;

/// Something that every reader can add up: the terms with their signs come to nothing, or, where
/// records are counted several times, to `slack` or more than nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Relation {
    /// Figure and sign: parts +1, their whole -1.
    pub terms: Vec<(usize, i64)>,
    /// By how much the terms are above nothing, where they may be.
    pub slack: Option<i64>,
}

/// Figures by place, and what ties them together.
#[derive(Debug, Default)]
pub(super) struct Net {
    /// The least figure that is no small one.
    pub least: i64,
    pub values: Vec<i64>,
    /// What hiding each of them costs.
    pub costs: Vec<u64>,
    pub sights: Vec<Sight>,
    /// Whether a withheld figure may be a small one as well, for each.
    pub loose: Vec<bool>,
    pub relations: Vec<Relation>,
    /// The relations of each figure with its sign there.
    pub of: Vec<Vec<(usize, i64)>>,
}

/// Figures that all change together, and nothing that is shown with them.
pub(super) type Change = Vec<(usize, i64)>;

/// A change in the making.
struct Attempt {
    /// What it was before its last step; itself at the beginning.
    before: usize,
    figure: usize,
    by: i64,
    /// What the terms of the relations touched come to now, where it is not what it was.
    sums: Vec<(usize, i64)>,
}

impl Net {
    /// The cheapest change of a figure by one that leaves every relation as it was and every figure
    /// within what its sight says of it. Where `may_hide`, figures that are shown may change at their
    /// cost; the caller hides them then. `None` if there is none, or none was found in time.
    pub fn change(&self, figure: usize, may_hide: bool) -> Option<Change> {
        let mut search = Search::default();
        for by in [1, -1] {
            if self.permits(figure, by) {
                let before = search.attempts.len();
                let sums = self.moved(&[], figure, by);
                let attempt = Attempt {
                    before,
                    figure,
                    by,
                    sums,
                };
                search.push(0, self.broken(&attempt.sums).count(), attempt);
            }
        }
        let mut left = if may_hide { LOOKED_AT } else { LOOKED_AT_FREE };
        while let Some((_, Reverse(cost), at)) = search.waiting.pop() {
            let sums = search.attempts[at].sums.clone();
            let Some((relation, amount)) = self.open(&sums, search.attempts[at].figure) else {
                return Some(search.whole(at));
            };
            left = left.checked_sub(1)?;
            for &(next, sign) in &self.relations[relation].terms {
                let by = -amount * sign;
                let step = match self.sights[next] {
                    Sight::Plain if !may_hide => continue,
                    Sight::Plain => self.costs[next],
                    _ => 0,
                };
                if self.permits(next, by) && !search.changes(at, next) {
                    let sums = self.moved(&sums, next, by);
                    let attempt = Attempt {
                        before: at,
                        figure: next,
                        by,
                        sums,
                    };
                    search.push(cost + step, self.broken(&attempt.sums).count(), attempt);
                }
            }
        }
        None
    }

    /// Whether a figure may be larger by that much for all that is known of it once it is hidden.
    /// A zero stays as it is, and none becomes one: whoever knows that zeros are shown would know it for none.
    fn permits(&self, figure: usize, by: i64) -> bool {
        let (value, least) = (self.values[figure], self.least);
        let changed = value + by;
        match self.sights[figure] {
            Sight::Small if by.abs() <= MOST_CHANGED => (1..least).contains(&changed),
            _ if by.abs() > MOST_CHANGED => false,
            _ if self.loose[figure] => value > 0 && changed > 0,
            _ => value >= least && changed >= least,
        }
    }

    /// The sums after one figure more has changed.
    fn moved(&self, sums: &[(usize, i64)], figure: usize, by: i64) -> Vec<(usize, i64)> {
        let mut sums = sums.to_vec();
        for &(relation, sign) in &self.of[figure] {
            match sums.binary_search_by_key(&relation, |(known, _)| *known) {
                Ok(at) => {
                    sums[at].1 += sign * by;
                    if sums[at].1 == 0 {
                        sums.remove(at);
                    }
                }
                Err(at) => sums.insert(at, (relation, sign * by)),
            }
        }
        sums
    }

    /// A relation that no longer holds, and by how much: one that leaves no choice, or one that the last
    /// figure has broken, so that the search goes on where it is.
    fn open(&self, sums: &[(usize, i64)], last: usize) -> Option<(usize, i64)> {
        self.broken(sums).min_by_key(|(relation, _)| {
            let is_narrow = self.relations[*relation].terms.len() <= NARROW;
            let is_latest = self.of[last].iter().any(|(touched, _)| touched == relation);
            (!is_narrow, !is_latest, *relation)
        })
    }

    /// The relations that no longer hold, and by how much.
    fn broken(&self, sums: &[(usize, i64)]) -> impl Iterator<Item = (usize, i64)> {
        sums.iter().filter_map(|&(relation, sum)| {
            let amount = match self.relations[relation].slack {
                None => sum,
                Some(slack) => (slack + sum).min(0),
            };
            (amount != 0).then_some((relation, amount))
        })
    }
}

/// What has been tried, and what is still to be tried: first what is cheap and has little left to mend,
/// of those the latest.
#[derive(Default)]
struct Search {
    attempts: Vec<Attempt>,
    /// What it may come to in the end, what it costs so far, and its number.
    waiting: BinaryHeap<(Reverse<u64>, Reverse<u64>, usize)>,
    /// The least cost of each state that was met.
    met: HashMap<Vec<(usize, i64)>, u64, FixedState>,
}

impl Search {
    fn push(&mut self, cost: u64, broken: usize, attempt: Attempt) {
        match self.met.get_mut(&attempt.sums) {
            Some(known) if *known <= cost => return,
            Some(known) => *known = cost,
            None => {
                self.met.insert(attempt.sums.clone(), cost);
            }
        }
        let in_the_end = cost + MENDING * broken as u64;
        self.waiting
            .push((Reverse(in_the_end), Reverse(cost), self.attempts.len()));
        self.attempts.push(attempt);
    }

    /// An attempt's steps, the last one first.
    fn steps(&self, at: usize) -> impl Iterator<Item = &Attempt> {
        let before = |attempt: &&Attempt| {
            let earlier = &self.attempts[attempt.before];
            (!std::ptr::eq(earlier, *attempt)).then_some(earlier)
        };
        std::iter::successors(Some(&self.attempts[at]), before)
    }

    /// Whether an attempt has changed a figure already.
    fn changes(&self, at: usize, figure: usize) -> bool {
        self.steps(at).any(|attempt| attempt.figure == figure)
    }

    /// All that an attempt changes.
    fn whole(&self, at: usize) -> Change {
        self.steps(at)
            .map(|attempt| (attempt.figure, attempt.by))
            .collect()
    }
}
