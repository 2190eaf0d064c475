//! Map tiles for the window, drawn in the background.
//!
//! Each frame the window says what it looks at ([`TileServer::request`]), takes what is ready ([`TileServer::poll`]) and asks what to
//! draw where ([`TileServer::layout`]); none of these waits. What is missing is shown from tiles of other zoom steps, or of the scene
//! before, until the right ones arrive. Work for a view that has passed is dropped, also in the middle of a tile.

mod grid;
mod layout;
mod worker;

use std::{collections::BTreeMap, sync::Arc};

use self::{grid::tiles_of, layout::lay_out, worker::Workers};
pub use self::{
    grid::{TILE_PX, TileKey},
    layout::{Layout, PlacedTile},
};
use super::{scene::Scene, view::View};

/// How many tiles the window is allowed to keep at least: 64 MiB of textures. More only while one view needs more.
pub const CACHE_TILES: usize = 64;

/// The pixels of a tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TilePixels {
    /// Width and height: [`TILE_PX`].
    pub side_px: u32,
    /// Red, green, blue and opacity of each pixel, row by row; colours are premultiplied with the opacity.
    pub rgba: Vec<u8>,
}

/// What the window does to its textures.
#[derive(Debug, Default)]
pub struct Update {
    /// Tiles to keep as textures.
    pub ready: Vec<(TileKey, TilePixels)>,
    /// Tiles whose textures are no longer needed.
    pub dropped: Vec<TileKey>,
}

/// The drawing threads could not be started.
#[derive(Debug, thiserror::Error)]
#[error("can not start a thread that draws the map")]
pub struct Error(#[from] std::io::Error);

/// Draws tiles on background threads and knows which ones the window holds.
#[derive(Debug)]
pub struct TileServer {
    workers: Workers,
    /// The tiles that the window holds, with the time of their last use.
    held: BTreeMap<TileKey, u64>,
    /// For each scene of a held tile when it was first asked for: later ones are better substitutes.
    scenes: BTreeMap<u64, u64>,
    scene: u64,
    clock: u64,
    needed: usize,
}

impl TileServer {
    /// Starts one thread less than there are processors, but at least one. `wake` is called, from such a thread, when a tile is ready.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Result<Self, Error> {
        let workers = Workers::start(wake)?;
        Ok(Self { workers, held: BTreeMap::new(), scenes: BTreeMap::new(), scene: 0, clock: 0, needed: 0 })
    }

    /// Says what the window looks at. The tiles that are missing are drawn, those in the middle first; those just outside once
    /// everything inside is there. What was asked for before and is not needed any more is dropped.
    pub fn request(&mut self, scene: &Arc<Scene>, view: &View) {
        self.clock += 1;
        self.scene = scene.revision();
        self.scenes.entry(self.scene).or_insert(self.clock);
        let margin_px = if self.is_up_to_date(view) { f64::from(TILE_PX) / 2.0 } else { 0.0 };
        let wanted = tiles_of(view, self.scene, margin_px);
        self.needed = wanted.len();
        let missing = wanted.into_iter().filter(|key| !self.held.contains_key(key)).collect();
        self.workers.want(scene, self.scene, missing);
    }

    /// At most `limit` tiles that are ready, and the tiles to forget for them. Does not wait.
    pub fn poll(&mut self, limit: usize) -> Update {
        let ready = self.workers.take_ready(limit);
        for (key, _) in &ready {
            self.held.insert(*key, self.clock);
        }
        Update { ready, dropped: self.drop_oldest() }
    }

    /// Which held tiles to draw where. What is missing is filled from tiles of other zoom steps, or of the scene before.
    pub fn layout(&mut self, view: &View) -> Layout {
        let wanted = tiles_of(view, self.scene, 0.0);
        let wanted: Vec<(TileKey, bool)> =
            wanted.into_iter().map(|key| (key, self.held.contains_key(&key))).collect();
        let is_substitute = |key: &TileKey| !wanted.contains(&(*key, true));
        let mut substitutes: Vec<TileKey> =
            self.held.keys().filter(|key| is_substitute(key)).copied().collect();
        let worth = |key: &TileKey| {
            let age = self.scenes.get(&key.scene).copied().unwrap_or_default();
            ((key.zoom_step - view.zoom_step()).abs(), std::cmp::Reverse((age, *key)))
        };
        substitutes.sort_unstable_by_key(worth);
        let layout = lay_out(view, wanted, &substitutes);
        for tile in &layout.tiles {
            self.held.insert(tile.key, self.clock);
        }
        layout
    }

    /// Does the window hold every tile that the view shows, of the scene that was last asked for?
    pub fn is_up_to_date(&self, view: &View) -> bool {
        tiles_of(view, self.scene, 0.0).iter().all(|key| self.held.contains_key(key))
    }

    /// How many tiles are still to be drawn or taken: 0 when everything asked for has been handed over.
    pub fn pending(&self) -> usize {
        self.workers.pending()
    }

    /// Forgets what the window holds, for a window that has lost its textures.
    pub fn forget_all(&mut self) {
        self.held.clear();
        self.scenes.clear();
    }

    fn drop_oldest(&mut self) -> Vec<TileKey> {
        let allowed = CACHE_TILES.max(self.needed * 2);
        let excess = self.held.len().saturating_sub(allowed);
        if excess == 0 {
            return Vec::new();
        }
        let mut by_use: Vec<(u64, TileKey)> = self.held.iter().map(|(key, used)| (*used, *key)).collect();
        by_use.sort_unstable();
        let dropped: Vec<TileKey> = by_use.into_iter().take(excess).map(|(_, key)| key).collect();
        for key in &dropped {
            self.held.remove(key);
        }
        let (held, scene) = (&self.held, self.scene);
        self.scenes.retain(|revision, _| *revision == scene || held.keys().any(|key| key.scene == *revision));
        dropped
    }
}

#[cfg(test)]
mod tests;
