//! Photos and files as evidence: the bytes go in as they are, under their SHA-256.

use std::{fs, path::Path};

use super::Problem;
use crate::{domain::fact::Photo, storage::sha256_hex};

/// A file to keep with a photo record.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoFile {
    /// The record, with its hash, name and type filled in.
    pub photo: Photo,
    /// The file's bytes, untouched.
    pub bytes: Vec<u8>,
}

impl PhotoFile {
    /// Reads the file that `photo` is about.
    pub fn read(mut photo: Photo, path: &Path) -> Result<Self, Problem> {
        let bytes = fs::read(path).map_err(|source| Problem::Unreadable { path: path.to_owned(), source })?;
        photo.file_name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        media_type(&bytes).clone_into(&mut photo.media_type);
        photo.sha256 = sha256_hex(&bytes);
        Ok(Self { photo, bytes })
    }
}

/// What the first bytes say the file is. What is not known is kept all the same.
fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        _ => "application/octet-stream",
    }
}
