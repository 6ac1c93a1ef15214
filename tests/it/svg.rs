//! A terminal's screen as an SVG picture: its cells, colours, bold, reverse and cursor. Whatever fonts
//! the reader has, every column stands where the terminal has it.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// A cell's size in pixels. A narrow letter of this font is 0.6 of its size wide, a kanji as wide as high.
const CELL_WIDTH: usize = 9;
const CELL_HEIGHT: usize = 20;
const NARROW_FONT: usize = 15;
const WIDE_FONT: usize = 17;
/// From the top of a cell to the line that letters stand on.
const BASELINE: usize = 15;
/// Around the cells.
const MARGIN: usize = 16;

const FONTS: &str = "ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',\
    'Noto Sans Mono CJK JP','BIZ UDGothic','MS Gothic','Osaka-Mono','Hiragino Kaku Gothic ProN',\
    'Noto Sans CJK JP',monospace";
const BACKGROUND: &str = "#12171e";
const EDGE: &str = "#313b47";
const FOREGROUND: &str = "#e8edf2";
/// The sixteen colours of a terminal with a dark background.
const COLOURS: [&str; 16] = [
    "#12171e", "#e5737a", "#6cc08b", "#e6c35c", "#6ea8e6", "#c792d9", "#56bfd0", "#a3afbc", "#5c6875",
    "#f09298", "#8ad6a6", "#f2d684", "#94c2f2", "#dbb0e8", "#7fd6e3", "#ffffff",
];

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    text: Color,
    behind: Color,
    is_reversed: bool,
    is_bold: bool,
    is_wide: bool,
}

impl Look {
    fn of(cell: &Cell, is_cursor: bool) -> Self {
        Self {
            text: cell.fgcolor(),
            behind: cell.bgcolor(),
            is_reversed: cell.inverse() != is_cursor,
            is_bold: cell.bold(),
            is_wide: cell.is_wide(),
        }
    }

    /// The colours of the text and of what is behind it.
    fn colours(self) -> [String; 2] {
        let text = hex(self.text, FOREGROUND);
        let behind = hex(self.behind, BACKGROUND);
        if self.is_reversed {
            [behind, text]
        } else {
            [text, behind]
        }
    }
}

fn hex(color: Color, default: &str) -> String {
    match color {
        Color::Default => default.to_owned(),
        Color::Idx(at) => COLOURS
            .get(usize::from(at))
            .map_or(default, |colour| colour)
            .to_owned(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
    }
}

/// Cells of one row that look the same and stand side by side.
struct Run {
    column: usize,
    cells: usize,
    look: Look,
    letters: Vec<String>,
}

/// The runs of a row; one with its gaps left out, blank, has no letters.
fn runs(screen: &Screen, row: u16) -> Vec<Run> {
    let (_, columns) = screen.size();
    let cursor = (!screen.hide_cursor()).then(|| screen.cursor_position());
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen
            .cell(row, column)
            .filter(|cell| !cell.is_wide_continuation())
        else {
            continue;
        };
        let look = Look::of(cell, cursor == Some((row, column)));
        let cells = 1 + usize::from(look.is_wide);
        let letter = if cell.has_contents() { cell.contents() } else { " " }.to_owned();
        match runs.last_mut() {
            Some(run) if run.look == look => {
                run.letters.push(letter);
                run.cells += cells;
            }
            _ => runs.push(Run {
                column: column.into(),
                cells,
                look,
                letters: vec![letter],
            }),
        }
    }
    runs
}

/// A run's parts that have letters: at two blanks or more it is cut, so that each part has its own column.
fn words(run: &Run) -> Vec<Run> {
    let cell = run.cells / run.letters.len();
    let mut words: Vec<Run> = Vec::new();
    for (at, letter) in run
        .letters
        .iter()
        .enumerate()
        .filter(|(_, letter)| *letter != " ")
    {
        let column = run.column + at * cell;
        match words.last_mut() {
            Some(word) if column <= word.column + word.cells + 1 => {
                let gap = column - word.column - word.cells;
                word.letters.extend(std::iter::repeat_n(" ".to_owned(), gap));
                word.letters.push(letter.clone());
                word.cells += gap + cell;
            }
            _ => words.push(Run {
                column,
                cells: cell,
                look: run.look,
                letters: vec![letter.clone()],
            }),
        }
    }
    words
}

/// The picture of a screen, with what is said of it to who cannot see it.
pub fn picture(screen: &Screen, lang: &str, title: &str, description: &str) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (
        usize::from(columns) * CELL_WIDTH + 2 * MARGIN,
        usize::from(rows) * CELL_HEIGHT + 2 * MARGIN,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title desc\" xml:lang=\"{lang}\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <style>text{{font-family:{FONTS};font-size:{NARROW_FONT}px;fill:{FOREGROUND};white-space:pre}}\
         .w{{font-size:{WIDE_FONT}px}}.b{{font-weight:bold}}</style>\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"9\" fill=\"{BACKGROUND}\" stroke=\"{EDGE}\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n",
        escaped(title),
        escaped(description),
        width - 1,
        height - 1,
    );
    for row in 0..rows {
        let runs = runs(screen, row);
        for run in &runs {
            write_behind(&mut svg, run, row.into());
        }
        for word in runs.iter().flat_map(words) {
            write_word(&mut svg, &word, row.into());
        }
    }
    svg += "</g>\n</svg>\n";
    svg
}

fn write_behind(svg: &mut String, run: &Run, row: usize) {
    let [_, behind] = run.look.colours();
    if behind != BACKGROUND {
        let (x, y) = (run.column * CELL_WIDTH, row * CELL_HEIGHT);
        let width = run.cells * CELL_WIDTH;
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{CELL_HEIGHT}\" fill=\"{behind}\"/>"
        );
    }
}

fn write_word(svg: &mut String, word: &Run, row: usize) {
    let look = word.look;
    let y = row * CELL_HEIGHT + BASELINE;
    let mut attributes = String::new();
    let left = word.column * CELL_WIDTH;
    if look.is_wide {
        // Each in the middle of its two cells, whatever the font makes of them.
        let xs = (0..word.letters.len()).map(|at| format!("{}.5", left + at * 2 * CELL_WIDTH));
        attributes += &format!("x=\"{}\" y=\"{y}\"", xs.collect::<Vec<_>>().join(" "));
    } else {
        attributes += &format!("x=\"{left}\" y=\"{y}\"");
        if word.cells > 1 {
            attributes += &format!(
                " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"",
                word.cells * CELL_WIDTH
            );
        }
    }
    let classes = [(look.is_wide, "w"), (look.is_bold, "b")];
    let classes: Vec<_> = classes
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, class)| *class)
        .collect();
    if !classes.is_empty() {
        attributes += &format!(" class=\"{}\"", classes.join(" "));
    }
    let [text, _] = look.colours();
    if text != FOREGROUND {
        attributes += &format!(" style=\"fill:{text}\"");
    }
    let _ = writeln!(
        svg,
        "<text {attributes}>{}</text>",
        escaped(&word.letters.concat())
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
