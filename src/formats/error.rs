//! Why a file could not be read at all. A row that could not be read is no error: it is in the table's `skipped`.

use std::{fmt, io, path::Path, path::PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

use super::worker::Fate;

/// A file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("can not read {} ({stage})", path.display())]
pub struct Error {
    /// The file that was asked for.
    pub path: PathBuf,
    /// How far the reader had come.
    pub stage: Stage,
    /// What went wrong.
    #[source]
    pub reason: Reason,
}

/// How far a reader had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Opening the file and finding out what it is.
    Open,
    /// Reading what the file says about itself: header, list of layers, headings.
    Structure,
    /// Reading rows.
    Rows,
}

impl fmt::Display for Stage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Open => "opening it",
            Self::Structure => "reading its structure",
            Self::Rows => "reading its rows",
        })
    }
}

/// What went wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The operating system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A kind of file that holds no layer or table for us.
    #[error("{0}")]
    NotSupported(Unsupported),
    /// The file contradicts its own format.
    #[error("the file is damaged: {0}")]
    Damaged(Damage),
    /// The file is no JSON from some place on.
    #[error("the file is damaged: line {}, character {} is not JSON", .0.line, .0.column)]
    NotJson(JsonFault),
    /// The library that reads this format gave up.
    #[error("the file is damaged or not what its name says")]
    Library(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There is no such text encoding.
    #[error("the encoding {0} is not known")]
    UnknownEncoding(String),
    /// The layer or sheet that was asked for is not there.
    #[error("there is no layer {asked}, only: {}", present.join(", "))]
    NoSuchLayer {
        /// The name that was asked for.
        asked: String,
        /// The names that could have been asked for.
        present: Vec<String>,
    },
    /// More than this program is willing to read in one go.
    #[error("more than {limit} {what}")]
    TooLarge {
        /// What there is too much of.
        what: Quantity,
        /// How much would have been allowed.
        limit: u64,
    },
    /// The progress callback said stop.
    #[error("cancelled")]
    Cancelled,
    /// The process that read the file did not come to an end.
    #[error(transparent)]
    Worker(#[from] Fate),
}

/// Where a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JsonFault {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// Does the text end there?
    pub cut_off: bool,
}

impl JsonFault {
    /// The place that the error names.
    pub fn of(error: &serde_json::Error) -> Self {
        Self { line: error.line(), column: error.column(), cut_off: error.is_eof() }
    }
}

impl From<serde_json::Error> for Reason {
    fn from(error: serde_json::Error) -> Self {
        Self::NotJson(JsonFault::of(&error))
    }
}

impl Reason {
    /// Wraps what a library said.
    pub(super) fn library(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Library(Box::new(error))
    }

    pub(super) fn at(self, path: &Path, stage: Stage) -> Error {
        Error { path: path.to_owned(), stage, reason: self }
    }
}

/// The extension of a packed file.
type Extension = &'static str;

/// The extensions that are told apart; another one is not named.
fn extension<'de, D: Deserializer<'de>>(from: D) -> Result<Extension, D::Error> {
    const KNOWN: [Extension; 4] = [".zip", ".rar", ".7z", ".gz"];
    let text = String::deserialize(from)?;
    Ok(KNOWN.into_iter().find(|it| *it == text).unwrap_or_default())
}

