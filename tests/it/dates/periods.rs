//! Typed periods: every form of product.md, their neighbours, and what they are compared with.

use soudan::domain::date::{DateError, FIRST_DAY, LAST_DAY};
use soudan::domain::era::Era;
use soudan::domain::period::{Period, PeriodError, Span};

use super::{TODAY, iso, rows};

fn period(text: &str, today: &str) -> Result<Period, PeriodError> {
    Period::parse(text, iso(today))
}

fn ends(period: Period) -> String {
    format!("{}..{}", period.from, period.to)
}

/// Its ends stand in order, inside what the ledger knows.
pub fn is_sound(period: &Period) -> bool {
    FIRST_DAY <= period.from && period.from <= period.to && period.to <= LAST_DAY
}

/// Code = days = how it may be typed, separated by `|`, on 2022-09-30.
const FORMS: &str = "\
2022H1 = 2022-04-01..2022-09-30 = 2022H1|2022h1|２０２２Ｈ１| 2022 H1 |R4H1|R4上
2022H1 = 2022-04-01..2022-09-30 = Ｒ４上|令和4年度上半期|令和４年度　上半期
2022H1 = 2022-04-01..2022-09-30 = 2022年度上半期|R4上期|上半期
2022H2 = 2022-10-01..2023-03-31 = 2022H2|R4H2|R4下|令和4年度下半期|下半期
2022 = 2022-04-01..2023-03-31 = 2022|2022年度|R4|r4|R4年度|令和4年度|㋿4年度
2022 = 2022-04-01..2023-03-31 = 今年度
2021 = 2021-04-01..2022-03-31 = 昨年度|2021|R3
2022Q1 = 2022-04-01..2022-06-30 = 2022Q1|R4Q1|令和4年度第1四半期
2022Q2 = 2022-07-01..2022-09-30 = 2022Q2
2022Q3 = 2022-10-01..2022-12-31 = 2022Q3
2022Q4 = 2023-01-01..2023-03-31 = 2022Q4|R4Q4
2022-09 = 2022-09-01..2022-09-30 = 2022-09|2022/9|2022.9|2022年9月|２０２２－０９
2022-09 = 2022-09-01..2022-09-30 = 2022 09|R4.9|Ｒ４。９|R4/9|令和4年9月
2022-09 = 2022-09-01..2022-09-30 = 令和４・９|今月
2022-08 = 2022-08-01..2022-08-31 = 先月|R4.8
2019-05 = 2019-05-01..2019-05-31 = R元.5|令和元年5月
2019-04 = 2019-04-01..2019-04-30 = H31.4|平成31年4月
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = 2022-04-01..2022-09-30
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = 2022-04-01〜2022-09-30
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = 2022-04-01～2022-09-30
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = R4.4.1..R4.9.30
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = Ｒ４。４。１。。Ｒ４。９。３０
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = 2022/4/1…20220930
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = 令和4年4月1日〜令和4年9月30日
2022-04-01..2022-09-30 = 2022-04-01..2022-09-30 = 2022-04-01 .. 令和4年9月30日
2022ytd = 2022-04-01..2022-09-30 = 2022ytd|R4ytd|年度累計|ｙｔｄ|令和4年度累計
2021ytd = 2021-04-01..2022-03-31 = 2021ytd|R3YTD
2023ytd = 2023-04-01..2023-04-01 = 2023ytd
2022H1 = 2022-04-01..2022-09-30 = this
2021H2 = 2021-10-01..2022-03-31 = last
2018 = 2018-04-01..2019-03-31 = H30|平成30年度
2018H1 = 2018-04-01..2018-09-30 = H30H1|H30上
1989 = 1989-04-01..1990-03-31 = 平成元年度|Ｈ１年度
1989H2 = 1989-10-01..1990-03-31 = H1H2
2019 = 2019-04-01..2020-03-31 = 令和元年度|平成31年度|R1|H31|2019
1988 = 1988-04-01..1989-03-31 = 昭和63年度
1926 = 1926-04-01..1927-03-31 = 大正15年度|昭和元年度
1872 = 1873-01-01..1873-03-31 = 1872
2999 = 2999-04-01..2999-12-31 = 2999";

