//! An open project and all that goes on around it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;

use super::{
    Action, Env, ExportRequest, HuntAnswer, JobKind, JobState, Notice, Now, Problem, RiverNetwork,
    TraceRequest, Waters,
    background::Outcome,
    basemap::Basemaps,
    bell::Bell,
    checking::Checking,
    doctor::{DoctorKey, Examined},
    drafts::Drafts,
    jobs::Jobs,
    network::NetworkKey,
    new_id,
    timeline::Timeline,
    tracing::{HuntKey, KnownFaults, WaterKey},
};
use crate::{
    domain::{
        RecordId,
        draft::Draft,
        layer::{FeatureSet, LayerKind},
        op::{Deed, PastStep, Step, UndoStack},
        placing::PreparedLayer,
        progress::Snapshot,
        project::{Change, Project},
        role::{Author, Role},
        search::SearchIndex,
        settings::Settings,
    },
    storage::{ReadOnly, Reader, Store, Writer},
};

/// Is everything on the disk?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Yes, since this moment (milliseconds since 1970).
    Saved {
        /// When the last step was saved.
        at_ms: i64,
    },
    /// A step is being written.
    Saving,
    /// The project may only be looked at.
    ReadOnly,
}

/// A step in memory whose way to the disk is not over.
pub(super) struct InFlight {
    pub(super) step: Arc<Step>,
    pub(super) notice: Notice,
    /// The draft that the step makes good, should it come back.
    pub(super) draft: Option<Draft>,
}

/// An open project: what is in it, what was done to it, and what is going on.
pub struct Workspace {
    pub(super) path: PathBuf,
    pub(super) project: Arc<Project>,
    pub(super) history: Vec<PastStep>,
    pub(super) undo: UndoStack,
    /// Reads what was done, to undo it; opened for the first undo.
    pub(super) past: Option<Reader>,
    pub(super) writer: Option<Writer>,
    pub(super) read_only: Option<ReadOnly>,
    pub(super) in_flight: Option<InFlight>,
    pub(super) waiting: VecDeque<Action>,
    pub(super) jobs: Jobs<Outcome>,
    pub(super) notices: Vec<Notice>,
    /// The features of layers by the layer and the table that they were read from: another table is a newer file.
    pub(super) features: BTreeMap<(RecordId, String), Arc<FeatureSet>>,
    /// The tables that are being read.
    pub(super) loading: BTreeSet<String>,
    /// The steps that brought the features of layers in, by their table; none while it is looked for.
    pub(super) origins: HashMap<String, Option<PastStep>>,
    /// What was made of layers to place outfalls, by their content and kind; none while it is being made.
    pub(super) prepared: HashMap<(String, LayerKind), Option<Arc<PreparedLayer>>>,
    pub(super) blobs: HashMap<String, Option<Arc<Vec<u8>>>>,
    pub(super) env: Env,
    pub(super) bell: Bell,
    pub(super) day: Option<Date>,
    pub(super) snapshot: Option<(u64, Arc<Snapshot>)>,
    pub(super) search: Option<(u64, Arc<SearchIndex>)>,
    pub(super) timeline: Timeline,
    pub(super) basemaps: Basemaps,
    pub(super) drafts: Drafts,
    pub(super) checking: Checking,
    pub(super) doctor: Option<(DoctorKey, Option<Arc<Examined>>)>,
    pub(super) network: Option<(NetworkKey, Option<Arc<RiverNetwork>>)>,
    pub(super) waters: Option<(WaterKey, Option<Arc<Waters>>)>,
    pub(super) hunt: Option<(HuntKey, Option<HuntAnswer>)>,
    pub(super) faults: Option<KnownFaults>,
    /// The reports that wait for what lies on the network.
    pub(super) asked_exports: Vec<ExportRequest>,
    /// The trace that waits for what it takes.
    pub(super) asked_trace: Option<TraceRequest>,
}

impl Workspace {
    /// Makes a project at `path`, which must not exist yet.
    pub fn create(path: &Path, name: &str, env: Env) -> Result<Self, Problem> {
        let now = (env.now)();
        let step = Step {
            id: new_id(),
            deed: Deed::CreateProject,
            subject: name.to_owned(),
            changes: vec![Change::Insert(Settings::new(name, now.today.year()).into())],
        };
        let store = Store::create(path, &env.device, &step, now.stamp).map_err(Problem::NotOpened)?;
        Self::around(path, store, env)
    }

