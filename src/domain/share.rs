//! Shares of a table's figures, as they are printed: in tenths of a percent, so rounded that what adds
//! up as counts adds up as printed too.
//!
//! Along one axis the method of the largest remainder decides (Hamilton). In a table that ties down and
//! across, every figure is rounded up or down so that both still tie (controlled rounding, L. H. Cox,
//! "A constructive procedure for unbiased controlled rounding", 1987, but without chance), with the
//! margins as the largest remainders have them where the figures allow it. No share is a tenth or more
//! away from the exact one.

mod controlled;

use super::tally::{Cell, Line, Table};

/// The whole, in tenths of a percent.
pub const WHOLE: u64 = 1000;

/// The shares of a line: as [`Line`], in tenths of a percent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShareLine {
    /// One a column.
    pub cells: Vec<Cell>,
    /// Of the line's total.
    pub total: Cell,
}

/// The shares of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Of its rows, in their order.
    pub rows: Vec<ShareLine>,
    /// Of its foot; the last is the whole.
    pub total: ShareLine,
    /// Whether they add up to the whole wherever one adds. Answers of which there are several do not,
    /// nor do people, nor what does not tie: then each is rounded by itself.
    pub adds_up: bool,
}

impl Shares {
    /// Of the figures of a table's own span.
    pub fn of(table: &Table) -> Self {
        let rows: Vec<&Line> = table.rows.iter().map(|row| &row.line).collect();
        Self::of_lines(&rows, &table.total)
    }

    /// Of the figures of the span compared with; `None` where there is none.
    pub fn of_before(table: &Table) -> Option<Self> {
        let rows: Option<Vec<&Line>> = table.rows.iter().map(|row| row.before.as_ref()).collect();
        Some(Self::of_lines(&rows?, table.total_before.as_ref()?))
    }

    fn of_lines(rows: &[&Line], foot: &Line) -> Self {
        let whole = foot.total.unwrap_or(0);
        let width = foot.cells.len();
        // Row by row, the totals at the end of each line and below all.
        let mut grid: Vec<Vec<u64>> = rows
            .iter()
            .chain([&foot])
            .map(|line| counts(line, width))
            .collect();
        let adds_up = match (adds_down(&grid), adds_across(&grid)) {
            _ if whole == 0 => false,
            (true, _) if width == 0 => {
                let totals: Vec<u64> = grid[..rows.len()].iter().map(|line| line[0]).collect();
                let shares = apportion(&totals, WHOLE).into_iter().chain([WHOLE]);
                for (line, share) in grid.iter_mut().zip(shares) {
                    line[0] = share;
                }
                true
            }
            (true, true) => {
                controlled::round(&mut grid, whole);
                true
            }
            (_, true) if width > 0 => {
                each_line(&mut grid, whole);
                false
            }
            (true, _) => {
                let mut columns = transposed(&grid);
                each_line(&mut columns, whole);
                grid = transposed(&columns);
                false
            }
            _ => {
                grid.iter_mut().flatten().for_each(|n| *n = rounded(*n, whole));
                false
            }
        };
        let share = |cell: Cell, share: u64| cell.filter(|_| whole > 0).map(|_| share);
        let line = |(line, shares): (&&Line, &Vec<u64>)| ShareLine {
            cells: line
                .cells
                .iter()
                .zip(shares)
                .map(|(cell, n)| share(*cell, *n))
                .collect(),
            total: share(line.total, shares[width]),
        };
        let mut lines: Vec<ShareLine> = rows.iter().chain([&foot]).zip(&grid).map(line).collect();
        let total = lines.pop().unwrap_or_default();
        Self {
            rows: lines,
            total,
            adds_up,
        }
    }
}

/// A difference: now less before; `None` where either is not applicable.
pub fn difference(now: Cell, before: Cell) -> Option<i64> {
    let signed = |cell: Cell| i64::try_from(cell?).ok();
    Some(signed(now)? - signed(before)?)
}

