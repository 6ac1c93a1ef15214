//! By which names a thing is found, folded once, and how well what is typed fits them. The form's lists
//! and the one-line entry share it.

use super::list::Label;
use super::text::{chars, fold, fold_reading, is_drawn_out, kana_reading};

/// How well a name answers what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is typed in full.
    Whole,
    /// It begins so.
    Beginning,
    /// What was typed stands somewhere in it.
    Inside,
}

/// What divides a label such as 退院・在宅移行 into names of their own.
const DIVIDERS: [char; 7] = ['・', ',', '、', '/', '(', ')', '~'];

/// The names of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Labels in both languages, and the code.
    labels: Vec<String>,
    /// Each with whether it is one of the few that have a vowel three times in a row.
    readings: Vec<(String, bool)>,
}

impl Names {
    /// The names of something with that label, code and readings.
    pub fn new(label: &Label, code: &str, readings: &[String]) -> Self {
        let labels = [Some(label.ja.as_str()), label.en.as_deref(), Some(code)];
        Self {
            labels: labels.into_iter().flatten().map(fold).collect(),
            readings: readings
                .iter()
                .map(|reading| (fold_reading(reading), is_drawn_out(reading)))
                .collect(),
        }
    }

    /// The most words that one of the labels has.
    pub fn most_words(&self) -> usize {
        let words = self.labels.iter().map(|label| label.split(' ').count());
        words.max().unwrap_or(0)
    }

    /// What stands between the dividers of the labels, where there are any.
    pub fn parts(&self) -> Vec<String> {
        let divided = self.labels.iter().filter(|label| label.contains(DIVIDERS));
        let parts = divided.flat_map(|label| label.split(DIVIDERS));
        let parts = parts.map(str::trim).filter(|part| chars(part) > 1);
        parts.map(str::to_owned).collect()
    }
}

/// What was typed, in the forms in which it is compared.
#[derive(Clone, Debug)]
pub struct Typed {
    label: String,
    reading: String,
    is_drawn_out: bool,
}

impl Typed {
    /// Folds it.
    pub fn new(typed: &str) -> Self {
        Self {
            label: fold(typed),
            reading: if typed.is_ascii() {
                fold_reading(typed)
            } else {
                kana_reading(typed)
            },
            is_drawn_out: is_drawn_out(typed),
        }
    }

    /// As labels are compared.
    pub fn folded(&self) -> &str {
        &self.label
    }

    /// As readings are compared.
    pub fn reading(&self) -> &str {
        &self.reading
    }

    /// How well it fits; inside a name only where that is a label.
    pub fn fit(&self, names: &Names) -> Option<Fit> {
        let inside = || names.labels.iter().any(|label| label.contains(&self.label));
        self.begins(names)
            .or_else(|| (!self.label.is_empty() && inside()).then_some(Fit::Inside))
    }

    /// How well it fits as a whole name or the beginning of one.
    pub fn begins(&self, names: &Names) -> Option<Fit> {
        let by_label = self.begins_label(names);
        let readings = names.readings.iter();
        let readings = readings.filter(|(_, is_drawn_out)| *is_drawn_out || !self.is_drawn_out);
        by_label
            .into_iter()
            .chain(readings.filter_map(|(reading, _)| fit_of(reading, &self.reading)))
            .min()
    }

    /// The same, by labels and the code alone.
    pub fn begins_label(&self, names: &Names) -> Option<Fit> {
        let labels = names.labels.iter();
        labels.filter_map(|label| fit_of(label, &self.label)).min()
    }
}

fn fit_of(known: &str, typed: &str) -> Option<Fit> {
    match typed {
        "" => None,
        _ if known == typed => Some(Fit::Whole),
        _ if known.starts_with(typed) => Some(Fit::Beginning),
        _ => None,
    }
}
