//! Tiles from the network.
//!
//! Whoever draws gets what the memory on the disk has and goes on; what is missing is fetched by two threads for each basemap, the
//! newest wish first, and drawn when it has come. Where the network is missing they try again later and later; nothing waits for it.

mod address;
mod fetch;
mod keys;
#[cfg(test)]
mod tests;

use std::{
    collections::{HashSet, VecDeque},
    path::Path,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use ureq::Agent;

use self::fetch::{Fetched, agent, fetch};
pub(super) use self::keys::Keys;
pub use self::{
    address::{Address, BadAddress, without_key},
    fetch::Trouble,
};
use super::tiles::pixels;
use crate::{
    app::Wake,
    formats::basemap::{TileStore, decode_raster},
    map::backdrop::{Level, Need, Source, Tile, TileAt, mercator_levels},
};

/// At most so many connections to a host.
const CONNECTIONS: usize = 2;

/// At most so many tiles wait to be fetched; the oldest wishes are forgotten.
const WISHES_MAX: usize = 400;

/// The memory on the disk of one address holds so much: 256 MiB, some 15,000 tiles.
pub(super) const STORE_BYTES: u64 = 256 << 20;

/// How long nobody asks after a failure: at first, and at most.
const PAUSE_FIRST: Duration = Duration::from_secs(2);
const PAUSE_MOST: Duration = Duration::from_mins(1);

/// The map is drawn anew for tiles that have come no more often than this.
const DRAW_EVERY: Duration = Duration::from_millis(300);

/// The width and height that tiles are taken to have; others are stretched.
const TILE_PX: u32 = 256;

/// Zoom, column and row.
type Key = (u8, u32, u32);

/// A basemap from the network.
#[derive(Debug)]
pub(super) struct OnlineTiles {
    shared: Arc<Shared>,
    levels: Vec<Level>,
}

/// What the threads share.
#[derive(Debug)]
pub(super) struct Shared {
    address: Address,
    key: String,
    agent: Agent,
    /// Nothing where the disk gives no place.
    store: Mutex<Option<TileStore>>,
    state: Mutex<State>,
    bell: Condvar,
    revision: AtomicU64,
    wake: WakeUp,
}

/// Wakes the window; has no text of its own.
struct WakeUp(Wake);

impl std::fmt::Debug for WakeUp {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("WakeUp")
    }
}

#[derive(Debug, Default)]
struct State {
    /// The newest at the back.
    wishes: VecDeque<Key>,
    under_way: HashSet<Key>,
    absent: HashSet<Key>,
    trouble: Option<Trouble>,
    failures: u32,
    not_before: Option<Instant>,
    /// Have tiles come that are not drawn, and when was it said last?
    undrawn: bool,
    said: Option<Instant>,
    closing: bool,
}

impl OnlineTiles {
    /// Starts the threads. `store` is the file of the memory.
    pub(super) fn new(address: Address, key: String, store: Option<&Path>, wake: Wake) -> Self {
        let store = store.and_then(|path| {
            std::fs::create_dir_all(path.parent()?).ok()?;
            TileStore::open(path, STORE_BYTES).ok()
        });
        let levels = mercator_levels(address.zooms.0..=address.zooms.1, TILE_PX);
        let shared = Arc::new(Shared {
            address,
            key,
            agent: agent(),
            store: Mutex::new(store),
            state: Mutex::default(),
            bell: Condvar::new(),
            revision: AtomicU64::new(0),
            wake: WakeUp(wake),
        });
        for number in 1..=CONNECTIONS {
            let shared = Arc::clone(&shared);
            let work = move || shared.fetch_until_closed();
            // Where no thread can be had, what is on the disk is shown.
            thread::Builder::new().name(format!("basemap tiles {number}")).spawn(work).ok();
        }
        Self { shared, levels }
    }

    /// What others need to fetch tiles of it.
    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }
}

impl Source for OnlineTiles {
    fn levels(&self) -> &[Level] {
        &self.levels
    }

    fn tile(&self, at: TileAt, need: Need) -> Tile {
        let key = (self.shared.address.zooms.0 + at.level as u8, at.column, at.row);
        if let Some(bytes) = self.shared.stored(key) {
            // What can't be decoded would be fetched again and again.
            return decode_raster(&bytes).map_or(Tile::Absent, |raster| pixels(&raster));
        }
        self.shared.wish(key, need)
    }

    fn revision(&self) -> u64 {
        self.shared.revision.load(Ordering::Relaxed)
    }
}

