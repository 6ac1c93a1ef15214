//! Charts of the print sheet. Their figures are those of the data sheets.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType,
    Color,
};

use crate::report::packet::Block;
use crate::report::packet::{Bars, Chapter, Figure, Figures};

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

/// How high a chart is, in points.
pub(super) fn height(bars: &Bars) -> f64 {
    match is_standing(bars) {
        true => 165.0,
        false => (bars.labels.len() as f64 * 14.0 + 20.0).clamp(60.0, 390.0),
    }
}

/// Months stand beside each other, and the year before beside each.
fn is_standing(bars: &Bars) -> bool {
    bars.series.len() > 1
}

/// The chart of bars whose figures stand in a table of the same section; `None` where they do not.
pub(super) fn chart(bars: &Bars, chapter: &Chapter, sheets: &[Sheet]) -> Option<Chart> {
    let tables = chapter.blocks.iter().filter_map(|block| match block {
        Block::Figures(figures) => Some(figures),
        _ => None,
    });
    let (columns, figures) = tables
        .filter_map(|figures| Some((columns(bars, figures)?, figures)))
        .next()?;
    let sheet = sheets.iter().find(|sheet| sheet.table == figures.name)?;
    let name = sheet.name.as_str();
    let last = u32::try_from(bars.labels.len()).ok()?;
    let mut font = ChartFont::new();
    font.set_name(FONT.0).set_size(SMALL);
    let kind = match is_standing(bars) {
        true => ChartType::Column,
        false => ChartType::Bar,
    };
    let mut chart = Chart::new(kind);
    for (at, (series, column)) in bars.series.iter().zip(columns).enumerate() {
        let mut fill = ChartSolidFill::new();
        fill.set_color(FILLS[at % FILLS.len()]);
        let mut line = ChartLine::new();
        line.set_color(Color::Black).set_width(0.5);
        chart
            .add_series()
            .set_name(series.0.as_str())
            .set_categories((name, 1, 0, last, 0))
            .set_values((name, 1, column, last, column))
            .set_format(ChartFormat::new().set_solid_fill(&fill).set_border(&line))
            .set_gap(50)
            .set_overlap(0)
            .set_data_label(ChartDataLabel::new().show_value().set_font(&font));
    }
    chart.title().set_hidden();
    let mut faint = ChartLine::new();
    faint.set_color(Color::RGB(0x00BF_BFBF)).set_width(0.5);
    if is_standing(bars) {
        chart.x_axis().set_font(&font);
        chart
            .y_axis()
            .set_font(&font)
            .set_min(0)
            .set_num_format("0")
            .set_major_gridlines_line(&faint);
        chart
            .legend()
            .set_position(ChartLegendPosition::Top)
            .set_font(&font);
    } else {
        // Of lying bars the axis down the side is that of the labels, the first on top.
        chart.legend().set_hidden();
        chart
            .y_axis()
            .set_font(&font)
            .set_reverse()
            .set_major_gridlines(false);
        chart
            .x_axis()
            .set_min(0)
            .set_major_gridlines(false)
            .set_hidden(true);
    }
    chart.set_alt_text(said(bars));
    Some(chart)
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
    let figure = |n: &Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let series = bars.series.iter().map(|(name, figures)| {
        let pairs = bars.labels.iter().zip(figures);
        let pairs: Vec<String> = pairs.map(|(label, n)| format!("{label} {}", figure(n))).collect();
        format!("{name}: {}", pairs.join(", "))
    });
    let series: Vec<String> = series.collect();
    let said = format!("{} - {}", bars.title, series.join(" / "));
    // Excel takes 255 characters; the rest stands in the table.
    said.chars().take(MOST_SAID).collect()
}
