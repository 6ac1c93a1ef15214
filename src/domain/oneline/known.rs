//! What the ledger knows of the codes of cases that a line names.

use std::collections::HashMap;

/// The answers of the ledger about codes that were typed, as far as it was asked.
#[derive(Clone, Debug, Default)]
pub struct KnownCases {
    answers: HashMap<String, Vec<String>>,
}

impl KnownCases {
    /// Takes an answer: the case of exactly that code, or else those in whose codes it occurs. What has
    /// spaces cannot be written on a line, and is left out.
    pub fn take(&mut self, typed: &str, codes: Vec<String>) {
        let codes = codes
            .into_iter()
            .filter(|code| !code.contains(char::is_whitespace));
        self.answers.insert(typed.to_owned(), codes.collect());
    }

    /// Whether the ledger was asked about it.
    pub(super) fn is_asked(&self, typed: &str) -> bool {
        self.answers.contains_key(typed)
    }

    /// The cases that may be meant by it beside a new one; none where it is the code of one.
    pub(super) fn like(&self, typed: &str) -> &[String] {
        match self.answers.get(typed) {
            Some(codes) if !codes.iter().any(|code| code == typed) => codes,
            _ => &[],
        }
    }

    /// Whether no case has exactly that code.
    pub fn is_new(&self, code: &str) -> bool {
        let answer = self.answers.get(code);
        answer.is_some_and(|codes| !codes.iter().any(|known| known == code))
    }
}
