//! What the packet's screen says besides what stands in the packet itself.

mod en;
mod ja;

use super::KeyWords;

/// What can be done with the packet, as a row of the table of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packeting {
    /// From section to section.
    Step,
    /// A month or a half-year.
    Length,
    /// A section in every packet, or in none.
    Switch,
    /// A section's remark.
    Remark,
    /// The remark in the place of the sentences, or beside them.
    Replace,
    /// Write a file.
    Write,
    /// The version for publishing, or the one for the meeting.
    Public,
}

impl Packeting {
    /// How its Japanese name is typed with the input method off.
    pub fn reading(self) -> &'static str {
        match self {
            Self::Step => "ran",
            Self::Length => "nagasa",
            Self::Switch => "noseru",
            Self::Remark => "bikou",
            Self::Replace => "okikae",
            Self::Write => "kakidashi",
            Self::Public => "kouhyou",
        }
    }

    /// What people call it besides.
    pub fn also(self) -> &'static [&'static str] {
        match self {
            Self::Step => &["欄", "section"],
            Self::Length => &["月", "tsuki", "半期", "hanki", "month", "half"],
            Self::Switch => &[
                "載せない",
                "nosenai",
                "外す",
                "hazusu",
                "省く",
                "habuku",
                "switch",
                "off",
            ],
            Self::Remark => &["注記", "chuuki", "コメント", "remark", "note"],
            Self::Replace => &["文", "bun", "代わり", "kawari", "replace", "instead"],
            Self::Write => &[
                "保存",
                "hozon",
                "出力",
                "shutsuryoku",
                "印刷",
                "insatsu",
                "エクセル",
                "excel",
                "html",
                "xlsx",
                "csv",
                "write",
                "print",
                "export",
            ],
            Self::Public => &["外部", "gaibu", "公開", "koukai", "publish", "public"],
        }
    }
}

/// Words of the packet's screen.
pub trait PacketWords {
    /// The screen's name.
    fn packet_screen(&self) -> &'static str;

    /// A command, for the line of keys and the help.
    fn packeting(&self, what: Packeting) -> KeyWords;

    /// The same in the palette.
    fn packeting_name(&self, what: Packeting) -> &'static str;

    /// Whether a section is in the packet, as short as it can be said.
    fn in_or_out(&self, is_in: bool) -> &'static str;

    /// That a section has a remark, and whether that stands in the place of the sentences.
    fn has_remark(&self, replaces: bool) -> &'static str;

    /// That it is the version for publishing.
    fn for_publishing(&self) -> &'static str;

    /// Which of so many sections one is in.
    fn section_of(&self, at: usize, of: usize) -> String;

    /// In the place of a section that is left out: its name, and how it is taken in again.
    fn off_section(&self, name: &str) -> String;

    /// In the place of a section that is never published.
    fn unpublished_section(&self, name: &str) -> String;

    /// The head of the line for a section's remark: in full, and in short.
    fn remark_of(&self, section: &str) -> [String; 2];

    /// In which format the packet is to be written.
    fn which_packet_format(&self, is_public: bool) -> &'static str;

    /// The formats: for paper, for Excel, Markdown, CSV, JSON, text.
    fn packet_formats(&self) -> [&'static str; 6];

    /// The head of the line for the place of the file: in full, and in short.
    fn packet_path(&self) -> [&'static str; 2];

    /// That a section is left out of every packet from now on, or taken in.
    fn section_switched(&self, section: &str, is_off: bool) -> String;

    /// That a remark is kept, or taken away.
    fn remark_kept(&self, section: &str, is_there: bool) -> String;

    /// That a remark stands in the place of the sentences, or beside them.
    fn remark_replaces(&self, section: &str, replaces: bool) -> String;

    /// That there is no remark yet that could stand in their place.
    fn no_remark(&self, section: &str) -> String;

    /// That remarks, or this section, are not published, and how it can be changed.
    fn not_in_public(&self, is_remark: bool) -> &'static str;

    /// That what is set for a packet is not undone but set anew, and where other changes are undone.
    fn packet_not_undone(&self) -> &'static str;

    /// That what was typed of a remark is kept, and how one goes on.
    fn remark_draft_kept(&self) -> &'static str;

    /// That something lies there, and how it is overwritten.
    fn packet_exists(&self, path: &str) -> String;

    /// That the packet is still being read.
    fn still_reading(&self) -> &'static str;
}
