//! What the program says: in both languages, in one line, and in characters of one width everywhere.

use std::fs;
use std::path::{Path, PathBuf};

use soudan::domain::axis::Axis;
use soudan::domain::consultation::Number;
use soudan::domain::date::DateError;
use soudan::domain::era::Era;
use soudan::domain::field::Field;
use soudan::domain::list::List;
use soudan::domain::period::{Period, PeriodError};
use soudan::domain::profile::{Profile, ProfileError, Reason, Wanted, YAMAGUCHI};
use soudan::domain::value::{FieldError, Problem};
use soudan::error::{Damage, Error, Refusal, Unclosable, Unimportable, UnsafePlace, Unwritable, WrongTable};
use soudan::locale::{Catalogue, Lang};
use unicode_width::UnicodeWidthChar;

use crate::ledgers::day;

const JA: Lang = Lang::Ja;
const EN: Lang = Lang::En;

#[test]
fn periods_have_their_names() {
    let names = [
        ("2022H1", "令和4年度 上半期", "FY2022 first half (R4)"),
        ("2022H2", "令和4年度 下半期", "FY2022 second half (R4)"),
        ("2022", "令和4年度", "FY2022 (R4)"),
        ("2019", "令和元年度", "FY2019 (R1)"),
        ("2018", "平成30年度", "FY2018 (H30)"),
        ("2022Q4", "令和4年度 第4四半期", "FY2022 Q4 (R4)"),
        ("2022ytd", "令和4年度 年度累計", "FY2022 to date (R4)"),
        ("2023-01", "令和5年1月", "January 2023"),
        ("2019-04", "平成31年4月", "April 2019"),
        ("2019-05", "令和元年5月", "May 2019"),
        ("1989-01", "平成元年1月", "January 1989"),
        (
            "2022-04-01..2022-09-30",
            "令和4年4月1日から令和4年9月30日",
            "1 April 2022 to 30 September 2022",
        ),
        ("2022-04-01..2022-04-01", "令和4年4月1日", "1 April 2022"),
    ];
    for (code, ja, en) in names {
        let period = Period::parse(code, day("2022-09-15")).expect("a period");
        assert_eq!(JA.catalogue().period(&period), ja, "{code}");
        assert_eq!(EN.catalogue().period(&period), en, "{code}");
    }
}

#[test]
fn dates_have_their_names() {
    let names = [
        (
            "2022-09-30",
            "9月末迄",
            "to the end of September",
            "令和4年9月30日(金)",
            "Fri 30 September 2022",
        ),
        (
            "2022-09-15",
            "9月15日現在",
            "as of 15 September",
            "令和4年9月15日(木)",
            "Thu 15 September 2022",
        ),
        (
            "2024-02-29",
            "2月末迄",
            "to the end of February",
            "令和6年2月29日(木)",
            "Thu 29 February 2024",
        ),
        (
            "2024-02-28",
            "2月28日現在",
            "as of 28 February",
            "令和6年2月28日(水)",
            "Wed 28 February 2024",
        ),
        (
            "2019-05-01",
            "5月1日現在",
            "as of 1 May",
            "令和元年5月1日(水)",
            "Wed 1 May 2019",
        ),
    ];
    for (date, as_of_ja, as_of_en, long_ja, long_en) in names {
        let date = day(date);
        assert_eq!(JA.catalogue().as_of(date), as_of_ja);
        assert_eq!(EN.catalogue().as_of(date), as_of_en);
        assert_eq!(JA.catalogue().long_date(date), long_ja);
        assert_eq!(EN.catalogue().long_date(date), long_en);
    }
    assert_eq!(JA.catalogue().date(day("2022-09-30")), "2022-09-30(金)");
}

fn path() -> PathBuf {
    PathBuf::from("/srv/ledger.soudan")
}

/// What stood in the way of several records.
fn of_several() -> Error {
    let number = Number {
        fiscal_year: 2022,
        center: "east".into(),
        serial: 12,
    };
    Error::from(Refusal::Void).of_one(&number)
}

fn september() -> Period {
    Period::month(2022, 9).expect("a month")
}

