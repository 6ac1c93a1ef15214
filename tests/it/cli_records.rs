//! Adding, listing and showing records.

use serde_json::json;

use crate::transcript::Session;

/// Every option of a record.
const FULL: &str = "add --date 2022-09-28 --time 9:05 --kind 相談 --center 東部 --party family --relation 母 \
    --organisation 市立病院 --caller 相談者 --callback 000-0000 --channel 電話 --municipality 岩国市 \
    --case A-1 --child-age 4 --care 人工呼吸器 --care suction --new --topic 災害・電源 --topic respite \
    --main-topic respite --response 案内した --outcome listened --outcome advised --state 継続中 \
    --linked hospital --minutes 30分 --follow-up 2022-10-14 --follow-up-text 折り返し --staff c1 \
    --content 夜間に預けたい --reason 電話受付";

#[test]
fn a_record_is_added_listed_and_shown() {
    let session = Session::east();
    let understood =
        "日付：2022-09-28(水) として受け付けました。\n次回対応日：2022-10-14(金) として受け付けました。\n";
    let id = session.run(FULL).notes(understood).id();
    let listed = session.run("list --format json").json();
    assert_eq!(
        listed,
        json!([{
            "id": id.to_string(), "number": "R4-東-0001", "date": "2022-09-28", "time": "09:05",
            "kind": "consultation", "center": "east", "party": "family", "relation": "mother", "field": null,
            "organisation": "市立病院", "channel": "phone", "municipality": "iwakuni", "case": "A-1",
            "child_age": 4, "care": ["ventilator", "suction"], "newness": "new",
            "topics": ["respite", "disaster"], "main_topic": "respite", "content": "夜間に預けたい",
            "response": "案内した", "outcome": ["listened", "advised"], "state": "open",
            "linked": ["hospital"], "minutes": 30, "follow_up": "2022-10-14", "follow_up_text": "折り返し",
            "follow_up_done": false, "staff": "c1", "follow_up_dropped": false
        }])
    );
    let keys: Vec<_> = listed[0]
        .as_object()
        .expect("a record")
        .keys()
        .map(String::as_str)
        .collect();
    let contract = "id number date time kind center party relation field organisation channel municipality case \
        child_age care newness topics main_topic content response outcome state linked minutes follow_up \
        follow_up_text follow_up_done staff follow_up_dropped";
    assert_eq!(keys.join(" "), contract);

    session.run("list");
    session.run("show R4-東-1 --history");
    session.run("undo");
    session.run("show R4-東-0001 --history");
    insta::assert_snapshot!(session.transcript());
    for name in [id.to_string(), id.to_string()[..13].to_owned()] {
        assert!(
            session
                .run(&format!("show {name}"))
                .out()
                .contains(&id.to_string())
        );
    }
}

#[test]
fn a_record_is_shown_in_english() {
    let session = Session::east().in_english();
    session.run(FULL).id();
    session.run("list");
    session.run("show R4-東-1 --history");
    session.run("list --format csv");
    insta::assert_snapshot!(session.transcript());
}

#[test]
fn an_empty_answer_is_null_or_an_empty_list() {
    let session = Session::east();
    session.run("add --party stakeholder --channel phone").id();
    let record = &session.run("list --format json").json()[0];
    for key in [
        "time",
        "relation",
        "field",
        "organisation",
        "case",
        "child_age",
        "newness",
        "follow_up_done",
    ] {
        assert_eq!(record[key], json!(null), "{key}");
    }
    for key in ["care", "topics", "outcome", "linked"] {
        assert_eq!(record[key], json!([]), "{key}");
    }
    assert_eq!(
        (&record["date"], &record["center"]),
        (&json!("2022-09-30"), &json!("east"))
    );
}

