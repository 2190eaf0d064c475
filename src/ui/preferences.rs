//! What the window remembers on this device between two starts: language, theme, and the projects that were open.

use std::{fs, path::PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use super::{form_habits::FormHabits, habits::MapHabits, import_habits::ImportHabits};
use crate::i18n::Lang;

/// How many projects are remembered.
const REMEMBERED: usize = 8;

/// The preferences of this device. Losing them costs nothing but a choice made again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Preferences {
    /// The code of the language that was chosen; empty where none was.
    pub(crate) language: String,
    /// `light` or `dark`; empty where none was chosen.
    pub(crate) theme: String,
    /// The projects that were open, the latest first.
    pub(crate) recent: Vec<PathBuf>,
    /// How the map is read.
    pub(crate) map: MapHabits,
    /// How forms are filled in.
    pub(crate) forms: FormHabits,
    /// What was said of files that came in.
    pub(crate) imports: ImportHabits,
    /// Where they are kept; nowhere in tests.
    #[serde(skip)]
    place: Option<PathBuf>,
}

impl Preferences {
    /// What was kept on this device.
    pub(crate) fn load() -> Self {
        let place = ProjectDirs::from("", "", "paikou").map(|dirs| dirs.config_dir().join("window.json"));
        let bytes = place.as_ref().and_then(|path| fs::read(path).ok());
        let kept: Option<Self> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { place, ..kept.unwrap_or_default() }
    }

    /// The language that was chosen.
    pub(crate) fn lang(&self) -> Option<Lang> {
        Lang::parse(&self.language)
    }

    /// Puts a project at the head of the list.
    pub(crate) fn remember(&mut self, project: PathBuf) {
        let project = fs::canonicalize(&project).unwrap_or(project);
        self.recent.retain(|it| *it != project);
        self.recent.insert(0, project);
        self.recent.truncate(REMEMBERED);
        self.keep();
    }

    /// Is there a place where they are kept? Not in tests.
    pub(crate) fn are_kept(&self) -> bool {
        self.place.is_some()
    }

    /// Writes them down. Where that is not possible, they hold for this time only.
    pub(crate) fn keep(&self) {
        let Some(place) = &self.place else { return };
        let Ok(bytes) = serde_json::to_vec_pretty(self) else { return };
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).ok();
        }
        fs::write(place, bytes).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_project_comes_first_and_only_once() {
        let mut preferences = Preferences::default();
        for name in ["/nowhere/a.gpkg", "/nowhere/b.gpkg", "/nowhere/a.gpkg"] {
            preferences.remember(name.into());
        }
        assert_eq!(preferences.recent, [PathBuf::from("/nowhere/a.gpkg"), "/nowhere/b.gpkg".into()]);
    }
}
