//! What a terminal sends besides keys, to the real program: pastes, the mouse, answers, and what it
//! makes of selections without colour.

use soudan::store::{Ledger, Opening, Selection};

use crate::terminal::{KEYS, Terminal, ledger, soudan, started};

fn paste(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

/// The column, from 0, and the row in which a character is drawn.
fn place(terminal: &Terminal, c: &str) -> Option<(u16, u16)> {
    let seen = terminal.seen();
    let screen = seen.parser.screen();
    let (rows, columns) = screen.size();
    let mut cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    cells.find(|(column, row)| {
        screen
            .cell(*row, *column)
            .is_some_and(|cell| cell.contents() == c)
    })
}

/// Whether a cell of that content is drawn reversed, below the bar.
fn is_reversed(terminal: &Terminal, content: &str) -> bool {
    let seen = terminal.seen();
    let screen = seen.parser.screen();
    let (rows, columns) = screen.size();
    (2..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .filter_map(|(row, column)| screen.cell(row, column))
        .any(|cell| cell.inverse() && cell.contents() == content)
}

#[test]
fn a_paste_is_text_whatever_is_in_it() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("p");
    terminal.wait_for_text("新しい相談");
    // A line break stays in a note; an end marker inside, Ctrl-S and Esc are taken out and counted.
    terminal.send(&paste("退院後\n預け先\x1b[201~\x13\x1b[Aを聞かれた"));
    terminal.wait_for_text("を聞かれた");
    let text = terminal.text();
    assert!(text.contains("退院後") && text.contains("預け先"), "{text}");
    terminal.wait_for("count", |terminal| terminal.text().contains("3字除きました"));
    terminal.send("\x1b");
    terminal.wait_for_text("下書き");
    let ledger = Ledger::open(&path, &Opening::default()).expect("a ledger");
    assert_eq!(
        ledger.count(&Selection::default()).expect("a count"),
        28,
        "nothing was saved"
    );
}

#[test]
fn a_megabyte_in_one_paste_is_refused_and_the_form_is_as_it_was() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("p書きかけ");
    terminal.wait_for_text("書きかけ");
    let text = "q預け先\n\x13".repeat(1 << 17);
    let (before, after) = text.split_at(text.len() / 2);
    assert!(text.len() > 1 << 20);
    terminal.send(&paste(&format!("{before}\x1b[201~{after}")));
    terminal.wait_for_text("20000");
    let shown = terminal.text();
    assert!(shown.contains("書きかけ"), "{shown}");
    assert!(!shown.contains("預け先"), "{shown}");
    terminal.send("の続き");
    terminal.wait_for_text("書きかけの続き");
}

#[test]
fn a_paste_where_no_text_is_wanted_does_nothing() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send(&paste("2d1qpn"));
    terminal.send("?");
    terminal.wait_for_text("新しい相談(電話)");
    // Two keys, however fast they follow each other.
    terminal.send("\x1bq");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn the_mouse_clicks_and_scrolls() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    let (column, row) = place(&terminal, "相").expect("a title");
    assert_eq!((column, row), (1, 0));
    // The bar's second screen, then the wheel, then the first.
    terminal.send("\x1b[<0;8;2M\x1b[<0;8;2m");
    // The last line of the frame, with a key that only a list has.
    terminal.wait_for_text("f絞込");
    let before = terminal.text();
    terminal.send("\x1b[<65;8;9M");
    terminal.wait_for("the next record", |terminal| terminal.text() != before);
    terminal.send("\x1b[<64;8;9M");
    terminal.wait_for("the record before", |terminal| terminal.text() == before);
    terminal.send("\x1b[<0;3;2M");
    terminal.wait_for_text("縦計");
}

#[test]
fn without_colour_a_selection_is_still_seen() {
    let (_folder, path) = ledger();
    let mut command = soudan(&path);
    command.env("NO_COLOR", "1");
    let mut terminal = Terminal::start(command);
    terminal.wait_for_text(KEYS);
    terminal.send("\x1b[B");
    terminal.wait_for("a reversed figure", |terminal| is_reversed(terminal, "3"));
}

#[test]
fn a_terminal_that_draws_some_characters_wide_says_so_when_it_likes() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    assert_eq!(terminal.output().matches("\x1b[6n").count(), 1);
    terminal.send("p○退院後");
    terminal.wait_for_text("退院後");
    let (narrow, row) = place(&terminal, "退").expect("a text");
    // Long after it was asked, and in the middle of typing.
    terminal.send("\x1b[2;3R");
    terminal.wait_for("a cell more", |terminal| {
        place(terminal, "退") == Some((narrow + 1, row))
    });
    terminal.send("の");
    terminal.wait_for_text("退院後の");
    assert!(!terminal.text().contains('R'));
}

#[test]
fn a_terminal_that_says_one_cell_or_nonsense_changes_nothing() {
    let (_folder, path) = ledger();
    let mut terminal = started(&path);
    terminal.send("p○退院後");
    terminal.wait_for_text("退院後");
    let before = place(&terminal, "退");
    terminal.send("\x1b[2;2R\x1b[24;80R\x1b[?64;1;2c\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\");
    terminal.send("の");
    terminal.wait_for_text("退院後の");
    assert_eq!(place(&terminal, "退"), before);
}

#[test]
fn a_width_that_is_configured_is_not_asked() {
    let (folder, path) = ledger();
    let config = folder.path().join("soudan");
    std::fs::create_dir(&config).expect("a folder");
    std::fs::write(config.join("config.toml"), "ambiguous_width = 2\n").expect("a file");
    let mut terminal = started(&path);
    assert_eq!(terminal.output().matches("\x1b[6n").count(), 0);
    terminal.send("p○退院後");
    terminal.wait_for_text("退院後");
    let (wide, _) = place(&terminal, "退").expect("a text");
    let (mark, _) = place(&terminal, "○").expect("a text");
    assert_eq!(wide, mark + 2);
}
