//! What the user sees. Reads the [`Workspace`], never changes it: changes are sent as [`crate::app::Action`]s.
//!
//! [`desk`] puts the panels together; a panel gets the few values it draws and pushes [`wish::Wish`]es, which are granted at the end
//! of the frame. Colours and sizes come from [`theme`], words from [`said`], pictures from [`icons`], keys from [`keys`].

mod desk;
mod dialogs;
mod field;
mod files;
mod fonts;
mod form_habits;
mod forms;
mod habits;
mod icons;
mod import_habits;
mod keys;
mod launch;
mod map_view;
mod opening;
mod panels;
mod photos;
mod preferences;
mod said;
mod samples;
mod selection;
mod start;
mod state;
mod status_bar;
mod theme;
mod toasts;
mod tone;
mod top_bar;
mod views;
mod widgets;
mod wish;

use std::path::PathBuf;

use eframe::egui::{self, Context};

pub use self::launch::{Error, has_display, run};
use self::{
    desk::Desk,
    dialogs::{Answer, Dialog, NewProjectDraft},
    files::{FilePicker, Purpose},
    keys::Command,
    opening::{Opening, Task},
    preferences::Preferences,
    start::Begin,
    toasts::Toasts,
    top_bar::Chosen,
};
use crate::{
    app::{Severity, Workspace, remember_author, system_words},
    domain::role::Author,
    i18n::Lang,
};

/// Another project to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    /// Open this one.
    Open(PathBuf),
    /// Make this one, with this name.
    Create(PathBuf, String),
    /// Make the demonstration in this folder.
    Demo(PathBuf),
}

/// The window: an open project, or the start screen.
pub struct Gui {
    lang: Lang,
    preferences: Preferences,
    desk: Option<Box<Desk>>,
    opening: Option<Opening>,
    /// The dialog of the start screen.
    dialog: Option<Dialog>,
    picker: FilePicker,
    toasts: Toasts,
    /// Who works on this device, as it is remembered.
    author: Option<Author>,
}

impl Gui {
    /// A window without a project.
    pub fn new(ctx: &Context, lang: Lang) -> Self {
        fonts::install(ctx);
        theme::install(ctx);
        ctx.set_theme(egui::Theme::Light);
        Self {
            lang,
            preferences: Preferences::default(),
            desk: None,
            opening: None,
            dialog: None,
            picker: FilePicker::default(),
            toasts: Toasts::default(),
            author: None,
        }
    }

    /// A window onto `workspace`.
    pub fn with_workspace(ctx: &Context, lang: Lang, workspace: Workspace) -> Self {
        let mut gui = Self::new(ctx, lang);
        gui.open_desk(ctx, workspace);
        gui
    }

    fn with_preferences(mut self, ctx: &Context, preferences: Preferences) -> Self {
        self.lang = preferences.lang().unwrap_or(self.lang);
        if preferences.theme == "dark" {
            ctx.set_theme(egui::Theme::Dark);
        }
        self.preferences = preferences;
        self
    }

    /// The program behind the window, for tests.
    pub fn workspace(&self) -> Option<&Workspace> {
        self.desk.as_ref().map(|desk| &desk.workspace)
    }

    /// The program behind the window, for tests.
    pub fn workspace_mut(&mut self) -> Option<&mut Workspace> {
        self.desk.as_mut().map(|desk| &mut desk.workspace)
    }

