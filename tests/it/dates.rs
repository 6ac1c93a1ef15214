//! Typed dates, eras and fiscal years: every form of product.md as a table of cases, and every day
//! against ICU's Japanese calendar. Periods, and what must hold for any text, stand beside it.

mod holidays;
mod periods;
mod properties;

use chrono::{Datelike, NaiveDate};
use icu_calendar::{Date, cal::Japanese};
use soudan::domain::date::{Birth, DateError, Expect, FIRST_DAY, parse_birth, parse_date};
use soudan::domain::era::{Era, era_of, fiscal_year, fiscal_year_era};

/// Friday, the day of the report.
const TODAY: &str = "2022-09-30";

fn iso(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn date(text: &str, today: &str, expect: Expect) -> Result<String, DateError> {
    parse_date(text, iso(today), expect).map(|date| date.to_string())
}

/// The lines of a table and their cells, which ` = ` separates; a cell may be empty.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    table.lines().map(|line| {
        let cells: Vec<&str> = line.split(" = ").collect();
        cells.try_into().expect(line)
    })
}

/// Date = how it may be typed for a consultation, separated by `|`, on Friday 2022-09-30.
const FORMS: &str = "\
2022-09-30 = 2022-09-30|2022/9/30|2022.9.30|20220930|2022年9月30日|2022年9月30
2022-09-30 = ９・３０|9/30|9.30|9-30|9月30日|9月30|0930|０９３０|30|３０|30日
2022-09-30 =  9 / 30 |9 30
2022-09-30 = ２０２２－０９－３０|２０２２ー９ー３０|２０２２・９・３０
2022-09-30 = 2022　09　30
2022-09-30 = R4.9.30|r4.9.30|Ｒ４。９。３０|ｒ４・９・３０|R4/9/30|R4-9-30
2022-09-30 = R04.09.30
2022-09-30 = 令和4年9月30日|令和 ４ 年 ９ 月 ３０ 日|㋿4年9月30日|令和4.9.30
2022-09-30 = 令和４・９・３０
2019-05-01 = 令和元年5月1日|R1.5.1|R元.5.1|令和元.5.1|2019-05-01
2019-04-30 = H31.4.30|平成31年4月30日|㍻31年4月30日|平成31/4/30
1989-01-07 = S64.1.7|昭和64年1月7日|㍼64年1月7日
1989-01-08 = H1.1.8|平成元年1月8日|平成元.1.8
1926-12-24 = T15.12.24|大正15年12月24日|㍽15年12月24日
1873-01-01 = M6.1.1|明治6年1月1日|㍾6年1月1日
2022-09-30 = 今日|today|TODAY|-0|金|金曜|金曜日|㊎|friday|ｆｒｉ
2022-09-29 = 昨日|yesterday|-1|ー１|－１|−1|29|木|木曜日
2022-10-01 = 明日|tomorrow|+1|＋１
2022-10-07 = +7|＋７|+ 7
1995-05-16 = -9999
2022-09-24 = 土
2022-09-25 = 日|日曜|日曜日
2022-09-26 = 月|月曜
2022-09-27 = 火
2022-09-28 = 水
2022-08-31 = 31|３１日
2021-10-01 = 10/1|1001|１０月１日
2020-02-29 = 2/29|0229|2月29日
2023-04-01 = 2023-04-01";

#[test]
fn a_date_in_every_form() {
    for [meaning, forms] in rows(FORMS) {
        for form in forms.split('|') {
            assert_eq!(date(form, TODAY, Expect::Past), Ok(meaning.into()), "{form}");
        }
    }
}

/// Text = today = the date of a consultation = the date of a follow-up.
const NEAREST: &str = "\
9/30 = 2022-09-30 = 2022-09-30 = 2022-09-30
9/29 = 2022-09-30 = 2022-09-29 = 2023-09-29
10/1 = 2022-09-30 = 2021-10-01 = 2022-10-01
12/31 = 2023-01-01 = 2022-12-31 = 2023-12-31
1/1 = 2022-12-31 = 2022-01-01 = 2023-01-01
1 = 2022-09-30 = 2022-09-01 = 2022-10-01
31 = 2022-09-30 = 2022-08-31 = 2022-10-31
31 = 2023-03-01 = 2023-01-31 = 2023-03-31
30 = 2023-02-28 = 2023-01-30 = 2023-03-30
29 = 2023-02-28 = 2023-01-29 = 2023-03-29
29 = 2024-02-28 = 2024-01-29 = 2024-02-29
31 = 2023-01-05 = 2022-12-31 = 2023-01-31
2/29 = 2024-02-29 = 2024-02-29 = 2024-02-29
2/29 = 2024-03-01 = 2024-02-29 = 2028-02-29
2/29 = 1903-06-01 = 1896-02-29 = 1904-02-29
月 = 2022-09-30 = 2022-09-26 = 2022-10-03
金 = 2022-09-30 = 2022-09-30 = 2022-09-30
日 = 2022-09-30 = 2022-09-25 = 2022-10-02
-1 = 2023-01-01 = 2022-12-31 = 2022-12-31
明日 = 2024-02-28 = 2024-02-29 = 2024-02-29";

