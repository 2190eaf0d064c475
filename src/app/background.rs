//! What goes on in other threads: loading layers and photos, imports, exports.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use super::{
    Action, ExportRequest, Exported, ImportRequest, JobKind, Notice, PhotoOnDisk, Problem, RiverNetwork,
    Workspace, basemap,
    drawing::Drawing,
    export,
    import::ImportPlan,
    importing, legend,
    network::NetworkKey,
    photo::{Copies, PhotoPlan},
    picture::{PictureFormat, PictureRequest},
    preview::ImportPreview,
    stepping::NewStep,
};
use crate::{
    domain::{
        RecordId,
        basemap::Basemap,
        layer::{FeatureSet, Layer, LayerKind},
        op::{Deed, PastStep},
        placing::PreparedLayer,
        table::Table,
        timeline::Moment,
    },
    storage::{self, Reader, Writer},
};

/// Layers with more features wait until somebody asks for them: the reaches of a province take 70 MiB. Our choice; no layer that can
/// be edited is larger.
const MOST_READ_UNASKED: i64 = 20_000;

/// What a background job hands back.
pub(super) enum Outcome {
    Previewed(ImportPreview),
    Planned { request: ImportRequest, plans: Vec<ImportPlan>, revision: u64 },
    Features { layer: RecordId, table: String, set: Result<FeatureSet, Problem> },
    Origin(String, Option<PastStep>),
    Timeline(RecordId, Vec<Moment>),
    Prepared((String, LayerKind), Option<Arc<PreparedLayer>>),
    Blob(String, Option<Vec<u8>>),
    PhotosRead(Vec<PhotoOnDisk>),
    PhotosPlanned(PhotoPlan),
    Copied(Copies),
    Printed(PathBuf),
    Exported(Exported),
    Drawn(PathBuf),
    Basemaps(Vec<Basemap>),
    Network(NetworkKey, Arc<RiverNetwork>),
}

impl Workspace {
    pub(super) fn start(
        &mut self,
        kind: JobKind,
        work: impl FnOnce(&super::Progress) -> Result<Outcome, Problem> + Send + 'static,
    ) {
        if let Err(error) = self.jobs.start(kind, work) {
            self.notices.push(Notice::Failed(Problem::NoThread(error)));
        }
    }

    /// Reads the features of all layers that are not in memory, and forgets those that no layer has any more.
    pub fn load_layers(&mut self) {
        self.load_layers_if(|_| true);
    }

    /// The same for small layers and for those that the legend counts. The others are drawn as they were drawn last time, and read
    /// when somebody asks for them: see [`Self::load_layer`].
    pub fn load_small_layers(&mut self) {
        self.load_layers_if(|layer| layer.count <= MOST_READ_UNASKED || legend::is_counted(layer));
    }

    /// The same for one layer.
    pub fn load_layer(&mut self, id: RecordId) {
        self.load_layers_if(|layer| layer.id == id);
    }

    /// The same for those layers of which `wanted` holds.
    pub(super) fn load_layers_if(&mut self, wanted: impl Fn(&Layer) -> bool) {
        let layers = self.project.layers().to_vec();
        self.features.retain(|(id, table), _| {
            // A removed layer may come back by undo; of a replaced one the old features are read again then.
            layers.iter().all(|it| it.id != *id || it.table_name == *table)
        });
        for layer in layers.into_iter().filter(wanted) {
            let key = (layer.id, layer.table_name.clone());
            if self.features.contains_key(&key) || !self.loading.insert(layer.table_name.clone()) {
                continue;
            }
            let path = self.path.clone();
            self.start(JobKind::LoadLayer, move |_| {
                let read = Reader::open(&path).and_then(|reader| reader.features(&layer));
                let set = read.map_err(Problem::NotRead);
                Ok(Outcome::Features { layer: layer.id, table: layer.table_name, set })
            });
        }
    }

    /// Keeps the features of a layer as it is in the project now.
    pub(super) fn keep_features(&mut self, layer: RecordId, set: Arc<FeatureSet>) {
        if let Some(layer) = self.project.layers().iter().find(|it| it.id == layer) {
            self.features.insert((layer.id, layer.table_name.clone()), set);
        }
    }

    pub(super) fn export(&mut self, request: ExportRequest) {
        let (project, snapshot, now) = (Arc::clone(&self.project), self.snapshot(), (self.env.now)());
        self.start(JobKind::Export, move |_| {
            export::export(&project, &snapshot, &request, now.local()).map(Outcome::Exported)
        });
    }

    pub(super) fn draw(&mut self, request: &PictureRequest, path: PathBuf) -> Result<(), Problem> {
        let format = PictureFormat::of(&path)?;
        let drawing = Drawing::of(self, request);
        self.start(JobKind::Picture, move |progress| {
            let file = drawing.draw(format, &|| progress.step(0, 0))?;
            export::write_whole(&path, &file)?;
            Ok(Outcome::Drawn(path))
        });
        Ok(())
    }

    pub(super) fn add_basemaps(&mut self, files: Vec<PathBuf>) {
        let path = self.path.clone();
        self.start(JobKind::AddBasemap, move |progress| {
            basemap::describe(&files, &path, progress).map(Outcome::Basemaps)
        });
    }

    pub(super) fn import(&mut self, request: ImportRequest) {
        let (project, path, now) = (Arc::clone(&self.project), self.path.clone(), (self.env.now)());
        let reading = self.env.reading.clone();
        self.start(JobKind::Import { file: request.file_name() }, move |progress| {
            let plans = importing::plan(&project, &path, &request, now, &reading, progress)?;
            Ok(Outcome::Planned { request, plans, revision: project.revision() })
        });
    }

