//! A profile: one prefecture's centers, municipalities, lists and rules, as data.

mod file;
mod misshapen;
mod shape;

use std::collections::HashMap;

use chrono::Weekday;

use super::list::{CONSULTATION, Code, Item, Label, List};
use super::text;
pub use file::{ProfileError, Reason};
pub use misshapen::Wanted;

/// The profile that comes with the program: Yamaguchi prefecture, fiscal 2022.
pub const YAMAGUCHI: &str = include_str!("profile/yamaguchi.toml");

/// When a case's consultation counts as new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewnessRule {
    /// The case's first consultation ever.
    CaseEver,
    /// The case's first consultation of a fiscal year.
    CaseFiscalYear,
    /// As the coordinator entered it.
    AsEntered,
}

/// How a child's age falls into bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeRule {
    /// Full years on the day of the consultation.
    Age,
    /// The school year in which the consultation falls.
    SchoolYear,
}

/// When a center takes calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessHours {
    /// Opening, in minutes after midnight.
    pub from_minute: u16,
    /// Closing, in minutes after midnight; that minute itself is outside.
    pub to_minute: u16,
    /// Working days of the week.
    pub days: Vec<Weekday>,
    /// Closed on public holidays.
    pub closed_on_holidays: bool,
    /// Closed every year from one (month, day) to another, both included; may run over new year.
    pub closed: Vec<((u32, u32), (u32, u32))>,
}

/// The rules of counting that differ between prefectures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// New or continuing.
    pub newness: NewnessRule,
    /// Age bands by age or by school year.
    pub age: AgeRule,
    /// Years from the end of the fiscal year in which a case was closed.
    pub retention_years: u32,
    /// Figures from 1 to one below this are hidden in what is published outside; 0 hides nothing.
    pub small_number: u32,
    /// The same for the supervisors' board.
    pub board_small_number: u32,
    /// Business hours, where the profile says them.
    pub business_hours: Option<BusinessHours>,
}

/// What a profile says of a center beyond its item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CenterDetail {
    /// One or two characters for receipt numbers.
    pub short: String,
    /// Full official name.
    pub name: Option<Label>,
    /// Postal address.
    pub address: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// Telephone.
    pub tel: Option<String>,
    /// Fax.
    pub fax: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// Where a municipality belongs; `None` is "any center" and "no area".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Belonging {
    /// The center responsible.
    pub center: Option<Code>,
    /// The area (圏域).
    pub area: Option<Code>,
}

/// Ages in full months, from (included) to (excluded; open at the top).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// First month of age.
    pub from_months: u32,
    /// First month of age that no longer belongs to it.
    pub below_months: Option<u32>,
}

/// One prefecture's centers, municipalities, lists and rules.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Short code, such as `yamaguchi`.
    pub code: Code,
    /// The prefecture's name.
    pub name: Label,
    /// The prefecture's word for a municipality (市町, 市町村, 市区町村).
    pub municipality_word: Label,
    /// Rules of counting.
    pub rules: Rules,
    lists: Vec<Vec<Item>>,
    centers: Vec<CenterDetail>,
    belongings: Vec<Belonging>,
    bands: Vec<Band>,
    by_code: HashMap<(List, Code), usize>,
    by_label: HashMap<(List, String), usize>,
}

impl Profile {
    /// Reads a profile from its TOML.
    ///
    /// # Errors
    /// The line and the reason of the first thing wrong with it.
    pub fn parse(toml: &str) -> Result<Self, ProfileError> {
        file::read(toml)
    }

    /// The profile of that name that comes with the program.
    pub fn built_in(name: &str) -> Option<&'static str> {
        (name == "yamaguchi").then_some(YAMAGUCHI)
    }

    /// The items of a list, in their order.
    pub fn items(&self, list: List) -> &[Item] {
        &self.lists[list as usize]
    }

    /// The place of a code in its list.
    pub fn position(&self, list: List, code: &Code) -> Option<usize> {
        self.by_code.get(&(list, code.clone())).copied()
    }

    /// The item with that code.
    pub fn item(&self, list: List, code: &Code) -> Option<&Item> {
        self.position(list, code).map(|at| &self.items(list)[at])
    }

    /// The item that a person means by a code or a label in either language, however it is spelt.
    pub fn find(&self, list: List, typed: &str) -> Option<&Item> {
        let folded = text::fold(typed);
        self.by_label
            .get(&(list, folded))
            .map(|&at| &self.items(list)[at])
    }

    /// The label of the list's item whose spelling is nearest to what was typed.
    pub fn nearest(&self, list: List, typed: &str) -> Option<&Item> {
        let folded = text::fold(typed);
        let known = self.by_label.iter().filter(|((of, _), _)| *of == list);
        let near = known.filter_map(|((_, label), &at)| Some((text::letters_apart(&folded, label)?, at)));
        near.min().map(|(_, at)| &self.items(list)[at])
    }

    /// What is known of a center beyond its item.
    pub fn center(&self, code: &Code) -> Option<&CenterDetail> {
        self.position(List::Center, code).map(|at| &self.centers[at])
    }

    /// The center that a receipt number's short name or code stands for.
    pub fn center_by_short(&self, short: &str) -> Option<&Item> {
        let folded = text::fold(short);
        let at = self
            .centers
            .iter()
            .position(|center| text::fold(&center.short) == folded);
        at.map(|at| &self.items(List::Center)[at])
            .or_else(|| self.find(List::Center, short))
    }

    /// Where a municipality belongs.
    pub fn belonging(&self, municipality: &Code) -> Option<&Belonging> {
        self.position(List::Municipality, municipality)
            .map(|at| &self.belongings[at])
    }

    /// The place in [`List::Age`] of the band that holds an age in full months.
    pub fn band_of(&self, months: u32) -> Option<usize> {
        self.bands.iter().position(|band| {
            band.from_months <= months && band.below_months.is_none_or(|below| months < below)
        })
    }

    /// The kind that a record has unless it says otherwise.
    pub fn default_kind(&self) -> Code {
        CONSULTATION.into()
    }

    /// Codes that this profile has and the other lacks, first per list.
    pub fn lost_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (List, &'a Code)> {
        List::ALL.into_iter().flat_map(move |list| {
            let codes = self.items(list).iter().map(|item| &item.code);
            codes
                .filter(move |code| other.position(list, code).is_none())
                .map(move |code| (list, code))
        })
    }
}
