//! A report as plain values: title, notes, a heading of one or two storeys, typed rows, totals and a foot.
//!
//! The tables of this folder make a [`Sheet`]; [`super::xlsx`] and [`super::csv`] write one. So a number
//! is the same in each, and a table can be tested without opening a file.

use jiff::civil::Date;

use crate::domain::progress::Rate;

/// What stands where there is no rate: an empty group has neither 0 % nor 100 % (domain dossier §3.5).
pub const NO_RATE: &str = "—";

/// One table, ready to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The name on the tab.
    pub name: String,
    /// The line over the whole width.
    pub title: String,
    /// The lines under the title: who reports, on which day, by which formula.
    pub notes: Vec<String>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, each with one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// The rows of sums (合计) under them.
    pub totals: Vec<Vec<Cell>>,
    /// The line for signatures at the foot.
    pub foot: String,
    /// How many columns stay in view when the rest is scrolled sideways.
    pub frozen_columns: u16,
    /// The paper it is printed on, always landscape.
    pub paper: Paper,
    /// Does the heading carry filter buttons?
    pub filter: bool,
}

/// The paper that a table is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 420 × 297 mm, what offices print ledgers on.
    #[default]
    A3,
    /// 297 × 210 mm.
    A4,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The upper storey of the heading; equal neighbours are merged. Empty where the heading spans both storeys.
    pub group: String,
    /// The lower storey.
    pub heading: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// The widest it may become, in half-width characters; longer text is wrapped.
    pub max_width: u16,
}

/// What the cells of a column hold, and so how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, left.
    Text,
    /// A short text such as a state, centred.
    Word,
    /// A running number or a rank, centred.
    Ordinal,
    /// A count.
    Integer,
    /// A number with so many decimals.
    Number {
        /// How many digits after the point are shown.
        decimals: u8,
    },
    /// A rate, shown in percent with one decimal.
    Percent,
    /// A day, shown as `2026-07-01`.
    Date,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text; never a formula, whatever it begins with.
    Text(String),
    /// A count.
    Integer(i64),
    /// A measured number; never NaN or infinite.
    Number(f64),
    /// A rate as a fraction: 0.78 is 78 %.
    Percent(f64),
    /// A day.
    Date(Date),
}

impl Cell {
    /// Text, or [`Cell::Empty`] where there is none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A count.
    pub fn count(count: u64) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A number, or [`Cell::Empty`] where there is none.
    pub fn number(number: Option<f64>) -> Self {
        number.filter(|it| it.is_finite()).map_or(Self::Empty, Self::Number)
    }

    /// A day, or [`Cell::Empty`] where there is none.
    pub fn date(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// A rate against its target in whole percent.
    ///
    /// The cell is the exact fraction, except where showing it with one decimal would show a target as
    /// reached that is not: then it is what [`Rate::percent`] prints, 0.799 for 79.96 % against 80.
    pub fn rate(rate: Rate, target_percent: i64) -> Self {
        let Some(fraction) = rate.fraction() else { return Self::Text(NO_RATE.to_owned()) };
        let below = i128::from(target_percent) * 10 - 1;
        let half_up = (i128::from(rate.done) * 2000 + i128::from(rate.of)) / (i128::from(rate.of) * 2);
        if rate.met(target_percent) == Some(false) && half_up > below {
            return Self::Percent(below as f64 / 1000.0);
        }
        Self::Percent(fraction)
    }

    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.is_empty(),
            _ => false,
        }
    }
}

impl Column {
    /// A column whose heading spans both storeys.
    pub fn new(heading: impl Into<String>, kind: ColumnKind, max_width: u16) -> Self {
        Self { group: String::new(), heading: heading.into(), kind, max_width }
    }

    /// The same column under an upper heading.
    #[must_use]
    pub fn under(self, group: impl Into<String>) -> Self {
        Self { group: group.into(), ..self }
    }

    /// The heading in one line: `upper/lower`.
    pub fn joined_heading(&self) -> String {
        if self.group.is_empty() { self.heading.clone() } else { format!("{}/{}", self.group, self.heading) }
    }
}

impl Sheet {
    /// Has the heading two storeys?
    pub fn two_storeys(&self) -> bool {
        self.columns.iter().any(|column| !column.group.is_empty())
    }

    /// The rows and then the sums.
    pub fn body(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.rows.iter().chain(&self.totals)
    }

    /// The runs of columns that share an upper heading: `(first, last, upper heading)`.
    pub fn heading_runs(&self) -> Vec<(usize, usize, &str)> {
        let mut runs: Vec<(usize, usize, &str)> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            match runs.last_mut() {
                Some((_, last, group)) if !group.is_empty() && *group == column.group => *last = at,
                _ => runs.push((at, at, &column.group)),
            }
        }
        runs
    }
}

/// How wide a text is on a screen, counting a Chinese character as two.
pub fn display_width(text: &str) -> usize {
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

/// The East Asian Wide and Fullwidth blocks of Unicode's `EastAsianWidth.txt`, to the block.
fn is_wide(letter: char) -> bool {
    matches!(letter as u32,
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a spreadsheet shows for a fraction in the format `0.0%`.
    fn shown(fraction: f64) -> String {
        format!("{:.1}%", (fraction * 1000.0 + 1e-9).round() / 10.0)
    }

    #[test]
    fn a_rate_cell_never_shows_a_target_that_is_not_reached() {
        let just_below = Rate { done: 1999, of: 2500 };
        assert_eq!(Cell::rate(just_below, 80), Cell::Percent(0.799));
        assert_eq!(Cell::rate(Rate { done: 39, of: 50 }, 80), Cell::Percent(0.78));
        assert_eq!(Cell::rate(Rate { done: 40, of: 50 }, 80), Cell::Percent(0.8));
        assert_eq!(Cell::rate(Rate { done: 0, of: 0 }, 80), Cell::Text("—".to_owned()));
    }

    proptest! {
        #[test]
        fn a_rate_cell_shows_what_the_progress_table_prints(of in 1_u64..5000, part in 0_u64..5000, target in 1_i64..100) {
            let rate = Rate { done: part.min(of), of };
            let Cell::Percent(fraction) = Cell::rate(rate, target) else { panic!("no rate") };
            prop_assert_eq!(shown(fraction), rate.percent(target));
        }
    }

    #[test]
    fn equal_neighbours_share_an_upper_heading_and_bare_ones_stand_alone() {
        let column = |group: &str| Column::new("x", ColumnKind::Text, 10).under(group);
        let sheet = Sheet {
            columns: vec![column(""), column(""), column("a"), column("a"), column("b")],
            ..Sheet::default()
        };
        assert_eq!(sheet.heading_runs(), [(0, 0, ""), (1, 1, ""), (2, 3, "a"), (4, 4, "b")]);
    }

    #[test]
    fn chinese_characters_are_two_wide() {
        assert_eq!(display_width("溯源率80%"), 9);
        assert_eq!(display_width("—㎡"), 3);
    }
}
