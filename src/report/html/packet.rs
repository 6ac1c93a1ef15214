//! The meeting's packet on paper.

use maud::{Markup, html};

use super::chart::chart;
use super::{Heading, Page, document, figures, heading, one_line, text};
use crate::domain::packet::Section;
use crate::locale::Lang;
use crate::report::View;
use crate::report::packet::{Block, Chapter, Document, Texts};

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
        html! {
            section .chapter #(chapter.section.code()) {
                h2 { (one_line(&chapter.title)) }
                @for block in &chapter.blocks { (self.block_html(chapter.section, block)) }
            }
        }
    }

    fn block_html(&self, section: Section, block: &Block) -> Markup {
        html! {
            @match block {
                Block::Sentence(said) => p .reading { (one_line(said)) },
                Block::Remark(said) => div .remark { b { (self.words.remark()) } div { (text(said)) } },
                Block::Figures(table) => (figures(&self.texts_of(table))),
                Block::Bars(bars) => (chart(bars, section == Section::Months, self.words.not_applicable())),
                Block::Texts(texts) => (table(texts)),
                Block::Foot(lines) => {
                    div .foot { @for line in lines { p { (one_line(line)) } } }
                }
            }
        }
    }
}

/// A table of texts.
fn table(texts: &Texts) -> Markup {
    html! {
        table .texts .(texts.name) {
            thead { tr { @for name in &texts.head { th scope="col" { (one_line(name)) } } } }
            tbody {
                @for row in &texts.rows {
                    tr { @for cell in row { td { (one_line(cell)) } } }
                }
            }
        }
    }
}
