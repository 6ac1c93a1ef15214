//! Public holidays by rule against the Cabinet Office's list, day by day; and what a profile makes of
//! them.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use soudan::domain::holiday::{Holiday, holiday_on};
use soudan::domain::profile::{Profile, YAMAGUCHI};
use soudan::domain::working::DayOff;
use soudan::locale::{Catalogue, Lang};

use super::iso;

/// The official list; its first lines say where it is from.
const OFFICIAL: &str = include_str!("holidays.csv");

fn official() -> HashMap<NaiveDate, &'static str> {
    let lines = OFFICIAL.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let (day, name) = line.split_once(',').expect(line);
        (iso(day), name)
    };
    lines.map(row).collect()
}

/// A holiday as the official list names it.
fn listed_as(day: NaiveDate, holiday: Holiday, words: &dyn Catalogue) -> &'static str {
    match holiday {
        // The list calls neither by its own name.
        Holiday::Substitute | Holiday::Between => "休日",
        Holiday::Accession => "休日（祝日扱い）",
        Holiday::Enthronement if day.year() == 2019 => "休日（祝日扱い）",
        // The last one under the old name has both.
        Holiday::HealthAndSports if day.year() == 2019 => "体育の日（スポーツの日）",
        other => words.holiday(other),
    }
}

#[test]
fn every_day_of_the_official_list_is_what_the_rules_say() {
    let official = official();
    let words = Lang::Ja.catalogue();
    let (first, last) = (iso("1955-01-01"), iso("2027-12-31"));
    assert_eq!(official.len(), 1067);
    for day in first.iter_days().take_while(|day| *day <= last) {
        let by_rule = holiday_on(day).map(|holiday| listed_as(day, holiday, words));
        assert_eq!(by_rule, official.get(&day).copied(), "{day}");
    }
}

#[test]
fn holidays_outside_the_official_list_follow_the_law() {
    let cases = [
        // The law came into force in July 1948.
        ("1948-05-05", None),
        ("1948-11-03", Some(Holiday::Culture)),
        ("1949-01-15", Some(Holiday::ComingOfAge)),
        // 2032: the day between two holidays.
        ("2032-09-21", Some(Holiday::Between)),
        ("2099-03-20", Some(Holiday::VernalEquinox)),
        // Not computed by anybody yet.
        ("2100-03-20", None),
        ("2100-09-23", None),
        ("2100-01-11", Some(Holiday::ComingOfAge)),
    ];
    for (day, holiday) in cases {
        assert_eq!(holiday_on(iso(day)), holiday, "{day}");
    }
}

#[test]
fn a_working_day_is_what_the_profile_says() {
    let yamaguchi = Profile::parse(YAMAGUCHI).expect("a profile");
    let line = YAMAGUCHI
        .lines()
        .find(|line| line.starts_with("business_hours"))
        .expect("business hours");
    let without = Profile::parse(&YAMAGUCHI.replace(line, "")).expect("a profile");
    let daily = line
        .replace("\"holidays\", ", "")
        .replace("\"mon\", ", "\"sat\", \"mon\", ");
    let daily = Profile::parse(&YAMAGUCHI.replace(line, &daily)).expect("a profile");
    // Day; why off in Yamaguchi, without business hours, and where Saturdays and holidays are worked.
    let marine = Some(DayOff::Holiday(Holiday::Marine));
    let closed = Some(DayOff::Closed);
    let new_year = Some(DayOff::Holiday(Holiday::NewYear));
    let cases = [
        ("2022-07-15", [None, None, None]),
        ("2022-07-16", [closed, closed, None]),
        ("2022-07-17", [closed, closed, closed]),
        ("2022-07-18", [marine, marine, None]),
        ("2022-12-29", [closed, None, closed]),
        ("2023-01-01", [new_year, new_year, closed]),
        ("2023-01-03", [closed, None, closed]),
    ];
    for (day, expected) in cases {
        let off = [&yamaguchi, &without, &daily].map(|profile| profile.day_off(iso(day)));
        assert_eq!(off, expected, "{day}");
    }
    assert_eq!(yamaguchi.next_working_day(iso("2022-12-29")), iso("2023-01-04"));
    assert_eq!(yamaguchi.next_working_day(iso("2022-07-15")), iso("2022-07-15"));
    let never = line.replace("12-29..01-03", "01-01..12-31");
    let never = Profile::parse(&YAMAGUCHI.replace(line, &never)).expect("a profile");
    assert_eq!(never.next_working_day(iso("2022-07-15")), iso("2022-07-15"));
}

#[test]
fn only_a_number_of_days_gives_way_to_the_next_working_day() {
    let profile = Profile::parse(YAMAGUCHI).expect("a profile");
    let due = |typed: &str, today: &str| {
        let due = profile.due_day(typed, iso(today)).expect(typed);
        (due.day.to_string(), due.moved_by)
    };
    let sports = Some(DayOff::Holiday(Holiday::Sports));
    let cases = [
        // 2022-10-10 is スポーツの日, a Monday.
        ("+7", "2022-10-03", "2022-10-11", sports),
        ("＋７", "2022-10-03", "2022-10-11", sports),
        ("+5", "2022-10-03", "2022-10-11", Some(DayOff::Closed)),
        ("明日", "2022-09-30", "2022-10-03", Some(DayOff::Closed)),
        ("+3", "2022-10-03", "2022-10-06", None),
        ("10/10", "2022-10-03", "2022-10-10", None),
        ("月", "2022-10-04", "2022-10-10", None),
        ("2022-10-09", "2022-10-03", "2022-10-09", None),
        ("今日", "2022-10-10", "2022-10-10", None),
        ("-1", "2022-10-03", "2022-10-02", None),
    ];
    for (typed, today, day, moved_by) in cases {
        assert_eq!(due(typed, today), (day.to_owned(), moved_by), "{typed}");
    }
}
