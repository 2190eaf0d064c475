//! Work that goes on while the user carries on: a named thread each, with progress and a cancel button.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, TryRecvError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::{Problem, Wake};

/// Names one job for as long as the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// What a job does, for the status bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Reads a file of somebody else's.
    Import {
        /// The file's name.
        file: String,
    },
    /// Reads the features of a layer from the project file.
    LoadLayer,
    /// Reads what was done to an outfall from the project file.
    LoadHistory,
    /// Joins the lines of rivers and sewers to one network.
    BuildNetwork,
    /// Reads a photo from the project file.
    LoadPhoto,
    /// Reads photos that are to be attached.
    ReadPhotos,
    /// Looks into files that are to be basemaps.
    AddBasemap,
    /// Keeps tiles from the network in a file.
    KeepOffline {
        /// The name of the basemap.
        name: String,
    },
    /// Writes a report.
    Export,
    /// Draws the map into a file.
    Picture,
}

/// The thread between a worker and the progress bar that shows it.
#[derive(Debug)]
pub struct Progress {
    began: Instant,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            done: AtomicU64::default(),
            total: AtomicU64::default(),
            cancelled: AtomicBool::default(),
        }
    }
}

impl Progress {
    /// Reports that `done` of `total` is behind us, and says whether to go on.
    #[must_use]
    pub fn step(&self, done: u64, total: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        !self.cancelled.load(Ordering::Relaxed)
    }

    /// Asks the worker to stop at its next [`Self::step`].
    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Between 0 and 1, or nothing while the amount of work is not known.
    pub fn fraction(&self) -> Option<f32> {
        let total = self.total.load(Ordering::Relaxed);
        (0 < total).then(|| self.done.load(Ordering::Relaxed) as f32 / total as f32)
    }

    /// How long it goes on at the pace so far; nothing where that can not be told yet.
    fn remaining(&self) -> Option<Duration> {
        remaining(self.began.elapsed(), self.fraction()?)
    }
}

/// From how long so much took, how long the rest will take.
fn remaining(passed: Duration, fraction: f32) -> Option<Duration> {
    /// Before that, the first steps say little about the others.
    const TELLING: (Duration, f32) = (Duration::from_secs(2), 0.02);
    let tells = passed >= TELLING.0 && (TELLING.1..=1.0).contains(&fraction);
    tells.then(|| passed.mul_f32((1.0 - fraction) / fraction))
}

/// What the user may know of a running job.
#[derive(Clone, Debug, PartialEq)]
pub struct JobState {
    /// Names the job, for cancelling it.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// See [`Progress::fraction`].
    pub fraction: Option<f32>,
    /// How long it goes on at the pace so far; nothing where that can not be told.
    pub remaining: Option<Duration>,
}

/// The jobs that are running. `T` is what they hand back.
pub(super) struct Jobs<T> {
    running: Vec<Job<T>>,
    started: u64,
    wake: Wake,
}

struct Job<T> {
    id: JobId,
    kind: JobKind,
    progress: Arc<Progress>,
    result: Receiver<Result<T, Problem>>,
}

impl<T: Send + 'static> Jobs<T> {
    /// No jobs yet. `wake` is called whenever one has finished.
    pub(super) fn new(wake: Wake) -> Self {
        Self { running: Vec::new(), started: 0, wake }
    }

    /// Runs `work` on a thread of its own. Its result comes out of [`Self::poll`].
    pub(super) fn start(
        &mut self,
        kind: JobKind,
        work: impl FnOnce(&Progress) -> Result<T, Problem> + Send + 'static,
    ) -> io::Result<JobId> {
        let id = JobId(self.started);
        let progress = Arc::<Progress>::default();
        let (sender, result) = sync_channel(1);

        let (shared, wake) = (Arc::clone(&progress), Arc::clone(&self.wake));
        thread::Builder::new().name(format!("job {}", id.0)).spawn(move || {
            let _rings_last = Rings { wake };
            // Dropped before the bell, also by a panic, so that whoever is woken sees that it is gone.
            let sender = sender;
            // Nobody is left to tell when the program is closing.
            sender.send(work(&shared)).ok();
        })?;

        self.started += 1;
        self.running.push(Job { id, kind, progress, result });
        Ok(id)
    }

    /// Asks a job to stop at its next [`Progress::step`].
    pub(super) fn cancel(&self, id: JobId) {
        for job in self.running.iter().filter(|job| job.id == id) {
            job.progress.cancel();
        }
    }

    /// The jobs that have not finished, oldest first.
    pub(super) fn running(&self) -> impl Iterator<Item = JobState> {
        self.running.iter().map(|job| JobState {
            id: job.id,
            kind: job.kind.clone(),
            fraction: job.progress.fraction(),
            remaining: job.progress.remaining(),
        })
    }

    /// Takes the results that have come in. It never waits.
    pub(super) fn poll(&mut self) -> Vec<Result<T, Problem>> {
        let mut results = Vec::new();
        self.running.retain(|job| match job.result.try_recv() {
            Ok(result) => {
                results.push(result);
                false
            }
            Err(TryRecvError::Empty) => true,
            Err(TryRecvError::Disconnected) => {
                results.push(Err(Problem::JobDied { what: job.kind.clone() }));
                false
            }
        });
        results
    }
}

/// Wakes the window when the worker ends, even if it ends by a panic.
struct Rings {
    wake: Wake,
}

impl Drop for Rings {
    fn drop(&mut self) {
        (self.wake)();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn jobs() -> (Jobs<u32>, Receiver<()>) {
        let (sender, woken) = channel();
        (Jobs::new(Arc::new(move || sender.send(()).unwrap())), woken)
    }

    #[test]
    fn a_cancelled_job_stops_at_its_next_step() {
        let (mut jobs, woken) = jobs();
        let work = |progress: &Progress| {
            while progress.step(0, 1) {}
            Err(Problem::Cancelled)
        };
        let id = jobs.start(JobKind::Export, work).unwrap();

        jobs.cancel(id);
        woken.recv().unwrap();

        assert!(matches!(jobs.poll()[..], [Err(Problem::Cancelled)]));
        assert_eq!(jobs.running().count(), 0);
    }

    #[test]
    fn the_rest_takes_as_long_as_the_pace_so_far_says() {
        let seconds = Duration::from_secs;
        assert_eq!(remaining(seconds(10), 0.25), Some(seconds(30)));
        assert_eq!(remaining(seconds(10), 1.0), Some(seconds(0)));
        assert_eq!(remaining(seconds(1), 0.25), None);
        assert_eq!(remaining(seconds(10), 0.001), None);
    }

    #[test]
    fn a_job_that_dies_is_one_problem_and_nothing_else() {
        let (mut jobs, woken) = jobs();
        jobs.start(JobKind::Export, |_| panic!("a bug")).unwrap();

        woken.recv().unwrap();

        assert!(matches!(jobs.poll()[..], [Err(Problem::JobDied { .. })]));
    }
}
