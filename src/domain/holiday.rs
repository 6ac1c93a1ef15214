//! Japanese public holidays, by rule: 国民の祝日に関する法律 (昭和23年法律第178号), in force since
//! 1948-07-20, with its amendments and the laws that made single days holidays. The rules are compared
//! with the Cabinet Office's list, day by day, in `tests/it/dates/holidays.rs`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::date::fixed;

/// A public holiday (国民の祝日, or a day that the law makes one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// 元日
    NewYear,
    /// 成人の日: 15 January; the second Monday since 2000 (平成10年法律第141号).
    ComingOfAge,
    /// 建国記念の日, since 1967 (昭和41年法律第86号).
    Foundation,
    /// 天皇誕生日: 29 April, 23 December (平成元年法律第5号), 23 February (平成29年法律第63号).
    EmperorsBirthday,
    /// 春分の日
    VernalEquinox,
    /// 昭和の日, since 2007 (平成17年法律第43号).
    Showa,
    /// 憲法記念日
    Constitution,
    /// みどりの日: 29 April 1989 to 2006, then 4 May (平成17年法律第43号).
    Greenery,
    /// こどもの日
    Children,
    /// 海の日: 20 July since 1996 (平成7年法律第22号), the third Monday since 2003 (平成13年法律第59号).
    Marine,
    /// 山の日, since 2016 (平成26年法律第43号).
    Mountain,
    /// 敬老の日: 15 September since 1966, the third Monday since 2003 (平成13年法律第59号).
    RespectForTheAged,
    /// 秋分の日
    AutumnalEquinox,
    /// 体育の日: 10 October since 1966, the second Monday since 2000; 2019 for the last time.
    HealthAndSports,
    /// スポーツの日, since 2020 (平成30年法律第57号).
    Sports,
    /// 文化の日
    Culture,
    /// 勤労感謝の日
    LaborThanksgiving,
    /// 振替休日: the day in the place of a holiday on a Sunday (第3条第2項).
    Substitute,
    /// 国民の休日: a day between two holidays (第3条第3項).
    Between,
    /// 結婚の儀: 1959-04-10 (昭和34年法律第16号) and 1993-06-09 (平成5年法律第32号).
    ImperialWedding,
    /// 大喪の礼: 1989-02-24 (平成元年法律第4号).
    ImperialFuneral,
    /// 即位礼正殿の儀: 1990-11-12 (平成2年法律第24号) and 2019-10-22 (平成30年法律第99号).
    Enthronement,
    /// 天皇の即位の日: 2019-05-01 (平成30年法律第99号).
    Accession,
}

/// The first day of the law.
const FIRST_DAY: NaiveDate = fixed(1948, 7, 20);
/// The first day on which a holiday on a Sunday has one in its place (昭和48年法律第10号).
const SUBSTITUTES_FROM: NaiveDate = fixed(1973, 4, 12);
/// The first day on which a day between two holidays is one (昭和60年法律第103号).
const BETWEEN_FROM: NaiveDate = fixed(1985, 12, 27);
/// The year since which the day in the place of a holiday is the next that is none itself
/// (平成17年法律第43号).
const NEXT_FREE_DAY_FROM: i32 = 2007;
/// The last year for which the equinoxes are known by their formula.
const LAST_EQUINOX: i32 = 2099;

/// The public holiday that a day is, if it is one. Beyond 2099 the equinoxes are left out: nobody has
/// computed them yet.
pub fn holiday_on(day: NaiveDate) -> Option<Holiday> {
    if day < FIRST_DAY {
        return None;
    }
    named(day)
        .or_else(|| is_substitute(day).then_some(Holiday::Substitute))
        .or_else(|| is_between(day).then_some(Holiday::Between))
}

