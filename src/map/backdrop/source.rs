//! Where the pixels of a backdrop come from.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tiny_skia::PremultipliedColorU8;

use super::TileCache;

/// One level of detail of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// How many pixels wide the whole source is.
    pub width_px: u64,
    /// How many pixels high the whole source is.
    pub height_px: u64,
    /// Width and height of its tiles; those at the right and lower edge are as large, and empty where the source has ended.
    pub tile_px: (u32, u32),
}

/// Which tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileAt {
    /// The index of the level.
    pub level: usize,
    /// From the left, 0 first.
    pub column: u32,
    /// From the top, 0 first.
    pub row: u32,
}

/// Pixels with colours premultiplied with the opacity, row by row.
#[derive(Clone, PartialEq)]
pub struct Pixels {
    width: u32,
    height: u32,
    colors: Vec<PremultipliedColorU8>,
}

impl Pixels {
    /// From red, green, blue and opacity of each pixel, not premultiplied; `None` where their number does not fit.
    pub fn from_straight(width: u32, height: u32, rgba: &[u8]) -> Option<Self> {
        let count = (width as usize).checked_mul(height as usize)?;
        if count == 0 || rgba.len() != count.checked_mul(4)? {
            return None;
        }
        let colors = rgba.chunks_exact(4).map(|it| match *it {
            [red, green, blue, opacity] => {
                tiny_skia::ColorU8::from_rgba(red, green, blue, opacity).premultiply()
            }
            _ => PremultipliedColorU8::TRANSPARENT,
        });
        Some(Self { width, height, colors: colors.collect() })
    }

    /// What was drawn on a pixmap.
    pub(super) fn from_pixmap(pixmap: &tiny_skia::Pixmap) -> Self {
        Self { width: pixmap.width(), height: pixmap.height(), colors: pixmap.pixels().to_vec() }
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// How much memory they take.
    pub fn bytes(&self) -> usize {
        self.colors.len() * 4
    }

    pub(super) fn row(&self, row: u32) -> &[PremultipliedColorU8] {
        let width = self.width as usize;
        let from = row as usize * width;
        self.colors.get(from..from + width).unwrap_or_default()
    }
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pixels").field("size", &self.size()).finish_non_exhaustive()
    }
}

/// What a source answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Tile {
    /// Here it is.
    Ready(Arc<Pixels>),
    /// There is none; a coarser one is shown in its place.
    Absent,
    /// It is being fetched; [`Source::revision`] changes when it has come.
    Pending,
}

/// How much a tile is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is to be shown: fetch it if it has to be fetched.
    Fetch,
    /// It would do until the right one has come: hand it out if it is at hand.
    IfThere,
}

/// Hands out tiles. It is asked from drawing threads, and may take the time to read and decode a file there, but never waits for a network.
pub trait Source: fmt::Debug + Send + Sync {
    /// The levels of detail, the coarsest first; at least one.
    fn levels(&self) -> &[Level];

    /// One tile.
    fn tile(&self, at: TileAt, need: Need) -> Tile;

    /// Another number whenever tiles have come that were [`Tile::Pending`] before.
    fn revision(&self) -> u64 {
        0
    }
}

/// The levels of Web Mercator tiles from one zoom to another, each tile `tile_px` wide and high.
pub fn mercator_levels(zooms: std::ops::RangeInclusive<u8>, tile_px: u32) -> Vec<Level> {
    let level = |zoom: u8| {
        let side = u64::from(tile_px) << zoom.min(30);
        Level { width_px: side, height_px: side, tile_px: (tile_px, tile_px) }
    };
    zooms.map(level).collect()
}

/// A source and the memory of what it has handed out.
#[derive(Debug)]
pub struct Pyramid {
    id: u64,
    source: Box<dyn Source>,
    cache: Arc<TileCache>,
}

impl Pyramid {
    /// Remembers tiles of `source` in `cache`, which several pyramids may share.
    pub fn new(source: impl Source + 'static, cache: Arc<TileCache>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { id: NEXT.fetch_add(1, Ordering::Relaxed), source: Box::new(source), cache }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn revision(&self) -> u64 {
        self.source.revision()
    }

    pub(super) fn levels(&self) -> &[Level] {
        self.source.levels()
    }

    /// A tile from memory or from the source.
    pub(super) fn tile(&self, at: TileAt, need: Need) -> Tile {
        if let Some(known) = self.cache.get(self.id, at) {
            return known.map_or(Tile::Absent, Tile::Ready);
        }
        let tile = self.source.tile(at, need);
        match &tile {
            Tile::Ready(pixels) => self.cache.put(self.id, at, Some(Arc::clone(pixels))),
            Tile::Absent => self.cache.put(self.id, at, None),
            Tile::Pending => {}
        }
        tile
    }
}

impl Drop for Pyramid {
    fn drop(&mut self) {
        self.cache.forget(self.id);
    }
}
