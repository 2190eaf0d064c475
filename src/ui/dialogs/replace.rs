//! Which newer file the features of a layer come from.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, RichText};

use super::{Answer, dialog, foot, halves, import::encoding_ui, line, path_line};
use crate::{
    app::ImportRequest,
    domain::layer::Layer,
    i18n::Lang,
    ui::{
        files::Purpose,
        said::{self, LayerWord, Word, layer_word},
        theme::{BODY, GAP, PAD, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug)]
pub(crate) struct ReplaceDraft {
    /// The layer as it was when the dialog was opened.
    layer: Layer,
    path: String,
    encoding: Option<&'static str>,
    crs: String,
}

impl ReplaceDraft {
    /// For this layer.
    pub(crate) fn of(layer: Layer) -> Self {
        Self { layer, path: String::new(), encoding: None, crs: String::new() }
    }

    /// The file that was chosen or dropped.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(self.path.trim())
    }

    fn request(&self) -> ImportRequest {
        let crs = self.crs.trim();
        ImportRequest {
            encoding: self.encoding.map(str::to_owned),
            crs: (!crs.is_empty()).then(|| crs.to_owned()),
            ..ImportRequest::replacing(self.path(), &self.layer)
        }
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<ImportRequest> {
        dialog(ctx, lang, layer_word(lang, LayerWord::ReplaceTitle), 140.0 * UNIT, |ui| {
            ui.label(RichText::new(said::replacing(lang, &self.layer)).size(BODY));
            widgets::small(ui, layer_word(lang, LayerWord::ReplaceAdvice));
            ui.add_space(GAP);
            if path_line(ui, lang, layer_word(lang, LayerWord::NewerFile), &mut self.path) {
                return Answer::Browse(Purpose::Import);
            }
            widgets::small(ui, lang.term(Word::Formats));
            ui.add_space(PAD);
            halves(
                ui,
                self,
                |ui, it| encoding_ui(ui, lang, &mut it.encoding),
                |ui, it| line(ui, lang.term(Word::Crs3), lang.term(Word::CrsHint), &mut it.crs),
            );
            let there = self.path().exists() && !self.path.trim().is_empty();
            let obstacle = if self.path.trim().is_empty() { "" } else { lang.term(Word::NoSuchFile) };
            match foot(ui, lang, layer_word(lang, LayerWord::ReplaceTitle), there, obstacle) {
                Some(true) => Answer::Done(self.request()),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}