/// The holiday that has that day as its own.
fn named(day: NaiveDate) -> Option<Holiday> {
    use Holiday as H;
    let (year, date) = (day.year(), day.day());
    if let Some(holiday) = once(year, day.month(), date) {
        return Some(holiday);
    }
    // 令和2年法律第68号 and 平成30年法律第55号: for the Olympic games three holidays lay elsewhere.
    if matches!(year, 2020 | 2021) && matches!(day.month(), 7 | 8 | 10) {
        return None;
    }
    let is_monday = |week: u32| day.weekday() == Weekday::Mon && day.day0() / 7 + 1 == week;
    let fixed_until = |last: i32, fixed: u32, week: u32| match year <= last {
        true => date == fixed,
        false => is_monday(week),
    };
    match day.month() {
        1 if date == 1 => Some(H::NewYear),
        1 => fixed_until(1999, 15, 2).then_some(H::ComingOfAge),
        2 if date == 11 => (year >= 1967).then_some(H::Foundation),
        2 => (date == 23 && year >= 2020).then_some(H::EmperorsBirthday),
        3 => (equinox(year, false) == Some(date)).then_some(H::VernalEquinox),
        4 if date == 29 => Some(match year {
            ..=1988 => H::EmperorsBirthday,
            1989..=2006 => H::Greenery,
            _ => H::Showa,
        }),
        5 => match date {
            3 => Some(H::Constitution),
            4 => (year >= 2007).then_some(H::Greenery),
            5 => Some(H::Children),
            _ => None,
        },
        7 => (year >= 1996 && fixed_until(2002, 20, 3)).then_some(H::Marine),
        8 => (date == 11 && year >= 2016).then_some(H::Mountain),
        9 if year >= 1966 && fixed_until(2002, 15, 3) => Some(H::RespectForTheAged),
        9 => (equinox(year, true) == Some(date)).then_some(H::AutumnalEquinox),
        10 => (year >= 1966 && fixed_until(1999, 10, 2)).then_some(match year {
            ..=2019 => H::HealthAndSports,
            _ => H::Sports,
        }),
        11 => match date {
            3 => Some(H::Culture),
            23 => Some(H::LaborThanksgiving),
            _ => None,
        },
        12 => (date == 23 && (1989..=2018).contains(&year)).then_some(H::EmperorsBirthday),
        _ => None,
    }
}

/// Days that one law made holidays once; the sources stand at the variants.
fn once(year: i32, month: u32, date: u32) -> Option<Holiday> {
    Some(match (year, month, date) {
        (1959, 4, 10) | (1993, 6, 9) => Holiday::ImperialWedding,
        (1989, 2, 24) => Holiday::ImperialFuneral,
        (1990, 11, 12) | (2019, 10, 22) => Holiday::Enthronement,
        (2019, 5, 1) => Holiday::Accession,
        (2020, 7, 23) | (2021, 7, 22) => Holiday::Marine,
        (2020, 7, 24) | (2021, 7, 23) => Holiday::Sports,
        (2020, 8, 10) | (2021, 8, 8) => Holiday::Mountain,
        _ => return None,
    })
}

/// The day of the equinox in March, or in September, by the usual formula of Japanese calendars
/// (海上保安庁水路部『新こよみ便利帳』), in millionths of a day. What counts is the announcement in the
/// Official Gazette in February of the year before; it has always been that day.
fn equinox(year: i32, is_autumn: bool) -> Option<u32> {
    let (first, leap_from) = match (year, is_autumn) {
        (..=1979, false) => (20_835_700, 1983),
        (..=1979, true) => (23_258_800, 1983),
        (1980..=LAST_EQUINOX, false) => (20_843_100, 1980),
        (1980..=LAST_EQUINOX, true) => (23_248_800, 1980),
        _ => return None,
    };
    // Before 1980 the formula cuts towards zero, as it was written for.
    let leaps = (year - leap_from) / 4;
    let millionths = first + 242_194 * (year - 1980);
    u32::try_from(millionths / 1_000_000 - leaps).ok()
}

/// Whether a day is a holiday because one fell on a Sunday.
fn is_substitute(day: NaiveDate) -> bool {
    if day < SUBSTITUTES_FROM || named(day).is_some() {
        return false;
    }
    let before = |day: NaiveDate| day.pred_opt().filter(|day| named(*day).is_some());
    let mut holidays = std::iter::successors(before(day), |day| before(*day));
    if day.year() < NEXT_FREE_DAY_FROM {
        return holidays.next().is_some_and(|day| day.weekday() == Weekday::Sun);
    }
    holidays.any(|day| day.weekday() == Weekday::Sun)
}

/// Whether a day lies between two holidays. Until 2006 a Sunday did not.
fn is_between(day: NaiveDate) -> bool {
    let is_named = |day: Option<NaiveDate>| day.is_some_and(|day| named(day).is_some());
    let is_left_out = day.year() < NEXT_FREE_DAY_FROM && day.weekday() == Weekday::Sun;
    day >= BETWEEN_FROM && !is_left_out && is_named(day.pred_opt()) && is_named(day.succ_opt())
}