#[test]
fn every_text_option_reads_standard_input() {
    let session = Session::east();
    session
        .run_with(
            "add --party family --channel phone --content -",
            "一行目\n二行目\n".as_bytes(),
        )
        .id();
    session
        .run_with(
            "add --party family --channel phone --caller -",
            b"\xEF\xBB\xBFa b\r\n",
        )
        .id();
    let listed = session.run("list --format json").json();
    assert_eq!(listed[1]["content"], "一行目\n二行目");
    assert!(session.run("show R4-東-2").out().contains("相談者名      a b\n"));
    assert_eq!(
        session
            .run_with("list --search - --format json", "二行目".as_bytes())
            .json()[0],
        listed[1]
    );

    session
        .run_with(
            "add --party family --channel phone --content - --response -",
            b"x",
        )
        .refuses(1, "標準入力(-)を使えるのは1つの項目だけです。");
    session
        .run_with("add --party family --channel phone --content -", b"\xff")
        .refuses(
            1,
            "標準入力 を読めません：UTF-8 ではありません。UTF-8 で保存し直してください。",
        );
    session
        .run_with(
            "add --party family --channel phone --content -",
            "長".repeat(20_001).as_bytes(),
        )
        .refuses(1, "相談概要：長すぎます。20000字までのところ20001字あります。");
}

#[test]
fn a_follow_up_is_due_on_a_working_day() {
    let session = Session::east();
    let add = "add --party family --channel phone --date";
    session
        .run(&format!("{add} 2022-09-30 --follow-up +8"))
        .notes(
            "日付：2022-09-30(金) として受け付けました。\n\
             次回対応日：2022-10-11(火) として受け付けました。\n\
             次回対応日：休業日のため翌営業日\n",
        )
        .id();
    session
        .run(&format!("{add} 2022-09-30 --follow-up 10/10"))
        .notes(
            "日付：2022-09-30(金) として受け付けました。\n\
             次回対応日：2022-10-10(月) として受け付けました。\n\
             注意：次回対応日の2022-10-10(月)は祝日(スポーツの日)です。\n",
        )
        .id();
}

#[test]
fn what_is_unlikely_is_said_and_saved() {
    let session = Session::east();
    let add = "add --party family --channel phone --case A-1 --date";
    session
        .run(&format!("{add} 2022-08-01 --time 10:00"))
        .notes(
            "日付：2022-08-01(月) として受け付けました。\n\
             注意：2022-08-01(月)は今日から31日を超えて前の日付です。\n",
        )
        .id();
    session
        .run(&format!("{add} 9/28 --municipality 下関市"))
        .notes("日付：2022-09-28(水) として受け付けました。\n注意：この市町の担当は「西部」です。\n")
        .id();
    session
        .run(&format!("{add} -5 --new"))
        .notes(
            "日付：2022-09-25(日) として受け付けました。\n注意：2022-09-25(日)は休業日です。\n\
             注意：入力と異なりますが、このケースの記録では「継続」として数えます。\n",
        )
        .id();
    session
        .run_with(&format!("{add} 2022-10-03 --content -"), b"a\x07b\x1b[0m")
        .notes(
            "日付：2022-10-03(月) として受け付けました。\n\
             相談概要：台帳に書けない文字(制御文字など)を2字取り除きました。\n\
             注意：2022-10-03(月)は先の日付です。その日が来るまで集計には入りません。\n",
        )
        .id();
    let out = session.run("tally").out().to_owned();
    assert!(out.contains("記録 3"), "{out}");
    let english = session.in_english();
    english
        .run(&format!("{add} 2022-08-01 --time 10:00"))
        .notes("Date: taken as 2022-08-01(Mon).\nNote: 2022-08-01(Mon) is more than 31 days back.\n");
}

