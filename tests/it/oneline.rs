//! The one-line entry: what a line is understood as, in any order, with nothing lost and nothing guessed.

use chrono::NaiveDate;
use proptest::prelude::*;
use soudan::domain::consultation::Entry;
use soudan::domain::field::{Field, Shape};
use soudan::domain::list::{Item, List};
use soudan::domain::oneline::{KnownCases, Lexicon, Meaning, ORDER, OneLine, Reader, parse};
use soudan::domain::profile::{Profile, YAMAGUCHI};
use soudan::domain::value::Value;

use crate::ledgers::day;

const OTHER: &str = include_str!("fixtures/other-prefecture.toml");

/// A profile with its words, and what stands in a record anyway.
struct Desk {
    profile: Profile,
    lexicon: Lexicon,
    defaults: Entry,
    cases: KnownCases,
    today: NaiveDate,
}

impl Desk {
    fn of(toml: &str) -> Self {
        let profile = Profile::parse(toml).expect("a profile");
        let today = day("2022-09-30");
        let center = profile.items(List::Center)[0].code.clone();
        let mut defaults = Entry::default();
        defaults.set(Field::Date, Some(Value::Day(today)));
        defaults.set(Field::Time, Some(Value::Minute(605)));
        defaults.set(Field::Center, Some(Value::Code(center)));
        let mut cases = KnownCases::default();
        for (typed, codes) in [
            ("E-012", &["E-012"][..]),
            ("12", &["E-012", "E-112"]),
            ("99", &[]),
        ] {
            cases.take(typed, codes.iter().map(|code| (*code).to_owned()).collect());
        }
        Self {
            cases,
            lexicon: Lexicon::new(&profile),
            profile,
            defaults,
            today,
        }
    }

    fn yamaguchi() -> Self {
        Self::of(YAMAGUCHI)
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            profile: &self.profile,
            today: self.today,
            defaults: &self.defaults,
            cases: &self.cases,
        }
    }

    fn read(&self, line: &str) -> OneLine {
        parse(line, &self.lexicon, &self.reader())
    }

    /// What the line itself says, as `field=value` in the order of the line, then what is open.
    fn said(&self, line: &str) -> String {
        let read = self.read(line);
        let mut said: Vec<String> = read
            .said()
            .into_iter()
            .map(|field| {
                let value = read.entry.get(field).expect("said");
                format!("{}={}", field.code(), value.canonical().replace('\n', "/"))
            })
            .collect();
        for question in &read.questions {
            let answers = question.answers.iter();
            let answers: Vec<_> = answers.map(|(_, value)| value.canonical()).collect();
            said.push(format!("{}?{}", question.field.code(), answers.join("|")));
        }
        let wrong = read.words.iter().filter_map(|word| match &word.meaning {
            Meaning::Wrong(field, _) => Some(format!("{}!", field.code())),
            _ => None,
        });
        said.extend(wrong);
        said.join(" ")
    }
}

#[test]
fn a_line_is_read_as_people_write_it() {
    let desk = Desk::yamaguchi();
    let whole =
        "channel=phone relation=mother municipality=iwakuni topic=respite minutes=30 content=退院後の預け先";
    for line in [
        "電話 母 岩国 レスパイト 30分 -- 退院後の預け先",
        "電話　母　岩国　レスパイト　３０分　ーー　退院後の預け先",
        "でん はは いわくに れすぱ 30min ――退院後の預け先",
        "denwa haha iwakuni resupaito 30m －－ 退院後の預け先",
        "phone mother Iwakuni Respite 30分 — 退院後の預け先",
        "ﾃﾞﾝﾜ 母 岩国市 短期入所 30分 退院後の預け先",
    ] {
        assert_eq!(desk.said(line), whole, "{line}");
    }
}

