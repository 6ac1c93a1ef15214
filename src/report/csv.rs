//! CSV for spreadsheets: UTF-8 with its mark, CRLF, and no text cell that a spreadsheet evaluates.

use std::borrow::Cow;

use crate::domain::consultation::Consultation;
use crate::domain::field::Field;
use crate::domain::standard::Standard;
use crate::domain::tally::Table;
use crate::domain::value::Value;
use crate::locale::Lang;

use super::View;
use super::grid::Grid;
use super::guard::guard;

/// The mark by which a spreadsheet knows UTF-8; once, before the first line.
pub const MARK: &str = "\u{feff}";

/// One line of CSV with its end, of cells that may hold anything.
pub fn line<'a>(cells: impl IntoIterator<Item = Cow<'a, str>>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&cell);
        }
    }
    line + "\r\n"
}

impl View<'_> {
    /// A tally.
    pub fn table_csv(&self, table: &Table) -> String {
        format!("{MARK}{}", lines(&self.grid(table)))
    }

    /// The standard tables under each other, an empty line between them.
    pub fn standard_csv(&self, standard: &Standard) -> String {
        let grids = self.standard_grids(standard);
        let blocks: Vec<_> = grids.iter().map(|(_, grid)| lines(grid)).collect();
        format!("{MARK}{}", blocks.join("\r\n"))
    }

    /// The first line of a list: the headers of the ledger's CSV, or their codes in English.
    pub fn list_csv_head(&self, lang: Lang) -> String {
        let header = |field: Field| match lang {
            Lang::Ja => field.spec().header,
            Lang::En => field.code(),
        };
        let number = match lang {
            Lang::Ja => self.words.number(),
            Lang::En => "number",
        };
        let cells = std::iter::once(number).chain(listed().map(header)).chain(["ID"]);
        format!("{MARK}{}", line(cells.map(Cow::from)))
    }

    /// A record's line in a list.
    pub fn list_csv_row(&self, consultation: &Consultation) -> String {
        let number = guard(&consultation.number.display(self.profile))
            .into_owned()
            .into();
        let cells = listed().map(|field| self.cell(consultation, field));
        line(
            std::iter::once(number)
                .chain(cells)
                .chain([consultation.id.to_string().into()]),
        )
    }

    /// A field as the ledger's CSV writes it: dates by number, codes as labels.
    fn cell<'a>(&self, consultation: &'a Consultation, field: Field) -> Cow<'a, str> {
        match consultation.counted(field) {
            None => "".into(),
            Some(Cow::Borrowed(Value::Text(text))) => guard(text),
            Some(value) => match &*value {
                Value::Day(_) | Value::Minute(_) | Value::Number(_) => value.canonical().into_owned().into(),
                value => self.value(field, value).into(),
            },
        }
    }

    fn value(&self, field: Field, value: &Value) -> String {
        guard(&self.words.value(field, value, self.profile)).into_owned()
    }
}

/// The fields of a list: those that a list in JSON has.
fn listed() -> impl Iterator<Item = Field> {
    Field::all().filter(|field| field.spec().json.is_some())
}

pub(super) fn lines(grid: &Grid) -> String {
    let row = |texts: &Vec<String>| {
        let cells = texts.iter().enumerate().map(|(at, text)| match at {
            0 => guard(text),
            // A figure, or the mark of none: ours, and nothing to guard against.
            _ => Cow::from(text.as_str()),
        });
        line(cells)
    };
    let head = line(grid.head.iter().map(|text| guard(text)));
    std::iter::once(head).chain(grid.rows.iter().map(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let cells = ["a", "b,c", "d\"e", "f\ng", ""].map(Cow::from);
        assert_eq!(line(cells), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n");
    }
}
