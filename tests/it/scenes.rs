//! Every screen and every dialog in both languages at three sizes; and what holds of all of them.
//!
//! A snapshot is one scene, six times. `INSTA_UPDATE=always cargo test --test it scenes` draws them anew:
//! then look at each that changed.

use std::fmt::Write;

use insta::assert_snapshot;
use soudan::domain::consultation::VoidReason;
use soudan::domain::field::Field;
use soudan::domain::text::width_cells;
use soudan::domain::value::Value;
use soudan::error::{Error, Unwritable};
use soudan::locale::Lang;
use soudan::store::{Ledger, Opening};
use soudan::tui::app::Msg;
use soudan::tui::keeper::Standing;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

use crate::activities_screen::with_some;
use crate::ledgers::{add, by, draft, folder, half_year, in_file, in_memory, stamp, with_cases};
use crate::screen::{Hands, Screen, on, surroundings};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

/// Something to look at: what one sees before, and the keys that open it.
struct Scene {
    name: &'static str,
    on: Stage,
    before: &'static str,
    opens: &'static str,
}

/// What is in the ledger and around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Empty,
    /// The printed half-year.
    HalfYear,
    /// More follow-ups than there are rows.
    FollowUps,
    /// One call, and two drafts that an earlier run left.
    Drafts,
    /// A call that somebody else corrects while it is open here.
    Shared,
    /// The half-year with children's files.
    Cases,
    /// Activities of this year and the next.
    Activities,
    /// A call of twelve minutes that is still on, and so many that are parked.
    Call(usize),
    /// One call that was corrected twice, deleted and brought back.
    Corrected,
}

const fn scene(name: &'static str, on: Stage, before: &'static str, opens: &'static str) -> Scene {
    Scene {
        name,
        on,
        before,
        opens,
    }
}

/// Notes as they come on the phone.
const NOTES: &str = "退院後の在宅生活について。夜間の吸引に不安があり、預け先を探している。";