#[test]
fn every_name_is_understood_as_its_list_has_it() {
    let desk = Desk::yamaguchi();
    for (line, said) in [
        // One kanji is enough of a name, one kana or letter is not.
        ("光", "municipality=hikari"),
        ("父", "relation=father"),
        ("は", "content=は"),
        ("d", "content=d"),
        // Vowels that are drawn out are no name, though a long vowel may be written short.
        ("あああ", "content=あああ"),
        ("ああ", "content=ああ"),
        ("あーー", "content=あーー"),
        ("aaabu", "content=aaabu"),
        ("いいい", "content=いいい"),
        ("あああぶ", "content=あああぶ"),
        ("あぶ", "municipality=abu"),
        ("abu", "municipality=abu"),
        ("アブ", "municipality=abu"),
        ("ほうふ", "municipality=hofu"),
        ("ほふ", "municipality=hofu"),
        ("hoofu", "municipality=hofu"),
        ("下", "municipality?kudamatsu|shimonoseki"),
        ("下関", "municipality=shimonoseki"),
        ("山口", "municipality=yamaguchi"),
        ("保", "field?childcare|health"),
        // A whole name beats a beginning, and among equals the earlier list wins.
        ("相談", "kind=consultation"),
        ("医療", "field=medical"),
        ("houmon", "channel=home_visit"),
        ("訪問看護", "topic=medical"),
        ("継続", "newness=continuing"),
        ("継続中", "state=open"),
        ("その他", "channel=other"),
        ("その他の家族", "relation=other"),
        ("Home visit", "channel=home_visit"),
        ("Home vis", "channel=home_visit"),
        ("visiting nurse", "topic=medical"),
        ("Outside / unknown", "municipality=outside"),
        ("東部", "center=east"),
        ("傾聴 助言", "outcome=advised,listened"),
        ("吸引 気管切開", "care=suction,tracheostomy"),
        ("関係者等", "party=stakeholder"),
        ("母 本人・家族", "relation=mother party=family"),
        // Any field by its name.
        ("topic=other", "topic=other"),
        ("相談内容＝その他", "topic=other"),
        ("担当=c1 child-age=4", "staff=c1 child_age=4"),
        ("main_topic=school", "main_topic=school"),
        ("topic=ほげ", "topic!"),
    ] {
        assert_eq!(desk.said(line), said, "{line}");
    }
}

#[test]
fn every_form_of_a_value_is_understood() {
    let desk = Desk::yamaguchi();
    for (line, said) in [
        ("1時間半", "minutes=90"),
        ("１時間", "minutes=60"),
        ("1h30", "minutes=90"),
        ("９０分", "minutes=90"),
        ("10000分", "minutes!"),
        ("30 min 母", "minutes=30 relation=mother"),
        ("母 30 minutes", "relation=mother minutes=30"),
        ("３０　分 母", "minutes=30 relation=mother"),
        ("30 m", "minutes=30"),
        ("1 hour 30 min", "minutes=90"),
        ("1時間 30分 母", "minutes=90 relation=mother"),
        ("1 hour", "minutes=60"),
        ("1時間 30", "minutes=60 content=30"),
        ("10000 分", "minutes!"),
        ("昨日", "date=2022-09-29"),
        ("9/28", "date=2022-09-28"),
        ("9月28日", "date=2022-09-28"),
        ("R4.9.28", "date=2022-09-28"),
        ("２０２２－０９－２８", "date=2022-09-28"),
        ("-1", "date=2022-09-29"),
        ("ー１", "date=2022-09-29"),
        ("2/30", "date!"),
        ("10:30", "time=10:30"),
        ("10時半", "time=10:30"),
        ("14時", "time=14:00"),
        ("午後2時", "time=14:00"),
        ("25:00", "time!"),
        ("30", "content=30"),
        ("0930", "content=0930"),
        ("3歳", "child_age=3"),
        ("age3", "child_age=3"),
        ("130歳", "child_age!"),
        (">+7", "follow_up=2022-10-07"),
        // A Saturday before a public holiday: the next working day.
        (">+8", "follow_up=2022-10-11"),
        ("＞10/7", "follow_up=2022-10-07"),
        ("次回 10/7", "follow_up=2022-10-07"),
        ("次回＋７", "follow_up=2022-10-07"),
        ("月曜", "date=2022-09-26"),
        ("monday", "date=2022-09-26"),
        ("next friday", "follow_up=2022-09-30"),
        ("次回 の予定", "content=次回 の予定"),
        (">ほげ", "follow_up!"),
        ("#E-012", "case=E-012"),
        ("＃E-012", "case=E-012"),
        // A part of the codes of cases is one of them or a new one; `case=` takes it as it stands.
        ("#12", "case?E-012|E-112|12"),
        ("case=12", "case=12"),
        ("#99", "case=99"),
        ("E-012", "content=E-012"),
        ("@訪問看護 ＠病院", "linked=home_nursing,hospital"),
        (
            "@visiting nurse @市町 障害福祉",
            "linked=home_nursing,municipal_welfare",
        ),
        ("@ほげ", "linked!"),
        ("新規", "newness=new"),
        // What is nobody's name begins the free text.
        ("電話 ほげ 母", "channel=phone content=ほげ 母"),
        ("phone in the night", "channel=phone content=in the night"),
        ("電話 --", "channel=phone"),
        ("", ""),
        ("-- 一行目", "content=一行目"),
        // Words that exclude each other.
        ("電話 来所", "channel?phone|visit"),
        ("電話 denwa", "channel=phone"),
        ("母 医療", "relation?mother|medical"),
        ("母 関係者等", "relation?mother|stakeholder"),
        ("30分 20分", "minutes?30|20"),
    ] {
        assert_eq!(desk.said(line), said, "{line}");
    }
}

