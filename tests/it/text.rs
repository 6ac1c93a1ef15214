//! Text: what may be stored, how wide it is, and by which spellings it is found.

use proptest::prelude::*;
use soudan::domain::text::{
    Kind, chars, clean, fit, fold, fold_reading, kana_reading, pad_left, pad_right, width_cells,
};

#[expect(clippy::too_many_lines, reason = "one table")]
#[test]
fn cleaning_removes_what_may_not_be_stored_and_counts_it() {
    let cases = [
        ("a line as typed", "岩国市 12-3", "岩国市 12-3", 0),
        (
            "full-width, variants, gaiji, circled",
            "１２𠮷﨑髙㈱①\u{E000}",
            "１２𠮷﨑髙㈱①\u{E000}",
            0,
        ),
        (
            "kanji that NFC would replace",
            "神\u{FA19}\u{FA10}",
            "神\u{FA19}\u{FA10}",
            0,
        ),
        (
            "controls",
            "a\u{0}b\u{7}c\u{1b}[31md\u{7f}e\u{85}",
            "abc[31mde",
            5,
        ),
        ("bidi controls", "a\u{202E}b\u{2066}c\u{200F}d\u{61C}", "abcd", 4),
        (
            "zero-width characters",
            "\u{FEFF}a\u{200B}b\u{2060}c\u{AD}d",
            "abcd",
            4,
        ),
        ("joiners in a word", "か\u{200D}き\u{200C}く", "かきく", 2),
        (
            "leading, doubled and stray selectors",
            "\u{FE0F}葛\u{E0100}\u{E0101}a\u{FE0F}か\u{FE00}",
            "葛\u{E0100}aか",
            4,
        ),
        (
            "a kept selector",
            "葛\u{E0100}城 ❤\u{FE0F} 1\u{FE0F}\u{20E3}",
            "葛\u{E0100}城 ❤\u{FE0F} 1\u{FE0F}\u{20E3}",
            0,
        ),
        (
            "an emoji family",
            "👩\u{200D}👩\u{200D}👧",
            "👩\u{200D}👩\u{200D}👧",
            0,
        ),
        (
            "a heart between two",
            "👩\u{200D}❤\u{FE0F}\u{200D}👩",
            "👩\u{200D}❤\u{FE0F}\u{200D}👩",
            0,
        ),
        (
            "a joiner with nothing to join",
            "👩\u{200D}\u{200D}a\u{200D}",
            "👩a",
            3,
        ),
        ("an Indian conjunct", "क्\u{200D}ष", "क्\u{200D}ष", 0),
        ("hidden tags", "a\u{E0041}\u{E0042}\u{E007F}", "a", 3),
        (
            "unassigned and noncharacters",
            "a\u{378}b\u{FFFE}c\u{FDD0}d\u{10FFFF}",
            "abcd",
            4,
        ),
        ("tab and newline", "a\tb\nc\r\nd\re\u{2028}f", "a b c d e f", 0),
        (
            "half-width kana",
            "ﾚｽﾊﾟｲﾄ ｶﾞｯｺｳ｡｢ｳﾞ｣･ｰ",
            "レスパイト ガッコウ。「ヴ」・ー",
            0,
        ),
        (
            "voiced marks beside their kana",
            "か\u{3099}か゛かﾞは゜ハ\u{309A}",
            "がががぱパ",
            0,
        ),
        ("marks that belong to nothing", "゛あ゛か゜ﾞ", "゛あ゛か゜゛", 0),
        ("composed Latin", "e\u{301}", "é", 0),
    ];
    for (what, typed, stored, removed) in cases {
        let cleaned = clean(typed, Kind::Line);
        assert_eq!((&*cleaned.text, cleaned.removed), (stored, removed), "{what}");
    }
}

#[test]
fn notes_keep_their_newlines_and_nothing_else_of_the_kind() {
    let cleaned = clean("一\r\n二\r三\n四\u{2028}五\u{2029}六\t七\u{b}", Kind::Note);
    assert_eq!(
        (&*cleaned.text, cleaned.removed),
        ("一\n二\n三\n四\n五\n六 七", 1)
    );
}