const SCENES: &[Scene] = &[
    scene("overview", Stage::HalfYear, "", ""),
    scene("overview-empty", Stage::Empty, "", ""),
    scene("overview-help", Stage::HalfYear, "", "?"),
    scene("closing", Stage::HalfYear, "", "Z"),
    scene("closed", Stage::HalfYear, "Z1", ""),
    scene(
        "closed-why",
        Stage::HalfYear,
        "Z12e<Tab><Tab><Tab><Tab><C-u>45<C-s>聞き直した",
        "",
    ),
    scene("list", Stage::HalfYear, "2", ""),
    scene("list-empty", Stage::Empty, "2", ""),
    scene("list-help", Stage::HalfYear, "2", "?"),
    scene("list-search", Stage::HalfYear, "2", "/"),
    scene("list-searching", Stage::HalfYear, "2/吸引", ""),
    scene("list-found", Stage::HalfYear, "2/医療<Enter>", ""),
    scene("list-none", Stage::HalfYear, "2/みつからない<Enter>", ""),
    scene("list-filter", Stage::HalfYear, "2", "f"),
    scene("list-filter-place", Stage::HalfYear, "2", "fchannel<Enter>"),
    scene("list-filter-period", Stage::HalfYear, "2", "fkikan<Enter>"),
    scene(
        "list-filter-wrong",
        Stage::HalfYear,
        "2fkikan<Enter>令和4年<Enter>",
        "",
    ),
    scene(
        "list-narrowed",
        Stage::HalfYear,
        "2fchannel<Enter>denwa<Enter>",
        "",
    ),
    scene("list-void", Stage::HalfYear, "2", "d"),
    scene("list-marked", Stage::HalfYear, "2  <Down> ", ""),
    scene("bulk-field", Stage::HalfYear, "2  ", "B"),
    scene("bulk-answer", Stage::HalfYear, "2  ", "Bshichou<Enter>"),
    scene("bulk-answers", Stage::HalfYear, "2  ", "Bkekka<Enter>14"),
    scene("bulk-typed", Stage::HalfYear, "2  Bnenrei<Enter>121<Enter>", ""),
    scene(
        "bulk-sure",
        Stage::HalfYear,
        "2  fchannel<Enter>raisho<Enter> Bkekka<Enter>14<Enter>",
        "",
    ),
    scene(
        "bulk-refused",
        Stage::HalfYear,
        "2ABzokugara<Enter>haha<Enter><Enter>",
        "",
    ),
    scene("record", Stage::HalfYear, "2", "<Enter>"),
    scene("record-help", Stage::HalfYear, "2<Enter>", "?"),
    scene("record-void", Stage::HalfYear, "2<Enter>", "d"),
    scene("history", Stage::Corrected, "2", "H"),
    scene("history-help", Stage::Corrected, "2H", "?"),
    scene("case-history", Stage::Cases, "3<Enter>", "H"),
    scene("form-copy", Stage::HalfYear, "2C", ""),
    scene("form-new", Stage::Empty, "p", ""),
    scene("form-picking", Stage::Empty, "pNOTES<Tab>2<Tab>i", ""),
    scene("form-several", Stage::Empty, "pNOTES<Tab>2<Tab>i<Tab>42", ""),
    scene(
        "form-wrong",
        Stage::Empty,
        "pNOTES<Tab>2<Tab><Tab>x<Tab>12345<C-s>",
        "",
    ),
    scene(
        "form-warned",
        Stage::Drafts,
        "p<Tab>2<Tab>simonoseki<Tab>4<Tab>30<Tab><Tab>",
        "",
    ),
    scene("form-correcting", Stage::HalfYear, "2e", ""),
    scene("form-help", Stage::Empty, "pNOTES", "<F1>"),
    scene("form-leaving", Stage::Empty, "pNOTES", "<C-c>"),
    scene("line-empty", Stage::HalfYear, ";", ""),
    scene(
        "line",
        Stage::HalfYear,
        ";電話 母 岩国 レスパイト 30分 -- 退院後の預け先",
        "",
    ),
    scene("line-asked", Stage::HalfYear, ";phone 下 @nursery ほげ<Tab>", ""),
    scene(
        "line-warned",
        Stage::HalfYear,
        ";来所 父 母 下関 2/30 昨日 18:00 @ほげ 預け先 -- を",
        "",
    ),
    scene("conflict", Stage::Shared, "<Tab><Tab><Tab><Tab><C-u>45", "<C-s>"),
    scene("activities-empty", Stage::Empty, "6", ""),
    scene("activities-help", Stage::Activities, "6", "?"),
    scene("activities-deleting", Stage::Activities, "6", "d"),
    scene("activity", Stage::Activities, "6<Enter>", ""),
    scene("activity-history", Stage::Activities, "6<Enter>", "H"),
    scene("activity-form", Stage::Activities, "6e", ""),
    scene("cases", Stage::Cases, "3", ""),
    scene("cases-empty", Stage::Empty, "3", ""),
    scene("cases-help", Stage::Cases, "3", "?"),
    scene("cases-finding", Stage::Cases, "3/岩国", ""),
    scene("cases-closing", Stage::Cases, "3", "x"),
    scene("case", Stage::Cases, "3<Enter>", ""),
    scene("case-form", Stage::Cases, "3<Enter>e", ""),
    scene(
        "case-form-care",
        Stage::Cases,
        "3<Enter>e<Tab><Tab><Tab><Tab>",
        "",
    ),
    scene("case-form-new", Stage::Empty, "3n", ""),
    scene("case-form-wrong", Stage::Empty, "3n<Tab><Tab>2030<Tab><C-s>", ""),
    scene("call", Stage::Call(0), "", ""),
    scene("call-one-parked", Stage::Call(1), "NOTES", ""),
    scene("call-three-parked", Stage::Call(3), "<Tab>", ""),
    scene("call-parked-overview", Stage::Call(3), "<Esc>", ""),
    scene("call-parked-list", Stage::Call(3), "<Esc>2", ""),
    scene(
        "form-case",
        Stage::Cases,
        "pNOTES<Tab>2<Tab>i<Tab>4<Tab>30<Tab><Tab><Tab><Tab>01",
        "",
    ),
    scene("tally", Stage::HalfYear, "4", ""),
    scene("tally-empty", Stage::Empty, "4", ""),
    scene("tally-help", Stage::HalfYear, "4", "?"),
    scene("tally-compared", Stage::HalfYear, "4w1cc", ""),
    scene("tally-differences", Stage::HalfYear, "4w1cc+%", ""),
    scene("tally-shares", Stage::HalfYear, "4%", ""),
    scene("tally-many", Stage::HalfYear, "4rhour<Enter>a7s<PgDn>", ""),
    scene("tally-several", Stage::HalfYear, "4rtopic<Enter>%", ""),
    scene("tally-people", Stage::Cases, "4anasi<Enter>ir11", ""),
    scene(
        "tally-narrowed",
        Stage::HalfYear,
        "4fchannel<Enter>denwa<Enter>",
        "",
    ),
    scene("tally-chart", Stage::HalfYear, "4g", ""),
    scene("tally-chart-closed", Stage::HalfYear, "S24rtuki<Enter>cg", ""),
    scene("tally-chart-compared", Stage::HalfYear, "4w1ccr7sg%", ""),
    scene("tally-chart-people", Stage::Cases, "4irfield<Enter>g", ""),
    scene("tally-chart-month", Stage::HalfYear, "4g<End><Down><Left>", ""),
    scene("tally-rows", Stage::HalfYear, "4", "r"),
    scene("tally-columns", Stage::HalfYear, "4", "ake"),
    scene("tally-length", Stage::HalfYear, "4", "w"),
    scene("tally-period", Stage::HalfYear, "4w5令和4年<Enter>", ""),
    scene(
        "tally-side",
        Stage::HalfYear,
        "4w1cc<End><Right><Right><Right><Right><Right><Right><Right>",
        "<Enter>",
    ),
    scene("tally-name", Stage::HalfYear, "4", "S"),
    scene("packet", Stage::HalfYear, "7", ""),
    scene("packet-help", Stage::HalfYear, "7", "?"),
    scene(
        "packet-section",
        Stage::HalfYear,
        "7<Right><Right><Right><Right><Right>",
        "",
    ),
    scene("packet-off", Stage::HalfYear, "7<Right><Right> <Right>", ""),
    scene("packet-remark", Stage::HalfYear, "7<Right><Right><Right>e", ""),
    scene(
        "packet-remarked",
        Stage::HalfYear,
        "7<Right><Right>e欠員のため減少<Enter>r<Right><Left>",
        "",
    ),
    scene(
        "packet-public",
        Stage::HalfYear,
        "7P<Right><Right><Right><Right>",
        "",
    ),
    scene("packet-cases", Stage::Cases, "7<End>", ""),
    scene("packet-format", Stage::HalfYear, "7", "o"),
    scene("packet-path", Stage::HalfYear, "7o1", ""),
    scene("packet-closing", Stage::HalfYear, "7", "Z"),
    scene(
        "tally-views",
        Stage::HalfYear,
        "4S月例<Enter>rarea<Enter>S<C-u>圏域別<Enter>z",
        "o",
    ),
    scene("tally-deleting", Stage::HalfYear, "4S月例<Enter>o<Down><Del>", ""),
    scene("palette", Stage::HalfYear, "", ":"),
    scene("palette-chosen", Stage::HalfYear, "2", ":denwa"),
    scene("palette-form", Stage::Empty, "p", "<F9>"),
    scene("locked", Stage::Empty, "pNOTES<C-l>", ""),
    scene("follow-ups", Stage::FollowUps, "", ""),
    scene("follow-ups-chosen", Stage::FollowUps, "<Up><Down>", ""),
    scene("follow-ups-last", Stage::FollowUps, "<Up><End>", ""),
    scene("follow-up-end", Stage::FollowUps, "<Up><Down>", "x"),
    scene("follow-up-drop", Stage::FollowUps, "<Up>x<Down>転居のため", ""),
    scene("follow-up-move", Stage::FollowUps, "<Up>", ">"),
    scene("follow-up-moving", Stage::FollowUps, "<Up>>+10 不在", ""),
    scene("follow-up-to-holiday", Stage::FollowUps, "<Up>>10/10", ""),
    scene("follow-up-wrong", Stage::FollowUps, "<Up>>13/1", ""),
    scene("follow-up-of-record", Stage::FollowUps, "<Up><Enter>x", ""),
    scene("drafts", Stage::Drafts, "", ""),
    scene("quitting", Stage::Drafts, "", "q"),
];

