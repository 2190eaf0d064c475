//! What a click on the map with the right button offers.

use eframe::egui::Response;
use geo::Coord;

use super::{MapView, Shown};
use crate::ui::{
    icons,
    keys::Command,
    said::{self, Word},
    theme, widgets,
    wish::Wish,
};

impl MapView {
    /// The menu of the map.
    pub(super) fn menu_ui(&mut self, response: &Response, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
        if response.secondary_clicked() {
            self.asked = self.cursor;
        }
        let Some(Coord { x, y }) = self.asked else { return };
        let lang = shown.lang;
        let drawn = self.marker.is_some() || self.tools.has_drawings();
        response.context_menu(|ui| {
            ui.set_width(64.0 * theme::UNIT);
            if widgets::menu_item(ui, icons::COPY, lang.term(Word::CopyPosition), "").clicked() {
                ui.ctx().copy_text(format!("{x:.6}, {y:.6}"));
                ui.close();
            }
            ui.add_enabled_ui(!shown.read_only, |ui| {
                if widgets::menu_item(ui, icons::OUTFALL, lang.term(Word::AddOutfallHere), "").clicked() {
                    wishes.push(Wish::AskOutfall(Some((x, y))));
                    ui.close();
                }
            });
            let commands = [
                (icons::MOVE, Command::MoveOutfall, !shown.read_only && shown.selected.is_some()),
                (icons::GO_TO, Command::GoTo, true),
                (icons::BOOKMARK, Command::NewBookmark, !shown.read_only),
                (icons::CLEAR, Command::ClearDrawings, drawn),
            ];
            for (icon, command, enabled) in commands {
                ui.add_enabled_ui(enabled, |ui| {
                    if widgets::menu_item(ui, icon, command.title(lang), &command.keys()).clicked() {
                        wishes.push(Wish::Command(command));
                        ui.close();
                    }
                });
            }
            widgets::small(ui, &said::position(x, y));
        });
    }
}
