//! What is on the map: one scene layer for each visible layer of the project, built in the background when its data change.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hasher as _},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    app::{
        SceneCache,
        scene::{self, OUTFALLS, layer_key},
        theme::{OutfallTheme, zone_sets},
    },
    domain::{
        RecordId,
        layer::{FeatureSet, Layer, LayerKind},
        map_parts::MapParts,
        progress::Snapshot,
        project::Project,
        settings::{Settings, Theme},
        style::LayerStyle,
    },
    map::{
        backdrop::Backdrop,
        palette::{Palette, Tone},
        scene::{Scene, SceneLayer},
    },
};

/// Key, revision and the layer, or nothing where it was not drawn before.
type Built = (u64, u64, Option<Arc<SceneLayer>>);

/// Reference layers by their keys, with their features where they have been read.
pub(super) type References = BTreeMap<u64, (Layer, Option<Arc<FeatureSet>>)>;

/// How long the first map waits for its last layer, instead of being drawn layer by layer. Our choice: nobody notices it.
const FIRST_WAIT: Duration = Duration::from_millis(400);

/// Keeps the scene up to date.
pub(crate) struct SceneSource {
    wake: Arc<dyn Fn() + Send + Sync>,
    built: (Sender<Built>, Receiver<Built>),
    /// Layers that are ready, by key, with the revision they were built for.
    ready: HashMap<u64, (u64, Arc<SceneLayer>)>,
    /// The newest revision that was asked for, by key.
    asked: HashMap<u64, u64>,
    /// The layers that were not drawn before as they are, by key, with their revision.
    missed: HashMap<u64, u64>,
    cache: SceneCache,
    /// The keys to draw, bottom first.
    order: Vec<u64>,
    /// The reference layers, for identifying.
    references: Arc<References>,
    /// Layers whose features are not loaded yet.
    waiting: usize,
    scene: Option<(u64, Arc<Scene>)>,
    /// When the first layer was asked for.
    since: Option<Instant>,
    was_complete: bool,
    /// The pictures under everything, bottom first.
    pub(crate) backdrops: Vec<Arc<Backdrop>>,
}

/// What the outfalls on the map depend on.
pub(crate) struct Outfalls<'a> {
    pub(crate) project: &'a Arc<Project>,
    /// The theme and the style: those of the project, or others that are being tried.
    pub(crate) settings: &'a Settings,
    pub(crate) snapshot: &'a Arc<Snapshot>,
    pub(crate) visible: bool,
    /// Only these, where the list is narrowed to the outfalls behind a number; and how often that changed.
    pub(crate) only: Option<&'a HashSet<RecordId>>,
    pub(crate) generation: u64,
}