fn counts(line: &Line, width: usize) -> Vec<u64> {
    let cells = (0..width).map(|at| line.cells.get(at).copied().flatten().unwrap_or(0));
    cells.chain([line.total.unwrap_or(0)]).collect()
}

/// Whether every column's figures add up to its foot.
fn adds_down(grid: &[Vec<u64>]) -> bool {
    let Some((foot, rows)) = grid.split_last() else {
        return false;
    };
    let sum = |at: usize| rows.iter().map(|row| row[at]).sum::<u64>();
    foot.iter().enumerate().all(|(at, n)| sum(at) == *n)
}

/// Whether every line's figures add up to its total.
fn adds_across(grid: &[Vec<u64>]) -> bool {
    let adds = |line: &Vec<u64>| {
        let last = line.len() - 1;
        line[..last].iter().sum::<u64>() == line[last]
    };
    grid.iter().all(adds)
}

fn transposed(grid: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let width = grid.first().map_or(0, Vec::len);
    let column = |at: usize| grid.iter().map(|line| line[at]).collect();
    (0..width).map(column).collect()
}

/// Rounds each line's total by itself, and its figures so that they add up to that.
fn each_line(grid: &mut [Vec<u64>], whole: u64) {
    for line in grid {
        let last = line.len() - 1;
        let total = rounded(line[last], whole);
        let shares = apportion(&line[..last], total);
        line[..last].copy_from_slice(&shares);
        line[last] = total;
    }
}

/// The nearest tenth of a percent, half a tenth up.
fn rounded(n: u64, whole: u64) -> u64 {
    (n * WHOLE * 2 + whole) / (whole * 2)
}

