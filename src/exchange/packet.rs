//! The meeting's packet as files: which file each format is, and what stands in it. The command and the
//! screen write the same.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::domain::packet::{NoPacket, Packet};
use crate::domain::period::Period;
use crate::error::{Refusal, Result};
use crate::locale::Lang;
use crate::report::View;
use crate::report::packet::{Document, is_table_file};
use crate::store::unwritable;

use super::target;

/// How a packet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For paper and for a browser.
    Html,
    /// A workbook for Excel: a sheet to print, and data.
    Xlsx,
    /// Markdown.
    Md,
    /// For spreadsheets, a file to a table, in a folder.
    Csv,
    /// For programs.
    Json,
    /// Aligned text.
    Text,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Html,
        Self::Xlsx,
        Self::Md,
        Self::Csv,
        Self::Json,
        Self::Text,
    ];

    /// What the name of its file or folder ends with.
    fn ending(self) -> &'static str {
        match self {
            Self::Html => ".html",
            Self::Xlsx => ".xlsx",
            Self::Md => ".md",
            Self::Csv => "-csv",
            Self::Json => ".json",
            Self::Text => ".txt",
        }
    }
}

/// The name of the file or folder that a packet goes to, such as `packet-2022-09.md`.
pub fn named(period: &Period, format: Format, is_public: bool) -> PathBuf {
    let public = if is_public { "-public" } else { "" };
    PathBuf::from(format!("packet-{}{public}{}", period.code(), format.ending()))
}

/// A packet that is to be written.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// What it holds.
    pub packet: &'a Packet,
    /// Its words and labels.
    pub view: View<'a>,
    /// The language of its words.
    pub lang: Lang,
    /// Whether it is the version for publishing.
    pub is_public: bool,
    /// Whether text is to be read aloud: without columns and bars.
    pub is_plain: bool,
}

impl Written<'_> {
    /// What is written, as a document.
    ///
    /// # Errors
    /// [`NoPacket::DoesNotTie`] where it is to be published and its figures do not tie.
    pub fn document(&self) -> Result<Document> {
        if !self.is_public {
            return Ok(self.view.document(self.packet));
        }
        match self.packet.ties() {
            true => Ok(self.view.document_outside(&self.told())),
            false => Err(Refusal::NoPacket(NoPacket::DoesNotTie).into()),
        }
    }

    /// What is written of the packet.
    fn told(&self) -> Cow<'_, Packet> {
        match self.is_public {
            true => self.packet.outside(),
            false => Cow::Borrowed(self.packet),
        }
    }

    /// The packet as one text; of CSV and of a workbook its tables under each other.
    ///
    /// # Errors
    /// As [`Written::document`].
    pub fn text(&self, format: Format) -> Result<String> {
        let view = &self.view;
        Ok(match format {
            Format::Json if self.is_public => {
                format!("{:#}\n", view.document_json(&self.told(), &self.document()?))
            }
            Format::Json => format!("{:#}\n", view.packet_json(self.packet)),
            Format::Html => view.packet_html(&self.document()?, self.lang),
            Format::Md => view.packet_md(&self.document()?),
            Format::Text if self.is_plain => view.packet_said(&self.document()?),
            Format::Text => view.packet_text(&self.document()?),
            Format::Csv | Format::Xlsx => {
                let files = view.packet_csv(&self.document()?);
                let texts: Vec<String> = files.into_iter().map(|file| file.text).collect();
                texts.join("\r\n")
            }
        })
    }

    /// The packet as a workbook.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn workbook(&self) -> Result<Vec<u8>> {
        self.view.packet_xlsx(&self.told(), &self.document()?)
    }

    /// Writes it to a file, of CSV to a folder; over what is there only with `force`.
    ///
    /// # Errors
    /// [`crate::error::Refusal::TargetExists`], or why it cannot be written.
    pub fn write(&self, format: Format, path: &Path, force: bool) -> Result<()> {
        match format {
            Format::Csv => {
                let document = self.document()?;
                let notes = self.view.packet_notes_csv(&self.told(), &document);
                let notes = ("00-notes.csv".to_owned(), notes);
                let tables = self.view.packet_csv(&document).into_iter();
                let files: Vec<(String, String)> = std::iter::once(notes)
                    .chain(tables.map(|file| (file.name, file.text)))
                    .collect();
                target::folder(path, force, &files, is_table_file)
            }
            Format::Xlsx => {
                let book = self.workbook()?;
                target::write_to(path, force, |out| {
                    out.write_all(&book).map_err(|error| unwritable(&error))
                })
            }
            _ => target::write_text(path, force, &self.text(format)?),
        }
    }
}
