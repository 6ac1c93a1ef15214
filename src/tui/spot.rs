//! What a drawing leaves behind besides its cells: where the caret stands, and what a click hits.

use ratatui::layout::{Position, Rect};

use super::keymap::{Command, ScreenId};
use super::screens::overview::Figure;
use crate::domain::packet::Section;

/// Something on the screen that can be clicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A screen's name in the bar.
    Screen(ScreenId),
    /// A command in the line of keys.
    Command(Command),
    /// A figure of the first screen.
    Figure(Figure),
    /// A row of the list, from its beginning.
    Row(usize),
    /// A figure of the tally: its line and its column.
    Tally(usize, usize),
    /// A section of the packet, in their list.
    Section(Section),
    /// A month of the trend below the tally.
    Trend(usize),
    /// A line of a field of the form: the field's place, and the line of its text.
    Field(usize, usize),
    /// A candidate of the list field that has the caret, by its number from 1.
    Candidate(usize),
    /// An answer to a question.
    Answer(u8),
}

/// Where a target stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its cells.
    pub area: Rect,
    /// What it is.
    pub target: Target,
}

/// What was drawn, besides the cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What can be clicked, the topmost last.
    pub spots: Vec<Spot>,
    /// Where the terminal's own cursor stands: at the caret, so that an input method composes there.
    pub cursor: Option<Position>,
}

impl Seen {
    /// What stands at a position.
    pub fn at(&self, position: Position) -> Option<&Spot> {
        self.spots.iter().rev().find(|spot| spot.area.contains(position))
    }
}

/// A direction on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// To the left in the same row.
    Left,
    /// To the right in the same row.
    Right,
}

/// The spot next to an area in a direction: in the row that is nearest the one whose end is nearest,
/// as figures stand flush right.
pub fn next<'a>(spots: &[&'a Spot], from: Rect, direction: Direction) -> Option<&'a Spot> {
    let end = |area: Rect| i32::from(area.right());
    let row = |area: Rect| i32::from(area.y);
    let (x, y) = (end(from), row(from));
    let lies_there = |spot: &&&Spot| match direction {
        Direction::Up => row(spot.area) < y,
        Direction::Down => row(spot.area) > y,
        Direction::Left => row(spot.area) == y && end(spot.area) < x,
        Direction::Right => row(spot.area) == y && end(spot.area) > x,
    };
    spots
        .iter()
        .filter(lies_there)
        .min_by_key(|spot| ((row(spot.area) - y).abs(), (end(spot.area) - x).abs()))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(x: u16, y: u16) -> Spot {
        Spot {
            area: Rect::new(x, y, 3, 1),
            target: Target::Row(usize::from(y * 100 + x)),
        }
    }

    #[test]
    fn the_next_figure_is_the_nearest_in_the_nearest_row() {
        let all = [spot(10, 1), spot(20, 1), spot(30, 1), spot(12, 2), spot(31, 4)];
        let spots: Vec<&Spot> = all.iter().collect();
        let cases = [
            (1, Direction::Left, Some(0)),
            (1, Direction::Right, Some(2)),
            (1, Direction::Down, Some(3)),
            (1, Direction::Up, None),
            (3, Direction::Down, Some(4)),
            (3, Direction::Up, Some(0)),
            (4, Direction::Up, Some(3)),
            (2, Direction::Right, None),
        ];
        for (from, direction, to) in cases {
            let found = next(&spots, all[from].area, direction);
            assert_eq!(found, to.map(|at: usize| &all[at]), "{from} {direction:?}");
        }
    }
}
