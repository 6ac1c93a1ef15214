//! What is set for the packet and stays: remarks of one period, and sections that every packet is without.

use soudan::domain::packet::{Remark, Section, Setting};
use soudan::domain::period::Period;

use crate::faults;
use crate::ledgers::{day, half_year};
use crate::tampering::first_count;
use crate::transcript::Session;

/// The packet of September as text.
fn text(session: &Session, options: &str) -> String {
    let said = session.run(&format!("report 2022-09 --format text -o - {options}"));
    said.out().to_owned()
}

#[test]
fn a_section_that_is_switched_off_stays_out_of_every_packet_until_it_is_switched_on() {
    let session = Session::half_year();
    assert!(text(&session, "").contains("== 月別の推移"));
    let said = text(&session, "--switch-off months --switch-off year-to-date");
    assert!(
        !said.contains("月別の推移") && !said.contains("== 年度累計"),
        "{said}"
    );
    // For good, and for the packets of other periods.
    assert!(!text(&session, "").contains("月別の推移"));
    let half = session.run("report 2022H1 --format md -o -").out().to_owned();
    assert!(
        !half.contains("月別の推移") && half.contains("相談内容"),
        "{half}"
    );
    // Whoever writes a file is told.
    let said = session.run("report 2022-09");
    assert!(
        said.err.contains("載せない設定の欄：年度累計、月別の推移。"),
        "{}",
        said.err
    );
    let said = session.run("--lang en report 2022-09 --force");
    assert!(
        said.err
            .contains("Sections that are switched off: Fiscal year to date, Month by month."),
        "{}",
        said.err
    );
    assert!(text(&session, "--switch-on months").contains("== 月別の推移"));
    assert!(!text(&session, "").contains("== 年度累計"));
    session.run("check").out();
}

#[test]
fn a_section_that_is_left_out_once_is_there_the_next_time() {
    let session = Session::half_year();
    assert!(!text(&session, "--without months").contains("月別の推移"));
    assert!(text(&session, "").contains("月別の推移"));
}

#[test]
fn several_remarks_are_kept_in_one_call_or_none() {
    let session = Session::half_year();
    let said = text(
        &session,
        "--remark month=欠員のため減少 --remark areas=西部は増加",
    );
    assert!(
        said.contains("備考：欠員のため減少") && said.contains("備考：西部は増加"),
        "{said}"
    );
    let refused = session.run("report 2022-09 -o - --remark month=別の備考 --remark weather=雨");
    assert_eq!(refused.status, 1, "{}", refused.err);
    let said = text(&session, "");
    assert!(
        said.contains("備考：欠員のため減少") && !said.contains("別の備考"),
        "{said}"
    );
    // Switching off and on leaves them, and they leave that.
    text(&session, "--switch-off month");
    text(&session, "--remark month=欠員が続いた");
    assert!(!text(&session, "").contains("== 当月"));
    let said = text(&session, "--switch-on month");
    assert!(said.contains("備考：欠員が続いた"), "{said}");
}

#[test]
fn settings_need_a_ledger_that_can_be_written() {
    let session = Session::half_year();
    for options in ["--switch-off months", "--switch-on months", "--remark month=a"] {
        let refused = session.run(&format!("--read-only report 2022-09 -o - {options}"));
        assert_eq!(refused.status, 13, "{options}: {}", refused.err);
    }
    session.run("--read-only report 2022-09 -o -").out();
    let refused = session.run("report 2022-09 -o - --switch-off weather");
    assert_eq!(refused.status, 1, "{}", refused.err);
}

#[test]
fn what_is_set_is_read_back() {
    let mut ledger = half_year();
    let [september, august] =
        ["2022-09", "2022-08"].map(|text| Period::parse(text, day("2022-09-30")).expect("a period"));
    let remark = Remark {
        text: "台風のため".to_owned(),
        replaces: true,
    };
    let remarks = [(Section::Month, Some(remark)), (Section::Areas, None)];
    ledger.set_remarks(&september, &remarks).expect("kept");
    ledger
        .switch_sections(&[(Section::Month, true), (Section::Ages, true)])
        .expect("kept");
    let settings = ledger.sections(&september).expect("settings");
    let month = Setting {
        is_off: true,
        remark: Some("台風のため".to_owned()),
        replaces: true,
    };
    assert_eq!(settings[&Section::Month], month);
    let off = Setting {
        is_off: true,
        ..Setting::default()
    };
    assert_eq!(settings[&Section::Ages], off);
    assert_eq!(settings.len(), 2);
    assert_eq!(
        ledger.sections(&august).expect("settings")[&Section::Month],
        off,
        "a remark is of one period"
    );
    ledger
        .switch_sections(&[(Section::Month, false), (Section::Ages, false)])
        .expect("kept");
    ledger
        .set_remarks(&september, &[(Section::Month, None)])
        .expect("kept");
    assert!(ledger.sections(&september).expect("settings").is_empty());
}

/// What is refused has kept nothing.
#[test]
fn a_packet_that_cannot_be_written_keeps_no_remark() {
    let session = Session::half_year();
    session.file("there.md", "mine");
    let said = session.run("report 2022-09 --format md -o there.md --remark month=欠員のため減少");
    assert_eq!(said.status, 1);
    let text = session.run("report 2022-09 --format text -o -").out().to_owned();
    assert!(!text.contains("欠員"), "{text}");
}

/// Figures of which nobody knows what they tell do not go outside; inside they are shown for what they are.
#[test]
fn what_does_not_tie_is_not_published() {
    let session = Session::half_year();
    let kind = "kind = (SELECT id FROM item WHERE list = 'kind' AND code = 'consultation')";
    let one = first_count(&format!("month >= 0 AND {kind}"));
    faults::tool(&session.path("ledger.soudan"))
        .execute_batch(&format!("UPDATE stored_count SET n = n + 5 WHERE {one}"))
        .expect("a change");
    let refused = "合わない数があるため、公表用には作れません。何も書いていません。soudan check で台帳を点検してください。";
    session.run("report 2022-04 --public").refuses(1, refused);
    let inside = session.run("report 2022-04 --format text -o -").out().to_owned();
    assert!(inside.contains("合いません"), "{inside}");
}
