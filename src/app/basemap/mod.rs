//! Basemaps: files and addresses become pictures under the map.
//!
//! Files are opened in the background and read by the threads that draw; a file that is missing or broken is remembered with the reason
//! and holds nothing up. Where the project stores a file's path relative to itself, see [`stored_path`].

mod image;
mod keep;
mod online;
mod open;
mod path;
mod tiles;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, channel},
    },
    thread,
};

pub use self::{
    keep::{Estimate, KeepRequest, TILES_MAX, estimate},
    online::{Address, BadAddress, Trouble, without_key},
    path::{real_path, stored_path},
};
use self::{
    online::Keys,
    open::{Ground, Surroundings, open},
};
use directories::ProjectDirs;

use super::{Problem, Wake, Workspace, new_id};
use crate::{
    domain::{
        RecordId,
        basemap::{Basemap, BasemapKind, Shift},
        map_parts::MapPart,
        op::Deed,
    },
    map::backdrop::{Backdrop, TileCache},
};

pub use crate::formats::basemap::ENDINGS;

/// What has become of a basemap.
#[derive(Clone, Copy, Debug)]
pub enum BasemapState<'a> {
    /// It is not shown.
    Hidden,
    /// Its file is being opened.
    Opening,
    /// It is on the map.
    Shown {
        /// West, south, east and north in degrees; nothing where it covers the world.
        extent: Option<[f64; 4]>,
        /// Why tiles from the network do not come at present.
        trouble: Option<Trouble>,
    },
    /// It can't be shown.
    Failed(&'a Problem),
}

/// The basemaps that are open.
pub(super) struct Basemaps {
    cache: Arc<TileCache>,
    wake: Wake,
    /// Where tiles from the network and keys are kept on this device; nowhere where it has no place for them.
    folder: Option<PathBuf>,
    /// By what the project stores as their source.
    slots: BTreeMap<(BasemapKind, String), Slot>,
}

enum Slot {
    Opening(Receiver<Result<Ground, Problem>>),
    Ready {
        ground: Ground,
        /// The backdrop of the last frame, and what it was made for.
        made: Option<((Shift, u8, bool), Arc<Backdrop>)>,
    },
    Failed(Problem),
}

impl Basemaps {
    pub(super) fn new(wake: Wake) -> Self {
        let folder = ProjectDirs::from("", "", "paikou").map(|dirs| dirs.cache_dir().to_owned());
        Self { cache: Arc::default(), wake, folder, slots: BTreeMap::new() }
    }

    /// Opens what is to be shown, closes what is not, and takes in what has been opened.
    fn update(&mut self, basemaps: &[Basemap], project: &Path) {
        let key = |it: &Basemap| it.kind.map(|kind| (kind, it.source.clone()));
        self.slots.retain(|slot, _| basemaps.iter().any(|it| it.visible && key(it).as_ref() == Some(slot)));
        for basemap in basemaps.iter().filter(|it| it.visible) {
            let Some(key) = key(basemap) else { continue };
            if !self.slots.contains_key(&key) {
                let slot = self.start(basemap.clone(), project);
                self.slots.insert(key, slot);
            }
        }
        for slot in self.slots.values_mut() {
            slot.poll();
        }
    }

    fn start(&self, basemap: Basemap, project: &Path) -> Slot {
        let (sender, receiver) = channel();
        let around = self.surroundings(project);
        let work = move || {
            // Nobody waits any more when the basemap was hidden meanwhile.
            sender.send(open(&basemap, &around)).ok();
            (around.wake)();
        };
        match thread::Builder::new().name("basemap".to_owned()).spawn(work) {
            Ok(_) => Slot::Opening(receiver),
            Err(error) => Slot::Failed(Problem::NoThread(error)),
        }
    }

    fn surroundings(&self, project: &Path) -> Surroundings {
        Surroundings {
            project: project.to_owned(),
            cache: Arc::clone(&self.cache),
            wake: Arc::clone(&self.wake),
            folder: self.folder.clone(),
        }
    }

    fn slot(&self, basemap: &Basemap) -> Option<&Slot> {
        self.slots.get(&(basemap.kind?, basemap.source.clone()))
    }
}

impl Slot {
    fn poll(&mut self) {
        let Self::Opening(receiver) = self else { return };
        match receiver.try_recv() {
            Ok(result) => self.take(result),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => *self = Self::Failed(Problem::BasemapDied),
        }
    }

    fn take(&mut self, result: Result<Ground, Problem>) {
        *self = match result {
            Ok(ground) => Self::Ready { ground, made: None },
            Err(problem) => Self::Failed(problem),
        };
    }

    /// Waits until it is open and can be drawn from any distance.
    fn wait(&mut self) {
        if let Self::Opening(receiver) = self {
            let result = receiver.recv().unwrap_or(Err(Problem::BasemapDied));
            self.take(result);
        }
        if let Self::Ready { ground, .. } = self
            && let Some(rest) = ground.rest()
        {
            rest.wait();
        }
    }

