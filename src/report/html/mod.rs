//! Documents for paper: a whole page in one file, with no script and nothing from a network. Printed
//! on A4 it has page numbers, and on every page what it is and how it is to be kept.
//!
//! What is here says nothing itself: words and values come from whoever builds a document of it. Every
//! text is escaped, and none is one that a spreadsheet would evaluate.

mod case;
mod chart;
mod history;
mod packet;
mod record;
mod tables;

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::guard::guard_unseen;
use crate::locale::Lang;

/// How a document looks, on paper and on a screen.
const STYLE: &str = include_str!("style.css");
/// What a browser may load for a document, and run in it: its own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// What stands around a document's text.
pub struct Page<'a> {
    /// Its language.
    pub lang: Lang,
    /// What it is, without a word about a person: above every page but the first, and where a browser
    /// that knows no margin boxes prints its own line.
    pub title: &'a str,
    /// How it is to be kept, above every page but the first, on which the heading says it.
    pub caution: Option<&'a str>,
    /// Whose it is, below every page.
    pub owner: &'a str,
    /// When it was printed, below every page but the first.
    pub printed: &'a str,
}

/// The head of a document's first page.
pub struct Heading<'a> {
    /// What it is.
    pub title: &'a str,
    /// How it is to be kept.
    pub caution: Option<&'a str>,
    /// What stands under the title, a line each.
    pub under: &'a [String],
    /// Boxes to be sealed.
    pub seals: Option<Seals<'a>>,
}

/// Boxes in which people put their seals (検印欄).
pub struct Seals<'a> {
    /// What they are.
    pub name: &'a str,
    /// Whose each of them is.
    pub boxes: [&'a str; 3],
}

/// A name, and what is said under it.
pub struct Pair {
    /// The name.
    pub name: String,
    /// What is said; empty where nothing is.
    pub text: String,
    /// Whether it has a line of its own.
    pub wide: bool,
}

/// A whole document: the same bytes for the same input.
pub fn document(page: &Page<'_>, body: &Markup) -> String {
    let title = match page.caution {
        Some(caution) => format!("{} [{caution}]", page.title),
        None => page.title.to_owned(),
    };
    let document = html! {
        (DOCTYPE)
        html lang=(page.lang.code()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(running(page))) }
            }
            body { main { (body) } }
        }
    };
    document.into_string() + "\n"
}

/// The lines above and below the pages: what `style.css` cannot say, since each document has its own.
fn running(page: &Page<'_>) -> String {
    let boxes = [
        ("top-left", Some(page.title)),
        ("top-right", page.caution),
        ("bottom-left", Some(page.owner)),
        ("bottom-right", Some(page.printed)),
    ];
    let mut style = "@page {\n".to_owned();
    for (place, text) in boxes {
        if let Some(text) = text {
            style += &format!("  @{place} {{ content: {} }}\n", css_string(text));
        }
    }
    style += "}\n@page :first {\n";
    for place in ["top-left", "top-right", "bottom-right"] {
        style += &format!("  @{place} {{ content: none; border: none }}\n");
    }
    style + "}\n"
}

/// A text between quotes in a style: whatever could end it, or the style, stands as its number.
fn css_string(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '-') {
            quoted.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(quoted, "\\{:x} ", u32::from(c));
        }
    }
    quoted + "\""
}

/// The head of the first page.
pub fn heading(heading: &Heading<'_>) -> Markup {
    html! {
        header {
            div .titles {
                @if let Some(caution) = heading.caution { p .caution { (caution) } }
                h1 { (one_line(heading.title)) }
                @for line in heading.under { p { (one_line(line)) } }
            }
            @if let Some(seals) = &heading.seals {
                table .seals {
                    tr {
                        th rowspan="2" scope="row" { (seals.name) }
                        @for name in seals.boxes { th scope="col" { (name) } }
                    }
                    tr { @for _ in seals.boxes { td {} } }
                }
            }
        }
    }
}

/// A part of a document under its name; kept on one page where it fits.
pub fn block(name: &str, body: &Markup) -> Markup {
    html! { section .block { h2 { (one_line(name)) } (body) } }
}

/// Names and what is said of each, two to a line, ruled.
pub fn pairs(pairs: &[Pair]) -> Markup {
    let mut rows: Vec<&[Pair]> = Vec::new();
    let mut rest = pairs;
    while let [first, others @ ..] = rest {
        let two = !first.wide && others.first().is_some_and(|second| !second.wide);
        let (row, others) = rest.split_at(if two { 2 } else { 1 });
        rows.push(row);
        rest = others;
    }
    html! {
        table .pairs {
            colgroup { col .name; col; col .name; col; }
            @for row in rows {
                tr {
                    @for pair in row {
                        th scope="row" { (one_line(&pair.name)) }
                        td colspan=[(row.len() == 1).then_some("3")] { (text(&pair.text)) }
                    }
                }
            }
        }
    }
}

/// A long text beside its name, in a box with room for so many lines at least, which goes on over as many
/// pages as it needs.
pub fn note(name: &str, said: &str, lines: u32) -> Markup {
    html! {
        section .note {
            h2 { (one_line(name)) }
            div .text style={ "min-height: calc(" (lines) "lh + 2.4mm)" } { (text(said)) }
        }
    }
}

/// Text with its line ends; an empty line begins a paragraph.
pub fn text(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
            p {
                @for (at, line) in paragraph.split('\n').enumerate() {
                    @if at > 0 { br; }
                    (one_line(line))
                }
            }
        }
    }
}

/// Text of one line.
fn one_line(text: &str) -> Markup {
    let text = guard_unseen(text);
    html! { (text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_line_cannot_leave_its_quotes() {
        let hostile = "E\"}\\</style>\n東";
        assert_eq!(css_string(hostile), r#""E\22 \7d \5c \3c \2f style\3e \a 東""#);
    }

    #[test]
    fn two_names_share_a_line_unless_one_has_it_for_itself() {
        let pair = |name: &str, wide| Pair {
            name: name.to_owned(),
            text: String::new(),
            wide,
        };
        let table = pairs(&[
            pair("a", false),
            pair("b", true),
            pair("c", false),
            pair("d", false),
        ]);
        let rows: Vec<_> = table
            .0
            .split("<tr>")
            .skip(1)
            .map(|row| row.matches("<th").count())
            .collect();
        assert_eq!(rows, [1, 1, 2]);
        assert_eq!(table.0.matches("colspan=\"3\"").count(), 2);
    }

    #[test]
    fn text_keeps_its_lines_and_is_no_formula() {
        assert_eq!(
            text("一\n=2 & <b>\n\n\n 三").0,
            "<p>一<br>\u{2060}=2 &amp; &lt;b&gt;</p><p><br> 三</p>"
        );
        assert_eq!(text("").0, "");
    }
}
