//! The memory of decoded tiles, bounded in bytes.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Pixels, TileAt};

/// How much memory decoded tiles may take: 96 MiB, which is 384 tiles of 256 × 256 pixels. Our choice: two screens of 1920 × 1080
/// with the level between two zoom steps, twice over.
pub const CACHE_BYTES: usize = 96 << 20;

/// What an entry without pixels counts: its keys.
const ENTRY_BYTES: usize = 96;

type Key = (u64, TileAt);

/// What is known of a tile: its pixels, or nothing where there is none.
pub(super) type Known = Option<Arc<Pixels>>;

/// Remembers tiles, and that there are none; what was not used for the longest time goes first.
#[derive(Debug)]
pub struct TileCache {
    limit: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    clock: u64,
    bytes: usize,
    /// With the time of the last use.
    tiles: HashMap<Key, (u64, Known)>,
    by_use: BTreeMap<u64, Key>,
}

impl TileCache {
    /// An empty one that holds at most `limit` bytes, and always the tile that came last.
    pub fn new(limit: usize) -> Self {
        Self { limit, state: Mutex::default() }
    }

    /// How many bytes it holds.
    pub fn bytes(&self) -> usize {
        self.lock().bytes
    }

    pub(super) fn get(&self, source: u64, at: TileAt) -> Option<Known> {
        let mut state = self.lock();
        let key = (source, at);
        let (used, tile) = state.tiles.get(&key)?.clone();
        state.clock += 1;
        let now = state.clock;
        state.by_use.remove(&used);
        state.by_use.insert(now, key);
        state.tiles.insert(key, (now, tile.clone()));
        Some(tile)
    }

    pub(super) fn put(&self, source: u64, at: TileAt, tile: Known) {
        let mut state = self.lock();
        let key = (source, at);
        state.remove(&key);
        state.clock += 1;
        let now = state.clock;
        state.bytes += size_of(tile.as_ref());
        state.by_use.insert(now, key);
        state.tiles.insert(key, (now, tile));
        while state.bytes > self.limit && state.tiles.len() > 1 {
            let Some(oldest) = state.by_use.first_key_value().map(|(_, key)| *key) else { break };
            state.remove(&oldest);
        }
    }

    /// Forgets all tiles of a source.
    pub(super) fn forget(&self, source: u64) {
        let mut state = self.lock();
        let gone: Vec<Key> = state.by_use.values().filter(|key| key.0 == source).copied().collect();
        for key in gone {
            state.remove(&key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Every change of the state is complete in itself, so that a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TileCache {
    fn default() -> Self {
        Self::new(CACHE_BYTES)
    }
}

impl State {
    fn remove(&mut self, key: &Key) {
        if let Some((used, tile)) = self.tiles.remove(key) {
            self.by_use.remove(&used);
            self.bytes -= size_of(tile.as_ref());
        }
    }
}

fn size_of(tile: Option<&Arc<Pixels>>) -> usize {
    ENTRY_BYTES + tile.map_or(0, |tile| tile.bytes())
}