impl Drop for OnlineTiles {
    fn drop(&mut self) {
        // The threads end by themselves, at the latest when their request has timed out; nobody waits for them.
        self.shared.lock().closing = true;
        self.shared.bell.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Every change of the state is complete in itself, so that a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn zooms(&self) -> (u8, u8) {
        self.address.zooms
    }

    /// Why tiles do not come at present.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.lock().trouble
    }

    /// How long a tile is on average, as far as is known.
    pub(super) fn mean_bytes(&self) -> Option<u64> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).as_ref()?.mean_bytes()
    }

    fn stored(&self, (zoom, column, row): Key) -> Option<Vec<u8>> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.as_mut()?.get(zoom, column, row).ok().flatten()
    }

    /// Notes that a tile is wanted, unless it is known that there is none.
    fn wish(&self, key: Key, need: Need) -> Tile {
        let mut state = self.lock();
        if state.absent.contains(&key) {
            return Tile::Absent;
        }
        if need == Need::Fetch && !state.under_way.contains(&key) {
            state.wishes.retain(|other| *other != key);
            state.wishes.push_back(key);
            if state.wishes.len() > WISHES_MAX {
                state.wishes.pop_front();
            }
            drop(state);
            self.bell.notify_one();
        }
        Tile::Pending
    }

    fn fetch_until_closed(&self) {
        while let Some(key) = self.next_wish() {
            let fetched = fetch(&self.agent, &self.address, &self.key, key);
            self.take(key, &fetched);
        }
    }

    /// Waits for something to fetch, and for the pause after a failure; `None` at the end.
    fn next_wish(&self) -> Option<Key> {
        let mut state = self.lock();
        loop {
            if state.closing {
                return None;
            }
            let pause = state.not_before.and_then(|until| until.checked_duration_since(Instant::now()));
            state = match pause {
                Some(pause) if !pause.is_zero() => {
                    self.bell.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0
                }
                _ => match state.wishes.pop_back() {
                    Some(key) => {
                        state.under_way.insert(key);
                        return Some(key);
                    }
                    None => self.bell.wait(state).unwrap_or_else(PoisonError::into_inner),
                },
            };
        }
    }

    fn take(&self, key: Key, fetched: &Fetched) {
        if let Fetched::Tile(bytes) = fetched {
            self.keep(key, bytes);
        }
        let mut state = self.lock();
        state.under_way.remove(&key);
        match *fetched {
            Fetched::Tile(_) | Fetched::Absent => {
                if matches!(fetched, Fetched::Absent) {
                    state.absent.insert(key);
                }
                (state.trouble, state.failures, state.not_before) = (None, 0, None);
                state.undrawn = true;
            }
            Fetched::Failed(trouble) => {
                state.trouble = Some(trouble);
                // Until it comes, it is wanted as before.
                state.wishes.push_front(key);
                let pause = PAUSE_FIRST.saturating_mul(1 << state.failures.min(5)).min(PAUSE_MOST);
                state.failures += 1;
                state.not_before = Some(Instant::now() + pause);
            }
        }
        let is_last = state.wishes.is_empty() && state.under_way.is_empty() || state.trouble.is_some();
        let is_time = state.said.is_none_or(|said| said.elapsed() >= DRAW_EVERY);
        let says = state.undrawn && (is_last || is_time);
        if says {
            (state.undrawn, state.said) = (false, Some(Instant::now()));
            self.revision.fetch_add(1, Ordering::Relaxed);
        }
        let wakes = says || state.trouble.is_some();
        drop(state);
        if wakes {
            (self.wake.0)();
        }
    }

    fn keep(&self, (zoom, column, row): Key, bytes: &[u8]) {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        // A full disk costs the memory, not the map.
        store.as_mut().and_then(|store| store.put(zoom, column, row, bytes).ok());
    }

    /// A tile from the memory or the network, for keeping it. Waits for the network.
    pub(super) fn obtain(&self, key: Key) -> Result<Option<Vec<u8>>, Trouble> {
        if let Some(bytes) = self.stored(key) {
            return Ok(Some(bytes));
        }
        match fetch(&self.agent, &self.address, &self.key, key) {
            Fetched::Tile(bytes) => {
                self.keep(key, &bytes);
                Ok(Some(bytes))
            }
            Fetched::Absent => Ok(None),
            Fetched::Failed(trouble) => Err(trouble),
        }
    }
}
