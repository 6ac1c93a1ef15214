//! The rows of the table of keys, in the order of the line of keys.

use crossterm::event::KeyCode;

use super::{Command, Contact, Context, Key, Row, ScreenId, row};
use crate::locale::screen::{Correcting, KeyRow, Packeting, Tallying};

const SCREENS: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Cases,
    Context::Case,
    Context::Tally,
    Context::Activities,
    Context::Packet,
];
const UNDOABLE: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Record,
    Context::Cases,
    Context::Case,
    Context::Tally,
    Context::Activities,
    Context::Packet,
];
const PERIODS: &[Context] = &[Context::Overview, Context::Records, Context::Tally];
const BUT_TALLY: &[Context] = &[Context::Overview, Context::Records];
const ACTIVITIES: &[Context] = &[Context::Activities];
const CASES: &[Context] = &[Context::Cases, Context::Case];
const LISTS: &[Context] = &[Context::Records, Context::Record];
const CORRECTABLE: &[Context] = &[Context::Overview, Context::Records, Context::Record];
const ALL_BUT_TEXT: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Record,
    Context::Cases,
    Context::Case,
    Context::Tally,
    Context::Activities,
    Context::Packet,
    Context::History,
    Context::Help,
];
const ALL_BUT_HELP: &[Context] = &[
    Context::Overview,
    Context::Records,
    Context::Record,
    Context::Cases,
    Context::Case,
    Context::Tally,
    Context::Activities,
    Context::Packet,
    Context::History,
];
const OVERVIEW: &[Context] = &[Context::Overview];
const CLOSABLE: &[Context] = &[Context::Overview, Context::Packet];
const FIGURES: &[Context] = &[Context::Overview, Context::Tally];
const RECORDS: &[Context] = &[Context::Records];
const RECORD: &[Context] = &[Context::Record];
const READ: &[Context] = &[Context::Record, Context::History];
const TALLY: &[Context] = &[Context::Tally];
const PACKET: &[Context] = &[Context::Packet];
const FORM: &[Context] = &[Context::Form];
const LINE: &[Context] = &[Context::Line];
const ONE_LINE: &[Context] = &[Context::OneLine];
const TEXTS: &[Context] = &[Context::Form, Context::Line, Context::OneLine];
const TEXTS_UNDONE: &[Context] = &[Context::Form, Context::OneLine];
/// Where the phone may ring besides.
const INTERRUPTED: &[Context] = &[Context::Line, Context::OneLine, Context::Question, Context::Help];
const QUESTIONS: &[Context] = &[Context::Question, Context::QuitQuestion];

const NEW: &[(Key, Command)] = &[
    (Key::Char('n'), Command::New(Contact::Open)),
    (Key::Code(KeyCode::F(2)), Command::New(Contact::Open)),
];
const PHONE: &[(Key, Command)] = &[
    (Key::Char('p'), Command::New(Contact::Phone)),
    (Key::Code(KeyCode::F(3)), Command::New(Contact::Phone)),
];
const VISIT: &[(Key, Command)] = &[
    (Key::Char('v'), Command::New(Contact::Visit)),
    (Key::Code(KeyCode::F(4)), Command::New(Contact::Visit)),
];
const EMAIL: &[(Key, Command)] = &[
    (Key::Char('m'), Command::New(Contact::Email)),
    (Key::Code(KeyCode::F(5)), Command::New(Contact::Email)),
];
const BY_ONE_LINE: &[(Key, Command)] = &[
    (Key::Char(';'), Command::New(Contact::OneLine)),
    (Key::Ctrl('e'), Command::New(Contact::OneLine)),
];
/// Where letters are text.
const SECOND_CALL: &[(Key, Command)] = &[
    (Key::Code(KeyCode::F(3)), Command::New(Contact::Phone)),
    (Key::Code(KeyCode::F(4)), Command::New(Contact::Visit)),
    (Key::Code(KeyCode::F(5)), Command::New(Contact::Email)),
    (Key::Code(KeyCode::F(2)), Command::New(Contact::Open)),
];
const PERIOD: &[(Key, Command)] = &[
    (Key::Char('['), Command::PeriodBack),
    (Key::Char(']'), Command::PeriodForward),
    (Key::CtrlCode(KeyCode::Left), Command::PeriodBack),
    (Key::CtrlCode(KeyCode::Right), Command::PeriodForward),
];
const END_FOLLOW_UP: &[(Key, Command)] = &[
    (Key::Char('x'), Command::EndFollowUp),
    (Key::Ctrl('x'), Command::EndFollowUp),
];
const MOVE_FOLLOW_UP: &[(Key, Command)] = &[
    (Key::Char('>'), Command::MoveFollowUp),
    (Key::Code(KeyCode::F(12)), Command::MoveFollowUp),
];
const NEW_LIKE: &[(Key, Command)] = &[
    (Key::Char('C'), Command::NewLike),
    (Key::Ctrl('d'), Command::NewLike),
];
const HISTORY: &[(Key, Command)] = &[
    (Key::Char('H'), Command::History),
    (Key::Ctrl('g'), Command::History),
];

