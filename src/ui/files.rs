//! The desktop's own file dialogs, opened beside the window so that it goes on drawing.
//!
//! Where a desktop has no such dialog it answers at once with nothing; a path can always be typed instead.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
};

use eframe::egui::Context;

use super::said::Word;
use crate::{app::basemap::ENDINGS, i18n::Lang};

/// What a file is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    OpenProject,
    NewProject,
    Import,
    Basemap,
    KeepOffline,
    Export,
    Picture,
    Photo,
    Evidence,
    Sheet,
    TraceFile,
    PhotoFolder,
}

/// At most one open file dialog.
#[derive(Default)]
pub(crate) struct FilePicker {
    open: Option<(Purpose, Receiver<Vec<PathBuf>>)>,
}

impl FilePicker {
    /// Opens the dialog, unless one is open. `suggested` is the file that is offered for saving.
    pub(crate) fn ask(&mut self, ctx: &Context, lang: Lang, purpose: Purpose, suggested: PathBuf) {
        if self.open.is_some() {
            return;
        }
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        let work = move || {
            let chosen = choose(lang, purpose, &suggested);
            // Nobody waits any more when the window has gone.
            sender.send(chosen).ok();
            ctx.request_repaint();
        };
        if thread::Builder::new().name("file dialog".to_owned()).spawn(work).is_ok() {
            self.open = Some((purpose, receiver));
        }
    }

    /// The files that were chosen, once they were.
    pub(crate) fn poll(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        let (purpose, receiver) = self.open.as_ref()?;
        let purpose = *purpose;
        match receiver.try_recv() {
            Ok(files) => {
                self.open = None;
                (!files.is_empty()).then_some((purpose, files))
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.open = None;
                None
            }
        }
    }
}

fn choose(lang: Lang, purpose: Purpose, suggested: &std::path::Path) -> Vec<PathBuf> {
    let mut dialog = rfd::FileDialog::new();
    if let Some(folder) = suggested.parent().filter(|it| it.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = suggested.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    let gpkg = |dialog: rfd::FileDialog| dialog.add_filter(lang.term(Word::ProjectFile), &["gpkg"]);
    let chosen = match purpose {
        Purpose::OpenProject => gpkg(dialog).pick_file().map(|it| vec![it]),
        Purpose::NewProject => gpkg(dialog).save_file().map(|it| vec![it]),
        Purpose::Import => {
            let endings = [
                "shp", "zip", "geojson", "json", "geojsonl", "gpkg", "kml", "kmz", "gpx", "dxf", "inp",
                "xlsx", "xls", "ods", "csv", "txt", "dbf",
            ];
            dialog.add_filter(lang.term(Word::LayersAndLedgers), &endings).pick_files()
        }
        Purpose::KeepOffline => dialog.add_filter("MBTiles", &["mbtiles"]).save_file().map(|it| vec![it]),
        Purpose::Basemap => dialog.add_filter(super::said::basemaps(lang), ENDINGS).pick_files(),
        Purpose::Export => {
            let dialog = dialog.add_filter("XLSX", &["xlsx"]).add_filter("CSV", &["csv"]);
            let dialog = dialog.add_filter("GeoPackage", &["gpkg"]).add_filter("Shapefile", &["shp"]);
            let dialog = dialog.add_filter("GeoJSON", &["geojson"]).add_filter("KML", &["kml"]);
            dialog.save_file().map(|it| vec![it])
        }
        Purpose::Picture => {
            let dialog = dialog.add_filter("PNG", &["png"]).add_filter("PDF", &["pdf"]);
            dialog.add_filter("SVG", &["svg"]).save_file().map(|it| vec![it])
        }
        Purpose::Photo => dialog.pick_file().map(|it| vec![it]),
        Purpose::Sheet => dialog.add_filter("PDF", &["pdf"]).save_file().map(|it| vec![it]),
        Purpose::TraceFile => {
            let dialog = dialog.add_filter("XLSX", &["xlsx"]).add_filter("GeoJSON", &["geojson"]);
            dialog.save_file().map(|it| vec![it])
        }
        Purpose::Evidence => dialog.pick_files(),
        Purpose::PhotoFolder => dialog.pick_folder().map(|it| vec![it]),
    };
    chosen.unwrap_or_default()
}