#[test]
fn a_date_without_its_year_is_the_most_recent_one_and_for_a_follow_up_the_nearest_coming_one() {
    for [text, today, past, coming] in rows(NEAREST) {
        assert_eq!(
            date(text, today, Expect::Past),
            Ok(past.into()),
            "{text} before {today}"
        );
        assert_eq!(
            date(text, today, Expect::Coming),
            Ok(coming.into()),
            "{text} from {today}"
        );
    }
}

#[test]
fn what_is_no_date_says_why_and_offers_the_right_one() {
    use DateError::*;
    let no_day = |year, month, last_day| NoSuchDay {
        year,
        month,
        last_day,
    };
    let outside = |era, text| OutsideEra {
        era,
        right: iso(text),
    };
    // text, error, the date to offer
    let table = [
        ("2022-02-30", no_day(2022, 2, 28), Some("2022-02-28")),
        ("令和6年2月30日", no_day(2024, 2, 29), Some("2024-02-29")),
        ("2/30", no_day(2022, 2, 28), Some("2022-02-28")),
        ("11/31", no_day(2021, 11, 30), Some("2021-11-30")),
        ("9/0", no_day(2022, 9, 30), Some("2022-09-30")),
        ("32", no_day(2022, 9, 30), Some("2022-09-30")),
        ("20220931", no_day(2022, 9, 30), Some("2022-09-30")),
        ("13/1", NoSuchMonth { month: 13 }, None),
        ("2022", NoSuchMonth { month: 20 }, None),
        ("2022-00-10", NoSuchMonth { month: 0 }, None),
        (
            "昭和64年1月8日",
            outside(Era::Showa, "1989-01-08"),
            Some("1989-01-08"),
        ),
        ("H1.1.7", outside(Era::Heisei, "1989-01-07"), Some("1989-01-07")),
        (
            "平成31.5.1",
            outside(Era::Heisei, "2019-05-01"),
            Some("2019-05-01"),
        ),
        (
            "令和元年4月30日",
            outside(Era::Reiwa, "2019-04-30"),
            Some("2019-04-30"),
        ),
        (
            "大正15年12月25日",
            outside(Era::Taisho, "1926-12-25"),
            Some("1926-12-25"),
        ),
        (
            "明治45年7月30日",
            outside(Era::Meiji, "1912-07-30"),
            Some("1912-07-30"),
        ),
        ("22/9/30", EraYearAmbiguous { year: 22 }, None),
        ("4年9月30日", EraYearAmbiguous { year: 4 }, None),
    ];
    for (text, error, right) in table {
        assert_eq!(date(text, TODAY, Expect::Past), Err(error), "{text}");
        assert_eq!(error.right(), right.map(iso), "{text}");
    }
}

#[test]
fn dates_outside_what_the_ledger_knows_are_refused() {
    for text in ["1872-12-31", "明治5年12月2日", "0000-01-01", "-99999"] {
        assert_eq!(date(text, TODAY, Expect::Past), Err(DateError::TooOld), "{text}");
    }
    for text in ["3000-01-01", "9999-12-31", "R982.1.1"] {
        assert_eq!(date(text, TODAY, Expect::Past), Err(DateError::TooFar), "{text}");
    }
    assert_eq!(date("2999-12-31", TODAY, Expect::Full), Ok("2999-12-31".into()));
}

#[test]
fn what_is_no_date_at_all() {
    let nonsense = "| |abc|930|2022-09|202209|R4|R4.9|令和4年9月|R0.1.1|R4.9.30.|9/30/2022|1/2/3/4\
        |2022年9/30|元.5.1|30月|九月三十日|+|-|+999999|++1|曜日|日日|R4294967297.1.1|2022-9-030|½|1,2";
    for text in nonsense.split('|') {
        assert_eq!(
            date(text, TODAY, Expect::Past),
            Err(DateError::NotADate),
            "{text:?}"
        );
    }
    let padded = format!("2022-09-30{}", " ".repeat(30));
    assert!(date(&padded, TODAY, Expect::Past).is_ok(), "40 characters");
    assert_eq!(
        date(&(padded + " "), TODAY, Expect::Past),
        Err(DateError::NotADate),
        "41 characters"
    );
}

#[test]
fn births_and_files_need_the_year() {
    for text in [
        "9/30",
        "9月30日",
        "0930",
        "1985",
        "30",
        "30日",
        "-1",
        "今日",
        "today",
        "月",
        "日曜",
    ] {
        for expect in [Expect::Birth, Expect::Full] {
            assert_eq!(date(text, TODAY, expect), Err(DateError::YearNeeded), "{text}");
        }
    }
    for text in ["2015-04-01", "20150401", "H27.4.1", "平成27年4月1日"] {
        assert_eq!(date(text, TODAY, Expect::Birth), Ok("2015-04-01".into()));
        assert_eq!(date(text, TODAY, Expect::Full), Ok("2015-04-01".into()));
    }
    let future = DateError::InFuture {
        date: iso("2022-10-01"),
    };
    assert_eq!(date("R4.10.1", TODAY, Expect::Birth), Err(future));
    assert_eq!(date("R4.10.1", TODAY, Expect::Full), Ok("2022-10-01".into()));
    assert_eq!(date("R4.9.30", TODAY, Expect::Birth), Ok(TODAY.into()));
}

