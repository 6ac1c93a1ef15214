//! Renderers: the domain's tables and records as text, CSV, JSON and Markdown, one file a format.
//! They are pure; what they render comes as values, and never from the ledger itself.

mod activity;
pub mod case;
pub mod closing;
pub mod csv;
mod due;
pub mod grid;
pub mod guard;
pub mod html;
pub mod json;
pub mod md;
pub mod packet;
pub mod plain;
pub mod record;
mod replay;
pub mod text;

use crate::domain::axis::Axis;
use crate::domain::profile::Profile;
use crate::domain::standard::Standard;
use crate::domain::tally::Proof;
use crate::locale::Catalogue;
use crate::locale::Sums;

/// In which words something is rendered: a language, and a profile's labels.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The messages of the language.
    pub words: &'static dyn Catalogue,
    /// The ledger's profile.
    pub profile: &'a Profile,
}

/// The two tables of center by channel, added up.
pub fn proof(standard: &Standard) -> Proof {
    let (family, stakeholder) = (standard.family.proof(), standard.stakeholder.proof());
    Proof {
        rows: family.rows + stakeholder.rows,
        columns: family.columns + stakeholder.columns,
        records: standard.records,
        ties: standard.ties(),
    }
}

impl View<'_> {
    /// What stands under the standard tables, a line each.
    pub fn standard_foot(&self, standard: &Standard) -> Vec<String> {
        let (words, proof) = (self.words, proof(standard));
        let query = &standard.family.query;
        let mut said = vec![words.rule(query.count).to_owned()];
        said.push(if proof.ties {
            words.ties(Sums::Both, &proof)
        } else {
            words.differs(&proof)
        });
        // The party is what the tables' titles say.
        said.extend(words.filter(&query.filter, self.profile, Some(Axis::Party)));
        let mut lines = vec![said.join(" | ")];
        if !proof.ties {
            let tables = standard.tables().into_iter();
            lines.extend(
                tables.map(|(part, table)| {
                    format!("{}{}{}", words.part(part), words.colon(), words.proof(table))
                }),
            );
        }
        lines.extend((standard.later > 0).then(|| words.later(standard.later)));
        lines
    }
}
