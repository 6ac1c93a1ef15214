//! `soudan import` and `soudan export`.

use std::fs;
use std::io::BufWriter;
use std::path::Path;

use crate::error::{Refusal, RefusedRow};
use crate::exchange::export::export as write_records;
use crate::exchange::import::{Mode, Report, import as read_records};
use crate::locale::files::Sum;
use crate::store::{Ledger, place, unwritable};

use super::args::{ExportArgs, ImportArgs};
use super::context::Context;
use super::output::{print, say};
use super::stop::Stop;

/// Refused rows that are named before only their number is said.
const NAMED: usize = 20;

/// Reads records from a CSV file.
pub fn import(context: &Context, args: &ImportArgs) -> Result<(), Stop> {
    if !args.dry_run {
        context.may_write()?;
    }
    let mode = Mode {
        dry_run: args.dry_run,
        again: args.again,
    };
    context.write(|ledger| {
        let profile = ledger.profile().clone();
        let mut named = 0;
        let mut more = 0;
        let mut on_refused = |row: &RefusedRow| {
            if args.dry_run || named < NAMED {
                say(&context.words.refused_row(row, &profile));
                named += 1;
            } else {
                more += 1;
            }
        };
        let report = read_records(
            ledger,
            &args.file,
            mode,
            context.today,
            &context.stamp(),
            &mut on_refused,
        )?;
        if more > 0 {
            say(&context.words.more_refused(more));
        }
        conclude(context, &report, args.dry_run)
    })
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

/// Writes all records to a CSV file: beside it first, then under its name.
pub fn export(context: &Context, args: &ExportArgs) -> Result<(), Stop> {
    context.read(|ledger| {
        let records = to_file(ledger, args)?;
        say(&context.words.exported(records, &args.file));
        Ok(())
    })
}

fn to_file(ledger: &Ledger, args: &ExportArgs) -> Result<u64, Stop> {
    if !args.force && fs::symlink_metadata(&args.file).is_ok() {
        return Err(Refusal::TargetExists(args.file.clone()).into());
    }
    let mut part = args.file.clone().into_os_string();
    part.push(".part");
    let part = Path::new(&part);
    // What a killed export left behind was never an export.
    let _ = fs::remove_file(part);
    let written = place::make_file(part).and_then(|file| {
        let mut out = BufWriter::new(file);
        let records = write_records(ledger, args.shared, &mut out)?;
        let file = out.into_inner().map_err(|error| unwritable(error.error()))?;
        file.sync_all().map_err(|error| unwritable(&error))?;
        if args.force {
            fs::rename(part, &args.file).map_err(|error| unwritable(&error))?;
            place::sync_folder(&place::folder_of(&args.file))?;
        } else {
            place::name_new(part, &args.file)?;
        }
        Ok(records)
    });
    if written.is_err() {
        let _ = fs::remove_file(part);
    }
    Ok(written?)
}
