//! PNG and JPEG with a world file: read as a whole, because they can't be read in parts.

use std::{fs::File, io::BufReader, path::Path};

use image::{ImageReader, Limits};

use super::{
    ImagePlace, Quantity, Raster, Reason,
    limits::WHOLE_PIXELS_MAX,
    place::{degrees, prj, world_file},
};

/// A picture in memory.
#[derive(Debug)]
pub struct WholeImage {
    /// Where it lies.
    pub place: ImagePlace,
    /// Its pixels.
    pub raster: Raster,
}

impl WholeImage {
    pub(super) fn open(path: &Path) -> Result<Self, Reason> {
        let affine = world_file(path)?.ok_or(Reason::NoPlace)?;
        let crs = prj(path)?.or_else(|| degrees(affine)).ok_or(Reason::NoCrs)?;
        let reader = || ImageReader::new(BufReader::new(File::open(path)?)).with_guessed_format();
        let (width, height) = reader()?.into_dimensions().map_err(Reason::library)?;
        if u64::from(width) * u64::from(height) > WHOLE_PIXELS_MAX {
            return Err(Reason::too_large(Quantity::WholePixels, WHOLE_PIXELS_MAX));
        }
        let mut reader = reader()?;
        let mut limits = Limits::default();
        // Sixteen bits of four channels at most, and what the decoder needs beside them.
        limits.max_alloc = Some(12 * WHOLE_PIXELS_MAX);
        reader.limits(limits);
        let rgba = reader.decode().map_err(Reason::library)?.into_rgba8();
        let raster = Raster { width: rgba.width(), height: rgba.height(), rgba: rgba.into_raw() };
        Ok(Self { place: ImagePlace { crs, affine }, raster })
    }
}
