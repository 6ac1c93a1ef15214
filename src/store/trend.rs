//! The trend of the 24 months: their figures, and which of them are closed.

use chrono::NaiveDate;

use super::Ledger;
use crate::domain::tally::Query;
use crate::domain::trend::Trend;
use crate::error::Result;

impl Ledger {
    /// Counts the months of a trend's query, up to today.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn trend(&self, query: &Query, today: NaiveDate) -> Result<Trend> {
        // One state of the ledger for the figures and for what is closed.
        let snapshot = self.snapshot()?;
        let table = self.tally(query, today, None)?;
        let closed = self.closed_in(&query.period)?;
        super::finish(snapshot)?;
        Ok(Trend::new(table, &closed))
    }
}
