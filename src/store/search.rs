//! Whether words occur in a record. What the search index finds is held against the record here, and so
//! is, one record after another, what it does not know: quick enough that a million of them can be gone
//! through between the keys of one who types.

use rusqlite::CachedStatement;
use rusqlite::types::ValueRef;

use super::fault::fault;
use super::record::{answer_axis, selected, unpack_number};
use super::terms::{self, Term};
use super::{Ledger, RecordKey};
use crate::domain::era::Era;
use crate::domain::field::{Field, Shape};
use crate::domain::list::List;
use crate::domain::text;
use crate::error::{Damage, Error, Result};

/// Words to look for, in the form in which they are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    words: Vec<String>,
}

impl Search {
    /// The words of what was typed. One that is part of another asks for nothing more.
    pub fn new(typed: &str) -> Self {
        let folded = text::fold(typed);
        let typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut words: Vec<String> = Vec::new();
        for (at, word) in typed.iter().enumerate() {
            let asks_more = |(other_at, other): (usize, &&str)| {
                other.contains(word) && (other != word || other_at < at) && other_at != at
            };
            if !typed.iter().enumerate().any(asks_more) {
                words.push((*word).to_owned());
            }
        }
        Self { words }
    }

    /// Whether it looks for nothing, so that it finds everything.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words, folded.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether it can only find what an earlier search found: then that is all there is to go through.
    pub fn narrows(&self, earlier: &Self) -> bool {
        let kept = |word: &String| self.words.iter().any(|now| now.contains(word.as_str()));
        earlier.words.iter().all(kept)
    }
}

impl Ledger {
    /// Those of some records in which every word of a search occurs: in a text, in the receipt number,
    /// or in a label in either language. For a slice of a list at a time, between two keys typed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sift(&self, keys: &[RecordKey], search: &Search) -> Result<Vec<RecordKey>> {
        if search.is_empty() {
            return Ok(keys.to_vec());
        }
        let snapshot = self.conn.unchecked_transaction().map_err(fault)?;
        let mut searcher = Searcher::new(self, search)?;
        let mut found = Vec::new();
        for key in keys {
            if searcher.finds(*key)? == Some(true) {
                found.push(*key);
            }
        }
        drop(searcher);
        snapshot.finish().map_err(fault)?;
        Ok(found)
    }
}

/// A word, and what is known of it before any record is read.
struct Word<'s> {
    text: &'s str,
    /// By item: whether its label mentions the word.
    items: Vec<bool>,
    /// The axes of several answers on which a label does.
    axes: Vec<i64>,
    /// Whether a receipt number could hold it.
    is_like_number: bool,
}

/// The statements of a search; prepared once for many records.
pub(super) struct Searcher<'c> {
    ledger: &'c Ledger,
    select: CachedStatement<'c>,
    answers: CachedStatement<'c>,
    words: Vec<Word<'c>>,
    /// How many texts the statement reads; the columns after them hold items.
    texts: usize,
    columns: usize,
    /// The texts of one record.
    folded: String,
}

/// Columns before those of the texts.
const FIXED: usize = 2;