/// Every refusal.
fn refusals() -> Vec<Error> {
    let refusals = [
        Refusal::Exists(path()),
        Refusal::NoLedger(path()),
        Refusal::NoSuchProfile("tokyo".into()),
        Refusal::NoSuchCenter("north".into(), vec!["east".into(), "west".into()]),
        Refusal::WhichCenter(vec!["east".into(), "west".into()]),
        Refusal::NoSuchRecord,
        Refusal::Ambiguous,
        Refusal::Changed { base_rev: 1, rev: 2 },
        Refusal::Void,
        Refusal::NothingToUndo,
        Refusal::NothingToRedo,
        Refusal::ChangedSince,
        Refusal::Erased,
        Refusal::NoSuchAxis("colour".into()),
        Refusal::SameAxis(Axis::Center),
        Refusal::NotAFilter("channel".into()),
        Refusal::NoSuchCode(Axis::Municipality, "x\n".into()),
        Refusal::TooManyCells,
        Refusal::CodeInUse(List::Channel, "fax".into()),
        Refusal::ImportedBefore,
        Refusal::NoSuchMunicipality("東京".into()),
        Refusal::NoSuchLanguage("fr".into()),
        Refusal::StdinTwice,
        Refusal::IsALedger(path()),
        Refusal::StaleLog(path()),
        Refusal::TargetExists(path()),
        Refusal::NotReplaceable(path()),
        Refusal::ForeignFile(path()),
        Refusal::ClosedPeriod(september()),
        Refusal::NotBegun(september()),
        Refusal::LongReason {
            most: 200,
            is: 20_001,
        },
        Refusal::Unclosable(september(), Unclosable::NotAUnit),
        Refusal::Unclosable(september(), Unclosable::NotOver),
        Refusal::Unclosable(september(), Unclosable::Already),
        Refusal::Unclosable(september(), Unclosable::DoesNotTie),
        Refusal::Unclosable(september(), Unclosable::NotClosed),
        Refusal::Unclosable(september(), Unclosable::NoReason),
        Refusal::TooLargeForSheet(1_048_575),
        Refusal::NotOnATerminal,
    ];
    let refusals = refusals.into_iter().chain(unreadable());
    refusals.map(Error::Refused).collect()
}

/// Files that are not what they should be.
fn unreadable() -> impl Iterator<Item = Refusal> {
    let unimportable = [
        Unimportable::Utf16,
        Unimportable::Nul { line: 3 },
        Unimportable::BadBytes { line: 3 },
        Unimportable::UnclosedQuote { line: 3 },
        Unimportable::TooLong { line: 3 },
        Unimportable::Empty,
        Unimportable::NoColumn("日付"),
        Unimportable::ColumnTwice("日付".into()),
        Unimportable::Rows { refused: 1 },
    ];
    let unimportable = unimportable.map(Refusal::NotImportable);
    let tables = [
        WrongTable::NoName { line: 3 },
        WrongTable::NoRows { line: 3 },
        WrongTable::NoLabel { line: 3, column: 2 },
        WrongTable::Twice { line: 3, column: 2 },
        WrongTable::NotAFigure { line: 3, column: 2 },
        WrongTable::Cells {
            line: 3,
            expected: 7,
            found: 6,
        },
        WrongTable::Quote { line: 3, column: 2 },
    ];
    let tables = tables.map(Refusal::NotATable);
    unimportable.into_iter().chain(tables)
}

/// Every kind of error, and every part that a message may name.
fn errors() -> Vec<Error> {
    let damages = [
        Damage::NotALedger,
        Damage::Empty,
        Damage::Truncated,
        Damage::Schema,
        Damage::Pages,
        Damage::Record,
        Damage::Profile,
    ];
    let unwritable = [
        Unwritable::Full,
        Unwritable::ReadOnly,
        Unwritable::Permission,
        Unwritable::Io,
        Unwritable::Replaced,
        Unwritable::AsAsked,
        Unwritable::NoFolder,
        Unwritable::IsFolder,
    ];
    let places = [
        UnsafePlace::Link(path()),
        UnsafePlace::HardLink(path()),
        UnsafePlace::Owner(path()),
        UnsafePlace::SharedFolder(path()),
        UnsafePlace::Network(path()),
        UnsafePlace::NotAFile(path()),
    ];
    let mut errors: Vec<Error> = typed();
    errors.extend(refusals());
    errors.extend(damages.clone().map(Error::Damaged));
    errors.extend(damages.map(Error::DamagedBackup));
    errors.extend(unwritable.map(Error::CannotWrite));
    errors.extend(places.map(Error::Unsafe));
    errors.extend([
        Error::Busy,
        Error::Newer { found: 9, known: 1 },
        Error::NotVerified,
        Error::Unsound,
        Error::Closed(path()),
        Error::Engine(1),
        of_several(),
    ]);
    let kinds = [
        std::io::ErrorKind::NotFound,
        std::io::ErrorKind::InvalidData,
        std::io::ErrorKind::Other,
    ];
    errors.extend(kinds.map(|kind| Error::Unreadable { path: path(), kind }));
    errors
}

