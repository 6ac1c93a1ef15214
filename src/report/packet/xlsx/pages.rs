//! Where the pages of the print sheet end. A section stays whole where that leaves little of a page blank; else
//! its tables do, and what is longer goes on between two rows. A page in the middle of a section begins with its
//! title, and in the middle of a table with its head too.

use super::lines::Line;

/// The part of a page that is left blank at most, to keep together what could be parted.
const BLANK: f64 = 0.15;
/// Points of rows at most that a table's beginning or end keeps with it.
const KEPT: f64 = 120.0;
/// Rows that a table's beginning or end keeps with it, the foot among them.
const KEPT_ROWS: usize = 3;

/// Lines that are never parted.
pub(super) struct Group<'a> {
    pub lines: Vec<Line<'a>>,
    /// The head that stands again over them where a page begins with them.
    pub head: Option<Line<'a>>,
}

/// A table with what is said before and under it: what stays together where it can.
pub(super) type Unit<'a> = Vec<Group<'a>>;

/// Pages while they are filled.
pub(super) struct Pages {
    /// Points that a page has for lines.
    room: f64,
    used: f64,
    lines: u32,
    /// The rows before which a page begins, but for the first page.
    pub breaks: Vec<u32>,
}

impl Pages {
    pub(super) fn new(room: f64) -> Self {
        Self {
            room,
            used: 0.0,
            lines: 0,
            breaks: Vec::new(),
        }
    }

    /// The lines of a section in their order, with those that stand on the top of its further pages; the first
    /// of all its lines is its title.
    pub(super) fn place<'a>(&mut self, units: Vec<Unit<'a>>, again: &[Line<'a>]) -> Vec<Line<'a>> {
        let mut placed = Vec::new();
        let whole: f64 = units.iter().map(height).sum();
        if !self.has_room(whole) && (whole <= self.room && self.is_nearly_full()) {
            self.turn();
        }
        for unit in units {
            let whole = height(&unit);
            let next = whole + sum(again);
            if !self.has_room(whole) && next <= self.room && self.is_nearly_full() {
                self.turn_inside(&mut placed, again, None);
            }
            for group in unit {
                if !self.has_room(sum(&group.lines)) && self.used > 0.0 {
                    self.turn_inside(&mut placed, again, group.head);
                }
                self.add(&mut placed, group.lines);
            }
        }
        placed
    }

    fn has_room(&self, height: f64) -> bool {
        self.used + height <= self.room
    }

    fn is_nearly_full(&self) -> bool {
        self.used > 0.0 && self.room - self.used <= self.room * BLANK
    }

    fn turn(&mut self) {
        self.breaks.push(self.lines);
        self.used = 0.0;
    }

    /// Begins a page, inside a section with what stands there again.
    fn turn_inside<'a>(&mut self, placed: &mut Vec<Line<'a>>, again: &[Line<'a>], head: Option<Line<'a>>) {
        self.turn();
        if !placed.is_empty() {
            self.add(placed, again.to_vec());
        }
        self.add(placed, head.into_iter().collect());
    }

    fn add<'a>(&mut self, placed: &mut Vec<Line<'a>>, lines: Vec<Line<'a>>) {
        self.used += sum(&lines);
        self.lines += u32::try_from(lines.len()).unwrap_or(u32::MAX);
        placed.extend(lines);
    }
}

fn sum(lines: &[Line<'_>]) -> f64 {
    lines.iter().map(|line| line.height).sum()
}

fn height(unit: &Unit<'_>) -> f64 {
    unit.iter().map(|group| sum(&group.lines)).sum()
}

/// A table after what waits for it; its first rows stay with that, and its last ones together.
pub(super) fn table<'a>(waiting: Vec<Line<'a>>, head: &Line<'a>, rows: Vec<Line<'a>>) -> Unit<'a> {
    let mut first = waiting;
    if first.is_empty() {
        first.push(Line::gap(8.0));
    }
    first.push(head.clone());
    let mut unit = vec![Group {
        lines: first,
        head: None,
    }];
    let mut kept = 0.0;
    let mut ending: Vec<Line<'a>> = Vec::new();
    let count = rows.len();
    for (at, row) in rows.into_iter().enumerate() {
        kept += row.height;
        let is_first = at == 0 || at < KEPT_ROWS && kept <= KEPT;
        if at + KEPT_ROWS >= count {
            ending.push(row);
        } else if let Some(group) = unit.last_mut().filter(|_| is_first) {
            group.lines.push(row);
        } else {
            unit.push(Group {
                lines: vec![row],
                head: Some(head.clone()),
            });
        }
    }
    let is_short = sum(&ending) <= KEPT;
    match unit.first_mut().filter(|_| count <= KEPT_ROWS && is_short) {
        Some(group) => group.lines.extend(ending),
        None if is_short && !ending.is_empty() => unit.push(Group {
            lines: ending,
            head: Some(head.clone()),
        }),
        None => unit.extend(ending.into_iter().map(|row| Group {
            lines: vec![row],
            head: Some(head.clone()),
        })),
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Vec<Line<'static>> {
        vec![Line::gap(17.0); count]
    }

    fn section(rows: usize) -> Vec<Unit<'static>> {
        vec![table(lines(1), &Line::gap(17.0), lines(rows))]
    }

    /// Pages of forty lines.
    fn pages() -> Pages {
        Pages::new(40.0 * 17.0)
    }

    #[test]
    fn a_section_stays_whole_where_little_is_left_blank() {
        let mut pages = pages();
        pages.place(section(33), &lines(1));
        assert_eq!(pages.place(section(10), &lines(1)).len(), 12);
        assert_eq!(pages.breaks, [35]);
    }

    /// Else it goes on under its title and the head of its table, with some rows on both pages.
    #[test]
    fn a_section_goes_on_where_much_would_be_left_blank() {
        let mut pages = pages();
        pages.place(section(15), &lines(1));
        let placed = pages.place(section(30), &lines(1));
        assert_eq!(placed.len(), 2 + 30 + 2);
        assert_eq!(pages.breaks, [40]);
        let placed = pages.place(section(100), &lines(1));
        assert_eq!(pages.breaks.len(), 3);
        assert_eq!(placed.len(), 2 + 100 + 2 * 2);
    }

    #[test]
    fn a_table_begins_and_ends_with_some_of_its_rows() {
        let unit = table(Vec::new(), &Line::gap(17.0), lines(10));
        let groups: Vec<usize> = unit.iter().map(|group| group.lines.len()).collect();
        assert_eq!(groups, [2 + 3, 1, 1, 1, 1, 3]);
        let unit = table(Vec::new(), &Line::gap(17.0), lines(3));
        assert_eq!(unit.len(), 1);
    }

    #[test]
    fn no_page_is_begun_for_what_fits_on_none() {
        let mut pages = pages();
        let tall = vec![Group {
            lines: vec![Line::gap(900.0)],
            head: None,
        }];
        pages.place(vec![tall], &[]);
        assert!(pages.breaks.is_empty());
    }
}
