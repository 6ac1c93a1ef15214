//! `soudan add LINE`.

use crate::transcript::Session;

#[test]
fn a_line_is_added_and_said_as_it_was_understood() {
    let session = Session::east();
    session
        .run("add '電話 母 岩国 レスパイト 30分 -- 退院後の預け先'")
        .notes(
            "読み取り：相談方法 電話 / 続柄 母 / 市町 岩国市 / 相談内容 レスパイト・短期入所 / 所要分 30 / 相談概要 7字\n",
        )
        .id();
    let record = &session.run("list --format json").json()[0];
    for (key, value) in [
        ("date", "2022-09-30"),
        ("center", "east"),
        ("party", "family"),
        ("relation", "mother"),
        ("channel", "phone"),
        ("municipality", "iwakuni"),
        ("main_topic", "respite"),
        ("content", "退院後の預け先"),
    ] {
        assert_eq!(record[key], value, "{key}");
    }
    assert_eq!(record["minutes"], 30);
    session
        .run_with("add -", "昨日 来所 医療 @訪問看護 >+7 #E-012 -- 一行目\u{7}\n\n".as_bytes())
        .notes(
            "読み取り：日付 2022-09-29(木) / 相談方法 来所 / 分野 医療 / 連携先 訪問看護 / 次回対応日 2022-10-07(金) / \
             ケース E-012 (新しいケース) / 相談概要 3字\n一行で入れる：台帳に書けない文字(制御文字など)を1字取り除きました。\n",
        )
        .id();
    let record = &session.run("list --format json").json()[1];
    assert_eq!(record["content"], "一行目");
    assert_eq!(record["party"], "stakeholder");
}

#[test]
fn what_people_wrote_is_not_repeated() {
    let session = Session::east();
    session
        .run("add '電話 母 caller=なまえ 対応=案内した 担当=c1 -- ないしょ'")
        .notes("読み取り：相談方法 電話 / 続柄 母 / 相談者名 3字 / 対応 4字 / 担当 c1 / 相談概要 4字\n")
        .id();
}

#[test]
fn a_line_is_added_in_english() {
    let session = Session::east().in_english();
    session
        .run("add 'phone mother iwakuni respite 30m -- a place to stay'")
        .notes("Understood: Channel Phone / Relation Mother / Municipality Iwakuni / Topics Respite, short stay / Minutes 30 / Content 15 characters\n")
        .id();
    session.run("add 'phone mother hi'").refuses(
        1,
        "Municipality: \"hi\" may be Hirao(hirao); Hikari(hikari). Write which.",
    );
}

#[test]
fn what_a_line_leaves_open_is_refused_and_nothing_is_saved() {
    let session = Session::east();
    for (line, refusal) in [
        (
            "電話 母 下",
            "市町：「下」では決まりません。下松市(kudamatsu)、下関市(shimonoseki) のどれかを書いてください。",
        ),
        (
            "電話 来所 母",
            "相談方法：「電話」「来所」は1つだけにしてください (電話(phone)、来所(visit))。",
        ),
        (
            "電話 母 医療",
            "続柄：「母」「医療」は1つだけにしてください (母(mother)、医療(medical))。",
        ),
        (
            "電話 母 30分 20分",
            "所要分：「30分」「20分」は1つだけにしてください (30、20)。",
        ),
        (
            "電話 母 いわくし -- 預け先",
            "3語目が読み取れません。-- の前には、名称・コード・読みなどだけを書いてください。",
        ),
        (
            "電話 母 岩国 めちゃくちゃ 30分",
            "4語目が読み取れず、5語目は所要分とも読めます。相談概要の前に -- を書くか、4語目を直してください。",
        ),
        (
            "電話 母 ほげ 岩国 レスパイト",
            "3語目が読み取れず、4語目は市町とも読めます。相談概要の前に -- を書くか、3語目を直してください。",
        ),
        ("電話", "相談者区分：入力が必要です。"),
        ("", "相談者区分：入力が必要です。 / 相談方法：入力が必要です。"),
        (
            "電話 母 @ほげ",
            "連携先：連携先の一覧にありません。soudan profile で一覧を確かめてください。",
        ),
        (
            "電話 母 2/30",
            "日付：その日はありません。2022年2月は28日までです。2022-02-28(月)のことでしょうか。",
        ),
    ] {
        session.run(&format!("add '{line}'")).refuses(1, refusal);
    }
    session.run("list --format json").prints("[\n]\n");
}

