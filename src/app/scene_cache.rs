//! Large layers as they were drawn last time, so that opening a project again shows its map at once.
//!
//! They lie in the cache folder of this user, named by the content and the style of the layer: a layer that changes has another name,
//! and copies of a project share theirs. Whatever goes wrong here costs time only, never a wrong map, so it is not reported.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::SystemTime,
};

use directories::ProjectDirs;

use crate::{
    domain::layer::{Layer, LayerKind},
    map::scene::SceneLayer,
    storage::sha256_hex,
};

/// Layers of fewer bytes are worked out as fast as they are read.
const SMALLEST: usize = 256 * 1024;

/// All kept layers together; the ones that were not used for longest go first. Our choice: two provinces.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// The layers that are kept on this device.
#[derive(Clone, Debug, Default)]
pub struct SceneCache {
    folder: Option<PathBuf>,
}

impl SceneCache {
    /// That of this user; nothing is kept where there is no cache folder.
    pub fn of_this_device() -> Self {
        Self { folder: ProjectDirs::from("", "", "paikou").map(|dirs| dirs.cache_dir().join("scenes")) }
    }

    /// In a folder of one's own choice.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()) }
    }

    /// The layer as it was kept, for a scene that knows it by this key and revision.
    pub fn load(&self, layer: &Layer, key: u64, revision: u64) -> Option<SceneLayer> {
        let path = self.path(layer)?;
        let file = fs::File::open(&path).ok()?;
        let length = file.metadata().ok()?.len();
        let kept = SceneLayer::read(file, length, key, revision)?;
        // Says that it is still of use.
        if let Ok(file) = fs::File::options().append(true).open(&path) {
            file.set_modified(SystemTime::now()).ok();
        }
        Some(kept)
    }

    /// Keeps a layer as it is drawn.
    pub fn keep(&self, layer: &Layer, drawn: &SceneLayer) {
        let Some(path) = self.path(layer) else { return };
        let Some(bytes) = drawn.to_bytes().filter(|bytes| SMALLEST <= bytes.len()) else { return };
        let Some(folder) = path.parent() else { return };
        if write(folder, &path, &bytes).is_ok() {
            make_room(folder);
        }
    }

    fn path(&self, layer: &Layer) -> Option<PathBuf> {
        let folder = self.folder.as_ref().filter(|_| !layer.hash.is_empty())?;
        let kind = layer.kind.map_or("", LayerKind::code);
        let parts = [env!("CARGO_PKG_VERSION"), &layer.hash, kind, &layer.style];
        let name = sha256_hex(parts.join("\n").as_bytes());
        Some(folder.join(format!("{name}.scene")))
    }
}

/// Beside its place first, so that nobody reads half of it.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

fn make_room(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let metadata = entry.metadata().ok()?;
            Some((metadata.modified().ok()?, metadata.len(), entry.path()))
        })
        .collect();
    files.sort_unstable_by(|a, b| b.cmp(a));
    let mut total = 0;
    for (_, length, path) in files {
        total += length;
        if MOST_BYTES < total {
            fs::remove_file(path).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::{Geometry, LineString};

    use super::*;
    use crate::{
        app::scene::reference_layer,
        domain::layer::{Feature, FeatureSet},
    };

    fn river(reaches: u32) -> FeatureSet {
        let reach = |number: u32| {
            let at = |step: u32| (112.0 + f64::from(number % 100) * 0.01, 38.0 + f64::from(step) * 0.001);
            let line = LineString::from((0..10).map(at).collect::<Vec<_>>());
            Feature { geometry: Some(Geometry::LineString(line)), values: Vec::new() }
        };
        FeatureSet { columns: Vec::new(), features: (0..reaches).map(reach).collect() }
    }

    #[test]
    fn a_large_layer_is_kept_under_its_content_and_style() {
        let folder = tempfile::tempdir().unwrap();
        let cache = SceneCache::in_folder(folder.path());
        let layer = Layer { kind: Some(LayerKind::River), hash: "ab".to_owned(), ..Layer::default() };
        let drawn = reference_layer(&layer, &river(5_000), 1);

        cache.keep(&layer, &drawn);

        assert_eq!(
            cache.load(&layer, 7, 3).map(|it| (it.len(), it.info().key, it.info().revision)),
            Some((5_000, 7, 3))
        );
        let restyled = Layer { style: "{}".to_owned(), ..layer.clone() };
        let replaced = Layer { hash: "cd".to_owned(), ..layer };
        assert!(cache.load(&restyled, 7, 3).is_none() && cache.load(&replaced, 7, 3).is_none());
    }

    #[test]
    fn a_small_layer_is_not_worth_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let layer = Layer { hash: "ab".to_owned(), ..Layer::default() };

        SceneCache::in_folder(folder.path()).keep(&layer, &reference_layer(&layer, &river(10), 1));

        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
