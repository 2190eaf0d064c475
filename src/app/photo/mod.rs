//! Photos and files as evidence: the bytes go in as they are, under their SHA-256, and what the camera says beside them.

mod copy;
mod plan;
mod take;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub use self::{
    copy::{Copies, CopyRequest, suggested_name},
    plan::{PhotoPlan, PlannedPhoto, files_in},
    take::{AttachRequest, Attached},
};
use super::Problem;
pub use crate::formats::photo::{Picture, Undecodable, decode as decode_photo, shot as shot_of};
use crate::{
    domain::fact::Photo,
    formats::photo::{media_type, shot},
    storage::sha256_hex,
};

/// A PNG of these pixels: red, green, blue and opacity of each; none where their number is wrong.
pub fn png(width: u32, height: u32, rgba: &[u8]) -> Option<Vec<u8>> {
    use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
    let mut file = Vec::new();
    let fits = u64::from(width) * u64::from(height) * 4 == rgba.len() as u64;
    let written = fits
        .then(|| PngEncoder::new(&mut file).write_image(rgba, width, height, ExtendedColorType::Rgba8).ok());
    written.flatten().map(|()| file)
}

/// A row of the project file holds a billion bytes (`SQLITE_MAX_LENGTH`).
const MOST_BYTES: u64 = 900_000_000;

/// A photo with the file that its bytes are in.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoOnDisk {
    /// The record, with all that the file says.
    pub photo: Photo,
    /// The file.
    pub path: PathBuf,
}

/// A file to keep with a photo record.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoFile {
    /// The record, with all that the file says.
    pub photo: Photo,
    /// The file's bytes, untouched.
    pub bytes: Vec<u8>,
}

impl PhotoFile {
    /// Reads the file that `photo` is about.
    pub fn read(photo: Photo, path: &Path) -> Result<Self, Problem> {
        let unreadable = |source| Problem::Unreadable { path: path.to_owned(), source };
        if fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
            return Err(unreadable(io::ErrorKind::FileTooLarge.into()));
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { photo: described(photo, &name, &bytes), bytes })
    }
}

/// The record with all that its bytes say: name, type, size and hash, and what the camera wrote. What is filled in already stays.
pub fn described(mut photo: Photo, file_name: &str, bytes: &[u8]) -> Photo {
    let shot = shot(bytes);
    file_name.clone_into(&mut photo.file_name);
    media_type(bytes).clone_into(&mut photo.media_type);
    photo.sha256 = sha256_hex(bytes);
    photo.size = i64::try_from(bytes.len()).ok();
    photo.on = photo.on.or_else(|| shot.taken.map(|it| it.clock.date()));
    photo.taken_at = shot.taken.map(|it| it.to_string()).unwrap_or_default();
    (photo.lon, photo.lat) = shot.place.unzip();
    photo.altitude = shot.altitude_m;
    photo.direction = shot.direction_deg;
    photo.magnetic = shot.direction_deg.and(shot.magnetic);
    photo.camera = shot.camera;
    photo
}