#[test]
fn a_text_with_nothing_else_in_it_needs_no_dashes() {
    let session = Session::east();
    session.run("add '電話 母 岩国 30分 めちゃくちゃ な話'").id();
    session.run("add '電話 母 岩国 -- めちゃくちゃ 30分'").id();
    let records = session.run("list --format json").json();
    assert_eq!(records[1]["minutes"], 30);
    assert_eq!(records[1]["content"], "めちゃくちゃ な話");
    assert_eq!(records[0]["content"], "めちゃくちゃ 30分");
}

#[test]
fn a_part_of_a_cases_code_is_refused_and_a_new_case_is_said() {
    let session = Session::east();
    for (line, case) in [("電話 母 #E-012", "E-012"), ("電話 父 #E-112", "E-112")] {
        let said = session.run(&format!("add '{line}'"));
        let relation = if case == "E-012" { "母" } else { "父" };
        said.notes(&format!(
            "読み取り：相談方法 電話 / 続柄 {relation} / ケース {case} (新しいケース)\n"
        ));
    }
    let refusal = |typed: &str, choices: &str| {
        format!("ケース：「{typed}」では決まりません。{choices} のどれかを書いてください。")
    };
    session
        .run("add '来所 母 #12'")
        .refuses(1, &refusal("12", "#E-012、#E-112、case=12 (新しいケース)"));
    session
        .run("add '来所 母 #e-012'")
        .refuses(1, &refusal("e-012", "#E-012、case=e-012 (新しいケース)"));
    assert_eq!(
        session.run("list --format json").json().as_array().map(Vec::len),
        Some(2)
    );
    session
        .run("add '来所 母 #E-012'")
        .notes("読み取り：相談方法 来所 / 続柄 母 / ケース E-012\n");
    session
        .run("add '来所 母 case=12'")
        .notes("読み取り：相談方法 来所 / 続柄 母 / ケース 12 (新しいケース)\n");
}

#[test]
fn two_lines_are_two_records_and_never_one() {
    let session = Session::east();
    let two = "3行あります。1件は1行です。1行ずつ入れてください。";
    session
        .run_with("add -", "電話 母 -- 預け先\r\n\n来所 父\nメール 母\n".as_bytes())
        .refuses(1, two);
    session.run("list --format json").prints("[\n]\n");
    session
        .run_with("add -", "\n電話 母 -- 預け先\r\n\n".as_bytes())
        .id();
}

#[test]
fn an_option_says_what_the_line_does_not_and_never_something_else() {
    let session = Session::east();
    session
        .run("add '電話 岩国' --relation 父 --minutes 20 --date -1")
        .id();
    let record = &session.run("list --format json").json()[0];
    assert_eq!(record["relation"], "father");
    assert_eq!(record["party"], "family");
    assert_eq!(record["minutes"], 20);
    assert_eq!(record["date"], "2022-09-29");
    // It answers what the line leaves open, and may say the same again.
    session
        .run("add '電話 母 下' --municipality 下松市 --channel phone")
        .id();
    assert_eq!(
        session.run("list --format json").json()[0]["municipality"],
        "kudamatsu"
    );
    for (command, field) in [
        ("add '電話 母' --channel visit", "相談方法"),
        ("add '電話 母 昨日' --date 9/28", "日付"),
        ("add '電話 母 -- 預け先' --content ほか", "相談概要"),
        ("add '電話 母 レスパイト' --topic school", "相談内容"),
    ] {
        let refusal = format!("{field}：行と指定とで違います。どちらか1つにしてください。");
        session.run(command).refuses(1, &refusal);
    }
    session
        .run_with("add '電話 母 -- 預け先' --content -", "ほか".as_bytes())
        .refuses(1, "相談概要：行と指定とで違います。どちらか1つにしてください。");
    session
        .run("add - --content -")
        .refuses(1, "標準入力(-)を使えるのは1つの項目だけです。");
    session
        .run("add '電話 母' --party stakeholder")
        .refuses(1, "続柄：続柄は、相談者区分が本人・家族のときだけ入力できます。");
}