impl<'c> Searcher<'c> {
    pub fn new(ledger: &'c Ledger, search: &'c Search) -> Result<Self> {
        let alphabet = number_alphabet(ledger);
        let mut lists: Vec<List> = Vec::new();
        let word = |text: &'c String| {
            let mut items = vec![false; ledger.items.bound()];
            let mut its_lists = Vec::new();
            for (id, list) in ledger.items.mentioning(text) {
                items[id] = true;
                its_lists.push(list);
            }
            let axes = Field::all().filter_map(|field| match field.shape() {
                Shape::Many(list) if its_lists.contains(&list) => answer_axis(field),
                _ => None,
            });
            let axes = axes.collect();
            lists.append(&mut its_lists);
            Word {
                text,
                items,
                axes,
                is_like_number: text.chars().all(|c| alphabet.contains(c)),
            }
        };
        let words = search.words.iter().map(word).collect();
        let text_columns = selected().filter(|(field, _)| field.shape().is_text());
        let mut columns: Vec<String> = text_columns.map(|(_, name)| name).collect();
        columns.push("f.text".to_owned());
        let texts = columns.len();
        let coded = selected()
            .filter(|(field, _)| matches!(field.shape(), Shape::One(list) if lists.contains(&list)));
        columns.extend(coded.map(|(_, name)| name));
        let sql = format!(
            "SELECT c.void, c.number, {} FROM consultation c LEFT JOIN follow_up f ON f.seq = c.seq
             WHERE c.seq = ?",
            columns.join(", ")
        );
        let prepare = |sql: &str| ledger.conn.prepare_cached(sql).map_err(fault);
        Ok(Self {
            ledger,
            select: prepare(&sql)?,
            answers: prepare("SELECT item FROM answer WHERE axis = ? AND seq = ?")?,
            words,
            texts,
            columns: columns.len(),
            folded: String::new(),
        })
    }

    /// What the search index is asked for: it finds every record in which the words occur, and others. `None`
    /// where it knows nothing of any of them.
    pub fn expression(&self) -> Option<String> {
        let asked = self.words.iter().filter_map(Word::expression);
        let all: Vec<String> = asked.collect();
        (!all.is_empty()).then(|| all.join(" AND "))
    }

    /// Whether every word occurs in a record that counts; `None` when there is no such record.
    pub fn finds(&mut self, key: RecordKey) -> Result<Option<bool>> {
        let mut rows = self.select.query([key.seq()]).map_err(fault)?;
        let Some(row) = rows.next().map_err(fault)? else {
            return Ok(None);
        };
        if row.get::<_, i64>(0).map_err(fault)? != 0 {
            return Ok(Some(false));
        }
        self.folded.clear();
        for at in FIXED..FIXED + self.texts {
            match row.get_ref(at).map_err(fault)? {
                ValueRef::Null => {}
                ValueRef::Text(text) => {
                    let text = std::str::from_utf8(text).map_err(|_| Error::Damaged(Damage::Record))?;
                    text::fold_onto(text, &mut self.folded);
                    // No word holds a newline, so that none is found across two texts.
                    self.folded.push('\n');
                }
                _ => return Err(Error::Damaged(Damage::Record)),
            }
        }
        for word in &self.words {
            let mut is_found = self.folded.contains(word.text);
            for at in FIXED + self.texts..FIXED + self.columns {
                let item: Option<i64> = row.get(at).map_err(fault)?;
                is_found |= item.is_some_and(|item| word.mentions(item));
            }
            if !is_found && word.is_like_number {
                let number = unpack_number(row.get(1).map_err(fault)?, &self.ledger.items)?;
                let number = text::fold(&number.display(&self.ledger.head.profile));
                is_found = number.contains(word.text);
            }
            for axis in &word.axes {
                if is_found {
                    break;
                }
                is_found = word.is_answered(&mut self.answers, *axis, key)?;
            }
            if !is_found {
                return Ok(Some(false));
            }
        }
        Ok(Some(true))
    }
}

impl Word<'_> {
    /// What the index is asked for.
    fn expression(&self) -> Option<String> {
        let terms = terms::of_word(self.text);
        if terms.is_empty() {
            return None;
        }
        let in_texts = terms::quoted(terms, " AND ");
        let items = (0..).zip(&self.items).filter(|(_, is_mentioned)| **is_mentioned);
        let items = terms::quoted(items.map(|(item, _)| Term::item(item)), " OR ");
        Some(match items.is_empty() {
            true => format!("({in_texts})"),
            false => format!("(({in_texts}) OR {items})"),
        })
    }

    fn mentions(&self, item: i64) -> bool {
        let item = usize::try_from(item).ok();
        item.and_then(|item| self.items.get(item))
            .is_some_and(|is_mentioned| *is_mentioned)
    }

    /// Whether one of a record's answers on an axis mentions it.
    fn is_answered(&self, answers: &mut CachedStatement<'_>, axis: i64, key: RecordKey) -> Result<bool> {
        let mut rows = answers.query((axis, key.seq())).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            if self.mentions(row.get(0).map_err(fault)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Every character that a folded receipt number can hold.
fn number_alphabet(ledger: &Ledger) -> String {
    let profile = &ledger.head.profile;
    let mut alphabet = "0123456789-".to_owned();
    for era in Era::ALL {
        alphabet.push(era.letter().to_ascii_lowercase());
    }
    for center in profile.items(List::Center) {
        let short = profile.center(&center.code).map_or("", |detail| &detail.short);
        alphabet.push_str(&text::fold(short));
        alphabet.push_str(&text::fold(center.code.as_str()));
    }
    alphabet
}
