//! The meeting's packet on paper.

use maud::{Markup, html};

use super::chart::chart;
use super::{Heading, Page, document, heading, one_line, tables, text};
use crate::domain::packet::Section;
use crate::locale::Lang;
use crate::report::View;
use crate::report::packet::{Bars, Block, Chapter, Document, Figures};

impl View<'_> {
    /// The packet as one file for a browser and for paper.
    pub fn packet_html(&self, packet: &Document, lang: Lang) -> String {
        let running = format!("{}  {}", packet.title, packet.subtitle);
        let page = Page {
            lang,
            title: &running,
            caution: None,
            owner: self.words.label(&self.profile.name),
            printed: &packet.made_on,
        };
        let head = heading(&Heading {
            title: &packet.title,
            caution: None,
            under: &[packet.subtitle.clone(), packet.made_on.clone()],
            seals: None,
        });
        let body = html! {
            div .packet {
                (head)
                @for chapter in &packet.chapters { (self.chapter_html(chapter)) }
            }
        };
        document(&page, &body)
    }

    fn chapter_html(&self, chapter: &Chapter) -> Markup {
        let tables = chapter.blocks.iter().filter_map(|block| match block {
            Block::Figures(table) => Some(table),
            _ => None,
        });
        let several = tables.count() > 1;
        // Bars stand with the table behind them.
        let mut waiting = None;
        let mut parts = Vec::new();
        for block in &chapter.blocks {
            parts.push(match block {
                Block::Bars(bars) => {
                    waiting = Some(bars);
                    continue;
                }
                Block::Figures(table) => self.figures_html(chapter.section, table, waiting.take(), several),
                Block::Sentence(said) => html! { p .reading { (one_line(said)) } },
                Block::Remark(said) => {
                    html! { div .remark { b { (self.words.remark()) } div { (text(said)) } } }
                }
                Block::Texts(table) => tables::texts(table),
                Block::Foot(lines) => html! { div .foot { @for line in lines { p { (one_line(line)) } } } },
            });
        }
        html! {
            section .chapter #(chapter.section.code()) {
                h2 { (one_line(&chapter.title)) }
                @for part in parts { (part) }
                @if let Some(bars) = waiting { (chart(bars, false, self.words.not_applicable())) }
            }
        }
    }

    /// A table with its bars; where a section has several, each says under which name it stands there.
    fn figures_html(&self, section: Section, table: &Figures, bars: Option<&Bars>, is_named: bool) -> Markup {
        let (grid, none) = (self.texts_of(table), self.words.not_applicable());
        let name = || {
            let corner = table.head.first().map_or("", String::as_str);
            format!("{}{}{corner}", self.words.section(section), self.words.colon())
        };
        match bars {
            Some(bars) if section == Section::Months => tables::under_bars(&grid, bars, none),
            Some(bars) => tables::with_bars(&grid, bars, none),
            None if section == Section::Months => tables::lying(&grid),
            None => tables::figures(&grid, is_named.then(name).as_deref()),
        }
    }
}
