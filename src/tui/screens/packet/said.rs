//! What the status line says of the packet.

use std::path::PathBuf;

use super::super::super::app::App;
use crate::domain::packet::Section;

/// Something that is said of the packet until the next key.
#[derive(Debug)]
pub enum Said {
    /// It is not there yet.
    StillReading,
    /// A section is left out from now on, or taken in.
    Switched(Section, bool),
    /// A remark is kept, or taken away.
    Remark(Section, bool),
    /// A remark stands in the place of the sentences, or beside them.
    Replaces(Section, bool),
    /// There is no remark.
    NoRemark(Section),
    /// Remarks (true) or this section are not published.
    NotInPublic(bool),
    /// What is set for a packet is set anew, not undone.
    NotUndone,
    /// What was typed of a remark is kept.
    DraftKept,
    /// Something lies there already.
    Exists(PathBuf),
    /// It was written there.
    Written(PathBuf),
}

impl Said {
    /// In words.
    pub(in crate::tui) fn text(&self, app: &App) -> String {
        let words = app.words;
        let name = |section: &Section| app.catalogue.section(*section);
        let shown = |path: &PathBuf| path.display().to_string().replace(char::is_control, "?");
        match self {
            Self::StillReading => words.still_reading().to_owned(),
            Self::Switched(section, is_off) => words.section_switched(name(section), *is_off),
            Self::Remark(section, is_there) => words.remark_kept(name(section), *is_there),
            Self::Replaces(section, replaces) => words.remark_replaces(name(section), *replaces),
            Self::NoRemark(section) => words.no_remark(name(section)),
            Self::NotInPublic(is_remark) => words.not_in_public(*is_remark).to_owned(),
            Self::NotUndone => words.packet_not_undone().to_owned(),
            Self::DraftKept => words.remark_draft_kept().to_owned(),
            Self::Exists(path) => words.packet_exists(&shown(path)),
            Self::Written(path) => app.catalogue.packet_written(&shown(path)),
        }
    }
}
