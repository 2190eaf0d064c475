//! Tiles of PNG, JPEG and WebP.

use std::io::Cursor;

use image::{ImageReader, Limits};

use super::{
    Quantity, Reason,
    limits::{TILE_SIDE_MAX_PX, UNPACKED_BYTES_MAX},
};

/// Pixels: red, green, blue and opacity of each, not premultiplied, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    /// How many pixels wide.
    pub width: u32,
    /// How many pixels high.
    pub height: u32,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

/// Reads a tile of pixels.
pub fn decode(bytes: &[u8]) -> Result<Raster, Reason> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    if reader.format().is_none() {
        return Err(Reason::TileFormat(first_bytes(bytes)));
    }
    let (width, height) = size(bytes)?;
    if width > TILE_SIDE_MAX_PX || height > TILE_SIDE_MAX_PX {
        return Err(Reason::too_large(Quantity::TileSide, TILE_SIDE_MAX_PX));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * UNPACKED_BYTES_MAX as u64);
    reader.limits(limits);
    let rgba = reader.decode().map_err(Reason::library)?.into_rgba8();
    Ok(Raster { width: rgba.width(), height: rgba.height(), rgba: rgba.into_raw() })
}

/// Width and height of a picture, by its header alone.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Reason> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    reader.into_dimensions().map_err(Reason::library)
}

/// Is this a picture that can be read?
pub fn is_picture(bytes: &[u8]) -> bool {
    image::guess_format(bytes).is_ok_and(|format| format.reading_enabled())
}

/// What a tile of unknown format begins with.
pub(super) fn first_bytes(bytes: &[u8]) -> String {
    bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}
