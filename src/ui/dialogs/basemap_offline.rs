//! How much of a basemap from the network is kept, and where.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, DragValue, RichText, Ui};

use super::{Answer, dialog, foot, halves, path_line};
use crate::{
    app::{
        Action,
        basemap::{KeepRequest, TILES_MAX, estimate},
    },
    domain::{RecordId, basemap::Basemap},
    i18n::Lang,
    ui::{
        files::Purpose,
        said::{self, Word},
        theme::{self, GAP, PAD, SMALL, UNIT},
        widgets,
    },
};

/// What is chosen.
#[derive(Debug)]
pub(crate) struct KeepDraft {
    basemap: RecordId,
    name: String,
    extent: [f64; 4],
    /// The zooms that the basemap has.
    there: (u8, u8),
    zooms: (u8, u8),
    /// How long a tile is on average, where tiles are known.
    mean_bytes: Option<u64>,
    path: String,
}

impl KeepDraft {
    /// For what the map shows: `zoom` is the one that fits it.
    pub(crate) fn new(
        basemap: &Basemap,
        extent: [f64; 4],
        (there, zoom): ((u8, u8), u8),
        mean_bytes: Option<u64>,
        folder: &Path,
    ) -> Self {
        let first = zoom.clamp(there.0, there.1);
        // Two steps closer than what is seen, which is what one walks along a bank with.
        let zooms = (first, (first + 2).min(there.1));
        let plain: String = basemap.name.chars().filter(|it| it.is_alphanumeric() || *it == ' ').collect();
        let mut path = folder.join(format!("{}.mbtiles", plain.trim()));
        for number in 2..100 {
            if !path.exists() {
                break;
            }
            path = folder.join(format!("{} {number}.mbtiles", plain.trim()));
        }
        let path = path.display().to_string();
        Self { basemap: basemap.id, name: basemap.name.clone(), extent, there, zooms, mean_bytes, path }
    }

    /// The place to save at.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
    }

    /// The file that is offered.
    pub(crate) fn suggested(&self) -> PathBuf {
        PathBuf::from(self.path.trim())
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Action> {
        dialog(ctx, lang, &said::keep_offline_of(lang, &self.name), 120.0 * UNIT, |ui| {
            widgets::small(ui, said::keep_offline_help(lang));
            ui.add_space(PAD);
            halves(
                ui,
                self,
                |ui, it| {
                    let (least, most) = (it.there.0, it.there.1);
                    zoom_ui(ui, said::first_zoom(lang), &mut it.zooms.0, (least, most));
                    it.zooms.1 = it.zooms.1.max(it.zooms.0);
                },
                |ui, it| {
                    let (least, most) = (it.there.0, it.there.1);
                    zoom_ui(ui, said::last_zoom(lang), &mut it.zooms.1, (least, most));
                    it.zooms.0 = it.zooms.0.min(it.zooms.1);
                },
            );
            ui.add_space(GAP);
            let estimate = estimate(self.extent, self.zooms, self.mean_bytes);
            let known = self.mean_bytes.is_some();
            widgets::small(ui, &said::estimate(lang, estimate.tiles, estimate.bytes, known));
            ui.add_space(PAD);
            if path_line(ui, lang, lang.term(Word::SaveTo), &mut self.path) {
                return Answer::Browse(Purpose::KeepOffline);
            }
            let path = self.suggested();
            let folder = path.parent().is_some_and(|it| it.as_os_str().is_empty() || it.is_dir());
            let few = estimate.tiles <= TILES_MAX;
            let obstacle = match (few, folder) {
                (false, _) => said::too_many_tiles(lang, TILES_MAX),
                (true, false) => lang.term(Word::NoSuchFolder).to_owned(),
                (true, true) => String::new(),
            };
            match foot(ui, lang, said::keep(lang), few && folder, &obstacle) {
                Some(true) => Answer::Done(Action::KeepOffline(KeepRequest {
                    basemap: self.basemap,
                    extent: self.extent,
                    zooms: self.zooms,
                    path,
                })),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

fn zoom_ui(ui: &mut Ui, title: &str, zoom: &mut u8, (least, most): (u8, u8)) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(title).size(SMALL).color(weak));
    ui.add(DragValue::new(zoom).range(least..=most).speed(0.1)).labelled_by(label.id);
}
