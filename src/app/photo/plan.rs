//! A folder of photos, matched to outfalls and visits: what would become of each, before anything is kept.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use super::{PhotoFile, PhotoOnDisk, shot_of};
use crate::{
    app::{JobKind, Now, Problem, Progress, Workspace, background::Outcome, new_id},
    domain::{
        RecordId,
        evidence::{Doubt, Found, Match, doubts, match_shot, sites},
        fact::{Photo, PhotoSlot},
        project::Project,
    },
};

/// What is looked for in a folder.
const ENDINGS: &[&str] = &["jpg", "jpeg", "png", "webp", "heic", "heif"];

/// How deep in a folder, and how many files: what one campaign day brings, and some more.
const DEPTH: usize = 4;
const MOST_FILES: usize = 20_000;

/// One photo of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPhoto {
    /// The file.
    pub path: PathBuf,
    /// The record as it would be, without an outfall while there is none.
    pub photo: Photo,
    /// Where it belongs.
    pub matched: Match,
    /// The place that is chosen for it: at first the one that it clearly belongs to.
    pub chosen: Option<Found>,
    /// Is the same file at that outfall already?
    pub already: bool,
    /// Is it to be kept?
    pub wanted: bool,
    /// What speaks against it at the chosen place.
    pub doubts: Vec<Doubt>,
}

/// What would become of a folder of photos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotoPlan {
    /// The photos, in the order of their names.
    pub rows: Vec<PlannedPhoto>,
    /// Files that could not be read.
    pub unread: Vec<PathBuf>,
}

impl PlannedPhoto {
    /// Chooses another place for it, or none.
    pub fn choose(&mut self, project: &Project, found: Option<Found>, now: &Now) {
        self.chosen = found;
        self.photo.outfall = found.map_or(RecordId::NIL, |it| it.outfall);
        self.photo.fact = found.and_then(|it| it.visit);
        let entry = found.and_then(|it| project.entry(it.outfall));
        self.already = entry.is_some_and(|it| it.photos.iter().any(|it| it.sha256 == self.photo.sha256));
        self.wanted = found.is_some() && !self.already;
        self.doubts = match found {
            Some(_) => doubts(project, &self.photo, now.local(), now.stamp.utc_offset_min),
            None => Vec::new(),
        };
        if self.already {
            // It is said already.
            self.doubts.retain(|it| !matches!(it, Doubt::Already { .. }));
        }
    }
}

impl PhotoPlan {
    /// The photos that are to be kept.
    pub fn wanted(&self) -> Vec<PhotoOnDisk> {
        let wanted = self.rows.iter().filter(|row| row.wanted && row.chosen.is_some());
        wanted.map(|row| PhotoOnDisk { photo: row.photo.clone(), path: row.path.clone() }).collect()
    }

    /// Reads the photos and finds out where they belong.
    pub(in crate::app) fn of(
        project: &Project,
        paths: &[PathBuf],
        now: &Now,
        progress: &Progress,
    ) -> Result<Self, Problem> {
        let here_min = now.stamp.utc_offset_min;
        let sites = sites(project, here_min);
        let files = files_in(paths)?;
        let total = files.len() as u64;
        let (mut plan, mut seen) = (Self::default(), HashSet::new());
        for (path, done) in files.into_iter().zip(0..) {
            if !progress.step(done, total) {
                return Err(Problem::Cancelled);
            }
            let blank = Photo { id: new_id(), ..Photo::default() };
            let Ok(PhotoFile { photo, bytes }) = PhotoFile::read(blank, &path) else {
                plan.unread.push(path);
                continue;
            };
            let matched = match_shot(&shot_of(&bytes), &sites, here_min);
            let chosen = match matched {
                Match::Clear(found) => Some(found),
                Match::Ask(_) | Match::None(_) => None,
            };
            let mut row = PlannedPhoto {
                path,
                photo,
                matched,
                chosen: None,
                already: false,
                wanted: false,
                doubts: Vec::new(),
            };
            row.choose(project, chosen, now);
            if !seen.insert(row.photo.sha256.clone()) {
                // The same photo a second time in the folder.
                row.already = true;
                row.wanted = false;
            }
            if !row.photo.is_picture() {
                row.photo.slot = Some(PhotoSlot::Document);
            }
            plan.rows.push(row);
        }
        Ok(plan)
    }
}

impl Workspace {
    /// Finds out in the background where photos belong; folders are looked through.
    pub(in crate::app) fn plan_photos(&mut self, paths: Vec<PathBuf>) {
        let (project, now) = (self.shared_project(), (self.env.now)());
        self.start(JobKind::ReadPhotos, move |progress| {
            PhotoPlan::of(&project, &paths, &now, progress).map(Outcome::PhotosPlanned)
        });
    }
}

/// The photos in folders, by name, and files as they are given.
pub fn files_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            look_through(path, DEPTH, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    files.truncate(MOST_FILES);
    Ok(files)
}

fn look_through(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let unreadable = |source| Problem::Unreadable { path: folder.to_owned(), source };
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|it| it.map(|it| it.path())).collect())
        .map_err(unreadable)?;
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with('.'));
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
        if hidden || files.len() >= MOST_FILES {
            continue;
        }
        if path.is_dir() && depth > 0 {
            look_through(&path, depth - 1, files)?;
        } else if ENDINGS.contains(&ending.as_str()) {
            files.push(path);
        }
    }
    Ok(())
}