#[test]
fn what_is_missing_asked_or_doubtful_keeps_a_line_from_being_saved() {
    let desk = Desk::yamaguchi();
    for (line, is_ready) in [
        ("電話 母", true),
        ("電話 関係者等 ほげ", true),
        ("電話", false),
        ("母", false),
        ("電話 母 下", false),
        ("電話 母 @ほげ", false),
        ("電話 母 2/30", false),
        ("電話 母 ほげ 岩国 -- 預け先", false),
        ("電話 母 父", false),
        ("電話 母 岩国 めちゃくちゃ 30分", false),
        ("電話 母 ほげ 岩国", false),
        ("電話 母 ほげ #E-012", false),
        ("電話 母 ほげ ふが", true),
        ("電話 母 -- ほげ 30分", true),
    ] {
        assert_eq!(desk.read(line).is_ready(), is_ready, "{line}");
    }
}

#[test]
fn the_time_of_now_is_not_that_of_another_day() {
    let desk = Desk::yamaguchi();
    let time = |line: &str| desk.read(line).entry.number(Field::Time);
    assert_eq!(time("電話"), Some(605));
    assert_eq!(time("電話 今日"), Some(605));
    assert_eq!(time("電話 昨日"), None);
    assert_eq!(time("電話 昨日 9:00"), Some(540));
}

#[test]
fn the_first_topic_is_the_main_one() {
    let desk = Desk::yamaguchi();
    let entry = desk.read("就学 レスパイト").entry;
    assert_eq!(
        entry.code(Field::MainTopic).map(ToString::to_string).as_deref(),
        Some("school")
    );
    assert_eq!(entry.codes(Field::Topic).len(), 2);
}

#[test]
fn what_is_not_offered_on_the_day_of_the_line_is_nobodys_name() {
    let toml = YAMAGUCHI.replace("code = \"fax\"\n", "code = \"fax\"\nto = 2022-08-31\n");
    let desk = Desk::of(&toml);
    assert_eq!(desk.said("FAX"), "content=FAX");
    assert_eq!(desk.said("FAX 母 8/31"), "content=FAX 母 8/31");
    assert_eq!(
        desk.said("8/31 FAX 母"),
        "date=2022-08-31 channel=fax relation=mother"
    );
}

