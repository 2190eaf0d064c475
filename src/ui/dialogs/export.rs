//! What to hand out, and where to.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, RichText, Ui};

use super::{Answer, dialog, foot, halves, path_line};
use crate::{
    app::{ExportKind, ExportRequest},
    domain::progress::Grouping,
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
    folder: PathBuf,
    /// Empty until it is typed or chosen; then the suggestion no longer follows the kind.
    path: String,
}

impl ExportDraft {
    /// Into `folder`, unless another place is chosen.
    pub(crate) fn new(folder: PathBuf) -> Self {
        let mut draft = Self { kind: ExportKind::Ledger, by: Grouping::County, folder, path: String::new() };
        draft.path = draft.suggested(Lang::Zh).display().to_string();
        draft
    }

    /// The place to save at.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
    }

    /// The file that is offered.
    pub(crate) fn suggested(&self, lang: Lang) -> PathBuf {
        self.folder.join(format!("{}.xlsx", said::report_name(lang, self.kind)))
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<ExportRequest> {
        let title = Command::ExportLedger.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
            let before = self.kind;
            halves(ui, self, |ui, it| kind_ui(ui, lang, &mut it.kind), |ui, it| by_ui(ui, lang, &mut it.by));
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
            widgets::small(ui, lang.term(Word::ExportFormats));
            let path = PathBuf::from(self.path.trim());
            let folder = path.parent().is_some_and(|it| it.as_os_str().is_empty() || it.is_dir());
            match foot(ui, lang, lang.term(Word::Export), folder, lang.term(Word::NoSuchFolder)) {
                Some(true) => Answer::Done(ExportRequest { kind: self.kind, path, by: self.by, lang }),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

fn kind_ui(ui: &mut Ui, lang: Lang, kind: &mut ExportKind) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(lang.term(Word::Report)).size(SMALL).color(weak));
    let combo = widgets::choice(ui, "report", ui.available_width(), said::report_name(lang, *kind));
    let response = combo.show_ui(ui, |ui| {
        for (option, _) in ExportKind::ALL {
            ui.selectable_value(kind, *option, said::report_name(lang, *option));
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