    fn backdrop(&mut self, basemap: &Basemap, dark: bool) -> Option<Arc<Backdrop>> {
        let Self::Ready { ground, made } = self else { return None };
        let opacity = basemap.opacity.clamp(0, 100) as u8;
        let key = (basemap.shift, opacity, dark);
        if let Some((for_what, backdrop)) = made
            && *for_what == key
        {
            return Some(Arc::clone(backdrop));
        }
        let backdrop = Arc::new(ground.backdrop(basemap.shift, opacity, dark)?);
        *made = Some((key, Arc::clone(&backdrop)));
        Some(backdrop)
    }
}

/// The basemaps of a picture, which another thread completes.
pub(super) struct PictureBackdrops {
    parts: Vec<PicturePart>,
    around: Surroundings,
    dark: bool,
}

enum PicturePart {
    /// It is open; what is still worked out for it is waited for.
    Open(Arc<Backdrop>, Option<image::Rest>),
    /// It has to be opened.
    Closed(Box<Basemap>),
}

impl PictureBackdrops {
    /// The pictures under the map, the bottom one first. What can't be opened is left out. Waits for files, not for a network.
    pub(super) fn complete(&self) -> Vec<Arc<Backdrop>> {
        self.parts.iter().filter_map(|part| self.completed(part)).collect()
    }

    fn completed(&self, part: &PicturePart) -> Option<Arc<Backdrop>> {
        let wait = |rest: Option<&image::Rest>| rest.into_iter().for_each(image::Rest::wait);
        match part {
            PicturePart::Open(backdrop, rest) => {
                wait(rest.as_ref());
                Some(Arc::clone(backdrop))
            }
            PicturePart::Closed(basemap) => {
                let ground = open(basemap, &self.around).ok()?;
                wait(ground.rest().as_ref());
                let opacity = basemap.opacity.clamp(0, 100) as u8;
                ground.backdrop(basemap.shift, opacity, self.dark).map(Arc::new)
            }
        }
    }
}

impl Workspace {
    /// The basemaps of a picture. Does not wait itself.
    pub(super) fn picture_backdrops(&mut self, dark: bool) -> PictureBackdrops {
        let around = self.basemaps.surroundings(&self.path);
        let shown = self.project.map().basemaps.iter().filter(|it| it.visible);
        let parts = shown.map(|basemap| {
            let key = basemap.kind.map(|kind| (kind, basemap.source.clone()));
            let slot = key.and_then(|key| self.basemaps.slots.get_mut(&key));
            let open = slot.and_then(|slot| {
                let backdrop = slot.backdrop(basemap, dark)?;
                let Slot::Ready { ground, .. } = slot else { return None };
                Some(PicturePart::Open(backdrop, ground.rest()))
            });
            open.unwrap_or_else(|| PicturePart::Closed(Box::new(basemap.clone())))
        });
        PictureBackdrops { parts: parts.collect(), around, dark }
    }

    /// The pictures under the map, the bottom one first. Call it once a frame; it never waits.
    pub fn backdrops(&mut self, dark: bool) -> Vec<Arc<Backdrop>> {
        self.basemaps.update(&self.project.map().basemaps, &self.path);
        self.built_backdrops(dark)
    }

    /// The same, but waits until all files are open; for pictures and tests.
    pub fn complete_backdrops(&mut self, dark: bool) -> Vec<Arc<Backdrop>> {
        self.basemaps.update(&self.project.map().basemaps, &self.path);
        self.basemaps.slots.values_mut().for_each(Slot::wait);
        self.built_backdrops(dark)
    }

    fn built_backdrops(&mut self, dark: bool) -> Vec<Arc<Backdrop>> {
        let shown = self.project.map().basemaps.iter().filter(|it| it.visible);
        let slots = &mut self.basemaps.slots;
        shown.filter_map(|it| slots.get_mut(&(it.kind?, it.source.clone()))?.backdrop(it, dark)).collect()
    }

