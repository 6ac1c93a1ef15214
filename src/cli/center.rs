//! `soudan center`: who is responsible for a municipality. The question at the telephone.

use crate::domain::list::{Code, Item, List};
use crate::domain::profile::Profile;
use crate::domain::text::{fold, fold_reading, kana_reading};
use crate::error::Refusal;
use crate::locale::Catalogue;
use crate::report::text::named;

use super::context::Context;
use super::output::print;
use super::stop::Stop;

/// Prints the municipalities that match, the center of each, and its telephone.
pub fn run(context: &Context, args: &super::args::CenterArgs) -> Result<(), Stop> {
    context.read(|ledger| {
        let profile = ledger.profile();
        let found = matching(profile, &args.text);
        if found.is_empty() {
            return Err(Refusal::NoSuchMunicipality(args.text.clone()).into());
        }
        let lines: Vec<_> = found
            .into_iter()
            .map(|item| {
                let center = profile
                    .belonging(&item.code)
                    .and_then(|belonging| belonging.center.as_ref());
                let center = match center {
                    Some(center) => described(context.words, profile, center),
                    None => context.words.any_center().to_owned(),
                };
                (context.words.label(&item.label).to_owned(), center)
            })
            .collect();
        print(&(named(&lines).join("\n") + "\n"))
    })
}

/// The municipalities that a text means: the exact one, else those whose name or reading begins so,
/// else those in whose name it stands.
fn matching<'a>(profile: &'a Profile, typed: &str) -> Vec<&'a Item> {
    if let Some(item) = profile.find(List::Municipality, typed) {
        return vec![item];
    }
    let folded = fold(typed);
    let reading = kana_reading(typed);
    let names = |item: &Item| {
        let labels = std::iter::once(item.label.ja.as_str()).chain(item.label.en.as_deref());
        labels.chain([item.code.as_str()]).map(fold).collect::<Vec<_>>()
    };
    let begins = |item: &&Item| {
        let read = !reading.is_empty()
            && item
                .readings
                .iter()
                .any(|known| fold_reading(known).starts_with(&reading));
        read || names(item).iter().any(|name| name.starts_with(&folded))
    };
    let holds = |item: &&Item| names(item).iter().any(|name| name.contains(&folded));
    if folded.is_empty() {
        return Vec::new();
    }
    let items = profile.items(List::Municipality);
    let found: Vec<_> = items.iter().filter(begins).collect();
    if found.is_empty() {
        items.iter().filter(holds).collect()
    } else {
        found
    }
}

/// A center's label, its official name and its telephone.
fn described(words: &dyn Catalogue, profile: &Profile, center: &Code) -> String {
    let label = words.item(List::Center, center, Some(profile)).to_owned();
    let detail = profile.center(center);
    let name = detail
        .and_then(|detail| detail.name.as_ref())
        .map(|name| words.label(name).to_owned());
    let tel = detail.and_then(|detail| detail.tel.clone());
    [Some(label), name, tel]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::YAMAGUCHI;

    #[test]
    fn a_municipality_is_found_by_name_part_code_or_reading() {
        let profile = Profile::parse(YAMAGUCHI).unwrap();
        let found = |typed: &str| {
            matching(&profile, typed)
                .iter()
                .map(|item| item.code.to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(found("岩国市"), "iwakuni");
        assert_eq!(found("岩国"), "iwakuni");
        assert_eq!(found("iwakuni"), "iwakuni");
        assert_eq!(found("いわくに"), "iwakuni");
        assert_eq!(found("イワクニ"), "iwakuni");
        assert_eq!(found("syunan"), "shunan");
        assert_eq!(found("Shimonoseki"), "shimonoseki");
        assert_eq!(found("大島"), "suo-oshima");
        assert_eq!(found(""), "");
        assert_eq!(found("東京"), "");
    }
}
