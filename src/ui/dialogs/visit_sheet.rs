//! A visit sheet on paper: blank, or filled in from a visit.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, RichText};

use super::{Answer, dialog, foot, path_line};
use crate::{
    app::{Action, SheetRequest},
    domain::{RecordId, fact::Visit, project::Entry},
    i18n::Lang,
    ui::{
        files::Purpose,
        said::{self, PhotoWord, Word},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// A sheet that is to be printed.
#[derive(Debug)]
pub(crate) struct SheetDraft {
    /// The outfall.
    pub(crate) outfall: RecordId,
    visit: Option<RecordId>,
    path: String,
}

impl SheetDraft {
    /// With the latest visit of this outfall, into this folder.
    pub(crate) fn new(entry: &Entry, folder: &Path, lang: Lang) -> Self {
        let code = entry.outfall.code().replace(['/', '\\', ':'], "-");
        let name = format!("{} {code}.pdf", lang.term(PhotoWord::SheetName));
        Self {
            outfall: entry.outfall.id,
            visit: entry.visits.last().map(|it| it.id),
            path: folder.join(name).display().to_string(),
        }
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
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang, entry: &Entry) -> Answer<Action> {
        dialog(ctx, lang, lang.term(PhotoWord::SheetTitle), 130.0 * UNIT, |ui| {
            let weak = theme::tokens(ui).weak;
            let label = ui.label(RichText::new(lang.term(PhotoWord::FilledFrom)).size(SMALL).color(weak));
            let blank = lang.term(PhotoWord::BlankSheet);
            let name = |visit: &Visit| said::record_name(lang, &visit.clone().into());
            let chosen = entry.visits.iter().find(|it| Some(it.id) == self.visit);
            let title = chosen.map_or_else(|| blank.to_owned(), name);
            let combo = widgets::choice(ui, "visit", ui.available_width(), &title);
            let response = combo.show_ui(ui, |ui| {
                ui.selectable_value(&mut self.visit, None, blank);
                for visit in entry.visits.iter().rev() {
                    ui.selectable_value(&mut self.visit, Some(visit.id), name(visit));
                }
            });
            response.response.labelled_by(label.id);
            ui.add_space(GAP);
            if path_line(ui, lang, lang.term(Word::SaveTo), &mut self.path) {
                return Answer::Browse(Purpose::Sheet);
            }
            ui.add_space(UNIT);
            widgets::small(ui, lang.term(PhotoWord::SheetNote));
            let path = self.suggested();
            let folder = path.parent().is_some_and(|it| it.as_os_str().is_empty() || it.is_dir());
            match foot(ui, lang, lang.term(Word::Save), folder, lang.term(Word::NoSuchFolder)) {
                Some(true) => Answer::Done(Action::PrintSheet(SheetRequest {
                    outfall: Some(self.outfall),
                    visit: self.visit,
                    path,
                    lang,
                })),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}
