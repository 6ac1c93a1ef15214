//! What must hold for any text, any day and any period.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use proptest::prelude::*;
use soudan::domain::date::{Expect, FIRST_DAY, LAST_DAY, month_end, parse_birth, parse_date};
use soudan::domain::era::{era_of, fiscal_year};
use soudan::domain::period::{Period, Span};

use super::iso;
use super::periods::is_sound;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..=(LAST_DAY - FIRST_DAY).num_days()).prop_map(|days| FIRST_DAY + TimeDelta::days(days))
}

/// Days with room for the neighbours of the longest range.
fn inner_day() -> impl Strategy<Value = NaiveDate> {
    any_day().prop_map(|day| day.clamp(iso("1900-01-01"), iso("2900-12-31")))
}

fn any_period() -> impl Strategy<Value = Period> {
    (inner_day(), 0..800_i64, 0..6_u8).prop_map(|(day, days, span)| match span {
        0 => Period::month_of(day),
        1 => Period::quarter_of(day),
        2 => Period::half_of(day),
        3 => Period::year_of(day),
        4 => Period::year_to_date(day),
        _ => Period {
            from: day,
            to: day + TimeDelta::days(days),
            span: Span::Free,
        },
    })
}

/// Text that looks like a date or a period, so that the readers are reached and not only the door.
fn likely_text() -> impl Strategy<Value = String> {
    let pieces = "2022|4|９|31|0|999999999|元|R|令和|昭和|h|㋿|年|月|日|年度|曜日|上|Q|ytd|今\
        |.|。|-|ー|+|/|・|..|〜| ";
    let pieces: Vec<&str> = pieces.split('|').collect();
    prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|parts| parts.concat())
}

fn assert_reads_quietly(text: &str, today: NaiveDate) {
    for expect in [Expect::Past, Expect::Coming, Expect::Birth, Expect::Full] {
        if let Ok(day) = parse_date(text, today, expect) {
            assert!((FIRST_DAY..=LAST_DAY).contains(&day), "{text}");
        }
    }
    let _ = parse_birth(text, today);
    if let Ok(period) = Period::parse(text, today) {
        assert!(is_sound(&period), "{text}: {period:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(
        text in any::<String>(), likely in likely_text(), today in any_day(),
    ) {
        for text in [&text, &likely] {
            for today in [today, FIRST_DAY, LAST_DAY, NaiveDate::MIN, NaiveDate::MAX] {
                assert_reads_quietly(text, today);
            }
        }
    }

    #[test]
    fn no_today_makes_a_period_panic(period in any_period()) {
        for today in [NaiveDate::MIN, NaiveDate::MAX, FIRST_DAY, LAST_DAY, period.from, period.to] {
            for other in [period.compared_year(today), period.compared_previous(today)] {
                prop_assert!(is_sound(&other));
            }
            let made = [Period::month_of(today), Period::quarter_of(today), Period::half_of(today)];
            prop_assert!(made.iter().all(is_sound));
            let longer = [Period::year_of(today), Period::year_to_date(today)];
            prop_assert!(longer.iter().all(is_sound));
        }
    }

    #[test]
    fn the_code_reads_back(period in any_period()) {
        prop_assert_eq!(Period::parse(&period.code(), period.to), Ok(period), "{}", period.code());
    }

    #[test]
    fn a_form_with_its_year_reads_back(day in any_day(), today in any_day()) {
        let (era, year) = era_of(day).expect("an era since 1873");
        let (month, date) = (day.month(), day.day());
        for text in [format!("{year}年{month}月{date}日"), format!("{year}・{month}・{date}")] {
            let text = format!("{}{text}", era.kanji());
            prop_assert_eq!(parse_date(&text, today, Expect::Past), Ok(day));
        }
    }

    #[test]
    fn a_form_without_its_year_is_the_nearest(day in inner_day(), today in inner_day()) {
        let text = format!("{}/{}", day.month(), day.day());
        let past = parse_date(&text, today, Expect::Past).expect("a past day");
        let coming = parse_date(&text, today, Expect::Coming).expect("a coming day");
        prop_assert!(past <= today && today <= coming && (coming - past).num_days() <= 8 * 366);
        prop_assert_eq!(past == today, coming == today);
        for found in [past, coming] {
            prop_assert_eq!((found.month(), found.day()), (day.month(), day.day()));
        }
    }

    #[test]
    fn neighbours_touch_and_lead_back(period in any_period()) {
        let (previous, next) = (period.previous(), period.next());
        prop_assert_eq!((previous.span, next.span), (period.span, period.span));
        if period.span == Span::YearToDate {
            prop_assert_eq!(fiscal_year(previous.from), fiscal_year(period.from) - 1);
        } else {
            prop_assert_eq!(previous.to.succ_opt(), Some(period.from));
            prop_assert_eq!(period.to.succ_opt(), Some(next.from));
            prop_assert_eq!((previous.next(), next.previous()), (period, period));
        }
    }

    #[test]
    fn a_year_earlier_is_the_same_span(period in any_period()) {
        let earlier = period.year_earlier();
        prop_assert_eq!(earlier.span, period.span);
        prop_assert_eq!(fiscal_year(earlier.from), fiscal_year(period.from) - 1);
        prop_assert!((earlier.days() - period.days()).abs() <= 1);
        let whole_months = period.from.day() == 1 && period.to == month_end(period.to);
        if whole_months && period.span != Span::YearToDate {
            prop_assert_eq!(earlier.to, month_end(earlier.to));
        }
    }

    #[test]
    fn a_comparison_stays_in_its_period(period in any_period(), days in 0..400_i64) {
        let today = period.from + TimeDelta::days(days);
        let passed = period.cut(today).expect("it has begun");
        prop_assert!(passed.to <= today);
        for (whole, part) in [
            (period.year_earlier(), period.compared_year(today)),
            (period.previous(), period.compared_previous(today)),
        ] {
            prop_assert_eq!(part.from, whole.from);
            prop_assert!(part.to <= whole.to);
            // The same days of months of other lengths.
            prop_assert!(!period.is_running(today) || (part.days() - passed.days()).abs() <= 4);
        }
    }

    #[test]
    fn a_split_holds_every_day_once(period in any_period()) {
        let split = period.whole_months();
        let months = split.months.iter().map(|(year, month)| {
            let month = Period::month(*year, *month).expect("a month");
            (month.from, month.to)
        });
        let parts = split.head.into_iter().chain(months).chain(split.tail);
        let days: Vec<NaiveDate> = parts
            .flat_map(|(from, to)| from.iter_days().take_while(move |day| *day <= to))
            .collect();
        prop_assert_eq!(days.len() as i64, period.days());
        prop_assert!(days.iter().all(|day| period.contains(*day)));
        let mut touched: Vec<_> = days.iter().map(|day| (day.year(), day.month())).collect();
        touched.dedup();
        prop_assert_eq!(touched, period.months());
        let every: Vec<NaiveDate> =
            period.from.iter_days().take_while(|day| *day <= period.to).collect();
        prop_assert_eq!(days, every);
    }

    #[test]
    fn a_weekday_is_within_a_week(today in inner_day(), offset in 0..7_u8) {
        let weekday = Weekday::try_from(offset).expect("a weekday");
        let kanji = ["月", "火", "水", "木", "金", "土", "日"][usize::from(offset)];
        for (expect, reach) in [(Expect::Past, -6..=0_i64), (Expect::Coming, 0..=6)] {
            let found = parse_date(kanji, today, expect).expect("a day");
            prop_assert_eq!(found.weekday(), weekday);
            prop_assert!(reach.contains(&(found - today).num_days()));
        }
    }
}
