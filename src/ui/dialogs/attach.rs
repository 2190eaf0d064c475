//! Which files to attach to an outfall, what they show, and which record they document; and where copies of photos go.

use std::path::{Path, PathBuf};

use eframe::egui::Context;

use super::{Answer, dialog, files_ui, foot, halves, path_line};
use crate::{
    app::{
        Action,
        photo::{AttachRequest, CopyRequest},
    },
    domain::{RecordId, fact::PhotoSlot, project::Entry},
    i18n::Lang,
    ui::{
        files::Purpose,
        photos::{fact_ui, slot_ui},
        said::{PhotoWord, Word},
        theme::{GAP, PAD, UNIT},
        widgets,
    },
};

/// Files that are to be attached.
#[derive(Debug)]
pub(crate) struct AttachDraft {
    /// The outfall.
    pub(crate) outfall: RecordId,
    files: String,
    slot: Option<PhotoSlot>,
    fact: Option<RecordId>,
}

impl AttachDraft {
    /// To this outfall.
    pub(crate) fn new(outfall: RecordId) -> Self {
        Self { outfall, files: String::new(), slot: None, fact: None }
    }

    /// More files.
    pub(crate) fn add(&mut self, files: &[PathBuf]) {
        for file in files {
            if !self.files.is_empty() && !self.files.ends_with('\n') {
                self.files.push('\n');
            }
            self.files.push_str(&file.display().to_string());
        }
    }

    fn paths(&self) -> Vec<PathBuf> {
        self.files.lines().map(str::trim).filter(|it| !it.is_empty()).map(PathBuf::from).collect()
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang, entry: &Entry) -> Answer<Action> {
        dialog(ctx, lang, lang.term(PhotoWord::AddFilesTitle), 130.0 * UNIT, |ui| {
            let browse = files_ui(ui, lang, lang.term(PhotoWord::Files), 3, &mut self.files);
            ui.add_space(GAP);
            halves(
                ui,
                self,
                |ui, it| slot_ui(ui, lang, &mut it.slot),
                |ui, it| fact_ui(ui, lang, entry, &mut it.fact),
            );
            ui.add_space(UNIT);
            widgets::small(ui, lang.term(PhotoWord::DropHere));
            if browse {
                return Answer::Browse(Purpose::Evidence);
            }
            let paths = self.paths();
            let there = paths.iter().all(|it| it.is_file());
            let obstacle = if there { "" } else { lang.term(Word::NoSuchFile) };
            match foot(ui, lang, lang.term(PhotoWord::Add), there && !paths.is_empty(), obstacle) {
                Some(true) => Answer::Done(Action::Attach(AttachRequest {
                    outfall: self.outfall,
                    fact: self.fact,
                    slot: self.slot,
                    files: paths,
                })),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

/// A folder of photos that is to be looked through.
#[derive(Debug, Default)]
pub(crate) struct FolderDraft {
    path: String,
}

impl FolderDraft {
    /// The folder.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Action> {
        dialog(ctx, lang, lang.term(PhotoWord::PhotoFolder), 130.0 * UNIT, |ui| {
            if path_line(ui, lang, lang.term(PhotoWord::Folder), &mut self.path) {
                return Answer::Browse(Purpose::PhotoFolder);
            }
            ui.add_space(UNIT);
            widgets::small(ui, lang.term(PhotoWord::FolderHint));
            let path = PathBuf::from(self.path.trim());
            let there = path.is_dir();
            let obstacle =
                if there || self.path.trim().is_empty() { "" } else { lang.term(Word::NoSuchFolder) };
            match foot(ui, lang, lang.term(PhotoWord::Look), there, obstacle) {
                Some(true) => Answer::Done(Action::PlanPhotos(vec![path])),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

/// Where copies of photos go.
#[derive(Debug)]
pub(crate) struct CopyDraft {
    photos: Vec<RecordId>,
    path: String,
    originals: bool,
    annotated: bool,
}

impl CopyDraft {
    /// Of these photos, into this folder unless another one is chosen.
    pub(crate) fn new(photos: Vec<RecordId>, folder: &Path) -> Self {
        Self { photos, path: folder.display().to_string(), originals: false, annotated: true }
    }

    /// The folder.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Action> {
        dialog(ctx, lang, lang.term(PhotoWord::CopyTitle), 130.0 * UNIT, |ui| {
            if path_line(ui, lang, lang.term(PhotoWord::Folder), &mut self.path) {
                return Answer::Browse(Purpose::PhotoFolder);
            }
            ui.add_space(PAD);
            ui.checkbox(&mut self.originals, lang.term(PhotoWord::Originals));
            ui.add_enabled_ui(!self.originals, |ui| {
                ui.checkbox(&mut self.annotated, lang.term(PhotoWord::WithMarks));
            });
            widgets::small(ui, lang.term(PhotoWord::CopyNote));
            let folder = PathBuf::from(self.path.trim());
            let possible = folder.is_dir() || folder.parent().is_some_and(Path::is_dir);
            let obstacle = if possible { "" } else { lang.term(Word::NoSuchFolder) };
            match foot(ui, lang, lang.term(Word::Save), possible, obstacle) {
                Some(true) => Answer::Done(Action::CopyPhotos(CopyRequest {
                    photos: Some(self.photos.clone()),
                    folder,
                    originals: self.originals,
                    annotated: self.annotated,
                    lang,
                })),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}
