//! A condition on one column, as it stands above the table.

use super::{Field, RowAt, Sheet, Shown};
use crate::domain::Value;

/// What a chip asks of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChipOp {
    /// The text is in it, in either language, whatever the case.
    Contains,
    /// It is this.
    Equal,
    /// It is something else, or nothing.
    Unequal,
    /// It is less, or earlier.
    Less,
    /// It is more, or later.
    Greater,
    /// There is nothing in it.
    Empty,
    /// There is something in it.
    Filled,
}

impl ChipOp {
    /// Every one, in the order in which they are offered.
    pub const ALL: &'static [Self] =
        &[Self::Contains, Self::Equal, Self::Unequal, Self::Less, Self::Greater, Self::Empty, Self::Filled];

    /// Does it compare with a text?
    pub fn takes_text(self) -> bool {
        !matches!(self, Self::Empty | Self::Filled)
    }
}

/// A condition on one column. All chips of a table have to hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chip {
    /// The column.
    pub field: Field,
    /// What is asked of its cell.
    pub op: ChipOp,
    /// What the cell is compared with.
    pub text: String,
}

impl Chip {
    /// Does it hold for this row?
    pub fn holds(&self, sheet: &Sheet<'_>, row: RowAt) -> bool {
        let wanted = self.text.trim();
        match self.op {
            ChipOp::Empty => sheet.value(row, self.field) == Value::Null,
            ChipOp::Filled => sheet.value(row, self.field) != Value::Null,
            ChipOp::Less => self.order(sheet, row).is_some_and(std::cmp::Ordering::is_lt),
            ChipOp::Greater => self.order(sheet, row).is_some_and(std::cmp::Ordering::is_gt),
            op => {
                let small = wanted.to_lowercase();
                let is = |text: &str| match op {
                    ChipOp::Contains => text.to_lowercase().contains(&small),
                    _ => text.to_lowercase() == small || same_number(text, wanted),
                };
                let found = match sheet.shown(row, self.field) {
                    Shown::Nothing => small.is_empty(),
                    Shown::Plain(text) => is(&text),
                    Shown::Word(zh, en) => is(zh) || is(en),
                    Shown::YesNo(true) => ["是", "yes", "1"].iter().any(|it| is(it)),
                    Shown::YesNo(false) => ["否", "no", "0"].iter().any(|it| is(it)),
                };
                found != (op == ChipOp::Unequal)
            }
        }
    }

    /// How the cell compares with the text: numbers by size, days and texts by their letters; nothing where there is nothing to compare.
    fn order(&self, sheet: &Sheet<'_>, row: RowAt) -> Option<std::cmp::Ordering> {
        let wanted = self.text.trim();
        match sheet.value(row, self.field) {
            Value::Null => None,
            Value::Integer(number) => (number as f64).partial_cmp(&wanted.parse().ok()?),
            Value::Real(number) => number.partial_cmp(&wanted.parse().ok()?),
            Value::Text(text) => Some(text.as_str().cmp(wanted)),
        }
    }
}

/// `3.50` is 3.5.
fn same_number(text: &str, wanted: &str) -> bool {
    let numbers = text.parse::<f64>().ok().zip(wanted.parse::<f64>().ok());
    numbers.is_some_and(|(a, b)| a.total_cmp(&b).is_eq())
}