/// A status and how it comes about: by keys, or by a message.
struct Said {
    name: &'static str,
    keys: &'static str,
    msg: fn() -> Option<Msg>,
}

const fn keys(name: &'static str, keys: &'static str) -> Said {
    Said {
        name,
        keys,
        msg: || None,
    }
}

const fn msg(name: &'static str, keys: &'static str, msg: fn() -> Option<Msg>) -> Said {
    Said { name, keys, msg }
}

fn not_saved(error: Error) -> Option<Msg> {
    Some(Msg::Saved(Err(error), None))
}

const ORDINARY: &str = "p<Tab>2<Tab>i<Tab>4<Tab>30<C-s>";
const TWICE: &str = "p<Tab>2<Tab>i<Tab>4<Tab>30<C-s>p<Tab>2<Tab>i<Tab>4<Tab>30<C-s>";

const STATUSES: &[Said] = &[
    keys("saved", ORDINARY),
    keys("saved, a twin", TWICE),
    keys("not complete", "p<C-s>"),
    keys("to be checked", ";電話 母 ほげ -- 預け先<Enter>"),
    keys("draft kept", "p途中<Esc>"),
    keys("drafts offered", "p途中<Esc>z"),
    keys("thrown away", "p途中<C-c>2"),
    keys("no draft", "<C-o>"),
    keys("goes on", "p<Tab>2<C-s>e途中<Esc>e"),
    keys("no follow-up", "x"),
    keys(
        "follow-up done",
        "p<Tab>2<Tab><Tab><Tab><Tab><Tab>9/30<C-s>x<Enter>",
    ),
    keys(
        "follow-up dropped",
        "p<Tab>2<Tab><Tab><Tab><Tab><Tab>9/30<C-s>x<Down><Enter>",
    ),
    keys(
        "follow-up moved",
        "p<Tab>2<Tab><Tab><Tab><Tab><Tab>9/30<C-s>><Enter>",
    ),
    keys("parked", "p途中<F3>"),
    keys("taken up", "p途中<F3><C-o>"),
    keys("taken up, over", "p途中<C-t><F3><C-o>"),
    keys("call ended", "p途中<C-t>"),
    keys("visit ended", "v途中<C-t>"),
    keys("call ended, typed", "p<Tab>2<Tab>i<Tab>4<Tab>30<C-t>"),
    keys("call ended, typed wrong", "p<Tab>2<Tab>i<Tab>4<Tab>x<C-t>"),
    keys("call goes on", "p途中<C-t><C-t>"),
    keys("no clock", "n途中<C-t>"),
    keys("voided", "p<Tab>2<C-s>2d1"),
    keys("undone", "p<Tab>2<C-s>u"),
    keys("done again", "p<Tab>2<C-s>uU"),
    keys("nothing to undo", "u"),
    keys("copied", "p<Tab>2<C-s>2C"),
    keys("nothing marked", "p<Tab>2<C-s>2B"),
    keys("cannot be empty", "p<Tab>2<C-s>2ABhouhou<Enter><Enter>"),
    keys("about to be emptied", "p<Tab>2<C-s>2ABjoutai<Enter><Enter>"),
    keys(
        "several changed",
        "p<Tab>2<C-s>p<Tab>3<C-s>2ABjoutai<Enter>2<Enter>",
    ),
    keys(
        "some changed",
        "p<Tab>2<C-s>p<Tab>3<C-s>2 Bjoutai<Enter>2<Enter>ABjoutai<Enter>2<Enter>",
    ),
    keys(
        "none changed",
        "p<Tab>2<C-s>2ABjoutai<Enter>2<Enter>ABjoutai<Enter>2<Enter>",
    ),
    keys(
        "several taken back",
        "p<Tab>2<C-s>p<Tab>3<C-s>2ABjoutai<Enter>2<Enter>u",
    ),
    keys("period closed", "Z1"),
    keys("closed already", "Z1Z1Z"),
    keys("closed, no reason", "Z1p<Tab>2<C-s><Enter>"),
    keys("closed, left alone", "Z1p<Tab>2<C-s><Esc>"),
    keys("closing taken back", "Z1utypo<Enter>"),
    keys("closed again", "Z1utypo<Enter>U"),
    keys("people are no list", "4i<Enter>"),
    keys("no saved tally", "4o"),
    keys("tally saved", "4S月例 圏域別<Enter>"),
    keys("tally exists", "4S月例<Enter>S<C-u>別<Enter>S<C-u>月例<Enter>"),
    keys("tally opened", "4S月例<Enter>o1"),
    keys("tally deleted", "4S月例<Enter>o<Down><Del><Del>"),
    keys("section off", "7 "),
    keys("section on", "7  "),
    keys("no remark", "7r"),
    keys("remark saved", "7e欠員<Enter>"),
    keys("remark only", "7e欠員<Enter>r"),
    keys("remark gone", "7e欠員<Enter>e<C-u><Enter>"),
    keys("remark left", "7e欠員<Esc>"),
    keys("not published", "7Pe"),
    keys("packet not begun", "7]"),
    keys("packet, no folder", "7o1<C-u>/nowhere/x<Enter>"),
    keys("the same axis", "4anasi<Enter>a2<Enter>"),
    keys("input method", "か"),
    keys(
        "nothing there",
        "<Down><Right><Right><Right><Right><Right><Right><Enter>",
    ),
    keys("left out", "p\u{200b}"),
    msg("no shell", "", || Some(Msg::CannotSuspend)),
    keys("enter again", "x不在<Enter>"),
    msg("replaced", "", || {
        Some(Msg::Looked(Err(Error::CannotWrite(Unwritable::Replaced))))
    }),
    msg("replaced, in a form", "p途中", || {
        Some(Msg::Looked(Err(Error::CannotWrite(Unwritable::Replaced))))
    }),
    msg("full", "p途中", || {
        not_saved(Error::CannotWrite(Unwritable::Full))
    }),
    msg("read only", "p途中", || {
        not_saved(Error::CannotWrite(Unwritable::ReadOnly))
    }),
    msg("no permission", "p途中", || {
        not_saved(Error::CannotWrite(Unwritable::Permission))
    }),
    msg("failed disk", "p途中", || {
        not_saved(Error::CannotWrite(Unwritable::Io))
    }),
    msg("busy", "p途中", || not_saved(Error::Busy)),
    msg("drafts, full", "", || {
        Some(Msg::Drafts(Standing {
            trouble: Some(Unwritable::Full),
            ..Standing::default()
        }))
    }),
    msg("drafts, no permission", "p途中", || {
        Some(Msg::Drafts(Standing {
            trouble: Some(Unwritable::Permission),
            ..Standing::default()
        }))
    }),
];

