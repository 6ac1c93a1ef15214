//! The keys of a profile's TOML, as serde reads them. A new key is declared here and understood in
//! `file`.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::super::list::List;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) format: Spanned<i64>,
    pub(super) code: Spanned<String>,
    pub(super) name: LabelFile,
    pub(super) words: Option<WordsFile>,
    pub(super) rules: RulesFile,
    pub(super) centers: Vec<CenterFile>,
    #[serde(default)]
    pub(super) areas: Vec<ItemFile>,
    pub(super) municipalities: Vec<MunicipalityFile>,
    pub(super) lists: ListsFile,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelFile {
    pub(super) ja: String,
    pub(super) en: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsFile {
    pub(super) municipality: Option<LabelFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    pub(super) newness: NewnessFile,
    pub(super) age: AgeRuleFile,
    pub(super) retention_years: u32,
    pub(super) small_number: u32,
    pub(super) board_small_number: u32,
    pub(super) business_hours: Option<Spanned<HoursFile>>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(super) enum NewnessFile {
    CaseEver,
    CaseFiscalYear,
    AsEntered,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AgeRuleFile {
    Age,
    SchoolYear,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursFile {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) days: Vec<String>,
    #[serde(default)]
    pub(super) closed: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum ShownFile {
    Always,
    Nonzero,
    Off,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ReadingFile {
    One(String),
    Several(Vec<String>),
}

/// Declares the file form of one kind of item: the keys that all share, and its own.
macro_rules! item_file {
    ($name:ident { $($key:ident: $kind:ty),* }) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            pub(super) code: Spanned<String>,
            pub(super) ja: Spanned<String>,
            en: Option<String>,
            reading: Option<ReadingFile>,
            shown: Option<ShownFile>,
            from: Option<Datetime>,
            to: Option<Datetime>,
            $(pub(super) $key: $kind,)*
        }

        impl $name {
            fn common(&self) -> Common<'_> {
                Common {
                    code: &self.code,
                    ja: &self.ja,
                    en: self.en.as_deref(),
                    reading: self.reading.as_ref(),
                    shown: self.shown,
                    from: self.from,
                    to: self.to,
                }
            }
        }
    };
}

item_file!(ItemFile {});
item_file!(AgeFile { from_months: u32, below_months: Option<u32> });
item_file!(MunicipalityFile { center: Spanned<String>, area: Option<Spanned<String>> });
item_file!(CenterFile {
    short: Option<String>,
    name: Option<LabelFile>,
    address: Option<String>,
    operator: Option<String>,
    tel: Option<String>,
    fax: Option<String>,
    email: Option<String>
});

pub(super) struct Common<'a> {
    pub(super) code: &'a Spanned<String>,
    pub(super) ja: &'a Spanned<String>,
    pub(super) en: Option<&'a str>,
    pub(super) reading: Option<&'a ReadingFile>,
    pub(super) shown: Option<ShownFile>,
    pub(super) from: Option<Datetime>,
    pub(super) to: Option<Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListsFile {
    pub(super) kind: Vec<ItemFile>,
    pub(super) channel: Vec<ItemFile>,
    #[serde(default)]
    pub(super) relation: Vec<ItemFile>,
    #[serde(default)]
    pub(super) field: Vec<ItemFile>,
    #[serde(default)]
    pub(super) topic: Vec<ItemFile>,
    #[serde(default)]
    pub(super) care: Vec<ItemFile>,
    #[serde(default)]
    pub(super) outcome: Vec<ItemFile>,
    #[serde(default)]
    pub(super) state: Vec<ItemFile>,
    #[serde(default)]
    pub(super) linked: Vec<ItemFile>,
    #[serde(default)]
    pub(super) age: Vec<AgeFile>,
    #[serde(default)]
    pub(super) activity: Vec<ItemFile>,
}

/// The keys that all kinds of items share, of every item of a list.
pub(super) fn commons(file: &File, list: List) -> Vec<Common<'_>> {
    match list {
        List::Kind => file.lists.kind.iter().map(ItemFile::common).collect(),
        List::Center => file.centers.iter().map(CenterFile::common).collect(),
        List::Party | List::Newness => Vec::new(),
        List::Relation => file.lists.relation.iter().map(ItemFile::common).collect(),
        List::Field => file.lists.field.iter().map(ItemFile::common).collect(),
        List::Channel => file.lists.channel.iter().map(ItemFile::common).collect(),
        List::Municipality => file.municipalities.iter().map(MunicipalityFile::common).collect(),
        List::Area => file.areas.iter().map(ItemFile::common).collect(),
        List::Topic => file.lists.topic.iter().map(ItemFile::common).collect(),
        List::Care => file.lists.care.iter().map(ItemFile::common).collect(),
        List::Outcome => file.lists.outcome.iter().map(ItemFile::common).collect(),
        List::State => file.lists.state.iter().map(ItemFile::common).collect(),
        List::Linked => file.lists.linked.iter().map(ItemFile::common).collect(),
        List::Age => file.lists.age.iter().map(AgeFile::common).collect(),
        List::Activity => file.lists.activity.iter().map(ItemFile::common).collect(),
    }
}
