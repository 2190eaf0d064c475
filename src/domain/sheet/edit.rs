//! Changes to many register entries at once: what would change, and what can not.

use super::{Field, RowAt, Sheet, Shown};
use crate::domain::{
    RecordId, Value,
    project::{ColumnInfo, RecordKind},
    value::{SqlType, Wanted},
    words,
};

/// Columns that are not typed into a table: a place is moved on the map, where its consequences are seen.
const NOT_HERE: &[&str] = &["lon", "lat", "coord_source", "coord_crs_raw", "coord_text_raw"];

/// One cell of a register entry that would change.
#[derive(Clone, Debug, PartialEq)]
pub struct CellEdit {
    /// The outfall.
    pub outfall: RecordId,
    /// Its row.
    pub row: RowAt,
    /// The column.
    pub field: Field,
    /// The column's name in the project file.
    pub column: &'static str,
    /// What was there.
    pub old: Value,
    /// What would be.
    pub new: Value,
}

/// Why a cell can not be changed like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Facts are insert-only, states follow from them, and places are moved on the map.
    ReadOnly,
    /// The text is not what the column holds.
    NotA(Wanted),
    /// There is no row or column there.
    Outside,
    /// No outfall has this code, or several have it.
    NoSuchOutfall,
}

/// A cell that stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedCell {
    /// Its row, counted from 1 in what was pasted or chosen.
    pub row: usize,
    /// Its column; none where there is none.
    pub field: Option<Field>,
    /// What was to be written there.
    pub text: String,
    /// Why not.
    pub why: Refusal,
}

/// What a change of many cells would do. Nothing is changed by working it out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditPlan {
    /// The cells that would change.
    pub edits: Vec<CellEdit>,
    /// The cells that can not be changed like this.
    pub refused: Vec<RefusedCell>,
    /// How many hold what they are to hold already.
    pub unchanged: usize,
}

impl EditPlan {
    /// How many outfalls would change.
    pub fn outfalls(&self) -> usize {
        let mut ids: Vec<RecordId> = self.edits.iter().map(|it| it.outfall).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }

    pub(super) fn write(&mut self, sheet: &Sheet<'_>, place: (usize, RowAt, Field), text: &str) {
        let (number, row, field) = place;
        let mut refuse = |why| {
            self.refused.push(RefusedCell { row: number, field: Some(field), text: text.to_owned(), why });
        };
        let (Some(column), Some(outfall)) = (sheet.editable(field), sheet.outfall(row)) else {
            // What is only repeated is no attempt to change it.
            if !says_the_same(&sheet.shown(row, field), text) {
                refuse(Refusal::ReadOnly);
            }
            return;
        };
        match read_cell(&column, text) {
            Err(wanted) => refuse(Refusal::NotA(wanted)),
            Ok(new) => {
                let old = sheet.value(row, field);
                if old == new {
                    self.unchanged += 1;
                } else {
                    let (outfall, column) = (outfall.id, column.name);
                    self.edits.push(CellEdit { outfall, row, field, column, old, new });
                }
            }
        }
    }
}

impl Sheet<'_> {
    /// The column behind a field that can be changed here.
    pub fn editable(&self, field: Field) -> Option<ColumnInfo> {
        let column = self.info(field).column.filter(|_| self.kind() == RecordKind::Outfall)?;
        (!NOT_HERE.contains(&column.name)).then_some(column)
    }
}

fn says_the_same(shown: &Shown, text: &str) -> bool {
    let text = text.trim();
    match shown {
        Shown::Nothing => text.is_empty(),
        Shown::Plain(plain) => plain == text,
        Shown::Word(zh, en) => *zh == text || *en == text,
        Shown::YesNo(yes) => words::yes_no(text) == Some(*yes),
    }
}

/// Writes the same text into a column of all these rows.
pub fn set_all(sheet: &Sheet<'_>, rows: &[RowAt], field: Field, text: &str) -> EditPlan {
    let mut plan = EditPlan::default();
    for (row, number) in rows.iter().zip(1..) {
        plan.write(sheet, (number, *row, field), text);
    }
    plan
}

/// The value that a column holds for this text, or what would fit. Words of a code list in either language; empty for nothing.
fn read_cell(column: &ColumnInfo, text: &str) -> Result<Value, Wanted> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Value::Null);
    }
    if !column.codes.is_empty() {
        let is = |(code, zh, en): &&(&str, &str, &str)| {
            text == *code || text == *zh || text.eq_ignore_ascii_case(en)
        };
        let code = column.codes.iter().find(is).ok_or(Wanted::Code)?;
        return Ok(Value::Text(code.0.to_owned()));
    }
    match column.sql {
        SqlType::Text => Ok(Value::Text(text.to_owned())),
        SqlType::Boolean => {
            words::yes_no(text).map(|yes| Value::Integer(i64::from(yes))).ok_or(Wanted::YesOrNo)
        }
        SqlType::Integer => text.parse().map(Value::Integer).ok().ok_or(Wanted::WholeNumber),
        SqlType::Double => {
            let number = text.parse().ok().filter(|it: &f64| it.is_finite());
            number.map(Value::Real).ok_or(Wanted::Number)
        }
        SqlType::Date => words::typed_day(text).map(|day| Value::Text(day.to_string())).ok_or(Wanted::Date),
    }
}
