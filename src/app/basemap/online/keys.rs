//! The keys that providers of tiles give to people. They are kept on this device and never in a project, which is handed on.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Keys by host.
#[derive(Debug)]
pub(in crate::app::basemap) struct Keys {
    place: Option<PathBuf>,
}

impl Keys {
    /// Those that are kept in a folder; none are kept where there is none.
    pub(in crate::app::basemap) fn in_folder(folder: Option<&Path>) -> Self {
        Self { place: folder.map(|folder| folder.join("basemap-keys.json")) }
    }

    /// The key for a host.
    pub(in crate::app::basemap) fn of(&self, host: &str) -> Option<String> {
        self.read().remove(host)
    }

    /// Keeps a key. Where that is not possible, it has to be typed again next time.
    pub(in crate::app::basemap) fn keep(&self, host: &str, key: &str) {
        let Some(place) = &self.place else { return };
        let mut keys = self.read();
        keys.insert(host.to_owned(), key.trim().to_owned());
        let Ok(bytes) = serde_json::to_vec_pretty(&keys) else { return };
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).ok();
        }
        fs::write(place, bytes).ok();
    }

    fn read(&self) -> BTreeMap<String, String> {
        let bytes = self.place.as_ref().and_then(|place| fs::read(place).ok());
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }
}
