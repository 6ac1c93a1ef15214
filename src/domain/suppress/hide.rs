//! Which figures are hidden: the small ones, and as few others as protect them.

use super::search::Net;
use super::{Hidden, Sight};

/// What shows for each hidden figure that it could be another: the number of a change in `changes`, or
/// that everything tied to it is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shield {
    Change(usize),
    Everything,
}

/// A publication while its figures are being hidden.
pub(super) struct Hiding {
    net: Net,
    shields: Vec<Option<Shield>>,
    /// The figures of each change that was found.
    changes: Vec<Vec<usize>>,
}

impl Hiding {
    pub fn new(net: Net) -> Self {
        Self {
            shields: vec![None; net.values.len()],
            changes: Vec::new(),
            net,
        }
    }

    /// How each figure may be shown.
    pub fn run(mut self) -> Hidden {
        let small: Vec<usize> = (0..self.net.values.len())
            .filter(|&at| (1..self.net.least).contains(&self.net.values[at]))
            .collect();
        for &at in &small {
            self.net.sights[at] = Sight::Small;
        }
        for at in small {
            if self.shields[at].is_none() && !self.shield(at, true) {
                self.loosen(at);
            }
        }
        self.spare();
        let small = |at: &usize| (1..self.net.least).contains(&self.net.values[*at]);
        let withheld = |at: &usize| self.net.sights[*at] == Sight::Withheld;
        Hidden {
            is_loose: (0..self.net.values.len()).any(|at| small(&at) && withheld(&at)),
            sights: self.net.sights,
        }
    }

    /// Looks for another set of figures in which this one differs, and hides what changes with it.
    fn shield(&mut self, at: usize, may_hide: bool) -> bool {
        let free = self.net.change(at, false);
        let change = free.or_else(|| may_hide.then(|| self.net.change(at, true)).flatten());
        let Some(change) = change else {
            return false;
        };
        let figures: Vec<usize> = change.into_iter().map(|(figure, _)| figure).collect();
        for &figure in &figures {
            if self.net.sights[figure] == Sight::Plain {
                self.net.sights[figure] = Sight::Withheld;
            }
            self.shields[figure] = Some(Shield::Change(self.changes.len()));
        }
        self.changes.push(figures);
        true
    }

    /// What the marks themselves give away (four figures of "1 to 4" whose sum is marked so too are all
    /// ones) is marked as withheld, of whatever size: the figures added up with this one, then all that
    /// are tied to it, and at the last everything among them that is not zero.
    fn loosen(&mut self, at: usize) {
        let tied = self.tied(at);
        for &figure in &tied {
            self.net.loose[figure] = true;
        }
        let near: Vec<usize> = self.beside(at).chain([at]).collect();
        for among in [&near, &tied] {
            for &figure in among {
                if self.net.sights[figure] == Sight::Small {
                    self.net.sights[figure] = Sight::Withheld;
                }
            }
            if self.shield(at, true) {
                return;
            }
        }
        for figure in tied {
            if self.net.values[figure] > 0 {
                // Twice everything looks the same from outside.
                self.net.sights[figure] = Sight::Withheld;
                self.shields[figure] = Some(Shield::Everything);
            }
        }
    }

    /// The figures that stand in a relation with one.
    fn beside(&self, at: usize) -> impl Iterator<Item = usize> {
        let relations = self.net.of[at].iter().map(|(relation, _)| relation);
        relations.flat_map(|&relation| {
            self.net.relations[relation]
                .terms
                .iter()
                .map(|(figure, _)| *figure)
        })
    }

    /// The figures that are tied to one over any number of relations, and itself.
    fn tied(&self, at: usize) -> Vec<usize> {
        let mut is_met = vec![false; self.net.values.len()];
        is_met[at] = true;
        let mut tied = vec![at];
        let mut next = 0;
        while let Some(&figure) = tied.get(next) {
            next += 1;
            for other in self.beside(figure) {
                if !std::mem::replace(&mut is_met[other], true) {
                    tied.push(other);
                }
            }
        }
        tied
    }

    /// Shows what need not have been hidden: later changes may protect what earlier ones did.
    fn spare(&mut self) {
        let mut second: Vec<usize> = (0..self.net.values.len())
            .filter(|&at| self.net.sights[at] == Sight::Withheld && self.net.values[at] >= self.net.least)
            .filter(|&at| self.shields[at] != Some(Shield::Everything))
            .collect();
        second.sort_by_key(|&at| (std::cmp::Reverse(self.net.costs[at]), at));
        for at in second {
            let (shields, changes) = (self.shields.clone(), self.changes.len());
            self.net.sights[at] = Sight::Plain;
            self.shields[at] = None;
            let bared: Vec<usize> = (0..shields.len())
                .filter(|&other| other != at && self.rests_on(other, at))
                .collect();
            let is_spared = bared.into_iter().all(|other| {
                // The one before may have found a change for this one too.
                !self.rests_on(other, at) || self.shield(other, false)
            });
            if !is_spared {
                self.net.sights[at] = Sight::Withheld;
                self.shields = shields;
                self.changes.truncate(changes);
            }
        }
    }

    /// Whether a figure is protected by a change of that other.
    fn rests_on(&self, figure: usize, other: usize) -> bool {
        matches!(self.shields[figure], Some(Shield::Change(change)) if self.changes[change].contains(&other))
    }
}
