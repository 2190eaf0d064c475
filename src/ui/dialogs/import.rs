//! Which files to bring in, and what they hold; everything but the files may be left to the program.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, RichText, Ui};

use super::{Answer, dialog, files_ui, foot, halves, line};
use crate::{
    app::{ImportKind, ImportRequest},
    domain::layer::LayerKind,
    i18n::Lang,
    ui::{
        files::Purpose,
        keys::Command,
        said::{self, Word},
        theme::{self, GAP, PAD, SMALL, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug, Default)]
pub(crate) struct ImportDraft {
    /// One path on each line.
    files: String,
    kind: Option<ImportKind>,
    layer_name: String,
    encoding: Option<&'static str>,
    crs: String,
}

/// The encodings that offices use.
pub(super) const ENCODINGS: &[&str] = &["UTF-8", "GBK", "GB18030", "Big5"];

impl ImportDraft {
    /// Names more files.
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

    fn requests(&self) -> Vec<ImportRequest> {
        let paths = self.paths();
        let single = paths.len() == 1;
        let request = |path| {
            let mut request = ImportRequest::of(path);
            request.kind = self.kind;
            let named = single && !self.layer_name.trim().is_empty();
            request.layer_name = named.then(|| self.layer_name.trim().to_owned());
            request.encoding = self.encoding.map(str::to_owned);
            let crs = self.crs.trim();
            request.crs = (!crs.is_empty()).then(|| crs.to_owned());
            request
        };
        paths.into_iter().map(request).collect()
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Vec<ImportRequest>> {
        let title = Command::AddLayer.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 140.0 * UNIT, |ui| {
            let browse = files_ui(ui, lang, lang.term(Word::Files), 3, &mut self.files);
            widgets::small(ui, lang.term(Word::Formats));
            if browse {
                return Answer::Browse(Purpose::Import);
            }
            ui.add_space(PAD);
            let single = self.paths().len() <= 1;
            halves(
                ui,
                self,
                |ui, it| kind_ui(ui, lang, &mut it.kind),
                |ui, it| {
                    let layer = single && !matches!(it.kind, Some(ImportKind::Outfall));
                    ui.add_enabled_ui(layer, |ui| {
                        line(ui, lang.term(Word::LayerName), lang.term(Word::FromFile), &mut it.layer_name);
                    });
                },
            );
            ui.add_space(GAP);
            halves(
                ui,
                self,
                |ui, it| encoding_ui(ui, lang, &mut it.encoding),
                |ui, it| {
                    line(ui, lang.term(Word::Crs3), lang.term(Word::CrsHint), &mut it.crs);
                },
            );
            let absent = self.paths().into_iter().find(|path| !Path::new(path).exists());
            let obstacle = absent.as_ref().map(|path| said::absent(lang, path)).unwrap_or_default();
            let possible = absent.is_none() && !self.paths().is_empty();
            match foot(ui, lang, lang.term(Word::Import), possible, &obstacle) {
                Some(true) => Answer::Done(self.requests()),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

fn kind_ui(ui: &mut Ui, lang: Lang, kind: &mut Option<ImportKind>) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(lang.term(Word::Holds)).size(SMALL).color(weak));
    let name = |kind: Option<ImportKind>| match kind {
        None => lang.term(Word::FindOut),
        Some(ImportKind::Outfall) => lang.term(Word::Outfalls),
        Some(ImportKind::Layer(kind)) => lang.term(kind),
    };
    let layers = LayerKind::ALL.iter().map(|kind| Some(ImportKind::Layer(*kind)));
    let combo = widgets::choice(ui, "kind", ui.available_width(), name(*kind));
    let response = combo.show_ui(ui, |ui| {
        for option in [None, Some(ImportKind::Outfall)].into_iter().chain(layers) {
            ui.selectable_value(kind, option, name(option));
        }
    });
    response.response.labelled_by(label.id);
}

pub(super) fn encoding_ui(ui: &mut Ui, lang: Lang, encoding: &mut Option<&'static str>) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(lang.term(Word::Encoding)).size(SMALL).color(weak));
    let name = encoding.unwrap_or(lang.term(Word::FindOut));
    let combo = widgets::choice(ui, "encoding", ui.available_width(), name);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(encoding, None, lang.term(Word::FindOut));
        for option in ENCODINGS {
            ui.selectable_value(encoding, Some(option), *option);
        }
    });
    response.response.labelled_by(label.id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_file_and_only_a_single_one_gets_the_name() {
        let mut draft = ImportDraft::default();
        draft.add(&[PathBuf::from("/data/河流.shp")]);
        draft.layer_name = "主要河流".to_owned();
        assert_eq!(draft.requests()[0].layer_name.as_deref(), Some("主要河流"));

        draft.add(&[PathBuf::from("/data/断面.gpkg")]);
        let requests = draft.requests();
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|it| it.layer_name.is_none()));
    }
}