#[test]
fn a_paste_with_an_end_of_paste_marker_is_only_text() {
    let cleaned = clean("前\u{1b}[201~後\u{3}", Kind::Note);
    assert_eq!((&*cleaned.text, cleaned.removed), ("前[201~後", 2));
}

#[test]
fn a_megabyte_of_joiners_is_cleaned_in_proportion() {
    let text = "👩\u{200D}\u{200D}".repeat(80_000);
    assert_eq!(
        clean(&text, Kind::Note).removed,
        80_001,
        "one of each two, and the last"
    );
}

#[test]
fn limits_count_unicode_scalar_values() {
    assert_eq!(chars("𠮷か\u{3099}👩\u{200D}👧"), 6);
}

#[test]
fn widths_are_cells_by_grapheme() {
    let cases = [
        ("", 0),
        ("abc", 3),
        ("電話", 4),
        ("ｶﾞ ﾊﾟ", 5),
        ("𠮷﨑", 4),
        ("①─→", 3),
        ("か\u{3099}", 2),
        ("葛\u{E0100}", 2),
        ("👩\u{200D}👩\u{200D}👧", 2),
        ("e\u{301}", 1),
        ("相談 12", 7),
    ];
    for (text, cells) in cases {
        assert_eq!(width_cells(text), cells, "{text}");
    }
}

#[test]
fn text_is_cut_between_graphemes_and_says_so() {
    let cases = [
        ("短期入所", 8, "短期入所"),
        ("短期入所", 7, "短期入~"),
        ("短期入所", 6, "短期~"),
        ("短期入所", 1, "~"),
        ("短期入所", 0, ""),
        ("", 0, ""),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab~"),
        ("👩\u{200D}👧子", 3, "👩\u{200D}👧~"),
    ];
    for (text, cells, cut) in cases {
        assert_eq!(fit(text, cells), cut, "{text} in {cells}");
    }
    assert_eq!(pad_right("電話", 6), "電話  ");
    assert_eq!(pad_left("12", 4), "  12");
    assert_eq!(pad_left("12345", 4), "12345");
}

#[test]
fn one_fold_for_every_spelling() {
    let same = [
        ["レスパイト", "ﾚｽﾊﾟｲﾄ", "れすぱいと"],
        ["ガッコウ", "カ\u{3099}ッコウ", "か゛っこう"],
        ["ＦＡＸ", "fax", "Fax"],
        ["髙橋", "高橋", "　高橋 "],
        ["𠮷田﨑", "吉田崎", "𠮷田崎"],
        ["渡邊 澤", "渡邉\t沢", "渡辺  沢"],
        ["㈱①", "(株)1", "（株）１"],
        ["神", "\u{FA19}", "\u{FA19}\u{FE00}"],
        ["葛城", "葛\u{E0100}城", "葛\u{200B}城"],
        ["0834-34-6330", "０８３４－３４－６３３０", "0834ー34ー6330"],
        ["a b", "A\nB", " ａ　ｂ　"],
    ];
    for spellings in same {
        let [first, rest @ ..] = spellings;
        for other in rest {
            assert_eq!(fold(first), fold(other), "{first} and {other}");
        }
    }
    assert_ne!(fold("はは"), fold("ばば"));
    assert_eq!(fold("コーディネーター"), "こーでぃねーたー");
}

#[test]
fn readings_that_sound_alike_fold_alike() {
    let same = [
        ["shi", "si", "ＳＨＩ"],
        ["chi", "ti", "chii"],
        ["tsuusho", "tuusyo", "tsusho"],
        ["fukushi", "hukusi", "fuku-shi"],
        ["hanaji", "hanadi", "hanazi"],
        ["tsuzuki", "tuduki", "tsudzuki"],
        ["jouhou", "zyouhou", "jyoho"],
        ["shucchou", "syuttyou", "shutchō"],
        ["honnin", "hon'nin", "honin"],
        ["sanyouonoda", "sannyouonoda", "san'yo-onoda"],
        ["suouooshima", "suo-oosima", "SUŌ ŌSHIMA"],
        ["meeru", "me-ru", "mêru"],
        ["cha", "tya", "cya"],
        ["ja", "zya", "jya"],
    ];
    for spellings in same {
        let [first, rest @ ..] = spellings;
        for other in rest {
            assert_eq!(fold_reading(first), fold_reading(other), "{first} and {other}");
        }
    }
    let apart = [
        ("denwa", "zenwa"),
        ("keizai", "kezai"),
        ("11", "1"),
        ("kikan", "gikan"),
    ];
    for (one, other) in apart {
        assert_ne!(fold_reading(one), fold_reading(other), "{one} and {other}");
    }
}

