//! What a reader has to tell of a file: which rows it could not read and why, and what else there is to know.
//!
//! The values are inside; the words, in both languages, are in [`crate::i18n`].

use serde::{Deserialize, Deserializer, Serialize};

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// See [`Row::number`](super::Row::number).
    pub number: u64,
    /// Why.
    pub reason: SkipReason,
}

/// Why a row of a file is not in its table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkipReason {
    /// Nothing is in it.
    Blank,
    /// Totals of the rows above it.
    Totals,
    /// The numbers 1, 2, 3 … under a heading.
    ColumnNumbers,
    /// The heading, repeated for the next page.
    HeadingAgain,
    /// A signature or a note below the table.
    Footer,
    /// A cell of more than a million characters.
    OpenQuote,
    /// Marked as deleted in the `.dbf`.
    Deleted,
    /// A row of the `.dbf` without a record in the `.shp`.
    NoRecord,
    /// The line is not JSON.
    NotJson {
        /// The character of the line at which it goes wrong, from 1.
        at: usize,
    },
    /// The `properties` of a feature are something else than an object.
    BadProperties {
        /// What they are, shortened.
        found: String,
    },
    /// The shape can not be read.
    Shape(ShapeFault),
}

/// The name of a part of a GeoJSON geometry.
type Member = &'static str;

/// The members that a geometry can lack.
fn member<'de, D: Deserializer<'de>>(from: D) -> Result<Member, D::Error> {
    const KNOWN: [Member; 3] = ["type", "coordinates", "geometries"];
    let text = String::deserialize(from)?;
    Ok(KNOWN.into_iter().find(|it| *it == text).unwrap_or_default())
}

/// What is wrong with the shape of a feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShapeFault {
    /// It ends before it should.
    CutOff,
    /// It counts more parts or vertices than it has room for.
    Overcounted,
    /// Its record lies beyond the end of the file.
    BeyondFile,
    /// The cell holds something else than a shape.
    NotAShape,
    /// A GeoPackage extension that only its maker knows.
    Extension,
    /// Its kind, or that of its byte order or envelope, is not known.
    UnknownKind,
    /// Collections in collections without end.
    TooDeep,
    /// Its parts are not what a shape of its kind is made of.
    MixedParts,
    /// Its parts do not follow each other.
    PartsOutOfOrder,
    /// An arc lacks its end.
    OpenArc,
    /// A coordinate is NaN or infinite.
    NotFinite,
    /// A GeoJSON geometry lacks this member.
    NoMember(#[serde(deserialize_with = "member")] Member),
    /// GeoJSON knows no geometry of this name.
    NoSuchType(String),
    /// Something else than a list of coordinates, shortened.
    NotAList(String),
    /// Something else than a position, shortened.
    NotAPosition(String),
}

/// Something worth knowing of a file, by which no row was lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadWarning {
    /// A row above the heading, such as a title.
    AboveHeading {
        /// Its number, as the spreadsheet shows it.
        row: u64,
        /// What it says.
        text: String,
    },
    /// So many merged cells that not all could be filled in.
    TooManyMerges,
    /// Text with bytes that its encoding does not have.
    BrokenText {
        /// The encoding.
        encoding: String,
        /// How many cells or lines; nothing where they were not counted.
        count: Option<u64>,
    },
    /// The file names another encoding than its text is in.
    WrongLabel {
        /// What the file says.
        labelled: String,
        /// What was read.
        found: String,
    },
    /// A sheet that was left out because it is hidden.
    HiddenSheet {
        /// Its name.
        name: String,
    },
    /// Cells such as `#N/A`, taken for empty.
    ErrorCells {
        /// How many.
        count: u64,
    },
    /// Cells with bytes in them, taken for empty.
    BinaryCells {
        /// How many.
        count: u64,
    },
    /// Texts of a GeoPackage that are GBK.
    ForeignTexts {
        /// How many.
        count: u64,
    },
    /// The last changes of a GeoPackage stood in its journal.
    FromJournal,
    /// A view that could not be worked out, or would not end.
    ViewFailed {
        /// What the database said, in English.
        error: String,
    },
    /// A view with more rows than any layer has.
    ViewEndless {
        /// How many were read before it was given up.
        rows: u64,
    },
    /// Lengths and heights in feet were made metres.
    FeetToMetres,
    /// What a drawing has that is no point and no line.
    NotDrawn {
        /// Kinds with their number.
        kinds: String,
    },
    /// Files of an archive that were not read, or have names that nobody should follow.
    EntriesLeft {
        /// Their names.
        names: String,
    },
    /// A layer that is in the list of contents only.
    LayerGone,
    /// There is no `.shx`.
    NoIndex,
    /// The `.shx` can not be believed.
    BadIndex,
    /// The length of a record of the `.shp` can not be believed.
    BadRecordLength,
    /// There is no `.dbf`.
    NoAttributes,
    /// The `.dbf` is not as long as it says.
    FewerRows {
        /// What it says.
        promised: u64,
        /// What it holds.
        held: u64,
    },
    /// The `.shp` and the `.dbf` are not of the same length.
    UnevenRows {
        /// Records of the `.shp`.
        shapes: u64,
        /// Rows of the `.dbf`.
        rows: u64,
    },
    /// A column whose texts are in a file that is not read.
    MemoColumn {
        /// Its heading.
        column: String,
    },
}