/// The errors of what people type.
fn typed() -> Vec<Error> {
    let dates = [
        DateError::NotADate,
        DateError::NoSuchMonth { month: 13 },
        DateError::NoSuchDay {
            year: 2022,
            month: 2,
            last_day: 28,
        },
        DateError::OutsideEra {
            era: Era::Showa,
            right: day("1989-01-08"),
        },
        DateError::EraYearAmbiguous { year: 4 },
        DateError::YearNeeded,
        DateError::InFuture {
            date: day("2030-01-01"),
        },
        DateError::TooOld,
        DateError::TooFar,
    ];
    let periods = [
        PeriodError::NotAPeriod,
        PeriodError::YearOrFiscalYear { year: 2022 },
        PeriodError::Reversed,
        PeriodError::TooLong,
    ];
    let problems = [
        Problem::Missing,
        Problem::NotATime,
        Problem::NotANumber { most: 9999 },
        Problem::NoSuchItem {
            list: List::Municipality,
            nearest: Some("iwakuni".into()),
        },
        Problem::NoSuchItem {
            list: List::Municipality,
            nearest: None,
        },
        Problem::TooLong { most: 200, is: 201 },
        Problem::NotDone,
        Problem::NeedsFamily,
        Problem::NeedsStakeholder,
        Problem::NotATopic,
        Problem::CenterNotOpen,
        Problem::NeedsFollowUp,
    ];
    let field = |problem| {
        Error::from(FieldError {
            field: Field::Municipality,
            problem,
        })
    };
    let mut errors: Vec<Error> = dates.map(Error::Date).into();
    errors.extend(periods.map(Error::Period));
    errors.extend(problems.map(field));
    errors.extend(profiles());
    errors
}

/// The errors of profiles.
fn profiles() -> Vec<Error> {
    let reasons = [
        Reason::NotToml,
        Reason::UnknownKey("smal".into(), Some("small_number".into())),
        Reason::UnknownKey("x".into(), None),
        Reason::MissingKey("retention_years".into()),
        Reason::RepeatedKey("code".into()),
        Reason::NoSuchValue {
            key: "shown".into(),
            typed: "alway".into(),
            nearest: Some("always".into()),
            known: vec!["always".into(), "nonzero".into(), "off".into()],
        },
        Reason::WrongKind("ja".into(), Wanted::Text),
        Reason::WrongKind("small_number".into(), Wanted::Number),
        Reason::WrongKind("from".into(), Wanted::Date),
        Reason::WrongKind("days".into(), Wanted::Several),
        Reason::WrongKind("rules".into(), Wanted::Table),
        Reason::WrongKind("reading".into(), Wanted::Other),
        Reason::Format,
        Reason::BadCode("X".into()),
        Reason::RepeatedCode("fax".into()),
        Reason::RepeatedLabel("電話".into()),
        Reason::BadLabel,
        Reason::NoSuchCenter("north".into()),
        Reason::NoSuchArea("x".into()),
        Reason::AreaMissing,
        Reason::AgeGap(12, 36),
        Reason::AgeOverlap(13),
        Reason::AgeReversed,
        Reason::Missing(List::Kind, "consultation"),
        Reason::BadTime("25:00".into()),
        Reason::Reversed,
    ];
    reasons
        .map(|reason| Error::Profile(ProfileError { line: 7, reason }))
        .into()
}

#[test]
fn every_error_is_one_line_in_both_languages() {
    let profile = Profile::parse(YAMAGUCHI).expect("the profile");
    let mut said = String::new();
    for error in errors() {
        for lang in Lang::ALL {
            let words: &dyn Catalogue = lang.catalogue();
            for line in [words.error(&error, Some(&profile)), words.error(&error, None)] {
                assert!(!line.is_empty() && !line.contains(char::is_control), "{line:?}");
                assert!(!line.to_lowercase().contains("sql"), "{line}");
            }
            said += &format!(
                "{:>2} {} {}\n",
                error.status(),
                lang.code(),
                words.error(&error, Some(&profile))
            );
        }
    }
    insta::assert_snapshot!(said);
}

/// Characters such as ─ ○ ① → are one cell on some terminals and two on others.
#[test]
fn no_text_of_ours_has_a_character_of_unsure_width() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locale");
    let mut folders = vec![folder];
    let mut wrong = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).expect("a source");
            let lines = (1..)
                .zip(source.lines())
                .filter(|(_, line)| !line.trim_start().starts_with("//"));
            for (number, line) in lines {
                let unsure = line.chars().find(|c| c.width() != c.width_cjk());
                wrong.extend(unsure.map(|c| format!("{}:{number} {c}", path.display())));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
