//! What to hand out, and where to.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, RichText, Ui};

use super::{Answer, dialog, foot, halves, path_line};
use crate::{
    app::{ExportKind, ExportRequest},
    domain::{RecordId, progress::Grouping},
    i18n::Lang,
    ui::{
        files::Purpose,
        keys::Command,
        said::{self, Word},
        theme::{self, GAP, PAD, SMALL, UNIT},
        widgets,
    },
};

/// What is chosen.
#[derive(Debug)]
pub(crate) struct ExportDraft {
    kind: ExportKind,
    by: Grouping,
    gbk: bool,
    /// The reference layers that can be written, by name.
    layers: Vec<(RecordId, String)>,
    folder: PathBuf,
    /// Empty until it is typed or chosen; then the suggestion no longer follows the kind.
    path: String,
}

impl ExportDraft {
    /// Into `folder`, unless another place is chosen.
    pub(crate) fn new(folder: PathBuf, layers: Vec<(RecordId, String)>) -> Self {
        let (kind, by) = (ExportKind::Ledger, Grouping::County);
        let mut draft = Self { kind, by, gbk: false, layers, folder, path: String::new() };
        draft.path = draft.suggested(Lang::Zh).display().to_string();
        draft
    }

    /// The place to save at.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
    }

    /// The file that is offered.
    pub(crate) fn suggested(&self, lang: Lang) -> PathBuf {
        let name = self.kind_name(lang, self.kind);
        let ending = if self.kind.is_layer() { "gpkg" } else { "xlsx" };
        self.folder.join(format!("{}.{ending}", name.replace(['/', '\\', ':'], "_")))
    }

    /// What is to be written, in words; a layer goes by its name.
    fn kind_name(&self, lang: Lang, kind: ExportKind) -> String {
        let layer = self.layers.iter().find(|(id, _)| kind == ExportKind::Layer(*id));
        layer.map_or_else(|| said::report_name(lang, kind).to_owned(), |(_, name)| name.clone())
    }

    fn kind_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let weak = theme::tokens(ui).weak;
        let label = ui.label(RichText::new(lang.term(Word::Report)).size(SMALL).color(weak));
        let combo = widgets::choice(ui, "report", ui.available_width(), &self.kind_name(lang, self.kind));
        let reports = ExportKind::ALL.iter().map(|(kind, _)| *kind);
        let layers = self.layers.iter().map(|(id, _)| ExportKind::Layer(*id));
        let options: Vec<ExportKind> = reports.chain(layers).collect();
        let response = combo.show_ui(ui, |ui| {
            for option in options {
                let name = self.kind_name(lang, option);
                ui.selectable_value(&mut self.kind, option, name);
            }
        });
        response.response.labelled_by(label.id);
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<ExportRequest> {
        let title = Command::ExportLedger.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
            let before = self.kind;
            halves(
                ui,
                self,
                |ui, it| it.kind_ui(ui, lang),
                |ui, it| {
                    if it.kind.is_layer() {
                        encoding_ui(ui, lang, &mut it.gbk);
                    } else {
                        by_ui(ui, lang, &mut it.by);
                    }
                },
            );
            if before != self.kind {
                self.path = self.suggested(lang).display().to_string();
            }
            ui.add_space(UNIT);
            widgets::small(ui, said::report_contents(lang, self.kind));
            ui.add_space(PAD);
            if path_line(ui, lang, lang.term(Word::SaveTo), &mut self.path) {
                return Answer::Browse(Purpose::Export);
            }
            ui.add_space(GAP);
            let formats = if self.kind.is_layer() { Word::ExportLayers } else { Word::ExportFormats };
            widgets::small(ui, lang.term(formats));
            let path = PathBuf::from(self.path.trim());
            let folder = path.parent().is_some_and(|it| it.as_os_str().is_empty() || it.is_dir());
            match foot(ui, lang, lang.term(Word::Export), folder, lang.term(Word::NoSuchFolder)) {
                Some(true) => {
                    let gbk = self.gbk && self.kind.is_layer();
                    Answer::Done(ExportRequest { kind: self.kind, path, gbk, by: self.by, lang })
                }
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

/// The encoding of a shapefile's texts.
fn encoding_ui(ui: &mut Ui, lang: Lang, gbk: &mut bool) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(lang.term(Word::ShapefileText)).size(SMALL).color(weak));
    let name = |gbk: bool| if gbk { "GBK" } else { "UTF-8" };
    let combo = widgets::choice(ui, "shapefile text", ui.available_width(), name(*gbk));
    let response = combo.show_ui(ui, |ui| {
        for option in [false, true] {
            ui.selectable_value(gbk, option, name(option));
        }
    });
    response.response.labelled_by(label.id);
}

fn by_ui(ui: &mut Ui, lang: Lang, by: &mut Grouping) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(lang.term(Word::GroupedBy)).size(SMALL).color(weak));
    let combo = widgets::choice(ui, "by", ui.available_width(), lang.term(*by));
    let response = combo.show_ui(ui, |ui| {
        for option in Grouping::ALL {
            ui.selectable_value(by, *option, lang.term(*option));
        }
    });
    response.response.labelled_by(label.id);
}
