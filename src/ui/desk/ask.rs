//! Dialogs: opening them, and doing what they ask for in the end.

use std::{
    fs,
    path::{Path, PathBuf},
};

use eframe::egui::Context;

use super::Desk;
use crate::{
    app::{
        Action, Severity,
        import::{ImportReport, rejects_csv},
    },
    i18n::Lang,
    ui::{
        Leave,
        dialogs::{self, Answer, Dialog, ExportDraft, ImportDraft, NewProjectDraft, SettingsDraft},
        files::Purpose,
        said,
        wish::Wish,
    },
};

impl Desk {
    fn folder(&self) -> PathBuf {
        self.workspace.path().parent().map(Path::to_owned).unwrap_or_default()
    }

    pub(super) fn ask_import(&mut self, files: &[PathBuf]) {
        match &mut self.dialog {
            Some(Dialog::Import(draft)) => draft.add(files),
            _ => self.dialog = Some(Dialog::Import(ImportDraft::of(files))),
        }
    }

    pub(super) fn ask_export(&mut self) {
        self.dialog = Some(Dialog::Export(ExportDraft::new(self.folder())));
    }

    pub(super) fn ask_settings(&mut self) {
        self.dialog = Some(Dialog::Settings(SettingsDraft::of(self.workspace.project().settings())));
    }

    pub(super) fn ask_new(&mut self) {
        self.dialog = Some(Dialog::NewProject(NewProjectDraft::new(&self.folder())));
    }

    pub(super) fn ask_open(&mut self) {
        self.dialog = Some(Dialog::OpenProject(String::new()));
    }

    /// Draws the dialog that is open.
    pub(super) fn dialog_ui(&mut self, ctx: &Context, lang: Lang, wishes: &mut Vec<Wish>) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let browse = match &mut dialog {
            Dialog::Import(draft) => match draft.ui(ctx, lang) {
                Answer::Done(requests) => {
                    wishes.extend(requests.into_iter().map(|it| Wish::act(Action::Import(it))));
                    return;
                }
                Answer::Cancelled => return,
                Answer::Browse(purpose) => Some(purpose),
                Answer::Open => None,
            },
            Dialog::Export(draft) => match draft.ui(ctx, lang) {
                Answer::Done(request) => {
                    wishes.push(Wish::act(Action::Export(request)));
                    return;
                }
                Answer::Cancelled => return,
                Answer::Browse(purpose) => Some(purpose),
                Answer::Open => None,
            },
            Dialog::Settings(draft) => match draft.ui(ctx, lang) {
                Answer::Done(settings) => {
                    wishes.push(Wish::act(Action::ChangeSettings(settings)));
                    return;
                }
                Answer::Cancelled => return,
                Answer::Browse(_) | Answer::Open => None,
            },
            Dialog::NewProject(draft) => match draft.ui(ctx, lang) {
                Answer::Done((path, name)) => {
                    self.leave = Some(Leave::Create(path, name));
                    return;
                }
                Answer::Cancelled => return,
                Answer::Browse(purpose) => Some(purpose),
                Answer::Open => None,
            },
            Dialog::OpenProject(path) => match dialogs::open_ui(ctx, lang, path) {
                Answer::Done(path) => {
                    self.leave = Some(Leave::Open(path));
                    return;
                }
                Answer::Cancelled => return,
                Answer::Browse(purpose) => Some(purpose),
                Answer::Open => None,
            },
            Dialog::Report(reports) => match dialogs::report_ui(ctx, lang, reports) {
                Answer::Done(()) => {
                    self.write_rejects(ctx, lang, reports);
                    return;
                }
                Answer::Cancelled => return,
                Answer::Browse(_) | Answer::Open => None,
            },
            Dialog::AddOutfall(form) => {
                let today = self.workspace.today();
                match dialogs::add_outfall_ui(ctx, lang, form, self.workspace.project(), today) {
                    Answer::Done(outfall) => {
                        let id = outfall.id;
                        wishes.extend([Wish::act(Action::AddOutfall(outfall)), Wish::Select(Some(id))]);
                        return;
                    }
                    Answer::Cancelled => return,
                    Answer::Browse(_) | Answer::Open => None,
                }
            }
            Dialog::Keys => match dialogs::keys_ui(ctx, lang) {
                Answer::Open | Answer::Browse(_) => None,
                Answer::Cancelled | Answer::Done(()) => return,
            },
        };
        if let Some(purpose) = browse {
            let suggested = match &dialog {
                Dialog::Export(draft) => draft.suggested(lang),
                Dialog::NewProject(draft) => draft.suggested(),
                _ => self.folder().join(""),
            };
            self.picker.ask(ctx, lang, purpose, suggested);
        }
        // A wish of this frame may have opened another one.
        self.dialog.get_or_insert(dialog);
    }

    pub(super) fn browse_photo(&mut self, ctx: &Context, lang: Lang) {
        self.picker.ask(ctx, lang, Purpose::Photo, self.folder().join(""));
    }

    /// Puts chosen files where they were asked for.
    pub(super) fn take_files(&mut self, purpose: Purpose, files: &[PathBuf]) {
        let Some(first) = files.first().cloned() else { return };
        match (purpose, &mut self.dialog) {
            (Purpose::Import, _) => self.ask_import(files),
            (Purpose::Export, Some(Dialog::Export(draft))) => draft.set_path(&first),
            (Purpose::NewProject, Some(Dialog::NewProject(draft))) => draft.set_path(&first),
            (Purpose::OpenProject, Some(Dialog::OpenProject(path))) => *path = first.display().to_string(),
            (Purpose::Photo, _) => {
                if let Some(form) = &mut self.state.card.form {
                    form.set_file(first.display().to_string());
                }
            }
            _ => {}
        }
    }

    /// Writes the rows that did not come in beside the project.
    fn write_rejects(&mut self, ctx: &Context, lang: Lang, reports: &[ImportReport]) {
        let path = self.folder().join(said::rejects_name(lang));
        let (severity, text) = match fs::write(&path, rejects_csv(reports, lang)) {
            Ok(()) => (Severity::Info, said::written(lang, &path)),
            Err(error) => (Severity::Error, said::not_written(lang, &path, &error)),
        };
        self.toasts.tell(ctx, severity, text);
    }

    /// Drops of files on the window are brought in; a project is opened.
    pub(crate) fn take_drops(&mut self, files: &[PathBuf]) {
        if !files.is_empty() && !self.workspace.read_only() {
            self.ask_import(files);
        }
    }
}
