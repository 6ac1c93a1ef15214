//! A printed table against the ledger: as text and JSON.

use serde_json::{Map, Value as Json, json};

use crate::domain::printed::{Head, Replay, Side, Which, WrongSum};
use crate::domain::tally::{Cell, Table};

use super::View;
use super::grid::Grid;
use super::text::aligned;

impl View<'_> {
    /// What comparing printed tables with the ledger's came to.
    pub fn replays_text(&self, replays: &[(Replay, Table)]) -> String {
        self.replays(replays, &|grid| aligned(grid))
    }

    /// The same to be read aloud.
    pub fn replays_said(&self, replays: &[(Replay, Table)]) -> String {
        self.replays(replays, &|grid| match grid.head.len() {
            // Labels alone, with nothing to be said of them.
            1 => std::iter::once(&grid.head)
                .chain(&grid.rows)
                .flatten()
                .cloned()
                .collect(),
            _ => self.said_rows(grid),
        })
    }

    fn replays(&self, replays: &[(Replay, Table)], lines_of: &dyn Fn(&Grid) -> Vec<String>) -> String {
        let above = replays.first().map(|(_, table)| self.above(table));
        let mut lines = above.unwrap_or_default();
        lines.push(String::new());
        for (replay, table) in replays {
            lines.push(self.words.replayed(&self.title(replay.which), replay));
            let grids = self.replay_grids(replay, table);
            for grid in grids.iter().filter(|grid| !grid.rows.is_empty()) {
                lines.push(String::new());
                lines.extend(lines_of(grid));
            }
            if !replay.aside.is_empty() {
                lines.push(self.words.set_aside(&replay.aside));
            }
            if !replay.agrees() {
                lines.push(String::new());
            }
        }
        let faults = replays.iter().map(|(replay, _)| replay.faults()).sum();
        lines.push(
            self.words
                .replay_result(faults, replays.iter().all(|(replay, _)| replay.agrees())),
        );
        lines
            .iter()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect()
    }

    /// What a printed table is called.
    fn title(&self, which: Which) -> String {
        let axis = |axis| self.words.axis(axis, self.profile);
        match which {
            Which::Part(part) => self.words.part(part).to_owned(),
            Which::Axes(rows, None) => axis(rows).to_owned(),
            Which::Axes(rows, Some(cols)) => format!("{}/{}", axis(rows), axis(cols)),
        }
    }

    /// Everything that does not agree, a table of its own for each kind.
    fn replay_grids(&self, replay: &Replay, table: &Table) -> [Grid; 4] {
        let words = self.words;
        let figures = |cells: &[Cell]| cells.iter().map(|cell| self.figure(*cell)).collect::<Vec<_>>();
        // Nothing where it adds up.
        let sums = |sum: Option<&WrongSum>| {
            let sums = sum.map_or([None, None], |sum| [sum.across, sum.down]);
            sums.map(|sum| sum.map_or_else(String::new, |n| n.to_string()))
        };
        let any_sum = replay.differences.iter().any(|one| replay.sum_of(one).is_some());
        let differences = replay.differences.iter().map(|one| {
            let mut row = vec![words.spot(&one.row, &one.col)];
            row.extend(figures(&[one.printed, one.ledger]));
            row.push(one.by().map_or_else(String::new, |by| format!("{by:+}")));
            row.extend(sums(replay.sum_of(one)).into_iter().filter(|_| any_sum));
            row
        });
        let wrong_sums = replay.sums_alone().map(|one| {
            let mut row = vec![words.spot(&one.row, &one.col)];
            row.extend(figures(&[one.printed]));
            row.extend(sums(Some(one)));
            row
        });
        let unknown_rows = replay.unknown_rows.iter().map(|side| (side.at, 1, &side.label));
        let unknown_cols = replay.unknown_cols.iter();
        let unknown_cols = unknown_cols.map(|side| (replay.line, side.at, &side.label));
        let unknown = unknown_cols
            .chain(unknown_rows)
            .map(|(line, column, label)| vec![words.label_spot(line, column, label)]);
        let missing = replay.missing.iter().map(|one| {
            let axis = words.axis(one.axis, self.profile);
            let bucket = words.bucket(&one.bucket, &table.query.period);
            vec![format!("{axis} {bucket}"), one.ledger.to_string()]
        });
        let grid = |head: &[&str], rows| Grid {
            head: head.iter().map(|text| (*text).to_owned()).collect(),
            rows,
        };
        let [which, printed, across, down] = words.sum_heads();
        let mut difference_heads = words.difference_heads().to_vec();
        difference_heads.extend([across, down].into_iter().filter(|_| any_sum));
        [
            grid(&difference_heads, differences.collect()),
            grid(&[which, printed, across, down], wrong_sums.collect()),
            grid(&[words.unknown_head()], unknown.collect()),
            grid(&words.missing_heads(), missing.collect()),
        ]
    }

    /// The same for programs. `row` and `column` are codes, `total`, or null where the ledger knows none.
    pub fn replays_json(&self, replays: &[(Replay, Table)]) -> Json {
        let tables: Vec<Json> = replays.iter().map(|(replay, _)| replay_json(replay)).collect();
        json!({
            "period": replays.first().map(|(_, table)| self.period(table)),
            "agrees": replays.iter().all(|(replay, _)| replay.agrees()),
            "tables": tables,
        })
    }
}

