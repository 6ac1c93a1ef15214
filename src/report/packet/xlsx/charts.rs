//! Charts of the print sheet. Their figures are those of the data sheets.

use std::ops::Range;

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartAxisTickType, ChartDataLabel, ChartFont, ChartFormat, ChartLayout,
    ChartLegendPosition, ChartLine, ChartSolidFill, ChartType, Color,
};

use crate::report::packet::{Bars, Block, Chapter, Figure, Figures};

use super::data::Sheet;
use super::looks::{FONT, SMALL};

/// The fills of the kinds of bars, dark and light, each with a black line around it.
const FILLS: [Color; 3] = [
    Color::RGB(0x0059_5959),
    Color::RGB(0x00E7_E6E6),
    Color::RGB(0x00A5_A5A5),
];

/// Characters of a chart's text at most.
const MOST_SAID: usize = 255;

/// How high a chart over its table is, in points.
pub(super) fn height(bars: &Bars) -> f64 {
    (bars.labels.len() as f64 * 13.0 + 16.0).clamp(50.0, 390.0)
}

/// The chart of some bars, whose figures stand in a table of the same section; `None` where they do not.
pub(super) fn chart(bars: &Bars, rows: Range<usize>, chapter: &Chapter, sheets: &[Sheet]) -> Option<Chart> {
    let tables = chapter.blocks.iter().filter_map(|block| match block {
        Block::Figures(figures) => Some(figures),
        _ => None,
    });
    let (columns, figures) = tables
        .filter_map(|figures| Some((columns(bars, figures)?, figures)))
        .next()?;
    let sheet = sheets.iter().find(|sheet| sheet.table == figures.name)?;
    let name = sheet.name.as_str();
    // The head is the first row of the data.
    let (first, last) = (u32::try_from(rows.start).ok()? + 1, u32::try_from(rows.end).ok()?);
    let mut font = ChartFont::new();
    font.set_name(FONT.0).set_size(SMALL);
    let mut chart = Chart::new(ChartType::Bar);
    for (at, (series, column)) in bars.series.iter().zip(columns).enumerate() {
        let mut fill = ChartSolidFill::new();
        fill.set_color(FILLS[at % FILLS.len()]);
        let mut line = ChartLine::new();
        line.set_color(Color::Black).set_width(0.5);
        let made = chart
            .add_series()
            .set_name(series.0.as_str())
            .set_categories((name, first, 0, last, 0))
            .set_values((name, first, column, last, column))
            .set_format(ChartFormat::new().set_solid_fill(&fill).set_border(&line))
            .set_gap(50)
            .set_overlap(0);
        // Of two thin bars the figures would stand in each other; they are in the row.
        if bars.series.len() == 1 {
            made.set_data_label(ChartDataLabel::new().show_value().set_font(&font));
        }
    }
    chart.title().set_hidden();
    match bars.series.len() {
        1 => chart.legend().set_hidden(),
        _ => chart
            .legend()
            .set_position(ChartLegendPosition::Top)
            .set_font(&font),
    };
    // Of lying bars the axis down the side is that of the labels, the first on top.
    chart
        .y_axis()
        .set_font(&font)
        .set_reverse()
        .set_major_gridlines(false);
    // Room for the figure behind the longest bar; on every page the same scale.
    let figures = bars.series.iter().flat_map(|(_, figures)| figures);
    let highest = figures.flatten().max().copied().unwrap_or(0).max(1);
    chart
        .x_axis()
        .set_min(0)
        .set_max(highest as f64 * 1.2)
        .set_major_gridlines(false)
        .set_hidden(true);
    chart.set_alt_text(said(bars));
    Some(chart)
}

/// Puts a chart's bars in the rows of a table, under so many points of its head: the labels are the rows'.
pub(super) fn put_beside(chart: &mut Chart, bars: &Bars, head: f64, rows: f64) {
    let above = head / (head + rows);
    let layout = ChartLayout::new()
        .set_offset(0.01, above)
        .set_dimensions(0.98, 1.0 - above);
    chart.plot_area().set_layout(&layout);
    chart
        .y_axis()
        .set_label_position(ChartAxisLabelPosition::None)
        .set_major_tick_type(ChartAxisTickType::None);
    let mut border = ChartFormat::new();
    chart
        .chart_area()
        .set_format(border.set_no_border().set_no_fill());
    if bars.series.len() > 1 {
        let layout = ChartLayout::new()
            .set_offset(0.0, 0.0)
            .set_dimensions(0.98, above);
        chart.legend().set_layout(&layout);
    }
}

/// Which column of a table's data each kind of bar is.
fn columns(bars: &Bars, figures: &Figures) -> Option<Vec<u16>> {
    let rows = figures.rows.get(..bars.labels.len())?;
    let column = |series: &[Option<u64>]| {
        let is_it = |at: &usize| {
            let pairs = rows.iter().zip(series);
            pairs
                .into_iter()
                .all(|((_, row), n)| row.get(*at) == Some(&Figure::from(*n)))
        };
        // The label stands before the figures.
        (0..figures.head.len().saturating_sub(1))
            .find(is_it)
            .and_then(|at| u16::try_from(at + 1).ok())
    };
    // The second kind may say the same as the first, but it is another column.
    let mut found = Vec::new();
    for (_, series) in &bars.series {
        found.push(column(series)?);
    }
    Some(found)
}

/// What a chart shows, for those who do not see it.
fn said(bars: &Bars) -> String {
    let said = format!("{} - {}", bars.title, bars.said("-"));
    // Excel takes 255 characters; the rest stands in the table.
    said.chars().take(MOST_SAID).collect()
}
