//! The list of records as it is drawn: what restricts it, its rows, and a pane with the selected
//! record where the window is wide.

use chrono::NaiveDate;
use unicode_segmentation::UnicodeSegmentation;

use super::super::app::App;
use super::super::paper::Paper;
use super::super::spot::Target;
use super::record;
use crate::domain::axis::{Axis, buckets};
use crate::domain::consultation::Consultation;
use crate::domain::field::Field;
use crate::domain::list::{List, NONE};
use crate::domain::period::{Period, Span};
use crate::domain::text::{fit, pad_left, pad_right, width_cells, wrap};
use crate::report::View;

/// From this width on a pane stands beside the list.
const PANE_FROM: usize = 110;
/// The list's share of a wide window, in hundredths.
const LIST_SHARE: usize = 59;
/// Rows above the list: what restricts it, and the head.
const ABOVE: usize = 2;
/// Stands before a note that is shown from further in, as `fit` puts it behind.
const CUT: &str = "~";
/// Of an excerpt's cells, so great a part may stand before what was found.
const BEFORE_FOUND: usize = 3;
/// From this width on it is said what can be done with marks.
const ROOMY: usize = 60;
/// Between two columns.
const GAP: usize = 1;
/// The marks of the selected row and of those that are to be changed, and the blanks of the others.
const MARK_CELLS: usize = 2;

/// The rows of records that the window shows.
pub fn page_rows(app: &App) -> usize {
    usize::from(app.size.height)
        .saturating_sub(super::frame_rows(app) + ABOVE)
        .max(1)
}

/// Whether the record stands beside the list.
pub fn has_pane(width: usize) -> bool {
    width >= PANE_FROM
}

/// Draws the list below the bar.
pub fn view(app: &App, paper: &mut Paper<'_>) {
    let state = &app.records;
    chips(app, paper);
    let whole = paper.width();
    let cells = if has_pane(whole) {
        whole * LIST_SHARE / 100
    } else {
        whole
    };
    let columns = Columns::new(app, cells, has_pane(whole));
    paper.put_within(
        1,
        MARK_CELLS,
        &columns.head(app),
        cells - MARK_CELLS,
        app.theme.head,
    );
    if state.listed().is_empty() {
        let text = match state.progress() {
            Some(_) => app.words.searching(),
            None => app.words.no_records(),
        };
        for (row, range) in wrap(text, cells - MARK_CELLS).into_iter().enumerate() {
            paper.put(ABOVE + row, MARK_CELLS, &text[range], app.theme.quiet);
        }
    }
    let rows = paper.height().saturating_sub(ABOVE);
    for row in 0..rows {
        let at = state.first() + row;
        if at >= state.listed().len() {
            break;
        }
        let is_selected = state.is_selected(at);
        if is_selected {
            // A mark and one reversed cell: a reversed row costs ten times the bytes over a slow line.
            paper.put(ABOVE + row, 0, ">", app.theme.selected);
        }
        if state.is_marked(at) {
            paper.put(ABOVE + row, 1, "*", app.theme.total);
        }
        if let Some(record) = state.row(at) {
            let (text, note) = columns.row(app, record);
            paper.put_within(
                ABOVE + row,
                MARK_CELLS,
                &text,
                cells - MARK_CELLS,
                app.theme.plain,
            );
            let (row, found) = (ABOVE + row, app.theme.found);
            paper.mark(row, MARK_CELLS, &text, &state.marks(&text), found);
            // Of the note also what is cut off in the middle of a word.
            let mut column = paper.beside(cells - columns.content, columns.content);
            column.mark(row, 0, &note, &state.marks(&note), found);
        }
        paper.spot(ABOVE + row, 0, cells, Target::Row(at));
    }
    if has_pane(whole)
        && let Some(record) = state.beside()
    {
        if let Some([upright, _]) = app.theme.rules() {
            for row in 1..paper.height() {
                paper.put(row, cells, upright, app.theme.quiet);
            }
        }
        let column = cells + 1;
        let rows = paper.height().saturating_sub(1);
        let mut below = paper.below(1, rows);
        record::pane(app, record, &mut below.beside(column, whole - column));
    }
}