impl SceneSource {
    pub(super) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            wake,
            built: channel(),
            ready: HashMap::new(),
            asked: HashMap::new(),
            missed: HashMap::new(),
            cache: SceneCache::of_this_device(),
            order: Vec::new(),
            references: Arc::default(),
            waiting: 0,
            scene: None,
            since: None,
            was_complete: false,
            backdrops: Vec::new(),
        }
    }

    /// Says what there is to draw. What changed since the last frame is built in the background; until then the old is shown.
    pub(crate) fn update(
        &mut self,
        map: &MapParts,
        features: impl Fn(RecordId) -> Option<Arc<FeatureSet>>,
        outfalls: &Outfalls<'_>,
    ) {
        while let Ok((key, revision, layer)) = self.built.1.try_recv() {
            if let Some(layer) = layer {
                self.ready.insert(key, (revision, layer));
            } else {
                self.missed.insert(key, revision);
                self.asked.remove(&key);
            }
        }
        self.waiting = 0;
        self.order.clear();
        let mut references = References::new();
        for layer in map.drawn_layers().filter(|layer| map.is_shown(layer)) {
            let key = layer_key(layer.id);
            let revision = fingerprint(&(&layer.hash, layer.kind, &layer.style));
            let set = features(layer.id);
            references.insert(key, (layer.clone(), set.clone()));
            self.ask_for_layer(layer, key, revision, set);
            if self.asked.get(&key) != Some(&revision) {
                self.waiting += 1;
            }
            // Until the features of a newer or an older file are there, the layer stays as it was.
            self.order
                .extend((self.ready.contains_key(&key) || self.asked.contains_key(&key)).then_some(key));
        }
        self.references = Arc::new(references);
        if outfalls.visible {
            self.order.push(OUTFALLS);
            let (project, snapshot) = (Arc::clone(outfalls.project), Arc::clone(outfalls.snapshot));
            let settings = outfalls.settings;
            let theme = settings.theme;
            let is_loaded =
                |layer: &&Layer| layer.kind == Some(LayerKind::Zone) && features(layer.id).is_some();
            let zones = match theme {
                Theme::Zone => project.layers().iter().filter(is_loaded).count(),
                _ => 0,
            };
            let style = (theme, &settings.outfall_style);
            let revision =
                fingerprint(&(project.revision(), snapshot.day, outfalls.generation, zones, style));
            if self.asked.get(&OUTFALLS) != Some(&revision) {
                let only = outfalls.only.cloned();
                let style = LayerStyle::of(&settings.outfall_style);
                let zones = if theme == Theme::Zone { zone_sets(&project, &features) } else { Vec::new() };
                self.ask(OUTFALLS, revision, move || {
                    let theme = OutfallTheme::from_parts(theme, style, &zones);
                    Some(scene::outfall_layer_of(&project, &snapshot, &theme, revision, |id| {
                        only.as_ref().is_none_or(|only| only.contains(&id))
                    }))
                });
            }
        }
    }

    /// Takes the layer as it was drawn last time, or else builds it once its features are there. What is built because nothing was
    /// kept is kept; styles that are only being tried out are not.
    fn ask_for_layer(&mut self, layer: &Layer, key: u64, revision: u64, set: Option<Arc<FeatureSet>>) {
        let (cache, layer) = (self.cache.clone(), layer.clone());
        let is_missed = self.missed.get(&key) == Some(&revision);
        match set {
            None if is_missed => {}
            None => self.ask(key, revision, move || cache.load(&layer, key, revision)),
            Some(set) => self.ask(key, revision, move || {
                let drawn = scene::reference_layer(&layer, &set, revision);
                if is_missed {
                    cache.keep(&layer, &drawn);
                }
                Some(drawn)
            }),
        }
    }

    /// Is a layer waiting for its features, because it was not drawn before as it is?
    pub(crate) fn needs_features(&self) -> bool {
        self.waiting > 0
    }

    fn ask(&mut self, key: u64, revision: u64, build: impl FnOnce() -> Option<SceneLayer> + Send + 'static) {
        if self.asked.insert(key, revision) == Some(revision) {
            return;
        }
        let (sender, wake) = (self.built.0.clone(), Arc::clone(&self.wake));
        let work = move || {
            // Nobody waits any more when the window has gone.
            let layer = build().map(Arc::new);
            sender.send((key, revision, layer.clone())).ok();
            wake();
            if let Some(layer) = layer {
                layer.prepare();
            }
        };
        // Where no thread can be had, the layer stays as it was and is asked for again in the next frame.
        if thread::Builder::new().name("scene".to_owned()).spawn(work).is_err() {
            self.asked.remove(&key);
        }
    }

    /// Has everything come that is to be drawn?
    pub(crate) fn is_complete(&self) -> bool {
        let fresh = |key: &u64| self.ready.get(key).map(|(revision, _)| revision) == self.asked.get(key);
        self.waiting == 0 && self.order.iter().all(fresh)
    }

    /// The layers that wait for their features.
    pub(crate) fn missed(&self) -> Vec<RecordId> {
        let waiting = |key: &u64| self.missed.contains_key(key) && !self.asked.contains_key(key);
        let unread = self.references.iter().filter(|(key, (_, set))| set.is_none() && waiting(key));
        unread.map(|(_, (layer, _))| layer.id).collect()
    }

    /// The reference layer with this key, and its features where they have been read.
    pub(super) fn reference(&self, key: u64) -> Option<&(Layer, Option<Arc<FeatureSet>>)> {
        self.references.get(&key)
    }

    /// The reference layers that are shown.
    pub(super) fn references(&self) -> Arc<References> {
        Arc::clone(&self.references)
    }

    /// How many outfalls on the map have each colour, and the revision that this is true of; nothing while they are worked out.
    pub(crate) fn outfall_tones(&self) -> Option<(u64, Vec<(Tone, u64)>)> {
        let (revision, layer) = self.ready.get(&OUTFALLS)?;
        let is_fresh = self.asked.get(&OUTFALLS) == Some(revision);
        is_fresh.then(|| (*revision, layer.tone_counts()))
    }

    /// Would drawing now be work for a map that is there in a moment? Only before the first map.
    pub(super) fn is_about_to_come(&mut self) -> bool {
        let is_first = !self.was_complete && !self.is_complete();
        let since = *self.since.get_or_insert_with(Instant::now);
        self.was_complete |= !is_first;
        is_first && since.elapsed() < FIRST_WAIT
    }

    /// The scene in these colours.
    pub(super) fn scene(&mut self, palette: Palette) -> Arc<Scene> {
        let shown = if self.is_about_to_come() { 0 } else { self.order.len() };
        let layers: Vec<Arc<SceneLayer>> = self
            .order
            .iter()
            .take(shown)
            .filter_map(|key| self.ready.get(key))
            .map(|(_, layer)| Arc::clone(layer))
            .collect();
        let scene = Scene { backdrops: self.backdrops.clone(), layers, palette };
        let revision = scene.revision();
        match &self.scene {
            Some((at, scene)) if *at == revision => Arc::clone(scene),
            _ => {
                let scene = Arc::new(scene);
                self.scene = Some((revision, Arc::clone(&scene)));
                scene
            }
        }
    }
}

fn fingerprint(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
