//! GeoTIFF, with tiles (COG) or strips, with overviews within or in an `.ovr` beside it. Read piece by piece.
//!
//! The crate `tiff` unpacks the pieces. It does not know palettes and masks; for those it is shown the file with grey in their place
//! ([`recolor`]), and the colours are looked up here.

mod chunk;
mod keys;
mod recolor;

use std::{
    fs::File,
    io::BufReader,
    path::Path,
    sync::{Mutex, PoisonError},
};

use tiff::{
    decoder::{ChunkType, Decoder, Limits},
    tags::Tag,
};

use self::{
    chunk::{Colors, Stretch},
    recolor::Recolored,
};
use super::{
    ImagePlace, Part, Quantity, Raster, Reason,
    limits::{CHUNK_PIXELS_MAX, IMAGE_SIDE_MAX_PX, OVERVIEWS_MAX, TAG_BYTES_MAX},
    place::{prj, world_file},
};
use crate::formats::geopackage::with_suffix;

/// The value of the tag for photometric interpretation of palettes and masks.
const PALETTE: u16 = 3;
const MASK: u16 = 4;

type Reader = Decoder<Recolored<BufReader<File>>>;

/// An open GeoTIFF.
#[derive(Debug)]
pub struct GeoTiff {
    /// Where it lies.
    pub place: ImagePlace,
    /// Its levels of detail, the coarsest first; at least one.
    pub levels: Vec<TiffLevel>,
}

/// One level of detail: the picture itself or an overview.
#[derive(Debug)]
pub struct TiffLevel {
    /// How many pixels wide.
    pub width_px: u32,
    /// How many pixels high.
    pub height_px: u32,
    /// Width and height of its tiles; strips are as wide as the picture.
    pub tile_px: (u32, u32),
    columns: u32,
    rows: u32,
    planes: u32,
    colors: Colors,
    /// Which pieces the file leaves out.
    gaps: Vec<bool>,
    reader: Mutex<Reader>,
    mask: Option<Box<Self>>,
}

/// A directory of a file, by its number and its place.
#[derive(Clone, Copy, Debug)]
struct Ifd {
    index: usize,
    pointer: u64,
    reduced: bool,
    mask: bool,
    size: (u32, u32),
}

impl GeoTiff {
    pub(super) fn open(path: &Path) -> Result<Self, Reason> {
        let listed = directories(path)?;
        let main = listed.iter().find(|ifd| !ifd.reduced && !ifd.mask).copied();
        let main = main.ok_or(Reason::Damaged(Part::Tags))?;
        if main.size.0.max(main.size.1) > IMAGE_SIDE_MAX_PX {
            return Err(Reason::too_large(Quantity::ImageSide, IMAGE_SIDE_MAX_PX));
        }
        let mut reader = open_at(path, main, false)?;
        let keys = keys::read(&mut reader)?;
        let affine = match keys.affine {
            Some(affine) => affine,
            None => world_file(path)?.ok_or(Reason::NoPlace)?,
        };
        let crs = match keys.crs {
            Some(crs) => crs?,
            None => prj(path)?.or_else(|| super::place::degrees(affine)).ok_or(Reason::NoCrs)?,
        };
        let mut levels = levels_of(path, &listed, Some(main))?;
        let beside = with_suffix(path, ".ovr");
        if beside.is_file() {
            // An overview that can't be read is no reason to do without the picture.
            let overviews = directories(&beside).and_then(|listed| levels_of(&beside, &listed, None));
            levels.extend(overviews.unwrap_or_default());
        }
        levels.sort_by_key(|level| level.width_px);
        levels.dedup_by_key(|level| level.width_px);
        let nodata = keys.nodata;
        let stretch = levels.first().map(|level| level.stretch(nodata)).transpose()?.flatten();
        for level in &mut levels {
            level.colors.finish(nodata, stretch);
        }
        Ok(Self { place: ImagePlace { crs, affine }, levels })
    }
}

