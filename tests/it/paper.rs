//! Forms for paper: what stands on them and what does not, that nothing in them is evaluated, and the
//! command that writes them. How they look is seen with `docs/render-pages`.

use std::os::unix::fs::PermissionsExt;

use chrono::DateTime;
use soudan::domain::case::birth_of;
use soudan::domain::consultation::{Consultation, VoidReason};
use soudan::domain::field::{Field, Shape};
use soudan::domain::value::Value;
use soudan::locale::Lang;
use soudan::report::View;
use soudan::report::case::CaseSheet;
use soudan::report::record::Past;
use soudan::store::{self, Ledger, Opening};

use crate::ledgers::{add, day, entry, in_memory, save_case, stamp};
use crate::transcript::{Session, masked};

/// A call with everything that one can say.
const CALL: [(&str, &str); 20] = [
    ("date", "2022-09-28"),
    ("time", "10:05"),
    ("center", "east"),
    ("party", "family"),
    ("relation", "母"),
    ("organisation", "親の会"),
    ("caller", "相談者"),
    ("callback", "000-0000-0000"),
    ("channel", "電話"),
    ("municipality", "岩国市"),
    ("case", "E-012"),
    ("topic", "respite、災害・電源"),
    ("minutes", "30"),
    ("staff", "c1"),
    ("outcome", "listened、advised"),
    ("state", "open"),
    ("content", "夜間に預けたい。\n- 月に2回\n\n停電のときの電源も。"),
    ("response", "短期入所の事業所3か所を案内した。"),
    ("follow_up", "2022-10-14"),
    ("follow_up_text", "空きを確かめて折り返す"),
];
/// A child's file with everything in it.
const FILE: [(&str, &str); 14] = [
    ("case", "E-012"),
    ("name", "ひみつの氏名"),
    ("birth", "2015-08-20"),
    ("municipality", "岩国市"),
    ("care", "人工呼吸器、吸引"),
    ("hospital", "市立病院"),
    ("linked", "hospital"),
    ("guardian", "母"),
    ("guardian_contact", "000-0000-0001"),
    ("consent_on", "2022-04-12"),
    ("consent_scope", "市、学校、訪問看護"),
    ("consent_withdrawn", "2022-09-29"),
    ("discuss", "就学先"),
    ("case_notes", "連絡は午前に。"),
];
const LANGS: [Lang; 2] = Lang::ALL;

fn view(ledger: &Ledger, lang: Lang) -> View<'_> {
    View {
        words: lang.catalogue(),
        profile: ledger.profile(),
    }
}

fn past(changes: Vec<store::Past>) -> Vec<Past> {
    let local = changes.into_iter().map(|past| Past {
        at: DateTime::from_timestamp_millis(past.at_ms)
            .expect("a time")
            .naive_utc(),
        who: past.who,
        act: past.act,
        rev: past.rev,
        change: past.change,
    });
    local.collect()
}

fn sheet(ledger: &Ledger, code: &str) -> CaseSheet {
    let timeline = ledger.timeline(code).expect("a ledger").expect("a case");
    CaseSheet {
        code: timeline.line.code,
        file: timeline.line.file,
        contacts: timeline.contacts,
        changes: past(timeline.changes),
    }
}

fn record(ledger: &Ledger, number: &str) -> Consultation {
    ledger.find(number).expect("a record")
}

fn record_form(ledger: &Ledger, number: &str, lang: Lang) -> String {
    view(ledger, lang).record_html(&record(ledger, number), None, day("2022-09-30"))
}

fn case_form(ledger: &Ledger, code: &str, lang: Lang) -> String {
    view(ledger, lang).case_html(&sheet(ledger, code), false, day("2022-09-30"))
}

