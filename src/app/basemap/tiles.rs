//! Files of tiles as sources of pixels.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    formats::basemap::{
        Feature, MbTiles, PmTiles, Raster, Reason, Shape, TileInfo, decode_raster, decode_vector,
    },
    map::backdrop::{
        Level, Need, Pixels, Source, Tile, TileAt, VectorFeature, VectorShape, VectorTile, draw_vector_tile,
        mercator_levels,
    },
};

/// A source whose panics cost a tile and not the thread that draws: decoders meet files made to do harm.
#[derive(Debug)]
pub(super) struct Guarded(pub(super) Box<dyn Source>);

impl Source for Guarded {
    fn levels(&self) -> &[Level] {
        self.0.levels()
    }

    fn tile(&self, at: TileAt, need: Need) -> Tile {
        catch_unwind(AssertUnwindSafe(|| self.0.tile(at, need))).unwrap_or(Tile::Absent)
    }

    fn revision(&self) -> u64 {
        self.0.revision()
    }
}

/// An open file of tiles.
#[derive(Debug)]
pub(super) enum TileFile {
    MbTiles(MbTiles),
    PmTiles(PmTiles),
}

impl TileFile {
    pub(super) fn info(&self) -> &TileInfo {
        match self {
            Self::MbTiles(tiles) => tiles.info(),
            Self::PmTiles(tiles) => tiles.info(),
        }
    }

    fn tile(&self, zoom: u8, column: u32, row: u32) -> Result<Option<Vec<u8>>, Reason> {
        match self {
            Self::MbTiles(tiles) => tiles.tile(zoom, column, row),
            Self::PmTiles(tiles) => tiles.tile(zoom, column, row),
        }
    }
}

/// Pixels for the map; nothing where the numbers do not fit.
pub(super) fn pixels(raster: &Raster) -> Tile {
    let pixels = Pixels::from_straight(raster.width, raster.height, &raster.rgba);
    pixels.map_or(Tile::Absent, |pixels| Tile::Ready(Arc::new(pixels)))
}

/// Tiles of pixels.
#[derive(Debug)]
pub(super) struct RasterTiles {
    file: TileFile,
    first_zoom: u8,
    levels: Vec<Level>,
}

impl RasterTiles {
    pub(super) fn new(file: TileFile, zooms: (u8, u8), side_px: u32) -> Self {
        Self { file, first_zoom: zooms.0, levels: mercator_levels(zooms.0..=zooms.1, side_px.max(1)) }
    }
}

impl Source for RasterTiles {
    fn levels(&self) -> &[Level] {
        &self.levels
    }

    fn tile(&self, at: TileAt, _: Need) -> Tile {
        let zoom = self.first_zoom + at.level as u8;
        // A tile that can't be read is a gap; the coarser one is shown in its place.
        let bytes = self.file.tile(zoom, at.column, at.row).ok().flatten();
        bytes.and_then(|bytes| decode_raster(&bytes).ok()).map_or(Tile::Absent, |raster| pixels(&raster))
    }
}

/// Width and height of the squares that vector tiles are drawn as.
const VECTOR_TILE_PX: u32 = 512;

/// Vector tiles are drawn sharply so many zooms beyond their last one.
const VECTOR_ZOOMS_BEYOND: u8 = 6;

/// So much memory may decoded vector tiles take: 24 MiB, besides the pixels drawn from them.
const DECODED_BYTES: usize = 24 << 20;

/// Tiles of features, drawn in a plain style.
#[derive(Debug)]
pub(super) struct VectorTiles {
    shared: Arc<Decoded>,
    dark: bool,
    levels: Vec<Level>,
}

/// A decoded tile with its zoom, column and row.
type Kept = ((u8, u32, u32), Arc<VectorTile>);

/// A file of vector tiles and the ones that were decoded last.
#[derive(Debug)]
struct Decoded {
    file: TileFile,
    zooms: (u8, u8),
    kept: Mutex<VecDeque<Kept>>,
}

impl VectorTiles {
    /// For light and for dark surroundings.
    pub(super) fn pair(file: TileFile, zooms: (u8, u8)) -> (Self, Self) {
        let shared = Arc::new(Decoded { file, zooms, kept: Mutex::default() });
        let levels = mercator_levels(zooms.0..=zooms.1 + VECTOR_ZOOMS_BEYOND, VECTOR_TILE_PX);
        let of = |dark| Self { shared: Arc::clone(&shared), dark, levels: levels.clone() };
        (of(false), of(true))
    }
}

impl Source for VectorTiles {
    fn levels(&self) -> &[Level] {
        &self.levels
    }

    fn tile(&self, at: TileAt, _: Need) -> Tile {
        let zoom = self.shared.zooms.0 + at.level as u8;
        let beyond = zoom.saturating_sub(self.shared.zooms.1);
        let Some(tile) = self.shared.tile(zoom - beyond, at.column >> beyond, at.row >> beyond) else {
            return Tile::Absent;
        };
        let parts = 1_u32 << beyond;
        let part = (at.column % parts, at.row % parts, parts);
        draw_vector_tile(&tile, part, VECTOR_TILE_PX, zoom, self.dark)
            .map_or(Tile::Absent, |pixels| Tile::Ready(Arc::new(pixels)))
    }
}

impl Decoded {
    fn tile(&self, zoom: u8, column: u32, row: u32) -> Option<Arc<VectorTile>> {
        let key = (zoom, column, row);
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, tile)) = lock().iter().find(|(kept, _)| *kept == key) {
            return Some(Arc::clone(tile));
        }
        let bytes = self.file.tile(zoom, column, row).ok().flatten()?;
        let features = decode_vector(&bytes).ok()?.into_iter().map(feature);
        let tile = Arc::new(VectorTile::new(features.collect()));
        let mut kept = lock();
        kept.push_back((key, Arc::clone(&tile)));
        let mut bytes: usize = kept.iter().map(|(_, tile)| tile.bytes()).sum();
        while bytes > DECODED_BYTES && kept.len() > 1 {
            bytes -= kept.pop_front().map_or(0, |(_, tile)| tile.bytes());
        }
        Some(tile)
    }
}

fn feature(feature: Feature) -> VectorFeature {
    let shape = match feature.shape {
        Shape::Area(rings) => VectorShape::Area(rings),
        Shape::Lines(lines) => VectorShape::Lines(lines),
    };
    VectorFeature { ground: feature.ground, shape }
}
