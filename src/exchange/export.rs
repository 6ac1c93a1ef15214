//! The ledger's CSV, out: what the import reads back, record for record.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::guard::guard;
use super::import::ID_HEADER;
use crate::domain::consultation::Consultation;
use crate::domain::field::Field;
use crate::domain::profile::Profile;
use crate::domain::value::Value;
use crate::error::{Error, Result};
use crate::store::{Ledger, unwritable};

/// Excel takes a CSV for UTF-8 only when it begins so.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes all records that count, in the order of their entry; how many. `shared` leaves out
/// whatever could tell who called or whose child it is.
///
/// # Errors
/// When the ledger cannot be read or the output not be written.
pub fn export(ledger: &Ledger, shared: bool, out: &mut dyn Write) -> Result<u64> {
    let fields = columns(shared);
    out.write_all(BYTE_ORDER_MARK)
        .map_err(|error| unwritable(&error))?;
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    let header = fields.iter().map(|field| field.spec().header).chain([ID_HEADER]);
    csv.write_record(header).map_err(unwritten)?;
    let mut failed = None;
    let profile = ledger.profile();
    let written = ledger.in_order_of_entry(&mut |record: Consultation| {
        let cells = fields
            .iter()
            .map(|field| cell(*field, &record, profile))
            .chain([record.id.to_string()]);
        match csv.write_record(cells) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(unwritten(error));
                ControlFlow::Break(())
            }
        }
    })?;
    match failed {
        Some(error) => Err(error),
        None => csv.flush().map(|()| written).map_err(|error| unwritable(&error)),
    }
}

/// The fields that are written.
pub(super) fn columns(shared: bool) -> Vec<Field> {
    Field::all()
        .filter(|field| !shared || field.spec().shared)
        .collect()
}

/// What the system said: csv's own conversion would hide that the disk is full.
fn unwritten(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => unwritable(&error),
        _ => unwritable(&io::ErrorKind::Other.into()),
    }
}

/// A cell as a spreadsheet shows it, guarded.
fn cell(field: Field, record: &Consultation, profile: &Profile) -> String {
    match record.entry.get(field) {
        None => String::new(),
        Some(Value::Day(_) | Value::Minute(_) | Value::Number(_)) => text(field, record, profile),
        Some(_) => guard(&text(field, record, profile)).into_owned(),
    }
}

/// What a record says in a field: labels in Japanese, as in the ledgers that it replaces.
pub(super) fn text(field: Field, record: &Consultation, profile: &Profile) -> String {
    let label = |code| match field.list().and_then(|list| profile.item(list, code)) {
        Some(item) => item.label.ja.clone(),
        None => code.to_string(),
    };
    match record.entry.get(field) {
        None => String::new(),
        Some(Value::Code(code)) => label(code),
        Some(Value::Codes(codes)) => {
            let labels: Vec<_> = codes.iter().map(label).collect();
            labels.join("、")
        }
        Some(Value::Done) => "済".to_owned(),
        Some(Value::Dropped) => "中止".to_owned(),
        Some(value) => value.canonical().into_owned(),
    }
}
