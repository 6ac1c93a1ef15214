//! The packet as it may be published: small figures are hidden, with as many others as protect them
//! (`domain::suppress`), and what is about single children is left out. So is everything that is made of
//! figures (sentences, differences, charts, proofs) where it could tell a hidden one.

use std::collections::HashMap;

use crate::domain::packet::{Packet, Section};
use crate::domain::suppress::{Hidden, PlacedLine, PlacedTable, Publication, Sight};
use crate::report::View;

use super::{Block, Chapter, Document, Figure, Figures, activities};

/// Where a table's figures stand among those that are published.
struct Placed {
    table: PlacedTable,
    second: Option<PlacedTable>,
}

impl View<'_> {
    /// A packet as a document for outside. What somebody wrote (remarks) is not in it either: nobody has
    /// looked whether it may be read there. The packet is one as [`Packet::outside`] makes it.
    pub fn document_outside(&self, packet: &Packet) -> Document {
        let small = self.profile.rules.small_number;
        let mut publication = Publication::new(small);
        let mut places = HashMap::new();
        for one in packet
            .tables()
            .filter(|one| packet.shows(one.section) && packet.publishes(one.section))
        {
            let placed = Placed {
                table: publication.add(one.table),
                second: one
                    .second
                    .filter(|_| !packet.is_of_month())
                    .map(|table| publication.add(table)),
            };
            places.insert(one.name(), placed);
        }
        let hidden = publication.hide();
        let mut document = self.document(packet);
        document
            .chapters
            .retain(|chapter| packet.publishes(chapter.section));
        for chapter in &mut document.chapters {
            self.guard_chapter(chapter, packet, &places, &hidden);
        }
        if let Some(Block::Foot(lines)) = document
            .chapters
            .last_mut()
            .and_then(|last| last.blocks.last_mut())
        {
            lines.push(self.words.knows_no_earlier().to_owned());
        }
        document
    }

    fn guard_chapter(
        &self,
        chapter: &mut Chapter,
        packet: &Packet,
        places: &HashMap<String, Placed>,
        hidden: &Hidden,
    ) {
        if chapter.section == Section::Activities {
            return self.guard_activities(chapter, packet);
        }
        for block in &mut chapter.blocks {
            if let Block::Figures(figures) = block {
                guard_figures(figures, places.get(&figures.name), hidden);
            }
        }
        let marks = self.marks(chapter, hidden);
        chapter.blocks.retain(|block| match block {
            Block::Sentence(_) | Block::Remark(_) => false,
            Block::Bars(_) => marks.is_empty(),
            Block::Foot(_) => chapter.section == Section::Centers,
            Block::Figures(_) | Block::Texts(_) => true,
        });
        if chapter.section != Section::Centers {
            let query = &packet.running.family.query;
            let rule = self.words.rule(query.count).to_owned();
            chapter
                .blocks
                .push(Block::Foot(std::iter::once(rule).chain(marks).collect()));
        }
    }

    /// What the marks mean that stand in a chapter.
    fn marks(&self, chapter: &Chapter, hidden: &Hidden) -> Vec<String> {
        let small = self.profile.rules.small_number;
        let has = |mark: Figure| {
            chapter.blocks.iter().any(|block| match block {
                Block::Figures(figures) => figures.rows.iter().any(|(_, row)| row.contains(&mark)),
                _ => false,
            })
        };
        let words = self.words;
        let small_means = has(Figure::Small).then(|| words.small_means(small));
        let withheld_means = has(Figure::Withheld).then(|| words.withheld_means(small, hidden.is_loose()));
        small_means.into_iter().chain(withheld_means).collect()
    }
}

impl View<'_> {
    /// Of activities is published when, what and where; how many came unless they were few.
    fn guard_activities(&self, chapter: &mut Chapter, packet: &Packet) {
        let (blocks, is_any_hidden) = self.activity_blocks(packet, activities::Sight::Outside);
        let tables = blocks
            .into_iter()
            .filter(|block| !matches!(block, Block::Sentence(_)));
        chapter.blocks = tables.collect();
        let small = self.figure_text(Figure::Small);
        let below = self.profile.rules.small_number;
        let guarded = is_any_hidden.then(|| self.words.few_participants(&small, below));
        chapter.blocks.extend(guarded.map(|line| Block::Foot(vec![line])));
    }
}

/// Hides what of a table may not be seen: of a table that nobody placed, everything.
fn guard_figures(figures: &mut Figures, placed: Option<&Placed>, hidden: &Hidden) {
    let foot = figures.rows.len().saturating_sub(1);
    for (at, (_, row)) in figures.rows.iter_mut().enumerate() {
        let sights = placed.map_or_else(Vec::new, |placed| {
            placed.sights((at < foot).then_some(at), hidden)
        });
        for (at, figure) in row.iter_mut().enumerate() {
            let sight = sights.get(at).copied().unwrap_or(Sight::Withheld);
            *figure = match (*figure, sight) {
                (Figure::NotApplicable, _) | (_, Sight::Plain) => continue,
                (_, Sight::Small) => Figure::Small,
                (_, Sight::Withheld) => Figure::Withheld,
            };
        }
    }
}

impl Placed {
    /// How the figures of a row (without one: of the foot) may be shown, in the order of the document:
    /// cells, total, earlier totals, and the difference from the only one of those.
    fn sights(&self, row: Option<usize>, hidden: &Hidden) -> Vec<Sight> {
        let line = |table: &PlacedTable| match row {
            Some(row) => table.rows.get(row).cloned(),
            None => Some(table.total.clone()),
        };
        let before = |table: &PlacedTable| match row {
            Some(row) => table.before.get(row).cloned(),
            None => table.total_before.clone(),
        };
        let total = |line: Option<PlacedLine>| hidden.sight(line.and_then(|line| line.total));
        let now = line(&self.table);
        let cells = now.iter().flat_map(|line| &line.cells);
        let mut sights: Vec<Sight> = cells.map(|place| hidden.sight(*place)).collect();
        sights.push(total(now));
        sights.push(total(before(&self.table)));
        match &self.second {
            Some(second) => sights.push(total(before(second))),
            None => {
                let [.., now, before] = sights[..] else {
                    return sights;
                };
                let is_plain = now == Sight::Plain && before == Sight::Plain;
                sights.push(if is_plain { Sight::Plain } else { Sight::Withheld });
            }
        }
        sights
    }
}
