//! Enter behind a note that was typed with an input method: the method is told by the same key what was
//! meant, so the first one changes nothing in the ledger. Nor does the first behind what is seldom meant.

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
        self.is_second() || editor.text().is_ascii()
    }

    /// Whether it is the second Enter in a row.
    pub fn is_second(&mut self) -> bool {
        std::mem::replace(&mut self.is_asked, true)
    }
}
