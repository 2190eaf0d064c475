//! The one thread that writes the project file, so that the window never waits for the disk.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, TryRecvError, channel},
    },
    thread::JoinHandle,
};

use super::{
    commit::{Blob, Commit, StateCodes},
    error::{Error, ErrorKind, Result},
    layer_styles::QgisStyle,
    store::{Stamp, Store},
};
use crate::domain::{
    RecordId,
    layer::FeatureSet,
    op::{PastStep, Step},
};

/// A [`Blob`] that can travel to another thread.
#[derive(Clone, Debug)]
pub enum OwnedBlob {
    /// See [`Blob::Bytes`].
    Bytes(Arc<[u8]>),
    /// See [`Blob::File`].
    File(PathBuf),
}

impl OwnedBlob {
    fn borrowed(&self) -> Blob<'_> {
        match self {
            Self::Bytes(bytes) => Blob::Bytes(bytes),
            Self::File(path) => Blob::File(path),
        }
    }
}

/// A [`Commit`] that can travel to another thread.
pub struct OwnedCommit {
    /// See [`Commit::step`].
    pub step: Arc<Step>,
    /// See [`Commit::about`].
    pub about: Option<RecordId>,
    /// See [`Commit::features`].
    pub features: Vec<(RecordId, Arc<FeatureSet>)>,
    /// See [`Commit::blobs`].
    pub blobs: Vec<(String, OwnedBlob)>,
    /// See [`Commit::states`].
    pub states: Vec<(RecordId, StateCodes)>,
    /// See [`Commit::styles`].
    pub styles: Vec<QgisStyle>,
    /// See [`Commit::stamp`].
    pub stamp: Stamp,
}

impl OwnedCommit {
    fn write(&self, store: &mut Store) -> Result<PastStep> {
        let features: Vec<(RecordId, &FeatureSet)> =
            self.features.iter().map(|(id, set)| (*id, set.as_ref())).collect();
        let blobs: Vec<(String, Blob<'_>)> =
            self.blobs.iter().map(|(sha256, blob)| (sha256.clone(), blob.borrowed())).collect();
        store.commit(Commit {
            step: &self.step,
            about: self.about,
            features: &features,
            blobs: &blobs,
            states: &self.states,
            styles: &self.styles,
            stamp: self.stamp,
        })
    }
}

/// Writes one commit after another. Dropping it finishes what was sent and closes the file.
pub struct Writer {
    /// None once the writer is being dropped.
    jobs: Option<Sender<OwnedCommit>>,
    results: Receiver<Result<PastStep>>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
    pending: usize,
}

impl Writer {
    /// Takes the open file to a thread of its own. `wake` is called after each commit.
    pub fn start(mut store: Store, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let path = store.path().to_owned();
        let (jobs, inbox) = channel::<OwnedCommit>();
        let (outbox, results) = channel();
        let work = move || {
            for job in inbox {
                // Nobody listens any more while the program closes; the work is done nevertheless.
                drop(outbox.send(job.write(&mut store)));
                wake();
            }
        };
        let thread = std::thread::Builder::new().name("project file".to_owned()).spawn(work).ok();
        Self { jobs: Some(jobs), results, thread, path, pending: 0 }
    }

    /// Hands over a commit; its result comes through [`Self::poll`] or [`Self::wait`], in the order of sending.
    pub fn send(&mut self, commit: OwnedCommit) {
        self.pending += 1;
        if let Some(jobs) = &self.jobs {
            // A writer that is gone shows when its result is asked for.
            drop(jobs.send(commit));
        }
    }

    /// How many commits have no result yet.
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// The results that have come in. Never waits.
    pub fn poll(&mut self) -> Vec<Result<PastStep>> {
        let mut results = Vec::new();
        while self.pending > 0 {
            match self.results.try_recv() {
                Ok(result) => results.push(result),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => results.push(Err(self.gone())),
            }
            self.pending -= 1;
        }
        results
    }

    /// Waits for the next result; None if nothing is under way.
    pub fn wait(&mut self) -> Option<Result<PastStep>> {
        if self.pending == 0 {
            return None;
        }
        self.pending -= 1;
        Some(self.results.recv().unwrap_or_else(|_disconnected| Err(self.gone())))
    }

    fn gone(&self) -> Error {
        ErrorKind::WriterGone.at(&self.path)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the writer has been reported through its missing results.
            drop(thread.join());
        }
    }
}