#[test]
fn a_period_in_every_form() {
    for [code, days, forms] in rows(FORMS) {
        for form in forms.split('|') {
            let period = period(form, TODAY).unwrap_or_else(|error| panic!("{form}: {error:?}"));
            assert_eq!(
                (period.code().as_str(), ends(period).as_str()),
                (code, days),
                "{form}"
            );
        }
    }
}

/// Today = this = last = 下半期 = 先月 = 今年度 = 年度累計.
const RUNNING: &str = "\
2022-03-31 = 2021H2 = 2021H1 = 2021H2 = 2022-02 = 2021 = 2021-04-01..2022-03-31
2022-04-01 = 2022H1 = 2021H2 = 2022H2 = 2022-03 = 2022 = 2022-04-01..2022-04-01
2022-10-01 = 2022H2 = 2022H1 = 2022H2 = 2022-09 = 2022 = 2022-04-01..2022-10-01
2024-02-29 = 2023H2 = 2023H1 = 2023H2 = 2024-01 = 2023 = 2023-04-01..2024-02-29";

#[test]
fn running_periods_follow_today() {
    for [today, this, last, second, month, year, to_date] in rows(RUNNING) {
        let code = |text| period(text, today).expect(text).code();
        assert_eq!(
            [
                code("this"),
                code("last"),
                code("下半期"),
                code("先月"),
                code("今年度")
            ],
            [this, last, second, month, year],
            "{today}"
        );
        let cumulative = period("年度累計", today).expect("年度累計");
        assert_eq!(
            (ends(cumulative).as_str(), cumulative.span),
            (to_date, Span::YearToDate)
        );
    }
}

#[test]
fn what_is_no_period_says_why() {
    use PeriodError::*;
    let outside = |era, right| {
        Date(DateError::OutsideEra {
            era,
            right: iso(right),
        })
    };
    let table = [
        ("令和4年", YearOrFiscalYear { year: 2022 }),
        ("Ｒ４年", YearOrFiscalYear { year: 2022 }),
        ("2022年", YearOrFiscalYear { year: 2022 }),
        ("令和4年上半期", YearOrFiscalYear { year: 2022 }),
        ("2022-09-30..2022-04-01", Reversed),
        ("1873-01-01..2073-01-01", TooLong),
        ("2022-13", Date(DateError::NoSuchMonth { month: 13 })),
        (
            "2022-04-01..2022-02-30",
            Date(DateError::NoSuchDay {
                year: 2022,
                month: 2,
                last_day: 28,
            }),
        ),
        ("9/1..9/30", Date(DateError::YearNeeded)),
        ("令和元年4月", outside(Era::Reiwa, "2019-04-01")),
        ("平成31年5月", outside(Era::Heisei, "2019-05-01")),
        ("平成32年度", outside(Era::Heisei, "2020-04-01")),
        ("昭和64年度", outside(Era::Showa, "1989-04-01")),
        ("0000", Date(DateError::TooOld)),
        ("1871", Date(DateError::TooOld)),
        ("H1", NotAPeriod),
        ("h2", NotAPeriod),
        ("1872H1", Date(DateError::TooOld)),
        ("1872-12", Date(DateError::TooOld)),
        ("3000", Date(DateError::TooFar)),
        ("2999H3", NotAPeriod),
        ("2999Q4", Date(DateError::TooFar)),
        ("9999ytd", Date(DateError::TooFar)),
        ("3000-01", Date(DateError::TooFar)),
    ];
    for (text, error) in table {
        assert_eq!(period(text, TODAY), Err(error), "{text}");
    }
}

