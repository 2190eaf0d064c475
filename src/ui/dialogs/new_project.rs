//! A name and a place for a new project.

use std::path::{Path, PathBuf};

use eframe::egui::Context;

use super::{Answer, dialog, foot, line, path_line};
use crate::{
    i18n::Lang,
    ui::{
        files::Purpose,
        keys::Command,
        said::{self, Word},
        theme::{GAP, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug, Default)]
pub(crate) struct NewProjectDraft {
    name: String,
    folder: PathBuf,
    /// Was the path typed or chosen? Otherwise it follows the name.
    own_path: bool,
    path: String,
}

impl NewProjectDraft {
    /// Into `folder`, unless another place is chosen.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..Self::default() }
    }

    /// The place to make it at.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.own_path = true;
        self.path = path.display().to_string();
    }

    /// The file that is offered.
    pub(crate) fn suggested(&self) -> PathBuf {
        let name = self.name.trim();
        let name = if name.is_empty() { "paikou" } else { name };
        self.folder.join(format!("{}.gpkg", name.replace(['/', '\\', ':'], "-")))
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<(PathBuf, String)> {
        let title = Command::NewProject.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
            line(ui, lang.term(Word::ProjectName), lang.term(Word::ProjectNameHint), &mut self.name);
            ui.add_space(GAP);
            if !self.own_path {
                self.path = self.suggested().display().to_string();
            }
            let before = self.path.clone();
            if path_line(ui, lang, lang.term(Word::ProjectFile), &mut self.path) {
                return Answer::Browse(Purpose::NewProject);
            }
            self.own_path |= before != self.path;
            widgets::small(ui, lang.term(Word::ProjectFileLong));
            let path = PathBuf::from(self.path.trim());
            let taken = path.exists();
            let possible = !self.name.trim().is_empty() && !self.path.trim().is_empty() && !taken;
            let obstacle =
                if taken { said::taken(lang, &path) } else { lang.term(Word::NameMissing).to_owned() };
            match foot(ui, lang, lang.term(Word::Create), possible, &obstacle) {
                Some(true) => Answer::Done((path, self.name.trim().to_owned())),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}