#[test]
fn kana_read_as_their_ascii() {
    let cases = [
        ("でん", "den"),
        ("デンワ", "denwa"),
        ("ｼｭｯﾁｮｳ", "shucchou"),
        ("ほんにん", "honnin"),
        ("コーディネーター", "koodineetaa"),
        ("ピアサポート", "piasapooto"),
        ("ファックス", "fakkusu"),
        ("チェック", "chekku"),
        ("ウェブ", "webu"),
        ("つづき", "tsuzuki"),
        ("はなぢ", "hanaji"),
        ("いすゞ", "isuzu"),
        ("ヴァイオリン", "baiorin"),
        ("さんようおのだ", "sanyouonoda"),
        ("デュアル", "dyuaru"),
        ("か\u{3099}っこう", "gakkou"),
    ];
    for (kana, ascii) in cases {
        assert_eq!(kana_reading(kana), fold_reading(ascii), "{kana}");
    }
    assert_eq!(kana_reading("電話"), "電話");
}

/// Every reading of the built-in profile.
fn profile_readings() -> Vec<&'static str> {
    let profile = include_str!("../../src/domain/profile/yamaguchi.toml");
    let values = profile
        .lines()
        .filter_map(|line| line.split_once("reading = "))
        .map(|(_, value)| value);
    let lists = values.map(|value| value.split_once(']').map_or(value, |(list, _)| list));
    let readings = lists
        .flat_map(|list| list.split('"').skip(1).step_by(2))
        .filter(|r| r.chars().all(|c| c.is_ascii_lowercase()));
    readings.collect()
}

