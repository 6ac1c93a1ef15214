//! The table of budgets, printed row by row as they are measured.

use std::fmt::Display;

use unicode_width::UnicodeWidthStr;

/// What came of a budget.
enum Verdict {
    Met,
    NotMet,
    /// Printed for comparison only.
    Told,
    /// Something that it needs is not there.
    NotRun,
}

/// Counts what came of the budgets while printing them.
#[derive(Default)]
pub struct Table {
    met: usize,
    not_met: usize,
    not_run: usize,
}

impl Table {
    /// Prints the head.
    pub fn begin() -> Self {
        line(&["budget", "size", "measured", "limit", ""]);
        line(&["---"; 5]);
        Self::default()
    }

    /// A measure that must not exceed its limit; `shown` says more than the measure alone.
    pub fn at_most(
        &mut self,
        what: impl Display,
        size: usize,
        shown: impl Display,
        measured: f64,
        limit: (f64, &str),
    ) {
        let (most, unit) = limit;
        let verdict = if measured <= most {
            Verdict::Met
        } else {
            Verdict::NotMet
        };
        self.row(&what, &rows(size), &shown, &format!("≤ {most} {unit}"), verdict);
    }

    /// A measure without a limit.
    pub fn told(&mut self, what: impl Display, size: usize, shown: impl Display) {
        self.row(&what, &rows(size), &shown, &"", Verdict::Told);
    }

    /// A budget that could not be measured.
    pub fn not_run(&mut self, what: impl Display, size: usize, why: impl Display) {
        self.row(&what, &rows(size), &why, &"", Verdict::NotRun);
    }

    fn row(
        &mut self,
        what: &dyn Display,
        size: &str,
        shown: &dyn Display,
        limit: &dyn Display,
        verdict: Verdict,
    ) {
        let said = match verdict {
            Verdict::Met => {
                self.met += 1;
                "met"
            }
            Verdict::NotMet => {
                self.not_met += 1;
                "NOT MET"
            }
            Verdict::Told => "",
            Verdict::NotRun => {
                self.not_run += 1;
                "not run"
            }
        };
        line(&[
            &what.to_string(),
            size,
            &shown.to_string(),
            &limit.to_string(),
            said,
        ]);
    }

    /// Prints the sum.
    pub fn end(self) {
        let rest = match self.not_run {
            0 => String::new(),
            n => format!(", {n} not run"),
        };
        println!("\n{} budgets met, {} not met{rest}", self.met, self.not_met);
    }
}

/// How wide the columns are, in cells.
const WIDTHS_CELLS: [usize; 5] = [70, 5, 42, 12, 7];

/// A line that is a table in Markdown too.
fn line(cells: &[&str; 5]) {
    let padded = cells.iter().zip(WIDTHS_CELLS).map(|(text, width_cells)| {
        let missing = width_cells.saturating_sub(text.width());
        format!("{text}{}", " ".repeat(missing))
    });
    println!("| {} |", padded.collect::<Vec<_>>().join(" | "));
}

fn rows(size: usize) -> String {
    match size {
        0 => String::new(),
        size if size % 1_000_000 == 0 => format!("{} M", size / 1_000_000),
        size => format!("{} k", size / 1000),
    }
}
