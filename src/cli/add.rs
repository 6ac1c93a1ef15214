//! `soudan add`: one record from the command line.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use crate::domain::consultation::{Entry, Warning};
use crate::domain::field::{Field, LINE_CHARS, NOTE_CHARS, Shape};
use crate::domain::text;
use crate::domain::value::{FieldError, Value, Written};
use crate::error::{Error, Refusal};
use crate::store::{Ledger, Saved, new_id};

use super::args::AddArgs;
use super::context::Context;
use super::line::{Line, follow_party};
use super::output::{print_saved, say};
use super::stop::Stop;

/// What stands for standard input.
pub const STDIN: &str = "-";
/// The most that is read from standard input, in bytes: far more than a note holds.
const STDIN_BYTES: u64 = 16 * NOTE_CHARS as u64;

/// Adds a record and prints its id once it is durable. Standard input is read last, when everything
/// else is right: nobody types a note for a command that will be refused.
pub fn run(context: &Context, args: &AddArgs) -> Result<(), Stop> {
    context.may_write()?;
    let reason_typed = args.reason.as_deref() == Some(STDIN);
    let line_typed = args.line.as_deref() == Some(STDIN);
    let from_stdin = args.fields.0.iter().filter(|(_, text)| text == STDIN).count();
    if from_stdin + usize::from(reason_typed) + usize::from(line_typed) > 1 {
        return Err(Refusal::StdinTwice.into());
    }
    context.write(|ledger| {
        let (typed, given): (Vec<_>, Vec<_>) = args.fields.0.iter().partition(|(_, text)| text == STDIN);
        let mut stdin = Stdin::default();
        let mut entry = defaults(context, ledger);
        let line = line(context, ledger, args, &entry, &mut stdin)?;
        let mut notes = Vec::new();
        if let Some(line) = &line {
            entry = line.entry().clone();
            notes = line.notes(context, ledger.profile());
        }
        notes.extend(read_over(context, ledger, line.as_ref(), &mut entry, &given)?);
        entry.clone().complete(ledger.profile()).map_err(Error::Fields)?;
        if from_stdin > 0 || reason_typed {
            stdin.ask(context);
        }
        for (field, text) in typed {
            let text = stdin.text(text)?;
            let given = [&(*field, text)];
            notes.extend(read_over(context, ledger, line.as_ref(), &mut entry, &given)?);
        }
        let (reason, removed) = stdin.reason_read(args.reason.as_deref())?;
        notes.extend(removed_from_reason(context, removed));
        let saved = save(context, ledger, entry.clone(), reason.as_deref())?;
        print_saved(&format!("{}\n", saved.id))?;
        notes.iter().for_each(|note| say(note));
        warn(context, ledger, &entry, &saved)
    })
}

/// The line, where there is one.
fn line(
    context: &Context,
    ledger: &Ledger,
    args: &AddArgs,
    defaults: &Entry,
    stdin: &mut Stdin,
) -> Result<Option<Line>, Stop> {
    let Some(line) = &args.line else {
        return Ok(None);
    };
    if line == STDIN {
        stdin.ask(context);
    }
    let text = stdin.text(line)?;
    Line::read(&text, context, ledger, defaults, &args.fields.0).map(Some)
}

/// Reads options over what a line said, and refuses one that says something else.
fn read_over(
    context: &Context,
    ledger: &Ledger,
    line: Option<&Line>,
    entry: &mut Entry,
    options: &[&(Field, String)],
) -> Result<Vec<String>, Stop> {
    let notes = read(context, ledger, entry, options)?;
    if let Some(line) = line {
        for (field, _) in options {
            line.agrees(entry, *field, context, ledger.profile())?;
        }
        follow_party(entry);
    }
    Ok(notes)
}

/// Standard input, which can be read once.
#[derive(Default)]
pub struct Stdin {
    is_read: bool,
}

impl Stdin {
    /// Says that a person is to type now.
    pub fn ask(&self, context: &Context) {
        if std::io::stdin().is_terminal() {
            say(context.words.type_now());
        }
    }

    /// A reason for the journal, of which something is left when it is cleaned; what was left out is said.
    ///
    /// # Errors
    /// As [`Stdin::text`], or when it is longer than a line.
    pub fn reason(&mut self, context: &Context, typed: Option<&str>) -> Result<Option<String>, Error> {
        if typed == Some(STDIN) {
            self.ask(context);
        }
        let (reason, removed) = self.reason_read(typed)?;
        removed_from_reason(context, removed)
            .iter()
            .for_each(|note| say(note));
        Ok(reason)
    }

    /// The same where a person was told already that they are to type, with the number of characters that
    /// were left out.
    fn reason_read(&mut self, typed: Option<&str>) -> Result<(Option<String>, usize), Error> {
        let Some(typed) = typed else {
            return Ok((None, 0));
        };
        let typed = self.text(typed)?;
        let cleaned = text::clean(&typed, text::Kind::Line);
        let reason = cleaned.text.trim();
        let is = reason.chars().count();
        if is > LINE_CHARS {
            let most = LINE_CHARS;
            return Err(Refusal::LongReason { most, is }.into());
        }
        Ok(((is > 0).then(|| reason.to_owned()), cleaned.removed))
    }