/// The ordinary call in Shimonoseki.
const CALL: [(&str, &str); 9] = [
    ("date", "2022-09-30"),
    ("center", "east"),
    ("party", "family"),
    ("relation", "母"),
    ("channel", "電話"),
    ("municipality", "下関市"),
    ("topic", "respite"),
    ("minutes", "30"),
    ("content", NOTES),
];

/// A screen on its stage, and the folder that is gone with it.
struct Set {
    screen: Screen,
    _folder: Option<TempDir>,
}

fn set(stage: Stage, lang: Lang, size: (u16, u16)) -> Set {
    let screen = match stage {
        Stage::Empty => Screen::open(in_memory(), lang, size, on("2022-09-30")),
        Stage::HalfYear => Screen::open(half_year(), lang, size, on("2022-09-30")),
        Stage::FollowUps => Screen::open(promised(), lang, size, on("2022-09-28")),
        Stage::Drafts => {
            let mut ledger = in_memory();
            add(&mut ledger, &CALL);
            let mut around = surroundings(lang, on("2022-09-30"));
            around.drafts = vec![draft("はじめの下書き"), draft("次の下書き")];
            Screen::with(ledger, around, size)
        }
        Stage::Shared => return shared(lang, size),
        Stage::Corrected => Screen::open(corrected(), lang, size, on("2022-09-30")),
        Stage::Cases => Screen::open(with_cases(), lang, size, on("2022-09-30")),
        Stage::Activities => Screen::open(with_some(), lang, size, on("2022-09-30")),
        Stage::Call(parked) => on_call(parked, lang, size),
    };
    Set {
        screen,
        _folder: None,
    }
}

