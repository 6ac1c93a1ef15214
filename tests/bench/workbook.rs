//! Budgets of workbooks: all records as one, against the bare crate writing the same cells.

use std::path::Path;

use anyhow::Result;
use rust_xlsxwriter::{Format, Workbook};

use super::Bench;
use super::commands::{done, mib};
use super::measure::times;

const RECORDS: usize = 200_000;
const RUNS: usize = 3;
const MIB: (f64, &str) = (64.0, "MiB");

/// The ledger's records as a workbook.
pub fn xlsx(bench: &mut Bench) -> Result<()> {
    let size = RECORDS.min(bench.largest());
    let (ledger, folder) = (bench.data.ledger(size)?, bench.data.scratch()?);
    let (csv, book) = (
        folder.path().join("export.csv"),
        folder.path().join("export.xlsx"),
    );
    let call = |to: &Path| done(RUNS, &ledger, &["export", "--force", &to.display().to_string()]);
    let as_csv = call(&csv)?;
    let taken = call(&book)?;
    let cells: Vec<csv::StringRecord> = csv::Reader::from_path(&csv)?
        .records()
        .collect::<Result<_, _>>()?;
    let head: Vec<String> = soudan::domain::field::Field::all()
        .map(|field| field.spec().header.to_owned())
        .collect();
    let (_, bare) = times(RUNS, || {
        bare(&head, &cells, &folder.path().join("bare.xlsx"), folder.path())
    })?;
    let ratio = taken.cpu_ms / bare.median();
    let shown = format!(
        "{:.1} s CPU, {:.1} s wall = {ratio:.2} × {:.1} s (CSV {:.1} s)",
        taken.cpu_ms / 1e3,
        taken.wall_ms / 1e3,
        bare.median() / 1e3,
        as_csv.cpu_ms / 1e3
    );
    let what = "export to xlsx against bare rust_xlsxwriter";
    bench.table.at_most(what, size, shown, ratio, (1.3, "× CPU"));
    let what = "export to xlsx, memory";
    bench.table.at_most(what, size, mib(taken), taken.peak_mib, MIB);
    Ok(())
}

/// The crate by itself, in the way that takes it least.
fn bare(head: &[String], rows: &[csv::StringRecord], to: &Path, folder: &Path) -> Result<()> {
    let mut book = Workbook::new();
    book.set_tempdir(folder)?;
    let (day, time, text) = (
        Format::new().set_num_format("yyyy-mm-dd"),
        Format::new().set_num_format("hh:mm"),
        Format::new().set_num_format("@"),
    );
    let sheet = book.add_worksheet_with_constant_memory()?;
    for (at, header) in (0..).zip(head) {
        sheet.write_string(0, at, header)?;
    }
    for (number, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            match head.get(usize::from(at)).map(String::as_str) {
                Some("日付" | "次回対応日") => {
                    sheet.write_number_with_format(number, at, 44_652.0, &day)?;
                }
                Some("時刻") => {
                    sheet.write_number_with_format(number, at, 0.5, &time)?;
                }
                Some("年齢" | "所要分") => {
                    sheet.write_number(number, at, cell.parse::<f64>()?)?;
                }
                _ => {
                    sheet.write_string_with_format(number, at, cell, &text)?;
                }
            }
        }
    }
    Ok(book.save(to)?)
}
