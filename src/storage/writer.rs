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
    draft::DraftChange,
    error::{Error, ErrorKind, Result},
    layer_styles::QgisStyle,
    store::{Stamp, Store},
};
use crate::domain::{
    RecordId,
    draft::DraftKey,
    layer::FeatureSet,
    op::{PastStep, Step},
    role::Author,
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
    /// See [`Commit::drafts`].
    pub drafts: Vec<DraftKey>,
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
            drafts: &self.drafts,
            stamp: self.stamp,
        })
    }
}

/// What the thread is asked for, done in the order of sending.
enum Job {
    Commit(Box<OwnedCommit>),
    Drafts(Vec<DraftChange>),
    Author(Author),
}

/// Writes one commit after another. Dropping it finishes what was sent and closes the file.
pub struct Writer {
    /// None once the writer is being dropped.
    jobs: Option<Sender<Job>>,
    results: Receiver<Result<PastStep>>,
    drafts: Receiver<Result<()>>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
    pending: usize,
    pending_drafts: usize,
}

impl Writer {
    /// Takes the open file to a thread of its own. `wake` is called after each commit.
    pub fn start(mut store: Store, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let path = store.path().to_owned();
        let (jobs, inbox) = channel::<Job>();
        let (outbox, results) = channel();
        let (draft_box, drafts) = channel();
        let work = move || {
            for job in inbox {
                // Nobody listens any more while the program closes; the work is done nevertheless.
                match job {
                    Job::Commit(commit) => drop(outbox.send(commit.write(&mut store))),
                    Job::Drafts(changes) => drop(draft_box.send(store.keep_drafts(&changes))),
                    Job::Author(author) => store.set_author(author),
                }
                wake();
            }
        };
        let thread = std::thread::Builder::new().name("project file".to_owned()).spawn(work).ok();
        Self { jobs: Some(jobs), results, drafts, thread, path, pending: 0, pending_drafts: 0 }
    }

    /// Hands over a commit; its result comes through [`Self::poll`] or [`Self::wait`], in the order of sending.
    pub fn send(&mut self, commit: OwnedCommit) {
        self.pending += 1;
        self.ask(Job::Commit(Box::new(commit)));
    }

    /// Hands over what becomes of drafts; the result comes through [`Self::poll_drafts`].
    pub fn send_drafts(&mut self, changes: Vec<DraftChange>) {
        self.pending_drafts += 1;
        self.ask(Job::Drafts(changes));
    }

    /// What is sent from now on is by this person.
    pub fn set_author(&mut self, author: Author) {
        self.ask(Job::Author(author));
    }

    fn ask(&mut self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // A writer that is gone shows when its result is asked for.
            drop(jobs.send(job));
        }
    }

    /// How many changes of drafts are not on the disk yet.
    pub fn pending_drafts(&self) -> usize {
        self.pending_drafts
    }

    /// The results for drafts that have come in. Never waits.
    pub fn poll_drafts(&mut self) -> Vec<Result<()>> {
        let mut results = Vec::new();
        while self.pending_drafts > 0 {
            match self.drafts.try_recv() {
                Ok(result) => results.push(result),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => results.push(Err(self.gone())),
            }
            self.pending_drafts -= 1;
        }
        results
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
