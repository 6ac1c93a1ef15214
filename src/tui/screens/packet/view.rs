//! The packet as it is drawn: at the top where one is, then the document, and beside it, where there is
//! room, its sections.

use chrono::NaiveDate;
use ratatui::style::Style;

use super::super::super::app::App;
use super::super::super::paper::Paper;
use super::super::super::spot::Target;
use super::layout::{Kind, Line, Shown, document_column, list_cells, page_rows};
use crate::domain::period::Period;
use crate::domain::text::{fit, pad_right, width_cells};
use crate::report::packet::Part;

/// The period and the last day that is counted, for the title; where it is closed, whether it counts
/// otherwise since.
pub fn titled(app: &App) -> (Period, NaiveDate, Option<bool>) {
    let period = app.packet.period();
    let packet = app.packet.packet();
    let changes = packet.and_then(|packet| packet.changes.iter().find(|(closed, _)| *closed == period));
    let is_revised =
        changes.map(|(_, revisions)| revisions.as_ref().is_none_or(|revisions| !revisions.is_empty()));
    (period, period.as_of(app.today), is_revised)
}

/// Draws the screen below the bar.
pub fn view(app: &App, paper: &mut Paper<'_>) {
    chips(app, paper);
    let Some(shown) = &app.packet.shown else {
        return;
    };
    let first = app.packet.first;
    let rows = paper.height().saturating_sub(1);
    let (list, column) = (list_cells(app), document_column(app));
    if list > 0 {
        sections(app, shown, &mut paper.below(1, rows).beside(1, list));
    }
    let mut sheet = paper.below(1, rows);
    let mut sheet = sheet.beside(column, usize::MAX);
    let current = shown.section(first);
    for (row, line) in shown.lines.iter().skip(first).take(rows).enumerate() {
        let is_title = line.section == current && shown.title_line(current) == first + row;
        let style = match is_title {
            true => app.theme.selected,
            false => style(app, line),
        };
        sheet.put(row, 0, &line.text, style);
    }
}

fn style(app: &App, line: &Line) -> Style {
    let theme = &app.theme;
    match line.kind {
        Kind::Absent => theme.quiet,
        Kind::Written(part) => match part {
            Part::Title => theme.title,
            Part::Chapter | Part::Remark => theme.total,
            Part::Head => theme.head,
            Part::Bar => theme.bar,
            Part::Foot => theme.quiet,
            Part::Sentence | Part::Row | Part::Blank => theme.plain,
        },
    }
}

/// In which section one is, what is set for it, and how far down.
fn chips(app: &App, paper: &mut Paper<'_>) {
    let words = app.words;
    let right = match app.packet.ready() {
        Some(shown) => {
            let (first, all) = (app.packet.first, shown.lines.len());
            let last = (first + page_rows(app)).min(all);
            format!("{}-{last}/{all}", first + 1)
        }
        None => words.counting().to_owned(),
    };
    let mut chips = Vec::new();
    if let Some(shown) = &app.packet.shown {
        let (at, section) = (shown.at(app.packet.first), shown.section(app.packet.first));
        let setting = shown.setting(section);
        let is_in = shown.sections.get(at).is_some_and(|one| one.is_in);
        chips.push(words.section_of(at + 1, shown.sections.len()));
        chips.push(app.catalogue.section(section).to_owned());
        chips.push(words.in_or_out(is_in).trim().to_owned());
        chips.extend(
            setting
                .remark
                .map(|_| words.has_remark(setting.replaces).to_owned()),
        );
    }
    if app.packet.wanted.is_public {
        chips.insert(0, words.for_publishing().to_owned());
    }
    let end = paper.width().saturating_sub(width_cells(&right) + 1);
    let mut column = 1;
    for chip in chips {
        let room = end.saturating_sub(column + 1);
        if room < 2 {
            break;
        }
        let text = fit(&chip, room);
        paper.put(0, column, &text, app.theme.chip);
        column += width_cells(&text) + 2;
    }
    paper.put(0, end, &right, app.theme.total);
}

/// The list of the sections: whether each is in the packet, and whether it has a remark.
fn sections(app: &App, shown: &Shown, paper: &mut Paper<'_>) {
    let current = shown.at(app.packet.first);
    let width = paper.width();
    for (row, one) in shown.sections.iter().enumerate() {
        let setting = shown.setting(one.section);
        let mark = setting
            .remark
            .map_or("", |_| app.words.has_remark(setting.replaces));
        let head = format!(
            "{} {}",
            app.words.in_or_out(one.is_in),
            app.catalogue.section(one.section)
        );
        let room = width.saturating_sub(width_cells(mark) + 1);
        let text = format!("{} {mark}", pad_right(&fit(&head, room), room));
        let style = match one.is_in {
            _ if row == current => app.theme.selected,
            true => app.theme.plain,
            false => app.theme.quiet,
        };
        paper.put(row, 0, &text, style);
        paper.spot(row, 0, width, Target::Section(one.section));
    }
}