#[test]
fn an_answer_leaves_a_line_that_says_it() {
    let desk = Desk::yamaguchi();
    for (line, answer, spelt, then) in [
        ("電話 下 -- 下", 1, "下関市", "電話 下関市 -- 下"),
        ("電話 来所 母", 0, "", "電話 母"),
        ("電話 来所 母", 1, "", "来所 母"),
        ("母 医療 電話", 1, "", "医療 電話"),
        // A label that means something else by itself is not what is written.
        ("topic=ot 電話", 0, "その他", "topic=other 電話"),
        ("#12 電話", 1, "E-112", "#E-112 電話"),
        ("#12 電話", 2, "12", "case=12 電話"),
        ("@so", 0, "相談支援事業所", "@相談支援事業所"),
    ] {
        let read = desk.read(line);
        let Some(question) = read.questions.first() else {
            assert_eq!(line, "topic=ot 電話");
            continue;
        };
        let again = read.answered(
            question,
            &question.answers[answer],
            spelt,
            &desk.lexicon,
            &desk.reader(),
        );
        assert_eq!(again, then, "{line}");
        assert!(desk.read(&again).questions.is_empty(), "{again}");
    }
}

/// Every name of an item that the profile gives it.
fn names(item: &Item) -> Vec<String> {
    let labels = [
        Some(item.label.ja.clone()),
        item.label.en.clone(),
        Some(item.code.to_string()),
    ];
    labels
        .into_iter()
        .flatten()
        .chain(item.readings.iter().cloned())
        .collect()
}

#[test]
fn every_item_is_found_by_every_name_it_has() {
    for toml in [YAMAGUCHI, OTHER] {
        let desk = Desk::of(toml);
        for field in ORDER.into_iter().chain([Field::Linked]) {
            let list = field.list().expect("a list");
            let items = desk.profile.items(list).iter();
            for item in items.filter(|item| item.is_offered_on(desk.today)) {
                for name in names(item) {
                    let mark = if field == Field::Linked { "@" } else { "" };
                    let place = |field| ORDER.iter().position(|other| *other == field);
                    let word = &desk.read(&format!("{mark}{name}")).words[0];
                    // Itself, or what an earlier list calls exactly so.
                    let is_found = |word: &soudan::domain::oneline::Word| match &word.meaning {
                        Meaning::Value(found, value) => {
                            *found == field && value.canonical() == item.code.as_str()
                        }
                        Meaning::Several(found, codes) => *found == field && codes.contains(&item.code),
                        Meaning::Wrong(..) => false,
                    };
                    let is_earlier = match &word.meaning {
                        Meaning::Value(found, _) | Meaning::Several(found, _) => place(*found) < place(field),
                        Meaning::Wrong(..) => false,
                    };
                    assert!(is_found(word) || is_earlier, "{field:?} {name}: {word:?}");
                    let named = &desk.read(&format!("{}={name}", field.code())).words[0];
                    assert!(is_found(named), "{field:?} {name}: {named:?}");
                }
            }
        }
    }
}