#[test]
fn a_wrong_record_is_refused_field_by_field() {
    let session = Session::east();
    let add = "add --party family --channel phone";
    session.run("add").refuses(
        2,
        "--party <CODE> --channel <CODE> が必要です。使い方：soudan add --help",
    );
    session
        .run(&format!("{add} --date 2022-02-30 --minutes x"))
        .refuses(1, "日付：その日はありません。2022年2月は28日までです。2022-02-28(月)のことでしょうか。 / 所要分：0から9999までの整数を入れてください。");
    session
        .run(&format!("{add} --field medical"))
        .refuses(1, "分野：分野は、相談者区分が関係者等のときだけ入力できます。");
    session
        .run(&format!("{add} --date 9/28 --municipality 岩国"))
        .refuses(
            1,
            "市町：市町の一覧にありません。「岩国市」(iwakuni)のことでしょうか。",
        );
    session.run(&format!("{add} --date 昭和64.1.8")).refuses(
        1,
        "日付：昭和にその日はありません。平成元年1月8日(日)のことでしょうか。",
    );
    let refusals = [
        (
            "--care x",
            "医療的ケア：医療的ケアの一覧にありません。soudan profile で一覧を確かめてください。",
        ),
        (
            "--care oxyge",
            "医療的ケア：医療的ケアの一覧にありません。「酸素療法」(oxygen)のことでしょうか。",
        ),
        (
            "--center 北",
            "センター：センターの一覧にありません。東部(east)、西部(west) のどれかです。",
        ),
        (
            "--date 2022-09-32",
            "日付：その日はありません。2022年9月は30日までです。2022-09-30(金)のことでしょうか。",
        ),
    ];
    for (typed, refusal) in refusals {
        session.run(&format!("{add} {typed}")).refuses(1, refusal);
    }
    // Nothing is said to have been taken of what was refused.
    let refused = session.run_with(
        &format!("{add} --date 9/28 --follow-up 10/3 --content -"),
        b"a\x07\xff",
    );
    assert_eq!(
        (refused.status, refused.err.lines().count()),
        (1, 1),
        "{}",
        refused.err
    );
    session.run(&format!("{add} --date 3/31")).refuses(
        1,
        "センター：その日にはまだ開設されていないか、閉じているセンターです。",
    );
    session.run(&format!("{add} --new --continuing")).refuses(
        2,
        "--new と --continuing は同時に指定できません。使い方：soudan add --help",
    );
    session.run("list").prints(
        "受付番号     日付            時刻   センター  誰から        相談方法  市町          主な内容                  相談概要\n0件\n",
    );
}

