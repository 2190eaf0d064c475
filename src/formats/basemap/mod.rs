//! Basemaps in other programs' files: tiles in `MBTiles` and `PMTiles`, pictures in GeoTIFF, PNG and JPEG.
//!
//! A file is opened for reading only and never taken into memory as a whole (a PNG or JPEG has to be, within a limit): what is asked
//! for is read when it is asked for. As everywhere in `formats`, nothing in a file is believed; the limits are in `limits`.

mod error;
mod image;
mod limits;
mod mbtiles;
mod mvt;
mod pixels;
mod place;
mod pmtiles;
mod store;
#[cfg(test)]
mod tests;
mod tiff;

use std::{fs::File, io::Read as _, path::Path};

pub use self::{
    error::{Error, Part, Quantity, Reason},
    image::WholeImage,
    mbtiles::MbTiles,
    mvt::{Feature, Shape, decode as decode_vector},
    pixels::{Raster, decode as decode_raster, is_picture},
    place::ImagePlace,
    pmtiles::PmTiles,
    store::TileStore,
    tiff::{GeoTiff, TiffLevel},
};

/// A basemap file that was opened.
#[derive(Debug)]
pub enum Opened {
    /// Tiles in an SQLite database.
    MbTiles(MbTiles),
    /// Tiles in one file.
    PmTiles(PmTiles),
    /// A picture that is read piece by piece.
    Tiff(GeoTiff),
    /// A picture that was read as a whole.
    Image(WholeImage),
}

/// What a file of tiles says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TileInfo {
    /// What it is called; may be empty.
    pub name: String,
    /// Whose map it is, without markup; may be empty.
    pub attribution: String,
    /// West, south, east, north in degrees, where that is said.
    pub bounds: Option<[f64; 4]>,
    /// The zooms that are there; x and y of a tile count from the north-west corner of the world.
    pub zooms: (u8, u8),
    /// What the tiles are.
    pub content: TileContent,
}

/// What tiles are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileContent {
    /// Pictures of this many pixels in width and height.
    Raster {
        /// Width and height.
        side_px: u32,
    },
    /// Features (MVT).
    Vector,
}

/// The endings of files that can be basemaps.
pub const ENDINGS: &[&str] = &["mbtiles", "pmtiles", "tif", "tiff", "png", "jpg", "jpeg"];

/// Opens a basemap; its first bytes say what it is.
pub fn open(path: &Path) -> Result<Opened, Error> {
    let open = || -> Result<Opened, Reason> {
        let mut head = Vec::new();
        File::open(path)?.take(16).read_to_end(&mut head)?;
        match head.as_slice() {
            [b'S', b'Q', b'L', b'i', b't', b'e', b' ', b'f', ..] => MbTiles::open(path).map(Opened::MbTiles),
            [b'P', b'M', b'T', b'i', b'l', b'e', b's', ..] => PmTiles::open(path).map(Opened::PmTiles),
            [b'P', b'M', version, ..] => Err(Reason::Version(*version)),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => {
                GeoTiff::open(path).map(Opened::Tiff)
            }
            [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => {
                WholeImage::open(path).map(Opened::Image)
            }
            _ => Err(Reason::Unknown),
        }
    };
    open().map_err(|reason| reason.at(path))
}

/// Unpacks gzip, at most `limit` bytes of it; what is not packed stays as it is.
fn unpacked(bytes: Vec<u8>, limit: usize, what: Quantity) -> Result<Vec<u8>, Reason> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(limit as u64 + 1);
    reader.read_to_end(&mut unpacked).map_err(Reason::library)?;
    if unpacked.len() > limit { Err(Reason::too_large(what, limit as u64)) } else { Ok(unpacked) }
}

/// West, south, east and north that are a part of the world.
fn checked_bounds(bounds: [f64; 4]) -> Option<[f64; 4]> {
    let [west, south, east, north] = bounds;
    let fits = |value: f64, most: f64| (-most..=most).contains(&value);
    let fit = fits(west, 180.0) && fits(east, 180.0) && fits(south, 90.0) && fits(north, 90.0);
    (fit && west < east && south < north).then_some(bounds)
}

/// A text without HTML, on one line, of at most 300 characters.
fn plain_text(text: &str) -> String {
    let mut plain = String::new();
    let mut in_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            _ => plain.push(if letter.is_control() { ' ' } else { letter }),
        }
    }
    let plain = plain.replace("&copy;", "©").replace("&amp;", "&").replace("&nbsp;", " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
