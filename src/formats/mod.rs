//! Other programs' files, one module per format: bytes to [`Table`]s of cells and shapes, and back.
//!
//! Nothing here knows of projects, or of what a column means. A file that can't be read is an [`Error`]; a row that can't be
//! read is listed in [`Table::skipped`] with its number and the reason; anything else worth knowing is in
//! [`Table::warnings`]. Files are never believed: every length is checked against what is there before anything is reserved.

pub mod basemap;
mod bytes;
mod csv;
mod encoding;
mod error;
mod geojson;
mod geopackage;
mod heading;
mod kind;
pub mod limits;
pub mod photo;
mod rejects;
mod rings;
mod shapefile;
mod wkb;
mod workbook;
pub mod worker;
mod xlsx;

use std::{cell::Cell as Slot, path::Path};

pub use self::{
    error::{Damage, EntryFault, Error, JsonFault, Quantity, Reason, Stage, Unsupported},
    geojson::write as write_geojson,
    kind::Kind,
    limits::Limits,
    rejects::{RejectSheet, write_rejects},
    worker::{Fate, Reading},
};
use crate::domain::table::{Cell, Table};

/// What a user can say about a file that it does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The encoding of the text, by any of its names: `GBK`, `936`, `UTF-8` … Overrules the file.
    pub encoding: Option<String>,
    /// Read only this layer (`GeoPackage`) or sheet (XLSX). Hidden sheets are read only so.
    pub layer: Option<String>,
    /// How much of a file is read at most; [`Limits::SHIPPED`] but for tests of the limits themselves.
    pub limits: Limits,
}

/// Reads all layers or sheets of a file.
///
/// `progress` is told how many rows (or bytes) are done of how many, 0 where nobody knows; when it answers `false` the
/// reading stops with [`Reason::Cancelled`].
pub fn read(
    path: &Path,
    options: &ReadOptions,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Vec<Table>, Error> {
    let progress = Progress { report: progress, last: Slot::new(0) };
    let one = |table: Result<Table, Error>| table.map(|table| vec![table]);
    match kind::of(path)? {
        Kind::Shapefile => one(shapefile::read(path, options, &progress)),
        Kind::Dbf => one(shapefile::read_dbf(path, options, &progress)),
        Kind::GeoJson => one(geojson::read(path, &options.limits, &progress)),
        Kind::GeoPackage => geopackage::read(path, options, &progress),
        Kind::Csv => one(csv::read(path, options, &progress)),
        Kind::Xlsx => xlsx::read(path, options, &progress),
    }
}

/// How a reader tells how far it is, and hears that it should stop.
struct Progress<'a> {
    report: &'a dyn Fn(u64, u64) -> bool,
    last: Slot<u64>,
}

impl Progress<'_> {
    /// Called for each row; asks only now and then.
    fn step(&self, done: u64, total: u64) -> Result<(), Reason> {
        const EVERY: u64 = 1024;
        let last = self.last.get();
        if done >= last && done - last < EVERY && done != 0 {
            return Ok(());
        }
        self.last.set(done);
        if (self.report)(done, total) { Ok(()) } else { Err(Reason::Cancelled) }
    }
}

/// The name of a file without its folder and extension.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A text as a cell: trimmed, without control characters, [`Cell::Empty`] if nothing is left.
fn text_cell(text: &str) -> Cell {
    let text = text.trim();
    let stray = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t');
    if text.is_empty() {
        Cell::Empty
    } else if text.contains(stray) {
        text_cell(&text.replace(stray, ""))
    } else {
        Cell::Text(text.to_owned())
    }
}

/// A whole number as a cell; beyond 2⁵³ a number would lose digits, so it stays text.
fn integer_cell(number: i64) -> Cell {
    const EXACT: u64 = 1 << 53;
    if number.unsigned_abs() <= EXACT { Cell::Number(number as f64) } else { Cell::Text(number.to_string()) }
}

/// Gives every column a name of its own: a letter where it has none, a number where another has the same.
fn unique(names: Vec<String>) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    let mut unique = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let name = if name.is_empty() { heading::letters(index) } else { name };
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let free =
            std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(name);
        taken.insert(free.clone());
        unique.push(free);
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_freed_of_control_characters() {
        assert_eq!(text_cell(" \u{3000}滹沱河\0 "), Cell::Text("滹沱河".into()));
        assert_eq!(text_cell("a\u{7}b"), Cell::Text("ab".into()));
        assert_eq!(text_cell("two\nlines"), Cell::Text("two\nlines".into()));
        assert_eq!(text_cell("\u{0}\u{3000}"), Cell::Empty);
    }

    #[test]
    fn columns_get_names_of_their_own() {
        let names = ["a", "", "a", "a (2)", "B"].map(str::to_owned).to_vec();
        assert_eq!(unique(names), ["a", "B", "a (2)", "a (2) (2)", "B (2)"]);
    }

    #[test]
    fn large_codes_keep_their_digits() {
        assert_eq!(integer_cell(140_924), Cell::Number(140_924.0));
        assert_eq!(integer_cell(9_007_199_254_740_993), Cell::Text("9007199254740993".into()));
        assert_eq!(integer_cell(i64::MIN), Cell::Text(i64::MIN.to_string()));
    }

    #[test]
    fn a_callback_that_says_no_stops_the_reading() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "name\nx\n").unwrap();

        let error = read(&path, &ReadOptions::default(), &|_, _| false).unwrap_err();

        assert!(matches!(error.reason, Reason::Cancelled), "{error}");
    }
}