/// The table, in the order of the line of keys.
#[rustfmt::skip]
pub(in crate::tui) const ROWS: &[Row] = {
    use Command as C;
    use Key::{Char, Code, Ctrl, CtrlCode};
    use KeyCode as K;
    use Packeting as P;
    use Tallying as T;
    &[
        row(KeyRow::Phone, SCREENS, 6, PHONE),
        row(KeyRow::Visit, SCREENS, 4, VISIT),
        row(KeyRow::Email, SCREENS, 4, EMAIL),
        row(KeyRow::New, BUT_TALLY, 5, NEW),
        row(KeyRow::New, TALLY, 4, NEW),
        row(KeyRow::New, PACKET, 0, NEW),
        row(KeyRow::NewCase, CASES, 5, &[(Char('n'), C::NewCase), (Code(K::F(2)), C::NewCase)]),
        row(KeyRow::NewActivity, ACTIVITIES, 7, &[(Char('n'), C::NewActivity), (Code(K::F(2)), C::NewActivity)]),
        row(KeyRow::OneLine, SCREENS, 0, BY_ONE_LINE),
        // The phone does not wait for a record to be read; its own keys need the room in the line.
        row(KeyRow::Phone, READ, 0, PHONE),
        row(KeyRow::Visit, READ, 0, VISIT),
        row(KeyRow::Email, READ, 0, EMAIL),
        row(KeyRow::New, READ, 0, NEW),
        row(KeyRow::OneLine, READ, 0, BY_ONE_LINE),
        row(KeyRow::FindCase, CASES, 4, &[(Char('/'), C::Search), (Code(K::F(7)), C::Search)]),
        row(KeyRow::Search, PERIODS, 4, &[(Char('/'), C::Search), (Code(K::F(7)), C::Search)]),
        Row { shown: 2, ..row(KeyRow::Period, BUT_TALLY, 3, PERIOD) },
        row(KeyRow::YearToDate, PERIODS, 0, &[(Char('y'), C::YearToDate), (Ctrl('y'), C::YearToDate)]),
        row(KeyRow::ClosePeriod, CLOSABLE, 0, &[(Char('Z'), C::ClosePeriod), (Ctrl('p'), C::ClosePeriod)]),
        row(KeyRow::Filter, &[Context::Records, Context::Tally], 3, &[(Char('f'), C::Filter), (Code(K::F(8)), C::Filter)]),
        row(KeyRow::Widen, &[Context::Records, Context::Cases, Context::Tally], 1, &[(Code(K::Backspace), C::Widen)]),
        row(KeyRow::Tally(T::Rows), TALLY, 6, &[(Char('r'), C::Tally(T::Rows)), (Code(K::F(6)), C::Tally(T::Rows))]),
        row(KeyRow::Tally(T::Columns), TALLY, 6, &[(Char('a'), C::Tally(T::Columns)), (Ctrl('a'), C::Tally(T::Columns))]),
        Row { shown: 2, ..row(KeyRow::Period, TALLY, 5, PERIOD) },
        Row { shown: 2, ..row(KeyRow::Year, ACTIVITIES, 5, PERIOD) },
        row(KeyRow::Tally(T::Length), TALLY, 5, &[(Char('w'), C::Tally(T::Length)), (Ctrl('w'), C::Tally(T::Length))]),
        row(KeyRow::Tally(T::Compare), TALLY, 5, &[(Char('c'), C::Tally(T::Compare)), (Ctrl('x'), C::Tally(T::Compare))]),
        row(KeyRow::Tally(T::Shares), TALLY, 5, &[(Char('%'), C::Tally(T::Shares)), (Ctrl('p'), C::Tally(T::Shares))]),
        row(KeyRow::Tally(T::Count), TALLY, 3, &[(Char('i'), C::Tally(T::Count)), (Ctrl('n'), C::Tally(T::Count))]),
        row(KeyRow::Tally(T::Chart), TALLY, 4, &[(Char('g'), C::Tally(T::Chart)), (Ctrl('f'), C::Tally(T::Chart))]),
        row(KeyRow::Tally(T::Swap), TALLY, 0, &[(Char('t'), C::Tally(T::Swap)), (Ctrl('t'), C::Tally(T::Swap))]),
        row(KeyRow::Tally(T::Differences), TALLY, 0, &[
            (Char('+'), C::Tally(T::Differences)), (Ctrl('d'), C::Tally(T::Differences)),
        ]),
        row(KeyRow::Tally(T::Sort), TALLY, 0, &[(Char('s'), C::Tally(T::Sort)), (Ctrl('b'), C::Tally(T::Sort))]),
        row(KeyRow::Tally(T::Save), TALLY, 0, &[(Char('S'), C::Tally(T::Save)), (Ctrl('s'), C::Tally(T::Save))]),
        row(KeyRow::Tally(T::Views), TALLY, 0, &[(Char('o'), C::Tally(T::Views)), (Ctrl('g'), C::Tally(T::Views))]),
        row(KeyRow::Tally(T::Open), TALLY, 6, &[(Code(K::Enter), C::Open)]),
        Row { shown: 2, ..row(KeyRow::Packet(P::Step), PACKET, 6, &[
            (Code(K::Left), C::Left), (Code(K::Right), C::Right), (Char('h'), C::Left), (Char('l'), C::Right),
        ]) },
        row(KeyRow::Packet(P::Write), PACKET, 7, &[(Char('o'), C::Packet(P::Write)), (Ctrl('s'), C::Packet(P::Write))]),
        row(KeyRow::Packet(P::Switch), PACKET, 6, &[(Char(' '), C::Packet(P::Switch)), (Ctrl('t'), C::Packet(P::Switch))]),
        row(KeyRow::Packet(P::Remark), PACKET, 6, &[(Char('e'), C::Packet(P::Remark)), (Code(K::F(6)), C::Packet(P::Remark))]),
        row(KeyRow::Packet(P::Replace), PACKET, 2, &[(Char('r'), C::Packet(P::Replace)), (Ctrl('x'), C::Packet(P::Replace))]),
        row(KeyRow::Packet(P::Public), PACKET, 5, &[(Char('P'), C::Packet(P::Public)), (Code(K::F(8)), C::Packet(P::Public))]),
        Row { shown: 2, ..row(KeyRow::Period, PACKET, 5, PERIOD) },
        row(KeyRow::Packet(P::Length), PACKET, 3, &[(Char('w'), C::Packet(P::Length)), (Ctrl('w'), C::Packet(P::Length))]),
        row(KeyRow::Drill, OVERVIEW, 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::Open, RECORDS, 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::OpenCase, &[Context::Cases], 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::OfCase, &[Context::Case], 3, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::OpenActivity, ACTIVITIES, 6, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::EditActivity, ACTIVITIES, 6, &[(Char('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::VoidActivity, ACTIVITIES, 5, &[(Char('d'), C::Delete), (Code(K::Delete), C::Delete)]),
        row(KeyRow::EditCase, CASES, 5, &[(Char('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::CloseCase, CASES, 2, &[(Char('x'), C::CloseCase), (Ctrl('x'), C::CloseCase)]),
        row(KeyRow::Correct(Correcting::Edit), CORRECTABLE, 5, &[(Char('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::Correct(Correcting::Delete), LISTS, 2, &[(Char('d'), C::Delete), (Code(K::Delete), C::Delete)]),
        // On the first screen they are said where a follow-up is chosen.
        row(KeyRow::EndFollowUp, BUT_TALLY, 0, END_FOLLOW_UP),
        row(KeyRow::MoveFollowUp, BUT_TALLY, 0, MOVE_FOLLOW_UP),
        row(KeyRow::EndFollowUp, RECORD, 1, END_FOLLOW_UP),
        row(KeyRow::MoveFollowUp, RECORD, 1, MOVE_FOLLOW_UP),
        row(KeyRow::Correct(Correcting::Mark), RECORDS, 0, &[(Char(' '), C::Mark), (Ctrl('t'), C::Mark)]),
        row(KeyRow::Correct(Correcting::MarkAll), RECORDS, 0, &[(Char('A'), C::MarkAll), (Ctrl('a'), C::MarkAll)]),
        row(KeyRow::Correct(Correcting::Bulk), RECORDS, 0, &[(Char('B'), C::Bulk), (Ctrl('b'), C::Bulk)]),
        // Lists have no room left for them in the line of keys; what is open has.
        row(KeyRow::Correct(Correcting::NewLike), RECORDS, 0, NEW_LIKE),
        row(KeyRow::Correct(Correcting::NewLike), RECORD, 1, NEW_LIKE),
        row(KeyRow::Correct(Correcting::History), &[Context::Records, Context::Cases], 0, HISTORY),
        row(KeyRow::Correct(Correcting::History), &[Context::Record, Context::Case], 1, HISTORY),
        row(KeyRow::Correct(Correcting::History), ACTIVITIES, 5, HISTORY),
        row(KeyRow::Undo, UNDOABLE, 0, &[(Char('u'), C::Undo), (Ctrl('u'), C::Undo)]),
        row(KeyRow::Redo, UNDOABLE, 0, &[(Char('U'), C::Redo), (Ctrl('r'), C::Redo)]),
        row(KeyRow::Resume, SCREENS, 0, &[(Ctrl('o'), C::Resume)]),
        row(KeyRow::Numbers, ALL_BUT_TEXT, 0, &[
            (Char('1'), C::Go(ScreenId::Overview)), (Char('2'), C::Go(ScreenId::Records)),
            (Char('3'), C::Go(ScreenId::Cases)), (Char('4'), C::Go(ScreenId::Tally)),
            (Char('6'), C::Go(ScreenId::Activities)),
            (Char('7'), C::Go(ScreenId::Packet)),
        ]),
        row(KeyRow::Screens, SCREENS, 0, &[(Code(K::Tab), C::Step(true)), (Code(K::BackTab), C::Step(false))]),
        row(KeyRow::Rows, ALL_BUT_TEXT, 0, &[
            (Code(K::Up), C::Up), (Code(K::Down), C::Down), (Char('k'), C::Up), (Char('j'), C::Down),
        ]),
        row(KeyRow::Columns, FIGURES, 0, &[
            (Code(K::Left), C::Left), (Code(K::Right), C::Right), (Char('h'), C::Left), (Char('l'), C::Right),
        ]),
        row(KeyRow::Pages, ALL_BUT_TEXT, 0, &[(Code(K::PageUp), C::PageUp), (Code(K::PageDown), C::PageDown)]),
        row(KeyRow::Ends, ALL_BUT_TEXT, 0, &[(Code(K::Home), C::First), (Code(K::End), C::Last)]),
        row(KeyRow::Save, FORM, 9, &[(Ctrl('s'), C::Save)]),
        row(KeyRow::SaveLine, ONE_LINE, 9, &[(Ctrl('s'), C::Save)]),
        row(KeyRow::Candidates, ONE_LINE, 6, &[(Code(K::Tab), C::NextField), (Code(K::BackTab), C::PreviousField)]),
        row(KeyRow::IntoForm, ONE_LINE, 5, &[(Code(K::Enter), C::Open), (Ctrl('e'), C::Edit), (Code(K::F(6)), C::Edit)]),
        row(KeyRow::EndCall, FORM, 5, &[(Ctrl('t'), C::EndCall)]),
        row(KeyRow::SecondCall, FORM, 4, SECOND_CALL),
        row(KeyRow::SecondCall, INTERRUPTED, 0, SECOND_CALL),
        row(KeyRow::TakeUp, FORM, 0, &[(Ctrl('o'), C::Resume)]),
        row(KeyRow::Next, FORM, 7, &[(Code(K::Tab), C::NextField)]),
        row(KeyRow::Previous, FORM, 3, &[(Code(K::BackTab), C::PreviousField)]),
        row(KeyRow::Accept, FORM, 4, &[(Code(K::Enter), C::Open)]),
        row(KeyRow::Confirm, LINE, 5, &[(Code(K::Enter), C::Open)]),
        Row { shown: 2, ..row(KeyRow::Answers, TEXTS, 2, &[(Code(K::Up), C::Up), (Code(K::Down), C::Down)]) },
        row(KeyRow::Caret, TEXTS, 0, &[(Code(K::Left), C::Left), (Code(K::Right), C::Right)]),
        row(KeyRow::Words, TEXTS, 0, &[(CtrlCode(K::Left), C::WordLeft), (CtrlCode(K::Right), C::WordRight)]),
        row(KeyRow::LineEnds, TEXTS, 0, &[(Code(K::Home), C::First), (Code(K::End), C::Last)]),
        row(KeyRow::Pages, FORM, 0, &[(Code(K::PageUp), C::PageUp), (Code(K::PageDown), C::PageDown)]),
        row(KeyRow::Erase, TEXTS, 0, &[
            (Code(K::Backspace), C::Backspace), (Ctrl('h'), C::Backspace), (Code(K::Delete), C::Erase),
        ]),
        row(KeyRow::EraseWord, TEXTS, 0, &[(Ctrl('w'), C::EraseWord)]),
        row(KeyRow::EraseLine, TEXTS, 0, &[(Ctrl('u'), C::EraseLine)]),
        row(KeyRow::TextUndo, TEXTS_UNDONE, 1, &[(Ctrl('z'), C::TextUndo)]),
        row(KeyRow::TextRedo, TEXTS_UNDONE, 0, &[(Ctrl('y'), C::TextRedo)]),
        // The answers stand there with their numbers; a click on the line of keys must give none of them.
        row(KeyRow::Choose, &[Context::Question], 0, &[
            (Char('1'), C::Choose(1)), (Char('2'), C::Choose(2)), (Char('3'), C::Choose(3)),
            (Char('4'), C::Choose(4)), (Char('5'), C::Choose(5)), (Char('6'), C::Choose(6)),
        ]),
        row(KeyRow::Quit, &[Context::QuitQuestion], 9, &[
            (Char('q'), C::Open), (Code(K::Enter), C::Open), (Char('y'), C::Open), (Code(K::F(10)), C::Open),
        ]),
        row(KeyRow::Back, &[Context::Question, Context::QuitQuestion, Context::Line], 7, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Back, &[Context::Record], 7, &[(Code(K::Esc), C::Back), (Code(K::Enter), C::Back)]),
        row(KeyRow::Back, &[Context::History, Context::Help], 7, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Back, SCREENS, 0, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Close, &[Context::Form, Context::OneLine], 8, &[(Code(K::Esc), C::Back)]),
        row(KeyRow::Copy, FIGURES, 0, &[(Ctrl('k'), C::Copy)]),
        row(KeyRow::Palette, ALL_BUT_HELP, 0, &[(Char(':'), C::Palette), (Code(K::F(9)), C::Palette)]),
        row(KeyRow::Palette, FORM, 0, &[(Code(K::F(9)), C::Palette)]),
        row(KeyRow::Lock, ALL_BUT_TEXT, 0, &[(Ctrl('l'), C::Lock)]),
        row(KeyRow::Lock, TEXTS, 0, &[(Ctrl('l'), C::Lock)]),
        row(KeyRow::Lock, QUESTIONS, 0, &[(Ctrl('l'), C::Lock)]),
        row(KeyRow::Unlock, &[Context::Locked], 9, &[(Code(K::Enter), C::Back), (Code(K::Esc), C::Back)]),
        row(KeyRow::Help, SCREENS, 8, &[(Char('?'), C::Help), (Code(K::F(1)), C::Help)]),
        row(KeyRow::Help, &[Context::Record, Context::History], 8, &[(Char('?'), C::Help), (Code(K::F(1)), C::Help)]),
        row(KeyRow::Help, FORM, 6, &[(Code(K::F(1)), C::Help)]),
        // The keys that opened it close it too; they need not be said there.
        row(KeyRow::Help, &[Context::Help], 0, &[(Char('?'), C::Back), (Code(K::F(1)), C::Back)]),
        row(KeyRow::Leave, &[Context::Form, Context::OneLine], 1, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, ALL_BUT_TEXT, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, LINE, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Interrupt, QUESTIONS, 0, &[(Ctrl('c'), C::Interrupt)]),
        row(KeyRow::Suspend, ALL_BUT_TEXT, 0, &[(Ctrl('z'), C::Suspend)]),
        row(KeyRow::Quit, ALL_BUT_TEXT, 9, &[(Char('q'), C::Quit), (Code(K::F(10)), C::Quit)]),
    ]
};