/// What restricts the list, and how many records it holds.
fn chips(app: &App, paper: &mut Paper<'_>) {
    let state = &app.records;
    let count = match state.progress() {
        Some(percent) => app.words.found_so_far(state.listed().len(), percent),
        None => app.words.records_listed(state.listed().len()),
    };
    let count = match state.marks.len() {
        0 => count,
        marked => {
            let [long, short] = app.words.marked(marked);
            let marked = if paper.width() >= ROOMY { long } else { short };
            format!("{marked}  {count}")
        }
    };
    let right = paper.width().saturating_sub(width_cells(&count) + 1);
    let width = |chips: &[String]| chips.iter().map(|chip| width_cells(chip) + 2).sum::<usize>();
    let [long, short, shortest] = chip_texts(app);
    let fits = |chips: &Vec<String>| width(chips) < right;
    let chips = [long, short].into_iter().find(fits).unwrap_or(shortest);
    let mut column = 1;
    for chip in chips {
        let room = right.saturating_sub(column + 1);
        if room < 4 {
            break;
        }
        let text = fit(&chip, room);
        paper.put(0, column, &text, app.theme.chip);
        column += width_cells(&text) + 2;
    }
    paper.put(0, right, &count, app.theme.total);
}

/// What restricts the list: with the axes' names, without, and without the days of the period.
fn chip_texts(app: &App) -> [Vec<String>; 3] {
    let selection = &app.records.selection;
    let mut chips = Vec::new();
    let period = selection.period.as_ref();
    chips.push(match (period, selection.until) {
        (Some(period), Some(until)) if until < period.to => format!(
            "{} {} ({})",
            app.words.title_period(period),
            app.words.title_days(period),
            app.words.title_as_of(until)
        ),
        (Some(period), _) => format!(
            "{} {}",
            app.words.title_period(period),
            app.words.title_days(period)
        ),
        (None, _) => app.words.every_day().to_owned(),
    });
    if let Some(due) = selection.due {
        let word = app.words.due(due.when);
        chips.push(format!("{} {word}", app.words.follow_ups()));
    }
    let mut short = chips.clone();
    for (axis, codes) in selection.filter.clauses() {
        let names: Vec<String> = codes.iter().map(|code| code_name(app, axis, code)).collect();
        let names = names.join(app.words.either());
        chips.push(format!("{} {names}", app.catalogue.axis(axis, &app.profile)));
        short.push(names);
    }
    let words = selection.search.as_ref().map(|words| app.words.searched(words));
    let mut shortest = short.clone();
    if let Some(period) = period {
        shortest[0] = app.words.title_period(period);
    }
    [chips, short, shortest].map(|mut chips| {
        chips.extend(words.clone());
        chips
    })
}

/// What a code of an axis is called.
pub fn code_name(app: &App, axis: Axis, code: &str) -> String {
    if code == NONE {
        return app.catalogue.none(axis).to_owned();
    }
    let period = app.records.selection.period.unwrap_or_else(|| Period {
        span: Span::Free,
        ..Period::year_of(app.today)
    });
    let known = buckets(axis, &app.profile, &period)
        .into_iter()
        .find(|bucket| bucket.code == code);
    known.map_or_else(
        || code.to_owned(),
        |bucket| app.catalogue.bucket(&bucket, &period),
    )
}

/// A note in one line of at most so many cells: its beginning, or what stands around the words that are
/// looked for where they come later.
fn excerpt(app: &App, note: &str, cells: usize) -> String {
    let marks = app.records.marks(note);
    let from = match marks.first() {
        Some(first) if width_cells(&note[..first.end]) > cells.saturating_sub(CUT.len()) => {
            let mut before = 0;
            let graphemes = note[..first.start].grapheme_indices(true).rev();
            let kept = graphemes.take_while(|(_, grapheme)| {
                before += width_cells(grapheme);
                before <= cells / BEFORE_FOUND
            });
            Some(kept.last().map_or(first.start, |(at, _)| at))
        }
        _ => None,
    };
    let rest = note[from.unwrap_or(0)..].chars();
    // A word that is found is known only as a whole.
    let most = if marks.is_empty() { cells } else { usize::MAX };
    let one_line = rest.map(|c| if c == '\n' { ' ' } else { c }).take(most);
    let cut = from.map_or("", |_| CUT);
    cut.chars().chain(one_line).collect()
}

/// The widths of the columns, in cells.
struct Columns {
    number: usize,
    date: usize,
    channel: usize,
    who: usize,
    municipality: usize,
    topic: usize,
    content: usize,
    /// Whether a date goes without its year.
    is_one_year: bool,
}

