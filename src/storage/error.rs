//! What can go wrong with a project file: the reason first, the file last.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode;

use crate::domain::{RecordId, Value, project::Misfit, value::BadValue};

/// Something that could not be done to a project file.
#[derive(Debug)]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The project file.
    pub path: PathBuf,
}

/// Shorthand for the results of this module.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.path.display())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind.source()
    }
}

/// The reasons for an [`Error`].
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// A project is never created over another file.
    #[error("can not create the project, there already is a file")]
    Exists,
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The file is not one of ours.
    #[error("not a project of this program: {0}")]
    NotAProject(NotAProject),
    /// The file was written by an older version that this one can not bring up to date.
    #[error("the project has format {found}, and nothing leads from there to format {known}")]
    TooOld {
        /// The format of the file.
        found: String,
        /// The format that this version writes.
        known: String,
    },
    /// The file can be read but not written.
    #[error("the project is open for reading only ({0})")]
    ReadOnly(ReadOnly),
    /// A pragma that protects the data did not take.
    #[error("SQLite did not accept {pragma}: it says {found}")]
    Pragma {
        /// The name of the setting.
        pragma: &'static str,
        /// What it was read back as.
        found: String,
    },
    /// The copy that is made before a migration could not be written or is not the same.
    #[error("no backup could be made before bringing the project up to date")]
    Backup(#[source] Box<Self>),
    /// SQLite finds the file damaged.
    #[error("the file is damaged ({0})")]
    Damaged(String),
    /// The disk has no room left. Nothing was changed.
    #[error("the disk is full")]
    Full(#[source] rusqlite::Error),
    /// Another program holds the file. Nothing was changed.
    #[error("another program is using the file")]
    Busy(#[source] rusqlite::Error),
    /// Anything else that SQLite reports.
    #[error("the file could not be read or written")]
    Sqlite(#[source] rusqlite::Error),
    /// The operating system refused.
    #[error("the file could not be read or written")]
    Io(#[source] std::io::Error),
    /// A step without changes is no step.
    #[error("there is nothing to save")]
    Nothing,
    /// The row holds something else than the change says it replaces.
    #[error("{0}")]
    Conflict(Box<Conflict>),
    /// The change does not fit the rows of the file.
    #[error("the change does not fit")]
    Misfit(#[source] Misfit),
    /// A row refers to one that is not there.
    #[error("a row of {table} refers to a row of {parent} that is not there")]
    Dangling {
        /// The table of the row that refers.
        table: String,
        /// The table referred to.
        parent: String,
    },
    /// A cell of the file can not be understood.
    #[error("{place} can not be read")]
    BadCell {
        /// Where it is.
        place: Box<CellPlace>,
        /// Why.
        #[source]
        source: BadValue,
    },
    /// A number is NaN or infinite, which SQLite would store as something else.
    #[error("{0} holds a number that is not finite")]
    NotFinite(String),
    /// An operation of the file can not be understood.
    #[error("operation {seq} of device {device} can not be read")]
    BadOperation {
        /// The device.
        device: String,
        /// Its number on that device.
        seq: i64,
    },
    /// A step is asked for that the file does not have.
    #[error("there is no step {0}")]
    NoSuchStep(RecordId),
    /// The bytes of a photo or document are neither in the file nor given.
    #[error("the bytes of {sha256} are missing")]
    BlobMissing {
        /// Their SHA-256.
        sha256: String,
    },
    /// The file with the bytes of a photo or document can not be read any more.
    #[error("can not read {path}")]
    BlobUnreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The bytes given for a photo are not those of its hash.
    #[error("the bytes given do not have the hash {sha256}")]
    BlobWrong {
        /// The hash that was promised.
        sha256: String,
    },
    /// The table of a layer has a name that other programs could not use, or that is taken.
    #[error("{0:?} can not be the table of a layer")]
    BadTableName(String),
    /// A layer comes without features, and the file has none for it.
    #[error("layer {0:?} has no features in the file and none were given")]
    NoFeatures(String),
    /// The features given are not those of the hash in the layer's record.
    #[error("the features given for layer {0:?} do not have the hash in its record")]
    FeaturesWrong(String),
    /// A shape of a reference layer can not be read or written.
    #[error("a shape of {0} can not be read or written")]
    Geometry(String),
    /// The thread that writes the file is gone.
    #[error("the writer has stopped")]
    WriterGone,
}

impl ErrorKind {
    /// The error that names the file.
    pub(super) fn at(self, path: &Path) -> Error {
        Error { kind: self, path: path.to_owned() }
    }

    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(self)
    }
}

impl From<rusqlite::Error> for ErrorKind {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(error),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(error),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Self::NotAProject(NotAProject::NotSqlite),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(ReadOnly::NoPermission),
            _ => Self::Sqlite(error),
        }
    }
}

impl From<std::io::Error> for ErrorKind {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing,
            std::io::ErrorKind::AlreadyExists => Self::Exists,
            _ => Self::Io(error),
        }
    }
}

impl From<Misfit> for ErrorKind {
    fn from(misfit: Misfit) -> Self {
        Self::Misfit(misfit)
    }
}

/// A row holds something else than a change says it replaces: another program or device was faster.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{table}.{column} of {row} holds {found:?} and not {expected:?}")]
pub struct Conflict {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub row: RecordId,
    /// The column.
    pub column: String,
    /// What the change says the cell holds.
    pub expected: Value,
    /// What it does hold.
    pub found: Value,
}

/// Where a cell is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// The row, by its identity or number.
    pub row: String,
}

impl fmt::Display for CellPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} of {}", self.table, self.column, self.row)
    }
}

/// Why a file is not a project of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAProject {
    /// It is no SQLite database at all.
    #[error("it is not a SQLite database")]
    NotSqlite,
    /// It is a database of another program.
    #[error("it is a SQLite database, but not a GeoPackage")]
    NotGeoPackage,
    /// It is a GeoPackage that this program did not make; its layers can be imported.
    #[error("it is a GeoPackage, but this program did not make it")]
    ForeignGeoPackage,
}

/// Why a project can only be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadOnly {
    /// The file, its folder or its medium can not be written.
    #[error("no permission to write")]
    NoPermission,
    /// A later version of the program made it.
    #[error("made by a later version, format {found}")]
    NewerVersion {
        /// The format of the file.
        found: String,
    },
    /// It was opened to be read only.
    #[error("as asked")]
    Asked,
}
