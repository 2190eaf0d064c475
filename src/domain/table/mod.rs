//! A file of somebody else's, read but not yet understood: rows of cells, some with a shape.
//!
//! `formats` makes these; [`crate::app`] decides what the columns mean. Nothing here knows of projects.

mod note;

use geo::Geometry;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::note::{ReadWarning, ShapeFault, SkipReason, Skipped};

/// One cell as the file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, NULL, or only white space.
    #[default]
    Empty,
    /// Text, trimmed at both ends.
    Text(String),
    /// A number; never NaN or infinite.
    Number(f64),
    /// A day, where the file itself marks it as one.
    Date(Date),
    /// A yes or no, where the file itself marks it as one.
    Flag(bool),
}

impl Cell {
    /// The cell as a person would read it; empty for [`Cell::Empty`].
    pub fn to_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

/// One row of a ledger or one feature of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where the row is in its file, as a person counts: spreadsheet and CSV rows from 1 with the
    /// heading as row 1; features from 1.
    pub number: u64,
    /// As many cells as the table has columns.
    pub cells: Vec<Cell>,
    /// The shape, east or longitude first, in the file's own coordinates.
    pub geometry: Option<Geometry<f64>>,
}

/// What one layer or sheet of a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The name of the layer or sheet; the file's stem where it has none.
    pub name: String,
    /// The heading of each column, trimmed. A two-storey heading is joined with `/`.
    pub columns: Vec<String>,
    /// The rows that could be read, in the order of the file.
    pub rows: Vec<Row>,
    /// The rows that could not.
    pub skipped: Vec<Skipped>,
    /// What the file says of its coordinate system: EPSG number, or WKT, or nothing.
    pub crs: CrsNote,
    /// The encoding its text was read with: `UTF-8`, `GBK`, …; empty where the format leaves no choice.
    pub encoding: String,
    /// Things worth telling that lost nothing.
    pub warnings: Vec<ReadWarning>,
}

/// What a file says of its coordinate system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CrsNote {
    /// Nothing.
    #[default]
    Missing,
    /// An EPSG number.
    Epsg(u32),
    /// The text of a `.prj` or of a GeoPackage's definition, where no number is given.
    Wkt(String),
}