#[test]
fn a_birth_may_be_a_month_only() {
    let birth = |text| parse_birth(text, iso(TODAY));
    for text in [
        "2015-04",
        "2015/4",
        "2015年4月",
        "H27.4",
        "平成27年4月",
        "Ｈ２７。４",
    ] {
        let only = Birth {
            date: iso("2015-04-01"),
            month_only: true,
        };
        assert_eq!(birth(text), Ok(only), "{text}");
    }
    assert_eq!(
        birth("H27.4.1"),
        Ok(Birth {
            date: iso("2015-04-01"),
            month_only: false
        })
    );
    assert_eq!(
        birth("R4.10"),
        Err(DateError::InFuture {
            date: iso("2022-10-01")
        })
    );
    assert_eq!(birth("4/1"), Err(DateError::YearNeeded));
    assert_eq!(birth("2015-13"), Err(DateError::NoSuchMonth { month: 13 }));
    assert_eq!(birth("明治5年4月"), Err(DateError::TooOld));
}

#[test]
fn the_last_valid_and_the_first_other_day_of_an_era() {
    // the last day of an era, and the first of the next: faults.md "Time"
    let table = [
        ("1912-07-29", (Era::Meiji, 45), (Era::Taisho, 1)),
        ("1926-12-24", (Era::Taisho, 15), (Era::Showa, 1)),
        ("1989-01-07", (Era::Showa, 64), (Era::Heisei, 1)),
        ("2019-04-30", (Era::Heisei, 31), (Era::Reiwa, 1)),
    ];
    for (last, before, after) in table {
        let last = iso(last);
        let first = last.succ_opt().expect("a next day");
        assert_eq!((era_of(last), era_of(first)), (Some(before), Some(after)));
        assert_eq!((before.0.last_day(), after.0.first_day()), (Some(last), first));
    }
    assert_eq!(Era::Reiwa.last_day(), None);
    assert_eq!(era_of(iso("1872-12-31")), None);
    assert_eq!(era_of(NaiveDate::MIN), None);
}

#[test]
fn fiscal_years_begin_on_1_april_and_carry_one_era() {
    for (day, year) in [("2022-03-31", 2021), ("2022-04-01", 2022), ("2023-03-31", 2022)] {
        assert_eq!(fiscal_year(iso(day)), year, "{day}");
    }
    let table = [
        (1873, (Era::Meiji, 6)),
        (1911, (Era::Meiji, 44)),
        (1912, (Era::Taisho, 1)),
        (1925, (Era::Taisho, 14)),
        (1926, (Era::Showa, 1)),
        (1988, (Era::Showa, 63)),
        (1989, (Era::Heisei, 1)),
        (2018, (Era::Heisei, 30)),
        (2019, (Era::Reiwa, 1)),
        (2022, (Era::Reiwa, 4)),
    ];
    for (year, era) in table {
        assert_eq!(fiscal_year_era(year), era, "{year}");
        assert_eq!(era.0.fiscal_year(era.1), Ok(year), "{era:?}");
    }
    assert_eq!(Era::Heisei.fiscal_year(31), Ok(2019));
    assert_eq!(fiscal_year_era(i32::MIN), (Era::Meiji, 1));
    assert_eq!(fiscal_year_era(i32::MAX).0, Era::Reiwa);
    assert!(Era::Reiwa.date(u32::MAX, u32::MAX, u32::MAX).is_err());
}

#[test]
fn every_day_agrees_with_icu_and_reads_back() {
    let (japanese, today) = (Japanese::new(), iso(TODAY));
    let last = iso("2100-12-31");
    for day in FIRST_DAY.iter_days().take_while(|day| *day <= last) {
        let (era, year) = era_of(day).expect("an era since 1873");
        let (month, date) = (day.month(), day.day());
        let oracle = Date::try_new_iso(day.year(), month as u8, date as u8).expect("a day");
        let expected = oracle.to_calendar(japanese).era_year();
        assert_eq!(format!("{era:?}").to_lowercase(), expected.era.as_str(), "{day}");
        assert_eq!(year as i32, expected.year, "{day}");
        assert_eq!(era.date(year, month, date), Ok(day));
        for text in [
            format!("{}{year}.{month}.{date}", era.letter()),
            format!("{}{year}年{month}月{date}日", era.kanji()),
            day.format("%Y%m%d").to_string(),
        ] {
            assert_eq!(parse_date(&text, today, Expect::Full), Ok(day), "{text}");
        }
    }
}