    /// Opens the project at `path`.
    pub fn open(path: &Path, env: Env) -> Result<Self, Problem> {
        let store = Store::open(path, &env.device).map_err(Problem::NotOpened)?;
        Self::around(path, store, env)
    }

    fn around(path: &Path, store: Store, mut env: Env) -> Result<Self, Problem> {
        let project = store.load(&|_, _| {}).map_err(Problem::NotOpened)?;
        let history = store.history().map_err(Problem::NotOpened)?;
        let (drafts, unread) = match store.drafts() {
            Ok(drafts) => (drafts, None),
            Err(error) => (Vec::new(), Some(Notice::Failed(Problem::NotRead(error)))),
        };
        let bell = Bell::default();
        env.wake = bell.and(Arc::clone(&env.wake));
        let read_only = store.read_only().cloned();
        let writer = read_only.is_none().then(|| Writer::start(store, Arc::clone(&env.wake)));
        let workspace = Self {
            path: path.to_owned(),
            project: Arc::new(project),
            undo: UndoStack::of(&history),
            history,
            past: None,
            writer,
            read_only,
            in_flight: None,
            waiting: VecDeque::new(),
            jobs: Jobs::new(Arc::clone(&env.wake)),
            basemaps: Basemaps::new(Arc::clone(&env.wake)),
            notices: unread.into_iter().collect(),
            drafts: Drafts::new(drafts),
            features: BTreeMap::new(),
            loading: BTreeSet::new(),
            origins: HashMap::new(),
            prepared: HashMap::new(),
            blobs: HashMap::new(),
            env,
            bell,
            day: None,
            snapshot: None,
            search: None,
            timeline: Timeline::default(),
            checking: Checking::default(),
            doctor: None,
            network: None,
            waters: None,
            hunt: None,
            faults: None,
            asked_exports: Vec::new(),
            asked_trace: None,
        };
        Ok(workspace)
    }

    /// The project's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What is in it, for drawing in the background.
    pub fn shared_project(&self) -> Arc<Project> {
        Arc::clone(&self.project)
    }

    /// May it only be looked at?
    pub fn read_only(&self) -> bool {
        self.writer.is_none() || !self.env.device.author.may_write()
    }

    /// What stands in the way of a change, where the project may only be looked at.
    pub fn why_read_only(&self) -> Option<Problem> {
        let viewer =
            || (!self.author().may_write()).then_some(Problem::NotAllowed { needed: Role::Inspector });
        self.read_only.clone().map(Problem::ReadOnly).or_else(viewer)
    }

    /// Who works on this device.
    pub fn author(&self) -> &Author {
        &self.env.device.author
    }

    pub(super) fn set_author(&mut self, author: Author) {
        if let Some(writer) = &mut self.writer {
            writer.set_author(author.clone());
        }
        self.env.device.author = author;
    }

    /// The day that states and numbers are worked out for: today, unless another was chosen.
    pub fn day(&self) -> Date {
        self.day.unwrap_or_else(|| (self.env.now)().today)
    }

    /// The day on the calendar.
    pub fn today(&self) -> Date {
        (self.env.now)().today
    }

    /// The moment on the clock, in milliseconds since 1970 (UTC).
    pub fn now_ms(&self) -> i64 {
        (self.env.now)().stamp.now_ms
    }

    /// The day that was chosen, where it is not today.
    pub fn other_day(&self) -> Option<Date> {
        self.day.filter(|day| *day != self.today())
    }

    /// Chooses the day; nothing for today.
    pub fn set_day(&mut self, day: Option<Date>) {
        self.day = day;
    }

    /// Where every outfall stands on [`Self::day`].
    pub fn snapshot(&mut self) -> Arc<Snapshot> {
        let (revision, day) = (self.project.revision(), self.day());
        if let Some((at, snapshot)) = &self.snapshot
            && *at == revision
            && snapshot.day == day
        {
            return Arc::clone(snapshot);
        }
        let snapshot = Arc::new(Snapshot::of(&self.project, day));
        self.snapshot = Some((revision, Arc::clone(&snapshot)));
        snapshot
    }