/// Fourteen follow-ups, of which twelve are due by the end of the week of 28 September.
fn promised() -> Ledger {
    let mut ledger = in_memory();
    for (at, due) in [
        "2022-09-22",
        "2022-09-26",
        "2022-09-26",
        "2022-09-27",
        "2022-09-28",
        "2022-09-28",
        "2022-09-29",
        "2022-09-29",
        "2022-09-30",
        "2022-09-30",
        "2022-10-01",
        "2022-10-02",
        "2022-10-03",
        "2022-12-01",
    ]
    .into_iter()
    .enumerate()
    {
        let case = format!("E-{:03}", at + 1);
        let mut own = vec![("follow_up", due), ("follow_up_text", "訪問の日程を連絡する")];
        own.extend((at % 3 > 0).then_some(("case", case.as_str())));
        add(&mut ledger, &[&CALL[..], &own].concat());
    }
    ledger
}

/// A call that was corrected by somebody else for a reason, deleted and brought back.
fn corrected() -> Ledger {
    let mut ledger = in_memory();
    let saved = add(&mut ledger, &CALL);
    let mut entry = ledger.record(saved.id).expect("read").expect("a record").entry;
    entry.set(Field::Minutes, Some(Value::Number(60)));
    entry.set(Field::Municipality, Some(Value::Code("hikari".into())));
    entry.set(Field::Callback, Some(Value::Text("0834-00-0000".to_owned())));
    ledger
        .edit(saved.id, 1, entry, &by("c2"), Some("聞き直した"))
        .expect("saved");
    ledger
        .void(saved.id, 2, VoidReason::Mistake, &stamp())
        .expect("void");
    ledger.undo(&stamp()).expect("undone");
    ledger
}

