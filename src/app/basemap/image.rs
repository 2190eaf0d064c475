//! Pictures as sources of pixels. Those without overviews get a small one in memory, made in the background.

use std::{
    sync::{
        Arc, Condvar, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

use super::tiles::pixels;
use crate::{
    app::Wake,
    formats::basemap::{GeoTiff, Raster, TiffLevel},
    map::backdrop::{Level, Need, Source, Tile, TileAt},
};

/// A picture whose coarsest level is larger than this gets a level that is not: 16 MiB at most.
const SMALL_SIDE_PX: u32 = 2048;

/// Width and height of the tiles that pictures in memory are cut into.
const TILE_PX: u32 = 256;

/// A GeoTIFF.
#[derive(Debug)]
pub(super) struct ImageSource {
    shared: Arc<Shared>,
    levels: Vec<Level>,
    /// How many of the levels are not in the file: 1 with a small picture in memory, else 0.
    made: usize,
}

#[derive(Debug)]
struct Shared {
    tiff: GeoTiff,
    small: OnceLock<Raster>,
    revision: AtomicU64,
    closed: AtomicBool,
}

/// The making of the small picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest(Arc<(Mutex<bool>, Condvar)>);

impl Rest {
    /// Waits until it is there, or will never be.
    pub(super) fn wait(&self) {
        let (is_over, bell) = &*self.0;
        let is_over = is_over.lock().unwrap_or_else(PoisonError::into_inner);
        drop(bell.wait_while(is_over, |is_over| !*is_over));
    }
}

/// Says that it is over, even if it ends by a panic.
struct Ends(Rest);

impl Drop for Ends {
    fn drop(&mut self) {
        let (is_over, bell) = &*self.0.0;
        *is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        bell.notify_all();
    }
}

impl ImageSource {
    pub(super) fn new(tiff: GeoTiff, wake: Wake) -> (Self, Option<Rest>) {
        let mut levels: Vec<Level> = tiff.levels.iter().map(level_of).collect();
        let coarsest = tiff.levels.first().map_or((1, 1), |level| (level.width_px, level.height_px));
        let shared = Arc::new(Shared {
            tiff,
            small: OnceLock::new(),
            revision: AtomicU64::new(0),
            closed: AtomicBool::new(false),
        });
        let factor = coarsest.0.max(coarsest.1).div_ceil(SMALL_SIDE_PX);
        if factor <= 1 {
            return (Self { shared, levels, made: 0 }, None);
        }
        let small = (coarsest.0.div_ceil(factor), coarsest.1.div_ceil(factor));
        let for_thread = Arc::clone(&shared);
        let rest = Rest::default();
        let ends = Ends(rest.clone());
        let work = move || {
            let _ends_last = ends;
            for_thread.make_small(factor, small, &wake);
        };
        // Where no thread can be had, the picture is shown from near only.
        if thread::Builder::new().name("basemap overview".to_owned()).spawn(work).is_err() {
            return (Self { shared, levels, made: 0 }, None);
        }
        let level = Level {
            width_px: u64::from(small.0),
            height_px: u64::from(small.1),
            tile_px: (TILE_PX, TILE_PX),
        };
        levels.insert(0, level);
        (Self { shared, levels, made: 1 }, Some(rest))
    }
}

fn level_of(level: &TiffLevel) -> Level {
    let (width, height) = (u64::from(level.width_px), u64::from(level.height_px));
    Level { width_px: width, height_px: height, tile_px: level.tile_px }
}

impl Source for ImageSource {
    fn levels(&self) -> &[Level] {
        &self.levels
    }

    fn tile(&self, at: TileAt, _: Need) -> Tile {
        let Some(index) = at.level.checked_sub(self.made) else {
            return match self.shared.small.get() {
                Some(small) => pixels(&cut(small, at)),
                None => Tile::Pending,
            };
        };
        let Some(level) = self.shared.tiff.levels.get(index) else { return Tile::Absent };
        // A tile that can't be read is a gap; a coarser one is shown in its place.
        level.tile(at.column, at.row).ok().flatten().map_or(Tile::Absent, |raster| pixels(&raster))
    }

    fn revision(&self) -> u64 {
        self.shared.revision.load(Ordering::Relaxed)
    }
}

impl Drop for ImageSource {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    /// Reads the coarsest level once, tile by tile, and keeps each so manieth pixel, mixed with its neighbours.
    fn make_small(&self, factor: u32, (width, height): (u32, u32), wake: &Wake) {
        let Some(level) = self.tiff.levels.first() else { return };
        let mut small = Raster { width, height, rgba: vec![0; width as usize * height as usize * 4] };
        let (tile_width, tile_height) = level.tile_px;
        for row in 0..level.height_px.div_ceil(tile_height) {
            for column in 0..level.width_px.div_ceil(tile_width) {
                if self.closed.load(Ordering::Relaxed) {
                    return;
                }
                if let Ok(Some(tile)) = level.tile(column, row) {
                    shrink(&mut small, &tile, (column * tile_width, row * tile_height), factor);
                }
            }
        }
        self.small.set(small).ok();
        self.revision.fetch_add(1, Ordering::Relaxed);
        wake();
    }
}

/// Fills the pixels of a small picture whose middles lie in a tile with its corner at (`left`, `top`).
fn shrink(small: &mut Raster, tile: &Raster, (left, top): (u32, u32), factor: u32) {
    /// So many pixels along each side are mixed into one.
    const MIXED: u32 = 4;
    let span = |from: u32, length: u32, end: u32| {
        let first = (from + factor - 1 - factor / 2) / factor;
        let last = (from + length + factor - 1 - factor / 2) / factor;
        first..last.min(end)
    };
    let step = (factor / MIXED).max(1);
    for y in span(top, tile.height, small.height) {
        for x in span(left, tile.width, small.width) {
            let mut sums = [0_u32; 4];
            let mut count = 0;
            for down in (y * factor..(y + 1) * factor).step_by(step as usize) {
                for right in (x * factor..(x + 1) * factor).step_by(step as usize) {
                    let (Some(right), Some(down)) = (right.checked_sub(left), down.checked_sub(top)) else {
                        continue;
                    };
                    let Some(pixel) = pixel(tile, right, down) else { continue };
                    count += 1;
                    for (sum, channel) in sums.iter_mut().zip(pixel) {
                        *sum += u32::from(*channel);
                    }
                }
            }
            let at = (y as usize * small.width as usize + x as usize) * 4;
            if let Some(target) = small.rgba.get_mut(at..at + 4) {
                for (channel, sum) in target.iter_mut().zip(sums) {
                    *channel = sum.checked_div(count).unwrap_or_default() as u8;
                }
            }
        }
    }
}

fn pixel(raster: &Raster, x: u32, y: u32) -> Option<&[u8]> {
    if x >= raster.width || y >= raster.height {
        return None;
    }
    let at = (y as usize * raster.width as usize + x as usize) * 4;
    raster.rgba.get(at..at + 4)
}

/// A tile of a picture in memory, clear where the picture has ended.
fn cut(raster: &Raster, at: TileAt) -> Raster {
    let side = TILE_PX as usize;
    let mut tile = Raster { width: TILE_PX, height: TILE_PX, rgba: vec![0; side * side * 4] };
    let (left, top) = (at.column as usize * side, at.row as usize * side);
    let lines = raster.rgba.chunks_exact(raster.width.max(1) as usize * 4).skip(top);
    for (target, line) in tile.rgba.chunks_exact_mut(side * 4).zip(lines) {
        let line = line.get(left * 4..).unwrap_or_default();
        let line = line.get(..side * 4).unwrap_or(line);
        if let Some(target) = target.get_mut(..line.len()) {
            target.copy_from_slice(line);
        }
    }
    tile
}

/// A picture in memory with its smaller and smaller levels.
#[derive(Debug)]
pub(super) struct Whole {
    /// The coarsest first.
    rasters: Vec<Raster>,
    levels: Vec<Level>,
}

impl Whole {
    pub(super) fn new(raster: Raster) -> Self {
        let mut rasters = vec![raster];
        while let Some(last) = rasters.last().filter(|last| last.width.max(last.height) > 2 * TILE_PX) {
            let (width, height) = (last.width.div_ceil(2), last.height.div_ceil(2));
            let mut half = Raster { width, height, rgba: vec![0; width as usize * height as usize * 4] };
            shrink(&mut half, last, (0, 0), 2);
            rasters.push(half);
        }
        rasters.reverse();
        let level = |raster: &Raster| Level {
            width_px: u64::from(raster.width),
            height_px: u64::from(raster.height),
            tile_px: (TILE_PX, TILE_PX),
        };
        let levels = rasters.iter().map(level).collect();
        Self { rasters, levels }
    }
}

impl Source for Whole {
    fn levels(&self) -> &[Level] {
        &self.levels
    }

    fn tile(&self, at: TileAt, _: Need) -> Tile {
        self.rasters.get(at.level).map_or(Tile::Absent, |raster| pixels(&cut(raster, at)))
    }
}
