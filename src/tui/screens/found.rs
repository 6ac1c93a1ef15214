//! Words looked for in the list of records, a slice at a time, while somebody may still be typing.

use crate::store::{Cursor, RecordKey, Search};

/// A list of so many records is searched through, one after another, sooner than the whole ledger by its index.
const SHORT: usize = 1000;

/// A search under way.
pub(super) struct Found {
    pub search: Search,
    /// Looked at before all others: a short list, or what a search before found that this one can only narrow.
    pub among: Vec<RecordKey>,
    /// Of those, so many were looked at.
    pub sifted: usize,
    /// Where the search of the ledger goes on then.
    pub rest: Rest,
    pub keys: Vec<RecordKey>,
    /// What was found before the ledger changed: it stands until everything was looked at anew.
    pub shown: Option<Vec<RecordKey>>,
}

/// What a search has still to look at in the ledger.
#[derive(Clone)]
pub(super) enum Rest {
    /// Everything.
    All,
    From(Cursor),
    Nothing,
}

impl Found {
    /// Words that are looked for in a list: in all of its records where they are few, whatever restricts it.
    pub fn new(search: Search, list: &[RecordKey]) -> Self {
        let is_short = list.len() <= SHORT;
        Self {
            search,
            among: if is_short { list.to_vec() } else { Vec::new() },
            sifted: 0,
            rest: if is_short { Rest::Nothing } else { Rest::All },
            keys: Vec::new(),
            shown: None,
        }
    }

    /// Those that words were found in, and what is left, are enough for words that narrow the search.
    pub fn narrowed(&self, search: Search) -> Option<Self> {
        let narrows = self.shown.is_none() && search.narrows(&self.search);
        narrows.then(|| Self {
            search,
            among: [&self.keys, &self.among[self.sifted..]].concat(),
            sifted: 0,
            rest: self.rest.clone(),
            keys: Vec::new(),
            shown: None,
        })
    }

    /// How much was looked through, in hundredths; `None` at the end.
    pub fn progress(&self) -> Option<usize> {
        let is_sifted = self.sifted >= self.among.len();
        match &self.rest {
            Rest::Nothing if is_sifted => None,
            Rest::Nothing => Some(self.sifted * 100 / self.among.len().max(1)),
            Rest::From(cursor) if is_sifted => Some(cursor.percent()),
            Rest::All | Rest::From(_) => Some(0),
        }
    }
}