/// A child whose case was closed and opened again, and three contacts about it.
fn with_child() -> Ledger {
    let mut ledger = in_memory();
    save_case(&mut ledger, &FILE);
    add(&mut ledger, &CALL);
    let other = [
        ("date", "2022-06-01"),
        ("center", "east"),
        ("kind", "liaison"),
        ("party", "stakeholder"),
        ("field", "medical"),
        ("organisation", "市立病院 地域連携室"),
        ("channel", "phone"),
        ("case", "E-012"),
        ("content", "退院の見込みについて"),
        ("follow_up", "2022-06-01"),
        ("follow_up_done", "済"),
    ];
    add(&mut ledger, &other);
    for (closed_on, closed_why) in [("2022-09-20", "転出"), ("", "")] {
        let mut file = ledger.case("E-012").expect("a ledger").expect("a file");
        let typed = entry(&ledger, &[("closed_on", closed_on), ("closed_why", closed_why)]);
        for field in [Field::ClosedOn, Field::ClosedWhy] {
            file.entry.set(field, typed.get(field).cloned());
        }
        ledger
            .save_case(file.id, Some(file.rev), file.entry, &stamp())
            .expect("saved");
    }
    ledger
}

/// A document as one reads it: a line for each row, paragraph and head, without its style.
fn readable(document: &str) -> String {
    let (head, rest) = document.split_once("<style>").expect("a style");
    let (style, rest) = rest.split_once("</style>").expect("its end");
    let (_, running) = style.split_once("@media screen").expect("the fixed style's end");
    let (_, running) = running.split_once("@page").expect("running lines");
    let mut text = format!("{head}<style>...@page{running}</style>{rest}");
    for tag in [
        "<head", "<style", "<body", "<header", "<section", "<h1", "<h2", "<table", "<thead", "<tbody", "<tr",
        "<td", "<th ", "<p", "<div", "<b>", "<span",
    ] {
        text = text.replace(tag, &format!("\n{tag}"));
    }
    masked(&text)
}

/// The text of a document's body, without its tags.
fn plain(document: &str) -> String {
    let (_, body) = document.split_once("<body>").expect("a body");
    let parts = body
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text: String = parts.collect();
    let unescaped = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    unescaped
        .into_iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}

/// The names of all tags in a document, and whether each that is opened is closed in its place.
fn tags(document: &str) -> Vec<String> {
    let mut open = Vec::new();
    let mut names = Vec::new();
    for part in document.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("a whole tag");
        let name = tag.split(' ').next().expect("a name");
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "{tag}"),
            None if ["!DOCTYPE", "meta", "br", "col"].contains(&name) => {}
            None => open.push(name.to_owned()),
        }
        names.push(name.trim_start_matches('/').to_owned());
    }
    assert_eq!(open, Vec::<String>::new());
    names.sort();
    names.dedup();
    names
}

#[test]
fn a_record_and_a_case_are_forms_in_both_languages() {
    let ledger = with_child();
    for lang in LANGS {
        let name = |form: &str| format!("{form}.{}", lang.code());
        let form = record_form(&ledger, "R4-東-0001", lang);
        insta::assert_snapshot!(name("record"), readable(&form));
        assert_eq!(
            record_form(&ledger, "R4-東-0001", lang),
            form,
            "the same form twice"
        );
        let form = case_form(&ledger, "E-012", lang);
        insta::assert_snapshot!(name("case"), readable(&form));
        assert_eq!(case_form(&ledger, "E-012", lang), form, "the same form twice");
    }
}

#[test]
fn a_form_has_a_box_for_every_field() {
    let ledger = with_child();
    for lang in LANGS {
        let words = lang.catalogue();
        let count = |form: &str, field: Field| {
            let name = words.field(field, Some(ledger.profile()));
            form.matches(&format!(">{name}</")).count()
        };
        let form = record_form(&ledger, "R4-東-0001", lang);
        for field in Field::all() {
            let expected = usize::from(![Field::Date, Field::Time, Field::Field].contains(&field));
            assert!(count(&form, field) >= expected, "{field:?}");
        }
        // What was not answered has its box all the same.
        let bare = form_of(&ledger, &[("relation", "母")], lang);
        assert_eq!(bare.matches("<th scope=\"row\">").count(), 24);
        let form = case_form(&ledger, "E-012", lang);
        for field in Field::of_case().filter(|field| ![Field::ClosedOn, Field::ClosedWhy].contains(field)) {
            assert!(count(&form, field) >= 1, "{field:?}");
        }
    }
}