#[test]
fn what_is_no_period_at_all() {
    let nonsense = "| |H|2022H0|2022H3|2022Q5|2022H30|2022-9-|R4.9.30|20220930|2022-04-01..|..|~\
        |R0|R|上|9月|2022年9|令和年9月|R4年度9月|2022年度年度|ytd2022|22H1|R2022";
    for text in nonsense.split('|') {
        assert_eq!(period(text, TODAY), Err(PeriodError::NotAPeriod), "{text:?}");
    }
    assert!(period(&format!("2022{}", " ".repeat(76)), TODAY).is_ok());
    assert_eq!(
        period(&format!("2022{}", " ".repeat(77)), TODAY),
        Err(PeriodError::NotAPeriod)
    );
}

/// Period = the one before = the one after = a year earlier.
const NEIGHBOURS: &str = "\
2022H1 = 2021H2 = 2022H2 = 2021H1
2022Q1 = 2021Q4 = 2022Q2 = 2021Q1
2022 = 2021 = 2023 = 2021
2022-04 = 2022-03 = 2022-05 = 2021-04
2024-02 = 2024-01 = 2024-03 = 2023-02
2025-02 = 2025-01 = 2025-03 = 2024-02
2022-04-01..2022-04-10 = 2022-03-22..2022-03-31 = 2022-04-11..2022-04-20 = 2021-04-01..2021-04-10
2024-02-29..2024-02-29 = 2024-02-28..2024-02-28 = 2024-03-01..2024-03-01 = 2023-02-28..2023-02-28
2024-02-01..2024-02-29 = 2024-01-03..2024-01-31 = 2024-03-01..2024-03-29 = 2023-02-01..2023-02-28
2024-12-01..2025-02-28 = 2024-09-02..2024-11-30 = 2025-03-01..2025-05-29 = 2023-12-01..2024-02-29
2025-02-10..2025-02-28 = 2025-01-22..2025-02-09 = 2025-03-01..2025-03-19 = 2024-02-10..2024-02-28";

#[test]
fn neighbours_and_the_year_before() {
    for [text, previous, next, earlier] in rows(NEIGHBOURS) {
        let period = period(text, TODAY).expect(text);
        let found = [period.previous(), period.next(), period.year_earlier()].map(|one| one.code());
        assert_eq!(found, [previous, next, earlier], "{text}");
    }
    let to_date = Period::year_to_date(iso("2024-02-29"));
    assert_eq!(ends(to_date.previous()), "2022-04-01..2023-02-28");
    assert_eq!(to_date.year_earlier(), to_date.previous());
    assert_eq!(ends(to_date.next()), "2024-04-01..2025-02-28");
    for text in ["1873-01", "2999-12", "1872", "2999", "1873-01-01..1873-01-09"] {
        let edge = period(text, TODAY).expect(text);
        assert!(
            [edge.previous(), edge.next(), edge.year_earlier()]
                .iter()
                .all(is_sound),
            "{text}"
        );
    }
}

/// Period = today = the year before = the one before.
const COMPARED: &str = "\
2022H1 = 2022-09-30 = 2021-04-01..2021-09-30 = 2021-10-01..2022-03-31
2022H1 = 2022-09-29 = 2021-04-01..2021-09-29 = 2021-10-01..2022-03-29
2022H1 = 2022-08-31 = 2021-04-01..2021-08-31 = 2021-10-01..2022-02-28
2022H1 = 2022-04-01 = 2021-04-01..2021-04-01 = 2021-10-01..2021-10-01
2022H1 = 2023-01-01 = 2021-04-01..2021-09-30 = 2021-10-01..2022-03-31
2022H1 = 2022-03-31 = 2021-04-01..2021-09-30 = 2021-10-01..2022-03-31
2023H2 = 2024-02-29 = 2022-10-01..2023-02-28 = 2023-04-01..2023-08-31
2024H2 = 2025-02-28 = 2023-10-01..2024-02-29 = 2024-04-01..2024-08-31
2024H2 = 2025-02-27 = 2023-10-01..2024-02-27 = 2024-04-01..2024-08-27
2023 = 2024-02-29 = 2022-04-01..2023-02-28 = 2022-04-01..2023-02-28
2022-03 = 2022-03-30 = 2021-03-01..2021-03-30 = 2022-02-01..2022-02-28
2022Q2 = 2022-08-15 = 2021-07-01..2021-08-15 = 2022-04-01..2022-05-15
2024H2 = 2024-11-30 = 2023-10-01..2023-11-30 = 2024-04-01..2024-05-31
2024ytd = 2025-02-28 = 2023-04-01..2024-02-29 = 2023-04-01..2024-02-29
2022ytd = 2022-08-15 = 2021-04-01..2021-08-15 = 2021-04-01..2021-08-15
2022-09-01..2022-09-20 = 2022-09-05 = 2021-09-01..2021-09-05 = 2022-08-12..2022-08-16";

