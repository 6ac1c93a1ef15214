//! What stands on which line of the packet's screen.

use super::super::super::app::App;
use super::super::super::keymap::Command;
use super::super::frame_rows;
use super::{Read, Wanted};
use crate::domain::packet::{Section, Setting};
use crate::domain::text::width_cells;
use crate::report::View;
use crate::report::packet::{Layout, Part};

/// From this width on the sections are listed beside the document.
const LIST_FROM: usize = 100;
/// The most cells of that list.
const LIST_CELLS: usize = 36;
/// Cells around list and document.
const MARGIN: usize = 1;

/// A line as it is drawn.
pub struct Line {
    /// The section that it belongs to; the lines above all of them belong to the first.
    pub section: Section,
    pub kind: Kind,
    pub text: String,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of the document.
    Written(Part),
    /// In the place of a section that is not in it.
    Absent,
}

/// A section, as it is listed.
pub struct Listed {
    pub section: Section,
    /// Where its title stands.
    pub title_line: usize,
    /// Whether it is in the document.
    pub is_in: bool,
}

/// Which line it is of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    section: Section,
    /// Lines below its title, or above it.
    offset: isize,
}

/// A packet with its lines in the present window.
pub struct Shown {
    pub wanted: Wanted,
    pub read: Read,
    pub sections: Vec<Listed>,
    pub lines: Vec<Line>,
    /// For which width.
    cells: usize,
}

impl Shown {
    /// The lines of a packet.
    pub fn new(app: &App, wanted: Wanted, read: Read) -> Self {
        let cells = document_cells(app);
        let (lines, sections) = lines(app, wanted, &read, cells);
        Self {
            wanted,
            read,
            sections,
            lines,
            cells,
        }
    }

    /// The same for the present window.
    pub fn set_anew(self, app: &App) -> Self {
        match self.cells == document_cells(app) {
            true => self,
            false => Self::new(app, self.wanted, self.read),
        }
    }

    /// The section that a line belongs to.
    pub fn section(&self, line: usize) -> Section {
        let line = self.lines.get(line).or(self.lines.last());
        line.map_or(Section::ALL[0], |line| line.section)
    }

    /// What is set for a section.
    pub fn setting(&self, section: Section) -> Setting {
        let setting = self.read.packet.settings.get(&section);
        setting.cloned().unwrap_or_default()
    }

    /// Whether a section goes outside.
    pub fn publishes(&self, section: Section) -> bool {
        self.read.packet.publishes(section)
    }

    fn place_of(&self, section: Section) -> usize {
        let found = self.sections.iter().position(|one| one.section == section);
        found.unwrap_or(0)
    }

    /// Which of the sections a line belongs to, from 0.
    pub fn at(&self, line: usize) -> usize {
        self.place_of(self.section(line))
    }

    /// The line of a section's title.
    pub fn title_line(&self, section: Section) -> usize {
        let found = self.sections.get(self.place_of(section));
        found.map_or(0, |one| one.title_line)
    }

    /// Where a line stands.
    pub fn place(&self, line: usize) -> Place {
        let section = self.section(line);
        Place {
            section,
            offset: line as isize - self.title_line(section) as isize,
        }
    }

    /// The line of a place, or the nearest that its section has.
    pub fn find(&self, place: Place) -> usize {
        let title = self.title_line(place.section);
        let inside = |line: &usize| self.section(*line) == place.section;
        let wanted = title.saturating_add_signed(place.offset);
        let (from, to) = (title.min(wanted), title.max(wanted));
        let found = match place.offset >= 0 {
            true => (from..=to).rev().find(inside),
            false => (from..=to).find(inside),
        };
        found.unwrap_or(title)
    }

    /// The last line that can be the first in sight, in a page of so many rows: the end is seen, and the
    /// last section can stand at the top.
    pub fn last(&self, page: usize) -> usize {
        let title = self.sections.last().map_or(0, |one| one.title_line);
        self.lines.len().saturating_sub(page).max(title)
    }

