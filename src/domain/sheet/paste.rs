//! To a spreadsheet and back: cells between tabs, rows between line ends, quotes around what holds either.

use std::collections::HashMap;

use super::{EditPlan, Field, Refusal, RefusedCell, RowAt, Sheet, Shown};
use crate::domain::Value;

/// A table as text for a spreadsheet: the titles, then the rows. `word` chooses the language.
pub fn table_text(
    sheet: &Sheet<'_>,
    rows: &[RowAt],
    fields: &[Field],
    word: impl Fn(&'static str, &'static str) -> &'static str,
) -> String {
    let titles = fields.iter().map(|field| {
        let info = sheet.info(*field);
        word(info.zh, info.en).to_owned()
    });
    let mut text = line(titles);
    for row in rows {
        text.push_str(&line(fields.iter().map(|field| match sheet.shown(*row, *field) {
            Shown::Nothing => String::new(),
            Shown::Plain(text) => text,
            Shown::Word(zh, en) => word(zh, en).to_owned(),
            Shown::YesNo(yes) => if yes { word("是", "yes") } else { word("否", "no") }.to_owned(),
        })));
    }
    text
}

pub(super) fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = cells.map(quoted).collect::<Vec<_>>().join("\t");
    line.push('\n');
    line
}

fn quoted(cell: String) -> String {
    if cell.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The cells of a text from a spreadsheet. The last line end opens no row.
pub fn grid_of(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut cell = String::new();
    let mut in_quotes = false;
    let mut letters = text.chars().peekable();
    let end_cell = |rows: &mut Vec<Vec<String>>, cell: &mut String| {
        if let Some(row) = rows.last_mut() {
            row.push(std::mem::take(cell));
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '"' if in_quotes && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if in_quotes => in_quotes = false,
            '"' if cell.is_empty() => in_quotes = true,
            '\t' if !in_quotes => end_cell(&mut rows, &mut cell),
            '\r' if !in_quotes => {}
            '\n' if !in_quotes => {
                end_cell(&mut rows, &mut cell);
                rows.push(Vec::new());
            }
            letter => cell.push(letter),
        }
    }
    if !cell.is_empty() || rows.last().is_some_and(|row| !row.is_empty()) {
        end_cell(&mut rows, &mut cell);
    } else {
        rows.pop();
    }
    rows
}

/// What pasting these cells would do: from the first of `rows` downwards and from the first of `fields` to the right.
///
/// A first line that names columns decides where each goes; if it names a code, that says which outfall each line is about, whatever
/// the order of the table.
pub fn pasted(
    sheet: &Sheet<'_>,
    rows: &[RowAt],
    fields: &[Field],
    all: &[Field],
    grid: &[Vec<String>],
) -> EditPlan {
    let mut plan = EditPlan::default();
    let named = grid.first().and_then(|titles| named_fields(sheet, all, titles));
    let (columns, body) = match &named {
        Some(columns) => (columns.as_slice(), grid.get(1..).unwrap_or_default()),
        None => (fields, grid),
    };
    let keys = named.as_ref().map_or_else(Vec::new, |columns| codes_in(sheet, columns));
    for (number, cells) in body.iter().enumerate() {
        let refuse = |at: usize, text: &str, why| RefusedCell {
            row: number + 1,
            field: columns.get(at).copied(),
            text: text.to_owned(),
            why,
        };
        // The first code that the line has.
        let code = |(at, codes): &'_ (usize, Codes)| {
            let code = cells.get(*at).map(|it| it.trim()).filter(|it| !it.is_empty())?;
            Some((*at, codes.get(code).copied().flatten(), code.to_owned()))
        };
        let (key, row) = match keys.iter().find_map(code) {
            Some((key, Some(row), _)) => (Some(key), Some(row)),
            Some((key, None, code)) => {
                plan.refused.push(refuse(key, &code, Refusal::NoSuchOutfall));
                continue;
            }
            None if keys.is_empty() => (None, rows.get(number).copied()),
            None => {
                plan.refused.push(refuse(0, "", Refusal::NoSuchOutfall));
                continue;
            }
        };
        for (at, text) in cells.iter().enumerate().filter(|(at, _)| Some(*at) != key) {
            match (row, columns.get(at)) {
                (Some(row), Some(field)) => plan.write(sheet, (number + 1, row, *field), text),
                _ if !text.trim().is_empty() => plan.refused.push(refuse(at, text, Refusal::Outside)),
                _ => {}
            }
        }
    }
    plan
}

/// The row of each code; nothing where several rows have it.
type Codes = HashMap<String, Option<RowAt>>;

/// The columns that hold a code, the local one first, with the rows of their codes.
fn codes_in(sheet: &Sheet<'_>, columns: &[Field]) -> Vec<(usize, Codes)> {
    let place = |name: &str| {
        columns.iter().position(|field| sheet.info(*field).column.is_some_and(|it| it.name == name))
    };
    let places = ["code_local", "code_national"].into_iter().filter_map(place);
    places.filter_map(|at| Some((at, codes_of(sheet, *columns.get(at)?)))).collect()
}

fn codes_of(sheet: &Sheet<'_>, field: Field) -> Codes {
    let mut codes = Codes::new();
    for row in sheet.rows() {
        if let Value::Text(code) = sheet.value(row, field) {
            codes.entry(code).and_modify(|it| *it = None).or_insert(Some(row));
        }
    }
    codes
}

/// The columns with these titles; nothing unless every title is that of a column.
fn named_fields(sheet: &Sheet<'_>, all: &[Field], titles: &[String]) -> Option<Vec<Field>> {
    let named = |title: &String| {
        let title = title.trim();
        all.iter().copied().find(|field| {
            let info = sheet.info(*field);
            info.zh == title || info.en.eq_ignore_ascii_case(title)
        })
    };
    titles.iter().map(named).collect()
}