#[test]
fn a_running_period_is_compared_up_to_the_same_day() {
    for [text, today, year, previous] in rows(COMPARED) {
        let period = period(text, today).expect(text);
        let today = iso(today);
        assert_eq!(ends(period.compared_year(today)), year, "{text} on {today}");
        assert_eq!(
            ends(period.compared_previous(today)),
            previous,
            "{text} on {today}"
        );
    }
}

#[test]
fn as_of_is_the_earlier_of_the_end_and_today() {
    let half = period("2022H1", TODAY).expect("2022H1");
    // today, as of, running, the part that has passed
    let table = [
        ("2022-03-31", "2022-03-31", false, None),
        ("2022-04-01", "2022-04-01", true, Some("2022-04-01..2022-04-01")),
        ("2022-09-29", "2022-09-29", true, Some("2022-04-01..2022-09-29")),
        ("2022-09-30", "2022-09-30", false, Some("2022H1")),
        ("2022-10-01", "2022-09-30", false, Some("2022H1")),
    ];
    for (today, as_of, running, part) in table {
        let today = iso(today);
        assert_eq!(
            (half.as_of(today), half.is_running(today)),
            (iso(as_of), running),
            "{today}"
        );
        assert_eq!(
            half.cut(today).map(|part| part.code()).as_deref(),
            part,
            "{today}"
        );
    }
}

/// Period = broken month at its beginning = number of whole months = broken month at its end.
const SPLITS: &str = "\
2022Q1 =  = 3 = 
2022-04-02..2022-06-29 = 2022-04-02..2022-04-30 = 1 = 2022-06-01..2022-06-29
2022-04-01..2022-05-10 =  = 1 = 2022-05-01..2022-05-10
2022-04-10..2022-05-31 = 2022-04-10..2022-04-30 = 1 = 
2022-04-10..2022-04-20 = 2022-04-10..2022-04-20 = 0 = 
2022-04-30..2022-05-01 = 2022-04-30..2022-04-30 = 0 = 2022-05-01..2022-05-01
2022-04-01..2022-04-10 = 2022-04-01..2022-04-10 = 0 = ";

#[test]
fn a_period_splits_into_whole_months_and_broken_ends() {
    let pair = |text: &str| text.split_once("..").map(|(from, to)| (iso(from), iso(to)));
    for [text, head, months, tail] in rows(SPLITS) {
        let split = period(text, TODAY).expect(text).whole_months();
        assert_eq!(
            (split.head, split.months.len().to_string().as_str(), split.tail),
            (pair(head), months, pair(tail)),
            "{text}"
        );
    }
    assert_eq!(
        period("2022Q4", TODAY).expect("2022Q4").months(),
        [(2023, 1), (2023, 2), (2023, 3)]
    );
    assert_eq!(Period::month(2024, 2).map(|month| month.days()), Ok(29));
    assert_eq!(Period::month(i32::MAX, 1), Err(DateError::TooFar));
}