    /// Is a project open, and everything on its map drawn? For tests and measurements.
    pub fn is_up_to_date(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.is_up_to_date())
    }

    /// The language it speaks.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Opens, makes or demonstrates a project in the background.
    fn go(&mut self, ctx: &Context, leave: Leave) {
        self.desk = None;
        self.dialog = None;
        match Opening::start(ctx, self.lang, leave) {
            Ok(opening) => self.opening = Some(opening),
            Err(error) => self.toasts.tell(ctx, Severity::Error, system_words(&error, self.lang)),
        }
    }

    fn open_desk(&mut self, ctx: &Context, workspace: Workspace) {
        let mut desk = Box::new(Desk::new(ctx, workspace));
        desk.state.habits = self.preferences.map;
        desk.state.forms = self.preferences.forms.clone();
        desk.state.imports = self.preferences.imports.clone();
        self.author = Some(desk.workspace.author().clone());
        self.desk = Some(desk);
    }

    /// What the desk changed about how the map is read and forms are filled in is remembered.
    fn keep_habits(&mut self) {
        let Some(desk) = &self.desk else { return };
        if self.preferences.map != desk.state.habits {
            self.preferences.map = desk.state.habits;
            self.preferences.keep();
        }
        if self.preferences.imports != desk.state.imports {
            self.preferences.imports = desk.state.imports.clone();
            self.preferences.keep();
        }
        if self.preferences.forms != desk.state.forms {
            self.preferences.forms = desk.state.forms.clone();
            self.preferences.keep();
        }
    }

    /// Who works here is remembered on this device.
    fn keep_author(&mut self, ctx: &Context) {
        let author = self.desk.as_ref().map(|desk| desk.workspace.author());
        if author.is_none() || author == self.author.as_ref() {
            return;
        }
        self.author = author.cloned();
        let kept =
            self.author.as_ref().filter(|_| self.preferences.are_kept()).map_or(Ok(()), remember_author);
        if let Err(error) = kept {
            self.toasts.tell(ctx, Severity::Error, system_words(&error, self.lang));
        }
    }

    fn poll_opening(&mut self, ctx: &Context) {
        let Some(result) = self.opening.as_ref().and_then(Opening::poll) else { return };
        self.opening = None;
        match result {
            Task::Ready(workspace) => {
                self.preferences.remember(workspace.path().to_owned());
                let title = workspace.project().settings().name.clone();
                ctx.send_viewport_cmd(egui::ViewportCommand::Title(format!("{title} — Paikou 排口")));
                self.open_desk(ctx, *workspace);
            }
            Task::Failed(problem) => self.toasts.tell(ctx, Severity::Error, problem.say(self.lang)),
            Task::Died => self.toasts.tell(ctx, Severity::Error, said::opening_died(self.lang)),
        }
    }

    fn choose(&mut self, ctx: &Context, chosen: Chosen) {
        match chosen {
            Chosen::Lang(lang) => {
                self.lang = lang;
                lang.code().clone_into(&mut self.preferences.language);
                self.preferences.keep();
            }
            Chosen::Theme(theme) => {
                ctx.set_theme(theme);
                let name = if theme == egui::Theme::Dark { "dark" } else { "light" };
                name.clone_into(&mut self.preferences.theme);
                self.preferences.keep();
            }
            Chosen::Command(command) => self.command(ctx, command),
        }
    }

    fn command(&mut self, ctx: &Context, command: Command) {
        match (&mut self.desk, command) {
            (Some(desk), command) => desk.command(ctx, self.lang, command),
            (None, Command::NewProject) => {
                self.dialog = Some(Dialog::NewProject(NewProjectDraft::new(&home())));
            }
            (None, Command::OpenProject) => self.dialog = Some(Dialog::OpenProject(String::new())),
            (None, Command::Keys) => self.dialog = Some(Dialog::Keys),
            (None, _) => {}
        }
    }

    fn take_drops(&mut self, ctx: &Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if dropped.is_empty() {
            return;
        }
        if let Some(desk) = &mut self.desk {
            desk.take_drops(&dropped);
            return;
        }
        let project = dropped.into_iter().find(|path| path.extension().is_some_and(|it| it == "gpkg"));
        if let Some(path) = project {
            self.go(ctx, Leave::Open(path));
        }
    }

    fn start_ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let opening = self.opening.as_ref().map(Opening::name);
        match start::start_ui(ui, self.lang, &self.preferences.recent, opening) {
            Some(Begin::Open(path)) => self.go(&ctx, Leave::Open(path)),
            Some(Begin::Demo) => self.go(&ctx, Leave::Demo(home().join("paikou-demo"))),
            Some(Begin::Chosen(chosen)) => self.choose(&ctx, chosen),
            None => {}
        }
        self.start_dialog_ui(&ctx);
    }

    fn start_dialog_ui(&mut self, ctx: &Context) {
        let lang = self.lang;
        let Some(mut dialog) = self.dialog.take() else { return };
        let answer = match &mut dialog {
            Dialog::NewProject(draft) => match draft.ui(ctx, lang) {
                Answer::Done((path, name)) => Answer::Done(Leave::Create(path, name)),
                Answer::Browse(purpose) => Answer::Browse(purpose),
                Answer::Cancelled => Answer::Cancelled,
                Answer::Open => Answer::Open,
            },
            Dialog::OpenProject(path) => match dialogs::open_ui(ctx, lang, path) {
                Answer::Done(path) => Answer::Done(Leave::Open(path)),
                Answer::Browse(purpose) => Answer::Browse(purpose),
                Answer::Cancelled => Answer::Cancelled,
                Answer::Open => Answer::Open,
            },
            _ => match dialogs::keys_ui(ctx, lang) {
                Answer::Open => Answer::Open,
                _ => Answer::Cancelled,
            },
        };
        match answer {
            Answer::Done(leave) => self.go(ctx, leave),
            Answer::Cancelled => {}
            Answer::Browse(purpose) => {
                self.picker.ask(ctx, lang, purpose, home().join(""));
                self.dialog = Some(dialog);
            }
            Answer::Open => self.dialog = Some(dialog),
        }
    }

    fn take_files(&mut self) {
        let Some((purpose, files)) = self.picker.poll() else { return };
        let Some(first) = files.into_iter().next() else { return };
        match (purpose, &mut self.dialog) {
            (Purpose::NewProject, Some(Dialog::NewProject(draft))) => draft.set_path(&first),
            (Purpose::OpenProject, Some(Dialog::OpenProject(path))) => *path = first.display().to_string(),
            _ => {}
        }
    }
}

impl eframe::App for Gui {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.poll_opening(ctx);
        self.take_files();
        if let Some(desk) = &mut self.desk {
            desk.logic(ctx, self.lang);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        for command in keys::pressed(&ctx) {
            self.command(&ctx, command);
        }
        self.take_drops(&ctx);
        if let Some(desk) = &mut self.desk {
            desk.take_pasted(&ctx);
        }
        match &mut self.desk {
            Some(desk) => {
                let chosen = desk.ui(ui, self.lang);
                let leave = desk.leave.take();
                if let Some(chosen) = chosen {
                    self.choose(&ctx, chosen);
                }
                if let Some(leave) = leave {
                    self.go(&ctx, leave);
                }
            }
            None => self.start_ui(ui),
        }
        self.keep_habits();
        self.keep_author(&ctx);
        self.toasts.ui(&ctx, self.lang);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // The system takes the memory of a large project back faster than we can.
        std::mem::forget(self.desk.as_ref().map(|desk| desk.workspace.shared_project()));
    }
}

/// Where projects are kept unless another place is chosen.
fn home() -> PathBuf {
    let dirs = directories::UserDirs::new();
    let documents = dirs.as_ref().and_then(|it| it.document_dir().map(std::path::Path::to_owned));
    documents.or_else(|| dirs.map(|it| it.home_dir().to_owned())).unwrap_or_default()
}
