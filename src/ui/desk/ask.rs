//! Dialogs: opening them, and doing what they ask for in the end.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::Context;

use super::Desk;
use crate::{
    app::{
        Action, ImportPreview, ImportRequest, Severity,
        basemap::ENDINGS,
        import::{ImportReport, rejects_csv},
        picture::OutfallChoice,
        places::places,
    },
    domain::RecordId,
    i18n::Lang,
    ui::{
        Leave,
        dialogs::{
            self, Answer, BasemapDraft, Dialog, ExportDraft, ImportDraft, KeepDraft, LayerInfo,
            NewLayerDraft, NewProjectDraft, OnScreen, PictureDraft, PreviewDraft, ReplaceDraft,
            SettingsDraft,
        },
        files::Purpose,
        said,
        state::Screen,
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
            Some(Dialog::Replace(draft)) => {
                if let Some(first) = files.first() {
                    draft.set_path(first);
                }
            }
            None | Some(Dialog::Preview(_)) if !files.is_empty() => {
                for file in files {
                    self.workspace.perform(Action::PreviewImport(ImportRequest::of(file), None));
                }
            }
            _ => self.dialog = Some(Dialog::Import(ImportDraft::default())),
        }
    }

    /// Shows the file that was read next, once nothing else is in front of it.
    pub(super) fn show_preview(&mut self) {
        if self.dialog.is_some() {
            if let Some(Dialog::Preview(draft)) = &mut self.dialog {
                draft.waiting = self.previews.len();
            }
            return;
        }
        let Some(preview) = self.previews.pop_front() else { return };
        let mut draft = PreviewDraft::new(preview);
        draft.waiting = self.previews.len();
        let mut wishes = Vec::new();
        if let Some(habit) = self.state.imports.of(draft.headings()) {
            draft.take_habit(habit, &mut wishes);
        }
        self.dialog = Some(Dialog::Preview(Box::new(draft)));
        for wish in wishes {
            if let Wish::Do(action) = wish {
                self.workspace.perform(*action);
            }
        }
    }

    /// Takes in what a file would change.
    pub(super) fn take_preview(&mut self, preview: Arc<ImportPreview>) {
        match &mut self.dialog {
            Some(Dialog::Preview(draft)) if draft.is_about(&preview) => draft.renew(preview),
            _ => self.previews.push_back(preview),
        }
    }

    pub(super) fn ask_replace(&mut self, layer: RecordId) {
        let layer = self.workspace.project().layers().iter().find(|it| it.id == layer);
        self.dialog = layer.cloned().map(ReplaceDraft::of).map(Dialog::Replace);
    }

    /// What is known of a layer; nothing where it has gone.
    fn layer_info(&mut self, id: RecordId) -> Option<LayerInfo> {
        let (origin, features) = (self.workspace.origin(id), self.features_of(id));
        let map = self.workspace.project().map();
        let layer = map.layers.iter().find(|it| it.id == id)?.clone();
        let group = map.groups.iter().find(|it| Some(it.id) == layer.group);
        let group = group.map(|it| it.name.clone()).unwrap_or_default();
        Some(LayerInfo { layer, group, features, origin })
    }

    pub(super) fn ask_basemap(&mut self, files: &[PathBuf]) {
        match &mut self.dialog {
            Some(Dialog::Basemap(draft)) => draft.add(files),
            _ => self.dialog = Some(Dialog::Basemap(BasemapDraft::of(files))),
        }
    }

    pub(super) fn ask_online(&mut self, id: RecordId) {
        let basemap = self.workspace.project().map().basemaps.iter().find(|it| it.id == id).cloned();
        self.dialog = basemap.map(|it| Dialog::Basemap(BasemapDraft::change(it)));
    }

    pub(super) fn ask_keep_offline(&mut self, id: RecordId) {
        let basemap = self.workspace.project().map().basemaps.iter().find(|it| it.id == id).cloned();
        let (Some(basemap), Some(there)) = (basemap, self.workspace.online_zooms(id)) else { return };
        let mean_bytes = self.workspace.mean_tile_bytes(id);
        let (extent, zoom) = (self.map.seen().0, self.map.tile_zoom());
        let draft = KeepDraft::new(&basemap, extent, (there, zoom), mean_bytes, &self.folder());
        self.dialog = Some(Dialog::KeepOffline(draft));
    }

    pub(super) fn ask_export(&mut self) {
        self.dialog = Some(Dialog::Export(ExportDraft::new(self.folder())));
    }

    pub(super) fn ask_picture(&mut self, lang: Lang) {
        let outfalls = match &self.state.list.narrowed {
            _ if !self.state.outfalls_visible => OutfallChoice::None,
            Some(narrowed) => OutfallChoice::Only(Arc::new(narrowed.ids.clone())),
            None => OutfallChoice::All,
        };
        let (extent, size_px) = self.map.seen();
        let on_screen = OnScreen { extent, size_px, outfalls };
        let title = self.workspace.project().settings().name.clone();
        let draft = PictureDraft::new(lang, self.folder(), &title, on_screen);
        self.dialog = Some(Dialog::Picture(Box::new(draft)));
    }

    pub(super) fn ask_settings(&mut self) {
        self.dialog = Some(Dialog::Settings(SettingsDraft::of(self.workspace.project().settings())));
    }

    pub(super) fn ask_layer(&mut self) {
        self.dialog = Some(Dialog::NewLayer(NewLayerDraft::default()));
    }

    pub(super) fn ask_new(&mut self) {
        self.dialog = Some(Dialog::NewProject(NewProjectDraft::new(&self.folder())));
    }

    pub(super) fn ask_open(&mut self) {
        self.dialog = Some(Dialog::OpenProject(String::new()));
    }

    /// Draws the dialog that is open.
    #[allow(clippy::too_many_lines, reason = "one arm for each dialog")]
    pub(super) fn dialog_ui(&mut self, ctx: &Context, lang: Lang, wishes: &mut Vec<Wish>) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let settled = match &mut dialog {
            Dialog::Import(draft) => draft.ui(ctx, lang).settled(|requests| {
                wishes.extend(requests.into_iter().map(|it| Wish::act(Action::PreviewImport(it, None))));
            }),
            Dialog::Preview(draft) => {
                let answer = draft.ui(ctx, lang, wishes);
                if let Some(habit) = draft.take_habit_said() {
                    self.state.imports.keep(habit);
                }
                answer.settled(|action| wishes.push(Wish::act(action)))
            }
            Dialog::Replace(draft) => draft.ui(ctx, lang).settled(|request| {
                wishes.push(Wish::act(Action::PreviewImport(request, None)));
            }),
            Dialog::LayerInfo(id) => {
                let Some(info) = self.layer_info(*id) else { return };
                dialogs::layer_info_ui(ctx, lang, &info).settled(|()| {})
            }
            Dialog::Basemap(draft) => draft.ui(ctx, lang).settled(|action| wishes.push(Wish::act(action))),
            Dialog::KeepOffline(draft) => {
                draft.ui(ctx, lang).settled(|action| wishes.push(Wish::act(action)))
            }
            Dialog::Export(draft) => draft.ui(ctx, lang).settled(|request| {
                wishes.push(Wish::act(Action::Export(request)));
            }),
            Dialog::Picture(draft) => draft.ui(ctx, lang).settled(|(request, path)| {
                wishes.push(Wish::act(Action::Draw(Box::new(request), path)));
            }),
            Dialog::Settings(draft) => draft.ui(ctx, lang).settled(|settings| {
                wishes.push(Wish::act(Action::ChangeSettings(settings)));
            }),
            Dialog::NewProject(draft) => draft.ui(ctx, lang).settled(|(path, name)| {
                self.leave = Some(Leave::Create(path, name));
            }),
            Dialog::OpenProject(path) => dialogs::open_ui(ctx, lang, path).settled(|path| {
                self.leave = Some(Leave::Open(path));
            }),
            Dialog::Report(reports) => {
                dialogs::report_ui(ctx, lang, reports).settled(|()| self.write_rejects(ctx, lang, reports))
            }
            Dialog::AddOutfall(form) => {
                let (today, around) = (self.workspace.today(), self.workspace.surroundings());
                let answer =
                    dialogs::add_outfall_ui(ctx, lang, form, self.workspace.project(), &around, today);
                answer.settled(|outfall| {
                    let (id, key) = (outfall.id, form.key());
                    let add = Action::Finish(key, Box::new(Action::AddOutfall(outfall)));
                    wishes.extend([Wish::act(add), Wish::Select(Some(id))]);
                })
            }
            Dialog::NewLayer(draft) => draft.ui(ctx, lang).settled(|layer| {
                let id = layer.id;
                wishes.extend([Wish::act(Action::NewLayer(layer)), Wish::DrawOn(id)]);
            }),
            Dialog::Assign(draft) => draft.ui(ctx, lang).settled(|request| {
                self.state.field.open = true;
                self.state.field.tab = crate::ui::field::Tab::Tasks;
                wishes.push(Wish::act(Action::Assign(request)));
            }),
            Dialog::GoTo(draft) => draft.ui(ctx, lang, self.state.habits).settled(|(longitude, latitude)| {
                wishes.push(Wish::GoTo(longitude, latitude));
            }),
            Dialog::Bookmark(draft) => draft.ui(ctx, lang).settled(|action| wishes.push(Wish::act(action))),
            Dialog::Bookmarks(draft) => {
                let project = self.workspace.project();
                let read =
                    project.layers().iter().filter(|it| self.workspace.features(it.id).is_some()).count();
                draft.name_places(read, || places(&self.workspace));
                let bookmarks = &project.map().bookmarks;
                let answer = draft.ui(ctx, lang, bookmarks, self.workspace.read_only(), wishes);
                answer.settled(|wish| wishes.extend([Wish::Show(Screen::Map), wish]))
            }
            Dialog::Attach(draft) => {
                let project = self.workspace.shared_project();
                let Some(entry) = project.entry(draft.outfall) else { return };
                draft.ui(ctx, lang, entry).settled(|action| wishes.push(Wish::act(action)))
            }
            Dialog::Sheet(draft) => {
                let project = self.workspace.shared_project();
                let Some(entry) = project.entry(draft.outfall) else { return };
                draft.ui(ctx, lang, entry).settled(|action| wishes.push(Wish::act(action)))
            }
            Dialog::PhotoFolder(draft) => {
                draft.ui(ctx, lang).settled(|action| wishes.push(Wish::act(action)))
            }
            Dialog::PhotoCopy(draft) => draft.ui(ctx, lang).settled(|action| wishes.push(Wish::act(action))),
            Dialog::PhotoPlan(draft) => {
                let (now, at_hand) = (self.workspace.now(), self.state.selected);
                let answer = draft.ui(ctx, lang, self.workspace.project(), &now, at_hand);
                answer.settled(|action| wishes.push(Wish::act(action)))
            }
            Dialog::Drafts => {
                let list = dialogs::DraftList {
                    lang,
                    project: self.workspace.project(),
                    drafts: self.workspace.drafts(),
                    discarded: self.workspace.discarded_drafts(),
                    read_only: self.workspace.read_only(),
                };
                dialogs::drafts_ui(ctx, &list, wishes).settled(|key| wishes.push(Wish::OpenDraft(key)))
            }
            Dialog::Who(draft) => draft.ui(ctx, lang).settled(|author| {
                wishes.push(Wish::act(Action::SetAuthor(author)));
            }),
            Dialog::Keys => dialogs::keys_ui(ctx, lang).settled(|()| {}),
        };
        if matches!(settled, Answer::Cancelled | Answer::Done(())) {
            if let Dialog::AddOutfall(form) = dialog {
                self.leave_dialog(*form, settled == Answer::Done(()));
            }
            return;
        }
        if let Answer::Browse(purpose) = settled {
            let suggested = match &dialog {
                Dialog::Export(draft) => draft.suggested(lang),
                Dialog::Picture(draft) => draft.suggested(lang),
                Dialog::KeepOffline(draft) => draft.suggested(),
                Dialog::Sheet(draft) => draft.suggested(),
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
            (Purpose::Basemap, _) => self.ask_basemap(files),
            (Purpose::Import, _) => self.ask_import(files),
            (Purpose::KeepOffline, Some(Dialog::KeepOffline(draft))) => draft.set_path(&first),
            (Purpose::Export, Some(Dialog::Export(draft))) => draft.set_path(&first),
            (Purpose::Picture, Some(Dialog::Picture(draft))) => draft.set_path(&first),
            (Purpose::NewProject, Some(Dialog::NewProject(draft))) => draft.set_path(&first),
            (Purpose::OpenProject, Some(Dialog::OpenProject(path))) => *path = first.display().to_string(),
            (Purpose::Sheet, Some(Dialog::Sheet(draft))) => draft.set_path(&first),
            (Purpose::Evidence, Some(Dialog::Attach(draft))) => draft.add(files),
            (Purpose::PhotoFolder, Some(Dialog::PhotoFolder(draft))) => draft.set_path(&first),
            (Purpose::PhotoFolder, Some(Dialog::PhotoCopy(draft))) => draft.set_path(&first),
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
        if self.workspace.read_only() {
            return;
        }
        let files = &self.take_evidence(files);
        let ending = |file: &PathBuf| file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let (basemaps, layers): (Vec<PathBuf>, Vec<PathBuf>) =
            files.iter().cloned().partition(|file| ENDINGS.contains(&ending(file).as_str()));
        // What lies beside a picture to say where it lies is dropped along with it.
        let beside = |file: &PathBuf| ending(file).ends_with('w') || matches!(&*ending(file), "wld" | "prj");
        let layers: Vec<PathBuf> =
            layers.into_iter().filter(|file| basemaps.is_empty() || !beside(file)).collect();
        if !basemaps.is_empty() {
            self.workspace.perform(Action::AddBasemaps(basemaps));
        }
        if !layers.is_empty() {
            self.ask_import(&layers);
        }
    }
}