/// Words that mean one thing each, one a field, with what they are to come to.
fn one_word_a_field() -> impl Strategy<Value = Vec<&'static str>> {
    let pick = |words: &'static [&'static str]| prop::option::of(prop::sample::select(words));
    let texts = (
        pick(&["電話", "denwa", "Phone", "来所", "ﾒｰﾙ", "Home visit", "FAX"]),
        pick(&["母", "haha", "父", "きょうだい", "医療", "福祉", "kyouiku"]),
        pick(&["岩国", "光", "下関市", "Hofu", "はぎ", "県外・不明"]),
        pick(&["レスパイト", "taiin", "School", "経済", "災害"]),
        pick(&["吸引", "Ventilator", "導尿"]),
        pick(&["傾聴", "助言", "Referred"]),
        pick(&["30分", "90min", "1時間半"]),
        pick(&["昨日", "9/28", "R4.9.1"]),
        pick(&["10:30", "14時"]),
        pick(&["3歳", "age12"]),
    );
    let marked = (
        pick(&["@訪問看護", "@hospital", "@市町 障害福祉"]),
        pick(&[">+7", "次回 10/7"]),
        pick(&["#E-012"]),
        pick(&["新規", "継続"]),
        pick(&["東部", "西部"]),
        pick(&["終結", "継続中"]),
    );
    (texts, marked).prop_map(|((a, b, c, d, e, f, g, h, i, j), (k, l, m, n, o, p))| {
        let all = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p];
        all.into_iter().flatten().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_the_words_gives_the_same_record(
        (words, shuffled) in one_word_a_field().prop_flat_map(|words| {
            let shuffled = Just(words.clone()).prop_shuffle();
            (Just(words), shuffled)
        }),
        gap in prop::sample::select(vec![" ", "　", "  "]),
    ) {
        let desk = Desk::yamaguchi();
        let one = desk.read(&format!("{} -- 退院後", words.join(" ")));
        let other = desk.read(&format!("{} ーー 退院後", shuffled.join(gap)));
        prop_assert_eq!(&one.entry, &other.entry);
        prop_assert_eq!(one.words.len(), words.len());
        prop_assert!(one.questions.is_empty());
        let fields: Vec<_> = one.said();
        prop_assert_eq!(fields.len(), words.len() + 1);
    }

    #[test]
    fn nothing_typed_is_lost(
        words in prop::collection::vec(prop_oneof![
            prop::sample::select(vec![
                "電話", "来所", "母", "医療", "下", "岩国", "@", "@ほげ", "@訪問看護", "#", "#E-012", "#12", ">", ">10/7",
                "次回", "10/7", "topic=", "topic=x", "30分", "30", "--", "ーー", "-1", "2/30", "預け先", "Home", "visit",
                "　", "Other", "family", "市町", "障害福祉",
            ]).prop_map(str::to_owned),
            "\\PC{0,6}",
        ], 0..12),
    ) {
        let desk = Desk::yamaguchi();
        let read = desk.read(&words.join(" "));
        let mut covered = vec![false; read.text.len()];
        let spans = read.words.iter().map(|word| word.span.clone());
        let free = read.free.iter().map(|free| free.span.clone());
        for span in spans.chain(read.divider.clone()).chain(free) {
            for at in span {
                prop_assert!(!covered[at], "twice");
                covered[at] = true;
            }
        }
        let left: String = read.text.char_indices().filter(|(at, _)| !covered[*at]).map(|(_, c)| c).collect();
        prop_assert_eq!(left.trim(), "");
        // Every word is in the record, is asked about, or is said to be wrong.
        for (at, word) in read.words.iter().enumerate() {
            let is_asked = read.questions.iter().any(|question| question.words.contains(&at));
            let is_kept = match &word.meaning {
                Meaning::Value(field, value) => match (field.shape(), read.entry.get(*field)) {
                    (Shape::Many(_), Some(Value::Codes(all))) => matches!(value, Value::Codes(one) if all.contains(&one[0])),
                    (_, kept) => kept == Some(value),
                },
                Meaning::Several(..) => false,
                Meaning::Wrong(field, _) => read.errors.iter().any(|error| error.field == *field),
            };
            prop_assert!(is_kept || is_asked, "{:?}", word);
        }
        if let Some(free) = &read.free {
            let text = &read.text[free.span.clone()];
            prop_assert!(read.entry.text(Field::Content).ends_with(text));
        }
        // Every question can be answered, and then is none any more.
        if let Some(question) = read.questions.first() {
            for answer in &question.answers {
                let again = desk.read(&read.answered(question, answer, "", &desk.lexicon, &desk.reader()));
                let several = |read: &OneLine| {
                    let words = read.words.iter();
                    words.filter(|word| matches!(word.meaning, Meaning::Several(..))).count()
                };
                // A word that means one thing now may exclude another: that is the next question.
                let is_fewer = if question.is_conflict() {
                    again.questions.len() < read.questions.len()
                } else {
                    several(&again) < several(&read)
                };
                prop_assert!(is_fewer, "{} -> {}", read.text, again.text);
            }
        }
    }
}
