//! What can go wrong while the sample is made.

use std::path::{Path, PathBuf};

/// Why the sample could not be made, or why it is not fit to be handed out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SampleError {
    /// A file or folder could not be written.
    #[error("cannot write {path}")]
    Write {
        /// Which one.
        path: PathBuf,
        /// The system's word on it.
        source: std::io::Error,
    },
    /// The sections' GeoPackage.
    #[error("cannot write the GeoPackage of the sections")]
    GeoPackage(#[from] rusqlite::Error),
    /// The ledger.
    #[error("cannot write the ledger")]
    Ledger(#[from] rust_xlsxwriter::XlsxError),
    /// A photo.
    #[error("cannot encode a photo")]
    Photo(#[from] image::ImageError),
    /// A JSON file.
    #[error("cannot write JSON")]
    Json(#[from] serde_json::Error),
    /// A day that does not exist.
    #[error("no such day")]
    Day(#[from] jiff::Error),
    /// The sample breaks one of its own promises.
    #[error("the sample is not sound: {0}")]
    Unsound(String),
}

impl SampleError {
    /// For `map_err` on an input/output error.
    pub(crate) fn write(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }
}

/// An error unless the promise holds.
pub(crate) fn ensure(promise: bool, broken: impl FnOnce() -> String) -> Result<(), SampleError> {
    if promise { Ok(()) } else { Err(SampleError::Unsound(broken())) }
}
