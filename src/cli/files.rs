//! `soudan import` and `soudan export`.

use std::path::Path;

use chrono::NaiveDate;

use crate::error::{Error, RefusedRow};
use crate::exchange::export::export as write_records;
use crate::exchange::import::{Mode, Report, import as read_records};
use crate::exchange::sheet;
use crate::exchange::target::write_to;
use crate::locale::files::Sum;
use crate::store::Ledger;

use super::add::Stdin;
use super::args::{ExportArgs, ExportFormat, ImportArgs};
use super::context::Context;
use super::output::{print, say};
use super::stop::Stop;

/// Refused rows that are named before only their number is said.
const NAMED: usize = 20;

/// Reads records from a CSV file.
pub fn import(context: &Context, args: &ImportArgs) -> Result<(), Stop> {
    let mode = Mode {
        dry_run: args.dry_run,
        again: args.again,
    };
    if args.dry_run {
        return context.trial(|ledger| import_into(ledger, context, args, mode));
    }
    context.may_write()?;
    context.write(|ledger| import_into(ledger, context, args, mode))
}

fn import_into(ledger: &mut Ledger, context: &Context, args: &ImportArgs, mode: Mode) -> Result<(), Stop> {
    let profile = ledger.profile().clone();
    let (mut rows, mut last_line) = (0, 0);
    let mut on_refused = |row: &RefusedRow| {
        rows += usize::from(row.line != last_line);
        last_line = row.line;
        if args.dry_run || rows <= NAMED {
            say(&context.words.refused_row(row, &profile));
        }
    };
    let reason = Stdin::default().reason(context, args.reason.as_deref())?;
    let report = ledger.because(reason.as_deref(), |ledger| {
        read_records(
            ledger,
            &args.file,
            mode,
            context.today,
            &context.stamp(),
            &mut on_refused,
        )
    })?;
    let more = rows.saturating_sub(NAMED);
    if more > 0 && !args.dry_run {
        say(&context.words.more_refused(more as u64));
    }
    conclude(context, &report, args.dry_run)
}

/// Says what an import found and did.
fn conclude(context: &Context, report: &Report, dry_run: bool) -> Result<(), Stop> {
    if !report.unknown_columns.is_empty() {
        say(&context.words.unknown_columns(&report.unknown_columns));
    }
    if report.removed > 0 {
        say(&context.words.removed_from_import(report.removed));
    }
    if report.refused > 0 {
        let message = context.words.nothing_imported(report.refused, dry_run);
        return Err(Stop::Said { status: 1, message });
    }
    let sum = Sum {
        added: report.imported.added,
        skipped: report.imported.skipped,
        skipped_void: report.imported.skipped_void,
    };
    print(&format!("{}\n", context.words.imported(sum, dry_run)))
}

/// Writes all records to a CSV file or a workbook: beside it first, then under its name.
pub fn export(context: &Context, args: &ExportArgs) -> Result<(), Stop> {
    context.read(|ledger| {
        let records = to_file(ledger, args, context.today)?;
        say(&context.words.exported(records, &args.file));
        Ok(())
    })
}

fn to_file(ledger: &Ledger, args: &ExportArgs, today: NaiveDate) -> Result<u64, Error> {
    let is_workbook = |path: &Path| {
        path.extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("xlsx"))
    };
    let by_name = match is_workbook(&args.file) {
        true => ExportFormat::Xlsx,
        false => ExportFormat::Csv,
    };
    write_to(&args.file, args.force, |out| {
        match args.format.unwrap_or(by_name) {
            ExportFormat::Csv => write_records(ledger, args.shared, out),
            ExportFormat::Xlsx => sheet::export(ledger, args.shared, today, out),
        }
    })
}