    /// The text, or standard input where `-` stands.
    ///
    /// # Errors
    /// When it was read already, or is not UTF-8.
    pub fn text(&mut self, typed: &str) -> Result<String, Error> {
        if typed != STDIN {
            return Ok(typed.to_owned());
        }
        if std::mem::replace(&mut self.is_read, true) {
            return Err(Refusal::StdinTwice.into());
        }
        let mut bytes = Vec::new();
        let unreadable = |kind| Error::Unreadable {
            path: PathBuf::from(STDIN),
            kind,
        };
        let read = std::io::stdin().lock().take(STDIN_BYTES).read_to_end(&mut bytes);
        read.map_err(|error| unreadable(error.kind()))?;
        if bytes.len() as u64 == STDIN_BYTES {
            // Too long for any field; the cut must not look like a wrong encoding.
            while std::str::from_utf8(&bytes).is_err_and(|error| error.error_len().is_none()) {
                bytes.pop();
            }
        }
        let text = String::from_utf8(bytes).map_err(|_| unreadable(std::io::ErrorKind::InvalidData))?;
        Ok(text
            .strip_prefix('\u{feff}')
            .unwrap_or(&text)
            .trim_end_matches(['\n', '\r'])
            .to_owned())
    }
}

/// That characters were left out of a reason, if any were.
fn removed_from_reason(context: &Context, removed: usize) -> Option<String> {
    (removed > 0).then(|| context.words.removed(context.words.reason_word(), removed))
}

/// What stands in a record unless it is said: today, the ledger's own center, who is at the keyboard.
fn defaults(context: &Context, ledger: &Ledger) -> Entry {
    let mut entry = Entry::default();
    entry.set(Field::Date, Some(Value::Day(context.today)));
    entry.set(Field::Center, Some(Value::Code(ledger.own_center().clone())));
    entry.set(Field::Staff, context.staff.clone().map(Value::Text));
    entry
}

/// Reads fields as they were typed, and refuses every one that is wrong. What is to be said of them
/// once the record is saved: how each date was understood, and what was taken out of a text.
pub fn read(
    context: &Context,
    ledger: &Ledger,
    entry: &mut Entry,
    typed: &[&(Field, String)],
) -> Result<Vec<String>, Stop> {
    let profile = ledger.profile();
    let (mut notes, mut wrong): (Vec<String>, Vec<FieldError>) = Default::default();
    for (field, text) in typed {
        let name = context.words.field(*field, Some(profile));
        match entry.read(*field, text, profile, context.today, Written::ByHand) {
            Ok(0) => {}
            Ok(removed) => notes.push(context.words.removed(name, removed)),
            Err(error) => wrong.push(error),
        }
        if let (Shape::Day | Shape::DueDay | Shape::AnyDay, Some(Value::Day(day))) =
            (field.shape(), entry.get(*field))
        {
            notes.push(context.words.understood(name, &context.words.date(*day)));
            if *field == Field::FollowUp
                && let Some(off) = profile
                    .due_day(text, context.today)
                    .ok()
                    .and_then(|due| due.moved_by)
            {
                let [moved, _] = context.words.moved_by(off);
                notes.push(format!("{name}{}{moved}", context.words.colon()));
            }
        }
    }
    if let Some(code) = case_as_known(ledger, entry)? {
        let name = context.words.field(Field::Case, Some(profile));
        notes.push(context.words.understood(name, &code));
        entry.set(Field::Case, Some(Value::Text(code)));
    }
    if wrong.is_empty() {
        Ok(notes)
    } else {
        Err(Error::Fields(wrong).into())
    }
}

/// The code of the only known case that is called as the entry's, but for the spelling: ｅ－０１２ is
/// E-012, and not another child.
fn case_as_known(ledger: &Ledger, entry: &Entry) -> Result<Option<String>, Error> {
    let typed = entry.text(Field::Case);
    if typed.is_empty() {
        return Ok(None);
    }
    let mut known = ledger.case_codes(typed, 0)?;
    match known.as_slice() {
        [code] if code != typed => Ok(known.pop()),
        _ => Ok(None),
    }
}

fn save(context: &Context, ledger: &mut Ledger, entry: Entry, reason: Option<&str>) -> Result<Saved, Error> {
    let stamp = context.stamp();
    ledger.add(new_id(stamp.at_ms), entry, &stamp, reason)
}

/// Says what is unlikely about the record, which is saved.
fn warn(context: &Context, ledger: &Ledger, entry: &Entry, saved: &Saved) -> Result<(), Stop> {
    let profile = ledger.profile();
    let mut warnings = entry.warnings(profile, context.today);
    if let Some(entered) = entry.code(Field::Newness) {
        let counted = ledger.find(&saved.id.to_string())?.newness;
        let differs = counted.filter(|counted| counted.code() != entered.as_str());
        warnings.extend(differs.map(Warning::NewnessDiffers));
    }
    for warning in warnings {
        say(&format!(
            "{}{}",
            context.words.warning_mark(),
            context.words.warning(&warning, profile)
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_single_hyphen_is_standard_input() {
        let mut stdin = Stdin::default();
        assert_eq!(stdin.text("--").ok().as_deref(), Some("--"));
        assert_eq!(stdin.text("- a").ok().as_deref(), Some("- a"));
    }
}
