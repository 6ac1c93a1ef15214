//! Keys and commands in English.

use super::{KeyNames, KeyRow, KeyWords, NamedKey, Place, words};
use crate::locale::en::English;
use crate::locale::screen::{Correcting, Editing};

impl KeyNames for English {
    fn named_key(&self, key: NamedKey) -> String {
        let name = match key {
            NamedKey::Up => "Up",
            NamedKey::Down => "Down",
            NamedKey::Left => "Left",
            NamedKey::Right => "Right",
            NamedKey::Space => "Space",
            NamedKey::F(number) => return format!("F{number}"),
            NamedKey::Home => "Home",
            NamedKey::End => "End",
            NamedKey::PageUp => "PgUp",
            NamedKey::PageDown => "PgDn",
            NamedKey::Enter => "Enter",
            NamedKey::Esc => "Esc",
            NamedKey::Tab => "Tab",
            NamedKey::BackTab => "Shift-Tab",
            NamedKey::Backspace => "BkSp",
            NamedKey::Delete => "Del",
        };
        name.to_owned()
    }

    fn context(&self, place: Place) -> &'static str {
        match place {
            Place::Overview => "Overview",
            Place::Records => "List of records",
            Place::Cases => "List of cases",
            Place::Case => "A case in full",
            Place::Record => "A record",
            Place::History => "History",
            Place::Form => "Entry form",
            Place::Line => "Search, filter and follow-up line",
            Place::OneLine => "One-line entry",
            Place::Question => "A question",
            Place::Locked => "Hidden screen",
            Place::QuitQuestion => "Before quitting",
            Place::Help => "Keys",
        }
    }

    #[allow(clippy::too_many_lines, reason = "one line a row of the table")]
    fn key_words(&self, row: KeyRow) -> KeyWords {
        match row {
            KeyRow::Phone => words("Phone", "New consultation by phone"),
            KeyRow::Visit => words("Visit", "New consultation, a visit"),
            KeyRow::Email => words("Email", "New consultation by email"),
            KeyRow::New => words("New", "New consultation, channel chosen later"),
            KeyRow::OneLine => words("Line", "New consultation on one line"),
            KeyRow::SaveLine => words("Save", "Save (into the form where something is missing)"),
            KeyRow::Candidates => words("Answers", "To the answers of a question, then by number"),
            KeyRow::IntoForm => words("Form", "Go on in the form"),
            KeyRow::Search => words("Search", "Search texts and labels"),
            KeyRow::Period => words("Period", "Period back, forward"),
            KeyRow::YearToDate => words("Year", "Half-year or year to date"),
            KeyRow::ClosePeriod => words("Close", "Close a month or half-year that is over (asks which)"),
            KeyRow::Drill => words("Open", "List the records behind the figure; a follow-up's record"),
            KeyRow::Open => words("Open", "The record in full"),
            KeyRow::NewCase => words("new", "New case file"),
            KeyRow::FindCase => words("find", "Find cases by code, municipality or medical care"),
            KeyRow::OpenCase => words("open", "The case's file and timeline"),
            KeyRow::OfCase => words("records", "List the case's consultations"),
            KeyRow::EditCase => words("edit", "Correct the case's file (make one if there is none)"),
            KeyRow::CloseCase => words("close", "Close the case (asks why), or reopen it"),
            KeyRow::Correct(way) => self.correcting(way),
            KeyRow::Filter => words("Filter", "Narrow by an axis or a period"),
            KeyRow::Widen => words("Widen", "Take off the last restriction"),
            KeyRow::EndFollowUp => words(
                "Done",
                "Follow-up done or dropped (overview: the selected or first)",
            ),
            KeyRow::MoveFollowUp => words("Move", "Move the follow-up to another day"),
            KeyRow::Undo => words("Undo", "Take back your last change"),
            KeyRow::Redo => words("Redo", "Do it again"),
            KeyRow::Resume => words("Draft", "Go on with a draft"),
            KeyRow::Screens => words("Screen", "Next, previous screen"),
            KeyRow::Numbers => words("Screen", "Screens by number"),
            KeyRow::Rows => words("Rows", "Up and down"),
            KeyRow::Columns => words("Columns", "Left and right"),
            KeyRow::Pages => words("Pages", "Page by page"),
            KeyRow::Ends => words("Ends", "First, last"),
            KeyRow::EndCall => words(
                "End call",
                "End the call and fill in its minutes (again: goes on)",
            ),
            KeyRow::SecondCall => words("Call", "Park this; a phone call, a visit, an email, any other"),
            KeyRow::TakeUp => words("Parked", "Go on with what is parked or a draft (parks this)"),
            KeyRow::Save => words("Save", "Save, from any field"),
            KeyRow::Next => words("Next", "Next field"),
            KeyRow::Previous => words("Before", "Field before"),
            KeyRow::Accept => words("Accept", "Accept and go on (a new line in a note)"),
            KeyRow::Answers => words("Select", "Choose an answer; line by line"),
            KeyRow::Caret => words("Caret", "Caret left, right"),
            KeyRow::Words => words("Words", "Caret word by word"),
            KeyRow::LineEnds => words("Ends", "Beginning, end of the line"),
            KeyRow::Erase => words("Erase", "Erase the character before, after"),
            KeyRow::EraseWord => words("Word", "Erase the word before"),
            KeyRow::EraseLine => words("Line", "Erase to the line's beginning"),
            KeyRow::TextUndo => words("Untype", "Take back typing"),
            KeyRow::TextRedo => words("Retype", "Type it again"),
            KeyRow::Close => words("Close", "Close (the draft stays)"),
            KeyRow::Choose => words("Choose", "Choose by number"),
            KeyRow::Confirm => words("OK", "Accept what stands on the line"),
            KeyRow::Back => words("Back", "Back"),
            KeyRow::Copy => words("copy", "Tables or the chosen figure to the clipboard"),
            KeyRow::Palette => words("commands", "Every command by its name"),
            KeyRow::Lock => words("hide", "Hide the screen (away from the desk)"),
            KeyRow::Unlock => words("back", "Back to the screen"),
            KeyRow::Help => words("Keys", "This list"),
            KeyRow::Interrupt => words("Back", "Cancel, go back"),
            KeyRow::Leave => words("Leave", "Asks: keep the draft or throw it away"),
            KeyRow::Suspend => words("Shell", "To the shell (fg comes back)"),
            KeyRow::Quit => words("Quit", "Quit"),
        }
    }

    #[allow(clippy::too_many_lines, reason = "one line a row of the table")]
    fn palette_name(&self, row: KeyRow, nth: usize) -> &'static str {
        let names: &[&'static str] = match row {
            KeyRow::Phone => &["Phone: new consultation"],
            KeyRow::Visit => &["Visit: new consultation"],
            KeyRow::Email => &["Email: new consultation"],
            KeyRow::New => &["New, channel later"],
            KeyRow::OneLine => &["New on one line"],
            KeyRow::NewCase => &["New case file"],
            KeyRow::Search => &["Search texts and labels"],
            KeyRow::FindCase => &["Find cases"],
            KeyRow::Period => &["Previous period", "Next period"],
            KeyRow::YearToDate => &["Half-year, year to date"],
            KeyRow::ClosePeriod => &["Close month or half-year"],
            KeyRow::Filter => &["Narrow: axis or period"],
            KeyRow::Widen => &["Take off a restriction"],
            KeyRow::Drill => &["Open what is chosen"],
            KeyRow::OpenCase => &["The case in full"],
            KeyRow::OfCase => &["The case's records"],
            KeyRow::EditCase => &["Correct the case's file"],
            KeyRow::CloseCase => &["Close or reopen the case"],
            KeyRow::Correct(Correcting::Edit) => &["Correct the record"],
            KeyRow::Correct(Correcting::Delete) => &["Delete the record"],
            KeyRow::Correct(Correcting::Mark) => &["Mark or unmark the row"],
            KeyRow::Correct(Correcting::MarkAll) => &["Mark all rows or none"],
            KeyRow::Correct(Correcting::Bulk) => &["Change all marked"],
            KeyRow::Correct(Correcting::NewLike) => &["New like this one"],
            KeyRow::Correct(Correcting::History) => &["History of changes"],
            KeyRow::EndFollowUp => &["End the follow-up"],
            KeyRow::MoveFollowUp => &["Move the follow-up"],
            KeyRow::Undo => &["Undo your last change"],
            KeyRow::Redo => &["Redo what was undone"],
            KeyRow::Screens => &["Next screen", "Previous screen"],
            KeyRow::EndCall => &["End the call, or go on"],
            KeyRow::SecondCall => &[
                "Phone call, parking this",
                "Visit, parking this",
                "Email, parking this",
                "Any other, parking this",
            ],
            KeyRow::TakeUp => &["Parked calls and drafts"],
            KeyRow::Save => &["Save"],
            KeyRow::Accept => &["Accept and go on"],
            KeyRow::Copy => &["Copy to the clipboard"],
            KeyRow::Lock => &["Hide the screen"],
            KeyRow::Help => &["All keys"],
            KeyRow::Suspend => &["To the shell"],
            _ => &[],
        };
        names.get(nth).copied().unwrap_or(self.key_words(row).long)
    }
}
