//! Words of the packet's screen in English.

use super::{PacketWords, Packeting};
use crate::locale::en::English;
use crate::locale::screen::keys::{KeyWords, words};

impl PacketWords for English {
    fn packet_screen(&self) -> &'static str {
        "Packet"
    }

    fn packeting(&self, what: Packeting) -> KeyWords {
        match what {
            Packeting::Step => words("Section", "section before, next section"),
            Packeting::Length => words("Month/half", "packet of a month or of a half-year"),
            Packeting::Switch => words("In/out", "this section in all packets from now on, or in none"),
            Packeting::Remark => words("Remark", "write a remark here (empty and Enter takes it away)"),
            Packeting::Replace => words("Instead", "remark in the place of the sentences, or beside them"),
            Packeting::Write => words("Write", "write a file (asks for format and place)"),
            Packeting::Public => words("Publish", "version for publishing, or for the meeting"),
        }
    }

    fn packeting_name(&self, what: Packeting) -> &'static str {
        match what {
            Packeting::Step => "Section before, next",
            Packeting::Length => "Month or half-year",
            Packeting::Switch => "Section in or out",
            Packeting::Remark => "Remark on this section",
            Packeting::Replace => "Remark for sentences",
            Packeting::Write => "Write the packet",
            Packeting::Public => "Version for publishing",
        }
    }

    fn in_or_out(&self, is_in: bool) -> &'static str {
        if is_in { "in " } else { "out" }
    }

    fn has_remark(&self, replaces: bool) -> &'static str {
        if replaces { "remark only" } else { "remark" }
    }

    fn for_publishing(&self) -> &'static str {
        "for publishing"
    }

    fn section_of(&self, at: usize, of: usize) -> String {
        format!("{at}/{of}")
    }

    fn off_section(&self, name: &str) -> String {
        format!("(left out) {name}  Space takes it in")
    }

    fn unpublished_section(&self, name: &str) -> String {
        format!("(not published) {name}")
    }

    fn remark_of(&self, section: &str) -> [String; 2] {
        [format!("{section}, remark:"), "Remark:".to_owned()]
    }

    fn which_packet_format(&self, is_public: bool) -> &'static str {
        match is_public {
            true => "Write the version for publishing as",
            false => "Write the packet for the meeting as",
        }
    }

    fn packet_formats(&self) -> [&'static str; 6] {
        [
            "html for paper",
            "xlsx for Excel",
            "Markdown",
            "CSV, a folder",
            "JSON",
            "text",
        ]
    }

    fn packet_path(&self) -> [&'static str; 2] {
        ["Write to (Enter writes):", "Write to:"]
    }

    fn section_switched(&self, section: &str, is_off: bool) -> String {
        match is_off {
            true => format!("{section}: left out of every packet from now on. Space takes it in again."),
            false => format!("{section}: in every packet again."),
        }
    }

    fn remark_kept(&self, section: &str, is_there: bool) -> String {
        match is_there {
            true => format!("{section}: the remark is saved."),
            false => format!("{section}: the remark is gone."),
        }
    }

    fn remark_replaces(&self, section: &str, replaces: bool) -> String {
        match replaces {
            true => format!("{section}: the remark only, without the sentences made from figures."),
            false => format!("{section}: both the sentences and the remark."),
        }
    }

    fn no_remark(&self, section: &str) -> String {
        format!("{section}: no remark yet. Write one first with e.")
    }

    fn not_in_public(&self, is_remark: bool) -> &'static str {
        match is_remark {
            true => "Remarks are not published. P goes back to the packet for the meeting.",
            false => "This section is not published. P goes back to the packet for the meeting.",
        }
    }

    fn packet_not_undone(&self) -> &'static str {
        "Set anew with e and Space, not undone. Other changes: u on the overview."
    }

    fn remark_draft_kept(&self) -> &'static str {
        "The unfinished remark is kept. e or Ctrl-O goes on with it."
    }

    fn packet_exists(&self, path: &str) -> String {
        format!("{path} is there already. Enter again overwrites it, or type another name.")
    }

    fn still_reading(&self) -> &'static str {
        "Still counting. Press the key again when it is done."
    }
}