#[test]
fn a_list_is_filtered_limited_and_guarded() {
    let session = Session::half_year();
    let count = |words: &str| {
        session
            .run(&format!("list --format json {words}"))
            .json()
            .as_array()
            .expect("records")
            .len()
    };
    assert_eq!(count(""), 28);
    assert_eq!(count("2022-09"), 5);
    assert_eq!(count("--limit 3"), 3);
    assert_eq!(count("--where channel=phone --where channel=来所"), 24);
    assert_eq!(
        count("--where channel=phone --where center=東部 --where party=family"),
        3
    );
    assert_eq!(count("--where relation=none"), 17);
    assert_eq!(count("--search '停電 電源'"), 1);
    assert_eq!(
        session
            .run("search 停電 電源 --format json")
            .json()
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let list = session
        .run("list 2022-09 --search 電話 --where center=east --limit 2")
        .out()
        .to_owned();
    let search = "search - --period 2022-09 --where center=東部 --limit 2";
    assert_eq!(session.run_with(search, "電話\n".as_bytes()).out(), list);
    assert!(list.contains("1件"), "{list}");
    assert_eq!(session.run("list --limit 0 --format json").json(), json!([]));

    session
        .run("add --party family --channel phone --time 16:00 --organisation '=1+1'")
        .id();
    let csv = session.run("list --limit 1 --format csv").out().to_owned();
    let (head, row) = csv.split_once("\r\n").expect("two lines");
    assert_eq!(
        head,
        "\u{feff}受付番号,日付,時刻,業務区分,センター,相談者区分,続柄,分野,所属,相談方法,市町,ケース,年齢,医療的ケア,\
         新規継続,相談内容,主な内容,対応,対応結果,状態,連携先,所要分,次回対応日,次回対応内容,次回対応済,担当,相談概要,ID"
    );
    assert!(
        row.starts_with("R4-東-0014,2022-09-30,16:00,相談,東部,本人・家族,,,'=1+1,電話,"),
        "{row}"
    );
}

#[test]
fn a_record_that_is_not_there_is_refused() {
    let session = Session::half_year();
    let refusal = "その番号の記録はありません。soudan list で受付番号か ID を確かめてください。";
    for name in ["R4-東-0099", "R5-東-0001", "zzz"] {
        session.run(&format!("show {name}")).refuses(1, refusal);
    }
    for beginning in ["0", "01", "018", "0183"] {
        session.run(&format!("show {beginning}")).refuses(
            1,
            "その文字で始まる ID が複数あります。もう少し長く指定してください。",
        );
    }
}

#[test]
fn who_is_at_the_keyboard_took_the_call_unless_said() {
    let add = "add --party family --channel phone";
    let session = Session::east().with("SOUDAN_STAFF", "c7");
    session.run(add);
    session.run(&format!("{add} --staff c2"));
    let listed = session.run("list --format json").json();
    assert_eq!(
        (&listed[0]["staff"], &listed[1]["staff"]),
        (&json!("c2"), &json!("c7"))
    );
}

#[test]
fn a_list_says_how_many_and_what_no_tally_counts_yet() {
    let session = Session::east();
    let add = "add --party family --channel phone";
    session.run(&format!("{add} --date 2022-09-30"));
    session.run(&format!("{add} --date 2022-10-03"));
    let listed = session.run("list").out().to_owned();
    assert!(
        listed.ends_with("2件 (うち1件は先の日付のため、集計には入っていません)\n"),
        "{listed}"
    );
}

#[test]
fn an_export_never_goes_over_a_ledger() {
    let session = Session::half_year();
    session.run("export ledger.soudan --force").refuses(
        1,
        "ledger.soudan は台帳です。--force を付けても上書きしません。別の名前を指定してください。",
    );
    assert_eq!(
        session.run("list --format json").json().as_array().map(Vec::len),
        Some(28)
    );
}

/// Answers in the list's order with the main topic first, and sentences for what befell the record.
#[test]
fn a_history_reads_in_plain_words() {
    let session = Session::east().with("SOUDAN_STAFF", "");
    let add = "add --party family --channel phone --topic disaster --topic respite --topic discharge";
    let id = session
        .run(&format!(
            "{add} --main-topic disaster --care suction --care ventilator"
        ))
        .id();
    session.run("undo");
    session.run("redo");
    let mut ledger = crate::faults::open(&session.path("ledger.soudan"));
    let reason = soudan::domain::consultation::VoidReason::Mistake;
    ledger
        .void(id, 3, reason, &crate::ledgers::stamp())
        .expect("void");
    drop(ledger);
    let history = |session: &Session| {
        let said = session.run(&format!("show {id} --history")).out().to_owned();
        let (_, history) = said.split_once("\n\n").expect("a history");
        crate::transcript::masked(history)
    };
    let head = "2022-09-30(金) HH:MM ";
    let history_ja = history(&session);
    for line in [
        "   医療的ケア  人工呼吸器、吸引\n",
        "   相談内容    災害・電源、退院・在宅移行、レスパイト・短期入所\n",
        &format!("2. {head} 不明  元に戻す\n   この登録を取り消しました。どの集計にも入りません。\n"),
        &format!("3. {head} 不明  やり直し\n   この記録を元に戻しました。また集計に入ります。\n"),
        "  削除\n   この記録を削除しました(誤り)。どの集計にも入りません。\n",
    ] {
        assert!(history_ja.contains(line), "{line}{history_ja}");
    }
    let history_en = history(&session.in_english());
    for line in [
        "   The entry was taken back. The record counts nowhere.\n",
        "   The record was brought back. It counts again.\n",
        "   The record was deleted (",
    ] {
        assert!(history_en.contains(line), "{line}{history_en}");
    }
}