/// Calls that came one after the other, the last of them still on.
fn on_call(parked: usize, lang: Lang, size: (u16, u16)) -> Screen {
    let hands = Hands::default();
    let mut screen = Screen::open(half_year(), lang, size, hands.on("2022-09-30"));
    screen.press("1");
    let calls = [
        ("<F4>途中<Tab>3<Tab>simonoseki<Enter>", 70),
        ("<F5>途中<Tab>iryo<Enter>", 16),
        ("<F3>途中<Tab>2<Tab>i", 5),
    ];
    for (keys, minutes) in &calls[calls.len() - parked..] {
        screen.press(keys);
        hands.pass(*minutes);
    }
    screen.press("<F3>");
    hands.pass(12);
    screen.press("");
    screen
}

/// The form of a call that somebody else has corrected since it was opened.
fn shared(lang: Lang, size: (u16, u16)) -> Set {
    let folder = folder();
    let mut ledger = in_file(&folder);
    let saved = add(&mut ledger, &CALL);
    let path = ledger.path().expect("a path").to_owned();
    let mut screen = Screen::open(ledger, lang, size, on("2022-09-30"));
    screen.press("2e");
    let mut other = Ledger::open(&path, &Opening::default()).expect("the same ledger");
    let mut changed = other.record(saved.id).expect("read").expect("a record").entry;
    changed.set(Field::Minutes, Some(Value::Number(60)));
    changed.set(Field::Callback, Some(Value::Text("0834-00-0000".to_owned())));
    other
        .edit(saved.id, saved.rev, changed, &by("c2"), None)
        .expect("saved");
    Set {
        screen,
        _folder: Some(folder),
    }
}

impl Scene {
    fn seen(&self, keys: &[&str], lang: Lang, size: (u16, u16)) -> Set {
        let mut set = set(self.on, lang, size);
        for keys in keys {
            press(&mut set.screen, keys);
        }
        set
    }
}

fn press(screen: &mut Screen, keys: &str) {
    for (at, part) in keys.split("NOTES").enumerate() {
        if at > 0 {
            screen.paste(NOTES);
        }
        screen.press(part);
    }
    screen.rested();
}

fn everywhere() -> impl Iterator<Item = (Lang, (u16, u16))> {
    Lang::ALL
        .into_iter()
        .flat_map(|lang| SIZES.into_iter().map(move |size| (lang, size)))
}

fn name(lang: Lang, (width, height): (u16, u16)) -> String {
    format!("{} {width}x{height}", lang.code())
}

