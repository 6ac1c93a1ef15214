//! Files that are exported: they come back as they were, a spreadsheet evaluates nothing in them, and
//! what is shared tells nobody who it is about.

use soudan::domain::field::Field;
use soudan::domain::value::Value;
use soudan::exchange::export::export;
use soudan::store::Ledger;

use crate::faults::{fixed_id, lived_in, open};
use crate::imports::{GOOD, HEADER, NORMAL, entries, imported};
use crate::ledgers::{entry, folder, in_memory, records, stamp};

fn exported(ledger: &Ledger, shared: bool) -> String {
    let mut bytes = Vec::new();
    export(ledger, shared, &mut bytes).expect("an export");
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn what_is_exported_comes_back_as_it_was() {
    let folder = folder();
    let ledger = open(&lived_in(folder.path()));
    let out = exported(&ledger, false);
    assert_eq!(exported(&ledger, false), out, "the same export twice");
    let mut back = Ledger::in_memory(ledger.profile_toml(), Some("west"), &stamp()).expect("a ledger");
    imported(&mut back, out.as_bytes(), NORMAL);
    let (before, after) = (records(&ledger), records(&back));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((before.id, &before.entry), (after.id, &after.entry));
    }
    assert_eq!(exported(&back, false), out);
    // Reading it into the ledger that it came from changes nothing.
    let mut own = open(&folder.path().join("ledger.soudan"));
    assert_eq!(imported(&mut own, out.as_bytes(), NORMAL).imported.added, 0);
}

#[test]
fn texts_that_a_spreadsheet_would_evaluate_are_guarded_and_come_back() {
    let texts = [
        "=1+1",
        "+81 90",
        "-1",
        "@here",
        "＝合計",
        "＋",
        "－１",
        "＠",
        "'=1",
        "''=1",
        "'81年",
        "''",
        "\"=1\"",
        "a,b",
        "a\"b",
        "\"",
        "、",
        "済",
        "=1、=2",
    ];
    let mut ledger = in_memory();
    for (n, text) in (0..).zip(texts) {
        let typed = [
            ("date", "2022-04-12"),
            ("center", "east"),
            ("party", "family"),
            ("channel", "phone"),
        ];
        let mut entry = entry(&ledger, &typed);
        let both = format!("{text}\n{text}");
        let texts = [
            (Field::Organisation, text),
            (Field::Caller, text),
            (Field::Case, text),
            (Field::Staff, text),
            (Field::Content, both.as_str()),
        ];
        for (field, text) in texts {
            let text = Value::Text(text.to_owned());
            entry.set(field, Some(text));
        }
        ledger.add(fixed_id(n), entry, &stamp(), None).expect("saved");
    }
    let out = exported(&ledger, false);
    for evaluated in ['=', '+', '@', '＝', '＋', '－', '＠'] {
        assert!(
            !out.contains(&format!(",{evaluated}")) && !out.contains(&format!(",\"{evaluated}")),
            "{evaluated}"
        );
    }
    let mut back = in_memory();
    imported(&mut back, out.as_bytes(), NORMAL);
    assert_eq!(entries(&back), entries(&ledger));
}

#[test]
fn a_shared_export_leaves_out_what_could_tell_who_it_is() {
    let secrets = [
        "ひみつの所属",
        "ひみつの名前",
        "ひみつの電話",
        "ひみつの子",
        "ひみつの返事",
        "ひみつの予定",
        "ひみつの担当",
        "ひみつの話",
    ];
    let header = "所属,相談者名,連絡先,ケース,対応,次回対応内容,担当,相談概要,次回対応日,市町,年齢";
    let file = format!(
        "{HEADER},{header}\n{GOOD},{},2022-10-01,岩国市,4\n",
        secrets.join(",")
    );
    let mut ledger = in_memory();
    imported(&mut ledger, file.as_bytes(), NORMAL);
    let (all, shared) = (exported(&ledger, false), exported(&ledger, true));
    for secret in secrets {
        assert!(all.contains(secret) && !shared.contains(secret), "{secret}");
    }
    for header in [
        "所属",
        "相談者名",
        "連絡先",
        "ケース",
        "対応,",
        "次回対応内容",
        "担当",
        "相談概要",
    ] {
        assert!(
            !shared.lines().next().expect("a header").contains(header),
            "{header}"
        );
    }
    let mut back = in_memory();
    assert_eq!(imported(&mut back, shared.as_bytes(), NORMAL).imported.added, 1);
    let record = &records(&back)[0];
    assert_eq!(record.id, records(&ledger)[0].id);
    assert_eq!(record.entry.number(Field::ChildAge), Some(4));
}