    /// The first line in sight after a command.
    pub fn moved(&self, first: usize, page: usize, command: Command) -> usize {
        // One line stays, to read on from.
        let leaf = page.saturating_sub(1).max(1);
        // Below the end nothing is read; only a title may stand at the top there.
        let end = self.lines.len().saturating_sub(page).max(first);
        let to = match command {
            Command::Up => first.saturating_sub(1),
            Command::Down => (first + 1).min(end),
            Command::PageUp => first.saturating_sub(leaf),
            Command::PageDown => (first + leaf).min(end),
            Command::First => 0,
            Command::Last => end,
            Command::Left => self.section_before(first),
            Command::Right => self.section_after(first),
            _ => first,
        };
        to.min(self.last(page))
    }

    /// The title of the section that one is in, or where that is in sight already of the one before.
    fn section_before(&self, first: usize) -> usize {
        let title = self.title_line(self.section(first));
        let before = self.at(first).checked_sub(1);
        match before {
            _ if first > title => title,
            Some(before) => self.sections[before].title_line,
            None => 0,
        }
    }

    fn section_after(&self, first: usize) -> usize {
        let title = self.title_line(self.section(first));
        let after = self.sections.get(self.at(first) + 1);
        match after {
            // Above the first section stands the packet's own title.
            _ if first + 1 < title => title,
            Some(after) => after.title_line,
            None => first,
        }
    }
}

/// The rows that the document has.
pub fn page_rows(app: &App) -> usize {
    let height: usize = app.size.height.into();
    height.saturating_sub(frame_rows(app) + 1).max(1)
}

/// The cells of the list of sections; none where there is no room for it.
pub fn list_cells(app: &App) -> usize {
    if usize::from(app.size.width) < LIST_FROM {
        return 0;
    }
    let names = Section::ALL.map(|section| width_cells(app.catalogue.section(section)));
    let marks = [false, true].map(|is| width_cells(app.words.has_remark(is)));
    let around = width_cells(app.words.in_or_out(false)) + 3;
    let widest = |cells: &[usize]| cells.iter().copied().max().unwrap_or(0);
    LIST_CELLS.min(widest(&names) + widest(&marks) + around)
}

/// The column of the document.
pub fn document_column(app: &App) -> usize {
    match list_cells(app) {
        0 => MARGIN,
        list => list + 2 * MARGIN + 1,
    }
}

fn document_cells(app: &App) -> usize {
    let width: usize = app.size.width.into();
    width.saturating_sub(document_column(app) + MARGIN).max(2)
}

/// The lines of the document, with one in the place of each section that is not in it.
fn lines(app: &App, wanted: Wanted, read: &Read, cells: usize) -> (Vec<Line>, Vec<Listed>) {
    let view = View {
        words: app.catalogue,
        profile: &app.profile,
    };
    let layout = Layout::Within(cells);
    let mut lines = Vec::new();
    let mut sections = Vec::new();
    let title = read.document.title_lines(layout);
    lines.extend(title.into_iter().map(|line| Line {
        section: Section::ALL[0],
        kind: Kind::Written(line.part),
        text: line.text,
    }));
    for section in Section::ALL {
        let chapter = read.document.chapters.iter().find(|one| one.section == section);
        let name = app.catalogue.section(section);
        let written = match chapter {
            Some(chapter) => view.chapter_lines(chapter, layout),
            None => Vec::new(),
        };
        let absent = match chapter {
            Some(_) => None,
            None if wanted.is_public && !read.packet.publishes(section) => {
                Some(app.words.unpublished_section(name))
            }
            None if !read.packet.shows(section) => Some(app.words.off_section(name)),
            // There is nothing that it could hold.
            None => continue,
        };
        lines.push(Line {
            section,
            kind: Kind::Written(Part::Blank),
            text: String::new(),
        });
        sections.push(Listed {
            section,
            title_line: lines.len(),
            is_in: absent.is_none(),
        });
        lines.extend(absent.map(|text| Line {
            section,
            kind: Kind::Absent,
            text,
        }));
        lines.extend(written.into_iter().map(|line| Line {
            section,
            kind: Kind::Written(line.part),
            text: line.text,
        }));
    }
    (lines, sections)
}
