//! When the program itself fails: the terminal is given back, a report is written that holds no
//! record's text, one line says so, and the process ends with 101.

use std::backtrace::Backtrace;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::panic::{Location, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{keeper, watch};
use crate::locale::Lang;
use crate::locale::screen::words;

/// The exit status of a panic.
const STATUS: i32 = 101;

/// From now on a panic on any thread ends the process so.
pub fn install(state_dir: PathBuf, lang: Lang) {
    std::panic::set_hook(Box::new(move |info| {
        static PANICKED: AtomicBool = AtomicBool::new(false);
        if PANICKED.swap(true, Ordering::SeqCst) {
            // Another thread is on its way out with the first one; a failure of the hook itself ends here.
            thread::sleep(Duration::from_secs(1));
            signal_hook::low_level::exit(STATUS);
        }
        keeper::keep_what_is_unsaved();
        watch::leave_soon();
        let number = number();
        let report = write(&state_dir, &number, info).ok();
        // A terminal that takes nothing does not keep the process, now that the report is there.
        watch::end_at_last(STATUS);
        let line = words(lang).crashed(&number, report.as_deref());
        // Standard error may be gone too; there is nobody left to tell.
        let _ = writeln!(io::stderr(), "{line}");
        signal_hook::low_level::exit(STATUS);
    }));
}

/// A number that people can read out.
fn number() -> String {
    format!("{:08x}", getrandom::u32().unwrap_or_else(|_| std::process::id()))
}

/// Writes the report: where and how it came there. What the panic says is left out, because it may
/// quote what somebody typed.
fn write(state_dir: &Path, number: &str, info: &PanicHookInfo<'_>) -> io::Result<PathBuf> {
    DirBuilder::new().recursive(true).mode(0o700).create(state_dir)?;
    let path = state_dir.join(format!("crash-{number}.txt"));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    let place = info
        .location()
        .map_or_else(|| "unknown".to_owned(), Location::to_string);
    writeln!(file, "soudan {} report {number}", env!("CARGO_PKG_VERSION"))?;
    writeln!(file, "{} {}", std::env::consts::OS, std::env::consts::ARCH)?;
    writeln!(file, "thread {}", thread::current().name().unwrap_or("unnamed"))?;
    writeln!(file, "at {place}")?;
    writeln!(file, "{}", Backtrace::force_capture())?;
    file.sync_all()?;
    Ok(path)
}