/// What is told of a record is worth that many cells at least before its topic is.
const CONTENT_CELLS: usize = 15;
/// Beside the pane, where the selected record's topic and channel stand anyway: twelve characters and the
/// mark of a cut.
const CONTENT_BESIDE: usize = 25;

impl Columns {
    fn new(app: &App, cells: usize, is_beside: bool) -> Self {
        let widest = |list: List, most: usize| {
            let items = app.profile.items(list).iter();
            let widths = items.map(|item| width_cells(app.catalogue.label(&item.label)));
            widths.max().unwrap_or(0).min(most)
        };
        let shorts = app.profile.items(List::Center).iter();
        let shorts = shorts.filter_map(|item| app.profile.center(&item.code));
        let short = shorts.map(|center| width_cells(&center.short)).max().unwrap_or(0);
        let is_one_year = app
            .records
            .selection
            .period
            .is_some_and(|period| period.days() <= 366);
        let roomy = cells >= 100;
        let mut columns = Self {
            // Such as R12-東-0123.
            number: width_cells("R12--0123") + short,
            date: if is_one_year {
                // The last day of a year has the most digits.
                let last = NaiveDate::from_ymd_opt(2022, 12, 31);
                last.map_or(0, |day| width_cells(&app.words.short_date(day)))
            } else {
                width_cells("2022-12-31")
            },
            channel: widest(List::Channel, 8),
            who: widest(List::Relation, if roomy { 10 } else { 8 }).max(widest(List::Field, 8)),
            municipality: widest(List::Municipality, 10),
            topic: widest(List::Topic, if roomy { 14 } else { 10 }),
            content: 0,
            is_one_year,
        };
        let used = |columns: &Self| {
            let widths = columns.widths();
            MARK_CELLS + widths.iter().filter(|w| **w > 0).map(|w| w + GAP).sum::<usize>()
        };
        // In a narrow window the least telling columns go first.
        let more = if is_beside { CONTENT_BESIDE } else { CONTENT_CELLS };
        if used(&columns) + more > cells {
            columns.topic = 0;
        }
        if used(&columns) + more > cells {
            columns.channel = 0;
        }
        if used(&columns) + CONTENT_CELLS > cells {
            columns.municipality = 0;
        }
        columns.content = cells.saturating_sub(used(&columns));
        // In the narrowest its head is still to be read.
        let head = width_cells(app.catalogue.field(Field::Content, Some(&app.profile)));
        let lacking = head
            .saturating_sub(columns.content)
            .min(columns.who.saturating_sub(6));
        columns.who -= lacking;
        columns.content += lacking;
        columns
    }

    fn widths(&self) -> [usize; 7] {
        [
            self.date,
            self.number,
            self.channel,
            self.who,
            self.municipality,
            self.topic,
            self.content,
        ]
    }

    fn line(&self, texts: [&str; 7]) -> String {
        let cells = self
            .widths()
            .into_iter()
            .zip(texts)
            .filter(|(width, _)| *width > 0);
        let cells: Vec<String> = cells
            .map(|(width, text)| pad_right(&fit(text, width), width))
            .collect();
        cells.join(&" ".repeat(GAP))
    }

    fn head(&self, app: &App) -> String {
        let name = |field| app.catalogue.field(field, Some(&app.profile));
        let municipality = match name(Field::Municipality) {
            long if width_cells(long) > self.municipality => app.words.municipality_short(),
            name => name,
        };
        self.line([
            name(Field::Date),
            app.catalogue.number(),
            name(Field::Channel),
            app.words.who(),
            municipality,
            name(Field::MainTopic),
            name(Field::Content),
        ])
    }

    /// A record's row, and its note as far as it may be seen there.
    fn row(&self, app: &App, record: &Consultation) -> (String, String) {
        let entry = &record.entry;
        let view = View {
            words: app.catalogue,
            profile: &app.profile,
        };
        let date = match entry.day() {
            Some(day) if self.is_one_year => pad_left(&app.words.short_date(day), self.date),
            Some(day) => app.catalogue.bare_date(day),
            None => String::new(),
        };
        let content = excerpt(app, entry.text(Field::Content), self.content);
        let line = self.line([
            &date,
            &record.number.display(&app.profile),
            &view.said_in(entry, Field::Channel),
            &view.with_whom(entry),
            &view.said_in(entry, Field::Municipality),
            &view.said_in(entry, Field::MainTopic),
            &content,
        ]);
        (line, content)
    }
}