fn replay_json(replay: &Replay) -> Json {
    let spot = |row: &Side, col: &Side| {
        let mut object = Map::new();
        object.insert("line".to_owned(), row.at.into());
        object.insert("position".to_owned(), col.at.into());
        object.insert("row".to_owned(), code(row));
        object.insert("column".to_owned(), code(col));
        object
    };
    let differences = replay.differences.iter().map(|one| {
        let mut object = spot(&one.row, &one.col);
        object.insert("printed".to_owned(), one.printed.into());
        object.insert("ledger".to_owned(), one.ledger.into());
        object.insert("difference".to_owned(), one.by().into());
        Json::Object(object)
    });
    let sums = replay.sums.iter().flat_map(|one| {
        let along = [("row", one.across), ("column", one.down)];
        along.into_iter().filter_map(move |(along, sum)| {
            let mut object = spot(&one.row, &one.col);
            object.insert("along".to_owned(), along.into());
            object.insert("printed".to_owned(), one.printed.into());
            object.insert("sum".to_owned(), sum?.into());
            Some(Json::Object(object))
        })
    });
    let unknown_rows = replay.unknown_rows.iter();
    let unknown_rows =
        unknown_rows.map(|side| json!({ "line": side.at, "position": 1, "label": side.label }));
    let unknown_cols = replay.unknown_cols.iter();
    let unknown_cols =
        unknown_cols.map(|side| json!({ "line": replay.line, "position": side.at, "label": side.label }));
    let missing = replay
        .missing
        .iter()
        .map(|one| json!({ "axis": one.axis.code(), "code": one.bucket.code, "ledger": one.ledger }));
    let (table, rows, cols) = match replay.which {
        Which::Part(part) => (Some(part.code()), None, None),
        Which::Axes(rows, cols) => (None, Some(rows.code()), cols.map(|cols| cols.code())),
    };
    json!({
        "table": table,
        "rows": rows,
        "cols": cols,
        "line": replay.line,
        "compared": replay.compared,
        "agrees": replay.agrees(),
        "differences": differences.collect::<Json>(),
        "wrong_totals": sums.collect::<Json>(),
        "unknown": unknown_cols.chain(unknown_rows).collect::<Json>(),
        "missing": missing.collect::<Json>(),
        "not_compared": replay.aside,
    })
}

fn code(side: &Side) -> Json {
    match &side.head {
        Head::Code(code) => code.as_str().into(),
        Head::Total => "total".into(),
        Head::Aside | Head::Unknown => Json::Null,
    }
}