/// All directories of a file.
fn directories(path: &Path) -> Result<Vec<Ifd>, Reason> {
    let mut decoder = Decoder::new(BufReader::new(File::open(path)?)).map_err(Reason::library)?;
    let mut listed = Vec::new();
    for index in 0..2 * OVERVIEWS_MAX {
        if index > 0 {
            if !decoder.more_images() {
                break;
            }
            if decoder.next_image().is_err() {
                break;
            }
        }
        let kind: u32 = decoder.find_tag_unsigned(Tag::NewSubfileType).ok().flatten().unwrap_or(0);
        let size = decoder.dimensions().map_err(Reason::library)?;
        let pointer = decoder.ifd_pointer().ok_or(Reason::Damaged(Part::Tags))?.0;
        listed.push(Ifd { index, pointer, reduced: kind & 1 != 0, mask: kind & 4 != 0, size });
    }
    Ok(listed)
}

/// The picture (nothing for a file of overviews) and its overviews, each with its mask.
fn levels_of(path: &Path, listed: &[Ifd], main: Option<Ifd>) -> Result<Vec<TiffLevel>, Reason> {
    let wanted = |ifd: &&Ifd| match main {
        Some(main) => ifd.index == main.index || ifd.reduced && ifd.size.0 < main.size.0,
        None => true,
    };
    let mut levels = Vec::new();
    for ifd in listed.iter().filter(|ifd| !ifd.mask).filter(wanted).take(OVERVIEWS_MAX) {
        let is_main = main.is_some_and(|main| main.index == ifd.index);
        let level = TiffLevel::open(path, *ifd);
        let mut level = match level {
            Ok(level) => level,
            Err(error) if is_main => return Err(error),
            Err(_) => continue,
        };
        let mask = listed.iter().find(|mask| mask.mask && mask.size == ifd.size);
        level.mask = mask
            .and_then(|mask| TiffLevel::open(path, *mask).ok())
            .filter(|mask| mask.tile_px == level.tile_px)
            .map(Box::new);
        levels.push(level);
    }
    Ok(levels)
}

fn open_at(path: &Path, ifd: Ifd, as_grey: bool) -> Result<Reader, Reason> {
    let mut file = BufReader::new(File::open(path)?);
    let patch = if as_grey { Some(recolor::photometric_at(&mut file, ifd.pointer)?) } else { None };
    let reader = Recolored::new(File::open(path).map(BufReader::new)?, patch);
    let mut limits = Limits::default();
    limits.decoding_buffer_size = 8 * CHUNK_PIXELS_MAX as usize;
    limits.intermediate_buffer_size = 8 * CHUNK_PIXELS_MAX as usize;
    limits.ifd_value_size = TAG_BYTES_MAX;
    let mut decoder = Decoder::new(reader).map_err(Reason::library)?.with_limits(limits);
    if ifd.index > 0 {
        decoder.seek_to_image(ifd.index).map_err(Reason::library)?;
    }
    Ok(decoder)
}