fn kunrei(hepburn: &str) -> String {
    let spellings = [
        ("cch", "tch"),
        ("shi", "si"),
        ("sh", "sy"),
        ("chi", "ti"),
        ("ch", "ty"),
        ("tsu", "tu"),
        ("ji", "zi"),
        ("j", "zy"),
        ("fu", "hu"),
    ];
    spellings
        .iter()
        .fold(hepburn.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn assert_every_beginning_matches(typed: &str, reading: &str) {
    for (end, _) in typed.char_indices().skip(1).chain([(typed.len(), ' ')]) {
        let beginning = &typed[..end];
        let (part, whole) = (fold_reading(beginning), fold_reading(reading));
        assert!(
            whole.starts_with(&part),
            "{beginning} ({part}) for {reading} ({whole})"
        );
        assert!(!part.is_empty(), "{beginning} narrows nothing");
    }
}

#[test]
fn every_beginning_of_every_reading_matches_in_both_spellings() {
    let readings = profile_readings();
    assert!(readings.len() > 80, "{}", readings.len());
    for reading in readings {
        assert_every_beginning_matches(reading, reading);
        assert_every_beginning_matches(&kunrei(reading), reading);
        assert_every_beginning_matches(reading, &kunrei(reading));
    }
}

/// Kana, Hepburn, Kunrei.
#[rustfmt::skip]
const MORAS: [[&str; 3]; 34] = [
    ["か", "ka", "ka"], ["き", "ki", "ki"], ["し", "shi", "si"], ["じ", "ji", "zi"], ["ち", "chi", "ti"],
    ["つ", "tsu", "tu"], ["づ", "zu", "zu"], ["ぢ", "ji", "zi"], ["ふ", "fu", "hu"], ["は", "ha", "ha"],
    ["で", "de", "de"], ["だ", "da", "da"], ["ど", "do", "do"], ["て", "te", "te"], ["と", "to", "to"],
    ["しゃ", "sha", "sya"], ["しゅ", "shu", "syu"], ["じょ", "jo", "zyo"], ["ちゃ", "cha", "tya"],
    ["ちょ", "cho", "tyo"], ["きゅ", "kyu", "kyu"], ["りょ", "ryo", "ryo"], ["っち", "cchi", "tti"],
    ["っしょ", "ssho", "ssyo"], ["っちゃ", "tcha", "ttya"], ["っか", "kka", "kka"], ["ん", "n", "n"],
    ["ん", "nn", "nn"], ["あ", "a", "a"], ["い", "i", "i"], ["う", "u", "u"], ["え", "e", "e"], ["お", "o", "o"],
    ["ー", "-", ""],
];

/// Characters of every kind that cleaning and folding tell apart, for use in quick succession.
const DIFFICULT: &str = "かはうゝｶﾞﾟ゛゜\u{3099}\u{309A}葛㈱ー１a1İ \u{3000}\r\n\t\u{2028}\u{0}\
    \u{200B}\u{200C}\u{200D}\u{FEFF}\u{FE00}\u{FE0F}\u{E0100}\u{180B}\u{1820}👩❤🏽\u{20E3}\u{2194}\u{2ADC}\u{338}\
    \u{301}\u{323}\u{340}\u{344}\u{FA19}\u{212B}\u{2126}\u{FB2A}\u{1D15E}क\u{94D}ष\u{958}\u{1112}\u{1161}\u{11AB}\
    한\u{378}\u{FFFE}\u{E000}";

fn difficult_text() -> impl Strategy<Value = String> {
    let difficult: Vec<char> = DIFFICULT.chars().collect();
    let in_succession = proptest::collection::vec(proptest::sample::select(difficult), 0..12);
    prop_oneof![4 => in_succession.prop_map(String::from_iter), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_twice_is_cleaning_once(text in difficult_text(), is_note: bool) {
        let kind = if is_note { Kind::Note } else { Kind::Line };
        let once = clean(&text, kind);
        let twice = clean(&once.text, kind);
        prop_assert_eq!(&*twice.text, &*once.text);
        prop_assert_eq!(twice.removed, 0);
        prop_assert!(once.text.len() <= 3 * text.len());
        prop_assert!(!once.text.chars().any(|c| c.is_control() && !(is_note && c == '\n')));
    }

    #[test]
    fn folding_twice_is_folding_once(text in difficult_text()) {
        let once = fold(&clean(&text, Kind::Note).text);
        prop_assert_eq!(fold(&once), once.clone());
        prop_assert_eq!(once.trim(), &*once);
    }

    #[test]
    fn folding_sees_no_difference_that_cleaning_makes(text in "[あ-んア-ンｦ-ﾟ゛゜髙㈱a-zＡ-Ｚ０-９ー \u{3099}\u{309A}]{0,12}") {
        prop_assert_eq!(fold(&clean(&text, Kind::Line).text), fold(&text));
    }

    #[test]
    fn a_fitted_text_fits(text in difficult_text(), cells in 0_usize..20) {
        let fitted = fit(&text, cells);
        prop_assert!(width_cells(&fitted) <= cells);
        if width_cells(&text) <= cells && cells > 0 {
            prop_assert_eq!(&fitted, &text);
        } else if cells > 0 {
            prop_assert!(fitted.ends_with('~'));
            prop_assert!(width_cells(&fitted) + 1 >= cells);
        }
        prop_assert!(width_cells(&pad_right(&fitted, cells)) >= cells);
    }

    #[test]
    fn kana_hepburn_and_kunrei_meet(moras in proptest::collection::vec(proptest::sample::select(&MORAS[..]), 1..8)) {
        let [kana, hepburn, kunrei] = [0, 1, 2].map(|column| moras.iter().map(|mora| mora[column]).collect::<String>());
        prop_assert_eq!(kana_reading(&kana), fold_reading(&hepburn));
        prop_assert_eq!(fold_reading(&kunrei), fold_reading(&hepburn));
        for whole in [&hepburn, &kunrei] {
            for end in 0..=whole.len() {
                prop_assert!(kana_reading(&kana).starts_with(&fold_reading(&whole[..end])), "{}", &whole[..end]);
            }
        }
    }
}
