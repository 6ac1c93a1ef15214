//! What was changed about a record or a child's file, on paper.

use maud::{Markup, html};

use super::one_line;
use crate::report::View;
use crate::report::record::{Past, Told};

/// The changes, oldest first.
pub fn history(view: &View<'_>, past: &[Past]) -> Markup {
    html! {
        section .rows {
            h2 { (view.words.history()) }
            table .timeline .changes {
                colgroup { col .change; col; }
                @for past in past {
                    @let Told { head, lines } = view.told(past);
                    tr {
                        th scope="row" { (one_line(&head)) }
                        td {
                            @for (name, said) in &lines {
                                p {
                                    @if !name.is_empty() { b { (one_line(name)) (view.words.colon()) } }
                                    (one_line(said))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
