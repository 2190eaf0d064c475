//! The threads that draw tiles.

use std::{
    collections::VecDeque,
    fmt, io,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use tiny_skia::Pixmap;

use super::{TILE_PX, TileKey, TilePixels};
use crate::map::{paint::paint, scene::Scene};

/// The threads, and what they share.
pub(super) struct Workers {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    /// Rings when there is work or the end has come.
    bell: Condvar,
    wake: Arc<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    scene: Option<Arc<Scene>>,
    /// What to draw next is at the front.
    queue: VecDeque<TileKey>,
    /// What is being drawn; the flag says that it is not needed any more.
    drawing: Vec<(TileKey, Arc<AtomicBool>)>,
    ready: VecDeque<(TileKey, TilePixels)>,
    closing: bool,
}

impl Workers {
    pub(super) fn start(wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Self> {
        let shared = Arc::new(Shared { state: Mutex::default(), bell: Condvar::new(), wake });
        let mut workers = Self { shared, threads: Vec::new() };
        let count =
            thread::available_parallelism().map_or(1, |processors| processors.get().saturating_sub(1).max(1));
        for number in 1..=count {
            let shared = Arc::clone(&workers.shared);
            let thread = thread::Builder::new().name(format!("map tiles {number}")).spawn(move || {
                step_back();
                shared.draw_until_closed();
            })?;
            workers.threads.push(thread);
        }
        Ok(workers)
    }

    /// Replaces what there is to do: these tiles of this scene, in this order.
    pub(super) fn want(&self, scene: &Arc<Scene>, revision: u64, mut keys: Vec<TileKey>) {
        let mut state = self.shared.lock();
        for (key, stale) in &state.drawing {
            // Never back to false: the thread may have given up already.
            stale.fetch_or(!keys.contains(key), Ordering::Relaxed);
        }
        state.ready.retain(|(key, _)| key.scene == revision);
        let is_under_way = |key: &TileKey| {
            state.drawing.iter().any(|(other, stale)| other == key && !stale.load(Ordering::Relaxed))
                || state.ready.iter().any(|(other, _)| other == key)
        };
        keys.retain(|key| !is_under_way(key));
        let has_work = !keys.is_empty();
        state.scene = Some(Arc::clone(scene));
        state.queue = keys.into();
        drop(state);
        if has_work {
            self.shared.bell.notify_all();
        }
    }

    pub(super) fn take_ready(&self, limit: usize) -> Vec<(TileKey, TilePixels)> {
        let mut state = self.shared.lock();
        let count = limit.min(state.ready.len());
        state.ready.drain(..count).collect()
    }

    pub(super) fn pending(&self) -> usize {
        let state = self.shared.lock();
        state.queue.len() + state.drawing.len() + state.ready.len()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Every change of the state is complete in itself, so that a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn draw_until_closed(&self) {
        while let Some((scene, key, stale)) = self.next_job() {
            let tile = draw(&scene, &key, &stale);
            let mut state = self.lock();
            state.drawing.retain(|(_, other)| !Arc::ptr_eq(other, &stale));
            let is_ready = tile.is_some();
            state.ready.extend(tile.map(|tile| (key, tile)));
            drop(state);
            if is_ready {
                (self.wake)();
            }
        }
    }

    /// Waits for something to draw; `None` at the end.
    fn next_job(&self) -> Option<(Arc<Scene>, TileKey, Arc<AtomicBool>)> {
        let idle = |state: &mut State| !state.closing && state.queue.is_empty();
        let mut state = self.bell.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        if state.closing {
            return None;
        }
        let scene = state.scene.clone()?;
        let key = state.queue.pop_front()?;
        let stale = Arc::new(AtomicBool::new(false));
        state.drawing.push((key, Arc::clone(&stale)));
        Some((scene, key, stale))
    }
}

/// How far drawing steps back, in steps of `nice`: a frame of the window comes first where both want the same processor.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lets everything else in the window run before this thread.
#[cfg(target_os = "linux")]
fn step_back() {
    // On Linux "this process" is this thread alone. Where it is not allowed, drawing only competes as it did before.
    rustix::process::setpriority_process(None, NICE).ok();
}

#[cfg(not(target_os = "linux"))]
fn step_back() {}

/// The pixels of a tile; `None` when it became stale on the way.
fn draw(scene: &Scene, key: &TileKey, stale: &AtomicBool) -> Option<TilePixels> {
    let mut pixmap = Pixmap::new(TILE_PX, TILE_PX)?;
    let is_complete = paint(&mut pixmap, scene, &key.region(), &|| !stale.load(Ordering::Relaxed));
    is_complete.then(|| TilePixels { side_px: TILE_PX, rgba: pixmap.take() })
}

impl Drop for Workers {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closing = true;
        for (_, stale) in &state.drawing {
            stale.store(true, Ordering::Relaxed);
        }
        drop(state);
        self.shared.bell.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so on its own.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for Workers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workers").field("threads", &self.threads.len()).finish_non_exhaustive()
    }
}
