//! The tables of a packet on paper: under a name of their own where a section has several, with a bar in
//! each row where bars go with them, and lying on their side under bars that stand.

use maud::{Markup, html};

use super::chart::{bar, chart};
use super::{one_line, text};
use crate::domain::tally::Cell;
use crate::report::grid::Grid;
use crate::report::packet::{Bars, Texts};

/// A table with more rows than this may go on on the next page, its head on both: unsplit it could leave a
/// quarter of a page blank.
const WHOLE_ROWS: usize = 8;
/// The same of a table of texts with more letters than this.
const WHOLE_CHARS: usize = 800;
/// Columns of a table at most beside which a bar has room.
const BESIDE_BARS: usize = 8;
/// Columns at most of a table that lies on its side: twelve months, their label and their sum.
const LYING_COLUMNS: usize = 14;

/// A table of figures; its foot is the last row.
pub fn figures(grid: &Grid, name: Option<&str>) -> Markup {
    table(grid, name, None)
}

/// A table of figures with what bars show of it: in its rows, or where it has no room or other rows, before
/// it.
pub fn with_bars(grid: &Grid, bars: &Bars, not_applicable: &str) -> Markup {
    match bars.series.first().filter(|_| is_beside(grid, bars)) {
        Some((_, series)) => table(grid, None, Some(series)),
        None => html! { div .together { (chart(bars, false, not_applicable)) (table(grid, None, None)) } },
    }
}

/// Bars that stand, such as months, and their table under them.
pub fn under_bars(grid: &Grid, bars: &Bars, not_applicable: &str) -> Markup {
    html! { div .together { (chart(bars, true, not_applicable)) (lying(grid)) } }
}

/// Whether each row of a table but the foot has its bar, and room for it.
fn is_beside(grid: &Grid, bars: &Bars) -> bool {
    let labels = grid.rows.iter().map(|row| row.first());
    let bars_labels = bars.labels.iter().map(Some);
    let foot = grid.rows.len().saturating_sub(1);
    grid.head.len() <= BESIDE_BARS && labels.take(foot).eq(bars_labels)
}

fn table(grid: &Grid, name: Option<&str>, bars: Option<&Vec<Cell>>) -> Markup {
    let (rows, foot) = grid.rows.split_at(grid.rows.len().saturating_sub(1));
    let highest = bars.into_iter().flatten().flatten().max().copied().unwrap_or(0);
    let class = match (rows.len() > WHOLE_ROWS, bars) {
        (false, None) => "figures",
        (false, Some(_)) => "figures barred",
        (true, None) => "figures long",
        (true, Some(_)) => "figures barred long",
    };
    html! {
        table class=(class) {
            @if let Some(name) = name { caption { (one_line(name)) } }
            thead {
                tr {
                    @for name in &grid.head { th scope="col" { (one_line(name)) } }
                    @if bars.is_some() { td .bar {} }
                }
            }
            tbody {
                @for (at, row) in rows.iter().enumerate() {
                    tr {
                        (cells(row))
                        @if let Some(bars) = bars {
                            td .bar { @if let Some(Some(n)) = bars.get(at) { (bar(&row[0], *n, highest)) } }
                        }
                    }
                }
            }
            tfoot { @for row in foot { tr { (cells(row)) @if bars.is_some() { td .bar {} } } } }
        }
    }
}

/// The cells of a row. A figure, or the mark of none, is ours, and to stay a number.
fn cells(row: &[String]) -> Markup {
    html! {
        @for (at, cell) in row.iter().enumerate() {
            @if at == 0 { th scope="row" { (one_line(cell)) } } @else { td { (cell) } }
        }
    }
}

/// A table with its rows as columns, as far as there is room for them.
pub fn lying(grid: &Grid) -> Markup {
    if grid.rows.len() >= LYING_COLUMNS {
        return table(grid, None, None);
    }
    html! {
        table .figures .lying {
            thead {
                tr {
                    @if let Some(corner) = grid.head.first() { th scope="col" { (one_line(corner)) } }
                    @for row in &grid.rows { th scope="col" { (one_line(&row[0])) } }
                }
            }
            tbody {
                @for (at, name) in grid.head.iter().enumerate().skip(1) {
                    tr {
                        th scope="row" { (one_line(name)) }
                        @for row in &grid.rows { td { (row[at]) } }
                    }
                }
            }
        }
    }
}

