//! Keeping a view offline: the tiles of an extent in an `.mbtiles` beside the project.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

use super::online::{Shared, Trouble};
use crate::{
    app::{Problem, Progress},
    domain::RecordId,
    formats::basemap::TileStore,
    map::plane::WorldPoint,
};

/// A tile is taken to be so long where none is known.
const USUAL_TILE_BYTES: u64 = 20_000;

/// So many tiles can be kept in one go: a courtesy to those who keep the server, and some 1 GB.
pub const TILES_MAX: u64 = 50_000;

/// So often in a row the network may fail before it is given up.
const FAILURES_MAX: u64 = 8;

/// What to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct KeepRequest {
    /// The basemap from the network.
    pub basemap: RecordId,
    /// West, south, east and north in degrees.
    pub extent: [f64; 4],
    /// The first and the last zoom.
    pub zooms: (u8, u8),
    /// The file that is written.
    pub path: PathBuf,
}

/// How much would be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// How many tiles.
    pub tiles: u64,
    /// About how many bytes.
    pub bytes: u64,
}

/// The columns and rows of an extent at a zoom, the last ones included.
fn span(extent: [f64; 4], zoom: u8) -> ((u32, u32), (u32, u32)) {
    let [west, south, east, north] = extent;
    let count = f64::from(1_u32 << zoom.min(30));
    let tile = |share: f64| (share * count).floor().clamp(0.0, count - 1.0) as u32;
    let first = WorldPoint::from_lonlat(geo::Coord { x: west, y: north });
    let last = WorldPoint::from_lonlat(geo::Coord { x: east, y: south });
    ((tile(first.x), tile(last.x)), (tile(first.y), tile(last.y)))
}

/// How much keeping an extent at these zooms would take; `mean_bytes` is the length of a tile where it is known.
pub fn estimate(extent: [f64; 4], zooms: (u8, u8), mean_bytes: Option<u64>) -> Estimate {
    let tiles = (zooms.0..=zooms.1).map(|zoom| {
        let (columns, rows) = span(extent, zoom);
        (u64::from(columns.1 - columns.0) + 1) * (u64::from(rows.1 - rows.0) + 1)
    });
    let tiles = tiles.sum::<u64>();
    Estimate { tiles, bytes: tiles * mean_bytes.unwrap_or(USUAL_TILE_BYTES) }
}

/// Fetches and writes the tiles. The file is written beside its place and moved there in the end.
pub(super) fn keep(
    shared: &Arc<Shared>,
    request: &KeepRequest,
    (name, attribution): (&str, &str),
    progress: &Progress,
) -> Result<(), Problem> {
    let folder =
        request.path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let unwritable = |source| Problem::Unwritable { path: request.path.clone(), source };
    let file = crate::app::export::begun_in(folder).map_err(unwritable)?.into_temp_path();
    let store = TileStore::open(&file, u64::MAX).map_err(Problem::NoBasemap)?;
    let [west, south, east, north] = request.extent;
    let facts = [
        ("name", name.to_owned()),
        ("attribution", attribution.to_owned()),
        ("format", "png".to_owned()),
        ("bounds", format!("{west:.6},{south:.6},{east:.6},{north:.6}")),
        ("minzoom", request.zooms.0.to_string()),
        ("maxzoom", request.zooms.1.to_string()),
    ];
    for (name, value) in facts {
        store.describe(name, &value).map_err(|reason| Problem::NoBasemap(reason.at(&request.path)))?;
    }
    let tiles = (request.zooms.0..=request.zooms.1).flat_map(|zoom| {
        let (columns, rows) = span(request.extent, zoom);
        (rows.0..=rows.1).flat_map(move |row| (columns.0..=columns.1).map(move |column| (zoom, column, row)))
    });
    let total = estimate(request.extent, request.zooms, None).tiles;
    let work = Work {
        shared,
        tiles: Mutex::new(Box::new(tiles)),
        store: Mutex::new(store),
        done: AtomicU64::new(0),
        kept: AtomicU64::new(0),
        failures: AtomicU64::new(0),
        stopped: AtomicBool::new(false),
        problem: Mutex::new(None),
    };
    // Two connections, as when looking at the map.
    thread::scope(|scope| {
        scope.spawn(|| work.run(request, progress, total));
        work.run(request, progress, total);
    });
    if let Some(problem) = work.problem.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(problem);
    }
    if work.kept.load(Ordering::Relaxed) == 0 {
        return Err(Problem::NothingKept);
    }
    drop(work.store);
    file.persist(&request.path).map_err(|error| unwritable(error.error))
}

type Tiles<'a> = Box<dyn Iterator<Item = (u8, u32, u32)> + Send + 'a>;

struct Work<'a> {
    shared: &'a Shared,
    tiles: Mutex<Tiles<'a>>,
    store: Mutex<TileStore>,
    done: AtomicU64,
    kept: AtomicU64,
    failures: AtomicU64,
    stopped: AtomicBool,
    problem: Mutex<Option<Problem>>,
}

impl Work<'_> {
    fn run(&self, request: &KeepRequest, progress: &Progress, total: u64) {
        while !self.stopped.load(Ordering::Relaxed) {
            let next = self.tiles.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(key) = next else { return };
            if !progress.step(self.done.fetch_add(1, Ordering::Relaxed), total) {
                return self.stop(Problem::Cancelled);
            }
            if let Err(problem) = self.one(key, request) {
                return self.stop(problem);
            }
        }
    }

    fn stop(&self, problem: Problem) {
        self.stopped.store(true, Ordering::Relaxed);
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(problem);
    }

    fn one(&self, key: (u8, u32, u32), request: &KeepRequest) -> Result<(), Problem> {
        let bytes = loop {
            match self.shared.obtain(key) {
                Ok(bytes) => break bytes,
                Err(trouble @ (Trouble::Refused(_) | Trouble::NoPicture)) => {
                    return Err(Problem::NoTiles(trouble));
                }
                Err(trouble) => {
                    if self.failures.fetch_add(1, Ordering::Relaxed) >= FAILURES_MAX {
                        return Err(Problem::NoTiles(trouble));
                    }
                }
            }
        };
        self.failures.store(0, Ordering::Relaxed);
        let Some(bytes) = bytes else { return Ok(()) };
        self.kept.fetch_add(1, Ordering::Relaxed);
        let (zoom, column, row) = key;
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.put(zoom, column, row, &bytes).map_err(|reason| Problem::NoBasemap(reason.at(&request.path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_counted_over_all_zooms() {
        let xinzhou = [111.0, 37.9, 113.9, 39.7];

        assert_eq!(estimate(xinzhou, (0, 0), None), Estimate { tiles: 1, bytes: 20_000 });
        assert_eq!(estimate(xinzhou, (0, 1), Some(10)), Estimate { tiles: 2, bytes: 20 });
        let deep = estimate(xinzhou, (12, 12), None);
        // 2.9° are 33 tiles of 360°/4096, and one at the edge.
        assert_eq!(span(xinzhou, 12).0, (3310, 3343));
        assert_eq!(deep.tiles, 34 * (u64::from(span(xinzhou, 12).1.1 - span(xinzhou, 12).1.0) + 1));
    }
}