/// The form of a new record with nothing in it but what it must have and this.
fn form_of(ledger: &Ledger, typed: &[(&str, &str)], lang: Lang) -> String {
    let must = [
        ("date", "2022-09-28"),
        ("center", "west"),
        ("party", "family"),
        ("channel", "phone"),
    ];
    let mut record = record(ledger, "R4-東-0001");
    record.entry = entry(ledger, &[&must, typed].concat());
    (record.child, record.newness) = (None, None);
    view(ledger, lang).record_html(&record, None, day("2022-09-30"))
}

#[test]
fn only_the_childs_own_form_names_it() {
    let ledger = with_child();
    for lang in LANGS {
        let record = record_form(&ledger, "R4-東-0001", lang);
        assert!(!record.contains("ひみつの氏名"));
        let case = case_form(&ledger, "E-012", lang);
        assert_eq!(case.matches("ひみつの氏名").count(), 1);
        let (head, _) = case.split_once("<body>").expect("a body");
        assert!(!head.contains("ひみつの氏名") && head.contains("E-012"));
        // Who called is for calling back, and belongs to the call.
        assert!(record.contains("相談者") && !case.contains(">相談者<") && !case.contains("000-0000-0000"));
    }
    let mut ledger = in_memory();
    save_case(&mut ledger, &[("case", "E-1")]);
    let form = case_form(&ledger, "E-1", Lang::Ja);
    assert!(!form.contains("氏名") && form.contains("生年月日") && form.contains("まだ記録はありません。"));
}

#[test]
fn every_page_is_marked() {
    let ledger = with_child();
    for (lang, mark) in LANGS.into_iter().zip(["取扱注意", "CONFIDENTIAL"]) {
        for form in [
            record_form(&ledger, "R4-東-0001", lang),
            case_form(&ledger, "E-012", lang),
        ] {
            assert!(form.contains(&format!("<p class=\"caution\">{mark}</p>")));
            assert!(form.contains(&format!("@top-right {{ content: \"{mark}\" }}")));
            assert!(form.contains(&format!(" [{mark}]</title>")));
        }
    }
}

#[test]
fn a_record_that_does_not_count_says_so() {
    let mut ledger = in_memory();
    let saved = add(&mut ledger, &CALL);
    assert!(!record_form(&ledger, "R4-東-1", Lang::Ja).contains("class=\"void\""));
    ledger
        .void(saved.id, saved.rev, VoidReason::Duplicate, &stamp())
        .expect("void");
    let id = saved.id.to_string();
    assert!(record_form(&ledger, &id, Lang::Ja).contains("<p class=\"void\">削除済み (重複)</p>"));
}

#[test]
fn a_form_holds_the_history_where_it_is_asked_for() {
    let ledger = with_child();
    let found = record(&ledger, "R4-東-0001");
    let changes = past(ledger.history(found.id).expect("a history"));
    let form = view(&ledger, Lang::Ja).record_html(&found, Some(&changes), day("2022-09-30"));
    assert!(form.contains("<h2>変更の履歴</h2>") && form.contains("<b>相談者名：</b>相談者"));
    let sheet = sheet(&ledger, "E-012");
    let form = view(&ledger, Lang::Ja).case_html(&sheet, true, day("2022-09-30"));
    assert!(form.contains("<h2>変更の履歴</h2>") && form.contains("ケース再開"));
    assert!(!case_form(&ledger, "E-012", Lang::Ja).contains("変更の履歴"));
}

