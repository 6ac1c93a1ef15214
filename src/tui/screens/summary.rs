//! The lines below the tables of the first screen: the stakeholders' fields, the rule with the proof, and
//! how much is due.

use super::super::app::App;
use super::super::paper::Paper;
use super::overview::{Figure, FigurePlace};
use super::pairs::{self, Pair, Pairs};
use crate::domain::axis::Axis;
use crate::domain::drill::Place;
use crate::domain::list::List;
use crate::domain::standard::{Due, Overview, Part, Standard, When};
use crate::domain::tally::{Count, Proof, Table};
use crate::domain::text::width_cells;
use crate::locale::Sums;

/// The stakeholders' fields, all centers together.
pub fn breakdown(app: &App, fields: &Table, cells: usize, row: usize, paper: &mut Paper<'_>) {
    let labels: Vec<String> = fields
        .columns
        .iter()
        .map(|bucket| app.catalogue.bucket(bucket, &fields.query.period))
        .collect();
    let pairs = labels
        .iter()
        .zip(&fields.total.cells)
        .map(|(label, cell)| Pair { label, figure: *cell });
    let line = Pairs {
        heads: [app.catalogue.part(Part::Fields), app.words.fields_short()],
        pairs: pairs.collect(),
        total: Some(Pair {
            label: app.catalogue.total(),
            figure: fields.total.total,
        }),
        folded: app.words.folded(),
    };
    let line = line.line(cells);
    paper.put(row, 1, &line.text, app.theme.plain);
    for shown in line.figures {
        let columns = match shown.part {
            pairs::Part::Pairs(columns) => Some(columns),
            pairs::Part::Total => None,
        };
        let figure = Place {
            columns,
            ..Place::default()
        };
        let place = FigurePlace {
            row,
            end: 1 + shown.end,
            figure: Figure::Table(Part::Fields, figure),
        };
        place.view(app, &shown.text, paper);
    }
}

/// The rule of counting and the proof, and whether everything ties. Where space is short the proof
/// remains, with the records that are not counted yet.
pub fn proof(app: &App, shown: &Overview, cells: usize) -> (String, bool) {
    let Standard {
        family,
        stakeholder,
        records,
        later,
        ..
    } = &shown.standard;
    let (one, other) = (family.proof(), stakeholder.proof());
    let months = shown.months.proof();
    let whole = Proof {
        rows: one.rows + other.rows,
        columns: one.columns + other.columns,
        records: *records,
        ties: shown.standard.ties() && months.ties && months.records == *records,
    };
    if !whole.ties {
        return (app.catalogue.differs(&whole), false);
    }
    let ties = app.catalogue.ties(Sums::Both, &whole);
    let later = (*later > 0).then(|| app.words.not_yet_counted(*later));
    let rules = [
        Some(app.catalogue.rule(Count::Contacts)),
        Some(app.words.short_rule()),
        None,
    ];
    let consultation = app.profile.default_kind();
    let kind = app.catalogue.item(List::Kind, &consultation, Some(&app.profile));
    let only = app
        .catalogue
        .only(app.catalogue.axis_name(Axis::Kind), &[kind.to_owned()]);
    let kinds = [Some(only), Some(app.words.only_kind(kind)), None];
    // Each in full or short or not at all; the kind gives way first.
    let forms = rules
        .iter()
        .flat_map(|rule| kinds.iter().map(move |kind| (rule, kind)));
    let lines = forms.map(|(rule, kind)| {
        let parts = [*rule, Some(ties.as_str()), later.as_deref(), kind.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
    });
    let mut line = ties.clone();
    for form in lines {
        line = form;
        if width_cells(&line) <= cells {
            break;
        }
    }
    (line, true)
}

/// How many follow-ups are due.
pub fn due(app: &App, due: &Due, cells: usize, row: usize, paper: &mut Paper<'_>) {
    let pair = |label, figure| Pair {
        label,
        figure: Some(figure),
    };
    let line = Pairs {
        heads: [app.words.follow_ups(); 2],
        pairs: vec![
            pair(app.words.overdue(), due.overdue),
            pair(app.words.due_today(), due.today),
            pair(app.words.due_this_week(), due.week),
        ],
        total: None,
        folded: app.words.folded(),
    };
    let line = line.line(cells);
    let style = if due.overdue > 0 {
        app.theme.alert
    } else {
        app.theme.plain
    };
    paper.put(row, 1, &line.text, style);
    // Folded together they have no list of their own.
    let alone = line.figures.into_iter().filter_map(|shown| match shown.part {
        pairs::Part::Pairs(range) if range.len() == 1 => {
            Some((When::ALL[range.start], shown.end, shown.text))
        }
        _ => None,
    });
    for (when, end, text) in alone {
        let place = FigurePlace {
            row,
            end: 1 + end,
            figure: Figure::Due(when),
        };
        place.view(app, &text, paper);
    }
}
