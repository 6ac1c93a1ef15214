//! What the screens count beside their first figures: at once, or where that would let a key wait, once it
//! is drawn that it is being done and no key waits.

use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::app::Msg;
use crate::domain::asked::Asked;
use crate::domain::axis::Filter;
use crate::domain::tally::{Count, Query};
use crate::store::Ledger;

/// A trend that takes longer than this comes in a frame of its own: the figures above it do not wait for it.
const TREND_AT_ONCE: Duration = Duration::from_millis(4);

/// What is counted, and what waits for its turn.
pub struct Counting {
    /// What took longer than this lets the next wait.
    at_once: Duration,
    /// How long the last tally took.
    tally_took: Duration,
    /// How long the last trend took, and of what it was: another filter may be another matter.
    trend_took: Option<(Filter, Count, Duration)>,
    tally_waits: Option<(Box<Asked>, NaiveDate)>,
    trend_waits: Option<(Box<Query>, NaiveDate)>,
    /// Whether it was drawn that something is being counted.
    is_due: bool,
}

impl Counting {
    /// Nothing was counted yet.
    pub fn new(at_once: Duration) -> Self {
        Self {
            at_once,
            tally_took: Duration::ZERO,
            trend_took: None,
            tally_waits: None,
            trend_waits: None,
            is_due: false,
        }
    }

    /// Counts a tally, unless the one before took too long. The newest takes the place of one that waits.
    pub fn tally(&mut self, ledger: &Ledger, asked: Box<Asked>, today: NaiveDate) -> Option<Msg> {
        if self.tally_took > self.at_once {
            self.tally_waits = Some((asked, today));
            self.is_due = false;
            return None;
        }
        self.tally_waits = None;
        Some(self.tallied(ledger, asked, today))
    }

    /// Counts a trend, if the last was of the same and quick.
    pub fn trend(&mut self, ledger: &Ledger, query: Box<Query>, today: NaiveDate) -> Option<Msg> {
        let known = self.trend_took.as_ref().filter(|(filter, count, _)| {
            // Nothing goes before a tally that waits.
            self.tally_waits.is_none() && (filter, count) == (&query.filter, &query.count)
        });
        if known.is_some_and(|(_, _, took)| *took <= self.at_once.min(TREND_AT_ONCE)) {
            self.trend_waits = None;
            return Some(self.trended(ledger, query, today));
        }
        self.trend_waits = Some((query, today));
        self.is_due = false;
        None
    }

    /// Whether something waits.
    pub fn is_waiting(&self) -> bool {
        self.tally_waits.is_some() || self.trend_waits.is_some()
    }

    /// Counts one thing that waits, the tally first; between the first time and the second it is drawn.
    pub fn on_due(&mut self, ledger: &Ledger) -> Option<Msg> {
        if !std::mem::replace(&mut self.is_due, true) {
            return None;
        }
        if let Some((asked, today)) = self.tally_waits.take() {
            // What it shows is drawn before the trend is counted.
            self.is_due = false;
            return Some(self.tallied(ledger, asked, today));
        }
        let (query, today) = self.trend_waits.take()?;
        Some(self.trended(ledger, query, today))
    }

    fn tallied(&mut self, ledger: &Ledger, asked: Box<Asked>, today: NaiveDate) -> Msg {
        let begun = Instant::now();
        let table = ledger.tally(&asked.query(), today, asked.compare);
        self.tally_took = begun.elapsed();
        Msg::Tallied(asked, Box::new(table))
    }

    fn trended(&mut self, ledger: &Ledger, query: Box<Query>, today: NaiveDate) -> Msg {
        let begun = Instant::now();
        let trend = ledger.trend(&query, today);
        self.trend_took = Some((query.filter.clone(), query.count, begun.elapsed()));
        Msg::Trended(query, Box::new(trend))
    }
}
