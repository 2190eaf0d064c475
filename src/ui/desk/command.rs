//! What keys and menu entries do.

use eframe::egui::Context;

use super::Desk;
use crate::{
    app::{Action, Severity},
    i18n::Lang,
    ui::{
        dialogs::{Dialog, WhoDraft},
        keys::Command,
        map_view::{Tool, themes::choose as choose_theme},
        said,
        selection::Join,
        state::Screen,
        wish::Wish,
    },
};

impl Desk {
    /// Does what a key or a menu entry asks for.
    pub(crate) fn command(&mut self, ctx: &Context, lang: Lang, command: Command) {
        match screen_of(command) {
            Some(screen) => self.state.screen = screen,
            None => self.other_command(ctx, lang, command),
        }
    }

    fn other_command(&mut self, ctx: &Context, lang: Lang, command: Command) {
        let read_only = self.workspace.read_only();
        match command {
            Command::NewProject => self.ask_new(),
            Command::OpenProject => self.ask_open(),
            Command::AddLayer if !read_only => self.ask_import(&[]),
            Command::ExportLedger => self.ask_export(),
            Command::ExportPicture => self.ask_picture(lang),
            Command::Settings if !read_only => self.ask_settings(),
            Command::NewLayer if !read_only => self.ask_layer(),
            Command::PhotoFolder if !read_only => self.ask_photo_folder(),
            Command::AddLayer | Command::Settings | Command::NewLayer | Command::PhotoFolder => {}
            Command::SaveState => {
                let text = said::saved(lang, self.workspace.save_state());
                self.toasts.tell(ctx, Severity::Info, text);
            }
            Command::Drafts => self.dialog = Some(Dialog::Drafts),
            Command::Who => self.dialog = Some(Dialog::Who(WhoDraft::of(self.workspace.author()))),
            // In a sketch, undo takes back its last place.
            Command::Undo if self.state.screen == Screen::Map && self.map.take_back() => {}
            Command::Undo => self.workspace.perform(Action::Undo),
            Command::Redo => self.workspace.perform(Action::Redo),
            Command::Find => self.state.find.focus = true,
            Command::FilterList => {
                self.state.screen = Screen::Map;
                self.state.panels = true;
                self.state.list.focus_filter = true;
            }
            Command::FullExtent => self.map.show_everything(),
            Command::ZoomToSelection => self.zoom_to_selection(),
            Command::SelectAll => self.choose(self.selectable(None), Join::Replace),
            Command::SelectInView => self.choose(self.selectable(Some(self.map.seen().0)), Join::Replace),
            Command::InvertSelection => self.choose(self.selectable(None), Join::Toggle),
            Command::SelectNone => self.choose(Vec::new(), Join::Replace),
            Command::ListSelection => self.narrow_to_selection(),
            Command::TogglePanels => self.state.panels = !self.state.panels,
            Command::OutfallStyle => self.ask_style(None),
            Command::ThemeStage
            | Command::ThemeOverdue
            | Command::ThemeClass
            | Command::ThemeZone
            | Command::ThemePlain => {
                // While the style of the outfalls is being changed, the theme is a part of it.
                if let Some(draft) = self.state.style.as_mut().filter(|it| it.target.is_none()) {
                    draft.theme = command.theme().unwrap_or(draft.theme);
                    return;
                }
                let settings = self.workspace.project().settings();
                let wish = command.theme().and_then(|theme| choose_theme(settings, theme));
                if let Some(Wish::Do(action)) = wish.filter(|_| !read_only) {
                    self.workspace.perform(*action);
                }
            }
            Command::TabletMode => self.state.forms.tablet = !self.state.forms.tablet,
            Command::ToggleLegend => self.state.legend = !self.state.legend,
            Command::FullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or_default());
                ctx.send_viewport_cmd(eframe::egui::ViewportCommand::Fullscreen(!full));
            }
            Command::MoveOutfall => {
                if let Some(id) = self.state.selected.filter(|_| self.dialog.is_none()) {
                    self.move_outfall(id);
                }
            }
            Command::Arm(Tool::Draw | Tool::Vertex) if read_only => {}
            Command::Arm(tool) => {
                self.state.screen = Screen::Map;
                self.map.arm(tool);
            }
            Command::ViewBack => self.map.go_back(),
            Command::ViewForward => self.map.go_forward(),
            Command::GoTo => self.ask_place(),
            Command::NewBookmark => self.ask_bookmark(lang, None),
            Command::Bookmarks => self.ask_bookmarks(),
            Command::ToggleGraticule => self.state.habits.graticule = self.state.habits.graticule.next(),
            Command::ToggleNorthArrow => self.state.habits.north_arrow = !self.state.habits.north_arrow,
            Command::ClearDrawings => self.map.clear_drawings(),
            Command::Doctor => self.ask_doctor(),
            Command::Keys => self.dialog = Some(Dialog::Keys),
            other => self.panel_command(ctx, lang, other),
        }
    }
}

impl Desk {
    /// The commands of the panels at the right.
    fn panel_command(&mut self, ctx: &Context, lang: Lang, command: Command) {
        if !self.trace_command(command) {
            self.field_command(ctx, lang, command);
        }
    }
}

/// What fills the middle after a command that shows something else.
fn screen_of(command: Command) -> Option<Screen> {
    Some(match command {
        Command::ShowMap => Screen::Map,
        Command::ShowProgress => Screen::Progress,
        Command::ShowTable => Screen::Table,
        Command::ShowHistory => Screen::History,
        Command::ShowChecks => Screen::Checks,
        _ => return None,
    })
}