    /// What has become of a basemap.
    pub fn basemap_state(&self, basemap: &Basemap) -> BasemapState<'_> {
        if !basemap.visible {
            return BasemapState::Hidden;
        }
        match self.basemaps.slot(basemap) {
            None | Some(Slot::Opening(_)) => BasemapState::Opening,
            Some(Slot::Failed(problem)) => BasemapState::Failed(problem),
            Some(Slot::Ready { ground, .. }) => {
                BasemapState::Shown { extent: ground.extent(basemap.shift), trouble: ground.trouble() }
            }
        }
    }

    /// Opens a basemap anew that could not be opened.
    pub fn try_basemap(&mut self, id: RecordId) {
        let basemap = self.project.map().basemaps.iter().find(|it| it.id == id);
        if let Some(key) = basemap.and_then(|it| Some((it.kind?, it.source.clone()))) {
            self.basemaps.slots.remove(&key);
        }
    }

    /// Whose maps are shown or about to be, each once, the bottom one first.
    pub fn attributions(&self) -> Vec<&str> {
        let mut attributions: Vec<&str> = Vec::new();
        for basemap in self.project.map().basemaps.iter().filter(|it| it.visible) {
            let failed = matches!(self.basemaps.slot(basemap), Some(Slot::Failed(_)));
            let text = basemap.attribution.trim();
            if !failed && !text.is_empty() && !attributions.contains(&text) {
                attributions.push(text);
            }
        }
        attributions
    }

    /// Keeps tiles from the network and keys in this folder instead of the one of this device; for tests.
    pub fn keep_tiles_in(&mut self, folder: PathBuf) {
        self.basemaps.folder = Some(folder);
    }

    /// The zooms that a basemap from the network has, once it is shown.
    pub fn online_zooms(&self, id: RecordId) -> Option<(u8, u8)> {
        Some(self.online(id)?.1.zooms())
    }

    /// How long a tile of a basemap from the network is on average, where tiles are known.
    pub fn mean_tile_bytes(&self, id: RecordId) -> Option<u64> {
        self.online(id)?.1.mean_bytes()
    }

    fn online(&self, id: RecordId) -> Option<(&Basemap, Arc<online::Shared>)> {
        let basemap = self.project.map().basemaps.iter().find(|it| it.id == id)?;
        match self.basemaps.slot(basemap)? {
            Slot::Ready { ground, .. } => Some((basemap, ground.online()?)),
            _ => None,
        }
    }

    /// Starts keeping a view offline.
    pub(super) fn keep_offline(&mut self, request: KeepRequest) -> Result<(), Problem> {
        let Some((basemap, shared)) = self.online(request.basemap) else {
            return Err(Problem::NotOnline);
        };
        let (name, attribution) = (basemap.name.clone(), basemap.attribution.clone());
        let (project, shift) = (self.path.clone(), basemap.shift);
        let kind = super::JobKind::KeepOffline { name: name.clone() };
        self.start(kind, move |progress| {
            keep::keep(&shared, &request, (&name, &attribution), progress)?;
            let kept = describe(std::slice::from_ref(&request.path), &project, progress)?;
            // The tiles are shifted as the ones they come from.
            let kept = kept.into_iter().map(|it| Basemap { shift, ..it }).collect();
            Ok(super::background::Outcome::Basemaps(kept))
        });
        Ok(())
    }

    /// Adds or changes a basemap from the network. Its key stays on this device.
    pub(super) fn set_online(&mut self, basemap: Basemap, key: &str) -> Result<(), Problem> {
        let (source, pasted) = without_key(basemap.source.trim());
        let address = Address::parse(&source).map_err(Problem::BadAddress)?;
        let key = if key.trim().is_empty() { pasted.unwrap_or_default() } else { key.trim().to_owned() };
        if !key.is_empty() {
            Keys::in_folder(self.basemaps.folder.as_deref()).keep(address.host(), &key);
        }
        self.basemaps.slots.remove(&(BasemapKind::Online, source.clone()));
        let known = self.project.map().basemaps.iter().any(|it| it.id == basemap.id);
        let basemap = Basemap { source, kind: Some(BasemapKind::Online), ..basemap };
        if known {
            return self.keep_parts(Deed::ChangeBasemap, vec![MapPart::Basemap(basemap)]);
        }
        self.take_basemaps(vec![basemap])
    }

    /// New basemaps that were found to be usable go on top of the others.
    pub(super) fn take_basemaps(&mut self, basemaps: Vec<Basemap>) -> Result<(), Problem> {
        let top = self.project.map().basemaps.iter().map(|it| it.position + 1).max().unwrap_or(0);
        let placed = (top..).zip(basemaps).map(|(position, it)| MapPart::Basemap(Basemap { position, ..it }));
        self.keep_parts(Deed::ChangeBasemap, placed.collect())
    }
}

/// Looks into files and says what they would be as basemaps of the project in `project`.
pub(super) fn describe(
    files: &[PathBuf],
    project: &Path,
    progress: &super::Progress,
) -> Result<Vec<Basemap>, Problem> {
    let mut basemaps = Vec::new();
    for (done, file) in files.iter().enumerate() {
        if !progress.step(done as u64, files.len() as u64) {
            return Err(Problem::Cancelled);
        }
        let (kind, name, attribution) = open::look_into(file)?;
        let stem = || file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        basemaps.push(Basemap {
            id: new_id(),
            name: if name.is_empty() { stem() } else { name },
            kind: Some(kind),
            source: stored_path(project, file),
            visible: true,
            opacity: 100,
            attribution,
            ..Basemap::default()
        });
    }
    Ok(basemaps)
}