impl TiffLevel {
    fn open(path: &Path, ifd: Ifd) -> Result<Self, Reason> {
        let mut reader = open_at(path, ifd, false)?;
        let photometric: u16 =
            reader.get_tag_unsigned(Tag::PhotometricInterpretation).map_err(Reason::library)?;
        if matches!(photometric, PALETTE | MASK) {
            reader = open_at(path, ifd, true)?;
        }
        let (width_px, height_px) = reader.dimensions().map_err(Reason::library)?;
        let is_tiled = reader.get_chunk_type() == ChunkType::Tile;
        let tile_px = if is_tiled {
            let side =
                |reader: &mut Reader, tag| reader.get_tag_unsigned::<u32>(tag).map_err(Reason::library);
            (side(&mut reader, Tag::TileWidth)?, side(&mut reader, Tag::TileLength)?)
        } else {
            let rows: Option<u32> = reader.find_tag_unsigned(Tag::RowsPerStrip).map_err(Reason::library)?;
            (width_px, rows.unwrap_or(height_px).min(height_px))
        };
        if tile_px.0 == 0 || tile_px.1 == 0 {
            return Err(Reason::Damaged(Part::Tags));
        }
        if u64::from(tile_px.0) * u64::from(tile_px.1) > CHUNK_PIXELS_MAX {
            return Err(Reason::too_large(Quantity::ChunkPixels, CHUNK_PIXELS_MAX));
        }
        let colors = Colors::of(&mut reader, photometric)?;
        let planar: Option<u16> =
            reader.find_tag_unsigned(Tag::PlanarConfiguration).map_err(Reason::library)?;
        let planes = if planar == Some(2) { u32::from(colors.samples()) } else { 1 };
        let tag = if is_tiled { Tag::TileByteCounts } else { Tag::StripByteCounts };
        let lengths: Vec<u64> =
            reader.find_tag_unsigned_vec(tag).map_err(Reason::library)?.unwrap_or_default();
        let (columns, rows) = (width_px.div_ceil(tile_px.0), height_px.div_ceil(tile_px.1));
        if (lengths.len() as u64) < u64::from(columns) * u64::from(rows) * u64::from(planes) {
            return Err(Reason::Damaged(Part::Tags));
        }
        let gaps = lengths.into_iter().map(|length| length == 0).collect();
        let reader = Mutex::new(reader);
        Ok(Self { width_px, height_px, tile_px, columns, rows, planes, colors, gaps, reader, mask: None })
    }

    /// A tile in full size, also at the right and lower edge; nothing where the file leaves it out.
    pub fn tile(&self, column: u32, row: u32) -> Result<Option<Raster>, Reason> {
        if column >= self.columns || row >= self.rows {
            return Ok(None);
        }
        let Some(planes) = self.planes(column, row)? else { return Ok(None) };
        let mut raster = self.colors.raster(&planes, self.data_size(column, row), self.tile_px)?;
        if let Some(mask) = &self.mask
            && let Some(mask) = mask.tile(column, row)?
        {
            for (pixel, mask) in raster.rgba.chunks_exact_mut(4).zip(mask.rgba.chunks_exact(4)) {
                if let ([.., opacity], [0, ..]) = (pixel, mask) {
                    *opacity = 0;
                }
            }
        }
        Ok(Some(raster))
    }

    /// How much of a tile is picture.
    fn data_size(&self, column: u32, row: u32) -> (u32, u32) {
        let (width, height) = self.tile_px;
        let left = |all: u32, side: u32, index: u32| {
            side.min(u32::try_from(u64::from(all) - u64::from(side) * u64::from(index)).unwrap_or(side))
        };
        (left(self.width_px, width, column), left(self.height_px, height, row))
    }

    /// The samples of a tile, a plane for each band where the file keeps them apart.
    fn planes(&self, column: u32, row: u32) -> Result<Option<Vec<tiff::decoder::DecodingResult>>, Reason> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let mut planes = Vec::new();
        for plane in 0..self.planes.min(4) {
            let index = (plane * self.rows + row) * self.columns + column;
            if self.gaps.get(index as usize).copied().unwrap_or(true) {
                return Ok(None);
            }
            planes.push(reader.read_chunk(index).map_err(Reason::library)?);
        }
        Ok(Some(planes))
    }

    /// For pixels of more than 8 bits: between which values they are spread. From a few tiles all over the picture.
    fn stretch(&self, nodata: Option<f64>) -> Result<Option<Stretch>, Reason> {
        const PLACES: u32 = 3;
        if !self.colors.needs_stretch() {
            return Ok(None);
        }
        let mut values = Vec::new();
        for down in 0..PLACES {
            for right in 0..PLACES {
                let at = |count: u32, place: u32| (count * (2 * place + 1)) / (2 * PLACES);
                if let Some(planes) = self.planes(at(self.columns, right), at(self.rows, down))? {
                    for plane in &planes {
                        chunk::sample_values(plane, &mut values);
                    }
                }
            }
        }
        Ok(Stretch::of(values, nodata))
    }
}