/// A kind of file that holds no layer or table for us: what it is and, where that is known, what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unsupported {
    /// A folder.
    #[error("this is a folder")]
    Folder,
    /// A file of no bytes.
    #[error("the file is empty")]
    NoBytes,
    /// A table without a filled cell.
    #[error("there is nothing in the file")]
    Empty,
    /// The binary files of old Office, which encrypted ones are inside, too.
    #[error(
        "this is a file of Excel 97–2003, Word or WPS, or a workbook with a password: save it as .xlsx without a password"
    )]
    OldOffice,
    /// Packed files, by their extension.
    #[error("this is a {0} archive: unpack it first")]
    Archive(#[serde(deserialize_with = "extension")] Extension),
    /// A PDF.
    #[error("this is a PDF: tables can't be taken from it")]
    Pdf,
    /// A picture.
    #[error("this is a picture")]
    Picture,
    /// One of the files beside a `.shp`.
    #[error("this is a companion of a shapefile: choose the .shp")]
    Companion,
    /// Called `.gpkg`, but something else.
    #[error("this is no GeoPackage")]
    NoGeoPackage,
    /// Called `.xlsx`, but something else.
    #[error("this is no Excel workbook")]
    NoWorkbook,
    /// A format of other map programs.
    #[error("this format can't be read: save it as GeoPackage, shapefile or GeoJSON")]
    OtherMapFormat,
    /// HTML or XML.
    #[error("this is a web page or XML: save it as .xlsx or .csv")]
    WebPage,
    /// Nobody knows.
    #[error("this kind of file is not known")]
    Unknown,
    /// `.xlsb`.
    #[error("this is a binary workbook (.xlsb): save it as .xlsx")]
    BinaryWorkbook,
    /// `.docx`.
    #[error("this is a Word document: copy its table into a workbook")]
    WordDocument,
    /// `.pptx`.
    #[error("this is a presentation")]
    Presentation,
    /// `.ods`, `.odt`.
    #[error("this is an OpenDocument file: save it as .xlsx")]
    OpenDocument,
    /// A GeoPackage without a layer.
    #[error("the GeoPackage holds no features and no attributes")]
    NoLayers,
    /// A database that is no GeoPackage.
    #[error("this is an SQLite database, but not a GeoPackage")]
    OtherDatabase,
    /// `TopoJSON`.
    #[error("this is TopoJSON: save it as GeoJSON")]
    TopoJson,
}

/// How a file contradicts its own format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Damage {
    /// GeoJSON in another encoding.
    #[error("GeoJSON has to be UTF-8, line {line} is not")]
    NotUtf8 {
        /// The first such line.
        line: usize,
    },
    /// JSON, but no object.
    #[error("GeoJSON has to be an object")]
    NoObject,
    /// A collection without its list.
    #[error("the collection has no features")]
    NoFeatures,
    /// An object without a type.
    #[error("the object has no type: it is JSON, but not GeoJSON")]
    NoType,
    /// A `.shp` without the beginning of one.
    #[error("this is no .shp")]
    NotShp,
    /// A `.dbf` that ends in its header.
    #[error("the header of the .dbf is cut off")]
    DbfHeader,
    /// A `.dbf` whose columns are wider than its rows.
    #[error("the columns of the .dbf take {columns} bytes, its rows {row}")]
    DbfColumns {
        /// Bytes of all columns together.
        columns: usize,
        /// Bytes of a row.
        row: usize,
    },
    /// A workbook that counts more texts than it has room for.
    #[error("the workbook claims {count} texts, but has room for {room}")]
    TextCount {
        /// What it claims.
        count: u64,
        /// How many could be there.
        room: u64,
    },
    /// A file within a packed one whose name leads out of it, or is no name.
    #[error("the packed file holds a file with a forbidden name: {0}")]
    EntryName(EntryFault),
}

/// What is wrong with the name of a file within a packed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum EntryFault {
    /// It leads out of the folder.
    #[error("it leads out of the folder")]
    Outside,
    /// It has characters that no name of a file has, or is the name of a device.
    #[error("no file may be called so")]
    NotAName,
    /// It is a link to another file.
    #[error("it is a link")]
    Link,
    /// Two differ only in capital letters.
    #[error("two files have the same name")]
    Twice,
}

/// What a file can have too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantity {
    /// Bytes of CSV.
    TextBytes,
    /// Bytes of `GeoJSON`.
    GeoJsonBytes,
    /// Columns of CSV.
    Columns,
    /// Filled cells of a sheet.
    Cells,
    /// Cells of a sheet, empty ones between others included.
    Places,
    /// Coordinates of all shapes.
    Coordinates,
    /// Files within a packed file.
    Entries,
    /// Bytes of one file within a packed file, once unpacked.
    EntryBytes,
    /// Bytes of all files within a packed file, once unpacked.
    UnpackedBytes,
    /// Bytes of the texts that the cells of a workbook share.
    SharedTextBytes,
}

impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::TextBytes => "bytes of text",
            Self::GeoJsonBytes => "bytes of GeoJSON",
            Self::Columns => "columns",
            Self::Cells => "cells in a sheet",
            Self::Places => "places for cells in a sheet",
            Self::Coordinates => "coordinates",
            Self::Entries => "files within the packed file",
            Self::EntryBytes => "bytes in one file of the packed file",
            Self::UnpackedBytes => "bytes when it is unpacked",
            Self::SharedTextBytes => "bytes of texts in the workbook",
        })
    }
}