    /// Finds out what a file would change; it is read, unless `tables` are what is in it.
    pub(super) fn preview_import(&mut self, request: ImportRequest, tables: Option<Arc<Vec<Table>>>) {
        let (project, path, now) = (Arc::clone(&self.project), self.path.clone(), (self.env.now)());
        let reading = self.env.reading.clone();
        self.start(JobKind::Import { file: request.file_name() }, move |progress| {
            let tables = match tables {
                Some(tables) => tables,
                None => Arc::new(importing::read(&request, &reading, progress)?),
            };
            let outcome = importing::plan_tables(&project, &path, &request, now, &tables);
            Ok(Outcome::Previewed(ImportPreview::new(&project, request, tables, outcome)))
        });
    }

    /// Keeps what was previewed, without the unwanted items. What was planned for a project that has changed since is
    /// planned anew and shown again.
    pub(super) fn take_import(&mut self, preview: &ImportPreview, unwanted: &BTreeSet<usize>) {
        if preview.revision != self.project.revision() {
            self.preview_import(preview.request.clone(), Some(Arc::clone(&preview.tables)));
            return;
        }
        self.take_plans(&preview.request, preview.accepted(unwanted));
    }

    /// Takes in what other threads have finished. Call it once a frame; it never waits.
    pub fn poll(&mut self) {
        let results = self.writer.as_mut().map(Writer::poll).unwrap_or_default();
        for result in results {
            self.settle_step(result);
        }
        self.poll_drafts();
        if self.in_flight.is_none() {
            for outcome in self.jobs.poll() {
                match outcome {
                    Ok(outcome) => self.take(outcome),
                    Err(problem) => self.notices.push(Notice::Failed(problem)),
                }
            }
        }
        while self.in_flight.is_none()
            && let Some(action) = self.waiting.pop_front()
        {
            self.perform(action);
        }
    }

    pub(super) fn settle_step(&mut self, result: storage::Result<PastStep>) {
        let Some(in_flight) = self.in_flight.take() else { return };
        match result {
            Ok(past) => {
                self.undo.note(&past);
                self.history.push(past);
                self.forget_journals(&in_flight.step);
                self.notices.push(in_flight.notice);
                self.load_small_layers();
            }
            Err(error) => {
                if let Some(draft) = in_flight.draft {
                    self.drafts.put_back(draft);
                }
                let project = Arc::make_mut(&mut self.project);
                for change in in_flight.step.changes.iter().rev() {
                    if let Err(misfit) = project.apply(&change.clone().inverse()) {
                        self.notices.push(Notice::Failed(misfit.into()));
                    }
                }
                self.notices.push(Notice::Failed(Problem::NotSaved(error)));
                self.load_small_layers();
            }
        }
    }

    pub(super) fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Features { layer, table, set } => {
                self.loading.remove(&table);
                match set {
                    Ok(set) => {
                        self.features.insert((layer, table), Arc::new(set));
                    }
                    Err(problem) => self.notices.push(Notice::Failed(problem)),
                }
            }
            Outcome::Origin(table, origin) => {
                self.origins.insert(table, origin);
            }
            Outcome::Timeline(outfall, moments) => self.take_timeline(outfall, moments),
            Outcome::Prepared(key, layer) => {
                self.prepared.insert(key, layer);
            }
            Outcome::Network(key, network) => self.take_network(&key, network),
            Outcome::Blob(hash, bytes) => {
                self.blobs.insert(hash, bytes.map(Arc::new));
            }
            // Another step may be on its way to the disk.
            Outcome::PhotosRead(photos) => self.perform(Action::TakePhotos(photos)),
            Outcome::PhotosPlanned(plan) => self.notices.push(Notice::PhotosPlanned(Box::new(plan))),
            Outcome::Copied(copies) => self.notices.push(Notice::Copied(copies)),
            Outcome::Printed(path) => self.notices.push(Notice::Printed(path)),
            Outcome::Drawn(path) => self.notices.push(Notice::Drawn(path)),
            Outcome::Basemaps(basemaps) => {
                if let Err(problem) = self.take_basemaps(basemaps) {
                    self.notices.push(Notice::Failed(problem));
                }
            }
            Outcome::Exported(done) => self.notices.push(Notice::Exported(done)),
            Outcome::Previewed(preview) => self.notices.push(Notice::Previewed(Arc::new(preview))),
            // What was planned for a project that has changed since is planned anew.
            Outcome::Planned { request, revision, .. } if revision != self.project.revision() => {
                self.import(request);
            }
            Outcome::Planned { request, plans, .. } => self.take_plans(&request, plans),
        }
    }

    pub(super) fn take_plans(&mut self, request: &ImportRequest, plans: Vec<ImportPlan>) {
        let outfalls = plans.iter().any(|plan| plan.kind == importing::ImportKind::Outfall);
        let deed = if outfalls { Deed::ImportOutfalls } else { Deed::ImportLayer };
        let mut changes = Vec::new();
        let mut features = Vec::new();
        let mut reports = Vec::new();
        for plan in plans {
            changes.extend(plan.changes);
            features.extend(plan.features);
            reports.push(Notice::Imported(Box::new(plan.report)));
        }
        if !request.dry_run {
            let target = request.replaces.and_then(|id| self.project.layers().iter().find(|it| it.id == id));
            let file = request.file_name();
            let subject = target.map_or_else(|| file.clone(), |layer| format!("{} ← {file}", layer.name));
            let mut step = NewStep::of(deed, subject, changes);
            step.features = features;
            if let Err(problem) = self.commit(step) {
                self.notices.push(Notice::Failed(problem));
                return;
            }
        }
        self.notices.extend(reports);
    }
}
