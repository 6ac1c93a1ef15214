//! Bars as a drawing inside the page (SVG), in black and white, each with its figure. What they show is said in
//! words too, for who cannot see them.

use maud::{Markup, html};

use crate::domain::text::width_cells;
use crate::report::packet::Bars;

/// The drawing's width, in its own units; it is scaled to the page.
const WIDTH: usize = 720;
/// Height of the letters.
const LETTER: usize = 12;
/// Width of a cell of letters: half a kanji.
const CELL: usize = 6;
/// Height of a line of bars that lie.
const LINE: usize = 20;
/// Height of the bars that stand.
const HEIGHT: usize = 80;

/// Bars: standing in groups beside each other, such as months, or lying under each other with their labels
/// before them.
pub fn chart(bars: &Bars, standing: bool, not_applicable: &str) -> Markup {
    let said = bars.said(not_applicable);
    html! {
        figure .chart {
            @if standing { (columns(bars, &said)) } @else { (lines(bars, &said)) }
        }
    }
}

fn highest(bars: &Bars) -> u64 {
    let figures = bars.series.iter().flat_map(|(_, figures)| figures);
    figures.flatten().max().copied().unwrap_or(0).max(1)
}

/// A length in proportion; what is not zero can be seen.
fn length(n: u64, highest: u64, whole: usize) -> usize {
    let length = u128::from(n) * whole as u128 / u128::from(highest);
    // Never longer than the whole, so it fits.
    let length = usize::try_from(length).unwrap_or(whole);
    if n > 0 { length.max(1) } else { 0 }
}

/// How the bars of a series are filled: the first black, the second white.
fn class(at: usize) -> &'static str {
    if at == 0 { "now" } else { "then" }
}

/// A bar in the row of a table, as long as its figure is beside the highest.
pub fn bar(label: &str, n: u64, highest: u64) -> Markup {
    let length = length(n, highest.max(1), WIDTH);
    html! {
        svg viewBox={ "0 0 " (WIDTH) " 10" } preserveAspectRatio="none" role="img" aria-label={ (label) " " (n) } {
            rect .now x="0" y="0" width=(length) height="10" {}
        }
    }
}

fn lines(bars: &Bars, said: &str) -> Markup {
    let cells = bars
        .labels
        .iter()
        .map(|label| width_cells(label))
        .max()
        .unwrap_or(0);
    let left = (cells * CELL + 10).min(WIDTH / 2);
    let most = highest(bars);
    // Room for the figure behind the longest bar.
    let whole = WIDTH - left - 60;
    let Some((_, figures)) = bars.series.first() else {
        return html! {};
    };
    let height = bars.labels.len() * LINE + 4;
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(bars.title) {
            title { (bars.title) }
            desc { (said) }
            line x1=(left) y1="0" x2=(left) y2=(height) {}
            @for (at, (label, n)) in bars.labels.iter().zip(figures).enumerate() {
                @let y = at * LINE + 2;
                text .label x=(left - 6) y=(y + LETTER) { (label) }
                @if let Some(n) = n {
                    @let length = length(*n, most, whole);
                    rect .now x=(left) y=(y) width=(length) height=(LINE - 6) {}
                    text .figure x=(left + length + 5) y=(y + LETTER) { (n) }
                }
            }
        }
    }
}

fn columns(bars: &Bars, said: &str) -> Markup {
    let most = highest(bars);
    let group = WIDTH / bars.labels.len().max(1);
    let bar = (group * 4 / 5 / bars.series.len().max(1)).min(28);
    let top = LETTER + 6;
    let base = top + HEIGHT;
    let height = base + LETTER * 3 + 12;
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(bars.title) {
            title { (bars.title) }
            desc { (said) }
            @for (at, (_, figures)) in bars.series.iter().enumerate() {
                @for (place, n) in figures.iter().enumerate() {
                    @if let Some(n) = n {
                        @let length = length(*n, most, HEIGHT);
                        @let x = place * group + (group - bar * bars.series.len()) / 2 + at * bar;
                        rect .(class(at)) x=(x) y=(base - length) width=(bar - 2) height=(length) {}
                        text .above x=(x + bar / 2 - 1) y=(base - length - 3) { (n) }
                    }
                }
            }
            line x1="0" y1=(base) x2=(WIDTH) y2=(base) {}
            @for (place, label) in bars.labels.iter().enumerate() {
                text .under x=(place * group + group / 2) y=(base + LETTER + 3) { (label) }
            }
            @let legend = base + LETTER * 2 + 10;
            @for (at, (name, _)) in bars.series.iter().enumerate() {
                @let x = at * WIDTH / 3;
                rect .(class(at)) x=(x + 1) y=(legend - 9) width="10" height="10" {}
                text x=(x + 17) y=(legend) { (name) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars() -> Bars {
        Bars {
            name: "months_bars".to_owned(),
            title: "月別".to_owned(),
            labels: ["4月", "5月<", "6月"].map(str::to_owned).to_vec(),
            series: vec![
                ("今年".to_owned(), vec![Some(4), Some(1000), None]),
                ("前年".to_owned(), vec![Some(0), Some(1), None]),
            ],
        }
    }

    #[test]
    fn every_figure_stands_in_the_drawing_and_in_words() {
        for standing in [true, false] {
            let drawing = chart(&bars(), standing, "－").into_string();
            assert!(
                drawing.contains("今年: 4月 4, 5月&lt; 1000, 6月 －; 前年: 4月 0, 5月&lt; 1, 6月 －"),
                "{drawing}"
            );
            assert!(drawing.contains(">1000</text>") && drawing.contains(">4</text>"));
            assert!(!drawing.contains("5月<"), "{drawing}");
        }
    }

    #[test]
    fn what_is_not_zero_can_be_seen() {
        assert_eq!(length(0, 1000, 100), 0);
        assert_eq!(length(1, 1000, 100), 1);
        assert_eq!(length(1000, 1000, 100), 100);
        assert_eq!(length(u64::MAX, u64::MAX, 100), 100);
    }
}