    /// The outfalls that `query` may mean, the likeliest first.
    pub fn search(&mut self, query: &str, limit: usize) -> Vec<RecordId> {
        let revision = self.project.revision();
        let index = match &self.search {
            Some((at, index)) if *at == revision => Arc::clone(index),
            _ => Arc::new(SearchIndex::build(&self.project)),
        };
        self.search = Some((revision, Arc::clone(&index)));
        index.find(query, limit).into_iter().map(|hit| hit.id).collect()
    }

    /// The features of a layer, once they are loaded.
    pub fn features(&self, layer: RecordId) -> Option<Arc<FeatureSet>> {
        let layer = self.project.layers().iter().find(|it| it.id == layer)?;
        self.features.get(&(layer.id, layer.table_name.clone())).cloned()
    }

    /// The step that brought in the features that a layer has now: when, and by whom. Asking the first time looks for
    /// it in the background.
    pub fn origin(&mut self, layer: RecordId) -> Option<PastStep> {
        let layer = self.project.layers().iter().find(|it| it.id == layer)?.clone();
        if let Some(origin) = self.origins.get(&layer.table_name) {
            return origin.clone();
        }
        self.origins.insert(layer.table_name.clone(), None);
        let path = self.path.clone();
        self.start(JobKind::LoadLayer, move |_| {
            let reader = Reader::open(&path).map_err(Problem::NotRead)?;
            let origin = reader.origin(&layer).map_err(Problem::NotRead)?;
            Ok(Outcome::Origin(layer.table_name, origin))
        });
        None
    }

    /// The bytes of a photo. Asking for them the first time loads them in the background.
    pub fn blob(&mut self, sha256: &str) -> Option<Arc<Vec<u8>>> {
        if let Some(bytes) = self.blobs.get(sha256) {
            return bytes.clone();
        }
        self.blobs.insert(sha256.to_owned(), None);
        let (path, wanted) = (self.path.clone(), sha256.to_owned());
        self.start(JobKind::LoadPhoto, move |_| {
            let reader = Reader::open(&path).map_err(Problem::NotRead)?;
            let bytes = reader.blob(&wanted).map_err(Problem::NotRead)?;
            Ok(Outcome::Blob(wanted, bytes))
        });
        None
    }

    /// Lets the bytes of a photo go; asking for them again reads them again.
    pub fn forget_blob(&mut self, sha256: &str) {
        self.blobs.remove(sha256);
    }

    /// What the clock says.
    pub fn now(&self) -> Now {
        (self.env.now)()
    }

    /// Every step, oldest first.
    pub fn history(&self) -> &[PastStep] {
        &self.history
    }

    /// The step that undo would take back.
    pub fn undo_next(&self) -> Option<&PastStep> {
        self.step(*self.undo.done.last()?)
    }

    /// The step that redo would do again.
    pub fn redo_next(&self) -> Option<&PastStep> {
        self.step(*self.undo.undone.last()?)
    }

    /// Is this step undone at present?
    pub fn is_undone(&self, step: RecordId) -> bool {
        self.undo.undone.contains(&step)
    }

    fn step(&self, id: RecordId) -> Option<&PastStep> {
        self.history.iter().rfind(|it| it.id == id)
    }

    /// Is everything on the disk?
    pub fn save_state(&self) -> SaveState {
        match &self.in_flight {
            _ if self.read_only() => SaveState::ReadOnly,
            Some(_) => SaveState::Saving,
            _ => SaveState::Saved { at_ms: self.history.last().map_or(0, |it| it.at_ms) },
        }
    }

    /// The background jobs, oldest first.
    pub fn jobs(&self) -> Vec<JobState> {
        self.jobs.running().collect()
    }

    /// What the user has not been told yet.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Is anything still going on?
    pub fn is_busy(&self) -> bool {
        let writing = self.in_flight.is_some() || self.is_keeping_drafts();
        writing || !self.waiting.is_empty() || self.jobs.running().next().is_some()
    }

    /// Waits until nothing is going on any more; for the command line and for tests. `watch` sees the jobs meanwhile.
    /// The features of all layers are in memory then.
    pub fn settle(&mut self, watch: impl FnMut(&[JobState])) {
        self.load_layers();
        self.wait(watch);
    }

    /// The same, but reads no features that nobody asked for.
    pub(super) fn wait(&mut self, mut watch: impl FnMut(&[JobState])) {
        self.poll();
        while self.is_busy() {
            watch(&self.jobs());
            self.bell.wait();
            self.poll();
        }
    }
}