#[test]
fn every_screen_and_every_dialog() {
    for scene in SCENES {
        let mut pictures = String::new();
        for (lang, size) in everywhere() {
            let seen = scene.seen(&[scene.before, scene.opens], lang, size);
            writeln!(pictures, "## {}\n{}", name(lang, size), seen.screen.text()).expect("a text");
        }
        assert_snapshot!(scene.name, pictures);
    }
}

/// The last rows of a picture, where it is said, without the line of keys.
fn foot(screen: &Screen) -> String {
    let text = screen.text();
    let lines: Vec<&str> = text.lines().collect();
    let rows = lines.len().saturating_sub(5)..lines.len() - 1;
    let said: Vec<&str> = lines[rows]
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .collect();
    said.join("\n")
}

#[test]
fn everything_that_is_said_on_the_status_line() {
    for (lang, size) in everywhere() {
        let mut said = String::new();
        for status in STATUSES {
            let mut screen = set(Stage::Empty, lang, size).screen;
            screen.press(status.keys);
            if let Some(msg) = (status.msg)() {
                screen.session.handle(msg);
                screen.rested();
            }
            let text = screen.text();
            assert!(
                text.lines()
                    .last()
                    .is_some_and(|keys| keys.contains("q") || keys.contains("Esc")),
                "{}: the keys are there:\n{text}",
                status.name
            );
            writeln!(said, "## {}\n{}", status.name, foot(&screen)).expect("a text");
        }
        let (width, height) = size;
        assert_snapshot!(format!("status-{}-{width}x{height}", lang.code()), said);
    }
}

/// No line is wider than the window, on terminals that draw ambiguous characters wide too, or begins with
/// what closes a phrase.
fn assert_is_readable(screen: &Screen, (width, height): (u16, u16), case: &str) {
    let text = screen.text();
    assert!(text.lines().count() <= height.into(), "{case}:\n{text}");
    for line in text.lines() {
        assert!(width_cells(line) <= width.into(), "{case}: {line}");
        assert_eq!(line.width(), line.width_cjk(), "{case}: {line}");
        let begins = line.trim_start().chars().next();
        let closes = begins.is_some_and(|c| "、。，．）」』】〉》".contains(c));
        assert!(!closes, "{case}: {line}");
    }
}

/// Two or three steps back lead to one of the screens, from wherever one is.
fn assert_leads_out(screen: &mut Screen, case: &str) {
    for _ in 0..3 {
        screen.press("<Esc>");
    }
    let text = screen.text();
    let keys = text.lines().last().unwrap_or_default();
    assert!(
        keys.contains('q') && keys.contains('?'),
        "{case}: no way out:\n{text}"
    );
    assert!(!screen.session.is_over(), "{case}");
}

#[test]
fn every_picture_is_readable_and_leads_out() {
    for (lang, size) in everywhere() {
        for scene in SCENES {
            let case = format!("{} {}", scene.name, name(lang, size));
            let mut seen = scene.seen(&[scene.before, scene.opens], lang, size);
            assert_is_readable(&seen.screen, size, &case);
            assert_leads_out(&mut seen.screen, &case);
            assert_is_readable(&seen.screen, size, &case);
        }
    }
}

#[test]
fn no_dialog_is_open_twice_and_one_step_leads_out_of_it() {
    for scene in SCENES.iter().filter(|scene| !scene.opens.is_empty()) {
        for (lang, size) in everywhere() {
            let case = format!("{} {}", scene.name, name(lang, size));
            let before = scene.seen(&[scene.before], lang, size).screen.text();
            let open = scene.seen(&[scene.before, scene.opens], lang, size);
            assert_ne!(open.screen.text(), before, "{case}: it opens");
            let mut out = open;
            out.screen.step_out();
            assert_eq!(out.screen.text(), before, "{case}: one step out");
            // The keys that opened it do something else in it, or nothing, or close it.
            let mut twice = scene.seen(&[scene.before, scene.opens, scene.opens], lang, size);
            if twice.screen.text() != before && !twice.screen.session.is_over() {
                twice.screen.step_out();
                assert_eq!(twice.screen.text(), before, "{case}: open twice");
            }
        }
    }
}