/// A table of texts. Two blanks in a cell part what is to stay whole: a telephone number from a mail.
pub fn texts(texts: &Texts) -> Markup {
    let cell = |said: &str| {
        if !said.contains('\n') && said.contains("  ") {
            html! { @for part in said.split("  ") { span { (one_line(part)) } " " } }
        } else if said.contains('\n') {
            text(said)
        } else {
            one_line(said)
        }
    };
    // A row may be as long as a page.
    let chars: usize = texts.rows.iter().flatten().map(|said| said.chars().count()).sum();
    let is_long = texts.rows.len() > WHOLE_ROWS || chars > WHOLE_CHARS;
    html! {
        table .texts .(texts.name) .long[is_long] {
            thead { tr { @for name in &texts.head { th scope="col" { (one_line(name)) } } } }
            tbody {
                @for row in &texts.rows {
                    tr { @for said in row { td { (cell(said)) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[[&str; 3]]) -> Grid {
        Grid {
            head: ["相談方法", "計", "増減"].map(str::to_owned).to_vec(),
            rows: rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect(),
        }
    }

    fn bars(labels: &[&str]) -> Bars {
        Bars {
            name: "bars".to_owned(),
            title: "相談方法".to_owned(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            series: vec![("計".to_owned(), labels.iter().map(|_| Some(2)).collect())],
        }
    }

    /// A bar stands in the row whose figure it shows, and the head of the table over both.
    #[test]
    fn bars_stand_in_the_rows_of_their_table() {
        let grid = grid(&[["電話", "2", "+1"], ["来所", "2", "－"], ["合計", "4", "+1"]]);
        let page = with_bars(&grid, &bars(&["電話", "来所"]), "－").into_string();
        assert_eq!(page.matches("<svg").count(), 2);
        let row = page.split("<tr>").nth(2).expect("a row");
        assert!(
            row.contains("電話</th>") && row.contains("aria-label=\"電話 2\""),
            "{row}"
        );
        let foot = page.split("<tfoot>").nth(1).expect("a foot");
        assert!(!foot.contains("<svg"), "{foot}");
        // Of other rows they are not.
        let page = with_bars(&grid, &bars(&["来所", "電話"]), "－").into_string();
        assert_eq!(page.matches("<svg").count(), 1);
    }

    #[test]
    fn figures_have_heads_and_a_foot() {
        let row = |texts: [&str; 3]| texts.map(str::to_owned).to_vec();
        let grid = Grid {
            head: row(["=年", "電話", "計"]),
            rows: vec![row(["東部", "-3", "4"]), row(["合計", "－", "4"])],
        };
        let unseen = "\u{2060}";
        assert_eq!(
            figures(&grid, Some("=名")).0,
            format!(
                "<table class=\"figures\"><caption>{unseen}=名</caption><thead><tr>\
                 <th scope=\"col\">{unseen}=年</th><th scope=\"col\">電話</th>\
                 <th scope=\"col\">計</th></tr></thead><tbody><tr><th scope=\"row\">東部</th><td>-3</td><td>4</td></tr>\
                 </tbody><tfoot><tr><th scope=\"row\">合計</th><td>－</td><td>4</td></tr></tfoot></table>"
            )
        );
    }

    #[test]
    fn only_a_long_table_goes_on_on_the_next_page() {
        let row = ["東部", "1", "－"];
        let foot = ["合計", "8", "－"];
        let of = |rows: usize| grid(&[vec![row; rows], vec![foot]].concat());
        assert!(!figures(&of(WHOLE_ROWS), None).into_string().contains("long"));
        assert!(figures(&of(WHOLE_ROWS + 1), None).into_string().contains("long"));
    }

    #[test]
    fn months_stand_beside_each_other_with_every_figure_under_its_month() {
        let grid = grid(&[["4月", "3", "+1"], ["5月", "0", "－"], ["合計", "3", "+1"]]);
        let page = under_bars(&grid, &bars(&["4月", "5月"]), "－").into_string();
        let rows: Vec<&str> = page.split("<tr>").skip(1).collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[1].contains("<td>3</td><td>0</td><td>3</td>"), "{}", rows[1]);
    }
}