/// Gives out units by the parts: to each what is certainly its own, the rest one by one to the largest
/// remainders; of equal ones to the largest part, and then to the first.
pub fn apportion(parts: &[u64], units: u64) -> Vec<u64> {
    let whole: u64 = parts.iter().sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let mut given: Vec<u64> = parts.iter().map(|part| part * units / whole).collect();
    let left = units - given.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse((parts[*at] * units % whole, parts[*at])));
    // Fewer are left than there are parts.
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        given[at] += 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(rows: &[&[u64]]) -> (Vec<Line>, Line) {
        let width = rows.first().map_or(0, |row| row.len());
        let sum = |row: &[u64]| row.iter().sum::<u64>();
        let line = |row: &[u64]| Line {
            cells: row.iter().copied().map(Some).collect(),
            total: Some(sum(row)),
        };
        let foot: Vec<u64> = (0..width)
            .map(|at| rows.iter().map(|row| row[at]).sum())
            .collect();
        (rows.iter().map(|row| line(row)).collect(), line(&foot))
    }

    fn of(lines: &(Vec<Line>, Line)) -> Shares {
        let rows: Vec<&Line> = lines.0.iter().collect();
        Shares::of_lines(&rows, &lines.1)
    }

    #[test]
    fn thirds_add_up_to_the_whole() {
        assert_eq!(apportion(&[1, 1, 1], WHOLE), [334, 333, 333]);
        assert_eq!(apportion(&[4, 7], WHOLE), [364, 636]);
        assert_eq!(apportion(&[0, 0], WHOLE), [0, 0]);
        assert!(apportion(&[], WHOLE).is_empty());
    }

    #[test]
    fn the_printed_table_in_shares() {
        let shares = of(&table(&[&[3, 0, 0, 0, 1], &[3, 1, 0, 0, 3]]));
        assert!(shares.adds_up);
        assert_eq!(shares.total.total, Some(WHOLE));
        let cells = |line: &ShareLine| line.cells.iter().flatten().sum::<u64>();
        assert_eq!(Some(cells(&shares.rows[0])), shares.rows[0].total);
        assert_eq!(cells(&shares.total), WHOLE);
    }

    #[test]
    fn margins_are_what_a_pocket_calculator_says_where_the_figures_allow_it() {
        let shares = of(&table(&[&[15, 0, 3, 0, 2], &[22, 8, 4, 0, 1]]));
        // 20 and 35 of 55.
        assert_eq!(shares.rows[0].total, Some(364));
        assert_eq!(shares.rows[1].total, Some(636));
        let foot = [37, 8, 7, 0, 3];
        let foot: Vec<_> = apportion(&foot, WHOLE).into_iter().map(Some).collect();
        assert_eq!(shares.total.cells, foot);
    }

    #[test]
    fn of_nothing_there_is_no_share() {
        let shares = of(&table(&[&[0, 0], &[0, 0]]));
        assert_eq!(shares.total.total, None);
        assert_eq!(shares.rows[1].cells, [None, None]);
    }

    #[test]
    fn several_answers_are_shares_of_the_records() {
        // Ten records with fifteen answers in two centers.
        let rows = [
            Line {
                cells: vec![Some(4), Some(5)],
                total: Some(9),
            },
            Line {
                cells: vec![Some(2), Some(4)],
                total: Some(6),
            },
        ];
        let foot = Line {
            cells: vec![Some(4), Some(6)],
            total: Some(10),
        };
        let shares = of(&(rows.to_vec(), foot));
        assert!(!shares.adds_up);
        assert_eq!(shares.rows[0].total, Some(900));
        assert_eq!(shares.rows[0].cells, [Some(400), Some(500)]);
        assert_eq!(shares.total.cells, [Some(400), Some(600)]);
    }

    #[test]
    fn what_does_not_tie_is_not_made_to() {
        let (rows, mut foot) = table(&[&[1, 1], &[1, 0]]);
        foot.total = Some(6);
        let shares = of(&(rows, foot));
        assert!(!shares.adds_up);
        assert_eq!(shares.rows[0].cells, [Some(167), Some(167)]);
    }

    #[test]
    fn a_difference_has_two_sides() {
        assert_eq!(difference(Some(3), Some(5)), Some(-2));
        assert_eq!(difference(Some(3), None), None);
        assert_eq!(difference(None, Some(3)), None);
    }

    proptest! {
        #[test]
        fn printed_shares_add_up_down_and_across_and_are_near_the_exact_ones(
            rows in proptest::collection::vec(proptest::collection::vec(0_u64..400, 6), 1..9),
            width in 0_usize..7,
        ) {
            let rows: Vec<&[u64]> = rows.iter().map(|row| &row[..width.min(6)]).collect();
            let one_axis = width == 0;
            let lines = if one_axis {
                let line = |n: usize| Line { cells: Vec::new(), total: Some(n as u64 * 7 % 5) };
                let totals: Vec<Line> = (0..rows.len()).map(line).collect();
                let total = totals.iter().filter_map(|line| line.total).sum();
                (totals, Line { cells: Vec::new(), total: Some(total) })
            } else {
                table(&rows)
            };
            let whole = lines.1.total.unwrap_or(0);
            prop_assume!(whole > 0);
            let shares = of(&lines);
            prop_assert!(shares.adds_up);
            prop_assert_eq!(shares.total.total, Some(WHOLE));
            let mut all: Vec<&ShareLine> = shares.rows.iter().collect();
            for at in 0..width.min(6) {
                let sum: u64 = all.iter().filter_map(|line| line.cells[at]).sum();
                prop_assert_eq!(Some(sum), shares.total.cells[at]);
            }
            let sum: u64 = all.iter().filter_map(|line| line.total).sum();
            prop_assert_eq!(sum, WHOLE);
            all.push(&shares.total);
            for (line, counted) in all.iter().zip(lines.0.iter().chain([&lines.1])) {
                if !one_axis {
                    prop_assert_eq!(Some(line.cells.iter().flatten().sum::<u64>()), line.total);
                }
                let pairs = line.cells.iter().zip(&counted.cells).chain([(&line.total, &counted.total)]);
                for (share, n) in pairs {
                    let (share, n) = (share.unwrap_or(0), n.unwrap_or(0));
                    prop_assert!((share * whole).abs_diff(n * WHOLE) < whole, "{} of {} is {}", n, whole, share);
                }
            }
        }
    }
}
