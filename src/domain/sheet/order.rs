//! The order of a table by several columns, also of a million rows: worked out on all cores, from places in the order of each column.

use rayon::prelude::*;

use super::{Chip, Field, RowAt, Sheet};
use crate::domain::Value;

/// A column to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SortBy {
    /// The column.
    pub field: Field,
    /// From the end?
    pub descending: bool,
}

/// The rows for which every chip holds, by the first column, where that is the same by the second, and so on; at last as they came in.
/// Empty cells come last in either direction.
pub fn order(sheet: &Sheet<'_>, chips: &[Chip], by: &[SortBy]) -> Vec<RowAt> {
    let mut rows = sheet.rows();
    if !chips.is_empty() {
        rows = rows.into_par_iter().filter(|row| chips.iter().all(|chip| chip.holds(sheet, *row))).collect();
    }
    // From the last column to the first, each leaving what is the same as it was.
    for sort in by.iter().rev() {
        let places = places(sheet, &rows, *sort);
        let mut keyed: Vec<(u32, RowAt)> = places.into_iter().zip(rows).collect();
        keyed.par_sort_by_key(|(place, _)| *place);
        rows = keyed.into_iter().map(|(_, row)| row).collect();
    }
    rows
}

/// What a cell is sorted by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The bits of a number, turned so that they sort like it; or the place in a code list.
    Number(u64),
    Text(Box<str>),
}

/// For each row the place of its cell among those of the column; equal cells share one.
fn places(sheet: &Sheet<'_>, rows: &[RowAt], sort: SortBy) -> Vec<u32> {
    let codes = sheet.info(sort.field).column.map_or(&[][..], |it| it.codes);
    let key = |row: &RowAt| match sheet.value(*row, sort.field) {
        Value::Null => None,
        Value::Integer(number) => Some(Key::Number(sortable(number as f64))),
        Value::Real(number) => Some(Key::Number(sortable(number))),
        Value::Text(text) => Some(match codes.iter().position(|(code, ..)| *code == text) {
            Some(place) => Key::Number(place as u64),
            None => Key::Text(text.into()),
        }),
    };
    let mut keyed: Vec<(Key, u32)> =
        rows.par_iter().zip(0..rows.len() as u32).filter_map(|(row, at)| Some((key(row)?, at))).collect();
    keyed.par_sort_unstable();
    let mut places = vec![u32::MAX; rows.len()];
    let last = keyed.len() as u32;
    for (group, place) in keyed.chunk_by(|a, b| a.0 == b.0).zip(0..) {
        for (_, at) in group {
            if let Some(found) = places.get_mut(*at as usize) {
                *found = if sort.descending { last - place } else { place };
            }
        }
    }
    places
}

/// Bits that sort as unsigned numbers in the order of the floating-point numbers they come from.
fn sortable(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}
