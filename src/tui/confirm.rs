//! Enter behind a note that was typed with an input method: the method is told by the same key what was
//! meant, so the first one changes nothing in the ledger.

use super::form::editor::Editor;

/// Whether it was asked to press Enter again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Confirm {
    is_asked: bool,
}

impl Confirm {
    /// Whether Enter is meant for the line. What no input method is needed for is; else the second
    /// Enter in a row is.
    pub fn is_meant(&mut self, editor: &Editor) -> bool {
        let is_second = std::mem::replace(&mut self.is_asked, true);
        is_second || editor.text().is_ascii()
    }
}