/// Whatever stands in a field is text: it opens no tag, ends no style, and is no formula.
#[test]
fn nothing_in_a_form_is_evaluated() {
    const HOSTILE: &str = "=1+1</style><script>alert(1)</script>&amp;\"'\u{3000}</td><!--";
    let mut ledger = with_child();
    let mut record = record(&ledger, "R4-東-0001");
    let mut sheet = sheet(&ledger, "E-012");
    let mut file = sheet.file.take().expect("a file");
    let hostile = |field: Field| Some(Value::Text(format!("{HOSTILE}{}", field.code())));
    let texts = |fields: Vec<Field>| fields.into_iter().filter(|field| field.shape().is_text());
    for field in texts(Field::all().collect()) {
        record.entry.set(field, hostile(field));
    }
    for field in texts(Field::of_case().collect()) {
        file.entry.set(field, hostile(field));
    }
    assert!(birth_of(&file.entry).is_some());
    (sheet.code, sheet.file, sheet.contacts) = (HOSTILE.to_owned(), Some(file), vec![record.clone()]);
    ledger = in_memory();
    for lang in LANGS {
        let (view, today) = (view(&ledger, lang), day("2022-09-30"));
        for (form, fields) in [
            (
                view.record_html(&record, None, today),
                texts(Field::all().collect()).count(),
            ),
            (view.case_html(&sheet, false, today), 8),
        ] {
            let allowed = [
                "!DOCTYPE", "b", "body", "br", "col", "colgroup", "div", "h1", "h2", "head", "header",
                "html", "main", "meta", "p", "section", "span", "style", "table", "tbody", "td", "th",
                "thead", "title", "tr",
            ];
            let unknown: Vec<_> = tags(&form)
                .into_iter()
                .filter(|tag| !allowed.contains(&tag.as_str()))
                .collect();
            assert_eq!(unknown, Vec::<String>::new());
            assert_eq!(form.matches("</style>").count(), 1);
            for what in ["://", "src=", "href=", "url(", "@import", "<!--", "onload"] {
                assert!(!form.contains(what), "{what}");
            }
            let said = plain(&form).matches(HOSTILE).count();
            assert!(said >= fields, "{said} of {fields}");
            assert!(!form.contains(">=1+1") && form.contains(">\u{2060}=1+1"));
        }
    }
}

#[test]
fn a_note_of_any_length_stands_there_whole() {
    let mut long: String = "相談の内容を<そのまま>書き写した長い記録です。".repeat(1_000);
    long = long.chars().take(20_000).collect();
    let mut ledger = in_memory();
    let typed = CALL.map(|(code, text)| match code {
        "content" | "response" => (code, long.as_str()),
        _ => (code, text),
    });
    add(&mut ledger, &typed);
    assert_eq!(
        plain(&record_form(&ledger, "R4-東-1", Lang::Ja))
            .matches(&long)
            .count(),
        2
    );
    let form = case_form(&ledger, "E-012", Lang::Ja);
    assert_eq!(plain(&form).matches(&long).count(), 2);
    // Its row may go on on the next page.
    assert!(form.contains("<tr class=\"long\">"));
    assert_eq!(Field::Content.shape(), Shape::Note);
}

#[test]
fn forms_are_written_where_they_are_asked_for() {
    let session = Session::half_year();
    let mut ledger = Ledger::open(&session.path("ledger.soudan"), &Opening::default()).expect("a ledger");
    save_case(&mut ledger, &FILE);
    save_case(&mut ledger, &[("case", "../E 13"), ("name", "ひみつの氏名")]);
    drop(ledger);
    session.run("show R4-東-0001 --format html");
    session.run("show R4-東-0001 --format html");
    session.run("show R4-東-0001 --format html --force");
    session.run("show E-012 --format html");
    session.run("show '../E 13' --format html");
    session.run("--lang en show E-012 --history --format html -o record.html");
    session.run("show R4-東-0001 --format text -o record.txt");
    session.run("show R4-東-0001 --format html -o ledger.soudan --force");
    session.run("show R4-東-0001 --format html -o none/form.html");
    session.run("show R4-東-0001 --format html -o . --force");
    session.run("show R9-東-0001 --format html");
    session.run("show R4-東-0001 --format pdf");
    insta::assert_snapshot!(session.transcript());
    let names = session.names(".");
    assert_eq!(
        names,
        [
            "E-012.html",
            "R4-東-0001.html",
            "___E_13.html",
            "ledger.soudan",
            "record.html",
            "record.txt"
        ]
    );
    for name in names {
        let mode = std::fs::metadata(session.path(&name))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let read = |name: &str| std::fs::read_to_string(session.path(name)).expect("a form");
    assert!(
        read("record.html").contains("<html lang=\"en\">")
            && read("record.html").contains("<h2>History</h2>")
    );
    assert_eq!(read("record.txt"), session.run("show R4-東-0001").out());
    assert_eq!(session.run("check").out(), "異常はありません。\n");
}
